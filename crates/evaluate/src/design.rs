//! The order of work as types: [`Design`] → [`Matched`] → [`Sealed`] → `Analysed`.
//!
//! A design is built from who took part and what was known before. It has never held an outcome,
//! so nothing done on the way to a seal can depend on one.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::balance::{self, Balance, Overlap};
use crate::matching::{self, Method};
use crate::refusal::Refusal;
use crate::score::Score;
use crate::sets::Sets;
use crate::table::Table;

/// One column known before, for everyone in the study.
#[derive(Clone, Debug)]
pub struct Covariate {
    /// Column name.
    pub name: String,
    /// One value for each person, none missing.
    pub values: Vec<f64>,
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
    pub(crate) cell: Vec<usize>,
    /// Row of each person in the table that outcomes share.
    pub(crate) row: Vec<usize>,
    pub(crate) attrition: Vec<Step>,
}

/// A comparison group chosen without sight of any outcome.
#[derive(Clone, Debug)]
pub struct Matched {
    pub(crate) design: Design,
    pub(crate) method: Method,
    pub(crate) score: Option<Score>,
    pub(crate) sets: Option<Sets>,
    /// 1 for a treated person in use, the weight received for a pool person, else 0.
    pub(crate) weights: Vec<f64>,
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
        let took_part = zero_one(table, treated)?;
        let mut columns = Vec::new();
        for (at, name) in covariates.iter().enumerate() {
            if name == treated || covariates[..at].contains(name) {
                return Err(Refusal::NamedTwice(name.clone()));
            }
            columns.push(table.column(name)?);
        }
        let cells = exact.iter().map(|name| table.column(name)).collect::<Result<Vec<_>, _>>()?;
        let complete =
            |row: &usize| columns.iter().chain(&cells).all(|column| !column[*row].is_nan());
        let row: Vec<usize> = (0..table.rows()).filter(complete).collect();
        let design = Self {
            attrition: vec![step("in the file", &took_part)],
            treated: row.iter().map(|at| took_part[*at]).collect(),
            covariates: covariates
                .iter()
                .zip(&columns)
                .map(|(name, column)| Covariate {
                    name: name.clone(),
                    values: row.iter().map(|at| column[*at]).collect(),
                })
                .collect(),
            cell: number_cells(&cells, &row),
            assignment,
            row,
        };
        design.counted()
    }

    /// Chooses the comparison group.
    ///
    /// # Errors
    /// Those of the score, and [`Refusal::NobodyMatched`].
    pub fn compare(mut self, method: Method) -> Result<Matched, Refusal> {
        let choice = matching::choose(&self, &method)?;
        let used: Vec<bool> = choice.weights.iter().map(|weight| *weight > 0.0).collect();
        if choice.sets.is_some() {
            let kept = |side: bool| {
                used.iter().zip(&self.treated).filter(|(used, on)| **used && **on == side).count()
            };
            let (treated, pool) = (kept(true), kept(false));
            self.attrition.push(Step { step: "matched".into(), treated, pool });
        }
        let after = choice.sets.is_some().then_some(choice.weights.as_slice());
        let balance = balance::table(&self, choice.position.as_deref(), after);
        let overlap = choice.position.as_deref().map(|at| Overlap::of(&self.treated, at, &used));
        Ok(Matched {
            design: self,
            method,
            score: choice.score,
            sets: choice.sets,
            weights: choice.weights,
            balance,
            overlap,
        })
    }

    fn counted(mut self) -> Result<Self, Refusal> {
        let left = step("every covariate known", &self.treated);
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

    /// Returns the fitted score, where the method uses one.
    #[must_use]
    pub fn score(&self) -> Option<&Score> {
        self.score.as_ref()
    }

    /// Returns each person's weight, in the order of the complete rows of the table.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Returns who was compared with whom, where the method makes sets.
    #[must_use]
    pub fn sets(&self) -> Option<&Sets> {
        self.sets.as_ref()
    }

    /// Returns how many people in use there are: treated, then pool.
    #[must_use]
    pub fn used(&self) -> (usize, usize) {
        let sides = self.design.treated.iter().zip(&self.weights);
        sides.filter(|(_, weight)| **weight > 0.0).fold((0, 0), |(treated, pool), (side, _)| {
            if *side { (treated + 1, pool) } else { (treated, pool + 1) }
        })
    }

    /// Returns the effective number of pool people: what equal weights would need for the same
    /// precision, (Σw)² / Σw² (Kish).
    #[must_use]
    pub fn effective_pool(&self) -> f64 {
        let pool = self.design.treated.iter().zip(&self.weights).filter(|(treated, _)| !**treated);
        let (sum, squares) = pool.fold((0.0, 0.0), |(s, q), (_, w)| (s + w, q + w * w));
        sum * sum / squares
    }

    /// Freezes the comparison. From here on outcomes may be read and nothing may be chosen.
    #[must_use]
    pub fn seal(self) -> Sealed {
        let mut hash = Sha256::new();
        hash.update(format!("{:?}", self.method));
        for weight in &self.weights {
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

    /// Returns the SHA-256 of the method and of everyone's weight, in hexadecimal: proof that the
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
fn number_cells(columns: &[&[f64]], rows: &[usize]) -> Vec<usize> {
    let mut known = HashMap::new();
    rows.iter()
        .map(|row| {
            // Adding 0 turns minus zero into zero, which is the same value with other bits.
            let key: Vec<u64> =
                columns.iter().map(|column| (column[*row] + 0.0).to_bits()).collect();
            let next = known.len();
            *known.entry(key).or_insert(next)
        })
        .collect()
}
