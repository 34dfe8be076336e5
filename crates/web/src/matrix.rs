//! Who sees what by rule: the policies in force as a table.

use crate::person::Cell;
use crate::problem::Problem;
use crate::visit::SignedIn;
use app::matrix::Column;
use axum::response::Response;
use domain::{FieldGroup, OrganisationKind};
use policy::Shown;
use serde::Serialize;

#[derive(Serialize)]
struct Page {
    columns: Vec<ColumnRow>,
    rows: Vec<GroupRow>,
}

#[derive(Serialize)]
struct ColumnRow {
    role: &'static str,
    /// The kind of organisation; `None` for the person.
    kind: Option<&'static str>,
    leads: bool,
}

#[derive(Serialize)]
struct GroupRow {
    group: &'static str,
    cells: Vec<Cell>,
}

/// Shows the matrix.
pub(crate) async fn show(page: SignedIn) -> Result<Response, Problem> {
    let columns = app::matrix::matrix(&page.ctx).await?;
    let row = |group: &FieldGroup| GroupRow {
        group: group.key(),
        cells: columns.iter().filter_map(|column| cell(column, *group)).collect(),
    };
    let content = Page {
        rows: FieldGroup::ALL.iter().map(row).collect(),
        columns: columns
            .iter()
            .map(|column| ColumnRow {
                role: column.role.key(),
                kind: column.kind.map(OrganisationKind::key),
                leads: column.leads,
            })
            .collect(),
    };
    page.render("matrix/show.html", content)
}

/// What a kind of reader sees of a group at most; where it takes consent, that is said.
fn cell(column: &Column, group: FieldGroup) -> Option<Cell> {
    let find = |disclosures: &[policy::Disclosure]| {
        disclosures.iter().find(|disclosure| disclosure.group == group).map(|found| found.shown)
    };
    let (without, with) = (find(&column.disclosures)?, find(&column.with_consent)?);
    let consent = without == Shown::Withheld && with != Shown::Withheld;
    Some(Cell {
        shown: with.key(),
        code: with.code(),
        withheld: consent.then_some("matrix-with-consent"),
    })
}
