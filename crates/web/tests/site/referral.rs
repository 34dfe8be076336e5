//! A referral's way over HTTP, from sent to concluded.

use crate::harness::{World, on_both};
use axum::http::StatusCode;
use domain::{Area, Eligibility, Owner, Referral, ReferralId, ReferralState, Service, ServiceId};
use uuid::Uuid;

/// Puts a referral that was sent to the provider into the world.
pub(crate) async fn sent(world: &World) -> ReferralId {
    let mut tx = world.db.begin().await.unwrap();
    let service = Service {
        id: ServiceId(Uuid::now_v7()),
        organisation: world.provider,
        name: "Rent deposits".to_owned(),
        description: "Deposits and first month’s rent".to_owned(),
        areas: vec![Area::Accommodation],
        eligibility: Eligibility::default(),
        capacity: 10,
        serving: 0,
        wait_days: 7,
        last_verified_on: World::today(),
    };
    store::service::save(&mut tx, &service).await.unwrap();
    let referral = Referral {
        id: ReferralId(Uuid::now_v7()),
        person: world.person,
        need: world.need,
        service: service.id,
        sender: Owner::worker(world.prison, world.prison_worker),
        provider: world.provider,
        aims: vec!["A tenancy signed".to_owned()],
        background: String::new(),
        state: ReferralState::Sent,
        since: World::today(),
    };
    store::referral::save(&mut tx, &referral, World::today()).await.unwrap();
    tx.commit().await.unwrap();
    referral.id
}

#[test]
fn the_loop_is_closed() {
    on_both(async |world| {
        let path = format!("/referrals/{}", sent(&world).await);
        let worker = world.service_worker.to_string();
        let provider: &[(&str, &[(&str, &str)])] = &[
            ("receive", &[]),
            ("accept", &[]),
            ("assign", &[("worker", &worker)]),
            (
                "contact",
                &[("contact-day", "24"), ("contact-month", "11"), ("contact-year", "2026")],
            ),
            (
                "start",
                &[
                    ("start-day", "25"),
                    ("start-month", "11"),
                    ("start-year", "2026"),
                    ("complete-day", "20"),
                    ("complete-month", "2"),
                    ("complete-year", "2027"),
                ],
            ),
            (
                "report",
                &[
                    ("aim", "A tenancy signed"),
                    ("achieved-0", "yes"),
                    ("how", "completed"),
                    ("summary", "Keys handed over"),
                ],
            ),
        ];
        for (step, fields) in provider {
            let answer = world.post(world.service_worker, &format!("{path}/{step}"), fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{step}: {}", answer.text);
        }
        let answer = world.post(world.prison_worker, &format!("{path}/conclude"), &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let page = world.get(world.prison_worker, &path).await;
        assert!(page.text.contains("Concluded") && page.text.contains("Keys handed over"));
        assert_eq!(world.journalled("referral_concluded").await, 1);
    });
}

#[test]
fn the_wrong_side_or_the_wrong_time_changes_nothing() {
    on_both(async |world| {
        let path = format!("/referrals/{}", sent(&world).await);
        let accept = format!("{path}/accept");
        let by_sender = world.post(world.prison_worker, &accept, &[]).await;
        assert_eq!(by_sender.status, StatusCode::FORBIDDEN);
        let by_stranger = world.post(world.stranger_worker, &accept, &[]).await;
        assert_eq!(by_stranger.status, StatusCode::NOT_FOUND);
        let conclude = world.post(world.prison_worker, &format!("{path}/conclude"), &[]).await;
        assert_eq!(conclude.status, StatusCode::CONFLICT);
        assert_eq!(world.journalled("referral_moved").await, 0);
    });
}

#[test]
fn a_wrong_form_comes_back_filled_in_and_the_second_submit_changes_nothing() {
    on_both(async |world| {
        let path = format!("/referrals/{}", sent(&world).await);
        let wrong = world.post(world.service_worker, &format!("{path}/decline"), &[]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            wrong.text.contains("There is a problem") && wrong.text.contains("Choose a reason")
        );

        let token = Uuid::now_v7().to_string();
        let fields = [("words", "When can he start?"), ("form-token", token.as_str())];
        for _ in 0..2 {
            let answer =
                world.post(world.service_worker, &format!("{path}/message"), &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        }
        assert_eq!(world.journalled("message_sent").await, 1);
    });
}
