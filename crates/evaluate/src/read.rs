//! Tables in, as CSV or Parquet. Only the columns that the study names are read as numbers; every
//! refusal says the file, the line and the column, and a wrong name is answered with the nearest
//! right one.

use std::io::{self, Read};

use ::table::parquet::BEGINNING;

use crate::lots::Drawing;
use crate::records::{Record, Records};
use crate::refusal::Refusal;
use crate::table::{Table, unknown};
use crate::values::Values;

mod parquet;

/// How the name of a Parquet file ends, in capitals or not.
pub const PARQUET: &str = ".parquet";
/// Most rows kept of one file: twenty million people with thirty columns need about 5 GB. Of a
/// larger pool so many as the memory allows can be drawn by lot.
pub const MOST_ROWS: usize = 20_000_000;
/// Most rows passed over in one file while lots are drawn.
const MOST_PASSED: usize = u32::MAX as usize;
/// Most columns in a file.
pub const MOST_COLUMNS: usize = 2_000;
/// What stands for a value that is not known (blank, R, pandas, Stata).
pub const MISSING: [&str; 5] = ["", "NA", "NaN", "nan", "."];

/// Reads the named columns of a data file: Parquet if its name ends in [`PARQUET`], or else CSV.
/// From Parquet come the numbers that the same table would give in CSV; nothing and NaN are missing.
///
/// # Errors
/// Those of [`read_csv`]; [`Refusal::Value`] and [`Refusal::NotNumbers`] of Parquet.
pub fn read_table(file: &str, input: impl Read, columns: &[&str]) -> Result<Table, Refusal> {
    read_drawn(file, input, columns, None)
}

/// The same, keeping of the pool whom the lots leave in, where they are drawn.
///
/// # Errors
/// The same, and [`Refusal::NotZeroOne`].
pub(crate) fn read_drawn(
    file: &str,
    input: impl Read,
    columns: &[&str],
    drawing: Option<Drawing<'_>>,
) -> Result<Table, Refusal> {
    if is_parquet(file) {
        parquet::table(file, input, columns, drawing)
    } else {
        csv(file, input, columns, drawing)
    }
}

/// Reads the named columns of a CSV file with a heading line. `file` is only for messages.
///
/// # Errors
/// [`Refusal::UnknownColumn`], [`Refusal::Cell`] and [`Refusal::File`].
pub fn read_csv(file: &str, input: impl Read, columns: &[&str]) -> Result<Table, Refusal> {
    csv(file, input, columns, None)
}

fn csv(
    file: &str,
    input: impl Read,
    columns: &[&str],
    mut drawing: Option<Drawing<'_>>,
) -> Result<Table, Refusal> {
    let most = most_rows(drawing.as_ref());
    let mut records = Records::new(input);
    let heading = first(file, &mut records)?;
    let mut wanted: Vec<Option<usize>> = vec![None; heading.len()];
    for (column, name) in columns.iter().enumerate() {
        let at = heading.iter().position(|known| known == name);
        wanted[at.ok_or_else(|| unknown(name, &heading, file))?] = Some(column);
    }
    let mut values = vec![Values::default(); columns.len()];
    let mut rows = 0;
    while let Some(record) = records.next().map_err(|error| broken(file, &error))? {
        if record.len() != heading.len() {
            return Err(uneven(file, record, heading.len()));
        }
        rows += 1;
        if rows > most {
            return Err(Refusal::TooManyRows { file: file.to_owned(), most });
        }
        for (at, field) in record.fields().enumerate() {
            let Some(column) = wanted[at] else { continue };
            if let [digit @ b'0'..=b'9'] = field {
                values[column].push_whole(digit - b'0');
                continue;
            }
            let value = match quick(field) {
                Some(value) => value,
                None => number(field).map_err(|problem| Refusal::Cell {
                    file: file.to_owned(),
                    line: record.line,
                    column: Some(heading[at].clone()),
                    problem,
                })?,
            };
            values[column].push(value);
        }
        if let Some(drawing) = &mut drawing {
            drawing.row(&mut values, columns)?;
        }
    }
    if rows == 0 {
        return Err(whole(file, "there is a heading and nobody under it"));
    }
    if let Some(mut drawing) = drawing {
        drawing.thin(&mut values);
    }
    Table::new(columns.iter().map(|name| (*name).to_owned()).zip(values).collect())
}

/// Reads the names of the columns alone: the heading line of CSV, or the schema of Parquet.
///
/// # Errors
/// [`Refusal::File`] when it is empty or not UTF-8, and of Parquet those of [`read_table`].
pub fn read_heading(file: &str, input: impl Read) -> Result<Vec<String>, Refusal> {
    if is_parquet(file) {
        return parquet::heading(file, input);
    }
    first(file, &mut Records::new(input))
}

/// Returns how many rows a Parquet file says it has, without decoding any.
///
/// # Errors
/// Those of [`read_table`].
pub fn rows_of_parquet(file: &str, input: impl Read) -> Result<usize, Refusal> {
    parquet::rows(file, input)
}

fn most_rows(drawing: Option<&Drawing<'_>>) -> usize {
    drawing.map_or(MOST_ROWS, |_| MOST_PASSED)
}

fn is_parquet(file: &str) -> bool {
    file.to_ascii_lowercase().ends_with(PARQUET)
}

fn first(file: &str, records: &mut Records<impl Read>) -> Result<Vec<String>, Refusal> {
    match records.next().map_err(|error| broken(file, &error))? {
        Some(record) => heading(file, record),
        None => Err(whole(file, "the file is empty")),
    }
}

fn uneven(file: &str, record: Record<'_>, heading: usize) -> Refusal {
    let problem = format!("{} values where the heading has {heading}", record.len());
    Refusal::Cell { file: file.to_owned(), line: record.line, column: None, problem }
}

fn heading(file: &str, record: Record<'_>) -> Result<Vec<String>, Refusal> {
    if record.len() > MOST_COLUMNS {
        return Err(whole(file, &format!("more than {MOST_COLUMNS} columns")));
    }
    let first = record.fields().next().unwrap_or_default();
    if first.starts_with(BEGINNING) {
        return Err(whole(file, "the file is Parquet, and its name does not end in .parquet"));
    }
    if first.starts_with(&[0xFF, 0xFE]) || first.starts_with(&[0xFE, 0xFF]) || first.contains(&0) {
        return Err(whole(file, "the file is in UTF-16"));
    }
    let mut names: Vec<String> = Vec::with_capacity(record.len());
    for field in record.fields() {
        let name = std::str::from_utf8(field)
            .map_err(|_| whole(file, "the heading has letters that are not UTF-8"))?;
        let name = name.trim_start_matches('\u{feff}').trim().to_owned();
        if names.contains(&name) {
            return Err(Refusal::NamedTwice(name));
        }
        names.push(name);
    }
    Ok(names)
}

/// Powers of ten that a number with few digits may be divided by; all are exact.
const TENS: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// Reads a number of at most 15 digits with a point among them or not, and nothing else. Digits
/// and power of ten are then exact, so one division rounds as a full reading would (Clinger 1990,
/// "How to read floating point numbers accurately").
fn quick(cell: &[u8]) -> Option<f64> {
    let (negative, digits) = match cell {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, cell),
    };
    if digits.is_empty() || digits.len() > 16 {
        return None;
    }
    let (mut whole, mut point, mut count) = (0_u64, None, 0);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                whole = whole * 10 + u64::from(byte - b'0');
                count += 1;
            }
            b'.' if point.is_none() => point = Some(count),
            _ => return None,
        }
    }
    if count == 0 || count > 15 {
        return None;
    }
    let value = point.map_or(whole as f64, |point| whole as f64 / TENS[count - point]);
    Some(if negative { -value } else { value })
}

/// Reads one cell: NaN when missing, or what is wrong with it.
fn number(cell: &[u8]) -> Result<f64, String> {
    let text =
        std::str::from_utf8(cell).map_err(|_| "letters that are not UTF-8".to_owned())?.trim();
    if MISSING.contains(&text) {
        return Ok(f64::NAN);
    }
    let value = text.parse::<f64>().ok().filter(|value| value.is_finite());
    value.ok_or_else(|| {
        let shown: String = text.chars().take(40).collect();
        if shown.chars().any(char::is_alphabetic) {
            format!("\"{shown}\" is not a number (a word needs a 0/1 column for each answer)")
        } else {
            format!("\"{shown}\" is not a number")
        }
    })
}

fn whole(file: &str, problem: &str) -> Refusal {
    Refusal::File { file: file.to_owned(), problem: problem.to_owned() }
}

fn broken(file: &str, error: &io::Error) -> Refusal {
    whole(file, &error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let refusal = read_csv("cohort.csv", text.as_bytes(), &["treated", "age"]).unwrap_err();
        assert_eq!(refusal.to_string(), expected);
    }

    #[test]
    fn blanks_are_missing_and_other_columns_are_not_read() {
        let table = read_csv(
            "c.csv",
            "\u{feff}age,name,treated\n31,Ann,1\n,Bob,0\nNA,Cy,1\n".as_bytes(),
            &["age"],
        )
        .unwrap();
        let ages = table.column("age").unwrap();
        assert_eq!((table.rows(), ages[0]), (3, 31.0));
        assert!(ages[1].is_nan() && ages[2].is_nan());
    }

    #[test]
    fn every_refusal_says_where() {
        check("", "cohort.csv: the file is empty");
        check("treated,age\n", "cohort.csv: there is a heading and nobody under it");
        check("treated,agee\n1,2\n", "there is no column \"age\" in cohort.csv");
        check("treated,age\n1,31\n0\n", "cohort.csv, line 3: 1 values where the heading has 2");
        check(
            "treated,age\n1,31\n0,old\n",
            "cohort.csv, line 3, column \"age\": \"old\" is not a number (a word needs a 0/1 column for each answer)",
        );
        check(
            "treated,age\n1,\"1,5\"\n",
            "cohort.csv, line 2, column \"age\": \"1,5\" is not a number",
        );
        check("treated,age,age\n1,2,3\n", "\"age\" is named twice");
    }

    #[test]
    fn a_quick_reading_is_a_full_one() {
        for text in [
            "0",
            "1",
            "-0",
            "7.",
            ".5",
            "-.5",
            "41.79",
            "-1.78741",
            "0.1",
            "123456789012345",
            "9007199254740993",
            "1234567.12345678",
            "0.000000000000001",
            "3.14159265358979",
        ] {
            let read = quick(text.as_bytes()).or_else(|| number(text.as_bytes()).ok()).unwrap();
            assert_eq!(read.to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
        }
        for text in ["", "-", ".", "1e5", "1,5", "--1", "1.2.3", " 1", "NA"] {
            assert_eq!(quick(text.as_bytes()), None, "{text}");
        }
        assert_eq!(number(b" 1e5 "), Ok(1e5));
    }

    #[test]
    fn another_encoding_is_recognised() {
        let utf16: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain("age\n1\n".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let refusal = read_csv("c.csv", utf16.as_slice(), &["age"]).unwrap_err();
        assert_eq!(refusal.to_string(), "c.csv: the file is in UTF-16");
        // Latin-1: a heading, and a cell that is asked for. Other cells are not looked at.
        let heading = read_csv("c.csv", &b"\xE2ge,age\n1,2\n"[..], &["age"]).unwrap_err();
        assert_eq!(heading.to_string(), "c.csv: the heading has letters that are not UTF-8");
        let cell = read_csv("c.csv", &b"age,name\n\xE2,x\n"[..], &["age"]).unwrap_err();
        assert_eq!(cell.to_string(), "c.csv, line 2, column \"age\": letters that are not UTF-8");
        assert_eq!(read_csv("c.csv", &b"age,name\n3,Si\xE2n\n"[..], &["age"]).unwrap().rows(), 1);
    }
}
