//! What people said where they have a choice: yes to whoever they are referred to, and a few took it
//! back once that was over.

use crate::writer::{Act, Writer};
use chrono::NaiveDate;
use domain::consent::{ConsentEnd, PURPOSE, asked_of, last_day};
use domain::{Consent, ConsentId, Event, FieldGroup, Organisation, OrganisationId, Subject};

/// A referral is written from the 40th part of a day on: the person was asked before.
const BEFORE_REFERRAL: i64 = 38;

/// Writes every answer. It comes last of what is written: nothing else waits for it.
pub(crate) fn write(writer: &mut Writer<'_>) {
    let world = writer.world;
    let mut asked: Vec<(OrganisationId, NaiveDate, bool)> = Vec::new();
    for referral in &writer.history.referrals {
        let (to, on) = (referral.row.provider, referral.created_on);
        let over = referral.row.state.is_closed();
        match asked.iter_mut().find(|(known, ..)| *known == to) {
            Some((_, first, all_over)) => {
                *first = on.min(*first);
                *all_over &= over;
            }
            None => asked.push((to, on, over)),
        }
    }
    for (to, on, over) in asked {
        let place = world.places.iter().find(|place| place.organisation.id == to);
        let Some(place) = place else { continue };
        for group in asked_of(&place.organisation) {
            answer(writer, &place.organisation, *group, on, over);
        }
    }
}

fn answer(
    writer: &mut Writer<'_>,
    to: &Organisation,
    group: FieldGroup,
    on: NaiveDate,
    over: bool,
) {
    let by = writer.worker(on);
    let Some(recorded_by) = by.account else { return };
    let at = writer.moment(on, BEFORE_REFERRAL);
    let mut consent = Consent {
        id: ConsentId(writer.id(at)),
        person: writer.person(),
        organisation: to.id,
        purpose: PURPOSE,
        group,
        granted: true,
        answered_on: on,
        expires_on: last_day(on),
        ended: None,
        recorded_by,
        recorded_at: at,
    };
    let act = Act { at, by, subject: Subject::Person, id: consent.person.0 };
    let organisation = to.name.clone();
    writer.journal(&act, Event::ConsentRecorded { organisation, group, granted: true });
    let took_back = writer.stream.chance(0.15);
    let on = writer.world.working_day(on + writer.stream.days(90..=150));
    if over && took_back && on < writer.today() {
        let by = writer.worker(on);
        let at = writer.moment(on, BEFORE_REFERRAL);
        consent.ended = Some((ConsentEnd::Withdrawn, at));
        let act = Act { at, by, subject: Subject::Person, id: consent.person.0 };
        let organisation = to.name.clone();
        writer.journal(&act, Event::ConsentWithdrawn { organisation, group });
    }
    writer.history.consents.push(consent);
}
