//! Runs a test on a fresh database of each kind, and leaves nothing behind when it passes.
//!
//! SQLite is a file in the build's own folder for tests. PostgreSQL is a schema of its own on the
//! server that `RESETTLE_TEST_POSTGRES` names (an address whose user may create schemas, such as
//! `postgres://postgres@127.0.0.1:5432/postgres`); without it, those tests say that they skipped.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use store::Db;
use tokio::runtime::Runtime;

/// Names the server for tests.
const POSTGRES: &str = "RESETTLE_TEST_POSTGRES";

/// Declares a test that runs on both databases, each with a name of its own in the output.
macro_rules! both {
    ($(#[$doc:meta])* async fn $name:ident($db:ident: Db) $body:block) => {
        $(#[$doc])*
        mod $name {
            use super::*;

            async fn test($db: store::Db) $body

            #[test]
            fn sqlite() {
                let database = crate::harness::sqlite();
                database.block_on(test(database.db.clone()));
                database.remove();
            }

            #[test]
            fn postgres() {
                if let Some(database) = crate::harness::postgres() {
                    database.block_on(test(database.db.clone()));
                    database.remove();
                }
            }
        }
    };
}

/// A fresh database, with the runtime that it works on.
pub(crate) struct TestDb {
    /// The database.
    pub(crate) db: Db,
    /// Its address.
    pub(crate) address: String,
    runtime: Runtime,
    place: Place,
}

/// Where it is, to be removed.
enum Place {
    Folder(PathBuf),
    Schema { server: String, name: String },
}

impl TestDb {
    /// Runs something to its end.
    pub(crate) fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Removes the database. One of a test that failed stays to be looked at.
    pub(crate) fn remove(self) {
        self.runtime.block_on(async {
            self.db.close().await;
            match self.place {
                Place::Folder(folder) => std::fs::remove_dir_all(folder).unwrap(),
                Place::Schema { server, name } => {
                    let server = sqlx::PgPool::connect(&server).await.unwrap();
                    let drop = format!("drop schema {name} cascade");
                    sqlx::query(sqlx::AssertSqlSafe(drop)).execute(&server).await.unwrap();
                }
            }
        });
    }
}

/// Returns a fresh SQLite database.
pub(crate) fn sqlite() -> TestDb {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(unique());
    std::fs::create_dir_all(&folder).unwrap();
    let address = format!("sqlite:{}", folder.join("resettle.db").display());
    let runtime = runtime();
    let db = runtime.block_on(Db::open(&address)).unwrap();
    TestDb { db, address, runtime, place: Place::Folder(folder) }
}

/// Returns a fresh PostgreSQL database, or says that there is no server.
#[expect(clippy::print_stdout, reason = "a test that was not done says so")]
pub(crate) fn postgres() -> Option<TestDb> {
    let Ok(server) = std::env::var(POSTGRES) else {
        println!("skipped: PostgreSQL (set {POSTGRES})");
        return None;
    };
    let name = unique();
    let separator = if server.contains('?') { '&' } else { '?' };
    let address = format!("{server}{separator}options[search_path]={name}");
    let runtime = runtime();
    let db = runtime.block_on(async {
        let pool = sqlx::PgPool::connect(&server).await.unwrap();
        let create = format!("create schema {name}");
        sqlx::query(sqlx::AssertSqlSafe(create)).execute(&pool).await.unwrap();
        pool.close().await;
        Db::open(&address).await.unwrap()
    });
    Some(TestDb { db, address, runtime, place: Place::Schema { server, name } })
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// Returns a name that no other test of any run at this time has.
fn unique() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("resettle_test_{}_{count}", std::process::id())
}
