//! How long what is held is kept: the schedule and the legal holds on the site, and the plan of an erasure
//! and its application from the command line.
//!
//! Nobody erases by a click. `resettle retention` says what is due and changes nothing; what it said is
//! applied as it was said, or not at all.

use crate::{App, Ctx, Error, journal};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::life_cycle::IllegalMove;
use domain::{
    Crn, Event, HoldId, IdentifierKind, Invalid, PersonId, PrisonNumber, RetentionKind,
    RetentionSource, Schedule,
};
use policy::{Action, Relation};
use serde::{Deserialize, Serialize};
use store::retention::{self, Hold};
use store::{Conn, StoreError, Tx};
use uuid::Uuid;

/// Days for which a plan can be applied: what it says is looked at by somebody, and not for ever.
const PLAN_DAYS: i64 = 31;

/// A line of the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// What is kept.
    pub kind: RetentionKind,
    /// For how many months.
    pub months: u32,
    /// What that rests on.
    pub source: RetentionSource,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct View {
    /// The schedule.
    pub periods: Vec<Period>,
    /// The legal holds of the actor's organisation.
    pub holds: Vec<Hold>,
    /// Whether the actor may place and lift them.
    pub may_hold: bool,
}

/// Returns the schedule, and the legal holds of the actor's organisation.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx) -> Result<View, Error> {
    ctx.allow_as(Action::ViewRetention, Relation::Own, ()).await?;
    let mut conn = ctx.read().await?;
    let holds = retention::of_organisation(&mut conn, ctx.actor.organisation).await?;
    drop(conn);
    ctx.journal_read(Event::RetentionRead, None).await?;
    let may_hold = policy::authorise(&ctx.actor, Action::KeepHolds, Relation::Own, ()).is_ok();
    Ok(View { periods: periods(&ctx.app.retention), holds, may_hold })
}

/// Returns the same for who is about to place a legal hold: a mistake in the form does not answer who would
/// be refused.
///
/// # Errors
/// As [`view`], and when the actor may not place one.
pub async fn view_to_hold(ctx: &Ctx) -> Result<View, Error> {
    ctx.allow_as(Action::KeepHolds, Relation::Own, ()).await?;
    view(ctx).await
}

fn periods(schedule: &Schedule) -> Vec<Period> {
    let period = |kind: &RetentionKind| {
        let (months, source) = schedule.period(*kind);
        Period { kind: *kind, months, source }
    };
    RetentionKind::ALL.iter().map(period).collect()
}

/// Places a legal hold on the record of a person whose case the actor's organisation leads, by their prison
/// number or CRN. Who places it sees nothing of the record.
///
/// # Errors
/// When the number is none of such a person, policy refuses, or the database fails.
pub async fn place(ctx: &Ctx, number: &str, reason: &str) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    ctx.allow_as(Action::KeepHolds, Relation::Own, ()).await?;
    let (kind, number) = parsed(number)?;
    let us = ctx.actor.organisation;
    let found = retention::led_by_number(&mut tx, us, kind, &number).await?;
    let person = found.ok_or_else(|| Error::field("number", Invalid::new("hold-nobody")))?;
    // An erasure that runs at the same time is before it or after it.
    store::person::hold(&mut tx, person).await?;
    let hold = Hold {
        id: ctx.new_id(),
        person,
        organisation: us,
        number,
        reason: reason.to_string(),
        placed_at: ctx.now,
        lifted: None,
    };
    retention::place(&mut tx, &hold, ctx.actor.account).await?;
    ctx.journal(&mut tx, Event::HoldPlaced, Some(person), Some(hold.id.0));
    Ok(tx.commit().await?)
}

fn parsed(text: &str) -> Result<(IdentifierKind, String), Error> {
    let prison =
        PrisonNumber::parse(text).map(|number| (IdentifierKind::PrisonNumber, number.to_string()));
    let number =
        prison.or_else(|_| Crn::parse(text).map(|crn| (IdentifierKind::Crn, crn.to_string())));
    number.map_err(|_| Error::field("number", Invalid::new("hold-number-form")))
}

/// Returns a legal hold that the actor is about to lift.
///
/// # Errors
/// When there is none of the actor's organisation, it was lifted, policy refuses, or the read could not be
/// journalled.
pub async fn view_before(ctx: &Ctx, id: HoldId) -> Result<Hold, Error> {
    let mut conn = ctx.read().await?;
    let hold = standing(ctx, &mut conn, id).await?;
    drop(conn);
    ctx.journal_read(Event::RetentionRead, None).await?;
    Ok(hold)
}

/// Lifts a legal hold.
///
/// # Errors
/// As [`view_before`], or when the database fails.
pub async fn lift(ctx: &Ctx, id: HoldId, reason: &str) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let hold = standing(ctx, &mut tx, id).await?;
    if !retention::lift(&mut tx, id, reason, ctx.actor.account, ctx.now).await? {
        return Err(lifted());
    }
    ctx.journal(&mut tx, Event::HoldLifted, Some(hold.person), Some(id.0));
    Ok(tx.commit().await?)
}

/// Finds a hold that stands. Others' holds look as if there were none.
async fn standing(ctx: &Ctx, conn: &mut Conn, id: HoldId) -> Result<Hold, Error> {
    ctx.allow_as(Action::KeepHolds, Relation::Own, ()).await?;
    let found = retention::find(conn, id).await?;
    let ours = found.filter(|hold| hold.organisation == ctx.actor.organisation);
    let hold = ours.ok_or(Error::NotFound("legal hold"))?;
    if hold.lifted.is_some() { Err(lifted()) } else { Ok(hold) }
}

fn lifted() -> Error {
    IllegalMove { noun: "legal hold", from: "lifted", attempted: "lift" }.into()
}

/// What is due on a day: what would be erased, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// The periods by which it was.
    pub months: Vec<(RetentionKind, u32)>,
    /// The people whose records are due, by id.
    pub cases: Vec<PersonId>,
    /// Whether there are more than one plan holds.
    pub more: bool,
    /// What is due and about no person's case.
    pub swept: Vec<Sweep>,
}

/// Records of one kind that ended before a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sweep {
    /// The kind.
    pub kind: RetentionKind,
    /// The moment.
    pub before: DateTime<Utc>,
    /// How many.
    pub count: u64,
}

/// Why a plan was not applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// It is no longer true.
    #[error("{0}. Nothing was erased; make the plan again and look at it")]
    Stale(String),
    /// The database failed.
    #[error("nothing was erased")]
    Store(#[from] StoreError),
}

fn start_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// Returns what is due today, and changes nothing.
///
/// # Errors
/// When the database fails.
pub async fn plan(app: &App) -> Result<Plan, StoreError> {
    let (now, schedule) = (app.now(), &app.retention);
    let today = crate::local_time(now).date();
    // One moment, so that the counts and the people are of the same.
    let mut conn = app.db.snapshot().await?;
    let (cases, more) = due_cases(&mut conn, schedule, today).await?;
    let mut swept = Vec::new();
    for kind in RetentionKind::ALL.iter().copied().filter(|kind| *kind != RetentionKind::Case) {
        let before = start_of(schedule.ended_by(kind, today));
        let count = count(&mut conn, kind, before).await?;
        swept.push(Sweep { kind, before, count });
    }
    let months = periods(schedule).iter().map(|period| (period.kind, period.months)).collect();
    Ok(Plan { made_at: now, months, cases, more, swept })
}

async fn due_cases(
    conn: &mut Conn,
    schedule: &Schedule,
    today: NaiveDate,
) -> Result<(Vec<PersonId>, bool), StoreError> {
    let since =
        start_of(schedule.ended_by(RetentionKind::Case, today)) + chrono::TimeDelta::days(1);
    let mut due = Vec::new();
    let mut after = Uuid::nil();
    loop {
        let part = retention::unchanged_since(conn, since, after).await?;
        let Some(last) = part.last() else { return Ok((due, false)) };
        after = last.0;
        for person in part {
            let facts = retention::facts(conn, person).await?;
            if facts.is_some_and(|facts| facts.is_due(schedule, today)) {
                if due.len() >= usize::try_from(retention::PLAN_LIMIT).unwrap_or(usize::MAX) {
                    return Ok((due, true));
                }
                due.push(person);
            }
        }
    }
}

async fn count(
    conn: &mut Conn,
    kind: RetentionKind,
    before: DateTime<Utc>,
) -> Result<u64, StoreError> {
    match kind {
        RetentionKind::Case => Ok(0),
        RetentionKind::Invitation => retention::old_invitations(conn, before).await,
        RetentionKind::FormToken => retention::old_form_tokens(conn, before).await,
        RetentionKind::SupersededRecord => retention::old_superseded(conn, before).await,
        RetentionKind::UnjoinedRecord => retention::old_unjoined(conn, before).await,
    }
}

/// Does exactly what a plan says, in one transaction, if all of it is still true. Each erasure is
/// journalled.
///
/// # Errors
/// When something of it is no longer true, the schedule is another or the plan too old, or the database
/// fails; then nothing is erased.
pub async fn apply(app: &App, plan: &Plan) -> Result<(), ApplyError> {
    let (now, schedule) = (app.now(), &app.retention);
    let today = crate::local_time(now).date();
    let stale = |why: String| Err(ApplyError::Stale(why));
    let current: Vec<_> =
        periods(schedule).iter().map(|period| (period.kind, period.months)).collect();
    if plan.months != current {
        return stale("the periods were changed since the plan was made".to_owned());
    }
    let age = now - plan.made_at;
    if age.num_days() > PLAN_DAYS || age.num_seconds() < 0 {
        return stale(format!("the plan was not made in the last {PLAN_DAYS} days"));
    }
    let request = Uuid::now_v7();
    let mut tx = app.db.begin().await?;
    // First what is about no case: a case takes some of it along, and the counts are of before.
    for sweep in &plan.swept {
        let (months, _) = schedule.period(sweep.kind);
        if sweep.kind == RetentionKind::Case
            || sweep.before > start_of(schedule.ended_by(sweep.kind, today))
        {
            return stale(format!("what the plan says of {} is not due", sweep.kind));
        }
        let count = match sweep.kind {
            RetentionKind::Case => 0,
            RetentionKind::Invitation => {
                retention::erase_invitations(&mut tx, sweep.before).await?
            }
            RetentionKind::FormToken => retention::erase_form_tokens(&mut tx, sweep.before).await?,
            RetentionKind::SupersededRecord => {
                retention::erase_superseded(&mut tx, sweep.before).await?
            }
            RetentionKind::UnjoinedRecord => {
                retention::erase_unjoined(&mut tx, sweep.before).await?
            }
        };
        if count != sweep.count {
            return stale(format!("there are {count} of {} and not {}", sweep.kind, sweep.count));
        }
        if count > 0 {
            let event = Event::Swept { kind: sweep.kind, count, months };
            store::journal::write(&mut tx, journal::entry(now, request, event));
        }
    }
    for person in &plan.cases {
        // Whoever changes the case or places a hold meanwhile is before it or after it.
        store::person::hold(&mut tx, *person).await?;
        let facts = retention::facts(&mut tx, *person).await?;
        if !facts.is_some_and(|facts| facts.is_due(schedule, today)) {
            return stale(format!("the record {person} is not due any more, or not there"));
        }
        erase(&mut tx, *person, schedule, now, request).await?;
    }
    Ok(tx.commit().await?)
}

async fn erase(
    tx: &mut Tx,
    person: PersonId,
    schedule: &Schedule,
    now: DateTime<Utc>,
    request: Uuid,
) -> Result<(), StoreError> {
    let accounts = retention::accounts(tx, person).await?;
    retention::erase(tx, person).await?;
    let (months, _) = schedule.period(RetentionKind::Case);
    let mut entry = journal::entry(now, request, Event::Erased { months, accounts });
    entry.person = Some(person);
    store::journal::write(tx, entry);
    Ok(())
}
