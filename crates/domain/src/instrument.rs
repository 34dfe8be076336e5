//! Instruments: the questions of a screening, an assessment or a self-assessment, as versioned data.
//!
//! An instrument is a TOML file (`data/instruments`), in our own wording, with every text in English
//! and Welsh. A submitted assessment refers to the id and version that it answered, so a published
//! version is never edited and every version stays readable. What the answers mean for the rating is
//! in `scoring`; the rule in plain words is in `docs/assessment.md`.

mod answers;
mod parse;
mod registry;
mod scoring;

pub use answers::{Answers, Raised};
pub use parse::InstrumentError;
pub use registry::Instruments;
pub use scoring::ComputedRating;

use crate::{Area, coded_enum};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

coded_enum! {
    /// What an instrument is for.
    pub enum InstrumentKind("instrument-kind") {
        /// First needs, on reception.
        Screening = "screening",
        /// All ten areas, by the worker.
        Assessment = "assessment",
        /// All ten areas, by the person.
        SelfAssessment = "self_assessment",
    }
}

coded_enum! {
    /// What an answer obliges the worker to follow up before going on, whatever the rating. The
    /// message `<key>-do` says what to do.
    pub enum FollowUp("follow-up") {
        /// Harm to oneself.
        SelfHarm = "self_harm",
        /// Abuse by or of someone close, control of money included (Domestic Abuse Act 2021 s.1).
        DomesticAbuse = "domestic_abuse",
        /// A child, or an adult who depends on the person, may come to harm.
        ChildAtRisk = "child_at_risk",
        /// Threats or force by others, for example over debt.
        Exploitation = "exploitation",
        /// Care that cannot wait.
        UrgentHealth = "urgent_health",
    }
}

coded_enum! {
    /// Why an answer carries no severity.
    pub enum Unscored("unscored") {
        /// The question has no meaning for this person, such as children for someone without any.
        NotApplicable = "not_applicable",
        /// The person would rather not say: what is so remains open.
        NotSaid = "not_said",
    }
}

/// How serious an answer is: 0 no difficulty, 1 slight, 2 some, 3 serious, 4 immediate barrier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Severity(u8);

impl Severity {
    /// The scale, best first.
    pub const ALL: [Self; 5] = [Self(0), Self(1), Self(2), Self(3), Self(4)];

    /// Returns the place on the scale, 0 to 4.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Severity {
    type Error = String;

    fn try_from(severity: u8) -> Result<Self, Self::Error> {
        Self::ALL
            .get(usize::from(severity))
            .copied()
            .ok_or_else(|| format!("severity {severity} is not on the scale 0 to 4"))
    }
}

impl From<Severity> for u8 {
    fn from(severity: Severity) -> Self {
        severity.0
    }
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// English.
    pub en: String,
    /// Welsh.
    pub cy: String,
}

impl Bilingual {
    /// Returns the text in a language by its code: Welsh for `cy`, English for any other.
    #[must_use]
    pub fn in_language(&self, code: &str) -> &str {
        if code == "cy" { &self.cy } else { &self.en }
    }
}

/// What an answer counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// A place on the severity scale.
    Severity(Severity),
    /// Outside the scale.
    Unscored(Unscored),
}

/// One answer to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "parse::AnswerRow")]
pub struct Answer {
    /// Its code, unique within the question; what is stored.
    pub code: String,
    /// What is shown.
    pub text: Bilingual,
    /// What it counts for.
    pub weight: Weight,
    /// What must be followed up when it is chosen.
    pub follow_up: Option<FollowUp>,
}

/// One question, with one answer to pick.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its id, unique within the instrument; also the name of the form field.
    pub id: String,
    /// Whether it is the lead question of its area, on which a serious answer alone gives red.
    #[serde(default)]
    pub lead: bool,
    /// Whether the area stays open without it. True of every question with a severity.
    #[serde(default = "required")]
    pub required: bool,
    /// What is asked.
    pub text: Bilingual,
    /// Help with answering.
    pub hint: Option<Bilingual>,
    /// The answers, in the order shown.
    pub answers: Vec<Answer>,
}

/// The questions of one area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaQuestions {
    /// The area.
    pub area: Area,
    /// Earlier versions of the same instrument whose ratings of this area may be compared.
    #[serde(default)]
    pub comparable_with: Vec<u32>,
    /// The questions, in the order asked.
    pub questions: Vec<Question>,
}

/// A version of an instrument. Made by [`Instrument::parse`], which checks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Instrument {
    /// Its id, for example `needs`.
    pub id: String,
    /// Its version, from 1.
    pub version: u32,
    /// What it is for.
    pub kind: InstrumentKind,
    /// The first day on which it is used.
    pub valid_from: NaiveDate,
    /// The last day on which it is used for a new assessment.
    pub valid_to: Option<NaiveDate>,
    /// Its name on screen.
    pub title: Bilingual,
    /// Its areas, in the order shown.
    pub areas: Vec<AreaQuestions>,
}

impl Instrument {
    /// Returns which version this is.
    #[must_use]
    pub fn reference(&self) -> InstrumentRef {
        InstrumentRef { id: self.id.clone(), version: self.version }
    }

    /// Returns the questions of an area, or `None` where it asks nothing about it.
    #[must_use]
    pub fn area(&self, area: Area) -> Option<&AreaQuestions> {
        self.areas.iter().find(|asked| asked.area == area)
    }

    /// Iterates over every question, in the order asked.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.areas.iter().flat_map(|asked| &asked.questions)
    }

    /// Returns the question with this id.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions().find(|question| question.id == id)
    }

    /// Returns whether a new one may be started on this day.
    #[must_use]
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

impl Question {
    /// Returns the answer with this code.
    #[must_use]
    pub fn answer(&self, code: &str) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.code == code)
    }

    /// Returns the severities of its scored answers.
    pub(crate) fn severities(&self) -> impl Iterator<Item = Severity> {
        self.answers.iter().filter_map(Answer::severity)
    }
}

impl Answer {
    /// Returns its severity, or `None` if it is not on the scale.
    #[must_use]
    pub const fn severity(&self) -> Option<Severity> {
        match self.weight {
            Weight::Severity(severity) => Some(severity),
            Weight::Unscored(_) => None,
        }
    }
}

/// The version that an assessment answered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct InstrumentRef {
    /// The instrument's id.
    pub id: String,
    /// Its version.
    pub version: u32,
}

impl fmt::Display for InstrumentRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} version {}", self.id, self.version)
    }
}

const fn required() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coded::check_list;

    #[test]
    fn lists_have_codes_and_messages() {
        check_list::<InstrumentKind>("instrument");
        check_list::<FollowUp>("instrument");
        check_list::<Unscored>("instrument");
        for follow_up in FollowUp::ALL {
            crate::messages::assert_message("instrument", &format!("{}-do", follow_up.key()));
        }
    }

    #[test]
    fn the_scale_ends_at_four() {
        assert_eq!(Severity::try_from(4).map(Severity::get), Ok(4));
        assert!(Severity::try_from(5).is_err());
    }
}
