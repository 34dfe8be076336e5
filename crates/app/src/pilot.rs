//! Pilots: who is served, how far they have come, and what came of it. A figure of the cohort alone is no
//! effect: there is no comparison group in it, and its page says so. `analysis` has one.
//!
//! Before the plan is fixed nobody sees an outcome: a question that is chosen after the answer was seen
//! is no question.
//!
//! Each figure is counted from rows, and the same rows are what a figure opens down to: a row for
//! each person in the cohort, without a name.

mod analysis;
mod cohort;
mod justice_data_lab;
mod parquet;
mod plan;
mod pool;
mod progress;
mod records;
mod reliable;
mod reoffending;

pub use analysis::{Analysis, Attempt, COHORT_FILE, Compared, Found, analyse, cohort_file, stop};
pub(crate) use analysis::{Casework, is_answerable, served};
pub use evaluate::Refusal;
pub use evaluate::rating::Level;
pub use justice_data_lab::{FEWEST_PEOPLE, LAB_FILE, Lab, LabFile, Ready, lab, make_lab_file};
pub use plan::{Deciding, Planning, Power, change, decide, deciding, fix, hash, planning, text};
pub use pool::{MOST_PEOPLE, PoolColumn, Pooling, add_pool, may_add_pool, pooling};
pub use progress::{Calendar, Progress};
pub use records::{Record, Records, Topic, records};
pub use reliable::{AreaChange, Told};
pub use reoffending::{
    Following, MOST_ROWS, OffenceColumn, add_reoffending, following, may_add_reoffending,
};
pub use store::pilot::Decided;

use crate::figure::{Share, Shown, ShownFigure, parts_of_a_whole, share};
use crate::{Ctx, Error};
use cohort::{AreaRow, Cohort};
use domain::{
    Area, Direction, Event, Invalid, LongText, Measure, Pilot, PilotId, PilotPool, PlanOfPilot,
    ReoffendingFile, Role, ServiceId, ShortText,
};
use evaluate::Interval;
use policy::Action;
use reliable::Reference;
use store::{Conn, pilot, service};

/// Services that one pilot may name: as many as a page of figures can speak of.
pub const MOST_SERVICES: usize = 50;

/// A pilot on a list.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The pilots, the latest start first.
    pub pilots: Vec<Pilot>,
    /// Whether the actor may set one up.
    pub may_add: bool,
}

/// Lists the pilots.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn list(ctx: &Ctx) -> Result<Listing, Error> {
    ctx.allow(Action::ViewPilots).await?;
    let pilots = pilot::list(&mut ctx.read().await?).await?;
    ctx.journal_read(Event::FiguresRead { page: "/pilots".to_owned() }, None).await?;
    Ok(Listing { pilots, may_add: ctx.actor.role == Role::Evaluator })
}

/// Lists the services that a pilot can name: id, name and organisation.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn services(ctx: &Ctx) -> Result<Vec<(ServiceId, String, String)>, Error> {
    ctx.allow(Action::EditPilots).await?;
    let listed = service::list(&mut ctx.read().await?).await?;
    ctx.journal_read(Event::FiguresRead { page: "/pilots/new".to_owned() }, None).await?;
    let row =
        |listed: service::Listed| (listed.service.id, listed.service.name, listed.organisation);
    Ok(listed.into_iter().map(row).collect())
}

/// What a new pilot is.
#[derive(Clone, Debug)]
pub struct NewPilot {
    /// Its name.
    pub name: ShortText,
    /// What it asks.
    pub question: LongText,
    /// The services whose users are its cohort.
    pub services: Vec<ServiceId>,
    /// The first start that counts.
    pub starts_on: chrono::NaiveDate,
}

/// Sets up a pilot.
///
/// # Errors
/// When a service is not there, policy refuses, or the database fails.
pub async fn add(ctx: &Ctx, id: PilotId, new: NewPilot) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    ctx.allow(Action::EditPilots).await?;
    if new.services.is_empty() || new.services.len() > MOST_SERVICES {
        let why = Invalid::new("choose-services").with("limit", MOST_SERVICES);
        return Err(Error::field("services", why));
    }
    for id in &new.services {
        if service::find(&mut tx, *id).await?.is_none() {
            let why = Invalid::new("choose-services").with("limit", MOST_SERVICES);
            return Err(Error::field("services", why));
        }
    }
    let added = Pilot {
        id,
        name: new.name.to_string(),
        question: new.question.to_string(),
        services: new.services,
        starts_on: new.starts_on,
    };
    pilot::add(&mut tx, &added, ctx.now).await?;
    let event = Event::PilotAdded { name: added.name };
    ctx.journal(&mut tx, event, None, Some(id.0));
    Ok(tx.commit().await?)
}

/// What the page of a pilot shows.
#[derive(Clone, Debug)]
pub struct View {
    /// The pilot.
    pub pilot: Pilot,
    /// The names of its services, with their organisations.
    pub services: Vec<(String, String)>,
    /// How many people started one.
    pub cohort: Shown,
    /// Whether nobody has started one yet.
    pub is_empty: bool,
    /// The plan, if one was written down.
    pub plan: Option<PlanOfPilot>,
    /// What the people of the plan can show, if it compares them with anybody.
    pub power: Option<Power>,
    /// How it goes.
    pub progress: Progress,
    /// What is known of outcomes; `None` before the plan is fixed.
    pub figures: Option<Figures>,
    /// Whether its plan is fixed and compares with people in a file.
    pub takes_pool: bool,
    /// Files of people with whom those who were served are compared, the latest first.
    pub pools: Vec<PilotPool>,
    /// Whether a file of who reoffended can be added.
    pub takes_reoffending: bool,
    /// Files of who reoffended, the latest first.
    pub reoffending: Vec<ReoffendingFile>,
    /// Whether the casework itself can be held against people like those who were served.
    pub may_compare: bool,
    /// What was decided, the latest first.
    pub decisions: Vec<Decided>,
    /// Whether the actor may change the plan and open a figure down to its rows.
    pub may_edit: bool,
    /// Whether the actor may decide what becomes of it.
    pub may_decide: bool,
    /// Whether the actor's organisation may send those whom it helped to the Justice Data Lab.
    pub may_send: bool,
}

/// What is known of the outcomes of a pilot.
#[derive(Clone, Debug)]
pub struct Figures {
    /// How far people have come, by area.
    pub areas: Vec<AreaFigure>,
    /// Whose change is more than the measure's own error, by area.
    pub changes: Vec<AreaChange>,
    /// What came of each measure.
    pub outcomes: Vec<(Measure, ShownFigure)>,
}

/// How far a cohort has come in one area.
#[derive(Clone, Debug)]
pub struct AreaFigure {
    /// The area.
    pub area: Area,
    /// How many went each way, in the order of [`Direction::ALL`].
    pub directions: Vec<(Direction, Shown)>,
    /// Of those who can be compared, the share who came closer to green.
    pub better: Option<Share>,
    /// The mean change of the need score, less being better, with its 95 % interval; `None` where
    /// too few can be compared.
    pub change: Option<Interval>,
}

/// Returns the page of a pilot.
///
/// # Errors
/// When there is no such pilot, policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, id: PilotId) -> Result<View, Error> {
    ctx.allow(Action::ViewPilots).await?;
    let mut conn = ctx.read().await?;
    let pilot = pilot::find(&mut conn, id).await?.ok_or(Error::NotFound("pilot"))?;
    let services = services_of(&mut conn, &pilot).await?;
    let plan = pilot::plan(&mut conn, id).await?;
    let pools = pilot::pools(&mut conn, id).await?;
    let decisions = pilot::decisions(&mut conn, id).await?;
    let cohort = Cohort::load(&mut conn, id, ctx.today()).await?;
    let expected = plan.as_ref().map(|plan| plan.plan.people);
    let progress = progress::load(&mut conn, &pilot, &cohort, expected, ctx.today()).await?;
    let is_fixed = plan.as_ref().is_some_and(PlanOfPilot::is_fixed);
    let figures = if is_fixed {
        let reference = Reference::load(&mut conn, ctx.today()).await?;
        Some(Figures::of(&cohort, &reference)?)
    } else {
        None
    };
    let reoffending = pilot::reoffending_files(&mut conn, id).await?;
    let may_compare = plan.as_ref().is_some_and(|plan| is_answerable(plan, &pools, &reoffending));
    let takes_reoffending = plan.as_ref().is_some_and(reoffending::is_awaited);
    let takes_pool = plan.as_ref().is_some_and(pool::is_awaited);
    let may_send = justice_data_lab::may_make(ctx, &mut conn, id).await?;
    drop(conn);
    ctx.journal_read(Event::FiguresRead { page: "/pilots/{id}".to_owned() }, None).await?;
    let size = cohort.people.len() as u64;
    let power = plan.as_ref().map(|plan| plan::power(&plan.plan)).transpose()?.flatten();
    Ok(View {
        may_compare,
        takes_pool,
        pools,
        takes_reoffending,
        reoffending,
        services,
        cohort: Shown::of(size),
        is_empty: size == 0,
        plan,
        power,
        progress,
        figures,
        decisions,
        may_edit: ctx.actor.role == Role::Evaluator,
        may_decide: ctx.actor.role == Role::BoardMember,
        may_send,
        pilot,
    })
}

/// Returns the names of the services of a pilot, with their organisations.
pub(crate) async fn services_of(
    conn: &mut Conn,
    pilot: &Pilot,
) -> Result<Vec<(String, String)>, Error> {
    let mut services = Vec::with_capacity(pilot.services.len());
    for id in &pilot.services {
        if let Some(found) = service::find(conn, *id).await? {
            services.push((found.service.name, found.organisation));
        }
    }
    Ok(services)
}

impl Figures {
    fn of(cohort: &Cohort, reference: &Reference) -> Result<Self, Error> {
        let outcome = |measure: &Measure| (*measure, ShownFigure::of(cohort.counts(*measure)));
        Ok(Self {
            areas: Area::ALL.iter().map(|area| area_figure(*area, cohort)).collect(),
            changes: reference.changes(cohort)?,
            outcomes: Measure::ALL.iter().map(outcome).collect(),
        })
    }
}

fn area_figure(area: Area, cohort: &Cohort) -> AreaFigure {
    let rows: Vec<&AreaRow> = cohort.area(area).collect();
    let count = |direction| rows.iter().filter(|row| row.direction == direction).count() as u64;
    let counts: Vec<u64> = Direction::ALL.iter().map(|direction| count(*direction)).collect();
    let shown = parts_of_a_whole(&counts);
    let comparable = count(Direction::Better) + count(Direction::Same) + count(Direction::Worse);
    let directions: Vec<_> = Direction::ALL.iter().copied().zip(shown).collect();
    let of = |direction: Direction| {
        directions.iter().find(|(known, _)| *known == direction).map_or(Shown::Few, |found| found.1)
    };
    // Same and worse are shown beside it, so the share is shown only where all three are.
    let others = match (of(Direction::Same), of(Direction::Worse)) {
        (Shown::Count(same), Shown::Count(worse)) => Shown::Count(same + worse),
        _ => Shown::Withheld,
    };
    let scores: Vec<(f64, Option<f64>)> = rows.iter().filter_map(|row| row.scores).collect();
    let travelled =
        evaluate::interval::DistanceTravelled::of(&scores, evaluate::interval::Better::Lower);
    let measured = scores.iter().filter(|(_, second)| second.is_some()).count() as u64;
    AreaFigure {
        area,
        better: (comparable > 0).then(|| share(of(Direction::Better), others)).flatten(),
        change: travelled.mean_change.filter(|_| measured >= crate::figure::SMALLEST),
        directions,
    }
}
