//! What belongs to a person's case, and passing it on whole.
//!
//! *Nobody is dropped* when a case changes hands: whatever is open and answered for by who led it
//! until now goes to who leads it from now on, in the transaction of the handover. What another
//! organisation serves stays with that organisation; its referral is answered to the new lead.

use crate::{Ctx, Error};
use domain::{
    Handover, HandoverId, HandoverMove, HandoverState, Owner, PersonId, Referral, ScreeningStatus,
    Subject,
};
use policy::{Authorised, Relation};
use store::{
    Tx, appointment, clock, concern, handover, need, outcome, person, plan, referral, relation,
    screening,
};

/// From whom a case passes to whom.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pass {
    /// Who led it.
    pub(crate) from: Owner,
    /// Who leads it from now on.
    pub(crate) to: Owner,
    /// The handover by which it passes, if by one.
    pub(crate) handover: Option<HandoverId>,
}

impl Pass {
    /// Whether something of this owner passes. Between organisations everything does; inside one, what
    /// a colleague does for the person stays with that colleague.
    fn takes(&self, owner: Owner) -> bool {
        owner.organisation == self.from.organisation
            && (self.leaves() || owner.account.is_none() || owner.account == self.from.account)
    }

    /// Whether the case leaves its organisation.
    fn leaves(&self) -> bool {
        self.from.organisation != self.to.organisation
    }
}

/// Passes a case on: the lead, and everything open of its own.
///
/// # Errors
/// When the database fails, or when something would be left with an organisation that no longer
/// sees the person; then nothing changes.
pub(crate) async fn pass_on(
    ctx: &Ctx,
    tx: &mut Tx,
    allowed: &Authorised<PersonId>,
    pass: Pass,
) -> Result<(), Error> {
    let id = *allowed.resource();
    let referrals = referral::open_of_person(tx, allowed).await?;
    plan_passes(ctx, tx, allowed, pass).await?;
    appointments_pass(tx, allowed, pass, &referrals).await?;
    outcomes_pass(tx, allowed, pass).await?;
    for mut open in referrals.into_iter().filter(|open| pass.takes(open.sender)) {
        open.sender = pass.to;
        referral::save(tx, &open, ctx.today()).await?;
    }
    for open in handover::open_of_person(tx, allowed).await? {
        if let Some(open) = handover_passes(ctx, pass, open)? {
            handover::save(tx, &open).await?;
        }
    }
    person::set_lead(tx, id, pass.to, ctx.now).await?;
    clock::set(tx, id, Subject::Person, id.0, None).await?;
    // A challenge of the plan waits for whoever leads: the plan reads its owner from the person.
    if let Some(plan) = plan::hold(tx, allowed).await? {
        plan::save(tx, &plan).await?;
    }
    // What the person says of their record waits for them too.
    for open in concern::open_of_person(tx, allowed).await? {
        concern::set_clock(tx, &open).await?;
    }
    nothing_is_left(tx, id, pass).await
}

/// Passes on the needs, the steps towards them and a screening that is still due.
async fn plan_passes(
    ctx: &Ctx,
    tx: &mut Tx,
    allowed: &Authorised<PersonId>,
    pass: Pass,
) -> Result<(), Error> {
    for mut open in need::open_of_person(tx, allowed).await? {
        if pass.takes(open.owner) {
            open.owner = pass.to;
            need::save(tx, &open).await?;
        }
    }
    for mut open in plan::open_steps(tx, allowed).await? {
        if pass.takes(open.owner) {
            open.owner = pass.to;
            plan::save_step(tx, &open, ctx.today()).await?;
        }
    }
    for mut due in screening::of_person(tx, allowed).await? {
        if due.status == ScreeningStatus::Due && pass.takes(due.owner) {
            due.owner = pass.to;
            screening::save(tx, &due, None).await?;
        }
    }
    Ok(())
}

/// Passes on the appointments, except those of a service that the giver goes on giving.
async fn appointments_pass(
    tx: &mut Tx,
    allowed: &Authorised<PersonId>,
    pass: Pass,
    referrals: &[Referral],
) -> Result<(), Error> {
    for mut open in appointment::scheduled_of_person(tx, allowed).await? {
        let serves = referrals.iter().any(|referral| {
            Some(referral.id) == open.referral && referral.provider == pass.from.organisation
        });
        if pass.takes(open.owner) && !(serves && pass.leaves()) {
            open.owner = pass.to;
            appointment::save(tx, &open).await?;
        }
    }
    Ok(())
}

async fn outcomes_pass(
    tx: &mut Tx,
    allowed: &Authorised<PersonId>,
    pass: Pass,
) -> Result<(), Error> {
    for mut due in outcome::due_of_person(tx, allowed).await? {
        if pass.takes(due.owner) {
            due.owner = pass.to;
            outcome::save(tx, &due).await?;
        }
    }
    Ok(())
}

/// Returns an earlier handover as the next one leaves it, or `None` where it stays as it is.
fn handover_passes(ctx: &Ctx, pass: Pass, open: Handover) -> Result<Option<Handover>, Error> {
    if Some(open.id) == pass.handover || open.state == HandoverState::Created {
        return Ok(None);
    }
    if pass.leaves() {
        return Ok(Some(open.after(&HandoverMove::Supersede, ctx.actor.account, ctx.today())?));
    }
    Ok(pass.to.account.map(|worker| open.with_worker(worker)))
}

/// Checks the promise itself, while the transaction can still be given up.
async fn nothing_is_left(tx: &mut Tx, person: PersonId, pass: Pass) -> Result<(), Error> {
    let giver = pass.from.organisation;
    let relation = relation::of_organisation(tx, giver, person).await?;
    if relation == Some(Relation::None) && clock::count_owned(tx, person, giver).await? > 0 {
        return Err(Error::Internal("a handover would leave something with the giver"));
    }
    Ok(())
}
