//! Stays in prison and time under supervision, and who leads the case at the start.

use crate::course::Course;
use crate::stream::Stream;
use crate::worker::name_of;
use crate::world::World;
use crate::writer::{Act, Writer};
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    Episode, EpisodeId, EpisodeKind, EpisodeReason, Event, OrganisationId, Owner, Subject,
};

/// Days after reception in which a worker should be named; until then the prison owns the case.
const DAYS_TO_NAME: u64 = 6;

/// Returns who leads the case on the first day of the record: the prison, with a worker unless the
/// person has only just come in.
pub(crate) fn first_lead(world: &World, course: &Course, stream: &mut Stream) -> Owner {
    let place = course.timeline.transfer.map_or(course.profile.prison, |(_, from)| from);
    let named = stream.chance(0.5);
    let new = course.timeline.begins(world) + Days::new(DAYS_TO_NAME) > world.today();
    if new && !named {
        Owner::organisation(world.organisation(place))
    } else {
        world.owner(place, course.index)
    }
}

/// Writes every episode, and the journal of receptions.
pub(crate) fn write(writer: &mut Writer<'_>) {
    let begins = writer.course.timeline.begins(writer.world);
    let prison = writer.world.organisation(writer.course.profile.prison);
    let probation = writer.world.organisation(writer.course.profile.probation);
    let transfer = writer.course.timeline.transfer;
    name_worker(writer, begins);
    for place in 0..writer.course.timeline.stays.len() {
        let stay = &writer.course.timeline.stays[place];
        let left_on = stay.left_on(writer.today());
        let (reception, recall) = (stay.reception, stay.recall);
        let next = writer.course.timeline.stays.get(place + 1).map(|next| next.reception);
        let reason = if recall { EpisodeReason::Recall } else { EpisodeReason::NewReception };
        match transfer.filter(|_| !recall) {
            Some((on, from)) => {
                let from = writer.world.organisation(from);
                received(writer, reception, from, reason, Some(on));
                received(writer, on, prison, EpisodeReason::Transfer, left_on);
            }
            None => received(writer, reception, prison, reason, left_on),
        }
        if let Some(left_on) = left_on {
            let at = writer.moment(left_on, 12);
            let kind = EpisodeKind::Community;
            let reason = EpisodeReason::Release;
            episode(writer, at, kind, probation, (left_on, reason, next));
        }
    }
}

fn name_worker(writer: &mut Writer<'_>, begins: NaiveDate) {
    let lead = writer.leads[0].1;
    let named_on = begins + Days::new(1);
    if lead.account.is_some() && named_on < writer.today() {
        let at = writer.moment(named_on, 2);
        let id = writer.person().0;
        let transfer = writer.course.timeline.transfer;
        let place = transfer.map_or(writer.course.profile.prison, |(_, from)| from);
        let worker = name_of(writer.world, place, writer.course.index);
        let act = Act { at, by: lead, subject: Subject::Person, id };
        writer.journal(&act, Event::WorkerNamed { worker });
    }
}

/// Writes an episode in custody, and its reception if it is within the year of history.
fn received(
    writer: &mut Writer<'_>,
    on: NaiveDate,
    prison: OrganisationId,
    reason: EpisodeReason,
    ended_on: Option<NaiveDate>,
) {
    let begins = writer.course.timeline.begins(writer.world);
    let at = writer.moment(on.max(begins), 1);
    let id = episode(writer, at, EpisodeKind::Custody, prison, (on, reason, ended_on));
    if on >= begins {
        let by = writer.worker(on);
        let act = Act { at, by, subject: Subject::Person, id: id.0 };
        writer.journal(&act, Event::Received { on });
    }
}

fn episode(
    writer: &mut Writer<'_>,
    at: DateTime<Utc>,
    kind: EpisodeKind,
    organisation: OrganisationId,
    (started_on, reason, ended_on): (NaiveDate, EpisodeReason, Option<NaiveDate>),
) -> EpisodeId {
    let id = EpisodeId(writer.id(at));
    let person = writer.person();
    writer.history.episodes.push(Episode {
        id,
        person,
        kind,
        organisation,
        started_on,
        reason,
        ended_on,
    });
    id
}
