//! The templates of a report, compiled once. Everything is escaped, in pages and in drawings; a
//! value that somebody forgot is an error and never an empty place.

use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Value};
use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior};

use crate::language::Language;

const SOURCES: [(&str, &str); 9] = [
    ("figures/frame.svg", include_str!("../templates/figures/frame.svg")),
    ("figures/marks.svg", include_str!("../templates/figures/marks.svg")),
    ("figures/love.svg", include_str!("../templates/figures/love.svg")),
    ("figures/overlap.svg", include_str!("../templates/figures/overlap.svg")),
    ("figures/survival.svg", include_str!("../templates/figures/survival.svg")),
    ("figures/forest.svg", include_str!("../templates/figures/forest.svg")),
    ("parts.html", include_str!("../templates/parts.html")),
    ("report.html", include_str!("../templates/report.html")),
    ("report.typ", include_str!("../templates/report.typ")),
];

/// How values are written into the report for print: see [`literal`].
const TYPST: &str = "typst";

static ENVIRONMENT: LazyLock<Result<Environment<'static>, Error>> = LazyLock::new(compiled);

fn compiled() -> Result<Environment<'static>, Error> {
    let mut env = Environment::new();
    env.set_auto_escape_callback(|name| match name.ends_with(".typ") {
        true => AutoEscape::Custom(TYPST.into()),
        false => AutoEscape::Html,
    });
    env.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    env.set_formatter(printable);
    env.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    env.add_function("t", translate);
    env.add_filter("literal", |text: String| Value::from_safe_string(literal(&text)));
    // Macros see these wherever they are called from.
    env.add_global("treated", crate::figure::TREATED);
    env.add_global("comparison", crate::figure::COMPARISON);
    env.add_global("width", crate::figure::WIDTH);
    env.add_global("css", Value::from_safe_string(include_str!("../templates/report.css").into()));
    for (name, source) in SOURCES {
        env.add_template(name, source)?;
    }
    Ok(env)
}

/// Renders a template.
///
/// # Errors
/// When a template does not compile or asks for a value it was not given: our fault.
pub(crate) fn render(name: &str, context: Value) -> Result<String, Error> {
    match &*ENVIRONMENT {
        Ok(env) => env.get_template(name)?.render(context),
        Err(error) => Err(Error::new(error.kind(), error.to_string())),
    }
}

/// Returns a text as a string of Typst: in it nothing is markup.
fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            '\n' => literal.push_str("\\n"),
            '\t' => literal.push_str("\\t"),
            // Neither line ends of other kinds nor what no page can show.
            c if c.is_control() => literal.push('\u{fffd}'),
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

/// Prints a value escaped: in the report for print as a string that ends at once, in all else without the characters that no XML may hold (XML 1.0, 2.2).
fn printable(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    let forbidden = |c: char| {
        (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    if matches!(state.auto_escape(), AutoEscape::Custom(name) if *name == TYPST) && !value.is_safe()
    {
        return out.write_str(&format!("#{};", literal(&value.to_string()))).map_err(Error::from);
    }
    match value.as_str().filter(|text| text.contains(forbidden) && !value.is_safe()) {
        Some(text) => {
            let clean = Value::from(text.replace(forbidden, "\u{fffd}"));
            minijinja::escape_formatter(out, state, &clean)
        }
        None => minijinja::escape_formatter(out, state, value),
    }
}

/// `t(key, name=value)`: a message in the report's language.
fn translate(state: &mut State, key: &str, args: Kwargs) -> Result<String, Error> {
    let welsh = state.lookup("language").is_some_and(|code| code.as_str() == Some("cy"));
    let language = if welsh { Language::Cy } else { Language::En };
    let names: Vec<&str> = args.args().collect();
    let mut values = Vec::with_capacity(names.len());
    for name in &names {
        values.push(args.get::<Value>(name)?.to_string());
    }
    let named: Vec<(&str, &str)> =
        names.iter().zip(&values).map(|(name, value)| (*name, value.as_str())).collect();
    Ok(language.text(key, &named))
}
