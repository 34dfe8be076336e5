//! What stands beside the estimates of a study, from the study file to `results.json`: survival,
//! frequency and sensitivity, against the reference figures.

use evaluate::Findings;
use evaluate::design::Assignment;
use evaluate::secondary::sensitivity::EValue;
use evaluate::{Design, FollowUp, Kind, Method, Outcome};
use serde_json::Value;

use crate::fixture::{
    RELEASED, TOLERANCE, check, cohort_covariates, golden, north_carolina, run_on_data,
};

/// R's Cox fit stops at a relative change of the likelihood of 1e-9, which leaves its coefficients
/// good to about this.
const COX_TOLERANCE: f64 = 1e-7;

const COHORT: &str = r#"
[data]
file = "cohort_small.csv"
treated = "treated"
[design]
covariates = COVARIATES
exact = ["male"]
method = "nearest"
k = 10
caliper = 0.2
SETTINGS
[[outcomes]]
name = "reoffending"
kind = "rate"
column = "reoffend"
primary = true
[[outcomes]]
name = "first reoffence"
kind = "time"
time = "t_first"
event = "reoffend"
horizon = 365
[[outcomes]]
name = "reoffences"
kind = "count"
column = "n_reoffences"
"#;

fn cohort(covariates: &[String], settings: &str) -> Findings {
    let study = COHORT.replace("COVARIATES", &format!("{covariates:?}"));
    run_on_data(&study.replace("SETTINGS", settings)).unwrap()
}

const ROSSI: &str = r#"
[data]
file = "rossi.csv"
treated = "fin"
[design]
covariates = ["age", "race", "wexp", "mar", "paro", "prio"]
method = "none"
assignment = "random"
[[outcomes]]
name = "arrest"
kind = "time"
time = "week"
event = "arrest"
horizon = 52
primary = true
"#;

#[test]
fn hazard_and_frequency_of_the_matched_cohort_as_r_has_them() {
    let golden = golden("cohort_small.json");
    let found = cohort(&cohort_covariates(), "leave_one_out = false");
    let survival = &found.survival["first reoffence"];
    let cox = survival.cox.as_ref().unwrap();
    check("log hazard ratio", cox.coefficient, &golden["cox"]["log_hr"], COX_TOLERANCE);
    check("robust error", cox.robust_se, &golden["cox"]["robust_se"], COX_TOLERANCE);
    assert!(cox.robust && cox.ci_high < 1.0 && cox.ci_low < cox.hazard_ratio);
    // Everyone was followed to the horizon, so the curves end at the weighted rates.
    let rate = &golden["nn10"]["att"];
    let at = survival.at_horizon.as_ref().unwrap();
    check("difference at the horizon", -at.difference.estimate, rate, TOLERANCE);
    assert_eq!((survival.censored.treated, survival.censored.comparison), (0, 0));
    assert!(survival.log_rank.as_ref().unwrap().robust && survival.refused.is_empty());
    let same = found.estimates.iter().find(|row| row.outcome == "first reoffence").unwrap();
    assert_eq!(same.estimator, "nearest");
    check("rate at the horizon", same.figures.estimate, rate, TOLERANCE);

    let frequency = &found.frequency["reoffences"];
    let poisson = frequency.poisson.as_ref().unwrap();
    check("log ratio", poisson.log_ratio, &golden["frequency_log_ratio"], TOLERANCE);
    let means = &frequency.mean_count;
    assert!((poisson.rate_ratio / (means.treated / means.comparison) - 1.0).abs() < TOLERANCE);
    // With one 0/1 column the two models have the same ratio.
    let binomial = frequency.negative_binomial.as_ref().unwrap();
    assert!((binomial.log_ratio - poisson.log_ratio).abs() < 1e-6);
    assert!(frequency.dispersion.unwrap() > 0.0);
    let row = found.estimates.iter().find(|row| row.outcome == "reoffences").unwrap();
    assert!((means.treated - means.comparison - row.figures.estimate).abs() < 1e-9);
}

#[test]
fn the_rossi_experiment_as_r_and_allison_have_it() {
    let golden = golden("rossi.json");
    let found = run_on_data(ROSSI).unwrap();
    let survival = &found.survival["arrest"];
    let km = &golden["km"];
    for at in 0..10 {
        let rows = if at < 5 { &survival.curves.comparison } else { &survival.curves.treated };
        let time = km["time"][at].as_f64().unwrap();
        let row = rows.iter().rfind(|row| row.time <= time).unwrap();
        check("survival", row.survival, &km["surv"][at], TOLERANCE);
        check("low", row.ci_low.unwrap(), &km["lo"][at], TOLERANCE);
        check("high", row.ci_high.unwrap(), &km["hi"][at], TOLERANCE);
        if row.time == time {
            assert_eq!(row.at_risk as u64, km["n_risk"][at].as_u64().unwrap());
        }
    }
    let test = survival.log_rank.as_ref().unwrap();
    check("log-rank", test.chisq, &golden["logrank"]["chisq"], TOLERANCE);
    check("observed", test.observed.comparison, &golden["logrank"]["obs"][0], TOLERANCE);
    check("expected", test.expected.treated, &golden["logrank"]["exp"][1], TOLERANCE);
    let adjusted = survival.cox_adjusted.as_ref().unwrap();
    let efron = &golden["cox_efron"];
    check("fin", adjusted.coefficient, &efron["coef"]["fin"], COX_TOLERANCE);
    check("se of fin", adjusted.se, &efron["se"]["fin"], COX_TOLERANCE);
    let still = adjusted.proportional.unwrap();
    check("zph", still.chisq, &golden["zph"]["chisq"][0], 1e-6);
    check("zph p", still.p, &golden["zph"]["p"][0], 1e-6);
    assert_eq!(adjusted.adjusted_for.len(), 6);
    assert!(survival.cox.as_ref().unwrap().adjusted_for.is_empty());
    let at = &survival.at_horizon.as_ref().unwrap().difference;
    check("difference", -at.estimate, &golden["arrest_rate"]["diff"], TOLERANCE);
    check("low", -at.ci_high, &golden["arrest_rate"]["wald_lo"], TOLERANCE);
    check("high", -at.ci_low, &golden["arrest_rate"]["wald_hi"], TOLERANCE);
    // Nobody had gone before the end, so the mean of the weeks is that of everyone's weeks.
    let mean = survival.restricted_mean.as_ref().unwrap().treated;
    let weeks = crate::fixture::columns("rossi.csv", &["fin", "week"], |fin| fin == 1.0);
    let plain = weeks[1].iter().sum::<f64>() / weeks[1].len() as f64;
    assert!((mean.estimate - plain).abs() < 1e-9, "{mean:?} {plain}");
}

#[test]
fn north_carolina_by_regression() {
    // The model of the golden file: everyone as they are, with the covariates in the model.
    let golden = &golden("recid_nc1978_extract.json")["cox"];
    let mut table = north_carolina();
    let censored = table.column("cens").unwrap().to_vec();
    let months = table.column("durat").unwrap().to_vec();
    let mut columns: Vec<(String, Vec<f64>)> = Vec::new();
    for name in RELEASED.iter().chain(&["workprg"]) {
        columns.push(((*name).to_owned(), table.column(name).unwrap().to_vec()));
    }
    columns.push(("months".into(), months));
    columns.push(("returned".into(), censored.iter().map(|own| 1.0 - own).collect()));
    table = evaluate::Table::new(columns).unwrap();
    let outcomes = table.set_aside(&["months", "returned"]).unwrap();
    let covariates = RELEASED.map(str::to_owned);
    let design = Design::new(&table, "workprg", &covariates, &[], Assignment::Observed).unwrap();
    let sealed = design.compare(Method::Regression).unwrap().seal();
    let follow_up = FollowUp { time: "months".into(), horizon: 100.0, competing: None };
    let outcome =
        Outcome { follow_up: Some(follow_up), ..Outcome::new("r", "returned", Kind::Time) };
    let found = sealed.survival(&outcomes, &outcome).unwrap();
    let cox = found.cox.as_ref().unwrap();
    check("workprg", cox.coefficient, &golden["coef"]["workprg"], COX_TOLERANCE);
    check("se", cox.se, &golden["se"]["workprg"], COX_TOLERANCE);
    check("hr", cox.hazard_ratio, &golden["hr"]["workprg"], COX_TOLERANCE);
    assert_eq!(found.events.treated + found.events.comparison, 552);
    // Nobody was followed for 100 months, so nothing is said of then.
    assert!(found.at_horizon.is_none() && found.restricted_mean.is_none());
    assert!(found.refused.iter().any(|own| own.part == "at_horizon"));
}

fn e_value(found: &Findings) -> EValue {
    found.sensitivity.e_value.clone().unwrap()
}

#[test]
fn what_it_would_take_to_overturn_the_cohort() {
    let found = cohort(&cohort_covariates(), "leave_one_out = false");
    let means = (found.outcomes[0].mean_treated, found.outcomes[0].mean_pool);
    let own = e_value(&found);
    let ratio = means.1 / means.0;
    assert!((own.ratio * ratio - 1.0).abs() < 1e-12);
    // VanderWeele and Ding's formula, on the ratio of the rates.
    assert!((own.estimate - (ratio + (ratio * (ratio - 1.0)).sqrt())).abs() < 1e-9);
    let limit = (means.0 - found.ci[1]) / means.0;
    assert!((own.limit - (limit + (limit * (limit - 1.0)).sqrt())).abs() < 1e-9);
    assert!(own.limit < own.estimate && own.limit > 1.0);
    let bounds = found.sensitivity.rosenbaum.as_ref().unwrap();
    assert_eq!((bounds.direction, bounds.sets), ("lower", 300));
    assert!(bounds.shared && bounds.bounds[0].p_upper < 0.001);
    let rising = |pair: &[evaluate::secondary::rosenbaum::BoundsRow]| {
        pair[0].p_upper <= pair[1].p_upper && pair[0].p_lower >= pair[1].p_lower
    };
    assert!(bounds.bounds.windows(2).all(rising));
    let gamma = bounds.gamma_withstood.unwrap();
    assert!(gamma > 1.0 && gamma < 3.0, "{gamma}");
    let refused = &found.sensitivity.refused;
    assert!(refused.iter().any(|own| own.part == "leave_one_out" && own.why.contains("false")));
    // Two secondary outcomes were looked at together.
    let holm = &found.sensitivity.holm;
    assert_eq!(holm.len(), 2);
    let least = holm.iter().map(|own| own.p).fold(1.0, f64::min);
    assert!(holm.iter().all(|own| own.p_holm >= own.p && own.p_holm >= (2.0 * least).min(1.0)));
}

#[test]
fn leaving_a_covariate_out_is_the_study_without_it() {
    let all = cohort_covariates();
    let few: Vec<String> = all.iter().filter(|name| !name.starts_with("prior_")).cloned().collect();
    let found = cohort(&few[..8], "");
    let rows = &found.sensitivity.leave_one_out.as_ref().unwrap().rows;
    assert_eq!(rows.len(), 8);
    for row in &rows[5..] {
        let kept: Vec<String> =
            few[..8].iter().filter(|name| **name != row.covariate).cloned().collect();
        let without = cohort(&kept, "leave_one_out = false");
        assert_eq!(without.att.to_bits(), row.figures.estimate.to_bits(), "{}", row.covariate);
        assert!((row.change - (without.att - found.att)).abs() < 1e-15);
        assert_eq!(without.n_matched_treated, row.sample.n_treated);
    }
}

#[test]
fn pairs_without_replacement_have_exact_bounds() {
    let study = COHORT
        .replace("COVARIATES", &format!("{:?}", cohort_covariates()))
        .replace("SETTINGS", "replace = false\nleave_one_out = false")
        .replace("k = 10", "k = 1");
    let found = run_on_data(&study).unwrap();
    let bounds = found.sensitivity.rosenbaum.as_ref().unwrap();
    assert_eq!((bounds.test, bounds.shared), ("mcnemar", false));
    let pairs = evaluate::sensitivity::DiscordantPairs::new(
        bounds.differing as u64,
        // Treated less comparison is the difference of the two kinds of discordant pairs.
        ((bounds.differing as f64 + found.att * bounds.sets as f64) / 2.0).round() as u64,
    )
    .unwrap();
    for row in &bounds.bounds {
        let direct = pairs.fewer(row.gamma).unwrap();
        assert!((direct.upper - row.p_upper).abs() < 1e-12, "{row:?} {direct:?}");
        assert!(bounds.inflation.is_none());
    }
}

const PLACEBO: &str = r#"
[data]
file = "c.csv"
treated = "treated"
[design]
covariates = ["age", "skill"]
leave_one_out = true
[[outcomes]]
name = "return"
kind = "rate"
[[outcomes]]
name = "before"
kind = "count"
exposure = "years"
placebo = true
"#;

/// Four hundred invented people; `gap` is how many more earlier offences the treated have.
fn with_placebo(gap: usize) -> Findings {
    let mut csv = String::from("treated,age,skill,return,before,years\n");
    for at in 0..400_usize {
        let treated = at % 4 == 0;
        let noise = |by: usize| at * by % 97;
        let back = usize::from(noise(31) < if treated { 25 } else { 55 });
        let before = noise(53) % 4 + if treated { gap } else { 0 };
        let (age, skill, years) = (noise(17), noise(71) % 7, 1 + noise(29) % 5);
        csv += &format!("{},{age},{skill},{back},{before},{years}\n", u8::from(treated));
    }
    let study = evaluate::Study::parse(PLACEBO).unwrap();
    evaluate::run(&study, &mut |_| Ok(Box::new(std::io::Cursor::new(csv.clone())))).unwrap()
}

#[test]
fn an_outcome_that_cannot_have_changed_speaks_when_it_differs() {
    let json = |found: &Findings| serde_json::to_value(found).unwrap();
    let quiet = with_placebo(0);
    assert!(!quiet.sensitivity.placebo[0].differs, "{:?}", quiet.sensitivity.placebo);
    assert_eq!(json(&quiet)["verdict"]["code"], "lower");
    let loud = with_placebo(3);
    assert!(loud.sensitivity.placebo[0].differs);
    assert_eq!(json(&loud)["verdict"]["code"], "placebo_differs");
    assert!(loud.caveats.iter().any(|own| own.contains("which the programme cannot have changed")));
    // A placebo is not one of several outcomes that are tested.
    assert!(loud.sensitivity.holm.is_empty());
    assert_eq!(loud.outcomes.iter().filter(|own| own.placebo).count(), 1);
    let frequency = &loud.frequency["before"];
    let (rate, ratio) = (frequency.rate.as_ref().unwrap(), frequency.poisson.as_ref().unwrap());
    assert!((rate.treated / rate.comparison - ratio.rate_ratio).abs() < 1e-8);
    let refused = run_on_data(
        &PLACEBO.replace("kind = \"rate\"", "kind = \"rate\"\nplacebo = true\nprimary = true"),
    );
    assert!(refused.unwrap_err().to_string().contains("cannot be a placebo"));
}

#[test]
fn every_analysis_is_said_in_plain_text_and_keeps_its_keys() {
    let found = cohort(&cohort_covariates()[..6], "");
    let mut text = String::new();
    evaluate::text::write(&found, &mut text).unwrap();
    for words in
        ["Hazard ratio", "Log-rank test", "How often:", "E-value", "Rosenbaum bounds", "(Holm)"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    let json: Value = serde_json::from_str(&found.to_json().unwrap()).unwrap();
    let survival = &json["survival"]["first reoffence"];
    for key in ["time", "at_risk", "events", "survival", "ci_low", "ci_high"] {
        for group in ["treated", "comparison"] {
            assert!(!survival["curves"][group][3][key].is_null(), "{group} {key}");
        }
    }
    for key in ["coefficient", "hazard_ratio", "se", "robust_se", "ci_low", "ci_high", "p"] {
        assert!(survival["cox"][key].is_number(), "{key}");
    }
    for key in ["poisson", "negative_binomial", "mean_count", "dispersion"] {
        assert!(!json["frequency"]["reoffences"][key].is_null(), "{key}");
    }
    let description = run_on_data(&ROSSI.replace("assignment = \"random\"\n", "")).unwrap();
    assert_eq!(json_of(&description)["sensitivity"], serde_json::json!({}));
    assert_eq!(json_of(&description)["survival"]["arrest"]["reading"], "descriptive");
}

fn json_of(found: &Findings) -> Value {
    serde_json::to_value(found).unwrap()
}
