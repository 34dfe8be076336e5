//! From answers to red, amber or green: a rule of counts that shows its working.
//!
//! The rule (`docs/assessment.md` has it in plain words):
//!
//! | rating | when |
//! |---|---|
//! | red | any answer is an immediate barrier (4), or the lead answer is serious (3), or two answers are serious |
//! | amber | any answer is some difficulty (2), or three answers are slight (1) |
//! | green | otherwise |
//!
//! Each line asks whether enough answers are *at least* so severe, so a worse answer can only move
//! the rating towards red. The thresholds are our own judgement and not a validated scale. Counts
//! are used and not an average, so that a question that does not apply neither dilutes nor sharpens
//! the others ("no children" scored as the best answer is a known trap of outcome tools).
//!
//! A question without an answer, or with "prefers not to say", is taken at its best and at its worst;
//! if the two give different ratings there is no rating. Not saying is therefore never better than
//! any real answer, and is never punished with red either: the worker rates, with a reason.

use super::{Answers, Instrument, Question, Severity, Unscored, Weight};
use crate::{Area, Rating};
use serde::Serialize;

/// An answer this severe gives red wherever it stands.
const IMMEDIATE: u8 = 4;
/// An answer this severe gives red to the lead question, or with a second one.
const SERIOUS: u8 = 3;
/// An answer this severe gives amber.
const SOME: u8 = 2;
/// Three answers this severe give amber.
const SLIGHT: u8 = 1;
/// How many serious answers give red.
const SERIOUS_FOR_RED: usize = 2;
/// How many slight answers give amber.
const SLIGHT_FOR_AMBER: usize = 3;

/// What the answers say about one area, with the working.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComputedRating {
    /// The area.
    pub area: Area,
    /// The rating, or `None` while a missing answer could change it.
    pub rating: Option<Rating>,
    /// The rating if every missing answer were its best: what the given answers show by themselves.
    pub at_best: Rating,
    /// The rating if every missing answer were its worst.
    pub at_worst: Rating,
    /// The questions whose answers gave [`at_best`](Self::at_best), in the order asked: the serious
    /// ones for red; those with some difficulty, or failing that the slight ones, for amber.
    pub because: Vec<String>,
    /// The scored questions without an answer, or with "prefers not to say".
    pub missing: Vec<String>,
    /// The severities of the questions that apply, as a share of 4 for each, in whole per cent:
    /// 0 is no need, and more is a greater need. `None` with anything missing.
    pub need_score: Option<u8>,
}

impl Instrument {
    /// Computes the rating of an area, or `None` where the instrument asks nothing about it. An
    /// answer that this version does not have counts as missing.
    #[must_use]
    pub fn rate(&self, area: Area, answers: &Answers) -> Option<ComputedRating> {
        let mut readings = Vec::new();
        let mut missing = Vec::new();
        for question in &self.area(area)?.questions {
            if let Some(reading) = Reading::new(question, answers) {
                if !reading.given {
                    missing.push(question.id.clone());
                }
                readings.push(reading);
            }
        }
        let at_best = rule(readings.iter().map(|reading| (reading.lead, reading.best)));
        let at_worst = rule(readings.iter().map(|reading| (reading.lead, reading.worst)));
        Some(ComputedRating {
            area,
            rating: (at_best == at_worst).then_some(at_best),
            at_best,
            at_worst,
            because: because(at_best, &readings),
            need_score: missing.is_empty().then(|| need_score(&readings)).flatten(),
            missing,
        })
    }

    /// Computes the rating of every area that the instrument asks about, in its order.
    #[must_use]
    pub fn rate_all(&self, answers: &Answers) -> Vec<ComputedRating> {
        self.areas.iter().filter_map(|asked| self.rate(asked.area, answers)).collect()
    }

    /// Returns how severe the answer to each scored question of an area is, 0 to 4, in the order
    /// asked, or `None` where one does not apply or has no answer. How well the questions of an area
    /// agree is worked out from them.
    #[must_use]
    pub fn severities(&self, area: Area, answers: &Answers) -> Option<Vec<u8>> {
        let questions = self.area(area)?.questions.iter();
        questions
            .filter(|question| question.severities().next().is_some())
            .map(|question| {
                Reading::new(question, answers).filter(|reading| reading.given).map(|it| it.best)
            })
            .collect()
    }
}

/// One scored question that applies, with the range that its answer leaves open.
struct Reading<'a> {
    question: &'a str,
    lead: bool,
    given: bool,
    best: u8,
    worst: u8,
}

impl<'a> Reading<'a> {
    /// Reads a question's answer; `None` if it is not scored or does not apply.
    fn new(question: &'a Question, answers: &Answers) -> Option<Self> {
        let worst = question.severities().map(Severity::get).max()?;
        let answer = answers.get(&question.id).and_then(|code| question.answer(code));
        let (given, best, worst) = match answer.map(|answer| answer.weight) {
            Some(Weight::Severity(severity)) => (true, severity.get(), severity.get()),
            Some(Weight::Unscored(Unscored::NotApplicable)) => return None,
            // Zero and not the mildest answer: it may also turn out not to apply.
            Some(Weight::Unscored(Unscored::NotSaid)) | None => (false, 0, worst),
        };
        Some(Self { question: &question.id, lead: question.lead, given, best, worst })
    }
}

/// Returns the rating of answers, each with whether it is the lead and its severity.
fn rule(answers: impl Iterator<Item = (bool, u8)> + Clone) -> Rating {
    let count = |least: u8| answers.clone().filter(|(_, severity)| *severity >= least).count();
    let lead_is_serious = answers.clone().any(|(lead, severity)| lead && severity >= SERIOUS);
    if count(IMMEDIATE) > 0 || lead_is_serious || count(SERIOUS) >= SERIOUS_FOR_RED {
        Rating::Red
    } else if count(SOME) > 0 || count(SLIGHT) >= SLIGHT_FOR_AMBER {
        Rating::Amber
    } else {
        Rating::Green
    }
}

/// Returns the questions whose given answers reach the level that the rating rests on.
fn because(rating: Rating, readings: &[Reading<'_>]) -> Vec<String> {
    let level = match rating {
        Rating::Green => return Vec::new(),
        Rating::Amber if readings.iter().all(|reading| reading.best < SOME) => SLIGHT,
        Rating::Amber => SOME,
        Rating::Red => SERIOUS,
    };
    readings
        .iter()
        .filter(|reading| reading.best >= level)
        .map(|reading| reading.question.to_owned())
        .collect()
}

/// Returns the need score, in whole per cent rounded half up.
fn need_score(readings: &[Reading<'_>]) -> Option<u8> {
    let most = readings.len() * usize::from(IMMEDIATE);
    let sum: usize = readings.iter().map(|reading| usize::from(reading.best)).sum();
    u8::try_from((200 * sum + most).checked_div(2 * most)?).ok()
}

#[cfg(test)]
mod tests;
