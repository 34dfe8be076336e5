//! The policies, read once, and the one place that speaks Cedar.
//!
//! `policies/` has the schema and one file a topic; every policy names itself (`@id`) and the law or
//! agreement that it rests on (`@law`). They are validated strictly against the schema, so that no
//! policy can fail while it decides: Cedar skips a `forbid` that fails, which would be a hole.

use crate::{Action, Actor, Relation};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, Policy,
    PolicyId, PolicySet, Request, RestrictedExpression, Schema, ValidationMode, Validator,
};
use std::collections::{HashMap, HashSet};
use std::str::FromStr;
use std::sync::LazyLock;
use uuid::Uuid;

/// The schema, and the policies by topic.
const SCHEMA: &str = include_str!("../policies/schema.cedarschema");
const TOPICS: &[(&str, &str)] = &[
    ("account", include_str!("../policies/account.cedar")),
    ("administration", include_str!("../policies/administration.cedar")),
    ("agreement", include_str!("../policies/agreement.cedar")),
    ("consent", include_str!("../policies/consent.cedar")),
    ("figures", include_str!("../policies/figures.cedar")),
    ("handover", include_str!("../policies/handover.cedar")),
    ("lead", include_str!("../policies/lead.cedar")),
    ("own_record", include_str!("../policies/own_record.cedar")),
    ("referral", include_str!("../policies/referral.cedar")),
];

/// The policies that are in force.
static RULES: LazyLock<Rules> = LazyLock::new(|| match Rules::read(SCHEMA, TOPICS) {
    Ok(rules) => rules,
    // They are part of the program and the tests read them: this cannot be reached in a release.
    Err(error) => panic!("the built-in policies are wrong: {error}"),
});

/// Why policies cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// The schema cannot be read.
    #[error("the schema cannot be read: {0}")]
    Schema(String),
    /// A topic cannot be read.
    #[error("the policies of {topic} cannot be read: {why}")]
    Topic {
        /// The topic.
        topic: String,
        /// What is wrong.
        why: String,
    },
    /// A policy does not say what it must.
    #[error("a policy of {topic} has no @{annotation}")]
    Unnamed {
        /// The topic.
        topic: String,
        /// What it lacks.
        annotation: &'static str,
    },
    /// The policies do not fit the schema.
    #[error("the policies do not fit the schema: {0}")]
    Invalid(String),
}

/// Policies that fit their schema.
struct Rules {
    schema: Schema,
    policies: PolicySet,
    authorizer: Authorizer,
}

impl Rules {
    fn read(schema: &str, topics: &[(&str, &str)]) -> Result<Self, RulesError> {
        let (schema, _) = Schema::from_cedarschema_str(schema)
            .map_err(|error| RulesError::Schema(error.to_string()))?;
        let mut policies = PolicySet::new();
        for (topic, text) in topics {
            let wrong = |why: String| RulesError::Topic { topic: (*topic).to_owned(), why };
            let read = PolicySet::from_str(text).map_err(|error| wrong(error.to_string()))?;
            for policy in read.policies() {
                let named = named(topic, policy)?;
                policies.add(named).map_err(|error| wrong(error.to_string()))?;
            }
        }
        let validator = Validator::new(schema.clone());
        let result = validator.validate(&policies, ValidationMode::Strict);
        if !result.validation_passed() {
            return Err(RulesError::Invalid(result.to_string()));
        }
        Ok(Self { schema, policies, authorizer: Authorizer::new() })
    }
}

/// Gives a policy the name that it gives itself.
fn named(topic: &str, policy: &Policy) -> Result<Policy, RulesError> {
    let annotation = |annotation| {
        policy
            .annotation(annotation)
            .ok_or_else(|| RulesError::Unnamed { topic: topic.to_owned(), annotation })
    };
    annotation("law")?;
    Ok(policy.new_id(PolicyId::new(annotation("id")?)))
}

/// Decides: returns the policies that allow it, or `None` when none does.
pub(crate) fn decide(actor: &Actor, action: Action, relation: Relation) -> Option<Vec<String>> {
    let rules = &*RULES;
    let (resource, record) = if action.is_about_a_person() {
        let record = record(actor, relation);
        (record.uid(), Some(record))
    } else {
        (organisation(holder(actor, relation)), None)
    };
    let principal = account(actor, &resource, relation);
    let request = Request::new(
        principal.uid(),
        entity(&KINDS.action, action.code()),
        resource,
        Context::empty(),
        Some(&rules.schema),
    );
    let entities = Entities::from_entities(std::iter::once(principal).chain(record), None);
    let (Ok(request), Ok(entities)) = (request, entities) else { return None };
    let answer = rules.authorizer.is_authorized(&request, &rules.policies, &entities);
    // A policy that failed decided nothing: then nothing is allowed.
    let failed = answer.diagnostics().errors().next().is_some();
    (answer.decision() == Decision::Allow && !failed)
        .then(|| answer.diagnostics().reason().map(ToString::to_string).collect())
}

/// The organisation that what is asked for belongs to: the actor's own, or another.
fn holder(actor: &Actor, relation: Relation) -> Uuid {
    if relation == Relation::Own { actor.organisation.0 } else { Uuid::nil() }
}

/// The kinds of entity of the schema: a name is read once, and not at every decision.
struct Kinds {
    account: EntityTypeName,
    action: EntityTypeName,
    kind: EntityTypeName,
    organisation: EntityTypeName,
    record: EntityTypeName,
    role: EntityTypeName,
}

static KINDS: LazyLock<Kinds> = LazyLock::new(|| {
    // Every name is a literal.
    let read = |name| EntityTypeName::from_str(name).unwrap_or_else(|_| unreachable!("a literal"));
    Kinds {
        account: read("Account"),
        action: read("Action"),
        kind: read("Kind"),
        organisation: read("Organisation"),
        record: read("Record"),
        role: read("Role"),
    }
});

fn entity(kind: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(id))
}

fn organisation(id: Uuid) -> EntityUid {
    entity(&KINDS.organisation, &id.to_string())
}

fn account(actor: &Actor, resource: &EntityUid, relation: Relation) -> Entity {
    let mut attributes = HashMap::from([
        ("role".to_owned(), one(entity(&KINDS.role, actor.role.code()))),
        ("kind".to_owned(), one(entity(&KINDS.kind, actor.organisation_kind.code()))),
        ("organisation".to_owned(), one(organisation(actor.organisation.0))),
    ]);
    if let Some(own) = actor.person {
        let record = match relation {
            Relation::Own => resource.clone(),
            _ => entity(&KINDS.record, &own.to_string()),
        };
        attributes.insert("own".to_owned(), one(record));
    }
    let uid = entity(&KINDS.account, &actor.account.to_string());
    new_entity(uid, attributes)
}

/// The record as it stands to the actor's organisation: the closest relation counts.
fn record(actor: &Actor, relation: Relation) -> Entity {
    let us = organisation(actor.organisation.0);
    let mut attributes = HashMap::new();
    if relation == Relation::Lead {
        attributes.insert("lead".to_owned(), one(us.clone()));
    }
    for (name, of) in [
        ("takers", Relation::Taker),
        ("senders", Relation::Sender),
        ("providers", Relation::Provider),
        ("givers", Relation::Giver),
        ("step_owners", Relation::StepOwner),
    ] {
        let holders = (relation == of).then(|| one(us.clone()));
        attributes.insert(name.to_owned(), RestrictedExpression::new_set(holders));
    }
    new_entity(entity(&KINDS.record, "asked-for"), attributes)
}

fn one(uid: EntityUid) -> RestrictedExpression {
    RestrictedExpression::new_entity_uid(uid)
}

fn new_entity(uid: EntityUid, attributes: HashMap<String, RestrictedExpression>) -> Entity {
    // Only an attribute that calls a function can fail, and none of ours does.
    Entity::new(uid.clone(), attributes, HashSet::new()).unwrap_or_else(|_| Entity::with_uid(uid))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::tests::actor;
    use domain::{OrganisationKind, Role};

    /// A name that the schema does not know would be a policy that never speaks.
    #[test]
    fn the_schema_knows_every_role_kind_action_and_relation() {
        let schema = Some(&RULES.schema);
        for role in Role::ALL {
            for kind in OrganisationKind::ALL {
                let actor = actor(*role, *kind);
                for relation in Relation::ALL {
                    let record = record(&actor, *relation);
                    let account = account(&actor, &record.uid(), *relation);
                    let entities =
                        Entities::from_entities([account.clone(), record.clone()], schema);
                    assert!(entities.is_ok(), "{role} {kind} {relation}: {entities:?}");
                }
            }
        }
        let account = account(
            &actor(Role::Person, OrganisationKind::Prison),
            &organisation(Uuid::nil()),
            Relation::None,
        );
        for action in Action::ALL {
            let resource = if action.is_about_a_person() {
                entity(&KINDS.record, "asked-for")
            } else {
                organisation(Uuid::nil())
            };
            let (account, action) = (account.uid(), entity(&KINDS.action, action.code()));
            let asked = Request::new(account, action.clone(), resource, Context::empty(), schema);
            assert!(asked.is_ok(), "{action}: {asked:?}");
        }
        let known = RULES.schema.action_entities().map(|known| known.iter().count());
        assert_eq!(known.ok(), Some(Action::ALL.len()), "the schema has an action that is none");
    }

    #[test]
    fn a_wrong_policy_is_refused_when_it_is_read() {
        let read = |policy: &str| Rules::read(SCHEMA, &[("wrong", policy)]).map(|_| ());
        for (policy, part) in [
            ("permit (principal, action, resource);", "has no @law"),
            ("@law(\"x\") permit (principal, action, resource);", "has no @id"),
            (
                "@id(\"a\") @law(\"x\") permit (principal, action == Action::\"fly\", resource);",
                "fit the schema",
            ),
            (
                "@id(\"a\") @law(\"x\") permit (principal, action, resource) \
                 when { principal.role == Role::\"king\" };",
                "fit the schema",
            ),
            (
                "@id(\"a\") @law(\"x\") permit (principal, action == Action::\"screen\", resource) \
                 when { resource.lead == principal.organisation };",
                "fit the schema",
            ),
            ("@id(\"a\") @law(\"x\") permit (principal", "cannot be read"),
            (
                "@id(\"a\") @law(\"x\") permit (principal, action, resource);\
                 @id(\"a\") @law(\"x\") permit (principal, action, resource);",
                "cannot be read",
            ),
        ] {
            let error = read(policy).unwrap_err().to_string();
            assert!(error.contains(part), "{policy}: {error}");
        }
    }
}
