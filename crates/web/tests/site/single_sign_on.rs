//! Single sign-on over HTTP, with a provider that this test plays: what is right signs in, and nothing else
//! does. The same with a real provider: `e2e/tests/single_sign_on.test.mjs`.

use crate::harness::{Answer, World, account, encode, on_both};
use app::single_sign_on::{Provider, SingleSignOn};
use axum::Router;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD as BASE64};
use chrono::TimeDelta;
use domain::{AccountId, Role};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// What the provider does.
struct Play {
    issuer: String,
    key: EcdsaKeyPair,
    /// Codes that were given, with the challenge that each was asked with, and the token that it gives.
    codes: Mutex<HashMap<String, (String, Value)>>,
    /// What it says of itself instead.
    said: Mutex<Value>,
    calls: Mutex<Vec<String>>,
}

impl Play {
    async fn begin() -> Arc<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let random = SystemRandom::new();
        let signing = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(signing, &random).unwrap();
        let play = Arc::new(Self {
            issuer: format!("http://{}", listener.local_addr().unwrap()),
            key: EcdsaKeyPair::from_pkcs8(signing, pkcs8.as_ref(), &random).unwrap(),
            codes: Mutex::default(),
            said: Mutex::new(json!({})),
            calls: Mutex::default(),
        });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(keys))
            .route("/token", post(exchange))
            .route("/moved", get(|| async { Redirect::to("/.well-known/openid-configuration") }))
            .with_state(play.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        play
    }

    fn provider(&self, world: &World) -> Provider {
        Provider {
            organisation: world.provider,
            name: "Harbour Steps".to_owned(),
            issuer: self.issuer.clone(),
            client_id: "resettle".to_owned(),
            client_secret: "the:secret".to_owned(),
            hosts: Vec::new(),
            private: true,
            two_factor_classes: Vec::new(),
        }
    }

    fn counted(&self, path: &str) -> usize {
        self.calls.lock().unwrap().iter().filter(|call| *call == path).count()
    }

    /// Signs in here as somebody who was sent with these parameters, and returns the code.
    fn sign_in(&self, sent: &HashMap<String, String>, world: &World, more: &Value) -> String {
        let at = world.app.now().timestamp();
        let mut body = json!({
            "iss": self.issuer, "aud": "resettle", "sub": "bethan", "nonce": sent["nonce"],
            "iat": at, "exp": at + 60, "auth_time": at,
        });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        let code = format!("code-{}", self.codes.lock().unwrap().len());
        let challenge = sent["code_challenge"].clone();
        self.codes.lock().unwrap().insert(code.clone(), (challenge, body));
        code
    }

    fn token(&self, body: &Value) -> String {
        let head = json!({"alg": "ES256", "kid": "one", "typ": "JWT"});
        let part = |value: &Value| BASE64.encode(value.to_string());
        let said = format!("{}.{}", part(&head), part(body));
        let signature = self.key.sign(&SystemRandom::new(), said.as_bytes()).unwrap();
        format!("{said}.{}", BASE64.encode(signature))
    }
}

fn written(value: &Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

async fn describe(State(play): State<Arc<Play>>) -> Response {
    play.calls.lock().unwrap().push("description".to_owned());
    let issuer = &play.issuer;
    let mut said = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize?kind=work"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
    });
    for (name, value) in play.said.lock().unwrap().as_object().unwrap() {
        said[name] = value.clone();
    }
    written(&said)
}

async fn keys(State(play): State<Arc<Play>>) -> Response {
    let point = play.key.public_key().as_ref();
    let (x, y) = (BASE64.encode(&point[1..33]), BASE64.encode(&point[33..]));
    written(&json!({"keys": [{"kty": "EC", "crv": "P-256", "kid": "one", "x": x, "y": y}]}))
}

async fn exchange(
    State(play): State<Arc<Play>>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    play.calls.lock().unwrap().push("token".to_owned());
    let proof = format!("Basic {}", STANDARD.encode("resettle:the%3Asecret"));
    let known = headers.get(header::AUTHORIZATION).is_some_and(|given| given == proof.as_str());
    let code = play.codes.lock().unwrap().remove(&form["code"]);
    let verifier = BASE64.encode(Sha256::digest(&form["code_verifier"]));
    let right = form["grant_type"] == "authorization_code"
        && form["redirect_uri"] == "http://site.example/sign-in/through";
    match code {
        Some((challenge, body)) if known && right && challenge == verifier => {
            written(&json!({"id_token": play.token(&body), "token_type": "Bearer"}))
        }
        _ => (StatusCode::BAD_REQUEST, written(&json!({"error": "invalid_grant"}))).into_response(),
    }
}

/// Where a browser was sent, and what it keeps.
struct Sent {
    to: String,
    parameters: HashMap<String, String>,
    cookie: String,
}

fn sent(answer: &Answer) -> Sent {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let (to, query) = answer.location.as_deref().unwrap().split_once('?').unwrap();
    let parameters = serde_urlencoded::from_str(query).unwrap();
    let set = &answer.cookies[0];
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax"), "{set}");
    Sent { to: to.to_owned(), parameters, cookie: answer.cookie() }
}

async fn leave(world: &World) -> Sent {
    let path = format!("/sign-in/through/{}", world.provider);
    sent(&world.ask("GET", &path, "", String::new()).await)
}

fn back(code: &str, sent: &Sent) -> String {
    encode(&[("code", code), ("state", &sent.parameters["state"])])
}

/// Comes back to the page with the button, and presses it.
async fn come_back(world: &World, code: &str, sent: &Sent, cookie: &str) -> Answer {
    let back = back(code, sent);
    let page = world.ask("GET", &format!("/sign-in/through?{back}"), cookie, String::new()).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(page.text.contains(code) && page.cookies.is_empty());
    let action = if page.text.contains("action=\"/account/single-sign-on\"") {
        "/account/single-sign-on"
    } else {
        "/sign-in/through"
    };
    world.ask("POST", action, cookie, back).await
}

/// Ties an account to somebody at the provider.
async fn tie(world: &World, play: &Play, by: AccountId, more: &Value) -> Answer {
    let session = world.session(by).await;
    let begun = world.ask("GET", "/account/single-sign-on/begin", &session, String::new()).await;
    let sent = sent(&begun);
    let code = play.sign_in(&sent.parameters, world, more);
    come_back(world, &code, &sent, &format!("{session}; {}", sent.cookie)).await
}

/// The world with its provider, and an account of the organisation that is tied to it.
async fn tied(world: &World, play: &Play) -> (World, AccountId) {
    let world =
        world.through(SingleSignOn::new("http://site.example/", vec![play.provider(world)]));
    let by = world.service_worker;
    let done = tie(&world, play, by, &json!({})).await;
    assert_eq!(
        done.location.as_deref(),
        Some("/account/single-sign-on?done=done-single-sign-on-tied"),
        "{}",
        done.text
    );
    (world, by)
}

async fn counted(world: &World, event: &str) -> i64 {
    let mut conn = world.db.read().await.unwrap();
    store::journal::count(&mut conn, None, event).await.unwrap()
}

/// Nobody was signed in.
fn check_refused(answer: &Answer, status: StatusCode, said: &str) {
    assert_eq!(answer.status, status, "{}", answer.text);
    assert!(answer.text.contains(said), "{said}: {}", answer.text);
    let session = answer.cookies.iter().any(|cookie| cookie.starts_with("session="));
    assert!(!session, "{:?}", answer.cookies);
}

#[test]
fn who_is_tied_signs_in_and_gives_our_code_unless_two_factors_were_given() {
    on_both(async |world| {
        let play = Play::begin().await;
        let (world, _) = tied(&world, &play).await;
        let page = world.ask("GET", "/sign-in", "", String::new()).await;
        assert!(page.text.contains("Sign in through Harbour Steps"), "{}", page.text);

        let sent = leave(&world).await;
        assert_eq!(sent.to, format!("{}/authorize", play.issuer));
        for (name, value) in [
            ("kind", "work"),
            ("response_type", "code"),
            ("scope", "openid"),
            ("client_id", "resettle"),
            ("redirect_uri", "http://site.example/sign-in/through"),
            ("code_challenge_method", "S256"),
        ] {
            assert_eq!(sent.parameters[name], value);
        }
        let code = play.sign_in(&sent.parameters, &world, &json!({"amr": ["pwd"]}));
        let half = come_back(&world, &code, &sent, &sent.cookie).await;
        assert_eq!(half.location.as_deref(), Some("/sign-in/code"), "{}", half.text);
        let session = half.cookies[0].split(';').next().unwrap();
        let outside = world.ask("GET", "/referrals", session, String::new()).await;
        assert_eq!(outside.location.as_deref(), Some("/sign-in"), "one factor opens nothing");
        let form = encode(&[("code", &world.code())]);
        let whole = world.ask("POST", "/sign-in/code", session, form).await;
        assert_eq!(whole.location.as_deref(), Some("/home"), "{}", whole.text);

        let sent = leave(&world).await;
        let two = json!({"amr": ["pwd", "otp"]});
        let code = play.sign_in(&sent.parameters, &world, &two);
        let whole = come_back(&world, &code, &sent, &sent.cookie).await;
        assert_eq!(whole.location.as_deref(), Some("/home"), "{}", whole.text);
        let kept = whole.cookies.iter().find(|cookie| cookie.starts_with("through=")).unwrap();
        assert!(kept.contains("Max-Age=0"), "what the browser kept is gone: {kept}");
        let session = whole.cookies[0].split(';').next().unwrap().to_owned();
        let inside = world.ask("GET", "/referrals", &session, String::new()).await;
        assert_eq!(inside.status, StatusCode::OK, "{}", inside.text);
        let out = world.ask("POST", "/account/sign-out-everywhere", &session, String::new()).await;
        assert_eq!(out.status, StatusCode::SEE_OTHER);
        let outside = world.ask("GET", "/referrals", &session, String::new()).await;
        assert_eq!(outside.location.as_deref(), Some("/sign-in"), "it ends it everywhere");
        assert_eq!(counted(&world, "signed_in").await, 2);
        assert_eq!(play.counted("description"), 1, "it is kept for a while");
    });
}

#[test]
fn two_factors_of_this_morning_are_not_fresh() {
    on_both(async |world| {
        let play = Play::begin().await;
        let (world, _) = tied(&world, &play).await;
        for (minutes, fresh) in [(0, true), (9, true), (10, false), (180, false)] {
            let at = (world.app.now() - TimeDelta::minutes(minutes)).timestamp();
            let sent = leave(&world).await;
            let said = json!({"amr": ["mfa"], "auth_time": at});
            let code = play.sign_in(&sent.parameters, &world, &said);
            let whole = come_back(&world, &code, &sent, &sent.cookie).await;
            let session = whole.cookies[0].split(';').next().unwrap();
            let page = world.ask("GET", "/account/password", session, String::new()).await;
            assert_eq!(page.status == StatusCode::OK, fresh, "{minutes} minutes");
        }
    });
}

#[test]
fn nobody_is_found_by_anything_but_issuer_and_subject() {
    on_both(async |world| {
        let play = Play::begin().await;
        let (world, by) = tied(&world, &play).await;
        let known =
            json!({"amr": ["mfa"], "email": "provider@demo.example", "email_verified": true});
        let mut other = known.clone();
        other["sub"] = json!("somebody-else");
        let sent = leave(&world).await;
        let code = play.sign_in(&sent.parameters, &world, &other);
        let refused = come_back(&world, &code, &sent, &sent.cookie).await;
        check_refused(&refused, StatusCode::FORBIDDEN, "No account here is tied to you yet");
        assert_eq!(counted(&world, "sign_in_refused").await, 1);

        // An account that may not sign in, or of another organisation, is not let in by it either.
        let deactivate = format!("/accounts/{by}/deactivate");
        assert_eq!(
            world.post(world.administrator, &deactivate, &[]).await.status,
            StatusCode::SEE_OTHER
        );
        let sent = leave(&world).await;
        let code = play.sign_in(&sent.parameters, &world, &known);
        let refused = come_back(&world, &code, &sent, &sent.cookie).await;
        check_refused(&refused, StatusCode::FORBIDDEN, "No account here is tied to you yet");
        let mut tx = world.db.begin().await.unwrap();
        let tie = store::single_sign_on::Tie {
            issuer: play.issuer.clone(),
            subject: "of-another".to_owned(),
            account: world.stranger_worker,
            tied_at: world.app.now(),
        };
        assert!(store::single_sign_on::tie(&mut tx, &tie).await.unwrap());
        tx.commit().await.unwrap();
        let sent = leave(&world).await;
        let said = json!({"amr": ["mfa"], "sub": "of-another"});
        let code = play.sign_in(&sent.parameters, &world, &said);
        let refused = come_back(&world, &code, &sent, &sent.cookie).await;
        check_refused(&refused, StatusCode::FORBIDDEN, "No account here is tied to you yet");
    });
}

#[test]
fn what_was_not_begun_in_this_browser_signs_nobody_in() {
    on_both(async |world| {
        let play = Play::begin().await;
        let (world, _) = tied(&world, &play).await;
        let (ours, theirs) = (leave(&world).await, leave(&world).await);
        let two = json!({"amr": ["mfa"]});
        let code = play.sign_in(&theirs.parameters, &world, &two);
        let said = "This sign-in was not begun here";
        let post = async |cookie: &str, body: String| {
            world.ask("POST", "/sign-in/through", cookie, body).await
        };
        // Another's code and state in this browser; another's code with this browser's state; nothing.
        check_refused(
            &post(&ours.cookie, back(&code, &theirs)).await,
            StatusCode::BAD_REQUEST,
            said,
        );
        check_refused(&post("", back(&code, &theirs)).await, StatusCode::BAD_REQUEST, said);
        check_refused(&post(&ours.cookie, String::new()).await, StatusCode::BAD_REQUEST, said);
        // A right code with the word of another provider (RFC 9207).
        let mixed = format!("{}&iss=https%3A%2F%2Fanother.example", back(&code, &theirs));
        check_refused(&post(&theirs.cookie, mixed).await, StatusCode::BAD_REQUEST, said);
        assert_eq!(play.counted("token"), 1, "the provider was not asked, but for the tie");
        let swapped = post(&ours.cookie, back(&code, &ours)).await;
        let said_of_it = "Your organisation’s sign-in cannot be used now";
        check_refused(&swapped, StatusCode::BAD_GATEWAY, said_of_it);

        // A code works once, and only for ten minutes here.
        let code = play.sign_in(&ours.parameters, &world, &two);
        assert_eq!(post(&ours.cookie, back(&code, &ours)).await.location.as_deref(), Some("/home"));
        let again = post(&ours.cookie, back(&code, &ours)).await;
        check_refused(&again, StatusCode::BAD_GATEWAY, said_of_it);
        let late = leave(&world).await;
        let code = play.sign_in(&late.parameters, &world, &two);
        world.later(TimeDelta::minutes(10));
        check_refused(&post(&late.cookie, back(&code, &late)).await, StatusCode::BAD_REQUEST, said);

        // The page that a redirect leads to changes nothing, and says what to do in both languages.
        let stopped = "/sign-in/through?error=access_denied&lang=cy";
        let page = world.ask("GET", stopped, &late.cookie, String::new()).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        assert!(page.text.contains("Ni chawsoch eich mewngofnodi"), "{}", page.text);
        let page = world.ask("GET", "/sign-in/through", &late.cookie, String::new()).await;
        check_refused(&page, StatusCode::BAD_REQUEST, said);
    });
}

#[test]
fn what_a_provider_says_wrong_is_not_believed() {
    on_both(async |world| {
        let play = Play::begin().await;
        let (world, _) = tied(&world, &play).await;
        let at = world.app.now().timestamp();
        for wrong in [
            json!({"iss": "https://another.example"}),
            json!({"aud": "another"}),
            json!({"exp": at - 61}),
            json!({"nonce": "of another"}),
        ] {
            let sent = leave(&world).await;
            let code = play.sign_in(&sent.parameters, &world, &wrong);
            let refused = come_back(&world, &code, &sent, &sent.cookie).await;
            let said = "We could not check what your organisation said";
            check_refused(&refused, StatusCode::BAD_GATEWAY, said);
        }
        assert_eq!(counted(&world, "sign_in_refused").await, 4);
        for wrong in [
            json!({"issuer": "https://another.example"}),
            json!({"authorization_endpoint": "https://evil.example/authorize"}),
            json!({"token_endpoint": "https://evil.example/token"}),
            json!({"jwks_uri": "http://169.254.169.254/latest"}),
            json!({"jwks_uri": 7}),
        ] {
            *play.said.lock().unwrap() = wrong.clone();
            world.later(TimeDelta::minutes(10));
            let path = format!("/sign-in/through/{}", world.provider);
            let refused = world.ask("GET", &path, "", String::new()).await;
            let said = "Your organisation’s sign-in cannot be used now";
            check_refused(&refused, StatusCode::BAD_GATEWAY, said);
        }
    });
}

#[test]
fn a_provider_that_cannot_be_called_is_said_so() {
    on_both(async |world| {
        let play = Play::begin().await;
        let right = play.provider(&world);
        for wrong in [
            // Nobody listens; this machine, where the settings do not say that it stands there; a
            // provider that sends on to somewhere else; one that is not there.
            Provider { issuer: "http://127.0.0.1:9".to_owned(), ..right.clone() },
            Provider { private: false, ..right.clone() },
            Provider { issuer: format!("{}/moved?", play.issuer), ..right.clone() },
            Provider { issuer: format!("{}/nothing", play.issuer), ..right.clone() },
        ] {
            let issuer = wrong.issuer.clone();
            let world = world.through(SingleSignOn::new("http://site.example", vec![wrong]));
            let path = format!("/sign-in/through/{}?lang=cy", world.provider);
            let refused = world.ask("GET", &path, "", String::new()).await;
            assert_eq!(refused.status, StatusCode::BAD_GATEWAY, "{issuer}: {}", refused.text);
            assert!(refused.text.contains("Ni ellir defnyddio mewngofnodi eich sefydliad nawr"));
        }
        let path = format!("/sign-in/through/{}", world.prison);
        let without = world.ask("GET", &path, "", String::new()).await;
        assert_eq!(without.status, StatusCode::NOT_FOUND);
    });
}

#[test]
pub(crate) fn an_account_is_tied_by_its_holder_alone_and_untied() {
    on_both(async |world| {
        let play = Play::begin().await;
        let (world, by) = tied(&world, &play).await;
        let page = world.get(by, "/account/single-sign-on").await;
        assert!(page.text.contains("is tied to the sign-in of Harbour Steps"), "{}", page.text);
        let mut tx = world.db.begin().await.unwrap();
        let role = Role::ServiceWorker;
        let other = account(&mut tx, "other", world.provider, role, None).await;
        tx.commit().await.unwrap();
        let taken = tie(&world, &play, other, &json!({})).await;
        check_refused(&taken, StatusCode::CONFLICT, "Another account is tied to this");

        // Begun by one, brought back by another in the same browser.
        let session = world.session(other).await;
        let begun =
            world.ask("GET", "/account/single-sign-on/begin", &session, String::new()).await;
        let sent = sent(&begun);
        let code = play.sign_in(&sent.parameters, &world, &json!({"sub": "another"}));
        let theirs = format!("{}; {}", world.session(by).await, sent.cookie);
        let refused =
            world.ask("POST", "/account/single-sign-on", &theirs, back(&code, &sent)).await;
        check_refused(&refused, StatusCode::BAD_REQUEST, "This sign-in was not begun here");
        // What was begun to tie signs nobody in.
        let refused = world.ask("POST", "/sign-in/through", &sent.cookie, back(&code, &sent)).await;
        check_refused(&refused, StatusCode::BAD_REQUEST, "This sign-in was not begun here");

        // An organisation without a provider.
        let page = world.get(world.prison_worker, "/account/single-sign-on").await;
        assert!(page.text.contains("HMP Cardiff has no sign-in of its own"), "{}", page.text);
        let begin = "/account/single-sign-on/begin";
        let own = Some("/account/single-sign-on");
        let led = world.get(world.prison_worker, begin).await;
        assert_eq!(led.location.as_deref(), own, "that page says that there is none");
        // A person leaving prison is nobody's staff.
        let of_prison = Provider { organisation: world.prison, ..play.provider(&world) };
        let prison = world.through(SingleSignOn::new("http://site.example", vec![of_prison]));
        let person = prison.get(world.person_account, begin).await;
        assert_eq!(person.location.as_deref(), own);
        let worker = prison.get(world.prison_worker, begin).await;
        assert_eq!(worker.status, StatusCode::SEE_OTHER);

        let untied = world.post(by, "/account/single-sign-on/untie", &[]).await;
        assert_eq!(untied.status, StatusCode::SEE_OTHER, "{}", untied.text);
        let again = world.post(by, "/account/single-sign-on/untie", &[]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        let left = leave(&world).await;
        let code = play.sign_in(&left.parameters, &world, &json!({"amr": ["mfa"]}));
        let refused = come_back(&world, &code, &left, &left.cookie).await;
        check_refused(&refused, StatusCode::FORBIDDEN, "No account here is tied to you yet");
        for (event, times) in [("single_sign_on_tied", 1), ("single_sign_on_untied", 1)] {
            assert_eq!(counted(&world, event).await, times, "{event}");
        }
    });
}
