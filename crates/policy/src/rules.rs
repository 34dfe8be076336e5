//! The policies, read once, and the one place that speaks Cedar.
//!
//! `policies/` has the schema and one file a topic; every policy names itself (`@id`) and the law or
//! agreement that it rests on (`@law`). They are validated strictly against the schema, so that no
//! policy can fail while it decides: Cedar skips a `forbid` that fails, which would be a hole.

use crate::condition::{Condition, read_clauses};
use crate::{Action, Actor, Relation, Standing};
use cedar_policy::{
    Authorizer, Context, Decision, Effect, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    PartialEntities, PartialEntityUid, PartialRequest, Policy, PolicyId, PolicySet, Request,
    RestrictedExpression, Schema, ValidationMode, Validator,
};
use domain::FieldGroup;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::str::FromStr;
use std::sync::LazyLock;
use uuid::Uuid;

/// The schema, and the policies by topic.
const SCHEMA: &str = include_str!("../policies/schema.cedarschema");
const TOPICS: &[(&str, &str)] = &[
    ("account", include_str!("../policies/account.cedar")),
    ("administration", include_str!("../policies/administration.cedar")),
    ("agreement", include_str!("../policies/agreement.cedar")),
    ("break_glass", include_str!("../policies/break_glass.cedar")),
    ("consent", include_str!("../policies/consent.cedar")),
    ("feed", include_str!("../policies/feed.cedar")),
    ("fields", include_str!("../policies/fields.cedar")),
    ("figures", include_str!("../policies/figures.cedar")),
    ("handover", include_str!("../policies/handover.cedar")),
    ("justice_data_lab", include_str!("../policies/justice_data_lab.cedar")),
    ("lead", include_str!("../policies/lead.cedar")),
    ("officer", include_str!("../policies/officer.cedar")),
    ("own_record", include_str!("../policies/own_record.cedar")),
    ("referral", include_str!("../policies/referral.cedar")),
    ("retention", include_str!("../policies/retention.cedar")),
    ("sharing", include_str!("../policies/sharing.cedar")),
    ("spent", include_str!("../policies/spent.cedar")),
];

/// The policies that are in force.
static RULES: LazyLock<Rules> = LazyLock::new(|| match Rules::read(SCHEMA, TOPICS) {
    Ok(rules) => rules,
    // They are part of the program and the tests read them: this cannot be reached in a release.
    Err(error) => panic!("the built-in policies are wrong: {error}"),
});

/// Returns the schema and each topic of the policies in force, with the hash of its text (SHA-256, in
/// hexadecimal): whether two programs decide by the same rules can be seen from it.
#[must_use]
pub fn topics() -> BTreeMap<String, String> {
    let hash = |text: &str| Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
    let topics = [("schema", SCHEMA)].into_iter().chain(TOPICS.iter().copied());
    topics.map(|(topic, text)| (topic.to_owned(), hash(text))).collect()
}

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
    /// What a policy says of a record is none of the facts that a list can be filtered by.
    #[error("no list can be filtered by {0}")]
    Condition(String),
}

/// Policies that fit their schema.
struct Rules {
    schema: Schema,
    policies: PolicySet,
    /// The actions, with the groups that they are in: `action in` looks them up.
    actions: Entities,
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
        let actions =
            schema.action_entities().map_err(|error| RulesError::Schema(error.to_string()))?;
        Ok(Self { schema, policies, actions, authorizer: Authorizer::new() })
    }

    fn decide(&self, actor: &Actor, asked: Asked, standing: Standing) -> Option<Vec<Rule>> {
        let (resource, record) = if asked.is_about_a_person() {
            let record = record(actor, standing);
            (record.uid(), Some(record))
        } else {
            (organisation(holder(actor, standing.relation)), None)
        };
        let principal = account(actor, &resource, standing.relation);
        let action = entity(&KINDS.action, asked.code());
        // An action that the schema does not know has no policy.
        let known = self.actions.get(&action)?.clone();
        let request =
            Request::new(principal.uid(), action, resource, asked.context(), Some(&self.schema));
        let entities = Entities::from_entities([principal, known].into_iter().chain(record), None);
        let (Ok(request), Ok(entities)) = (request, entities) else { return None };
        let answer = self.authorizer.is_authorized(&request, &self.policies, &entities);
        // A policy that failed decided nothing: then nothing is allowed.
        let failed = answer.diagnostics().errors().next().is_some();
        (answer.decision() == Decision::Allow && !failed)
            .then(|| answer.diagnostics().reason().map(|id| self.rule(id)).collect())
    }

    /// What remains when everything of the actor is known and nothing of the record: allowed where a
    /// `permit` remains that holds, and no `forbid`.
    fn residual(&self, actor: &Actor, asked: Asked) -> Result<Condition, RulesError> {
        let cannot = |error: &dyn std::fmt::Display| RulesError::Condition(error.to_string());
        let principal = account(actor, &organisation(Uuid::nil()), Relation::None);
        let request = PartialRequest::new(
            PartialEntityUid::from_concrete(principal.uid()),
            entity(&KINDS.action, asked.code()),
            PartialEntityUid::new(KINDS.record.clone(), None),
            Some(asked.context()),
            &self.schema,
        )
        .map_err(|error| cannot(&error))?;
        let known = Entities::from_entities([principal], Some(&self.schema))
            .map_err(|error| cannot(&error))?;
        let known =
            PartialEntities::from_concrete(known, &self.schema).map_err(|error| cannot(&error))?;
        let left =
            self.policies.tpe(&request, &known, &self.schema).map_err(|error| cannot(&error))?;
        // In one order: a condition becomes the text of a statement, which each connection prepares once.
        let mut left: Vec<_> = left.policies().collect();
        left.sort_by(|one, other| one.id().cmp(other.id()));
        let us = actor.organisation.to_string();
        let (mut permitted, mut forbidden) = (Condition::Never, Condition::Never);
        for policy in left {
            let tree = policy.to_pst().map_err(|error| cannot(&error))?;
            let condition = read_clauses(tree.body().clauses(), &us)?;
            match policy.effect() {
                Effect::Permit => permitted = permitted.or(condition),
                Effect::Forbid => forbidden = forbidden.or(condition),
            }
        }
        Ok(permitted.and(forbidden.not()))
    }

    fn rule(&self, id: &PolicyId) -> Rule {
        let policy = self.policies.policy(id);
        let law = policy.and_then(|policy| policy.annotation("law")).unwrap_or_default();
        Rule { id: id.to_string(), law: law.to_owned() }
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

/// What policy is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Asked {
    /// Do something.
    Do(Action),
    /// Read a group of fields in full.
    ReadFull(FieldGroup),
    /// Read a group of fields as a summary.
    ReadSummary(FieldGroup),
}

impl Asked {
    const fn is_about_a_person(self) -> bool {
        match self {
            Self::Do(action) => action.is_about_a_person(),
            Self::ReadFull(_) | Self::ReadSummary(_) => true,
        }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Do(action) => action.code(),
            Self::ReadFull(_) => "read_full",
            Self::ReadSummary(_) => "read_summary",
        }
    }

    fn context(self) -> Context {
        match self {
            Self::Do(_) => Context::empty(),
            Self::ReadFull(group) | Self::ReadSummary(group) => {
                let group = one(entity(&KINDS.group, group.code()));
                // Only a key that comes twice fails.
                Context::from_pairs([("group".to_owned(), group)])
                    .unwrap_or_else(|_| Context::empty())
            }
        }
    }
}

/// Decides: returns the policies that allow it, or `None` when none does or one forbids it.
pub(crate) fn decide(actor: &Actor, asked: Asked, standing: Standing) -> Option<Vec<Rule>> {
    RULES.decide(actor, asked, standing)
}

/// A policy that decided something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What it calls itself.
    pub id: String,
    /// The law or agreement that it rests on.
    pub law: String,
}

/// The organisation that what is asked for belongs to: the actor's own, or another.
fn holder(actor: &Actor, relation: Relation) -> Uuid {
    if relation == Relation::Own { actor.organisation.0 } else { Uuid::nil() }
}

/// The kinds of entity of the schema: a name is read once, and not at every decision.
struct Kinds {
    account: EntityTypeName,
    action: EntityTypeName,
    group: EntityTypeName,
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
        group: read("Group"),
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

/// The attributes of a record that hold the organisations which stand so to it.
pub(crate) const HOLDERS: &[(&str, Relation)] = &[
    ("takers", Relation::Taker),
    ("senders", Relation::Sender),
    ("providers", Relation::Provider),
    ("givers", Relation::Giver),
    ("step_owners", Relation::StepOwner),
    ("breakers", Relation::Breaker),
    ("deliverers", Relation::Deliverer),
];

/// Returns what remains of the policies when nothing of the record is known.
pub(crate) fn residual(actor: &Actor, asked: Asked) -> Result<Condition, RulesError> {
    RULES.residual(actor, asked)
}

/// The record as it stands to the actor's organisation: the closest relation counts.
fn record(actor: &Actor, standing: Standing) -> Entity {
    let relation = standing.relation;
    let us = organisation(actor.organisation.0);
    let mut attributes = HashMap::new();
    if relation == Relation::Lead {
        attributes.insert("lead".to_owned(), one(us.clone()));
    }
    for (name, of) in HOLDERS {
        let holders = (relation == *of).then(|| one(us.clone()));
        attributes.insert((*name).to_owned(), RestrictedExpression::new_set(holders));
    }
    for (name, groups) in [
        ("agreed", standing.agreed),
        ("consented", standing.consented),
        ("broken", standing.broken),
    ] {
        let groups = groups.iter().map(|group| one(entity(&KINDS.group, group.code())));
        attributes.insert(name.to_owned(), RestrictedExpression::new_set(groups));
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

/// Asks other policies both ways: the condition on records, and whether one record is allowed.
#[cfg(test)]
pub(crate) fn both_ways(
    policies: &str,
    actor: &Actor,
    action: Action,
    standing: Standing,
) -> (Condition, bool) {
    let rules = Rules::read(SCHEMA, &[("random", policies)]).unwrap();
    let condition = rules.residual(actor, Asked::Do(action)).unwrap();
    (condition, rules.decide(actor, Asked::Do(action), standing).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::tests::actor;
    use domain::{FieldGroups, OrganisationKind, Role};

    /// A name that the schema does not know would be a policy that never speaks.
    #[test]
    fn the_schema_knows_every_role_kind_action_relation_and_group() {
        let schema = Some(&RULES.schema);
        for role in Role::ALL {
            for kind in OrganisationKind::ALL {
                let actor = actor(*role, *kind);
                for relation in Relation::ALL {
                    let standing = Standing {
                        relation: *relation,
                        agreed: FieldGroups::ALL,
                        consented: FieldGroups::ALL,
                        broken: FieldGroups::ALL,
                    };
                    let record = record(&actor, standing);
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
            let action = entity(&KINDS.action, action.code());
            let context = Context::empty();
            let asked = Request::new(account.uid(), action.clone(), resource, context, schema);
            assert!(asked.is_ok(), "{action}: {asked:?}");
        }
        for group in FieldGroup::ALL {
            for asked in [Asked::ReadFull(*group), Asked::ReadSummary(*group)] {
                let record = entity(&KINDS.record, "asked-for");
                let action = entity(&KINDS.action, asked.code());
                let asked = Request::new(account.uid(), action, record, asked.context(), schema);
                assert!(asked.is_ok(), "{group}: {asked:?}");
            }
        }
        let known = RULES.schema.action_entities().map(|known| known.iter().count());
        // Two ways of reading, and the names of two groups of actions.
        let expected = Action::ALL.len() + 4;
        assert_eq!(known.ok(), Some(expected), "the schema has an action that is none");
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
