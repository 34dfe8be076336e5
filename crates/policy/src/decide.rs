//! The decision itself.

use crate::{Action, rules};
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
            Role::Administrator | Role::DataProtectionOfficer => Purpose::Administration,
            Role::Person => Purpose::OwnRecord,
        }
    }
}

/// Decides, and returns the proof.
///
/// # Errors
/// Everything that no policy allows is refused.
pub fn authorise<T>(
    actor: &Actor,
    action: Action,
    relation: Relation,
    resource: T,
) -> Result<Authorised<T>, Refusal> {
    match rules::decide(actor, action, relation) {
        Some(_) => Ok(Authorised { resource, action, relation }),
        None => Err(Refusal { role: actor.role, action, relation }),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::fmt::Write;
    use uuid::Uuid;

    pub(crate) fn actor(role: Role, kind: OrganisationKind) -> Actor {
        Actor {
            account: AccountId(Uuid::from_u128(1)),
            name: String::new(),
            organisation: OrganisationId(Uuid::from_u128(2)),
            organisation_name: String::new(),
            organisation_kind: kind,
            role,
            person: (role == Role::Person).then_some(PersonId(Uuid::from_u128(3))),
        }
    }

    fn allows(role: Role, kind: OrganisationKind, action: Action, relation: Relation) -> bool {
        authorise(&actor(role, kind), action, relation, ()).is_ok()
    }

    fn may_do(role: Role, kind: OrganisationKind) -> String {
        let mut text = String::new();
        for action in Action::ALL {
            let relations: Vec<&str> = Relation::ALL
                .iter()
                .filter(|relation| allows(role, kind, *action, **relation))
                .map(|relation| relation.code())
                .collect();
            if !relations.is_empty() {
                let _ = writeln!(text, "  {action}: {}", relations.join(" "));
            }
        }
        text
    }

    /// The whole table on one page, so that a change of who may do what is read before it lands.
    #[test]
    fn who_may_do_what() {
        let mut text = String::new();
        for role in Role::ALL {
            let mut kinds = BTreeMap::<String, Vec<&str>>::new();
            for kind in OrganisationKind::ALL {
                kinds.entry(may_do(*role, *kind)).or_default().push(kind.code());
            }
            for (may, kinds) in kinds {
                let _ = writeln!(text, "{role} in {}\n{may}", kinds.join(" "));
            }
        }
        insta::assert_snapshot!(text);
    }

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
        let roles =
            [Role::Evaluator, Role::BoardMember, Role::Administrator, Role::DataProtectionOfficer];
        for role in roles {
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
