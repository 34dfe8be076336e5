//! The documents that a newcomer looks for are there, and their links lead somewhere.

use super::tree::File;
use super::{Findings, Rule, Tree};

pub(super) const RULE: Rule = Rule { name: "the documents are there and their links work", check };

const DOCUMENTS: [&str; 10] = [
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "ETHICS.md",
    "GLOSSARY.md",
    "LICENSE",
    "README.md",
    "STYLE.md",
    "docs/adding-a-page.md",
    "publiccode.yml",
];

fn check(tree: &Tree, findings: &mut Findings) {
    for document in DOCUMENTS {
        if !tree.has(document) {
            findings.add(document, 1, "is missing", "write it");
        }
    }
    for file in tree.with_extension("md") {
        for (index, line) in file.text.lines().enumerate() {
            for target in links(line).filter(|target| !leads_somewhere(tree, file, target)) {
                let wrong = format!("nothing is at {target}");
                findings.add(&file.path, index + 1, &wrong, "correct the link");
            }
        }
    }
}

/// Returns where the links of a line lead: `[text](target)`.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next())
}

fn leads_somewhere(tree: &Tree, from: &File, target: &str) -> bool {
    let target = target.split('#').next().unwrap_or_default();
    if target.is_empty() || target.contains(':') {
        return true;
    }
    let mut path: Vec<&str> = from.path.split('/').collect();
    path.pop();
    for part in target.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    let path = path.join("/");
    let folder = format!("{path}/");
    path.is_empty()
        || tree.has(&path)
        || tree.files.iter().any(|file| file.path.starts_with(&folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_documents_and_dead_links_are_found() {
        let mut files: Vec<(&str, &str)> =
            DOCUMENTS.iter().filter(|name| **name != "ETHICS.md").map(|name| (*name, "")).collect();
        files.push((
            "docs/a.md",
            "[b](../STYLE.md#words) [c](https://x.test)\n[d](gone.md) [e](../docs)",
        ));
        crate::tidy::check_rule(&RULE, &files, &["ETHICS.md:1", "docs/a.md:2"]);
    }
}
