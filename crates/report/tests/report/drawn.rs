//! What is drawn is what is in the table: marks are measured on the drawing's own axis, as a
//! reader with a ruler would, and looked up among the table's numbers.

use report::figure::love::love;
use report::figure::overlap::overlap;
use report::figure::survival::{Curves, Point, survival};
use report::{Figure, Language};

use crate::invented::{example, findings};

/// An axis read off a drawing: values for places.
struct Axis {
    from: (f64, f64),
    to: (f64, f64),
}

impl Axis {
    /// Reads the numbers whose text begins with `start`, each after its place in `attribute`.
    fn read(svg: &str, attribute: &str, start: &str) -> Self {
        let mut ticks: Vec<(f64, f64)> = svg
            .lines()
            .filter(|line| line.starts_with("<text") && line.contains(start))
            .map(|line| {
                let text = line.split('>').nth(1).unwrap().split('<').next().unwrap();
                (number(attribute_of(line, attribute)), number(text))
            })
            .collect();
        ticks.sort_by(|a, b| a.1.total_cmp(&b.1));
        Self { from: ticks[0], to: ticks[ticks.len() - 1] }
    }

    fn value(&self, at: f64) -> f64 {
        let share = (at - self.from.0) / (self.to.0 - self.from.0);
        self.from.1 + share * (self.to.1 - self.from.1)
    }

    /// What half of the last digit of a place comes to, and half of the last digit of a number.
    fn tolerance(&self, digit: f64) -> f64 {
        let per_unit = ((self.to.1 - self.from.1) / (self.to.0 - self.from.0)).abs();
        // Ticks are rounded as well, so twice.
        0.2 * per_unit + digit
    }
}

fn number(text: &str) -> f64 {
    text.replace(['%', ','], "").replace('−', "-").parse().unwrap_or(f64::NAN)
}

fn attribute_of<'a>(line: &'a str, name: &str) -> &'a str {
    line.split(&format!(" {name}=\"")).nth(1).unwrap().split('"').next().unwrap()
}

/// Returns every number of a table.
fn numbers(figure: &Figure) -> Vec<f64> {
    let cells = figure.table.rows.iter().flatten().filter(|cell| cell.numeric);
    cells.map(|cell| number(&cell.text)).filter(|number| number.is_finite()).collect()
}

#[track_caller]
fn check(drawn: impl Iterator<Item = f64>, numbers: &[f64], tolerance: f64, least: usize) {
    let mut count = 0;
    for value in drawn {
        let near = numbers.iter().map(|number| (number - value).abs()).fold(f64::MAX, f64::min);
        assert!(near <= tolerance, "{value} is {near} from any number of the table");
        count += 1;
    }
    assert!(count >= least, "only {count} marks were found");
}

/// Returns the first numbers of paths that begin with M and hold `part`.
fn places<'a>(svg: &'a str, part: &'a str) -> impl Iterator<Item = f64> + 'a {
    let marks =
        svg.lines().filter(move |line| line.starts_with("<path d=\"M") && line.contains(part));
    marks.map(|line| number(line[10..].split(' ').next().unwrap()))
}

#[test]
fn the_love_plot_draws_the_numbers_of_its_table() {
    for findings in [findings(), example()] {
        let figure = love(&findings, Language::En).unwrap().unwrap();
        let axis = Axis::read(&figure.svg, "x", "dy=\"18\"");
        let sizes: Vec<f64> = numbers(&figure).into_iter().map(f64::abs).collect();
        // The first of each is that of the legend.
        let before = places(&figure.svg, "m0 -7l7").filter(|at| *at != 16.0);
        let dots = figure.svg.lines().filter(|line| line.starts_with("<circle"));
        let after = dots.map(|line| number(attribute_of(line, "cx"))).filter(|at| *at != 16.0);
        let drawn = before.chain(after).map(|at| axis.value(at));
        check(drawn, &sizes, axis.tolerance(0.0006), 2 * findings.balance.len());
    }
}

#[test]
fn the_forest_plot_draws_the_numbers_of_its_table() {
    for findings in [findings(), example()] {
        for shown in report::published::Shown::all(&findings) {
            let report::published::Shown::Open(open) = shown else { panic!("withheld") };
            let (row, rows) = (open.row, &open.estimates);
            let figure =
                report::figure::forest::forest("f", &row.name, row.kind, rows, Language::En);
            let figure = figure.unwrap().unwrap();
            let axis = Axis::read(&figure.svg, "x", "dy=\"18\"");
            let numbers = numbers(&figure);
            let digit = if row.kind == evaluate::Kind::Rate { 0.06 } else { 0.6 };
            // Intervals: from, to.
            let lines = figure.svg.lines().filter(|line| line.contains("m0 -5v10"));
            let ends = lines.flat_map(|line| {
                let path = attribute_of(line, "d");
                let low = number(path[1..].split(' ').next().unwrap());
                let high = number(path.split('H').nth(1).unwrap().split('M').next().unwrap());
                [axis.value(low), axis.value(high)]
            });
            check(ends, &numbers, axis.tolerance(digit), 2 * rows.len());
            let circles = figure.svg.lines().filter(|line| line.starts_with("<circle"));
            let circles = circles.map(|line| number(attribute_of(line, "cx")));
            let marks = circles
                .chain(places(&figure.svg, "m0 -7l7"))
                .chain(places(&figure.svg, "m-7 -7h14"))
                .filter(|at| *at != 16.0)
                .map(|at| axis.value(at));
            check(marks, &numbers, axis.tolerance(digit), rows.len());
        }
    }
}

#[test]
fn the_overlap_draws_the_numbers_of_its_table() {
    let figure = overlap(&example(), Language::En).unwrap().unwrap();
    let levels = figure.svg.lines().filter(|line| line.contains("dy=\"5\"")).collect::<Vec<_>>();
    // Upwards first, then the same numbers downwards without the zero.
    let up = Axis::read(&levels[..=levels.len() / 2].join("\n"), "y", "dy=\"5\"");
    let zero = up.from.0;
    let heights = figure
        .svg
        .lines()
        .filter(|line| line.starts_with("<rect x=") && !line.contains("height=\"14\""));
    let drawn = heights.map(|line| up.value(zero - number(attribute_of(line, "height"))));
    check(drawn, &numbers(&figure), up.tolerance(0.06), 15);
}

#[test]
fn curves_draw_the_numbers_of_their_table() {
    let curve = |rate: f64| -> Vec<Point> {
        (1..=200)
            .map(|day| {
                let survival = (-rate * f64::from(day)).exp();
                Point {
                    time: f64::from(day),
                    at_risk: f64::from(500 - day),
                    events: f64::from(day % 3),
                    survival,
                    ci_low: Some(survival - 0.03),
                    ci_high: Some((survival + 0.03).min(1.0)),
                }
            })
            .collect()
    };
    let curves = Curves { treated: curve(0.001), comparison: curve(0.002) }.published().unwrap();
    let figure = survival("survival", "return", &curves, Language::En).unwrap();
    let across = Axis::read(&figure.svg, "x", "dy=\"18\"");
    let up = Axis::read(&figure.svg, "y", "dy=\"5\"");
    let mut all = numbers(&figure);
    all.extend([0.0, 100.0]);
    let steps = |letter: char, axis: &Axis| -> Vec<f64> {
        let paths = figure
            .svg
            .lines()
            .filter(|line| line.contains("fill=\"none\"") || line.contains("fill-opacity"));
        let mut found = Vec::new();
        for path in paths {
            for part in attribute_of(path, "d").split(letter).skip(1) {
                let end = part.find(|c: char| !(c.is_ascii_digit() || c == '.'));
                found.push(axis.value(number(&part[..end.unwrap_or(part.len())])));
            }
        }
        found
    };
    check(steps('V', &up).into_iter(), &all, up.tolerance(0.06), 20);
    check(steps('H', &across).into_iter(), &all, across.tolerance(0.6), 20);
    insta::assert_snapshot!("survival", figure.svg);
}
