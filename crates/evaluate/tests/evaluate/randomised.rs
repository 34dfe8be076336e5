//! Trials: the National Supported Work experiment, formulas in closed form, and what must hold.

use evaluate::design::Covariate;
use evaluate::randomised::{Slopes, adjusted, complier_effect, intention_to_treat};
use proptest::prelude::*;

use crate::fixture::{TOLERANCE, check, columns, golden};

const BEFORE: [&str; 8] =
    ["re74", "age", "education", "black", "hispanic", "married", "nodegree", "re75"];

fn nsw() -> (Vec<bool>, Vec<f64>, Vec<Covariate>) {
    let mut names = vec!["treat", "re78"];
    names.extend(BEFORE);
    let mut all = columns("nsw_dw.csv", &names, |_| true).into_iter();
    let offered = all.next().unwrap().iter().map(|treat| *treat == 1.0).collect();
    let outcome = all.next().unwrap();
    let covariates = BEFORE.iter().zip(all);
    let covariates = covariates
        .map(|(name, values)| Covariate { name: (*name).into(), values: values.into() })
        .collect();
    (offered, outcome, covariates)
}

#[test]
fn supported_work_as_offered() {
    let golden = &golden("nsw_experimental.json");
    let (offered, outcome, covariates) = nsw();
    let found = intention_to_treat(&offered, &outcome).unwrap();
    check("difference", found.effect.estimate, &golden["dw"]["diff"], TOLERANCE);
    check("se", found.effect.se.unwrap(), &golden["dw"]["se"], TOLERANCE);
    check("low", found.effect.ci_low, &golden["dw"]["lo"], TOLERANCE);
    check("p", found.effect.p.unwrap(), &golden["dw"]["p"], TOLERANCE);
    assert_eq!((found.offered, found.not_offered), (185, 260));
    let shared = adjusted(&offered, &outcome, &covariates, Slopes::Shared).unwrap();
    check("adjusted", shared.effect.estimate, &golden["dw_adjusted"]["coef"], TOLERANCE);
    // The golden error takes all variances as equal; ours does not, and is near it.
    check("se", shared.effect.se.unwrap(), &golden["dw_adjusted"]["se"], 0.1);
}

/// Least squares by the normal equations with Gauss–Jordan elimination: another way to the means
/// that Lin's estimator predicts in each group.
fn solve(mut rows: Vec<Vec<f64>>) -> Vec<f64> {
    let n = rows.len();
    for at in 0..n {
        let pivot =
            (at..n).max_by(|a, b| rows[*a][at].abs().total_cmp(&rows[*b][at].abs())).unwrap();
        rows.swap(at, pivot);
        let scale = rows[at][at];
        rows[at].iter_mut().for_each(|value| *value /= scale);
        for other in (0..n).filter(|other| *other != at) {
            let factor = rows[other][at];
            let from = rows[at].clone();
            rows[other].iter_mut().zip(from).for_each(|(value, own)| *value -= factor * own);
        }
    }
    rows.iter().map(|row| row[n]).collect()
}

#[test]
fn slopes_of_each_group_predict_for_everyone() {
    let (offered, outcome, covariates) = nsw();
    let found = adjusted(&offered, &outcome, &covariates, Slopes::OfEachGroup).unwrap();
    let width = covariates.len() + 1;
    let row = |at: usize| -> Vec<f64> {
        // In tens of thousands, so that elimination keeps its digits.
        let values = covariates
            .iter()
            .map(|own| own.values[at] / if own.name.starts_with("re") { 1e4 } else { 1.0 });
        std::iter::once(1.0).chain(values).collect()
    };
    let predicted = |on: bool| -> f64 {
        let mut sums = vec![vec![0.0; width + 1]; width];
        for at in (0..offered.len()).filter(|at| offered[*at] == on) {
            let own = row(at);
            for i in 0..width {
                (0..width).for_each(|j| sums[i][j] += own[i] * own[j]);
                sums[i][width] += own[i] * outcome[at];
            }
        }
        let slopes = solve(sums);
        let each = (0..offered.len())
            .map(|at| row(at).iter().zip(&slopes).map(|(value, slope)| value * slope).sum::<f64>());
        each.sum::<f64>() / offered.len() as f64
    };
    let expected = predicted(true) - predicted(false);
    assert!((found.effect.estimate / expected - 1.0).abs() < 1e-8, "{found:?} {expected}");
}

#[test]
fn taking_part_because_of_the_offer() {
    // Freedman-style table by hand: of 10 offered 8 take part, of 10 others 2. Outcome 1 for 3 of
    // the offered and for 6 of the others: (0.3 - 0.6) / (0.8 - 0.2) = -0.5.
    let offered: Vec<bool> = (0..20).map(|at| at < 10).collect();
    let took: Vec<f64> = (0..20).map(|at| f64::from(u8::from(!(8..18).contains(&at)))).collect();
    let outcome: Vec<f64> =
        (0..20).map(|at| f64::from(u8::from(at < 3 || (10..16).contains(&at)))).collect();
    let found = complier_effect(&offered, &took, &outcome).unwrap();
    assert!((found.effect.estimate + 0.5).abs() < 1e-12);
    assert!((found.compliers - 0.6).abs() < 1e-12);
    // Residuals of 2SLS by hand: y + d/2 among the offered is 1.5 (3), 0.5 (5), 0 (2); among the
    // others 1 (6), 0 (2), 0.5 (2). Sample variances over 10 and over 0.6.
    let variance = |values: &[(f64, f64)]| {
        let mean = values.iter().map(|(v, n)| v * n).sum::<f64>() / 10.0;
        values.iter().map(|(v, n)| n * (v - mean).powi(2)).sum::<f64>() / 9.0
    };
    let both = variance(&[(1.5, 3.0), (0.5, 5.0), (0.0, 2.0)])
        + variance(&[(1.0, 6.0), (0.0, 2.0), (0.5, 2.0)]);
    let expected = (both / 10.0).sqrt() / 0.6;
    assert!((found.effect.se.unwrap() - expected).abs() < 1e-12, "{found:?} {expected}");
    assert!(found.weak == (found.strength < 10.0));
    let nobody = vec![0.0; 20];
    assert!(complier_effect(&offered, &nobody, &outcome).is_err());
}

#[test]
fn people_without_an_outcome_are_counted() {
    let offered = [true, true, true, false, false, false];
    let found = intention_to_treat(&offered, &[1.0, 2.0, f64::NAN, 1.0, 4.0, f64::NAN]).unwrap();
    assert_eq!((found.offered, found.offered_unknown), (2, 1));
    assert_eq!((found.not_offered, found.not_offered_unknown), (2, 1));
    assert!(intention_to_treat(&offered, &[1.0; 6]).is_err());
    assert!(intention_to_treat(&[true; 6], &[1.0; 6]).is_err());
}

proptest! {
    /// Where everyone does as offered, taking part is the offer; a robust interval holds the
    /// estimate, and a covariate that explains nothing changes little.
    #[test]
    fn full_compliance_is_intention_to_treat(
        people in prop::collection::vec((any::<bool>(), -9i8..9, -9i8..9), 30..80),
    ) {
        let offered: Vec<bool> = people.iter().map(|own| own.0).collect();
        let outcome: Vec<f64> = people.iter().map(|own| f64::from(own.1)).collect();
        let took: Vec<f64> = people.iter().map(|own| f64::from(u8::from(own.0))).collect();
        let (Ok(plain), Ok(taken)) =
            (intention_to_treat(&offered, &outcome), complier_effect(&offered, &took, &outcome))
        else {
            return Ok(());
        };
        prop_assert!((plain.effect.estimate - taken.effect.estimate).abs() < 1e-9);
        prop_assert!((plain.effect.se.unwrap() - taken.effect.se.unwrap()).abs() < 1e-9);
        let robust = taken.robust_interval.unwrap();
        prop_assert!((robust.low - taken.effect.ci_low).abs() < 1e-6);
        let other = Covariate { name: "x".into(), values: people.iter().map(|own| f64::from(own.2)).collect() };
        for slopes in [Slopes::OfEachGroup, Slopes::Shared] {
            if let Ok(found) = adjusted(&offered, &outcome, std::slice::from_ref(&other), slopes) {
                prop_assert!(found.effect.ci_low < found.effect.ci_high);
                // A shift of the outcome by the covariate is taken out fully.
                let shifted: Vec<f64> =
                    outcome.iter().zip(other.values.iter()).map(|(y, x)| y + 3.0 * x).collect();
                let again = adjusted(&offered, &shifted, std::slice::from_ref(&other), slopes).unwrap();
                prop_assert!((again.effect.estimate - found.effect.estimate).abs() < 1e-6);
                prop_assert!((again.effect.se.unwrap() - found.effect.se.unwrap()).abs() < 1e-6);
            }
        }
    }
}
