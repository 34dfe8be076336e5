//! Invitations: the only way to an account. The link holds a random token, and a person leaving prison
//! is given a code instead; only a hash is kept.

use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{AccountId, OrganisationId, PersonId, Role};
use policy::Authorised;
use uuid::Uuid;

/// Invitations on one list.
pub const LIST_LIMIT: i64 = 500;

/// An invitation.
#[derive(Clone)]
pub struct Invitation {
    /// Hash of the token in the link.
    pub token_hash: String,
    /// Who is invited.
    pub email: String,
    /// Their name.
    pub name: String,
    /// To which organisation.
    pub organisation: OrganisationId,
    /// In what role.
    pub role: Role,
    /// The person, for a person leaving prison.
    pub person: Option<PersonId>,
    /// Secret of the one-time codes, in base 32, offered with the link.
    pub totp_secret: String,
    /// Who invites; nobody for an organisation's first administrator.
    pub invited_by: Option<AccountId>,
    /// Until when the link works.
    pub expires_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Row {
    token_hash: String,
    email: String,
    name: String,
    organisation_id: Uuid,
    role: String,
    person_id: Option<Uuid>,
    totp_secret: String,
    invited_by: Option<Uuid>,
    expires_at: DateTime<Utc>,
}

impl TryFrom<Row> for Invitation {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        Ok(Self {
            role: coded("invitation", &row.email, "role", &row.role)?,
            token_hash: row.token_hash,
            email: row.email,
            name: row.name,
            organisation: OrganisationId(row.organisation_id),
            person: row.person_id.map(PersonId),
            totp_secret: row.totp_secret,
            invited_by: row.invited_by.map(AccountId),
            expires_at: row.expires_at,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select token_hash, email, name, organisation_id, role, person_id, totp_secret, \
             invited_by, expires_at from invitation ",
            $rest
        )
    };
}

/// Adds an invitation, in place of any that is still open to the same address, or for the same person
/// leaving prison: of two links, only the last one works.
///
/// # Errors
/// When the database fails.
pub async fn add(
    tx: &mut Tx,
    invitation: &Invitation,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    run!(
        tx,
        "delete from invitation where used_at is null and (email = $1 or person_id = $2)",
        &invitation.email,
        invitation.person.map(|id| id.0),
    )?;
    run!(
        tx,
        "insert into invitation (token_hash, email, name, organisation_id, role, person_id, \
         totp_secret, invited_by, created_at, expires_at, wrong_tries) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0)",
        &invitation.token_hash,
        &invitation.email,
        &invitation.name,
        invitation.organisation.0,
        invitation.role.code(),
        invitation.person.map(|id| id.0),
        &invitation.totp_secret,
        invitation.invited_by.map(|id| id.0),
        now,
        invitation.expires_at,
    )?;
    Ok(())
}

/// Finds an invitation that still works: by the token in its link, and that of a person leaving prison by
/// the pass that their code was exchanged for.
///
/// # Errors
/// When the database fails.
pub async fn find(
    conn: &mut Conn,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Invitation>, StoreError> {
    let row = one!(
        conn,
        Row,
        select!(
            "where used_at is null and expires_at > $2 and ((role <> 'person' and token_hash = $1) \
             or (pass_hash = $1 and pass_until > $2))"
        ),
        token_hash,
        now,
    )?;
    Ok(row.map(Invitation::try_from).transpose()?)
}

/// Uses an invitation up. Returns false when it was used or has run out.
///
/// # Errors
/// When the database fails.
pub async fn take(tx: &mut Tx, token_hash: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let used = run!(
        tx,
        "update invitation set used_at = $2 where used_at is null and expires_at > $2 \
         and ((role <> 'person' and token_hash = $1) or (pass_hash = $1 and pass_until > $2))",
        token_hash,
        now,
    )?;
    Ok(used == 1)
}

/// Counts a try at the code of a person leaving prison, before it is known whether it is right: of many
/// tries at once, none is left out. Returns whether there is such a code, which still works and was not
/// tried too often.
///
/// # Errors
/// When the database fails.
pub async fn count_try(
    tx: &mut Tx,
    code_hash: &str,
    most: i64,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let counted = run!(
        tx,
        "update invitation set wrong_tries = wrong_tries + 1 where token_hash = $1 \
         and role = 'person' and used_at is null and expires_at > $2 and wrong_tries < $3",
        code_hash,
        now,
        most,
    )?;
    Ok(counted == 1)
}

/// Returns the person whose code it is, if they were born on this day. Only the answer leaves the store.
///
/// # Errors
/// When the database fails.
pub async fn of_person_born(
    tx: &mut Tx,
    code_hash: &str,
    born: NaiveDate,
) -> Result<Option<PersonId>, StoreError> {
    let row = one!(
        tx,
        (Uuid,),
        "select p.id from invitation i join person p on p.id = i.person_id \
         where i.token_hash = $1 and p.date_of_birth = $2",
        code_hash,
        born,
    )?;
    Ok(row.map(|row| PersonId(row.0)))
}

/// Gives the pass that a code was exchanged for. The tries before it count no longer.
///
/// # Errors
/// When the database fails.
pub async fn give_pass(
    tx: &mut Tx,
    code_hash: &str,
    pass_hash: &str,
    until: DateTime<Utc>,
) -> Result<(), StoreError> {
    run!(
        tx,
        "update invitation set pass_hash = $2, pass_until = $3, wrong_tries = 0 \
         where token_hash = $1",
        code_hash,
        pass_hash,
        until,
    )?;
    Ok(())
}

/// Lists the invitations of an organisation that still work, the first to run out first. People
/// leaving prison are left out: their invitations are seen from their own records.
///
/// # Errors
/// When the database fails.
pub async fn open_of_organisation(
    conn: &mut Conn,
    organisation: OrganisationId,
    now: DateTime<Utc>,
) -> Result<Vec<Invitation>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!(
            "where organisation_id = $1 and used_at is null and expires_at > $2 \
             and role <> 'person' order by expires_at, email limit $3"
        ),
        organisation.0,
        now,
        LIST_LIMIT,
    )?;
    rows.into_iter().map(|row| Ok(Invitation::try_from(row)?)).collect()
}

/// Finds the invitation of a person leaving prison that still works.
///
/// # Errors
/// When the database fails.
pub async fn open_of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    now: DateTime<Utc>,
) -> Result<Option<Invitation>, StoreError> {
    let row = one!(
        conn,
        Row,
        select!(
            "where person_id = $1 and used_at is null and expires_at > $2 \
             order by expires_at desc limit 1"
        ),
        person.resource().0,
        now,
    )?;
    Ok(row.map(Invitation::try_from).transpose()?)
}
