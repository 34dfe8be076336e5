//! Files in: CSV and Parquet, told apart by how they begin. Only the columns asked for are read, and
//! an empty field of a CSV file is not known.

use std::io::Read;

use crate::records::Layout;
use crate::refusal::{Refusal, unknown};
use crate::value::{Dictionary, NULL, Value};

mod pages;
mod parquet;

/// How a Parquet file begins.
const PARQUET: &[u8; 4] = b"PAR1";

/// One file.
pub struct Input<'a> {
    /// Name for messages.
    pub name: String,
    /// Name of the source, where the file has no column that says it.
    pub source: String,
    /// What it holds.
    pub input: Box<dyn Read + 'a>,
}

/// Codes of one column, as far as it is read.
pub(crate) type Reading = (Dictionary, Vec<u32>);

/// Appends what a file holds; returns whether it says the source of each record.
pub(crate) fn table(
    mut input: Input<'_>,
    layout: &Layout,
    ids: &mut Reading,
    source: &mut Reading,
    columns: &mut [Reading],
) -> Result<bool, Refusal> {
    let mut start = Vec::new();
    let read = input.input.by_ref().take(PARQUET.len() as u64).read_to_end(&mut start);
    read.map_err(|error| broken(&input.name, &error.to_string()))?;
    if start.is_empty() {
        return Err(broken(&input.name, "the file is empty"));
    }
    let is_parquet = start == PARQUET;
    let whole = start.as_slice().chain(input.input);
    let mut wanted: Vec<(&str, &mut Reading)> = vec![(&layout.id, ids)];
    wanted.extend(layout.columns.iter().map(String::as_str).zip(columns));
    if is_parquet {
        parquet::table(&input.name, whole, wanted, (&layout.source, source))
    } else {
        csv(&input.name, whole, wanted, (&layout.source, source))
    }
}

/// Returns the names of the columns of a file.
///
/// # Errors
/// [`Refusal::File`].
pub fn heading(mut input: Input<'_>) -> Result<Vec<String>, Refusal> {
    let mut start = Vec::new();
    let read = input.input.by_ref().take(PARQUET.len() as u64).read_to_end(&mut start);
    read.map_err(|error| broken(&input.name, &error.to_string()))?;
    let is_parquet = start == PARQUET;
    let whole = start.as_slice().chain(input.input);
    if is_parquet {
        return parquet::heading(&input.name, whole);
    }
    let mut reader = ::csv::ReaderBuilder::new().from_reader(whole);
    let heading = reader.headers().map_err(|error| broken(&input.name, &error.to_string()))?;
    Ok(heading.iter().map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect())
}

pub(super) fn broken(file: &str, problem: &str) -> Refusal {
    Refusal::File { file: file.to_owned(), problem: problem.to_owned() }
}

/// Returns the place of a column: SQL looks away from upper and lower case.
fn place(heading: &[String], name: &str) -> Option<usize> {
    let same = heading.iter().position(|known| known == name);
    same.or_else(|| heading.iter().position(|known| known.eq_ignore_ascii_case(name)))
}

fn csv(
    file: &str,
    input: impl Read,
    wanted: Vec<(&str, &mut Reading)>,
    source: (&str, &mut Reading),
) -> Result<bool, Refusal> {
    let wrong = |error: ::csv::Error| broken(file, &error.to_string());
    let mut reader = ::csv::ReaderBuilder::new().buffer_capacity(1 << 18).from_reader(input);
    let heading: Vec<String> = reader
        .headers()
        .map_err(wrong)?
        .iter()
        .map(|name| name.trim_start_matches('\u{feff}').to_owned())
        .collect();
    let mut places: Vec<(usize, &str, &mut Reading)> = Vec::new();
    for (name, reading) in wanted {
        let at = place(&heading, name)
            .ok_or_else(|| unknown(name, heading.iter().map(String::as_str), file))?;
        places.push((at, name, reading));
    }
    let told = place(&heading, source.0);
    if let Some(at) = told {
        places.push((at, source.0, source.1));
    }
    let mut record = ::csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(wrong)? {
        for (at, name, (values, codes)) in &mut places {
            let field = record.get(*at).unwrap_or_default();
            if field.is_empty() {
                codes.push(NULL);
                continue;
            }
            let text = std::str::from_utf8(field).map_err(|_| {
                let line = record.position().map_or(0, ::csv::Position::line);
                broken(file, &format!("line {line}, column \"{name}\" is not UTF-8"))
            })?;
            codes.push(values.text(text).map_err(|full| broken(file, &full.to_string()))?);
        }
    }
    known_ids(file, &places[0].2.1)?;
    Ok(told.is_some())
}

/// Refuses a record without an id.
fn known_ids(file: &str, codes: &[u32]) -> Result<(), Refusal> {
    match codes.iter().position(|code| *code == NULL) {
        Some(row) => Err(broken(file, &format!("row {} has no id", row + 1))),
        None => Ok(()),
    }
}

/// Keeps one value.
fn push(reading: &mut Reading, value: Value<'_>) -> Result<(), String> {
    let code = reading.0.code(value).map_err(|full| full.to_string())?;
    reading.1.push(code);
    Ok(())
}
