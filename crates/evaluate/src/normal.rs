//! Normal equations of a fit that reads its people one after the other: where each brings a weight of their
//! own, and millions are not looked for. [`crate::linear`] has those that read them in blocks.

use faer::linalg::solvers::DenseSolveCore;
use faer::prelude::Solve;
use faer::{Mat, Side};

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

/// Returns a matrix row after row.
pub(crate) fn by_row(matrix: &Mat<f64>) -> Vec<f64> {
    (0..matrix.nrows()).flat_map(|i| (0..matrix.ncols()).map(move |j| matrix[(i, j)])).collect()
}
