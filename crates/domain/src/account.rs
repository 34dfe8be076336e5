//! Roles: what somebody who signs in is here to do.

use crate::coded_enum;

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
        /// The person leaving prison.
        Person = "person",
    }
}
