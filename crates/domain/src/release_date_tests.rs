//! Tests of the day of release: the worked table, and what must hold for every day and route.

use chrono::Days;
use proptest::prelude::*;

use super::*;

fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn work_out(due: NaiveDate, route: ReleaseRoute, days_served: u32) -> ReleaseDate {
    let case = ReleaseCase { due, route, days_served };
    ReleaseDate::work_out(&case, &BankHolidays::built_in()).unwrap()
}

fn check(due: NaiveDate, effective_due: NaiveDate, release: NaiveDate, reasons: &[&str]) {
    let found = work_out(due, ReleaseRoute::Automatic, 28);
    let given: Vec<_> = found.steps.iter().map(|step| step.reason.code()).collect();
    assert_eq!((found.effective_due, found.release), (effective_due, release), "due {due}");
    assert_eq!(given, reasons, "due {due}");
}

#[test]
fn labels_are_in_both_languages() {
    crate::coded::check_list::<ReleaseRoute>("reference");
    crate::coded::check_list::<ReleaseDateReason>("reference");
}

#[test]
fn the_worked_table() {
    let november = |day| ymd(2026, 11, day);
    let december = |day| ymd(2026, 12, day);
    check(november(27), november(27), november(26), &["friday"]);
    check(november(29), november(27), november(26), &["weekend", "friday"]);
    check(december(25), december(24), december(23), &["bank-holiday", "bank-holiday-eve"]);
    check(november(25), november(25), november(25), &["unchanged"]);
    let hdc = work_out(november(27), ReleaseRoute::HomeDetentionCurfew, 90);
    assert_eq!((hdc.effective_due, hdc.release), (november(27), november(27)));
    assert_eq!(hdc.steps[0].reason, ReleaseDateReason::NotForHdc);
}

/// The working day before is itself the eve of a bank holiday, so it is not an eligible day.
#[test]
fn an_early_day_is_never_the_eve_of_a_bank_holiday() {
    check(ymd(2026, 1, 2), ymd(2026, 1, 2), ymd(2025, 12, 30), &["friday"]);
    check(
        ymd(2027, 3, 29),
        ymd(2027, 3, 25),
        ymd(2027, 3, 24),
        &["bank-holiday", "bank-holiday-eve"],
    );
}

#[test]
fn the_exceptions_are_named() {
    let friday = ymd(2026, 11, 27);
    for (route, served, reason) in [
        (ReleaseRoute::Automatic, 27, ReleaseDateReason::ServedTooFewDays),
        (ReleaseRoute::HomeDetentionCurfew, 90, ReleaseDateReason::NotForHdc),
        (ReleaseRoute::ParoleBoard, 900, ReleaseDateReason::NotForParoleBoard),
        (ReleaseRoute::Indeterminate, 9000, ReleaseDateReason::NotForIndeterminate),
    ] {
        let found = work_out(friday, route, served);
        assert_eq!(found.release, friday);
        assert_eq!(found.earliest, friday);
        assert_eq!(found.steps, [ReleaseDateStep { reason, from: friday, to: friday }]);
    }
    // The weekend rule is in the Act of 1961 and is for everyone.
    assert_eq!(work_out(ymd(2026, 11, 29), ReleaseRoute::ParoleBoard, 900).release, friday);
}

#[test]
fn the_scheme_has_a_first_day() {
    check(ymd(2023, 11, 24), ymd(2023, 11, 24), ymd(2023, 11, 24), &["before-scheme"]);
    check(ymd(2023, 12, 1), ymd(2023, 12, 1), ymd(2023, 11, 30), &["friday"]);
}

#[test]
fn a_governor_may_go_back_one_more_eligible_day() {
    assert_eq!(
        work_out(ymd(2026, 11, 27), ReleaseRoute::Automatic, 28).earliest,
        ymd(2026, 11, 25)
    );
    assert_eq!(
        work_out(ymd(2026, 12, 25), ReleaseRoute::Automatic, 28).earliest,
        ymd(2026, 12, 22)
    );
    assert_eq!(
        work_out(ymd(2026, 11, 25), ReleaseRoute::Automatic, 28).earliest,
        ymd(2026, 11, 25)
    );
}

#[test]
fn a_date_beyond_the_calendar_is_not_guessed_at() {
    let case =
        ReleaseCase { due: ymd(2033, 3, 4), route: ReleaseRoute::Automatic, days_served: 28 };
    let invalid = ReleaseDate::work_out(&case, &BankHolidays::built_in()).unwrap_err();
    assert_eq!(invalid.key, "invalid-date-beyond-calendar");
}

fn any_route() -> impl Strategy<Value = ReleaseRoute> {
    proptest::sample::select(ReleaseRoute::ALL)
}

proptest! {
    #[test]
    fn what_holds_for_every_day_and_route(
        days in 20..4_700_u64, route in any_route(), days_served in 0..100_u32,
    ) {
        let calendar = BankHolidays::built_in();
        let due = ymd(2020, 1, 1) + Days::new(days);
        let found = work_out(due, route, days_served);

        prop_assert!(found.release <= found.effective_due && found.effective_due <= found.due);
        prop_assert!(found.earliest <= found.release);
        // The farthest that New Year, a weekend and Christmas reach together: due on Tuesday 1 January 2030, and
        // at the earliest out on Thursday 20 December.
        prop_assert!(found.due - found.earliest <= chrono::Duration::days(12));
        for day in [found.effective_due, found.release, found.earliest] {
            prop_assert_eq!(calendar.is_working_day(day), Ok(true));
        }

        let scheme = route == ReleaseRoute::Automatic
            && days_served >= 28
            && found.effective_due >= EARLY_RELEASE_POLICIES[0].valid_from;
        if scheme {
            let next = found.release.succ_opt().unwrap();
            prop_assert_eq!(calendar.is_working_day(next), Ok(true));
        } else {
            prop_assert_eq!(found.release, found.effective_due);
        }

        // The working leads from the due date to the day of release without a gap.
        prop_assert_eq!(found.steps[0].from, due);
        prop_assert!(found.steps.windows(2).all(|pair| pair[0].to == pair[1].from));
        prop_assert_eq!(found.steps.last().map(|step| step.to), Some(found.release));
    }

    /// Nobody due earlier leaves later.
    #[test]
    fn order_of_due_dates_is_kept(days in 20..4_600_u64, later in 0..30_u64) {
        let due = ymd(2020, 1, 1) + Days::new(days);
        let first = work_out(due, ReleaseRoute::Automatic, 28);
        let second = work_out(due + Days::new(later), ReleaseRoute::Automatic, 28);
        prop_assert!(first.release <= second.release || first.effective_due < EARLY_RELEASE_POLICIES[0].valid_from);
    }
}
