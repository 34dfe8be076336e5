//! The order of work as types: [`Design`] → [`Matched`] → [`Sealed`] → `Analysed`.
//!
//! A design is built from who took part and what was known before. It has never held an outcome,
//! so nothing done on the way to a seal can depend on one.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::balance::{self, Balance, Overlap};
use crate::linear::{Rows, Scale};
use crate::matching::{self, Comparison, Fitted, Method};
use crate::refusal::Refusal;
use crate::regression::Factors;
use crate::score::Score;
use crate::sets::Sets;
use crate::table::Table;
use crate::values::Values;

/// Step of the attrition that counts everyone.
const IN_FILE: &str = "in the file";
/// The step that counts whom lots left in, where they were drawn.
pub(crate) const DRAWN: &str = "drawn by lot";
/// The step that counts of whom everything in the design is known.
pub(crate) const KNOWN: &str = "every covariate known";

/// One column known before, for everyone in the study.
#[derive(Clone, Debug)]
pub struct Covariate {
    /// Column name.
    pub name: String,
    /// One value for each person, none missing.
    pub values: Values,
}

/// How people came to be in the treated group, as declared by whoever runs the study.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Assignment {
    /// By lot, so that the groups differ only by chance.
    Random,
    /// By choice, referral or place: the groups may differ in anything.
    #[default]
    Observed,
}

/// How many people were left after one step, on each side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What they had to have, in words.
    pub step: String,
    /// People who took part.
    pub treated: usize,
    /// People in the comparison pool.
    pub pool: usize,
}

/// Who took part and what was known before. Holds no outcome.
#[derive(Clone, Debug)]
pub struct Design {
    pub(crate) treated: Vec<bool>,
    pub(crate) covariates: Vec<Covariate>,
    pub(crate) assignment: Assignment,
    /// Exact cell of each person; people are compared only inside their cell.
    pub(crate) cell: Vec<u32>,
    /// Names of the columns that make the cells.
    pub(crate) exact: Vec<String>,
    /// Row of each person in the table that outcomes share.
    pub(crate) row: Vec<u32>,
    pub(crate) attrition: Vec<Step>,
    /// Scale of the covariates, measured when first asked for.
    scale: OnceLock<Result<Scale, Refusal>>,
    /// What fits of every outcome share, made when first asked for.
    pub(crate) factors: Factors,
}

/// A comparison group chosen without sight of any outcome.
#[derive(Clone, Debug)]
pub struct Matched {
    pub(crate) design: Design,
    pub(crate) primary: Comparison,
    /// Comparisons by other methods, to be read beside the primary one, or why there is none.
    pub(crate) companions: Vec<(&'static str, Result<Comparison, Refusal>)>,
    pub(crate) fitted: Fitted,
    pub(crate) balance: Vec<Balance>,
    pub(crate) overlap: Option<Overlap>,
}

/// A matched comparison that can no longer change, with its fingerprint.
#[derive(Clone, Debug)]
pub struct Sealed {
    pub(crate) matched: Matched,
    seal: String,
}

impl Design {
    /// Takes the treated column, the covariates and the exact columns from a table. People with
    /// any of them missing are left out and counted.
    ///
    /// # Errors
    /// [`Refusal::UnknownColumn`], [`Refusal::NamedTwice`], [`Refusal::NotZeroOne`] and
    /// [`Refusal::TooFew`].
    pub fn new(
        table: &Table,
        treated: &str,
        covariates: &[String],
        exact: &[String],
        assignment: Assignment,
    ) -> Result<Self, Refusal> {
        let named = covariates.iter().chain(exact).map(String::as_str);
        Self::from_table(
            table.pick(named.chain([treated]))?,
            treated,
            covariates,
            exact,
            assignment,
        )
    }

    /// The same, keeping the table's columns where nobody is left out instead of copying them.
    ///
    /// # Errors
    /// As for [`Design::new`].
    pub fn from_table(
        mut table: Table,
        treated: &str,
        covariates: &[String],
        exact: &[String],
        assignment: Assignment,
    ) -> Result<Self, Refusal> {
        let took_part = zero_one(&table, treated)?;
        for (at, name) in covariates.iter().enumerate() {
            if name == treated || covariates[..at].contains(name) {
                return Err(Refusal::NamedTwice(name.clone()));
            }
        }
        let mut complete = vec![true; table.rows()];
        for name in covariates.iter().chain(exact) {
            let column = table.column(name)?;
            if column.has_missing() {
                for (complete, value) in complete.iter_mut().zip(column.iter()) {
                    *complete &= !value.is_nan();
                }
            }
        }
        // A table has far fewer rows than this can count (see read::MOST_ROWS).
        let rows = 0..table.rows() as u32;
        let row: Vec<u32> = rows.filter(|row| complete[*row as usize]).collect();
        let cells = exact.iter().map(|name| table.column(name)).collect::<Result<Vec<_>, _>>()?;
        let cell = number_cells(&cells, &row);
        let mut known = Vec::with_capacity(covariates.len());
        for name in covariates {
            let mut values = table.take(name)?;
            if row.len() < values.len() {
                values.retain(&complete);
            }
            known.push(Covariate { name: name.clone(), values });
        }
        let design = Self {
            attrition: vec![step(IN_FILE, &took_part)],
            treated: row.iter().map(|at| took_part[*at as usize]).collect(),
            covariates: known,
            cell,
            exact: exact.to_vec(),
            assignment,
            row,
            scale: OnceLock::new(),
            factors: Factors::default(),
        };
        design.counted()
    }

    /// Chooses the comparison group.
    ///
    /// # Errors
    /// Those of the score and of the method, and [`Refusal::NobodyMatched`].
    pub fn compare(mut self, method: Method) -> Result<Matched, Refusal> {
        let mut fitted = Fitted::default();
        let primary = matching::choose(&self, &method, &mut fitted)?;
        let used: Vec<bool> = primary.weights.iter().map(|weight| *weight > 0.0).collect();
        if method.weighs() {
            let kept = |side: bool| {
                used.iter().zip(&self.treated).filter(|(used, on)| **used && **on == side).count()
            };
            let step = if matches!(method, Method::Odds | Method::Entropy | Method::Aipw) {
                "weighted"
            } else {
                "matched"
            };
            let (treated, pool) = (kept(true), kept(false));
            self.attrition.push(Step { step: step.into(), treated, pool });
        }
        let place = method.scale().and_then(|scale| Some((scale, fitted.position(scale)?)));
        let position = place.map(|(_, position)| position);
        let after = method.weighs().then_some(primary.weights.as_slice());
        let balance = balance::table(&self, position, after);
        let overlap = place.map(|(on, at)| Overlap::of(&self.treated, at, &used, on));
        Ok(Matched { design: self, primary, companions: Vec::new(), fitted, balance, overlap })
    }

    /// Returns the same design, whose pool was drawn by lot out of so many.
    pub(crate) fn drawn_from(mut self, pool: usize) -> Self {
        let drawn = &mut self.attrition[0];
        let everyone = Step { step: IN_FILE.to_owned(), treated: drawn.treated, pool };
        DRAWN.clone_into(&mut drawn.step);
        self.attrition.insert(0, everyone);
        self
    }

    /// Returns the same design without one of its covariates.
    pub(crate) fn without(&self, at: usize) -> Self {
        let kept = self.covariates.iter().enumerate().filter(|(own, _)| *own != at);
        Self {
            covariates: kept.map(|(_, covariate)| covariate.clone()).collect(),
            scale: OnceLock::new(),
            factors: Factors::default(),
            treated: self.treated.clone(),
            cell: self.cell.clone(),
            exact: self.exact.clone(),
            row: self.row.clone(),
            attrition: self.attrition.clone(),
            assignment: self.assignment,
        }
    }

    /// Returns the covariates as standardised rows; refuses constant and collinear ones.
    pub(crate) fn rows(&self) -> Result<Rows<'_>, Refusal> {
        let measure = || Rows::checked(&self.covariates).map(|rows| rows.scale().clone());
        let scale = self.scale.get_or_init(measure).as_ref().map_err(Clone::clone)?;
        Ok(Rows::new(&self.covariates, Cow::Borrowed(scale)))
    }

    fn counted(mut self) -> Result<Self, Refusal> {
        let left = step(KNOWN, &self.treated);
        for (group, count) in [("treated", left.treated), ("pool", left.pool)] {
            if count < 2 {
                return Err(Refusal::TooFew { group, count });
            }
        }
        self.attrition.push(left);
        Ok(self)
    }
}

impl Matched {
    /// Returns the balance of every covariate, the score first where there is one.
    #[must_use]
    pub fn balance(&self) -> &[Balance] {
        &self.balance
    }

    /// Returns the fitted score, where a method used one.
    #[must_use]
    pub fn score(&self) -> Option<&Score> {
        self.fitted.fitted()
    }

    /// Returns each person's weight, in the order of the complete rows of the table.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.primary.weights
    }

    /// Returns who was compared with whom, where the method makes sets.
    #[must_use]
    pub fn sets(&self) -> Option<&Sets> {
        self.primary.sets.as_ref()
    }

    /// Returns how many people in use there are: treated, then pool.
    #[must_use]
    pub fn used(&self) -> (usize, usize) {
        let sides = self.design.treated.iter().zip(self.primary.weights.iter());
        sides.filter(|(_, weight)| **weight > 0.0).fold((0, 0), |(treated, pool), (side, _)| {
            if *side { (treated + 1, pool) } else { (treated, pool + 1) }
        })
    }

    /// Returns the effective number of pool people: what equal weights would need for the same
    /// precision, (Σw)² / Σw² (Kish).
    #[must_use]
    pub fn effective_pool(&self) -> f64 {
        let pool = self
            .design
            .treated
            .iter()
            .zip(self.primary.weights.iter())
            .filter(|(treated, _)| !**treated);
        let (sum, squares) = pool.fold((0.0, 0.0), |(s, q), (_, w)| (s + w, q + w * w));
        sum * sum / squares
    }

    /// Returns the method of the primary comparison.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.primary.method
    }

    /// Adds comparisons by other methods, to be analysed beside the primary one. One that is
    /// refused is kept as that refusal. What is named like the primary method is left out.
    #[must_use]
    pub fn beside(mut self, methods: &[Method]) -> Self {
        for method in methods.iter().filter(|method| method.name() != self.primary.method.name()) {
            let made = matching::choose(&self.design, method, &mut self.fitted);
            self.companions.push((method.name(), made));
        }
        self
    }

    /// Freezes the comparison. From here on outcomes may be read and nothing may be chosen.
    #[must_use]
    pub fn seal(self) -> Sealed {
        let mut hash = Sha256::new();
        hash.update(format!("{:?}", self.primary.method));
        for (_, made) in &self.companions {
            // Nothing of them is chosen: they follow from the design and their settings.
            hash.update(format!("{:?}", made.as_ref().map(|companion| &companion.method)));
        }
        for weight in self.primary.weights.iter() {
            hash.update(weight.to_bits().to_le_bytes());
        }
        let seal = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Sealed { matched: self, seal }
    }
}

impl Sealed {
    /// Returns the comparison.
    #[must_use]
    pub fn matched(&self) -> &Matched {
        &self.matched
    }

    /// Returns the SHA-256 of the methods and of everyone's weight, in hexadecimal: proof that the
    /// comparison was not changed after outcomes were seen.
    #[must_use]
    pub fn seal(&self) -> &str {
        &self.seal
    }
}

fn zero_one(table: &Table, name: &str) -> Result<Vec<bool>, Refusal> {
    let column = table.column(name)?;
    let wrong = column.iter().position(|value| *value != 0.0 && *value != 1.0);
    wrong.map_or_else(
        || Ok(column.iter().map(|value| *value == 1.0).collect()),
        |at| Err(Refusal::NotZeroOne { column: name.to_owned(), row: at + 1 }),
    )
}

fn step(words: &str, treated: &[bool]) -> Step {
    let count = treated.iter().filter(|treated| **treated).count();
    Step { step: words.to_owned(), treated: count, pool: treated.len() - count }
}

/// Numbers the combinations of exact values in order of first appearance.
fn number_cells(columns: &[&Values], rows: &[u32]) -> Vec<u32> {
    let mut known: HashMap<Vec<u64>, u32> = HashMap::new();
    let mut key = Vec::with_capacity(columns.len());
    rows.iter()
        .map(|row| {
            key.clear();
            // Adding 0 turns minus zero into zero, which is the same value with other bits.
            key.extend(columns.iter().map(|column| (column[*row as usize] + 0.0).to_bits()));
            let next = known.len() as u32;
            known.get(&key).copied().unwrap_or_else(|| {
                known.insert(key.clone(), next);
                next
            })
        })
        .collect()
}
