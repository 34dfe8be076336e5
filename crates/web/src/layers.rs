//! What happens around every request: its id, its language, and the headers that keep browsers
//! from doing what they should not.

use crate::language::Language;
use crate::state::Site;
use crate::visit::{Asked, cookie, query};
use crate::{address, csp_report};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
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

    /// Returns the name of the cookie that is kept while its holder is at their organisation's provider.
    pub(crate) const fn through_cookie(&self) -> &'static str {
        if self.settings.secure_cookies { "__Host-through" } else { "through" }
    }

    /// Returns the header that keeps what belongs to a sign-in at a provider for some seconds, or ends it.
    pub(crate) fn set_through(&self, text: &str, seconds: i64) -> String {
        let secure = if self.settings.secure_cookies { "; Secure" } else { "" };
        format!(
            "{}={text}; Path=/; HttpOnly; SameSite=Lax{secure}; Max-Age={seconds}",
            self.through_cookie()
        )
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
        place: address::place(&parts, &site.settings.trusted_proxies),
        nonce: app::sign_in::new_token(),
    };
    parts.extensions.insert(asked.clone());
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let headers = response.headers_mut();
    let csp = format!(
        "default-src 'none'; script-src 'self' 'nonce-{}'; style-src 'self'; img-src 'self'; \
         font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         object-src 'none'; frame-ancestors 'none'; report-uri {}; report-to csp",
        asked.nonce,
        csp_report::PATH
    );
    set(headers, header::CONTENT_SECURITY_POLICY, &csp);
    let reports = format!("csp=\"{}\"", csp_report::PATH);
    set(headers, HeaderName::from_static("reporting-endpoints"), &reports);
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

/// Refuses what another site embeds and what could be read in two ways, before anything is done for it.
/// It stands inside the layer that makes a page of a refusal.
pub(crate) async fn refuse(request: Request, next: Next) -> Response {
    if is_embedded_elsewhere(request.headers()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match malformed(request.headers(), request.uri()) {
        // Whatever comes behind it on this connection may be a part of it: nothing of that is read.
        Some(status) => (status, [(header::CONNECTION, "close")]).into_response(),
        None => next.run(request).await,
    }
}

/// Returns how a request is refused that two programs could read in two ways, whatever it asks for.
///
/// A body of a length that is said in two ways is where one request is smuggled in another (RFC 9112
/// section 11.2): what reads the connection here lets `Transfer-Encoding` win and takes
/// `Content-Length` away, so that it cannot be seen any more. No browser sends a form in chunks, so
/// whatever does is told to say its length (RFC 9110 section 15.5.12).
fn malformed(headers: &HeaderMap, uri: &Uri) -> Option<StatusCode> {
    let several = |name| headers.get_all(name).iter().nth(1).is_some();
    let query = uri.query().unwrap_or_default();
    if headers.contains_key(header::TRANSFER_ENCODING) {
        Some(StatusCode::LENGTH_REQUIRED)
    } else if several(header::HOST) || several(header::CONTENT_TYPE) {
        Some(StatusCode::BAD_REQUEST)
    } else if headers.contains_key(header::CONTENT_ENCODING) {
        Some(StatusCode::UNSUPPORTED_MEDIA_TYPE)
    } else if !is_text(uri.path()) || !is_text(query) {
        Some(StatusCode::BAD_REQUEST)
    } else {
        None
    }
}

/// Whether what is behind percent signs is UTF-8 without NUL. Anything else would be looked for as other
/// words than were sent; and PostgreSQL has no text with NUL in it.
fn is_text(encoded: &str) -> bool {
    let mut bytes = encoded.bytes();
    let mut decoded = Vec::with_capacity(encoded.len());
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let digit = |digit: Option<u8>| digit.and_then(|digit| char::from(digit).to_digit(16));
        match (byte, digit(ahead.next()), digit(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                decoded.push(u8::try_from(high * 16 + low).unwrap_or_default());
                bytes = ahead;
            }
            _ => decoded.push(byte),
        }
    }
    !decoded.contains(&0) && std::str::from_utf8(&decoded).is_ok()
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_text_is_let_through() {
        for text in ["", "/people", "q=%C5%B5+a&b=100%", "%zz", "%f", "%", "%2525", "%25%30%30"] {
            assert!(is_text(text), "{text}");
        }
        // NUL, half a character, a byte that is none, one too long, a surrogate.
        for text in ["%00", "a=%00b", "%C5", "%c5a", "%FF", "%C0%80", "%C0%AF", "%ED%A0%80"] {
            assert!(!is_text(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_let_through_as_it_is_encoded(text in "[^\0]{0,40}") {
            let encoded = serde_urlencoded::to_string([("q", text)]).unwrap();
            prop_assert!(is_text(&encoded));
        }

        #[test]
        fn it_is_utf8_without_nul_and_nothing_else(bytes in prop::collection::vec(any::<u8>(), 0..8)) {
            use std::fmt::Write;
            let encoded = bytes.iter().fold(String::new(), |mut text, byte| {
                write!(text, "%{byte:02x}").unwrap();
                text
            });
            let expected = std::str::from_utf8(&bytes).is_ok() && !bytes.contains(&0);
            prop_assert_eq!(is_text(&encoded), expected);
        }
    }
}
