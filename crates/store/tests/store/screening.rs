//! Screenings and the limits that were missed.

use crate::build::{World, cleared_to, day, id, today};
use chrono::Days;
use domain::{InstrumentRef, Screening, ScreeningStatus};
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
    async fn missed_limits_are_listed_for_a_quarter(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let mut save = async |due_on: &str, status, done_on: Option<&str>| {
            let screening = Screening {
                id: id(),
                due_on: day(due_on),
                status,
                done_on: done_on.map(day),
                ..w.screening()
            };
            screening::save(&mut tx, &screening, None).await.unwrap();
            screening.id
        };
        let (due, done) = (ScreeningStatus::Due, ScreeningStatus::Done);
        save("2026-03-02", due, None).await;
        let still_due = save("2026-02-27", due, None).await;
        let done_late = save("2026-01-10", done, Some("2026-01-12")).await;
        save("2026-01-10", done, Some("2026-01-10")).await;
        save("2025-10-01", done, Some("2025-10-05")).await;
        save("2026-01-20", ScreeningStatus::LeftBefore, None).await;

        let organisation = w.worker.organisation;
        let breaches = screening::breaches(&mut tx, organisation, today()).await.unwrap();
        let listed: Vec<_> = breaches.iter().map(|breach| breach.id).collect();
        assert_eq!(listed, [still_due, done_late]);
        assert_eq!(breaches[0].person_name, "Example, Siân");
        assert_eq!(breaches[0].worker.as_deref(), Some("Wyn Worker"));
        assert_eq!(breaches[1].done_on, Some(day("2026-01-12")));

        let since = today() - Days::new(90);
        let counts = screening::counts(&mut tx, organisation, since, today()).await.unwrap();
        let expected = screening::Counts { due: 1, late: 2, in_time: 1, left_before: 1 };
        assert_eq!(counts, expected);
        let other = w.charity.organisation;
        let none = screening::counts(&mut tx, other, since, today()).await.unwrap();
        assert_eq!(none, screening::Counts::default());
    }
}
