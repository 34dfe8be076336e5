//! The randomised National Supported Work figures: LaLonde (1986) and Dehejia and Wahba (1999).

use evaluate::{Kind, Method};
use serde_json::Value;

use crate::fixture::{TOLERANCE, check, columns, golden, named, study};

const BEFORE: [&str; 7] = ["age", "education", "black", "hispanic", "married", "nodegree", "re75"];

fn experiment(file: &str, golden: &Value, pooled_se: &Value) {
    let mut names = vec!["treat", "re78"];
    names.extend(BEFORE);
    let table = columns(file, &names, |_| true);
    let table =
        evaluate::Table::new(names.iter().map(|n| (*n).to_owned()).zip(table).collect()).unwrap();
    let (sealed, found) = study(table, ("treat", "re78", Kind::Mean), &[], &[], Method::None);
    let main = found.figure.estimate();
    assert_eq!(sealed.matched().used().0 as f64, golden["n1"].as_f64().unwrap());
    assert_eq!(sealed.matched().used().1 as f64, golden["n0"].as_f64().unwrap());
    check("mean1", found.means.0, &golden["mean1"], TOLERANCE);
    check("mean0", found.means.1, &golden["mean0"], TOLERANCE);
    check("diff", main.estimate, &golden["diff"], TOLERANCE);
    check("se", main.se.unwrap(), &golden["se"], TOLERANCE);
    check("lo", main.ci_low, &golden["lo"], TOLERANCE);
    check("hi", main.ci_high, &golden["hi"], TOLERANCE);
    check("p", main.p.unwrap(), &golden["p"], TOLERANCE);
    check("pooled se", named(&found, "none_pooled").se.unwrap(), pooled_se, TOLERANCE);
}

#[test]
fn lalonde_and_dehejia_wahba() {
    let golden = golden("nsw_experimental.json");
    experiment("nsw_dw.csv", &golden["dw"], &golden["dw_pooled_se"]);
    experiment("nsw.csv", &golden["lalonde"], &golden["lalonde_pooled_se"]);
}

#[test]
fn dehejia_wahba_adjusted_by_regression() {
    let golden = golden("nsw_experimental.json");
    let mut names = vec!["treat", "re78", "re74"];
    names.extend(BEFORE);
    let table = columns("nsw_dw.csv", &names, |_| true);
    let table =
        evaluate::Table::new(names.iter().map(|n| (*n).to_owned()).zip(table).collect()).unwrap();
    let (_, found) =
        study(table, ("treat", "re78", Kind::Mean), &names[2..], &[], Method::Regression);
    let (main, classical) = (found.figure.estimate(), named(&found, "regression_classical"));
    check("coef", main.estimate, &golden["dw_adjusted"]["coef"], TOLERANCE);
    // The published error is the classical one; the interval that is reported has the robust one.
    check("se", classical.se.unwrap(), &golden["dw_adjusted"]["se"], TOLERANCE);
    let robust = main.se.unwrap();
    assert!((robust / classical.se.unwrap() - 1.0).abs() < 0.1 && main != classical, "{robust}");
}

/// Blue Sky: 31% of 72 people against 43% was printed as "between 1 and 23 percentage points".
#[test]
fn justice_data_lab_intervals() {
    let golden = golden("published_aggregates.json");
    let mut printed = 0;
    for report in golden["justice_data_lab"].as_array().unwrap() {
        let figure = |key: &str| report[key].as_f64();
        let (Some(share), Some(rate), Some(n)) =
            (figure("rate_t"), figure("rate_c"), figure("n_t"))
        else {
            continue;
        };
        let found = evaluate::against_known_rate(share, n, rate, 0.95);
        let significant = report["significant"].as_bool().unwrap();
        assert_eq!(found.high < 0.0, significant, "{}", report["programme"]);
        if let Some(points) = report["published_interval_pp"].as_array() {
            assert_eq!((-found.high * 100.0).round(), points[0].as_f64().unwrap());
            assert_eq!((-found.low * 100.0).round(), points[1].as_f64().unwrap());
            printed += 1;
        }
    }
    assert_eq!(printed, 1);
}
