//! The plan, its goals and steps, and what the person says of it.

use crate::build::{World, day, id, now, today};
use chrono::TimeDelta;
use domain::{Area, Goal, Owner, Plan, PlanStatus, PlanView, Step, StepClosure};
use store::{clock, need, plan};
use uuid::Uuid;

both! {
    async fn a_person_has_one_plan(db: Db) {
        let w = World::new(&db).await;
        let proof = w.cleared();
        let mut tx = db.begin().await.unwrap();
        assert_eq!(plan::of_person(&mut tx, &proof).await.unwrap(), None);
        let draft = Plan { id: id(), person: w.person.id, status: PlanStatus::Draft };
        assert!(plan::add(&mut tx, &draft, today()).await.unwrap());
        let second = Plan { id: id(), ..draft.clone() };
        assert!(!plan::add(&mut tx, &second, today()).await.unwrap());
        plan::set_status(&mut tx, draft.id, PlanStatus::UnderReview).await.unwrap();
        let found = plan::of_person(&mut tx, &proof).await.unwrap();
        assert_eq!(found, Some(Plan { status: PlanStatus::UnderReview, ..draft.clone() }));

        let by = w.worker.account.unwrap();
        let challenge = (PlanView::Challenge, Some("I want to live near my son"));
        plan::add_view(&mut tx, Uuid::now_v7(), &draft, by, challenge, now()).await.unwrap();
        let later = now() + TimeDelta::hours(1);
        let agree = (PlanView::Agree, None);
        plan::add_view(&mut tx, Uuid::now_v7(), &draft, by, agree, later).await.unwrap();
        let views = plan::views(&mut tx, &proof).await.unwrap();
        assert_eq!((views[0].view, views[0].words.as_deref()), agree);
        assert_eq!((views[1].view, views[1].words.as_deref()), challenge);
        assert_eq!((views[1].by.as_str(), views[1].at), ("Wyn Worker", now()));
    }
}

both! {
    async fn the_steps_of_a_need_say_when_it_is_planned(db: Db) {
        let w = World::new(&db).await;
        let proof = w.cleared();
        let mut tx = db.begin().await.unwrap();
        let home = w.need(Area::Accommodation);
        need::save(&mut tx, &home).await.unwrap();
        let draft = Plan { id: id(), person: w.person.id, status: PlanStatus::Draft };
        plan::add(&mut tx, &draft, today()).await.unwrap();
        let words = "A place of my own".to_owned();
        let goal = Goal { id: id(), plan: draft.id, need: home.id, words };
        plan::add_goal(&mut tx, &goal, today()).await.unwrap();
        assert_eq!(plan::goals(&mut tx, &proof).await.unwrap(), std::slice::from_ref(&goal));
        let found = plan::find_goal(&mut tx, goal.id).await.unwrap();
        assert_eq!(found, Some((goal.clone(), w.person.id)));
        assert_eq!(plan::last_step_on(&mut tx, home.id).await.unwrap(), None);

        let first = w.step(&goal);
        let second = Step {
            owner: Owner::organisation(w.charity.organisation),
            due_on: day("2026-04-30"),
            ..w.step(&goal)
        };
        plan::save_step(&mut tx, &second, today()).await.unwrap();
        plan::save_step(&mut tx, &first, today()).await.unwrap();
        let last = plan::last_step_on(&mut tx, home.id).await.unwrap();
        assert_eq!(last, Some(day("2026-04-30")));
        let listed = plan::steps(&mut tx, &proof).await.unwrap();
        let names: Vec<_> = listed
            .iter()
            .map(|listed| (listed.owner_organisation.as_str(), listed.owner_account.as_deref()))
            .collect();
        assert_eq!(names, [("Test Prison", Some("Wyn Worker")), ("A New Start", None)]);

        let closed = second.close(StepClosure::CannotBeDoneYet, today()).unwrap();
        plan::save_step(&mut tx, &closed, today()).await.unwrap();
        assert_eq!(plan::find_step(&mut tx, closed.id).await.unwrap(), Some(closed));
        let last = plan::last_step_on(&mut tx, home.id).await.unwrap();
        assert_eq!(last, Some(first.due_on));
        assert_eq!(clock::of_person(&mut tx, w.person.id).await.unwrap().len(), 2);
    }
}
