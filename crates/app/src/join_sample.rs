//! Samples of joins: drawn by whoever answers for data protection, looked at by workers who are not told how a pair
//! stands, and shown as estimates without names. An answer changes no join; where it says otherwise, whoever leads the
//! case is asked again.
//!
//! A pair has a last day and no clock: whether it is looked at is nothing that is done for the person, more than one
//! worker may answer, and a clock would keep a record that is due to be erased.

mod estimate;

use crate::figure::{Interval, Shown, parts_of_a_whole};
use crate::join::{Compared, compared, propose_seen, unproposed};
use crate::person::Disclosures;
use crate::{Ctx, Error};
use chrono::NaiveDate;
use domain::join_sample::{ANSWER_WORKING_DAYS, LOOKS_FROM, Pair, draw, place};
use domain::life_cycle::IllegalMove;
use domain::{
    BankHolidays, EthnicGroup, Event, FieldGroup, Invalid, JoinId, JoinStratum, OrganisationId,
    Purpose, SampleAnswer, SamplePairId, SampleSize, Sex, SourceId,
};
pub use estimate::Stratum;
use estimate::{false_joins, missed_joins, told_of_joined, told_of_others};
use policy::{Action, Relation};
use std::collections::{BTreeMap, HashMap};
use store::feed;
use store::join_sample::{self, Groups, Otherwise, Said, Sample, SamplePair, Size, Waiting};
use store::{Conn, candidate};
use uuid::Uuid;

/// Records joined with nobody that are looked through for pairs which weigh too little: a few seconds' work. Of more
/// there is a sample, and how many such pairs there are is then an estimate itself.
const LOOKED_THROUGH: usize = 1_000;
/// Records whose ids are read at once.
const SOURCES_PART: i64 = 10_000;

/// All that may be drawn.
#[derive(Default)]
struct Frame {
    pairs: Vec<Pair>,
    groups: HashMap<(SourceId, domain::PersonId), Groups>,
    unjoined: usize,
    looked_through: usize,
}

impl Frame {
    fn add(&mut self, pair: Pair, groups: Groups) {
        self.pairs.push(pair);
        self.groups.insert((pair.source, pair.person), groups);
    }

    fn groups_of(&self, pair: &Pair) -> Groups {
        let found = self.groups.get(&(pair.source, pair.person)).copied();
        found.unwrap_or_else(|| Groups::of(None, None))
    }

    /// Counts the pairs by stratum and groups. Of pairs below the weight there are as many more as there are records
    /// that were not looked through.
    fn sizes(&self) -> Vec<Size> {
        let mut sizes: BTreeMap<(JoinStratum, Groups), u64> = BTreeMap::new();
        for pair in &self.pairs {
            *sizes.entry((pair.stratum, self.groups_of(pair))).or_default() += 1;
        }
        let size = |((stratum, groups), size)| match stratum {
            JoinStratum::Below => (stratum, groups, self.scaled(size)),
            _ => (stratum, groups, size),
        };
        sizes.into_iter().map(size).collect()
    }

    fn scaled(&self, found: u64) -> u64 {
        let (all, looked) = (self.unjoined as u64, self.looked_through.max(1) as u64);
        (found * all.max(looked) + looked / 2) / looked
    }
}

/// Which agency and lead may compare who people are.
struct Agreements {
    today: NaiveDate,
    known: HashMap<(OrganisationId, OrganisationId), bool>,
}

impl Agreements {
    async fn cover(
        &mut self,
        conn: &mut Conn,
        (agency, lead): (OrganisationId, OrganisationId),
    ) -> Result<bool, Error> {
        if let Some(known) = self.known.get(&(agency, lead)) {
            return Ok(*known);
        }
        let purpose = Purpose::Resettlement;
        let agreed = candidate::agreed_between(conn, (lead, agency), purpose, self.today).await?;
        let covers = agreed.contains(FieldGroup::Identity);
        self.known.insert((agency, lead), covers);
        Ok(covers)
    }
}

/// Finds all that may be drawn: every join that an agreement in force still lets somebody look at, and what weighs
/// too little to be proposed.
async fn frame(conn: &mut Conn, seed: i64, today: NaiveDate) -> Result<Frame, Error> {
    let mut frame = Frame::default();
    let mut agreements = Agreements { today, known: HashMap::new() };
    let mut after = JoinId(Uuid::nil());
    loop {
        let part = join_sample::joins(conn, after).await?;
        let Some(last) = part.last() else { break };
        after = last.join;
        for framed in part {
            if agreements.cover(conn, framed.both).await? {
                frame.add(framed.pair, framed.groups);
            }
        }
    }
    let mut sources = Vec::new();
    let mut after = SourceId(Uuid::nil());
    loop {
        let part = feed::unjoined(conn, after, SOURCES_PART).await?;
        let Some(last) = part.last() else { break };
        after = *last;
        sources.extend(part);
    }
    frame.unjoined = sources.len();
    sources.sort_by_cached_key(|source| place(seed, &[b"record", source.0.as_bytes()]));
    sources.truncate(LOOKED_THROUGH);
    frame.looked_through = sources.len();
    for source in sources {
        for person in unproposed(conn, source, LOOKS_FROM, today).await? {
            let groups = join_sample::groups(conn, person).await?;
            frame.add(Pair { stratum: JoinStratum::Below, source, person }, groups);
        }
    }
    Ok(frame)
}

/// Returns whether another sample may be drawn: of the last one everything is answered or its last day is over, so
/// that nobody draws until they like what they see.
async fn may_follow(conn: &mut Conn, last: &Sample, today: NaiveDate) -> Result<bool, Error> {
    Ok(today > last.due_on || join_sample::unanswered(conn, last.id).await? == 0)
}

/// Asks policy whether the actor may draw a sample: a mistake in the form does not answer who would be refused.
///
/// # Errors
/// When policy refuses.
pub async fn may_draw(ctx: &Ctx) -> Result<(), Error> {
    ctx.allow(Action::DrawJoinSample).await
}

/// Draws a sample.
///
/// # Errors
/// When policy refuses, the last sample is not answered yet, nothing can be drawn, or the database fails, also when
/// somebody who was drawn is erased at the same moment.
pub async fn take(ctx: &Ctx, size: SampleSize) -> Result<(), Error> {
    may_draw(ctx).await?;
    let today = ctx.today();
    let seed: i64 = rand::random();
    // What takes long is done before the transaction, at one moment of the database.
    let mut conn = ctx.app.db.snapshot().await?;
    let frame = frame(&mut conn, seed, today).await?;
    drop(conn);
    if frame.pairs.is_empty() {
        return Err(Error::field("size", Invalid::new("sample-nothing")));
    }
    let pairs: Vec<_> = draw(&frame.pairs, size.pairs(), seed)
        .into_iter()
        .map(|pair| (ctx.new_id(), pair, frame.groups_of(&pair)))
        .collect();
    let mut tx = ctx.begin().await?;
    if let Some(last) = join_sample::latest(&mut tx).await?
        && !may_follow(&mut tx, &last, today).await?
    {
        let (noun, from) = ("sample of joins", "open");
        return Err(IllegalMove { noun, from, attempted: "draw another" }.into());
    }
    let sample = Sample {
        id: ctx.new_id(),
        seed,
        drawn_on: today,
        due_on: BankHolidays::built_in().due_after(today, ANSWER_WORKING_DAYS),
        drawn_at: ctx.now,
        pairs: pairs.len() as u64,
        unjoined: frame.unjoined as u64,
        looked_through: frame.looked_through as u64,
    };
    let by = ctx.actor.account;
    join_sample::add(&mut tx, (&sample, by), &frame.sizes(), &pairs).await?;
    let count = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
    let event = Event::JoinSampleDrawn { pairs: count, seed };
    ctx.journal(&mut tx, event, None, Some(sample.id.0));
    Ok(tx.commit().await?)
}

/// What waits for a worker.
#[derive(Clone, Debug)]
pub struct List {
    /// The last day on which an answer is in time; none where no sample was drawn.
    pub due_on: Option<NaiveDate>,
    /// The pairs of the last sample, in their order.
    pub waiting: Vec<Waiting>,
}

/// Returns the pairs that wait for the actor: of people whose case their organisation leads.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn list(ctx: &Ctx) -> Result<List, Error> {
    ctx.allow(Action::ListJoins).await?;
    let mut conn = ctx.read().await?;
    let latest = join_sample::latest(&mut conn).await?;
    let waiting = waiting(ctx, &mut conn, latest.as_ref()).await?;
    drop(conn);
    let event = Event::PeopleListed { page: "/join-samples".to_owned(), count: waiting.len() };
    ctx.journal_read(event, None).await?;
    Ok(List { due_on: latest.map(|sample| sample.due_on), waiting })
}

async fn waiting(
    ctx: &Ctx,
    conn: &mut Conn,
    latest: Option<&Sample>,
) -> Result<Vec<Waiting>, Error> {
    let Some(sample) = latest else { return Ok(Vec::new()) };
    let own = (ctx.actor.organisation, ctx.actor.account);
    Ok(join_sample::waiting(conn, sample.id, own).await?)
}

/// Returns how many pairs wait for the actor, and of which joins a sample says otherwise.
pub(crate) async fn beside_the_queue(
    ctx: &Ctx,
    conn: &mut Conn,
) -> Result<(usize, Vec<Otherwise>), Error> {
    let Some(sample) = join_sample::latest(conn).await? else { return Ok((0, Vec::new())) };
    let count = waiting(ctx, conn, Some(&sample)).await?.len();
    let otherwise = join_sample::otherwise(conn, sample.id, ctx.actor.organisation).await?;
    Ok((count, otherwise))
}

/// A pair to be looked at: without how it stands, what it weighs and who decided what.
#[derive(Clone, Debug)]
pub struct Look {
    /// Which pair.
    pub id: SamplePairId,
    /// The agency's name.
    pub agency: String,
    /// The two records.
    pub compared: Compared,
    /// The last day on which an answer is in time.
    pub due_on: NaiveDate,
}

/// Finds a pair of the last sample that nobody has answered and that the actor may answer.
async fn open(ctx: &Ctx, conn: &mut Conn, id: SamplePairId) -> Result<(SamplePair, Sample), Error> {
    let pair = join_sample::find(conn, id).await?.ok_or(Error::NotFound("pair"))?;
    let sample = join_sample::latest(conn).await?.ok_or(Error::NotFound("pair"))?;
    let noun = "pair of a sample";
    if pair.answer.is_some() || sample.id != pair.sample {
        let from = if pair.answer.is_some() { "answered" } else { "of an earlier sample" };
        return Err(IllegalMove { noun, from, attempted: "answer" }.into());
    }
    if join_sample::decided_by(conn, pair.pair, ctx.actor.account).await? {
        return Err(ctx.refuse(Action::AnswerJoinSample).await?);
    }
    Ok((pair, sample))
}

/// Returns what the two organisations of a pair may compare. Without an agreement in force the pair is shown to nobody.
async fn agreed(
    ctx: &Ctx,
    conn: &mut Conn,
    agency: OrganisationId,
) -> Result<domain::FieldGroups, Error> {
    let (both, purpose) = ((ctx.actor.organisation, agency), Purpose::Resettlement);
    let agreed = candidate::agreed_between(conn, both, purpose, ctx.today()).await?;
    if agreed.contains(FieldGroup::Identity) {
        return Ok(agreed);
    }
    let (noun, from) = ("pair of a sample", "without an agreement");
    Err(IllegalMove { noun, from, attempted: "answer" }.into())
}

/// Returns a pair with the two records side by side.
///
/// # Errors
/// When there is no such pair, policy refuses, it was answered, the actor decided on its join, no agreement in force
/// lets the two be compared, or the read could not be journalled.
pub async fn look(ctx: &Ctx, id: SamplePairId) -> Result<Look, Error> {
    let mut conn = ctx.read().await?;
    let found = join_sample::find(&mut conn, id).await?.ok_or(Error::NotFound("pair"))?;
    let person = found.pair.person;
    let allowed = ctx.person(&mut conn, Action::AnswerJoinSample, person).await?;
    let (pair, sample) = open(ctx, &mut conn, id).await?;
    let current =
        feed::current(&mut conn, pair.pair.source).await?.ok_or(Error::NotFound("record"))?;
    let agreed = agreed(ctx, &mut conn, current.organisation).await?;
    let candidate = candidate::load(&mut conn, person).await?.ok_or(Error::NotFound("person"))?;
    let disclosures = Disclosures::of(&ctx.actor, allowed.standing());
    let compared = compared(&current, &candidate, agreed, &disclosures);
    drop(conn);
    ctx.journal_read(Event::person_read("/join-samples/{id}"), Some(person)).await?;
    Ok(Look { id, agency: current.agency, compared, due_on: sample.due_on })
}

/// Keeps an answer.
///
/// # Errors
/// As [`look`].
pub async fn answer(ctx: &Ctx, id: SamplePairId, answer: SampleAnswer) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let found = join_sample::find(&mut tx, id).await?.ok_or(Error::NotFound("pair"))?;
    let Pair { source, person, .. } = found.pair;
    ctx.person_alone(&mut tx, Action::AnswerJoinSample, person).await?;
    open(ctx, &mut tx, id).await?;
    let current = feed::current(&mut tx, source).await?.ok_or(Error::NotFound("record"))?;
    agreed(ctx, &mut tx, current.organisation).await?;
    let by = (ctx.now, ctx.actor.account, ctx.actor.organisation);
    join_sample::answer(&mut tx, id, answer, by).await?;
    let event = Event::JoinSampleAnswered { agency: current.agency, answer };
    ctx.journal(&mut tx, event, Some(person), Some(id.0));
    if answer == SampleAnswer::Same {
        propose_seen(ctx, &mut tx, source, person).await?;
    }
    Ok(tx.commit().await?)
}

/// What the answers say of a group.
#[derive(Clone, Debug)]
pub struct Row<T> {
    /// Which.
    pub group: T,
    /// How many of its joins have an answer that tells.
    pub told_of_joined: Shown,
    /// The share of its joins that are of two people.
    pub false_joins: Option<Interval>,
    /// How many of its pairs that are not joined have an answer that tells.
    pub told_of_others: Shown,
    /// The share of its true joins that are not made.
    pub missed_joins: Option<Interval>,
}

/// What a sample says, in figures without names.
#[derive(Clone, Debug)]
pub struct Estimates {
    /// When it was drawn.
    pub drawn_on: NaiveDate,
    /// The last day on which an answer is in time.
    pub due_on: NaiveDate,
    /// From what it was drawn.
    pub seed: i64,
    /// How many pairs were drawn.
    pub pairs: u64,
    /// Of them: one person, two people, not told, no answer yet, and erased since.
    pub answers: [Shown; 5],
    /// Whether of the records joined with nobody only some were looked through.
    pub some_looked_through: bool,
    /// All of it.
    pub all: Row<()>,
    /// By sex.
    pub sexes: Vec<Row<Sex>>,
    /// By ethnic group.
    pub ethnic_groups: Vec<Row<EthnicGroup>>,
}

/// What the page shows of samples.
#[derive(Clone, Debug)]
pub struct View {
    /// The last one.
    pub last: Option<Estimates>,
    /// Whether the actor may draw one, and when that is not to be answered first.
    pub may_draw: bool,
}

/// Returns what the last sample says, for whoever may read how good the joins are.
pub(crate) async fn view(ctx: &Ctx, conn: &mut Conn) -> Result<View, Error> {
    let allowed = policy::authorise(&ctx.actor, Action::DrawJoinSample, Relation::None, ()).is_ok();
    let Some(sample) = join_sample::latest(conn).await? else {
        return Ok(View { last: None, may_draw: allowed });
    };
    let sizes = join_sample::sizes(conn, sample.id).await?;
    let said = join_sample::said(conn, sample.id).await?;
    let may_draw = allowed && may_follow(conn, &sample, ctx.today()).await?;
    let count = |answer: Option<SampleAnswer>| -> u64 {
        said.iter().filter(|(.., one, _)| *one == answer).map(|(.., count)| count).sum()
    };
    let mut counts = [
        count(Some(SampleAnswer::Same)),
        count(Some(SampleAnswer::Different)),
        count(Some(SampleAnswer::CannotTell)),
        count(None),
        0,
    ];
    counts[4] = sample.pairs.saturating_sub(counts.iter().sum());
    let shown = parts_of_a_whole(&counts);
    let all = rows(&[()], |_, _| true, &sizes, &said);
    let last = Estimates {
        drawn_on: sample.drawn_on,
        due_on: sample.due_on,
        seed: sample.seed,
        pairs: sample.pairs,
        answers: std::array::from_fn(|at| shown[at]),
        some_looked_through: sample.looked_through < sample.unjoined,
        all: all.into_iter().next().ok_or(Error::NotFound("sample"))?,
        sexes: rows(Sex::ALL, |sex, of| of.sex == *sex, &sizes, &said),
        ethnic_groups: rows(EthnicGroup::ALL, |group, of| of.ethnic_group == *group, &sizes, &said),
    };
    Ok(View { last: Some(last), may_draw })
}

/// Returns the estimates by group. Where one group alone has too few answers it could be worked out from the others
/// and the whole, so the next smallest is withheld too.
fn rows<T: Copy>(
    groups: &[T],
    is_of: impl Fn(&T, &Groups) -> bool,
    sizes: &[Size],
    said: &[Said],
) -> Vec<Row<T>> {
    let strata = |group: &T| -> Vec<Stratum> {
        let stratum = |one: &JoinStratum| {
            let count = |answer: SampleAnswer| -> u64 {
                let of = said.iter().filter(|(stratum, of, said, _)| {
                    stratum == one && is_of(group, of) && *said == Some(answer)
                });
                of.map(|(.., count)| count).sum()
            };
            let of = sizes.iter().filter(|(stratum, of, _)| stratum == one && is_of(group, of));
            Stratum {
                stratum: *one,
                size: of.map(|(.., size)| size).sum(),
                same: count(SampleAnswer::Same),
                different: count(SampleAnswer::Different),
                cannot_tell: count(SampleAnswer::CannotTell),
            }
        };
        JoinStratum::ALL.iter().map(stratum).collect()
    };
    let all: Vec<Vec<Stratum>> = groups.iter().map(strata).collect();
    let shown = |told: fn(&[Stratum]) -> u64| {
        parts_of_a_whole(&all.iter().map(|strata| told(strata)).collect::<Vec<_>>())
    };
    let (joined, others) = (shown(told_of_joined), shown(told_of_others));
    let row = |(at, group): (usize, &T)| {
        let (joined, others) = (joined[at], others[at]);
        let both = joined.count().and(others.count());
        Row {
            group: *group,
            told_of_joined: joined,
            false_joins: joined.count().and_then(|_| false_joins(&all[at])),
            told_of_others: others,
            missed_joins: both.and_then(|_| missed_joins(&all[at])),
        }
    };
    groups.iter().enumerate().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(sex: Sex) -> Groups {
        Groups { sex, ethnic_group: EthnicGroup::White }
    }

    #[test]
    fn what_one_small_group_hides_the_next_smallest_hides_too() {
        let said = |sex, answer, count| (JoinStratum::ByWeight, groups(sex), Some(answer), count);
        let sizes: Vec<Size> =
            Sex::ALL.iter().map(|sex| (JoinStratum::ByWeight, groups(*sex), 200)).collect();
        let few = [
            said(Sex::Female, SampleAnswer::Same, 12),
            said(Sex::Male, SampleAnswer::Same, 40),
            said(Sex::NotKnown, SampleAnswer::Same, 3),
        ];
        let shown = |said: &[Said]| -> Vec<(Sex, bool)> {
            let rows = rows(Sex::ALL, |sex, of| of.sex == *sex, &sizes, said);
            rows.iter().map(|row| (row.group, row.false_joins.is_some())).collect()
        };
        assert!(shown(&few).iter().all(|(sex, shown)| *shown == (*sex == Sex::Male)));
        let enough = [few[0], few[1], said(Sex::NotKnown, SampleAnswer::Different, 10)];
        assert!(shown(&enough).iter().all(|(_, shown)| *shown));
        let all = rows(&[()], |_, _| true, &sizes, &few);
        assert!(all[0].false_joins.is_some() && all[0].missed_joins.is_none());
    }

    #[test]
    fn what_was_not_looked_through_is_counted_by_what_was() {
        let mut frame = Frame { unjoined: 5_000, looked_through: 1_000, ..Frame::default() };
        for at in 1..=7_u128 {
            let source = SourceId(Uuid::from_u128(at));
            let person = domain::PersonId(Uuid::from_u128(1));
            frame.add(Pair { stratum: JoinStratum::Below, source, person }, groups(Sex::Male));
        }
        let source = SourceId(Uuid::from_u128(99));
        let person = domain::PersonId(Uuid::from_u128(2));
        frame.add(Pair { stratum: JoinStratum::Split, source, person }, groups(Sex::Male));
        let sizes: Vec<_> = frame.sizes().into_iter().map(|(one, _, size)| (one, size)).collect();
        assert_eq!(sizes, [(JoinStratum::Split, 1), (JoinStratum::Below, 35)]);
    }
}
