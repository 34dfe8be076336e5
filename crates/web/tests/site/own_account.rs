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
fn sessions_are_listed_to_their_owner_who_ends_them() {
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
