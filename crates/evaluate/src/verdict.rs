//! What can be said, in English and Welsh. Only an [`Effect`] can get a verdict on a programme;
//! a [`Descriptive`] figure can only be told that it is one.

use serde::Serialize;

use crate::balance::POOR;
use crate::estimate::{Descriptive, Effect, Estimate};
use crate::outcome::Kind;

/// What can be said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Which of the sentences it is.
    pub code: Code,
    /// The sentence in English.
    pub text_en: String,
    /// The sentence in Welsh.
    pub text_cy: String,
}

/// The kinds of verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The interval is below no difference.
    Lower,
    /// The interval is above no difference.
    Higher,
    /// The interval includes no difference.
    NoClearEffect,
    /// The groups differ too much for the figure to be read as an effect.
    Unbalanced,
    /// The main figure is clear and the companion points the other way.
    EstimatorsDisagree,
    /// Not an effect by design.
    Descriptive,
}

/// What a verdict on an effect needs besides the figure.
#[derive(Clone, Debug)]
pub struct Grounds<'a> {
    /// Outcome's name.
    pub outcome: &'a str,
    /// Its kind, for units.
    pub kind: Kind,
    /// Whether people were chosen by lot.
    pub random: bool,
    /// Name and size of the largest standardised difference left after matching, where people
    /// were matched.
    pub worst: Option<(&'a str, f64)>,
    /// A second estimator's figure, where there is one.
    pub companion: Option<f64>,
}

/// Says what an effect shows.
#[must_use]
pub fn of_effect(Effect(found): &Effect, grounds: &Grounds<'_>) -> Verdict {
    let Grounds { outcome, kind, random, worst, companion } = grounds;
    if let Some((name, size)) = worst.filter(|(_, size)| size.abs() > POOR && !random) {
        return unbalanced(name, size);
    }
    let (en, cy) = (Words::english(found, *kind), Words::welsh(found, *kind));
    if found.ci_low <= 0.0 && found.ci_high >= 0.0 || !found.ci_low.is_finite() {
        return Verdict {
            code: Code::NoClearEffect,
            text_en: format!(
                "No clear effect yet on {outcome}: the estimate is {}, and anything from {} to {} \
                 fits what was seen. More people would need to be followed to tell. This does not \
                 mean that the programme makes no difference.",
                en.estimate, en.low, en.high
            ),
            text_cy: format!(
                "Dim effaith glir hyd yma ar {outcome}: yr amcangyfrif yw {}, ac mae unrhyw beth \
                 rhwng {} a {} yn gyson â'r hyn a welwyd. Byddai angen dilyn mwy o bobl i allu \
                 dweud. Nid yw hyn yn golygu nad yw'r rhaglen yn gwneud gwahaniaeth.",
                cy.estimate, cy.low, cy.high
            ),
        };
    }
    if companion.is_some_and(|other| other * found.estimate < 0.0) {
        return disagree(outcome);
    }
    clear(found, outcome, *random, &en, &cy)
}

/// Says that a figure is a description.
#[must_use]
pub fn of_descriptive(Descriptive(found): &Descriptive, outcome: &str, kind: Kind) -> Verdict {
    let (en, cy) = (Words::english(found, kind), Words::welsh(found, kind));
    Verdict {
        code: Code::Descriptive,
        text_en: format!(
            "A description, not an effect: on {outcome} the people who took part differ from the \
             rest by {} ({} to {}), and they may have differed before they started.",
            en.estimate, en.low, en.high
        ),
        text_cy: format!(
            "Disgrifiad yw hwn, nid effaith: ar {outcome} mae'r bobl a gymerodd ran yn wahanol i'r \
             lleill o {} ({} i {}), ac efallai eu bod yn wahanol cyn iddynt ddechrau.",
            cy.estimate, cy.low, cy.high
        ),
    }
}

/// Writes an amount of an outcome: a rate in percentage points, anything else in its own unit.
#[must_use]
pub fn amount(value: f64, kind: Kind) -> String {
    match kind {
        Kind::Rate | Kind::Time => format!("{:.1}", value * 100.0),
        Kind::Mean | Kind::Count => number(value),
    }
}

fn clear(found: &Estimate, outcome: &str, random: bool, en: &Words, cy: &Words) -> Verdict {
    let lower = found.estimate < 0.0;
    let (more_en, more_cy) = if lower { ("lower", "is") } else { ("higher", "uwch") };
    let (basis_en, basis_cy) = if random {
        (
            "People were chosen by lot, so the groups differ otherwise only by chance.",
            "Dewiswyd pobl ar hap, felly trwy siawns yn unig y mae'r grwpiau'n wahanol fel arall.",
        )
    } else {
        (
            "They are compared with similar people who did not, as far as what was recorded can make \
          them similar.",
            "Fe'u cymherir â phobl debyg na chymerodd ran, i'r graddau y gall yr hyn a gofnodwyd eu \
          gwneud yn debyg.",
        )
    };
    Verdict {
        code: if lower { Code::Lower } else { Code::Higher },
        text_en: format!(
            "Among people who took part {outcome} was {more_en}, by {} ({} to {}). {basis_en}",
            en.size, en.nearer, en.farther
        ),
        text_cy: format!(
            "Ymhlith y bobl a gymerodd ran roedd {outcome} yn {more_cy}, o {} ({} i {}). {basis_cy}",
            cy.size, cy.nearer, cy.farther
        ),
    }
}

fn unbalanced(name: &str, size: f64) -> Verdict {
    Verdict {
        code: Code::Unbalanced,
        text_en: format!(
            "The two groups still differ too much to read this as an effect: {name} by {size:.2} \
             standard deviations, where {POOR:.2} is the limit. Look for a more similar pool, or \
             change the design."
        ),
        text_cy: format!(
            "Mae'r ddau grŵp yn dal yn rhy wahanol i ddarllen hyn fel effaith: {name} o {size:.2} \
             gwyriad safonol, lle mae {POOR:.2} yn derfyn. Chwiliwch am gronfa debycach, neu \
             newidiwch y dyluniad."
        ),
    }
}

fn disagree(outcome: &str) -> Verdict {
    Verdict {
        code: Code::EstimatorsDisagree,
        text_en: format!(
            "The estimators point in opposite directions on {outcome}, so nothing can be claimed. \
             Look at the balance and at who could not be matched."
        ),
        text_cy: format!(
            "Mae'r amcangyfrifon yn pwyntio i gyfeiriadau croes ar {outcome}, felly ni ellir honni \
             dim. Edrychwch ar y cydbwysedd ac ar bwy na ellid eu paru."
        ),
    }
}

/// An estimate in words.
struct Words {
    estimate: String,
    low: String,
    high: String,
    size: String,
    nearer: String,
    farther: String,
}

impl Words {
    fn english(found: &Estimate, kind: Kind) -> Self {
        Self::of(found, kind, "percentage points")
    }

    fn welsh(found: &Estimate, kind: Kind) -> Self {
        Self::of(found, kind, "pwynt canran")
    }

    fn of(found: &Estimate, kind: Kind, points: &str) -> Self {
        let unit = |value: f64| match kind {
            Kind::Rate | Kind::Time => format!("{} {points}", amount(value, kind)),
            Kind::Mean | Kind::Count => amount(value, kind),
        };
        let (near, far) = if found.estimate < 0.0 {
            (found.ci_high.abs(), found.ci_low.abs())
        } else {
            (found.ci_low, found.ci_high)
        };
        Self {
            estimate: unit(found.estimate),
            low: amount(found.ci_low, kind),
            high: amount(found.ci_high, kind),
            size: unit(found.estimate.abs()),
            nearer: amount(near, kind),
            farther: amount(far, kind),
        }
    }
}

/// Writes a number with as many decimals as its size deserves, and thousands set off by commas.
fn number(value: f64) -> String {
    if !value.is_finite() {
        return "unknown".into();
    }
    let decimals = match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 1.0 => 2,
        _ => 4,
    };
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, fraction) =
        plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let mut text = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    let sign = if value < 0.0 { "-" } else { "" };
    fraction.map_or_else(|| format!("{sign}{text}"), |fraction| format!("{sign}{text}.{fraction}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effect(estimate: f64, low: f64, high: f64) -> Effect {
        Effect(Estimate { estimate, se: Some(1.0), ci_low: low, ci_high: high, p: Some(0.5) })
    }

    fn grounds() -> Grounds<'static> {
        Grounds {
            outcome: "reoffending",
            kind: Kind::Rate,
            random: false,
            worst: Some(("age", 0.04)),
            companion: Some(-0.1),
        }
    }

    #[test]
    fn harm_is_said_as_plainly_as_benefit() {
        let lower = of_effect(&effect(-0.05, -0.09, -0.01), &grounds());
        assert!(lower.text_en.starts_with(
            "Among people who took part reoffending was lower, by 5.0 percentage points (1.0 to 9.0)."
        ));
        let grounds = Grounds { companion: Some(0.1), ..grounds() };
        let higher = of_effect(&effect(0.05, 0.01, 0.09), &grounds);
        assert_eq!(higher.text_en.replace("higher", "lower"), lower.text_en);
    }

    #[test]
    fn an_interval_across_zero_is_never_called_no_effect() {
        let verdict = of_effect(&effect(-0.05, -0.12, 0.02), &grounds());
        assert_eq!(verdict.code, Code::NoClearEffect);
        assert!(!verdict.text_en.to_lowercase().contains("no effect"));
    }

    #[test]
    fn unlike_groups_and_clashing_estimators_get_no_effect_claimed() {
        let clear = effect(-0.05, -0.09, -0.01);
        let unlike = Grounds { worst: Some(("age", -0.11)), ..grounds() };
        assert_eq!(of_effect(&clear, &unlike).code, Code::Unbalanced);
        let by_lot = Grounds { random: true, ..unlike };
        assert_eq!(of_effect(&clear, &by_lot).code, Code::Lower);
        let clash = Grounds { companion: Some(0.02), ..grounds() };
        assert_eq!(of_effect(&clear, &clash).code, Code::EstimatorsDisagree);
    }
}
