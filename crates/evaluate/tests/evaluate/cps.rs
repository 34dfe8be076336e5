//! The treated of National Supported Work against CPS-3 and CPS-1, and the work release programme
//! of North Carolina: the score, matching and unmatched figures.
//!
//! The golden files matched with MatchIt 4.7.2 on the probability. Where several pool people are at
//! the k-th distance MatchIt takes them in row order, so those figures are checked with
//! [`Ties::RowOrder`]; the shared rule must stay inside what breaking ties either way can give.

use evaluate::abadie_imbens::common_variance;
use evaluate::{Kind, Method, Nearest, Radius, Scale, Table, Ties};
use serde_json::Value;

use crate::fixture::{
    ERROR_TOLERANCE, RELEASED, RICH, SCORE_TOLERANCE, SIMPLE, TOLERANCE, check, golden, matched,
    named, north_carolina, nsw, study,
};

/// One design of a golden file.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) table: Table,
    pub(crate) outcome: (&'static str, &'static str, Kind),
    pub(crate) covariates: &'static [&'static str],
    pub(crate) golden: Value,
}

/// Runs on every design of the golden files.
pub(crate) fn each_case(run: impl Fn(&Case)) {
    let earnings = ("treat", "re78", Kind::Mean);
    for (file, pool) in
        [("nsw_cps3.json", "cps_controls3.csv"), ("nsw_cps1.json", "cps_controls.csv")]
    {
        let golden = golden(file);
        for (name, covariates) in [("simple", &SIMPLE[..]), ("rich", &RICH[..])] {
            let (table, golden) = (nsw(pool), golden[name].clone());
            run(&Case { name: pool, table, outcome: earnings, covariates, golden });
        }
    }
    run(&Case {
        name: "north_carolina",
        table: north_carolina(),
        outcome: ("workprg", "returned", Kind::Rate),
        covariates: &RELEASED,
        golden: golden("recid_nc1978_extract.json")["psm_workprg_returned_within_12_months"]
            .clone(),
    });
}

fn nearest(k: usize, replace: bool, caliper: Option<f64>, ties: Ties) -> Method {
    Method::Nearest(Nearest { k, replace, caliper, scale: Scale::Score, ties })
}

fn check_design(case: &Case, method: Method, golden: &Value) {
    let what = case.name;
    let (sealed, found) = study(case.table.clone(), case.outcome, case.covariates, &[], method);
    let matched = sealed.matched();
    assert_eq!(matched.used().0 as u64, golden["n_t_matched"].as_u64().unwrap(), "{what}");
    assert_eq!(matched.used().1 as u64, golden["n_c_matched"].as_u64().unwrap(), "{what}");
    check(what, matched.effective_pool(), &golden["ess_c"], TOLERANCE);
    let main = found.figure.estimate();
    check(what, main.estimate, &golden["att"], TOLERANCE);
    for (name, mean) in [("mean_t", found.means.0), ("mean_c", found.means.1)] {
        if golden[name].is_f64() {
            check(what, mean, &golden[name], TOLERANCE);
        }
    }
    if golden["se_hc1"].is_f64() {
        check(what, main.se.unwrap(), &golden["se_hc1"], TOLERANCE);
    }
    for row in &matched.balance()[1..] {
        let after = row.after.unwrap();
        let golden = &golden["balance"];
        let name = row.name.as_str();
        check(name, after.mean_treated, &golden["mean_t"][name], TOLERANCE);
        check(name, after.mean_pool, &golden["mean_c"][name], TOLERANCE);
        check(name, after.smd.unwrap(), &golden["smd"][name], TOLERANCE);
    }
}

#[test]
fn the_score_is_that_of_glm() {
    each_case(|case| {
        let (treated, ..) = case.outcome;
        let method = nearest(1, true, None, Ties::Share);
        let matched = matched(&case.table, treated, case.covariates, &[], method);
        let score = matched.score().unwrap();
        let model = &case.golden["ps_model"];
        for (at, name) in score.names.iter().enumerate() {
            let name = if at == 0 { "(Intercept)" } else { name };
            check(name, score.coefficients[at], &model["coef"][name], SCORE_TOLERANCE);
            check(name, score.standard_errors[at], &model["se"][name], ERROR_TOLERANCE);
        }
        check("deviance", score.deviance, &model["dev"], TOLERANCE);
        check("log likelihood", -score.deviance / 2.0, &model["loglik"], TOLERANCE);
        check("null deviance", score.null_deviance, &model["null_dev"], TOLERANCE);
        let p = score.probability();
        let took_part = case.table.column(treated).unwrap();
        let side = |on: f64| {
            p.iter().zip(took_part.iter()).filter(move |(_, t)| **t == on).map(|(p, _)| *p)
        };
        let mean = |on| side(on).sum::<f64>() / side(on).count() as f64;
        let summary = &case.golden["ps_summary"];
        check("mean_t", mean(1.0), &summary["mean_t"], TOLERANCE);
        check("mean_c", mean(0.0), &summary["mean_c"], TOLERANCE);
        let (_, variance) = evaluate::interval::mean_and_variance(&p).unwrap();
        check("sd_all", variance.sqrt(), &summary["sd_all"], TOLERANCE);
        check("min_t", side(1.0).fold(1.0, f64::min), &summary["min_t"], TOLERANCE);
        check("max_t", side(1.0).fold(0.0, f64::max), &summary["max_t"], TOLERANCE);
    });
}

#[test]
fn unmatched() {
    each_case(|case| {
        let (sealed, found) =
            study(case.table.clone(), case.outcome, case.covariates, &[], Method::None);
        let main = found.figure.estimate();
        let golden = &case.golden["unmatched"];
        check("mean1", found.means.0, &golden["mean1"], TOLERANCE);
        check("mean0", found.means.1, &golden["mean0"], TOLERANCE);
        check("diff", main.estimate, &golden["diff"], TOLERANCE);
        check("se", main.se.unwrap(), &golden["se"], TOLERANCE);
        check("lo", main.ci_low, &golden["lo"], TOLERANCE);
        check("hi", main.ci_high, &golden["hi"], TOLERANCE);
        check_p(main.p.unwrap(), golden["p"].as_f64().unwrap());
        let att = &case.golden["att"];
        check("naive", named(&found, "naive").estimate, &att["naive"], TOLERANCE);
        check("ols", named(&found, "regression").estimate, &att["ols"], TOLERANCE);
        for row in sealed.matched().balance() {
            let (name, golden) = (row.name.as_str(), &golden["balance"]);
            check(name, row.before.mean_treated, &golden["mean_t"][name], TOLERANCE);
            check(name, row.before.mean_pool, &golden["mean_c"][name], TOLERANCE);
            check(name, row.before.smd.unwrap(), &golden["smd"][name], TOLERANCE);
        }
    });
}

/// A p-value of 1e-32 is compared as closely as one of 0.7.
#[track_caller]
fn check_p(found: f64, expected: f64) {
    assert!((found / expected - 1.0).abs() <= TOLERANCE, "{found} is not {expected}");
}

#[test]
fn radius_on_the_probability() {
    each_case(|case| {
        for radius in case.golden["radius"].as_array().unwrap() {
            let caliper = radius["caliper"].as_f64().unwrap();
            check_design(case, Method::Radius(Radius { caliper, scale: Scale::Score }), radius);
        }
    });
}

#[test]
fn one_nearest_without_replacement() {
    each_case(|case| {
        let method = nearest(1, false, None, Ties::Share);
        check_design(case, method, &case.golden["nn1_noreplace"]);
    });
}

/// Where the order of rows decides as it does in R. Under the rich score, and among the thousands
/// of CPS-1 with the same score, R's last bit decides some ties of ten neighbours, which no rule
/// reproduces; the next test holds those.
#[test]
fn nearest_with_replacement_in_row_order() {
    each_case(|case| {
        check_design(case, nearest(1, true, None, Ties::RowOrder), &case.golden["nn1_replace"]);
        if case.name != "cps_controls.csv" && case.covariates != RICH {
            let spread = case.golden["ps_summary"]["sd_all"].as_f64().unwrap();
            let method = nearest(10, true, Some(0.2 * spread), Ties::RowOrder);
            check_design(case, method, &case.golden["nn10_replace_caliper"]);
        }
    });
}

/// The golden figure for ten neighbours under the rich score breaks two equal ties in two ways,
/// by the last bit of R's arithmetic: no rule reproduces that. It must lie between the extremes.
#[test]
fn nearest_golden_figures_lie_within_what_ties_allow() {
    each_case(|case| {
        let spread = case.golden["ps_summary"]["sd_all"].as_f64().unwrap();
        for (name, k, caliper) in
            [("nn1_replace", 1, None), ("nn10_replace_caliper", 10, Some(0.2 * spread))]
        {
            let method = nearest(k, true, caliper, Ties::Share);
            let (sealed, found) =
                study(case.table.clone(), case.outcome, case.covariates, &[], method);
            let golden = &case.golden[name];
            assert_eq!(sealed.matched().used().0 as u64, golden["n_t_matched"].as_u64().unwrap());
            let outcome = case.table.column(case.outcome.1).unwrap().to_vec();
            let (low, high) = tie_bounds(sealed.matched().sets().unwrap(), &outcome, k);
            let treated = found.means.0;
            for att in [golden["att"].as_f64().unwrap(), found.figure.estimate().estimate] {
                assert!(
                    (treated - high - 1e-6..=treated - low + 1e-6).contains(&att),
                    "{} {name}: {att} not in {}..{}",
                    case.name,
                    treated - high,
                    treated - low
                );
            }
        }
    });
}

/// Lowest and highest comparison mean that breaking ties can give: of the people who share, the
/// lowest or the highest outcomes fill the places that are left.
fn tie_bounds(sets: &evaluate::sets::Sets, outcome: &[f64], k: usize) -> (f64, f64) {
    let (mut low, mut high, mut n) = (0.0, 0.0, 0.0);
    for (_, comparison) in sets.each() {
        let members: Vec<(usize, f64)> = comparison.collect();
        let each = 1.0 / (k.min(members.len())) as f64;
        let (sharing, whole): (Vec<_>, Vec<_>) =
            members.into_iter().partition(|(_, weight)| *weight < each - 1e-9);
        let certain: f64 = whole.iter().map(|(person, weight)| weight * outcome[*person]).sum();
        let mut values: Vec<f64> = sharing.iter().map(|(person, _)| outcome[*person]).collect();
        values.sort_by(f64::total_cmp);
        let places =
            (sharing.iter().map(|(_, weight)| weight).sum::<f64>() / each).round() as usize;
        low += certain + values.iter().take(places).sum::<f64>() * each;
        high += certain + values.iter().rev().take(places).sum::<f64>() * each;
        n += 1.0;
    }
    (low / n, high / n)
}

/// The `Matching` package ties everyone whose squared standardised distance is within 1e-5 of the
/// nearest; its standard error is ours on those sets.
#[test]
fn abadie_imbens_error_of_the_matching_package() {
    each_case(|case| {
        let (treated, outcome, _) = case.outcome;
        let method = nearest(1, true, None, Ties::Share);
        let matched = matched(&case.table, treated, case.covariates, &[], method);
        let score = matched.score().unwrap().probability();
        let (_, variance) = evaluate::interval::mean_and_variance(&score).unwrap();
        let took_part = case.table.column(treated).unwrap();
        let people = |on: f64| (0..score.len()).filter(move |at| took_part[*at] == on);
        let sets = people(1.0).map(|person| {
            let distance = |at: &usize| (score[person] - score[*at]).powi(2) / variance;
            let nearest = people(0.0).map(|at| distance(&at)).fold(f64::INFINITY, f64::min);
            (person, people(0.0).filter(|at| distance(at) <= nearest + 1e-5).collect())
        });
        let sets = evaluate::sets::Sets::from_members(sets);
        let found = common_variance(&sets, &case.table.column(outcome).unwrap().to_vec()).unwrap();
        let golden = &case.golden["abadie_imbens_ties"];
        check("att", found.estimate, &golden["att"], TOLERANCE);
        check("se", found.se.unwrap(), &golden["se"], TOLERANCE);
    });
}
