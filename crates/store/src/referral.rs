//! Referrals and their messages.

use crate::clock;
use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    AccountId, Area, NeedId, OrganisationId, Owner, PersonId, Referral, ReferralId, ReferralState,
    ServiceId, Subject,
};
use policy::Authorised;
use sqlx::types::Json;
use uuid::Uuid;

/// Referrals on one page of an inbox.
pub const PAGE: i64 = 50;
/// Open referrals of one person at most.
const OPEN_LIMIT: i64 = 1_000;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person_id: Uuid,
    need_id: Uuid,
    service_id: Uuid,
    sender_organisation_id: Uuid,
    sender_account_id: Option<Uuid>,
    provider_id: Uuid,
    aims: Json<Vec<String>>,
    background: String,
    state: Json<ReferralState>,
    since: NaiveDate,
}

impl From<Row> for Referral {
    fn from(row: Row) -> Self {
        Self {
            id: ReferralId(row.id),
            person: PersonId(row.person_id),
            need: NeedId(row.need_id),
            service: ServiceId(row.service_id),
            sender: Owner {
                organisation: OrganisationId(row.sender_organisation_id),
                account: row.sender_account_id.map(AccountId),
            },
            provider: OrganisationId(row.provider_id),
            aims: row.aims.0,
            background: row.background,
            state: row.state.0,
            since: row.since,
        }
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, person_id, need_id, service_id, sender_organisation_id, \
             sender_account_id, provider_id, aims, background, state, since from referral ",
            $rest
        )
    };
}

/// Finds a referral, for policy to decide on.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: ReferralId) -> Result<Option<Referral>, StoreError> {
    let row = one!(conn, Row, select!("where id = $1"), id.0)?;
    Ok(row.map(Referral::from))
}

/// Lists a person's open referrals whole, the earliest first: what a handover passes on.
///
/// # Errors
/// When the database fails.
pub async fn open_of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Referral>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!(
            "where person_id = $1 and status not in ('declined', 'concluded', 'withdrawn') \
             order by created_on, id limit $2"
        ),
        person.resource().0,
        OPEN_LIMIT,
    )?;
    Ok(rows.into_iter().map(Referral::from).collect())
}

/// Adds a referral or changes it, with its clock.
///
/// # Errors
/// When the database fails.
pub async fn save(tx: &mut Tx, referral: &Referral, today: NaiveDate) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into referral (id, person_id, need_id, service_id, sender_organisation_id, \
         sender_account_id, provider_id, aims, background, status, state, started_on, since, \
         created_on, reached_provider) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
         on conflict (id) do update set reached_provider = excluded.reached_provider, aims = excluded.aims, background = excluded.background, \
         status = excluded.status, state = excluded.state, started_on = excluded.started_on, \
         since = excluded.since, sender_organisation_id = excluded.sender_organisation_id, \
         sender_account_id = excluded.sender_account_id",
        referral.id.0,
        referral.person.0,
        referral.need.0,
        referral.service.0,
        referral.sender.organisation.0,
        referral.sender.account.map(|id| id.0),
        referral.provider.0,
        Json(&referral.aims),
        &referral.background,
        referral.state.code(),
        Json(&referral.state),
        referral.state.started_on(),
        referral.since,
        today,
        referral.state.reached_provider(),
    )?;
    clock::set(tx, referral.person, Subject::Referral, referral.id.0, referral.clock()).await
}

/// Returns the name of the service that a referral is to.
///
/// # Errors
/// When the database fails.
pub async fn service_name(conn: &mut Conn, referral: &Referral) -> Result<String, StoreError> {
    let row = one!(conn, (String,), "select name from service where id = $1", referral.service.0)?;
    Ok(row.map(|row| row.0).unwrap_or_default())
}

/// A referral on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: ReferralId,
    /// The person.
    pub person: PersonId,
    /// The person's name, family name first; `None` once it is withheld from the reader.
    pub person_name: Option<String>,
    /// The service's name.
    pub service_name: String,
    /// The provider's name.
    pub provider_name: String,
    /// The sender's name.
    pub sender_name: String,
    /// The area of the need.
    pub area: Area,
    /// The state's code.
    pub status: String,
    /// The day it came into that state.
    pub since: NaiveDate,
    /// The day its clock runs out, while it is open.
    pub due_on: Option<NaiveDate>,
    /// The name of the worker who owns it, once named.
    pub owner_account: Option<String>,
    /// The organisation that must act next, while it is open.
    pub waiting_on: Option<OrganisationId>,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    id: Uuid,
    person_id: Uuid,
    given_name: String,
    family_name: String,
    service_name: String,
    provider_name: String,
    sender_name: String,
    area: String,
    status: String,
    since: NaiveDate,
    due_on: Option<NaiveDate>,
    owner_account: Option<String>,
    waiting_organisation_id: Option<Uuid>,
}

impl TryFrom<ListedRow> for Listed {
    type Error = Inconsistent;

    fn try_from(row: ListedRow) -> Result<Self, Inconsistent> {
        Ok(Self {
            id: ReferralId(row.id),
            person: PersonId(row.person_id),
            person_name: Some(format!("{}, {}", row.family_name, row.given_name)),
            service_name: row.service_name,
            provider_name: row.provider_name,
            sender_name: row.sender_name,
            area: coded("need", row.id, "area", &row.area)?,
            status: row.status,
            since: row.since,
            due_on: row.due_on,
            owner_account: row.owner_account,
            waiting_on: row.waiting_organisation_id.map(OrganisationId),
        })
    }
}

macro_rules! listed {
    ($conn:expr, $where:literal $(, $bind:expr)* $(,)?) => {
        all!(
            $conn,
            ListedRow,
            concat!(
                "select r.id, r.person_id, p.given_name, p.family_name, s.name as service_name, \
                 v.name as provider_name, o.name as sender_name, n.area, r.status, r.since, \
                 c.due_on, c.waiting_organisation_id, w.name as owner_account from referral r join person p on p.id = r.person_id \
                 join service s on s.id = r.service_id join organisation v on v.id = r.provider_id \
                 join organisation o on o.id = r.sender_organisation_id \
                 join need n on n.id = r.need_id left join clock c on c.subject_id = r.id \
                 left join account w on w.id = c.owner_account_id where ",
                $where
            )
            $(, $bind)*
        )?
        .into_iter()
        .map(|row| Ok(Listed::try_from(row)?))
        .collect()
    };
}

/// Finds one referral as a list shows it.
///
/// # Errors
/// When the database fails.
pub async fn listed(
    conn: &mut Conn,
    referral: &Authorised<Referral>,
) -> Result<Option<Listed>, StoreError> {
    let rows: Result<Vec<Listed>, StoreError> =
        listed!(conn, "r.id = $1 order by r.id limit 1", referral.resource().id.0);
    Ok(rows?.pop())
}

/// The lists of an organisation's referrals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tray {
    /// Open, and sent to it.
    ToUs,
    /// Open, and sent by it, drafts too.
    FromUs,
    /// Sent to it or by it, and closed since a day.
    Closed(NaiveDate),
}

/// Lists one page of an organisation's referrals, and one more than a page when there is a next one.
/// The first page is 0. What waits for the organisation comes first, the soonest due before the
/// later; of the closed ones, the last one closed.
///
/// # Errors
/// When the database fails.
pub async fn inbox(
    conn: &mut Conn,
    organisation: OrganisationId,
    tray: Tray,
    page: u32,
) -> Result<Vec<Listed>, StoreError> {
    let (id, limit, offset) = (organisation.0, PAGE + 1, i64::from(page) * PAGE);
    match tray {
        Tray::ToUs => listed!(
            conn,
            "r.provider_id = $1 \
             and r.status not in ('draft', 'declined', 'concluded', 'withdrawn') \
             order by case when c.waiting_organisation_id = $1 then 0 else 1 end, c.due_on, r.id \
             limit $2 offset $3",
            id,
            limit,
            offset,
        ),
        Tray::FromUs => listed!(
            conn,
            "r.sender_organisation_id = $1 \
             and r.status not in ('declined', 'concluded', 'withdrawn') \
             order by case when c.waiting_organisation_id = $1 then 0 else 1 end, c.due_on, r.id \
             limit $2 offset $3",
            id,
            limit,
            offset,
        ),
        Tray::Closed(since) => listed!(
            conn,
            "(r.sender_organisation_id = $1 or (r.provider_id = $1 and r.reached_provider = $5)) \
             and r.status in ('declined', 'concluded', 'withdrawn') and r.since >= $4 \
             order by r.since desc, r.id desc limit $2 offset $3",
            id,
            limit,
            offset,
            since,
            true,
        ),
    }
}

/// How many open referrals an organisation has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Counts {
    /// Sent to it.
    pub to_us: i64,
    /// Sent by it, drafts too.
    pub from_us: i64,
}

/// Counts the open referrals of an organisation.
///
/// # Errors
/// When the database fails.
pub async fn counts(conn: &mut Conn, organisation: OrganisationId) -> Result<Counts, StoreError> {
    let counts = one!(
        conn,
        Counts,
        "select (select count(*) from referral where provider_id = $1 \
         and status not in ('draft', 'declined', 'concluded', 'withdrawn')) as to_us, \
         (select count(*) from referral where sender_organisation_id = $1 \
         and status not in ('declined', 'concluded', 'withdrawn')) as from_us",
        organisation.0,
    )?;
    Ok(counts.unwrap_or_default())
}

/// Finds another open referral for the same need to the same service.
///
/// # Errors
/// When the database fails.
pub async fn live(
    conn: &mut Conn,
    need: NeedId,
    service: ServiceId,
    other_than: ReferralId,
) -> Result<Option<ReferralId>, StoreError> {
    let row = one!(
        conn,
        (Uuid,),
        "select id from referral where need_id = $1 and service_id = $2 and id <> $3 \
         and status not in ('declined', 'concluded', 'withdrawn') order by id limit 1",
        need.0,
        service.0,
        other_than.0,
    )?;
    Ok(row.map(|row| ReferralId(row.0)))
}

/// Lists the open referrals for a need: service and referral.
///
/// # Errors
/// When the database fails.
pub async fn live_of_need(
    conn: &mut Conn,
    need: NeedId,
) -> Result<Vec<(ServiceId, ReferralId)>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, Uuid),
        "select service_id, id from referral where need_id = $1 \
         and status not in ('declined', 'concluded', 'withdrawn') order by id limit $2",
        need.0,
        PAGE,
    )?;
    Ok(rows.into_iter().map(|(service, id)| (ServiceId(service), ReferralId(id))).collect())
}

/// Lists a person's referrals that an organisation sent or, once sent, received, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn of_person_with(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    organisation: OrganisationId,
) -> Result<Vec<Listed>, StoreError> {
    listed!(
        conn,
        "r.person_id = $1 and (r.sender_organisation_id = $2 \
         or (r.provider_id = $2 and r.reached_provider = $3)) \
         order by r.created_on desc, r.id desc limit $4",
        person.resource().0,
        organisation.0,
        true,
        PAGE,
    )
}

/// Lists a person's referrals, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Listed>, StoreError> {
    listed!(
        conn,
        "r.person_id = $1 order by r.created_on desc, r.id desc limit $2",
        person.resource().0,
        PAGE,
    )
}

/// Lists a person's referrals from or to one organisation, newest first: what of them is that
/// organisation's own. A draft is the sender's alone.
///
/// # Errors
/// When the database fails.
pub async fn of_person_and(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    organisation: OrganisationId,
) -> Result<Vec<Listed>, StoreError> {
    listed!(
        conn,
        "r.person_id = $1 and (r.sender_organisation_id = $2 \
         or (r.provider_id = $2 and r.status <> 'draft')) \
         order by r.created_on desc, r.id desc limit $3",
        person.resource().0,
        organisation.0,
        PAGE,
    )
}

/// A message about a referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Who wrote it.
    pub account: String,
    /// For which organisation.
    pub organisation: String,
    /// The words.
    pub words: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Adds a message.
///
/// # Errors
/// When the database fails.
pub async fn add_message(
    tx: &mut Tx,
    id: Uuid,
    referral: &Authorised<Referral>,
    by: (AccountId, OrganisationId),
    words: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    load_message(tx, id, referral.resource().id, by, words, now).await
}

/// Loads a message of an imported or invented history, as it was written.
///
/// # Errors
/// When the database fails.
pub async fn load_message(
    tx: &mut Tx,
    id: Uuid,
    referral: ReferralId,
    by: (AccountId, OrganisationId),
    words: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into referral_message (id, referral_id, account_id, organisation_id, words, at) \
         values ($1, $2, $3, $4, $5, $6)",
        id,
        referral.0,
        by.0.0,
        by.1.0,
        words,
        at,
    )?;
    Ok(())
}

/// Lists the messages about a referral, the earliest first.
///
/// # Errors
/// When the database fails.
pub async fn messages(
    conn: &mut Conn,
    referral: &Authorised<Referral>,
) -> Result<Vec<Message>, StoreError> {
    let rows = all!(
        conn,
        (String, String, String, DateTime<Utc>),
        "select a.name, o.name, m.words, m.at from referral_message m \
         join account a on a.id = m.account_id join organisation o on o.id = m.organisation_id \
         where m.referral_id = $1 order by m.at, m.id limit 200",
        referral.resource().id.0,
    )?;
    Ok(rows
        .into_iter()
        .map(|(account, organisation, words, at)| Message { account, organisation, words, at })
        .collect())
}
