//! Accounts.

use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, Utc};
use domain::{AccountId, OrganisationId, PersonId, Role};
use policy::{Actor, Authorised};
use uuid::Uuid;

/// Accounts on one list.
pub const LIST_LIMIT: i64 = 500;
/// Seconds of one time step of the one-time codes (RFC 6238 §4.1).
const STEP_SECONDS: i64 = 30;

/// What signing in needs to know of an account. Its secrets never leave the store and `app`.
#[derive(Clone)]
pub struct Credentials {
    /// The account.
    pub id: AccountId,
    /// Argon2id hash of the password.
    pub password_hash: String,
    /// Secret of the one-time codes, in base 32.
    pub totp_secret: String,
    /// The last time step in which a code was used.
    pub totp_last_step: i64,
    /// Whether it may sign in at all.
    pub active: bool,
    /// Refused attempts since the last good one.
    pub failed_attempts: i64,
    /// Until when attempts are refused unseen.
    pub locked_until: Option<DateTime<Utc>>,
    /// Its role.
    pub role: Role,
    /// The last sign-in, or when it was made, recovered or woken.
    pub awake_at: DateTime<Utc>,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("id", &self.id).finish_non_exhaustive()
    }
}

/// An account to be added.
#[derive(Clone)]
pub struct NewAccount {
    /// Its id.
    pub id: AccountId,
    /// The e-mail address that signs in, in lower case.
    pub email: String,
    /// The holder's name.
    pub name: String,
    /// The organisation.
    pub organisation: OrganisationId,
    /// The role.
    pub role: Role,
    /// The person, for a person leaving prison.
    pub person: Option<PersonId>,
    /// Argon2id hash of the password.
    pub password_hash: String,
    /// Secret of the one-time codes, in base 32.
    pub totp_secret: String,
    /// `en` or `cy`.
    pub language: String,
}

#[derive(sqlx::FromRow)]
struct CredentialsRow {
    id: Uuid,
    password_hash: String,
    totp_secret: String,
    totp_last_step: i64,
    active: bool,
    failed_attempts: i64,
    locked_until: Option<DateTime<Utc>>,
    role: String,
    awake_at: DateTime<Utc>,
}

impl TryFrom<CredentialsRow> for Credentials {
    type Error = Inconsistent;

    fn try_from(row: CredentialsRow) -> Result<Self, Inconsistent> {
        Ok(Self {
            role: coded("account", row.id, "role", &row.role)?,
            id: AccountId(row.id),
            password_hash: row.password_hash,
            totp_secret: row.totp_secret,
            totp_last_step: row.totp_last_step,
            active: row.active,
            failed_attempts: row.failed_attempts,
            locked_until: row.locked_until,
            awake_at: row.awake_at,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct ActorRow {
    id: Uuid,
    name: String,
    organisation_id: Uuid,
    organisation_name: String,
    organisation_kind: String,
    role: String,
    person_id: Option<Uuid>,
}

impl TryFrom<ActorRow> for Actor {
    type Error = Inconsistent;

    fn try_from(row: ActorRow) -> Result<Self, Inconsistent> {
        Ok(Self {
            account: AccountId(row.id),
            name: row.name,
            organisation: OrganisationId(row.organisation_id),
            organisation_name: row.organisation_name,
            organisation_kind: coded("organisation", row.id, "kind", &row.organisation_kind)?,
            role: coded("account", row.id, "role", &row.role)?,
            person: row.person_id.map(PersonId),
        })
    }
}

/// Adds an account.
///
/// # Errors
/// When the database fails, also when the e-mail address is taken.
pub async fn add(tx: &mut Tx, account: &NewAccount, now: DateTime<Utc>) -> Result<(), StoreError> {
    run!(
        tx,
        "insert into account (id, email, name, organisation_id, role, person_id, password_hash, \
         totp_secret, totp_last_step, language, active, failed_attempts, created_at, awake_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, 0, $11, $11)",
        account.id.0,
        &account.email,
        &account.name,
        account.organisation.0,
        account.role.code(),
        account.person.map(|id| id.0),
        &account.password_hash,
        &account.totp_secret,
        &account.language,
        true,
        now,
    )?;
    Ok(())
}

/// Finds what signing in needs, by e-mail address in lower case.
///
/// # Errors
/// When the database fails.
pub async fn credentials(conn: &mut Conn, email: &str) -> Result<Option<Credentials>, StoreError> {
    let row = one!(
        conn,
        CredentialsRow,
        "select id, password_hash, totp_secret, totp_last_step, active, failed_attempts, \
         locked_until, role, awake_at from account where email = $1",
        email,
    )?;
    Ok(row.map(Credentials::try_from).transpose()?)
}

/// Finds what the second factor needs, by account.
///
/// # Errors
/// When the database fails.
pub async fn credentials_of(
    conn: &mut Conn,
    id: AccountId,
) -> Result<Option<Credentials>, StoreError> {
    let row = one!(
        conn,
        CredentialsRow,
        "select id, password_hash, totp_secret, totp_last_step, active, failed_attempts, \
         locked_until, role, awake_at from account where id = $1",
        id.0,
    )?;
    Ok(row.map(Credentials::try_from).transpose()?)
}

/// Finds who an active account is.
///
/// # Errors
/// When the database fails.
pub async fn actor(conn: &mut Conn, id: AccountId) -> Result<Option<Actor>, StoreError> {
    let row = one!(
        conn,
        ActorRow,
        "select a.id, a.name, a.organisation_id, o.name as organisation_name, \
         o.kind as organisation_kind, a.role, a.person_id from account a \
         join organisation o on o.id = a.organisation_id where a.id = $1 and a.active = $2",
        id.0,
        true,
    )?;
    Ok(row.map(Actor::try_from).transpose()?)
}

/// Records a refused attempt, and until when further ones are refused unseen.
///
/// # Errors
/// When the database fails.
pub async fn refuse(
    tx: &mut Tx,
    id: AccountId,
    locked_until: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    run!(
        tx,
        "update account set failed_attempts = failed_attempts + 1, locked_until = $2 where id = $1",
        id.0,
        locked_until,
    )?;
    Ok(())
}

/// Uses up a time step of the one-time codes. Returns false when it was used already.
///
/// # Errors
/// When the database fails.
pub async fn use_step(tx: &mut Tx, id: AccountId, step: i64) -> Result<bool, StoreError> {
    let used = run!(
        tx,
        "update account set totp_last_step = $2, failed_attempts = 0, locked_until = null \
         where id = $1 and totp_last_step < $2",
        id.0,
        step,
    )?;
    Ok(used == 1)
}

/// Notes that an account is used, so that it does not fall dormant.
///
/// # Errors
/// When the database fails.
pub async fn wake(tx: &mut Tx, id: AccountId, now: DateTime<Utc>) -> Result<(), StoreError> {
    run!(tx, "update account set awake_at = $2 where id = $1", id.0, now)?;
    Ok(())
}

/// Gives an account another password.
///
/// # Errors
/// When the database fails.
pub async fn set_password(tx: &mut Tx, id: AccountId, hash: &str) -> Result<(), StoreError> {
    run!(tx, "update account set password_hash = $2 where id = $1", id.0, hash)?;
    Ok(())
}

/// Gives an account another secret of its one-time codes, of which a code was used in this time step.
///
/// # Errors
/// When the database fails.
pub async fn set_factor(
    tx: &mut Tx,
    id: AccountId,
    secret: &str,
    step: i64,
) -> Result<(), StoreError> {
    run!(
        tx,
        "update account set totp_secret = $2, totp_last_step = $3, failed_attempts = 0, \
         locked_until = null where id = $1",
        id.0,
        secret,
        step,
    )?;
    Ok(())
}

/// An account as its organisation's administrator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The account.
    pub id: AccountId,
    /// Its organisation.
    pub organisation: OrganisationId,
    /// The holder's name.
    pub name: String,
    /// The address that signs in.
    pub email: String,
    /// The role.
    pub role: Role,
    /// Whether it may sign in.
    pub active: bool,
    /// When it was last used, if ever.
    pub seen_at: Option<DateTime<Utc>>,
    /// The last sign-in, or when it was made, recovered or woken.
    pub awake_at: DateTime<Utc>,
    /// Running clocks in its name.
    pub owns: i64,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    id: Uuid,
    organisation_id: Uuid,
    name: String,
    email: String,
    role: String,
    active: bool,
    totp_last_step: i64,
    seen_at: Option<DateTime<Utc>>,
    awake_at: DateTime<Utc>,
    owns: i64,
}

impl TryFrom<ListedRow> for Listed {
    type Error = Inconsistent;

    fn try_from(row: ListedRow) -> Result<Self, Inconsistent> {
        // A session is gone when it was ended; the step of the last code stays.
        let signed_in = (row.totp_last_step > 0)
            .then(|| DateTime::from_timestamp(row.totp_last_step * STEP_SECONDS, 0))
            .flatten();
        Ok(Self {
            id: AccountId(row.id),
            organisation: OrganisationId(row.organisation_id),
            role: coded("account", row.id, "role", &row.role)?,
            name: row.name,
            email: row.email,
            active: row.active,
            seen_at: row.seen_at.max(signed_in),
            awake_at: row.awake_at,
            owns: row.owns,
        })
    }
}

macro_rules! listed {
    ($rest:literal) => {
        concat!(
            "select a.id, a.organisation_id, a.name, a.email, a.role, a.active, a.totp_last_step, \
             a.awake_at, (select max(s.seen_at) from session s where s.account_id = a.id) as seen_at, \
             (select count(*) from clock c where c.owner_account_id = a.id) as owns \
             from account a ",
            $rest
        )
    };
}

/// Lists the accounts of an organisation, those that may sign in first, by name. People leaving
/// prison are left out: their accounts are seen from their own records.
///
/// # Errors
/// When the database fails.
pub async fn of_organisation(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> Result<Vec<Listed>, StoreError> {
    let rows = all!(
        conn,
        ListedRow,
        listed!(
            "where a.organisation_id = $1 and a.role <> 'person' \
             order by a.active desc, a.name, a.id limit $2"
        ),
        organisation.0,
        LIST_LIMIT,
    )?;
    rows.into_iter().map(|row| Ok(Listed::try_from(row)?)).collect()
}

/// Finds an account, for policy to decide on.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: AccountId) -> Result<Option<Listed>, StoreError> {
    let row = one!(conn, ListedRow, listed!("where a.id = $1"), id.0)?;
    Ok(row.map(Listed::try_from).transpose()?)
}

/// Finds the account of a person leaving prison.
///
/// # Errors
/// When the database fails.
pub async fn of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Option<Listed>, StoreError> {
    let row = one!(conn, ListedRow, listed!("where a.person_id = $1"), person.resource().0)?;
    Ok(row.map(Listed::try_from).transpose()?)
}

/// Counts what an account answers for: clocks in its name, and people whose case it leads.
///
/// # Errors
/// When the database fails.
pub async fn count_held(conn: &mut Conn, id: AccountId) -> Result<i64, StoreError> {
    let row = one!(
        conn,
        (i64,),
        "select (select count(*) from clock where owner_account_id = $1) \
         + (select count(*) from person where lead_account_id = $1)",
        id.0,
    )?;
    Ok(row.map_or(0, |row| row.0))
}

/// Gives an account another role, and ends its sessions.
///
/// # Errors
/// When the database fails.
pub async fn set_role(tx: &mut Tx, id: AccountId, role: Role) -> Result<(), StoreError> {
    run!(tx, "update account set role = $2 where id = $1", id.0, role.code())?;
    run!(tx, "delete from session where account_id = $1", id.0)?;
    Ok(())
}

/// Stops an account from signing in, and ends its sessions. What it owns stays in its name until
/// somebody else is named, and waits for its organisation meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn deactivate(tx: &mut Tx, id: AccountId) -> Result<(), StoreError> {
    run!(tx, "update account set active = $2 where id = $1", id.0, false)?;
    run!(tx, "delete from session where account_id = $1", id.0)?;
    Ok(())
}
