//! Secrets and people are in no log, whatever happens and however much is logged; and what somebody
//! types cannot put a line of its own into it.

use crate::harness::{NOW, PASSWORD, SECRET, World, encode, on_both, on_one_thread};
use axum::http::StatusCode;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

/// Keeps what is logged.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Texts that are nowhere but in what a test types.
const WRONG: &str = "canary-wrong-password";
const SEARCHED: &str = "Canarysearched";
const NUMBER: &str = "A9182ZX";
const LIVES_AT: &str = "918 Canary Wharf";
const SAID: &str = "canary-said\r\n{\"level\":\"ERROR\",\"forged\":true}";

/// Does what is done with secrets, right and wrong, and returns the secrets that came of it.
async fn work(world: &World) -> Vec<String> {
    let mut secrets = Vec::new();
    for password in [WRONG, PASSWORD] {
        let form = encode(&[("email", "prison@demo.example"), ("password", password)]);
        let answer = world.ask("POST", "/sign-in", "", form).await;
        secrets.extend(answer.cookies.iter().map(|cookie| token(cookie)));
    }
    let half = format!("session={}", secrets.last().unwrap());
    let right = app::sign_in::code_at(SECRET, NOW.parse().unwrap()).unwrap();
    for code in ["000001", &right] {
        let answer = world.ask("POST", "/sign-in/code", &half, encode(&[("code", code)])).await;
        secrets.extend(answer.cookies.iter().map(|cookie| token(cookie)));
    }
    let whole = format!("session={}", secrets.last().unwrap());
    let person = world.person;
    let path = format!("/people/{person}/details/address");
    let form = encode(&[("address-kind", "main"), ("address-words", LIVES_AT)]);
    let answer = world.ask("POST", &path, &whole, form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    for path in [
        format!("/people?q={SEARCHED}"),
        format!("/people?q={NUMBER}"),
        format!("/people/{person}"),
        format!("/people/{person}/details"),
        format!("/people/{SEARCHED}"),
        format!("/no/{SEARCHED}"),
        "/services?q=canary-said%0d%0aforged".to_owned(),
    ] {
        world.ask("GET", &path, &whole, String::new()).await;
    }
    let referral = crate::referral::sent(world).await;
    let form = encode(&[("words", SAID)]);
    let path = format!("/referrals/{referral}/message");
    assert_eq!(world.ask("POST", &path, &whole, form).await.status, StatusCode::SEE_OTHER);
    let form = [("name", "Canary"), ("email", "canary@demo.example"), ("role", "service_worker")];
    let made = world.post(world.administrator, "/accounts/invite", &form).await;
    let link = made.text.split("/invitation/").nth(1).unwrap();
    let invitation = link.split(['"', '<', '&', ' ']).next().unwrap().to_owned();
    let shown = world.ask("GET", &format!("/invitation/{invitation}"), "", String::new()).await;
    assert_eq!(shown.status, StatusCode::OK);
    let form = encode(&[("password", WRONG), ("code", "1")]);
    world.ask("POST", &format!("/invitation/{invitation}"), "", form).await;
    secrets.push(invitation);
    // The database is gone in the middle of it: what was asked for is not in what is said of it.
    world.db.close().await;
    for path in [format!("/people?q={SEARCHED}"), format!("/people/{person}")] {
        let answer = world.ask("GET", &path, &whole, String::new()).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
    }
    secrets
}

fn token(cookie: &str) -> String {
    cookie.split(['=', ';']).nth(1).unwrap().to_owned()
}

#[test]
fn no_secret_and_nobody_is_in_the_log() {
    let log = Log::default();
    // Everything that the program can be made to log, by an operator who looks for a fault.
    let never = web::NEVER_LOGGED.parse().unwrap();
    let filter = tracing_subscriber::EnvFilter::new("trace").add_directive(never);
    let subscriber =
        tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(log.clone()).finish();
    on_one_thread(async move |world| {
        let guard = tracing::subscriber::set_default(subscriber);
        let mut secrets = work(&world).await;
        drop(guard);
        secrets.retain(|secret| !secret.is_empty());
        assert!(secrets.len() >= 3, "{secrets:?}");
        let known = [
            PASSWORD,
            WRONG,
            SECRET,
            SEARCHED,
            NUMBER,
            LIVES_AT,
            "canary-said",
            "forged",
            "O’Neill",
            "Siân",
            "prison@demo.example",
            "canary@demo.example",
        ];
        let text = log.text();
        assert!(text.contains("request failed"), "nothing was logged: {text}");
        for secret in secrets.iter().map(String::as_str).chain(known) {
            let at = text.lines().find(|line| line.contains(secret));
            assert_eq!(at, None, "{secret}");
        }
        // Each line is one entry: nobody wrote one of their own.
        for line in text.lines() {
            assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "{line}");
        }
    });
}

/// A database says which value it refused, beside its message.
#[test]
fn what_an_error_says_has_no_value_of_a_row() {
    on_both(async |world| {
        let mut tx = world.db.begin().await.unwrap();
        let error = store::account::add(&mut tx, &twin(&world), NOW.parse().unwrap()).await;
        let error = error.unwrap_err();
        let mut said = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            said = format!("{said}: {error}");
            cause = error.source();
        }
        assert!(said.to_lowercase().contains("unique"), "{said}");
        assert!(!said.contains("prison@demo.example"), "{said}");
    });
}

/// An account with an address that another has.
fn twin(world: &World) -> store::account::NewAccount {
    store::account::NewAccount {
        id: domain::AccountId(uuid::Uuid::now_v7()),
        email: "prison@demo.example".to_owned(),
        name: "Twin".to_owned(),
        organisation: world.prison,
        role: domain::Role::ServiceWorker,
        person: None,
        password_hash: String::new(),
        totp_secret: SECRET.to_owned(),
        language: "en".to_owned(),
    }
}
