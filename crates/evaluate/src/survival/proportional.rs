//! Does a hazard ratio stay the same in time? The score test of Grambsch and Therneau (1994),
//! Biometrika 81:515, as R's `cox.zph` computes it from version 3 of `survival`: each covariate's
//! product with a function of time is tested as if added to the model.

use faer::Mat;

use crate::distribution::{chi_squared_p, unanswerable};
use crate::refusal::Refusal;

use super::cox::{Cox, Test};
use super::symmetric::{full, inverse, solve};
use super::{FollowUp, KaplanMeier};

/// The function of time with which a change of the hazard ratio is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// One less the share without the event just before: every event counts alike.
    #[default]
    KaplanMeier,
    /// Time itself.
    Identity,
    /// Its natural logarithm; times must be after 0.
    Logarithm,
}

/// What the tests found. A large p-value is not proof that the ratio stays the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Proportional {
    /// One test for each covariate, by name.
    pub each: Vec<(String, Test)>,
    /// All covariates together.
    pub global: Test,
}

impl Cox {
    /// Tests whether the hazard ratios stay the same over the follow-up that the model was fitted
    /// on. The test takes rows as independent, also where the fit's errors are robust.
    ///
    /// # Errors
    /// Events at fewer than two times, so that nothing could change between them; the logarithm
    /// of a time that is not after 0.
    pub fn proportional(
        &self,
        follow_up: &FollowUp,
        clock: Clock,
    ) -> Result<Proportional, Refusal> {
        let first = (0..follow_up.rows()).filter(|row| follow_up.event[*row]);
        let first = first.map(|row| follow_up.stop[row]).fold(f64::INFINITY, f64::min);
        if clock == Clock::Logarithm && first <= 0.0 {
            return Err(unanswerable(format!(
                "an event at time {first} has no logarithm; use another clock"
            )));
        }
        let curve = KaplanMeier::of(follow_up, None, 0.95)?;
        let reading = |time: f64| match clock {
            Clock::KaplanMeier => {
                let at = curve.steps.partition_point(|step| step.time < time);
                1.0 - at.checked_sub(1).map_or(1.0, |at| curve.steps[at].survival)
            }
            Clock::Identity => time,
            Clock::Logarithm => time.ln(),
        };
        let sums = Sums::of(self, reading);
        let fault = || {
            unanswerable(
                "events at fewer than two times cannot show whether hazard ratios stay the same; \
                 wait for more outcomes",
            )
        };
        let width = sums.slope.len();
        let left = sums.left().ok_or_else(fault)?;
        let each = (0..width).map(|k| {
            let chi_squared = sums.slope[k] * sums.slope[k] / left[(k, k)];
            let usable = left[(k, k)] > 1e-12 * sums.twice[(k, k)].abs();
            let test = Test { chi_squared, df: 1, p: chi_squared_p(chi_squared, 1) };
            usable.then(|| (self.coefficients[k].name.clone(), test)).ok_or_else(fault)
        });
        let each = each.collect::<Result<_, _>>()?;
        let solved = solve(&left, &sums.slope).ok_or_else(fault)?;
        let chi_squared = solved.iter().zip(&sums.slope).map(|(a, b)| a * b).sum();
        let global = Test { chi_squared, df: width, p: chi_squared_p(chi_squared, width) };
        Ok(Proportional { each, global })
    }
}

/// Slope and curvature of the likelihood in the coefficients of the products with time.
struct Sums {
    slope: Vec<f64>,
    plain: Mat<f64>,
    once: Mat<f64>,
    twice: Mat<f64>,
}

impl Sums {
    /// Times are read from their mean at the events, so that sums do not cancel.
    fn of(fit: &Cox, reading: impl Fn(f64) -> f64) -> Self {
        let (fitted, width) = (&fit.fitted, fit.fitted.sets.width);
        let risks = fitted.sets.risks(&fitted.coefficients);
        let (mut total, mut events) = (0.0, 0.0);
        fitted.sets.sweep(&risks, |tie| {
            total += reading(tie.time) * tie.dying.len() as f64;
            events += tie.dying.len() as f64;
        });
        let mean = total / events;
        let mut slope = vec![0.0; width];
        let triangle = vec![0.0; width * (width + 1) / 2];
        let (mut plain, mut once, mut twice) = (triangle.clone(), triangle.clone(), triangle);
        fitted.sets.sweep(&risks, |tie| {
            let (shares, at) = (tie.shares(fitted.efron), reading(tie.time) - mean);
            for (k, sum) in slope.iter_mut().enumerate() {
                let each = tie.dying.iter();
                let seen: f64 =
                    each.map(|at| fitted.sets.weight(*at) * fitted.sets.covariates(*at)[k]).sum();
                *sum += at * (seen - tie.mean_weight * tie.mean_sum(&shares, k));
            }
            tie.covariance(&shares, |place, value| {
                let value = tie.mean_weight * value;
                plain[place] += value;
                once[place] += at * value;
                twice[place] += at * at * value;
            });
        });
        Self {
            slope,
            plain: full(&plain, width),
            once: full(&once, width),
            twice: full(&twice, width),
        }
    }

    /// Returns the curvature left when the coefficients themselves are fitted too.
    fn left(&self) -> Option<Mat<f64>> {
        Some(&self.twice - &self.once * inverse(&self.plain)? * &self.once)
    }
}
