//! Both databases take the same steps: migrations have the same numbers and names in both folders.

use super::{Findings, Rule, Tree};
use std::collections::BTreeSet;

pub(super) const RULE: Rule =
    Rule { name: "migrations are the same steps on both databases", check };

const FOLDERS: [&str; 2] = ["crates/store/migrations/sqlite/", "crates/store/migrations/postgres/"];

fn check(tree: &Tree, findings: &mut Findings) {
    let [sqlite, postgres] = FOLDERS.map(|folder| names(tree, folder));
    for (folder, missing) in
        [(FOLDERS[0], postgres.difference(&sqlite)), (FOLDERS[1], sqlite.difference(&postgres))]
    {
        for name in missing {
            let what_to_do = "write the same step for this database";
            findings.add(&format!("{folder}{name}"), 1, "is missing", what_to_do);
        }
    }
    for (index, name) in sqlite.iter().enumerate() {
        let number = format!("{:04}_", index + 1);
        if !name.starts_with(&number) {
            let wrong = format!("the {}th migration does not begin with {number}", index + 1);
            findings.add(&format!("{}{name}", FOLDERS[0]), 1, &wrong, "number them without gaps");
        }
    }
}

fn names<'a>(tree: &'a Tree, folder: &str) -> BTreeSet<&'a str> {
    tree.files.iter().filter_map(|file| file.path.strip_prefix(folder)).collect()
}

#[cfg(test)]
mod tests {
    use crate::tidy::check_rule;

    #[test]
    fn steps_are_paired_and_numbered() {
        let files = [
            ("crates/store/migrations/postgres/0001_spine.sql", ""),
            ("crates/store/migrations/sqlite/0001_spine.sql", ""),
            ("crates/store/migrations/sqlite/0003_fund.sql", ""),
        ];
        let expected = [
            "crates/store/migrations/postgres/0003_fund.sql:1",
            "crates/store/migrations/sqlite/0003_fund.sql:1",
        ];
        check_rule(&super::RULE, &files, &expected);
    }
}
