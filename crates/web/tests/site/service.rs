//! The directory of services over HTTP, and its upkeep.

use crate::harness::{World, on_both};
use axum::http::StatusCode;
use domain::{Area, Eligibility, OffenceGroup, Region, Service, ServiceId, Sex};
use uuid::Uuid;

/// Returns a service of the provider for a home, which anyone can use.
pub(crate) fn service(world: &World) -> Service {
    Service {
        id: ServiceId(Uuid::now_v7()),
        organisation: world.provider,
        name: "Rent deposits".to_owned(),
        description: "Deposits and first month’s rent".to_owned(),
        areas: vec![Area::Accommodation],
        eligibility: Eligibility::default(),
        capacity: 10,
        serving: 0,
        wait_days: 7,
        last_verified_on: World::today(),
    }
}

/// Saves services.
pub(crate) async fn save(world: &World, services: &[Service]) {
    let mut tx = world.db.begin().await.unwrap();
    for service in services {
        store::service::save(&mut tx, service).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// A form that is right, for one thing to be made wrong in.
const RIGHT: [(&str, &str); 8] = [
    ("name", "Keys to a room"),
    ("description", "A room, and help to keep it"),
    ("areas", "accommodation"),
    ("areas", "finance"),
    ("sex", "any"),
    ("capacity", "12"),
    ("wait-days", "0"),
    ("min-age", "18"),
];

fn with<'a>(name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let kept = RIGHT.iter().copied().filter(|(field, _)| *field != name);
    kept.chain([(name, value)]).collect()
}

#[test]
fn a_worker_searches_by_area_words_and_region() {
    on_both(async |world| {
        let stale = Service {
            id: ServiceId(Uuid::now_v7()),
            name: "Clinic".to_owned(),
            description: "A doctor, without an appointment".to_owned(),
            areas: vec![Area::Health],
            eligibility: Eligibility {
                sex: Some(Sex::Female),
                min_age: Some(18),
                max_age: Some(25),
                regions: vec![Region::Wales.code().to_owned()],
                excluded_offences: vec![OffenceGroup::Fraud],
            },
            last_verified_on: "2026-01-05".parse().unwrap(),
            ..service(&world)
        };
        save(&world, &[service(&world), stale]).await;
        for (query, found, left_out) in [
            ("", vec!["Rent deposits", "Clinic"], vec![]),
            ("?area=health", vec!["Clinic"], vec!["Rent deposits"]),
            ("?words=harbour+RENT", vec!["Rent deposits"], vec!["Clinic"]),
            ("?region=london", vec!["Rent deposits"], vec!["Clinic"]),
            ("?area=nonsense&page=x", vec!["Rent deposits", "Clinic"], vec![]),
            ("?words=%25", vec!["No service fits"], vec!["Clinic"]),
        ] {
            let page = world.get(world.service_worker, &format!("/services{query}")).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.text);
            assert!(found.iter().all(|name| page.text.contains(name)), "{query}: {}", page.text);
            assert!(!left_out.iter().any(|name| page.text.contains(name)), "{query}");
        }
        let page = world.get(world.prison_worker, "/services?words=clinic").await;
        for text in ["Women only", "Aged 18 to 25", "People who will live in: Wales"] {
            assert!(page.text.contains(text), "{text}");
        }
        assert!(page.text.contains("Not checked for over 6 months"));
        assert!(!page.text.contains("Fraud"), "which convictions is the organisation’s to know");
        let welsh = world.get(world.prison_worker, "/services?words=clinic&lang=cy").await;
        assert!(welsh.text.contains("Menywod yn unig") && welsh.text.contains("Heb ei wirio"));
        assert!(!welsh.text.contains('['), "{}", welsh.text);
    });
}

#[test]
fn looking_for_a_person_leads_to_what_they_can_use() {
    on_both(async |world| {
        let path = format!("/services?person={}", world.person);
        let answer = world.get(world.prison_worker, &path).await;
        let expected = format!("/people/{}/referrals/new", world.person);
        assert_eq!(answer.location, Some(expected));
    });
}

#[test]
fn an_administrator_keeps_their_organisations_services() {
    on_both(async |world| {
        let blank = world.get(world.administrator, "/services/new").await;
        assert_eq!(blank.status, StatusCode::OK, "{}", blank.text);
        let token = Uuid::now_v7().to_string();
        let fields = with("form-token", &token);
        let first = world.post(world.administrator, "/services/new", &fields).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
        let second = world.post(world.administrator, "/services/new", &fields).await;
        assert_eq!(second.status, StatusCode::SEE_OTHER);
        let mut conn = world.db.read().await.unwrap();
        let own = store::service::of_organisation(&mut conn, world.provider).await.unwrap();
        assert_eq!(own.len(), 1, "a second submit adds nothing");
        let kept = &own[0].service;
        assert_eq!((kept.capacity, kept.eligibility.min_age), (12, Some(18)));
        assert_eq!(kept.areas, [Area::Accommodation, Area::Finance]);

        let page = format!("/services/{}", kept.id);
        let shown = world.get(world.administrator, &page).await;
        assert!(shown.text.contains("Change this service"), "{}", shown.text);
        let edit = format!("{page}/edit");
        let form = world.get(world.administrator, &edit).await;
        assert!(form.text.contains("A room, and help to keep it"), "{}", form.text);
        let changed = with("offences", "arson-and-criminal-damage");
        let answer = world.post(world.administrator, &edit, &changed).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let shown = world.get(world.administrator, &page).await;
        assert!(shown.text.contains("Arson and criminal damage"));
        let shown = world.get(world.prison_worker, &page).await;
        assert!(shown.text.contains("Some convictions") && !shown.text.contains("Arson"));
        let count = store::journal::count(&mut conn, None, "service_changed").await.unwrap();
        assert_eq!(count, 2);
    });
}

#[test]
fn an_entry_stays_old_until_it_is_checked() {
    on_both(async |world| {
        let old = Service { last_verified_on: "2026-01-05".parse().unwrap(), ..service(&world) };
        save(&world, std::slice::from_ref(&old)).await;
        let edit = format!("/services/{}/edit", old.id);
        for (fields, expected) in
            [(RIGHT.to_vec(), "2026-01-05"), (with("verified", "yes"), "2026-11-25")]
        {
            let answer = world.post(world.administrator, &edit, &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
            let mut conn = world.db.read().await.unwrap();
            let kept = store::service::find(&mut conn, old.id).await.unwrap().unwrap();
            assert_eq!(kept.service.last_verified_on.to_string(), expected);
        }
    });
}

#[test]
fn a_wrong_entry_comes_back_filled_in() {
    on_both(async |world| {
        for (name, value, expected) in [
            ("name", " ", "Enter some text"),
            ("areas", "", "Choose at least one area of need"),
            ("areas", "nonsense", "Choose at least one area of need"),
            ("sex", "not-known", "Choose who the service is for"),
            ("max-age", "17", "The oldest age must be 18 or more"),
            ("min-age", "9", "Enter a number from 10 to 120"),
            ("capacity", "0", "Enter a number from 1 to 10000"),
            ("capacity", "10001", "Enter a number from 1 to 10000"),
            ("capacity", "many", "Enter a whole number"),
            ("wait-days", "", "Enter a number"),
        ] {
            let answer = world.post(world.administrator, "/services/new", &with(name, value)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}={value}");
            assert!(answer.text.contains(expected), "{name}={value}: {}", answer.text);
            assert!(answer.text.contains("A room, and help to keep it"), "{name}={value}");
        }
        let welsh =
            world.post(world.administrator, "/services/new?lang=cy", &with("capacity", "0")).await;
        assert!(welsh.text.contains("Rhowch rif o 1 i 10000"), "{}", welsh.text);
        let mut conn = world.db.read().await.unwrap();
        let own = store::service::of_organisation(&mut conn, world.provider).await.unwrap();
        assert_eq!(own, []);
    });
}

#[test]
fn nobody_else_changes_a_service() {
    on_both(async |world| {
        let strangers = Service { organisation: world.stranger, ..service(&world) };
        let ours = service(&world);
        save(&world, &[ours.clone(), strangers.clone()]).await;
        for (account, id, expected) in [
            (world.administrator, strangers.id, StatusCode::NOT_FOUND),
            (world.administrator, ServiceId(Uuid::now_v7()), StatusCode::NOT_FOUND),
            (world.service_worker, ours.id, StatusCode::FORBIDDEN),
            (world.prison_worker, ours.id, StatusCode::NOT_FOUND),
            (world.person_account, ours.id, StatusCode::NOT_FOUND),
        ] {
            let edit = format!("/services/{id}/edit");
            assert_eq!(world.get(account, &edit).await.status, expected);
            assert_eq!(world.post(account, &edit, &RIGHT).await.status, expected);
        }
        let answer = world.post(world.service_worker, "/services/new", &RIGHT).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        for account in [world.evaluator, world.board_member, world.person_account] {
            let page = world.get(account, "/services").await;
            assert_eq!(page.status, StatusCode::NOT_FOUND);
        }
    });
}
