//! A stream of random draws that belongs to one thing: a worker, a person's course, a person's
//! paperwork. ChaCha is a counter behind a cipher, so any stream can be opened at once without
//! drawing those before it, and the draws are the same on every machine.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::ops::RangeInclusive;
use uuid::Uuid;

/// Days after which what was forgotten is found and done: nothing waits for months in a place where
/// somebody looks at what is late.
pub(crate) const FOUND_AFTER: RangeInclusive<i64> = 8..=32;

/// What a stream is for. Streams of different lanes never meet.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lane {
    /// An organisation, by its place in the list.
    Organisation = 0,
    /// A service, by its place in the list.
    Service = 1,
    /// A worker, by organisation and number.
    Worker = 2,
    /// What happens to a person.
    Course = 3,
    /// How it was written down.
    Paper = 4,
    /// A sharing agreement, by its place in the list.
    Agreement = 5,
    /// What another agency knows of a person, by organisation and number.
    Feed = 6,
}

/// Draws for one thing.
pub(crate) struct Stream(ChaCha8Rng);

impl Stream {
    /// Opens the stream of one thing of a region.
    pub(crate) fn new(seed: u64, lane: Lane, number: u64) -> Self {
        let mut chacha = ChaCha8Rng::seed_from_u64(seed);
        chacha.set_stream(((lane as u64) << 60) | number);
        Self(chacha)
    }

    /// Draws evenly from 0 up to but not including 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit the fraction of an f64")]
    pub(crate) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Returns true with a probability.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Draws evenly from 0 up to but not including `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        // The bias of the remainder is under one in 10^14 for any list here.
        usize::try_from(self.0.next_u64() % limit.max(1) as u64).unwrap_or(0)
    }

    /// Draws a number of days evenly, ends included.
    pub(crate) fn days(&mut self, range: RangeInclusive<i64>) -> TimeDelta {
        let span = usize::try_from(range.end() - range.start() + 1).unwrap_or(1);
        TimeDelta::days(range.start() + i64::try_from(self.below(span)).unwrap_or(0))
    }

    /// Draws from a bell curve of mean 0 and variance 1: twelve even draws added up, which needs no
    /// function that differs between machines.
    pub(crate) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// Picks one of a list, which is never empty.
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// Picks a place in proportion to its weight.
    pub(crate) fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let mut left = self.unit() * weights.clone().sum::<f64>();
        let mut last = 0;
        for (place, weight) in weights.enumerate() {
            last = place;
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
        last
    }

    /// Makes an id that carries a moment.
    pub(crate) fn id(&mut self, at: DateTime<Utc>) -> Uuid {
        let mut random = [0; 10];
        self.0.fill_bytes(&mut random);
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// Draws a moment of a working day. Things of one day are told apart by their `order`, 0 to
    /// 100, so that what comes first is also written first.
    pub(crate) fn moment(&mut self, day: NaiveDate, order: i64) -> DateTime<Utc> {
        let start = day.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(8);
        let within = i64::try_from(self.below(300)).unwrap_or(0);
        start + TimeDelta::seconds(order.clamp(0, 100) * 300 + within)
    }
}

/// Returns the probability that has these log-odds.
pub(crate) fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_its_own() {
        let draw = |lane, number| Stream::new(7, lane, number).unit();
        assert_eq!(draw(Lane::Course, 3).to_bits(), draw(Lane::Course, 3).to_bits());
        assert_ne!(draw(Lane::Course, 3).to_bits(), draw(Lane::Course, 4).to_bits());
        assert_ne!(draw(Lane::Course, 3).to_bits(), draw(Lane::Paper, 3).to_bits());
    }

    #[test]
    fn ids_are_of_version_7_and_carry_their_moment() {
        let at = "2026-11-23T09:30:00Z".parse().unwrap();
        let id = Stream::new(7, Lane::Paper, 0).id(at);
        assert_eq!(id.get_version_num(), 7);
        let (seconds, _) = id.get_timestamp().unwrap().to_unix();
        assert_eq!(i64::try_from(seconds).unwrap(), at.timestamp());
    }

    #[test]
    fn the_bell_curve_has_mean_0_and_variance_1() {
        let mut stream = Stream::new(7, Lane::Course, 0);
        let draws: Vec<f64> = (0..20_000).map(|_| stream.normal()).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let variance = draws.iter().map(|x| x * x).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05, "{mean} {variance}");
    }
}
