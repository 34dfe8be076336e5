//! Sizes in bytes, as people write them.

use std::fmt;

use crate::refusal::Refusal;

/// Units, the largest first, each with its bytes. Those that are shown have binary prefixes.
const UNITS: [(&str, u64); 8] = [
    ("TiB", 1 << 40),
    ("GiB", 1 << 30),
    ("MiB", 1 << 20),
    ("KiB", 1 << 10),
    ("TB", 1_000_000_000_000),
    ("GB", 1_000_000_000),
    ("MB", 1_000_000),
    ("KB", 1_000),
];
/// How many of them are shown.
const SHOWN: usize = 4;

/// A number of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bytes(pub u64);

impl Bytes {
    /// Returns the size that is written: a number of bytes, or one with a unit, such as `1.5GiB`.
    ///
    /// # Errors
    /// Anything else.
    pub fn of(text: &str) -> Result<Self, Refusal> {
        let refused = || {
            let problem = format!(
                "\"{text}\" is not a size: write it as 2GiB, 500MiB or 512MB, or as a number of bytes"
            );
            Refusal::Setting(problem)
        };
        let unit_at = text.find(|letter: char| letter.is_alphabetic()).unwrap_or(text.len());
        let (number, unit) = text.split_at(unit_at);
        let number = number.trim_end();
        let is_number = number.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
        let named = UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit));
        let bytes = match named {
            _ if !is_number => None,
            Some((_, each)) => number.parse().ok().and_then(|number: f64| {
                let bytes = (number * *each as f64).ceil();
                (bytes < u64::MAX as f64).then_some(bytes as u64)
            }),
            None if unit.is_empty() => number.parse().ok(),
            None => None,
        };
        bytes.map(Self).ok_or_else(refused)
    }

    /// Returns the least size that is not below this one and is shown as it is.
    #[must_use]
    pub fn rounded_up(self) -> Self {
        let (_, each) = self.unit();
        let tenths = (u128::from(self.0) * 10).div_ceil(u128::from(each));
        Self((tenths * u128::from(each)).div_ceil(10) as u64)
    }

    /// Returns the size as [`Bytes::of`] takes it.
    #[must_use]
    pub fn written(self) -> String {
        self.to_string().replace(' ', "").replace("bytes", "")
    }

    /// Returns the unit in which it is shown.
    fn unit(self) -> (&'static str, u64) {
        let fits = |(_, each): &&(&str, u64)| *each <= self.0;
        UNITS[..SHOWN].iter().find(fits).copied().unwrap_or(("bytes", 1))
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, each) = self.unit();
        let shown = format!("{:.1}", self.0 as f64 / each as f64);
        write!(f, "{} {unit}", shown.strip_suffix(".0").unwrap_or(&shown))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sizes_are_written_in_many_ways() {
        for (text, bytes) in [
            ("2GiB", 2 << 30),
            ("500MiB", 500 << 20),
            ("512MB", 512_000_000),
            ("1.5GiB", 3 << 29),
            ("1.5 gib", 3 << 29),
            ("0", 0),
            ("123456", 123_456),
        ] {
            assert_eq!(Bytes::of(text), Ok(Bytes(bytes)), "{text}");
        }
        for text in [
            "",
            "GiB",
            "-1GiB",
            "+5",
            "1e3MB",
            "infGiB",
            "1.2.3MB",
            "2 bears",
            "1.5",
            "99999999TiB",
        ] {
            assert!(Bytes::of(text).is_err(), "{text}");
        }
        assert_eq!(Bytes(20_447_232).to_string(), "19.5 MiB");
        assert_eq!(Bytes(2 << 30).to_string(), "2 GiB");
        assert_eq!(Bytes(17).to_string(), "17 bytes");
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_a_size_or_refused(text in "\\PC{0,12}|[0-9.]{0,24} ?[KMGTkmgt]?i?[Bb]?") {
            let _ = Bytes::of(&text);
        }

        /// What is asked for is enough.
        #[test]
        fn what_is_rounded_up_is_written_as_it_is(bytes in 0_u64..1 << 50) {
            let up = Bytes(bytes).rounded_up();
            prop_assert!(up >= Bytes(bytes));
            let back = Bytes::of(&up.written()).unwrap();
            prop_assert!(back >= Bytes(bytes) && back.0 <= up.0 + 1, "{} {}", up.0, back.0);
        }
    }
}
