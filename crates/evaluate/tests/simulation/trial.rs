//! One design tried on many cohorts: each is written as a file, run as a study from start to end,
//! and what comes out is counted.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use evaluate::verdict::Code;
use evaluate::{Findings, Refusal, Study, run};

use crate::cohort::{Cohort, Effect, Recipe};
use crate::record::COVARIATES;
use crate::tally::Tally;

/// Threads that cohorts are run on.
const THREADS: usize = 2;
/// First stream of the cohorts that the size of an effect is found on.
const PILOT_STREAM: u64 = 1 << 62;
/// How many of them.
const PILOTS: u64 = 8;

/// A design to try.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Design {
    pub(crate) name: &'static str,
    pub(crate) recipe: Recipe,
    /// Mean effect on those who take part, as a share: -0.05 is a fall of 5 points.
    pub(crate) effect: f64,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Trial {
    pub(crate) design: Design,
    pub(crate) cohorts: usize,
    /// Mean true effect over the cohorts.
    pub(crate) truth: f64,
    pub(crate) estimators: BTreeMap<String, Tally>,
    pub(crate) verdicts: BTreeMap<&'static str, usize>,
    /// Cohorts whose study was refused as a whole, and why.
    pub(crate) refusals: BTreeMap<String, usize>,
    /// Reports that say that agreement does not rule out what was not recorded.
    pub(crate) caveats: usize,
    /// Reports with a claim that do not say that similarity goes only as far as the records.
    pub(crate) unguarded: usize,
}

impl Trial {
    /// Tries a design on the cohorts of a seed. `number` keeps its streams from those of others.
    pub(crate) fn run(design: Design, seed: u64, number: u64, cohorts: usize) -> Self {
        let effect = sized(&design, seed);
        let recipe = Recipe { effect, ..design.recipe };
        let answers = in_order(cohorts, |at| {
            let cohort = Cohort::new(&recipe, seed, number << 32 | at as u64);
            (cohort.truth, findings(&cohort.csv(effect)))
        });
        let truth = answers.iter().map(|(truth, _)| truth).sum::<f64>() / cohorts as f64;
        let mut trial = Self {
            design,
            cohorts,
            truth,
            estimators: BTreeMap::new(),
            verdicts: BTreeMap::new(),
            refusals: BTreeMap::new(),
            caveats: 0,
            unguarded: 0,
        };
        for (_, answer) in &answers {
            trial.count(answer);
        }
        trial
    }

    fn count(&mut self, answer: &Result<Findings, Refusal>) {
        let found = match answer {
            Ok(found) => found,
            Err(refusal) => {
                *self.refusals.entry(refusal.to_string()).or_default() += 1;
                return;
            }
        };
        for row in &found.estimates {
            let tally = self.estimators.entry(row.estimator.clone()).or_default();
            tally.add(&row.figures, self.truth);
        }
        let code = match found.verdict.code {
            Code::Lower => "lower",
            Code::Higher => "higher",
            Code::NoClearEffect => "no clear effect",
            Code::Unbalanced => "unbalanced",
            Code::EstimatorsDisagree => "estimators disagree",
            _ => "other",
        };
        *self.verdicts.entry(code).or_default() += 1;
        let said = found.caveats.iter().any(|caveat| caveat.contains("what is not recorded"));
        self.caveats += usize::from(said);
        let claims = matches!(code, "lower" | "higher");
        let guarded = found.verdict.text_en.contains("as far as what was recorded")
            && found.verdict.text_cy.contains("i'r graddau y gall yr hyn a gofnodwyd");
        self.unguarded += usize::from(claims && !guarded);
    }

    pub(crate) fn of(&self, estimator: &str) -> &Tally {
        &self.estimators[estimator]
    }

    /// Studies that came to a verdict, whatever it is.
    pub(crate) fn reports(&self) -> usize {
        self.verdicts.values().sum()
    }

    /// Share of all cohorts with this verdict.
    pub(crate) fn verdict(&self, code: &str) -> f64 {
        self.verdicts.get(code).copied().unwrap_or(0) as f64 / self.cohorts as f64
    }

    /// Share of all cohorts in which an effect was claimed.
    pub(crate) fn claims(&self) -> f64 {
        self.verdict("lower") + self.verdict("higher")
    }
}

/// Finds the size of the effect that comes to the design's mean effect, on cohorts of their own.
fn sized(design: &Design, seed: u64) -> Effect {
    if design.effect == 0.0 {
        return design.recipe.effect.scaled(0.0);
    }
    let pilots: Vec<Cohort> =
        (0..PILOTS).map(|at| Cohort::new(&design.recipe, seed, PILOT_STREAM + at)).collect();
    let mean = |effect: Effect| {
        pilots.iter().map(|cohort| cohort.truth_of(effect)).sum::<f64>() / PILOTS as f64
    };
    let (mut strong, mut weak) = (-3.0, 0.0);
    for _ in 0..40 {
        let middle = f64::midpoint(strong, weak);
        if mean(design.recipe.effect.scaled(middle)) < design.effect {
            strong = middle;
        } else {
            weak = middle;
        }
    }
    design.recipe.effect.scaled(f64::midpoint(strong, weak))
}

/// Runs the study that the guide recommends: radius at 0.02, exact on sex.
fn findings(csv: &str) -> Result<Findings, Refusal> {
    let text = format!(
        "[data]\nfile = \"cohort.csv\"\ntreated = \"treated\"\n[design]\ncovariates = {COVARIATES:?}\n\
         exact = [\"male\"]\nmethod = \"radius\"\n[[outcomes]]\nname = \"reoffending\"\n\
         kind = \"rate\"\ncolumn = \"reoffend\"\nprimary = true\n"
    );
    let bytes = csv.as_bytes().to_vec();
    run(&Study::parse(&text)?, &mut |_| Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Read>))
}

/// Makes so many answers on a few threads, and returns them in order.
fn in_order<T: Send>(count: usize, make: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let make = &make;
    let mut parts: Vec<Vec<(usize, T)>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..THREADS)
            .map(|first| {
                scope.spawn(move || {
                    (first..count).step_by(THREADS).map(|at| (at, make(at))).collect::<Vec<_>>()
                })
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    let mut answers: Vec<(usize, T)> = parts.drain(..).flatten().collect();
    answers.sort_by_key(|(at, _)| *at);
    answers.into_iter().map(|(_, answer)| answer).collect()
}
