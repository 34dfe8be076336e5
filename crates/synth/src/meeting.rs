//! Appointments: sessions of services and meetings with the worker who leads the case, past ones
//! with attendance, coming ones without.

use crate::choice::Choice;
use crate::stream::FOUND_AFTER;
use crate::writer::{Act, Writer};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    Appointment, AppointmentId, Attendance, Event, MeetingKind, Owner, ReferralId, Subject,
};

/// Writes the appointments.
pub(crate) fn write(writer: &mut Writer<'_>) {
    sessions(writer);
    meetings(writer);
}

/// Writes the first sessions of each service, and the next one of those under way.
fn sessions(writer: &mut Writer<'_>) {
    let course = writer.course;
    for choice in &course.choices {
        let Some(started_on) = choice.started_on() else { continue };
        let offer = &writer.world.offers[choice.offer];
        let provider = writer.world.owner(offer.organisation, course.index);
        let service = offer.service.id;
        let found = writer.history.referrals.iter().find(|it| it.row.service == service);
        let Some(referral) = found.map(|referral| referral.row.id) else { continue };
        let ended_on = ended_on(choice, writer.today());
        let mut on = started_on;
        for _ in 0..3 {
            if on >= ended_on {
                break;
            }
            meet(writer, Some(referral), provider, on, started_on);
            on = writer.world.working_day(on + writer.stream.days(6..=12));
        }
        if choice.is_in_delivery() {
            let next = writer.today() + writer.stream.days(0..=13);
            let next = writer.world.working_day(next);
            meet(writer, Some(referral), provider, next, started_on);
        }
    }
}

fn ended_on(choice: &Choice, today: NaiveDate) -> NaiveDate {
    let last = choice.moves.last().map(|(on, _)| *on);
    last.filter(|_| !choice.is_in_delivery()).unwrap_or(today)
}

/// Writes meetings with the worker who leads the case: two after assessment or release, and the next.
fn meetings(writer: &mut Writer<'_>) {
    let begins = writer.course.timeline.begins(writer.world);
    let released_on = writer.course.timeline.released_on(writer.world);
    let from = released_on.or(writer.course.timeline.assessed_on).unwrap_or(begins);
    let mut on = from + TimeDelta::days(i64::from(released_on.is_none()));
    for _ in 0..2 {
        let day = writer.world.working_day(on);
        if day >= writer.today() {
            break;
        }
        let owner = writer.worker(day);
        meet(writer, None, owner, day, begins);
        on = day + writer.stream.days(7..=16);
    }
    let last = writer.leads.last().map(|(_, lead)| *lead);
    if let Some(lead) = last.filter(|lead| lead.account.is_some() && writer.stream.chance(0.5)) {
        let next = writer.today() + writer.stream.days(0..=20);
        let next = writer.world.working_day(next);
        meet(writer, None, lead, next, begins);
    }
}

/// Writes one appointment, made up to a week before.
fn meet(
    writer: &mut Writer<'_>,
    referral: Option<ReferralId>,
    owner: Owner,
    on: NaiveDate,
    not_before: NaiveDate,
) {
    let yesterday = writer.today().pred_opt().unwrap_or(on);
    let made_on = (on - writer.stream.days(1..=7)).max(not_before).min(yesterday).min(on);
    let made_at = writer.moment(made_on, 8);
    let inside = writer.course.timeline.in_custody(on);
    let kinds =
        [MeetingKind::AtOffice, MeetingKind::AtOffice, MeetingKind::Phone, MeetingKind::Video];
    let kind = if inside { MeetingKind::InPrison } else { *writer.stream.pick(&kinds) };
    let at = start(writer, on);
    let mut appointment = Appointment {
        id: AppointmentId(writer.id(made_at)),
        person: writer.history.person.id,
        referral,
        owner,
        at,
        kind,
        place: place(writer, kind, owner),
        attendance: Attendance::Scheduled,
    };
    let id = appointment.id.0;
    let act = Act { at: made_at, by: owner, subject: Subject::Appointment, id };
    writer.journal(&act, Event::AppointmentMade { on });
    let found_on = on + writer.stream.days(FOUND_AFTER);
    if let Some((attendance, forgotten)) = attendance(writer, on)
        && (!forgotten || found_on < writer.today())
    {
        let recorded_on = if forgotten { found_on } else { on };
        let recorded_at = at + (recorded_on - on) + TimeDelta::minutes(45);
        let act = Act { at: recorded_at, by: owner, subject: Subject::Appointment, id };
        writer.journal(&act, Event::AttendanceRecorded { attendance });
        appointment = appointment.record(attendance).expect("attendance was not recorded yet");
    }
    writer.history.appointments.push(appointment);
}

/// Draws when it starts: on a quarter of an hour between ten and four.
fn start(writer: &mut Writer<'_>, on: NaiveDate) -> DateTime<Utc> {
    let quarter = i64::try_from(writer.stream.below(24)).unwrap_or(0);
    let ten = on.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(10);
    ten + TimeDelta::minutes(15 * quarter)
}

fn place(writer: &Writer<'_>, kind: MeetingKind, owner: Owner) -> String {
    let places = &writer.world.places;
    let prison = &places[writer.course.profile.prison].organisation.name;
    let own = places.iter().find(|place| place.organisation.id == owner.organisation);
    match kind {
        MeetingKind::InPrison => prison.clone(),
        MeetingKind::Phone | MeetingKind::Video => String::new(),
        _ => own.map_or_else(String::new, |place| place.organisation.name.clone()),
    }
}

/// Draws attendance at an appointment that is over, and whether it was forgotten, as one in
/// twenty-five is.
fn attendance(writer: &mut Writer<'_>, on: NaiveDate) -> Option<(Attendance, bool)> {
    let motivation = writer.course.profile.motivation;
    let comes = crate::stream::logistic(1.6 + 0.7 * motivation);
    let came = writer.stream.chance(comes);
    let draw = writer.stream.unit();
    if on >= writer.today() {
        return None;
    }
    let attendance = match (came, draw) {
        (true, draw) if draw < 0.08 => Attendance::AttendedLate,
        (true, _) => Attendance::Attended,
        (false, draw) if draw < 0.3 => Attendance::AcceptableAbsence,
        (false, draw) if draw < 0.4 => Attendance::Cancelled,
        (false, _) => Attendance::UnacceptableAbsence,
    };
    Some((attendance, draw > 0.96))
}
