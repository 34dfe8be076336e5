//! A pool drawn by lot: who is in follows from the seed and the pool alone, everybody is counted,
//! and the answer is about that of the whole pool.

use std::io::{Cursor, Read};

use evaluate::bundle::{Recorded, record, replay};
use evaluate::{Refusal, Study};

use crate::parquet::{Person, csv, file, people, plain, study};

const MOST: usize = 700;

/// Runs a study whose one file, or two, are these.
fn run(study: &Study, files: &[(&str, Vec<u8>)]) -> Result<Recorded, Refusal> {
    let mut open = |name: &str| {
        let found = files.iter().find(|(known, _)| *known == name).unwrap();
        Ok(Box::new(Cursor::new(found.1.clone())) as Box<dyn Read>)
    };
    let made = record(study, &mut open)?;
    assert_eq!(replay(&made.bundle, &mut open).unwrap().recorded.results, made.results);
    Ok(made)
}

fn drawn(seed: u64, most: usize) -> Study {
    let mut study = study("people.csv");
    (study.data.pool_sample, study.design.seed) = (Some(most), Some(seed));
    study
}

fn one(study: &Study, people: &[Person]) -> Result<Recorded, Refusal> {
    run(study, &[("people.csv", csv(people).into_bytes())])
}

fn steps(made: &Recorded) -> Vec<(&str, usize, usize)> {
    let step = made.findings.attrition.iter();
    step.map(|step| (step.step.as_str(), step.treated, step.pool)).collect()
}

#[test]
fn everybody_is_counted_and_so_many_are_compared() {
    let people = people(3_000);
    let made = one(&drawn(1, MOST), &people).unwrap();
    let treated = people.iter().filter(|own| own.treated).count();
    let steps = steps(&made);
    assert_eq!(
        steps[..2],
        [("in the file", treated, 3_000 - treated), ("drawn by lot", treated, MOST)]
    );
    assert_eq!(steps[2].0, "every covariate known");
    assert_eq!(made.bundle.data[0].rows, 3_000);
    let caveat = made.findings.caveats.iter().find(|text| text.contains("drawn by lot")).unwrap();
    assert!(caveat.starts_with(&format!("Of {} people in the pool 700", 3_000 - treated)));
    let other = one(&drawn(2, MOST), &people).unwrap();
    assert_ne!(other.findings.seal, made.findings.seal);
    // Nobody is drawn from a pool that is small enough.
    let whole = one(&drawn(1, 3_000), &people).unwrap();
    let undrawn = one(&study("people.csv"), &people).unwrap();
    assert_eq!(whole.findings.seal, undrawn.findings.seal);
    assert_eq!(whole.findings.attrition, undrawn.findings.attrition);
    assert_eq!(whole.findings.caveats, undrawn.findings.caveats);
}

#[test]
fn who_is_in_does_not_depend_on_how_the_file_is_stored() {
    let people = people(3_000);
    let made = one(&drawn(1, MOST), &people).unwrap();
    for group in [100, 1_300, 3_000] {
        let mut study = drawn(1, MOST);
        study.data.file = Some("people.parquet".into());
        let bytes = file(&people, plain(), group);
        let found = run(&study, &[("people.parquet", bytes)]).unwrap();
        assert_eq!(found.results.replace("people.parquet", "people.csv"), made.results);
    }
    // In two files the order of people is another one, and so are last digits.
    let (took_part, pool): (Vec<Person>, Vec<Person>) = people.iter().partition(|own| own.treated);
    let mut study = drawn(1, MOST);
    (study.data.file, study.data.treated) = (None, None);
    study.data.treated_file = Some("took_part.csv".into());
    study.data.pool_file = Some("pool.csv".into());
    let files =
        [("took_part.csv", csv(&took_part).into_bytes()), ("pool.csv", csv(&pool).into_bytes())];
    let two = run(&study, &files).unwrap();
    assert_eq!(steps(&two), steps(&made));
    assert!((two.findings.att - made.findings.att).abs() < 1e-9);
    let rows: Vec<usize> = two.bundle.data.iter().map(|data| data.rows).collect();
    assert_eq!(rows, [took_part.len(), pool.len()]);
}

/// The mean over seeds is that of the whole pool, but for what a smaller pool itself adds.
#[test]
fn the_answer_is_about_that_of_the_whole_pool() {
    let people = people(3_000);
    let named = |made: &Recorded| {
        let rows = &made.findings.estimates;
        let row = rows.iter().find(|row| row.outcome == "cost" && row.estimator == "regression");
        row.unwrap().figures.estimate
    };
    let whole = named(&one(&study("people.csv"), &people).unwrap());
    let found: Vec<f64> =
        (0..60).map(|seed| named(&one(&drawn(seed, MOST), &people).unwrap())).collect();
    let n = found.len() as f64;
    let mean = found.iter().sum::<f64>() / n;
    let variance = found.iter().map(|own| (own - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let error = (variance / n).sqrt();
    assert!(error > 0.0 && (mean - whole).abs() < 4.0 * error, "{mean} {whole} {error}");
}

#[test]
fn a_row_is_named_as_it_stands_in_the_file() {
    let mut people = people(3_000);
    people[2_900].treated = true;
    let text = csv(&people);
    let lines: Vec<&str> = text.lines().collect();
    let mut spoilt: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    // Row 2,901 stands in line 2,902; its outcome is the seventh column.
    let mut cells: Vec<&str> = lines[2_901].split(',').collect();
    cells[6] = "0.5";
    spoilt[2_901] = cells.join(",");
    let said = |spoilt: &[String], study: &Study| {
        let bytes = spoilt.join("\n").into_bytes();
        run(study, &[("people.csv", bytes)]).unwrap_err().to_string()
    };
    let expected = "column \"reoffend\" must hold 0 or 1, and row 2901 does not";
    assert_eq!(said(&spoilt, &drawn(1, MOST)), expected);
    assert_eq!(said(&spoilt, &study("people.csv")), expected);
    cells[0] = "2";
    spoilt[2_901] = cells.join(",");
    let expected = "column \"treated\" must hold 0 or 1, and row 2901 does not";
    assert_eq!(said(&spoilt, &drawn(1, MOST)), expected);
    // What is wrong with somebody who would not have been drawn is said too.
    for at in [2, 500, 2_999] {
        let mut spoilt: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        spoilt[at] = spoilt[at].replacen(',', ",old", 1);
        let found = said(&spoilt, &drawn(1, MOST));
        assert!(found.starts_with(&format!("people.csv, line {}, column \"age\"", at + 1)));
    }
}

#[test]
fn too_few_to_draw_are_refused() {
    let refusal = drawn(1, 599).plan().unwrap_err();
    assert_eq!(refusal.to_string(), "data.pool_sample must be 600 or more");
}
