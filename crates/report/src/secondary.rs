//! What stands beside the estimates, in words: how fast, how often, and what it would take to
//! overturn the answer.

use evaluate::findings::Reading;
use evaluate::secondary::leave_one_out::LeaveOneOut;
use evaluate::secondary::rosenbaum::Rosenbaum;
use evaluate::secondary::sensitivity::{EValue, Placebo};
use evaluate::secondary::{Frequency, Survival};
use evaluate::{Findings, Kind};

use crate::figure::survival::Curves;
use crate::language::Language;
use crate::number::{decimals, of_kind};
use crate::published::{FEWEST, Shown};

/// The analyses of one outcome beside its estimates.
pub(crate) struct Analyses<'a> {
    survival: Option<&'a Survival>,
    frequency: Option<&'a Frequency>,
}

impl<'a> Analyses<'a> {
    /// Takes those of an outcome.
    pub(crate) fn of(findings: &'a Findings, outcome: &str) -> Self {
        Self {
            survival: findings.survival.get(outcome),
            frequency: findings.frequency.get(outcome),
        }
    }

    pub(crate) fn curves(&self) -> Option<Curves> {
        self.survival.map(Curves::from)
    }

    /// Returns whether fewer people than may be published had the outcome in one of the groups.
    pub(crate) fn few_events(&self) -> bool {
        let few = |people: usize| (people as f64) < FEWEST;
        self.survival.is_some_and(|own| few(own.events.treated) || few(own.events.comparison))
    }

    pub(crate) fn hazard(&self, language: Language) -> Vec<String> {
        let own = self.survival.and_then(|own| Some((own.reading, own.cox.as_ref()?)));
        own.map_or_else(Vec::new, |(reading, cox)| {
            let figures = [cox.hazard_ratio, cox.ci_low, cox.ci_high];
            ratio("hazard-ratio", reading, figures, &cox.adjusted_for, language)
        })
    }

    pub(crate) fn frequency(&self, language: Language) -> Vec<String> {
        let own = self.frequency.and_then(|own| Some((own.reading, own.poisson.as_ref()?)));
        own.map_or_else(Vec::new, |(reading, rates)| {
            let figures = [rates.rate_ratio, rates.ci_low, rates.ci_high];
            ratio("frequency-ratio", reading, figures, &rates.adjusted_for, language)
        })
    }
}

/// Says a ratio with its interval, and that it is no effect where it is none.
fn ratio(
    key: &str,
    reading: Reading,
    figures: [f64; 3],
    adjusted_for: &[String],
    language: Language,
) -> Vec<String> {
    let written = finite(figures).map(|figures| figures.map(|figure| decimals(figure, 2)));
    let Some([ratio, low, high]) = written else { return Vec::new() };
    let args = [("ratio", &*ratio), ("low", &*low), ("high", &*high)];
    let mut sentences = vec![language.text(key, &args)];
    // A model that holds the covariates itself may be read as an effect though the means may not.
    if reading == Reading::Descriptive && adjusted_for.is_empty() {
        sentences.push(language.text("ratio-descriptive", &[]));
    }
    sentences
}

/// Says what it would take to overturn the primary outcome's estimate, as far as its figures and
/// those of the outcomes it is held against may be published.
pub(crate) fn sensitivity(
    findings: &Findings,
    shown: &[Shown<'_>],
    language: Language,
) -> Vec<String> {
    let found = &findings.sensitivity;
    let mut sentences = Vec::new();
    if let Some(Shown::Open(primary)) = shown.first() {
        let kind = primary.row.kind;
        sentences.extend(found.e_value.as_ref().and_then(|own| e_value(own, language)));
        sentences.extend(found.rosenbaum.as_ref().map(|own| gamma(own, language)));
        let left_out = found.leave_one_out.as_ref();
        sentences.extend(left_out.and_then(|own| leave_one_out(own, kind, language)));
    }
    for placebo in &found.placebo {
        let own = shown.iter().find_map(|shown| match shown {
            Shown::Open(open) if placebo.outcome == open.row.name => Some(open.row),
            _ => None,
        });
        sentences.extend(own.and_then(|row| said(placebo, row.kind, language)));
    }
    sentences
}

/// Returns figures if all of them are numbers that can be said.
fn finite<const N: usize>(figures: [f64; N]) -> Option<[f64; N]> {
    figures.iter().all(|figure| figure.is_finite()).then_some(figures)
}

fn e_value(found: &EValue, language: Language) -> Option<String> {
    let [estimate, limit] = finite([found.estimate, found.limit])?;
    if limit <= 1.0 {
        return Some(language.text("sensitivity-e-value-none", &[]));
    }
    let (estimate, limit) = (decimals(estimate, 2), decimals(limit, 2));
    let args = [("estimate", &*estimate), ("limit", &*limit)];
    Some(language.text("sensitivity-e-value", &args))
}

fn gamma(found: &Rosenbaum, language: Language) -> String {
    match found.gamma_withstood.filter(|gamma| gamma.is_finite()) {
        Some(gamma) => language.text("sensitivity-gamma", &[("gamma", &decimals(gamma, 2))]),
        None => language.text("sensitivity-gamma-none", &[]),
    }
}

fn leave_one_out(found: &LeaveOneOut, kind: Kind, language: Language) -> Option<String> {
    let figures = finite([found.lowest, found.highest])?;
    let [lowest, highest] = figures.map(|figure| of_kind(figure, kind));
    let args = [("lowest", &*lowest), ("highest", &*highest), ("name", &*found.most)];
    Some(language.text("sensitivity-leave-one-out", &args))
}

fn said(placebo: &Placebo, kind: Kind, language: Language) -> Option<String> {
    let figures = &placebo.figures;
    let figures = finite([figures.estimate, figures.ci_low, figures.ci_high])?;
    let [estimate, low, high] = figures.map(|figure| of_kind(figure, kind));
    let key = if placebo.differs { "sensitivity-placebo-differs" } else { "sensitivity-placebo" };
    let outcome = &*placebo.outcome;
    let args = [("outcome", outcome), ("estimate", &*estimate), ("low", &*low), ("high", &*high)];
    Some(language.text(key, &args))
}

#[cfg(test)]
mod tests {
    use super::*;
    use evaluate::secondary::frequency::RateRatio;
    use evaluate::secondary::survival::{Both, Hazard};

    fn both<T: Copy>(value: T) -> Both<T> {
        Both { treated: value, comparison: value }
    }

    fn survival() -> Survival {
        Survival {
            reading: Reading::Effect,
            horizon: 365.0,
            people: both(100),
            events: Both { treated: 40, comparison: 9 },
            censored: both(0),
            curves: Both { treated: Vec::new(), comparison: Vec::new() },
            at_horizon: None,
            restricted_mean: None,
            median: None,
            log_rank: None,
            cox: Some(Hazard {
                coefficient: 0.684_f64.ln(),
                hazard_ratio: 0.684,
                se: 0.19,
                robust_se: 0.19,
                ci_low: 0.47,
                ci_high: 0.9951,
                p: 0.04,
                robust: false,
                adjusted_for: Vec::new(),
                proportional: None,
            }),
            cox_adjusted: None,
            competing: None,
            refused: Vec::new(),
        }
    }

    fn frequency() -> Frequency {
        Frequency {
            reading: Reading::Descriptive,
            people: both(100),
            events: both(150.0),
            mean_count: both(1.5),
            variance: both(2.0),
            exposure: None,
            rate: None,
            poisson: Some(RateRatio {
                rate_ratio: 0.9,
                log_ratio: 0.9_f64.ln(),
                se: 0.1,
                ci_low: 0.8,
                ci_high: 1.1,
                p: 0.3,
                adjusted_for: Vec::new(),
            }),
            negative_binomial: None,
            dispersion: None,
            poisson_adjusted: None,
            refused: Vec::new(),
        }
    }

    #[test]
    fn ratios_are_said_with_what_they_are() {
        let (survival, mut frequency) = (survival(), frequency());
        let analyses = Analyses { survival: Some(&survival), frequency: Some(&frequency) };
        assert!(analyses.few_events());
        let hazard = analyses.hazard(Language::En);
        assert_eq!(hazard.len(), 1);
        assert!(hazard[0].contains("0.68 times") && hazard[0].contains("0.47 to 1.00"));
        let said = analyses.frequency(Language::Cy);
        assert!(said[0].contains("0.90 gwaith") && said[1].contains("Nid effaith"));
        let nothing = Analyses { survival: None, frequency: None };
        assert!(nothing.hazard(Language::En).is_empty() && nothing.curves().is_none());
        assert!(nothing.frequency(Language::En).is_empty() && !nothing.few_events());
        if let Some(poisson) = &mut frequency.poisson {
            poisson.ci_high = f64::INFINITY;
        }
        let endless = Analyses { survival: None, frequency: Some(&frequency) };
        assert!(endless.frequency(Language::En).is_empty());
    }

    #[test]
    fn sensitivity_says_only_what_is_there() {
        let value = |estimate, limit| {
            let (ratio, ratio_limit) = (0.7, Some(0.9));
            EValue { estimate, limit, ratio, ratio_limit, scale: "risk_ratio" }
        };
        let said = |found: EValue| e_value(&found, Language::En);
        assert!(said(value(1.8, 1.3)).unwrap().contains("1.80 times over"));
        assert!(said(value(1.8, 1.0)).unwrap().contains("already"));
        assert_eq!(said(value(f64::INFINITY, 1.3)), None);
        let found = LeaveOneOut {
            lowest: -0.05,
            highest: 0.01,
            most: "age".into(),
            changed: 1,
            rows: Vec::new(),
            refused: Vec::new(),
        };
        let said = leave_one_out(&found, Kind::Rate, Language::En).unwrap();
        assert!(said.contains("between −5.0 and 1.0"), "{said}");
    }
}
