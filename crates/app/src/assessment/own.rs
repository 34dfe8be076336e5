//! What a person says about themself: beside the worker's assessment, never in its place.
//!
//! Any question may be left out. Nothing that is said here opens or closes a need by itself: the
//! worker sees it beside their own, and talks about it.

use super::{current, instrument_of, open_draft};
use crate::{Ctx, Error, local_time};
use chrono::NaiveDate;
use domain::life_cycle::IllegalMove;
use domain::{
    Answers, AreaRating, Assessment, Event, Instrument, Invalid, PersonId, Raised, Voice,
};
use policy::{Action, Authorised};
use store::assessment::{self, RatedArea};
use store::{Conn, Tx};

/// What the person's own page shows.
#[derive(Clone, Debug)]
pub struct Own {
    /// The questions to ask.
    pub instrument: &'static Instrument,
    /// The draft's answers, if there is a draft.
    pub draft: Option<Answers>,
    /// What the person said last: the day, the questions, and the answers.
    pub said: Option<(NaiveDate, &'static Instrument, Answers)>,
    /// What that obliges somebody to follow up.
    pub raised: Vec<Raised>,
}

/// Returns the person's own page.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn own(ctx: &Ctx) -> Result<Own, Error> {
    let mut conn = ctx.read().await?;
    let allowed = oneself(ctx, &mut conn).await?;
    let draft = assessment::open_of_person(&mut conn, &allowed, Voice::Person).await?;
    let done = assessment::submitted_of_person(&mut conn, &allowed).await?;
    drop(conn);
    let said = done
        .into_iter()
        .rfind(|done| done.assessment.voice == Voice::Person)
        .map(|done| -> Result<_, Error> {
            let instrument = instrument_of(&done.assessment)?;
            Ok((local_time(done.at).date(), instrument, done.assessment.answers))
        })
        .transpose()?;
    let instrument = match &draft {
        Some(draft) => instrument_of(draft)?,
        None => current(ctx, Voice::Person)?,
    };
    let event = Event::person_read("/my-needs");
    ctx.journal_read(event, Some(*allowed.resource())).await?;
    Ok(Own {
        instrument,
        draft: draft.map(|draft| draft.answers),
        raised: said.as_ref().map_or_else(Vec::new, |(_, asked, given)| given.raised(asked)),
        said,
    })
}

/// Saves what the person says, pairs of question and answer, and sends it to the worker if asked.
///
/// # Errors
/// When an answer is wrong, nothing is answered, policy refuses, or the database fails.
pub async fn say<'a>(
    ctx: &Ctx,
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    send: bool,
) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let allowed = oneself(ctx, &mut tx).await?;
    let draft = open_draft(ctx, &mut tx, &allowed, Voice::Person).await?;
    let instrument = instrument_of(&draft)?;
    let answers = Answers::parse(instrument, pairs).map_err(Error::Invalid)?;
    if answers.is_empty() {
        let first = instrument.questions().next().map_or("", |question| &question.id);
        return Err(Error::field(first, Invalid::new("my-needs-nothing-said")));
    }
    if !assessment::save_answers(&mut tx, draft.id, &answers).await? {
        return Err(sent_before());
    }
    let event = Event::AssessmentAnswered { voice: Voice::Person, area: None };
    ctx.journal(&mut tx, event, Some(draft.person), Some(draft.id.0));
    if send {
        submit(ctx, &mut tx, &draft, instrument, &answers).await?;
    }
    Ok(tx.commit().await?)
}

/// Submits what the person said. An area that their answers do not settle has no rating.
async fn submit(
    ctx: &Ctx,
    tx: &mut Tx,
    draft: &Assessment,
    instrument: &Instrument,
    answers: &Answers,
) -> Result<(), Error> {
    let computed = instrument.rate_all(answers);
    let ratings = computed.iter().filter_map(|area| Some((area.area, area.rating?))).collect();
    let rated: Vec<RatedArea> = computed
        .into_iter()
        .map(|area| RatedArea {
            rating: AreaRating::computed(area.area, area.rating),
            need_score: area.need_score,
        })
        .collect();
    if !assessment::submit(tx, draft.id, &rated, ctx.now).await? {
        return Err(sent_before());
    }
    let event = Event::AssessmentSubmitted { voice: Voice::Person, ratings };
    ctx.journal(tx, event, Some(draft.person), Some(draft.id.0));
    Ok(())
}

/// Asks policy about the actor's own record. An account without one has none to speak for.
async fn oneself(ctx: &Ctx, conn: &mut Conn) -> Result<Authorised<PersonId>, Error> {
    match ctx.actor.person {
        Some(person) => ctx.person(conn, Action::AssessOneself, person).await,
        None => {
            ctx.allow(Action::AssessOneself).await?;
            Err(Error::NotFound("person"))
        }
    }
}

fn sent_before() -> Error {
    IllegalMove { noun: "assessment", from: "submitted", attempted: "answer" }.into()
}
