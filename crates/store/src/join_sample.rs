//! Samples of joins: from what they are drawn, the pairs, and what was said of them.

use crate::error::{coded, whole};
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::join_sample::Pair;
use domain::{
    AccountId, EthnicGroup, Ethnicity, JoinId, JoinSampleId, JoinState, JoinStratum,
    OrganisationId, PersonId, SampleAnswer, SamplePairId, Sex, SourceId,
};
use uuid::Uuid;

/// Joins that one statement reads.
pub const PART: i64 = 2_000;
/// Pairs of one sample at most.
const PAIRS_LIMIT: i64 = 1_000;
/// Pairs that wait for one worker shown at once.
pub const LIST_LIMIT: i64 = 100;
/// Strata by sex and ethnic group at most.
const SIZES_LIMIT: i64 = 1_000;

/// A sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its id.
    pub id: JoinSampleId,
    /// From what it was drawn.
    pub seed: i64,
    /// On which day.
    pub drawn_on: NaiveDate,
    /// The last day on which an answer is in time.
    pub due_on: NaiveDate,
    /// When it was drawn.
    pub drawn_at: DateTime<Utc>,
    /// How many pairs were drawn.
    pub pairs: u64,
    /// Records that were joined with nobody.
    pub unjoined: u64,
    /// How many of them were looked through for pairs that weigh too little to be proposed.
    pub looked_through: u64,
}

#[derive(sqlx::FromRow)]
struct SampleRow {
    id: Uuid,
    seed: i64,
    drawn_on: NaiveDate,
    due_on: NaiveDate,
    drawn_at: DateTime<Utc>,
    pairs: i64,
    unjoined: i64,
    looked_through: i64,
}

impl TryFrom<SampleRow> for Sample {
    type Error = Inconsistent;

    fn try_from(row: SampleRow) -> Result<Self, Inconsistent> {
        let count = |column, value| whole("join_sample", row.id, column, value);
        Ok(Self {
            id: JoinSampleId(row.id),
            seed: row.seed,
            drawn_on: row.drawn_on,
            due_on: row.due_on,
            drawn_at: row.drawn_at,
            pairs: count("pairs", row.pairs)?,
            unjoined: count("unjoined", row.unjoined)?,
            looked_through: count("looked_through", row.looked_through)?,
        })
    }
}

/// The groups in which a pair is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Groups {
    /// The person's sex.
    pub sex: Sex,
    /// The person's ethnic group.
    pub ethnic_group: EthnicGroup,
}

impl Groups {
    /// Returns the groups of somebody of whom so much is known.
    #[must_use]
    pub fn of(sex: Option<Sex>, ethnicity: Option<&str>) -> Self {
        Self {
            sex: sex.unwrap_or(Sex::NotKnown),
            ethnic_group: ethnicity
                .and_then(Ethnicity::parse)
                .map_or(EthnicGroup::NotKnown, Ethnicity::group),
        }
    }
}

/// A join that may be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framed {
    /// Which join.
    pub join: JoinId,
    /// How it stands, of whom.
    pub pair: Pair,
    /// In which groups it is counted.
    pub groups: Groups,
    /// The agency, and who leads the case.
    pub both: (OrganisationId, OrganisationId),
}

#[derive(sqlx::FromRow)]
struct FramedRow {
    id: Uuid,
    source_id: Uuid,
    person_id: Uuid,
    state: String,
    act: Option<String>,
    sex: Option<String>,
    ethnicity: Option<String>,
    agency_id: Uuid,
    lead_id: Uuid,
}

impl TryFrom<FramedRow> for Framed {
    type Error = Inconsistent;

    fn try_from(row: FramedRow) -> Result<Self, Inconsistent> {
        let state: JoinState = coded("person_join", row.id, "state", &row.state)?;
        let by_weight = row.act.as_deref() == Some(domain::JoinAct::Matched.code());
        let sex = row.sex.map(|sex| coded("person", row.person_id, "sex", &sex)).transpose()?;
        Ok(Self {
            join: JoinId(row.id),
            pair: Pair {
                stratum: JoinStratum::of(state, by_weight),
                source: SourceId(row.source_id),
                person: PersonId(row.person_id),
            },
            groups: Groups::of(sex, row.ethnicity.as_deref()),
            both: (OrganisationId(row.agency_id), OrganisationId(row.lead_id)),
        })
    }
}

/// Lists every join there is, in the order of their ids, after one. It says who in no words.
///
/// # Errors
/// When the database fails.
pub async fn joins(conn: &mut Conn, after: JoinId) -> Result<Vec<Framed>, StoreError> {
    let rows = all!(
        conn,
        FramedRow,
        "select j.id, j.source_id, j.person_id, j.state, (select d.act from join_decision d \
         where d.join_id = j.id order by d.number desc limit 1) as act, p.sex, p.ethnicity, \
         s.organisation_id as agency_id, p.lead_organisation_id as lead_id from person_join j \
         join person p on p.id = j.person_id join source s on s.id = j.source_id \
         where j.id > $1 and exists (select 1 from source_record r where r.source_id = s.id) \
         order by j.id limit $2",
        after.0,
        PART,
    )?;
    rows.into_iter().map(|row| Ok(Framed::try_from(row)?)).collect()
}

/// Returns the groups in which a person is counted.
///
/// # Errors
/// When the database fails.
pub async fn groups(conn: &mut Conn, person: PersonId) -> Result<Groups, StoreError> {
    let found = crate::person::row(conn, person).await?;
    Ok(found
        .map_or(Groups::of(None, None), |found| Groups::of(found.sex, found.ethnicity.as_deref())))
}

/// How many pairs there were of a stratum and some groups.
pub type Size = (JoinStratum, Groups, u64);

/// Adds a sample with its pairs.
///
/// # Errors
/// When the database fails, also when somebody in it was erased meanwhile.
pub async fn add(
    tx: &mut Tx,
    (sample, by): (&Sample, AccountId),
    sizes: &[Size],
    pairs: &[(SamplePairId, Pair, Groups)],
) -> Result<(), StoreError> {
    let count = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    run!(
        tx,
        "insert into join_sample (id, seed, drawn_on, due_on, drawn_at, drawn_by, pairs, \
         unjoined, looked_through) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        sample.id.0,
        sample.seed,
        sample.drawn_on,
        sample.due_on,
        sample.drawn_at,
        by.0,
        count(sample.pairs),
        count(sample.unjoined),
        count(sample.looked_through),
    )?;
    for (stratum, groups, size) in sizes {
        run!(
            tx,
            "insert into join_sample_size (sample_id, stratum, sex, ethnic_group, size) \
             values ($1, $2, $3, $4, $5)",
            sample.id.0,
            stratum.code(),
            groups.sex.code(),
            groups.ethnic_group.code(),
            count(*size),
        )?;
    }
    for (place, (id, pair, groups)) in (1_i64..).zip(pairs) {
        run!(
            tx,
            "insert into join_sample_pair (id, sample_id, source_id, person_id, stratum, sex, \
             ethnic_group, place) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            id.0,
            sample.id.0,
            pair.source.0,
            pair.person.0,
            pair.stratum.code(),
            groups.sex.code(),
            groups.ethnic_group.code(),
            place,
        )?;
    }
    Ok(())
}

/// Returns the sample that was drawn last.
///
/// # Errors
/// When the database fails.
pub async fn latest(conn: &mut Conn) -> Result<Option<Sample>, StoreError> {
    let row = one!(
        conn,
        SampleRow,
        "select id, seed, drawn_on, due_on, drawn_at, pairs, unjoined, looked_through \
         from join_sample order by drawn_at desc, id desc limit 1",
    )?;
    Ok(row.map(Sample::try_from).transpose()?)
}

/// Returns from how many pairs of each stratum and groups a sample was drawn.
///
/// # Errors
/// When the database fails.
pub async fn sizes(conn: &mut Conn, sample: JoinSampleId) -> Result<Vec<Size>, StoreError> {
    const TABLE: &str = "join_sample_size";
    let rows = all!(
        conn,
        (String, String, String, i64),
        "select stratum, sex, ethnic_group, size from join_sample_size where sample_id = $1 \
         order by stratum, sex, ethnic_group limit $2",
        sample.0,
        SIZES_LIMIT,
    )?;
    let size = |(stratum, sex, group, size): (String, String, String, i64)| {
        let (stratum, groups) = counted_in((TABLE, sample), &stratum, (&sex, &group))?;
        Ok((stratum, groups, whole(TABLE, sample, "size", size)?))
    };
    rows.into_iter().map(size).collect()
}

/// Reads in which stratum and groups a row of a sample is counted.
fn counted_in(
    (table, sample): (&'static str, JoinSampleId),
    stratum: &str,
    (sex, ethnic_group): (&str, &str),
) -> Result<(JoinStratum, Groups), Inconsistent> {
    let groups = Groups {
        sex: coded(table, sample, "sex", sex)?,
        ethnic_group: coded(table, sample, "ethnic_group", ethnic_group)?,
    };
    Ok((coded(table, sample, "stratum", stratum)?, groups))
}

/// What was said of some pairs: of a stratum and some groups, the answer, or none yet; and how many.
pub type Said = (JoinStratum, Groups, Option<SampleAnswer>, u64);

/// Counts what was said of the pairs of a sample.
///
/// # Errors
/// When the database fails.
pub async fn said(conn: &mut Conn, sample: JoinSampleId) -> Result<Vec<Said>, StoreError> {
    const TABLE: &str = "join_sample_pair";
    let rows = all!(
        conn,
        (String, String, String, Option<String>, i64),
        "select stratum, sex, ethnic_group, answer, count(*) from join_sample_pair \
         where sample_id = $1 group by stratum, sex, ethnic_group, answer \
         order by stratum, sex, ethnic_group, answer limit $2",
        sample.0,
        SIZES_LIMIT * 4,
    )?;
    let said =
        |(stratum, sex, group, answer, count): (String, String, String, Option<String>, i64)| {
            let (stratum, groups) = counted_in((TABLE, sample), &stratum, (&sex, &group))?;
            let answer =
                answer.map(|answer| coded(TABLE, sample, "answer", &answer)).transpose()?;
            Ok((stratum, groups, answer, whole(TABLE, sample, "count", count)?))
        };
    rows.into_iter().map(said).collect()
}

/// A pair of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamplePair {
    /// Its id.
    pub id: SamplePairId,
    /// Of which sample.
    pub sample: JoinSampleId,
    /// Who is meant, and how it stood.
    pub pair: Pair,
    /// What was said of it.
    pub answer: Option<SampleAnswer>,
}

/// Finds a pair. It tells whose record it is about, and is asked before policy is.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: SamplePairId) -> Result<Option<SamplePair>, StoreError> {
    const TABLE: &str = "join_sample_pair";
    let row = one!(
        conn,
        (Uuid, Uuid, Uuid, String, Option<String>),
        "select sample_id, source_id, person_id, stratum, answer from join_sample_pair \
         where id = $1",
        id.0,
    )?;
    let Some((sample, source, person, stratum, answer)) = row else { return Ok(None) };
    let answer = answer.map(|answer| coded(TABLE, id, "answer", &answer)).transpose()?;
    let stratum = coded(TABLE, id, "stratum", &stratum)?;
    let pair = Pair { stratum, source: SourceId(source), person: PersonId(person) };
    Ok(Some(SamplePair { id, sample: JoinSampleId(sample), pair, answer }))
}

/// Returns whether an account made a decision on the join of a pair: it would not look at it as if for the first time.
///
/// # Errors
/// When the database fails.
pub async fn decided_by(
    conn: &mut Conn,
    pair: Pair,
    account: AccountId,
) -> Result<bool, StoreError> {
    let row = one!(
        conn,
        (i64,),
        "select count(*) from join_decision d join person_join j on j.id = d.join_id \
         where j.source_id = $1 and j.person_id = $2 and d.account_id = $3",
        pair.source.0,
        pair.person.0,
        account.0,
    )?;
    Ok(row.is_some_and(|(count,)| count > 0))
}

/// Keeps an answer. Returns false where there is one already.
///
/// # Errors
/// When the database fails.
pub async fn answer(
    tx: &mut Tx,
    id: SamplePairId,
    answer: SampleAnswer,
    (at, by, organisation): (DateTime<Utc>, AccountId, OrganisationId),
) -> Result<bool, StoreError> {
    let changed = run!(
        tx,
        "update join_sample_pair set answer = $2, answered_at = $3, answered_by = $4, \
         answered_for = $5 where id = $1 and answer is null",
        id.0,
        answer.code(),
        at,
        by.0,
        organisation.0,
    )?;
    Ok(changed == 1)
}

/// A pair that waits, on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its id.
    pub id: SamplePairId,
    /// The person's name, family name first.
    pub person: String,
    /// The agency's name.
    pub agency: String,
}

/// Lists the pairs of a sample that wait for a worker of who leads the case, in their order: none on whose join the
/// worker decided.
///
/// # Errors
/// When the database fails.
pub async fn waiting(
    conn: &mut Conn,
    sample: JoinSampleId,
    (organisation, account): (OrganisationId, AccountId),
) -> Result<Vec<Waiting>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, String, String, String),
        "select a.id, p.family_name, p.given_name, o.name from join_sample_pair a \
         join person p on p.id = a.person_id join source s on s.id = a.source_id \
         join organisation o on o.id = s.organisation_id \
         where a.sample_id = $1 and a.answer is null and p.lead_organisation_id = $2 \
         and not exists (select 1 from join_decision d join person_join j on j.id = d.join_id \
         where j.source_id = a.source_id and j.person_id = a.person_id and d.account_id = $3) \
         order by a.place, a.id limit $4",
        sample.0,
        organisation.0,
        account.0,
        LIST_LIMIT,
    )?;
    let pair = |(id, family, given, agency): (Uuid, String, String, String)| Waiting {
        id: SamplePairId(id),
        person: format!("{family}, {given}"),
        agency,
    };
    Ok(rows.into_iter().map(pair).collect())
}

/// Counts the pairs of a sample of which nothing is said yet.
///
/// # Errors
/// When the database fails.
pub async fn unanswered(conn: &mut Conn, sample: JoinSampleId) -> Result<u64, StoreError> {
    let row = one!(
        conn,
        (i64,),
        "select count(*) from join_sample_pair where sample_id = $1 and answer is null",
        sample.0,
    )?;
    Ok(whole("join_sample_pair", sample, "count", row.map_or(0, |(count,)| count))?)
}

/// A join of which somebody who did not know how it stands said otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Otherwise {
    /// Which join.
    pub join: JoinId,
    /// The person's name, family name first.
    pub person: String,
    /// The agency's name.
    pub agency: String,
    /// How it stands.
    pub state: JoinState,
    /// What was said.
    pub answer: SampleAnswer,
}

/// Lists the joins of an organisation's cases that are joined or split, and of which somebody who looked at the
/// sample said otherwise, while nobody has decided since.
///
/// # Errors
/// When the database fails.
pub async fn otherwise(
    conn: &mut Conn,
    sample: JoinSampleId,
    organisation: OrganisationId,
) -> Result<Vec<Otherwise>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, String, String, String, String, String),
        "select j.id, p.family_name, p.given_name, o.name, j.state, a.answer \
         from join_sample_pair a join person_join j on j.source_id = a.source_id \
         and j.person_id = a.person_id join person p on p.id = a.person_id \
         join source s on s.id = a.source_id join organisation o on o.id = s.organisation_id \
         where a.sample_id = $1 and p.lead_organisation_id = $2 \
         and ((j.state = 'joined' and a.answer = 'different') \
         or (j.state = 'split' and a.answer = 'same')) and not exists \
         (select 1 from join_decision d where d.join_id = j.id and d.at > a.answered_at) \
         order by a.place, a.id limit $3",
        sample.0,
        organisation.0,
        PAIRS_LIMIT,
    )?;
    let row = |(id, family, given, agency, state, answer): (
        Uuid,
        String,
        String,
        String,
        String,
        String,
    )| {
        Ok(Otherwise {
            join: JoinId(id),
            person: format!("{family}, {given}"),
            agency,
            state: coded("person_join", id, "state", &state)?,
            answer: coded("join_sample_pair", id, "answer", &answer)?,
        })
    };
    rows.into_iter().map(row).collect()
}
