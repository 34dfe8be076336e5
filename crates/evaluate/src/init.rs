//! A study file to start from: every key explained, names filled in from the heading of a data
//! file. The guesses are only guesses and say so.

use std::fmt::Write;

/// An outcome beside the primary one, to be taken out of its comment.
const PLACEBO: &str = r#"
# An outcome that the programme cannot have changed, such as offences in the year before: if it
# differs, the groups differ in something that was not recorded.
# [[outcomes]]
# name = "offences in the year before"
# kind = "count"
# column = "offences_year_before"
# placebo = true
"#;

/// Writes a study file for a data file with this heading.
#[must_use]
pub fn study_file(file: &str, heading: &[String]) -> String {
    let find = |likely: &[&str]| {
        heading.iter().find(|name| likely.contains(&name.to_lowercase().as_str()))
    };
    let treated = find(&["treated", "treat", "participant", "took_part"]);
    let outcome = find(&["reoffend", "reoffended", "outcome"]).or_else(|| heading.last());
    let known_before = heading
        .iter()
        .filter(|name| Some(*name) != treated && Some(*name) != outcome)
        .filter(|name| !matches!(name.to_lowercase().as_str(), "id" | "person" | "person_id"));
    let covariates: Vec<String> = known_before.map(|name| quoted(name)).collect();
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        r#"# A study for `resettle evaluate`. Names were guessed from {file}: check every one.
# Write it, agree it and keep it before anybody looks at outcomes.

[data]
# One CSV file in UTF-8, one row for each person; blank or NA where a value is not known.
file = {}
# The column that is 1 for people who took part and 0 for the comparison pool.
treated = {}
# Or two files, without the column:
# treated_file = "took_part.csv"
# pool_file = "pool.csv"
# Of a pool too large for memory: how many are drawn by lot, as design.seed has it.
# pool_sample = 1000000

[design]
# What was known BEFORE the programme started, as numbers. Nothing that came after.
covariates = [
{}]
# Columns on which a comparison must agree exactly, usually sex.
exact = []
# radius: everyone in the pool with a score within the caliper (recommended)
# nearest: the k nearest | odds, entropy: everyone, weighted | aipw: a model, corrected by odds
# cem: everyone in the same bins | regression: adjusted, unmatched | none: as they are
# The others are computed beside it.
method = "radius"
# How far a comparison may be, in standard deviations of the log odds of taking part:
# 0.02 for radius, 0.2 for nearest. With caliper_scale = "score": on the probability itself.
caliper = 0.02
caliper_scale = "logit"
# For nearest: how many, and whether one person may be used again.
# k = 10
# replace = true
# For cem: bins or cuts of a covariate; Sturges's rule for those not named.
# cutpoints = {{ age = [21, 25, 35] }}
# The comparison made again without each covariate in turn: done where it is quick (up to 30
# covariates and 20,000 people), never with false, and up to 200,000 people with true.
# leave_one_out = true
# How people came to take part: "observed" (choice, referral, place) or "random" (by lot).
assignment = "observed"

[[outcomes]]
name = {}
# rate: 0 or 1 for each person | mean: an amount | count: events | time: to an event, with
# time = "days", event = "reoffend", horizon = 365
# For time, who was followed for less without the event is counted as far as they were followed.
# competing = "died" names the 0/1 column of something after which the event cannot come.
# For count, exposure = "days_at_risk" names the column of the time each person was at risk.
kind = "rate"
column = {}
# One outcome is the primary one: the verdict is about it.
primary = true
"#,
        quoted(file),
        quoted(treated.map_or("treated", String::as_str)),
        covariates.iter().fold(String::new(), |list, name| list + "    " + name + ",\n"),
        quoted(outcome.map_or("reoffend", String::as_str)),
        quoted(outcome.map_or("reoffend", String::as_str)),
    );
    text.push_str(PLACEBO);
    text
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::Study;

    #[test]
    fn what_is_written_can_be_run_on() {
        let heading = ["id", "treated", "age", "prior \"offences\"", "reoffend"].map(str::to_owned);
        let study = Study::parse(&study_file("cohort.csv", &heading)).unwrap();
        assert_eq!(study.design.covariates, ["age", "prior \"offences\""]);
        assert_eq!(study.plan().unwrap().outcomes[0].column, "reoffend");
    }
}
