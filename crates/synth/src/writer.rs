//! Writes down the course of a person as the workers of the region would have.
//!
//! Each chapter is a file that reads the course and adds its rows and journal entries. Nothing
//! here changes what happens to the person.

use crate::course::Course;
use crate::history::{Entry, PersonHistory};
use crate::stream::{Lane, Stream};
use crate::worker::role;
use crate::world::World;
use crate::{
    assessment, consent, custody, handover, identity, meeting, outcome, plan, referral, release,
    screening, sentence,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{Event, Owner, PersonId, Purpose, Role, Subject};
use uuid::Uuid;

/// One person's paperwork, being written.
pub(crate) struct Writer<'w> {
    pub(crate) world: &'w World,
    pub(crate) course: &'w Course,
    pub(crate) stream: Stream,
    /// Who leads the case from which day on, earliest first; never empty.
    pub(crate) leads: Vec<(NaiveDate, Owner)>,
    pub(crate) history: PersonHistory,
}

/// What a journal entry is about, who made it and when.
pub(crate) struct Act {
    pub(crate) at: DateTime<Utc>,
    pub(crate) by: Owner,
    pub(crate) subject: Subject,
    pub(crate) id: Uuid,
}

/// Writes down the course of a person.
pub(crate) fn write(world: &World, course: &Course) -> PersonHistory {
    let mut stream = Stream::new(world.settings.seed(), Lane::Paper, u64::from(course.index));
    let lead = custody::first_lead(world, course, &mut stream);
    let begins = course.timeline.begins(world);
    let added_at = stream.moment(begins, 0);
    let history = identity::blank(world, course, &mut stream, added_at, lead);
    let leads = vec![(begins, lead)];
    let mut writer = Writer { world, course, stream, leads, history };
    identity::write(&mut writer);
    custody::write(&mut writer);
    handover::write(&mut writer);
    sentence::write(&mut writer);
    release::write(&mut writer);
    screening::write(&mut writer);
    assessment::write(&mut writer);
    referral::write(&mut writer);
    plan::write(&mut writer);
    meeting::write(&mut writer);
    outcome::write(&mut writer);
    consent::write(&mut writer);
    let mut history = writer.history;
    if let Some((_, lead)) = writer.leads.last() {
        history.person.lead = *lead;
    }
    history.events.sort_by_key(|entry| entry.at);
    history
}

impl Writer<'_> {
    /// Returns the day it is.
    pub(crate) const fn today(&self) -> NaiveDate {
        self.world.today()
    }

    /// Returns the id of the person.
    pub(crate) const fn person(&self) -> PersonId {
        self.history.person.id
    }

    /// Returns who leads the case on a day.
    pub(crate) fn lead(&self, on: NaiveDate) -> Owner {
        let before = self.leads.iter().rev().find(|(from, _)| *from <= on);
        before.unwrap_or(&self.leads[0]).1
    }

    /// Returns who leads the case on a day, with a worker: the one to whom the person falls where
    /// none is named yet, for what only somebody can have done.
    pub(crate) fn worker(&self, on: NaiveDate) -> Owner {
        self.named(self.lead(on))
    }

    /// Returns an owner with a worker: the one named, or the one to whom the person falls.
    pub(crate) fn named(&self, owner: Owner) -> Owner {
        let places = &self.world.places;
        let place = places.iter().position(|place| place.organisation.id == owner.organisation);
        let falls_to = || self.world.roster.worker(place.unwrap_or(0), self.course.index);
        Owner::worker(owner.organisation, owner.account.unwrap_or_else(falls_to))
    }

    /// Draws a moment of a day; see [`Stream::moment`].
    pub(crate) fn moment(&mut self, on: NaiveDate, order: i64) -> DateTime<Utc> {
        self.stream.moment(on, order)
    }

    /// Makes an id for something written at a moment.
    pub(crate) fn id(&mut self, at: DateTime<Utc>) -> Uuid {
        self.stream.id(at)
    }

    /// Picks a text for a use.
    pub(crate) fn words(&mut self, purpose: &str) -> String {
        self.stream.pick(self.world.lists.words(purpose)).clone()
    }

    /// Writes a journal entry.
    pub(crate) fn journal(&mut self, act: &Act, event: Event) {
        let place =
            self.world.places.iter().find(|place| place.organisation.id == act.by.organisation);
        let role = place.map_or(Role::ResettlementWorker, |place| role(place.organisation.kind));
        let purpose = match role {
            Role::ServiceWorker => Purpose::Service,
            _ => Purpose::Resettlement,
        };
        let Some(account) = act.by.account else { return };
        let id = self.id(act.at);
        self.history.events.push(Entry {
            id,
            at: act.at,
            account,
            organisation: act.by.organisation,
            role,
            purpose,
            person: self.history.person.id,
            subject: act.subject,
            subject_id: act.id,
            event,
        });
    }
}
