//! Who the invented person is on paper: names, numbers, addresses and ways to reach them.
//!
//! Numbers are of ranges that are not issued where there is one: NHS numbers of the test range 999,
//! telephone numbers of Ofcom's ranges for drama, postcodes of areas that do not exist, prison
//! numbers and CRNs beginning with Z, National Insurance numbers with a prefix kept for
//! administration. PNC ids have no such range; their serial numbers are the last million of a year.

use crate::course::Course;
use crate::history::{Address, Contact, Identifier, OtherName, PersonHistory};
use crate::lists::several;
use crate::name::{family_name, person_name};
use crate::stream::Stream;
use crate::world::World;
use crate::writer::{Act, Writer};
use chrono::{DateTime, Datelike, Days, TimeDelta, Utc};
use domain::{
    AddressKind, ContactKind, Event, IdentifierKind, NameKind, Owner, Person, PersonId, Postcode,
    Region, Subject, nhs_check_digit,
};

/// Multiplier that scatters person numbers over the serial numbers: it has no factor in common with
/// a million, so that no two people get the same.
const SCATTER: u64 = 7_919;

/// Share of people with a record who are also known by another name.
const ALIASES: f64 = 0.14;

/// Returns a history with nothing in it but the person.
pub(crate) fn blank(
    world: &World,
    course: &Course,
    stream: &mut Stream,
    added_at: DateTime<Utc>,
    lead: Owner,
) -> PersonHistory {
    let in_wales = course.profile.home == Region::Wales;
    let group = stream.weighted(world.lists.ethnicities.iter().map(|row| row.share));
    let row = &world.lists.ethnicities[group];
    let heritages = row.heritages(in_wales);
    let heritage = *stream.pick(&heritages);
    let (given_name, family_name) = person_name(world, stream, heritage, course.profile.sex);
    let welsh = if heritage == "welsh" { 0.35 } else { 0.03 };
    let speaks_welsh = in_wales && stream.chance(welsh);
    PersonHistory {
        index: course.index,
        added_at,
        person: Person {
            id: PersonId(Course::person_id(world, course.index)),
            given_name,
            family_name,
            date_of_birth: Some(course.profile.born),
            sex: Some(course.profile.sex),
            ethnicity: Some(row.code.clone()).filter(|_| !stream.chance(0.02)),
            language: if speaks_welsh { "cy" } else { "en" }.to_owned(),
            home_region: Some(course.profile.home.code().to_owned()),
            lead,
        },
        aliases: Vec::new(),
        identifiers: Vec::new(),
        addresses: Vec::new(),
        contacts: Vec::new(),
        episodes: Vec::new(),
        sentences: Vec::new(),
        licence_conditions: Vec::new(),
        risk_flags: Vec::new(),
        releases: Vec::new(),
        screenings: Vec::new(),
        assessments: Vec::new(),
        needs: Vec::new(),
        plan: None,
        plan_views: Vec::new(),
        goals: Vec::new(),
        steps: Vec::new(),
        referrals: Vec::new(),
        messages: Vec::new(),
        handovers: Vec::new(),
        appointments: Vec::new(),
        outcomes: Vec::new(),
        consents: Vec::new(),
        events: Vec::new(),
        reoffended_on: None,
    }
}

/// Writes names, numbers, addresses and contacts.
pub(crate) fn write(writer: &mut Writer<'_>) {
    let at = writer.history.added_at;
    let by = writer.worker(at.date_naive());
    let id = writer.person().0;
    writer.journal(&Act { at, by, subject: Subject::Person, id }, Event::PersonAdded);
    aliases(writer, at);
    let numbers = identifiers(writer);
    writer.history.identifiers.extend(numbers.into_iter().map(|(kind, value)| Identifier {
        kind,
        value,
        recorded_at: at,
    }));
    addresses(writer, at);
    contacts(writer, at);
}

fn aliases(writer: &mut Writer<'_>, at: DateTime<Utc>) {
    if !writer.stream.chance(ALIASES) {
        return;
    }
    let person = writer.history.person.clone();
    let former = writer.stream.chance(0.3);
    let heritage = *writer.stream.pick(&["english", "irish", "caribbean", "european"]);
    // A name at birth, or the given name cut short with another family name.
    let short: String = person.given_name.chars().take(3).collect();
    let given_name = if former || short.chars().count() < 3 { person.given_name } else { short };
    let id = writer.id(at);
    let family = family_name(writer.world, &mut writer.stream, heritage);
    writer.history.aliases.push(OtherName {
        id,
        kind: if former { NameKind::Former } else { NameKind::Alias },
        given_name,
        family_name: family,
        recorded_at: at,
    });
}

/// Returns the numbers of the person, each the only one of its kind in the region.
fn identifiers(writer: &mut Writer<'_>) -> Vec<(IdentifierKind, String)> {
    let serial = (u64::from(writer.course.index) * SCATTER + 12_345) % 1_000_000;
    let letter = |number: u64| char::from(b'A' + u8::try_from(number % 26).unwrap_or(0));
    let (high, low) = (serial / 10_000, serial % 10_000);
    let mut numbers = vec![(
        IdentifierKind::PrisonNumber,
        format!("Z{low:04}{}{}", letter(high / 26), letter(high)),
    )];
    // Probation knows those who are sentenced, not those on remand for the first time.
    let known = writer.course.timeline.stays[0].leaving.is_some()
        || writer.course.profile.earlier_sentences > 0;
    if known {
        numbers.push((IdentifierKind::Crn, format!("Z{serial:06}")));
    }
    let born = writer.course.profile.born;
    let first = born.year() + 16 + i32::try_from(writer.stream.below(6)).unwrap_or(0);
    let year = first.min(writer.history.added_at.year());
    let pnc = police_letter(&format!("{:02}{}", year % 100, 9_000_000 + serial));
    if writer.stream.chance(0.97) {
        numbers.push((IdentifierKind::PncId, format!("{year}/{}{pnc}", 9_000_000 + serial)));
    }
    if writer.stream.chance(0.6) && serial > 0 {
        let cro = police_letter(&format!("{:02}{serial:06}", year % 100));
        let number = format!("{serial:06}/{:02}{cro}", year % 100);
        numbers.push((IdentifierKind::CroNumber, number));
    }
    if writer.stream.chance(0.85) {
        let suffix = char::from(b'A' + u8::try_from(serial % 4).unwrap_or(0));
        numbers.push((IdentifierKind::NiNumber, format!("PY{serial:06}{suffix}")));
    }
    // One number in eleven has no check digit and is never issued: that person has none.
    let nine = format!("999{serial:06}");
    if let Some(check) = nhs_check_digit(&nine) {
        let number = format!("{nine}{check}");
        if domain::NhsNumber::parse(&number).is_ok() {
            numbers.push((IdentifierKind::NhsNumber, number));
        }
    }
    numbers
}

/// The letter that checks a police number (`domain.md` §9.1); the parser in `domain` is the judge.
fn police_letter(digits: &str) -> char {
    const LETTERS: &[u8; 23] = b"ZABCDEFGHJKLMNPQRTUVWXY";
    let remainder =
        digits.bytes().fold(0, |number, digit| (number * 10 + usize::from(digit - b'0')) % 23);
    char::from(LETTERS[remainder])
}

fn addresses(writer: &mut Writer<'_>, at: DateTime<Utc>) {
    let begins = at.date_naive();
    let before = begins - Days::new(30 + writer.stream.below(900) as u64);
    let homeless = writer.course.profile.level(domain::Area::Accommodation) > 1.2;
    let (words, postcode) =
        if homeless { ("No fixed abode".to_owned(), None) } else { address(writer) };
    let inside = writer.course.timeline.in_custody(writer.today());
    let id = writer.id(at);
    let kind = if inside { AddressKind::Previous } else { AddressKind::Main };
    writer.history.addresses.push(Address {
        id,
        kind,
        words,
        postcode,
        from_on: Some(before),
        to_on: inside.then_some(begins),
        recorded_at: at,
    });
    if inside && !homeless {
        let (words, postcode) = address(writer);
        let at = at + TimeDelta::days(i64::from(begins < writer.today() - Days::new(2)));
        let id = writer.id(at);
        writer.history.addresses.push(Address {
            id,
            kind: AddressKind::Proposed,
            words,
            postcode,
            from_on: None,
            to_on: None,
            recorded_at: at,
        });
    }
}

fn address(writer: &mut Writer<'_>) -> (String, Option<Postcode>) {
    let lists = &writer.world.lists;
    let home = writer.course.profile.home.code();
    let places: Vec<_> = lists.places.iter().filter(|place| place.region == home).collect();
    let place = *writer.stream.pick(&places);
    let districts: Vec<&str> = several(&place.districts).collect();
    let district = *writer.stream.pick(&districts);
    let street = writer.stream.pick(&lists.streets);
    let house = 1 + writer.stream.below(140);
    // Letters that a postcode may end with.
    let letters = *writer.stream.pick(&["AB", "DE", "GH", "JL", "NP", "QR", "ST", "UW", "XY"]);
    let postcode = format!("{district} {}{letters}", writer.stream.below(10));
    (format!("{house} {street}, {}", place.town), Postcode::parse(&postcode).ok())
}

fn contacts(writer: &mut Writer<'_>, at: DateTime<Utc>) {
    let begins = at.date_naive();
    if writer.stream.chance(0.8) {
        // 07700 900000 to 900999: Ofcom's mobile numbers for drama.
        let value = format!("07700 900{:03}", writer.stream.below(1_000));
        contact(writer, at, ContactKind::Phone, value, begins);
    }
    if writer.stream.chance(0.25) {
        let value = format!("person{}@mail.example", writer.course.index);
        contact(writer, at, ContactKind::Email, value, begins);
    }
}

fn contact(
    writer: &mut Writer<'_>,
    at: DateTime<Utc>,
    kind: ContactKind,
    value: String,
    from_on: chrono::NaiveDate,
) {
    let id = writer.id(at);
    let from_on = Some(from_on);
    writer.history.contacts.push(Contact {
        id,
        kind,
        value,
        from_on,
        to_on: None,
        recorded_at: at,
    });
}
