//! The file of a feed: its columns, and its rows as values that cannot be wrong, each beside its cells as they were
//! sent.

use crate::import::cells::{self, Cells, Most, known};
use crate::import::column::{Columns, Known};
use crate::import::{Mistake, Mistakes, SHOWN};
use crate::sign_in::hexadecimal;
use chrono::NaiveDate;
use csv::ByteRecord;
use domain::feed::{MOST_ROWS, own_number};
use domain::{
    IdentifierKind, Invalid, Name, Postcode, Sex, ShortText, SourceRecord, coded_enum,
    date_of_birth, parse_iso_or_uk,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::io::{Read, Seek};
use store::feed::AsSent;

coded_enum! {
    /// A column of a feed; its code is the name in the first line.
    pub enum FeedColumn("feed-column") {
        /// The agency's own number.
        OwnNumber = "own_number",
        /// Family name.
        FamilyName = "family_name",
        /// Given name or names.
        GivenName = "given_name",
        /// Date of birth.
        DateOfBirth = "date_of_birth",
        /// Sex.
        Sex = "sex",
        /// Address.
        Address = "address",
        /// Postcode.
        Postcode = "postcode",
        /// Prison number.
        PrisonNumber = "prison_number",
        /// CRN.
        Crn = "crn",
        /// PNC id.
        PncId = "pnc_id",
        /// CRO number.
        CroNumber = "cro_number",
        /// National Insurance number.
        NiNumber = "ni_number",
        /// NHS number.
        NhsNumber = "nhs_number",
        /// Whether the agency marks that there is a risk.
        RiskMarker = "risk_marker",
    }
}

/// The columns that hold numbers of other agencies.
const NUMBERS: [(IdentifierKind, FeedColumn); 6] = [
    (IdentifierKind::PrisonNumber, FeedColumn::PrisonNumber),
    (IdentifierKind::Crn, FeedColumn::Crn),
    (IdentifierKind::PncId, FeedColumn::PncId),
    (IdentifierKind::CroNumber, FeedColumn::CroNumber),
    (IdentifierKind::NiNumber, FeedColumn::NiNumber),
    (IdentifierKind::NhsNumber, FeedColumn::NhsNumber),
];

impl FeedColumn {
    /// Returns whether every file has it, and every row a value in it.
    #[must_use]
    pub const fn is_required(self) -> bool {
        matches!(self, Self::OwnNumber | Self::FamilyName | Self::GivenName)
    }
}

/// Returns the first line of a file that has every column.
#[must_use]
pub fn first_line() -> String {
    FeedColumn::ALL.iter().map(|column| column.code()).collect::<Vec<_>>().join(",")
}

/// A row that is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Good {
    /// The line of the file.
    pub(super) line: u64,
    /// What it says.
    pub(super) record: SourceRecord,
    /// Its cells, by column.
    pub(super) as_sent: AsSent,
    /// SHA-256 of those, in hexadecimal.
    pub(super) hash: String,
}

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Sent {
    /// The rows that are right.
    pub(super) good: Vec<Good>,
    /// What is wrong with the others, or with the file.
    pub(super) mistakes: Mistakes,
    /// Rows in the file.
    pub(super) rows: u64,
    /// Rows that are wrong.
    pub(super) refused: u64,
}

impl Sent {
    /// Returns whether it can be kept: all of it, or the rows that are right where that was asked for, every mistake
    /// is of one row, and all of them can be shown.
    pub(super) fn is_fit(&self, accept_good: bool) -> bool {
        let of_a_row = |mistake: &Mistake| {
            mistake.line > 1 && (mistake.column.is_some() || mistake.why.key == "import-cells")
        };
        let mendable = self.mistakes.count <= SHOWN as u64
            && self.mistakes.shown.iter().all(of_a_row)
            && !self.good.is_empty();
        self.mistakes.count == 0 || (accept_good && mendable)
    }
}

/// Reads a file.
pub(super) fn read(file: impl Read + Seek, today: NaiveDate) -> Sent {
    let named = |column: &FeedColumn| Known {
        column: *column,
        name: column.code(),
        is_required: column.is_required(),
    };
    let known: Vec<_> = FeedColumn::ALL.iter().map(named).collect();
    let most = Most { rows: MOST_ROWS, key: "feed-too-many" };
    let (mut sent, mut mistakes) = (Sent::default(), Mistakes::default());
    let mut lines: HashMap<String, u64> = HashMap::new();
    cells::read_rows(file, &known, most, &mut mistakes, |columns, line, record, mistakes| {
        let mut cells = Cells::of(columns, record, line);
        let row = row(&mut cells, today);
        if let Some(number) = row.as_ref().map(|row| row.own_number.clone()) {
            let other = *lines.entry(number.clone()).or_insert(line);
            if other != line {
                let why = Invalid::new("import-number-twice");
                let why = why.with("number", number).with("other", other);
                cells.refuse(FeedColumn::OwnNumber, why);
            }
        }
        match row {
            Some(record_read) if cells.mistakes.is_empty() => {
                let as_sent = as_sent(columns, record);
                let hash = hash(&as_sent);
                sent.good.push(Good { line, record: record_read, as_sent, hash });
            }
            _ => sent.refused += 1,
        }
        cells.mistakes.into_iter().for_each(|mistake| mistakes.add(mistake));
    });
    let width = mistakes.shown.iter().filter(|mistake| mistake.why.key == "import-cells").count();
    sent.refused += width as u64;
    sent.rows = sent.good.len() as u64 + sent.refused;
    sent.mistakes = mistakes;
    sent
}

fn row(cells: &mut Cells<'_, FeedColumn>, today: NaiveDate) -> Option<SourceRecord> {
    use FeedColumn as C;
    let number = cells.required(C::OwnNumber, own_number);
    let family_name = cells.required(C::FamilyName, Name::parse);
    let given_name = cells.required(C::GivenName, Name::parse);
    let born = |text: &str| date_of_birth(parse_iso_or_uk(text)?, today);
    let date_of_birth = cells.optional(C::DateOfBirth, born);
    let sex = cells.optional(C::Sex, |text| known(Sex::parse(text), text));
    let address = cells.optional(C::Address, ShortText::parse);
    let postcode = cells.optional(C::Postcode, postcode).flatten();
    let risk_marker = cells.optional(C::RiskMarker, yes_or_no).unwrap_or(false);
    let numbers = cells.numbers(&NUMBERS, today);
    Some(SourceRecord {
        own_number: number?,
        given_name: given_name?,
        family_name: family_name?,
        date_of_birth,
        sex,
        postcode,
        address,
        numbers,
        risk_marker,
    })
}

/// Reads a postcode. That somebody has no fixed abode is no mistake, and no place.
fn postcode(text: &str) -> Result<Option<Postcode>, Invalid> {
    match Postcode::parse(text) {
        Ok(postcode) => Ok(Some(postcode)),
        Err(why) if why.key == "invalid-postcode-no-fixed-abode" => Ok(None),
        Err(why) => Err(why),
    }
}

fn yes_or_no(text: &str) -> Result<bool, Invalid> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "1" | "true" | "oes" | "ydy" => Ok(true),
        "no" | "n" | "0" | "false" | "nac oes" | "nac ydy" => Ok(false),
        _ => Err(Invalid::new("feed-yes-or-no")),
    }
}

/// Returns the cells that are not empty, as they were sent.
fn as_sent(columns: &Columns<FeedColumn>, record: &ByteRecord) -> AsSent {
    let cell = |column: &FeedColumn| {
        let cell = record.get(columns.find(*column)?)?;
        let text = String::from_utf8_lossy(cell).into_owned();
        (!text.is_empty()).then(|| (column.code().to_owned(), text))
    };
    FeedColumn::ALL.iter().filter_map(cell).collect::<BTreeMap<_, _>>()
}

fn hash(as_sent: &AsSent) -> String {
    // Texts alone: they can always be written.
    hexadecimal(&Sha256::digest(serde_json::to_vec(as_sent).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    const HEAD: &str =
        "own_number,family_name,given_name,date_of_birth,postcode,ni_number,risk_marker\n";

    fn sent(rows: &str) -> Sent {
        read(Cursor::new(format!("{HEAD}{rows}")), "2026-11-25".parse().unwrap())
    }

    fn said(sent: &Sent) -> Vec<String> {
        let one = |mistake: &Mistake| {
            format!("{} {} {}", mistake.line, mistake.column.unwrap_or("-"), mistake.why.key)
        };
        sent.mistakes.shown.iter().map(one).collect()
    }

    #[test]
    fn a_row_is_read_and_kept_as_it_came() {
        let sent = sent(
            "HB 1,O'Neill,Siân,17/05/1990,cf103ab,py 12 34 56 a,Yes\nHB 2,Rees,Ann,,ZZ99 3VZ,,\n",
        );
        assert!(sent.is_fit(false), "{:?}", sent.mistakes);
        let [first, second] = &sent.good[..] else { panic!("{:?}", sent.good) };
        assert_eq!(first.record.numbers, [(IdentifierKind::NiNumber, "PY123456A".to_owned())]);
        assert!(first.record.risk_marker && !second.record.risk_marker);
        assert_eq!(first.as_sent["ni_number"], "py 12 34 56 a");
        assert_eq!(first.as_sent["date_of_birth"], "17/05/1990");
        assert_eq!(
            (second.record.postcode.as_ref(), second.as_sent["postcode"].as_str()),
            (None, "ZZ99 3VZ")
        );
        assert_ne!(first.hash, second.hash);
    }

    #[test]
    fn every_mistake_is_told_by_line_and_column() {
        let sent = sent(
            "HB 1,O'Neill,Siân,,,,\n,Rees,,31/02/1990,X,12,perhaps\nHB 1,Rees,Ann,,,,\nHB 3,Rees,Ann\n",
        );
        assert_eq!(
            said(&sent),
            [
                "3 own_number feed-own-number-empty",
                "3 given_name invalid-name-empty",
                "3 date_of_birth invalid-date-impossible",
                "3 postcode invalid-postcode-form",
                "3 risk_marker feed-yes-or-no",
                "3 ni_number invalid-ni-number-form",
                "4 own_number import-number-twice",
                "5 - import-cells",
            ]
        );
        assert_eq!((sent.rows, sent.refused, sent.good.len()), (4, 3, 1));
        assert!(!sent.is_fit(false) && sent.is_fit(true));
    }

    #[test]
    fn a_file_that_is_wrong_as_a_whole_is_never_kept_in_part() {
        let today = "2026-11-25".parse().unwrap();
        let missing = read(Cursor::new("own_number,family_name\n1,Rees\n"), today);
        assert!(!missing.is_fit(true));
        assert!(!read(Cursor::new(HEAD), today).is_fit(true), "it has no rows");
        let many: String = (0..=MOST_ROWS).map(|at| format!("{at},Rees,Ann,,,,\n")).collect();
        let many = sent(&many);
        assert_eq!(said(&many), [format!("{} - feed-too-many", MOST_ROWS + 2)]);
        assert!(!many.is_fit(true));
    }

    #[test]
    fn the_template_names_every_column() {
        assert_eq!(first_line().split(',').count(), FeedColumn::ALL.len());
        assert!(first_line().starts_with("own_number,family_name,given_name"));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..80)) {
            let mut file = HEAD.as_bytes().to_vec();
            file.extend(bytes);
            let _ = read(Cursor::new(file), "2026-11-25".parse().unwrap());
        }
    }
}
