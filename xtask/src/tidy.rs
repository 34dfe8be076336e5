//! `cargo xtask tidy`: the rules of the house that no compiler knows, each a function in its own
//! file, each told as `path:line: what is wrong — what to do`.
//!
//! To add a rule: write `tidy/<rule>.rs` with a `RULE` and its tests, and put it in [`RULES`].

mod allow_attribute;
mod crates;
mod documents;
mod file_length;
mod fluent;
mod inputs;
mod machine_names;
mod messages_paired;
mod messages_used;
mod migrations;
mod module_doc;
mod print;
mod room_of_sql;
mod sql_subset;
mod template_words;
mod tree;
mod words;

use crate::counts::Counts;
use anyhow::{Result, bail};
use tree::Tree;

/// Every rule, in the order of its output.
const RULES: &[Rule] = &[
    module_doc::RULE,
    file_length::RULE,
    crates::RULE,
    inputs::RULE,
    allow_attribute::RULE,
    print::RULE,
    room_of_sql::RULE,
    sql_subset::RULE,
    migrations::RULE,
    messages_paired::RULE,
    messages_used::RULE,
    template_words::RULE,
    words::RULE,
    machine_names::RULE,
    documents::RULE,
];

/// A rule of the house.
struct Rule {
    /// What it asks, as a sentence.
    name: &'static str,
    check: fn(&Tree, &mut Findings),
}

/// What breaks a rule.
#[derive(Default)]
struct Findings {
    /// What must be put right.
    errors: Vec<String>,
    /// What someone should look at.
    warnings: Vec<String>,
}

impl Findings {
    /// Adds something that must be put right.
    fn add(&mut self, path: &str, line: usize, wrong: &str, what_to_do: &str) {
        self.errors.push(format!("{path}:{line}: {wrong} — {what_to_do}"));
    }

    /// Adds something to look at.
    fn warn(&mut self, path: &str, line: usize, wrong: &str, what_to_do: &str) {
        self.warnings.push(format!("{path}:{line}: {wrong} — {what_to_do}"));
    }
}

/// Checks every rule and fails if one is broken.
///
/// # Errors
/// When a rule is broken, or the checkout can't be read.
pub(crate) fn run() -> Result<()> {
    let counts = check()?;
    if counts.failed > 0 {
        bail!("{} of {} rules are broken", counts.failed, RULES.len());
    }
    println!("{} rules hold", counts.passed);
    Ok(())
}

/// Checks every rule, prints what breaks it, and counts the rules.
///
/// # Errors
/// When the checkout can't be read.
pub(crate) fn check() -> Result<Counts> {
    let tree = Tree::read()?;
    let mut counts = Counts::default();
    for rule in RULES {
        let mut findings = Findings::default();
        (rule.check)(&tree, &mut findings);
        for warning in &findings.warnings {
            println!("warning: {warning}");
        }
        if findings.errors.is_empty() {
            counts += Counts::ONE_PASSED;
            continue;
        }
        println!("broken: {}", rule.name);
        for error in &findings.errors {
            println!("  {error}");
        }
        counts += Counts::ONE_FAILED;
    }
    Ok(counts)
}

/// Asserts where a rule is broken in a small checkout: each as `path:line`.
#[cfg(test)]
fn check_rule(rule: &Rule, files: &[(&str, &str)], expected: &[&str]) {
    let mut findings = Findings::default();
    (rule.check)(&Tree::of(files), &mut findings);
    let places: Vec<String> = findings
        .errors
        .iter()
        .map(|error| error.splitn(3, ':').take(2).collect::<Vec<_>>().join(":"))
        .collect();
    assert_eq!(places, expected, "{:#?}", findings.errors);
}
