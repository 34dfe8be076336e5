//! An assessment of need: started, submitted, and from then on never changed.
//!
//! The worker's assessment and the person's own stand beside each other; neither overwrites the
//! other. A later assessment supersedes nothing: the change between two is *distance travelled*.

use crate::{
    AccountId, Answers, AreaQuestions, AssessmentId, OrganisationId, PersonId, Rating, coded_enum,
};
use chrono::{DateTime, NaiveDate, Utc};

coded_enum! {
    /// Whose view it is.
    pub enum Voice("voice") {
        /// The worker's.
        Worker = "worker",
        /// The person's own.
        Person = "person",
    }
}

coded_enum! {
    /// How far an area of a draft is.
    pub enum AreaProgress("area-progress") {
        /// No question is answered.
        NotStarted = "not_started",
        /// A question that is needed has no answer.
        InProgress = "in_progress",
        /// Every question has an answer, and together they do not settle the rating.
        NeedsRating = "needs_rating",
        /// Answered and rated.
        Complete = "complete",
    }
}

impl AreaProgress {
    /// Returns how far an area is, from its answers and the rating that counts.
    #[must_use]
    pub fn of(asked: &AreaQuestions, answers: &Answers, rating: Option<Rating>) -> Self {
        let given = |id: &str| answers.get(id).is_some();
        if !asked.questions.iter().any(|question| given(&question.id)) {
            Self::NotStarted
        } else if asked.questions.iter().any(|question| question.required && !given(&question.id)) {
            Self::InProgress
        } else if rating.is_none() {
            Self::NeedsRating
        } else {
            Self::Complete
        }
    }
}

/// An assessment.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// Its id.
    pub id: AssessmentId,
    /// Who is assessed.
    pub person: PersonId,
    /// Whose view it is.
    pub voice: Voice,
    /// The instrument's id.
    pub instrument: String,
    /// The instrument's version.
    pub version: u32,
    /// The answers so far, or as submitted.
    pub answers: Answers,
    /// Who started it, and for which organisation.
    pub by: (AccountId, OrganisationId),
    /// The day it was started.
    pub started_on: NaiveDate,
    /// When it was submitted.
    pub submitted_at: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Area, Instruments};

    #[test]
    fn an_area_is_complete_when_it_is_answered_and_rated() {
        let needs = Instruments::built_in().get("needs", 2).unwrap();
        let asked = needs.area(Area::Drugs).unwrap();
        let check = |pairs: &[(&str, &str)], expected| {
            let answers = Answers::parse(needs, pairs.iter().copied()).unwrap();
            let rating = needs.rate(Area::Drugs, &answers).unwrap().rating;
            assert_eq!(AreaProgress::of(asked, &answers, rating), expected, "{pairs:?}");
        };
        let code = |question: usize, answer: usize| {
            let question = &asked.questions[question];
            (question.id.as_str(), question.answers[answer].code.as_str())
        };
        check(&[], AreaProgress::NotStarted);
        check(&[code(0, 0)], AreaProgress::InProgress);
        let best: Vec<_> = (0..asked.questions.len()).map(|index| code(index, 0)).collect();
        check(&best, AreaProgress::Complete);
        let unsaid: Vec<_> = asked
            .questions
            .iter()
            .map(|question| {
                let code = question.answer("not_said").unwrap_or(&question.answers[0]);
                (question.id.as_str(), code.code.as_str())
            })
            .collect();
        check(&unsaid, AreaProgress::NeedsRating);
    }
}
