//! A person's assessments: the picture over time, and one assessment by a worker.
//!
//! Answering a draft is in `draft`, submitting it in `submit`, and what the person says about
//! themself in `own`.

mod draft;
mod own;
mod submit;

pub use draft::{rate_area, remove_rating, save_area};
pub use own::{Own, own, say};
pub use submit::submit;

use crate::person::{self, Header};
use crate::{Ctx, Error, local_time};
use chrono::NaiveDate;
use domain::life_cycle::IllegalMove;
use domain::{
    Answers, AreaDistance, AreaProgress, AreaQuestions, AreaRating, Assessment, AssessmentId,
    ComputedRating, Event, Instrument, InstrumentKind, Instruments, PersonId, Raised,
    RatingOverride, Screening, Voice, distance_travelled,
};
use policy::{Action, Authorised, Relation};
use store::assessment::{self, Submitted};
use store::{Conn, Tx, assessment_override, screening};

/// A submitted assessment, with the day and who did it.
#[derive(Clone, Debug)]
pub struct Done {
    /// The assessment, with what it found.
    pub submitted: Submitted,
    /// The day in England and Wales.
    pub on: NaiveDate,
    /// Who did it: name and organisation.
    pub by: (String, String),
}

/// What the page of a person's assessments shows.
#[derive(Clone, Debug)]
pub struct Overview {
    /// Whose they are.
    pub header: Header,
    /// Their screenings, the latest due first.
    pub screenings: Vec<Screening>,
    /// The worker's draft, if there is one.
    pub draft: Option<Assessment>,
    /// Everything submitted, of both voices, the oldest first.
    pub done: Vec<Done>,
    /// How each area went, by the worker's assessments.
    pub worker: Vec<AreaDistance>,
    /// How each area went, by the person's own.
    pub person: Vec<AreaDistance>,
    /// What the person's latest own answers oblige the worker to follow up.
    pub raised: Vec<Raised>,
    /// Whether this worker may assess.
    pub may_assess: bool,
}

/// Returns the page of a person's assessments.
///
/// # Errors
/// When there is no such person, policy refuses, or the read could not be journalled.
pub async fn overview(ctx: &Ctx, id: PersonId) -> Result<Overview, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::ViewAssessments, id).await?;
    let names = assessment::assessors(&mut conn, &allowed).await?;
    let done: Vec<Done> = assessment::submitted_of_person(&mut conn, &allowed)
        .await?
        .into_iter()
        .map(|submitted| Done {
            on: local_time(submitted.at).date(),
            by: by(&names, submitted.assessment.id),
            submitted,
        })
        .collect();
    let raised = done.iter().rfind(|done| done.submitted.assessment.voice == Voice::Person);
    let overview = Overview {
        header: person::header(ctx, &mut conn, &allowed).await?,
        screenings: screening::of_person(&mut conn, &allowed).await?,
        draft: assessment::open_of_person(&mut conn, &allowed, Voice::Worker).await?,
        worker: distances(&done, Voice::Worker)?,
        person: distances(&done, Voice::Person)?,
        raised: raised.map_or_else(|| Ok(Vec::new()), raised_by)?,
        may_assess: allowed.relation() == Relation::Lead,
        done,
    };
    drop(conn);
    let event = Event::PersonRead { page: "/people/{id}/assessments".to_owned() };
    ctx.journal_read(event, Some(id)).await?;
    Ok(overview)
}

/// Starts an assessment by a worker, or goes on with the one that is open.
///
/// # Errors
/// When there is no such person, policy refuses, or the database fails.
pub async fn start(ctx: &Ctx, person: PersonId) -> Result<AssessmentId, Error> {
    let mut tx = ctx.begin().await?;
    let allowed = ctx.person(&mut tx, Action::Assess, person).await?;
    let id = open_draft(ctx, &mut tx, &allowed, Voice::Worker).await?.id;
    tx.commit().await?;
    Ok(id)
}

/// One area of an assessment.
#[derive(Clone, Debug)]
pub struct AreaView {
    /// What is asked.
    pub asked: &'static AreaQuestions,
    /// What the answers say, with the working.
    pub computed: ComputedRating,
    /// The rating, with the worker's where it differs.
    pub rating: AreaRating,
    /// How far it is.
    pub progress: AreaProgress,
}

/// What the pages of one assessment show.
#[derive(Clone, Debug)]
pub struct View {
    /// Whose it is.
    pub header: Header,
    /// The assessment.
    pub assessment: Assessment,
    /// The questions.
    pub instrument: &'static Instrument,
    /// The areas, in the order asked.
    pub areas: Vec<AreaView>,
    /// What the answers oblige the worker to follow up.
    pub raised: Vec<Raised>,
    /// Who started it: name and organisation.
    pub by: (String, String),
    /// Whether this worker may still change it.
    pub may_assess: bool,
}

/// Returns one assessment, for a page named by its route.
///
/// # Errors
/// When there is no such assessment, policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, id: AssessmentId, page: &str) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let allowed = find(ctx, &mut conn, id, Action::ViewAssessments).await?;
    let opened = load(&mut conn, &allowed, id).await?;
    let names = assessment::assessors(&mut conn, &allowed).await?;
    let is_draft = opened.assessment.submitted_at.is_none();
    let view = View {
        header: person::header(ctx, &mut conn, &allowed).await?,
        raised: opened.assessment.answers.raised(opened.instrument),
        instrument: opened.instrument,
        areas: opened.areas,
        by: by(&names, id),
        may_assess: is_draft && allowed.relation() == Relation::Lead,
        assessment: opened.assessment,
    };
    drop(conn);
    let event = Event::PersonRead { page: page.to_owned() };
    ctx.journal_read(event, Some(*allowed.resource())).await?;
    Ok(view)
}

/// An assessment with its questions and what its answers say.
struct Opened {
    assessment: Assessment,
    instrument: &'static Instrument,
    areas: Vec<AreaView>,
}

/// Finds an assessment and asks policy about an action on the record that it is in. What a person
/// is still writing about themself is theirs alone, and a worker changes nothing in it ever.
async fn find(
    ctx: &Ctx,
    conn: &mut Conn,
    id: AssessmentId,
    action: Action,
) -> Result<Authorised<PersonId>, Error> {
    let found = assessment::find(conn, id).await?.ok_or(Error::NotFound("assessment"))?;
    let allowed = ctx.person(conn, action, found.person).await?;
    let is_draft = found.submitted_at.is_none();
    if found.voice == Voice::Person && (is_draft || action != Action::ViewAssessments) {
        return Err(Error::NotFound("assessment"));
    }
    Ok(allowed)
}

/// Loads an assessment that policy has cleared.
async fn load(
    conn: &mut Conn,
    allowed: &Authorised<PersonId>,
    id: AssessmentId,
) -> Result<Opened, Error> {
    let found = assessment::find(conn, id).await?.ok_or(Error::NotFound("assessment"))?;
    let instrument = instrument_of(&found)?;
    let ratings: Vec<AreaRating> = if found.submitted_at.is_some() {
        let rated = assessment::rated(conn, allowed, id).await?;
        rated.into_iter().map(|area| area.rating).collect()
    } else {
        let by_worker = assessment_override::of_draft(conn, allowed, id).await?;
        draft_ratings(instrument, &found.answers, by_worker)
    };
    let areas = instrument.areas.iter().filter_map(|asked| {
        let computed = instrument.rate(asked.area, &found.answers)?;
        let rating = ratings
            .iter()
            .find(|rating| rating.area == asked.area)
            .cloned()
            .unwrap_or_else(|| AreaRating::computed(asked.area, None));
        let progress = AreaProgress::of(asked, &found.answers, rating.rating());
        Some(AreaView { asked, computed, rating, progress })
    });
    Ok(Opened { areas: areas.collect(), instrument, assessment: found })
}

/// Keeps a worker's draft for a change, as nobody else can change it now.
async fn hold(
    ctx: &Ctx,
    tx: &mut Tx,
    id: AssessmentId,
    attempted: &'static str,
) -> Result<(Authorised<PersonId>, Opened), Error> {
    let allowed = find(ctx, tx, id, Action::Assess).await?;
    if !assessment::hold(tx, id).await? {
        return Err(IllegalMove { noun: "assessment", from: "submitted", attempted }.into());
    }
    let opened = load(tx, &allowed, id).await?;
    Ok((allowed, opened))
}

/// Returns the open draft of a voice, started now if there is none.
async fn open_draft(
    ctx: &Ctx,
    tx: &mut Tx,
    allowed: &Authorised<PersonId>,
    voice: Voice,
) -> Result<Assessment, Error> {
    if let Some(open) = assessment::open_of_person(tx, allowed, voice).await? {
        return Ok(open);
    }
    let instrument = current(ctx, voice)?;
    let draft = Assessment {
        id: ctx.new_id(),
        person: *allowed.resource(),
        voice,
        instrument: instrument.id.clone(),
        version: instrument.version,
        answers: Answers::default(),
        by: (ctx.actor.account, ctx.actor.organisation),
        started_on: ctx.today(),
        submitted_at: None,
    };
    if !assessment::start(tx, &draft).await? {
        // Somebody else started one between the look and the start.
        let open = assessment::open_of_person(tx, allowed, voice).await?;
        return open.ok_or(Error::Internal("a draft is neither there nor can be started"));
    }
    let event = Event::AssessmentStarted { voice };
    ctx.journal(tx, event, Some(draft.person), Some(draft.id.0));
    Ok(draft)
}

/// Returns the ratings of a draft: the worker's stands where it was given.
fn draft_ratings(
    instrument: &Instrument,
    answers: &Answers,
    by_worker: Vec<(domain::Area, RatingOverride)>,
) -> Vec<AreaRating> {
    let mut by_worker: std::collections::BTreeMap<_, _> = by_worker.into_iter().collect();
    let computed = instrument.rate_all(answers);
    computed
        .into_iter()
        .map(|computed| AreaRating {
            area: computed.area,
            computed: computed.rating,
            overridden: by_worker.remove(&computed.area),
        })
        .collect()
}

/// Returns the questions to ask today.
fn current(ctx: &Ctx, voice: Voice) -> Result<&'static Instrument, Error> {
    let kind = match voice {
        Voice::Worker => InstrumentKind::Assessment,
        Voice::Person => InstrumentKind::SelfAssessment,
    };
    let found = Instruments::built_in().current(kind, ctx.today());
    found.ok_or(Error::Internal("there is no assessment to ask today"))
}

/// Returns the questions that an assessment answered.
fn instrument_of(assessment: &Assessment) -> Result<&'static Instrument, Error> {
    let found = Instruments::built_in().get(&assessment.instrument, assessment.version);
    found.ok_or(Error::Internal("the questions of an assessment are not there"))
}

/// Returns what the answers of a submitted assessment oblige somebody to follow up.
fn raised_by(done: &Done) -> Result<Vec<Raised>, Error> {
    let assessment = &done.submitted.assessment;
    Ok(assessment.answers.raised(instrument_of(assessment)?))
}

/// Returns how each area went, by the assessments of one voice.
fn distances(done: &[Done], voice: Voice) -> Result<Vec<AreaDistance>, Error> {
    let rated: Vec<_> = done
        .iter()
        .filter(|done| done.submitted.assessment.voice == voice)
        .map(|done| done.submitted.rated_on(done.on))
        .collect();
    distance_travelled(Instruments::built_in(), &rated)
        .map_err(|_| Error::Internal("assessments of one voice are by two instruments"))
}

/// Returns who did an assessment, from the list of a person's.
fn by(names: &[(AssessmentId, String, String)], id: AssessmentId) -> (String, String) {
    let found = names.iter().find(|(of, ..)| *of == id);
    found.map(|(_, name, organisation)| (name.clone(), organisation.clone())).unwrap_or_default()
}
