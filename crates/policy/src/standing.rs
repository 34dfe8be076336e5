//! How somebody who asks stands to a person's record: the facts that policy decides on.

use domain::{FieldGroups, coded_enum};

coded_enum! {
    /// How the actor stands to a person's record, as the store finds it. The closest one counts.
    pub enum Relation("relation") {
        /// It is the actor's own record, or belongs to the actor's organisation.
        Own = "own",
        /// The actor's organisation leads the case.
        Lead = "lead",
        /// A handover to the actor's organisation waits to be accepted.
        Taker = "taker",
        /// The actor's organisation sent a referral that is still open.
        Sender = "sender",
        /// A referral to the actor's organisation is open.
        Provider = "provider",
        /// The actor's organisation gave the person over, and the handover is not yet complete.
        Giver = "giver",
        /// The actor's organisation owns an open step of the plan.
        StepOwner = "step_owner",
        /// The actor, or somebody of their organisation, opened groups of the record in an emergency. It
        /// counts on the page of that alone, and nowhere else.
        Breaker = "breaker",
        /// A service of the actor's organisation was started for the person, whatever became of it since. It
        /// counts in the file for the Justice Data Lab alone, and opens no record.
        Deliverer = "deliverer",
        /// None of these, or the action is about no person.
        None = "none",
    }
}

/// How the actor stands to a record, and what is agreed and consented to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Standing {
    /// The closest relation.
    pub relation: Relation,
    /// What an agreement in force between the organisation that leads the case and the actor's lets
    /// the actor read, for the actor's purpose. The lead itself needs none.
    pub agreed: FieldGroups,
    /// What the person has consented to the actor's reading, or is not asked for.
    pub consented: FieldGroups,
    /// What the actor opened in an emergency and is open now: on the page of that alone.
    pub broken: FieldGroups,
}

/// A relation without an agreement or a consent.
impl From<Relation> for Standing {
    fn from(relation: Relation) -> Self {
        let none = FieldGroups::NONE;
        Self { relation, agreed: none, consented: none, broken: none }
    }
}
