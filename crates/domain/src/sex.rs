//! A person's sex as their prison or probation record has it: some services and prisons are for one
//! sex only.

crate::coded_enum! {
    /// Sex as recorded.
    pub enum Sex("sex") {
        /// Female.
        Female = "female",
        /// Male.
        Male = "male",
        /// Not recorded, or not yet known.
        NotKnown = "not-known",
    }
}

impl Sex {
    /// Reads what files carry: a word or letter in English or Welsh, or the codes `NK` and `NS`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_lowercase().as_str() {
            "f" | "female" | "woman" | "b" | "benyw" => Some(Self::Female),
            "m" | "male" | "man" | "g" | "gwryw" => Some(Self::Male),
            "nk" | "ns" | "u" | "unknown" | "not known" | "not-known" | "anhysbys" => {
                Some(Self::NotKnown)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_in_both_languages() {
        crate::coded::check_list::<Sex>("reference");
    }

    #[test]
    fn reads_what_files_carry() {
        for sex in Sex::ALL {
            assert_eq!(Sex::parse(sex.code()), Some(*sex));
        }
        assert_eq!(Sex::parse(" F "), Some(Sex::Female));
        assert_eq!(Sex::parse("Gwryw"), Some(Sex::Male));
        assert_eq!(Sex::parse("x"), None);
    }
}
