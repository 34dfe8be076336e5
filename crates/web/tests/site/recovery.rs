//! Recovery over HTTP: a way back into an account that does not let anybody else in.

use crate::harness::{Answer, PASSWORD, World, encode, on_both};
use app::sign_in::code_at;
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::AccountId;

const NEW_PASSWORD: &str = "three ducks on the lake";

/// Returns the path of the link on a page.
fn link_in(page: &Answer) -> String {
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let (_, rest) = page.text.split_once("/recovery/").unwrap();
    let token: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
    format!("/recovery/{token}")
}

/// Returns the key of the one-time codes that a page shows.
fn secret_in(page: &Answer) -> String {
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let (_, rest) = page.text.split_once("<code>").unwrap();
    rest.split("</code>").next().unwrap().replace(' ', "")
}

async fn begin(world: &World, by: AccountId, of: AccountId) -> String {
    link_in(&world.post(by, &format!("/accounts/{of}/recover"), &[]).await)
}

async fn open(world: &World, link: &str) -> Answer {
    world.ask("GET", link, "", String::new()).await
}

async fn take(world: &World, link: &str, fields: &[(&str, &str)]) -> Answer {
    world.ask("POST", link, "", encode(fields)).await
}

#[test]
pub(crate) fn a_recovery_gives_a_new_way_in_and_closes_the_old() {
    on_both(async |world| {
        let (by, of) = (world.administrator, world.service_worker);
        let path = format!("/accounts/{of}/recover");
        let page = world.get(by, &path).await;
        assert!(page.text.contains("Be sure that it is them"), "{}", page.text);
        let before = world.session(of).await;
        let link = begin(&world, by, of).await;

        // It was begun: the holder, who is signed in, sees that at once.
        let home = world.ask("GET", "/home", &before, String::new()).await;
        assert_eq!(home.location.as_deref(), Some("/account"));
        let page = world.ask("GET", "/account", &before, String::new()).await;
        assert!(page.text.contains("Made by Demo administrator") && page.text.contains("Not used"));

        let page = open(&world, &link).await;
        assert!(page.text.contains("Demo provider") && page.text.contains("otpauth://totp/"));
        let secret = secret_in(&page);
        let code = code_at(&secret, world.app.now()).unwrap();
        for (proof, password, code, expected) in [
            (PASSWORD, "short", code.as_str(), "12 characters or more"),
            (PASSWORD, "harbour-and-a-lake", code.as_str(), "your organisation’s name"),
            (PASSWORD, "unbelievable", code.as_str(), "stolen from another site"),
            (PASSWORD, NEW_PASSWORD, "000000x", "Check that the key was added"),
            ("", NEW_PASSWORD, code.as_str(), "neither your old password nor a code"),
            ("a walk by the sea", NEW_PASSWORD, code.as_str(), "neither your old password"),
        ] {
            let fields = [("proof-password", proof), ("password", password), ("code", code)];
            let wrong = take(&world, &link, &fields).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{expected}");
            assert!(wrong.text.contains(expected) && wrong.cookies.is_empty(), "{}", wrong.text);
            assert!(!wrong.text.contains(PASSWORD) && !wrong.text.contains(NEW_PASSWORD));
            assert_eq!(secret_in(&Answer { status: StatusCode::OK, ..wrong }), secret);
        }
        let fields = [
            ("proof-password", PASSWORD),
            ("password", NEW_PASSWORD),
            ("code", code.as_str()),
            ("form-token", "00000000-0000-7000-8000-00000000000a"),
        ];
        for _ in 0..2 {
            let taken = take(&world, &link, &fields).await;
            assert_eq!(taken.location.as_deref(), Some("/sign-in?done=done-recovered"));
            assert!(taken.cookies.is_empty(), "no session without the two factors");
        }
        assert_eq!(open(&world, &link).await.status, StatusCode::GONE);
        let out = world.ask("GET", "/referrals", &before, String::new()).await;
        assert_eq!(out.location.as_deref(), Some("/sign-in"), "every session has ended");
        let old = encode(&[("email", "provider@demo.example"), ("password", PASSWORD)]);
        let old = world.ask("POST", "/sign-in", "", old).await;
        assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);

        world.later(TimeDelta::minutes(1));
        let code = code_at(&secret, world.app.now()).unwrap();
        let session = world.sign_in("provider", NEW_PASSWORD, &code).await;
        let page = world.ask("GET", "/account", &session, String::new()).await;
        assert!(page.text.contains("If you did not ask for it") && page.text.contains("Used on"));
        let known = world.ask("POST", "/account/recoveries", &session, String::new()).await;
        assert_eq!(known.location.as_deref(), Some("/account?done=done-recovery-known"));
        let home = world.ask("GET", "/home", &session, String::new()).await;
        assert_eq!(home.location.as_deref(), Some("/referrals"));
        let page = world.ask("GET", "/account", &session, String::new()).await;
        assert!(page.text.contains("Used on"), "it stays on the list");
        let mut conn = world.db.read().await.unwrap();
        for event in ["recovery_begun", "recovered", "recovery_known"] {
            assert_eq!(store::journal::count(&mut conn, None, event).await.unwrap(), 1, "{event}");
        }
    });
}

#[test]
fn a_code_of_the_old_app_is_a_proof_too_and_works_once() {
    on_both(async |world| {
        let used = world.code();
        world.sign_in("provider", PASSWORD, &used).await;
        let link = begin(&world, world.administrator, world.service_worker).await;
        let secret = secret_in(&open(&world, &link).await);
        let code = code_at(&secret, world.app.now()).unwrap();
        let fields =
            [("proof-password", used.as_str()), ("password", NEW_PASSWORD), ("code", &code)];
        let wrong = take(&world, &link, &fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "it was used to sign in");
        world.later(TimeDelta::minutes(1));
        let (proof, code) = (world.code(), code_at(&secret, world.app.now()).unwrap());
        let fields =
            [("proof-password", proof.as_str()), ("password", NEW_PASSWORD), ("code", &code)];
        let taken = take(&world, &link, &fields).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    });
}

#[test]
fn whoever_began_it_cannot_guess_the_rest() {
    on_both(async |world| {
        let link = begin(&world, world.administrator, world.service_worker).await;
        let secret = secret_in(&open(&world, &link).await);
        let code = code_at(&secret, world.app.now()).unwrap();
        for guess in 0..11 {
            let guess = format!("{guess:06}");
            let fields =
                [("proof-password", guess.as_str()), ("password", NEW_PASSWORD), ("code", &code)];
            let answer = take(&world, &link, &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let fields = [("proof-password", PASSWORD), ("password", NEW_PASSWORD), ("code", &code)];
        let locked = take(&world, &link, &fields).await;
        assert_eq!(locked.status, StatusCode::UNPROCESSABLE_ENTITY, "the account is locked");
    });
}

#[test]
fn nobody_recovers_themselves_a_stranger_or_who_was_deactivated() {
    on_both(async |world| {
        let recover = |of: AccountId| format!("/accounts/{of}/recover");
        for (by, of, expected) in [
            (world.administrator, world.administrator, StatusCode::CONFLICT),
            (world.administrator, world.stranger_worker, StatusCode::NOT_FOUND),
            (world.administrator, world.person_account, StatusCode::NOT_FOUND),
            (world.service_worker, world.administrator, StatusCode::FORBIDDEN),
            (world.prison_worker, world.administrator, StatusCode::NOT_FOUND),
        ] {
            assert_eq!(world.get(by, &recover(of)).await.status, expected);
            assert_eq!(world.post(by, &recover(of), &[]).await.status, expected);
        }
        let link = begin(&world, world.administrator, world.service_worker).await;
        let deactivate = format!("/accounts/{}/deactivate", world.service_worker);
        world.post(world.administrator, &deactivate, &[]).await;
        assert_eq!(open(&world, &link).await.status, StatusCode::GONE);
        let again = world.post(world.administrator, &recover(world.service_worker), &[]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
    });
}

#[test]
fn a_link_runs_out_after_half_an_hour_and_a_second_takes_its_place() {
    on_both(async |world| {
        let first = begin(&world, world.administrator, world.service_worker).await;
        let second = begin(&world, world.administrator, world.service_worker).await;
        assert_eq!(open(&world, &first).await.status, StatusCode::GONE);
        world.later(TimeDelta::minutes(30) - TimeDelta::seconds(1));
        assert_eq!(open(&world, &second).await.status, StatusCode::OK);
        world.later(TimeDelta::seconds(1));
        let gone = world.ask("GET", &format!("{second}?lang=cy"), "", String::new()).await;
        assert_eq!(gone.status, StatusCode::GONE);
        assert!(gone.text.contains("Nid yw’r ddolen hon yn gweithio"), "{}", gone.text);
        let fields = [("proof-password", PASSWORD), ("password", NEW_PASSWORD), ("code", "")];
        assert_eq!(take(&world, &second, &fields).await.status, StatusCode::GONE);
    });
}

#[test]
pub(crate) fn the_worker_who_leads_the_case_lets_a_person_back_in() {
    on_both(async |world| {
        let path = format!("/people/{}/recover", world.person);
        for account in [world.probation_worker, world.administrator, world.service_worker] {
            assert_eq!(world.get(account, &path).await.status, StatusCode::NOT_FOUND);
            assert_eq!(world.post(account, &path, &[]).await.status, StatusCode::NOT_FOUND);
        }
        let without = format!("/people/{}/recover", world.another_person().await);
        let none = world.get(world.prison_worker, &without).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND, "there is no account");
        world.later(TimeDelta::days(400));
        let invite = format!("/people/{}/invite", world.person);
        assert!(world.get(world.prison_worker, &invite).await.text.contains(&path));
        let page = world.get(world.prison_worker, &path).await;
        assert!(page.text.contains("see them in person"), "{}", page.text);
        let link = link_in(&world.post(world.prison_worker, &path, &[]).await);
        let page = open(&world, &link).await;
        assert!(!page.text.contains("proof-password"), "a person may have lost both");
        let secret = secret_in(&page);
        let code = code_at(&secret, world.app.now()).unwrap();
        let fields = [("password", NEW_PASSWORD), ("code", code.as_str())];
        let taken = take(&world, &link, &fields).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
        world.later(TimeDelta::minutes(1));
        let code = code_at(&secret, world.app.now()).unwrap();
        let session = world.sign_in("person", NEW_PASSWORD, &code).await;
        let page = world.ask("GET", "/account?lang=cy", &session, String::new()).await;
        assert!(page.text.contains("Gwnaed gan Demo prison"), "{}", page.text);
        let timeline = format!("/people/{}/timeline", world.person);
        let timeline = world.get(world.prison_worker, &timeline).await;
        assert!(timeline.text.contains("A way back into"), "{}", timeline.text);
    });
}

#[test]
fn the_operator_lets_in_whom_nobody_else_can() {
    on_both(async |world| {
        let begun = app::recovery::bootstrap(&world.app, "administrator@demo.example").await;
        let begun = begun.unwrap();
        let page = open(&world, &begun.path).await;
        assert!(!page.text.contains("proof-password"), "whoever runs it has the database anyway");
        let session = world.session(world.administrator).await;
        let page = world.ask("GET", "/account", &session, String::new()).await;
        assert!(page.text.contains("Made by whoever runs the service"), "{}", page.text);
    });
}
