//! A result in people's words: of every 100 people, so many; so many fewer, or anything between.

use evaluate::Kind;
use evaluate::findings::Reading;
use evaluate::verdict::Code;

use crate::language::Language;
use crate::number::{decimals, of_kind};
use crate::published::Open;

/// Standard errors that a difference must measure to be found four times out of five in a
/// two-sided test at 5%: the quantiles of the normal distribution at 0.975 and 0.8 (Cohen 1988).
const FOUND: f64 = 1.959_964 + 0.841_621;

/// Returns the result of an outcome as sentences, the last of which says how to read it.
#[must_use]
pub(crate) fn result(open: &Open<'_>, language: Language) -> Vec<String> {
    let Some(main) = open.estimates.first() else { return Vec::new() };
    let row = open.row;
    let mut sentences = vec![means(open, language)];
    let figures = &main.figures;
    sentences.push(match row.kind {
        Kind::Rate | Kind::Time => {
            per_hundred(figures.estimate, figures.ci_low, figures.ci_high, language)
        }
        Kind::Mean | Kind::Count => {
            let (estimate, low, high) = (
                of_kind(figures.estimate, row.kind),
                of_kind(figures.ci_low, row.kind),
                of_kind(figures.ci_high, row.kind),
            );
            let args = [("estimate", &*estimate), ("low", &*low), ("high", &*high)];
            language.text("result-amount", &args)
        }
    });
    if main.reading == Reading::Descriptive {
        sentences.push(language.text("result-descriptive", &[]));
    }
    sentences
}

fn means(open: &Open<'_>, language: Language) -> String {
    let row = open.row;
    let (key, treated, comparison) = match row.kind {
        Kind::Rate | Kind::Time => (
            "result-of-100",
            decimals(row.mean_treated * 100.0, 0),
            decimals(row.mean_pool * 100.0, 0),
        ),
        Kind::Mean | Kind::Count => (
            if row.kind == Kind::Mean { "result-means" } else { "result-counts" },
            of_kind(row.mean_treated, row.kind),
            of_kind(row.mean_pool, row.kind),
        ),
    };
    let args = [("outcome", &*row.name), ("treated", &*treated), ("comparison", &*comparison)];
    language.text(key, &args)
}

/// A difference of shares in whole people of a hundred; in tenths where it is below one.
fn per_hundred(estimate: f64, low: f64, high: f64, language: Language) -> String {
    let places = usize::from((estimate * 100.0).abs() < 1.0);
    let size = |share: f64| decimals((share * 100.0).abs(), places);
    let (near, far) = if estimate < 0.0 { (high, low) } else { (low, high) };
    let (difference, near, far) = (size(estimate), size(near), size(far));
    let fewer = estimate < 0.0;
    let across = low <= 0.0 && high >= 0.0;
    let key = match (fewer, across) {
        (true, false) => "result-fewer",
        (true, true) => "result-fewer-or-more",
        (false, false) => "result-more",
        (false, true) => "result-more-or-fewer",
    };
    language.text(key, &[("difference", &difference), ("near", &near), ("far", &far)])
}

/// Returns what a study of this size could have shown, beside a result that is not clear.
#[must_use]
pub(crate) fn could_show(open: &Open<'_>, code: Code, language: Language) -> Option<String> {
    let se = open.estimates.first()?.figures.se.filter(|_| code == Code::NoClearEffect)?;
    let kind = open.row.kind;
    let size = of_kind(FOUND * se, kind);
    let key = if kind.is_share() { "could-show-points" } else { "could-show-amount" };
    Some(language.text(key, &[("size", &size)]))
}
