//! Splink is the oracle: the same model gives the same pairs and the same weights here, and the same
//! u gives the same m. `golden/make.py` wrote what it said, so that the tests run without it; the
//! last one asks it live, where `RESETTLE_TEST_SPLINK` names a Python that has it.

#![expect(clippy::unwrap_used, reason = "a test stops where it goes wrong")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use link::index::Index;
use link::linker::{Linker, Options};
use link::read::Input;
use link::records::Records;
use link::settings::{Rule, Settings};

const DERIVED: [(&str, &str); 1] = [("name_concat", "first_name || ' ' || surname")];
const KINDS: [&str; 3] = ["dedupe_only", "link_only", "link_and_dedupe"];
/// Weights that are as good as the same.
const SAME: f64 = 1e-6;

/// A pair as Splink says it: sources, ids, weight, and the number of the rule that found it.
type Golden = (String, String, String, String, f64, String);

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

fn text(name: &str) -> String {
    std::fs::read_to_string(golden(name)).unwrap()
}

fn model(kind: &str, which: &str) -> Settings {
    let both: serde_json::Value =
        serde_json::from_str(&text(&format!("{kind}.model.json"))).unwrap();
    Settings::parse(&both[which].to_string()).unwrap()
}

fn linker(settings: Settings, threads: usize) -> Linker {
    let derived: Vec<(String, String)> =
        DERIVED.iter().map(|(name, sql)| ((*name).to_owned(), (*sql).to_owned())).collect();
    let layout = settings.layout_with(&["person_id"], &derived).unwrap();
    let csv = text("people.csv");
    let input = Input {
        name: "people.csv".into(),
        source: "people".into(),
        input: Box::new(csv.as_bytes()),
    };
    let mut records = Records::read(vec![input], &layout).unwrap();
    for (name, sql) in &derived {
        records.derive(name, sql).unwrap();
    }
    Linker::new(settings, records, Options { threads, ..Options::default() }).unwrap()
}

#[test]
fn pairs_rules_and_weights_are_those_of_splink() {
    for kind in KINDS {
        let goldens: Vec<Golden> =
            serde_json::from_str(&text(&format!("{kind}.pairs.json"))).unwrap();
        assert!(goldens.len() > 300);
        let mut linker = linker(model(kind, "model"), 2);
        let predicted = linker.predict(-50.0).unwrap();
        let mut by_rule = vec![0; predicted.by_rule.len()];
        let mut theirs: BTreeMap<(String, String, String, String), f64> = BTreeMap::new();
        for (source_l, source_r, id_l, id_r, weight, rule) in goldens {
            by_rule[rule.parse::<usize>().unwrap()] += 1;
            theirs.insert((source_l, id_l, source_r, id_r), weight);
        }
        assert_eq!(predicted.by_rule, by_rule, "{kind}");
        assert_eq!(predicted.pairs.len(), theirs.len(), "{kind}");
        let records = linker.records();
        for pair in &predicted.pairs {
            let source = |record| {
                if kind == "dedupe_only" { String::new() } else { records.source(record) }
            };
            let key = (
                source(pair.left),
                records.id(pair.left),
                source(pair.right),
                records.id(pair.right),
            );
            let weight = theirs.get(&key).unwrap_or_else(|| panic!("{kind}: {key:?}"));
            assert!(
                (weight - pair.weight).abs() < SAME,
                "{kind} {key:?}: {weight} {}",
                pair.weight
            );
        }
    }
}

/// Returns a linker of the records with lists, whose model has some of the rules.
fn with_lists(rules: std::ops::Range<usize>) -> Linker {
    let mut settings = Settings::parse(&text("lists.model.json")).unwrap();
    let all = &mut settings.blocking_rules_to_generate_predictions;
    *all = all[rules].to_vec();
    of_records(settings, "lists.parquet")
}

fn of_records(settings: Settings, file: &str) -> Linker {
    let layout = settings.layout(&[]).unwrap();
    let (name, source) = (file.to_owned(), "people".to_owned());
    let input = Box::new(std::fs::File::open(golden(file)).unwrap());
    let input = Input { name, source, input };
    let records = Records::read(vec![input], &layout).unwrap();
    Linker::new(settings, records, Options { threads: 2, ..Options::default() }).unwrap()
}

#[test]
fn lists_are_taken_apart_as_in_splink() {
    let goldens: Vec<(i64, i64, String)> = serde_json::from_str(&text("lists.pairs.json")).unwrap();
    let mut linker = with_lists(0..6);
    let predicted = linker.predict(-50.0).unwrap();
    let mut by_rule = vec![0; 6];
    goldens.iter().for_each(|(_, _, rule)| by_rule[rule.parse::<usize>().unwrap()] += 1);
    assert!(by_rule.iter().all(|pairs| *pairs > 0), "{by_rule:?}");
    assert_eq!(predicted.by_rule, by_rule);
    let id = |record: u32| linker.records().id(record).parse::<i64>().unwrap();
    let found: Vec<(i64, i64)> =
        predicted.pairs.iter().map(|pair| (id(pair.left), id(pair.right))).collect();
    let theirs: Vec<(i64, i64)> = goldens.iter().map(|(left, right, _)| (*left, *right)).collect();
    assert_eq!(found, theirs);
    let sizes = linker.rule_sizes().unwrap();
    assert!(sizes[3].pairs >= by_rule[3] && sizes[3].largest_key.is_some(), "{sizes:?}");
}

/// Holds the weights of a model against those that Splink gave to some of its pairs.
fn weights_are_those_of(name: &str, records: &str) {
    let goldens: Vec<(i64, i64, f64)> =
        serde_json::from_str(&text(&format!("{name}.pairs.json"))).unwrap();
    let model = Settings::parse(&text(&format!("{name}.model.json"))).unwrap();
    let mut linker = of_records(model, records);
    let pairs = linker.predict(f64::NEG_INFINITY).unwrap().pairs;
    let id = |record: u32| linker.records().id(record).parse::<i64>().unwrap();
    let found = pairs.iter().map(|own| ((id(own.left), id(own.right)), own.weight));
    let found: BTreeMap<(i64, i64), f64> = found.collect();
    assert!(goldens.len() > 200 && found.len() >= goldens.len());
    for (left, right, weight) in goldens {
        let own = found[&(left, right)];
        assert!((own - weight).abs() < SAME, "{left} {right}: {own}, {weight}");
    }
}

#[test]
fn lists_are_compared_as_in_splink() {
    weights_are_those_of("compared_lists", "lists.parquet");
}

#[test]
fn every_level_of_its_library_weighs_as_in_splink() {
    weights_are_those_of("levels", "levels.parquet");
}

#[test]
fn an_index_takes_lists_apart_too() {
    let pairs = with_lists(1..5).predict(f64::NEG_INFINITY).unwrap().pairs;
    let index = Index::new(with_lists(1..5)).unwrap();
    for record in 0..index.records().len() as u32 {
        let new = index.records().only(record);
        let found = index.find(&new, f64::NEG_INFINITY).unwrap().swap_remove(0);
        let mut found: Vec<u32> = found.iter().map(|own| own.record).collect();
        found.retain(|own| *own != record);
        found.sort_unstable();
        let beside = pairs.iter().filter_map(|pair| match record {
            own if own == pair.left => Some(pair.right),
            own if own == pair.right => Some(pair.left),
            _ => None,
        });
        let mut expected: Vec<u32> = beside.collect();
        expected.sort_unstable();
        assert_eq!(found, expected, "record {record}");
    }
}

#[test]
fn what_is_no_list_is_not_taken_apart() {
    let refused = |rule: &str, list: &str| {
        let mut linker = with_lists(2..3);
        let mut rule = Rule::of(rule);
        rule.arrays_to_explode = Some(vec![list.to_owned()]);
        linker.estimate_prior(&[rule], 0.5).unwrap_err().to_string()
    };
    let told = refused("l.sex = r.sex", "sex");
    assert!(told.contains("\"sex\" is text, where a rule takes a list apart"), "{told}");
    let told = refused("l.sex = r.sex", "tag");
    assert!(told.contains("\"tag\""), "{told}");
    let told = refused("l.sex = r.sex and l.tags < r.tags", "tags");
    assert!(told.contains("can only ask that they are equal"), "{told}");
}

#[test]
fn a_waterfall_adds_up_and_hides_nothing() {
    let mut linker = linker(model("dedupe_only", "model"), 1);
    for pair in linker.predict(-50.0).unwrap().pairs {
        let (left, right) = (linker.records().id(pair.left), linker.records().id(pair.right));
        let waterfall = linker.explain(&right, &left).unwrap();
        assert!((waterfall.weight() - pair.weight).abs() < 1e-9, "{left} {right}");
        assert_eq!(waterfall.ids, (left, right));
        let names: Vec<&str> =
            waterfall.steps.iter().map(|step| step.comparison.as_str()).collect();
        assert_eq!(names, ["first_name_surname", "dob", "postcode", "town", "sex"]);
        let (text, svg) = (waterfall.to_text(), waterfall.to_svg());
        assert!(text.contains(&format!("match weight {:.2} bits", pair.weight)), "{text}");
        for step in &waterfall.steps {
            assert!(text.contains(&step.level), "{text}");
            for (_, left, right) in &step.values {
                for value in [left, right].into_iter().flatten() {
                    assert!(text.contains(value.as_str()), "{text}");
                }
            }
        }
        assert_eq!(svg.matches("<rect").count(), text.matches(" = ").count());
    }
    let missing = linker.explain("nobody", "1").unwrap_err();
    assert_eq!(missing.to_string(), "there is no record \"nobody\"");
}

#[test]
fn the_same_u_gives_the_prior_and_the_m_of_splink() {
    for kind in KINDS {
        let (before, after) = (model(kind, "before"), model(kind, "model"));
        let mut linker = linker(before.clone(), 2);
        let rules = [
            "l.first_name = r.first_name and l.surname = r.surname and l.dob = r.dob",
            "l.dob = r.dob and l.postcode = r.postcode",
        ];
        let prior = linker.estimate_prior(&rules.map(Rule::of), 0.7).unwrap();
        assert!((prior - before.probability_two_random_records_match).abs() < 1e-12, "{kind}");
        for rule in ["l.first_name = r.first_name and l.surname = r.surname", "l.dob = r.dob"] {
            let session = linker.estimate_m(&Rule::of(rule)).unwrap();
            assert!(session.converged, "{kind}");
        }
        for (own, theirs) in linker.settings().comparisons.iter().zip(&after.comparisons) {
            for (own, theirs) in own.comparison_levels.iter().zip(&theirs.comparison_levels) {
                assert_eq!(own.u_probability, theirs.u_probability);
                match (own.m_probability, theirs.m_probability) {
                    (Some(m), Some(their)) => {
                        assert!((m - their).abs() < SAME, "{kind} {}: {m} {their}", own.label());
                    }
                    (own, theirs) => assert_eq!(own, theirs, "{kind}"),
                }
            }
        }
    }
}

#[test]
fn what_is_read_is_written_back() {
    for kind in KINDS {
        let both: serde_json::Value =
            serde_json::from_str(&text(&format!("{kind}.model.json"))).unwrap();
        let written: serde_json::Value =
            serde_json::from_str(&model(kind, "model").to_json()).unwrap();
        assert_eq!(both["model"], written);
    }
}

#[test]
fn random_pairs_agree_as_often_as_in_splink() {
    // With all pairs drawn there is no chance in it.
    for kind in KINDS {
        let (before, mut blank) = (model(kind, "before"), model(kind, "before"));
        for level in blank.comparisons.iter_mut().flat_map(|own| &mut own.comparison_levels) {
            level.u_probability = None;
        }
        let mut linker = linker(blank, 2);
        linker.estimate_u(1_000_000, 1).unwrap();
        let levels = |settings: &Settings| -> Vec<(String, Option<f64>)> {
            let levels = settings.comparisons.iter().flat_map(|own| &own.comparison_levels);
            levels.map(|level| (level.sql_condition.clone(), level.u_probability)).collect()
        };
        for ((sql, own), (_, theirs)) in levels(linker.settings()).into_iter().zip(levels(&before))
        {
            let (own, theirs) = (own.unwrap_or(-1.0), theirs.unwrap_or(-1.0));
            assert!((own - theirs).abs() < 1e-12, "{kind} {sql}: {own} {theirs}");
        }
    }
}

#[test]
fn splink_scores_a_model_trained_here_the_same() {
    let Ok(python) = std::env::var("RESETTLE_TEST_SPLINK") else {
        println!("skipped: RESETTLE_TEST_SPLINK names no Python with splink 5");
        return;
    };
    let mut linker = linker(model("dedupe_only", "before"), 1);
    linker.estimate_u(30_000, 9).unwrap();
    for rule in ["l.postcode = r.postcode", "l.surname = r.surname"] {
        linker.estimate_m(&Rule::of(rule)).unwrap();
    }
    let path = std::env::temp_dir().join(format!("resettle-link-{}.json", std::process::id()));
    std::fs::write(&path, linker.settings().to_json()).unwrap();
    let output = Command::new(python).arg(golden("live.py")).arg(&path).output().unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let theirs: Vec<(String, String, f64)> = serde_json::from_slice(&output.stdout).unwrap();
    let theirs: BTreeMap<(String, String), f64> =
        theirs.into_iter().map(|(left, right, weight)| ((left, right), weight)).collect();
    let predicted = linker.predict(-50.0).unwrap();
    assert_eq!(predicted.pairs.len(), theirs.len());
    for pair in &predicted.pairs {
        let key = (linker.records().id(pair.left), linker.records().id(pair.right));
        assert!((theirs[&key] - pair.weight).abs() < SAME, "{key:?}");
    }
}
