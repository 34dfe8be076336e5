//! An invented record makes sense: dates in order, numbers that parse, moves by the rules, and
//! nothing that happens today or later.

use crate::{people_of, region_of, today};
use domain::{
    BankHolidays, Crn, CroNumber, EpisodeKind, IdentifierKind, Instruments, NhsNumber, NiNumber,
    PncId, PrisonNumber, Rating, ReleaseCase, ReleaseDate, ReleaseStatus, date_of_birth,
};
use std::collections::{HashMap, HashSet};
use synth::PersonHistory;

fn check_dates(person: &PersonHistory) {
    let born = person.person.date_of_birth.unwrap();
    assert!(date_of_birth(born, today()).is_ok(), "{born}");
    let mut last = born;
    for episode in &person.episodes {
        assert!(episode.started_on >= last && episode.started_on < today(), "{episode:?}");
        assert!(born + chrono::Days::new(17 * 365) < episode.started_on);
        if let Some(ended_on) = episode.ended_on {
            assert!(ended_on >= episode.started_on && ended_on < today(), "{episode:?}");
            last = ended_on;
        } else {
            last = episode.started_on;
        }
    }
    let open = person.episodes.iter().filter(|episode| episode.ended_on.is_none()).count();
    assert_eq!(open, 1, "everyone is in one place: {:?}", person.episodes);
    for screening in &person.screenings {
        assert!(screening.done_on.is_none_or(|on| on < today()));
        assert_eq!(screening.done_on.is_some(), screening.answers.is_some());
    }
    for referral in &person.referrals {
        let need = person.needs.iter().find(|need| need.id == referral.row.need).unwrap();
        assert!(need.opened_on <= referral.created_on, "referred before the need was found");
        assert!(referral.created_on <= referral.row.since && referral.row.since < today());
    }
    for step in &person.steps {
        let goal = person.goals.iter().find(|goal| goal.row.id == step.row.goal).unwrap();
        assert!(goal.row.need == step.row.need && goal.created_on <= step.created_on);
        assert!(step.row.due_on > step.created_on);
    }
    for outcome in &person.outcomes {
        if let Some(recorded) = outcome.recorded {
            assert!(outcome.day <= recorded.on && recorded.on < today());
        }
    }
}

#[test]
fn dates_are_in_order() {
    for person in people_of(21, 600) {
        check_dates(&person);
    }
}

#[test]
fn the_journal_is_in_order_and_ends_before_today() {
    let region = region_of(22, 600);
    let accounts: HashSet<_> =
        region.workers.iter().map(|it| (it.id, it.organisation, it.role)).collect();
    for person in region.people() {
        assert!(!person.events.is_empty());
        assert!(person.events.is_sorted_by_key(|entry| entry.at));
        for entry in &person.events {
            assert!(entry.at.date_naive() < today(), "{entry:?}");
            assert!(!entry.event.is_read());
            let by = (entry.account, entry.organisation, entry.role);
            assert!(accounts.contains(&by), "{entry:?}");
        }
    }
}

#[test]
fn numbers_parse_and_belong_to_one_person() {
    let mut seen = HashSet::new();
    for person in people_of(23, 600) {
        for number in &person.identifiers {
            let value = number.value.as_str();
            let canonical = match number.kind {
                IdentifierKind::PrisonNumber => PrisonNumber::parse(value).unwrap().to_string(),
                IdentifierKind::Crn => Crn::parse(value).unwrap().to_string(),
                IdentifierKind::PncId => PncId::parse(value, today()).unwrap().to_string(),
                IdentifierKind::CroNumber => CroNumber::parse(value).unwrap().to_string(),
                IdentifierKind::NiNumber => NiNumber::parse(value).unwrap().to_string(),
                IdentifierKind::NhsNumber => NhsNumber::parse(value).unwrap().to_string(),
            };
            assert_eq!(canonical, value);
            assert!(seen.insert((number.kind, canonical)), "{number:?}");
        }
    }
}

#[test]
fn ratings_are_what_the_instrument_gives() {
    let mut colours: HashMap<Rating, u32> = HashMap::new();
    let mut overridden = 0;
    for person in people_of(24, 300) {
        for assessed in &person.assessments {
            let assessment = &assessed.assessment;
            let instruments = Instruments::built_in();
            let instrument = instruments.get(&assessment.instrument, assessment.version).unwrap();
            assert!(instrument.is_valid_on(assessment.started_on));
            assert_eq!(assessment.submitted_at.is_some(), !assessed.ratings.is_empty());
            if assessment.submitted_at.is_some() {
                assert!(assessment.answers.gaps(instrument).is_empty());
            }
            for rated in &assessed.ratings {
                let computed = instrument.rate(rated.rating.area, &assessment.answers).unwrap();
                assert_eq!(computed.rating, rated.rating.computed);
                assert_eq!(computed.need_score, Some(rated.need_score));
                *colours.entry(rated.rating.rating().unwrap()).or_default() += 1;
                overridden += u32::from(rated.rating.overridden.is_some());
            }
        }
    }
    assert_eq!(colours.len(), 3);
    assert!(overridden > 10);
    println!("{colours:?}, overridden {overridden}");
}

#[test]
fn release_days_follow_the_rules() {
    let calendar = BankHolidays::built_in();
    let mut moved = 0;
    for person in people_of(25, 600) {
        for routed in &person.releases {
            let release = &routed.release;
            if release.status == ReleaseStatus::Cancelled {
                continue;
            }
            let episode = person.episodes.iter().find(|it| it.id == release.episode).unwrap();
            assert_eq!(episode.kind, EpisodeKind::Custody);
            // The stay may have begun in another prison.
            let stay = person.episodes.iter().rev().find(|it| {
                it.started_on <= episode.started_on
                    && it.kind == EpisodeKind::Custody
                    && it.reason != domain::EpisodeReason::Transfer
            });
            let served = (release.due_on - stay.unwrap().started_on).num_days();
            let case = ReleaseCase {
                due: release.due_on,
                route: routed.route,
                days_served: u32::try_from(served).unwrap(),
            };
            let date = ReleaseDate::work_out(&case, &calendar).unwrap();
            assert_eq!(release.release_on, date.release, "{release:?}");
            moved += u32::from(release.release_on != release.due_on);
            assert_eq!(release.status == ReleaseStatus::Released, release.release_on < today());
            assert_eq!(release.released_on.is_some(), episode.ended_on.is_some());
        }
    }
    assert!(moved > 50, "{moved}");
}

#[test]
fn the_first_person_has_something_to_see() {
    let region = region_of(1, 30);
    let person = region.person(0).unwrap();
    let account = region.workers.iter().find(|it| it.person.is_some()).unwrap();
    assert_eq!(account.person, Some(person.person.id));
    assert_eq!(account.email, "person@demo.example");
    assert_eq!(account.name, person.person.full_name());
    let planned = |it: &&synth::Routed| it.release.status == ReleaseStatus::Planned;
    assert_eq!(person.releases.iter().filter(planned).count(), 1);
    assert!(person.needs.len() >= 3 && person.plan.is_some());
    let worker = region.workers.iter().find(|it| it.email == "worker.prison@demo.example");
    assert_eq!(person.person.lead.organisation, worker.unwrap().organisation);
    for role in domain::Role::ALL {
        assert!(region.workers.iter().any(|it| it.demonstration && it.role == *role), "{role}");
    }
    let emails: HashSet<_> = region.workers.iter().map(|it| &it.email).collect();
    assert_eq!(emails.len(), region.workers.len());
}
