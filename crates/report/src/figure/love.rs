//! The love plot: how far apart the groups were on everything that was known before, and how far
//! they still are in the comparison (Love 2004; standardised differences as in the balance table).

use evaluate::Findings;
use evaluate::balance::{GOOD, Grade, POOR, SCORE};
use evaluate::findings::BalanceRow;
use minijinja::Error;
use serde::Serialize;

use crate::figure::{Drawing, Figure, LINE_CHARACTERS, NUMBERS, Plot, SIDE, TRACK, WIDTH, Words};
use crate::language::Language;
use crate::number::decimals;
use crate::scale::Scale;
use crate::table::{Cell, Table};

#[derive(Serialize)]
struct Inside {
    rows: Vec<Row>,
    limits: Vec<Limit>,
    #[serde(flatten)]
    plot: Plot,
}

#[derive(Serialize)]
struct Row {
    label: Vec<Words>,
    y: f64,
    before: Option<f64>,
    after: Option<f64>,
}

#[derive(Serialize)]
struct Limit {
    at: f64,
    mark: &'static str,
}

/// Draws the balance of a study; `None` where there is nothing to compare on.
///
/// # Errors
/// When the drawing cannot be made: our fault.
pub fn love(findings: &Findings, language: Language) -> Result<Option<Figure>, Error> {
    if findings.balance.is_empty() {
        return Ok(None);
    }
    let t = |key: &str| language.text(key, &[]);
    let rows = &findings.balance;
    let matched = rows.iter().any(|row| row.detail_after.is_some());
    let poor = rows.iter().filter(|row| row.name != SCORE && row.grade == Grade::Poor).count();
    let described = if matched { "love-description" } else { "love-description-before" };
    let counts = [
        ("all", rows.iter().filter(|row| row.name != SCORE).count().to_string()),
        ("poor", poor.to_string()),
    ];
    let named: Vec<(&str, &str)> = counts.iter().map(|(name, n)| (*name, n.as_str())).collect();
    let mut drawing = Drawing::new("love-plot", t("love-title"), language.text(described, &named));
    drawing.explain("before", &t("love-before"));
    if matched {
        drawing.explain("after", &t("love-after"));
    }
    drawing.explain("dots", &language.text("love-good", &[("limit", &decimals(GOOD, 2))]));
    drawing.explain("dashes", &language.text("love-poor", &[("limit", &decimals(POOR, 2))]));
    drawing.y += 6.0;

    let sizes = rows.iter().flat_map(|row| [row.before, row.after]).flatten().map(f64::abs);
    let scale = Scale::around(sizes.chain([0.0, POOR]), (SIDE, WIDTH - SIDE));
    let top = drawing.y;
    let drawn = rows
        .iter()
        .map(|row| {
            let label = drawing.text(&name(row, language), LINE_CHARACTERS);
            let y = drawing.y + TRACK / 2.0 - 2.0;
            drawing.y += TRACK;
            let at = |smd: Option<f64>| smd.map(|smd| scale.at(smd.abs()));
            Row { label, y, before: at(row.before), after: at(row.after) }
        })
        .collect();
    let plot = drawing.plot(top, &scale, scale.ticks(5), NUMBERS, &t("love-axis"));
    let inside = Inside {
        rows: drawn,
        limits: vec![
            Limit { at: scale.at(GOOD), mark: "dots" },
            Limit { at: scale.at(POOR), mark: "dashes" },
        ],
        plot,
    };
    drawing.draw("figures/love.svg", language, inside, table(rows, matched, language)).map(Some)
}

fn name(row: &BalanceRow, language: Language) -> String {
    if row.name == SCORE { language.text("love-score", &[]) } else { row.name.clone() }
}

fn table(rows: &[BalanceRow], matched: bool, language: Language) -> Table {
    let t = |key: &str| language.text(key, &[]);
    let size = |smd: Option<f64>| smd.map_or_else(|| t("love-unknown"), |smd| decimals(smd, 3));
    let mut head = vec![Cell::words(t("love-known")), Cell::number(t("love-head-before"))];
    if matched {
        head.push(Cell::number(t("love-head-after")));
    }
    head.push(Cell::words(t("love-grade")));
    let rows = rows.iter().map(|row| {
        let mut cells = vec![Cell::words(name(row, language)), Cell::number(size(row.before))];
        if matched {
            cells.push(Cell::number(size(row.after)));
        }
        cells.push(Cell::words(grade(row.grade, language)));
        cells
    });
    Table { caption: t("love-caption"), head, rows: rows.collect() }
}

/// Returns a grade in words.
pub(crate) fn grade(grade: Grade, language: Language) -> String {
    let key = match grade {
        Grade::Good => "grade-good",
        Grade::Acceptable => "grade-acceptable",
        Grade::Poor => "grade-poor",
    };
    language.text(key, &[])
}
