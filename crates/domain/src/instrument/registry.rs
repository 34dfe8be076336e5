//! Every version of every instrument: the built-in ones, and any that are added at run time.

use super::{Instrument, InstrumentError, InstrumentKind, InstrumentRef};
use crate::Area;
use chrono::NaiveDate;
use std::sync::LazyLock;

/// The instruments shipped with the product.
const BUILT_IN: [&str; 4] = [
    include_str!("../../data/instruments/basic-screening-1.toml"),
    include_str!("../../data/instruments/needs-1.toml"),
    include_str!("../../data/instruments/needs-2.toml"),
    include_str!("../../data/instruments/self-assessment-1.toml"),
];

/// A checked set of instruments, all versions together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruments(Vec<Instrument>);

impl Instruments {
    /// Returns the instruments shipped with the product.
    ///
    /// # Panics
    ///
    /// Never in a build that passed its tests: the texts are part of the program.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static PARSED: LazyLock<Instruments> = LazyLock::new(|| {
            let parsed = BUILT_IN.iter().map(|toml| Instrument::parse(toml));
            parsed
                .collect::<Result<_, _>>()
                .and_then(Instruments::new)
                .expect("the built-in instruments are read in a test")
        });
        &PARSED
    }

    /// Gathers instruments into a set.
    ///
    /// # Errors
    ///
    /// A version that is there twice, two instruments of one kind in use on the same day, a kind
    /// that differs between versions, or a comparison with a version that is not there.
    pub fn new(instruments: Vec<Instrument>) -> Result<Self, InstrumentError> {
        let mut faults = Vec::new();
        for (at, one) in instruments.iter().enumerate() {
            for other in &instruments[..at] {
                faults.extend(clash(one, other).map(|fault| {
                    format!("{} and {}: {fault}", one.reference(), other.reference())
                }));
            }
            for asked in &one.areas {
                for version in &asked.comparable_with {
                    let known = instruments.iter().any(|earlier| {
                        (earlier.id.as_str(), earlier.version) == (&one.id, *version)
                            && earlier.area(asked.area).is_some()
                    });
                    if !known {
                        let (this, area) = (one.reference(), asked.area);
                        faults.push(format!("{this}, {area}: no version {version} to compare"));
                    }
                }
            }
        }
        if faults.is_empty() { Ok(Self(instruments)) } else { Err(InstrumentError::Faults(faults)) }
    }

    /// Iterates over every version.
    pub fn iter(&self) -> impl Iterator<Item = &Instrument> {
        self.0.iter()
    }

    /// Returns the version that an assessment answered.
    #[must_use]
    pub fn get(&self, id: &str, version: u32) -> Option<&Instrument> {
        self.iter().find(|instrument| instrument.id == id && instrument.version == version)
    }

    /// Returns the version of a kind to use for a new one on a day.
    #[must_use]
    pub fn current(&self, kind: InstrumentKind, today: NaiveDate) -> Option<&Instrument> {
        self.iter().find(|instrument| instrument.kind == kind && instrument.is_valid_on(today))
    }

    /// Returns whether an area rated by one version may be compared with a rating by the other: the
    /// same version, or the later one says so. Different instruments never compare.
    #[must_use]
    pub fn comparable(&self, area: Area, one: &InstrumentRef, other: &InstrumentRef) -> bool {
        if one.id != other.id {
            return false;
        }
        let earlier = one.version.min(other.version);
        let later = self.get(&one.id, one.version.max(other.version));
        later.and_then(|later| later.area(area)).is_some_and(|asked| {
            one.version == other.version || asked.comparable_with.contains(&earlier)
        })
    }
}

/// Returns why two versions cannot be in one set.
fn clash(one: &Instrument, other: &Instrument) -> Option<&'static str> {
    let overlap = one.valid_to.is_none_or(|last| other.valid_from <= last)
        && other.valid_to.is_none_or(|last| one.valid_from <= last);
    if one.reference() == other.reference() {
        Some("the same version twice")
    } else if one.id == other.id && one.kind != other.kind {
        Some("versions of different kinds")
    } else if one.kind == other.kind && overlap {
        Some("both in use on the same day")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Area, Bilingual};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn current(kind: InstrumentKind, on: &str) -> Option<String> {
        let instrument = Instruments::built_in().current(kind, day(on));
        instrument.map(|instrument| instrument.reference().to_string())
    }

    #[test]
    fn the_version_in_use_changes_overnight_and_the_old_one_stays_readable() {
        let check = |on, expected: Option<&str>| {
            assert_eq!(current(InstrumentKind::Assessment, on).as_deref(), expected);
        };
        check("2023-12-31", None);
        check("2026-03-31", Some("needs version 1"));
        check("2026-04-01", Some("needs version 2"));
        let built_in = Instruments::built_in();
        assert!(built_in.get("needs", 1).is_some());
        assert!(built_in.get("needs", 3).is_none());
        for kind in InstrumentKind::ALL {
            assert!(current(*kind, "2026-11-23").is_some(), "{kind}");
        }
    }

    #[test]
    fn only_versions_that_say_so_compare() {
        let check = |area, one: (&str, u32), other: (&str, u32), expected| {
            let reference =
                |(id, version): (&str, u32)| InstrumentRef { id: id.to_owned(), version };
            let (one, other) = (reference(one), reference(other));
            let built_in = Instruments::built_in();
            assert_eq!(built_in.comparable(area, &one, &other), expected);
            assert_eq!(built_in.comparable(area, &other, &one), expected);
        };
        check(Area::Drugs, ("needs", 1), ("needs", 2), true);
        check(Area::Education, ("needs", 1), ("needs", 2), false);
        check(Area::Education, ("needs", 2), ("needs", 2), true);
        check(Area::Drugs, ("needs", 1), ("self-assessment", 1), false);
        check(Area::Drugs, ("basic-screening", 1), ("basic-screening", 1), false);
        check(Area::Drugs, ("needs", 2), ("needs", 9), false);
    }

    #[test]
    fn a_set_that_contradicts_itself_is_refused() {
        let check = |change: fn(&mut Instrument), expected: &str| {
            let mut all: Vec<_> = Instruments::built_in().iter().cloned().collect();
            let second = all.iter_mut().find(|one| one.version == 2);
            change(second.unwrap());
            let error = Instruments::new(all).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check(|needs| needs.version = 1, "the same version twice");
        check(|needs| needs.kind = InstrumentKind::Screening, "different kinds");
        check(|needs| needs.valid_from = NaiveDate::MIN, "both in use");
        check(|needs| needs.areas[0].comparable_with.push(7), "no version 7");
    }

    /// Texts that are the same in both languages because they are.
    const SAME: [&str; 0] = [];

    #[test]
    fn every_text_is_in_both_languages_and_welsh_is_not_english() {
        for instrument in Instruments::built_in().iter() {
            let mut texts: Vec<&Bilingual> = vec![&instrument.title];
            for question in instrument.questions() {
                texts.push(&question.text);
                texts.extend(&question.hint);
                texts.extend(question.answers.iter().map(|answer| &answer.text));
            }
            for text in texts {
                let place = instrument.reference();
                assert!(!text.en.trim().is_empty(), "{place}: no English: {}", text.cy);
                assert!(!text.cy.trim().is_empty(), "{place}: no Welsh: {}", text.en);
                let differs = text.en != text.cy || SAME.contains(&text.en.as_str());
                assert!(differs, "{place}: Welsh is the English: {}", text.en);
                assert_eq!(text.in_language("cy"), text.cy);
                assert_eq!(text.in_language("en"), text.en);
            }
        }
    }
}
