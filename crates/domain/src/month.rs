//! Months of the year: read from what people type in English or Welsh, shown by message key.

crate::coded_enum! {
    /// A month of the year.
    pub enum Month("month") {
        /// January, Ionawr.
        January = "january",
        /// February, Chwefror.
        February = "february",
        /// March, Mawrth.
        March = "march",
        /// April, Ebrill.
        April = "april",
        /// May, Mai.
        May = "may",
        /// June, Mehefin.
        June = "june",
        /// July, Gorffennaf.
        July = "july",
        /// August, Awst.
        August = "august",
        /// September, Medi.
        September = "september",
        /// October, Hydref.
        October = "october",
        /// November, Tachwedd.
        November = "november",
        /// December, Rhagfyr.
        December = "december",
    }
}

/// Welsh names in lower case, January first.
const WELSH: [&str; 12] = [
    "ionawr",
    "chwefror",
    "mawrth",
    "ebrill",
    "mai",
    "mehefin",
    "gorffennaf",
    "awst",
    "medi",
    "hydref",
    "tachwedd",
    "rhagfyr",
];

impl Month {
    /// Returns the month with a number from 1 to 12.
    #[must_use]
    pub fn from_number(number: u32) -> Option<Self> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        Self::ALL.get(index).copied()
    }

    /// Returns the month's number, 1 to 12.
    #[must_use]
    pub const fn number(self) -> u32 {
        self as u32 + 1
    }

    /// Reads a month as a number, or as a name in English or Welsh cut to three letters or more.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let typed = text.trim().trim_end_matches('.').to_lowercase();
        if !typed.is_empty() && typed.len() <= 2 && typed.bytes().all(|b| b.is_ascii_digit()) {
            return Self::from_number(typed.parse().ok()?);
        }
        if typed.len() < 3 {
            return None;
        }
        Self::ALL.iter().copied().find(|month| {
            let welsh = WELSH[*month as usize];
            month.code().starts_with(&typed) || welsh.starts_with(&typed)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_in_both_languages() {
        crate::coded::check_list::<Month>("reference");
    }

    #[test]
    fn reads_numbers_and_names_of_both_languages() {
        for (typed, number) in [
            ("1", 1),
            ("02", 2),
            ("March", 3),
            ("apr", 4),
            ("MAY", 5),
            ("Mehefin", 6),
            ("Gorff.", 7),
            ("awst", 8),
            ("Sept", 9),
            ("Medi", 9),
            ("Hydref", 10),
            ("tach", 11),
            ("12", 12),
        ] {
            assert_eq!(Month::parse(typed).map(Month::number), Some(number), "{typed}");
        }
        for typed in ["", "0", "13", "001", "ja", "Febtober", "m", "-1", "１"] {
            assert_eq!(Month::parse(typed), None, "{typed}");
        }
    }

    /// Three letters are enough to tell all months apart, in both languages together.
    #[test]
    fn three_letters_are_never_ambiguous() {
        for month in Month::ALL {
            for name in [month.code(), WELSH[*month as usize]] {
                assert_eq!(Month::parse(&name[..3]), Some(*month), "{name}");
                assert_eq!(Month::parse(name), Some(*month), "{name}");
            }
        }
    }
}
