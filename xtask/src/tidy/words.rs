//! Words that make a person into a case. None is on screen or in a name; `tidy-words.txt` lists the
//! titles of laws and other fixed names that contain one, each with a reason.

use super::tree::File;
use super::{Findings, Rule, Tree, fluent};

pub(super) const RULE: Rule = Rule { name: "people are called people", check };

const ALLOWED: &str = "xtask/tidy-words.txt";
const WHAT_TO_DO: &str =
    "write “person”, or, for a title that is fixed by law, add it to xtask/tidy-words.txt";

/// In English and in Welsh. Also found inside names such as `OffenderList` and `offender_id`.
const FORBIDDEN: [&str; 9] = [
    "offender",
    "prisoner",
    "inmate",
    "service user",
    "service_user",
    "serviceuser",
    "troseddwr",
    "carcharor",
    "defnyddiwr gwasanaeth",
];

fn check(tree: &Tree, findings: &mut Findings) {
    let allowed = allowed(tree, findings);
    for file in &tree.files {
        if file.room() == Some("xtask") || file.room() == Some("govuk") {
            continue;
        }
        if let Some(word) = forbidden(&file.path, &allowed) {
            let wrong = format!("“{word}” in the name of a file");
            findings.add(&file.path, 1, &wrong, WHAT_TO_DO);
        }
        let Some(seen) = seen_or_named(file) else {
            continue;
        };
        for (index, line) in seen.lines().enumerate() {
            if let Some(word) = forbidden(line, &allowed) {
                let wrong = format!("“{word}” on screen or in a name");
                findings.add(&file.path, index + 1, &wrong, WHAT_TO_DO);
            }
        }
    }
}

/// Returns, line for line, what a person sees or a developer names; comments are neither.
fn seen_or_named(file: &File) -> Option<String> {
    if let Some(rust) = &file.rust {
        if file.is_test {
            return None;
        }
        let mut text = rust.code.clone();
        for literal in rust.product_literals() {
            text.replace_range(literal.at..literal.at + literal.text.len(), &literal.text);
        }
        return Some(text);
    }
    let extension = file.path.rsplit('.').next()?;
    match extension {
        "ftl" => {
            let mut lines = vec![String::new(); file.text.lines().count() + 1];
            for message in fluent::read(&file.text).0 {
                lines[message.line - 1] =
                    format!("{} {}", message.key, fluent::words(&message.value).replace('\n', " "));
            }
            Some(lines.join("\n"))
        }
        "html" | "sql" | "toml" | "csv" | "mjs" if !file.path.contains("/tests/") => {
            let is_comment = |line: &str| {
                line.starts_with("--") || line.starts_with('#') || line.starts_with("//")
            };
            let lines = file.text.lines().map(str::trim_start);
            let shown = lines.map(|line| if is_comment(line) { "" } else { line });
            Some(shown.collect::<Vec<_>>().join("\n"))
        }
        _ => None,
    }
}

fn forbidden(line: &str, allowed: &[String]) -> Option<&'static str> {
    let mut line = line.to_lowercase();
    if !FORBIDDEN.iter().any(|word| line.contains(word)) {
        return None;
    }
    for title in allowed {
        line = line.replace(title, "");
    }
    FORBIDDEN.iter().copied().find(|word| line.contains(word))
}

/// Reads the allowed titles, in lower case; each line is `title — reason`.
fn allowed(tree: &Tree, findings: &mut Findings) -> Vec<String> {
    let Some(file) = tree.files.iter().find(|file| file.path == ALLOWED) else {
        return Vec::new();
    };
    let mut titles = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        match line.split_once(" — ") {
            _ if line.is_empty() || line.starts_with('#') => {}
            Some((title, reason)) if !reason.trim().is_empty() => titles.push(title.to_lowercase()),
            _ => findings.add(ALLOWED, index + 1, "no reason", "write `title — reason`"),
        }
    }
    titles
}

#[cfg(test)]
mod tests {
    use crate::tidy::check_rule;

    #[test]
    fn words_on_screen_and_in_names_are_found() {
        let files = [
            ("crates/app/src/a.rs", "// offender\nlet offender_id = 1;\nlet a = \"A prisoner\";"),
            ("crates/app/src/inmate.rs", "//! a"),
            ("crates/web/locales/cy/a.ftl", "# Troseddwr\na = Y carcharor"),
            ("crates/web/templates/a.html", "<p>Service user</p>"),
        ];
        let expected = [
            "crates/app/src/a.rs:2",
            "crates/app/src/a.rs:3",
            "crates/app/src/inmate.rs:1",
            "crates/web/locales/cy/a.ftl:2",
            "crates/web/templates/a.html:1",
        ];
        check_rule(&super::RULE, &files, &expected);
    }

    #[test]
    fn titles_of_laws_are_allowed_with_a_reason() {
        let files = [
            ("crates/app/src/a.rs", "const LAW: &str = \"Rehabilitation of Offenders Act 1974\";"),
            (
                "xtask/tidy-words.txt",
                "# Titles\nRehabilitation of Offenders Act — a statute\nX — \n",
            ),
        ];
        check_rule(&super::RULE, &files, &["xtask/tidy-words.txt:3"]);
    }
}
