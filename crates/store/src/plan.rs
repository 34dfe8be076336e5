//! The plan of a person: its goals and its steps. What the person says of it is in
//! [`crate::plan_view`].

use crate::clock;
use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::NaiveDate;
use domain::{
    Goal, GoalId, NeedId, OrganisationId, PersonId, Plan, PlanId, Step, StepId, StepState, Subject,
};
use policy::Authorised;
use sqlx::types::Json;
use uuid::Uuid;

/// Goals or steps of one plan shown at once.
pub const LIST_LIMIT: i64 = 200;
/// Open steps of one person at most.
const OPEN_LIMIT: i64 = 1_000;

/// Finds a person's plan, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Option<Plan>, StoreError> {
    let row = one!(
        conn,
        (Uuid, String, Option<NaiveDate>, Uuid, Option<Uuid>),
        "select p.id, p.status, p.challenged_on, n.lead_organisation_id, n.lead_account_id \
         from plan p join person n on n.id = p.person_id where p.person_id = $1",
        person.resource().0,
    )?;
    row.map(|(id, status, challenged_on, organisation, account)| {
        Ok(Plan {
            id: PlanId(id),
            person: *person.resource(),
            owner: clock::owner(organisation, account),
            status: coded("plan", id, "status", &status)?,
            challenged_on,
        })
    })
    .transpose()
}

/// Finds a person's plan to change it, and keeps others from changing it until the transaction
/// ends: a challenge and a new step at the same moment both count.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Tx, person: &Authorised<PersonId>) -> Result<Option<Plan>, StoreError> {
    // `select … for update` is not in both databases; a change of nothing holds the row in both.
    run!(tx, "update plan set status = status where person_id = $1", person.resource().0)?;
    of_person(tx, person).await
}

/// Adds a plan, with its clock. Returns false when the person has one already.
///
/// # Errors
/// When the database fails.
pub async fn add(tx: &mut Tx, plan: &Plan, today: NaiveDate) -> Result<bool, StoreError> {
    let added = put!(
        tx,
        "insert into plan (id, person_id, status, challenged_on, created_on) \
         values ($1, $2, $3, $4, $5) on conflict (person_id) do nothing",
        plan.id.0,
        plan.person.0,
        plan.status.code(),
        plan.challenged_on,
        today,
    )?;
    if added == 1 {
        clock::set(tx, plan.person, Subject::Plan, plan.id.0, plan.clock()).await?;
    }
    Ok(added == 1)
}

/// Changes where a plan stands, with its clock.
///
/// # Errors
/// When the database fails.
pub async fn save(tx: &mut Tx, plan: &Plan) -> Result<(), StoreError> {
    run!(
        tx,
        "update plan set status = $2, challenged_on = $3 where id = $1",
        plan.id.0,
        plan.status.code(),
        plan.challenged_on,
    )?;
    clock::set(tx, plan.person, Subject::Plan, plan.id.0, plan.clock()).await
}

/// Adds a goal.
///
/// # Errors
/// When the database fails.
pub async fn add_goal(tx: &mut Tx, goal: &Goal, today: NaiveDate) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into goal (id, plan_id, need_id, words, created_on) values ($1, $2, $3, $4, $5)",
        goal.id.0,
        goal.plan.0,
        goal.need.0,
        &goal.words,
        today,
    )?;
    Ok(())
}

/// Finds a goal and whose it is, for policy to decide on.
///
/// # Errors
/// When the database fails.
pub async fn find_goal(
    conn: &mut Conn,
    id: GoalId,
) -> Result<Option<(Goal, PersonId)>, StoreError> {
    let row = one!(
        conn,
        (Uuid, Uuid, String, Uuid),
        "select g.plan_id, g.need_id, g.words, p.person_id from goal g \
         join plan p on p.id = g.plan_id where g.id = $1",
        id.0,
    )?;
    Ok(row.map(|(plan, need, words, person)| {
        (Goal { id, plan: PlanId(plan), need: NeedId(need), words }, PersonId(person))
    }))
}

/// Lists the goals of a person's plan, in the order in which they were added.
///
/// # Errors
/// When the database fails.
pub async fn goals(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Goal>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, Uuid, Uuid, String),
        "select g.id, g.plan_id, g.need_id, g.words from goal g join plan p on p.id = g.plan_id \
         where p.person_id = $1 order by g.id limit $2",
        person.resource().0,
        LIST_LIMIT,
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, plan, need, words)| Goal {
            id: GoalId(id),
            plan: PlanId(plan),
            need: NeedId(need),
            words,
        })
        .collect())
}

#[derive(sqlx::FromRow)]
struct StepRow {
    id: Uuid,
    goal_id: Uuid,
    need_id: Uuid,
    person_id: Uuid,
    words: String,
    actor: String,
    owner_organisation_id: Uuid,
    owner_account_id: Option<Uuid>,
    due_on: NaiveDate,
    state: Json<StepState>,
    organisation_name: String,
    account_name: Option<String>,
}

/// A step as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedStep {
    /// The step.
    pub step: Step,
    /// The owning organisation's name.
    pub owner_organisation: String,
    /// The owning worker's name, once named.
    pub owner_account: Option<String>,
}

impl TryFrom<StepRow> for ListedStep {
    type Error = Inconsistent;

    fn try_from(row: StepRow) -> Result<Self, Inconsistent> {
        Ok(Self {
            step: Step {
                id: StepId(row.id),
                goal: GoalId(row.goal_id),
                need: NeedId(row.need_id),
                person: PersonId(row.person_id),
                words: row.words,
                actor: coded("step", row.id, "actor", &row.actor)?,
                owner: clock::owner(row.owner_organisation_id, row.owner_account_id),
                due_on: row.due_on,
                state: row.state.0,
            },
            owner_organisation: row.organisation_name,
            owner_account: row.account_name,
        })
    }
}

macro_rules! select_step {
    ($rest:literal) => {
        concat!(
            "select s.id, s.goal_id, s.need_id, s.person_id, s.words, s.actor, \
             s.owner_organisation_id, s.owner_account_id, s.due_on, s.state, \
             o.name as organisation_name, a.name as account_name from step s \
             join organisation o on o.id = s.owner_organisation_id \
             left join account a on a.id = s.owner_account_id ",
            $rest
        )
    };
}

/// Adds a step or changes it, with its clock. The need that it is for is brought up to date by
/// the caller: [`last_step_on`], `Need::with_steps`, [`crate::need::save`].
///
/// # Errors
/// When the database fails.
pub async fn save_step(tx: &mut Tx, step: &Step, today: NaiveDate) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into step (id, goal_id, need_id, person_id, words, actor, owner_organisation_id, \
         owner_account_id, due_on, status, state, created_on) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
         on conflict (id) do update set words = excluded.words, actor = excluded.actor, \
         owner_organisation_id = excluded.owner_organisation_id, \
         owner_account_id = excluded.owner_account_id, due_on = excluded.due_on, \
         status = excluded.status, state = excluded.state",
        step.id.0,
        step.goal.0,
        step.need.0,
        step.person.0,
        &step.words,
        step.actor.code(),
        step.owner.organisation.0,
        step.owner.account.map(|id| id.0),
        step.due_on,
        step.state.code(),
        Json(&step.state),
        today,
    )?;
    clock::set(tx, step.person, Subject::Step, step.id.0, step.clock()).await
}

/// Finds a step, for policy to decide on.
///
/// # Errors
/// When the database fails.
pub async fn find_step(conn: &mut Conn, id: StepId) -> Result<Option<Step>, StoreError> {
    let row = one!(conn, StepRow, select_step!("where s.id = $1"), id.0)?;
    Ok(row.map(|row| ListedStep::try_from(row).map(|listed| listed.step)).transpose()?)
}

/// Lists the steps of a person's plan, closed ones last, the soonest due first.
///
/// # Errors
/// When the database fails.
pub async fn steps(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<ListedStep>, StoreError> {
    let rows = all!(
        conn,
        StepRow,
        select_step!(
            "where s.person_id = $1 order by case s.status when 'open' then 0 else 1 end, \
             s.due_on, s.id limit $2"
        ),
        person.resource().0,
        LIST_LIMIT,
    )?;
    listed(rows)
}

/// Lists the steps of a person's plan that one organisation owns, closed ones last, the soonest
/// due first.
///
/// # Errors
/// When the database fails.
pub async fn steps_owned_by(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    organisation: OrganisationId,
) -> Result<Vec<ListedStep>, StoreError> {
    let rows = all!(
        conn,
        StepRow,
        select_step!(
            "where s.person_id = $1 and s.owner_organisation_id = $2 \
             order by case s.status when 'open' then 0 else 1 end, s.due_on, s.id limit $3"
        ),
        person.resource().0,
        organisation.0,
        LIST_LIMIT,
    )?;
    listed(rows)
}

/// Lists the open steps for a need, the soonest due first.
///
/// # Errors
/// When the database fails.
pub async fn open_steps_for(
    conn: &mut Conn,
    need: &Authorised<NeedId>,
) -> Result<Vec<ListedStep>, StoreError> {
    let rows = all!(
        conn,
        StepRow,
        select_step!("where s.need_id = $1 and s.status = 'open' order by s.due_on, s.id limit $2"),
        need.resource().0,
        LIST_LIMIT,
    )?;
    listed(rows)
}

fn listed(rows: Vec<StepRow>) -> Result<Vec<ListedStep>, StoreError> {
    rows.into_iter().map(|row| Ok(ListedStep::try_from(row)?)).collect()
}

/// Lists the open steps of a person's plan, the soonest due first: what a handover passes on.
///
/// # Errors
/// When the database fails.
pub async fn open_steps(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Step>, StoreError> {
    let rows = all!(
        conn,
        StepRow,
        select_step!(
            "where s.person_id = $1 and s.status = 'open' order by s.due_on, s.id limit $2"
        ),
        person.resource().0,
        OPEN_LIMIT,
    )?;
    rows.into_iter().map(|row| Ok(ListedStep::try_from(row)?.step)).collect()
}

/// Returns the latest date among the open steps for a need, if it has any: what
/// `Need::with_steps` takes.
///
/// # Errors
/// When the database fails.
pub async fn last_step_on(conn: &mut Conn, need: NeedId) -> Result<Option<NaiveDate>, StoreError> {
    let row = one!(
        conn,
        (Option<NaiveDate>,),
        "select max(due_on) from step where need_id = $1 and status = 'open'",
        need.0,
    )?;
    Ok(row.and_then(|row| row.0))
}
