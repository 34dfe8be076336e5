//! What it would take to explain an effect away, against the reference figures and Rosenbaum's
//! published example.

use evaluate::Interval;
use evaluate::sensitivity::{DiscordantPairs, confounding, holm, signed_ranks};
use proptest::prelude::*;

use crate::fixture::{TOLERANCE, check, golden, rows};

#[test]
fn e_values() {
    for row in rows(&golden("design.json"), "e_value_confounding") {
        let ratio = row["rr"].as_f64().unwrap();
        let found = confounding(Interval { estimate: ratio, low: ratio, high: ratio }).unwrap();
        check("e-value", found.estimate, &row["e"], TOLERANCE);
        check("e-value of the limit", found.limit, &row["e"], TOLERANCE);
    }
    // VanderWeele and Ding (2017): 3.9 (1.8 to 8.7) has 7.26 and 3.0.
    let found = confounding(Interval { estimate: 3.9, low: 1.8, high: 8.7 }).unwrap();
    assert!((found.estimate - 7.26).abs() < 0.005 && (found.limit - 3.0).abs() < 0.005);
    let across = confounding(Interval { estimate: 0.9, low: 0.7, high: 1.1 }).unwrap();
    assert!((across.limit - 1.0).abs() < 1e-15);
    assert!(confounding(Interval { estimate: 0.9, low: 0.0, high: 1.1 }).is_err());
}

#[test]
fn bounds_for_pairs_with_an_event() {
    for row in rows(&golden("design.json"), "rosenbaum_mcnemar_fewer_events") {
        let count = |key: &str| row[key].as_u64().unwrap();
        let pairs = DiscordantPairs::new(count("discordant"), count("treated_events")).unwrap();
        let found = pairs.fewer(row["gamma"].as_f64().unwrap()).unwrap();
        for (found, key) in [(found.upper, "p_upper"), (found.lower, "p_lower")] {
            let expected = row[key].as_f64().unwrap();
            assert!((found / expected - 1.0).abs() < TOLERANCE, "{key}: {found} is not {expected}");
        }
    }
    assert!(DiscordantPairs::new(0, 0).is_err() && DiscordantPairs::new(3, 4).is_err());
    assert!(DiscordantPairs::new(8, 3).unwrap().fewer(0.9).is_err());
}

#[test]
fn smoking_and_lung_cancer() {
    // Hammond (1964) in Rosenbaum (2002), section 4.3.2 and table 4.1: of 122 pairs of which one
    // died of lung cancer, the heavy smoker did in 110. Still found at gamma 5, and a largest p-value
    // of 0.1 at 6. (The table's smaller ones are from a normal approximation; ours are exact.)
    let pairs = DiscordantPairs::new(122, 110).unwrap();
    assert!(pairs.more(5.0).unwrap().upper < 0.05);
    assert!((pairs.more(6.0).unwrap().upper - 0.1).abs() < 0.005);
    let fewer = DiscordantPairs::new(122, 12).unwrap();
    let gamma = fewer.gamma_withstood(0.05).unwrap().unwrap();
    assert!(gamma > 5.0 && gamma < 6.0);
    assert_eq!(DiscordantPairs::new(10, 5).unwrap().gamma_withstood(0.05).unwrap(), None);
}

#[test]
fn lead_in_the_blood_of_children() {
    // Morton et al. (1982), 33 pairs, in Rosenbaum (2002), tables 3.4 and 4.2.
    let exposed = [
        38, 23, 41, 18, 37, 36, 23, 62, 31, 34, 24, 14, 21, 17, 16, 20, 15, 10, 45, 39, 22, 35, 49,
        48, 44, 35, 43, 39, 34, 13, 73, 25, 27,
    ];
    let control = [
        16, 18, 18, 24, 19, 11, 10, 15, 16, 18, 18, 13, 19, 10, 16, 16, 24, 13, 9, 14, 21, 19, 7,
        18, 19, 12, 11, 22, 25, 16, 13, 11, 13,
    ];
    // The published test is for higher values among the exposed.
    let gaps: Vec<f64> = exposed.iter().zip(control).map(|(a, b)| f64::from(b - a)).collect();
    for (gamma, published) in
        [(2.0, 0.0018), (3.0, 0.0136), (4.0, 0.0388), (4.25, 0.0468), (5.0, 0.0740)]
    {
        let found = signed_ranks(&gaps, gamma).unwrap().upper;
        assert!((found - published).abs() < 5e-5 + 1e-9, "{gamma}: {found}");
    }
    assert!(signed_ranks(&gaps, 1.0).unwrap().upper < 1e-4);
    assert!(signed_ranks(&gaps[..5], 1.0).is_err());
}

#[test]
fn holm_as_r_adjusts() {
    // The example of R's help page for p.adjust, by hand: 0.01, 0.02, 0.03, 0.04 and 0.05 give
    // 5 × 0.01, then 4 × 0.02, then 3 × 0.03, and no later one may be smaller.
    let found = holm(&[0.04, 0.01, 0.03, 0.02, 0.05]).unwrap();
    for (found, expected) in found.iter().zip([0.09, 0.05, 0.09, 0.08, 0.09]) {
        assert!((found - expected).abs() < 1e-12);
    }
    assert!(holm(&[f64::NAN]).is_err());
}

proptest! {
    #[test]
    fn a_stronger_confounder_leaves_less(pairs in 5u64..400, part in 0.0f64..1.0, gamma in 1.0f64..4.0) {
        let treated = (pairs as f64 * part) as u64;
        let pairs = DiscordantPairs::new(pairs, treated).unwrap();
        let (near, far) = (pairs.fewer(gamma).unwrap(), pairs.fewer(gamma + 0.5).unwrap());
        prop_assert!(near.lower <= near.upper + 1e-12);
        prop_assert!(far.upper >= near.upper - 1e-12 && far.lower <= near.lower + 1e-12);
    }

    #[test]
    fn adjusting_never_helps(mut p in prop::collection::vec(0.0f64..=1.0, 1..12)) {
        let adjusted = holm(&p).unwrap();
        prop_assert!(adjusted.iter().zip(&p).all(|(a, p)| a >= p && *a <= 1.0));
        let least = p.iter().copied().fold(1.0, f64::min);
        let first = adjusted.iter().copied().fold(1.0, f64::min);
        prop_assert!((first - (least * p.len() as f64).min(1.0)).abs() < 1e-12);
        p.reverse();
        let mut reversed = holm(&p).unwrap();
        reversed.reverse();
        prop_assert_eq!(reversed, adjusted);
    }
}
