//! The services of the invented region, each with its true effects and with how people come to it.

use crate::lists::{rows, several};
use crate::organisation::Place;
use crate::stream::{Lane, Stream};
use crate::truth::Endpoint;
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{Area, Eligibility, OffenceGroup, Service, ServiceId, Sex};
use serde::{Deserialize, Serialize};

/// True effects of a service, in log-odds; 0 is no effect.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Effects {
    /// On being housed on the first night and settled at three months.
    pub(crate) accommodation: f64,
    /// On being in work at six weeks and six months.
    pub(crate) employment: f64,
    /// On starting treatment within three weeks.
    pub(crate) treatment: f64,
    /// On reoffending within a year; less is negative.
    pub(crate) reoffending: f64,
}

impl Effects {
    /// Returns the effect on an endpoint.
    pub(crate) const fn on(&self, endpoint: Endpoint) -> f64 {
        match endpoint {
            Endpoint::HousedFirstNight | Endpoint::SettledThreeMonths => self.accommodation,
            Endpoint::EmployedSixWeeks | Endpoint::EmployedSixMonths => self.employment,
            Endpoint::TreatmentThreeWeeks => self.treatment,
            Endpoint::ReoffendedOneYear => self.reoffending,
        }
    }
}

/// A service and what only the region knows of it.
pub(crate) struct Offer {
    /// Its name in the lists and in the truth.
    pub(crate) key: String,
    /// Place of its organisation in the list of organisations.
    pub(crate) organisation: usize,
    /// People in delivery as a share of capacity.
    pub(crate) load: f64,
    /// How often it is chosen among the services of its area.
    pub(crate) weight: f64,
    /// How much greater need draws people in, a standard deviation on the log scale.
    pub(crate) need_pull: f64,
    /// How much greater motivation draws people in, a standard deviation on the log scale.
    pub(crate) motivation_pull: f64,
    /// What it does.
    pub(crate) effects: Effects,
    /// The service.
    pub(crate) service: Service,
}

#[derive(Deserialize)]
struct Row {
    key: String,
    organisation: String,
    name: String,
    description: String,
    areas: String,
    sex: Option<Sex>,
    min_age: Option<u32>,
    max_age: Option<u32>,
    regions: String,
    excluded_offences: String,
    load: f64,
    wait_days: u32,
    verified_days_ago: u64,
    weight: f64,
    need_pull: f64,
    motivation_pull: f64,
    accommodation: f64,
    employment: f64,
    treatment: f64,
    reoffending: f64,
}

/// Returns every service, in the order of the list, with nobody in it yet.
pub(crate) fn services(
    seed: u64,
    created_at: DateTime<Utc>,
    today: NaiveDate,
    places: &[Place],
) -> Vec<Offer> {
    rows(include_str!("../data/services.csv"))
        .into_iter()
        .enumerate()
        .map(|(number, row): (usize, Row)| {
            let id = Stream::new(seed, Lane::Service, number as u64).id(created_at);
            let organisation = places
                .iter()
                .position(|place| place.key == row.organisation)
                .expect("a test finds the organisation of every service");
            Offer {
                organisation,
                load: row.load,
                weight: row.weight,
                need_pull: row.need_pull,
                motivation_pull: row.motivation_pull,
                effects: Effects {
                    accommodation: row.accommodation,
                    employment: row.employment,
                    treatment: row.treatment,
                    reoffending: row.reoffending,
                },
                service: Service {
                    id: ServiceId(id),
                    organisation: places[organisation].organisation.id,
                    name: row.name,
                    description: row.description,
                    areas: several(&row.areas).filter_map(Area::from_code).collect(),
                    eligibility: Eligibility {
                        sex: row.sex,
                        min_age: row.min_age,
                        max_age: row.max_age,
                        regions: several(&row.regions).map(str::to_owned).collect(),
                        excluded_offences: several(&row.excluded_offences)
                            .filter_map(OffenceGroup::from_code)
                            .collect(),
                    },
                    capacity: u32::MAX,
                    serving: 0,
                    wait_days: row.wait_days,
                    last_verified_on: today - Days::new(row.verified_days_ago),
                },
                key: row.key,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::organisations;
    use domain::Region;

    #[test]
    fn every_area_can_be_served_and_every_code_is_one() {
        let today: NaiveDate = "2026-11-23".parse().unwrap();
        let places = organisations(1, DateTime::UNIX_EPOCH);
        let offers = services(1, DateTime::UNIX_EPOCH, today, &places);
        assert!(offers.len() >= 60);
        for area in Area::ALL {
            let everywhere = offers.iter().any(|offer| {
                offer.service.areas.contains(area) && offer.service.eligibility.regions.is_empty()
            });
            assert!(everywhere || *area == Area::Health, "{area}");
        }
        let raw: Vec<Row> = rows(include_str!("../data/services.csv"));
        for (row, offer) in raw.iter().zip(&offers) {
            assert_eq!(several(&row.areas).count(), offer.service.areas.len(), "{}", row.key);
            let excluded = &offer.service.eligibility.excluded_offences;
            assert_eq!(several(&row.excluded_offences).count(), excluded.len(), "{}", row.key);
            for region in &offer.service.eligibility.regions {
                assert!(Region::from_code(region).is_some(), "{region}");
            }
        }
        assert!(offers.iter().any(|offer| offer.service.is_stale(today)));
        assert!(offers.iter().any(|offer| !offer.service.is_stale(today)));
    }
}
