//! Nobody is dropped, over the pages: whatever is asked of a plan, in any order and by anybody, every
//! open need and step has exactly one clock with an owner and a day, and a red need without an
//! open, owned, dated step is on the lead's list of the dropped.

use crate::harness::{World, on_both};
use crate::plan::{DUE, cleared, planned};
use axum::http::StatusCode;
use domain::{Area, Need, NeedId, NeedState, Owner, Rating, Step, StepState, Subject};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Walks on each database, by seed.
const SEEDS: std::ops::Range<u64> = 1..4;
/// Requests of one walk.
const REQUESTS: usize = 40;

#[test]
fn whatever_is_asked_of_a_plan_nothing_in_it_is_dropped() {
    on_both(async |world| {
        for seed in SEEDS {
            open_needs(&world).await;
            let mut walk = Walk { world: &world, state: seed, changed: 0 };
            for _ in 0..REQUESTS {
                walk.ask().await;
                assert_nothing_is_dropped(&world).await;
            }
            assert!(walk.changed > REQUESTS / 4, "only {} requests changed anything", walk.changed);
        }
    });
}

/// Opens red and amber needs where none is open: a walk may have closed them.
async fn open_needs(world: &World) {
    let open = needs(world).await;
    let mut tx = world.db.begin().await.unwrap();
    let first = store::need::find(&mut tx, world.need).await.unwrap().unwrap();
    let areas = [
        (Area::Accommodation, Rating::Red),
        (Area::Finance, Rating::Amber),
        (Area::Health, Rating::Red),
    ];
    for (area, rating) in areas {
        if open.iter().any(|need| need.area == area && need.assert_open("plan").is_ok()) {
            continue;
        }
        let (id, owner) = (NeedId(Uuid::now_v7()), Owner::organisation(world.prison));
        let state = NeedState::NotStarted { since: first.opened_on };
        let need = Need { id, area, rating, owner, state, ..first.clone() };
        store::need::save(&mut tx, &need).await.unwrap();
    }
    tx.commit().await.unwrap();
}

struct Walk<'a> {
    world: &'a World,
    state: u64,
    changed: usize,
}

impl Walk<'_> {
    /// Returns the next number of a sequence that is the same in every run (Knuth's MMIX constants).
    fn draw(&mut self, below: usize) -> usize {
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.state >> 40).unwrap() % below
    }

    fn pick<'b, T>(&mut self, things: &'b [T]) -> Option<&'b T> {
        (!things.is_empty()).then(|| &things[self.draw(things.len())])
    }

    /// Asks for one change, by anybody: some are refused, which must change nothing by halves.
    async fn ask(&mut self) {
        let world = self.world;
        let (goals, steps) = planned(world).await;
        let needs = needs(world).await;
        let goal = self.pick(&goals).map(|goal| goal.id);
        // Mostly open steps; one that is closed is refused.
        let all = self.draw(4) == 0;
        let steps: Vec<&Step> =
            steps.iter().filter(|step| all || step.state == StepState::Open).collect();
        let step = self.pick(&steps).map(|step| step.id);
        // One that is closed when all are: then the request is refused.
        let open: Vec<&Need> = needs.iter().filter(|need| need.clock().is_some()).collect();
        let need = self.pick(&open).copied().or_else(|| needs.first()).unwrap().id.to_string();
        let organisations = [world.prison, world.provider, world.probation, world.stranger];
        let owner = organisations[self.draw(4)].to_string();
        let lead = world.prison_worker;
        let accounts = [lead, lead, lead, lead, world.service_worker, world.stranger_worker];
        let account = accounts[self.draw(6)];
        let how = ["completed", "cannot_be_done_yet", "no_longer_needed"][self.draw(3)];
        let mut full = vec![
            ("step-words", "A step"),
            ("actor", "together"),
            ("owner", owner.as_str()),
            ("worker", ""),
        ];
        full.extend(DUE);
        let goal_only = vec![("need", need.as_str()), ("words", "A goal"), ("owner", &owner)];
        let with_step = [goal_only.clone(), full.clone()].concat();
        let goals = format!("/people/{}/goals", world.person);
        let (path, fields) = match (self.draw(10), goal, step) {
            (0, ..) => (goals, goal_only),
            (3, Some(goal), _) => (format!("/goals/{goal}/steps"), full),
            (4 | 5, _, Some(step)) => (format!("/steps/{step}/close"), vec![("how", how)]),
            (6, _, Some(step)) => (format!("/steps/{step}/owner"), vec![("owner", owner.as_str())]),
            (7, _, Some(step)) => (format!("/steps/{step}/take"), Vec::new()),
            (8, ..) if self.draw(4) == 0 => (format!("/needs/{need}/close"), vec![("how", "met")]),
            (9, ..) => (goals, Vec::new()),
            _ => (goals, with_step),
        };
        let answer = world.post(account, &path, &fields).await;
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.text);
        self.changed += usize::from(answer.status == StatusCode::SEE_OTHER);
    }
}

async fn needs(world: &World) -> Vec<Need> {
    let proof = cleared(world).await;
    let mut conn = world.db.read().await.unwrap();
    store::need::of_person(&mut conn, &proof).await.unwrap()
}

async fn assert_nothing_is_dropped(world: &World) {
    let (needs, (_, steps)) = (needs(world).await, planned(world).await);
    let open_steps: Vec<&Step> =
        steps.iter().filter(|step| step.state == StepState::Open).collect();
    let mut expected = BTreeMap::new();
    let mut dropped = false;
    for need in &needs {
        // The plain rule, worked out from the steps themselves.
        let last = open_steps.iter().filter(|step| step.need == need.id).map(|s| s.due_on).max();
        if matches!(need.state, NeedState::Closed { .. }) {
            assert_eq!(last, None, "an open step for a closed need");
            continue;
        }
        assert_eq!(
            need.clone().with_steps(last, World::today()),
            *need,
            "a need that does not know its steps"
        );
        dropped |= need.rating == Rating::Red && last.is_none();
        expected.insert(need.id.0, (Subject::Need, need.clock().unwrap()));
    }
    for step in open_steps {
        expected.insert(step.id.0, (Subject::Step, step.clock().unwrap()));
    }
    let mut conn = world.db.read().await.unwrap();
    let running = store::clock::of_person(&mut conn, world.person).await.unwrap();
    assert_eq!(running.len(), expected.len());
    for listed in running {
        assert_eq!(expected.get(&listed.subject_id), Some(&(listed.subject, listed.clock)));
    }
    let listed = store::clock::dropped(&mut conn, world.prison_worker).await.unwrap();
    assert_eq!(!listed.is_empty(), dropped, "a red need without a step is listed, and no other");
}
