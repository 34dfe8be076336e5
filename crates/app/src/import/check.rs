//! The first reading: everything that is wrong in a file, without changing anything.

use super::column::{Columns, of_list};
use super::file::Rows;
use super::row::Against;
use super::{BATCH, Column, Importer, Mistake, Options, Progress, Report, Row, Watch};
use crate::Error;
use domain::{IdentifierKind, Invalid, OrganisationId};
use std::collections::{HashMap, HashSet};
use std::io::{self, Seek};
use store::import::{self, Holder, Standing};
use store::{Conn, organisation};

/// What the first reading remembers: nothing that grows faster than a few bytes a row.
pub(super) struct Check<'a> {
    importer: &'a Importer,
    prison: Option<String>,
    prisons: HashMap<String, OrganisationId>,
    /// The line of each prison number and CRN, each written as a number of four bytes.
    seen: [HashMap<u32, Seen>; 2],
    /// Lines that are not loaded.
    pub(super) refused: HashSet<u64>,
}

#[derive(Clone, Copy)]
struct Seen {
    line: u32,
    reported: bool,
}

/// A row that was read, with its line.
pub(super) type Read = (u64, Result<Row, Vec<Mistake>>);

/// Who has the numbers of some rows.
pub(super) type Holders = HashMap<(IdentifierKind, String), Holder>;

/// What the database knows of a row.
pub(super) enum Found {
    /// Nobody yet.
    New,
    /// The row was loaded before.
    Same,
    /// Somebody of whom the row says something new.
    Known(Box<Standing>),
}

impl<'a> Check<'a> {
    pub(super) fn new(importer: &'a Importer, options: &Options) -> Self {
        let own = importer.prison().map(str::to_owned);
        Self {
            importer,
            prison: own.or_else(|| options.prison.clone()),
            prisons: HashMap::new(),
            seen: [HashMap::new(), HashMap::new()],
            refused: HashSet::new(),
        }
    }

    /// Reads the whole file. The inner error is what makes it unreadable.
    pub(super) async fn read(
        &mut self,
        file: &mut (impl io::Read + Seek + Send),
        report: &mut Report,
        watch: &mut dyn Watch,
    ) -> Result<Result<(), Mistake>, Error> {
        let (mut rows, columns) = match self.open(file) {
            Ok(opened) => opened,
            Err(mut mistakes) => {
                let last = mistakes.pop();
                for mistake in mistakes {
                    watch.mistake(&mistake);
                    report.mistakes.add(mistake);
                }
                let nothing = Mistake { line: 1, column: None, why: Invalid::new("import-empty") };
                return Ok(Err(last.unwrap_or(nothing)));
            }
        };
        let mut conn = self.importer.app().db.read().await?;
        self.prisons = organisation::prisons(&mut conn).await?;
        loop {
            let batch = match self.next_batch(&mut rows, &columns) {
                Ok(batch) if batch.is_empty() => break,
                Ok(batch) => batch,
                Err(mistake) => return Ok(Err(mistake)),
            };
            let right = batch.iter().filter_map(|(_, row)| row.as_ref().ok());
            let holders = holders(&mut conn, right).await?;
            report.rows += batch.len() as u64;
            for (line, row) in batch {
                let mistakes = match row {
                    Ok(row) => self.check(&mut conn, line, &row, &holders).await?,
                    Err(mistakes) => mistakes,
                };
                for mistake in mistakes {
                    self.refused.insert(mistake.line);
                    watch.mistake(&mistake);
                    report.mistakes.add(mistake);
                }
            }
            let (bytes, rows) = (rows.bytes(), report.rows);
            watch.progress(Progress { loading: false, bytes, rows });
        }
        if report.rows == 0 {
            return Ok(Err(Mistake { line: 2, column: None, why: Invalid::new("import-no-rows") }));
        }
        Ok(Ok(()))
    }

    /// Reads and parses the next rows: none at the end of the file.
    pub(super) fn next_batch<R: io::Read + Seek>(
        &self,
        rows: &mut Rows<R>,
        columns: &Columns<Column>,
    ) -> Result<Vec<Read>, Mistake> {
        let mut batch = Vec::with_capacity(BATCH);
        let against = Against {
            today: self.importer.today(),
            prison: self.prison.as_deref(),
            prisons: &self.prisons,
        };
        while batch.len() < BATCH {
            let Some((line, record)) = rows.next()? else { break };
            batch.push((line, Row::parse(columns, record, line, against)));
        }
        Ok(batch)
    }

    /// Reads the first line.
    pub(super) fn open<R: io::Read + Seek>(
        &self,
        file: R,
    ) -> Result<(Rows<R>, Columns<Column>), Vec<Mistake>> {
        let mut rows = Rows::new(file).map_err(|mistake| vec![mistake])?;
        let columns = match rows.next() {
            Ok(Some((_, record))) => of_list(record, self.prison.is_some())?,
            Ok(None) => return Err(Vec::new()),
            Err(mistake) => return Err(vec![mistake]),
        };
        Ok((rows, columns))
    }

    async fn check(
        &mut self,
        conn: &mut Conn,
        line: u64,
        row: &Row,
        holders: &Holders,
    ) -> Result<Vec<Mistake>, Error> {
        let mut mistakes = self.duplicates(line, row);
        if let Err(found) = self.find(conn, line, row, holders).await? {
            mistakes.extend(found);
        }
        Ok(mistakes)
    }

    /// Names both lines where a number that is never shared is on two.
    fn duplicates(&mut self, line: u64, row: &Row) -> Vec<Mistake> {
        let numbers = [
            (Column::PrisonNumber, Some(row.prison_number.as_str())),
            (Column::Crn, row.number(IdentifierKind::Crn)),
        ];
        let mut mistakes = Vec::new();
        for ((column, number), seen) in numbers.into_iter().zip(&mut self.seen) {
            let Some(number) = number else { continue };
            let short = u32::try_from(line).unwrap_or(u32::MAX);
            let Some(first) = seen.get_mut(&packed(number)) else {
                seen.insert(packed(number), Seen { line: short, reported: false });
                continue;
            };
            let why = |other: u64| {
                Invalid::new("import-number-twice").with("number", number).with("other", other)
            };
            // Which of the two is right cannot be known, so neither is loaded.
            if !std::mem::replace(&mut first.reported, true) {
                let line_of_first = u64::from(first.line);
                mistakes.push(Mistake {
                    line: line_of_first,
                    column: Some(column.code()),
                    why: why(line),
                });
            }
            let other = u64::from(first.line);
            mistakes.push(Mistake { line, column: Some(column.code()), why: why(other) });
        }
        mistakes
    }

    /// Finds out whom a row is about, or why it cannot be loaded.
    pub(super) async fn find(
        &mut self,
        conn: &mut Conn,
        line: u64,
        row: &Row,
        holders: &Holders,
    ) -> Result<Result<Found, Vec<Mistake>>, Error> {
        let refuse =
            |column: Column, why| Ok(Err(vec![Mistake { line, column: Some(column.code()), why }]));
        let holder = |kind, number: &str| holders.get(&(kind, number.to_owned()));
        let known = holder(IdentifierKind::PrisonNumber, row.prison_number.as_str());
        if let Some(crn) = row.number(IdentifierKind::Crn)
            && let Some(other) = holder(IdentifierKind::Crn, crn)
            && known.is_none_or(|known| known.person != other.person)
        {
            return refuse(Column::Crn, Invalid::new("import-number-taken"));
        }
        let Some(known) = known else { return Ok(Ok(Found::New)) };
        if known.hash.as_ref().is_some_and(|hash| *hash == row.hash()) {
            return Ok(Ok(Found::Same));
        }
        let standing = import::standing(conn, known.person).await?;
        let standing = standing.ok_or(Error::NotFound("person"))?;
        Ok(match conflict(row, &standing, self.importer.only()) {
            Some((column, why)) => Err(vec![Mistake { line, column: Some(column.code()), why }]),
            None => Ok(Found::Known(Box::new(standing))),
        })
    }
}

/// Finds who has the numbers of some rows that are never shared.
pub(super) async fn holders<'a>(
    conn: &mut Conn,
    rows: impl Iterator<Item = &'a Row>,
) -> Result<Holders, Error> {
    let mut numbers = Vec::new();
    for row in rows {
        numbers.push((IdentifierKind::PrisonNumber, row.prison_number.as_str()));
        numbers.extend(row.number(IdentifierKind::Crn).map(|crn| (IdentifierKind::Crn, crn)));
    }
    Ok(import::holders(conn, &numbers).await?)
}

/// Returns why a row cannot change somebody's record.
fn conflict(
    row: &Row,
    standing: &Standing,
    only: Option<OrganisationId>,
) -> Option<(Column, Invalid)> {
    let person = &standing.person;
    if only.is_some_and(|only| only != person.lead.organisation) {
        return Some((Column::PrisonNumber, Invalid::new("import-led-elsewhere")));
    }
    // A slip in one letter can give another person's number. One detail that differs is a
    // correction; a name and a date of birth that both differ are somebody else.
    let other_name = row.family_name.as_str().to_lowercase() != person.family_name.to_lowercase();
    let other_birth = row
        .date_of_birth
        .is_some_and(|born| person.date_of_birth.is_some_and(|known| known != born));
    if other_name && other_birth {
        return Some((Column::PrisonNumber, Invalid::new("import-other-person")));
    }
    let custody = standing.custody.as_ref()?;
    let since = custody.ended_on.unwrap_or(custody.started_on);
    (row.received_on < since)
        .then(|| (Column::ReceivedOn, Invalid::new("import-older").with("since", since)))
}

/// Writes a number of up to three letters and six digits as one of four bytes: both prison numbers
/// (`A1234BC`) and CRNs (`X123456`) fit, and each has a list of its own.
fn packed(number: &str) -> u32 {
    number.bytes().fold(0, |packed, byte| match byte {
        b'0'..=b'9' => packed * 10 + u32::from(byte - b'0'),
        _ => packed * 26 + u32::from(byte.wrapping_sub(b'A') % 26),
    })
}

#[cfg(test)]
mod tests {
    use super::packed;

    proptest::proptest! {
        #[test]
        fn different_numbers_stay_different(a in "[A-Z][0-9]{4}[A-Z]{2}", b in "[A-Z][0-9]{4}[A-Z]{2}") {
            proptest::prop_assert_eq!(packed(&a) == packed(&b), a == b);
        }

        #[test]
        fn case_reference_numbers_too(a in "[A-Z][0-9]{6}", b in "[A-Z][0-9]{6}") {
            proptest::prop_assert_eq!(packed(&a) == packed(&b), a == b);
        }
    }
}
