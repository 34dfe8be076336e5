//! Small numbers are not in a report, and nothing in it tells them.

use evaluate::Findings;
use evaluate::findings::EstimateRow;
use proptest::prelude::*;
use report::Language;
use report::published::{FEWEST, Shown};

use crate::invented::{numbers, study};

const STUDY: &str = r#"
[data]
file = "people.csv"
treated = "took_part"
[design]
covariates = ["age"]
method = "radius"
caliper = 0.2
[[outcomes]]
name = "return to prison"
column = "returned"
kind = "rate"
primary = true
[[outcomes]]
name = "return or arrest"
column = "either"
kind = "rate"
"#;

/// Invented people, of whom these many who took part and of the pool had the outcome.
fn people(seed: u64, treated: u64, pool: u64, with: (u64, u64)) -> String {
    let mut next = numbers(seed);
    let mut csv = String::from("took_part,age,returned,either\n");
    for (took_part, all, with) in [(1, treated, with.0), (0, pool, with.1)] {
        for at in 0..all {
            let age = 20 + next(25);
            let returned = u64::from(at < with);
            let either = u64::from(at % 3 == 0);
            csv.push_str(&format!("{took_part},{age},{returned},{either}\n"));
        }
    }
    csv
}

fn everything(findings: &Findings) -> Vec<report::File> {
    report::files(findings).unwrap()
}

/// What is withheld leaves no trace: the whole report is the same to the last byte, whichever of
/// the withheld numbers it is, so nothing can be worked out from it.
#[test]
fn a_withheld_number_changes_nothing_in_the_report() {
    let reports: Vec<Vec<report::File>> =
        (0..10).map(|with| everything(&study(STUDY, &people(3, 90, 400, (with, 120))))).collect();
    for other in &reports[1..] {
        for (one, other) in reports[0].iter().zip(other) {
            assert_eq!(one, other, "{}", one.name);
        }
        assert_eq!(reports[0].len(), other.len());
    }
    // The same where almost everybody has it.
    let most = everything(&study(STUDY, &people(3, 90, 400, (85, 120))));
    assert_eq!(reports[0], most);
    // And it is no constant: enough people are shown.
    let shown = everything(&study(STUDY, &people(3, 90, 400, (40, 120))));
    assert_ne!(reports[0], shown);
}

#[test]
fn what_is_withheld_is_said() {
    let findings = study(STUDY, &people(3, 90, 400, (4, 120)));
    let page = crate::invented::page(&findings, Language::En);
    assert!(page.contains("The figures are not published."));
    assert!(page.contains("Nothing can be published about the main outcome"));
    assert!(!page.contains(&findings.verdict.text_en));
}

/// Attacks the plain difference: its error is that of two shares, so that difference and error give
/// both, or two answers of which only those of whole people can be true. Returns how many of those
/// who took part and of the pool had the outcome, for every answer that is left.
fn counts(naive: &EstimateRow) -> Vec<(f64, f64)> {
    let (difference, Some(se)) = (naive.figures.estimate, naive.figures.se) else {
        return Vec::new();
    };
    let (treated, pool) = (naive.sample.n_treated as f64, naive.sample.n_pool as f64);
    let (n, m) = (treated - 1.0, pool - 1.0);
    // se² = t(1-t)/n + c(1-c)/m with c = t - d, a quadratic in t.
    let (a, b) = (-1.0 / n - 1.0 / m, 1.0 / n + (1.0 + 2.0 * difference) / m);
    let c = -(difference + difference * difference) / m - se * se;
    let root = (b * b - 4.0 * a * c).max(0.0).sqrt();
    [(-b + root) / (2.0 * a), (-b - root) / (2.0 * a)]
        .into_iter()
        .map(|share| (share * treated, (share - difference) * pool))
        .filter(|(with, pool_with)| whole(*with) && whole(*pool_with))
        .collect()
}

/// Where the two answers are one, the root leaves half of the digits.
fn whole(count: f64) -> bool {
    (count - count.round()).abs() < 1e-4
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn only_outcomes_of_ten_and_more_are_shown_and_no_difference_tells_of_fewer(
        seed in any::<u64>(),
        treated in 20_u64..90,
        with in 0_u64..90,
        pool_with in 0_u64..200,
    ) {
        let csv = people(seed, treated, 200, (with.min(treated), pool_with));
        let findings = study(STUDY, &csv);
        for shown in Shown::all(&findings) {
            let Shown::Open(open) = shown else { continue };
            let (row, people) = (open.row, open.row.known_treated as f64);
            let count = row.mean_treated * people;
            prop_assert!(count > FEWEST - 0.5 && people - count > FEWEST - 0.5);
            let naive = open.estimates.iter().find(|row| row.estimator == "naive");
            prop_assert!(naive.is_some() || !open.left_out.is_empty());
            if let Some(naive) = naive {
                let apart = naive.sample.n_treated.abs_diff(row.known_treated) as f64;
                prop_assert!(apart == 0.0 || apart >= FEWEST, "{}", apart);
                let found = counts(naive);
                prop_assert!(!found.is_empty(), "the attack finds what is true");
                for (with, pool_with) in found {
                    let without = naive.sample.n_pool as f64 - pool_with;
                    prop_assert!(pool_with > FEWEST - 0.5 && without > FEWEST - 0.5, "{}", pool_with);
                    prop_assert!(with > FEWEST - 0.5, "{}", with);
                }
            }
        }
    }
}
