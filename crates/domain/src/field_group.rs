//! The groups of fields that a record is shared in. Whoever may see one detail of a group may see
//! them all; what is withheld is withheld as a group, with its reason.

use crate::coded_enum;

coded_enum! {
    /// A group of fields of a person's record (`domain.md` §8.3).
    pub enum FieldGroup("field-group") {
        /// Name, date of birth, ways to reach them.
        Identity = "identity",
        /// Prison number and CRN.
        Identifiers = "identifiers",
        /// PNC id and CRO number.
        PoliceNumbers = "police_numbers",
        /// National Insurance number.
        NiNumber = "ni_number",
        /// NHS number, and what a health service writes down.
        Health = "health",
        /// Sentence and its dates, custody and release.
        Sentence = "sentence",
        /// What the person was convicted of.
        Convictions = "convictions",
        /// Licence conditions.
        LicenceConditions = "licence_conditions",
        /// Needs and their ratings.
        Needs = "needs",
        /// Risk of serious harm, MAPPA and other warnings.
        Risk = "risk",
        /// Where they live and lived, and whether they were housed.
        Accommodation = "accommodation",
        /// Work and training, and whether they were in it.
        Employment = "employment",
        /// Whether treatment was started.
        Treatment = "treatment",
        /// Money, benefits and debts.
        Money = "money",
        /// Ethnicity, language and other protected characteristics.
        Equality = "equality",
        /// The plan, and what was written of the work.
        CaseNotes = "case_notes",
    }
}

/// A set of groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FieldGroups(u32);

impl FieldGroups {
    /// None.
    pub const NONE: Self = Self(0);
    /// All of them.
    pub const ALL: Self = Self((1 << FieldGroup::ALL.len()) - 1);

    /// Returns whether a group is in the set.
    #[must_use]
    pub const fn contains(self, group: FieldGroup) -> bool {
        self.0 & (1 << group as u32) != 0
    }

    /// Adds a group.
    pub const fn insert(&mut self, group: FieldGroup) {
        self.0 |= 1 << group as u32;
    }

    /// Returns the groups of the set, in the order of the list.
    pub fn iter(self) -> impl Iterator<Item = FieldGroup> {
        FieldGroup::ALL.iter().copied().filter(move |group| self.contains(*group))
    }
}

impl FromIterator<FieldGroup> for FieldGroups {
    fn from_iter<T: IntoIterator<Item = FieldGroup>>(groups: T) -> Self {
        let mut set = Self::NONE;
        groups.into_iter().for_each(|group| set.insert(group));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        assert_eq!(FieldGroups::ALL.iter().count(), FieldGroup::ALL.len());
        assert_eq!(FieldGroups::NONE.iter().count(), 0);
        for group in FieldGroup::ALL {
            let one: FieldGroups = [*group].into_iter().collect();
            assert_eq!(one.iter().collect::<Vec<_>>(), [*group]);
        }
    }
}
