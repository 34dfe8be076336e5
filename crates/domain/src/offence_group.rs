//! What kind of offence a person was convicted of, in two lists that must not be mixed up.
//!
//! [`OffenceGroup`] is for statistics. [`OffenceCategory`] is for matching: a service or employer
//! says which categories it cannot take, a worker confirms which apply, and only "can" or "cannot"
//! is ever shown to the employer.

crate::coded_enum! {
    /// The Home Office's twelve groups of notifiable offences, and the two of summary offences.
    pub enum OffenceGroup("offence-group") {
        /// Violence against the person.
        Violence = "violence",
        /// Sexual offences.
        Sexual = "sexual",
        /// Robbery.
        Robbery = "robbery",
        /// Burglary.
        Burglary = "burglary",
        /// Vehicle offences.
        Vehicle = "vehicle",
        /// Theft.
        Theft = "theft",
        /// Arson and criminal damage.
        ArsonAndCriminalDamage = "arson-and-criminal-damage",
        /// Drug offences.
        Drug = "drug",
        /// Public order offences.
        PublicOrder = "public-order",
        /// Possession of weapons.
        Weapons = "weapons",
        /// Miscellaneous crimes against society.
        Miscellaneous = "miscellaneous",
        /// Fraud.
        Fraud = "fraud",
        /// Summary offences, motoring (not notifiable).
        SummaryMotoring = "summary-motoring",
        /// Summary offences, other than motoring (not notifiable).
        SummaryOther = "summary-other",
    }
}

impl OffenceGroup {
    /// Whether the group is one of the twelve that police forces notify to the Home Office.
    #[must_use]
    pub const fn is_notifiable(self) -> bool {
        !matches!(self, Self::SummaryMotoring | Self::SummaryOther)
    }
}

crate::coded_enum! {
    /// A category of offence that a service or employer may not be able to take, by the codes that
    /// job boards for prison leavers use.
    pub enum OffenceCategory("offence-category") {
        /// Arson.
        Arson = "ARSON",
        /// Driving offences.
        Driving = "DRIVING",
        /// Murder.
        Murder = "MURDER",
        /// Sexual offences.
        Sexual = "SEXUAL",
        /// Terrorism.
        Terrorism = "TERRORISM",
        /// Another offence, described in words.
        Other = "OTHER",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_in_both_languages() {
        crate::coded::check_list::<OffenceGroup>("reference");
        crate::coded::check_list::<OffenceCategory>("reference");
    }

    #[test]
    fn twelve_groups_are_notifiable() {
        assert_eq!(OffenceGroup::ALL.iter().filter(|group| group.is_notifiable()).count(), 12);
    }
}
