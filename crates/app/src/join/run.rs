//! Looking for whom a record means: when it comes, every night for those of whom nobody is joined, and when a
//! person is added. A run that is stopped is simply run again: what was found before is found again.

use super::weigh::{Weighed, weigh};
use crate::person::group_of;
use crate::{App, Ctx, Error, journal};
use chrono::{DateTime, NaiveDate, NaiveTime, Timelike, Utc};
use domain::join::{AHEAD_BY, BREAKS_AT, JOINS_AT, PROPOSES_AT};
use domain::{
    BankHolidays, Event, FieldGroups, Held, Join, JoinState, OrganisationId, PersonId, SourceId,
    SourceRecord,
};
use store::candidate::{self, Asked, Candidate};
use store::feed::{self, Current};
use store::join::{self, Kept};
use store::journal::Entry;
use store::{Conn, Tx, setting};
use uuid::Uuid;

/// People who are proposed for one record at most: more of them are nobody's likeness.
const MOST_PROPOSED: usize = 5;
/// Sources of one transaction at night: few enough that somebody else's change never waits long.
const BATCH: i64 = 50;
/// The hour from which the run of a night may begin, by the clocks of England and Wales.
const NIGHT_BEGINS: u32 = 2;
/// The setting that holds the day on which the last whole run was.
const LAST_RUN: &str = "joins_run_on";

/// Who looks: a worker who sent a file or added a person, or the program by itself at night.
pub(crate) struct Hand {
    now: DateTime<Utc>,
    today: NaiveDate,
    request: Uuid,
    calendar: BankHolidays,
    worker: Option<Ctx>,
}

impl Hand {
    /// Returns a worker's.
    pub(crate) fn of(ctx: &Ctx) -> Self {
        let calendar = BankHolidays::built_in();
        let (now, today, request) = (ctx.now, ctx.today(), ctx.request);
        Self { now, today, request, calendar, worker: Some(ctx.clone()) }
    }

    /// Returns the program's own.
    pub(crate) fn own(app: &App) -> Self {
        let now = app.now();
        Self {
            now,
            today: crate::local_time(now).date(),
            request: Uuid::now_v7(),
            calendar: BankHolidays::built_in(),
            worker: None,
        }
    }

    async fn keep(&self, tx: &mut Tx, kept: &Kept, agency: &str) -> Result<(), Error> {
        join::save(tx, kept, &self.calendar).await?;
        let Some(last) = kept.join.decisions.last() else { return Ok(()) };
        let event = Event::JoinMoved { agency: agency.to_owned(), act: last.act, to: last.to };
        let (person, id) = (Some(kept.join.person), Some(kept.join.id.0));
        match &self.worker {
            Some(ctx) => ctx.journal(tx, event, person, id),
            None => {
                let entry = journal::entry(self.now, self.request, event);
                store::journal::write(tx, Entry { person, subject: id, ..entry });
            }
        }
        Ok(())
    }
}

/// Looks for whom a source means, with what its agency says of them now.
///
/// # Errors
/// When the database fails.
pub(crate) async fn look_up(hand: &Hand, tx: &mut Tx, source: SourceId) -> Result<(), Error> {
    feed::hold(tx, source).await?;
    let Some(current) = feed::current(tx, source).await? else { return Ok(()) };
    let agreed = candidate::agreed_with(tx, current.organisation, hand.today).await?;
    let known = join::of_source(tx, source).await?;
    if let Some(joined) = known.iter().find(|one| one.join.state() == JoinState::Joined) {
        return doubt(hand, tx, (&current, &agreed), joined).await;
    }
    let compared_at = (!agreed.is_empty()).then_some(hand.now);
    feed::compared(tx, source, compared_at).await?;
    let waiting = weigh_waiting(hand, tx, (&current, &agreed), &known).await?;
    let mut likely = likely(tx, (&current, &agreed), &known, (PROPOSES_AT, hand.today)).await?;
    likely.sort_by(|(one, a), (other, b)| {
        b.bits.total_cmp(&a.bits).then_with(|| one.person.cmp(&other.person))
    });
    likely.truncate(MOST_PROPOSED);
    propose(hand, tx, &current, (&likely, waiting)).await
}

/// Begins the joins of those who are likely. Where the weight alone joins the first, nobody is asked of the others.
async fn propose(
    hand: &Hand,
    tx: &mut Tx,
    current: &Current,
    (likely, waiting): (&[(Candidate, Weighed)], Option<f64>),
) -> Result<(), Error> {
    for (place, (candidate, weighed)) in likely.iter().enumerate() {
        let others = likely.iter().enumerate().filter(|(other, _)| *other != place);
        let next = others.map(|(_, (_, other))| other.bits).chain(waiting).reduce(f64::max);
        let mut held = held(&current.record, weighed, next);
        let agency = (current.organisation, current.source);
        if held.is_none() && join::has_another(tx, agency, candidate.person).await? {
            held = Some(Held::Another);
        }
        let about = (current.source, candidate.person, candidate.lead);
        let begun = Join::begin(Uuid::now_v7().into(), about, held, (hand.now, hand.today));
        let kept = Kept { join: begun, bits: weighed.bits, held };
        hand.keep(tx, &kept, &current.agency).await?;
        if held.is_none() {
            break;
        }
    }
    Ok(())
}

/// Returns what stands against joining by the weight alone. `next` is what the next candidate weighs.
fn held(record: &SourceRecord, weighed: &Weighed, next: Option<f64>) -> Option<Held> {
    match () {
        () if record.risk_marker => Some(Held::RiskMarker),
        () if weighed.twins => Some(Held::Twins),
        () if weighed.bits < JOINS_AT => Some(Held::Weight),
        () if weighed.by_number_alone() => Some(Held::NumberAlone),
        () if next.is_some_and(|next| weighed.bits - next < AHEAD_BY) => Some(Held::Near),
        () => None,
    }
}

/// Who may be compared, by the organisation that leads their case, and which groups an agreement covers.
type Agreed = [(OrganisationId, FieldGroups)];

/// Weighs what waits anew, and returns the heaviest of it. Nobody's decision is changed.
async fn weigh_waiting(
    hand: &Hand,
    tx: &mut Tx,
    (current, agreed): (&Current, &Agreed),
    known: &[Kept],
) -> Result<Option<f64>, Error> {
    let mut heaviest: Option<f64> = None;
    for kept in known.iter().filter(|one| one.join.state().is_open()) {
        let Some((_, weighed)) = compare(tx, current, agreed, kept.join.person).await? else {
            continue;
        };
        let bits = weighed.bits;
        heaviest = Some(heaviest.map_or(bits, |other| other.max(bits)));
        let mut join = kept.join.clone();
        join.takes_two |= current.record.risk_marker;
        let held = if current.record.risk_marker { Some(Held::RiskMarker) } else { kept.held };
        join::save(tx, &Kept { join, bits, held }, &hand.calendar).await?;
    }
    Ok(heaviest)
}

/// Doubts what the weight alone joined, where the record says something else now or carries a risk marker.
async fn doubt(
    hand: &Hand,
    tx: &mut Tx,
    (current, agreed): (&Current, &Agreed),
    joined: &Kept,
) -> Result<(), Error> {
    if !joined.join.is_automatic() {
        return Ok(());
    }
    let Some((_, weighed)) = compare(tx, current, agreed, joined.join.person).await? else {
        return Ok(());
    };
    let risk = current.record.risk_marker;
    if weighed.bits >= BREAKS_AT && !risk {
        return Ok(());
    }
    let join = joined.join.clone().doubt(risk, (hand.now, hand.today))?;
    let held = Some(if risk { Held::RiskMarker } else { Held::Weight });
    hand.keep(tx, &Kept { join, bits: weighed.bits, held }, &current.agency).await
}

/// Weighs those who may be meant and have no join with the record, and returns who weighs enough.
async fn likely(
    conn: &mut Conn,
    (current, agreed): (&Current, &Agreed),
    known: &[Kept],
    (least, today): (f64, NaiveDate),
) -> Result<Vec<(Candidate, Weighed)>, Error> {
    let mut found = found(conn, (current, agreed), today).await?;
    found.retain(|person| !known.iter().any(|one| one.join.person == *person));
    let candidates = candidate::load_all(conn, &found).await?;
    let compared = candidates.into_iter().filter_map(|one| compare_with(current, agreed, one));
    Ok(compared.filter(|(_, weighed)| weighed.bits >= least).collect())
}

/// Finds who may be meant, by those numbers alone that some agreement covers.
async fn found(
    conn: &mut Conn,
    (current, agreed): (&Current, &Agreed),
    today: NaiveDate,
) -> Result<Vec<PersonId>, Error> {
    if agreed.is_empty() {
        return Ok(Vec::new());
    }
    let mut record = current.record.clone();
    let covered = |kind| agreed.iter().any(|(_, groups)| groups.contains(group_of(kind)));
    record.numbers.retain(|(kind, _)| covered(*kind));
    let asked = Asked { agency: current.organisation, record: &record, today };
    Ok(candidate::people(conn, asked).await?.into_iter().collect())
}

/// Weighs a record against a person, by what the agreement with who leads their case covers; none where there is
/// no agreement any more.
async fn compare(
    conn: &mut Conn,
    current: &Current,
    agreed: &Agreed,
    person: PersonId,
) -> Result<Option<(Candidate, Weighed)>, Error> {
    let candidate = candidate::load(conn, person).await?;
    Ok(candidate.and_then(|candidate| compare_with(current, agreed, candidate)))
}

/// Weighs a record against somebody who is loaded, as [`compare`].
fn compare_with(
    current: &Current,
    agreed: &Agreed,
    candidate: Candidate,
) -> Option<(Candidate, Weighed)> {
    let lead = candidate.lead.organisation;
    let (_, groups) = agreed.iter().find(|(one, _)| *one == lead)?;
    let weighed = weigh(&covered(&current.record, *groups), &candidate);
    Some((candidate, weighed))
}

/// Returns a record with those numbers alone that an agreement covers.
pub(super) fn covered(record: &SourceRecord, groups: FieldGroups) -> SourceRecord {
    let mut record = record.clone();
    record.numbers.retain(|(kind, _)| groups.contains(group_of(*kind)));
    record
}

/// Returns the people whom a record may mean and who were not proposed for it, from a weight on.
///
/// # Errors
/// When the database fails.
pub(crate) async fn unproposed(
    conn: &mut Conn,
    source: SourceId,
    least: f64,
    today: NaiveDate,
) -> Result<Vec<PersonId>, Error> {
    let Some(current) = feed::current(conn, source).await? else { return Ok(Vec::new()) };
    let agreed = candidate::agreed_with(conn, current.organisation, today).await?;
    let known = join::of_source(conn, source).await?;
    let likely = likely(conn, (&current, &agreed), &known, (least, today)).await?;
    Ok(likely.into_iter().map(|(candidate, _)| candidate.person).collect())
}

/// Asks whoever leads a case about a record that weighs too little to be proposed, because somebody who looked at
/// the two found one person. Where they have a join, or the record is joined with somebody, nobody is asked.
///
/// # Errors
/// When the database fails.
pub(crate) async fn propose_seen(
    ctx: &Ctx,
    tx: &mut Tx,
    source: SourceId,
    person: PersonId,
) -> Result<(), Error> {
    feed::hold(tx, source).await?;
    let Some(current) = feed::current(tx, source).await? else { return Ok(()) };
    let known = join::of_source(tx, source).await?;
    let stands = |one: &Kept| one.join.person == person || one.join.state() == JoinState::Joined;
    if known.iter().any(stands) {
        return Ok(());
    }
    let agreed = candidate::agreed_with(tx, current.organisation, ctx.today()).await?;
    let Some((candidate, weighed)) = compare(tx, &current, &agreed, person).await? else {
        return Ok(());
    };
    let risk = current.record.risk_marker;
    let held = Some(if risk { Held::RiskMarker } else { Held::Weight });
    let about = (source, person, candidate.lead);
    let join = Join::begin(ctx.new_id(), about, held, (ctx.now, ctx.today()));
    Hand::of(ctx).keep(tx, &Kept { join, bits: weighed.bits, held }, &current.agency).await
}

/// Looks for those who may mean a person who is new here.
///
/// # Errors
/// When the database fails.
pub(crate) async fn person_added(hand: &Hand, tx: &mut Tx, person: PersonId) -> Result<(), Error> {
    let Some(candidate) = candidate::load(tx, person).await? else { return Ok(()) };
    for source in candidate::sources(tx, &candidate).await? {
        look_up(hand, tx, source).await?;
    }
    Ok(())
}

/// Looks for those who may mean people who came in a list, some at a time.
///
/// # Errors
/// When the database fails: what was found until then stays, and the rest is found at night.
pub(crate) async fn people_added(app: &App, hand: &Hand, people: &[PersonId]) -> Result<(), Error> {
    let waiting = feed::unjoined(&mut app.db.read().await?, SourceId(Uuid::nil()), 1).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    for some in people.chunks(BATCH as usize) {
        let mut tx = app.db.begin().await?;
        for person in some {
            person_added(hand, &mut tx, *person).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Looks for everybody of whom nobody is joined. Returns how many were looked for.
///
/// # Errors
/// When the database fails: what was found until then stays, and the next run goes on.
pub async fn run_all(app: &App) -> Result<u64, Error> {
    let hand = Hand::own(app);
    let (mut after, mut count) = (SourceId(Uuid::nil()), 0);
    loop {
        let mut tx = app.db.begin().await?;
        let batch = feed::unjoined(&mut tx, after, BATCH).await?;
        let Some(last) = batch.last() else { return Ok(count) };
        after = *last;
        for source in &batch {
            look_up(&hand, &mut tx, *source).await?;
            count += 1;
        }
        tx.commit().await?;
    }
}

/// Does the run of a night, once it is night and it was not done. Returns how many were looked for, if it was done.
///
/// # Errors
/// As [`run_all`]; it is tried again then.
pub async fn run_nightly(app: &App) -> Result<Option<u64>, Error> {
    let local = crate::local_time(app.now());
    let mut conn = app.db.read().await?;
    let last = setting::get(&mut conn, LAST_RUN).await?;
    drop(conn);
    let today = local.date().to_string();
    if local.time() < night() || last.as_deref() == Some(&today) {
        return Ok(None);
    }
    let count = run_all(app).await?;
    let mut tx = app.db.begin().await?;
    setting::set(&mut tx, LAST_RUN, &today).await?;
    tx.commit().await?;
    Ok(Some(count))
}

fn night() -> NaiveTime {
    NaiveTime::MIN.with_hour(NIGHT_BEGINS).unwrap_or(NaiveTime::MIN)
}
