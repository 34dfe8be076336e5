//! Breaking the glass: opening, in an emergency, groups of a record that is withheld; the alerts of it; and the
//! review afterwards.
//!
//! Nothing but the page of the glass itself is opened: no list, no search, no export and no other page of the
//! record asks for it. The time that is left is asked at every request.

use crate::person::{Header, Section, header, numbers, sections, starts};
use crate::{Ctx, Error};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::break_glass::{TRIES, TRIES_HOURS};
use domain::{
    BreakGlass, BreakGlassId, BreakGlassReason, BreakGlassVerdict, Event, FieldGroup, FieldGroups,
    Invalid, LongText, PersonId, Purpose, Role,
};
use policy::{Action, Actor, Relation, Shown, Standing, authorise, disclosure};
use std::collections::BTreeSet;
use store::break_glass::{self, Found};
use store::{Conn, Tx, person, relation, sharing};
use uuid::Uuid;

/// What somebody who would break the glass sees first.
#[derive(Clone, Debug)]
pub struct Offer {
    /// What policy lets be opened, besides who the person is.
    pub groups: Vec<FieldGroup>,
    /// The last one, if it has to be reviewed before the next.
    pub waits: Option<Found>,
}

/// Returns whether policy lets the actor open any record in an emergency: then they are told how.
#[must_use]
pub fn may_begin(ctx: &Ctx) -> bool {
    authorise(&ctx.actor, Action::BreakGlass, Relation::None, ()).is_ok()
}

/// Returns what can be opened in an emergency.
///
/// # Errors
/// When policy refuses, or the look could not be journalled.
pub async fn offer(ctx: &Ctx) -> Result<Offer, Error> {
    ctx.allow(Action::BreakGlass).await?;
    let mut conn = ctx.read().await?;
    let waits = waiting_of(ctx, &mut conn).await?;
    drop(conn);
    ctx.journal_read(Event::FiguresRead { page: "/break-glass/new".to_owned() }, None).await?;
    let mut groups = openable(&ctx.actor);
    groups.retain(|group| *group != FieldGroup::Identity);
    Ok(Offer { groups, waits })
}

async fn waiting_of(ctx: &Ctx, conn: &mut Conn) -> Result<Option<Found>, Error> {
    let last = break_glass::last_of(conn, ctx.actor.account).await?;
    Ok(last.filter(|last| last.glass.verdict.is_none()))
}

/// Asks policy what an actor could open.
fn openable(actor: &Actor) -> Vec<FieldGroup> {
    let standing = broken(FieldGroups::ALL);
    let opens = |group: &FieldGroup| disclosure(actor, standing, *group).shown == Shown::Full;
    FieldGroup::ALL.iter().copied().filter(opens).collect()
}

/// How somebody stands to a record of which they broke the glass.
fn broken(groups: FieldGroups) -> Standing {
    Standing { broken: groups, ..Standing::from(Relation::Breaker) }
}

/// What is asked for in an emergency.
#[derive(Clone, Debug)]
pub struct Asked {
    /// A number of the person, or both their names.
    pub who: String,
    /// The day on which they were born.
    pub born: NaiveDate,
    /// Why.
    pub reason: BreakGlassReason,
    /// Why, in words.
    pub words: LongText,
    /// What is needed, besides who they are.
    pub groups: Vec<FieldGroup>,
}

/// Breaks the glass of one record.
///
/// # Errors
/// When the last one waits to be reviewed, nobody could review it, too many tries named nobody, this one does,
/// what is asked for is shown already or never opened; when policy refuses, or the database fails.
pub async fn begin(ctx: &Ctx, id: BreakGlassId, asked: Asked) -> Result<(), Error> {
    ctx.allow(Action::BreakGlass).await?;
    let mut tx = ctx.begin().await?;
    break_glass::hold(&mut tx, ctx.actor.account).await?;
    let refused = |key| Error::field("who", Invalid::new(key));
    if waiting_of(ctx, &mut tx).await?.is_some() {
        return Err(refused("break-glass-review-first"));
    }
    if !break_glass::has_officer(&mut tx, ctx.actor.organisation).await? {
        return Err(refused("break-glass-no-officer"));
    }
    let since = ctx.now - TimeDelta::hours(TRIES_HOURS);
    if break_glass::count_tries(&mut tx, ctx.actor.account, since).await? >= TRIES {
        return Err(refused("break-glass-too-many"));
    }
    let Some(person) = named(&mut tx, &asked, ctx.today()).await? else {
        return miss(ctx, tx, since).await;
    };
    check_needed(ctx, &mut tx, person, &asked.groups).await?;
    let mut groups: FieldGroups = asked.groups.into_iter().collect();
    groups.insert(FieldGroup::Identity);
    let glass = BreakGlass {
        id,
        person,
        account: ctx.actor.account,
        organisation: ctx.actor.organisation,
        reason: asked.reason,
        groups,
        at: ctx.now,
        began_on: ctx.today(),
        verdict: None,
    };
    break_glass::add(&mut tx, &glass, asked.words.as_str()).await?;
    let event = Event::GlassBroken {
        organisation: ctx.actor.organisation_name.clone(),
        reason: glass.reason,
        groups: glass.groups.iter().collect(),
    };
    ctx.journal_for(&mut tx, Purpose::Emergency, event, Some(person), Some(id.0));
    Ok(tx.commit().await?)
}

/// Counts a try that named nobody, and refuses it: whether there is such a person is not told.
async fn miss(ctx: &Ctx, mut tx: Tx, since: DateTime<Utc>) -> Result<(), Error> {
    let moments = (ctx.now, since);
    break_glass::add_try(&mut tx, Uuid::now_v7(), ctx.actor.account, moments).await?;
    ctx.journal_for(&mut tx, Purpose::Emergency, Event::BreakGlassMissed, None, None);
    tx.commit().await?;
    Err(Error::field("who", Invalid::new("break-glass-nobody")))
}

/// Finds whom somebody names by a number or both names, and by the day of birth: one person, or nobody.
async fn named(
    conn: &mut Conn,
    asked: &Asked,
    today: NaiveDate,
) -> Result<Option<PersonId>, Error> {
    let who = asked.who.trim();
    let mut found = BTreeSet::new();
    for (kind, number) in numbers(who, today) {
        if let Some(id) = person::by_identifier(conn, kind, &number).await?
            && break_glass::was_born(conn, id, asked.born).await?
        {
            found.insert(id);
        }
    }
    for name in starts(who) {
        found.extend(break_glass::born_and_named(conn, asked.born, &name).await?);
    }
    // Of two who share a name and a birthday, neither is guessed.
    Ok(found.pop_first().filter(|_| found.is_empty()))
}

/// Checks that what is asked for is withheld, and can be opened at all.
async fn check_needed(
    ctx: &Ctx,
    conn: &mut Conn,
    person: PersonId,
    groups: &[FieldGroup],
) -> Result<(), Error> {
    let found = relation::to_person(conn, &ctx.actor, person).await?;
    let found = found.ok_or(Error::NotFound("person"))?;
    let asks = (ctx.actor.organisation, ctx.actor.purpose());
    let today = sharing::standing(conn, found, asks, person, ctx.today()).await?;
    let openable = openable(&ctx.actor);
    for group in groups {
        if !openable.contains(group) {
            return Err(Error::field("groups", Invalid::new("break-glass-never")));
        }
        if disclosure(&ctx.actor, today, *group).shown == Shown::Full {
            return Err(Error::field("groups", Invalid::new("break-glass-shown-already")));
        }
    }
    Ok(())
}

/// A glass that was broken, as somebody may see it.
#[derive(Clone, Debug)]
pub struct View {
    /// The glass.
    pub found: Found,
    /// Who the person is, for who broke it while it is open.
    pub header: Option<Header>,
    /// What is open, for who broke it.
    pub opened: Vec<Section>,
    /// Whether the actor leads the case, and so knows whose record it is.
    pub leads: bool,
    /// Whether the actor broke it.
    pub own: bool,
    /// Whether the actor can review it.
    pub may_review: bool,
}

/// Returns a glass that was broken: to who broke it with what is open, to who leads the case, and to the data
/// protection officers of both organisations.
///
/// # Errors
/// When there is none, policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, id: BreakGlassId) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let found = break_glass::find(&mut conn, id).await?.ok_or(Error::NotFound("break-glass"))?;
    let person = found.glass.person;
    let standing = stands(ctx, &mut conn, &found.glass).await?;
    let allowed = ctx.allow_standing(Action::ViewBreakGlass, standing, person, person).await?;
    let (mut opened_header, mut opened) = (None, Vec::new());
    if standing.broken != FieldGroups::NONE {
        let who = header(ctx, &mut conn, &allowed).await?;
        opened = sections(&mut conn, &ctx.actor, &who, &allowed, ctx.today()).await?;
        opened.retain(|section| section.disclosure.shown != Shown::Withheld);
        opened_header = Some(who);
    }
    let may_review = found.glass.verdict.is_none()
        && authorise(&ctx.actor, Action::ReviewBreakGlass, standing, ()).is_ok();
    drop(conn);
    let groups = opened.iter().map(|section| section.disclosure.group).collect();
    let page = "/break-glass/{id}".to_owned();
    let purpose = if opened.is_empty() { ctx.actor.purpose() } else { Purpose::Emergency };
    let event = Event::PersonRead { page, groups, agreements: Vec::new() };
    ctx.journal_read_for(purpose, event, Some(person)).await?;
    Ok(View {
        leads: standing.relation == Relation::Lead && ctx.actor.role == Role::ResettlementWorker,
        own: ctx.actor.account == found.glass.account,
        header: opened_header,
        opened,
        may_review,
        found,
    })
}

/// Returns how the actor stands to a glass: who broke it with what is open now, their data protection officer
/// with nothing, and anybody else as to the record.
async fn stands(ctx: &Ctx, conn: &mut Conn, glass: &BreakGlass) -> Result<Standing, Error> {
    let officer = ctx.actor.role == Role::DataProtectionOfficer
        && ctx.actor.organisation == glass.organisation;
    if ctx.actor.account == glass.account {
        return Ok(broken(glass.open(ctx.now)));
    }
    if officer {
        return Ok(broken(FieldGroups::NONE));
    }
    let relation = relation::to_person(conn, &ctx.actor, glass.person).await?;
    Ok(relation.unwrap_or(Relation::None).into())
}

/// Writes down what a review of a glass found.
///
/// # Errors
/// When there is none, it was reviewed, policy refuses, or the database fails.
pub async fn review(
    ctx: &Ctx,
    id: BreakGlassId,
    verdict: BreakGlassVerdict,
    words: &LongText,
) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let found = to_review(ctx, &mut tx, id).await?;
    let person = found.glass.person;
    let reviewed = found.glass.review(verdict, ctx.actor.account)?;
    if !break_glass::review(&mut tx, &reviewed, words.as_str(), ctx.actor.account, ctx.now).await? {
        return Err(reviewed
            .review(verdict, ctx.actor.account)
            .map_or_else(Error::from, |_| Error::Internal("a review that changed nothing")));
    }
    let event = Event::GlassReviewed { organisation: found.organisation, verdict };
    ctx.journal(&mut tx, event, Some(person), Some(id.0));
    Ok(tx.commit().await?)
}

/// May that be asked whether the actor can review it: before a form with a mistake comes back.
///
/// # Errors
/// As [`review`].
pub async fn may_review(ctx: &Ctx, id: BreakGlassId) -> Result<(), Error> {
    to_review(ctx, &mut ctx.read().await?, id).await?;
    Ok(())
}

/// Finds a glass that policy lets the actor review.
async fn to_review(ctx: &Ctx, conn: &mut Conn, id: BreakGlassId) -> Result<Found, Error> {
    let found = break_glass::find(conn, id).await?.ok_or(Error::NotFound("break-glass"))?;
    let standing = stands(ctx, conn, &found.glass).await?;
    ctx.allow_standing(Action::ReviewBreakGlass, standing, found.glass.person, ()).await?;
    Ok(found)
}

/// What a data protection officer sees of glasses that were broken.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Those that wait to be reviewed, the latest first.
    pub waiting: Vec<Found>,
    /// Those that were, the latest first.
    pub reviewed: Vec<Found>,
}

/// Lists the glasses that the organisation's workers broke, and those of records that it leads.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn list(ctx: &Ctx) -> Result<Listing, Error> {
    ctx.allow(Action::ListBreakGlasses).await?;
    let mut conn = ctx.read().await?;
    let ours = ctx.actor.organisation;
    let waiting = break_glass::waiting(&mut conn, ours, true).await?;
    let reviewed = break_glass::reviewed(&mut conn, ours).await?;
    drop(conn);
    let count = waiting.len() + reviewed.len();
    let event = Event::PeopleListed { page: "/break-glass".to_owned(), count };
    ctx.journal_read(event, None).await?;
    Ok(Listing { waiting, reviewed })
}

/// Returns what somebody's first page says at its top: the glasses that were broken and not reviewed, to
/// workers of who leads the case and to data protection officers. To anybody else, none.
///
/// # Errors
/// When the database fails.
pub(crate) async fn alerts(ctx: &Ctx, conn: &mut Conn) -> Result<Vec<Found>, Error> {
    let officer = match ctx.actor.role {
        Role::ResettlementWorker => false,
        Role::DataProtectionOfficer => true,
        _ => return Ok(Vec::new()),
    };
    Ok(break_glass::waiting(conn, ctx.actor.organisation, officer).await?)
}
