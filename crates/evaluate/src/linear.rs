//! Least squares and the small linear algebra that it shares with the score.
//!
//! Covariates are standardised as rows are read, a row at a time, so that a million people need
//! no second copy of the table and years and pounds are equally well conditioned.

use faer::linalg::solvers::DenseSolveCore;
use faer::prelude::Solve;
use faer::{Mat, Side};

use crate::design::Covariate;
use crate::estimate::Estimate;
use crate::refusal::Refusal;

/// Share of a standardised covariate's variance below which the covariates before it explain it
/// fully. Squares of a column in use leave more than 1e-4; rounding leaves less than 1e-13.
const UNEXPLAINED: f64 = 1e-10;

/// Covariates read as rows `[1, z1, z2, …]` of mean 0 and standard deviation 1.
pub(crate) struct Rows<'a> {
    covariates: Vec<&'a Covariate>,
    mean: Vec<f64>,
    spread: Vec<f64>,
}

impl<'a> Rows<'a> {
    /// Standardises; refuses a constant covariate and one that the earlier ones determine.
    pub(crate) fn new(covariates: Vec<&'a Covariate>) -> Result<Self, Refusal> {
        let mut rows = Self { mean: Vec::new(), spread: Vec::new(), covariates };
        for covariate in &rows.covariates {
            let n = covariate.values.len() as f64;
            let mean = covariate.values.iter().sum::<f64>() / n;
            let squares: f64 = covariate.values.iter().map(|value| (value - mean).powi(2)).sum();
            let spread = (squares / n).sqrt();
            // The mean of many equal values is off by rounding, so zero has to be relative.
            if spread <= 1e-13 * mean.abs() {
                return Err(Refusal::Constant(covariate.name.clone()));
            }
            rows.mean.push(mean);
            rows.spread.push(spread);
        }
        rows.refuse_collinear()?;
        Ok(rows)
    }

    /// Returns how many numbers a row has.
    pub(crate) fn width(&self) -> usize {
        self.covariates.len() + 1
    }

    /// Returns how many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.covariates.first().map_or(0, |covariate| covariate.values.len())
    }

    /// Writes row `at` into `row`.
    pub(crate) fn read(&self, at: usize, row: &mut [f64]) {
        row[0] = 1.0;
        for (k, covariate) in self.covariates.iter().enumerate() {
            row[k + 1] = (covariate.values[at] - self.mean[k]) / self.spread[k];
        }
    }

    /// Returns coefficients and their standard errors in the covariates' own units, the intercept
    /// first.
    pub(crate) fn unscale(
        &self,
        coefficients: &[f64],
        covariance: &Mat<f64>,
    ) -> (Vec<f64>, Vec<f64>) {
        let mut contrast = vec![1.0];
        for k in 0..self.covariates.len() {
            contrast.push(-self.mean[k] / self.spread[k]);
        }
        let mut values = vec![dot(&contrast, coefficients)];
        let variance: f64 = (0..contrast.len())
            .flat_map(|i| (0..contrast.len()).map(move |j| (i, j)))
            .map(|(i, j)| contrast[i] * covariance[(i, j)] * contrast[j])
            .sum();
        let mut errors = vec![variance.sqrt()];
        for k in 0..self.covariates.len() {
            values.push(coefficients[k + 1] / self.spread[k]);
            errors.push(covariance[(k + 1, k + 1)].sqrt() / self.spread[k]);
        }
        (values, errors)
    }

    fn refuse_collinear(&self) -> Result<(), Refusal> {
        let mut sums = Normal::new(self.width());
        let mut row = vec![0.0; self.width()];
        for at in 0..self.len() {
            self.read(at, &mut row);
            sums.add(&row, 1.0, 0.0);
        }
        let n = self.len() as f64;
        for k in 2..self.width() {
            // Regress covariate k on those before it; stop at the first that is fully explained.
            let earlier = Mat::from_fn(k - 1, k - 1, |i, j| sums.at(i + 1, j + 1) / n);
            let with_it = Mat::from_fn(k - 1, 1, |i, _| sums.at(k, i + 1) / n);
            let Ok(factor) = earlier.llt(Side::Lower) else {
                continue;
            };
            let slopes = factor.solve(&with_it);
            let explained: f64 = (0..k - 1).map(|i| slopes[(i, 0)] * with_it[(i, 0)]).sum();
            if 1.0 - explained < UNEXPLAINED {
                let others = (0..k - 1).filter(|i| slopes[(*i, 0)].abs() > 1e-6);
                return Err(Refusal::Collinear {
                    column: self.covariates[k - 1].name.clone(),
                    others: others.map(|i| self.covariates[i].name.clone()).collect(),
                });
            }
        }
        Ok(())
    }
}

/// The sums of a weighted least squares fit.
pub(crate) struct Normal {
    width: usize,
    /// Lower triangle, row after row.
    products: Vec<f64>,
    response: Vec<f64>,
}

impl Normal {
    pub(crate) fn new(width: usize) -> Self {
        Self { width, products: vec![0.0; width * width], response: vec![0.0; width] }
    }

    /// Adds one person: `weight · row · rowᵀ` and `pull · row`.
    pub(crate) fn add(&mut self, row: &[f64], weight: f64, pull: f64) {
        for (i, value) in row.iter().enumerate() {
            self.response[i] += pull * value;
            let scaled = weight * value;
            let line = &mut self.products[i * self.width..i * self.width + i + 1];
            for (sum, other) in line.iter_mut().zip(row) {
                // Not mul_add: without hardware support it is a library call, twenty times slower.
                *sum += scaled * other;
            }
        }
    }

    /// Solves for the coefficients; also gives the inverse of the products. `None` when they are
    /// singular.
    pub(crate) fn solve(&self) -> Option<(Vec<f64>, Mat<f64>)> {
        let products = Mat::from_fn(self.width, self.width, |i, j| self.at(i, j));
        let factor = products.llt(Side::Lower).ok()?;
        let solution = factor.solve(&Mat::from_fn(self.width, 1, |i, _| self.response[i]));
        let values: Vec<f64> = (0..self.width).map(|i| solution[(i, 0)]).collect();
        values.iter().all(|value| value.is_finite()).then(|| (values, factor.inverse()))
    }

    fn at(&self, i: usize, j: usize) -> f64 {
        self.products[i.max(j) * self.width + i.min(j)]
    }
}

/// Returns the coefficient of the first covariate in a least squares fit of `outcome` on all of
/// them, with the classical standard error and a t interval on n - p degrees of freedom.
///
/// # Errors
/// As the covariates are: constant or collinear.
pub fn first_coefficient(covariates: &[Covariate], outcome: &[f64]) -> Result<Estimate, Refusal> {
    let rows = Rows::new(covariates.iter().collect())?;
    let mut row = vec![0.0; rows.width()];
    let mut sums = Normal::new(rows.width());
    for (at, value) in outcome.iter().enumerate() {
        rows.read(at, &mut row);
        sums.add(&row, 1.0, *value);
    }
    let df = outcome.len() as f64 - rows.width() as f64;
    let solved = sums.solve().filter(|_| df > 0.0);
    let (coefficients, inverse) = solved.ok_or_else(|| {
        Refusal::Setting(format!(
            "{} covariates are too many for {} people",
            covariates.len(),
            outcome.len()
        ))
    })?;
    let mut left_over = 0.0;
    for (at, value) in outcome.iter().enumerate() {
        rows.read(at, &mut row);
        left_over += (value - dot(&row, &coefficients)).powi(2);
    }
    let error = (left_over / df * inverse[(1, 1)]).sqrt() / rows.spread[0];
    Ok(Estimate::with_t(coefficients[1] / rows.spread[0], error, df))
}

/// Returns the sum of products.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
