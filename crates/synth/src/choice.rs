//! Which services a person is referred to, and how far each referral got.
//!
//! Who starts a service is no accident: greater need gets a referral, motivation and need draw
//! people to some services and keep them from others, and motivation carries them from acceptance
//! to the first session. Need and motivation also decide outcomes, so that those who start a service
//! differ from those who do not before it has done anything: this is the confounding.

use crate::profile::Profile;
use crate::stream::{FOUND_AFTER, Stream, logistic};
use crate::timeline::Timeline;
use crate::world::World;
use chrono::{NaiveDate, TimeDelta};
use domain::referral::{DeclineReason, WithdrawReason};
use domain::{Area, Candidate, Conclusion};

/// A move of a referral that was made.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Made {
    Sent,
    Received,
    Returned,
    Answered,
    Declined(DeclineReason),
    Accepted,
    Assigned,
    Contacted,
    Started { complete_by: NaiveDate },
    Reported(Conclusion),
    Concluded,
    Withdrawn(WithdrawReason),
}

/// A referral: to what, and what became of it by today.
pub(crate) struct Choice {
    /// Place of the service in the list.
    pub(crate) offer: usize,
    /// The need it is for.
    pub(crate) area: Area,
    /// The day it was drafted.
    pub(crate) drafted_on: NaiveDate,
    /// The moves, in order.
    pub(crate) moves: Vec<(NaiveDate, Made)>,
}

impl Choice {
    /// Returns the day the service started, if it did.
    pub(crate) fn started_on(&self) -> Option<NaiveDate> {
        self.moves.iter().find_map(|(on, made)| matches!(made, Made::Started { .. }).then_some(*on))
    }

    /// Returns the day of the provider's report, if there is one, and how the service ended.
    pub(crate) fn reported(&self) -> Option<(NaiveDate, Conclusion)> {
        self.moves.iter().find_map(|(on, made)| match made {
            Made::Reported(how) => Some((*on, *how)),
            _ => None,
        })
    }

    /// Returns whether the service is being given this morning.
    pub(crate) fn is_in_delivery(&self) -> bool {
        matches!(self.moves.last(), Some((_, Made::Started { .. })))
    }

    /// Returns whether nothing more can happen.
    pub(crate) fn is_closed(&self) -> bool {
        let last = self.moves.last().map(|(_, made)| *made);
        matches!(last, Some(Made::Declined(_) | Made::Concluded | Made::Withdrawn(_)))
    }

    /// Ends what was under way on the day of a recall.
    pub(crate) fn recall(&mut self, world: &World, on: NaiveDate) {
        // A report that was there already is still read and closed.
        let reported = self.reported().is_some_and(|(day, _)| day < on);
        self.moves.retain(|(day, _)| *day < on || reported);
        let withdrawn_on = world.working_day(on.succ_opt().unwrap_or(on));
        if self.drafted_on < on && !self.is_closed() && !reported && withdrawn_on < world.today() {
            let reason = WithdrawReason::ReturnedToCustody;
            self.moves.push((withdrawn_on, Made::Withdrawn(reason)));
        }
    }
}

/// Draws every referral of a person.
pub(crate) fn choices(
    world: &World,
    profile: &Profile,
    timeline: &Timeline,
    stream: &mut Stream,
) -> Vec<Choice> {
    let Some(assessed_on) = timeline.assessed_on else { return Vec::new() };
    let candidate = profile.candidate(world);
    let mut choices = Vec::new();
    for area in Area::ALL.iter().copied().filter(|area| profile.needs(*area)) {
        let mut from = assessed_on;
        // A second referral where the first was declined, or where one service is not enough.
        for more in [0.55, 0.25] {
            let refer = logistic(more * 3.0 - 1.6 + 0.5 * profile.level(area));
            if !stream.chance(refer) {
                break;
            }
            let drafted_on = world.working_day(from + stream.days(0..=35));
            if drafted_on >= world.today() {
                break;
            }
            let Some(offer) = offer(world, profile, &candidate, area, stream, &choices) else {
                break;
            };
            let moves = Way { world, profile, stream, day: drafted_on, moves: Vec::new() };
            let choice = Choice { offer, area, drafted_on, moves: moves.walk(offer) };
            from = choice.moves.last().map_or(drafted_on, |(on, _)| *on);
            choices.push(choice);
        }
    }
    choices
}

/// Picks a service of the area that the person can use and has not had.
fn offer(
    world: &World,
    profile: &Profile,
    candidate: &Candidate,
    area: Area,
    stream: &mut Stream,
    had: &[Choice],
) -> Option<usize> {
    let draws: Vec<(usize, f64)> = world
        .offers
        .iter()
        .enumerate()
        .filter(|(place, offer)| {
            offer.service.areas.contains(&area)
                && had.iter().all(|choice| choice.offer != *place)
                && offer.service.fit(candidate).is_eligible()
        })
        .map(|(place, offer)| {
            let need = offer.need_pull * profile.level(area);
            let motivation = offer.motivation_pull * profile.motivation;
            (place, offer.weight * (need + motivation).exp())
        })
        .collect();
    let place = stream.weighted(draws.iter().map(|(_, weight)| *weight));
    draws.get(place).map(|(offer, _)| *offer)
}

/// One referral on its way.
struct Way<'a> {
    world: &'a World,
    profile: &'a Profile,
    stream: &'a mut Stream,
    day: NaiveDate,
    moves: Vec<(NaiveDate, Made)>,
}

/// The way has ended, or has come to today.
struct Stopped;

impl Way<'_> {
    fn walk(mut self, offer: usize) -> Vec<(NaiveDate, Made)> {
        // A way that stops is a referral that stands where it is: there is nothing to report.
        let _ = self.decision().and_then(|()| self.service(offer));
        self.moves
    }

    /// Makes a move some days later, unless that is today or later.
    fn then(&mut self, made: Made, days: std::ops::RangeInclusive<i64>) -> Result<(), Stopped> {
        // One move in fifty is forgotten, and made weeks late.
        let forgotten = self.stream.chance(0.02);
        let late = if forgotten { self.stream.days(FOUND_AFTER) } else { TimeDelta::zero() };
        self.day = self.world.working_day(self.day + self.stream.days(days) + late);
        if self.day >= self.world.today() {
            return Err(Stopped);
        }
        self.moves.push((self.day, made));
        Ok(())
    }

    fn end(&mut self, made: Made, days: std::ops::RangeInclusive<i64>) -> Result<(), Stopped> {
        self.then(made, days)?;
        Err(Stopped)
    }

    fn decision(&mut self) -> Result<(), Stopped> {
        self.then(Made::Sent, 0..=4)?;
        let received = self.stream.chance(0.85);
        if received {
            self.then(Made::Received, 0..=3)?;
        }
        if self.stream.chance(0.1) {
            self.then(Made::Returned, 0..=4)?;
            self.then(Made::Answered, 1..=6)?;
        }
        if self.stream.chance(0.1) {
            const REASONS: [DeclineReason; 6] = [
                DeclineReason::NoCapacity,
                DeclineReason::NoCapacity,
                DeclineReason::RiskTooHigh,
                DeclineReason::BetterPlacedElsewhere,
                DeclineReason::OutOfArea,
                DeclineReason::NotEligible,
            ];
            let reason = *self.stream.pick(&REASONS);
            return self.end(Made::Declined(reason), 1..=8);
        }
        self.then(Made::Accepted, 1..=8)?;
        self.then(Made::Assigned, 0..=4)?;
        self.then(Made::Contacted, 1..=15)
    }

    fn service(&mut self, offer: usize) -> Result<(), Stopped> {
        let stays = logistic(1.2 + 0.7 * self.profile.motivation);
        if !self.stream.chance(stays) {
            const REASONS: [WithdrawReason; 4] = [
                WithdrawReason::NotEngaged,
                WithdrawReason::NotEngaged,
                WithdrawReason::PersonDeclined,
                WithdrawReason::MetElsewhere,
            ];
            let reason = *self.stream.pick(&REASONS);
            return self.end(Made::Withdrawn(reason), 4..=20);
        }
        let wait = i64::from(self.world.offers[offer].service.wait_days.min(60));
        let length = self.stream.days(42..=98);
        let from = wait / 3 + 1;
        self.then(Made::Started { complete_by: self.day }, from..=wait.max(from))?;
        let complete_by = self.day + length;
        if let Some((_, made)) = self.moves.last_mut() {
            *made = Made::Started { complete_by };
        }
        let finishes = logistic(0.9 + 0.5 * self.profile.motivation);
        if self.stream.chance(finishes) {
            let length = length.num_days();
            self.then(Made::Reported(Conclusion::Completed), length - 8..=length + 10)?;
        } else {
            self.then(Made::Reported(Conclusion::EndedEarly), 10..=length.num_days() - 8)?;
        }
        self.end(Made::Concluded, 1..=12)
    }
}
