//! Odds weights, entropy balancing, AIPW and regression imputation, against the golden figures; and
//! where the weights blow up, the refusal.

use evaluate::augmented::Augmented;
use evaluate::design::Covariate;
use evaluate::score::Score;
use evaluate::weighting::{entropy, odds, refuse_blown_up};
use evaluate::{Method, Refusal, Table};
use proptest::prelude::*;
use serde_json::Value;

use crate::cohort::cohort;
use crate::cps::each_case;
use crate::fixture::{TOLERANCE, check, golden, named, study};

/// What the golden files call the figures of one design.
fn check_weights(
    table: &Table,
    (treated, outcome): (&str, &str),
    covariates: &[&str],
    golden: &Value,
) {
    let on: Vec<bool> = table.column(treated).unwrap().iter().map(|on| *on == 1.0).collect();
    let values = &table.column(outcome).unwrap().to_vec();
    let covariates: Vec<Covariate> = covariates
        .iter()
        .map(|name| Covariate {
            name: (*name).to_owned(),
            values: table.column(name).unwrap().clone(),
        })
        .collect();
    let score = Score::fit(&on, &covariates).unwrap();
    let odds = odds(&on, &score.logit);
    check("odds", difference(&on, &odds, values), &golden["ipw_att_hajek"], TOLERANCE);
    check("ess", effective(&on, &odds), &golden["ipw_ess_c"], TOLERANCE);

    let balanced = entropy(&on, &covariates).unwrap();
    check("entropy", difference(&on, &balanced, values), &golden["entropy_att"], TOLERANCE);
    check("ess", effective(&on, &balanced), &golden["entropy_ess_c"], TOLERANCE);
    let of_pool = || balanced.iter().zip(&on).filter(|(_, on)| !**on).map(|(weight, _)| *weight);
    let largest = of_pool().fold(0.0, f64::max) / of_pool().sum::<f64>();
    check("largest", largest, &golden["entropy_max_w"], TOLERANCE);
    for covariate in &covariates {
        let values = &covariate.values;
        let scale = values.iter().map(|value| value.abs()).fold(0.0, f64::max);
        assert!(
            difference(&on, &balanced, &values.to_vec()).abs() < 1e-10 * scale,
            "{}",
            covariate.name
        );
    }

    let found = Augmented::of(&on, &covariates, &odds, values).unwrap();
    check("imputed", found.imputed, &golden["regression_imputation"], TOLERANCE);
    check("aipw", found.estimate.estimate, &golden["aipw_att"], TOLERANCE);
    check("aipw se", found.estimate.se.unwrap(), &golden["aipw_se_if"], TOLERANCE);
}

fn difference(on: &[bool], weights: &[f64], values: &[f64]) -> f64 {
    let mean = |side: bool| {
        let (mut sum, mut total) = (0.0, 0.0);
        for (at, on) in on.iter().enumerate() {
            if *on == side {
                let weight = if side { 1.0 } else { weights[at] };
                (sum, total) = (sum + weight * values[at], total + weight);
            }
        }
        sum / total
    };
    mean(true) - mean(false)
}

fn effective(on: &[bool], weights: &[f64]) -> f64 {
    let pool = weights.iter().zip(on).filter(|(_, on)| !**on);
    let (sum, squares) = pool.fold((0.0, 0.0), |(s, q), (w, _)| (s + w, q + w * w));
    sum * sum / squares
}

#[test]
fn weights_of_earnings_and_of_release() {
    each_case(|case| {
        let (treated, outcome, _) = case.outcome;
        check_weights(&case.table, (treated, outcome), case.covariates, &case.golden["att"]);
    });
}

#[test]
fn weights_of_the_cohort() {
    let golden = golden("cohort_small.json");
    let covariates: Vec<&str> =
        golden["before"]["mean_t"].as_object().unwrap().keys().map(String::as_str).collect();
    let table = cohort(&covariates);
    check_weights(&table, ("treated", "reoffend"), &covariates, &golden["att"]);
}

/// As methods of a study they give the same figures, or say why there is none: under the rich
/// score of CPS-3 the odds are worth 25 people.
#[test]
fn a_study_weighs_or_refuses() {
    each_case(|case| {
        let att = &case.golden["att"];
        for (method, figure, ess) in [
            (Method::Odds, "ipw_att_hajek", "ipw_ess_c"),
            (Method::Entropy, "entropy_att", "entropy_ess_c"),
            (Method::Aipw, "aipw_att", "ipw_ess_c"),
        ] {
            let name = method.name();
            let (treated, outcome, _) = case.outcome;
            let mut table = case.table.clone();
            table.set_aside(&[outcome]).unwrap();
            let names: Vec<String> = case.covariates.iter().map(|n| (*n).to_owned()).collect();
            let design =
                evaluate::Design::new(&table, treated, &names, &[], evaluate::Assignment::Observed)
                    .unwrap();
            let enough = att[ess].as_f64().unwrap() >= f64::max(30.0, n_treated(case) / 4.0);
            match design.compare(method.clone()) {
                Err(refusal) => {
                    assert!(matches!(refusal, Refusal::WeightsBlowUp { .. }), "{refusal}");
                    assert!(!enough, "{} {name}: {refusal}", case.name);
                }
                Ok(matched) => {
                    assert!(enough);
                    check(name, matched.effective_pool(), &att[ess], TOLERANCE);
                    let (_, found) =
                        study(case.table.clone(), case.outcome, case.covariates, &[], method);
                    check(name, found.figure.estimate().estimate, &att[figure], TOLERANCE);
                    check(name, named(&found, name).estimate, &att[figure], TOLERANCE);
                }
            }
        }
    });
}

fn n_treated(case: &crate::cps::Case) -> f64 {
    case.table.column(case.outcome.0).unwrap().iter().sum()
}

#[test]
fn one_person_may_not_carry_a_comparison() {
    let treated: Vec<bool> = (0..200).map(|at| at < 40).collect();
    let mut weights = vec![1.0; 200];
    assert_eq!(refuse_blown_up(&treated, &weights), Ok(()));
    weights[199] = 10.0;
    let refusal = refuse_blown_up(&treated, &weights).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "the weights rest on the equivalent of 110 people of the pool, where 30 are needed, and \
         one person carries 6% of all the weight, where 5% is the limit"
    );
}

#[test]
fn means_that_the_pool_cannot_reach_are_refused_by_name() {
    let treated: Vec<bool> = (0..40).map(|at| at < 10).collect();
    let ages = (0..40).map(|at| if at < 10 { 60.0 + f64::from(at) } else { f64::from(at) });
    let priors = (0..40).map(|at| f64::from(at * 7 % 11)).collect();
    let covariates = [
        Covariate { name: "priors".into(), values: priors },
        Covariate { name: "age".into(), values: ages.collect() },
    ];
    assert_eq!(entropy(&treated, &covariates), Err(Refusal::NotFeasible(vec!["age".into()])));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Balancing weights are positive, add up to the treated and make every mean equal, whatever
    /// the unit.
    #[test]
    fn balancing_weights_balance(
        people in prop::collection::vec((18u8..60, 0u8..9, any::<bool>()), 60..120),
        per in 1.0f64..1000.0,
    ) {
        let treated: Vec<bool> = people.iter().map(|p| p.2).collect();
        let ages: Vec<f64> = people.iter().map(|p| f64::from(p.0)).collect();
        let priors: Vec<f64> = people.iter().map(|p| f64::from(p.1)).collect();
        let covariates = |per: f64| {
            [("age", ages.iter().map(|age| age * per).collect()), ("priors", priors.clone())]
                .map(|(name, values)| Covariate { name: name.into(), values: values.into() })
        };
        if let Ok(weights) = entropy(&treated, &covariates(1.0)) {
            let n = treated.iter().filter(|on| **on).count() as f64;
            let sum: f64 = weights.iter().zip(&treated).filter(|(_, on)| !**on).map(|(w, _)| w).sum();
            prop_assert!((sum - n).abs() < 1e-9 * n);
            prop_assert!(weights.iter().all(|weight| *weight >= 0.0));
            prop_assert!(difference(&treated, &weights, &ages).abs() < 1e-8);
            prop_assert!(difference(&treated, &weights, &priors).abs() < 1e-8);
            let scaled = entropy(&treated, &covariates(per)).unwrap();
            for (a, b) in weights.iter().zip(&scaled) {
                prop_assert!((a - b).abs() < 1e-7, "{a} {b}");
            }
        }
    }
}
