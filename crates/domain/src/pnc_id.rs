//! PNC id: the number of a person's record on the Police National Computer.
//!
//! Stored and exchanged as `YYYY/NNNNNNNX`: a year, a serial number of seven digits, and a letter
//! that checks the last two digits of the year and the serial number together. The century is not
//! checked by the letter, so two records must never be taken for one person on this id alone.

use chrono::{Datelike, NaiveDate};

use crate::Invalid;
use crate::parsed::{compact, is_digits, parsed_text, police_check_letter};

/// A PNC id in its long form, for example `1979/0163001B`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PncId(String);

parsed_text!(PncId, PncId::parse_long);

/// Years are of the person's first record; the Police National Computer took over paper records
/// that go back well before 1974, but none of a living person's is older than this.
const FIRST_YEAR: i32 = 1900;

impl PncId {
    /// Parses a PNC id: year of two or four digits, serial number with or without its leading
    /// zeros, with or without the slash, in any case.
    ///
    /// A year of two digits is in this century if that is not in the future, otherwise in the last.
    /// Without the slash a serial number without its zeros may be read in two ways; the check letter
    /// decides, and if both ways check the slash is asked for.
    ///
    /// # Errors
    /// `invalid-pnc-id-empty`, `-form`, `-year` (in the future or too old), `-check` (wrong letter),
    /// `-slash` (could be two different ids) and `-placeholder` (a serial number of zeros).
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, Invalid> {
        let typed = compact(text);
        if typed.is_empty() {
            return Err(Invalid::new("invalid-pnc-id-empty"));
        }
        let form = || Invalid::new("invalid-pnc-id-form");
        if typed.len() > 13 {
            return Err(form());
        }
        let letter = typed.chars().next_back().filter(char::is_ascii_uppercase).ok_or_else(form)?;
        let body = &typed[..typed.len() - 1];
        if let Some((year, serial)) = body.split_once('/') {
            return Self::from_parts(year, serial, letter, today);
        }
        if !is_digits(body) {
            return Err(form());
        }
        let mut found: Vec<Self> = Vec::new();
        let mut refused = form();
        for year_digits in [4, 2] {
            let Some((year, serial)) = body.split_at_checked(year_digits) else {
                continue;
            };
            match Self::from_parts(year, serial, letter, today) {
                Ok(id) => found.push(id),
                Err(invalid) if invalid.key == "invalid-pnc-id-form" => {}
                Err(invalid) => refused = invalid,
            }
        }
        found.dedup();
        match found.len() {
            0 => Err(refused),
            1 => Ok(found.swap_remove(0)),
            _ => Err(Invalid::new("invalid-pnc-id-slash")),
        }
    }

    /// Parses a PNC id that is already in its long form, as stored and exchanged.
    ///
    /// # Errors
    /// As [`PncId::parse`]; a year in the future is not known here and is not refused.
    pub fn parse_long(text: &str) -> Result<Self, Invalid> {
        let long = text.len() == 13 && text.as_bytes()[4] == b'/' && text.is_ascii();
        if !long {
            return Err(Invalid::new("invalid-pnc-id-form"));
        }
        let id = Self::parse(text, NaiveDate::MAX)?;
        if id.0 == text { Ok(id) } else { Err(Invalid::new("invalid-pnc-id-form")) }
    }

    /// Returns the short form that is printed on police and court papers, for example
    /// `79/0163001B`.
    #[must_use]
    pub fn short(&self) -> &str {
        &self.0[2..]
    }

    /// Returns the year of the record.
    #[must_use]
    pub fn year(&self) -> i32 {
        self.0[..4].parse().expect("the first four characters were checked to be digits")
    }

    fn from_parts(
        year: &str,
        serial: &str,
        letter: char,
        today: NaiveDate,
    ) -> Result<Self, Invalid> {
        let shaped = is_digits(year)
            && matches!(year.len(), 2 | 4)
            && is_digits(serial)
            && serial.len() <= 7;
        if !shaped {
            return Err(Invalid::new("invalid-pnc-id-form"));
        }
        let typed_year: i32 = year.parse().map_err(|_| Invalid::new("invalid-pnc-id-form"))?;
        let full_year = if year.len() == 4 {
            typed_year
        } else if typed_year <= today.year() % 100 {
            today.year() - today.year() % 100 + typed_year
        } else {
            today.year() - today.year() % 100 - 100 + typed_year
        };
        if full_year < FIRST_YEAR || full_year > today.year() {
            return Err(Invalid::new("invalid-pnc-id-year").with("year", full_year));
        }
        let serial = format!("{serial:0>7}");
        if police_check_letter(&format!("{:02}{serial}", full_year % 100)) != letter {
            return Err(Invalid::new("invalid-pnc-id-check"));
        }
        if serial == "0000000" {
            return Err(Invalid::new("invalid-pnc-id-placeholder"));
        }
        Ok(Self(format!("{full_year:04}/{serial}{letter}")))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::messages::check_refused;
    use crate::parsed::check_round_trip;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    fn parse(text: &str) -> Result<PncId, Invalid> {
        PncId::parse(text, today())
    }

    fn check(typed: &str, expected: &str) {
        assert_eq!(parse(typed).unwrap().as_str(), expected, "{typed}");
    }

    #[test]
    fn accepts_published_examples() {
        for id in [
            "1981/0000034U",
            "2002/0073319Z",
            "2000/0000223R",
            "1979/0163001B",
            "2003/0000003Y",
            "1967/9893091D",
        ] {
            check(id, id);
            check_round_trip(&parse(id).unwrap(), &id[2..]);
        }
    }

    #[test]
    fn accepts_short_forms() {
        check("81/34u", "1981/0000034U");
        check(" 79 / 163001 b", "1979/0163001B");
        check("02/0073319Z", "2002/0073319Z");
        check("21/0000123C", "2021/0000123C");
        check("98/0451234M", "1998/0451234M");
        check("00/1A", "2000/0000001A");
        check("20020073319Z", "2002/0073319Z");
        check("79163001B", "1979/0163001B");
        assert_eq!(parse("79/163001B").unwrap().short(), "79/0163001B");
        assert_eq!(parse("79/163001B").unwrap().year(), 1979);
    }

    #[test]
    fn refuses_published_bad_examples() {
        for id in ["20030011985Z", "20120052494O", "20230583843N", "2001/0171310S"] {
            check_refused(parse, id, "invalid-pnc-id-check");
        }
    }

    #[test]
    fn refuses_with_a_reason() {
        check_refused(parse, "", "invalid-pnc-id-empty");
        check_refused(parse, "1979/0163001", "invalid-pnc-id-form");
        check_refused(parse, "979/0163001B", "invalid-pnc-id-form");
        check_refused(parse, "1979/00163001B", "invalid-pnc-id-form");
        check_refused(parse, "1979/01é3001B", "invalid-pnc-id-form");
        check_refused(parse, "é", "invalid-pnc-id-form");
        check_refused(parse, "2079/0163001B", "invalid-pnc-id-year");
        check_refused(parse, "1979/0163001C", "invalid-pnc-id-check");
        check_refused(parse, "2000/0000000Z", "invalid-pnc-id-placeholder");
    }

    /// `2002` and `1` or `20` and `021`: whoever typed it must say which.
    #[test]
    fn without_the_slash_two_readings_are_not_guessed_at() {
        let mut seen = false;
        for serial in 1..100_000 {
            let body = format!("20{serial:05}");
            let long = police_check_letter(&format!("{}{:0>7}", &body[2..4], &body[4..]));
            let short = police_check_letter(&format!("20{:0>7}", &body[2..]));
            let year: i32 = body[..4].parse().unwrap();
            if long == short && year <= 2026 && body[4..] != *"000" {
                check_refused(parse, &format!("{body}{long}"), "invalid-pnc-id-slash");
                seen = true;
            }
        }
        assert!(seen);
    }

    proptest! {
        #[test]
        fn every_form_of_an_id_is_the_same_id(year in 1927..=2026_i32, serial in 1..10_000_000_u32) {
            let letter = police_check_letter(&format!("{:02}{serial:07}", year % 100));
            let long = format!("{year}/{serial:07}{letter}");
            let id = parse(&long).unwrap();
            prop_assert_eq!(id.as_str(), &long);
            prop_assert_eq!(&parse(&format!("{:02}/{serial}{letter}", year % 100)).unwrap(), &id);
            prop_assert_eq!(&PncId::parse_long(&long).unwrap(), &id);
        }

        /// 23 is prime and larger than any change of one digit, so one wrong digit always shows.
        #[test]
        fn one_wrong_digit_breaks_the_check_letter(
            year in 1927..=2026_i32, serial in 1..10_000_000_u32, at in 2..12_usize, digit in 0..10_u8,
        ) {
            let letter = police_check_letter(&format!("{:02}{serial:07}", year % 100));
            let good = format!("{year}/{serial:07}{letter}");
            let mut wrong = good.clone().into_bytes();
            prop_assume!(wrong[at] != b'/' && wrong[at] != b'0' + digit);
            wrong[at] = b'0' + digit;
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert!(parse(&wrong).is_err(), "{} for {}", wrong, good);
        }

        #[test]
        fn every_wrong_letter_is_refused(year in 1927..=2026_i32, serial in 1..10_000_000_u32) {
            let right = police_check_letter(&format!("{:02}{serial:07}", year % 100));
            for letter in ('A'..='Z').filter(|&letter| letter != right) {
                let invalid = parse(&format!("{year}/{serial:07}{letter}")).unwrap_err();
                prop_assert_eq!(invalid.key, "invalid-pnc-id-check");
            }
        }

        #[test]
        fn no_text_is_a_panic(text in ".*") {
            let _ = parse(&text);
            let _ = PncId::parse_long(&text);
        }
    }
}
