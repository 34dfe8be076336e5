//! The second reading: the rows that were right, a thousand to a transaction.

use super::check::{Check, Found};
use super::{
    BATCH, Importer, Mistake, Options, PROGRESS_ROWS, Progress, Report, Row, Watch, change, person,
};
use crate::Error;
use domain::{BankHolidays, Invalid, ReleaseCase, ReleaseDate};
use std::io::{Read, Seek};
use store::Tx;

/// What the second reading works with.
pub(super) struct Load<'a> {
    check: Check<'a>,
    importer: &'a Importer,
    calendar: BankHolidays,
}

/// What came of one row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    /// A person was added.
    Added,
    /// Something of a person changed.
    Changed,
    /// Nothing was new.
    Unchanged,
}

impl<'a> Load<'a> {
    pub(super) fn new(check: Check<'a>, importer: &'a Importer, _: &Options) -> Self {
        Self { check, importer, calendar: BankHolidays::built_in() }
    }

    /// Reads the file and loads it.
    pub(super) async fn read(
        &mut self,
        file: &mut (impl Read + Seek + Send),
        report: &mut Report,
        watch: &mut dyn Watch,
    ) -> Result<(), Error> {
        let moved = |_| Error::Internal("the file changed while it was read");
        let (mut rows, columns) = self.check.open(file).map_err(|_| Error::Internal(CHANGED))?;
        let (mut batch, mut read, mut more) = (Vec::with_capacity(BATCH), 0_u64, true);
        while more {
            batch.clear();
            while batch.len() < BATCH {
                let Some((line, record)) = rows.next().map_err(moved)? else {
                    more = false;
                    break;
                };
                read += 1;
                if !self.check.refused.contains(&line) {
                    let row = self.check.parse(&columns, record, line);
                    batch.push((line, row.map_err(|_| Error::Internal(CHANGED))?));
                }
                if read.is_multiple_of(PROGRESS_ROWS) {
                    let (bytes, rows) = (rows.bytes(), read);
                    watch.progress(Progress { loading: true, bytes, rows });
                }
            }
            self.load(&batch, report, watch).await?;
        }
        Ok(())
    }

    /// Loads a batch in one transaction.
    async fn load(
        &mut self,
        batch: &[(u64, Row)],
        report: &mut Report,
        watch: &mut dyn Watch,
    ) -> Result<(), Error> {
        if batch.is_empty() {
            return Ok(());
        }
        let mut tx = self.importer.app().db.begin().await?;
        for (line, row) in batch {
            // Asked again, because somebody else may have changed the record since the check.
            let found = match self.check.find(&mut tx, *line, row).await? {
                Ok(found) => found,
                Err(mistakes) => {
                    report.refused += 1;
                    for mistake in mistakes {
                        watch.mistake(&mistake);
                        report.mistakes.add(mistake);
                    }
                    continue;
                }
            };
            match self.row(&mut tx, (*line, row), found, report).await? {
                Came::Added => report.added += 1,
                Came::Changed => report.changed += 1,
                Came::Unchanged => report.unchanged += 1,
            }
        }
        Ok(tx.commit().await?)
    }

    async fn row(
        &self,
        tx: &mut Tx,
        (line, row): (u64, &Row),
        found: Found,
        report: &mut Report,
    ) -> Result<Came, Error> {
        let release = self.release_date(row);
        if release.is_some_and(|(_, worked_out)| !worked_out) {
            let why = Invalid::new("import-beyond-calendar");
            let column = Some(super::Column::ReleaseDueOn);
            report.notices.add(Mistake { line, column, why });
        }
        let release = release.map(|(date, _)| date);
        match found {
            Found::Same => Ok(Came::Unchanged),
            Found::New(prison) => {
                person::add(self.importer, tx, row, prison, release).await?;
                Ok(Came::Added)
            }
            Found::Known(prison, standing) => {
                let changed =
                    change::apply(self.importer, tx, row, prison, &standing, release).await?;
                Ok(if changed { Came::Changed } else { Came::Unchanged })
            }
        }
    }

    /// Returns the day of release by the date rules, and whether they could be worked out: for a
    /// day beyond the known bank holidays, the day due stands.
    fn release_date(&self, row: &Row) -> Option<(chrono::NaiveDate, bool)> {
        let due = row.release_due_on?;
        let days = (due - row.received_on).num_days();
        let case = ReleaseCase {
            due,
            route: row.release_route,
            days_served: u32::try_from(days).unwrap_or(0),
        };
        Some(match ReleaseDate::work_out(&case, &self.calendar) {
            Ok(worked_out) => (worked_out.release, true),
            Err(_) => (due, false),
        })
    }
}

const CHANGED: &str = "the file changed while it was read";
