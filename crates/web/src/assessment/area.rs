//! One area of a draft: its questions, and the rating that follows from the answers.

use super::{Row, draft, to_show};
use crate::form::Form;
use crate::person::Header;
use crate::problem::Problem;
use crate::question::{self, BUTTON, FollowUpRow};
use crate::referral::{Choice, choices};
use crate::visit::{SignedIn, done};
use app::Error;
use app::assessment::{AreaView, View};
use axum::extract::Path;
use axum::response::Response;
use domain::{Area, AreaProgress, AssessmentId, OverrideReason, Rating};
use policy::Action;
use serde::Serialize;

#[derive(Serialize)]
struct Page {
    person: Header,
    id: String,
    title: String,
    row: Row,
    /// What the answers in this area oblige the worker to follow up.
    follow_ups: Vec<FollowUpRow>,
    /// The next area that is not complete, by code and message key.
    next: Option<(&'static str, &'static str)>,
    ratings: Vec<Choice>,
    reasons: Vec<Choice>,
}

impl Page {
    fn new(view: View, area: Area, page: &SignedIn) -> Result<Self, Error> {
        let View { header, assessment, instrument, areas, raised, .. } = view;
        let language = page.asked.language;
        let here = areas.iter().find(|view| view.asked.area == area);
        let here = here.ok_or(Error::NotFound("area"))?;
        let in_area = |id: &str| here.asked.questions.iter().any(|question| question.id == id);
        let raised: Vec<_> = raised.into_iter().filter(|one| in_area(&one.question)).collect();
        Ok(Self {
            person: Header::on(header, page.ctx.today(), "assessments"),
            id: assessment.id.to_string(),
            title: instrument.title.in_language(language.code()).to_owned(),
            row: Row::of(here, instrument, &assessment.answers, page),
            follow_ups: question::follow_ups(instrument, &raised, &assessment.answers, language),
            next: next(&areas, area).map(|area| (area.code(), area.key())),
            ratings: choices::<Rating>(),
            reasons: choices::<OverrideReason>(),
        })
    }
}

/// Returns the next area that is not complete, going round from here.
fn next(areas: &[AreaView], here: Area) -> Option<Area> {
    let at = areas.iter().position(|view| view.asked.area == here)?;
    let mut others = areas[at + 1..].iter().chain(&areas[..at]);
    others.find(|view| view.progress != AreaProgress::Complete).map(|view| view.asked.area)
}

/// Shows the questions of an area.
pub(crate) async fn show(
    page: SignedIn,
    Path((id, area)): Path<(AssessmentId, String)>,
) -> Result<Response, Problem> {
    let area = read_area(&area)?;
    match draft(&page, id, "/assessments/{id}/areas/{area}").await? {
        Some(view) => page.render("assessment/area.html", Page::new(view, area, &page)?),
        None => Ok(to_show(id)),
    }
}

/// Saves the answers of an area.
pub(crate) async fn save(
    page: SignedIn,
    Path((id, area)): Path<(AssessmentId, String)>,
    form: Form,
) -> Result<Response, Problem> {
    let area = read_area(&area)?;
    let path = format!("/assessments/{id}/areas/{area}/rating");
    let ctx = page.once(&form, &path);
    match app::assessment::save_area(&ctx, id, area, question::pairs(&form)).await {
        Ok(false) => Ok(done(&path, "done-area-saved")),
        Ok(true) => Ok(done(&path, "done-area-saved-rating-removed")),
        Err(Error::Invalid(errors)) => {
            let view = app::assessment::view(&page.ctx, id, "/assessments/{id}/areas/{area}");
            let content = Page::new(view.await?, area, &page)?;
            page.render_again("assessment/area.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// Shows the rating of an area, with its working.
pub(crate) async fn show_rating(
    page: SignedIn,
    Path((id, area)): Path<(AssessmentId, String)>,
) -> Result<Response, Problem> {
    let area = read_area(&area)?;
    match draft(&page, id, "/assessments/{id}/areas/{area}/rating").await? {
        Some(view) => page.render("assessment/rating.html", Page::new(view, area, &page)?),
        None => Ok(to_show(id)),
    }
}

/// Takes the worker's own rating of an area, or takes it back.
pub(crate) async fn rate(
    page: SignedIn,
    Path((id, area)): Path<(AssessmentId, String)>,
    form: Form,
) -> Result<Response, Problem> {
    let area = read_area(&area)?;
    let path = format!("/assessments/{id}/areas/{area}/rating");
    let ctx = page.once(&form, &path);
    if form.text(BUTTON) == "remove" {
        app::assessment::remove_rating(&ctx, id, area).await?;
        return Ok(done(&path, "done-rating-removed"));
    }
    let mut fields = form.fields();
    let rating = fields.coded("rating", "choose-rating");
    let reason = fields.coded("override-reason", "choose-reason");
    let result = match fields.finish(rating.zip(reason)) {
        Ok((rating, reason)) => {
            app::assessment::rate_area(&ctx, id, area, (rating, reason, form.text("note"))).await
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&path, "done-area-rated")),
        Err(Error::Invalid(errors)) => {
            let view =
                app::assessment::view(&page.ctx, id, "/assessments/{id}/areas/{area}/rating");
            let view = view.await?;
            page.ctx.may(Action::Assess, view.assessment.person).await?;
            let content = Page::new(view, area, &page)?;
            page.render_again("assessment/rating.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// Reads the area in a path; an unknown one is a page that is not there.
fn read_area(code: &str) -> Result<Area, Error> {
    Area::from_code(code).ok_or(Error::NotFound("area"))
}
