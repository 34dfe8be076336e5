//! Decisions, reliable change, payment by results, and cost and benefit, against the reference
//! figures and the published aggregates.

use std::collections::BTreeMap;

use evaluate::Interval;
use evaluate::cost::{Gain, Prices, UnitCost, Year, balance};
use evaluate::decision::{Bars, Choice, Decision, Group, Prior, chance_higher, chance_lower};
use evaluate::interval::Better;
use evaluate::payment::{Cohort, Count, Terms, chance_of_payment, reduction};
use evaluate::published::{published_difference, untraced_bounds};
use evaluate::reliable_change::{Alpha, Instrument, Verdict};
use proptest::prelude::*;
use serde_json::Value;

use crate::fixture::{TOLERANCE, check, golden, rows};

fn group(events: u64, people: u64) -> Group {
    Group { events, people, prior: Prior::default() }
}

fn number(row: &Value, key: &str) -> f64 {
    row[key].as_f64().unwrap()
}

#[test]
fn chances_of_a_lower_rate() {
    for row in rows(&golden("design.json"), "bayes_prob_lower") {
        let count = |key: &str| row[key].as_u64().unwrap();
        let (treated, pool) = (group(count("x1"), count("n1")), group(count("x0"), count("n0")));
        let found = chance_lower(&treated, &pool, number(row, "margin")).unwrap();
        check("chance", found, &row["prob"], 1e-7);
    }
}

#[test]
fn bars_are_applied_with_harm_first() {
    let decide = |treated, pool| Decision::by(&Bars::default(), &treated, &pool).unwrap();
    assert_eq!(decide(group(22, 72), group(430, 1000)).choice, Choice::Scale);
    assert_eq!(decide(group(20, 50), group(400, 1000)).choice, Choice::StopForHarm);
    assert_eq!(decide(group(60, 100), group(400, 1000)).choice, Choice::StopForHarm);
    let bars = Bars { harm_at: 0.5, worthwhile: 0.1, ..Bars::default() };
    let flat = Decision::by(&bars, &group(4000, 10000), &group(4000, 10000)).unwrap();
    assert_eq!(flat.choice, Choice::StopAsFutile);
    assert!((flat.lower - 0.5).abs() < 1e-9);
    let early = Decision::by(&bars, &group(3, 10), &group(400, 1000)).unwrap();
    assert_eq!(early.choice, Choice::Continue);
    let sceptical = Prior::sceptical(0.4, 200.0).unwrap();
    let doubted = Group { events: 3, people: 20, prior: sceptical };
    let pool = Group { events: 400, people: 1000, prior: sceptical };
    let even = chance_lower(&group(3, 20), &group(400, 1000), 0.0).unwrap();
    assert!(chance_lower(&doubted, &pool, 0.0).unwrap() < even);
    assert!(Decision::by(&Bars { futile_at: 0.99, ..bars }, &group(1, 2), &group(1, 2)).is_err());
    assert!(chance_lower(&group(3, 2), &group(1, 2), 0.0).is_err());
}

#[test]
fn reliable_change_and_drift() {
    let golden = golden("design.json");
    for row in rows(&golden, "reliable_change") {
        let instrument = Instrument {
            sd_before: number(row, "sd_pre"),
            sd_after: None,
            reliability: number(row, "reliability"),
            better: Better::Higher,
        };
        check("sem", instrument.error_of_measurement().unwrap(), &row["sem"], TOLERANCE);
        check("s_diff", instrument.error_of_difference().unwrap(), &row["s_diff"], TOLERANCE);
        let smallest = instrument.smallest_reliable_change().unwrap();
        check("smallest", smallest, &row["smallest_reliable_change"], TOLERANCE);
        let found = instrument.change(number(row, "pre"), number(row, "post")).unwrap();
        check("rci", found.index, &row["rci"], TOLERANCE);
        let words = match found.verdict {
            Verdict::Better => "improved",
            Verdict::NoReliableChange => "no reliable change",
            Verdict::Worse => "worse",
        };
        assert_eq!(words, row["verdict"].as_str().unwrap());
    }
    for row in rows(&golden, "regression_to_mean") {
        let reliability = number(row, "reliability");
        let instrument =
            Instrument { sd_before: 1.0, sd_after: None, reliability, better: Better::Higher };
        let found = instrument.expected_drift(number(row, "pre"), number(row, "mean")).unwrap();
        check("drift", found, &row["expected_drift"], TOLERANCE);
    }
}

#[test]
fn nobody_without_a_second_score_is_left_out() {
    let lower = Instrument {
        sd_before: 2.0,
        sd_after: Some(2.0),
        reliability: 0.75,
        better: Better::Lower,
    };
    let scores = [(8.0, Some(2.0)), (5.0, Some(4.5)), (2.0, Some(8.0)), (9.0, None)];
    let found = lower.count(&scores).unwrap();
    assert_eq!((found.better, found.no_reliable_change), (1, 1));
    assert_eq!((found.worse, found.no_second_score), (1, 1));
    assert!(Instrument { reliability: 1.0, ..lower }.count(&[]).is_err());
}

/// By hand: the questions vary by 1 and 3 and their sum by 7, so alpha is 2 (1 - 4/7). With three people
/// and two questions the distribution is F(2, 2), whose quantiles are q / (1 - q): 39 and 1/39.
#[test]
fn alpha_and_its_interval() {
    let of = |rows: &[&[f64]]| Alpha::of(&rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>());
    let found = of(&[&[1.0, 2.0], &[2.0, 2.0], &[3.0, 5.0]]).unwrap();
    let interval = Interval { estimate: 6.0 / 7.0, low: 1.0 - 39.0 / 7.0, high: 1.0 - 1.0 / 273.0 };
    assert!((found.interval.estimate - interval.estimate).abs() < 1e-12);
    assert!((found.interval.low - interval.low).abs() < 1e-6, "{found:?}");
    assert!((found.interval.high - interval.high).abs() < 1e-9, "{found:?}");
    assert_eq!((found.people, found.questions), (3, 2));
    // Questions that say the same are one question, and are never more than that.
    let same = of(&[&[1.0, 1.0], &[2.0, 2.0], &[4.0, 4.0]]).unwrap();
    assert!((same.interval.estimate - 1.0).abs() < 1e-12);
    // Questions of which one rises as the other falls measure nothing together.
    assert!(of(&[&[1.0, 3.0], &[2.0, 2.0], &[4.0, 1.0]]).unwrap().interval.estimate < 0.0);
    assert_eq!(of(&[]), None);
    assert_eq!(of(&[&[1.0], &[2.0]]), None);
    assert_eq!(of(&[&[1.0, 2.0]]), None);
    assert_eq!(of(&[&[1.0, 2.0], &[2.0]]), None);
    assert_eq!(of(&[&[1.0, 2.0], &[2.0, 1.0]]), None);
}

fn cohorts(row: &Value) -> Vec<Cohort> {
    let count = |own: &Value, at: usize| Count {
        events: own[at].as_f64().unwrap(),
        people: own[at + 1].as_f64().unwrap(),
    };
    let each = rows(row, "cohorts").iter();
    each.map(|own| Cohort { treated: count(own, 0), comparison: count(own, 2) }).collect()
}

#[test]
fn payment_by_results() {
    for row in rows(&golden("design.json"), "outcome_payment") {
        let terms = Terms {
            early_threshold: number(row, "early_threshold"),
            pooled_threshold: number(row, "pooled_threshold"),
            price_per_event: number(row, "price_per_event_avoided"),
            cap: row["cap"].as_f64(),
        };
        let found = terms.due(&cohorts(row)).unwrap();
        for at in 0..found.reductions.len() {
            check("cohort", found.reductions[at], &row["cohort_reduction"][at], TOLERANCE);
            check("early", found.early[at], &row["cohort_early_payment"][at], TOLERANCE);
        }
        check("pooled", found.pooled_reduction, &row["pooled_reduction"], TOLERANCE);
        check("payment", found.total, &row["payment"], TOLERANCE);
    }
}

#[test]
fn peterborough() {
    let published = &golden("published_aggregates.json")["peterborough_sib"];
    let first = &published["cohort_1"];
    let found =
        reduction(number(first, "events_per_100_t"), number(first, "events_per_100_c")).unwrap();
    check(
        "published",
        found,
        &golden("design.json")["published_rate_check"]["reduction"],
        TOLERANCE,
    );
    assert!((found - number(first, "reduction_published")).abs() < 5e-4);
    let cohort = Cohort {
        treated: Count { events: 1420.0, people: 1000.0 },
        comparison: Count { events: 15500.0, people: 10000.0 },
    };
    let terms = Terms {
        early_threshold: number(first, "early_trigger"),
        pooled_threshold: number(&published["whole_pilot"], "pooled_trigger"),
        price_per_event: 1.0,
        cap: None,
    };
    let due = terms.due(&[cohort]).unwrap();
    assert_eq!(due.early[0] > 0.0, first["early_paid"].as_bool().unwrap());
    // The same, if the whole pilot is one cohort with its 9%: not early, and paid in the end.
    let down = 15500.0 * (1.0 - number(&published["whole_pilot"], "reduction_published")) / 10.0;
    let whole = Cohort { treated: Count { events: down, people: 1000.0 }, ..cohort };
    let due = terms.due(&[whole]).unwrap();
    assert!(due.early[0] == 0.0 && due.pooled_paid && due.total > 0.0);
    // A bar on a noisy figure: about 4.5 points of error with an assumed dispersion of 1.5.
    let chance = chance_of_payment(&cohort, 0.10, 1.5).unwrap();
    assert!((chance.se - 0.045).abs() < 5e-4);
    assert!(chance.of_payment > 0.3 && chance.of_payment < 0.4, "{}", chance.of_payment);
    assert!(chance.reduction.low < 0.0 && chance.reduction.high > 0.10);
}

#[test]
fn justice_data_lab_intervals() {
    let golden = golden("published_aggregates.json");
    let reports = rows(&golden, "justice_data_lab");
    let blue_sky = &reports[0];
    let treated = (number(blue_sky, "rate_t"), blue_sky["n_t"].as_u64().unwrap());
    let found = published_difference(treated, (number(blue_sky, "rate_c"), None)).unwrap();
    let points = [-found.high * 100.0, -found.low * 100.0];
    for (found, at) in points.iter().zip(0..) {
        let published = blue_sky["published_interval_pp"][at].as_f64().unwrap();
        assert!((found.round() - published).abs() < 1e-9, "{found}");
    }
    let cfo = &reports[1];
    let treated = (number(cfo, "rate_t"), cfo["n_t"].as_u64().unwrap());
    let found =
        published_difference(treated, (number(cfo, "rate_c"), cfo["n_c"].as_u64())).unwrap();
    assert!(found.high < 0.0 && (found.estimate + 0.13).abs() < 1e-12);
    // 19 of 375 traced, and 25 more who were not: between 4.75% and 11%.
    let (low, high) = untraced_bounds(19, 375, 25).unwrap();
    assert!((low - 0.0475).abs() < 1e-12 && (high - 0.11).abs() < 1e-12);
    assert!(untraced_bounds(3, 2, 5).is_err());
}

fn burglary(gain: Gain, amount: f64) -> UnitCost {
    let (offence, source) = ("burglary".to_owned(), "a made-up table".to_owned());
    UnitCost { offence, gain, share: 0.5, uplift: 2.0, amount, price_year: 2015, source }
}

#[test]
fn cost_and_benefit_by_hand() {
    let prices = Prices(BTreeMap::from([(2015, 80.0), (2020, 100.0)]));
    let avoided = Interval { estimate: 0.1, low: -0.05, high: 0.25 };
    let year = Year { offset: 1, people: 200.0, avoided, cost: 10_350.0, price_year: 2020 };
    let costs = [burglary(Gain::Social, 800.0), burglary(Gain::Cashable, 80.0)];
    let found = balance(&[year], &costs, &prices, 2020).unwrap();
    // 200 × 0.1 × 0.5 × 2 × 800 × 100/80 = 20,000, and both discounted by 1.035.
    let social = found[0];
    assert_eq!((social.gain, found[1].gain), (Gain::Social, Gain::Cashable));
    assert!((social.cost - 10_000.0).abs() < 1e-9);
    assert!((social.benefit.estimate - 20_000.0 / 1.035).abs() < 1e-9);
    assert!((social.net.low - (-10_000.0 / 1.035 - 10_000.0)).abs() < 1e-9);
    let ratio = social.ratio.unwrap();
    assert!(ratio.low < 0.0 && ratio.estimate > 1.9 && ratio.high > 4.8);
    assert!(found[1].net.estimate < 0.0);
    assert!(balance(&[year], &costs, &prices, 2021).unwrap_err().to_string().contains("2021"));
    let thrice = [costs[0].clone(), costs[0].clone(), costs[0].clone()];
    assert!(balance(&[year], &thrice, &prices, 2020).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn lower_and_higher_add_up(a in 0u64..40, b in 0u64..4000, more in 0u64..40) {
        let (treated, pool) = (group(a, a + more), group(b, 4000));
        let lower = chance_lower(&treated, &pool, 0.0).unwrap();
        let higher = chance_higher(&treated, &pool, 0.0).unwrap();
        prop_assert!((lower + higher - 1.0).abs() < 1e-7, "{lower} {higher}");
        prop_assert!(chance_lower(&treated, &pool, 0.05).unwrap() <= lower + 1e-9);
    }

    #[test]
    fn more_events_never_pay_more(a in 500.0f64..2000.0, more in 0.0f64..500.0) {
        let terms =
            Terms { early_threshold: 0.1, pooled_threshold: 0.075, price_per_event: 900.0, cap: Some(2e5) };
        let cohort = |events: f64| Cohort {
            treated: Count { events, people: 1000.0 },
            comparison: Count { events: 15000.0, people: 10000.0 },
        };
        let (few, many) = (terms.due(&[cohort(a)]).unwrap(), terms.due(&[cohort(a + more)]).unwrap());
        prop_assert!(many.total <= few.total && few.total <= 2e5);
    }
}
