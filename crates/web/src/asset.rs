//! Style sheets, scripts and icons: the design system's, and the little that is ours.
//!
//! Names change with their content, so browsers may keep them for ever.

use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;

const SITE_CSS: &str = include_str!("../assets/site.css");

static SITE_CSS_PATH: LazyLock<String> = LazyLock::new(|| {
    let hash = app::sign_in::token_hash(SITE_CSS);
    format!("/assets/site-{}.css", &hash[..16])
});

/// Returns the address of our own style sheet.
pub(crate) fn site_css_path() -> &'static str {
    &SITE_CSS_PATH
}

/// Serves an asset.
pub(crate) async fn show(uri: Uri) -> Response {
    if uri.path() == SITE_CSS_PATH.as_str() {
        return kept("text/css; charset=utf-8", SITE_CSS.as_bytes());
    }
    match govuk::asset_at(uri.path()) {
        Some(asset) => kept(asset.content_type, asset.bytes),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn kept(content_type: &'static str, bytes: &'static [u8]) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, bytes).into_response()
}
