//! The columns of a custody list, known by the names in its first line.
//!
//! A name that is not known is refused and not passed over: a slip in a name would otherwise leave
//! out everybody's date of birth without a word.

use super::Mistake;
use csv::ByteRecord;
use domain::{Coded, Invalid, coded_enum};

/// How alike two names must be (Jaro-Winkler, 0 to 1) for one to be offered in place of the other:
/// below this the nearest name is a guess that misleads.
const ALIKE: f64 = 0.75;
/// What other systems call a column, offered by its name here.
const ELSEWHERE: [(&str, Column); 12] = [
    ("surname", Column::FamilyName),
    ("last_name", Column::FamilyName),
    ("first_name", Column::GivenName),
    ("forename", Column::GivenName),
    ("forenames", Column::GivenName),
    ("dob", Column::DateOfBirth),
    ("noms_number", Column::PrisonNumber),
    ("nomis_id", Column::PrisonNumber),
    ("establishment", Column::Prison),
    ("reception_date", Column::ReceivedOn),
    ("crd", Column::ReleaseDueOn),
    ("nino", Column::NiNumber),
];
/// Columns of a file at most. Lists have about twenty.
const MOST_COLUMNS: usize = 200;

coded_enum! {
    /// A column of a custody list; its code is the name in the first line.
    pub enum Column("import-column") {
        /// Prison number.
        PrisonNumber = "prison_number",
        /// Family name.
        FamilyName = "family_name",
        /// Given name or names.
        GivenName = "given_name",
        /// Date of birth.
        DateOfBirth = "date_of_birth",
        /// Sex.
        Sex = "sex",
        /// Ethnicity.
        Ethnicity = "ethnicity",
        /// The language they prefer.
        Language = "language",
        /// The prison's code in the register.
        Prison = "prison",
        /// The day they were received.
        ReceivedOn = "received_on",
        /// Why they were received.
        Reception = "reception",
        /// The day the basic screening was done.
        ScreenedOn = "screened_on",
        /// The day they are due for release.
        ReleaseDueOn = "release_due_on",
        /// How the release comes about.
        ReleaseRoute = "release_route",
        /// Where they will go, in words.
        GoingTo = "going_to",
        /// Where they will live after release: a probation region.
        HomeRegion = "home_region",
        /// The group of the main offence.
        OffenceGroup = "offence_group",
        /// Home detention curfew eligibility date.
        HdcEligibleOn = "hdc_eligible_on",
        /// Parole eligibility date.
        ParoleEligibleOn = "parole_eligible_on",
        /// Licence expiry date.
        LicenceExpiresOn = "licence_expires_on",
        /// Sentence expiry date.
        SentenceExpiresOn = "sentence_expires_on",
        /// PNC id.
        PncId = "pnc_id",
        /// CRN.
        Crn = "crn",
        /// National Insurance number.
        NiNumber = "ni_number",
        /// NHS number.
        NhsNumber = "nhs_number",
        /// CRO number.
        CroNumber = "cro_number",
    }
}

impl Column {
    /// Returns whether every list has this column, and every row a value in it.
    #[must_use]
    pub const fn is_required(self) -> bool {
        matches!(
            self,
            Self::PrisonNumber
                | Self::FamilyName
                | Self::GivenName
                | Self::Prison
                | Self::ReceivedOn
        )
    }
}

/// A column that a file may have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<C> {
    /// The column.
    pub(crate) column: C,
    /// Its name.
    pub(crate) name: &'static str,
    /// Whether every file must have it.
    pub(crate) is_required: bool,
}

/// Where each column stands in a file.
#[derive(Clone, Debug)]
pub(crate) struct Columns<C> {
    at: Vec<(C, usize)>,
    /// Cells of the first line, and so of every line.
    pub(crate) width: usize,
}

/// Reads the first line of a custody list. `has_prison` says that the prison is known without its
/// column.
///
/// # Errors
/// As for [`Columns::read`].
pub(super) fn of_list(
    record: &ByteRecord,
    has_prison: bool,
) -> Result<Columns<Column>, Vec<Mistake>> {
    let known = |column: &Column| Known {
        column: *column,
        name: column.code(),
        is_required: column.is_required() && !(*column == Column::Prison && has_prison),
    };
    Columns::read(record, &Column::ALL.iter().map(known).collect::<Vec<_>>(), &ELSEWHERE)
}

impl<C: Copy + PartialEq> Columns<C> {
    /// Reads the first line. `elsewhere` is what other systems call a column.
    ///
    /// # Errors
    /// Everything that is wrong with it, so that it is mended once.
    pub(crate) fn read(
        record: &ByteRecord,
        known: &[Known<C>],
        elsewhere: &[(&str, C)],
    ) -> Result<Self, Vec<Mistake>> {
        let refuse = |column, why| Mistake { line: 1, column, why };
        if is_separated_otherwise(record) {
            return Err(vec![refuse(None, Invalid::new("import-separator"))]);
        }
        let mut mistakes = Vec::new();
        let mut columns = Self { at: Vec::new(), width: record.len() };
        if record.len() > MOST_COLUMNS {
            let why = Invalid::new("import-columns-many").with("limit", MOST_COLUMNS);
            mistakes.push(refuse(None, why));
        }
        let mut strange = Vec::new();
        for (at, cell) in record.iter().take(MOST_COLUMNS).enumerate() {
            let Ok(text) = std::str::from_utf8(cell) else {
                mistakes.push(refuse(None, Invalid::new("import-not-utf8")));
                break;
            };
            let name = normal(text);
            match known.iter().find(|known| known.name == name) {
                Some(known) if columns.find(known.column).is_some() => {
                    mistakes.push(refuse(Some(known.name), Invalid::new("import-column-twice")));
                }
                Some(known) => columns.at.push((known.column, at)),
                None => strange.push((at, text)),
            }
        }
        // A column that is there under its name cannot be the one that was meant.
        let absent: Vec<&Known<C>> =
            known.iter().filter(|known| columns.find(known.column).is_none()).collect();
        let unknown = |(at, text)| refuse(None, unknown(text, at, &absent, elsewhere));
        mistakes.extend(strange.into_iter().map(unknown));
        for known in absent.iter().filter(|known| known.is_required) {
            let why = Invalid::new("import-column-missing").with("column", known.name);
            mistakes.push(refuse(Some(known.name), why));
        }
        if mistakes.is_empty() { Ok(columns) } else { Err(mistakes) }
    }

    /// Returns where a column stands, if the file has it.
    pub(crate) fn find(&self, column: C) -> Option<usize> {
        self.at.iter().find(|(known, _)| *known == column).map(|(_, at)| *at)
    }
}

/// Returns the refusal of a name that is not known, with the nearest of the columns that a file
/// does not have.
fn unknown<C: PartialEq>(
    text: &str,
    at: usize,
    absent: &[&Known<C>],
    elsewhere: &[(&str, C)],
) -> Invalid {
    let name = normal(text);
    if name.is_empty() {
        return Invalid::new("import-column-unnamed").with("position", at + 1);
    }
    // A name is shown again, so it is cut to a length that fits a line.
    let shown: String = text.trim().chars().filter(|c| !c.is_control()).take(60).collect();
    let meant = elsewhere.iter().find(|(other, _)| *other == name);
    let meant = meant.and_then(|(_, meant)| absent.iter().find(|known| known.column == *meant));
    let alike = |known: &&&Known<C>| strsim::jaro_winkler(&name, known.name);
    let nearest = || absent.iter().max_by(|a, b| alike(a).total_cmp(&alike(b)));
    match meant.or_else(|| nearest().filter(|nearest| alike(nearest) >= ALIKE)) {
        Some(nearest) => {
            Invalid::new("import-column-unknown").with("name", shown).with("nearest", nearest.name)
        }
        None => Invalid::new("import-column-strange").with("name", shown),
    }
}

/// Returns a name as the list of columns writes it: `Prison Number` is `prison_number`.
fn normal(text: &str) -> String {
    text.trim().to_lowercase().replace([' ', '-'], "_")
}

/// Whether the columns are separated by something else than commas.
fn is_separated_otherwise(record: &ByteRecord) -> bool {
    let other = |cell: &[u8]| cell.contains(&b';') || cell.contains(&b'\t');
    record.len() == 1 && record.iter().any(other)
}

/// Returns the first line of a list that has every column.
#[must_use]
pub fn first_line() -> String {
    Column::ALL.iter().map(|column| Coded::code(*column)).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(names: &[&str]) -> Result<Columns<Column>, Vec<String>> {
        of_list(&ByteRecord::from(names.to_vec()), false)
            .map_err(|mistakes| mistakes.iter().map(|mistake| mistake.why.to_string()).collect())
    }

    #[test]
    fn names_are_known_in_any_case_and_order() {
        let names = ["Received On", "prison", "GIVEN_NAME", "family-name", " prison number "];
        let columns = read(&names).unwrap();
        assert_eq!(columns.find(Column::PrisonNumber), Some(4));
        assert_eq!(columns.find(Column::Crn), None);
        assert_eq!(columns.width, 5);
    }

    #[test]
    fn what_is_wrong_is_said_at_once() {
        let mistakes = read(&["prison_no", "family_name", "given_name", "shoe size", "", "prison"]);
        assert_eq!(
            mistakes.unwrap_err(),
            [
                "import-column-unknown name=prison_no nearest=prison_number",
                "import-column-strange name=shoe size",
                "import-column-unnamed position=5",
                "import-column-missing column=prison_number",
                "import-column-missing column=received_on",
            ]
        );
        let twice =
            ["prison_number", "family_name", "given_name", "prison", "received_on", "PRISON"];
        assert_eq!(read(&twice).unwrap_err(), ["import-column-twice"]);
        assert_eq!(read(&["prison_number;family_name"]).unwrap_err(), ["import-separator"]);
    }
}
