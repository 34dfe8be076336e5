//! The decision itself.

use crate::Action;
use domain::{AccountId, OrganisationId, OrganisationKind, PersonId, Purpose, Role, coded_enum};

/// Who is asking: an account in its role for its organisation, in one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// The account holder's name.
    pub name: String,
    /// The organisation acted for.
    pub organisation: OrganisationId,
    /// That organisation's name.
    pub organisation_name: String,
    /// That organisation's kind.
    pub organisation_kind: OrganisationKind,
    /// The role.
    pub role: Role,
    /// The person this account belongs to, for a person leaving prison.
    pub person: Option<PersonId>,
}

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
        /// None of these, or the action is about no person.
        None = "none",
    }
}

/// Why an action was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} may not {} ({})", role.code(), action.code(), relation.code())]
pub struct Refusal {
    /// The role that asked.
    pub role: Role,
    /// The action asked for.
    pub action: Action,
    /// How the actor stands to the record.
    pub relation: Relation,
}

impl Refusal {
    /// Returns the message key that says why, in the reader's words.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self.relation {
            Relation::None => "refused-no-relation",
            _ => "refused-role",
        }
    }
}

/// A resource that policy has cleared for one action of one actor. Only [`authorise`] makes one.
#[derive(Clone, Copy, Debug)]
pub struct Authorised<T> {
    resource: T,
    action: Action,
    relation: Relation,
}

impl<T> Authorised<T> {
    /// Returns what was cleared.
    pub const fn resource(&self) -> &T {
        &self.resource
    }

    /// Returns what was cleared, giving up the proof.
    pub fn into_resource(self) -> T {
        self.resource
    }

    /// Returns the action it was cleared for.
    pub const fn action(&self) -> Action {
        self.action
    }

    /// Returns how the actor stands to it.
    pub const fn relation(&self) -> Relation {
        self.relation
    }

    /// Returns the proof for a part or the owner of what was cleared.
    pub fn map<U>(self, part: impl FnOnce(T) -> U) -> Authorised<U> {
        Authorised { resource: part(self.resource), action: self.action, relation: self.relation }
    }
}

impl Actor {
    /// Returns the purpose for which this role reads and changes records.
    #[must_use]
    pub const fn purpose(&self) -> Purpose {
        match self.role {
            Role::ResettlementWorker => Purpose::Resettlement,
            Role::ServiceWorker => Purpose::Service,
            Role::Evaluator => Purpose::Evaluation,
            Role::BoardMember => Purpose::Oversight,
            Role::Administrator => Purpose::Administration,
            Role::Person => Purpose::OwnRecord,
        }
    }
}

/// Decides, and returns the proof.
///
/// # Errors
/// Everything that is not allowed below is refused.
pub fn authorise<T>(
    actor: &Actor,
    action: Action,
    relation: Relation,
    resource: T,
) -> Result<Authorised<T>, Refusal> {
    if allows(actor.role, actor.organisation_kind, action, relation) {
        Ok(Authorised { resource, action, relation })
    } else {
        Err(Refusal { role: actor.role, action, relation })
    }
}

/// The table. Whatever is not named is refused.
fn allows(role: Role, kind: OrganisationKind, action: Action, relation: Relation) -> bool {
    use Action as A;
    match role {
        Role::ResettlementWorker => kind.leads_cases() && resettlement_worker(action, relation),
        Role::ServiceWorker => service_worker(action, relation),
        Role::Person => match action {
            A::UseAccount => true,
            A::ViewOwnPlan | A::AnswerPlan | A::AssessOneself => relation == Relation::Own,
            _ => false,
        },
        Role::Evaluator => matches!(action, A::UseAccount | A::ViewPilots | A::EditPilots),
        Role::BoardMember => matches!(action, A::UseAccount | A::ViewPilots | A::ViewBoard),
        Role::Administrator => match action {
            A::UseAccount | A::SearchServices => true,
            A::Invite | A::EditServices => relation == Relation::Own,
            _ => false,
        },
    }
}

/// A resettlement worker leads: everything for people whom the organisation leads, reading for
/// people on their way to it, and its own referrals after the person has moved on.
fn resettlement_worker(action: Action, relation: Relation) -> bool {
    use Action as A;
    use Relation as R;
    match action {
        A::UseAccount
        | A::ListMyPeople
        | A::FindPerson
        | A::ImportPeople
        | A::SearchServices
        | A::ListReferrals
        | A::ListHandovers
        | A::ListBreaches
        | A::ViewPilots => true,
        A::ViewRecord
        | A::EditPerson
        | A::NameWorker
        | A::Screen
        | A::Assess
        | A::EditPlan
        | A::PrintPassport
        | A::GiveHandover
        | A::PlanRelease
        | A::OfferServices
        | A::InvitePerson
        | A::RecordOutcome => relation == R::Lead,
        // Whoever takes the person on has to know; nobody else sees what was answered.
        A::ViewAssessments => matches!(relation, R::Lead | R::Taker),
        A::KeepAppointments => matches!(relation, R::Lead | R::Provider),
        A::Refer => matches!(relation, R::Lead | R::Sender),
        A::TakeHandover => relation == R::Taker,
        A::ViewHandover => matches!(relation, R::Lead | R::Taker | R::Giver),
        A::ViewRelease => matches!(relation, R::Lead | R::Taker),
        A::ServeReferral => relation == R::Provider,
        A::CloseStep => matches!(relation, R::Lead | R::StepOwner),
        A::TakeStep => relation == R::StepOwner,
        A::ViewPerson | A::ViewPlan => {
            matches!(relation, R::Lead | R::Taker | R::Sender | R::Provider | R::StepOwner)
        }
        A::ViewReferral | A::MessageReferral => {
            matches!(relation, R::Lead | R::Sender | R::Provider)
        }
        _ => false,
    }
}

/// A service worker sees a person while a referral or a step is theirs, and not a day longer
/// (`domain.md` §8.3: access ends with the referral).
fn service_worker(action: Action, relation: Relation) -> bool {
    use Action as A;
    use Relation as R;
    match action {
        A::UseAccount | A::ListMyPeople | A::ListReferrals | A::SearchServices => true,
        A::ViewPerson | A::ViewPlan => matches!(relation, R::Provider | R::StepOwner),
        A::ViewReferral | A::ServeReferral | A::MessageReferral | A::KeepAppointments => {
            relation == R::Provider
        }
        A::CloseStep | A::TakeStep => relation == R::StepOwner,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_without_a_relation_reads_a_record() {
        for role in Role::ALL {
            for kind in OrganisationKind::ALL {
                for action in [Action::ViewPerson, Action::Assess, Action::ViewReferral] {
                    assert!(!allows(*role, *kind, action, Relation::None), "{role} {action}");
                }
            }
        }
    }

    #[test]
    fn figures_roles_never_see_a_person() {
        for role in [Role::Evaluator, Role::BoardMember, Role::Administrator] {
            for relation in Relation::ALL {
                for kind in OrganisationKind::ALL {
                    assert!(!allows(role, *kind, Action::ViewPerson, *relation));
                }
            }
        }
    }

    #[test]
    fn an_administrator_keeps_their_own_organisation_alone() {
        let kind = OrganisationKind::Provider;
        for action in [Action::Invite, Action::EditServices] {
            for relation in Relation::ALL {
                let own = *relation == Relation::Own;
                assert_eq!(allows(Role::Administrator, kind, action, *relation), own);
            }
        }
    }

    #[test]
    fn every_action_is_allowed_to_somebody() {
        for action in Action::ALL {
            let anybody = Role::ALL.iter().any(|role| {
                Relation::ALL
                    .iter()
                    .any(|relation| allows(*role, OrganisationKind::Prison, *action, *relation))
            });
            assert!(anybody, "nobody may {}", action.code());
        }
    }
}
