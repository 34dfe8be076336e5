//! What an invented region is made from: a seed, a number of people and the day it is.

use chrono::NaiveDate;

/// The most people that can be told apart by the numbers invented for them: CRNs of one letter and
/// six digits.
pub const MOST_PEOPLE: u32 = 1_000_000;

/// People in a region unless said otherwise.
const PEOPLE: u32 = 3_000;

/// The first day it can be: a year of history must lie within the built-in instruments, the
/// earliest of which begin in 2024.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 1, 15).expect("a day in the calendar");

/// The last day it can be: releases are planned up to half a year ahead, and the built-in bank
/// holidays end with 2032.
const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2032, 5, 31).expect("a day in the calendar");

/// What a region is made from. The same settings always give the same region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    seed: u64,
    people: u32,
    today: NaiveDate,
}

/// Why a region cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// No people, or too many to tell apart.
    #[error("the number of people must be from 1 to {MOST_PEOPLE}, not {0}")]
    People(u32),
    /// A day for which there are no instruments or bank holidays.
    #[error("the day must be from {FIRST_DAY} to {LAST_DAY}, not {0}")]
    Today(NaiveDate),
}

impl Settings {
    /// Returns settings for a number of people, with a year of history that ends on the day before
    /// `today`.
    ///
    /// # Errors
    /// A number of people or a day that the built-in data cannot serve.
    pub fn new(seed: u64, people: u32, today: NaiveDate) -> Result<Self, SettingsError> {
        if !(1..=MOST_PEOPLE).contains(&people) {
            return Err(SettingsError::People(people));
        }
        if !(FIRST_DAY..=LAST_DAY).contains(&today) {
            return Err(SettingsError::Today(today));
        }
        Ok(Self { seed, people, today })
    }

    /// Returns settings for the usual 3,000 people.
    ///
    /// # Errors
    /// As [`Settings::new`].
    pub fn usual(seed: u64, today: NaiveDate) -> Result<Self, SettingsError> {
        Self::new(seed, PEOPLE, today)
    }

    /// Returns the seed.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// Returns how many people there are.
    #[must_use]
    pub const fn people(&self) -> u32 {
        self.people
    }

    /// Returns the day it is.
    #[must_use]
    pub const fn today(&self) -> NaiveDate {
        self.today
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn settings_are_within_what_the_built_in_data_can_serve() {
        assert_eq!(Settings::usual(1, day("2026-11-23")).unwrap().people(), PEOPLE);
        let refused = |people, on| Settings::new(1, people, day(on)).unwrap_err();
        assert_eq!(refused(0, "2026-11-23"), SettingsError::People(0));
        assert_eq!(refused(1_000_001, "2026-11-23"), SettingsError::People(1_000_001));
        assert_eq!(refused(1, "2024-06-01"), SettingsError::Today(day("2024-06-01")));
        assert_eq!(
            refused(0, "2024-06-01").to_string(),
            "the number of people must be from 1 to 1000000, not 0"
        );
    }
}
