//! Reading the reference data that a site may replace: small CSV files with a heading line, whose
//! first bad row is named by line and column.

use crate::Invalid;

/// One row of a reference file, its cells trimmed.
pub(crate) struct Row {
    line: u64,
    columns: &'static [&'static str],
    cells: csv::StringRecord,
}

impl Row {
    /// Returns the text of a column; a column that the file was not declared with is empty.
    pub(crate) fn text(&self, column: &str) -> &str {
        let at = self.columns.iter().position(|name| *name == column);
        at.and_then(|at| self.cells.get(at)).unwrap_or_default()
    }

    /// Returns the reason to refuse the row for what a column says.
    pub(crate) fn refuse(&self, column: &str) -> Invalid {
        Invalid::new("invalid-reference-cell")
            .with("line", self.line)
            .with("column", column)
            .with("value", self.text(column))
    }
}

/// Reads rows of exactly these columns, in this order. Lines that begin with `#` are remarks.
///
/// Refuses with `invalid-reference-columns` for another heading, and `invalid-reference-row` for a row
/// that has more or fewer cells or is not UTF-8.
pub(crate) fn read_rows(text: &str, columns: &'static [&'static str]) -> Result<Vec<Row>, Invalid> {
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .trim(csv::Trim::All)
        .from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let heading = reader.headers().map_err(|error| refuse_row(&error))?;
    if heading != columns {
        return Err(Invalid::new("invalid-reference-columns").with("columns", columns.join(", ")));
    }
    let mut rows = Vec::new();
    for cells in reader.into_records() {
        let cells = cells.map_err(|error| refuse_row(&error))?;
        let line = cells.position().map_or(0, csv::Position::line);
        rows.push(Row { line, columns, cells });
    }
    Ok(rows)
}

fn refuse_row(error: &csv::Error) -> Invalid {
    let line = error.position().map_or(1, csv::Position::line);
    Invalid::new("invalid-reference-row").with("line", line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::check_refused;

    fn read(text: &str) -> Result<Vec<String>, Invalid> {
        let rows = read_rows(text, &["code", "name"])?;
        rows.iter()
            .map(|row| match row.text("name") {
                "bad" => Err(row.refuse("name")),
                name => Ok(format!("{} {name}", row.text("code"))),
            })
            .collect()
    }

    #[test]
    fn rows_are_read_by_column() {
        let text = "\u{FEFF}# A remark.\ncode,name\r\nA,\"One, two\"\n# Another.\nB,Three\n";
        assert_eq!(read(text).unwrap(), ["A One, two", "B Three"]);
    }

    #[test]
    fn the_line_is_named() {
        check_refused(read, "name,code\nA,B\n", "invalid-reference-columns");
        check_refused(read, "code,name\nA\n", "invalid-reference-row");
        check_refused(read, "code,name\nA,bad\n", "invalid-reference-cell");
        let invalid = read("code,name\nA,One\nB,bad\n").unwrap_err();
        assert_eq!(invalid.to_string(), "invalid-reference-cell line=3 column=name value=bad");
    }
}
