//! Who sees what by rule: the policies in force as a table.

use crate::person::{Cell, GroupRow};
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

/// Shows the matrix.
pub(crate) async fn show(page: SignedIn) -> Result<Response, Problem> {
    let columns = app::matrix::matrix(&page.ctx).await?;
    let content = Page {
        rows: GroupRow::all(&columns, cell),
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
fn cell(column: &Column, group: FieldGroup) -> Cell {
    let (without, with) = (column.disclosures.shown(group), column.with_consent.shown(group));
    let consent = without == Shown::Withheld && with != Shown::Withheld;
    Cell::of(with, consent.then_some("matrix-with-consent"))
}
