//! Closed lists whose values are stored as a stable code and shown through a message key.
//!
//! The code is what the database, exports and interfaces carry, so it must outlive the Rust name of
//! the variant: each list writes its codes out, and none is ever derived from the variant's name.
//! The message key is the list's prefix and the code in kebab case (`W1` in `ethnicity` gives
//! `ethnicity-w1`), and has a message in every language under `crates/web/locales`.

/// A value of a closed list; made by [`coded_enum!`](crate::coded_enum).
///
/// Lets a store column, a form field or a page's list of choices be written once for every list.
pub trait Coded: Copy + Eq + 'static {
    /// What the list is called in message keys, for example `ethnicity`.
    const LIST: &'static str;
    /// Every value, in the order that a page offers them.
    const ALL: &'static [Self];

    /// Returns the stable code that is stored and exchanged.
    fn code(self) -> &'static str;

    /// Returns the message key of the value's label.
    fn key(self) -> &'static str;

    /// Returns the value with exactly this code, if the list has it.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.code() == code)
    }
}

/// Declares an enum stored as a stable code.
///
/// Gives `ALL`, `code()`, `key()`, `from_code()`, [`Coded`], `Display` and `FromStr` by code, serde as
/// the code string, and the derives of a small value (`Copy`, `Ord` in the order written, `Hash`).
/// An unknown code is refused with `invalid-code`.
///
/// ```
/// domain::coded_enum! {
///     /// How serious a need is.
///     pub enum Rating("rating") {
///         /// No current barrier.
///         Green = "green",
///         /// An immediate barrier.
///         Red = "RED_NOW",
///     }
/// }
///
/// assert_eq!(Rating::Red.code(), "RED_NOW");
/// assert_eq!(Rating::Red.key(), "rating-red-now");
/// assert_eq!(Rating::from_code("green"), Some(Rating::Green));
/// assert_eq!("blue".parse::<Rating>().unwrap_err().key, "invalid-code");
/// assert_eq!(Rating::ALL, [Rating::Green, Rating::Red]);
/// ```
#[macro_export]
macro_rules! coded_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident($list:literal) {
            $( $(#[$variant_meta:meta])* $variant:ident = $code:literal ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name {
            $( $(#[$variant_meta])* $variant, )+
        }

        impl $name {
            /// Every value, in the order that a page offers them.
            $vis const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the stable code that is stored and exchanged.
            #[must_use]
            $vis const fn code(self) -> &'static str {
                match self {
                    $( Self::$variant => $code, )+
                }
            }

            /// Returns the message key of the value's label.
            #[must_use]
            $vis const fn key(self) -> &'static str {
                match self {
                    $( Self::$variant => {
                        const RAW: &str = concat!($list, "-", $code);
                        const KEBAB: [u8; RAW.len()] = $crate::kebab(RAW);
                        const KEY: &str = $crate::ascii(&KEBAB);
                        KEY
                    } )+
                }
            }

            /// Returns the value with exactly this code, if the list has it.
            #[must_use]
            $vis fn from_code(code: &str) -> Option<Self> {
                <Self as $crate::Coded>::from_code(code)
            }
        }

        impl $crate::Coded for $name {
            const LIST: &'static str = $list;
            const ALL: &'static [Self] = Self::ALL;

            fn code(self) -> &'static str {
                Self::code(self)
            }

            fn key(self) -> &'static str {
                Self::key(self)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.code())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::Invalid;

            fn from_str(code: &str) -> Result<Self, Self::Err> {
                Self::from_code(code).ok_or_else(|| {
                    $crate::Invalid::new("invalid-code").with("list", $list).with("code", code)
                })
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let code = <::std::borrow::Cow<'de, str> as ::serde::Deserialize>::deserialize(deserializer)?;
                code.parse().map_err(<D::Error as ::serde::de::Error>::custom)
            }
        }
    };
}

/// Lower-cases a list's prefix and code and joins words with hyphens, while compiling.
#[doc(hidden)]
#[must_use]
pub const fn kebab<const N: usize>(raw: &str) -> [u8; N] {
    let bytes = raw.as_bytes();
    let mut kebab = [0; N];
    let mut at = 0;
    while at < N {
        kebab[at] = match bytes[at] {
            b'_' | b' ' | b'/' => b'-',
            byte => byte.to_ascii_lowercase(),
        };
        at += 1;
    }
    kebab
}

/// Views the bytes of [`kebab`] as text, while compiling.
#[doc(hidden)]
#[must_use]
pub const fn ascii(bytes: &'static [u8]) -> &'static str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("a code of a list is not ASCII"),
    }
}

/// What is tested of every list: codes and keys differ, round trips hold, and both languages have a
/// label for every value in the named message file.
#[cfg(test)]
pub(crate) fn check_list<T>(file: &str)
where
    T: Coded + std::fmt::Debug + serde::Serialize + serde::de::DeserializeOwned,
{
    let mut codes = std::collections::BTreeSet::new();
    let mut keys = std::collections::BTreeSet::new();
    for &value in T::ALL {
        assert!(codes.insert(value.code()), "code twice: {}", value.code());
        assert!(keys.insert(value.key()), "key twice: {}", value.key());
        assert_eq!(T::from_code(value.code()), Some(value));
        let json = serde_json::to_string(&value).unwrap();
        assert_eq!(json, format!("\"{}\"", value.code()));
        assert_eq!(serde_json::from_str::<T>(&json).unwrap(), value);
        crate::messages::assert_message(file, value.key());
    }
    assert_eq!(T::from_code("no such code"), None);
}

#[cfg(test)]
mod tests {
    crate::coded_enum! {
        /// A list made up for the test.
        enum Colour("colour") {
            /// One word.
            Red = "RED",
            /// Two words.
            DarkBlue = "DARK_BLUE",
        }
    }

    #[test]
    fn keys_are_kebab_case_and_codes_are_as_written() {
        assert_eq!(Colour::DarkBlue.code(), "DARK_BLUE");
        assert_eq!(Colour::DarkBlue.key(), "colour-dark-blue");
        assert_eq!(format!("{:>5}", Colour::Red), "  RED");
        assert!(Colour::Red < Colour::DarkBlue);
    }

    #[test]
    fn an_unknown_code_is_refused_and_named() {
        let invalid = "red".parse::<Colour>().unwrap_err();
        assert_eq!(invalid.to_string(), "invalid-code list=colour code=red");
        assert!(serde_json::from_str::<Colour>("\"red\"").is_err());
    }
}
