//! What other agencies send: the same for the same seed, of people of the region with slips, and of strangers.

use crate::region_of;
use domain::OrganisationKind;
use std::collections::BTreeSet;

#[test]
fn a_council_and_a_health_organisation_send_people_with_slips_and_strangers() {
    let region = region_of(3, 900);
    let feeds = region.feeds();
    let kinds: Vec<_> = feeds.iter().map(|feed| feed.organisation.kind).collect();
    assert_eq!(kinds, [OrganisationKind::Council, OrganisationKind::Health]);
    for feed in &feeds {
        assert_eq!(
            feed.csv(),
            region_of(3, 900)
                .feeds()
                .into_iter()
                .find(|one| one.organisation == feed.organisation)
                .unwrap()
                .csv()
        );
        let numbers: BTreeSet<_> = feed.rows.iter().map(|row| &row.own_number).collect();
        assert_eq!(numbers.len(), feed.rows.len(), "an own number twice");
        let strangers = feed.rows.iter().filter(|row| row.whose.is_none()).count();
        assert!((5..30).contains(&strangers), "{strangers} strangers of {}", feed.rows.len());
        let people: Vec<_> = region.people().collect();
        let as_here = |row: &&synth::FeedRow| {
            let person = people.iter().find(|one| Some(one.person.id) == row.whose);
            person.is_some_and(|one| one.person.family_name == row.family_name)
        };
        let same = feed.rows.iter().filter(as_here).count();
        assert!(same < feed.rows.len() - strangers && same > feed.rows.len() / 2, "{same}");
    }
}
