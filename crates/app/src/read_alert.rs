//! Alerts that one account reads many people's records: counted where each read is journalled, raised
//! and journalled, and shown to the organisation until somebody says what it was.
//!
//! The count is in memory, so that no page waits for it: a process that starts anew begins anew, and two
//! processes count each for itself. The alert, once raised, is in the database.

use crate::{Ctx, Error};
use chrono::{DateTime, Utc};
use domain::life_cycle::IllegalMove;
use domain::{
    AccountId, Event, PersonId, ReadAlert, ReadAlertId, ReadAlertKind, ReadLimits, ReadVerdict,
    RecentReads, Role,
};
use policy::{Action, Relation};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use store::read_alert::{self, Raised};
use store::{Conn, Tx};

/// Accounts that are counted before those are dropped that have read nothing for an hour.
const SWEEP_AT: usize = 1_000;

/// Whose records each account has read lately.
#[derive(Debug)]
pub(crate) struct Watch {
    limits: Option<ReadLimits>,
    accounts: Mutex<Accounts>,
}

#[derive(Debug, Default)]
struct Accounts {
    reads: HashMap<AccountId, RecentReads>,
    /// How many there were after the last sweep.
    left: usize,
}

impl Watch {
    /// Returns a watch that has seen nobody read; without limits it looks at nothing.
    pub(crate) fn new(limits: Option<ReadLimits>) -> Self {
        Self { limits, accounts: Mutex::default() }
    }

    fn read(&self, account: AccountId, person: PersonId, now: DateTime<Utc>) -> ReadVerdict {
        let Some(limits) = self.limits else { return ReadVerdict::default() };
        let mut accounts = self.accounts();
        if accounts.reads.len() >= SWEEP_AT.max(2 * accounts.left) {
            accounts.reads.retain(|_, reads| !reads.is_over(now));
            accounts.left = accounts.reads.len();
        }
        accounts.reads.entry(account).or_default().read(person, limits, now)
    }

    fn not_raised(&self, account: AccountId, kind: ReadAlertKind) {
        if let Some(reads) = self.accounts().reads.get_mut(&account) {
            reads.not_raised(kind);
        }
    }

    /// What panicked while it held the lock left at most one read uncounted.
    fn accounts(&self) -> std::sync::MutexGuard<'_, Accounts> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts a read of a person's record before it is journalled and shown.
///
/// # Errors
/// [`Error::TooManyRecords`] when the account has read too many people's, or when an alert could not be
/// written: then nothing may be shown.
pub(crate) async fn watch(ctx: &Ctx, person: PersonId) -> Result<(), Error> {
    let account = ctx.actor.account;
    let verdict = ctx.app.watch.read(account, person, ctx.now);
    if let Some((kind, people)) = verdict.raises
        && let Err(error) = raise(ctx, kind, people).await
    {
        ctx.app.watch.not_raised(account, kind);
        return Err(error);
    }
    verdict.wait.map_or(Ok(()), |wait| Err(Error::TooManyRecords(wait)))
}

async fn raise(ctx: &Ctx, kind: ReadAlertKind, people: u32) -> Result<(), Error> {
    let mut tx = ctx.app.db.begin().await?;
    raise_in(ctx, &mut tx, kind, people).await?;
    Ok(tx.commit().await?)
}

/// Raises the alert that many people's records were given out at once, with the change that gives them.
///
/// # Errors
/// When the database fails.
pub(crate) async fn given_out(ctx: &Ctx, tx: &mut Tx, people: u32) -> Result<(), Error> {
    raise_in(ctx, tx, ReadAlertKind::GivenOut, people).await
}

async fn raise_in(ctx: &Ctx, tx: &mut Tx, kind: ReadAlertKind, people: u32) -> Result<(), Error> {
    let alert = ReadAlert {
        id: ctx.new_id(),
        account: ctx.actor.account,
        organisation: ctx.actor.organisation,
        kind,
        people,
        at: ctx.now,
        seen: false,
    };
    read_alert::add(tx, &alert).await?;
    ctx.journal(tx, Event::ReadAlertRaised { kind, people }, None, Some(alert.id.0));
    tracing::warn!(alert = %alert.id, %kind, people, "an account reads many people's records, or gives them out");
    Ok(())
}

/// Returns whether an alert waits for the actor: then that is what they see first.
///
/// # Errors
/// When the database fails.
pub async fn waits(ctx: &Ctx) -> Result<bool, Error> {
    let looks = matches!(ctx.actor.role, Role::DataProtectionOfficer | Role::Administrator);
    if !looks {
        return Ok(false);
    }
    Ok(read_alert::waits(&mut ctx.read().await?, ctx.actor.organisation).await?)
}

/// Lists the alerts of the actor's organisation, those that wait first.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn list(ctx: &Ctx) -> Result<Vec<Raised>, Error> {
    ctx.allow_as(Action::AnswerReadAlerts, Relation::Own, ()).await?;
    let mut conn = ctx.read().await?;
    let raised = read_alert::of_organisation(&mut conn, ctx.actor.organisation).await?;
    drop(conn);
    ctx.journal_read(Event::ReadAlertsListed, None).await?;
    Ok(raised)
}

/// Returns one alert of the actor's organisation.
///
/// # Errors
/// When there is no such alert, policy refuses, or the read could not be journalled.
pub async fn one(ctx: &Ctx, id: ReadAlertId) -> Result<Raised, Error> {
    let mut conn = ctx.read().await?;
    let raised = find(ctx, &mut conn, id).await?;
    drop(conn);
    ctx.journal_read(Event::ReadAlertsListed, None).await?;
    Ok(raised)
}

/// Notes what an alert was, in words that stand.
///
/// # Errors
/// When there is no such alert, somebody has said so, policy refuses, or the database fails.
pub async fn see(ctx: &Ctx, id: ReadAlertId, words: &str) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let alert = find(ctx, &mut tx, id).await?.alert.see()?;
    if !read_alert::see(&mut tx, id, words, ctx.actor.account, ctx.now).await? {
        return Err(IllegalMove { noun: "read alert", from: "seen", attempted: "see" }.into());
    }
    let event = Event::ReadAlertSeen { kind: alert.kind, people: alert.people };
    ctx.journal(&mut tx, event, None, Some(id.0));
    Ok(tx.commit().await?)
}

/// Finds an alert of the actor's own organisation, about somebody else. Whoever may not do this at all is
/// refused first, so that the answer tells nobody whether there is such an alert.
async fn find(ctx: &Ctx, conn: &mut Conn, id: ReadAlertId) -> Result<Raised, Error> {
    let action = Action::AnswerReadAlerts;
    ctx.allow_as(action, Relation::Own, ()).await?;
    let raised = read_alert::find(conn, id).await?.ok_or(Error::NotFound("read alert"))?;
    let is_own = raised.alert.account == ctx.actor.account;
    if is_own || raised.alert.organisation != ctx.actor.organisation {
        ctx.allow_as(action, Relation::None, ()).await?;
    }
    Ok(raised)
}
