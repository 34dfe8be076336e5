//! The plan over HTTP: goals and steps, who may change them, what is dropped, and what a wrong form
//! gives back.

use crate::harness::{Answer, World, now, on_both};
use axum::http::StatusCode;
use domain::{AccountId, Goal, GoalId, Owner, Step, StepId, StepState};
use policy::{Action, Actor, Authorised, Relation, authorise};
use uuid::Uuid;

/// A day that is in time.
pub(crate) const DUE: [(&str, &str); 3] =
    [("due-day", "20"), ("due-month", "1"), ("due-year", "2027")];

/// Returns the proof that the person's lead has.
pub(crate) async fn cleared(world: &World) -> Authorised<domain::PersonId> {
    let mut conn = world.db.read().await.unwrap();
    let actor: Actor =
        store::account::actor(&mut conn, world.prison_worker).await.unwrap().unwrap();
    authorise(&actor, Action::ViewPlan, Relation::Lead, world.person).unwrap()
}

/// Returns everything planned: goals and steps.
pub(crate) async fn planned(world: &World) -> (Vec<Goal>, Vec<Step>) {
    let proof = cleared(world).await;
    let mut conn = world.db.read().await.unwrap();
    let goals = store::plan::goals(&mut conn, &proof).await.unwrap();
    let steps = store::plan::steps(&mut conn, &proof).await.unwrap();
    (goals, steps.into_iter().map(|listed| listed.step).collect())
}

/// Adds a goal for the red need with a step of an organisation, and returns both.
pub(crate) async fn with_step(world: &World, owner: &str) -> (GoalId, StepId) {
    let need = world.need.to_string();
    let mut fields = vec![
        ("need", need.as_str()),
        ("words", "A place of my own"),
        ("step-words", "Ask the council for an assessment"),
        ("actor", "organisation"),
        ("owner", owner),
        ("worker", ""),
    ];
    fields.extend(DUE);
    let path = format!("/people/{}/goals", world.person);
    let answer = world.post(world.prison_worker, &path, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let (goals, steps) = planned(world).await;
    (goals.last().unwrap().id, steps.last().unwrap().id)
}

async fn plan_page(world: &World, account: AccountId) -> Answer {
    let page = world.get(account, &format!("/people/{}/plan", world.person)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    page
}

async fn is_dropped(world: &World) -> bool {
    let mut conn = world.db.read().await.unwrap();
    !store::clock::dropped(&mut conn, world.prison_worker).await.unwrap().is_empty()
}

#[test]
fn a_red_need_is_dropped_until_it_has_an_owned_dated_step() {
    on_both(async |world| {
        let before = plan_page(&world, world.prison_worker).await;
        assert!(
            before.text.contains("site-dropped") && before.text.contains("name=\"first-step\"")
        );
        assert!(is_dropped(&world).await);

        let (_, step) = with_step(&world, &world.provider.to_string()).await;
        let page = plan_page(&world, world.prison_worker).await;
        assert!(!page.text.contains("site-dropped"), "{}", page.text);
        for shown in
            ["A place of my own", "Harbour Steps", "Nobody named", "20 January 2027", "Draft"]
        {
            assert!(page.text.contains(shown), "{shown}");
        }
        assert!(!is_dropped(&world).await);

        let close = format!("/steps/{step}/close");
        let form = world.get(world.prison_worker, &close).await;
        assert_eq!(form.status, StatusCode::OK, "{}", form.text);
        assert!(form.text.contains("/timeline"), "who leads the case keeps all its pages");
        let fields = [("how", "cannot_be_done_yet"), ("note", "No flat is free")];
        let answer = world.post(world.prison_worker, &close, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert!(is_dropped(&world).await, "without its step the need is dropped again");
        let after = plan_page(&world, world.prison_worker).await;
        assert!(after.text.contains("site-dropped") && after.text.contains("No flat is free"));
        for (event, count) in [("goal_added", 1), ("step_added", 1), ("step_closed", 1)] {
            assert_eq!(world.journalled(event).await, count, "{event}");
        }
    });
}

#[test]
fn the_owning_organisation_sees_its_steps_only_and_takes_them_on() {
    on_both(async |world| {
        let (goal, step) = with_step(&world, &world.provider.to_string()).await;
        let own = plan_page(&world, world.service_worker).await;
        assert!(own.text.contains("Shared with your organisation"));
        assert!(own.text.contains("Ask the council") && !own.text.contains("A place of my own"));
        let waiting = world.get(world.service_worker, "/my-people").await;
        assert!(waiting.text.contains(&format!("/people/{}/plan", world.person)));

        let path = format!("/steps/{step}/take");
        let person = world.person.to_string();
        for account in [world.stranger_worker, world.probation_worker, world.person_account] {
            let answer = world.post(account, &path, &[]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "a stranger's step");
        }
        let by_lead = world.post(world.prison_worker, &path, &[]).await;
        assert_eq!(by_lead.status, StatusCode::FORBIDDEN, "the lead takes nothing for others");
        let answer = world.post(world.service_worker, &path, &[("person", &person)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let (_, steps) = planned(&world).await;
        assert_eq!(steps[0].owner, Owner::worker(world.provider, world.service_worker));
        assert_eq!(world.journalled("step_taken").await, 1);

        for (path, field) in [
            (format!("/goals/{goal}/steps"), ("step-words", "x")),
            (format!("/steps/{step}/owner"), ("owner", "x")),
            (format!("/needs/{}/close", world.need), ("how", "met")),
        ] {
            let answer = world.post(world.service_worker, &path, &[field]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        }
        let closed = world
            .post(world.service_worker, &format!("/steps/{step}/close"), &[("how", "completed")])
            .await;
        assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
        assert_eq!(world.journalled("step_closed").await, 1);
    });
}

#[test]
fn a_step_that_is_closed_has_moved_on() {
    on_both(async |world| {
        let (_, step) = with_step(&world, &world.prison.to_string()).await;
        let close = format!("/steps/{step}/close");
        let how = [("how", "completed")];
        assert_eq!(
            world.post(world.prison_worker, &close, &how).await.status,
            StatusCode::SEE_OTHER
        );
        let prison = world.prison.to_string();
        for (path, fields) in [
            (close.clone(), how),
            (format!("/steps/{step}/take"), how),
            (format!("/steps/{step}/owner"), [("owner", prison.as_str())]),
        ] {
            let answer = world.post(world.prison_worker, &path, &fields).await;
            assert_eq!(answer.status, StatusCode::CONFLICT, "{path}");
        }
        assert_eq!(world.get(world.prison_worker, &close).await.status, StatusCode::CONFLICT);
        assert_eq!(world.journalled("step_closed").await, 1);
    });
}

#[test]
fn a_wrong_step_comes_back_filled_in() {
    on_both(async |world| {
        let (goal, _) = with_step(&world, &world.prison.to_string()).await;
        let path = format!("/goals/{goal}/steps");
        let prison = world.prison.to_string();
        let provider = world.provider.to_string();
        let worker = world.prison_worker.to_string();
        let long = "x".repeat(201);
        let right = [
            ("step-words", "Ring the landlord"),
            ("actor", "person"),
            ("owner", prison.as_str()),
            ("due-day", "25"),
            ("due-month", "11"),
            ("due-year", "2026"),
        ];
        for (wrong, message) in [
            (("step-words", ""), "Enter some text"),
            (("step-words", long.as_str()), "1 characters too long"),
            (("due-day", "24"), "The day is in the past"),
            (("due-day", "31"), "There is no 31 November"),
            (("due-year", "2029"), "more than 24 months ahead"),
            (("actor", "nobody"), "Choose who will do it"),
            (("owner", worker.as_str()), "Choose an organisation from the list"),
            (("worker", provider.as_str()), "Choose a worker from the list"),
        ] {
            let mut fields = vec![wrong];
            fields.extend(right.iter().filter(|(name, _)| *name != wrong.0));
            let answer = world.post(world.prison_worker, &path, &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
            assert!(answer.text.contains(message), "{wrong:?}: {}", answer.text);
            assert!(wrong.0 == "step-words" || answer.text.contains("Ring the landlord"));
        }
        let elsewhere = [
            ("step-words", "Ring the landlord"),
            ("actor", "person"),
            ("owner", provider.as_str()),
            ("worker", worker.as_str()),
            DUE[0],
            DUE[1],
            DUE[2],
        ];
        let answer = world.post(world.prison_worker, &format!("{path}?lang=cy"), &elsewhere).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("Mae sefydliad arall yn enwi ei weithiwr ei hun"));
        assert_eq!(world.journalled("step_added").await, 1);
    });
}

#[test]
fn a_goal_may_come_without_a_step_and_twice_submitted_is_there_once() {
    on_both(async |world| {
        let path = format!("/people/{}/goals", world.person);
        let form = world.get(world.prison_worker, &format!("{path}?need={}", world.need)).await;
        assert!(form.text.contains("selected"), "{}", form.text);
        let (need, token) = (world.need.to_string(), Uuid::now_v7().to_string());
        let prison = world.prison.to_string();
        let fields = [
            ("need", need.as_str()),
            ("words", "A place of my own"),
            ("owner", prison.as_str()),
            ("form-token", token.as_str()),
        ];
        for _ in 0..2 {
            let answer = world.post(world.prison_worker, &path, &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
            let plan = format!("/people/{}/plan", world.person);
            assert!(answer.location.unwrap().starts_with(&plan));
        }
        let (goals, steps) = planned(&world).await;
        assert_eq!((goals.len(), steps.len()), (1, 0));
        assert!(is_dropped(&world).await, "a goal alone plans nothing");

        let mending = [("need", need.as_str()), ("words", "Another"), ("first-step", "yes")];
        let answer = world.post(world.prison_worker, &path, &mending).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let other = world.prison.to_string();
        let answer =
            world.post(world.prison_worker, &path, &[("need", &other), ("words", "x")]).await;
        assert!(answer.text.contains("Choose an open need from the list"), "{}", answer.text);
        assert_eq!(world.journalled("goal_added").await, 1);
    });
}

#[test]
fn a_need_closes_with_its_steps_and_keeps_what_the_person_said() {
    on_both(async |world| {
        let (goal, _) = with_step(&world, &world.provider.to_string()).await;
        let path = format!("/needs/{}/close", world.need);
        let form = world.get(world.prison_worker, &path).await;
        assert!(form.text.contains("Ask the council"), "{}", form.text);
        let silent = world.post(world.prison_worker, &path, &[("how", "declined")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(silent.text.contains("Enter what the person said"));
        let fields = [("how", "declined"), ("words", "I will live with my sister")];
        let answer = world.post(world.prison_worker, &path, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let (_, steps) = planned(&world).await;
        assert!(steps.iter().all(|step| step.state != StepState::Open));
        let page = plan_page(&world, world.prison_worker).await;
        assert!(page.text.contains("I will live with my sister") && !is_dropped(&world).await);

        let again = world.post(world.prison_worker, &path, &fields).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        let mut step = vec![("step-words", "x"), ("actor", "person"), ("worker", "")];
        let prison = world.prison.to_string();
        step.push(("owner", &prison));
        step.extend(DUE);
        let late = world.post(world.prison_worker, &format!("/goals/{goal}/steps"), &step).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "nothing is planned for a closed need");
        assert_eq!(world.journalled("need_closed").await, 1);
        let mut conn = world.db.read().await.unwrap();
        assert_eq!(store::clock::of_person(&mut conn, world.person).await.unwrap(), []);
    });
}

#[test]
fn the_plan_is_in_welsh_and_nothing_is_without_words() {
    on_both(async |world| {
        let (goal, step) = with_step(&world, &world.prison.to_string()).await;
        for (path, shown) in [
            (format!("/people/{}/plan", world.person), "Statws y cynllun"),
            (format!("/people/{}/goals", world.person), "Ychwanegu nod"),
            (format!("/goals/{goal}/steps"), "Beth fydd yn cael ei wneud?"),
            (format!("/steps/{step}/close"), "Sut y daeth i ben?"),
            (format!("/steps/{step}/owner"), "Newid pwy sy’n berchen ar gam"),
            (format!("/needs/{}/close", world.need), "Cau angen: Llety"),
        ] {
            let page = world.get(world.prison_worker, &format!("{path}?lang=cy")).await;
            assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
            assert!(page.text.contains(shown), "{path}: {}", page.text);
            assert!(!page.text.contains(">["), "{path} has a message that is missing");
        }
        assert_eq!(World::today(), now().date_naive());
    });
}
