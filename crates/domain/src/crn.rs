//! CRN: the case reference number that probation gives a person.

use crate::Invalid;
use crate::parsed::{compact, is_digits, parsed_text};

/// A case reference number, for example `X123456`: a letter and six digits, without a check
/// character.
///
/// Some government code allows two letters; only one letter is accepted here, and the message for
/// two says so, because a mistyped prison number also begins with letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Crn(String);

parsed_text!(Crn, Crn::parse);

impl Crn {
    /// Parses a CRN in any case, with or without spaces and hyphens.
    ///
    /// # Errors
    /// `invalid-crn-empty`, `invalid-crn-two-letters` and `invalid-crn-form`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let number = compact(text);
        if number.is_empty() {
            return Err(Invalid::new("invalid-crn-empty"));
        }
        let digits = number.trim_start_matches(|c: char| c.is_ascii_uppercase());
        match (number.len() - digits.len(), digits.len()) {
            (1, 6) if is_digits(digits) => Ok(Self(number)),
            (2, 5 | 6) if is_digits(digits) => Err(Invalid::new("invalid-crn-two-letters")),
            _ => Err(Invalid::new("invalid-crn-form")),
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
        for typed in ["X123456", "x123456", " X 123 456 ", "X-123456"] {
            assert_eq!(Crn::parse(typed).unwrap().as_str(), "X123456", "{typed}");
        }
        check_round_trip(&Crn::parse("X123456").unwrap(), "X12345");
    }

    #[test]
    fn refuses_other_shapes() {
        check_refused(Crn::parse, "", "invalid-crn-empty");
        check_refused(Crn::parse, "XY12345", "invalid-crn-two-letters");
        check_refused(Crn::parse, "XY123456", "invalid-crn-two-letters");
        for typed in ["X12345", "X1234567", "1234567", "A1234BC", "X12345O", "É123456"] {
            check_refused(Crn::parse, typed, "invalid-crn-form");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_number_of_the_shape_is_accepted(number in "[A-Z][0-9]{6}") {
            proptest::prop_assert_eq!(Crn::parse(&number.to_lowercase()).unwrap().to_string(), number);
        }
    }
}
