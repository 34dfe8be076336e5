//! Many pairs looked at at once tell what one by one tells: a threshold loses no pair of a large block,
//! and u counts every random pair at its level.

#![expect(clippy::unwrap_used, reason = "a test stops where it goes wrong")]

use link::linker::{Linker, Options};
use link::read::Input;
use link::records::Records;
use link::settings::Settings;
use proptest::prelude::*;

/// Every kind of condition, some of which lanes tell, some of which they only rule out, and some of
/// which they know nothing about; weights that do not fall from level to level; no last level.
const MODEL: &str = r#"{
  "link_type": "dedupe_only",
  "probability_two_random_records_match": 0.05,
  "blocking_rules_to_generate_predictions": [
    "l.born = r.born and l.place = r.place",
    "l.forename = r.surname and l.surname = r.forename",
    "l.place = r.place",
    "l.year = r.year"
  ],
  "comparisons": [
    {"output_column_name": "names", "comparison_levels": [
      {"sql_condition": "(forename_l is null or forename_r is null) and (surname_l is null or surname_r is null)", "is_null_level": true},
      {"sql_condition": "forename_l = forename_r and surname_l = surname_r", "m_probability": 0.5, "u_probability": 0.01, "tf_adjustment_column": "surname", "disable_tf_exact_match_detection": true},
      {"sql_condition": "forename_l = surname_r and forename_r = surname_l", "m_probability": 0.02, "u_probability": 0.01},
      {"sql_condition": "jaro_winkler_similarity(forename_l, forename_r) >= 0.92 and jaro_winkler_similarity(surname_l, surname_r) >= 0.92", "m_probability": 0.2, "u_probability": 0.02},
      {"sql_condition": "jaro_winkler_similarity(forename_l, forename_r) > 0.8 and jaro_similarity(surname_l, surname_r) >= 0.75", "m_probability": 0.1, "u_probability": 0.04},
      {"sql_condition": "damerau_levenshtein(surname_l, surname_r) <= 2", "m_probability": 0.05, "u_probability": 0.2},
      {"sql_condition": "ELSE", "m_probability": 0.1, "u_probability": 0.7}]},
    {"output_column_name": "forename", "comparison_levels": [
      {"sql_condition": "forename_l = forename_r", "m_probability": 0.7, "u_probability": 0.2, "tf_adjustment_column": "forename", "tf_adjustment_weight": 0.5, "tf_minimum_u_value": 0.01},
      {"sql_condition": "levenshtein(forename_l, forename_r) < 2", "m_probability": 0.1, "u_probability": 0.3},
      {"sql_condition": "forename_l <> forename_r and length(forename_l) > 2", "m_probability": 0.1, "u_probability": 0.2}]},
    {"output_column_name": "born", "comparison_levels": [
      {"sql_condition": "born_l is null or born_r is null", "is_null_level": true},
      {"sql_condition": "born_l = born_r", "m_probability": 0.8, "u_probability": 0.05, "tf_adjustment_column": "born"},
      {"sql_condition": "levenshtein(born_l, born_r) <= 1", "m_probability": 0.1, "u_probability": 0.1},
      {"sql_condition": "ELSE", "m_probability": 0.1, "u_probability": 0.85}]},
    {"output_column_name": "year", "comparison_levels": [
      {"sql_condition": "year_l is null or year_r is null", "is_null_level": true},
      {"sql_condition": "abs(year_l - year_r) < 1", "m_probability": 0.5, "u_probability": 0.1},
      {"sql_condition": "abs(year_l - year_r) <= 2", "m_probability": 0.1, "u_probability": 0.4},
      {"sql_condition": "not abs(year_l - year_r) <= 4", "m_probability": 0.2, "u_probability": 0.2},
      {"sql_condition": "ELSE", "m_probability": 0.2, "u_probability": 0.3}]},
    {"output_column_name": "height", "comparison_levels": [
      {"sql_condition": "abs(height_l - height_r) <= 0.1", "m_probability": 0.6, "u_probability": 0.2},
      {"sql_condition": "abs(height_l - height_r) < 0.3", "m_probability": 0.3, "u_probability": 0.3},
      {"sql_condition": "ELSE", "m_probability": 0.1, "u_probability": 0.5}]}
  ]
}"#;

/// Forename, surname, date of birth as text, year, height, place.
type Row = (String, String, String, String, String, String);

fn rows(most: usize) -> impl Strategy<Value = Vec<Row>> {
    let name = || {
        prop_oneof![
            4 => "[a-c]{0,4}",
            2 => "[abé' -]{1,9}",
            1 => "(anna|ann|anne|hannah|joanne|jo anne)",
            // Longer than what can be seen of a text at a glance.
            1 => "(abcdefghij){1,4}[xyz]{0,2}",
        ]
    };
    let born = "(19[89][0-9]-0?[12]-1[0-2])?";
    let row = (name(), name(), born, "(199[0-9])?", r"(1\.[5-9][0-9]?)?", "[XY]");
    prop::collection::vec(row, 2..most)
}

/// Opens the rows as one file or, where only those of two files are compared, as two.
fn linker(rows: &[Row], apart: bool, threads: usize) -> Linker {
    let heading = "unique_id,forename,surname,born,year,height,place\n";
    let mut files = vec![heading.to_owned(); if apart { 2 } else { 1 }];
    for (id, (forename, surname, born, year, height, place)) in rows.iter().enumerate() {
        let file = id % files.len();
        files[file] += &format!("{id},{forename},{surname},{born},{year},{height},{place}\n");
    }
    let kind = if apart { "link_only" } else { "dedupe_only" };
    let settings = Settings::parse(&MODEL.replace("dedupe_only", kind)).unwrap();
    let layout = settings.layout(&[]).unwrap();
    let inputs = files.iter().enumerate().map(|(at, file)| Input {
        name: format!("{at}.csv"),
        source: at.to_string(),
        input: Box::new(file.as_bytes()),
    });
    let records = Records::read(inputs.collect(), &layout).unwrap();
    Linker::new(settings, records, Options { threads, ..Options::default() }).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_threshold_loses_no_pair_of_a_large_block(
        rows in rows(400),
        least in -12.0..16.0_f64,
        apart: bool,
        threads in 1..3_usize,
    ) {
        let mut linker = linker(&rows, apart, threads);
        let all = linker.predict(f64::NEG_INFINITY).unwrap();
        let above = linker.predict(least).unwrap();
        prop_assert_eq!(above.by_rule, all.by_rule);
        let expected: Vec<_> =
            all.pairs.into_iter().filter(|pair| pair.weight >= least).collect();
        prop_assert_eq!(above.pairs, expected);
    }

    /// What is told of a pair by which of its codes are the same is what comparison after comparison
    /// tells, to the last digit.
    #[test]
    fn a_weight_is_what_its_waterfall_adds_up_to(rows in rows(40)) {
        let linker = linker(&rows, false, 1);
        for right in 1..rows.len() as u32 {
            let pairs: Vec<(u32, u32)> = (0..right).map(|left| (left, right)).collect();
            for ((left, right), weight) in pairs.iter().zip(linker.weights(&pairs)) {
                let ids = [left, right].map(|record| linker.records().id(*record));
                let waterfall = linker.explain(&ids[0], &ids[1]).unwrap();
                prop_assert_eq!(weight, waterfall.weight());
            }
        }
    }

    #[test]
    fn u_counts_every_pair_at_its_level(rows in rows(40)) {
        let mut linker = linker(&rows, false, 2);
        let mut counts = std::collections::BTreeMap::<(String, String), usize>::new();
        for right in 1..rows.len() {
            for left in 0..right {
                for step in linker.explain(&left.to_string(), &right.to_string()).unwrap().steps {
                    *counts.entry((step.comparison, step.level)).or_default() += 1;
                }
            }
        }
        linker.estimate_u(1_000_000, 1).unwrap();
        for comparison in &linker.settings().comparisons {
            let name = &comparison.output_column_name;
            let levels = comparison.comparison_levels.iter().filter(|own| !own.is_null_level);
            let count = |label: &str| {
                counts.get(&(name.clone(), label.to_owned())).copied().unwrap_or_default()
            };
            let total: usize = levels.clone().map(|level| count(level.label())).sum();
            for level in levels {
                let expected = match count(level.label()) {
                    0 => None,
                    some => Some(some as f64 / total as f64),
                };
                prop_assert_eq!(level.u_probability, expected, "{} of {}", level.label(), name);
            }
        }
    }
}
