//! What every text newtype of this room shares: it is made only by its `parse`, keeps one canonical
//! form, and is checked again whenever it is read back from storage or an interface.

/// Gives a newtype over `String` its `as_str`, `Display`, `FromStr` and serde as a string. The
/// function named takes the text apart and is run again on every value that is read back.
macro_rules! parsed_text {
    ($name:ident, $parse:path) => {
        impl $name {
            /// Returns the canonical text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::Invalid;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $parse(text)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                let text = <::std::borrow::Cow<'de, str> as ::serde::Deserialize>::deserialize(
                    deserializer,
                )?;
                $parse(&text).map_err(<D::Error as ::serde::de::Error>::custom)
            }
        }
    };
}
pub(crate) use parsed_text;

/// Upper-cases an identifier as typed and drops what people put between its parts: white space of
/// any kind, hyphens and dashes, full stops, and the invisible marks that come with a paste.
pub(crate) fn compact(text: &str) -> String {
    text.chars()
        .filter(|&c| !c.is_whitespace() && !is_separator(c))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// The letter that checks a PNC id or CRO number: the number modulo 23 picks from an alphabet that
/// leaves out I, O and S, starting with Z for zero.
///
/// `digits` holds at most 19 ASCII digits, so the number fits 64 bits.
pub(crate) fn police_check_letter(digits: &str) -> char {
    const LETTERS: &[u8; 23] = b"ZABCDEFGHJKLMNPQRTUVWXY";
    let remainder = digits
        .bytes()
        .fold(0_usize, |number, digit| (number * 10 + usize::from(digit - b'0')) % 23);
    char::from(LETTERS[remainder])
}

/// Whether text is one or more ASCII digits and nothing else.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_separator(c: char) -> bool {
    matches!(c, '-' | '.' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{200B}' | '\u{FEFF}')
}

/// What is tested of every identifier: its canonical form parses to itself, and serde refuses what
/// `parse` refuses.
#[cfg(test)]
pub(crate) fn check_round_trip<T>(value: &T, refused: &str)
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
    T: std::fmt::Display + std::str::FromStr<Err = crate::Invalid>,
{
    let text = value.to_string();
    assert_eq!(text.parse::<T>().as_ref(), Ok(value));
    let json = serde_json::to_string(value).unwrap();
    assert_eq!(json, serde_json::to_string(&text).unwrap());
    assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), value);
    let refused = serde_json::to_string(refused).unwrap();
    assert!(serde_json::from_str::<T>(&refused).is_err(), "{refused} was accepted");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_between_the_parts_is_dropped() {
        assert_eq!(compact(" a 1234–bc.\u{a0}\u{feff}"), "A1234BC");
    }

    #[test]
    fn check_letters_agree_with_published_examples() {
        assert_eq!(police_check_letter("790163001"), 'B');
        assert_eq!(police_check_letter("210000123"), 'C');
        assert_eq!(police_check_letter("21000123"), 'V');
    }
}
