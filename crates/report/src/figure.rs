//! Figures: a drawing as SVG with a title and a description that can be heard, and beside it a
//! table with the same numbers. Colour never says anything alone: shapes and dashes say it too.
//!
//! Drawings are 320 units wide with text of 14, and are shown at 290 pixels or more, so that no
//! text is below 12 pixels even on a page that is 320 wide.

pub mod forest;
pub mod love;
pub mod overlap;
pub mod survival;

use minijinja::value::Serde;
use minijinja::{Error, context};
use serde::Serialize;

use crate::language::Language;
use crate::scale::{Scale, Tick};
use crate::table::Table;
use crate::template::render;

/// Width of every drawing, in units.
pub const WIDTH: f64 = 320.0;
/// Height of text, in units.
pub const TEXT: f64 = 14.0;
/// Height of a line of text with the space around it.
pub(crate) const LINE: f64 = 18.0;
/// Height of the stretch that marks of one row are drawn on.
pub(crate) const TRACK: f64 = 22.0;
/// Room for the numbers under a plot.
pub(crate) const NUMBERS: f64 = 22.0;
/// Space left and right of the scale, for half of the number at its end.
pub(crate) const SIDE: f64 = 24.0;
/// Characters that fit on a line: 14 units of a sans-serif are at most 8 wide on average.
pub(crate) const LINE_CHARACTERS: usize = 38;

/// Colour of those who took part, and of what is main. Contrast with white 9.9 to 1.
pub const TREATED: &str = "#12436d";
/// Colour of the comparison, and of what is before. Contrast with white 5.6 to 1.
pub const COMPARISON: &str = "#b1450b";

/// A figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Name of its files, and of its place on a page.
    pub name: String,
    /// What it shows, in a line.
    pub title: String,
    /// What there is to see in it, for whoever hears it.
    pub description: String,
    /// The drawing.
    pub svg: String,
    /// Its numbers.
    pub table: Table,
}

/// A line of the legend: a mark and what it stands for.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry {
    mark: &'static str,
    y: f64,
    lines: Vec<Words>,
}

/// A line of text at its place.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Words {
    text: String,
    y: f64,
}

/// Where marks are drawn, between its axes. It stands inside of what a figure gives its template.
#[derive(Serialize)]
pub(crate) struct Plot {
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) ticks: Vec<Tick>,
    /// What the lower axis measures, below its ticks.
    pub(crate) axis: Vec<Words>,
}

/// The parts that every drawing has, laid out from the top.
pub(crate) struct Drawing {
    name: String,
    title: String,
    description: String,
    legend: Vec<Entry>,
    /// First free line, in units from the top.
    pub(crate) y: f64,
}

impl Drawing {
    pub(crate) fn new(name: &str, title: String, description: String) -> Self {
        Self { name: name.to_owned(), title, description, legend: Vec::new(), y: 4.0 }
    }

    /// Adds a line to the legend.
    pub(crate) fn explain(&mut self, mark: &'static str, text: &str) {
        let y = self.y + LINE / 2.0;
        // The mark takes the place of four characters.
        let lines = self.text(text, LINE_CHARACTERS - 4);
        self.legend.push(Entry { mark, y, lines });
        self.y += 2.0;
    }

    /// Takes the next lines for a text.
    pub(crate) fn text(&mut self, text: &str, most: usize) -> Vec<Words> {
        let lines = wrapped(text, most).into_iter().map(|text| {
            let y = self.y + TEXT - 1.0;
            self.y += LINE;
            Words { text, y }
        });
        lines.collect()
    }

    /// Ends a plot that begins at `top` here, and takes the lines of its lower axis: the numbers, for
    /// which `room` is left, and what it measures.
    pub(crate) fn plot(
        &mut self,
        top: f64,
        across: &Scale,
        ticks: Vec<Tick>,
        room: f64,
        axis: &str,
    ) -> Plot {
        let bottom = self.y;
        self.y += room;
        let axis = self.text(axis, LINE_CHARACTERS);
        self.y += 4.0;
        Plot { top, bottom, left: across.from, right: across.to, ticks, axis }
    }

    /// Draws the template of that name with what is `inside`.
    pub(crate) fn draw(
        self,
        template: &str,
        language: Language,
        inside: impl Serialize,
        table: Table,
    ) -> Result<Figure, Error> {
        let svg = render(
            template,
            context! {
                language => language.code(),
                name => &self.name,
                title => &self.title,
                description => &self.description,
                legend => Serde(&self.legend),
                height => self.y.ceil(),
                text_height => TEXT,
                inside => Serde(inside),
            },
        )?;
        let Self { name, title, description, .. } = self;
        Ok(Figure { name, title, description, svg, table })
    }
}

/// Breaks a text into lines of at most `most` characters, at spaces, underscores and hyphens where
/// there are any.
pub(crate) fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_inclusive([' ', '_', '-']) {
        let room = |line: &String, word: &str| {
            line.chars().count() + word.trim_end().chars().count() <= most
        };
        let fits = lines.last().is_some_and(|line| room(line, word));
        if !fits && lines.last().is_some_and(|line| !line.is_empty()) {
            lines.push(String::new());
        }
        for character in word.chars() {
            if lines.last().is_some_and(|line| line.chars().count() > most) {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push(character);
            }
        }
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Relative luminance and contrast as WCAG 2.2 defines them.
    fn contrast_with_white(colour: &str) -> f64 {
        let part = |at: usize| {
            let value = u8::from_str_radix(&colour[at..at + 2], 16).unwrap();
            let share = f64::from(value) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        1.05 / (0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5) + 0.05)
    }

    #[test]
    fn colours_can_be_told_from_paper() {
        for colour in [TREATED, COMPARISON] {
            assert!(contrast_with_white(colour) >= 4.5, "{colour}");
        }
    }

    #[test]
    fn text_is_12_pixels_or_more_on_the_narrowest_page() {
        let css = include_str!("../templates/report.css");
        // 320 less the margins that the style sheet gives the page at its narrowest.
        assert!(css.contains("padding: 0 15px"));
        let pixels = TEXT * (320.0 - 2.0 * 15.0) / WIDTH;
        assert!(pixels >= 12.0, "{pixels}");
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_no_letter_is_lost(text in "[a-z _-]{0,120}") {
            let lines = wrapped(&text, 20);
            for line in &lines {
                prop_assert!(line.chars().count() <= 21, "{:?}", lines);
            }
            let letters = |text: &str| text.replace(' ', "");
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
