//! Step-up: the second factor again, before what is sensitive.
//!
//! A route that says `.fresh()` in the table is behind [`require`]: whoever gave no second factor for a
//! while is led to `/step-up?next=…` and from there back to where they were. Nothing that they sent is
//! kept meanwhile; the page says so.

use crate::form::Form;
use crate::problem::Problem;
use crate::sign_in::{demo_code, start_session};
use crate::state::Site;
use crate::visit::{SignedIn, query};
use app::{Error, step_up};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Event;
use minijinja::context;

/// Where a step-up leads when it is not known where it came from.
const NOWHERE: &str = "/account";
/// The list whose rows have buttons without a page of their own.
const LIST: &str = "/accounts";
/// Those whose pages have more than one form, each to a path below the page's own.
const REQUESTS: &str = "/role-requests/";
const TIED: &str = "/account/single-sign-on";
/// Characters of a path to come back to, at most.
const NEXT_MOST: usize = 1_000;

/// Lets through whoever gave their second factor lately, and leads anybody else to give it.
pub(crate) async fn require(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    // Whoever is not signed in is sent to do that by the handler.
    if let Ok(page) = SignedIn::from_request_parts(&mut parts, &site).await
        && !page.session.is_fresh(page.ctx.now)
    {
        let back = serde_urlencoded::to_string([("next", back_to(&parts))]).unwrap_or_default();
        return Redirect::to(&format!("/step-up?{back}")).into_response();
    }
    next.run(Request::from_parts(parts, body)).await
}

/// Returns the page that a request came from: what was asked for, if it can be read, or the list with
/// the button.
fn back_to(parts: &Parts) -> String {
    let path = parts.uri.path();
    if parts.method == Method::GET {
        return parts.uri.path_and_query().map_or(path, |whole| whole.as_str()).to_owned();
    }
    let is_button = path.starts_with("/accounts/")
        && (path.ends_with("/deactivate") || path.ends_with("/wake"));
    let on_page =
        path.rsplit_once('/').filter(|(page, _)| page.starts_with(REQUESTS) || *page == TIED);
    match on_page {
        Some((page, _)) => page.to_owned(),
        None if is_button => LIST.to_owned(),
        None => path.to_owned(),
    }
}

/// Returns where to go on to, if it is a path of this site: one slash, then only what our paths are
/// made of. Anything else could lead to another site.
fn same_site(next: &str) -> Option<&str> {
    let is_of_ours = |c: char| c.is_ascii_alphanumeric() || "/-_?=&.%+".contains(c);
    let rest = next.strip_prefix('/')?;
    let fits = next.len() <= NEXT_MOST && !rest.starts_with('/') && rest.chars().all(is_of_ours);
    fits.then_some(next)
}

/// Asks for the code.
pub(crate) async fn show(page: SignedIn, uri: Uri) -> Result<Response, Problem> {
    page.ctx.journal_read(Event::AccountRead, None).await?;
    let asked = query(&uri, "next").unwrap_or_default();
    let next = same_site(&asked).unwrap_or(NOWHERE);
    let code = demo_code(&page).await?;
    page.render("step_up/show.html", context! { code, next })
}

/// Takes the code, and leads on.
pub(crate) async fn submit(page: SignedIn, form: Form) -> Result<Response, Problem> {
    let next = same_site(form.text("next")).unwrap_or(NOWHERE);
    let token = page.token.clone().unwrap_or_default();
    match step_up::step_up(&page.ctx, &token, form.text("code")).await {
        Ok(token) => Ok(start_session(&page, &token, next)),
        Err(Error::Invalid(errors)) => {
            let code = demo_code(&page).await?;
            page.render_again("step_up/show.html", context! { code, next }, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_gone_on_to() {
        for next in ["/", "/accounts", "/people/1/invite?lang=cy&a=b", "/a%20b"] {
            assert_eq!(same_site(next), Some(next));
        }
        let long = format!("/{}", "a".repeat(NEXT_MOST));
        for next in [
            "",
            "accounts",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "https://evil.example",
            "http:evil.example",
            "javascript:alert(1)",
            "\\\\evil.example",
            "/a\r\nset-cookie: a=b",
            "/@evil.example:80",
            "/ŵ",
            long.as_str(),
        ] {
            assert_eq!(same_site(next), None, "{next}");
        }
    }
}
