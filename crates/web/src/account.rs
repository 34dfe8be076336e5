//! Accounts of an organisation: who has one, who is invited, and who may no longer sign in.

use crate::form::Form;
use crate::problem::Problem;
use crate::visit::{SignedIn, done};
use app::account;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::{AccountId, Role, is_dormant};
use serde::Serialize;
use store::account::Listed;
use store::invitation::Invitation;

#[derive(Serialize)]
struct Page {
    accounts: Vec<Row>,
    invitations: Vec<Invited>,
    /// Roles that wait for a second person.
    waiting_roles: i64,
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    email: String,
    role: &'static str,
    active: bool,
    /// Whether it was not used for so long that it may not sign in.
    dormant: bool,
    seen_at: Option<DateTime<Utc>>,
    /// Running clocks in this name.
    owns: i64,
    /// Whether it is the reader's own, which nobody deactivates themselves.
    own: bool,
}

#[derive(Serialize)]
struct Invited {
    name: String,
    email: String,
    role: &'static str,
    expires_at: DateTime<Utc>,
}

/// Lists the accounts.
pub(crate) async fn list(page: SignedIn) -> Result<Response, Problem> {
    let found = account::list(&page.ctx).await?;
    let row = |listed: Listed| Row {
        own: listed.id == page.ctx.actor.account,
        id: listed.id.to_string(),
        name: listed.name,
        email: listed.email,
        role: Role::key(listed.role),
        active: listed.active,
        dormant: listed.active && is_dormant(listed.role, listed.awake_at, page.ctx.now),
        seen_at: listed.seen_at,
        owns: listed.owns,
    };
    let invited = |open: Invitation| Invited {
        name: open.name,
        email: open.email,
        role: Role::key(open.role),
        expires_at: open.expires_at,
    };
    let content = Page {
        accounts: found.accounts.into_iter().map(row).collect(),
        invitations: found.invitations.into_iter().map(invited).collect(),
        waiting_roles: found.waiting_roles,
    };
    page.render("account/list.html", content)
}

/// Stops an account from signing in.
pub(crate) async fn deactivate(
    page: SignedIn,
    Path(id): Path<AccountId>,
    form: Form,
) -> Result<Response, Problem> {
    account::deactivate(&page.once(&form, "/accounts"), id).await?;
    Ok(done("/accounts", "done-account-deactivated"))
}

/// Lets a dormant account sign in again.
pub(crate) async fn wake(
    page: SignedIn,
    Path(id): Path<AccountId>,
    form: Form,
) -> Result<Response, Problem> {
    account::wake(&page.once(&form, "/accounts?done=done-account-woken"), id).await?;
    Ok(done("/accounts", "done-account-woken"))
}
