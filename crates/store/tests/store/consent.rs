//! Consent: one answer stands at most, and what has ended or run out grants nothing.

use crate::build::{World, day, id, now, today};
use domain::consent::{ConsentEnd, PURPOSE, last_day};
use domain::{Consent, FieldGroup, FieldGroups, Purpose};

fn answer(w: &World, group: FieldGroup, granted: bool) -> Consent {
    Consent {
        id: id(),
        person: w.person.id,
        organisation: w.charity.organisation,
        purpose: PURPOSE,
        group,
        granted,
        answered_on: today(),
        expires_on: last_day(today()),
        ended: None,
        recorded_by: w.worker.account.unwrap(),
        recorded_at: now(),
    }
}

both! {
    async fn an_answer_is_read_as_it_was_written_and_ends_once(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let yes = answer(&w, FieldGroup::Identity, true);
        store::consent::add(&mut tx, &yes).await.unwrap();
        let key = (PURPOSE, FieldGroup::Identity);
        let current = |c: Option<Consent>| c.map(|c| c.id);
        let them = w.charity.organisation;
        let found = store::consent::current(&mut tx, &w.cleared(), them, key).await.unwrap();
        assert_eq!(found, Some(yes.clone()));
        let withdrawn = yes.clone().withdraw(now(), today()).unwrap();
        for (ended, ends) in [(&withdrawn, true), (&withdrawn, false)] {
            assert_eq!(store::consent::end(&mut tx, ended).await.unwrap(), ends);
        }
        let read = store::consent::find(&mut tx, &w.cleared(), yes.id).await.unwrap().unwrap();
        assert_eq!(read.ended, Some((ConsentEnd::Withdrawn, now())));
        let found = store::consent::current(&mut tx, &w.cleared(), them, key).await.unwrap();
        assert_eq!(current(found), None);
        let no = answer(&w, FieldGroup::Identity, false);
        store::consent::add(&mut tx, &no).await.unwrap();
        let listed = store::consent::of_person(&mut tx, &w.cleared()).await.unwrap();
        assert_eq!(listed.len(), 2);
        assert_eq!(listed[0].organisation.name, "A New Start");
        assert_eq!(listed[0].recorded_by, "Wyn Worker");
        let other = crate::build::cleared(id());
        assert_eq!(store::consent::find(&mut tx, &other, yes.id).await.unwrap(), None);
        tx.commit().await.unwrap();
    }
}

both! {
    async fn two_answers_never_stand_at_once(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        store::consent::add(&mut tx, &answer(&w, FieldGroup::Needs, true)).await.unwrap();
        let second = answer(&w, FieldGroup::Needs, false);
        assert!(store::consent::add(&mut tx, &second).await.is_err());
    }
}

both! {
    async fn only_what_stands_and_has_not_run_out_is_granted(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        store::consent::add(&mut tx, &answer(&w, FieldGroup::Identity, true)).await.unwrap();
        store::consent::add(&mut tx, &answer(&w, FieldGroup::NiNumber, false)).await.unwrap();
        let taken_back = answer(&w, FieldGroup::Employment, true).withdraw(now(), today()).unwrap();
        store::consent::add(&mut tx, &taken_back).await.unwrap();
        let elsewhere = Consent {
            organisation: w.probation.organisation,
            ..answer(&w, FieldGroup::Needs, true)
        };
        store::consent::add(&mut tx, &elsewhere).await.unwrap();
        let (person, them) = (w.person.id, w.charity.organisation);
        let identity: FieldGroups = [FieldGroup::Identity].into_iter().collect();
        for (purpose, on, expected) in [
            (PURPOSE, today(), identity),
            (PURPOSE, day("2027-03-01"), identity),
            (PURPOSE, day("2027-03-02"), FieldGroups::NONE),
            (Purpose::Resettlement, today(), FieldGroups::NONE),
        ] {
            let groups = store::consent::granted(&mut tx, person, them, purpose, on).await.unwrap();
            assert_eq!(groups, expected, "{purpose} {on}");
        }
        tx.commit().await.unwrap();
    }
}
