//! What a plan erases: what is due and nothing that is open, held or to come; exactly what it said, or
//! nothing.

use crate::harness::{NOW, agree, on_both};
use app::App;
use app::retention::{ApplyError, apply, plan};
use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use domain::life_cycle::By;
use domain::{
    AccountId, BankHolidays, Concern, ConcernId, ConcernKind, Episode, EpisodeId, EpisodeKind,
    EpisodeReason, Feed, FeedId, Held, HoldId, IdentifierKind, Join, JoinId, JoinMove, JoinReason,
    Name, Organisation, OrganisationId, OrganisationKind, Owner, Person, PersonId, RetentionKind,
    Schedule, Sector, SentenceDateKind, SourceId, SourceRecord, SourceRecordId,
};
use std::collections::BTreeSet;
use store::feed::{AsSent, Came};
use store::join::Kept;
use store::retention::{Hold, facts, place};
use store::sentence::Sentence;
use store::{Tx, person, sealed, sentence};
use uuid::Uuid;

fn now() -> DateTime<Utc> {
    NOW.parse().unwrap()
}

fn today() -> NaiveDate {
    now().date_naive()
}

/// Seven years ago: longer than the period.
fn long_ago() -> DateTime<Utc> {
    now() - Months::new(84)
}

/// A lead, and who answers for data protection in it.
struct World {
    lead: Owner,
    officer: AccountId,
}

impl World {
    async fn new(app: &App) -> Self {
        let mut tx = app.db.begin().await.unwrap();
        let lead = Organisation {
            id: OrganisationId(Uuid::now_v7()),
            name: "Cardiff".to_owned(),
            sector: Sector::Public,
            kind: OrganisationKind::Prison,
            region: None,
            prison_code: None,
        };
        store::organisation::add(&mut tx, &lead, app.now()).await.unwrap();
        agree(app, &mut tx, &[lead.id]).await;
        let accounts = store::account::of_organisation(&mut tx, lead.id).await.unwrap();
        tx.commit().await.unwrap();
        Self { lead: Owner::organisation(lead.id), officer: accounts[0].id }
    }

    async fn person(&self, tx: &mut Tx, changed: DateTime<Utc>) -> PersonId {
        let person = Person {
            id: PersonId(Uuid::now_v7()),
            given_name: "Siân".to_owned(),
            family_name: "Example".to_owned(),
            date_of_birth: None,
            sex: None,
            ethnicity: None,
            language: "cy".to_owned(),
            home_region: None,
            lead: self.lead,
        };
        person::add(tx, &person, None, changed).await.unwrap();
        person.id
    }

    async fn hold(&self, tx: &mut Tx, person: PersonId) -> HoldId {
        let hold = Hold {
            id: HoldId(Uuid::now_v7()),
            person,
            organisation: self.lead.organisation,
            number: "A1234BC".to_owned(),
            reason: "A claim".to_owned(),
            placed_at: now(),
            lifted: None,
        };
        place(tx, &hold, self.officer).await.unwrap();
        hold.id
    }

    /// Adds people of whom each but the first two has one thing that keeps their record.
    async fn people(&self, app: &App) -> ([PersonId; 2], Vec<PersonId>) {
        let mut tx = app.db.begin().await.unwrap();
        let due = [self.person(&mut tx, long_ago()).await, self.person(&mut tx, long_ago()).await];
        let recent = self.person(&mut tx, now() - Months::new(72) + Days::new(2)).await;
        let open = self.person(&mut tx, long_ago()).await;
        let concern = Concern {
            id: ConcernId(Uuid::now_v7()),
            person: open,
            owner: self.lead,
            kind: ConcernKind::Wrong,
            said_on: today(),
            answered: false,
        };
        store::concern::add(&mut tx, &concern, "words", now()).await.unwrap();
        let inside = self.person(&mut tx, long_ago()).await;
        let episode = Episode {
            id: EpisodeId(Uuid::now_v7()),
            person: inside,
            kind: EpisodeKind::Custody,
            organisation: self.lead.organisation,
            started_on: long_ago().date_naive(),
            reason: EpisodeReason::NewReception,
            ended_on: None,
        };
        person::add_episode(&mut tx, &episode, long_ago()).await.unwrap();
        let on_licence = self.person(&mut tx, long_ago()).await;
        let given = Sentence {
            id: Uuid::now_v7(),
            kind: None,
            offence_group: None,
            imposed_on: None,
            length_days: None,
        };
        sentence::add(&mut tx, on_licence, &given, long_ago()).await.unwrap();
        let date = sentence::SentenceDate {
            id: Uuid::now_v7(),
            sentence: given.id,
            kind: SentenceDateKind::LicenceExpiry,
            on: Some(today() - Months::new(71)),
            recorded_at: long_ago(),
            superseded_at: None,
        };
        sentence::load_date(&mut tx, on_licence, &date).await.unwrap();
        let held = self.person(&mut tx, long_ago()).await;
        self.hold(&mut tx, held).await;
        tx.commit().await.unwrap();
        (due, vec![recent, open, inside, on_licence, held])
    }
}

async fn is_there(app: &App, person: PersonId) -> bool {
    facts(&mut app.db.read().await.unwrap(), person).await.unwrap().is_some()
}

#[test]
fn exactly_what_is_due_is_erased() {
    on_both(|app: App| async move {
        let world = World::new(&app).await;
        let (due, kept) = world.people(&app).await;
        let planned = plan(&app).await.unwrap();
        let cases: BTreeSet<PersonId> = planned.cases.iter().copied().collect();
        assert_eq!(cases, due.into_iter().collect());
        assert!(is_there(&app, due[0]).await, "a plan changes nothing");
        let text = serde_json::to_string(&planned).unwrap();
        apply(&app, &serde_json::from_str(&text).unwrap()).await.unwrap();
        for person in due {
            assert!(!is_there(&app, person).await);
        }
        for person in kept {
            assert!(is_there(&app, person).await);
        }
        let mut conn = app.db.read().await.unwrap();
        let entries = sealed::entries(&mut conn, 0).await.unwrap();
        let erased: Vec<_> = entries.iter().filter(|entry| entry.leaf.event == "erased").collect();
        assert_eq!(erased.len(), 2, "each is an entry of its own");
        sealed::verify_on(&mut conn, None, |_| ()).await.unwrap().unwrap();
        drop(conn);
        let again = apply(&app, &planned).await.unwrap_err();
        assert!(matches!(again, ApplyError::Stale(_)), "{again}");
        assert!(plan(&app).await.unwrap().cases.is_empty());
    });
}

#[test]
fn a_plan_that_is_no_longer_true_erases_nothing() {
    on_both(|app: App| async move {
        let world = World::new(&app).await;
        let (due, kept) = world.people(&app).await;
        let planned = plan(&app).await.unwrap();
        let check = async |plan: &app::retention::Plan, app: &App, why: &str| {
            let error = apply(app, plan).await.unwrap_err();
            assert!(error.to_string().contains(why), "{error}");
            assert!(error.to_string().contains("Nothing was erased"), "{error}");
            assert!(is_there(app, due[0]).await && is_there(app, due[1]).await);
        };
        // Somebody writes another's id into it.
        for other in &kept {
            let mut more = planned.clone();
            more.cases.push(*other);
            check(&more, &app, "is not due any more").await;
        }
        let mut longer = Schedule::default();
        longer.set(RetentionKind::Case, 120).unwrap();
        check(&planned, &app.clone().with_retention(longer), "the periods were changed").await;
        let old = app::retention::Plan { made_at: now() - Days::new(40), ..planned.clone() };
        check(&old, &app, "was not made in the last").await;
        let mut sweeps = planned.clone();
        sweeps.swept[1].count += 1;
        check(&sweeps, &app, "form_token").await;
        let mut early = planned.clone();
        early.swept[1].before = now();
        check(&early, &app, "is not due").await;
        // A hold is placed between the plan and its application.
        let mut tx = app.db.begin().await.unwrap();
        world.hold(&mut tx, due[1]).await;
        tx.commit().await.unwrap();
        check(&planned, &app, "is not due any more").await;
        assert_eq!(plan(&app).await.unwrap().cases, [due[0]]);
    });
}

#[test]
fn what_is_about_no_case_is_swept_with_it() {
    on_both(|app: App| async move {
        let mut tx = app.db.begin().await.unwrap();
        for days in [0, 20, 40, 60] {
            let at = now() - Days::new(days);
            let token = Uuid::now_v7();
            assert!(
                store::submission::take(&mut tx, token, None, "/home", at).await.unwrap().is_none()
            );
        }
        tx.commit().await.unwrap();
        let planned = plan(&app).await.unwrap();
        let tokens = planned.swept.iter().find(|sweep| sweep.kind == RetentionKind::FormToken);
        assert_eq!(tokens.unwrap().count, 2);
        apply(&app, &planned).await.unwrap();
        let mut conn = app.db.read().await.unwrap();
        assert_eq!(store::journal::count(&mut conn, None, "swept").await.unwrap(), 1);
        drop(conn);
        assert!(apply(&app, &planned).await.is_err(), "twice");
    });
}

/// Adds what an agency said of somebody, last at a moment; and where it said something else before, that too.
async fn said(
    tx: &mut Tx,
    (lead, officer): (OrganisationId, AccountId),
    number: u32,
    moments: &[DateTime<Utc>],
) -> SourceId {
    let source = SourceId(Uuid::now_v7());
    let own_number = format!("HB {number}");
    let feed = Feed {
        id: FeedId(Uuid::now_v7()),
        organisation: lead,
        number,
        title: "Register".to_owned(),
        hash: "0".to_owned(),
        rows: 1,
        refused: 0,
        at: moments[0],
    };
    assert!(store::feed::add(tx, &feed, officer).await.unwrap());
    store::feed::add_source(tx, source, (lead, &own_number), moments[0]).await.unwrap();
    for at in moments {
        let name = |text: &str| Name::parse(text).unwrap();
        let record = SourceRecord {
            own_number: own_number.clone(),
            given_name: name("Dilys"),
            family_name: name("Prosser"),
            date_of_birth: None,
            sex: None,
            postcode: None,
            address: None,
            numbers: vec![(IdentifierKind::NiNumber, "PY123456A".to_owned())],
            risk_marker: false,
        };
        let came = Came {
            id: SourceRecordId(Uuid::now_v7()),
            feed: feed.id,
            line: 2,
            hash: at.to_string(),
            as_sent: AsSent::new(),
            at: *at,
        };
        store::feed::add_record(tx, source, &record, &came).await.unwrap();
        store::feed::seen(tx, source, *at).await.unwrap();
    }
    source
}

/// Sets a source beside a person, as somebody decided or nobody has yet.
async fn beside(
    tx: &mut Tx,
    (source, person): (SourceId, PersonId),
    (lead, account): (Owner, AccountId),
    decision: Option<JoinMove>,
) {
    let about = (source, person, lead);
    let join = Join::begin(JoinId(Uuid::now_v7()), about, Some(Held::Weight), (now(), today()));
    let by = By { account, organisation: lead.organisation, at: now() };
    let join = match decision {
        Some(decision) => {
            join.after(decision, by, today(), (JoinReason::Details, "words".to_owned())).unwrap()
        }
        None => join,
    };
    let kept = Kept { join, bits: 9.0, held: Some(Held::Weight) };
    store::join::save(tx, &kept, &BankHolidays::built_in()).await.unwrap();
}

#[test]
fn what_agencies_said_is_swept_but_not_what_waits_or_is_held() {
    on_both(|app: App| async move {
        let world = World::new(&app).await;
        let lead = world.lead;
        let (old, older) = (now() - Months::new(13), now() - Months::new(20));
        let mut tx = app.db.begin().await.unwrap();
        let [person, held] =
            [world.person(&mut tx, now()).await, world.person(&mut tx, now()).await];
        world.hold(&mut tx, held).await;
        let mut sources = Vec::new();
        for number in 1..=7 {
            let moments: &[_] = match number {
                // Said again not long ago.
                2 => &[older, now() - Months::new(11)],
                _ => &[older, old],
            };
            let by = (lead.organisation, world.officer);
            sources.push(said(&mut tx, by, number, moments).await);
        }
        let at = |number: usize| sources[number - 1];
        let by = (lead, world.officer);
        beside(&mut tx, (at(3), person), by, Some(JoinMove::Split)).await;
        beside(&mut tx, (at(4), person), by, None).await;
        beside(&mut tx, (at(5), person), by, Some(JoinMove::Confirm)).await;
        beside(&mut tx, (at(6), held), by, Some(JoinMove::Split)).await;
        beside(&mut tx, (at(7), held), by, Some(JoinMove::Confirm)).await;
        tx.commit().await.unwrap();
        let planned = plan(&app).await.unwrap();
        let due = |kind| planned.swept.iter().find(|sweep| sweep.kind == kind).unwrap().count;
        // 1 is joined with nobody and 3 was split. The earlier records of these and of 4 and 5 go, but not those of 6
        // and 7, which are or may be of who is held, nor that of 2, which was current until eleven months ago.
        assert_eq!(due(RetentionKind::UnjoinedRecord), 2);
        assert_eq!(due(RetentionKind::SupersededRecord), 4);
        apply(&app, &planned).await.unwrap();
        let mut conn = app.db.read().await.unwrap();
        for number in 1..=7_usize {
            let current = store::feed::current(&mut conn, at(number)).await.unwrap();
            let earlier = match number {
                1 | 3 => None,
                2 | 6 | 7 => Some(1),
                _ => Some(0),
            };
            assert_eq!(current.map(|current| current.earlier), earlier, "HB {number}");
        }
        assert!(store::join::of_source(&mut conn, at(3)).await.unwrap().is_empty());
        assert_eq!(store::join::of_source(&mut conn, at(6)).await.unwrap().len(), 1);
        assert_eq!(store::journal::count(&mut conn, None, "swept").await.unwrap(), 2);
        drop(conn);
        assert!(apply(&app, &planned).await.is_err(), "twice");
        let again = plan(&app).await.unwrap();
        assert!(again.swept.iter().all(|sweep| sweep.count == 0), "{:?}", again.swept);
    });
}
