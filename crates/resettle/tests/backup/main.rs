//! The drill: a region is backed up and restored by the program itself, from each database into each.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "what is skipped is said, and counted")]

use seal::PublicKey;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use store::Db;
use uuid::Uuid;

/// People of the region.
const PEOPLE: &str = "25";

fn resettle(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_resettle"))
        .args(args)
        .env_remove("RESETTLE_DATABASE")
        .output()
        .unwrap()
}

/// Runs what must succeed. Returns what it said.
fn done(args: &[&str]) -> String {
    let output = resettle(args);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    said
}

/// Runs what must be refused. Returns the reason.
fn refused(args: &[&str]) -> String {
    let output = resettle(args);
    assert!(!output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(Uuid::now_v7().to_string());
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Makes a database on the server for tests, if there is one.
fn postgres() -> Option<String> {
    let Ok(admin) = std::env::var("RESETTLE_TEST_POSTGRES") else {
        println!("skipped: PostgreSQL (set RESETTLE_TEST_POSTGRES)");
        return None;
    };
    let name = format!("backup_{}", Uuid::now_v7().simple());
    tokio::runtime::Runtime::new()
        .unwrap()
        .block_on(store::create_database(&admin, &name))
        .unwrap();
    let (server, _) = admin.rsplit_once('/').unwrap();
    Some(format!("{server}/{name}"))
}

/// A region in a database, with its journal signed, and the keys.
struct Drill {
    folder: PathBuf,
    database: String,
    recipient: String,
}

impl Drill {
    fn start(postgres: Option<&str>) -> Self {
        let folder = folder();
        let data = folder.to_str().unwrap().to_owned();
        let mut args = vec!["demo", "--load-only", "--people", PEOPLE, "--data", &data];
        args.extend(postgres.iter().flat_map(|address| ["--database", address]));
        done(&args);
        let database = postgres.map_or_else(|| format!("sqlite:{data}/demo.db"), str::to_owned);
        let recipient = done(&["backup", "key", "--to", folder.join("key").to_str().unwrap()])
            .trim()
            .to_owned();
        let drill = Self { folder, database, recipient };
        drill.sign();
        drill
    }

    fn path(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    /// Signs the journal, as a site that runs does, and keeps the public key.
    fn sign(&self) {
        let key = seal::Key::generate(&mut rand_core::OsRng, "resettle-journal-drill");
        fs::write(self.folder.join("public"), key.public().to_string()).unwrap();
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let db = Db::open(&self.database).await.unwrap();
            app::journal::sign(&app::App::new(db.clone()), &key).await.unwrap();
            db.close().await;
        });
    }

    fn back_up(&self) -> String {
        let to = self.path("all.age");
        let args = ["backup", "--database", &self.database, "--to", &to];
        done(&[&args[..], &["--recipient", &self.recipient]].concat())
    }

    fn restore_args<'a>(&'a self, file: &'a str, key: &'a str, into: &'a str) -> Vec<&'a str> {
        vec!["restore", file, "--identity", key, "--database", into]
    }

    /// Restores into a database and compares it with the first.
    fn restore_into(&self, into: &str) {
        let (file, key, public) = (self.path("all.age"), self.path("key"), self.path("public"));
        let mut args = self.restore_args(&file, &key, into);
        args.extend(["--public-key", &public]);
        let said = done(&args);
        assert!(said.contains("1 signatures were checked"), "{said}");
        let verified = ["journal", "verify", "--database", into, "--public-key", &public];
        assert!(done(&verified).contains("1 signed checkpoints fit"), "into {into}");
        tokio::runtime::Runtime::new().unwrap().block_on(self.check_same_counts(into));
        assert!(refused(&args).contains("name a new one"), "a second time");
    }

    async fn check_same_counts(&self, into: &str) {
        let (from, to) = (Db::open(&self.database).await.unwrap(), Db::open(into).await.unwrap());
        let (mut one, mut other) = (from.snapshot().await.unwrap(), to.snapshot().await.unwrap());
        let mut rows = 0;
        for table in store::backup::tables(&mut one).await.unwrap() {
            let there = store::backup::count(&mut one, &table).await.unwrap();
            let here = store::backup::count(&mut other, &table).await.unwrap();
            // That it was restored is an entry of its own.
            let expected = there + u64::from(table.name == "journal");
            assert_eq!(here, expected, "{} in {into}", table.name);
            rows += here;
        }
        assert!(rows > 1_000, "there was little to compare");
        drop((one, other));
        from.close().await;
        to.close().await;
    }
}

fn check_drill(drill: &Drill) {
    let said = drill.back_up();
    assert!(said.contains("The key that signs the journal is not in it"), "{said}");
    assert!(drill.path("all.age").len() > 4 && !Path::new(&drill.path("all.age.part")).exists());
    drill.restore_into(&format!("sqlite:{}", drill.path("restored.db")));
    if let Some(other) = postgres() {
        drill.restore_into(&other);
    }
}

#[test]
fn a_region_in_sqlite_is_restored_into_both() {
    let drill = Drill::start(None);
    check_drill(&drill);
    check_refusals(&drill);
    fs::remove_dir_all(&drill.folder).unwrap();
}

#[test]
fn a_region_in_postgres_is_restored_into_both() {
    if let Some(database) = postgres() {
        let drill = Drill::start(Some(&database));
        check_drill(&drill);
        fs::remove_dir_all(&drill.folder).unwrap();
    }
}

/// Each refusal says what to do, and leaves no file.
fn check_refusals(drill: &Drill) {
    let (file, key) = (drill.path("all.age"), drill.path("key"));
    let into_file = drill.path("refused.db");
    let into = format!("sqlite:{into_file}");
    let check = |file: &str, key: &str, why: &str| {
        let said = refused(&drill.restore_args(file, key, &into));
        assert!(said.contains(why), "{said}");
        assert!(!Path::new(&into_file).exists(), "a file was left after: {said}");
    };
    let other = drill.path("other-key");
    done(&["backup", "key", "--to", &other]);
    check(&file, &other, "was not made for this key");
    check(&key, &key, "this is not a backup");
    check(&drill.path("nowhere"), &key, "cannot be read");
    check(&file, &file, "cannot be read");
    let whole = fs::read(&file).unwrap();
    let bad = drill.path("bad.age");
    for cut in [whole.len() - 1, whole.len() / 2, 70_000] {
        fs::write(&bad, &whole[..cut]).unwrap();
        check(&bad, &key, "the backup is damaged");
    }
    for at in [whole.len() - 1, whole.len() / 2, 70_000] {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        fs::write(&bad, &changed).unwrap();
        check(&bad, &key, "the backup is damaged");
    }
    let again = ["backup", "--database", &drill.database, "--to", &file, "--recipient"];
    let said = refused(&[&again[..], &[&drill.recipient]].concat());
    assert!(said.contains("is there already"), "{said}");
    // An altered public key of the journal signed nothing in it.
    let stranger = seal::Key::generate(&mut rand_core::OsRng, "resettle-journal-stranger");
    let public = PublicKey::read(&stranger.public().to_string()).unwrap().to_string();
    let mut args = drill.restore_args(&file, &key, &into);
    args.extend(["--public-key", &public]);
    assert!(refused(&args).contains("does not verify"));
}
