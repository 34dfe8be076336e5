//! Outcomes over HTTP: the status on the day, and nothing that contradicts the record.

use crate::harness::{World, boxes, fields, on_both, received};
use crate::release::{cleared, plan, release};
use axum::http::StatusCode;
use domain::{Measure, OutcomeId};
use uuid::Uuid;

/// Releases the person on a day.
async fn released(world: &World, on: &str) {
    received(world, "2026-06-01").await;
    assert_eq!(plan(world, "2026-11-25", "automatic").await, StatusCode::SEE_OTHER);
    assert_eq!(release(world, on).await.status, StatusCode::SEE_OTHER);
}

async fn outcome(world: &World, measure: Measure) -> OutcomeId {
    let allowed = cleared(world).await;
    let mut conn = world.db.read().await.unwrap();
    let all = store::outcome::of_person(&mut conn, &allowed).await.unwrap();
    all.into_iter().find(|one| one.measure == measure).unwrap().id
}

async fn record(
    world: &World,
    id: OutcomeId,
    status: &str,
    home: &str,
    token: &str,
) -> crate::harness::Answer {
    let name = |field: &str| format!("{field}-{id}");
    let names = [name("status"), name("home"), name("source")];
    let form =
        [(&*names[0], status), (&*names[1], home), (&*names[2], "person"), ("form-token", token)];
    world.post(world.prison_worker, &format!("/outcomes/{id}"), &form).await
}

#[test]
fn a_status_is_recorded_on_its_day_and_once_known_it_stands() {
    on_both(async |world| {
        released(&world, "2026-11-24").await;
        let housed = outcome(&world, Measure::HousedFirstNight).await;
        let path = format!("/people/{}/outcomes", world.person);
        let page = world.get(world.prison_worker, &path).await;
        assert_eq!(page.text.matches("action=\"/outcomes/").count(), 1, "the others are not due");

        let treated = outcome(&world, Measure::TreatmentThreeWeeks).await;
        let early = record(&world, treated, "yes", "", "").await;
        assert_eq!(early.status, StatusCode::CONFLICT);
        let token = Uuid::now_v7().to_string();
        for _ in 0..2 {
            let unknown = record(&world, housed, "unknown", "", &token).await;
            assert_eq!(unknown.status, StatusCode::SEE_OTHER, "{}", unknown.text);
        }
        assert_eq!(world.journalled("outcome_recorded").await, 1);
        let known = record(&world, housed, "yes", "cas3", "").await;
        assert_eq!(known.status, StatusCode::SEE_OTHER, "{}", known.text);
        assert_eq!(record(&world, housed, "no", "", "").await.status, StatusCode::CONFLICT);
        let page = world.get(world.prison_worker, &format!("{path}?lang=cy")).await;
        assert!(page.text.contains("CAS3, hyd at 84 noson: Mewn llety am y tro"), "{}", page.text);
    });
}

#[test]
fn what_contradicts_itself_is_refused() {
    on_both(async |world| {
        released(&world, "2026-11-24").await;
        let housed = outcome(&world, Measure::HousedFirstNight).await;
        for (status, home, words) in [
            ("yes", "rough_sleeping", "contradict each other"),
            ("no", "social_rent", "contradict each other"),
            ("unknown", "social_rent", "If the home is known"),
            ("perhaps", "", "Choose the status"),
            ("yes", "a boat", "Choose a kind of home"),
        ] {
            let answer = record(&world, housed, status, home, "").await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{status} {home}");
            assert!(answer.text.contains(words), "{words}: {}", answer.text);
        }
        let id = housed.to_string();
        let stranger = world.post(world.stranger_worker, &format!("/outcomes/{id}"), &[]).await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND);
        assert_eq!(world.journalled("outcome_recorded").await, 0);
    });
}

#[test]
fn a_person_in_prison_on_the_day_has_no_outcome_of_it() {
    on_both(async |world| {
        released(&world, "2026-11-24").await;
        let housed = outcome(&world, Measure::HousedFirstNight).await;
        let prison = world.prison.to_string();
        let on = [boxes("received", "2026-11-24")];
        let rest = [("reason", "recall"), ("prison", &*prison), ("summary", "The same day")];
        let path = format!("/people/{}/recall", world.person);
        let back = world.post(world.prison_worker, &path, &fields(&on, &rest)).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text);
        let yes = record(&world, housed, "yes", "", "").await;
        assert_eq!(yes.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(yes.text.contains("Choose “Not applicable”"));
        let none = record(&world, housed, "not_applicable", "", "").await;
        assert_eq!(none.status, StatusCode::SEE_OTHER, "{}", none.text);
    });
}
