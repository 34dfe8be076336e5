//! The study file: what is compared with what, written down before anybody looks at outcomes.
//!
//! Every key is known by name: a key that does not exist is refused, so that a slip of the
//! keyboard cannot quietly change a design.

use serde::{Deserialize, Serialize};

use crate::design::Assignment;
use crate::estimate::{Kind, Outcome};
use crate::matching::{Method, Nearest, Radius, Scale, Ties};
use crate::refusal::Refusal;

/// Most neighbours that may be asked for.
pub const MOST_NEIGHBOURS: usize = 1_000;
/// Radius in sd of the log odds when none is given (Justice Data Lab style; a wider one leaves
/// bias, measured on invented cohorts).
pub const DEFAULT_RADIUS: f64 = 0.02;
/// Neighbours when none are given (Peterborough, 2012).
pub const DEFAULT_NEIGHBOURS: usize = 10;

/// A study file as written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// Where people are.
    pub data: Data,
    /// How they are compared.
    pub design: DesignKeys,
    /// What is compared.
    pub outcomes: Vec<OutcomeKeys>,
}

/// The `[data]` table: one file with a 0/1 column, or two files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// One file with everyone.
    pub file: Option<String>,
    /// The 0/1 column of `file` that says who took part.
    pub treated: Option<String>,
    /// A file with those who took part.
    pub treated_file: Option<String>,
    /// A file with the pool.
    pub pool_file: Option<String>,
}

/// The `[design]` table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DesignKeys {
    /// What was known before.
    pub covariates: Vec<String>,
    /// Columns on which a match must agree.
    pub exact: Vec<String>,
    /// How the comparison is made; radius when left out.
    pub method: Option<String>,
    /// Farthest match, on `caliper_scale`.
    pub caliper: Option<f64>,
    /// `logit` (sd of the log odds) or `score` (absolute, on the probability).
    pub caliper_scale: Option<String>,
    /// Neighbours.
    pub k: Option<usize>,
    /// Whether a pool person may be used again; yes when left out.
    pub replace: Option<bool>,
    /// `share` or `row-order`.
    pub ties: Option<String>,
    /// How people came to take part: `observed` (when left out) or `random`.
    pub assignment: Assignment,
    /// Kept with the record. Nothing here draws at random yet.
    pub seed: Option<u64>,
}

/// One `[[outcomes]]` table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeKeys {
    /// Name shown.
    pub name: String,
    /// `rate`, `mean`, `count` or `time`.
    pub kind: String,
    /// Column; the name when left out.
    pub column: Option<String>,
    /// The one outcome that the verdict is about.
    #[serde(default)]
    pub primary: bool,
    /// For `time`: column of days.
    pub time: Option<String>,
    /// For `time`: column of whether it happened.
    pub event: Option<String>,
    /// For `time`: days of follow-up.
    pub horizon: Option<f64>,
}

/// Where people are, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Everyone in one file with a 0/1 column.
    One {
        /// File name as written.
        file: String,
        /// The 0/1 column.
        treated: String,
    },
    /// Those who took part, and the pool.
    Two {
        /// File of those who took part.
        treated: String,
        /// File of the pool.
        pool: String,
    },
}

/// A study that can be run.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Where people are.
    pub source: Source,
    /// How they are compared.
    pub method: Method,
    /// Outcomes, the primary one first.
    pub outcomes: Vec<Outcome>,
}

impl Study {
    /// Reads a study file.
    ///
    /// # Errors
    /// [`Refusal::Study`] with the place in the file.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        toml::from_str(text)
            .map_err(|error| Refusal::Study(error.to_string().trim_end().to_owned()))
    }

    /// Checks the settings against each other and against what this version can do.
    ///
    /// # Errors
    /// [`Refusal::Setting`], [`Refusal::NotYet`], [`Refusal::NoCovariates`] and
    /// [`Refusal::OutcomeUsedToMatch`].
    pub fn plan(&self) -> Result<Plan, Refusal> {
        let plan = Plan {
            source: self.data.source()?,
            method: self.design.method()?,
            outcomes: outcomes(&self.outcomes)?,
        };
        if self.design.covariates.is_empty() && plan.method != Method::None {
            return Err(Refusal::NoCovariates);
        }
        let used = |outcome: &&Outcome| {
            self.design.covariates.contains(&outcome.column)
                || self.design.exact.contains(&outcome.column)
                || matches!(&plan.source, Source::One { treated, .. } if *treated == outcome.column)
        };
        match plan.outcomes.iter().find(used) {
            Some(outcome) => Err(Refusal::OutcomeUsedToMatch(outcome.column.clone())),
            None => Ok(plan),
        }
    }
}

impl Data {
    fn source(&self) -> Result<Source, Refusal> {
        match (&self.file, &self.treated, &self.treated_file, &self.pool_file) {
            (Some(file), Some(treated), None, None) => {
                Ok(Source::One { file: file.clone(), treated: treated.clone() })
            }
            (None, None, Some(treated), Some(pool)) => {
                Ok(Source::Two { treated: treated.clone(), pool: pool.clone() })
            }
            _ => setting("[data] needs either file and treated, or treated_file and pool_file"),
        }
    }
}

impl DesignKeys {
    fn method(&self) -> Result<Method, Refusal> {
        if self.caliper.is_some_and(|caliper| !caliper.is_finite() || caliper <= 0.0) {
            return setting("design.caliper must be more than 0");
        }
        let scale = match self.caliper_scale.as_deref() {
            None | Some("logit") => Scale::Logit,
            Some("score") => Scale::Score,
            Some(other) => {
                return setting(format!(
                    "design.caliper_scale is \"logit\" or \"score\", not \"{other}\""
                ));
            }
        };
        let ties = match self.ties.as_deref() {
            None | Some("share") => Ties::Share,
            Some("row-order") => Ties::RowOrder,
            Some(other) => {
                return setting(format!(
                    "design.ties is \"share\" or \"row-order\", not \"{other}\""
                ));
            }
        };
        let k = self.k.unwrap_or(DEFAULT_NEIGHBOURS);
        if !(1..=MOST_NEIGHBOURS).contains(&k) {
            return setting(format!("design.k must be from 1 to {MOST_NEIGHBOURS}"));
        }
        let replace = self.replace.unwrap_or(true);
        match self.method.as_deref().unwrap_or("radius") {
            "none" => Ok(Method::None),
            "regression" => Ok(Method::Regression),
            "nearest" => {
                Ok(Method::Nearest(Nearest { k, replace, caliper: self.caliper, scale, ties }))
            }
            "radius" => match (self.caliper, scale) {
                (None, Scale::Score) => {
                    setting("a radius on the probability needs design.caliper, for example 0.01")
                }
                (caliper, _) => {
                    Ok(Method::Radius(Radius { caliper: caliper.unwrap_or(DEFAULT_RADIUS), scale }))
                }
            },
            planned @ ("odds" | "entropy" | "aipw" | "cem") => Err(Refusal::NotYet {
                what: format!("design.method = \"{planned}\""),
                supported: "radius, nearest, regression, none",
            }),
            other => setting(format!(
                "design.method is radius, nearest, regression or none, not \"{other}\""
            )),
        }
    }
}

fn outcomes(written: &[OutcomeKeys]) -> Result<Vec<Outcome>, Refusal> {
    let primary = match written.iter().filter(|outcome| outcome.primary).count() {
        0 if written.len() == 1 => 0,
        1 => written.iter().position(|outcome| outcome.primary).unwrap_or(0),
        0 => return setting("say which outcome is the primary one with primary = true"),
        _ => return setting("only one outcome can be primary"),
    };
    let mut checked: Vec<Outcome> = Vec::with_capacity(written.len());
    for keys in written {
        let kind = match keys.kind.as_str() {
            "rate" => Kind::Rate,
            "mean" => Kind::Mean,
            planned @ ("count" | "time") => {
                return Err(Refusal::NotYet {
                    what: format!("an outcome of kind \"{planned}\""),
                    supported: "rate (0 or 1), mean (an amount)",
                });
            }
            other => {
                return setting(format!("an outcome's kind is rate or mean, not \"{other}\""));
            }
        };
        if keys.time.is_some() || keys.event.is_some() || keys.horizon.is_some() {
            return setting("time, event and horizon belong to an outcome of kind \"time\"");
        }
        if checked.iter().any(|earlier| earlier.name == keys.name) {
            return Err(Refusal::NamedTwice(keys.name.clone()));
        }
        let column = keys.column.clone().unwrap_or_else(|| keys.name.clone());
        checked.push(Outcome { name: keys.name.clone(), column, kind });
    }
    checked[..=primary].rotate_right(1);
    Ok(checked)
}

fn setting<T>(problem: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::Setting(problem.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &str =
        "[data]\nfile = \"c.csv\"\ntreated = \"treated\"\n[design]\ncovariates = [\"age\"]\n";
    const END: &str = "[[outcomes]]\nname = \"reoffend\"\nkind = \"rate\"\n";

    fn plan(design: &str) -> Result<Plan, Refusal> {
        Study::parse(&format!("{START}{design}\n{END}")).and_then(|study| study.plan())
    }

    #[test]
    fn the_defaults_are_those_of_the_guide() {
        let radius = Radius { caliper: 0.02, scale: Scale::Logit };
        assert_eq!(plan("").unwrap().method, Method::Radius(radius));
        let nearest =
            Nearest { k: 10, replace: true, caliper: None, scale: Scale::Logit, ties: Ties::Share };
        assert_eq!(plan("method = \"nearest\"").unwrap().method, Method::Nearest(nearest));
    }

    #[test]
    fn what_cannot_be_done_is_refused_with_what_can() {
        let check = |design: &str, message: &str, hint: &str| {
            let refusal = plan(design).unwrap_err();
            assert_eq!((refusal.to_string().as_str(), refusal.hint().as_str()), (message, hint));
        };
        check(
            "method = \"entropy\"",
            "design.method = \"entropy\" is not supported yet",
            "supported now: radius, nearest, regression, none",
        );
        check(
            "caliper = -1",
            "design.caliper must be more than 0",
            "see docs/evaluate.md for what each setting may be",
        );
        check(
            "exact = [\"reoffend\"]",
            "\"reoffend\" is an outcome, and is also used to choose the comparison group",
            "match only on what was known before the programme started",
        );
        let unknown = plan("calliper = 0.1").unwrap_err().to_string();
        assert!(
            unknown.contains("unknown field `calliper`") && unknown.contains("line 6"),
            "{unknown}"
        );
    }

    #[test]
    fn the_primary_outcome_comes_first() {
        let text = format!(
            "{START}{END}[[outcomes]]\nname = \"days\"\nkind = \"mean\"\ncolumn = \"d\"\nprimary = true\n"
        );
        let plan = Study::parse(&text).unwrap().plan().unwrap();
        let names: Vec<&str> = plan.outcomes.iter().map(|o| o.name.as_str()).collect();
        assert_eq!(names, ["days", "reoffend"]);
    }
}
