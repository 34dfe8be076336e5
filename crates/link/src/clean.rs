//! What people's files write in many ways, in one: names without titles, accents and marks, dates as
//! year, month and day, postcodes with their space, sex as one letter; and what stands for "not
//! known" is not known. Each distinct value is looked at once.

use chrono::NaiveDate;
use domain::IdentifierKind;

use crate::first_name::root;
use crate::records::Records;
use crate::refusal::Refusal;
use crate::sql::without_accent;
use crate::value::{Column, Dictionary, NULL};

/// Words before a name that are no part of it.
const TITLES: [&str; 14] = [
    "MR", "MRS", "MS", "MISS", "MX", "DR", "SIR", "DAME", "LADY", "LORD", "REV", "REVD", "PROF",
    "MSTR",
];
/// What is written where a name or a town is not known.
const NOT_KNOWN: [&str; 12] = [
    "UNKNOWN",
    "NOT KNOWN",
    "NOT STATED",
    "NOT GIVEN",
    "NK",
    "N K",
    "NONE",
    "NULL",
    "TBC",
    "NFA",
    "NO FIXED ABODE",
    "NO FIXED ADDRESS",
];
/// Dates that systems write where there is none.
const NO_DATES: [&str; 5] = ["1900-01-01", "1899-12-30", "1899-12-31", "1111-11-11", "9999-12-31"];
/// What the address of a prison begins with: what many people have there is no place to live.
const PRISONS: [&str; 6] =
    ["HMP", "HMYOI", "HMPYOI", "HM PRISON", "HMP YOI", "HER MAJESTYS PRISON"];
const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// How one column is written.
type Written = fn(&str) -> Option<String>;

/// Columns that are cleaned, by the names that the ready model has for them.
const COLUMNS: [(&str, Written); 8] = [
    ("first_name", name),
    ("middle_name", name),
    ("surname", name),
    ("town", town),
    ("dob", date),
    ("postcode", postcode),
    ("sex", sex),
    ("email", email),
];
/// The column of first names that is rooted, and the one that has the roots.
pub(crate) const ROOTED: (&str, &str) = ("first_name", "first_name_root");
/// Columns of numbers that one person alone has.
const NUMBERS: [(&str, IdentifierKind); 6] = [
    ("prison_number", IdentifierKind::PrisonNumber),
    ("crn", IdentifierKind::Crn),
    ("pnc", IdentifierKind::PncId),
    ("cro", IdentifierKind::CroNumber),
    ("nino", IdentifierKind::NiNumber),
    ("nhs_number", IdentifierKind::NhsNumber),
];
/// Share of a column's distinct numbers that have to be right for the others to be taken as wrong.
/// Where fewer are, the column holds numbers of another kind.
const MOSTLY_RIGHT: f64 = 0.9;

impl Records {
    /// Writes the columns of people in one way, where they are there, and returns what there is to
    /// say about it. Beside `first_name` stands then `first_name_root`: the name of which it is a form
    /// (of BILL, WILLIAM), else the first name itself.
    ///
    /// # Errors
    /// More distinct values than there is room for.
    pub fn clean(&mut self) -> Result<Vec<String>, Refusal> {
        for (column, written) in COLUMNS {
            self.rewrite(column, column, |texts| texts.iter().map(|text| written(text)).collect())?;
        }
        let (from, into) = ROOTED;
        self.rewrite(from, into, |texts| texts.iter().map(|own| Some(root(own).into())).collect())?;
        let mut notes = Vec::new();
        for (column, kind) in NUMBERS {
            let mut held = None;
            let before = self.known(column);
            self.rewrite(column, column, |texts| {
                let (cleaned, to_their_form) = numbers(kind, texts);
                held = Some(to_their_form);
                cleaned
            })?;
            let lost = before - self.known(column);
            match held {
                Some(true) if lost > 0 => notes.push(format!(
                    "{lost} records have no possible number in \"{column}\", by its form or by the \
                     letters and figures that check it: it is taken as not known"
                )),
                Some(false) => notes.push(format!(
                    "most of what is in \"{column}\" is no number of that kind, so none of it is \
                     held to the letters and figures that check one"
                )),
                _ => {}
            }
        }
        Ok(notes)
    }

    /// Writes each distinct value of a column anew into another or the same, where the column is there.
    fn rewrite(
        &mut self,
        from: &str,
        into: &str,
        written: impl FnOnce(&[String]) -> Vec<Option<String>>,
    ) -> Result<(), Refusal> {
        let Ok(at) = self.position(from) else { return Ok(()) };
        let full = |problem: String| Refusal::File { file: from.into(), problem };
        let cleaned = rewritten(self.at(at), written).map_err(full)?;
        let own = self.position(into).map_or(into, |at| self.name(at)).to_owned();
        self.add(own, cleaned);
        Ok(())
    }

    /// Returns how many records have a value in a column.
    fn known(&self, name: &str) -> usize {
        let codes = self.column(name).map_or(&[][..], |column| &column.codes);
        codes.iter().filter(|code| **code != NULL).count()
    }
}

fn rewritten(
    column: &Column,
    written: impl FnOnce(&[String]) -> Vec<Option<String>>,
) -> Result<Column, String> {
    let codes = 0..column.values.len() as u32;
    let texts: Vec<String> =
        codes.map(|code| crate::records::shown(&column.values.get(code))).collect();
    let mut values = Dictionary::new();
    let mut of = Vec::with_capacity(texts.len());
    for text in written(&texts) {
        of.push(match text {
            Some(text) => values.text(&text).map_err(|full| full.to_string())?,
            None => NULL,
        });
    }
    let code = |own: &u32| if *own == NULL { NULL } else { of[*own as usize] };
    Ok(Column { codes: column.codes.iter().map(code).collect(), values: values.into_values() })
}

/// Writes numbers as they are kept, and what cannot be one as not known; as they are where most
/// cannot. Returns also whether they were held to the form.
fn numbers(kind: IdentifierKind, texts: &[String]) -> (Vec<Option<String>>, bool) {
    let plain: Vec<_> = texts.iter().map(|text| identifier(text)).collect();
    let right: Vec<_> = texts.iter().map(|text| number(kind, text)).collect();
    let given = plain.iter().flatten().count();
    if (right.iter().flatten().count() as f64) < MOSTLY_RIGHT * given as f64 {
        return (plain, false);
    }
    (right, true)
}

/// Writes a number as it is kept, if it can be one. Of a PNC id the century is left out: files have
/// it or not, and its letter does not check it.
fn number(kind: IdentifierKind, text: &str) -> Option<String> {
    // So far off that a year of two figures is always of the same century.
    let today = NaiveDate::from_ymd_opt(2099, 12, 31)?;
    let kept = kind.parse_number(text, today).ok()?;
    Some(if kind == IdentifierKind::PncId { kept[2..].to_owned() } else { kept })
}

/// Writes a town; a prison is nobody's.
#[must_use]
pub fn town(text: &str) -> Option<String> {
    words(text).filter(|words| {
        !PRISONS.iter().any(|start| words == start || words.starts_with(&format!("{start} ")))
    })
}

/// Writes words in capitals, without accents and marks, one space between them.
#[must_use]
pub fn words(text: &str) -> Option<String> {
    let mut words = String::new();
    for letter in text.chars().flat_map(char::to_uppercase) {
        let letter = without_accent(letter);
        if letter.is_alphanumeric() {
            words.push(letter);
        } else if !matches!(letter, '\'' | '’' | '`' | '.') && !words.ends_with(' ') {
            words.push(' ');
        }
    }
    let words = words.trim();
    (!words.is_empty() && !NOT_KNOWN.contains(&words)).then(|| words.to_owned())
}

/// Returns the letters and figures of ASCII in a text, in capitals.
fn ascii(text: &str) -> Option<String> {
    let own: String = words(text)?.chars().filter(char::is_ascii_alphanumeric).collect();
    // Another letter between may have hidden that it is not known.
    (!own.is_empty() && !NOT_KNOWN.contains(&own.as_str())).then_some(own)
}

/// Writes a name, without the title before it.
#[must_use]
pub fn name(text: &str) -> Option<String> {
    let mut name = words(text)?;
    while let Some((first, rest)) = name.split_once(' ')
        && TITLES.contains(&first)
    {
        name = rest.to_owned();
    }
    Some(name)
}

/// Writes a date as year, month and day. What is no date stays as it is: one wrong figure is still
/// something to compare.
#[must_use]
pub fn date(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let day = day_of(text);
    let parts: Vec<&str> =
        day.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let figures = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let written = match parts.as_slice() {
        [year, month, day] if year.len() == 4 && figures(year) => dated(year, month, day),
        [day, month, year] if year.len() == 4 && figures(year) => dated(year, month, day),
        [whole] if whole.len() == 8 && figures(whole) => {
            dated(&whole[..4], &whole[4..6], &whole[6..])
        }
        _ => None,
    };
    let written = written.unwrap_or_else(|| day.to_owned());
    (!NO_DATES.contains(&written.as_str())).then_some(written)
}

/// Returns a date without the time of day behind it, which says nothing about a birthday.
pub(crate) fn day_of(text: &str) -> &str {
    text.split_once(['T', ' ']).filter(|(day, _)| day.len() == 10).map_or(text, |own| own.0)
}

fn dated(year: &str, month: &str, day: &str) -> Option<String> {
    let named = || {
        let start: String = month.chars().take(3).flat_map(char::to_uppercase).collect();
        MONTHS.iter().position(|own| *own == start).map(|at| at as u32 + 1)
    };
    let month: u32 = month.parse().ok().or_else(named)?;
    let day: u32 = day.parse().ok()?;
    ((1..=12).contains(&month) && (1..=31).contains(&day))
        .then(|| format!("{year}-{month:02}-{day:02}"))
}

/// Writes a postcode with one space before its last three characters; the one for no fixed abode is
/// not known.
#[must_use]
pub fn postcode(text: &str) -> Option<String> {
    let letters = ascii(text)?;
    if letters.starts_with("ZZ99") {
        return None;
    }
    let bytes = letters.as_bytes();
    let is_whole = (5..=7).contains(&bytes.len())
        && bytes[0].is_ascii_alphabetic()
        && bytes[bytes.len() - 3].is_ascii_digit()
        && bytes[bytes.len() - 2..].iter().all(u8::is_ascii_alphabetic);
    if !is_whole {
        return Some(letters);
    }
    let (outward, inward) = letters.split_at(letters.len() - 3);
    Some(format!("{outward} {inward}"))
}

/// Writes sex as M or F, also from 1 and 2 (ISO/IEC 5218); anything else that is known by its first
/// letter.
#[must_use]
pub fn sex(text: &str) -> Option<String> {
    let word = words(text)?;
    match word.chars().next()? {
        '1' => Some("M".into()),
        '2' => Some("F".into()),
        '0' | '9' | 'U' | 'N' => None,
        letter => Some(letter.into()),
    }
}

/// Writes a number of a person without spaces and strokes.
#[must_use]
pub fn identifier(text: &str) -> Option<String> {
    let own = ascii(text)?;
    // Noughts throughout are no number.
    (own.bytes().any(|byte| byte != b'0')).then_some(own)
}

/// Writes an address for email in small letters.
#[must_use]
pub fn email(text: &str) -> Option<String> {
    let own = text.trim().to_lowercase();
    own.contains('@').then_some(own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Input;
    use crate::records::Layout;
    use proptest::prelude::*;

    #[test]
    fn one_way_to_write_each() {
        let written: [(Written, &str, Option<&str>); 25] = [
            (identifier, "n\u{11d3c}K", None),
            (name, "Mrs. Siân O’Brien-Jones", Some("SIAN OBRIEN JONES")),
            (name, "Miss", Some("MISS")),
            (name, " unknown ", None),
            (words, "Stow-on-the-Wold", Some("STOW ON THE WOLD")),
            (words, "No fixed abode", None),
            (town, "HMP & YOI Parc", None),
            (town, "Hmpton", Some("HMPTON")),
            (date, "03/02/1980", Some("1980-02-03")),
            (date, "3.2.1980", Some("1980-02-03")),
            (date, "19800203", Some("1980-02-03")),
            (date, "1980-02-03 00:00:00", Some("1980-02-03")),
            (date, "1980-02-03T00:00:00Z", Some("1980-02-03")),
            (date, "3 February 1980", Some("1980-02-03")),
            (date, "1980-13-03", Some("1980-13-03")),
            (date, "01/01/1900", None),
            (postcode, "sw1a1aa", Some("SW1A 1AA")),
            (postcode, "LE5", Some("LE5")),
            (postcode, "ZZ99 3VZ", None),
            (postcode, "2119", Some("2119")),
            (sex, "Female", Some("F")),
            (sex, "1", Some("M")),
            (sex, "Not known", None),
            (identifier, "92/5268398d", Some("925268398D")),
            (identifier, "000 000 0000", None),
        ];
        for (written, text, expected) in written {
            assert_eq!(written(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn beside_a_first_name_stands_the_one_of_which_it_is_a_form() {
        let records = |column: &str| {
            let csv = format!("unique_id,{column}\n1,Mr. Bill\n2,WILLIAM\n3,Zyta\n4,\n5,unknown\n");
            let input = Box::new(std::io::Cursor::new(csv));
            let input = Input { name: "p".into(), source: "p".into(), input };
            let columns = vec![column.to_owned()];
            let layout = Layout { id: "unique_id".into(), columns, ..Layout::default() };
            let mut records = Records::read(vec![input], &layout).unwrap();
            records.clean().unwrap();
            records
        };
        let of = |records: &Records, column: &str| -> Vec<Option<String>> {
            (0..5).map(|record| records.value(record, column).unwrap()).collect()
        };
        let known = |names: [&str; 3]| {
            let names = names.map(|name| Some(name.to_owned()));
            [&names[..], &[None, None]].concat()
        };
        let cleaned = records("first_name");
        assert_eq!(of(&cleaned, "first_name"), known(["BILL", "WILLIAM", "ZYTA"]));
        assert_eq!(of(&cleaned, "first_name_root"), known(["WILLIAM", "WILLIAM", "ZYTA"]));
        assert!(records("forename").position("first_name_root").is_err());
    }

    #[test]
    fn a_number_that_cannot_be_one_is_not_known_where_most_can() {
        let texts = |numbers: &[&str]| numbers.iter().map(|own| (*own).to_owned()).collect();
        // Valid and not, as published for HMPPS's person record.
        let right = ["1981/0000034U", "81/34U", "2002/0073319Z", "1979/0163001B", "2003/0000003Y"];
        let right: Vec<String> = texts(&right);
        let given = [right.clone(), right, texts(&["2001/0171310S"])].concat();
        let (cleaned, held) = numbers(IdentifierKind::PncId, &given);
        assert!(held);
        assert_eq!(cleaned[0].as_deref(), Some("81/0000034U"));
        assert_eq!(cleaned[0], cleaned[1]);
        assert_eq!(cleaned[10], None);
        let (cleaned, held) = numbers(IdentifierKind::NhsNumber, &texts(&["943 476 5919", ""]));
        assert!(held);
        assert_eq!(cleaned, [Some("9434765919".into()), None]);
        // Invented numbers without their letters are compared as they are.
        let (cleaned, held) =
            numbers(IdentifierKind::PncId, &texts(&["50/0000001Q", "51/0000002Q", "81/34U"]));
        assert!(!held);
        assert_eq!(cleaned[0].as_deref(), Some("500000001Q"));
    }

    proptest! {
        /// What was cleaned is clean.
        #[test]
        fn cleaning_twice_changes_nothing(text in "\\PC{0,12}", date in "[0-3][0-9][-/. ][01][0-9][-/. ][12][0-9]{3}") {
            for (_, written) in COLUMNS {
                for text in [&text, &date] {
                    if let Some(once) = written(text) {
                        prop_assert_eq!(written(&once), Some(once.clone()), "{}", text);
                    }
                }
            }
        }
    }
}
