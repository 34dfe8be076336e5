//! Escaping and printing as Nunjucks does it, since the fixtures are what Nunjucks wrote.
//!
//! MiniJinja's own escaping is as safe but spells it otherwise (`&#x27;`, `&#x2f;`), and it
//! prints `True` and `None` as Python would, where a browser reads `data-x="true"`.

use std::borrow::Cow;

use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Error, Output, State, Value, default_auto_escape_callback};

/// Returns how a template of this name is escaped: HTML the Nunjucks way, others as MiniJinja has it.
///
/// A custom mode rather than [`AutoEscape::Html`] because MiniJinja sends only custom modes
/// through the formatter when it escapes outside of printing (`|escape`, `~`, `replace`).
pub(crate) fn auto_escape(name: &str) -> AutoEscape {
    match default_auto_escape_callback(name) {
        AutoEscape::Html => AutoEscape::Custom(Cow::Borrowed("nunjucks")),
        other => other,
    }
}

/// Prints a value into a template's output, escaped unless marked safe.
pub(crate) fn format(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    let text = text(value);
    let written = match state.auto_escape() {
        AutoEscape::Json => return minijinja::escape_formatter(out, state, value),
        AutoEscape::None => out.write_str(&text),
        _ if value.is_safe() => out.write_str(&text),
        _ => out.write_str(&escape(&text)),
    };
    written.map_err(Error::from)
}

/// Returns the text with the six characters Nunjucks 3.2.4 escapes made harmless in HTML.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    const SPECIAL: [char; 6] = ['&', '"', '\'', '<', '>', '\\'];
    if !text.contains(SPECIAL) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' => escaped.push_str("&#92;"),
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}

/// Returns the value as JavaScript would print it: nothing for none, `true`, `1` for 1.0.
pub(crate) fn text(value: &Value) -> Cow<'_, str> {
    if let Some(text) = value.as_str() {
        return Cow::Borrowed(text);
    }
    match value.kind() {
        ValueKind::Undefined | ValueKind::None => Cow::Borrowed(""),
        ValueKind::Bool => Cow::Borrowed(if value.is_true() { "true" } else { "false" }),
        ValueKind::Number if !value.is_integer() => match f64::try_from(value.clone()) {
            Ok(number) => Cow::Owned(number.to_string()),
            Err(_) => Cow::Owned(value.to_string()),
        },
        ValueKind::Seq | ValueKind::Iterable => {
            let items: Vec<String> = value
                .try_iter()
                .map(|items| items.map(|item| text(&item).into_owned()).collect())
                .unwrap_or_default();
            Cow::Owned(items.join(","))
        }
        _ => Cow::Owned(value.to_string()),
    }
}

/// Returns whether JavaScript takes the value as true: there, empty lists and maps are.
pub(crate) fn truthy(value: &Value) -> bool {
    match value.kind() {
        ValueKind::Seq | ValueKind::Map | ValueKind::Iterable | ValueKind::Plain => true,
        _ => value.is_true(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_javascript_does() {
        fn check(value: impl Into<Value>, expected: &str) {
            assert_eq!(text(&value.into()), expected);
        }
        check((), "");
        check(true, "true");
        check(1.0, "1");
        check(2.5, "2.5");
        check(-3, "-3");
        check(vec![1, 2], "1,2");
        check("O'Neill", "O'Neill");
    }

    #[test]
    fn pages_escape_everywhere_the_same_way() {
        fn check(source: &str, expected: &str) {
            let mut env = minijinja::Environment::new();
            crate::install(&mut env);
            let page = env.render_named_str(
                "page.html",
                source,
                minijinja::context! {
                    name => "O'Neill & <\"Sons\"> C:\\",
                    safe => Value::from_safe_string("<b>".to_owned()),
                },
            );
            assert_eq!(page.expect(source), expected);
        }
        let escaped = "O&#39;Neill &amp; &lt;&quot;Sons&quot;&gt; C:&#92;";
        check("{{ name }}", escaped);
        check("{{ name|e }}", escaped);
        check("{{ name|escape|escape }}", escaped);
        check("{{ safe ~ name }}", &format!("<b>{escaped}"));
        check("{{ name|safe }}", "O'Neill & <\"Sons\"> C:\\");
        check("{% set a %}<i>{{ name }}</i>{% endset %}{{ a }}", &format!("<i>{escaped}</i>"));
        check("{{ [safe, name]|join }}", &format!("<b>{escaped}"));
        check("{{ none }}{{ true }}", "true");
    }
}
