//! CRO number: the number of a person's fingerprints at the criminal records office.
//!
//! Two forms are about. The standard form `NNNNNN/YYX` is kept with its six digits; the form of a
//! paper search file `SFYY/NX` is kept as written, because its serial number has no fixed length.

use crate::Invalid;
use crate::parsed::{compact, is_digits, parsed_text, police_check_letter};

/// A CRO number, for example `065656/91H` or `SF83/50058Z`.
///
/// The letter checks the year and serial number together, in the alphabet of the PNC id; the serial
/// number is padded to six digits in the standard form and taken as written in the file form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CroNumber(String);

parsed_text!(CroNumber, CroNumber::parse);

impl CroNumber {
    /// Parses a CRO number in any case, with spaces, and without leading zeros.
    ///
    /// # Errors
    /// `invalid-cro-number-empty`, `-form`, `-check` (wrong letter) and `-placeholder` (a serial
    /// number of zeros).
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let typed = compact(text);
        if typed.is_empty() {
            return Err(Invalid::new("invalid-cro-number-empty"));
        }
        let form = || Invalid::new("invalid-cro-number-form");
        let letter = typed.chars().next_back().filter(char::is_ascii_uppercase).ok_or_else(form)?;
        let (before, after) = typed[..typed.len() - 1].split_once('/').ok_or_else(form)?;
        let (year, serial, number) = match before.strip_prefix("SF") {
            Some(year) => (year, after.to_owned(), format!("SF{year}/{after}{letter}")),
            None => (after, format!("{before:0>6}"), format!("{before:0>6}/{after}{letter}")),
        };
        let shaped = is_digits(year) && year.len() == 2 && is_digits(&serial) && serial.len() <= 6;
        if !shaped || before.is_empty() {
            return Err(form());
        }
        if police_check_letter(&format!("{year}{serial}")) != letter {
            return Err(Invalid::new("invalid-cro-number-check"));
        }
        if serial.bytes().all(|digit| digit == b'0') {
            return Err(Invalid::new("invalid-cro-number-placeholder"));
        }
        Ok(Self(number))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::messages::check_refused;
    use crate::parsed::check_round_trip;

    fn check(typed: &str, expected: &str) {
        assert_eq!(CroNumber::parse(typed).unwrap().as_str(), expected, "{typed}");
    }

    #[test]
    fn accepts_published_examples() {
        check("65656/91H", "065656/91H");
        check("065656/91h", "065656/91H");
        check(" 000123 / 21 V", "000123/21V");
        check("045123/98K", "045123/98K");
        check("SF05/482703J", "SF05/482703J");
        check("sf83/50058z", "SF83/50058Z");
        check_round_trip(&CroNumber::parse("65656/91H").unwrap(), "65656/91J");
    }

    #[test]
    fn refuses_with_a_reason() {
        check_refused(CroNumber::parse, " ", "invalid-cro-number-empty");
        check_refused(CroNumber::parse, "85227/65G", "invalid-cro-number-check");
        check_refused(CroNumber::parse, "SF83/050058Z", "invalid-cro-number-check");
        check_refused(CroNumber::parse, "000000/00Z", "invalid-cro-number-placeholder");
        for typed in ["065656/91", "06565691H", "1065656/91H", "/91H", "SF/1Z", "065656/1991H", "é"]
        {
            check_refused(CroNumber::parse, typed, "invalid-cro-number-form");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_digit_breaks_the_check_letter(
            year in 0..100_u32, serial in 1..1_000_000_u32, at in 0..9_usize, digit in 0..10_u8,
        ) {
            let letter = police_check_letter(&format!("{year:02}{serial:06}"));
            let good = format!("{serial:06}/{year:02}{letter}");
            let parsed = CroNumber::parse(&good).unwrap();
            prop_assert_eq!(parsed.as_str(), &good);
            let mut wrong = good.into_bytes();
            prop_assume!(wrong[at] != b'/' && wrong[at] != b'0' + digit);
            wrong[at] = b'0' + digit;
            prop_assert!(CroNumber::parse(&String::from_utf8(wrong).unwrap()).is_err());
        }

        #[test]
        fn no_text_is_a_panic(text in ".*") {
            let _ = CroNumber::parse(&text);
        }
    }
}
