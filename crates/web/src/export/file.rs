//! An export for machines: one JSON object, as docs/export.md describes it.

use crate::language::Language;
use app::Error;
use app::export::{Export, Part};
use domain::LeftOut;
use serde_json::{Map, Value as Json, json};
use store::export::Value;

/// The version of the layout: what docs/export.md describes.
const VERSION: u32 = 1;

/// A file that is being written.
pub(super) struct File {
    start: String,
    /// Whether a section is open, and whether rows of it are written already.
    open: bool,
    rows: bool,
}

impl File {
    /// Begins a file. The reasons are in the person's language.
    pub(super) fn new(export: &Export, language: Language) -> Self {
        let head = &export.head;
        let left_out: Vec<Json> = LeftOut::ALL
            .iter()
            .map(|left| json!({"what": left.code(), "reason": language.text(left.key(), &[])}))
            .collect();
        let head = json!({
            "format": "resettle-record",
            "version": VERSION,
            "language": language.code(),
            "person": head.person.to_string(),
            "lead_organisation": head.lead,
            "made_at": head.made_at,
            "left_out": left_out,
        });
        let mut start = head.to_string();
        start.pop();
        start.push_str(",\"sections\":[");
        Self { start, open: false, rows: false }
    }

    pub(super) fn start(&mut self) -> String {
        std::mem::take(&mut self.start)
    }

    /// Returns a part as it stands in the file.
    pub(super) fn part(&mut self, part: Part) -> Result<String, Error> {
        let Part::Rows { section, first, rows } = part else { return Ok(String::new()) };
        let mut text = String::new();
        if first {
            text.push_str(if self.open { "]},\n" } else { "\n" });
            let head = json!({
                "section": section.name(),
                "group": section.group().code(),
            });
            text.push_str(head.to_string().trim_end_matches('}'));
            text.push_str(",\"rows\":[");
            self.open = true;
            self.rows = false;
        }
        for row in rows {
            if self.rows {
                text.push(',');
            }
            text.push('\n');
            self.rows = true;
            let fields: Map<String, Json> =
                row.into_iter().map(|(name, value)| (name.to_owned(), in_json(value))).collect();
            text.push_str(&Json::Object(fields).to_string());
        }
        Ok(text)
    }

    /// Returns the end: whoever finds `complete` there has the whole of it.
    pub(super) fn end(&mut self) -> String {
        let close = if self.open { "]}" } else { "" };
        format!("{close}\n],\"complete\":true}}\n")
    }
}

fn in_json(value: Value) -> Json {
    match value {
        Value::Nothing => Json::Null,
        Value::Id(id) => json!(id),
        Value::Plain(text) | Value::Words(text) | Value::Code { code: text, .. } => json!(text),
        Value::Day(day) => json!(day),
        Value::At(at) => json!(at),
        Value::Number(number) => json!(number),
        Value::Yes(yes) => json!(yes),
        Value::Json(value) => value,
        Value::Left(left) => json!({"redacted": left.code()}),
    }
}
