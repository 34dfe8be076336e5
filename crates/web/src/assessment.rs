//! Assessments: the task list of a draft, the check of its answers, and what was submitted.
//!
//! A person's assessments over time are in `picture`, one area of a draft in `area`.

pub(crate) mod area;
pub(crate) mod picture;

use crate::form::Form;
use crate::person::Header;
use crate::problem::Problem;
use crate::question::{self, AreaRow, FollowUpRow, Said};
use crate::visit::{SignedIn, done};
use app::Error;
use app::assessment::{AreaView, View};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{Answers, AreaProgress, AssessmentId, Instrument, PersonId, Rating};
use serde::Serialize;

/// One area of an assessment on a page.
#[derive(Serialize)]
struct Row {
    asked: AreaRow,
    progress: &'static str,
    progress_key: &'static str,
    /// The rating that counts, by code.
    rating: Option<&'static str>,
    /// What the answers gave, by code.
    computed: Option<&'static str>,
    /// What the given answers show by themselves, by code.
    at_best: &'static str,
    /// What it would be if every open answer were its worst, by code.
    at_worst: &'static str,
    because: Vec<Said>,
    missing: Vec<Said>,
    need_score: Option<u8>,
    overridden: Option<OverrideRow>,
}

/// The worker's own rating.
#[derive(Serialize)]
struct OverrideRow {
    rating: &'static str,
    reason: &'static str,
    note: Option<String>,
}

impl Row {
    fn of(view: &AreaView, asked: &Instrument, answers: &Answers, page: &SignedIn) -> Self {
        let language = page.asked.language;
        let computed = &view.computed;
        Self {
            asked: AreaRow::of(view.asked, answers, language),
            progress: view.progress.code(),
            progress_key: view.progress.key(),
            rating: view.rating.rating().map(Rating::code),
            computed: view.rating.computed.map(Rating::code),
            at_best: computed.at_best.code(),
            at_worst: computed.at_worst.code(),
            because: question::said(asked, &computed.because, answers, language),
            missing: question::said(asked, &computed.missing, answers, language),
            need_score: computed.need_score,
            overridden: view.rating.overridden.as_ref().map(|by_worker| OverrideRow {
                rating: by_worker.rating.code(),
                reason: by_worker.reason.key(),
                note: by_worker.note.clone(),
            }),
        }
    }
}

#[derive(Serialize)]
struct Page {
    person: Header,
    id: String,
    title: String,
    voice: &'static str,
    started_on: NaiveDate,
    submitted_at: Option<DateTime<Utc>>,
    by: String,
    organisation: String,
    areas: Vec<Row>,
    complete: usize,
    follow_ups: Vec<FollowUpRow>,
}

impl Page {
    fn new(view: View, page: &SignedIn) -> Self {
        let View { header, assessment, instrument, areas, raised, by, .. } = view;
        let language = page.asked.language;
        let is_complete = |view: &&AreaView| view.progress == AreaProgress::Complete;
        Self {
            person: Header::on(header, page.ctx.today(), "assessments"),
            id: assessment.id.to_string(),
            title: instrument.title.in_language(language.code()).to_owned(),
            voice: assessment.voice.key(),
            started_on: assessment.started_on,
            submitted_at: assessment.submitted_at,
            by: by.0,
            organisation: by.1,
            complete: areas.iter().filter(is_complete).count(),
            areas: areas
                .iter()
                .map(|view| Row::of(view, instrument, &assessment.answers, page))
                .collect(),
            follow_ups: question::follow_ups(instrument, &raised, &assessment.answers, language),
        }
    }
}

/// Starts an assessment, or goes on with the one that is open.
pub(crate) async fn start(
    page: SignedIn,
    Path(id): Path<PersonId>,
    form: Form,
) -> Result<Response, Problem> {
    let leads_to = format!("/people/{id}/assessments");
    let started = app::assessment::start(&page.once(&form, &leads_to), id).await?;
    Ok(Redirect::to(&format!("/assessments/{started}")).into_response())
}

/// Shows an assessment: a draft as a task list to those who may go on with it, else to be read.
pub(crate) async fn show(
    page: SignedIn,
    Path(id): Path<AssessmentId>,
) -> Result<Response, Problem> {
    let view = app::assessment::view(&page.ctx, id, "/assessments/{id}").await?;
    let template = if view.may_assess { "assessment/tasks.html" } else { "assessment/show.html" };
    page.render(template, Page::new(view, &page))
}

/// Shows the answers to be checked before they are submitted.
pub(crate) async fn check(
    page: SignedIn,
    Path(id): Path<AssessmentId>,
) -> Result<Response, Problem> {
    match draft(&page, id, "/assessments/{id}/submit").await? {
        Some(view) => page.render("assessment/check.html", Page::new(view, &page)),
        None => Ok(to_show(id)),
    }
}

/// Submits an assessment.
pub(crate) async fn submit(
    page: SignedIn,
    Path(id): Path<AssessmentId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/assessments/{id}");
    let followed_up = form.text("followed-up") == "yes";
    match app::assessment::submit(&page.once(&form, &path), id, followed_up).await {
        Ok(()) => Ok(done(&path, "done-assessment-submitted")),
        Err(Error::Invalid(errors)) => {
            let view = app::assessment::view(&page.ctx, id, "/assessments/{id}/submit").await?;
            page.render_again("assessment/check.html", Page::new(view, &page), &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// Loads a draft for a page that goes on with it; `None` when there is nothing to go on with.
async fn draft(page: &SignedIn, id: AssessmentId, route: &str) -> Result<Option<View>, Error> {
    let view = app::assessment::view(&page.ctx, id, route).await?;
    Ok(Some(view).filter(|view| view.may_assess))
}

/// Leads to the page on which an assessment is read.
fn to_show(id: AssessmentId) -> Response {
    Redirect::to(&format!("/assessments/{id}")).into_response()
}
