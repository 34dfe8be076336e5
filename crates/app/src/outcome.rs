//! Outcomes: the status on the day, recorded by whoever leads the case.

use crate::custody;
use crate::person::{Header, header};
use crate::{Ctx, Error};
use domain::{
    Event, HomeKind, Invalid, Outcome, OutcomeId, OutcomeSource, OutcomeStatus, PersonId, Priority,
    Release,
};
use policy::{Action, Authorised, Relation};
use store::{Conn, outcome, person, relation, release};

/// An outcome as the page shows it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The outcome.
    pub outcome: Outcome,
    /// Whether it can be recorded now.
    pub can_record: bool,
    /// Whether the person was in prison on its day.
    pub in_custody: bool,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct View {
    /// Who it is about.
    pub header: Header,
    /// Each release with what is counted from it, the latest release first.
    pub releases: Vec<(Release, Vec<Shown>)>,
}

/// Returns the outcomes of a person.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, id: PersonId) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::ViewRelease, id).await?;
    let episodes = person::episodes(&mut conn, &allowed).await?;
    let may_record = allowed.relation() == Relation::Lead;
    let mut releases = Vec::new();
    for release in release::of_person(&mut conn, &allowed).await? {
        let outcomes = outcome::of_release(&mut conn, &allowed, release.id).await?;
        let shown: Vec<Shown> = outcomes
            .into_iter()
            .map(|outcome| Shown {
                can_record: may_record && outcome.day <= ctx.today() && !is_known(&outcome),
                in_custody: outcome.day <= ctx.today()
                    && custody::in_custody_on(&episodes, outcome.day),
                outcome,
            })
            .collect();
        if !shown.is_empty() {
            releases.push((release, shown));
        }
    }
    let view = View { header: header(ctx, &mut conn, &allowed).await?, releases };
    drop(conn);
    let event = Event::PersonRead { page: "/people/{id}/outcomes".to_owned() };
    ctx.journal_read(event, Some(id)).await?;
    Ok(view)
}

fn is_known(outcome: &Outcome) -> bool {
    outcome.recorded.is_some_and(|recorded| recorded.status != OutcomeStatus::Unknown)
}

/// What is recorded.
#[derive(Clone, Copy, Debug)]
pub struct Status {
    /// The status on the day.
    pub status: OutcomeStatus,
    /// Where it was learnt.
    pub source: OutcomeSource,
    /// Where the person was living, for a measure of accommodation.
    pub home: Option<HomeKind>,
}

async fn find(ctx: &Ctx, conn: &mut Conn, id: OutcomeId) -> Result<Authorised<Outcome>, Error> {
    let found = outcome::find(conn, id).await?.ok_or(Error::NotFound("outcome"))?;
    let relation = relation::to_person(conn, &ctx.actor, found.person).await?;
    let person = found.person;
    let relation = relation.unwrap_or(Relation::None);
    ctx.allow_in(conn, Action::RecordOutcome, relation, person, found).await
}

/// Returns whose outcome it is, for the page on which its form comes back.
///
/// # Errors
/// When there is no such outcome, policy refuses, or the database fails.
pub async fn person_of(ctx: &Ctx, id: OutcomeId) -> Result<PersonId, Error> {
    let mut conn = ctx.read().await?;
    Ok(find(ctx, &mut conn, id).await?.resource().person)
}

/// Records an outcome. What is not known today may become known later.
///
/// # Errors
/// When the status contradicts the record, it is too early, it is known already, policy refuses, or
/// the database fails.
pub async fn record(ctx: &Ctx, id: OutcomeId, status: Status) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let found = find(ctx, &mut tx, id).await?;
    let allowed = found.clone().map(|outcome| outcome.person);
    let outcome = found.into_resource();
    let recorded = outcome.clone().record(status.status, status.source, ctx.today())?;
    let episodes = person::episodes(&mut tx, &allowed).await?;
    let in_custody = custody::in_custody_on(&episodes, outcome.day);
    check(&outcome, &status, in_custody)?;
    outcome::save(&mut tx, &recorded.living_in(status.home)).await?;
    let event = Event::OutcomeRecorded { measure: outcome.measure, status: status.status };
    ctx.journal(&mut tx, event, Some(outcome.person), Some(id.0));
    Ok(tx.commit().await?)
}

/// Refuses a status that contradicts what else is recorded: nothing is counted that was not so.
fn check(outcome: &Outcome, status: &Status, in_custody: bool) -> Result<(), Error> {
    let refuse =
        |field: &str, key| Err(Error::field(&format!("{field}-{}", outcome.id), Invalid::new(key)));
    if in_custody && status.status != OutcomeStatus::NotApplicable {
        return refuse("status", "outcome-in-custody");
    }
    let Some(home) = status.home else { return Ok(()) };
    if outcome.measure.priority() != Priority::Accommodation {
        return refuse("home", "outcome-home-not-asked");
    }
    match status.status {
        OutcomeStatus::Yes | OutcomeStatus::No
            if outcome.measure.status_in(home) != Some(status.status) =>
        {
            refuse("home", "outcome-home-contradicts")
        }
        OutcomeStatus::Unknown => refuse("home", "outcome-home-known"),
        _ => Ok(()),
    }
}
