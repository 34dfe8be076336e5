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
    // Whether another name says more than both in each other's place is not said: neither is the worse of the two.
    let names: [&[Level]; 2] = [
        &[L::Same, L::OtherName, L::Close, L::Alike, L::Different],
        &[L::Same, L::Crossed, L::Close, L::Alike, L::Different],
    ];
    let orders: [(Comparison, &[Level]); 7] = [
        (Comparison::FamilyName, names[0]),
        (Comparison::FamilyName, names[1]),
        (Comparison::GivenName, names[0]),
        (Comparison::GivenName, names[1]),
        (Comparison::DateOfBirth, &[L::Same, L::OnePart, L::Partly, L::Different]),
        (Comparison::Sex, &[L::Same, L::Different]),
        (Comparison::Postcode, &[L::Same, L::District, L::Different]),
    ];
    for (comparison, levels) in orders {
        for pair in levels.windows(2) {
            assert!(
                WEIGHTS.bits(comparison, pair[0]) > WEIGHTS.bits(comparison, pair[1]),
                "{comparison} {pair:?}"
            );
        }
    }
    for comparison in Comparison::ALL.iter().filter(|one| number_of(**one).is_some()) {
        assert!(WEIGHTS.bits(*comparison, L::Same) > 0.0);
        assert!(WEIGHTS.bits(*comparison, L::Different) < 0.0);
    }
}

/// Returns how often a level comes up between records of one person and of two, as the model has it.
fn of_model(comparison: Comparison, level: Level) -> (f64, f64) {
    let model = Settings::parse(MODEL).unwrap();
    let mut found = model.comparisons.iter();
    let found = found.find(|one| one.output_column_name == comparison.code()).unwrap();
    let mut levels = found.comparison_levels.iter();
    let level = levels.find(|one| one.label() == level.code()).unwrap();
    (level.m_probability.unwrap(), level.u_probability.unwrap())
}

#[test]
fn a_level_weighs_what_the_model_has_of_it() {
    use Comparison as C;
    use Level as L;
    let mut looked_at = 0;
    for comparison in Comparison::ALL.iter().filter(|one| **one != C::Prior) {
        let levels: &[L] = match comparison {
            C::FamilyName | C::GivenName => &[L::Same, L::Close, L::Alike, L::Different],
            C::DateOfBirth => &[L::Same, L::OnePart, L::Partly, L::Different],
            C::Postcode => &[L::Same, L::District, L::Different],
            _ => &[L::Same, L::Different],
        };
        let (mut all_m, mut all_u) = (0.0, 0.0);
        for level in levels {
            let (m, u) = of_model(*comparison, *level);
            let bits = WEIGHTS.bits(*comparison, *level);
            assert!((bits - (m / u).log2()).abs() < 1e-9, "{comparison} {level}: {bits}");
            (all_m, all_u, looked_at) = (all_m + m, all_u + u, looked_at + 1);
        }
        // With names the wrong way round these are all the levels there are.
        assert!((0.98..1.001).contains(&all_m) && (0.98..1.001).contains(&all_u), "{comparison}");
    }
    assert_eq!(looked_at, 4 + 4 + 4 + 3 + 2 * 7);
    let (m, u) = of_model(C::FamilyName, L::Crossed);
    let both = WEIGHTS.bits(C::FamilyName, L::Crossed) + WEIGHTS.bits(C::GivenName, L::Crossed);
    assert!((both - (m / u).log2()).abs() < 1e-9, "one event, counted once: {both}");
    assert!((WEIGHTS.bits(C::Prior, L::Start) + 21.85).abs() < 0.01);
    assert_eq!(WEIGHTS.bits(C::Sex, L::NotKnown), 0.0, "what is not known weighs nothing");
}

#[test]
fn a_common_name_says_less_and_never_less_than_one_nearly_the_same() {
    let of = |family: &str| {
        let people = Candidate { names: vec![("Sian".to_owned(), family.to_owned())], ..person() };
        weigh(&record("Sian", family), &people).part(Comparison::FamilyName).unwrap().bits
    };
    assert!(of("Smith") < of("Newton") && of("Newton") < of("Thistlewood"));
    assert!((of("Thistlewood") - of("O’Neill-Vaughan")).abs() < 1e-9, "a rare one says no more");
    let close = WEIGHTS.bits(Comparison::FamilyName, Level::Close);
    assert!(WEIGHTS.common.keys().all(|family| of(family) >= close));
    assert!(WEIGHTS.common.len() > 100, "{}", WEIGHTS.common.len());
}

/// Returns the table of weights as `docs/feeds.md` has it.
fn table() -> String {
    use Comparison as C;
    use Level as L;
    let bits =
        |comparison, level| format!("{:+.1}", WEIGHTS.bits(comparison, level)).replace('-', "−");
    let mut table = format!(
        "| compared | same | nearly | different |\n|---|---|---|---|\n\
         | before anything is compared | {} | | |\n",
        bits(C::Prior, L::Start)
    );
    let mut row = |name: &str, comparison, nearly: String| {
        let (same, different) = (bits(comparison, L::Same), bits(comparison, L::Different));
        table += &format!("| {name} | {same} | {nearly} | {different} |\n").replace("|  |", "| |");
    };
    for (name, comparison) in [("family name", C::FamilyName), ("given name", C::GivenName)] {
        let of = |level| bits(comparison, level);
        let nearly = format!(
            "{} another name on record; {} names crossed; {} a slip or two; {} somewhat alike",
            of(L::OtherName),
            of(L::Crossed),
            of(L::Close),
            of(L::Alike)
        );
        row(name, comparison, nearly);
    }
    let born = |level| bits(C::DateOfBirth, level);
    let nearly = format!(
        "{} for one part or day and month turned round; {} for the year alone",
        born(L::OnePart),
        born(L::Partly)
    );
    row("date of birth", C::DateOfBirth, nearly);
    row("sex", C::Sex, String::new());
    row("postcode", C::Postcode, format!("{} for the district", bits(C::Postcode, L::District)));
    for (name, comparison) in [
        ("prison number", C::PrisonNumber),
        ("CRN", C::Crn),
        ("NHS number", C::NhsNumber),
        ("CRO number", C::CroNumber),
        ("NI number", C::NiNumber),
        ("PNC id", C::PncId),
    ] {
        row(name, comparison, String::new());
    }
    table
}

#[test]
fn the_page_for_who_answers_for_a_feed_has_these_weights() {
    let page = include_str!("../../../../docs/feeds.md");
    assert!(page.contains(&table()), "docs/feeds.md should have:\n\n{}", table());
    for threshold in [JOINS_AT, domain::join::BREAKS_AT, PROPOSES_AT] {
        assert!(page.contains(&format!("{threshold:.0} bits")), "{threshold}");
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
