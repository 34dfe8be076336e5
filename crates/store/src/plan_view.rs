//! What a person says of their plan, and what was answered to a challenge. Both stand: nothing here
//! is ever changed or taken out, a challenge only gets its answer.

use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, Utc};
use domain::{AccountId, PersonId, Plan, PlanView};
use policy::Authorised;
use uuid::Uuid;

/// Views of one plan shown at once.
pub const LIST_LIMIT: i64 = 200;

/// What a person said of their plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whether they agree.
    pub view: PlanView,
    /// Their words.
    pub words: Option<String>,
    /// Who wrote it down: the person, or a worker for them.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What a challenge was answered with, once it was.
    pub reply: Option<Reply>,
}

/// The answer to a challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The words.
    pub words: String,
    /// Who answered.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Adds what a person says of their plan. Earlier answers stay.
///
/// # Errors
/// When the database fails.
pub async fn add(
    tx: &mut Tx,
    id: Uuid,
    plan: &Plan,
    by: AccountId,
    view: (PlanView, Option<&str>),
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into plan_view (id, plan_id, person_id, view, words, account_id, at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        id,
        plan.id.0,
        plan.person.0,
        view.0.code(),
        view.1,
        by.0,
        now,
    )?;
    Ok(())
}

/// Answers every challenge of a plan since the person last agreed that has no answer yet.
///
/// # Errors
/// When the database fails.
pub async fn reply(
    tx: &mut Tx,
    plan: &Plan,
    by: AccountId,
    words: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    run!(
        tx,
        "update plan_view set answer = $2, answered_by = $3, answered_at = $4 \
         where plan_id = $1 and view = 'challenge' and answered_at is null and not exists \
         (select 1 from plan_view l where l.plan_id = $1 and l.view = 'agree' \
         and l.at > plan_view.at)",
        plan.id.0,
        words,
        by.0,
        now,
    )?;
    Ok(())
}

/// Loads what a person of an imported or invented history said of their plan, with the answer that
/// a challenge got: its words, who gave it and when.
///
/// # Errors
/// When the database fails.
pub async fn load(
    tx: &mut Tx,
    id: Uuid,
    plan: &Plan,
    (by, at): (AccountId, DateTime<Utc>),
    view: (PlanView, Option<&str>),
    reply: Option<(&str, AccountId, DateTime<Utc>)>,
) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into plan_view (id, plan_id, person_id, view, words, account_id, at, answer, \
         answered_by, answered_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id,
        plan.id.0,
        plan.person.0,
        view.0.code(),
        view.1,
        by.0,
        at,
        reply.map(|reply| reply.0),
        reply.map(|reply| reply.1.0),
        reply.map(|reply| reply.2),
    )?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct ViewRow {
    id: Uuid,
    view: String,
    words: Option<String>,
    by_name: String,
    at: DateTime<Utc>,
    answer: Option<String>,
    answerer: Option<String>,
    answered_at: Option<DateTime<Utc>>,
}

impl TryFrom<ViewRow> for Answer {
    type Error = Inconsistent;

    fn try_from(row: ViewRow) -> Result<Self, Inconsistent> {
        let reply = match (row.answer, row.answerer, row.answered_at) {
            (Some(words), Some(by), Some(at)) => Some(Reply { words, by, at }),
            _ => None,
        };
        Ok(Self {
            view: coded("plan_view", row.id, "view", &row.view)?,
            words: row.words,
            by: row.by_name,
            at: row.at,
            reply,
        })
    }
}

/// Lists what a person said of their plan, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Answer>, StoreError> {
    let rows = all!(
        conn,
        ViewRow,
        "select v.id, v.view, v.words, a.name as by_name, v.at, v.answer, b.name as answerer, \
         v.answered_at from plan_view v join plan p on p.id = v.plan_id \
         join account a on a.id = v.account_id left join account b on b.id = v.answered_by \
         where p.person_id = $1 order by v.at desc, v.id desc limit $2",
        person.resource().0,
        LIST_LIMIT,
    )?;
    rows.into_iter().map(|row| Ok(Answer::try_from(row)?)).collect()
}
