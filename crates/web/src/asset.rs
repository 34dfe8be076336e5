//! Style sheets, scripts and icons: the design system's, and the little that is ours.
//!
//! Names change with their content, so browsers may keep them for ever.

use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;

/// One file of ours.
struct Own {
    url: String,
    content_type: &'static str,
    bytes: &'static str,
}

impl Own {
    fn new(name: &str, end: &str, content_type: &'static str, bytes: &'static str) -> Self {
        let hash = app::sign_in::token_hash(bytes);
        Self { url: format!("/assets/{name}-{}.{end}", &hash[..16]), content_type, bytes }
    }
}

static CSS: LazyLock<Own> = LazyLock::new(|| {
    Own::new("site", "css", "text/css; charset=utf-8", include_str!("../assets/site.css"))
});
static ICON: LazyLock<Own> = LazyLock::new(|| {
    Own::new("icon", "svg", "image/svg+xml; charset=utf-8", include_str!("../assets/icon.svg"))
});

/// Returns the address of our own style sheet.
pub(crate) fn site_css() -> &'static str {
    &CSS.url
}

/// Returns the address of the site's icon.
pub(crate) fn site_icon() -> &'static str {
    &ICON.url
}

/// Serves an asset.
pub(crate) async fn show(uri: Uri) -> Response {
    let own = [&*CSS, &*ICON].into_iter().find(|own| own.url == uri.path());
    match (own, govuk::asset_at(uri.path())) {
        (Some(own), _) => kept(own.content_type, own.bytes.as_bytes()),
        (None, Some(asset)) => kept(asset.content_type, asset.bytes),
        (None, None) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn kept(content_type: &'static str, bytes: &'static [u8]) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, bytes).into_response()
}
