//! The whole route table: who is let in, what is journalled, and what a stranger sees.

use crate::harness::{World, on_both};
use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use web::{Access, table};

/// Fills the parts of a path with ids that are there.
fn path_in(world: &World, path: &str) -> String {
    let id = if path.starts_with("/people") { world.person.to_string() } else { NOBODY.to_owned() };
    path.replace("{id}", &id)
        .replace("{move}", "accept")
        .replace("{area}", "accommodation")
        .replace("{group}", "risk")
        .replace("{service}", &format!("{NOBODY}?need={}", world.need))
        .replace("{token}", "no-such-token")
        .replace("{what}", "name")
        .replace("{item}", NOBODY)
        .replace("{measure}", "housed_first_night")
}

/// An id of nothing.
const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

#[test]
fn every_route_that_needs_an_action_sends_a_visitor_to_sign_in() {
    on_both(async |world| {
        for route in table() {
            let Some(action) = route.access.action() else { continue };
            let path = path_in(&world, route.path);
            let answer = world.ask(route.method.as_str(), &path, "", String::new()).await;
            let sent = answer.location.as_deref();
            assert_eq!(sent, Some("/sign-in"), "{} {} ({action})", route.method, route.path);
        }
    });
}

/// Returns the paths of all pages that need an action, about the person of the world.
pub(crate) fn pages(world: &World) -> Vec<String> {
    let read = |route: &web::Route| {
        route.method == Method::GET && matches!(route.access, Access::Needs(_))
    };
    let mut pages: Vec<_> = table()
        .iter()
        .filter(|route| read(route))
        .map(|route| path_in(world, route.path))
        .collect();
    pages.sort();
    pages.dedup();
    pages
}

#[test]
fn every_route_names_its_journal_event_or_is_public() {
    for route in table() {
        let public_page = route.access == Access::Public && route.method == Method::GET;
        assert_eq!(route.journal.is_none(), public_page, "{} {}", route.method, route.path);
    }
}

#[test]
fn a_stranger_learns_nothing_of_a_person() {
    on_both(async |world| {
        for route in table().into_iter().filter(|route| route.path.starts_with("/people/{id}")) {
            for account in [
                world.stranger_worker,
                world.evaluator,
                world.board_member,
                world.administrator,
                world.prison_officer,
                world.probation_worker,
            ] {
                // The lead's own officer sees what is shared, and not whose record it is.
                let looks = account == world.prison_officer
                    && route.access.action() == Some(policy::Action::ViewSharing);
                let path = path_in(&world, route.path);
                let answer = match route.method {
                    Method::GET => world.get(account, &path).await,
                    _ => world.post(account, &path, &[]).await,
                };
                assert!(
                    matches!(
                        answer.status,
                        StatusCode::NOT_FOUND
                            | StatusCode::FORBIDDEN
                            | StatusCode::UNPROCESSABLE_ENTITY
                    ) || looks,
                    "{} {} gave {}",
                    route.method,
                    route.path,
                    answer.status
                );
                assert!(!answer.text.contains("O’Neill"), "{} {}", route.method, route.path);
            }
        }
    });
}

#[test]
fn a_page_served_is_a_read_journalled() {
    on_both(async |world| {
        let path = format!("/people/{}", world.person);
        for count in 1..=3 {
            let answer = world.get(world.prison_worker, &path).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
            assert!(answer.text.contains("O’Neill"));
            assert_eq!(world.journalled("person_read").await, count);
        }
    });
}

#[test]
fn what_is_not_there_and_what_is_not_shared_look_the_same() {
    on_both(async |world| {
        let there = world.get(world.stranger_worker, &format!("/people/{}", world.person)).await;
        let absent = world.get(world.stranger_worker, &format!("/people/{NOBODY}")).await;
        assert_eq!(there.status, StatusCode::NOT_FOUND);
        assert_eq!(there.status, absent.status);
        assert_eq!(without_ids(&there.text), without_ids(&absent.text));
    });
}

/// Leaves out what differs between any two answers.
pub(crate) fn without_ids(text: &str) -> String {
    let lines = text.lines().filter(|line| {
        !["nonce", "form-token", "lang=en", "lang=cy", "<strong>", "Reference"]
            .iter()
            .any(|mark| line.contains(mark))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn lists_and_fields_are_in_the_language_of_the_page() {
    on_both(async |world| {
        let page = world.get(world.prison_worker, "/my-people?list=everyone&lang=cy").await;
        assert!(page.text.contains("<html lang=\"cy\""));
        assert!(page.text.contains("Dyddiad geni") && !page.text.contains("Date of birth"));
        assert!(page.cookies.iter().any(|cookie| cookie.starts_with("lang=cy")));
    });
}

/// What asks for a second factor that was given lately: each line was thought about.
const FRESH: [&str; 39] = [
    "GET /account/password",
    "POST /account/password",
    "GET /account/second-factor",
    "POST /account/second-factor",
    "GET /account/single-sign-on",
    "POST /account/single-sign-on",
    "GET /account/single-sign-on/begin",
    "POST /account/single-sign-on/untie",
    "GET /break-glass/new",
    "POST /break-glass/new",
    "GET /my-record/export",
    "GET /my-record/export/file",
    "GET /people/{id}/export",
    "GET /people/{id}/export/file",
    "GET /people/{id}/invite",
    "POST /people/{id}/invite",
    "GET /people/{id}/recover",
    "POST /people/{id}/recover",
    "GET /accounts/invite",
    "POST /accounts/invite",
    "POST /accounts/{id}/deactivate",
    "POST /accounts/{id}/wake",
    "GET /accounts/{id}/recover",
    "POST /accounts/{id}/recover",
    "GET /accounts/{id}/role",
    "POST /accounts/{id}/role",
    "GET /role-requests/{id}",
    "POST /role-requests/{id}/confirm",
    "POST /role-requests/{id}/refuse",
    "POST /role-requests/{id}/withdraw",
    "GET /agreements/{id}/sign",
    "POST /agreements/{id}/sign",
    "GET /agreements/{id}/end",
    "POST /agreements/{id}/end",
    "GET /pilots/{id}/cohort",
    "GET /pilots/{id}/justice-data-lab",
    "POST /pilots/{id}/justice-data-lab",
    "GET /feeds/new",
    "POST /feeds/new",
];

#[test]
fn what_is_sensitive_asks_for_a_fresh_second_factor_and_nothing_else_does() {
    let marked: Vec<String> = table()
        .iter()
        .filter(|route| matches!(route.access, Access::NeedsFresh(_)))
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    assert_eq!(marked, FRESH);
    on_both(async |world| {
        let stale = world.session(world.administrator).await;
        world.later(TimeDelta::minutes(10));
        let pages: Vec<String> = table()
            .iter()
            .filter(|route| route.method == Method::GET)
            .map(|route| path_in(&world, route.path))
            .collect();
        let before = world.journal_size().await;
        // Those first, so that what the others write is not counted with them.
        let (fresh, others): (Vec<_>, Vec<_>) =
            table().into_iter().partition(|route| matches!(route.access, Access::NeedsFresh(_)));
        for route in fresh {
            let path = path_in(&world, route.path);
            let answer = world.ask(route.method.as_str(), &path, &stale, String::new()).await;
            let next = answer.location.as_deref().and_then(|to| to.strip_prefix("/step-up?next="));
            let next = next.map(|next| next.replace("%2F", "/"));
            let comes_back = next.as_ref().is_some_and(|next| pages.contains(next));
            assert!(comes_back, "{} {} led to {next:?}", route.method, route.path);
        }
        assert_eq!(world.journal_size().await, before, "nothing was read, changed or refused");
        // Signing out would end the test.
        for route in others.iter().filter(|route| !route.path.contains("sign-out")) {
            let path = path_in(&world, route.path);
            let answer = world.ask(route.method.as_str(), &path, &stale, String::new()).await;
            let sent = answer.location.is_some_and(|to| to.starts_with("/step-up"));
            assert!(!sent, "{} {}", route.method, route.path);
        }
    });
}
