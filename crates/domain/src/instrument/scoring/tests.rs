//! The rule by example; its direction over every built-in area exhaustively, over whole instruments
//! at random, and over instruments made up at random.

use super::*;
use crate::Instruments;
use proptest::prelude::*;

fn needs() -> &'static Instrument {
    Instruments::built_in().get("needs", 2).unwrap()
}

/// Rates an area of the worker's instrument from `question=code` pairs.
fn rate(area: Area, pairs: &[(&str, &str)]) -> ComputedRating {
    let answers = Answers::parse(needs(), pairs.iter().copied()).unwrap();
    needs().rate(area, &answers).unwrap()
}

const SETTLED: [(&str, &str); 4] = [
    ("accommodation_release", "settled"),
    ("accommodation_tenancy", "safe"),
    ("accommodation_limits", "nothing"),
    ("accommodation_managing", "none"),
];

/// Checks the rating of a settled home with some answers changed, and what it rests on.
fn check(changes: &[(&str, &str)], expected: Option<Rating>, because: &[&str]) {
    let mut pairs = SETTLED;
    for (question, code) in changes {
        let pair = pairs.iter_mut().find(|(id, _)| id == question);
        pair.unwrap().1 = code;
    }
    let computed = rate(Area::Accommodation, &pairs);
    assert_eq!(computed.rating, expected, "{changes:?}");
    assert_eq!(computed.because, because, "{changes:?}");
}

#[test]
fn the_rule_by_example() {
    const LEAD: &str = "accommodation_release";
    const TENANCY: &str = "accommodation_tenancy";
    const LIMITS: &str = "accommodation_limits";
    const MANAGING: &str = "accommodation_managing";
    let (red, amber, green) = (Some(Rating::Red), Some(Rating::Amber), Some(Rating::Green));
    check(&[], green, &[]);
    check(&[(LEAD, "nowhere")], red, &[LEAD]);
    check(&[(LEAD, "unconfirmed")], red, &[LEAD]);
    check(&[(TENANCY, "eviction")], red, &[TENANCY]);
    check(&[(TENANCY, "arrears")], amber, &[TENANCY]);
    check(&[(TENANCY, "arrears"), (MANAGING, "daily")], red, &[TENANCY, MANAGING]);
    check(&[(LIMITS, "some"), (MANAGING, "at_first")], green, &[]);
    check(
        &[(LIMITS, "some"), (MANAGING, "at_first"), (LEAD, "family_agreed")],
        amber,
        &[LEAD, LIMITS, MANAGING],
    );
    check(&[(TENANCY, "no_home")], green, &[]);
}

#[test]
fn arrears_and_debt_make_money_worse_not_better() {
    let with = |debt, account| {
        let pairs = [
            ("finance_income", "enough"),
            ("finance_debt", debt),
            ("finance_account", account),
            ("finance_control", "manages"),
        ];
        let computed = rate(Area::Finance, &pairs);
        (computed.rating.unwrap(), computed.need_score.unwrap())
    };
    assert_eq!(with("none", "yes"), (Rating::Green, 0));
    assert_eq!(with("behind", "yes"), (Rating::Amber, 13));
    assert_eq!(with("enforced", "refused"), (Rating::Red, 38));
}

#[test]
fn what_is_not_said_stays_open_unless_it_cannot_matter() {
    let open =
        rate(Area::Alcohol, &[("alcohol_use", "not_said"), ("alcohol_treatment", "not_needed")]);
    assert_eq!(open.rating, None);
    assert_eq!((open.at_best, open.at_worst), (Rating::Green, Rating::Red));
    assert_eq!(open.missing, ["alcohol_use", "alcohol_stopping"]);
    assert_eq!(open.need_score, None);

    let settled =
        rate(Area::Alcohol, &[("alcohol_use", "daily"), ("alcohol_stopping", "not_said")]);
    assert_eq!(settled.rating, Some(Rating::Red));
    assert_eq!(settled.because, ["alcohol_use"]);
    assert_eq!(settled.need_score, None);
}

#[test]
fn a_question_that_does_not_apply_leaves_the_need_score_alone() {
    let pairs = |tenancy| {
        let mut pairs = SETTLED;
        pairs[0].1 = "temporary";
        pairs[1].1 = tenancy;
        rate(Area::Accommodation, &pairs).need_score
    };
    assert_eq!(pairs("safe"), Some(13));
    assert_eq!(pairs("no_home"), Some(17));
}

#[test]
fn a_screening_does_not_rate_what_it_does_not_ask() {
    let screening = Instruments::built_in().get("basic-screening", 1).unwrap();
    assert_eq!(screening.rate(Area::Drugs, &Answers::default()), None);
    let rated = screening.rate_all(&Answers::default());
    assert_eq!(rated.len(), screening.areas.len());
    assert!(rated.iter().all(|computed| computed.rating.is_none()));
}

/// Asserts what a change of one answer may do, when the first is no more severe than the second.
fn assert_no_better(mild: &ComputedRating, severe: &ComputedRating, what: &str) {
    assert!(severe.at_best <= mild.at_best, "{what}");
    assert!(severe.at_worst <= mild.at_worst, "{what}");
    if let (Some(mild), Some(severe)) = (mild.rating, severe.rating) {
        assert!(severe <= mild, "{what}");
    }
    if let (Some(mild), Some(severe)) = (mild.need_score, severe.need_score) {
        assert!(severe >= mild, "{what}");
    }
}

/// Asserts that leaving a question open never gives a rating that a real answer would not.
fn assert_open_is_no_better(open: &ComputedRating, answered: &ComputedRating, what: &str) {
    if let Some(rating) = open.rating {
        assert_eq!(answered.rating, Some(rating), "{what}");
    }
    assert!(answered.at_best <= open.at_best, "{what}");
    assert!(answered.at_worst >= open.at_worst, "{what}");
}

/// Every set of answers to an area's questions, unanswered included.
fn every_set(questions: &[Question]) -> Vec<Vec<Option<&str>>> {
    let mut sets = vec![Vec::new()];
    for question in questions {
        let codes = question.answers.iter().map(|answer| Some(answer.code.as_str()));
        let choices: Vec<_> = codes.chain([None]).collect();
        sets = sets
            .iter()
            .flat_map(|set| choices.iter().map(|&choice| [&set[..], &[choice]].concat()))
            .collect();
    }
    sets
}

/// Checks every pair of answers to every question against every set of answers to the others.
fn check_area_exhaustively(instrument: &Instrument, area: Area) {
    let questions = &instrument.area(area).unwrap().questions;
    let sets = every_set(questions);
    let rated: std::collections::BTreeMap<_, _> = sets
        .iter()
        .map(|set| {
            let pairs = questions.iter().zip(set);
            let pairs = pairs.map(|(question, code)| (question.id.as_str(), code.unwrap_or("")));
            let answers = Answers::parse(instrument, pairs).unwrap();
            (set.clone(), instrument.rate(area, &answers).unwrap())
        })
        .collect();
    for (set, computed) in &rated {
        for (at, question) in questions.iter().enumerate() {
            let here = set[at].and_then(|code| question.answer(code));
            let what = || format!("{} {area} {set:?} {}", instrument.reference(), question.id);
            for other in &question.answers {
                let mut changed = set.clone();
                changed[at] = Some(&other.code);
                let changed = &rated[&changed];
                match (here.map(|here| here.weight), other.weight) {
                    (Some(Weight::Severity(mild)), Weight::Severity(severe)) if mild <= severe => {
                        assert_no_better(computed, changed, &what());
                    }
                    (None | Some(Weight::Unscored(Unscored::NotSaid)), Weight::Severity(_)) => {
                        assert_open_is_no_better(computed, changed, &what());
                    }
                    _ => {}
                }
            }
        }
    }
}

#[test]
fn a_worse_answer_never_improves_a_rating_in_any_area_at_any_version() {
    for instrument in Instruments::built_in().iter() {
        for asked in &instrument.areas {
            check_area_exhaustively(instrument, asked.area);
        }
    }
}

/// Picks answers to every question of an instrument from random numbers; the last choice is none.
fn pick(instrument: &Instrument, picks: &[usize]) -> Vec<(String, String)> {
    let pairs = instrument.questions().zip(picks.iter().cycle());
    pairs
        .filter_map(|(question, pick)| {
            let answer = question.answers.get(pick % (question.answers.len() + 1))?;
            Some((question.id.clone(), answer.code.clone()))
        })
        .collect()
}

proptest! {
    #[test]
    fn a_worse_answer_never_improves_any_area_of_a_whole_instrument(
        picks in prop::collection::vec(any::<usize>(), 60),
        which in any::<prop::sample::Index>(),
        asked in any::<prop::sample::Index>(),
    ) {
        let all: Vec<_> = Instruments::built_in().iter().collect();
        let instrument = *which.get(&all);
        let questions: Vec<_> = instrument.questions().collect();
        let question = *asked.get(&questions);
        let mut others = pick(instrument, &picks);
        others.retain(|(id, _)| *id != question.id);
        let rate = |code: &str| {
            let pair = (question.id.clone(), code.to_owned());
            let pairs = others.iter().cloned().chain([pair]);
            instrument.rate_all(&Answers::parse(instrument, pairs).unwrap())
        };
        for mild in &question.answers {
            for severe in &question.answers {
                if mild.severity().zip(severe.severity()).is_some_and(|(one, two)| one <= two) {
                    for (mild, severe) in rate(&mild.code).iter().zip(&rate(&severe.code)) {
                        assert_no_better(mild, severe, &question.id);
                    }
                }
            }
        }
    }

    /// Any instrument that parses, and not only ours: the rule itself has the direction.
    #[test]
    fn the_rule_has_one_direction(
        severities in prop::collection::vec(0_u8..=4, 1..12),
        at in any::<prop::sample::Index>(),
        worse in 0_u8..=4,
    ) {
        let rated = |severities: &[u8]| {
            rule(severities.iter().enumerate().map(|(at, severity)| (at == 0, *severity)))
        };
        let mut changed = severities.clone();
        let one = at.get(&severities);
        changed[at.index(severities.len())] = worse.max(*one);
        prop_assert!(rated(&changed) <= rated(&severities));
    }
}
