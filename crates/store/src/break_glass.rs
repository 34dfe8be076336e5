//! Glasses that were broken, with the clock of their review; and tries that named nobody.

use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx, clock};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    AccountId, BreakGlass, BreakGlassId, FieldGroup, OrganisationId, PersonId, Role, Subject,
};
use policy::Authorised;
use sqlx::types::Json;
use uuid::Uuid;

/// Glasses on one list.
pub const LIST_LIMIT: i64 = 100;

/// A glass that was broken, with the names of who did what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The glass.
    pub glass: BreakGlass,
    /// Why, in words.
    pub words: String,
    /// The role of who broke it.
    pub role: Role,
    /// The name of who broke it.
    pub account: String,
    /// The name of their organisation.
    pub organisation: String,
    /// The organisation that leads the case now.
    pub lead: OrganisationId,
    /// The name of that.
    pub lead_name: String,
    /// The person's name, family name first.
    pub person_name: String,
    /// What the review says, and when it was written.
    pub review: Option<(String, DateTime<Utc>)>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person_id: Uuid,
    account_id: Uuid,
    organisation_id: Uuid,
    reason: String,
    words: String,
    field_groups: Json<Vec<String>>,
    at: DateTime<Utc>,
    began_on: NaiveDate,
    verdict: Option<String>,
    review: Option<String>,
    reviewed_at: Option<DateTime<Utc>>,
    role: String,
    account_name: String,
    organisation_name: String,
    lead_organisation_id: Uuid,
    lead_name: String,
    given_name: String,
    family_name: String,
}

impl TryFrom<Row> for Found {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        let id = row.id;
        let table = "break_glass";
        let groups = row.field_groups.0.iter();
        let groups = groups.map(|code| coded::<FieldGroup>(table, id, "field_groups", code));
        let verdict = row.verdict.as_deref();
        Ok(Self {
            glass: BreakGlass {
                id: BreakGlassId(id),
                person: PersonId(row.person_id),
                account: AccountId(row.account_id),
                organisation: OrganisationId(row.organisation_id),
                reason: coded(table, id, "reason", &row.reason)?,
                groups: groups.collect::<Result<_, _>>()?,
                at: row.at,
                began_on: row.began_on,
                verdict: verdict.map(|code| coded(table, id, "verdict", code)).transpose()?,
            },
            words: row.words,
            role: coded("account", row.account_id, "role", &row.role)?,
            account: row.account_name,
            organisation: row.organisation_name,
            lead: OrganisationId(row.lead_organisation_id),
            lead_name: row.lead_name,
            person_name: format!("{}, {}", row.family_name, row.given_name),
            review: row.review.zip(row.reviewed_at),
        })
    }
}

macro_rules! found {
    ($conn:expr, $load:ident, $where:literal $(, $bind:expr)* $(,)?) => {
        $load!(
            $conn,
            Row,
            concat!(
                "select g.id, g.person_id, g.account_id, g.organisation_id, g.reason, g.words, \
                 g.field_groups, g.at, g.began_on, g.verdict, g.review, g.reviewed_at, a.role, \
                 a.name as account_name, o.name as organisation_name, p.lead_organisation_id, \
                 l.name as lead_name, p.given_name, p.family_name from break_glass g \
                 join person p on p.id = g.person_id join account a on a.id = g.account_id \
                 join organisation o on o.id = g.organisation_id \
                 join organisation l on l.id = p.lead_organisation_id where ",
                $where
            )
            $(, $bind)*
        )
    };
}

/// Adds a glass that is broken now, with the clock of its review. Of two that an account has not had
/// reviewed the database takes one.
///
/// # Errors
/// When another of the account's waits to be reviewed, or the database fails.
pub async fn add(tx: &mut Tx, glass: &BreakGlass, words: &str) -> Result<(), StoreError> {
    let groups: Vec<&str> = glass.groups.iter().map(FieldGroup::code).collect();
    run!(
        tx,
        "insert into break_glass (id, person_id, account_id, organisation_id, reason, words, \
         field_groups, at, ends_at, began_on) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        glass.id.0,
        glass.person.0,
        glass.account.0,
        glass.organisation.0,
        glass.reason.code(),
        words,
        Json(&groups),
        glass.at,
        glass.ends_at(),
        glass.began_on,
    )?;
    set_clock(tx, glass).await
}

async fn set_clock(tx: &mut Tx, glass: &BreakGlass) -> Result<(), StoreError> {
    clock::set(tx, glass.person, Subject::BreakGlass, glass.id.0, glass.clock()).await
}

/// Writes down what a review found, and stops the clock. Returns false, and changes nothing, when it was
/// reviewed.
///
/// # Errors
/// When the database fails.
pub async fn review(
    tx: &mut Tx,
    reviewed: &BreakGlass,
    words: &str,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let changed = run!(
        tx,
        "update break_glass set verdict = $2, review = $3, reviewed_by = $4, reviewed_at = $5 \
         where id = $1 and reviewed_at is null",
        reviewed.id.0,
        reviewed.verdict.map(|verdict| verdict.code()),
        words,
        by.0,
        now,
    )?;
    if changed == 1 {
        set_clock(tx, reviewed).await?;
    }
    Ok(changed == 1)
}

/// Finds one, for policy to decide on.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: BreakGlassId) -> Result<Option<Found>, StoreError> {
    let row = found!(conn, one, "g.id = $1", id.0)?;
    Ok(row.map(Found::try_from).transpose()?)
}

/// Finds the last one of an account, which may have to be reviewed before the next.
///
/// # Errors
/// When the database fails.
pub async fn last_of(conn: &mut Conn, account: AccountId) -> Result<Option<Found>, StoreError> {
    let row = found!(
        conn,
        one,
        "g.account_id = $1 order by g.reviewed_at is null desc, g.at desc, g.id limit 1",
        account.0
    )?;
    Ok(row.map(Found::try_from).transpose()?)
}

/// Lists those that wait to be reviewed in records that an organisation leads, the latest first; for a data
/// protection officer also those that its own workers broke.
///
/// # Errors
/// When the database fails.
pub async fn waiting(
    conn: &mut Conn,
    organisation: OrganisationId,
    officer: bool,
) -> Result<Vec<Found>, StoreError> {
    let rows = found!(
        conn,
        all,
        "g.reviewed_at is null and (p.lead_organisation_id = $1 or ($2 and g.organisation_id = $1)) \
         order by g.at desc, g.id limit $3",
        organisation.0,
        officer,
        LIST_LIMIT,
    )?;
    rows.into_iter().map(|row| Ok(Found::try_from(row)?)).collect()
}

/// Lists those that were reviewed of an organisation's workers and of records that it leads, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn reviewed(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> Result<Vec<Found>, StoreError> {
    let rows = found!(
        conn,
        all,
        "g.reviewed_at is not null and (p.lead_organisation_id = $1 or g.organisation_id = $1) \
         order by g.at desc, g.id limit $2",
        organisation.0,
        LIST_LIMIT,
    )?;
    rows.into_iter().map(|row| Ok(Found::try_from(row)?)).collect()
}

/// Lists a person's that wait to be reviewed, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn waiting_of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Found>, StoreError> {
    let rows = found!(
        conn,
        all,
        "g.person_id = $1 and g.reviewed_at is null order by g.at desc, g.id limit $2",
        person.resource().0,
        LIST_LIMIT,
    )?;
    rows.into_iter().map(|row| Ok(Found::try_from(row)?)).collect()
}

/// Finds who was born on a day and has a name, both names in either order, in lower case.
///
/// # Errors
/// When the database fails.
pub async fn born_and_named(
    conn: &mut Conn,
    born: NaiveDate,
    name_key: &str,
) -> Result<Vec<PersonId>, StoreError> {
    let rows = all!(
        conn,
        (Uuid,),
        "select id from person where name_key = $1 and date_of_birth = $2 order by id limit $3",
        name_key,
        born,
        LIST_LIMIT,
    )?;
    Ok(rows.into_iter().map(|(id,)| PersonId(id)).collect())
}

/// Returns whether a person was born on a day: what who names them has to know, too.
///
/// # Errors
/// When the database fails.
pub async fn was_born(
    conn: &mut Conn,
    person: PersonId,
    born: NaiveDate,
) -> Result<bool, StoreError> {
    let row = one!(
        conn,
        (Uuid,),
        "select id from person where id = $1 and date_of_birth = $2",
        person.0,
        born,
    )?;
    Ok(row.is_some())
}

/// Returns whether an organisation has a data protection officer who may sign in, and so can review.
///
/// # Errors
/// When the database fails.
pub async fn has_officer(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> Result<bool, StoreError> {
    let row = one!(
        conn,
        (i64,),
        "select count(*) from account where organisation_id = $1 and active = $2 \
         and role = 'data_protection_officer'",
        organisation.0,
        true,
    )?;
    Ok(row.is_some_and(|(count,)| count > 0))
}

/// Keeps other tries of an account waiting until the transaction ends, so that many at once are counted one
/// after the other.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Tx, account: AccountId) -> Result<(), StoreError> {
    run!(tx, "update account set awake_at = awake_at where id = $1", account.0)?;
    Ok(())
}

/// Counts an account's tries that named nobody, from a moment on.
///
/// # Errors
/// When the database fails.
pub async fn count_tries(
    conn: &mut Conn,
    account: AccountId,
    since: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let row = one!(
        conn,
        (i64,),
        "select count(*) from break_glass_try where account_id = $1 and at > $2",
        account.0,
        since,
    )?;
    Ok(row.map_or(0, |row| row.0))
}

/// Adds a try that named nobody, and forgets those before a moment.
///
/// # Errors
/// When the database fails.
pub async fn add_try(
    tx: &mut Tx,
    id: Uuid,
    account: AccountId,
    (now, forget): (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), StoreError> {
    run!(tx, "delete from break_glass_try where account_id = $1 and at <= $2", account.0, forget)?;
    run!(
        tx,
        "insert into break_glass_try (id, account_id, at) values ($1, $2, $3)",
        id,
        account.0,
        now,
    )?;
    Ok(())
}
