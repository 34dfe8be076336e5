//! Invented people, as many as are wanted: each follows from a number alone, so that whom a record means is known
//! without asking the database.
//!
//! Family names are those of the product's own model with their shares, and otherwise the beginning of one of them with
//! the end of another; given names are those of the invented region, the first of the list the most common. One
//! person in 125 was "born on 1 January", and one in 25 lives at one of few addresses, as in `link/make_people.py`.

use crate::list::{Chance, case_reference, pnc_id, prison_number};
use anyhow::Context;
use chrono::{Datelike, Days, NaiveDate};
use domain::{IdentifierKind, Postcode, Sex};
use uuid::Uuid;

/// The shares of common family names.
const MODEL: &str = include_str!("../../../crates/app/models/feed.json");
/// Given names.
const NAMES: &str = include_str!("../../../crates/synth/data/names.csv");
/// Days on which somebody may be born: sixty years.
const DAYS: u64 = 21_915;
/// Letters in the last part of a postcode.
const INWARD: &[u8; 20] = b"ABDEFGHJLNPQRSTUWXYZ";
/// Areas of postcodes that do not exist.
const AREAS: [&str; 3] = ["AW", "AY", "AK"];
/// Postcodes: about as many for each person as there are in the country for each person in it.
const POSTCODES: u64 = 1_188_000;
/// Addresses of hostels and the like.
const HOSTELS: u64 = 3_000;
/// Organisations that lead cases.
pub(super) const LEADS: u64 = 130;
/// Of them those with an agreement.
pub(super) const AGREED: u64 = 117;

/// Names with how common they are.
struct Shares {
    names: Vec<String>,
    /// Where each ends, in millionths of all.
    ends: Vec<u64>,
}

impl Shares {
    fn of(shares: impl IntoIterator<Item = (String, f64)>) -> Self {
        let (mut names, mut ends, mut sum) = (Vec::new(), Vec::new(), 0.0);
        for (name, share) in shares {
            sum += 1e6 * share;
            names.push(name);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "at most a million"
            )]
            ends.push(sum as u64);
        }
        Self { names, ends }
    }

    /// Returns the name at a millionth, if the names go so far.
    fn at(&self, millionth: u64) -> Option<&str> {
        let place = self.ends.partition_point(|end| *end <= millionth);
        self.names.get(place).map(String::as_str)
    }
}

/// The names of people.
pub(super) struct Names {
    family: Shares,
    men: Shares,
    women: Shares,
}

/// Somebody.
#[derive(Clone)]
pub(super) struct Somebody {
    pub(super) id: Uuid,
    pub(super) given: String,
    pub(super) family: String,
    pub(super) born: NaiveDate,
    pub(super) sex: Sex,
    pub(super) postcode: Option<String>,
    pub(super) earlier_postcode: Option<String>,
    pub(super) aliases: Vec<(String, String)>,
    pub(super) numbers: Vec<(IdentifierKind, String)>,
    /// Who leads their case, by number.
    pub(super) lead: u64,
}

impl Names {
    pub(super) fn read() -> anyhow::Result<Self> {
        let model: serde_json::Value = serde_json::from_str(MODEL)?;
        let common = model["common_family_names"].as_object().context("no family names")?;
        let share = |(name, share): (&String, &serde_json::Value)| {
            Some((capitalised(name), share.as_f64()?))
        };
        let mut family: Vec<_> = common.iter().filter_map(share).collect();
        family.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        Ok(Self {
            family: Shares::of(family),
            men: given("given-male"),
            women: given("given-female"),
        })
    }

    /// Returns the most common family name, and the most common given name of men.
    pub(super) fn commonest(&self) -> (&str, &str) {
        (&self.family.names[0], &self.men.names[0])
    }

    fn family(&self, chance: &mut Chance) -> String {
        if let Some(common) = self.family.at(chance.below(1_000_000)) {
            return common.to_owned();
        }
        let common = self.family.ends.last().copied().unwrap_or(1);
        let start = self.family.at(chance.below(common)).unwrap_or_default();
        let count = self.family.names.len() as u64;
        let end = &self.family.names[place(chance.below(count))];
        format!("{}{}", &start[..start.len().div_ceil(2)], &end[end.len() / 2..])
    }

    fn given(&self, sex: Sex, chance: &mut Chance) -> String {
        let names = if sex == Sex::Female { &self.women } else { &self.men };
        names.at(chance.below(1_000_000)).unwrap_or("Sam").to_owned()
    }

    /// Returns the person of a number.
    pub(super) fn person(&self, number: u64) -> Somebody {
        let mut chance = Chance(number);
        let sex = if chance.below(10) == 0 { Sex::Female } else { Sex::Male };
        let (family, given) = (self.family(&mut chance), self.given(sex, &mut chance));
        let born =
            NaiveDate::from_ymd_opt(1946, 1, 1).unwrap_or_default() + Days::new(chance.below(DAYS));
        let defaulted =
            NaiveDate::from_ymd_opt(born.year(), 1, 1).filter(|_| chance.below(125) == 0);
        let aliases = match chance.below(6) {
            others @ 1..=3 => (0..others)
                .map(|_| {
                    let other = chance.below(2) == 0;
                    let given = if other { self.given(sex, &mut chance) } else { given.clone() };
                    (given, self.family(&mut chance))
                })
                .collect(),
            _ => Vec::new(),
        };
        let mut numbers = Vec::new();
        for (kind, share, value) in [
            (IdentifierKind::PrisonNumber, 80, prison_number(number)),
            (IdentifierKind::Crn, 70, case_reference(number)),
            (IdentifierKind::PncId, 60, pnc_id(number)),
        ] {
            if chance.below(100) < share {
                numbers.push((kind, value));
            }
        }
        Somebody {
            id: id(number),
            given,
            family,
            born: defaulted.unwrap_or(born),
            sex,
            postcode: Some(postcode(&mut chance)).filter(|_| chance.below(10) > 0),
            earlier_postcode: Some(postcode(&mut chance)).filter(|_| chance.below(10) < 3),
            aliases,
            numbers,
            lead: chance.below(LEADS),
        }
    }
}

/// Returns the given names of men or women: the one at place n has a share in proportion to 1/(n + 8), so that the
/// first has some three in a hundred.
fn given(part: &str) -> Shares {
    let named = |line: &'static str| {
        let mut cells = line.split(',').skip(1);
        (cells.next() == Some(part)).then(|| cells.next()).flatten()
    };
    let mut names: Vec<&str> = Vec::new();
    for name in NAMES.lines().filter_map(named) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let weight = |place: usize| 1.0 / (u32::try_from(place).map_or(0.0, f64::from) + 9.0);
    let all: f64 = (0..names.len()).map(weight).sum();
    Shares::of(
        names.iter().enumerate().map(|(place, name)| ((*name).to_owned(), weight(place) / all)),
    )
}

fn capitalised(name: &str) -> String {
    let lower = name.to_lowercase();
    let mut letters = lower.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Returns somebody's id: in the order in which they came, as the product's own are.
fn id(number: u64) -> Uuid {
    let mut chance = Chance(!number);
    let mut bytes = [0; 10];
    bytes[..8].copy_from_slice(&chance.below(u64::MAX).to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(1_600_000_000_000 + number, &bytes).into_uuid()
}

/// Draws a postcode; one in 25 is of a hostel.
pub(super) fn postcode(chance: &mut Chance) -> String {
    let hostel = chance.below(25) == 0;
    // The hostels' are spread over all.
    let number = if hostel {
        chance.below(HOSTELS) * (POSTCODES / HOSTELS)
    } else {
        chance.below(POSTCODES)
    };
    let letter = |number: u64| char::from(INWARD[place(number % 20)]);
    let area = AREAS[place(number / 396_000 % 3)];
    let (district, sector) = (number / 4_000 % 99 + 1, number / 400 % 10);
    let text = format!("{area}{district} {sector}{}{}", letter(number / 20), letter(number));
    Postcode::parse(&text).map_or(text, |parsed| parsed.as_str().to_owned())
}

/// Returns a number as a place in a list.
pub(super) fn place(number: u64) -> usize {
    usize::try_from(number).unwrap_or(0)
}
