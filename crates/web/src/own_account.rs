//! One's own account: where one is signed in, ending that, and changing what one signs in with.

use crate::form::Form;
use crate::invitation::in_groups;
use crate::problem::Problem;
use crate::sign_in::end_session as end_here;
use crate::visit::{SignedIn, done};
use app::{Error, own_account};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::{Event, PASSWORD_LEAST, Role, SessionId};
use minijinja::context;
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
    recoveries: Vec<Recovery>,
    /// Whether there is one that the reader has not said they know of.
    unknown: bool,
    /// Whether the organisation has a provider through which its people sign in.
    through: bool,
}

#[derive(Serialize)]
struct Recovery {
    begun_at: DateTime<Utc>,
    /// Nobody when it was begun from the command line.
    begun_by: Option<String>,
    used_at: Option<DateTime<Utc>>,
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
    let unknown = found.recoveries.iter().any(|begun| begun.known_at.is_none());
    let recoveries = found.recoveries.into_iter().map(|begun| Recovery {
        begun_at: begun.created_at,
        begun_by: begun.begun_by,
        used_at: begun.used_at,
    });
    let content = Page {
        name: actor.name.clone(),
        email: found.email,
        organisation: actor.organisation_name.clone(),
        role: Role::key(actor.role),
        sessions: sessions.collect(),
        idle_minutes: found.limits.idle.num_minutes(),
        absolute_hours: found.limits.absolute.num_hours(),
        recoveries: recoveries.collect(),
        unknown,
        through: page.site.has_provider_for(actor),
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

/// Notes that the reader knows of every recovery of their account.
pub(crate) async fn recovery_known(page: SignedIn, form: Form) -> Result<Response, Problem> {
    own_account::recovery_known(&page.once(&form, "/account")).await?;
    Ok(done("/account", "done-recovery-known"))
}

/// Shows the form of another password.
pub(crate) async fn show_password(page: SignedIn) -> Result<Response, Problem> {
    page.ctx.journal_read(Event::AccountRead, None).await?;
    page.render("own_account/password.html", context! { least => PASSWORD_LEAST })
}

/// Changes the reader's password.
pub(crate) async fn change_password(page: SignedIn, form: Form) -> Result<Response, Problem> {
    let ctx = page.once(&form, "/account?done=done-password-changed");
    let (current, new) = (form.exact("current-password"), form.exact("password"));
    match own_account::change_password(&ctx, &page.session, current, new).await {
        Ok(()) => Ok(done("/account", "done-password-changed")),
        Err(Error::Invalid(errors)) => {
            let content = context! { least => PASSWORD_LEAST };
            page.render_again("own_account/password.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Serialize)]
struct Factor {
    /// The key as it is, for the form to bring back, and in groups.
    secret: String,
    key: String,
    setup_url: String,
}

async fn factor(page: &SignedIn, brought_back: &str) -> Result<Factor, Error> {
    let new = own_account::new_factor(&page.ctx, brought_back).await?;
    Ok(Factor { key: in_groups(&new.secret), secret: new.secret, setup_url: new.setup_url })
}

/// Shows another second factor to set up.
pub(crate) async fn show_factor(page: SignedIn) -> Result<Response, Problem> {
    let content = factor(&page, "").await?;
    page.render("own_account/second_factor.html", content)
}

/// Changes the reader's second factor.
pub(crate) async fn change_factor(page: SignedIn, form: Form) -> Result<Response, Problem> {
    let ctx = page.once(&form, "/account?done=done-second-factor-changed");
    let (secret, code) = (form.text("secret"), form.text("code"));
    match own_account::change_factor(&ctx, &page.session, secret, code).await {
        Ok(()) => Ok(done("/account", "done-second-factor-changed")),
        Err(Error::Invalid(errors)) => {
            let content = factor(&page, secret).await?;
            page.render_again("own_account/second_factor.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}
