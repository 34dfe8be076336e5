//! Adding a file of proven offences to a pilot: who reoffended.

use crate::figure::{Cell, grouped};
use crate::form::Form;
use crate::import::{ColumnRow, Rows};
use crate::problem::Problem;
use crate::upload::{receive, refused};
use crate::visit::{SignedIn, done};
use app::Error;
use app::figure::Shown;
use app::import::Mistakes;
use app::pilot::{Following, MOST_ROWS, OffenceColumn};
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{Invalid, MOST_REOFFENDING_FILES, PilotId, ReoffendingFile, ShortText};
use serde::Serialize;
use std::fs::File;

/// Where a file is sent to.
pub(crate) const PATH: &str = "/pilots/{id}/reoffending";

#[derive(Serialize)]
struct Page {
    id: String,
    name: String,
    columns: Vec<ColumnRow>,
    files: Vec<FileRow>,
    mistakes: Option<Rows>,
    most_rows: String,
    most_files: u32,
}

impl From<OffenceColumn> for ColumnRow {
    fn from(column: OffenceColumn) -> Self {
        let (name, key, needed) = (column.code(), column.key(), column.is_required());
        Self { name, key, of: None, needed }
    }
}

/// A file that was added.
#[derive(Serialize)]
pub(super) struct FileRow {
    pub(super) number: u32,
    source: String,
    pub(super) complete_on: NaiveDate,
    people: String,
    /// How many of them the services of the pilot are for.
    linked: Cell,
    hash: String,
    at: DateTime<Utc>,
}

impl From<ReoffendingFile> for FileRow {
    fn from(file: ReoffendingFile) -> Self {
        let ReoffendingFile { number, source, complete_on, hash, people, linked, at, by: _ } = file;
        let people = grouped(people.into());
        let linked = Shown::of(linked.into()).into();
        Self { number, source, complete_on, people, linked, hash, at }
    }
}

/// Shows the form.
pub(crate) async fn show(page: SignedIn, Path(id): Path<PilotId>) -> Result<Response, Problem> {
    let content = content(&page, id, None).await?;
    page.render("pilot/reoffending.html", content)
}

async fn content(page: &SignedIn, id: PilotId, mistakes: Option<Mistakes>) -> Result<Page, Error> {
    let Following { pilot, files } = app::pilot::following(&page.ctx, id).await?;
    Ok(Page {
        id: id.to_string(),
        name: pilot.name,
        columns: OffenceColumn::ALL.iter().copied().map(ColumnRow::from).collect(),
        files: files.into_iter().map(FileRow::from).collect(),
        mistakes: mistakes.map(|mistakes| Rows::of(page, mistakes)),
        most_rows: grouped(MOST_ROWS as u64),
        most_files: MOST_REOFFENDING_FILES,
    })
}

/// Takes a file. Of whoever may not, nothing is read: a file of the whole size costs disk.
pub(crate) async fn add(
    page: SignedIn,
    Path(id): Path<PilotId>,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    app::pilot::may_add_reoffending(&page.ctx, id).await?;
    let upload = match receive(parts).await? {
        Ok(upload) => upload,
        Err(response) => return Ok(response),
    };
    let Some((mistakes, errors)) = refused(keep(&page, id, &upload.form, upload.file).await)?
    else {
        return Ok(done(&format!("/pilots/{id}"), "done-pool-added"));
    };
    let content = content(&page, id, mistakes).await?;
    page.render_again("pilot/reoffending.html", content, &upload.form, &errors)
}

async fn keep(
    page: &SignedIn,
    id: PilotId,
    form: &Form,
    file: Option<File>,
) -> Result<Result<(), Mistakes>, Error> {
    let mut fields = form.fields();
    let source = fields.read("source", ShortText::parse);
    let complete_on = fields.date("complete");
    if file.is_none() {
        fields.refuse("file", Invalid::new("import-choose-file"));
    }
    let whole = source.zip(complete_on).zip(file);
    let ((source, complete_on), mut file) = fields.finish(whole)?;
    let ctx = page.once(form, &format!("/pilots/{id}"));
    app::pilot::add_reoffending(&ctx, id, source, complete_on, &mut file).await
}
