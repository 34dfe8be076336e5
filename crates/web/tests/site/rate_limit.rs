//! Limits of rate, with a clock that is moved: who is limited, who is not, and what they are told.

use crate::harness::{World, encode, on_both, on_sqlite};
use crate::kept::{changed, kept};
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use chrono::TimeDelta;
use domain::Rate;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::task::{Context, Waker};
use web::{Limits, Settings};

/// Few enough to be used up here: a token comes back every second.
const FEW: Rate = Rate::new(3, 60);

fn settings(limits: Limits, trusted: &[&str]) -> Settings {
    let trusted_proxies = trusted.iter().map(|text| text.parse().unwrap()).collect();
    Settings { limits: Some(limits), trusted_proxies, ..Settings::default() }
}

/// A request from somewhere.
struct Sent<'a> {
    method: &'a str,
    path: &'a str,
    cookie: &'a str,
    peer: &'a str,
    forwarded: &'a str,
    body: String,
}

const NOTHING: Sent<'static> = Sent {
    method: "GET",
    path: "/sign-in",
    cookie: "",
    peer: "203.0.113.9:4711",
    forwarded: "",
    body: String::new(),
};

async fn send(world: &World, sent: Sent<'_>) -> (StatusCode, HeaderMap, String) {
    let mut request = Request::builder()
        .method(sent.method)
        .uri(sent.path)
        .header(header::COOKIE, sent.cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    if !sent.forwarded.is_empty() {
        request = request.header("x-forwarded-for", sent.forwarded);
    }
    let mut request = request.body(Body::from(sent.body)).unwrap();
    let peer: SocketAddr = sent.peer.parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    let response = world.respond(request).await;
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, headers, String::from_utf8(bytes.to_vec()).unwrap())
}

async fn status(world: &World, sent: Sent<'_>) -> StatusCode {
    send(world, sent).await.0
}

#[test]
fn an_account_is_limited_over_all_its_sessions_and_nobody_else_is() {
    on_both(async |world: World| {
        let world = world.with(settings(Limits { account: FEW, ..Limits::default() }, &[]));
        let one = world.session(world.prison_worker).await;
        let two = world.session(world.prison_worker).await;
        let other = world.session(world.probation_worker).await;
        let ask =
            async |cookie: &str, path| world.ask("GET", path, cookie, String::new()).await.status;
        for cookie in [&one, &two, &one] {
            assert_eq!(ask(cookie, "/my-people").await, StatusCode::OK);
        }
        for path in ["/my-people", "/account", "/people/not-an-id"] {
            assert_eq!(ask(&two, path).await, StatusCode::TOO_MANY_REQUESTS, "{path}");
        }
        assert_eq!(ask(&other, "/my-people").await, StatusCode::OK);
        // What a page is drawn with and what machines ask for is not counted.
        assert_eq!(ask(&one, &govuk::assets()[0].url).await, StatusCode::OK);
        assert_eq!(ask(&one, "/health").await, StatusCode::OK);
        world.later(TimeDelta::milliseconds(999));
        assert_eq!(ask(&one, "/my-people").await, StatusCode::TOO_MANY_REQUESTS);
        world.later(TimeDelta::milliseconds(1));
        assert_eq!(ask(&one, "/my-people").await, StatusCode::OK);
        assert_eq!(ask(&two, "/my-people").await, StatusCode::TOO_MANY_REQUESTS);
    });
}

#[test]
fn what_is_sent_too_fast_changes_nothing_and_the_same_works_a_moment_later() {
    on_both(async |world: World| {
        let limits = Limits { account: Rate::new(1, 60), ..Limits::default() };
        let world = world.with(settings(limits, &[]));
        let cookie = world.session(world.person_account).await;
        let path = "/my-record/wrong";
        let page = world.ask("GET", path, &cookie, String::new()).await;
        assert_eq!(page.status, StatusCode::OK);
        let token = "0190a1b2-0000-7000-8000-00000000000a";
        let form = || encode(&[("kind", "wrong"), ("words", "My name"), ("form-token", token)]);
        let before = kept(&world.db).await;
        let send = async |lang: &str| {
            let path = &*format!("{path}?lang={lang}");
            send(&world, Sent { method: "POST", path, cookie: &cookie, body: form(), ..NOTHING })
                .await
        };
        for (lang, title, wait) in [
            ("en", "You are going faster", "Wait 1 second."),
            ("cy", "Rydych yn mynd yn gyflymach", "Arhoswch 1 eiliad."),
        ] {
            let (status, headers, text) = send(lang).await;
            assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
            assert_eq!(headers[header::RETRY_AFTER], "1");
            assert!(text.contains(title) && text.contains(wait), "{text}");
            assert!(text.contains(&format!("<html lang=\"{lang}\"")), "{text}");
            assert!(!text.contains("[problem"), "a message is missing: {text}");
        }
        assert_eq!(changed(&before, &kept(&world.db).await), [] as [String; 0]);
        world.later(TimeDelta::seconds(1));
        // What a reload sends: the same, to the byte.
        let (status, headers, text) = send("en").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
        assert!(headers[header::LOCATION].to_str().unwrap().contains("done="));
    });
}

#[test]
fn whoever_has_not_signed_in_is_limited_by_where_they_are() {
    on_both(async |world: World| {
        let world = world.with(settings(Limits { address: FEW, ..Limits::default() }, &[]));
        for path in ["/sign-in", "/", "/my-people"] {
            let before = status(&world, Sent { path, ..NOTHING }).await;
            assert_ne!(before, StatusCode::TOO_MANY_REQUESTS, "{path}");
        }
        for path in
            ["/sign-in", "/first-sign-in", "/recovery/x", "/my-people", "/journal/checkpoint"]
        {
            for forwarded in ["", "198.51.100.1", "127.0.0.1, 10.0.0.1"] {
                let after = status(&world, Sent { path, forwarded, ..NOTHING }).await;
                assert_eq!(after, StatusCode::TOO_MANY_REQUESTS, "{path} {forwarded}");
            }
            // A cookie of nobody is no way out.
            let cookie = "session=0000";
            let after = status(&world, Sent { path, cookie, ..NOTHING }).await;
            assert_eq!(after, StatusCode::TOO_MANY_REQUESTS, "{path}");
        }
        assert_eq!(status(&world, Sent { path: "/health", ..NOTHING }).await, StatusCode::OK);
        // Another place is not limited, nor is whoever has signed in at this one.
        let peer = "203.0.113.10:4711";
        assert_eq!(status(&world, Sent { peer, ..NOTHING }).await, StatusCode::OK);
        let cookie = &*world.session(world.prison_worker).await;
        let path = "/my-people";
        assert_eq!(status(&world, Sent { path, cookie, ..NOTHING }).await, StatusCode::OK);
        // One network of IPv6 is one place, whatever its addresses.
        for end in 1..=4 {
            let peer = &*format!("[2001:db8:0:7::{end}]:4711");
            let expected = if end == 4 { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::OK };
            assert_eq!(status(&world, Sent { peer, ..NOTHING }).await, expected, "{peer}");
        }
    });
}

#[test]
fn a_proxy_is_believed_only_if_the_settings_name_it() {
    on_sqlite(&async |world: World| {
        let limits = Limits { address: FEW, ..Limits::default() };
        let world = world.with(settings(limits, &["203.0.113.9"]));
        // Those behind it are told apart, whatever they write before what the proxy adds.
        for turn in 0..3 {
            for client in ["198.51.100.1", "198.51.100.2"] {
                let forwarded = &*format!("10.0.0.{turn}, {client}");
                assert_eq!(status(&world, Sent { forwarded, ..NOTHING }).await, StatusCode::OK);
            }
        }
        let forwarded = "10.0.0.99, 198.51.100.1";
        let after = status(&world, Sent { forwarded, ..NOTHING }).await;
        assert_eq!(after, StatusCode::TOO_MANY_REQUESTS);
        // Whoever is no proxy writes in vain.
        for turn in 0..4 {
            let (peer, forwarded) = ("203.0.113.10:4711", &*format!("192.0.2.{turn}"));
            let expected = if turn == 3 { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::OK };
            assert_eq!(status(&world, Sent { peer, forwarded, ..NOTHING }).await, expected);
        }
    });
}

#[test]
fn trying_to_be_let_in_is_limited_more_than_looking() {
    on_both(async |world: World| {
        let world = world.with(settings(Limits { door: FEW, ..Limits::default() }, &[]));
        let body = || encode(&[("email", "prison@demo.example"), ("password", "a wrong password")]);
        let doors = ["/sign-in", "/sign-in/code", "/first-sign-in"];
        for path in doors {
            let tried = Sent { method: "POST", path, body: body(), ..NOTHING };
            assert_eq!(status(&world, tried).await, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        }
        let before = world.journal_size().await;
        for path in doors.into_iter().chain(["/recovery/x", "/invitation/x"]) {
            let tried = Sent { method: "POST", path, body: body(), ..NOTHING };
            assert_eq!(status(&world, tried).await, StatusCode::TOO_MANY_REQUESTS, "{path}");
        }
        assert_eq!(world.journal_size().await, before, "nothing was tried");
        assert_eq!(status(&world, NOTHING).await, StatusCode::OK);
    });
}

#[test]
fn all_together_are_limited_and_the_site_still_says_that_it_lives() {
    on_both(async |world: World| {
        let world = world.with(settings(Limits { whole: FEW, ..Limits::default() }, &[]));
        let cookie = &*world.session(world.prison_worker).await;
        for peer in ["203.0.113.1:1", "203.0.113.2:1", "203.0.113.3:1"] {
            assert_eq!(status(&world, Sent { peer, ..NOTHING }).await, StatusCode::OK);
        }
        for (path, cookie) in [("/sign-in", ""), ("/my-people", cookie), ("/no/such/page", "")] {
            let (status, headers, text) = send(&world, Sent { path, cookie, ..NOTHING }).await;
            assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
            assert_eq!(headers[header::RETRY_AFTER], "1", "{path}");
            assert!(
                text.contains("This site is busy") && text.contains("Wait 1 second."),
                "{text}"
            );
        }
        assert_eq!(status(&world, Sent { path: "/health", ..NOTHING }).await, StatusCode::OK);
        world.later(TimeDelta::seconds(1));
        assert_eq!(status(&world, NOTHING).await, StatusCode::OK);
    });
}

#[test]
fn requests_under_way_at_once_are_limited_and_their_end_makes_room() {
    on_sqlite(&async |world: World| {
        let limits = Limits { at_once: 1, ..Limits::default() };
        let world = world.with(settings(limits, &[]));
        // A wrong password, which waits until it is journalled; here somebody else has the writer.
        let writer = world.db.begin().await.unwrap();
        let body = encode(&[("email", "prison@demo.example"), ("password", "wrong")]);
        let mut slow = pin!(status(&world, Sent { method: "POST", body, ..NOTHING }));
        let mut context = Context::from_waker(Waker::noop());
        assert!(slow.as_mut().poll(&mut context).is_pending());
        let (status_now, headers, _) = send(&world, NOTHING).await;
        assert_eq!(status_now, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(headers[header::RETRY_AFTER], "5");
        drop(writer);
        assert_eq!(slow.await, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(status(&world, NOTHING).await, StatusCode::OK);
    });
}

#[test]
fn whoever_sends_slowly_is_in_nobodys_way_and_is_not_waited_for_for_ever() {
    on_sqlite(&async |world: World| {
        let limits = Limits { at_once: 1, form_seconds: 0, ..Limits::default() };
        let slow = || Body::from_stream(futures_util::stream::pending::<std::io::Result<Bytes>>());
        let request = || {
            Request::post("/sign-in")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(slow())
                .unwrap()
        };
        let world = world.with(settings(limits, &[]));
        let refused = world.respond(request()).await;
        assert_eq!(refused.status(), StatusCode::REQUEST_TIMEOUT);
        assert_eq!(refused.headers()[header::CONNECTION], "close");
        // While it is waited for, it takes nobody's place.
        let limits = Limits { form_seconds: 3_600, ..limits };
        let world = world.with(settings(limits, &[]));
        let mut waiting = pin!(world.respond(request()));
        let mut context = Context::from_waker(Waker::noop());
        for _ in 0..100 {
            assert!(waiting.as_mut().poll(&mut context).is_pending());
            assert_eq!(status(&world, NOTHING).await, StatusCode::OK);
        }
    });
}

/// What the limits are set to must not be in the way of anybody's work.
#[test]
fn a_fast_worker_and_a_whole_office_that_signs_in_are_let_through() {
    on_sqlite(&async |world: World| {
        let world = world.with(settings(Limits::default(), &[]));
        let cookie = &*world.session(world.prison_worker).await;
        // A page a second for ten minutes; what is asked for costs nothing but the counting.
        for second in 0..600 {
            let path = "/people/not-an-id";
            let answer = status(&world, Sent { path, cookie, ..NOTHING }).await;
            assert_eq!(answer, StatusCode::BAD_REQUEST, "after {second} s");
            world.later(TimeDelta::seconds(1));
        }
        // A hundred people within five minutes, from one address.
        for person in 0..100 {
            for method in ["GET", "POST", "GET", "POST"] {
                let answer =
                    status(&world, Sent { method, path: "/sign-in/code", ..NOTHING }).await;
                assert_ne!(answer, StatusCode::TOO_MANY_REQUESTS, "person {person}");
            }
            world.later(TimeDelta::seconds(3));
        }
    });
}
