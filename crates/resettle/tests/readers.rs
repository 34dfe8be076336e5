//! Every reader of text or bytes from outside takes whatever there is: it ends, and says what is wrong by
//! its type. Arbitrary bytes, arbitrary text, and what is right with a few things spoilt.
//!
//! `RESETTLE_FUZZ_CASES=100000 cargo test -p resettle --test readers` runs longer, with other bytes each
//! time. The fuzzer in `fuzz` runs the same list, and finds its way by what the code does.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

#[path = "../../../fuzz/targets.rs"]
mod targets;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use targets::{TARGETS, Target};

/// Inputs of each kind for each reader, unless `RESETTLE_FUZZ_CASES` says otherwise.
const CASES: u32 = 256;
/// Bytes of a sample from which on fewer are tried: each takes a thousand times longer.
const LARGE: usize = 2_000;

/// Readers that are not public or take more than text, and where each is given anything that there is.
const BESIDE: [(&str, &str); 23] = [
    ("app/src/feed/file.rs read", "beside it, any bytes"),
    ("app/src/import/cells.rs read_noting", "pilot/pool.rs and pilot/reoffending.rs: any bytes"),
    ("app/src/import/cells.rs read_rows", "pilot/pool.rs and pilot/reoffending.rs: any bytes"),
    ("app/src/import/column.rs read", "import/row_tests.rs and pilot/pool.rs: whole files"),
    ("app/src/import/load.rs read", "reads back what was checked, row by row"),
    ("app/src/pilot/pool.rs read", "beside it, any bytes"),
    ("app/src/pilot/pool.rs read_sent", "beside it and in pilot/parquet.rs: any bytes"),
    ("app/src/pilot/reoffending.rs read", "beside it, any bytes"),
    (
        "app/src/single_sign_on.rs read",
        "beside it, any text, and what is right with something spoilt",
    ),
    (
        "app/src/single_sign_on/token.rs read",
        "app/tests/app/single_sign_on.rs: any bytes and texts",
    ),
    ("domain/src/reference_file.rs read_rows", "reads our own files, when it is compiled"),
    ("evaluate/src/followed.rs read", "reads columns that read_table has read"),
    ("evaluate/src/read.rs read_drawn", "read_table, which keeps fewer"),
    ("policy/src/condition.rs read", "reads our own policies"),
    ("policy/src/condition.rs read_clauses", "reads our own policies"),
    ("policy/src/rules.rs read", "reads our own policies"),
    ("resettle/src/journal.rs reader", "opens the files of an export, for seal"),
    ("web/src/address.rs from_str", "beside it, any text"),
    ("web/src/assessment/area.rs read_area", "a form: hostile.rs and malformed.rs"),
    ("web/src/csp_report.rs read", "beside it, any bytes"),
    ("web/src/form.rs read", "hands on to a reader of the list"),
    ("web/src/handover.rs read_move", "a form: hostile.rs and malformed.rs"),
    ("web/src/referral.rs read_move", "a form: hostile.rs and malformed.rs"),
];

/// Names that are no reader of what comes from outside.
const OTHERS: [(&str, &str); 5] = [
    ("app/src/retention.rs parsed", "hands on to readers of the list"),
    ("link/src/model.rs ready", "finds a model of our own by its name"),
    (
        "resettle/src/tls.rs read",
        "reads the operator's own file; TLS's library reads the certificate",
    ),
    ("web/src/person/detail.rs read", "a form: hostile.rs and malformed.rs"),
    ("domain/src/person.rs parse_number", "hands on to a reader of the list"),
];

fn cases(target: &Target) -> u32 {
    let asked = std::env::var("RESETTLE_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok());
    let large = (target.samples)().iter().any(|sample| sample.len() > LARGE);
    asked.unwrap_or(if large { CASES / 8 } else { CASES })
}

fn run(target: &Target, inputs: impl Strategy<Value = Vec<u8>>) {
    let config = Config { cases: cases(target), failure_persistence: None, ..Config::default() };
    let mut runner = if std::env::var_os("RESETTLE_FUZZ_CASES").is_some() {
        TestRunner::new(config)
    } else {
        // The same bytes each time: no change is blamed for what another run would have found.
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
    };
    let result = runner.run(&inputs, |bytes| {
        (target.read)(&bytes);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{}: {error}", target.reader);
    }
}

/// What has broken readers before: ends of lines, numbers at their ends, marks that cannot be seen, letters
/// of two code points, quotes, brackets, signs in other scripts.
const ODD: [&str; 20] = [
    "\0",
    "\r\n",
    "\u{feff}",
    "\u{200b}",
    "\u{202e}",
    "e\u{301}",
    "ŵ",
    "\u{1F469}\u{200D}\u{1F467}",
    "٣",
    "Ⅷ",
    "ß",
    "İ",
    "\"",
    "\\",
    "/",
    "=",
    "99999999999999999999",
    "-1",
    "[[[[[[[[",
    "%00",
];

fn spoil(bytes: &mut Vec<u8>, (how, at, byte): (u8, Index, u8)) {
    let place = at.index(bytes.len() + 1);
    let rest = bytes.len() - place;
    match how {
        0 if rest > 0 => bytes[place] ^= byte,
        1 if rest > 0 => drop(bytes.remove(place)),
        2 => bytes.insert(place, byte),
        3 => bytes.truncate(place),
        4 => {
            let end = place + usize::from(byte).min(rest);
            let again = bytes[place..end].to_vec();
            bytes.splice(place..place, again);
        }
        5 => {
            let end = place + usize::from(byte).min(rest);
            bytes.drain(place..end);
        }
        _ => {
            let odd = ODD[usize::from(byte) % ODD.len()];
            bytes.splice(place..place, odd.bytes());
        }
    }
}

fn spoilt(samples: Vec<String>) -> impl Strategy<Value = Vec<u8>> {
    let ways = prop::collection::vec((0_u8..8, any::<Index>(), any::<u8>()), 1..8);
    (prop::sample::select(samples), ways).prop_map(|(sample, ways)| {
        let mut bytes = sample.into_bytes();
        ways.into_iter().for_each(|way| spoil(&mut bytes, way));
        bytes
    })
}

#[test]
fn any_bytes_are_read_or_refused() {
    for target in TARGETS {
        run(target, prop::collection::vec(any::<u8>(), 0..200));
        (target.read)(&[b'1'; 100_000]);
        (target.read)("ŵ".repeat(100_000).as_bytes());
    }
}

#[test]
fn any_text_is_read_or_refused() {
    for target in TARGETS {
        run(target, "\\PC{0,60}".prop_map(String::into_bytes));
        let odd = prop::collection::vec(prop::sample::select(ODD.to_vec()), 0..12);
        run(target, odd.prop_map(|odd| odd.concat().into_bytes()));
    }
}

#[test]
fn what_is_right_with_something_spoilt_is_read_or_refused() {
    for target in TARGETS {
        for sample in (target.samples)() {
            (target.read)(sample.as_bytes());
        }
        run(target, spoilt((target.samples)()));
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Returns the names of functions in a source that are called as readers are in this house (`parse…`,
/// `read…`, `from_str`, `decode…`) and take text or bytes.
fn readers(source: &str) -> Vec<String> {
    let product = source.split("#[cfg(test)]").next().unwrap_or_default();
    let mut found = Vec::new();
    for rest in product.split("fn ").skip(1) {
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let is_called_so =
            ["parse", "read", "from_str", "decode"].iter().any(|start| name.starts_with(start));
        let signature = rest.split(['{', ';']).next().unwrap_or_default();
        let outside = ["&str", "&[u8]", "impl Read", "Bytes", "HeaderMap", "AsRef<str>", "Input<"];
        if is_called_so && outside.iter().any(|kind| signature.contains(kind)) {
            found.push(name);
        }
    }
    found
}

/// A reader that is added is given anything that there is, or the reason why not is written here.
#[test]
fn no_reader_is_forgotten() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = BTreeSet::new();
    // What reads the database reads what was written there; the others have no readers.
    for room in ["app", "domain", "evaluate", "link", "policy", "resettle", "seal", "web"] {
        let mut files = Vec::new();
        sources(&crates.join(room).join("src"), &mut files);
        for file in files {
            let path = file.strip_prefix(&crates).unwrap().display().to_string();
            let source = fs::read_to_string(&file).unwrap();
            found.extend(readers(&source).into_iter().map(|name| format!("{path} {name}")));
        }
    }
    let beside = BESIDE.iter().chain(&OTHERS).map(|(reader, _)| *reader);
    let known: BTreeSet<String> =
        TARGETS.iter().map(|target| target.reader).chain(beside).map(str::to_owned).collect();
    let missing: Vec<_> = found.difference(&known).collect();
    assert!(missing.is_empty(), "in no list: add it to fuzz/targets.rs: {missing:?}");
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(gone.is_empty(), "in a list, and no more in the source: {gone:?}");
    assert_eq!(readers("fn parse(a: &str) {} fn parser() {} fn write(a: &str) {}"), ["parse"]);
}
