//! People: who they are, and the lists in which they are found.

use crate::error::coded;
use crate::visible::{self, Reader};
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    AccountId, Episode, EpisodeId, IdentifierKind, OrganisationId, Owner, Person, PersonId, Sex,
};
use policy::{Authorised, Condition};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// People on one page of a list.
pub const PAGE: i64 = 25;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    given_name: String,
    family_name: String,
    date_of_birth: Option<NaiveDate>,
    sex: Option<String>,
    ethnicity: Option<String>,
    language: String,
    home_region: Option<String>,
    lead_organisation_id: Uuid,
    lead_account_id: Option<Uuid>,
}

impl TryFrom<Row> for Person {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        let sex = row.sex.map(|sex| coded::<Sex>("person", row.id, "sex", &sex)).transpose()?;
        Ok(Self {
            id: PersonId(row.id),
            given_name: row.given_name,
            family_name: row.family_name,
            date_of_birth: row.date_of_birth,
            sex,
            ethnicity: row.ethnicity,
            language: row.language,
            home_region: row.home_region,
            lead: Owner {
                organisation: OrganisationId(row.lead_organisation_id),
                account: row.lead_account_id.map(AccountId),
            },
        })
    }
}

/// Returns the key under which a name is found: family name first, in lower case.
#[must_use]
pub fn name_key(given_name: &str, family_name: &str) -> String {
    format!("{family_name} {given_name}").to_lowercase()
}

/// Loads a person whom policy has cleared.
///
/// # Errors
/// When the database fails.
pub async fn load(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Option<Person>, StoreError> {
    row(conn, *person.resource()).await
}

#[derive(sqlx::FromRow)]
struct LedRow {
    #[sqlx(flatten)]
    person: Row,
    organisation_name: String,
    account_name: Option<String>,
}

/// Who leads a case, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadNames {
    /// The organisation.
    pub organisation: String,
    /// The worker, once one is named whose account is active.
    pub account: Option<String>,
}

/// Loads a person whom policy has cleared, with the names of who leads their case: the top of every
/// page of a person.
///
/// # Errors
/// When the database fails.
pub async fn load_led(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Option<(Person, LeadNames)>, StoreError> {
    let row = one!(
        conn,
        LedRow,
        "select p.id, p.given_name, p.family_name, p.date_of_birth, p.sex, p.ethnicity, \
         p.language, p.home_region, p.lead_organisation_id, p.lead_account_id, \
         o.name as organisation_name, a.name as account_name from person p \
         join organisation o on o.id = p.lead_organisation_id \
         left join account a on a.id = p.lead_account_id and a.active = $2 where p.id = $1",
        person.resource().0,
        true,
    )?;
    row.map(|row| {
        let names = LeadNames { organisation: row.organisation_name, account: row.account_name };
        Ok((Person::try_from(row.person)?, names))
    })
    .transpose()
}

/// Loads a person for a comparison that shows nothing.
pub(crate) async fn row(conn: &mut Conn, id: PersonId) -> Result<Option<Person>, StoreError> {
    let row = one!(
        conn,
        Row,
        "select id, given_name, family_name, date_of_birth, sex, ethnicity, language, \
         home_region, lead_organisation_id, lead_account_id from person where id = $1",
        id.0,
    )?;
    Ok(row.map(Person::try_from).transpose()?)
}

/// Adds a person.
///
/// # Errors
/// When the database fails.
pub async fn add(
    tx: &mut Tx,
    person: &Person,
    import_hash: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into person (id, given_name, family_name, name_key, date_of_birth, sex, \
         ethnicity, language, home_region, lead_organisation_id, lead_account_id, import_hash, \
         created_at, updated_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        person.id.0,
        &person.given_name,
        &person.family_name,
        name_key(&person.given_name, &person.family_name),
        person.date_of_birth,
        person.sex.map(Sex::code),
        person.ethnicity.as_deref(),
        &person.language,
        person.home_region.as_deref(),
        person.lead.organisation.0,
        person.lead.account.map(|id| id.0),
        import_hash,
        now,
        now,
    )?;
    Ok(())
}

/// Keeps other changes of a person's case waiting until the transaction ends: two people who accept,
/// release or receive the same person at once come one after the other.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Tx, person: PersonId) -> Result<(), StoreError> {
    // `select … for update` is not in both databases; a change of nothing is.
    run!(tx, "update person set updated_at = updated_at where id = $1", person.0)?;
    Ok(())
}

/// Changes who leads the case, and so who answers a challenge of the plan and decides on joins.
///
/// # Errors
/// When the database fails.
pub async fn set_lead(
    tx: &mut Tx,
    person: PersonId,
    lead: Owner,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    run!(
        tx,
        "update person set lead_organisation_id = $2, lead_account_id = $3, updated_at = $4 \
         where id = $1",
        person.0,
        lead.organisation.0,
        lead.account.map(|id| id.0),
        now,
    )?;
    // Who leads the case answers a challenge of the plan, and decides whether others' records are of the person.
    run!(
        tx,
        "update clock set owner_organisation_id = $2, owner_account_id = $3, \
         waiting_organisation_id = $2 where person_id = $1 and subject in ('plan', 'join')",
        person.0,
        lead.organisation.0,
        lead.account.map(|id| id.0),
    )?;
    Ok(())
}

/// Adds an identifier, unless the person has it already. Returns whether it is new.
///
/// # Errors
/// When the database fails, also when another person has that prison number or CRN.
pub async fn add_identifier(
    tx: &mut Tx,
    person: PersonId,
    kind: IdentifierKind,
    value: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let added = put!(
        tx,
        "insert into person_identifier (kind, value, person_id, recorded_at) \
         values ($1, $2, $3, $4) on conflict (kind, value, person_id) do nothing",
        kind.code(),
        value,
        person.0,
        now,
    )?;
    Ok(added == 1)
}

/// Lists a person's identifiers.
///
/// # Errors
/// When the database fails.
pub async fn identifiers(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<(IdentifierKind, String)>, StoreError> {
    let rows = all!(
        conn,
        (String, String),
        "select kind, value from person_identifier where person_id = $1 \
         order by recorded_at, kind, value limit 50",
        person.resource().0,
    )?;
    rows.into_iter()
        .map(|(kind, value)| {
            let kind = coded("person_identifier", person.resource(), "kind", &kind)?;
            Ok((kind, value))
        })
        .collect()
}

/// Finds who has an identifier of a kind that is never shared.
///
/// # Errors
/// When the database fails.
pub async fn by_identifier(
    conn: &mut Conn,
    kind: IdentifierKind,
    value: &str,
) -> Result<Option<PersonId>, StoreError> {
    let row = one!(
        conn,
        (Uuid,),
        "select person_id from person_identifier where kind = $1 and value = $2 \
         order by recorded_at, person_id limit 1",
        kind.code(),
        value,
    )?;
    Ok(row.map(|row| PersonId(row.0)))
}

/// Adds an episode of custody or supervision.
///
/// # Errors
/// When the database fails.
pub async fn add_episode(
    tx: &mut Tx,
    episode: &Episode,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into episode (id, person_id, kind, organisation_id, started_on, reason, \
         ended_on, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        episode.id.0,
        episode.person.0,
        episode.kind.code(),
        episode.organisation.0,
        episode.started_on,
        episode.reason.code(),
        episode.ended_on,
        now,
    )?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct EpisodeRow {
    id: Uuid,
    person_id: Uuid,
    kind: String,
    organisation_id: Uuid,
    started_on: NaiveDate,
    reason: String,
    ended_on: Option<NaiveDate>,
}

impl TryFrom<EpisodeRow> for Episode {
    type Error = Inconsistent;

    fn try_from(row: EpisodeRow) -> Result<Self, Inconsistent> {
        Ok(Self {
            id: EpisodeId(row.id),
            person: PersonId(row.person_id),
            kind: coded("episode", row.id, "kind", &row.kind)?,
            organisation: OrganisationId(row.organisation_id),
            started_on: row.started_on,
            reason: coded("episode", row.id, "reason", &row.reason)?,
            ended_on: row.ended_on,
        })
    }
}

/// Lists a person's episodes, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn episodes(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Episode>, StoreError> {
    let rows = all!(
        conn,
        EpisodeRow,
        "select id, person_id, kind, organisation_id, started_on, reason, ended_on from episode \
         where person_id = $1 order by started_on desc, id desc limit 100",
        person.resource().0,
    )?;
    rows.into_iter().map(|row| Ok(Episode::try_from(row)?)).collect()
}

/// A person on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Their id.
    pub id: PersonId,
    /// Family name, then given name.
    pub name: String,
    /// The key by which the list is sorted.
    pub name_key: String,
    /// Date of birth, if known.
    pub date_of_birth: Option<NaiveDate>,
    /// Prison number, if there is one.
    pub prison_number: Option<String>,
    /// The day of the next release, if one is planned.
    pub release_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    id: Uuid,
    given_name: String,
    family_name: String,
    name_key: String,
    date_of_birth: Option<NaiveDate>,
    lead_organisation_id: Uuid,
    prison_number: Option<String>,
    release_on: Option<NaiveDate>,
}

impl From<ListedRow> for Listed {
    fn from(row: ListedRow) -> Self {
        Self {
            id: PersonId(row.id),
            name: format!("{}, {}", row.family_name, row.given_name),
            name_key: row.name_key,
            date_of_birth: row.date_of_birth,
            prison_number: row.prison_number,
            release_on: row.release_on,
        }
    }
}

macro_rules! select_listed {
    ($rest:literal) => {
        concat!(
            "select p.id, p.given_name, p.family_name, p.name_key, p.date_of_birth, \
             p.lead_organisation_id, \
             (select min(i.value) from person_identifier i where i.person_id = p.id \
              and i.kind = 'prison_number') as prison_number, \
             (select min(r.release_on) from release r where r.person_id = p.id \
              and r.status = 'planned') as release_on from person p ",
            $rest
        )
    };
}

macro_rules! listed {
    ($conn:expr, $rest:literal $(, $bind:expr)* $(,)?) => {
        Ok(all!($conn, ListedRow, select_listed!($rest) $(, $bind)*)?
            .into_iter()
            .map(Listed::from)
            .collect())
    };
}

/// Lists the people whom a worker leads, by name, after the last one of the page before. People of
/// one name follow each other by their ids, so that none falls between two pages.
///
/// # Errors
/// When the database fails.
pub async fn led_by(
    conn: &mut Conn,
    account: AccountId,
    after: Option<(&str, PersonId)>,
) -> Result<Vec<Listed>, StoreError> {
    let (name_key, id) = after.unwrap_or(("", PersonId(Uuid::nil())));
    listed!(
        conn,
        "where p.lead_account_id = $1 and (p.name_key, p.id) > ($2, $3) \
         order by p.name_key, p.id limit $4",
        account.0,
        name_key,
        id.0,
        PAGE + 1,
    )
}

/// Lists the people whom a worker leads and who leave prison soonest.
///
/// # Errors
/// When the database fails.
pub async fn next_releases(
    conn: &mut Conn,
    account: AccountId,
    from: NaiveDate,
) -> Result<Vec<Listed>, StoreError> {
    listed!(
        conn,
        // A cross join is taken in the order in which it is written: by way of the worker's people,
        // and not of everybody's releases.
        "cross join release n where p.lead_account_id = $1 and n.person_id = p.id \
         and n.status = 'planned' and n.release_on >= $2 \
         order by n.release_on, p.id limit $3",
        account.0,
        from,
        PAGE,
    )
}

/// Finds the people who meet a condition of policy, by the start of a name in lower case.
///
/// # Errors
/// When the database fails.
pub async fn by_name(
    conn: &mut Conn,
    (condition, reader): (&Condition, Reader),
    start: &str,
) -> Result<Vec<Listed>, StoreError> {
    // The last possible name with this start: U+10FFFF sorts after every character.
    let end = format!("{start}\u{10ffff}");
    let text = format!(
        "{} {} order by p.name_key, p.id limit $6",
        select_listed!("where p.name_key >= $4 and p.name_key < $5 and"),
        visible::sql(condition, reader),
    );
    found(conn, reader, text, (start, &end)).await
}

/// Finds the people who meet a condition of policy and have one of these numbers.
///
/// # Errors
/// When the database fails.
pub async fn by_number(
    conn: &mut Conn,
    (condition, reader): (&Condition, Reader),
    kind: IdentifierKind,
    value: &str,
) -> Result<Vec<Listed>, StoreError> {
    let text = format!(
        "{} {} order by p.name_key, p.id limit $6",
        select_listed!(
            "join person_identifier f on f.person_id = p.id where f.kind = $4 and f.value = $5 and"
        ),
        visible::sql(condition, reader),
    );
    found(conn, reader, text, (kind.code(), value)).await
}

async fn found(
    conn: &mut Conn,
    reader: Reader,
    text: String,
    (one, other): (&str, &str),
) -> Result<Vec<Listed>, StoreError> {
    let rows: Vec<ListedRow> = on!(conn, c => {
        sqlx::query_as(AssertSqlSafe(text))
            .bind(reader.organisation.0)
            .bind(reader.purpose.code())
            .bind(reader.today)
            .bind(one)
            .bind(other)
            .bind(PAGE)
            .fetch_all(c)
            .await
    })?;
    // A list says who somebody is. Numbers and dates of those whom another organisation leads stand on
    // their page, as far as they are shared.
    let ours = |row: &ListedRow| row.lead_organisation_id == reader.organisation.0;
    Ok(rows
        .into_iter()
        .map(|row| {
            if ours(&row) {
                Listed::from(row)
            } else {
                Listed::from(ListedRow { prison_number: None, release_on: None, ..row })
            }
        })
        .collect())
}
