//! Least squares of an outcome: on treatment and covariates over everyone, and on covariates over
//! the pool alone, which says what the treated could have expected without the programme.

use std::sync::OnceLock;

use crate::design::Design;
use crate::estimate::Estimate;
use crate::linear::{BLOCK, Factor, Gram, Rows, dot};
use crate::refusal::Refusal;

/// The coefficient of treatment, with each of its errors.
pub(crate) struct Adjusted {
    /// With the HC1 error, which holds where people scatter unequally, as those with an outcome of
    /// 0 and 1 do: what is reported.
    pub(crate) robust: Estimate,
    /// With the classical error, which takes everyone to scatter equally: what `lm` of R prints.
    pub(crate) classical: Estimate,
}

/// A least squares fit on standardised covariates.
pub(crate) struct Fit {
    /// The intercept's first.
    pub(crate) coefficients: Vec<f64>,
    /// That of the products of those in use.
    pub(crate) factor: Factor,
}

/// The factors of the products of covariates where everybody's outcome is known: the same for
/// every outcome, and most of the work of a fit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Factors {
    /// Of treatment and covariates, over everyone.
    everyone: OnceLock<Result<Factor, Refusal>>,
    /// Of covariates, over the pool.
    pool: OnceLock<Result<Factor, Refusal>>,
}

impl Fit {
    /// Fits the people in use.
    pub(crate) fn of(
        rows: &Rows<'_>,
        outcome: &[f64],
        used: impl Fn(usize) -> bool,
    ) -> Result<Self, Refusal> {
        let factor = factor(rows, &used)?;
        Ok(Self::with(rows, outcome, used, factor))
    }

    /// Fits the people in use, of whom some have no outcome; the factor is that of them all if
    /// none are so.
    fn shared(
        rows: &Rows<'_>,
        outcome: &[f64],
        used: impl Fn(usize) -> bool,
        of_all: &OnceLock<Result<Factor, Refusal>>,
    ) -> Result<Self, Refusal> {
        let known = |person: usize| used(person) && !outcome[person].is_nan();
        if outcome.iter().any(|value| value.is_nan()) {
            return Self::of(rows, outcome, known);
        }
        let factor = of_all.get_or_init(|| factor(rows, known)).clone()?;
        Ok(Self::with(rows, outcome, known, factor))
    }

    fn with(
        rows: &Rows<'_>,
        outcome: &[f64],
        used: impl Fn(usize) -> bool,
        factor: Factor,
    ) -> Self {
        let mut response = vec![0.0; rows.width()];
        let mut pulls = [0.0; BLOCK];
        rows.blocks(|block| {
            for (at, pull) in pulls[..block.len].iter_mut().enumerate() {
                let person = block.first + at;
                // An outcome that is not in use may be NaN, which times 0 is NaN.
                *pull = if used(person) { outcome[person] } else { 0.0 };
            }
            for (k, sum) in response.iter_mut().enumerate() {
                *sum += dot(block.column(k), &pulls[..block.len]);
            }
        });
        Self { coefficients: factor.solve(&response), factor }
    }

    /// Returns outcome minus prediction for everyone; NaN where the outcome is.
    pub(crate) fn residuals(&self, rows: &Rows<'_>, outcome: &[f64]) -> Vec<f64> {
        let mut left = Vec::with_capacity(outcome.len());
        let mut predicted = [0.0; BLOCK];
        rows.blocks(|block| {
            block.predict(&self.coefficients, &mut predicted);
            let seen = &outcome[block.first..block.first + block.len];
            left.extend(seen.iter().zip(&predicted).map(|(seen, predicted)| seen - predicted));
        });
        left
    }
}

/// Returns the coefficient of treatment in a least squares fit of the outcome on treatment and
/// the covariates, over everyone whose outcome is known, with t intervals on n - p degrees of
/// freedom. HC1 is the sandwich of White (1980, Econometrica 48:817) times n / (n - p) (MacKinnon
/// and White 1985, Journal of Econometrics 29:305), as `vcovHC(type = "HC1")` of R has it.
///
/// # Errors
/// Those of the covariates, and [`Refusal::Setting`] when there are too few people for them.
pub(crate) fn adjusted(design: &Design, values: &[f64]) -> Result<Adjusted, Refusal> {
    let treated = design.treated.iter().map(|on| f64::from(u8::from(*on))).collect();
    let rows = design.rows()?.led_by("treated", treated)?;
    let known = |person: usize| !values[person].is_nan();
    let count = (0..values.len()).filter(|person| known(*person)).count();
    let df = count as f64 - rows.width() as f64;
    if df <= 0.0 {
        return Err(too_many(design.covariates.len(), count));
    }
    let fit = Fit::shared(&rows, values, |_| true, &design.factors.everyone)?;
    let left = fit.residuals(&rows, values);
    let mut unit = vec![0.0; rows.width()];
    unit[1] = 1.0;
    // The row of the inverse that makes the coefficient out of outcomes.
    let pulls = fit.factor.solve(&unit);
    let (mut squares, mut sandwich) = (0.0, 0.0);
    let mut pull = [0.0; BLOCK];
    rows.blocks(|block| {
        block.predict(&pulls, &mut pull);
        let left = &left[block.first..block.first + block.len];
        for (left, pull) in left.iter().zip(&pull).filter(|(left, _)| !left.is_nan()) {
            squares += left * left;
            sandwich += (left * pull).powi(2);
        }
    });
    let spread = rows.scale().spread[0];
    let with = |variance: f64| {
        Estimate::with_t(fit.coefficients[1] / spread, variance.sqrt() / spread, df)
    };
    Ok(Adjusted {
        robust: with(sandwich * count as f64 / df),
        classical: with(squares / df * pulls[1]),
    })
}

/// Returns each person's outcome minus what people of the pool with the same covariates would be
/// expected to have, by least squares over the pool; NaN where the outcome is.
///
/// # Errors
/// Those of the covariates among the pool, and [`Refusal::Setting`] when it has too few people.
pub(crate) fn unlike_the_pool(
    treated: &[bool],
    rows: &Rows<'_>,
    values: &[f64],
    factors: &Factors,
) -> Result<Vec<f64>, Refusal> {
    let used = |person: usize| !treated[person] && !values[person].is_nan();
    let count = (0..values.len()).filter(|person| used(*person)).count();
    if count <= rows.width() {
        return Err(too_many(rows.width() - 1, count));
    }
    let fit = Fit::shared(rows, values, |person| !treated[person], &factors.pool)?;
    Ok(fit.residuals(rows, values))
}

/// Returns the factor of the products of those in use.
fn factor(rows: &Rows<'_>, used: impl Fn(usize) -> bool) -> Result<Factor, Refusal> {
    let mut sums = Gram::new(rows.width());
    let mut weights = [0.0; BLOCK];
    rows.blocks(|block| {
        let mut whole = true;
        for (at, weight) in weights[..block.len].iter_mut().enumerate() {
            let used = used(block.first + at);
            whole &= used;
            *weight = f64::from(u8::from(used));
        }
        sums.add(block, Some(&weights[..block.len]).filter(|_| !whole), None);
    });
    sums.factor().map_err(|at| sums.collinear(at, rows.names()))
}

fn too_many(covariates: usize, people: usize) -> Refusal {
    Refusal::Setting(format!("{covariates} covariates are too many for {people} people"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::Assignment;
    use crate::table::Table;

    /// Worked by hand: with nothing but the treatment, HC1 is the sum over both groups of squares
    /// about their mean over the square of their number, times n / (n - 2).
    #[test]
    fn the_robust_error_is_that_of_two_groups_without_slopes() {
        let treated = [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        let outcome = [0.0, 4.0, 8.0, 4.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0];
        // The same in both groups, and unlike the outcome inside of each: its slope is nothing.
        let flat = [1.0, 1.0, 1.0, -3.0, 1.0, -1.0, -1.0, 1.0, 0.0, 0.0];
        let table =
            Table::new(vec![("treated".into(), treated.to_vec()), ("flat".into(), flat.to_vec())]);
        let design =
            Design::new(&table.unwrap(), "treated", &["flat".into()], &[], Assignment::Observed);
        let found = adjusted(&design.unwrap(), &outcome).unwrap();
        assert!((found.robust.estimate - 2.5).abs() < 1e-12, "{}", found.robust.estimate);
        let sandwich = (32.0 / 16.0 + 1.5 / 36.0) * 10.0 / 7.0;
        let robust = found.robust.se.unwrap();
        assert!((robust - f64::sqrt(sandwich)).abs() < 1e-12, "{robust}");
        let classical = found.classical.se.unwrap();
        let expected = f64::sqrt(33.5 / 7.0 * (1.0 / 4.0 + 1.0 / 6.0));
        assert!((classical - expected).abs() < 1e-12, "{classical}");
        assert!(found.robust.ci_high - found.robust.ci_low > 0.0);
    }

    /// Where everyone scatters equally the two errors are nearly the same.
    #[test]
    fn the_errors_agree_where_scatter_is_equal() {
        let n = 4_000;
        let wave = |at: usize, step: usize| ((at * step) % 101) as f64 / 101.0 - 0.5;
        let treated = (0..n).map(|at| f64::from(u8::from(at % 3 == 0))).collect();
        let age: Vec<f64> = (0..n).map(|at| wave(at, 37)).collect();
        let outcome: Vec<f64> = (0..n).map(|at| 2.0 * age[at] + wave(at, 59)).collect();
        let table = Table::new(vec![("treated".into(), treated), ("age".into(), age)]).unwrap();
        let design =
            Design::new(&table, "treated", &["age".into()], &[], Assignment::Observed).unwrap();
        let found = adjusted(&design, &outcome).unwrap();
        let ratio = found.robust.se.unwrap() / found.classical.se.unwrap();
        assert!((ratio - 1.0).abs() < 0.02, "{ratio}");
    }
}
