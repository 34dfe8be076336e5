//! Submitting a worker's assessment: from then on it never changes, and each area's rating opens,
//! changes or closes the need there, all in one transaction.

use super::{AreaView, Opened, hold};
use crate::{Ctx, Error, FieldErrors};
use domain::{
    Area, AreaProgress, AssessmentId, Event, Invalid, Need, NeedClosure, NeedState, Owner,
    PersonId, Rating, Voice,
};
use policy::Authorised;
use store::assessment::{self, RatedArea};
use store::{Tx, need, person, plan};

/// Submits an assessment. `followed_up` says that the worker has done, or begun, what the answers
/// oblige them to.
///
/// # Errors
/// When an area is not answered or not rated, something to follow up is not, policy refuses, it
/// was submitted before, or the database fails.
pub async fn submit(ctx: &Ctx, id: AssessmentId, followed_up: bool) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let (allowed, opened) = hold(ctx, &mut tx, id, "submit").await?;
    check(&opened, followed_up)?;
    let rated: Vec<RatedArea> = opened
        .areas
        .iter()
        .map(|view| RatedArea { rating: view.rating.clone(), need_score: view.computed.need_score })
        .collect();
    assessment::submit(&mut tx, id, &rated, ctx.now).await?;
    let ratings: Vec<(Area, Rating)> =
        rated.iter().filter_map(|area| Some((area.rating.area, area.rating.rating()?))).collect();
    let event = Event::AssessmentSubmitted { voice: Voice::Worker, ratings: ratings.clone() };
    ctx.journal(&mut tx, event, Some(*allowed.resource()), Some(id.0));
    let owner = owner(ctx, &mut tx, &allowed).await?;
    for (area, rating) in ratings {
        change_need(ctx, &mut tx, &allowed, Found { area, rating, assessment: id, owner }).await?;
    }
    Ok(tx.commit().await?)
}

/// Refuses what is not finished, each area by name.
fn check(opened: &Opened, followed_up: bool) -> Result<(), Error> {
    let mut wrong: FieldErrors = opened.areas.iter().filter_map(unfinished).collect();
    let raised = opened.assessment.answers.raised(opened.instrument);
    if !raised.is_empty() && !followed_up {
        wrong.push(("followed-up".to_owned(), Invalid::new("assessment-not-followed-up")));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

/// Returns what is left to do in an area.
fn unfinished(view: &AreaView) -> Option<(String, Invalid)> {
    let key = match view.progress {
        AreaProgress::NotStarted | AreaProgress::InProgress => "assessment-area-gaps",
        AreaProgress::NeedsRating => "assessment-area-unrated",
        AreaProgress::Complete => return None,
    };
    let code = view.asked.area.code();
    Some((code.to_owned(), Invalid::new(key).with("area", code)))
}

/// Returns who answers for the needs: the lead, and the worker who assessed until one is named.
async fn owner(ctx: &Ctx, tx: &mut Tx, allowed: &Authorised<PersonId>) -> Result<Owner, Error> {
    let person = person::load(tx, allowed).await?.ok_or(Error::NotFound("person"))?;
    Ok(Owner { account: person.lead.account.or(Some(ctx.actor.account)), ..person.lead })
}

/// What an assessment found in an area.
struct Found {
    area: Area,
    rating: Rating,
    assessment: AssessmentId,
    owner: Owner,
}

/// Opens, changes or closes the need in an area, so that it is open just where there is one.
async fn change_need(
    ctx: &Ctx,
    tx: &mut Tx,
    allowed: &Authorised<PersonId>,
    found: Found,
) -> Result<(), Error> {
    let Found { area, rating, assessment, owner } = found;
    let person = *allowed.resource();
    let open = need::open_in_area(tx, allowed, area).await?;
    let (changed, event) = match (open, rating) {
        (None, Rating::Green) => return Ok(()),
        (Some(open), Rating::Green) => {
            let how = NeedClosure::NoLongerThere;
            (open.close(how, ctx.today())?, Event::NeedClosed { area, how })
        }
        (Some(open), _) if open.rating == rating => return Ok(()),
        (Some(open), _) => {
            let steps = plan::last_step_on(tx, open.id).await?;
            let rated = open.rated(rating, assessment, ctx.today());
            (rated.with_steps(steps, ctx.today()), Event::NeedChanged { area, rating })
        }
        (None, _) => {
            let id = ctx.new_id();
            let opened_on = ctx.today();
            let state = NeedState::NotStarted { since: opened_on };
            let opened = Need { id, person, area, rating, assessment, owner, opened_on, state };
            (opened, Event::NeedOpened { area, rating })
        }
    };
    need::save(tx, &changed).await?;
    ctx.journal(tx, event, Some(person), Some(changed.id.0));
    Ok(())
}
