//! The truth is known, and a naive comparison does not find it.

use crate::region_of;
use synth::{EffectTruth, Endpoint, Truth};

fn effect<'t>(truth: &'t Truth, key: &str, endpoint: Endpoint) -> &'t EffectTruth {
    let service = truth.services.iter().find(|service| service.key == key).unwrap();
    service.effects.iter().find(|effect| effect.endpoint == endpoint).unwrap()
}

#[test]
fn a_service_without_effect_looks_as_if_it_worked() {
    let truth = region_of(1, 12_000).truth;
    for (endpoint, sign) in
        [(Endpoint::EmployedSixMonths, 1.0), (Endpoint::ReoffendedOneYear, -1.0)]
    {
        let effect = effect(&truth, "bright-start", endpoint);
        let naive = effect.naive_difference.unwrap();
        let started = f64::from(effect.started);
        // Twice the largest possible standard error of a share among those who started.
        let chance = 2.0 * (0.25 / started).sqrt();
        println!("{endpoint}: naive {naive:+.3}, truth 0, {started} started");
        assert_eq!((effect.log_odds, effect.on_starters), (0.0, Some(0.0)));
        assert_eq!(effect.on_starters_realised, Some(0.0));
        assert!(
            naive * sign > chance,
            "naive difference {naive:+.3} of {started} who started, chance {chance:.3}, truth 0",
        );
    }
}

#[test]
fn a_service_that_works_for_those_in_greatest_need_looks_worse_than_it_is() {
    let truth = region_of(2, 6_000).truth;
    let found = effect(&truth, "home-start", Endpoint::HousedFirstNight);
    let (naive, real) = (found.naive_difference.unwrap(), found.on_starters.unwrap());
    println!("naive {naive:+.3}, truth {real:+.3}, {} started", found.started);
    assert!(real > 0.05 && naive < real - 0.05, "naive {naive:+.3}, truth {real:+.3}");
}

#[test]
fn what_does_harm_is_known_to() {
    let truth = region_of(3, 3_000).truth;
    let harmful = |endpoint: Endpoint, key| effect(&truth, key, endpoint).on_starters.unwrap();
    assert!(harmful(Endpoint::ReoffendedOneYear, "hard-talk") > 0.02);
    assert!(harmful(Endpoint::ReoffendedOneYear, "credit") > 0.01);
    assert!(harmful(Endpoint::SettledThreeMonths, "night-shelter") < -0.02);
}

#[test]
fn expected_and_realised_effects_agree_but_for_chance() {
    let truth = region_of(4, 6_000).truth;
    for service in &truth.services {
        for effect in &service.effects {
            let (Some(expected), Some(realised)) =
                (effect.on_starters, effect.on_starters_realised)
            else {
                continue;
            };
            assert_eq!(expected == 0.0, effect.log_odds == 0.0, "{}", service.key);
            assert!(expected * effect.log_odds >= 0.0);
            // A difference of two outcomes is -1, 0 or 1, and mostly 0.
            let chance = 4.5 * (expected.abs() / f64::from(effect.started)).sqrt() + 0.02;
            assert!((expected - realised).abs() < chance, "{} {effect:?}", service.key);
        }
    }
}

#[test]
fn the_truth_reads_back_from_json() {
    let truth = region_of(5, 200).truth;
    let json = serde_json::to_string_pretty(&truth).unwrap();
    let read: Truth = serde_json::from_str(&json).unwrap();
    assert_eq!(read, truth);
}

#[test]
fn services_serve_those_who_are_in_delivery_and_some_are_full() {
    let region = region_of(6, 3_000);
    let mut serving = vec![0; region.services.len()];
    for person in region.people() {
        for referral in person.referrals {
            if matches!(referral.row.state, domain::ReferralState::InDelivery { .. }) {
                let service = referral.row.service;
                let place = region.services.iter().position(|it| it.id == service).unwrap();
                serving[place] += 1;
            }
        }
    }
    for (service, serving) in region.services.iter().zip(serving) {
        assert_eq!(service.serving, serving, "{}", service.name);
    }
    let full = region.services.iter().filter(|it| it.serving >= it.capacity).count();
    assert!((5..40).contains(&full), "{full}");
}
