//! The answers of one assessment: question id to answer code, as picked.
//!
//! Answers are parsed against the version of the instrument that was shown, and kept as codes, so
//! that they can be read again with that version for as long as the record is kept. A draft may have
//! gaps; [`Answers::gaps`] says which are left before it can be submitted.

use super::{FollowUp, Instrument};
use crate::Invalid;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Answers by question id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, String>);

/// Something that an answer obliges the worker to follow up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Raised {
    /// The question.
    pub question: String,
    /// The answer given.
    pub answer: String,
    /// What is to be followed up.
    pub follow_up: FollowUp,
}

impl Answers {
    /// Reads the pairs of a form: question id and answer code. An empty code is a question not
    /// answered. Pass only the fields of the questions: an id that the instrument does not have is
    /// refused, because dropping it would lose an answer given to another version.
    ///
    /// # Errors
    ///
    /// Every field that is wrong, in the order given: no such question
    /// (`invalid-answer-question`), no such answer (`invalid-answer-code`), or two different answers
    /// to one question (`invalid-answer-twice`).
    pub fn parse<K, V>(
        instrument: &Instrument,
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Self, Vec<(String, Invalid)>>
    where
        K: AsRef<str>,
        V: AsRef<str>,
    {
        let mut answers = BTreeMap::new();
        let mut refused = Vec::new();
        for (id, code) in pairs {
            let (id, code) = (id.as_ref(), code.as_ref());
            let Some(question) = instrument.question(id) else {
                refused.push((id.to_owned(), Invalid::new("invalid-answer-question")));
                continue;
            };
            if code.is_empty() {
                continue;
            }
            if question.answer(code).is_none() {
                refused.push((id.to_owned(), Invalid::new("invalid-answer-code")));
                continue;
            }
            let earlier = answers.insert(id.to_owned(), code.to_owned());
            if earlier.is_some_and(|earlier| earlier != code) {
                refused.push((id.to_owned(), Invalid::new("invalid-answer-twice")));
            }
        }
        if refused.is_empty() { Ok(Self(answers)) } else { Err(refused) }
    }

    /// Returns the code picked for a question.
    #[must_use]
    pub fn get(&self, question: &str) -> Option<&str> {
        self.0.get(question).map(String::as_str)
    }

    /// Iterates over question id and answer code, by question id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(question, code)| (question.as_str(), code.as_str()))
    }

    /// Returns whether nothing is answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns these answers with later ones put over them, as each page of a task list is saved.
    #[must_use]
    pub fn updated(mut self, later: Self) -> Self {
        self.0.extend(later.0);
        self
    }

    /// Returns the required questions without an answer, each with the message for its field
    /// (`invalid-answer-missing`), in the order asked. "Prefers not to say" is an answer.
    #[must_use]
    pub fn gaps(&self, instrument: &Instrument) -> Vec<(String, Invalid)> {
        instrument
            .questions()
            .filter(|question| question.required)
            .filter(|question| {
                self.get(&question.id).is_none_or(|code| question.answer(code).is_none())
            })
            .map(|question| (question.id.clone(), Invalid::new("invalid-answer-missing")))
            .collect()
    }

    /// Returns what must be followed up before going on, in the order asked.
    #[must_use]
    pub fn raised(&self, instrument: &Instrument) -> Vec<Raised> {
        instrument
            .questions()
            .filter_map(|question| {
                let answer = question.answer(self.get(&question.id)?)?;
                Some(Raised {
                    question: question.id.clone(),
                    answer: answer.code.clone(),
                    follow_up: answer.follow_up?,
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Instruments;

    fn screening() -> &'static Instrument {
        Instruments::built_in().get("basic-screening", 1).unwrap()
    }

    fn check(pairs: &[(&str, &str)], expected: &[(&str, &str)]) {
        let refused = Answers::parse(screening(), pairs.iter().copied()).unwrap_err();
        let refused: Vec<_> =
            refused.iter().map(|(field, invalid)| (field.as_str(), invalid.key)).collect();
        assert_eq!(refused, expected);
        for (_, key) in refused {
            crate::messages::assert_message("instrument", key);
        }
    }

    #[test]
    fn every_wrong_field_is_named() {
        check(&[("car", "yes")], &[("car", "invalid-answer-question")]);
        check(&[("pets", "perhaps")], &[("pets", "invalid-answer-code")]);
        check(
            &[("pets", "no"), ("pets", "short"), ("dependants", "x")],
            &[("pets", "invalid-answer-twice"), ("dependants", "invalid-answer-code")],
        );
    }

    #[test]
    fn a_blank_is_a_gap_and_a_refusal_is_an_answer() {
        let pairs = [("pets", ""), ("health_self_harm", "not_said")];
        let answers = Answers::parse(screening(), pairs).unwrap();
        let gaps = answers.gaps(screening());
        let is_gap = |id: &str| gaps.iter().any(|(field, _)| field == id);
        assert!(is_gap("pets") && !is_gap("health_self_harm"));
        assert_eq!(gaps.len(), screening().questions().count() - 1);
        crate::messages::assert_message("instrument", gaps[0].1.key);
    }

    #[test]
    fn a_refusal_to_talk_about_self_harm_is_followed_up() {
        let answers = Answers::parse(screening(), [("health_self_harm", "not_said")]).unwrap();
        let raised = answers.raised(screening());
        assert_eq!(raised.len(), 1);
        assert_eq!(raised[0].follow_up, FollowUp::SelfHarm);
    }

    #[test]
    fn pages_are_saved_over_each_other_and_stored_as_an_object() {
        let first = Answers::parse(screening(), [("pets", "no"), ("communication", "none")]);
        let later = Answers::parse(screening(), [("pets", "cared_for")]);
        let answers = first.unwrap().updated(later.unwrap());
        let stored = serde_json::to_string(&answers).unwrap();
        assert_eq!(stored, r#"{"communication":"none","pets":"cared_for"}"#);
        assert_eq!(serde_json::from_str::<Answers>(&stored).unwrap(), answers);
        assert!(!answers.is_empty());
        assert_eq!(answers.iter().count(), 2);
    }
}
