//! Reference data read once for all tests, and the one way numbers are compared.

use std::fs::File;

use evaluate::read::read_csv;
use evaluate::{Analysed, Design, Kind, Matched, Method, Outcome, Sealed, Table};
use serde_json::Value;

/// Relative difference allowed: well inside what any reader of a report could see.
pub(crate) const TOLERANCE: f64 = 1e-8;
/// Where R's own fit of the score (stopped at 1e-8, as `glm` does) carries into the golden figure.
pub(crate) const SCORE_TOLERANCE: f64 = 1e-6;

/// The same for standard errors of a score: `glm` takes them from the round before its last, where
/// they are less settled than the coefficients.
pub(crate) const ERROR_TOLERANCE: f64 = 1e-5;

/// The covariates of the simple specification in `nsw_cps3.json`.
pub(crate) const SIMPLE: [&str; 8] =
    ["age", "education", "black", "hispanic", "married", "nodegree", "re74k", "re75k"];

/// The rich specification.
pub(crate) const RICH: [&str; 14] = [
    "age",
    "age2",
    "education",
    "educ2",
    "black",
    "hispanic",
    "married",
    "nodegree",
    "re74k",
    "re74k2",
    "re75k",
    "re75k2",
    "u74",
    "u75",
];

/// Reads a golden file.
pub(crate) fn golden(name: &str) -> Value {
    serde_json::from_reader(File::open(path(name)).unwrap()).unwrap()
}

/// Reads columns of a data file, and their rows where `keep` holds on the first column.
pub(crate) fn columns(name: &str, names: &[&str], keep: impl Fn(f64) -> bool) -> Vec<Vec<f64>> {
    let table = read_csv(name, File::open(path(name)).unwrap(), names).unwrap();
    let rows: Vec<usize> = table
        .column(names[0])
        .unwrap()
        .iter()
        .enumerate()
        .filter(|(_, v)| keep(**v))
        .map(|(at, _)| at)
        .collect();
    names
        .iter()
        .map(|name| rows.iter().map(|row| table.column(name).unwrap()[*row]).collect())
        .collect()
}

/// The treated of Dehejia and Wahba, then CPS-3.
pub(crate) fn nsw_cps3() -> Table {
    nsw("cps_controls3.csv")
}

/// The treated of Dehejia and Wahba, then a pool, with the derived columns of the golden files.
pub(crate) fn nsw(pool: &str) -> Table {
    let names = [
        "treat",
        "age",
        "education",
        "black",
        "hispanic",
        "married",
        "nodegree",
        "re74",
        "re75",
        "re78",
    ];
    let mut columns_of = columns("nsw_dw.csv", &names, |treat| treat == 1.0);
    let pool = columns(pool, &names, |_| true);
    for (column, more) in columns_of.iter_mut().zip(pool) {
        column.extend(more);
    }
    let mut all: Vec<(String, Vec<f64>)> =
        names.iter().map(|name| (*name).to_owned()).zip(columns_of).collect();
    let mut add = |name: &str, from: usize, change: fn(f64) -> f64| {
        let values = all[from].1.iter().map(|value| change(*value)).collect();
        all.push((name.to_owned(), values));
    };
    add("age2", 1, |v| v * v);
    add("educ2", 2, |v| v * v);
    add("re74k", 7, |v| v / 1000.0);
    add("re74k2", 7, |v| (v / 1000.0).powi(2));
    add("re75k", 8, |v| v / 1000.0);
    add("re75k2", 8, |v| (v / 1000.0).powi(2));
    add("u74", 7, |v| f64::from(u8::from(v == 0.0)));
    add("u75", 8, |v| f64::from(u8::from(v == 0.0)));
    // MatchIt's extract of the same people: other names, and a column for each answer on race.
    add("raceblack", 3, |v| v);
    add("racehispan", 4, |v| v);
    let white =
        all[3].1.iter().zip(&all[4].1).map(|(black, hispanic)| 1.0 - black - hispanic).collect();
    all.push(("racewhite".into(), white));
    Table::new(all).unwrap()
}

/// Matches on what is left of a table when its outcome is set aside, and analyses.
pub(crate) fn study(
    mut table: Table,
    (treated, outcome, kind): (&str, &str, Kind),
    covariates: &[&str],
    exact: &[&str],
    method: Method,
) -> (Sealed, Analysed) {
    let outcomes = table.set_aside(&[outcome]).unwrap();
    let sealed = matched(&table, treated, covariates, exact, method).seal();
    let outcome = Outcome::new(outcome, outcome, kind);
    let analysed = sealed.analyse(&outcomes, &outcome).unwrap();
    (sealed, analysed)
}

/// Matches.
pub(crate) fn matched(
    table: &Table,
    treated: &str,
    covariates: &[&str],
    exact: &[&str],
    method: Method,
) -> Matched {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    Design::new(table, treated, &owned(covariates), &owned(exact), evaluate::Assignment::Observed)
        .unwrap()
        .compare(method)
        .unwrap()
}

/// Checks one figure against the golden one.
#[track_caller]
pub(crate) fn check(what: &str, found: f64, golden: &Value, tolerance: f64) {
    let expected = golden.as_f64().unwrap_or_else(|| panic!("{what}: no golden figure"));
    let gap = (found - expected).abs() / expected.abs().max(1e-3);
    assert!(gap <= tolerance, "{what}: {found} is not {expected} (relative gap {gap:.1e})");
}

/// Returns the named estimate of an analysis.
pub(crate) fn named(analysed: &Analysed, name: &str) -> evaluate::estimate::Estimate {
    analysed.estimates.iter().find(|row| row.estimator == name).unwrap().figures
}

fn path(name: &str) -> String {
    format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// Returns the rows of a list in a golden file, of which there must be some.
#[track_caller]
pub(crate) fn rows<'a>(golden: &'a Value, name: &str) -> &'a [Value] {
    let rows = golden[name].as_array().unwrap();
    assert!(!rows.is_empty(), "{name} is empty");
    rows
}

/// The men released in North Carolina, 1977 and 1978, with whether they returned to prison within
/// 12 months. `cens` is 1 for who had not returned.
pub(crate) fn north_carolina() -> Table {
    let names = RELEASED.iter().chain(&["workprg", "durat", "cens"]).copied().collect::<Vec<_>>();
    let columns = columns("recid_nc1978_extract.csv", &names, |_| true);
    let (months, censored) = (&columns[names.len() - 2], &columns[names.len() - 1]);
    let returned = months
        .iter()
        .zip(censored)
        .map(|(months, censored)| f64::from(u8::from(*months <= 12.0 && *censored == 0.0)));
    let returned = ("returned".to_owned(), returned.collect());
    let named = names.iter().map(|name| (*name).to_owned()).zip(columns.clone());
    Table::new(named.chain([returned]).collect()).unwrap()
}

/// What was known of them before.
pub(crate) const RELEASED: [&str; 9] =
    ["priors", "tserved", "felon", "alcohol", "drugs", "black", "married", "educ", "age"];

/// Runs a study file on the reference data.
pub(crate) fn run_on_data(study: &str) -> Result<evaluate::Findings, evaluate::Refusal> {
    let study = evaluate::Study::parse(study)?;
    evaluate::run(&study, &mut |name| Ok(Box::new(File::open(path(name))?)))
}

/// Names of the columns that the cohort is matched on, quoted for a study file.
pub(crate) fn cohort_covariates() -> Vec<String> {
    let golden = golden("cohort_small.json");
    golden["before"]["mean_t"].as_object().unwrap().keys().cloned().collect()
}
