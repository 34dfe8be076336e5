//! What agencies sent: files, the people in them under the agencies' own numbers, and what was said of each,
//! as it came. Nothing of it is written over.

use crate::error::{coded, parsed, whole};
use crate::person::name_key;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    AccountId, Feed, FeedId, IdentifierKind, JoinState, OrganisationId, Postcode, Sex, ShortText,
    SourceId, SourceRecord, SourceRecordId,
};
use sqlx::types::Json;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Files of an organisation shown at once.
pub const LIST_LIMIT: i64 = 100;
/// Records of a file on one page.
pub const PAGE: i64 = 50;
/// Numbers of one record at most: one of each kind.
const NUMBERS_LIMIT: i64 = 20;

/// The cells of a row as they were sent, by column.
pub type AsSent = BTreeMap<String, String>;

#[derive(sqlx::FromRow)]
struct FeedRow {
    id: Uuid,
    organisation_id: Uuid,
    number: i64,
    title: String,
    hash: String,
    rows_sent: i64,
    rows_refused: i64,
    sent_at: DateTime<Utc>,
}

impl TryFrom<FeedRow> for Feed {
    type Error = Inconsistent;

    fn try_from(row: FeedRow) -> Result<Self, Inconsistent> {
        Ok(Self {
            id: FeedId(row.id),
            organisation: OrganisationId(row.organisation_id),
            number: whole("feed", row.id, "number", row.number)?,
            title: row.title,
            hash: row.hash,
            rows: whole("feed", row.id, "rows_sent", row.rows_sent)?,
            refused: whole("feed", row.id, "rows_refused", row.rows_refused)?,
            at: row.sent_at,
        })
    }
}

/// Adds a file. Returns whether it was added: where another of the same number came first, it was not.
///
/// # Errors
/// When the database fails.
pub async fn add(tx: &mut Tx, feed: &Feed, by: AccountId) -> Result<bool, StoreError> {
    let added = run!(
        tx,
        "insert into feed (id, organisation_id, number, title, hash, rows_sent, rows_refused, \
         sent_at, sent_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         on conflict (organisation_id, number) do nothing",
        feed.id.0,
        feed.organisation.0,
        i64::from(feed.number),
        &feed.title,
        &feed.hash,
        i64::from(feed.rows),
        i64::from(feed.refused),
        feed.at,
        by.0,
    )?;
    Ok(added == 1)
}

/// Lists the files of an organisation, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn, organisation: OrganisationId) -> Result<Vec<Feed>, StoreError> {
    let rows = all!(
        conn,
        FeedRow,
        "select id, organisation_id, number, title, hash, rows_sent, rows_refused, sent_at \
         from feed where organisation_id = $1 order by number desc limit $2",
        organisation.0,
        LIST_LIMIT,
    )?;
    rows.into_iter().map(|row| Ok(Feed::try_from(row)?)).collect()
}

/// Finds a file.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: FeedId) -> Result<Option<Feed>, StoreError> {
    let row = one!(
        conn,
        FeedRow,
        "select id, organisation_id, number, title, hash, rows_sent, rows_refused, sent_at \
         from feed where id = $1",
        id.0,
    )?;
    Ok(row.map(Feed::try_from).transpose()?)
}

/// Finds whom an agency calls by a number, and the hash of what it said of them last.
///
/// # Errors
/// When the database fails.
pub async fn source(
    conn: &mut Conn,
    organisation: OrganisationId,
    own_number: &str,
) -> Result<Option<(SourceId, Option<String>)>, StoreError> {
    let row = one!(
        conn,
        (Uuid, Option<String>),
        "select s.id, r.hash from source s \
         left join source_record r on r.source_id = s.id and r.superseded_at is null \
         where s.organisation_id = $1 and s.own_number = $2",
        organisation.0,
        own_number,
    )?;
    Ok(row.map(|(id, hash)| (SourceId(id), hash)))
}

/// Adds somebody as an agency knows them.
///
/// # Errors
/// When the database fails.
pub async fn add_source(
    tx: &mut Tx,
    id: SourceId,
    (organisation, own_number): (OrganisationId, &str),
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    run!(
        tx,
        "insert into source (id, organisation_id, own_number, seen_at) values ($1, $2, $3, $4)",
        id.0,
        organisation.0,
        own_number,
        now,
    )?;
    Ok(())
}

/// Notes that the agency said something of them again.
///
/// # Errors
/// When the database fails.
pub async fn seen(tx: &mut Tx, id: SourceId, now: DateTime<Utc>) -> Result<(), StoreError> {
    run!(tx, "update source set seen_at = $2 where id = $1", id.0, now)?;
    Ok(())
}

/// Keeps other changes of what is joined with a source waiting until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Tx, id: SourceId) -> Result<(), StoreError> {
    // `select … for update` is not in both databases; a change of nothing is.
    run!(tx, "update source set seen_at = seen_at where id = $1", id.0)?;
    Ok(())
}

/// Notes when a source was last looked for, or that nobody may be compared with it.
///
/// # Errors
/// When the database fails.
pub async fn compared(
    tx: &mut Tx,
    id: SourceId,
    at: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    run!(tx, "update source set compared_at = $2 where id = $1", id.0, at)?;
    Ok(())
}

/// Where a record comes from.
#[derive(Clone, Debug)]
pub struct Came {
    /// Its own id.
    pub id: SourceRecordId,
    /// In which file.
    pub feed: FeedId,
    /// In which line of it.
    pub line: u64,
    /// SHA-256 of what it says, in hexadecimal.
    pub hash: String,
    /// The cells as they were sent.
    pub as_sent: AsSent,
    /// When.
    pub at: DateTime<Utc>,
}

/// Adds what an agency said, in the place of what it said before, which stays.
///
/// # Errors
/// When the database fails.
pub async fn add_record(
    tx: &mut Tx,
    source: SourceId,
    record: &SourceRecord,
    came: &Came,
) -> Result<(), StoreError> {
    run!(
        tx,
        "update source_record set superseded_at = $2 \
         where source_id = $1 and superseded_at is null",
        source.0,
        came.at,
    )?;
    run!(
        tx,
        "insert into source_record (id, source_id, feed_id, line, given_name, family_name, \
         name_key, date_of_birth, sex, postcode, address, risk_marker, hash, as_sent, received_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        came.id.0,
        source.0,
        came.feed.0,
        i64::try_from(came.line).unwrap_or(i64::MAX),
        record.given_name.as_str(),
        record.family_name.as_str(),
        name_key(record.given_name.as_str(), record.family_name.as_str()),
        record.date_of_birth,
        record.sex.map(Sex::code),
        record.postcode.as_ref().map(Postcode::as_str),
        record.address.as_ref().map(ShortText::as_str),
        record.risk_marker,
        &came.hash,
        Json(&came.as_sent),
        came.at,
    )?;
    for (kind, value) in &record.numbers {
        run!(
            tx,
            "insert into source_number (record_id, kind, value) values ($1, $2, $3)",
            came.id.0,
            kind.code(),
            value,
        )?;
    }
    Ok(())
}

/// What an agency says of somebody now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Current {
    /// Whom it is about.
    pub source: SourceId,
    /// The agency.
    pub organisation: OrganisationId,
    /// Its name.
    pub agency: String,
    /// In which file it came.
    pub feed: FeedId,
    /// When.
    pub received_at: DateTime<Utc>,
    /// How often the agency said something else before.
    pub earlier: u32,
    /// What it says.
    pub record: SourceRecord,
}

#[derive(sqlx::FromRow)]
struct RecordRow {
    id: Uuid,
    source_id: Uuid,
    organisation_id: Uuid,
    agency: String,
    own_number: String,
    feed_id: Uuid,
    received_at: DateTime<Utc>,
    earlier: i64,
    given_name: String,
    family_name: String,
    date_of_birth: Option<NaiveDate>,
    sex: Option<String>,
    postcode: Option<String>,
    address: Option<String>,
    risk_marker: bool,
}

impl RecordRow {
    fn with(self, numbers: Vec<(IdentifierKind, String)>) -> Result<Current, Inconsistent> {
        const TABLE: &str = "source_record";
        let (id, sex) = (self.id, self.sex);
        let postcode = self.postcode.map(|text| parsed(TABLE, id, "postcode", &text));
        let address = self.address.map(|text| parsed(TABLE, id, "address", &text));
        Ok(Current {
            source: SourceId(self.source_id),
            organisation: OrganisationId(self.organisation_id),
            agency: self.agency,
            feed: FeedId(self.feed_id),
            received_at: self.received_at,
            earlier: whole(TABLE, id, "earlier", self.earlier)?,
            record: SourceRecord {
                own_number: self.own_number,
                given_name: parsed(TABLE, id, "given_name", &self.given_name)?,
                family_name: parsed(TABLE, id, "family_name", &self.family_name)?,
                date_of_birth: self.date_of_birth,
                sex: sex.map(|sex| coded(TABLE, id, "sex", &sex)).transpose()?,
                postcode: postcode.transpose()?,
                address: address.transpose()?,
                numbers,
                risk_marker: self.risk_marker,
            },
        })
    }
}

/// Returns what an agency says of somebody now. It is a comparison or a page that says who reads it.
///
/// # Errors
/// When the database fails.
pub async fn current(conn: &mut Conn, source: SourceId) -> Result<Option<Current>, StoreError> {
    let row = one!(
        conn,
        RecordRow,
        "select r.id, r.source_id, s.organisation_id, o.name as agency, s.own_number, r.feed_id, \
         r.received_at, (select count(*) from source_record e where e.source_id = r.source_id \
         and e.superseded_at is not null) as earlier, r.given_name, r.family_name, \
         r.date_of_birth, r.sex, r.postcode, r.address, r.risk_marker from source_record r \
         join source s on s.id = r.source_id join organisation o on o.id = s.organisation_id \
         where r.source_id = $1 and r.superseded_at is null",
        source.0,
    )?;
    let Some(row) = row else { return Ok(None) };
    let numbers = all!(
        conn,
        (String, String),
        "select kind, value from source_number where record_id = $1 order by kind, value limit $2",
        row.id,
        NUMBERS_LIMIT,
    )?;
    let number = |(kind, value): (String, String)| {
        Ok::<_, Inconsistent>((coded("source_number", row.id, "kind", &kind)?, value))
    };
    let numbers = numbers.into_iter().map(number).collect::<Result<_, _>>()?;
    Ok(Some(row.with(numbers)?))
}

/// Returns the cells of the row that an agency sent last of somebody, as they were sent.
///
/// # Errors
/// When the database fails.
pub async fn as_sent(conn: &mut Conn, source: SourceId) -> Result<Option<AsSent>, StoreError> {
    let row = one!(
        conn,
        (Json<AsSent>,),
        "select as_sent from source_record where source_id = $1 and superseded_at is null",
        source.0,
    )?;
    Ok(row.map(|(cells,)| cells.0))
}

/// Lists sources of which nobody here is joined, in the order of their ids, after one: those that are looked
/// for again every night.
///
/// # Errors
/// When the database fails.
pub async fn unjoined(
    conn: &mut Conn,
    after: SourceId,
    most: i64,
) -> Result<Vec<SourceId>, StoreError> {
    let rows = all!(
        conn,
        (Uuid,),
        "select s.id from source s where s.id > $1 and not exists (select 1 from person_join j \
         where j.source_id = s.id and j.state = 'joined') order by s.id limit $2",
        after.0,
        most,
    )?;
    Ok(rows.into_iter().map(|(id,)| SourceId(id)).collect())
}

/// What became of whom an agency knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// People in the agency's files.
    pub records: u64,
    /// Joined with somebody here.
    pub joined: u64,
    /// Somebody has to decide.
    pub waiting: u64,
    /// Looked at, and found to be nobody of those who were likely.
    pub split: u64,
    /// Looked for, and nobody was likely.
    pub nobody: u64,
    /// Not looked for, because no agreement lets anybody be compared.
    pub not_compared: u64,
}

#[derive(sqlx::FromRow)]
struct TallyRow {
    records: i64,
    joined: i64,
    waiting: i64,
    split: i64,
    nobody: i64,
    not_compared: i64,
}

/// Counts what became of whom an agency knows. Each of them is counted once.
///
/// # Errors
/// When the database fails.
pub async fn tally(conn: &mut Conn, organisation: OrganisationId) -> Result<Tally, StoreError> {
    let row = one!(
        conn,
        TallyRow,
        "select count(*) as records, count(case when best = 3 then 1 end) as joined, \
         count(case when best = 2 then 1 end) as waiting, \
         count(case when best = 1 then 1 end) as split, \
         count(case when best = 0 and compared_at is not null then 1 end) as nobody, \
         count(case when best = 0 and compared_at is null then 1 end) as not_compared \
         from (select s.id, s.compared_at, max(case when j.state is null then 0 \
         when j.state = 'joined' then 3 when j.state = 'split' then 1 else 2 end) as best from source s \
         left join person_join j on j.source_id = s.id where s.organisation_id = $1 \
         group by s.id, s.compared_at) each",
        organisation.0,
    )?;
    let row = row.ok_or(sqlx::Error::RowNotFound)?;
    let count = |column, value| whole("source", organisation, column, value);
    Ok(Tally {
        records: count("records", row.records)?,
        joined: count("joined", row.joined)?,
        waiting: count("waiting", row.waiting)?,
        split: count("split", row.split)?,
        nobody: count("nobody", row.nobody)?,
        not_compared: count("not_compared", row.not_compared)?,
    })
}

/// A record of a file, as its sender sees what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The agency's own number.
    pub own_number: String,
    /// The line of the file.
    pub line: u64,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// Whether a later file said something else.
    pub is_superseded: bool,
    /// Whether it was looked for.
    pub is_compared: bool,
    /// How it stands: joined before waiting before split, if anybody was likely.
    pub state: Option<JoinState>,
    /// The organisation that leads the case of who is joined, and its name.
    pub lead: Option<(OrganisationId, String)>,
}

#[derive(sqlx::FromRow)]
struct SentRow {
    id: Uuid,
    own_number: String,
    line: i64,
    given_name: String,
    family_name: String,
    date_of_birth: Option<NaiveDate>,
    is_superseded: bool,
    is_compared: bool,
    state: Option<String>,
    lead_id: Option<Uuid>,
    lead: Option<String>,
}

/// Lists the records of a file by line, after some. There is one more than a page where there is another page.
///
/// # Errors
/// When the database fails.
pub async fn records(conn: &mut Conn, feed: FeedId, skip: i64) -> Result<Vec<Sent>, StoreError> {
    let rows = all!(
        conn,
        SentRow,
        "select r.id, s.own_number, r.line, r.given_name, r.family_name, r.date_of_birth, \
         cast(r.superseded_at is not null as boolean) as is_superseded, \
         cast(s.compared_at is not null as boolean) as is_compared, j.state, \
         o.id as lead_id, o.name as lead from source_record r join source s on s.id = r.source_id \
         left join person_join j on j.id = (select b.id from person_join b \
         where b.source_id = s.id order by case b.state when 'joined' then 0 when 'split' then 2 \
         else 1 end, b.id limit 1) \
         left join person p on p.id = j.person_id and j.state = 'joined' \
         left join organisation o on o.id = p.lead_organisation_id \
         where r.feed_id = $1 order by r.line, r.id limit $2 offset $3",
        feed.0,
        PAGE + 1,
        skip,
    )?;
    let sent = |row: SentRow| {
        let state = row.state.map(|state| coded("person_join", row.id, "state", &state));
        Ok(Sent {
            own_number: row.own_number,
            line: whole("source_record", row.id, "line", row.line)?,
            given_name: row.given_name,
            family_name: row.family_name,
            date_of_birth: row.date_of_birth,
            is_superseded: row.is_superseded,
            is_compared: row.is_compared,
            state: state.transpose()?,
            lead: row.lead_id.map(OrganisationId).zip(row.lead),
        })
    };
    rows.into_iter().map(sent).collect()
}

/// Counts the records of a file: what it said that was new.
///
/// # Errors
/// When the database fails.
pub async fn kept(conn: &mut Conn, feed: FeedId) -> Result<u64, StoreError> {
    let row = one!(conn, (i64,), "select count(*) from source_record where feed_id = $1", feed.0)?;
    Ok(whole("source_record", feed, "count", row.map_or(0, |(count,)| count))?)
}
