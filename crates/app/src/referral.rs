//! Referrals: an organisation's lists, one referral, and its way.

pub mod draft;
pub mod offer;

use crate::sharing::withhold_names;
use crate::{Ctx, Error};
use chrono::Days;
use domain::life_cycle::IllegalMove;
use domain::referral::{AimResult, ReferralMove, ReferralState, Side};
use domain::{
    AccountId, Clock, Event, Fit, Invalid, OrganisationId, PersonId, Referral, ReferralId, Role,
};
use policy::{Action, Authorised, Relation};
use store::journal::Happened;
use store::{Conn, Tx, journal, organisation, referral};

/// Days for which a closed referral is still on the list of those recently closed.
const RECENT_DAYS: u64 = 30;
/// Pages of a list that can be asked for.
const PAGES: u32 = 100;

/// Which of an organisation's referrals to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Open, sent to it.
    ToUs,
    /// Open, sent by it, drafts too.
    FromUs,
    /// Closed within thirty days, sent by it or to it.
    Closed,
}

/// One page of a list of an organisation's referrals.
#[derive(Clone, Debug)]
pub struct Inbox {
    /// The referrals. What waits for the actor's organisation is first.
    pub rows: Vec<referral::Listed>,
    /// Whether there is a next page.
    pub more: bool,
    /// How many open referrals there are in all.
    pub counts: referral::Counts,
}

/// Returns one page of the actor's organisation's referrals. The first page is 0.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn inbox(ctx: &Ctx, list: List, page: u32) -> Result<Inbox, Error> {
    ctx.allow(Action::ListReferrals).await?;
    let tray = match list {
        List::ToUs => referral::Tray::ToUs,
        List::FromUs => referral::Tray::FromUs,
        List::Closed => referral::Tray::Closed(ctx.today() - Days::new(RECENT_DAYS)),
    };
    let organisation = ctx.actor.organisation;
    let mut conn = ctx.read().await?;
    let mut rows = referral::inbox(&mut conn, organisation, tray, page.min(PAGES)).await?;
    withhold_names(ctx, &mut conn, rows.iter_mut()).await?;
    let counts = referral::counts(&mut conn, organisation).await?;
    drop(conn);
    let limit = usize::try_from(referral::PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > limit && page < PAGES;
    rows.truncate(limit);
    let event = Event::PeopleListed { page: "/referrals".to_owned(), count: rows.len() };
    ctx.journal_read(event, None).await?;
    Ok(Inbox { rows, more, counts })
}

/// A person's referrals.
#[derive(Clone, Debug)]
pub struct OfPerson {
    /// Who it is about.
    pub header: crate::person::Header,
    /// The referrals, the latest first.
    pub rows: Vec<referral::Listed>,
    /// Open needs that a service can be found for.
    pub needs: Vec<domain::Need>,
    /// Whether the actor may write a referral.
    pub may_refer: bool,
}

/// Returns a person's referrals: all of them to whoever leads the case or is about to, and to others
/// those that they sent or received.
///
/// # Errors
/// When there is no such person, policy refuses, or the read could not be journalled.
pub async fn of_person(ctx: &Ctx, id: PersonId) -> Result<OfPerson, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::ViewPerson, id).await?;
    let relation = allowed.relation();
    let rows = if matches!(relation, Relation::Lead | Relation::Taker) {
        referral::of_person(&mut conn, &allowed).await?
    } else {
        referral::of_person_with(&mut conn, &allowed, ctx.actor.organisation).await?
    };
    let standing = allowed.standing();
    let may_refer = policy::authorise(&ctx.actor, Action::OfferServices, standing, ()).is_ok();
    let needs = if may_refer {
        store::need::open_of_person(&mut conn, &allowed).await?
    } else {
        Vec::new()
    };
    let header = crate::person::header(ctx, &mut conn, &allowed).await?;
    drop(conn);
    let event = Event::person_read("/people/{id}/referrals");
    ctx.journal_read(event, Some(id)).await?;
    Ok(OfPerson { header, rows, needs, may_refer })
}

/// What the page of one referral shows.
#[derive(Clone, Debug)]
pub struct View {
    /// The referral.
    pub referral: Referral,
    /// Names and dates.
    pub listed: referral::Listed,
    /// The clock, while it is open.
    pub clock: Option<Clock>,
    /// The name of the organisation that owns it now.
    pub owner: String,
    /// The moves that the actor's organisation can make now, by code.
    pub moves: Vec<&'static str>,
    /// Whether the actor can change its words: a draft of theirs.
    pub may_edit: bool,
    /// Whether the person can use the service as things stand: for a draft.
    pub fit: Option<Fit>,
    /// The messages, earliest first.
    pub messages: Vec<referral::Message>,
    /// What happened to it, earliest first.
    pub history: Vec<Happened>,
    /// The provider's workers, for the provider.
    pub workers: Vec<(AccountId, String)>,
    /// Whether the actor may write messages.
    pub may_message: bool,
}

/// Returns the page of one referral.
///
/// # Errors
/// When there is no such referral, policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, id: ReferralId) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let allowed = find(ctx, &mut conn, id, Action::ViewReferral).await?;
    let listed = referral::listed(&mut conn, &allowed).await?.ok_or(Error::NotFound("referral"))?;
    let seen = allowed.resource();
    let is_provider = seen.provider == ctx.actor.organisation && seen.state.reached_provider();
    let workers = if is_provider {
        organisation::workers(&mut conn, ctx.actor.organisation).await?
    } else {
        Vec::new()
    };
    let moves = moves(ctx, seen);
    let may_edit = matches!(seen.state, ReferralState::Draft) && moves.contains(&"send");
    let fit = if may_edit { draft::fit(ctx, &mut conn, &allowed).await? } else { None };
    let clock = seen.clock();
    let owner = match clock {
        Some(clock) => name_of(&mut conn, clock.owner.organisation).await?,
        None => String::new(),
    };
    let person = seen.person;
    let view = View {
        messages: referral::messages(&mut conn, &allowed).await?,
        history: journal::of_subject(&mut conn, id.0).await?,
        may_message: seen.state.takes_messages()
            && policy::authorise(&ctx.actor, Action::MessageReferral, allowed.standing(), ())
                .is_ok(),
        referral: allowed.into_resource(),
        listed,
        clock,
        owner,
        moves,
        may_edit,
        fit,
        workers,
    };
    drop(conn);
    let event = Event::person_read("/referrals/{id}");
    ctx.journal_read(event, Some(person)).await?;
    Ok(view)
}

/// Returns the moves that the actor can make now, by code.
fn moves(ctx: &Ctx, referral: &Referral) -> Vec<&'static str> {
    let mut moves = Vec::new();
    let is_sender = referral.sender.organisation == ctx.actor.organisation;
    if is_sender && ctx.actor.role == Role::ResettlementWorker {
        moves.extend(referral.state.moves(Side::Sender));
    }
    if referral.provider == ctx.actor.organisation {
        moves.extend(referral.state.moves(Side::Provider));
    }
    moves
}

async fn name_of(conn: &mut Conn, id: OrganisationId) -> Result<String, Error> {
    Ok(organisation::find(conn, id).await?.map(|found| found.name).unwrap_or_default())
}

/// Sends a message about a referral to its other side.
///
/// # Errors
/// When policy refuses, the referral is not sent yet or closed, or the database fails.
pub async fn send_message(ctx: &Ctx, id: ReferralId, words: &str) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let allowed = find(ctx, &mut tx, id, Action::MessageReferral).await?;
    let state = &allowed.resource().state;
    if !state.takes_messages() {
        let from = state.code();
        return Err(IllegalMove { noun: "referral", from, attempted: "message" }.into());
    }
    let service = referral::service_name(&mut tx, allowed.resource()).await?;
    let person = allowed.resource().person;
    let by = (ctx.actor.account, ctx.actor.organisation);
    referral::add_message(&mut tx, ctx.new_id(), &allowed, by, words, ctx.now).await?;
    let event = Event::MessageSent { service };
    ctx.journal(&mut tx, event, Some(person), Some(id.0));
    Ok(tx.commit().await?)
}

/// Asks whether the actor may send a message about a referral.
///
/// # Errors
/// When there is no such referral, or policy refuses.
pub async fn may_message(ctx: &Ctx, id: ReferralId) -> Result<(), Error> {
    let mut conn = ctx.read().await?;
    find(ctx, &mut conn, id, Action::MessageReferral).await.map(|_| ())
}

/// Finds a referral and asks policy about an action on it.
async fn find(
    ctx: &Ctx,
    conn: &mut Conn,
    id: ReferralId,
    action: Action,
) -> Result<Authorised<Referral>, Error> {
    let referral = referral::find(conn, id).await?.ok_or(Error::NotFound("referral"))?;
    let us = ctx.actor.organisation;
    let is_sender = referral.sender.organisation == us;
    let relation = match action {
        Action::Refer if is_sender => Relation::Sender,
        _ if referral.provider == us && referral.state.reached_provider() => Relation::Provider,
        _ if is_sender => Relation::Sender,
        // Whoever leads the case now reads what was done before, and changes nothing of it.
        Action::ViewReferral => store::relation::to_person(conn, &ctx.actor, referral.person)
            .await?
            .filter(|relation| *relation == Relation::Lead)
            .unwrap_or(Relation::None),
        _ => Relation::None,
    };
    let person = referral.person;
    ctx.allow_in(conn, action, relation, person, referral).await
}

/// Makes a move of a referral. Words that come with it are written to its messages.
///
/// # Errors
/// When a field of the move is wrong, policy refuses, the referral has moved on, or the database
/// fails.
pub async fn make_move(
    ctx: &Ctx,
    id: ReferralId,
    step: ReferralMove,
    note: Option<String>,
) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    hold(&mut tx, id).await?;
    let allowed = find(ctx, &mut tx, id, action(step.side())).await?;
    let before = allowed.resource();
    let moved = before.clone().after(step.clone(), ctx.actor.account, ctx.today())?;
    check(ctx, &mut tx, before, &step, note.as_deref()).await?;
    let service = referral::service_name(&mut tx, before).await?;
    let reason = match &step {
        ReferralMove::Decline { reason } => Some(reason.key().to_owned()),
        ReferralMove::Withdraw { reason } => Some(reason.key().to_owned()),
        _ => None,
    };
    // A question stays in the messages after it was answered.
    let words = match &step {
        ReferralMove::Return { question } => Some(question.clone()),
        _ => note,
    };
    referral::save(&mut tx, &moved, ctx.today()).await?;
    if moved.state.is_closed() {
        crate::appointment::referral_closed(ctx, &mut tx, &allowed).await?;
    }
    let event = match &moved.state {
        ReferralState::Concluded { how, .. } => {
            Event::ReferralConcluded { service: service.clone(), how: *how }
        }
        state => {
            Event::ReferralMoved { service: service.clone(), to: state.code().to_owned(), reason }
        }
    };
    ctx.journal(&mut tx, event, Some(moved.person), Some(id.0));
    if let Some(words) = words {
        let by = (ctx.actor.account, ctx.actor.organisation);
        referral::add_message(&mut tx, ctx.new_id(), &allowed, by, &words, ctx.now).await?;
        let event = Event::MessageSent { service };
        ctx.journal(&mut tx, event, Some(moved.person), Some(id.0));
    }
    Ok(tx.commit().await?)
}

/// Asks whether the actor can still make a move, by code.
///
/// # Errors
/// When there is no such referral, it has moved on, or policy refuses.
pub async fn still_allows(ctx: &Ctx, id: ReferralId, code: &str) -> Result<(), Error> {
    let known = ReferralMove::CODES.into_iter().find(|(known, _)| *known == code);
    let (attempted, side) = known.ok_or(Error::NotFound("page"))?;
    let mut conn = ctx.read().await?;
    let referral = find(ctx, &mut conn, id, action(side)).await?.into_resource();
    if referral.state.moves(side).contains(&attempted) {
        return Ok(());
    }
    Err(IllegalMove { noun: "referral", from: referral.state.code(), attempted }.into())
}

/// Returns the action that a move of one side is.
const fn action(side: Side) -> Action {
    match side {
        Side::Sender => Action::Refer,
        Side::Provider => Action::ServeReferral,
    }
}

/// Keeps other changes of the person's case waiting: of two moves at once the second sees where the
/// first one led, and a handover passes on what stands.
pub(crate) async fn hold(tx: &mut Tx, id: ReferralId) -> Result<(), Error> {
    let found = referral::find(tx, id).await?.ok_or(Error::NotFound("referral"))?;
    Ok(store::person::hold(tx, found.person).await?)
}

/// Returns the field in which the words of a move are written.
#[must_use]
pub const fn note_field(step: &ReferralMove) -> &'static str {
    match step {
        ReferralMove::Decline { .. } => "decline-note",
        ReferralMove::Withdraw { .. } => "withdraw-note",
        _ => "answer",
    }
}

/// Checks what a life cycle cannot know: days that contradict each other, a worker of another
/// organisation, an aim or a question without an answer, a reason that says nothing.
async fn check(
    ctx: &Ctx,
    tx: &mut Tx,
    referral: &Referral,
    step: &ReferralMove,
    note: Option<&str>,
) -> Result<(), Error> {
    let refuse = |field: &str, key| Err(Error::field(field, Invalid::new(key)));
    match step {
        ReferralMove::Send if matches!(referral.state, ReferralState::Draft) => {
            draft::check_send(ctx, tx, referral).await
        }
        ReferralMove::Send if note.is_none() => refuse("answer", "referral-answer-missing"),
        ReferralMove::Decline { .. } | ReferralMove::Withdraw { .. }
            if step.needs_note() && note.is_none() =>
        {
            refuse(note_field(step), "referral-note-missing")
        }
        ReferralMove::Contact { on } if *on > ctx.today() => {
            refuse("contact-day", "referral-contact-in-future")
        }
        ReferralMove::Start { on, .. } if *on > ctx.today() => {
            refuse("start-day", "referral-start-in-future")
        }
        ReferralMove::Start { on, complete_by } if complete_by <= on => {
            refuse("complete-day", "referral-complete-before-start")
        }
        ReferralMove::Assign { worker } => {
            let workers = organisation::workers(tx, referral.provider).await?;
            if workers.iter().any(|(id, _)| id == worker) {
                Ok(())
            } else {
                refuse("worker", "choose-worker")
            }
        }
        ReferralMove::Report { results, .. } if !answers_every_aim(referral, results) => {
            refuse("achieved-0", "referral-aims-unanswered")
        }
        _ => Ok(()),
    }
}

fn answers_every_aim(referral: &Referral, results: &[AimResult]) -> bool {
    referral.aims.len() == results.len()
        && referral.aims.iter().zip(results).all(|(aim, result)| *aim == result.aim)
}
