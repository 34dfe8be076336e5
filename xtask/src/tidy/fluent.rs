//! Reads message files (Fluent syntax) as far as the rules need: keys, arguments and values.

use std::collections::BTreeSet;

/// One message, or one attribute of a message as `message.attribute`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Message {
    /// Its key.
    pub(super) key: String,
    /// The line it begins on, from 1.
    pub(super) line: usize,
    /// Its value as written, over all its lines.
    pub(super) value: String,
    /// The arguments it asks for, without `$`.
    pub(super) arguments: BTreeSet<String>,
}

/// Reads a file; also returns the lines that are no message, comment or part of a message.
pub(super) fn read(text: &str) -> (Vec<Message>, Vec<usize>) {
    let mut messages: Vec<Message> = Vec::new();
    let mut unreadable = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let indented = line.starts_with(' ') || line.starts_with(['}', '[', '*']);
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let start = if indented { attribute(line, &messages) } else { key_and_value(line) };
        match (start, messages.last_mut()) {
            (Some((key, value)), _) => {
                messages.push(Message { key, line: index + 1, value, ..Message::default() });
            }
            (None, Some(message)) if indented => {
                message.value.push('\n');
                message.value.push_str(line.trim());
            }
            _ => unreadable.push(index + 1),
        }
    }
    for message in &mut messages {
        message.value = message.value.trim().to_owned();
        message.arguments = arguments(&message.value);
    }
    (messages, unreadable)
}

/// Returns the text of a value that a reader sees: without what is computed.
pub(super) fn words(value: &str) -> String {
    let mut depth = 0_usize;
    let mut words = String::with_capacity(value.len());
    let mut in_variant = false;
    for line in value.lines() {
        for c in line.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                // The variants of a choice hold text between their name and the end of the line.
                ']' if depth > 0 => in_variant = true,
                _ if depth == 0 || in_variant => words.push(c),
                _ => {}
            }
        }
        in_variant = false;
        words.push('\n');
    }
    words
}

fn key_and_value(line: &str) -> Option<(String, String)> {
    let (key, value) = line.split_once('=')?;
    let key = key.trim_end();
    let is_key = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (!key.is_empty() && key.chars().all(is_key)).then(|| (key.to_owned(), value.trim().to_owned()))
}

fn attribute(line: &str, messages: &[Message]) -> Option<(String, String)> {
    let (name, value) = key_and_value(line.trim_start().strip_prefix('.')?)?;
    let message = messages.last()?.key.split('.').next()?;
    Some((format!("{message}.{name}"), value))
}

fn arguments(value: &str) -> BTreeSet<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    // A `$` outside braces is text, such as an amount of money.
    value
        .split('{')
        .skip(1)
        .flat_map(|placeable| placeable.split('}').next().unwrap_or_default().split('$').skip(1))
        .map(|name| name.chars().take_while(|&c| is_name(c)).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_have_keys_values_and_arguments() {
        let text = "# Comment\none = One { $a } costs $5\ntwo =\n    { $n ->\n        [one] { $b } day\n       *[other] days\n    }\n    .hint = For { $c }\nnot a message\n";
        let (messages, unreadable) = read(text);
        let keys: Vec<(&str, usize)> =
            messages.iter().map(|message| (message.key.as_str(), message.line)).collect();
        assert_eq!(keys, [("one", 2), ("two", 3), ("two.hint", 8)]);
        assert_eq!(Vec::from_iter(&messages[0].arguments), ["a"]);
        assert_eq!(Vec::from_iter(&messages[1].arguments), ["b", "n"]);
        assert_eq!(unreadable, [9]);
    }

    #[test]
    fn words_are_what_a_reader_sees() {
        assert_eq!(words("a { $b } c").trim(), "a  c");
        let seen = words("{ $n ->\n[one] one day\n*[other] { $n } days\n} left");
        assert_eq!(
            seen.split_whitespace().collect::<Vec<_>>(),
            ["one", "day", "$n", "days", "left"]
        );
    }
}
