//! A person at one look, for the organisation that leads the case: the ten areas of need, how far the
//! plan is, and what happened last.

use crate::{Error, local_time};
use chrono::NaiveDate;
use domain::{
    Area, Direction, Instruments, Need, PersonId, Plan, RatedAssessment, Rating, StepState, Voice,
    distance_travelled,
};
use policy::Authorised;
use store::assessment::Submitted;
use store::{Conn, assessment, journal, need, plan};

/// Entries of the timeline at the foot of the page.
const LATEST: i64 = 5;

/// A person at one look.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The ten areas.
    pub areas: Vec<AreaPicture>,
    /// Their plan, if there is one.
    pub plan: Option<Plan>,
    /// Steps of the plan, and how many of them are open.
    pub steps: (usize, usize),
    /// What happened last, newest first.
    pub latest: Vec<journal::Happened>,
}

/// Loads the picture.
pub(super) async fn load(
    conn: &mut Conn,
    allowed: &Authorised<PersonId>,
) -> Result<Picture, Error> {
    let submitted = assessment::submitted_of_person(conn, allowed).await?;
    let needs = need::open_of_person(conn, allowed).await?;
    let steps = plan::steps(conn, allowed).await?;
    let open = steps.iter().filter(|step| step.step.state == StepState::Open).count();
    Ok(Picture {
        areas: areas(&submitted, &needs),
        plan: plan::of_person(conn, allowed).await?,
        steps: (steps.len(), open),
        latest: journal::timeline(conn, *allowed.resource(), None, LATEST).await?,
    })
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

/// Draws the picture of need from everything that was submitted.
fn areas(submitted: &[Submitted], needs: &[Need]) -> Vec<AreaPicture> {
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
