//! Prison number: the number that follows a person through every stay in prison in England and
//! Wales (a NOMS number). It has a shape but no check character, and is never passed on.

use crate::Invalid;
use crate::parsed::{compact, parsed_text};

/// A prison number, for example `A1234BC`: a letter, four digits, two letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PrisonNumber(String);

parsed_text!(PrisonNumber, PrisonNumber::parse);

impl PrisonNumber {
    /// Parses a prison number in any case, with or without spaces and hyphens.
    ///
    /// # Errors
    /// `invalid-prison-number-empty` and `invalid-prison-number-form`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let number = compact(text);
        if number.is_empty() {
            return Err(Invalid::new("invalid-prison-number-empty"));
        }
        let &[first, a, b, c, d, y, z] = number.as_bytes() else {
            return Err(Invalid::new("invalid-prison-number-form"));
        };
        let letters = [first, y, z].iter().all(u8::is_ascii_uppercase);
        let digits = [a, b, c, d].iter().all(u8::is_ascii_digit);
        if letters && digits {
            Ok(Self(number))
        } else {
            Err(Invalid::new("invalid-prison-number-form"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::check_refused;
    use crate::parsed::check_round_trip;

    #[test]
    fn accepts_what_people_type() {
        for typed in ["A1234BC", "a1234bc", " A 1234 BC ", "A1234-BC"] {
            assert_eq!(PrisonNumber::parse(typed).unwrap().as_str(), "A1234BC", "{typed}");
        }
        check_round_trip(&PrisonNumber::parse("A1234BC").unwrap(), "A1234B");
    }

    #[test]
    fn refuses_other_shapes() {
        check_refused(PrisonNumber::parse, "  ", "invalid-prison-number-empty");
        for typed in ["A1234B", "A1234BCD", "11234BC", "A12E4BC", "Á123BC", "X123456"] {
            check_refused(PrisonNumber::parse, typed, "invalid-prison-number-form");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_number_of_the_shape_is_accepted(number in "[A-Z][0-9]{4}[A-Z]{2}") {
            let parsed = PrisonNumber::parse(&number.to_lowercase()).unwrap();
            proptest::prop_assert_eq!(parsed.to_string(), number);
        }

        #[test]
        fn no_text_is_a_panic(text in ".*") {
            let _ = PrisonNumber::parse(&text);
        }
    }
}
