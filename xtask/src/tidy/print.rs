//! Libraries don't talk to the terminal: they return values, errors and traces.

use super::{Findings, Rule, Tree};

pub(super) const RULE: Rule = Rule { name: "only the command line prints", check };

const MAY_PRINT: [&str; 2] = ["resettle", "xtask"];
const MACROS: [&str; 5] = ["print!", "println!", "eprint!", "eprintln!", "dbg!"];

fn check(tree: &Tree, findings: &mut Findings) {
    for (file, rust) in tree.product_rust() {
        // A build script talks to cargo by printing.
        let is_build_script = file.path.ends_with("/build.rs");
        if is_build_script || file.room().is_none_or(|room| MAY_PRINT.contains(&room)) {
            continue;
        }
        for name in MACROS {
            for at in rust.product_uses(name) {
                let wrong = format!("`{name}` in a library");
                let what_to_do = "return the text, or use `tracing`";
                findings.add(&file.path, file.line(at), &wrong, what_to_do);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tidy::check_rule;

    #[test]
    fn libraries_do_not_print() {
        let text = "fn a() { println!() }\n#[cfg(test)]\nmod t { fn b() { println!() } }";
        let files = [
            ("crates/app/src/a.rs", text),
            ("crates/app/build.rs", text),
            ("crates/resettle/src/main.rs", text),
            ("crates/web/tests/a.rs", text),
        ];
        check_rule(&super::RULE, &files, &["crates/app/src/a.rs:1"]);
    }
}
