//! National Insurance number: how the tax and benefit authorities know a person.

use crate::Invalid;
use crate::parsed::{compact, is_digits, parsed_text};

/// A National Insurance number, for example `AB123456C`, kept without spaces.
///
/// It has no check character: what can be checked is the shape, the letters that are never used,
/// and the prefixes that are kept back (the tax authority's rules for prefix and suffix).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NiNumber(String);

parsed_text!(NiNumber, NiNumber::parse);

/// Prefixes that are not given to anyone; `TN` marks a temporary number.
const UNUSED_PREFIXES: [&str; 7] = ["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"];

impl NiNumber {
    /// Parses a National Insurance number in any case, with or without spaces.
    ///
    /// # Errors
    /// `invalid-ni-number-empty`, `-form`, `-prefix` (first two letters are never used) and
    /// `-suffix` (last letter is not A to D).
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let number = compact(text);
        if number.is_empty() {
            return Err(Invalid::new("invalid-ni-number-empty"));
        }
        let form = || Invalid::new("invalid-ni-number-form");
        if number.len() != 9 || !number.is_ascii() {
            return Err(form());
        }
        let (prefix, rest) = number.split_at(2);
        let (digits, suffix) = rest.split_at(6);
        let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_uppercase());
        if !letters(prefix) || !is_digits(digits) || !letters(suffix) {
            return Err(form());
        }
        let never_used = prefix.contains(['D', 'F', 'I', 'Q', 'U', 'V'])
            || prefix.ends_with('O')
            || UNUSED_PREFIXES.contains(&prefix);
        if never_used {
            return Err(Invalid::new("invalid-ni-number-prefix").with("prefix", prefix));
        }
        if !matches!(suffix, "A" | "B" | "C" | "D") {
            return Err(Invalid::new("invalid-ni-number-suffix"));
        }
        Ok(Self(number))
    }

    /// Returns the number in pairs, as it is printed: `AB 12 34 56 C`.
    #[must_use]
    pub fn spaced(&self) -> String {
        let n = &self.0;
        format!("{} {} {} {} {}", &n[..2], &n[2..4], &n[4..6], &n[6..8], &n[8..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::check_refused;
    use crate::parsed::check_round_trip;

    #[test]
    fn accepts_what_people_type() {
        for typed in ["AB123456C", "ab 12 34 56 c", "AB-123456-C"] {
            assert_eq!(NiNumber::parse(typed).unwrap().as_str(), "AB123456C", "{typed}");
        }
        let number = NiNumber::parse("AB123456C").unwrap();
        assert_eq!(number.spaced(), "AB 12 34 56 C");
        check_round_trip(&number, "QQ123456C");
    }

    #[test]
    fn refuses_with_a_reason() {
        check_refused(NiNumber::parse, "", "invalid-ni-number-empty");
        for typed in ["AB123456", "AB12345C", "A1123456C", "AB1234567", "éB12345C"] {
            check_refused(NiNumber::parse, typed, "invalid-ni-number-form");
        }
        for prefix in ["QQ", "DA", "AO", "BG", "GB", "KN", "NK", "NT", "TN", "ZZ", "AF"] {
            check_refused(NiNumber::parse, &format!("{prefix}123456C"), "invalid-ni-number-prefix");
        }
        check_refused(NiNumber::parse, "AB123456E", "invalid-ni-number-suffix");
    }

    proptest::proptest! {
        /// The shape of the published pattern, less the prefixes kept back.
        #[test]
        fn every_number_of_the_pattern_is_accepted(
            number in "[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]",
        ) {
            let kept_back = UNUSED_PREFIXES.contains(&&number[..2]);
            proptest::prop_assert_eq!(NiNumber::parse(&number).is_err(), kept_back);
        }
    }
}
