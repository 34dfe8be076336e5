//! Accounts and invitations.

use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, Utc};
use domain::{AccountId, OrganisationId, PersonId, Role};
use policy::Actor;
use uuid::Uuid;

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
}

impl From<CredentialsRow> for Credentials {
    fn from(row: CredentialsRow) -> Self {
        Self {
            id: AccountId(row.id),
            password_hash: row.password_hash,
            totp_secret: row.totp_secret,
            totp_last_step: row.totp_last_step,
            active: row.active,
            failed_attempts: row.failed_attempts,
            locked_until: row.locked_until,
        }
    }
}

#[derive(sqlx::FromRow)]
struct ActorRow {
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
         totp_secret, totp_last_step, language, active, failed_attempts, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, 0, $11)",
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
         locked_until from account where email = $1",
        email,
    )?;
    Ok(row.map(Credentials::from))
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
         locked_until from account where id = $1",
        id.0,
    )?;
    Ok(row.map(Credentials::from))
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
    /// Who invites.
    pub invited_by: AccountId,
    /// Until when the link works.
    pub expires_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct InvitationRow {
    token_hash: String,
    email: String,
    name: String,
    organisation_id: Uuid,
    role: String,
    person_id: Option<Uuid>,
    totp_secret: String,
    invited_by: Uuid,
    expires_at: DateTime<Utc>,
}

impl TryFrom<InvitationRow> for Invitation {
    type Error = Inconsistent;

    fn try_from(row: InvitationRow) -> Result<Self, Inconsistent> {
        Ok(Self {
            role: coded("invitation", &row.email, "role", &row.role)?,
            token_hash: row.token_hash,
            email: row.email,
            name: row.name,
            organisation: OrganisationId(row.organisation_id),
            person: row.person_id.map(PersonId),
            totp_secret: row.totp_secret,
            invited_by: AccountId(row.invited_by),
            expires_at: row.expires_at,
        })
    }
}

/// Adds an invitation.
///
/// # Errors
/// When the database fails.
pub async fn invite(
    tx: &mut Tx,
    invitation: &Invitation,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    run!(
        tx,
        "insert into invitation (token_hash, email, name, organisation_id, role, person_id, \
         totp_secret, invited_by, created_at, expires_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &invitation.token_hash,
        &invitation.email,
        &invitation.name,
        invitation.organisation.0,
        invitation.role.code(),
        invitation.person.map(|id| id.0),
        &invitation.totp_secret,
        invitation.invited_by.0,
        now,
        invitation.expires_at,
    )?;
    Ok(())
}

/// Finds an invitation that still works.
///
/// # Errors
/// When the database fails.
pub async fn invitation(
    conn: &mut Conn,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Invitation>, StoreError> {
    let row = one!(
        conn,
        InvitationRow,
        "select token_hash, email, name, organisation_id, role, person_id, totp_secret, \
         invited_by, expires_at from invitation \
         where token_hash = $1 and used_at is null and expires_at > $2",
        token_hash,
        now,
    )?;
    Ok(row.map(Invitation::try_from).transpose()?)
}

/// Uses an invitation up. Returns false when it was used or has run out.
///
/// # Errors
/// When the database fails.
pub async fn use_invitation(
    tx: &mut Tx,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let used = run!(
        tx,
        "update invitation set used_at = $2 \
         where token_hash = $1 and used_at is null and expires_at > $2",
        token_hash,
        now,
    )?;
    Ok(used == 1)
}
