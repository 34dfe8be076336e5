//! `resettle evaluate` as a stranger runs it: files written, exit codes, and what is printed.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read is a failed test")]

#[path = "shared/command.rs"]
mod command;

use std::fs;
use std::path::Path;
use std::process::Output;

use command::{folder, said};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/nsw");

#[track_caller]
fn resettle(folder: &Path, args: &[&str], code: i32) -> Output {
    command::run("evaluate", folder, args, code)
}

#[test]
fn the_example_writes_its_results() {
    let folder = folder("example");
    let study = format!("{EXAMPLE}/experiment.toml");
    let output = resettle(&folder, &[&study, "--out", "results"], 0);
    assert!(said(&output.stdout).contains("What can be said"));
    let json = fs::read_to_string(folder.join("results/results.json")).unwrap();
    assert!(json.contains("\"att\": 1794.34"), "{json}");
    let balance = fs::read_to_string(folder.join("results/balance.csv")).unwrap();
    assert_eq!(balance.lines().count(), 9);
    let page = fs::read_to_string(folder.join("results/report.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("earnings in 1978"));
    let mut names: Vec<String> = fs::read_dir(folder.join("results"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let report = ["figures", "report.cy.html", "report.html"];
    let record = ["balance.csv", "bundle.json", "results.json"];
    assert_eq!(names.len(), report.len() + record.len(), "{names:?}");
    assert!(report.iter().chain(&record).all(|name| names.iter().any(|other| other == name)));
}

#[test]
fn json_goes_to_the_pipe_alone() {
    let folder = folder("pipe");
    let output = resettle(&folder, &[&format!("{EXAMPLE}/study.toml"), "--json", "-"], 0);
    let text = said(&output.stdout);
    assert!(text.starts_with('{') && text.ends_with("}\n"));
}

#[test]
fn init_writes_a_study_that_runs() {
    let folder = folder("init");
    let rows: String = (0..200)
        .map(|n| {
            format!("{},{},{},{}\n", n, u8::from(n % 3 == 0), 20 + n * 7 % 31, u8::from(n % 5 == 0))
        })
        .collect();
    fs::write(folder.join("cohort.csv"), format!("id,treated,age,reoffend\n{rows}")).unwrap();
    resettle(&folder, &["--init", "cohort.csv"], 0);
    resettle(&folder, &["study.toml"], 0);
    let again = resettle(&folder, &["--init", "cohort.csv"], 2);
    assert!(said(&again.stderr).contains("study.toml exists already"));
}

#[test]
fn a_mistake_exits_with_2_and_says_what_to_do() {
    let folder = folder("mistake");
    let missing = resettle(&folder, &["nothing.toml"], 2);
    assert!(said(&missing.stderr).contains("cannot open nothing.toml"));
    fs::copy(format!("{EXAMPLE}/pool.csv"), folder.join("pool.csv")).unwrap();
    fs::copy(format!("{EXAMPLE}/took_part.csv"), folder.join("took_part.csv")).unwrap();
    let study = fs::read_to_string(format!("{EXAMPLE}/study.toml")).unwrap();
    fs::write(folder.join("study.toml"), study.replace("\"nodegree\"", "\"nodegre\"")).unwrap();
    let wrong = resettle(&folder, &["study.toml", "--out", "results"], 2);
    let said = said(&wrong.stderr);
    assert!(said.contains("no column \"nodegre\" in took_part.csv"), "{said}");
    assert!(said.contains("did you mean \"nodegree\"?"), "{said}");
    assert!(!folder.join("results").exists());
}
