//! A fresh database of each kind, with a clock that stands still.

use app::App;
use chrono::{Days, TimeDelta};
use domain::agreement::Signature;
use domain::{
    AccountId, Agreement, AgreementId, FieldGroup, LawfulRoute, OrganisationId, Purpose, Role,
};
use std::future::Future;
use store::account::NewAccount;
use store::{Db, Tx};
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

/// Adds an agreement about everything that is in force between organisations, with somebody who signed
/// for each.
pub(crate) async fn agree(app: &App, tx: &mut Tx, parties: &[OrganisationId]) {
    let now = app.now();
    let mut signatures = Vec::new();
    for organisation in parties {
        let account = NewAccount {
            id: AccountId(Uuid::now_v7()),
            email: format!("dpo@{organisation}.example"),
            name: "Test Officer".to_owned(),
            organisation: *organisation,
            role: Role::DataProtectionOfficer,
            person: None,
            password_hash: "$argon2id$test".to_owned(),
            totp_secret: "JBSWY3DPEHPK3PXP".to_owned(),
            language: "en".to_owned(),
        };
        store::account::add(tx, &account, now).await.unwrap();
        let at = now - TimeDelta::days(60);
        signatures.push(Signature { organisation: *organisation, account: account.id, at });
    }
    let today = now.date_naive();
    let agreement = Agreement {
        id: AgreementId(Uuid::now_v7()),
        title: "Resettlement".to_owned(),
        parties: parties.to_vec(),
        purposes: vec![Purpose::Resettlement, Purpose::Service],
        groups: FieldGroup::ALL.to_vec(),
        route: LawfulRoute::PublicTask,
        retention_months: 12,
        starts_on: today - Days::new(30),
        review_on: today + Days::new(180),
        ends_on: today + Days::new(365),
        signatures,
        ended_on: None,
    };
    store::agreement::add(tx, &agreement, now).await.unwrap();
}

fn app(db: &Db) -> App {
    App::with_clock(db.clone(), || NOW.parse().unwrap())
}

pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap()
}
