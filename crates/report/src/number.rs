//! Numbers as people read them: rates as percentages, amounts with as many decimals as their size
//! deserves, and a minus sign that is one.

use evaluate::Kind;
use evaluate::verdict::{amount, grouped};

/// Writes a difference or a mean of an outcome: a rate in percentage points, anything else in its
/// own unit.
#[must_use]
pub fn of_kind(value: f64, kind: Kind) -> String {
    signed(&amount(value, kind))
}

/// Writes a number to this many decimals.
#[must_use]
pub fn decimals(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    signed(&format!("{value:.decimals$}"))
}

/// Writes a share as a percentage to one decimal.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{}%", decimals(share * 100.0, 1))
}

/// Writes a count with its thousands set off.
#[must_use]
pub fn count(value: usize) -> String {
    grouped(&value.to_string())
}

/// Writes a p-value; `None` where an interval has none.
#[must_use]
pub fn p_value(p: Option<f64>) -> String {
    match p {
        Some(p) if p < 0.001 => "<0.001".to_owned(),
        Some(p) => format!("{p:.3}"),
        None => "–".to_owned(),
    }
}

/// Puts a true minus sign, which is read out, for a hyphen; a rounded zero has no sign.
#[must_use]
pub fn signed(number: &str) -> String {
    match number.strip_prefix('-') {
        Some(size) if size.chars().any(|c| ('1'..='9').contains(&c)) => format!("−{size}"),
        Some(size) => size.to_owned(),
        None => number.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(of_kind(-0.0456, Kind::Rate), "−4.6");
        assert_eq!(of_kind(-8_497.5, Kind::Mean), "−8,498");
        assert_eq!(decimals(-0.0004, 3), "0.000");
        assert_eq!(percent(0.125), "12.5%");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(count(999), "999");
        assert_eq!(p_value(Some(0.000_4)), "<0.001");
        assert_eq!(decimals(f64::INFINITY, 1), "–");
    }
}
