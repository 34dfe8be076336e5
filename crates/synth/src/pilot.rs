//! Pilots that somebody in the region has set up, so that there are figures to see.

use crate::lists::{rows, several};
use crate::stream::{Lane, Stream};
use crate::world::World;
use domain::{Pilot, PilotId};
use serde::Deserialize;

/// Numbers from here on are of pilots, in the lane of the services: there are never so many services.
const FIRST: u64 = 1 << 20;

#[derive(Deserialize)]
struct Row {
    name: String,
    question: String,
    services: String,
}

/// Returns the pilots, which began with the year of history.
pub(crate) fn pilots(world: &World) -> Vec<Pilot> {
    let list: Vec<Row> = rows(include_str!("../data/pilots.csv"));
    let numbered = (FIRST..).zip(list);
    numbered
        .map(|(number, row)| Pilot {
            id: PilotId(
                Stream::new(world.settings.seed(), Lane::Service, number).id(world.created_at()),
            ),
            name: row.name,
            question: row.question,
            services: several(&row.services)
                .map(|key| {
                    let offer = world.offers.iter().find(|offer| offer.key == key);
                    offer.expect("a test finds every service of a pilot").service.id
                })
                .collect(),
            starts_on: world.first_day(),
        })
        .collect()
}
