//! What came of a pilot: the report as a file, and the rows it rests on.

use crate::language::Language;
use crate::problem::Problem;
use crate::visit::SignedIn;
use app::Error;
use app::pilot::{Analysis, COHORT_FILE, Findings, Level, Rating};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::PilotId;
use report::said::{Said, said};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct RefusedPage {
    id: String,
    why: Said,
}

#[derive(Serialize)]
struct ResultsPage {
    id: String,
    verdict: String,
    /// Maryland's scale and Nesta's; none where the outcome is withheld.
    rating: Vec<LevelRow>,
    may_edit: bool,
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

/// Runs the study of a pilot, or says why it says nothing.
async fn analyse(page: &SignedIn, id: PilotId) -> Result<Result<Found, RefusedPage>, Problem> {
    let language = page.asked.language;
    let name = |measure: domain::Measure| language.text(measure.key(), &[]);
    let language = match language {
        Language::En => report::Language::En,
        Language::Cy => report::Language::Cy,
    };
    match app::pilot::analyse(&page.ctx, id, name).await? {
        Analysis::Found(findings, rating) => Ok(Ok(Found { findings, rating, language })),
        Analysis::Refused(refusal) => {
            // What to do about it is said of study files, and nobody here has one.
            let why = said(&refusal.to_string(), language);
            Ok(Err(RefusedPage { id: id.to_string(), why }))
        }
    }
}

/// What was found, in the language of the page.
struct Found {
    findings: Box<Findings>,
    rating: Rating,
    language: report::Language,
}

/// Shows what can be said, and how strong the evidence is.
pub(crate) async fn results(page: SignedIn, Path(id): Path<PilotId>) -> Result<Response, Problem> {
    match analyse(&page, id).await? {
        Ok(Found { findings, rating, language }) => {
            let (code, verdict) = report::verdict(&findings, language);
            let levels = [("rating-maryland", &rating.maryland), ("rating-nesta", &rating.nesta)];
            let rating = levels.map(|(scale, level)| LevelRow::of(scale, level));
            let content = ResultsPage {
                id: id.to_string(),
                verdict,
                rating: code.map_or_else(Vec::new, |_| rating.into()),
                may_edit: page.ctx.actor.role == domain::Role::Evaluator,
            };
            page.render("pilot/results.html", content)
        }
        Err(refused) => page.render("pilot/refused.html", refused),
    }
}

/// Returns the report, as a file; or says why there is none.
pub(crate) async fn show(page: SignedIn, Path(id): Path<PilotId>) -> Result<Response, Problem> {
    let Found { findings, language, .. } = match analyse(&page, id).await? {
        Ok(found) => found,
        Err(refused) => return page.render("pilot/refused.html", refused),
    };
    let name = match language {
        report::Language::En => "report.html",
        report::Language::Cy => "report.cy.html",
    };
    let files = report::write(&findings, language).map_err(|error| {
        tracing::error!(error = format!("{error:#}"), "report cannot be written");
        Error::Internal("the report cannot be written")
    })?;
    let html = files.into_iter().find(|file| file.name == name);
    let html = html.ok_or(Error::Internal("the report has no page"))?.bytes;
    Ok(file("text/html; charset=utf-8", name, html))
}

/// Returns the rows, as a file for `resettle evaluate`.
pub(crate) async fn cohort(page: SignedIn, Path(id): Path<PilotId>) -> Result<Response, Problem> {
    let csv = app::pilot::cohort_file(&page.ctx, id).await?;
    Ok(file("text/csv; charset=utf-8", COHORT_FILE, csv))
}

fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers =
        [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}
