//! Failures that other systems of this kind had, each by its name: from the advisories of a password
//! keeper for teams, the penetration test of a grants system, and an issue of a voting system
//! (the sources are in `docs/security.md`).

use crate::harness::{World, boxes, fields, on_both};
use crate::hostile::fill_all;
use crate::kept::{Kept, changed, kept};
use crate::matrix::asks;
use crate::rich::{Case, Noun, Rich};
use axum::http::{Method, StatusCode};
use domain::Role;
use policy::Relation;
use store::account;
use uuid::Uuid;

/// Returns the id of the first thing of a kind in a case.
fn id(case: &Case, noun: Noun) -> Uuid {
    case.things.iter().find(|thing| thing.noun == noun).unwrap().id
}

async fn unchanged(world: &World, before: &Kept, name: &str) {
    assert_eq!(changed(before, &kept(&world.db).await), [] as [String; 0], "{name}");
}

/// Knowing the id of an organisation gave rights over it.
#[test]
fn an_organisation_is_not_changed_by_knowing_its_id() {
    on_both(async |world| {
        let rich = Rich::build(&world).await;
        let administrator = rich.place("provider").account(Role::Administrator);
        let other = rich.place("other case").id.to_string();
        let mut form =
            vec![("name", "Mallory"), ("email", "mallory@demo.example"), ("role", "administrator")];
        let names = ["organisation", "organisation-id", "organisation_id", "org"];
        form.extend(names.map(|name| (name, other.as_str())));
        let answer = world.post(administrator, "/accounts/invite", &form).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        // An administrator's invitation waits for a second person.
        let waiting = kept(&world.db).await["role_request"].to_lowercase();
        let of_mallory = waiting.lines().filter(|row| row.contains("mallory@demo.example"));
        let invitations = of_mallory.collect::<String>();
        assert!(!invitations.is_empty());
        let holds =
            |id: &str| invitations.contains(id) || invitations.contains(&id.replace('-', ""));
        assert!(!holds(&other) && holds(&world.provider.to_string()), "{invitations}");
    });
}

/// A thing was changed because its organisation was in the form and not in the query.
#[test]
fn a_thing_of_another_organisation_is_not_changed_by_naming_ones_own() {
    on_both(async |world| {
        let rich = Rich::build(&world).await;
        let administrator = rich.place("provider").account(Role::Administrator);
        let ours = rich.place("provider").id.to_string();
        let theirs = &rich.cases[1];
        let before = kept(&world.db).await;
        let form = [
            ("organisation", ours.as_str()),
            ("organisation_id", &ours),
            ("name", "Taken over"),
            ("description", "Ours now"),
            ("areas", "accommodation"),
            ("sex", "any"),
            ("capacity", "1"),
            ("wait-days", "0"),
        ];
        for path in [
            format!("/services/{}/edit", theirs.service),
            format!("/accounts/{}/deactivate", id(theirs, Noun::Account)),
        ] {
            let answer = world.post(administrator, &path, &form).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
        unchanged(&world, &before, "somebody else's service and account").await;
    });
}

/// A thing was reached by its id, through a collection that it is not in.
#[test]
fn an_item_is_not_reached_through_another_persons_path() {
    on_both(async |world| {
        let rich = Rich::build(&world).await;
        let [ours, theirs] = &rich.cases[..] else { panic!("two cases") };
        let lead = rich.place("lead").account(Role::ResettlementWorker);
        let before = kept(&world.db).await;
        let (need, goal) = (theirs.need.to_string(), id(theirs, Noun::Goal).to_string());
        let referral = id(theirs, Noun::Referral).to_string();
        let day = [boxes("on", "2026-12-01"), boxes("due", "2026-12-01")];
        let rest = [
            ("need", need.as_str()),
            ("goal", &goal),
            ("referral", &referral),
            ("words", "Theirs"),
            ("aims", "Theirs"),
            ("time", "10:00"),
            ("kind", "at_office"),
            ("place", "Here"),
        ];
        let form = fields(&day, &rest);
        let mut paths = vec![
            format!("/people/{}/goals", ours.person),
            format!("/people/{}/appointments", ours.person),
            format!("/people/{}/referrals/new/{}", ours.person, ours.service),
        ];
        for (what, item) in theirs.details {
            paths.push(format!("/people/{}/details/{what}/{item}/end", ours.person));
        }
        for path in paths {
            let answer = world.post(lead, &path, &form).await;
            assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
            assert!(!answer.text.contains("Prydderch"), "{path}");
            unchanged(&world, &before, &path).await;
        }
        let path = format!("/people/{}/referrals/new/{}?need={need}", ours.person, ours.service);
        assert_eq!(world.get(lead, &path).await.status, StatusCode::NOT_FOUND);
    });
}

/// A manager changed what was not assigned to them.
#[test]
fn whoever_owns_one_step_changes_no_other() {
    on_both(async |world| {
        let rich = Rich::build(&world).await;
        let owner = rich.place("step owner").account(Role::ServiceWorker);
        let steps = rich.cases[0].things.iter().filter(|thing| thing.noun == Noun::Step);
        let steps: Vec<_> = steps.map(|step| step.id).collect();
        let before = kept(&world.db).await;
        for (end, form) in [
            ("close", &[("how", "done"), ("note", "Not ours")][..]),
            ("take", &[][..]),
            ("owner", &[("owner", "x")][..]),
        ] {
            let path = format!("/steps/{}/{end}", steps[0]);
            assert_eq!(world.post(owner, &path, form).await.status, StatusCode::NOT_FOUND, "{end}");
        }
        unchanged(&world, &before, "the lead's step").await;
        let answer = world.post(owner, &format!("/steps/{}/take", steps[1]), &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "their own: {}", answer.text);
    });
}

/// An owner who was never confirmed purged an organisation: here, who gave no second factor.
#[test]
fn half_a_session_opens_and_changes_nothing() {
    on_both(async |world| {
        let rich = Rich::build(&world).await;
        let account = rich.place("lead").account(Role::ResettlementWorker);
        let token = app::sign_in::new_token();
        let mut tx = world.db.begin().await.unwrap();
        let hash = app::sign_in::token_hash(&token);
        let now = crate::harness::now();
        let half = domain::SessionId(uuid::Uuid::now_v7());
        let half = domain::Session::begin(half, account, false, now);
        store::session::add(&mut tx, &hash, &half).await.unwrap();
        tx.commit().await.unwrap();
        let before = kept(&world.db).await;
        let cookie = format!("session={token}");
        for asked in asks(&rich) {
            let method = asked.method.as_str();
            let answer = world.ask(method, &asked.path, &cookie, String::new()).await;
            assert_eq!(answer.location.as_deref(), Some("/sign-in"), "{}", asked.path);
        }
        unchanged(&world, &before, "half a session").await;
    });
}

/// Something of one organisation was bound to somebody of another.
#[test]
fn a_worker_is_not_bound_to_another_organisation() {
    on_both(async |world| {
        let rich = Rich::build(&world).await;
        let lead = rich.place("lead").account(Role::ResettlementWorker);
        let stranger = rich.place("stranger").account(Role::ResettlementWorker).to_string();
        let (own, taker) = (world.prison.to_string(), world.probation.to_string());
        let case = &rich.cases[0];
        let before = kept(&world.db).await;
        let due = [boxes("due", "2026-12-20"), boxes("effective", "2026-12-20")];
        for (path, rest) in [
            (format!("/people/{}/worker", case.person), vec![("worker", stranger.as_str())]),
            (
                format!("/goals/{}/steps", id(case, Noun::Goal)),
                vec![
                    ("step-words", "Theirs"),
                    ("actor", "organisation"),
                    ("owner", own.as_str()),
                    ("worker", &stranger),
                ],
            ),
            (
                format!("/people/{}/handover", case.person),
                vec![
                    ("taker", taker.as_str()),
                    ("kind", "transfer"),
                    ("summary", "Theirs"),
                    ("worker", &stranger),
                ],
            ),
        ] {
            let answer = world.post(lead, &path, &fields(&due, &rest)).await;
            assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
            unchanged(&world, &before, &path).await;
        }
        let referral = case.things.iter().find(|thing| thing.noun == Noun::Referral).unwrap().id;
        let provider = rich.place("provider").account(Role::ServiceWorker);
        for step in ["receive", "accept"] {
            world.post(provider, &format!("/referrals/{referral}/{step}"), &[]).await;
        }
        let before = kept(&world.db).await;
        let form = [("worker", stranger.as_str())];
        let answer = world.post(provider, &format!("/referrals/{referral}/assign"), &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
        unchanged(&world, &before, "a referral's worker").await;
    });
}

/// Tokens lived on after a reset for security's sake.
#[test]
fn a_session_does_not_outlive_a_security_reset() {
    on_both(async |world| {
        let rich = Rich::build(&world).await;
        let clerk = rich.place("provider").account(Role::ServiceWorker);
        let administrator = rich.place("provider").account(Role::Administrator);
        let sessions =
            [world.session(clerk).await, world.session(clerk).await, world.session(clerk).await];
        let path = format!("/accounts/{clerk}/deactivate");
        let answer = world.post(administrator, &path, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let before = kept(&world.db).await;
        for session in sessions {
            for asked in asks(&rich) {
                let method = asked.method.as_str();
                let answer = world.ask(method, &asked.path, &session, String::new()).await;
                assert_eq!(answer.location.as_deref(), Some("/sign-in"), "{}", asked.path);
            }
        }
        unchanged(&world, &before, "a session that ended").await;
    });
}

/// A page that was only left out of the menu could still be called.
#[test]
fn a_hidden_page_is_not_callable() {
    on_both(async |world| {
        let rich = Rich::build(&world).await;
        for role in Role::ALL {
            let cookie = world.session(rich.place("lead").account(*role)).await;
            for path in [
                "/admin",
                "/admin/",
                "/debug",
                "/debug/pprof/",
                "/metrics",
                "/api",
                "/api/docs",
                "/swagger",
                "/openapi.json",
                "/graphql",
                "/server-status",
                "/actuator/env",
                "/.env",
                "/.git/HEAD",
                "/.git/config",
                "/Cargo.toml",
                "/resettle.db",
                "/resettle.toml",
                "/backup",
                "/assets",
                "/assets/",
                "/assets/../Cargo.toml",
                "/assets/..%2fCargo.toml",
                "/phpinfo.php",
                "/people/",
                "/accounts/",
                "//accounts",
                "/./accounts",
                "/ACCOUNTS",
                "/accounts;a=b",
                "/accounts%2f",
                "/accounts.json",
            ] {
                let answer = world.ask("GET", path, &cookie, String::new()).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role} {path}");
            }
        }
    });
}

/// An address or a second factor was changed without signing in again: here no form changes one.
#[test]
fn no_form_changes_how_somebody_signs_in() {
    on_both(async |world| {
        let rich = Rich::build(&world).await;
        let more = [
            ("email", "mallory@demo.example"),
            ("password", "a walk by the sea"),
            ("password_hash", "x"),
            ("totp_secret", "JBSWY3DPEHPK3PXP"),
            ("person_id", "x"),
            ("organisation_id", "x"),
        ];
        let all = async || {
            let mut conn = world.db.read().await.unwrap();
            let mut all = Vec::new();
            for place in &rich.places {
                for (_, id) in &place.accounts {
                    let known = account::credentials_of(&mut conn, *id).await.unwrap().unwrap();
                    let actor = account::actor(&mut conn, *id).await.unwrap().unwrap();
                    all.push((known.password_hash, known.totp_secret, actor));
                }
            }
            all
        };
        let before = all().await;
        let sent = fill_all(&world, &rich, "zq7 words", &more).await;
        assert!(sent.taken.len() > 20, "{:?}", sent.refused);
        assert_eq!(all().await, before);
    });
}

/// A program was taken as an upload.
#[test]
fn a_program_is_not_taken_for_a_list() {
    on_both(async |world| {
        let before = kept(&world.db).await;
        for file in [
            &b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff"[..],
            b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00",
            b"PK\x03\x04\x14\x00\x00\x00\x08\x00",
            b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
            b"#!/bin/sh\nrm -rf /\n",
            b"<html><script>alert(1)</script></html>",
            b"",
        ] {
            let form = [("what", "accept")];
            let answer = world.upload(world.prison_worker, "/people/import", &form, file).await;
            assert!(!answer.status.is_server_error(), "{}", answer.text);
            assert!(!answer.text.contains("<script>alert"));
            unchanged(&world, &before, &format!("{:?}", file.get(..4))).await;
        }
    });
}

/// Rules were changed while they were in force: here what was signed is only ever signed or ended.
#[test]
fn what_was_signed_is_never_changed() {
    on_both(async |world| {
        let rich = Rich::build(&world).await;
        let agreed = async || {
            let mut conn = world.db.read().await.unwrap();
            store::agreement::find(&mut conn, world.agreement).await.unwrap().unwrap()
        };
        let before = agreed().await;
        let officer = rich.place("lead").account(Role::DataProtectionOfficer);
        let path = format!("/agreements/{}", world.agreement);
        for end in ["", "/edit", "/sign", "/parties", "/new"] {
            let form = [("title", "Everything"), ("purposes", "evaluation"), ("groups", "health")];
            let answer = world.post(officer, &format!("{path}{end}"), &form).await;
            assert!(answer.status.is_client_error(), "{end}: {}", answer.status);
        }
        fill_all(&world, &rich, "zq7 words", &[("title", "Everything"), ("groups", "health")])
            .await;
        assert_eq!(agreed().await, before);
    });
}

/// Somebody learnt from an answer whether an address has an account: signing in, and what is not
/// there at all.
#[test]
fn an_id_that_is_nobodys_looks_like_one_that_is_not_shared() {
    on_both(async |world| {
        let rich = Rich::build(&world).await;
        let stranger = rich.place("stranger").account(Role::ServiceWorker);
        let cookie = world.session(stranger).await;
        let mut compared = 0;
        for asked in asks(&rich) {
            let Some((_, thing)) = asked.thing else { continue };
            // Directories and figures are for everybody of a role; agreements say who may sign first.
            if matches!(thing.noun, Noun::Service | Noun::Pilot | Noun::Agreement) {
                continue;
            }
            // The stranger opened the first record in an emergency, and sees that they did.
            if thing.held(rich.place("stranger").id, Relation::Breaker) {
                continue;
            }
            let nobody = asked.path.replacen(&thing.id.to_string(), &Uuid::now_v7().to_string(), 1);
            let method = asked.method.as_str();
            let there = world.ask(method, &asked.path, &cookie, String::new()).await;
            let absent = world.ask(method, &nobody, &cookie, String::new()).await;
            assert_eq!(there.status, absent.status, "{method} {}", asked.path);
            if asked.method == Method::GET {
                let without = crate::routes::without_ids;
                assert_eq!(without(&there.text), without(&absent.text), "{}", asked.path);
            }
            compared += 1;
        }
        assert!(compared > 100, "{compared}");
    });
}
