//! The person's own view over HTTP: reading it, agreeing, challenging, and the page they carry.

use crate::harness::{World, now, on_both};
use crate::plan::{cleared, with_step};
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::{
    Appointment, AppointmentId, Attendance, LicenceCondition, LicenceConditionKind, LongText,
    MeetingKind, Owner, PlanStatus,
};
use store::licence_condition::Listed;
use uuid::Uuid;

async fn status(world: &World) -> PlanStatus {
    let proof = cleared(world).await;
    let mut conn = world.db.read().await.unwrap();
    store::plan::of_person(&mut conn, &proof).await.unwrap().unwrap().status
}

#[test]
fn a_challenge_is_never_dropped() {
    on_both(async |world| {
        let empty = world.get(world.person_account, "/my-plan").await;
        assert_eq!(empty.status, StatusCode::OK, "{}", empty.text);
        assert!(empty.text.contains("Your plan has no goals yet"));
        let agree = [("view", "agree")];
        let early = world.post(world.person_account, "/my-plan/answer", &agree).await;
        assert_eq!(early.status, StatusCode::CONFLICT, "there is nothing to agree with");

        with_step(&world, &world.provider.to_string()).await;
        let page = world.get(world.person_account, "/my-plan").await;
        for shown in ["A place of my own", "Harbour Steps (nobody named yet)", "/my-needs"] {
            assert!(page.text.contains(shown), "{shown}: {}", page.text);
        }
        let agreed = world.post(world.person_account, "/my-plan/answer", &agree).await;
        assert_eq!(agreed.location.as_deref(), Some("/my-plan?done=done-plan-answered"));
        assert_eq!(status(&world).await, PlanStatus::Agreed);
        with_step(&world, &world.provider.to_string()).await;
        assert_eq!(
            status(&world).await,
            PlanStatus::UnderReview,
            "it is no longer what was agreed"
        );

        let silent =
            world.post(world.person_account, "/my-plan/answer", &[("view", "challenge")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(silent.text.contains("Enter what you want changed"));
        let token = Uuid::now_v7().to_string();
        let challenge =
            [("view", "challenge"), ("words", "Not that town"), ("form-token", token.as_str())];
        for _ in 0..2 {
            let answer = world.post(world.person_account, "/my-plan/answer", &challenge).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        }
        assert_eq!(world.journalled("plan_answered").await, 2);
        let waiting = world.get(world.prison_worker, "/my-people").await;
        assert!(waiting.text.contains("Answer the person’s challenge"), "{}", waiting.text);

        let path = format!("/people/{}/plan", world.person);
        let plan = world.get(world.prison_worker, &path).await;
        for shown in ["Not that town", "2 December 2026"] {
            assert!(plan.text.contains(shown), "{shown}: {}", plan.text);
        }
        let reviewed = format!("{path}/reviewed");
        let nothing = world.post(world.prison_worker, &reviewed, &[]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nothing.text.contains("Enter your answer to the person"));
        let words = [("answer", "Cardiff instead")];
        let answer = world.post(world.prison_worker, &reviewed, &words).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let twice = world.post(world.prison_worker, &reviewed, &words).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        let waiting = world.get(world.prison_worker, "/my-people").await;
        assert!(!waiting.text.contains("Answer the person’s challenge"));
        let page = world.get(world.person_account, "/my-plan").await;
        assert!(page.text.contains("Not that town") && page.text.contains("Cardiff instead"));
        assert_eq!(world.journalled("challenge_answered").await, 1);
    });
}

#[test]
fn only_the_person_has_a_plan_of_their_own() {
    on_both(async |world| {
        for account in [
            world.prison_worker,
            world.service_worker,
            world.evaluator,
            world.board_member,
            world.administrator,
        ] {
            for path in ["/my-plan", "/my-plan/passport"] {
                let answer = world.get(account, path).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            }
            let answer = world.post(account, "/my-plan/answer", &[("view", "agree")]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
        let path = format!("/people/{}/plan", world.person);
        let own = world.get(world.person_account, &path).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN, "the worker's page is not the person's");
    });
}

#[test]
fn the_passport_has_what_the_person_carries() {
    on_both(async |world| {
        with_step(&world, &world.provider.to_string()).await;
        let mut tx = world.db.begin().await.unwrap();
        let condition = LicenceCondition {
            kind: LicenceConditionKind::Standard,
            text: LongText::parse("Be of good behaviour").unwrap(),
        };
        let listed = Listed { id: Uuid::now_v7(), condition, from_on: None, to_on: None };
        store::licence_condition::add(&mut tx, world.person, &listed, now()).await.unwrap();
        for (days, place) in [(3, "Job centre, Cardiff"), (-3, "Yesterday’s room")] {
            let appointment = Appointment {
                id: AppointmentId(Uuid::now_v7()),
                person: world.person,
                referral: None,
                owner: Owner::organisation(world.provider),
                at: now() + TimeDelta::days(days),
                kind: MeetingKind::AtOffice,
                place: place.to_owned(),
                attendance: Attendance::Scheduled,
            };
            store::appointment::save(&mut tx, &appointment).await.unwrap();
        }
        tx.commit().await.unwrap();
        let own = world.get(world.person_account, "/my-plan/passport").await;
        let path = format!("/people/{}/passport", world.person);
        let printed = world.get(world.prison_worker, &path).await;
        for page in [own, printed] {
            assert_eq!(page.status, StatusCode::OK, "{}", page.text);
            for shown in [
                "O’Neill",
                "17 May 1990",
                "28 November 2026, 14:30",
                "Job centre, Cardiff",
                "Ask the council",
                "Be of good behaviour",
                "Demo prison at HMP Cardiff",
            ] {
                assert!(page.text.contains(shown), "{shown}: {}", page.text);
            }
            assert!(!page.text.contains("Yesterday’s room"));
        }
        let by_provider = world.get(world.service_worker, &path).await;
        assert_eq!(by_provider.status, StatusCode::FORBIDDEN);
        assert_eq!(world.journalled("person_read").await, 2);
    });
}

#[test]
fn my_plan_is_in_welsh() {
    on_both(async |world| {
        with_step(&world, &world.provider.to_string()).await;
        let wrong = world.post(world.person_account, "/my-plan/answer?lang=cy", &[]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("Dewiswch a ydych yn cytuno â’r cynllun hwn"));
        for (path, shown) in [
            ("/my-plan", "Beth rwy’n ei ddweud am y cynllun hwn"),
            ("/my-plan/passport", "Pwy ydw i"),
        ] {
            let page = world.get(world.person_account, &format!("{path}?lang=cy")).await;
            assert!(page.text.contains(shown), "{}", page.text);
            assert!(!page.text.contains(">["), "{path} has a message that is missing");
        }
    });
}
