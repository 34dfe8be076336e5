//! Basic screenings on reception, and the limits that were missed.

use crate::clock;
use crate::error::{coded, whole};
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{Days, NaiveDate};
use domain::{
    Answers, EpisodeId, InstrumentRef, OrganisationId, PersonId, Screening, ScreeningId, Subject,
};
use policy::Authorised;
use sqlx::types::Json;
use uuid::Uuid;

/// Missed limits on one list.
pub const LIST_LIMIT: i64 = 200;
/// Days for which a screening that was done late stays on the list: about a quarter, the period
/// for which establishments account for themselves.
pub const DAYS_LISTED: u64 = 90;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person_id: Uuid,
    episode_id: Uuid,
    owner_organisation_id: Uuid,
    owner_account_id: Option<Uuid>,
    due_on: NaiveDate,
    status: String,
    done_on: Option<NaiveDate>,
    answers: Option<Json<Answers>>,
}

impl TryFrom<Row> for Screening {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        Ok(Self {
            id: ScreeningId(row.id),
            person: PersonId(row.person_id),
            episode: EpisodeId(row.episode_id),
            owner: clock::owner(row.owner_organisation_id, row.owner_account_id),
            due_on: row.due_on,
            status: coded("screening", row.id, "status", &row.status)?,
            done_on: row.done_on,
            answers: row.answers.map(|answers| answers.0),
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, person_id, episode_id, owner_organisation_id, owner_account_id, due_on, \
             status, done_on, answers from screening ",
            $rest
        )
    };
}

/// Adds a screening or changes it, with its clock. The instrument is given with the answers, and
/// stays as it was when none is given.
///
/// # Errors
/// When the database fails.
pub async fn save(
    tx: &mut Tx,
    screening: &Screening,
    instrument: Option<&InstrumentRef>,
) -> Result<(), StoreError> {
    run!(
        tx,
        "insert into screening (id, person_id, episode_id, owner_organisation_id, \
         owner_account_id, due_on, status, done_on, instrument, version, answers) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (id) do update set \
         owner_organisation_id = excluded.owner_organisation_id, \
         owner_account_id = excluded.owner_account_id, due_on = excluded.due_on, \
         status = excluded.status, done_on = excluded.done_on, \
         instrument = coalesce(excluded.instrument, screening.instrument), \
         version = coalesce(excluded.version, screening.version), answers = excluded.answers",
        screening.id.0,
        screening.person.0,
        screening.episode.0,
        screening.owner.organisation.0,
        screening.owner.account.map(|id| id.0),
        screening.due_on,
        screening.status.code(),
        screening.done_on,
        instrument.map(|instrument| instrument.id.as_str()),
        instrument.map(|instrument| i64::from(instrument.version)),
        screening.answers.as_ref().map(Json),
    )?;
    clock::set(tx, screening.person, Subject::Screening, screening.id.0, screening.clock()).await
}

/// Finds a screening, for policy to decide on.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: ScreeningId) -> Result<Option<Screening>, StoreError> {
    let row = one!(conn, Row, select!("where id = $1"), id.0)?;
    Ok(row.map(Screening::try_from).transpose()?)
}

/// Returns the version of the instrument that a screening's answers are to, once it has some.
///
/// # Errors
/// When the database fails.
pub async fn instrument(
    conn: &mut Conn,
    screening: &Authorised<ScreeningId>,
) -> Result<Option<InstrumentRef>, StoreError> {
    let row = one!(
        conn,
        (String, i64),
        "select instrument, version from screening where id = $1 and instrument is not null",
        screening.resource().0,
    )?;
    row.map(|(id, version)| {
        let version = whole("screening", screening.resource(), "version", version)?;
        Ok(InstrumentRef { id, version })
    })
    .transpose()
}

/// Lists a person's screenings, the latest due first.
///
/// # Errors
/// When the database fails.
pub async fn of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Screening>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!("where person_id = $1 order by due_on desc, id desc limit 100"),
        person.resource().0,
    )?;
    rows.into_iter().map(|row| Ok(Screening::try_from(row)?)).collect()
}

/// Finds the screening of a reception.
///
/// # Errors
/// When the database fails.
pub async fn of_episode(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    episode: EpisodeId,
) -> Result<Option<Screening>, StoreError> {
    let row = one!(
        conn,
        Row,
        select!("where episode_id = $1 and person_id = $2 order by due_on desc, id desc limit 1"),
        episode.0,
        person.resource().0,
    )?;
    Ok(row.map(Screening::try_from).transpose()?)
}

/// A limit that was missed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The screening.
    pub id: ScreeningId,
    /// Whose it is.
    pub person: PersonId,
    /// The person's name, family name first.
    pub person_name: String,
    /// The worker who answers for it, once named.
    pub worker: Option<String>,
    /// The last day on which it would have been in time.
    pub due_on: NaiveDate,
    /// The day it was done; `None` while it is still to be done.
    pub done_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct BreachRow {
    id: Uuid,
    person_id: Uuid,
    given_name: String,
    family_name: String,
    worker: Option<String>,
    due_on: NaiveDate,
    done_on: Option<NaiveDate>,
}

/// Lists the limits that an organisation missed: those still to be done, and those done late in
/// the last [`DAYS_LISTED`] days. Still to be done come first, the longest late first.
///
/// # Errors
/// When the database fails.
pub async fn breaches(
    conn: &mut Conn,
    organisation: OrganisationId,
    today: NaiveDate,
) -> Result<Vec<Breach>, StoreError> {
    let rows = all!(
        conn,
        BreachRow,
        "select s.id, s.person_id, p.given_name, p.family_name, a.name as worker, s.due_on, \
         s.done_on from screening s join person p on p.id = s.person_id \
         left join account a on a.id = s.owner_account_id where s.owner_organisation_id = $1 \
         and ((s.status = 'due' and s.due_on < $2) \
         or (s.status = 'done' and s.done_on > s.due_on and s.done_on >= $3)) \
         order by case when s.status = 'due' then 0 else 1 end, s.due_on, s.id limit $4",
        organisation.0,
        today,
        today - Days::new(DAYS_LISTED),
        LIST_LIMIT,
    )?;
    Ok(rows
        .into_iter()
        .map(|row| Breach {
            id: ScreeningId(row.id),
            person: PersonId(row.person_id),
            person_name: format!("{}, {}", row.family_name, row.given_name),
            worker: row.worker,
            due_on: row.due_on,
            done_on: row.done_on,
        })
        .collect())
}

/// How many screenings stand where. Each is counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Counts {
    /// Still to be done, and in time so far.
    pub due: i64,
    /// Done after its day, or still to be done after it.
    pub late: i64,
    /// Done by its day.
    pub in_time: i64,
    /// The person left before it was done.
    pub left_before: i64,
}

/// Counts the screenings of an organisation that were or are due on or after a day.
///
/// # Errors
/// When the database fails.
pub async fn counts(
    conn: &mut Conn,
    organisation: OrganisationId,
    since: NaiveDate,
    today: NaiveDate,
) -> Result<Counts, StoreError> {
    let counts = one!(
        conn,
        Counts,
        "select count(*) filter (where status = 'due' and due_on >= $3) as due, \
         count(*) filter (where (status = 'due' and due_on < $3) \
         or (status = 'done' and done_on > due_on)) as late, \
         count(*) filter (where status = 'done' and done_on <= due_on) as in_time, \
         count(*) filter (where status = 'left_before') as left_before \
         from screening where owner_organisation_id = $1 and due_on >= $2",
        organisation.0,
        since,
        today,
    )?;
    Ok(counts.unwrap_or_default())
}
