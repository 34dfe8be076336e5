//! An alert that one account reads many people's records: when it is raised, when reading is stopped,
//! and its end, which is a colleague's words on what it was. Who is counted where is for `app`.

use crate::life_cycle::IllegalMove;
use crate::{AccountId, OrganisationId, PersonId, ReadAlertId, coded_enum};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use std::collections::HashMap;
use std::num::NonZeroU32;

/// The time over which different people are counted (ASVS 5.0 2.4.1): long enough that a slow reader is
/// seen, short enough that a day's work is not.
pub const READ_WINDOW: TimeDelta = TimeDelta::hours(1);

coded_enum! {
    /// What an alert says.
    pub enum ReadAlertKind("read-alert") {
        /// More people than work explains were read.
        Many = "many",
        /// So many that no more were shown.
        Stopped = "stopped",
        /// Many people's details were given out at once, in a file with their names.
        GivenOut = "given_out",
    }
}

/// How many different people's records an account may read in an hour.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct ReadLimits {
    /// Beyond this many, somebody is told. A person a minute for an hour on end is reading through a
    /// list, not working with people.
    pub alert: NonZeroU32,
    /// This many at most are shown. Beyond three a minute nobody reads what they open.
    pub stop: NonZeroU32,
}

impl Default for ReadLimits {
    fn default() -> Self {
        let of = |people| NonZeroU32::new(people).unwrap_or(NonZeroU32::MIN);
        Self { alert: of(60), stop: of(200) }
    }
}

/// What comes of a read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadVerdict {
    /// The alert to raise, and how many people were read.
    pub raises: Option<(ReadAlertKind, u32)>,
    /// How long the reader must wait, if nothing is shown.
    pub wait: Option<TimeDelta>,
}

/// Whose records one account has read lately.
#[derive(Clone, Debug, Default)]
pub struct RecentReads {
    /// When each person was last read.
    people: HashMap<PersonId, DateTime<Utc>>,
    last_at: DateTime<Utc>,
    raised_many: Option<DateTime<Utc>>,
    raised_stopped: Option<DateTime<Utc>>,
}

impl RecentReads {
    /// Notes that a person's record is about to be shown. A person who was shown within the hour is shown
    /// again whatever the limit, so that work under way can be finished.
    pub fn read(
        &mut self,
        person: PersonId,
        limits: ReadLimits,
        now: DateTime<Utc>,
    ) -> ReadVerdict {
        self.last_at = now;
        let (alert, stop) = (limits.alert.get() as usize, limits.stop.get() as usize);
        if self.people.len() >= alert.min(stop) {
            self.people.retain(|_, at| *at > now - READ_WINDOW);
        }
        if self.people.len() >= stop && !self.people.contains_key(&person) {
            let oldest = self.people.values().min().copied().unwrap_or(now);
            let wait = Some(oldest + READ_WINDOW - now);
            return ReadVerdict { raises: self.raise(ReadAlertKind::Stopped, now), wait };
        }
        self.people.insert(person, now);
        let many = self.people.len() > alert;
        let raises = if many { self.raise(ReadAlertKind::Many, now) } else { None };
        ReadVerdict { raises, wait: None }
    }

    /// Returns the alert, unless the same was raised within the hour.
    fn raise(&mut self, kind: ReadAlertKind, now: DateTime<Utc>) -> Option<(ReadAlertKind, u32)> {
        let people = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
        if let Some(raised) = self.raised(kind) {
            if raised.is_some_and(|at| at > now - READ_WINDOW) {
                return None;
            }
            *raised = Some(now);
        }
        Some((kind, people))
    }

    /// When it was last raised; nothing of what is raised each time that it happens.
    const fn raised(&mut self, kind: ReadAlertKind) -> Option<&mut Option<DateTime<Utc>>> {
        match kind {
            ReadAlertKind::Many => Some(&mut self.raised_many),
            ReadAlertKind::Stopped => Some(&mut self.raised_stopped),
            ReadAlertKind::GivenOut => None,
        }
    }

    /// Takes back that an alert was raised: it could not be written, and the next read raises it.
    pub fn not_raised(&mut self, kind: ReadAlertKind) {
        if let Some(raised) = self.raised(kind) {
            *raised = None;
        }
    }

    /// Returns whether nothing of it counts any more.
    #[must_use]
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.last_at <= now - READ_WINDOW
    }
}

/// An alert. It says how many people were read, and not whom: whoever looks at it reads nobody's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadAlert {
    /// Its id.
    pub id: ReadAlertId,
    /// Who read.
    pub account: AccountId,
    /// For which organisation: the one that looks into it.
    pub organisation: OrganisationId,
    /// What it says.
    pub kind: ReadAlertKind,
    /// How many different people were read within an hour.
    pub people: u32,
    /// When it was raised.
    pub at: DateTime<Utc>,
    /// Whether somebody has said what it was.
    pub seen: bool,
}

impl ReadAlert {
    /// Notes that somebody has said what it was.
    ///
    /// # Errors
    /// When somebody had: what was said stands.
    pub fn see(mut self) -> Result<Self, IllegalMove> {
        if self.seen {
            return Err(IllegalMove { noun: "read alert", from: "seen", attempted: "see" });
        }
        self.seen = true;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn person(number: u32) -> PersonId {
        PersonId(Uuid::from_u128(number.into()))
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    fn limits(alert: u32, stop: u32) -> ReadLimits {
        let of = |people| NonZeroU32::new(people).unwrap();
        ReadLimits { alert: of(alert), stop: of(stop) }
    }

    #[test]
    fn one_alert_an_hour_and_then_no_more_people() {
        let mut reads = RecentReads::default();
        let mut read = |number, seconds| reads.read(person(number), limits(2, 4), at(seconds));
        let nothing = ReadVerdict::default();
        let many = |people| ReadVerdict { raises: Some((ReadAlertKind::Many, people)), wait: None };
        assert_eq!([read(1, 0), read(2, 1), read(1, 2)], [nothing; 3]);
        assert_eq!([read(3, 3), read(4, 4)], [many(3), nothing]);
        // The fifth person is not shown; who was, still is. The first falls out an hour after 00:02.
        let wait = Some(TimeDelta::seconds(3_591));
        let stopped = ReadVerdict { raises: Some((ReadAlertKind::Stopped, 4)), wait };
        assert_eq!(read(5, 10), stopped);
        let wait = Some(TimeDelta::seconds(3_590));
        assert_eq!(read(5, 11), ReadVerdict { raises: None, wait });
        assert_eq!(read(4, 12), nothing);
        // Person 2, read at 1, falls out first.
        assert_eq!(read(5, 3_601), nothing);
        assert_eq!(read(6, 3_602), nothing);
        assert_eq!(read(7, 3_603), many(4));
    }

    #[test]
    fn a_days_work_raises_nothing() {
        let mut reads = RecentReads::default();
        let limits = ReadLimits::default();
        // Another person every two minutes, all day.
        for turn in 0..360 {
            let verdict = reads.read(person(turn), limits, at(i64::from(turn) * 120));
            assert_eq!(verdict, ReadVerdict::default(), "{turn}");
        }
        assert!(!reads.is_over(at(359 * 120 + 3_599)) && reads.is_over(at(359 * 120 + 3_600)));
    }

    #[test]
    fn an_alert_that_could_not_be_written_is_raised_again() {
        let mut reads = RecentReads::default();
        let limits = limits(1, 9);
        assert_eq!(reads.read(person(1), limits, at(0)).raises, None);
        assert_eq!(reads.read(person(2), limits, at(0)).raises, Some((ReadAlertKind::Many, 2)));
        assert_eq!(reads.read(person(2), limits, at(0)).raises, None);
        reads.not_raised(ReadAlertKind::Many);
        assert_eq!(reads.read(person(2), limits, at(0)).raises, Some((ReadAlertKind::Many, 2)));
    }

    #[test]
    fn messages_are_there() {
        crate::coded::check_list::<ReadAlertKind>("read_alert");
    }

    proptest! {
        /// However it is read: within any hour no more people are shown than the limit, and an hour with
        /// more people than the first limit has its alert.
        #[test]
        fn nobody_reads_past_the_limit(
            reads in prop::collection::vec((0_u32..40, 0_i64..600), 1..300),
            alert in 1_u32..10,
            more in 0_u32..10,
        ) {
            let limits = limits(alert, alert + more);
            let (mut recent, mut now) = (RecentReads::default(), 0);
            let (mut shown, mut alerts) = (Vec::new(), Vec::new());
            for (number, wait) in reads {
                now += wait;
                let verdict = recent.read(person(number), limits, at(now));
                match verdict.wait {
                    None => shown.push((number, now)),
                    Some(wait) => prop_assert!(wait > TimeDelta::zero() && wait <= READ_WINDOW),
                }
                alerts.extend(verdict.raises.map(|_| now));
                let within: std::collections::BTreeSet<u32> =
                    shown.iter().filter(|(_, at)| *at > now - 3_600).map(|(who, _)| *who).collect();
                prop_assert!(within.len() <= (alert + more) as usize);
                if within.len() > alert as usize || verdict.wait.is_some() {
                    prop_assert!(alerts.iter().any(|at| *at > now - 3_600));
                }
            }
        }
    }
}
