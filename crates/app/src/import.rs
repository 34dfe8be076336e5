//! Importing a custody list: people, where they are held, and when they leave.
//!
//! A file is read twice. The first reading checks every row, keeping only what was wrong (up to
//! [`SHOWN`] mistakes, and how many in all) and a small number for each prison number seen; the
//! second loads the rows that were right, a thousand to a transaction. So a file of any length is
//! read in bounded memory, and nothing is loaded of a file that has a mistake, unless that was
//! asked for. A row that was loaded before is known by its hash and changes nothing: an import
//! that was killed is simply run again.

pub(crate) mod cells;
mod change;
mod check;
pub(crate) mod column;
pub(crate) mod file;
mod importer;
mod load;
mod person;
mod row;

pub use column::{Column, first_line};
pub use importer::Importer;
pub use row::Row;

use crate::Error;
use check::Check;
use domain::{Event, Invalid};
use load::Load;
use std::io::{Read, Seek};

/// Mistakes and notices kept to be shown; the others are counted, and passed on as they are found.
pub const SHOWN: usize = 1_000;
/// Rows in one transaction: few enough that somebody else's change never waits long.
pub const BATCH: usize = 1_000;

/// What is wrong in a file, and where. Also a notice: what is worth a look, and stops nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, as an editor counts them.
    pub line: u64,
    /// The column, by its name in the first line, if it is about one.
    pub column: Option<&'static str>,
    /// What is wrong and what to do.
    pub why: Invalid,
}

/// How to import.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Load the rows that are right, although others are not.
    pub accept_good: bool,
    /// Check the file and load nothing.
    pub check_only: bool,
    /// The prison that the list is of, by code: its column may then be left out.
    pub prison: Option<String>,
}

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Whether rows are being loaded, after all have been checked.
    pub loading: bool,
    /// Bytes read in this reading.
    pub bytes: u64,
    /// Rows read in this reading.
    pub rows: u64,
}

/// Who watches an import.
pub trait Watch: Send {
    /// A mistake was found. Every one comes here, in no certain order.
    fn mistake(&mut self, mistake: &Mistake);
    /// The import has come so far.
    fn progress(&mut self, progress: Progress);
}

/// Watches nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoWatch;

impl Watch for NoWatch {
    fn mistake(&mut self, _: &Mistake) {}
    fn progress(&mut self, _: Progress) {}
}

/// Up to [`SHOWN`] mistakes, and how many there are in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mistakes {
    /// The first of them, by line.
    pub shown: Vec<Mistake>,
    /// How many in all.
    pub count: u64,
}

impl Mistakes {
    pub(crate) fn add(&mut self, mistake: Mistake) {
        self.count += 1;
        if self.shown.len() < SHOWN {
            self.shown.push(mistake);
        }
    }
}

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows in the file, the first line aside.
    pub rows: u64,
    /// People added.
    pub added: u64,
    /// People of whom the list says something new.
    pub changed: u64,
    /// Rows that said nothing new.
    pub unchanged: u64,
    /// Rows refused.
    pub refused: u64,
    /// What was wrong.
    pub mistakes: Mistakes,
    /// What is worth a look.
    pub notices: Mistakes,
    /// Whether rows were loaded; false where there were mistakes and no leave to go on.
    pub loaded: bool,
    /// Whether the file could not be read as a list at all.
    pub unreadable: bool,
}

/// Imports a custody list.
///
/// # Errors
/// When the database fails, or the form that the list came by was taken before. What is wrong with
/// the file is in the report.
pub async fn run(
    importer: &Importer,
    file: &mut (impl Read + Seek + Send),
    options: &Options,
    watch: &mut dyn Watch,
) -> Result<Report, Error> {
    let mut check = Check::new(importer, options);
    let mut report = Report::default();
    let read = check.read(file, &mut report, watch).await?;
    report.mistakes.shown.sort_by_key(|mistake| mistake.line);
    report.refused = check.refused.len() as u64;
    if let Err(mistake) = read {
        watch.mistake(&mistake);
        report.mistakes.shown.insert(0, mistake);
        report.mistakes.count += 1;
        report.unreadable = true;
        return Ok(report);
    }
    let go_on = report.mistakes.count == 0 || options.accept_good;
    if options.check_only || !go_on {
        return Ok(report);
    }
    Load::new(check, importer).read(file, &mut report, watch).await?;
    report.loaded = true;
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let event = Event::PeopleImported {
        added: count(report.added),
        changed: count(report.changed),
        refused: count(report.refused),
    };
    // The form is taken here, at the end, so that a killed import can be sent again.
    let mut tx = importer.begin_last().await?;
    importer.journal(&mut tx, event, None);
    tx.commit().await?;
    Ok(report)
}
