//! UPRN: the number that every address in Great Britain has.

use crate::Invalid;
use crate::parsed::{compact, is_digits, parsed_text};

/// A unique property reference number: a whole number of up to 12 digits, kept without the leading
/// zeros that some systems print.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uprn(String);

parsed_text!(Uprn, Uprn::parse);

impl Uprn {
    /// Parses a UPRN with or without leading zeros and spaces.
    ///
    /// # Errors
    /// `invalid-uprn-empty` and `invalid-uprn-form`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let typed = compact(text);
        if typed.is_empty() {
            return Err(Invalid::new("invalid-uprn-empty"));
        }
        let number = typed.trim_start_matches('0');
        if typed.len() <= 12 && is_digits(&typed) && !number.is_empty() {
            Ok(Self(number.to_owned()))
        } else {
            Err(Invalid::new("invalid-uprn-form"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::check_refused;
    use crate::parsed::check_round_trip;

    #[test]
    fn leading_zeros_do_not_make_another_address() {
        for typed in ["100023336956", " 100 023 336 956"] {
            assert_eq!(Uprn::parse(typed).unwrap().as_str(), "100023336956", "{typed}");
        }
        assert_eq!(Uprn::parse("000000001234"), Uprn::parse("1234"));
        check_round_trip(&Uprn::parse("000000001234").unwrap(), "12x");
    }

    #[test]
    fn refuses_with_a_reason() {
        check_refused(Uprn::parse, " ", "invalid-uprn-empty");
        for typed in ["1234567890123", "0000", "12A", "1,234", "１２"] {
            check_refused(Uprn::parse, typed, "invalid-uprn-form");
        }
    }
}
