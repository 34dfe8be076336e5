//! A person's first page, and the top of every page of a person.

mod detail;
mod edit;
mod find;
mod picture;
mod record;
mod shared;
mod timeline;
mod who_sees;
mod why;

pub(crate) use detail::{add_detail, end_detail};
pub(crate) use edit::{add, change, show_edit, show_new};
pub(crate) use find::find;
pub(crate) use record::show_record;
pub(crate) use shared::SectionRow;
pub(crate) use timeline::show_timeline;
pub(crate) use who_sees::{Cell, GroupRow, find_sharing, who_sees, why_of};
pub(crate) use why::why;

use crate::my_people::ClockRow;
use crate::problem::Problem;
use crate::referral::Row;
use crate::visit::SignedIn;
use app::join::HeldElsewhere;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{IdentifierKind, PersonId, Sex};
use picture::Picture;
use policy::Relation;
use serde::Serialize;

/// Who a page is about, for `person/layout.html`: put it in the page as `person`.
#[derive(Serialize)]
pub(crate) struct Header {
    id: String,
    name: String,
    date_of_birth: Option<NaiveDate>,
    age: Option<u32>,
    sex: Option<&'static str>,
    lead: String,
    lead_worker: Option<String>,
    /// Whether this organisation leads the case, and so may change things.
    leads: bool,
    /// Whether it serves the person, and so keeps appointments.
    serves: bool,
    identifiers: Vec<(&'static str, String)>,
    prison_number: Option<String>,
    release_on: Option<NaiveDate>,
    /// The offer of the case that waits to be accepted: its id, and to whom.
    offered: Option<(String, String)>,
    /// The page's own place in the links of a person, for example `plan`.
    section: &'static str,
}

impl Header {
    /// Returns the header as it stands on a day, on one of the person's pages.
    pub(crate) fn on(header: app::person::Header, today: NaiveDate, section: &'static str) -> Self {
        let number = |(kind, value): &(IdentifierKind, String)| {
            (*kind == IdentifierKind::PrisonNumber).then(|| value.clone())
        };
        Self {
            id: header.person.id.to_string(),
            name: header.person.full_name(),
            date_of_birth: header.person.date_of_birth,
            age: header.person.age_on(today),
            sex: header.person.sex.map(Sex::key),
            lead: header.lead_organisation,
            lead_worker: header.lead_worker,
            leads: header.relation == Relation::Lead,
            serves: header.relation == Relation::Provider,
            prison_number: header.identifiers.iter().find_map(number),
            identifiers: header
                .identifiers
                .into_iter()
                .map(|(kind, value)| (kind.key(), value))
                .collect(),
            release_on: header.release_on,
            offered: header.offered.map(|(id, taker)| (id.to_string(), taker)),
            section,
        }
    }
}

#[derive(Serialize)]
struct Page {
    person: Header,
    today: NaiveDate,
    clocks: Vec<ClockRow>,
    referrals: Vec<Row>,
    /// Open steps of the plan that this organisation owns, where it does not lead the case.
    steps: Vec<StepRow>,
    /// The ten areas, the plan and what happened last, for who leads the case.
    picture: Option<Picture>,
    /// Why this organisation sees the person, by message key.
    not_shared: Option<&'static str>,
    /// What it sees of the record.
    shared: Vec<SectionRow>,
    may_break_glass: bool,
    /// What other agencies hold of the person.
    elsewhere: Vec<ElsewhereRow>,
}

/// What another agency holds of the person.
#[derive(Serialize)]
struct ElsewhereRow {
    join: String,
    agency: String,
    own_number: String,
    name: String,
    date_of_birth: Option<NaiveDate>,
    received_at: DateTime<Utc>,
}

impl From<HeldElsewhere> for ElsewhereRow {
    fn from(held: HeldElsewhere) -> Self {
        let HeldElsewhere { join, agency, own_number, name, date_of_birth, received_at } = held;
        Self { join: join.to_string(), agency, own_number, name, date_of_birth, received_at }
    }
}

/// A step that this organisation owns.
#[derive(Serialize)]
struct StepRow {
    words: String,
    due_on: NaiveDate,
}

/// Shows a person.
pub(crate) async fn show(page: SignedIn, Path(id): Path<PersonId>) -> Result<Response, Problem> {
    let view = app::person::view(&page.ctx, id).await?;
    let today = page.ctx.today();
    let not_shared = match view.header.relation {
        Relation::Lead => None,
        Relation::Provider => Some("not-shared-provider"),
        Relation::Taker => Some("not-shared-taker"),
        Relation::StepOwner => Some("not-shared-step-owner"),
        _ => Some("not-shared-sender"),
    };
    let step = |step: store::plan::ListedStep| StepRow {
        words: step.step.words,
        due_on: step.step.due_on,
    };
    let content = Page {
        person: Header::on(view.header, today, "overview"),
        today,
        clocks: view.clocks.into_iter().map(|row| ClockRow::on(row, today)).collect(),
        referrals: view.referrals.into_iter().map(Row::from).collect(),
        steps: view.steps.into_iter().map(step).collect(),
        picture: view.picture.map(|picture| Picture::of(&page, picture)),
        not_shared,
        may_break_glass: !view.shared.is_empty() && app::break_glass::may_begin(&page.ctx),
        shared: view.shared.into_iter().map(SectionRow::from).collect(),
        elsewhere: view.elsewhere.into_iter().map(ElsewhereRow::from).collect(),
    };
    page.render("person/show.html", content)
}
