//! Loading a custody list in the browser.

use crate::form::Form;
use crate::problem::Problem;
use crate::referral::{Choice, choices};
use crate::upload::receive;
use crate::visit::SignedIn;
use app::import::{Column, Importer, Mistake, Mistakes, NoWatch, Options, Report};
use app::{Error, FieldErrors};
use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use axum::response::Response;
use domain::{Event, Invalid, coded_enum};
use serde::Serialize;
use std::fmt::Write as _;
use std::fs::File;

/// Where a list is sent to.
pub(crate) const PATH: &str = "/people/import";

coded_enum! {
    /// What to do with a list.
    enum Mode("import-what") {
        /// Load it if every row is right.
        Load = "load",
        /// Load the rows that are right.
        Accept = "accept",
        /// Load nothing.
        Check = "check",
    }
}

#[derive(Serialize)]
struct Page {
    /// Whether the organisation is a prison.
    allowed: bool,
    modes: Vec<Choice>,
    columns: Vec<ColumnRow>,
    outcome: Option<Outcome>,
}

/// A column that a file may have.
#[derive(Serialize)]
pub(crate) struct ColumnRow {
    pub(crate) name: &'static str,
    pub(crate) key: &'static str,
    /// What the message is about, by its own key.
    pub(crate) of: Option<&'static str>,
    pub(crate) needed: bool,
}

/// What came of a list.
#[derive(Serialize)]
struct Outcome {
    title: &'static str,
    refused_whole: bool,
    all_right: bool,
    loaded: bool,
    counts: Vec<(&'static str, u64)>,
    mistakes: Rows,
    notices: Rows,
}

/// What is wrong in a file.
#[derive(Serialize)]
pub(crate) struct Rows {
    shown: Vec<MistakeRow>,
    count: u64,
    /// The same as a file to download.
    download: String,
}

#[derive(Serialize)]
struct MistakeRow {
    line: u64,
    column: &'static str,
    why: String,
}

/// Shows the form.
pub(crate) async fn show(page: SignedIn) -> Result<Response, Problem> {
    let allowed = may_import(&page).await?;
    let event = Event::FiguresRead { page: "/people/import".to_owned() };
    page.ctx.journal_read(event, None).await?;
    page.render("import/show.html", content(allowed, None))
}

/// Returns whether the worker's organisation is one that has lists.
///
/// # Errors
/// When policy refuses.
async fn may_import(page: &SignedIn) -> Result<bool, Error> {
    match Importer::worker(&page.ctx).await {
        Ok(_) => Ok(true),
        Err(Error::Invalid(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Takes a list. Of whoever may not, nothing is read: a file of the whole size costs disk.
pub(crate) async fn submit(
    page: SignedIn,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    may_import(&page).await?;
    let upload = match receive(parts).await? {
        Ok(upload) => upload,
        Err(response) => return Ok(response),
    };
    let form = upload.form;
    let errors = match load(&page, &form, upload.file).await {
        Ok(report) => return answer(&page, &form, report),
        Err(Error::Invalid(errors)) => errors,
        Err(error) => return Err(error.into()),
    };
    let allowed = errors.iter().all(|(_, why)| why.key != "import-only-prisons");
    page.render_again("import/show.html", content(allowed, None), &form, &errors)
}

async fn load(page: &SignedIn, form: &Form, file: Option<File>) -> Result<Report, Error> {
    let ctx = page.once(form, "/people/import");
    let importer = Importer::worker(&ctx).await?;
    let mut fields = form.fields();
    let mode = fields.coded::<Mode>("what", "import-choose-what");
    if file.is_none() {
        fields.refuse("file", Invalid::new("import-choose-file"));
    }
    let (mode, mut file) = fields.finish(mode.zip(file))?;
    let options = Options {
        accept_good: mode == Mode::Accept,
        check_only: mode == Mode::Check,
        prison: None,
    };
    app::upload::check(&ctx, &mut file).await?;
    app::import::run(&importer, &mut file, &options, &mut NoWatch).await
}

fn answer(page: &SignedIn, form: &Form, report: Report) -> Result<Response, Problem> {
    let refused_whole = !report.loaded && report.mistakes.count > 0;
    let outcome = Outcome {
        title: match (refused_whole, report.loaded) {
            (true, _) => "import-refused-title",
            (false, true) => "import-loaded-title",
            (false, false) => "import-checked-title",
        },
        refused_whole,
        all_right: report.mistakes.count == 0 && !report.loaded,
        loaded: report.loaded,
        counts: vec![
            ("import-rows", report.rows),
            ("import-added", report.added),
            ("import-changed", report.changed),
            ("import-unchanged", report.unchanged),
            ("import-refused", report.refused),
        ],
        mistakes: Rows::of(page, report.mistakes),
        notices: Rows::of(page, report.notices),
    };
    let content = content(true, Some(outcome));
    if refused_whole {
        page.render_again("import/show.html", content, form, &FieldErrors::new())
    } else {
        page.render("import/show.html", content)
    }
}

fn content(allowed: bool, outcome: Option<Outcome>) -> Page {
    let columns = Column::ALL.iter().map(|column| ColumnRow {
        name: column.code(),
        key: column.key(),
        of: None,
        // The prison is known from who loads the list.
        needed: column.is_required() && *column != Column::Prison,
    });
    Page { allowed, modes: choices::<Mode>(), columns: columns.collect(), outcome }
}

impl Rows {
    pub(crate) fn of(page: &SignedIn, mistakes: Mistakes) -> Self {
        let row = |mistake: Mistake| MistakeRow {
            line: mistake.line,
            column: mistake.column.unwrap_or_default(),
            why: page.asked.language.invalid(&mistake.why),
        };
        let shown: Vec<_> = mistakes.shown.into_iter().map(row).collect();
        Self { count: mistakes.count, download: download(page, &shown), shown }
    }
}

/// Returns the mistakes as an address that holds a CSV file: nothing of the list is kept here, so
/// there is nothing to ask for a second time.
fn download(page: &SignedIn, mistakes: &[MistakeRow]) -> String {
    let language = page.asked.language;
    let title = |key| language.text(key, &[]);
    let mut csv = format!(
        "{},{},{}\r\n",
        title("import-mistakes-line"),
        title("import-mistakes-column"),
        title("import-mistakes-why")
    );
    for mistake in mistakes {
        let why = mistake.why.replace('"', "\"\"");
        let _ = write!(csv, "{},{},\"{why}\"\r\n", mistake.line, mistake.column);
    }
    // A mark at the start, so that spreadsheets read it as UTF-8.
    let mut address = String::from("data:text/csv;charset=utf-8,%EF%BB%BF");
    for byte in csv.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}
