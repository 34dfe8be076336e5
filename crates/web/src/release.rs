//! A person's release: the plan with its working, the way to the gate, and what can be recorded.

use crate::form::Form;
use crate::person::Header;
use crate::problem::Problem;
use crate::referral::{Choice, choices, choices_of};
use crate::release_day::{CheckRow, MomentRow, check_rows, moment_rows};
use crate::template::in_words;
use crate::visit::{SignedIn, done};
use app::Error;
use app::custody::RECEPTION_REASONS;
use app::release::{NewPlan, Planned};
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use domain::{PersonId, ReleaseRoute};
use policy::Action;
use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct Page {
    person: Header,
    /// The prison where the person is, and since when; none in the community.
    prison: Option<String>,
    since: Option<NaiveDate>,
    may_plan: bool,
    planned: Option<PlannedRow>,
    past: Vec<PastRow>,
    prisons: Vec<(String, String)>,
    routes: Vec<Choice>,
    reasons: Vec<Choice>,
}

#[derive(Serialize)]
struct PlannedRow {
    due_on: NaiveDate,
    release_on: NaiveDate,
    route: &'static str,
    route_key: &'static str,
    going_to: String,
    /// The steps from the day due to the day of release, in words.
    working: Vec<String>,
    /// The earliest day that a governor may choose, where it is another.
    earliest: Option<NaiveDate>,
    closes_after: bool,
    moments: Vec<MomentRow>,
    checks: Vec<CheckRow>,
    missing: usize,
}

#[derive(Serialize)]
struct PastRow {
    on: Option<NaiveDate>,
    due_on: NaiveDate,
    going_to: String,
}

/// Loads the page, also for the forms of custody that are on it.
pub(crate) async fn content(page: &SignedIn, id: PersonId) -> Result<Page, Error> {
    let view = app::release::view(&page.ctx, id).await?;
    let may_plan = view.may_plan;
    Ok(Page {
        person: Header::on(view.header, page.ctx.today(), "release"),
        since: view.stay.as_ref().map(|stay| stay.since),
        prison: view.prison,
        may_plan,
        planned: view.planned.map(|planned| planned_row(page, id, may_plan, planned)),
        past: view
            .past
            .into_iter()
            .map(|one| PastRow { on: one.released_on, due_on: one.due_on, going_to: one.going_to })
            .collect(),
        prisons: view.prisons.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        routes: choices::<ReleaseRoute>(),
        reasons: choices_of(&RECEPTION_REASONS),
    })
}

fn planned_row(page: &SignedIn, id: PersonId, may_plan: bool, planned: Planned) -> PlannedRow {
    let language = page.asked.language;
    let release = planned.release;
    let step = |step: &domain::ReleaseDateStep| {
        let args = [("from", in_words(language, step.from)), ("to", in_words(language, step.to))];
        language.text(step.reason.key(), &args)
    };
    let working = planned.working.as_ref();
    PlannedRow {
        due_on: release.due_on,
        release_on: release.release_on,
        route: release.route.code(),
        route_key: release.route.key(),
        going_to: release.going_to,
        working: working.map_or_else(Vec::new, |work| work.steps.iter().map(step).collect()),
        earliest: working.map(|work| work.earliest).filter(|day| *day < release.release_on),
        closes_after: planned.closes_after,
        moments: moment_rows(language, may_plan, planned.moments),
        missing: planned.missing.len(),
        checks: check_rows(id, may_plan, &planned.missing),
    }
}

/// Shows a person's release.
pub(crate) async fn show(page: SignedIn, Path(id): Path<PersonId>) -> Result<Response, Problem> {
    let content = content(&page, id).await?;
    page.render("release/show.html", content)
}

/// Plans a release, or changes the plan.
pub(crate) async fn plan(
    page: SignedIn,
    Path(id): Path<PersonId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/people/{id}/release");
    let mut fields = form.fields();
    let due_on = fields.date("due");
    let route = fields.coded("route", "choose-release-route");
    let going_to = fields.short_or("going-to", "release-going-to-missing");
    let whole = match (due_on, route, going_to) {
        (Some(due_on), Some(route), Some(going_to)) => Some(NewPlan { due_on, route, going_to }),
        _ => None,
    };
    let result = match fields.finish(whole) {
        Ok(plan) => app::release::plan(&page.once(&form, &path), id, plan).await,
        Err(error) => Err(error),
    };
    answer(&page, id, &form, result, "done-release-planned").await
}

/// Leads back to the page of the release, or shows it again with what was wrong.
pub(crate) async fn answer(
    page: &SignedIn,
    id: PersonId,
    form: &Form,
    result: Result<(), Error>,
    key: &str,
) -> Result<Response, Problem> {
    match result {
        Ok(()) => Ok(done(&format!("/people/{id}/release"), key)),
        Err(Error::Invalid(errors)) => {
            page.ctx.may(Action::PlanRelease, id).await?;
            let content = content(page, id).await?;
            page.render_again("release/show.html", content, form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}
