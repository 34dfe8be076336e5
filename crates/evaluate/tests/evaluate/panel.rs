//! Whole sites before and after, on figures whose answer is known.

use evaluate::panel::{Row, Series, difference_in_differences, synthetic_control};
use proptest::prelude::*;

fn panel(sites: &[(bool, [f64; 4])]) -> Vec<Row> {
    let each = sites.iter().enumerate().flat_map(|(site, (pilot, values))| {
        values.iter().zip(0..).map(move |(outcome, period)| Row {
            site,
            pilot: *pilot,
            period,
            outcome: *outcome,
        })
    });
    each.collect()
}

#[test]
fn changes_by_hand() {
    // Pilot sites change by -4 and -2, the others by 0, 1 and -1: -3 - 0 = -3.
    let sites = [
        (true, [10.0, 10.0, 6.0, 6.0]),
        (true, [8.0, 8.0, 6.0, 6.0]),
        (false, [5.0, 5.0, 5.0, 5.0]),
        (false, [7.0, 7.0, 8.0, 8.0]),
        (false, [9.0, 9.0, 8.0, 8.0]),
    ];
    let found = difference_in_differences(&panel(&sites), 2).unwrap();
    assert!((found.effect.estimate + 3.0).abs() < 1e-9);
    assert_eq!(found.sites, (2, 3));
    assert!(found.few_sites);
    // One change for each site: variances 2 / 2 and 1 / 3.
    let by_site = found.by_site.unwrap();
    assert!((by_site.estimate + 3.0).abs() < 1e-12);
    assert!((by_site.se.unwrap() - (1.0 + 1.0 / 3.0_f64).sqrt()).abs() < 1e-9);
    // By cluster: half the sum of squares of one side is what HC0 has, 2/4 and 2/9; times the
    // factor 5/4 × 19/16.
    let cluster = ((2.0 / 4.0 + 2.0 / 9.0) * 5.0 / 4.0 * 19.0 / 16.0_f64).sqrt();
    assert!((found.effect.se.unwrap() - cluster).abs() < 1e-9, "{found:?} {cluster}");
    let trend = found.earlier_trend.unwrap();
    assert!(trend.estimate.abs() < 1e-9);
}

#[test]
fn sites_that_cannot_answer_are_refused() {
    let one = [(true, [1.0; 4]), (false, [2.0; 4]), (false, [3.0; 4])];
    let problem = difference_in_differences(&panel(&one), 2).unwrap_err().to_string();
    assert!(problem.contains("1 pilot sites") && problem.contains("synthetic control"));
    let mut both =
        panel(&[(true, [1.0; 4]), (true, [2.0; 4]), (false, [1.0; 4]), (false, [3.0; 4])]);
    assert!(difference_in_differences(&both, 9).unwrap_err().to_string().contains("after"));
    both[0].pilot = false;
    assert!(difference_in_differences(&both, 2).unwrap_err().to_string().contains("both"));
}

fn donors(count: usize, periods: usize) -> Vec<Series> {
    // Waves of different length, so that no site is a mix of others.
    let value = |site: usize, at: usize| {
        let (site, at) = (site as f64 + 1.0, at as f64);
        30.0 + 5.0 * (at * site * 0.37).sin() + site * (at * 0.11 * site).cos()
    };
    (0..count)
        .map(|site| Series {
            name: format!("site {site}"),
            values: (0..periods).map(|at| value(site, at)).collect(),
        })
        .collect()
}

fn mixed(others: &[Series], weights: &[f64], begins: usize, effect: f64) -> Series {
    let values = (0..others[0].values.len()).map(|at| {
        let sum: f64 = others.iter().zip(weights).map(|(own, w)| own.values[at] * w).sum();
        if at >= begins { sum + effect } else { sum }
    });
    Series { name: "pilot".into(), values: values.collect() }
}

#[test]
fn an_exact_mix_is_found_with_its_effect() {
    let others = donors(20, 40);
    let mut weights = vec![0.0; 20];
    (weights[3], weights[7], weights[12]) = (0.5, 0.3, 0.2);
    let pilot = mixed(&others, &weights, 30, -4.0);
    let found = synthetic_control(&pilot, &others, 30).unwrap();
    for (found, expected) in found.weights.iter().zip(&weights) {
        assert!((found - expected).abs() < 1e-6, "{found} {expected}");
    }
    assert!((found.effect + 4.0).abs() < 1e-5 && found.error_before < 1e-5);
    // Nothing else fits so well, so the ratio is the largest of 21.
    assert!((found.p - 1.0 / 21.0).abs() < 1e-12);
    assert!(found.interval.unwrap().low < -4.0);
    let few = synthetic_control(&pilot, &others[..10], 30).unwrap();
    assert!(few.interval.is_none() && few.p >= 1.0 / 11.0);
    assert!(synthetic_control(&pilot, &others[..1], 30).is_err());
    assert!(synthetic_control(&pilot, &others, 40).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Weights are those of a mix, and no move of weight from one site to another comes closer.
    #[test]
    fn no_other_mix_is_closer(
        values in prop::collection::vec(prop::collection::vec(0u8..50, 8), 4..9),
    ) {
        let series: Vec<Series> = values
            .iter()
            .map(|own| Series { name: "a site".into(), values: own.iter().map(|v| f64::from(*v)).collect() })
            .collect();
        let found = synthetic_control(&series[0], &series[1..], 6).unwrap();
        prop_assert!((found.weights.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        prop_assert!(found.weights.iter().all(|weight| *weight >= 0.0));
        let distance = |weights: &[f64]| -> f64 {
            (0..6)
                .map(|at| {
                    let mix: f64 = series[1..].iter().zip(weights).map(|(own, w)| own.values[at] * w).sum();
                    (series[0].values[at] - mix).powi(2)
                })
                .sum()
        };
        let own = distance(&found.weights);
        for from in 0..found.weights.len() {
            for to in 0..found.weights.len() {
                let moved = found.weights[from].min(0.01);
                let mut other = found.weights.clone();
                other[from] -= moved;
                other[to] += moved;
                prop_assert!(distance(&other) >= own - 1e-5 * (1.0 + own), "{own} {}", distance(&other));
            }
        }
    }

    /// Raising every later figure of the pilot sites raises the effect by as much.
    #[test]
    fn a_shift_is_the_effect(
        values in prop::collection::vec(prop::array::uniform4(-20i8..20), 6..12),
        shift in -30i8..30,
    ) {
        let sites = |shift: f64| -> Vec<(bool, [f64; 4])> {
            values.iter().enumerate().map(|(site, own)| {
                let mut figures = own.map(f64::from);
                if site % 2 == 0 {
                    figures[2] += shift;
                    figures[3] += shift;
                }
                (site % 2 == 0, figures)
            }).collect()
        };
        let before = difference_in_differences(&panel(&sites(0.0)), 2).unwrap();
        let after = difference_in_differences(&panel(&sites(f64::from(shift))), 2).unwrap();
        prop_assert!((after.effect.estimate - before.effect.estimate - f64::from(shift)).abs() < 1e-8);
        prop_assert!((after.effect.se.unwrap() - before.effect.se.unwrap()).abs() < 1e-6);
    }
}
