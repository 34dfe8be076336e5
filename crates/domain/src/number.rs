//! A number as people type it into a form.

use crate::Invalid;
use std::ops::RangeInclusive;

/// Parses a whole number within bounds. Spaces and the commas between thousands are let through.
///
/// # Errors
/// `invalid-number-empty`, `invalid-number-form` and `invalid-number-range`, which names the bounds.
pub fn parse_whole(text: &str, bounds: RangeInclusive<u32>) -> Result<u32, Invalid> {
    let digits = without_gaps(text);
    if digits.is_empty() {
        return Err(Invalid::new("invalid-number-empty"));
    }
    if !digits.chars().all(|c| c.is_ascii_digit()) {
        return Err(Invalid::new("invalid-number-form"));
    }
    // Digits that do not fit are a number all the same, and out of any bounds.
    match digits.parse::<u32>() {
        Ok(number) if bounds.contains(&number) => Ok(number),
        _ => Err(out_of(&bounds)),
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

/// Parses a number with decimals within bounds. Spaces, the commas between thousands, a pound sign
/// before and a per cent sign after it are let through.
///
/// # Errors
/// `invalid-number-empty`, `invalid-decimal-form` and `invalid-number-range`, which names the bounds.
pub fn parse_decimal(text: &str, bounds: RangeInclusive<f64>) -> Result<f64, Invalid> {
    let text = without_gaps(text);
    let text = text.strip_prefix('£').unwrap_or(&text);
    let digits = text.strip_suffix('%').unwrap_or(text);
    if digits.is_empty() {
        return Err(Invalid::new("invalid-number-empty"));
    }
    // A library's number may also be `inf` or `1e9`, which nobody types by intention.
    let is_plain = digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    let number = digits.parse::<f64>().ok().filter(|_| is_plain);
    let number = number.ok_or_else(|| Invalid::new("invalid-decimal-form"))?;
    if bounds.contains(&number) { Ok(number) } else { Err(out_of(&bounds)) }
}

/// Returns a number as it was typed, without spaces and the commas between thousands.
fn without_gaps(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect()
}

fn out_of<T: std::fmt::Display>(bounds: &RangeInclusive<T>) -> Invalid {
    Invalid::new("invalid-number-range").with("first", bounds.start()).with("last", bounds.end())
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
    fn reads_amounts_and_shares() {
        for (text, expected) in
            [("5", 5.0), ("5.5 %", 5.5), ("£18,000", 18_000.0), ("0.5", 0.5), (".5", 0.5)]
        {
            assert_eq!(parse_decimal(text, 0.0..=1e6), Ok(expected));
        }
        let parse = |text: &str| parse_decimal(text, 0.0..=100.0);
        check_refused(parse, " % ", "invalid-number-empty");
        for text in ["about 5", "-1", "1e1", "inf", "NaN", "1.2.3", ".", "5%%", "££5"] {
            check_refused(parse, text, "invalid-decimal-form");
        }
        for text in ["100.1", "99999999999999"] {
            check_refused(parse, text, "invalid-number-range");
        }
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
