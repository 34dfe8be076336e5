//! The people of a sealed comparison whose outcome is known, with their weights: what survival
//! curves, hazards and ratios of rates are computed from.

use std::borrow::Cow;

use crate::arms::Arms;
use crate::design::{Covariate, Design};
use crate::estimate::Sample;
use crate::matching::{Comparison, Method};
use crate::refusal::Refusal;

/// Name of the 0/1 column of who took part in a model.
pub(crate) const TOOK_PART: &str = "took part";

/// People compared, in the order of the design.
pub(crate) struct Compared {
    /// Their numbers in the design.
    pub(crate) people: Vec<usize>,
    /// Whether each took part.
    pub(crate) treated: Vec<bool>,
    /// 1 for the treated; those of the pool are scaled to add up to the pool people in use, as
    /// R's `MatchIt` scales them.
    pub(crate) weights: Vec<f64>,
    /// Whether the method gives weights, so that errors must be robust to them.
    pub(crate) weighted: bool,
    /// How many there are, and what the pool is worth.
    pub(crate) sample: Sample,
}

impl Compared {
    /// Takes the people with a weight in the comparison and an outcome that is not NaN.
    ///
    /// # Errors
    /// [`Refusal::NobodyMatched`] with fewer than two people on a side.
    pub(crate) fn of(
        design: &Design,
        comparison: &Comparison,
        known: &[f64],
    ) -> Result<Self, Refusal> {
        let weights = weights_of_known(comparison, known);
        let weighted = !matches!(comparison.method, Method::None | Method::Regression);
        Self::weighed(&design.treated, known, &weights, weighted)
    }

    /// Takes everyone whose outcome is not NaN, each with weight 1.
    ///
    /// # Errors
    /// As [`Compared::of`].
    pub(crate) fn everyone(design: &Design, known: &[f64]) -> Result<Self, Refusal> {
        Self::weighed(&design.treated, known, &vec![1.0; known.len()], false)
    }

    fn weighed(
        treated: &[bool],
        known: &[f64],
        weights: &[f64],
        weighted: bool,
    ) -> Result<Self, Refusal> {
        let arms = Arms::new(treated, known, |person| weights[person]);
        if arms.treated.len() < 2 || arms.pool.people < 2 {
            return Err(Refusal::NobodyMatched);
        }
        let used = |person: &usize| !known[*person].is_nan() && weights[*person] > 0.0;
        let people: Vec<usize> = (0..known.len()).filter(used).collect();
        let treated: Vec<bool> = people.iter().map(|person| treated[*person]).collect();
        let sample = arms.sample();
        let per = sample.n_pool as f64 / arms.pool.weight;
        let scaled = people.iter().zip(&treated);
        let weights = scaled.map(|(at, on)| if *on { 1.0 } else { weights[*at] * per }).collect();
        Ok(Self { people, treated, weights, weighted, sample })
    }

    /// Returns the people of one side.
    pub(crate) fn side(&self, treated: bool) -> impl Iterator<Item = usize> + Clone {
        self.each(treated).map(|(person, _)| person)
    }

    /// Returns the weights of one side.
    pub(crate) fn weights_of(&self, treated: bool) -> Vec<f64> {
        self.each(treated).map(|(_, weight)| weight).collect()
    }

    fn each(&self, treated: bool) -> impl Iterator<Item = (usize, f64)> + Clone {
        let sides = self.people.iter().zip(&self.treated).zip(&self.weights);
        sides.filter(move |((_, on), _)| **on == treated).map(|((at, _), weight)| (*at, *weight))
    }

    /// Returns who took part as a 0/1 column, and behind it the covariates if they are asked for.
    pub(crate) fn columns(&self, design: &Design, adjusted: bool) -> Vec<Covariate> {
        let values = self.treated.iter().map(|on| f64::from(u8::from(*on))).collect();
        let mut columns = vec![Covariate { name: TOOK_PART.into(), values }];
        let covariates = design.covariates.iter().filter(|_| adjusted);
        columns.extend(covariates.map(|own| Covariate {
            name: own.name.clone(),
            values: own.values.pick(&self.people),
        }));
        columns
    }
}

/// Returns everyone's weight among those whose outcome is known: where sets were made, a set
/// whose treated person's outcome is unknown counts for nothing, and within the others the known
/// stand for the unknown.
pub(crate) fn weights_of_known<'a>(comparison: &'a Comparison, values: &[f64]) -> Cow<'a, [f64]> {
    match &comparison.sets {
        Some(sets) if values.iter().any(|value| value.is_nan()) => {
            Cow::Owned(sets.weights_of_known(values))
        }
        _ => Cow::Borrowed(&comparison.weights),
    }
}
