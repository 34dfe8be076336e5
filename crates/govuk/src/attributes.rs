//! HTML attributes from options, mirroring the official `govukAttributes` and `govukI18nAttributes`.

use minijinja::Value;
use minijinja::value::ValueKind;

use crate::escape::{escape, text, truthy};

/// Returns ` name="value"` for each entry of a map, or a ready-made string as it is.
///
/// A value may itself be `{"value": …, "optional": true}`: then none, undefined and false leave
/// the attribute out and true writes its bare name. A string is trusted, as it is officially:
/// never build one from what a person typed.
pub(crate) fn govuk_attributes(attributes: &Value) -> Value {
    let mut html = String::new();
    if let Some(ready) = attributes.as_str() {
        html.push_str(ready);
    } else {
        for (name, item) in entries(attributes) {
            push_attribute(&mut html, &text(&name), &item);
        }
    }
    Value::from_safe_string(html)
}

/// Returns ` data-i18n.key="message"`, or one attribute for each plural form when given a map.
pub(crate) fn govuk_i18n_attributes(key: &str, message: &Value) -> Value {
    let mut html = String::new();
    if message.kind() == ValueKind::Map {
        for (rule, message) in entries(message) {
            push_pair(&mut html, &format!("data-i18n.{key}.{}", text(&rule)), &message);
        }
    } else if truthy(message) {
        push_pair(&mut html, &format!("data-i18n.{key}"), message);
    }
    Value::from_safe_string(html)
}

/// Returns ` name="value"` if there is a value to speak of, else nothing.
pub(crate) fn attribute(name: &str, value: &Value) -> Value {
    let mut html = String::new();
    if truthy(value) {
        push_pair(&mut html, name, value);
    }
    Value::from_safe_string(html)
}

/// Returns the pairs of a map; of anything else, none.
pub(crate) fn entries(map: &Value) -> Vec<(Value, Value)> {
    if map.kind() != ValueKind::Map {
        return Vec::new();
    }
    let Ok(keys) = map.try_iter() else {
        return Vec::new();
    };
    keys.map(|key| {
        let value = map.get_item(&key).unwrap_or_default();
        (key, value)
    })
    .collect()
}

fn push_attribute(html: &mut String, name: &str, item: &Value) {
    if item.kind() != ValueKind::Map {
        return push_pair(html, name, item);
    }
    let value = item.get_attr("value").unwrap_or_default();
    let optional = item.get_attr("optional").is_ok_and(|optional| is_bool(&optional, true));
    if !optional {
        push_pair(html, name, &value);
    } else if is_bool(&value, true) {
        html.push(' ');
        html.push_str(&escape(name));
    } else if !(value.is_undefined() || value.is_none() || is_bool(&value, false)) {
        push_pair(html, name, &value);
    }
}

fn push_pair(html: &mut String, name: &str, value: &Value) {
    let text = text(value);
    html.push(' ');
    html.push_str(&escape(name));
    html.push_str("=\"");
    html.push_str(&if value.is_safe() { text } else { escape(&text).into_owned().into() });
    html.push('"');
}

fn is_bool(value: &Value, expected: bool) -> bool {
    value.kind() == ValueKind::Bool && value.is_true() == expected
}
