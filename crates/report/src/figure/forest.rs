//! The forest plot: one outcome by every estimator, the main one marked, and what is only a
//! description set apart and labelled "not an effect".

use evaluate::Kind;
use evaluate::findings::{EstimateRow, Reading};
use minijinja::Error;
use serde::Serialize;

use crate::estimator;
use crate::figure::{Drawing, Figure, LINE_CHARACTERS, NUMBERS, Plot, SIDE, TRACK, WIDTH, Words};
use crate::language::Language;
use crate::number::{of_kind, p_value};
use crate::scale::Scale;
use crate::table::{Cell, Table};

#[derive(Serialize)]
struct Inside {
    rows: Vec<Row>,
    apart: Option<Apart>,
    zero: f64,
    #[serde(flatten)]
    plot: Plot,
}

#[derive(Serialize)]
struct Row {
    label: Vec<Words>,
    bold: bool,
    mark: &'static str,
    y: f64,
    at: f64,
    low: f64,
    high: f64,
}

#[derive(Serialize)]
struct Apart {
    y: f64,
    label: Vec<Words>,
}

/// Draws the estimates of one outcome, of which the first is the main one; `None` without any.
///
/// # Errors
/// When the drawing cannot be made: our fault.
pub fn forest(
    name: &str,
    outcome: &str,
    kind: Kind,
    rows: &[&EstimateRow],
    language: Language,
) -> Result<Option<Figure>, Error> {
    let Some(main) = rows.first() else { return Ok(None) };
    let t = |key: &str| language.text(key, &[]);
    let (effects, descriptions): (Vec<&EstimateRow>, Vec<&EstimateRow>) =
        rows.iter().partition(|row| row.reading == Reading::Effect);
    let title = language.text("forest-title", &[("outcome", outcome)]);
    let mut drawing = Drawing::new(name, title, described(main, rows.len(), kind, language));
    if main.reading == Reading::Effect {
        drawing.explain("main", &t("forest-main"));
    }
    if effects.len() > 1 {
        drawing.explain("other", &t("forest-other"));
    }
    if !descriptions.is_empty() {
        drawing.explain("description", &t("forest-descriptive"));
    }
    drawing.y += 6.0;

    let shown = if kind.is_share() { 100.0 } else { 1.0 };
    let ends = rows.iter().flat_map(|row| {
        [row.figures.estimate, row.figures.ci_low, row.figures.ci_high].map(|end| end * shown)
    });
    let scale = Scale::around(ends.chain([0.0]), (SIDE, WIDTH - SIDE));
    let top = drawing.y;
    let draw = |row: &EstimateRow, drawing: &mut Drawing| {
        let bold = std::ptr::eq(row, *main) && row.reading == Reading::Effect;
        laid_out(row, bold, &scale, shown, language, drawing)
    };
    let mut drawn: Vec<Row> = effects.iter().map(|row| draw(row, &mut drawing)).collect();
    let mut apart = None;
    if !descriptions.is_empty() {
        drawing.y += 8.0;
        let y = drawing.y;
        drawing.y += 4.0;
        apart = Some(Apart { y, label: drawing.text(&t("forest-apart"), LINE_CHARACTERS - 4) });
        drawn.extend(descriptions.iter().map(|row| draw(row, &mut drawing)));
    }
    let axis = if kind.is_share() { t("forest-axis-points") } else { t("forest-axis-amount") };
    let plot = drawing.plot(top, &scale, scale.ticks(5), NUMBERS, &axis);
    let inside = Inside { rows: drawn, apart, zero: scale.at(0.0), plot };
    let table = table(outcome, kind, &effects, &descriptions, language);
    drawing.draw("figures/forest.svg", language, inside, table).map(Some)
}

fn described(main: &EstimateRow, all: usize, kind: Kind, language: Language) -> String {
    let figures = &main.figures;
    let (estimate, low, high) = (
        of_kind(figures.estimate, kind),
        of_kind(figures.ci_low, kind),
        of_kind(figures.ci_high, kind),
    );
    let all = all.to_string();
    let args = [("estimate", &*estimate), ("low", &*low), ("high", &*high), ("all", &*all)];
    language.text("forest-description", &args)
}

/// Takes the next lines of the drawing for one estimate. `shown` is what its unit is multiplied by.
fn laid_out(
    row: &EstimateRow,
    bold: bool,
    scale: &Scale,
    shown: f64,
    language: Language,
    drawing: &mut Drawing,
) -> Row {
    let label = drawing.text(&estimator::name(&row.estimator, language), LINE_CHARACTERS - 4);
    let y = drawing.y + TRACK / 2.0 - 2.0;
    drawing.y += TRACK;
    let at = |value: f64| scale.at(value * shown);
    let figures = &row.figures;
    // An end that is not known is drawn to the edge.
    let low = if figures.ci_low.is_finite() { at(figures.ci_low) } else { scale.from };
    let high = if figures.ci_high.is_finite() { at(figures.ci_high) } else { scale.to };
    let mark = match (bold, row.reading) {
        (true, _) => "main",
        (false, Reading::Effect) => "other",
        (false, Reading::Descriptive) => "description",
    };
    Row { label, bold, mark, y, at: at(figures.estimate), low, high }
}

fn table(
    outcome: &str,
    kind: Kind,
    effects: &[&EstimateRow],
    descriptions: &[&EstimateRow],
    language: Language,
) -> Table {
    let t = |key: &str| language.text(key, &[]);
    let rows = effects.iter().chain(descriptions).map(|row| {
        let figures = &row.figures;
        let name = estimator::name(&row.estimator, language);
        vec![
            Cell::words(match row.reading {
                Reading::Effect => name,
                Reading::Descriptive => language.text("forest-not-an-effect", &[("name", &name)]),
            }),
            Cell::number(of_kind(figures.estimate, kind)),
            Cell::number(of_kind(figures.ci_low, kind)),
            Cell::number(of_kind(figures.ci_high, kind)),
            Cell::number(p_value(figures.p)),
        ]
    });
    let caption = if kind.is_share() { "forest-caption-points" } else { "forest-caption-amount" };
    Table {
        caption: language.text(caption, &[("outcome", outcome)]),
        head: vec![
            Cell::words(t("forest-head-estimator")),
            Cell::number(t("forest-head-difference")),
            Cell::number(t("forest-head-low")),
            Cell::number(t("forest-head-high")),
            Cell::number(t("forest-head-p")),
        ],
        rows: rows.collect(),
    }
}
