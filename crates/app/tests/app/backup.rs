//! A backup that is whole is restored whole, and one that is damaged in any way not at all.

use crate::harness::{agree, on_both, on_sqlite, runtime};
use app::backup::{BackupError, Reading, RestoreError, restore, write};
use app::{App, life};
use domain::{Organisation, OrganisationId, OrganisationKind, Sector};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use store::{Db, backup, sealed};
use uuid::Uuid;

/// Fills a database: two organisations that share, and a journal.
async fn filled(app: &App) {
    let mut tx = app.db.begin().await.unwrap();
    let mut parties = Vec::new();
    for name in ["HMP “Prison”, Wing\tB", "Elusen Ŵyn"] {
        let organisation = Organisation {
            id: OrganisationId(Uuid::now_v7()),
            name: name.to_owned(),
            sector: Sector::Public,
            kind: OrganisationKind::Prison,
            region: None,
            prison_code: None,
        };
        store::organisation::add(&mut tx, &organisation, app.now()).await.unwrap();
        parties.push(organisation.id);
    }
    agree(app, &mut tx, &parties).await;
    tx.commit().await.unwrap();
    // A start that finds the last one killed is an entry of the journal.
    for _ in 0..5 {
        life::started(app).await.unwrap();
    }
}

async fn backed_up(app: &App) -> Vec<u8> {
    let mut bytes = Vec::new();
    let manifest =
        write(app, vec!["age1test".to_owned()], false, &mut bytes, |_| ()).await.unwrap();
    assert_eq!(manifest.journal_size, 6, "the rules, four starts after a kill, the backup itself");
    bytes
}

/// A file that is not there yet, and its address.
fn new_file() -> (PathBuf, String) {
    let file = std::env::temp_dir().join(format!("resettle-restored-{}.db", Uuid::now_v7()));
    let address = format!("sqlite:{}", file.display());
    (file, address)
}

fn remove(file: &Path) {
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
}

async fn restored(bytes: &[u8], address: &str) -> Result<app::backup::Restored, RestoreError> {
    restore(address, Reading::start(bytes)?, None, false, |_| ()).await
}

#[test]
fn what_is_restored_is_what_was_backed_up() {
    on_both(|app: App| async move {
        filled(&app).await;
        let bytes = backed_up(&app).await;
        let (file, address) = new_file();
        let done = restored(&bytes, &address).await.unwrap();
        let db = Db::open(&address).await.unwrap();
        let again = App::with_clock(db.clone(), || crate::harness::NOW.parse().unwrap());
        let mut copy = Vec::new();
        let manifest = write(&again, vec![], false, &mut copy, |_| ()).await.unwrap();
        let mut counts = done.manifest.tables.clone();
        // That it was restored, and that the copy was backed up.
        *counts.get_mut("journal").unwrap() += 2;
        assert_eq!(manifest.tables, counts);
        let entries = sealed::entries(&mut db.read().await.unwrap(), 6).await.unwrap();
        let events: Vec<_> = entries.iter().map(|entry| entry.leaf.event.as_str()).collect();
        assert_eq!(events, ["restored", "backed_up"]);
        let error = restored(&bytes, &address).await.unwrap_err();
        assert!(matches!(error, RestoreError::NotEmpty(_)), "{error}");
        assert!(error.to_string().contains("name a new one"), "{error}");
        db.close().await;
        remove(&file);
    });
}

/// Returns whether nothing at all is in a database.
async fn is_empty(address: &str) -> bool {
    let db = Db::open(address).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let tables = backup::tables(&mut tx).await.unwrap();
    let empty = backup::make_room(&mut tx, &tables).await.unwrap().is_none();
    drop(tx);
    db.close().await;
    empty
}

/// How a file is damaged.
#[derive(Clone, Debug)]
enum Damage {
    Flip(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    LineOut(prop::sample::Index),
    LineTwice(prop::sample::Index),
    LinesSwapped(prop::sample::Index),
    More,
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<prop::sample::Index>();
    prop_oneof![
        4 => (at.clone(), 0..8_u8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        2 => at.clone().prop_map(Damage::Cut),
        1 => at.clone().prop_map(Damage::LineOut),
        1 => at.clone().prop_map(Damage::LineTwice),
        1 => at.prop_map(Damage::LinesSwapped),
        1 => Just(Damage::More),
    ]
}

fn damaged(bytes: &[u8], damage: &Damage) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    match damage {
        Damage::Flip(at, bit) => changed[at.index(bytes.len())] ^= 1 << bit,
        Damage::Cut(at) => changed.truncate(at.index(bytes.len())),
        Damage::LineOut(at) => {
            lines.remove(at.index(lines.len()));
            changed = lines.concat();
        }
        Damage::LineTwice(at) => {
            let at = at.index(lines.len());
            lines.insert(at, lines[at]);
            changed = lines.concat();
        }
        Damage::LinesSwapped(at) => {
            let at = at.index(lines.len() - 1);
            lines.swap(at, at + 1);
            changed = lines.concat();
        }
        Damage::More => changed.extend_from_slice(b"[]\n"),
    }
    changed
}

#[test]
fn whatever_is_damaged_is_refused_and_leaves_nothing() {
    let kept = Mutex::new(Vec::new());
    on_sqlite(&|app: App| {
        let kept = &kept;
        async move {
            filled(&app).await;
            *kept.lock().unwrap() = backed_up(&app).await;
        }
    });
    let bytes = kept.into_inner().unwrap();
    let runtime = runtime();
    proptest!(ProptestConfig::with_cases(150), |(damage in damage())| {
        let changed = damaged(&bytes, &damage);
        prop_assume!(changed != bytes);
        let (file, address) = new_file();
        let error = runtime.block_on(restored(&changed, &address));
        prop_assert!(error.is_err(), "{damage:?} was restored");
        prop_assert!(runtime.block_on(is_empty(&address)), "{damage:?} left something");
        remove(&file);
    });
}

#[test]
fn a_later_version_is_named() {
    let start = |line: &str| Reading::start(line.as_bytes()).map(drop).unwrap_err();
    let header = |version: u32, schema: i64| {
        format!(
            "{{\"backup\":{{\"format\":\"resettle-backup\",\"version\":{version},\"schema\":{schema},\
             \"made_at\":\"2026-11-25T14:30:00Z\",\"left_out\":[]}}}}\n"
        )
    };
    for later in [header(2, 1), header(1, 9_999)] {
        let error = start(&later);
        assert!(matches!(error, RestoreError::Newer(_)), "{error}");
        assert!(error.to_string().contains("restore it with the version that made it"), "{error}");
    }
    for other in ["", "something else\n", "{\"backup\":{}}\n", "[]\n"] {
        assert!(matches!(start(other), RestoreError::NotABackup), "{other:?}");
    }
}

/// Forges a backup: an entry of the journal is another, and the manifest says so.
fn forged(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let (body, manifest) = text.trim_end().rsplit_once('\n').unwrap();
    let body = format!("{}\n", body.replacen("\"administration\"", "\"oversight\"", 1));
    let hex = |text: &str| -> String {
        Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let mut manifest: serde_json::Value = serde_json::from_str(manifest).unwrap();
    manifest["manifest"]["sha256"] = hex(&body).into();
    format!("{body}{manifest}\n").into_bytes()
}

#[test]
fn a_journal_that_was_altered_is_restored_and_backed_up_only_when_told() {
    on_both(|app: App| async move {
        filled(&app).await;
        let bytes = forged(&backed_up(&app).await);
        let (file, address) = new_file();
        let error = restored(&bytes, &address).await.unwrap_err();
        assert!(matches!(error, RestoreError::Altered(_)), "{error}");
        assert!(is_empty(&address).await);
        restore(&address, Reading::start(&*bytes).unwrap(), None, true, |_| ()).await.unwrap();
        let db = Db::open(&address).await.unwrap();
        let altered = App::new(db.clone());
        let error = write(&altered, vec![], false, Vec::new(), |_| ()).await.unwrap_err();
        assert!(matches!(error, BackupError::Altered(_)), "{error}");
        write(&altered, vec![], true, Vec::new(), |_| ()).await.unwrap();
        db.close().await;
        remove(&file);
    });
}
