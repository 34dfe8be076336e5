//! The bare handler: the statements of the two pages, their rows as JSON, nothing else.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow};
use sqlx::{Column, Row, SqlitePool, TypeInfo, ValueRef};
use std::fmt::Write;
use std::str::FromStr;
use uuid::Uuid;

/// What a person's page reads, by the person's id.
const PERSON: &[&str] = &[
    "select * from person where id = $1",
    "select o.name from organisation o join person p on p.lead_organisation_id = o.id where p.id = $1",
    "select a.name from account a join person p on p.lead_account_id = a.id where p.id = $1",
    "select kind, value from person_identifier where person_id = $1 order by recorded_at, kind limit 50",
    "select * from release where person_id = $1 and status = 'planned' order by release_on limit 1",
    "select c.*, o.name, a.name from clock c join organisation o on o.id = c.owner_organisation_id \
     left join account a on a.id = c.owner_account_id where c.person_id = $1 order by c.due_on limit 200",
    "select r.*, s.name, v.name from referral r join service s on s.id = r.service_id \
     join organisation v on v.id = r.provider_id where r.person_id = $1 order by r.created_on desc limit 50",
    "select j.*, a.name, o.name from journal j left join account a on a.id = j.account_id \
     left join organisation o on o.id = j.organisation_id where j.person_id = $1 \
     and j.event not in ('person_read', 'refused') order by j.id desc limit 100",
    "select * from assessment_rating where person_id = $1 order by area limit 500",
    "select * from person_name where person_id = $1 order by recorded_at limit 50",
    "select * from person_address where person_id = $1 order by recorded_at limit 50",
    "select * from person_contact where person_id = $1 order by recorded_at limit 50",
    "select * from sentence where person_id = $1 order by recorded_at limit 50",
    "select * from sentence_date where person_id = $1 order by recorded_at limit 200",
    "select * from licence_condition where person_id = $1 order by recorded_at limit 100",
    "select * from risk_flag where person_id = $1 order by recorded_at limit 100",
];

/// What My people reads, by the worker's account.
const MY_PEOPLE: &[&str] = &[
    "select p.*, r.release_on from person p join release r on r.person_id = p.id and r.status = 'planned' \
     where p.lead_account_id = $1 order by r.release_on limit 25",
    "select c.*, p.given_name, p.family_name from clock c join person p on p.id = c.person_id \
     where c.owner_account_id = $1 and c.due_on < date('now') order by c.due_on limit 20",
    "select count(*) from clock where owner_account_id = $1 and due_on < date('now')",
    "select p.* from person p where p.lead_account_id = $1 and exists (select 1 from need n \
     where n.person_id = p.id and n.rating = 'red' and n.status = 'not_started') order by p.name_key limit 25",
    "select c.*, p.given_name, p.family_name from clock c join person p on p.id = c.person_id \
     where c.waiting_organisation_id = (select organisation_id from account where id = $1) \
     and (c.owner_organisation_id <> c.waiting_organisation_id or c.owner_account_id is null) \
     order by c.due_on limit 20",
    "select p.*, (select min(i.value) from person_identifier i where i.person_id = p.id \
     and i.kind = 'prison_number') from person p where p.lead_account_id = $1 order by p.name_key limit 26",
];

/// Serves both pages' rows.
pub(crate) async fn serve(file: &str, port: u16) -> anyhow::Result<()> {
    let options = SqliteConnectOptions::from_str(&format!("sqlite:{file}"))?
        .journal_mode(SqliteJournalMode::Wal)
        .pragma("cache_size", "-65536")
        .pragma("mmap_size", "1073741824");
    let pool = SqlitePoolOptions::new().max_connections(8).connect_with(options).await?;
    let router = Router::new()
        .route("/people/{id}", get(person))
        .route("/my-people/{id}", get(my_people))
        .with_state(pool);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    Ok(axum::serve(listener, router).await?)
}

async fn person(
    State(pool): State<SqlitePool>,
    Path(id): Path<Uuid>,
) -> Result<String, StatusCode> {
    rows(&pool, PERSON, id).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

async fn my_people(
    State(pool): State<SqlitePool>,
    Path(id): Path<Uuid>,
) -> Result<String, StatusCode> {
    rows(&pool, MY_PEOPLE, id).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

async fn rows(pool: &SqlitePool, statements: &[&'static str], id: Uuid) -> sqlx::Result<String> {
    let mut conn = pool.acquire().await?;
    let mut text = String::with_capacity(16 * 1024);
    for &statement in statements {
        for row in sqlx::query(statement).bind(id).fetch_all(&mut *conn).await? {
            write_row(&mut text, &row);
        }
    }
    Ok(text)
}

fn write_row(text: &mut String, row: &SqliteRow) {
    for column in row.columns() {
        let place = column.ordinal();
        let Ok(value) = row.try_get_raw(place) else { continue };
        let kind = value.type_info().name().to_owned();
        // Writing to a string cannot fail.
        let _ = match kind.as_str() {
            "TEXT" => write!(text, "{:?},", row.get::<String, _>(place)),
            "INTEGER" => write!(text, "{},", row.get::<i64, _>(place)),
            _ => write!(text, "null,"),
        };
    }
    text.push('\n');
}
