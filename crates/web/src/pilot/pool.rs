//! Adding a file of people with whom those who were served by a pilot are compared.

use crate::figure::grouped;
use crate::form::Form;
use crate::import::{ColumnRow, Rows};
use crate::problem::Problem;
use crate::upload::{receive, refused};
use crate::visit::{SignedIn, done};
use app::Error;
use app::import::Mistakes;
use app::pilot::{MOST_PEOPLE, PoolColumn, Pooling};
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path};
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::{Invalid, MOST_POOLS, PilotId, PilotOutcome, PilotPool, ShortText};
use serde::Serialize;
use std::fs::File;

/// Where a file is sent to.
pub(crate) const PATH: &str = "/pilots/{id}/pool";

#[derive(Serialize)]
struct Page {
    id: String,
    name: String,
    columns: Vec<ColumnRow>,
    pools: Vec<PoolRow>,
    mistakes: Option<Rows>,
    most_people: String,
    most_pools: u32,
}

impl From<PoolColumn> for ColumnRow {
    fn from(column: PoolColumn) -> Self {
        let (key, of) = match column {
            PoolColumn::Treated => ("pool-column-treated", None),
            PoolColumn::Male => ("pool-column-male", None),
            PoolColumn::Age => ("pool-column-age", None),
            PoolColumn::StaysBefore => ("pool-column-stays", None),
            PoolColumn::Need(area) => ("pool-column-need", Some(area.key())),
            PoolColumn::Outcome(PilotOutcome::Reoffences) => {
                ("pool-column-number", Some(PilotOutcome::Reoffences.key()))
            }
            PoolColumn::Outcome(outcome) => ("pool-column-came", Some(outcome.key())),
        };
        Self { name: column.name(), key, of, needed: column.is_required() }
    }
}

/// A file that was added.
#[derive(Serialize)]
pub(super) struct PoolRow {
    number: u32,
    source: String,
    people: String,
    hash: String,
    at: DateTime<Utc>,
}

impl From<PilotPool> for PoolRow {
    fn from(pool: PilotPool) -> Self {
        let PilotPool { number, source, people, hash, at, by: _ } = pool;
        Self { number, source, people: grouped(people.into()), hash, at }
    }
}

/// Shows the form.
pub(crate) async fn show(page: SignedIn, Path(id): Path<PilotId>) -> Result<Response, Problem> {
    let content = content(&page, id, None).await?;
    page.render("pilot/pool.html", content)
}

async fn content(page: &SignedIn, id: PilotId, mistakes: Option<Mistakes>) -> Result<Page, Error> {
    let Pooling { pilot, columns, pools } = app::pilot::pooling(&page.ctx, id).await?;
    Ok(Page {
        id: id.to_string(),
        name: pilot.name,
        columns: columns.into_iter().map(ColumnRow::from).collect(),
        pools: pools.into_iter().map(PoolRow::from).collect(),
        mistakes: mistakes.map(|mistakes| Rows::of(page, mistakes)),
        most_people: grouped(MOST_PEOPLE as u64),
        most_pools: MOST_POOLS,
    })
}

/// Takes a file. Of whoever may not, nothing is read: a file of the whole size costs disk.
pub(crate) async fn add(
    page: SignedIn,
    Path(id): Path<PilotId>,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    app::pilot::may_add_pool(&page.ctx, id).await?;
    let upload = match receive(parts).await? {
        Ok(upload) => upload,
        Err(response) => return Ok(response),
    };
    let Some((mistakes, errors)) = refused(keep(&page, id, &upload.form, upload.file).await)?
    else {
        return Ok(done(&format!("/pilots/{id}"), "done-pool-added"));
    };
    let content = content(&page, id, mistakes).await?;
    page.render_again("pilot/pool.html", content, &upload.form, &errors)
}

async fn keep(
    page: &SignedIn,
    id: PilotId,
    form: &Form,
    file: Option<File>,
) -> Result<Result<(), Mistakes>, Error> {
    let mut fields = form.fields();
    let source = fields.read("source", ShortText::parse);
    if file.is_none() {
        fields.refuse("file", Invalid::new("import-choose-file"));
    }
    let (source, mut file) = fields.finish(source.zip(file))?;
    let ctx = page.once(form, &format!("/pilots/{id}"));
    app::pilot::add_pool(&ctx, id, source, &mut file).await
}
