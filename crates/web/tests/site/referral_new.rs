//! Making a referral over HTTP: what a person can use, a draft, and sending it.

use crate::harness::{World, on_both};
use crate::service::{save, service};
use axum::http::StatusCode;
use domain::{
    Area, Eligibility, NeedClosure, OffenceGroup, ReferralId, Region, Service, ServiceId, Sex,
};
use store::sentence::{self, Sentence};
use uuid::Uuid;

fn offers(world: &World) -> String {
    format!("/people/{}/referrals/new?need={}", world.person, world.need)
}

fn write(world: &World, service: &Service) -> String {
    format!("/people/{}/referrals/new/{}?need={}", world.person, service.id, world.need)
}

const AIMS: (&str, &str) = ("aims", "A tenancy signed\r\nRent paid on time");
const SEND: (&str, &str) = ("then", "send");

/// Returns the id in the address that an answer leads to.
fn referral_in(location: Option<&str>) -> ReferralId {
    let path = location.unwrap().strip_prefix("/referrals/").unwrap();
    path.split('?').next().unwrap().parse().unwrap()
}

#[test]
fn only_what_the_person_can_use_is_offered_and_the_rest_says_why() {
    on_both(async |world| {
        let other = |name: &str, eligibility| Service {
            id: ServiceId(Uuid::now_v7()),
            name: name.to_owned(),
            eligibility,
            ..service(&world)
        };
        let shut = other(
            "Shut door",
            Eligibility {
                sex: Some(Sex::Male),
                min_age: Some(60),
                regions: vec![Region::London.code().to_owned()],
                excluded_offences: vec![OffenceGroup::ArsonAndCriminalDamage],
                ..Eligibility::default()
            },
        );
        let full = Service { capacity: 0, ..other("Full house", Eligibility::default()) };
        let elsewhere =
            Service { areas: vec![Area::Drugs], ..other("Elsewhere", Eligibility::default()) };
        save(&world, &[service(&world), shut.clone(), full, elsewhere]).await;
        let mut tx = world.db.begin().await.unwrap();
        let convicted = Sentence {
            id: Uuid::now_v7(),
            kind: None,
            offence_group: Some(OffenceGroup::ArsonAndCriminalDamage),
            imposed_on: None,
            length_days: None,
        };
        sentence::add(&mut tx, world.person, &convicted, crate::harness::now()).await.unwrap();
        tx.commit().await.unwrap();

        let page = world.get(world.prison_worker, &offers(&world)).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        let (offered, left_out) = page.text.split_once("1 service was left out").unwrap();
        assert!(offered.contains("Rent deposits") && offered.contains("Full house"));
        assert!(offered.find("Rent deposits") < offered.find("Full house"), "room comes first");
        assert!(offered.contains("It is full now") && !page.text.contains("Elsewhere"));
        for why in [
            "It is for men only",
            "aged 60 or over",
            "not offered in the region",
            "rules on convictions keep this person out",
        ] {
            assert!(left_out.contains(why), "{why}: {left_out}");
        }
        assert!(!page.text.to_lowercase().contains("arson"), "no offence is named");
        assert_eq!(world.journalled("person_read").await, 1);
        let welsh = world.get(world.prison_worker, &format!("{}&lang=cy", offers(&world))).await;
        assert!(welsh.text.contains("Mae ar gyfer dynion yn unig"), "{}", welsh.text);

        let blank = world.get(world.prison_worker, &write(&world, &shut)).await;
        assert!(blank.text.contains("cannot be sent") && !blank.text.contains("Send now"));
        let refused = world.post(world.prison_worker, &write(&world, &shut), &[AIMS, SEND]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
        assert!(refused.text.contains("aged 60 or over") && refused.text.contains("Rent paid"));
        assert_eq!(world.journalled("referral_moved").await, 0);
    });
}

#[test]
fn a_need_is_chosen_first_and_a_closed_one_is_over() {
    on_both(async |world| {
        let path = format!("/people/{}/referrals/new", world.person);
        let page = world.get(world.prison_worker, &path).await;
        assert!(page.text.contains("Which need is it for?") && page.text.contains("Accommodation"));
        let other = format!("{path}?need={}", Uuid::now_v7());
        assert_eq!(world.get(world.prison_worker, &other).await.status, StatusCode::NOT_FOUND);

        let mut tx = world.db.begin().await.unwrap();
        let need = store::need::find(&mut tx, world.need).await.unwrap().unwrap();
        let closed = need.close(NeedClosure::Met, World::today()).unwrap();
        store::need::save(&mut tx, &closed).await.unwrap();
        tx.commit().await.unwrap();
        let page = world.get(world.prison_worker, &offers(&world)).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        let rent = service(&world);
        save(&world, std::slice::from_ref(&rent)).await;
        let answer = world.post(world.prison_worker, &write(&world, &rent), &[AIMS, SEND]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
    });
}

#[test]
pub(crate) fn a_draft_is_changed_and_sent() {
    on_both(async |world| {
        let rent = service(&world);
        save(&world, std::slice::from_ref(&rent)).await;
        let fields = [AIMS, ("background", "Has a dog"), ("then", "keep")];
        let kept = world.post(world.prison_worker, &write(&world, &rent), &fields).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
        let id = referral_in(kept.location.as_deref());
        let path = format!("/referrals/{id}");
        let unseen = world.get(world.service_worker, &path).await;
        assert_eq!(unseen.status, StatusCode::NOT_FOUND, "a draft is the sender’s alone");

        let edit = format!("{path}/edit");
        let form = world.get(world.prison_worker, &edit).await;
        assert!(form.text.contains("Has a dog") && form.text.contains("A tenancy signed"));
        let wrong = world.post(world.prison_worker, &edit, &[("aims", "1\n2\n3\n4\n5\n6")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("There are 6 aims"), "{}", wrong.text);
        let fields = [AIMS, ("background", "Has two dogs")];
        let changed = world.post(world.prison_worker, &edit, &fields).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
        let sent = world.post(world.prison_worker, &format!("{path}/send"), &[]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);

        let seen = world.get(world.service_worker, &path).await;
        assert!(seen.text.contains("Has two dogs") && seen.text.contains("Yours: Harbour Steps"));
        assert!(seen.text.contains("Demo prison, HMP Cardiff"), "it stays with the giver");
        let late = world.get(world.prison_worker, &edit).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "what was sent is not rewritten");
        let late = world.post(world.prison_worker, &edit, &fields).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert_eq!(world.journalled("referral_moved").await, 2);
        assert_eq!(world.journalled("referral_changed").await, 1);
        let list =
            world.get(world.prison_worker, &format!("/people/{}/referrals", world.person)).await;
        assert!(list.text.contains("Rent deposits") && list.text.contains("Sent"), "{}", list.text);
    });
}

#[test]
fn a_second_submit_and_a_second_referral_change_nothing() {
    on_both(async |world| {
        let rent = service(&world);
        save(&world, std::slice::from_ref(&rent)).await;
        let token = Uuid::now_v7().to_string();
        let fields = [AIMS, SEND, ("form-token", token.as_str())];
        let path = write(&world, &rent);
        let first = world.post(world.prison_worker, &path, &fields).await;
        let id = referral_in(first.location.as_deref());
        let second = world.post(world.prison_worker, &path, &fields).await;
        let list = format!("/people/{}/referrals", world.person);
        assert_eq!(second.location.as_deref(), Some(list.as_str()));
        let again = world.post(world.prison_worker, &path, &[AIMS, SEND]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text.contains("An open referral to Rent deposits"), "{}", again.text);
        let page = world.get(world.prison_worker, &offers(&world)).await;
        assert!(page.text.contains(&format!("/referrals/{id}\"")), "{}", page.text);
        assert_eq!(world.journalled("referral_moved").await, 1);
    });
}

#[test]
fn a_service_for_another_need_is_refused() {
    on_both(async |world| {
        let drugs = Service { areas: vec![Area::Drugs], ..service(&world) };
        save(&world, std::slice::from_ref(&drugs)).await;
        let answer = world.post(world.prison_worker, &write(&world, &drugs), &[AIMS, SEND]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("not for this area of need"), "{}", answer.text);
    });
}

#[test]
fn rules_that_changed_meanwhile_stop_a_draft() {
    on_both(async |world| {
        let rent = service(&world);
        save(&world, std::slice::from_ref(&rent)).await;
        let kept = world.post(world.prison_worker, &write(&world, &rent), &[AIMS]).await;
        let path = format!("/referrals/{}", referral_in(kept.location.as_deref()));
        let stricter = Service {
            eligibility: Eligibility { sex: Some(Sex::Male), ..Eligibility::default() },
            ..rent
        };
        save(&world, std::slice::from_ref(&stricter)).await;
        let page = world.get(world.prison_worker, &path).await;
        assert!(page.text.contains("It is for men only") && !page.text.contains("/send\""));
        let refused = world.post(world.prison_worker, &format!("{path}/send"), &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
        assert!(refused.text.contains("It is for men only"));
    });
}

#[test]
fn a_wrong_referral_comes_back_filled_in() {
    on_both(async |world| {
        let rent = service(&world);
        save(&world, std::slice::from_ref(&rent)).await;
        let long = "x".repeat(201);
        for (aims, expected) in [
            ("", "Enter at least one aim"),
            ("a\nb\na", "Aim 3 says the same"),
            (long.as_str(), "Aim 1 is too long"),
        ] {
            let fields = [("aims", aims), ("background", "Has a dog"), SEND];
            let answer = world.post(world.prison_worker, &write(&world, &rent), &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text.contains(expected) && answer.text.contains("Has a dog"));
            assert!(answer.text.contains("href=\"#aims\""), "{}", answer.text);
        }
        let path = format!("{}&lang=cy", write(&world, &rent));
        let welsh = world.post(world.prison_worker, &path, &[SEND]).await;
        assert!(welsh.text.contains("Rhowch o leiaf un nod"), "{}", welsh.text);
    });
}

#[test]
fn only_whoever_leads_the_case_refers() {
    on_both(async |world| {
        let rent = service(&world);
        save(&world, std::slice::from_ref(&rent)).await;
        for account in [
            world.probation_worker,
            world.service_worker,
            world.stranger_worker,
            world.administrator,
            world.person_account,
        ] {
            let own = account == world.person_account;
            let expected = if own { StatusCode::FORBIDDEN } else { StatusCode::NOT_FOUND };
            for path in [offers(&world), write(&world, &rent)] {
                assert_eq!(world.get(account, &path).await.status, expected, "{path}");
            }
            let answer = world.post(account, &write(&world, &rent), &[AIMS, SEND]).await;
            assert_eq!(answer.status, expected);
        }
        assert_eq!(world.journalled("referral_moved").await, 0);
    });
}
