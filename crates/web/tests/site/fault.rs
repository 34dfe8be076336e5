//! A fault at every statement of every change: nothing of it stays, and whoever asked is told that it
//! failed. Over the whole route table: by the forms that the pages themselves offer, and by the tests of
//! the pages whose forms ask for more.
//!
//! On SQLite: where a statement fails is above the database, and what a transaction that was not
//! committed leaves is tested on both in the store.

use crate::form_filler::forms;
use crate::harness::{Answer, World, on_sqlite, temporary};
use crate::kept::{Kept, changed, copy, kept};
use crate::matrix::{FILLED, asks};
use crate::rich::Rich;
use axum::http::{Method, StatusCode};
use domain::Role;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use store::{Db, Fault};
use web::table;

/// Of the statements of one change every so many fails, counted from its commit back, unless
/// `RESETTLE_FAULTS=every` is set.
const STRIDE: usize = 4;

/// Changes that are not walked, each with the reason.
const LEFT: &[(&str, &str)] = &[
    (
        "/people/import",
        "a thousand rows to a transaction by intention, and the same list can be sent again",
    ),
    (
        "/feeds/new",
        "a hundred rows to a transaction by intention, and the same file can be sent again",
    ),
    (
        "/pilots/{id}/results/stop",
        "what it stops is in no database; on record is that somebody did",
    ),
    ("/account/single-sign-on", "a provider's code opens once, and not again for each fault"),
    ("/sign-in/through", "a provider's code opens once, and not again for each fault"),
];

/// Tests that make the changes which no page offers by itself.
const TESTS: &[fn()] = &[
    crate::account::a_dormant_account_is_closed_until_an_administrator_opens_it,
    crate::assessment::a_task_list_is_answered_checked_and_submitted,
    crate::assessment::change_is_shown_both_ways_in_both_languages,
    crate::break_glass::their_own_officer_reviews_it_once_and_then_the_next_can_be_broken,
    crate::concern::a_concern_waits_for_the_lead_until_it_is_answered,
    crate::consent::a_new_answer_takes_the_place_of_the_one_before,
    crate::consent::an_answer_is_withdrawn_by_the_person_and_their_lead_and_nobody_else,
    crate::consent::the_worker_writes_down_and_the_person_withdraws,
    crate::evidence::a_pilot_of_which_nothing_can_be_said_is_published_too,
    crate::first_sign_in::a_code_and_a_date_of_birth_lead_to_an_account,
    crate::handover::it_stays_with_the_giver_until_the_taker_accepts,
    crate::invitation::an_invitation_leads_to_an_account,
    crate::join_sample::pairs_are_looked_at_blind_and_what_differs_is_asked_again,
    crate::join::what_is_likely_waits_for_the_lead_and_every_decision_can_be_taken_back,
    crate::justice_data_lab::a_file_of_sixty_is_made_and_everybody_in_it_is_journalled,
    crate::own_account::a_password_is_changed_by_who_knows_the_old_one,
    crate::own_account::a_second_factor_is_changed_once_its_code_is_shown,
    crate::own_account::sessions_are_listed_to_their_owner_who_ends_them,
    crate::pilot::the_board_decides_and_scales_only_what_was_asked_before,
    crate::pool::a_file_is_added_once_the_plan_is_fixed,
    crate::reoffending::who_reoffended_is_added_once_the_plan_is_fixed,
    crate::recovery::a_recovery_gives_a_new_way_in_and_closes_the_old,
    crate::recovery::the_worker_who_leads_the_case_lets_a_person_back_in,
    crate::referral_new::a_draft_is_changed_and_sent,
    crate::release::a_release_starts_five_outcomes_and_ends_the_stay,
    crate::retention::a_hold_is_placed_and_lifted_with_a_reason,
    crate::role_request::every_change_of_a_role_takes_two_and_signs_out,
    crate::role_request::it_is_refused_with_a_reason_taken_back_or_ends_by_itself,
    crate::sign_in::a_password_and_then_a_code_let_somebody_in,
    crate::single_sign_on::an_account_is_tied_by_its_holder_alone_and_untied,
    crate::step_up::a_code_leads_back_and_gives_the_session_another_token,
    crate::worker::a_worker_is_named_once_and_the_clock_stops,
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
    /// The content type of the body.
    kind: String,
    body: Vec<u8>,
}

impl Change {
    fn of_form(cookie: &str, path: &str, body: String) -> Self {
        let kind = "application/x-www-form-urlencoded".to_owned();
        Self { cookie: cookie.to_owned(), path: path.to_owned(), kind, body: body.into_bytes() }
    }

    async fn make(&self, world: &World) -> Answer {
        world.send("POST", &self.path, &self.cookie, &self.kind, self.body.clone()).await
    }
}

/// The changes that are walked when a test of this thread is the first to make them.
struct Walk {
    wanted: BTreeSet<&'static str>,
    /// Faults in each change that was walked.
    walked: BTreeMap<&'static str, u64>,
    /// A change is being walked: what is asked meanwhile is part of that.
    is_under_way: bool,
}

thread_local! {
    static WALK: RefCell<Option<Walk>> = const { RefCell::new(None) };
}

/// Returns whether the tests of this thread are run for the changes that they make.
pub(crate) fn is_walked() -> bool {
    WALK.with_borrow(Option::is_some)
}

/// Walks a change that a test is about to make, on copies, if it is wanted.
pub(crate) async fn before_change(
    world: &World,
    path: &str,
    cookie: &str,
    kind: &str,
    body: &[u8],
) {
    let Some(route) = WALK.with_borrow_mut(|walk| begin(walk.as_mut()?, path)) else { return };
    let (cookie, path, kind) = (cookie.to_owned(), path.to_owned(), kind.to_owned());
    let change = Change { cookie, path, kind, body: body.to_vec() };
    let faults = match made(world, &change).await {
        Some(made) => Some(fail_everywhere(world, route, &change, &made).await),
        None => None,
    };
    WALK.with_borrow_mut(|walk| {
        let walk = walk.as_mut().unwrap();
        walk.is_under_way = false;
        walk.walked.extend(faults.map(|faults| (route, faults)));
    });
}

fn begin(walk: &mut Walk, path: &str) -> Option<&'static str> {
    let route = route_of(path)?;
    let is_wanted = walk.wanted.contains(route) && !walk.walked.contains_key(route);
    if walk.is_under_way || !is_wanted {
        return None;
    }
    walk.is_under_way = true;
    Some(route)
}

/// Runs the tests, and returns how many faults there were in each wanted change that they make.
fn walk_tests(wanted: BTreeSet<&'static str>) -> BTreeMap<&'static str, u64> {
    WALK.set(Some(Walk { wanted, walked: BTreeMap::new(), is_under_way: false }));
    for test in TESTS {
        test();
    }
    WALK.take().unwrap().walked
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
    let of = posted().into_iter().filter(|route| is_of(route, path));
    of.min_by_key(|route| route.matches('{').count())
}

/// Returns the routes that take a form.
fn posted() -> BTreeSet<&'static str> {
    let routes = table().into_iter().filter(|route| route.method == Method::POST);
    routes.map(|route| route.path).collect()
}

/// Returns whether a path is one at which somebody signs in.
fn is_door(path: &str) -> bool {
    let route = route_of(path);
    table().iter().any(|known| Some(known.path) == route && known.access.action().is_none())
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
async fn changes(world: &World, rich: &Rich) -> Changes {
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
                let change = Change::of_form(&cookie, &form.action, form.body());
                if let Some(made) = made(world, &change).await {
                    found.insert(route, (change, made));
                }
            }
        }
    }
    found
}

/// Adds the changes that ask for more than a page offers by itself, with fields that are right for many
/// routes at once.
async fn more_changes(world: &World, rich: &Rich, found: &mut Changes) {
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
            let change = Change::of_form(&cookie, &asked.path, body.clone());
            if let Some(made) = made(world, &change).await {
                found.insert(asked.route, (change, made));
            }
        }
    }
}

/// The tables that were changed, whether sessions were, and how many changes were journalled.
type Done = (Vec<String>, bool, i64);

/// What a change does when nothing fails, in how many statements.
struct Made {
    done: Done,
    statements: u64,
}

/// The changes that were found, by their route.
type Changes = BTreeMap<&'static str, (Change, Made)>;

/// What a database holds, the sessions with what opens them, and how many changes are journalled.
struct State {
    kept: Kept,
    sessions: String,
    journalled: i64,
}

impl State {
    async fn of(db: &Db) -> Self {
        let Db::Sqlite { read, .. } = db else { panic!("not SQLite") };
        let sql = "select count(*) from journal where event not in ('refused', 'person_read')";
        let journalled = sqlx::query_scalar(sql).fetch_one(read).await.unwrap();
        // All of a session but when it was last seen, which every request writes.
        let sql = "select coalesce(group_concat(line, char(10)), '') from \
            (select hex(id) || token_hash || coalesce(factor_at, '') as line from session order by 1)";
        let sessions = sqlx::query_scalar(sql).fetch_one(read).await.unwrap();
        Self { kept: kept(db).await, sessions, journalled }
    }

    /// What was done since.
    async fn done_since(&self, db: &Db) -> Done {
        let now = Self::of(db).await;
        let sessions = now.sessions != self.sessions;
        (changed(&self.kept, &now.kept), sessions, now.journalled - self.journalled)
    }
}

/// Makes a change on a copy. Returns what it did if it was taken, and changed something, and is
/// journalled, but for a door that opens in two steps, of which the first may not be.
async fn made(world: &World, change: &Change) -> Option<Made> {
    let copy = copied(world).await;
    let before = State::of(&copy.0.db).await;
    let none = Fault::at(u64::MAX);
    let answer = none.within(change.make(&copy.0)).await;
    let done = before.done_since(&copy.0.db).await;
    remove(copy).await;
    let (tables, sessions, journalled) = &done;
    let is_taken = answer.status.is_success() || answer.status.is_redirection();
    let is_changed = *sessions || !tables.is_empty();
    let is_journalled = *journalled > 0 || is_door(&change.path);
    let made = Made { statements: none.statements(), done };
    (is_taken && is_changed && is_journalled).then_some(made)
}

/// Makes a change again and again with a fault at another of its statements. Returns how many faults
/// there were.
async fn fail_everywhere(world: &World, route: &str, change: &Change, made: &Made) -> u64 {
    let before = State::of(&world.db).await;
    let is_every = std::env::var("RESETTLE_FAULTS").is_ok_and(|faults| faults == "every");
    let stride = if is_every { 1 } else { STRIDE };
    let mut copy = copied(world).await;
    let mut faults = 0;
    for number in (1..=made.statements).rev().step_by(stride) {
        faults += 1;
        let fault = Fault::at(number);
        let answer = fault.within(change.make(&copy.0)).await;
        let name = format!("{route}, statement {number}, answered {}", answer.status);
        let done = before.done_since(&copy.0.db).await;
        if answer.status == StatusCode::INTERNAL_SERVER_ERROR {
            assert!(fault.was_met(), "{name}: {}", answer.text);
            assert_eq!(done, (Vec::new(), false, 0), "{name}: some of it stayed");
        } else {
            // What the change does not need, such as the language of the page, may fail: then all is done.
            assert_eq!(done, made.done, "{name}: some of it was done");
            remove(copy).await;
            copy = copied(world).await;
        }
    }
    remove(copy).await;
    faults
}

#[test]
fn a_fault_at_any_statement_of_any_change_leaves_nothing_of_it() {
    let walked = RefCell::new(BTreeMap::new());
    on_sqlite(&async |world: World| {
        let rich = Rich::build(&world).await;
        let mut changes = changes(&world, &rich).await;
        more_changes(&world, &rich, &mut changes).await;
        for (route, (change, made)) in &changes {
            let faults = fail_everywhere(&world, route, change, made).await;
            walked.borrow_mut().insert(*route, faults);
        }
    });
    let mut walked = walked.into_inner();
    let all = posted();
    walked.extend(walk_tests(
        all.iter().copied().filter(|route| !walked.contains_key(route)).collect(),
    ));
    let covered = walked.keys().copied().chain(LEFT.iter().map(|(route, _)| *route));
    let covered: BTreeSet<&str> = covered.collect();
    let differ: Vec<_> = covered.symmetric_difference(&all).collect();
    assert!(differ.is_empty(), "neither walked nor left, or gone: {differ:?}");
    let faults: u64 = walked.values().sum();
    println!("fault: {faults} faults in {} changes", walked.len());
}
