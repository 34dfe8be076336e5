//! An exception to a lint says why, and goes when it is no longer needed.

use super::{Findings, Rule, Tree};

pub(super) const RULE: Rule =
    Rule { name: "lints are expected with a reason, never allowed", check };

fn check(tree: &Tree, findings: &mut Findings) {
    for file in tree.with_extension("rs") {
        let Some(rust) = &file.rust else { continue };
        for mark in ["#[allow(", "#![allow("] {
            for (at, _) in rust.code.match_indices(mark) {
                let what_to_do = "use `expect` with a `reason`, or do what the lint asks";
                findings.add(&file.path, file.line(at), "an `allow`", what_to_do);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tidy::check_rule;

    #[test]
    fn only_code_counts() {
        let text = "// #[allow(a)]\nlet a = \"#[allow(a)]\";\n#[allow(dead_code)]\n#[expect(b)]";
        check_rule(&super::RULE, &[("a.rs", text)], &["a.rs:3"]);
    }
}
