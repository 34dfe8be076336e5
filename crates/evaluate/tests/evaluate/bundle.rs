//! The bundle: the same study on the same data gives the same bytes, and whatever differs is named.

use std::io::{self, Cursor, Read};
use std::ops::ControlFlow;

use evaluate::bundle::{Bundle, VERSION, record, record_watched, replay};
use evaluate::{Progress, Refusal, Stage, Study};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/nsw");

fn study(name: &str) -> Study {
    Study::parse(&std::fs::read_to_string(format!("{FOLDER}/{name}")).unwrap()).unwrap()
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(format!("{FOLDER}/{name}")).unwrap()
}

/// A reader that hands out a few bytes at a time, as a slow disk may.
struct Drops(Cursor<Vec<u8>>, usize);

impl Read for Drops {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(self.1);
        self.0.read(&mut buffer[..most])
    }
}

/// Opens a file of the example, as it is or as `change` makes it.
fn opened(
    change: impl Fn(&str, Vec<u8>) -> Vec<u8>,
) -> impl FnMut(&str) -> io::Result<Box<dyn Read>> {
    move |name| Ok(Box::new(Cursor::new(change(name, bytes(name)))) as Box<dyn Read>)
}

fn as_it_is(_: &str, bytes: Vec<u8>) -> Vec<u8> {
    bytes
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_bundle_says_what_was_read_and_what_came_of_it() {
    let made = record(&study("study.toml"), &mut opened(as_it_is)).unwrap();
    let bundle = &made.bundle;
    let files: Vec<(&str, usize)> =
        bundle.data.iter().map(|data| (data.file.as_str(), data.rows)).collect();
    assert_eq!(files, [("took_part.csv", 185), ("pool.csv", 429)]);
    for data in &bundle.data {
        let bytes = bytes(&data.file);
        assert_eq!((data.bytes, &data.sha256), (bytes.len() as u64, &sha256(&bytes)));
    }
    assert_eq!(bundle.results_sha256, sha256(made.results.as_bytes()));
    assert_eq!(made.results, made.findings.to_json().unwrap());
    let keys: Vec<&str> = bundle.results.iter().map(|part| part.key.as_str()).collect();
    let json: serde_json::Value = serde_json::from_str(&made.results).unwrap();
    assert_eq!(keys.len(), json.as_object().unwrap().len());
    assert!(keys.iter().all(|key| json.get(key).is_some()), "{keys:?}");
    assert_eq!((keys[0], keys.last().copied()), ("schema", Some("study")));
    assert_eq!((bundle.version.as_str(), &bundle.seal), (VERSION, &made.findings.seal));
    // The release, and the code that it was built of.
    let (release, code) = VERSION.split_once('+').unwrap();
    assert_eq!(release, env!("CARGO_PKG_VERSION"));
    assert!(code.len() == 12 && code.bytes().all(|figure| figure.is_ascii_hexdigit()), "{code}");
    // One file with everyone in it.
    let made = record(&study("experiment.toml"), &mut opened(as_it_is)).unwrap();
    assert_eq!(made.bundle.data.len(), 1);
    assert_eq!(made.bundle.data[0].rows, 445);
}

#[test]
fn a_replay_gives_the_same_bytes() {
    for name in ["study.toml", "experiment.toml"] {
        let made = record(&study(name), &mut opened(as_it_is)).unwrap();
        let bundle = Bundle::parse(&made.bundle.to_json().unwrap()).unwrap();
        assert_eq!(bundle, made.bundle);
        let again = replay(&bundle, &mut opened(as_it_is)).unwrap();
        assert_eq!(again.recorded.results, made.results);
        assert_eq!((again.recorded.bundle, again.other_version), (bundle.clone(), None));
        // However the bytes come in.
        let drops = replay(&bundle, &mut |name| {
            Ok(Box::new(Drops(Cursor::new(bytes(name)), 7)) as Box<dyn Read>)
        });
        assert_eq!(drops.unwrap().recorded.results, made.results);
    }
}

#[test]
fn a_study_is_kept_to_the_last_digit() {
    // Numbers that JSON readers round: the study is kept as TOML inside of the bundle.
    let mut study = study("study.toml");
    study.design.caliper = Some(0.1 + 0.2);
    study.design.seed = Some(u64::from(u32::MAX));
    let cuts = vec![f64::MIN_POSITIVE, 0.123_456_789_012_345_67, 1e300];
    study.design.cutpoints.insert("age".into(), evaluate::Cuts::At(cuts));
    let made = record(&study, &mut opened(as_it_is)).unwrap();
    assert_eq!(Bundle::parse(&made.bundle.to_json().unwrap()).unwrap().study, study);
    assert_eq!(made.bundle.seed, study.design.seed);
}

#[test]
fn what_differs_is_named() {
    let made = record(&study("study.toml"), &mut opened(as_it_is)).unwrap();
    let refusal = |bundle: &Bundle| replay(bundle, &mut opened(as_it_is)).unwrap_err();

    let mut tampered = made.bundle.clone();
    tampered.results_sha256 = "0".repeat(64);
    let att = tampered.results.iter_mut().find(|part| part.key == "att").unwrap();
    att.sha256 = "0".repeat(64);
    let found = refusal(&tampered);
    assert!(found.to_string().contains("the results differ, first in \"att\""), "{found}");
    assert!(found.hint().contains("kind of computer"));

    tampered.version = "0.0.1".into();
    let found = refusal(&tampered);
    assert!(found.to_string().ends_with("made by version 0.0.1"), "{found}");
    assert_eq!(found.hint(), "run it with version 0.0.1, which made the bundle");

    // Another version that gives the same results is said, and is no reason to refuse.
    let older = Bundle { version: "0.0.1".into(), ..made.bundle.clone() };
    let again = replay(&older, &mut opened(as_it_is)).unwrap();
    assert_eq!(again.other_version.as_deref(), Some("0.0.1"));

    // Another study is another result.
    let mut other = made.bundle.clone();
    other.study.design.k = Some(3);
    assert!(matches!(refusal(&other), Refusal::ResultsDiffer { .. }));

    let missing = replay(&made.bundle, &mut |_| Err(io::Error::other("gone"))).unwrap_err();
    assert_eq!(missing.to_string(), "cannot open took_part.csv: gone");
}

#[test]
fn what_is_no_bundle_is_refused() {
    let made = record(&study("experiment.toml"), &mut opened(as_it_is)).unwrap();
    let text = made.bundle.to_json().unwrap();
    for wrong in ["", "{}", "[1]", &text.replace("\"schema\": 1", "\"schema\": 9")] {
        let refusal = Bundle::parse(wrong).unwrap_err();
        assert!(refusal.to_string().starts_with("the bundle cannot be used: "), "{refusal}");
        assert!(refusal.hint().contains("bundle.json"));
    }
    assert!(Bundle::parse(&text.replace("\"seed\"", "\"seeed\"")).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// One bit of one byte, anywhere in either file, is found before anything is analysed.
    #[test]
    fn a_changed_byte_is_found(second in any::<bool>(), place in 0.0f64..1.0, bit in 0u8..8) {
        let changed = if second { "pool.csv" } else { "took_part.csv" };
        let made = record(&study("study.toml"), &mut opened(as_it_is)).unwrap();
        let found = replay(&made.bundle, &mut opened(|name, mut bytes| {
            if name == changed {
                let at = (place * bytes.len() as f64) as usize;
                bytes[at] ^= 1 << bit;
            }
            bytes
        }));
        let Err(Refusal::DataChanged { file, expected, found }) = found else {
            panic!("a changed {changed} was not found");
        };
        prop_assert_eq!(file, changed);
        prop_assert_eq!(expected, sha256(&bytes(changed)));
        prop_assert!(found != sha256(&bytes(changed)));
    }

    /// A file that lost its end, or grew, is found too.
    #[test]
    fn a_cut_or_longer_file_is_found(cut in 1usize..5_000, longer in any::<bool>()) {
        let made = record(&study("experiment.toml"), &mut opened(as_it_is)).unwrap();
        let found = replay(&made.bundle, &mut opened(|_, mut bytes| {
            if longer { bytes.push(b'\n') } else { bytes.truncate(bytes.len() - cut) }
            bytes
        }));
        let changed = matches!(found, Err(Refusal::DataChanged { .. }));
        prop_assert!(changed);
    }
}

/// Every step is told before it begins, and a study that is stopped at any of them has no results.
#[test]
fn a_study_says_how_far_it_is_and_stops_where_it_is_told_to() {
    let study = study("study.toml");
    let mut told = Vec::new();
    let mut watch = |progress| {
        told.push(progress);
        ControlFlow::Continue(())
    };
    let watched = record_watched(&study, &mut opened(as_it_is), &mut watch).unwrap();
    let unwatched = record(&study, &mut opened(as_it_is)).unwrap();
    assert_eq!(watched.results, unwatched.results, "watching changes nothing");
    let stages: Vec<Stage> = told.iter().map(|progress: &Progress| progress.stage).collect();
    assert!(stages.is_sorted_by_key(|stage| Stage::ALL.iter().position(|one| one == stage)));
    for stage in Stage::ALL {
        let steps: Vec<_> = told.iter().filter(|progress| progress.stage == stage).collect();
        assert!(!steps.is_empty(), "{stage:?}");
        for (at, progress) in steps.iter().enumerate() {
            assert_eq!((progress.step, progress.of), (at + 1, steps.len()), "{stage:?}");
        }
    }
    for stop in 0..told.len() {
        let mut left = stop;
        let mut watch = |_| {
            left = left.wrapping_sub(1);
            if left == usize::MAX { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let stopped = record_watched(&study, &mut opened(as_it_is), &mut watch);
        assert_eq!(stopped.err(), Some(Refusal::Stopped), "at step {stop}");
    }
}
