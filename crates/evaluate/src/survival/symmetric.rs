//! Small symmetric matrices: from a lower triangle, solved, inverted.

use faer::prelude::Solve;
use faer::{Mat, Side};

/// Returns the symmetric matrix of a lower triangle.
pub(crate) fn full(triangle: &[f64], width: usize) -> Mat<f64> {
    Mat::from_fn(width, width, |i, j| {
        let (low, high) = (i.min(j), i.max(j));
        triangle[high * (high + 1) / 2 + low]
    })
}

/// Returns the solution of `matrix · x = right`, or `None` where the matrix is singular.
pub(crate) fn solve(matrix: &Mat<f64>, right: &[f64]) -> Option<Vec<f64>> {
    let factor = matrix.llt(Side::Lower).ok()?;
    let solved = factor.solve(&Mat::from_fn(right.len(), 1, |i, _| right[i]));
    let values: Vec<f64> = (0..right.len()).map(|i| solved[(i, 0)]).collect();
    values.iter().all(|value| value.is_finite()).then_some(values)
}

/// Returns the inverse of a positive definite matrix.
pub(crate) fn inverse(matrix: &Mat<f64>) -> Option<Mat<f64>> {
    let identity: Mat<f64> = Mat::identity(matrix.nrows(), matrix.nrows());
    let solved = matrix.llt(Side::Lower).ok()?.solve(&identity);
    (0..matrix.nrows())
        .all(|k| solved[(k, k)] > 0.0 && solved[(k, k)].is_finite())
        .then_some(solved)
}
