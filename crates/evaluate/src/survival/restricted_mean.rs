//! The mean time without the event up to a horizon: the area under the curve. Unlike a median it is
//! always known when people were followed so far, and unlike a hazard ratio it is in days.

use super::KaplanMeier;

/// Mean time without the event up to a horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RestrictedMean {
    /// The mean, in the unit of the follow-up.
    pub mean: f64,
    /// Its standard error.
    pub se: f64,
}

impl KaplanMeier {
    /// Returns the mean time without the event up to `horizon`, or `None` when the curve does not
    /// reach so far.
    ///
    /// The variance is Σ A² d over the times of events, A the area under the curve from there to
    /// the horizon and d the growth there of the variance of the curve's logarithm (Greenwood's, or
    /// with weights Xie and Liu's): Klein and Moeschberger (2003), Survival Analysis, section 4.5.
    #[must_use]
    pub fn restricted_mean(&self, horizon: f64) -> Option<RestrictedMean> {
        let end = self.steps.last()?;
        if !(horizon > 0.0 && horizon.is_finite()) || (end.time < horizon && end.survival > 0.0) {
            return None;
        }
        let steps: Vec<_> = self.steps.iter().filter(|step| step.time < horizon).collect();
        let log_variance = |at: usize| {
            let step = steps[at];
            if step.survival > 0.0 { (step.se / step.survival).powi(2) } else { 0.0 }
        };
        let (mut area, mut variance, mut until) = (0.0, 0.0, horizon);
        for at in (0..steps.len()).rev() {
            area += steps[at].survival * (until - steps[at].time);
            until = steps[at].time;
            let before = if at == 0 { 0.0 } else { log_variance(at - 1) };
            variance += area * area * (log_variance(at) - before).max(0.0);
        }
        Some(RestrictedMean { mean: area + until, se: variance.sqrt() })
    }
}
