//! How often something may happen: a bucket of tokens that fills at a steady rate. Which things are
//! limited, and to what, is for who counts them.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use std::num::NonZeroU32;

/// Microseconds of a minute.
const MINUTE: i64 = 60_000_000;

/// How often something may happen: so many times at once, and so many a minute in the long run.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Times at once, after a pause.
    pub burst: NonZeroU32,
    /// Times a minute in the long run.
    pub per_minute: NonZeroU32,
}

impl Rate {
    /// Returns a rate; nothing counts as one.
    #[must_use]
    pub const fn new(burst: u32, per_minute: u32) -> Self {
        Self { burst: at_least_one(burst), per_minute: at_least_one(per_minute) }
    }

    /// Returns the time in which one token comes back.
    fn interval(self) -> TimeDelta {
        TimeDelta::microseconds(MINUTE / i64::from(self.per_minute.get()))
    }

    /// Returns the time in which an empty bucket fills.
    fn whole(self) -> TimeDelta {
        let tokens = i32::try_from(self.burst.get()).unwrap_or(i32::MAX);
        self.interval().checked_mul(tokens).unwrap_or(TimeDelta::MAX)
    }
}

const fn at_least_one(count: u32) -> NonZeroU32 {
    match NonZeroU32::new(count) {
        Some(count) => count,
        None => NonZeroU32::MIN,
    }
}

/// A bucket of tokens, kept as the one moment at which it is full again (the "generic cell rate
/// algorithm" of ITU-T I.371): so it needs no timer, and a full one is the same as none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    full_at: DateTime<Utc>,
}

impl Bucket {
    /// Returns a full bucket.
    #[must_use]
    pub const fn full(now: DateTime<Utc>) -> Self {
        Self { full_at: now }
    }

    /// Takes a token.
    ///
    /// # Errors
    /// How long it takes until there is one again. Nothing is taken then: who goes on trying does not
    /// wait longer for it.
    pub fn take(&mut self, rate: Rate, now: DateTime<Utc>) -> Result<(), TimeDelta> {
        // A clock that was set back must not make anybody wait longer than for a whole bucket.
        let left = (self.full_at - now).clamp(TimeDelta::zero(), rate.whole());
        self.full_at = now + left;
        let over = left + rate.interval() - rate.whole();
        if over > TimeDelta::zero() {
            return Err(over);
        }
        self.full_at += rate.interval();
        Ok(())
    }

    /// Returns whether nothing is missing from it.
    #[must_use]
    pub fn is_full(&self, now: DateTime<Utc>) -> bool {
        self.full_at <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(micros: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(1_800_000_000_000_000 + micros).unwrap()
    }

    #[test]
    fn a_burst_and_then_one_at_a_time() {
        let rate = Rate::new(3, 60);
        let mut bucket = Bucket::full(at(0));
        for _ in 0..3 {
            assert_eq!(bucket.take(rate, at(0)), Ok(()));
        }
        assert_eq!(bucket.take(rate, at(0)), Err(TimeDelta::seconds(1)));
        assert_eq!(bucket.take(rate, at(400_000)), Err(TimeDelta::milliseconds(600)));
        assert_eq!(bucket.take(rate, at(1_000_000)), Ok(()));
        assert_eq!(bucket.take(rate, at(1_000_000)), Err(TimeDelta::seconds(1)));
        assert!(!bucket.is_full(at(3_999_999)) && bucket.is_full(at(4_000_000)));
    }

    #[test]
    fn a_clock_that_was_set_back_locks_nobody_out() {
        let rate = Rate::new(2, 60);
        let mut bucket = Bucket::full(at(0));
        assert_eq!(bucket.take(rate, at(86_400_000_000)), Ok(()));
        assert_eq!(bucket.take(rate, at(0)), Err(TimeDelta::seconds(1)));
        assert_eq!(bucket.take(rate, at(1_000_000)), Ok(()));
    }

    proptest! {
        /// It agrees with a bucket that counts tokens, which is the plain way to say it.
        #[test]
        fn it_is_a_bucket_of_tokens(
            burst in 1_u32..20,
            per_second in 1_u32..20,
            waits in prop::collection::vec(0_i64..600, 1..200),
        ) {
            let rate = Rate::new(burst, per_second * 60);
            let interval = 1_000_000 / i64::from(per_second);
            let mut bucket = Bucket::full(at(0));
            // Tokens times the interval, so that the model is exact as well.
            let most = i64::from(burst) * interval;
            let (mut tokens, mut now) = (most, 0);
            for wait in waits {
                let wait = wait * 1_000;
                now += wait;
                tokens = (tokens + wait).min(most);
                let expected = tokens >= interval;
                prop_assert_eq!(bucket.take(rate, at(now)).is_ok(), expected);
                if expected {
                    tokens -= interval;
                }
            }
        }

        /// Whoever waits as long as they were told is let through, and not a moment sooner.
        #[test]
        fn it_says_how_long_to_wait(burst in 1_u32..9, per_minute in 1_u32..9_000, now in 0_i64..9_000) {
            let rate = Rate::new(burst, per_minute);
            let mut bucket = Bucket::full(at(0));
            let wait = loop {
                if let Err(wait) = bucket.take(rate, at(now)) {
                    break wait;
                }
            };
            let until = at(now) + wait;
            prop_assert!(bucket.take(rate, until - TimeDelta::microseconds(1)).is_err());
            prop_assert!(bucket.take(rate, until).is_ok());
        }
    }
}
