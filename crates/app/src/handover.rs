//! Handovers: offering a person, taking them on, and what travels with them.

use crate::case::{self, Pass};
use crate::person::{Header, header};
use crate::sharing::{check_may_know, withhold_names};
use crate::{Ctx, Error, custody};
use chrono::{Days, NaiveDate};
use domain::life_cycle::IllegalMove;
use domain::{
    AccountId, Event, Handover, HandoverId, HandoverKind, HandoverMove, HandoverState, Invalid,
    OrganisationId, OrganisationKind, Owner, PersonId,
};
use policy::{Action, Authorised, Relation};
use store::{
    Conn, Tx, account, appointment, handover, need, organisation, outcome, plan, referral,
    relation, release,
};

/// Days before acceptance in which a handover meeting can have been: the last four weeks before
/// release. An earlier day is a slip.
const DAYS_BEFORE: u64 = 28;

/// Returns the open handovers to the actor's organisation.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn incoming(ctx: &Ctx) -> Result<Vec<handover::Listed>, Error> {
    ctx.allow(Action::ListHandovers).await?;
    let mut conn = ctx.read().await?;
    let mut listed = handover::incoming(&mut conn, ctx.actor.organisation).await?;
    withhold_names(ctx, &mut conn, listed.iter_mut()).await?;
    drop(conn);
    let event = Event::PeopleListed { page: "/handovers".to_owned(), count: listed.len() };
    ctx.journal_read(event, None).await?;
    Ok(listed)
}

/// Returns the offer of a person that waits to be accepted, with the taker's name.
pub(crate) async fn offered(
    conn: &mut Conn,
    allowed: &Authorised<PersonId>,
) -> Result<Option<(HandoverId, String)>, Error> {
    let open = handover::open_of_person(conn, allowed).await?;
    let Some(waiting) = open.into_iter().find(|open| open.state == HandoverState::Created) else {
        return Ok(None);
    };
    let taker = organisation::find(conn, waiting.taker.organisation).await?;
    Ok(Some((waiting.id, taker.map(|taker| taker.name).unwrap_or_default())))
}

/// What the page on which a person is offered shows.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Who it is about.
    pub header: Header,
    /// Handovers of the person so far, the latest change first.
    pub handovers: Vec<(Handover, Party)>,
    /// Organisations that can lead a case, by name.
    pub takers: Vec<(OrganisationId, String)>,
    /// The organisation chosen, if one is.
    pub taker: Option<Taker>,
    /// Whether it is the actor's own: then only the worker changes.
    pub same_organisation: bool,
    /// The day of the planned release, if one is planned.
    pub release_on: Option<NaiveDate>,
}

/// An organisation to which a person can be offered.
#[derive(Clone, Debug)]
pub struct Taker {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// Its workers who can lead a case.
    pub workers: Vec<(AccountId, String)>,
}

/// Returns the page on which a person is offered.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn offer(ctx: &Ctx, id: PersonId, to: Option<OrganisationId>) -> Result<Offer, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::GiveHandover, id).await?;
    let mut handovers = Vec::new();
    for one in handover::of_person(&mut conn, &allowed).await? {
        let taker = party(&mut conn, one.taker).await?;
        handovers.push((one, taker));
    }
    let all = organisation::list(&mut conn).await?;
    let leading = all.into_iter().filter(|organisation| organisation.kind.leads_cases());
    let takers: Vec<_> = leading.map(|taker| (taker.id, taker.name)).collect();
    let chosen = takers.iter().find(|(taker, _)| Some(*taker) == to).cloned();
    let taker = match chosen {
        Some((id, name)) => {
            let workers = organisation::case_workers(&mut conn, id).await?;
            Some(Taker { id, name, workers })
        }
        None => None,
    };
    let offer = Offer {
        header: header(ctx, &mut conn, &allowed).await?,
        handovers,
        same_organisation: to == Some(ctx.actor.organisation),
        takers,
        taker,
        release_on: release::next_planned(&mut conn, &allowed).await?.map(|next| next.release_on),
    };
    drop(conn);
    let event = Event::person_read("/people/{id}/handover");
    ctx.journal_read(event, Some(id)).await?;
    Ok(offer)
}

/// What is offered, as the giver writes it.
#[derive(Clone, Debug)]
pub struct NewHandover {
    /// Why.
    pub kind: HandoverKind,
    /// To whom.
    pub taker: OrganisationId,
    /// The worker who is asked to take it, if one is.
    pub worker: Option<AccountId>,
    /// What the taker must know.
    pub summary: String,
    /// The day of release or transfer.
    pub effective_on: Option<NaiveDate>,
}

/// Offers a person. Everything stays with the giver until the taker accepts.
///
/// # Errors
/// When a field is wrong, an offer waits already, policy refuses, or the database fails.
pub async fn create(ctx: &Ctx, id: PersonId, new: NewHandover) -> Result<HandoverId, Error> {
    let mut tx = ctx.begin().await?;
    let allowed = ctx.person_alone(&mut tx, Action::GiveHandover, id).await?;
    let open = handover::open_of_person(&mut tx, &allowed).await?;
    if open.iter().any(|open| open.state == HandoverState::Created) {
        return Err(IllegalMove { noun: "handover", from: "created", attempted: "create" }.into());
    }
    let giver = custody::lead(&mut tx, &allowed).await?;
    let effective_on = check(ctx, &mut tx, &allowed, giver, &new).await?;
    let created = Handover {
        id: ctx.new_id(),
        person: id,
        kind: new.kind,
        giver,
        taker: Owner { organisation: new.taker, account: new.worker },
        summary: new.summary,
        effective_on,
        state: HandoverState::Created,
        since: ctx.today(),
    };
    keep(ctx, &mut tx, &created).await?;
    tx.commit().await?;
    Ok(created.id)
}

/// Checks an offer, and returns the day on which it takes effect.
async fn check(
    ctx: &Ctx,
    tx: &mut Tx,
    allowed: &Authorised<PersonId>,
    giver: Owner,
    new: &NewHandover,
) -> Result<Option<NaiveDate>, Error> {
    let refuse = |field: &str, key| Err(Error::field(field, Invalid::new(key)));
    let taker = organisation::find(tx, new.taker).await?.filter(|to| to.kind.leads_cases());
    let Some(taker) = taker else { return refuse("taker", "choose-organisation") };
    let kind = taker.kind;
    let inside = new.taker == giver.organisation;
    match new.kind {
        HandoverKind::ChangeOfWorker if !inside => return refuse("kind", "handover-other-worker"),
        HandoverKind::ChangeOfWorker if new.worker.is_none() => {
            return refuse("worker", "choose-worker");
        }
        HandoverKind::ChangeOfWorker => {}
        _ if inside => return refuse("kind", "handover-own-organisation"),
        HandoverKind::Release if kind == OrganisationKind::Prison => {
            return refuse("kind", "handover-release-to-prison");
        }
        HandoverKind::Release | HandoverKind::Transfer => {}
    }
    if let Some(worker) = new.worker {
        let workers = organisation::case_workers(tx, new.taker).await?;
        if !workers.iter().any(|(account, _)| *account == worker) {
            return refuse("worker", "choose-worker");
        }
        if inside && giver.account == Some(worker) {
            return refuse("worker", "handover-same-worker");
        }
    }
    if new.kind == HandoverKind::ChangeOfWorker {
        return Ok(None);
    }
    let person = *allowed.resource();
    check_may_know(ctx, tx, (&taker, Relation::Taker), person, "taker").await?;
    let stay = custody::stay(&store::person::episodes(tx, allowed).await?);
    match (new.effective_on, stay) {
        (None, _) => refuse("effective-day", "handover-day-missing"),
        (Some(day), Some(stay)) if day < stay.since => {
            refuse("effective-day", "handover-before-reception")
        }
        (day, _) => Ok(day),
    }
}

/// One side of a handover, by name.
#[derive(Clone, Debug)]
pub struct Party {
    /// The organisation.
    pub organisation: String,
    /// The worker, once named.
    pub worker: Option<String>,
}

/// How much travels with the person.
#[derive(Clone, Copy, Debug)]
pub struct Travels {
    /// Open needs.
    pub needs: usize,
    /// Open steps.
    pub steps: usize,
    /// Open referrals.
    pub referrals: usize,
    /// Appointments whose attendance is not recorded.
    pub appointments: usize,
    /// Outcomes that are to be recorded.
    pub outcomes: usize,
}

/// What the page of one handover shows.
#[derive(Clone, Debug)]
pub struct View {
    /// Who it is about.
    pub header: Header,
    /// The handover.
    pub handover: Handover,
    /// Who gives.
    pub giver: Party,
    /// Who takes.
    pub taker: Party,
    /// What travels with the person.
    pub travels: Travels,
    /// The moves that the actor can make now, by code.
    pub moves: Vec<&'static str>,
    /// How the actor stands to it.
    pub relation: Relation,
}

/// Returns the page of one handover.
///
/// # Errors
/// When there is no such handover, policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, id: HandoverId) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let found = find(ctx, &mut conn, id, Action::ViewHandover).await?;
    let handover = found.resource().clone();
    let relation = found.relation();
    let allowed = found.map(|handover| handover.person);
    let by = match handover.state {
        HandoverState::Accepted { by } | HandoverState::MeetingHeld { by, .. } => Some(by),
        _ => handover.taker.account,
    };
    let view = View {
        header: header(ctx, &mut conn, &allowed).await?,
        giver: party(&mut conn, handover.giver).await?,
        taker: party(&mut conn, Owner { account: by, ..handover.taker }).await?,
        travels: Travels {
            needs: need::open_of_person(&mut conn, &allowed).await?.len(),
            steps: plan::open_steps(&mut conn, &allowed).await?.len(),
            referrals: referral::open_of_person(&mut conn, &allowed).await?.len(),
            appointments: appointment::scheduled_of_person(&mut conn, &allowed).await?.len(),
            outcomes: outcome::due_of_person(&mut conn, &allowed).await?.len(),
        },
        moves: moves(ctx, &handover, relation),
        handover,
        relation,
    };
    drop(conn);
    let event = Event::person_read("/handovers/{id}");
    ctx.journal_read(event, Some(view.handover.person)).await?;
    Ok(view)
}

async fn party(conn: &mut Conn, owner: Owner) -> Result<Party, Error> {
    let organisation = organisation::find(conn, owner.organisation).await?;
    let worker = match owner.account {
        Some(account) => account::actor(conn, account).await?.map(|actor| actor.name),
        None => None,
    };
    Ok(Party { organisation: organisation.map(|found| found.name).unwrap_or_default(), worker })
}

/// Returns the moves that the actor can make now.
fn moves(ctx: &Ctx, handover: &Handover, relation: Relation) -> Vec<&'static str> {
    let takes = takes(ctx, handover);
    match handover.state {
        HandoverState::Created => {
            let mut moves = Vec::new();
            moves.extend(takes.then_some("accept"));
            moves.extend((relation == Relation::Lead).then_some("abandon"));
            moves
        }
        HandoverState::Accepted { .. } if takes => vec!["meet"],
        HandoverState::MeetingHeld { .. } if takes => vec!["complete"],
        _ => Vec::new(),
    }
}

/// Whether the actor acts for the taker: anybody there who leads cases, but inside an organisation
/// only the worker who was asked.
fn takes(ctx: &Ctx, handover: &Handover) -> bool {
    handover.taker.organisation == ctx.actor.organisation
        && (handover.kind != HandoverKind::ChangeOfWorker
            || handover.state != HandoverState::Created
            || handover.taker.account == Some(ctx.actor.account))
}

/// Finds a handover and asks policy about an action on it.
async fn find(
    ctx: &Ctx,
    conn: &mut Conn,
    id: HandoverId,
    action: Action,
) -> Result<Authorised<Handover>, Error> {
    let handover = handover::find(conn, id).await?.ok_or(Error::NotFound("handover"))?;
    let person = handover.person;
    let ours = ctx.actor.organisation;
    let leads = relation::of_organisation(conn, ours, person).await? == Some(Relation::Lead);
    let takes = takes(ctx, &handover);
    let gave = handover.giver.organisation == ours && !handover.is_closed();
    let relation = match action {
        Action::TakeHandover if takes && (leads || !handover.is_closed()) => Relation::Taker,
        _ if leads => Relation::Lead,
        _ if takes && !handover.is_closed() => Relation::Taker,
        _ if gave => Relation::Giver,
        _ => Relation::None,
    };
    ctx.allow_in(conn, action, relation, person, handover).await
}

/// Asks whether the actor may make a move of a handover at all, by code: only who leads the case gives
/// up, and only the taker does the rest.
///
/// # Errors
/// When there is no such handover, or policy refuses.
pub async fn may_move(ctx: &Ctx, id: HandoverId, code: &str) -> Result<(), Error> {
    let mut conn = ctx.read().await?;
    find(ctx, &mut conn, id, action(code)).await.map(|_| ())
}

/// Returns the action that a move is, by code.
fn action(code: &str) -> Action {
    if code == "abandon" { Action::GiveHandover } else { Action::TakeHandover }
}

/// Makes a move of a handover.
///
/// # Errors
/// When a field of the move is wrong, policy refuses, the handover has moved on, or the database
/// fails.
pub async fn make_move(ctx: &Ctx, id: HandoverId, step: HandoverMove) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let action = action(step.code());
    let person = handover::find(&mut tx, id).await?.ok_or(Error::NotFound("handover"))?.person;
    store::person::hold(&mut tx, person).await?;
    let found = find(ctx, &mut tx, id, action).await?;
    let accepted_on = found.resource().since;
    let moved = found.resource().clone().after(&step, ctx.actor.account, ctx.today())?;
    let allowed = found.map(|handover| handover.person);
    match step {
        HandoverMove::Meet { on, .. } if on > ctx.today() => {
            return Err(Error::field("met-day", Invalid::new("handover-meeting-in-future")));
        }
        HandoverMove::Meet { on, .. } if on + Days::new(DAYS_BEFORE) < accepted_on => {
            return Err(Error::field("met-day", Invalid::new("handover-meeting-too-early")));
        }
        HandoverMove::Complete if moved.effective_on.is_some_and(|day| day > ctx.today()) => {
            return Err(Error::field("complete", Invalid::new("handover-not-yet-through")));
        }
        _ => {}
    }
    keep(ctx, &mut tx, &moved).await?;
    if step == HandoverMove::Accept {
        let from = custody::lead(&mut tx, &allowed).await?;
        let to = Owner::worker(moved.taker.organisation, ctx.actor.account);
        let pass = Pass { from, to, handover: Some(id) };
        case::pass_on(ctx, &mut tx, &allowed, pass).await?;
        custody::follow(ctx, &mut tx, &allowed, &moved).await?;
    }
    Ok(tx.commit().await?)
}

/// Saves a handover and journals where it has come to.
pub(crate) async fn keep(ctx: &Ctx, tx: &mut Tx, moved: &Handover) -> Result<(), Error> {
    handover::save(tx, moved).await?;
    let taker = organisation::find(tx, moved.taker.organisation).await?;
    let event = Event::HandoverMoved {
        kind: moved.kind,
        to: moved.state.code().to_owned(),
        taker: taker.map(|taker| taker.name).unwrap_or_default(),
    };
    ctx.journal(tx, event, Some(moved.person), Some(moved.id.0));
    Ok(())
}
