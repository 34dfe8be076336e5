//! Signed-in requests for `wrk`: many workers, each with their own session and their own people.

use app::sign_in::{new_token, token_hash};
use chrono::Utc;
use domain::{Session, SessionId};
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

/// Signs workers in and returns a script that asks as them in turn; the bare handler is asked for the
/// same rows.
pub(crate) async fn lua(file: &str, page: Page) -> anyhow::Result<String> {
    let db = Db::open(&format!("sqlite:{file}")).await?;
    let mut entries = String::new();
    #[expect(clippy::disallowed_methods, reason = "sessions begin now")]
    let now = Utc::now();
    let pool = SqlitePool::connect(&format!("sqlite:{file}")).await?;
    let mut tx = db.begin().await?;
    for account in account_ids(&pool).await? {
        let token = new_token();
        let begun = Session::begin(SessionId(Uuid::now_v7()), account.into(), true, now);
        store::session::add(&mut tx, &token_hash(&token), &begun).await?;
        match page {
            Page::MyPeople => entries.push_str(&format!(
                "{{\"session={token}\", \"/my-people\", \"/my-people/{account}\"}},\n"
            )),
            Page::Person => {
                for person in person_ids(&pool, account).await? {
                    let path = format!("/people/{person}");
                    entries
                        .push_str(&format!("{{\"session={token}\", \"{path}\", \"{path}\"}},\n"));
                }
            }
        }
    }
    tx.commit().await?;
    db.close().await;
    Ok(format!("local entries = {{\n{entries}}}\n{ASK}"))
}

/// Asks for one entry after another, and says at the end how it went. Where each answer is looked at,
/// a redirect counts as wrong too, which wrk itself takes for right.
const ASK: &str = r#"
local bare = os.getenv("HANDLER") == "bare"
local requests, at = {}, 0
function init()
  for place, entry in ipairs(entries) do
    requests[place] = wrk.format("GET", bare and entry[3] or entry[2], {Cookie = entry[1]})
  end
end
function request()
  at = at % #requests + 1
  return requests[at]
end
if os.getenv("LOOK") == "yes" then
  function response(status)
    if status ~= 200 then
      io.stderr:write("status " .. status .. "\n")
      os.exit(1)
    end
  end
end
function done(summary, latency)
  local errors = summary.errors
  local wrong = errors.status + errors.connect + errors.read + errors.write + errors.timeout
  print(string.format("result %.1f %.2f %.2f %d", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, wrong))
end
"#;

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
