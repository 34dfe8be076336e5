//! Feeds: an organisation's own, what became of the records in them, and sending one.

use crate::figure::grouped;
use crate::form::Form;
use crate::import::{ColumnRow, Rows};
use crate::problem::Problem;
use crate::referral::{Choice, choices};
use crate::upload::{receive, refused};
use crate::visit::{SignedIn, done};
use app::Error;
use app::feed::{FeedColumn, Told, first_line};
use app::import::Mistakes;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, Query};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use domain::feed::{CHANGES_DAYS, MOST_ROWS};
use domain::{Feed, FeedId, Invalid, JoinReason, JoinState, ShortText, coded_enum};
use serde::{Deserialize, Serialize};
use std::fs::File;
use store::feed::{PAGE, Sent};
use uuid::Uuid;

/// Where a file is sent to.
pub(crate) const PATH: &str = "/feeds/new";

coded_enum! {
    /// What to do with a file.
    enum Mode("feed-what") {
        /// Keep it if every row is right.
        Whole = "whole",
        /// Keep the rows that are right.
        Good = "good",
    }
}

/// A change of a join, as a list tells it.
#[derive(Serialize)]
pub(crate) struct ChangeRow {
    /// The join, for who leads the case.
    id: Option<String>,
    at: DateTime<Utc>,
    own_number: String,
    agency: String,
    lead: String,
    act: &'static str,
    state: &'static str,
    by: Option<String>,
    reason: Option<&'static str>,
}

impl From<Told> for ChangeRow {
    fn from(told: Told) -> Self {
        let change = told.change;
        Self {
            id: told.leads.then(|| change.join.to_string()),
            at: change.at,
            own_number: change.own_number,
            agency: change.agency.1,
            lead: change.lead.1,
            act: change.act.key(),
            state: change.to.key(),
            by: change.by,
            reason: change.reason.map(JoinReason::key),
        }
    }
}

#[derive(Serialize)]
struct FeedRow {
    id: String,
    number: u32,
    title: String,
    at: DateTime<Utc>,
    rows: String,
    refused: String,
}

impl From<Feed> for FeedRow {
    fn from(feed: Feed) -> Self {
        Self {
            id: feed.id.to_string(),
            number: feed.number,
            title: feed.title,
            at: feed.at,
            rows: grouped(feed.rows.into()),
            refused: grouped(feed.refused.into()),
        }
    }
}

#[derive(Serialize)]
struct ListPage {
    feeds: Vec<FeedRow>,
    counts: Vec<(&'static str, String)>,
    agreed: usize,
    lacking: usize,
    days: u64,
    changes: Vec<ChangeRow>,
}

/// Shows the feeds of the reader's organisation.
pub(crate) async fn list(page: SignedIn) -> Result<Response, Problem> {
    let found = app::feed::list(&page.ctx).await?;
    let tally = found.tally;
    let counts = [
        ("feed-records", tally.records),
        ("feed-joined", tally.joined),
        ("feed-waiting", tally.waiting),
        ("feed-split", tally.split),
        ("feed-nobody", tally.nobody),
        ("feed-not-compared", tally.not_compared),
    ];
    let content = ListPage {
        feeds: found.feeds.into_iter().map(FeedRow::from).collect(),
        counts: counts.into_iter().map(|(key, count)| (key, grouped(count))).collect(),
        agreed: found.agreed,
        lacking: found.leads.saturating_sub(found.agreed),
        days: CHANGES_DAYS,
        changes: found.changes.into_iter().map(ChangeRow::from).collect(),
    };
    page.render("feed/list.html", content)
}

/// Which page of a list is asked for.
#[derive(Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    skip: String,
}

impl Asked {
    fn rows(&self) -> i64 {
        self.skip.parse::<i64>().unwrap_or(0).clamp(0, 1_000_000)
    }
}

#[derive(Serialize)]
struct RecordRow {
    line: u64,
    own_number: String,
    name: String,
    date_of_birth: Option<NaiveDate>,
    /// What became of it, by message key.
    state: &'static str,
    lead: Option<String>,
}

impl From<Sent> for RecordRow {
    fn from(sent: Sent) -> Self {
        let state = match sent.state {
            _ if sent.is_superseded => "feed-record-superseded",
            Some(JoinState::Joined) => "feed-record-joined",
            Some(JoinState::Split) => "feed-record-split",
            Some(_) => "feed-record-waiting",
            None if sent.is_compared => "feed-record-nobody",
            None => "feed-record-not-compared",
        };
        Self {
            line: sent.line,
            own_number: sent.own_number,
            name: format!("{}, {}", sent.family_name, sent.given_name),
            date_of_birth: sent.date_of_birth,
            state,
            lead: sent.lead.map(|(_, name)| name).filter(|_| !sent.is_superseded),
        }
    }
}

#[derive(Serialize)]
struct OnePage {
    feed: FeedRow,
    kept: String,
    hash: String,
    records: Vec<RecordRow>,
    next: Option<String>,
}

/// Shows a file with what became of its records.
pub(crate) async fn show(
    page: SignedIn,
    Path(id): Path<FeedId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let skip = asked.rows();
    let found = app::feed::one(&page.ctx, id, skip).await?;
    let content = OnePage {
        kept: grouped(found.kept),
        hash: found.feed.hash.clone(),
        feed: FeedRow::from(found.feed),
        records: found.records.into_iter().map(RecordRow::from).collect(),
        next: found.more.then(|| format!("/feeds/{id}?skip={}", skip + PAGE)),
    };
    page.render("feed/show.html", content)
}

impl From<FeedColumn> for ColumnRow {
    fn from(column: FeedColumn) -> Self {
        let (name, key, needed) = (column.code(), column.key(), column.is_required());
        Self { name, key, of: None, needed }
    }
}

#[derive(Serialize)]
struct NewPage {
    modes: Vec<Choice>,
    columns: Vec<ColumnRow>,
    /// A file with its first line, as an address.
    template: String,
    most_rows: String,
    mistakes: Option<Rows>,
}

fn new_content(page: &SignedIn, mistakes: Option<Mistakes>) -> NewPage {
    NewPage {
        modes: choices::<Mode>(),
        columns: FeedColumn::ALL.iter().copied().map(ColumnRow::from).collect(),
        template: format!("data:text/csv;charset=utf-8,{}%0D%0A", first_line()),
        most_rows: grouped(MOST_ROWS as u64),
        mistakes: mistakes.map(|mistakes| Rows::of(page, mistakes)),
    }
}

/// Shows the form.
pub(crate) async fn blank(page: SignedIn) -> Result<Response, Problem> {
    app::feed::blank(&page.ctx).await?;
    page.render("feed/new.html", new_content(&page, None))
}

/// Takes a file. Of whoever may not, nothing is read: a file of the whole size costs disk.
pub(crate) async fn send(
    page: SignedIn,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    app::feed::may_send(&page.ctx).await?;
    let upload = match receive(parts).await? {
        Ok(upload) => upload,
        Err(response) => return Ok(response),
    };
    let id = FeedId(Uuid::now_v7());
    let Some((mistakes, errors)) = refused(keep(&page, id, &upload.form, upload.file).await)?
    else {
        return Ok(done(&format!("/feeds/{id}"), "done-feed-sent"));
    };
    page.render_again("feed/new.html", new_content(&page, mistakes), &upload.form, &errors)
}

async fn keep(
    page: &SignedIn,
    id: FeedId,
    form: &Form,
    file: Option<File>,
) -> Result<Result<(), Mistakes>, Error> {
    let mut fields = form.fields();
    let title = fields.read("title", ShortText::parse);
    let mode = fields.coded::<Mode>("what", "feed-choose-what");
    if file.is_none() {
        fields.refuse("file", Invalid::new("import-choose-file"));
    }
    let whole = title.zip(mode).zip(file);
    let ((title, mode), mut file) = fields.finish(whole)?;
    let ctx = page.once(form, &format!("/feeds/{id}"));
    app::feed::send(&ctx, id, &title, mode == Mode::Good, &mut file).await
}
