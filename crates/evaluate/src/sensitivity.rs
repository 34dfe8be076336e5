//! What would it take to explain an effect away? None of this repairs a comparison; it says how
//! strong something that was not recorded would have to be.

mod matched_sets;

use statrs::function::gamma::ln_gamma;

use crate::distribution::{normal_cdf, share, unanswerable};
use crate::interval::Interval;
use crate::refusal::Refusal;

pub use matched_sets::{FEWEST_SETS, MatchedSets};

/// How strongly, as a risk ratio with both taking part and the outcome, an unrecorded confounder
/// would have to go together beyond what was adjusted for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Confounding {
    /// To move the estimate to no effect.
    pub estimate: f64,
    /// To move the nearer limit of the interval to no effect; 1 when it is there already.
    pub limit: f64,
}

/// Returns the E-value of a risk ratio with its interval: VanderWeele and Ding (2017), Annals of
/// Internal Medicine 167:268.
///
/// # Errors
/// A ratio that is not above 0, or limits that do not enclose it.
pub fn confounding(ratio: Interval) -> Result<Confounding, Refusal> {
    let Interval { estimate, low, high } = ratio;
    if !(low > 0.0 && low <= estimate && estimate <= high && high.is_finite()) {
        return Err(unanswerable(format!(
            "{estimate} with limits {low} and {high} is not a risk ratio with its interval; both \
             limits must be above 0 and enclose it"
        )));
    }
    let nearer = if low <= 1.0 && high >= 1.0 {
        1.0
    } else if high < 1.0 {
        high
    } else {
        low
    };
    Ok(Confounding { estimate: e_value(estimate), limit: e_value(nearer) })
}

fn e_value(ratio: f64) -> f64 {
    let away = if ratio < 1.0 { 1.0 / ratio } else { ratio };
    away + (away * (away - 1.0)).sqrt()
}

/// Matched pairs, one treated and one not, of which exactly one had the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiscordantPairs {
    /// Such pairs.
    pub pairs: u64,
    /// Those in which the treated one had it.
    pub treated: u64,
}

/// Limits for a one-sided p-value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The p-value at the least favourable confounder.
    pub upper: f64,
    /// The p-value at the most favourable one.
    pub lower: f64,
}

impl DiscordantPairs {
    /// Takes the counts.
    ///
    /// # Errors
    /// No pair, or more treated with the event than pairs.
    pub fn new(pairs: u64, treated: u64) -> Result<Self, Refusal> {
        if pairs == 0 || treated > pairs {
            return Err(unanswerable(format!(
                "{treated} of {pairs} pairs: there must be pairs of which one person had the event"
            )));
        }
        Ok(Self { pairs, treated })
    }

    /// Returns the limits of the p-value for *fewer* events among the treated when, within a pair,
    /// one person's odds of being treated may be up to `gamma` times the other's: McNemar's test
    /// under the model of Rosenbaum (2002), Observational Studies, section 4.3.2.
    ///
    /// # Errors
    /// A gamma below 1.
    pub fn fewer(self, gamma: f64) -> Result<Bounds, Refusal> {
        check_gamma(gamma)?;
        let at_most = |share| binomial_at_most(self.treated, self.pairs, share);
        Ok(Bounds { upper: at_most(1.0 / (1.0 + gamma)), lower: at_most(gamma / (1.0 + gamma)) })
    }

    /// Returns the limits of the p-value for *more* events among the treated: harm.
    ///
    /// # Errors
    /// A gamma below 1.
    pub fn more(self, gamma: f64) -> Result<Bounds, Refusal> {
        Self { pairs: self.pairs, treated: self.pairs - self.treated }.fewer(gamma)
    }

    /// Returns the largest gamma at which fewer events among the treated are still found at
    /// `alpha` (one-sided), or `None` when they are not found even without a confounder.
    ///
    /// # Errors
    /// An alpha outside 0 to 1.
    pub fn gamma_withstood(self, alpha: f64) -> Result<Option<f64>, Refusal> {
        let alpha = share("alpha", alpha)?;
        let found = |gamma: f64| self.fewer(gamma).is_ok_and(|bounds| bounds.upper <= alpha);
        Ok(found(1.0).then(|| largest(found)))
    }
}

/// Returns the limits of the one-sided p-value that outcomes are *lower* among the treated, from
/// the differences (treated less comparison) of matched pairs: Wilcoxon's signed ranks in the
/// large-sample form of Rosenbaum (2002), section 4.3.3. Pairs without a difference are ranked and
/// speak for neither side; equal differences share their ranks.
///
/// # Errors
/// A gamma below 1, a missing difference, or fewer than ten pairs that differ, for which the
/// normal form does not hold.
pub fn signed_ranks(differences: &[f64], gamma: f64) -> Result<Bounds, Refusal> {
    check_gamma(gamma)?;
    if differences.iter().any(|value| !value.is_finite()) {
        return Err(unanswerable(
            "a pair has no difference; leave out pairs without both outcomes",
        ));
    }
    let differing = differences.iter().filter(|gap| **gap != 0.0).count();
    if differing < 10 {
        return Err(unanswerable(format!(
            "{differing} pairs that differ are too few for this test; use ten or more"
        )));
    }
    let mut gaps = differences.to_vec();
    gaps.sort_unstable_by(|a, b| a.abs().total_cmp(&b.abs()));
    let (mut seen, mut sum, mut squares) = (0.0, 0.0, 0.0);
    let mut at = gaps.len() - differing;
    while at < gaps.len() {
        let size = gaps[at].abs();
        let same = gaps[at..].partition_point(|gap| gap.abs() <= size);
        let rank = at as f64 + (same as f64 + 1.0) / 2.0;
        let lower = gaps[at..at + same].iter().filter(|gap| **gap < 0.0).count() as f64;
        seen += rank * lower;
        sum += rank * same as f64;
        squares += rank * rank * same as f64;
        at += same;
    }
    let p = |share: f64| {
        let spread = (share * (1.0 - share) * squares).sqrt();
        normal_cdf((share * sum - seen) / spread)
    };
    Ok(Bounds { upper: p(gamma / (1.0 + gamma)), lower: p(1.0 / (1.0 + gamma)) })
}

/// Returns p-values adjusted for having been looked at together: Holm (1979), Scandinavian Journal
/// of Statistics 6:65. For secondary outcomes; the one primary outcome stands alone.
///
/// # Errors
/// A p-value that is not from 0 to 1.
pub fn holm(p_values: &[f64]) -> Result<Vec<f64>, Refusal> {
    if let Some(wrong) = p_values.iter().find(|p| !(0.0..=1.0).contains(*p)) {
        return Err(unanswerable(format!(
            "{wrong} is not a p-value; leave out what was not tested"
        )));
    }
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*a].total_cmp(&p_values[*b]));
    let mut adjusted = vec![0.0; p_values.len()];
    let mut most: f64 = 0.0;
    for (place, at) in order.iter().enumerate() {
        most = most.max((p_values.len() - place) as f64 * p_values[*at]).min(1.0);
        adjusted[*at] = most;
    }
    Ok(adjusted)
}

/// Returns the chance of at most `hits` of `n`, summed from the smallest term, so that a chance of
/// 1e-17 keeps its digits.
fn binomial_at_most(hits: u64, n: u64, share: f64) -> f64 {
    let n_factorial = ln_gamma(n as f64 + 1.0);
    let term = |k: u64| {
        let (k, rest) = (k as f64, (n - k) as f64);
        (n_factorial - ln_gamma(k + 1.0) - ln_gamma(rest + 1.0)
            + k * share.ln()
            + rest * (-share).ln_1p())
        .exp()
    };
    (0..=hits).map(term).sum::<f64>().min(1.0)
}

fn check_gamma(gamma: f64) -> Result<(), Refusal> {
    if gamma >= 1.0 && gamma.is_finite() {
        return Ok(());
    }
    Err(unanswerable(format!("gamma must be 1 (no confounder) or more, and {gamma} is not")))
}

/// Returns the largest gamma for which `found` holds, which it does at 1 and not for ever.
fn largest(found: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (1.0, 2.0);
    while found(high) && high < 1e6 {
        (low, high) = (high, high * 2.0);
    }
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if found(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}
