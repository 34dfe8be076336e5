//! Augmented inverse probability weighting for the treated (AIPW): what the treated could have
//! expected by a model of the outcome, corrected by weighting where that model is wrong. It is
//! right when either the score or the model of the outcome is.

use crate::design::Covariate;
use crate::estimate::Estimate;
use crate::linear::Rows;
use crate::refusal::Refusal;
use crate::regression::{Factors, unlike_the_pool};

/// What a model of the outcome among the pool says of the treated.
#[derive(Clone, Copy, Debug)]
pub struct Augmented {
    /// Mean of the treated minus what the model expects of them, without weights (regression
    /// imputation).
    pub imputed: f64,
    /// The same, corrected by the weighted errors of the model among the pool.
    pub estimate: Estimate,
}

impl Augmented {
    /// Estimates. `odds` are p/(1-p) for the pool and anything for the treated; `values` are
    /// outcomes, NaN where unknown.
    ///
    /// ATT = (Σ_treated r - Σ_pool odds · r) / n₁ with r = y - m₀(x), m₀ linear and fitted to the
    /// pool; its error is that of the influence function, √(Σ ψ²) / n₁ with ψ = r - ATT for the
    /// treated and -odds · r for the pool. The odds are taken as they are, not scaled to n₁: so the
    /// reference figures were made (Mercatanti and Li 2014, Annals of Applied Statistics
    /// 8:2485, for the treated). With few people the normal limits are too close, so the interval
    /// is a t interval on the treated less the coefficients of the model.
    ///
    /// # Errors
    /// Those of the covariates among the pool, and [`Refusal::Setting`] with too few people.
    pub fn of(
        treated: &[bool],
        covariates: &[Covariate],
        odds: &[f64],
        values: &[f64],
    ) -> Result<Self, Refusal> {
        Self::of_rows(treated, &Rows::checked(covariates)?, odds, values, &Factors::default())
    }

    /// Estimates on rows that were checked.
    pub(crate) fn of_rows(
        treated: &[bool],
        rows: &Rows<'_>,
        odds: &[f64],
        values: &[f64],
        factors: &Factors,
    ) -> Result<Self, Refusal> {
        let left = unlike_the_pool(treated, rows, values, factors)?;
        let known = || (0..values.len()).filter(|person| !left[*person].is_nan());
        let (mut n, mut own, mut pool) = (0.0, 0.0, 0.0);
        let (mut all_odds, mut known_odds) = (0.0, 0.0);
        for (person, on) in treated.iter().enumerate() {
            all_odds += if *on { 0.0 } else { odds[person] };
        }
        for person in known() {
            if treated[person] {
                n += 1.0;
                own += left[person];
            } else {
                known_odds += odds[person];
                pool += odds[person] * left[person];
            }
        }
        let df = n - rows.width() as f64;
        if df < 1.0 {
            return Err(Refusal::Setting(format!(
                "{} covariates are too many for {n} people who took part",
                rows.width() - 1
            )));
        }
        // People of the pool whose outcome is not known are stood for by the others.
        let scale = all_odds / known_odds;
        let att = (own - scale * pool) / n;
        let squares: f64 = known()
            .map(|person| {
                let influence = if treated[person] {
                    left[person] - att
                } else {
                    scale * odds[person] * left[person]
                };
                influence * influence
            })
            .sum();
        let estimate = Estimate::with_t(att, squares.sqrt() / n, df);
        Ok(Self { imputed: own / n, estimate })
    }
}
