//! Basic screenings: opened by a reception, done once, and the limits that were missed.

use crate::person::{self, Header};
use crate::{Ctx, Error};
use chrono::NaiveDate;
use domain::{
    Answers, Episode, Event, Instrument, InstrumentKind, Instruments, Owner, PersonId, Raised,
    Screening, ScreeningId, ScreeningStanding, ScreeningStatus,
};
use policy::{Action, Authorised, Relation};
use store::screening::{self, Listed};
use store::{Conn, Tx};

/// Opens the screening that a reception starts, with its clock, in the transaction that adds the
/// episode. Call it once for each episode; an episode that starts none, such as a transfer, gives
/// `None`. The entry of the reception in the journal stands for both.
///
/// # Errors
/// When the database fails.
pub async fn open_on_reception(
    ctx: &Ctx,
    tx: &mut Tx,
    episode: &Episode,
    owner: Owner,
) -> Result<Option<Screening>, Error> {
    let opened = Screening::on_reception(ctx.new_id(), episode, owner);
    if let Some(screening) = &opened {
        screening::save(tx, screening, None).await?;
    }
    Ok(opened)
}

/// What the page of one screening shows.
#[derive(Clone, Debug)]
pub struct View {
    /// Whose it is.
    pub header: Header,
    /// The screening.
    pub screening: Screening,
    /// How it stands to its limit today.
    pub standing: ScreeningStanding,
    /// The questions: those that were answered, or those to ask today.
    pub instrument: &'static Instrument,
    /// What the answers oblige the worker to follow up.
    pub raised: Vec<Raised>,
    /// Whether it can be done now, by this worker.
    pub may_screen: bool,
}

/// Returns the page of one screening.
///
/// # Errors
/// When there is no such screening, policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, id: ScreeningId) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let (allowed, screening) = find(ctx, &mut conn, id, Action::ViewAssessments).await?;
    let person = *allowed.resource();
    let relation = allowed.relation();
    let header = person::header(ctx, &mut conn, &allowed).await?;
    let answered = screening::instrument(&mut conn, &allowed.map(|_| id)).await?;
    drop(conn);
    let instrument = match answered {
        Some(answered) => Instruments::built_in().get(&answered.id, answered.version),
        None => current(ctx),
    }
    .ok_or(Error::Internal("the questions of a screening are not there"))?;
    let event = Event::PersonRead { page: "/screenings/{id}".to_owned() };
    ctx.journal_read(event, Some(person)).await?;
    Ok(View {
        header,
        standing: screening.standing(ctx.today()),
        instrument,
        raised: screening.answers.as_ref().map_or_else(Vec::new, |given| given.raised(instrument)),
        may_screen: relation == Relation::Lead && screening.status == ScreeningStatus::Due,
        screening,
    })
}

/// Takes the answers to a screening: pairs of question and answer.
///
/// # Errors
/// When an answer is missing or wrong, policy refuses, it was done before, or the database fails.
pub async fn submit<'a>(
    ctx: &Ctx,
    id: ScreeningId,
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let (allowed, screening) = find(ctx, &mut tx, id, Action::Screen).await?;
    screening.check_due()?;
    let instrument = current(ctx).ok_or(Error::Internal("there is no screening to ask today"))?;
    let answers = Answers::parse(instrument, pairs).map_err(Error::Invalid)?;
    let gaps = answers.gaps(instrument);
    if !gaps.is_empty() {
        return Err(Error::Invalid(gaps));
    }
    screening::hold(&mut tx, id).await?;
    let held = screening::find(&mut tx, id).await?.ok_or(Error::NotFound("screening"))?;
    let done = held.done(answers, ctx.today())?;
    screening::save(&mut tx, &done, Some(&instrument.reference())).await?;
    let event = Event::Screened { late: done.standing(ctx.today()).is_breach() };
    ctx.journal(&mut tx, event, Some(*allowed.resource()), Some(id.0));
    Ok(tx.commit().await?)
}

/// Screenings that stand in one place, a page of them.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Where they stand.
    pub standing: ScreeningStanding,
    /// The screenings, the longest due first.
    pub rows: Vec<Listed>,
    /// Where the next page begins, if there is one.
    pub next: Option<(NaiveDate, ScreeningId)>,
}

/// What the page of limits shows.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How many screenings stand where, every place named.
    pub counts: Vec<(ScreeningStanding, i64)>,
    /// The lists asked for: one, or the two of missed limits.
    pub lists: Vec<Standing>,
}

/// Returns the limits of the actor's organisation: those that were missed, or all that stand in one
/// place, from a due day and an id on.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn limits(
    ctx: &Ctx,
    only: Option<ScreeningStanding>,
    after: Option<(NaiveDate, ScreeningId)>,
) -> Result<Limits, Error> {
    ctx.allow(Action::ListBreaches).await?;
    let organisation = ctx.actor.organisation;
    let mut conn = ctx.read().await?;
    let counted = screening::counts(&mut conn, organisation, ctx.today()).await?;
    let count = |standing| counted.iter().find(|(place, _)| *place == standing).map_or(0, |c| c.1);
    let asked = |standing: &ScreeningStanding| match only {
        Some(only) => *standing == only,
        None => standing.is_breach(),
    };
    let mut lists = Vec::new();
    for &standing in ScreeningStanding::ALL.iter().filter(|standing| asked(standing)) {
        let after = after.filter(|_| only.is_some());
        let mut rows =
            screening::standing(&mut conn, organisation, standing, after, ctx.today()).await?;
        let page = usize::try_from(screening::PAGE).unwrap_or(usize::MAX);
        let more = rows.len() > page;
        rows.truncate(page);
        let next = rows.last().filter(|_| more).map(|row| (row.due_on, row.id));
        lists.push(Standing { standing, rows, next });
    }
    drop(conn);
    let count_listed = lists.iter().map(|list| list.rows.len()).sum();
    let event = Event::PeopleListed { page: "/screenings/late".to_owned(), count: count_listed };
    ctx.journal_read(event, None).await?;
    let counts =
        ScreeningStanding::ALL.iter().map(|&standing| (standing, count(standing))).collect();
    Ok(Limits { counts, lists })
}

/// Finds a screening and asks policy about an action on the record that it is in.
async fn find(
    ctx: &Ctx,
    conn: &mut Conn,
    id: ScreeningId,
    action: Action,
) -> Result<(Authorised<PersonId>, Screening), Error> {
    let screening = screening::find(conn, id).await?.ok_or(Error::NotFound("screening"))?;
    Ok((ctx.person(conn, action, screening.person).await?, screening))
}

/// Returns the questions to ask today.
fn current(ctx: &Ctx) -> Option<&'static Instrument> {
    Instruments::built_in().current(InstrumentKind::Screening, ctx.today())
}
