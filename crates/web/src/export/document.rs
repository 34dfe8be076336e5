//! An export to read and to print: one page, in the reader's language.

use crate::language::Language;
use crate::problem::Problem;
use crate::record_use::DayRow;
use crate::template;
use crate::visit::SignedIn;
use app::Error;
use app::export::{Export, Part};
use axum::body::to_bytes;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{Instruments, LeftOut, PersonId};
use serde::Serialize;
use serde_json::Value as Json;
use store::export::{Group, Row, Section, Value};
use store::journal::Happened;

/// Where the parts stand in the page.
const PARTS: &str = "<!-- parts -->";

/// Bytes of a fragment at most: a part is some hundred rows, each of some texts of bounded length.
const FRAGMENT_BYTES: usize = 64 * 1024 * 1024;

/// Lists that a life cycle's codes may be of; it keeps the code alone.
const LISTS: &[&str] = &[
    "referral-status",
    "handover-status",
    "need-closure",
    "step-closure",
    "conclusion",
    "achieved",
    "decline-reason",
    "withdraw-reason",
    "abandon-reason",
    "field-group",
];

#[derive(Serialize)]
struct Page {
    name: String,
    date_of_birth: Option<NaiveDate>,
    lead: String,
    made_at: DateTime<Utc>,
    left_out: Vec<&'static str>,
    /// Whether a worker has it, to hand over.
    for_worker: bool,
    file: String,
    back: String,
}

#[derive(Serialize)]
struct SectionPage {
    /// The heading of the group, where it begins.
    group: Option<&'static str>,
    /// The heading of the section, where it begins.
    title: Option<String>,
    rows: Vec<Vec<Line>>,
}

/// A field with its label.
#[derive(Serialize)]
struct Line {
    label: String,
    text: String,
}

#[derive(Serialize)]
struct UsesPage {
    first: bool,
    days: Vec<DayRow>,
}

#[derive(Serialize)]
struct HappenedPage {
    first: bool,
    rows: Vec<HappenedRow>,
}

#[derive(Serialize)]
struct HappenedRow {
    at: DateTime<Utc>,
    organisation: Option<String>,
    text: String,
}

/// A document that is being written.
pub(super) struct Document {
    page: SignedIn,
    start: String,
    end: String,
    group: Option<Group>,
    uses: bool,
    happened: bool,
}

impl Document {
    /// Begins a document; with a person when a worker has it, to hand over.
    pub(super) async fn new(
        page: SignedIn,
        export: &Export,
        of: Option<PersonId>,
    ) -> Result<Self, Problem> {
        let head = &export.head;
        let content = Page {
            name: head.name.clone(),
            date_of_birth: head.date_of_birth,
            lead: head.lead.clone(),
            made_at: head.made_at,
            left_out: LeftOut::ALL.iter().map(|left| left.key()).collect(),
            for_worker: of.is_some(),
            file: of.map_or_else(
                || "/my-record/export/file".to_owned(),
                |id| format!("/people/{id}/export/file"),
            ),
            back: of.map_or_else(|| "/my-plan".to_owned(), |id| format!("/people/{id}/details")),
        };
        let whole = html(&page, "export/document.html", content).await?;
        let (start, end) = whole
            .split_once(PARTS)
            .ok_or(Error::Internal("the page has no place for the parts"))?;
        let (start, end) = (start.to_owned(), end.to_owned());
        Ok(Self { page, start, end, group: None, uses: false, happened: false })
    }

    pub(super) fn start(&mut self) -> String {
        std::mem::take(&mut self.start)
    }

    /// Returns a part as it stands in the document.
    pub(super) async fn part(&mut self, part: Part) -> Result<String, Error> {
        let language = self.page.asked.language;
        match part {
            // What nothing is held of is not a page of headings.
            Part::Rows { rows, .. } if rows.is_empty() => Ok(String::new()),
            Part::Rows { section, first, rows } => {
                let group = section.group();
                let begins = self.group.replace(group) != Some(group);
                let content = SectionPage {
                    group: begins.then(|| group.key()),
                    title: first.then(|| section_title(section, language)),
                    rows: rows.into_iter().map(|row| lines(row, language)).collect(),
                };
                self.fragment("export/section.html", content).await
            }
            Part::Uses(days) => {
                let first = !std::mem::replace(&mut self.uses, true);
                let days = days.into_iter().map(DayRow::from).collect();
                self.fragment("export/uses.html", UsesPage { first, days }).await
            }
            Part::Happened(entries) => {
                let first = !std::mem::replace(&mut self.happened, true);
                let row = |entry: Happened| HappenedRow {
                    at: entry.at,
                    organisation: entry.organisation,
                    text: crate::journal::in_words(&entry.event, language),
                };
                let rows = entries.into_iter().map(row).collect();
                self.fragment("export/happened.html", HappenedPage { first, rows }).await
            }
        }
    }

    pub(super) fn end(&mut self) -> String {
        std::mem::take(&mut self.end)
    }

    async fn fragment(&self, template: &str, content: impl Serialize) -> Result<String, Error> {
        html(&self.page, template, content).await.map_err(|Problem(error)| error)
    }
}

async fn html(page: &SignedIn, template: &str, content: impl Serialize) -> Result<String, Problem> {
    let body = page.render(template, content)?.into_body();
    let bytes = to_bytes(body, FRAGMENT_BYTES).await;
    let text = bytes.ok().and_then(|bytes| String::from_utf8(bytes.into()).ok());
    text.ok_or(Problem(Error::Internal("a part of an export cannot be rendered")))
}

fn section_title(section: Section, language: Language) -> String {
    language.text(&format!("export-section-{}", section.name().replace('_', "-")), &[])
}

/// Returns what a row has, field by field: without ids, which are for machines.
fn lines(row: Row, language: Language) -> Vec<Line> {
    let plain = |wanted: &str| {
        row.iter().find_map(|(name, value)| match value {
            Value::Plain(text) if *name == wanted => Some(text.clone()),
            Value::Number(number) if *name == wanted => Some(number.to_string()),
            _ => None,
        })
    };
    let instrument = plain("instrument").zip(plain("version"));
    let mut lines = Vec::with_capacity(row.len());
    for (name, value) in row {
        match value {
            Value::Nothing | Value::Id(_) => {}
            Value::Json(answers) if name == "answers" => {
                answered(&answers, instrument.as_ref(), language, &mut lines);
            }
            Value::Json(whole) => leaves(name, &whole, language, &mut lines),
            value => {
                lines.push(Line { label: label(name, language), text: shown(value, language) })
            }
        }
    }
    lines
}

fn label(name: &str, language: Language) -> String {
    let key = format!("export-field-{}", name.replace('_', "-"));
    message(&key, language).unwrap_or_else(|| name.replace('_', " "))
}

/// Returns a message, if there is one: what is not in a list any more is shown as it stands.
fn message(key: &str, language: Language) -> Option<String> {
    let text = language.text(key, &[]);
    (text != format!("[{key}]")).then_some(text)
}

fn coded(list: &str, code: &str, language: Language) -> Option<String> {
    message(&format!("{list}-{}", code.to_lowercase().replace('_', "-")), language)
}

fn coded_anywhere(code: &str, language: Language) -> Option<String> {
    LISTS.iter().find_map(|list| coded(list, code, language))
}

fn shown(value: Value, language: Language) -> String {
    match value {
        Value::Plain(text) | Value::Words(text) => text,
        Value::Code { list, code } => {
            coded(list, &code, language).or_else(|| coded_anywhere(&code, language)).unwrap_or(code)
        }
        Value::Day(day) => template::in_words(language, day),
        Value::At(at) => moment(at, language),
        Value::Number(number) => number.to_string(),
        Value::Yes(yes) => language.text(if yes { "export-yes" } else { "export-no" }, &[]),
        Value::Left(LeftOut::WorkerNames) => language.text("export-mark-worker", &[]),
        Value::Left(_) => language.text("export-mark-withheld", &[]),
        Value::Nothing | Value::Id(_) | Value::Json(_) => String::new(),
    }
}

fn moment(at: DateTime<Utc>, language: Language) -> String {
    let local = app::local_time(at);
    format!("{}, {}", template::in_words(language, local.date()), local.format("%H:%M"))
}

/// Adds the answers to an instrument, each with its question.
fn answered(
    answers: &Json,
    instrument: Option<&(String, String)>,
    language: Language,
    lines: &mut Vec<Line>,
) {
    let Some(answers) = answers.as_object() else {
        return leaves("answers", answers, language, lines);
    };
    let asked =
        instrument.and_then(|(id, version)| Instruments::built_in().get(id, version.parse().ok()?));
    let code = language.code();
    for (id, given) in answers {
        let given = given.as_str().map_or_else(|| given.to_string(), str::to_owned);
        let question = asked.and_then(|asked| asked.question(id));
        let answer = question.and_then(|question| question.answer(&given));
        lines.push(Line {
            label: question.map_or_else(|| id.clone(), |q| q.text.in_language(code).to_owned()),
            text: answer.map_or(given, |answer| answer.text.in_language(code).to_owned()),
        });
    }
}

/// Adds every value inside a whole, under its own name.
fn leaves(name: &str, whole: &Json, language: Language, lines: &mut Vec<Line>) {
    match whole {
        Json::Object(fields) => {
            // Where a thing stands is its status, which has a field of its own.
            for (name, value) in fields.iter().filter(|(name, _)| *name != "state") {
                leaves(name, value, language, lines);
            }
        }
        Json::Array(values) => {
            for value in values {
                leaves(name, value, language, lines);
            }
        }
        Json::Null => {}
        Json::Bool(yes) => {
            lines.push(Line {
                label: label(name, language),
                text: shown(Value::Yes(*yes), language),
            });
        }
        Json::Number(number) => {
            lines.push(Line { label: label(name, language), text: number.to_string() });
        }
        Json::String(text) => {
            let day = text.parse().ok().map(|day| template::in_words(language, day));
            let text =
                day.or_else(|| coded_anywhere(text, language)).unwrap_or_else(|| text.clone());
            lines.push(Line { label: label(name, language), text });
        }
    }
}
