//! Time to the first event against R (survival 3.5.3) and what was published: Allison (1995) and
//! Fox and Weisberg on the Rossi data, Chung, Schmidt and Witte (1991) on North Carolina.

use evaluate::design::Covariate;
use evaluate::survival::proportional::Clock;
use evaluate::survival::{Cox, FollowUp, KaplanMeier, Settings, TiedTimes, log_rank};
use evaluate::{Method, Nearest, Scale, Ties};
use proptest::prelude::*;
use serde_json::Value;

use crate::fixture::{TOLERANCE, check, columns, golden};

/// R's Cox fit stops at a relative change of the likelihood of 1e-9, which leaves its coefficients
/// good to about this.
const COX_TOLERANCE: f64 = 1e-7;
const ROSSI: [&str; 7] = ["fin", "age", "race", "wexp", "mar", "paro", "prio"];

struct People {
    follow_up: FollowUp,
    covariates: Vec<Covariate>,
}

fn yes(values: &[f64]) -> Vec<bool> {
    values.iter().map(|value| *value == 1.0).collect()
}

fn people(file: &str, (stop, event, is_event): (&str, &str, f64), names: &[&str]) -> People {
    let mut all = vec![stop, event];
    all.extend(names);
    let mut columns = columns(file, &all, |_| true).into_iter();
    let stop = columns.next().unwrap();
    let event = columns.next().unwrap().iter().map(|value| *value == is_event).collect();
    let covariates = names.iter().zip(columns);
    People {
        follow_up: FollowUp::until(stop, event).unwrap(),
        covariates: covariates
            .map(|(name, values)| Covariate { name: (*name).into(), values: values.into() })
            .collect(),
    }
}

fn rossi() -> People {
    people("rossi.csv", ("week", "arrest", 1.0), &ROSSI)
}

#[track_caller]
fn check_cox(found: &Cox, golden: &Value) {
    assert_eq!(found.rows as u64, golden["n"].as_u64().unwrap());
    assert_eq!(found.events as u64, golden["events"].as_u64().unwrap());
    for (at, own) in found.coefficients.iter().enumerate() {
        let name = own.name.as_str();
        check(name, own.coefficient, &golden["coef"][name], COX_TOLERANCE);
        check(name, own.se, &golden["se"][name], COX_TOLERANCE);
        let ratio = found.hazard_ratio(at, 0.95).unwrap();
        check(name, ratio.estimate, &golden["hr"][name], COX_TOLERANCE);
    }
    check("null", found.log_likelihood_null, &golden["loglik_null"], TOLERANCE);
    check("fit", found.log_likelihood, &golden["loglik"], TOLERANCE);
    let ratio = found.likelihood_ratio.unwrap();
    assert_eq!(ratio.df as u64, golden["lr_df"].as_u64().unwrap());
    check("likelihood ratio", ratio.chi_squared, &golden["lr"], COX_TOLERANCE);
    check("score", found.score.unwrap().chi_squared, &golden["score"], COX_TOLERANCE);
    let concordance = found.concordance().unwrap();
    check("concordance", concordance.estimate, &golden["concordance"], TOLERANCE);
    check("concordance se", concordance.se, &golden["concordance_se"], TOLERANCE);
    // R prints the Wald statistic to two decimals.
    check("wald", found.wald.chi_squared, &golden["wald"], 2e-4);
}

#[test]
fn the_rossi_model_with_both_ways_with_ties() {
    let (golden, rossi) = (golden("rossi.json"), rossi());
    let efron = Cox::fit(&rossi.follow_up, &rossi.covariates, Settings::default()).unwrap();
    check_cox(&efron, &golden["cox_efron"]);
    let settings = Settings { ties: TiedTimes::Breslow, ..Settings::default() };
    check_cox(
        &Cox::fit(&rossi.follow_up, &rossi.covariates, settings).unwrap(),
        &golden["cox_breslow"],
    );
    // As printed by Allison (1995) and Fox and Weisberg.
    assert!((efron.coefficients[0].coefficient + 0.3794).abs() < 5e-5);
    assert!((efron.coefficients[0].se - 0.1914).abs() < 5e-5);
}

#[test]
fn the_north_carolina_model() {
    let golden = golden("recid_nc1978_extract.json");
    let names = [
        "workprg", "priors", "tserved", "felon", "alcohol", "drugs", "black", "married", "educ",
        "age",
    ];
    let people = people("recid_nc1978_extract.csv", ("durat", "cens", 0.0), &names);
    let found = Cox::fit(&people.follow_up, &people.covariates, Settings::default()).unwrap();
    check_cox(&found, &golden["cox"]);
}

/// Weeks of the full Rossi data as spells, with employment of the week `lag` before.
#[expect(clippy::print_stdout, reason = "a test with nothing to run on says that it was skipped")]
fn weeks(lag: usize) -> Option<People> {
    // Packaged under the GPL, so it is read from a folder beside and is not part of ours.
    let Ok(folder) = std::env::var("RESETTLE_TEST_DATA") else {
        println!("skipped: RESETTLE_TEST_DATA names no folder with rossi_full.csv");
        return None;
    };
    let file = std::fs::File::open(format!("{folder}/rossi_full.csv")).unwrap();
    let employed: Vec<String> = (1..=52).map(|week| format!("emp{week}")).collect();
    let mut names = vec!["week", "arrest"];
    names.extend(ROSSI);
    names.extend(employed.iter().map(String::as_str));
    let table = evaluate::read::read_csv("rossi_full.csv", file, &names).unwrap();
    let column = |name: &str| table.column(name).unwrap();
    let (mut start, mut stop, mut event) = (Vec::new(), Vec::new(), Vec::new());
    let mut values = vec![Vec::new(); ROSSI.len() + 1];
    for person in 0..table.rows() {
        let last = column("week")[person] as usize;
        for week in lag + 1..=last {
            start.push(week as f64 - 1.0);
            stop.push(week as f64);
            event.push(week == last && column("arrest")[person] == 1.0);
            for (own, name) in values.iter_mut().zip(ROSSI) {
                own.push(column(name)[person]);
            }
            values[ROSSI.len()].push(column(&employed[week - lag - 1])[person]);
        }
    }
    let name = if lag == 0 { "emp" } else { "emplag" };
    let covariates = ROSSI.into_iter().chain([name]).zip(values);
    Some(People {
        follow_up: FollowUp::between(start, stop, event).unwrap(),
        covariates: covariates
            .map(|(name, values)| Covariate { name: name.into(), values: values.into() })
            .collect(),
    })
}

#[test]
fn employment_that_changes_from_week_to_week() {
    let golden = golden("rossi.json");
    for (lag, name, published) in
        [(0, "cox_timevarying_emp", -1.3283), (1, "cox_timevarying_emp_lag1", -0.7869)]
    {
        let Some(people) = weeks(lag) else { return };
        let found = Cox::fit(&people.follow_up, &people.covariates, Settings::default()).unwrap();
        check_cox(&found, &golden[name]);
        assert!((found.coefficients[7].coefficient - published).abs() < 5e-5);
    }
}

#[test]
fn the_matched_cohort_has_a_robust_error() {
    let golden = golden("cohort_small.json");
    let mut names: Vec<&str> =
        golden["before"]["mean_t"].as_object().unwrap().keys().map(String::as_str).collect();
    names.extend(["treated", "reoffend", "t_first"]);
    let covariates = &names[..names.len() - 3];
    let all = columns("cohort_small.csv", &names, |_| true);
    let table = evaluate::Table::new(
        names.iter().map(|name| (*name).to_owned()).zip(all.clone()).collect(),
    )
    .unwrap();
    let nearest = Nearest {
        k: 10,
        replace: true,
        caliper: Some(0.2),
        scale: Scale::Logit,
        ties: Ties::Share,
    };
    let method = Method::Nearest(nearest);
    let matched = crate::fixture::matched(&table, "treated", covariates, &["male"], method);
    let treated = all[names.len() - 3].clone();
    let event = yes(&all[names.len() - 2]);
    let follow_up = FollowUp::until(all[names.len() - 1].clone(), event).unwrap();
    // MatchIt scales the weights of the comparison to their number; ours add up to the treated.
    let (n_treated, n_pool) = matched.used();
    let scale = n_pool as f64 / n_treated as f64;
    let scaled = matched.weights().iter().zip(&treated);
    let weights: Vec<f64> =
        scaled.map(|(w, treated)| if *treated == 1.0 { *w } else { w * scale }).collect();
    let settings = Settings { weights: Some(&weights), ..Settings::default() };
    let covariate = Covariate { name: "treated".into(), values: treated.into() };
    let found = Cox::fit(&follow_up, &[covariate], settings).unwrap();
    check("log_hr", found.coefficients[0].coefficient, &golden["cox"]["log_hr"], COX_TOLERANCE);
    check("robust", found.coefficients[0].se, &golden["cox"]["robust_se"], COX_TOLERANCE);
    assert!(found.likelihood_ratio.is_none() && found.robust);
}

#[test]
fn hazard_ratios_that_change_in_time() {
    let (golden, rossi) = (golden("rossi.json"), rossi());
    let fit = Cox::fit(&rossi.follow_up, &rossi.covariates, Settings::default()).unwrap();
    let found = fit.proportional(&rossi.follow_up, Clock::KaplanMeier).unwrap();
    let golden = &golden["zph"];
    let all = found.each.iter().map(|(_, test)| test).chain([&found.global]);
    for (at, test) in all.enumerate() {
        check("zph", test.chi_squared, &golden["chisq"][at], 1e-6);
        check("zph p", test.p, &golden["p"][at], 1e-6);
    }
}

#[test]
fn the_rossi_groups_by_log_rank() {
    let (golden, rossi) = (golden("rossi.json"), rossi());
    let group: Vec<usize> = rossi.covariates[0].values.iter().map(|fin| *fin as usize).collect();
    let found = log_rank(&rossi.follow_up, &group, None).unwrap();
    check("chisq", found.chi_squared, &golden["logrank"]["chisq"], TOLERANCE);
    for at in 0..2 {
        check("expected", found.expected[at], &golden["logrank"]["exp"][at], TOLERANCE);
        check("observed", found.observed[at] as f64, &golden["logrank"]["obs"][at], TOLERANCE);
    }
}

#[test]
fn the_rossi_curves() {
    let (golden, rossi) = (golden("rossi.json"), rossi());
    let (golden, fin) = (&golden["km"], &rossi.covariates[0].values);
    let curves = [0.0, 1.0]
        .map(|side| KaplanMeier::of(&rossi.follow_up.only(|row| fin[row] == side), None, 0.95));
    for at in 0..10 {
        let curve = curves[at / 5].as_ref().unwrap();
        let found = curve.at(golden["time"][at].as_f64().unwrap()).unwrap();
        assert_eq!(found.at_risk as u64, golden["n_risk"][at].as_u64().unwrap());
        check("survival", found.survival, &golden["surv"][at], TOLERANCE);
        check("se", found.se, &golden["se"][at], TOLERANCE);
        check("low", found.interval.unwrap().low, &golden["lo"][at], TOLERANCE);
        check("high", found.interval.unwrap().high, &golden["hi"][at], TOLERANCE);
        assert_eq!(curve.at(52.5), None);
    }
}

#[test]
fn the_difference_at_a_horizon() {
    // Everyone was followed for 52 weeks, so the curves differ as the two proportions do.
    let (golden, rossi) = (golden("rossi.json"), rossi());
    let (golden, fin) = (&golden["arrest_rate"], &rossi.covariates[0].values);
    let side = |side: f64| rossi.follow_up.only(|row| fin[row] == side);
    let at = |side| KaplanMeier::of(&side, None, 0.95).unwrap().at(52.0).unwrap();
    let found = at(side(1.0)).share_with_event_less(&at(side(0.0)), 0.95);
    check("difference", found.estimate, &golden["diff"], TOLERANCE);
    check("low", found.low, &golden["wald_lo"], TOLERANCE);
    check("high", found.high, &golden["wald_hi"], TOLERANCE);
    let incidence = |side: FollowUp| {
        let cause = vec![0; side.rows()];
        evaluate::survival::aalen_johansen(&side, &cause, 1, 0.95).unwrap()[0].at(52.0).unwrap()
    };
    let same = incidence(side(1.0)).incidence_less(&incidence(side(0.0)), 0.95);
    check("incidence", same.estimate, &golden["diff"], TOLERANCE);
    check("incidence low", same.low, &golden["wald_lo"], TOLERANCE);
}

#[test]
fn remission_of_leukaemia() {
    // Freireich et al. (1963), as in Cox and Oakes (1984): 6-MP against placebo. Medians 23 and 8
    // weeks; log-rank 16.79; log hazard ratio 1.572 (Efron), 1.509 (Breslow).
    let drug = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
    let placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];
    let stop = drug.iter().chain(&placebo).map(|week| f64::from(*week)).collect();
    let event = (0..42).map(|at| !(9..21).contains(&at)).collect();
    let follow_up = FollowUp::until(stop, event).unwrap();
    let group: Vec<usize> = (0..42).map(|at| at / 21).collect();
    let found = log_rank(&follow_up, &group, None).unwrap();
    assert!((found.chi_squared - 16.79).abs() < 0.005, "{found:?}");
    for (side, median) in [(0, 23.0), (1, 8.0)] {
        let curve = KaplanMeier::of(&follow_up.only(|row| group[row] == side), None, 0.95).unwrap();
        assert_eq!(curve.median().time, Some(median));
    }
    let values = group.iter().map(|group| *group as f64).collect();
    let covariates = [Covariate { name: "placebo".into(), values }];
    for (ties, published) in [(TiedTimes::Efron, 1.572), (TiedTimes::Breslow, 1.509)] {
        let settings = Settings { ties, ..Settings::default() };
        let found = Cox::fit(&follow_up, &covariates, settings).unwrap();
        assert!((found.coefficients[0].coefficient - published).abs() < 5e-4, "{ties:?}");
    }
}

#[test]
fn what_cannot_be_answered_is_refused() {
    let stop: Vec<f64> = (1..=20).map(f64::from).collect();
    let side: Vec<f64> = (0..20).map(|at| f64::from(at % 2)).collect();
    let refused = |event: Vec<bool>, values: Vec<f64>| {
        let follow_up = FollowUp::until(stop.clone(), event).unwrap();
        let covariates = [Covariate { name: "side".into(), values: values.into() }];
        Cox::fit(&follow_up, &covariates, Settings::default()).unwrap_err().to_string()
    };
    let some: Vec<bool> = (0..20).map(|at| at % 3 == 0).collect();
    assert!(refused(vec![false; 20], side.clone()).contains("nobody had the event"));
    assert!(refused(some.clone(), vec![1.0; 20]).contains("same for everyone"));
    let one_side = side.iter().map(|side| *side == 1.0).collect();
    assert!(refused(one_side, side.clone()).contains("\"side\" has no limit"));
    let mut gap = side.clone();
    gap[3] = f64::NAN;
    assert!(refused(some.clone(), gap).contains("missing in 1 of 20"));
    assert!(FollowUp::until(vec![-1.0], vec![true]).is_err());
    assert!(FollowUp::until(vec![f64::NAN], vec![true]).is_err());
    assert!(FollowUp::between(vec![2.0], vec![2.0], vec![true]).is_err());
    let follow_up = FollowUp::until(stop.clone(), some).unwrap();
    assert!(log_rank(&follow_up, &[0; 20], None).is_err());
    assert!(KaplanMeier::of(&follow_up, Some(&[0.0; 20]), 0.95).is_err());
}

/// One person: weeks followed, event, two covariates, where the spell is cut.
type Person = (u8, bool, bool, u8, f64);

fn cohort() -> impl Strategy<Value = Vec<Person>> {
    prop::collection::vec((1u8..25, any::<bool>(), any::<bool>(), 0u8..6, 0.1f64..0.9), 30..80)
}

fn columns_of(people: &[Person]) -> (Vec<f64>, Vec<bool>, Vec<Covariate>) {
    let side = people.iter().map(|own| f64::from(u8::from(own.2))).collect();
    let prior = people.iter().map(|own| f64::from(own.3)).collect();
    let covariates = vec![
        Covariate { name: "side".into(), values: side },
        Covariate { name: "prior".into(), values: prior },
    ];
    (
        people.iter().map(|own| f64::from(own.0)).collect(),
        people.iter().map(|own| own.1).collect(),
        covariates,
    )
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * (1.0 + a.abs())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Cutting each spell in two, with the same covariates, changes nothing; neither does the
    /// order of rows, nor a robust error with the two halves in one cluster.
    #[test]
    fn a_spell_may_be_cut_in_two(people in cohort()) {
        let (stop, event, covariates) = columns_of(&people);
        let whole = FollowUp::until(stop.clone(), event.clone()).unwrap();
        let n = people.len();
        let cut: Vec<f64> = (0..n).map(|at| stop[at] * people[at].4).collect();
        let start = cut.iter().copied().chain(vec![0.0; n]).collect();
        let ends = stop.iter().chain(&cut).copied().collect();
        let halves = event.iter().copied().chain(vec![false; n]).collect();
        let halves = FollowUp::between(start, ends, halves).unwrap();
        let twice: Vec<Covariate> = covariates.iter().map(|own| Covariate {
            name: own.name.clone(),
            values: own.values.to_vec().repeat(2).into(),
        }).collect();
        let person: Vec<usize> = (0..n).chain(0..n).collect();
        let robust = Settings { robust: true, ..Settings::default() };
        let clustered = Settings { clusters: Some(&person), ..Settings::default() };
        match (Cox::fit(&whole, &covariates, robust), Cox::fit(&halves, &twice, clustered)) {
            (Ok(a), Ok(b)) => {
                prop_assert!(close(a.log_likelihood, b.log_likelihood));
                for (a, b) in a.coefficients.iter().zip(&b.coefficients) {
                    prop_assert!(close(a.coefficient, b.coefficient), "{a:?} {b:?}");
                    prop_assert!(close(a.model_se, b.model_se), "{a:?} {b:?}");
                    prop_assert!(close(a.se, b.se), "{a:?} {b:?}");
                }
            }
            (a, b) => prop_assert_eq!(a.is_err(), b.is_err()),
        }
        let (a, b) = (KaplanMeier::of(&whole, None, 0.95).unwrap(), KaplanMeier::of(&halves, None, 0.95).unwrap());
        for step in a.steps.iter().filter(|step| step.events > 0) {
            let other = b.at(step.time).unwrap();
            prop_assert!(close(step.survival, other.survival) && close(step.se, other.se));
            prop_assert_eq!(step.at_risk, other.at_risk);
        }
    }

    /// Without ties the score test of one 0/1 covariate is the log-rank test, exactly.
    #[test]
    fn the_score_test_is_the_log_rank_test(people in cohort(), strata in any::<bool>()) {
        let (stop, event, covariates) = columns_of(&people);
        let stop = stop.iter().enumerate().map(|(at, stop)| stop + at as f64 * 1e-3).collect();
        let follow_up = FollowUp::until(stop, event).unwrap();
        let group: Vec<usize> = people.iter().map(|own| usize::from(own.2)).collect();
        let stratum: Vec<usize> = people.iter().map(|own| usize::from(own.3 > 2)).collect();
        let strata = strata.then_some(stratum.as_slice());
        let settings = Settings { strata, ..Settings::default() };
        if let (Ok(cox), Ok(test)) =
            (Cox::fit(&follow_up, &covariates[..1], settings), log_rank(&follow_up, &group, strata))
        {
            prop_assert!(close(cox.score.unwrap().chi_squared, test.chi_squared));
            let sums = (test.expected.iter().sum::<f64>(), follow_up.events() as f64);
            prop_assert!(close(sums.0, sums.1));
        }
    }

    /// Repeating everybody is the same as a weight of 2, by Breslow's way with ties, and halves
    /// the robust variance of clusters that are repeated as clusters.
    #[test]
    fn a_weight_of_two_is_two_people(people in cohort()) {
        let (stop, event, covariates) = columns_of(&people);
        let once = FollowUp::until(stop.clone(), event.clone()).unwrap();
        let twice = FollowUp::until(stop.repeat(2), event.repeat(2)).unwrap();
        let repeated: Vec<Covariate> = covariates.iter().map(|own| Covariate {
            name: own.name.clone(),
            values: own.values.to_vec().repeat(2).into(),
        }).collect();
        let weights = vec![2.0; people.len()];
        let breslow = Settings { ties: TiedTimes::Breslow, ..Settings::default() };
        let weighted = Settings { weights: Some(&weights), ..breslow };
        if let (Ok(a), Ok(b)) = (Cox::fit(&once, &covariates, weighted), Cox::fit(&twice, &repeated, breslow)) {
            for (a, b) in a.coefficients.iter().zip(&b.coefficients) {
                prop_assert!(close(a.coefficient, b.coefficient) && close(a.model_se, b.se));
            }
        }
    }

    /// Cutting spells in two changes no incidence; a weight that all share changes no curve.
    #[test]
    fn cut_spells_and_equal_weights_change_no_curve(people in cohort(), weight in 0.1f64..9.0) {
        let (stop, event, _) = columns_of(&people);
        prop_assume!(event.contains(&true));
        let n = people.len();
        let cut: Vec<f64> = (0..n).map(|at| stop[at] * people[at].4).collect();
        let start = cut.iter().copied().chain(vec![0.0; n]).collect();
        let ends = stop.iter().chain(&cut).copied().collect();
        let ended = event.iter().copied().chain(vec![false; n]).collect();
        let halves = FollowUp::between(start, ends, ended).unwrap();
        let whole = FollowUp::until(stop, event).unwrap();
        let cause: Vec<usize> = people.iter().map(|own| usize::from(own.2)).collect();
        let once = evaluate::survival::aalen_johansen(&whole, &cause, 2, 0.95).unwrap();
        let twice = evaluate::survival::aalen_johansen(&halves, &cause.repeat(2), 2, 0.95).unwrap();
        prop_assert_eq!(once, twice);
        let plain = KaplanMeier::of(&whole, None, 0.95).unwrap();
        let weighted = KaplanMeier::of(&whole, Some(&vec![weight; n]), 0.95).unwrap();
        for (a, b) in plain.steps.iter().zip(&weighted.steps) {
            prop_assert!(close(a.survival, b.survival) && close(a.se, b.se));
        }
        prop_assert_eq!(plain.median().time, weighted.median().time);
    }

    /// With one kind of event the incidence is one less Kaplan–Meier, with Greenwood's error; with
    /// two kinds the shares and those without any add up to one.
    #[test]
    fn incidences_add_up(people in cohort()) {
        let (stop, event, _) = columns_of(&people);
        prop_assume!(event.contains(&true));
        let follow_up = FollowUp::until(stop, event).unwrap();
        let curve = KaplanMeier::of(&follow_up, None, 0.95).unwrap();
        let one = evaluate::survival::aalen_johansen(&follow_up, &vec![0; people.len()], 1, 0.95).unwrap();
        let cause: Vec<usize> = people.iter().map(|own| usize::from(own.2)).collect();
        let two = evaluate::survival::aalen_johansen(&follow_up, &cause, 2, 0.95).unwrap();
        for (at, step) in one[0].steps.iter().enumerate() {
            let km = curve.at(step.time).unwrap();
            prop_assert!(close(step.incidence, 1.0 - km.survival));
            prop_assert_eq!(step.at_risk, km.at_risk);
            if km.survival > 1e-9 {
                prop_assert!((step.se - km.se).abs() < 1e-7, "{} {}", step.se, km.se);
            }
            let sum = two[0].steps[at].incidence + two[1].steps[at].incidence;
            prop_assert!(close(sum + km.survival, 1.0));
        }
    }
}

#[test]
fn everyone_followed_to_the_end_is_a_plain_proportion() {
    // Without censoring the incidence is a binomial share, with its error sqrt(p (1 - p) / n).
    let stop: Vec<f64> = (1..=40).map(f64::from).collect();
    let follow_up = FollowUp::until(stop, vec![true; 40]).unwrap();
    let cause: Vec<usize> = (0..40).map(|at| usize::from(at % 3 == 0)).collect();
    let found = evaluate::survival::aalen_johansen(&follow_up, &cause, 2, 0.95).unwrap();
    for (at, step) in found[0].steps.iter().enumerate().take(39) {
        let share = cause[..=at].iter().filter(|cause| **cause == 0).count() as f64 / 40.0;
        assert!((step.incidence - share).abs() < 1e-12);
        let error = (share * (1.0 - share) / 40.0).sqrt();
        assert!((step.se - error).abs() < 1e-9, "{step:?}");
    }
    assert!(found[0].at(41.0).is_none());
}
