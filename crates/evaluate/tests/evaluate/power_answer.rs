//! The power question answered as a whole: figures against the reference and published ones, the
//! words that they come with, and questions that have no answer.

use evaluate::power::answer::{PowerAnswer, answer};
use evaluate::power::question::{Direction, Measure, PowerQuestion, Sides, Wanted};
use evaluate::power::words::Language;
use evaluate::power::{Errors, Losses, log_rank_events};
use proptest::prelude::*;
use serde_json::Value;

use crate::fixture::{TOLERANCE, check, golden, rows};

fn number(row: &Value, key: &str) -> f64 {
    row[key].as_f64().unwrap()
}

fn rate(baseline: f64) -> PowerQuestion {
    PowerQuestion::about(Measure::Rate { baseline })
}

fn found(question: &PowerQuestion) -> PowerAnswer {
    answer(question).unwrap()
}

#[test]
fn rates_are_those_of_the_reference() {
    let golden = golden("design.json");
    for row in rows(&golden, "n_treated") {
        let question = PowerQuestion {
            wanted: Some(Wanted::Figure(number(row, "p1"))),
            ratio: number(row, "ratio"),
            alpha: number(row, "alpha"),
            power: number(row, "power"),
            ..rate(number(row, "p0"))
        };
        let needed = found(&question).needed.unwrap();
        assert_eq!(needed.independent, number(row, "n").ceil() as u64);
        assert_eq!(needed.submitted, needed.independent);
    }
    for row in rows(&golden, "mde") {
        let (people, pool) = (number(row, "n_t"), number(row, "n_c_eff"));
        let question = PowerQuestion {
            people: Some(people as u64),
            ratio: pool / people,
            ..rate(number(row, "p0"))
        };
        let shown = found(&question).detectable.unwrap().change.unwrap();
        check("detectable", -shown, &row["detectable_reduction"], TOLERANCE);
    }
    for row in rows(&golden, "power") {
        let (people, pool) = (number(row, "n_t"), number(row, "n_c_eff"));
        let question = PowerQuestion {
            people: Some(people as u64),
            ratio: pool / people,
            wanted: Some(Wanted::Figure(number(row, "p1"))),
            ..rate(number(row, "p0"))
        };
        check("power", found(&question).needed.unwrap().chance.unwrap(), &row["power"], TOLERANCE);
    }
}

#[test]
fn counts_are_those_of_the_reference() {
    for row in rows(&golden("design.json"), "negbin_n") {
        let rate = number(row, "rate_c");
        let measure = Measure::Count { rate, dispersion: number(row, "dispersion") };
        let change = rate * number(row, "rate_ratio") - rate;
        let asked = PowerQuestion {
            ratio: number(row, "ratio"),
            wanted: Some(Wanted::Change(change)),
            ..PowerQuestion::about(measure)
        };
        let needed = found(&asked).needed.unwrap();
        assert_eq!(needed.independent, number(row, "n_t").ceil() as u64);
        // So many people show just that change, and find it with the chance planned for.
        let there = PowerQuestion { people: Some(needed.independent), ..asked };
        let answer = found(&there);
        let shown = answer.detectable.unwrap().change.unwrap();
        assert!((shown / change - 1.0).abs() < 1e-3, "{shown} is not {change}");
        assert!((answer.needed.unwrap().chance.unwrap() - 0.8).abs() < 1e-3);
    }
}

/// Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, table 2.4.1: people in
/// each of two equal groups, two-sided 5%, 80% power, rounded to the nearest.
#[test]
fn means_are_those_of_cohen() {
    for (standardised, each) in [(0.2, 393.0), (0.5, 64.0), (0.8, 26.0)] {
        let asked = PowerQuestion {
            wanted: Some(Wanted::Change(standardised * 12.0)),
            ratio: 1.0,
            ..PowerQuestion::about(Measure::Mean { sd: 12.0 })
        };
        let needed = found(&asked).needed.unwrap();
        let gap = needed.independent as f64 - each;
        assert!((0.0..=1.0).contains(&gap), "{} for {standardised}", needed.independent);
        let people = Some(needed.independent);
        let there = found(&PowerQuestion { people, ..asked });
        assert!((there.needed.unwrap().chance.unwrap() - 0.8).abs() < 0.01);
        let shown = there.detectable.unwrap();
        assert_eq!(there.question.direction, Direction::Rise);
        assert!((shown.change.unwrap() / (standardised * 12.0) - 1.0).abs() < 0.02);
        assert_eq!(shown.figure, None);
    }
}

#[test]
fn a_one_sided_test_has_the_limit_of_a_two_sided_one_at_twice_the_level() {
    let asked =
        PowerQuestion { wanted: Some(Wanted::Change(-0.05)), people: Some(300), ..rate(0.4) };
    let one = PowerQuestion { sides: Sides::One, alpha: 0.025, ..asked.clone() };
    let (one, two) = (found(&one), found(&asked));
    assert_eq!(one.needed.unwrap().independent, two.needed.unwrap().independent);
    // A test of both ways also finds the wrong one, hardly ever.
    let gap = two.needed.unwrap().chance.unwrap() - one.needed.unwrap().chance.unwrap();
    assert!((0.0..1e-3).contains(&gap), "{gap}");
    assert!(one.text_en.contains("A one-sided test does not look for harm."));
    assert!(one.text_cy.contains("Nid yw prawf unochrog yn chwilio am niwed."));
}

/// 815 people for 40% to 35% (10 for each), 20 served together with a correlation of 0.02, 89%
/// found as in the Blue Sky report: 814.72 × 1.38 = 1,124.3 and 1,124.3 / 0.89 = 1,263.3.
#[test]
fn losses_are_carried_through() {
    let losses = Losses { linked: 0.89, cluster_size: 20.0, correlation: 0.02 };
    let asked = PowerQuestion {
        wanted: Some(Wanted::Figure(0.35)),
        people: Some(1264),
        losses,
        ..rate(0.4)
    };
    let answer = found(&asked);
    let needed = answer.needed.unwrap();
    assert_eq!((needed.independent, needed.analysed, needed.submitted), (815, 1125, 1264));
    assert!((answer.design_effect - 1.38).abs() < 1e-12);
    assert!((needed.chance.unwrap() - 0.8).abs() < 1e-3);
    let shown = answer.detectable.unwrap();
    assert!((shown.worth - 1264.0 * 0.89 / 1.38).abs() < 1e-9);
    assert!((shown.change.unwrap() + 0.05).abs() < 1e-4);
    assert!(answer.text_en.contains("Of 1,264 people about 1,125 are found in the records"));
    assert!(answer.text_cy.contains("O'r 1,264 o bobl, deuir o hyd i tua 1,125 yn y cofnodion"));
}

#[test]
fn sixty_people_in_words() {
    let asked = PowerQuestion {
        people: Some(60),
        wanted: Some(Wanted::Figure(0.35)),
        outcomes: 1,
        ..rate(0.4)
    };
    let answer = found(&asked);
    assert!(
        answer.text_en.starts_with(
            "60 people can only show a fall of 18 percentage points or more, from 40% to 22%. Here is \
             what that means: if the true fall is that large, 80% of such studies find it."
        ),
        "{}",
        answer.text_en
    );
    assert!(answer.text_en.contains("With the people there are, 11% of such studies find it."));
    assert!(answer.text_en.contains("815 people who took part have to be in the analysis"));
    assert!(
        answer.text_cy.starts_with(
            "Dim ond gostyngiad o 18 pwynt canran neu fwy y gall 60 o bobl ei ddangos, o 40% i 22%."
        ),
        "{}",
        answer.text_cy
    );
    let mut printed = String::new();
    answer.write(Language::English, &mut printed).unwrap();
    insta::assert_snapshot!("sixty_people_english", printed);
    printed.clear();
    answer.write(Language::Welsh, &mut printed).unwrap();
    insta::assert_snapshot!("sixty_people_welsh", printed);
    let json: Value = serde_json::from_str(&answer.to_json().unwrap()).unwrap();
    for key in ["alpha_each", "design_effect", "detectable", "needed", "table", "text_cy"] {
        assert!(!json[key].is_null(), "{key}");
    }
    assert!(!answer.text_en.to_lowercase().contains("no effect"));
}

#[test]
fn more_outcomes_need_more_people() {
    let asked = PowerQuestion { wanted: Some(Wanted::Change(-0.05)), ..rate(0.4) };
    let three = found(&PowerQuestion { outcomes: 3, ..asked.clone() });
    let strict = found(&PowerQuestion { alpha: 0.05 / 3.0, ..asked });
    assert_eq!(three.needed, strict.needed);
    assert!((three.alpha_each - 0.05 / 3.0).abs() < 1e-15);
    assert!(three.text_en.contains("each is planned at a level of 1.7%"), "{}", three.text_en);
}

#[test]
fn people_who_can_show_nothing_are_told_so() {
    let answer = found(&PowerQuestion { people: Some(20), ..rate(0.05) });
    assert_eq!(answer.detectable.unwrap().change, None);
    assert!(answer.text_en.starts_with("20 people cannot show any fall, however large. Before"));
    assert!(answer.text_cy.starts_with("Ni all 20 o bobl ddangos unrhyw ostyngiad"));
    assert_eq!(answer.table[0].change, None);
    // So rare a count cannot fall visibly either; it can rise.
    let rare = PowerQuestion {
        people: Some(20),
        ..PowerQuestion::about(Measure::Count { rate: 0.05, dispersion: 1.0 })
    };
    assert_eq!(found(&rare).detectable.unwrap().change, None);
    let up = found(&PowerQuestion { direction: Direction::Rise, ..rare });
    assert!(up.detectable.unwrap().change.unwrap() > 0.0);
}

#[test]
fn what_cannot_be_is_refused() {
    let refused = |question: PowerQuestion, expected: &str| {
        let refusal = answer(&question).unwrap_err();
        assert!(refusal.to_string().contains(expected), "{refusal}");
        assert!(!refusal.hint().is_empty());
    };
    let wanted = |wanted| PowerQuestion { wanted: Some(wanted), ..rate(0.4) };
    refused(rate(1.4), "must be between 0 and 1, and 1.4 is not");
    refused(rate(f64::NAN), "must be between 0 and 1");
    refused(
        wanted(Wanted::Change(-0.4)),
        "a fall of 40.0 percentage points from 40.0% would leave",
    );
    refused(wanted(Wanted::Figure(1.0)), "would leave nobody without the outcome");
    refused(wanted(Wanted::Figure(0.4)), "no number of people can tell two equal figures apart");
    refused(wanted(Wanted::Change(f64::NAN)), "say what difference matters");
    refused(wanted(Wanted::Change(-1e-7)), "more people than there are");
    refused(
        PowerQuestion { power: 0.05, ..rate(0.4) },
        "no more than the chance of a false finding",
    );
    refused(PowerQuestion { power: 1.0, ..rate(0.4) }, "the power must be between 0 and 1");
    refused(PowerQuestion { alpha: 0.0, ..rate(0.4) }, "alpha must be between 0 and 1");
    refused(PowerQuestion { alpha: 0.6, sides: Sides::One, ..rate(0.4) }, "below one half");
    refused(PowerQuestion { ratio: 0.0, ..rate(0.4) }, "must be above 0");
    refused(PowerQuestion { people: Some(1), ..rate(0.4) }, "from 2 to");
    refused(PowerQuestion { outcomes: 0, ..rate(0.4) }, "from 1 to 100 outcomes");
    let lost = Losses { linked: 0.0, ..Losses::default() };
    refused(PowerQuestion { losses: lost, ..rate(0.4) }, "the share linked");
    let apart = Losses { cluster_size: 0.5, ..Losses::default() };
    refused(PowerQuestion { losses: apart, ..rate(0.4) }, "people served together");
    let amount = PowerQuestion::about(Measure::Mean { sd: 10.0 });
    refused(
        PowerQuestion { wanted: Some(Wanted::Figure(30.0)), ..amount },
        "give the change that matters",
    );
    refused(PowerQuestion::about(Measure::Mean { sd: -1.0 }), "the standard deviation must be");
    refused(
        PowerQuestion::about(Measure::Count { rate: 1.0, dispersion: -0.5 }),
        "a dispersion of -0.5",
    );
    assert!(Measure::of(Some(0.4), Some(1.0), None, None).is_err());
    assert!(Measure::of(None, None, None, Some(1.0)).is_err());
    // The events of a log-rank test have their own function, and refuse the same way.
    assert!(log_rank_events(1.0, 0.5, Errors::default()).is_err());
}

fn measures() -> impl Strategy<Value = Measure> {
    prop_oneof![
        (0.05f64..0.95).prop_map(|baseline| Measure::Rate { baseline }),
        (0.1f64..100.0).prop_map(|sd| Measure::Mean { sd }),
        (0.2f64..5.0, 0.0f64..3.0)
            .prop_map(|(rate, dispersion)| Measure::Count { rate, dispersion }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// More people show smaller changes, and a change that is shown is found as often as planned.
    #[test]
    fn the_three_questions_agree(
        measure in measures(), ratio in 0.5f64..50.0, people in 40u64..20_000,
        rise in any::<bool>(), one in any::<bool>(), power in 0.5f64..0.95,
    ) {
        let direction = if rise { Direction::Rise } else { Direction::Fall };
        let sides = if one { Sides::One } else { Sides::Two };
        let asked = PowerQuestion {
            people: Some(people), ratio, direction, sides, power, ..PowerQuestion::about(measure)
        };
        let answer = found(&asked);
        let shown: Vec<Option<f64>> = answer.table.iter().map(|row| row.change).collect();
        for pair in shown.windows(2) {
            if let (Some(fewer), Some(more)) = (pair[0], pair[1]) {
                prop_assert!(more.abs() <= fewer.abs());
            }
            prop_assert!(!(pair[0].is_some() && pair[1].is_none()));
        }
        if let Some(change) = answer.detectable.unwrap().change {
            prop_assert_eq!(change > 0.0, rise);
            let wanted = PowerQuestion { wanted: Some(Wanted::Change(change)), ..asked };
            let needed = found(&wanted).needed.unwrap();
            prop_assert!((needed.chance.unwrap() - power).abs() < 1e-4);
            let gap = needed.independent as f64 / people as f64 - 1.0;
            prop_assert!(gap.abs() < 0.02 + 1.0 / people as f64, "{} for {people}", needed.independent);
        }
    }

    /// Losing people or serving them together never makes fewer people enough.
    #[test]
    fn losses_never_help(
        linked in 0.1f64..1.0, cluster_size in 1.0f64..40.0, correlation in 0.0f64..0.5,
    ) {
        let asked = PowerQuestion { wanted: Some(Wanted::Change(-0.1)), people: Some(200), ..rate(0.4) };
        let losses = Losses { linked, cluster_size, correlation };
        let (without, with) = (found(&asked), found(&PowerQuestion { losses, ..asked.clone() }));
        let (without, with) = (without.needed.unwrap(), with.needed.unwrap());
        prop_assert!(with.submitted >= with.analysed && with.analysed >= without.submitted);
        prop_assert!(with.chance.unwrap() <= without.chance.unwrap());
    }
}
