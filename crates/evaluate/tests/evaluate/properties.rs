//! What must hold whatever the data: the order of rows, a column nobody asked for, and which
//! group is called treated.

use evaluate::{Coarsened, Kind, Method, Nearest, Radius, Scale, Table, Ties};
use proptest::prelude::*;

use crate::fixture::study;

const OUTCOME: (&str, &str, Kind) = ("treated", "outcome", Kind::Mean);

/// One person: treated, age in whole years (so that scores tie), prior offences, outcome.
type Person = (bool, u8, u8, i16);

fn people() -> impl Strategy<Value = Vec<Person>> {
    prop::collection::vec((any::<bool>(), 18u8..30, 0u8..4, -100i16..100), 40..80)
}

fn table(people: &[Person], extra: Option<&[i16]>) -> Table {
    let column = |value: fn(&Person) -> f64| people.iter().map(value).collect::<Vec<_>>();
    let mut columns = vec![
        ("treated".to_owned(), column(|p| f64::from(u8::from(p.0)))),
        ("age".to_owned(), column(|p| f64::from(p.1))),
        ("prior".to_owned(), column(|p| f64::from(p.2))),
        ("outcome".to_owned(), column(|p| f64::from(p.3))),
    ];
    if let Some(extra) = extra {
        columns.push(("irrelevant".to_owned(), extra.iter().map(|v| f64::from(*v)).collect()));
    }
    Table::new(columns).unwrap()
}

fn methods() -> [Method; 7] {
    let scale = Scale::Logit;
    [
        Method::None,
        Method::Regression,
        Method::Nearest(Nearest {
            k: 3,
            replace: true,
            caliper: Some(0.5),
            scale,
            ties: Ties::Share,
        }),
        Method::Radius(Radius { caliper: 0.05, scale }),
        Method::Odds,
        Method::Entropy,
        Method::Cem(Coarsened::default()),
    ]
}

/// Analyses, or says that this draw cannot be (separated, nobody matched, constant column).
fn analyse(table: Table, method: Method) -> Option<(f64, f64, f64)> {
    let names = vec!["age".to_owned(), "prior".to_owned()];
    let mut known = table.clone();
    known.set_aside(&["outcome"]).ok()?;
    let design =
        evaluate::Design::new(&known, "treated", &names, &[], evaluate::Assignment::Observed)
            .ok()?;
    design
        .compare(method.clone())
        .ok()
        .filter(|matched| matched.used().0 > 1 && matched.used().1 > 1)?;
    let (sealed, found) = study(table, OUTCOME, &["age", "prior"], &[], method);
    let main = found.figure.estimate();
    Some((main.estimate, main.se.unwrap(), sealed.matched().effective_pool()))
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * (1.0 + a.abs()) || (a.is_nan() && b.is_nan())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rows_changes_nothing(
        (people, shuffled) in people().prop_flat_map(|people| {
            (Just(people.clone()), Just(people).prop_shuffle())
        })
    ) {
        for method in methods() {
            let (a, b) = (analyse(table(&people, None), method.clone()), analyse(table(&shuffled, None), method.clone()));
            prop_assert_eq!(a.is_some(), b.is_some());
            if let (Some(a), Some(b)) = (a, b) {
                prop_assert!(same(a.0, b.0) && same(a.1, b.1) && same(a.2, b.2), "{method:?} {a:?} {b:?}");
            }
        }
    }

    #[test]
    fn an_outcome_nobody_asked_for_changes_nothing(
        (people, extra) in people().prop_flat_map(|people| {
            let n = people.len();
            (Just(people), prop::collection::vec(any::<i16>(), n))
        })
    ) {
        for method in methods() {
            prop_assert_eq!(
                analyse(table(&people, None), method.clone()).map(|found| found.0.to_bits()),
                analyse(table(&people, Some(&extra)), method.clone()).map(|found| found.0.to_bits())
            );
        }
    }

    #[test]
    fn calling_the_other_group_treated_flips_the_sign(people in people()) {
        let swapped: Vec<Person> = people.iter().map(|p| (!p.0, p.1, p.2, p.3)).collect();
        let (a, b) = (analyse(table(&people, None), Method::None), analyse(table(&swapped, None), Method::None));
        if let (Some(a), Some(b)) = (a, b) {
            prop_assert!(same(a.0, -b.0) && same(a.1, b.1));
        }
    }

    /// Without replacement nobody is used twice, and the caliper holds.
    #[test]
    fn without_replacement_nobody_is_used_twice(people in people(), k in 1usize..4) {
        let method = Method::Nearest(Nearest {
            k, replace: false, caliper: Some(0.3), scale: Scale::Score, ties: Ties::RowOrder,
        });
        let names = vec!["age".to_owned(), "prior".to_owned()];
        let design = evaluate::Design::new(
            &table(&people, None), "treated", &names, &[], evaluate::Assignment::Observed,
        );
        if let Ok(matched) = design.and_then(|design| design.compare(method)) {
            let score = matched.score().unwrap().probability();
            let mut seen = std::collections::HashSet::new();
            for (treated, comparison) in matched.sets().unwrap().each() {
                let members: Vec<(usize, f64)> = comparison.collect();
                prop_assert!(members.len() <= k);
                prop_assert!((members.iter().map(|(_, w)| w).sum::<f64>() - 1.0).abs() < 1e-9);
                for (person, _) in members {
                    prop_assert!(seen.insert(person));
                    prop_assert!((score[person] - score[treated]).abs() <= 0.3);
                }
            }
        }
    }
}
