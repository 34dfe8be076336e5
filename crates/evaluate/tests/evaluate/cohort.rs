//! The invented release cohort: exact cells, ten neighbours on the log odds with shared ties, and
//! radius matching, against R.

use std::fs::File;

use evaluate::read::read_csv;
use evaluate::{Kind, Method, Nearest, Radius, Scale, Table, Ties};
use serde_json::Value;

use crate::fixture::{SCORE_TOLERANCE, TOLERANCE, check, golden, named, study};

const OUTCOME: (&str, &str, Kind) = ("treated", "reoffend", Kind::Rate);

pub(crate) fn cohort(covariates: &[&str]) -> Table {
    let path = format!("{}/tests/data/cohort_small.csv", env!("CARGO_MANIFEST_DIR"));
    let mut names = covariates.to_vec();
    names.extend(["treated", "reoffend"]);
    read_csv("cohort_small.csv", File::open(path).unwrap(), &names).unwrap()
}

fn check_design(covariates: &[&str], method: Method, golden: &Value) -> evaluate::Analysed {
    let (sealed, found) = study(cohort(covariates), OUTCOME, covariates, &["male"], method);
    let matched = sealed.matched();
    let count = |a: &str, b: &str| golden[a].as_u64().or(golden[b].as_u64()).unwrap();
    assert_eq!(matched.used().0 as u64, count("n_t_matched", "n_t"));
    assert_eq!(matched.used().1 as u64, count("n_c_matched", "n_c"));
    check("ess", matched.effective_pool(), &golden["ess_c"], TOLERANCE);
    check("att", found.figure.estimate().estimate, &golden["att"], TOLERANCE);
    for row in &matched.balance()[1..] {
        let (after, name) = (row.after.unwrap(), row.name.as_str());
        check(name, after.mean_treated, &golden["balance"]["mean_t"][name], TOLERANCE);
        check(name, after.mean_pool, &golden["balance"]["mean_c"][name], TOLERANCE);
        let smd = golden["balance"]["smd"][name].as_f64().unwrap();
        assert!((after.smd.unwrap() - smd).abs() < 1e-10, "{name}");
    }
    found
}

#[test]
fn the_cohort_as_r_matches_it() {
    let golden = golden("cohort_small.json");
    let covariates: Vec<&str> =
        golden["before"]["mean_t"].as_object().unwrap().keys().map(String::as_str).collect();
    let scale = Scale::Logit;
    let nearest = Nearest { k: 10, replace: true, caliper: Some(0.2), scale, ties: Ties::Share };
    let found = check_design(&covariates, Method::Nearest(nearest), &golden["nn10"]);
    check("se", found.figure.estimate().se.unwrap(), &golden["nn10"]["se_hc1"], TOLERANCE);
    check("naive", named(&found, "naive").estimate, &golden["naive"], TOLERANCE);
    check("ols", named(&found, "regression").estimate, &golden["att"]["ols"], TOLERANCE);
    for (caliper, radius) in [0.2, 0.02].into_iter().zip(golden["radius_logit"].as_array().unwrap())
    {
        check_design(&covariates, Method::Radius(Radius { caliper, scale }), radius);
    }
}

#[test]
fn the_score_and_the_balance_before() {
    let golden = golden("cohort_small.json");
    let covariates: Vec<&str> =
        golden["before"]["mean_t"].as_object().unwrap().keys().map(String::as_str).collect();
    let radius = Method::Radius(Radius { caliper: 0.02, scale: Scale::Logit });
    let matched =
        crate::fixture::matched(&cohort(&covariates), "treated", &covariates, &["male"], radius);
    let score = matched.score().unwrap();
    for (name, coefficient) in score.names.iter().zip(&score.coefficients).skip(1) {
        check(name, *coefficient, &golden["ps_coef"][name], SCORE_TOLERANCE);
    }
    check("(intercept)", score.coefficients[0], &golden["ps_coef"]["(Intercept)"], SCORE_TOLERANCE);
    let (_, variance) = evaluate::interval::mean_and_variance(&score.logit).unwrap();
    check("logit sd", variance.sqrt(), &golden["logit_sd"], TOLERANCE);
    for row in &matched.balance()[1..] {
        let name = row.name.as_str();
        check(name, row.before.mean_treated, &golden["before"]["mean_t"][name], TOLERANCE);
        check(name, row.before.mean_pool, &golden["before"]["mean_c"][name], TOLERANCE);
        check(name, row.before.smd.unwrap(), &golden["before"]["smd"][name], TOLERANCE);
    }
}
