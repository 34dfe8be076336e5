//! Joins: what another agency knows is looked at by whoever leads the case, joined, split, and undone.

use crate::feed::{numbered, outsider, sent};
use crate::harness::{World, account, agreement, named, now, on_both};
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::{AccountId, IdentifierKind, JoinState, Owner, PersonId, Postcode, Role, SourceId};
use store::join::Kept;
use store::person_detail::Address;
use uuid::Uuid;

/// A record that is likely to be of the person of the world, and not enough by itself.
const LIKELY: &str = "HB 1,O'Neill,Sian,17/05/1990,F,,,,\n";
/// One that is enough by itself, once the person has the number.
const SURE: &str = "HB 1,O'Neill,Sian,17/05/1990,F,,PY123456A,,\n";

async fn source(world: &World, number: &str) -> SourceId {
    let mut conn = world.db.read().await.unwrap();
    store::feed::source(&mut conn, world.provider, number).await.unwrap().unwrap().0
}

/// Returns the joins of a record of the provider.
async fn joins(world: &World, number: &str) -> Vec<Kept> {
    let source = source(world, number).await;
    store::join::of_source(&mut world.db.read().await.unwrap(), source).await.unwrap()
}

/// Returns the path of the only join of a record, which must stand so.
async fn only(world: &World, number: &str, state: JoinState) -> String {
    let all = joins(world, number).await;
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0].join.state(), state, "{all:?}");
    format!("/joins/{}", all[0].join.id)
}

async fn held(world: &World, number: &str) -> Vec<&'static str> {
    joins(world, number)
        .await
        .iter()
        .map(|kept| kept.held.map_or("joined", domain::Held::code))
        .collect()
}

async fn decide(world: &World, who: AccountId, path: &str, decision: &str) -> StatusCode {
    let form = [("decision", decision), ("reason", "details"), ("words", "Looked at both")];
    world.post(who, path, &form).await.status
}

async fn colleague(world: &World) -> AccountId {
    let mut tx = world.db.begin().await.unwrap();
    let worker = Role::ResettlementWorker;
    let id = account(&mut tx, "second", world.prison, worker, None).await;
    tx.commit().await.unwrap();
    id
}

/// The queue has what waits, and its page both records and what they weigh, in both languages.
async fn assert_shown(world: &World, path: &str) {
    let queue = world.get(world.prison_worker, "/joins").await;
    for said in
        ["O’Neill, Siân", "Harbour Steps", "HB 1", "2 December 2026", "not enough by itself"]
    {
        assert!(queue.text.contains(said), "{said}: {}", queue.text);
    }
    let narrowed = format!("/joins?agency={}", world.stranger);
    assert!(!world.get(world.prison_worker, &narrowed).await.text.contains("O’Neill, Siân"));
    let page = world.get(world.prison_worker, path).await;
    for said in [
        "Sian",
        "Siân",
        "17 May 1990",
        "Family name",
        "+10.0",
        "<rect",
        "Before anything is compared",
    ] {
        assert!(page.text.contains(said), "{said}: {}", page.text);
    }
    let welsh = world.get(world.prison_worker, &format!("{path}?lang=cy")).await;
    assert!(welsh.text.contains("Ai’r un person yw hwn?") && welsh.text.contains("Yr un fath"));
}

#[test]
pub(crate) fn what_is_likely_waits_for_the_lead_and_every_decision_can_be_taken_back() {
    on_both(async |world| {
        sent(&world, world.service_worker, LIKELY).await;
        let path = only(&world, "HB 1", JoinState::Proposed).await;
        let today = world.get(world.prison_worker, "/my-people").await;
        assert!(today.text.contains("Decide whether another agency"), "{}", today.text);
        assert_shown(&world, &path).await;
        let bare = world.post(world.prison_worker, &path, &[("words", "kept")]).await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        for said in ["Choose what it is", "Choose why", "kept"] {
            assert!(bare.text.contains(said), "{said}: {}", bare.text);
        }
        let who = world.prison_worker;
        assert_eq!(decide(&world, who, &path, "unsure").await, StatusCode::SEE_OTHER);
        only(&world, "HB 1", JoinState::Unsure).await;
        let token = Uuid::now_v7().to_string();
        let form = [
            ("decision", "confirm"),
            ("reason", "asked_person"),
            ("words", "They said so"),
            ("form-token", &*token),
        ];
        for _ in 0..2 {
            let answer = world.post(who, &path, &form).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        }
        assert_eq!(joins(&world, "HB 1").await[0].join.decisions.len(), 3, "it was taken once");
        only(&world, "HB 1", JoinState::Joined).await;
        assert_eq!(decide(&world, who, &path, "confirm").await, StatusCode::CONFLICT);
        let shown = world.get(who, &format!("/people/{}", world.person)).await;
        assert!(shown.text.contains("What other agencies hold") && shown.text.contains("HB 1"));
        for (reader, list) in [(who, "/joins"), (world.service_worker, "/feeds")] {
            let told = world.get(reader, list).await;
            assert!(
                told.text.contains("The person was asked") && told.text.contains("HMP Cardiff"),
                "{}",
                told.text
            );
        }
        assert_eq!(decide(&world, who, &path, "split").await, StatusCode::SEE_OTHER);
        assert_eq!(decide(&world, who, &path, "split").await, StatusCode::CONFLICT);
        for state in [JoinState::Joined, JoinState::Unsure, JoinState::Proposed] {
            assert_eq!(decide(&world, who, &path, "undo").await, StatusCode::SEE_OTHER);
            only(&world, "HB 1", state).await;
        }
        assert_eq!(
            decide(&world, who, &path, "undo").await,
            StatusCode::CONFLICT,
            "nobody decided it"
        );
        assert_eq!(world.journalled("join_moved").await, 7);
    });
}

#[test]
fn nobody_but_a_worker_of_the_lead_sees_or_decides() {
    on_both(async |world| {
        sent(&world, world.service_worker, LIKELY).await;
        let path = only(&world, "HB 1", JoinState::Proposed).await;
        for who in [
            world.service_worker,
            world.evaluator,
            world.board_member,
            world.administrator,
            world.prison_officer,
            world.person_account,
        ] {
            for page in ["/joins", path.as_str()] {
                let status = world.get(who, page).await.status;
                assert!(
                    matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND),
                    "{page} {status}"
                );
            }
            let status = decide(&world, who, &path, "confirm").await;
            assert!(matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{status}");
        }
        // Another organisation that leads cases has its own queue.
        assert_eq!(world.get(world.probation_worker, &path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            decide(&world, world.probation_worker, &path, "split").await,
            StatusCode::NOT_FOUND
        );
        let queue = world.get(world.probation_worker, "/joins").await;
        assert!(queue.text.contains("Nothing waits") && !queue.text.contains("O’Neill"));
        only(&world, "HB 1", JoinState::Proposed).await;
        for who in [world.administrator, world.prison_officer, world.evaluator] {
            let page = world.get(who, "/joins/quality").await;
            assert!(
                page.text.contains("Harbour Steps") && page.text.contains("Fewer than 10"),
                "{}",
                page.text
            );
        }
        for who in [world.prison_worker, world.board_member, world.service_worker] {
            assert_eq!(world.get(who, "/joins/quality").await.status, StatusCode::NOT_FOUND);
        }
    });
}

#[test]
fn a_risk_marker_is_never_joined_without_two_people() {
    on_both(async |world| {
        numbered(&world, world.person, IdentifierKind::NiNumber, "PY123456A").await;
        let marked = SURE.replace(",,\n", ",,yes\n");
        sent(&world, world.service_worker, &marked).await;
        let path = only(&world, "HB 1", JoinState::Proposed).await;
        assert_eq!(held(&world, "HB 1").await, ["risk_marker"]);
        let page = world.get(world.prison_worker, &path).await;
        assert!(page.text.contains("Two people have to confirm"), "{}", page.text);
        let (first, second) = (world.prison_worker, colleague(&world).await);
        assert_eq!(decide(&world, first, &path, "confirm").await, StatusCode::SEE_OTHER);
        only(&world, "HB 1", JoinState::AwaitingSecond).await;
        let page = world.get(first, &path).await;
        assert!(
            page.text.contains("Somebody else of your organisation has to confirm"),
            "{}",
            page.text
        );
        let again = decide(&world, first, &path, "confirm").await;
        assert!(matches!(again, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{again}");
        only(&world, "HB 1", JoinState::AwaitingSecond).await;
        assert_eq!(decide(&world, second, &path, "confirm").await, StatusCode::SEE_OTHER);
        only(&world, "HB 1", JoinState::Joined).await;
        assert_eq!(decide(&world, first, &path, "undo").await, StatusCode::SEE_OTHER);
        only(&world, "HB 1", JoinState::AwaitingSecond).await;
    });
}

/// Adds somebody else whom the prison leads, with a home.
async fn neighbour(world: &World, name: (&str, &str)) -> PersonId {
    let mut tx = world.db.begin().await.unwrap();
    let lead = Owner::worker(world.prison, world.prison_worker);
    let person = named(&mut tx, name, lead).await;
    tx.commit().await.unwrap();
    home(world, person).await;
    person
}

async fn home(world: &World, person: PersonId) {
    let mut tx = world.db.begin().await.unwrap();
    let address = Address {
        id: Uuid::now_v7(),
        kind: domain::AddressKind::Main,
        words: "1 Quay Street".to_owned(),
        postcode: Postcode::parse("CF10 3AB").ok(),
        from_on: None,
        to_on: None,
    };
    store::person_detail::add_address(&mut tx, person, &address, now()).await.unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn what_stands_against_it_is_never_joined_by_weight_alone() {
    on_both(async |world| {
        home(&world, world.person).await;
        numbered(&world, world.person, IdentifierKind::NiNumber, "PY123456A").await;
        numbered(&world, world.person, IdentifierKind::PncId, "2021/0000123C").await;
        // A twin, with the number of the other by mistake.
        sent(&world, world.service_worker, "T,O'Neill,Catrin,17/05/1990,F,CF10 3AB,PY123456A,,\n")
            .await;
        assert_eq!(held(&world, "T").await, ["twins"]);
        // A PNC id of somebody who is otherwise another.
        sent(&world, world.service_worker, "P,Vaughan,Ruth,30/01/1962,,,,21/0000123C,\n").await;
        assert_eq!(held(&world, "P").await, [""; 0], "nobody is even asked");
        // Two people of one name and day of birth, of one house.
        neighbour(&world, ("Siân", "O’Neill")).await;
        sent(&world, world.service_worker, "N,O'Neill,Sian,17/05/1990,F,CF10 3AB,,,\n").await;
        assert_eq!(held(&world, "N").await, ["near", "near"]);
        // One more record of an agency that has joined one.
        sent(&world, world.service_worker, SURE).await;
        assert_eq!(held(&world, "HB 1").await, ["joined"]);
        sent(&world, world.service_worker, &SURE.replace("HB 1", "HB 2")).await;
        let second = held(&world, "HB 2").await;
        assert!(second.contains(&"another") && !second.contains(&"joined"), "{second:?}");
    });
}

#[test]
fn a_decision_stands_over_later_files_and_nights() {
    on_both(async |world| {
        numbered(&world, world.person, IdentifierKind::NiNumber, "PY123456A").await;
        sent(&world, world.service_worker, LIKELY).await;
        let path = only(&world, "HB 1", JoinState::Proposed).await;
        assert_eq!(
            decide(&world, world.prison_worker, &path, "split").await,
            StatusCode::SEE_OTHER
        );
        // The agency now says what would join them by itself.
        sent(&world, world.service_worker, SURE).await;
        only(&world, "HB 1", JoinState::Split).await;
        app::join::run_all(&world.app).await.unwrap();
        only(&world, "HB 1", JoinState::Split).await;
        let shown = world.get(world.prison_worker, &format!("/people/{}", world.person)).await;
        assert!(!shown.text.contains("What other agencies hold"), "{}", shown.text);
        // And what somebody joined stays, although the record says something else.
        assert_eq!(decide(&world, world.prison_worker, &path, "undo").await, StatusCode::SEE_OTHER);
        assert_eq!(
            decide(&world, world.prison_worker, &path, "confirm").await,
            StatusCode::SEE_OTHER
        );
        sent(&world, world.service_worker, "HB 1,Vaughan,Ruth,01/02/1961,M,,,,\n").await;
        app::join::run_all(&world.app).await.unwrap();
        only(&world, "HB 1", JoinState::Joined).await;
    });
}

#[test]
fn what_the_weight_alone_joined_is_doubted_when_the_record_says_something_else() {
    on_both(async |world| {
        numbered(&world, world.person, IdentifierKind::NiNumber, "PY123456A").await;
        sent(&world, world.service_worker, SURE).await;
        only(&world, "HB 1", JoinState::Joined).await;
        // A slip in the name changes nothing: it takes more to break than to join.
        sent(&world, world.service_worker, &SURE.replace("O'Neill", "O'Neil")).await;
        only(&world, "HB 1", JoinState::Joined).await;
        sent(&world, world.service_worker, "HB 1,Vaughan,Ruth,01/02/1961,F,,PY123456A,,\n").await;
        let path = only(&world, "HB 1", JoinState::Proposed).await;
        let page = world.get(world.prison_worker, &path).await;
        assert!(
            page.text.contains("Doubted") && page.text.contains("something else 2 times"),
            "{}",
            page.text
        );
        assert_eq!(decide(&world, world.prison_worker, &path, "undo").await, StatusCode::CONFLICT);
    });
}

#[test]
fn people_who_come_later_are_found_at_once_and_at_night_once() {
    on_both(async |world| {
        sent(
            &world,
            world.service_worker,
            "HB 7,Prosser,Dilys,09/11/1974,F,,,,\nHB 8,Eynon,Gwil,01/03/1980,M,,,,\n\
             HB 9,Mabe,Carys,03/02/1991,F,,,,\n",
        )
        .await;
        let form = [
            ("given-name", "Dilys"),
            ("family-name", "Prosser"),
            ("date-of-birth-day", "9"),
            ("date-of-birth-month", "11"),
            ("date-of-birth-year", "1974"),
            ("sex", "female"),
            ("language", "cy"),
        ];
        let added = world.post(world.prison_worker, "/people/new", &form).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
        only(&world, "HB 7", JoinState::Proposed).await;
        let list = "prison_number,family_name,given_name,date_of_birth,prison,received_on\n\
                    A1234BC,Mabe,Carys,1991-02-03,CFI,2026-11-20\n";
        let what = [("what", "load")];
        let path = "/people/import";
        let loaded = world.upload(world.prison_worker, path, &what, list.as_bytes()).await;
        assert_eq!(loaded.status, StatusCode::OK, "{}", loaded.text);
        only(&world, "HB 9", JoinState::Proposed).await;
        let mut tx = world.db.begin().await.unwrap();
        let lead = Owner::organisation(world.probation);
        let late = domain::Person {
            id: PersonId(Uuid::now_v7()),
            given_name: "Gwil".to_owned(),
            family_name: "Eynon".to_owned(),
            date_of_birth: "1980-03-01".parse().ok(),
            sex: None,
            ethnicity: None,
            language: "cy".to_owned(),
            home_region: None,
            lead,
        };
        store::person::add(&mut tx, &late, None, now()).await.unwrap();
        tx.commit().await.unwrap();
        assert!(joins(&world, "HB 8").await.is_empty());
        // In the afternoon nobody looked yet today; the run is done once a day.
        assert_eq!(app::join::run_nightly(&world.app).await.unwrap(), Some(3));
        only(&world, "HB 8", JoinState::Proposed).await;
        assert_eq!(app::join::run_nightly(&world.app).await.unwrap(), None);
        world.later(TimeDelta::hours(24));
        assert_eq!(app::join::run_nightly(&world.app).await.unwrap(), Some(3));
        only(&world, "HB 8", JoinState::Proposed).await;
        only(&world, "HB 7", JoinState::Proposed).await;
    });
}

/// What each of some readers sees: the pages without what is new on each, and without the list of what happened.
async fn seen(world: &World, feed: &str) -> Vec<String> {
    let person = format!("/people/{}", world.person);
    let mut seen = Vec::new();
    for (who, path) in [
        (world.prison_worker, person.as_str()),
        (world.prison_worker, &format!("{person}/details")),
        (world.probation_worker, &person),
        (world.service_worker, &person),
        (world.stranger_worker, &person),
        (world.service_worker, feed),
        (world.stranger_worker, feed),
        (world.person_account, "/my-plan"),
        (world.evaluator, "/joins"),
    ] {
        let answer = world.get(who, path).await;
        let main = answer.text.split("<main").nth(1).unwrap_or_default();
        let main = main.split("</main>").next().unwrap();
        let main = main.split("What happened last").next().unwrap();
        // A form has a token of its own each time, and a page that is refused names its request.
        let own = |line: &&str| !line.contains("form-token") && !line.contains("Reference:");
        let lines = main.lines().filter(own);
        seen.push(format!("{path} {} {}", answer.status, lines.collect::<Vec<_>>().join("\n")));
    }
    seen
}

/// Compares what was seen line by line: a difference is named, and not drowned in nine pages.
fn assert_same(seen: &[String], before: &[String]) {
    assert_eq!(seen.len(), before.len());
    for (seen, before) in seen.iter().zip(before) {
        for (seen, before) in seen.lines().zip(before.lines()) {
            assert_eq!(seen, before);
        }
        assert_eq!(seen.lines().count(), before.lines().count(), "{seen}");
    }
}

#[test]
fn an_undo_gives_back_exactly_what_each_organisation_saw() {
    on_both(async |world| {
        numbered(&world, world.person, IdentifierKind::NiNumber, "PY123456A").await;
        let feed = sent(&world, world.service_worker, SURE).await;
        let path = only(&world, "HB 1", JoinState::Joined).await;
        let joined = seen(&world, &feed).await;
        assert_eq!(
            decide(&world, world.prison_worker, &path, "split").await,
            StatusCode::SEE_OTHER
        );
        let split = seen(&world, &feed).await;
        assert_ne!(joined[0], split[0], "the lead saw no difference");
        assert_ne!(joined[5], split[5], "the agency saw no difference");
        assert_eq!(decide(&world, world.prison_worker, &path, "undo").await, StatusCode::SEE_OTHER);
        assert_same(&seen(&world, &feed).await, &joined);
        // And the other way: what waited, joined and undone, waits as before.
        sent(&world, world.service_worker, "HB 5,O'Neill,Sian,17/05/1990,F,,,,\n").await;
        let path = only(&world, "HB 5", JoinState::Proposed).await;
        let waiting = seen(&world, &feed).await;
        assert_eq!(
            decide(&world, world.prison_worker, &path, "confirm").await,
            StatusCode::SEE_OTHER
        );
        assert_ne!(seen(&world, &feed).await[0], waiting[0]);
        assert_eq!(decide(&world, world.prison_worker, &path, "undo").await, StatusCode::SEE_OTHER);
        assert_same(&seen(&world, &feed).await, &waiting);
    });
}

#[test]
fn when_an_agreement_ends_nothing_is_shown_and_it_can_only_be_split() {
    on_both(async |world| {
        let (council, worker) = outsider(&world).await;
        let mut tx = world.db.begin().await.unwrap();
        let officer =
            account(&mut tx, "dpo.council", council, Role::DataProtectionOfficer, None).await;
        let between = agreement(&[(world.prison, world.prison_officer), (council, officer)]);
        store::agreement::add(&mut tx, &between, now()).await.unwrap();
        tx.commit().await.unwrap();
        sent(&world, worker, "C1,O'Neill,Sian,17/05/1990,F,,,,\n").await;
        let mut conn = world.db.read().await.unwrap();
        let source = store::feed::source(&mut conn, council, "C1").await.unwrap().unwrap().0;
        let join = store::join::of_source(&mut conn, source).await.unwrap()[0].join.id;
        drop(conn);
        let path = format!("/joins/{join}");
        assert!(world.get(world.prison_worker, &path).await.text.contains("C1"));
        let mut tx = world.db.begin().await.unwrap();
        store::agreement::end(&mut tx, between.id, World::today()).await.unwrap();
        tx.commit().await.unwrap();
        let page = world.get(world.prison_worker, &path).await;
        assert!(page.text.contains("No agreement in force lets Cardiff Council"), "{}", page.text);
        assert!(!page.text.contains("Sian<") && !page.text.contains("value=\"confirm\""));
        assert_eq!(
            decide(&world, world.prison_worker, &path, "confirm").await,
            StatusCode::CONFLICT
        );
        assert_eq!(
            decide(&world, world.prison_worker, &path, "split").await,
            StatusCode::SEE_OTHER
        );
    });
}
