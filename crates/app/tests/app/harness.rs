//! A fresh database of each kind, with a clock that stands still.

use app::App;
use std::future::Future;
use store::Db;
use uuid::Uuid;

/// A Wednesday afternoon.
pub(crate) const NOW: &str = "2026-11-25T14:30:00Z";

/// Runs a test on a fresh SQLite file, and on a fresh PostgreSQL database where one is named.
#[expect(clippy::print_stdout, reason = "what is skipped is said, and counted")]
pub(crate) fn on_both<F, Done>(test: F)
where
    F: Fn(App) -> Done,
    Done: Future<Output = ()>,
{
    on_sqlite(&test);
    let Ok(admin) = std::env::var("RESETTLE_TEST_POSTGRES") else {
        println!("skipped: PostgreSQL (set RESETTLE_TEST_POSTGRES)");
        return;
    };
    runtime().block_on(async {
        let name = format!("app_{}", Uuid::now_v7().simple());
        store::create_database(&admin, &name).await.unwrap();
        let (server, _) = admin.rsplit_once('/').unwrap();
        let db = Db::open(&format!("{server}/{name}")).await.unwrap();
        test(app(&db)).await;
        db.close().await;
    });
}

/// Runs a test on a fresh SQLite file.
pub(crate) fn on_sqlite<F, Done>(test: &F)
where
    F: Fn(App) -> Done,
    Done: Future<Output = ()>,
{
    runtime().block_on(async {
        let file = std::env::temp_dir().join(format!("resettle-app-{}.db", Uuid::now_v7()));
        let db = Db::open(&format!("sqlite:{}", file.display())).await.unwrap();
        test(app(&db)).await;
        db.close().await;
        let _ = std::fs::remove_file(&file);
    });
}

fn app(db: &Db) -> App {
    App::with_clock(db.clone(), || NOW.parse().unwrap())
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap()
}
