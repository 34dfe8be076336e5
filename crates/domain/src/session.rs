//! How long somebody stays signed in, how long what they proved is believed, and when an account that
//! nobody uses falls dormant. What is kept where is for `store`.

use crate::{AccountId, Role, SessionId};
use chrono::{DateTime, TimeDelta, Utc};

/// A second factor is believed for this long before what is sensitive asks for it again (ASVS 5.0
/// 7.5.3): long enough to fill a form in, short enough that a screen left alone does no harm.
const FRESH: TimeDelta = TimeDelta::minutes(10);

/// After which time a session has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without a request.
    pub idle: TimeDelta,
    /// In any case.
    pub absolute: TimeDelta,
}

/// Returns the limits of a role's sessions (ASVS 5.0 7.1.1, 7.3.1, 7.3.2).
///
/// For those at work: 30 minutes and 12 hours, the limits of NIST SP 800-63B §4.2.3 for two factors; 12
/// hours are a long shift. A person leaving prison may sit at a library's computer, with the next
/// reader waiting: 15 minutes, as §4.3.3 has it for the highest level, and 2 hours.
#[must_use]
pub const fn session_limits(role: Role) -> SessionLimits {
    match role {
        Role::Person => {
            SessionLimits { idle: TimeDelta::minutes(15), absolute: TimeDelta::hours(2) }
        }
        _ => SessionLimits { idle: TimeDelta::minutes(30), absolute: TimeDelta::hours(12) },
    }
}

/// Returns how long an account may go unused before it takes somebody else to open it again: a door
/// that nobody watches is the one that is tried (ASVS 5.0 asks for such a rule; CIS Control 5.3 says 45
/// days).
///
/// For those at work, 90 days: longer than an illness or a long leave usually is, shorter than two
/// quarterly looks at who has access. For a person leaving prison, 365 days: supervision after release
/// lasts a year (Offender Rehabilitation Act 2014 section 2), and nobody must lose their own plan before.
#[must_use]
pub const fn dormant_after(role: Role) -> TimeDelta {
    match role {
        Role::Person => TimeDelta::days(365),
        _ => TimeDelta::days(90),
    }
}

/// Returns whether an account that was last awake then has fallen dormant.
#[must_use]
pub fn is_dormant(role: Role, awake_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - awake_at >= dormant_after(role)
}

/// A time for which somebody is signed in, on one browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id, by which its owner can name it. Never a secret.
    pub id: SessionId,
    /// Whose.
    pub account: AccountId,
    /// When the second factor was last given; before the first time, the session opens nothing.
    pub factor_at: Option<DateTime<Utc>>,
    /// When it began.
    pub began_at: DateTime<Utc>,
    /// When it was last used.
    pub seen_at: DateTime<Utc>,
}

impl Session {
    /// Returns a session that begins now, with or without a second factor given now.
    #[must_use]
    pub const fn begin(
        id: SessionId,
        account: AccountId,
        complete: bool,
        now: DateTime<Utc>,
    ) -> Self {
        let factor_at = if complete { Some(now) } else { None };
        Self { id, account, factor_at, began_at: now, seen_at: now }
    }

    /// Returns whether the second factor was given.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.factor_at.is_some()
    }

    /// Returns whether it has ended by the clock.
    #[must_use]
    pub fn has_ended(&self, limits: SessionLimits, now: DateTime<Utc>) -> bool {
        now - self.seen_at >= limits.idle || now - self.began_at >= limits.absolute
    }

    /// Returns whether the second factor was given so lately that it need not be given again.
    #[must_use]
    pub fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        self.factor_at.is_some_and(|given| now - given < FRESH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn at(minutes: i64) -> DateTime<Utc> {
        "2026-11-25T08:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minutes)
    }

    fn session(began: i64, seen: i64) -> Session {
        let id = SessionId(Uuid::from_u128(1));
        let begun = Session::begin(id, AccountId(Uuid::from_u128(2)), true, at(began));
        Session { seen_at: at(seen), ..begun }
    }

    #[test]
    fn a_session_ends_unused_or_old() {
        for (role, seen, now, ended) in [
            (Role::ResettlementWorker, 0, 29, false),
            (Role::ResettlementWorker, 0, 30, true),
            (Role::ResettlementWorker, 719, 719, false),
            (Role::ResettlementWorker, 719, 720, true),
            (Role::Administrator, 0, 30, true),
            (Role::Person, 0, 14, false),
            (Role::Person, 0, 15, true),
            (Role::Person, 119, 119, false),
            (Role::Person, 119, 120, true),
        ] {
            let found = session(0, seen).has_ended(session_limits(role), at(now));
            assert_eq!(found, ended, "{role}, seen {seen}, now {now}");
        }
    }

    #[test]
    fn a_second_factor_is_fresh_for_ten_minutes() {
        assert!(session(0, 0).is_fresh(at(9)));
        assert!(!session(0, 9).is_fresh(at(10)));
        assert!(!Session { factor_at: None, ..session(0, 0) }.is_fresh(at(0)));
    }

    #[test]
    fn an_unused_account_falls_dormant() {
        let day = 24 * 60;
        for (role, days, dormant) in [
            (Role::ServiceWorker, 89, false),
            (Role::ServiceWorker, 90, true),
            (Role::Person, 364, false),
            (Role::Person, 365, true),
        ] {
            assert_eq!(is_dormant(role, at(0), at(days * day)), dormant, "{role} {days}");
        }
    }

    proptest! {
        /// What has ended stays so, and no use of it makes it last longer than the whole limit.
        #[test]
        fn no_session_outlives_its_limits(seen in 0_i64..2_000, later in 0_i64..2_000) {
            for role in Role::ALL {
                let limits = session_limits(*role);
                let one = session(0, seen);
                if one.has_ended(limits, at(seen + later)) {
                    prop_assert!(one.has_ended(limits, at(seen + later + 1)));
                } else {
                    prop_assert!(TimeDelta::minutes(seen + later) < limits.absolute);
                    prop_assert!(TimeDelta::minutes(later) < limits.idle);
                }
            }
        }
    }
}
