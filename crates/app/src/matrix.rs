//! Who sees what by rule, drawn from the policies that are in force.

use crate::person::Disclosures;
use crate::rules::InForce;
use crate::{Ctx, Error, rules};
use domain::{Event, FieldGroups, OrganisationKind, Role};
use policy::{Action, Actor, Relation, Standing};

/// A kind of reader, and what they see of a record at most: when they stand to it, when an agreement
/// names every group, and when the person has consented.
#[derive(Clone, Debug)]
pub struct Column {
    /// The role.
    pub role: Role,
    /// The kind of organisation; `None` for the person.
    pub kind: Option<OrganisationKind>,
    /// Whether it leads the case.
    pub leads: bool,
    /// How much of each group they see without consent.
    pub disclosures: Disclosures,
    /// How much of each group they see with it.
    pub with_consent: Disclosures,
}

/// The readers of the matrix (`domain.md` §8.3): who leads, whom they work with, who learns and
/// decides, and the person.
const READERS: &[(Role, OrganisationKind, Relation)] = &[
    (Role::ResettlementWorker, OrganisationKind::Prison, Relation::Lead),
    (Role::ResettlementWorker, OrganisationKind::Probation, Relation::Lead),
    (Role::ResettlementWorker, OrganisationKind::Provider, Relation::Lead),
    (Role::ResettlementWorker, OrganisationKind::Probation, Relation::Taker),
    (Role::ServiceWorker, OrganisationKind::Council, Relation::Provider),
    (Role::ServiceWorker, OrganisationKind::Housing, Relation::Provider),
    (Role::ServiceWorker, OrganisationKind::Health, Relation::Provider),
    (Role::ServiceWorker, OrganisationKind::Jobcentre, Relation::Provider),
    (Role::ServiceWorker, OrganisationKind::Provider, Relation::Provider),
    (Role::ServiceWorker, OrganisationKind::Employer, Relation::Provider),
    (Role::Evaluator, OrganisationKind::Partnership, Relation::None),
    (Role::BoardMember, OrganisationKind::Partnership, Relation::None),
    (Role::Administrator, OrganisationKind::Prison, Relation::Lead),
];

/// Who sees what by rule, and since when.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// The readers.
    pub columns: Vec<Column>,
    /// The rules that it is drawn from; none on a database on which the site never started.
    pub rules: Option<InForce>,
}

/// Returns the matrix.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn matrix(ctx: &Ctx) -> Result<Matrix, Error> {
    ctx.allow(Action::ViewMatrix).await?;
    let rules = rules::in_force(&mut ctx.read().await?).await?;
    ctx.journal_read(Event::FiguresRead { page: "/who-sees-what".to_owned() }, None).await?;
    let mut columns: Vec<Column> = READERS.iter().map(|reader| column(ctx, *reader)).collect();
    let own = Disclosures::own(&ctx.actor);
    columns.push(Column {
        role: Role::Person,
        kind: None,
        leads: false,
        with_consent: own.clone(),
        disclosures: own,
    });
    Ok(Matrix { columns, rules })
}

fn column(ctx: &Ctx, (role, kind, relation): (Role, OrganisationKind, Relation)) -> Column {
    let reader = Actor::anybody(role, ctx.actor.organisation, kind);
    let sees = |consented| {
        Disclosures::of(
            &reader,
            Standing { agreed: FieldGroups::ALL, consented, ..relation.into() },
        )
    };
    Column {
        role,
        kind: Some(kind),
        leads: relation == Relation::Lead,
        disclosures: sees(FieldGroups::NONE),
        with_consent: sees(FieldGroups::ALL),
    }
}
