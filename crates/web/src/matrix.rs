//! Who sees what by rule: the policies in force as a table.

use crate::form::Form;
use crate::person::{Cell, GroupRow};
use crate::problem::Problem;
use crate::visit::{SignedIn, done};
use app::matrix::{Column, Matrix};
use app::rules::InForce;
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::{FieldGroup, OrganisationKind};
use policy::Shown;
use serde::Serialize;
use store::rules::Confirmation;

#[derive(Serialize)]
struct Page {
    columns: Vec<ColumnRow>,
    rows: Vec<GroupRow>,
    rules: Option<RulesRow>,
}

/// The rules in force, and who looked at them.
#[derive(Serialize)]
struct RulesRow {
    id: String,
    since: DateTime<Utc>,
    /// Topics in which they differ from those before; none where these are the first.
    changed: Vec<String>,
    confirmations: Vec<ConfirmationRow>,
    is_confirmed: bool,
    waits_for_us: bool,
}

#[derive(Serialize)]
struct ConfirmationRow {
    organisation: String,
    at: DateTime<Utc>,
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
    let Matrix { columns, rules } = app::matrix::matrix(&page.ctx).await?;
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
        rules: rules.map(|rules| rules_row(&page, rules)),
    };
    page.render("matrix/show.html", content)
}

fn rules_row(page: &SignedIn, rules: InForce) -> RulesRow {
    let confirmation =
        |one: Confirmation| ConfirmationRow { organisation: one.organisation, at: one.at };
    RulesRow {
        id: rules.rules.id.to_string(),
        since: rules.rules.since,
        is_confirmed: rules.is_confirmed(),
        waits_for_us: rules.waits_for(&page.ctx),
        changed: rules.changed,
        confirmations: rules.confirmations.into_iter().map(confirmation).collect(),
    }
}

/// Takes that an officer looked at the rules in force.
pub(crate) async fn confirm(page: SignedIn, form: Form) -> Result<Response, Problem> {
    // Whatever is sent that names no rules names none that are in force.
    let id = form.text("rules").parse().unwrap_or_default();
    let ctx = page.once(&form, "/who-sees-what?done=done-rules-confirmed");
    app::rules::confirm(&ctx, id).await?;
    Ok(done("/who-sees-what", "done-rules-confirmed"))
}

/// What a kind of reader sees of a group at most; where it takes consent, that is said.
fn cell(column: &Column, group: FieldGroup) -> Cell {
    let (without, with) = (column.disclosures.shown(group), column.with_consent.shown(group));
    let consent = without == Shown::Withheld && with != Shown::Withheld;
    Cell::of(with, consent.then_some("matrix-with-consent"))
}
