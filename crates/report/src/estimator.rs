//! Names of estimators in words. The codes of the findings are for programs.

use crate::language::Language;

/// Returns an estimator's name: its method and, where that is not the usual one, its interval.
/// A code that is not known here stands as it is.
#[must_use]
pub fn name(code: &str, language: Language) -> String {
    let t = |key: &str| language.text(key, &[]);
    let whole = match code {
        "none_pooled" => Some("estimator-none-pooled"),
        "naive" => Some("estimator-naive"),
        _ => method(code),
    };
    if let Some(key) = whole {
        return t(key);
    }
    let endings = [
        ("_abadie_imbens", "interval-abadie-imbens"),
        ("_hc1", "interval-hc1"),
        ("_classical", "interval-classical"),
        ("_welch", "interval-welch"),
        ("_newcombe", "interval-newcombe"),
        ("_kaplan_meier", "interval-kaplan-meier"),
        ("_aalen_johansen", "interval-aalen-johansen"),
    ];
    let parts = endings
        .iter()
        .find_map(|(ending, interval)| Some((method(code.strip_suffix(ending)?)?, *interval)));
    parts.map_or_else(
        || code.replace('_', " "),
        |(method, interval)| {
            let (method, interval) = (t(method), t(interval));
            language.text("estimator-with", &[("method", &method), ("interval", &interval)])
        },
    )
}

fn method(code: &str) -> Option<&'static str> {
    Some(match code {
        "radius" => "estimator-radius",
        "nearest" => "estimator-nearest",
        "odds" => "estimator-odds",
        "entropy" => "estimator-entropy",
        "aipw" => "estimator-aipw",
        "cem" => "estimator-cem",
        "regression" => "estimator-regression",
        "none" => "estimator-none",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words() {
        assert_eq!(name("radius", Language::En), "Radius matching");
        assert_eq!(name("nearest_hc1", Language::En), "Nearest neighbours, HC1 interval");
        assert_eq!(name("something_new", Language::En), "something new");
        for code in ["none", "naive", "cem_newcombe", "aipw", "regression", "odds_welch"] {
            assert_ne!(name(code, Language::En), name(code, Language::Cy));
        }
    }
}
