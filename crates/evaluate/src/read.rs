//! CSV in. Only the columns that the study names are read as numbers; every refusal says the
//! file, the line and the column, and a wrong name is answered with the nearest right one.

use std::io::Read;

use csv::{ByteRecord, ReaderBuilder};

use crate::refusal::Refusal;
use crate::table::{Table, unknown};

/// Most rows read from one file: ten million people with thirty columns need about 2.4 GB.
pub const MOST_ROWS: usize = 10_000_000;
/// Most columns in a file.
pub const MOST_COLUMNS: usize = 2_000;
/// What stands for a value that is not known (blank, R, pandas, Stata).
pub const MISSING: [&str; 5] = ["", "NA", "NaN", "nan", "."];

/// Reads the named columns of a CSV file with a heading line. `file` is only for messages.
///
/// # Errors
/// [`Refusal::UnknownColumn`], [`Refusal::Cell`] and [`Refusal::File`].
pub fn read_csv(file: &str, input: impl Read, columns: &[&str]) -> Result<Table, Refusal> {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(input);
    let mut record = ByteRecord::new();
    if !reader.read_byte_record(&mut record).map_err(|error| broken(file, &error))? {
        return Err(whole(file, "the file is empty"));
    }
    let heading = heading(file, &record)?;
    let wanted = columns
        .iter()
        .map(|name| {
            let at = heading.iter().position(|known| known == name);
            at.ok_or_else(|| unknown(name, &heading, file))
        })
        .collect::<Result<Vec<usize>, Refusal>>()?;
    let mut values: Vec<Vec<f64>> = vec![Vec::new(); wanted.len()];
    let mut rows = 0;
    while reader.read_byte_record(&mut record).map_err(|error| broken(file, &error))? {
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != heading.len() {
            let problem =
                format!("{} values where the heading has {}", record.len(), heading.len());
            return Err(Refusal::Cell { file: file.to_owned(), line, column: None, problem });
        }
        rows += 1;
        if rows > MOST_ROWS {
            return Err(whole(file, &format!("more than {MOST_ROWS} rows")));
        }
        for (column, at) in values.iter_mut().zip(&wanted) {
            let value = number(&record[*at]).map_err(|problem| Refusal::Cell {
                file: file.to_owned(),
                line,
                column: Some(heading[*at].clone()),
                problem,
            })?;
            column.push(value);
        }
    }
    if rows == 0 {
        return Err(whole(file, "there is a heading and nobody under it"));
    }
    Table::new(columns.iter().map(|name| (*name).to_owned()).zip(values).collect())
}

/// Reads the heading line alone.
///
/// # Errors
/// [`Refusal::File`] when it is empty or not UTF-8.
pub fn read_heading(file: &str, input: impl Read) -> Result<Vec<String>, Refusal> {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(input);
    let mut record = ByteRecord::new();
    if !reader.read_byte_record(&mut record).map_err(|error| broken(file, &error))? {
        return Err(whole(file, "the file is empty"));
    }
    heading(file, &record)
}

fn heading(file: &str, record: &ByteRecord) -> Result<Vec<String>, Refusal> {
    if record.len() > MOST_COLUMNS {
        return Err(whole(file, &format!("more than {MOST_COLUMNS} columns")));
    }
    let first = record.get(0).unwrap_or_default();
    if first.starts_with(&[0xFF, 0xFE]) || first.starts_with(&[0xFE, 0xFF]) || first.contains(&0) {
        return Err(whole(file, "the file is in UTF-16"));
    }
    if first.starts_with(b"PAR1") {
        return Err(Refusal::NotYet { what: "Parquet".into(), supported: "CSV in UTF-8" });
    }
    let mut names: Vec<String> = Vec::with_capacity(record.len());
    for field in record {
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

fn broken(file: &str, error: &csv::Error) -> Refusal {
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
    fn another_encoding_is_recognised() {
        let utf16: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain("age\n1\n".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let refusal = read_csv("c.csv", utf16.as_slice(), &["age"]).unwrap_err();
        assert_eq!(refusal.to_string(), "c.csv: the file is in UTF-16");
    }
}
