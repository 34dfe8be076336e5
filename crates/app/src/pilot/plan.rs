//! The plan of a pilot: what it is going to look at, whether so few people can show it, and the moment
//! from which nothing of it changes; and what was decided in the end.

use crate::sign_in::hexadecimal;
use crate::{Ctx, Error};
use domain::life_cycle::IllegalMove;
use domain::{
    Comparison, Event, FixedPlan, Invalid, LongText, Pilot, PilotDecision, PilotId, PilotPlan,
    PilotVerdict, PlanOfPilot,
};
use evaluate::power::answer::answer;
use evaluate::power::question::{Measure as Measured, PowerQuestion, Wanted};
use policy::Action;
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::pilot;
use store::pilot::Decided;
use uuid::Uuid;

/// What people like those of a plan can show, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Power {
    /// In English.
    pub english: String,
    /// In Welsh.
    pub welsh: String,
}

/// Returns what the people of a plan can show; `None` where they are compared with nobody, so that no
/// number of people shows anything.
///
/// # Errors
/// For a plan that was not checked.
pub(super) fn power(plan: &PilotPlan) -> Result<Option<Power>, Error> {
    if plan.comparison == Comparison::Nobody {
        return Ok(None);
    }
    let rate = |percent: u32| f64::from(percent) / 100.0;
    let question = PowerQuestion {
        wanted: Some(Wanted::Change(-rate(plan.worthwhile))),
        people: Some(plan.people.into()),
        ratio: f64::from(plan.compared) / f64::from(plan.people),
        // Proven reoffending is one more.
        outcomes: u32::try_from(plan.measures.len()).unwrap_or(u32::MAX).saturating_add(1),
        ..PowerQuestion::about(Measured::Rate { baseline: rate(plan.expected) })
    };
    let answer = answer(&question)
        .map_err(|_| Error::Internal("a plan was let through that asks what cannot be"))?;
    Ok(Some(Power { english: answer.text_en, welsh: answer.text_cy }))
}

/// What the page for a plan shows.
#[derive(Clone, Debug)]
pub struct Planning {
    /// The pilot.
    pub pilot: Pilot,
    /// Its plan, if one was written down.
    pub plan: Option<PilotPlan>,
}

/// Returns what the page for a plan shows.
///
/// # Errors
/// When there is no such pilot, its plan is fixed, policy refuses, or the read could not be journalled.
pub async fn planning(ctx: &Ctx, id: PilotId) -> Result<Planning, Error> {
    ctx.allow(Action::EditPilots).await?;
    let mut conn = ctx.read().await?;
    let pilot = pilot::find(&mut conn, id).await?.ok_or(Error::NotFound("pilot"))?;
    let plan = pilot::plan(&mut conn, id).await?;
    drop(conn);
    ctx.journal_read(Event::FiguresRead { page: "/pilots/{id}/plan".to_owned() }, None).await?;
    match plan {
        Some(PlanOfPilot { fixed: Some(_), .. }) => Err(is_fixed("change").into()),
        plan => Ok(Planning { pilot, plan: plan.map(|plan| plan.plan) }),
    }
}

/// Writes the plan of a pilot down, or changes it.
///
/// # Errors
/// When something in it cannot be, it was fixed, there is no such pilot, policy refuses, or the database
/// fails.
pub async fn change(ctx: &Ctx, id: PilotId, plan: PilotPlan) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    ctx.allow(Action::EditPilots).await?;
    pilot::find(&mut tx, id).await?.ok_or(Error::NotFound("pilot"))?;
    plan.check().map_err(|(field, why)| Error::field(field, why))?;
    let plan = match pilot::plan(&mut tx, id).await? {
        Some(before) => before.changed(plan)?,
        None => PlanOfPilot { plan, fixed: None },
    };
    if !pilot::save_plan(&mut tx, id, &plan).await? {
        return Err(is_fixed("change").into());
    }
    ctx.journal(&mut tx, Event::PilotPlanned, None, Some(id.0));
    Ok(tx.commit().await?)
}

/// Fixes the plan of a pilot: from now on it stays, and outcomes may be read.
///
/// # Errors
/// When there is no plan yet or it was fixed before, there is no such pilot, policy refuses, or the database
/// fails.
pub async fn fix(ctx: &Ctx, id: PilotId) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    ctx.allow(Action::EditPilots).await?;
    let pilot = pilot::find(&mut tx, id).await?.ok_or(Error::NotFound("pilot"))?;
    let plan = pilot::plan(&mut tx, id).await?.ok_or(Error::NotFound("plan"))?;
    let text = text(&pilot, &plan.plan)?;
    let hash = hash(&text);
    let fixed = FixedPlan { text, hash: hash.clone(), at: ctx.now, by: ctx.actor.account };
    if !pilot::save_plan(&mut tx, id, &plan.fix(fixed)?).await? {
        return Err(is_fixed("fix").into());
    }
    ctx.journal(&mut tx, Event::PilotPlanFixed { hash }, None, Some(id.0));
    Ok(tx.commit().await?)
}

const fn is_fixed(attempted: &'static str) -> IllegalMove {
    IllegalMove { noun: "pilot plan", from: "fixed", attempted }
}

/// The whole plan, in the order of the alphabet: what is fixed, and what its hash is of.
#[derive(Serialize)]
struct Whole<'a> {
    compared_people: u32,
    comparison: Comparison,
    expected_percent: u32,
    name: &'a str,
    other_measures: &'a [domain::Measure],
    people: u32,
    primary_outcome: &'static str,
    question: &'a str,
    served: &'a str,
    services: Vec<Uuid>,
    starts_on: chrono::NaiveDate,
    theory: &'a str,
    worthwhile_points: u32,
}

/// Returns the text of a plan as it is fixed: JSON, a key to a line, in the order of the alphabet.
///
/// # Errors
/// When JSON cannot be made of it, which would be our fault.
pub fn text(pilot: &Pilot, plan: &PilotPlan) -> Result<String, Error> {
    let whole = Whole {
        compared_people: plan.compared,
        comparison: plan.comparison,
        expected_percent: plan.expected,
        name: &pilot.name,
        other_measures: &plan.measures,
        people: plan.people,
        primary_outcome: "proven_reoffending_12_months",
        question: &pilot.question,
        served: &plan.served,
        services: pilot.services.iter().map(|service| service.0).collect(),
        starts_on: pilot.starts_on,
        theory: &plan.theory,
        worthwhile_points: plan.worthwhile,
    };
    serde_json::to_string_pretty(&whole)
        .map_err(|_| Error::Internal("the text of a plan could not be written"))
}

/// Returns the hash of the text of a plan: SHA-256, in hexadecimal.
#[must_use]
pub fn hash(text: &str) -> String {
    hexadecimal(&Sha256::digest(text.as_bytes()))
}

/// What the page for a decision shows.
#[derive(Clone, Debug)]
pub struct Deciding {
    /// The pilot.
    pub pilot: Pilot,
    /// Whether its plan is fixed.
    pub is_fixed: bool,
    /// What was decided before, the latest first.
    pub decisions: Vec<Decided>,
}

/// Returns what the page for a decision shows.
///
/// # Errors
/// When there is no such pilot, policy refuses, or the read could not be journalled.
pub async fn deciding(ctx: &Ctx, id: PilotId) -> Result<Deciding, Error> {
    ctx.allow(Action::DecidePilots).await?;
    let mut conn = ctx.read().await?;
    let pilot = pilot::find(&mut conn, id).await?.ok_or(Error::NotFound("pilot"))?;
    let plan = pilot::plan(&mut conn, id).await?;
    let decisions = pilot::decisions(&mut conn, id).await?;
    drop(conn);
    ctx.journal_read(Event::FiguresRead { page: "/pilots/{id}/decision".to_owned() }, None).await?;
    Ok(Deciding { pilot, is_fixed: plan.is_some_and(|plan| plan.is_fixed()), decisions })
}

/// Decides what becomes of a pilot. Services are offered to more people only on the answer to a question
/// that was fixed before.
///
/// # Errors
/// When it is to be scaled without a fixed plan, there is no such pilot, policy refuses, or the database
/// fails.
pub async fn decide(
    ctx: &Ctx,
    id: PilotId,
    verdict: PilotVerdict,
    why: LongText,
) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    ctx.allow(Action::DecidePilots).await?;
    pilot::find(&mut tx, id).await?.ok_or(Error::NotFound("pilot"))?;
    let is_fixed = pilot::plan(&mut tx, id).await?.is_some_and(|plan| plan.is_fixed());
    if verdict == PilotVerdict::Scale && !is_fixed {
        return Err(Error::field("verdict", Invalid::new("pilot-scale-without-plan")));
    }
    let decision =
        PilotDecision { verdict, why: why.to_string(), at: ctx.now, by: ctx.actor.account };
    pilot::decide(&mut tx, Uuid::now_v7(), id, &decision).await?;
    ctx.journal(&mut tx, Event::PilotDecided { verdict }, None, Some(id.0));
    Ok(tx.commit().await?)
}
