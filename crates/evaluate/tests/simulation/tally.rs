//! What many cohorts say of an estimator: how far it is off on average, how much it scatters, what
//! it thinks that it scatters, and how often its interval holds the truth.

use evaluate::estimate::Estimate;

/// Answers of one estimator over many cohorts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    errors: Vec<f64>,
    standard_errors: Vec<f64>,
    covered: usize,
    below: usize,
    above: usize,
}

impl Tally {
    pub(crate) fn add(&mut self, found: &Estimate, truth: f64) {
        self.errors.push(found.estimate - truth);
        self.standard_errors.extend(found.se);
        self.covered += usize::from((found.ci_low..=found.ci_high).contains(&truth));
        self.below += usize::from(found.ci_high < 0.0);
        self.above += usize::from(found.ci_low > 0.0);
    }

    pub(crate) fn answered(&self) -> usize {
        self.errors.len()
    }

    pub(crate) fn bias(&self) -> f64 {
        mean(&self.errors)
    }

    /// Scatter of the estimates around their own mean (n - 1).
    pub(crate) fn sd(&self) -> f64 {
        let bias = self.bias();
        let squares: f64 = self.errors.iter().map(|error| (error - bias).powi(2)).sum();
        (squares / (self.errors.len() as f64 - 1.0)).sqrt()
    }

    /// Mean of the standard errors, where the estimator has one.
    pub(crate) fn mean_se(&self) -> Option<f64> {
        (!self.standard_errors.is_empty()).then(|| mean(&self.standard_errors))
    }

    pub(crate) fn coverage(&self) -> f64 {
        self.share(self.covered)
    }

    /// Share of intervals that leave out no difference, on either side.
    pub(crate) fn alarms(&self) -> f64 {
        self.share(self.below + self.above)
    }

    /// Share of intervals wholly below no difference: power, where the truth is a fall.
    pub(crate) fn lower(&self) -> f64 {
        self.share(self.below)
    }

    fn share(&self, count: usize) -> f64 {
        count as f64 / self.errors.len() as f64
    }
}

/// Returns the standard error of a share seen in so many cohorts, with what it is thought to be.
pub(crate) fn monte_carlo(share: f64, cohorts: usize) -> f64 {
    (share * (1.0 - share) / cohorts as f64).sqrt()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
