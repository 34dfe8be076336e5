//! Pilots that somebody in the region has set up, so that there are figures to see.

use crate::lists::{rows, several};
use crate::stream::{Lane, Stream};
use crate::world::World;
use domain::{Comparison, Measure, Pilot, PilotId, PilotPlan};
use serde::Deserialize;

/// Numbers from here on are of pilots, in the lane of the services: there are never so many services.
const FIRST: u64 = 1 << 20;

#[derive(Deserialize)]
struct Row {
    name: String,
    question: String,
    services: String,
    served: String,
    comparison: Comparison,
    people: u32,
    compared: u32,
    expected: u32,
    worthwhile: u32,
    measures: String,
}

impl Row {
    fn plan(&self) -> PilotPlan {
        let measure = |code: &str| Measure::from_code(code).expect("a test reads every measure");
        PilotPlan {
            served: self.served.clone(),
            theory: String::new(),
            comparison: self.comparison,
            people: self.people,
            compared: self.compared,
            expected: self.expected,
            worthwhile: self.worthwhile,
            measures: several(&self.measures).map(measure).collect(),
        }
    }
}

/// Returns the pilots, which began with the year of history, with what was planned.
pub(crate) fn pilots(world: &World) -> Vec<(Pilot, PilotPlan)> {
    let list: Vec<Row> = rows(include_str!("../data/pilots.csv"));
    let numbered = (FIRST..).zip(list);
    numbered
        .map(|(number, row)| {
            let plan = row.plan();
            let services = several(&row.services)
                .map(|key| {
                    let offer = world.offers.iter().find(|offer| offer.key == key);
                    offer.expect("a test finds every service of a pilot").service.id
                })
                .collect();
            let mut stream = Stream::new(world.settings.seed(), Lane::Service, number);
            let id = PilotId(stream.id(world.created_at()));
            let starts_on = world.first_day();
            (Pilot { id, name: row.name, question: row.question, services, starts_on }, plan)
        })
        .collect()
}
