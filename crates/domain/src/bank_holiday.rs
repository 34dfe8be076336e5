//! Bank holidays of England and Wales. One-off holidays are proclaimed and moved, so the table is
//! data that a site can replace; a date outside it is an error, never quietly a working day.

use chrono::{Datelike, NaiveDate};

use crate::Invalid;
use crate::reference_file::read_rows;

/// The table that is built in: see the remarks at its top for its source.
const BUILT_IN: &str = include_str!("../data/bank_holidays.csv");

const COLUMNS: &[&str] = &["date", "name_en", "name_cy"];

/// A bank holiday, on the day that it is kept (the substitute day where it falls at a weekend).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankHoliday {
    /// The day.
    pub date: NaiveDate,
    /// Name in English.
    pub name_en: String,
    /// Name in Welsh.
    pub name_cy: String,
}

/// The bank holidays of whole years, from the first in the table to the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankHolidays {
    holidays: Vec<BankHoliday>,
    first_year: i32,
    last_year: i32,
}

impl BankHolidays {
    /// Returns the table that is built in, 2020 to 2032.
    #[must_use]
    pub fn built_in() -> Self {
        Self::from_csv(BUILT_IN).expect("the built-in table of bank holidays is read in a test")
    }

    /// Reads a table from CSV with the columns `date` (`YYYY-MM-DD`), `name_en` and `name_cy`, in order
    /// of date. It is taken to be complete for every year from its first date to its last.
    ///
    /// # Errors
    /// `invalid-reference-columns`, `-row` and `-cell`, naming line and column; a date out of order or
    /// twice is a bad cell. `invalid-reference-empty` for a table without rows.
    pub fn from_csv(text: &str) -> Result<Self, Invalid> {
        let mut holidays: Vec<BankHoliday> = Vec::new();
        for row in read_rows(text, COLUMNS)? {
            let date = NaiveDate::parse_from_str(row.text("date"), "%Y-%m-%d")
                .map_err(|_| row.refuse("date"))?;
            if holidays.last().is_some_and(|last| last.date >= date) {
                return Err(row.refuse("date"));
            }
            for column in ["name_en", "name_cy"] {
                if row.text(column).is_empty() {
                    return Err(row.refuse(column));
                }
            }
            let (name_en, name_cy) =
                (row.text("name_en").to_owned(), row.text("name_cy").to_owned());
            holidays.push(BankHoliday { date, name_en, name_cy });
        }
        let (Some(first), Some(last)) = (holidays.first(), holidays.last()) else {
            return Err(Invalid::new("invalid-reference-empty"));
        };
        let (first_year, last_year) = (first.date.year(), last.date.year());
        Ok(Self { holidays, first_year, last_year })
    }

    /// Returns the bank holiday kept on a day, if it is one.
    ///
    /// # Errors
    /// `invalid-date-beyond-calendar` for a day in a year that the table does not have.
    pub fn on(&self, date: NaiveDate) -> Result<Option<&BankHoliday>, Invalid> {
        if !(self.first_year..=self.last_year).contains(&date.year()) {
            return Err(Invalid::new("invalid-date-beyond-calendar")
                .with("first", self.first_year)
                .with("last", self.last_year));
        }
        let found = self.holidays.binary_search_by_key(&date, |holiday| holiday.date);
        Ok(found.ok().map(|at| &self.holidays[at]))
    }

    /// Returns every bank holiday, in order.
    pub fn iter(&self) -> impl Iterator<Item = &BankHoliday> {
        self.holidays.iter()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::{Days, Weekday};

    use super::*;
    use crate::messages::{assert_message, check_refused};

    fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    /// Easter Sunday by the method of Gauss, for the years 1900 to 2099.
    fn easter(year: i32) -> NaiveDate {
        let (a, b, c) = (year % 19, year % 4, year % 7);
        let d = (19 * a + 24) % 30;
        let e = (2 * b + 4 * c + 6 * d + 5) % 7;
        let late = d == 29 && e == 6 || d == 28 && e == 6 && a > 10;
        let days = d + e - if late { 7 } else { 0 };
        ymd(year, 3, 22) + Days::new(u64::try_from(days).unwrap())
    }

    fn first_monday(year: i32, month: u32) -> NaiveDate {
        NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 1).unwrap()
    }

    fn last_monday(year: i32, month: u32) -> NaiveDate {
        NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 5)
            .or_else(|| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 4))
            .unwrap()
    }

    /// The holidays that the Banking and Financial Dealings Act 1971 and custom give a year.
    fn usual(year: i32) -> BTreeSet<NaiveDate> {
        let mut days = BTreeSet::from([
            easter(year) - Days::new(2),
            easter(year) + Days::new(1),
            first_monday(year, 5),
            last_monday(year, 5),
            last_monday(year, 8),
        ]);
        for fixed in [ymd(year, 1, 1), ymd(year, 12, 25), ymd(year, 12, 26)] {
            if !matches!(fixed.weekday(), Weekday::Sat | Weekday::Sun) {
                days.insert(fixed);
            }
        }
        for fixed in [ymd(year, 1, 1), ymd(year, 12, 25), ymd(year, 12, 26)] {
            if matches!(fixed.weekday(), Weekday::Sat | Weekday::Sun) {
                let mut kept = fixed;
                while matches!(kept.weekday(), Weekday::Sat | Weekday::Sun) || days.contains(&kept)
                {
                    kept = kept + Days::new(1);
                }
                days.insert(kept);
            }
        }
        days
    }

    #[test]
    fn easter_agrees_with_published_dates() {
        for date in [
            ymd(2020, 4, 12),
            ymd(2024, 3, 31),
            ymd(2025, 4, 20),
            ymd(2026, 4, 5),
            ymd(2019, 4, 21),
            ymd(1981, 4, 19),
        ] {
            assert_eq!(easter(date.year()), date);
        }
    }

    #[test]
    fn the_table_is_the_usual_days_and_the_proclaimed_ones() {
        let table = BankHolidays::built_in();
        for year in 2020..=2032 {
            let mut expected = usual(year);
            match year {
                2020 => {
                    expected.remove(&ymd(2020, 5, 4));
                    expected.insert(ymd(2020, 5, 8));
                }
                2022 => {
                    expected.remove(&ymd(2022, 5, 30));
                    expected.extend([ymd(2022, 6, 2), ymd(2022, 6, 3), ymd(2022, 9, 19)]);
                }
                2023 => {
                    expected.insert(ymd(2023, 5, 8));
                }
                _ => {}
            }
            let kept: BTreeSet<_> = table
                .iter()
                .map(|holiday| holiday.date)
                .filter(|date| date.year() == year)
                .collect();
            assert_eq!(kept, expected, "{year}");
        }
    }

    #[test]
    fn a_holiday_has_its_name_in_both_languages() {
        let table = BankHolidays::built_in();
        let holiday = table.on(ymd(2026, 12, 28)).unwrap().unwrap();
        assert_eq!(holiday.name_en, "Boxing Day (substitute day)");
        assert_eq!(holiday.name_cy, "Gŵyl San Steffan (diwrnod amgen)");
        assert_eq!(table.on(ymd(2026, 12, 29)), Ok(None));
    }

    #[test]
    fn a_day_beyond_the_table_is_not_quietly_a_working_day() {
        let table = BankHolidays::built_in();
        for date in [ymd(2019, 12, 31), ymd(2033, 1, 1)] {
            let invalid = table.on(date).unwrap_err();
            assert_eq!(invalid.to_string(), "invalid-date-beyond-calendar first=2020 last=2032");
            assert_message("invalid", invalid.key);
        }
        assert_eq!(table.on(ymd(2032, 12, 31)), Ok(None));
    }

    #[test]
    fn a_bad_file_is_refused_by_line() {
        let read = |rows: &str| BankHolidays::from_csv(&format!("date,name_en,name_cy\n{rows}"));
        assert!(read("2033-01-03,New Year,Calan").is_ok());
        check_refused(read, "", "invalid-reference-empty");
        for rows in
            ["03/01/2033,a,b", "2033-01-03,,b", "2033-01-03,a,", "2033-01-03,a,b\n2033-01-03,a,b"]
        {
            check_refused(read, rows, "invalid-reference-cell");
        }
    }
}
