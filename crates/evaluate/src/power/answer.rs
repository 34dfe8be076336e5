//! The power question answered: what the people there are can show, how many the effect wanted
//! needs, a table over sizes, and what it means in English and Welsh.

use std::fmt::{self, Write};

use serde::Serialize;

use super::measure::Test;
use super::question::{Direction, MOST_PEOPLE, PowerQuestion};
use super::words::{self, Language};
use crate::distribution::unanswerable;
use crate::refusal::Refusal;

/// Version of the shape of the answer.
pub const SCHEMA: u32 = 1;

/// Sizes that the table always shows: the least that the Justice Data Lab takes (60; user guidance,
/// 2013), and rounder ones above.
const SIZES: [u64; 7] = [60, 100, 200, 500, 1_000, 2_000, 5_000];

/// What a study can show. Changes are treated minus comparison; a rate's unit is 1, so -0.05 is a
/// fall of 5 percentage points.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PowerAnswer {
    /// Version of this shape.
    pub schema: u32,
    /// What was asked.
    pub question: PowerQuestion,
    /// Level that each outcome is tested at, after Holm's correction.
    pub alpha_each: f64,
    /// By how much people served together multiply the people needed; 1 where nobody is.
    pub design_effect: f64,
    /// What the people there are can show; `None` where their number was not given.
    pub detectable: Option<Detectable>,
    /// What it takes to find the change wanted; `None` where none was given.
    pub needed: Option<Needed>,
    /// The same for other numbers of people, the fewest first.
    pub table: Vec<Row>,
    /// What it means, in English.
    pub text_en: String,
    /// What it means, in Welsh.
    pub text_cy: String,
}

/// What so many people can show.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Detectable {
    /// People served.
    pub people: u64,
    /// Of these, people who are found in the records.
    pub found: f64,
    /// What these are worth, once it is counted that people served together are alike.
    pub worth: f64,
    /// Smallest change that is found with the power asked for; `None` where none is, however large.
    pub change: Option<f64>,
    /// Rate or events a person that the treated would have to reach; `None` for an amount.
    pub figure: Option<f64>,
}

/// What it takes to find the change wanted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Needed {
    /// The change wanted.
    pub change: f64,
    /// Rate or events a person that it comes to; `None` for an amount.
    pub figure: Option<f64>,
    /// People needed if each counted for one and all were found.
    pub independent: u64,
    /// People needed in the analysis: more, because people served together are alike.
    pub analysed: u64,
    /// People to submit, so that so many are found in the records.
    pub submitted: u64,
    /// What the comparison has to be worth: its effective number of people.
    pub comparison: u64,
    /// Chance that the people there are show the change; `None` where their number was not given.
    pub chance: Option<f64>,
}

/// One line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Row {
    /// People served.
    pub people: u64,
    /// Smallest change that they can show; `None` where there is none.
    pub change: Option<f64>,
    /// Chance that they show the change wanted; `None` where none was given.
    pub chance: Option<f64>,
}

/// Answers the power question.
///
/// # Errors
/// [`Refusal::Setting`] for figures that cannot be, with what they may be.
pub fn answer(question: &PowerQuestion) -> Result<PowerAnswer, Refusal> {
    question.check()?;
    let wanted = question.change()?;
    let test = Test::new(question);
    let direction = match wanted {
        Some(change) if change > 0.0 => Direction::Rise,
        Some(_) => Direction::Fall,
        None => question.direction,
    };
    let needed = wanted.map(|change| needed(question, &test, change)).transpose()?;
    let detectable =
        question.people.map(|people| detectable(question, &test, people, direction)).transpose()?;
    let mut answer = PowerAnswer {
        schema: SCHEMA,
        question: PowerQuestion { direction, ..question.clone() },
        alpha_each: question.level(),
        design_effect: question.losses.design_effect()?,
        detectable,
        needed,
        table: table(question, &test, direction, wanted)?,
        text_en: String::new(),
        text_cy: String::new(),
    };
    answer.text_en = words::text(&answer, Language::English);
    answer.text_cy = words::text(&answer, Language::Welsh);
    Ok(answer)
}

impl PowerAnswer {
    /// Writes the answer and its table as text, in English or Welsh.
    ///
    /// # Errors
    /// Only those of `out`.
    pub fn write(&self, language: Language, out: &mut impl Write) -> fmt::Result {
        words::write(self, language, out)
    }

    /// Returns the answer as JSON.
    ///
    /// # Errors
    /// When JSON cannot be made of it, which would be our fault.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

fn needed(question: &PowerQuestion, test: &Test, change: f64) -> Result<Needed, Refusal> {
    let independent = test.needed(change)?;
    let effect = question.losses.design_effect()?;
    let submitted = independent * effect / question.losses.linked;
    if submitted > MOST_PEOPLE as f64 {
        return Err(unanswerable(
            "to find so small a change would need more people than there are; say what change would \
             be worth having",
        ));
    }
    let worth = |people: u64| question.losses.effective(people as f64);
    Ok(Needed {
        change,
        figure: question.measure.baseline().map(|baseline| baseline + change),
        independent: independent.ceil() as u64,
        analysed: (independent * effect).ceil() as u64,
        submitted: question.losses.to_submit(independent)?,
        comparison: (independent * question.ratio).ceil() as u64,
        chance: question
            .people
            .map(|people| worth(people).map(|worth| test.chance(worth, change)))
            .transpose()?,
    })
}

fn detectable(
    question: &PowerQuestion,
    test: &Test,
    people: u64,
    direction: Direction,
) -> Result<Detectable, Refusal> {
    let worth = question.losses.effective(people as f64)?;
    let change = test.detectable(worth, direction);
    let figure = change.zip(question.measure.baseline()).map(|(change, from)| from + change);
    Ok(Detectable { people, found: people as f64 * question.losses.linked, worth, change, figure })
}

fn table(
    question: &PowerQuestion,
    test: &Test,
    direction: Direction,
    wanted: Option<f64>,
) -> Result<Vec<Row>, Refusal> {
    let mut sizes: Vec<u64> = SIZES.into_iter().chain(question.people).collect();
    sizes.sort_unstable();
    sizes.dedup();
    let row = |people: u64| {
        let worth = question.losses.effective(people as f64)?;
        let chance = wanted.map(|change| test.chance(worth, change));
        Ok(Row { people, change: test.detectable(worth, direction), chance })
    };
    sizes.into_iter().map(row).collect()
}
