//! Who may be meant by a record: who may be compared, and what of them.

use crate::build::{World, add_worker, agreement, id, now, organisation, today};
use domain::{
    AddressKind, Agreement, FieldGroup, FieldGroups, IdentifierKind, NameKind, PersonId, Postcode,
};
use store::person_detail::{self, Address, OtherName};
use store::{Conn, Tx, agreement as agreements, candidate, person};
use uuid::Uuid;

/// Gives somebody other names, addresses and a number.
async fn describe(tx: &mut Tx, person: PersonId, number: &str) {
    for family in ["Earlier", "Other"] {
        let (kind, given_name) = (NameKind::Alias, "Sam".to_owned());
        let family_name = format!("{family} {number}");
        let name = OtherName { id: Uuid::now_v7(), kind, given_name, family_name };
        person_detail::add_name(tx, person, &name, now()).await.unwrap();
    }
    for postcode in [Some("CF10 1EP"), None, Some("BS1 4DJ"), Some("CF10 1EP")] {
        let address = Address {
            id: Uuid::now_v7(),
            kind: AddressKind::Previous,
            words: "1 Test Street".to_owned(),
            postcode: postcode.map(|text| Postcode::parse(text).unwrap()),
            from_on: None,
            to_on: None,
        };
        person_detail::add_address(tx, person, &address, now()).await.unwrap();
    }
    assert!(person::add_identifier(tx, person, IdentifierKind::Crn, number, now()).await.unwrap());
}

both! {
    /// More people than one statement loads.
    async fn many_are_loaded_as_each_alone(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let mut people = vec![w.person.id];
        for number in 0..70 {
            let (person, ..) = World::person_in_prison(&mut tx, w.worker).await;
            if number % 3 == 0 {
                describe(&mut tx, person.id, &format!("X{number:06}")).await;
            }
            people.push(person.id);
        }
        people.sort_unstable();
        let mut alone = Vec::new();
        for one in &people {
            alone.extend(candidate::load(&mut tx, *one).await.unwrap());
        }
        let asked: Vec<_> = people.iter().rev().copied().chain([id()]).collect();
        assert_eq!(candidate::load_all(&mut tx, &asked).await.unwrap(), alone);
        assert_eq!(alone.iter().map(|one| one.person).collect::<Vec<_>>(), people);
        assert_eq!(candidate::load(&mut tx, id()).await.unwrap(), None);

        let known = alone.iter().find(|one| one.names.len() > 1).unwrap();
        let others: Vec<_> = known.names[1..].iter().map(|(_, family)| &family[..5]).collect();
        assert_eq!(others, ["Other", "Earli"], "the latest first");
        let postcodes: Vec<_> = known.postcodes.iter().map(Postcode::as_str).collect();
        assert_eq!(postcodes, ["BS1 4DJ", "CF10 1EP"]);
        assert_eq!((known.numbers.len(), known.lead), (1, w.worker));
    }
}

/// Returns the groups that may be compared of those whom somebody leads.
async fn agreed(conn: &mut Conn, of: domain::Owner, with: domain::Owner) -> Option<FieldGroups> {
    let agreed = candidate::agreed_with(conn, of.organisation, today()).await.unwrap();
    agreed.iter().find(|(lead, _)| *lead == with.organisation).map(|(_, groups)| *groups)
}

both! {
    async fn what_several_agreements_cover_is_put_together_for_each_party(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let agency = add_worker(&mut tx, &organisation(), "Nia Newcomer").await;
        World::person_in_prison(&mut tx, w.charity).await;
        let over = |groups: &[FieldGroup], with: &[domain::Owner]| Agreement {
            groups: groups.to_vec(),
            ..agreement(&[with, &[agency]].concat())
        };
        let (identity, health) = (FieldGroup::Identity, FieldGroup::Health);
        for made in [
            over(&[identity], &[w.worker]),
            over(&[health], &[w.worker, w.charity]),
            over(&[identity], &[w.probation]),
        ] {
            agreements::add(&mut tx, &made, now()).await.unwrap();
        }
        let both = Some([identity, health].into_iter().collect());
        assert_eq!(agreed(&mut tx, agency, w.worker).await, both);
        assert_eq!(agreed(&mut tx, agency, w.charity).await, None, "not who somebody is");
        assert_eq!(agreed(&mut tx, agency, w.probation).await, None, "leads nobody's case");
        assert_eq!(agreed(&mut tx, w.worker, agency).await, None, "leads nobody's case");
    }
}
