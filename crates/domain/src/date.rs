//! Dates as people type them and as files carry them. Nothing is guessed: a date that could be read
//! in two ways, or that the calendar does not have, is refused with the part that is wrong.

use chrono::{Datelike, NaiveDate};

use crate::{Invalid, Month};

/// Years that any date on record can have: the oldest living person's birth to the end of the
/// longest sentence. Outside it a year is a slip of the keyboard.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// Youngest age in years at which a person can be on this record: those held in a young offender
/// institution are 15 or over.
const YOUNGEST: u32 = 15;

/// Oldest age in years that is believed rather than taken for a slip.
const OLDEST: u32 = 110;

/// Parses a date typed in three boxes: day, month (number, or name in English or Welsh) and a year of
/// four digits.
///
/// # Errors
/// `invalid-date-empty`; `invalid-date-missing-…` naming each empty box (`day`, `month`, `year`,
/// `day-month`, `day-year`, `month-year`); `invalid-date-day`, `-month`, `-year` for a part that cannot
/// be read; `-year-range`; and `invalid-date-impossible` for one like 31 February.
pub fn parse_date(day: &str, month: &str, year: &str) -> Result<NaiveDate, Invalid> {
    let (day, month, year) = (day.trim(), month.trim(), year.trim());
    let missing = match (day.is_empty(), month.is_empty(), year.is_empty()) {
        (true, true, true) => Some("invalid-date-empty"),
        (true, false, false) => Some("invalid-date-missing-day"),
        (false, true, false) => Some("invalid-date-missing-month"),
        (false, false, true) => Some("invalid-date-missing-year"),
        (true, true, false) => Some("invalid-date-missing-day-month"),
        (true, false, true) => Some("invalid-date-missing-day-year"),
        (false, true, true) => Some("invalid-date-missing-month-year"),
        (false, false, false) => None,
    };
    if let Some(key) = missing {
        return Err(Invalid::new(key));
    }
    let day = number(day, 1, 2)
        .filter(|day| (1..=31).contains(day))
        .ok_or_else(|| Invalid::new("invalid-date-day"))?;
    let month = Month::parse(month).ok_or_else(|| Invalid::new("invalid-date-month"))?;
    let year = number(year, 4, 4).ok_or_else(|| Invalid::new("invalid-date-year"))?;
    from_parts(day, month, year)
}

/// Parses a date from a file: `YYYY-MM-DD`, `DD/MM/YYYY` or `DD-MM-YYYY`.
///
/// # Errors
/// `invalid-date-empty`; `invalid-date-file` for another form (a year of two digits could be read in
/// several ways); `invalid-date-month-first` when the parts only fit with the month first; and the
/// reasons of [`parse_date`] for parts that are out of range.
pub fn parse_iso_or_uk(text: &str) -> Result<NaiveDate, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Invalid::new("invalid-date-empty"));
    }
    let form = || Invalid::new("invalid-date-file");
    let separator = if text.contains('/') { '/' } else { '-' };
    let parts: Vec<&str> = text.split(separator).collect();
    let &[first, second, third] = parts.as_slice() else {
        return Err(form());
    };
    let (day, month, year) = match (first.len(), third.len(), separator) {
        (4, 2, '-') if second.len() == 2 => (third, second, first),
        (1 | 2, 4, _) => (first, second, third),
        _ => return Err(form()),
    };
    let (Some(day), Some(month), Some(year)) =
        (number(day, 1, 2), number(month, 1, 2), number(year, 4, 4))
    else {
        return Err(form());
    };
    if month > 12 && (1..=12).contains(&day) && (13..=31).contains(&month) {
        return Err(Invalid::new("invalid-date-month-first"));
    }
    if !(1..=31).contains(&day) {
        return Err(Invalid::new("invalid-date-day"));
    }
    let month = Month::from_number(month).ok_or_else(|| Invalid::new("invalid-date-month"))?;
    from_parts(day, month, year)
}

/// Accepts a date of birth of someone who is 15 to 110 years old today.
///
/// # Errors
/// `invalid-date-of-birth-future`, `-young` and `-old`; the last also catches the default dates of
/// other systems, such as 1 January 1900.
pub fn date_of_birth(date: NaiveDate, today: NaiveDate) -> Result<NaiveDate, Invalid> {
    match today.years_since(date) {
        None => Err(Invalid::new("invalid-date-of-birth-future")),
        Some(age) if age < YOUNGEST => {
            Err(Invalid::new("invalid-date-of-birth-young").with("youngest", YOUNGEST))
        }
        Some(age) if age > OLDEST => {
            Err(Invalid::new("invalid-date-of-birth-old").with("oldest", OLDEST))
        }
        Some(_) => Ok(date),
    }
}

/// Returns someone's age in whole years on a day, or `None` before they were born.
///
/// A person born on 29 February has their birthday on 1 March in other years.
#[must_use]
pub fn age_on(date_of_birth: NaiveDate, day: NaiveDate) -> Option<u32> {
    day.years_since(date_of_birth)
}

fn from_parts(day: u32, month: Month, year: u32) -> Result<NaiveDate, Invalid> {
    let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year)).ok_or_else(|| {
        Invalid::new("invalid-date-year-range")
            .with("first", YEARS.start())
            .with("last", YEARS.end())
    })?;
    NaiveDate::from_ymd_opt(year, month.number(), day).ok_or_else(|| {
        Invalid::new("invalid-date-impossible")
            .with("day", day)
            .with("month", month.code())
            .with("year", year)
            .with("last", days_in(year, month))
    })
}

fn days_in(year: i32, month: Month) -> u32 {
    let first = NaiveDate::from_ymd_opt(year, month.number(), 1);
    first.map_or(31, |first| u32::from(first.num_days_in_month()))
}

fn number(text: &str, shortest: usize, longest: usize) -> Option<u32> {
    let sized = (shortest..=longest).contains(&text.len());
    if sized && text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::messages::{assert_message, check_refused};

    fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn refused(day: &str, month: &str, year: &str) -> Invalid {
        let invalid = parse_date(day, month, year).unwrap_err();
        assert_message("invalid", invalid.key);
        invalid
    }

    #[test]
    fn three_boxes_take_numbers_and_month_names() {
        for (day, month, year) in
            [("5", "3", "1990"), (" 05", "March ", "1990"), ("5", "Mawrth", "1990")]
        {
            assert_eq!(parse_date(day, month, year), Ok(ymd(1990, 3, 5)));
        }
    }

    #[test]
    fn the_part_that_is_missing_or_wrong_is_named() {
        for (boxes, key) in [
            (["", "", ""], "invalid-date-empty"),
            (["", "3", "1990"], "invalid-date-missing-day"),
            (["5", " ", "1990"], "invalid-date-missing-month"),
            (["5", "3", ""], "invalid-date-missing-year"),
            (["", "", "1990"], "invalid-date-missing-day-month"),
            (["", "3", ""], "invalid-date-missing-day-year"),
            (["5", "", ""], "invalid-date-missing-month-year"),
            (["0", "3", "1990"], "invalid-date-day"),
            (["32", "3", "1990"], "invalid-date-day"),
            (["5th", "3", "1990"], "invalid-date-day"),
            (["5", "13", "1990"], "invalid-date-month"),
            (["5", "Smarch", "1990"], "invalid-date-month"),
            (["5", "3", "90"], "invalid-date-year"),
            (["5", "3", "19900"], "invalid-date-year"),
            (["5", "3", "0190"], "invalid-date-year-range"),
        ] {
            assert_eq!(refused(boxes[0], boxes[1], boxes[2]).key, key, "{boxes:?}");
        }
    }

    #[test]
    fn a_date_the_calendar_does_not_have_is_named() {
        let shown = "invalid-date-impossible day=31 month=february year=2025 last=28";
        assert_eq!(refused("31", "Chwefror", "2025").to_string(), shown);
        assert_eq!(refused("29", "2", "2100").key, "invalid-date-impossible");
        assert!(parse_date("29", "2", "2024").is_ok());
    }

    #[test]
    fn files_carry_iso_or_uk_dates() {
        for text in ["1990-03-05", "05/03/1990", "5/3/1990", "05-03-1990", " 05/03/1990 "] {
            assert_eq!(parse_iso_or_uk(text), Ok(ymd(1990, 3, 5)), "{text}");
        }
        check_refused(parse_iso_or_uk, "", "invalid-date-empty");
        for text in
            ["05/03/90", "90-03-05", "1990/03/05", "5 Mar 1990", "19900305", "33000", "1990-3-5"]
        {
            check_refused(parse_iso_or_uk, text, "invalid-date-file");
        }
        check_refused(parse_iso_or_uk, "03/25/1990", "invalid-date-month-first");
        check_refused(parse_iso_or_uk, "31/02/1990", "invalid-date-impossible");
        check_refused(parse_iso_or_uk, "1990-13-05", "invalid-date-month-first");
        check_refused(parse_iso_or_uk, "00/01/1990", "invalid-date-day");
        check_refused(parse_iso_or_uk, "20/00/1990", "invalid-date-month");
    }

    #[test]
    fn dates_of_birth_are_believable() {
        let today = ymd(2026, 11, 23);
        let key = |date| date_of_birth(date, today).map_err(|invalid| invalid.key);
        assert_eq!(key(ymd(2026, 11, 24)), Err("invalid-date-of-birth-future"));
        assert_eq!(key(ymd(2011, 11, 24)), Err("invalid-date-of-birth-young"));
        assert_eq!(key(ymd(2011, 11, 23)), Ok(ymd(2011, 11, 23)));
        assert_eq!(key(ymd(1915, 11, 24)), Ok(ymd(1915, 11, 24)));
        assert_eq!(key(ymd(1900, 1, 1)), Err("invalid-date-of-birth-old"));
        for key in ["future", "young", "old"] {
            assert_message("invalid", &format!("invalid-date-of-birth-{key}"));
        }
        assert_eq!(age_on(ymd(2008, 2, 29), ymd(2026, 2, 28)), Some(17));
        assert_eq!(age_on(ymd(2008, 2, 29), ymd(2026, 3, 1)), Some(18));
    }

    proptest! {
        #[test]
        fn every_date_comes_back_from_every_form(days in 0..109_572_i64) {
            let date = ymd(1900, 1, 1) + chrono::Duration::days(days);
            for form in ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%-d/%-m/%Y"] {
                prop_assert_eq!(parse_iso_or_uk(&date.format(form).to_string()), Ok(date));
            }
            let year = date.format("%Y").to_string();
            prop_assert_eq!(parse_date(&date.format("%-d").to_string(), &date.format("%B").to_string(), &year), Ok(date));
        }

        #[test]
        fn no_text_is_a_panic(text in ".*", day in ".{0,3}", month in ".{0,4}", year in "[0-9]{0,5}") {
            let _ = parse_iso_or_uk(&text);
            let _ = parse_date(&day, &month, &year);
        }
    }
}
