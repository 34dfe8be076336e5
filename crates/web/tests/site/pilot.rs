//! Pilots over HTTP: set up, read without names, and opened down to the rows.

use crate::cohort::{served, service};
use crate::harness::{Answer, World, on_both};
use axum::http::StatusCode;
use chrono::{Days, NaiveDate};
use domain::{OutcomeStatus, Rating, ServiceId};
use uuid::Uuid;

async fn add(world: &World, service: ServiceId, token: &str) -> Answer {
    let service = service.to_string();
    let fields = [
        ("name", "Keys"),
        ("question", "Do more people have a home?"),
        ("starts-day", "1"),
        ("starts-month", "1"),
        ("starts-year", "2026"),
        ("services", service.as_str()),
        ("form-token", token),
    ];
    world.post(world.evaluator, "/pilots/new", &fields).await
}

/// Sets up a pilot of people who were housed, were not, or of whom nobody knows.
async fn pilot(world: &World, groups: &[(usize, Option<OutcomeStatus>, Option<Rating>)]) -> String {
    let service = service(world).await;
    let mut day = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
    for (count, status, second) in groups {
        for _ in 0..*count {
            served(world, service, day, *status, *second).await;
            day = day + Days::new(1);
        }
    }
    let added = add(world, service, &Uuid::now_v7().to_string()).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    added.location.unwrap().split('?').next().unwrap().to_owned()
}

#[test]
fn figures_stand_beside_what_is_not_known_and_open_down_to_rows_without_names() {
    on_both(async |world| {
        use OutcomeStatus::{No, Yes};
        let green = Some(Rating::Green);
        let groups = [(15, Some(Yes), green), (12, Some(No), None), (11, None, Some(Rating::Red))];
        let path = pilot(&world, &groups).await;
        let page = world.get(world.evaluator, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        // 15 of 27: the Wilson interval of the published formula.
        for part in ["This is not yet an effect", "38", "55.6% (37.3% to 72.4%)", "Fewer than 10"] {
            assert!(page.text.contains(part), "{part}: {}", page.text);
        }
        assert!(!page.text.contains("Secretname"));
        // 15 went from 80 to 10, and 11 stayed at 80: a mean change of -40.4.
        assert!(page.text.contains("−40.4 ("), "{}", page.text);
        let again = world.get(world.evaluator, &path).await;
        let figures = |text: &str| {
            let main = text.split("</h1>").nth(1).unwrap();
            main.split("</main>").next().unwrap().to_owned()
        };
        assert_eq!(figures(&page.text), figures(&again.text), "the same query, the same figure");

        let rows = world.get(world.evaluator, &format!("{path}/records/housed_first_night")).await;
        assert_eq!(rows.status, StatusCode::OK, "{}", rows.text);
        let count = |text: &str, status: &str| {
            text.matches(&format!("<td class=\"govuk-table__cell\">{status}</td>")).count()
        };
        assert_eq!(count(&rows.text, "Yes"), 15, "{}", rows.text);
        assert_eq!(count(&rows.text, "No"), 12);
        assert_eq!(count(&rows.text, "Not recorded yet"), 11);
        assert!(!rows.text.contains("Secretname"));
        let rows = world.get(world.evaluator, &format!("{path}/records/employed_six_months")).await;
        assert_eq!(count(&rows.text, "Not due yet"), 38, "six months are not over");
        let rows = world.get(world.evaluator, &format!("{path}/records/accommodation")).await;
        assert_eq!(count(&rows.text, "Better"), 15, "{}", rows.text);
        assert_eq!(count(&rows.text, "No second assessment"), 12);

        let mut conn = world.db.read().await.unwrap();
        let id = path.rsplit('/').next().unwrap().parse().unwrap();
        let stored = store::pilot::figures(&mut conn, id).await.unwrap();
        assert_eq!((stored[0].yes, stored[0].no, stored[0].not_recorded), (15, 12, 11));
    });
}

#[test]
fn a_small_cohort_shows_no_number() {
    on_both(async |world| {
        let path = pilot(&world, &[(3, Some(OutcomeStatus::Yes), None)]).await;
        let page = world.get(world.evaluator, &path).await;
        assert!(page.text.contains("Fewer than 10") && !page.text.contains("100.0%"));
        let rows = world.get(world.evaluator, &format!("{path}/records/housed_first_night")).await;
        assert!(rows.text.contains("rows are not shown"), "{}", rows.text);
        assert!(!rows.text.contains("Week of the start"));
    });
}

#[test]
fn only_an_evaluator_sets_up_a_pilot_and_opens_its_rows() {
    on_both(async |world| {
        let path = pilot(&world, &[]).await;
        for account in [world.board_member, world.prison_worker] {
            let page = world.get(account, &path).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.text.contains("Nobody yet") && !page.text.contains("/records/"));
            let rows = world.get(account, &format!("{path}/records/housed_first_night")).await;
            assert_eq!(rows.status, StatusCode::NOT_FOUND);
            assert_eq!(world.get(account, "/pilots/new").await.status, StatusCode::NOT_FOUND);
        }
        for account in [world.service_worker, world.administrator] {
            assert_eq!(world.get(account, "/pilots").await.status, StatusCode::NOT_FOUND);
        }
        let strange = world.get(world.evaluator, &format!("{path}/records/shoe_size")).await;
        assert_eq!(strange.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_wrong_form_comes_back_filled_in_and_a_second_submit_changes_nothing() {
    on_both(async |world| {
        let service = service(&world).await;
        let fields = [("name", "Allweddi"), ("starts-day", "31"), ("starts-month", "2")];
        let wrong = world.post(world.evaluator, "/pilots/new?lang=cy", &fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        for part in ["value=\"Allweddi\"", "gynnwys blwyddyn", "o wasanaethau", "Rhowch destun"] {
            assert!(wrong.text.contains(part), "{part}: {}", wrong.text);
        }
        let token = Uuid::now_v7().to_string();
        let first = add(&world, service, &token).await.location.unwrap();
        let second = add(&world, service, &token).await.location.unwrap();
        assert_eq!(first.split('?').next(), second.split('?').next());
        let list = world.get(world.evaluator, "/pilots").await;
        assert_eq!(list.text.matches(">Keys</a>").count(), 1, "{}", list.text);
        let strange = add(&world, ServiceId(Uuid::now_v7()), &Uuid::now_v7().to_string()).await;
        assert_eq!(strange.status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn a_pilot_is_in_welsh() {
    on_both(async |world| {
        let path = pilot(&world, &[(10, Some(OutcomeStatus::Yes), None)]).await;
        let page = world.get(world.board_member, &format!("{path}?lang=cy")).await;
        assert!(page.text.contains("Nid yw hyn yn effaith eto"), "{}", page.text);
        assert!(!page.text.contains("not yet an effect") && !page.text.contains('['));
    });
}
