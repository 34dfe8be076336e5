//! What a record and a person weigh together.

use super::*;
use domain::join::{JOINS_AT, PROPOSES_AT};
use domain::{Name, OrganisationId, Owner, PersonId};
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

fn record(given: &str, family: &str) -> SourceRecord {
    SourceRecord {
        own_number: "HB 1".to_owned(),
        given_name: Name::parse(given).unwrap(),
        family_name: Name::parse(family).unwrap(),
        date_of_birth: day("1990-05-17"),
        sex: Some(Sex::Female),
        postcode: Postcode::parse("CF10 3AB").ok(),
        address: None,
        numbers: vec![(IdentifierKind::NiNumber, "PY123456A".to_owned())],
        risk_marker: false,
    }
}

fn person() -> Candidate {
    let name = |given: &str, family: &str| (given.to_owned(), family.to_owned());
    Candidate {
        person: PersonId(Uuid::nil()),
        lead: Owner::organisation(OrganisationId(Uuid::nil())),
        names: vec![name("Siân Mair", "O’Neill"), name("Sian", "Pritchard")],
        date_of_birth: day("1990-05-17"),
        sex: Some(Sex::Female),
        postcodes: vec![Postcode::parse("CF10 3AB").unwrap()],
        numbers: vec![(IdentifierKind::NiNumber, "PY123456A".to_owned())],
    }
}

fn level(record: &SourceRecord, comparison: Comparison) -> Level {
    weigh(record, &person()).part(comparison).unwrap().level
}

#[test]
fn names_are_compared_without_accents_with_others_and_crossed() {
    use Level as L;
    for (given, family, levels) in [
        ("Sian Mair", "ONeill", (L::Same, L::Same)),
        ("SIÂN MAIR", "O'NEILL", (L::Same, L::Same)),
        ("Sian", "Oneil", (L::OtherName, L::Close)),
        ("Sian", "Pritchard", (L::OtherName, L::OtherName)),
        ("O'Neill", "Sian Mair", (L::Crossed, L::Crossed)),
        ("Ruth", "Vaughan", (L::Different, L::Different)),
    ] {
        let asked = record(given, family);
        let found = (level(&asked, Comparison::GivenName), level(&asked, Comparison::FamilyName));
        let called = found.0 == L::Close && levels.0 == L::OtherName;
        assert!(found == levels || (called && found.1 == levels.1), "{given} {family}: {found:?}");
    }
}

#[test]
fn dates_are_compared_part_by_part() {
    for (born, expected) in [
        ("1990-05-17", Level::Same),
        ("1990-05-18", Level::OnePart),
        ("1991-05-17", Level::OnePart),
        ("1990-11-02", Level::Partly),
        ("1985-11-02", Level::Different),
        ("1970-01-01", Level::NotKnown),
    ] {
        let asked = SourceRecord { date_of_birth: day(born), ..record("Sian", "ONeill") };
        assert_eq!(level(&asked, Comparison::DateOfBirth), expected, "{born}");
    }
    assert_eq!(dates(day("1990-05-11"), day("1990-11-05")), Level::OnePart, "the wrong way round");
}

#[test]
fn what_agrees_joins_and_names_with_a_day_of_birth_alone_ask_somebody() {
    let all = weigh(&record("Sian Mair", "O'Neill"), &person());
    assert!(all.bits >= JOINS_AT && !all.twins && !all.by_number_alone(), "{all:?}");
    let bare = SourceRecord { postcode: None, numbers: vec![], ..record("Sian Mair", "O'Neill") };
    let bits = weigh(&bare, &person()).bits;
    assert!((PROPOSES_AT..JOINS_AT).contains(&bits), "{bits}");
}

#[test]
fn a_police_number_alone_never_joins_nor_asks() {
    let numbers = vec![(IdentifierKind::PncId, "2021/0000123C".to_owned())];
    let asked = SourceRecord {
        date_of_birth: day("1962-01-30"),
        sex: None,
        postcode: None,
        numbers: numbers.clone(),
        ..record("Ruth", "Vaughan")
    };
    let weighed = weigh(&asked, &Candidate { numbers, ..person() });
    assert!(weighed.by_number_alone() && weighed.bits < PROPOSES_AT, "{weighed:?}");
    // Nor any other number, by which two people would be one.
    for kind in IdentifierKind::ALL {
        let numbers = vec![(*kind, "1".to_owned())];
        let asked = SourceRecord { numbers: numbers.clone(), ..asked.clone() };
        let weighed = weigh(&asked, &Candidate { numbers, ..person() });
        assert!(weighed.by_number_alone() && weighed.bits < JOINS_AT, "{kind}: {weighed:?}");
    }
}

#[test]
fn a_twin_is_told_apart() {
    let twin = SourceRecord { numbers: vec![], ..record("Catrin", "O'Neill") };
    assert!(weigh(&twin, &person()).twins);
    let elsewhere = SourceRecord { postcode: Postcode::parse("LL57 1AB").ok(), ..twin };
    assert!(!weigh(&elsewhere, &person()).twins);
}

#[test]
fn labels() {
    for comparison in Comparison::ALL {
        assert!(weigh(&record("Sian", "ONeill"), &person()).part(*comparison).is_some());
    }
}

/// Levels from the best to the worst of each comparison: none weighs more than the one before.
#[test]
fn a_worse_agreement_never_weighs_more() {
    use Level as L;
    let orders: [(Comparison, &[Level]); 5] = [
        (
            Comparison::FamilyName,
            &[L::Same, L::OtherName, L::Crossed, L::Close, L::Alike, L::Different],
        ),
        (
            Comparison::GivenName,
            &[L::Same, L::OtherName, L::Crossed, L::Close, L::Alike, L::Different],
        ),
        (Comparison::DateOfBirth, &[L::Same, L::OnePart, L::Partly, L::Different]),
        (Comparison::Sex, &[L::Same, L::Different]),
        (Comparison::Postcode, &[L::Same, L::District, L::Different]),
    ];
    for (comparison, levels) in orders {
        for pair in levels.windows(2) {
            assert!(bits(comparison, pair[0]) > bits(comparison, pair[1]), "{comparison} {pair:?}");
        }
    }
    for comparison in Comparison::ALL.iter().filter(|one| number_of(**one).is_some()) {
        assert!(bits(*comparison, L::Same) > 0.0 && bits(*comparison, L::Different) < 0.0);
    }
}

proptest! {
    /// A weight is the sum of what is shown, whatever is written, and nothing makes it panic.
    #[test]
    fn it_is_the_sum_of_its_parts(given in "\\PC{1,12}", family in "\\PC{1,12}", days in 0_i64..20_000) {
        let (Ok(given), Ok(family)) = (Name::parse(&given), Name::parse(&family)) else { return Ok(()) };
        let born = NaiveDate::from_ymd_opt(1950, 1, 1).unwrap() + chrono::TimeDelta::days(days);
        let asked = SourceRecord { given_name: given, family_name: family, date_of_birth: Some(born), ..record("A", "B") };
        let weighed = weigh(&asked, &person());
        let sum: f64 = weighed.parts.iter().map(|part| part.bits).sum();
        prop_assert!((weighed.bits - sum).abs() < 1e-9);
        prop_assert_eq!(weighed.parts.len(), Comparison::ALL.len());
        let bars = weighed.bars();
        prop_assert_eq!(bars.len(), weighed.parts.len() + 1);
        let inside = |bar: &Bar| bar.start > -1e-9 && bar.width > -1e-9 && bar.start + bar.width < 1.0 + 1e-9;
        prop_assert!(bars.iter().all(inside), "{:?}", bars);
    }
}
