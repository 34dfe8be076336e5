//! The bundle of a run: the study, a fingerprint of every data file as it was read, the version of
//! the code, the seal and a fingerprint of the results. Whoever has the bundle and the data can run
//! the study again, and either gets the same results to the last byte or is told what differs.
//!
//! It holds no data: a fingerprint shows that a file is the same and nothing of what is in it.

use std::cell::RefCell;
use std::io::{self, Read};
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::findings::Findings;
use crate::plan::Source;
use crate::progress::{Watch, unwatched};
use crate::refusal::Refusal;
use crate::run::{Open, run_watched};
use crate::study::Study;

mod fingerprint;

use fingerprint::{Tallied, Tally, sha256};

/// Version of the shape of `bundle.json`.
pub const SCHEMA: u32 = 1;
/// Version of this code, as it is written into a bundle: that of the release, and behind the plus
/// the beginning of the SHA-256 of the engine's source (`build.rs`).
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("EVALUATE_CODE"));
/// Largest `bundle.json` read, in bytes.
pub const LARGEST: usize = 1 << 22;

/// What it takes to run a study again and to know that it is the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// Version of this shape.
    pub schema: u32,
    /// Version of the code that made the results.
    pub version: String,
    /// The study, as a study file (TOML), so that every number is read as it was written.
    #[serde(with = "as_study_file")]
    pub study: Study,
    /// The data files in the order in which they were read.
    pub data: Vec<DataFile>,
    /// The study's seed, which `data.pool_sample` draws by.
    pub seed: Option<u64>,
    /// SHA-256 of the comparison as it was before outcomes were read.
    pub seal: String,
    /// SHA-256 of `results.json`, in hexadecimal.
    pub results_sha256: String,
    /// The same for each key of `results.json`, so that what differs can be named.
    pub results: Vec<Part>,
}

/// One data file as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataFile {
    /// Name as written in the study.
    pub file: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// People in it.
    pub rows: usize,
    /// Its size.
    pub bytes: u64,
}

/// One key of `results.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The key.
    pub key: String,
    /// SHA-256 of its lines, without the comma after them, in hexadecimal.
    pub sha256: String,
}

/// A run with its bundle.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// What was found.
    pub findings: Findings,
    /// `results.json`, whose fingerprint the bundle has.
    pub results: String,
    /// The bundle.
    pub bundle: Bundle,
}

/// A study that was run again with the same results.
#[derive(Clone, Debug)]
pub struct Replayed {
    /// What was found, both times, with the bundle of this run.
    pub recorded: Recorded,
    /// The version that made the bundle, where it is another one.
    pub other_version: Option<String>,
}

impl Bundle {
    /// Reads `bundle.json`.
    ///
    /// # Errors
    /// [`Refusal::Bundle`] when it is not one, or of a version that is not known.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        if text.len() > LARGEST {
            return Err(Refusal::Bundle(format!("more than {LARGEST} bytes")));
        }
        let wrong = |error: serde_json::Error| Refusal::Bundle(error.to_string());
        let bundle: Self = serde_json::from_str(text).map_err(wrong)?;
        if bundle.schema != SCHEMA {
            return Err(Refusal::Bundle(format!(
                "it has version {} of its shape, and version {SCHEMA} is known",
                bundle.schema
            )));
        }
        Ok(bundle)
    }

    /// Writes `bundle.json`.
    ///
    /// # Errors
    /// [`Refusal::Bundle`] when JSON cannot be made of it, which would be our fault.
    pub fn to_json(&self) -> Result<String, Refusal> {
        serde_json::to_string_pretty(self)
            .map(|text| text + "\n")
            .map_err(|error| Refusal::Bundle(error.to_string()))
    }
}

/// Runs a study and keeps what it takes to run it again. Files are fingerprinted as they are read,
/// so the fingerprint is of what was analysed.
///
/// # Errors
/// Those of [`run`], and [`Refusal::File`] when a file was not read to its end.
pub fn record(study: &Study, open: &mut Open<'_>) -> Result<Recorded, Refusal> {
    record_watched(study, open, &mut unwatched)
}

/// The same, telling `watch` of each step before it begins.
///
/// # Errors
/// As for [`record`], and [`Refusal::Stopped`].
pub fn record_watched(
    study: &Study,
    open: &mut Open<'_>,
    watch: &mut Watch<'_>,
) -> Result<Recorded, Refusal> {
    let mut read: Vec<(String, Rc<RefCell<Tally>>)> = Vec::new();
    let mut opened = |name: &str| {
        let tally = Rc::new(RefCell::new(Tally::default()));
        let input = Tallied::new(open(name)?, Rc::clone(&tally));
        read.push((name.to_owned(), tally));
        Ok(Box::new(input) as Box<dyn Read>)
    };
    let findings = run_watched(study, &mut opened, watch)?;
    let rows = rows(study, &findings)?;
    let mut data = Vec::with_capacity(read.len());
    for (at, (file, tally)) in read.into_iter().enumerate() {
        let tally = tally.borrow();
        if !tally.ended() {
            let problem = "it was not read to its end, so it has no fingerprint".to_owned();
            return Err(Refusal::File { file, problem });
        }
        let rows = rows.get(at).copied().unwrap_or_default();
        data.push(DataFile { file, sha256: tally.sha256(), rows, bytes: tally.bytes() });
    }
    let results = findings.to_json().map_err(|error| Refusal::Bundle(error.to_string()))?;
    let bundle = Bundle {
        schema: SCHEMA,
        version: VERSION.to_owned(),
        study: study.clone(),
        data,
        seed: study.design.seed,
        seal: findings.seal.clone(),
        results_sha256: sha256(results.as_bytes()),
        results: parts(&results),
    };
    Ok(Recorded { findings, results, bundle })
}

/// Runs the study of a bundle again.
///
/// # Errors
/// [`Refusal::DataChanged`] before anything is analysed; [`Refusal::ResultsDiffer`] with the first
/// key that does; and those of [`run`].
pub fn replay(bundle: &Bundle, open: &mut Open<'_>) -> Result<Replayed, Refusal> {
    for expected in &bundle.data {
        let opening = |error: io::Error| Refusal::Opening {
            file: expected.file.clone(),
            problem: error.to_string(),
        };
        let tally = Rc::new(RefCell::new(Tally::default()));
        let mut input = Tallied::new(open(&expected.file).map_err(opening)?, Rc::clone(&tally));
        io::copy(&mut input, &mut io::sink()).map_err(opening)?;
        same_data(expected, &tally.borrow().sha256())?;
    }
    let recorded = record(&bundle.study, open)?;
    for (expected, found) in bundle.data.iter().zip(&recorded.bundle.data) {
        same_data(expected, &found.sha256)?;
    }
    let other_version = Some(&bundle.version).filter(|version| *version != VERSION).cloned();
    if recorded.bundle.results_sha256 != bundle.results_sha256 {
        return Err(Refusal::ResultsDiffer {
            key: first_difference(&bundle.results, &recorded.bundle.results),
            expected: bundle.results_sha256.clone(),
            found: recorded.bundle.results_sha256,
            other_version,
        });
    }
    Ok(Replayed { recorded, other_version })
}

fn same_data(expected: &DataFile, found: &str) -> Result<(), Refusal> {
    if expected.sha256 == found {
        return Ok(());
    }
    Err(Refusal::DataChanged {
        file: expected.file.clone(),
        expected: expected.sha256.clone(),
        found: found.to_owned(),
    })
}

/// People in each file: the first step of the attrition counts everyone, by group.
fn rows(study: &Study, findings: &Findings) -> Result<Vec<usize>, Refusal> {
    let (treated, pool) =
        findings.attrition.first().map_or((0, 0), |step| (step.treated, step.pool));
    Ok(match study.plan()?.source {
        Source::One { .. } => vec![treated + pool],
        Source::Two { .. } => vec![treated, pool],
    })
}

/// Fingerprints each key of `results.json` as it is written: indented, so that a line which begins
/// with two spaces and a quotation mark begins a key.
fn parts(results: &str) -> Vec<Part> {
    let mut keys: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in results.lines() {
        let key = line.strip_prefix("  \"").and_then(|rest| rest.split_once("\":"));
        if let Some((key, _)) = key {
            keys.push((key, Vec::new()));
        }
        if let Some((_, lines)) = keys.last_mut() {
            // A comma after the last line says only that another key follows.
            lines.push(line.trim_end_matches(','));
        }
    }
    let part = |(key, lines): (&str, Vec<&str>)| Part {
        key: key.to_owned(),
        sha256: sha256(lines.join("\n").as_bytes()),
    };
    keys.into_iter().map(part).collect()
}

/// Returns the first key whose value differs, or that only one side has.
fn first_difference(expected: &[Part], found: &[Part]) -> String {
    let differs = |part: &&Part| !found.contains(part);
    let added = |part: &&Part| !expected.iter().any(|known| known.key == part.key);
    let first = expected.iter().find(differs).or_else(|| found.iter().find(added));
    first.map_or_else(|| "the order or layout of the keys".to_owned(), |part| part.key.clone())
}

/// A study inside of JSON as the text of a study file: TOML reads numbers back exactly.
mod as_study_file {
    use serde::de::Error as _;
    use serde::ser::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::study::Study;

    pub(super) fn serialize<S: Serializer>(study: &Study, to: S) -> Result<S::Ok, S::Error> {
        toml::to_string(study).map_err(S::Error::custom)?.serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Study, D::Error> {
        Study::parse(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}
