//! Handovers: of the case on release, between prisons, and between workers. Until a handover is
//! accepted the giver leads, however late that is.

use crate::stream::FOUND_AFTER;
use crate::writer::{Act, Writer};
use chrono::{Days, NaiveDate, TimeDelta};
use domain::{
    AbandonReason, Event, Handover, HandoverId, HandoverKind, HandoverMove, Owner, Subject,
};
use std::ops::RangeInclusive;

/// A handover to be written, with who takes and when the moves come, if they do.
struct Plan {
    kind: HandoverKind,
    created_on: NaiveDate,
    effective_on: Option<NaiveDate>,
    taker: Owner,
}

/// Writes the handovers, and who leads from when.
pub(crate) fn write(writer: &mut Writer<'_>) {
    transfer(writer);
    release(writer);
    change_of_worker(writer);
}

fn transfer(writer: &mut Writer<'_>) {
    let Some((on, _)) = writer.course.timeline.transfer else { return };
    let created_on = on - Days::new(2);
    let taker = writer.world.owner(writer.course.profile.prison, writer.course.index);
    let kind = HandoverKind::Transfer;
    let handover = create(writer, &Plan { kind, created_on, effective_on: Some(on), taker });
    walk(writer, handover, created_on);
}

fn release(writer: &mut Writer<'_>) {
    let Some(leaving) = &writer.course.timeline.stays[0].leaving else { return };
    let effective_on = leaving.on;
    let reception = writer.course.timeline.begins(writer.world);
    let wanted = effective_on - writer.stream.days(4..=24);
    let transferred = writer.course.timeline.transfer.map(|(on, _)| on + Days::new(18));
    let earliest = transferred.map_or(reception + Days::new(1), |on| on.max(reception));
    let created_on = writer.world.working_day(wanted.max(earliest));
    // Nobody is offered to two takers at once: a transfer that waits comes first.
    let open = writer.history.handovers.iter().any(|handover| !handover.is_accepted());
    if open || created_on >= writer.today() {
        return;
    }
    let taker = writer.world.owner(writer.course.profile.probation, writer.course.index);
    let kind = HandoverKind::Release;
    let plan = Plan { kind, created_on, effective_on: Some(effective_on), taker };
    let handover = create(writer, &plan);
    if !writer.stream.chance(0.05) {
        walk(writer, handover, created_on);
        return;
    }
    // Given up, and offered again.
    const REASONS: [AbandonReason; 3] =
        [AbandonReason::DateChanged, AbandonReason::WrongOrganisation, AbandonReason::NotAccepted];
    let reason = *writer.stream.pick(&REASONS);
    let given_up_on = writer.world.working_day(created_on + Days::new(2));
    let again_on = writer.world.working_day(given_up_on + Days::new(1));
    if given_up_on >= writer.today() {
        writer.history.handovers.push(handover);
        return;
    }
    let by = handover.giver;
    let given_up = make(writer, handover, &HandoverMove::Abandon { reason }, by, given_up_on);
    writer.history.handovers.push(given_up);
    if again_on < writer.today() {
        let plan = Plan { created_on: again_on, ..plan };
        let handover = create(writer, &plan);
        walk(writer, handover, again_on);
    }
}

fn change_of_worker(writer: &mut Writer<'_>) {
    let place = writer.course.profile.probation;
    let changes = writer.stream.chance(0.05);
    let earlier = writer.world.roster.earlier_worker(place, writer.course.index);
    let Some(earlier) = earlier.filter(|_| changes) else { return };
    // Only once nobody else is taking the case, and not within days of the last handover.
    let open = writer.history.handovers.iter().any(|handover| !handover.is_accepted());
    let Some((from, lead)) = writer.leads.last().copied().filter(|_| !open) else { return };
    let organisation = writer.world.organisation(place);
    let created_on = writer.world.working_day(from + writer.stream.days(20..=90));
    if lead.organisation == organisation && created_on < writer.today() {
        let taker = Owner::worker(organisation, earlier);
        let kind = HandoverKind::ChangeOfWorker;
        let handover = create(writer, &Plan { kind, created_on, effective_on: None, taker });
        walk(writer, handover, created_on);
    }
}

fn create(writer: &mut Writer<'_>, plan: &Plan) -> Handover {
    let giver = writer.worker(plan.created_on);
    let at = writer.moment(plan.created_on, 60);
    let handover = Handover {
        id: HandoverId(writer.id(at)),
        person: writer.person(),
        kind: plan.kind,
        giver,
        taker: plan.taker,
        summary: writer.words("handover"),
        effective_on: plan.effective_on,
        state: domain::HandoverState::Created,
        since: plan.created_on,
    };
    let act = Act { at, by: giver, subject: Subject::Handover, id: handover.id.0 };
    let event = moved(writer, &handover);
    writer.journal(&act, event);
    handover
}

/// Takes a handover as far as it came by today: accepted, met, through the gate.
fn walk(writer: &mut Writer<'_>, mut handover: Handover, created_on: NaiveDate) {
    let taker = handover.taker;
    let Some(account) = taker.account else { return };
    let after_release = handover.effective_on.unwrap_or(created_on);
    let accept = due(writer, created_on, 0..=5);
    let meet = due(writer, accept, 1..=12);
    let done = due(writer, meet.max(after_release), 3..=34);
    let person_attended = writer.stream.chance(0.8);
    let moves = [
        (HandoverMove::Accept, accept),
        (HandoverMove::Meet { on: meet, person_attended }, meet),
        (HandoverMove::Complete, done),
    ];
    for (step, on) in moves {
        if on >= writer.today() {
            break;
        }
        handover = make(writer, handover, &step, taker, on);
        if step == HandoverMove::Accept {
            writer.leads.push((on, Owner::worker(taker.organisation, account)));
        }
    }
    writer.history.handovers.push(handover);
}

/// Draws the working day of a move, some days after another; one in twenty is weeks late.
fn due(writer: &mut Writer<'_>, after: NaiveDate, days: RangeInclusive<i64>) -> NaiveDate {
    let forgotten = writer.stream.chance(0.05);
    let late = if forgotten { writer.stream.days(FOUND_AFTER) } else { TimeDelta::zero() };
    writer.world.working_day(after + writer.stream.days(days) + late)
}

fn make(
    writer: &mut Writer<'_>,
    handover: Handover,
    step: &HandoverMove,
    by: Owner,
    on: NaiveDate,
) -> Handover {
    let account = by.account.expect("every handover here is between named workers");
    let handover = handover
        .after(step, account, on)
        .expect("moves are made in the order that the life cycle has");
    let at = writer.moment(on, 62);
    let act = Act { at, by, subject: Subject::Handover, id: handover.id.0 };
    let event = moved(writer, &handover);
    writer.journal(&act, event);
    handover
}

fn moved(writer: &Writer<'_>, handover: &Handover) -> Event {
    let taker = handover.taker.organisation;
    let place = writer.world.places.iter().find(|place| place.organisation.id == taker);
    Event::HandoverMoved {
        kind: handover.kind,
        to: handover.state.code().to_owned(),
        taker: place.map_or_else(String::new, |place| place.organisation.name.clone()),
    }
}
