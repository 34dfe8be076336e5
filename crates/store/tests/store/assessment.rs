//! Assessments and needs.

use crate::build::{World, id, now, today};
use chrono::{Days, TimeDelta};
use domain::{
    Answers, Area, AreaRating, Assessment, Need, NeedClosure, OverrideReason, Rating,
    RatingOverride, Voice,
};
use store::assessment::{self, RatedArea};
use store::assessment_override;
use store::{clock, need};

fn answers(json: &str) -> Answers {
    serde_json::from_str(json).unwrap()
}

both! {
    async fn a_submitted_assessment_never_changes(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let draft = Assessment { id: id(), submitted_at: None, ..w.assessment.clone() };
        assert!(assessment::start(&mut tx, &draft).await.unwrap());
        let second = Assessment { id: id(), ..draft.clone() };
        assert!(!assessment::start(&mut tx, &second).await.unwrap(), "two drafts of one voice");
        let own = Assessment { id: id(), voice: Voice::Person, ..draft.clone() };
        assert!(assessment::start(&mut tx, &own).await.unwrap());

        let proof = w.cleared();
        let open = assessment::open_of_person(&mut tx, &proof, Voice::Worker).await.unwrap();
        assert_eq!(open, Some(draft.clone()));
        let given = answers(r#"{"q1": "a"}"#);
        assert!(assessment::hold(&mut tx, draft.id).await.unwrap());
        assert!(assessment::save_answers(&mut tx, draft.id, &given).await.unwrap());

        let later = now() + TimeDelta::hours(1);
        assert!(assessment::submit(&mut tx, draft.id, &rated(), later).await.unwrap());
        assert!(!assessment::submit(&mut tx, draft.id, &rated(), later).await.unwrap());
        assert!(!assessment::hold(&mut tx, draft.id).await.unwrap());
        let changed = answers(r#"{"q1": "b"}"#);
        assert!(!assessment::save_answers(&mut tx, draft.id, &changed).await.unwrap());
        let found = assessment::find(&mut tx, draft.id).await.unwrap().unwrap();
        assert_eq!((found.answers, found.submitted_at), (given, Some(later)));
        let open = assessment::open_of_person(&mut tx, &proof, Voice::Worker).await.unwrap();
        assert_eq!(open, None);
    }
}

/// One area as computed, one where the worker sees it otherwise, one that was left open.
fn rated() -> Vec<RatedArea> {
    let overridden = AreaRating::computed(Area::Health, Some(Rating::Green))
        .overridden(Rating::Red, OverrideReason::NewInformation, Some("Told me today"))
        .unwrap();
    vec![
        RatedArea {
            rating: AreaRating::computed(Area::Accommodation, Some(Rating::Amber)),
            need_score: Some(40),
        },
        RatedArea { rating: AreaRating::computed(Area::Drugs, None), need_score: None },
        RatedArea { rating: overridden, need_score: Some(0) },
    ]
}

both! {
    async fn what_was_found_is_listed_oldest_first_with_both_views(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let second = Assessment { id: id(), submitted_at: None, ..w.assessment.clone() };
        assessment::start(&mut tx, &second).await.unwrap();
        let later = now() + Days::new(30);
        assert!(assessment::submit(&mut tx, second.id, &rated(), later).await.unwrap());
        let listed = assessment::submitted_of_person(&mut tx, &w.cleared()).await.unwrap();
        let ids: Vec<_> = listed.iter().map(|submitted| submitted.assessment.id).collect();
        assert_eq!(ids, [w.assessment.id, second.id]);
        assert_eq!((listed[0].at, listed[0].areas.len()), (now(), 0));
        assert_eq!((listed[1].at, &listed[1].areas), (later, &rated()));
        assert_eq!(assessment::rated(&mut tx, &w.cleared(), second.id).await.unwrap(), rated());
        let names = assessment::assessors(&mut tx, &w.cleared()).await.unwrap();
        assert_eq!((names.len(), names[0].1.as_str()), (2, "Wyn Worker"));
        let reading = listed[1].rated_on(today());
        assert_eq!(reading.instrument.to_string(), "needs version 2");
        assert_eq!(reading.areas[2].rating, Some(Rating::Red));
    }
}

both! {
    async fn a_worker_s_rating_stays_with_the_draft_until_it_is_submitted(db: Db) {
        let w = World::new(&db).await;
        let proof = w.cleared();
        let mut tx = db.begin().await.unwrap();
        let draft = Assessment { id: id(), submitted_at: None, ..w.assessment.clone() };
        assessment::start(&mut tx, &draft).await.unwrap();
        let first = RatingOverride {
            rating: Rating::Red,
            reason: OverrideReason::Other,
            note: Some("Ŵyn said so".to_owned()),
        };
        let second = RatingOverride { rating: Rating::Amber, note: None, ..first.clone() };
        for by_worker in [&first, &second] {
            let put = assessment_override::put(&mut tx, draft.id, Area::Drugs, by_worker).await;
            assert!(put.unwrap());
        }
        assert!(assessment_override::put(&mut tx, draft.id, Area::Health, &first).await.unwrap());
        let kept = assessment_override::of_draft(&mut tx, &proof, draft.id).await.unwrap();
        assert_eq!(kept, [(Area::Drugs, second), (Area::Health, first.clone())]);
        assert!(assessment_override::remove(&mut tx, draft.id, Area::Drugs).await.unwrap());
        assert!(!assessment_override::remove(&mut tx, draft.id, Area::Drugs).await.unwrap());

        assert!(assessment::submit(&mut tx, draft.id, &rated(), now()).await.unwrap());
        let kept = assessment_override::of_draft(&mut tx, &proof, draft.id).await.unwrap();
        assert_eq!(kept, []);
        assert!(!assessment_override::put(&mut tx, draft.id, Area::Drugs, &first).await.unwrap());
    }
}

both! {
    async fn an_area_has_one_open_need(db: Db) {
        let w = World::new(&db).await;
        let proof = w.cleared();
        let mut tx = db.begin().await.unwrap();
        let home = w.need(Area::Accommodation);
        need::save(&mut tx, &home).await.unwrap();
        let money = Need { rating: Rating::Amber, ..w.need(Area::Finance) };
        need::save(&mut tx, &money).await.unwrap();
        let found = need::open_in_area(&mut tx, &proof, Area::Accommodation).await.unwrap();
        assert_eq!(found, Some(home.clone()));
        let account = w.worker.account.unwrap();
        assert_eq!(clock::count_dropped(&mut tx, account).await.unwrap(), 1, "the red one");

        let planned = home.with_steps(Some(today()), today());
        need::save(&mut tx, &planned).await.unwrap();
        assert_eq!(need::find(&mut tx, planned.id).await.unwrap(), Some(planned.clone()));
        assert_eq!(clock::count_dropped(&mut tx, account).await.unwrap(), 0);

        let closed = planned.close(NeedClosure::Met, today()).unwrap();
        need::save(&mut tx, &closed).await.unwrap();
        assert_eq!(need::open_of_person(&mut tx, &proof).await.unwrap(), std::slice::from_ref(&money));
        assert_eq!(need::of_person(&mut tx, &proof).await.unwrap(), [money, closed]);
        let again = w.need(Area::Accommodation);
        need::save(&mut tx, &again).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.begin().await.unwrap();
        let twice = w.need(Area::Accommodation);
        assert!(need::save(&mut tx, &twice).await.is_err(), "two open needs in one area");
    }
}
