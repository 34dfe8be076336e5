//! Role requests: grants of roles that wait for a second person, and what came of them. The link of an
//! invitation that waits is known by the hash of its token, and opens nothing until it is confirmed.

use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{AccountId, OrganisationId, Role, RoleAnswer, RoleRequest, RoleRequestId};
use uuid::Uuid;

/// Requests on one list: what waits, and what was answered lately.
pub const LIST_LIMIT: i64 = 100;

/// What a new request has besides its life cycle.
#[derive(Clone)]
pub struct Whom {
    /// The name of who is to have the role.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Hash of the token in the link, for an invitation.
    pub token_hash: Option<String>,
}

/// How a request was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// By whom, by name; nobody when it was confirmed from the command line.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// Why it was refused.
    pub reason: Option<String>,
}

/// A request as its organisation sees it.
#[derive(Clone)]
pub struct Listed {
    /// Its life cycle.
    pub request: RoleRequest,
    /// Who is to have the role.
    pub whom: Whom,
    /// The name of who asked.
    pub asked_by: String,
    /// The organisation's name.
    pub organisation: String,
    /// How it was answered, if it was.
    pub answered: Option<Answered>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    organisation_id: Uuid,
    organisation: String,
    role: String,
    account_id: Option<Uuid>,
    name: String,
    email: String,
    token_hash: Option<String>,
    asked_by: Uuid,
    asker: String,
    asked_at: DateTime<Utc>,
    ends_on: NaiveDate,
    answer: Option<String>,
    answerer: Option<String>,
    answered_at: Option<DateTime<Utc>>,
    reason: Option<String>,
}

impl TryFrom<Row> for Listed {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        let answer = row.answer.as_deref();
        let answer = answer
            .map(|answer| coded::<RoleAnswer>("role_request", row.id, "answer", answer))
            .transpose()?;
        Ok(Self {
            request: RoleRequest {
                id: RoleRequestId(row.id),
                organisation: OrganisationId(row.organisation_id),
                role: coded::<Role>("role_request", row.id, "role", &row.role)?,
                account: row.account_id.map(AccountId),
                asked_by: AccountId(row.asked_by),
                asked_at: row.asked_at,
                ends_on: row.ends_on,
                answer,
            },
            whom: Whom { name: row.name, email: row.email, token_hash: row.token_hash },
            asked_by: row.asker,
            organisation: row.organisation,
            answered: row.answered_at.map(|at| Answered {
                by: row.answerer,
                at,
                reason: row.reason,
            }),
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select r.id, r.organisation_id, o.name as organisation, r.role, r.account_id, r.name, \
             r.email, r.token_hash, r.asked_by, a.name as asker, r.asked_at, r.ends_on, r.answer, \
             b.name as answerer, r.answered_at, r.reason from role_request r \
             join organisation o on o.id = r.organisation_id join account a on a.id = r.asked_by \
             left join account b on b.id = r.answered_by ",
            $rest
        )
    };
}

/// Adds a request.
///
/// # Errors
/// When the database fails.
pub async fn add(tx: &mut Tx, request: &RoleRequest, whom: &Whom) -> Result<(), StoreError> {
    run!(
        tx,
        "insert into role_request (id, organisation_id, role, account_id, name, email, token_hash, \
         asked_by, asked_at, ends_on) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        request.id.0,
        request.organisation.0,
        request.role.code(),
        request.account.map(|account| account.0),
        &whom.name,
        &whom.email,
        whom.token_hash.as_deref(),
        request.asked_by.0,
        request.asked_at,
        request.ends_on,
    )?;
    Ok(())
}

/// Keeps other answers to a request waiting until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Tx, id: RoleRequestId) -> Result<(), StoreError> {
    // `select … for update` is not in both databases; a change of nothing is.
    run!(tx, "update role_request set name = name where id = $1", id.0)?;
    Ok(())
}

/// Finds a request.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: RoleRequestId) -> Result<Option<Listed>, StoreError> {
    let row = one!(conn, Row, select!("where r.id = $1"), id.0)?;
    Ok(row.map(Listed::try_from).transpose()?)
}

/// Lists the requests of an organisation, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn of_organisation(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> Result<Vec<Listed>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!("where r.organisation_id = $1 order by r.asked_at desc, r.id desc limit $2"),
        organisation.0,
        LIST_LIMIT,
    )?;
    rows.into_iter().map(|row| Ok(Listed::try_from(row)?)).collect()
}

/// Lists what waits in every organisation on a day, the first to end first: for the operator.
///
/// # Errors
/// When the database fails.
pub async fn waiting(conn: &mut Conn, today: NaiveDate) -> Result<Vec<Listed>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!("where r.answer is null and r.ends_on >= $1 order by r.ends_on, r.id limit $2"),
        today,
        LIST_LIMIT,
    )?;
    rows.into_iter().map(|row| Ok(Listed::try_from(row)?)).collect()
}

/// Counts what waits in an organisation on a day.
///
/// # Errors
/// When the database fails.
pub async fn count_waiting(
    conn: &mut Conn,
    organisation: OrganisationId,
    today: NaiveDate,
) -> Result<i64, StoreError> {
    let row = one!(
        conn,
        (i64,),
        "select count(*) from role_request \
         where organisation_id = $1 and answer is null and ends_on >= $2",
        organisation.0,
        today,
    )?;
    Ok(row.map_or(0, |row| row.0))
}

/// Returns whether a request waits in an organisation for the same account or address.
///
/// # Errors
/// When the database fails.
pub async fn waits_already(
    conn: &mut Conn,
    request: &RoleRequest,
    email: &str,
    today: NaiveDate,
) -> Result<bool, StoreError> {
    let row = one!(
        conn,
        (i64,),
        "select count(*) from role_request where organisation_id = $1 and answer is null \
         and ends_on >= $2 and (account_id = $3 or email = $4)",
        request.organisation.0,
        today,
        request.account.map(|account| account.0),
        email,
    )?;
    Ok(row.is_some_and(|row| row.0 > 0))
}

/// Keeps the answer to a request. Returns false, and changes nothing, when it had one.
///
/// # Errors
/// When the database fails.
pub async fn answer(
    tx: &mut Tx,
    answered: &RoleRequest,
    by: Option<AccountId>,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let changed = run!(
        tx,
        "update role_request set answer = $2, answered_by = $3, answered_at = $4, reason = $5 \
         where id = $1 and answer is null",
        answered.id.0,
        answered.answer.map(RoleAnswer::code),
        by.map(|by| by.0),
        now,
        reason,
    )?;
    Ok(changed == 1)
}

/// Takes back what waits for an account or was asked by it: somebody who may no longer sign in, or is in
/// another role now, takes no part in a grant.
///
/// # Errors
/// When the database fails.
pub async fn withdraw_of(
    tx: &mut Tx,
    account: AccountId,
    by: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    run!(
        tx,
        "update role_request set answer = 'withdrawn', answered_by = $2, answered_at = $3 \
         where answer is null and (account_id = $1 or asked_by = $1)",
        account.0,
        by.map(|by| by.0),
        now,
    )?;
    Ok(())
}
