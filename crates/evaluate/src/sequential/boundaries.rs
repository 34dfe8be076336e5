//! Limits for planned looks: how large a statistic must be at each to stop, so that all looks
//! together are wrong no more often than `alpha`.
//!
//! Jennison and Turnbull (2000), Group Sequential Methods with Applications to Clinical Trials.
//! Tests are two-sided with the same limits for harm as for benefit.

use crate::distribution::{normal_cdf, normal_quantile, share, two_sided, unanswerable};
use crate::refusal::Refusal;

use super::crossing::Path;

/// Most looks that are computed: beyond, watch continuously instead.
const MOST_LOOKS: usize = 30;
/// Least share of the information between two looks.
const LEAST_STEP: f64 = 1e-3;
/// A limit that is never reached: the chance of a larger z is below 1e-22.
const LARGEST_LIMIT: f64 = 10.0;

/// How the chance of error is spent when the days of looks are not known before: Lan and DeMets
/// (1983), Biometrika 70:659.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spending {
    /// Like O'Brien and Fleming: 2 - 2 Φ(z(α/2) / √t), for both sides together.
    OBrienFleming,
    /// The same for each side on its own with half of α: twice 2 - 2 Φ(z(α/4) / √t), as R's
    /// `gsDesign` and `rpact` do.
    OBrienFlemingPerSide,
    /// Like Pocock: α ln(1 + (e - 1) t).
    Pocock,
}

/// Limits for a plan of looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Boundaries {
    /// Share of the final information (people, or events) at each look.
    pub information: Vec<f64>,
    /// Stop when the absolute value of the statistic is this or more.
    pub z: Vec<f64>,
    /// Chance of having stopped by each look when there is no difference.
    pub spent: Vec<f64>,
}

impl Boundaries {
    /// The same limit at each of equally spaced looks: Pocock (1977), Biometrika 64:191.
    ///
    /// # Errors
    /// No look, too many, or an alpha outside 0 to 1.
    pub fn pocock(looks: usize, alpha: f64) -> Result<Self, Refusal> {
        Self::shaped(looks, alpha, |_| 1.0)
    }

    /// Limits that fall with the root of the information at equally spaced looks, hard early and
    /// easy late: O'Brien and Fleming (1979), Biometrics 35:549.
    ///
    /// # Errors
    /// As [`Boundaries::pocock`].
    pub fn obrien_fleming(looks: usize, alpha: f64) -> Result<Self, Refusal> {
        Self::shaped(looks, alpha, |information| 1.0 / information.sqrt())
    }

    /// Limits at looks whose shares of the final `information` (above 0, at most 1, rising) are
    /// only known as they happen. Limits of earlier looks do not change as later ones are added.
    ///
    /// # Errors
    /// No look, too many, shares that do not rise, or an alpha outside 0 to 1.
    pub fn lan_demets(
        information: &[f64],
        spending: Spending,
        alpha: f64,
    ) -> Result<Self, Refusal> {
        let alpha = share("alpha", alpha)?;
        check(information)?;
        let mut made = Self { information: information.to_vec(), z: Vec::new(), spent: Vec::new() };
        let (mut path, mut so_far) = (Path::new(), 0.0);
        for (look, at) in information.iter().enumerate() {
            let spent = spending.by(*at, alpha);
            let limit = falling(|z| path.chance_of_crossing(*at, z), spent - so_far);
            path.stay_inside(*at, limit, step_after(information, look));
            made.z.push(limit);
            made.spent.push(spent);
            so_far = spent;
        }
        Ok(made)
    }

    /// Returns the limits as two-sided p-values of each look on its own.
    #[must_use]
    pub fn nominal_p(&self) -> Vec<f64> {
        self.z.iter().map(|z| two_sided(*z)).collect()
    }

    /// Returns the constant of the limits: that of the last look.
    #[must_use]
    pub fn constant(&self) -> f64 {
        self.z.last().copied().unwrap_or(f64::NAN)
    }

    fn shaped(looks: usize, alpha: f64, shape: fn(f64) -> f64) -> Result<Self, Refusal> {
        let alpha = share("alpha", alpha)?;
        let information: Vec<f64> = (1..=looks).map(|at| at as f64 / looks as f64).collect();
        check(&information)?;
        let z_of = |constant: f64| -> Vec<f64> {
            information.iter().map(|at| constant * shape(*at)).collect()
        };
        let total = |constant: f64| spent(&information, &z_of(constant)).last().copied();
        let constant = falling(|constant| total(constant).unwrap_or(0.0), alpha);
        let z = z_of(constant);
        Ok(Self { spent: spent(&information, &z), information, z })
    }
}

impl Spending {
    /// Returns how much of `alpha` may be spent by a share of the information.
    fn by(self, information: f64, alpha: f64) -> f64 {
        let tails =
            |alpha: f64| 2.0 * normal_cdf(-normal_quantile(1.0 - alpha / 2.0) / information.sqrt());
        match self {
            Self::OBrienFleming => tails(alpha),
            Self::OBrienFlemingPerSide => 2.0 * tails(alpha / 2.0),
            Self::Pocock => alpha * ((1.0_f64.exp() - 1.0) * information).ln_1p(),
        }
    }
}

/// Returns the chance of having crossed limits by each look when there is no difference.
fn spent(information: &[f64], limits: &[f64]) -> Vec<f64> {
    let (mut path, mut sum) = (Path::new(), 0.0);
    let each = information.iter().zip(limits).enumerate().map(|(look, (at, limit))| {
        sum += path.chance_of_crossing(*at, *limit);
        path.stay_inside(*at, *limit, step_after(information, look));
        sum
    });
    each.collect()
}

/// Returns the information between a look and the next; after the last nothing comes.
fn step_after(information: &[f64], look: usize) -> f64 {
    information.get(look + 1).map_or(1.0, |next| next - information[look])
}

/// Returns where a chance that falls with its limit is `wanted`.
fn falling(chance: impl Fn(f64) -> f64, wanted: f64) -> f64 {
    let (mut low, mut high) = (0.0, LARGEST_LIMIT);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if chance(middle) > wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

fn check(information: &[f64]) -> Result<(), Refusal> {
    if information.is_empty() || information.len() > MOST_LOOKS {
        return Err(unanswerable(format!(
            "{} looks: plan from 1 to {MOST_LOOKS}, or watch continuously with an e-process",
            information.len()
        )));
    }
    let mut before = 0.0;
    for at in information {
        if !(*at - before >= LEAST_STEP && *at <= 1.0 + 1e-12) {
            return Err(unanswerable(format!(
                "looks must come at rising shares of the final information, at most 1 and at least \
                 {LEAST_STEP} apart; {at} after {before} does not"
            )));
        }
        before = *at;
    }
    Ok(())
}
