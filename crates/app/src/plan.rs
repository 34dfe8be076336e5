//! The plan of a person: reading it, adding goals, answering a challenge. Its steps are in
//! [`crate::step`], its needs in [`crate::need`], the person's own view of it in [`crate::my_plan`].

use crate::person::{Header, header};
use crate::step::{Choices, NewStep};
use crate::{Ctx, Error, step};
use domain::life_cycle::IllegalMove;
use domain::{
    Event, Goal, GoalId, Invalid, Need, NeedId, NeedState, PersonId, Plan, PlanStatus, Step,
};
use policy::{Action, Authorised, Relation};
use store::plan::ListedStep;
use store::plan_view::Answer;
use store::{Conn, Tx, need, plan, plan_view};

/// What the page of a plan shows.
#[derive(Clone, Debug)]
pub struct View {
    /// Who it is about.
    pub header: Header,
    /// What is shared with the reader.
    pub shared: Shared,
}

/// What is shared of a plan.
#[derive(Clone, Debug)]
pub enum Shared {
    /// All of it, with those who lead the case or are about to.
    Whole(Box<Whole>),
    /// With everybody else the steps that their organisation owns, and nothing more.
    OwnSteps(Vec<ListedStep>),
}

/// A whole plan.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Where it stands, once there is one.
    pub plan: Option<Plan>,
    /// The person's needs: dropped ones first, then open ones by area, then closed ones.
    pub needs: Vec<PlannedNeed>,
    /// What the person said of the plan, the latest first.
    pub views: Vec<Answer>,
    /// Who can be chosen to own a step.
    pub choices: Choices,
}

/// A need with what is planned for it.
#[derive(Clone, Debug)]
pub struct PlannedNeed {
    /// The need.
    pub need: Need,
    /// Its goals, in the order in which they were added.
    pub goals: Vec<PlannedGoal>,
}

/// A goal with its steps.
#[derive(Clone, Debug)]
pub struct PlannedGoal {
    /// The goal.
    pub goal: Goal,
    /// Its steps, closed ones last, the soonest due first.
    pub steps: Vec<ListedStep>,
}

/// Returns a person's plan, as far as it is shared with the reader.
///
/// # Errors
/// When there is no such person, policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, id: PersonId) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::ViewPlan, id).await?;
    let shared = match allowed.relation() {
        Relation::Lead | Relation::Taker => Shared::Whole(Box::new(Whole {
            plan: plan::of_person(&mut conn, &allowed).await?,
            needs: needs(&mut conn, &allowed).await?,
            views: plan_view::of_person(&mut conn, &allowed).await?,
            choices: step::choices(ctx, &mut conn).await?,
        })),
        _ => {
            let own = ctx.actor.organisation;
            Shared::OwnSteps(plan::steps_owned_by(&mut conn, &allowed, own).await?)
        }
    };
    let view = View { header: header(ctx, &mut conn, &allowed).await?, shared };
    drop(conn);
    let event = Event::PersonRead { page: "/people/{id}/plan".to_owned() };
    ctx.journal_read(event, Some(id)).await?;
    Ok(view)
}

/// Loads a person's needs with their goals and steps.
///
/// # Errors
/// When the database fails.
pub(crate) async fn needs(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<PlannedNeed>, Error> {
    let mut goals: Vec<PlannedGoal> = plan::goals(conn, person)
        .await?
        .into_iter()
        .map(|goal| PlannedGoal { goal, steps: Vec::new() })
        .collect();
    for listed in plan::steps(conn, person).await? {
        let of = goals.iter_mut().find(|planned| planned.goal.id == listed.step.goal);
        if let Some(planned) = of {
            planned.steps.push(listed);
        }
    }
    let mut needs: Vec<PlannedNeed> = need::of_person(conn, person)
        .await?
        .into_iter()
        .map(|need| {
            let of = |planned: &&PlannedGoal| planned.goal.need == need.id;
            PlannedNeed { goals: goals.iter().filter(of).cloned().collect(), need }
        })
        .collect();
    needs.sort_by_key(|planned| {
        let need = &planned.need;
        (is_closed(need), !need.is_dropped(), need.area)
    });
    Ok(needs)
}

/// Returns whether nothing more is to be done about a need.
#[must_use]
pub const fn is_closed(need: &Need) -> bool {
    matches!(need.state, NeedState::Closed { .. })
}

/// What the form for a goal shows.
#[derive(Clone, Debug)]
pub struct Adding {
    /// Who it is about.
    pub header: Header,
    /// The person's open needs.
    pub needs: Vec<Need>,
    /// Who can be chosen to own a step.
    pub choices: Choices,
}

/// Returns the form for a goal.
///
/// # Errors
/// When there is no such person, policy refuses, or the read could not be journalled.
pub async fn adding(ctx: &Ctx, id: PersonId) -> Result<Adding, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::EditPlan, id).await?;
    let adding = Adding {
        header: header(ctx, &mut conn, &allowed).await?,
        needs: need::open_of_person(&mut conn, &allowed).await?,
        choices: step::choices(ctx, &mut conn).await?,
    };
    drop(conn);
    let event = Event::PersonRead { page: "/people/{id}/goals".to_owned() };
    ctx.journal_read(event, Some(id)).await?;
    Ok(adding)
}

/// A goal as the form gives it.
#[derive(Clone, Debug)]
pub struct NewGoal {
    /// The need that it is for.
    pub need: NeedId,
    /// What the person wants to reach.
    pub words: String,
    /// The first step towards it, if it is known already.
    pub first_step: Option<NewStep>,
}

/// Adds a goal, with its first step if there is one. The first goal begins the plan.
///
/// # Errors
/// When a field is wrong, policy refuses, the need is closed, or the database fails.
pub async fn add_goal(ctx: &Ctx, id: PersonId, new: NewGoal) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let allowed = ctx.person(&mut tx, Action::EditPlan, id).await?;
    let plan = held_or_new(ctx, &mut tx, &allowed).await?;
    let need = need::hold(&mut tx, new.need).await?.filter(|need| need.person == id);
    let need = need.ok_or_else(|| Error::field("need", Invalid::new("choose-need")))?;
    need.assert_open("plan")?;
    if plan::goals(&mut tx, &allowed).await?.len() >= limit(plan::LIST_LIMIT) {
        return Err(Error::field("words", Invalid::new("invalid-plan-full")));
    }
    let goal = Goal { id: ctx.new_id::<GoalId>(), plan: plan.id, need: need.id, words: new.words };
    plan::add_goal(&mut tx, &goal, ctx.today()).await?;
    plan::save(&mut tx, &plan.with_change()).await?;
    let event = Event::GoalAdded { words: goal.words.clone() };
    ctx.journal(&mut tx, event, Some(id), Some(goal.id.0));
    if let Some(first) = new.first_step {
        step::save_new(ctx, &mut tx, &allowed, need, goal.id, first).await?;
    }
    Ok(tx.commit().await?)
}

/// Returns a bound of the store as a length.
pub(crate) fn limit(rows: i64) -> usize {
    usize::try_from(rows).unwrap_or(usize::MAX)
}

async fn held_or_new(ctx: &Ctx, tx: &mut Tx, person: &Authorised<PersonId>) -> Result<Plan, Error> {
    if let Some(plan) = plan::hold(tx, person).await? {
        return Ok(plan);
    }
    let lead = store::person::load(tx, person).await?.ok_or(Error::NotFound("person"))?.lead;
    let draft = Plan {
        id: ctx.new_id(),
        person: *person.resource(),
        owner: lead,
        status: PlanStatus::Draft,
        challenged_on: None,
    };
    plan::add(tx, &draft, ctx.today()).await?;
    // Somebody else may have begun it at the same moment: then theirs is the plan.
    plan::hold(tx, person).await?.ok_or(Error::Internal("a plan that was added is not there"))
}

/// Answers the person's challenge of the plan.
///
/// # Errors
/// When policy refuses, no challenge waits for an answer, or the database fails.
pub async fn answer_challenge(ctx: &Ctx, id: PersonId, words: &str) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let allowed = ctx.person(&mut tx, Action::EditPlan, id).await?;
    let plan = plan::hold(&mut tx, &allowed).await?.ok_or(NO_PLAN)?.answer_challenge()?;
    plan_view::reply(&mut tx, &plan, ctx.actor.account, words, ctx.now).await?;
    plan::save(&mut tx, &plan).await?;
    ctx.journal(&mut tx, Event::ChallengeAnswered, Some(id), Some(plan.id.0));
    Ok(tx.commit().await?)
}

/// What cannot be done before the first goal begins the plan.
pub(crate) const NO_PLAN: Error =
    Error::Moved(IllegalMove { noun: "plan", from: "not_begun", attempted: "answer" });

/// Returns the plan that a step's form changes, as changed.
pub(crate) async fn change(tx: &mut Tx, person: &Authorised<PersonId>) -> Result<(), Error> {
    if let Some(plan) = plan::hold(tx, person).await? {
        plan::save(tx, &plan.with_change()).await?;
    }
    Ok(())
}

/// Saves a step, and what it means for the need it is for.
///
/// # Errors
/// When the database fails.
pub(crate) async fn save_step(
    ctx: &Ctx,
    tx: &mut Tx,
    step: &Step,
    need: Need,
) -> Result<(), Error> {
    plan::save_step(tx, step, ctx.today()).await?;
    let last_step_on = plan::last_step_on(tx, need.id).await?;
    Ok(need::save(tx, &need.with_steps(last_step_on, ctx.today())).await?)
}
