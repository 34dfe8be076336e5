//! The board's figures and a pilot's: each can be counted by hand from what was saved.

use crate::build::{World, day, id, now, today};
use chrono::TimeDelta;
use domain::{
    Area, AreaRating, Assessment, Measure, Outcome, OutcomeSource, OutcomeStatus, Owner, PersonId,
    Pilot, Rating, Recorded, Referral, ReferralState, Release, ReleaseStatus, Voice,
};
use store::assessment::{self, RatedArea};
use store::outcome::{self, Figure};
use store::{Tx, need, pilot, referral, release};

/// Saves a release of a person with the status of each measure named; `None` is not recorded.
async fn released(
    w: &World,
    tx: &mut Tx,
    person: PersonId,
    on: &str,
    owner: Owner,
    statuses: &[(Measure, Option<OutcomeStatus>)],
) -> Release {
    let release = Release {
        id: id(),
        person,
        status: ReleaseStatus::Released,
        released_on: Some(day(on)),
        ..w.release()
    };
    release::save(tx, &release).await.unwrap();
    for (measure, status) in statuses {
        let due = Outcome { owner, ..w.outcome(&release, *measure) };
        let recorded = status.map(|status| Recorded {
            status,
            source: OutcomeSource::WorkerSeen,
            home: None,
            on: due.day,
        });
        outcome::save(tx, &Outcome { recorded, ..due }).await.unwrap();
    }
    release
}

const HOUSED: Measure = Measure::HousedFirstNight;

both! {
    async fn every_outcome_is_counted_in_one_place(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        use OutcomeStatus::{No, NotApplicable, Unknown, Yes};
        for status in [Some(Yes), Some(Yes), Some(No), Some(Unknown), Some(NotApplicable), None] {
            let measures = [(HOUSED, status)];
            released(&w, &mut tx, w.person.id, "2026-02-10", w.probation, &measures).await;
        }
        let measures = [(HOUSED, Some(No)), (Measure::EmployedSixWeeks, None)];
        released(&w, &mut tx, w.person.id, "2026-01-01", w.charity, &measures).await;

        let (from, to) = (day("2026-02-10"), day("2026-02-28"));
        let figures = outcome::figures(&mut tx, from, to).await.unwrap();
        let expected = Figure {
            yes: 2,
            no: 1,
            unknown: 1,
            not_applicable: 1,
            not_recorded: 1,
            ..Figure::none(HOUSED)
        };
        assert_eq!(figures.len(), Measure::ALL.len());
        assert_eq!((figures[0], figures[0].denominator()), (expected, 3));
        // Six weeks after 1 January is 12 February.
        let employed = Figure { not_recorded: 1, ..Figure::none(Measure::EmployedSixWeeks) };
        assert_eq!(figures[2], employed);

        let by_region = outcome::figures_by_region(&mut tx, from, to).await.unwrap();
        let london = (Some("london".to_owned()), employed);
        assert_eq!(by_region, [london, (Some("wales".to_owned()), expected)]);
    }
}

both! {
    async fn an_outcome_is_listed_with_its_person_and_release(db: Db) {
        let w = World::new(&db).await;
        let proof = w.cleared();
        let mut tx = db.begin().await.unwrap();
        let measures = [(Measure::SettledThreeMonths, None), (HOUSED, Some(OutcomeStatus::Yes))];
        let release =
            released(&w, &mut tx, w.person.id, "2026-02-10", w.probation, &measures).await;
        let listed = outcome::of_release(&mut tx, &proof, release.id).await.unwrap();
        let order: Vec<_> = listed.iter().map(|outcome| outcome.measure).collect();
        assert_eq!(order, [HOUSED, Measure::SettledThreeMonths]);
        let found = outcome::find(&mut tx, listed[0].id).await.unwrap();
        assert_eq!(found.as_ref(), listed.first());
        let of_person = outcome::of_person(&mut tx, &proof).await.unwrap();
        assert_eq!(of_person.len(), 2);
        tx.commit().await.unwrap();

        let mut tx = db.begin().await.unwrap();
        let twice = w.outcome(&release, HOUSED);
        assert!(outcome::save(&mut tx, &twice).await.is_err(), "two outcomes of one measure");
    }
}

/// Saves that a person started the service of the world on a day.
async fn started(w: &World, tx: &mut Tx, person: &Assessment, on: &str) {
    let home = domain::Need {
        person: person.person,
        assessment: person.id,
        ..w.need(Area::Accommodation)
    };
    let cleared = crate::build::cleared(person.person);
    let home = match need::open_in_area(tx, &cleared, home.area).await.unwrap() {
        Some(open) => open,
        None => {
            need::save(tx, &home).await.unwrap();
            home
        }
    };
    let state = ReferralState::InDelivery {
        worker: w.charity.account.unwrap(),
        started_on: day(on),
        complete_by: day("2026-12-31"),
    };
    let started = Referral { id: id(), person: person.person, state, ..w.referral(&home) };
    referral::save(tx, &started, today()).await.unwrap();
}

both! {
    async fn a_cohort_is_who_started_and_nobody_is_in_it_twice(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let pilot = Pilot {
            id: id(),
            name: "Keys".to_owned(),
            question: "Do more people have a home?".to_owned(),
            services: vec![w.service.id],
            starts_on: day("2026-01-01"),
        };
        pilot::add(&mut tx, &pilot, now()).await.unwrap();
        assert_eq!(pilot::find(&mut tx, pilot.id).await.unwrap(), Some(pilot.clone()));
        assert_eq!(pilot::list(&mut tx).await.unwrap(), std::slice::from_ref(&pilot));

        let (second, ..) = World::person_in_prison(&mut tx, w.worker).await;
        let (early, _, early_assessment) = World::person_in_prison(&mut tx, w.worker).await;
        started(&w, &mut tx, &w.assessment, "2026-02-01").await;
        started(&w, &mut tx, &w.assessment, "2026-01-15").await;
        started(&w, &mut tx, &early_assessment, "2025-12-31").await;
        let cohort = pilot::cohort(&mut tx, pilot.id).await.unwrap();
        assert_eq!(cohort, [(w.person.id, day("2026-01-15"))]);

        use OutcomeStatus::{No, Yes};
        let owner = w.probation;
        for (person, on, status) in [
            (w.person.id, "2026-01-10", Some(Yes)), // Before the start: cannot have come of it.
            (w.person.id, "2026-01-20", Some(No)),
            (w.person.id, "2026-02-20", Some(Yes)), // A later release of the same person.
            (second.id, "2026-01-20", Some(Yes)),   // Never started.
            (early.id, "2026-01-20", Some(Yes)),    // Started before the pilot.
        ] {
            released(&w, &mut tx, person, on, owner, &[(HOUSED, status)]).await;
        }
        let figures = pilot::figures(&mut tx, pilot.id).await.unwrap();
        assert_eq!(figures[0], Figure { no: 1, ..Figure::none(HOUSED) });
        assert_eq!(figures.len(), Measure::ALL.len());
    }
}

both! {
    async fn the_readings_of_a_cohort_are_the_workers_oldest_first(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let pilot = Pilot {
            id: id(),
            name: "Keys".to_owned(),
            question: "Is it better?".to_owned(),
            services: vec![w.service.id],
            starts_on: day("2026-01-01"),
        };
        pilot::add(&mut tx, &pilot, now()).await.unwrap();
        started(&w, &mut tx, &w.assessment, "2026-02-01").await;
        let area = Area::Accommodation;
        let rows = [(Voice::Worker, 2, Rating::Green), (Voice::Person, 1, Rating::Amber)];
        for (voice, hours, rating) in rows {
            let draft = Assessment { id: id(), voice, ..w.assessment.clone() };
            assessment::start(&mut tx, &draft).await.unwrap();
            let rating = AreaRating::computed(area, Some(rating));
            let found = [RatedArea { rating, need_score: Some(5) }];
            let at = now() + TimeDelta::hours(hours);
            assert!(assessment::submit(&mut tx, draft.id, &found, at).await.unwrap());
        }
        let readings = pilot::readings(&mut tx, pilot.id).await.unwrap();
        assert_eq!(readings.len(), 1);
        let only = &readings[0];
        assert_eq!((only.person, only.started_on), (w.person.id, day("2026-02-01")));
        assert_eq!(only.instrument.to_string(), "needs version 2");
        assert_eq!((only.reading.area, only.reading.rating), (area, Some(Rating::Green)));
        assert_eq!(only.reading.need_score, Some(5));
    }
}
