//! Step-up over HTTP: a fresh second factor before what is sensitive.

use crate::harness::{Answer, World, encode, on_both};
use axum::http::StatusCode;
use chrono::TimeDelta;

/// Minutes for which a second factor is believed.
const FRESH_MINUTES: i64 = 10;

async fn give(world: &World, cookie: &str, code: &str, next: &str) -> Answer {
    world.ask("POST", "/step-up", cookie, encode(&[("code", code), ("next", next)])).await
}

#[test]
pub(crate) fn a_code_leads_back_and_gives_the_session_another_token() {
    on_both(async |world| {
        let session = world.session(world.administrator).await;
        world.later(TimeDelta::minutes(FRESH_MINUTES) - TimeDelta::seconds(1));
        let fresh = world.ask("GET", "/accounts/invite", &session, String::new()).await;
        assert_eq!(fresh.status, StatusCode::OK, "{}", fresh.text);
        world.later(TimeDelta::seconds(1));
        let stale = world.ask("GET", "/accounts/invite?lang=en", &session, String::new()).await;
        let asked = stale.location.unwrap();
        assert_eq!(asked, "/step-up?next=%2Faccounts%2Finvite%3Flang%3Den");
        let page = world.ask("GET", &asked, &session, String::new()).await;
        assert!(page.text.contains("value=\"/accounts/invite?lang=en\""), "{}", page.text);

        let wrong = give(&world, &session, "000000x", "/accounts/invite").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("That code is not right") && wrong.cookies.is_empty());
        assert!(wrong.text.contains("value=\"/accounts/invite\""), "it still leads back");
        let code = world.code();
        let right = give(&world, &session, &code, "/accounts/invite").await;
        assert_eq!(right.location.as_deref(), Some("/accounts/invite"));
        let renewed = right.cookie();
        let old = world.ask("GET", "/accounts", &session, String::new()).await;
        assert_eq!(old.location.as_deref(), Some("/sign-in"), "the old token opens nothing");
        let page = world.ask("GET", "/accounts/invite", &renewed, String::new()).await;
        assert_eq!(page.status, StatusCode::OK);
        let again = give(&world, &renewed, &code, "/accounts").await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "a code works once");
        let mut conn = world.db.read().await.unwrap();
        assert_eq!(store::journal::count(&mut conn, None, "stepped_up").await.unwrap(), 1);
    });
}

#[test]
fn a_step_up_does_not_make_a_session_last_longer() {
    on_both(async |world| {
        let mut session = world.session(world.administrator).await;
        for _ in 0..24 {
            world.later(TimeDelta::minutes(29));
            session = give(&world, &session, &world.code(), "/account").await.cookie();
        }
        world.later(TimeDelta::minutes(24));
        let page = world.ask("GET", "/account", &session, String::new()).await;
        assert_eq!(page.location.as_deref(), Some("/sign-in"), "12 hours are over");
    });
}

#[test]
fn nothing_leads_to_another_site() {
    on_both(async |world| {
        for next in ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb: c", ""]
        {
            let session = world.session(world.prison_worker).await;
            let asked = format!("/step-up?{}", encode(&[("next", next)]));
            let page = world.ask("GET", &asked, &session, String::new()).await;
            assert!(page.text.contains("value=\"/account\""), "{next}: {}", page.text);
            world.later(TimeDelta::minutes(1));
            let led = give(&world, &session, &world.code(), next).await;
            assert_eq!(led.location.as_deref(), Some("/account"), "{next}");
        }
    });
}

#[test]
fn too_many_wrong_codes_lock_the_account() {
    on_both(async |world| {
        let session = world.session(world.administrator).await;
        for _ in 0..10 {
            give(&world, &session, "000000x", "/accounts").await;
        }
        let locked = give(&world, &session, &world.code(), "/accounts?lang=cy").await;
        assert_eq!(locked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(locked.text.contains("too many wrong tries"), "{}", locked.text);
        world.later(TimeDelta::minutes(15));
        let open = give(&world, &session, &world.code(), "/accounts").await;
        assert_eq!(open.location.as_deref(), Some("/accounts"));
    });
}
