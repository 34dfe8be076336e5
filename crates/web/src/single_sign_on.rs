//! Single sign-on: to the organisation's provider and back, and tying one's account to it.
//!
//! What comes back by the provider's redirect changes nothing: it is a page with one button, whose form is
//! of this site. So no link of another site signs anybody in.

use crate::form::Form;
use crate::problem::Problem;
use crate::sign_in::start_session;
use crate::visit::{SignedIn, Visit, done, query};
use app::Error;
use app::single_sign_on::{self, Back, Begun, MINUTES, NotSignedIn, SingleSignOn};
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use domain::{AccountId, OrganisationId};
use minijinja::context;
use serde::Serialize;

/// Characters of a code or a state at most: providers send some hundreds to a few thousand.
const WORD_MOST: usize = 4_096;

/// Returns whose people sign in through a provider: id and name.
pub(crate) fn organisations(visit: &Visit) -> Vec<(String, String)> {
    let all = visit.site.single_sign_on.iter().flat_map(|all| all.organisations());
    all.map(|(id, name)| (id.to_string(), name.to_owned())).collect()
}

fn providers(visit: &Visit) -> Result<&SingleSignOn, Error> {
    visit.site.single_sign_on.as_ref().ok_or(Error::NotFound("page"))
}

/// Leads to the provider of an organisation.
pub(crate) async fn leave(
    visit: Visit,
    Path(organisation): Path<OrganisationId>,
) -> Result<Response, Problem> {
    lead_to(&visit, organisation, None).await
}

/// Leads to the provider, and has the browser keep what belongs to this sign-in.
async fn lead_to(
    visit: &Visit,
    organisation: OrganisationId,
    ties: Option<AccountId>,
) -> Result<Response, Problem> {
    let begun = providers(visit)?.begin(&visit.site.app, organisation, ties).await;
    match begun {
        Ok((address, begun)) => {
            let cookie = visit.site.set_through(&begun.write(), MINUTES * 60);
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&address)).into_response())
        }
        Err(why) => failed(visit, why),
    }
}

/// Says what went wrong at the provider or on the way, and what to do.
fn failed(visit: &Visit, why: NotSignedIn) -> Result<Response, Problem> {
    let (status, key) = match why {
        NotSignedIn::App(error) => return Err(error.into()),
        NotSignedIn::NoProvider => return Err(Error::NotFound("page").into()),
        NotSignedIn::NotBegun => (StatusCode::BAD_REQUEST, "single-sign-on-not-begun"),
        // What is logged is for whoever keeps the site: neither the code nor the token is in it.
        NotSignedIn::Provider(error) => {
            tracing::warn!(%error, "single sign-on: the provider failed");
            (StatusCode::BAD_GATEWAY, "single-sign-on-no-provider")
        }
        NotSignedIn::Token(error) => {
            tracing::warn!(%error, "single sign-on: a token was refused");
            (StatusCode::BAD_GATEWAY, "single-sign-on-not-believed")
        }
        NotSignedIn::NotTied => (StatusCode::FORBIDDEN, "single-sign-on-not-tied"),
        NotSignedIn::TiedAlready => (StatusCode::CONFLICT, "single-sign-on-tied-already"),
    };
    problem(visit, status, key)
}

fn problem(visit: &Visit, status: StatusCode, key: &'static str) -> Result<Response, Problem> {
    let reference = visit.asked.request.to_string();
    let page = visit.render("single_sign_on/failed.html", context! { key, reference })?;
    Ok(forget(visit, (status, page).into_response()))
}

/// Shows the button with which somebody who comes back from the provider goes on.
pub(crate) async fn come_back(visit: Visit, uri: Uri) -> Result<Response, Problem> {
    providers(&visit)?;
    if query(&uri, "error").is_some() {
        return problem(&visit, StatusCode::BAD_REQUEST, "single-sign-on-cancelled");
    }
    let word = |name| query(&uri, name).filter(|word| word.len() <= WORD_MOST);
    let (Some(code), Some(state)) = (word("code"), word("state")) else {
        return failed(&visit, NotSignedIn::NotBegun);
    };
    let Some(begun) = begun(&visit) else { return failed(&visit, NotSignedIn::NotBegun) };
    let issuer = word("iss").unwrap_or_default();
    let ties = begun.ties();
    let action = if ties { "/account/single-sign-on" } else { "/sign-in/through" };
    visit.render("single_sign_on/back.html", context! { code, state, issuer, action, ties })
}

fn begun(visit: &Visit) -> Option<Begun> {
    visit.through.as_deref().and_then(Begun::read)
}

/// Signs in whoever came back.
pub(crate) async fn submit(visit: Visit, form: Form) -> Result<Response, Problem> {
    let all = providers(&visit)?;
    let Some(begun) = begun(&visit) else { return failed(&visit, NotSignedIn::NotBegun) };
    let back = back(&form);
    match all.finish(&visit.site.app, &begun, back, visit.asked.request).await {
        Ok(found) => {
            let next = if found.complete { "/home" } else { "/sign-in/code" };
            Ok(forget(&visit, start_session(&visit, &found.token, next)))
        }
        Err(why) => failed(&visit, why),
    }
}

fn back(form: &Form) -> Back<'_> {
    let (code, state, issuer) = (form.exact("code"), form.exact("state"), form.exact("iss"));
    Back { code, state, issuer }
}

/// Has the browser forget what it kept: each sign-in is brought back once.
fn forget(visit: &Visit, mut response: Response) -> Response {
    if let Ok(cookie) = HeaderValue::from_str(&visit.site.set_through("", 0)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

#[derive(Serialize)]
struct OwnPage {
    organisation: String,
    /// Whether the organisation has a provider here.
    has_provider: bool,
    tied_at: Option<DateTime<Utc>>,
}

/// Shows whether the reader's account is tied to their organisation's provider.
pub(crate) async fn show_own(page: SignedIn) -> Result<Response, Problem> {
    let tied_at = single_sign_on::own_tie(&page.ctx).await?;
    let actor = &page.ctx.actor;
    let has_provider = page.site.has_provider_for(actor);
    let organisation = actor.organisation_name.clone();
    page.render("single_sign_on/own.html", OwnPage { organisation, has_provider, tied_at })
}

/// Leads to the provider, to tie the reader's account to who they are there.
pub(crate) async fn leave_to_tie(page: SignedIn) -> Result<Response, Problem> {
    single_sign_on::own_tie(&page.ctx).await?;
    if !page.site.has_provider_for(&page.ctx.actor) {
        // That page says that there is none.
        return Ok(Redirect::to("/account/single-sign-on").into_response());
    }
    let (organisation, account) = (page.ctx.actor.organisation, page.ctx.actor.account);
    lead_to(&page, organisation, Some(account)).await
}

/// Ties the account of whoever came back.
pub(crate) async fn tie(page: SignedIn, form: Form) -> Result<Response, Problem> {
    const TIED: &str = "/account/single-sign-on";
    let ctx = page.once(&form, TIED);
    // Where there is no provider none was begun.
    let Some((all, begun)) = page.site.single_sign_on.as_ref().zip(begun(&page)) else {
        return failed(&page, NotSignedIn::NotBegun);
    };
    let back = back(&form);
    match all.tie(&ctx, &begun, back).await {
        Ok(()) => Ok(forget(&page, done(TIED, "done-single-sign-on-tied"))),
        Err(why) => failed(&page, why),
    }
}

/// Unties the reader's account.
pub(crate) async fn untie(page: SignedIn, form: Form) -> Result<Response, Problem> {
    const UNTIED: &str = "/account/single-sign-on";
    single_sign_on::untie(&page.once(&form, UNTIED)).await?;
    Ok(done(UNTIED, "done-single-sign-on-untied"))
}
