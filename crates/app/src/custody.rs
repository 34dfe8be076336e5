//! In and out of prison: leaving it, being received again, and whose prison or probation region a
//! person is with.

use crate::{Ctx, Error};
use chrono::NaiveDate;
use domain::life_cycle::IllegalMove;
use domain::{
    AbandonReason, Episode, EpisodeKind, EpisodeReason, Event, Handover, HandoverKind,
    HandoverMove, HandoverState, Invalid, Measure, OrganisationId, OrganisationKind, Outcome,
    Owner, PersonId, Screening, ScreeningStatus, screening_due,
};
use policy::{Action, Authorised};
use store::{Conn, Tx, handover, organisation, outcome, person, person_detail, release, screening};

/// A time in prison that has not ended.
#[derive(Clone, Debug)]
pub struct Stay {
    /// The episode that is open: the prison the person is in now.
    pub episode: Episode,
    /// The day of reception: a transfer carries on the stay that it interrupts.
    pub since: NaiveDate,
}

/// Returns the stay that the episodes say, if the person is in prison. The latest comes first.
#[must_use]
pub fn stay(episodes: &[Episode]) -> Option<Stay> {
    let mut custody = episodes.iter().filter(|episode| episode.kind == EpisodeKind::Custody);
    let episode = custody.find(|episode| episode.ended_on.is_none())?;
    let mut first = episode;
    while first.reason == EpisodeReason::Transfer {
        let Some(before) = custody.next() else { break };
        first = before;
    }
    Some(Stay { episode: episode.clone(), since: first.started_on })
}

/// Whether the person was in prison at the end of a day.
#[must_use]
pub fn in_custody_on(episodes: &[Episode], day: NaiveDate) -> bool {
    episodes.iter().any(|episode| {
        episode.kind == EpisodeKind::Custody
            && episode.started_on <= day
            && episode.ended_on.is_none_or(|ended| ended > day)
    })
}

/// Returns the stay of a person who must be in prison for something to be done.
pub(crate) async fn must_be_in_prison(
    conn: &mut Conn,
    allowed: &Authorised<PersonId>,
    attempted: &'static str,
) -> Result<Stay, Error> {
    let moved = IllegalMove { noun: "person", from: "not_in_custody", attempted };
    stay(&person::episodes(conn, allowed).await?).ok_or(Error::Moved(moved))
}

/// Records that the person has left prison, and starts what is counted from that day.
///
/// # Errors
/// When the day is in the future or before reception, no release is planned, policy refuses, or the
/// database fails.
pub async fn released(ctx: &Ctx, id: PersonId, on: NaiveDate) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let allowed = ctx.person_alone(&mut tx, Action::PlanRelease, id).await?;
    let stay = must_be_in_prison(&mut tx, &allowed, "release").await?;
    let unplanned = IllegalMove { noun: "release", from: "not_planned", attempted: "release" };
    let planned = release::next_planned(&mut tx, &allowed).await?.ok_or(unplanned)?;
    if on > ctx.today() {
        return Err(Error::field("released-day", Invalid::new("release-in-future")));
    }
    if on < stay.since {
        return Err(Error::field("released-day", Invalid::new("release-before-reception")));
    }
    let mut happened = planned.happen(on)?;
    happened.episode = stay.episode.id;
    release::save(&mut tx, &happened).await?;
    person_detail::end_episode(&mut tx, stay.episode.id, on).await?;
    let lead = lead(&mut tx, &allowed).await?;
    if kind_of(&mut tx, lead.organisation).await? == Some(OrganisationKind::Probation) {
        let begins = (lead.organisation, on, EpisodeReason::Release);
        begin(ctx, &mut tx, id, EpisodeKind::Community, begins).await?;
    }
    for mut due in screening::of_person(&mut tx, &allowed).await? {
        if due.status == ScreeningStatus::Due {
            due.status = ScreeningStatus::LeftBefore;
            screening::save(&mut tx, &due, None).await?;
        }
    }
    for measure in Measure::ALL {
        let outcome = Outcome {
            id: ctx.new_id(),
            person: id,
            release: happened.id,
            measure: *measure,
            day: measure.day(on),
            owner: lead,
            recorded: None,
        };
        outcome::save(&mut tx, &outcome).await?;
    }
    move_effective_day(&mut tx, &allowed, on).await?;
    ctx.journal(&mut tx, Event::Released { on }, Some(id), Some(happened.id.0));
    Ok(tx.commit().await?)
}

/// Moves the day of every open handover on release to another day: its limits are counted from it.
pub(crate) async fn move_effective_day(
    tx: &mut Tx,
    allowed: &Authorised<PersonId>,
    on: NaiveDate,
) -> Result<(), Error> {
    for mut open in handover::open_of_person(tx, allowed).await? {
        if open.kind == HandoverKind::Release {
            open.effective_on = Some(on);
            handover::save(tx, &open).await?;
        }
    }
    Ok(())
}

/// A reception into prison.
#[derive(Clone, Debug)]
pub struct Reception {
    /// The day.
    pub on: NaiveDate,
    /// The prison.
    pub prison: OrganisationId,
    /// Recalled, or received anew.
    pub reason: EpisodeReason,
    /// What the prison must know, in the words of whoever leads the case.
    pub summary: String,
}

/// Why a person who was in the community can be received into prison.
pub const RECEPTION_REASONS: [EpisodeReason; 2] =
    [EpisodeReason::Recall, EpisodeReason::NewReception];

/// Records that the person was received into prison. A new screening is due, and the case is offered
/// to the prison; until it accepts, everything stays with whoever leads.
///
/// Outcomes of an earlier release stay due: their status is that of their day, and whether the
/// person will be in prison on that day is not known today.
///
/// # Errors
/// When the person is in prison already, a field is wrong, policy refuses, or the database fails.
pub async fn received(ctx: &Ctx, id: PersonId, reception: Reception) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let allowed = ctx.person_alone(&mut tx, Action::PlanRelease, id).await?;
    let episodes = person::episodes(&mut tx, &allowed).await?;
    if stay(&episodes).is_some() {
        let moved = IllegalMove { noun: "person", from: "in_custody", attempted: "receive" };
        return Err(moved.into());
    }
    check_reception(ctx, &mut tx, &episodes, &reception).await?;
    for open in episodes.iter().filter(|episode| episode.ended_on.is_none()) {
        person_detail::end_episode(&mut tx, open.id, reception.on).await?;
    }
    let lead = lead(&mut tx, &allowed).await?;
    let begins = (reception.prison, reception.on, reception.reason);
    let episode = begin(ctx, &mut tx, id, EpisodeKind::Custody, begins).await?;
    let due = Screening {
        id: ctx.new_id(),
        person: id,
        episode: episode.id,
        owner: lead,
        due_on: screening_due(reception.on),
        status: ScreeningStatus::Due,
        done_on: None,
        answers: None,
    };
    screening::save(&mut tx, &due, None).await?;
    ctx.journal(&mut tx, Event::Received { on: reception.on }, Some(id), Some(episode.id.0));
    offer_to_prison(ctx, &mut tx, &allowed, lead, reception).await?;
    Ok(tx.commit().await?)
}

async fn check_reception(
    ctx: &Ctx,
    tx: &mut Tx,
    episodes: &[Episode],
    reception: &Reception,
) -> Result<(), Error> {
    let refuse = |field: &str, key| Err(Error::field(field, Invalid::new(key)));
    if reception.on > ctx.today() {
        return refuse("received-day", "reception-in-future");
    }
    let last = episodes.iter().map(|episode| episode.ended_on.unwrap_or(episode.started_on)).max();
    if last.is_some_and(|last| reception.on < last) {
        return refuse("received-day", "reception-before-release");
    }
    if !RECEPTION_REASONS.contains(&reception.reason) {
        return refuse("reason", "choose-reception-reason");
    }
    match kind_of(tx, reception.prison).await? {
        Some(OrganisationKind::Prison) => Ok(()),
        _ => refuse("prison", "choose-prison"),
    }
}

/// Offers the case to the prison that received the person, in place of any offer that waits.
async fn offer_to_prison(
    ctx: &Ctx,
    tx: &mut Tx,
    allowed: &Authorised<PersonId>,
    lead: Owner,
    reception: Reception,
) -> Result<(), Error> {
    for open in handover::open_of_person(tx, allowed).await? {
        if open.state == HandoverState::Created {
            let give_up = HandoverMove::Abandon { reason: AbandonReason::Recalled };
            let given_up = open.after(&give_up, ctx.actor.account, ctx.today())?;
            crate::handover::keep(ctx, tx, &given_up).await?;
        }
    }
    if lead.organisation == reception.prison {
        return Ok(());
    }
    let offered = Handover {
        id: ctx.new_id(),
        person: *allowed.resource(),
        kind: HandoverKind::Transfer,
        giver: lead,
        taker: Owner::organisation(reception.prison),
        summary: reception.summary,
        effective_on: Some(reception.on),
        state: HandoverState::Created,
        since: ctx.today(),
    };
    crate::handover::keep(ctx, tx, &offered).await
}

/// Lets the person's episodes follow a handover that was accepted: to another prison, or to the
/// probation region that supervises from now on.
pub(crate) async fn follow(
    ctx: &Ctx,
    tx: &mut Tx,
    allowed: &Authorised<PersonId>,
    accepted: &Handover,
) -> Result<(), Error> {
    let taker = accepted.taker.organisation;
    let episodes = person::episodes(tx, allowed).await?;
    let open = episodes.iter().find(|episode| episode.ended_on.is_none());
    let kind = match (kind_of(tx, taker).await?, open.map(|open| open.kind)) {
        (Some(OrganisationKind::Prison), Some(EpisodeKind::Custody)) => EpisodeKind::Custody,
        (Some(OrganisationKind::Probation), Some(EpisodeKind::Community)) => EpisodeKind::Community,
        (Some(OrganisationKind::Probation), None) if !episodes.is_empty() => EpisodeKind::Community,
        _ => return Ok(()),
    };
    if open.is_some_and(|open| open.organisation == taker) {
        return Ok(());
    }
    let reason = if open.is_some() { EpisodeReason::Transfer } else { EpisodeReason::Release };
    let day = match (accepted.kind, open) {
        (HandoverKind::Transfer, Some(open)) => {
            accepted.effective_on.unwrap_or(ctx.today()).max(open.started_on)
        }
        _ => ctx.today(),
    };
    if let Some(open) = open {
        person_detail::end_episode(tx, open.id, day).await?;
    }
    begin(ctx, tx, *allowed.resource(), kind, (taker, day, reason)).await?;
    Ok(())
}

async fn begin(
    ctx: &Ctx,
    tx: &mut Tx,
    id: PersonId,
    kind: EpisodeKind,
    (organisation, started_on, reason): (OrganisationId, NaiveDate, EpisodeReason),
) -> Result<Episode, Error> {
    let episode = Episode {
        id: ctx.new_id(),
        person: id,
        kind,
        organisation,
        started_on,
        reason,
        ended_on: None,
    };
    person::add_episode(tx, &episode, ctx.now).await?;
    Ok(episode)
}

/// Returns who leads the case.
pub(crate) async fn lead(conn: &mut Conn, allowed: &Authorised<PersonId>) -> Result<Owner, Error> {
    let person = person::load(conn, allowed).await?.ok_or(Error::NotFound("person"))?;
    Ok(person.lead)
}

/// Returns the kind of an organisation, if there is one.
pub(crate) async fn kind_of(
    conn: &mut Conn,
    id: OrganisationId,
) -> Result<Option<OrganisationKind>, Error> {
    Ok(organisation::find(conn, id).await?.map(|organisation| organisation.kind))
}
