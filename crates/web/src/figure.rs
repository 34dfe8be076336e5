//! Figures as pages show them: a count or why it is not shown, and a share with its interval.

use app::figure::{Share, Shown, ShownFigure};
use serde::Serialize;

/// A count, or the message key of why it is not shown.
#[derive(Clone, Serialize)]
pub(crate) struct Cell {
    count: Option<u64>,
    key: Option<&'static str>,
}

impl From<Shown> for Cell {
    fn from(shown: Shown) -> Self {
        let key = match shown {
            Shown::Count(_) => None,
            Shown::Few => Some("figure-few"),
            Shown::Withheld => Some("figure-withheld"),
        };
        Self { count: shown.count(), key }
    }
}

/// A share of a group, in per cent with one decimal.
#[derive(Clone, Serialize)]
pub(crate) struct ShareRow {
    of: u64,
    share: String,
    low: String,
    high: String,
}

impl From<Share> for ShareRow {
    fn from(share: Share) -> Self {
        Self {
            of: share.of,
            share: percent(share.interval.estimate),
            low: percent(share.interval.low),
            high: percent(share.interval.high),
        }
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

/// Writes a share of 0 to 1 in per cent, with one decimal.
fn percent(share: f64) -> String {
    format!("{:.1}", share * 100.0)
}
