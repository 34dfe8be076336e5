//! Services, referrals, relations and the lists of what is late and what waits.

use crate::build::{World, cleared_to, day, id, now, today, waiter};
use chrono::{Days, TimeDelta};
use domain::referral::{ReferralMove, WithdrawReason};
use domain::{Area, Eligibility, OffenceGroup, Owner, Referral, Service, Sex};
use policy::{Action, Relation};
use store::sentence::{self, Sentence};
use store::{Tx, account, clock, need, referral, relation, service};
use uuid::Uuid;

/// Saves a need and a referral for it that was sent and accepted.
async fn accepted(w: &World, tx: &mut Tx) -> Referral {
    let home = w.need(Area::Accommodation);
    need::save(tx, &home).await.unwrap();
    let by = w.charity.account.unwrap();
    let sent = w.referral(&home).after(ReferralMove::Send, by, today()).unwrap();
    let accepted = sent.after(ReferralMove::Accept, by, today()).unwrap();
    referral::save(tx, &accepted, today()).await.unwrap();
    accepted
}

both! {
    async fn a_referral_is_in_the_inbox_until_it_is_closed(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let sent = accepted(&w, &mut tx).await;
        assert_eq!(referral::find(&mut tx, sent.id).await.unwrap(), Some(sent.clone()));
        assert_eq!(referral::service_name(&mut tx, &sent).await.unwrap(), "Keys");
        let inbox = referral::inbox(&mut tx, w.charity.organisation, referral::Tray::ToUs, 0).await.unwrap();
        assert_eq!(inbox.len(), 1);
        assert_eq!((inbox[0].id, inbox[0].area), (sent.id, Area::Accommodation));
        assert_eq!(inbox[0].sender_name, "Test Prison");
        assert_eq!(inbox[0].due_on, sent.clock().map(|clock| clock.due_on));
        let proof = cleared_to(Action::ViewReferral, sent.clone());
        let listed = referral::listed(&mut tx, &proof).await.unwrap();
        assert_eq!(listed.as_ref(), inbox.first());

        let withdraw = ReferralMove::Withdraw { reason: WithdrawReason::Mistake };
        let closed = sent.after(withdraw, w.worker.account.unwrap(), today()).unwrap();
        referral::save(&mut tx, &closed, today()).await.unwrap();
        let inbox = referral::inbox(&mut tx, w.charity.organisation, referral::Tray::ToUs, 0).await.unwrap();
        assert_eq!(inbox, []);
        let of_person = referral::of_person(&mut tx, &w.cleared()).await.unwrap();
        assert_eq!(of_person[0].status, "withdrawn");
    }
}

both! {
    async fn messages_are_listed_earliest_first(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let sent = accepted(&w, &mut tx).await;
        let proof = cleared_to(Action::MessageReferral, sent);
        for (minutes, owner, words) in [(5, w.charity, "When?"), (1, w.worker, "Hello")] {
            let by = (owner.account.unwrap(), owner.organisation);
            let at = now() + TimeDelta::minutes(minutes);
            referral::add_message(&mut tx, Uuid::now_v7(), &proof, by, words, at).await.unwrap();
        }
        let messages = referral::messages(&mut tx, &proof).await.unwrap();
        let words: Vec<_> = messages
            .iter()
            .map(|message| (message.organisation.as_str(), message.words.as_str()))
            .collect();
        assert_eq!(words, [("Test Prison", "Hello"), ("A New Start", "When?")]);
    }
}

both! {
    async fn a_service_counts_whom_it_serves(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        accepted(&w, &mut tx).await;
        let changed = Service {
            areas: vec![Area::Health, Area::Accommodation],
            eligibility: Eligibility {
                sex: Some(Sex::Female),
                min_age: Some(18),
                max_age: Some(30),
                regions: vec!["wales".to_owned()],
                excluded_offences: vec![OffenceGroup::ArsonAndCriminalDamage],
            },
            capacity: 1,
            ..w.service.clone()
        };
        service::save(&mut tx, &changed).await.unwrap();
        let found = service::find(&mut tx, changed.id).await.unwrap().unwrap();
        let expected = Service {
            areas: vec![Area::Accommodation, Area::Health],
            serving: 1,
            ..changed
        };
        assert_eq!((&found.service, found.organisation.as_str()), (&expected, "A New Start"));
        let of_area = service::of_area(&mut tx, Area::Health).await.unwrap();
        assert_eq!(of_area, std::slice::from_ref(&found));
        assert_eq!(service::of_area(&mut tx, Area::Finance).await.unwrap(), []);
        let own = service::of_organisation(&mut tx, w.charity.organisation).await.unwrap();
        assert_eq!(own, [found]);
    }
}

both! {
    async fn what_decides_eligibility_is_read_from_the_record(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        for group in [Some(OffenceGroup::Theft), Some(OffenceGroup::Theft), None] {
            let sentence = Sentence {
                id: Uuid::now_v7(),
                kind: None,
                offence_group: group,
                imposed_on: None,
                length_days: None,
            };
            sentence::add(&mut tx, w.person.id, &sentence, now()).await.unwrap();
        }
        let candidate = service::candidate(&mut tx, &w.cleared(), today()).await.unwrap().unwrap();
        assert_eq!((candidate.sex, candidate.age), (Some(Sex::Female), Some(30)));
        assert_eq!(candidate.region.as_deref(), Some("wales"));
        assert_eq!(candidate.offences, [OffenceGroup::Theft]);
        let nobody = crate::build::cleared(id());
        assert_eq!(service::candidate(&mut tx, &nobody, today()).await.unwrap(), None);
    }
}

both! {
    async fn a_relation_begins_and_ends_with_what_is_open(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let charity = account::actor(&mut tx, w.charity.account.unwrap()).await.unwrap().unwrap();
        let prison = account::actor(&mut tx, w.worker.account.unwrap()).await.unwrap().unwrap();
        let of = async |tx: &mut Tx, actor| relation::to_person(tx, actor, w.person.id).await;
        assert_eq!(of(&mut tx, &prison).await.unwrap(), Some(Relation::Lead));
        assert_eq!(of(&mut tx, &charity).await.unwrap(), Some(Relation::None));
        assert_eq!(relation::to_person(&mut tx, &prison, id()).await.unwrap(), None);

        let sent = accepted(&w, &mut tx).await;
        assert_eq!(of(&mut tx, &charity).await.unwrap(), Some(Relation::Provider));
        let withdraw = ReferralMove::Withdraw { reason: WithdrawReason::Mistake };
        let closed = sent.after(withdraw, prison.account, today()).unwrap();
        referral::save(&mut tx, &closed, today()).await.unwrap();
        assert_eq!(of(&mut tx, &charity).await.unwrap(), Some(Relation::None));
        let own = policy::Actor { person: Some(w.person.id), ..charity.clone() };
        assert_eq!(of(&mut tx, &own).await.unwrap(), Some(Relation::Own));
    }
}

both! {
    async fn what_is_late_and_what_waits_is_listed_for_its_owner(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let sent = accepted(&w, &mut tx).await;
        let (worker, tomorrow) = (w.worker.account.unwrap(), today() + Days::new(30));
        let late = clock::late(&mut tx, worker, tomorrow, clock::Part::FIRST).await.unwrap();
        assert_eq!(late.len(), 1, "the need; the referral is the charity's");
        assert_eq!(clock::count_late(&mut tx, worker, tomorrow).await.unwrap(), 1);
        assert_eq!(clock::count_late(&mut tx, worker, today()).await.unwrap(), 0);

        let unassigned = Referral { id: id(), sender: w.worker, ..sent };
        let unassigned = Referral { state: domain::ReferralState::Sent, ..unassigned };
        referral::save(&mut tx, &unassigned, today()).await.unwrap();
        let waiting = clock::waiting(&mut tx, waiter(w.charity), clock::Part::FIRST).await.unwrap();
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0].subject_id, unassigned.id.0);
        assert_eq!(waiting[0].clock.owner, w.worker, "sending is not handing over");
        assert_eq!(waiting[0].owner_organisation, "Test Prison");
        assert!(waiting[0].clock.due_on > day("2026-03-01"));
        assert_ne!(waiting[0].clock.owner, Owner::organisation(w.charity.organisation));
    }
}

both! {
    async fn the_directory_is_searched_by_area_words_and_region(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let welsh = Service {
            id: id(),
            name: "Tŷ Gwyn 100%".to_owned(),
            areas: vec![Area::Health],
            eligibility: Eligibility { regions: vec!["wales".to_owned()], ..Eligibility::default() },
            ..w.service.clone()
        };
        service::save(&mut tx, &welsh).await.unwrap();
        for (area, words, region, expected) in [
            (None, "", None, 2),
            (Some(Area::Health), "", None, 1),
            (None, "NEW start keys", None, 1),
            (None, "gwyn tŷ", None, 1),
            (None, "TŶ", None, 1),
            (None, "ty", None, 1),
            (None, "100%", None, 1),
            (None, "1_0", None, 0),
            (None, "%", None, 1),
            (None, "nothing like it", None, 0),
            (None, "", Some("wales"), 2),
            (None, "gwyn", Some("london"), 0),
        ] {
            let search = service::Search {
                area,
                words: words.to_owned(),
                region: region.map(str::to_owned),
            };
            let found = service::search(&mut tx, &search, 0).await.unwrap();
            assert_eq!(found.len(), expected, "{search:?}");
            assert_eq!(service::search(&mut tx, &search, 1).await.unwrap(), []);
        }
    }
}

both! {
    async fn a_draft_that_is_thrown_away_was_never_the_providers(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let home = w.need(Area::Accommodation);
        need::save(&mut tx, &home).await.unwrap();
        let draft = w.referral(&home);
        referral::save(&mut tx, &draft, today()).await.unwrap();
        let live = referral::live(&mut tx, home.id, w.service.id, id()).await.unwrap();
        assert_eq!(live, Some(draft.id));
        assert_eq!(referral::live(&mut tx, home.id, w.service.id, draft.id).await.unwrap(), None);
        let counts = referral::counts(&mut tx, w.charity.organisation).await.unwrap();
        assert_eq!((counts.to_us, counts.from_us), (0, 0));

        let withdraw = ReferralMove::Withdraw { reason: WithdrawReason::Mistake };
        let closed = draft.after(withdraw, w.worker.account.unwrap(), today()).unwrap();
        referral::save(&mut tx, &closed, today()).await.unwrap();
        let since = referral::Tray::Closed(today());
        for (organisation, expected) in [(w.worker.organisation, 1), (w.charity.organisation, 0)] {
            let listed = referral::inbox(&mut tx, organisation, since, 0).await.unwrap();
            assert_eq!(listed.len(), expected);
            let with = referral::of_person_with(&mut tx, &w.cleared(), organisation).await.unwrap();
            assert_eq!(with.len(), expected);
        }
        assert_eq!(referral::live_of_need(&mut tx, home.id).await.unwrap(), []);
    }
}
