//! What came of a pilot: the report as a file, and the rows it rests on.

use super::reoffending::FileRow;
use super::study_run::{self, Look};
use crate::figure::signed;
use crate::language::Language;
use crate::problem::Problem;
use crate::state::InventedEffect;
use crate::visit::SignedIn;
use app::Error;
use app::pilot::{Analysis, Attempt, COHORT_FILE, Compared, Found, Level, Refusal};
use axum::extract::{Path, Query};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::{PilotId, PilotOutcome};
use report::said::{Said, said};
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Duration;

#[derive(Serialize)]
struct RefusedPage {
    id: String,
    /// What the comparison said; none where it is not known yet who reoffended.
    why: Option<Said>,
}

#[derive(Serialize)]
struct ResultsPage {
    id: String,
    verdict: String,
    /// Maryland's scale and Nesta's; none where the outcome is withheld.
    rating: Vec<LevelRow>,
    /// The file that those who were served are compared with, if they are with one.
    pool: Option<ComparedRow>,
    /// The file that says who reoffended, if there is one, and whether anything is known of it.
    reoffending: Option<FileRow>,
    reoffending_used: bool,
    /// What is true, where everybody is invented.
    truth: Vec<TruthRow>,
    may_edit: bool,
}

/// The file that those who were served are compared with.
#[derive(Serialize)]
struct ComparedRow {
    number: u32,
    source: String,
    people: u32,
    absent: Vec<&'static str>,
}

impl From<Compared> for ComparedRow {
    fn from(compared: Compared) -> Self {
        let Compared { pool, absent } = compared;
        Self { number: pool.number, source: pool.source, people: pool.people, absent }
    }
}

/// What one service does to one outcome.
#[derive(Serialize)]
struct TruthRow {
    service: String,
    measure: &'static str,
    /// In percentage points, with its sign.
    points: String,
}

impl TruthRow {
    fn of(effect: &InventedEffect) -> Self {
        Self {
            service: effect.name.clone(),
            measure: effect.measure.key(),
            points: signed(100.0 * effect.difference, 1),
        }
    }
}

/// A level of one scale and its reasons.
#[derive(Serialize)]
struct LevelRow {
    scale: &'static str,
    level: Option<u8>,
    reasons: Vec<ReasonRow>,
}

/// A reason: its message, and the numbers in it by name.
#[derive(Serialize)]
struct ReasonRow {
    key: &'static str,
    numbers: BTreeMap<&'static str, String>,
}

impl LevelRow {
    fn of(scale: &'static str, found: &Level) -> Self {
        // Standard deviations come with two decimals, and so does their limit; all else is whole.
        let number = |(name, value): (&'static str, f64)| {
            let is_whole = (value - value.round()).abs() < 0.005 || value > 1.0;
            (name, if is_whole { format!("{value:.0}") } else { format!("{value:.2}") })
        };
        let reasons = found.reasons.iter().map(|reason| ReasonRow {
            key: reason.key(),
            numbers: reason.numbers().into_iter().map(number).collect(),
        });
        Self { scale, level: found.level, reasons: reasons.collect() }
    }
}

/// Returns what came of a pilot, or after `patience` the page that says how far its study is or why it says nothing.
async fn found(
    page: &SignedIn,
    id: PilotId,
    patience: Option<Duration>,
) -> Result<Result<Found, Response>, Problem> {
    let language = page.asked.language;
    let name = |outcome: PilotOutcome| language.text(outcome.key(), &[]);
    let instead = match app::pilot::analyse(&page.ctx, id, patience, name).await? {
        Attempt::Ended(Analysis::Found(found)) => return Ok(Ok(*found)),
        Attempt::Ended(Analysis::Refused(refusal)) => refused(page, id, Some(refusal)),
        Attempt::Ended(Analysis::NotKnown) => refused(page, id, None),
        Attempt::Running(running) => study_run::show(page, id, running),
        Attempt::Stopped => study_run::show_stopped(page, id),
    };
    instead.map(Err)
}

const fn of_report(language: Language) -> report::Language {
    match language {
        Language::En => report::Language::En,
        Language::Cy => report::Language::Cy,
    }
}

/// Says why the study of a pilot says nothing. What to do about it is said of study files, and nobody here
/// has one.
fn refused(page: &SignedIn, id: PilotId, why: Option<Refusal>) -> Result<Response, Problem> {
    let why = why.map(|refusal| said(&refusal.to_string(), of_report(page.asked.language)));
    page.render("pilot/refused.html", RefusedPage { id: id.to_string(), why })
}

/// Shows what can be said, and how strong the evidence is.
pub(crate) async fn results(
    page: SignedIn,
    Path(id): Path<PilotId>,
    Query(look): Query<Look>,
) -> Result<Response, Problem> {
    let found = match found(&page, id, look.patience(&page)).await? {
        Ok(found) => found,
        Err(instead) => return Ok(instead),
    };
    let Found { findings, rating, services, outcomes, reoffending, pool } = found;
    let (code, verdict) = report::verdict(&findings, of_report(page.asked.language));
    let levels = [("rating-maryland", &rating.maryland), ("rating-nesta", &rating.nesta)];
    let invented = page.site.settings.invented_effects.iter().filter(|effect| {
        services.contains(&effect.service) && outcomes.contains(&PilotOutcome::Came(effect.measure))
    });
    let rating = levels.map(|(scale, level)| LevelRow::of(scale, level));
    let content = ResultsPage {
        id: id.to_string(),
        verdict,
        rating: code.map_or_else(Vec::new, |_| rating.into()),
        pool: pool.map(ComparedRow::from),
        reoffending: reoffending.map(FileRow::from),
        reoffending_used: outcomes.contains(&PilotOutcome::Reoffended),
        truth: invented.map(TruthRow::of).collect(),
        may_edit: page.ctx.actor.role == domain::Role::Evaluator,
    };
    page.render("pilot/results.html", content)
}

/// Returns the report, as a file; or says why there is none, or that it is being worked out.
pub(crate) async fn show(page: SignedIn, Path(id): Path<PilotId>) -> Result<Response, Problem> {
    let findings = match found(&page, id, page.site.settings.patience).await? {
        Ok(found) => found.findings,
        Err(instead) => return Ok(instead),
    };
    let files = report::write(&findings, of_report(page.asked.language)).map_err(|error| {
        tracing::error!(error = format!("{error:#}"), "report cannot be written");
        Error::Internal("the report cannot be written")
    })?;
    let page = files.into_iter().next().ok_or(Error::Internal("the report has no page"))?;
    Ok(file("text/html; charset=utf-8", &page.name, page.bytes))
}

/// Returns the rows, as a file for `resettle evaluate`.
pub(crate) async fn cohort(page: SignedIn, Path(id): Path<PilotId>) -> Result<Response, Problem> {
    let csv = app::pilot::cohort_file(&page.ctx, id).await?;
    Ok(file("text/csv; charset=utf-8", COHORT_FILE, csv))
}

pub(super) fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers =
        [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}
