//! Screenings and the limits that were missed.

use crate::build::{World, cleared_to, day, id, today};
use domain::{InstrumentRef, Screening, ScreeningStanding, ScreeningStatus};
use policy::Action;
use store::{clock, screening};

both! {
    async fn a_screening_runs_until_it_is_done(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let due = w.screening();
        screening::save(&mut tx, &due, None).await.unwrap();
        assert_eq!(screening::find(&mut tx, due.id).await.unwrap(), Some(due.clone()));
        let proof = cleared_to(Action::Screen, due.id);
        assert_eq!(screening::instrument(&mut tx, &proof).await.unwrap(), None);
        let clocks = clock::of_person(&mut tx, w.person.id).await.unwrap();
        assert_eq!(clocks.len(), 1);
        assert_eq!(Some(clocks[0].clock), due.clock());

        assert!(screening::hold(&mut tx, due.id).await.unwrap());
        let instrument = InstrumentRef { id: "basic-screening".to_owned(), version: 1 };
        let answers = serde_json::from_str(r#"{"home": "none"}"#).unwrap();
        let done = Screening {
            status: ScreeningStatus::Done,
            done_on: Some(today()),
            answers: Some(answers),
            ..due
        };
        screening::save(&mut tx, &done, Some(&instrument)).await.unwrap();
        screening::save(&mut tx, &done, None).await.unwrap();
        assert!(!screening::hold(&mut tx, done.id).await.unwrap());
        assert_eq!(screening::instrument(&mut tx, &proof).await.unwrap(), Some(instrument));
        let of_person = screening::of_person(&mut tx, &w.cleared()).await.unwrap();
        assert_eq!(of_person, std::slice::from_ref(&done));
        let of_episode =
            screening::of_episode(&mut tx, &w.cleared(), w.episode.id).await.unwrap();
        assert_eq!(of_episode, Some(done));
        assert_eq!(clock::of_person(&mut tx, w.person.id).await.unwrap(), []);
    }
}

both! {
    async fn what_is_counted_is_what_is_listed(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let (due, done) = (ScreeningStatus::Due, ScreeningStatus::Done);
        let mut all = Vec::new();
        for (due_on, status, done_on) in [
            ("2026-03-02", due, None),
            ("2026-02-27", due, None),
            ("2025-02-27", due, None),
            ("2026-01-10", done, Some("2026-01-12")),
            ("2025-10-01", done, Some("2026-01-12")),
            ("2026-01-10", done, Some("2026-01-10")),
            ("2025-10-01", done, Some("2025-10-05")),
            ("2025-10-01", done, Some("2025-10-01")),
            ("2026-01-20", ScreeningStatus::LeftBefore, None),
            ("2025-01-20", ScreeningStatus::LeftBefore, None),
        ] {
            let done_on = done_on.map(day);
            let screening =
                Screening { id: id(), due_on: day(due_on), status, done_on, ..w.screening() };
            screening::save(&mut tx, &screening, None).await.unwrap();
            all.push(screening);
        }
        let organisation = w.worker.organisation;
        let counts = screening::counts(&mut tx, organisation, today()).await.unwrap();
        for (standing, expected) in [
            (ScreeningStanding::Overdue, vec![2, 1]),
            (ScreeningStanding::DoneLate, vec![4, 3]),
            (ScreeningStanding::Due, vec![0]),
            (ScreeningStanding::InTime, vec![5]),
            (ScreeningStanding::LeftBefore, vec![8]),
        ] {
            let listed =
                screening::standing(&mut tx, organisation, standing, None, today()).await.unwrap();
            let ids: Vec<_> = listed.iter().map(|listed| listed.id).collect();
            assert_eq!(ids, expected.iter().map(|&at: &usize| all[at].id).collect::<Vec<_>>());
            assert!(expected.iter().all(|&at| all[at].standing(today()) == standing));
            let count = counts.iter().find(|(counted, _)| *counted == standing);
            assert_eq!(count, Some(&(standing, expected.len() as i64)));
            let after = Some((listed[0].due_on, listed[0].id));
            let rest = screening::standing(&mut tx, organisation, standing, after, today()).await;
            assert_eq!(rest.unwrap(), listed[1..]);
            assert_eq!(listed[0].person_name, "Example, Siân");
            assert_eq!(listed[0].worker.as_deref(), Some("Wyn Worker"));
        }
        let other = w.charity.organisation;
        assert_eq!(screening::counts(&mut tx, other, today()).await.unwrap(), []);
    }
}
