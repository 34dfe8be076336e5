//! What only the organisation that leads the case sees of a person: who they are in full, where
//! they have been, their needs, and what to watch for.

use crate::{Error, local_time};
use chrono::NaiveDate;
use domain::{
    Area, Direction, Episode, Instruments, Need, PersonId, Plan, RatedAssessment, Rating, Voice,
    distance_travelled,
};
use policy::Authorised;
use store::assessment::Submitted;
use store::person_detail::{Address, Contact, OtherName};
use store::sentence::{Sentence, SentenceDate};
use store::{
    Conn, assessment, journal, licence_condition, need, person, person_detail, plan, risk_flag,
    sentence,
};

/// The whole record.
#[derive(Clone, Debug)]
pub struct Record {
    /// Earlier and other names.
    pub names: Vec<OtherName>,
    /// Addresses.
    pub addresses: Vec<Address>,
    /// Ways to reach them.
    pub contacts: Vec<Contact>,
    /// Where they have been, the latest first.
    pub episodes: Vec<Episode>,
    /// Sentences.
    pub sentences: Vec<Sentence>,
    /// Dates of the sentences, with those that others took the place of.
    pub dates: Vec<SentenceDate>,
    /// Licence conditions, as printed.
    pub conditions: Vec<licence_condition::Listed>,
    /// Risk flags, kept apart.
    pub flags: Vec<risk_flag::Flag>,
    /// The ten areas.
    pub areas: Vec<AreaPicture>,
    /// Their plan, if there is one.
    pub plan: Option<Plan>,
    /// Steps of the plan, and how many of them are open.
    pub steps: (usize, usize),
    /// What happened, newest first.
    pub timeline: Vec<journal::Happened>,
}

/// One area in the picture of need.
#[derive(Clone, Debug)]
pub struct AreaPicture {
    /// The area.
    pub area: Area,
    /// The workers' latest rating, and its day.
    pub worker: Option<(Rating, NaiveDate)>,
    /// The person's own latest rating, and its day.
    pub own: Option<(Rating, NaiveDate)>,
    /// Which way it went since the first comparable rating by a worker.
    pub direction: Direction,
    /// The open need, if there is one.
    pub need: Option<Need>,
}

/// Loads the record.
pub(super) async fn load(conn: &mut Conn, allowed: &Authorised<PersonId>) -> Result<Record, Error> {
    let submitted = assessment::submitted_of_person(conn, allowed).await?;
    let needs = need::open_of_person(conn, allowed).await?;
    let steps = plan::steps(conn, allowed).await?;
    let open = steps.iter().filter(|step| step.step.state == domain::StepState::Open).count();
    Ok(Record {
        names: person_detail::names(conn, allowed).await?,
        addresses: person_detail::addresses(conn, allowed).await?,
        contacts: person_detail::contacts(conn, allowed).await?,
        episodes: person::episodes(conn, allowed).await?,
        sentences: sentence::of_person(conn, allowed).await?,
        dates: sentence::dates(conn, allowed).await?,
        conditions: licence_condition::of_person(conn, allowed).await?,
        flags: risk_flag::of_person(conn, allowed).await?,
        areas: picture(&submitted, &needs),
        plan: plan::of_person(conn, allowed).await?,
        steps: (steps.len(), open),
        timeline: journal::timeline(conn, *allowed.resource()).await?,
    })
}

/// Draws the picture of need from everything that was submitted.
fn picture(submitted: &[Submitted], needs: &[Need]) -> Vec<AreaPicture> {
    let rated = |voice| -> Vec<RatedAssessment> {
        submitted
            .iter()
            .filter(|submitted| submitted.assessment.voice == voice)
            .map(|submitted| submitted.rated_on(local_time(submitted.at).date()))
            .collect()
    };
    let (worker, own) = (rated(Voice::Worker), rated(Voice::Person));
    let distances = distance_travelled(Instruments::built_in(), &worker).unwrap_or_default();
    Area::ALL
        .iter()
        .map(|area| AreaPicture {
            area: *area,
            worker: latest(&worker, *area),
            own: latest(&own, *area),
            direction: distances
                .iter()
                .find(|distance| distance.area == *area)
                .map_or(Direction::NotAssessed, |distance| distance.direction),
            need: needs.iter().find(|need| need.area == *area).cloned(),
        })
        .collect()
}

/// Returns the latest rating of an area. Assessments come oldest first.
fn latest(rated: &[RatedAssessment], area: Area) -> Option<(Rating, NaiveDate)> {
    rated.iter().rev().find_map(|assessment| {
        let reading = assessment.areas.iter().find(|reading| reading.area == area)?;
        Some((reading.rating?, assessment.on))
    })
}
