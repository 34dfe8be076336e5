//! A part of a person's name, as they write it.

use crate::Invalid;
use crate::parsed::parsed_text;
use crate::text::{check_characters, collapse_spaces};

/// A given name, middle name or family name of 1 to 100 characters, as typed.
///
/// Letters of any script are names: accents and Welsh letters (ŵ, ŷ) stay as they are, and so do
/// capitals. Only what cannot be part of a name is refused.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

parsed_text!(Name, Name::parse);

impl Name {
    /// The most characters that are kept.
    pub const LIMIT: usize = 100;

    /// Parses a part of a name, trimming it and leaving one space between words.
    ///
    /// # Errors
    /// `invalid-name-empty`, `-long`, `-no-letter` (digits or marks only), `-character` (one that
    /// is not used in names) and `-garbled` (letters spoilt by a wrong encoding, as in `SiÃ´n`).
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let name = collapse_spaces(text);
        if name.is_empty() {
            return Err(Invalid::new("invalid-name-empty"));
        }
        let length = name.chars().count();
        if length > Self::LIMIT {
            return Err(Invalid::new("invalid-name-long")
                .with("limit", Self::LIMIT)
                .with("length", length));
        }
        if text.contains('\u{FFFD}') || was_decoded_wrongly(text) {
            return Err(Invalid::new("invalid-name-garbled"));
        }
        check_characters(&name).map_err(|_| Invalid::new("invalid-name-hidden"))?;
        if let Some(refused) = name.chars().find(|&c| !is_in_names(c)) {
            return Err(Invalid::new("invalid-name-character").with("character", refused));
        }
        if !name.chars().any(char::is_alphabetic) {
            return Err(Invalid::new("invalid-name-no-letter"));
        }
        Ok(Self(name))
    }

    /// Parses a part of a name that may be left empty.
    ///
    /// # Errors
    /// As [`Name::parse`], without `invalid-name-empty`.
    pub fn parse_optional(text: &str) -> Result<Option<Self>, Invalid> {
        if text.trim().is_empty() { Ok(None) } else { Self::parse(text).map(Some) }
    }
}

/// Everything but the ASCII and general punctuation that names do not use. Combining marks and the
/// joiners of some scripts are neither letters nor punctuation and are let through.
fn is_in_names(c: char) -> bool {
    const ASCII_MARKS: &str = " '`-.,()/";
    const OTHER_MARKS: &str = "´·‘’ʻʼ‐‑–\u{200C}\u{200D}";
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || ASCII_MARKS.contains(c);
    }
    let latin_signs = matches!(c, '\u{A1}'..='\u{BF}' | '×' | '÷') && !c.is_alphabetic();
    let signs =
        matches!(c, '\u{2000}'..='\u{2BFF}' | '\u{E000}'..='\u{F8FF}' | '\u{1F000}'..='\u{1FAFF}');
    OTHER_MARKS.contains(c) || !(latin_signs || signs)
}

/// Whether text in UTF-8 was read as Latin-1: its characters, put back as bytes, hold a letter in
/// UTF-8. Only bytes that Latin-1 shows as signs can follow, so real names are not caught; a
/// no-break space, which people do paste, counts only where it makes à or Š.
fn was_decoded_wrongly(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    characters.iter().enumerate().any(|(at, &lead)| {
        let following = match lead {
            '\u{C2}'..='\u{DF}' => 1,
            '\u{E0}'..='\u{EF}' => 2,
            _ => return false,
        };
        let continues = |c: &char| match c {
            '\u{A0}' => matches!(lead, 'Ã' | 'Å'),
            _ => matches!(c, '\u{80}'..='\u{BF}'),
        };
        let rest = characters.get(at + 1..=at + following);
        rest.is_some_and(|rest| rest.iter().all(continues))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::messages::check_refused;
    use crate::parsed::check_round_trip;

    #[test]
    fn names_stay_as_they_are_written() {
        for name in [
            "Siân",
            "Llŷr",
            "Gwenŵ",
            "O'Neill",
            "O’Neill",
            "Smith-Jones",
            "St. John",
            "de la Cruz",
            "José María",
            "Nguyễn",
            "Łukasz",
            "Đorđe",
            "Zoë’s",
            "李",
            "محمد",
            "John 3rd",
            "Bin Ali A/L Raj",
            "D",
            "MacDonald",
            "Nic Dhòmhnaill",
            "e\u{301}mile",
            "Jean–Luc",
            "Smith, Jr",
        ] {
            assert_eq!(Name::parse(name).unwrap().as_str(), name);
        }
        check_round_trip(&Name::parse("Siân").unwrap(), "123");
    }

    #[test]
    fn spaces_are_tidied() {
        assert_eq!(Name::parse("  Ann \u{a0} Marie\t").unwrap().as_str(), "Ann Marie");
        assert_eq!(Name::parse("JOSÉ\u{a0}MARÍA").unwrap().as_str(), "JOSÉ MARÍA");
        assert_eq!(Name::parse_optional("  "), Ok(None));
        assert_eq!(Name::parse_optional("Bo"), Name::parse("Bo").map(Some));
    }

    #[test]
    fn refuses_with_a_reason() {
        check_refused(Name::parse, " ", "invalid-name-empty");
        check_refused(Name::parse, &"x".repeat(101), "invalid-name-long");
        for text in ["123", "-", "...", "7 (1)"] {
            check_refused(Name::parse, text, "invalid-name-no-letter");
        }
        for text in ["<b>Bo", "Bo>", "a@b", "=cmd", "Bo;", "Bo\"", "N\\A", "Bo 😀", "a×b", "Bo†"]
        {
            check_refused(Name::parse, text, "invalid-name-character");
        }
        for text in ["Bo\0", "Bo\u{7}b", "Bo\u{202e}x"] {
            check_refused(Name::parse, text, "invalid-name-hidden");
        }
    }

    #[test]
    fn a_wrong_encoding_is_named() {
        for text in ["SiÃ´n", "LlÅ·r", "JosÃ©", "Si\u{FFFD}n"] {
            check_refused(Name::parse, text, "invalid-name-garbled");
        }
    }

    proptest! {
        #[test]
        fn letters_in_the_wrong_encoding_are_never_kept(name in "[A-Z][a-z]{0,8}[à-öø-ÿŵŷąęłńśźżčšžŴŶ][a-z]{0,8}") {
            prop_assert!(Name::parse(&name).is_ok());
            let wrong: String = name.bytes().map(char::from).collect();
            prop_assert!(Name::parse(&wrong).is_err(), "{}", wrong);
        }

        #[test]
        fn what_is_accepted_parses_to_itself(text in ".{0,120}") {
            if let Ok(name) = Name::parse(&text) {
                prop_assert_eq!(Name::parse(name.as_str()).unwrap(), name);
            }
        }
    }
}
