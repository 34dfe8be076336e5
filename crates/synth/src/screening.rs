//! Basic screenings on reception: most in time, some late.

use crate::assessment::answers;
use crate::writer::{Act, Writer};
use chrono::NaiveDate;
use domain::{
    EpisodeReason, Event, InstrumentKind, Instruments, Screening, ScreeningId, ScreeningStatus,
    Subject, screening_due,
};

/// Writes a screening for every reception within the year of history that starts one.
pub(crate) fn write(writer: &mut Writer<'_>) {
    let begins = writer.world.first_day();
    let receptions: Vec<_> = writer
        .history
        .episodes
        .iter()
        .filter(|episode| {
            matches!(episode.reason, EpisodeReason::NewReception | EpisodeReason::Recall)
                && episode.started_on >= begins
        })
        .cloned()
        .collect();
    for episode in receptions {
        let left_on = episode.ended_on;
        let done_on = done_on(writer, episode.started_on, left_on);
        let left = done_on.is_none() && left_on.is_some();
        screen(writer, &episode, done_on, left);
    }
}

/// Draws the day of the screening: 88 in 100 in time, the others within weeks.
fn done_on(
    writer: &mut Writer<'_>,
    reception: NaiveDate,
    left_on: Option<NaiveDate>,
) -> Option<NaiveDate> {
    let wait = match writer.stream.weighted([0.88, 0.10, 0.02].into_iter()) {
        0 => writer.stream.days(0..=4),
        1 => writer.stream.days(5..=12),
        _ => writer.stream.days(13..=70),
    };
    let on = reception + wait;
    let still_there = left_on.is_none_or(|left| on < left);
    (on < writer.today() && still_there).then_some(on)
}

fn screen(
    writer: &mut Writer<'_>,
    episode: &domain::Episode,
    done_on: Option<NaiveDate>,
    left: bool,
) {
    let at = writer.moment(episode.started_on, 4);
    let id = ScreeningId(writer.id(at));
    let due_on = screening_due(episode.started_on);
    // The prison answers for it: on recall the case stays with probation.
    let worker = writer.world.owner(writer.course.profile.prison, writer.course.index);
    let lead = writer.lead(episode.started_on);
    let owner = match lead.organisation == episode.organisation {
        true => lead,
        false if worker.organisation == episode.organisation => worker,
        false => domain::Owner::organisation(episode.organisation),
    };
    let instrument =
        done_on.and_then(|on| Instruments::built_in().current(InstrumentKind::Screening, on));
    let levels = writer.course.profile.levels;
    let answered = instrument.map(|it| answers(it, &levels, &mut writer.stream, false));
    if let Some(on) = done_on {
        let at = writer.moment(on, 14);
        let by = writer.named(owner);
        let act = Act { at, by, subject: Subject::Screening, id: id.0 };
        writer.journal(&act, Event::Screened { late: on > due_on });
    }
    let status = match done_on {
        Some(_) => ScreeningStatus::Done,
        None if left => ScreeningStatus::LeftBefore,
        None => ScreeningStatus::Due,
    };
    let person = writer.person();
    writer.history.screenings.push(Screening {
        id,
        person,
        episode: episode.id,
        owner,
        due_on,
        status,
        done_on,
        answers: answered,
    });
}
