//! My people: the first page of a worker's day.

use crate::problem::Problem;
use crate::visit::SignedIn;
use axum::extract::Query;
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use store::{clock, person};

#[derive(Deserialize)]
pub(crate) struct From {
    #[serde(default)]
    after: String,
}

#[derive(Serialize)]
struct Page {
    today: NaiveDate,
    releases: Vec<PersonRow>,
    late: Vec<ClockRow>,
    late_count: i64,
    dropped: Vec<PersonRow>,
    waiting: Vec<ClockRow>,
    people: Vec<PersonRow>,
    /// Where the next page of people begins, if there is one.
    next: Option<String>,
    leads_people: bool,
}

/// A person on a list.
#[derive(Serialize)]
pub(crate) struct PersonRow {
    id: String,
    name: String,
    date_of_birth: Option<NaiveDate>,
    prison_number: Option<String>,
    release_on: Option<NaiveDate>,
}

impl std::convert::From<person::Listed> for PersonRow {
    fn from(person: person::Listed) -> Self {
        Self {
            id: person.id.to_string(),
            name: person.name,
            date_of_birth: person.date_of_birth,
            prison_number: person.prison_number,
            release_on: person.release_on,
        }
    }
}

/// A running clock on a list.
#[derive(Serialize)]
pub(crate) struct ClockRow {
    path: String,
    person: String,
    due: &'static str,
    due_on: NaiveDate,
    days_late: i64,
    owner: String,
    named: bool,
}

impl ClockRow {
    /// Returns the row as it stands on a day.
    pub(crate) fn on(clock: clock::Listed, today: NaiveDate) -> Self {
        Self {
            path: crate::visit::path_to(clock.subject, clock.subject_id, clock.person),
            person: clock.person_name,
            due: clock.clock.due.key(),
            due_on: clock.clock.due_on,
            days_late: (today - clock.clock.due_on).num_days(),
            named: clock.owner_account.is_some(),
            owner: clock.owner_account.unwrap_or(clock.owner_organisation),
        }
    }
}

/// Lists my people.
pub(crate) async fn list(page: SignedIn, Query(from): Query<From>) -> Result<Response, Problem> {
    let found = app::my_people::list(&page.ctx, &from.after).await?;
    let today = page.ctx.today();
    let clocks =
        |list: Vec<clock::Listed>| list.into_iter().map(|row| ClockRow::on(row, today)).collect();
    let people =
        |list: Vec<person::Listed>| list.into_iter().map(PersonRow::from).collect::<Vec<_>>();
    let content = Page {
        today,
        releases: people(found.releases),
        late: clocks(found.late),
        late_count: found.late_count,
        dropped: people(found.dropped),
        waiting: clocks(found.waiting),
        people: people(found.people),
        next: found.next,
        leads_people: found.leads_people,
    };
    page.render("my_people/list.html", content)
}
