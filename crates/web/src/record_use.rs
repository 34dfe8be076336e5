//! Who looked at my record: the person's own page, by day, organisation, role and purpose.

use crate::problem::Problem;
use crate::visit::SignedIn;
use app::record_use::{Day, Use};
use axum::extract::Query;
use axum::response::Response;
use chrono::NaiveDate;
use domain::{Purpose, Role};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub(crate) struct Before {
    before: Option<NaiveDate>,
}

#[derive(Serialize)]
struct Page {
    days: Vec<DayRow>,
    /// Whether the newest are not on this page.
    later: bool,
    /// The day before which the next page begins, if there is one.
    next: Option<NaiveDate>,
}

/// One day.
#[derive(Serialize)]
pub(crate) struct DayRow {
    on: NaiveDate,
    uses: Vec<UseRow>,
}

/// What one organisation did on a day.
#[derive(Serialize)]
struct UseRow {
    /// The organisation's name; `None` for the service itself.
    organisation: Option<String>,
    role: Option<&'static str>,
    /// Whether it was the person themself.
    own: bool,
    purpose: &'static str,
    looked: i64,
    copied: i64,
    opened: i64,
    given: i64,
    wrote: i64,
}

impl From<Use> for UseRow {
    fn from(row: Use) -> Self {
        Self {
            organisation: row.organisation,
            role: row.role.map(Role::key),
            own: row.role == Some(Role::Person),
            purpose: Purpose::key(row.purpose),
            looked: row.looked,
            copied: row.copied,
            opened: row.opened,
            given: row.given,
            wrote: row.wrote,
        }
    }
}

impl From<Day> for DayRow {
    fn from(day: Day) -> Self {
        Self { on: day.on, uses: day.uses.into_iter().map(UseRow::from).collect() }
    }
}

/// Shows the person who looked at their record, and why.
pub(crate) async fn show(page: SignedIn, Query(from): Query<Before>) -> Result<Response, Problem> {
    let found = app::record_use::own_reads(&page.ctx, from.before).await?;
    let content = Page {
        days: found.days.into_iter().map(DayRow::from).collect(),
        later: from.before.is_some(),
        next: found.next,
    };
    page.render("record_use/show.html", content)
}
