//! Why somebody sees a group of fields, or does not; and who sees what of one record.

use super::Header;
use super::shared::because;
use crate::problem::Problem;
use crate::visit::SignedIn;
use app::Error;
use app::person::Reader;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use domain::{FieldGroup, PersonId};
use policy::{Relation, Shown, Withheld};
use serde::Serialize;

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

#[derive(Serialize)]
struct AgreementRow {
    title: String,
    ends_on: NaiveDate,
    in_force: bool,
}

/// Shows why.
pub(crate) async fn why(
    page: SignedIn,
    Path((id, group)): Path<(PersonId, String)>,
) -> Result<Response, Problem> {
    let group = FieldGroup::from_code(&group).ok_or(Problem(Error::NotFound("group")))?;
    let why = app::person::why(&page.ctx, id, group).await?;
    let agreements = why.behind.into_iter().map(|agreement| AgreementRow {
        title: agreement.title,
        ends_on: agreement.ends_on,
        in_force: agreement.in_force,
    });
    let grounds = why.disclosure.grounds.into_iter();
    let leads = why.header.relation == Relation::Lead;
    let content = Why {
        relation: why.header.relation.key(),
        group: group.key(),
        shown: why.disclosure.shown.key(),
        withheld: why.disclosure.withheld.map(|why| because(why, leads)),
        grounds: grounds.map(|rule| (format!("policy-{}", rule.id), rule.law)).collect(),
        role: why.role.key(),
        organisation: why.organisation,
        kind: why.kind.key(),
        purpose: why.purpose.key(),
        agreements: agreements.collect(),
        person: Header::on(why.header, page.ctx.today(), "overview"),
    };
    page.render("person/why.html", content)
}

#[derive(Serialize)]
struct WhoSees {
    person: Header,
    readers: Vec<ReaderColumn>,
    rows: Vec<GroupRow>,
}

#[derive(Serialize)]
struct ReaderColumn {
    /// The organisation; `None` for the person.
    organisation: Option<String>,
    relation: &'static str,
}

/// A group, and what each reader sees of it.
#[derive(Serialize)]
pub(crate) struct GroupRow {
    group: &'static str,
    cells: Vec<Cell>,
}

impl GroupRow {
    /// Returns every group, with a cell for each reader.
    pub(crate) fn all<T>(readers: &[T], cell: impl Fn(&T, FieldGroup) -> Cell) -> Vec<Self> {
        let row = |group: &FieldGroup| Self {
            group: group.key(),
            cells: readers.iter().map(|reader| cell(reader, *group)).collect(),
        };
        FieldGroup::ALL.iter().map(row).collect()
    }
}

/// What one reader sees of one group, and what there is to say of it.
#[derive(Serialize)]
pub(crate) struct Cell {
    shown: &'static str,
    code: &'static str,
    withheld: Option<&'static str>,
}

impl Cell {
    /// Returns a cell, with the message that is said below.
    pub(crate) const fn of(shown: Shown, withheld: Option<&'static str>) -> Self {
        Self { shown: shown.key(), code: shown.code(), withheld }
    }
}

/// Shows who sees what of a record.
pub(crate) async fn who_sees(
    page: SignedIn,
    Path(id): Path<PersonId>,
) -> Result<Response, Problem> {
    let found = app::person::who_sees(&page.ctx, id).await?;
    let cell = |reader: &Reader, group| {
        let withheld = reader.disclosures.withheld(group).map(Withheld::key);
        Cell::of(reader.disclosures.shown(group), withheld)
    };
    let content = WhoSees {
        rows: GroupRow::all(&found.readers, cell),
        readers: found
            .readers
            .iter()
            .map(|reader| ReaderColumn {
                organisation: reader.organisation.clone(),
                relation: reader.relation.key(),
            })
            .collect(),
        person: Header::on(found.header, page.ctx.today(), "who-sees-what"),
    };
    page.render("person/who_sees.html", content)
}
