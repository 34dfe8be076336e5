//! Least squares and the small linear algebra that it shares with the score and the weights.
//!
//! Covariates are standardised as they are read, a block of people at a time and a column after
//! the other, so that a million people need no second copy of the table, years and pounds are
//! equally well conditioned, and the sums run at the speed of the machine's vector units.

use std::borrow::Cow;

use faer::linalg::matmul::triangular::{BlockStructure, matmul};
use faer::{Accum, Mat, MatRef, Par};

use crate::design::Covariate;
use crate::refusal::Refusal;
use crate::values::{Seen, Values, counts, each_number, number};

/// People in a block: thirty columns of them fit in a second-level cache.
pub(crate) const BLOCK: usize = 512;

/// Share of a standardised covariate's variance below which the covariates before it explain it
/// fully. Squares of a column in use leave more than 1e-4; rounding leaves less than 1e-13.
const UNEXPLAINED: f64 = 1e-10;

/// Covariates read as columns `[1, z1, z2, …]` of mean 0 and standard deviation 1.
#[derive(Clone)]
pub(crate) struct Rows<'a> {
    names: Vec<&'a str>,
    columns: Vec<Cow<'a, Values>>,
    scale: Cow<'a, Scale>,
}

/// Means and standard deviations (divisor n) of covariates.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scale {
    pub(crate) mean: Vec<f64>,
    pub(crate) spread: Vec<f64>,
}

/// A column with what makes its numbers standard.
enum Standard<'a> {
    /// Whole numbers, and what each of them becomes.
    Bytes(&'a [u8], Box<[f64; 256]>),
    /// Any numbers, less their mean, times this.
    Wide(&'a [f64], f64, f64),
}

impl<'a> Standard<'a> {
    fn of(column: &'a Values, mean: f64, spread: f64) -> Self {
        let per = 1.0 / spread;
        match column.seen() {
            Seen::Bytes(bytes) => {
                let mut each = Box::new([0.0; 256]);
                for (standard, byte) in each.iter_mut().zip(0..=u8::MAX) {
                    *standard = (number(byte) - mean) * per;
                }
                Self::Bytes(bytes, each)
            }
            Seen::Wide(wide) => Self::Wide(wide, mean, per),
        }
    }

    /// Writes the standard numbers of the people from `first`.
    fn write(&self, first: usize, into: &mut [f64]) {
        let past = first + into.len();
        match self {
            Self::Bytes(bytes, each) => {
                for (value, seen) in into.iter_mut().zip(&bytes[first..past]) {
                    *value = each[usize::from(*seen)];
                }
            }
            Self::Wide(wide, mean, per) => {
                for (value, seen) in into.iter_mut().zip(&wide[first..past]) {
                    *value = (seen - mean) * per;
                }
            }
        }
    }
}

/// Some people's covariates, standardised, a column after the other.
pub(crate) struct Block<'b> {
    /// Number of the first of them.
    pub(crate) first: usize,
    /// How many they are.
    pub(crate) len: usize,
    columns: &'b [f64],
}

impl Scale {
    /// Measures; refuses a constant covariate.
    pub(crate) fn of(covariates: &[Covariate]) -> Result<Self, Refusal> {
        let mut scale = Self::default();
        for covariate in covariates {
            let (mean, variance) = match covariate.values.seen() {
                Seen::Bytes(bytes) => of_counts(bytes),
                Seen::Wide(wide) => of_numbers(wide),
            };
            let spread = variance.sqrt();
            // The mean of many equal values is off by rounding, so zero has to be relative.
            if spread.is_nan() || spread <= 1e-13 * mean.abs() {
                return Err(Refusal::Constant(covariate.name.clone()));
            }
            scale.mean.push(mean);
            scale.spread.push(spread);
        }
        Ok(scale)
    }
}

/// Returns mean and variance (divisor n) of whole numbers, by how often each is there.
fn of_counts(bytes: &[u8]) -> (f64, f64) {
    let (n, counts) = (bytes.len() as f64, counts(bytes));
    let each = each_number(&counts);
    let mean = each.clone().map(|(value, count)| value * count).sum::<f64>() / n;
    (mean, each.map(|(value, count)| (value - mean).powi(2) * count).sum::<f64>() / n)
}

fn of_numbers(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n)
}

impl<'a> Rows<'a> {
    /// Reads covariates on a scale measured before.
    pub(crate) fn new(covariates: &'a [Covariate], scale: Cow<'a, Scale>) -> Self {
        Self {
            names: covariates.iter().map(|covariate| covariate.name.as_str()).collect(),
            columns: covariates.iter().map(|c| Cow::Borrowed(&c.values)).collect(),
            scale,
        }
    }

    /// Measures, and refuses a constant covariate and one that the earlier ones determine.
    pub(crate) fn checked(covariates: &'a [Covariate]) -> Result<Self, Refusal> {
        let rows = Self::new(covariates, Cow::Owned(Scale::of(covariates)?));
        let mut sums = Gram::new(rows.width());
        rows.blocks(|block| sums.add(block, None, None));
        sums.factor().map_err(|at| sums.collinear(at, &rows.names))?;
        Ok(rows)
    }

    /// Puts a column in front, on its own scale: the treatment in a regression.
    pub(crate) fn led_by(mut self, name: &'a str, values: Values) -> Result<Self, Refusal> {
        let covariate = Covariate { name: name.to_owned(), values };
        let first = Scale::of(std::slice::from_ref(&covariate))?;
        let scale = self.scale.to_mut();
        scale.mean.insert(0, first.mean[0]);
        scale.spread.insert(0, first.spread[0]);
        self.names.insert(0, name);
        self.columns.insert(0, Cow::Owned(covariate.values));
        Ok(self)
    }

    /// Returns some of the rows, on the same scale.
    pub(crate) fn pick(&self, rows: &[usize]) -> Self {
        Self {
            names: self.names.clone(),
            columns: self.columns.iter().map(|column| Cow::Owned(column.pick(rows))).collect(),
            scale: self.scale.clone(),
        }
    }

    /// Returns how many numbers a row has.
    pub(crate) fn width(&self) -> usize {
        self.columns.len() + 1
    }

    /// Returns how many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.columns.first().map_or(0, |column| column.len())
    }

    /// Returns the covariates' names.
    pub(crate) fn names(&self) -> &[&'a str] {
        &self.names
    }

    /// Returns the covariates' means and standard deviations.
    pub(crate) fn scale(&self) -> &Scale {
        &self.scale
    }

    /// Writes the row of one person into `row`.
    pub(crate) fn read(&self, at: usize, row: &mut [f64]) {
        row[0] = 1.0;
        for (k, column) in self.columns.iter().enumerate() {
            row[k + 1] = (column[at] - self.scale.mean[k]) / self.scale.spread[k];
        }
    }

    /// Reads everybody, block after block.
    pub(crate) fn blocks(&self, mut visit: impl FnMut(&Block<'_>)) {
        let mut buffer = vec![1.0; BLOCK * self.width()];
        let Scale { mean, spread } = &*self.scale;
        let each = self.columns.iter().zip(mean).zip(spread);
        let columns: Vec<Standard<'_>> =
            each.map(|((column, mean), spread)| Standard::of(column, *mean, *spread)).collect();
        let mut first = 0;
        while first < self.len() {
            let len = BLOCK.min(self.len() - first);
            for (column, into) in columns.iter().zip(buffer[BLOCK..].chunks_mut(BLOCK)) {
                column.write(first, &mut into[..len]);
            }
            visit(&Block { first, len, columns: &buffer });
            first += len;
        }
    }

    /// Returns coefficients and their standard errors in the covariates' own units, the intercept
    /// first.
    pub(crate) fn unscale(
        &self,
        coefficients: &[f64],
        covariance: &Mat<f64>,
    ) -> (Vec<f64>, Vec<f64>) {
        let Scale { mean, spread } = &*self.scale;
        let mut contrast = vec![1.0];
        contrast.extend(mean.iter().zip(spread).map(|(mean, spread)| -mean / spread));
        let mut values = vec![dot(&contrast, coefficients)];
        let variance: f64 = (0..contrast.len())
            .flat_map(|i| (0..contrast.len()).map(move |j| (i, j)))
            .map(|(i, j)| contrast[i] * covariance[(i, j)] * contrast[j])
            .sum();
        let mut errors = vec![variance.sqrt()];
        for (k, spread) in spread.iter().enumerate() {
            values.push(coefficients[k + 1] / spread);
            errors.push(covariance[(k + 1, k + 1)].sqrt() / spread);
        }
        (values, errors)
    }
}

impl Block<'_> {
    /// Returns one column of the block.
    pub(crate) fn column(&self, k: usize) -> &[f64] {
        &self.columns[k * BLOCK..k * BLOCK + self.len]
    }

    /// Writes the sum of coefficient times column for each person.
    pub(crate) fn predict(&self, coefficients: &[f64], out: &mut [f64; BLOCK]) {
        let out = &mut out[..self.len];
        out.fill(coefficients[0]);
        for (k, coefficient) in coefficients.iter().enumerate().skip(1) {
            for (sum, value) in out.iter_mut().zip(self.column(k)) {
                // Not mul_add: without hardware support it is a library call, twenty times slower.
                *sum += coefficient * value;
            }
        }
    }
}

/// The sums of a weighted least squares fit.
pub(crate) struct Gram {
    width: usize,
    products: Mat<f64>,
    response: Vec<f64>,
    scaled: Vec<f64>,
}

/// The lower triangular factor of a Gram matrix, row after row.
#[derive(Clone, Debug)]
pub(crate) struct Factor {
    width: usize,
    lower: Vec<f64>,
}

impl Gram {
    pub(crate) fn new(width: usize) -> Self {
        Self {
            width,
            products: Mat::zeros(width, width),
            response: vec![0.0; width],
            scaled: vec![0.0; width * BLOCK],
        }
    }

    /// Adds a block: `weight · row · rowᵀ` and `pull · row` for each person in it. Weights are
    /// 1 and pulls 0 when not given.
    pub(crate) fn add(
        &mut self,
        block: &Block<'_>,
        weights: Option<&[f64]>,
        pulls: Option<&[f64]>,
    ) {
        if let Some(pulls) = pulls {
            for (k, sum) in self.response.iter_mut().enumerate() {
                *sum += dot(block.column(k), pulls);
            }
        }
        if let Some(weights) = weights {
            let mut roots = [0.0; BLOCK];
            for (root, weight) in roots.iter_mut().zip(weights) {
                *root = weight.sqrt();
            }
            for k in 0..self.width {
                let scaled = self.scaled[k * BLOCK..].iter_mut();
                for ((scaled, value), root) in scaled.zip(block.column(k)).zip(&roots) {
                    *scaled = value * root;
                }
            }
        }
        let rows = if weights.is_some() { &self.scaled } else { block.columns };
        let rows = MatRef::from_column_major_slice_with_stride(rows, block.len, self.width, BLOCK);
        matmul(
            &mut self.products,
            BlockStructure::TriangularLower,
            Accum::Add,
            rows.transpose(),
            BlockStructure::Rectangular,
            rows,
            BlockStructure::Rectangular,
            1.0,
            Par::Seq,
        );
    }

    /// Returns the sums of `pull · row`.
    pub(crate) fn response(&self) -> &[f64] {
        &self.response
    }

    /// Returns one sum of products.
    pub(crate) fn at(&self, i: usize, j: usize) -> f64 {
        self.products[(i.max(j), i.min(j))]
    }

    /// Changes one sum of products and what mirrors it.
    pub(crate) fn set(&mut self, i: usize, j: usize, value: f64) {
        self.products[(i.max(j), i.min(j))] = value;
    }

    /// Factors the products (Cholesky), or names the first column that those before it determine.
    pub(crate) fn factor(&self) -> Result<Factor, usize> {
        let width = self.width;
        let mut lower = vec![0.0; width * width];
        for i in 0..width {
            for j in 0..=i {
                let (row, other) = (&lower[i * width..i * width + j], &lower[j * width..][..j]);
                let left = self.at(i, j) - dot(row, other);
                lower[i * width + j] = if i == j {
                    let unexplained = left / self.at(i, i);
                    if unexplained.is_nan() || unexplained < UNEXPLAINED {
                        return Err(i);
                    }
                    left.sqrt()
                } else {
                    left / lower[j * width + j]
                };
            }
        }
        Ok(Factor { width, lower })
    }

    /// Builds the refusal for a column of a block that those before it determine.
    pub(crate) fn collinear(&self, at: usize, names: &[&str]) -> Refusal {
        let earlier = Self {
            width: at,
            products: Mat::from_fn(at, at, |i, j| self.at(i, j)),
            response: Vec::new(),
            scaled: Vec::new(),
        };
        let with_it: Vec<f64> = (0..at).map(|i| self.at(at, i)).collect();
        let slopes = earlier.factor().map(|factor| factor.solve(&with_it)).unwrap_or_default();
        let others = slopes.iter().enumerate().skip(1).filter(|(_, slope)| slope.abs() > 1e-6);
        Refusal::Collinear {
            column: names.get(at.wrapping_sub(1)).map_or_else(String::new, |name| (*name).into()),
            others: others.map(|(i, _)| names[i - 1].to_owned()).collect(),
        }
    }
}

impl Factor {
    /// Solves for the coefficients.
    pub(crate) fn solve(&self, response: &[f64]) -> Vec<f64> {
        let width = self.width;
        let mut values = response.to_vec();
        for i in 0..width {
            let done = dot(&self.lower[i * width..i * width + i], &values[..i]);
            values[i] = (values[i] - done) / self.lower[i * width + i];
        }
        for i in (0..width).rev() {
            let done: f64 = (i + 1..width).map(|j| self.lower[j * width + i] * values[j]).sum();
            values[i] = (values[i] - done) / self.lower[i * width + i];
        }
        values
    }

    /// Returns the inverse of the products.
    pub(crate) fn inverse(&self) -> Mat<f64> {
        let column = |at: usize| {
            let mut unit = vec![0.0; self.width];
            unit[at] = 1.0;
            self.solve(&unit)
        };
        let columns: Vec<Vec<f64>> = (0..self.width).map(column).collect();
        Mat::from_fn(self.width, self.width, |i, j| columns[j][i])
    }
}

/// Returns the sum of products, in four sums so that it can run in vector units.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (fours_a, fours_b) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = fours_a.remainder().iter().zip(fours_b.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in fours_a.zip(fours_b) {
        for k in 0..4 {
            sums[k] += x[k] * y[k];
        }
    }
    sums.iter().sum::<f64>() + rest
}
