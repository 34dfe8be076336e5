//! Roles: what somebody who signs in is here to do.

use crate::{OrganisationKind, coded_enum};

coded_enum! {
    /// The role of an account in its organisation.
    pub enum Role("role") {
        /// Assesses, plans, refers, hands over and follows up: prison, probation or charity.
        ResettlementWorker = "resettlement_worker",
        /// Takes referrals and gives a service.
        ServiceWorker = "service_worker",
        /// Learns what works, from figures without names.
        Evaluator = "evaluator",
        /// Sees the priorities and the evidence, and decides.
        BoardMember = "board_member",
        /// Invites people and keeps the organisation's services.
        Administrator = "administrator",
        /// Draws up and signs what the organisation shares, and sees nobody's record.
        DataProtectionOfficer = "data_protection_officer",
        /// The person leaving prison.
        Person = "person",
    }
}

impl Role {
    /// Returns whether somebody in an organisation of this kind can be invited in this role by its
    /// administrator. A person leaving prison is invited from their own record instead.
    #[must_use]
    pub const fn fits(self, kind: OrganisationKind) -> bool {
        match self {
            Self::ResettlementWorker => kind.leads_cases(),
            Self::ServiceWorker => !matches!(kind, OrganisationKind::Partnership),
            Self::Evaluator | Self::BoardMember => matches!(kind, OrganisationKind::Partnership),
            Self::Administrator | Self::DataProtectionOfficer => true,
            Self::Person => false,
        }
    }

    /// Returns whether it takes two people to grant: whoever has it lets others in, or decides what is
    /// told to whom.
    #[must_use]
    pub const fn takes_two(self) -> bool {
        matches!(self, Self::Administrator | Self::DataProtectionOfficer)
    }

    /// Returns whether somebody in it confirms the roles of others.
    #[must_use]
    pub const fn confirms_roles(self) -> bool {
        matches!(self, Self::Administrator | Self::DataProtectionOfficer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_organisation_has_an_administrator_a_signatory_and_somebody_to_work() {
        for kind in OrganisationKind::ALL {
            assert!(Role::Administrator.fits(*kind), "{kind}");
            assert!(Role::DataProtectionOfficer.fits(*kind), "{kind}");
            let others = Role::ALL.iter().filter(|role| role.fits(*kind)).count();
            assert!(others > 2, "{kind}");
            assert!(!Role::Person.fits(*kind), "{kind}");
        }
    }
}
