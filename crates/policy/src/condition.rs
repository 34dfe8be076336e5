//! On which records an action is allowed, as a condition on the facts of a record: what a list is
//! filtered by. It is what remains of the policies when everything about who asks is known and nothing
//! about the record (Cedar's type-aware partial evaluation).

use crate::rules::{self, Asked, RulesError};
use crate::{Action, Actor, Relation};
use cedar_policy::pst::{BinaryOp, Clause, EntityUID, Expr, Literal, UnaryOp, Var};
use domain::{FieldGroup, FieldGroups, OrganisationKind, Role};
use std::collections::{BTreeSet, HashMap};
use std::sync::{LazyLock, Mutex, PoisonError};

/// A fact of a record, as it stands to the organisation that asks. Those that take least to find out come
/// first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// It is the record of the person who asks.
    Own,
    /// The organisation stands so to it. Never [`Relation::Own`] or [`Relation::None`].
    Stands(Relation),
    /// An agreement in force lets the organisation read the group, for its purpose.
    Agreed(FieldGroup),
    /// The person has consented to its reading the group.
    Consented(FieldGroup),
    /// The account opened the group in an emergency. Never so of a list.
    Broken(FieldGroup),
}

/// A condition on the facts of a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// Every record.
    Always,
    /// None.
    Never,
    /// Those of which the fact is true.
    Is(Fact),
    /// Those for which it does not hold.
    Not(Box<Self>),
    /// Those for which all hold.
    All(Vec<Self>),
    /// Those for which any holds.
    Any(Vec<Self>),
}

/// The facts of one record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Whether it is the asker's own.
    pub own: bool,
    /// Every relation in which the asker's organisation stands to it.
    pub relations: Vec<Relation>,
    /// What is agreed.
    pub agreed: FieldGroups,
    /// What is consented to.
    pub consented: FieldGroups,
    /// What is open in an emergency.
    pub broken: FieldGroups,
}

impl Condition {
    /// Returns the records on which an actor may do something to a person's record.
    ///
    /// # Errors
    /// When a policy says something of a record that no condition can say.
    pub fn on_records(actor: &Actor, action: Action) -> Result<Self, RulesError> {
        kept(actor, Asked::Do(action))
    }

    /// Returns the records of which an actor reads all of a group of fields.
    ///
    /// # Errors
    /// When a policy says something of a record that no condition can say.
    pub fn on_reading(actor: &Actor, group: FieldGroup) -> Result<Self, RulesError> {
        kept(actor, Asked::ReadFull(group))
    }

    /// Returns whether it holds for a record.
    #[must_use]
    pub fn holds(&self, facts: &Facts) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Is(Fact::Own) => facts.own,
            Self::Is(Fact::Stands(relation)) => facts.relations.contains(relation),
            Self::Is(Fact::Agreed(group)) => facts.agreed.contains(*group),
            Self::Is(Fact::Consented(group)) => facts.consented.contains(*group),
            Self::Is(Fact::Broken(group)) => facts.broken.contains(*group),
            Self::Not(inner) => !inner.holds(facts),
            Self::All(parts) => parts.iter().all(|part| part.holds(facts)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(facts)),
        }
    }

    /// Returns the condition that both hold: each part of it once, in one order.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Never, _) | (_, Self::Never) => Self::Never,
            (Self::Always, one) | (one, Self::Always) => one,
            (one, other) if one == other => one,
            both => Self::All(parts(both, |part| match part {
                Self::All(parts) => parts,
                part => vec![part],
            })),
        }
    }

    /// Returns the condition that either holds: each part of it once, in one order.
    #[must_use]
    pub(crate) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Always, _) | (_, Self::Always) => Self::Always,
            (Self::Never, one) | (one, Self::Never) => one,
            (one, other) if one == other => one,
            both => Self::Any(parts(both, |part| match part {
                Self::Any(parts) => parts,
                part => vec![part],
            })),
        }
    }

    /// Returns the condition that it does not hold, said of its facts (De Morgan): so what is asked twice
    /// is seen to be the same.
    #[must_use]
    pub(crate) fn not(self) -> Self {
        match self {
            Self::Always => Self::Never,
            Self::Never => Self::Always,
            Self::Not(inner) => *inner,
            Self::All(parts) => parts.into_iter().map(Self::not).fold(Self::Never, Self::or),
            Self::Any(parts) => parts.into_iter().map(Self::not).fold(Self::Always, Self::and),
            fact @ Self::Is(_) => Self::Not(Box::new(fact)),
        }
    }

    /// Returns what is left of it where some facts are never so.
    #[must_use]
    pub fn where_never(&self, never: &impl Fn(Fact) -> bool) -> Self {
        let left = |part: &Self| part.where_never(never);
        match self {
            Self::Is(fact) if never(*fact) => Self::Never,
            Self::Not(inner) => left(inner).not(),
            Self::All(parts) => parts.iter().map(left).fold(Self::Always, Self::and),
            Self::Any(parts) => parts.iter().map(left).fold(Self::Never, Self::or),
            Self::Is(_) | Self::Always | Self::Never => self.clone(),
        }
    }
}

/// Returns the parts of two conditions, each once and in order.
fn parts(
    (one, other): (Condition, Condition),
    of: impl Fn(Condition) -> Vec<Condition>,
) -> Vec<Condition> {
    let parts: BTreeSet<_> = of(one).into_iter().chain(of(other)).collect();
    parts.into_iter().collect()
}

/// What a condition depends on, beside the policies: its facts are those of whoever asks.
type Question = (Role, OrganisationKind, Asked);

/// Conditions that were worked out. There are as many as kinds of reader; a person's
/// own is worked out each time.
static CONDITIONS: LazyLock<Mutex<HashMap<Question, Condition>>> = LazyLock::new(Mutex::default);

fn kept(actor: &Actor, asked: Asked) -> Result<Condition, RulesError> {
    if actor.person.is_some() {
        return rules::residual(actor, asked);
    }
    let question = (actor.role, actor.organisation_kind, asked);
    let conditions = || CONDITIONS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(condition) = conditions().get(&question) {
        return Ok(condition.clone());
    }
    let condition = rules::residual(actor, asked)?;
    conditions().insert(question, condition.clone());
    Ok(condition)
}

/// Reads the clauses of what remains of a policy.
pub(crate) fn read_clauses(clauses: &[Clause], us: &str) -> Result<Condition, RulesError> {
    clauses.iter().try_fold(Condition::Always, |all, clause| {
        Ok(all.and(match clause {
            Clause::When(expr) => read(expr, us)?,
            Clause::Unless(expr) => read(expr, us)?.not(),
        }))
    })
}

/// Reads what remains of a policy as a condition. `us` is the organisation that asks.
fn read(expr: &Expr, us: &str) -> Result<Condition, RulesError> {
    let cannot = || RulesError::Condition(expr.to_string());
    match expr {
        Expr::Literal(Literal::Bool(true)) => Ok(Condition::Always),
        Expr::Literal(Literal::Bool(false)) => Ok(Condition::Never),
        Expr::UnaryOp { op: UnaryOp::Not, expr } => Ok(read(expr, us)?.not()),
        Expr::BinaryOp { op: BinaryOp::And, left, right } => {
            Ok(read(left, us)?.and(read(right, us)?))
        }
        Expr::BinaryOp { op: BinaryOp::Or, left, right } => {
            Ok(read(left, us)?.or(read(right, us)?))
        }
        Expr::IfThenElse { cond, then_expr, else_expr } => {
            let (cond, yes, no) = (read(cond, us)?, read(then_expr, us)?, read(else_expr, us)?);
            Ok(cond.clone().and(yes).or(cond.not().and(no)))
        }
        // Whether the organisation that asks leads the case: `resource.lead == us`. That somebody
        // leads it is so of every record, and is said only to guard that.
        Expr::HasAttr { expr, attrs } if is_resource(expr) && attrs.head == "lead" => {
            Ok(Condition::Always)
        }
        Expr::BinaryOp { op: BinaryOp::Eq, left, right } => {
            equal(left, right, us).or_else(|| equal(right, left, us)).ok_or_else(cannot)
        }
        Expr::BinaryOp { op: BinaryOp::Contains, left, right } => {
            contains(left, right, us).ok_or_else(cannot)
        }
        _ => Err(cannot()),
    }
}

fn is_resource(expr: &Expr) -> bool {
    matches!(expr, Expr::Var(Var::Resource))
}

/// `resource.lead == us` or `resource == own`.
fn equal(one: &Expr, other: &Expr, us: &str) -> Option<Condition> {
    let id = literal(other)?;
    match one {
        Expr::Var(Var::Resource) => Some(Condition::Is(Fact::Own)),
        Expr::GetAttr { expr, attr } if is_resource(expr) && attr == "lead" && id.eid == us => {
            Some(Condition::Is(Fact::Stands(Relation::Lead)))
        }
        _ => None,
    }
}

/// `resource.providers.contains(us)` or `resource.agreed.contains(group)`.
fn contains(set: &Expr, one: &Expr, us: &str) -> Option<Condition> {
    let Expr::GetAttr { expr, attr } = set else { return None };
    let id = literal(one)?;
    if !is_resource(expr) {
        return None;
    }
    let fact = match attr.as_str() {
        "agreed" => Fact::Agreed(FieldGroup::from_code(&id.eid)?),
        "consented" => Fact::Consented(FieldGroup::from_code(&id.eid)?),
        "broken" => Fact::Broken(FieldGroup::from_code(&id.eid)?),
        _ if id.eid != us => return None,
        attribute => {
            let (_, relation) = rules::HOLDERS.iter().find(|(name, _)| *name == attribute)?;
            Fact::Stands(*relation)
        }
    };
    Some(Condition::Is(fact))
}

fn literal(expr: &Expr) -> Option<&EntityUID> {
    match expr {
        Expr::Literal(Literal::EntityUID(id)) => Some(id),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::tests::actor;
    use crate::{Shown, Standing, authorise, disclosure};
    use proptest::prelude::*;
    use proptest::sample::select;

    fn groups() -> impl Strategy<Value = FieldGroups> {
        proptest::collection::vec(select(FieldGroup::ALL), 0..4)
            .prop_map(|groups| groups.into_iter().collect())
    }

    proptest! {
        /// A list shows the records that would each be allowed: for every role, kind and action.
        #[test]
        fn a_condition_says_what_one_by_one_decisions_say(
            role in select(Role::ALL),
            kind in select(OrganisationKind::ALL),
            action in select(Action::ALL),
            relation in select(Relation::ALL),
            agreed in groups(),
            consented in groups(),
            broken in groups(),
        ) {
            prop_assume!(action.is_about_a_person());
            // Whose own record it is, is known by the account: nobody else stands so to one.
            prop_assume!((role == Role::Person) == (relation == Relation::Own));
            let actor = actor(role, kind);
            let condition = Condition::on_records(&actor, action).unwrap();
            let facts = Facts {
                own: relation == Relation::Own,
                relations: vec![relation],
                agreed,
                consented,
                broken,
            };
            let standing = Standing { relation, agreed, consented, broken };
            let allowed = authorise(&actor, action, standing, ()).is_ok();
            prop_assert_eq!(condition.holds(&facts), allowed, "{:?}", condition);
            for group in FieldGroup::ALL {
                let condition = Condition::on_reading(&actor, *group).unwrap();
                let full = disclosure(&actor, standing, *group).shown == Shown::Full;
                prop_assert_eq!(condition.holds(&facts), full, "{:?}", condition);
            }
        }

        /// So it does for policies that nobody has written yet.
        #[test]
        fn so_it_does_for_any_policies(
            parts in proptest::collection::vec((any::<bool>(), select(FRAGMENTS), select(FRAGMENTS), 0..4_u8), 1..6),
            relation in select(Relation::ALL),
            agreed in groups(),
            consented in groups(),
            broken in groups(),
        ) {
            prop_assume!(relation != Relation::Own);
            let text: String = parts.iter().enumerate().map(|(number, part)| policy(number, *part)).collect();
            let actor = actor(Role::ResettlementWorker, OrganisationKind::Prison);
            let facts = Facts { own: false, relations: vec![relation], agreed, consented, broken };
            let standing = Standing { relation, agreed, consented, broken };
            let (condition, allowed) = rules::both_ways(&text, &actor, Action::ViewPerson, standing);
            prop_assert_eq!(condition.holds(&facts), allowed, "{} {:?}", text, condition);
        }
    }

    /// A list asks for the record of nobody who breaks the glass: of all that is written about that, nothing
    /// is left in what it is filtered by.
    #[test]
    fn what_is_never_so_leaves_nothing() {
        let actor = actor(Role::ResettlementWorker, OrganisationKind::Prison);
        let on = Condition::on_records(&actor, Action::ViewPerson).unwrap();
        let reading = Condition::on_reading(&actor, FieldGroup::Identity).unwrap();
        let breaker = Fact::Stands(Relation::Breaker);
        let left = on
            .and(reading)
            .where_never(&|fact| fact == breaker || matches!(fact, Fact::Broken(_) | Fact::Own));
        let stands = |relation| Condition::Is(Fact::Stands(relation));
        let expected = Condition::All(vec![
            Condition::Any(
                [
                    Relation::Lead,
                    Relation::Taker,
                    Relation::Sender,
                    Relation::Provider,
                    Relation::StepOwner,
                ]
                .map(stands)
                .into(),
            ),
            Condition::Any(vec![
                stands(Relation::Lead),
                Condition::Is(Fact::Agreed(FieldGroup::Identity)),
            ]),
        ]);
        assert_eq!(left, expected);
    }

    const FRAGMENTS: &[&str] = &[
        "(resource has lead && resource.lead == principal.organisation)",
        "resource.takers.contains(principal.organisation)",
        "resource.senders.contains(principal.organisation)",
        "resource.providers.contains(principal.organisation)",
        "resource.givers.contains(principal.organisation)",
        "resource.step_owners.contains(principal.organisation)",
        "resource.agreed.contains(Group::\"identity\")",
        "resource.agreed.contains(Group::\"risk\")",
        "resource.consented.contains(Group::\"needs\")",
        "resource.breakers.contains(principal.organisation)",
        "resource.broken.contains(Group::\"health\")",
        "(principal.role == Role::\"resettlement_worker\")",
        "(principal.kind == Kind::\"council\")",
        "true",
    ];

    fn policy(number: usize, (permit, one, other, shape): (bool, &str, &str, u8)) -> String {
        let effect = if permit { "permit" } else { "forbid" };
        let condition = match shape {
            0 => format!("{one} && {other}"),
            1 => format!("{one} || {other}"),
            2 => format!("!{one} && {other}"),
            _ => format!("if {one} then {other} else !{other}"),
        };
        format!(
            "@id(\"random-{number}\") @law(\"none\") {effect} (principal, \
             action == Action::\"view_person\", resource) when {{ {condition} }};\n"
        )
    }

    #[test]
    fn whoever_sees_figures_sees_no_record() {
        let board = actor(Role::BoardMember, OrganisationKind::Partnership);
        let condition = Condition::on_records(&board, Action::ViewPerson).unwrap();
        assert_eq!(condition, Condition::Never);
    }
}
