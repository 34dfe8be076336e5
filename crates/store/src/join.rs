//! Joins of what agencies know with people here, with what was done with each and its clock. What was done is
//! added and never changed; how a join stands follows from it.

use crate::error::{coded, whole};
use crate::{Conn, Inconsistent, StoreError, Tx, clock};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    AccountId, BankHolidays, Held, Join, JoinAct, JoinDecision, JoinId, JoinReason, JoinState,
    OrganisationId, PersonId, SourceId, Subject,
};
use policy::Authorised;
use uuid::Uuid;

/// Joins of one source or one person at most.
const LIST_LIMIT: i64 = 200;
/// Decisions on one join at most: nobody changes their mind so often.
const DECISIONS_LIMIT: i64 = 1_000;
/// Joins that wait on one page.
pub const PAGE: i64 = 25;
/// Changes of the last days shown at once.
pub const CHANGES_LIMIT: i64 = 100;

/// A join as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The join.
    pub join: Join,
    /// How likely it was when it was last weighed, in bits.
    pub bits: f64,
    /// Why somebody is asked, if somebody is.
    pub held: Option<Held>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    source_id: Uuid,
    person_id: Uuid,
    lead_organisation_id: Uuid,
    lead_account_id: Option<Uuid>,
    millibits: i64,
    held: Option<String>,
    takes_two: bool,
}

#[derive(sqlx::FromRow)]
struct DecisionRow {
    number: i64,
    act: String,
    to_state: String,
    on_date: NaiveDate,
    at: DateTime<Utc>,
    account_id: Option<Uuid>,
    organisation_id: Option<Uuid>,
    reason: Option<String>,
    words: String,
}

impl DecisionRow {
    fn read(self, join: Uuid) -> Result<JoinDecision, Inconsistent> {
        const TABLE: &str = "join_decision";
        let reason = self.reason.map(|reason| coded::<JoinReason>(TABLE, join, "reason", &reason));
        Ok(JoinDecision {
            number: whole(TABLE, join, "number", self.number)?,
            act: coded::<JoinAct>(TABLE, join, "act", &self.act)?,
            to: coded::<JoinState>(TABLE, join, "to_state", &self.to_state)?,
            on: self.on_date,
            at: self.at,
            by: self.account_id.map(AccountId).zip(self.organisation_id.map(OrganisationId)),
            reason: reason.transpose()?,
            words: self.words,
        })
    }
}

macro_rules! kept {
    ($conn:expr, $load:ident, $where:literal $(, $bind:expr)* $(,)?) => {
        $load!(
            $conn,
            Row,
            concat!(
                "select j.id, j.source_id, j.person_id, p.lead_organisation_id, \
                 p.lead_account_id, j.millibits, j.held, j.takes_two from person_join j \
                 join person p on p.id = j.person_id where ",
                $where
            )
            $(, $bind)*
        )
    };
}

async fn whole_join(conn: &mut Conn, row: Row) -> Result<Kept, StoreError> {
    let decisions = all!(
        conn,
        DecisionRow,
        "select number, act, to_state, on_date, at, account_id, organisation_id, reason, words \
         from join_decision where join_id = $1 order by number limit $2",
        row.id,
        DECISIONS_LIMIT,
    )?;
    let decisions = decisions.into_iter().map(|decision| decision.read(row.id));
    let held = row.held.map(|held| coded::<Held>("person_join", row.id, "held", &held));
    Ok(Kept {
        join: Join {
            id: JoinId(row.id),
            source: SourceId(row.source_id),
            person: PersonId(row.person_id),
            owner: clock::owner(row.lead_organisation_id, row.lead_account_id),
            takes_two: row.takes_two,
            decisions: decisions.collect::<Result<_, _>>()?,
        },
        bits: bits(row.millibits),
        held: held.transpose()?,
    })
}

/// Millibits of a weight, as they are kept.
fn millibits(bits: f64) -> i64 {
    // A weight has a few dozen bits.
    #[expect(clippy::cast_possible_truncation, reason = "thousandths of a bit are enough")]
    let kept = (bits * 1_000.0).round() as i64;
    kept
}

fn bits(millibits: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a weight has a few dozen bits")]
    let bits = millibits as f64 / 1_000.0;
    bits
}

/// Writes a join as it stands: what was done with it that is not on record yet, and its clock.
///
/// # Errors
/// When the database fails, also when somebody else decided meanwhile.
pub async fn save(tx: &mut Tx, kept: &Kept, calendar: &BankHolidays) -> Result<(), StoreError> {
    let join = &kept.join;
    let changed_at = join.decisions.last().map(|last| last.at);
    run!(
        tx,
        "insert into person_join (id, source_id, person_id, state, millibits, held, takes_two, \
         changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do update set \
         state = excluded.state, millibits = excluded.millibits, held = excluded.held, \
         takes_two = excluded.takes_two, changed_at = excluded.changed_at",
        join.id.0,
        join.source.0,
        join.person.0,
        join.state().code(),
        millibits(kept.bits),
        kept.held.map(Held::code),
        join.takes_two,
        changed_at,
    )?;
    let last = one!(
        tx,
        (Option<i64>,),
        "select max(number) from join_decision where join_id = $1",
        join.id.0,
    )?;
    let known = last.and_then(|(last,)| last).unwrap_or(0);
    for decision in join.decisions.iter().filter(|one| i64::from(one.number) > known) {
        run!(
            tx,
            "insert into join_decision (join_id, number, act, to_state, on_date, at, account_id, \
             organisation_id, reason, words) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            join.id.0,
            i64::from(decision.number),
            decision.act.code(),
            decision.to.code(),
            decision.on,
            decision.at,
            decision.by.map(|(account, _)| account.0),
            decision.by.map(|(_, organisation)| organisation.0),
            decision.reason.map(JoinReason::code),
            &decision.words,
        )?;
    }
    clock::set(tx, join.person, Subject::Join, join.id.0, join.clock(calendar)).await
}

/// Finds a join. It tells whose record it is about, and is asked before policy is.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: JoinId) -> Result<Option<Kept>, StoreError> {
    match kept!(conn, one, "j.id = $1", id.0)? {
        Some(row) => Ok(Some(whole_join(conn, row).await?)),
        None => Ok(None),
    }
}

/// Lists the joins of a source, whatever became of them.
///
/// # Errors
/// When the database fails.
pub async fn of_source(conn: &mut Conn, source: SourceId) -> Result<Vec<Kept>, StoreError> {
    let rows = kept!(conn, all, "j.source_id = $1 order by j.id limit $2", source.0, LIST_LIMIT)?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        all.push(whole_join(conn, row).await?);
    }
    Ok(all)
}

/// Returns whether another source of the same agency is joined with a person.
///
/// # Errors
/// When the database fails.
pub async fn has_another(
    conn: &mut Conn,
    (agency, source): (OrganisationId, SourceId),
    person: PersonId,
) -> Result<bool, StoreError> {
    let row = one!(
        conn,
        (i64,),
        "select count(*) from person_join j join source s on s.id = j.source_id \
         where j.person_id = $1 and j.state = 'joined' and s.organisation_id = $2 and s.id <> $3",
        person.0,
        agency.0,
        source.0,
    )?;
    Ok(row.is_some_and(|(count,)| count > 0))
}

/// Lists what is joined with a person: which join, with whom of an agency. The earliest first.
///
/// # Errors
/// When the database fails.
pub async fn joined(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<(JoinId, SourceId)>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, Uuid),
        "select id, source_id from person_join where person_id = $1 and state = 'joined' \
         order by id limit $2",
        person.resource().0,
        LIST_LIMIT,
    )?;
    Ok(rows.into_iter().map(|(id, source)| (JoinId(id), SourceId(source))).collect())
}

/// Lists every open join of a person: whose clocks must run.
///
/// # Errors
/// When the database fails.
pub async fn open_of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Join>, StoreError> {
    let rows = kept!(
        conn,
        all,
        "j.person_id = $1 and j.state in ('proposed', 'unsure', 'awaiting_second') \
         order by j.id limit $2",
        person.resource().0,
        LIST_LIMIT,
    )?;
    let mut open = Vec::with_capacity(rows.len());
    for row in rows {
        open.push(whole_join(conn, row).await?.join);
    }
    Ok(open)
}

/// A join that waits, on a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// Its id.
    pub id: JoinId,
    /// The person's name, family name first.
    pub person: String,
    /// The agency's name.
    pub agency: String,
    /// The agency's own number.
    pub own_number: String,
    /// How it stands.
    pub state: JoinState,
    /// Why somebody is asked.
    pub held: Option<Held>,
    /// How likely it was, in bits.
    pub bits: f64,
    /// The last day on which a decision is in time.
    pub due_on: NaiveDate,
    /// The worker who leads the case, once named.
    pub worker: Option<String>,
}

#[derive(sqlx::FromRow)]
struct WaitingRow {
    id: Uuid,
    given_name: String,
    family_name: String,
    agency: String,
    own_number: String,
    state: String,
    held: Option<String>,
    millibits: i64,
    due_on: NaiveDate,
    worker: Option<String>,
}

impl TryFrom<WaitingRow> for Waiting {
    type Error = Inconsistent;

    fn try_from(row: WaitingRow) -> Result<Self, Inconsistent> {
        let held = row.held.map(|held| coded::<Held>("person_join", row.id, "held", &held));
        Ok(Self {
            id: JoinId(row.id),
            person: format!("{}, {}", row.family_name, row.given_name),
            agency: row.agency,
            own_number: row.own_number,
            state: coded("person_join", row.id, "state", &row.state)?,
            held: held.transpose()?,
            bits: bits(row.millibits),
            due_on: row.due_on,
            worker: row.worker,
        })
    }
}

/// Lists the joins that wait for an organisation's decision, the soonest due first, after some; of one agency, or
/// of all. There is one more than a page where there is another page.
///
/// # Errors
/// When the database fails.
pub async fn waiting(
    conn: &mut Conn,
    organisation: OrganisationId,
    agency: Option<OrganisationId>,
    skip: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let rows = all!(
        conn,
        WaitingRow,
        "select j.id, p.given_name, p.family_name, o.name as agency, s.own_number, j.state, \
         j.held, j.millibits, c.due_on, a.name as worker from clock c \
         join person_join j on j.id = c.subject_id join person p on p.id = j.person_id \
         join source s on s.id = j.source_id join organisation o on o.id = s.organisation_id \
         left join account a on a.id = c.owner_account_id \
         where c.waiting_organisation_id = $1 and c.subject = 'join' \
         and s.organisation_id = coalesce($2, s.organisation_id) \
         order by c.due_on, j.id limit $3 offset $4",
        organisation.0,
        agency.map(|agency| agency.0),
        PAGE + 1,
        skip,
    )?;
    rows.into_iter().map(|row| Ok(Waiting::try_from(row)?)).collect()
}

/// Lists the agencies of which joins wait for an organisation, by name, each with how many.
///
/// # Errors
/// When the database fails.
pub async fn waiting_by_agency(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> Result<Vec<(OrganisationId, String, u64)>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, String, i64),
        "select o.id, o.name, count(*) from clock c join person_join j on j.id = c.subject_id \
         join source s on s.id = j.source_id join organisation o on o.id = s.organisation_id \
         where c.waiting_organisation_id = $1 and c.subject = 'join' group by o.id, o.name \
         order by o.name, o.id limit $2",
        organisation.0,
        LIST_LIMIT,
    )?;
    let agency = |(id, name, count): (Uuid, String, i64)| {
        Ok((OrganisationId(id), name, whole("person_join", id, "count", count)?))
    };
    rows.into_iter().map(agency).collect()
}

/// A change of a join, as both organisations are told of it: without who the person is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Of which join.
    pub join: JoinId,
    /// The agency's own number.
    pub own_number: String,
    /// The agency, and its name.
    pub agency: (OrganisationId, String),
    /// Who leads the case, and its name.
    pub lead: (OrganisationId, String),
    /// What was done.
    pub act: JoinAct,
    /// How it stood after it.
    pub to: JoinState,
    /// When.
    pub at: DateTime<Utc>,
    /// The name of the organisation whose worker did it; nobody where the weight alone did.
    pub by: Option<String>,
    /// Why.
    pub reason: Option<JoinReason>,
}

#[derive(sqlx::FromRow)]
struct ChangeRow {
    join_id: Uuid,
    own_number: String,
    agency_id: Uuid,
    agency: String,
    lead_id: Uuid,
    lead: String,
    act: String,
    to_state: String,
    at: DateTime<Utc>,
    by_name: Option<String>,
    reason: Option<String>,
}

impl TryFrom<ChangeRow> for Change {
    type Error = Inconsistent;

    fn try_from(row: ChangeRow) -> Result<Self, Inconsistent> {
        const TABLE: &str = "join_decision";
        let id = row.join_id;
        Ok(Self {
            join: JoinId(id),
            own_number: row.own_number,
            agency: (OrganisationId(row.agency_id), row.agency),
            lead: (OrganisationId(row.lead_id), row.lead),
            act: coded(TABLE, id, "act", &row.act)?,
            to: coded(TABLE, id, "to_state", &row.to_state)?,
            at: row.at,
            by: row.by_name,
            reason: row.reason.map(|one| coded(TABLE, id, "reason", &one)).transpose()?,
        })
    }
}

/// Lists what changed since a moment of joins in which an organisation has a part, as the agency or as who leads
/// the case: joined, split, doubted and undone, and not that somebody was asked. The latest first.
///
/// # Errors
/// When the database fails.
pub async fn changes(
    conn: &mut Conn,
    organisation: OrganisationId,
    since: DateTime<Utc>,
) -> Result<Vec<Change>, StoreError> {
    let rows = all!(
        conn,
        ChangeRow,
        "select d.join_id, s.own_number, s.organisation_id as agency_id, g.name as agency, \
         p.lead_organisation_id as lead_id, l.name as lead, d.act, d.to_state, d.at, \
         b.name as by_name, d.reason from join_decision d \
         join person_join j on j.id = d.join_id join source s on s.id = j.source_id \
         join person p on p.id = j.person_id join organisation g on g.id = s.organisation_id \
         join organisation l on l.id = p.lead_organisation_id \
         left join organisation b on b.id = d.organisation_id \
         where d.at >= $2 and d.act in ('matched', 'doubted', 'confirmed', 'split', 'undone') \
         and (s.organisation_id = $1 or p.lead_organisation_id = $1) \
         order by d.at desc, d.join_id, d.number desc limit $3",
        organisation.0,
        since,
        CHANGES_LIMIT,
    )?;
    rows.into_iter().map(|row| Ok(Change::try_from(row)?)).collect()
}

/// Counts joins by the name of the agency and how they stand.
///
/// # Errors
/// When the database fails.
pub async fn by_agency(conn: &mut Conn) -> Result<Vec<(String, JoinState, u64)>, StoreError> {
    let rows = all!(
        conn,
        (String, String, i64),
        "select o.name, j.state, count(*) from person_join j join source s on s.id = j.source_id \
         join organisation o on o.id = s.organisation_id group by o.id, o.name, j.state \
         order by o.name, o.id, j.state limit $1",
        LIST_LIMIT * 10,
    )?;
    let row = |(name, state, count): (String, String, i64)| {
        let state = coded("person_join", &name, "state", &state)?;
        let count = whole("person_join", &name, "count", count)?;
        Ok((name, state, count))
    };
    rows.into_iter().map(row).collect()
}

/// How often people agreed, and why they split.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Joins that one person confirmed and a second answered.
    pub seen_twice: u64,
    /// Of those, how many the second confirmed too.
    pub agreed: u64,
    /// Joins by the weight alone, ever.
    pub matched: u64,
    /// Of those, how many somebody split.
    pub matched_then_split: u64,
    /// Splits by their reason.
    pub splits: Vec<(JoinReason, u64)>,
}

/// Counts how often a second person agreed with the first, how often somebody split what the weight alone had
/// joined, and why joins were split.
///
/// # Errors
/// When the database fails.
pub async fn agreement(conn: &mut Conn) -> Result<Agreement, StoreError> {
    // The answer to a first confirmation is the decision after it.
    let twice = one!(
        conn,
        (i64, i64),
        "select count(*), count(case when n.act = 'confirmed' then 1 end) from join_decision d \
         join join_decision n on n.join_id = d.join_id and n.number = d.number + 1 \
         where d.act = 'confirmed' and d.to_state = 'awaiting_second' \
         and n.act in ('confirmed', 'split', 'unsure') and n.account_id <> d.account_id",
    )?;
    let alone = one!(
        conn,
        (i64, i64),
        "select count(*), count(case when n.act = 'split' then 1 end) from join_decision d \
         left join join_decision n on n.join_id = d.join_id and n.number = d.number + 1 \
         where d.act = 'matched'",
    )?;
    let splits = all!(
        conn,
        (String, i64),
        "select reason, count(*) from join_decision where act = 'split' and reason is not null \
         group by reason order by count(*) desc, reason limit $1",
        LIST_LIMIT,
    )?;
    let count = |value: i64| whole("join_decision", "all", "count", value);
    let (seen_twice, agreed) = twice.unwrap_or_default();
    let (matched, matched_then_split) = alone.unwrap_or_default();
    let split = |(reason, times): (String, i64)| {
        Ok::<_, Inconsistent>((coded("join_decision", "all", "reason", &reason)?, count(times)?))
    };
    Ok(Agreement {
        seen_twice: count(seen_twice)?,
        agreed: count(agreed)?,
        matched: count(matched)?,
        matched_then_split: count(matched_then_split)?,
        splits: splits.into_iter().map(split).collect::<Result<_, _>>()?,
    })
}
