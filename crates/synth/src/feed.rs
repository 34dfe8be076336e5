//! What other agencies know of people of the region, as they would write it down: with slips, other names, days the
//! wrong way round, numbers left out, and people among them whom nobody here knows. Who is who is known.

use crate::history::PersonHistory;
use crate::name::person_name;
use crate::region::Region;
use crate::stream::{Lane, Stream};
use crate::world::World;
use chrono::{Datelike, NaiveDate, TimeDelta};
use domain::{IdentifierKind, Organisation, OrganisationKind, PersonId, Sex};

/// People whom a council and a health organisation each send at most.
pub const FEED_ROWS: u32 = 90;
/// The kinds of organisations that send.
const SENDERS: [OrganisationKind; 2] = [OrganisationKind::Council, OrganisationKind::Health];

/// A row of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedRow {
    /// The agency's own number.
    pub own_number: String,
    /// Family name, as the agency writes it.
    pub family_name: String,
    /// Given name, as the agency writes it.
    pub given_name: String,
    /// Date of birth, as the agency has it.
    pub date_of_birth: Option<NaiveDate>,
    /// Sex.
    pub sex: Sex,
    /// Postcode, if it has one.
    pub postcode: Option<String>,
    /// National Insurance number, if it has one.
    pub ni_number: Option<String>,
    /// NHS number, if it has one.
    pub nhs_number: Option<String>,
    /// Whether it marks a risk.
    pub risk_marker: bool,
    /// Whom of the region it means; nobody for somebody whom only the agency knows, such as a twin.
    pub whose: Option<PersonId>,
}

/// What an agency sends.
#[derive(Clone, Debug)]
pub struct AgencyFeed {
    /// The agency.
    pub organisation: Organisation,
    /// Whom it knows.
    pub rows: Vec<FeedRow>,
}

impl AgencyFeed {
    /// Returns the file: the columns of a feed, and a line for each row.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut text = String::from(
            "own_number,family_name,given_name,date_of_birth,sex,postcode,ni_number,nhs_number,risk_marker\r\n",
        );
        for row in &self.rows {
            let cells = [
                row.own_number.clone(),
                row.family_name.clone(),
                row.given_name.clone(),
                row.date_of_birth.map(|born| born.to_string()).unwrap_or_default(),
                row.sex.code().to_owned(),
                row.postcode.clone().unwrap_or_default(),
                row.ni_number.clone().unwrap_or_default(),
                row.nhs_number.clone().unwrap_or_default(),
                if row.risk_marker { "yes" } else { "" }.to_owned(),
            ];
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
        text
    }
}

impl Region {
    /// Returns what the first council and the first health organisation of the region would send.
    #[must_use]
    pub fn feeds(&self) -> Vec<AgencyFeed> {
        let first = |kind: &OrganisationKind| {
            self.organisations.iter().position(|organisation| organisation.kind == *kind)
        };
        SENDERS.iter().filter_map(first).map(|place| self.feed(place)).collect()
    }

    fn feed(&self, place: usize) -> AgencyFeed {
        let organisation = self.organisations[place].clone();
        let people = self.world().settings.people();
        let mut rows = Vec::new();
        for number in 0..FEED_ROWS.min(people / 2 + 1) {
            // Steps that reach other people for each agency, and some people for both.
            let index = (number * 7 + u32::from(place.is_multiple_of(2))) % people;
            let Some(history) = self.person(index) else { continue };
            rows.push(written(self.world(), (place, number), &history));
        }
        AgencyFeed { organisation, rows }
    }
}

/// Writes somebody down as an agency would.
fn written(world: &World, (place, number): (usize, u32), history: &PersonHistory) -> FeedRow {
    let key = (place as u64) << 32 | u64::from(number);
    let mut stream = Stream::new(world.settings.seed(), Lane::Feed, key);
    let person = &history.person;
    let of = |kind: IdentifierKind| {
        history.identifiers.iter().find(|one| one.kind == kind).map(|one| one.value.clone())
    };
    let mut row = FeedRow {
        own_number: format!("{}{number:05}", if place.is_multiple_of(2) { "HB" } else { "CR" }),
        family_name: person.family_name.clone(),
        given_name: person.given_name.clone(),
        date_of_birth: person.date_of_birth,
        sex: person.sex.unwrap_or(Sex::NotKnown),
        postcode: history
            .addresses
            .iter()
            .find_map(|address| Some(address.postcode.as_ref()?.to_string())),
        ni_number: of(IdentifierKind::NiNumber).filter(|_| stream.chance(0.45)),
        nhs_number: of(IdentifierKind::NhsNumber).filter(|_| stream.chance(0.35)),
        risk_marker: stream.chance(0.06),
        whose: Some(person.id),
    };
    row.postcode = row.postcode.filter(|_| stream.chance(0.7));
    match stream.unit() {
        chance if chance < 0.10 => stranger(world, &mut stream, &mut row),
        chance if chance < 0.15 => twin(world, &mut stream, &mut row),
        _ => slip(&mut stream, &mut row),
    }
    row
}

/// Somebody whom only the agency knows.
fn stranger(world: &World, stream: &mut Stream, row: &mut FeedRow) {
    let (given, family) = person_name(world, stream, "english", row.sex);
    (row.given_name, row.family_name) = (given, family);
    row.date_of_birth =
        row.date_of_birth.map(|born| born - TimeDelta::days(400 + stream.below(4_000) as i64));
    (row.ni_number, row.nhs_number, row.whose) = (None, None, None);
}

/// The twin of somebody: one family name, date of birth and home.
fn twin(world: &World, stream: &mut Stream, row: &mut FeedRow) {
    let (given, _) = person_name(world, stream, "english", row.sex);
    row.given_name = if given == row.given_name { format!("{given} Lee") } else { given };
    (row.ni_number, row.nhs_number, row.whose) = (None, None, None);
}

/// What goes wrong when somebody is written down.
fn slip(stream: &mut Stream, row: &mut FeedRow) {
    if stream.chance(0.14) {
        row.family_name = swapped(&row.family_name, stream.below(row.family_name.chars().count()));
    }
    if stream.chance(0.10) {
        row.given_name = row.given_name.split(' ').next().unwrap_or_default().to_owned();
    }
    if stream.chance(0.04) {
        std::mem::swap(&mut row.given_name, &mut row.family_name);
    }
    if stream.chance(0.06) {
        let turned =
            |born: NaiveDate| NaiveDate::from_ymd_opt(born.year(), born.day(), born.month());
        row.date_of_birth = row.date_of_birth.map(|born| turned(born).unwrap_or(born));
    }
}

/// Swaps two letters that stand beside each other.
fn swapped(name: &str, at: usize) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let inside = at.clamp(1, letters.len().saturating_sub(2).max(1));
    if inside + 1 < letters.len() {
        letters.swap(inside, inside + 1);
    }
    letters.into_iter().collect()
}
