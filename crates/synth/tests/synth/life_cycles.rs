//! Nobody is dropped: what is open has an owner and a clock, and what is closed has none. And among
//! the usual number of people every state of every life cycle is there to be seen.

use crate::{people_of, region_of, today};
use domain::{
    Attendance, Clock, Coded, EpisodeReason, HandoverState, NeedState, OutcomeStatus, PlanStatus,
    ReferralState, ReleaseStatus, ScreeningStatus, StepState, Voice,
};
use std::collections::{BTreeSet, HashSet};
use synth::PersonHistory;

/// Every thing of a person with a clock: what it is, whether it is open, its clock.
fn things(person: &PersonHistory) -> Vec<(&'static str, bool, Option<Clock>)> {
    let mut things = Vec::new();
    for it in &person.screenings {
        things.push(("screening", it.status == ScreeningStatus::Due, it.clock()));
    }
    for it in &person.needs {
        let open = !matches!(it.state, NeedState::Closed { .. });
        things.push(("need", open, it.clock()));
    }
    if let Some(it) = &person.plan {
        things.push(("plan", it.row.challenged_on.is_some(), it.row.clock()));
    }
    for it in &person.steps {
        things.push(("step", it.row.state == StepState::Open, it.row.clock()));
    }
    for it in &person.referrals {
        things.push(("referral", !it.row.state.is_closed(), it.row.clock()));
    }
    for it in &person.handovers {
        let closed =
            matches!(it.state, HandoverState::Complete { .. } | HandoverState::Abandoned { .. });
        things.push(("handover", !closed, it.clock()));
    }
    for it in &person.appointments {
        things.push(("appointment", it.attendance == Attendance::Scheduled, it.clock()));
    }
    for it in &person.outcomes {
        things.push(("outcome", it.recorded.is_none(), it.clock()));
    }
    things
}

#[test]
fn what_is_open_has_an_owner_and_a_clock() {
    let region = region_of(11, 600);
    let organisations: HashSet<_> = region.organisations.iter().map(|it| it.id).collect();
    let accounts: HashSet<_> = region.workers.iter().map(|it| (it.id, it.organisation)).collect();
    let mut clocks = 0;
    for person in region.people() {
        for (noun, open, clock) in things(&person) {
            assert_eq!(open, clock.is_some(), "{noun} of person {}", person.index);
            let Some(clock) = clock else { continue };
            clocks += 1;
            assert!(organisations.contains(&clock.owner.organisation));
            assert!(organisations.contains(&clock.waiting_on));
            if let Some(account) = clock.owner.account {
                assert!(accounts.contains(&(account, clock.owner.organisation)), "{noun}");
            }
        }
    }
    assert!(clocks > 2_000, "{clocks}");
}

#[test]
fn what_is_late_is_found_within_weeks() {
    let (mut running, mut late) = (0, 0);
    for person in people_of(13, 600) {
        for (subject, _, clock) in things(&person) {
            let Some(clock) = clock else { continue };
            let days = (today() - clock.due_on).num_days();
            assert!(days <= 70, "{subject:?} of {} is {days} days late", person.index);
            running += 1;
            late += i32::from(days > 0);
        }
    }
    assert!(late * 10 < running * 3, "{late} of {running} are late");
    println!("{late} of {running} are late");
}

#[test]
fn what_the_store_holds_once_is_there_once() {
    for person in people_of(12, 600) {
        let mut areas = BTreeSet::new();
        for need in &person.needs {
            if !matches!(need.state, NeedState::Closed { .. }) {
                assert!(areas.insert(need.area), "two open needs in {}", need.area);
            }
        }
        let offered = |it: &&domain::Handover| it.state == HandoverState::Created;
        assert!(person.handovers.iter().filter(offered).count() <= 1);
        let outcomes: HashSet<_> =
            person.outcomes.iter().map(|it| (it.release, it.measure)).collect();
        assert_eq!(outcomes.len(), person.outcomes.len());
    }
}

/// Asserts that every code of a list was seen.
fn all_seen<T: Coded>(seen: &BTreeSet<&'static str>) {
    for value in T::ALL {
        assert!(seen.contains(value.code()), "nobody with {} {}", T::LIST, value.code());
    }
}

#[test]
fn every_state_of_every_life_cycle_is_there_to_be_seen() {
    let mut lists: [BTreeSet<&'static str>; 9] = Default::default();
    let mut states: BTreeSet<(&'static str, &'static str)> = BTreeSet::new();
    let (mut late, mut dropped, mut drafts, mut recalls) = (0, 0, 0, 0);
    for person in region_of(1, 3_000).people() {
        lists[0].extend(person.screenings.iter().map(|it| it.status.code()));
        lists[1].extend(person.plan.iter().map(|it| it.row.status.code()));
        lists[2].extend(person.appointments.iter().map(|it| it.attendance.code()));
        lists[3].extend(person.releases.iter().map(|it| it.release.status.code()));
        lists[4].extend(person.outcomes.iter().filter_map(|it| Some(it.recorded?.status.code())));
        lists[5].extend(person.assessments.iter().map(|it| it.assessment.voice.code()));
        lists[6].extend(person.episodes.iter().map(|it| it.reason.code()));
        lists[7].extend(person.handovers.iter().map(|it| it.kind.code()));
        lists[8].extend(person.plan_views.iter().map(|it| it.view.code()));
        states.extend(person.needs.iter().map(|it| ("need", it.state.code())));
        states.extend(person.steps.iter().map(|it| ("step", it.row.state.code())));
        states.extend(person.referrals.iter().map(|it| ("referral", it.row.state.code())));
        states.extend(person.handovers.iter().map(|it| ("handover", it.state.code())));
        let clocks = things(&person).into_iter().filter_map(|(_, _, clock)| clock);
        late += clocks.filter(|clock| clock.due_on < today()).count();
        dropped += person.needs.iter().filter(|need| need.is_dropped()).count();
        drafts += person.assessments.iter().filter(|it| it.ratings.is_empty()).count();
        recalls += person.episodes.iter().filter(|it| it.reason == EpisodeReason::Recall).count();
    }
    all_seen::<ScreeningStatus>(&lists[0]);
    all_seen::<PlanStatus>(&lists[1]);
    all_seen::<Attendance>(&lists[2]);
    all_seen::<ReleaseStatus>(&lists[3]);
    all_seen::<OutcomeStatus>(&lists[4]);
    all_seen::<Voice>(&lists[5]);
    all_seen::<EpisodeReason>(&lists[6]);
    all_seen::<domain::HandoverKind>(&lists[7]);
    all_seen::<domain::PlanView>(&lists[8]);
    let count = |noun| states.iter().filter(|(of, _)| *of == noun).count();
    assert_eq!(count("need"), 3, "{states:?}");
    assert_eq!(count("step"), 4, "{states:?}");
    assert_eq!(count("handover"), 5, "{states:?}");
    // Draft to withdrawn.
    assert_eq!(count("referral"), 12, "{states:?}");
    assert!(states.contains(&("referral", ReferralState::Draft.code())));
    let counts = (late, dropped, drafts, recalls);
    assert!(late > 50 && dropped > 10 && drafts > 5 && recalls > 100, "{counts:?}");
    println!("late, dropped, drafts, recalls: {counts:?}");
}
