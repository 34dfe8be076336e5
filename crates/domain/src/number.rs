//! A whole number as people type it into a form.

use crate::Invalid;
use std::ops::RangeInclusive;

/// Parses a whole number within bounds. Spaces and the commas between thousands are let through.
///
/// # Errors
/// `invalid-number-empty`, `invalid-number-form` and `invalid-number-range`, which names the bounds.
pub fn parse_whole(text: &str, bounds: RangeInclusive<u32>) -> Result<u32, Invalid> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    if digits.is_empty() {
        return Err(Invalid::new("invalid-number-empty"));
    }
    if !digits.chars().all(|c| c.is_ascii_digit()) {
        return Err(Invalid::new("invalid-number-form"));
    }
    // Digits that do not fit are a number all the same, and out of any bounds.
    match digits.parse::<u32>() {
        Ok(number) if bounds.contains(&number) => Ok(number),
        _ => Err(Invalid::new("invalid-number-range")
            .with("first", bounds.start())
            .with("last", bounds.end())),
    }
}

/// Parses a whole number within bounds that may be left empty.
///
/// # Errors
/// As [`parse_whole`], without `invalid-number-empty`.
pub fn parse_whole_optional(
    text: &str,
    bounds: RangeInclusive<u32>,
) -> Result<Option<u32>, Invalid> {
    if text.trim().is_empty() { Ok(None) } else { parse_whole(text, bounds).map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::check_refused;

    #[test]
    fn reads_what_people_type() {
        for (text, expected) in [("7", 7), (" 10,000 ", 10_000), ("0012", 12), ("1 000", 1000)] {
            assert_eq!(parse_whole(text, 1..=10_000), Ok(expected));
        }
        assert_eq!(parse_whole_optional(" ", 1..=9), Ok(None));
        assert_eq!(parse_whole_optional("9", 1..=9), Ok(Some(9)));
    }

    #[test]
    fn refuses_with_a_reason() {
        let parse = |text: &str| parse_whole(text, 1..=10_000);
        check_refused(parse, "", "invalid-number-empty");
        for text in ["ten", "-1", "1.5", "１２", "0x10"] {
            check_refused(parse, text, "invalid-number-form");
        }
        for text in ["0", "10001", "99999999999999"] {
            check_refused(parse, text, "invalid-number-range");
        }
    }
}
