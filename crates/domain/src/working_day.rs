//! Working days: Monday to Friday, other than the bank holidays of England and Wales.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::{BankHolidays, Invalid};

/// Most days in a row that are searched for a working day. The longest run without one in the
/// table is four days; a longer run than this is a broken table.
const LONGEST_RUN: usize = 31;

impl BankHolidays {
    /// Whether services are open on a day.
    ///
    /// # Errors
    /// `invalid-date-beyond-calendar` for a day in a year that the table does not have.
    pub fn is_working_day(&self, date: NaiveDate) -> Result<bool, Invalid> {
        Ok(self.on(date)?.is_none() && !is_weekend(date))
    }

    /// Returns the last working day before a day.
    ///
    /// # Errors
    /// As [`BankHolidays::is_working_day`].
    pub fn working_day_before(&self, date: NaiveDate) -> Result<NaiveDate, Invalid> {
        self.first_working_day(date.iter_days().rev().skip(1))
    }

    /// Returns the first working day after a day.
    ///
    /// # Errors
    /// As [`BankHolidays::is_working_day`].
    pub fn working_day_after(&self, date: NaiveDate) -> Result<NaiveDate, Invalid> {
        self.first_working_day(date.iter_days().skip(1))
    }

    /// Returns the day that is a number of working days after a day, which itself does not count.
    ///
    /// # Errors
    /// As [`BankHolidays::is_working_day`].
    pub fn add_working_days(&self, date: NaiveDate, days: u32) -> Result<NaiveDate, Invalid> {
        (0..days).try_fold(date, |day, _| self.working_day_after(day))
    }

    /// Returns the same, also beyond the calendar: there every day but the weekend is taken for a working day, and
    /// seven days for each five are enough.
    #[must_use]
    pub fn due_after(&self, date: NaiveDate, days: u32) -> NaiveDate {
        let beyond = || date + Days::new(u64::from(days) * 7 / 5 + 2);
        self.add_working_days(date, days).unwrap_or_else(|_| beyond())
    }

    fn first_working_day(
        &self,
        days: impl Iterator<Item = NaiveDate>,
    ) -> Result<NaiveDate, Invalid> {
        for day in days.take(LONGEST_RUN) {
            if self.is_working_day(day)? {
                return Ok(day);
            }
        }
        Err(Invalid::new("invalid-reference-empty"))
    }
}

/// Whether a day is a Saturday or Sunday.
#[must_use]
pub fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn christmas_2026_is_four_days_without_a_working_day() {
        let calendar = BankHolidays::built_in();
        for day in 25..=28 {
            assert_eq!(calendar.is_working_day(ymd(2026, 12, day)), Ok(false));
        }
        assert_eq!(calendar.working_day_after(ymd(2026, 12, 24)), Ok(ymd(2026, 12, 29)));
        assert_eq!(calendar.working_day_before(ymd(2026, 12, 29)), Ok(ymd(2026, 12, 24)));
        assert_eq!(calendar.add_working_days(ymd(2026, 12, 23), 2), Ok(ymd(2026, 12, 29)));
        assert_eq!(calendar.add_working_days(ymd(2026, 12, 26), 0), Ok(ymd(2026, 12, 26)));
    }

    #[test]
    fn counting_past_the_table_is_an_error() {
        let calendar = BankHolidays::built_in();
        assert!(calendar.working_day_after(ymd(2032, 12, 31)).is_err());
        assert!(calendar.working_day_before(ymd(2020, 1, 2)).is_err());
        assert!(calendar.add_working_days(ymd(2032, 12, 1), 40).is_err());
    }

    proptest! {
        #[test]
        fn before_and_after_are_the_nearest_working_days(days in 10..4_700_u64) {
            let calendar = BankHolidays::built_in();
            let date = ymd(2020, 1, 1) + Days::new(days);
            let (before, after) =
                (calendar.working_day_before(date).unwrap(), calendar.working_day_after(date).unwrap());
            prop_assert!(before < date && date < after);
            let between = before.iter_days().skip(1).take_while(|day| *day < after);
            for day in between.filter(|day| *day != date) {
                prop_assert_eq!(calendar.is_working_day(day), Ok(false));
            }
            if calendar.is_working_day(date).unwrap() {
                prop_assert_eq!(calendar.working_day_after(before), Ok(date));
            }
        }
    }
}
