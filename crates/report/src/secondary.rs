//! What stands beside the estimates, in words: how fast, how often, and what it would take to
//! overturn the answer. Read by the keys of `results.json`; a key that is not there says nothing.

use evaluate::{Findings, Kind};
use serde_json::Value;

use crate::Fault;
use crate::figure::survival::Curves;
use crate::language::Language;
use crate::number::{decimals, of_kind};
use crate::published::{FEWEST, Shown};

/// The analyses of one outcome beside its estimates.
pub(crate) struct Analyses {
    survival: Value,
    frequency: Value,
}

impl Analyses {
    /// Takes those of an outcome.
    pub(crate) fn of(findings: &Findings, outcome: &str) -> Result<Self, Fault> {
        Ok(Self {
            survival: serde_json::to_value(findings.survival.get(outcome))?,
            frequency: serde_json::to_value(findings.frequency.get(outcome))?,
        })
    }

    pub(crate) fn curves(&self) -> Option<Curves> {
        Curves::of(&self.survival)
    }

    /// Returns whether fewer people than may be published had the outcome in one of the groups.
    pub(crate) fn few_events(&self) -> bool {
        let few = |group: &Value| group.as_f64().is_some_and(|people| people < FEWEST);
        let events = &self.survival["events"];
        few(&events["treated"]) || few(&events["comparison"])
    }

    pub(crate) fn hazard(&self, language: Language) -> Vec<String> {
        ratio("hazard-ratio", &self.survival, ("cox", "hazard_ratio"), language)
    }

    pub(crate) fn frequency(&self, language: Language) -> Vec<String> {
        ratio("frequency-ratio", &self.frequency, ("poisson", "rate_ratio"), language)
    }
}

/// Says a ratio with its interval, and that it is no effect where it is none.
fn ratio(key: &str, analysis: &Value, at: (&str, &str), language: Language) -> Vec<String> {
    let figures = &analysis[at.0];
    let number = |name: &str| figures[name].as_f64().map(|ratio| decimals(ratio, 2));
    let known = (number(at.1), number("ci_low"), number("ci_high"));
    let (Some(ratio), Some(low), Some(high)) = known else { return Vec::new() };
    let args = [("ratio", &*ratio), ("low", &*low), ("high", &*high)];
    let mut sentences = vec![language.text(key, &args)];
    // A model that holds the covariates itself may be read as an effect though the means may not.
    let adjusted = figures["adjusted_for"].as_array().is_some_and(|names| !names.is_empty());
    if analysis["reading"] == "descriptive" && !adjusted {
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
) -> Result<Vec<String>, Fault> {
    let found = serde_json::to_value(&findings.sensitivity)?;
    let mut sentences = Vec::new();
    if let Some(Shown::Open(primary)) = shown.first() {
        sentences.extend(e_value(&found["e_value"], language));
        sentences.extend(gamma(&found["rosenbaum"], language));
        sentences.extend(leave_one_out(&found["leave_one_out"], primary.row.kind, language));
    }
    for placebo in found["placebo"].as_array().into_iter().flatten() {
        let own = shown.iter().find_map(|shown| match shown {
            Shown::Open(open) if placebo["outcome"] == *open.row.name => Some(open.row),
            _ => None,
        });
        sentences.extend(own.and_then(|row| said(placebo, &row.name, row.kind, language)));
    }
    Ok(sentences)
}

fn e_value(found: &Value, language: Language) -> Option<String> {
    let (estimate, limit) = (found["estimate"].as_f64()?, found["limit"].as_f64()?);
    if limit <= 1.0 {
        return Some(language.text("sensitivity-e-value-none", &[]));
    }
    let (estimate, limit) = (decimals(estimate, 2), decimals(limit, 2));
    let args = [("estimate", &*estimate), ("limit", &*limit)];
    Some(language.text("sensitivity-e-value", &args))
}

fn gamma(found: &Value, language: Language) -> Option<String> {
    found.as_object()?;
    Some(match found["gamma_withstood"].as_f64() {
        Some(gamma) => language.text("sensitivity-gamma", &[("gamma", &decimals(gamma, 2))]),
        None => language.text("sensitivity-gamma-none", &[]),
    })
}

fn leave_one_out(found: &Value, kind: Kind, language: Language) -> Option<String> {
    let lowest = of_kind(found["lowest"].as_f64()?, kind);
    let highest = of_kind(found["highest"].as_f64()?, kind);
    let args = [("lowest", &*lowest), ("highest", &*highest), ("name", found["most"].as_str()?)];
    Some(language.text("sensitivity-leave-one-out", &args))
}

fn said(placebo: &Value, outcome: &str, kind: Kind, language: Language) -> Option<String> {
    let number = |name: &str| placebo[name].as_f64().map(|value| of_kind(value, kind));
    let (estimate, low, high) = (number("estimate")?, number("ci_low")?, number("ci_high")?);
    let differs = placebo["differs"].as_bool()?;
    let key = if differs { "sensitivity-placebo-differs" } else { "sensitivity-placebo" };
    let args = [("outcome", outcome), ("estimate", &*estimate), ("low", &*low), ("high", &*high)];
    Some(language.text(key, &args))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn analyses_are_read_by_their_keys_and_said() {
        let analyses = Analyses {
            survival: json!({
                "reading": "effect", "events": {"treated": 40, "comparison": 9},
                "cox": {"hazard_ratio": 0.684, "ci_low": 0.47, "ci_high": 0.9951}
            }),
            frequency: json!({
                "reading": "descriptive",
                "poisson": {"rate_ratio": 0.9, "ci_low": 0.8, "ci_high": 1.1, "adjusted_for": []}
            }),
        };
        assert!(analyses.few_events());
        let hazard = analyses.hazard(Language::En);
        assert_eq!(hazard.len(), 1);
        assert!(hazard[0].contains("0.68 times") && hazard[0].contains("0.47 to 1.00"));
        let frequency = analyses.frequency(Language::Cy);
        assert!(frequency[0].contains("0.90 gwaith") && frequency[1].contains("Nid effaith"));
        let nothing = Analyses { survival: Value::Null, frequency: json!({}) };
        assert!(nothing.hazard(Language::En).is_empty() && nothing.curves().is_none());
    }

    #[test]
    fn sensitivity_says_only_what_is_there() {
        let found = json!({"estimate": 1.8, "limit": 1.3});
        assert!(e_value(&found, Language::En).unwrap().contains("1.80 times over"));
        let none = e_value(&json!({"estimate": 1.8, "limit": 1}), Language::En).unwrap();
        assert!(none.contains("already"));
        assert_eq!(e_value(&Value::Null, Language::En), None);
        assert_eq!(gamma(&Value::Null, Language::En), None);
        let found = json!({"lowest": -0.05, "highest": 0.01, "most": "age"});
        let said = leave_one_out(&found, Kind::Rate, Language::En).unwrap();
        assert!(said.contains("between −5.0 and 1.0"), "{said}");
    }
}
