//! What browsers report that the content security policy stopped: taken, counted and logged by our own
//! names, and nothing of it believed.

use crate::harness::{World, on_both, on_one_thread};
use crate::kept::{changed, kept};
use crate::secrets::Log;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::Rate;
use metrics::{
    Counter, CounterFn, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use web::{Limits, Settings};

const OLD: &str = "application/csp-report";
const NEW: &str = "application/reports+json";

async fn report(world: &World, kind: &str, body: &str) -> StatusCode {
    let request = Request::post("/csp-reports")
        .header(header::HOST, "resettle.example")
        .header(header::ORIGIN, "http://resettle.example")
        .header("sec-fetch-site", "same-origin")
        .header("sec-fetch-dest", "report")
        .header(header::CONTENT_TYPE, kind);
    world.respond(request.body(Body::from(body.to_owned())).unwrap()).await.status()
}

fn old(document: &str, directive: &str) -> String {
    serde_json::json!({"csp-report": {
        "document-uri": document,
        "effective-directive": directive,
        "blocked-uri": "inline",
        "script-sample": "canary-sample",
    }})
    .to_string()
}

/// Counts reports, by directive.
#[derive(Default)]
struct Counted {
    images: Arc<Count>,
    others: Arc<Count>,
}

#[derive(Default)]
struct Count(AtomicU64);

impl CounterFn for Count {
    fn increment(&self, value: u64) {
        self.0.fetch_add(value, Ordering::Relaxed);
    }

    fn absolute(&self, value: u64) {
        self.0.store(value, Ordering::Relaxed);
    }
}

impl Recorder for Counted {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        assert_eq!(key.name(), "csp_reports_total");
        let is_image = key.labels().any(|label| label.value() == "img-src");
        Counter::from_arc(if is_image { self.images.clone() } else { self.others.clone() })
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}

#[test]
fn a_report_is_counted_and_logged_without_anybody_in_it() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().json().with_writer(log.clone()).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let counted = Counted::default();
    let counting = metrics::set_default_local_recorder(&counted);
    on_one_thread(async |world: World| {
        let person = world.person;
        let page = format!("https://resettle.example/people/{person}?q=canary-searched");
        assert_eq!(report(&world, OLD, &old(&page, "img-src")).await, StatusCode::NO_CONTENT);
        let evil = "img-src\n{\"level\":\"ERROR\",\"canary-forged\":true}";
        assert_eq!(report(&world, OLD, &old("canary-page", evil)).await, StatusCode::NO_CONTENT);
        let new = serde_json::json!([
            {"type": "csp-violation", "url": page, "body":
                {"documentURL": page, "effectiveDirective": "img-src", "sample": "canary-sample"}},
            {"type": "csp-violation", "url": page, "body":
                {"documentURL": "https://resettle.example/recovery/canary-token",
                 "effectiveDirective": "script-src-elem"}},
        ]);
        assert_eq!(report(&world, NEW, &new.to_string()).await, StatusCode::NO_CONTENT);
        let log = log.text();
        assert!(!log.contains("canary") && !log.contains(&person.to_string()), "{log}");
        assert!(log.contains(r#""directive":"img-src","route":"/people/{id}""#), "{log}");
        assert!(
            log.contains(r#""directive":"script-src-elem","route":"/recovery/{token}""#),
            "{log}"
        );
        assert_eq!(
            log.lines().filter(|line| line.contains("stopped something")).count(),
            4,
            "{log}"
        );
    });
    drop((guard, counting));
    assert_eq!(counted.images.0.load(Ordering::Relaxed), 2);
    assert_eq!(counted.others.0.load(Ordering::Relaxed), 2);
}

#[test]
fn what_is_no_report_is_refused_and_nothing_is_kept_of_any() {
    on_both(async |world: World| {
        let limits = Limits { reports: Rate::new(10, 60), ..Limits::default() };
        let world = world.with(Settings { limits: Some(limits), ..Settings::default() });
        let before = kept(&world.db).await;
        let right = old("https://resettle.example/", "img-src");
        let large = right.replace("inline", &"a".repeat(20_000));
        for (kind, body, status) in [
            (OLD, &*right, StatusCode::NO_CONTENT),
            (OLD, "", StatusCode::BAD_REQUEST),
            (OLD, "{\"csp-report\": {}", StatusCode::BAD_REQUEST),
            (NEW, &right, StatusCode::BAD_REQUEST),
            (OLD, &large, StatusCode::PAYLOAD_TOO_LARGE),
            ("", &right, StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("application/json", &right, StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("text/plain", &right, StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("application/x-www-form-urlencoded", "a=b", StatusCode::UNSUPPORTED_MEDIA_TYPE),
            (OLD, &right, StatusCode::NO_CONTENT),
            (OLD, &right, StatusCode::TOO_MANY_REQUESTS),
        ] {
            assert_eq!(report(&world, kind, body).await, status, "{kind} {body}");
        }
        // Reports use up nobody's way to sign in.
        let page = world.ask("GET", "/sign-in", "", String::new()).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(changed(&before, &kept(&world.db).await), [] as [String; 0]);
    });
}
