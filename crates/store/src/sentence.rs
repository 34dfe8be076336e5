//! Sentences and their dates. A date is never overwritten: the one that took its place says when it
//! did.

use crate::error::{coded, whole};
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::spent::Recorded;
use domain::{OffenceGroup, PersonId, SentenceDateKind};
use policy::Authorised;
use uuid::Uuid;

/// A sentence. Anything may be unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its id.
    pub id: Uuid,
    /// What sort of sentence, in the words of its source.
    pub kind: Option<String>,
    /// The group of the main offence.
    pub offence_group: Option<OffenceGroup>,
    /// The day it was imposed.
    pub imposed_on: Option<NaiveDate>,
    /// Its length in days.
    pub length_days: Option<u32>,
}

/// What is needed to say when the conviction is spent.
impl From<&Sentence> for Recorded {
    fn from(sentence: &Sentence) -> Self {
        Self {
            kind: sentence.kind.clone(),
            offence: sentence.offence_group,
            on: sentence.imposed_on,
            days: sentence.length_days,
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    kind: Option<String>,
    offence_group: Option<String>,
    imposed_on: Option<NaiveDate>,
    length_days: Option<i64>,
}

impl TryFrom<Row> for Sentence {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        let group = |code: String| coded("sentence", row.id, "offence_group", &code);
        let days = |days| whole("sentence", row.id, "length_days", days);
        Ok(Self {
            id: row.id,
            kind: row.kind,
            offence_group: row.offence_group.map(group).transpose()?,
            imposed_on: row.imposed_on,
            length_days: row.length_days.map(days).transpose()?,
        })
    }
}

/// Adds a sentence.
///
/// # Errors
/// When the database fails.
pub async fn add(
    tx: &mut Tx,
    person: PersonId,
    sentence: &Sentence,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into sentence (id, person_id, kind, offence_group, imposed_on, length_days, \
         recorded_at) values ($1, $2, $3, $4, $5, $6, $7)",
        sentence.id,
        person.0,
        sentence.kind.as_deref(),
        sentence.offence_group.map(OffenceGroup::code),
        sentence.imposed_on,
        sentence.length_days.map(i64::from),
        now,
    )?;
    Ok(())
}

/// Lists a person's sentences, the latest recorded first.
///
/// # Errors
/// When the database fails.
pub async fn of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Sentence>, StoreError> {
    let rows = all!(
        conn,
        Row,
        "select id, kind, offence_group, imposed_on, length_days from sentence \
         where person_id = $1 order by recorded_at desc, id desc limit 100",
        person.resource().0,
    )?;
    rows.into_iter().map(|row| Ok(Sentence::try_from(row)?)).collect()
}

/// A date of a sentence, as it stands or as it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentenceDate {
    /// Its id.
    pub id: Uuid,
    /// The sentence.
    pub sentence: Uuid,
    /// Which date.
    pub kind: SentenceDateKind,
    /// The day; `None` where the source says that there is none any more.
    pub on: Option<NaiveDate>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// When a later one took its place.
    pub superseded_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct DateRow {
    id: Uuid,
    sentence_id: Uuid,
    kind: String,
    on_date: Option<NaiveDate>,
    recorded_at: DateTime<Utc>,
    superseded_at: Option<DateTime<Utc>>,
}

impl TryFrom<DateRow> for SentenceDate {
    type Error = Inconsistent;

    fn try_from(row: DateRow) -> Result<Self, Inconsistent> {
        Ok(Self {
            id: row.id,
            sentence: row.sentence_id,
            kind: coded("sentence_date", row.id, "kind", &row.kind)?,
            on: row.on_date,
            recorded_at: row.recorded_at,
            superseded_at: row.superseded_at,
        })
    }
}

/// Records a date of a sentence in place of the one that stands. Returns false, and changes nothing,
/// when that says the same.
///
/// # Errors
/// When the database fails.
pub async fn set_date(
    tx: &mut Tx,
    id: Uuid,
    person: PersonId,
    sentence: Uuid,
    date: (SentenceDateKind, Option<NaiveDate>),
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let (kind, on) = date;
    let standing = one!(
        tx,
        (Option<NaiveDate>,),
        "select on_date from sentence_date where sentence_id = $1 and kind = $2 \
         and superseded_at is null",
        sentence,
        kind.code(),
    )?;
    match standing {
        Some((standing,)) if standing == on => return Ok(false),
        None if on.is_none() => return Ok(false),
        _ => {}
    }
    run!(
        tx,
        "update sentence_date set superseded_at = $3 where sentence_id = $1 and kind = $2 \
         and superseded_at is null",
        sentence,
        kind.code(),
        now,
    )?;
    add_date(tx, id, person, sentence, date, now).await?;
    Ok(true)
}

/// Records a date of a sentence that has none of that kind yet.
///
/// # Errors
/// When the database fails, also when one stands already.
pub async fn add_date(
    tx: &mut Tx,
    id: Uuid,
    person: PersonId,
    sentence: Uuid,
    (kind, on): (SentenceDateKind, Option<NaiveDate>),
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into sentence_date (id, sentence_id, person_id, kind, on_date, recorded_at) \
         values ($1, $2, $3, $4, $5, $6)",
        id,
        sentence,
        person.0,
        kind.code(),
        on,
        now,
    )?;
    Ok(())
}

/// Loads a date of an imported or invented history, with when a later one took its place.
///
/// # Errors
/// When the database fails.
pub async fn load_date(
    tx: &mut Tx,
    person: PersonId,
    date: &SentenceDate,
) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into sentence_date (id, sentence_id, person_id, kind, on_date, recorded_at, \
         superseded_at) values ($1, $2, $3, $4, $5, $6, $7)",
        date.id,
        date.sentence,
        person.0,
        date.kind.code(),
        date.on,
        date.recorded_at,
        date.superseded_at,
    )?;
    Ok(())
}

/// Lists the dates of a person's sentences with their history, the latest recorded first.
///
/// # Errors
/// When the database fails.
pub async fn dates(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<SentenceDate>, StoreError> {
    let rows = all!(
        conn,
        DateRow,
        "select id, sentence_id, kind, on_date, recorded_at, superseded_at from sentence_date \
         where person_id = $1 order by recorded_at desc, id desc limit 500",
        person.resource().0,
    )?;
    rows.into_iter().map(|row| Ok(SentenceDate::try_from(row)?)).collect()
}
