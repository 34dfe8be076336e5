//! The bare handler: the statements of the two pages, their rows as text, nothing else.
//!
//! The statements are those that the pages run (`store`), as somebody would write them by hand who
//! has nothing to check: by the page's one parameter, with the same rows, columns and limits. When a
//! page reads something else, they change with it.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow};
use sqlx::{Column, Row, SqlitePool, TypeInfo, ValueRef};
use std::fmt::Write;
use std::str::FromStr;
use uuid::Uuid;

/// The columns and tables of a list of clocks.
macro_rules! clocks {
    ($where:literal) => {
        concat!(
            "select c.subject, c.subject_id, c.person_id, p.given_name, p.family_name, \
             c.owner_organisation_id, c.owner_account_id, c.waiting_organisation_id, c.due, \
             c.due_on, o.name, a.name, n.area, s.words, v.name, t.at, u.measure \
             from clock c join person p on p.id = c.person_id \
             join organisation o on o.id = c.owner_organisation_id \
             left join account a on a.id = c.owner_account_id \
             left join need n on n.id = c.subject_id left join step s on s.id = c.subject_id \
             left join referral r on r.id = c.subject_id \
             left join service v on v.id = r.service_id \
             left join appointment t on t.id = c.subject_id \
             left join outcome u on u.id = c.subject_id where ",
            $where
        )
    };
}

/// What a person's page reads for the organisation that leads the case, by the person's id.
const PERSON: &[&str] = &[
    "select id, person_id, kind, giver_organisation_id, giver_account_id, taker_organisation_id, \
     taker_account_id, summary, effective_on, state, since from handover where person_id = $1 \
     and status in ('created', 'accepted', 'meeting_held') order by since desc, id desc limit 100",
    "select p.id, p.given_name, p.family_name, p.date_of_birth, p.sex, p.ethnicity, p.language, \
     p.home_region, p.lead_organisation_id, p.lead_account_id, o.name, a.name from person p \
     join organisation o on o.id = p.lead_organisation_id \
     left join account a on a.id = p.lead_account_id and a.active = 1 where p.id = $1",
    "select id, person_id, episode_id, due_on, route, release_on, going_to, status, released_on \
     from release where person_id = $1 and status = 'planned' order by release_on, id limit 1",
    "select kind, value from person_identifier where person_id = $1 \
     order by recorded_at, kind, value limit 50",
    clocks!("c.person_id = $1 order by c.due_on, c.subject_id limit 200"),
    "select r.id, r.person_id, p.given_name, p.family_name, s.name, v.name, o.name, n.area, \
     r.status, r.since, c.due_on, c.waiting_organisation_id, w.name from referral r \
     join person p on p.id = r.person_id join service s on s.id = r.service_id \
     join organisation v on v.id = r.provider_id \
     join organisation o on o.id = r.sender_organisation_id join need n on n.id = r.need_id \
     left join clock c on c.subject_id = r.id left join account w on w.id = c.owner_account_id \
     where r.person_id = $1 order by r.created_on desc, r.id desc limit 50",
    "select id, person_id, voice, instrument, version, answers, account_id, organisation_id, \
     started_on, submitted_at from assessment where person_id = $1 and submitted_at is not null \
     order by submitted_at desc, id desc limit 100",
    "select assessment_id, area, computed, rating, override_reason, note, need_score \
     from assessment_rating where person_id = $1 order by assessment_id desc, area limit 2000",
    "select id, person_id, area, rating, assessment_id, owner_organisation_id, owner_account_id, \
     opened_on, state from need where person_id = $1 and status <> 'closed' \
     order by area, id limit 50",
    "select s.id, s.goal_id, s.need_id, s.person_id, s.words, s.actor, s.owner_organisation_id, \
     s.owner_account_id, s.due_on, s.state, o.name, a.name from step s \
     join organisation o on o.id = s.owner_organisation_id \
     left join account a on a.id = s.owner_account_id where s.person_id = $1 \
     order by case s.status when 'open' then 0 else 1 end, s.due_on, s.id limit 200",
    "select p.id, p.status, p.challenged_on, n.lead_organisation_id, n.lead_account_id \
     from plan p join person n on n.id = p.person_id where p.person_id = $1",
    "select j.id, j.at, a.name, o.name, j.detail, j.subject_id from journal j \
     left join account a on a.id = j.account_id \
     left join organisation o on o.id = j.organisation_id where j.person_id = $1 \
     and j.event not in ('person_read', 'refused', 'assessment_answered') \
     order by j.id desc limit 5",
];

/// What My people reads, by the worker's account.
const MY_PEOPLE: &[&str] = &[
    clocks!(
        "c.owner_account_id = $1 and c.due_on < date('now') order by c.due_on, c.subject_id \
         limit 11"
    ),
    clocks!(
        "c.subject_id in (select f.subject_id from (select subject_id from clock \
         where waiting_organisation_id = (select organisation_id from account where id = $1) \
         and (owner_organisation_id <> waiting_organisation_id or owner_account_id is null) \
         order by due_on, subject_id limit 11) as f \
         union select k.subject_id from account i join clock k on k.owner_account_id = i.id \
         where i.organisation_id = (select organisation_id from account where id = $1) \
         and i.active = 0 and k.waiting_organisation_id = i.organisation_id \
         union select subject_id from clock where owner_account_id = $1 and subject = 'plan' \
         and waiting_organisation_id = (select organisation_id from account where id = $1)) \
         order by c.due_on, c.subject_id limit 11"
    ),
    "select p.id, p.given_name, p.family_name, p.name_key, p.date_of_birth, \
     (select min(i.value) from person_identifier i where i.person_id = p.id \
     and i.kind = 'prison_number'), (select min(r.release_on) from release r \
     where r.person_id = p.id and r.status = 'planned') from person p \
     cross join release n where p.lead_account_id = $1 and n.person_id = p.id \
     and n.status = 'planned' and n.release_on >= date('now') \
     order by n.release_on, p.id limit 25",
    clocks!(
        "c.subject_id in (select d.id from person l join need d on d.person_id = l.id \
         where l.lead_account_id = $1 and d.rating = 'red' and d.status = 'not_started') \
         order by c.due_on, c.subject_id limit 20"
    ),
    "select count(*) from person p join need n on n.person_id = p.id \
     where p.lead_account_id = $1 and n.rating = 'red' and n.status = 'not_started'",
    "select count(*) from clock where owner_account_id = $1 and due_on < date('now')",
];

/// Serves both pages' rows.
pub(crate) async fn serve(file: &str, port: u16) -> anyhow::Result<()> {
    // As the product opens it, so that nothing but the handler differs.
    let options = SqliteConnectOptions::from_str(&format!("sqlite:{file}"))?
        .journal_mode(SqliteJournalMode::Wal)
        .pragma("cache_size", "-65536")
        .pragma("mmap_size", "1073741824")
        .pragma("temp_store", "memory");
    let pool = SqlitePoolOptions::new()
        .max_connections(8)
        .test_before_acquire(false)
        .connect_with(options)
        .await?;
    let router = Router::new()
        .route("/health", get(|| async {}))
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
        let kind =
            if value.is_null() { "NULL".to_owned() } else { value.type_info().name().to_owned() };
        // Writing to a string cannot fail.
        let _ = match kind.as_str() {
            "TEXT" => write!(text, "{:?},", row.get::<&str, _>(place)),
            "INTEGER" => write!(text, "{},", row.get::<i64, _>(place)),
            "BLOB" => write!(text, "{},", row.get::<Uuid, _>(place)),
            _ => write!(text, "null,"),
        };
    }
    text.push('\n');
}
