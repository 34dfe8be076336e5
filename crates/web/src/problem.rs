//! Errors, turned into pages in one place.
//!
//! What is absent and what is not shared with an organisation look the same outside, so that
//! nobody learns from an error that a record exists.

use crate::rate_limit;
use crate::state::Site;
use crate::visit::Visit;
use app::Error;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::context;
use policy::Relation;
use std::sync::Arc;

/// An error on its way to a page.
#[derive(Debug)]
pub(crate) struct Problem(pub(crate) Error);

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

/// Marks a response whose page is still to be rendered.
#[derive(Clone, Debug)]
struct Unrendered(Arc<Error>);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = match &self.0 {
            Error::Repeated(leads_to) => return Redirect::to(leads_to).into_response(),
            Error::TooManyRecords(wait) => rate_limit::wait(StatusCode::TOO_MANY_REQUESTS, *wait),
            error => status(error).into_response(),
        };
        response.extensions_mut().insert(Unrendered(Arc::new(self.0)));
        response
    }
}

fn status(error: &Error) -> StatusCode {
    match error {
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Refused(refusal) if refusal.relation != Relation::None => StatusCode::FORBIDDEN,
        Error::Refused(_) | Error::NotFound(_) => StatusCode::NOT_FOUND,
        Error::Moved(_) | Error::Repeated(_) => StatusCode::CONFLICT,
        Error::TooManyRecords(_) => StatusCode::TOO_MANY_REQUESTS,
        Error::Store(_) | Error::NotJournalled(_) | Error::Internal(_) => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

/// Returns what an error says and what caused it, for the log. Not as it is built: a database puts the
/// values of a row beside its message, and those are somebody's.
fn said(error: &Error) -> String {
    let mut said = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        said.push_str(": ");
        said.push_str(&error.to_string());
        cause = error.source();
    }
    said
}

/// Renders the page of a problem, and of every bare error that a layer made.
pub(crate) async fn render(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let visit = Visit::from_request_parts(&mut parts, &site).await;
    let response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    let unrendered = response.extensions().get::<Unrendered>().cloned();
    // A refusal of the framework's own is plain text, in English and for programmers.
    let is_page = response
        .headers()
        .get("content-type")
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let bare = unrendered.is_none() && !is_page;
    let is_error = status.is_client_error() || status.is_server_error();
    let Ok(visit) = visit else { return response };
    if unrendered.is_none() && !(bare && is_error) {
        return response;
    }
    if let Some(Unrendered(error)) = &unrendered
        && status.is_server_error()
    {
        tracing::error!(error = said(error), request = %visit.asked.request, "request failed");
    }
    let lacks_agreement = unrendered.as_ref().is_some_and(|Unrendered(error)| {
        matches!(error.as_ref(), Error::Refused(refusal) if refusal.agreement_lacks)
    });
    let many_records = unrendered
        .as_ref()
        .is_some_and(|Unrendered(error)| matches!(error.as_ref(), Error::TooManyRecords(_)));
    let key = match status {
        StatusCode::TOO_MANY_REQUESTS if many_records => "problem-many-records",
        StatusCode::FORBIDDEN if lacks_agreement => "problem-no-agreement",
        StatusCode::NOT_FOUND => "problem-not-found",
        StatusCode::FORBIDDEN => "problem-forbidden",
        StatusCode::CONFLICT => "problem-moved-on",
        StatusCode::PAYLOAD_TOO_LARGE => "problem-too-large",
        StatusCode::METHOD_NOT_ALLOWED => "problem-method",
        StatusCode::TOO_MANY_REQUESTS => "problem-too-fast",
        StatusCode::SERVICE_UNAVAILABLE => "problem-busy",
        status if status.is_server_error() => "problem-ours",
        _ => "problem-bad-request",
    };
    let reference = visit.asked.request.to_string();
    let seconds = response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
    let seconds = seconds.and_then(|seconds| seconds.parse::<u32>().ok());
    let minutes = seconds.filter(|seconds| *seconds > 60).map(|seconds| seconds.div_ceil(60));
    let content = context! { key, reference, seconds, minutes };
    let Ok(page) = visit.render("problem/show.html", content) else {
        return response;
    };
    let mut page = (status, page).into_response();
    // What may be asked instead belongs to an answer of 405 (RFC 9110, 15.5.6), and when, to one of 429
    // or 503 (RFC 9110, 10.2.3). What is not read to its end ends the connection.
    for name in [header::ALLOW, header::RETRY_AFTER, header::CONNECTION] {
        if let Some(value) = response.headers().get(&name) {
            page.headers_mut().insert(name, value.clone());
        }
    }
    page
}
