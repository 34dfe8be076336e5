//! Loading a custody list in the browser: the file is written to disk as it arrives, read from
//! there, and gone when the request ends.

use crate::form::Form;
use crate::problem::Problem;
use crate::referral::{Choice, choices};
use crate::visit::SignedIn;
use app::import::{Column, Importer, Mistake, Mistakes, NoWatch, Options, Report};
use app::{Error, FieldErrors};
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::{Event, Invalid, coded_enum};
use serde::Serialize;
use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt;
use uuid::Uuid;

/// Where a list is sent to.
pub(crate) const PATH: &str = "/people/import";
/// Bytes of an upload at most: a list of some 250,000 people. A longer one is for the command line.
pub(crate) const UPLOAD_BYTES: usize = 64 * 1024 * 1024;
/// Bytes of a field beside the file at most.
const FIELD_BYTES: usize = 1024;

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

#[derive(Serialize)]
struct ColumnRow {
    name: &'static str,
    key: &'static str,
    needed: bool,
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
    /// The mistakes as a file to download.
    download: String,
}

#[derive(Serialize)]
struct Rows {
    shown: Vec<MistakeRow>,
    count: u64,
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
    let parts = match parts {
        Ok(parts) => parts,
        Err(refused) => return Ok(refused.into_response()),
    };
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
        download: download(page, &report.mistakes),
        mistakes: rows(page, report.mistakes),
        notices: rows(page, report.notices),
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
        // The prison is known from who loads the list.
        needed: column.is_required() && *column != Column::Prison,
    });
    Page { allowed, modes: choices::<Mode>(), columns: columns.collect(), outcome }
}

fn rows(page: &SignedIn, mistakes: Mistakes) -> Rows {
    let row = |mistake: Mistake| MistakeRow {
        line: mistake.line,
        column: mistake.column.map_or("", Column::code),
        why: page.asked.language.invalid(&mistake.why),
    };
    Rows { count: mistakes.count, shown: mistakes.shown.into_iter().map(row).collect() }
}

/// Returns the mistakes as an address that holds a CSV file: nothing of the list is kept here, so
/// there is nothing to ask for a second time.
fn download(page: &SignedIn, mistakes: &Mistakes) -> String {
    let language = page.asked.language;
    let title = |key| language.text(key, &[]);
    let mut csv = format!(
        "{},{},{}\r\n",
        title("import-mistakes-line"),
        title("import-mistakes-column"),
        title("import-mistakes-why")
    );
    for mistake in &mistakes.shown {
        let why = language.invalid(&mistake.why).replace('"', "\"\"");
        let column = mistake.column.map_or("", Column::code);
        let _ = write!(csv, "{},{column},\"{why}\"\r\n", mistake.line);
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

/// What was sent.
struct Upload {
    form: Form,
    file: Option<File>,
}

/// Receives the parts of the form; the inner response says that they were too much or broken.
async fn receive(mut parts: Multipart) -> Result<Result<Upload, Response>, Problem> {
    let mut pairs = Vec::new();
    let mut file = None;
    loop {
        let part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(error) => return Ok(Err(error.status().into_response())),
        };
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            match receive_file(part).await? {
                Ok(received) => file = received,
                Err(status) => return Ok(Err(status.into_response())),
            }
            continue;
        }
        // Not as text: that would put other words where the bytes are not UTF-8.
        match part.bytes().await {
            Ok(bytes) if bytes.len() > FIELD_BYTES => {
                return Ok(Err(StatusCode::PAYLOAD_TOO_LARGE.into_response()));
            }
            Ok(bytes) => match String::from_utf8(bytes.into()) {
                Ok(text) => pairs.push((name, text)),
                Err(_) => return Ok(Err(StatusCode::BAD_REQUEST.into_response())),
            },
            Err(error) => return Ok(Err(error.status().into_response())),
        }
    }
    Ok(Ok(Upload { form: Form::of(pairs), file }))
}

/// Writes the file to disk as it arrives. `None` when no file was chosen.
async fn receive_file(mut part: Field<'_>) -> Result<Result<Option<File>, StatusCode>, Error> {
    let mut file = unnamed_file().map_err(|_| Error::Internal(NO_ROOM))?;
    let mut chosen = part.file_name().is_some_and(|name| !name.is_empty());
    loop {
        match part.chunk().await {
            Ok(Some(chunk)) => {
                chosen = true;
                file.write_all(&chunk).map_err(|_| Error::Internal(NO_ROOM))?;
            }
            Ok(None) => return Ok(Ok(chosen.then_some(file))),
            Err(error) => return Ok(Err(error.status())),
        }
    }
}

const NO_ROOM: &str = "the upload could not be written to the folder for temporary files";

/// Opens a file that has no name any more: a list of people in prison is gone with the request,
/// also when the process is killed.
fn unnamed_file() -> std::io::Result<File> {
    let path = std::env::temp_dir().join(format!("resettle-import-{}", Uuid::now_v7()));
    let file =
        OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
    std::fs::remove_file(&path)?;
    Ok(file)
}
