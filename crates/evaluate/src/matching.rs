//! Choosing the comparison group: nearest neighbours or everyone within a radius, inside exact
//! cells; the same bins; or everyone with weights. Sees nothing of what happened afterwards.

use std::sync::Arc;

use serde::Serialize;

use crate::balance::Overlap;
use crate::coarsened::{Coarsened, refuse_sparse};
use crate::design::Design;
use crate::interval::mean_and_variance;
use crate::line::Line;
use crate::refusal::Refusal;
use crate::score::Score;
use crate::sets::Sets;
use crate::weighting::{MOST_OUTSIDE, entropy_of_rows, odds, refuse_blown_up};

/// How the comparison is made.
#[derive(Clone, Debug, PartialEq)]
pub enum Method {
    /// Everyone against everyone, unadjusted.
    None,
    /// Everyone against everyone, adjusted for the covariates by least squares.
    Regression,
    /// The nearest pool people of each treated person.
    Nearest(Nearest),
    /// All pool people within a distance of each treated person.
    Radius(Radius),
    /// Everyone, the pool weighted by the odds of taking part.
    Odds,
    /// Everyone, the pool weighted so that means are equal.
    Entropy,
    /// Everyone, by a model of the outcome and by odds.
    Aipw,
    /// All pool people in the same bins.
    Cem(Coarsened),
}

/// Nearest neighbour matching.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearest {
    /// Neighbours for each treated person, at least 1.
    pub k: usize,
    /// Whether a pool person may be used more than once.
    pub replace: bool,
    /// Farthest neighbour allowed: in sd of the log odds over everyone on [`Scale::Logit`],
    /// absolute on [`Scale::Score`]. `None` for no limit.
    pub caliper: Option<f64>,
    /// Scale distances are measured on.
    pub scale: Scale,
    /// What to do with equal distances, with replacement.
    pub ties: Ties,
}

/// Radius matching.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Radius {
    /// Radius: in sd of the log odds over everyone on [`Scale::Logit`], absolute on
    /// [`Scale::Score`].
    pub caliper: f64,
    /// Scale distances are measured on.
    pub scale: Scale,
}

/// Scale distances are measured on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// Log odds of taking part.
    Logit,
    /// Probability of taking part.
    Score,
}

/// What to do when several pool people are equally far away, at the k-th place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// All of them share what weight is left, so that the order of rows changes nothing.
    Share,
    /// The order of rows decides, exactly as MatchIt 4.7 does it. For comparing with it.
    RowOrder,
}

/// Who is compared by one method, and with which weight. Holds no outcome.
#[derive(Clone, Debug)]
pub(crate) struct Comparison {
    pub(crate) method: Method,
    pub(crate) sets: Option<Sets>,
    /// 1 for a treated person in use, the weight for a pool person, else 0.
    pub(crate) weights: Arc<Vec<f64>>,
}

/// What was fitted for one method and serves the others too.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fitted {
    score: Option<Result<Score, Refusal>>,
    odds: Option<Result<Arc<Vec<f64>>, Refusal>>,
    lines: Vec<(Scale, Line)>,
}

impl Method {
    /// Returns the name that the study file has for it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Regression => "regression",
            Self::Nearest(_) => "nearest",
            Self::Radius(_) => "radius",
            Self::Odds => "odds",
            Self::Entropy => "entropy",
            Self::Aipw => "aipw",
            Self::Cem(_) => "cem",
        }
    }

    /// Returns whether people get weights of their own, so that there is an after to look at.
    #[must_use]
    pub fn weighs(&self) -> bool {
        !matches!(self, Self::None | Self::Regression)
    }

    /// Returns the scale that the score is looked at on, where the method uses a score.
    pub(crate) fn scale(&self) -> Option<Scale> {
        match self {
            Self::Nearest(nearest) => Some(nearest.scale),
            Self::Radius(radius) => Some(radius.scale),
            Self::Odds | Self::Aipw => Some(Scale::Logit),
            Self::None | Self::Regression | Self::Entropy | Self::Cem(_) => None,
        }
    }
}

impl Fitted {
    /// Returns the score, where one was fitted.
    pub(crate) fn fitted(&self) -> Option<&Score> {
        self.score.as_ref().and_then(|score| score.as_ref().ok())
    }

    /// Returns everyone's place on a scale that people were put in order on.
    pub(crate) fn position(&self, scale: Scale) -> Option<&[f64]> {
        let line = self.lines.iter().find(|(known, _)| *known == scale);
        line.map(|(_, line)| line.position.as_slice())
            .or_else(|| self.fitted().filter(|_| scale == Scale::Logit).map(|s| s.logit.as_slice()))
    }

    fn score(&mut self, design: &Design) -> Result<&Score, Refusal> {
        let fit = || match design.covariates.is_empty() {
            true => Err(Refusal::NoCovariates),
            false => Score::of_rows(&design.treated, &design.rows()?),
        };
        self.score.get_or_insert_with(fit).as_ref().map_err(Clone::clone)
    }

    /// Returns the odds, which two methods weigh by.
    fn odds(&mut self, design: &Design) -> Result<Arc<Vec<f64>>, Refusal> {
        if let Some(odds) = &self.odds {
            return odds.clone();
        }
        let odds = self.score(design).and_then(|score| odds_of(design, score));
        self.odds.insert(odds).clone()
    }

    fn line(&mut self, design: &Design, scale: Scale) -> Result<&Line, Refusal> {
        let at = match self.lines.iter().position(|(known, _)| *known == scale) {
            Some(at) => at,
            None => {
                let score = self.score(design)?;
                let position = match scale {
                    Scale::Logit => Arc::clone(&score.logit),
                    Scale::Score => Arc::new(score.probability()),
                };
                self.lines.push((scale, Line::new(design, position)));
                self.lines.len() - 1
            }
        };
        Ok(&self.lines[at].1)
    }
}

/// Applies a method.
pub(crate) fn choose(
    design: &Design,
    method: &Method,
    fitted: &mut Fitted,
) -> Result<Comparison, Refusal> {
    let sets = match method {
        Method::None => return Ok(weighted(method, vec![1.0; design.treated.len()].into())),
        _ if design.covariates.is_empty() => return Err(Refusal::NoCovariates),
        Method::Regression => {
            return Ok(weighted(method, vec![1.0; design.treated.len()].into()));
        }
        Method::Odds | Method::Aipw | Method::Entropy => {
            return weigh(design, method, fitted).map(|weights| weighted(method, weights));
        }
        Method::Cem(coarsened) => {
            let weights = coarsened.weights(&design.treated, &design.covariates, &design.cell)?;
            refuse_sparse(&design.treated, &weights)?;
            return Ok(weighted(method, weights.into()));
        }
        Method::Nearest(nearest) => {
            let line = fitted.line(design, nearest.scale)?;
            let limit = nearest.caliper.map_or(f64::INFINITY, |c| c * unit(line, nearest.scale));
            if nearest.replace {
                line.with_replacement(nearest, limit)
            } else {
                line.without_replacement(nearest.k, limit)
            }
        }
        Method::Radius(radius) => {
            let line = fitted.line(design, radius.scale)?;
            line.radius(radius.caliper * unit(line, radius.scale))
        }
    };
    if sets.sets.is_empty() {
        return Err(Refusal::NobodyMatched);
    }
    let weights = sets.weights(design.treated.len());
    Ok(Comparison { sets: Some(sets), ..weighted(method, weights.into()) })
}

fn weighted(method: &Method, weights: Arc<Vec<f64>>) -> Comparison {
    Comparison { method: method.clone(), sets: None, weights }
}

/// Returns what a caliper of 1 comes to.
fn unit(line: &Line, scale: Scale) -> f64 {
    match scale {
        Scale::Logit => mean_and_variance(&line.position).map_or(0.0, |(_, v)| v.sqrt()),
        Scale::Score => 1.0,
    }
}

fn weigh(design: &Design, method: &Method, fitted: &mut Fitted) -> Result<Arc<Vec<f64>>, Refusal> {
    let covariates = || design.covariates.iter().map(|covariate| &covariate.name);
    // Where everybody agrees there is nothing to hold. Cells are numbered from 0.
    let differ = design.cell.iter().any(|cell| *cell > 0);
    let mut apart = design.exact.iter().filter(|_| differ);
    if let Some(column) = apart.find(|name| covariates().all(|c| c != *name)) {
        return Err(Refusal::ExactByWeights { method: method.name(), column: column.clone() });
    }
    if *method != Method::Entropy {
        return fitted.odds(design);
    }
    // The odds are weights of the same form, so their slopes are a start.
    let slopes = fitted.score(design).map(|score| score.slopes.clone());
    let start = slopes.unwrap_or_else(|_| vec![0.0; design.covariates.len()]);
    let weights = entropy_of_rows(&design.treated, &design.rows()?, &start)?;
    refuse_blown_up(&design.treated, &weights)?;
    Ok(weights.into())
}

/// Returns everyone's odds of taking part, where the pool covers the treated.
fn odds_of(design: &Design, score: &Score) -> Result<Arc<Vec<f64>>, Refusal> {
    let used = vec![true; design.treated.len()];
    let overlap = Overlap::of(&design.treated, &score.logit, &used, Scale::Logit);
    if overlap.outside > MOST_OUTSIDE {
        let treated = design.treated.iter().filter(|on| **on).count();
        let outside = (overlap.outside * treated as f64).round() as usize;
        return Err(Refusal::NoOverlap { outside, treated });
    }
    let weights = odds(&design.treated, &score.logit);
    refuse_blown_up(&design.treated, &weights)?;
    Ok(weights.into())
}
