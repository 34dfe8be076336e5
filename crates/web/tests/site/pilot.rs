//! Pilots over HTTP: set up, read without names, and opened down to the rows.

use crate::cohort::{asked, needing, served, service};
use crate::harness::{Answer, World, on_both};
use axum::http::StatusCode;
use chrono::{Days, NaiveDate};
use domain::referral::DeclineReason;
use domain::{Measure, OutcomeStatus, Rating, ReferralState, ServiceId};
use uuid::Uuid;
use web::{InventedEffect, Settings};

async fn add(world: &World, service: ServiceId, token: &str) -> Answer {
    add_with(world, service, ["1", "1"], token).await
}

/// Sets up a pilot that counts from a day and month of 2026 on.
pub(crate) async fn add_from(world: &World, service: ServiceId, starts: [&str; 2]) -> Answer {
    add_with(world, service, starts, &Uuid::now_v7().to_string()).await
}

async fn add_with(world: &World, service: ServiceId, starts: [&str; 2], token: &str) -> Answer {
    let service = service.to_string();
    let fields = [
        ("name", "Keys"),
        ("question", "Do more people have a home?"),
        ("starts-day", starts[0]),
        ("starts-month", starts[1]),
        ("starts-year", "2026"),
        ("services", service.as_str()),
        ("form-token", token),
    ];
    world.post(world.evaluator, "/pilots/new", &fields).await
}

/// The form of a plan, with some fields in the place of its own.
fn plan<'a>(token: &'a str, changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let fields = [
        ("served", "Anybody who leaves to no home"),
        ("comparison", "not_served"),
        ("people", "60"),
        ("compared", "600"),
        ("expected", "40"),
        ("worthwhile", "10"),
        ("measures", "housed_first_night"),
        ("form-token", token),
    ];
    let kept =
        fields.into_iter().filter(|(name, _)| changed.iter().all(|(other, _)| other != name));
    kept.chain(changed.iter().copied()).collect()
}

pub(crate) async fn planned(world: &World, path: &str, changed: &[(&str, &str)]) -> Answer {
    let token = Uuid::now_v7().to_string();
    world.post(world.evaluator, &format!("{path}/plan"), &plan(&token, changed)).await
}

pub(crate) async fn fixed(world: &World, path: &str) -> Answer {
    let token = Uuid::now_v7().to_string();
    let fields = [("form-token", token.as_str())];
    world.post(world.evaluator, &format!("{path}/plan/fix"), &fields).await
}

/// Sets up a pilot as [`draft`] does, with a plan that is fixed.
async fn pilot(world: &World, groups: &[(usize, Option<OutcomeStatus>, Option<Rating>)]) -> String {
    let path = draft(world, groups).await;
    assert_eq!(planned(world, &path, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(fixed(world, &path).await.status, StatusCode::SEE_OTHER);
    path
}

/// Sets up a pilot of people who were housed, were not, or of whom nobody knows.
pub(crate) async fn draft(
    world: &World,
    groups: &[(usize, Option<OutcomeStatus>, Option<Rating>)],
) -> String {
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
        assert!(!page.text.contains("not yet an effect") && !page.text.contains("[pilot"));
    });
}

#[test]
fn no_outcome_is_shown_before_the_plan_is_fixed_and_nothing_of_it_changes_after() {
    on_both(async |world| {
        let path = draft(&world, &[(12, Some(OutcomeStatus::Yes), None)]).await;
        let open = |path: String| {
            let world = &world;
            async move { world.get(world.evaluator, &path).await }
        };
        let before = open(path.clone()).await;
        assert!(before.text.contains("No plan has been written down yet"), "{}", before.text);
        assert!(before.text.contains("Outcomes are shown when the plan is fixed"));
        let rows = format!("{path}/records/housed_first_night");
        assert_eq!(open(rows.clone()).await.status, StatusCode::CONFLICT);
        assert_eq!(fixed(&world, &path).await.status, StatusCode::NOT_FOUND, "there is none");

        assert_eq!(planned(&world, &path, &[]).await.status, StatusCode::SEE_OTHER);
        let draft = open(path.clone()).await;
        assert!(!draft.text.contains("100.0%"), "{}", draft.text);
        // 60 people with ten for each, two outcomes: worked out by the library, said in words.
        assert!(draft.text.contains("60 people") && draft.text.contains("percentage points"));
        let filled = open(format!("{path}/plan")).await;
        assert!(filled.text.contains("value=\"600\""), "{}", filled.text);
        assert_eq!(planned(&world, &path, &[("people", "80")]).await.status, StatusCode::SEE_OTHER);

        assert_eq!(fixed(&world, &path).await.status, StatusCode::SEE_OTHER);
        let after = open(path.clone()).await;
        assert!(after.text.contains("The plan was fixed on"), "{}", after.text);
        assert!(after.text.contains("Housed on the night") || after.text.contains("<table"));
        assert_eq!(open(rows).await.status, StatusCode::OK);
        for refused in [planned(&world, &path, &[]).await, fixed(&world, &path).await] {
            assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text);
        }
        assert_eq!(open(format!("{path}/plan")).await.status, StatusCode::CONFLICT);

        let mut conn = world.db.read().await.unwrap();
        let id = path.rsplit('/').next().unwrap().parse().unwrap();
        let kept = store::pilot::plan(&mut conn, id).await.unwrap().unwrap();
        let text = kept.fixed.unwrap();
        assert_eq!(kept.plan.people, 80);
        assert_eq!(app::pilot::hash(&text.text), text.hash);
        assert!(text.text.contains("\"people\": 80"), "{}", text.text);
        assert!(after.text.contains(&text.hash));
    });
}

#[test]
fn a_plan_that_cannot_be_comes_back_filled_in() {
    on_both(async |world| {
        let path = draft(&world, &[]).await;
        for (changed, says) in [
            (("people", "1"), "from 2 to 100"),
            (("expected", "100"), "from 1 to 99"),
            (("worthwhile", "40"), "less than the 40%"),
            (("comparison", "nobody"), "Leave this empty, or choose"),
            (("comparison", "the moon"), "Choose with whom"),
            (("compared", ""), "Enter how many people"),
            (("served", ""), "Enter"),
        ] {
            let wrong = planned(&world, &path, &[changed]).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{changed:?}");
            assert!(wrong.text.contains(says), "{changed:?} {says}: {}", wrong.text);
            // What was typed is there again.
            let typed = if changed.0 == "comparison" { "value=\"600\"" } else { changed.1 };
            assert!(wrong.text.contains(typed), "{changed:?}: {}", wrong.text);
        }
        let alone = [("comparison", "nobody"), ("compared", "")];
        assert_eq!(planned(&world, &path, &alone).await.status, StatusCode::SEE_OTHER);
        let page = world.get(world.evaluator, &format!("{path}?lang=cy")).await;
        assert!(page.text.contains("ni all unrhyw nifer o bobl ddangos effaith"), "{}", page.text);
    });
}

#[test]
pub(crate) fn the_board_decides_and_scales_only_what_was_asked_before() {
    on_both(async |world| {
        let path = draft(&world, &[]).await;
        let decision = format!("{path}/decision");
        let decide = async |account, verdict: &str, why: &str| {
            let token = Uuid::now_v7().to_string();
            let fields = [("verdict", verdict), ("why", why), ("form-token", token.as_str())];
            world.post(account, &decision, &fields).await
        };
        for account in [world.evaluator, world.prison_worker, world.administrator] {
            assert_eq!(world.get(account, &decision).await.status, StatusCode::NOT_FOUND);
            assert_eq!(decide(account, "stop", "no").await.status, StatusCode::NOT_FOUND);
        }
        let board = world.board_member;
        let early = decide(board, "scale", "It looks good").await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(early.text.contains("a question that was fixed before"), "{}", early.text);
        assert!(early.text.contains("It looks good"), "what was written is there");
        let empty = decide(board, "", "").await;
        assert!(empty.text.contains("Choose what is decided"), "{}", empty.text);
        assert_eq!(decide(board, "continue", "Too early").await.status, StatusCode::SEE_OTHER);
        planned(&world, &path, &[]).await;
        fixed(&world, &path).await;
        assert_eq!(decide(board, "scale", "It held").await.status, StatusCode::SEE_OTHER);
        let page = world.get(world.evaluator, &path).await;
        let at = |words: &str| page.text.find(words).unwrap_or_else(|| panic!("{}", page.text));
        assert!(at("It held") < at("Too early"), "the latest first, and none is lost");
        assert!(!page.text.contains(&decision), "an evaluator does not decide");
    });
}

#[test]
fn who_was_not_served_is_counted_once_with_a_reason() {
    on_both(async |world| {
        let service = service(&world).await;
        let declined = |reason| ReferralState::Declined { reason };
        for _ in 0..11 {
            asked(&world, service, &[declined(DeclineReason::NoCapacity)]).await;
        }
        for _ in 0..10 {
            let first = declined(DeclineReason::OutOfArea);
            asked(&world, service, &[first, declined(DeclineReason::RiskTooHigh)]).await;
        }
        for _ in 0..12 {
            asked(&world, service, &[declined(DeclineReason::OutOfArea), ReferralState::Sent])
                .await;
        }
        let added = add(&world, service, &Uuid::now_v7().to_string()).await;
        let path = added.location.unwrap().split('?').next().unwrap().to_owned();
        let page = world.get(world.evaluator, &path).await;
        let text = page.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let row = |key: &str, value: &str| {
            let at = text.find(key).unwrap_or_else(|| panic!("{key}: {text}"));
            let end = text[at..].find("</dd>").unwrap();
            assert!(text[at..at + end].contains(value), "{key}: {}", &text[at..at + end]);
        };
        row("People who wait for a service to begin", " 12 ");
        row("People who were not served", "21 ");
        row("Not served: The service has no room", " 11 ");
        row("Not served: The risk cannot be managed there", " 10 ");
        assert!(!text.contains("lives outside the area"), "an earlier answer does not count");
        let log = world.get(world.evaluator, &format!("{path}/records/not_served")).await;
        assert_eq!(log.status, StatusCode::OK, "before any plan: it is no outcome");
        let rows = log.text.matches("<td class=\"govuk-table__cell\">The service has no room</td>");
        assert_eq!(rows.count(), 11, "{}", log.text);
    });
}

#[test]
fn the_casework_is_held_against_people_like_those_who_were_served() {
    on_both(async |world| {
        let service = service(&world).await;
        let day = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
        // 60 of 80 who were served were housed, and 100 of 200 who were not.
        for at in 0..80_u64 {
            let housed = if at % 4 == 0 { OutcomeStatus::No } else { OutcomeStatus::Yes };
            served(&world, service, day + Days::new(at), Some(housed), None).await;
        }
        for at in 0..200_u64 {
            let housed = if at % 2 == 0 { OutcomeStatus::No } else { OutcomeStatus::Yes };
            needing(&world, day + Days::new(at % 80), Some(housed)).await;
        }
        let added = add(&world, service, &Uuid::now_v7().to_string()).await;
        let path = added.location.unwrap().split('?').next().unwrap().to_owned();
        let report = format!("{path}/report");
        let early = world.get(world.evaluator, &report).await;
        assert_eq!(early.status, StatusCode::CONFLICT, "no plan is fixed");
        planned(&world, &path, &[]).await;
        fixed(&world, &path).await;

        let page = world.get(world.evaluator, &path).await;
        let results = format!("{path}/results");
        assert!(page.text.contains(&results), "{}", page.text);
        let said = world.get(world.evaluator, &results).await;
        assert!(said.text.contains("was higher, by 25.0 percentage points"), "{}", said.text);
        // One thing known before beside sex: too few for Maryland's fourth level.
        assert!(said.text.contains("Maryland Scientific Methods Scale: level 3"), "{}", said.text);
        assert!(said.text.contains(&report) && said.text.contains(&format!("{path}/cohort")));
        let board = world.get(world.board_member, &format!("{results}?lang=cy")).await;
        assert!(board.text.contains("Graddfa Dulliau Gwyddonol Maryland: lefel 3"));
        assert!(!board.text.contains(&format!("{path}/cohort")), "{}", board.text);
        let found = world.get(world.board_member, &report).await;
        assert_eq!(found.status, StatusCode::OK, "{}", found.text);
        assert!(found.text.contains("25.0"), "three quarters against a half: {}", found.text);
        assert!(!found.text.contains("Secretname"));
        let welsh = world.get(world.evaluator, &format!("{report}?lang=cy")).await;
        assert!(welsh.text.contains("lang=\"cy\""), "{}", welsh.text);

        assert!(!said.text.contains("invented"), "of real people nobody knows: {}", said.text);
        let effect = |measure, difference| {
            let name = "Night Home".to_owned();
            InventedEffect { service, name, measure, difference }
        };
        // The plan looks at the first of them only.
        let effects =
            [effect(Measure::HousedFirstNight, -0.138), effect(Measure::TreatmentThreeWeeks, 0.5)];
        let invented_effects = effects.into();
        let invented = world.with(Settings { invented_effects, ..Settings::default() });
        let known = invented.get(world.evaluator, &results).await;
        assert!(known.text.contains("What is true in this invented region"), "{}", known.text);
        assert!(known.text.contains("\u{2212}13.8") && !known.text.contains("+50.0"));

        let rows = world.get(world.evaluator, &format!("{path}/cohort")).await;
        assert_eq!(rows.status, StatusCode::OK, "{}", rows.text);
        assert!(rows.text.starts_with("treated,male,age,stays_before,accommodation,"));
        assert_eq!(rows.text.lines().count(), 281);
        assert!(!rows.text.contains("Secretname"));
        let refused = world.get(world.board_member, &format!("{path}/cohort")).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "rows are for evaluators");
    });
}

#[test]
fn a_comparison_that_would_say_nothing_says_why() {
    on_both(async |world| {
        let path = pilot(&world, &[(12, Some(OutcomeStatus::Yes), None)]).await;
        for (query, words) in
            [("", "There is no report yet"), ("?lang=cy", "Nid oes adroddiad eto")]
        {
            let page = world.get(world.evaluator, &format!("{path}/report{query}")).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.text);
            assert!(page.text.contains(words), "{}", page.text);
        }
    });
}
