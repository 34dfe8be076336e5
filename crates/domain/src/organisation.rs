//! An organisation: a prison, a probation region, a council, a charity, an employer and so on.

use crate::{OrganisationId, coded_enum};

coded_enum! {
    /// The sector, as grant rules and the board count it.
    pub enum Sector("sector") {
        /// Central or local government, the NHS, police.
        Public = "public",
        /// Charities and community groups.
        Voluntary = "voluntary",
        /// Companies.
        Private = "private",
    }
}

coded_enum! {
    /// What kind of organisation it is; decides what it may see.
    pub enum OrganisationKind("organisation-kind") {
        /// A prison.
        Prison = "prison",
        /// A probation region.
        Probation = "probation",
        /// A council.
        Council = "council",
        /// A charity or other provider of services.
        Provider = "provider",
        /// A housing association.
        Housing = "housing",
        /// A health or treatment service.
        Health = "health",
        /// Jobcentre Plus.
        Jobcentre = "jobcentre",
        /// An employer.
        Employer = "employer",
        /// The board, or the partnership's own office.
        Partnership = "partnership",
    }
}

impl OrganisationKind {
    /// Returns whether such an organisation may lead a person's case.
    #[must_use]
    pub const fn leads_cases(self) -> bool {
        matches!(self, Self::Prison | Self::Probation | Self::Provider)
    }
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// Its sector.
    pub sector: Sector,
    /// Its kind.
    pub kind: OrganisationKind,
    /// The probation region it works in, by code; `None` when it works everywhere.
    pub region: Option<String>,
    /// The prison's code in the register, for a prison.
    pub prison_code: Option<String>,
}
