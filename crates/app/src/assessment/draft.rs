//! Answering a draft: an area at a time, saved as it goes, with the worker's own rating where the
//! computed one is not right.

use super::{AreaView, Opened, hold};
use crate::{Ctx, Error, FieldErrors};
use domain::{
    Answers, Area, AreaRating, AssessmentId, Event, Invalid, OverrideReason, Rating, Voice,
};
use store::{assessment, assessment_override};

/// Saves the answers of an area: pairs of question and answer. A question left out keeps its
/// earlier answer. The worker's own rating was given to other answers, so it goes when these change
/// the computed one; returns whether it did.
///
/// # Errors
/// When an answer is wrong or none is given, policy refuses, it was submitted, or the database
/// fails.
pub async fn save_area<'a>(
    ctx: &Ctx,
    id: AssessmentId,
    area: Area,
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<bool, Error> {
    let mut tx = ctx.begin().await?;
    let (allowed, opened) = hold(ctx, &mut tx, id, "answer").await?;
    let view = area_of(&opened, area)?;
    let given = Answers::parse(opened.instrument, pairs).map_err(Error::Invalid)?;
    check_area(view, &given)?;
    let answers = opened.assessment.answers.clone().updated(given);
    assessment::save_answers(&mut tx, id, &answers).await?;
    let (person, subject) = (Some(*allowed.resource()), Some(id.0));
    let event = Event::AssessmentAnswered { voice: Voice::Worker, area: Some(area) };
    ctx.journal(&mut tx, event, person, subject);
    let now = opened.instrument.rate(area, &answers).and_then(|computed| computed.rating);
    let removed =
        now != view.rating.computed && assessment_override::remove(&mut tx, id, area).await?;
    if removed {
        ctx.journal(&mut tx, Event::AreaRatingRemoved { area }, person, subject);
    }
    tx.commit().await?;
    Ok(removed)
}

/// Puts the worker's rating of an area in place of the computed one.
///
/// # Errors
/// When it is the same or a note is missing, policy refuses, it was submitted, or the database
/// fails.
pub async fn rate_area(
    ctx: &Ctx,
    id: AssessmentId,
    area: Area,
    (rating, reason, note): (Rating, OverrideReason, &str),
) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let (allowed, opened) = hold(ctx, &mut tx, id, "rate").await?;
    let computed = area_of(&opened, area)?.computed.rating;
    let rated = AreaRating::computed(area, computed)
        .overridden(rating, reason, Some(note))
        .map_err(|why| Error::field(field_of(&why), why))?;
    if let Some(by_worker) = &rated.overridden {
        assessment_override::put(&mut tx, id, area, by_worker).await?;
    }
    let event = Event::AreaRated { area, rating, reason };
    ctx.journal(&mut tx, event, Some(*allowed.resource()), Some(id.0));
    Ok(tx.commit().await?)
}

/// Takes the worker's rating of an area back, so that the computed one stands.
///
/// # Errors
/// When policy refuses, it was submitted, or the database fails.
pub async fn remove_rating(ctx: &Ctx, id: AssessmentId, area: Area) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let (allowed, _) = hold(ctx, &mut tx, id, "rate").await?;
    if assessment_override::remove(&mut tx, id, area).await? {
        let event = Event::AreaRatingRemoved { area };
        ctx.journal(&mut tx, event, Some(*allowed.resource()), Some(id.0));
    }
    Ok(tx.commit().await?)
}

/// Returns an area of what was opened.
fn area_of(opened: &Opened, area: Area) -> Result<&AreaView, Error> {
    let found = opened.areas.iter().find(|view| view.asked.area == area);
    found.ok_or(Error::NotFound("area"))
}

/// Checks that a form has answers, and to questions of its area only.
fn check_area(view: &AreaView, given: &Answers) -> Result<(), Error> {
    let questions = &view.asked.questions;
    let mut wrong: FieldErrors = given
        .iter()
        .filter(|(id, _)| !questions.iter().any(|question| question.id == *id))
        .map(|(id, _)| (id.to_owned(), Invalid::new("invalid-answer-question")))
        .collect();
    if given.is_empty() {
        let first = questions.first().map(|question| question.id.clone()).unwrap_or_default();
        wrong.push((first, Invalid::new("assessment-nothing-answered")));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

/// Returns the field that a refused rating belongs to.
fn field_of(why: &Invalid) -> &'static str {
    if why.key.starts_with("invalid-override-note") { "note" } else { "rating" }
}
