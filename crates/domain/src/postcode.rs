//! UK postcode, for where a person has lived or will live and which council and services that means.

use crate::Invalid;
use crate::parsed::{compact, parsed_text};

/// A UK postcode in capitals with one space before its last three characters, for example `SW1A 1AA`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Postcode(String);

parsed_text!(Postcode, Postcode::parse);

impl Postcode {
    /// Parses a postcode in any case, with spaces anywhere.
    ///
    /// The letter O or I where only a digit can be (before the last two letters) is read as the digit.
    ///
    /// # Errors
    /// `invalid-postcode-empty`, `-form`, and `-no-fixed-abode` for the codes that health and justice
    /// systems use for people without an address: that is recorded as such, not as a place.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let typed = compact(text);
        if typed.is_empty() {
            return Err(Invalid::new("invalid-postcode-empty"));
        }
        let form = || Invalid::new("invalid-postcode-form");
        if !typed.is_ascii() || !(5..=7).contains(&typed.len()) {
            return Err(form());
        }
        let (outward, inward) = typed.split_at(typed.len() - 3);
        let sector = match &inward[..1] {
            "O" => "0",
            "I" => "1",
            sector => sector,
        };
        let postcode = format!("{outward} {sector}{}", &inward[1..]);
        // ZZ99 is the national statisticians' range for no fixed abode and abroad; NF1 1NT is
        // prison and probation's.
        if outward == "ZZ99" || postcode == "NF1 1NT" {
            return Err(Invalid::new("invalid-postcode-no-fixed-abode"));
        }
        if postcode == "GIR 0AA" || (is_outward(outward.as_bytes()) && is_inward(&postcode)) {
            Ok(Self(postcode))
        } else {
            Err(form())
        }
    }

    /// Returns the first half, for example `SW1A`: the district, coarse enough to show and count.
    #[must_use]
    pub fn outward(&self) -> &str {
        &self.0[..self.0.len() - 4]
    }

    /// Returns the letters that the postcode begins with, for example `SW`.
    #[must_use]
    pub fn area(&self) -> &str {
        let end = self.0.bytes().take_while(u8::is_ascii_alphabetic).count();
        &self.0[..end]
    }
}

/// The six shapes of the first half: A9, A99, AA9, AA99, A9A, AA9A. Q, V and X never come first; I,
/// J and Z never second.
fn is_outward(outward: &[u8]) -> bool {
    let shape: String =
        outward.iter().map(|byte| if byte.is_ascii_digit() { '9' } else { 'A' }).collect();
    let letters = outward.iter().all(u8::is_ascii_alphanumeric);
    let first = !matches!(outward.first(), Some(b'Q' | b'V' | b'X'));
    let second = !matches!(outward.get(1), Some(b'I' | b'J' | b'Z'));
    let shaped = matches!(shape.as_str(), "A9" | "A99" | "AA9" | "AA99" | "A9A" | "AA9A");
    shaped && letters && first && second
}

/// A digit and two letters, never C, I, K, M, O or V.
fn is_inward(postcode: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_uppercase() && !b"CIKMOV".contains(&byte);
    matches!(
        postcode.as_bytes(),
        [.., b' ', sector, a, b] if sector.is_ascii_digit() && letter(*a) && letter(*b)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::check_refused;
    use crate::parsed::check_round_trip;

    fn check(typed: &str, expected: &str) {
        assert_eq!(Postcode::parse(typed).unwrap().as_str(), expected, "{typed}");
    }

    #[test]
    fn accepts_what_people_type() {
        check("sw1a1aa", "SW1A 1AA");
        check(" S W1A  1 AA", "SW1A 1AA");
        check("M1 1AE", "M1 1AE");
        check("b338th", "B33 8TH");
        check("CR2 6XH", "CR2 6XH");
        check("DN55 1PT", "DN55 1PT");
        check("W1A OAX", "W1A 0AX");
        check("gir0aa", "GIR 0AA");
        check_round_trip(&Postcode::parse("CF10 1BH").unwrap(), "CF10");
    }

    #[test]
    fn halves_are_for_counting_by_area() {
        let postcode = Postcode::parse("CF10 1BH").unwrap();
        assert_eq!((postcode.outward(), postcode.area()), ("CF10", "CF"));
    }

    #[test]
    fn refuses_with_a_reason() {
        check_refused(Postcode::parse, "", "invalid-postcode-empty");
        for typed in
            ["SW1A", "SW1A 1A", "QA1 1AA", "AI1 1AA", "M1 1AC", "111 1AA", "M1 1A/", "é1 1AA"]
        {
            check_refused(Postcode::parse, typed, "invalid-postcode-form");
        }
        check_refused(Postcode::parse, "nf1 1nt", "invalid-postcode-no-fixed-abode");
        check_refused(Postcode::parse, "ZZ99 3VZ", "invalid-postcode-no-fixed-abode");
    }

    proptest::proptest! {
        #[test]
        fn spaces_and_case_never_matter(
            postcode in "[A-PR-UWYZ][A-HK-Y][0-9]{1,2} [0-9][ABD-HJLNP-UW-Z]{2}",
        ) {
            let bare = postcode.replace(' ', "").to_lowercase();
            proptest::prop_assert_eq!(Postcode::parse(&bare).unwrap().to_string(), postcode);
        }

        #[test]
        fn no_text_is_a_panic(text in ".*") {
            let _ = Postcode::parse(&text);
        }
    }
}
