//! A service, and people who started it, for tests of figures.

use crate::harness::{World, now};
use chrono::{Datelike, Days, Months, NaiveDate};
use domain::{
    Answers, Area, AreaRating, Assessment, AssessmentId, Eligibility, Episode, EpisodeId,
    EpisodeKind, EpisodeReason, Measure, Need, NeedId, NeedState, Outcome, OutcomeId,
    OutcomeSource, OutcomeStatus, Owner, Person, PersonId, Rating, Recorded, Referral, ReferralId,
    ReferralState, Release, ReleaseId, ReleaseRoute, ReleaseStatus, Service, ServiceId, Sex, Voice,
};
use store::Tx;
use store::assessment::RatedArea;
use uuid::Uuid;

/// Adds the service that a pilot names.
pub(crate) async fn service(world: &World) -> ServiceId {
    let service = Service {
        id: ServiceId(Uuid::now_v7()),
        organisation: world.provider,
        name: "Rent deposits".to_owned(),
        description: "Deposits".to_owned(),
        areas: vec![Area::Accommodation],
        eligibility: Eligibility::default(),
        capacity: 100,
        serving: 0,
        wait_days: 7,
        last_verified_on: World::today(),
    };
    let mut tx = world.db.begin().await.unwrap();
    store::service::save(&mut tx, &service).await.unwrap();
    tx.commit().await.unwrap();
    service.id
}

/// Adds somebody who was released, with the status on the night, and who started a service.
pub(crate) async fn served(
    world: &World,
    service: ServiceId,
    released_on: NaiveDate,
    housed: Option<OutcomeStatus>,
    second: Option<Rating>,
) {
    let mut tx = world.db.begin().await.unwrap();
    let owner = Owner::worker(world.prison, world.prison_worker);
    let person = nobody(&mut tx, owner, age(released_on)).await;
    let started_on = released_on - Days::new(10);
    let need = need(&mut tx, world, person, started_on).await;
    if let Some(rating) = second {
        assess(&mut tx, world, person, rating, released_on).await;
    }
    let state = ReferralState::InDelivery {
        worker: world.service_worker,
        started_on,
        complete_by: released_on + Days::new(90),
    };
    let referral = referral(world, person, need, service, state, started_on);
    store::referral::save(&mut tx, &referral, started_on).await.unwrap();
    outcome(&mut tx, person, owner, released_on, housed).await;
    tx.commit().await.unwrap();
}

/// Adds somebody for whom a service was asked, once for each state, and who has not started.
pub(crate) async fn asked(world: &World, service: ServiceId, states: &[ReferralState]) {
    let mut tx = world.db.begin().await.unwrap();
    let owner = Owner::worker(world.prison, world.prison_worker);
    let person = nobody(&mut tx, owner, 30).await;
    let mut on = World::today() - Days::new(60);
    let need = need(&mut tx, world, person, on).await;
    for state in states {
        let referral = referral(world, person, need, service, state.clone(), on);
        store::referral::save(&mut tx, &referral, on).await.unwrap();
        on = on + Days::new(1);
    }
    tx.commit().await.unwrap();
}

/// Adds somebody who was released, with a need that nobody served.
pub(crate) async fn needing(world: &World, released_on: NaiveDate, housed: Option<OutcomeStatus>) {
    let mut tx = world.db.begin().await.unwrap();
    let owner = Owner::worker(world.prison, world.prison_worker);
    let person = nobody(&mut tx, owner, age(released_on)).await;
    need(&mut tx, world, person, released_on - Days::new(10)).await;
    outcome(&mut tx, person, owner, released_on, housed).await;
    tx.commit().await.unwrap();
}

pub(crate) fn referral(
    world: &World,
    person: PersonId,
    need: NeedId,
    service: ServiceId,
    state: ReferralState,
    since: NaiveDate,
) -> Referral {
    Referral {
        id: ReferralId(Uuid::now_v7()),
        person,
        need,
        service,
        sender: Owner::worker(world.prison, world.prison_worker),
        provider: world.provider,
        aims: vec!["A home".to_owned()],
        background: String::new(),
        state,
        since,
    }
}

/// Adds a red need of a home, found on a day.
pub(crate) async fn need(tx: &mut Tx, world: &World, person: PersonId, on: NaiveDate) -> NeedId {
    let need = Need {
        id: NeedId(Uuid::now_v7()),
        person,
        area: Area::Accommodation,
        rating: Rating::Red,
        assessment: assess(tx, world, person, Rating::Red, on).await,
        owner: Owner::worker(world.prison, world.prison_worker),
        opened_on: on,
        state: NeedState::NotStarted { since: on },
    };
    store::need::save(tx, &need).await.unwrap();
    need.id
}

/// Returns an age that goes with the day, so that people of the same days are of the same ages.
fn age(released_on: NaiveDate) -> u32 {
    20 + released_on.ordinal0() % 40
}

/// Adds somebody of that age.
async fn nobody(tx: &mut Tx, owner: Owner, years: u32) -> PersonId {
    let person = PersonId(Uuid::now_v7());
    let born = World::today().checked_sub_months(Months::new(12 * years));
    let added = Person {
        id: person,
        given_name: "Nobody".to_owned(),
        family_name: "Secretname".to_owned(),
        date_of_birth: born,
        sex: Some(Sex::Male),
        ethnicity: None,
        language: "en".to_owned(),
        home_region: None,
        lead: owner,
    };
    store::person::add(tx, &added, None, now()).await.unwrap();
    person
}

async fn assess(
    tx: &mut Tx,
    world: &World,
    person: PersonId,
    rating: Rating,
    on: NaiveDate,
) -> AssessmentId {
    let assessment = Assessment {
        id: AssessmentId(Uuid::now_v7()),
        person,
        voice: Voice::Worker,
        instrument: "needs".to_owned(),
        version: 2,
        answers: Answers::default(),
        by: (world.prison_worker, world.prison),
        started_on: on,
        submitted_at: None,
    };
    store::assessment::start(tx, &assessment).await.unwrap();
    let score = match rating {
        Rating::Red => 80,
        Rating::Amber => 40,
        Rating::Green => 10,
    };
    let area = RatedArea {
        rating: AreaRating::computed(Area::Accommodation, Some(rating)),
        need_score: Some(score),
    };
    let at = on.and_hms_opt(12, 0, 0).unwrap().and_utc();
    assert!(store::assessment::submit(tx, assessment.id, &[area], at).await.unwrap());
    assessment.id
}

async fn outcome(
    tx: &mut Tx,
    person: PersonId,
    owner: Owner,
    released_on: NaiveDate,
    housed: Option<OutcomeStatus>,
) {
    let episode = Episode {
        id: EpisodeId(Uuid::now_v7()),
        person,
        kind: EpisodeKind::Custody,
        organisation: owner.organisation,
        started_on: released_on - Days::new(200),
        reason: EpisodeReason::NewReception,
        ended_on: Some(released_on),
    };
    store::person::add_episode(tx, &episode, now()).await.unwrap();
    let release = Release {
        id: ReleaseId(Uuid::now_v7()),
        person,
        episode: episode.id,
        due_on: released_on,
        route: ReleaseRoute::Automatic,
        release_on: released_on,
        going_to: String::new(),
        status: ReleaseStatus::Released,
        released_on: Some(released_on),
    };
    store::release::save(tx, &release).await.unwrap();
    for measure in [Measure::HousedFirstNight, Measure::EmployedSixMonths] {
        let status = housed.filter(|_| measure == Measure::HousedFirstNight);
        let due = Outcome {
            id: OutcomeId(Uuid::now_v7()),
            person,
            release: release.id,
            measure,
            day: measure.day(released_on),
            owner,
            recorded: status.map(|status| Recorded {
                status,
                source: OutcomeSource::WorkerSeen,
                home: None,
                on: released_on,
            }),
        };
        store::outcome::save(tx, &due).await.unwrap();
    }
}
