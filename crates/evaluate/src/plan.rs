//! A study file checked: settings against each other, and against what can be done.

use crate::coarsened::{Coarsened, Cuts, MOST_BINS};
use crate::design::Assignment;
use crate::matching::{Method, Nearest, Radius, Scale, Ties};
use crate::outcome::{FollowUp, Kind, Outcome};
use crate::refusal::Refusal;
use crate::study::{Data, DesignKeys, OutcomeKeys, Study};

/// Most neighbours that may be asked for.
pub const MOST_NEIGHBOURS: usize = 1_000;
/// Radius in sd of the log odds when none is given (Justice Data Lab style; a wider one leaves
/// bias, measured on invented cohorts).
pub const DEFAULT_RADIUS: f64 = 0.02;
/// Caliper of the nearest neighbours that are read beside another method, in sd of the log odds
/// (Austin 2011, Pharmaceutical Statistics 10:150).
pub const DEFAULT_CALIPER: f64 = 0.2;
/// Neighbours when none are given (Peterborough, 2012).
pub const DEFAULT_NEIGHBOURS: usize = 10;

/// Fewest people of the pool who may be drawn: as many controls as a study of the smallest size
/// that the Justice Data Lab takes has with ten for each of its 60.
pub const FEWEST_DRAWN: usize = 600;

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
    /// Most people of the pool who are compared; beyond them lots are drawn.
    pub pool_sample: Option<usize>,
    /// How they are compared.
    pub method: Method,
    /// Methods that are read beside it.
    pub beside: Vec<Method>,
    /// Outcomes, the primary one first.
    pub outcomes: Vec<Outcome>,
}

impl Study {
    /// Checks the settings against each other and against what this version can do.
    ///
    /// # Errors
    /// [`Refusal::Setting`], [`Refusal::NotYet`], [`Refusal::NoCovariates`] and
    /// [`Refusal::OutcomeUsedToMatch`].
    pub fn plan(&self) -> Result<Plan, Refusal> {
        let plan = Plan {
            source: self.data.source()?,
            pool_sample: self.data.pool_sample()?,
            beside: self.design.beside(),
            method: self.design.method()?,
            outcomes: outcomes(&self.outcomes)?,
        };
        if self.design.covariates.is_empty() && plan.method != Method::None {
            return Err(Refusal::NoCovariates);
        }
        let used = |column: &&str| {
            let known_before = self.design.covariates.iter().chain(&self.design.exact);
            known_before.into_iter().any(|name| name == column)
                || matches!(&plan.source, Source::One { treated, .. } if treated == column)
        };
        let wrong = plan.outcomes.iter().flat_map(Outcome::columns).find(used).map(str::to_owned);
        wrong.map_or(Ok(plan), |column| Err(Refusal::OutcomeUsedToMatch(column)))
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

    fn pool_sample(&self) -> Result<Option<usize>, Refusal> {
        match self.pool_sample {
            Some(few) if few < FEWEST_DRAWN => {
                setting(format!("data.pool_sample must be {FEWEST_DRAWN} or more"))
            }
            sample => Ok(sample),
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
            "odds" => Ok(Method::Odds),
            "entropy" => Ok(Method::Entropy),
            "aipw" => Ok(Method::Aipw),
            "cem" => self.coarsened().map(Method::Cem),
            other => setting(format!(
                "design.method is radius, nearest, odds, entropy, aipw, cem, regression or none, \
                 not \"{other}\""
            )),
        }
    }

    fn coarsened(&self) -> Result<Coarsened, Refusal> {
        for (name, cuts) in &self.cutpoints {
            let sensible = match cuts {
                Cuts::Bins(bins) => (1..=MOST_BINS).contains(bins),
                Cuts::At(cuts) => {
                    (1..MOST_BINS).contains(&cuts.len()) && cuts.iter().all(|cut| cut.is_finite())
                }
            };
            if !sensible {
                return setting(format!(
                    "design.cutpoints.{name} must be a number of bins from 1 to {MOST_BINS}, or a \
                     list of values to cut at"
                ));
            }
        }
        let cuts = self.cutpoints.iter().map(|(name, cuts)| (name.clone(), cuts.clone())).collect();
        Ok(Coarsened { cuts })
    }

    /// Returns what is estimated beside the method chosen: nothing by lot, where there is nothing
    /// to make alike, and nothing without covariates.
    fn beside(&self) -> Vec<Method> {
        if self.assignment == Assignment::Random || self.covariates.is_empty() {
            return Vec::new();
        }
        let scale = Scale::Logit;
        let k = self.k.unwrap_or(DEFAULT_NEIGHBOURS);
        vec![
            Method::Radius(Radius { caliper: DEFAULT_RADIUS, scale }),
            Method::Nearest(Nearest {
                k,
                replace: true,
                caliper: Some(DEFAULT_CALIPER),
                scale,
                ties: Ties::Share,
            }),
            Method::Odds,
            Method::Entropy,
            Method::Aipw,
            Method::Cem(self.coarsened().unwrap_or_default()),
        ]
    }
}

fn outcomes(written: &[OutcomeKeys]) -> Result<Vec<Outcome>, Refusal> {
    let mut real = (0..written.len()).filter(|at| !written[*at].placebo);
    let only = real.next().filter(|_| real.next().is_none());
    let primary = match (written.iter().filter(|outcome| outcome.primary).count(), only) {
        (0, Some(only)) => only,
        (1, _) => written.iter().position(|outcome| outcome.primary).unwrap_or(0),
        (0, None) => return setting("say which outcome is the primary one with primary = true"),
        _ => return setting("only one outcome can be primary"),
    };
    if written[primary].placebo {
        return setting(
            "the primary outcome cannot be a placebo: the programme cannot have changed that one",
        );
    }
    let mut checked: Vec<Outcome> = Vec::with_capacity(written.len());
    for keys in written {
        if checked.iter().any(|earlier| earlier.name == keys.name) {
            return Err(Refusal::NamedTwice(keys.name.clone()));
        }
        checked.push(keys.outcome()?);
    }
    checked[..=primary].rotate_right(1);
    Ok(checked)
}

impl OutcomeKeys {
    fn outcome(&self) -> Result<Outcome, Refusal> {
        let column = self.column.as_ref().unwrap_or(&self.name);
        let kind = match self.kind.as_str() {
            "rate" => Kind::Rate,
            "mean" => Kind::Mean,
            "count" => Kind::Count,
            "time" => return self.time(),
            other => {
                return setting(format!(
                    "an outcome's kind is rate, mean, count or time, not \"{other}\""
                ));
            }
        };
        let of_time = self.time.is_some() || self.event.is_some() || self.horizon.is_some();
        if of_time || self.competing.is_some() {
            return setting(
                "time, event, horizon and competing belong to an outcome of kind \"time\"",
            );
        }
        self.refuse_exposure_of(kind)?;
        let own = [Some(column), self.exposure.as_ref()];
        refuse_twice(&own.into_iter().flatten().collect::<Vec<_>>())?;
        let (exposure, placebo) = (self.exposure.clone(), self.placebo);
        Ok(Outcome { exposure, placebo, ..Outcome::new(&self.name, column, kind) })
    }

    fn refuse_exposure_of(&self, kind: Kind) -> Result<(), Refusal> {
        if self.exposure.is_some() && kind != Kind::Count {
            return setting("exposure belongs to an outcome of kind \"count\"");
        }
        Ok(())
    }

    fn time(&self) -> Result<Outcome, Refusal> {
        let event = self.event.as_ref().or(self.column.as_ref());
        let (Some(time), Some(event), Some(horizon)) = (&self.time, event, self.horizon) else {
            return setting(format!(
                "outcome \"{}\" of kind \"time\" needs time (a column), event (a 0/1 column) and \
                 horizon (the time at which the rate is taken)",
                self.name
            ));
        };
        let own = [Some(time), Some(event), self.competing.as_ref()];
        refuse_twice(&own.into_iter().flatten().collect::<Vec<_>>())?;
        self.refuse_exposure_of(Kind::Time)?;
        if !horizon.is_finite() || horizon <= 0.0 {
            return setting(format!(
                "the horizon of outcome \"{}\" must be more than 0",
                self.name
            ));
        }
        let competing = self.competing.clone();
        let follow_up = Some(FollowUp { time: time.clone(), horizon, competing });
        let placebo = self.placebo;
        Ok(Outcome { follow_up, placebo, ..Outcome::new(&self.name, event, Kind::Time) })
    }
}

/// Refuses a column that one outcome names for two things.
fn refuse_twice(names: &[&String]) -> Result<(), Refusal> {
    let twice = (1..names.len()).find(|at| names[..*at].contains(&names[*at]));
    twice.map_or(Ok(()), |at| Err(Refusal::NamedTwice(names[at].clone())))
}

fn setting<T>(problem: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::Setting(problem.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::Study;

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
            "method = \"magic\"",
            "design.method is radius, nearest, odds, entropy, aipw, cem, regression or none, not \
             \"magic\"",
            "see docs/evaluate.md for what each setting may be",
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
