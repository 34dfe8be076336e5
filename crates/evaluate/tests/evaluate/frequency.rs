//! Ratios of rates against the reference figures, against formulas in closed form, and against the
//! published fit of a negative binomial.

use evaluate::design::Covariate;
use evaluate::frequency::{Counts, negative_binomial, poisson};
use evaluate::{Method, Nearest, Scale, Ties};
use proptest::prelude::*;

use crate::fixture::{TOLERANCE, check, columns, golden};

fn column(name: &str, values: Vec<f64>) -> Covariate {
    Covariate { name: name.into(), values: values.into() }
}

fn counts<'a>(events: &'a [f64], covariates: &'a [Covariate]) -> Counts<'a> {
    Counts { events, exposure: None, covariates, weights: None, clusters: None }
}

#[test]
fn arrests_as_a_risk_ratio() {
    let golden = &golden("rossi.json")["arrest_rate"];
    let mut all = columns("rossi.csv", &["arrest", "fin"], |_| true).into_iter();
    let (arrest, fin) = (all.next().unwrap(), all.next().unwrap());
    let found = poisson(counts(&arrest, &[column("fin", fin)])).unwrap();
    let rate = |key: &str| golden[key].as_f64().unwrap();
    let (p1, p0) = (rate("p1"), rate("p0"));
    check("rate", found.rates[0].log_ratio.exp(), &golden["p0"], TOLERANCE);
    let ratio = found.rate_ratio(0, 0.95).unwrap();
    assert!((ratio.estimate / (p1 / p0) - 1.0).abs() < TOLERANCE);
    // Zou (2004): for one 0/1 column the robust error is that of the log risk ratio.
    let closed = ((1.0 - p1) / (216.0 * p1) + (1.0 - p0) / (216.0 * p0)).sqrt();
    assert!((found.rates[1].se / closed - 1.0).abs() < TOLERANCE, "{}", found.rates[1].se);
}

#[test]
fn the_matched_cohort() {
    let golden = golden("cohort_small.json");
    let mut names: Vec<&str> =
        golden["before"]["mean_t"].as_object().unwrap().keys().map(String::as_str).collect();
    names.extend(["treated", "n_reoffences"]);
    let covariates = &names[..names.len() - 2];
    let all = columns("cohort_small.csv", &names, |_| true);
    let table = evaluate::Table::new(
        names.iter().map(|name| (*name).to_owned()).zip(all.clone()).collect(),
    )
    .unwrap();
    let (scale, ties) = (Scale::Logit, Ties::Share);
    let nearest = Nearest { k: 10, replace: true, caliper: Some(0.2), scale, ties };
    let method = Method::Nearest(nearest);
    let matched = crate::fixture::matched(&table, "treated", covariates, &["male"], method);
    let treated = [column("treated", all[names.len() - 2].clone())];
    let all_counts =
        Counts { weights: Some(matched.weights()), ..counts(&all[names.len() - 1], &treated) };
    let found = poisson(all_counts).unwrap();
    check("log ratio", found.rates[1].log_ratio, &golden["frequency_log_ratio"], TOLERANCE);
}

#[test]
fn mites_on_apple_leaves() {
    // Bliss and Fisher (1953), Biometrics 9:176: 172 European red mites on 150 leaves; by maximum
    // likelihood a size of 1.02459. Two made-up halves of the leaves, alike in every count as far
    // as they can be, stand in for the 0/1 column that a comparison needs.
    let leaves = [(0, 70), (1, 38), (2, 17), (3, 10), (4, 9), (5, 3), (6, 2), (7, 1)];
    let events: Vec<f64> = leaves
        .iter()
        .flat_map(|(count, leaves)| std::iter::repeat_n(f64::from(*count), *leaves))
        .collect();
    // Everyone twice, once in each group: the groups are the same, so the fit is that of one.
    let twice = events.repeat(2);
    let group = [column("group", (0..300).map(|at| f64::from(u8::from(at < 150))).collect())];
    let found = negative_binomial(counts(&twice, &group)).unwrap();
    assert!((1.0 / found.dispersion.unwrap() - 1.02459).abs() < 5e-6, "{found:?}");
    assert!(found.rates[1].log_ratio.abs() < 1e-9);
    assert!((found.rates[0].log_ratio.exp() - 172.0 / 150.0).abs() < 1e-9);
    // The expected information of a mean μ in one group: n μ / (1 + dispersion μ).
    let mean = 172.0 / 150.0;
    let each = (1.0 + found.dispersion.unwrap() * mean) / (150.0 * mean);
    assert!((found.rates[1].se - (2.0 * each).sqrt()).abs() < 1e-9);
    assert!(found.log_likelihood > poisson(counts(&twice, &group)).unwrap().log_likelihood);
}

#[test]
fn what_cannot_be_answered_is_refused() {
    let side: Vec<f64> = (0..20).map(|at| f64::from(at % 2)).collect();
    let group = [column("side", side.clone())];
    let refused = |events: &[f64]| poisson(counts(events, &group)).unwrap_err().to_string();
    assert!(refused(&[0.0; 20]).contains("nobody had an event"));
    assert!(refused(&side).contains("\"side\" has no limit"));
    assert!(negative_binomial(counts(&side, &group)).is_err());
    let mut part = side.clone();
    part[2] = 0.5;
    assert!(refused(&part).contains("whole numbers"));
    let few: Vec<usize> = (0..20).map(|at| at % 2).collect();
    let events: Vec<f64> = (0..20).map(|at| f64::from(at % 3)).collect();
    let clustered = Counts { clusters: Some(&few), ..counts(&events, &group) };
    assert!(poisson(clustered).unwrap_err().to_string().contains("too few"));
    // Counts that scatter less than chance have no dispersion, and are not an error.
    let even: Vec<f64> = (0..20).map(|at| if at % 4 < 2 { 2.0 } else { 3.0 }).collect();
    assert_eq!(negative_binomial(counts(&even, &group)).unwrap().dispersion, Some(0.0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// With one 0/1 column the ratio is that of the rates, whatever the exposure and the model
    /// where all have the same exposure; and twice the time at risk is half the rate.
    #[test]
    fn the_ratio_is_that_of_the_rates(
        people in prop::collection::vec((any::<bool>(), 0u8..9, 1u8..20), 20..60),
    ) {
        let events: Vec<f64> = people.iter().map(|own| f64::from(own.1)).collect();
        let exposure: Vec<f64> = people.iter().map(|own| f64::from(own.2)).collect();
        let group = [column("side", people.iter().map(|own| f64::from(u8::from(own.0))).collect())];
        let sum = |on: bool, value: &[f64]| -> f64 {
            people.iter().zip(value).filter(|(own, _)| own.0 == on).map(|(_, value)| value).sum()
        };
        let with = Counts { exposure: Some(&exposure), ..counts(&events, &group) };
        prop_assume!(sum(true, &events) > 0.0 && sum(false, &events) > 0.0);
        let found = poisson(with).unwrap();
        let rate = |on: bool| sum(on, &events) / sum(on, &exposure);
        prop_assert!((found.rates[1].log_ratio - (rate(true) / rate(false)).ln()).abs() < 1e-8);
        let twice: Vec<f64> = exposure.iter().map(|own| own * 2.0).collect();
        let slower = poisson(Counts { exposure: Some(&twice), ..with }).unwrap();
        let halved = found.rates[0].log_ratio - slower.rates[0].log_ratio;
        prop_assert!((halved - 2.0_f64.ln()).abs() < 1e-8);
        prop_assert!((slower.rates[1].se - found.rates[1].se).abs() < 1e-8);
        let scattered = negative_binomial(counts(&events, &group)).unwrap();
        let plain = poisson(counts(&events, &group)).unwrap();
        prop_assert!((scattered.rates[1].log_ratio - plain.rates[1].log_ratio).abs() < 1e-6);
        prop_assert!(scattered.log_likelihood >= plain.log_likelihood - 1e-9);
    }
}
