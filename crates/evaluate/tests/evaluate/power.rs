//! The power question against the reference figures.

use evaluate::power::{
    Errors, Losses, detectable_fall, log_rank_events, power, treated_needed,
    treated_needed_for_counts,
};
use proptest::prelude::*;
use serde_json::Value;

use crate::fixture::{TOLERANCE, check, golden, rows};

fn number(row: &Value, key: &str) -> f64 {
    row[key].as_f64().unwrap()
}

fn errors(row: &Value) -> Errors {
    Errors { alpha: number(row, "alpha"), power: number(row, "power") }
}

#[test]
fn people_needed_and_what_they_can_show() {
    let golden = golden("design.json");
    for row in rows(&golden, "n_treated") {
        let (p1, p0, ratio) = (number(row, "p1"), number(row, "p0"), number(row, "ratio"));
        let found = treated_needed(p1, p0, ratio, errors(row)).unwrap();
        check("people needed", found, &row["n"], TOLERANCE);
    }
    for row in rows(&golden, "mde") {
        let (p0, n_t, n_c) = (number(row, "p0"), number(row, "n_t"), number(row, "n_c_eff"));
        let found = detectable_fall(p0, n_t, n_c, errors(row)).unwrap();
        check("detectable", found, &row["detectable_reduction"], TOLERANCE);
    }
    for row in rows(&golden, "power") {
        let sides =
            ((number(row, "p1"), number(row, "n_t")), (number(row, "p0"), number(row, "n_c_eff")));
        check("power", power(sides.0, sides.1, 0.05).unwrap(), &row["power"], TOLERANCE);
    }
}

#[test]
fn events_and_counts_needed() {
    let golden = golden("design.json");
    for row in rows(&golden, "logrank_events") {
        let found = log_rank_events(number(row, "hr"), number(row, "share_treated"), errors(row));
        check("events", found.unwrap(), &row["events"], TOLERANCE);
    }
    for row in rows(&golden, "negbin_n") {
        let (rate, ratio) = (number(row, "rate_c"), number(row, "rate_ratio"));
        let (dispersion, each) = (number(row, "dispersion"), number(row, "ratio"));
        let found = treated_needed_for_counts(rate, ratio, dispersion, each, Errors::default());
        check("people", found.unwrap(), &row["n_t"], TOLERANCE);
    }
}

#[test]
fn clustering_and_people_not_found() {
    // Twenty served together, correlation 0.02: 1 + 19 × 0.02 = 1.38. With 89% linked (Blue Sky),
    // 815 needed are 815 × 1.38 / 0.89 = 1,263.7 to submit.
    let losses = Losses { linked: 0.89, cluster_size: 20.0, correlation: 0.02 };
    assert!((losses.design_effect().unwrap() - 1.38).abs() < 1e-12);
    assert_eq!(losses.to_submit(815.0).unwrap(), 1264);
    assert!(Losses { linked: 0.0, ..losses }.effective(100.0).is_err());
    assert!(detectable_fall(0.05, 5.0, 50.0, Errors::default()).is_err());
    assert!(treated_needed(0.4, 0.4, 1.0, Errors::default()).is_err());
}

proptest! {
    #[test]
    fn what_is_needed_is_enough(p0 in 0.1f64..0.9, cut in 0.1f64..0.6, ratio in 1.0f64..20.0) {
        let p1 = p0 * (1.0 - cut);
        let n = treated_needed(p1, p0, ratio, Errors::default()).unwrap();
        let reached = power((p1, n), (p0, n * ratio), 0.05).unwrap();
        prop_assert!((reached - 0.8).abs() < 1e-3, "{reached}");
        let fall = detectable_fall(p0, n, n * ratio, Errors::default()).unwrap();
        prop_assert!((fall - (p0 - p1)).abs() < 1e-3);
        let wider = detectable_fall(p0, n * 2.0, n * ratio * 2.0, Errors::default()).unwrap();
        prop_assert!(wider < fall);
    }
}
