//! The study file: what is compared with what, written down before anybody looks at outcomes.
//!
//! Every key is known by name: a key that does not exist is refused, so that a slip of the
//! keyboard cannot quietly change a design.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::coarsened::Cuts;
use crate::design::Assignment;
use crate::refusal::Refusal;

/// A study file as written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// Where people are.
    pub data: Data,
    /// How they are compared.
    pub design: DesignKeys,
    /// What is compared.
    pub outcomes: Vec<OutcomeKeys>,
}

/// The `[data]` table: one file with a 0/1 column, or two files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// One file with everyone.
    pub file: Option<String>,
    /// The 0/1 column of `file` that says who took part.
    pub treated: Option<String>,
    /// A file with those who took part.
    pub treated_file: Option<String>,
    /// A file with the pool.
    pub pool_file: Option<String>,
    /// Most people of the pool who are compared: of a larger pool so many are drawn by lot, by
    /// `design.seed`. Everyone when left out.
    pub pool_sample: Option<usize>,
}

/// The `[design]` table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DesignKeys {
    /// What was known before.
    pub covariates: Vec<String>,
    /// Columns on which a match must agree.
    pub exact: Vec<String>,
    /// How the comparison is made; radius when left out.
    pub method: Option<String>,
    /// Farthest match, on `caliper_scale`.
    pub caliper: Option<f64>,
    /// `logit` (sd of the log odds) or `score` (absolute, on the probability).
    pub caliper_scale: Option<String>,
    /// Neighbours.
    pub k: Option<usize>,
    /// Whether a pool person may be used again; yes when left out.
    pub replace: Option<bool>,
    /// `share` or `row-order`.
    pub ties: Option<String>,
    /// For `cem`: bins (a number) or cuts (a list) of a covariate; Sturges's rule when left out.
    pub cutpoints: BTreeMap<String, Cuts>,
    /// How people came to take part: `observed` (when left out) or `random`.
    pub assignment: Assignment,
    /// Whether the comparison is made again without each covariate in turn; when left out, where
    /// that is quick.
    pub leave_one_out: Option<bool>,
    /// What `data.pool_sample` draws by; 0 when left out. Kept with the record.
    pub seed: Option<u64>,
}

/// One `[[outcomes]]` table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeKeys {
    /// Name shown.
    pub name: String,
    /// `rate`, `mean`, `count` or `time`.
    pub kind: String,
    /// Column; the name when left out.
    pub column: Option<String>,
    /// The one outcome that the verdict is about.
    #[serde(default)]
    pub primary: bool,
    /// For `time`: column of the time to the event, or to the end of follow-up.
    pub time: Option<String>,
    /// For `time`: 0/1 column of whether the event was seen; `column` when left out.
    pub event: Option<String>,
    /// For `time`: time at which the rate is taken, in the unit of `time`.
    pub horizon: Option<f64>,
    /// For `time`: 0/1 column of another event that ended the follow-up, after which this one can
    /// no longer come.
    pub competing: Option<String>,
    /// For `count`: column of each person's time at risk; the same for all when left out.
    pub exposure: Option<String>,
    /// An outcome that the programme cannot have changed.
    #[serde(default)]
    pub placebo: bool,
}

impl Study {
    /// Reads a study file.
    ///
    /// # Errors
    /// [`Refusal::Study`] with the place in the file.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        toml::from_str(text)
            .map_err(|error| Refusal::Study(error.to_string().trim_end().to_owned()))
    }
}
