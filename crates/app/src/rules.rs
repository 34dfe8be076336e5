//! The rules of who may see what are part of the program: they change when another version is started. That
//! start is journalled, and two data protection officers look at what changed before it counts as confirmed.
//! Until then everybody who looks at the rules is told that it was not.

use crate::{App, Ctx, Error, journal};
use domain::life_cycle::IllegalMove;
use domain::{Event, Role};
use policy::{Action, Relation};
use store::rules::{self, Confirmation, RulesSince};
use store::{Conn, Tx};
use uuid::Uuid;

/// Officers who look at rules before they count as confirmed (UK GDPR articles 25 and 32: no single person
/// decides who has access).
pub const OFFICERS: usize = 2;

/// The rules in force.
#[derive(Clone, Debug)]
pub struct InForce {
    /// The rules.
    pub rules: RulesSince,
    /// The topics in which they differ from those before; none where these are the first.
    pub changed: Vec<String>,
    /// Who looked at them.
    pub confirmations: Vec<Confirmation>,
}

impl InForce {
    /// Returns whether enough officers looked at them.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.confirmations.len() >= OFFICERS
    }

    /// Returns whether they wait for the actor.
    #[must_use]
    pub fn waits_for(&self, ctx: &Ctx) -> bool {
        ctx.actor.role == Role::DataProtectionOfficer
            && !self.is_confirmed()
            && self.confirmations.iter().all(|one| one.account != ctx.actor.account)
    }
}

/// Notes the rules with which the program starts, if they are others than those before.
pub(crate) async fn begin(app: &App, tx: &mut Tx) -> Result<(), Error> {
    let topics = policy::topics();
    let before = rules::latest(tx).await?.into_iter().next();
    if before.as_ref().is_some_and(|before| before.topics == topics) {
        return Ok(());
    }
    let now = RulesSince { id: Uuid::now_v7(), topics, since: app.now() };
    rules::add(tx, &now).await?;
    let event = Event::RulesChanged { topics: differences(before.as_ref(), &now) };
    store::journal::write(tx, journal::entry(now.since, Uuid::now_v7(), event));
    Ok(())
}

/// Returns the topics that were added, changed or taken out; all where nothing was before.
fn differences(before: Option<&RulesSince>, now: &RulesSince) -> Vec<String> {
    let Some(before) = before else { return now.topics.keys().cloned().collect() };
    let mut topics: Vec<_> = before.topics.keys().chain(now.topics.keys()).cloned().collect();
    topics.retain(|topic| before.topics.get(topic) != now.topics.get(topic));
    topics.sort_unstable();
    topics.dedup();
    topics
}

/// Returns the rules in force; none on a database on which the site never started.
///
/// # Errors
/// When the database fails.
pub(crate) async fn in_force(conn: &mut Conn) -> Result<Option<InForce>, Error> {
    let mut latest = rules::latest(conn).await?.into_iter();
    let Some(now) = latest.next() else { return Ok(None) };
    let before = latest.next();
    let changed = before.map(|before| differences(Some(&before), &now)).unwrap_or_default();
    let confirmations = rules::confirmations(conn, now.id).await?;
    Ok(Some(InForce { rules: now, changed, confirmations }))
}

/// Returns whether the rules in force wait for the actor.
///
/// # Errors
/// When the database fails.
pub(crate) async fn wait(ctx: &Ctx, conn: &mut Conn) -> Result<bool, Error> {
    if ctx.actor.role != Role::DataProtectionOfficer {
        return Ok(false);
    }
    Ok(in_force(conn).await?.is_some_and(|rules| rules.waits_for(ctx)))
}

/// Notes that the actor looked at the rules in force.
///
/// # Errors
/// When others are in force by now, the actor has looked at them, or enough have; when policy refuses, or the
/// database fails.
pub async fn confirm(ctx: &Ctx, id: Uuid) -> Result<(), Error> {
    ctx.allow_as(Action::ConfirmRules, Relation::Own, ()).await?;
    let mut tx = ctx.begin().await?;
    let moved = |from| IllegalMove { noun: "rules", from, attempted: "confirm" };
    let found = in_force(&mut tx).await?.filter(|found| found.rules.id == id);
    let found = found.ok_or(moved("not in force"))?;
    if found.is_confirmed() || !rules::confirm(&mut tx, id, ctx.actor.account, ctx.now).await? {
        return Err(moved("confirmed").into());
    }
    ctx.journal(&mut tx, Event::RulesConfirmed, None, Some(id));
    Ok(tx.commit().await?)
}
