//! The score of the two groups over each other: whether there are people in the pool like those
//! who took part. The scale is that of the comparison; what is written on it are chances.

use evaluate::Findings;
use evaluate::histogram::{Bin, Histogram};
use evaluate::matching::Scale as Measured;
use minijinja::Error;
use serde::Serialize;

use crate::figure::{Drawing, Figure, LINE_CHARACTERS, NUMBERS, Plot, WIDTH, Words};
use crate::language::Language;
use crate::number::{count, decimals};
use crate::scale::{Scale, Tick, rounded};
use crate::table::{Cell, Table};

/// Height of the bars of one group.
const HEIGHT: f64 = 96.0;
/// Room for the numbers on the left.
const LEFT: f64 = 44.0;
/// Room on the right for half of the last number.
const RIGHT: f64 = 20.0;
/// Room that a number on the axis takes.
const BESIDE: f64 = 46.0;
/// Chances that are written on a scale of log odds, the roundest first.
const CHANCES: [f64; 15] =
    [0.5, 0.1, 0.9, 0.01, 0.99, 0.25, 0.75, 0.001, 0.999, 0.05, 0.95, 0.02, 0.98, 0.000_1, 0.999_9];

#[derive(Serialize)]
struct Inside {
    bars: Vec<Bar>,
    middle: f64,
    levels: Vec<Tick>,
    levels_title: Vec<Words>,
    #[serde(flatten)]
    plot: Plot,
}

#[derive(Serialize)]
struct Bar {
    x: f64,
    y: f64,
    width: f64,
    up: f64,
    down: f64,
}

/// Draws how scores overlap; `None` where the comparison used no score.
///
/// # Errors
/// When the drawing cannot be made: our fault.
pub fn overlap(findings: &Findings, language: Language) -> Result<Option<Figure>, Error> {
    let Some(found) = findings.overlap else { return Ok(None) };
    let t = |key: &str| language.text(key, &[]);
    let histogram = found.histogram;
    let (treated, pool) = totals(&histogram);
    let outside = decimals(found.outside * 100.0, 0);
    let description = language.text("overlap-description", &[("outside", &outside)]);
    let mut drawing = Drawing::new("score-overlap", t("overlap-title"), description);
    drawing.explain("solid", &language.text("overlap-treated", &[("people", &count(treated))]));
    drawing.explain("hatched", &language.text("overlap-pool", &[("people", &count(pool))]));
    let levels_title = drawing.text(&t("overlap-levels"), LINE_CHARACTERS);
    drawing.y += 8.0;

    let share = |people: usize, all: usize| people as f64 / all.max(1) as f64;
    let shares = |bin: &Bin| (share(bin.treated, treated), share(bin.pool, pool));
    let most = histogram.bins.iter().map(shares).fold(0.0, |most: f64, (a, b)| most.max(a).max(b));
    let (top, middle) = (drawing.y, drawing.y + HEIGHT);
    let up = Scale::around([0.0, most * 100.0], (middle, top));
    let across = Scale {
        low: histogram.bins[0].low,
        high: histogram.bins[histogram.bins.len() - 1].high,
        from: LEFT,
        to: WIDTH - RIGHT,
    };
    let bars = histogram.bins.iter().map(|bin| {
        let (x, end) = (across.at(bin.low), across.at(bin.high));
        let (treated, pool) = shares(bin);
        let height = |share: f64| rounded(middle - up.at(share * 100.0));
        let y = up.at(treated * 100.0);
        Bar { x, y, width: rounded(end - x), up: height(treated), down: height(pool) }
    });
    let bars = bars.collect();
    let mut levels = up.ticks(4);
    let below: Vec<Tick> = levels
        .iter()
        .skip(1)
        .map(|tick| Tick { at: rounded(2.0 * middle - tick.at), ..tick.clone() })
        .collect();
    levels.extend(below);
    drawing.y = middle + HEIGHT;
    let ticks = chances(&across, histogram.scale);
    // A little more than elsewhere: bars reach down to the axis.
    let plot = drawing.plot(top, &across, ticks, NUMBERS + 2.0, &t("overlap-axis"));
    let inside = Inside { bars, middle, levels, levels_title, plot };
    let table = table(&histogram, language);
    drawing.draw("figures/overlap.svg", language, inside, table).map(Some)
}

fn totals(histogram: &Histogram) -> (usize, usize) {
    histogram
        .bins
        .iter()
        .fold((0, 0), |(treated, pool), bin| (treated + bin.treated, pool + bin.pool))
}

/// Returns where chances stand, those that have room.
fn chances(across: &Scale, measured: Measured) -> Vec<Tick> {
    if measured == Measured::Score {
        let percent = |tick: Tick| Tick { label: written(tick.value), ..tick };
        return across.ticks(5).into_iter().map(percent).collect();
    }
    let mut ticks: Vec<Tick> = Vec::new();
    for chance in CHANCES {
        let value = (chance / (1.0 - chance)).ln();
        let at = across.at(value);
        let free = ticks.iter().all(|other| (other.at - at).abs() >= BESIDE);
        if across.holds(value) && free {
            ticks.push(Tick { value, at, label: written(chance) });
        }
    }
    ticks.sort_by(|a, b| a.value.total_cmp(&b.value));
    ticks
}

/// Writes a chance as a percentage, as fine as it needs near 0 and 100.
fn written(chance: f64) -> String {
    let edge = chance.min(1.0 - chance);
    let places = match edge {
        _ if edge <= 0.0 || edge >= 0.01 => 0,
        _ if edge >= 0.001 => 1,
        _ => 2,
    };
    format!("{}%", decimals(chance * 100.0, places))
}

fn table(histogram: &Histogram, language: Language) -> Table {
    let t = |key: &str| language.text(key, &[]);
    let (treated, pool) = totals(histogram);
    let chance = |edge: f64| {
        let chance = match histogram.scale {
            Measured::Logit => 1.0 / (1.0 + (-edge).exp()),
            Measured::Score => edge,
        };
        decimals(chance * 100.0, 2)
    };
    let share = |people: usize, all: usize| decimals(people as f64 * 100.0 / all.max(1) as f64, 1);
    let rows = histogram.bins.iter().map(|bin| {
        vec![
            Cell::number(chance(bin.low)),
            Cell::number(chance(bin.high)),
            Cell::number(share(bin.treated, treated)),
            Cell::number(share(bin.pool, pool)),
        ]
    });
    Table {
        caption: t("overlap-caption"),
        head: vec![
            Cell::number(t("overlap-from")),
            Cell::number(t("overlap-to")),
            Cell::number(t("overlap-head-treated")),
            Cell::number(t("overlap-head-pool")),
        ],
        rows: rows.collect(),
    }
}
