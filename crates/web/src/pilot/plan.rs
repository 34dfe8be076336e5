//! The plan of a pilot: written down, fixed; and the decision about it.

use crate::form::Form;
use crate::language::Language;
use crate::problem::Problem;
use crate::referral::{Choice, choices};
use crate::visit::{SignedIn, done};
use app::Error;
use app::pilot::{Decided, Planning, Power};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::{
    Comparison, FixedPlan, LongText, MOST_PEOPLE_OF_PLAN, Measure, PilotId, PilotPlan,
    PilotVerdict, PlanOfPilot, parse_whole, parse_whole_optional,
};
use serde::Serialize;
use std::ops::RangeInclusive;

/// People of a plan: one alone is no group.
const PEOPLE: RangeInclusive<u32> = 2..=MOST_PEOPLE_OF_PLAN;
/// People whom they are compared with: the whole country's release of many years is no more.
const COMPARED: RangeInclusive<u32> = 0..=10_000_000;
/// Per cent, with somebody on both sides.
const PERCENT: RangeInclusive<u32> = 1..=99;

/// A plan as the page of its pilot shows it.
#[derive(Serialize)]
pub(super) struct PlanRow {
    served: String,
    theory: String,
    comparison: &'static str,
    people: String,
    compared: String,
    expected: u32,
    worthwhile: u32,
    measures: Vec<&'static str>,
    power: Option<String>,
    fixed: Option<FixedRow>,
}

/// How a plan was fixed, as pages show it.
#[derive(Serialize)]
pub(crate) struct FixedRow {
    text: String,
    hash: String,
    at: DateTime<Utc>,
}

impl From<FixedPlan> for FixedRow {
    fn from(fixed: FixedPlan) -> Self {
        Self { text: fixed.text, hash: fixed.hash, at: fixed.at }
    }
}

impl PlanRow {
    pub(super) fn of(found: PlanOfPilot, power: Option<Power>, language: Language) -> Self {
        let plan = found.plan;
        let power = power.map(|power| match language {
            Language::En => power.english,
            Language::Cy => power.welsh,
        });
        Self {
            served: plan.served,
            theory: plan.theory,
            comparison: plan.comparison.key(),
            people: crate::figure::grouped(plan.people.into()),
            compared: crate::figure::grouped(plan.compared.into()),
            expected: plan.expected,
            worthwhile: plan.worthwhile,
            measures: plan.measures.into_iter().map(Measure::key).collect(),
            power,
            fixed: found.fixed.map(FixedRow::from),
        }
    }
}

/// A decision as pages show it.
#[derive(Serialize)]
pub(super) struct DecisionRow {
    verdict: &'static str,
    why: String,
    at: DateTime<Utc>,
    name: String,
    organisation: String,
}

impl From<Decided> for DecisionRow {
    fn from(decided: Decided) -> Self {
        Self {
            verdict: decided.decision.verdict.key(),
            why: decided.decision.why,
            at: decided.decision.at,
            name: decided.name,
            organisation: decided.organisation,
        }
    }
}

#[derive(Serialize)]
struct PlanPage {
    id: String,
    name: String,
    comparisons: Vec<Choice>,
    measures: Vec<Choice>,
}

impl PlanPage {
    fn of(pilot: &domain::Pilot) -> Self {
        Self {
            id: pilot.id.to_string(),
            name: pilot.name.clone(),
            comparisons: choices::<Comparison>(),
            measures: choices::<Measure>(),
        }
    }
}

/// Shows the form for the plan, with what was written down before.
pub(crate) async fn show(page: SignedIn, Path(id): Path<PilotId>) -> Result<Response, Problem> {
    let Planning { pilot, plan } = app::pilot::planning(&page.ctx, id).await?;
    let form = Form::of(plan.map(pairs).unwrap_or_default());
    page.render_filled("pilot/plan.html", PlanPage::of(&pilot), &form)
}

/// Returns a plan as the form that it was written in.
fn pairs(plan: PilotPlan) -> Vec<(String, String)> {
    let fields = [
        ("served", plan.served),
        ("theory", plan.theory),
        ("comparison", plan.comparison.code().to_owned()),
        ("people", plan.people.to_string()),
        ("compared", plan.compared.to_string()),
        ("expected", plan.expected.to_string()),
        ("worthwhile", plan.worthwhile.to_string()),
    ];
    let measures = plan.measures.into_iter().map(|measure| ("measures", measure.code().to_owned()));
    fields.into_iter().chain(measures).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Writes the plan down, or changes it.
pub(crate) async fn change(
    page: SignedIn,
    Path(id): Path<PilotId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/pilots/{id}");
    let result = match read(&form) {
        Ok(plan) => app::pilot::change(&page.once(&form, &path), id, plan).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&path, "done-pilot-planned")),
        Err(Error::Invalid(errors)) => {
            let Planning { pilot, .. } = app::pilot::planning(&page.ctx, id).await?;
            page.render_again("pilot/plan.html", PlanPage::of(&pilot), &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

fn read(form: &Form) -> Result<PilotPlan, Error> {
    let mut fields = form.fields();
    let served = fields.long("served");
    let theory = fields.long_or_empty("theory");
    let comparison = fields.coded::<Comparison>("comparison", "choose-comparison");
    let people = fields.read("people", |text| parse_whole(text, PEOPLE));
    let compared = fields.read("compared", |text| parse_whole_optional(text, COMPARED));
    let expected = fields.read("expected", |text| parse_whole(text, PERCENT));
    let worthwhile = fields.read("worthwhile", |text| parse_whole(text, PERCENT));
    let mut measures: Vec<Measure> = form.all("measures").filter_map(Measure::from_code).collect();
    measures.sort_unstable();
    measures.dedup();
    let whole = (|| {
        Some(PilotPlan {
            served: served?,
            theory: theory?,
            comparison: comparison?,
            people: people?,
            compared: compared?.unwrap_or(0),
            expected: expected?,
            worthwhile: worthwhile?,
            measures,
        })
    })();
    fields.finish(whole)
}

/// Fixes the plan.
pub(crate) async fn fix(
    page: SignedIn,
    Path(id): Path<PilotId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/pilots/{id}");
    app::pilot::fix(&page.once(&form, &path), id).await?;
    Ok(done(&path, "done-pilot-plan-fixed"))
}

#[derive(Serialize)]
struct DecisionPage {
    id: String,
    name: String,
    is_fixed: bool,
    verdicts: Vec<Choice>,
    decisions: Vec<DecisionRow>,
}

async fn deciding(page: &SignedIn, id: PilotId) -> Result<DecisionPage, Error> {
    let found = app::pilot::deciding(&page.ctx, id).await?;
    Ok(DecisionPage {
        id: found.pilot.id.to_string(),
        name: found.pilot.name,
        is_fixed: found.is_fixed,
        verdicts: choices::<PilotVerdict>(),
        decisions: found.decisions.into_iter().map(DecisionRow::from).collect(),
    })
}

/// Shows the form for a decision.
pub(crate) async fn show_decision(
    page: SignedIn,
    Path(id): Path<PilotId>,
) -> Result<Response, Problem> {
    let content = deciding(&page, id).await?;
    page.render("pilot/decision.html", content)
}

/// Decides what becomes of a pilot.
pub(crate) async fn decide(
    page: SignedIn,
    Path(id): Path<PilotId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/pilots/{id}");
    let mut fields = form.fields();
    let verdict = fields.coded::<PilotVerdict>("verdict", "choose-pilot-verdict");
    let why = fields.read("why", LongText::parse);
    let result = match fields.finish(verdict.zip(why)) {
        Ok((verdict, why)) => app::pilot::decide(&page.once(&form, &path), id, verdict, why).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&path, "done-pilot-decided")),
        Err(Error::Invalid(errors)) => {
            let content = deciding(&page, id).await?;
            page.render_again("pilot/decision.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}
