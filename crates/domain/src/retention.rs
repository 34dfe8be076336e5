//! How long what is held is kept: for each kind of record a period, from which event it runs and what it
//! rests on; and the legal hold that stops it. Nothing that is open is ever due.
//!
//! No law sets these periods. HMPPS has its own schedule (PSI 04/2018, PI 59/2014) and every other lead
//! must set theirs (UK GDPR article 5(1)(e): no longer than is necessary); so each is the lead's own choice,
//! and can be changed in the settings.

use crate::{Invalid, coded_enum};
use chrono::{Days, Months, NaiveDate};

/// The longest period that can be set, in months: a hundred years, to which HMPPS keeps some records.
pub const LONGEST_MONTHS: u32 = 1_200;

coded_enum! {
    /// A kind of record that is kept for a period.
    pub enum RetentionKind("retention-kind") {
        /// Everything about a person: from the day on which nothing in the case was open or to come any
        /// more. Six years are those in which most claims can be brought (Limitation Act 1980, sections 2
        /// and 5).
        Case = "case",
        /// An invitation that nobody took up: from its last day.
        Invitation = "invitation",
        /// The token by which the second submit of a form is known: from the first.
        FormToken = "form_token",
        /// What a later row of an agency took the place of: from that day.
        SupersededRecord = "superseded_record",
        /// What an agency said of somebody who is joined with nobody, and of whom nobody has to decide: from the
        /// day on which it last said anything of them.
        UnjoinedRecord = "unjoined_record",
    }
}

coded_enum! {
    /// What a period rests on.
    pub enum RetentionSource("retention-source") {
        /// The lead's own choice, as the program comes with it.
        Proposed = "proposed",
        /// The lead's own choice, from the settings.
        Settings = "settings",
    }
}

impl RetentionKind {
    const fn proposed_months(self) -> u32 {
        match self {
            Self::Case => 72,
            Self::Invitation => 3,
            Self::FormToken => 1,
            Self::SupersededRecord | Self::UnjoinedRecord => 12,
        }
    }
}

/// For how long each kind of record is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    set: Vec<(RetentionKind, u32)>,
}

impl Schedule {
    /// Sets the period of a kind.
    ///
    /// # Errors
    /// When it is no time at all, or longer than anything is kept.
    pub fn set(&mut self, kind: RetentionKind, months: u32) -> Result<(), Invalid> {
        if months == 0 || months > LONGEST_MONTHS {
            return Err(Invalid::new("invalid-number-range"));
        }
        self.set.retain(|(known, _)| *known != kind);
        self.set.push((kind, months));
        Ok(())
    }

    /// Returns the months for which a kind is kept, and what they rest on.
    #[must_use]
    pub fn period(&self, kind: RetentionKind) -> (u32, RetentionSource) {
        let set = self.set.iter().find(|(known, _)| *known == kind);
        set.map_or((kind.proposed_months(), RetentionSource::Proposed), |(_, months)| {
            (*months, RetentionSource::Settings)
        })
    }

    /// Returns the last day on which something may have ended to be due today.
    #[must_use]
    pub fn ended_by(&self, kind: RetentionKind, today: NaiveDate) -> NaiveDate {
        let (months, _) = self.period(kind);
        let months = Months::new(months);
        let mut day = today.checked_sub_months(months).unwrap_or(NaiveDate::MIN);
        // A month from the 31st ends on the last day of the next: of February, three days sooner.
        while day + Days::new(1) + months <= today {
            day = day + Days::new(1);
        }
        day
    }
}

/// What decides whether the record of a person is still needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseFacts {
    /// Whether anything in it has a clock: something is to be done.
    pub open: bool,
    /// Whether the person is in custody.
    pub in_custody: bool,
    /// Whether a legal hold stands.
    pub on_hold: bool,
    /// The day of the last change.
    pub last_changed_on: NaiveDate,
    /// The last of the dates of the person's sentences, such as the end of the licence.
    pub sentence_ends_on: Option<NaiveDate>,
}

impl CaseFacts {
    /// Returns whether the record is to be erased today.
    #[must_use]
    pub fn is_due(&self, schedule: &Schedule, today: NaiveDate) -> bool {
        let ended =
            self.sentence_ends_on.map_or(self.last_changed_on, |end| end.max(self.last_changed_on));
        !self.open
            && !self.in_custody
            && !self.on_hold
            && ended <= schedule.ended_by(RetentionKind::Case, today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coded::check_list;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn messages_are_there() {
        check_list::<RetentionKind>("retention");
        check_list::<RetentionSource>("retention");
    }

    fn check(ended: &str, months: u32, today: &str, is_due: bool) {
        let mut schedule = Schedule::default();
        schedule.set(RetentionKind::Case, months).unwrap();
        let facts = CaseFacts {
            open: false,
            in_custody: false,
            on_hold: false,
            last_changed_on: day(ended),
            sentence_ends_on: None,
        };
        assert_eq!(facts.is_due(&schedule, day(today)), is_due, "{ended} + {months} on {today}");
    }

    #[test]
    fn a_period_ends_on_its_day() {
        check("2020-03-02", 72, "2026-03-01", false);
        check("2020-03-02", 72, "2026-03-02", true);
        check("2026-01-31", 1, "2026-02-27", false);
        check("2026-01-31", 1, "2026-02-28", true);
        check("2024-02-29", 12, "2025-02-28", true);
        check("2024-02-29", 12, "2025-02-27", false);
    }

    #[test]
    fn a_period_is_set_within_limits() {
        let mut schedule = Schedule::default();
        assert_eq!(schedule.period(RetentionKind::Case), (72, RetentionSource::Proposed));
        schedule.set(RetentionKind::Case, 120).unwrap();
        schedule.set(RetentionKind::Case, 96).unwrap();
        assert_eq!(schedule.period(RetentionKind::Case), (96, RetentionSource::Settings));
        for months in [0, LONGEST_MONTHS + 1] {
            assert!(schedule.set(RetentionKind::Case, months).is_err());
        }
        assert_eq!(schedule.period(RetentionKind::Case).0, 96);
    }

    proptest! {
        #[test]
        fn what_is_open_or_held_or_to_come_is_never_due(
            open: bool, in_custody: bool, on_hold: bool,
            changed in 0..40_000_u64, ends in proptest::option::of(0..40_000_u64),
            today in 0..40_000_u64, months in 1..=LONGEST_MONTHS,
        ) {
            let on = |days| day("1970-01-01") + Days::new(days);
            let mut schedule = Schedule::default();
            schedule.set(RetentionKind::Case, months).unwrap();
            let facts = CaseFacts {
                open, in_custody, on_hold,
                last_changed_on: on(changed),
                sentence_ends_on: ends.map(on),
            };
            let is_due = facts.is_due(&schedule, on(today));
            let ended = ends.map_or(on(changed), |end| on(end.max(changed)));
            let is_over = ended + Months::new(months) <= on(today);
            prop_assert_eq!(is_due, is_over && !open && !in_custody && !on_hold);
        }
    }
}
