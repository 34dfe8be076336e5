//! What holds of a join whatever is decided in whatever order.

use super::*;
use chrono::Days;
use proptest::prelude::*;
use uuid::Uuid;

fn person(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number))
}

fn day(number: u64) -> NaiveDate {
    "2026-11-25".parse::<NaiveDate>().unwrap() + Days::new(number)
}

fn at(on: NaiveDate) -> DateTime<Utc> {
    on.and_hms_opt(9, 0, 0).unwrap().and_utc()
}

fn begun(held: Option<Held>) -> Join {
    let owner = Owner::organisation(OrganisationId(Uuid::from_u128(8)));
    let (source, whose) = (SourceId(Uuid::from_u128(2)), PersonId(Uuid::from_u128(3)));
    Join::begin(JoinId(Uuid::from_u128(1)), (source, whose, owner), held, (at(day(0)), day(0)))
}

fn make(join: &Join, what: JoinMove, who: u128, on: u64) -> Result<Join, JoinProblem> {
    let by = By { account: person(who), organisation: join.owner.organisation, at: at(day(on)) };
    join.clone().after(what, by, day(on), (JoinReason::Details, "so it is".to_owned()))
}

#[test]
fn labels() {
    crate::coded::check_list::<JoinState>("join");
    crate::coded::check_list::<JoinAct>("join");
    crate::coded::check_list::<Held>("join");
    crate::coded::check_list::<JoinReason>("join");
    for due in [Due::DecideJoin, Due::ConfirmJoin] {
        crate::messages::assert_message("my_people", due.key());
    }
}

#[test]
fn a_weight_that_is_enough_joins_and_anything_against_it_waits() {
    assert_eq!(begun(None).state(), JoinState::Joined);
    assert!(begun(None).is_automatic() && begun(None).undoable().is_none());
    for held in Held::ALL {
        let join = begun(Some(*held));
        assert_eq!(join.state(), JoinState::Proposed, "{held}");
        assert_eq!(join.takes_two, *held == Held::RiskMarker, "{held}");
    }
}

#[test]
fn a_risk_marker_takes_two_different_people() {
    let first = make(&begun(Some(Held::RiskMarker)), JoinMove::Confirm, 1, 0).unwrap();
    assert_eq!((first.state(), first.first()), (JoinState::AwaitingSecond, Some(person(1))));
    assert_eq!(make(&first, JoinMove::Confirm, 1, 0), Err(JoinProblem::SamePerson));
    let joined = make(&first, JoinMove::Confirm, 2, 0).unwrap();
    assert_eq!((joined.state(), joined.first()), (JoinState::Joined, None));
    // Undone, it waits for a second again, and not for the one who was first.
    let undone = make(&joined, JoinMove::Undo, 1, 1).unwrap();
    assert_eq!((undone.state(), undone.first()), (JoinState::AwaitingSecond, Some(person(1))));
    assert_eq!(make(&undone, JoinMove::Confirm, 1, 1), Err(JoinProblem::SamePerson));
}

/// Every move from every state, by who confirmed first and by another.
#[test]
fn what_does_not_stand_so_is_refused_by_name() {
    let proposed = begun(Some(Held::Weight));
    let unsure = make(&proposed, JoinMove::Unsure, 1, 0).unwrap();
    let joined = make(&proposed, JoinMove::Confirm, 1, 0).unwrap();
    let split = make(&joined, JoinMove::Split, 1, 0).unwrap();
    let awaiting = make(&begun(Some(Held::RiskMarker)), JoinMove::Confirm, 1, 0).unwrap();
    let automatic = begun(None);
    use JoinMove as M;
    for (join, allowed) in [
        (&proposed, vec![M::Confirm, M::Split, M::Unsure]),
        (&unsure, vec![M::Confirm, M::Split, M::Undo]),
        (&joined, vec![M::Split, M::Undo]),
        (&split, vec![M::Undo]),
        (&awaiting, vec![M::Split, M::Unsure, M::Undo]),
        (&automatic, vec![M::Split]),
    ] {
        assert_eq!(join.moves(person(1)), allowed, "{}", join.state());
        for what in M::ALL.iter().copied() {
            assert_eq!(
                make(join, what, 1, 0).is_ok(),
                allowed.contains(&what),
                "{what:?} {join:?}"
            );
        }
    }
    assert!(awaiting.moves(person(2)).contains(&M::Confirm));
    assert!(split.clone().doubt(false, (at(day(1)), day(1))).is_err());
    assert!(joined.doubt(false, (at(day(1)), day(1))).is_err(), "somebody decided");
}

#[test]
fn a_record_that_says_something_else_is_looked_at_and_that_is_not_undone() {
    let doubted = begun(None).doubt(true, (at(day(1)), day(1))).unwrap();
    assert_eq!((doubted.state(), doubted.takes_two), (JoinState::Proposed, true));
    assert!(doubted.undoable().is_none(), "nobody decided it");
    assert!(make(&doubted, JoinMove::Undo, 1, 1).is_err());
}

#[test]
fn it_is_due_in_working_days() {
    let calendar = BankHolidays::built_in();
    let due = |join: &Join| join.clock(&calendar).unwrap().due_on.to_string();
    // A Wednesday.
    let proposed = begun(Some(Held::Weight));
    assert_eq!(due(&proposed), "2026-12-02");
    assert_eq!(due(&make(&proposed, JoinMove::Unsure, 1, 0).unwrap()), "2026-12-09");
    let first = make(&begun(Some(Held::RiskMarker)), JoinMove::Confirm, 1, 2).unwrap();
    assert_eq!(
        (due(&first), first.clock(&calendar).unwrap().due),
        ("2026-12-01".to_owned(), Due::ConfirmJoin)
    );
    // Over Christmas, and where no bank holiday is known any more.
    let late = make(&make(&proposed, JoinMove::Confirm, 1, 0).unwrap(), JoinMove::Undo, 1, 28);
    assert_eq!(due(&late.unwrap()), "2027-01-04");
    let beyond = make(&proposed, JoinMove::Unsure, 1, 3_000).unwrap();
    assert!(beyond.clock(&calendar).unwrap().due_on > day(3_000 + 13));
}

proptest! {
    /// Whatever is decided in any order: while it is open it has one clock, of the lead; once it is not, none. An
    /// undo goes back to exactly the state before, with who had confirmed first. Nothing that was written down is
    /// ever changed.
    #[test]
    fn nobody_is_dropped_and_an_undo_is_exact(
        held in proptest::option::of(0_usize..Held::ALL.len()),
        moves in proptest::collection::vec((0_usize..5, 1_u128..4, 0_u64..3), 1..24),
    ) {
        let calendar = BankHolidays::built_in();
        let mut join = begun(held.map(|place| Held::ALL[place]));
        let mut on = 0;
        for (what, who, later) in moves {
            on += later;
            let before = join.clone();
            let after = match JoinMove::ALL.get(what) {
                Some(what) => make(&join, *what, who, on),
                None => join.clone().doubt(true, (at(day(on)), day(on))).map_err(JoinProblem::from),
            };
            if let Ok(after) = after {
                prop_assert_eq!(&after.decisions[..before.decisions.len()], &before.decisions[..]);
                if after.undoable().is_some() && after.decisions.last().unwrap().act != JoinAct::Undone {
                    let undone = make(&after, JoinMove::Undo, 9, on).unwrap();
                    prop_assert_eq!(undone.state(), before.state());
                    prop_assert_eq!(undone.first(), before.first());
                    prop_assert_eq!(undone.undoable(), before.undoable());
                    prop_assert_eq!(undone.is_automatic(), before.is_automatic());
                }
                join = after;
            }
            match join.clock(&calendar) {
                Some(clock) => {
                    prop_assert!(join.state().is_open());
                    prop_assert_eq!((clock.owner, clock.waiting_on), (join.owner, join.owner.organisation));
                    prop_assert!(clock.due_on > join.decisions.last().unwrap().on);
                }
                None => prop_assert!(!join.state().is_open()),
            }
            // Two different people stand behind each joined record that takes two.
            if join.state() == JoinState::Joined && join.takes_two {
                let standing = join.standing();
                let by: Vec<_> = standing.iter().rev().filter(|one| one.act == JoinAct::Confirmed).take(2).collect();
                prop_assert!(by.len() == 2 && by[0].by.unwrap().0 != by[1].by.unwrap().0);
            }
        }
    }
}
