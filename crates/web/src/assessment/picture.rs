//! A person's assessments over time: each area's way, what the person says beside what the worker
//! says, and every assessment.

use crate::person::Header;
use crate::problem::Problem;
use crate::question::{self, FollowUpRow};
use crate::screening;
use crate::visit::SignedIn;
use app::assessment::{Done, Overview};
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use domain::{
    Area, AreaDistance, Assessment, DatedReading, Direction, Instruments, PersonId, Rating, Voice,
};
use serde::Serialize;

/// Assessments beside each other in the picture over time: more do not fit beside the names.
const COLUMNS: usize = 8;

#[derive(Serialize)]
struct Page {
    person: Header,
    may_assess: bool,
    /// The draft's id and the day it was started.
    draft: Option<(String, NaiveDate)>,
    screenings: Vec<screening::Row>,
    areas: Vec<AreaRow>,
    columns: Vec<Column>,
    /// Each area's ratings in the order of the columns, by code.
    over_time: Vec<(&'static str, Vec<Option<&'static str>>)>,
    done: Vec<DoneRow>,
    follow_ups: Vec<FollowUpRow>,
}

/// How one area went.
#[derive(Serialize)]
struct AreaRow {
    key: &'static str,
    first: Option<Reading>,
    latest: Option<Reading>,
    direction: &'static str,
    direction_key: &'static str,
    /// The need score at first and now, where both are known and compare.
    score: Option<(u8, u8)>,
    left_out: usize,
    own: Option<Reading>,
    /// Whether the person and the worker see it differently now.
    differs: bool,
}

/// A rating on a day.
#[derive(Serialize)]
struct Reading {
    rating: &'static str,
    on: NaiveDate,
}

#[derive(Serialize)]
struct Column {
    on: NaiveDate,
    voice: &'static str,
}

/// A submitted assessment on the list.
#[derive(Serialize)]
struct DoneRow {
    id: String,
    on: NaiveDate,
    voice: &'static str,
    by: String,
    organisation: String,
    red: usize,
    amber: usize,
    green: usize,
    not_assessed: usize,
}

/// Shows a person's assessments.
pub(crate) async fn show(page: SignedIn, Path(id): Path<PersonId>) -> Result<Response, Problem> {
    let overview = app::assessment::overview(&page.ctx, id).await?;
    let content = content(overview, &page);
    page.render("assessment/list.html", content)
}

fn content(overview: Overview, page: &SignedIn) -> Page {
    let Overview { header, screenings, draft, done, worker, person, raised, may_assess } = overview;
    let today = page.ctx.today();
    let shown = &done[done.len().saturating_sub(COLUMNS)..];
    let said = done.iter().rfind(|done| done.submitted.assessment.voice == Voice::Person);
    let follow_ups = said.and_then(|done| {
        let Assessment { instrument, version, answers, .. } = &done.submitted.assessment;
        let asked = Instruments::built_in().get(instrument, *version)?;
        Some(question::follow_ups(asked, &raised, answers, page.asked.language))
    });
    Page {
        person: Header::on(header, today, "assessments"),
        may_assess,
        draft: draft.map(|draft| (draft.id.to_string(), draft.started_on)),
        screenings: screenings.iter().map(|one| screening::Row::on(one, today)).collect(),
        areas: worker.iter().zip(&person).map(|(worker, own)| area_row(worker, own)).collect(),
        columns: shown
            .iter()
            .map(|done| Column { on: done.on, voice: done.submitted.assessment.voice.key() })
            .collect(),
        over_time: Area::ALL.iter().map(|&area| (area.key(), over_time(area, shown))).collect(),
        follow_ups: follow_ups.unwrap_or_default(),
        done: done.iter().rev().map(done_row).collect(),
    }
}

fn area_row(worker: &AreaDistance, own: &AreaDistance) -> AreaRow {
    let scores = |reading: &Option<DatedReading>| reading.as_ref().and_then(|r| r.need_score);
    let compared = worker.need_score_change.is_some();
    let own = own.latest.as_ref().map(reading);
    let latest = worker.latest.as_ref().map(reading);
    AreaRow {
        key: worker.area.key(),
        first: worker.first.as_ref().map(reading),
        direction: worker.direction.code(),
        direction_key: Direction::key(worker.direction),
        score: scores(&worker.first).zip(scores(&worker.latest)).filter(|_| compared),
        left_out: worker.left_out,
        differs: own
            .as_ref()
            .zip(latest.as_ref())
            .is_some_and(|(own, now)| own.rating != now.rating),
        own,
        latest,
    }
}

fn reading(reading: &DatedReading) -> Reading {
    Reading { rating: reading.rating.code(), on: reading.on }
}

fn over_time(area: Area, shown: &[Done]) -> Vec<Option<&'static str>> {
    let rating = |done: &Done| {
        let found = done.submitted.areas.iter().find(|rated| rated.rating.area == area)?;
        found.rating.rating().map(Rating::code)
    };
    shown.iter().map(rating).collect()
}

fn done_row(done: &Done) -> DoneRow {
    let count = |rating: Option<Rating>| {
        let areas = &done.submitted.areas;
        areas.iter().filter(|area| area.rating.rating() == rating).count()
    };
    DoneRow {
        id: done.submitted.assessment.id.to_string(),
        on: done.on,
        voice: done.submitted.assessment.voice.key(),
        by: done.by.0.clone(),
        organisation: done.by.1.clone(),
        red: count(Some(Rating::Red)),
        amber: count(Some(Rating::Amber)),
        green: count(Some(Rating::Green)),
        not_assessed: count(None),
    }
}
