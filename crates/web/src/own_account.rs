//! One's own account: where one is signed in, and ending that.

use crate::form::Form;
use crate::problem::Problem;
use crate::sign_in::end_session as end_here;
use crate::visit::{SignedIn, done};
use app::own_account;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::{Role, SessionId};
use serde::Serialize;

#[derive(Serialize)]
struct Page {
    name: String,
    email: String,
    organisation: String,
    role: &'static str,
    sessions: Vec<Row>,
    idle_minutes: i64,
    absolute_hours: i64,
}

#[derive(Serialize)]
struct Row {
    id: String,
    began_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
    /// Whether it is the one that this page came by.
    this: bool,
}

/// Shows the reader's own account.
pub(crate) async fn show(page: SignedIn) -> Result<Response, Problem> {
    let found = own_account::view(&page.ctx).await?;
    let actor = &page.ctx.actor;
    let sessions = found.sessions.iter().map(|session| Row {
        id: session.id.to_string(),
        began_at: session.began_at,
        seen_at: session.seen_at,
        this: session.id == page.session.id,
    });
    let content = Page {
        name: actor.name.clone(),
        email: found.email,
        organisation: actor.organisation_name.clone(),
        role: Role::key(actor.role),
        sessions: sessions.collect(),
        idle_minutes: found.limits.idle.num_minutes(),
        absolute_hours: found.limits.absolute.num_hours(),
    };
    page.render("own_account/show.html", content)
}

/// Ends one of the reader's sessions.
pub(crate) async fn end_session(
    page: SignedIn,
    Path(id): Path<SessionId>,
    form: Form,
) -> Result<Response, Problem> {
    own_account::end_session(&page.once(&form, "/account?done=done-session-ended"), id).await?;
    Ok(done("/account", "done-session-ended"))
}

/// Ends all of the reader's sessions, this one too.
pub(crate) async fn sign_out_everywhere(page: SignedIn, form: Form) -> Result<Response, Problem> {
    own_account::sign_out_everywhere(&page.once(&form, "/sign-in")).await?;
    Ok(end_here(&page))
}
