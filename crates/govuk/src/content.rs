//! The filters and functions that component templates share, so that each reads as its HTML.

use minijinja::value::ValueKind;
use minijinja::{Environment, Value};

use crate::attributes::{attribute, entries, govuk_attributes, govuk_i18n_attributes};
use crate::dates::moj_date;
use crate::escape::{text, truthy};

/// Adds what the component templates are written in.
pub(crate) fn add_to(env: &mut Environment<'static>) {
    env.add_function("govuk_attributes", |attributes: &Value| govuk_attributes(attributes));
    env.add_function("govuk_i18n_attributes", |key: &str, message: &Value| {
        govuk_i18n_attributes(key, message)
    });
    env.add_function("attribute", |name: &str, value: &Value| attribute(name, value));
    env.add_function("described_by", described_by);
    env.add_filter("content", content);
    env.add_filter("indent", |value: &Value, width: usize, first: Option<bool>| {
        keep_safety(value, indent(&text(value), width, first.unwrap_or(false)))
    });
    env.add_filter("spaced", spaced);
    env.add_filter("with", with);
    env.add_filter("moj_date", moj_date);
    env.add_filter("count", |value: &Value| text(value).trim().parse::<i64>().unwrap_or(0));
}

/// Returns the `html` option raw or, where there is none, the `text` option to be escaped.
///
/// With a width, HTML is trimmed and its later lines indented. With a prefix the options are
/// `titleHtml` and `titleText`, for a prefix of `title`.
fn content(options: &Value, width: Option<usize>, prefix: Option<&str>) -> Value {
    let option = |kind: &str| {
        let name = match prefix {
            Some(prefix) => format!("{prefix}{}", if kind == "html" { "Html" } else { "Text" }),
            None => kind.to_owned(),
        };
        options.get_attr(&name).unwrap_or_default()
    };
    let html = option("html");
    if !truthy(&html) {
        return option("text");
    }
    let html = text(&html);
    Value::from_safe_string(match width {
        Some(width) => indent(html.trim(), width, false),
        None => html.into_owned(),
    })
}

/// Returns the text with a space before it, to follow another class; nothing stays nothing.
fn spaced(value: &Value) -> Value {
    if truthy(value) { keep_safety(value, format!(" {}", text(value))) } else { Value::from("") }
}

/// Returns a map of options with some of them replaced.
fn with(options: &Value, replaced: &Value) -> Value {
    Value::from_pairs(entries(options).into_iter().chain(entries(replaced)))
}

/// Returns the ids that describe a field: those given, then its hint's and its error's.
fn described_by(given: &Value, params: &Value, id: &str) -> String {
    let mut ids: Vec<String> = Vec::new();
    if truthy(given) {
        ids.push(text(given).into_owned());
    }
    for (option, suffix) in [("hint", "hint"), ("errorMessage", "error")] {
        if params.get_attr(option).is_ok_and(|value| truthy(&value)) {
            ids.push(format!("{id}-{suffix}"));
        }
    }
    ids.join(" ")
}

/// Returns the text with each line but the first (or each, if so asked) moved right.
///
/// Empty lines are moved too, as Nunjucks does.
fn indent(text: &str, width: usize, first: bool) -> String {
    if text.is_empty() {
        return String::new();
    }
    let margin = " ".repeat(width);
    let indented = text.replace('\n', &format!("\n{margin}"));
    if first { margin + &indented } else { indented }
}

fn keep_safety(source: &Value, derived: String) -> Value {
    if source.kind() == ValueKind::String && source.is_safe() {
        Value::from_safe_string(derived)
    } else {
        Value::from(derived)
    }
}
