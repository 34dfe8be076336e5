//! Referrals: the inbox, one referral, and its way.

use crate::{Ctx, Error};
use domain::referral::{ReferralMove, Side};
use domain::{Event, Referral, ReferralId};
use policy::{Action, Authorised, Relation};
use store::{Conn, referral};

/// Returns the open referrals to the actor's organisation.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn inbox(ctx: &Ctx) -> Result<Vec<referral::Listed>, Error> {
    ctx.allow(Action::ListReferrals).await?;
    let listed = referral::inbox(&mut ctx.read().await?, ctx.actor.organisation).await?;
    let event = Event::PeopleListed { page: "/referrals".to_owned(), count: listed.len() };
    ctx.journal_read(event, None).await?;
    Ok(listed)
}

/// What the page of one referral shows.
#[derive(Clone, Debug)]
pub struct View {
    /// The referral.
    pub referral: Referral,
    /// Names and dates.
    pub listed: referral::Listed,
    /// The side of the actor's organisation.
    pub side: Side,
    /// The messages, earliest first.
    pub messages: Vec<referral::Message>,
}

/// Finds a referral and asks policy about an action on it.
async fn find(
    ctx: &Ctx,
    conn: &mut Conn,
    id: ReferralId,
    action: Action,
) -> Result<Authorised<Referral>, Error> {
    let referral = referral::find(conn, id).await?.ok_or(Error::NotFound("referral"))?;
    let relation = match action {
        Action::Refer if referral.sender.organisation == ctx.actor.organisation => Relation::Sender,
        _ if referral.provider == ctx.actor.organisation && !is_draft(&referral) => {
            Relation::Provider
        }
        _ if referral.sender.organisation == ctx.actor.organisation => Relation::Sender,
        _ => Relation::None,
    };
    let person = referral.person;
    ctx.allow_as(action, relation, Some(person), referral).await
}

/// Returns whether nobody but the sender may know of it yet.
const fn is_draft(referral: &Referral) -> bool {
    matches!(referral.state, domain::referral::ReferralState::Draft)
}

/// Makes a move of a referral.
///
/// # Errors
/// When policy refuses, when the referral has moved on, or when the database fails.
pub async fn make_move(ctx: &Ctx, id: ReferralId, step: ReferralMove) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let action = match step.side() {
        Side::Sender => Action::Refer,
        Side::Provider => Action::ServeReferral,
    };
    let allowed = find(ctx, &mut tx, id, action).await?;
    let service = referral::service_name(&mut tx, allowed.resource()).await?;
    let moved = allowed.into_resource().after(step, ctx.actor.account, ctx.today())?;
    referral::save(&mut tx, &moved, ctx.today()).await?;
    let event =
        Event::ReferralMoved { service, to: moved.state.code().to_owned(), reason: None };
    ctx.journal(&mut tx, event, Some(moved.person), Some(id.0)).await?;
    Ok(tx.commit().await?)
}
