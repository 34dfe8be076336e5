//! What happens around every request: its id, its language, and the headers that keep browsers
//! from doing what they should not.

use crate::language::Language;
use crate::state::Site;
use crate::visit::{Asked, cookie, query};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

/// Seconds for which a chosen language is kept: a year.
const LANGUAGE_SECONDS: u32 = 31_536_000;

impl Site {
    /// Returns the name of the session cookie. The prefix makes browsers insist on TLS, on this
    /// host alone, and on the whole site.
    pub(crate) const fn session_cookie(&self) -> &'static str {
        if self.settings.secure_cookies { "__Host-session" } else { "session" }
    }

    /// Returns the name of the cookie that keeps a chosen language.
    pub(crate) const fn language_cookie(&self) -> &'static str {
        if self.settings.secure_cookies { "__Host-lang" } else { "lang" }
    }

    /// Returns the header that keeps a chosen language. No script reads it.
    fn set_language(&self, language: Language) -> String {
        let secure = if self.settings.secure_cookies { "; Secure" } else { "" };
        format!(
            "{}={}; Path=/; HttpOnly; SameSite=Lax{secure}; Max-Age={LANGUAGE_SECONDS}",
            self.language_cookie(),
            language.code()
        )
    }

    /// Returns the header that sets the session cookie, or ends it with an empty token.
    pub(crate) fn set_session(&self, token: &str) -> String {
        let secure = if self.settings.secure_cookies { "; Secure" } else { "" };
        let age = if token.is_empty() { "; Max-Age=0" } else { "" };
        format!("{}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", self.session_cookie())
    }
}

/// Finds out what every handler needs, and sets the headers of every response.
pub(crate) async fn around(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let chosen = query(&parts.uri, "lang").and_then(|code| Language::from_code(&code));
    let kept = cookie(&parts, site.language_cookie()).and_then(|code| Language::from_code(&code));
    let asked = Asked {
        request: Uuid::now_v7(),
        language: chosen.or(kept).unwrap_or(Language::En),
        nonce: app::sign_in::new_token(),
    };
    parts.extensions.insert(asked.clone());
    let mut response = if is_embedded_elsewhere(&parts.headers) {
        StatusCode::FORBIDDEN.into_response()
    } else if parts.uri.query().is_some_and(|query| query.contains("%00")) {
        // Nobody types it, and PostgreSQL has no text with it in: a search for it would fail as ours.
        StatusCode::BAD_REQUEST.into_response()
    } else {
        next.run(Request::from_parts(parts, body)).await
    };
    let headers = response.headers_mut();
    let csp = format!(
        "default-src 'none'; script-src 'self' 'nonce-{}'; style-src 'self'; img-src 'self'; \
         font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         object-src 'none'; frame-ancestors 'none'",
        asked.nonce
    );
    set(headers, header::CONTENT_SECURITY_POLICY, &csp);
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::REFERRER_POLICY, "no-referrer");
    set(headers, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    // No other site loads a page or a file of ours into its own, where it could be measured.
    set(headers, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(headers, HeaderName::from_static("x-request-id"), &asked.request.to_string());
    if site.settings.secure_cookies {
        let year = "max-age=31536000; includeSubDomains";
        set(headers, header::STRICT_TRANSPORT_SECURITY, year);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        // Pages hold people's records: nothing is kept by a browser or a proxy.
        set(headers, header::CACHE_CONTROL, "no-store");
    }
    if let Some(language) = chosen
        && let Ok(value) = HeaderValue::from_str(&site.set_language(language))
    {
        headers.append(header::SET_COOKIE, value);
    }
    response
}

/// Whether another site asks for this to put it into a page of its own: as a frame, a picture, a
/// script. A link from elsewhere may be followed. Browsers say so, and nobody else can make them lie
/// (Fetch Metadata); what says nothing is no browser that has a session to lose.
fn is_embedded_elsewhere(headers: &HeaderMap) -> bool {
    let is = |name: &str, value: &str| headers.get(name).is_some_and(|given| given == value);
    is("sec-fetch-site", "cross-site")
        && !(is("sec-fetch-mode", "navigate") && is("sec-fetch-dest", "document"))
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
