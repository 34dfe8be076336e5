//! People: who they are, where they have been, what is known of them, and the lists they are on.

use crate::build::{World, account, at, cleared, day, id, now, organisation, today};
use chrono::{Days, TimeDelta};
use domain::{
    AddressKind, ContactKind, Episode, EpisodeKind, EpisodeReason, IdentifierKind,
    LicenceCondition, LicenceConditionKind, NameKind, OffenceGroup, OrganisationId,
    OrganisationKind, Owner, Person, RiskFlag, Role, SentenceDateKind, Sex,
};
use policy::{Action, Actor, Condition};
use store::Conn;
use store::person::Listed;
use store::person_detail::{self, Address, Contact, Imported, OtherName};
use store::risk_flag::{self, Flag};
use store::sentence::{self, Sentence};
use store::visible::Reader;
use store::{clock, licence_condition, need, person, release};
use uuid::Uuid;

/// Finds people for a resettlement worker of an organisation.
async fn by_name(conn: &mut Conn, organisation: OrganisationId, start: &str) -> Vec<Listed> {
    let actor = Actor::anybody(Role::ResettlementWorker, organisation, OrganisationKind::Probation);
    let condition = Condition::on_records(&actor, Action::ViewPerson).unwrap();
    let asks = (&condition, Reader::of(&actor, today()));
    person::by_name(conn, asks, start).await.unwrap()
}

both! {
    async fn a_person_is_what_was_last_recorded(db: Db) {
        let w = World::new(&db).await;
        let proof = w.cleared();
        let mut tx = db.begin().await.unwrap();
        assert_eq!(person::load(&mut tx, &proof).await.unwrap(), Some(w.person.clone()));
        let changed = Person {
            family_name: "Ŵyn".to_owned(),
            date_of_birth: None,
            sex: Some(Sex::NotKnown),
            ethnicity: None,
            home_region: None,
            ..w.person.clone()
        };
        person_detail::update_details(&mut tx, &changed, now()).await.unwrap();
        person::set_lead(&mut tx, w.person.id, w.probation, now()).await.unwrap();
        let expected = Person { lead: w.probation, ..changed };
        assert_eq!(person::load(&mut tx, &proof).await.unwrap(), Some(expected));
        let found = by_name(&mut tx, w.probation.organisation, "ŵy").await;
        assert_eq!((found.len(), found[0].name.as_str()), (1, "Ŵyn, Siân"));
        assert_eq!(by_name(&mut tx, w.worker.organisation, "ŵy").await, []);
        assert_eq!(person::load(&mut tx, &cleared(id())).await.unwrap(), None);
    }
}

both! {
    async fn a_prison_number_is_one_persons(db: Db) {
        let w = World::new(&db).await;
        let proof = w.cleared();
        let mut tx = db.begin().await.unwrap();
        let (id, number) = (w.person.id, IdentifierKind::PrisonNumber);
        person::add_identifier(&mut tx, id, number, "A1234BC", now()).await.unwrap();
        person::add_identifier(&mut tx, id, number, "A1234BC", now()).await.unwrap();
        let pnc = (IdentifierKind::PncId, "2001/0000001A");
        let later = now() + TimeDelta::seconds(1);
        person::add_identifier(&mut tx, id, pnc.0, pnc.1, later).await.unwrap();
        let listed = person::identifiers(&mut tx, &proof).await.unwrap();
        assert_eq!(listed, [(number, "A1234BC".to_owned()), (pnc.0, pnc.1.to_owned())]);
        let found = person::by_identifier(&mut tx, number, "A1234BC").await.unwrap();
        assert_eq!(found, Some(id));

        let parsed = "A1234BC".parse().unwrap();
        let imported = person_detail::imported(&mut tx, &parsed).await.unwrap();
        assert_eq!(imported, Some(Imported { person: id, import_hash: None }));
        person_detail::set_import_hash(&mut tx, id, "abc", now()).await.unwrap();
        let imported = person_detail::imported(&mut tx, &parsed).await.unwrap().unwrap();
        assert_eq!(imported.import_hash.as_deref(), Some("abc"));
        let unknown = "A9999ZZ".parse().unwrap();
        assert_eq!(person_detail::imported(&mut tx, &unknown).await.unwrap(), None);

        let (other, ..) = World::person_in_prison(&mut tx, w.worker).await;
        person::add_identifier(&mut tx, other.id, pnc.0, pnc.1, now()).await.unwrap();
        let shared = person::add_identifier(&mut tx, other.id, number, "A1234BC", now()).await;
        assert!(shared.is_err(), "a prison number of two people");
    }
}

both! {
    async fn an_episode_ends_once(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        assert!(person_detail::end_episode(&mut tx, w.episode.id, today()).await.unwrap());
        assert!(!person_detail::end_episode(&mut tx, w.episode.id, today()).await.unwrap());
        let community = Episode {
            id: id(),
            person: w.person.id,
            kind: EpisodeKind::Community,
            organisation: w.probation.organisation,
            started_on: today(),
            reason: EpisodeReason::Release,
            ended_on: None,
        };
        person::add_episode(&mut tx, &community, now()).await.unwrap();
        let ended = Episode { ended_on: Some(today()), ..w.episode.clone() };
        assert_eq!(person::episodes(&mut tx, &w.cleared()).await.unwrap(), [community, ended]);
    }
}

both! {
    async fn names_addresses_and_contacts_keep_their_history(db: Db) {
        let w = World::new(&db).await;
        let (proof, person) = (w.cleared(), w.person.id);
        let mut tx = db.begin().await.unwrap();
        let former = OtherName {
            id: Uuid::now_v7(),
            kind: NameKind::Former,
            given_name: "Jane".to_owned(),
            family_name: "Before".to_owned(),
        };
        person_detail::add_name(&mut tx, person, &former, now()).await.unwrap();
        assert_eq!(person_detail::names(&mut tx, &proof).await.unwrap(), [former]);

        let address = Address {
            id: Uuid::now_v7(),
            kind: AddressKind::Proposed,
            words: "1 High Street\nCardiff".to_owned(),
            postcode: Some("CF10 1AA".parse().unwrap()),
            from_on: Some(day("2026-04-09")),
            to_on: None,
        };
        let none = Address {
            id: Uuid::now_v7(),
            kind: AddressKind::Main,
            words: "No fixed abode".to_owned(),
            postcode: None,
            from_on: None,
            to_on: None,
        };
        let later = now() + TimeDelta::seconds(1);
        person_detail::add_address(&mut tx, person, &none, now()).await.unwrap();
        person_detail::add_address(&mut tx, person, &address, later).await.unwrap();
        let ended = person_detail::end_address(&mut tx, &proof, none.id, today()).await;
        assert!(ended.unwrap());
        let stranger = cleared(id());
        let ended = person_detail::end_address(&mut tx, &stranger, address.id, today()).await;
        assert!(!ended.unwrap(), "an address of somebody else");
        let none = Address { to_on: Some(today()), ..none };
        assert_eq!(person_detail::addresses(&mut tx, &proof).await.unwrap(), [address, none]);

        let phone = Contact {
            id: Uuid::now_v7(),
            kind: ContactKind::Phone,
            value: "07700 900123".to_owned(),
            from_on: Some(today()),
            to_on: None,
        };
        person_detail::add_contact(&mut tx, person, &phone, now()).await.unwrap();
        for expected in [true, false] {
            let ended = person_detail::end_contact(&mut tx, &proof, phone.id, today()).await;
            assert_eq!(ended.unwrap(), expected);
        }
        let phone = Contact { to_on: Some(today()), ..phone };
        assert_eq!(person_detail::contacts(&mut tx, &proof).await.unwrap(), [phone]);
    }
}

both! {
    async fn a_sentence_date_is_never_overwritten(db: Db) {
        let w = World::new(&db).await;
        let (proof, person) = (w.cleared(), w.person.id);
        let mut tx = db.begin().await.unwrap();
        let sentence = Sentence {
            id: Uuid::now_v7(),
            kind: Some("Standard determinate".to_owned()),
            offence_group: Some(OffenceGroup::Burglary),
            imposed_on: Some(day("2025-11-03")),
            length_days: Some(400),
        };
        sentence::add(&mut tx, person, &sentence, now()).await.unwrap();
        let of_person = sentence::of_person(&mut tx, &proof).await.unwrap();
        assert_eq!(of_person, std::slice::from_ref(&sentence));

        let kind = SentenceDateKind::ReleaseDate;
        let (first, second) = (Some(day("2026-04-10")), Some(day("2026-05-01")));
        let mut moment = now();
        for (on, changes) in
            [(None, false), (first, true), (first, false), (second, true), (None, true)]
        {
            moment += TimeDelta::hours(1);
            let date = (kind, on);
            let set =
                sentence::set_date(&mut tx, Uuid::now_v7(), person, sentence.id, date, moment);
            assert_eq!(set.await.unwrap(), changes, "{on:?}");
        }
        let dates = sentence::dates(&mut tx, &proof).await.unwrap();
        let days: Vec<_> = dates.iter().map(|date| (date.on, date.superseded_at)).collect();
        let hour = |hours| Some(now() + TimeDelta::hours(hours));
        assert_eq!(days, [(None, None), (second, hour(5)), (first, hour(4))]);
        assert_eq!((dates[0].kind, dates[0].sentence), (kind, sentence.id));
        assert_eq!(Some(dates[0].recorded_at), hour(5));
    }
}

both! {
    async fn licence_conditions_are_kept_as_printed(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let printed = "You must:\n  (a) stay at 1 High Street,  Anytown.";
        let listed = licence_condition::Listed {
            id: Uuid::now_v7(),
            condition: LicenceCondition {
                kind: LicenceConditionKind::Bespoke,
                text: printed.parse().unwrap(),
            },
            from_on: Some(today()),
            to_on: None,
        };
        licence_condition::add(&mut tx, w.person.id, &listed, now()).await.unwrap();
        let found = licence_condition::of_person(&mut tx, &w.cleared()).await.unwrap();
        assert_eq!(found, [listed]);
        assert_eq!(found[0].condition.text.as_str(), printed);
    }
}

both! {
    async fn risk_flags_that_stand_come_first(db: Db) {
        let w = World::new(&db).await;
        let proof = w.cleared();
        let mut tx = db.begin().await.unwrap();
        let arson = Flag {
            id: Uuid::now_v7(),
            kind: RiskFlag::Arson,
            note: Some("In 2019".to_owned()),
            from_on: today(),
            to_on: None,
        };
        let harm = Flag {
            id: Uuid::now_v7(),
            kind: RiskFlag::SelfHarm,
            note: None,
            from_on: today() - Days::new(9),
            to_on: None,
        };
        risk_flag::add(&mut tx, w.person.id, &arson, now()).await.unwrap();
        risk_flag::add(&mut tx, w.person.id, &harm, now()).await.unwrap();
        for expected in [true, false] {
            let ended = risk_flag::end(&mut tx, &proof, arson.id, today()).await.unwrap();
            assert_eq!(ended, expected);
        }
        let arson = Flag { to_on: Some(today()), ..arson };
        assert_eq!(risk_flag::of_person(&mut tx, &proof).await.unwrap(), [harm, arson]);
    }
}

both! {
    async fn a_workers_people_are_listed_by_name_by_release_and_by_what_is_dropped(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let account = w.worker.account.unwrap();
        let (id, number) = (w.person.id, IdentifierKind::PrisonNumber);
        person::add_identifier(&mut tx, id, number, "A1234BC", now()).await.unwrap();
        let (other, ..) = World::person_in_prison(&mut tx, w.worker).await;
        let (twin, ..) = World::person_in_prison(&mut tx, w.worker).await;
        let renamed = Person { family_name: "Aardvark".to_owned(), ..other.clone() };
        person_detail::update_details(&mut tx, &renamed, now()).await.unwrap();
        let names = |listed: &[person::Listed]| {
            listed.iter().map(|listed| listed.name.clone()).collect::<Vec<_>>()
        };
        let led = person::led_by(&mut tx, account, None).await.unwrap();
        assert_eq!(names(&led), ["Aardvark, Siân", "Example, Siân", "Example, Siân"]);
        assert!(led.iter().any(|listed| listed.prison_number.as_deref() == Some("A1234BC")));
        let next = person::led_by(&mut tx, account, Some((&led[0].name_key, led[0].id))).await.unwrap();
        assert_eq!(next, led[1..]);
        // A page that ends between two people of one name loses neither.
        let last = person::led_by(&mut tx, account, Some((&next[0].name_key, next[0].id)));
        assert_eq!(last.await.unwrap(), led[2..]);
        assert!(led[1..].iter().any(|listed| listed.id == twin.id));

        release::save(&mut tx, &w.release()).await.unwrap();
        let releases = person::next_releases(&mut tx, account, today()).await.unwrap();
        assert_eq!(names(&releases), ["Example, Siân"]);
        assert_eq!(releases[0].release_on, Some(day("2026-04-09")));
        let later = person::next_releases(&mut tx, account, day("2026-04-10")).await.unwrap();
        assert_eq!(later, []);

        let home = w.need(domain::Area::Accommodation);
        need::save(&mut tx, &home).await.unwrap();
        let dropped = clock::dropped(&mut tx, account).await.unwrap();
        assert_eq!(dropped[0].person, w.person.id);
        assert_eq!(dropped[0].about, Some(clock::About::Area(domain::Area::Accommodation)));
        need::save(&mut tx, &home.with_steps(Some(today()), today())).await.unwrap();
        assert_eq!(clock::dropped(&mut tx, account).await.unwrap(), []);
    }
}

both! {
    async fn a_person_may_have_no_worker_yet(db: Db) {
        let mut tx = db.begin().await.unwrap();
        let charity = organisation();
        store::organisation::add(&mut tx, &charity, at("2026-03-02T00:00:00Z")).await.unwrap();
        let unassigned = crate::build::person(Owner::organisation(charity.id));
        person::add(&mut tx, &unassigned, Some("hash"), now()).await.unwrap();
        let proof = cleared(unassigned.id);
        assert_eq!(person::load(&mut tx, &proof).await.unwrap(), Some(unassigned));
        let nobody = account(charity.id, "Nobody").id;
        assert_eq!(person::led_by(&mut tx, nobody, None).await.unwrap(), []);
    }
}
