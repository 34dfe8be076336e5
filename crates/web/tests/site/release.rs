//! Planning a release, leaving prison and being received again, over HTTP.

use crate::harness::{World, boxes, fields, on_both, received};
use axum::http::StatusCode;
use domain::{EpisodeKind, PersonId, ReleaseStatus};
use policy::{Action, Authorised, Relation, authorise};
use uuid::Uuid;

/// Returns the proof to read the record as the prison.
pub(crate) async fn cleared(world: &World) -> Authorised<PersonId> {
    let mut conn = world.db.read().await.unwrap();
    let actor = store::account::actor(&mut conn, world.prison_worker).await.unwrap().unwrap();
    authorise(&actor, Action::ViewPerson, Relation::Lead, world.person).unwrap()
}

/// Plans the release for a day due.
pub(crate) async fn plan(world: &World, due: &str, route: &str) -> StatusCode {
    let path = format!("/people/{}/release", world.person);
    let due = [boxes("due", due)];
    let form = fields(&due, &[("route", route), ("going-to", "A flat in Barry")]);
    world.post(world.prison_worker, &path, &form).await.status
}

/// Records the release on a day, as the prison.
pub(crate) async fn release(world: &World, on: &str) -> crate::harness::Answer {
    let path = format!("/people/{}/released", world.person);
    let on = [boxes("released", on)];
    world.post(world.prison_worker, &path, &fields(&on, &[])).await
}

#[test]
fn the_day_by_the_rules_shows_its_working() {
    on_both(async |world| {
        received(&world, "2026-06-01").await;
        let path = format!("/people/{}/release", world.person);
        let empty = world.get(world.prison_worker, &path).await;
        assert_eq!(empty.status, StatusCode::OK, "{}", empty.text);
        assert!(empty.text.contains("Plan the release"));

        assert_eq!(plan(&world, "2026-12-25", "automatic").await, StatusCode::SEE_OTHER);
        let page = world.get(world.prison_worker, &path).await;
        for words in [
            "23 December 2026",
            "25 December 2026 is a bank holiday, so the release moves to the working day before, 24 December 2026",
            "24 December 2026 is the day before a bank holiday, so the release moves to 23 December 2026",
            "The governor may choose a day as early as 22 December 2026",
            "A flat in Barry",
            "things are missing",
            "An address to go to",
        ] {
            assert!(page.text.contains(words), "{words}: {}", page.text);
        }
        assert!(!page.text.contains("Most services are shut"));

        assert_eq!(plan(&world, "2026-12-04", "hdc").await, StatusCode::SEE_OTHER);
        let page = world.get(world.prison_worker, &format!("{path}?lang=cy")).await;
        assert!(page.text.contains("Mae’r rhan fwyaf o wasanaethau ar gau"), "a Friday");
        assert!(page.text.contains("4 Rhagfyr 2026"));
        assert_eq!(world.journalled("release_planned").await, 2);
    });
}

#[test]
fn what_contradicts_the_record_is_refused() {
    on_both(async |world| {
        assert_eq!(plan(&world, "2026-12-04", "automatic").await, StatusCode::CONFLICT);
        received(&world, "2026-11-02").await;
        let path = format!("/people/{}/release", world.person);
        let refused = StatusCode::UNPROCESSABLE_ENTITY;
        assert_eq!(plan(&world, "2026-11-01", "automatic").await, refused);
        assert_eq!(plan(&world, "2045-01-05", "automatic").await, refused);
        assert_eq!(plan(&world, "2026-12-04", "by-boat").await, refused);
        let wrong = world.post(world.prison_worker, &path, &[("going-to", "My sister")]).await;
        assert!(wrong.text.contains("My sister") && wrong.text.contains("Enter a date"));

        assert_eq!(release(&world, "2026-11-25").await.status, StatusCode::CONFLICT, "no plan");
        assert_eq!(plan(&world, "2026-11-25", "automatic").await, StatusCode::SEE_OTHER);
        let future = release(&world, "2026-11-26").await;
        assert_eq!(future.status, refused);
        assert!(future.text.contains("cannot be in the future"));
        let before = release(&world, "2026-11-01").await;
        assert_eq!(before.status, refused);
        assert!(before.text.contains("before the person came to prison"));
        assert_eq!(world.journalled("released").await, 0);
        for account in [world.service_worker, world.probation_worker, world.person_account] {
            let answer = world.get(account, &path).await;
            assert_ne!(answer.status, StatusCode::OK);
        }
    });
}

#[test]
pub(crate) fn a_release_starts_five_outcomes_and_ends_the_stay() {
    on_both(async |world| {
        received(&world, "2026-06-01").await;
        assert_eq!(plan(&world, "2026-11-25", "automatic").await, StatusCode::SEE_OTHER);
        let token = Uuid::now_v7().to_string();
        let on = [boxes("released", "2026-11-24")];
        let form = fields(&on, &[("form-token", &token)]);
        let path = format!("/people/{}/released", world.person);
        for _ in 0..2 {
            let answer = world.post(world.prison_worker, &path, &form).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        }
        assert_eq!(release(&world, "2026-11-24").await.status, StatusCode::CONFLICT);
        assert_eq!(world.journalled("released").await, 1);

        let allowed = cleared(&world).await;
        let mut conn = world.db.read().await.unwrap();
        let releases = store::release::of_person(&mut conn, &allowed).await.unwrap();
        assert_eq!(releases[0].status, ReleaseStatus::Released);
        let episodes = store::person::episodes(&mut conn, &allowed).await.unwrap();
        assert_eq!(episodes.len(), 1, "a prison that leads is not made a probation region");
        assert_eq!(episodes[0].ended_on, Some("2026-11-24".parse().unwrap()));
        let due = store::outcome::due_of_person(&mut conn, &allowed).await.unwrap();
        let days: Vec<String> = due.iter().map(|outcome| outcome.day.to_string()).collect();
        assert_eq!(days, ["2026-11-24", "2026-12-15", "2027-01-05", "2027-02-24", "2027-05-24"]);
    });
}

#[test]
fn a_recall_offers_the_case_to_the_prison_and_starts_a_screening() {
    on_both(async |world| {
        received(&world, "2026-06-01").await;
        plan(&world, "2026-11-20", "automatic").await;
        release(&world, "2026-11-19").await;
        crate::handover::accepted_by_probation(&world).await;
        let path = format!("/people/{}/recall", world.person);
        let prison = world.prison.to_string();
        let recall = |on: &str| boxes("received", on);
        let rest = [
            ("reason", "recall"),
            ("prison", prison.as_str()),
            ("summary", "Lost the hostel place"),
        ];
        let early = [recall("2026-11-18")];
        let answer = world.post(world.probation_worker, &path, &fields(&early, &rest)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "before the release");
        assert!(answer.text.contains("Lost the hostel place"), "it comes back filled in");
        let on = [recall("2026-11-25")];
        let nowhere = [("reason", "recall"), ("prison", ""), ("summary", "x")];
        let answer = world.post(world.probation_worker, &path, &fields(&on, &nowhere)).await;
        assert!(answer.text.contains("Choose a prison from the list"));

        let answer = world.post(world.probation_worker, &path, &fields(&on, &rest)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let again = world.post(world.probation_worker, &path, &fields(&on, &rest)).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        assert_eq!(world.journalled("received").await, 1);

        let allowed = cleared(&world).await;
        let mut conn = world.db.read().await.unwrap();
        let episodes = store::person::episodes(&mut conn, &allowed).await.unwrap();
        assert_eq!(episodes[0].kind, EpisodeKind::Custody);
        assert!(episodes[1..].iter().all(|episode| episode.ended_on.is_some()));
        let screening = &store::screening::of_person(&mut conn, &allowed).await.unwrap()[0];
        assert_eq!(screening.due_on.to_string(), "2026-11-29");
        assert_eq!(screening.owner.organisation, world.probation, "until the prison accepts");
        drop(conn);
        let inbox = world.get(world.prison_worker, "/handovers").await;
        assert!(inbox.text.contains("O’Neill, Siân") && inbox.text.contains("Wales Probation"));
    });
}
