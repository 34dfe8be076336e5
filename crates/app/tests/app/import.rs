//! Importing a custody list, from the command line's side.

use crate::harness::{agree, on_both, on_sqlite};
use app::App;
use app::import::{Importer, Mistake, NoWatch, Options, Progress, Report, Watch};
use domain::{
    IdentifierKind, Organisation, OrganisationId, OrganisationKind, PersonId, PrisonNumber, Sector,
    Subject,
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::io::Cursor;
use std::sync::{Arc, Mutex};
use store::clock;
use store::import::{self, Standing};
use uuid::Uuid;

const FIRST: &str = "prison_number,family_name,given_name,date_of_birth,prison,received_on,\
                     reception,release_due_on,going_to,crn,pnc_id";

async fn prisons(app: &App) {
    let mut tx = app.db.begin().await.unwrap();
    let mut parties = Vec::new();
    for (code, name) in [("CFI", "Cardiff"), ("MDI", "Moorland")] {
        let prison = Organisation {
            id: OrganisationId(Uuid::now_v7()),
            name: name.to_owned(),
            sector: Sector::Public,
            kind: OrganisationKind::Prison,
            region: None,
            prison_code: Some(code.to_owned()),
        };
        store::organisation::add(&mut tx, &prison, app.now()).await.unwrap();
        parties.push(prison.id);
    }
    agree(app, &mut tx, &parties).await;
    tx.commit().await.unwrap();
}

async fn run(app: &App, rows: &[String], accept_good: bool) -> Report {
    let file = format!("{FIRST}\n{}\n", rows.join("\n"));
    let options = Options { accept_good, ..Options::default() };
    let importer = Importer::operator(app);
    app::import::run(&importer, &mut Cursor::new(file), &options, &mut NoWatch).await.unwrap()
}

/// Everything of a person that an import writes.
type Snapshot = (String, Option<(Standing, Option<String>, Vec<(Subject, Uuid)>)>);

async fn person(app: &App, number: &str) -> Option<PersonId> {
    let number = PrisonNumber::parse(number).ok()?;
    let mut conn = app.db.read().await.unwrap();
    store::person_detail::imported(&mut conn, &number).await.unwrap().map(|found| found.person)
}

async fn snapshot(app: &App, number: &str) -> Snapshot {
    let Some(id) = person(app, number).await else { return (number.to_owned(), None) };
    let mut conn = app.db.read().await.unwrap();
    let standing = import::standing(&mut conn, id).await.unwrap().unwrap();
    let known =
        import::holders(&mut conn, &[(IdentifierKind::PrisonNumber, number)]).await.unwrap();
    let hash = known.into_values().find_map(|holder| holder.hash);
    let clocks = clock::of_person(&mut conn, id).await.unwrap();
    let clocks = clocks.into_iter().map(|clock| (clock.subject, clock.subject_id)).collect();
    (number.to_owned(), Some((standing, hash, clocks)))
}

fn row(number: &str, rest: &str) -> String {
    format!("{number},{rest}")
}

#[test]
fn somebody_new_comes_with_their_stay_their_release_and_their_clocks() {
    on_both(async |app| {
        prisons(&app).await;
        let rows = [row(
            "A1234BC",
            "Example,Ann,1990-05-17,CFI,2026-10-01,recall,2027-01-08,Hostel,X123456,",
        )];
        let report = run(&app, &rows, false).await;
        assert_eq!((report.added, report.mistakes.count), (1, 0), "{report:?}");
        let (_, found) = snapshot(&app, "A1234BC").await;
        let (standing, _, clocks) = found.unwrap();
        let custody = standing.custody.unwrap();
        assert_eq!(custody.started_on.to_string(), "2026-10-01");
        // 8 January 2027 is a Friday: the person leaves on the Thursday.
        let release = standing.release.unwrap();
        assert_eq!(release.release_on.to_string(), "2027-01-07");
        assert_eq!(release.going_to, "Hostel");
        let subjects: BTreeSet<_> = clocks.iter().map(|clock| clock.0).collect();
        assert_eq!(subjects, BTreeSet::from([Subject::Person, Subject::Screening]));
        let mut conn = app.db.read().await.unwrap();
        for (event, count) in
            [("person_added", 1), ("received", 1), ("release_planned", 1), ("people_imported", 1)]
        {
            assert_eq!(
                store::journal::count(&mut conn, None, event).await.unwrap(),
                count,
                "{event}"
            );
        }
    });
}

#[test]
fn a_changed_row_changes_what_it_says_and_keeps_what_was_there() {
    on_both(async |app| {
        prisons(&app).await;
        let first = row("A1234BC", "Example,Ann,1990-05-17,CFI,2026-10-01,,2027-02-01,,,");
        run(&app, std::slice::from_ref(&first), false).await;
        let later = row("A1234BC", "Sample,Ann,1990-05-17,MDI,2026-11-20,,2027-03-01,,X123456,");
        let report = run(&app, std::slice::from_ref(&later), false).await;
        assert_eq!((report.changed, report.mistakes.count), (1, 0), "{report:?}");
        let (_, found) = snapshot(&app, "A1234BC").await;
        let (standing, _, clocks) = found.unwrap();
        assert_eq!(standing.person.family_name, "Sample");
        assert_eq!(standing.custody.unwrap().started_on.to_string(), "2026-11-20");
        assert_eq!(standing.release.unwrap().due_on.to_string(), "2027-03-01");
        assert!(standing.offered, "the first prison leads until the second accepts");
        let screenings = clocks.iter().filter(|clock| clock.0 == Subject::Screening).count();
        assert_eq!(screenings, 1, "a transfer starts no second screening");
        // The list of the first prison is older now, and says so.
        let report = run(&app, &[first.replace("Ann", "Anne")], false).await;
        assert_eq!(report.mistakes.shown[0].why.key, "import-older", "{report:?}");
    });
}

#[test]
fn what_contradicts_the_records_is_named_and_not_loaded() {
    on_both(async |app| {
        prisons(&app).await;
        let known = row("A1234BC", "Example,Ann,1990-05-17,CFI,2026-10-01,,,,X123456,");
        run(&app, &[known], false).await;
        let check = async |rows: &[String], expected: &[(u64, &str)]| {
            let report = run(&app, rows, false).await;
            let found: Vec<_> = report
                .mistakes
                .shown
                .iter()
                .map(|mistake| (mistake.line, mistake.why.key))
                .collect();
            assert_eq!(found, expected, "{rows:?}");
            assert!(!report.loaded);
        };
        check(
            &[row("A1235BC", "Other,Bob,1980-01-01,CFI,2026-10-01,,,,X123456,")],
            &[(2, "import-number-taken")],
        )
        .await;
        check(
            &[row("A1234BC", "Other,Bob,1980-01-01,CFI,2026-10-01,,,,,")],
            &[(2, "import-other-person")],
        )
        .await;
        check(&[row("A1235BC", "Other,Bob,,LEI,2026-10-01,,,,,")], &[(2, "import-prison-unknown")])
            .await;
        let twice = row("A1236BC", "Other,Bob,,CFI,2026-10-01,,,,X654321,");
        let also = row("A1237BC", "Other,Bob,,CFI,2026-10-01,,,,X654321,");
        check(
            &[twice.clone(), also, twice],
            &[
                (2, "import-number-twice"),
                (2, "import-number-twice"),
                (3, "import-number-twice"),
                (4, "import-number-twice"),
                (4, "import-number-twice"),
            ],
        )
        .await;
    });
}

#[test]
fn a_file_that_is_no_list_is_refused_at_once() {
    on_both(async |app| {
        let check = async |bytes: Vec<u8>, key: &str| {
            let importer = Importer::operator(&app);
            let options = Options { accept_good: true, ..Options::default() };
            let mut file = Cursor::new(bytes);
            let report =
                app::import::run(&importer, &mut file, &options, &mut NoWatch).await.unwrap();
            assert!(report.unreadable && !report.loaded, "{key}");
            assert!(
                report.mistakes.shown.iter().any(|mistake| mistake.why.key == key),
                "{report:?}"
            );
        };
        check(Vec::new(), "import-empty").await;
        check(FIRST.into(), "import-no-rows").await;
        check(b"prison_no,family_name\n1,2\n".to_vec(), "import-column-unknown").await;
        check(b"\xff\xfep\0".to_vec(), "import-utf16").await;
    });
}

/// Counts what it sees.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<(u64, Vec<Progress>)>>);

impl Watch for Seen {
    fn mistake(&mut self, _: &Mistake) {
        self.0.lock().unwrap().0 += 1;
    }

    fn progress(&mut self, progress: Progress) {
        self.0.lock().unwrap().1.push(progress);
    }
}

#[test]
fn mistakes_are_capped_where_they_are_kept_and_passed_on_where_they_are_written() {
    on_sqlite(&async |app: App| {
        let rows: Vec<String> = (0..2_500).map(|n| format!("{n},,,,,,,,,,")).collect();
        let file = format!("{FIRST}\n{}\n", rows.join("\n"));
        let mut seen = Seen::default();
        let importer = Importer::operator(&app);
        let report =
            app::import::run(&importer, &mut Cursor::new(file), &Options::default(), &mut seen)
                .await
                .unwrap();
        assert_eq!(report.mistakes.shown.len(), app::import::SHOWN);
        assert_eq!(report.refused, 2_500);
        let seen = seen.0.lock().unwrap();
        assert_eq!(seen.0, report.mistakes.count);
        assert_eq!(
            seen.1.iter().map(|progress| progress.rows).collect::<Vec<_>>(),
            [1_000, 2_000, 2_500]
        );
    });
}

prop_compose! {
    /// A row about one of six people, sometimes wrong.
    fn any_row()(
        who in 0..6_u32,
        family in prop::sample::select(vec!["Example", "Sample", "O’Neill", ""]),
        born in prop::sample::select(vec!["1990-05-17", "18/05/1990", "31/02/1990", ""]),
        prison in prop::sample::select(vec!["CFI", "MDI", "XXX"]),
        day in 1..25_u32,
        reception in prop::sample::select(vec!["", "recall", "transfer", "holiday"]),
        due in prop::sample::select(vec!["", "2027-02-05", "2026-12-25", "2050-01-01"]),
        crn in prop::sample::select(vec!["", "X123456", "X654321"]),
    ) -> String {
        let number = format!("A100{who}BC");
        row(&number, &format!("{family},Ann,{born},{prison},2026-11-{day:02},{reception},{due},,{crn},"))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn twice_is_once_and_exactly_the_good_rows_are_loaded(
        first in prop::collection::vec(any_row(), 1..8),
        second in prop::collection::vec(any_row(), 0..8),
    ) {
        on_sqlite(&async |app: App| {
            prisons(&app).await;
            run(&app, &first, true).await;
            let once = run(&app, &second, true).await;
            let mut before = Vec::new();
            for who in 0..6 {
                before.push(snapshot(&app, &format!("A100{who}BC")).await);
            }
            let twice = run(&app, &second, true).await;
            assert_eq!((twice.added, twice.changed), (0, 0), "{second:?}");
            assert_eq!(twice.refused, once.refused);
            assert_eq!(twice.mistakes, once.mistakes);
            let refused: BTreeSet<u64> =
                once.mistakes.shown.iter().map(|mistake| mistake.line).collect();
            assert_eq!(once.rows, once.refused + once.added + once.changed + once.unchanged);
            for (at, (number, before)) in before.into_iter().enumerate() {
                let after = snapshot(&app, &number).await;
                assert_eq!(&after, &(number.clone(), before), "{second:?}");
                // Whoever has a row that was not refused is there.
                let good = |rows: &[String], refused: &BTreeSet<u64>| {
                    rows.iter().zip(2..).any(|(row, line)| {
                        row.starts_with(&number) && !refused.contains(&line)
                    })
                };
                if good(&second, &refused) {
                    assert!(after.1.is_some(), "{at} {second:?}");
                }
            }
        });
    }
}

#[test]
fn a_number_is_found_under_its_kind() {
    on_both(async |app| {
        prisons(&app).await;
        let rows = [row("A1234BC", "Example,Ann,,CFI,2026-10-01,,,,X123456,02/73319Z")];
        run(&app, &rows, false).await;
        let mut conn = app.db.read().await.unwrap();
        let numbers = [
            (IdentifierKind::PrisonNumber, "A1234BC"),
            (IdentifierKind::Crn, "A1234BC"),
            (IdentifierKind::Crn, "X999999"),
            (IdentifierKind::Crn, "X123456"),
        ];
        let found = import::holders(&mut conn, &numbers).await.unwrap();
        let mut kinds: Vec<_> = found.keys().map(|(kind, _)| *kind).collect();
        kinds.sort();
        assert_eq!(kinds, [IdentifierKind::PrisonNumber, IdentifierKind::Crn]);
    });
}
