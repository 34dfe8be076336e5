//! Sharing agreements of the region: one between all its organisations, and one about health between
//! those that may know of it, so that what the region's workers do is what they may do; and one that
//! has run out and one that is not signed, to be seen.

use crate::lists::{rows, several};
use crate::organisation::Place;
use crate::stream::{Lane, Stream};
use crate::worker::officer;
use crate::world::World;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::agreement::Signature;
use domain::{Agreement, AgreementId, Coded, LawfulRoute};
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    title: String,
    parties: String,
    purposes: String,
    groups: String,
    route: LawfulRoute,
    retention_months: u32,
    starts: i64,
    review: i64,
    ends: i64,
    ended: Option<i64>,
    unsigned: String,
}

/// Returns the agreements, in the order of the list.
pub(crate) fn agreements(world: &World) -> Vec<Agreement> {
    let list: Vec<Row> = rows(include_str!("../data/agreements.csv"));
    (0..).zip(list).map(|(number, row)| agreement(world, number, &row)).collect()
}

fn agreement(world: &World, number: u64, row: &Row) -> Agreement {
    let day = |days| world.today() + TimeDelta::days(days);
    let parties: Vec<usize> = named(world, &row.parties);
    let unsigned = named(world, &row.unsigned);
    let organisation = |place: &usize| world.organisation(*place);
    let signed = parties.iter().filter(|place| !unsigned.contains(place));
    let signature = |place: &usize| Signature {
        organisation: organisation(place),
        account: officer(world, *place),
        at: signed_at(day(row.starts).min(world.today()), *place),
    };
    Agreement {
        id: AgreementId(
            Stream::new(world.settings.seed(), Lane::Agreement, number).id(world.created_at()),
        ),
        title: row.title.clone(),
        purposes: coded(&row.purposes),
        groups: coded(&row.groups),
        route: row.route,
        retention_months: row.retention_months,
        starts_on: day(row.starts),
        review_on: day(row.review),
        ends_on: day(row.ends),
        signatures: signed.map(signature).collect(),
        parties: parties.iter().map(organisation).collect(),
        ended_on: row.ended.map(day),
    }
}

/// Returns the moment at which an organisation signed: a day of the week before, in the morning.
fn signed_at(before: NaiveDate, place: usize) -> DateTime<Utc> {
    let order = i64::try_from(place).unwrap_or(0);
    let day = before - TimeDelta::days(7 - order % 5);
    day.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::minutes(9 * 60 + (order * 7) % 180)
}

/// Returns the places that a cell names, in the order of the list of organisations.
fn named(world: &World, cell: &str) -> Vec<usize> {
    let is_named = |place: &Place| {
        let kind = place.organisation.kind.code();
        several(cell).any(|name| name == "all" || name == place.key || name == kind)
    };
    (0..world.places.len()).filter(|place| is_named(&world.places[*place])).collect()
}

fn coded<T: Coded>(cell: &str) -> Vec<T> {
    let value = |code| T::from_code(code).expect("a test reads every code of the built-in lists");
    several(cell).map(value).collect()
}
