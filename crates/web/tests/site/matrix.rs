//! Role × route × object over the whole route table: what the site answers is what policy says, both
//! ways. What policy refuses is refused and changes nothing; what it allows is not refused.
//!
//! On SQLite alone: it is some ten thousand requests, and each change that is allowed is made on a
//! copy of the file. The queries below it run on both databases in the tests beside.

use crate::harness::{Answer, World, encode, on_sqlite, temporary};
use crate::kept::{changed, copy, kept};
use crate::rich::{Case, Noun, Place, Rich, Thing};
use axum::http::{Method, StatusCode};
use domain::referral::{ReferralMove, Side};
use domain::{FieldGroups, Purpose, Role};
use policy::{Action, Actor, Relation, Standing, authorise};
use std::collections::BTreeMap;
use std::fmt::Write;
use store::Db;
use web::table;

/// The moves of a handover, with the action that each is.
const HANDOVER_MOVES: [(&str, Action); 4] = [
    ("accept", Action::TakeHandover),
    ("meet", Action::TakeHandover),
    ("complete", Action::TakeHandover),
    ("abandon", Action::GiveHandover),
];

/// Routes about an object that this world does not have, and where each is asked about both ways.
const ELSEWHERE: [(&str, &str); 7] = [
    ("/retention/holds/{id}/lift", "retention.rs: one of one's own organisation, and another's"),
    ("/account/sessions/{id}/end", "own_account.rs: one's own session, and somebody else's"),
    (
        "/people/{id}/recover",
        "recovery.rs: of a person who has an account, and of one who has none",
    ),
    (
        "/role-requests/{id}/withdraw",
        "role_request.rs: one's own request, and another administrator's",
    ),
    ("/people/{id}/concerns/{item}", "concern.rs: one of the person, and another's"),
    ("/people/{id}/consents/{item}/withdraw", "consent.rs: an answer of the person, and another's"),
    ("/my-record/consents/{item}/withdraw", "consent.rs: one's own answer, and somebody else's"),
];

/// One thing that can be asked: a route about an object.
pub(crate) struct Ask<'a> {
    pub(crate) method: Method,
    pub(crate) route: &'static str,
    pub(crate) path: String,
    pub(crate) action: Action,
    pub(crate) thing: Option<(&'a Case, &'a Thing)>,
}

/// Returns which kind of thing a route is about, if about one.
fn noun(route: &str) -> Option<Noun> {
    if !route.contains("{id}") {
        return None;
    }
    let first = route.split('/').nth(1).unwrap_or_default();
    Some(match first {
        "people" => Noun::Person,
        "screenings" => Noun::Screening,
        "assessments" => Noun::Assessment,
        "needs" => Noun::Need,
        "goals" => Noun::Goal,
        "steps" => Noun::Step,
        "handovers" => Noun::Handover,
        "appointments" => Noun::Appointment,
        "outcomes" => Noun::Outcome,
        "referrals" => Noun::Referral,
        "services" => Noun::Service,
        "accounts" => Noun::Account,
        "agreements" => Noun::Agreement,
        "role-requests" => Noun::RoleRequest,
        "break-glass" => Noun::BreakGlass,
        "pilots" => Noun::Pilot,
        "read-alerts" => Noun::ReadAlert,
        "feeds" => Noun::Feed,
        "joins" => Noun::Join,
        "join-samples" => Noun::SamplePair,
        other => panic!("a thing that this test does not know: {other}"),
    })
}

/// Returns everything that can be asked of the whole table: each route about each object it can be
/// about, and with each other part of its path.
pub(crate) fn asks(rich: &Rich) -> Vec<Ask<'_>> {
    let mut asks = Vec::new();
    for route in table() {
        let Some(action) = route.access.action() else { continue };
        if ELSEWHERE.iter().any(|(path, _)| *path == route.path) {
            continue;
        }
        let mut things: Vec<Option<(&Case, &Thing)>> = Vec::new();
        match noun(route.path) {
            None => things.push(None),
            Some(noun) => {
                for case in &rich.cases {
                    let of = case.things.iter().filter(|thing| thing.noun == noun);
                    things.extend(of.map(|thing| Some((case, thing))));
                }
            }
        }
        assert!(!things.is_empty(), "nothing to ask {} about", route.path);
        for thing in things {
            let case = thing.map_or(&rich.cases[0], |(case, _)| case);
            let id = thing.map(|(_, thing)| thing.id.to_string()).unwrap_or_default();
            for (path, action) in paths(&route.method, route.path, action, case) {
                let path = path.replace("{id}", &id);
                assert!(!path.contains('{'), "a part that this test does not know: {path}");
                asks.push(Ask {
                    method: route.method.clone(),
                    route: route.path,
                    path,
                    action,
                    thing,
                });
            }
        }
    }
    asks
}

/// Returns the paths of a route with every part but the id, and the action that each needs.
fn paths(method: &Method, route: &str, action: Action, case: &Case) -> Vec<(String, Action)> {
    let with = |part: &str, values: &[&str]| {
        values.iter().map(|value| (route.replace(part, value), action)).collect()
    };
    if route.ends_with("/{what}/{item}/end") {
        let end = |(what, item): &(&str, uuid::Uuid)| {
            route.replace("{what}", what).replace("{item}", &item.to_string())
        };
        return case.details.iter().map(|detail| (end(detail), action)).collect();
    }
    if route.contains("{what}") {
        return with("{what}", &["name", "address", "contact", "condition", "flag"]);
    }
    if route == "/referrals/{id}/{move}" {
        let of = |side| if side == Side::Sender { Action::Refer } else { Action::ServeReferral };
        let moves = ReferralMove::CODES.into_iter();
        return moves.map(|(code, side)| (route.replace("{move}", code), of(side))).collect();
    }
    if route == "/handovers/{id}/{move}" {
        let of = |made: Action| if *method == Method::GET { action } else { made };
        let moves = HANDOVER_MOVES.into_iter();
        return moves.map(|(code, made)| (route.replace("{move}", code), of(made))).collect();
    }
    if route.contains("{group}") {
        return with("{group}", &["identity", "risk"]);
    }
    if route.contains("{service}") {
        return with("{service}", &[&format!("{}?need={}", case.service, case.need)]);
    }
    if route.contains("{measure}") {
        return with("{measure}", &["housed_first_night"]);
    }
    with("{area}", &["accommodation"])
}

/// Returns how somebody stands to what is about no thing in particular.
const fn relation_to_nothing(role: Role, action: Action) -> Relation {
    match action {
        Action::ViewOwnPlan
        | Action::AnswerPlan
        | Action::AssessOneself
        | Action::ViewOwnReads
        | Action::ExportOwnRecord
        | Action::ViewOwnConsents
        | Action::GiveConsent
        | Action::RaiseConcern
            if matches!(role, Role::Person) =>
        {
            Relation::Own
        }
        // Whoever adds a person leads their case.
        Action::EditPerson => Relation::Lead,
        Action::Invite
        | Action::ConfirmRoles
        | Action::ConfirmRules
        | Action::EditServices
        | Action::ViewAgreements
        | Action::EditAgreements
        | Action::AnswerReadAlerts
        | Action::ViewRetention
        | Action::KeepHolds
        | Action::SendFeeds => Relation::Own,
        _ => Relation::None,
    }
}

/// Returns how somebody stands to what they ask for: by the facts of the world, and not by asking the
/// program.
fn relation(place: &Place, role: Role, ask: &Ask<'_>) -> Relation {
    let Some((case, thing)) = ask.thing else { return relation_to_nothing(role, ask.action) };
    // The directory is nobody's.
    if ask.action == Action::SearchServices {
        return Relation::None;
    }
    let held = |relation| thing.held(place.id, relation);
    let leads = case.lead == place.id;
    let leads_as = leads && !matches!(role, Role::ServiceWorker | Role::Person);
    match thing.noun {
        Noun::Service
        | Noun::Account
        | Noun::Agreement
        | Noun::ReadAlert
        | Noun::RoleRequest
        | Noun::Feed => to_own(thing, place),
        Noun::Pilot => to_pilot(thing, place, ask.action),
        Noun::BreakGlass if breaks(role, held(Relation::Breaker)) => Relation::Breaker,
        Noun::Step => match ask.action {
            Action::TakeStep if held(Relation::StepOwner) => Relation::StepOwner,
            _ if leads_as => Relation::Lead,
            _ if held(Relation::StepOwner) => Relation::StepOwner,
            _ => Relation::None,
        },
        Noun::Handover => match ask.action {
            Action::TakeHandover if held(Relation::Taker) => Relation::Taker,
            _ if leads => Relation::Lead,
            _ if held(Relation::Taker) => Relation::Taker,
            _ if held(Relation::Giver) => Relation::Giver,
            _ => Relation::None,
        },
        Noun::Referral => match ask.action {
            Action::Refer if held(Relation::Sender) => Relation::Sender,
            _ if held(Relation::Provider) => Relation::Provider,
            _ if held(Relation::Sender) => Relation::Sender,
            Action::ViewReferral if leads_as => Relation::Lead,
            _ => Relation::None,
        },
        Noun::Appointment => match to_person(place, role, case) {
            Relation::Lead => Relation::Lead,
            Relation::Provider if held(Relation::Provider) => Relation::Provider,
            _ => Relation::None,
        },
        _ => to_person(place, role, case),
    }
}

/// Returns how somebody stands to what belongs to an organisation.
fn to_own(thing: &Thing, place: &Place) -> Relation {
    if thing.held(place.id, Relation::Own) { Relation::Own } else { Relation::None }
}

/// Returns how somebody stands to a pilot: figures are nobody's, and a file of names is of who gave the help.
fn to_pilot(thing: &Thing, place: &Place, action: Action) -> Relation {
    let names = action == Action::ExportForJusticeDataLab;
    if names { to_own(thing, place) } else { Relation::None }
}

/// The service worker of an organisation broke the glass; its data protection officer reviews it.
const fn breaks(role: Role, held: bool) -> bool {
    held && matches!(role, Role::ServiceWorker | Role::DataProtectionOfficer)
}

/// Returns how somebody stands to the person of a case.
fn to_person(place: &Place, role: Role, case: &Case) -> Relation {
    if role == Role::Person {
        return if place.own == case.person { Relation::Own } else { Relation::None };
    }
    if case.lead == place.id && role != Role::ServiceWorker {
        return Relation::Lead;
    }
    if case.name == "first" {
        // A service worker of who is offered the case has nothing to do with it yet; one of who leads
        // it stands to the person by what they serve: here, by the organisation's own appointment.
        if role == Role::ServiceWorker && place.relation == Relation::Taker {
            return Relation::None;
        }
        let leads = place.relation == Relation::Lead;
        return if leads { Relation::Provider } else { place.relation };
    }
    // In the second case, one organisation is everything.
    if case.lead == place.id { Relation::Provider } else { Relation::None }
}

/// Returns what policy says.
fn allowed(place: &Place, role: Role, ask: &Ask<'_>) -> bool {
    let actor = Actor {
        account: place.account(role),
        person: (role == Role::Person).then_some(place.own),
        ..Actor::anybody(role, place.id, place.kind)
    };
    let serves = matches!(actor.purpose(), Purpose::Resettlement | Purpose::Service);
    // Nobody here was asked for consent.
    let standing = Standing {
        relation: relation(place, role, ask),
        agreed: if place.agreed && serves { FieldGroups::ALL } else { FieldGroups::NONE },
        consented: FieldGroups::NONE,
        broken: FieldGroups::NONE,
    };
    authorise(&actor, ask.action, standing, ()).is_ok()
}

/// Somebody who asks.
struct Asker<'a> {
    place: &'a Place,
    role: Role,
    cookie: String,
}

async fn askers<'a>(world: &World, rich: &'a Rich) -> Vec<Asker<'a>> {
    let mut askers = Vec::new();
    for place in &rich.places {
        for role in Role::ALL {
            let cookie = world.session(place.account(*role)).await;
            askers.push(Asker { place, role: *role, cookie });
        }
    }
    askers
}

fn is_refused(status: StatusCode) -> bool {
    matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND)
}

/// A form that is right, or right enough, for many routes at once.
pub(crate) const FILLED: &str = "words=a&answer=a&question=a&name=a&given-name=a&family-name=b&title=a&\
    kind=release&summary=a&what=load&rating=red&override-reason=other&note=a&how=done&actor=person&\
    met-day=25&met-month=11&met-year=2026&attended=yes&abandon-reason=other&due-day=1&due-month=1&\
    due-year=2027&route=automatic&going-to=a&released-day=25&released-month=11&released-year=2026&\
    decline-reason=other&decline-note=a&withdraw-reason=mistake&email=a%40demo.example&\
    role=service_worker&view=agree&name-kind=alias&name-given=a&name-family=b&contact-kind=phone&\
    contact-value=07700900000&address-kind=main&address-words=a&condition-kind=bespoke&\
    condition-words=a&flag-kind=gangs&flag-from-day=1&flag-from-month=1&flag-from-year=2026";

/// Words that only the records have.
const NAMES: [&str; 2] = ["O’Neill", "Prydderch"];

#[test]
fn every_role_on_every_route_about_every_object_is_answered_as_policy_says() {
    on_sqlite(&async |world| {
        let rich = Rich::build(&world).await;
        let (asks, askers) = (asks(&rich), askers(&world, &rich).await);
        let before = kept(&world.db).await;
        let (mut wrong, mut refused, mut to_change) = (String::new(), 0, Vec::new());
        let mut read = 0;
        for asker in &askers {
            for ask in &asks {
                let may = allowed(asker.place, asker.role, ask);
                if may && ask.method == Method::POST {
                    to_change.push((asker, ask));
                    continue;
                }
                refused += usize::from(!may);
                read += usize::from(may);
                // A refusal is the same whatever the form says.
                let filled = if ask.method == Method::POST { FILLED } else { "" };
                for body in ["", filled] {
                    let method = ask.method.as_str();
                    let answer = world.ask(method, &ask.path, &asker.cookie, body.into()).await;
                    let _ = write!(wrong, "{}", fault(asker, ask, may, &answer));
                    if filled.is_empty() {
                        break;
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{} wrong:\n{wrong}", wrong.lines().count());
        let changed = changed(&before, &kept(&world.db).await);
        assert_eq!(changed, [] as [String; 0], "refused requests and reads changed something");
        let made = changes(&world, &to_change).await;
        let of = |route: &str| made.get(route).copied().unwrap_or_default();
        assert!(of("/steps/{id}/take") > 0 && of("/referrals/{id}/{move}") > 0, "{made:?}");
        println!(
            "matrix: {} routes and objects x {} accounts of {} roles in {} organisations: \
             {} answers ({refused} refused, {read} reads and {} changes allowed)",
            asks.len(),
            askers.len(),
            Role::ALL.len(),
            rich.places.len(),
            asks.len() * askers.len(),
            to_change.len(),
        );
    });
}

/// Returns what is wrong with an answer that changes nothing, on a line; else nothing.
fn fault(asker: &Asker<'_>, ask: &Ask<'_>, may: bool, answer: &Answer) -> String {
    let by = relation(asker.place, asker.role, ask);
    // Who has nothing to do with it does not learn that it is there. Whose role never signs or confirms
    // for an organisation is told so whether there is such a thing or not.
    let told_first = matches!(
        ask.action,
        Action::ViewAgreements
            | Action::EditAgreements
            | Action::AnswerReadAlerts
            | Action::ConfirmRoles
            | Action::ConfirmRules
            | Action::SendFeeds
    );
    let hidden = by == Relation::None && !told_first;
    let expected = if hidden { StatusCode::NOT_FOUND } else { StatusCode::FORBIDDEN };
    let leaks = NAMES.iter().any(|name| answer.text.contains(name));
    let right = if may {
        !is_refused(answer.status) && !answer.status.is_server_error()
    } else {
        (answer.status == expected || told_first && is_refused(answer.status)) && !leaks
    };
    if right {
        return String::new();
    }
    format!(
        "{} at {} ({by}) {} {} [{}] {}: {}, policy: {may}{}\n",
        asker.role,
        asker.place.name,
        ask.method,
        ask.route,
        ask.thing.map_or("", |(case, _)| case.name),
        ask.action,
        answer.status,
        if leaks { ", with a name" } else { "" },
    )
}

/// Makes every change that is allowed, each on a copy of its own, and returns how many of each route
/// changed something.
async fn changes(
    world: &World,
    to_change: &[(&Asker<'_>, &Ask<'_>)],
) -> BTreeMap<&'static str, usize> {
    let (mut made, mut wrong) = (BTreeMap::new(), String::new());
    for (asker, ask) in to_change {
        let file = temporary();
        copy(&world.db, &file).await;
        let db = Db::open(&format!("sqlite:{}", file.display())).await.unwrap();
        let copied = world.on(&db);
        let answer = copied.ask("POST", &ask.path, &asker.cookie, encode(&[])).await;
        if is_refused(answer.status) || answer.status.is_server_error() {
            let _ = writeln!(
                wrong,
                "{} at {} POST {}: {}",
                asker.role, asker.place.name, ask.route, answer.status
            );
        }
        if answer.status == StatusCode::SEE_OTHER {
            *made.entry(ask.route).or_default() += 1;
        }
        db.close().await;
        let _ = std::fs::remove_file(&file);
    }
    assert!(wrong.is_empty(), "allowed, and refused:\n{wrong}");
    made
}
