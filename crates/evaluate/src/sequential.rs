//! Looking more than once without fooling oneself.
//!
//! Planned looks have [`Boundaries`]. Continuous watching has an e-process ([`TwoGroups`]) and a
//! [`confidence_half_width`]. Matched people break the guarantees of both unless the comparison
//! was fixed before: label such a result, or do not watch it.

pub mod boundaries;
mod crossing;

pub use boundaries::{Boundaries, Spending};

use statrs::function::beta::ln_beta;

use crate::distribution::{share, unanswerable};
use crate::refusal::Refusal;

/// Returns the evidence against a fixed rate after `events` among `people`: the likelihood under a
/// Beta(a, b) prior over the likelihood at `rate`. At 1/α or more (20 for 5%) the rate is refuted,
/// whenever one looked: Robbins (1970), Annals of Mathematical Statistics 41:1397.
///
/// # Errors
/// More events than people, a rate outside 0 to 1, or a prior that is not above 0.
pub fn evidence_against_rate(
    events: u64,
    people: u64,
    rate: f64,
    prior: (f64, f64),
) -> Result<f64, Refusal> {
    let rate = share("the fixed rate", rate)?;
    if events > people {
        return Err(unanswerable(format!(
            "{events} events among {people} people: count people once"
        )));
    }
    if !(prior.0 > 0.0 && prior.1 > 0.0 && (prior.0 + prior.1).is_finite()) {
        return Err(unanswerable("both numbers of a Beta prior must be above 0; (1, 1) is even"));
    }
    let (hit, missed) = (events as f64, (people - events) as f64);
    let mixed = ln_beta(prior.0 + hit, prior.1 + missed) - ln_beta(prior.0, prior.1);
    Ok((mixed - hit * rate.ln() - missed * (-rate).ln_1p()).exp())
}

/// Outcomes that came in together, by group: events, then people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Events and people of the treated group.
    pub treated: (u64, u64),
    /// Events and people of the comparison.
    pub comparison: (u64, u64),
}

/// The running evidence that two groups have different rates: Turner, Ly and Grünwald (2024),
/// Statistics in Medicine 43:2013. Each block is scored with what the blocks before it taught, so
/// one may look after any block and stop at any time.
#[derive(Clone, Debug, PartialEq)]
pub struct TwoGroups {
    start: f64,
    treated: (f64, f64),
    comparison: (f64, f64),
    log_evidence: f64,
}

impl TwoGroups {
    /// Begins, with `start` imagined events and as many imagined people without one in each group.
    /// 0.18 is the default of the authors' package.
    ///
    /// # Errors
    /// A start that is not above 0.
    pub fn new(start: f64) -> Result<Self, Refusal> {
        if !(start > 0.0 && start.is_finite()) {
            return Err(unanswerable(format!("a start of {start} is not possible; use 0.18")));
        }
        let nobody = (0.0, 0.0);
        Ok(Self { start, treated: nobody, comparison: nobody, log_evidence: 0.0 })
    }

    /// Takes one more block and returns the evidence so far. At 1/α or more (20 for 5%) it is
    /// refuted that the two rates are the same.
    ///
    /// # Errors
    /// More events than people in a group, or nobody in a group.
    pub fn add(&mut self, block: Block) -> Result<f64, Refusal> {
        let sound = |(events, people): (u64, u64)| people > 0 && events <= people;
        if !sound(block.treated) || !sound(block.comparison) {
            return Err(unanswerable(
                "each block needs people in both groups, and no more events than people",
            ));
        }
        let count = |(events, people): (u64, u64)| (events as f64, people as f64);
        let (a, b) = (count(block.treated), count(block.comparison));
        let rate = |seen: (f64, f64)| (self.start + seen.0) / (2.0 * self.start + seen.1);
        let (rate_a, rate_b) = (rate(self.treated), rate(self.comparison));
        let shared = (a.1 * rate_a + b.1 * rate_b) / (a.1 + b.1);
        let log = |(hit, n): (f64, f64), rate: f64| hit * rate.ln() + (n - hit) * (-rate).ln_1p();
        self.log_evidence += log(a, rate_a) + log(b, rate_b) - log(a, shared) - log(b, shared);
        self.treated = (self.treated.0 + a.0, self.treated.1 + a.1);
        self.comparison = (self.comparison.0 + b.0, self.comparison.1 + b.1);
        Ok(self.evidence())
    }

    /// Returns the evidence so far: 1 is none either way.
    #[must_use]
    pub fn evidence(&self) -> f64 {
        self.log_evidence.exp()
    }
}

/// Returns half the width of a confidence sequence for a mean after `n` people: with probability
/// 1 - `alpha` the mean is inside at every n at once. Values scatter no more than a normal with
/// standard deviation `sigma` (0.5 for anything between 0 and 1); `rho` says where the sequence is
/// tightest and is fixed before. Robbins (1970); Howard, Ramdas, McAuliffe and Sekhon (2021), Annals
/// of Statistics 49:1055.
///
/// # Errors
/// Nobody yet, or a number that is not above 0.
pub fn confidence_half_width(n: u64, rho: f64, sigma: f64, alpha: f64) -> Result<f64, Refusal> {
    let alpha = share("alpha", alpha)?;
    if n == 0 || !(rho > 0.0 && sigma > 0.0 && rho.is_finite() && sigma.is_finite()) {
        return Err(unanswerable("a confidence sequence needs someone, and rho and sigma above 0"));
    }
    let n = n as f64;
    let spread = n * rho * rho + 1.0;
    Ok(sigma * (2.0 * spread / (n * n * rho * rho) * (spread.sqrt() / alpha).ln()).sqrt())
}

/// Returns the `rho` at which a confidence sequence is about as tight as it can be after `n`
/// people, for a chance of error `alpha`: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024),
/// Annals of Statistics 52:2613, appendix.
///
/// # Errors
/// Nobody, or an alpha outside 0 to 1.
pub fn rho_tightest_at(n: u64, alpha: f64) -> Result<f64, Refusal> {
    let alpha = share("alpha", alpha)?;
    if n == 0 {
        return Err(unanswerable("say after how many people the sequence should be tightest"));
    }
    let log = -2.0 * alpha.ln();
    Ok(((log + (log + 1.0).ln()) / n as f64).sqrt())
}
