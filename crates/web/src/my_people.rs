//! My people: the first page of a worker's day, and the whole lists behind it.

use crate::break_glass::GlassRow;
use crate::problem::Problem;
use crate::visit::SignedIn;
use app::my_people::{self, Page};
use axum::extract::Query;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{Area, Measure, PersonId};
use serde::{Deserialize, Serialize};
use store::clock::About;
use store::{clock, person};

/// Which list is asked for, and where it begins.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    list: List,
    /// Rows of the pages before.
    #[serde(default)]
    skip: u32,
    /// The name key of the last person of the page before, and their id.
    after: Option<String>,
    id: Option<PersonId>,
}

#[derive(Clone, Copy, Default, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum List {
    #[default]
    Today,
    Late,
    Waiting,
    Everyone,
}

#[derive(Serialize)]
struct Today {
    list: List,
    leads_people: bool,
    alerts: Vec<GlassRow>,
    dropped: Vec<ClockRow>,
    dropped_count: i64,
    late: Vec<ClockRow>,
    late_count: i64,
    waiting: Vec<ClockRow>,
    waiting_more: bool,
    releases: Vec<PersonRow>,
    releases_more: bool,
}

/// A page of one of the lists.
#[derive(Serialize)]
struct Whole<T> {
    list: List,
    leads_people: bool,
    rows: Vec<T>,
    /// The query that asks for the next page, if there is one.
    next: Option<String>,
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

impl From<person::Listed> for PersonRow {
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
    /// `None` where it is withheld.
    person: Option<String>,
    person_path: String,
    due: &'static str,
    /// Which one of its kind it is, as a message or in the words that were written.
    about_key: Option<&'static str>,
    about_words: Option<String>,
    about_at: Option<DateTime<Utc>>,
    due_on: NaiveDate,
    days_late: i64,
    owner: String,
    named: bool,
}

impl ClockRow {
    /// Returns the row as it stands on a day.
    pub(crate) fn on(clock: clock::Listed, today: NaiveDate) -> Self {
        let (mut about_key, mut about_words, mut about_at) = (None, None, None);
        match clock.about {
            Some(About::Area(area)) => about_key = Some(Area::key(area)),
            Some(About::Measure(measure)) => about_key = Some(Measure::key(measure)),
            Some(About::Step(words) | About::Service(words)) => about_words = Some(words),
            Some(About::At(at)) => about_at = Some(at),
            None => {}
        }
        Self {
            path: crate::visit::path_to(clock.subject, clock.subject_id, clock.person),
            person: clock.person_name,
            person_path: format!("/people/{}", clock.person),
            due: clock.clock.due.key(),
            about_key,
            about_words,
            about_at,
            due_on: clock.clock.due_on,
            days_late: (today - clock.clock.due_on).num_days(),
            named: clock.owner_account.is_some(),
            owner: clock.owner_account.unwrap_or(clock.owner_organisation),
        }
    }
}

/// Lists my people.
pub(crate) async fn list(page: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let skip = i64::from(asked.skip);
    match asked.list {
        List::Today => today(&page).await,
        List::Late => {
            let found = my_people::late(&page.ctx, skip).await?;
            clocks(&page, List::Late, found, skip)
        }
        List::Waiting => {
            let found = my_people::waiting(&page.ctx, skip).await?;
            clocks(&page, List::Waiting, found, skip)
        }
        List::Everyone => {
            let after = asked.after.as_deref().zip(asked.id);
            everyone(&page, my_people::everyone(&page.ctx, after).await?)
        }
    }
}

async fn today(page: &SignedIn) -> Result<Response, Problem> {
    let found = my_people::today(&page.ctx).await?;
    let today = page.ctx.today();
    let clocks =
        |rows: Vec<clock::Listed>| rows.into_iter().map(|row| ClockRow::on(row, today)).collect();
    let content = Today {
        list: List::Today,
        leads_people: my_people::leads_people(page.ctx.actor.role),
        alerts: found.alerts.into_iter().map(|one| GlassRow::of(page, one)).collect(),
        dropped: clocks(found.dropped),
        dropped_count: found.dropped_count,
        late: clocks(found.late),
        late_count: found.late_count,
        waiting: clocks(found.waiting.rows),
        waiting_more: found.waiting.more,
        releases: found.releases.rows.into_iter().map(PersonRow::from).collect(),
        releases_more: found.releases.more,
    };
    page.render("my_people/today.html", content)
}

fn clocks(
    page: &SignedIn,
    list: List,
    found: Page<clock::Listed>,
    skip: i64,
) -> Result<Response, Problem> {
    let today = page.ctx.today();
    let next = found.more.then(|| format!("skip={}", skip + clock::LIST_LIMIT));
    let rows = found.rows.into_iter().map(|row| ClockRow::on(row, today)).collect();
    let leads_people = my_people::leads_people(page.ctx.actor.role);
    page.render("my_people/clocks.html", Whole { list, leads_people, rows, next })
}

fn everyone(page: &SignedIn, found: Page<person::Listed>) -> Result<Response, Problem> {
    let last = found.rows.last().filter(|_| found.more);
    let next = last.and_then(|last| {
        serde_urlencoded::to_string([("after", &last.name_key), ("id", &last.id.to_string())]).ok()
    });
    let rows: Vec<_> = found.rows.into_iter().map(PersonRow::from).collect();
    let leads_people = my_people::leads_people(page.ctx.actor.role);
    let list = List::Everyone;
    page.render("my_people/everyone.html", Whole { list, leads_people, rows, next })
}
