//! A worker's assessment over HTTP: the task list, ratings, submission, and change over time.

use crate::harness::{Answer, World, on_both};
use axum::http::StatusCode;
use domain::{Area, AreaQuestions, Instruments, Question};
use uuid::Uuid;

/// Returns the questions of an area, as they are asked on the day on which the clock stands.
fn asked(area: Area) -> &'static AreaQuestions {
    Instruments::built_in().get("needs", 2).unwrap().area(area).unwrap()
}

/// Returns the least or the most serious answer to a question.
fn answer(question: &Question, worst: bool) -> (&str, &str) {
    let scored = question.answers.iter().filter(|answer| answer.severity().is_some());
    let found = if worst {
        scored.max_by_key(|answer| answer.severity())
    } else {
        scored.min_by_key(|answer| answer.severity())
    };
    (&question.id, &found.unwrap().code)
}

fn answers(area: Area, worst: bool) -> Vec<(&'static str, &'static str)> {
    asked(area).questions.iter().map(|question| answer(question, worst)).collect()
}

/// Starts an assessment and returns its path.
async fn start(world: &World) -> String {
    let path = format!("/people/{}/assessments", world.person);
    let started = world.post(world.prison_worker, &path, &[]).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.text);
    started.location.unwrap()
}

async fn save(world: &World, path: &str, area: Area, fields: &[(&str, &str)]) -> Answer {
    world.post(world.prison_worker, &format!("{path}/areas/{area}"), fields).await
}

/// Answers every area: at its worst in these areas, at its best in the others.
async fn answer_all(world: &World, path: &str, worst: &[Area]) {
    for area in Area::ALL {
        let saved = save(world, path, *area, &answers(*area, worst.contains(area))).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{area}: {}", saved.text);
    }
}

async fn submit(world: &World, path: &str) -> Answer {
    let fields = [("followed-up", "yes")];
    world.post(world.prison_worker, &format!("{path}/submit"), &fields).await
}

async fn open_needs(world: &World) -> Vec<String> {
    let mut conn = world.db.read().await.unwrap();
    let clocks = store::clock::of_person(&mut conn, world.person).await.unwrap();
    clocks.into_iter().map(|clock| clock.subject_id.to_string()).collect()
}

#[test]
pub(crate) fn a_task_list_is_answered_checked_and_submitted() {
    on_both(async |world| {
        let path = start(&world).await;
        assert_eq!(start(&world).await, path, "one draft: a second start goes on with it");
        let list = world.get(world.prison_worker, &path).await;
        assert_eq!(list.status, StatusCode::OK, "{}", list.text);
        assert_eq!(list.text.matches("Not started").count(), Area::ALL.len());

        let lead = &asked(Area::Finance).questions[0];
        let saved = save(&world, &path, Area::Finance, &[answer(lead, true)]).await;
        assert!(saved.location.unwrap().starts_with(&format!("{path}/areas/finance/rating")));
        let list = world.get(world.prison_worker, &path).await;
        assert!(list.text.contains("In progress") && list.text.contains("0 of 10"));
        let early = submit(&world, &path).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(early.text.matches(": answer every question").count(), 10);
        assert!(early.text.contains("href=\"#finance\""));

        answer_all(&world, &path, &[Area::Finance, Area::Health]).await;
        let check = world.get(world.prison_worker, &format!("{path}/submit")).await;
        assert_eq!(check.status, StatusCode::OK, "{}", check.text);
        assert!(check.text.contains("id=\"followed-up\"") && check.text.contains("self-harm"));
        let unfollowed = world.post(world.prison_worker, &format!("{path}/submit"), &[]).await;
        assert_eq!(unfollowed.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unfollowed.text.contains("Confirm that you have followed up"));

        assert_eq!(open_needs(&world).await, [world.need.to_string()]);
        let done = submit(&world, &path).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let open = open_needs(&world).await;
        assert_eq!(open.len(), 2, "two red areas");
        assert!(!open.contains(&world.need.to_string()), "accommodation is green now");
        for (event, count) in [("assessment_submitted", 1), ("need_opened", 2), ("need_closed", 1)]
        {
            assert_eq!(world.journalled(event).await, count, "{event}");
        }
        let shown = world.get(world.prison_worker, &path).await;
        assert!(shown.text.contains("It cannot be changed"), "{}", shown.text);
        let page = world.get(world.prison_worker, &format!("/people/{}", world.person)).await;
        assert!(page.text.contains("Assessment submitted; red areas: 2"));
    });
}

#[test]
fn what_was_submitted_never_changes() {
    on_both(async |world| {
        let path = start(&world).await;
        answer_all(&world, &path, &[]).await;
        let token = Uuid::now_v7().to_string();
        for _ in 0..2 {
            let fields = [("form-token", token.as_str())];
            let done = world.post(world.prison_worker, &format!("{path}/submit"), &fields).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        }
        assert_eq!(world.journalled("assessment_submitted").await, 1);
        assert_eq!(submit(&world, &path).await.status, StatusCode::CONFLICT);
        let area = save(&world, &path, Area::Drugs, &answers(Area::Drugs, true)).await;
        assert_eq!(area.status, StatusCode::CONFLICT);
        let rating = format!("{path}/areas/drugs/rating");
        let fields = [("rating", "red"), ("override-reason", "new_information")];
        let rated = world.post(world.prison_worker, &rating, &fields).await;
        assert_eq!(rated.status, StatusCode::CONFLICT);
        for page in [rating, format!("{path}/areas/drugs"), format!("{path}/submit")] {
            let page = world.get(world.prison_worker, &page).await;
            assert_eq!(page.location.as_deref(), Some(path.as_str()));
        }
    });
}

#[test]
fn contradictory_and_unknown_answers_are_refused_in_the_language_of_the_page() {
    on_both(async |world| {
        let path = start(&world).await;
        let questions = &asked(Area::Drugs).questions;
        let (first, second) = (&questions[0], &questions[1]);
        let (worst, best) = (answer(first, true), answer(first, false));
        let foreign = answer(&asked(Area::Health).questions[0], true);
        for (fields, expected) in [
            (vec![worst, best], "Choose one answer only"),
            (vec![(first.id.as_str(), "perhaps")], "Choose one of the answers shown"),
            (vec![worst, ("nonsense", "yes")], "not part of this assessment"),
            (vec![worst, foreign], "not part of this assessment"),
            (vec![], "Answer at least one question"),
        ] {
            let refused = save(&world, &path, Area::Drugs, &fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
            assert!(refused.text.contains(expected), "{expected}: {}", refused.text);
        }
        let area = format!("{path}/areas/drugs");
        let wrong = [answer(second, true), (first.id.as_str(), "perhaps")];
        let session = world.session(world.prison_worker).await;
        let body = crate::harness::encode(&wrong);
        let welsh = world.ask("POST", &area, &format!("{session}; lang=cy"), body).await;
        assert!(welsh.text.contains("Dewiswch un o’r atebion a ddangosir"), "{}", welsh.text);
        assert!(welsh.text.contains(&first.text.cy) && !welsh.text.contains(&first.text.en));
        let code = answer(second, true).1;
        assert!(welsh.text.contains(&format!("value=\"{code}\" checked")), "filled in again");
        assert_eq!(world.journalled("assessment_answered").await, 0);
    });
}

#[test]
fn somebody_else_s_assessment_is_not_there() {
    on_both(async |world| {
        let path = start(&world).await;
        let area = format!("{path}/areas/drugs");
        for stranger in [world.probation_worker, world.stranger_worker, world.evaluator] {
            for page in [&path, &area, &format!("{area}/rating"), &format!("{path}/submit")] {
                let page = world.get(stranger, page).await;
                assert_eq!(page.status, StatusCode::NOT_FOUND);
                assert!(!page.text.contains("O’Neill"));
            }
            let saved = world.post(stranger, &area, &answers(Area::Drugs, true)).await;
            assert_eq!(saved.status, StatusCode::NOT_FOUND);
        }
        let own = world.get(world.person_account, &path).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN, "the worker’s view is not the person’s page");
        let nowhere = world.get(world.prison_worker, &format!("{path}/areas/gardening")).await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn the_worker_s_rating_stands_until_the_answers_change() {
    on_both(async |world| {
        let path = start(&world).await;
        save(&world, &path, Area::Alcohol, &answers(Area::Alcohol, true)).await;
        let rating = format!("{path}/areas/alcohol/rating");
        let shown = world.get(world.prison_worker, &rating).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
        assert!(shown.text.contains("It rests on these answers") && shown.text.contains("Red"));

        for (fields, expected) in [
            (&[("rating", "red"), ("override-reason", "new_information")][..], "the same as"),
            (&[("rating", "amber"), ("override-reason", "other")], "Enter a note"),
            (&[("rating", "amber")], "Choose a reason"),
            (&[("override-reason", "other")], "Choose red, amber or green"),
        ] {
            let refused = world.post(world.prison_worker, &rating, fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
            assert!(refused.text.contains(expected), "{expected}: {}", refused.text);
        }
        let fields =
            [("rating", "amber"), ("override-reason", "other"), ("note", "Dry for a year")];
        let rated = world.post(world.prison_worker, &rating, &fields).await;
        assert_eq!(rated.status, StatusCode::SEE_OTHER, "{}", rated.text);
        let list = world.get(world.prison_worker, &path).await;
        assert!(list.text.contains("Rated Amber"), "{}", list.text);

        let removed = world.post(world.prison_worker, &rating, &[("do", "remove")]).await;
        assert_eq!(removed.status, StatusCode::SEE_OTHER);
        world.post(world.prison_worker, &rating, &fields).await;
        let saved = save(&world, &path, Area::Alcohol, &answers(Area::Alcohol, true)).await;
        assert!(saved.location.unwrap().ends_with("done=done-area-saved"), "nothing changed");
        let saved = save(&world, &path, Area::Alcohol, &answers(Area::Alcohol, false)).await;
        assert!(saved.location.unwrap().ends_with("done-area-saved-rating-removed"));
        assert_eq!(world.journalled("area_rated").await, 2);
        assert_eq!(world.journalled("area_rating_removed").await, 2);

        answer_all(&world, &path, &[]).await;
        let fields = [("rating", "red"), ("override-reason", "professional_judgement")];
        world.post(world.prison_worker, &rating, &fields).await;
        assert_eq!(submit(&world, &path).await.status, StatusCode::SEE_OTHER);
        assert_eq!(open_needs(&world).await.len(), 1, "the worker’s red opens the need");
        let shown = world.get(world.prison_worker, &path).await;
        assert!(shown.text.contains("I weigh the answers differently"), "{}", shown.text);
    });
}

#[test]
pub(crate) fn change_is_shown_both_ways_in_both_languages() {
    on_both(async |world| {
        let page = format!("/people/{}/assessments", world.person);
        let empty = world.get(world.prison_worker, &page).await;
        assert!(empty.text.contains("Nobody has submitted"), "{}", empty.text);
        for worst in [Area::Drugs, Area::Finance] {
            let path = start(&world).await;
            answer_all(&world, &path, &[worst]).await;
            submit(&world, &path).await;
        }
        let shown = world.get(world.prison_worker, &page).await;
        assert!(shown.text.contains("↑ Better") && shown.text.contains("↓ Worse"));
        assert_eq!(shown.text.matches("The same").count(), 8, "{}", shown.text);
        assert!(shown.text.contains("says nothing about reoffending"));
        let welsh = world.get(world.prison_worker, &format!("{page}?lang=cy")).await;
        assert!(welsh.text.contains("↑ Gwell") && welsh.text.contains("↓ Gwaeth"));
        assert!(!welsh.text.contains('['), "a message is missing");
    });
}
