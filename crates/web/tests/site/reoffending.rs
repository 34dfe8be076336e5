//! Who reoffended: files of proven offences that are added to a pilot.

use crate::cohort::{needing, served, service};
use crate::harness::{Answer, World, boxes, now, on_both};
use crate::pilot::{add_from, fixed, planned};
use axum::http::StatusCode;
use chrono::{Days, NaiveDate, TimeDelta};
use domain::{IdentifierKind, OutcomeStatus, PilotId};
use std::fmt::Write as _;
use store::journal::count;
use store::pilot::Eligible;
use uuid::Uuid;

const HEAD: &str = "prison_number,date_of_birth,committed_on,proven_on\n";

/// Sets up a pilot of so many people who were served and who were not, half a week apart, each with a prison
/// number, and moves the clock to where it is known who reoffended.
async fn pilot(world: &World, people: [u64; 2]) -> String {
    let service = service(world).await;
    let day = |at: u64| NaiveDate::from_ymd_opt(2026, 6, 1).unwrap() + Days::new(at % 80);
    for at in 0..people[0] {
        served(world, service, day(at), Some(OutcomeStatus::Yes), None).await;
    }
    for at in 0..people[1] {
        needing(world, day(at), Some(OutcomeStatus::Yes)).await;
    }
    let added = add_from(world, service, ["1", "1"]).await;
    let path = added.location.unwrap().split('?').next().unwrap().to_owned();
    planned(world, &path, &[]).await;
    let mut tx = world.db.begin().await.unwrap();
    for (at, one) in eligible(world, &path).await.iter().enumerate() {
        let kind = IdentifierKind::PrisonNumber;
        store::person::add_identifier(&mut tx, one.person, kind, &number(at), now()).await.unwrap();
    }
    tx.commit().await.unwrap();
    path
}

/// Returns whom the services of a pilot are for, but for the one whom every world has.
async fn eligible(world: &World, path: &str) -> Vec<Eligible> {
    let id = PilotId(path.rsplit('/').next().unwrap().parse().unwrap());
    let all = store::pilot::eligible(&mut world.db.read().await.unwrap(), id).await.unwrap();
    all.into_iter().filter(|one| one.needed_on < World::today()).collect()
}

async fn started(world: &World, path: &str) -> Vec<domain::PersonId> {
    let id = PilotId(path.rsplit('/').next().unwrap().parse().unwrap());
    let cohort = store::pilot::cohort(&mut world.db.read().await.unwrap(), id).await.unwrap();
    cohort.into_iter().map(|(person, _)| person).collect()
}

async fn entries(world: &World) -> i64 {
    count(&mut world.db.read().await.unwrap(), None, "reoffending_added").await.unwrap()
}

fn number(at: usize) -> String {
    format!("A{at:04}BC")
}

/// A file of everybody of a pilot, of whom every so many reoffended once, a month after the first day: of those
/// who were served, and of the others.
async fn file(world: &World, path: &str, every: [usize; 2]) -> String {
    let mut rows = String::from(HEAD);
    let started = started(world, path).await;
    for (at, one) in eligible(world, path).await.iter().enumerate() {
        let every = every[usize::from(!started.contains(&one.person))];
        let (number, born) = (number(at), one.date_of_birth.unwrap());
        let (committed, proven) = (one.needed_on + Days::new(30), one.needed_on + Days::new(60));
        match at % every {
            0 => writeln!(rows, "{number},{born},{committed},{proven}").unwrap(),
            _ => writeln!(rows, "{number},{born},,").unwrap(),
        }
    }
    rows
}

async fn send(world: &World, path: &str, complete: &str, file: &str) -> Answer {
    let token = Uuid::now_v7().to_string();
    let days = boxes("complete", complete);
    let days = days.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let fields = [("source", "The police, 3 May 2026"), ("form-token", token.as_str())];
    let fields: Vec<_> = fields.into_iter().chain(days).collect();
    world.upload(world.evaluator, &format!("{path}/reoffending"), &fields, file.as_bytes()).await
}

#[test]
pub(crate) fn who_reoffended_is_added_once_the_plan_is_fixed() {
    on_both(async |world| {
        let path = pilot(&world, [2, 2]).await;
        let form = format!("{path}/reoffending");
        let rows = file(&world, &path, [2, 2]).await;
        let early = send(&world, &path, "2026-11-01", &rows).await;
        assert_eq!(early.status, StatusCode::CONFLICT, "what is looked at may still change");
        fixed(&world, &path).await;
        let page = world.get(world.evaluator, &path).await;
        assert!(page.text.contains(&form) && page.text.contains("is not in the casework"));
        for account in [world.board_member, world.prison_worker, world.service_worker] {
            assert_eq!(world.get(account, &form).await.status, StatusCode::NOT_FOUND);
        }
        // One more, of whom nobody here knows.
        let stranger = "Z9999ZZ,1990-01-01,,\n";
        let sent = send(&world, &path, "2026-11-01", &format!("{rows}{stranger}")).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        assert_eq!(entries(&world).await, 1);
        let page = world.get(world.board_member, &path).await;
        assert!(page.text.contains("The police, 3 May 2026"), "{}", page.text);
        assert!(!page.text.contains(&form) && !page.text.contains("is not in the casework"));
        let nobody = send(&world, &path, "2026-11-01", &format!("{HEAD}{stranger}")).await;
        assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nobody.text.contains("Nobody in the file has a need"), "{}", nobody.text);
    });
}

#[test]
fn the_results_are_about_who_reoffended_once_that_is_known() {
    on_both(async |world| {
        let path = pilot(&world, [80, 240]).await;
        fixed(&world, &path).await;
        let results = format!("{path}/results");
        let rows = file(&world, &path, [5, 2]).await;
        assert_eq!(send(&world, &path, "2026-11-01", &rows).await.status, StatusCode::SEE_OTHER);
        let early = world.get(world.evaluator, &results).await;
        assert!(early.text.contains("nothing is known yet on both sides"), "{}", early.text);

        world.later(TimeDelta::days(900));
        assert_eq!(send(&world, &path, "2029-03-31", &rows).await.status, StatusCode::SEE_OTHER);
        let said = world.get(world.board_member, &results).await;
        let words = "Proven reoffending within a year was lower";
        assert!(said.text.contains(words), "{}", said.text);
        assert!(said.text.contains("from file 2, complete up to 31 March 2029"), "{}", said.text);
        assert!(said.text.contains("It is not the first. Files before it: 1"), "{}", said.text);
        let welsh = world.get(world.evaluator, &format!("{results}?lang=cy")).await;
        assert!(welsh.text.contains("Daw pwy a aildroseddodd o ffeil 2"), "{}", welsh.text);
        let report = world.get(world.evaluator, &format!("{path}/report")).await;
        assert!(report.text.contains("Proven reoffences within a year"));
        let cohort = world.get(world.evaluator, &format!("{path}/cohort")).await;
        let mut lines = cohort.text.lines();
        assert!(lines.next().unwrap().ends_with("reoffended,reoffences,housed_first_night"));
        let reoffended = |line: &&str| line.ends_with(",1,1,1");
        let started = |line: &&str| line.starts_with("1,");
        let all: Vec<_> = lines.collect();
        assert_eq!(all.iter().copied().filter(reoffended).filter(started).count(), 16);
        assert_eq!(all.iter().copied().filter(reoffended).count(), 16 + 120);
        // What is published is about the same outcome.
        let published = world.get(world.board_member, &format!("{path}/publish")).await;
        assert!(published.text.contains("Proven reoffending within a year"), "{}", published.text);
    });
}

#[test]
fn a_plan_that_looks_at_nothing_else_waits_until_it_is_known() {
    on_both(async |world| {
        let path = pilot(&world, [3, 3]).await;
        planned(&world, &path, &[("measures", "")]).await;
        fixed(&world, &path).await;
        let rows = file(&world, &path, [2, 2]).await;
        let results = format!("{path}/results");
        let before = world.get(world.evaluator, &results).await;
        assert_eq!(before.status, StatusCode::CONFLICT, "no file says who reoffended");
        assert_eq!(send(&world, &path, "2026-11-01", &rows).await.status, StatusCode::SEE_OTHER);
        for page in [results, format!("{path}/report")] {
            let said = world.get(world.evaluator, &page).await;
            assert!(said.text.contains("that is not known yet of anybody"), "{}", said.text);
        }
        let publish = world.get(world.board_member, &format!("{path}/publish")).await;
        assert_eq!(publish.status, StatusCode::OK, "{}", publish.text);
    });
}

#[test]
fn who_is_not_surely_the_same_is_not_linked() {
    on_both(async |world| {
        let path = pilot(&world, [3, 0]).await;
        fixed(&world, &path).await;
        let mut born = Vec::new();
        for one in eligible(&world, &path).await {
            born.push(one.date_of_birth.unwrap());
        }
        let id = PilotId(path.rsplit('/').next().unwrap().parse().unwrap());
        let head = "prison_number,crn,date_of_birth,committed_on,proven_on\n";
        let file = format!(
            "{head}{},,{},2026-08-01,2026-09-01\n{},,1950-01-01,2026-08-01,2026-09-01\n{},X123456,{},,\n",
            number(0),
            born[0],
            number(1),
            number(2),
            born[2],
        );
        assert_eq!(send(&world, &path, "2026-11-01", &file).await.status, StatusCode::SEE_OTHER);
        let mut conn = world.db.read().await.unwrap();
        let found = &store::pilot::reoffending_files(&mut conn, id).await.unwrap()[0];
        // A number with another date of birth is nobody; a further number that nobody has does no harm.
        assert_eq!((found.people, found.linked), (3, 2));
        let kept = store::pilot::reoffending(&mut conn, id).await.unwrap();
        assert_eq!(kept.iter().filter(|(_, offence)| offence.is_some()).count(), 1);
        drop(conn);
        // Another file stands in its place, and of the one before nothing is left but that it was there.
        let again = format!("{HEAD}{},{},,\n", number(1), born[1]);
        assert_eq!(send(&world, &path, "2026-11-01", &again).await.status, StatusCode::SEE_OTHER);
        let mut conn = world.db.read().await.unwrap();
        assert_eq!(store::pilot::reoffending(&mut conn, id).await.unwrap().len(), 1);
        assert_eq!(store::pilot::reoffending_files(&mut conn, id).await.unwrap().len(), 2);
    });
}

#[test]
fn a_file_of_offences_that_is_wrong_is_refused_by_line_and_nothing_of_it_is_kept() {
    on_both(async |world| {
        let path = pilot(&world, [2, 0]).await;
        fixed(&world, &path).await;
        let wrong = format!(
            "{HEAD}A0000BC,1990-02-30,2026-08-01,2026-09-01\n,1990-01-01,,\n\
             A0000BC,1990-01-01,2026-08-01,\nA0000BC,1990-01-01,2026-08-01,2026-07-01\n\
             A0000BC,1990-01-01,2026-08-01,2026-11-02\nA0000,1990-01-01,x,\n"
        );
        let refused = send(&world, &path, "2026-11-01", &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for said in [
            "Mistakes (7)",
            "Write a prison number, a PNC id or a CRN",
            "or neither",
            "The conviction or caution is before the offence",
            "after the day up to which the file is complete",
            "The police, 3 May 2026",
        ] {
            assert!(refused.text.contains(said), "{said}: {}", refused.text);
        }
        let later = send(&world, &path, "2030-01-01", &file(&world, &path, [2, 2]).await).await;
        assert_eq!(later.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(later.text.contains("must be today or in the past"), "{}", later.text);
        let headless = send(&world, &path, "2026-11-01", "date_of_birth,committed_on\n").await;
        assert!(headless.text.contains("The column proven_on is missing"), "{}", headless.text);
        assert_eq!(entries(&world).await, 0);
    });
}
