//! What can be said, in English and Welsh. Only an [`Effect`] can get a verdict on a programme;
//! a [`Descriptive`] figure can only be told that it is one.

use serde::Serialize;

use crate::balance::POOR;
use crate::estimate::{Descriptive, Effect, Estimate};
use crate::outcome::{Kind, Outcome};

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
    /// The main figure is clear, and so is that of an outcome that the programme cannot have
    /// changed.
    PlaceboDiffers,
    /// Not an effect by design.
    Descriptive,
}

/// What a verdict on an effect needs besides the figure.
#[derive(Clone, Debug)]
pub struct Grounds<'a> {
    /// What is compared.
    pub outcome: Named<'a>,
    /// Whether people were chosen by lot.
    pub random: bool,
    /// Name and size of the largest standardised difference left after matching, where people
    /// were matched.
    pub worst: Option<(&'a str, f64)>,
    /// A second estimator's figure, where there is one.
    pub companion: Option<f64>,
    /// An outcome that the programme cannot have changed and that clearly differs.
    pub placebo: Option<&'a str>,
}

/// An outcome as a sentence names it.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its kind, for units.
    pub kind: Kind,
    /// For a time, when the rate is taken.
    pub horizon: Option<f64>,
}

impl<'a> Named<'a> {
    /// Returns the outcome as a sentence names it.
    #[must_use]
    pub fn of(outcome: &'a Outcome) -> Self {
        let horizon = outcome.follow_up.as_ref().map(|own| own.horizon);
        Self { name: &outcome.name, kind: outcome.kind, horizon }
    }

    fn english(&self) -> String {
        let Self { name, horizon, .. } = self;
        horizon.map_or_else(
            || (*name).to_owned(),
            |horizon| format!("the share with {name} by time {horizon}"),
        )
    }

    fn welsh(&self) -> String {
        let Self { name, horizon, .. } = self;
        horizon.map_or_else(
            || (*name).to_owned(),
            |horizon| format!("y gyfran â chanlyniad “{name}” erbyn amser {horizon}"),
        )
    }
}

/// Says what an effect shows.
#[must_use]
pub fn of_effect(Effect(found): &Effect, grounds: &Grounds<'_>) -> Verdict {
    let Grounds { outcome, random, worst, companion, placebo } = grounds;
    if let Some((name, size)) = worst.filter(|(_, size)| size.abs() > POOR && !random) {
        return unbalanced(name, size);
    }
    let (en, cy) = (Words::english(found, outcome.kind), Words::welsh(found, outcome.kind));
    let (named_en, named_cy) = (outcome.english(), outcome.welsh());
    if found.ci_low <= 0.0 && found.ci_high >= 0.0 || !found.ci_low.is_finite() {
        return Verdict {
            code: Code::NoClearEffect,
            text_en: format!(
                "No clear effect yet on {named_en}: the estimate is {}, and anything from {} to {} \
                 fits what was seen. More people would need to be followed to tell. This does not \
                 mean that the programme makes no difference.",
                en.estimate, en.low, en.high
            ),
            text_cy: format!(
                "Dim effaith glir hyd yma ar {named_cy}: yr amcangyfrif yw {}, ac mae unrhyw beth \
                 rhwng {} a {} yn gyson â'r hyn a welwyd. Byddai angen dilyn mwy o bobl i allu \
                 dweud. Nid yw hyn yn golygu nad yw'r rhaglen yn gwneud gwahaniaeth.",
                cy.estimate, cy.low, cy.high
            ),
        };
    }
    if companion.is_some_and(|other| other * found.estimate < 0.0) {
        return disagree(&named_en, &named_cy);
    }
    if let Some(placebo) = placebo.filter(|_| !random) {
        return placebo_differs(placebo, &named_en, &named_cy);
    }
    clear(found, outcome, *random, &en, &cy)
}

/// Says that a figure is a description.
#[must_use]
pub fn of_descriptive(Descriptive(found): &Descriptive, outcome: &Named<'_>) -> Verdict {
    let (en, cy) = (Words::english(found, outcome.kind), Words::welsh(found, outcome.kind));
    let (named_en, named_cy) = (outcome.english(), outcome.welsh());
    Verdict {
        code: Code::Descriptive,
        text_en: format!(
            "A description, not an effect: on {named_en} the people who took part differ from the \
             rest by {} ({} to {}), and they may have differed before they started.",
            en.estimate, en.low, en.high
        ),
        text_cy: format!(
            "Disgrifiad yw hwn, nid effaith: ar {named_cy} mae'r bobl a gymerodd ran yn wahanol i'r \
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

fn clear(found: &Estimate, outcome: &Named<'_>, random: bool, en: &Words, cy: &Words) -> Verdict {
    let (named_en, named_cy) = (outcome.english(), outcome.welsh());
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
            "Among people who took part {named_en} was {more_en}, by {} ({} to {}). {basis_en}",
            en.size, en.nearer, en.farther
        ),
        text_cy: format!(
            "Ymhlith y bobl a gymerodd ran roedd {named_cy} yn {more_cy}, o {} ({} i {}). {basis_cy}",
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

fn placebo_differs(placebo: &str, outcome_en: &str, outcome_cy: &str) -> Verdict {
    Verdict {
        code: Code::PlaceboDiffers,
        text_en: format!(
            "Nothing can be claimed on {outcome_en}: {placebo}, which the programme cannot have \
             changed, differs between the groups too, so they probably differ in something that \
             was not recorded. Look for a more similar pool, or record more of what was known \
             before."
        ),
        text_cy: format!(
            "Ni ellir honni dim ar {outcome_cy}: mae {placebo}, na all y rhaglen fod wedi'i newid, \
             yn wahanol rhwng y grwpiau hefyd, felly mae'n debyg eu bod yn wahanol mewn rhywbeth na \
             chafodd ei gofnodi. Chwiliwch am gronfa debycach, neu cofnodwch fwy o'r hyn a oedd yn \
             hysbys cyn dechrau."
        ),
    }
}

fn disagree(outcome_en: &str, outcome_cy: &str) -> Verdict {
    Verdict {
        code: Code::EstimatorsDisagree,
        text_en: format!(
            "The estimators point in opposite directions on {outcome_en}, so nothing can be claimed. \
             Look at the balance and at who could not be matched."
        ),
        text_cy: format!(
            "Mae'r amcangyfrifon yn pwyntio i gyfeiriadau croes ar {outcome_cy}, felly ni ellir honni \
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
        Self::of(found, kind, "percentage points", "events a person")
    }

    fn welsh(found: &Estimate, kind: Kind) -> Self {
        Self::of(found, kind, "pwynt canran", "digwyddiad y pen")
    }

    fn of(found: &Estimate, kind: Kind, points: &str, events: &str) -> Self {
        let unit = |value: f64| match kind {
            Kind::Rate | Kind::Time => format!("{} {points}", amount(value, kind)),
            Kind::Count => format!("{} {events}", amount(value, kind)),
            Kind::Mean => amount(value, kind),
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
    let text = grouped(whole);
    let sign = if value < 0.0 { "-" } else { "" };
    fraction.map_or_else(|| format!("{sign}{text}"), |fraction| format!("{sign}{text}.{fraction}"))
}

/// Sets off the thousands of a number's digits by commas, as English and Welsh do.
#[must_use]
pub fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effect(estimate: f64, low: f64, high: f64) -> Effect {
        Effect(Estimate { estimate, se: Some(1.0), ci_low: low, ci_high: high, p: Some(0.5) })
    }

    fn grounds() -> Grounds<'static> {
        Grounds {
            outcome: Named { name: "reoffending", kind: Kind::Rate, horizon: None },
            random: false,
            worst: Some(("age", 0.04)),
            companion: Some(-0.1),
            placebo: None,
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
    fn counts_and_times_are_said_in_their_own_units() {
        let clear = effect(-0.05, -0.09, -0.01);
        let said = |kind, horizon| {
            let outcome = Named { name: "return to prison", kind, horizon };
            of_effect(&clear, &Grounds { outcome, ..grounds() })
        };
        let time = said(Kind::Time, Some(365.0));
        assert!(time.text_en.starts_with(
            "Among people who took part the share with return to prison by time 365 was lower, by \
             5.0 percentage points (1.0 to 9.0)."
        ));
        assert!(time.text_cy.contains(
            "roedd y gyfran â chanlyniad “return to prison” erbyn amser 365 yn is, o 5.0 pwynt canran (1.0 i 9.0)"
        ));
        let count = said(Kind::Count, None);
        assert!(count.text_en.contains("was lower, by 0.0500 events a person (0.0100 to 0.0900)."));
        assert!(count.text_cy.contains("yn is, o 0.0500 digwyddiad y pen (0.0100 i 0.0900)."));
    }

    #[test]
    fn what_the_programme_cannot_have_changed_speaks_against_a_claim() {
        let grounds = Grounds { placebo: Some("offences before"), ..grounds() };
        let verdict = of_effect(&effect(-0.05, -0.09, -0.01), &grounds);
        assert_eq!(verdict.code, Code::PlaceboDiffers);
        assert!(verdict.text_en.starts_with("Nothing can be claimed on reoffending"));
        let unclear = of_effect(&effect(-0.05, -0.09, 0.01), &grounds);
        assert_eq!(unclear.code, Code::NoClearEffect);
        let by_lot = Grounds { random: true, ..grounds };
        assert_eq!(of_effect(&effect(-0.05, -0.09, -0.01), &by_lot).code, Code::Lower);
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
