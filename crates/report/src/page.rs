//! The report as one page: no script, nothing from elsewhere, readable at 320 pixels and on paper.

mod context;
mod method;
mod outcome;

use evaluate::Findings;
use evaluate::verdict::Code;
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use crate::Fault;
use crate::figure::Figure;
use crate::figure::love::love;
use crate::figure::overlap::overlap;
use crate::language::Language;
use crate::published::Shown;
use crate::secondary;
use crate::table::Table;

/// A figure as the page shows it.
#[derive(Serialize)]
struct Shape {
    name: String,
    title: String,
    /// What there is to see in it: in a page the drawing says it itself.
    description: String,
    svg: String,
    table: Table,
}

impl From<&Figure> for Shape {
    fn from(figure: &Figure) -> Self {
        let Figure { name, title, description, svg, table } = figure.clone();
        Self { name, title, description, svg, table }
    }
}

/// Returns the verdict as far as it may be published.
pub(crate) fn verdict(findings: &Findings, language: Language) -> (Option<Code>, String) {
    let verdict = context::verdict(findings, &Shown::all(findings), language);
    (verdict.code, verdict.text)
}

/// A report: what is in it, whatever it is written as.
pub(crate) struct Report {
    /// What the templates are given.
    pub(crate) context: Value,
    /// The figures in it.
    pub(crate) figures: Vec<Figure>,
}

/// Returns what is in the report.
pub(crate) fn of(findings: &Findings, language: Language) -> Result<Report, Fault> {
    let shown = Shown::all(findings);
    let (love, overlap) = (love(findings, language)?, overlap(findings, language)?);
    let shape = |figure: &Option<Figure>| figure.as_ref().map(Shape::from);
    let (love_shape, overlap_shape) = (shape(&love), shape(&overlap));
    let mut figures: Vec<Figure> = love.into_iter().chain(overlap).collect();
    let mut outcomes = Vec::new();
    for (at, shown) in shown.iter().enumerate() {
        let (outcome, own) = outcome::of(findings, shown, at + 1, language)?;
        outcomes.push(outcome);
        figures.extend(own);
    }
    let context = context! {
            language => language.code(),
            other => language.other().code(),
            asked => Serde(context::asked(findings)),
            verdict => Serde(context::verdict(findings, &shown, language)),
            people => Serde(context::people(findings, language)),
            love => Serde(love_shape),
            overlap => Serde(overlap_shape),
            outcomes => Serde(outcomes),
            sensitivity => Serde(secondary::sensitivity(findings, &shown, language)),
            refused => Serde(context::refused(findings, &shown, language)),
            caveats => Serde(context::caveats(findings, language)),
            method => Serde(method::of(findings, language)?),
            repeat => Serde(context::repeat(findings)),
    };
    Ok(Report { context, figures })
}
