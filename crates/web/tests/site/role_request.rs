//! Roles over HTTP: what one administrator grants takes effect when a second person has confirmed it.

use crate::harness::{Answer, PASSWORD, World, account, encode, named, on_both};
use app::sign_in::code_at;
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::{AccountId, Owner, Role, RoleRequestId, RoleStanding};
use store::role_request::Listed;

/// Those of the provider who have part in a grant.
struct Grantors {
    /// Who asks.
    asker: AccountId,
    /// Another administrator.
    second: AccountId,
    /// Whose role changes; holds nothing.
    receiver: AccountId,
    /// The data protection officer.
    officer: AccountId,
}

async fn grantors(world: &World) -> Grantors {
    let mut tx = world.db.begin().await.unwrap();
    let us = world.provider;
    let second = account(&mut tx, "second", us, Role::Administrator, None).await;
    let receiver = account(&mut tx, "receiver", us, Role::ServiceWorker, None).await;
    let officer = account(&mut tx, "officer", us, Role::DataProtectionOfficer, None).await;
    tx.commit().await.unwrap();
    Grantors { asker: world.administrator, second, receiver, officer }
}

/// Returns the id at the end of where an answer leads.
fn id_in(answer: &Answer) -> RoleRequestId {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let path = answer.location.as_deref().unwrap().split('?').next().unwrap();
    path.rsplit('/').next().unwrap().parse().unwrap()
}

/// Asks for a role of an account, and returns the path of the request.
async fn asked(world: &World, by: AccountId, of: AccountId, role: &str) -> String {
    let answer = world.post(by, &format!("/accounts/{of}/role"), &[("role", role)]).await;
    format!("/role-requests/{}", id_in(&answer))
}

async fn loaded(world: &World, path: &str) -> Listed {
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    let mut conn = world.db.read().await.unwrap();
    store::role_request::find(&mut conn, id).await.unwrap().unwrap()
}

async fn standing(world: &World, path: &str) -> RoleStanding {
    loaded(world, path).await.request.standing(world.app.now().date_naive())
}

async fn role(world: &World, of: AccountId) -> Role {
    let mut conn = world.db.read().await.unwrap();
    store::account::find(&mut conn, of).await.unwrap().unwrap().role
}

async fn counted(world: &World, event: &str) -> i64 {
    let mut conn = world.db.read().await.unwrap();
    store::journal::count(&mut conn, None, event).await.unwrap()
}

const NEW: [(&str, &str); 3] =
    [("name", "Bethan Price"), ("email", "bethan@harbour.example"), ("role", "administrator")];

/// Invites an administrator, and returns the path of the link and of the request.
async fn invited(world: &World, by: AccountId) -> (String, String) {
    let made = world.post(by, "/accounts/invite", &NEW).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    assert!(made.text.contains("This link opens nothing yet"), "{}", made.text);
    let after = |mark: &str, is_part: fn(&char) -> bool| {
        let (_, rest) = made.text.split_once(mark).unwrap();
        format!("{mark}{}", rest.chars().take_while(is_part).collect::<String>())
    };
    let link = after("/invitation/", char::is_ascii_hexdigit);
    (link, after("/role-requests/", |c| c.is_ascii_hexdigit() || *c == '-'))
}

async fn open(world: &World, link: &str) -> Answer {
    world.ask("GET", link, "", String::new()).await
}

#[test]
fn an_administrator_is_let_in_by_two() {
    on_both(async |world| {
        let g = grantors(&world).await;
        let (link, path) = invited(&world, g.asker).await;
        assert_eq!(open(&world, &link).await.status, StatusCode::GONE);
        let list = world.get(g.asker, "/accounts").await;
        assert!(list.text.contains("1 role waits for a second person"), "{}", list.text);
        let list = world.get(g.officer, "/role-requests").await;
        assert!(list.text.contains("Bethan Price") && list.text.contains("9 December 2026"));

        // Who asked sees who can confirm it, and cannot.
        let shown = world.get(g.asker, &path).await;
        assert!(shown.text.contains("Demo second") && shown.text.contains("Demo officer"));
        assert!(shown.text.contains("Take it back") && !shown.text.contains("/confirm"));
        for end in ["confirm", "refuse"] {
            let fields = [("reason", "I say so")];
            let own = world.post(g.asker, &format!("{path}/{end}"), &fields).await;
            assert_eq!(own.status, StatusCode::FORBIDDEN, "{end}");
        }
        assert_eq!(standing(&world, &path).await, RoleStanding::Waiting);

        let shown = world.get(g.officer, &path).await;
        assert!(shown.text.contains("Be sure who it is for"), "{}", shown.text);
        assert_eq!(counted(&world, "refused").await, 2, "what was tried is in the journal");
        let done = world.post(g.officer, &format!("{path}/confirm"), &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let shown = world.get(g.asker, &path).await;
        assert!(shown.text.contains("Confirmed") && shown.text.contains("Demo officer"));

        let page = open(&world, &link).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("Bethan Price") && page.text.contains("Administrator"));
        let (_, rest) = page.text.split_once("<code>").unwrap();
        let secret = rest.split("</code>").next().unwrap().replace(' ', "");
        let code = code_at(&secret, world.app.now()).unwrap();
        let form = encode(&[("password", PASSWORD), ("code", &code)]);
        let taken = world.ask("POST", &link, "", form).await;
        assert_eq!(taken.location.as_deref(), Some("/home"), "{}", taken.text);
        let again = world.post(g.second, &format!("{path}/confirm"), &[]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        for (event, times) in [("role_asked", 1), ("role_confirmed", 1), ("invited", 0)] {
            assert_eq!(counted(&world, event).await, times, "{event}");
        }
    });
}

#[test]
pub(crate) fn every_change_of_a_role_takes_two_and_signs_out() {
    on_both(async |world| {
        let g = grantors(&world).await;
        let session = world.session(g.receiver).await;
        let page = world.get(g.asker, &format!("/accounts/{}/role", g.receiver)).await;
        assert!(page.text.contains("Service worker") && page.text.contains("within 14 days"));
        let path = asked(&world, g.asker, g.receiver, "administrator").await;
        assert_eq!(role(&world, g.receiver).await, Role::ServiceWorker, "nothing changed yet");
        let done = world.post(g.second, &format!("{path}/confirm"), &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        assert_eq!(role(&world, g.receiver).await, Role::Administrator);
        let out = world.ask("GET", "/accounts", &session, String::new()).await;
        assert_eq!(out.location.as_deref(), Some("/sign-in"), "the old session is over");
        assert_eq!(world.get(g.receiver, "/accounts").await.status, StatusCode::OK);

        // Back again takes two as well.
        let path = asked(&world, g.asker, g.receiver, "service_worker").await;
        let done = world.post(g.officer, &format!("{path}/confirm"), &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        assert_eq!(role(&world, g.receiver).await, Role::ServiceWorker);
        assert_eq!(counted(&world, "role_confirmed").await, 2);
    });
}

/// Whoever asks, receives and confirms: of every pair of the same person, none takes effect.
#[test]
fn all_same_person_pairs_are_refused() {
    on_both(async |world| {
        let g = grantors(&world).await;
        let people = [g.asker, g.second, g.officer];
        let mut granted = 0;
        for asker in [g.asker, g.second] {
            for receiver in people {
                let before = role(&world, receiver).await;
                let fields = [("role", "service_worker")];
                let form = format!("/accounts/{receiver}/role");
                let answer = world.post(asker, &form, &fields).await;
                if asker == receiver {
                    assert_eq!(answer.status, StatusCode::CONFLICT, "nobody asks for themselves");
                    continue;
                }
                let path = format!("/role-requests/{}", id_in(&answer));
                for second in people {
                    if second != asker && second != receiver {
                        continue;
                    }
                    let own = world.post(second, &format!("{path}/confirm"), &[]).await;
                    assert_eq!(own.status, StatusCode::FORBIDDEN);
                    assert_eq!(role(&world, receiver).await, before);
                    let shown = world.get(second, &path).await;
                    assert!(!shown.text.contains(&format!("{path}/confirm")));
                }
                let third = people.into_iter().find(|one| *one != asker && *one != receiver);
                let refuse = format!("{path}/refuse");
                let done = world.post(third.unwrap(), &refuse, &[("reason", "no")]).await;
                assert_eq!(done.status, StatusCode::SEE_OTHER);
                granted += 1;
            }
        }
        assert_eq!(granted, 4);
    });
}

#[test]
pub(crate) fn it_is_refused_with_a_reason_taken_back_or_ends_by_itself() {
    on_both(async |world| {
        let g = grantors(&world).await;
        let (link, path) = invited(&world, g.asker).await;
        let refuse = format!("{path}/refuse");
        let blank = world.post(g.second, &format!("{refuse}?lang=cy"), &[("reason", " ")]).await;
        assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(blank.text.contains("Rhowch pam rydych yn ei gwrthod"), "{}", blank.text);
        let fields = [("reason", "Bethan leaves us in May.")];
        assert_eq!(world.post(g.second, &refuse, &fields).await.status, StatusCode::SEE_OTHER);
        let shown = world.get(g.asker, &path).await;
        assert!(shown.text.contains("Bethan leaves us in May.") && shown.text.contains("Refused"));

        let (second_link, path) = invited(&world, g.asker).await;
        let withdraw = format!("{path}/withdraw");
        assert_eq!(world.post(g.second, &withdraw, &[]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.post(g.officer, &withdraw, &[]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.post(g.asker, &withdraw, &[]).await.status, StatusCode::SEE_OTHER);
        let late = world.post(g.second, &format!("{path}/confirm"), &[]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);

        let (third_link, path) = invited(&world, g.asker).await;
        world.later(TimeDelta::days(14));
        assert_eq!(standing(&world, &path).await, RoleStanding::Waiting);
        world.later(TimeDelta::days(1));
        assert_eq!(standing(&world, &path).await, RoleStanding::Lapsed);
        for end in ["confirm", "refuse"] {
            let answer = world.post(g.second, &format!("{path}/{end}"), &fields).await;
            assert_eq!(answer.status, StatusCode::CONFLICT, "{end}");
        }
        let list = world.get(g.second, "/role-requests").await;
        assert!(list.text.contains("Ended by itself") && list.text.contains("Taken back"));
        assert!(list.text.contains("No role waits to be confirmed"), "{}", list.text);
        for link in [link, second_link, third_link] {
            assert_eq!(open(&world, &link).await.status, StatusCode::GONE);
        }
        let events = [("role_refused", 1), ("role_withdrawn", 1), ("role_confirmed", 0)];
        for (event, times) in events {
            assert_eq!(counted(&world, event).await, times, "{event}");
        }
    });
}

#[test]
fn where_nobody_else_could_confirm_the_operator_does() {
    on_both(async |world| {
        let (link, path) = invited(&world, world.administrator).await;
        let mut tx = world.db.begin().await.unwrap();
        let accounts = store::account::of_organisation(&mut tx, world.provider).await.unwrap();
        let officers = accounts.iter().filter(|one| one.role == Role::DataProtectionOfficer);
        for officer in officers {
            store::account::deactivate(&mut tx, officer.id).await.unwrap();
        }
        tx.commit().await.unwrap();
        let shown = world.get(world.administrator, &path).await;
        let id = path.rsplit('/').next().unwrap();
        let command = format!("resettle confirm-role {id}");
        assert!(shown.text.contains(&command), "{}", shown.text);
        let waiting = app::role_request::waiting(&world.app).await.unwrap();
        assert_eq!(waiting.len(), 1);
        let id = waiting[0].request.id;
        app::role_request::confirm_on_machine(&world.app, id).await.unwrap();
        assert!(app::role_request::confirm_on_machine(&world.app, id).await.is_err());
        assert!(app::role_request::waiting(&world.app).await.unwrap().is_empty());
        assert_eq!(open(&world, &link).await.status, StatusCode::OK);
        let shown = world.get(world.administrator, &path).await;
        assert!(shown.text.contains("The operator, on the machine itself"), "{}", shown.text);
        assert_eq!(counted(&world, "role_confirmed").await, 1);
    });
}

#[test]
fn nobody_is_dropped_by_a_change_of_role() {
    on_both(async |world| {
        let mut tx = world.db.begin().await.unwrap();
        let prison = world.prison;
        let asker = account(&mut tx, "asker", prison, Role::Administrator, None).await;
        let idle = account(&mut tx, "idle", prison, Role::ResettlementWorker, None).await;
        tx.commit().await.unwrap();
        let form = format!("/accounts/{}/role", world.prison_worker);
        let page = world.get(asker, &form).await;
        assert!(page.text.contains("in the name of this account"), "{}", page.text);
        let answer = world.post(asker, &form, &[("role", "administrator")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("Name somebody else for them first"), "{}", answer.text);

        // What comes into the name meanwhile keeps it from taking effect, and the page says so.
        let path = asked(&world, asker, idle, "administrator").await;
        let mut tx = world.db.begin().await.unwrap();
        named(&mut tx, ("Rhys", "Morgan"), Owner::worker(prison, idle)).await;
        tx.commit().await.unwrap();
        let confirm = format!("{path}/confirm");
        let answer = world.post(world.prison_officer, &confirm, &[]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert_eq!(role(&world, idle).await, Role::ResettlementWorker);
        let shown = world.get(world.prison_officer, &path).await;
        assert!(shown.text.contains("name somebody else for it first"), "{}", shown.text);
        assert!(!shown.text.contains(&confirm));
        assert_eq!(standing(&world, &path).await, RoleStanding::Waiting);
    });
}

#[test]
fn who_is_gone_takes_no_part() {
    on_both(async |world| {
        let g = grantors(&world).await;
        let path = asked(&world, g.asker, g.receiver, "administrator").await;
        let off = format!("/accounts/{}/deactivate", g.asker);
        assert_eq!(world.post(g.second, &off, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(standing(&world, &path).await, RoleStanding::Withdrawn);
        let late = world.post(g.officer, &format!("{path}/confirm"), &[]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert_eq!(role(&world, g.receiver).await, Role::ServiceWorker);

        // An address that has an account by now gets no second one.
        let (_, path) = invited(&world, g.second).await;
        let mut tx = world.db.begin().await.unwrap();
        let new = store::account::NewAccount {
            id: AccountId(uuid::Uuid::now_v7()),
            email: "bethan@harbour.example".to_owned(),
            name: "Bethan".to_owned(),
            organisation: world.provider,
            role: Role::ServiceWorker,
            person: None,
            password_hash: String::new(),
            totp_secret: String::new(),
            language: "en".to_owned(),
        };
        store::account::add(&mut tx, &new, world.app.now()).await.unwrap();
        tx.commit().await.unwrap();
        let late = world.post(g.officer, &format!("{path}/confirm"), &[]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let shown = world.get(g.officer, &path).await;
        assert!(shown.text.contains("cannot be confirmed any more"), "{}", shown.text);
    });
}

#[test]
fn what_is_wrong_comes_back_and_another_organisation_is_told_nothing() {
    on_both(async |world| {
        let g = grantors(&world).await;
        let form = format!("/accounts/{}/role", g.receiver);
        for (fields, expected) in [
            (vec![], "Choose the new role"),
            (vec![("role", "evaluator")], "nobody in this role"),
            (vec![("role", "person")], "nobody in this role"),
            (vec![("role", "service_worker")], "nobody in this role"),
        ] {
            let answer = world.post(g.asker, &form, &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
            assert!(answer.text.contains(expected), "{fields:?}: {}", answer.text);
        }
        let token = ("form-token", "00000000-0000-7000-8000-000000000001");
        let fields = [("role", "administrator"), token];
        let first = world.post(g.asker, &form, &fields).await;
        let second = world.post(g.asker, &form, &fields).await;
        let path = format!("/role-requests/{}", id_in(&first));
        assert_eq!(format!("/role-requests/{}", id_in(&second)), path);
        let again = world.post(g.second, &form, &fields[..1]).await;
        assert!(again.text.contains("waiting to be confirmed already"), "{}", again.text);
        assert_eq!(counted(&world, "role_asked").await, 1);
        invited(&world, g.asker).await;
        let again = world.post(g.second, "/accounts/invite", &NEW).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text.contains("waiting to be confirmed already"), "{}", again.text);

        let confirm = format!("{path}/confirm");
        for (account, expected) in [
            (world.prison_officer, StatusCode::NOT_FOUND),
            (world.service_worker, StatusCode::FORBIDDEN),
            (world.prison_worker, StatusCode::FORBIDDEN),
            (world.person_account, StatusCode::FORBIDDEN),
        ] {
            for answer in
                [world.get(account, &path).await, world.post(account, &confirm, &[]).await]
            {
                assert_eq!(answer.status, expected);
                assert!(!answer.text.contains("Demo receiver"));
            }
        }
        assert_eq!(standing(&world, &path).await, RoleStanding::Waiting);
    });
}
