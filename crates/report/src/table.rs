//! Tables: the numbers of a figure as text, for people and as CSV for programs.

use serde::Serialize;

/// A table with a heading row, and a heading at the start of each row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Headings of the columns.
    pub head: Vec<Cell>,
    /// Rows, each as long as the heading.
    pub rows: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cell {
    /// What is shown.
    pub text: String,
    /// The language it is in, where that is not the report's.
    pub language: Option<&'static str>,
    /// Whether it is a number, and stands on the right.
    pub numeric: bool,
}

impl Cell {
    /// Returns a cell of words.
    #[must_use]
    pub fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), language: None, numeric: false }
    }

    /// Returns a cell with a number, or the heading of a column of them.
    #[must_use]
    pub fn number(text: impl Into<String>) -> Self {
        Self { text: text.into(), language: None, numeric: true }
    }
}

impl Table {
    /// Returns the table as CSV (RFC 4180) with the same numbers, plain: no thousands set off, and
    /// a hyphen for the minus sign.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut text = String::new();
        for row in std::iter::once(&self.head).chain(&self.rows) {
            let cells: Vec<String> = row
                .iter()
                .enumerate()
                .map(|(at, cell)| {
                    let number = cell.numeric && !std::ptr::eq(row, &self.head) && at > 0;
                    if number { plain(&cell.text) } else { quoted(&harmless(&cell.text)) }
                })
                .collect();
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
        text
    }
}

fn plain(number: &str) -> String {
    let plain = number.replace(',', "").replace('−', "-");
    if plain == "–" { String::new() } else { quoted(&plain) }
}

/// A spreadsheet runs a cell that starts like a formula (OWASP ASVS 5.0, 1.2.10).
fn harmless(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '−']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(rows: Vec<Vec<Cell>>) -> Table {
        let head = vec![Cell::words("Name"), Cell::number("Difference, in points")];
        Table { caption: "A table".into(), head, rows }
    }

    #[test]
    fn numbers_are_plain_and_no_cell_is_a_formula() {
        let row = |name: &str, number: &str| vec![Cell::words(name), Cell::number(number)];
        let found = table(vec![row("=1+1", "−8,498"), row("a, \"b\"", "–"), row("c", "<0.001")]);
        assert_eq!(
            found.csv(),
            "Name,\"Difference, in points\"\r\n'=1+1,-8498\r\n\"a, \"\"b\"\"\",\r\nc,<0.001\r\n"
        );
    }

    proptest! {
        #[test]
        fn every_text_comes_back_out_of_the_csv(names in proptest::collection::vec(".*", 1..6)) {
            let rows = names.iter().map(|name| vec![Cell::words(name), Cell::number("1.5")]);
            let csv = table(rows.collect()).csv();
            let mut reader = csv::Reader::from_reader(csv.as_bytes());
            let read: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            prop_assert_eq!(read.len(), names.len());
            for (row, name) in read.iter().zip(&names) {
                let marked = format!("'{name}");
                prop_assert!(row[0] == **name || row[0] == marked);
                prop_assert!(!row[0].starts_with(['=', '+', '-', '@']));
                prop_assert_eq!(&row[1], "1.5");
            }
        }
    }
}
