//! The lists that the region is drawn from: CSV files in `data/`, part of the program, each with its
//! source at its top.

use domain::{Area, OffenceGroup};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;

/// Reads a built-in list.
pub(crate) fn rows<T: DeserializeOwned>(text: &str) -> Vec<T> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().expect("the built-in lists are read in a test")
}

/// Splits a cell that holds several values.
pub(crate) fn several(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').filter(|value| !value.is_empty())
}

/// An ethnic group and how names are drawn for it.
#[derive(Debug, Deserialize)]
pub(crate) struct EthnicityRow {
    /// Code of the 18+1.
    pub(crate) code: String,
    /// Share of people, in per cent.
    pub(crate) share: f64,
    heritages: String,
    heritages_wales: String,
}

impl EthnicityRow {
    /// Returns the heritages that names are drawn from.
    pub(crate) fn heritages(&self, in_wales: bool) -> Vec<&str> {
        several(if in_wales { &self.heritages_wales } else { &self.heritages }).collect()
    }
}

/// An offence group and what goes with it.
#[derive(Debug, Deserialize)]
pub(crate) struct OffenceRow {
    /// The group.
    pub(crate) group: OffenceGroup,
    /// Share of people, in per cent.
    pub(crate) share: f64,
    /// Log-odds of reoffending, added to the person's own.
    pub(crate) reoffending: f64,
    /// Share of sentences under twelve months.
    pub(crate) short: f64,
}

/// An invented place.
#[derive(Debug, Deserialize)]
pub(crate) struct PlaceRow {
    /// Code of the probation region.
    pub(crate) region: String,
    /// Its name.
    pub(crate) town: String,
    /// Postcode districts, of areas that do not exist.
    pub(crate) districts: String,
}

/// How an area of need is spread.
#[derive(Debug, Deserialize)]
pub(crate) struct AreaRow {
    /// The area.
    pub(crate) area: Area,
    /// Correlation with the common severity.
    pub(crate) loading: f64,
    /// How common it is, in standard deviations.
    pub(crate) shift: f64,
}

#[derive(Deserialize)]
struct NameRow {
    heritage: String,
    part: String,
    name: String,
}

#[derive(Deserialize)]
struct StreetRow {
    name: String,
}

#[derive(Deserialize)]
struct WordsRow {
    #[serde(rename = "use")]
    purpose: String,
    words: String,
}

#[derive(Deserialize)]
struct GoalRow {
    area: Area,
    words: String,
}

/// A step that somebody could plan.
#[derive(Debug, Deserialize)]
pub(crate) struct StepRow {
    area: Area,
    /// Who does it.
    pub(crate) actor: domain::Actor,
    /// What is to be done.
    pub(crate) words: String,
}

/// A licence condition as printed.
#[derive(Debug, Deserialize)]
pub(crate) struct ConditionRow {
    /// Where it comes from.
    pub(crate) kind: domain::LicenceConditionKind,
    /// Its words, with `{place}`.
    pub(crate) words: String,
}

/// Every list that people are drawn from.
pub(crate) struct Lists {
    names: HashMap<(String, String), Vec<String>>,
    words: HashMap<String, Vec<String>>,
    goals: HashMap<Area, Vec<String>>,
    steps: HashMap<Area, Vec<StepRow>>,
    /// Ethnic groups.
    pub(crate) ethnicities: Vec<EthnicityRow>,
    /// Offence groups.
    pub(crate) offences: Vec<OffenceRow>,
    /// Places.
    pub(crate) places: Vec<PlaceRow>,
    /// Streets.
    pub(crate) streets: Vec<String>,
    /// Areas, in the order of [`Area::ALL`].
    pub(crate) areas: Vec<AreaRow>,
    /// Licence conditions.
    pub(crate) conditions: Vec<ConditionRow>,
}

impl Lists {
    /// Reads the built-in lists.
    pub(crate) fn built_in() -> Self {
        Self {
            names: grouped(rows(include_str!("../data/names.csv")), |row: NameRow| {
                ((row.heritage, row.part), row.name)
            }),
            words: grouped(rows(include_str!("../data/words.csv")), |row: WordsRow| {
                (row.purpose, row.words)
            }),
            goals: grouped(rows(include_str!("../data/goals.csv")), |row: GoalRow| {
                (row.area, row.words)
            }),
            steps: grouped(rows(include_str!("../data/steps.csv")), |row: StepRow| (row.area, row)),
            ethnicities: rows(include_str!("../data/ethnicity.csv")),
            offences: rows(include_str!("../data/offences.csv")),
            places: rows(include_str!("../data/places.csv")),
            streets: rows(include_str!("../data/streets.csv"))
                .into_iter()
                .map(|row: StreetRow| row.name)
                .collect(),
            areas: rows(include_str!("../data/areas.csv")),
            conditions: rows(include_str!("../data/licence_conditions.csv")),
        }
    }

    /// Returns the names of a heritage: `given-male`, `given-female` or `family`.
    pub(crate) fn names(&self, heritage: &str, part: &str) -> &[String] {
        found(&self.names, &(heritage.to_owned(), part.to_owned()))
    }

    /// Returns the texts for a use.
    pub(crate) fn words(&self, purpose: &str) -> &[String] {
        found(&self.words, purpose)
    }

    /// Returns the goals of an area.
    pub(crate) fn goals(&self, area: Area) -> &[String] {
        found(&self.goals, &area)
    }

    /// Returns the steps of an area.
    pub(crate) fn steps(&self, area: Area) -> &[StepRow] {
        found(&self.steps, &area)
    }
}

/// Gathers rows by key, in their order.
fn grouped<R, K: Eq + std::hash::Hash, V>(
    rows: Vec<R>,
    split: impl Fn(R) -> (K, V),
) -> HashMap<K, Vec<V>> {
    let mut groups: HashMap<K, Vec<V>> = HashMap::new();
    for (key, value) in rows.into_iter().map(split) {
        groups.entry(key).or_default().push(value);
    }
    groups
}

fn found<'a, K, Q, V>(groups: &'a HashMap<K, Vec<V>>, key: &Q) -> &'a [V]
where
    K: Eq + std::hash::Hash + std::borrow::Borrow<Q>,
    Q: Eq + std::hash::Hash + ?Sized,
{
    groups.get(key).map(Vec::as_slice).expect("a test finds every list that is asked for")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Ethnicity, Name, Region};

    #[test]
    fn every_list_is_there() {
        let lists = Lists::built_in();
        for area in Area::ALL {
            assert!(!lists.goals(*area).is_empty() && !lists.steps(*area).is_empty());
        }
        for purpose in [
            "agree",
            "challenge",
            "reply",
            "aim",
            "background",
            "question",
            "answer",
            "message",
            "summary",
            "handover",
            "override",
            "going",
            "going-none",
            "approved",
        ] {
            assert!(!lists.words(purpose).is_empty());
        }
        let order: Vec<Area> = lists.areas.iter().map(|row| row.area).collect();
        assert_eq!(order, Area::ALL);
        assert_eq!(lists.offences.len(), OffenceGroup::ALL.len());
    }

    #[test]
    fn every_name_is_one_and_every_group_has_names() {
        let lists = Lists::built_in();
        for name in lists.names.values().flatten() {
            assert!(Name::parse(name).is_ok(), "{name}");
        }
        for row in &lists.ethnicities {
            assert!(Ethnicity::from_code(&row.code).is_some(), "{}", row.code);
            for heritage in [true, false].map(|wales| row.heritages(wales)).concat() {
                for part in ["given-male", "given-female", "family"] {
                    assert!(lists.names(heritage, part).len() >= 10, "{heritage} {part}");
                }
            }
        }
    }

    #[test]
    fn places_are_in_probation_regions_and_their_postcodes_have_the_right_shape() {
        for place in Lists::built_in().places {
            assert!(Region::from_code(&place.region).is_some());
            for district in several(&place.districts) {
                assert!(domain::Postcode::parse(&format!("{district} 1AB")).is_ok());
            }
        }
    }
}
