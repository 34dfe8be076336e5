//! Templates: the page's own, on top of the design system's components.
//!
//! They are in the binary. Pages run in strict mode, so a value that a handler forgot is an error
//! in a test and never an empty place on a page.

use crate::language::Language;
use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use domain::Month;
use include_dir::{Dir, include_dir};
use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, State, UndefinedBehavior};
use std::sync::{Arc, LazyLock};
use uuid::Uuid;

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Every template of the site, compiled once: they are the same for all sites of a process.
static ENVIRONMENT: LazyLock<Arc<Environment<'static>>> = LazyLock::new(|| Arc::new(compiled()));

/// Returns the environment with every template of the site.
#[must_use]
pub(crate) fn environment() -> Arc<Environment<'static>> {
    ENVIRONMENT.clone()
}

fn compiled() -> Environment<'static> {
    let mut env = Environment::new();
    govuk::install(&mut env);
    env.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    env.add_function("t", translate);
    env.add_function("form_token", form_token);
    env.add_global("site_css", crate::asset::site_css());
    env.add_global("site_icon", crate::asset::site_icon());
    env.add_function("field_value", field_value);
    env.add_function("field_values", field_values);
    env.add_function("field_error", field_error);
    env.add_filter("date", date);
    env.add_filter("moment", moment);
    add(&mut env, &TEMPLATES);
    env
}

fn add(env: &mut Environment<'static>, dir: &'static Dir<'static>) {
    for file in dir.files() {
        let (Some(name), Some(source)) = (file.path().to_str(), file.contents_utf8()) else {
            continue;
        };
        env.add_template(name, source)
            .unwrap_or_else(|error| panic!("template {name} does not parse: {error:#}"));
    }
    for dir in dir.dirs() {
        add(env, dir);
    }
}

/// Returns the language of the page being rendered.
fn language(state: &State) -> Language {
    state.lookup("lang").map_or(Language::En, |lang| Language::of(&lang.to_string()))
}

/// `t("key", name=value)`: a message in the page's language.
fn translate(state: &mut State, key: &str, args: Kwargs) -> Result<String, Error> {
    let names: Vec<&str> = args.args().collect();
    let mut named = Vec::with_capacity(names.len());
    for name in names {
        named.push((name, args.get::<Value>(name)?.to_string()));
    }
    Ok(language(state).text(key, &named))
}

/// `form_token()`: the hidden field by which a second submit of the same form is known.
fn form_token() -> Value {
    let token = Uuid::now_v7();
    Value::from_safe_string(format!(r#"<input type="hidden" name="form-token" value="{token}">"#))
}

fn form(state: &State, part: &str, name: &str) -> Option<Value> {
    let form = state.lookup("form")?;
    let found = form.get_attr(part).ok()?.get_attr(name).ok()?;
    (!found.is_undefined()).then_some(found)
}

/// `field_value("name")`: what was typed, so that a form comes back filled in.
fn field_value(state: &mut State, name: &str, default: Option<Value>) -> Value {
    match form(state, "values", name) {
        Some(values) => values.get_item_by_index(0).unwrap_or_default(),
        None => default.unwrap_or_else(|| Value::from("")),
    }
}

/// `field_values("name")`: everything that was ticked.
fn field_values(state: &mut State, name: &str) -> Value {
    form(state, "values", name).unwrap_or_else(|| Value::from(Vec::<Value>::new()))
}

/// `field_error("name")`: the error of a field, or of the first part of a date that has one.
fn field_error(state: &mut State, name: &str) -> Value {
    let parts =
        [name.to_owned(), format!("{name}-day"), format!("{name}-month"), format!("{name}-year")];
    parts.iter().find_map(|part| form(state, "errors", part)).map_or(Value::UNDEFINED, |text| {
        // Read out before the message; the component's own word is English.
        let hidden = language(state).text("error-word", &[]);
        minijinja::context! { text, visuallyHiddenText => hidden }
    })
}

/// `day|date`: a day in words, in the page's language. Nothing stays nothing.
fn date(state: &mut State, day: &Value) -> Result<String, Error> {
    if matches!(day.kind(), ValueKind::None | ValueKind::Undefined) {
        return Ok(String::new());
    }
    let parsed = NaiveDate::parse_from_str(&day.to_string(), "%Y-%m-%d")
        .map_err(|_| Error::new(ErrorKind::InvalidOperation, format!("{day} is not a day")))?;
    Ok(in_words(language(state), parsed))
}

/// `at|moment`: a day and a time in England and Wales.
fn moment(state: &mut State, at: &Value) -> Result<String, Error> {
    let parsed: DateTime<Utc> = at
        .to_string()
        .parse()
        .map_err(|_| Error::new(ErrorKind::InvalidOperation, format!("{at} is not a moment")))?;
    let local = app::local_time(parsed);
    let day = in_words(language(state), local.date());
    Ok(format!("{day}, {:02}:{:02}", local.hour(), local.minute()))
}

/// Returns a day in words, such as `5 November 2026`.
pub(crate) fn in_words(language: Language, day: NaiveDate) -> String {
    let month = Month::ALL.get(day.month0() as usize).map_or("", |month| month.key());
    format!("{} {} {}", day.day(), language.text(month, &[]), day.year())
}
