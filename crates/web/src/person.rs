//! A person's page.

use crate::my_people::ClockRow;
use crate::problem::Problem;
use crate::referral::Row;
use crate::visit::SignedIn;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{PersonId, Sex};
use serde::Serialize;
use store::journal::Happened;

#[derive(Serialize)]
struct Page {
    id: String,
    name: String,
    date_of_birth: Option<NaiveDate>,
    age: Option<u32>,
    sex: Option<&'static str>,
    lead: String,
    leads: bool,
    identifiers: Vec<(&'static str, String)>,
    clocks: Vec<ClockRow>,
    referrals: Vec<Row>,
    timeline: Vec<TimelineRow>,
}

/// One thing that happened.
#[derive(Serialize)]
struct TimelineRow {
    at: DateTime<Utc>,
    text: String,
    by: String,
}

/// Shows a person.
pub(crate) async fn show(
    page: SignedIn,
    Path(id): Path<PersonId>,
) -> Result<Response, Problem> {
    let view = app::person::view(&page.ctx, id).await?;
    let today = page.ctx.today();
    let content = Page {
        id: id.to_string(),
        name: view.person.full_name(),
        date_of_birth: view.person.date_of_birth,
        age: view.person.age_on(today),
        sex: view.person.sex.map(Sex::key),
        lead: view.lead_organisation,
        leads: view.relation == policy::Relation::Lead,
        identifiers: view.identifiers.into_iter().map(|(kind, value)| (kind.key(), value)).collect(),
        clocks: view.clocks.into_iter().map(|row| ClockRow::on(row, today)).collect(),
        referrals: view.referrals.into_iter().map(Row::from).collect(),
        timeline: view.timeline.into_iter().map(|row| timeline_row(&page, row)).collect(),
    };
    page.render("person/show.html", content)
}

fn timeline_row(page: &SignedIn, row: Happened) -> TimelineRow {
    TimelineRow {
        at: row.at,
        text: crate::journal::in_words(&row.event, page.asked.language),
        by: [row.account, row.organisation].into_iter().flatten().collect::<Vec<_>>().join(", "),
    }
}
