//! The comparison made again without each covariate in turn: does the answer hang on one of them?
//!
//! Nothing is chosen here: each comparison follows from the sealed design, its method and the
//! covariate left out, and none takes the place of the sealed one.

use serde::Serialize;

use crate::censored::Rates;
use crate::coarsened::Coarsened;
use crate::compared::Compared;
use crate::design::{Design, Matched};
use crate::distribution::unanswerable;
use crate::estimate::{Estimate, Sample, beside};
use crate::followed::Followed;
use crate::matching::{self, Comparison, Fitted, Method};
use crate::refusal::Refusal;
use crate::regression::adjusted;

use super::RefusedPart;

/// Most covariates that are left out in turn.
pub const MOST_COVARIATES: usize = 30;
/// Most people for whom it is done without being asked for: it takes as long as that many studies.
pub const MOST_PEOPLE_UNASKED: usize = 20_000;
/// Most people for whom it is done when asked for.
pub const MOST_PEOPLE: usize = 200_000;

/// The primary outcome without each covariate in turn.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeaveOneOut {
    /// The lowest of the estimates.
    pub lowest: f64,
    /// The highest of them.
    pub highest: f64,
    /// The covariate without which the estimate changes most.
    pub most: String,
    /// Without how many of them the interval is on the other side of, or includes, no difference
    /// where it did not, or no longer includes it where it did.
    pub changed: usize,
    /// One row for each covariate, in the order of the study file.
    pub rows: Vec<LeftOut>,
    /// Covariates without which there was no comparison, and why.
    pub refused: Vec<RefusedPart>,
}

/// The estimate without one covariate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeftOut {
    /// The covariate left out.
    pub covariate: String,
    /// The difference, by the main estimator.
    #[serde(flatten)]
    pub figures: Estimate,
    /// It less the difference with every covariate.
    pub change: f64,
    /// Who it is about.
    #[serde(flatten)]
    pub sample: Sample,
}

/// Refuses where it would not be affordable, was not wanted, or has no meaning.
fn refuse_unaffordable(matched: &Matched, wanted: Option<bool>) -> Result<(), Refusal> {
    let (covariates, people) = (matched.design.covariates.len(), matched.design.treated.len());
    let problem = match wanted {
        _ if *matched.method() == Method::None => {
            "method \"none\" matches on nothing, so no covariate can be left out".into()
        }
        _ if covariates < 2 => "there is only one covariate, so none can be left out".into(),
        Some(false) => "the study file says design.leave_one_out = false".into(),
        _ if covariates > MOST_COVARIATES => {
            format!("{covariates} covariates are more than the {MOST_COVARIATES} it is done for")
        }
        _ if people > MOST_PEOPLE => {
            format!("{people} people are more than the {MOST_PEOPLE} it is done for")
        }
        None if people > MOST_PEOPLE_UNASKED => format!(
            "{people} people are more than the {MOST_PEOPLE_UNASKED} it is done for without being \
             asked; write leave_one_out = true under [design] to have it"
        ),
        _ => return Ok(()),
    };
    Err(unanswerable(problem))
}

/// Makes the comparison again without each covariate in turn, and takes the main estimate.
///
/// # Errors
/// [`Refusal::Setting`] where it is not done, with the reason.
pub(crate) fn of(
    matched: &Matched,
    values: &[f64],
    followed: Option<&Followed>,
    main: &Estimate,
    wanted: Option<bool>,
) -> Result<LeaveOneOut, Refusal> {
    refuse_unaffordable(matched, wanted)?;
    let (mut rows, mut refused): (Vec<LeftOut>, Vec<RefusedPart>) = (Vec::new(), Vec::new());
    for (at, covariate) in matched.design.covariates.iter().enumerate() {
        let name = covariate.name.clone();
        match without(matched, at, values, followed) {
            Ok((figures, sample)) => {
                let change = figures.estimate - main.estimate;
                rows.push(LeftOut { covariate: name, figures, change, sample });
            }
            Err(refusal) => refused.push(RefusedPart::of(&name, &refusal)),
        }
    }
    let most = rows.iter().max_by(|a, b| a.change.abs().total_cmp(&b.change.abs()));
    let most = most.ok_or_else(|| {
        unanswerable("without any one of the covariates there is no comparison at all")
    })?;
    let of_rows = || rows.iter().map(|row| row.figures.estimate);
    Ok(LeaveOneOut {
        lowest: of_rows().fold(f64::INFINITY, f64::min),
        highest: of_rows().fold(f64::NEG_INFINITY, f64::max),
        most: most.covariate.clone(),
        changed: rows.iter().filter(|row| side(&row.figures) != side(main)).count(),
        refused,
        rows,
    })
}

/// Returns on which side of no difference the interval is: 0 where it includes it.
fn side(figures: &Estimate) -> i8 {
    match figures {
        own if own.ci_low > 0.0 => 1,
        own if own.ci_high < 0.0 => -1,
        _ => 0,
    }
}

fn without(
    matched: &Matched,
    at: usize,
    values: &[f64],
    followed: Option<&Followed>,
) -> Result<(Estimate, Sample), Refusal> {
    let design = matched.design.without(at);
    let method = match matched.method() {
        Method::Cem(coarsened) => {
            let left = &matched.design.covariates[at].name;
            let cuts = coarsened.cuts.iter().filter(|(name, _)| name != left).cloned().collect();
            Method::Cem(Coarsened { cuts })
        }
        other => other.clone(),
    };
    if method == Method::Regression {
        let everyone = Compared::everyone(&design, values)?;
        return Ok((adjusted(&design, values)?.robust, everyone.sample));
    }
    let comparison = matching::choose(&design, &method, &mut Fitted::default())?;
    figures(&design, &comparison, values, followed)
}

fn figures(
    design: &Design,
    comparison: &Comparison,
    values: &[f64],
    followed: Option<&Followed>,
) -> Result<(Estimate, Sample), Refusal> {
    if let Some(followed) = followed.filter(|followed| followed.lost() > 0) {
        let compared = Compared::of(design, comparison, &followed.time)?;
        return Ok((Rates::of(&compared, followed)?.difference(), compared.sample));
    }
    beside(design, comparison, values).map(|row| (row.figures, row.sample))
}
