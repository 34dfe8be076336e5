//! What happened to a person, in words.

use super::Header;
use crate::problem::Problem;
use crate::visit::SignedIn;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::PersonId;
use serde::{Deserialize, Serialize};
use store::journal::Happened;
use uuid::Uuid;

#[derive(Deserialize)]
pub(crate) struct From {
    before: Option<Uuid>,
}

#[derive(Serialize)]
struct Page {
    person: Header,
    timeline: Vec<TimelineRow>,
    /// Whether the newest are not on this page.
    later: bool,
    /// Where the next page begins, if there is one.
    next: Option<String>,
}

/// Shows everything that happened to a person.
pub(crate) async fn show_timeline(
    page: SignedIn,
    Path(id): Path<PersonId>,
    Query(from): Query<From>,
) -> Result<Response, Problem> {
    let found = app::person::timeline(&page.ctx, id, from.before).await?;
    let content = Page {
        person: Header::on(found.header, page.ctx.today(), "timeline"),
        timeline: found.happened.into_iter().map(|row| TimelineRow::of(&page, row)).collect(),
        later: from.before.is_some(),
        next: found.next.map(|id| id.to_string()),
    };
    page.render("person/timeline.html", content)
}

/// One thing that happened.
#[derive(Serialize)]
pub(super) struct TimelineRow {
    at: DateTime<Utc>,
    text: String,
    by: String,
}

impl TimelineRow {
    pub(super) fn of(page: &SignedIn, row: Happened) -> Self {
        Self {
            at: row.at,
            text: crate::journal::in_words(&row.event, page.asked.language),
            by: [row.account, row.organisation]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", "),
        }
    }
}
