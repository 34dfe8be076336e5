//! SQL lives in `store` only, so that one room knows both databases and every query is by it.

use super::{Findings, Rule, Tree};

pub(super) const RULE: Rule = Rule { name: "SQL is only in store", check };

fn check(tree: &Tree, findings: &mut Findings) {
    for (file, rust) in tree.product_rust() {
        if file.room().is_none_or(|room| matches!(room, "store" | "xtask")) {
            continue;
        }
        for literal in rust.product_literals().filter(|literal| is_sql(&literal.text)) {
            let what_to_do = "give crates/store a function that is named for what you need";
            findings.add(&file.path, file.line(literal.at), "SQL outside store", what_to_do);
        }
    }
}

/// Returns whether a text is a statement. Statements are written in one case, sentences aren't.
pub(super) fn is_sql(text: &str) -> bool {
    let text = text.trim_start();
    if text.starts_with(|c: char| c.is_uppercase()) && text.contains(|c: char| c.is_lowercase()) {
        return statement(text, &str::to_uppercase);
    }
    statement(text, &|word| word.to_owned()) || statement(text, &str::to_uppercase)
}

fn statement(text: &str, case: &dyn Fn(&str) -> String) -> bool {
    const FORMS: [(&str, &str); 7] = [
        ("select ", " from "),
        ("insert into ", ""),
        ("update ", " set "),
        ("delete from ", ""),
        ("with ", " select "),
        ("create table ", ""),
        ("alter table ", ""),
    ];
    FORMS
        .iter()
        .any(|(start, inside)| text.starts_with(&case(start)) && text.contains(&case(inside)))
}

#[cfg(test)]
mod tests {
    use super::is_sql;
    use crate::tidy::check_rule;

    #[test]
    fn statements_are_told_from_sentences() {
        for sql in [
            "select a from b",
            "SELECT a FROM b",
            "\n  insert into b values (1)",
            "update a set b = 1",
            "DELETE FROM a",
            "with a as (select 1) select b from a",
        ] {
            assert!(is_sql(sql), "{sql}");
        }
        for sentence in ["Select one from the list", "select", "Update the plan", "with a person"] {
            assert!(!is_sql(sentence), "{sentence}");
        }
    }

    #[test]
    fn only_store_may() {
        let text = "//! select a from b\nfn a() { \"select a from b\" }";
        let files = [("crates/app/src/a.rs", text), ("crates/store/src/a.rs", text)];
        check_rule(&super::RULE, &files, &["crates/app/src/a.rs:2"]);
    }
}
