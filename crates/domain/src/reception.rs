//! Reception into prison, and the clock that it starts: basic needs, housing first, are screened
//! within four days, on remand too.

use chrono::{Days, NaiveDate};

crate::coded_enum! {
    /// Why a person was received into a prison.
    pub enum ReceptionReason("reception-reason") {
        /// Held before trial or sentence.
        Remand = "remand",
        /// Sentenced.
        Sentence = "sentence",
        /// Recalled from licence.
        Recall = "recall",
        /// Moved from another prison.
        Transfer = "transfer",
        /// Back from court, hospital or leave on the same stay.
        Return = "return",
    }
}

impl ReceptionReason {
    /// Whether the reception is a new one, with a screening of its own.
    ///
    /// A recall is new: a tenancy kept through the first stay may be lost in the second. A transfer or
    /// return carries on the clock that is running.
    #[must_use]
    pub const fn starts_screening(self) -> bool {
        matches!(self, Self::Remand | Self::Sentence | Self::Recall)
    }
}

/// Days after the day of reception by whose end the screening is due.
const SCREENING_DAYS: u64 = 4;

/// Returns the last day on which a screening is in time: the day of reception is day 0, and it is due
/// by the end of day 4. Calendar days, because people are received at weekends too.
#[must_use]
pub fn screening_due(reception: NaiveDate) -> NaiveDate {
    reception + Days::new(SCREENING_DAYS)
}

/// Whether a screening is in breach: done after its due day, or not done and the due day is over.
#[must_use]
pub fn screening_is_late(reception: NaiveDate, done: Option<NaiveDate>, today: NaiveDate) -> bool {
    done.unwrap_or(today) > screening_due(reception)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn labels_are_in_both_languages() {
        crate::coded::check_list::<ReceptionReason>("reference");
    }

    #[test]
    fn due_by_the_end_of_day_four() {
        assert_eq!(screening_due(ymd(2026, 11, 23)), ymd(2026, 11, 27));
        assert_eq!(screening_due(ymd(2024, 2, 27)), ymd(2024, 3, 2));
        assert_eq!(screening_due(ymd(2026, 12, 24)), ymd(2026, 12, 28));
    }

    #[test]
    fn late_from_the_day_after() {
        let received = ymd(2026, 11, 23);
        assert!(!screening_is_late(received, None, ymd(2026, 11, 27)));
        assert!(screening_is_late(received, None, ymd(2026, 11, 28)));
        assert!(!screening_is_late(received, Some(ymd(2026, 11, 27)), ymd(2026, 12, 31)));
        assert!(screening_is_late(received, Some(ymd(2026, 11, 28)), ymd(2026, 12, 31)));
    }

    #[test]
    fn a_recall_is_a_new_reception_and_a_transfer_is_not() {
        assert!(ReceptionReason::Recall.starts_screening());
        assert!(!ReceptionReason::Transfer.starts_screening());
    }
}
