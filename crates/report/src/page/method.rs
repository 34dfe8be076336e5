//! How the comparison was made, in words, and the study file.

use evaluate::matching::{Method, Scale, Ties};
use evaluate::{Assignment, Findings};
use serde::Serialize;

use crate::Fault;
use crate::language::Language;

/// The method.
#[derive(Serialize)]
pub(super) struct Described {
    words: String,
    covariates: Vec<String>,
    exact: Vec<String>,
    /// The study file, written out again from what was read.
    study: String,
}

pub(super) fn of(findings: &Findings, language: Language) -> Result<Described, Fault> {
    let design = &findings.study.design;
    Ok(Described {
        words: words(findings, language),
        covariates: design.covariates.clone(),
        exact: design.exact.clone(),
        study: toml::to_string(&findings.study)?,
    })
}

fn words(findings: &Findings, language: Language) -> String {
    let t = |key: &str| language.text(key, &[]);
    let method = findings.study.plan().map(|plan| plan.method);
    match method {
        Ok(Method::Radius(radius)) => {
            let caliper = radius.caliper.to_string();
            let key = match radius.scale {
                Scale::Logit => "method-radius",
                Scale::Score => "method-radius-score",
            };
            language.text(key, &[("caliper", &caliper)])
        }
        Ok(Method::Nearest(nearest)) => {
            let again = if nearest.replace { "method-nearest" } else { "method-nearest-once" };
            let mut sentences = vec![language.text(again, &[("k", &nearest.k.to_string())])];
            if let Some(caliper) = nearest.caliper {
                let key = match nearest.scale {
                    Scale::Logit => "method-caliper",
                    Scale::Score => "method-caliper-score",
                };
                sentences.push(language.text(key, &[("caliper", &caliper.to_string())]));
            }
            if nearest.replace && nearest.ties == Ties::RowOrder {
                sentences.push(t("method-row-order"));
            }
            sentences.join(" ")
        }
        Ok(Method::Odds) => t("method-odds"),
        Ok(Method::Entropy) => t("method-entropy"),
        Ok(Method::Aipw) => t("method-aipw"),
        Ok(Method::Cem(_)) => t("method-cem"),
        Ok(Method::Regression) => t("method-regression"),
        _ if findings.assignment == Assignment::Random => t("method-lot"),
        _ => t("method-none"),
    }
}
