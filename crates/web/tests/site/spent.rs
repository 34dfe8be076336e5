//! Spent convictions over HTTP: prison and probation read them, nobody else learns of them or that there are
//! any.

use crate::harness::{World, named, now, on_both};
use crate::rich::Rich;
use crate::service::{save, service};
use domain::{Eligibility, OffenceGroup, Owner, PersonId, Role, Service};
use store::sentence::{Sentence, add};
use uuid::Uuid;

async fn convicted(world: &World, person: PersonId, offence: OffenceGroup, on: &str) {
    let sentence = Sentence {
        id: Uuid::now_v7(),
        kind: Some("standard_determinate".to_owned()),
        offence_group: Some(offence),
        imposed_on: Some(on.parse().unwrap()),
        length_days: Some(90),
    };
    let mut tx = world.db.begin().await.unwrap();
    add(&mut tx, person, &sentence, now()).await.unwrap();
    tx.commit().await.unwrap();
}

const WITHHELD: &str = "Not shown, if there are any";

#[test]
fn a_spent_conviction_is_read_by_prison_and_probation_alone() {
    on_both(async |world| {
        let rich = Rich::build(&world).await;
        let page = format!("/people/{}", world.person);
        let council = rich.place("step owner").account(Role::ServiceWorker);
        let probation = rich.place("taker").account(Role::ResettlementWorker);
        let none = world.get(council, &page).await;
        convicted(&world, world.person, OffenceGroup::Sexual, "2015-01-10").await;
        // Whether there is one cannot be told from the page.
        let spent = world.get(council, &page).await;
        assert!(spent.text.contains(WITHHELD), "{}", spent.text);
        assert!(none.text.contains(WITHHELD) && !spent.text.contains("Sexual offences"));
        let details = world.get(world.prison_worker, &format!("{page}/details")).await;
        assert!(details.text.contains("spent since about 10 April 2016"), "{}", details.text);
        assert!(!details.text.contains(WITHHELD));
        let theirs = world.get(probation, &page).await;
        assert!(theirs.text.contains("Spent. Convicted on"), "{}", theirs.text);

        // One that is not spent is shown to who houses the person, and so is none that it does not lengthen.
        convicted(&world, world.person, OffenceGroup::Violence, "2026-06-01").await;
        let shown = world.get(council, &page).await;
        assert!(shown.text.contains("Violence against the person"), "{}", shown.text);
        assert!(!shown.text.contains("Sexual offences") && shown.text.contains(WITHHELD));
    });
}

#[test]
fn a_charity_that_leads_a_case_reads_no_spent_conviction() {
    on_both(async |world| {
        let rich = Rich::build(&world).await;
        let place = rich.place("provider");
        let worker = place.account(Role::ResettlementWorker);
        let mut tx = world.db.begin().await.unwrap();
        let person = named(&mut tx, ("Rhys", "Morgan"), Owner::worker(place.id, worker)).await;
        tx.commit().await.unwrap();
        convicted(&world, person, OffenceGroup::Burglary, "2015-01-10").await;
        convicted(&world, person, OffenceGroup::Robbery, "2026-06-01").await;
        let details = world.get(worker, &format!("/people/{person}/details")).await;
        for shown in [WITHHELD, "Robbery", "spent from about 30 August 2027 on"] {
            assert!(details.text.contains(shown), "{shown}: {}", details.text);
        }
        assert!(!details.text.contains("Burglary"), "{}", details.text);
    });
}

#[test]
fn nobody_is_kept_out_of_a_service_by_a_spent_conviction() {
    on_both(async |world| {
        let excluded_offences = vec![OffenceGroup::Robbery];
        let eligibility = Eligibility { excluded_offences, ..Eligibility::default() };
        save(&world, &[Service { eligibility, ..service(&world) }]).await;
        let page = format!("/people/{}/referrals/new?need={}", world.person, world.need);
        let kept_out = "rules on convictions keep this person out";
        convicted(&world, world.person, OffenceGroup::Robbery, "2015-01-10").await;
        // Nor by one of another kind that is not.
        convicted(&world, world.person, OffenceGroup::Violence, "2026-06-01").await;
        let offered = world.get(world.prison_worker, &page).await;
        assert!(!offered.text.contains(kept_out), "{}", offered.text);
        convicted(&world, world.person, OffenceGroup::Robbery, "2026-06-01").await;
        let left_out = world.get(world.prison_worker, &page).await;
        assert!(left_out.text.contains(kept_out), "{}", left_out.text);
    });
}
