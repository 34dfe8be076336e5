//! Accounts of an organisation over HTTP.

use crate::harness::{PASSWORD, World, encode, on_both};
use axum::http::StatusCode;
use chrono::TimeDelta;
use uuid::Uuid;

#[test]
fn an_administrator_sees_their_own_organisation() {
    on_both(async |world| {
        let page = world.get(world.administrator, "/accounts").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(
            page.text.contains("provider@demo.example") && page.text.contains("Service worker")
        );
        assert!(!page.text.contains("stranger@demo.example"));
        let welsh = world.get(world.administrator, "/accounts?lang=cy").await;
        assert!(welsh.text.contains("Gweithiwr gwasanaeth"), "{}", welsh.text);
        for account in [world.service_worker, world.prison_worker, world.person_account] {
            let page = world.get(account, "/accounts").await;
            assert_ne!(page.status, StatusCode::OK);
            assert!(!page.text.contains("provider@demo.example"));
        }
    });
}

#[test]
fn a_deactivated_account_is_signed_out_at_once() {
    on_both(async |world| {
        let session = world.session(world.service_worker).await;
        let path = format!("/accounts/{}/deactivate", world.service_worker);
        let token = Uuid::now_v7().to_string();
        for _ in 0..2 {
            let fields = [("form-token", token.as_str())];
            let answer = world.post(world.administrator, &path, &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        }
        let out = world.ask("GET", "/referrals", &session, String::new()).await;
        assert_eq!(out.location.as_deref(), Some("/sign-in"));
        let again = world.post(world.administrator, &path, &[]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        let page = world.get(world.administrator, "/accounts").await;
        assert!(page.text.contains("Deactivated"));
        let mut conn = world.db.read().await.unwrap();
        let count = store::journal::count(&mut conn, None, "account_deactivated").await.unwrap();
        assert_eq!(count, 1);
    });
}

#[test]
fn nobody_deactivates_themselves_or_a_stranger() {
    on_both(async |world: World| {
        for (by, of, expected) in [
            (world.administrator, world.administrator, StatusCode::CONFLICT),
            (world.administrator, world.stranger_worker, StatusCode::NOT_FOUND),
            (world.administrator, world.person_account, StatusCode::NOT_FOUND),
            (world.service_worker, world.administrator, StatusCode::FORBIDDEN),
            (world.prison_worker, world.administrator, StatusCode::NOT_FOUND),
        ] {
            let answer = world.post(by, &format!("/accounts/{of}/deactivate"), &[]).await;
            assert_eq!(answer.status, expected);
        }
    });
}

#[test]
pub(crate) fn a_dormant_account_is_closed_until_an_administrator_opens_it() {
    on_both(async |world: World| {
        let with =
            |password: &str| encode(&[("email", "provider@demo.example"), ("password", password)]);
        world.later(TimeDelta::days(90) - TimeDelta::minutes(1));
        let in_time = world.ask("POST", "/sign-in", "", with(PASSWORD)).await;
        assert_eq!(in_time.status, StatusCode::SEE_OTHER);
        world.later(TimeDelta::minutes(1));
        let dormant = world.ask("POST", "/sign-in", "", with(PASSWORD)).await;
        assert_eq!(dormant.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(dormant.text.contains("was not used for 90 days"), "{}", dormant.text);
        assert!(dormant.cookies.is_empty());
        // Whoever does not know the password learns nothing.
        let wrong = world.ask("POST", "/sign-in", "", with("a walk by the sea")).await;
        assert!(wrong.text.contains("is not right") && !wrong.text.contains("90 days"));

        let page = world.get(world.administrator, "/accounts").await;
        assert!(page.text.contains("Dormant"), "{}", page.text);
        let path = format!("/accounts/{}/wake", world.service_worker);
        for (by, expected) in [
            (world.prison_worker, StatusCode::NOT_FOUND),
            (world.service_worker, StatusCode::FORBIDDEN),
            (world.administrator, StatusCode::SEE_OTHER),
            (world.administrator, StatusCode::CONFLICT),
        ] {
            assert_eq!(world.post(by, &path, &[]).await.status, expected);
        }
        world.sign_in("provider", PASSWORD, &world.code()).await;
        let page = world.get(world.administrator, "/accounts").await;
        assert!(!page.text.contains(&path), "it is awake");
        let deactivate = format!("/accounts/{}/deactivate", world.service_worker);
        world.post(world.administrator, &deactivate, &[]).await;
        world.later(TimeDelta::days(90));
        let woken = world.post(world.administrator, &path, &[]).await;
        assert_eq!(woken.status, StatusCode::CONFLICT, "a deactivated account stays closed");
    });
}

#[test]
fn a_person_has_a_year() {
    on_both(async |world: World| {
        world.later(TimeDelta::days(364));
        world.sign_in("person", PASSWORD, &world.code()).await;
        world.later(TimeDelta::days(364));
        world.sign_in("person", PASSWORD, &world.code()).await;
        world.later(TimeDelta::days(365));
        let form = encode(&[("email", "person@demo.example"), ("password", PASSWORD)]);
        let dormant = world.ask("POST", "/sign-in", "lang=cy", form).await;
        assert!(dormant.text.contains("am 365 diwrnod"), "{}", dormant.text);
    });
}
