//! The region looks like England and Wales where a figure is published.

use crate::region_of;
use domain::{Measure, OutcomeStatus, Sex};
use std::collections::HashMap;
use synth::{Endpoint, PersonHistory};

/// Asserts that a share is within a tolerance of a published one.
fn check(what: &str, share: f64, published: f64, tolerance: f64) {
    assert!((share - published).abs() <= tolerance, "{what}: {share:.3}, published {published:.3}");
}

fn share(people: &[PersonHistory], is: impl Fn(&PersonHistory) -> bool) -> f64 {
    people.iter().filter(|person| is(person)).count() as f64 / people.len() as f64
}

#[test]
fn people_are_of_the_published_proportions() {
    let people: Vec<_> = region_of(31, 4_000).people().collect();
    // HMPPS Offender Equalities Annual Report 2022-23: 4 % women; of sentenced people 74 % White,
    // 12 % Black, 8 % Asian; 33 % aged 30 to 39 and 20 % aged 40 to 49.
    let group = |letter: char| {
        share(&people, |it| it.person.ethnicity.as_ref().is_some_and(|c| c.starts_with(letter)))
    };
    check("women", share(&people, |it| it.person.sex == Some(Sex::Female)), 0.04, 0.025);
    check("White", group('W'), 0.74, 0.04);
    check("Black", group('B'), 0.12, 0.03);
    check("Asian", group('A'), 0.08, 0.03);
    let aged = |from, to| {
        share(&people, |it| {
            it.person.age_on(crate::today()).is_some_and(|age| (from..=to).contains(&age))
        })
    };
    check("30 to 39", aged(30, 39), 0.33, 0.04);
    check("40 to 49", aged(40, 49), 0.20, 0.04);
    let welsh = share(&people, |it| it.person.language == "cy");
    assert!((0.02..0.2).contains(&welsh), "{welsh}");
    let accented = share(&people, |it| !it.person.full_name().is_ascii());
    assert!(accented > 0.02, "{accented}");
    assert!(share(&people, |it| !it.aliases.is_empty()) > 0.1);
}

#[test]
fn outcomes_are_near_the_national_figures() {
    let truth = region_of(32, 8_000).truth;
    let rates: HashMap<Endpoint, f64> = truth.rates.iter().copied().collect();
    // Accommodation and employment outcomes of people on probation, 2023/24 (MI014, MI015, MI016,
    // MI017a): 85.7 %, 73.5 %, 19.3 %, 31.1 %.
    check("housed", rates[&Endpoint::HousedFirstNight], 0.857, 0.04);
    check("settled", rates[&Endpoint::SettledThreeMonths], 0.735, 0.05);
    check("employed 6 weeks", rates[&Endpoint::EmployedSixWeeks], 0.193, 0.04);
    check("employed 6 months", rates[&Endpoint::EmployedSixMonths], 0.311, 0.05);
    // In treatment within three weeks: 40.7 % (From Harm to Hope, first annual report).
    check("treatment", rates[&Endpoint::TreatmentThreeWeeks], 0.407, 0.05);
    // Proven reoffending after custody or a court order: 35.2 % (Ministry of Justice, April 2025).
    check("reoffended", rates[&Endpoint::ReoffendedOneYear], 0.352, 0.05);
}

#[test]
fn what_is_recorded_is_near_what_is_true() {
    let mut counts: HashMap<(Measure, OutcomeStatus), u32> = HashMap::new();
    let region = region_of(33, 3_000);
    for person in region.people() {
        for outcome in &person.outcomes {
            if let Some(recorded) = outcome.recorded {
                *counts.entry((outcome.measure, recorded.status)).or_default() += 1;
            }
        }
    }
    for (endpoint, rate) in &region.truth.rates {
        let Some(measure) = endpoint.measure() else { continue };
        let count = |status| f64::from(*counts.get(&(measure, status)).unwrap_or(&0));
        let known = count(OutcomeStatus::Yes) + count(OutcomeStatus::No);
        check(measure.code(), count(OutcomeStatus::Yes) / known, *rate, 0.06);
        assert!(count(OutcomeStatus::Unknown) > 10.0);
    }
}

#[test]
fn needs_come_together() {
    let people: Vec<_> = region_of(34, 1_500).people().collect();
    let assessed: Vec<_> = people.iter().filter(|it| !it.needs.is_empty()).collect();
    let has = |person: &PersonHistory, area| person.needs.iter().any(|need| need.area == area);
    let rate = |of: &[&&PersonHistory], area| {
        of.iter().filter(|person| has(person, area)).count() as f64 / of.len() as f64
    };
    let (with, without): (Vec<_>, Vec<_>) =
        assessed.iter().partition(|person| has(person, domain::Area::Drugs));
    let home = domain::Area::Accommodation;
    let (with, without) = (rate(&with, home), rate(&without, home));
    println!("need of a home with a need about drugs {with:.2}, without {without:.2}");
    assert!(with > without + 0.1, "{with:.2} {without:.2}");
}
