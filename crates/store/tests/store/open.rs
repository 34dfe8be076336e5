//! Opening a database, closing it, and what a killed process leaves behind: nothing that was not
//! acknowledged, and all that was.

use crate::build::{World, id, now, organisation as charity};
use crate::harness;
use domain::{Event, Purpose};
use store::journal::{self, Entry};
use store::{Db, OpenError, ReadJournal, clock, need, organisation, setting};

both! {
    async fn a_transaction_that_was_not_committed_leaves_nothing(db: Db) {
        let w = World::new(&db).await;
        let one = charity();
        let home = w.need(domain::Area::Accommodation);
        let mut tx = db.begin().await.unwrap();
        organisation::add(&mut tx, &one, now()).await.unwrap();
        need::save(&mut tx, &home).await.unwrap();
        assert!(need::find(&mut tx, home.id).await.unwrap().is_some());
        drop(tx);
        let mut conn = db.read().await.unwrap();
        assert_eq!(organisation::find(&mut conn, one.id).await.unwrap(), None);
        assert_eq!(need::find(&mut conn, home.id).await.unwrap(), None);
        assert_eq!(clock::of_person(&mut conn, w.person.id).await.unwrap(), []);
        drop(conn);

        let mut tx = db.begin().await.unwrap();
        organisation::add(&mut tx, &one, now()).await.unwrap();
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        assert_eq!(organisation::find(&mut conn, one.id).await.unwrap(), Some(one));
    }
}

both! {
    async fn reads_are_journalled_and_left_out_of_the_timeline(db: Db) {
        let w = World::new(&db).await;
        let entry = |event: Event| Entry {
            id: id(),
            at: now(),
            account: w.worker.account,
            organisation: Some(w.worker.organisation),
            role: Some(domain::Role::ResettlementWorker),
            purpose: Purpose::Resettlement,
            event,
            person: Some(w.person.id),
            subject: None,
            request: id(),
            salt: [0; seal::SALT_BYTES],
        };
        let reads = ReadJournal::start(db.clone());
        reads.write(entry(Event::person_read("/people/{id}"))).await.unwrap();
        reads.post(entry(Event::Refused { action: "assess".to_owned() })).await.unwrap();
        reads.write(entry(Event::PersonAdded)).await.unwrap();
        let mut conn = db.read().await.unwrap();
        let timeline = journal::timeline(&mut conn, w.person.id, None, 10).await.unwrap();
        assert_eq!(timeline.len(), 1);
        assert_eq!((&timeline[0].event, timeline[0].at), (&Event::PersonAdded, now()));
        assert_eq!(timeline[0].account.as_deref(), Some("Wyn Worker"));
        let before = journal::timeline(&mut conn, w.person.id, Some(timeline[0].id), 10).await;
        assert!(before.unwrap().is_empty(), "a page begins after the entry it is given");
        let person = Some(w.person.id);
        assert_eq!(journal::count(&mut conn, person, "person_read").await.unwrap(), 1);
        assert_eq!(journal::count(&mut conn, None, "refused").await.unwrap(), 1);
    }
}

/// Opens a database that is there already: its tables stay as they are, and what is in it.
fn check_opened_again(database: &harness::TestDb) {
    database.block_on(async {
        let mut tx = database.db.begin().await.unwrap();
        setting::set(&mut tx, "kept", "yes").await.unwrap();
        tx.commit().await.unwrap();
        let again = Db::open(&database.address).await.unwrap();
        let mut conn = again.read().await.unwrap();
        assert_eq!(setting::get(&mut conn, "kept").await.unwrap().as_deref(), Some("yes"));
        drop(conn);
        again.close().await;
    });
}

/// Pretends that a later version of the program has been here.
const FROM_THE_FUTURE: &str = "insert into _sqlx_migrations (version, description, success, \
     checksum, execution_time) select 9999, description, success, checksum, execution_time \
     from _sqlx_migrations where version = 1";

/// Opens a database that a later version has brought up to date.
fn check_too_new(database: &harness::TestDb) {
    database.block_on(async {
        match &database.db {
            Db::Sqlite { write, .. } => {
                sqlx::query(FROM_THE_FUTURE).execute(write).await.unwrap();
            }
            Db::Postgres(pool) => {
                sqlx::query(FROM_THE_FUTURE).execute(pool).await.unwrap();
            }
        }
        let error = Db::open(&database.address).await.unwrap_err();
        assert!(matches!(error, OpenError::TooNew(_)), "{error}");
    });
}

#[test]
fn sqlite_opens_again_and_refuses_what_is_newer() {
    let database = harness::sqlite();
    check_opened_again(&database);
    check_too_new(&database);
    database.remove();
}

#[test]
fn postgres_opens_again_and_refuses_what_is_newer() {
    if let Some(database) = harness::postgres() {
        check_opened_again(&database);
        check_too_new(&database);
        database.remove();
    }
}

#[test]
fn an_address_that_cannot_be_opened_says_why() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let open = |address: &str| runtime.block_on(Db::open(address)).unwrap_err();
    assert!(matches!(open("mysql://host/name"), OpenError::Address(_)));
    let missing = open("sqlite:/no/such/folder/resettle.db");
    assert!(matches!(missing, OpenError::Unreachable(..)), "{missing}");
}

#[test]
fn sqlite_keeps_a_plan_whatever_is_bound() {
    let sqlite = harness::sqlite();
    let kept: bool = sqlite.block_on(async {
        let Db::Sqlite { read, .. } = &sqlite.db else { panic!("not SQLite") };
        let asked = sqlx::query_scalar("select sqlite_compileoption_used('ENABLE_QPSG')");
        asked.fetch_one(read).await.unwrap()
    });
    assert!(kept, "the flags in .cargo/config.toml did not reach SQLite");
    sqlite.remove();
}
