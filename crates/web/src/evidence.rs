//! The evidence register, which anybody may read, and the page on which the board publishes to it.

use crate::figure::{grouped, signed};
use crate::form::Form;
use crate::pilot::plan::FixedRow;
use crate::problem::Problem;
use crate::referral::{Choice, choices};
use crate::visit::{SignedIn, Visit, done};
use app::Error;
use app::evidence::{Entry, Published, Registered, Wanted};
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use domain::evidence::{Publication, PublishedOutcome};
use domain::{Area, Measure, PilotId};
use serde::{Deserialize, Serialize};

/// What of the register is asked for.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(crate) struct Asked {
    area: String,
    measure: String,
}

#[derive(Serialize)]
struct RegisterPage {
    rows: Vec<PilotRow>,
    areas: Vec<Choice>,
    measures: Vec<Choice>,
    area: String,
    measure: String,
    is_narrowed: bool,
}

/// A pilot of the register.
#[derive(Serialize)]
struct PilotRow {
    id: String,
    name: String,
    question: String,
    served: String,
    starts_on: NaiveDate,
    comparison: &'static str,
    /// What its primary outcome, proven reoffending, is planned to show.
    worthwhile: u32,
    expected: u32,
    areas: Vec<&'static str>,
    measures: Vec<&'static str>,
    latest: Option<PublicationRow>,
}

impl From<Registered> for PilotRow {
    fn from(found: Registered) -> Self {
        let plan = found.plan.plan;
        Self {
            id: found.pilot.id.to_string(),
            name: found.pilot.name,
            question: found.pilot.question,
            served: plan.served,
            starts_on: found.pilot.starts_on,
            comparison: plan.comparison.key(),
            worthwhile: plan.worthwhile,
            expected: plan.expected,
            areas: found.areas.into_iter().map(Area::key).collect(),
            measures: plan.measures.into_iter().map(Measure::key).collect(),
            latest: found.latest.map(PublicationRow::from),
        }
    }
}

/// What was said of a pilot, or would be.
#[derive(Serialize)]
struct PublicationRow {
    reading: &'static str,
    outcomes: Vec<OutcomeRow>,
    maryland: Option<u8>,
    nesta: Option<u8>,
    counted_on: NaiveDate,
    decision: Option<DecisionRow>,
    hash: Option<String>,
    at: Option<DateTime<Utc>>,
}

#[derive(Serialize)]
struct OutcomeRow {
    measure: &'static str,
    served: String,
    compared: String,
    points: String,
    low: String,
    high: String,
}

#[derive(Serialize)]
struct DecisionRow {
    verdict: &'static str,
    why: String,
    by: String,
    decided_on: NaiveDate,
}

impl From<PublishedOutcome> for OutcomeRow {
    fn from(outcome: PublishedOutcome) -> Self {
        let [estimate, low, high] = outcome.points.map(|points| signed(points as f64, 0));
        Self {
            measure: outcome.outcome.key(),
            served: grouped(outcome.served),
            compared: grouped(outcome.compared),
            points: estimate,
            low,
            high,
        }
    }
}

impl From<Publication> for PublicationRow {
    fn from(said: Publication) -> Self {
        Self {
            reading: said.reading.key(),
            outcomes: said.outcomes.into_iter().map(OutcomeRow::from).collect(),
            maryland: said.maryland,
            nesta: said.nesta,
            counted_on: said.counted_on,
            decision: said.decision.map(|decision| DecisionRow {
                verdict: decision.verdict.key(),
                why: decision.why,
                by: decision.by,
                decided_on: decision.decided_on,
            }),
            hash: None,
            at: None,
        }
    }
}

impl From<Published> for PublicationRow {
    fn from(published: Published) -> Self {
        let (hash, at) = (Some(published.hash), Some(published.at));
        Self { hash, at, ..Self::from(published.publication) }
    }
}

/// Shows the register, or what of it is asked for.
pub(crate) async fn list(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let wanted =
        Wanted { area: Area::from_code(&asked.area), measure: Measure::from_code(&asked.measure) };
    let found = app::evidence::register(&visit.site.app, wanted).await?;
    let content = RegisterPage {
        rows: found.into_iter().map(PilotRow::from).collect(),
        areas: choices::<Area>(),
        measures: choices::<Measure>(),
        is_narrowed: wanted != Wanted::default(),
        area: asked.area,
        measure: asked.measure,
    };
    visit.render("evidence/list.html", content)
}

#[derive(Serialize)]
struct PilotPage {
    pilot: PilotRow,
    services: Vec<(String, String)>,
    plan: Option<FixedRow>,
    publications: Vec<PublicationRow>,
}

/// Shows a pilot of the register, with all that was published of it.
pub(crate) async fn show(visit: Visit, Path(id): Path<PilotId>) -> Result<Response, Problem> {
    let Entry { registered, services, publications } =
        app::evidence::entry(&visit.site.app, id).await?;
    let content = PilotPage {
        services,
        plan: registered.plan.fixed.clone().map(FixedRow::from),
        publications: publications.into_iter().map(PublicationRow::from).collect(),
        pilot: registered.into(),
    };
    visit.render("evidence/show.html", content)
}

#[derive(Serialize)]
struct PublishPage {
    id: String,
    name: String,
    said: PublicationRow,
    seen: String,
    is_carried: bool,
    is_new: bool,
    too_near: Option<String>,
}

async fn preparing(page: &SignedIn, id: PilotId) -> Result<PublishPage, Error> {
    let (prepared, too_near) = app::evidence::preparing(&page.ctx, id).await?;
    Ok(PublishPage {
        id: id.to_string(),
        name: prepared.pilot.name,
        said: prepared.publication.into(),
        seen: prepared.hash,
        is_carried: prepared.is_carried,
        is_new: prepared.is_new,
        too_near,
    })
}

/// Shows what would be published of a pilot.
pub(crate) async fn show_publish(
    page: SignedIn,
    Path(id): Path<PilotId>,
) -> Result<Response, Problem> {
    let content = preparing(&page, id).await?;
    page.render("evidence/publish.html", content)
}

/// Publishes it, as it was seen.
pub(crate) async fn publish(
    page: SignedIn,
    Path(id): Path<PilotId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/pilots/{id}");
    match app::evidence::publish(&page.once(&form, &path), id, form.text("seen")).await {
        Ok(()) => Ok(done(&path, "done-evidence-published")),
        Err(Error::Invalid(errors)) => {
            let content = preparing(&page, id).await?;
            page.render_again("evidence/publish.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}
