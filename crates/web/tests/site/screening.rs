//! Basic screenings over HTTP: the clock, the form, and the limits that were missed.

use crate::harness::{Answer, World, now, on_both};
use axum::http::StatusCode;
use chrono::Days;
use domain::{Episode, EpisodeId, EpisodeKind, EpisodeReason, Instruments, Owner, ScreeningId};
use uuid::Uuid;

/// Receives the person so many days ago, and returns the screening that this starts.
async fn received(world: &World, days_ago: u64, reason: EpisodeReason) -> Option<ScreeningId> {
    let mut conn = world.db.read().await.unwrap();
    let actor = store::account::actor(&mut conn, world.prison_worker).await.unwrap().unwrap();
    let ctx = world.app.context(actor, Uuid::now_v7());
    let episode = Episode {
        id: EpisodeId(Uuid::now_v7()),
        person: world.person,
        kind: EpisodeKind::Custody,
        organisation: world.prison,
        started_on: World::today() - Days::new(days_ago),
        reason,
        ended_on: None,
    };
    let mut tx = ctx.begin().await.unwrap();
    store::person::add_episode(&mut tx, &episode, now()).await.unwrap();
    let owner = Owner::worker(world.prison, world.prison_worker);
    let opened = app::screening::open_on_reception(&ctx, &mut tx, &episode, owner).await;
    tx.commit().await.unwrap();
    opened.unwrap().map(|screening| screening.id)
}

/// Returns the answer at a place, counted round, to every question.
fn answers(at: usize) -> Vec<(&'static str, &'static str)> {
    let asked = Instruments::built_in().get("basic-screening", 1).unwrap();
    let answer = |question: &'static domain::Question| {
        let answer = question.answers.get(at).unwrap_or(&question.answers[0]);
        (question.id.as_str(), answer.code.as_str())
    };
    asked.questions().map(answer).collect()
}

async fn submit(world: &World, id: ScreeningId, fields: &[(&str, &str)]) -> Answer {
    world.post(world.prison_worker, &format!("/screenings/{id}"), fields).await
}

#[test]
fn a_reception_starts_a_clock_that_the_screening_stops() {
    on_both(async |world| {
        assert_eq!(received(&world, 2, EpisodeReason::Transfer).await, None);
        let id = received(&world, 2, EpisodeReason::NewReception).await.unwrap();
        let path = format!("/screenings/{id}");
        let page = world.get(world.prison_worker, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("27 November 2026") && page.text.contains("2 days left"));
        let welsh = world.get(world.prison_worker, &format!("{path}?lang=cy")).await;
        assert!(welsh.text.contains("2 ddiwrnod ar ôl"), "{}", welsh.text);

        let gaps = submit(&world, id, &answers(0)[1..]).await;
        assert_eq!(gaps.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(gaps.text.contains("Choose an answer"));
        let second = answers(0)[1];
        assert!(gaps.text.contains(&format!("value=\"{}\" checked", second.1)), "filled in");

        let token = Uuid::now_v7().to_string();
        let mut fields = answers(0);
        fields.push(("form-token", &token));
        for _ in 0..2 {
            let done = submit(&world, id, &fields).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        }
        assert_eq!(world.journalled("screened").await, 1);
        assert_eq!(submit(&world, id, &answers(0)).await.status, StatusCode::CONFLICT);
        let page = world.get(world.prison_worker, &path).await;
        assert!(
            page.text.contains("Done in time")
                && !page.text.contains("<form method=\"post\" action=\"/screenings")
        );
        let mut conn = world.db.read().await.unwrap();
        let clocks = store::clock::of_person(&mut conn, world.person).await.unwrap();
        assert!(clocks.iter().all(|clock| clock.subject_id != id.0));
    });
}

#[test]
fn a_missed_limit_is_listed_and_a_figure_opens_its_records() {
    on_both(async |world| {
        let late = received(&world, 10, EpisodeReason::NewReception).await.unwrap();
        let other = received(&world, 6, EpisodeReason::Recall).await.unwrap();
        received(&world, 0, EpisodeReason::Recall).await.unwrap();
        let done = submit(&world, late, &answers(usize::MAX)).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let page = world.get(world.prison_worker, &format!("/screenings/{late}")).await;
        assert!(page.text.contains("recorded as a breach"), "{}", page.text);

        let list = world.get(world.prison_worker, "/screenings/late").await;
        assert_eq!(list.status, StatusCode::OK, "{}", list.text);
        assert!(list.text.contains("Late, still to be done (1)"), "{}", list.text);
        assert!(list.text.contains("Done late (1)") && list.text.contains("Done 6 days late"));
        assert!(list.text.contains(&format!("/screenings/{other}")));
        let due = world.get(world.prison_worker, "/screenings/late?show=due").await;
        assert!(
            due.text.contains("To be done, in time so far (1)") && !due.text.contains("days late")
        );
        let elsewhere = world.get(world.probation_worker, "/screenings/late").await;
        assert!(!elsewhere.text.contains("O’Neill"));
        let provider = world.get(world.service_worker, "/screenings/late").await;
        assert_eq!(provider.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn answers_that_cannot_wait_say_what_to_do_and_strangers_see_none() {
    on_both(async |world| {
        let id = received(&world, 1, EpisodeReason::NewReception).await.unwrap();
        let path = format!("/screenings/{id}");
        let asked = Instruments::built_in().get("basic-screening", 1).unwrap();
        let mut fields = answers(0);
        let harm = asked.question("health_self_harm").unwrap();
        let now = harm.answer("now").unwrap();
        for field in &mut fields {
            if field.0 == harm.id {
                field.1 = &now.code;
            }
        }
        assert_eq!(submit(&world, id, &fields).await.status, StatusCode::SEE_OTHER);
        let page = world.get(world.prison_worker, &path).await;
        assert!(page.text.contains("Do not leave the person alone"), "{}", page.text);
        for stranger in [world.probation_worker, world.stranger_worker, world.board_member] {
            assert_eq!(world.get(stranger, &path).await.status, StatusCode::NOT_FOUND);
            let done = world.post(stranger, &path, &answers(0)).await;
            assert_eq!(done.status, StatusCode::NOT_FOUND);
        }
    });
}
