//! What happened to a person, in words.

use crate::visit::SignedIn;
use chrono::{DateTime, Utc};
use serde::Serialize;
use store::journal::Happened;

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
