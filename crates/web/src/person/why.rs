//! Why the reader sees a group of fields, or does not.

use super::Header;
use super::shared::because;
use crate::problem::Problem;
use crate::visit::SignedIn;
use app::Error;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use domain::{FieldGroup, PersonId};
use policy::{Relation, Rule};
use serde::Serialize;
use store::sharing::Behind;

/// Why the reader sees a group, or does not.
#[derive(Serialize)]
struct Why {
    person: Header,
    group: &'static str,
    shown: &'static str,
    withheld: Option<String>,
    /// The policies that decided: what each says in a sentence, by key, and the law.
    grounds: Vec<(String, String)>,
    role: &'static str,
    organisation: String,
    kind: &'static str,
    purpose: &'static str,
    relation: &'static str,
    agreements: Vec<AgreementRow>,
}

/// An agreement that stands behind an answer.
#[derive(Serialize)]
pub(super) struct AgreementRow {
    title: String,
    ends_on: NaiveDate,
    in_force: bool,
}

impl From<Behind> for AgreementRow {
    fn from(agreement: Behind) -> Self {
        let Behind { title, ends_on, in_force, .. } = agreement;
        Self { title, ends_on, in_force }
    }
}

/// Returns the policies that decided: what each says in a sentence, by key, and the law.
pub(super) fn grounds(rules: Vec<Rule>) -> Vec<(String, String)> {
    rules.into_iter().map(|rule| (format!("policy-{}", rule.id), rule.law)).collect()
}

/// Shows why.
pub(crate) async fn why(
    page: SignedIn,
    Path((id, group)): Path<(PersonId, String)>,
) -> Result<Response, Problem> {
    let group = FieldGroup::from_code(&group).ok_or(Problem(Error::NotFound("group")))?;
    let why = app::person::why(&page.ctx, id, group).await?;
    let leads = why.header.relation == Relation::Lead;
    let content = Why {
        relation: why.header.relation.key(),
        group: group.key(),
        shown: why.disclosure.shown.key(),
        withheld: why.disclosure.withheld.map(|why| because(why, leads)),
        grounds: grounds(why.disclosure.grounds),
        role: why.role.key(),
        organisation: why.organisation,
        kind: why.kind.key(),
        purpose: why.purpose.key(),
        agreements: why.behind.into_iter().map(AgreementRow::from).collect(),
        person: Header::on(why.header, page.ctx.today(), "overview"),
    };
    page.render("person/why.html", content)
}
