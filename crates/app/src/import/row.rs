//! One row of a custody list, parsed into values that cannot be wrong. Pure: the day and the
//! prison of the list come in as arguments.

use super::cells::{Cells, check_width, known};
use super::column::Columns;
use super::{Column, Mistake};
use crate::sign_in::hexadecimal;
use chrono::NaiveDate;
use csv::ByteRecord;
use domain::{
    Coded, Ethnicity, IdentifierKind, Invalid, Name, OffenceGroup, OrganisationId, PrisonNumber,
    ReceptionReason, Region, ReleaseRoute, SentenceDateKind, Sex, ShortText, date_of_birth,
    parse_iso_or_uk,
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// What a row is read against.
#[derive(Clone, Copy)]
pub(super) struct Against<'a> {
    /// The day of the import.
    pub(super) today: NaiveDate,
    /// The prison of the whole list, if it is of one.
    pub(super) prison: Option<&'a str>,
    /// The prisons that are organisations here, by their code.
    pub(super) prisons: &'a HashMap<String, OrganisationId>,
}

/// What a list says of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Prison number.
    pub prison_number: PrisonNumber,
    /// Family name.
    pub family_name: Name,
    /// Given name or names.
    pub given_name: Name,
    /// Date of birth, if given.
    pub date_of_birth: Option<NaiveDate>,
    /// Sex, if given.
    pub sex: Option<Sex>,
    /// Ethnicity, if given.
    pub ethnicity: Option<Ethnicity>,
    /// The language they prefer, `en` or `cy`, if given.
    pub language: Option<&'static str>,
    /// Where they will live after release, if given.
    pub home_region: Option<Region>,
    /// The prison's code in the register.
    pub prison: String,
    /// The organisation that the prison is here. Not part of what the list says.
    #[serde(skip)]
    pub organisation: OrganisationId,
    /// The day they were received.
    pub received_on: NaiveDate,
    /// Why they were received.
    pub reception: ReceptionReason,
    /// The day the basic screening was done, if it was.
    pub screened_on: Option<NaiveDate>,
    /// The day they are due for release, if known.
    pub release_due_on: Option<NaiveDate>,
    /// How the release comes about.
    pub release_route: ReleaseRoute,
    /// Where they will go, in words.
    pub going_to: Option<ShortText>,
    /// The group of the main offence, if given.
    pub offence_group: Option<OffenceGroup>,
    /// Other dates of the sentence.
    pub dates: Vec<(SentenceDateKind, NaiveDate)>,
    /// Numbers other than the prison number.
    pub numbers: Vec<(IdentifierKind, String)>,
}

impl Row {
    /// Parses one row.
    ///
    /// # Errors
    /// Everything that is wrong with it, column by column.
    pub(super) fn parse(
        columns: &Columns<Column>,
        record: &ByteRecord,
        line: u64,
        against: Against<'_>,
    ) -> Result<Self, Vec<Mistake>> {
        check_width(columns, record, line).map_err(|mistake| vec![mistake])?;
        let mut cells = Cells::of(columns, record, line);
        match Self::from_cells(&mut cells, against) {
            Some(row) if cells.mistakes.is_empty() => Ok(row),
            _ => Err(cells.mistakes),
        }
    }

    fn from_cells(cells: &mut Cells<'_, Column>, against: Against<'_>) -> Option<Self> {
        let today = against.today;
        let born = |text: &str| date_of_birth(parse_iso_or_uk(text)?, today);
        let prison_number = cells.required(Column::PrisonNumber, PrisonNumber::parse);
        let family_name = cells.required(Column::FamilyName, Name::parse);
        let given_name = cells.required(Column::GivenName, Name::parse);
        let prison = cells.required(Column::Prison, |text| against.prison(text));
        let received_on = cells.required(Column::ReceivedOn, parse_iso_or_uk);
        let date_of_birth = cells.optional(Column::DateOfBirth, born);
        let sex = cells.optional(Column::Sex, |text| known(Sex::parse(text), text));
        let ethnicity =
            cells.optional(Column::Ethnicity, |text| known(Ethnicity::parse(text), text));
        let language = cells.optional(Column::Language, language);
        let home_region = cells.optional(Column::HomeRegion, region);
        let reception = cells.optional(Column::Reception, coded::<ReceptionReason>);
        let screened_on = cells.optional(Column::ScreenedOn, parse_iso_or_uk);
        let release_due_on = cells.optional(Column::ReleaseDueOn, parse_iso_or_uk);
        let release_route = cells.optional(Column::ReleaseRoute, coded::<ReleaseRoute>);
        let going_to = cells.optional(Column::GoingTo, ShortText::parse);
        let offence_group = cells.optional(Column::OffenceGroup, coded::<OffenceGroup>);
        let dates: Vec<_> = SENTENCE_DATES
            .iter()
            .filter_map(|(kind, column)| Some((*kind, cells.optional(*column, parse_iso_or_uk)?)))
            .collect();
        let numbers = cells.numbers(&NUMBERS, today);
        // Before anything that is missing ends the row: every mistake is told at once.
        if let Some(received_on) = received_on {
            check_received(cells, today, received_on, [date_of_birth, screened_on, release_due_on]);
        }
        if screened_on.is_some_and(|day| day > today) {
            cells.refuse(Column::ScreenedOn, Invalid::new("import-screened-future"));
        }
        if let Some(due) = release_due_on {
            check_expiry(cells, due, &dates);
        }
        let (prison, organisation) = prison?;
        Some(Self {
            prison_number: prison_number?,
            family_name: family_name?,
            given_name: given_name?,
            date_of_birth,
            sex,
            ethnicity,
            language,
            home_region,
            prison,
            organisation,
            received_on: received_on?,
            reception: reception.unwrap_or(ReceptionReason::Sentence),
            screened_on,
            release_due_on,
            release_route: release_route.unwrap_or(ReleaseRoute::Automatic),
            going_to,
            offence_group,
            dates,
            numbers,
        })
    }

    /// Returns a hash of what the row says: equal for rows that differ only in spaces, in the
    /// order of columns or in how a date is written.
    #[must_use]
    pub fn hash(&self) -> String {
        // Strings, dates and codes: a row that was parsed can always be written.
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        hexadecimal(&Sha256::digest(&bytes))
    }

    /// Returns a number of the row.
    #[must_use]
    pub fn number(&self, kind: IdentifierKind) -> Option<&str> {
        self.numbers.iter().find(|(known, _)| *known == kind).map(|(_, value)| value.as_str())
    }
}

/// Refuses a day of reception that is to come, and what contradicts it: birth, screening, release.
fn check_received(
    cells: &mut Cells<'_, Column>,
    today: NaiveDate,
    received_on: NaiveDate,
    [born, screened_on, release_due_on]: [Option<NaiveDate>; 3],
) {
    let before = |day: Option<NaiveDate>| day.is_some_and(|day| day < received_on);
    let checks = [
        (received_on > today, Column::ReceivedOn, "import-received-future"),
        (
            born.is_some_and(|born| born >= received_on),
            Column::ReceivedOn,
            "import-received-before-birth",
        ),
        (before(screened_on), Column::ScreenedOn, "import-screened-before-received"),
        (before(release_due_on), Column::ReleaseDueOn, "import-release-before-received"),
    ];
    for (wrong, column, key) in checks {
        if wrong {
            cells.refuse(column, Invalid::new(key));
        }
    }
}

/// Refuses a licence or sentence that expires before the release.
fn check_expiry(
    cells: &mut Cells<'_, Column>,
    due: NaiveDate,
    dates: &[(SentenceDateKind, NaiveDate)],
) {
    for (kind, column) in SENTENCE_DATES {
        let ends =
            matches!(kind, SentenceDateKind::LicenceExpiry | SentenceDateKind::SentenceExpiry);
        let found = dates.iter().find(|(found, _)| *found == kind);
        if ends && found.is_some_and(|(_, on)| *on < due) {
            cells.refuse(column, Invalid::new("import-expiry-before-release"));
        }
    }
}

/// The columns that hold numbers, beside the prison number.
const NUMBERS: [(IdentifierKind, Column); 5] = [
    (IdentifierKind::PncId, Column::PncId),
    (IdentifierKind::Crn, Column::Crn),
    (IdentifierKind::NiNumber, Column::NiNumber),
    (IdentifierKind::NhsNumber, Column::NhsNumber),
    (IdentifierKind::CroNumber, Column::CroNumber),
];

/// The dates of a sentence that have a column, beside the release date.
const SENTENCE_DATES: [(SentenceDateKind, Column); 4] = [
    (SentenceDateKind::HdcEligibility, Column::HdcEligibleOn),
    (SentenceDateKind::ParoleEligibility, Column::ParoleEligibleOn),
    (SentenceDateKind::LicenceExpiry, Column::LicenceExpiresOn),
    (SentenceDateKind::SentenceExpiry, Column::SentenceExpiresOn),
];

impl Against<'_> {
    /// Reads a prison's code. A list that is known to be of one prison may leave it out, and may
    /// not name another.
    fn prison(self, text: &str) -> Result<(String, OrganisationId), Invalid> {
        let code = text.to_ascii_uppercase();
        let code = match self.prison {
            Some(prison) if code.is_empty() || code == prison => prison.to_owned(),
            Some(prison) => return Err(Invalid::new("import-prison-other").with("prison", prison)),
            None if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) => code,
            None => return Err(Invalid::new("import-prison-form")),
        };
        match self.prisons.get(&code) {
            Some(organisation) => Ok((code, *organisation)),
            None => Err(Invalid::new("import-prison-unknown").with("prison", code)),
        }
    }
}

fn language(text: &str) -> Result<&'static str, Invalid> {
    match text.to_lowercase().as_str() {
        "en" | "english" | "saesneg" => Ok("en"),
        "cy" | "welsh" | "cymraeg" => Ok("cy"),
        _ => Err(Invalid::new("import-language")),
    }
}

/// Reads a probation region by its own code, its name, or its code in Delius.
fn region(text: &str) -> Result<Region, Invalid> {
    let code = text.to_lowercase().replace(',', "").replace([' ', '_'], "-");
    known(Region::from_code(&code).or_else(|| Region::from_delius(text)), text)
}

/// Reads a code in any case, with spaces, hyphens or underscores between its words.
fn coded<T: Coded>(text: &str) -> Result<T, Invalid> {
    let same = |code: &str| {
        let plain = |text: &str| text.trim().to_lowercase().replace([' ', '_'], "-");
        plain(code) == plain(text)
    };
    known(T::ALL.iter().copied().find(|value| same(value.code())), text)
}

#[cfg(test)]
#[path = "row_tests.rs"]
mod tests;
