//! What a row may say, and how each mistake is named.

use super::super::column::of_list;
use super::super::file;
use super::*;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 25).unwrap()
}

/// Parses a row where two prisons are known.
fn with_two_prisons(
    columns: &Columns<Column>,
    record: &ByteRecord,
    line: u64,
    prison: Option<&str>,
) -> Result<Row, Vec<Mistake>> {
    let known = |code: &str| (code.to_owned(), OrganisationId(uuid::Uuid::nil()));
    let prisons = ["CFI", "MDI"].map(known).into();
    Row::parse(columns, record, line, Against { today: today(), prison, prisons: &prisons })
}

/// Parses a row from `column=value` pairs over one that is right.
fn row(changes: &[(&str, &str)], prison: Option<&str>) -> Result<Row, Vec<String>> {
    let mut cells = vec![
        ("prison_number", "A1234BC"),
        ("family_name", "O’Neill"),
        ("given_name", "Siân"),
        ("prison", "CFI"),
        ("received_on", "2026-11-20"),
    ];
    for (column, value) in changes {
        match cells.iter_mut().find(|(name, _)| name == column) {
            Some(cell) => cell.1 = value,
            None => cells.push((column, value)),
        }
    }
    let names: Vec<_> = cells.iter().map(|cell| cell.0).collect();
    let values: Vec<_> = cells.iter().map(|cell| cell.1).collect();
    let columns = of_list(&ByteRecord::from(names), prison.is_some()).unwrap();
    with_two_prisons(&columns, &ByteRecord::from(values), 9, prison).map_err(|mistakes| {
        assert!(mistakes.iter().all(|mistake| mistake.line == 9));
        let shown = |mistake: &Mistake| {
            let column = mistake.column.unwrap_or_default();
            format!("{column}: {}", mistake.why.key)
        };
        mistakes.iter().map(shown).collect()
    })
}

fn check_refused(changes: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(row(changes, None).unwrap_err(), expected, "{changes:?}");
}

#[test]
fn a_full_row_is_read() {
    let found = row(
        &[
            ("date_of_birth", "17/05/1990"),
            ("sex", "F"),
            ("ethnicity", "w1"),
            ("language", "Cymraeg"),
            ("home_region", "Kent, Surrey and Sussex"),
            ("reception", "recall"),
            ("release_due_on", "2027-02-01"),
            ("release_route", "HDC"),
            ("offence_group", "Drug"),
            ("licence_expires_on", "2028-02-01"),
            ("pnc_id", "02/73319Z"),
            ("crn", "x123456"),
        ],
        None,
    )
    .unwrap();
    assert_eq!(found.date_of_birth, NaiveDate::from_ymd_opt(1990, 5, 17));
    assert_eq!((found.sex, found.language), (Some(Sex::Female), Some("cy")));
    assert_eq!(found.home_region, Some(Region::KentSurreyAndSussex));
    assert_eq!(found.reception, ReceptionReason::Recall);
    assert_eq!(found.release_route, ReleaseRoute::HomeDetentionCurfew);
    assert_eq!(found.offence_group, Some(OffenceGroup::Drug));
    assert_eq!(found.dates.len(), 1);
    assert_eq!(found.number(IdentifierKind::PncId), Some("2002/0073319Z"));
    assert_eq!(found.number(IdentifierKind::Crn), Some("X123456"));
}

#[test]
fn every_mistake_of_a_row_is_named_by_its_column() {
    check_refused(
        &[("prison_number", "A12"), ("family_name", ""), ("date_of_birth", "31/02/1990")],
        &[
            "prison_number: invalid-prison-number-form",
            "family_name: invalid-name-empty",
            "date_of_birth: invalid-date-impossible",
        ],
    );
    check_refused(&[("prison", "Cardiff")], &["prison: import-prison-form"]);
    // Together with what else is wrong: a list is mended in one go.
    check_refused(
        &[("prison", "LEI"), ("received_on", "2026-11-28")],
        &["prison: import-prison-unknown", "received_on: import-received-future"],
    );
    check_refused(
        &[("sex", "x"), ("language", "fr")],
        &["sex: invalid-code", "language: import-language"],
    );
    check_refused(&[("nhs_number", "943 476 5918")], &["nhs_number: invalid-nhs-number-check"]);
    check_refused(&[("given_name", "a\0b")], &["given_name: import-nul"]);
    check_refused(&[("family_name", &"a".repeat(101))], &["family_name: invalid-name-long"]);
    check_refused(&[("received_on", "11/25/2026")], &["received_on: invalid-date-month-first"]);
}

#[test]
fn dates_that_contradict_each_other_are_refused() {
    check_refused(&[("received_on", "2026-11-26")], &["received_on: import-received-future"]);
    check_refused(
        &[("date_of_birth", "2001-01-01"), ("received_on", "2000-12-31")],
        &["received_on: import-received-before-birth"],
    );
    check_refused(
        &[("screened_on", "2026-11-19"), ("release_due_on", "2026-11-01")],
        &[
            "screened_on: import-screened-before-received",
            "release_due_on: import-release-before-received",
        ],
    );
    check_refused(&[("screened_on", "2026-12-01")], &["screened_on: import-screened-future"]);
    check_refused(
        &[("release_due_on", "2027-02-01"), ("sentence_expires_on", "2027-01-01")],
        &["sentence_expires_on: import-expiry-before-release"],
    );
    check_refused(
        &[("prison_number", "A12"), ("received_on", "2026-11-28")],
        &["prison_number: invalid-prison-number-form", "received_on: import-received-future"],
    );
}

#[test]
fn a_list_of_one_prison_may_leave_it_out() {
    assert_eq!(row(&[("prison", "")], Some("CFI")).unwrap().prison, "CFI");
    let other = row(&[("prison", "MDI")], Some("CFI")).unwrap_err();
    assert_eq!(other, ["prison: import-prison-other"]);
}

#[test]
fn a_row_of_another_length_is_refused_whole() {
    let columns = of_list(
        &ByteRecord::from(super::super::column::first_line().split(',').collect::<Vec<_>>()),
        false,
    )
    .unwrap();
    let mistakes =
        with_two_prisons(&columns, &ByteRecord::from(vec!["a", "b"]), 2, None).unwrap_err();
    assert_eq!(mistakes[0].why.to_string(), "import-cells found=2 expected=25");
}

/// Reads a whole list, as the first reading does.
fn whole(bytes: &[u8]) -> Result<usize, Mistake> {
    let mut rows = file::Rows::new(std::io::Cursor::new(bytes))?;
    let Some((_, first)) = rows.next()? else { return Ok(0) };
    let Ok(columns) = of_list(first, false) else { return Ok(0) };
    let mut right = 0;
    while let Some((line, record)) = rows.next()? {
        right += usize::from(with_two_prisons(&columns, record, line, None).is_ok());
    }
    Ok(right)
}

/// A list that is right, of two people.
const LIST: &str = "prison_number,family_name,given_name,prison,received_on\r\n\
    A1234BC,O’Neill,Siân,CFI,2026-11-20\r\n\"A5678DE\",\"Ap \"\"Rhys\"\"\",Owain,CFI,20/11/2026\r\n";

#[test]
fn a_list_that_is_right_is_read() {
    assert_eq!(whole(LIST.replace(" \"\"Rhys\"\"", " Rhys").as_bytes()).unwrap(), 2);
}

proptest::proptest! {
    /// Whatever is in a list, it is read to its end or its mistake is named.
    #[test]
    fn a_list_of_any_bytes_is_read_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        let _ = whole(&bytes);
    }

    #[test]
    fn a_list_with_something_spoilt_is_read_or_refused(
        spoilt in proptest::collection::vec((0..LIST.len(), proptest::num::u8::ANY, 0_u8..3), 1..8),
    ) {
        let mut bytes = LIST.as_bytes().to_vec();
        for (at, byte, how) in spoilt {
            let at = at.min(bytes.len());
            match how {
                0 if at < bytes.len() => bytes[at] = byte,
                1 => bytes.truncate(at),
                _ => bytes.insert(at, byte),
            }
        }
        let _ = whole(&bytes);
    }

    #[test]
    fn the_hash_is_of_what_the_row_says(spaces in " {0,3}", upper in proptest::bool::ANY) {
        let number = if upper { "A1234BC" } else { "a1234bc" };
        let typed = format!("{spaces}{number}{spaces}");
        let same = row(&[("prison_number", &typed), ("received_on", "20/11/2026")], None).unwrap();
        proptest::prop_assert_eq!(same.hash(), row(&[], None).unwrap().hash());
        let other = row(&[("given_name", "Siôn")], None).unwrap();
        proptest::prop_assert_ne!(same.hash(), other.hash());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..40), column in 0usize..25) {
        let names: Vec<_> = Column::ALL.iter().map(|column| column.code()).collect();
        let columns = of_list(&ByteRecord::from(names), false).unwrap();
        let mut record = ByteRecord::new();
        for at in 0..25 {
            record.push_field(if at == column { &bytes } else { b"1" });
        }
        let _ = with_two_prisons(&columns, &record, 2, None);
    }
}
