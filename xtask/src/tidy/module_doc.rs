//! A reader who opens a file learns first what it is for.

use super::{Findings, Rule, Tree};

pub(super) const RULE: Rule = Rule { name: "every Rust file begins with its module doc", check };

fn check(tree: &Tree, findings: &mut Findings) {
    for file in tree.with_extension("rs") {
        if !file.text.trim_start().starts_with("//!") {
            let what_to_do = "begin it with `//!`: what it is, and what it deliberately isn't";
            findings.add(&file.path, 1, "the file does not say what it is for", what_to_do);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tidy::check_rule;

    #[test]
    fn the_doc_comes_first() {
        let files = [
            ("good.rs", "//! What.\nfn a() {}"),
            ("late.rs", "use a::b;\n//! What."),
            ("none.rs", ""),
        ];
        check_rule(&super::RULE, &files, &["late.rs:1", "none.rs:1"]);
    }
}
