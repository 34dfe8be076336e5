//! Invitations over HTTP: made, shown once, and taken up once.

use crate::harness::{Answer, PASSWORD, encode, now, on_both};
use app::sign_in::{code_at, new_totp_secret, token_hash};
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::Role;
use store::invitation::{self, Invitation};
use uuid::Uuid;

/// Returns the path of the link on a page.
fn link_in(page: &Answer) -> String {
    let (_, rest) = page.text.split_once("/invitation/").unwrap();
    let token: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
    format!("/invitation/{token}")
}

/// Returns the key of the one-time codes that a page shows.
fn secret_in(page: &Answer) -> String {
    let (_, rest) = page.text.split_once("<code>").unwrap();
    rest.split("</code>").next().unwrap().replace(' ', "")
}

const NEW: [(&str, &str); 3] =
    [("name", "Bethan Price"), ("email", " Bethan@Harbour.example "), ("role", "service_worker")];

#[test]
pub(crate) fn an_invitation_leads_to_an_account() {
    on_both(async |world| {
        let made = world.post(world.administrator, "/accounts/invite", &NEW).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text);
        assert!(made.text.contains("does not send e-mail yet"));
        let link = link_in(&made);
        let list = world.get(world.administrator, "/accounts").await;
        assert!(list.text.contains("bethan@harbour.example") && !list.text.contains(&link));

        let page = world.ask("GET", &link, "", String::new()).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("Bethan Price") && page.text.contains("Harbour Steps"));
        assert!(page.text.contains("otpauth://totp/"), "{}", page.text);
        let code = code_at(&secret_in(&page), now()).unwrap();
        let form = |password: &str, code: &str| encode(&[("password", password), ("code", code)]);
        for (body, expected) in [
            (form("short", &code), "12 characters or more"),
            (form("Password1234", &code), "Many people use that password"),
            (form("bethan-by-the-sea", &code), "your name"),
            (form(PASSWORD, "000000x"), "That code is not right"),
            (form(PASSWORD, ""), "That code is not right"),
        ] {
            let wrong = world.ask("POST", &link, "", body).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(wrong.text.contains(expected) && wrong.cookies.is_empty(), "{}", wrong.text);
            assert!(!wrong.text.contains(PASSWORD));
        }
        let token = Uuid::now_v7().to_string();
        let body =
            encode(&[("password", PASSWORD), ("code", &code), ("form-token", token.as_str())]);
        let taken = world.ask("POST", &link, "", body.clone()).await;
        assert_eq!(taken.location.as_deref(), Some("/home"), "{}", taken.text);
        let session = taken.cookies[0].split(';').next().unwrap().to_owned();
        let inside = world.ask("GET", "/referrals", &session, String::new()).await;
        assert_eq!(inside.status, StatusCode::OK, "{}", inside.text);
        let second = world.ask("POST", &link, "", body).await;
        assert_eq!(second.location.as_deref(), Some("/home"), "the second submit leads there too");
        assert!(second.cookies.is_empty());
        for answer in [
            world.ask("GET", &link, "", String::new()).await,
            world.ask("POST", &link, "", form(PASSWORD, &code)).await,
        ] {
            assert_eq!(answer.status, StatusCode::GONE);
            assert!(answer.text.contains("This invitation does not work"));
        }

        let sign_in = encode(&[("email", "bethan@harbour.example"), ("password", PASSWORD)]);
        let first = world.ask("POST", "/sign-in", "", sign_in).await;
        assert_eq!(first.location.as_deref(), Some("/sign-in/code"));
        let half = first.cookies[0].split(';').next().unwrap().to_owned();
        let again = world.ask("POST", "/sign-in/code", &half, encode(&[("code", &code)])).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "the code was used up");
        let mut conn = world.db.read().await.unwrap();
        for event in ["invited", "invitation_accepted"] {
            assert_eq!(store::journal::count(&mut conn, None, event).await.unwrap(), 1, "{event}");
        }
    });
}

#[test]
fn a_link_runs_out_and_the_page_is_in_welsh() {
    on_both(async |world| {
        let invitation = Invitation {
            token_hash: token_hash("0123abcd"),
            email: "late@example.org".to_owned(),
            name: "Late".to_owned(),
            organisation: world.provider,
            role: Role::ServiceWorker,
            person: None,
            totp_secret: new_totp_secret(),
            invited_by: None,
            expires_at: now() + TimeDelta::seconds(1),
        };
        for (expires_at, expected) in
            [(now() + TimeDelta::seconds(1), StatusCode::OK), (now(), StatusCode::GONE)]
        {
            let mut tx = world.db.begin().await.unwrap();
            let invitation = Invitation { expires_at, ..invitation.clone() };
            invitation::add(&mut tx, &invitation, now()).await.unwrap();
            tx.commit().await.unwrap();
            let page = world.ask("GET", "/invitation/0123abcd?lang=cy", "", String::new()).await;
            assert_eq!(page.status, expected);
            let text = match expected {
                StatusCode::OK => "Dewiswch gyfrinair",
                _ => "Nid yw’r gwahoddiad hwn yn gweithio",
            };
            assert!(page.text.contains(text), "{}", page.text);
        }
    });
}

#[test]
fn a_wrong_invitation_comes_back_filled_in() {
    on_both(async |world| {
        let with = |name: &'static str, value: &'static str| {
            let kept = NEW.into_iter().filter(move |(field, _)| *field != name);
            kept.chain([(name, value)]).collect::<Vec<_>>()
        };
        for (fields, expected) in [
            (with("email", "nobody"), "Enter an e-mail address in the right format"),
            (with("email", "stranger@demo.example"), "has an account already"),
            (with("name", ""), "Enter some text"),
            (with("role", ""), "Choose what they will do"),
            (with("role", "person"), "nobody in this role"),
            (with("role", "evaluator"), "nobody in this role"),
        ] {
            let answer = world.post(world.administrator, "/accounts/invite", &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
            assert!(answer.text.contains(expected), "{fields:?}: {}", answer.text);
        }
        let blank = world.get(world.administrator, "/accounts/invite").await;
        assert!(blank.text.contains("Service worker") && !blank.text.contains("Board member"));
        let answer = world.post(world.service_worker, "/accounts/invite", &NEW).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn a_second_invitation_takes_the_place_of_the_first() {
    on_both(async |world| {
        let first = link_in(&world.post(world.administrator, "/accounts/invite", &NEW).await);
        let token = Uuid::now_v7().to_string();
        let fields: Vec<_> = NEW.into_iter().chain([("form-token", token.as_str())]).collect();
        let second = world.post(world.administrator, "/accounts/invite", &fields).await;
        let again = world.post(world.administrator, "/accounts/invite", &fields).await;
        assert_eq!(again.location.as_deref(), Some("/accounts?done=done-invited-before"));
        let gone = world.ask("GET", &first, "", String::new()).await;
        assert_eq!(gone.status, StatusCode::GONE);
        let open = world.ask("GET", &link_in(&second), "", String::new()).await;
        assert_eq!(open.status, StatusCode::OK);
    });
}

#[test]
fn a_person_with_an_account_is_not_invited_again() {
    on_both(async |world| {
        let path = format!("/people/{}/invite", world.person);
        let page = world.get(world.prison_worker, &path).await;
        assert!(page.text.contains("signs in as person@demo.example"), "{}", page.text);
        let fields = [("email", "sian@example.org")];
        let answer = world.post(world.prison_worker, &path, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for account in [world.probation_worker, world.administrator, world.stranger_worker] {
            assert_eq!(world.get(account, &path).await.status, StatusCode::NOT_FOUND);
            assert_eq!(world.post(account, &path, &fields).await.status, StatusCode::NOT_FOUND);
        }
    });
}
