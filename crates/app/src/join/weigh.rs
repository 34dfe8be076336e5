//! How likely it is that a record of an agency and a person here are one: comparison by comparison, in bits.
//!
//! A bit doubles the odds. Each comparison has levels; a level weighs log2(m/u), where m is how often it comes up
//! between two records of one person, and u between records of two people who have nothing to do with each other
//! (Fellegi and Sunter, 1969). What is not known on one side weighs nothing. The weights are a table of our own
//! estimates, with what each was reckoned from; they are not fitted to any records, which is for the crate `link` to
//! do, and they do not know how common a name is. So what is joined by weight alone needs agreement on nearly
//! everything. `docs/feeds.md` shows the table to whoever answers for a feed.

use chrono::{Datelike, NaiveDate};
use domain::feed::is_placeholder;
use domain::{IdentifierKind, Postcode, Sex, SourceRecord, coded_enum};
use store::candidate::Candidate;

/// Bits before anything is compared: of two records drawn at random one pair in 3.8 million is of one person
/// (HMPPS Person Record, prior 2.65e-7; `case-management.md` §9).
const PRIOR_BITS: f64 = -21.8;

coded_enum! {
    /// What is compared.
    pub enum Comparison("join-comparison") {
        /// Before anything is compared.
        Prior = "prior",
        /// Family name.
        FamilyName = "family_name",
        /// Given name.
        GivenName = "given_name",
        /// Date of birth.
        DateOfBirth = "date_of_birth",
        /// Sex.
        Sex = "sex",
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
    }
}

coded_enum! {
    /// How alike two values are.
    pub enum Level("join-level") {
        /// What every comparison begins with.
        Start = "start",
        /// The same.
        Same = "same",
        /// The same as another name on record.
        OtherName = "other_name",
        /// Given and family name stand in each other's place.
        Crossed = "crossed",
        /// A slip or two apart.
        Close = "close",
        /// Somewhat alike.
        Alike = "alike",
        /// One part of the date is another, or day and month are the wrong way round.
        OnePart = "one_part",
        /// The same year, or the same day and month of another year.
        Partly = "partly",
        /// The same district.
        District = "district",
        /// Different.
        Different = "different",
        /// Not known on one side.
        NotKnown = "not_known",
    }
}

/// One comparison, with what it weighs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// What was compared.
    pub comparison: Comparison,
    /// How alike the two are.
    pub level: Level,
    /// What that weighs.
    pub bits: f64,
}

/// What a record and a person weigh together.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// The sum of the parts.
    pub bits: f64,
    /// The comparisons, in the order of the list.
    pub parts: Vec<Part>,
    /// Whether they may be twins: one family name, date of birth and postcode, and two given names.
    pub twins: bool,
}

impl Weighed {
    /// Returns whether only numbers speak for it.
    #[must_use]
    pub fn by_number_alone(&self) -> bool {
        let speaks = |part: &&Part| part.bits > 0.0 && part.comparison != Comparison::Sex;
        self.parts.iter().filter(speaks).all(|part| number_of(part.comparison).is_some())
    }

    /// Returns one of the comparisons.
    #[must_use]
    pub fn part(&self, comparison: Comparison) -> Option<&Part> {
        self.parts.iter().find(|part| part.comparison == comparison)
    }
}

/// Where the bar of a part begins and ends when each stands on the end of the one before, as shares of the whole width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Where it begins, 0 to 1 from the left.
    pub start: f64,
    /// How wide it is, 0 to 1.
    pub width: f64,
}

impl Weighed {
    /// Returns the bar of each part, and then that of the whole, which begins at nothing.
    #[must_use]
    pub fn bars(&self) -> Vec<Bar> {
        let mut at = 0.0;
        let mut spans: Vec<(f64, f64)> = Vec::with_capacity(self.parts.len() + 1);
        for part in &self.parts {
            spans.push((at, at + part.bits));
            at += part.bits;
        }
        spans.push((0.0, self.bits));
        let ends = || spans.iter().flat_map(|(from, to)| [*from, *to]);
        let (least, most) = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
        let whole = (most - least).max(1.0);
        let bar = |(from, to): &(f64, f64)| Bar {
            start: (from.min(*to) - least) / whole,
            width: (to - from).abs() / whole,
        };
        spans.iter().map(bar).collect()
    }
}

/// The table: what each level of each comparison weighs.
#[expect(clippy::match_same_arms, reason = "one line a level, each with its own reckoning")]
const fn bits(comparison: Comparison, level: Level) -> f64 {
    use Comparison as C;
    use Level as L;
    match (comparison, level) {
        (C::Prior, _) => PRIOR_BITS,
        (_, L::NotKnown) => 0.0,
        // Taken: two people drawn at random share a family name once in 700 and a given name once in 108, and nine in
        // ten pairs of records of one person agree. A rare name says more and a common one less: what a reviewer sees.
        (C::FamilyName, L::Same) => 9.3,
        (C::GivenName, L::Same) => 6.6,
        (C::FamilyName, L::OtherName) => 8.3,
        (C::GivenName, L::OtherName) => 5.6,
        (C::FamilyName, L::Crossed) => 7.0,
        (C::GivenName, L::Crossed) => 5.0,
        // Jaro-Winkler 0.92 and 0.85, the second as in the DMS of CATS (§2.9).
        (C::FamilyName, L::Close) => 6.3,
        (C::GivenName, L::Close) => 4.3,
        (C::FamilyName, L::Alike) => 2.3,
        (C::GivenName, L::Alike) => 1.6,
        // Taken: one in twenty. Names change at marriage, and are cut short; so it does not rule it out.
        (C::FamilyName, _) => -4.3,
        (C::GivenName, _) => -4.3,
        // One day in 45 years of birth: u = 1/16,400; taken: m = 0.95.
        (C::DateOfBirth, L::Same) => 13.9,
        // Some 130 dates are as near as this; taken: m = 0.035.
        (C::DateOfBirth, L::OnePart) => 2.1,
        (C::DateOfBirth, L::Partly) => -1.5,
        (C::DateOfBirth, _) => -7.0,
        // A half of people; taken: wrong in one of fifty records.
        (C::Sex, L::Same) => 0.9,
        (C::Sex, _) => -4.6,
        // Some 1.7 million postcodes, but households and hostels share one: damped from 20.
        (C::Postcode, L::Same) => 12.0,
        // Some 2,900 districts, damped likewise: people whom neighbouring agencies know live near each other.
        (C::Postcode, L::District) => 4.0,
        // People move: of those who leave prison most have another address than before.
        (C::Postcode, _) => -0.7,
        // Given to one person alone. In the DMS +9.1, against pairs that agree on something already (§2.9); against
        // any two people it is the size of the population, damped for numbers that are written down wrongly.
        (C::PrisonNumber | C::Crn | C::NhsNumber, L::Same) => 19.0,
        (C::CroNumber, L::Same) => 17.0,
        (C::NiNumber, L::Same) => 17.0,
        // May be on two records by mistake at its source (§9): never enough by itself.
        (C::PncId, L::Same) => 15.0,
        // One person has one CRN and one NHS number, but several prison numbers over the years.
        (C::NhsNumber | C::Crn, _) => -6.0,
        (C::NiNumber, _) => -5.0,
        (C::CroNumber | C::PncId, _) => -4.0,
        (C::PrisonNumber, _) => -2.0,
    }
}

/// Returns the number that a comparison is about, if it is about one.
#[must_use]
pub(super) const fn number_of(comparison: Comparison) -> Option<IdentifierKind> {
    Some(match comparison {
        Comparison::PrisonNumber => IdentifierKind::PrisonNumber,
        Comparison::Crn => IdentifierKind::Crn,
        Comparison::PncId => IdentifierKind::PncId,
        Comparison::CroNumber => IdentifierKind::CroNumber,
        Comparison::NiNumber => IdentifierKind::NiNumber,
        Comparison::NhsNumber => IdentifierKind::NhsNumber,
        _ => return None,
    })
}

/// Weighs a record against a person. Only numbers that an agreement covers are among theirs.
#[must_use]
pub fn weigh(record: &SourceRecord, person: &Candidate) -> Weighed {
    use Comparison as C;
    let (given, family) = names(record, person);
    let level = |comparison: Comparison| match comparison {
        C::Prior => Level::Start,
        C::FamilyName => family,
        C::GivenName => given,
        C::DateOfBirth => dates(record.date_of_birth, person.date_of_birth),
        C::Sex => sexes(record.sex, person.sex),
        C::Postcode => postcodes(record.postcode.as_ref(), &person.postcodes),
        _ => number_of(comparison)
            .map_or(Level::NotKnown, |kind| numbers(kind, &record.numbers, &person.numbers)),
    };
    let part = |comparison: &Comparison| {
        let level = level(*comparison);
        Part { comparison: *comparison, level, bits: bits(*comparison, level) }
    };
    let parts: Vec<_> = Comparison::ALL.iter().map(part).collect();
    let of =
        |comparison| parts.iter().find(|part| part.comparison == comparison).map(|part| part.level);
    let one_home = matches!(of(C::Postcode), Some(Level::Same))
        || (record.postcode.is_none() || person.postcodes.is_empty());
    let twins = matches!(of(C::FamilyName), Some(Level::Same | Level::Close))
        && of(C::DateOfBirth) == Some(Level::Same)
        && matches!(of(C::GivenName), Some(Level::Different | Level::Alike))
        && one_home;
    Weighed { bits: parts.iter().map(|part| part.bits).sum(), parts, twins }
}

/// Compares names, given and then family: with the one that every page shows, with others, and crossed.
fn names(record: &SourceRecord, person: &Candidate) -> (Level, Level) {
    let asked = (fold(record.given_name.as_str()), fold(record.family_name.as_str()));
    let known: Vec<_> =
        person.names.iter().map(|(given, family)| (fold(given), fold(family))).collect();
    let Some(first) = known.first() else { return (Level::NotKnown, Level::NotKnown) };
    // Both the wrong way round, and not one name that happens to be the other's.
    if asked.0 == first.1 && asked.1 == first.0 && asked.0 != asked.1 {
        return (Level::Crossed, Level::Crossed);
    }
    let best = |asked: &str, part: fn(&(String, String)) -> &String| {
        let of_first = alike(asked, part(first));
        let is_other = known.iter().skip(1).any(|other| part(other) == asked);
        if of_first != Level::Same && is_other { Level::OtherName } else { of_first }
    };
    // Of several given names, that the first is the same is what people are called by.
    let given = match best(&asked.0, |name| &name.0) {
        Level::Same => Level::Same,
        other => {
            let called = |name: &str| name.split(' ').next().unwrap_or_default().to_owned();
            let one = called(&asked.0);
            if !one.is_empty() && one == called(&first.0) { Level::Close } else { other }
        }
    };
    (given, best(&asked.1, |name| &name.1))
}

fn alike(one: &str, other: &str) -> Level {
    match strsim::jaro_winkler(one, other) {
        _ if one == other => Level::Same,
        alike if alike >= 0.92 => Level::Close,
        alike if alike >= 0.85 => Level::Alike,
        _ => Level::Different,
    }
}

/// Returns a name as it is compared: in small letters, without accents, with one space where there is anything
/// else than a letter.
fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.to_lowercase().chars() {
        match plain(c) {
            Some(letters) => folded.push_str(letters),
            None if c.is_alphabetic() => folded.push(c),
            // An apostrophe is left out, as often as it is written: O’Neill and ONeill.
            None if matches!(c, '\'' | '’' | '`' | 'ʼ') => {}
            None if folded.ends_with(' ') || folded.is_empty() => {}
            None => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Returns a letter of the names of these islands and their neighbours without its accent.
const fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ä' | 'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' | 'ģ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ł' | 'ľ' | 'ļ' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ø' | 'ő' => "o",
        'ö' | 'œ' => "oe",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
        'ü' => "ue",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

fn dates(one: Option<NaiveDate>, other: Option<NaiveDate>) -> Level {
    let known = |date: Option<NaiveDate>| date.filter(|date| !is_placeholder(*date));
    let (Some(one), Some(other)) = (known(one), known(other)) else { return Level::NotKnown };
    let same = [one.year() == other.year(), one.month() == other.month(), one.day() == other.day()];
    let crossed = same[0] && one.month() == other.day() && one.day() == other.month();
    match same.iter().filter(|same| **same).count() {
        3 => Level::Same,
        2 => Level::OnePart,
        _ if crossed => Level::OnePart,
        1 if same[0] => Level::Partly,
        _ => Level::Different,
    }
}

fn sexes(one: Option<Sex>, other: Option<Sex>) -> Level {
    let known = |sex: Option<Sex>| sex.filter(|sex| *sex != Sex::NotKnown);
    match (known(one), known(other)) {
        (Some(one), Some(other)) if one == other => Level::Same,
        (Some(_), Some(_)) => Level::Different,
        _ => Level::NotKnown,
    }
}

fn postcodes(one: Option<&Postcode>, others: &[Postcode]) -> Level {
    match one {
        Some(one) if others.contains(one) => Level::Same,
        Some(one) if others.iter().any(|other| other.outward() == one.outward()) => Level::District,
        Some(_) if !others.is_empty() => Level::Different,
        _ => Level::NotKnown,
    }
}

fn numbers(
    kind: IdentifierKind,
    one: &[(IdentifierKind, String)],
    other: &[(IdentifierKind, String)],
) -> Level {
    let of = |list: &'_ [(IdentifierKind, String)]| {
        list.iter().filter(|(known, _)| *known == kind).map(|(_, value)| value.clone()).collect()
    };
    let (one, other): (Vec<String>, Vec<String>) = (of(one), of(other));
    match () {
        () if one.is_empty() || other.is_empty() => Level::NotKnown,
        () if one.iter().any(|value| other.contains(value)) => Level::Same,
        () => Level::Different,
    }
}

#[cfg(test)]
#[path = "weigh_tests.rs"]
mod tests;
