//! Least squares of an outcome: on treatment and covariates over everyone, and on covariates over
//! the pool alone, which says what the treated could have expected without the programme.

use crate::design::Design;
use crate::estimate::Estimate;
use crate::linear::{BLOCK, Factor, Gram, Rows};
use crate::refusal::Refusal;

/// A least squares fit on standardised covariates.
pub(crate) struct Fit {
    /// The intercept's first.
    pub(crate) coefficients: Vec<f64>,
    /// That of the products of those in use.
    pub(crate) factor: Factor,
}

impl Fit {
    /// Fits the people in use.
    pub(crate) fn of(
        rows: &Rows<'_>,
        outcome: &[f64],
        used: impl Fn(usize) -> bool,
    ) -> Result<Self, Refusal> {
        let mut sums = Gram::new(rows.width());
        let (mut weights, mut pulls) = ([0.0; BLOCK], [0.0; BLOCK]);
        rows.blocks(|block| {
            for at in 0..block.len {
                let person = block.first + at;
                // An outcome that is not in use may be NaN, which times 0 is NaN.
                (weights[at], pulls[at]) =
                    if used(person) { (1.0, outcome[person]) } else { (0.0, 0.0) };
            }
            sums.add(block, Some(&weights[..block.len]), Some(&pulls[..block.len]));
        });
        let factor = sums.factor().map_err(|at| sums.collinear(at, rows.names()))?;
        let coefficients = factor.solve(sums.response());
        Ok(Self { coefficients, factor })
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
/// the covariates, over everyone whose outcome is known, with the classical standard error and a
/// t interval on n - p degrees of freedom, as `lm` of R prints it.
///
/// # Errors
/// Those of the covariates, and [`Refusal::Setting`] when there are too few people for them.
pub(crate) fn adjusted(design: &Design, values: &[f64]) -> Result<Estimate, Refusal> {
    let treated = design.treated.iter().map(|on| f64::from(u8::from(*on))).collect();
    let rows = design.rows()?.led_by("treated", treated)?;
    let known = |person: usize| !values[person].is_nan();
    let count = (0..values.len()).filter(|person| known(*person)).count();
    let df = count as f64 - rows.width() as f64;
    if df <= 0.0 {
        return Err(too_many(design.covariates.len(), count));
    }
    let fit = Fit::of(&rows, values, known)?;
    let left = fit.residuals(&rows, values);
    let squares: f64 = left.iter().filter(|left| !left.is_nan()).map(|left| left * left).sum();
    let mut unit = vec![0.0; rows.width()];
    unit[1] = 1.0;
    let error = (squares / df * fit.factor.solve(&unit)[1]).sqrt();
    let spread = rows.scale().spread[0];
    Ok(Estimate::with_t(fit.coefficients[1] / spread, error / spread, df))
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
) -> Result<Vec<f64>, Refusal> {
    let used = |person: usize| !treated[person] && !values[person].is_nan();
    let count = (0..values.len()).filter(|person| used(*person)).count();
    if count <= rows.width() {
        return Err(too_many(rows.width() - 1, count));
    }
    Ok(Fit::of(rows, values, used)?.residuals(rows, values))
}

fn too_many(covariates: usize, people: usize) -> Refusal {
    Refusal::Setting(format!("{covariates} covariates are too many for {people} people"))
}
