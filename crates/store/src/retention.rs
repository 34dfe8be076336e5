//! What is kept for how long: legal holds, the records whose period may be over, and their erasure.

use crate::error::whole;
use crate::{Conn, StoreError, Tx, sealed};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{AccountId, CaseFacts, HoldId, IdentifierKind, OrganisationId, PersonId};
use uuid::Uuid;

/// Legal holds of an organisation shown at once.
pub const LIST_LIMIT: i64 = 500;
/// Records that one plan erases at most.
pub const PLAN_LIMIT: i64 = 1_000;
/// Accounts of one person at most: the schema lets them have one.
const ACCOUNTS_LIMIT: i64 = 10;

/// A legal hold, as who placed it sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Its id.
    pub id: HoldId,
    /// Whose record is held.
    pub person: PersonId,
    /// The organisation for which it was placed.
    pub organisation: OrganisationId,
    /// The number by which the person was named.
    pub number: String,
    /// Why.
    pub reason: String,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// Why it was lifted, and when.
    pub lifted: Option<(String, DateTime<Utc>)>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person_id: Uuid,
    organisation_id: Uuid,
    number: String,
    reason: String,
    placed_at: DateTime<Utc>,
    lifted_reason: Option<String>,
    lifted_at: Option<DateTime<Utc>>,
}

impl From<Row> for Hold {
    fn from(row: Row) -> Self {
        Self {
            id: HoldId(row.id),
            person: PersonId(row.person_id),
            organisation: OrganisationId(row.organisation_id),
            number: row.number,
            reason: row.reason,
            placed_at: row.placed_at,
            lifted: row.lifted_reason.zip(row.lifted_at),
        }
    }
}

/// Places a legal hold.
///
/// # Errors
/// When the database fails.
pub async fn place(tx: &mut Tx, hold: &Hold, by: AccountId) -> Result<(), StoreError> {
    run!(
        tx,
        "insert into legal_hold (id, person_id, organisation_id, number, reason, placed_by, \
         placed_at) values ($1, $2, $3, $4, $5, $6, $7)",
        hold.id.0,
        hold.person.0,
        hold.organisation.0,
        &hold.number,
        &hold.reason,
        by.0,
        hold.placed_at,
    )?;
    Ok(())
}

/// Lifts a legal hold. Returns false when it was lifted before.
///
/// # Errors
/// When the database fails.
pub async fn lift(
    tx: &mut Tx,
    id: HoldId,
    reason: &str,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let lifted = run!(
        tx,
        "update legal_hold set lifted_reason = $2, lifted_by = $3, lifted_at = $4 \
         where id = $1 and lifted_at is null",
        id.0,
        reason,
        by.0,
        now,
    )?;
    Ok(lifted > 0)
}

/// Returns the legal holds of an organisation, those that stand first, the latest before the earlier.
///
/// # Errors
/// When the database fails.
pub async fn of_organisation(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> Result<Vec<Hold>, StoreError> {
    let rows = all!(
        conn,
        Row,
        "select id, person_id, organisation_id, number, reason, placed_at, lifted_reason, \
         lifted_at from legal_hold where organisation_id = $1 \
         order by case when lifted_at is null then 0 else 1 end, placed_at desc, id desc limit $2",
        organisation.0,
        LIST_LIMIT,
    )?;
    Ok(rows.into_iter().map(Hold::from).collect())
}

/// Finds a legal hold.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: HoldId) -> Result<Option<Hold>, StoreError> {
    let row = one!(
        conn,
        Row,
        "select id, person_id, organisation_id, number, reason, placed_at, lifted_reason, \
         lifted_at from legal_hold where id = $1",
        id.0,
    )?;
    Ok(row.map(Hold::from))
}

/// Finds the person with a number whose case an organisation leads. It tells who it is and nothing of them:
/// whoever places a hold sees nobody's record.
///
/// # Errors
/// When the database fails.
pub async fn led_by_number(
    conn: &mut Conn,
    organisation: OrganisationId,
    kind: IdentifierKind,
    number: &str,
) -> Result<Option<PersonId>, StoreError> {
    let row = one!(
        conn,
        (Uuid,),
        "select p.id from person_identifier i join person p on p.id = i.person_id \
         where i.kind = $1 and i.value = $2 and p.lead_organisation_id = $3 \
         order by p.id limit 1",
        kind.code(),
        number,
        organisation.0,
    )?;
    Ok(row.map(|(id,)| PersonId(id)))
}

#[derive(sqlx::FromRow)]
struct FactsRow {
    open: i64,
    in_custody: i64,
    on_hold: i64,
    updated_at: DateTime<Utc>,
    changed_at: Option<DateTime<Utc>>,
    sentence_ends_on: Option<NaiveDate>,
}

/// Returns what decides whether a person's record is still needed; none of nobody.
///
/// # Errors
/// When the database fails.
pub async fn facts(conn: &mut Conn, person: PersonId) -> Result<Option<CaseFacts>, StoreError> {
    let row = one!(
        conn,
        FactsRow,
        "select (select count(*) from clock c where c.person_id = p.id) as open, \
         (select count(*) from episode e where e.person_id = p.id and e.kind = 'custody' \
          and e.ended_on is null) as in_custody, \
         (select count(*) from legal_hold h where h.person_id = p.id and h.lifted_at is null) \
          as on_hold, p.updated_at, \
         (select max(j.at) from journal j where j.person_id = p.id \
          and j.event not in ('person_read', 'refused')) as changed_at, \
         (select max(d.on_date) from sentence_date d where d.person_id = p.id \
          and d.superseded_at is null) as sentence_ends_on \
         from person p where p.id = $1",
        person.0,
    )?;
    Ok(row.map(|row| CaseFacts {
        open: row.open > 0,
        in_custody: row.in_custody > 0,
        on_hold: row.on_hold > 0,
        last_changed_on: row
            .changed_at
            .map_or(row.updated_at, |at| at.max(row.updated_at))
            .date_naive(),
        sentence_ends_on: row.sentence_ends_on,
    }))
}

/// Returns the people whose records were changed before a moment, in the order of their ids, after one:
/// those whose period may be over. What decides is asked of each.
///
/// # Errors
/// When the database fails.
pub async fn unchanged_since(
    conn: &mut Conn,
    since: DateTime<Utc>,
    after: Uuid,
) -> Result<Vec<PersonId>, StoreError> {
    let rows = all!(
        conn,
        (Uuid,),
        "select p.id from person p where p.updated_at < $1 and p.id > $2 \
         and not exists (select 1 from clock c where c.person_id = p.id) \
         order by p.id limit $3",
        since,
        after,
        PLAN_LIMIT,
    )?;
    Ok(rows.into_iter().map(|(id,)| PersonId(id)).collect())
}

/// Returns the accounts of a person.
///
/// # Errors
/// When the database fails.
pub async fn accounts(conn: &mut Conn, person: PersonId) -> Result<Vec<AccountId>, StoreError> {
    let rows = all!(
        conn,
        (Uuid,),
        "select id from account where person_id = $1 order by id limit $2",
        person.0,
        ACCOUNTS_LIMIT,
    )?;
    Ok(rows.into_iter().map(|(id,)| AccountId(id)).collect())
}

/// What deletes the rows about a person `$1`, each table before those that it refers to. A test walks the
/// schema: afterwards nothing of them is in any table but the journal.
const ERASE: &[&str] = &[
    "delete from clock where person_id = $1",
    // Of a sample the pairs about the person, and those of what is joined with them.
    "delete from join_sample_pair where person_id = $1",
    "delete from join_sample_pair where source_id in \
     (select source_id from person_join where person_id = $1 and state = 'joined')",
    "delete from join_sample_pair where answered_by in \
     (select id from account where person_id = $1)",
    "delete from join_sample_pair where sample_id in (select s.id from join_sample s \
     join account a on a.id = s.drawn_by where a.person_id = $1)",
    "delete from join_sample_size where sample_id in (select s.id from join_sample s \
     join account a on a.id = s.drawn_by where a.person_id = $1)",
    "delete from join_sample where drawn_by in (select id from account where person_id = $1)",
    // What agencies hold of the person goes with it: first what is joined, then those of whom nothing is left.
    "delete from source_number where record_id in (select r.id from source_record r \
     join person_join j on j.source_id = r.source_id where j.person_id = $1 and j.state = 'joined')",
    "delete from source_record where source_id in \
     (select source_id from person_join where person_id = $1 and state = 'joined')",
    "update source set compared_at = null where id in \
     (select source_id from person_join where person_id = $1 and state = 'joined')",
    "delete from join_decision where join_id in (select id from person_join where person_id = $1)",
    "delete from join_decision where account_id in \
     (select id from account where person_id = $1)",
    "delete from person_join where person_id = $1",
    "delete from source_number where record_id in (select r.id from source_record r \
     join feed f on f.id = r.feed_id join account a on a.id = f.sent_by where a.person_id = $1)",
    "delete from source_record where feed_id in (select f.id from feed f \
     join account a on a.id = f.sent_by where a.person_id = $1)",
    "delete from feed where sent_by in (select id from account where person_id = $1)",
    "delete from source where compared_at is null \
     and exists (select 1 from person p where p.id = $1) \
     and not exists (select 1 from source_record r where r.source_id = source.id) \
     and not exists (select 1 from person_join j where j.source_id = source.id)",
    "delete from referral_message where referral_id in \
     (select id from referral where person_id = $1)",
    "delete from appointment where person_id = $1",
    "delete from referral where person_id = $1",
    "delete from outcome where person_id = $1",
    "delete from release where person_id = $1",
    "delete from handover where person_id = $1",
    "delete from step where person_id = $1",
    "delete from goal where plan_id in (select id from plan where person_id = $1)",
    "delete from plan_view where person_id = $1",
    "delete from plan where person_id = $1",
    "delete from need where person_id = $1",
    "delete from assessment_override where person_id = $1",
    "delete from assessment_rating where person_id = $1",
    "delete from assessment where person_id = $1",
    "delete from screening where person_id = $1",
    "delete from risk_flag where person_id = $1",
    "delete from licence_condition where person_id = $1",
    "delete from sentence_date where person_id = $1",
    "delete from sentence where person_id = $1",
    "delete from episode where person_id = $1",
    "delete from consent where person_id = $1",
    "delete from concern where person_id = $1",
    "delete from break_glass where person_id = $1",
    "delete from legal_hold where person_id = $1",
    "delete from invitation where person_id = $1",
    "delete from session where account_id in (select id from account where person_id = $1)",
    "delete from recovery where account_id in (select id from account where person_id = $1)",
    "delete from read_alert where account_id in (select id from account where person_id = $1)",
    "delete from role_request where account_id in \
     (select id from account where person_id = $1)",
    "delete from single_sign_on where account_id in \
     (select id from account where person_id = $1)",
    "delete from break_glass_try where account_id in \
     (select id from account where person_id = $1)",
    "delete from rules_confirmation where account_id in \
     (select id from account where person_id = $1)",
    "delete from evidence_publication where published_by in \
     (select id from account where person_id = $1)",
    "delete from pilot_decision where decided_by in \
     (select id from account where person_id = $1)",
    "delete from reoffending_record where person_id = $1",
    "delete from reoffending_record where file_id in (select f.id from reoffending_file f \
     join account a on a.id = f.added_by where a.person_id = $1)",
    "delete from reoffending_file where added_by in \
     (select id from account where person_id = $1)",
    "delete from pilot_pool where added_by in (select id from account where person_id = $1)",
    "delete from pilot_plan where fixed_by in (select id from account where person_id = $1)",
    "delete from submission where account_id in (select id from account where person_id = $1)",
    "delete from account where person_id = $1",
    "delete from person_contact where person_id = $1",
    "delete from person_address where person_id = $1",
    "delete from person_identifier where person_id = $1",
    "delete from person_name where person_id = $1",
    "delete from person where id = $1",
];

/// Erases a person's record: every row, and the details of what the journal says of them. The entry that
/// says so belongs into the same transaction.
///
/// # Errors
/// When the database fails, or something else refers to the record.
pub async fn erase(tx: &mut Tx, person: PersonId) -> Result<(), StoreError> {
    sealed::erase_details(tx, person).await?;
    for sql in ERASE {
        run!(tx, *sql, person.0)?;
    }
    Ok(())
}

/// Counts the invitations that nobody took up and that ended before a moment.
///
/// # Errors
/// When the database fails.
pub async fn old_invitations(conn: &mut Conn, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let row = one!(
        conn,
        (i64,),
        "select count(*) from invitation where used_at is null and expires_at < $1",
        before,
    )?;
    counted("invitation", row)
}

/// Deletes those invitations.
///
/// # Errors
/// When the database fails.
pub async fn erase_invitations(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, StoreError> {
    run!(tx, "delete from invitation where used_at is null and expires_at < $1", before)
}

/// Counts the tokens of forms that were submitted before a moment.
///
/// # Errors
/// When the database fails.
pub async fn old_form_tokens(conn: &mut Conn, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let row = one!(conn, (i64,), "select count(*) from submission where at < $1", before)?;
    counted("submission", row)
}

/// Deletes those tokens.
///
/// # Errors
/// When the database fails.
pub async fn erase_form_tokens(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, StoreError> {
    run!(tx, "delete from submission where at < $1", before)
}

/// Which records of sources a later one took the place of before `$1`: none of whom a person under a legal hold may be.
macro_rules! superseded {
    () => {
        "select r.id from source_record r where r.superseded_at < $1 and not exists \
         (select 1 from person_join j join legal_hold h on h.person_id = j.person_id \
         where j.source_id = r.source_id and h.lifted_at is null)"
    };
}

/// Counts those records.
///
/// # Errors
/// When the database fails.
pub async fn old_superseded(conn: &mut Conn, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let sql = concat!("select count(*) from source_record where id in (", superseded!(), ")");
    let row = one!(conn, (i64,), sql, before)?;
    counted("source_record", row)
}

/// Deletes those records.
///
/// # Errors
/// When the database fails.
pub async fn erase_superseded(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let sql = concat!("delete from source_number where record_id in (", superseded!(), ")");
    run!(tx, sql, before)?;
    run!(tx, concat!("delete from source_record where id in (", superseded!(), ")"), before)
}

/// Which sources an agency said nothing of since `$1`: none who is joined, of whom somebody has to decide, or of whom
/// a person under a legal hold may be.
macro_rules! unjoined {
    () => {
        "select s.id from source s where s.seen_at < $1 and not exists (select 1 from person_join j \
         where j.source_id = s.id and (j.state <> 'split' or exists (select 1 from legal_hold h \
         where h.person_id = j.person_id and h.lifted_at is null)))"
    };
}

/// Counts those sources.
///
/// # Errors
/// When the database fails.
pub async fn old_unjoined(conn: &mut Conn, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let sql = concat!("select count(*) from source where id in (", unjoined!(), ")");
    let row = one!(conn, (i64,), sql, before)?;
    counted("source", row)
}

/// Deletes those sources with all that was said of them, and that they were split from anybody.
///
/// # Errors
/// When the database fails.
pub async fn erase_unjoined(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, StoreError> {
    for sql in [
        concat!("delete from join_sample_pair where source_id in (", unjoined!(), ")"),
        concat!(
            "delete from join_decision where join_id in \
             (select d.id from person_join d where d.source_id in (",
            unjoined!(),
            "))"
        ),
        concat!("delete from person_join where source_id in (", unjoined!(), ")"),
        concat!(
            "delete from source_number where record_id in \
             (select r.id from source_record r where r.source_id in (",
            unjoined!(),
            "))"
        ),
        concat!("delete from source_record where source_id in (", unjoined!(), ")"),
    ] {
        run!(tx, sql, before)?;
    }
    run!(tx, concat!("delete from source where id in (", unjoined!(), ")"), before)
}

fn counted(table: &'static str, row: Option<(i64,)>) -> Result<u64, StoreError> {
    Ok(whole(table, "all", "count", row.map_or(0, |(count,)| count))?)
}
