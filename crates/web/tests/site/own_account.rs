//! One's own account over HTTP: where one is signed in, ending that, and what the clock ends.

use crate::harness::{Answer, PASSWORD, World, encode, on_both};
use axum::http::StatusCode;
use chrono::TimeDelta;

/// Returns the paths that end a session, as a page has them.
fn ends_in(page: &Answer) -> Vec<String> {
    let parts = page.text.split("action=\"/account/sessions/").skip(1);
    parts.map(|rest| format!("/account/sessions/{}", rest.split('"').next().unwrap())).collect()
}

async fn is_in(world: &World, cookie: &str) -> bool {
    let page = world.ask("GET", "/account", cookie, String::new()).await;
    assert!(page.status == StatusCode::OK || page.location.as_deref() == Some("/sign-in"));
    page.status == StatusCode::OK
}

#[test]
fn a_session_ends_when_it_is_not_used_and_in_any_case() {
    on_both(async |world| {
        // Minutes unused that are let through and those that are not, and the whole limit in hours.
        for (account, used, unused, hours) in
            [(world.prison_worker, 29, 30, 12), (world.person_account, 14, 15, 2)]
        {
            let session = world.session(account).await;
            world.later(TimeDelta::minutes(used));
            assert!(is_in(&world, &session).await, "{used} minutes");
            world.later(TimeDelta::minutes(unused));
            assert!(!is_in(&world, &session).await, "{unused} minutes");

            let session = world.session(account).await;
            let begun = world.app.now();
            while world.app.now() + TimeDelta::minutes(used) < begun + TimeDelta::hours(hours) {
                world.later(TimeDelta::minutes(used));
                assert!(is_in(&world, &session).await, "{}", world.app.now() - begun);
            }
            world.later(begun + TimeDelta::hours(hours) - world.app.now());
            assert!(!is_in(&world, &session).await, "{hours} hours");
        }
    });
}

#[test]
fn whoever_is_signed_out_is_told() {
    on_both(async |world| {
        let session = world.session(world.prison_worker).await;
        let said = "You are signed out";
        let page = world.ask("GET", "/sign-in", &session, String::new()).await;
        assert!(!page.text.contains(said), "the session is live");
        world.later(TimeDelta::minutes(30));
        let page = world.ask("GET", "/sign-in", &session, String::new()).await;
        assert!(page.text.contains(said), "{}", page.text);
        let page = world.ask("GET", "/sign-in", "", String::new()).await;
        assert!(!page.text.contains(said));
        let form = encode(&[("email", "prison@demo.example"), ("password", PASSWORD)]);
        let half = world.ask("POST", "/sign-in", "", form).await.cookie();
        let page = world.ask("GET", "/sign-in", &half, String::new()).await;
        assert!(!page.text.contains(said), "half a session was not signed in");
    });
}

#[test]
pub(crate) fn sessions_are_listed_to_their_owner_who_ends_them() {
    on_both(async |world| {
        let gone = world.session(world.prison_worker).await;
        world.later(TimeDelta::minutes(31));
        let here = world.session(world.prison_worker).await;
        let there = world.session(world.prison_worker).await;
        let other = world.session(world.probation_worker).await;
        let page = world.ask("GET", "/account", &here, String::new()).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("prison@demo.example") && page.text.contains("30 minutes"));
        assert_eq!(page.text.matches("This one").count(), 1);
        let ends = ends_in(&page);
        assert_eq!(ends.len(), 1, "neither this one nor the one that ended by the clock");
        let token = here.split('=').nth(1).unwrap();
        assert!(
            !page.text.contains(token) && !page.text.contains(&app::sign_in::token_hash(token))
        );

        let foreign = world.ask("POST", &ends[0], &other, String::new()).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
        assert!(is_in(&world, &there).await);
        let ended = world.ask("POST", &ends[0], &here, String::new()).await;
        assert_eq!(ended.location.as_deref(), Some("/account?done=done-session-ended"));
        assert!(!is_in(&world, &there).await && is_in(&world, &here).await);
        let again = world.ask("POST", &ends[0], &here, String::new()).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);

        let there = world.session(world.prison_worker).await;
        let out = world.ask("POST", "/account/sign-out-everywhere", &here, String::new()).await;
        assert_eq!(out.location.as_deref(), Some("/"));
        assert!(out.cookies[0].contains("Max-Age=0"));
        for session in [&gone, &here, &there] {
            assert!(!is_in(&world, session).await);
        }
        assert!(is_in(&world, &other).await, "nobody else is signed out");
        let mut conn = world.db.read().await.unwrap();
        for (event, expected) in [("session_ended", 1), ("signed_out_everywhere", 1)] {
            let count = store::journal::count(&mut conn, None, event).await.unwrap();
            assert_eq!(count, expected, "{event}");
        }
    });
}

#[test]
fn signing_in_forgets_sessions_that_ended() {
    on_both(async |world| {
        world.session(world.prison_worker).await;
        world.later(TimeDelta::hours(1));
        world.sign_in("prison", PASSWORD, &world.code()).await;
        let mut conn = world.db.read().await.unwrap();
        let kept = store::session::of_account(&mut conn, world.prison_worker).await.unwrap();
        assert_eq!(kept.len(), 1);
    });
}

#[test]
pub(crate) fn a_password_is_changed_by_who_knows_the_old_one() {
    on_both(async |world| {
        const NEW: &str = " three ducks on the lake ";
        let here = world.session(world.service_worker).await;
        let there = world.session(world.service_worker).await;
        let page = world.ask("GET", "/account/password", &here, String::new()).await;
        assert!(page.text.contains("12 characters or more"), "{}", page.text);
        for (current, new, expected) in [
            ("a walk by the sea", NEW, "not the password that you have now"),
            (PASSWORD, "elevenchars", "12 characters or more"),
            (PASSWORD, "Password1234", "Many people use"),
            (PASSWORD, "Finalfantasy", "stolen from another site"),
            (PASSWORD, "a step to the harbour", "your organisation’s name"),
            (PASSWORD, "my provider is kind", "your e-mail address"),
        ] {
            let fields = encode(&[("current-password", current), ("password", new)]);
            let wrong = world.ask("POST", "/account/password", &here, fields).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
            assert!(wrong.text.contains(expected), "{new}: {}", wrong.text);
            assert!(!wrong.text.contains(current) && !wrong.text.contains(new));
        }
        let fields = encode(&[
            ("current-password", PASSWORD),
            ("password", NEW),
            ("form-token", "00000000-0000-7000-8000-00000000000b"),
        ]);
        for _ in 0..2 {
            let changed = world.ask("POST", "/account/password", &here, fields.clone()).await;
            let led = changed.location.as_deref();
            assert_eq!(led, Some("/account?done=done-password-changed"), "{}", changed.text);
        }
        assert!(is_in(&world, &here).await && !is_in(&world, &there).await);
        for password in [PASSWORD, NEW.trim()] {
            let form = encode(&[("email", "provider@demo.example"), ("password", password)]);
            let refused = world.ask("POST", "/sign-in", "", form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "“{password}”");
        }
        world.sign_in("provider", NEW, &world.code()).await;
        let mut conn = world.db.read().await.unwrap();
        assert_eq!(store::journal::count(&mut conn, None, "password_changed").await.unwrap(), 1);
    });
}

#[test]
pub(crate) fn a_second_factor_is_changed_once_its_code_is_shown() {
    on_both(async |world| {
        let path = "/account/second-factor";
        let here = world.session(world.service_worker).await;
        let there = world.session(world.service_worker).await;
        let page = world.ask("GET", path, &here, String::new()).await;
        let secret_of = |page: &Answer| {
            let (_, rest) = page.text.split_once("name=\"secret\" value=\"").unwrap();
            rest.split('"').next().unwrap().to_owned()
        };
        let secret = secret_of(&page);
        let code = app::sign_in::code_at(&secret, world.app.now()).unwrap();
        for (secret, code, kept) in [
            (secret.as_str(), "000000x", true),
            (secret.as_str(), world.code().as_str(), true),
            ("JBSWY3DP", code.as_str(), false),
            ("<script>", code.as_str(), false),
            ("", code.as_str(), false),
        ] {
            let fields = encode(&[("secret", secret), ("code", code)]);
            let wrong = world.ask("POST", path, &here, fields).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{secret}");
            assert_eq!(secret_of(&wrong) == secret, kept, "{secret}");
        }
        let fields = encode(&[("secret", &secret), ("code", &code)]);
        let changed = world.ask("POST", path, &here, fields).await;
        assert_eq!(changed.location.as_deref(), Some("/account?done=done-second-factor-changed"));
        assert!(is_in(&world, &here).await && !is_in(&world, &there).await);
        let form = encode(&[("email", "provider@demo.example"), ("password", PASSWORD)]);
        let half = world.ask("POST", "/sign-in", "", form).await.cookie();
        for used in [world.code(), code] {
            let form = encode(&[("code", &used)]);
            let refused = world.ask("POST", "/sign-in/code", &half, form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "old, or used");
        }
        world.later(TimeDelta::minutes(1));
        let code = app::sign_in::code_at(&secret, world.app.now()).unwrap();
        world.sign_in("provider", PASSWORD, &code).await;
        let mut conn = world.db.read().await.unwrap();
        let count = store::journal::count(&mut conn, None, "second_factor_changed").await.unwrap();
        assert_eq!(count, 1);
    });
}
