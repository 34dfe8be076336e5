//! The decision itself.

use crate::rules::{self, Asked};
use crate::{Action, Relation, Standing};
use domain::{AccountId, FieldGroups, OrganisationId, OrganisationKind, PersonId, Purpose, Role};
use uuid::Uuid;

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
    /// Whether an agreement, or the person's consent, is all that lacks.
    pub agreement_lacks: bool,
}

impl Refusal {
    /// Returns the message key that says why, in the reader's words.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self.relation {
            Relation::None => "refused-no-relation",
            _ if self.agreement_lacks => "refused-no-agreement",
            _ => "refused-role",
        }
    }
}

/// A resource that policy has cleared for one action of one actor. Only [`authorise`] makes one.
#[derive(Clone, Copy, Debug)]
pub struct Authorised<T> {
    resource: T,
    action: Action,
    standing: Standing,
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
        self.standing.relation
    }

    /// Returns how the actor stands to it, with what is agreed and consented to.
    pub const fn standing(&self) -> Standing {
        self.standing
    }

    /// Returns the proof for a part or the owner of what was cleared.
    pub fn map<U>(self, part: impl FnOnce(T) -> U) -> Authorised<U> {
        Authorised { resource: part(self.resource), action: self.action, standing: self.standing }
    }
}

impl Actor {
    /// Returns anybody in a role for an organisation: to ask what they would see.
    #[must_use]
    pub const fn anybody(
        role: Role,
        organisation: OrganisationId,
        organisation_kind: OrganisationKind,
    ) -> Self {
        Self {
            account: AccountId(Uuid::nil()),
            name: String::new(),
            organisation,
            organisation_name: String::new(),
            organisation_kind,
            role,
            person: None,
        }
    }

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
    standing: impl Into<Standing>,
    resource: T,
) -> Result<Authorised<T>, Refusal> {
    let standing = standing.into();
    if rules::decide(actor, Asked::Do(action), standing).is_some() {
        return Ok(Authorised { resource, action, standing });
    }
    let agreed = Standing { agreed: FieldGroups::ALL, consented: FieldGroups::ALL, ..standing };
    let agreement_lacks = rules::decide(actor, Asked::Do(action), agreed).is_some();
    Err(Refusal { role: actor.role, action, relation: standing.relation, agreement_lacks })
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
        authorise(&actor(role, kind), action, agreed(relation), ()).is_ok()
    }

    /// A relation under an agreement about everything, with consent to it.
    fn agreed(relation: Relation) -> Standing {
        let (agreed, consented) = (FieldGroups::ALL, FieldGroups::ALL);
        Standing { agreed, consented, ..relation.into() }
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
    fn without_an_agreement_only_the_lead_and_the_person_do_anything() {
        for role in Role::ALL {
            for kind in OrganisationKind::ALL {
                for action in Action::ALL.iter().filter(|action| action.is_about_a_person()) {
                    for relation in Relation::ALL {
                        let actor = actor(*role, *kind);
                        let without = Standing { agreed: FieldGroups::NONE, ..agreed(*relation) };
                        let now = authorise(&actor, *action, without, ());
                        let with = authorise(&actor, *action, agreed(*relation), ());
                        // An officer is told nothing of the record.
                        let looks =
                            *role == Role::DataProtectionOfficer && *action == Action::ViewSharing;
                        let needs_none = looks
                            || matches!(
                                relation,
                                Relation::Lead | Relation::Own | Relation::Breaker
                            );
                        assert_eq!(now.is_ok(), with.is_ok() && needs_none, "{role} {action}");
                        let lacks = now.is_err_and(|refusal| refusal.agreement_lacks);
                        assert_eq!(lacks, with.is_ok() && !needs_none, "{role} {action}");
                    }
                }
            }
        }
    }

    #[test]
    fn an_employer_learns_of_nobody_without_consent() {
        for action in Action::ALL.iter().filter(|action| action.is_about_a_person()) {
            for relation in Relation::ALL {
                let employer = actor(Role::ServiceWorker, OrganisationKind::Employer);
                let agreed = Standing { consented: FieldGroups::NONE, ..agreed(*relation) };
                assert!(authorise(&employer, *action, agreed, ()).is_err(), "{action}");
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
