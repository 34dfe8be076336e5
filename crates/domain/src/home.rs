//! Where a person lives, in the categories of the accommodation statistics (`domain.md` §3.5).

use crate::coded_enum;

coded_enum! {
    /// What a kind of home counts as.
    pub enum HomeGroup("home-group") {
        /// A permanent housing solution: the service that gives it sets no limit of time.
        Settled = "settled",
        /// Housed for now.
        Transient = "transient",
        /// Not housed.
        Homeless = "homeless",
    }
}

coded_enum! {
    /// A kind of home, or of having none. The official code is with each.
    pub enum HomeKind("home-kind") {
        /// A01A.
        Owner = "owner",
        /// A01C.
        PrivateRent = "private_rent",
        /// A01D.
        SocialRent = "social_rent",
        /// A04.
        Supported = "supported",
        /// A07B.
        FamilySettled = "family_settled",
        /// A12.
        CareHome = "care_home",
        /// A02.
        ApprovedPremises = "approved_premises",
        /// A03.
        ShortTerm = "short_term",
        /// A07A.
        FamilyTransient = "family_transient",
        /// A10 and A11: for bail and home detention curfew.
        Cas2 = "cas2",
        /// A13 and A14.
        HomeOffice = "home_office",
        /// A15.
        ImmigrationDetention = "immigration_detention",
        /// A16.
        AwaitingAssessment = "awaiting_assessment",
        /// A17: up to 84 nights after prison.
        Cas3 = "cas3",
        /// A08.
        Squat = "squat",
        /// A08A.
        RoughSleeping = "rough_sleeping",
        /// A08C: a shelter, an emergency hostel or a campsite.
        Shelter = "shelter",
    }
}

impl HomeKind {
    /// Returns what it counts as.
    #[must_use]
    pub const fn group(self) -> HomeGroup {
        match self {
            Self::Owner
            | Self::PrivateRent
            | Self::SocialRent
            | Self::Supported
            | Self::FamilySettled
            | Self::CareHome => HomeGroup::Settled,
            Self::ApprovedPremises
            | Self::ShortTerm
            | Self::FamilyTransient
            | Self::Cas2
            | Self::HomeOffice
            | Self::ImmigrationDetention
            | Self::AwaitingAssessment
            | Self::Cas3 => HomeGroup::Transient,
            Self::Squat | Self::RoughSleeping | Self::Shelter => HomeGroup::Homeless,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Measure, OutcomeStatus};

    #[test]
    fn labels_are_in_both_languages() {
        crate::coded::check_list::<HomeKind>("outcome");
        crate::coded::check_list::<HomeGroup>("outcome");
    }

    #[test]
    fn a_bed_for_84_nights_is_housed_and_not_settled() {
        let check = |measure: Measure, home, expected| {
            assert_eq!(measure.status_in(home), expected, "{measure} {home}");
        };
        let (yes, no) = (Some(OutcomeStatus::Yes), Some(OutcomeStatus::No));
        check(Measure::HousedFirstNight, HomeKind::Cas3, yes);
        check(Measure::SettledThreeMonths, HomeKind::Cas3, no);
        check(Measure::SettledThreeMonths, HomeKind::SocialRent, yes);
        check(Measure::HousedFirstNight, HomeKind::Shelter, no);
        check(Measure::EmployedSixWeeks, HomeKind::Owner, None);
    }
}
