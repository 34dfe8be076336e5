//! Handovers, appointments and releases.

use crate::build::{World, at, day, id, now, today};
use domain::{AbandonReason, Appointment, Attendance, Handover, HandoverMove, Release};
use store::{account, appointment, handover, relation, release};

both! {
    async fn a_person_is_offered_to_one_taker_at_a_time(db: Db) {
        let w = World::new(&db).await;
        let proof = w.cleared();
        let mut tx = db.begin().await.unwrap();
        let created = w.handover();
        handover::save(&mut tx, &created).await.unwrap();
        let incoming = handover::incoming(&mut tx, w.probation.organisation).await.unwrap();
        assert_eq!((incoming.len(), incoming[0].id), (1, created.id));
        assert_eq!(incoming[0].giver_name, "Test Prison");
        let probation = w.probation.account.unwrap();
        let taker = account::actor(&mut tx, probation).await.unwrap().unwrap();
        let relation = relation::to_person(&mut tx, &taker, w.person.id).await.unwrap();
        assert_eq!(relation, Some(policy::Relation::Taker));

        let accepted = created.after(&HandoverMove::Accept, probation, today()).unwrap();
        handover::save(&mut tx, &accepted).await.unwrap();
        assert_eq!(handover::find(&mut tx, accepted.id).await.unwrap(), Some(accepted.clone()));
        let second = Handover { since: day("2026-03-03"), ..w.handover() };
        handover::save(&mut tx, &second).await.unwrap();
        let open = handover::open_of_person(&mut tx, &proof).await.unwrap();
        assert_eq!(open, [second.clone(), accepted.clone()]);
        let abandon = HandoverMove::Abandon { reason: AbandonReason::DateChanged };
        let abandoned = second.after(&abandon, probation, today()).unwrap();
        handover::save(&mut tx, &abandoned).await.unwrap();
        let open = handover::open_of_person(&mut tx, &proof).await.unwrap();
        assert_eq!(open, std::slice::from_ref(&accepted));
        assert_eq!(handover::of_person(&mut tx, &proof).await.unwrap().len(), 2);
        handover::save(&mut tx, &w.handover()).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.begin().await.unwrap();
        assert!(handover::save(&mut tx, &w.handover()).await.is_err(), "offered twice");
    }
}

both! {
    async fn appointments_are_upcoming_past_and_of_a_day(db: Db) {
        let w = World::new(&db).await;
        let proof = w.cleared();
        let mut tx = db.begin().await.unwrap();
        let before = w.appointment(at("2026-03-01T10:00:00Z"));
        let soon = w.appointment(at("2026-03-02T14:00:00Z"));
        let later = Appointment { owner: w.charity, ..w.appointment(at("2026-03-09T14:00:00Z")) };
        for one in [&before, &soon, &later] {
            appointment::save(&mut tx, one).await.unwrap();
        }
        let ids = |listed: Vec<appointment::Listed>| {
            listed.into_iter().map(|listed| listed.appointment.id).collect::<Vec<_>>()
        };
        let upcoming = appointment::upcoming(&mut tx, &proof, now()).await.unwrap();
        assert_eq!(upcoming[1].worker.as_deref(), Some("Chris Charity"));
        assert_eq!(upcoming[1].organisation, "A New Start");
        assert_eq!(ids(upcoming), [soon.id, later.id]);
        let past = appointment::past(&mut tx, &proof, now()).await.unwrap();
        assert_eq!(ids(past), [before.id]);
        let (from, to) = (at("2026-03-02T00:00:00Z"), at("2026-03-03T00:00:00Z"));
        let worker = w.worker.account.unwrap();
        let of_day = appointment::of_worker(&mut tx, worker, from, to).await.unwrap();
        assert_eq!(of_day[0].person_name, "Example, Siân");
        assert_eq!(ids(of_day), [soon.id]);

        let open = appointment::scheduled_of_person(&mut tx, &proof).await.unwrap();
        assert_eq!(open, [before.clone(), soon, later]);
        let early = before.clone().record_at(Attendance::Attended, at("2026-03-01T09:59:59Z"));
        assert_eq!(early.unwrap_err().from, "to_come");
        appointment::set_note(&mut tx, before.id, "Missed the bus").await.unwrap();
        let past = appointment::past(&mut tx, &proof, now()).await.unwrap();
        assert_eq!(past[0].note.as_deref(), Some("Missed the bus"));
        let attended = before.record(Attendance::AttendedLate).unwrap();
        appointment::save(&mut tx, &attended).await.unwrap();
        assert_eq!(appointment::find(&mut tx, attended.id).await.unwrap(), Some(attended));
    }
}

both! {
    async fn the_next_release_is_the_first_that_is_planned(db: Db) {
        let w = World::new(&db).await;
        let proof = w.cleared();
        let mut tx = db.begin().await.unwrap();
        let first = w.release();
        let second = Release { id: id(), release_on: day("2026-09-01"), ..w.release() };
        release::save(&mut tx, &second).await.unwrap();
        release::save(&mut tx, &first).await.unwrap();
        let next = release::next_planned(&mut tx, &proof).await.unwrap();
        assert_eq!(next, Some(first.clone()));
        let released = first.happen(day("2026-04-09")).unwrap();
        release::save(&mut tx, &released).await.unwrap();
        let next = release::next_planned(&mut tx, &proof).await.unwrap();
        assert_eq!(next, Some(second.clone()));
        assert_eq!(release::find(&mut tx, released.id).await.unwrap(), Some(released.clone()));
        let listed = release::of_person(&mut tx, &proof).await.unwrap();
        assert_eq!(listed, [second, released]);
    }
}
