//! The evidence register over HTTP: open to anybody, and nobody is in it.

use crate::cohort::{needing, served, service};
use crate::harness::{Answer, World, on_both};
use crate::pilot::{add_from, draft, fixed, planned};
use axum::http::StatusCode;
use chrono::{Days, NaiveDate};
use domain::{OutcomeStatus, ServiceId};
use uuid::Uuid;

/// Asks for a page as nobody.
async fn read(world: &World, path: &str) -> Answer {
    world.ask("GET", path, "", String::new()).await
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 1).unwrap()
}

/// Adds people who were served, from a number on: three of four were housed.
async fn serve(world: &World, service: ServiceId, numbers: std::ops::Range<u64>) {
    for at in numbers {
        let housed = if at % 4 == 0 { OutcomeStatus::No } else { OutcomeStatus::Yes };
        served(world, service, day() + Days::new(at), Some(housed), None).await;
    }
}

/// Adds 200 people who were not served, half of whom were housed.
async fn without(world: &World) {
    for at in 0..200_u64 {
        let housed = if at % 2 == 0 { OutcomeStatus::No } else { OutcomeStatus::Yes };
        needing(world, day() + Days::new(at % 80), Some(housed)).await;
    }
}

/// Sets up a pilot whose plan is fixed.
async fn pilot(world: &World, service: ServiceId, starts: [&str; 2]) -> String {
    let added = add_from(world, service, starts).await;
    let path = added.location.unwrap().split('?').next().unwrap().to_owned();
    assert_eq!(planned(world, &path, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(fixed(world, &path).await.status, StatusCode::SEE_OTHER);
    path
}

/// Looks at what would be published, and publishes that or something else.
async fn publish(world: &World, path: &str, seen: Option<&str>) -> Answer {
    let page = format!("{path}/publish");
    let looked = world.get(world.board_member, &page).await;
    assert_eq!(looked.status, StatusCode::OK, "{}", looked.text);
    let shown = looked.text.split_once("name=\"seen\" value=\"");
    let shown = shown.map(|(_, rest)| rest.split('"').next().unwrap());
    let token = Uuid::now_v7().to_string();
    let fields = [("seen", seen.or(shown).unwrap_or_default()), ("form-token", token.as_str())];
    world.post(world.board_member, &page, &fields).await
}

async fn decide(world: &World, path: &str, verdict: &str, why: &str) {
    let token = Uuid::now_v7().to_string();
    let fields = [("verdict", verdict), ("why", why), ("form-token", token.as_str())];
    let decided = world.post(world.board_member, &format!("{path}/decision"), &fields).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text);
}

fn check_says(answer: &Answer, parts: &[&str]) {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    for part in parts {
        assert!(answer.text.contains(part), "{part}: {}", answer.text);
    }
}

#[test]
fn what_the_board_publishes_is_what_anybody_reads() {
    on_both(async |world| {
        let service = service(&world).await;
        serve(&world, service, 0..82).await;
        without(&world).await;
        check_says(&read(&world, "/evidence").await, &["No pilot has a fixed plan yet"]);
        let path = pilot(&world, service, ["1", "1"]).await;
        let public = path.replace("/pilots/", "/evidence/");
        let listed = ["Keys", "Nothing was published of it yet", &public];
        check_says(&read(&world, "/evidence").await, &listed);
        check_says(&read(&world, &public).await, &["Do more people have a home?", "SHA-256"]);

        for account in [world.evaluator, world.prison_worker, world.administrator] {
            let refused = world.get(account, &format!("{path}/publish")).await;
            assert_eq!(refused.status, StatusCode::NOT_FOUND);
        }
        let changed = publish(&world, &path, Some("another")).await;
        assert_eq!(changed.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(changed.text.contains("Look at them again"), "{}", changed.text);
        assert_eq!(publish(&world, &path, None).await.status, StatusCode::SEE_OTHER);

        // 61 of 82 against 100 of 200: 24.4 points, of some 80 people.
        let said = read(&world, &public).await;
        let count = "<td class=\"govuk-table__cell govuk-table__cell--numeric\">";
        let shown =
            ["+24", "Maryland Scientific Methods Scale: level 3", "Nothing was decided yet"];
        check_says(&said, &shown);
        check_says(&said, &[&format!("{count}80</td>"), &format!("{count}200</td>")]);
        assert!(!said.text.contains(">82<") && !said.text.contains("Secretname"), "{}", said.text);
        check_says(&read(&world, "/evidence").await, &["+24 percentage points (95% interval"]);
        let welsh = read(&world, &format!("{public}?lang=cy")).await;
        check_says(&welsh, &["Cofrestr dystiolaeth", "lang=\"cy\""]);
    });
}

#[test]
fn new_figures_wait_until_enough_people_have_come() {
    on_both(async |world| {
        let service = service(&world).await;
        serve(&world, service, 0..82).await;
        without(&world).await;
        let path = pilot(&world, service, ["1", "1"]).await;
        let public = path.replace("/pilots/", "/evidence/");
        assert_eq!(publish(&world, &path, None).await.status, StatusCode::SEE_OTHER);
        serve(&world, service, 82..85).await;
        let again = publish(&world, &path, None).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text.contains("nothing that was not published before"), "{}", again.text);

        decide(&world, &path, "continue", "Three more came").await;
        let page = world.get(world.board_member, &format!("{path}/publish")).await;
        check_says(&page, &["fewer than ten more people", "Three more came"]);
        assert_eq!(publish(&world, &path, None).await.status, StatusCode::SEE_OTHER);
        let said = read(&world, &public).await;
        let of_80 = said.text.matches(">80</td>").count();
        assert_eq!(of_80, 2, "the old figures, beside the decision: {}", said.text);

        // Of twelve more, all but the one of number 84 are housed: two publications would tell.
        for at in 85..94 {
            served(&world, service, day() + Days::new(at), Some(OutcomeStatus::Yes), None).await;
        }
        let page = world.get(world.board_member, &format!("{path}/publish")).await;
        check_says(&page, &["nearly all of them the same one", "not published before"]);

        serve(&world, service, 85..97).await;
        assert_eq!(publish(&world, &path, None).await.status, StatusCode::SEE_OTHER);
        let said = read(&world, &public).await;
        check_says(&said, &[">105</td>", ">80</td>", "Three more came"]);
    });
}

#[test]
fn two_pilots_of_nearly_the_same_people_do_not_stand_beside_each_other() {
    on_both(async |world| {
        let service = service(&world).await;
        serve(&world, service, 0..82).await;
        without(&world).await;
        let first = pilot(&world, service, ["1", "1"]).await;
        assert_eq!(publish(&world, &first, None).await.status, StatusCode::SEE_OTHER);
        // Whoever started before 25 May is in the first alone: three people. And none before 1 February.
        let near = pilot(&world, service, ["25", "5"]).await;
        let refused = publish(&world, &near, None).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("nearly about the same people"), "{}", refused.text);
        let same = pilot(&world, service, ["1", "2"]).await;
        assert_eq!(publish(&world, &same, None).await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
pub(crate) fn a_pilot_of_which_nothing_can_be_said_is_published_too() {
    on_both(async |world| {
        let path = draft(&world, &[]).await;
        let page = format!("{path}/publish");
        let early = world.get(world.board_member, &page).await;
        assert_eq!(early.status, StatusCode::CONFLICT, "no plan is fixed: {}", early.text);
        assert_eq!(read(&world, &path.replace("/pilots/", "/evidence/")).await.status, 404);
        planned(&world, &path, &[]).await;
        fixed(&world, &path).await;
        decide(&world, &path, "stop", "Nobody came").await;
        assert_eq!(publish(&world, &path, None).await.status, StatusCode::SEE_OTHER);
        let said = read(&world, &path.replace("/pilots/", "/evidence/")).await;
        check_says(&said, &["Nothing can be said of an effect", "Nobody came", "Stop"]);

        let found = read(&world, "/evidence?area=accommodation&measure=housed_first_night").await;
        check_says(&found, &["Keys"]);
        for other in ["area=finance", "measure=employed_six_weeks"] {
            let none = read(&world, &format!("/evidence?{other}")).await;
            check_says(&none, &["No pilot is about that"]);
            assert!(!none.text.contains("Keys"), "{other}: {}", none.text);
        }
    });
}
