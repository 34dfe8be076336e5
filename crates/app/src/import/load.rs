//! The second reading: the rows that were right, a thousand to a transaction.

use super::check::{Check, Found, holders};
use super::{Importer, Mistake, Progress, Report, Row, Watch, change, person};
use crate::Error;
use chrono::NaiveDate;
use domain::{BankHolidays, Invalid, ReleaseCase, ReleaseDate};
use std::io::{Read, Seek};

/// What the second reading works with.
pub(super) struct Load<'a> {
    check: Check<'a>,
    importer: &'a Importer,
    calendar: BankHolidays,
}

impl<'a> Load<'a> {
    pub(super) fn new(check: Check<'a>, importer: &'a Importer) -> Self {
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
        let mut read = 0;
        loop {
            let batch = self.check.next_batch(&mut rows, &columns).map_err(moved)?;
            if batch.is_empty() {
                return Ok(());
            }
            read += batch.len() as u64;
            let right = batch
                .into_iter()
                .filter(|(line, _)| !self.check.refused.contains(line))
                .map(|(line, row)| Ok((line, row.map_err(|_| Error::Internal(CHANGED))?)))
                .collect::<Result<Vec<_>, Error>>()?;
            self.load(&right, report, watch).await?;
            watch.progress(Progress { loading: true, bytes: rows.bytes(), rows: read });
        }
    }

    /// Loads a batch in one transaction: first what is said of people who are here, then those who
    /// are not, whose rows can be written many at a time.
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
        // Asked again, because somebody else may have changed a record since the check.
        let holders = holders(&mut tx, batch.iter().map(|(_, row)| row)).await?;
        let mut new = Vec::with_capacity(batch.len());
        for (line, row) in batch {
            let found = match self.check.find(&mut tx, *line, row, &holders).await? {
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
            let release = self.release_on(*line, row, report);
            match found {
                Found::Same => report.unchanged += 1,
                Found::New => new.push((row, release)),
                Found::Known(standing) => {
                    let changed = change::apply(self.importer, &mut tx, row, &standing, release);
                    *(if changed.await? { &mut report.changed } else { &mut report.unchanged }) +=
                        1;
                }
            }
        }
        tx.only_adds();
        let mut added = Vec::with_capacity(new.len());
        for (row, release) in &new {
            added.push(person::add(self.importer, &mut tx, row, *release).await?);
        }
        tx.commit().await?;
        report.added += added.len() as u64;
        self.importer.look_for(&added).await
    }

    /// Returns the day of release, if there is one. Where the date rules could not say it, that is
    /// noted.
    fn release_on(&self, line: u64, row: &Row, report: &mut Report) -> Option<NaiveDate> {
        let (release, worked_out) = self.release_date(row)?;
        if !worked_out {
            let why = Invalid::new("import-beyond-calendar");
            let column = Some(super::Column::ReleaseDueOn.code());
            report.notices.add(Mistake { line, column, why });
        }
        Some(release)
    }

    /// Returns the day of release by the date rules, and whether they could be worked out: for a
    /// day beyond the known bank holidays, the day due stands.
    fn release_date(&self, row: &Row) -> Option<(NaiveDate, bool)> {
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
