//! Published answers: the dates that the Ministry of Justice's own checking tool asserts in its tests
//! (ministryofjustice/disclosure-checker, MIT licence; rebuilt in our words), the table of the guidance
//! "Rehabilitation Periods" (GOV.UK, 28 October 2023), and what must hold for every input.

use super::*;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const ADULT_BORN: &str = "1980-01-01";

fn passed(disposal: Disposal, ends: Ends) -> Passed {
    Passed { disposal, ends, began_on: None, schedule_18: None }
}

fn months(disposal: Disposal, months: u32) -> Passed {
    passed(disposal, Ends::After(Length::Months(months)))
}

fn plain(disposal: Disposal) -> Passed {
    passed(disposal, Ends::NotRecorded)
}

fn convicted(on: &str, sentences: &[Passed]) -> Conviction {
    Conviction { on: day(on), sentences: sentences.to_vec() }
}

fn on(text: &str) -> Spent {
    Spent::On(day(text))
}

/// Checks what becomes of an adult's convictions.
fn check(convictions: &[Conviction], expected: &[Spent]) {
    assert_eq!(spent(convictions, Some(day(ADULT_BORN))), expected, "{convictions:?}");
}

fn check_one(date: &str, sentences: &[Passed], expected: Spent) {
    check(&[convicted(date, sentences)], &[expected]);
}

/// Checks the conviction of somebody who was 17.
fn check_young(date: &str, sentence: Passed, expected: Spent) {
    let born = day(date) - Months::new(17 * 12 + 6);
    assert_eq!(spent(&[convicted(date, &[sentence])], Some(born)), [expected]);
}

use Disposal as D;

#[test]
fn what_the_ministrys_tool_says_of_one_conviction() {
    check_one("2018-10-31", &[plain(D::Fine)], on("2019-10-31"));
    check_young("2018-10-31", plain(D::Fine), on("2019-04-30"));
    check_one("2018-10-31", &[plain(D::Immediate)], Spent::Immediately);
    let paid = passed(D::Compensation, Ends::On(day("2019-04-30")));
    check_one("2018-10-31", &[paid], on("2019-04-30"));
    check_one("2018-10-31", &[plain(D::Compensation)], Spent::WhenPaid);
    check_one("2016-10-20", &[months(D::Custody, 11)], on("2018-09-20"));
    check_one("2016-10-20", &[months(D::Custody, 29)], on("2023-03-20"));
    let listed = Passed { schedule_18: Some(true), ..months(D::Custody, 49) };
    check_one("2016-10-20", &[listed], Spent::Never);
    check_young("2019-09-12", months(D::DetentionAndTraining, 24), on("2023-09-12"));
    let endorsed = [plain(D::Fine), plain(D::Endorsement)];
    check_one("2018-10-31", &endorsed, on("2023-10-31"));
    check_one("2018-10-31", &[passed(D::OtherOrder, Ends::NoProvision)], on("2020-10-31"));
    let further = passed(D::OtherOrder, Ends::UntilFurtherOrder);
    check_one("2018-10-31", &[further], Spent::WhenItCeases);
    check_one("2009-03-03", &[plain(D::Excluded)], Spent::Never);
    check_one("2021-03-15", &[months(D::Suspended, 6)], on("2022-09-15"));
    // Eight and six months that follow each other are fourteen (section 5(7)(a)).
    check_one("2020-02-10", &[months(D::Custody, 14)], on("2025-04-10"));
}

#[test]
fn what_the_ministrys_tool_says_of_several() {
    let of_two = |one: Conviction, other: Conviction, expected: [&str; 2]| {
        check(&[one, other], &expected.map(on));
    };
    of_two(
        convicted("2017-01-25", &[months(D::ConditionalDischarge, 24)]),
        convicted("2018-12-10", &[months(D::Community, 12)]),
        ["2019-12-10", "2019-12-10"],
    );
    of_two(
        convicted("2015-05-20", &[months(D::Custody, 4)]),
        convicted("2016-02-01", &[months(D::Suspended, 3)]),
        ["2017-05-01", "2017-05-01"],
    );
    // Spent before the next: nothing changes.
    of_two(
        convicted("2015-05-20", &[months(D::Custody, 3)]),
        convicted("2018-02-01", &[plain(D::Fine)]),
        ["2016-08-20", "2019-02-01"],
    );
    // One that is never spent lengthens no later one.
    let life = convicted("2009-03-03", &[plain(D::Excluded)]);
    let fine = convicted("2021-04-20", &[plain(D::Fine)]);
    check(&[life.clone(), fine.clone()], &[Spent::Never, on("2022-04-20")]);
    // A later one that is excluded takes an earlier with it that is not spent, and none that is.
    let later = convicted("2021-12-01", &[plain(D::Excluded)]);
    let old = convicted("2010-01-01", &[plain(D::Fine)]);
    check(&[old, fine, later], &[on("2011-01-01"), Spent::Never, Spent::Never]);
}

/// The table of the guidance, in months after the end of the sentence: adult, then under 18.
#[test]
fn the_table_of_the_guidance() {
    for (sentence, adult, young) in [
        (months(D::Custody, 12), "2022-01-10", "2021-07-10"),
        (months(D::Custody, 13), "2025-02-10", "2023-02-10"),
        (months(D::Custody, 48), "2028-01-10", "2026-01-10"),
        (months(D::Suspended, 12), "2022-01-10", "2021-07-10"),
        (months(D::ServiceDetention, 6), "2021-07-10", "2021-01-10"),
        (plain(D::Service), "2021-01-10", "2020-07-10"),
        (plain(D::Endorsement), "2025-01-10", "2022-07-10"),
        (months(D::Community, 12), "2021-01-10", "2021-01-10"),
        (months(D::Referral, 9), "2020-10-10", "2020-10-10"),
        (months(D::Hospital, 9), "2020-10-10", "2020-10-10"),
    ] {
        check_one("2020-01-10", &[sentence], on(adult));
        check_young("2020-01-10", sentence, on(young));
    }
    let long = Passed { schedule_18: Some(false), ..months(D::Custody, 49) };
    check_one("2020-01-10", &[long], on("2031-02-10"));
    check_young("2020-01-10", long, on("2027-08-10"));
    check_young(
        "2020-01-10",
        Passed { schedule_18: Some(true), ..months(D::Custody, 49) },
        Spent::Never,
    );
}

#[test]
fn a_length_in_days_is_in_the_band_of_its_months() {
    let days = |days| passed(D::Custody, Ends::After(Length::Days(days)));
    check_one("2020-01-10", &[days(365)], on("2022-01-09"));
    check_one("2020-01-10", &[days(367)], on("2025-01-11"));
    check_one("2020-01-10", &[days(1_461)], on("2028-01-10"));
    check_one("2020-01-10", &[days(1_462)], Spent::NotKnown(Missing::Schedule18));
}

#[test]
fn an_order_of_the_last_kind_lengthens_no_other() {
    let fine = convicted("2018-10-31", &[plain(D::Fine)]);
    let order = convicted("2019-01-01", &[months(D::OtherOrder, 60)]);
    check(&[fine.clone(), order], &[on("2019-10-31"), on("2024-01-01")]);
    let both = convicted("2019-01-01", &[plain(D::Fine), months(D::OtherOrder, 60)]);
    check(&[fine, both], &[on("2020-01-01"), on("2024-01-01")]);
}

#[test]
fn a_fact_that_is_missing_is_named() {
    let not_known = |missing| Spent::NotKnown(missing);
    check_one("2020-01-10", &[], not_known(Missing::Disposal));
    check_one("2020-01-10", &[plain(D::Custody)], not_known(Missing::Length));
    check_one("2020-01-10", &[months(D::Custody, 60)], not_known(Missing::Schedule18));
    let one = [convicted("2020-01-10", &[plain(D::Fine)])];
    assert_eq!(spent(&one, None), [not_known(Missing::DateOfBirth)]);
    // Where the age makes no difference, it is not missing.
    let order = [convicted("2020-01-10", &[months(D::Community, 12)])];
    assert_eq!(spent(&order, None), [on("2021-01-10")]);
    // What is not known of one may lengthen another: that is not known then either.
    let known = convicted("2019-10-01", &[plain(D::Fine)]);
    let unknown = convicted("2020-01-10", &[plain(D::Custody)]);
    check(&[known, unknown], &[not_known(Missing::Length); 2]);
}

#[test]
fn a_day_is_spent_after_it() {
    assert!(!on("2020-01-10").is_spent(day("2020-01-10")));
    assert!(on("2020-01-10").is_spent(day("2020-01-11")));
    assert!(Spent::Immediately.is_spent(day("2020-01-10")));
    for never in
        [Spent::Never, Spent::WhenPaid, Spent::WhenItCeases, Spent::NotKnown(Missing::Length)]
    {
        assert!(!never.is_spent(day("2999-01-01")), "{never:?}");
    }
}

#[test]
fn what_a_record_tells_is_worked_out_and_what_it_lacks_is_named() {
    let recorded_as = |kind: &str, offence, on: Option<&str>, days| Recorded {
        kind: Some(kind.to_owned()),
        offence: Some(offence),
        on: on.map(day),
        days,
    };
    let born = Some(day(ADULT_BORN));
    let determinate = "standard_determinate";
    let theft = recorded_as(determinate, OffenceGroup::Theft, Some("2015-01-10"), Some(365));
    let violence =
        recorded_as(determinate, OffenceGroup::Violence, Some("2015-01-10"), Some(1_500));
    let long = recorded_as(determinate, OffenceGroup::Drug, Some("2010-01-10"), Some(1_500));
    let remand = recorded_as("remand", OffenceGroup::Theft, Some("2026-01-10"), None);
    let undated = recorded_as(determinate, OffenceGroup::Theft, None, Some(90));
    let other = recorded_as("another", OffenceGroup::Theft, Some("2015-01-10"), Some(90));
    let check = |all: &[Recorded], expected: &[Spent]| assert_eq!(recorded(all, born), expected);
    check(std::slice::from_ref(&theft), &[on("2017-01-10")]);
    check(&[violence], &[Spent::NotKnown(Missing::Schedule18)]);
    check(&[long], &[on("2021-02-18")]);
    check(&[other], &[Spent::NotKnown(Missing::Disposal)]);
    check(&[theft.clone(), remand], &[on("2017-01-10"), Spent::NotKnown(Missing::Conviction)]);
    check(&[theft, undated], &[Spent::NotKnown(Missing::Day); 2]);
}

#[test]
fn messages_are_there() {
    crate::coded::check_list::<Missing>("spent");
}

fn any_conviction() -> impl Strategy<Value = Conviction> {
    let sentence = (prop::sample::select(Disposal::ALL), 1..70_u32, any::<Option<bool>>());
    let sentence = sentence.prop_map(|(disposal, length, schedule_18)| Passed {
        schedule_18,
        ..months(disposal, length)
    });
    (0..5_000_u64, prop::collection::vec(sentence, 1..3)).prop_map(|(days, sentences)| Conviction {
        on: day("2005-01-01") + chrono::Days::new(days),
        sentences,
    })
}

proptest! {
    #[test]
    fn another_conviction_never_shortens_a_period(
        all in prop::collection::vec(any_conviction(), 1..6),
    ) {
        let born = Some(day(ADULT_BORN));
        let together = spent(&all, born);
        for (one, together) in all.iter().zip(together) {
            let alone = spent(std::slice::from_ref(one), born)[0];
            prop_assert!(together.rank() >= alone.rank(), "{one:?}: {alone:?}, then {together:?}");
        }
    }

    #[test]
    fn the_order_in_which_they_are_written_does_not_matter(
        all in prop::collection::vec(any_conviction(), 1..6),
    ) {
        let born = Some(day(ADULT_BORN));
        let days: std::collections::BTreeSet<_> = all.iter().map(|one| one.on).collect();
        prop_assume!(days.len() == all.len());
        let mut reversed = all.clone();
        reversed.reverse();
        let mut back = spent(&reversed, born);
        back.reverse();
        prop_assert_eq!(spent(&all, born), back);
    }

    #[test]
    fn who_was_under_18_never_waits_longer(one in any_conviction()) {
        let young = one.on - Months::new(17 * 12);
        let of = |born| spent(std::slice::from_ref(&one), Some(born))[0];
        prop_assert!(of(young).rank() <= of(day("1950-01-01")).rank());
    }
}
