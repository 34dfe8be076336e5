//! For tests only: whether a message key is in the message files of both languages. The files
//! belong to the pages (`crates/web/locales`); the keys that this room hands out must be in them.

use std::path::Path;

/// Asserts that a message key is in `locales/{en,cy}/<file>.ftl`, with text.
pub(crate) fn assert_message(file: &str, key: &str) {
    for language in ["en", "cy"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../web/locales")
            .join(language)
            .join(format!("{file}.ftl"));
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let message = text.lines().find_map(|line| {
            let (name, message) = line.split_once('=')?;
            (name.trim_end() == key).then_some(message)
        });
        assert!(message.is_some(), "no message {key} in {language}/{file}.ftl");
    }
}

/// Asserts that a text is refused with the key, and that the key has its messages.
pub(crate) fn check_refused<T: std::fmt::Debug>(
    parse: impl Fn(&str) -> Result<T, crate::Invalid>,
    text: &str,
    key: &str,
) {
    assert_eq!(parse(text).map_err(|invalid| invalid.key).unwrap_err(), key, "{text:?}");
    assert_message("invalid", key);
}
