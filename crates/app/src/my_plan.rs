//! My plan: what the person themself sees of it and says of it, and the page that they carry out
//! of the gate.

use crate::person::{Header, header};
use crate::plan::{NO_PLAN, PlannedNeed, is_closed, needs};
use crate::{Ctx, Error};
use domain::{Event, Invalid, PersonId, Plan, PlanView, Release};
use policy::{Action, Authorised};
use store::plan_view::Answer;
use store::{Conn, appointment, licence_condition, plan, plan_view, referral, release};
use uuid::Uuid;

/// What the person sees.
#[derive(Clone, Debug)]
pub struct View {
    /// Who they are, and who leads their case.
    pub header: Header,
    /// Where the plan stands, once there is one.
    pub plan: Option<Plan>,
    /// Their open needs with goals and steps.
    pub needs: Vec<PlannedNeed>,
    /// What they said of it, the latest first.
    pub views: Vec<Answer>,
    /// Their appointments to come, the soonest first.
    pub appointments: Vec<appointment::Listed>,
    /// The release that comes first, if one is planned.
    pub release: Option<Release>,
    /// Their referrals that were sent, the latest first.
    pub referrals: Vec<referral::Listed>,
    /// The conditions of their licence, as printed.
    pub conditions: Vec<licence_condition::Listed>,
}

/// Returns the person's own plan, for one of its pages.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, page: &str) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let allowed = own(ctx, &mut conn, Action::ViewOwnPlan).await?;
    load(ctx, conn, allowed, page).await
}

/// Returns what a worker prints for a person to carry out of the gate.
///
/// # Errors
/// When there is no such person, policy refuses, or the read could not be journalled.
pub async fn passport(ctx: &Ctx, id: PersonId) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::PrintPassport, id).await?;
    load(ctx, conn, allowed, "/people/{id}/passport").await
}

/// Asks policy about an action on the actor's own record.
pub(crate) async fn own(
    ctx: &Ctx,
    conn: &mut Conn,
    action: Action,
) -> Result<Authorised<PersonId>, Error> {
    match ctx.actor.person {
        Some(person) => ctx.person(conn, action, person).await,
        // Refused: nobody else has a plan of their own. The refusal is journalled.
        None => {
            ctx.allow(action).await?;
            Err(Error::NotFound("person"))
        }
    }
}

async fn load(
    ctx: &Ctx,
    mut conn: Conn,
    allowed: Authorised<PersonId>,
    page: &str,
) -> Result<View, Error> {
    let mut needs = needs(&mut conn, &allowed).await?;
    needs.retain(|planned| !is_closed(&planned.need));
    let mut referrals = referral::of_person(&mut conn, &allowed).await?;
    // A draft is the worker's own note until it is sent.
    referrals.retain(|listed| listed.status != "draft");
    let view = View {
        header: header(&mut conn, &allowed).await?,
        plan: plan::of_person(&mut conn, &allowed).await?,
        needs,
        views: plan_view::of_person(&mut conn, &allowed).await?,
        appointments: appointment::upcoming(&mut conn, &allowed, ctx.now).await?,
        release: release::next_planned(&mut conn, &allowed).await?,
        referrals,
        conditions: licence_condition::of_person(&mut conn, &allowed).await?,
    };
    drop(conn);
    let event = Event::PersonRead { page: page.to_owned() };
    ctx.journal_read(event, Some(allowed.into_resource())).await?;
    Ok(view)
}

/// Records what the person says of their plan. A challenge needs their words, and starts a clock
/// for whoever leads the case.
///
/// # Errors
/// When a field is wrong, policy refuses, there is no plan yet, or the database fails.
pub async fn answer(ctx: &Ctx, view: PlanView, words: Option<&str>) -> Result<(), Error> {
    if view == PlanView::Challenge && words.is_none() {
        return Err(Error::field("words", Invalid::new("challenge-without-words")));
    }
    let mut tx = ctx.begin().await?;
    let allowed = own(ctx, &mut tx, Action::AnswerPlan).await?;
    let plan = plan::hold(&mut tx, &allowed).await?.ok_or(NO_PLAN)?;
    let said = (view, words);
    plan_view::add(&mut tx, ctx.new_id::<Uuid>(), &plan, ctx.actor.account, said, ctx.now).await?;
    let plan = plan.with_view(view, ctx.today());
    plan::save(&mut tx, &plan).await?;
    let event = Event::PlanAnswered { view };
    ctx.journal(&mut tx, event, Some(plan.person), Some(plan.id.0));
    Ok(tx.commit().await?)
}
