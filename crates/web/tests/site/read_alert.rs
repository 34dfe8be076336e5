//! Reading many people's records: somebody is told, who says what it was; and beyond a second limit no
//! more are shown.

use crate::harness::{World, on_both};
use axum::http::{HeaderMap, Request, StatusCode, header};
use chrono::TimeDelta;
use domain::{PersonId, ReadAlertId};

async fn people(world: &World, count: usize) -> Vec<PersonId> {
    let mut people = Vec::new();
    for _ in 0..count {
        people.push(world.another_person().await);
    }
    people
}

async fn read(world: &World, cookie: &str, person: PersonId) -> StatusCode {
    world.ask("GET", &format!("/people/{person}"), cookie, String::new()).await.status
}

async fn journalled(world: &World, event: &str) -> i64 {
    let mut conn = world.db.read().await.unwrap();
    store::journal::count(&mut conn, None, event).await.unwrap()
}

/// Returns the alerts of the prison, as they are kept.
async fn alerts(world: &World) -> Vec<store::read_alert::Raised> {
    let mut conn = world.db.read().await.unwrap();
    store::read_alert::of_organisation(&mut conn, world.prison).await.unwrap()
}

/// Reads 61 people within an hour, and returns the alert.
async fn raise(world: &World) -> ReadAlertId {
    let cookie = world.session(world.prison_worker).await;
    for (count, person) in people(world, 61).await.into_iter().enumerate() {
        assert_eq!(alerts(world).await.len(), 0, "after {count}");
        assert_eq!(read(world, &cookie, person).await, StatusCode::OK, "{count}");
    }
    let raised = alerts(world).await;
    assert_eq!(raised.len(), 1);
    raised[0].alert.id
}

#[test]
fn whoever_reads_many_peoples_records_is_noticed_and_somebody_says_what_it_was() {
    on_both(async |world: World| {
        let officer = world.prison_officer;
        assert_eq!(world.get(officer, "/home").await.location.as_deref(), Some("/agreements"));
        let list = world.get(officer, "/read-alerts").await;
        assert!(list.text.contains("No alert waits."), "{}", list.text);
        let id = raise(&world).await;
        assert_eq!(journalled(&world, "read_alert_raised").await, 1);
        // It is what the officer sees first, in their language; of others' organisations nobody does.
        assert_eq!(world.get(officer, "/home").await.location.as_deref(), Some("/read-alerts"));
        let others = world.get(world.probation_officer, "/home").await;
        assert_eq!(others.location.as_deref(), Some("/agreements"));
        let path = format!("/read-alerts/{id}");
        for (lang, words) in [
            ("en", ["Demo prison, Resettlement worker", "61 people’s records within an hour"]),
            ("cy", ["Darllenwyd cofnodion llawer o bobl", "cofnodion o fewn awr: 61"]),
        ] {
            let list = world.get(officer, &format!("/read-alerts?lang={lang}")).await;
            assert!(words.iter().all(|words| list.text.contains(words)), "{}", list.text);
            assert!(list.text.contains(&path));
        }
        // Whom they read is nobody's business here.
        let page = world.get(officer, &path).await;
        assert!(!page.text.contains("Morgan"), "{}", page.text);
        for (account, status) in [
            (world.prison_worker, StatusCode::FORBIDDEN),
            (world.probation_officer, StatusCode::NOT_FOUND),
            (world.administrator, StatusCode::NOT_FOUND),
        ] {
            assert_eq!(world.get(account, &path).await.status, status);
            let form = [("words", "It was me")];
            assert_eq!(world.post(account, &path, &form).await.status, status);
        }
        assert_eq!(alerts(&world).await[0].seen, None);
    });
}

#[test]
fn an_alert_waits_until_it_is_answered_in_words_once() {
    on_both(async |world: World| {
        let officer = world.prison_officer;
        let id = raise(&world).await;
        let path = format!("/read-alerts/{id}");
        let empty = world.post(officer, &path, &[("words", "  ")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(empty.text.contains("Enter what it was"), "{}", empty.text);
        let long = "a".repeat(100_000);
        let too_long = world.post(officer, &path, &[("words", &long)]).await;
        assert_eq!(too_long.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(too_long.text.contains(&long), "the form comes back filled in");
        let words = [("words", "The yearly look at all plans; asked the manager")];
        let seen = world.post(officer, &path, &words).await;
        assert_eq!(seen.location.as_deref(), Some("/read-alerts?done=done-read-alert-seen"));
        assert_eq!(journalled(&world, "read_alert_seen").await, 1);
        assert_eq!(world.get(officer, "/home").await.location.as_deref(), Some("/agreements"));
        let list = world.get(officer, "/read-alerts").await;
        assert!(list.text.contains("The yearly look at all plans"), "{}", list.text);
        assert!(list.text.contains("Looked into by Demo dpo.prison"), "{}", list.text);
        let again = world.post(officer, &path, &[("words", "Something else")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        assert_eq!(alerts(&world).await[0].seen.clone().unwrap().words, words[0].1);
        assert_eq!(journalled(&world, "read_alert_seen").await, 1);
    });
}

async fn page(world: &World, cookie: &str, path: &str) -> (StatusCode, HeaderMap, String) {
    let request = Request::get(path).header(header::COOKIE, cookie);
    let response = world.respond(request.body(axum::body::Body::empty()).unwrap()).await;
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, headers, String::from_utf8(bytes.to_vec()).unwrap())
}

#[test]
fn beyond_a_second_limit_no_more_people_are_shown_for_a_while() {
    on_both(async |world: World| {
        let all = people(&world, 201).await;
        let cookie = world.session(world.prison_worker).await;
        let other = world.session(world.prison_officer).await;
        for person in &all[..200] {
            assert_eq!(read(&world, &cookie, *person).await, StatusCode::OK);
        }
        world.later(TimeDelta::minutes(10));
        let journal = world.journal_size().await;
        for (lang, title, wait) in [
            ("en", "You have opened very many people’s records", "Wait 50 minutes."),
            ("cy", "Rydych wedi agor cofnodion llawer iawn o bobl", "Arhoswch 50 munud."),
        ] {
            // Every page of a person, not only the first.
            for page_of in ["", "/details", "/plan", "/timeline", "/referrals"] {
                let path = format!("/people/{}{page_of}?lang={lang}", all[200]);
                let (status, headers, text) = page(&world, &cookie, &path).await;
                assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "{path}");
                assert_eq!(headers[header::RETRY_AFTER], "3000");
                assert!(text.contains(title) && text.contains(wait), "{text}");
                assert!(!text.contains("Morgan"), "{path}");
            }
        }
        // Nothing was read: all that was journalled is that somebody was told, once.
        assert_eq!(world.journal_size().await, journal + 1);
        let kinds: Vec<_> = alerts(&world).await.iter().map(|one| one.alert.kind.code()).collect();
        assert_eq!(kinds.len(), 2, "{kinds:?}");
        assert!(kinds.contains(&"many") && kinds.contains(&"stopped"), "{kinds:?}");
        // Work under way goes on, and so does everybody else's.
        assert_eq!(read(&world, &cookie, all[0]).await, StatusCode::OK);
        assert_eq!(page(&world, &other, "/read-alerts").await.0, StatusCode::OK);
        world.later(TimeDelta::minutes(50));
        let cookie = world.session(world.prison_worker).await;
        assert_eq!(read(&world, &cookie, all[200]).await, StatusCode::OK);
    });
}
