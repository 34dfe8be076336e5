//! A study from start to end: read, set outcomes aside, match, seal, analyse, say.

use std::collections::BTreeMap;
use std::io::{self, Read};

use crate::balance::worst;
use crate::caveats;
use crate::design::{Assignment, Design, Sealed};
use crate::estimate::{Analysed, Figure};
use crate::findings::{EstimateRow, Findings, OutcomeRow, Reading, RefusedRow, SCHEMA};
use crate::lots::{Drawing, Lots};
use crate::outcome::{Kind, Outcome};
use crate::plan::{Plan, Source};
use crate::progress::{Stage, Watch, begin, unwatched};
use crate::read::read_drawn;
use crate::refusal::Refusal;
use crate::secondary::{Frequency, Sensitivity, Survival};
use crate::study::Study;
use crate::table::{Outcomes, Table};
use crate::verdict::{Grounds, Named, Verdict, of_descriptive, of_effect};

/// Name of the 0/1 column made when the groups come in two files. A file cannot have it, because
/// names are trimmed.
const FROM_FILE: &str = " took part ";

/// Estimators that an effect's sign is held against, the first that there is: the one that needs
/// the fewest assumptions beside matching comes first. Of rates off curves it is entropy balancing.
const COMPANIONS: [&str; 5] =
    ["aipw", "entropy", "regression", "entropy_kaplan_meier", "entropy_aalen_johansen"];

/// Opens a data file by the name written in the study.
pub type Open<'a> = dyn FnMut(&str) -> io::Result<Box<dyn Read>> + 'a;

/// Runs a study. All file access goes through `open`.
///
/// # Errors
/// A [`Refusal`], always something the reader can put right.
pub fn run(study: &Study, open: &mut Open<'_>) -> Result<Findings, Refusal> {
    run_watched(study, open, &mut unwatched)
}

/// Runs a study, telling `watch` of each step before it begins.
///
/// # Errors
/// As for [`run`], and [`Refusal::Stopped`].
pub fn run_watched(
    study: &Study,
    open: &mut Open<'_>,
    watch: &mut Watch<'_>,
) -> Result<Findings, Refusal> {
    let plan = study.plan()?;
    begin(watch, Stage::Reading, 0, 1)?;
    let mut people = People::read(study, &plan, open)?;
    let rows = people.rows.take();
    compared(study, plan, people, watch).map_err(|refusal| match &rows {
        Some(rows) => refusal.in_rows(rows),
        None => refusal,
    })
}

/// Compares people who have been read.
fn compared(
    study: &Study,
    plan: Plan,
    people: People,
    watch: &mut Watch<'_>,
) -> Result<Findings, Refusal> {
    let People { table: mut known_before, treated, pool, .. } = people;
    let outcome_columns: Vec<&str> = plan.outcomes.iter().flat_map(Outcome::columns).collect();
    let outcomes = known_before.set_aside(&outcome_columns)?;
    let keys = &study.design;
    let mut design =
        Design::from_table(known_before, &treated, &keys.covariates, &keys.exact, keys.assignment)?;
    if let Some(pool) = pool {
        design = design.drawn_from(pool);
    }
    begin(watch, Stage::Comparing, 0, 1)?;
    let mut matched = design.compare(plan.method)?;
    for (at, method) in plan.beside.iter().enumerate() {
        begin(watch, Stage::Beside, at, plan.beside.len())?;
        matched = matched.beside(std::slice::from_ref(method));
    }
    let sealed = matched.seal();
    let mut analysed = Vec::with_capacity(plan.outcomes.len());
    for (at, outcome) in plan.outcomes.iter().enumerate() {
        begin(watch, Stage::Analysing, at, plan.outcomes.len())?;
        analysed.push(sealed.analyse(&outcomes, outcome)?);
    }
    let secondary = Secondary::of(study, &sealed, &outcomes, &analysed, watch)?;
    Ok(findings(study, &sealed, &analysed, secondary))
}

/// What stands beside the estimates.
struct Secondary {
    survival: BTreeMap<String, Survival>,
    frequency: BTreeMap<String, Frequency>,
    sensitivity: Sensitivity,
}

impl Secondary {
    fn of(
        study: &Study,
        sealed: &Sealed,
        outcomes: &Outcomes,
        analysed: &[Analysed],
        watch: &mut Watch<'_>,
    ) -> Result<Self, Refusal> {
        let steps = 1 + analysed.len();
        begin(watch, Stage::Checking, 0, steps)?;
        let leave_one_out = study.design.leave_one_out;
        let mut found = Self {
            survival: BTreeMap::new(),
            frequency: BTreeMap::new(),
            sensitivity: sealed.sensitivity(outcomes, analysed, leave_one_out)?,
        };
        for (at, outcome) in analysed.iter().map(|own| &own.outcome).enumerate() {
            begin(watch, Stage::Checking, 1 + at, steps)?;
            let name = outcome.name.clone();
            match outcome.kind {
                Kind::Time => {
                    found.survival.insert(name, sealed.survival(outcomes, outcome)?);
                }
                Kind::Count => {
                    found.frequency.insert(name, sealed.frequency(outcomes, outcome)?);
                }
                Kind::Rate | Kind::Mean => {}
            }
        }
        Ok(found)
    }
}

/// Everyone who was read.
struct People {
    table: Table,
    /// Name of the 0/1 column of who took part.
    treated: String,
    /// Where lots were drawn: the row of each in the files, one after the other, from 0.
    rows: Option<Vec<u32>>,
    /// Where they sent anybody away: people of the pool before.
    pool: Option<usize>,
}

impl People {
    fn read(study: &Study, plan: &Plan, open: &mut Open<'_>) -> Result<Self, Refusal> {
        let names = names(study, plan);
        let mut lots =
            plan.pool_sample.map(|most| Lots::new(most, study.design.seed.unwrap_or_default()));
        let (table, treated, before) = match &plan.source {
            Source::One { file, treated } => {
                let took_part = names.iter().position(|name| name == treated);
                let drawing = lots.as_mut().map(|lots| Drawing { lots, took_part });
                (open_and_read(file, &names, drawing, open)?, treated.clone(), 0)
            }
            Source::Two { treated, pool } => {
                let mut table = open_and_read(treated, &names, None, open)?;
                let drawing = lots.as_mut().map(|lots| Drawing { lots, took_part: None });
                let of_pool = open_and_read(pool, &names, drawing, open)?;
                let of_treated = table.rows();
                table.append(of_pool);
                let took_part = (0..table.rows()).map(|row| f64::from(u8::from(row < of_treated)));
                table.push(FROM_FILE, took_part.collect());
                (table, FROM_FILE.to_owned(), of_treated)
            }
        };
        // A file has far fewer rows than this can count (see read::MOST_PASSED).
        let first = before as u32;
        let rows = |lots: &Lots| (0..first).chain(lots.rows().map(|row| first + row)).collect();
        let rows: Option<Vec<u32>> = lots.as_ref().map(rows);
        let pool = lots.filter(|lots| before + lots.seen() > table.rows()).map(|lots| lots.pool);
        Ok(Self { table, treated, rows, pool })
    }
}

/// Returns the columns that the study names, each once.
fn names<'a>(study: &'a Study, plan: &'a Plan) -> Vec<&'a str> {
    let keys = &study.design;
    let known_before = keys.covariates.iter().chain(&keys.exact).map(String::as_str);
    let side = match &plan.source {
        Source::One { treated, .. } => Some(treated.as_str()),
        Source::Two { .. } => None,
    };
    let outcomes = plan.outcomes.iter().flat_map(Outcome::columns);
    let mut names: Vec<&str> = Vec::new();
    for name in known_before.chain(outcomes).chain(side) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn open_and_read(
    file: &str,
    names: &[&str],
    drawing: Option<Drawing<'_>>,
    open: &mut Open<'_>,
) -> Result<Table, Refusal> {
    let input = open(file)
        .map_err(|error| Refusal::Opening { file: file.to_owned(), problem: error.to_string() })?;
    read_drawn(file, input, names, drawing)
}

fn findings(
    study: &Study,
    sealed: &Sealed,
    analysed: &[Analysed],
    secondary: Secondary,
) -> Findings {
    let matched = sealed.matched();
    let design = &matched.design;
    let main = analysed[0].figure.estimate();
    let (treated, pool) = matched.used();
    let n_treated = design.treated.iter().filter(|treated| **treated).count();
    let outcomes = analysed.iter().enumerate();
    Findings {
        schema: SCHEMA,
        method: matched.method().name().to_owned(),
        assignment: design.assignment,
        reading: reading(&analysed[0]),
        n_treated,
        n_pool: design.treated.len() - n_treated,
        n_matched_treated: treated,
        n_matched_pool: pool,
        ess: matched.effective_pool(),
        att: main.estimate,
        se: main.se,
        ci: [main.ci_low, main.ci_high],
        p: main.p,
        verdict: verdict(sealed, &analysed[0], &secondary.sensitivity),
        attrition: design.attrition.clone(),
        balance: matched.balance.iter().map(Into::into).collect(),
        overlap: matched.overlap,
        score: matched.score().map(Into::into),
        estimates: analysed.iter().flat_map(|outcome| rows(outcome, design.assignment)).collect(),
        refused: analysed.iter().flat_map(refused).collect(),
        outcomes: outcomes.map(|(at, outcome)| OutcomeRow::of(outcome, at == 0)).collect(),
        caveats: caveats::of(matched, analysed, &secondary.sensitivity),
        survival: secondary.survival,
        frequency: secondary.frequency,
        sensitivity: secondary.sensitivity,
        seal: sealed.seal().to_owned(),
        study: study.clone(),
    }
}

fn reading(analysed: &Analysed) -> Reading {
    match analysed.figure {
        Figure::Effect(_) => Reading::Effect,
        Figure::Descriptive(_) => Reading::Descriptive,
    }
}

/// The rows of one outcome. A plain difference is a description unless people were chosen by lot.
fn rows(analysed: &Analysed, assignment: Assignment) -> impl Iterator<Item = EstimateRow> + '_ {
    analysed.estimates.iter().map(move |row| EstimateRow {
        outcome: analysed.outcome.name.clone(),
        estimator: row.estimator.to_owned(),
        reading: match (row.estimator, assignment) {
            ("naive", _) => Reading::Descriptive,
            (
                "none" | "none_pooled" | "none_kaplan_meier" | "none_aalen_johansen",
                Assignment::Observed,
            ) => Reading::Descriptive,
            _ => Reading::Effect,
        },
        figures: row.figures,
        sample: row.sample,
    })
}

fn refused(analysed: &Analysed) -> impl Iterator<Item = RefusedRow> + '_ {
    let outcome = &analysed.outcome.name;
    analysed.refused.iter().map(|(name, refusal)| RefusedRow::of(outcome, name, refusal))
}

fn verdict(sealed: &Sealed, analysed: &Analysed, sensitivity: &Sensitivity) -> Verdict {
    let matched = sealed.matched();
    let named = Named::of(&analysed.outcome);
    match &analysed.figure {
        Figure::Descriptive(found) => of_descriptive(found, &named),
        Figure::Effect(found) => {
            let left = worst(&matched.balance, |row| row.after);
            let companion = COMPANIONS
                .iter()
                .find_map(|name| analysed.estimates[1..].iter().find(|row| row.estimator == *name));
            let placebo = sensitivity.placebo.iter().find(|placebo| placebo.differs);
            of_effect(
                found,
                &Grounds {
                    outcome: named,
                    random: matched.design.assignment == Assignment::Random,
                    worst: left.map(|(name, gap)| (name, gap.smd.unwrap_or(f64::INFINITY))),
                    companion: companion.map(|row| row.figures.estimate),
                    placebo: placebo.map(|placebo| placebo.outcome.as_str()),
                },
            )
        }
    }
}
