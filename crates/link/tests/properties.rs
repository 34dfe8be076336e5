//! What must not matter does not: the order of rows and files, columns that nobody asks for, the
//! number of threads; and the pairs of the blocking rules are those of looking at every pair.

#![expect(clippy::unwrap_used, reason = "a test stops where it goes wrong")]

use link::bytes::Bytes;
use link::cluster::Clusters;
use link::index::Index;
use link::kept::{Kept, Spill, SpillFolder};
use link::linker::{LEAST_FOR_PAIRS, Linker, Options};
use link::read::Input;
use link::records::{Layout, Records};
use link::refusal::Refusal;
use link::settings::{Rule, Settings};
use link::table::{Format, write_pairs};
use proptest::prelude::*;

/// A record: id, forename, surname, year of birth.
type Row = (u32, String, String, String);

const MODEL: &str = r#"{
  "link_type": "dedupe_only",
  "probability_two_random_records_match": 0.05,
  "blocking_rules_to_generate_predictions": [
    "l.year = r.year",
    "substr(l.surname, 1, 1) = substr(r.surname, 1, 1) and l.year <> r.year",
    "l.forename = r.surname and l.surname = r.forename",
    "l.forename = r.forename and levenshtein(l.surname, r.surname) <= 1"
  ],
  "comparisons": [
    {"output_column_name": "surname", "comparison_levels": [
      {"sql_condition": "surname_l is null or surname_r is null", "is_null_level": true},
      {"sql_condition": "surname_l = surname_r", "m_probability": 0.8, "u_probability": 0.1, "tf_adjustment_column": "surname"},
      {"sql_condition": "jaro_winkler_similarity(surname_l, surname_r) >= 0.8", "m_probability": 0.15, "u_probability": 0.2},
      {"sql_condition": "ELSE", "m_probability": 0.05, "u_probability": 0.7}]},
    {"output_column_name": "forename", "comparison_levels": [
      {"sql_condition": "forename_l is null or forename_r is null", "is_null_level": true},
      {"sql_condition": "forename_l = forename_r", "m_probability": 0.7, "u_probability": 0.2},
      {"sql_condition": "damerau_levenshtein(forename_l, forename_r) <= 1", "m_probability": 0.2, "u_probability": 0.2},
      {"sql_condition": "ELSE", "m_probability": 0.1, "u_probability": 0.6}]}
  ]
}"#;

fn csv(rows: &[Row], extra: bool) -> String {
    let mut text = if extra {
        "colour,unique_id,forename,surname,year\n"
    } else {
        "unique_id,forename,surname,year\n"
    }
    .to_owned();
    for (id, forename, surname, year) in rows {
        if extra {
            text += "red,";
        }
        text += &format!("{id},{forename},{surname},{year}\n");
    }
    text
}

fn linker(files: &[String], threads: usize) -> Linker {
    let settings = Settings::parse(MODEL).unwrap();
    let layout = settings.layout(&[]).unwrap();
    let inputs = files.iter().map(|file| Input {
        name: "people.csv".into(),
        source: "people".into(),
        input: Box::new(file.as_bytes()),
    });
    let records = Records::read(inputs.collect(), &layout).unwrap();
    Linker::new(settings, records, Options { threads, ..Options::default() }).unwrap()
}

/// Returns the pairs by id, and the model after training, as text.
fn everything(files: &[String], threads: usize) -> String {
    let mut linker = linker(files, threads);
    let mut text = String::new();
    for pair in linker.predict(f64::NEG_INFINITY).unwrap().pairs {
        let records = linker.records();
        text += &format!("{} {} {}\n", records.id(pair.left), records.id(pair.right), pair.weight);
    }
    linker.estimate_u(200, 3).unwrap();
    // Where there is nothing to train on, that is said the same too.
    text +=
        &format!("{:?}\n", linker.estimate_m(&Rule::of("l.year = r.year")).map(|own| own.rounds));
    text + &linker.settings().to_json()
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = ("[AB]{0,3}", "[ABC]{0,3}", "19[0-3]");
    prop::collection::vec(row, 2..30).prop_map(|rows| {
        let numbered = rows.into_iter().enumerate();
        numbered.map(|(id, (a, b, c))| (id as u32 * 7 + 3, a, b, c)).collect()
    })
}

/// Says whether a rule of the model holds for a pair, the record with the smaller id first.
fn holds(rule: usize, l: &Row, r: &Row) -> bool {
    let known = |text: &str| !text.is_empty();
    let same = |a: &str, b: &str| known(a) && a == b;
    match rule {
        0 => same(&l.3, &r.3),
        1 => {
            known(&l.2)
                && known(&r.2)
                && l.2[..1] == r.2[..1]
                && known(&l.3)
                && known(&r.3)
                && l.3 != r.3
        }
        2 => same(&l.1, &r.2) && same(&l.2, &r.1),
        _ => same(&l.1, &r.1) && known(&l.2) && known(&r.2) && strsim::levenshtein(&l.2, &r.2) <= 1,
    }
}

/// A few hundred people of whom most pairs are looked at.
fn crowd() -> String {
    let letter = |number: u32, of: &str| of.chars().nth(number as usize % of.len()).unwrap();
    let row = |id: u32| {
        let (forename, surname) = (letter(id * 7 / 3, "AB"), letter(id * 5 / 4, "ABC"));
        (id, format!("{forename}A"), format!("{surname}B"), format!("19{}", id % 3))
    };
    csv(&(0..300).map(row).collect::<Vec<_>>(), false)
}

fn spill_folder(free: fn(&std::path::Path) -> Option<u64>) -> SpillFolder {
    SpillFolder::new(&std::env::temp_dir(), free).unwrap()
}

#[test]
fn pairs_that_are_spilled_are_those_that_are_held() {
    let files = [crowd()];
    let expected = linker(&files, 1).predict(-20.0).unwrap();
    assert!(expected.pairs.len() > 10_000, "{}", expected.pairs.len());
    let written = |linker: &Linker, pairs: &Kept| {
        let mut bytes = Vec::new();
        write_pairs(linker.records(), pairs, Format::Parquet, &mut bytes).unwrap();
        (bytes, linker.clusters(pairs, -2.0, 1_000))
    };
    for threads in [1, 2] {
        let mut linker = linker(&files, threads);
        let spill = Spill { folder: spill_folder(|_| None), held: Bytes(16_000) };
        let found = linker.predict_spilling(-20.0, Some(spill)).unwrap();
        assert!(found.pairs.spilled().is_some());
        assert_eq!(found.by_rule, expected.by_rule);
        let held = expected.pairs.clone().into();
        assert_eq!(written(&linker, &found.pairs), written(&linker, &held));
        let refused = linker.clusters(&found.pairs, -2.0, 5);
        assert!(
            matches!(&refused, Err(Refusal::Monster { splits_at: Some(_), .. })),
            "{refused:?}"
        );
        assert_eq!(refused, linker.clusters(&held, -2.0, 5));
        assert_eq!(found.pairs.into_pairs().unwrap(), expected.pairs);
    }
}

#[test]
fn too_little_memory_or_disk_stops_a_run() {
    let mut linker = linker(&[crowd()], 2);
    let refused = linker.spill(Bytes(1 << 20), spill_folder(|_| None)).unwrap_err();
    let Refusal::Memory { taken, enough, .. } = &refused else { panic!("{refused}") };
    assert!(*taken > linker.bytes() && enough.0 == taken.0 + LEAST_FOR_PAIRS.0);
    assert!(refused.hint().starts_with("say --memory 16."), "{}", refused.hint());
    let (spill, doubt) = linker.spill(*enough, spill_folder(|_| Some(0))).unwrap();
    assert_eq!((spill.held.0, doubt), (LEAST_FOR_PAIRS.0 / 2, None));
    let spill = Spill { held: Bytes(16_000), ..spill };
    let refused = linker.predict_spilling(-20.0, Some(spill)).unwrap_err();
    assert!(matches!(refused, Refusal::DiskFull { kept: 1_000, .. }), "{refused}");
    // What failed leaves nothing behind that would stop the next.
    assert!(linker.predict(-20.0).is_ok());
}

/// By hand: three of Ann's records make three pairs and two of Bob's one, of which two have the same
/// surname, and one of Ann's another forename, by more than a slip.
#[test]
fn m_comes_from_labels() {
    let text = "unique_id,forename,surname,year,person\n1,Ann,Rees,1980,a\n2,Ann,Rees,1980,a\n\
                3,Joanna,Price,1980,a\n4,Bob,Jones,1970,b\n5,Bob,Jones,1971,b\n6,Cy,Rees,1980,\n";
    let settings = Settings::parse(MODEL).unwrap();
    let layout = settings.layout(&["person"]).unwrap();
    let input = Input { name: "p".into(), source: "p".into(), input: Box::new(text.as_bytes()) };
    let records = Records::read(vec![input], &layout).unwrap();
    let mut linker = Linker::new(settings, records, Options::default()).unwrap();
    let session = linker.estimate_m_from_labels("person").unwrap();
    assert_eq!((session.pairs, session.converged), (4, true));
    let m = |comparison: usize| -> Vec<Option<f64>> {
        let levels = linker.settings().comparisons[comparison].comparison_levels.iter();
        levels.skip(1).map(|level| level.m_probability).collect()
    };
    assert_eq!(m(0), [Some(0.5), None, Some(0.5)]);
    assert_eq!(m(1), [Some(0.5), None, Some(0.5)]);
    assert_eq!(session.warnings.len(), 2);
    let none = linker.estimate_m_from_labels("persn").unwrap_err();
    assert_eq!(none.hint(), "did you mean \"person\"?");
}

#[test]
fn a_new_record_without_a_column_is_refused() {
    let row = (1, "Ann".to_owned(), "Rees".to_owned(), "1980".to_owned());
    let index = Index::new(linker(&[csv(&[row], false)], 1)).unwrap();
    let input = Input {
        name: "new.csv".into(),
        source: "people".into(),
        input: Box::new(&b"unique_id,surname\n2,Rees\n"[..]),
    };
    let columns = vec!["surname".to_owned()];
    let layout = Layout { id: "unique_id".into(), columns, ..Layout::default() };
    let new = Records::read(vec![input], &layout).unwrap();
    let refusal = index.find(&new, 0.0).unwrap_err();
    assert_eq!(refusal.to_string(), "what was read has no column \"forename\"");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn what_must_not_matter_does_not(
        rows in rows(),
        shuffled in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let plain = everything(&[csv(&rows, false)], 1);
        let mut other = rows.clone();
        other.rotate_left(shuffled.index(rows.len()));
        other.reverse();
        let (one, two) = other.split_at(cut.index(rows.len()));
        prop_assert_eq!(&plain, &everything(&[csv(&other, false)], 1));
        prop_assert_eq!(&plain, &everything(&[csv(one, false), csv(two, false)], 1));
        prop_assert_eq!(&plain, &everything(&[csv(&rows, true)], 1));
        prop_assert_eq!(&plain, &everything(&[csv(&rows, false)], 3));
    }

    #[test]
    fn a_threshold_keeps_exactly_what_is_above_it(rows in rows(), least in -15.0..15.0_f64) {
        let mut linker = linker(&[csv(&rows, false)], 1);
        let all = linker.predict(f64::NEG_INFINITY).unwrap().pairs;
        let above: Vec<_> = all.into_iter().filter(|pair| pair.weight >= least).collect();
        prop_assert_eq!(linker.predict(least).unwrap().pairs, above);
    }

    #[test]
    fn a_new_record_finds_what_a_run_over_all_finds(rows in rows(), least in -15.0..15.0_f64) {
        let last = rows.len() as u32 - 1;
        let all = linker(&[csv(&rows, false)], 1).predict(least).unwrap().pairs;
        let (others, new) = rows.split_at(last as usize);
        let index = Index::new(linker(&[csv(others, false)], 1)).unwrap();
        let new = linker(&[csv(new, false)], 1);
        let mut found = index.find(new.records(), least).unwrap().swap_remove(0);
        prop_assert!(found.is_sorted_by(|a, b| a.weight >= b.weight));
        found.sort_by_key(|own| own.record);
        let found: Vec<(u32, f64)> = found.iter().map(|own| (own.record, own.weight)).collect();
        let of_it = all.iter().filter(|pair| pair.right == last);
        let expected: Vec<(u32, f64)> = of_it.map(|pair| (pair.left, pair.weight)).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn blocking_finds_what_looking_at_every_pair_finds(rows in rows()) {
        let mut linker = linker(&[csv(&rows, false)], 2);
        let predicted = linker.predict(f64::NEG_INFINITY).unwrap();
        let (mut by_rule, mut pairs) = (vec![0; 4], Vec::new());
        for (at, left) in rows.iter().enumerate() {
            for (other, right) in rows.iter().enumerate().skip(at + 1) {
                if let Some(rule) = (0..4).find(|rule| holds(*rule, left, right)) {
                    by_rule[rule] += 1;
                    pairs.push((at as u32, other as u32));
                }
            }
        }
        prop_assert_eq!(&predicted.by_rule, &by_rule);
        let found: Vec<(u32, u32)> = predicted.pairs.iter().map(|pair| (pair.left, pair.right)).collect();
        prop_assert_eq!(&found, &pairs);
        // A pair has the same weight whether a rule finds it or somebody asks, either way round.
        let turned: Vec<(u32, u32)> = pairs.iter().map(|(left, right)| (*right, *left)).collect();
        let weights: Vec<f64> = predicted.pairs.iter().map(|pair| pair.weight).collect();
        prop_assert_eq!(&linker.weights(&pairs), &weights);
        prop_assert_eq!(&linker.weights(&turned), &weights);
        let clusters = Clusters::connected(rows.len(), &predicted.pairs, f64::NEG_INFINITY);
        prop_assert!(clusters.count() <= rows.len());
    }
}
