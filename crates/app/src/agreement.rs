//! Sharing agreements: drawing one up, signing it for one's own organisation, and ending it.
//!
//! Nobody signs for another organisation, and drawing up is not signing: an agreement is in force only
//! after people of two organisations have each said so. What its end stops is decided where records are
//! read, on the next request; nothing here needs to reach for it.

use crate::{Ctx, Error, break_glass, rules};
use chrono::NaiveDate;
use domain::agreement::{PURPOSES, Signature, check_days};
use domain::life_cycle::IllegalMove;
use domain::{
    Agreement, AgreementId, Event, FieldGroup, Invalid, LawfulRoute, Organisation, OrganisationId,
    Purpose, ShortText,
};
use policy::{Action, Relation};
use std::collections::BTreeSet;
use store::agreement::{self, Party};
use store::{Conn, organisation};

/// The agreements of an organisation.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Records that were opened in an emergency, where that was not reviewed yet: for the officer.
    pub alerts: Vec<store::break_glass::Found>,
    /// Whether the rules of who sees what wait for the actor to look at them.
    pub rules_wait: bool,
    /// The agreements, the last to end first.
    pub agreements: Vec<Agreement>,
    /// Whether the actor may draw one up.
    pub may_edit: bool,
}

/// Lists the agreements of the actor's organisation.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn list(ctx: &Ctx) -> Result<Listing, Error> {
    ctx.allow_as(Action::ViewAgreements, Relation::Own, ()).await?;
    let mut conn = ctx.read().await?;
    let agreements = agreement::of_organisation(&mut conn, ctx.actor.organisation).await?;
    let alerts = break_glass::alerts(ctx, &mut conn).await?;
    let rules_wait = rules::wait(ctx, &mut conn).await?;
    drop(conn);
    ctx.journal_read(Event::AgreementsListed, None).await?;
    Ok(Listing { alerts, rules_wait, agreements, may_edit: may_edit(ctx) })
}

/// Lists the organisations that can be the other parties of an agreement, by name.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn others(ctx: &Ctx) -> Result<Vec<Organisation>, Error> {
    ctx.allow_as(Action::EditAgreements, Relation::Own, ()).await?;
    let mut conn = ctx.read().await?;
    let all = organisation::list(&mut conn).await?;
    drop(conn);
    ctx.journal_read(Event::AgreementsListed, None).await?;
    let us = ctx.actor.organisation;
    Ok(all.into_iter().filter(|organisation| organisation.id != us).collect())
}

/// What a new agreement is.
#[derive(Clone, Debug)]
pub struct NewAgreement {
    /// Its title.
    pub title: ShortText,
    /// The parties besides the actor's organisation.
    pub others: Vec<OrganisationId>,
    /// Why records may be read under it.
    pub purposes: Vec<Purpose>,
    /// What may be read under it; who it is about is added to it.
    pub groups: Vec<FieldGroup>,
    /// What it rests on in law.
    pub route: LawfulRoute,
    /// Months that the reader keeps what they were told.
    pub retention_months: u32,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// The day by which it is looked at again.
    pub review_on: NaiveDate,
    /// Its last day.
    pub ends_on: NaiveDate,
}

/// Draws up an agreement. Nobody has signed it then, the actor's own organisation neither.
///
/// # Errors
/// When it has no other party, no purpose or no group, a party is not there, its days cannot be, policy
/// refuses, or the database fails.
pub async fn draw(ctx: &Ctx, id: AgreementId, new: NewAgreement) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    ctx.allow_as(Action::EditAgreements, Relation::Own, ()).await?;
    let drawn = agreement(ctx, id, new);
    check(&mut tx, &drawn, ctx.today()).await?;
    agreement::add(&mut tx, &drawn, ctx.now).await?;
    ctx.journal(&mut tx, Event::AgreementDrawn { title: drawn.title }, None, Some(id.0));
    Ok(tx.commit().await?)
}

/// Returns the agreement that was meant: the actor's organisation is a party, and who it is about is a
/// part of what is told.
fn agreement(ctx: &Ctx, id: AgreementId, new: NewAgreement) -> Agreement {
    let parties = new.others.into_iter().chain([ctx.actor.organisation]);
    let groups = new.groups.into_iter().chain([FieldGroup::Identity]);
    let purposes = new.purposes.into_iter().filter(|purpose| PURPOSES.contains(purpose));
    Agreement {
        id,
        title: new.title.to_string(),
        parties: set(parties),
        purposes: set(purposes),
        groups: set(groups),
        route: new.route,
        retention_months: new.retention_months,
        starts_on: new.starts_on,
        review_on: new.review_on,
        ends_on: new.ends_on,
        signatures: Vec::new(),
        ended_on: None,
    }
}

/// Returns each value once, in order.
fn set<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    values.collect::<BTreeSet<_>>().into_iter().collect()
}

async fn check(conn: &mut Conn, drawn: &Agreement, today: NaiveDate) -> Result<(), Error> {
    let mut errors = Vec::new();
    let mut refuse = |field: &str, why| errors.push((field.to_owned(), why));
    let mut there = drawn.parties.len() > 1;
    for party in &drawn.parties {
        there &= organisation::find(conn, *party).await?.is_some();
    }
    if !there {
        refuse("parties", Invalid::new("agreement-choose-parties"));
    }
    if drawn.purposes.is_empty() {
        refuse("purposes", Invalid::new("agreement-choose-purposes"));
    }
    if drawn.groups == [FieldGroup::Identity] {
        refuse("groups", Invalid::new("agreement-choose-groups"));
    }
    let days = (drawn.starts_on, drawn.review_on, drawn.ends_on);
    if let Err((field, why)) = check_days(days, today) {
        refuse(&format!("{field}-day"), why);
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// What the page of an agreement shows.
#[derive(Clone, Debug)]
pub struct View {
    /// The agreement.
    pub agreement: Agreement,
    /// Its parties by name.
    pub parties: Vec<Party>,
    /// Whether the actor can sign it for their organisation.
    pub may_sign: bool,
    /// Whether the actor can end it.
    pub may_end: bool,
}

/// Returns an agreement to which the actor's organisation is a party.
///
/// # Errors
/// When there is no such agreement, policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, id: AgreementId) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let found = find(ctx, &mut conn, Action::ViewAgreements, id).await?;
    let parties = agreement::parties(&mut conn, id).await?;
    drop(conn);
    ctx.journal_read(Event::AgreementsListed, None).await?;
    let today = ctx.today();
    Ok(View {
        parties,
        may_sign: may_edit(ctx) && found.waits_for(ctx.actor.organisation, today),
        may_end: may_edit(ctx) && !found.standing(today).over(),
        agreement: found,
    })
}

/// Returns an agreement that the actor is about to sign or to end.
///
/// # Errors
/// When the actor cannot, as [`sign`] and [`end`] have it, or the read could not be journalled.
pub async fn view_before(ctx: &Ctx, id: AgreementId, end: bool) -> Result<View, Error> {
    ctx.allow_as(Action::EditAgreements, Relation::Own, ()).await?;
    let view = view(ctx, id).await?;
    let may = if end { view.may_end } else { view.may_sign };
    if may {
        return Ok(view);
    }
    let from = view.agreement.standing(ctx.today()).code();
    let attempted = if end { "end" } else { "sign" };
    Err(IllegalMove { noun: "agreement", from, attempted }.into())
}

/// Signs an agreement for the actor's own organisation.
///
/// # Errors
/// When there is no such agreement, it is over or signed already, policy refuses, or the database fails.
pub async fn sign(ctx: &Ctx, id: AgreementId) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    agreement::hold(&mut tx, id).await?;
    let found = find(ctx, &mut tx, Action::EditAgreements, id).await?;
    let (organisation, account) = (ctx.actor.organisation, ctx.actor.account);
    let signature = Signature { organisation, account, at: ctx.now };
    let signed = found.sign(signature, ctx.today())?;
    agreement::sign(&mut tx, id, &signature).await?;
    ctx.journal(&mut tx, Event::AgreementSigned { title: signed.title }, None, Some(id.0));
    Ok(tx.commit().await?)
}

/// Ends an agreement for all its parties, at once.
///
/// # Errors
/// When there is no such agreement, it is over, policy refuses, or the database fails.
pub async fn end(ctx: &Ctx, id: AgreementId) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    agreement::hold(&mut tx, id).await?;
    let found = find(ctx, &mut tx, Action::EditAgreements, id).await?;
    let ended = found.end(ctx.today())?;
    agreement::end(&mut tx, id, ctx.today()).await?;
    ctx.journal(&mut tx, Event::AgreementEnded { title: ended.title }, None, Some(id.0));
    Ok(tx.commit().await?)
}

/// Finds an agreement for a party. Whoever may not do this at all is refused first, so that the answer
/// tells nobody whether there is such an agreement; and others' agreements look as if there were none.
async fn find(
    ctx: &Ctx,
    conn: &mut Conn,
    action: Action,
    id: AgreementId,
) -> Result<Agreement, Error> {
    ctx.allow_as(action, Relation::Own, ()).await?;
    let found = agreement::find(conn, id).await?.ok_or(Error::NotFound("agreement"))?;
    if !found.has_party(ctx.actor.organisation) {
        ctx.allow_as(action, Relation::None, ()).await?;
    }
    Ok(found)
}

fn may_edit(ctx: &Ctx) -> bool {
    policy::authorise(&ctx.actor, Action::EditAgreements, Relation::Own, ()).is_ok()
}
