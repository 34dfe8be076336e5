//! The same settings give the same region, and a person does not depend on the others.

use crate::{people_of, region_of, today};
use std::collections::HashSet;
use synth::{Settings, region};

#[test]
fn the_same_seed_gives_the_same_region() {
    let (one, other) = (region_of(5, 120), region_of(5, 120));
    assert_eq!(one.organisations, other.organisations);
    assert_eq!(one.services, other.services);
    assert_eq!(one.pilots, other.pilots);
    assert_eq!(one.workers, other.workers);
    let json = |region: &synth::Region| serde_json::to_string(&region.truth).unwrap();
    assert_eq!(json(&one), json(&other));
    for (one, other) in one.people().zip(other.people()) {
        assert_eq!(format!("{one:?}"), format!("{other:?}"));
    }
}

#[test]
fn another_seed_gives_other_people() {
    let (one, other) = (people_of(5, 20), people_of(6, 20));
    assert!(one.iter().zip(&other).all(|(one, other)| one.person.id != other.person.id));
}

#[test]
fn a_person_is_the_same_whoever_else_is_there() {
    let (few, many) = (region_of(7, 100), region_of(7, 900));
    for (one, other) in few.people().zip(many.people()) {
        assert_eq!(one, other);
    }
    assert_eq!(few.person(42), many.person(42));
    assert_eq!(few.person(100), None);
    // Nobody whom the few know is unknown among the many.
    for worker in &few.workers {
        assert!(many.workers.contains(worker), "{}", worker.email);
    }
}

#[test]
fn every_id_is_used_once_and_is_of_version_7() {
    let region = region_of(8, 300);
    let mut ids = Vec::new();
    ids.extend(region.organisations.iter().map(|it| it.id.0));
    ids.extend(region.services.iter().map(|it| it.id.0));
    ids.extend(region.pilots.iter().map(|(pilot, _)| pilot.id.0));
    ids.extend(region.agreements.iter().map(|it| it.id.0));
    ids.extend(region.workers.iter().map(|it| it.id.0));
    for person in region.people() {
        ids.push(person.person.id.0);
        ids.extend(person.episodes.iter().map(|it| it.id.0));
        ids.extend(person.sentences.iter().map(|it| it.id));
        ids.extend(person.sentences.iter().flat_map(|it| &it.dates).map(|it| it.id));
        ids.extend(person.assessments.iter().map(|it| it.assessment.id.0));
        ids.extend(person.needs.iter().map(|it| it.id.0));
        ids.extend(person.goals.iter().map(|it| it.row.id.0));
        ids.extend(person.steps.iter().map(|it| it.row.id.0));
        ids.extend(person.referrals.iter().map(|it| it.row.id.0));
        ids.extend(person.messages.iter().map(|it| it.id));
        ids.extend(person.handovers.iter().map(|it| it.id.0));
        ids.extend(person.consents.iter().map(|it| it.id.0));
        ids.extend(person.appointments.iter().map(|it| it.id.0));
        ids.extend(person.releases.iter().map(|it| it.release.id.0));
        ids.extend(person.outcomes.iter().map(|it| it.id.0));
        ids.extend(person.events.iter().map(|it| it.id));
    }
    assert!(ids.iter().all(|id| id.get_version_num() == 7));
    let different: HashSet<_> = ids.iter().collect();
    assert_eq!(different.len(), ids.len());
}

#[test]
fn any_day_in_range_will_do() {
    for day in ["2025-01-15", "2027-02-28", "2028-02-29", "2032-05-31"] {
        let settings = Settings::new(3, 150, day.parse().unwrap()).unwrap();
        assert_eq!(region(&settings).people().count(), 150, "{day}");
    }
    assert!(today() > "2026-04-01".parse().unwrap());
}
