//! The rows of a file with known columns, cell by cell: every mistake is noted and none ends the reading but what
//! makes the rest unreadable.

use super::column::{Columns, Known};
use super::{Mistake, Mistakes, file};
use chrono::NaiveDate;
use csv::ByteRecord;
use domain::{Coded, IdentifierKind, Invalid};
use std::io::{Read, Seek};

/// How much of a file is read.
#[derive(Clone, Copy)]
pub(crate) struct Most {
    /// Rows at most.
    pub(crate) rows: usize,
    /// What says that there are more.
    pub(crate) key: &'static str,
}

/// Reads a file: `row` is given each row that has as many cells as the first line. Everything that is wrong with the
/// file itself is noted.
pub(crate) fn read_rows<C: Copy + PartialEq>(
    file: impl Read + Seek,
    known: &[Known<C>],
    most: Most,
    mistakes: &mut Mistakes,
    row: impl FnMut(&Columns<C>, u64, &ByteRecord, &mut Mistakes),
) {
    if let Err(last) = read_noting(file, known, most, mistakes, row) {
        mistakes.add(last);
    }
}

/// The error is what ends the reading.
fn read_noting<C: Copy + PartialEq>(
    file: impl Read + Seek,
    known: &[Known<C>],
    most: Most,
    mistakes: &mut Mistakes,
    mut row: impl FnMut(&Columns<C>, u64, &ByteRecord, &mut Mistakes),
) -> Result<(), Mistake> {
    let whole = |line, why| Mistake { line, column: None, why };
    let mut rows = file::Rows::new(file)?;
    let Some((_, first)) = rows.next()? else {
        return Err(whole(1, Invalid::new("import-empty")));
    };
    let columns = Columns::read(first, known, &[]).map_err(|mut found| {
        let last = found.pop();
        found.into_iter().for_each(|mistake| mistakes.add(mistake));
        last.unwrap_or_else(|| whole(1, Invalid::new("import-empty")))
    })?;
    // Rows that are wrong count too: a file whose rows are all wrong is not one without rows.
    let mut count = 0;
    while let Some((line, record)) = rows.next()? {
        if count == most.rows {
            return Err(whole(line, Invalid::new(most.key).with("most", most.rows)));
        }
        count += 1;
        match check_width(&columns, record, line) {
            Ok(()) => row(&columns, line, record, mistakes),
            Err(mistake) => mistakes.add(mistake),
        }
    }
    if count == 0 {
        return Err(whole(2, Invalid::new("import-no-rows")));
    }
    Ok(())
}

/// Refuses a row that has not as many cells as the first line.
pub(super) fn check_width<C>(
    columns: &Columns<C>,
    record: &ByteRecord,
    line: u64,
) -> Result<(), Mistake> {
    if record.len() == columns.width {
        return Ok(());
    }
    let why = Invalid::new("import-cells");
    let why = why.with("found", record.len()).with("expected", columns.width);
    Err(Mistake { line, column: None, why })
}

/// Reads the cells of one row and gathers what is wrong.
pub(crate) struct Cells<'a, C> {
    columns: &'a Columns<C>,
    record: &'a ByteRecord,
    line: u64,
    pub(crate) mistakes: Vec<Mistake>,
}

impl<'a, C: Coded> Cells<'a, C> {
    /// Begins a row that has as many cells as the first line.
    pub(crate) const fn of(columns: &'a Columns<C>, record: &'a ByteRecord, line: u64) -> Self {
        Self { columns, record, line, mistakes: Vec::new() }
    }

    pub(crate) fn refuse(&mut self, column: C, why: Invalid) {
        self.mistakes.push(Mistake { line: self.line, column: Some(column.code()), why });
    }

    /// Returns the text of a cell: empty where the file has no such column, `None` where it is no
    /// text, which is noted.
    fn text(&mut self, column: C) -> Option<&'a str> {
        let Some(cell) = self.columns.find(column).and_then(|at| self.record.get(at)) else {
            return Some("");
        };
        match file::text(cell, self.line, column.code()) {
            Ok(text) => Some(text),
            Err(mistake) => {
                self.mistakes.push(mistake);
                None
            }
        }
    }

    pub(crate) fn required<T>(
        &mut self,
        column: C,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        let text = self.text(column)?;
        parse(text).map_err(|why| self.refuse(column, why)).ok()
    }

    pub(crate) fn optional<T>(
        &mut self,
        column: C,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        let text = self.text(column).filter(|text| !text.is_empty())?;
        parse(text).map_err(|why| self.refuse(column, why)).ok()
    }

    /// Returns the numbers that there are in some columns, in their order.
    pub(crate) fn numbers(
        &mut self,
        columns: &[(IdentifierKind, C)],
        today: NaiveDate,
    ) -> Vec<(IdentifierKind, String)> {
        let number = |(kind, column): &(IdentifierKind, C)| {
            Some((*kind, self.optional(*column, |text| kind.parse_number(text, today))?))
        };
        columns.iter().filter_map(number).collect()
    }
}

/// Returns a value of a list, or the refusal of what is none.
pub(crate) fn known<T>(value: Option<T>, text: &str) -> Result<T, Invalid> {
    let shown: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    value.ok_or_else(|| Invalid::new("invalid-code").with("code", shown))
}
