//! A model, as the settings file of Splink has it: read, written, and written back with whatever
//! else was in it, so that the same file runs here and there.
//!
//! Source: Splink 5.0, `settings.py`, `comparison.py`, `comparison_level.py` (MIT).

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::refusal::Refusal;
use crate::sql::{Columns, parse};

/// Share of random pairs that are one person, where a model says none.
const DEFAULT_PRIOR: f64 = 0.0001;
/// Most comparisons of a model, and most levels of one.
const MOST: usize = 200;

/// Which pairs are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkType {
    /// Records of one file among themselves.
    #[default]
    DedupeOnly,
    /// Records of one file with those of another.
    LinkOnly,
    /// Both.
    LinkAndDedupe,
}

/// A model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Which pairs are looked at.
    #[serde(default)]
    pub link_type: LinkType,
    /// Share of all pairs that are one person: the prior.
    #[serde(default = "default_prior")]
    pub probability_two_random_records_match: f64,
    /// Rules of which a pair must fulfil one to be looked at.
    #[serde(default)]
    pub blocking_rules_to_generate_predictions: Vec<Rule>,
    /// What is compared.
    pub comparisons: Vec<Comparison>,
    /// Column of ids.
    #[serde(default = "default_id")]
    pub unique_id_column_name: String,
    /// Column that says which file a record is from.
    #[serde(default = "default_source")]
    pub source_dataset_column_name: String,
    /// Change below which training ends.
    #[serde(default = "default_convergence")]
    pub em_convergence: f64,
    /// Most rounds of training.
    #[serde(default = "default_iterations")]
    pub max_iterations: usize,
    /// Everything else, kept as it was.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A blocking rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "AnyRule")]
pub struct Rule {
    /// The condition, over `l` and `r`.
    pub blocking_rule: String,
    /// In which SQL it is written.
    pub sql_dialect: String,
    /// Columns of lists of which one item in common will do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrays_to_explode: Option<Vec<String>>,
}

/// A rule as Splink 5 writes it, or as a text alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum AnyRule {
    Text(String),
    Whole {
        blocking_rule: String,
        #[serde(default = "default_dialect")]
        sql_dialect: String,
        #[serde(default)]
        arrays_to_explode: Option<Vec<String>>,
    },
}

impl From<AnyRule> for Rule {
    fn from(rule: AnyRule) -> Self {
        match rule {
            AnyRule::Text(blocking_rule) => Self::of(blocking_rule),
            AnyRule::Whole { blocking_rule, sql_dialect, arrays_to_explode } => {
                Self { blocking_rule, sql_dialect, arrays_to_explode }
            }
        }
    }
}

impl Rule {
    /// Makes a rule of a condition such as `l.dob = r.dob and l.surname = r.surname`.
    #[must_use]
    pub fn of(condition: impl Into<String>) -> Self {
        let blocking_rule = condition.into();
        Self { blocking_rule, sql_dialect: default_dialect(), arrays_to_explode: None }
    }
}

/// What is compared of two records, from the best agreement to the worst.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Its name.
    #[serde(default)]
    pub output_column_name: String,
    /// Its levels: a pair is at the first whose condition holds.
    pub comparison_levels: Vec<Level>,
    /// Everything else, kept as it was.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// One level of agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// The condition, over columns that end in `_l` and `_r`, or `ELSE`.
    pub sql_condition: String,
    /// Its name.
    #[serde(default)]
    pub label_for_charts: Option<String>,
    /// Whether it is for what is not known, and says nothing either way.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_null_level: bool,
    /// Share of pairs that are one person at this level.
    #[serde(default, deserialize_with = "number", skip_serializing_if = "Option::is_none")]
    pub m_probability: Option<f64>,
    /// Share of pairs that are two people at this level.
    #[serde(default, deserialize_with = "number", skip_serializing_if = "Option::is_none")]
    pub u_probability: Option<f64>,
    /// Whether training leaves m as it is.
    #[serde(default)]
    pub fix_m_probability: bool,
    /// Whether training leaves u as it is.
    #[serde(default)]
    pub fix_u_probability: bool,
    /// Column whose rare values weigh more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tf_adjustment_column: Option<String>,
    /// How much more: 1 in full, 0 not at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tf_adjustment_weight: Option<f64>,
    /// Least share of the file that a value is taken to have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tf_minimum_u_value: Option<f64>,
    /// Whether the level's own u is what term frequency replaces, and not that of the exact level.
    #[serde(default, skip_serializing_if = "is_false")]
    pub disable_tf_exact_match_detection: bool,
    /// Everything else, kept as it was.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Level {
    /// Returns whether this level takes what is left.
    #[must_use]
    pub fn is_else(&self) -> bool {
        self.sql_condition.trim().eq_ignore_ascii_case("else")
    }

    /// Returns its name.
    #[must_use]
    pub fn label(&self) -> &str {
        self.label_for_charts.as_deref().unwrap_or(&self.sql_condition)
    }
}

impl Comparison {
    /// Returns the columns that its conditions ask about, in the order in which they do.
    ///
    /// # Errors
    /// A condition that is not understood.
    pub fn columns(&self) -> Result<Vec<String>, Refusal> {
        let mut names: Vec<String> = Vec::new();
        for level in self.comparison_levels.iter().filter(|level| !level.is_else()) {
            parse(&level.sql_condition, Columns::Suffixed)?.each_column(&mut |column| {
                if !names.contains(&column.name) {
                    names.push(column.name.clone());
                }
            });
        }
        Ok(names)
    }

    /// Returns whether it asks about none of the columns: then pairs that a rule chose by them can teach it.
    pub(crate) fn is_open(&self, used: &[String]) -> Result<bool, Refusal> {
        let is_used = |name: &String| used.iter().any(|own| own.eq_ignore_ascii_case(name));
        Ok(!self.columns()?.iter().any(is_used))
    }

    /// Returns Splink's number of each level: from the best down to 0, and −1 for null levels.
    #[must_use]
    pub fn level_numbers(&self) -> Vec<i32> {
        let known = self.comparison_levels.iter().filter(|level| !level.is_null_level).count();
        let mut next = known as i32;
        let number = |level: &Level| {
            if level.is_null_level {
                return -1;
            }
            next -= 1;
            next
        };
        self.comparison_levels.iter().map(number).collect()
    }

    /// Returns the m and u that a level starts from where it has none of its own.
    ///
    /// Source: Splink 5.0, `comparison_level.py`, `_default_m_values` and `_default_u_values`.
    #[must_use]
    pub fn default_of(&self, number: i32) -> (f64, f64) {
        let known = self.comparison_levels.iter().filter(|level| !level.is_null_level).count();
        let number = number.max(0) as usize;
        if known < 2 {
            return (0.95, 0.95 / 1024.0);
        }
        let m = if number + 1 == known { 0.95 } else { 0.05 / (known - 1) as f64 };
        let weight = if number + 1 == known {
            10.0
        } else if known == 2 {
            -5.0
        } else {
            -5.0 + 8.0 * number as f64 / (known - 2) as f64
        };
        (m, m / f64::exp2(weight))
    }
}

impl Settings {
    /// Reads a model.
    ///
    /// # Errors
    /// [`Refusal::Model`] with what is wrong and where.
    pub fn parse(json: &str) -> Result<Self, Refusal> {
        let mut settings: Self =
            serde_json::from_str(json).map_err(|error| Refusal::Model(error.to_string()))?;
        settings.check()?;
        for (at, comparison) in settings.comparisons.iter_mut().enumerate() {
            if comparison.output_column_name.is_empty() {
                comparison.output_column_name = format!("comparison_{}", at + 1);
            }
        }
        Ok(settings)
    }

    fn check(&self) -> Result<(), Refusal> {
        let wrong = |problem: String| Err(Refusal::Model(problem));
        let prior = self.probability_two_random_records_match;
        if !(prior > 0.0 && prior <= 1.0) {
            return wrong(format!(
                "probability_two_random_records_match is {prior}, and must be above 0 and at most 1"
            ));
        }
        if self.comparisons.is_empty() || self.comparisons.len() > MOST {
            return wrong(format!(
                "it has {} comparisons, where 1 to {MOST} are read",
                self.comparisons.len()
            ));
        }
        for comparison in &self.comparisons {
            let name = &comparison.output_column_name;
            if comparison.comparison_levels.is_empty() || comparison.comparison_levels.len() > MOST
            {
                return wrong(format!(
                    "the comparison \"{name}\" has {} levels",
                    comparison.comparison_levels.len()
                ));
            }
            for level in &comparison.comparison_levels {
                for (what, value) in [("m", level.m_probability), ("u", level.u_probability)] {
                    if value.is_some_and(|value| !(0.0..=1.0).contains(&value)) {
                        return wrong(format!(
                            "in \"{name}\", the {what} of \"{}\" is not a probability",
                            level.label()
                        ));
                    }
                }
            }
        }
        if let Some(dialect) = self.other.get("sql_dialect").and_then(Value::as_str)
            && dialect != "duckdb"
        {
            return wrong(format!("it is written for {dialect}, and what is read here is duckdb"));
        }
        Ok(())
    }

    /// Writes the model.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

fn default_prior() -> f64 {
    DEFAULT_PRIOR
}

fn default_id() -> String {
    "unique_id".into()
}

fn default_source() -> String {
    "source_dataset".into()
}

fn default_dialect() -> String {
    "duckdb".into()
}

fn default_convergence() -> f64 {
    0.0001
}

fn default_iterations() -> usize {
    25
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(yes: &bool) -> bool {
    !yes
}

/// Reads a number; what Splink writes in words where a level was not seen is none.
fn number<'d, D: Deserializer<'d>>(input: D) -> Result<Option<f64>, D::Error> {
    Ok(Value::deserialize(input)?.as_f64())
}
