//! How likely it is that a record of an agency and a person here are one: comparison by comparison, in bits.
//!
//! A bit doubles the odds. Each comparison has levels; a level weighs log2(m/u), where m is how often it comes up
//! between two records of one person, and u between records of two people who have nothing to do with each other
//! (Fellegi and Sunter, 1969). What is not known on one side weighs nothing. Which level it is, is decided here; what
//! it weighs is in a model (`models/feed.json`) that the crate `link` trained on invented people. Numbers are
//! assumptions in it, as invented ones are never wrong. `docs/feeds.md` shows the weights to whoever answers for a
//! feed, and a test keeps the two the same.

use chrono::{Datelike, NaiveDate};
use domain::feed::is_placeholder;
use domain::{IdentifierKind, Postcode, Sex, SourceRecord, coded_enum};
use link::clean::name;
use link::settings::Settings;
use link::similarity::jaro_winkler;
use std::collections::HashMap;
use std::sync::LazyLock;
use store::candidate::Candidate;

/// The model, as `models/make.py` writes it.
const MODEL: &str = include_str!("../../models/feed.json");
/// Under which key the model has the shares of common family names.
const COMMON_NAMES: &str = "common_family_names";
/// What another name on record weighs less than the first: of two names one is shared by chance twice as often.
const OTHER_NAME_BITS: f64 = -1.0;

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

/// What the levels weigh.
struct Weights {
    levels: HashMap<(Comparison, Level), f64>,
    /// How many bits a family name says less for being common.
    common: HashMap<String, f64>,
}

impl Weights {
    fn of(model: &Settings) -> Self {
        let mut levels = HashMap::new();
        let prior = model.probability_two_random_records_match;
        levels.insert((Comparison::Prior, Level::Start), (prior / (1.0 - prior)).log2());
        let mut same = 1.0;
        for one in &model.comparisons {
            let Some(comparison) = Comparison::from_code(&one.output_column_name) else { continue };
            for level in &one.comparison_levels {
                let known = Level::from_code(level.label()).zip(level.m_probability);
                let Some(((level, m), u)) = known.zip(level.u_probability) else { continue };
                levels.insert((comparison, level), (m / u).log2());
                if (comparison, level) == (Comparison::FamilyName, Level::Same) {
                    same = u;
                }
            }
        }
        let mut weights = Self { levels, common: HashMap::new() };
        weights.derive();
        let named = model.other.get(COMMON_NAMES).and_then(serde_json::Value::as_object);
        let shares =
            named.into_iter().flatten().filter_map(|(name, share)| Some((name, share.as_f64()?)));
        weights.common =
            shares.map(|(name, share)| (name.clone(), (same / share).log2().min(0.0))).collect();
        weights
    }

    /// Adds the levels that are worked out from others.
    fn derive(&mut self) {
        let names = [Comparison::FamilyName, Comparison::GivenName];
        let same = names.map(|name| self.bits(name, Level::Same));
        // That both names stand in each other's place is one event, which both comparisons learned: each has its part
        // of the weight, as much as it says when it is the same.
        let crossed = self.bits(Comparison::FamilyName, Level::Crossed);
        for (name, same_bits) in names.into_iter().zip(same) {
            self.levels.insert((name, Level::OtherName), same_bits + OTHER_NAME_BITS);
            self.levels
                .insert((name, Level::Crossed), crossed * same_bits / same.iter().sum::<f64>());
        }
    }

    fn bits(&self, comparison: Comparison, level: Level) -> f64 {
        self.levels.get(&(comparison, level)).copied().unwrap_or(0.0)
    }

    /// Returns what the same family name weighs: less where it is common, but never less than one that is nearly it.
    fn same_family(&self, family: &str) -> f64 {
        let less = self.common.get(family).copied().unwrap_or(0.0);
        let same = self.bits(Comparison::FamilyName, Level::Same) + less;
        same.max(self.bits(Comparison::FamilyName, Level::Close))
    }
}

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    Weights::of(
        &Settings::parse(MODEL).expect("the model is part of the program, and a test reads it"),
    )
});

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
        let bits = match (comparison, level) {
            (C::FamilyName, Level::Same) => {
                let family = name(record.family_name.as_str()).unwrap_or_default();
                WEIGHTS.same_family(&family)
            }
            _ => WEIGHTS.bits(*comparison, level),
        };
        Part { comparison: *comparison, level, bits }
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

/// Compares names, given and then family: with the one that every page shows, with others, and crossed. They are
/// compared as `link` writes them: in capitals, without accents, titles and marks.
fn names(record: &SourceRecord, person: &Candidate) -> (Level, Level) {
    let asked = [record.given_name.as_str(), record.family_name.as_str()].map(name);
    let known: Vec<_> =
        person.names.iter().map(|(given, family)| [given, family].map(|part| name(part))).collect();
    let Some(first) = known.first() else { return (Level::NotKnown, Level::NotKnown) };
    // Both the wrong way round, and not one name that happens to be the other's.
    let is_known = asked.iter().chain(first).all(Option::is_some);
    if is_known && asked[0] == first[1] && asked[1] == first[0] && asked[0] != asked[1] {
        return (Level::Crossed, Level::Crossed);
    }
    let best = |part: usize| {
        let (Some(asked), Some(shown)) = (&asked[part], &first[part]) else {
            return Level::NotKnown;
        };
        let of_first = alike(asked, shown);
        let is_other = known.iter().skip(1).any(|other| other[part].as_ref() == Some(asked));
        if of_first != Level::Same && is_other { Level::OtherName } else { of_first }
    };
    // Of several given names, that the first is the same is what people are called by.
    let given = match best(0) {
        Level::Same => Level::Same,
        other => {
            let called = |name: &Option<String>| {
                name.as_ref().and_then(|name| name.split(' ').next()).map(ToOwned::to_owned)
            };
            let one = called(&asked[0]);
            if one.is_some() && one == called(&first[0]) { Level::Close } else { other }
        }
    };
    (given, best(1))
}

fn alike(one: &str, other: &str) -> Level {
    match jaro_winkler(one, other) {
        _ if one == other => Level::Same,
        alike if alike >= 0.92 => Level::Close,
        alike if alike >= 0.85 => Level::Alike,
        _ => Level::Different,
    }
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
