//! Everything held about a person, over HTTP: whole, in both forms, without what is about others.

use crate::harness::{World, now, on_both};
use crate::plan::with_step;
use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Appointment, AppointmentId, Attendance, ContactKind, Event, LeftOut, MeetingKind, Owner,
    Purpose, Role,
};
use serde_json::Value;
use store::export::Section;
use store::journal::Entry;
use store::person_detail::Contact;
use uuid::Uuid;

const OWN: &str = "/my-record/export";
const OWN_FILE: &str = "/my-record/export/file";

/// Workers of this world are called `Demo …`: a word that stands alone for each of them.
const WORKERS: [&str; 3] = ["Demo prison", "Demo provider", "demo probation"];

fn rows<'a>(file: &'a Value, section: &str) -> &'a Vec<Value> {
    let sections = file["sections"].as_array().unwrap();
    let found = sections.iter().find(|found| found["section"] == section).unwrap();
    found["rows"].as_array().unwrap()
}

/// An entry of the journal by the prison's worker.
fn entry(world: &World, at: DateTime<Utc>, event: Event) -> Entry {
    Entry {
        id: Uuid::now_v7(),
        at,
        account: Some(world.prison_worker),
        organisation: Some(world.prison),
        role: Some(Role::ResettlementWorker),
        purpose: Purpose::Resettlement,
        event,
        person: Some(world.person),
        subject: None,
        request: Uuid::now_v7(),
        salt: [7; 16],
    }
}

async fn file_of(world: &World) -> Value {
    let answer = world.get(world.person_account, OWN_FILE).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let file: Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(file["complete"], true);
    file
}

/// Writes into the record what names a worker and how to reach somebody else.
async fn written(world: &World) {
    with_step(world, &world.provider.to_string()).await;
    let words = [
        ("view", "challenge"),
        (
            "words",
            "Demo prison said <b>no</b>, my sister’s number is 029 2018 0000, mine 07700 900123",
        ),
    ];
    let said = world.post(world.person_account, "/my-plan/answer", &words).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
    let mut tx = world.db.begin().await.unwrap();
    let contact = Contact {
        id: Uuid::now_v7(),
        kind: ContactKind::ALL[0],
        value: "07700 900123".to_owned(),
        from_on: None,
        to_on: None,
    };
    store::person_detail::add_contact(&mut tx, world.person, &contact, now()).await.unwrap();
    let appointment = Appointment {
        id: AppointmentId(Uuid::now_v7()),
        person: world.person,
        referral: None,
        owner: Owner::worker(world.provider, world.service_worker),
        at: now() + TimeDelta::days(2),
        kind: MeetingKind::AtOffice,
        place: "=HYPERLINK(\"x\"), room of Demo provider".to_owned(),
        attendance: Attendance::Scheduled,
    };
    store::appointment::save(&mut tx, &appointment).await.unwrap();
    let named = Event::WorkerNamed { worker: "Demo prison".to_owned() };
    store::journal::write(&mut tx, entry(world, now(), named));
    tx.commit().await.unwrap();
}

#[test]
fn what_is_about_others_is_taken_out_and_marked() {
    on_both(async |world| {
        written(&world).await;
        let file = file_of(&world).await;
        let text = file.to_string();
        for worker in WORKERS {
            assert!(!text.to_lowercase().contains(&worker.to_lowercase()), "{worker}: {text}");
        }
        assert!(!text.contains("2018 0000") && text.contains("07700 900123"));
        let worker = "[redacted: worker_name]";
        let contact = "[redacted: contact_of_another]";
        let expected =
            format!("{worker} said <b>no</b>, my sister’s number is {contact}, mine 07700 900123");
        assert_eq!(rows(&file, "plan_views")[0]["words"], expected);
        let step = &rows(&file, "appointments")[0];
        assert_eq!(step["worker"], serde_json::json!({"redacted": "worker-names"}));
        assert_eq!(step["place"], format!("=HYPERLINK(\"x\"), room of {worker}"));
        let journal = rows(&file, "journal");
        let named = journal.iter().find(|entry| entry["event"] == "worker_named").unwrap();
        assert_eq!(named["detail"]["worker"], worker);

        let page = world.get(world.person_account, OWN).await;
        assert_eq!(page.status, StatusCode::OK);
        for worker in WORKERS {
            let found = page.text.to_lowercase().contains(&worker.to_lowercase());
            assert!(!found, "{worker}: {}", page.text);
        }
        for shown in [
            "Everything held about Siân O’Neill",
            "[name of a worker taken out] said &lt;b&gt;no&lt;/b&gt;, my sister’s number is [how to reach somebody else taken out], mine 07700 900123",
            "[name of a worker taken out] named as worker",
            "Ask the council for an assessment",
            "HMP Cardiff",
            "This is the end",
        ] {
            assert!(page.text.contains(shown), "{shown}: {}", page.text);
        }
        let left = LeftOut::ALL.len();
        assert_eq!(file["left_out"].as_array().unwrap().len(), left);
        assert!(!page.text.contains("[export-") && !page.text.contains(">[my-"));
    });
}

#[test]
fn a_file_has_every_section_once_and_in_order() {
    on_both(async |world| {
        let file = file_of(&world).await;
        let sections = file["sections"].as_array().unwrap().iter();
        let names: Vec<&str> =
            sections.map(|section| section["section"].as_str().unwrap()).collect();
        let expected: Vec<&str> = Section::ALL.iter().map(|section| section.name()).collect();
        assert_eq!(names, expected);
        assert_eq!((&file["format"], &file["version"]), (&"resettle-record".into(), &1.into()));
        let person = &rows(&file, "person")[0];
        assert_eq!(person["given_name"], "Siân");
        assert_eq!(person["date_of_birth"], "1990-05-17");
        assert_eq!(person["id"], world.person.to_string());
    });
}

/// More than is read at once: nothing is lost or doubled where parts meet.
#[test]
fn a_long_record_comes_whole() {
    on_both(async |world| {
        let count = 3 * store::export::PART + 1;
        let mut tx = world.db.begin().await.unwrap();
        let mut expected = Vec::new();
        for n in 0..count {
            let words = format!("goal number {n}");
            expected.push(words.clone());
            let at = now() - TimeDelta::minutes(n);
            let entry = entry(&world, at, Event::GoalAdded { words });
            store::journal::write(&mut tx, entry);
        }
        tx.commit().await.unwrap();
        let file = file_of(&world).await;
        let journal = rows(&file, "journal");
        let found: Vec<&str> =
            journal.iter().rev().filter_map(|entry| entry["detail"]["words"].as_str()).collect();
        assert_eq!(found, expected);
        let page = world.get(world.person_account, OWN).await;
        for words in [&expected[0], &expected[expected.len() - 1], &expected[200], &expected[199]] {
            assert_eq!(page.text.matches(&format!("{words}<")).count(), 1, "{words}");
        }
    });
}

#[test]
fn an_export_is_a_use_of_its_own() {
    on_both(async |world| {
        let path = format!("/people/{}/export", world.person);
        let page = world.get(world.prison_worker, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("Read this through before you hand it over"));
        let file = world.get(world.prison_worker, &format!("{path}/file")).await;
        assert_eq!(file.status, StatusCode::OK);
        assert_eq!(world.journalled("record_exported").await, 2);
        assert_eq!(world.journalled("person_read").await, 0);
        let own = world.get(world.person_account, OWN).await;
        assert!(!own.text.contains("Read this through"));
        let uses = world.get(world.person_account, "/my-record/reads").await;
        assert!(uses.text.contains("Took a copy of everything 2 times"), "{}", uses.text);
        assert!(uses.text.contains("Took a copy of everything once"));
        let timeline = format!("/people/{}/timeline", world.person);
        let timeline = world.get(world.prison_worker, &timeline).await;
        assert!(timeline.text.contains("Everything held was handed out (a file for a computer)"));
    });
}

#[test]
fn only_the_person_and_who_leads_the_case_have_it() {
    on_both(async |world| {
        crate::referral::sent(&world).await;
        for path in [OWN, OWN_FILE] {
            for account in [world.prison_worker, world.service_worker, world.administrator] {
                assert_eq!(world.get(account, path).await.status, StatusCode::NOT_FOUND, "{path}");
            }
        }
        for path in ["export", "export/file"] {
            let path = format!("/people/{}/{path}", world.person);
            let provider = world.get(world.service_worker, &path).await;
            assert_eq!(provider.status, StatusCode::FORBIDDEN, "it serves the person");
            let own = world.get(world.person_account, &path).await;
            assert_eq!(own.status, StatusCode::FORBIDDEN, "the worker's page is not the person's");
            let stranger = world.get(world.stranger_worker, &path).await;
            assert_eq!(stranger.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(world.journalled("record_exported").await, 0);
        let other = world.another_person().await;
        let file = file_of(&world).await.to_string();
        assert!(!file.contains("Rhys") && !file.contains(&other.to_string()));
    });
}

#[test]
fn a_document_is_in_welsh() {
    on_both(async |world| {
        written(&world).await;
        let page = world.get(world.person_account, &format!("{OWN}?lang=cy")).await;
        for shown in
            ["Popeth sydd ar gof a chadw", "[enw gweithiwr wedi’i dynnu allan]", "Dyma’r diwedd"]
        {
            assert!(page.text.contains(shown), "{shown}: {}", page.text);
        }
        for english in ["Family name", "What happened", "Recorded", "Rating<"] {
            assert!(!page.text.contains(english), "{english}: {}", page.text);
        }
    });
}
