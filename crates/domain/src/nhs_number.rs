//! NHS number: how health services in England and Wales know a person.

use crate::Invalid;
use crate::parsed::{compact, is_digits, parsed_text};

/// An NHS number: ten digits, of which the last checks the others (modulus 11), kept without spaces.
///
/// Numbers that begin with 999 are the test range of the NHS; they are accepted, as invented people
/// carry them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NhsNumber(String);

parsed_text!(NhsNumber, NhsNumber::parse);

impl NhsNumber {
    /// Parses an NHS number with or without spaces and hyphens.
    ///
    /// # Errors
    /// `invalid-nhs-number-empty`, `-form`, `-check` (a digit is wrong) and `-placeholder` (one digit
    /// repeated or digits counted up or down, which pass the check but belong to nobody).
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let number = compact(text);
        if number.is_empty() {
            return Err(Invalid::new("invalid-nhs-number-empty"));
        }
        if number.len() != 10 || !is_digits(&number) {
            return Err(Invalid::new("invalid-nhs-number-form"));
        }
        if is_placeholder(number.as_bytes()) {
            return Err(Invalid::new("invalid-nhs-number-placeholder"));
        }
        let check = char::from(number.as_bytes()[9]);
        if nhs_check_digit(&number[..9]) != Some(check) {
            return Err(Invalid::new("invalid-nhs-number-check"));
        }
        Ok(Self(number))
    }

    /// Returns the number as it is printed: `943 476 5919`.
    #[must_use]
    pub fn spaced(&self) -> String {
        format!("{} {} {}", &self.0[..3], &self.0[3..6], &self.0[6..])
    }
}

/// Returns the digit that checks nine others, or `None` for the one in eleven that is never issued
/// because its check would be 10. The digits are weighted 10 down to 2.
#[must_use]
pub fn nhs_check_digit(digits: &str) -> Option<char> {
    let sum: u32 = (2..=10)
        .rev()
        .zip(digits.chars().filter_map(|c| c.to_digit(10)))
        .map(|(weight, digit)| weight * digit)
        .sum();
    char::from_digit((11 - sum % 11) % 11, 10)
}

fn is_placeholder(digits: &[u8]) -> bool {
    [0, 1, 9]
        .iter()
        .any(|step| digits.windows(2).all(|pair| (pair[0] - b'0' + step) % 10 == pair[1] - b'0'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::messages::check_refused;
    use crate::parsed::check_round_trip;

    #[test]
    fn accepts_what_people_type() {
        for typed in ["9434765919", "943 476 5919", "943-476-5919"] {
            assert_eq!(NhsNumber::parse(typed).unwrap().as_str(), "9434765919", "{typed}");
        }
        let number = NhsNumber::parse("9434765919").unwrap();
        assert_eq!(number.spaced(), "943 476 5919");
        check_round_trip(&number, "9434765918");
    }

    #[test]
    fn refuses_with_a_reason() {
        check_refused(NhsNumber::parse, "", "invalid-nhs-number-empty");
        check_refused(NhsNumber::parse, "943476591", "invalid-nhs-number-form");
        check_refused(NhsNumber::parse, "94347659l9", "invalid-nhs-number-form");
        check_refused(NhsNumber::parse, "9434765918", "invalid-nhs-number-check");
        for typed in ["0000000000", "1111111111", "9999999999", "0123456789", "9876543210"] {
            check_refused(NhsNumber::parse, typed, "invalid-nhs-number-placeholder");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_digit_or_two_swapped_are_refused(
            first in "[0-9]{9}", at in 0..10_usize, digit in 0..10_u8,
        ) {
            let Some(check) = nhs_check_digit(&first) else { return Ok(()) };
            let good = format!("{first}{check}").into_bytes();
            prop_assume!(!is_placeholder(&good));
            prop_assert!(NhsNumber::parse(&String::from_utf8(good.clone()).unwrap()).is_ok());
            if good[at] != b'0' + digit {
                let mut wrong = good.clone();
                wrong[at] = b'0' + digit;
                prop_assert!(NhsNumber::parse(&String::from_utf8(wrong).unwrap()).is_err());
            }
            if at < 9 && good[at] != good[at + 1] {
                let mut swapped = good;
                swapped.swap(at, at + 1);
                prop_assert!(NhsNumber::parse(&String::from_utf8(swapped).unwrap()).is_err());
            }
        }
    }
}
