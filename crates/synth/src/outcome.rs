//! Outcomes after each release: due, recorded, unknown, or out of scope. What is recorded is true;
//! what is unknown is unknown more often of those who do badly, as everywhere.

use crate::history::Routed;
use crate::stream::FOUND_AFTER;
use crate::truth::Endpoint;
use crate::writer::{Act, Writer};
use chrono::{NaiveDate, TimeDelta};
use domain::{
    Area, Event, Measure, Outcome, OutcomeId, OutcomeSource, OutcomeStatus, ReleaseStatus, Subject,
};

/// Writes the outcomes of every release that is over.
pub(crate) fn write(writer: &mut Writer<'_>) {
    let released: Vec<Routed> = writer
        .history
        .releases
        .iter()
        .filter(|routed| routed.release.status == ReleaseStatus::Released)
        .cloned()
        .collect();
    for (number, routed) in released.iter().enumerate() {
        let Some(released_on) = routed.release.released_on else { continue };
        for measure in Measure::ALL {
            outcome(writer, routed, *measure, released_on, number == 0);
        }
    }
    let course = writer.course;
    let outlook = course.outlook.as_ref();
    let reoffends_on =
        outlook.and_then(|outlook| outlook.reoffends_on(writer.world, &course.choices));
    writer.history.reoffended_on = reoffends_on.filter(|on| *on < writer.today());
}

fn outcome(
    writer: &mut Writer<'_>,
    routed: &Routed,
    measure: Measure,
    released_on: NaiveDate,
    first: bool,
) {
    let at = writer.moment(released_on, 16);
    let day = measure.day(released_on);
    let mut outcome = Outcome {
        id: OutcomeId(writer.id(at)),
        person: writer.history.person.id,
        release: routed.release.id,
        measure,
        day,
        owner: writer.leads.last().map_or_else(|| writer.lead(day), |(_, lead)| *lead),
        recorded: None,
    };
    let status = status(writer, measure, day, first);
    let wait = writer.stream.days(1..=18);
    let forgotten = writer.stream.chance(0.05);
    let late = if forgotten { writer.stream.days(FOUND_AFTER) } else { TimeDelta::zero() };
    let on = writer.world.working_day(day + wait + late);
    if on < writer.today() {
        let source = source(writer, status);
        outcome = outcome.record(status, source, on).expect("it is recorded once, after its day");
        let at = writer.moment(on, 90);
        let by = writer.worker(on);
        let act = Act { at, by, subject: Subject::Outcome, id: outcome.id.0 };
        writer.journal(&act, Event::OutcomeRecorded { measure, status });
    }
    writer.history.outcomes.push(outcome);
}

/// Returns what there is to record on the day.
fn status(writer: &mut Writer<'_>, measure: Measure, day: NaiveDate, first: bool) -> OutcomeStatus {
    let course = writer.course;
    let not_looking = writer.stream.chance(0.06);
    let unknown = 0.03 + 0.05 * crate::stream::logistic(course.profile.severity);
    let unknown = writer.stream.chance(unknown);
    let again = writer.stream.unit();
    let work = matches!(measure, Measure::EmployedSixWeeks | Measure::EmployedSixMonths);
    let Some(outlook) = &course.outlook else { return OutcomeStatus::Unknown };
    let endpoint = Endpoint::ALL.iter().copied().find(|it| it.measure() == Some(measure));
    let Some(endpoint) = endpoint.filter(|endpoint| outlook.applies(*endpoint)) else {
        return OutcomeStatus::NotApplicable;
    };
    let not_well = course.profile.level(Area::Health) > 2.0;
    if course.timeline.in_custody(day) || (work && (not_looking || not_well)) {
        return OutcomeStatus::NotApplicable;
    }
    if unknown {
        return OutcomeStatus::Unknown;
    }
    let effect = outlook.effect(writer.world, endpoint, &course.choices, None);
    // After a recall the same chances are drawn anew; the truth counts the first release only.
    let happens = match first {
        true => outlook.happens(endpoint, effect),
        false => again < outlook.probability(endpoint, effect),
    };
    if happens { OutcomeStatus::Yes } else { OutcomeStatus::No }
}

fn source(writer: &mut Writer<'_>, status: OutcomeStatus) -> OutcomeSource {
    match status {
        OutcomeStatus::Unknown | OutcomeStatus::NotApplicable => OutcomeSource::AgencyRecord,
        _ => *writer.stream.pick(OutcomeSource::ALL),
    }
}
