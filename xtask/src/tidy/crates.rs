//! The house has floors, and a room uses only rooms on floors below it; a few tools live in one
//! room only. `ARCHITECTURE.md` says why.

use super::tree::File;
use super::{Findings, Rule, Tree};

pub(super) const RULE: Rule =
    Rule { name: "crates depend downwards, and on what their room may know", check };

/// Each room and its floor.
const FLOORS: &[(&str, u8)] = &[
    ("disclosure", 1),
    ("domain", 1),
    ("govuk", 1),
    ("table", 1),
    ("evaluate", 2),
    ("link", 2),
    ("policy", 2),
    ("seal", 2),
    ("synth", 2),
    ("report", 3),
    ("store", 3),
    ("app", 4),
    ("web", 5),
    ("resettle", 6),
];

/// A package, and the only rooms that may use it.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("cedar-policy", &["policy"]),
    ("sqlx", &["store"]),
    ("typst", &["report"]),
    ("axum", &["resettle", "web"]),
    ("minijinja", &["govuk", "report", "web"]),
    // Pure rooms: what they work out depends on their arguments only.
    ("tokio", &["app", "resettle", "store", "web"]),
    ("anyhow", &["resettle", "xtask"]),
];

fn check(tree: &Tree, findings: &mut Findings) {
    for file in &tree.files {
        let Some(room) = file.room() else { continue };
        if !file.path.ends_with("/Cargo.toml") {
            continue;
        }
        if room != "xtask" && floor(room).is_none() {
            let what_to_do = "give it one in xtask/src/tidy/crates.rs and ARCHITECTURE.md";
            findings.add(&file.path, 1, "this crate has no floor", what_to_do);
        }
        if !file.text.contains("[lints]\nworkspace = true") {
            let what_to_do = "add `[lints]` with `workspace = true`";
            findings.add(&file.path, 1, "the lints of the house are not on", what_to_do);
        }
        for dependency in dependencies(file) {
            check_dependency(file, room, &dependency, findings);
        }
    }
}

fn check_dependency(file: &File, room: &str, dependency: &Dependency, findings: &mut Findings) {
    let Dependency { name, line, for_tests } = dependency;
    if let (Some(own), Some(other)) = (floor(room), floor(name))
        && other >= own
    {
        let wrong = format!("{room} (floor {own}) depends on {name} (floor {other})");
        let what_to_do = "move what is shared to a floor below, or hand it in as an argument";
        findings.add(&file.path, *line, &wrong, what_to_do);
    }
    let rooms = ONLY_IN.iter().find(|(package, _)| package == name).map(|(_, rooms)| *rooms);
    if let Some(rooms) = rooms
        && !rooms.contains(&room)
        && !for_tests
    {
        let wrong = format!("{room} depends on {name}");
        let what_to_do = format!("only {} may: ask that room for what you need", rooms.join(", "));
        findings.add(&file.path, *line, &wrong, &what_to_do);
    }
}

fn floor(room: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == room).map(|(_, floor)| *floor)
}

struct Dependency {
    name: String,
    line: usize,
    for_tests: bool,
}

/// Reads the dependencies of a manifest, as our manifests are written: one to a line.
fn dependencies(file: &File) -> Vec<Dependency> {
    let mut found = Vec::new();
    let mut section = "";
    for (index, line) in file.text.lines().enumerate() {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end().trim_end_matches(']');
        } else if section.ends_with("dependencies")
            && let Some((name, _)) = line.split_once(['.', '=', ' '])
            && !name.starts_with('#')
        {
            found.push(Dependency {
                name: name.to_owned(),
                line: index + 1,
                for_tests: section.ends_with("dev-dependencies"),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::tidy::check_rule;

    const LINTS: &str = "[lints]\nworkspace = true\n";

    fn check(room: &str, dependencies: &str, expected_lines: &[usize]) {
        let path = format!("crates/{room}/Cargo.toml");
        let text = format!("{dependencies}{LINTS}");
        let expected: Vec<String> =
            expected_lines.iter().map(|line| format!("{path}:{line}")).collect();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check_rule(&super::RULE, &[(&path, &text)], &expected);
    }

    #[test]
    fn a_room_uses_only_floors_below() {
        check(
            "app",
            "[dependencies]\ndomain.workspace = true\nstore = { workspace = true }\n",
            &[],
        );
        check("domain", "[dependencies]\nserde.workspace = true\nstore.workspace = true\n", &[3]);
        check("policy", "[dependencies]\nevaluate.workspace = true\n", &[2]);
        check("domain", "[dev-dependencies]\nsynth.workspace = true\n", &[2]);
    }

    #[test]
    fn tools_live_in_one_room() {
        check("store", "[dependencies]\nsqlx.workspace = true\n", &[]);
        check("app", "[dependencies]\nsqlx.workspace = true\n", &[2]);
        check("evaluate", "[dependencies]\n# why\ntokio = { workspace = true }\n", &[3]);
    }

    #[test]
    fn every_crate_has_a_floor_and_the_lints() {
        check("attic", "", &[1]);
        check_rule(&super::RULE, &[("crates/app/Cargo.toml", "")], &["crates/app/Cargo.toml:1"]);
    }
}
