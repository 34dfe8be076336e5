//! The rules of who may see what come with the program: that they changed is journalled and said, and two
//! officers look at them.

use crate::harness::{World, on_both};
use axum::http::StatusCode;
use domain::AccountId;
use std::collections::BTreeMap;
use store::journal::count;
use store::rules::{RulesSince, add, latest};
use uuid::Uuid;

const PATH: &str = "/who-sees-what";

async fn entries(world: &World, kind: &str) -> i64 {
    count(&mut world.db.read().await.unwrap(), None, kind).await.unwrap()
}

async fn in_force(world: &World) -> RulesSince {
    latest(&mut world.db.read().await.unwrap()).await.unwrap().swap_remove(0)
}

async fn confirm(world: &World, account: AccountId) -> StatusCode {
    let rules = in_force(world).await.id.to_string();
    world.post(account, PATH, &[("rules", &rules)]).await.status
}

#[test]
fn two_officers_look_at_rules_that_changed() {
    on_both(async |world| {
        let officers = (world.prison_officer, world.probation_officer);
        let page = world.get(world.evaluator, PATH).await;
        assert!(
            !page.text.contains("in force since"),
            "nothing is said of a site that never started"
        );
        app::life::started(&world.app).await.unwrap();
        let page = world.get(world.evaluator, PATH).await;
        assert!(page.text.contains("in force since"), "{}", page.text);
        assert!(page.text.contains("not been confirmed by two data protection officers"));
        assert!(
            !page.text.contains("I have looked at these rules"),
            "an evaluator confirms nothing"
        );
        let first = world.get(officers.0, "/agreements").await;
        assert!(first.text.contains("The rules of who sees what have changed"), "{}", first.text);

        // Others may not, and whoever did has done.
        assert_eq!(confirm(&world, world.administrator).await, StatusCode::FORBIDDEN);
        assert_eq!(confirm(&world, officers.0).await, StatusCode::SEE_OTHER);
        assert_eq!(confirm(&world, officers.0).await, StatusCode::CONFLICT);
        let page = world.get(officers.0, PATH).await;
        assert!(page.text.contains("HMP Cardiff, "), "{}", page.text);
        assert!(page.text.contains("not been confirmed by two"));
        assert!(!page.text.contains("I have looked at these rules"));
        let first = world.get(officers.0, "/agreements").await;
        assert!(!first.text.contains("The rules of who sees what have changed"));

        assert_eq!(confirm(&world, officers.1).await, StatusCode::SEE_OTHER);
        let page = world.get(world.evaluator, PATH).await;
        assert!(page.text.contains("Two data protection officers have looked at them"));
        assert_eq!(entries(&world, "rules_confirmed").await, 2);
    });
}

#[test]
fn a_start_with_the_same_rules_changes_nothing_and_one_with_others_asks_again() {
    on_both(async |world| {
        app::life::started(&world.app).await.unwrap();
        for officer in [world.prison_officer, world.probation_officer] {
            assert_eq!(confirm(&world, officer).await, StatusCode::SEE_OTHER);
        }
        app::life::started(&world.app).await.unwrap();
        assert_eq!(entries(&world, "rules_changed").await, 1);
        let ours = in_force(&world).await;

        // Another version ran meanwhile, with other rules about one topic.
        world.later(chrono::TimeDelta::hours(1));
        let topics: BTreeMap<_, _> = ours
            .topics
            .iter()
            .map(|(topic, hash)| {
                let other = if topic == "spent" { "0".repeat(64) } else { hash.clone() };
                (topic.clone(), other)
            })
            .collect();
        let other = RulesSince { id: Uuid::now_v7(), topics, since: world.app.now() };
        let mut tx = world.db.begin().await.unwrap();
        add(&mut tx, &other).await.unwrap();
        tx.commit().await.unwrap();
        world.later(chrono::TimeDelta::hours(1));
        app::life::started(&world.app).await.unwrap();
        assert_eq!(entries(&world, "rules_changed").await, 2);
        let page = world.get(world.prison_officer, PATH).await;
        assert!(page.text.contains("They differ from those before in: spent."), "{}", page.text);
        assert!(page.text.contains("not been confirmed by two"), "{}", page.text);

        // What somebody looked at before is not confirmed any more.
        let old = ours.id.to_string();
        let answer = world.post(world.prison_officer, PATH, &[("rules", &old)]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        for form in [&[("rules", "nothing")][..], &[]] {
            assert_eq!(
                world.post(world.prison_officer, PATH, form).await.status,
                StatusCode::CONFLICT
            );
        }
    });
}
