//! The study of a pilot while it is under way: what whoever does not wait is shown, and stopping it.

use crate::cohort::{needing, served, service};
use crate::harness::{World, on_both};
use crate::pilot::{add_from, fixed, planned};
use axum::http::StatusCode;
use chrono::{Days, NaiveDate};
use domain::OutcomeStatus;
use store::journal::count;

/// Sets up a pilot whose results can be worked out, and returns the path of their page.
async fn results(world: &World) -> String {
    let service = service(world).await;
    let day = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
    let housed = |is: bool| Some(if is { OutcomeStatus::Yes } else { OutcomeStatus::No });
    for at in 0..40_u64 {
        served(world, service, day + Days::new(at), housed(at % 4 != 0), None).await;
    }
    for at in 0..80_u64 {
        needing(world, day + Days::new(at), housed(at % 2 != 0)).await;
    }
    let added = add_from(world, service, ["1", "1"]).await;
    let path = added.location.unwrap().split('?').next().unwrap().to_owned();
    planned(world, &path, &[]).await;
    fixed(world, &path).await;
    format!("{path}/results")
}

async fn stopped(world: &World) -> i64 {
    count(&mut world.db.read().await.unwrap(), None, "study_stopped").await.unwrap()
}

/// Returns what the run that a page shows is known by.
fn run(page: &str) -> &str {
    let after = page.split("name=\"run\" value=\"").nth(1).unwrap();
    after.split('"').next().unwrap()
}

#[test]
fn whoever_does_not_wait_sees_how_far_it_is_and_then_what_came_of_it() {
    on_both(async |world| {
        let path = results(&world).await;
        let waiting = world.impatient(0);
        let first = waiting.get(world.evaluator, &path).await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.text);
        assert!(first.text.contains("The results are being worked out"), "{}", first.text);
        assert!(first.text.contains("Finding people to compare with"));
        assert!(first.text.contains("Stop working it out"));
        let again = format!("{path}?again=yes");
        assert!(first.text.contains(&again), "{}", first.text);
        let board = waiting.get(world.board_member, &path).await;
        assert_eq!(run(&board.text), run(&first.text), "whoever asks too waits for the same");
        let report = path.replace("/results", "/report?lang=cy");
        let welsh = waiting.get(world.evaluator, &report).await;
        assert!(welsh.text.contains("Mae’r canlyniadau’n cael eu cyfrifo"), "{}", welsh.text);
        assert_ne!(run(&welsh.text), run(&first.text), "outcomes have other names in it");

        // Its button waits longer than the page does, and what came of it is kept, for others too.
        let running = world.impatient(1);
        let found = running.get(world.evaluator, &again).await;
        assert!(found.text.contains("percentage points"), "{}", found.text);
        let kept = running.get(world.board_member, &path).await;
        assert!(kept.text.contains("percentage points"), "{}", kept.text);
    });
}

#[test]
fn it_is_stopped_by_who_may_see_it_and_by_nobody_else() {
    on_both(async |world| {
        let path = results(&world).await;
        let stop = format!("{path}/stop");
        let waiting = world.impatient(0);
        let page = waiting.get(world.evaluator, &path).await;
        let fields = [("run", run(&page.text))];
        let refused = waiting.post(world.administrator, &stop, &fields).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{}", refused.text);
        assert_eq!(stopped(&world).await, 0);
        for _ in 0..2 {
            // The second time there is nothing to stop any more, and nothing to journal.
            let done = waiting.post(world.board_member, &stop, &fields).await;
            let page = waiting.get(world.board_member, &done.location.unwrap()).await;
            assert!(page.text.contains("no longer being worked out"), "{}", page.text);
            assert_eq!(stopped(&world).await, 1);
        }
        let anew = waiting.get(world.evaluator, &path).await;
        assert!(anew.text.contains("The results are being worked out"), "{}", anew.text);
    });
}
