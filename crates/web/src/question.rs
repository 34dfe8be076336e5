//! Questions and answers of an instrument, in the language of the page.

use crate::form::Form;
use crate::language::Language;
use domain::{Answers, AreaQuestions, FollowUp, Instrument, Raised};
use serde::Serialize;

/// The field that says which button of a form of questions was used.
pub(crate) const BUTTON: &str = "do";

/// The questions of an area, with the answers given.
#[derive(Serialize)]
pub(crate) struct AreaRow {
    code: &'static str,
    key: &'static str,
    questions: Vec<QuestionRow>,
}

#[derive(Serialize)]
struct QuestionRow {
    id: String,
    text: String,
    hint: Option<String>,
    answers: Vec<AnswerRow>,
    /// The code of the answer given.
    given: Option<String>,
    /// What was answered, in words.
    answer: Option<String>,
}

#[derive(Serialize)]
struct AnswerRow {
    code: String,
    text: String,
}

/// Something to follow up, and the answers that say so.
#[derive(Serialize)]
pub(crate) struct FollowUpRow {
    key: &'static str,
    code: &'static str,
    answers: Vec<Said>,
}

/// An answer in words.
#[derive(Serialize)]
pub(crate) struct Said {
    question: String,
    answer: Option<String>,
}

impl AreaRow {
    /// Returns an area's questions in a language.
    pub(crate) fn of(asked: &AreaQuestions, answers: &Answers, language: Language) -> Self {
        let code = language.code();
        let questions = asked.questions.iter().map(|question| {
            let given = answers.get(&question.id);
            let answer = given.and_then(|given| question.answer(given));
            QuestionRow {
                id: question.id.clone(),
                text: question.text.in_language(code).to_owned(),
                hint: question.hint.as_ref().map(|hint| hint.in_language(code).to_owned()),
                answers: question
                    .answers
                    .iter()
                    .map(|answer| AnswerRow {
                        code: answer.code.clone(),
                        text: answer.text.in_language(code).to_owned(),
                    })
                    .collect(),
                given: given.map(str::to_owned),
                answer: answer.map(|answer| answer.text.in_language(code).to_owned()),
            }
        });
        Self { code: asked.area.code(), key: asked.area.key(), questions: questions.collect() }
    }

    /// Returns every area of an instrument.
    pub(crate) fn all(asked: &Instrument, answers: &Answers, language: Language) -> Vec<Self> {
        asked.areas.iter().map(|area| Self::of(area, answers, language)).collect()
    }
}

/// Returns questions by id, with what was answered.
pub(crate) fn said(
    asked: &Instrument,
    ids: &[String],
    answers: &Answers,
    language: Language,
) -> Vec<Said> {
    let code = language.code();
    let questions = ids.iter().filter_map(|id| asked.question(id));
    questions
        .map(|question| Said {
            question: question.text.in_language(code).to_owned(),
            answer: answers
                .get(&question.id)
                .and_then(|given| question.answer(given))
                .map(|answer| answer.text.in_language(code).to_owned()),
        })
        .collect()
}

/// Returns what is to be followed up, each kind once, with the answers that say so.
pub(crate) fn follow_ups(
    asked: &Instrument,
    raised: &[Raised],
    answers: &Answers,
    language: Language,
) -> Vec<FollowUpRow> {
    let of_kind = |kind: FollowUp| -> Vec<String> {
        let found = raised.iter().filter(|raised| raised.follow_up == kind);
        found.map(|raised| raised.question.clone()).collect()
    };
    FollowUp::ALL
        .iter()
        .map(|&kind| FollowUpRow {
            key: kind.key(),
            code: kind.code(),
            answers: said(asked, &of_kind(kind), answers, language),
        })
        .filter(|row| !row.answers.is_empty())
        .collect()
}

/// Returns the pairs of question and answer of a form: everything but its token and its button, so
/// that an answer to a question that is not asked is refused and not dropped.
pub(crate) fn pairs(form: &Form) -> impl Iterator<Item = (&str, &str)> {
    form.starting("").filter(|(name, _)| *name != crate::form::TOKEN && *name != BUTTON)
}
