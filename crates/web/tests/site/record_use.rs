//! Who looked at my record, over HTTP: every use once, on its own day, and no worker by name.

use crate::harness::{World, now, on_both};
use axum::http::StatusCode;
use chrono::{DateTime, Days, Utc};
use domain::{Event, Purpose, Role};
use std::collections::BTreeSet;
use store::journal::{Entry, write};
use uuid::Uuid;

const PAGE: &str = "/my-record/reads";

/// A read of the person's record by the service worker, at some time.
fn read_at(world: &World, at: DateTime<Utc>) -> Entry {
    Entry {
        id: Uuid::now_v7(),
        at,
        account: Some(world.service_worker),
        organisation: Some(world.provider),
        role: Some(Role::ServiceWorker),
        purpose: Purpose::Service,
        event: Event::person_read("/people/{id}"),
        person: Some(world.person),
        subject: None,
        request: Uuid::now_v7(),
        salt: [7; 16],
    }
}

async fn journal(world: &World, entries: impl IntoIterator<Item = Entry>) {
    let mut tx = world.db.begin().await.unwrap();
    for entry in entries {
        write(&mut tx, entry);
    }
    tx.commit().await.unwrap();
}

#[test]
fn every_use_is_counted_by_organisation_role_and_purpose() {
    on_both(async |world| {
        let path = format!("/people/{}", world.person);
        for _ in 0..3 {
            assert_eq!(world.get(world.prison_worker, &path).await.status, StatusCode::OK);
        }
        let refused = world.get(world.stranger_worker, &path).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        journal(&world, [read_at(&world, now())]).await;

        let first = world.get(world.person_account, PAGE).await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.text);
        for shown in [
            "25 November 2026",
            "HMP Cardiff<br>Resettlement worker",
            "Help with resettlement",
            "Looked 3 times",
            "Harbour Steps<br>Service worker",
            "Giving a service",
            "Looked once",
        ] {
            assert!(first.text.contains(shown), "{shown}: {}", first.text);
        }
        assert!(!first.text.contains(">You<"), "nothing is shown before it happened");
        for hidden in ["Demo prison", "Demo provider", "Far Shore"] {
            assert!(!first.text.contains(hidden), "{hidden}: {}", first.text);
        }
        let second = world.get(world.person_account, PAGE).await;
        assert!(second.text.contains(">You<"), "{}", second.text);
    });
}

#[test]
fn what_was_written_is_counted_apart() {
    on_both(async |world| {
        let path = format!("/people/{}/goals", world.person);
        let need = world.need.to_string();
        let goal = [("need", need.as_str()), ("words", "A place of my own")];
        let added = world.post(world.prison_worker, &path, &goal).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
        let page = world.get(world.person_account, PAGE).await;
        assert!(page.text.contains("Wrote something once"), "{}", page.text);
        assert!(!page.text.contains("A place of my own"));
    });
}

/// The pages together have every use once, on the day that the clocks here showed.
#[test]
fn the_pages_go_back_to_the_first_use() {
    on_both(async |world| {
        let empty = world.get(world.person_account, PAGE).await;
        assert!(empty.text.contains("Nobody has looked at your record yet"), "{}", empty.text);
        // Half an hour before midnight in London in winter; half an hour after it in summer, which
        // ended on 25 October: that day has two of them.
        let last: DateTime<Utc> = "2026-11-10T23:30:00Z".parse().unwrap();
        journal(&world, (0..40).map(|day| read_at(&world, last - Days::new(day)))).await;

        let mut path = PAGE.to_owned();
        let mut days = Vec::new();
        let mut pages = 0;
        loop {
            let page = world.get(world.person_account, &path).await;
            assert_eq!(page.status, StatusCode::OK);
            pages += 1;
            for table in page.text.split("govuk-table__caption--s\">").skip(1) {
                let day = table.split('<').next().unwrap().to_owned();
                assert_eq!(table.contains("Looked 2 times"), day == "25 October 2026", "{table}");
                days.push(day);
            }
            // The links to the other language have the day of this page.
            let links = page.text.split("/my-record/reads?before=").skip(1);
            let mut days = links.map(|rest| rest.split('"').next().unwrap());
            let Some(before) = days.find(|day| !day.contains("lang=")) else { break };
            path = format!("{PAGE}?before={before}");
        }
        assert_eq!(pages, 3);
        // The person's own look at the empty page, and 39 days of 40 reads.
        assert_eq!(
            (days.len(), &*days[0], &*days[1]),
            (40, "25 November 2026", "10 November 2026")
        );
        assert_eq!(days[39], "3 October 2026");
        assert_eq!(days.iter().collect::<BTreeSet<_>>().len(), 40, "{days:?}");
    });
}

#[test]
fn a_day_of_no_calendar_finds_nothing() {
    on_both(async |world| {
        for day in ["0001-01-01", "-262143-01-01", "%2B262142-12-31"] {
            let page = world.get(world.person_account, &format!("{PAGE}?before={day}")).await;
            assert_eq!(page.status, StatusCode::OK, "{day}: {}", page.text);
        }
        let wrong = world.get(world.person_account, &format!("{PAGE}?before=yesterday")).await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    });
}

#[test]
fn nobody_else_has_this_page() {
    on_both(async |world| {
        for account in [
            world.prison_worker,
            world.service_worker,
            world.evaluator,
            world.board_member,
            world.administrator,
        ] {
            let answer = world.get(account, PAGE).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
        let page = world.get(world.person_account, &format!("{PAGE}?lang=cy")).await;
        assert!(page.text.contains("Pwy edrychodd ar fy nghofnod"), "{}", page.text);
        assert!(!page.text.contains(">["), "a message is missing");
    });
}
