//! Releases: planned, over, or cancelled when the date moved.

use crate::history::Routed;
use crate::timeline::Leaving;
use crate::writer::{Act, Writer};
use chrono::{Days, NaiveDate};
use domain::{
    EpisodeId, EpisodeKind, Event, Release, ReleaseId, ReleaseRoute, ReleaseStatus, Subject,
};

/// Writes the releases of every stay.
pub(crate) fn write(writer: &mut Writer<'_>) {
    for place in 0..writer.course.timeline.stays.len() {
        let stay = &writer.course.timeline.stays[place];
        let Some(leaving) = &stay.leaving else { continue };
        let begins = writer.course.timeline.begins(writer.world);
        let planned_on = stay.reception.max(begins) + Days::new(1);
        if planned_on >= writer.today() {
            continue;
        }
        let Some(episode) = episode(writer, stay.reception, leaving) else { continue };
        if let Some(cancelled) = leaving.cancelled {
            let mut given_up = planned(writer, episode, planned_on, (cancelled, cancelled));
            given_up.status = ReleaseStatus::Cancelled;
            given_up.route = leaving.route;
            writer.history.releases.push(Routed { route: leaving.route, release: given_up });
        }
        let planned = planned(writer, episode, planned_on, (leaving.due, leaving.on));
        let release = Release { route: leaving.route, ..planned };
        let release = happen(writer, release);
        writer.history.releases.push(Routed { route: leaving.route, release });
    }
}

/// Returns the last episode of a stay, which is the one that the release ends.
fn episode(writer: &Writer<'_>, reception: NaiveDate, leaving: &Leaving) -> Option<EpisodeId> {
    writer
        .history
        .episodes
        .iter()
        .rev()
        .find(|episode| {
            episode.kind == EpisodeKind::Custody
                && (reception..=leaving.on).contains(&episode.started_on)
        })
        .map(|episode| episode.id)
}

fn planned(
    writer: &mut Writer<'_>,
    episode: EpisodeId,
    planned_on: NaiveDate,
    (due_on, release_on): (NaiveDate, NaiveDate),
) -> Release {
    let at = writer.moment(planned_on, 3);
    let going_to = going_to(writer);
    let release = Release {
        id: ReleaseId(writer.id(at)),
        person: writer.person(),
        episode,
        due_on,
        route: ReleaseRoute::Automatic,
        release_on,
        going_to,
        status: ReleaseStatus::Planned,
        released_on: None,
    };
    let by = writer.worker(planned_on);
    let act = Act { at, by, subject: Subject::Person, id: release.id.0 };
    writer.journal(&act, Event::ReleasePlanned { release_on });
    release
}

fn happen(writer: &mut Writer<'_>, release: Release) -> Release {
    let on = release.release_on;
    if on >= writer.today() {
        return release;
    }
    let at = writer.moment(on, 10);
    let by = writer.worker(on);
    let act = Act { at, by, subject: Subject::Person, id: release.id.0 };
    writer.journal(&act, Event::Released { on });
    release.happen(on).expect("a planned release can happen")
}

fn going_to(writer: &mut Writer<'_>) -> String {
    let level = writer.course.profile.level(domain::Area::Accommodation);
    let severe = writer.course.profile.severity > 1.8;
    let purpose = match () {
        () if severe && writer.stream.chance(0.5) => "approved",
        () if level > 0.9 => "going-none",
        () => "going",
    };
    writer.words(purpose)
}
