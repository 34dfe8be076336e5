//! Naming a person's worker over HTTP.

use crate::harness::{World, on_both};
use axum::http::StatusCode;
use domain::{Clock, Due, Owner, Subject};
use uuid::Uuid;

/// Takes the worker of the person away, as an import leaves it.
async fn nobody_named(world: &World) {
    let mut tx = world.db.begin().await.unwrap();
    let owner = Owner::organisation(world.prison);
    let now = crate::harness::now();
    store::person::set_lead(&mut tx, world.person, owner, now).await.unwrap();
    let clock =
        Clock { owner, waiting_on: world.prison, due: Due::NameWorker, due_on: World::today() };
    let id = world.person.0;
    store::clock::set(&mut tx, world.person, Subject::Person, id, Some(clock)).await.unwrap();
    tx.commit().await.unwrap();
}

#[test]
pub(crate) fn a_worker_is_named_once_and_the_clock_stops() {
    on_both(async |world| {
        nobody_named(&world).await;
        let path = format!("/people/{}/worker", world.person);
        let listed = world.get(world.prison_worker, "/my-people").await;
        assert!(listed.text.contains(&path) && listed.text.contains("Name a worker"));
        let page = world.get(world.prison_worker, &path).await;
        assert!(page.text.contains("Demo prison") && !page.text.contains("Demo provider"));

        let token = Uuid::now_v7().to_string();
        let worker = world.prison_worker.to_string();
        let fields = [("worker", worker.as_str()), ("form-token", token.as_str())];
        for _ in 0..2 {
            let answer = world.post(world.prison_worker, &path, &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        }
        assert_eq!(world.journalled("worker_named").await, 1);
        let again = world.post(world.prison_worker, &path, &[("worker", &worker)]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        let listed = world.get(world.prison_worker, "/my-people").await;
        assert!(!listed.text.contains(&path));
    });
}

#[test]
fn only_a_worker_of_the_organisation_can_be_named() {
    on_both(async |world| {
        nobody_named(&world).await;
        let path = format!("/people/{}/worker", world.person);
        for worker in [String::new(), "nobody".to_owned(), world.probation_worker.to_string()] {
            let answer = world.post(world.prison_worker, &path, &[("worker", &worker)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{worker}");
            assert!(answer.text.contains("Choose a worker from the list"));
        }
        let worker = world.probation_worker.to_string();
        let stranger = world.post(world.probation_worker, &path, &[("worker", &worker)]).await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND);
        let welsh = world.post(world.prison_worker, &format!("{path}?lang=cy"), &[]).await;
        assert!(welsh.text.contains("Dewiswch weithiwr o’r rhestr"), "{}", welsh.text);
        assert_eq!(world.journalled("worker_named").await, 0);
    });
}
