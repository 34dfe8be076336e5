//! One SQL text runs on SQLite and on PostgreSQL, so it keeps to what both say in the same way.

use super::room_of_sql::is_sql;
use super::{Findings, Rule, Tree};

pub(super) const RULE: Rule = Rule { name: "SQL keeps to what both databases know", check };

/// What one of the databases lacks or says otherwise, and what to write.
const BANNED: &[(&str, &str)] = &[
    (" ilike ", "compare a lower-case key column"),
    ("now()", "bind the time, which comes in as an argument"),
    ("current_timestamp", "bind the time, which comes in as an argument"),
    ("current_date", "bind the date, which comes in as an argument"),
    ("random()", "bind the number, which comes in as an argument"),
    ("insert or ", "use `on conflict`"),
    ("replace into ", "use `on conflict`"),
    (" glob ", "use `like` with an escaped pattern"),
    ("select * ", "name the columns: the order of a table's columns may differ"),
];

fn check(tree: &Tree, findings: &mut Findings) {
    for (file, rust) in tree.product_rust() {
        if file.room() != Some("store") {
            continue;
        }
        for literal in rust.product_literals().filter(|literal| is_sql(&literal.text)) {
            let sql = on_one_line(&literal.text);
            let line = file.line(literal.at);
            for (banned, what_to_do) in BANNED.iter().filter(|(banned, _)| sql.contains(banned)) {
                let wrong = format!("`{}` is not in both databases", banned.trim());
                findings.add(&file.path, line, &wrong, what_to_do);
            }
            if sql.contains(" limit ") && !sql.contains(" order by ") {
                let wrong = "a limit without an order gives any rows";
                findings.add(&file.path, line, wrong, "say which rows come first");
            }
        }
    }
}

/// Returns the statement in lower case with single spaces; a line may end with `\`.
fn on_one_line(sql: &str) -> String {
    let words = sql.split_whitespace().filter(|word| *word != "\\" && *word != "\\n\\");
    let mut line = words.collect::<Vec<_>>().join(" ").to_lowercase();
    line.push(' ');
    line
}

#[cfg(test)]
mod tests {
    use crate::tidy::check_rule;

    fn check(sql: &str, expected: &[&str]) {
        let text = format!("fn a() {{ \"{sql}\" }}");
        check_rule(&super::RULE, &[("crates/store/src/a.rs", &text)], expected);
    }

    #[test]
    fn only_what_both_know() {
        check("select a from b where c = $1", &[]);
        check("select a from b where c \\\n ilike $1", &["crates/store/src/a.rs:1"]);
        check("update a set b = now()", &["crates/store/src/a.rs:1"]);
        check("select a from b \\\n order by c \\\n limit $1", &[]);
        check("select a from b limit 1", &["crates/store/src/a.rs:1"]);
    }
}
