//! Running clocks: one row for each open thing, so that nothing open is without an owner and a day.

use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::NaiveDate;
use domain::{AccountId, Clock, Due, OrganisationId, Owner, PersonId, Subject};
use uuid::Uuid;

/// Rows of one list; a page says how many more there are.
pub const LIST_LIMIT: i64 = 20;

/// A running clock as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What it runs on.
    pub subject: Subject,
    /// The id of that.
    pub subject_id: Uuid,
    /// Whose record it is in.
    pub person: PersonId,
    /// The person's name, family name first.
    pub person_name: String,
    /// The clock.
    pub clock: Clock,
    /// The owning organisation's name.
    pub owner_organisation: String,
    /// The owning worker's name, once named.
    pub owner_account: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    subject: String,
    subject_id: Uuid,
    person_id: Uuid,
    given_name: String,
    family_name: String,
    owner_organisation_id: Uuid,
    owner_account_id: Option<Uuid>,
    waiting_organisation_id: Uuid,
    due: String,
    due_on: NaiveDate,
    organisation_name: String,
    account_name: Option<String>,
}

impl TryFrom<Row> for Listed {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        Ok(Self {
            subject: coded("clock", row.subject_id, "subject", &row.subject)?,
            subject_id: row.subject_id,
            person: PersonId(row.person_id),
            person_name: format!("{}, {}", row.family_name, row.given_name),
            clock: Clock {
                owner: Owner {
                    organisation: OrganisationId(row.owner_organisation_id),
                    account: row.owner_account_id.map(AccountId),
                },
                waiting_on: OrganisationId(row.waiting_organisation_id),
                due: coded::<Due>("clock", row.subject_id, "due", &row.due)?,
                due_on: row.due_on,
            },
            owner_organisation: row.organisation_name,
            owner_account: row.account_name,
        })
    }
}

/// Returns the owner that two columns hold.
pub(crate) fn owner(organisation: Uuid, account: Option<Uuid>) -> Owner {
    Owner { organisation: OrganisationId(organisation), account: account.map(AccountId) }
}

/// Starts, changes or stops the clock of one thing: what its life cycle answers is what is kept.
///
/// # Errors
/// When the database fails.
pub async fn set(
    tx: &mut Tx,
    person: PersonId,
    subject: Subject,
    subject_id: Uuid,
    clock: Option<Clock>,
) -> Result<(), StoreError> {
    let Some(clock) = clock else {
        // What is loaded is new, and has no clock to stop.
        if tx.loads() {
            return Ok(());
        }
        run!(tx, "delete from clock where subject_id = $1", subject_id)?;
        return Ok(());
    };
    put!(
        tx,
        "insert into clock (subject_id, subject, person_id, owner_organisation_id, \
         owner_account_id, waiting_organisation_id, due, due_on) \
         values ($1, $2, $3, $4, $5, $6, $7, $8) \
         on conflict (subject_id) do update set \
         owner_organisation_id = excluded.owner_organisation_id, \
         owner_account_id = excluded.owner_account_id, \
         waiting_organisation_id = excluded.waiting_organisation_id, \
         due = excluded.due, due_on = excluded.due_on",
        subject_id,
        subject.code(),
        person.0,
        clock.owner.organisation.0,
        clock.owner.account.map(|account| account.0),
        clock.waiting_on.0,
        clock.due.code(),
        clock.due_on,
    )?;
    Ok(())
}

macro_rules! listed {
    ($conn:expr, $where:literal $(, $bind:expr)* $(,)?) => {
        all!(
            $conn,
            Row,
            concat!(
                "select c.subject, c.subject_id, c.person_id, p.given_name, p.family_name, \
                 c.owner_organisation_id, c.owner_account_id, c.waiting_organisation_id, c.due, \
                 c.due_on, o.name as organisation_name, a.name as account_name from clock c \
                 join person p on p.id = c.person_id \
                 join organisation o on o.id = c.owner_organisation_id \
                 left join account a on a.id = c.owner_account_id where ",
                $where
            )
            $(, $bind)*
        )?
        .into_iter()
        .map(|row| Listed::try_from(row).map_err(StoreError::from))
        .collect()
    };
}

/// Lists what one worker owns and is past its day, the longest late first.
///
/// # Errors
/// When the database fails.
pub async fn late(
    conn: &mut Conn,
    account: AccountId,
    today: NaiveDate,
) -> Result<Vec<Listed>, StoreError> {
    listed!(
        conn,
        "c.owner_account_id = $1 and c.due_on < $2 order by c.due_on, c.subject_id limit $3",
        account.0,
        today,
        LIST_LIMIT,
    )
}

/// Counts what one worker owns and is past its day.
///
/// # Errors
/// When the database fails.
pub async fn count_late(
    conn: &mut Conn,
    account: AccountId,
    today: NaiveDate,
) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = one!(
        conn,
        (i64,),
        "select count(*) from clock where owner_account_id = $1 and due_on < $2",
        account.0,
        today,
    )?;
    Ok(row.map_or(0, |row| row.0))
}

/// Lists what waits for an organisation to act: offered to it by another, or its own without a
/// named worker, or with one whose account was deactivated. The soonest due first.
///
/// # Errors
/// When the database fails.
pub async fn waiting(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> Result<Vec<Listed>, StoreError> {
    listed!(
        conn,
        "c.waiting_organisation_id = $1 and \
         (c.owner_organisation_id <> $1 or c.owner_account_id is null or a.active = $2) \
         order by c.due_on, c.subject_id limit $3",
        organisation.0,
        false,
        LIST_LIMIT,
    )
}

/// Counts the running clocks of a person that an organisation owns.
///
/// # Errors
/// When the database fails.
pub async fn count_owned(
    conn: &mut Conn,
    person: PersonId,
    organisation: OrganisationId,
) -> Result<i64, StoreError> {
    let row = one!(
        conn,
        (i64,),
        "select count(*) from clock where person_id = $1 and owner_organisation_id = $2",
        person.0,
        organisation.0,
    )?;
    Ok(row.map_or(0, |row| row.0))
}

/// Lists the plans that their persons challenged and that wait for a worker's answer. The soonest
/// due first.
///
/// # Errors
/// When the database fails.
pub async fn challenged(conn: &mut Conn, account: AccountId) -> Result<Vec<Listed>, StoreError> {
    listed!(
        conn,
        "c.owner_account_id = $1 and c.subject = 'plan' order by c.due_on, c.subject_id limit $2",
        account.0,
        LIST_LIMIT,
    )
}

/// Lists every running clock of a person, the soonest due first.
///
/// # Errors
/// When the database fails.
pub async fn of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<Listed>, StoreError> {
    listed!(
        conn,
        "c.person_id = $1 order by c.due_on, c.subject_id limit $2",
        person.0,
        LIST_LIMIT * 10,
    )
}
