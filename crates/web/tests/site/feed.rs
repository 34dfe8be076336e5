//! Feeds: an agency sends whom it knows, and sees what became of each record and of nobody else.

use crate::harness::{Answer, World, account, now, on_both, organisation};
use axum::http::StatusCode;
use domain::{AccountId, IdentifierKind, OrganisationId, OrganisationKind, PersonId, Role};
use uuid::Uuid;

pub(crate) const HEAD: &str =
    "own_number,family_name,given_name,date_of_birth,sex,postcode,ni_number,pnc_id,risk_marker\n";

/// Sends a file as a worker of an agency.
pub(crate) async fn send(world: &World, sender: AccountId, rows: &str) -> Answer {
    let token = Uuid::now_v7().to_string();
    let fields = [("title", "Register, May"), ("what", "whole"), ("form-token", token.as_str())];
    world.upload(sender, "/feeds/new", &fields, format!("{HEAD}{rows}").as_bytes()).await
}

/// Sends a file that must be taken, and returns its page.
pub(crate) async fn sent(world: &World, sender: AccountId, rows: &str) -> String {
    let answer = send(world, sender, rows).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location.unwrap().split('?').next().unwrap().to_owned()
}

/// Gives somebody a number.
pub(crate) async fn numbered(world: &World, person: PersonId, kind: IdentifierKind, value: &str) {
    let mut tx = world.db.begin().await.unwrap();
    store::person::add_identifier(&mut tx, person, kind, value, now()).await.unwrap();
    tx.commit().await.unwrap();
}

/// An agency that has no agreement with anybody, with a worker.
pub(crate) async fn outsider(world: &World) -> (OrganisationId, AccountId) {
    let mut tx = world.db.begin().await.unwrap();
    let council = organisation(&mut tx, "Cardiff Council", OrganisationKind::Council).await;
    let worker = account(&mut tx, "council", council, Role::ServiceWorker, None).await;
    tx.commit().await.unwrap();
    (council, worker)
}

async fn count(world: &World, event: &str) -> i64 {
    store::journal::count(&mut world.db.read().await.unwrap(), None, event).await.unwrap()
}

#[test]
fn a_file_is_sent_and_its_sender_sees_what_became_of_each_record() {
    on_both(async |world| {
        numbered(&world, world.person, IdentifierKind::NiNumber, "PY123456A").await;
        let empty = world.get(world.service_worker, "/feeds").await;
        assert!(empty.text.contains("has not sent a file yet"), "{}", empty.text);
        let form = world.get(world.service_worker, "/feeds/new").await;
        assert!(form.text.contains("download=\"feed.csv\""), "{}", form.text);
        let rows = "HB 1,O'Neill,Sian,17/05/1990,F,,PY123456A,,\n\
                    HB 2,Oneill,Sian,17/05/1990,F,,,,\n\
                    HB 3,Nobody,Known,01/02/1961,M,,,,\n";
        let path = sent(&world, world.service_worker, rows).await;
        let page = world.get(world.service_worker, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        let row = |number: &str| {
            let (_, rest) = page.text.split_once(&format!(">{number}<")).unwrap();
            rest.split("</tr>").next().unwrap().to_owned()
        };
        assert!(row("HB 1").contains("Joined") && row("HB 1").contains("HMP Cardiff"));
        assert!(row("HB 2").contains("Waiting for a decision") && !row("HB 2").contains("HMP"));
        assert!(row("HB 3").contains("Nobody here is likely"), "{}", row("HB 3"));
        // Nothing that the sender did not send: not the accent that the record here has.
        assert!(!page.text.contains("Siân"), "{}", page.text);
        let list = world.get(world.service_worker, "/feeds").await;
        assert!(list.text.contains("Register, May") && list.text.contains("By its weight alone"));
        let welsh = world.get(world.service_worker, "/feeds?lang=cy").await;
        assert!(welsh.text.contains("Wedi’u cysylltu â pherson yma"), "{}", welsh.text);
        assert_eq!(count(&world, "feed_sent").await, 1);
        assert_eq!(world.journalled("join_moved").await, 2);
    });
}

#[test]
fn a_form_is_taken_once_and_a_file_that_says_nothing_new_changes_nothing() {
    on_both(async |world| {
        let rows = format!("{HEAD}HB 1,O'Neill,Sian,17/05/1990,F,,,,\n");
        let token = Uuid::now_v7().to_string();
        let fields = [("title", "Register"), ("what", "whole"), ("form-token", token.as_str())];
        let post = async || {
            world.upload(world.service_worker, "/feeds/new", &fields, rows.as_bytes()).await
        };
        let (first, second) = (post().await, post().await);
        let path = first.location.unwrap().split('?').next().unwrap().to_owned();
        assert_eq!(second.location.unwrap(), path, "the second submit leads to the first");
        assert_eq!(count(&world, "feed_sent").await, 1);
        let again =
            sent(&world, world.service_worker, "HB 1,O'Neill,Sian,17/05/1990,F,,,,\n").await;
        let page = world.get(world.service_worker, &again).await;
        assert!(page.text.contains("said what an earlier file had said"), "{}", page.text);
        // A row that says something else takes its place, and the one before stays.
        sent(&world, world.service_worker, "HB 1,O'Neill,Sian Mair,17/05/1990,F,,,,\n").await;
        let first = world.get(world.service_worker, &path).await;
        assert!(first.text.contains("Changed by a later file"), "{}", first.text);
        let mut conn = world.db.read().await.unwrap();
        let source =
            store::feed::source(&mut conn, world.provider, "HB 1").await.unwrap().unwrap().0;
        let current = store::feed::current(&mut conn, source).await.unwrap().unwrap();
        assert_eq!((current.earlier, current.record.given_name.as_str()), (1, "Sian Mair"));
        let cells = store::feed::as_sent(&mut conn, source).await.unwrap().unwrap();
        assert_eq!(cells["date_of_birth"], "17/05/1990");
        assert_eq!(world.journalled("join_moved").await, 1, "it was proposed once");
    });
}

#[test]
fn only_who_works_with_people_sends_and_sees_their_own() {
    on_both(async |world| {
        let path = sent(&world, world.service_worker, "HB 1,O'Neill,Sian,17/05/1990,F,,,,\n").await;
        for who in [world.evaluator, world.board_member, world.administrator, world.person_account]
        {
            for page in ["/feeds", "/feeds/new", &path] {
                assert_eq!(world.get(who, page).await.status, StatusCode::FORBIDDEN, "{page}");
            }
            let refused = send(&world, who, "HB 1,A,B,,,,,,\n").await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN);
        }
        let others = world.get(world.stranger_worker, &path).await;
        assert_eq!(others.status, StatusCode::NOT_FOUND, "{}", others.text);
        assert!(!world.get(world.stranger_worker, "/feeds").await.text.contains("Register, May"));
        assert_eq!(count(&world, "feed_sent").await, 1);
    });
}

#[test]
fn a_file_that_is_wrong_is_told_by_line_and_its_good_rows_are_kept_if_asked_for() {
    on_both(async |world| {
        let rows = format!(
            "{HEAD}HB 1,O'Neill,Sian,17/05/1990,F,,,,\n,Rees,Ann,31/02/1990,X,,,,perhaps\nHB 1,Rees,Ann,,,,,,\n"
        );
        let post = async |what: &str, title: &str| {
            let fields = [("title", title), ("what", what)];
            world.upload(world.service_worker, "/feeds/new", &fields, rows.as_bytes()).await
        };
        let refused = post("whole", "Register").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for said in [
            "Nothing was kept",
            "Mistakes (5)",
            "Enter your own number of the person",
            "Write yes or no",
            "is also on line 2",
            "value=\"Register\"",
        ] {
            assert!(refused.text.contains(said), "{said}: {}", refused.text);
        }
        assert_eq!(count(&world, "feed_sent").await, 0);
        let blank = post("", "").await;
        assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(blank.text.contains("Choose what to do with the file"), "{}", blank.text);
        let kept = post("good", "Register").await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
        let page = world.get(world.service_worker, &kept.location.unwrap()).await;
        assert!(page.text.contains("HB 1") && !page.text.contains("Rees"), "{}", page.text);
    });
}

#[test]
fn without_an_agreement_nothing_is_compared() {
    on_both(async |world| {
        numbered(&world, world.person, IdentifierKind::NiNumber, "PY123456A").await;
        let (_, worker) = outsider(&world).await;
        let path = sent(&world, worker, "1,O’Neill,Siân,1990-05-17,F,,PY123456A,,\n").await;
        let page = world.get(worker, &path).await;
        assert!(page.text.contains("Not compared"), "{}", page.text);
        let list = world.get(worker, "/feeds").await;
        assert!(
            list.text.contains("No organisation that leads cases has an agreement"),
            "{}",
            list.text
        );
        assert_eq!(world.journalled("join_moved").await, 0);
        app::join::run_all(&world.app).await.unwrap();
        assert_eq!(world.journalled("join_moved").await, 0, "nor at night");
        let queue = world.get(world.prison_worker, "/joins").await;
        assert!(queue.text.contains("Nothing waits for a decision"), "{}", queue.text);
    });
}
