//! A custody list in the browser.

use crate::harness::on_both;
use axum::http::StatusCode;
use uuid::Uuid;

const FIRST: &str =
    "prison_number,family_name,given_name,date_of_birth,prison,received_on,release_due_on,crn\n";
const TWO: &str = "A1234BC,Example,Ann,1990-05-17,CFI,2026-11-20,2026-11-27,X123456\n\
                   A1235BC,Sample,Bob,17/05/1985,CFI,20/11/2026,,\n";

fn list(rows: &str) -> Vec<u8> {
    format!("{FIRST}{rows}").into_bytes()
}

/// Returns a figure of the summary, by its label.
fn figure(text: &str, label: &str) -> Option<u64> {
    let rest = &text[text.find(label)? + label.len()..];
    let rest = &rest[rest.find("<dd")?..];
    rest[rest.find('>')? + 1..].split('<').next()?.trim().parse().ok()
}

#[test]
fn a_list_is_loaded_once_however_often_it_is_sent() {
    on_both(async |world| {
        let what = [("what", "load")];
        for (added, unchanged) in [(2, 0), (0, 2)] {
            let answer =
                world.upload(world.prison_worker, "/people/import", &what, &list(TWO)).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
            assert_eq!(figure(&answer.text, "People added"), Some(added));
            assert_eq!(figure(&answer.text, "Rows that said nothing new"), Some(unchanged));
        }
        let found = world.get(world.prison_worker, "/people?q=x123456").await;
        assert!(found.text.contains("Example, Ann"), "{}", found.text);
        // Due on a Friday, so released on the Thursday before: but seven days served are too few.
        assert!(found.text.contains("27 November 2026"), "{}", found.text);
        let worker = world.get(world.prison_worker, "/my-people").await;
        assert!(worker.text.contains("Name a worker") && worker.text.contains("basic screening"));
    });
}

#[test]
fn nothing_is_loaded_of_a_list_with_a_mistake_unless_that_was_asked_for() {
    on_both(async |world| {
        let rows = format!("{TWO}A12,Wrong,Carl,1990-02-31,CFI,2026-11-20,,\n");
        let bad = list(&rows);
        let path = "/people/import";
        let answer = world.upload(world.prison_worker, path, &[("what", "load")], &bad).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for part in ["Nothing was loaded", "prison_number", "date_of_birth", "no 31 February 1990"]
        {
            assert!(answer.text.contains(part), "{part}: {}", answer.text);
        }
        assert!(answer.text.contains("data:text/csv"), "a report to keep");
        let found = world.get(world.prison_worker, "/people?q=Example").await;
        assert!(!found.text.contains("Example, Ann"));

        let answer = world.upload(world.prison_worker, path, &[("what", "accept")], &bad).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        assert_eq!(figure(&answer.text, "People added"), Some(2));
        assert_eq!(figure(&answer.text, "Rows refused"), Some(1));
    });
}

#[test]
fn a_list_is_only_checked_and_mistakes_are_in_the_language_of_the_page() {
    on_both(async |world| {
        let path = "/people/import?lang=cy";
        let what = [("what", "check")];
        let answer = world.upload(world.prison_worker, path, &what, &list(TWO)).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.text.contains("Mae pob rhes yn gywir"), "{}", answer.text);
        let twice = list("A1234BC,A,B,,CFI,2026-11-20,,\nA1234BC,A,B,,CFI,2026-11-20,,\n");
        let answer = world.upload(world.prison_worker, path, &what, &twice).await;
        assert!(answer.text.contains("A1234BC hefyd ar linell 3"), "{}", answer.text);
        assert!(answer.text.contains("A1234BC hefyd ar linell 2"));
    });
}

#[test]
fn a_worker_imports_for_their_own_prison_and_changes_only_whom_it_leads() {
    on_both(async |world| {
        let path = "/people/import";
        let what = [("what", "load")];
        let other = list("A1234BC,A,B,,MDI,2026-11-20,,\n");
        let answer = world.upload(world.prison_worker, path, &what, &other).await;
        assert!(answer.text.contains("This list is of the prison CFI"), "{}", answer.text);

        world.upload(world.prison_worker, path, &what, &list(TWO)).await;
        let mut tx = world.db.begin().await.unwrap();
        let number = domain::PrisonNumber::parse("A1234BC").unwrap();
        let person = store::person_detail::imported(&mut tx, &number).await.unwrap().unwrap();
        let lead = domain::Owner::worker(world.probation, world.probation_worker);
        let now = crate::harness::now();
        store::person::set_lead(&mut tx, person.person, lead, now).await.unwrap();
        tx.commit().await.unwrap();
        let changed = list(&TWO.replace("Ann", "Anne"));
        let answer = world.upload(world.prison_worker, path, &what, &changed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("Another organisation leads"), "{}", answer.text);

        let probation = world.get(world.probation_worker, path).await;
        assert!(probation.text.contains("Only a prison"), "{}", probation.text);
        for account in [world.service_worker, world.evaluator, world.board_member] {
            let answer = world.upload(account, path, &what, &list(TWO)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
    });
}

#[test]
fn a_second_submit_and_a_wrong_form_change_nothing() {
    on_both(async |world| {
        let path = "/people/import";
        let token = Uuid::now_v7().to_string();
        let fields = [("what", "load"), ("form-token", token.as_str())];
        let first = world.upload(world.prison_worker, path, &fields, &list(TWO)).await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.text);
        let second = world.upload(world.prison_worker, path, &fields, &list(TWO)).await;
        assert_eq!(second.location.as_deref(), Some(path));
        let mut conn = world.db.read().await.unwrap();
        let entries = store::journal::count(&mut conn, None, "people_imported").await.unwrap();
        assert_eq!(entries, 1);
        drop(conn);

        let answer = world.upload(world.prison_worker, path, &[], &list(TWO)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("Choose what to do with the list"));
        let large = vec![b'a'; 65 * 1024 * 1024];
        let answer = world.upload(world.prison_worker, path, &fields, &large).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    });
}
