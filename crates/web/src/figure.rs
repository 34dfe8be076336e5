//! Figures as pages show them: a count or why it is not shown, and a share with its interval.

use app::figure::{Interval, Share, Shown, ShownFigure};
use serde::Serialize;

/// A count, or the message key of why it is not shown.
#[derive(Clone, Serialize)]
pub(crate) struct Cell {
    count: Option<String>,
    key: Option<&'static str>,
}

impl From<Shown> for Cell {
    fn from(shown: Shown) -> Self {
        let key = match shown {
            Shown::Count(_) => None,
            Shown::Few => Some("figure-few"),
            Shown::Withheld => Some("figure-withheld"),
        };
        Self { count: shown.count().map(grouped), key }
    }
}

/// A share of a group, in per cent with one decimal.
#[derive(Clone, Serialize)]
pub(crate) struct ShareRow {
    of: String,
    #[serde(flatten)]
    interval: IntervalRow,
}

/// A share with its interval, in per cent with one decimal.
#[derive(Clone, Serialize)]
pub(crate) struct IntervalRow {
    share: String,
    low: String,
    high: String,
}

impl From<Interval> for IntervalRow {
    fn from(found: Interval) -> Self {
        Self { share: percent(found.estimate), low: percent(found.low), high: percent(found.high) }
    }
}

impl From<Share> for ShareRow {
    fn from(share: Share) -> Self {
        Self { of: grouped(share.of), interval: share.interval.into() }
    }
}

/// A figure as a row of a table.
#[derive(Clone, Serialize)]
pub(crate) struct FigureRow {
    yes: Cell,
    no: Cell,
    unknown: Cell,
    not_applicable: Cell,
    not_recorded: Cell,
    not_due: Cell,
    share: Option<ShareRow>,
}

impl From<ShownFigure> for FigureRow {
    fn from(figure: ShownFigure) -> Self {
        Self {
            yes: figure.yes.into(),
            no: figure.no.into(),
            unknown: figure.unknown.into(),
            not_applicable: figure.not_applicable.into(),
            not_recorded: figure.not_recorded.into(),
            not_due: figure.not_due.into(),
            share: figure.share.map(ShareRow::from),
        }
    }
}

/// Writes a count with a comma between thousands, as English and Welsh do.
pub(crate) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Writes a number with so many decimals and a true minus; what is nothing in them has none.
pub(crate) fn decimal(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    if is_nothing(&text) { text.replace('-', "") } else { text.replace('-', "\u{2212}") }
}

/// Writes a difference: as [`decimal`], with a plus too, and `0` for what is nothing.
pub(crate) fn signed(number: f64, decimals: usize) -> String {
    let text = decimal(number, decimals);
    match () {
        () if is_nothing(&text) => "0".to_owned(),
        () if number > 0.0 => format!("+{text}"),
        () => text,
    }
}

fn is_nothing(text: &str) -> bool {
    !text.contains(|digit: char| ('1'..='9').contains(&digit))
}

/// Writes a share of 0 to 1 in per cent, with one decimal.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.1}", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_told_apart() {
        let check = |count, expected| assert_eq!(grouped(count), expected);
        check(0, "0");
        check(999, "999");
        check(1_000, "1,000");
        check(86_412, "86,412");
        check(1_234_567, "1,234,567");
    }
}
