//! Samples of joins: drawn by who answers for data protection, looked at without knowing how a pair stands, and shown
//! as estimates.

use crate::feed::{numbered, sent};
use crate::harness::{Answer, World, account, named, on_both};
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::{AccountId, IdentifierKind, JoinState, Owner, PersonId, Role};
use uuid::Uuid;

/// One record that is joined by its weight alone, one that waits, and one of a relative, that weighs too little.
const ROWS: &str = "HB 1,O'Neill,Sian,17/05/1990,F,,PY123456A,,\n\
                    HB 2,Oneill,Sian,17/05/1990,F,,,,\n\
                    HB 3,O'Neill,Rhodri,17/05/1990,M,,,,\n";

async fn draw(world: &World, who: AccountId, size: &str) -> Answer {
    world.post(who, "/joins/quality", &[("size", size)]).await
}

/// Returns the paths of the pairs that wait for somebody.
async fn waiting(world: &World, who: AccountId) -> Vec<String> {
    let page = world.get(who, "/join-samples").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let links = page.text.split("href=\"/join-samples/").skip(1);
    links.map(|rest| format!("/join-samples/{}", rest.split('"').next().unwrap())).collect()
}

async fn say(world: &World, who: AccountId, path: &str, answer: &str) -> StatusCode {
    world.post(who, path, &[("answer", answer)]).await.status
}

/// Returns the states of what is joined with the person, by the agency's number.
async fn states(world: &World, number: &str) -> Vec<JoinState> {
    let mut conn = world.db.read().await.unwrap();
    let source = store::feed::source(&mut conn, world.provider, number).await.unwrap().unwrap().0;
    let joins = store::join::of_source(&mut conn, source).await.unwrap();
    joins.iter().map(|kept| kept.join.state()).collect()
}

/// Returns the path of the pair whose page has the given name of the agency's record.
async fn pair_of(world: &World, who: AccountId, given: &str) -> String {
    for path in waiting(world, who).await {
        if world.get(who, &path).await.text.contains(given) {
            return path;
        }
    }
    panic!("no pair has {given}");
}

async fn begin(world: &World) {
    numbered(world, world.person, IdentifierKind::NiNumber, "PY123456A").await;
    sent(world, world.service_worker, ROWS).await;
    assert_eq!(states(world, "HB 1").await, [JoinState::Joined]);
    assert_eq!(states(world, "HB 2").await, [JoinState::Proposed]);
    assert_eq!(states(world, "HB 3").await, [], "it weighs too little");
}

#[test]
pub(crate) fn pairs_are_looked_at_blind_and_what_differs_is_asked_again() {
    on_both(async |world| {
        begin(&world).await;
        let none = world.get(world.administrator, "/joins/quality").await;
        assert!(none.text.contains("No sample was drawn yet"), "{}", none.text);
        let bare = draw(&world, world.administrator, "").await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bare.text.contains("Choose how many pairs"), "{}", bare.text);
        assert_eq!(draw(&world, world.administrator, "50").await.status, StatusCode::SEE_OTHER);
        let who = world.prison_worker;
        assert_eq!(waiting(&world, who).await.len(), 3);
        assert!(world.get(who, "/joins").await.text.contains("3 pairs of a sample wait"));
        for path in waiting(&world, who).await {
            let page = world.get(who, &path).await;
            assert!(page.text.contains("O’Neill") && page.text.contains("Harbour Steps"));
            // Nothing of how it stands, what it weighs and which record it is.
            for hidden in ["HB ", "Bits", "<rect", "To be decided", "Joined", "What was done"] {
                assert!(!page.text.contains(hidden), "{hidden}: {}", page.text);
            }
            let welsh = world.get(who, &format!("{path}?lang=cy")).await;
            assert!(welsh.text.contains("Ai un person yw’r rhain?"), "{}", welsh.text);
        }
        // The one that is joined is found to be of two: nothing changes, and it is asked about.
        let relative = pair_of(&world, who, "Rhodri").await;
        assert_eq!(say(&world, who, &relative, "").await, StatusCode::UNPROCESSABLE_ENTITY);
        let others: Vec<_> =
            waiting(&world, who).await.into_iter().filter(|path| *path != relative).collect();
        for path in &others {
            assert_eq!(say(&world, who, path, "different").await, StatusCode::SEE_OTHER);
            assert_eq!(say(&world, who, path, "same").await, StatusCode::CONFLICT);
        }
        assert_eq!(states(&world, "HB 1").await, [JoinState::Joined]);
        assert_eq!(states(&world, "HB 2").await, [JoinState::Proposed]);
        let queue = world.get(who, "/joins").await;
        let again = queue.text.split_once("A sample says otherwise").unwrap().1;
        assert!(again.contains("O’Neill") && again.contains("Two people"), "{again}");
        // What was not proposed and is said to be one person is proposed, and not joined.
        let token = Uuid::now_v7().to_string();
        let form = [("answer", "same"), ("form-token", &*token)];
        for _ in 0..2 {
            let status = world.post(who, &relative, &form).await.status;
            assert_eq!(status, StatusCode::SEE_OTHER);
        }
        assert_eq!(states(&world, "HB 3").await, [JoinState::Proposed]);
        assert!(waiting(&world, who).await.is_empty());
        assert_eq!(world.journalled("join_sample_answered").await, 3);
        // Once it is decided, nobody is asked any more.
        let join = again.split("href=\"/joins/").nth(1).unwrap().split('"').next().unwrap();
        let form = [("decision", "split"), ("reason", "details"), ("words", "Two people")];
        let split = world.post(who, &format!("/joins/{join}"), &form).await;
        assert_eq!(split.status, StatusCode::SEE_OTHER);
        assert!(!world.get(who, "/joins").await.text.contains("A sample says otherwise"));
        // Everything is answered: another can be drawn.
        assert_eq!(draw(&world, world.prison_officer, "100").await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn who_draws_does_not_look_and_who_decided_does_not_either() {
    on_both(async |world| {
        begin(&world).await;
        for who in [world.evaluator, world.prison_worker, world.board_member, world.service_worker]
        {
            let status = draw(&world, who, "50").await.status;
            assert!(matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{status}");
            let status = draw(&world, who, "").await.status;
            assert!(matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{status}");
        }
        let read = world.get(world.evaluator, "/joins/quality").await;
        assert!(!read.text.contains("Draw a sample"), "{}", read.text);
        // The worker decides on one before it is drawn.
        let queue = world.get(world.prison_worker, "/joins").await;
        let join = queue.text.split("href=\"/joins/").nth(1).unwrap().split('"').next().unwrap();
        let form = [("decision", "confirm"), ("reason", "details"), ("words", "One person")];
        let decided = world.post(world.prison_worker, &format!("/joins/{join}"), &form).await;
        assert_eq!(decided.status, StatusCode::SEE_OTHER);
        assert_eq!(draw(&world, world.prison_officer, "50").await.status, StatusCode::SEE_OTHER);
        let again = draw(&world, world.prison_officer, "200").await.status;
        assert_eq!(again, StatusCode::CONFLICT, "nobody draws until they like it");
        let mut tx = world.db.begin().await.unwrap();
        let worker = Role::ResettlementWorker;
        let second = account(&mut tx, "second", world.prison, worker, None).await;
        tx.commit().await.unwrap();
        let (theirs, all) =
            (waiting(&world, world.prison_worker).await, waiting(&world, second).await);
        assert_eq!((theirs.len(), all.len()), (2, 3));
        let own = all.iter().find(|path| !theirs.contains(path)).unwrap();
        for status in [
            world.get(world.prison_worker, own).await.status,
            say(&world, world.prison_worker, own, "same").await,
        ] {
            assert!(matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{status}");
        }
        for who in [
            world.administrator,
            world.prison_officer,
            world.evaluator,
            world.service_worker,
            world.probation_worker,
            world.person_account,
        ] {
            for status in [world.get(who, own).await.status, say(&world, who, own, "same").await] {
                assert!(matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND));
            }
        }
        assert!(waiting(&world, world.probation_worker).await.is_empty());
        assert_eq!(say(&world, second, own, "same").await, StatusCode::SEE_OTHER);
        // After its last day another can be drawn, and what was left is not answered any more.
        world.later(TimeDelta::days(45));
        assert_eq!(draw(&world, world.prison_officer, "50").await.status, StatusCode::SEE_OTHER);
        let left = all.iter().find(|path| *path != own).unwrap();
        assert_eq!(say(&world, second, left, "same").await, StatusCode::CONFLICT);
    });
}

#[test]
fn without_an_agreement_a_pair_is_neither_drawn_nor_shown() {
    on_both(async |world| {
        begin(&world).await;
        assert_eq!(draw(&world, world.administrator, "50").await.status, StatusCode::SEE_OTHER);
        let paths = waiting(&world, world.prison_worker).await;
        // The agreement of the world ends in a year.
        world.later(TimeDelta::days(3_000));
        for path in paths {
            let page = world.get(world.prison_worker, &path).await;
            assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.text);
            assert!(!page.text.contains("Rhodri") && !page.text.contains("Sian"));
            assert_eq!(say(&world, world.prison_worker, &path, "same").await, StatusCode::CONFLICT);
        }
        let nothing = draw(&world, world.administrator, "50").await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nothing.text.contains("nothing to draw from"), "{}", nothing.text);
    });
}

/// Adds people whom the prison leads, each with a number, and returns the rows that the provider has of them.
async fn crowd(world: &World, count: usize) -> String {
    let mut rows = String::new();
    for at in 0..count {
        let letter = char::from(b'a' + u8::try_from(at).unwrap());
        let family = format!("Morgan{letter}");
        let mut tx = world.db.begin().await.unwrap();
        let lead = Owner::worker(world.prison, world.prison_worker);
        let person: PersonId = named(&mut tx, ("Siân", &family), lead).await;
        tx.commit().await.unwrap();
        let number = format!("PY2{at:05}A");
        numbered(world, person, IdentifierKind::NiNumber, &number).await;
        rows += &format!("M {at},{family},Sian,17/05/1990,F,,{number},,\n");
    }
    rows
}

#[test]
fn what_is_estimated_is_shown_with_its_interval_and_never_from_few() {
    on_both(async |world| {
        let rows = crowd(&world, 12).await;
        sent(&world, world.service_worker, &rows).await;
        assert_eq!(draw(&world, world.administrator, "50").await.status, StatusCode::SEE_OTHER);
        let quality = async || world.get(world.evaluator, "/joins/quality").await.text;
        let joined: Vec<_> = {
            let mut conn = world.db.read().await.unwrap();
            let sample = store::join_sample::latest(&mut conn).await.unwrap().unwrap();
            let said = store::join_sample::said(&mut conn, sample.id).await.unwrap();
            said.into_iter().filter(|(stratum, ..)| stratum.is_joined()).collect()
        };
        let count: u64 = joined.iter().map(|(.., count)| count).sum();
        assert_eq!(count, 12, "each is joined by its weight: {joined:?}");
        let mut told = 0;
        for path in waiting(&world, world.prison_worker).await {
            let mut conn = world.db.read().await.unwrap();
            let id = path.rsplit('/').next().unwrap().parse().unwrap();
            let found = store::join_sample::find(&mut conn, id).await.unwrap().unwrap();
            drop(conn);
            if !found.pair.stratum.is_joined() {
                continue;
            }
            if told == 9 {
                assert!(quality().await.contains("Not estimated"), "nine are too few");
                assert!(!quality().await.contains("% ("), "{}", quality().await);
            }
            assert_eq!(
                say(&world, world.prison_worker, &path, "same").await,
                StatusCode::SEE_OTHER
            );
            told += 1;
        }
        // None of twelve is false: Wilson's upper limit is z² / (12 + z²).
        let page = quality().await;
        assert!(page.contains("24.2"), "{page}");
        assert!(page.contains("says nothing of records that share nothing"), "{page}");
        let welsh = world.get(world.evaluator, "/joins/quality?lang=cy").await;
        assert!(welsh.text.contains("24.2") && welsh.text.contains("Cysylltiadau anghywir"));
    });
}
