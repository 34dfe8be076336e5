//! Reads an instrument from TOML and refuses one that could mislead: every fault is listed, so that
//! its author can mend all of them at once.
//!
//! The rules that protect scoring: an area has exactly one lead question; a question that carries
//! severity cannot be left out, so silence never improves a rating; a lead question always applies;
//! where an answer must be followed up, so must every worse answer and a refusal to say.

use super::{
    Answer, AreaQuestions, Bilingual, FollowUp, Instrument, InstrumentKind, Question, Unscored,
    Weight,
};
use crate::Area;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The most questions in one area: beyond it nobody finishes.
const MAX_QUESTIONS_IN_AREA: usize = 12;
/// The most answers to one question.
const MAX_ANSWERS: usize = 12;

/// Why an instrument's file was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InstrumentError {
    /// Not TOML, or not the fields of an instrument.
    #[error("the file is not an instrument: {0}")]
    Toml(String),
    /// The fields are there and contradict the rules; each fault says where.
    #[error("the instrument has faults: {}", .0.join("; "))]
    Faults(Vec<String>),
}

impl Instrument {
    /// Reads one version of an instrument from TOML.
    ///
    /// # Errors
    ///
    /// Bilingual that is not an instrument, or every fault found in one.
    pub fn parse(toml: &str) -> Result<Self, InstrumentError> {
        let rows: InstrumentRows =
            toml::from_str(toml).map_err(|error| InstrumentError::Toml(error.to_string()))?;
        let instrument = Self {
            id: rows.id,
            version: rows.version,
            kind: rows.kind,
            valid_from: rows.valid_from,
            valid_to: rows.valid_to,
            title: rows.title,
            areas: rows.areas,
        };
        let mut faults = Faults::default();
        faults.instrument(&instrument);
        if faults.0.is_empty() { Ok(instrument) } else { Err(InstrumentError::Faults(faults.0)) }
    }
}

/// An instrument as written, not yet checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InstrumentRows {
    id: String,
    version: u32,
    kind: InstrumentKind,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    title: Bilingual,
    areas: Vec<AreaQuestions>,
}

/// An answer as written: one line, with either a severity or the reason for having none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerRow {
    code: String,
    severity: Option<u8>,
    unscored: Option<Unscored>,
    follow_up: Option<FollowUp>,
    en: String,
    cy: String,
}

impl TryFrom<AnswerRow> for Answer {
    type Error = String;

    fn try_from(row: AnswerRow) -> Result<Self, Self::Error> {
        let weight = match (row.severity, row.unscored) {
            (Some(severity), None) => Weight::Severity(severity.try_into()?),
            (None, Some(unscored)) => Weight::Unscored(unscored),
            _ => {
                return Err(format!(
                    "answer {} needs either `severity` or `unscored`, and not both",
                    row.code
                ));
            }
        };
        Ok(Self {
            code: row.code,
            text: Bilingual { en: row.en, cy: row.cy },
            weight,
            follow_up: row.follow_up,
        })
    }
}

/// The faults found so far.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn add_if(&mut self, wrong: bool, place: &str, fault: &str) {
        if wrong {
            self.0.push(format!("{place}: {fault}"));
        }
    }

    fn instrument(&mut self, instrument: &Instrument) {
        let place = instrument.id.as_str();
        self.code(place, "id");
        self.text(place, &instrument.title);
        self.add_if(instrument.version == 0, place, "versions start at 1");
        let ends_early = instrument.valid_to.is_some_and(|last| last < instrument.valid_from);
        self.add_if(ends_early, place, "valid_to is before valid_from");

        let mut areas = BTreeSet::new();
        let mut ids = BTreeSet::new();
        for asked in &instrument.areas {
            let code = asked.area.code();
            self.add_if(!areas.insert(asked.area), code, "area is there twice");
            let backwards = asked
                .comparable_with
                .iter()
                .all(|&version| 0 < version && version < instrument.version);
            self.add_if(!backwards, code, "comparable_with names a later version");
            self.area(asked);
            for question in &asked.questions {
                self.add_if(!ids.insert(&question.id), &question.id, "id is there twice");
            }
        }
        if instrument.kind != InstrumentKind::Screening {
            for area in Area::ALL.iter().filter(|area| !areas.contains(area)) {
                self.add_if(true, area.code(), "area is missing");
            }
        }
        self.add_if(areas.is_empty(), place, "no areas");
    }

    fn area(&mut self, asked: &AreaQuestions) {
        let place = asked.area.code();
        let leads = asked.questions.iter().filter(|question| question.lead);
        self.add_if(leads.count() != 1, place, "needs exactly one lead question");
        self.add_if(asked.questions.len() > MAX_QUESTIONS_IN_AREA, place, "has too many questions");
        for question in &asked.questions {
            self.question(question);
            self.answers(question);
            self.follow_up(question);
        }
    }

    fn question(&mut self, question: &Question) {
        let place = question.id.as_str();
        self.code(place, "id");
        self.text(place, &question.text);
        if let Some(hint) = &question.hint {
            self.text(place, hint);
        }
        let scored = question.severities().count() > 0;
        self.add_if(
            scored && !question.required,
            place,
            "has severities, so it cannot be optional",
        );
        let always_applies = question
            .answers
            .iter()
            .all(|answer| answer.weight != Weight::Unscored(Unscored::NotApplicable));
        self.add_if(
            question.lead && !(scored && always_applies),
            place,
            "a lead question has severities and always applies",
        );
    }

    fn answers(&mut self, question: &Question) {
        let place = question.id.as_str();
        let count = question.answers.len();
        self.add_if(!(2..=MAX_ANSWERS).contains(&count), place, "needs 2 to 12 answers");
        let mut codes = BTreeSet::new();
        let (mut english, mut welsh) = (BTreeSet::new(), BTreeSet::new());
        for answer in &question.answers {
            let place = format!("{place}, answer {}", answer.code);
            self.code(&answer.code, &place);
            self.add_if(!codes.insert(&answer.code), &place, "code is there twice");
            self.text(&place, &answer.text);
            let distinct = english.insert(&answer.text.en) && welsh.insert(&answer.text.cy);
            self.add_if(!distinct, &place, "reads the same as another answer");
        }
    }

    fn follow_up(&mut self, question: &Question) {
        let from = question
            .answers
            .iter()
            .filter(|answer| answer.follow_up.is_some())
            .filter_map(Answer::severity)
            .min();
        let Some(from) = from else { return };
        let dropped = question.answers.iter().any(|answer| {
            let due = match answer.weight {
                Weight::Severity(severity) => severity >= from,
                Weight::Unscored(unscored) => unscored == Unscored::NotSaid,
            };
            due && answer.follow_up.is_none()
        });
        self.add_if(dropped, &question.id, "a worse answer, or a refusal to say, has no follow-up");
    }

    fn code(&mut self, code: &str, place: &str) {
        let plain = code.starts_with(|first: char| first.is_ascii_lowercase())
            && code.len() <= 60
            && code
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c));
        self.add_if(
            !plain,
            place,
            &format!("{code:?} is not a code of small letters, digits, _ or -"),
        );
    }

    fn text(&mut self, place: &str, text: &Bilingual) {
        self.add_if(text.en.trim().is_empty(), place, "a text has no English");
        self.add_if(text.cy.trim().is_empty(), place, "a text has no Welsh");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = include_str!("../../data/instruments/basic-screening-1.toml");

    /// Checks that the built-in screening with one change is refused for this reason.
    fn check(from: &str, to: &str, expected: &str) {
        assert!(GOOD.contains(from), "nothing to change: {from}");
        let error = Instrument::parse(&GOOD.replacen(from, to, 1)).unwrap_err();
        assert!(error.to_string().contains(expected), "expected {expected}, got {error}");
    }

    #[test]
    fn faults_are_named_with_their_place() {
        check("lead = true\n", "", "accommodation: needs exactly one lead");
        check("kind = \"screening\"", "kind = \"assessment\"", "drugs: area is missing");
        check("version = 1", "version = 0", "versions start at 1");
        check("title", "valid_to = \"2023-12-31\"\ntitle", "before valid_from");
        check("id = \"pets\"", "id = \"dependants\"", "dependants: id is there twice");
        check("id = \"pets\"", "id = \"Pets?\"", "\"Pets?\" is not a code");
        check("code = \"street\"", "code = \"family\"", "answer family: code is there twice");
        check("cy = \"Unman\"", "cy = \" \"", "answer nowhere: a text has no Welsh");
        check("en = \"Nowhere\"", "en = \"Does not know\"", "reads the same");
        check("lead = true\n", "lead = true\nrequired = false\n", "cannot be optional");
        check("id = \"pets\"", "id = \"pets\"\nlead = true", "always applies");
        check("\"accommodation\"\n", "\"accommodation\"\ncomparable_with = [1]\n", "later version");
        check("area = \"education\"", "area = \"health\"", "health: area is there twice");
    }

    #[test]
    fn a_worse_answer_or_a_refusal_keeps_the_follow_up() {
        let worst = "code = \"now\", severity = 4, follow_up = \"self_harm\"";
        check(worst, "code = \"now\", severity = 4", "health_self_harm: a worse answer");
        let refusal = "unscored = \"not_said\", follow_up = \"self_harm\"";
        check(refusal, "unscored = \"not_said\"", "health_self_harm: a worse answer");
    }

    #[test]
    fn what_is_not_an_instrument_is_refused_with_its_line() {
        check("severity = 4", "severity = 5", "not on the scale 0 to 4");
        check("severity = 4", "severity = 4, unscored = \"not_said\"", "and not both");
        check("lead = true", "leed = true", "unknown field `leed`");
        check("valid_from = \"2024-01-01\"", "valid_from = \"2024-02-30\"", "line 9");
    }
}
