//! Rates at a horizon where some people were followed for less without the event: one less
//! Kaplan–Meier, or Aalen–Johansen where a competing event is named, in each weighted group.
//!
//! It takes it that people who were lost would have fared as those with the same weight who were
//! followed on. Errors are Greenwood's in the weighted form of Xie and Liu (2005), Statistics in
//! Medicine 24:3089 (Aalen–Johansen: the infinitesimal jackknife, which is the same with equal
//! weights), with the weights taken as given. Estimators that need everyone's figure are refused.

use crate::compared::Compared;
use crate::design::{Assignment, Sealed};
use crate::estimate::{Analysed, Descriptive, Effect, Estimate, Figure, LEVEL, Row, Sample};
use crate::followed::{Ending, Followed};
use crate::matching::Method;
use crate::outcome::Outcome;
use crate::refusal::Refusal;
use crate::survival::{FollowUp, KaplanMeier, competing};

/// Analyses an outcome with people who were lost.
///
/// # Errors
/// [`Refusal::FollowedTooShort`] for a method that needs everyone's figure,
/// [`Refusal::OutcomeUnknown`], [`Refusal::HorizonBeyond`] and [`Refusal::NoEvents`].
pub(crate) fn analyse(
    sealed: &Sealed,
    outcome: &Outcome,
    followed: &Followed,
) -> Result<Analysed, Refusal> {
    let matched = sealed.matched();
    let (design, primary) = (&matched.design, &matched.primary);
    let too_short = || Refusal::FollowedTooShort {
        people: followed.lost(),
        horizon: followed.horizon.to_string(),
    };
    let name = name(&primary.method, followed.competing).ok_or_else(too_short)?;
    let compared = Compared::of(design, primary, &followed.time)
        .map_err(|_| Refusal::OutcomeUnknown(outcome.name.clone()))?;
    let main = Rates::of(&compared, followed)?;
    let mut estimates = vec![main.row(name, compared.sample)];
    let mut refused: Vec<_> =
        needing_everyone(&primary.method).iter().map(|name| (*name, too_short())).collect();
    for (plain, made) in &matched.companions {
        let own = made.as_ref().map_err(Clone::clone).and_then(|comparison| {
            let name = self::name(&comparison.method, followed.competing).ok_or_else(too_short)?;
            let compared = Compared::of(design, comparison, &followed.time)?;
            Ok(Rates::of(&compared, followed)?.row(name, compared.sample))
        });
        match own {
            Ok(row) => {
                estimates.push(row);
                refused.push((*plain, too_short()));
            }
            Err(refusal) => refused.push((*plain, refusal)),
        }
    }
    if !design.covariates.is_empty() {
        refused.push(("regression", too_short()));
    }
    let everyone = Compared::everyone(design, &followed.time)?;
    estimates.push(Rates::of(&everyone, followed)?.row("naive", everyone.sample));
    let figures = estimates[0].figures;
    let unadjusted = primary.method == Method::None && design.assignment == Assignment::Observed;
    let lost = |treated| {
        compared.side(treated).filter(|person| followed.ending[*person] == Ending::Lost).count()
    };
    Ok(Analysed {
        outcome: outcome.clone(),
        known: (compared.sample.n_treated, compared.sample.n_pool),
        lost: (lost(true), lost(false)),
        means: (main.treated.rate, main.pool.rate),
        figure: if unadjusted {
            Figure::Descriptive(Descriptive(figures))
        } else {
            Figure::Effect(Effect(figures))
        },
        estimates,
        refused,
    })
}

/// The share with the event by the horizon in one group.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rate {
    pub(crate) rate: f64,
    pub(crate) se: f64,
}

/// The two groups' shares.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rates {
    pub(crate) treated: Rate,
    pub(crate) pool: Rate,
}

impl Rates {
    /// Reads both groups at the horizon.
    ///
    /// # Errors
    /// [`Refusal::HorizonBeyond`] and [`Refusal::NoEvents`].
    pub(crate) fn of(compared: &Compared, followed: &Followed) -> Result<Self, Refusal> {
        Ok(Self {
            treated: rate(compared, followed, true)?,
            pool: rate(compared, followed, false)?,
        })
    }

    pub(crate) fn difference(&self) -> Estimate {
        let se = self.treated.se.hypot(self.pool.se);
        Estimate::with_z(self.treated.rate - self.pool.rate, se)
    }

    fn row(&self, estimator: &'static str, sample: Sample) -> Row {
        Row { estimator, figures: self.difference(), sample }
    }
}

fn rate(compared: &Compared, followed: &Followed, treated: bool) -> Result<Rate, Refusal> {
    let group = if treated { "treated" } else { "pool" };
    let people = compared.side(treated);
    let weights = compared.weights_of(treated);
    let found = if followed.competing {
        let (times, cause) = followed.to_either(people)?;
        refuse_short(group, &times, followed.horizon)?;
        if !cause.iter().zip(times.ended()).any(|(cause, ended)| *cause == 0 && ended) {
            return Err(Refusal::NoEvents(group));
        }
        let curves = competing::weighted(&times, &cause, 2, &weights, LEVEL)?;
        curves[0].steps.last().map(|step| Rate { rate: step.incidence, se: step.se })
    } else {
        let times = followed.to_event(people)?;
        refuse_short(group, &times, followed.horizon)?;
        let curve = KaplanMeier::of(&times, Some(&weights), LEVEL)?;
        curve.steps.last().map(|step| Rate { rate: 1.0 - step.survival, se: step.se })
    };
    found.filter(|found| found.se > 0.0).ok_or(Refusal::NoEvents(group))
}

/// Refuses a horizon that nobody of a group was followed to, unless everybody had had an event
/// before it.
pub(crate) fn refuse_short(
    group: &'static str,
    times: &FollowUp,
    horizon: f64,
) -> Result<(), Refusal> {
    let (last, ends_with_event) = times.last();
    if last >= horizon || ends_with_event {
        return Ok(());
    }
    Err(Refusal::HorizonBeyond { group, horizon: horizon.to_string(), last: last.to_string() })
}

/// Returns the name of a method's estimator from curves; `None` for one that needs everyone's
/// figure.
fn name(method: &Method, competing: bool) -> Option<&'static str> {
    Some(match (method, competing) {
        (Method::None, false) => "none_kaplan_meier",
        (Method::None, true) => "none_aalen_johansen",
        (Method::Nearest(_), false) => "nearest_kaplan_meier",
        (Method::Nearest(_), true) => "nearest_aalen_johansen",
        (Method::Radius(_), false) => "radius_kaplan_meier",
        (Method::Radius(_), true) => "radius_aalen_johansen",
        (Method::Odds, false) => "odds_kaplan_meier",
        (Method::Odds, true) => "odds_aalen_johansen",
        (Method::Entropy, false) => "entropy_kaplan_meier",
        (Method::Entropy, true) => "entropy_aalen_johansen",
        (Method::Cem(_), false) => "cem_kaplan_meier",
        (Method::Cem(_), true) => "cem_aalen_johansen",
        (Method::Aipw | Method::Regression, _) => return None,
    })
}

/// Returns the estimators of a method that need everyone's figure.
fn needing_everyone(method: &Method) -> &'static [&'static str] {
    match method {
        Method::None => &["none", "none_pooled"],
        Method::Nearest(_) => {
            &["nearest", "nearest_abadie_imbens", "nearest_welch", "nearest_newcombe"]
        }
        Method::Radius(_) => &["radius", "radius_hc1", "radius_welch", "radius_newcombe"],
        Method::Odds => &["odds", "odds_welch", "odds_newcombe"],
        Method::Entropy => &["entropy", "entropy_welch", "entropy_newcombe"],
        Method::Cem(_) => &["cem", "cem_welch", "cem_newcombe"],
        Method::Aipw | Method::Regression => &[],
    }
}
