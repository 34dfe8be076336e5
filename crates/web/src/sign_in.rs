//! Signing in: e-mail address and password, then a one-time code.

use crate::form::Form;
use crate::problem::Problem;
use crate::single_sign_on::organisations;
use crate::visit::{SignedIn, Visit};
use app::Error;
use app::sign_in;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::context;

/// Shows the first page, and to whoever was signed in, that they are no longer.
pub(crate) async fn show(visit: Visit) -> Result<Response, Problem> {
    let over = match visit.token.as_deref() {
        Some(token) => sign_in::is_over(&visit.site.app, token).await?,
        None => false,
    };
    let through = organisations(&visit);
    visit.render("sign_in/show.html", context! { over, through })
}

/// Takes the password.
pub(crate) async fn submit(visit: Visit, form: Form) -> Result<Response, Problem> {
    let app = &visit.site.app;
    let (email, password) = (form.text("email"), form.exact("password"));
    match sign_in::password(app, email, password, visit.asked.request).await {
        Ok(token) => Ok(start_session(&visit, &token, "/sign-in/code")),
        Err(Error::Invalid(errors)) => {
            let through = organisations(&visit);
            visit.render_again("sign_in/show.html", context! { through }, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// Shows the second page; on a demo, with the code.
pub(crate) async fn show_code(visit: Visit) -> Result<Response, Problem> {
    let code = demo_code(&visit).await?;
    visit.render("sign_in/code.html", context! { code })
}

/// Takes the one-time code.
pub(crate) async fn submit_code(visit: Visit, form: Form) -> Result<Response, Problem> {
    let token = visit.token.clone().unwrap_or_default();
    match sign_in::code(&visit.site.app, &token, form.text("code"), visit.asked.request).await {
        Ok(token) => Ok(start_session(&visit, &token, "/home")),
        Err(Error::Invalid(errors)) => {
            let code = demo_code(&visit).await?;
            visit.render_again("sign_in/code.html", context! { code }, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// Signs out.
pub(crate) async fn sign_out(page: SignedIn) -> Result<Response, Problem> {
    let token = page.token.clone().unwrap_or_default();
    sign_in::sign_out(&page.site.app, &token, &page.ctx.actor, page.asked.request).await?;
    Ok(end_session(&page))
}

/// Ends the session in the browser too, with whatever the browser may have kept of its pages: the
/// next reader may sit at the same computer (ASVS 5.0 14.3.1).
pub(crate) fn end_session(visit: &Visit) -> Response {
    let mut response = start_session(visit, "", "/");
    let kept = HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), kept);
    response
}

/// Leads to the first page of a role; to one's own account, while somebody began a recovery of it that
/// one has not said one knows of; to the alerts of the organisation, while one waits.
pub(crate) async fn home(page: SignedIn) -> Result<Redirect, Problem> {
    if app::own_account::has_unknown_recovery(&page.ctx).await? {
        return Ok(Redirect::to("/account"));
    }
    if app::read_alert::waits(&page.ctx).await? {
        return Ok(Redirect::to("/read-alerts"));
    }
    Ok(Redirect::to(crate::visit::home(page.ctx.actor.role)))
}

pub(crate) fn start_session(visit: &Visit, token: &str, leads_to: &str) -> Response {
    let cookie = visit.site.set_session(token);
    ([(header::SET_COOKIE, cookie)], Redirect::to(leads_to)).into_response()
}

/// Returns the code to type, on a demo.
pub(crate) async fn demo_code(visit: &Visit) -> Result<Option<String>, Error> {
    match &visit.token {
        Some(token) if visit.site.settings.demo => sign_in::demo_code(&visit.site.app, token).await,
        _ => Ok(None),
    }
}
