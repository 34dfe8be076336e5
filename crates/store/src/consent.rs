//! What people said to the sharing of their details where they have a choice.

use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::consent::ConsentEnd;
use domain::{
    AccountId, Consent, ConsentId, FieldGroup, FieldGroups, Organisation, OrganisationId, PersonId,
    Purpose,
};
use policy::Authorised;
use uuid::Uuid;

/// Answers of one person on one list.
pub const LIST_LIMIT: i64 = 1_000;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person_id: Uuid,
    organisation_id: Uuid,
    purpose: String,
    field_group: String,
    granted: bool,
    answered_on: NaiveDate,
    expires_on: NaiveDate,
    ended_reason: Option<String>,
    ended_at: Option<DateTime<Utc>>,
    recorded_by: Uuid,
    recorded_at: DateTime<Utc>,
}

impl TryFrom<Row> for Consent {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        let id = row.id;
        let reason = row.ended_reason.as_deref();
        let reason = reason.map(|code| coded::<ConsentEnd>("consent", id, "ended_reason", code));
        Ok(Self {
            id: ConsentId(id),
            person: PersonId(row.person_id),
            organisation: OrganisationId(row.organisation_id),
            purpose: coded("consent", id, "purpose", &row.purpose)?,
            group: coded("consent", id, "field_group", &row.field_group)?,
            granted: row.granted,
            answered_on: row.answered_on,
            expires_on: row.expires_on,
            ended: reason.transpose()?.zip(row.ended_at),
            recorded_by: AccountId(row.recorded_by),
            recorded_at: row.recorded_at,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, person_id, organisation_id, purpose, field_group, granted, answered_on, \
             expires_on, ended_reason, ended_at, recorded_by, recorded_at from consent ",
            $rest
        )
    };
}

/// Adds an answer. Whatever stood before it must have ended: of two that stand the database takes one.
///
/// # Errors
/// When another answer stands, or the database fails.
pub async fn add(tx: &mut Tx, consent: &Consent) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into consent (id, person_id, organisation_id, purpose, field_group, granted, \
         answered_on, expires_on, ended_reason, ended_at, recorded_by, recorded_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        consent.id.0,
        consent.person.0,
        consent.organisation.0,
        consent.purpose.code(),
        consent.group.code(),
        consent.granted,
        consent.answered_on,
        consent.expires_on,
        consent.ended.map(|(reason, _)| reason.code()),
        consent.ended.map(|(_, at)| at),
        consent.recorded_by.0,
        consent.recorded_at,
    )?;
    Ok(())
}

/// Ends an answer as it says; returns whether it still stood.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &mut Tx, ended: &Consent) -> Result<bool, StoreError> {
    let rows = run!(
        tx,
        "update consent set ended_reason = $3, ended_at = $4 \
         where person_id = $1 and id = $2 and ended_at is null",
        ended.person.0,
        ended.id.0,
        ended.ended.map(|(reason, _)| reason.code()),
        ended.ended.map(|(_, at)| at),
    )?;
    Ok(rows == 1)
}

/// Finds an answer of a person.
///
/// # Errors
/// When the database fails.
pub async fn find(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    id: ConsentId,
) -> Result<Option<Consent>, StoreError> {
    let row =
        one!(conn, Row, select!("where person_id = $1 and id = $2"), person.resource().0, id.0)?;
    Ok(row.map(Consent::try_from).transpose()?)
}

/// Finds the answer that stands to one organisation's being told one group of details.
///
/// # Errors
/// When the database fails.
pub async fn current(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    organisation: OrganisationId,
    (purpose, group): (Purpose, FieldGroup),
) -> Result<Option<Consent>, StoreError> {
    let row = one!(
        conn,
        Row,
        select!(
            "where person_id = $1 and organisation_id = $2 and purpose = $3 and field_group = $4 \
             and ended_at is null"
        ),
        person.resource().0,
        organisation.0,
        purpose.code(),
        group.code(),
    )?;
    Ok(row.map(Consent::try_from).transpose()?)
}

/// An answer with the names of what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The answer.
    pub consent: Consent,
    /// Who may be told.
    pub organisation: Organisation,
    /// The name of who wrote it down.
    pub recorded_by: String,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    #[sqlx(flatten)]
    row: Row,
    organisation: String,
    sector: String,
    kind: String,
    region: Option<String>,
    account: String,
}

/// Lists the answers of a person, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Listed>, StoreError> {
    let rows = all!(
        conn,
        ListedRow,
        "select c.id, c.person_id, c.organisation_id, c.purpose, c.field_group, c.granted, \
         c.answered_on, c.expires_on, c.ended_reason, c.ended_at, c.recorded_by, c.recorded_at, \
         o.name as organisation, o.sector, o.kind, o.region, a.name as account \
         from consent c join organisation o on o.id = c.organisation_id \
         join account a on a.id = c.recorded_by \
         where c.person_id = $1 order by c.recorded_at desc, c.id desc limit $2",
        person.resource().0,
        LIST_LIMIT,
    )?;
    let listed = |row: ListedRow| {
        let id = row.row.organisation_id;
        Ok(Listed {
            consent: row.row.try_into()?,
            organisation: Organisation {
                id: OrganisationId(id),
                name: row.organisation,
                sector: coded("organisation", id, "sector", &row.sector)?,
                kind: coded("organisation", id, "kind", &row.kind)?,
                region: row.region,
                prison_code: None,
            },
            recorded_by: row.account,
        })
    };
    rows.into_iter().map(listed).collect()
}

/// Returns the groups of details that a person agreed on a day to an organisation's being told for a
/// purpose. It reads nothing of the person's record: it is what a decision to read it rests on.
///
/// # Errors
/// When the database fails.
pub async fn granted(
    conn: &mut Conn,
    person: PersonId,
    organisation: OrganisationId,
    purpose: Purpose,
    today: NaiveDate,
) -> Result<FieldGroups, StoreError> {
    let rows = all!(
        conn,
        (Uuid, String),
        "select id, field_group from consent where person_id = $1 and organisation_id = $2 \
         and purpose = $3 and granted = $4 and expires_on >= $5 and ended_at is null \
         order by field_group limit $6",
        person.0,
        organisation.0,
        purpose.code(),
        true,
        today,
        LIST_LIMIT,
    )?;
    let group = |(id, code): (Uuid, String)| coded("consent", id, "field_group", &code);
    Ok(rows.into_iter().map(group).collect::<Result<_, _>>()?)
}
