//! Signed-in requests for `wrk`: many workers, each with their own session and their own people.

use app::sign_in::{new_token, token_hash};
use chrono::Utc;
use sqlx::sqlite::SqlitePool;
use store::Db;
use uuid::Uuid;

/// Sessions, and so different workers, at most.
const SESSIONS: i64 = 500;

/// Which page is asked for.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum Page {
    /// My people.
    MyPeople,
    /// A person's page.
    Person,
}

/// Signs workers in and returns a script that asks as them in turn. With the environment variable
/// `BARE` set, the script asks the bare handler for the same rows.
pub(crate) async fn lua(file: &str, page: Page) -> anyhow::Result<String> {
    let db = Db::open(&format!("sqlite:{file}")).await?;
    let mut entries = String::new();
    #[expect(clippy::disallowed_methods, reason = "sessions begin now")]
    let now = Utc::now();
    let pool = SqlitePool::connect(&format!("sqlite:{file}")).await?;
    for account in account_ids(&pool).await? {
        let token = new_token();
        let mut tx = db.begin().await?;
        store::session::add(&mut tx, &token_hash(&token), account.into(), true, now).await?;
        tx.commit().await?;
        match page {
            Page::MyPeople => entries.push_str(&format!(
                "{{\"session={token}\", \"/my-people\", \"/my-people/{account}\"}},\n"
            )),
            Page::Person => {
                for person in person_ids(&pool, account).await? {
                    entries.push_str(&format!(
                        "{{\"session={token}\", \"/people/{person}\", \"/people/{person}\"}},\n"
                    ));
                }
            }
        }
    }
    db.close().await;
    Ok(format!(
        "local entries = {{\n{entries}}}\nlocal bare = os.getenv(\"BARE\")\nlocal at = 0\n\
         request = function()\n  at = at % #entries + 1\n  local e = entries[at]\n  \
         if bare then return wrk.format(\"GET\", e[3]) end\n  \
         return wrk.format(\"GET\", e[2], {{[\"Cookie\"] = e[1]}})\nend\n\
         local wrong = 0\nresponse = function(status) if status ~= 200 then wrong = wrong + 1; \
         if wrong == 1 then print(\"wrong status \" .. status) end end end\n"
    ))
}

/// Returns workers who lead people.
async fn account_ids(pool: &SqlitePool) -> sqlx::Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = sqlx::query_as(
        "select lead_account_id from person where lead_account_id is not null \
         group by lead_account_id order by lead_account_id limit $1",
    )
    .bind(SESSIONS)
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Returns some of the people whom a worker leads.
async fn person_ids(pool: &SqlitePool, account: Uuid) -> sqlx::Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> =
        sqlx::query_as("select id from person where lead_account_id = $1 order by id limit 20")
            .bind(account)
            .fetch_all(pool)
            .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
