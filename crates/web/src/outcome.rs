//! What came of each release: the five measures, with their day and source.

use crate::form::Form;
use crate::language::Language;
use crate::person::Header;
use crate::problem::Problem;
use crate::referral::{Choice, choices};
use crate::visit::{SignedIn, done};
use app::Error;
use app::outcome::{Shown, Status};
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use domain::{HomeKind, Invalid, OutcomeId, OutcomeSource, OutcomeStatus, PersonId, Priority};
use serde::Serialize;

#[derive(Serialize)]
struct Page {
    person: Header,
    releases: Vec<ReleaseRows>,
    statuses: Vec<Choice>,
    sources: Vec<Choice>,
    /// Kinds of home, each with what it counts as: code and text.
    homes: Vec<(&'static str, String)>,
}

/// What is counted from one release.
#[derive(Serialize)]
struct ReleaseRows {
    on: Option<NaiveDate>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    measure: &'static str,
    day: NaiveDate,
    days_until: i64,
    status: Option<&'static str>,
    source: Option<&'static str>,
    home: Option<String>,
    recorded_on: Option<NaiveDate>,
    can_record: bool,
    in_custody: bool,
    asks_home: bool,
}

fn home_text(language: Language, home: HomeKind) -> String {
    let label = |key| language.text(key, &[]);
    let args = [("home", label(home.key())), ("group", label(home.group().key()))];
    language.text("home-with-group", &args)
}

async fn content(page: &SignedIn, id: PersonId) -> Result<Page, Error> {
    let view = app::outcome::view(&page.ctx, id).await?;
    let (language, today) = (page.asked.language, page.ctx.today());
    let row = |shown: Shown| {
        let outcome = shown.outcome;
        Row {
            id: outcome.id.to_string(),
            measure: outcome.measure.key(),
            day: outcome.day,
            days_until: (outcome.day - today).num_days(),
            status: outcome.recorded.map(|recorded| recorded.status.key()),
            source: outcome.recorded.map(|recorded| recorded.source.key()),
            home: outcome
                .recorded
                .and_then(|recorded| recorded.home)
                .map(|home| home_text(language, home)),
            recorded_on: outcome.recorded.map(|recorded| recorded.on),
            can_record: shown.can_record,
            in_custody: shown.in_custody,
            asks_home: outcome.measure.priority() == Priority::Accommodation,
        }
    };
    let rows = |shown: Vec<Shown>| shown.into_iter().map(row).collect();
    Ok(Page {
        person: Header::on(view.header, today, "outcomes"),
        releases: view
            .releases
            .into_iter()
            .map(|(release, shown)| ReleaseRows { on: release.released_on, rows: rows(shown) })
            .collect(),
        statuses: choices::<OutcomeStatus>(),
        sources: choices::<OutcomeSource>(),
        homes: HomeKind::ALL.iter().map(|home| (home.code(), home_text(language, *home))).collect(),
    })
}

/// Lists what came of each release.
pub(crate) async fn list(page: SignedIn, Path(id): Path<PersonId>) -> Result<Response, Problem> {
    let content = content(&page, id).await?;
    page.render("outcome/list.html", content)
}

/// Lists the outcomes at the address of one, where a form with a mistake in it was left: the links to
/// the other language lead here.
pub(crate) async fn list_of(
    page: SignedIn,
    Path(id): Path<OutcomeId>,
) -> Result<Response, Problem> {
    let person = app::outcome::person_of(&page.ctx, id).await?;
    let content = content(&page, person).await?;
    page.render("outcome/list.html", content)
}

/// Records an outcome. Each form on the page has the outcome's id in its fields.
pub(crate) async fn record(
    page: SignedIn,
    Path(id): Path<OutcomeId>,
    form: Form,
) -> Result<Response, Problem> {
    let person = app::outcome::person_of(&page.ctx, id).await?;
    let path = format!("/people/{person}/outcomes");
    let result = match read_status(&form, id) {
        Ok(status) => app::outcome::record(&page.once(&form, &path), id, status).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&path, "done-outcome-recorded")),
        Err(Error::Invalid(errors)) => {
            let content = content(&page, person).await?;
            page.render_again("outcome/list.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

fn read_status(form: &Form, id: OutcomeId) -> Result<Status, Error> {
    let mut fields = form.fields();
    let status = fields.coded(&format!("status-{id}"), "choose-outcome-status");
    let source = fields.coded(&format!("source-{id}"), "choose-outcome-source");
    let name = format!("home-{id}");
    let home = match form.text(&name) {
        "" => Some(None),
        _ => fields.read(&name, |text| {
            HomeKind::from_code(text).map(Some).ok_or_else(|| Invalid::new("choose-home"))
        }),
    };
    let whole = match (status, source, home) {
        (Some(status), Some(source), Some(home)) => Some(Status { status, source, home }),
        _ => None,
    };
    fields.finish(whole)
}
