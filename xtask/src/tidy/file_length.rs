//! A file that a person can read in one sitting. Tests may be long; what others made is not ours.

use super::{Findings, Rule, Tree};

pub(super) const RULE: Rule = Rule { name: "no file is longer than 800 lines", check };

/// The median aimed at is 150 lines; this is where a file certainly holds two things.
const LIMIT: usize = 800;
const EXTENSIONS: [&str; 6] = ["rs", "sql", "mjs", "js", "html", "css"];
/// Made by `cargo xtask assets` from official packages.
const NOT_OURS: [&str; 2] = ["crates/govuk/assets/", "crates/govuk/fixtures/"];

fn check(tree: &Tree, findings: &mut Findings) {
    for extension in EXTENSIONS {
        for file in tree.with_extension(extension) {
            if file.is_test || NOT_OURS.iter().any(|folder| file.path.starts_with(folder)) {
                continue;
            }
            let mut at = 0;
            let lines = file.text.split_inclusive('\n').filter(|line| {
                let is_test = file.rust.as_ref().is_some_and(|rust| rust.is_test(at));
                at += line.len();
                !is_test
            });
            let lines = lines.count();
            if lines > LIMIT {
                let wrong = format!("{lines} lines outside tests");
                findings.add(&file.path, LIMIT, &wrong, "split it by noun or by step");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tidy::check_rule;

    #[test]
    fn tests_and_made_files_do_not_count() {
        let long = "x\n".repeat(801);
        let with_tests = format!("{}#[cfg(test)]\nmod tests {{\n{long}}}\n", "x\n".repeat(800));
        let files = [
            ("crates/a/src/long.rs", long.as_str()),
            ("crates/a/src/with_tests.rs", &with_tests),
            ("crates/a/tests/long.rs", &long),
            ("crates/govuk/assets/govuk.css", &long),
            ("long.sql", &long),
        ];
        check_rule(&super::RULE, &files, &["crates/a/src/long.rs:800", "long.sql:800"]);
    }
}
