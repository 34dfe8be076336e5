//! Invented studies, the same on every run.

use std::fs::File;
use std::io::{self, Read};

use evaluate::{Findings, Study, run};
use report::Language;

/// A study of invented people with a rate and an amount.
pub(crate) const STUDY: &str = r#"
[data]
file = "people.csv"
treated = "took_part"
[design]
covariates = ["age", "priors"]
exact = ["male"]
method = "radius"
caliper = 0.2
[[outcomes]]
name = "reoffending"
kind = "rate"
primary = true
[[outcomes]]
name = "days in work"
kind = "mean"
"#;

/// Runs a study over a text of CSV.
pub(crate) fn study(text: &str, csv: &str) -> Findings {
    let csv = csv.to_owned();
    let mut open = move |_: &str| Ok(Box::new(io::Cursor::new(csv.clone())) as Box<dyn Read>);
    run(&Study::parse(text).unwrap(), &mut open).unwrap()
}

/// A fixed row of numbers below `most`, for invented people.
pub(crate) fn numbers(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |most| {
        // Knuth's MMIX generator; its high bits are the good ones.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % most
    }
}

/// Rows of 80 people who took part and 400 who did not, younger and with more before.
pub(crate) fn people() -> String {
    let mut next = numbers(7);
    let mut csv = String::from("took_part,age,priors,male,reoffending,days in work\n");
    for at in 0..480 {
        let took_part = u64::from(at < 80);
        let age = 21 + next(30) - 3 * took_part;
        let priors = next(9) + took_part;
        let male = u64::from(next(10) < 8);
        let back = u64::from(next(100) < 30 + 3 * priors - 8 * took_part);
        let days = (next(200) + 20 * took_part) / 2;
        csv.push_str(&format!("{took_part},{age},{priors},{male},{back},{days}\n"));
    }
    csv
}

/// The findings of [`STUDY`].
pub(crate) fn findings() -> Findings {
    study(STUDY, &people())
}

/// The worked example.
pub(crate) fn example() -> Findings {
    const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/nsw");
    let text = std::fs::read_to_string(format!("{FOLDER}/study.toml")).unwrap();
    let mut open =
        |name: &str| Ok(Box::new(File::open(format!("{FOLDER}/{name}"))?) as Box<dyn Read>);
    run(&Study::parse(&text).unwrap(), &mut open).unwrap()
}

/// Returns a file of a report as text.
pub(crate) fn file(findings: &Findings, language: Language, name: &str) -> String {
    let files = report::write(findings, language).unwrap();
    let found = files.into_iter().find(|file| file.name == name);
    String::from_utf8(found.unwrap_or_else(|| panic!("no {name}")).bytes).unwrap()
}

/// Returns the page.
pub(crate) fn page(findings: &Findings, language: Language) -> String {
    let name = if language == Language::En { "report.html" } else { "report.cy.html" };
    file(findings, language, name)
}
