//! Signing in over HTTP.

use crate::harness::{PASSWORD, SECRET, encode, now, on_both};
use axum::http::StatusCode;

#[test]
pub(crate) fn a_password_and_then_a_code_let_somebody_in() {
    on_both(async |world| {
        let form = encode(&[("email", "Prison@demo.example "), ("password", PASSWORD)]);
        let first = world.ask("POST", "/sign-in", "", form).await;
        assert_eq!(first.location.as_deref(), Some("/sign-in/code"));
        let half = first.cookies[0].split(';').next().unwrap().to_owned();

        let inside = world.ask("GET", "/my-people", &half, String::new()).await;
        assert_eq!(inside.location.as_deref(), Some("/sign-in"), "half a session opens nothing");

        let code = app::sign_in::code_at(SECRET, now()).unwrap();
        let second = world.ask("POST", "/sign-in/code", &half, encode(&[("code", &code)])).await;
        assert_eq!(second.location.as_deref(), Some("/home"));
        let whole = second.cookies[0].split(';').next().unwrap().to_owned();
        assert_ne!(half, whole, "a new token for the whole session");
        let inside = world.ask("GET", "/my-people", &whole, String::new()).await;
        assert_eq!(inside.status, StatusCode::OK, "{}", inside.text);

        let out = world.ask("POST", "/sign-out", &whole, String::new()).await;
        assert_eq!(out.location.as_deref(), Some("/"));
        let after = world.ask("GET", "/my-people", &whole, String::new()).await;
        assert_eq!(after.location.as_deref(), Some("/sign-in"));
    });
}

#[test]
fn a_code_works_once() {
    on_both(async |world| {
        let code = app::sign_in::code_at(SECRET, now()).unwrap();
        for expected in [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY] {
            let form = encode(&[("email", "prison@demo.example"), ("password", PASSWORD)]);
            let first = world.ask("POST", "/sign-in", "", form).await;
            let half = first.cookies[0].split(';').next().unwrap().to_owned();
            let form = encode(&[("code", &code)]);
            let second = world.ask("POST", "/sign-in/code", &half, form).await;
            assert_eq!(second.status, expected);
        }
    });
}

#[test]
fn a_wrong_password_and_an_unknown_address_look_the_same() {
    on_both(async |world| {
        let mut answers = Vec::new();
        for email in ["prison@demo.example", "nobody@demo.example"] {
            let form = encode(&[("email", email), ("password", "wrong")]);
            let answer = world.ask("POST", "/sign-in", "", form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.cookies.is_empty());
            answers.push(answer.text.replace(email, "").matches("not right").count());
        }
        assert_eq!(answers[0], answers[1]);
    });
}

#[test]
fn whoever_may_not_sign_in_sees_the_same_page_and_is_journalled() {
    on_both(async |world| {
        let path = format!("/accounts/{}/deactivate", world.service_worker);
        world.post(world.administrator, &path, &[]).await;
        for _ in 0..10 {
            let form = encode(&[("email", "board@demo.example"), ("password", "wrong")]);
            world.ask("POST", "/sign-in", "", form).await;
        }
        let mut pages = Vec::new();
        for (email, password) in [
            ("prison@demo.example", "a walk by the sea"),
            ("nobody@demo.example", PASSWORD),
            ("provider@demo.example", PASSWORD),
            ("board@demo.example", PASSWORD),
        ] {
            let before = world.journal_size().await;
            let form = encode(&[("email", email), ("password", password)]);
            let answer = world.ask("POST", "/sign-in", "", form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{email}");
            assert_eq!(world.journal_size().await, before + 1, "{email}");
            let lines = answer.text.replace(email, "");
            let kept: Vec<_> =
                lines.lines().filter(|line| !line.contains("nonce")).map(str::to_owned).collect();
            pages.push(kept);
        }
        assert!(pages.iter().all(|page| *page == pages[0]));
    });
}
