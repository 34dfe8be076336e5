//! What to train on, where nobody says: taken from the blocking rules of the model.

use crate::block::Parted;
use crate::refusal::Refusal;
use crate::settings::{Rule, Settings};

/// Fewest columns that a rule that is nearly always right has as a whole.
const STRICT: usize = 2;

/// What a model is trained on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Rules that are nearly always right, for the prior.
    pub prior: Vec<Rule>,
    /// Rules whose pairs teach m, one session each.
    pub sessions: Vec<Rule>,
    /// Comparisons that no session leaves open.
    pub untaught: Vec<String>,
}

impl Settings {
    /// Returns what to train on: for the prior the rules of the most columns that are the same as a whole (two at least), and
    /// as few sessions as leave every comparison open once.
    ///
    /// # Errors
    /// A rule that is not understood.
    pub fn plan(&self) -> Result<Plan, Refusal> {
        let rules = &self.blocking_rules_to_generate_predictions;
        let mut whole = Vec::new();
        let mut open = Vec::new();
        for rule in rules {
            let parted = Parted::new(rule)?;
            let used = parted.columns();
            whole.push(parted.whole_equalities());
            let free = self.comparisons.iter().map(|own| own.is_open(&used));
            open.push(free.collect::<Result<Vec<bool>, _>>()?);
        }
        let most = whole.iter().copied().max().unwrap_or_default().max(STRICT);
        let strict = rules.iter().zip(&whole).filter(|(_, whole)| **whole == most);
        let prior = strict.map(|(rule, _)| rule.clone()).collect();
        let mut taught = vec![false; self.comparisons.len()];
        let mut sessions = Vec::new();
        loop {
            let adds = |free: &Vec<bool>| {
                free.iter().zip(&taught).filter(|(free, taught)| **free && !**taught).count()
            };
            let best = (0..rules.len()).rev().max_by_key(|at| adds(&open[*at]));
            let Some(best) = best.filter(|at| adds(&open[*at]) > 0) else { break };
            sessions.push(rules[best].clone());
            taught.iter_mut().zip(&open[best]).for_each(|(taught, free)| *taught |= free);
        }
        let names = self.comparisons.iter().map(|own| own.output_column_name.clone());
        let untaught =
            names.zip(&taught).filter(|(_, taught)| !**taught).map(|(name, _)| name).collect();
        Ok(Plan { prior, sessions, untaught })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_comparison_is_left_open_once() {
        let comparison = |name: &str| {
            format!(
                r#"{{"output_column_name": "{name}", "comparison_levels":
                    [{{"sql_condition": "{name}_l = {name}_r"}}, {{"sql_condition": "ELSE"}}]}}"#
            )
        };
        let json = format!(
            r#"{{"comparisons": [{}, {}, {}], "blocking_rules_to_generate_predictions":
                ["l.a = r.a and l.b = r.b and l.c = r.c", "l.a = r.a", "l.b = r.b"]}}"#,
            comparison("a"),
            comparison("b"),
            comparison("c")
        );
        let mut settings = Settings::parse(&json).unwrap();
        let plan = settings.plan().unwrap();
        let rules = |rules: &[Rule]| -> Vec<String> {
            rules.iter().map(|rule| rule.blocking_rule.clone()).collect()
        };
        assert_eq!(rules(&plan.prior), ["l.a = r.a and l.b = r.b and l.c = r.c"]);
        assert_eq!(rules(&plan.sessions), ["l.a = r.a", "l.b = r.b"]);
        assert!(plan.untaught.is_empty());
        settings.blocking_rules_to_generate_predictions.truncate(2);
        assert_eq!(settings.plan().unwrap().untaught, ["a"]);
    }
}
