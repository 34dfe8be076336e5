//! `resettle link` as a stranger runs it: files written, exit codes, and what is printed.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read is a failed test")]

#[path = "shared/command.rs"]
mod command;

use std::fs;
use std::path::Path;
use std::process::Output;

use command::{folder, said};

const PEOPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../link/tests/golden/people.csv");

#[track_caller]
fn resettle(folder: &Path, args: &[&str], code: i32) -> Output {
    command::run("link", folder, args, code)
}

#[test]
fn one_command_links_a_file() {
    let folder = folder("link/one");
    let args = [PEOPLE, "--out", "links.csv", "--clusters", "clusters.parquet", "--threads", "1"];
    let output = resettle(&folder, &args, 0);
    let text = said(&output.stdout);
    assert!(text.starts_with("414 records, "), "{text}");
    assert!(text.ends_with("wrote links.csv\nwrote clusters.parquet\n"), "{text}");
    let links = fs::read_to_string(folder.join("links.csv")).unwrap();
    let heading = "id_l,source_l,id_r,source_r,match_weight,match_probability\n";
    assert!(links.starts_with(heading) && links.lines().count() > 100, "{links}");
    assert!(fs::read(folder.join("clusters.parquet")).unwrap().starts_with(b"PAR1"));
    let again = folder.join("again.csv");
    resettle(&folder, &[PEOPLE, "--out", "again.csv", "--threads", "2"], 0);
    assert_eq!(fs::read_to_string(again).unwrap(), links);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 3);
}

const ONE_RULE: &str = r#"{
  "link_type": "dedupe_only",
  "unique_id_column_name": "id",
  "probability_two_random_records_match": 0.1,
  "blocking_rules_to_generate_predictions": ["l.surname = r.surname"],
  "comparisons": [{"output_column_name": "first_name", "comparison_levels": [
    {"sql_condition": "first_name_l = first_name_r", "m_probability": 0.9, "u_probability": 0.1},
    {"sql_condition": "ELSE", "m_probability": 0.1, "u_probability": 0.9}]}]
}"#;

/// Twelve hundred records of one surname make more pairs than fit into the least memory.
#[test]
fn pairs_that_do_not_fit_into_memory_change_nothing() {
    let folder = folder("link/memory");
    let row = |id: usize| format!("{id},{},PRICE\n", ["ANN", "ANNE", "JOAN"][id % 3]);
    let people: String = (0..1_200).map(row).collect();
    fs::write(folder.join("p.csv"), format!("id,first_name,surname\n{people}")).unwrap();
    fs::write(folder.join("m.json"), ONE_RULE).unwrap();
    let link = |more: &[&str]| {
        let args = ["p.csv", "--model", "m.json", "--threshold-match-probability", "0.001"];
        let args = [&args[..], &["--largest-cluster", "2000"], more].concat();
        said(&resettle(&folder, &args, 0).stdout)
    };
    let held = link(&["--out", "held.parquet", "--clusters", "people.csv"]);
    let out = ["--out", "spilled.parquet", "--clusters", "again.csv"];
    let spilled = link(&[&out[..], &["--memory", "17MiB", "--threads", "2"]].concat());
    let line = "\nspilled 719,400 pairs (11 MiB) to ., removed again\n";
    assert!(spilled.contains(line), "{spilled}");
    assert!(spilled.replace(line, "\n").starts_with(held.split_once("wrote").unwrap().0), "{held}");
    let same = |one: &str, other: &str| {
        assert!(fs::read(folder.join(one)).unwrap() == fs::read(folder.join(other)).unwrap());
    };
    same("held.parquet", "spilled.parquet");
    same("people.csv", "again.csv");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 6);
}

#[test]
fn a_model_that_was_trained_runs_and_explains() {
    let folder = folder("link/train");
    let trained = resettle(
        &folder,
        &["train", PEOPLE, "--model", "uk-people", "--out", "m.json", "--recall", "0.4"],
        0,
    );
    let text = said(&trained.stdout);
    assert!(text.contains("prior: ") && text.ends_with("wrote m.json\n"), "{text}");
    let args = ["evaluate", PEOPLE, "--model", "m.json", "--clean", "--truth", "person_id"];
    let table = said(&resettle(&folder, &args, 0).stdout);
    assert_eq!(table.lines().count(), 14, "{table}");
    assert!(table.contains("threshold  precision   recall      F1"), "{table}");
    let args = ["explain", PEOPLE, "1", "131", "--svg", "why.svg"];
    let why = said(&resettle(&folder, &args, 0).stdout);
    assert!(why.contains("before anything is compared") && why.contains("match weight"), "{why}");
    let svg = fs::read_to_string(folder.join("why.svg")).unwrap();
    assert!(svg.starts_with("<svg") && !svg.contains("KAZIMIERZ"));
}

#[test]
fn new_records_are_looked_up_one_by_one() {
    let folder = folder("link/find");
    let text = fs::read_to_string(PEOPLE).unwrap();
    let (heading, rows) = text.split_once('\n').unwrap();
    // The first as it is under another id, and somebody whom nobody knows.
    let (id, rest) = rows.lines().next().unwrap().split_once(',').unwrap();
    let commas = ",".repeat(heading.matches(',').count());
    fs::write(folder.join("new.csv"), format!("{heading}\n9001,{rest}\n9002{commas}\n")).unwrap();
    let args = ["find", PEOPLE, "--new", "new.csv", "--threshold-match-probability", "0.9"];
    let found = said(&resettle(&folder, &args, 0).stdout);
    let mut lines = found.lines();
    assert_eq!(lines.next(), Some("new_id,id,match_weight,match_probability"));
    assert!(lines.next().unwrap().starts_with(&format!("9001,{id},")), "{found}");
    assert!(lines.all(|line| line.starts_with("9001,")), "{found}");
}

#[test]
fn a_profile_names_nobody() {
    let folder = folder("link/profile");
    let text = said(&resettle(&folder, &["profile", PEOPLE], 0).stdout);
    assert!(text.contains("dates written as YYYY-MM-DD"), "{text}");
    assert!(text.contains("l.surname = r.surname and l.dob = r.dob"), "{text}");
    assert!(!text.contains("KAZIMIERZ"), "{text}");
}

#[test]
fn a_mistake_exits_with_2_and_says_what_to_do() {
    let folder = folder("link/mistake");
    let wrong = |args: &[&str], problem: &str, hint: &str| {
        let said = said(&resettle(&folder, args, 2).stderr);
        assert!(said.contains(&format!("error: {problem}")), "{said}");
        assert!(said.contains(&format!("hint: {hint}")), "{said}");
    };
    wrong(&["nothing.csv"], "cannot open nothing.csv", "check the name");
    wrong(
        &[PEOPLE, "--out", "links.xlsx"],
        "links.xlsx ends neither in .csv nor",
        "docs/linking.md",
    );
    wrong(
        &[PEOPLE, "--out", "no/links.csv"],
        "cannot write no/links.csv: there is no such",
        "check that",
    );
    wrong(
        &[PEOPLE, "--threshold-match-probability", "1.5"],
        "a threshold of 1.5",
        "docs/linking.md",
    );
    wrong(&[PEOPLE, "--memory", "1MiB"], "the records take ", "say --memory 16.");
    wrong(
        &[PEOPLE, "--memory", "1GiB", "--spill-to", "nowhere"],
        "cannot spill pairs to nowhere: there is no such folder",
        "check that the folder is there",
    );
    wrong(
        &[PEOPLE, "--sources", "a,b"],
        "there are 2 names of sources for 1 files",
        "docs/linking.md",
    );
    wrong(&["explain", PEOPLE, "1", "0"], "there is no record \"0\"", "name records by");
    fs::write(folder.join("p.csv"), "id,first_name,sirname,dob\n1,A,B,2000-01-01\n").unwrap();
    wrong(
        &["p.csv"],
        "p.csv has no column \"surname\"",
        "did you mean \"sirname\"? Then say --column surname=sirname",
    );
    resettle(&folder, &["p.csv", "--column", "surname=sirname"], 0);
    // What is taken for another column is not offered.
    fs::write(folder.join("p.csv"), "id,first_name,dob\n1,A,2000-01-01\n").unwrap();
    wrong(
        &["p.csv"],
        "p.csv has no column \"surname\"",
        "say which column it is with --column surname=COLUMN",
    );
    let bears = said(&resettle(&folder, &[PEOPLE, "--memory", "2 bears"], 2).stderr);
    assert!(bears.contains("\"2 bears\" is not a size: write it as 2GiB"), "{bears}");
    fs::write(folder.join("m.json"), "{}").unwrap();
    wrong(&[PEOPLE, "--model", "m.json"], "the model cannot be used", "use a settings file");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
}
