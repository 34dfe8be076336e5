//! What the page shows of one outcome.

use evaluate::{Findings, Kind};
use serde::Serialize;

use super::Shape;
use crate::Fault;
use crate::estimator;
use crate::figure::Figure;
use crate::figure::forest::forest;
use crate::figure::survival::survival;
use crate::language::Language;
use crate::number::count;
use crate::published::Shown;
use crate::secondary::Analyses;
use crate::words;

/// One outcome.
#[derive(Serialize)]
pub(super) struct Outcome {
    name: String,
    primary: bool,
    withheld: bool,
    kind: Kind,
    sentences: Vec<String>,
    treated: String,
    pool: String,
    forest: Option<Shape>,
    /// Estimators that are not shown, because they would tell of a few people.
    left_out: Vec<String>,
    survival: Option<Shape>,
    /// Whether there are curves that rest on too few people to be shown.
    survival_withheld: bool,
    /// The hazard ratio in words.
    hazard: Vec<String>,
    /// The ratio of rates in words.
    frequency: Vec<String>,
}

/// Returns an outcome and its figures. `number` tells its figures from those of the others.
pub(super) fn of(
    findings: &Findings,
    shown: &Shown<'_>,
    number: usize,
    language: Language,
) -> Result<(Outcome, Vec<Figure>), Fault> {
    let row = shown.row();
    let mut outcome = Outcome {
        name: row.name.clone(),
        primary: row.primary,
        withheld: true,
        kind: row.kind,
        sentences: Vec::new(),
        treated: String::new(),
        pool: String::new(),
        forest: None,
        left_out: Vec::new(),
        survival: None,
        survival_withheld: false,
        hazard: Vec::new(),
        frequency: Vec::new(),
    };
    let Shown::Open(open) = shown else { return Ok((outcome, Vec::new())) };
    outcome.withheld = false;
    outcome.sentences = words::result(open, language);
    outcome.treated = count(row.known_treated);
    outcome.pool = count(row.known_pool);
    outcome.left_out =
        open.left_out.iter().map(|row| estimator::name(&row.estimator, language)).collect();
    let forest = forest(&file("forest", number), &row.name, row.kind, &open.estimates, language)?;
    outcome.forest = forest.as_ref().map(Shape::from);
    let mut figures: Vec<Figure> = forest.into_iter().collect();
    let analyses = Analyses::of(findings, &row.name);
    if let Some(curves) = analyses.curves() {
        match curves.published().filter(|_| !analyses.few_events()) {
            Some(curves) => {
                let figure = survival(&file("survival", number), &row.name, &curves, language)?;
                outcome.survival = Some(Shape::from(&figure));
                figures.push(figure);
                outcome.hazard = analyses.hazard(language);
            }
            None => outcome.survival_withheld = true,
        }
    }
    outcome.frequency = analyses.frequency(language);
    Ok((outcome, figures))
}

/// Returns the name of a figure's file: the first outcome's has no number.
fn file(figure: &str, number: usize) -> String {
    if number == 1 { figure.to_owned() } else { format!("{figure}-{number}") }
}
