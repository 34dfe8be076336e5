//! What may be published of the findings. `results.json` is the record of whoever holds the data;
//! a report goes to everybody, so figures that rest on few people are left out of it, and so are
//! those from which they could be worked out.

use evaluate::Findings;
use evaluate::Kind;
use evaluate::findings::{EstimateRow, OutcomeRow};

/// Fewest people with an outcome, and without it, of whom a figure is published: the "10-5" rule
/// of the Office for National Statistics suppresses below 10, as do most research environments
/// (the UK Longitudinal Linkage Collaboration: nothing under 10, zero included, and percentages
/// count too). The Justice Data Lab's own threshold is not known; it is taken to be the same.
pub const FEWEST: f64 = 10.0;

/// The estimator that is the plain difference of everybody.
const UNADJUSTED: &str = "naive";

/// One outcome as it may be shown.
#[derive(Clone, Debug)]
pub enum Shown<'a> {
    /// Its figures may be published.
    Open(Open<'a>),
    /// They may not: too few people have the outcome, or have not, or have it known.
    Withheld(&'a OutcomeRow),
}

/// An outcome whose figures may be published.
#[derive(Clone, Debug)]
pub struct Open<'a> {
    /// Means of the groups.
    pub row: &'a OutcomeRow,
    /// Estimates that may be published, the main one first.
    pub estimates: Vec<&'a EstimateRow>,
    /// Estimates that may not, because they would tell of a few people.
    pub left_out: Vec<&'a EstimateRow>,
}

impl<'a> Shown<'a> {
    /// Returns the outcomes of a study, the primary one first.
    #[must_use]
    pub fn all(findings: &'a Findings) -> Vec<Self> {
        findings.outcomes.iter().map(|row| Self::of(findings, row)).collect()
    }

    /// Returns the outcome's row.
    #[must_use]
    pub fn row(&self) -> &'a OutcomeRow {
        match self {
            Self::Open(open) => open.row,
            Self::Withheld(row) => row,
        }
    }

    fn of(findings: &'a Findings, row: &'a OutcomeRow) -> Self {
        let rows: Vec<&EstimateRow> =
            findings.estimates.iter().filter(|estimate| estimate.outcome == row.name).collect();
        let worth = rows.first().map_or(0.0, |main| main.sample.ess);
        let pool = (row.known_pool as f64).min(worth);
        let treated = row.known_treated as f64;
        let few = treated < FEWEST
            || (row.known_pool as f64) < FEWEST
            || too_few(row.mean_treated, treated, row)
            || too_few(row.mean_pool, pool, row);
        if few {
            return Self::Withheld(row);
        }
        let (estimates, left_out) = apart(row, &rows);
        Self::Open(Open { row, estimates, left_out })
    }
}

/// Returns whether fewer than [`FEWEST`] people have an outcome, or have not. A mean between 0 and
/// 1 may be that of a 0/1 column; of counts, as many people as events have it at most.
fn too_few(mean: f64, people: f64, row: &OutcomeRow) -> bool {
    let with = (mean * people).round();
    let without = (people - mean * people).round();
    match row.kind {
        Kind::Count => with < FEWEST,
        _ if is_share(row) => with < FEWEST || without < FEWEST,
        _ => false,
    }
}

fn is_share(row: &OutcomeRow) -> bool {
    let between = |mean: f64| (0.0..=1.0).contains(&mean);
    row.kind.is_share()
        || (row.kind == Kind::Mean && between(row.mean_treated) && between(row.mean_pool))
}

/// Parts the estimates that may stand beside the means from those that may not.
///
/// Of a share, the plain difference of everybody ([`UNADJUSTED`]) and its error give both shares
/// away: two equations of two unknowns. Beside the share of those who were matched, that tells of
/// the few who were not. The other estimators weigh or model, and do not say with which worth.
fn apart<'a>(
    row: &OutcomeRow,
    rows: &[&'a EstimateRow],
) -> (Vec<&'a EstimateRow>, Vec<&'a EstimateRow>) {
    rows.iter().partition(|estimate| {
        let unmatched = estimate.sample.n_treated.abs_diff(row.known_treated);
        let few = unmatched > 0 && (unmatched as f64) < FEWEST;
        !(is_share(row)
            && estimate.estimator == UNADJUSTED
            && (few || unadjusted_is_small(row, estimate)))
    })
}

/// Returns whether the plain difference would give away a small number in the whole pool: its
/// share there is that of the treated, which is known to within those who were not matched, less
/// the difference.
fn unadjusted_is_small(row: &OutcomeRow, estimate: &EstimateRow) -> bool {
    let (treated, pool) = (estimate.sample.n_treated as f64, estimate.sample.n_pool as f64);
    let with = row.mean_treated * row.known_treated as f64;
    let unmatched = (treated - row.known_treated as f64).max(0.0);
    let least = with / treated - estimate.figures.estimate;
    let most = (with + unmatched) / treated - estimate.figures.estimate;
    (least * pool).round() < FEWEST || (pool - most * pool).round() < FEWEST
}
