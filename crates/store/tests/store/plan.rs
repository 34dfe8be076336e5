//! The plan, its goals and steps, and what the person says of it.

use crate::build::{World, day, id, now, today, waiter};
use chrono::TimeDelta;
use domain::{Area, Goal, Owner, Plan, PlanView, Step, StepClosure};
use store::{clock, need, person, plan, plan_view};
use uuid::Uuid;

both! {
    async fn a_person_has_one_plan(db: Db) {
        let w = World::new(&db).await;
        let proof = w.cleared();
        let mut tx = db.begin().await.unwrap();
        assert_eq!(plan::of_person(&mut tx, &proof).await.unwrap(), None);
        let draft = w.plan();
        assert!(plan::add(&mut tx, &draft, today()).await.unwrap());
        let second = Plan { id: id(), ..draft.clone() };
        assert!(!plan::add(&mut tx, &second, today()).await.unwrap());
        let agreed = draft.with_view(PlanView::Agree, today());
        plan::save(&mut tx, &agreed).await.unwrap();
        assert_eq!(plan::hold(&mut tx, &proof).await.unwrap(), Some(agreed));
        assert_eq!(clock::of_person(&mut tx, w.person.id).await.unwrap(), []);
    }
}

both! {
    async fn a_challenge_stands_with_its_answer_and_goes_with_the_lead(db: Db) {
        let w = World::new(&db).await;
        let proof = w.cleared();
        let by = w.worker.account.unwrap();
        let later = |hours| now() + TimeDelta::hours(hours);
        let mut tx = db.begin().await.unwrap();
        let mut draft = w.plan();
        plan::add(&mut tx, &draft, today()).await.unwrap();
        let said = [
            (PlanView::Challenge, Some("I want to live near my son")),
            (PlanView::Agree, None),
            (PlanView::Challenge, Some("Not that hostel")),
            (PlanView::Challenge, Some("And not before May")),
        ];
        for (view, at) in said.into_iter().zip(0..) {
            plan_view::add(&mut tx, Uuid::now_v7(), &draft, by, view, later(at)).await.unwrap();
            draft = draft.with_view(view.0, today());
            plan::save(&mut tx, &draft).await.unwrap();
        }
        let listed = clock::waiting(&mut tx, waiter(w.worker), clock::Part::FIRST).await.unwrap();
        assert_eq!(listed.iter().map(|row| row.clock).collect::<Vec<_>>(), [draft.clock().unwrap()]);
        person::set_lead(&mut tx, w.person.id, w.probation, now()).await.unwrap();
        assert_eq!(clock::waiting(&mut tx, waiter(w.worker), clock::Part::FIRST).await.unwrap(), []);
        let held = plan::hold(&mut tx, &proof).await.unwrap().unwrap();
        assert_eq!(held.owner, w.probation);
        assert_eq!(clock::waiting(&mut tx, waiter(w.probation), clock::Part::FIRST).await.unwrap()[0].clock, held.clock().unwrap());

        plan_view::reply(&mut tx, &draft, by, "Another flat, in May", later(5)).await.unwrap();
        plan::save(&mut tx, &held.answer_challenge().unwrap()).await.unwrap();
        assert_eq!(clock::of_person(&mut tx, w.person.id).await.unwrap(), []);
        let views = plan_view::of_person(&mut tx, &proof).await.unwrap();
        assert_eq!((views[3].by.as_str(), views[3].at), ("Wyn Worker", now()));
        let stand: Vec<_> = views
            .iter()
            .rev()
            .map(|view| ((view.view, view.words.as_deref()), view.reply.is_some()))
            .collect();
        // The agreement settled the first challenge: the answer is not about that one.
        let answered = [false, false, true, true];
        assert_eq!(stand, said.into_iter().zip(answered).collect::<Vec<_>>());
    }
}

both! {
    async fn the_steps_of_a_need_say_when_it_is_planned(db: Db) {
        let w = World::new(&db).await;
        let proof = w.cleared();
        let mut tx = db.begin().await.unwrap();
        let home = w.need(Area::Accommodation);
        need::save(&mut tx, &home).await.unwrap();
        let draft = w.plan();
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

        let closed = second.close(StepClosure::CannotBeDoneYet, None, today()).unwrap();
        plan::save_step(&mut tx, &closed, today()).await.unwrap();
        assert_eq!(plan::find_step(&mut tx, closed.id).await.unwrap(), Some(closed));
        let last = plan::last_step_on(&mut tx, home.id).await.unwrap();
        assert_eq!(last, Some(first.due_on));
        assert_eq!(clock::of_person(&mut tx, w.person.id).await.unwrap().len(), 2);
    }
}
