//! Steps of a plan: adding one, giving it to an owner, taking it on, closing it. Each change brings
//! the need that the step is for up to date, with its clock, in the same transaction.

use crate::person::{Header, header};
use crate::sharing::check_may_know;
use crate::{Ctx, Error, FieldErrors, plan as whole_plan};
use chrono::NaiveDate;
use domain::{
    AccountId, Actor, Event, Goal, GoalId, Invalid, Need, OrganisationId, Owner, PersonId, Step,
    StepClosure, StepId, StepState,
};
use policy::{Action, Authorised, Relation};
use store::{Conn, Tx, need, organisation, plan, relation};

/// Who can be chosen to own a step.
#[derive(Clone, Debug)]
pub struct Choices {
    /// Every organisation, the actor's own first.
    pub organisations: Vec<(OrganisationId, String)>,
    /// The workers of the actor's organisation: only they can be named. Others name their own.
    pub workers: Vec<(AccountId, String)>,
}

/// A step as the form gives it.
#[derive(Clone, Debug)]
pub struct NewStep {
    /// What is to be done.
    pub words: String,
    /// Who does it.
    pub actor: Actor,
    /// Who answers for it.
    pub owner: Owner,
    /// By when.
    pub due_on: NaiveDate,
}

/// What the form for a step shows.
#[derive(Clone, Debug)]
pub struct Adding {
    /// Who it is about.
    pub header: Header,
    /// The goal.
    pub goal: Goal,
    /// Who can be chosen to own it.
    pub choices: Choices,
}

/// What a form that changes a step shows.
#[derive(Clone, Debug)]
pub struct Changing {
    /// Who it is about.
    pub header: Header,
    /// The step.
    pub step: Step,
    /// Who can be chosen to own it.
    pub choices: Choices,
}

/// Loads who can be chosen to own a step.
pub(crate) async fn choices(ctx: &Ctx, conn: &mut Conn) -> Result<Choices, Error> {
    let own = ctx.actor.organisation;
    let mut organisations: Vec<_> =
        organisation::list(conn).await?.into_iter().map(|one| (one.id, one.name)).collect();
    organisations.sort_by_key(|(id, _)| *id != own);
    Ok(Choices { organisations, workers: organisation::workers(conn, own).await? })
}

/// Returns the form for a step towards a goal.
///
/// # Errors
/// When there is no such goal, policy refuses, or the read could not be journalled.
pub async fn adding(ctx: &Ctx, id: GoalId) -> Result<Adding, Error> {
    let mut conn = ctx.read().await?;
    let (goal, person) = plan::find_goal(&mut conn, id).await?.ok_or(Error::NotFound("goal"))?;
    let allowed = ctx.person(&mut conn, Action::EditPlan, person).await?;
    let header = header(ctx, &mut conn, &allowed).await?;
    let adding = Adding { header, goal, choices: choices(ctx, &mut conn).await? };
    drop(conn);
    let event = Event::PersonRead { page: "/goals/{id}/steps".to_owned() };
    ctx.journal_read(event, Some(person)).await?;
    Ok(adding)
}

/// Adds a step towards a goal.
///
/// # Errors
/// When a field is wrong, policy refuses, the need is closed, or the database fails.
pub async fn add(ctx: &Ctx, id: GoalId, new: NewStep) -> Result<PersonId, Error> {
    let mut tx = ctx.begin().await?;
    let (goal, person) = plan::find_goal(&mut tx, id).await?.ok_or(Error::NotFound("goal"))?;
    let allowed = ctx.person(&mut tx, Action::EditPlan, person).await?;
    whole_plan::change(&mut tx, &allowed).await?;
    let need = need::hold(&mut tx, goal.need).await?.ok_or(Error::NotFound("need"))?;
    need.assert_open("plan")?;
    save_new(ctx, &mut tx, &allowed, need, goal.id, new).await?;
    tx.commit().await?;
    Ok(person)
}

/// Saves a new step for a need that is held and open.
pub(crate) async fn save_new(
    ctx: &Ctx,
    tx: &mut Tx,
    person: &Authorised<PersonId>,
    need: Need,
    goal: GoalId,
    new: NewStep,
) -> Result<(), Error> {
    let mut errors = check_owner(ctx, tx, need.person, new.owner).await?;
    if let Err(why) = Step::due_day(new.due_on, ctx.today()) {
        errors.push(("due-day".to_owned(), why));
    }
    let open = plan::steps(tx, person).await?;
    let open = open.iter().filter(|listed| listed.step.state == StepState::Open).count();
    if open >= whole_plan::limit(plan::LIST_LIMIT) {
        errors.push(("step-words".to_owned(), Invalid::new("invalid-plan-full")));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let step = Step {
        id: ctx.new_id(),
        goal,
        need: need.id,
        person: need.person,
        words: new.words,
        actor: new.actor,
        owner: new.owner,
        due_on: new.due_on,
        state: StepState::Open,
    };
    whole_plan::save_step(ctx, tx, &step, need).await?;
    let event = Event::StepAdded { words: step.words, due_on: step.due_on };
    ctx.journal(tx, event, Some(step.person), Some(step.id.0));
    Ok(())
}

/// Checks that an owner is there, and that only one's own colleagues are named: another
/// organisation names its own worker, by taking the step on.
async fn check_owner(
    ctx: &Ctx,
    tx: &mut Tx,
    person: PersonId,
    owner: Owner,
) -> Result<FieldErrors, Error> {
    let refuse = |field: &str, key| Ok(vec![(field.to_owned(), Invalid::new(key))]);
    let Some(organisation) = organisation::find(tx, owner.organisation).await? else {
        return refuse("owner", "choose-owner");
    };
    check_may_know(ctx, tx, (&organisation, Relation::StepOwner), person, "owner").await?;
    let Some(account) = owner.account else { return Ok(Vec::new()) };
    if owner.organisation != ctx.actor.organisation {
        return refuse("worker", "step-worker-elsewhere");
    }
    let workers = organisation::workers(tx, owner.organisation).await?;
    if workers.iter().any(|(id, _)| *id == account) {
        Ok(Vec::new())
    } else {
        refuse("worker", "choose-worker")
    }
}

/// Returns the form that closes a step.
///
/// # Errors
/// When there is no such step, policy refuses, it is closed, or the read could not be journalled.
pub async fn closing(ctx: &Ctx, id: StepId) -> Result<Changing, Error> {
    changing(ctx, id, Action::CloseStep, "/steps/{id}/close").await
}

/// Returns the form that gives a step to another owner.
///
/// # Errors
/// When there is no such step, policy refuses, it is closed, or the read could not be journalled.
pub async fn giving(ctx: &Ctx, id: StepId) -> Result<Changing, Error> {
    changing(ctx, id, Action::EditPlan, "/steps/{id}/owner").await
}

async fn changing(ctx: &Ctx, id: StepId, action: Action, page: &str) -> Result<Changing, Error> {
    let mut conn = ctx.read().await?;
    let allowed = find(ctx, &mut conn, id, action).await?;
    let step = allowed.resource().clone();
    step.assert_open("change")?;
    let person = step.person;
    let header = header(ctx, &mut conn, &allowed.map(|step| step.person)).await?;
    let changing = Changing { header, step, choices: choices(ctx, &mut conn).await? };
    drop(conn);
    ctx.journal_read(Event::PersonRead { page: page.to_owned() }, Some(person)).await?;
    Ok(changing)
}

/// Closes a step.
///
/// # Errors
/// When policy refuses, the step is closed already, or the database fails.
pub async fn close(
    ctx: &Ctx,
    id: StepId,
    how: StepClosure,
    note: Option<String>,
) -> Result<PersonId, Error> {
    let mut tx = ctx.begin().await?;
    let (step, need) = hold(ctx, &mut tx, id, Action::CloseStep).await?;
    let closed = step.close(how, note, ctx.today())?;
    whole_plan::save_step(ctx, &mut tx, &closed, need).await?;
    let event = Event::StepClosed { words: closed.words, how };
    ctx.journal(&mut tx, event, Some(closed.person), Some(id.0));
    tx.commit().await?;
    Ok(closed.person)
}

/// Gives a step to another owner. A worker is named only in the actor's own organisation.
///
/// # Errors
/// When a field is wrong, policy refuses, the step is closed, or the database fails.
pub async fn give(ctx: &Ctx, id: StepId, owner: Owner) -> Result<PersonId, Error> {
    let mut tx = ctx.begin().await?;
    let (step, need) = hold(ctx, &mut tx, id, Action::EditPlan).await?;
    let given = step.give(owner)?;
    let errors = check_owner(ctx, &mut tx, given.person, owner).await?;
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    whole_plan::save_step(ctx, &mut tx, &given, need).await?;
    let to = organisation::find(&mut tx, owner.organisation).await?;
    let to = to.map(|organisation| organisation.name).unwrap_or_default();
    let event = Event::StepGiven { words: given.words, to };
    ctx.journal(&mut tx, event, Some(given.person), Some(id.0));
    tx.commit().await?;
    Ok(given.person)
}

/// Takes a step on: from now on the actor is the worker who answers for it.
///
/// # Errors
/// When policy refuses, the step is closed, or the database fails.
pub async fn take(ctx: &Ctx, id: StepId) -> Result<PersonId, Error> {
    let mut tx = ctx.begin().await?;
    let (step, need) = hold(ctx, &mut tx, id, Action::TakeStep).await?;
    let taken = step.give(Owner::worker(ctx.actor.organisation, ctx.actor.account))?;
    whole_plan::save_step(ctx, &mut tx, &taken, need).await?;
    let event = Event::StepTaken { words: taken.words, worker: ctx.actor.name.clone() };
    ctx.journal(&mut tx, event, Some(taken.person), Some(id.0));
    tx.commit().await?;
    Ok(taken.person)
}

/// Finds a step and asks policy about an action on it. Who neither leads the case nor owns the
/// step does not learn that it is there.
async fn find(
    ctx: &Ctx,
    conn: &mut Conn,
    id: StepId,
    action: Action,
) -> Result<Authorised<Step>, Error> {
    let step = plan::find_step(conn, id).await?.ok_or(Error::NotFound("step"))?;
    let to_person = relation::to_person(conn, &ctx.actor, step.person).await?;
    let leads = to_person == Some(Relation::Lead);
    let owns = step.owner.organisation == ctx.actor.organisation;
    let relation = match (leads, owns) {
        // Whoever leads the case and owns the step takes it as its owner, and sees it as the lead.
        (_, true) if action == Action::TakeStep => Relation::StepOwner,
        (true, _) => Relation::Lead,
        (false, true) => Relation::StepOwner,
        (false, false) => Relation::None,
    };
    let person = step.person;
    ctx.allow_in(conn, action, relation, person, step).await
}

/// Finds a step to change it, and keeps others from changing it or its need meanwhile.
async fn hold(ctx: &Ctx, tx: &mut Tx, id: StepId, action: Action) -> Result<(Step, Need), Error> {
    let before = find(ctx, tx, id, action).await?.into_resource();
    let need = need::hold(tx, before.need).await?.ok_or(Error::NotFound("need"))?;
    // Read again: somebody may have changed it while this waited.
    Ok((find(ctx, tx, id, action).await?.into_resource(), need))
}
