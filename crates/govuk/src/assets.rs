//! Style sheets, scripts and icons, kept in the binary and served under content-hashed names.
//!
//! `frontend/neutral.mjs` makes the files from the official packages, without GOV.UK branding.
//! As a name changes with its content, a browser may keep what it has for ever.

use std::sync::LazyLock;

/// Where every asset's URL begins.
const ROOT: &str = "/assets/";

/// A file to serve.
#[derive(Debug)]
pub struct Asset {
    /// Its plain name, such as `govuk.css`.
    pub path: &'static str,
    /// Its media type, with the character set of text.
    pub content_type: &'static str,
    /// What it holds.
    pub bytes: &'static [u8],
    /// FNV-1a of its bytes, 64 bits as 16 hexadecimal digits: enough to tell versions apart.
    pub hash: String,
    /// Its whole URL path, such as `/assets/govuk-3f2a….css`.
    pub url: String,
}

macro_rules! files {
    ($($path:literal)*) => { [$(($path, include_bytes!(concat!("../assets/", $path)) as &[u8])),*] };
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let files = files![
        "govuk.css"
        "govuk.js"
        "icon-close-cross-black.svg"
        "icon-document.svg"
        "icon-progress-tick.svg"
        "icon-tag-remove-cross-white.svg"
        "icon-tag-remove-cross.svg"
        "icon-toggle-plus-minus.svg"
        "moj.css"
        "moj.js"
        "resettle.js"
    ];
    files.into_iter().map(|(path, bytes)| Asset::new(path, bytes)).collect()
});

/// Returns every asset; the web server needs a route for each [`Asset::url`].
pub fn assets() -> &'static [Asset] {
    &ASSETS
}

/// Returns the content-hashed URL path of an asset by its plain name, if there is such an asset.
pub fn asset_url(path: &str) -> Option<&'static str> {
    ASSETS.iter().find(|asset| asset.path == path).map(|asset| asset.url.as_str())
}

/// Returns the asset behind a URL path, such as `/assets/govuk-3f2a….css`.
pub fn asset_at(url: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.url == url)
}

impl Asset {
    fn new(path: &'static str, bytes: &'static [u8]) -> Self {
        let (stem, extension) = path.split_once('.').unwrap_or((path, ""));
        let content_type = match extension {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "svg" => "image/svg+xml; charset=utf-8",
            _ => "application/octet-stream",
        };
        let hash = format!("{:016x}", fnv(bytes));
        let url = format!("{ROOT}{stem}-{hash}.{extension}");
        Asset { path, content_type, bytes, hash, url }
    }
}

/// FNV-1a with 64 bits; offset and prime as in the IETF draft "The FNV Non-Cryptographic Hash".
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |state, byte| {
        (state ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_as_published() {
        assert_eq!(fnv(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn every_asset_is_found_by_its_url() {
        for asset in assets() {
            assert_eq!(asset_url(asset.path), Some(asset.url.as_str()));
            assert_eq!(asset_at(&asset.url).map(|found| found.path), Some(asset.path));
        }
        assert_eq!(asset_url("missing.css"), None);
        assert!(asset_at("/assets/govuk.css").is_none());
    }

    #[test]
    fn nothing_of_the_govuk_identity_is_served() {
        let marks = ["gds transport", "crest", "crown", "logotype", "1d70b8", "sourcemappingurl"];
        for asset in assets() {
            let text = String::from_utf8_lossy(asset.bytes).to_lowercase();
            for mark in marks {
                assert!(!text.contains(mark), "{} holds {mark:?}", asset.path);
            }
        }
    }

    #[test]
    fn every_file_that_a_file_refers_to_is_served() {
        fn check(asset: &Asset, before: &str, after: char) {
            let text = String::from_utf8_lossy(asset.bytes);
            for reference in text.split(before).skip(1) {
                let name = reference.split(after).next().unwrap_or_default();
                let url = format!("{ROOT}{name}");
                assert!(asset_at(&url).is_some(), "{} refers to {name}", asset.path);
            }
        }
        for asset in assets() {
            match asset.content_type {
                "image/svg+xml; charset=utf-8" => {}
                _ => check(asset, "url(", ')'),
            }
        }
        let start = assets().iter().find(|asset| asset.path == "resettle.js").expect("it");
        check(start, "from './", '\'');
    }
}
