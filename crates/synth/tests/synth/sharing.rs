//! What organisations of the region do together, they may: an agreement between them is in force.

use crate::{region_of, today};
use domain::consent::{PURPOSE, asked_of};
use domain::{Agreement, AgreementStanding, ConsentStanding, FieldGroup, OrganisationId, Role};
use std::collections::{BTreeSet, HashMap};
use synth::{PersonHistory, Region};

/// Returns the pairs of organisations that work on a person together.
fn pairs(person: &PersonHistory) -> impl Iterator<Item = (OrganisationId, OrganisationId)> {
    let lead = person.person.lead.organisation;
    let referrals = person.referrals.iter().map(|it| (it.row.sender.organisation, it.row.provider));
    let led = person.referrals.iter().map(move |it| (lead, it.row.provider));
    let handovers =
        person.handovers.iter().map(|it| (it.giver.organisation, it.taker.organisation));
    let steps = person.steps.iter().map(move |it| (lead, it.row.owner.organisation));
    referrals.chain(led).chain(handovers).chain(steps).filter(|(one, other)| one != other)
}

fn allowed(region: &Region, one: OrganisationId, other: OrganisationId) -> BTreeSet<FieldGroup> {
    let agreements = region.agreements.iter().filter(|it| it.allows(one, other, today()));
    agreements.flat_map(|agreement| agreement.groups.iter().copied()).collect()
}

#[test]
fn whoever_works_together_has_an_agreement_in_force() {
    let region = region_of(31, 600);
    let pairs: BTreeSet<_> =
        region.people().flat_map(|person| pairs(&person).collect::<Vec<_>>()).collect();
    assert!(pairs.len() > 50, "{}", pairs.len());
    for (one, other) in pairs {
        let groups = allowed(&region, one, other);
        assert!(groups.contains(&FieldGroup::Identity), "{one} {other}");
        assert!(!groups.contains(&FieldGroup::PoliceNumbers), "{one} {other}");
    }
}

#[test]
fn health_is_shared_only_with_those_of_the_agreement_about_it() {
    let region = region_of(32, 1);
    for one in &region.organisations {
        for other in region.organisations.iter().filter(|other| other.id != one.id) {
            use domain::OrganisationKind as K;
            let both = [one.kind, other.kind]
                .iter()
                .all(|kind| matches!(kind, K::Prison | K::Probation | K::Health));
            let health = allowed(&region, one.id, other.id).contains(&FieldGroup::Health);
            assert_eq!(health, both, "{} {}", one.name, other.name);
        }
    }
}

#[test]
fn an_agreement_of_each_standing_can_be_seen_and_only_officers_signed() {
    let region = region_of(33, 1);
    let officers: HashMap<_, _> = region
        .workers
        .iter()
        .filter(|worker| worker.role == Role::DataProtectionOfficer)
        .map(|worker| (worker.organisation, worker.id))
        .collect();
    assert_eq!(officers.len(), region.organisations.len());
    let standing = |agreement: &Agreement| agreement.standing(today());
    let standings: BTreeSet<_> = region.agreements.iter().map(standing).collect();
    for seen in [
        AgreementStanding::InForce,
        AgreementStanding::ReviewOverdue,
        AgreementStanding::Expired,
        AgreementStanding::Unsigned,
    ] {
        assert!(standings.contains(&seen), "{seen}");
    }
    for agreement in &region.agreements {
        assert!(agreement.groups.contains(&FieldGroup::Identity));
        for signature in &agreement.signatures {
            assert!(agreement.has_party(signature.organisation));
            assert_eq!(officers[&signature.organisation], signature.account);
            let on = signature.at.date_naive();
            assert!(on < today() && on <= agreement.starts_on, "{on}");
        }
    }
}

#[test]
fn whoever_is_referred_where_there_is_a_choice_was_asked() {
    let region = region_of(34, 600);
    let asked: HashMap<_, _> =
        region.organisations.iter().map(|it| (it.id, asked_of(it))).collect();
    let mut standings = BTreeSet::new();
    let mut questions = 0;
    for person in region.people() {
        let mut known = BTreeSet::new();
        for consent in &person.consents {
            assert!(asked[&consent.organisation].contains(&consent.group));
            assert!(consent.purpose == PURPOSE && consent.answered_on < today());
            assert!(known.insert((consent.organisation, consent.group)), "two answers stand");
            standings.insert(consent.standing(today()));
        }
        for referral in person.referrals.iter().filter(|it| !it.row.state.is_closed()) {
            for group in asked[&referral.row.provider] {
                let of_it = |it: &&domain::Consent| {
                    it.organisation == referral.row.provider && it.group == *group
                };
                let consent = person.consents.iter().find(of_it).unwrap();
                assert!(consent.answered_on <= referral.created_on);
                assert_ne!(consent.standing(today()), ConsentStanding::Withdrawn);
                questions += 1;
            }
        }
    }
    assert!(questions > 0);
    for seen in [ConsentStanding::Granted, ConsentStanding::Withdrawn] {
        assert!(standings.contains(&seen), "{seen}");
    }
}
