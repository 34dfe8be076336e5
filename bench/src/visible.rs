//! A list of people filtered by policy, beside the same list by SQL as somebody would write it by hand
//! who knows the one rule that lets this reader see anybody.

use anyhow::{Context, ensure};
use chrono::Utc;
use domain::{FieldGroup, OrganisationId, OrganisationKind, Role};
use policy::{Action, Actor, Condition};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use sqlx::{AssertSqlSafe, Row};
use std::time::Instant;
use store::Db;
use store::person::{self, PAGE};
use store::visible::Reader;
use uuid::Uuid;

/// Times that each list is asked for; medians are told.
const TIMES: usize = 21;
/// Starts of names: each is one page of the product, 25 people, so four are a list of 100.
const STARTS: [&str; 4] = ["b", "h", "m", "s"];

/// Whoever leads sees their own people.
const LEADS: &str = "p.lead_organisation_id = $1 and $2 <> '' and $3 <> ''";
/// A service sees those for whom it does something, where an agreement in force lets it know who they are.
const SERVES: &str = "(exists (select 1 from referral r where r.person_id = p.id \
    and r.provider_id = $1 and r.status not in ('draft', 'declined', 'concluded', 'withdrawn')) \
    or exists (select 1 from appointment t where t.person_id = p.id \
    and t.owner_organisation_id = $1 and t.attendance = 'scheduled') \
    or exists (select 1 from step s where s.person_id = p.id \
    and s.owner_organisation_id = $1 and s.status = 'open') \
    or exists (select 1 from referral r where r.person_id = p.id \
    and r.sender_organisation_id = $1 \
    and r.status not in ('declined', 'concluded', 'withdrawn'))) \
    and (p.lead_organisation_id = $1 or p.lead_organisation_id in ( \
    select them.organisation_id from agreement a \
    join agreement_party us on us.agreement_id = a.id and us.organisation_id = $1 \
    join agreement_party them on them.agreement_id = a.id \
    join agreement_purpose u on u.agreement_id = a.id and u.purpose = $2 \
    join agreement_group g on g.agreement_id = a.id and g.field_group = 'identity' \
    where us.signed_at is not null and them.signed_at is not null \
    and a.starts_on <= $3 and a.ends_on >= $3 and (a.ended_on is null or a.ended_on > $3)))";

/// Who reads, and the organisation of the kind that has most people to read about.
struct Reading {
    words: &'static str,
    role: Role,
    by_hand: &'static str,
    most: &'static str,
}

const READINGS: [Reading; 2] = [
    Reading {
        words: "leads the case",
        role: Role::ResettlementWorker,
        by_hand: LEADS,
        most: "select o.id, o.kind from organisation o join person p on p.lead_organisation_id = o.id \
               where o.kind = 'prison' group by o.id order by count(*) desc limit 1",
    },
    Reading {
        words: "serves",
        role: Role::ServiceWorker,
        by_hand: SERVES,
        most: "select o.id, o.kind from organisation o join referral r on r.provider_id = o.id \
               where o.kind = 'provider' group by o.id order by count(*) desc limit 1",
    },
];

/// Measures the lists of a worker who leads and of one who serves.
pub(crate) async fn lists(file: &str) -> anyhow::Result<()> {
    let address = format!("sqlite:{file}");
    let db = Db::open(&address).await?;
    let pool = SqlitePool::connect_with(
        address.parse::<SqliteConnectOptions>()?.pragma("mmap_size", "1073741824"),
    )
    .await?;
    println!("| the reader | people listed | by hand | filtered by policy | takes |");
    println!("|---|---|---|---|---|");
    for reading in READINGS {
        compare(&db, &pool, &reading).await?;
    }
    db.close().await;
    Ok(())
}

/// Asks for the same list both ways in turn; they must be the same people in the same order.
async fn compare(db: &Db, pool: &SqlitePool, reading: &Reading) -> anyhow::Result<()> {
    let (id, kind): (Uuid, String) = sqlx::query_as(reading.most).fetch_one(pool).await?;
    let kind = OrganisationKind::from_code(&kind).context("a kind that nobody knows")?;
    let actor = Actor::anybody(reading.role, OrganisationId(id), kind);
    #[expect(clippy::disallowed_methods, reason = "agreements are in force today")]
    let reader = Reader::of(&actor, Utc::now().date_naive());
    let (mut by_hand, mut by_policy) = (Vec::new(), Vec::new());
    let mut people = 0;
    for _ in 0..TIMES {
        let started = Instant::now();
        let expected = hand_written(pool, reading.by_hand, reader).await?;
        by_hand.push(started.elapsed());
        let started = Instant::now();
        let found = filtered(db, &actor, reader).await?;
        by_policy.push(started.elapsed());
        ensure!(found == expected, "the lists differ: {} and {}", found.len(), expected.len());
        people = found.len();
    }
    by_hand.sort();
    by_policy.sort();
    let (hand, policy) = (by_hand[TIMES / 2].as_secs_f64(), by_policy[TIMES / 2].as_secs_f64());
    println!(
        "| {} | {people} | {:.2} ms | {:.2} ms | {:.2} times as long |",
        reading.words,
        1e3 * hand,
        1e3 * policy,
        policy / hand
    );
    Ok(())
}

/// As the product does it: the condition is asked of the policies each time.
async fn filtered(db: &Db, actor: &Actor, reader: Reader) -> anyhow::Result<Vec<Uuid>> {
    let mut conn = db.read().await?;
    let condition = Condition::on_records(actor, Action::ViewPerson)?
        .and(Condition::on_reading(actor, FieldGroup::Identity)?);
    let mut ids = Vec::new();
    for start in STARTS {
        let found = person::by_name(&mut conn, (&condition, reader), start).await?;
        ids.extend(found.into_iter().map(|person| person.id.0));
    }
    Ok(ids)
}

async fn hand_written(pool: &SqlitePool, rule: &str, reader: Reader) -> anyhow::Result<Vec<Uuid>> {
    let text = format!(
        "select p.id, p.given_name, p.family_name, p.name_key, p.date_of_birth, \
         p.lead_organisation_id, (select min(i.value) from person_identifier i \
         where i.person_id = p.id and i.kind = 'prison_number'), (select min(r.release_on) \
         from release r where r.person_id = p.id and r.status = 'planned') from person p \
         where p.name_key >= $4 and p.name_key < $5 and {rule} order by p.name_key, p.id limit $6"
    );
    let mut conn = pool.acquire().await?;
    let mut ids = Vec::new();
    for start in STARTS {
        let rows = sqlx::query(AssertSqlSafe(text.clone()))
            .bind(reader.organisation.0)
            .bind(reader.purpose.code())
            .bind(reader.today)
            .bind(start)
            .bind(format!("{start}\u{10ffff}"))
            .bind(PAGE)
            .fetch_all(&mut *conn)
            .await?;
        for row in rows {
            ids.push(row.try_get(0)?);
        }
    }
    Ok(ids)
}
