//! The file for the Justice Data Lab: who may make it, whom it holds, and that everybody in it is in the journal.

use crate::cohort::{need, referral, service};
use crate::harness::{Answer, World, account, now, on_both, organisation};
use axum::http::StatusCode;
use chrono::{Days, NaiveDate};
use domain::{
    AccountId, Conclusion, Episode, EpisodeId, EpisodeKind, EpisodeReason, IdentifierKind, NeedId,
    OrganisationId, OrganisationKind, Owner, Person, PersonId, Pilot, PilotId, ReadAlertKind,
    Referral, ReferralState, Role, Service, ServiceId, Sex,
};
use sha2::{Digest, Sha256};
use store::Tx;
use store::journal::count;
use uuid::Uuid;

/// Somebody whom a service was started for.
struct Helped {
    name: (&'static str, &'static str),
    born: Option<&'static str>,
    sex: Option<Sex>,
    lead: Owner,
}

/// Somebody whom the prison leads and of whom everything is on record.
fn known(world: &World) -> Helped {
    let lead = Owner::worker(world.prison, world.prison_worker);
    Helped { name: ("Nobody", "Secretname"), born: Some("1990-05-17"), sex: Some(Sex::Male), lead }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Adds somebody with a need.
async fn add_person(tx: &mut Tx, world: &World, helped: &Helped) -> (PersonId, NeedId) {
    let id = PersonId(Uuid::now_v7());
    let person = Person {
        id,
        given_name: helped.name.0.to_owned(),
        family_name: helped.name.1.to_owned(),
        date_of_birth: helped.born.map(day),
        sex: helped.sex,
        ethnicity: None,
        language: "en".to_owned(),
        home_region: None,
        lead: helped.lead,
    };
    store::person::add(tx, &person, None, now()).await.unwrap();
    (id, need(tx, world, id, day("2026-01-02")).await)
}

/// Refers somebody to a service, which came so far.
async fn refer(
    tx: &mut Tx,
    world: &World,
    (person, need): (PersonId, NeedId),
    service: ServiceId,
    (state, since): (ReferralState, &str),
) {
    let found = store::service::find(tx, service).await.unwrap().unwrap();
    let made = referral(world, person, need, service, state, day(since));
    let made = Referral { provider: found.service.organisation, ..made };
    store::referral::save(tx, &made, day(since)).await.unwrap();
}

fn going_on(world: &World, started_on: &str) -> ReferralState {
    let (worker, started_on) = (world.service_worker, day(started_on));
    ReferralState::InDelivery { worker, started_on, complete_by: started_on + Days::new(90) }
}

/// Adds some people for whom a service was started, and goes on.
async fn add_helped(world: &World, service: ServiceId, helped: &Helped, people: usize) {
    let mut tx = world.db.begin().await.unwrap();
    for _ in 0..people {
        let person = add_person(&mut tx, world, helped).await;
        let state = (going_on(world, "2026-03-02"), "2026-03-02");
        refer(&mut tx, world, person, service, state).await;
    }
    tx.commit().await.unwrap();
}

/// Sets up a pilot of a service of the provider. Returns the page of its file, and who of the provider makes it.
async fn pilot(world: &World) -> (ServiceId, String, AccountId) {
    let service = service(world).await;
    let worker = worker_of(world, world.provider, "charity").await;
    (service, pilot_of(world, &[service]).await, worker)
}

async fn pilot_of(world: &World, services: &[ServiceId]) -> String {
    let pilot = Pilot {
        id: PilotId(Uuid::now_v7()),
        name: "Keys".to_owned(),
        question: "Do more people have a home?".to_owned(),
        services: services.to_vec(),
        starts_on: day("2026-01-01"),
    };
    let mut tx = world.db.begin().await.unwrap();
    store::pilot::add(&mut tx, &pilot, now()).await.unwrap();
    tx.commit().await.unwrap();
    format!("/pilots/{}/justice-data-lab", pilot.id)
}

/// Adds a service like another, of another organisation.
async fn service_of(world: &World, other: ServiceId, organisation: OrganisationId) -> ServiceId {
    let mut tx = world.db.begin().await.unwrap();
    let like = store::service::find(&mut tx, other).await.unwrap().unwrap().service;
    let service = Service { id: ServiceId(Uuid::now_v7()), organisation, ..like };
    store::service::save(&mut tx, &service).await.unwrap();
    tx.commit().await.unwrap();
    service.id
}

async fn worker_of(world: &World, place: OrganisationId, name: &str) -> AccountId {
    let mut tx = world.db.begin().await.unwrap();
    let worker = account(&mut tx, name, place, Role::ResettlementWorker, None).await;
    tx.commit().await.unwrap();
    worker
}

async fn make(world: &World, by: AccountId, page: &str) -> Answer {
    make_with(world, by, page, &Uuid::now_v7().to_string()).await
}

async fn make_with(world: &World, by: AccountId, page: &str, token: &str) -> Answer {
    let fields = [("agreement", "JDL/2026/014"), ("told", "yes"), ("form-token", token)];
    world.post(by, page, &fields).await
}

/// Returns what a page's list says beside a key.
fn beside<'a>(page: &'a str, key: &str) -> &'a str {
    let rest = page.split_once(key).unwrap_or_else(|| panic!("{key}: {page}")).1;
    let rest = rest.split_once("govuk-summary-list__value\">").unwrap().1;
    rest.split_once('<').unwrap().0.trim()
}

/// Counts the journal's entries of a kind, whoever they are about.
async fn entries(world: &World, event: &str) -> i64 {
    count(&mut world.db.read().await.unwrap(), None, event).await.unwrap()
}

#[test]
pub(crate) fn a_file_of_sixty_is_made_and_everybody_in_it_is_journalled() {
    on_both(async |world| {
        let (service, page, worker) = pilot(&world).await;
        add_helped(&world, service, &known(&world), 60).await;
        let shown = world.get(worker, &page).await;
        assert_eq!(beside(&shown.text, "In the file"), "60", "{}", shown.text);
        assert!(!shown.text.contains("Secretname"), "the page names nobody");
        assert_eq!(entries(&world, "given_to_justice_data_lab").await, 0);

        let unsaid = world.post(worker, &page, &[("agreement", "JDL/2026/014")]).await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unsaid.text.contains("Confirm that these people were told"), "{}", unsaid.text);
        assert!(unsaid.text.contains("value=\"JDL/2026/014\""), "nothing that was typed is lost");
        let welsh = world.post(worker, &format!("{page}?lang=cy"), &[("told", "yes")]).await;
        assert!(welsh.text.contains("Rhowch gyfeirnod eich cytundeb"), "{}", welsh.text);

        let token = Uuid::now_v7().to_string();
        let made = make_with(&world, worker, &page, &token).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text);
        assert_eq!(made.text.lines().count(), 61);
        assert_eq!(entries(&world, "justice_data_lab_file_made").await, 1);
        assert_eq!(entries(&world, "given_to_justice_data_lab").await, 60);
        assert_eq!(entries(&world, "read_alert_raised").await, 1);
        let again = make_with(&world, worker, &page, &token).await;
        assert_eq!(again.location.as_deref(), Some(&*page), "the same form makes one file");
        assert_eq!(entries(&world, "justice_data_lab_file_made").await, 1);

        let hash: String =
            Sha256::digest(&made.text).iter().map(|byte| format!("{byte:02x}")).collect();
        let listed = world.get(worker, &page).await;
        for said in ["25 November 2026", "Demo charity", "JDL/2026/014", &hash] {
            assert!(listed.text.contains(said), "{said}: {}", listed.text);
        }
        let mut conn = world.db.read().await.unwrap();
        let alerts = store::read_alert::of_organisation(&mut conn, world.provider).await.unwrap();
        let told = alerts.iter().map(|one| (one.alert.account, one.alert.kind, one.alert.people));
        assert_eq!(told.collect::<Vec<_>>(), [(worker, ReadAlertKind::GivenOut, 60)]);
    });
}

#[test]
fn fifty_nine_are_refused_and_told_how_many_are_missing() {
    on_both(async |world| {
        let (service, page, worker) = pilot(&world).await;
        let empty = world.get(worker, &page).await;
        assert!(empty.text.contains("was started for anybody yet"), "{}", empty.text);
        add_helped(&world, service, &known(&world), 59).await;
        let shown = world.get(worker, &page).await;
        assert!(shown.text.contains("There has to be 1 more before a file can be made"));
        assert!(!shown.text.contains("<button type=\"submit\" class=\"govuk-button\" data-module"));
        let refused = make(&world, worker, &page).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("the file would hold 59. There has to be 1 more"));
        assert!(!refused.text.contains("Secretname"), "{}", refused.text);
        for event in ["justice_data_lab_file_made", "given_to_justice_data_lab"] {
            assert_eq!(entries(&world, event).await, 0, "{event}");
        }
    });
}

#[test]
fn only_a_worker_of_who_gave_the_help_makes_it() {
    on_both(async |world| {
        let (service, page, worker) = pilot(&world).await;
        add_helped(&world, service, &known(&world), 60).await;
        let stranger = worker_of(&world, world.stranger, "elsewhere").await;
        let shown = page.trim_end_matches("/justice-data-lab");
        for by in [
            world.prison_worker,
            world.service_worker,
            stranger,
            world.evaluator,
            world.board_member,
            world.administrator,
            world.prison_officer,
            world.person_account,
        ] {
            // Who works for who gave the help is told that it is not for them; nobody else, that it is there.
            let ours = [world.service_worker, world.administrator].contains(&by);
            let status = if ours { StatusCode::FORBIDDEN } else { StatusCode::NOT_FOUND };
            assert_eq!(world.get(by, &page).await.status, status);
            let made = make(&world, by, &page).await;
            assert_eq!(made.status, status);
            assert!(!made.text.contains("Secretname"));
            assert!(!world.get(by, shown).await.text.contains(&page), "no link either");
        }
        assert!(world.get(worker, shown).await.text.contains(&page));
        assert_eq!(entries(&world, "justice_data_lab_file_made").await, 0);
    });
}

/// Adds those whom a file must not hold: each has a name of their own.
async fn add_others(world: &World, service: ServiceId, elsewhere: ServiceId) {
    let mut tx = world.db.begin().await.unwrap();
    let far = organisation(&mut tx, "Far Probation", OrganisationKind::Probation).await;
    tx.commit().await.unwrap();
    let name = |family| Helped { name: ("Not", family), ..known(world) };
    let unshared = Helped { lead: Owner::organisation(far), ..name("Unshared") };
    add_helped(world, service, &unshared, 2).await;
    add_helped(world, service, &Helped { born: None, ..name("Bornwhen") }, 1).await;
    add_helped(world, service, &Helped { sex: None, ..name("Sexless") }, 1).await;
    add_helped(world, service, &Helped { sex: Some(Sex::NotKnown), ..name("Sexless") }, 1).await;
    add_helped(world, elsewhere, &name("Elsewhere"), 1).await;
    let mut tx = world.db.begin().await.unwrap();
    let early = add_person(&mut tx, world, &name("Early")).await;
    let before = (going_on(world, "2025-12-31"), "2025-12-31");
    refer(&mut tx, world, early, service, before).await;
    let asked = add_person(&mut tx, world, &name("Onlyasked")).await;
    refer(&mut tx, world, asked, service, (ReferralState::Sent, "2026-03-02")).await;
    tx.commit().await.unwrap();
}

#[test]
fn who_was_helped_elsewhere_or_is_not_shared_is_not_in_it_and_is_counted() {
    on_both(async |world| {
        let (service, _, worker) = pilot(&world).await;
        let elsewhere = service_of(&world, service, world.stranger).await;
        let page = pilot_of(&world, &[service, elsewhere]).await;
        add_helped(&world, service, &known(&world), 60).await;
        add_others(&world, service, elsewhere).await;
        let shown = world.get(worker, &page).await.text;
        for (key, count) in [
            ("In the file", "60"),
            ("Left out: no date of birth on record", "1"),
            ("Left out: no sex on record", "2"),
            ("Left out: not shared with your organisation", "2"),
        ] {
            assert_eq!(beside(&shown, key), count, "{key}: {shown}");
        }
        let made = make(&world, worker, &page).await.text;
        assert_eq!(made.lines().count(), 61);
        assert!(made.lines().skip(1).all(|line| line.starts_with("Nobody,Secretname,")), "{made}");

        // Once the agreement with who leads their cases has ended, nobody of them may be named.
        let mut tx = world.db.begin().await.unwrap();
        assert!(store::agreement::end(&mut tx, world.agreement, World::today()).await.unwrap());
        tx.commit().await.unwrap();
        let shown = world.get(worker, &page).await.text;
        assert_eq!(beside(&shown, "Left out: not shared with your organisation"), "65");
        assert_eq!(make(&world, worker, &page).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

/// Somebody whose case the charity leads itself, who was inside when the help began, and whose help is over.
async fn add_over(world: &World, service: ServiceId, lead: Owner) {
    let mut tx = world.db.begin().await.unwrap();
    let helped = Helped {
        name: ("=cmd|' /C calc'!A0", "Aaa, \"Ann\""),
        born: Some("1985-02-28"),
        sex: Some(Sex::Female),
        lead,
    };
    let (person, need) = add_person(&mut tx, world, &helped).await;
    for (kind, number, at) in [
        (IdentifierKind::PrisonNumber, "A1111AA", "2020-01-01T00:00:00Z"),
        (IdentifierKind::PrisonNumber, "A2222BB", "2026-01-01T00:00:00Z"),
        (IdentifierKind::PncId, "04/1A", "2026-01-01T00:00:00Z"),
    ] {
        let at = at.parse().unwrap();
        store::person::add_identifier(&mut tx, person, kind, number, at).await.unwrap();
    }
    for (from, until) in [("2019-01-01", "2019-06-30"), ("2026-01-05", "2026-04-30")] {
        let stay = Episode {
            id: EpisodeId(Uuid::now_v7()),
            person,
            kind: EpisodeKind::Custody,
            organisation: world.prison,
            started_on: day(from),
            reason: EpisodeReason::NewReception,
            ended_on: Some(day(until)),
        };
        store::person::add_episode(&mut tx, &stay, now()).await.unwrap();
    }
    for (started, ended) in [("2026-03-01", "2026-05-05"), ("2026-04-01", "2026-07-08")] {
        let over = ReferralState::Concluded {
            started_on: day(started),
            on: day(ended),
            how: Conclusion::Completed,
            results: Vec::new(),
            summary: String::new(),
        };
        refer(&mut tx, world, (person, need), service, (over, ended)).await;
    }
    tx.commit().await.unwrap();
}

#[test]
fn each_row_is_what_the_lab_asks_for() {
    on_both(async |world| {
        let (service, page, worker) = pilot(&world).await;
        add_helped(&world, service, &known(&world), 60).await;
        add_over(&world, service, Owner::worker(world.provider, worker)).await;
        let made = make(&world, worker, &page).await.text;
        assert!(made.ends_with("\r\n") && made.matches("\r\n").count() == 62, "RFC 4180");
        let first: Vec<&str> = made.split("\r\n").take(3).collect();
        // The prison number last recorded, as who leads the case reads it; no PNC id, which a charity does not.
        let expected = [
            "forename,surname,date_of_birth,sex,pnc_id,prison_number,index_date,\
             intervention_start_date,intervention_end_date",
            "'=cmd|' /C calc'!A0,\"Aaa, \"\"Ann\"\"\",1985-02-28,female,,A2222BB,2026-04-30,2026-03-01,2026-07-08",
            "Nobody,Secretname,1990-05-17,male,,,,2026-03-02,",
        ];
        assert_eq!(first, expected);
        // Under an agreement it reads no number of whom the prison leads.
        assert!(!made.contains("04/1A"), "{made}");
    });
}

#[test]
fn numbers_are_in_it_where_the_organisation_may_read_them() {
    on_both(async |world| {
        let (service, _, _) = pilot(&world).await;
        let ours = service_of(&world, service, world.prison).await;
        let page = pilot_of(&world, &[ours]).await;
        add_helped(&world, ours, &known(&world), 59).await;
        add_over(&world, ours, Owner::worker(world.prison, world.prison_worker)).await;
        let made = make(&world, world.prison_worker, &page).await;
        assert!(made.text.contains(",female,04/1A,A2222BB,2026-04-30,2026-03-01,2026-07-08\r\n"));
    });
}

#[test]
fn whoever_is_in_it_sees_that_in_their_own_record() {
    on_both(async |world| {
        let (service, page, worker) = pilot(&world).await;
        add_helped(&world, service, &known(&world), 59).await;
        let mut tx = world.db.begin().await.unwrap();
        let state = (going_on(&world, "2026-03-02"), "2026-03-02");
        refer(&mut tx, &world, (world.person, world.need), service, state).await;
        tx.commit().await.unwrap();
        assert_eq!(make(&world, worker, &page).await.status, StatusCode::OK);

        let own = world.get(world.person_account, "/my-record/reads").await;
        for said in ["Harbour Steps", "to the Justice Data Lab of the Ministry of Justice once"] {
            assert!(own.text.contains(said), "{said}: {}", own.text);
        }
        let timeline = format!("/people/{}/timeline", world.person);
        let timeline = world.get(world.prison_worker, &timeline).await;
        assert!(timeline.text.contains("Agreement: JDL/2026/014"), "{}", timeline.text);
        let mut conn = world.db.read().await.unwrap();
        let id = PilotId(page.split('/').nth(2).unwrap().parse().unwrap());
        let made = store::pilot::files_made(&mut conn, id, world.provider).await.unwrap();
        assert_eq!(made.len(), 1);
        let others = store::pilot::files_made(&mut conn, id, world.prison).await.unwrap();
        assert!(others.is_empty(), "another organisation sees nothing of it");
    });
}
