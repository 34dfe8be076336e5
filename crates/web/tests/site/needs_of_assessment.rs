//! Whatever is answered, and however often: after an assessment, every red or amber area of a person
//! has exactly one open need with one clock, and every green area has none.

use crate::harness::{World, on_both};
use app::Ctx;
use domain::{
    Area, AreaProgress, AssessmentId, Instruments, OverrideReason, Rating, Subject, Voice,
};
use policy::{Action, Authorised, Relation, authorise};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Assessments of one person, one after the other: each finds what the one before left.
const ASSESSMENTS: usize = 20;

/// An answer to each question, and the worker's rating of each area: taken round their number.
#[derive(Clone, Debug)]
struct Given {
    answers: Vec<u8>,
    ratings: Vec<Option<u8>>,
}

fn given() -> impl Strategy<Value = Given> {
    // Half of all answers are the first, so that green areas are common too.
    let answer = prop_oneof![Just(0_u8), any::<u8>()];
    let rating = prop::option::weighted(0.2, any::<u8>());
    let areas = Area::ALL.len();
    (prop::collection::vec(answer, 100), prop::collection::vec(rating, areas))
        .prop_map(|(answers, ratings)| Given { answers, ratings })
}

#[test]
fn a_need_is_open_just_where_there_is_one() {
    on_both(async |world| {
        let mut runner = TestRunner::deterministic();
        for _ in 0..ASSESSMENTS {
            let given = given().new_tree(&mut runner).unwrap().current();
            let ratings = assess(&world, &given).await;
            assert_eq!(ratings.len(), Area::ALL.len(), "{given:?}");
            check(&world, &ratings, &given).await;
        }
    });
}

async fn context(world: &World) -> Ctx {
    let mut conn = world.db.read().await.unwrap();
    let actor = store::account::actor(&mut conn, world.prison_worker).await.unwrap().unwrap();
    world.app.context(actor, Uuid::now_v7())
}

/// Makes an assessment as a worker does, and returns the ratings that stand.
async fn assess(world: &World, given: &Given) -> BTreeMap<Area, Rating> {
    let ctx = context(world).await;
    let id = app::assessment::start(&ctx, world.person).await.unwrap();
    let asked = Instruments::built_in().get("needs", 2).unwrap();
    let mut picked = given.answers.iter().cycle();
    for area in &asked.areas {
        let pairs: Vec<_> = area
            .questions
            .iter()
            .zip(&mut picked)
            .map(|(question, at)| {
                let answer = &question.answers[usize::from(*at) % question.answers.len()];
                (question.id.as_str(), answer.code.as_str())
            })
            .collect();
        app::assessment::save_area(&ctx, id, area.area, pairs).await.unwrap();
    }
    rate(&ctx, id, given).await;
    app::assessment::submit(&ctx, id, true).await.unwrap();
    let view = app::assessment::view(&ctx, id, "test").await.unwrap();
    assert_eq!(view.assessment.voice, Voice::Worker);
    let ratings = view.areas.iter();
    ratings.map(|view| (view.asked.area, view.rating.rating().unwrap())).collect()
}

/// Rates what the answers leave open, and some that they do not.
async fn rate(ctx: &Ctx, id: AssessmentId, given: &Given) {
    let view = app::assessment::view(ctx, id, "test").await.unwrap();
    for (view, by_worker) in view.areas.iter().zip(&given.ratings) {
        let open = view.progress == AreaProgress::NeedsRating;
        let Some(at) = by_worker.or(open.then_some(1)) else { continue };
        let rating = Rating::ALL[usize::from(at) % Rating::ALL.len()];
        if view.computed.rating != Some(rating) {
            let by_worker = (rating, OverrideReason::Other, "I know more");
            app::assessment::rate_area(ctx, id, view.asked.area, by_worker).await.unwrap();
        }
    }
}

async fn check(world: &World, ratings: &BTreeMap<Area, Rating>, given: &Given) {
    let ctx = context(world).await;
    let mut conn = world.db.read().await.unwrap();
    let cleared: Authorised<_> =
        authorise(&ctx.actor, Action::ViewPerson, Relation::Lead, world.person).unwrap();
    let open = store::need::open_of_person(&mut conn, &cleared).await.unwrap();
    let clocks = store::clock::of_person(&mut conn, world.person).await.unwrap();
    let found: Vec<_> = open.iter().map(|need| (need.area, need.rating)).collect();
    let expected: Vec<_> = ratings
        .iter()
        .filter(|(_, rating)| **rating != Rating::Green)
        .map(|(area, rating)| (*area, *rating))
        .collect();
    assert_eq!(found, expected, "{given:?}");
    for need in &open {
        let of_need: Vec<_> = clocks.iter().filter(|clock| clock.subject_id == need.id.0).collect();
        assert_eq!(of_need.len(), 1, "{given:?}");
        assert_eq!(Some(of_need[0].clock), need.clock());
        assert_eq!(need.owner.account, Some(world.prison_worker));
    }
    let needs = clocks.iter().filter(|clock| clock.subject == Subject::Need).count();
    assert_eq!(needs, open.len(), "a closed need has no clock: {given:?}");
}
