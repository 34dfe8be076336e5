//! What is erased is gone from every table, and the sealed journal still verifies: as far as it says itself
//! that something was erased, and no further.

use crate::build::{id, now};
use crate::export::{columns, fill};
use domain::{Event, PersonId, Purpose};
use seal::Key;
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;
use store::journal::{self, Entry};
use store::sealed::{self, Altered};
use store::{Db, backup, retention};
use uuid::Uuid;

/// Tables about a person that have no `person_id`: they belong to something that has.
const THROUGH_ANOTHER: [&str; 21] = [
    "break_glass_try",
    "evidence_publication",
    "feed",
    "goal",
    "join_decision",
    "join_sample",
    "join_sample_size",
    "pilot_decision",
    "pilot_plan",
    "pilot_pool",
    "read_alert",
    "recovery",
    "referral_message",
    "reoffending_file",
    "role_request",
    "rules_confirmation",
    "session",
    "single_sign_on",
    "source_number",
    "source_record",
    "submission",
];

async fn raw(db: &Db, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    match db {
        Db::Sqlite { write, .. } => drop(sqlx::raw_sql(sql).execute(write).await.unwrap()),
        Db::Postgres(pool) => drop(sqlx::raw_sql(sql).execute(pool).await.unwrap()),
    }
}

/// Returns the text of every row of a table.
async fn rows(db: &Db, table: &backup::Table) -> Vec<String> {
    let mut rows = Vec::new();
    let each = |row: backup::Row| {
        rows.push(format!("{row:?}"));
        Ok::<_, store::StoreError>(())
    };
    backup::rows(&mut db.read().await.unwrap(), table, each).await.unwrap();
    rows
}

both! {
    async fn a_person_who_is_erased_is_in_no_table_any_more(db: Db) {
        let all = columns(&db).await;
        let tables: BTreeSet<&str> = all
            .keys()
            .map(String::as_str)
            .filter(|name| !name.starts_with('_') && *name != "journal_head")
            .collect();
        fill(&db, &all, &tables).await;
        // Here one account is everybody: what it did for its organisation is not the person's.
        raw(&db, "update agreement_party set signed_by = null").await;
        let described = backup::tables(&mut db.read().await.unwrap()).await.unwrap();
        let person = described.iter().find(|table| table.name == "person").unwrap();
        let place = person.columns().iter().position(|column| *column == "id").unwrap();
        let mut found = None;
        let each = |row: backup::Row| {
            found = row[place].clone();
            Ok::<_, store::StoreError>(())
        };
        backup::rows(&mut db.read().await.unwrap(), person, each).await.unwrap();
        let person = PersonId(Uuid::parse_str(&found.unwrap()).unwrap());

        let mut tx = db.begin().await.unwrap();
        retention::erase(&mut tx, person).await.unwrap();
        tx.commit().await.unwrap();
        let mut erased = 0;
        for table in &described {
            let left = rows(&db, table).await;
            let columns = table.columns();
            let name = table.name.as_str();
            let is_theirs = name == "person"
                || columns.contains(&"person_id")
                || THROUGH_ANOTHER.contains(&name);
            if name == "journal" {
                assert!(!left[0].contains("canary of journal in detail"), "{}", left[0]);
                assert!(left[0].contains("erased_detail"), "{}", left[0]);
            } else if is_theirs {
                erased += 1;
                assert_eq!(left, [] as [String; 0], "{name} still has something of the person");
            } else {
                assert_eq!(left.len(), 1, "{name} is about nobody, and was erased");
                let id = person.0.simple().to_string();
                assert!(!left[0].contains(&id), "{name} still names the person: {}", left[0]);
            }
        }
        assert!(erased > 30, "only {erased} tables were looked at");
    }
}

fn entry(person: Option<PersonId>, subject: Option<Uuid>, event: Event) -> Entry {
    Entry {
        id: id(),
        at: now(),
        account: None,
        organisation: None,
        role: None,
        purpose: Purpose::Administration,
        event,
        person,
        subject,
        request: id(),
        salt: [9; seal::SALT_BYTES],
    }
}

fn said(person: PersonId) -> Entry {
    entry(Some(person), None, Event::Erased { months: 72, accounts: vec![] })
}

async fn verified(db: &Db, key: &Key) -> Result<sealed::Sound, Altered> {
    sealed::verify(db, key.public(), |_| ()).await.unwrap()
}

async fn write(db: &Db, entries: Vec<Entry>, erase: &[PersonId]) {
    let mut tx = db.begin().await.unwrap();
    for person in erase {
        sealed::erase_details(&mut tx, *person).await.unwrap();
    }
    for entry in entries {
        journal::write(&mut tx, entry);
    }
    tx.commit().await.unwrap();
}

both! {
    async fn a_journal_verifies_after_what_it_says_was_erased(db: Db) {
        let key = Key::generate(&mut rand_core::OsRng, "resettle-journal-test");
        let (one, other): (PersonId, PersonId) = (id(), id());
        let named = |n: u8| Event::WorkerNamed { worker: format!("Worker {n}") };
        let both = (0..4).flat_map(|n| [entry(Some(one), None, named(n)), entry(Some(other), None, named(n))]);
        write(&db, both.collect(), &[]).await;
        let mut tx = db.begin().await.unwrap();
        let tree = sealed::head(&mut tx).await.unwrap();
        let note = key.sign(&tree).unwrap();
        sealed::add_checkpoint(&mut tx, tree.size(), &note, now()).await.unwrap();
        tx.commit().await.unwrap();

        write(&db, vec![said(one)], &[one]).await;
        let sound = verified(&db, &key).await.unwrap();
        assert_eq!((sound.entries, sound.checkpoints), (9, 1));
        let entries = sealed::entries(&mut db.read().await.unwrap(), 0).await.unwrap();
        let erased = entries.iter().filter(|entry| entry.detail == sealed::Detail::Erased);
        assert_eq!(erased.count(), 4, "and nothing of the other");
        let left = rows(&db, backup::tables(&mut db.read().await.unwrap()).await.unwrap()
            .iter().find(|table| table.name == "journal").unwrap()).await;
        let theirs = left.iter().filter(|row| row.contains(&one.0.simple().to_string()));
        assert!(theirs.clone().count() == 5 && theirs.clone().all(|row| !row.contains("Worker")), "{left:?}");

        // What is erased and not said is found, and so is a detail in an erased one's place.
        write(&db, vec![], &[other]).await;
        let found = verified(&db, &key).await.unwrap_err();
        assert!(matches!(found, Altered::Erased(1)), "{found}");
        write(&db, vec![said(one)], &[]).await;
        assert!(matches!(verified(&db, &key).await.unwrap_err(), Altered::Erased(1)));
        write(&db, vec![said(other)], &[]).await;
        verified(&db, &key).await.unwrap();
        let forged = match db {
            Db::Sqlite { .. } => "update journal set detail = '{\"event\": \"worker_named\"}' where position = 2",
            Db::Postgres(_) => "update journal set detail = '{\"event\": \"worker_named\"}'::jsonb where position = 2",
        };
        raw(&db, forged).await;
        assert!(matches!(verified(&db, &key).await.unwrap_err(), Altered::Detail(2)));
    }
}

both! {
    async fn what_is_said_of_a_persons_account_is_erased_with_them(db: Db) {
        let (person, account): (PersonId, Uuid) = (id(), id());
        let all = columns(&db).await;
        fill(&db, &all, &BTreeSet::from(["organisation", "person", "account"])).await;
        let (person_hex, account_hex) = (person.0.simple(), account.simple());
        match db {
            Db::Sqlite { .. } => {
                raw(&db, &format!("pragma foreign_keys = off; update account set id = x'{account_hex}', person_id = x'{person_hex}'")).await;
            }
            Db::Postgres(_) => {
                raw(&db, &format!("alter table account drop constraint account_person_id_fkey; update account set id = '{account}', person_id = '{}'", person.0)).await;
            }
        }
        let deactivated = Event::AccountDeactivated { name: "Siân Example".to_owned() };
        write(&db, vec![entry(None, Some(account), deactivated)], &[]).await;
        let erased = Event::Erased { months: 72, accounts: vec![domain::AccountId(account)] };
        write(&db, vec![entry(Some(person), None, erased)], &[person]).await;
        let entries = sealed::entries(&mut db.read().await.unwrap(), 0).await.unwrap();
        assert_eq!(entries[0].detail, sealed::Detail::Erased);
        let key = Key::generate(&mut rand_core::OsRng, "resettle-journal-test");
        verified(&db, &key).await.unwrap();
    }
}
