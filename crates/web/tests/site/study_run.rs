//! The study of a pilot while it is under way: what whoever does not wait is shown, and stopping it.

use crate::cohort::{needing, served, service};
use crate::harness::{World, on_both};
use crate::pilot::{add_from, fixed, planned};
use axum::http::StatusCode;
use chrono::{Days, NaiveDate};
use domain::OutcomeStatus;
use std::time::Duration;
use store::journal::count;
use web::Settings;

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

#[test]
fn whoever_does_not_wait_sees_how_far_it_is_and_then_what_came_of_it() {
    on_both(async |world| {
        let path = results(&world).await;
        let patience = Some(Duration::ZERO);
        let impatient = world.with(Settings { patience, ..Settings::default() });
        let first = impatient.get(world.evaluator, &path).await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.text);
        assert!(first.text.contains("The results are being worked out"), "{}", first.text);
        assert!(first.text.contains("Finding people to compare with"));
        assert!(first.text.contains("Stop working it out"));
        // The button waits longer than the page does.
        assert!(first.text.contains(&format!("{path}?again=yes")));
        let again = impatient.get(world.evaluator, &format!("{path}?again=yes")).await;
        assert!(again.text.contains("percentage points"), "{}", again.text);
        // What came of it is kept, for others too.
        let kept = impatient.get(world.board_member, &path).await;
        assert!(kept.text.contains("percentage points"), "{}", kept.text);
        // The report in another language is another study.
        let report = path.replace("/results", "/report?lang=cy");
        let welsh = impatient.get(world.board_member, &report).await;
        assert!(welsh.text.contains("Mae’r canlyniadau’n cael eu cyfrifo"), "{}", welsh.text);
    });
}

#[test]
fn it_is_stopped_by_who_may_see_it_and_by_nobody_else() {
    on_both(async |world| {
        let path = results(&world).await;
        let stop = format!("{path}/stop");
        let refused = world.post(world.prison_worker, &stop, &[("run", "any")]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{}", refused.text);
        // One that does not run any more, or never did, is nobody's fault, and nothing to journal.
        let nothing = world.post(world.evaluator, &stop, &[("run", "any")]).await;
        assert!(nothing.location.unwrap().ends_with("?done=done-study-stopped"));
        assert_eq!(stopped(&world).await, 0);

        let patience = Some(Duration::ZERO);
        let impatient = world.with(Settings { patience, ..Settings::default() });
        let running = impatient.get(world.evaluator, &path).await;
        let run = running.text.split("name=\"run\" value=\"").nth(1).unwrap();
        let run = run.split('"').next().unwrap();
        let done = impatient.post(world.board_member, &stop, &[("run", run)]).await;
        let page = impatient.get(world.board_member, &done.location.unwrap()).await;
        assert!(page.text.contains("no longer being worked out"), "{}", page.text);
        // It may have ended in between: then there was nothing to stop.
        assert!(stopped(&world).await <= 1);
        let whole = world.get(world.evaluator, &path).await;
        assert!(
            whole.text.contains("percentage points"),
            "whoever asks again has it: {}",
            whole.text
        );
    });
}
