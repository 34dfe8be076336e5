//! Running clocks: one row for each open thing, so that nothing open is without an owner and a day.

use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{AccountId, Area, Clock, Due, Measure, OrganisationId, Owner, PersonId, Subject};
use uuid::Uuid;

/// Rows of one page of a list. A list has one row more where there is another page.
pub const LIST_LIMIT: i64 = 20;

/// Clocks of one person shown at once: ten areas, each with some steps and referrals.
const PERSON_LIMIT: i64 = 200;

/// Which one of its kind the thing is that a clock runs on: a list with four rows that say "plan for
/// a need" says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// The area of a need.
    Area(Area),
    /// The words of a step.
    Step(String),
    /// The name of the service that a referral is to.
    Service(String),
    /// When an appointment is or was.
    At(DateTime<Utc>),
    /// What an outcome measures.
    Measure(Measure),
}

/// A running clock as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What it runs on.
    pub subject: Subject,
    /// The id of that.
    pub subject_id: Uuid,
    /// Whose record it is in.
    pub person: PersonId,
    /// The person's name, family name first; `None` once it is withheld from the reader.
    pub person_name: Option<String>,
    /// Which one of its kind it is, where there may be several.
    pub about: Option<About>,
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
    area: Option<String>,
    step_words: Option<String>,
    service_name: Option<String>,
    appointment_at: Option<DateTime<Utc>>,
    measure: Option<String>,
}

impl Row {
    fn about(&self) -> Result<Option<About>, Inconsistent> {
        let id = self.subject_id;
        if let Some(area) = &self.area {
            return Ok(Some(About::Area(coded("need", id, "area", area)?)));
        }
        if let Some(measure) = &self.measure {
            return Ok(Some(About::Measure(coded("outcome", id, "measure", measure)?)));
        }
        let step = self.step_words.clone().map(About::Step);
        let service = self.service_name.clone().map(About::Service);
        Ok(step.or(service).or(self.appointment_at.map(About::At)))
    }
}

impl TryFrom<Row> for Listed {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        Ok(Self {
            subject: coded("clock", row.subject_id, "subject", &row.subject)?,
            subject_id: row.subject_id,
            person: PersonId(row.person_id),
            about: row.about()?,
            person_name: Some(format!("{}, {}", row.family_name, row.given_name)),
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
                 c.due_on, o.name as organisation_name, a.name as account_name, n.area, \
                 s.words as step_words, v.name as service_name, t.at as appointment_at, u.measure \
                 from clock c join person p on p.id = c.person_id \
                 join organisation o on o.id = c.owner_organisation_id \
                 left join account a on a.id = c.owner_account_id \
                 left join need n on n.id = c.subject_id \
                 left join step s on s.id = c.subject_id \
                 left join referral r on r.id = c.subject_id \
                 left join service v on v.id = r.service_id \
                 left join appointment t on t.id = c.subject_id \
                 left join outcome u on u.id = c.subject_id where ",
                $where
            )
            $(, $bind)*
        )?
        .into_iter()
        .map(|row| Listed::try_from(row).map_err(StoreError::from))
        .collect()
    };
}

/// Which rows of a list are wanted. One more than that is read, which tells whether there are more.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Rows before the first one that is wanted.
    pub skip: i64,
    /// Rows that are wanted.
    pub rows: i64,
}

impl Part {
    /// The first page of a list.
    pub const FIRST: Self = Self { skip: 0, rows: LIST_LIMIT };
}

/// Lists what one worker owns and is past its day, the longest late first, after some rows.
///
/// # Errors
/// When the database fails.
pub async fn late(
    conn: &mut Conn,
    account: AccountId,
    today: NaiveDate,
    part: Part,
) -> Result<Vec<Listed>, StoreError> {
    listed!(
        conn,
        "c.owner_account_id = $1 and c.due_on < $2 order by c.due_on, c.subject_id \
         limit $3 offset $4",
        account.0,
        today,
        part.rows + 1,
        part.skip,
    )
}

/// Lists the red needs that no open step has an owner and a date for, of the people whom a worker
/// leads: what is dropped. The soonest due first.
///
/// # Errors
/// When the database fails.
pub async fn dropped(conn: &mut Conn, lead: AccountId) -> Result<Vec<Listed>, StoreError> {
    listed!(
        conn,
        "c.subject_id in (select d.id from person l join need d on d.person_id = l.id \
         where l.lead_account_id = $1 and d.rating = 'red' and d.status = 'not_started') \
         order by c.due_on, c.subject_id limit $2",
        lead.0,
        LIST_LIMIT,
    )
}

/// Counts what is dropped of the people whom a worker leads.
///
/// # Errors
/// When the database fails.
pub async fn count_dropped(conn: &mut Conn, lead: AccountId) -> Result<i64, StoreError> {
    let row = one!(
        conn,
        (i64,),
        "select count(*) from person p join need n on n.person_id = p.id \
         where p.lead_account_id = $1 and n.rating = 'red' and n.status = 'not_started'",
        lead.0,
    )?;
    Ok(row.map_or(0, |row| row.0))
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

/// Whom a list of what waits is for.
#[derive(Clone, Copy, Debug)]
pub struct Waiter {
    /// Their organisation.
    pub organisation: OrganisationId,
    /// Their account.
    pub account: AccountId,
    /// Whether they lead cases, and so can take on a person or a handover.
    pub leads: bool,
}

/// Lists what waits for somebody to act: offered to their organisation by another, its own without
/// a named worker, or with one whose account was deactivated, and what their people challenged in
/// their plans or say of their records, or what other agencies know that may be of them. The soonest due first, after some rows. What a data protection
/// officer reviews waits on a list of theirs.
///
/// # Errors
/// When the database fails.
pub async fn waiting(
    conn: &mut Conn,
    waiter: Waiter,
    part: Part,
) -> Result<Vec<Listed>, StoreError> {
    listed!(
        conn,
        // Each of the three has an index. An organisation must act on a hundred times as many clocks
        // as wait, so that looking through them all would take the longer the larger it is.
        "c.subject_id in (select f.subject_id from (select subject_id from clock \
         where waiting_organisation_id = $1 \
         and (owner_organisation_id <> waiting_organisation_id or owner_account_id is null) \
         and ($4 or subject not in ('handover', 'person', 'concern', 'join')) \
         and subject <> 'break_glass' \
         order by due_on, subject_id limit $5) as f \
         union select k.subject_id from account i join clock k on k.owner_account_id = i.id \
         where i.organisation_id = $1 and i.active = $2 and k.waiting_organisation_id = $1 \
         and ($4 or k.subject not in ('handover', 'person', 'concern', 'join')) \
         union select subject_id from clock \
         where owner_account_id = $3 and subject in ('plan', 'concern', 'join') \
         and waiting_organisation_id = $1) \
         order by c.due_on, c.subject_id limit $6 offset $7",
        waiter.organisation.0,
        false,
        waiter.account.0,
        waiter.leads,
        part.skip + part.rows + 1,
        part.rows + 1,
        part.skip,
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

/// Lists every running clock of a person, the soonest due first.
///
/// # Errors
/// When the database fails.
pub async fn of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<Listed>, StoreError> {
    listed!(
        conn,
        "c.person_id = $1 order by c.due_on, c.subject_id limit $2",
        person.0,
        PERSON_LIMIT,
    )
}
