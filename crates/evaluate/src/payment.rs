//! Payment by results, as the Peterborough social impact bond had it: a cohort that is down far
//! enough is paid for at once; if none is, all cohorts together must be down by a lower bar. And
//! since a hard bar on a noisy figure is a lottery, the chance of being paid.

use crate::distribution::{normal_cdf, normal_interval, share, unanswerable};
use crate::interval::Interval;
use crate::refusal::Refusal;

/// Events in a group and the people they happened to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Count {
    /// Reconviction events: court appearances that convict, however many offences they dealt with.
    pub events: f64,
    /// Everyone released, engaged or not.
    pub people: f64,
}

/// One cohort beside its comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cohort {
    /// The people served.
    pub treated: Count,
    /// Their comparison.
    pub comparison: Count,
}

/// What was agreed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// Reduction from which one cohort is paid for at once, as a share: 0.10.
    pub early_threshold: f64,
    /// Reduction from which all cohorts together are paid for, if none was early: 0.075.
    pub pooled_threshold: f64,
    /// Price of each event avoided, in the money of the contract.
    pub price_per_event: f64,
    /// Most that is paid in all.
    pub cap: Option<f64>,
}

/// What is due.
#[derive(Clone, Debug, PartialEq)]
pub struct Payment {
    /// Reduction of each cohort, as a share of the comparison's rate. Below 0 is a rise.
    pub reductions: Vec<f64>,
    /// Reduction of all cohorts together.
    pub pooled_reduction: f64,
    /// What is due early for each cohort, before the cap.
    pub early: Vec<f64>,
    /// Whether the bar for all cohorts together was what paid.
    pub pooled_paid: bool,
    /// What is due in all.
    pub total: f64,
}

impl Count {
    fn rate(self) -> Result<f64, Refusal> {
        if self.events >= 0.0
            && self.events.is_finite()
            && self.people > 0.0
            && self.people.is_finite()
        {
            return Ok(self.events / self.people);
        }
        Err(unanswerable("each group needs people, and a number of events that is 0 or more"))
    }
}

/// Returns by what share the `treated` rate is below the `comparison` rate: 142 against 155 for each
/// hundred people is 8.39%.
///
/// # Errors
/// A comparison rate of 0, of which nothing can be a share, or a rate below 0.
pub fn reduction(treated: f64, comparison: f64) -> Result<f64, Refusal> {
    if !(comparison > 0.0 && comparison.is_finite() && treated >= 0.0 && treated.is_finite()) {
        return Err(unanswerable(
            "a reduction needs a comparison rate above 0 and a rate of 0 or more",
        ));
    }
    Ok(1.0 - treated / comparison)
}

impl Terms {
    /// Works out what is due.
    ///
    /// # Errors
    /// No cohort, counts or terms that make no sense, or a comparison without events.
    pub fn due(&self, cohorts: &[Cohort]) -> Result<Payment, Refusal> {
        self.check()?;
        if cohorts.is_empty() {
            return Err(unanswerable("there is no cohort to pay for"));
        }
        let (mut reductions, mut early) = (Vec::new(), Vec::new());
        for cohort in cohorts {
            let own = reduction(cohort.treated.rate()?, cohort.comparison.rate()?)?;
            let paid = if own >= self.early_threshold { self.price(cohort)? } else { 0.0 };
            reductions.push(own);
            early.push(paid);
        }
        let all = pooled(cohorts);
        let pooled_reduction = reduction(all.treated.rate()?, all.comparison.rate()?)?;
        let any_early = reductions.iter().any(|own| *own >= self.early_threshold);
        let pooled_paid = !any_early && pooled_reduction >= self.pooled_threshold;
        let due = if pooled_paid { self.price(&all)? } else { early.iter().sum() };
        let total = self.cap.map_or(due, |cap| due.min(cap));
        Ok(Payment { reductions, pooled_reduction, early, pooled_paid, total })
    }

    /// Events avoided: what the treated would have had at the comparison's rate, less what they
    /// had.
    fn price(&self, cohort: &Cohort) -> Result<f64, Refusal> {
        let avoided = cohort.comparison.rate()? * cohort.treated.people - cohort.treated.events;
        Ok((avoided * self.price_per_event).max(0.0))
    }

    fn check(&self) -> Result<(), Refusal> {
        share("the early threshold", self.early_threshold)?;
        share("the pooled threshold", self.pooled_threshold)?;
        let sound = self.price_per_event >= 0.0
            && self.price_per_event.is_finite()
            && self.cap.is_none_or(|cap| cap >= 0.0);
        if sound {
            return Ok(());
        }
        Err(unanswerable("the price of an event and the cap must be 0 or more"))
    }
}

/// Adds cohorts up. The comparison's rate is that of all its people together.
fn pooled(cohorts: &[Cohort]) -> Cohort {
    let sum = |side: fn(&Cohort) -> Count| Count {
        events: cohorts.iter().map(|cohort| side(cohort).events).sum(),
        people: cohorts.iter().map(|cohort| side(cohort).people).sum(),
    };
    Cohort { treated: sum(|cohort| cohort.treated), comparison: sum(|cohort| cohort.comparison) }
}

/// How well a cohort measures its reduction, and what that makes of a bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// The reduction with its 95% interval, from the log of the ratio of rates.
    pub reduction: Interval,
    /// Standard error of the reduction.
    pub se: f64,
    /// Chance that a cohort like this one, with this true reduction, measures at least the bar.
    pub of_payment: f64,
}

/// Returns the chance of payment if the true rates are those of `cohort`. Events scatter between
/// people as a negative binomial with `dispersion` (variance = mean + dispersion × mean²); people
/// who share a comparison do so with its effective number.
///
/// # Errors
/// No events on a side, a threshold outside 0 to 1, or a dispersion below 0.
pub fn chance_of_payment(
    cohort: &Cohort,
    threshold: f64,
    dispersion: f64,
) -> Result<Chance, Refusal> {
    let threshold = share("the threshold", threshold)?;
    let (a, b) = (cohort.treated.rate()?, cohort.comparison.rate()?);
    if !(a > 0.0 && b > 0.0 && dispersion >= 0.0 && dispersion.is_finite()) {
        return Err(unanswerable("both groups need events, and a dispersion of 0 or more"));
    }
    let variance = (1.0 / a + dispersion) / cohort.treated.people
        + (1.0 / b + dispersion) / cohort.comparison.people;
    let (log_ratio, log_se) = ((a / b).ln(), variance.sqrt());
    let log = normal_interval(log_ratio, log_se, 0.95);
    Ok(Chance {
        reduction: Interval {
            estimate: 1.0 - a / b,
            low: 1.0 - log.high.exp(),
            high: 1.0 - log.low.exp(),
        },
        se: a / b * log_se,
        of_payment: normal_cdf(((-threshold).ln_1p() - log_ratio) / log_se),
    })
}
