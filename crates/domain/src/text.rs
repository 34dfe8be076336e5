//! Free text as people type it: bounded, tidied at the edges, and without characters that would
//! hide or reverse what is on the page.

use crate::Invalid;
use crate::parsed::parsed_text;

/// One line of text of 1 to 200 characters, with single spaces between words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShortText(String);

parsed_text!(ShortText, ShortText::parse);

impl ShortText {
    /// The most characters that are kept.
    pub const LIMIT: usize = 200;

    /// Parses one line; line breaks and tabs become spaces.
    ///
    /// # Errors
    /// `invalid-text-empty`, `invalid-text-long`, `invalid-text-character` and `invalid-text-garbled`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let line = collapse_spaces(text);
        check_characters(&line)?;
        check_length(&line, Self::LIMIT)?;
        Ok(Self(line))
    }

    /// Parses one line that may be left empty.
    ///
    /// # Errors
    /// As [`ShortText::parse`], without `invalid-text-empty`.
    pub fn parse_optional(text: &str) -> Result<Option<Self>, Invalid> {
        if text.trim().is_empty() { Ok(None) } else { Self::parse(text).map(Some) }
    }
}

/// Text of 1 to 4,000 characters that keeps its lines; line ends are a single line feed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LongText(String);

parsed_text!(LongText, LongText::parse);

impl LongText {
    /// The most characters that are kept: about a page and a half.
    pub const LIMIT: usize = 4000;

    /// Parses text of several lines.
    ///
    /// # Errors
    /// `invalid-text-empty`, `invalid-text-long`, `invalid-text-character` and `invalid-text-garbled`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let lines = text.replace("\r\n", "\n").replace('\r', "\n").replace('\u{FEFF}', "");
        let trimmed = lines.trim().to_owned();
        check_characters(&trimmed)?;
        check_length(&trimmed, Self::LIMIT)?;
        Ok(Self(trimmed))
    }

    /// Parses text that may be left empty.
    ///
    /// # Errors
    /// As [`LongText::parse`], without `invalid-text-empty`.
    pub fn parse_optional(text: &str) -> Result<Option<Self>, Invalid> {
        if text.trim().is_empty() { Ok(None) } else { Self::parse(text).map(Some) }
    }
}

/// Trims text and leaves one space between words, whatever white space was typed or pasted.
pub(crate) fn collapse_spaces(text: &str) -> String {
    let clean = text.replace('\u{FEFF}', "");
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Refuses control characters and marks that reverse the order of what is shown, and the mark that
/// a decoder leaves where it lost a letter.
pub(crate) fn check_characters(text: &str) -> Result<(), Invalid> {
    if text.contains('\u{FFFD}') {
        return Err(Invalid::new("invalid-text-garbled"));
    }
    let refused = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    match text.chars().position(refused) {
        Some(at) => Err(Invalid::new("invalid-text-character").with("position", at + 1)),
        None => Ok(()),
    }
}

/// Refuses text that is empty or has more characters than the limit.
pub(crate) fn check_length(text: &str, limit: usize) -> Result<(), Invalid> {
    match text.chars().count() {
        0 => Err(Invalid::new("invalid-text-empty")),
        length if length > limit => Err(Invalid::new("invalid-text-long")
            .with("limit", limit)
            .with("length", length)
            .with("over", length - limit)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::messages::check_refused;
    use crate::parsed::check_round_trip;

    #[test]
    fn short_text_is_one_line() {
        let text = ShortText::parse("  two \r\n words\u{a0}here ").unwrap();
        assert_eq!(text.as_str(), "two words here");
        check_round_trip(&text, "");
    }

    #[test]
    fn long_text_keeps_its_lines() {
        let text = LongText::parse("\n one\r\n\r\n\ttwo\rthree \n").unwrap();
        assert_eq!(text.as_str(), "one\n\n\ttwo\nthree");
        check_round_trip(&text, " \n ");
    }

    #[test]
    fn empty_is_refused_or_none() {
        check_refused(ShortText::parse, " \n", "invalid-text-empty");
        check_refused(LongText::parse, "", "invalid-text-empty");
        assert_eq!(ShortText::parse_optional(" "), Ok(None));
        assert_eq!(LongText::parse_optional("\r\n"), Ok(None));
        assert_eq!(LongText::parse_optional("x"), LongText::parse("x").map(Some));
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(ShortText::parse(&"ŵ".repeat(200)).is_ok());
        check_refused(ShortText::parse, &"ŵ".repeat(201), "invalid-text-long");
        check_refused(LongText::parse, &"ŵ".repeat(4001), "invalid-text-long");
        let invalid = ShortText::parse(&"x".repeat(203)).unwrap_err();
        assert_eq!(invalid.to_string(), "invalid-text-long limit=200 length=203 over=3");
    }

    #[test]
    fn what_hides_or_reverses_text_is_refused() {
        for text in ["a\0b", "a\u{1b}[31m", "a\u{202e}b", "a\u{85}\u{7f}b"] {
            check_refused(LongText::parse, text, "invalid-text-character");
        }
        check_refused(ShortText::parse, "Si\u{FFFD}n", "invalid-text-garbled");
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_bounded_and_parses_to_itself(text in "\\PC{0,300}|.{0,300}") {
            if let Ok(short) = ShortText::parse(&text) {
                prop_assert!((1..=200).contains(&short.as_str().chars().count()));
                prop_assert_eq!(ShortText::parse(short.as_str()).unwrap(), short);
            }
            if let Ok(long) = LongText::parse(&text) {
                prop_assert_eq!(LongText::parse(long.as_str()).unwrap(), long);
            }
        }
    }
}
