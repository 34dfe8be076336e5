//! What came of a pilot, held against people like those who were served: its casework as a file without
//! names, and the study that the fixed plan asks for, run by the same engine as `resettle evaluate`.
//!
//! Everybody with a need that the services are for is in the file, as they were on the day that the need
//! was found: age, sex, stays in custody before, and how serious each area of need was. Who started a
//! service took part; everybody else is the pool, or a file of people from elsewhere is. Of those who took
//! part only what came after their start counts: who started after the night of release was not housed on
//! it by the service. Who reoffended comes from the police record, once a file of it was added; there both are
//! followed from the same kind of day on, so that nobody is given more time than another.

use super::pool::Pool;
use super::reoffending::Reoffending;
use crate::study_run::{Asked, Running};
use crate::{App, Ctx, Error};
use domain::life_cycle::IllegalMove;
use domain::{
    Area, Comparison, Event, Measure, OutcomeStatus, PersonId, Pilot, PilotId, PilotOutcome,
    PilotPlan, PilotPool, PlanOfPilot, ReoffendingFile, ServiceId, Sex,
};
use evaluate::balance::SCORE;
use evaluate::rating::{self, Attrition, Facts, Rating, Repeated, Shown};
use evaluate::study::{Data, DesignKeys, OutcomeKeys};
use evaluate::verdict::Code;
use evaluate::{Assignment, Findings, Refusal, Study};
use policy::Action;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::time::Duration;
use store::Conn;
use store::pilot::{self, CohortOutcome, Eligible};

/// What the file of a pilot is called in its study.
pub const COHORT_FILE: &str = "cohort.csv";

/// The column of who took part.
pub(super) const TREATED: &str = "treated";
/// The column on which those who are compared must agree.
pub(super) const MALE: &str = "male";

/// What came of a pilot.
#[derive(Debug)]
pub enum Analysis {
    /// What was found.
    Found(Box<Found>),
    /// Why nothing can be.
    Refused(Refusal),
    /// The plan looks at who reoffended and at nothing else, and that is not known yet on both sides.
    NotKnown,
}

/// What was found, and about what.
#[derive(Debug)]
pub struct Found {
    /// What the engine found.
    pub findings: Findings,
    /// How strong the evidence is.
    pub rating: Rating,
    /// The services of the pilot.
    pub services: Vec<ServiceId>,
    /// What was looked at, the primary outcome first.
    pub outcomes: Vec<PilotOutcome>,
    /// The file that says who reoffended, if there is one. Whether it is looked at is in the outcomes.
    pub reoffending: Option<ReoffendingFile>,
    /// The file that those who were served are compared with, if they are with one.
    pub pool: Option<Compared>,
}

/// The file that those who were served are compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The file.
    pub pool: PilotPool,
    /// What it says of nobody and so nobody is compared on, by the name of the column.
    pub absent: Vec<&'static str>,
}

/// How far the study of a pilot is.
#[derive(Debug)]
pub enum Attempt {
    /// It has ended.
    Ended(Analysis),
    /// It is under way.
    Running(Running),
    /// Somebody stopped it.
    Stopped,
}

/// Runs the study of a pilot, or says after `patience` how far it is. `name` gives each outcome the name that
/// the report calls it by.
///
/// # Errors
/// When there is no such pilot, its plan is not fixed, compares with nobody in the casework or looks at
/// nothing that there is, policy refuses, or the read could not be journalled.
pub async fn analyse(
    ctx: &Ctx,
    id: PilotId,
    patience: Option<Duration>,
    name: impl Fn(PilotOutcome) -> String,
) -> Result<Attempt, Error> {
    ctx.allow(Action::ViewPilots).await?;
    let casework = Casework::load(&mut ctx.read().await?, id).await?;
    ctx.journal_read(Event::FiguresRead { page: "/pilots/{id}/results".to_owned() }, None).await?;
    casework.attempt(&ctx.app, patience, name).await
}

/// Stops the run of a pilot's study that is known by `key`, for everybody who waits for it. One that has ended
/// already is left as it is.
///
/// # Errors
/// When policy refuses, or it could not be journalled.
pub async fn stop(ctx: &Ctx, id: PilotId, key: &str) -> Result<(), Error> {
    ctx.allow(Action::ViewPilots).await?;
    if ctx.app.study_runs.stop(id, key) {
        let mut tx = ctx.begin().await?;
        ctx.journal(&mut tx, Event::StudyStopped, None, Some(id.0));
        tx.commit().await?;
    }
    Ok(())
}

/// The casework of a pilot, and what is asked of it.
pub(crate) struct Casework {
    pilot: Pilot,
    plan: PilotPlan,
    file: CohortFile,
}

impl Casework {
    /// Loads the casework of a pilot. Whoever calls it has asked policy, and journals the read.
    pub(crate) async fn load(conn: &mut Conn, id: PilotId) -> Result<Self, Error> {
        let Fixed { pilot, plan, pool, reoffending } = fixed(conn, id).await?;
        let file = CohortFile::load(conn, id, &plan, pool, reoffending).await?;
        Ok(Self { pilot, plan, file })
    }

    /// Runs the study to its end, whoever stops it meanwhile. `name` gives each outcome the name that the
    /// findings call it by.
    pub(crate) async fn analyse(
        self,
        app: &App,
        name: impl Fn(PilotOutcome) -> String,
    ) -> Result<Analysis, Error> {
        loop {
            if let Attempt::Ended(analysis) = self.attempt(app, None, &name).await? {
                return Ok(analysis);
            }
        }
    }

    async fn attempt(
        &self,
        app: &App,
        patience: Option<Duration>,
        name: impl Fn(PilotOutcome) -> String,
    ) -> Result<Attempt, Error> {
        let outcomes = self.file.known_outcomes();
        if outcomes.is_empty() {
            return Ok(Attempt::Ended(Analysis::NotKnown));
        }
        let study = self.file.study(&self.plan, &outcomes, name);
        let csv = self.file.csv.clone();
        let asked = app.study_runs.ask(self.pilot.id, study, csv, patience).await?;
        let ended = match asked {
            Asked::Ended(ended) => ended,
            Asked::Running(running) => return Ok(Attempt::Running(running)),
        };
        Ok(match ended.as_ref() {
            Err(Refusal::Stopped) => Attempt::Stopped,
            Err(refusal) => Attempt::Ended(Analysis::Refused(refusal.clone())),
            Ok(findings) => {
                Attempt::Ended(Analysis::Found(Box::new(self.found(findings, outcomes))))
            }
        })
    }

    fn found(&self, findings: &Findings, outcomes: Vec<PilotOutcome>) -> Found {
        let is_harm = outcomes.first().is_some_and(|outcome| outcome.is_harm());
        Found {
            rating: Rating::of(&facts(findings, is_harm)),
            findings: findings.clone(),
            services: self.pilot.services.clone(),
            outcomes,
            reoffending: self.file.reoffending.clone(),
            pool: self.file.pool.clone(),
        }
    }
}

/// Returns the file of a pilot, as CSV: a row for each person, without a name or an id.
///
/// # Errors
/// As for [`analyse`].
pub async fn cohort_file(ctx: &Ctx, id: PilotId) -> Result<Vec<u8>, Error> {
    ctx.allow(Action::EditPilots).await?;
    let mut conn = ctx.read().await?;
    let Fixed { plan, pool, reoffending, .. } = fixed(&mut conn, id).await?;
    let file = CohortFile::load(&mut conn, id, &plan, pool, reoffending).await?;
    drop(conn);
    ctx.journal_read(Event::CohortExported { people: file.rows.len() as u64 }, None).await?;
    Ok(file.csv)
}

/// Returns what an analysis declares of itself, to be rated; `is_harm` where less of its primary outcome is
/// better. Its plan was fixed, or there would be none.
fn facts(findings: &Findings, is_harm: bool) -> Facts {
    let primary = findings.outcomes.first();
    let lost = |known: usize, all: usize| 1.0 - known as f64 / all.max(1) as f64;
    let treated = lost(primary.map_or(0, |row| row.known_treated), findings.n_matched_treated);
    let pool = lost(primary.map_or(0, |row| row.known_pool), findings.n_matched_pool);
    // The score is a sum of the others: where these are alike, it is noise that is standardised.
    let covariates = findings.balance.iter().filter(|row| row.name != SCORE);
    let worst = covariates.filter_map(|row| row.after).map(f64::abs);
    let design = &findings.study.design;
    let known: HashSet<&String> = design.covariates.iter().chain(&design.exact).collect();
    Facts {
        assignment: match findings.assignment {
            Assignment::Random => rating::Assignment::Random,
            Assignment::Observed => rating::Assignment::Matched {
                covariates: known.len(),
                worst: worst.max_by(f64::total_cmp),
            },
        },
        treated: findings.n_matched_treated,
        plan_fixed: true,
        // An outcome counts from its day on, and not before.
        followed_up: true,
        attrition: Attrition {
            overall: treated.max(pool),
            between_groups: Some((treated - pool).abs()),
        },
        shown: match findings.verdict.code {
            Code::Higher => Some(if is_harm { Shown::Worse } else { Shown::Better }),
            Code::Lower => Some(if is_harm { Shown::Better } else { Shown::Worse }),
            Code::Descriptive => None,
            Code::NoClearEffect
            | Code::Unbalanced
            | Code::EstimatorsDisagree
            | Code::PlaceboDiffers => Some(Shown::Unclear),
        },
        repeated: Repeated::No,
    }
}

/// Returns whether a plan is fixed, and answered here: from the casework alone, or with the files that were
/// added, of people to compare with and of who reoffended.
pub(crate) fn is_answerable(
    found: &PlanOfPilot,
    pools: &[PilotPool],
    reoffending: &[ReoffendingFile],
) -> bool {
    let has_comparison = match found.plan.comparison {
        Comparison::NotServed | Comparison::Random => true,
        Comparison::Pool => !pools.is_empty(),
        Comparison::Nobody => false,
    };
    has_comparison && found.is_fixed() && !found.plan.outcomes(!reoffending.is_empty()).is_empty()
}

/// A pilot whose plan is fixed, with the files that count.
struct Fixed {
    pilot: Pilot,
    plan: PilotPlan,
    pool: Option<PilotPool>,
    reoffending: Option<ReoffendingFile>,
}

/// Returns a pilot whose plan is fixed and answered here.
async fn fixed(conn: &mut Conn, id: PilotId) -> Result<Fixed, Error> {
    let found = pilot::find(conn, id).await?.ok_or(Error::NotFound("pilot"))?;
    let (noun, from) = ("pilot", "without a fixed plan that is answered here");
    let refused = IllegalMove { noun, from, attempted: "be analysed" };
    let pools = pilot::pools(conn, id).await?;
    let files = pilot::reoffending_files(conn, id).await?;
    match pilot::plan(conn, id).await? {
        Some(plan) if is_answerable(&plan, &pools, &files) => {
            let (pool, reoffending) = (pools.into_iter().next(), files.into_iter().next());
            Ok(Fixed { pilot: found, plan: plan.plan, pool, reoffending })
        }
        _ => Err(refused.into()),
    }
}

/// The casework of a pilot: a row for each person, a value for each column; none where it is not known.
struct CohortFile {
    columns: Vec<&'static str>,
    rows: Vec<Vec<Option<i64>>>,
    /// What its last columns hold.
    outcomes: Vec<PilotOutcome>,
    reoffending: Option<ReoffendingFile>,
    pool: Option<Compared>,
    /// All of it as CSV.
    csv: Vec<u8>,
}

/// Columns of what was known before, in the order of the file.
pub(super) fn known_before() -> impl Iterator<Item = &'static str> {
    ["age", "stays_before"].into_iter().chain(Area::ALL.iter().map(|area| area.code()))
}

/// Everybody whom the services of a pilot are for: of each whether they took part, their sex, what was known
/// before, and what is known of each outcome.
struct People {
    outcomes: Vec<PilotOutcome>,
    rows: Vec<(PersonId, Vec<Option<i64>>)>,
}

impl People {
    async fn load(
        conn: &mut Conn,
        id: PilotId,
        plan: &PilotPlan,
        reoffending: Option<&Reoffending>,
    ) -> Result<Self, Error> {
        let outcomes = plan.outcomes(reoffending.is_some());
        let cohort = pilot::cohort(conn, id).await?;
        let started: HashSet<PersonId> = cohort.into_iter().map(|(who, _)| who).collect();
        let scores = pilot::scores_before(conn, id).await?.into_iter();
        let scores: HashMap<(PersonId, Area), Option<i64>> =
            scores.map(|(person, area, score)| ((person, area), score)).collect();
        let since_start = by_person(pilot::outcomes(conn, id).await?);
        let since_need = by_person(pilot::outcomes_since(conn, id).await?);
        let row = |one: &Eligible| {
            let is_treated = started.contains(&one.person);
            let casework = if is_treated { &since_start } else { &since_need };
            let reoffences = reoffending.and_then(|known| known.of(one));
            let before = [age(one), Some(one.stays_before)];
            let scores = Area::ALL.iter().map(|area| scores.get(&(one.person, *area)).copied()?);
            let outcome = |outcome: &PilotOutcome| match outcome {
                PilotOutcome::Reoffended => Some(i64::from(reoffences? > 0)),
                PilotOutcome::Reoffences => reoffences,
                PilotOutcome::Came(measure) => came(*casework.get(&(one.person, *measure))?),
            };
            let mut row = vec![Some(i64::from(is_treated)), male(one.sex)];
            row.extend(before.into_iter().chain(scores).chain(outcomes.iter().map(outcome)));
            (one.person, row)
        };
        let rows = pilot::eligible(conn, id).await?.iter().map(row).collect();
        Ok(Self { outcomes, rows })
    }
}

/// Returns of each outcome of a pilot the people who were served and of whom it is known, with whether they had
/// it: to find out whether two pilots are about nearly the same people. Whoever calls it has asked policy.
pub(crate) async fn served(
    conn: &mut Conn,
    id: PilotId,
    plan: &PilotPlan,
) -> Result<BTreeMap<PilotOutcome, HashMap<PersonId, bool>>, Error> {
    let file = pilot::reoffending_files(conn, id).await?.into_iter().next();
    let reoffending = Reoffending::load(conn, id, file).await?;
    let people = People::load(conn, id, plan, reoffending.as_ref()).await?;
    let mut served: BTreeMap<_, HashMap<_, _>> = BTreeMap::new();
    for (person, row) in people.rows.iter().filter(|(_, row)| row[0] == Some(1)) {
        // Outcomes are the last columns.
        for (outcome, count) in people.outcomes.iter().rev().zip(row.iter().rev()) {
            let had = count.map(|count| (*person, count > 0));
            served.entry(*outcome).or_default().extend(had);
        }
    }
    Ok(served)
}

impl CohortFile {
    /// Loads it, with the people of a pool in the place of those who were not served where there is one.
    async fn load(
        conn: &mut Conn,
        id: PilotId,
        plan: &PilotPlan,
        pool: Option<PilotPool>,
        reoffending: Option<ReoffendingFile>,
    ) -> Result<Self, Error> {
        let reoffending = Reoffending::load(conn, id, reoffending).await?;
        let People { outcomes, rows } = People::load(conn, id, plan, reoffending.as_ref()).await?;
        let rows = rows.into_iter().map(|(_, row)| row).collect();
        let of_outcomes = outcomes.iter().map(|outcome| outcome.code());
        let columns: Vec<_> =
            [TREATED, MALE].into_iter().chain(known_before()).chain(of_outcomes).collect();
        let text = match &pool {
            Some(pool) => pilot::pool_rows(conn, id, pool.number).await?.unwrap_or_default(),
            None => String::new(),
        };
        let pool = pool.map(|pool| (pool, text, plan.clone()));
        let reoffending = reoffending.map(|known| known.file);
        let file = Self { columns, rows, outcomes, reoffending, pool: None, csv: Vec::new() };
        // A pool of the largest size takes longer than other pages should wait for a thread.
        let written = tokio::task::spawn_blocking(move || file.with_pool(pool)?.written()).await;
        written.map_err(|_| Error::Internal("the file of a pilot could not be made"))?
    }

    /// Puts the people of a pool, kept as `text`, in the place of those who were not served.
    fn with_pool(mut self, pool: Option<(PilotPool, String, PilotPlan)>) -> Result<Self, Error> {
        if let Some((pool, text, plan)) = pool {
            let people = Pool::kept(&text, &plan)
                .ok_or(Error::Internal("the pool of a pilot cannot be read again"))?;
            self.rows.retain(|row| row[0] == Some(1));
            self.rows.extend(people.in_order(&self.columns).map(|mut row| {
                row[0] = Some(0);
                row
            }));
            self.pool = Some(Compared { pool, absent: people.absent() });
        }
        self.rows = within_reach(self.rows, 2..2 + known_before().count());
        // In the order of what is in them: the order of the database would tell who came when.
        self.rows.sort_unstable();
        Ok(self)
    }

    fn written(self) -> Result<Self, Error> {
        let broken = |_| Error::Internal("the file of a pilot could not be written");
        let mut csv = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
        csv.write_record(&self.columns).map_err(broken)?;
        for row in &self.rows {
            csv.serialize(row).map_err(broken)?;
        }
        let broken = |_| Error::Internal("the file of a pilot could not be written");
        Ok(Self { csv: csv.into_inner().map_err(broken)?, ..self })
    }

    /// Returns what a column holds of one side.
    fn known<'a>(&'a self, column: &'a str, treated: i64) -> impl Iterator<Item = i64> + 'a {
        let at = self.columns.iter().position(|known| *known == column);
        let side = self.rows.iter().filter(move |row| row[0] == Some(treated));
        side.filter_map(move |row| row[at?])
    }

    /// Returns whether a column holds anything of both sides: otherwise there is nobody to compare.
    fn is_known(&self, column: &str) -> bool {
        [0, 1].into_iter().all(|treated| self.known(column, treated).next().is_some())
    }

    /// Returns whether a column tells anybody apart: one that does not is nothing to match on.
    fn varies(&self, column: &str) -> bool {
        let mut all = self.known(column, 0).chain(self.known(column, 1));
        let first = all.next();
        self.is_known(column) && all.any(|value| Some(value) != first)
    }

    /// Returns what is looked at: who reoffended, once it is known of anybody on both sides, and the measures of
    /// the plan.
    fn known_outcomes(&self) -> Vec<PilotOutcome> {
        let is_looked_at = |outcome: &&PilotOutcome| {
            matches!(outcome, PilotOutcome::Came(_)) || self.is_known(outcome.code())
        };
        self.outcomes.iter().filter(is_looked_at).copied().collect()
    }

    /// Returns the study that a plan asks for of these outcomes, of which the first is primary.
    fn study(
        &self,
        plan: &PilotPlan,
        outcomes: &[PilotOutcome],
        name: impl Fn(PilotOutcome) -> String,
    ) -> Study {
        let of = |text: &str| text.to_owned();
        let outcomes = outcomes.iter().enumerate().map(|(at, outcome)| OutcomeKeys {
            name: name(*outcome),
            kind: of(if *outcome == PilotOutcome::Reoffences { "count" } else { "rate" }),
            column: Some(of(outcome.code())),
            primary: at == 0,
            ..OutcomeKeys::default()
        });
        Study {
            data: Data {
                file: Some(of(COHORT_FILE)),
                treated: Some(of(TREATED)),
                ..Data::default()
            },
            design: DesignKeys {
                // Sex is among them too: methods that weigh hold means alike, and cannot compare inside of a sex.
                covariates: [MALE]
                    .into_iter()
                    .chain(known_before())
                    .filter(|name| self.varies(name))
                    .map(of)
                    .collect(),
                exact: vec![of(MALE)],
                assignment: match plan.comparison {
                    Comparison::Random => Assignment::Random,
                    _ => Assignment::Observed,
                },
                ..DesignKeys::default()
            },
            outcomes: outcomes.collect(),
        }
    }
}

/// What came of people, by person and measure.
type Came = HashMap<(PersonId, Measure), Option<OutcomeStatus>>;

fn by_person(outcomes: Vec<CohortOutcome>) -> Came {
    let entry = |outcome: CohortOutcome| ((outcome.person, outcome.measure), outcome.status);
    outcomes.into_iter().map(entry).collect()
}

/// Takes out of the pool whoever is outside the range of those who took part in one of some columns: nobody
/// is like them, and a value that only the pool has tells the groups apart for certain. Of outcomes
/// nothing is looked at.
fn within_reach(rows: Vec<Vec<Option<i64>>>, columns: Range<usize>) -> Vec<Vec<Option<i64>>> {
    let treated = || rows.iter().filter(|row| row[0] == Some(1));
    let reach: Vec<Option<(i64, i64)>> = columns
        .clone()
        .map(|at| {
            let known = || treated().filter_map(|row| row[at]);
            known().min().zip(known().max())
        })
        .collect();
    let is_within = |row: &Vec<Option<i64>>| {
        let mut known = columns.clone().zip(&reach).filter_map(|(at, reach)| row[at].zip(*reach));
        known.all(|(value, (least, most))| (least..=most).contains(&value))
    };
    rows.into_iter().filter(is_within).collect()
}

/// Returns somebody's age in whole years on the day that the need was found.
fn age(one: &Eligible) -> Option<i64> {
    one.needed_on.years_since(one.date_of_birth?).map(i64::from)
}

fn male(sex: Option<Sex>) -> Option<i64> {
    match sex? {
        Sex::Male => Some(1),
        Sex::Female => Some(0),
        Sex::NotKnown => None,
    }
}

fn came(status: Option<OutcomeStatus>) -> Option<i64> {
    match status? {
        OutcomeStatus::Yes => Some(1),
        OutcomeStatus::No => Some(0),
        OutcomeStatus::Unknown | OutcomeStatus::NotApplicable => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_compared_with_whoever_is_like_none_of_the_served() {
        let row = |treated, age| vec![Some(treated), Some(1), age, Some(7)];
        let (young, old) = (row(1, Some(20)), row(1, Some(40)));
        let (like, unlike, unknown) = (row(0, Some(30)), row(0, Some(41)), row(0, None));
        let all = vec![young.clone(), old.clone(), like.clone(), unlike, unknown.clone()];
        assert_eq!(within_reach(all, 2..4), [young, old, like, unknown]);
    }
}
