//! Deciding whether a record is of a person, and taking a decision back.

use crate::{Ctx, Error};
use domain::life_cycle::IllegalMove;
use domain::{
    BankHolidays, Event, FieldGroup, JoinId, JoinMove, JoinProblem, JoinReason, JoinState, Purpose,
};
use policy::Action;
use store::{candidate, feed, join};

/// Makes a decision on a join.
///
/// # Errors
/// When there is no such join, policy refuses, it does not stand so that this can be decided, the second person is
/// the first, the record is joined with somebody else, or no agreement in force lets the two be compared (then
/// they can be split and nothing else).
pub async fn decide(
    ctx: &Ctx,
    id: JoinId,
    what: JoinMove,
    why: (JoinReason, String),
) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let found = join::find(&mut tx, id).await?.ok_or(Error::NotFound("join"))?;
    feed::hold(&mut tx, found.join.source).await?;
    let person = found.join.person;
    ctx.person_alone(&mut tx, Action::DecideJoin, person).await?;
    // Asked again, now that nobody else can decide meanwhile.
    let mut kept = join::find(&mut tx, id).await?.ok_or(Error::NotFound("join"))?;
    let current =
        feed::current(&mut tx, kept.join.source).await?.ok_or(Error::NotFound("record"))?;
    let both = (ctx.actor.organisation, current.organisation);
    let purpose = Purpose::Resettlement;
    let agreed = candidate::agreed_between(&mut tx, both, purpose, ctx.today()).await?;
    if what != JoinMove::Split && !agreed.contains(FieldGroup::Identity) {
        let (noun, from) = ("join", "without an agreement");
        return Err(IllegalMove { noun, from, attempted: what.act().code() }.into());
    }
    kept.join.takes_two |= current.record.risk_marker;
    kept.join = match kept.join.after(what, ctx.by(), ctx.today(), why) {
        Ok(join) => join,
        Err(JoinProblem::SamePerson) => return Err(ctx.refuse(Action::DecideJoin).await?),
        Err(JoinProblem::Moved(moved)) => return Err(moved.into()),
    };
    if kept.join.state() == JoinState::Joined {
        let others = join::of_source(&mut tx, kept.join.source).await?;
        let mut others = others.iter().filter(|other| other.join.id != id);
        if others.any(|other| other.join.state() == JoinState::Joined) {
            let (noun, from) = ("join", "joined with somebody else");
            return Err(IllegalMove { noun, from, attempted: what.act().code() }.into());
        }
    }
    join::save(&mut tx, &kept, &BankHolidays::built_in()).await?;
    let to = kept.join.state();
    let event = Event::JoinMoved { agency: current.agency, act: what.act(), to };
    ctx.journal(&mut tx, event, Some(person), Some(id.0));
    Ok(tx.commit().await?)
}
