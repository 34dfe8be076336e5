//! A fault at every statement of every change: nothing of it stays, and whoever asked is told that it
//! failed. Over the whole route table, by the forms that the pages themselves offer.
//!
//! On SQLite: where a statement fails is above the database, and what a transaction that was not
//! committed leaves is tested on both in the store.

use crate::form_filler::forms;
use crate::harness::{World, on_sqlite, temporary};
use crate::kept::{Kept, changed, copy, kept};
use crate::matrix::{FILLED, asks};
use crate::rich::Rich;
use axum::http::{Method, StatusCode};
use domain::Role;
use std::collections::{BTreeMap, BTreeSet};
use store::{Db, Fault};
use web::table;

/// Statements of one change at most.
const STATEMENTS: u64 = 500;

/// Changes that the world of this test does not offer, each with what it lacks: they are not walked.
const LEFT: &[(&str, &str)] = &[
    ("/account/password", "needs the password and a code"),
    ("/step-up", "needs a code"),
    ("/account/recoveries", "needs a recovery that its holder does not know of"),
    ("/account/second-factor", "needs a code of the secret that is on its page"),
    ("/account/sessions/{id}/end", "ends a session, and changes nothing else"),
    ("/account/single-sign-on", "needs a provider; single_sign_on.rs"),
    ("/account/single-sign-on/untie", "needs an account that is tied"),
    ("/accounts/{id}/role", "needs an account with nothing in its name"),
    ("/accounts/{id}/wake", "needs an account that nobody used for months"),
    ("/assessments/{id}/submit", "needs an assessment with every answer"),
    ("/break-glass/new", "needs to know who is in danger, and when they were born"),
    ("/break-glass/{id}", "needs the officer of the organisation whose worker broke it"),
    ("/my-record/consents", "needs an employer to be asked about"),
    ("/my-record/consents/{item}/withdraw", "needs a consent that stands"),
    ("/people/import", "needs a file; its transaction is that of people who are added"),
    ("/people/{id}/assessments", "needs a person without a draft"),
    ("/people/{id}/concerns/{item}", "needs a concern"),
    ("/people/{id}/consents", "needs an employer to be asked about"),
    ("/people/{id}/consents/{item}/withdraw", "needs a consent that stands"),
    ("/people/{id}/handover", "needs a case that is not being handed over"),
    ("/people/{id}/invite", "needs a person without an account"),
    ("/people/{id}/recover", "needs a person with an account, whose lead asks"),
    ("/people/{id}/referrals/new/{service}", "needs a service that fits the need"),
    ("/people/{id}/release", "needs a release that is not planned yet"),
    ("/people/{id}/released", "needs a planned release whose day has come"),
    ("/people/{id}/worker", "needs another worker of the lead"),
    ("/retention/holds", "needs a person with a number"),
    ("/retention/holds/{id}/lift", "needs a legal hold"),
    ("/role-requests/{id}/withdraw", "needs a request of one's own"),
    ("/sign-out", "ends a session, and changes nothing else"),
];

/// Who fills in forms: together they can open every form there is.
const WRITERS: [(&str, Role); 11] = [
    ("lead", Role::ResettlementWorker),
    ("lead", Role::Person),
    ("lead", Role::DataProtectionOfficer),
    ("lead", Role::Administrator),
    ("lead", Role::Evaluator),
    ("provider", Role::ServiceWorker),
    ("provider", Role::Administrator),
    ("taker", Role::ResettlementWorker),
    ("taker", Role::Person),
    ("sender", Role::ServiceWorker),
    ("step owner", Role::ServiceWorker),
];

/// A change that is made when nothing fails.
struct Change {
    cookie: String,
    path: String,
    body: String,
}

/// Returns whether a path is one of a route.
fn is_of(route: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let (route, path): (Vec<_>, Vec<_>) = (route.split('/').collect(), path.split('/').collect());
    route.len() == path.len()
        && route.iter().zip(path).all(|(part, given)| part.starts_with('{') || *part == given)
}

/// Returns the route that changes something at a path: the one with the fewest parts that can be anything.
fn route_of(path: &str) -> Option<&'static str> {
    let routes = table().into_iter().filter(|route| route.method == Method::POST);
    let of = routes.filter(|route| route.access.action().is_some() && is_of(route.path, path));
    of.map(|route| route.path).min_by_key(|route| route.matches('{').count())
}

/// A copy of a world, which is thrown away.
async fn copied(world: &World) -> (World, std::path::PathBuf) {
    let file = temporary();
    copy(&world.db, &file).await;
    let db = Db::open(&format!("sqlite:{}", file.display())).await.unwrap();
    (world.on(&db), file)
}

async fn remove((world, file): (World, std::path::PathBuf)) {
    world.db.close().await;
    let _ = std::fs::remove_file(&file);
}

/// Returns one change of each route that can be made by a form of a page here.
async fn changes(world: &World, rich: &Rich) -> BTreeMap<&'static str, Change> {
    let mut found = BTreeMap::new();
    for (place, role) in WRITERS {
        let cookie = world.session(rich.place(place).account(role)).await;
        for asked in asks(rich).iter().filter(|ask| ask.method == Method::GET) {
            if asked.thing.is_some_and(|(case, _)| case.name != "first") {
                continue;
            }
            let page = world.ask("GET", &asked.path, &cookie, String::new()).await;
            for form in forms(&page.text, "words") {
                let Some(route) = route_of(&form.action) else { continue };
                if found.contains_key(route) {
                    continue;
                }
                let change =
                    Change { cookie: cookie.clone(), path: form.action.clone(), body: form.body() };
                if is_made(world, &change).await {
                    found.insert(route, change);
                }
            }
        }
    }
    found
}

/// Adds the changes that ask for more than a page offers by itself, with fields that are right for many
/// routes at once.
async fn more_changes(world: &World, rich: &Rich, found: &mut BTreeMap<&'static str, Change>) {
    let (taker, worker) = (world.probation, rich.place("lead").account(Role::ResettlementWorker));
    let body = format!(
        "{FILLED}&taker={taker}&worker={worker}&number=A9876ZY&reason=a&given-name=Rhys&family-name=Morgan\
         &language=en&sex=male&prison={}&organisation={}&answer=a",
        world.prison, world.prison
    );
    for (place, role) in WRITERS {
        let cookie = world.session(rich.place(place).account(role)).await;
        for asked in asks(rich).into_iter().filter(|ask| ask.method == Method::POST) {
            let is_first = asked.thing.is_none_or(|(case, _)| case.name == "first");
            if !is_first || found.contains_key(asked.route) {
                continue;
            }
            let change = Change { cookie: cookie.clone(), path: asked.path, body: body.clone() };
            if is_made(world, &change).await {
                found.insert(asked.route, change);
            }
        }
    }
}

/// Returns whether a change is made when nothing fails, and journalled.
async fn is_made(world: &World, change: &Change) -> bool {
    let copy = copied(world).await;
    let before = (kept(&copy.0.db).await, journalled(&copy.0.db).await);
    let answer = copy.0.ask("POST", &change.path, &change.cookie, change.body.clone()).await;
    let is_changed = !changed(&before.0, &kept(&copy.0.db).await).is_empty();
    let is_journalled = journalled(&copy.0.db).await > before.1;
    remove(copy).await;
    let is_taken = answer.status.is_success() || answer.status.is_redirection();
    is_changed && is_journalled && is_taken
}

/// Returns how many entries the journal has of changes.
async fn journalled(db: &Db) -> i64 {
    let Db::Sqlite { read, .. } = db else { panic!("not SQLite") };
    let sql = "select count(*) from journal where event not in ('refused', 'person_read')";
    sqlx::query_scalar(sql).fetch_one(read).await.unwrap()
}

/// What a request did: the tables that it changed, and the entries of changes that it journalled.
async fn did(db: &Db, before: &(Kept, i64)) -> (Vec<String>, i64) {
    (changed(&before.0, &kept(db).await), journalled(db).await - before.1)
}

/// Makes a change with a fault at its first statement, then at its second, and so on, until it is made.
/// Returns how many faults there were.
async fn fail_everywhere(world: &World, route: &str, change: &Change) -> u64 {
    let before = (kept(&world.db).await, journalled(&world.db).await);
    let whole = copied(world).await;
    whole.0.ask("POST", &change.path, &change.cookie, change.body.clone()).await;
    let all = did(&whole.0.db, &before).await;
    remove(whole).await;
    let mut copy = copied(world).await;
    let mut number = 1;
    loop {
        assert!(number < STATEMENTS, "{route} does not come to its end");
        let fault = Fault::at(number);
        let ask = copy.0.ask("POST", &change.path, &change.cookie, change.body.clone());
        let answer = fault.within(ask).await;
        let name = format!("{route}, statement {number}, answered {}", answer.status);
        let done = did(&copy.0.db, &before).await;
        if answer.status == StatusCode::INTERNAL_SERVER_ERROR {
            assert!(fault.was_met(), "{name}: {}", answer.text);
            assert_eq!(done, (Vec::new(), 0), "{name}: some of it stayed");
        } else {
            // What the change does not need, such as the language of the page, may fail: then all is done.
            assert_eq!(done, all, "{name}: some of it was done");
            remove(copy).await;
            if !fault.was_met() {
                return number - 1;
            }
            copy = copied(world).await;
        }
        number += 1;
    }
}

#[test]
fn a_fault_at_any_statement_of_any_change_leaves_nothing_of_it() {
    on_sqlite(&async |world: World| {
        let rich = Rich::build(&world).await;
        let mut changes = changes(&world, &rich).await;
        more_changes(&world, &rich, &mut changes).await;
        let routes = table().into_iter().filter(|route| route.method == Method::POST);
        let routes = routes.filter(|route| route.access.action().is_some());
        let all: BTreeSet<&str> = routes.map(|route| route.path).collect();
        for (route, change) in &changes {
            assert!(all.contains(route), "{route} {}", change.path);
        }
        let covered = changes.keys().copied().chain(LEFT.iter().map(|(route, _)| *route));
        let covered: BTreeSet<&str> = covered.collect();
        let differ: Vec<_> = covered.symmetric_difference(&all).collect();
        assert!(differ.is_empty(), "neither walked nor left, or gone: {differ:?}");
        let mut faults = 0;
        for (route, change) in &changes {
            faults += fail_everywhere(&world, route, change).await;
        }
        println!("fault: {faults} faults in {} changes", changes.len());
    });
}
