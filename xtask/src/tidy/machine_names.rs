//! Nothing in the repository depends on one machine: no home folders, and no hosts that packages
//! come from, which each machine's own settings name.

use super::{Findings, Rule, Tree};

pub(super) const RULE: Rule =
    Rule { name: "no file names a machine's folders or package hosts", check };

/// Put together here, so that this file doesn't hold what it looks for.
fn names() -> Vec<String> {
    let folders =
        [["/ro", "ot/"], ["/ho", "me/"], ["/Us", "ers/"], ["/wo", "rk/main"], ["/wo", "rk/shared"]];
    let hosts = [
        ["registry.npm", "js.org"],
        ["npm", "js.com"],
        ["crates", ".io"],
        ["py", "pi.org"],
        ["deb.", "debian.org"],
    ];
    folders.iter().chain(&hosts).map(|parts| parts.concat()).collect()
}

fn check(tree: &Tree, findings: &mut Findings) {
    let names = names();
    for file in tree.files.iter().filter(|file| !file.path.ends_with("Cargo.lock")) {
        for (index, line) in file.text.lines().enumerate() {
            if let Some(name) = names.iter().find(|name| line.contains(name.as_str())) {
                let wrong = format!("“{name}”");
                let what_to_do = "say it without: a path from the top, or the package's name";
                findings.add(&file.path, index + 1, &wrong, what_to_do);
            }
        }
        if file.path.ends_with("package-lock.json") && file.text.contains("\"resolved\"") {
            let what_to_do = "make it again with npm's `omit-lockfile-registry-resolved` set";
            findings.add(&file.path, 1, "the lock names where packages came from", what_to_do);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tidy::check_rule;

    #[test]
    fn folders_and_hosts_are_found() {
        let path = format!("see {}ada/notes", ["/ho", "me/"].concat());
        let files = [
            ("a.md", path.as_str()),
            ("b.md", "pages at /work and /homes/"),
            ("e2e/package-lock.json", "{\n\"resolved\": \"\"}"),
        ];
        check_rule(&super::RULE, &files, &["a.md:1", "e2e/package-lock.json:1"]);
    }
}
