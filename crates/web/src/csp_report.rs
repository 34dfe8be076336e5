//! What browsers report that the content security policy stopped (ASVS 5.0 3.4.7): counted, and logged
//! by directive and route. Anybody can send one, so nothing of it is believed or kept: not the address,
//! which may hold a person's id, nor the script that was stopped, which may hold anything.

use crate::routes::{path_of, table};
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use serde::Deserialize;
use std::sync::LazyLock;

/// Where browsers report to.
pub(crate) const PATH: &str = "/csp-reports";
/// Bytes of what is sent at most: browsers send one or a few reports of a kilobyte.
pub(crate) const MOST_BYTES: usize = 16 * 1024;
/// Reports in one sending at most.
const MOST_REPORTS: usize = 20;

/// The paths of all routes.
static ROUTES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| table().into_iter().map(|route| route.path).collect());

/// The directives that our policy has. Any other is logged as `other`.
const DIRECTIVES: [&str; 12] = [
    "default-src",
    "script-src",
    "script-src-elem",
    "script-src-attr",
    "style-src",
    "style-src-elem",
    "style-src-attr",
    "img-src",
    "font-src",
    "connect-src",
    "form-action",
    "frame-ancestors",
];

/// What an older browser sends, as `application/csp-report` (CSP level 2).
#[derive(Deserialize)]
struct Sent {
    #[serde(rename = "csp-report")]
    report: Old,
}

#[derive(Deserialize)]
struct Old {
    #[serde(rename = "document-uri", default)]
    document: String,
    #[serde(rename = "effective-directive", default)]
    effective: String,
    /// The directive by an older name; browsers that know the newer name send both.
    #[serde(rename = "violated-directive", default)]
    violated: String,
}

/// What a newer browser sends, as `application/reports+json` (Reporting API).
#[derive(Deserialize)]
struct Report {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    body: Option<New>,
}

#[derive(Deserialize)]
struct New {
    #[serde(rename = "documentURL", default)]
    document: String,
    #[serde(rename = "effectiveDirective", default)]
    effective: String,
}

/// What is kept of a report: the directive, and the route of the page, both by our own names for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stopped {
    directive: &'static str,
    route: &'static str,
}

/// Reads what was sent; `None` when it is no report.
fn read(kind: &str, body: &[u8]) -> Option<Vec<Stopped>> {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    match kind {
        "application/csp-report" => {
            let Sent { report } = serde_json::from_slice(body).ok()?;
            let said = if report.effective.is_empty() { report.violated } else { report.effective };
            Some(vec![stopped(&said, &report.document)])
        }
        "application/reports+json" => {
            let reports: Vec<Report> = serde_json::from_slice(body).ok()?;
            let bodies = reports
                .into_iter()
                .take(MOST_REPORTS)
                .filter(|report| report.kind == "csp-violation")
                .filter_map(|report| report.body);
            Some(bodies.map(|body| stopped(&body.effective, &body.document)).collect())
        }
        _ => None,
    }
}

/// An older browser puts what the directive says behind its name.
fn stopped(directive: &str, document: &str) -> Stopped {
    let name = directive.split(' ').next().unwrap_or_default();
    let directive = DIRECTIVES.into_iter().find(|known| *known == name).unwrap_or("other");
    Stopped { directive, route: route_of(document) }
}

/// Returns the route of a page's address, without its parts.
fn route_of(document: &str) -> &'static str {
    let Ok(uri) = document.parse::<Uri>() else { return "none" };
    path_of(ROUTES.iter().copied(), uri.path()).unwrap_or("none")
}

/// Takes reports.
pub(crate) async fn take(headers: HeaderMap, body: Bytes) -> StatusCode {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default();
    let is_known = ["application/csp-report", "application/reports+json"]
        .iter()
        .any(|known| kind.starts_with(known));
    if !is_known {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE;
    }
    let Some(reports) = read(kind, &body) else { return StatusCode::BAD_REQUEST };
    for Stopped { directive, route } in reports {
        metrics::counter!("csp_reports_total", "directive" => directive).increment(1);
        tracing::warn!(directive, route, "a browser stopped something on a page");
    }
    StatusCode::NO_CONTENT
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn both_forms_are_read_by_our_own_names_only() {
        let old = r#"{"csp-report": {"document-uri":
            "https://resettle.example/people/0190a1b2-0000-7000-8000-00000000000a?q=Morgan",
            "violated-directive": "script-src-elem 'self'", "script-sample": "Morgan"}}"#;
        let one = Stopped { directive: "script-src-elem", route: "/people/{id}" };
        assert_eq!(read("application/csp-report; charset=utf-8", old.as_bytes()), Some(vec![one]));
        let new = r#"[{"type": "csp-violation", "age": 1, "url": "https://a/", "body":
            {"documentURL": "https://resettle.example/people/new", "effectiveDirective": "img-src"}},
            {"type": "deprecation", "body": {"id": "x"}},
            {"type": "csp-violation", "body":
            {"documentURL": "not an address", "effectiveDirective": "evil\ndirective"}}]"#;
        let two = [
            Stopped { directive: "img-src", route: "/people/new" },
            Stopped { directive: "other", route: "none" },
        ];
        assert_eq!(read("application/reports+json", new.as_bytes()), Some(two.to_vec()));
    }

    #[test]
    fn what_is_no_report_is_refused() {
        for (kind, body) in [
            ("application/csp-report", ""),
            ("application/csp-report", "[]"),
            ("application/csp-report", "{\"csp-report\": 1}"),
            ("application/csp-report", "{\"csp-report\": {}, \"csp-report\": {}}"),
            ("application/csp-report", "\u{feff}{\"csp-report\": {}}"),
            ("application/reports+json", "{}"),
            ("application/reports+json", "[{}]"),
            ("text/plain", "{\"csp-report\": {}}"),
        ] {
            assert_eq!(read(kind, body.as_bytes()), None, "{kind} {body}");
        }
        assert_eq!(
            read("application/csp-report", b"{\"csp-report\": {\"document-uri\": \"\xff\"}}"),
            None
        );
        let deep = format!("{{\"csp-report\": {}", "[".repeat(MOST_BYTES));
        assert_eq!(read("application/csp-report", deep.as_bytes()), None);
        let many = format!("[{}]", vec![r#"{"type":"csp-violation","body":{}}"#; 400].join(","));
        let many = read("application/reports+json", many.as_bytes());
        assert_eq!(many.map(|all| all.len()), Some(MOST_REPORTS));
    }

    proptest! {
        #[test]
        fn no_bytes_stop_the_reader(body in prop::collection::vec(any::<u8>(), 0..400), new: bool) {
            let kind = if new { "application/reports+json" } else { "application/csp-report" };
            let _ = read(kind, &body);
        }
    }
}
