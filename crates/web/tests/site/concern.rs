//! What the person says is wrong, and complaints, over HTTP: each waits with a clock for whoever leads,
//! also after a handover, until it is answered.

use crate::harness::{World, on_both};
use axum::http::StatusCode;
use uuid::Uuid;

const OWN: &str = "/my-record/wrong";

/// Says something, and returns the path on which the lead answers it.
async fn raised(world: &World, kind: &str, words: &str) -> String {
    let form = [("kind", kind), ("words", words)];
    let answer = world.post(world.person_account, OWN, &form).await;
    assert_eq!(answer.location.as_deref(), Some("/my-record/wrong?done=done-concern-raised"));
    let list = format!("/people/{}/concerns", world.person);
    let page = world.get(world.prison_worker, &list).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let (_, rest) = page.text.split_once(&format!("href=\"{list}/")).unwrap();
    format!("{list}/{}", rest.split('"').next().unwrap())
}

#[test]
pub(crate) fn a_concern_waits_for_the_lead_until_it_is_answered() {
    on_both(async |world| {
        let empty = world.get(world.person_account, OWN).await;
        assert!(empty.text.contains("You have not said anything here yet"), "{}", empty.text);
        let path = raised(&world, "wrong", "My birthday is not in May").await;
        let own = world.get(world.person_account, OWN).await;
        for shown in ["My birthday is not in May", "25 December 2026"] {
            assert!(own.text.contains(shown), "{shown}: {}", own.text);
        }
        let today = world.get(world.prison_worker, "/my-people").await;
        assert!(
            today.text.contains("Answer what the person says of their record"),
            "{}",
            today.text
        );

        let page = world.get(world.prison_worker, &path).await;
        assert!(page.text.contains("My birthday is not in May"), "{}", page.text);
        let nothing = world.post(world.prison_worker, &path, &[("answer", " ")]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nothing.text.contains("Enter your answer"), "{}", nothing.text);
        let words = [("answer", "Put right: 17 April")];
        let answered = world.post(world.prison_worker, &path, &words).await;
        assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text);
        let twice = world.post(world.prison_worker, &path, &words).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);

        let own = world.get(world.person_account, OWN).await;
        assert!(own.text.contains("Put right: 17 April"), "{}", own.text);
        assert!(!own.text.contains("Demo prison"), "no worker is named");
        let today = world.get(world.prison_worker, "/my-people").await;
        assert!(!today.text.contains("Answer what the person says of their record"));
        assert_eq!(world.journalled("concern_raised").await, 1);
        assert_eq!(world.journalled("concern_answered").await, 1);
    });
}

#[test]
fn a_complaint_has_thirty_days_and_a_form_is_taken_once() {
    on_both(async |world| {
        let token = Uuid::now_v7().to_string();
        let form = [("kind", "complaint"), ("words", "Who told them?"), ("form-token", &*token)];
        for _ in 0..2 {
            let answer = world.post(world.person_account, OWN, &form).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        }
        assert_eq!(world.journalled("concern_raised").await, 1);
        let own = world.get(world.person_account, OWN).await;
        assert!(own.text.contains("24 December 2026"), "{}", own.text);
    });
}

#[test]
fn what_is_missing_comes_back_filled_in() {
    on_both(async |world| {
        let wrong = world.post(world.person_account, OWN, &[("words", "Not my name")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("Choose what you want to say"), "{}", wrong.text);
        assert!(wrong.text.contains("Not my name"));
        let long = "ŵ".repeat(4001);
        let long = [("kind", "wrong"), ("words", &*long)];
        let long = world.post(world.person_account, OWN, &long).await;
        assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
        let welsh = world.post(world.person_account, &format!("{OWN}?lang=cy"), &[]).await;
        assert!(welsh.text.contains("Dewiswch yr hyn rydych am ei ddweud"), "{}", welsh.text);
        assert_eq!(world.journalled("concern_raised").await, 0);
        for n in 0..domain::concern::OPEN_CONCERNS {
            raised(&world, "wrong", &format!("Number {n}")).await;
        }
        let full =
            world.post(world.person_account, OWN, &[("kind", "wrong"), ("words", "More")]).await;
        assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(full.text.contains("wait for an answer already"), "{}", full.text);
    });
}

#[test]
fn only_the_lead_answers_and_only_the_person_says() {
    on_both(async |world| {
        crate::referral::sent(&world).await;
        let path = raised(&world, "wrong", "Not my name").await;
        for (account, status) in [
            (world.service_worker, StatusCode::FORBIDDEN),
            (world.person_account, StatusCode::FORBIDDEN),
            (world.stranger_worker, StatusCode::NOT_FOUND),
        ] {
            assert_eq!(world.get(account, &path).await.status, status);
            let answer = world.post(account, &path, &[("answer", "No")]).await;
            assert_eq!(answer.status, status);
        }
        for account in [world.prison_worker, world.administrator] {
            assert_eq!(world.get(account, OWN).await.status, StatusCode::NOT_FOUND);
            let form = [("kind", "wrong"), ("words", "I am not the person")];
            assert_eq!(world.post(account, OWN, &form).await.status, StatusCode::NOT_FOUND);
        }
        // Another person's concern is not found under somebody who is one's own.
        let other = world.another_person().await;
        let id = path.rsplit('/').next().unwrap();
        let wrong = format!("/people/{other}/concerns/{id}");
        assert_eq!(world.get(world.prison_worker, &wrong).await.status, StatusCode::NOT_FOUND);
        let answer = world.post(world.prison_worker, &wrong, &[("answer", "No")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    });
}
