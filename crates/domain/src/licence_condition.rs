//! A condition of a person's licence. Its words are kept as they are printed on that licence: a
//! paraphrase that drops a word can send someone back to prison.

use serde::{Deserialize, Serialize};

use crate::LongText;

crate::coded_enum! {
    /// Where a condition comes from.
    pub enum LicenceConditionKind("licence-condition-kind") {
        /// On every licence.
        Standard = "standard",
        /// Chosen for this person from the published list.
        Additional = "additional",
        /// Written for this person.
        Bespoke = "bespoke",
    }
}

/// A condition of a licence.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LicenceCondition {
    /// Where the condition comes from.
    pub kind: LicenceConditionKind,
    /// The words as printed, lines kept.
    pub text: LongText,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_in_both_languages() {
        crate::coded::check_list::<LicenceConditionKind>("reference");
    }

    #[test]
    fn the_words_are_kept_as_printed() {
        let printed =
            "You must:\n  (a) stay at 1 High Street,  Anytown;\n  (b) not go out after 19:00.";
        let condition = LicenceCondition {
            kind: LicenceConditionKind::Bespoke,
            text: LongText::parse(printed).unwrap(),
        };
        let json = serde_json::to_string(&condition).unwrap();
        let read: LicenceCondition = serde_json::from_str(&json).unwrap();
        assert_eq!(read.text.as_str(), printed);
        assert_eq!(read, condition);
    }
}
