//! The organisations of the invented region and its neighbours.

use crate::lists::rows;
use crate::stream::{Lane, Stream};
use chrono::{DateTime, Utc};
use domain::{Organisation, OrganisationId, OrganisationKind, Sector};
use serde::Deserialize;

/// An organisation and what the region knows of it.
pub(crate) struct Place {
    /// Its name in the lists.
    pub(crate) key: String,
    /// Share of people: of those of its sex for a prison, of all for a probation region.
    pub(crate) share: f64,
    /// The name of its demonstration accounts, for the main ones.
    pub(crate) main: Option<String>,
    /// The organisation.
    pub(crate) organisation: Organisation,
}

#[derive(Deserialize)]
struct Row {
    key: String,
    name: String,
    sector: Sector,
    kind: OrganisationKind,
    region: Option<String>,
    prison_code: Option<String>,
    share: Option<f64>,
    main: Option<String>,
}

/// Returns every organisation, in the order of the list.
pub(crate) fn organisations(seed: u64, created_at: DateTime<Utc>) -> Vec<Place> {
    rows(include_str!("../data/organisations.csv"))
        .into_iter()
        .enumerate()
        .map(|(number, row): (usize, Row)| {
            let mut stream = Stream::new(seed, Lane::Organisation, number as u64);
            Place {
                share: row.share.unwrap_or(0.0),
                main: row.main,
                organisation: Organisation {
                    id: OrganisationId(stream.id(created_at)),
                    name: row.name,
                    sector: row.sector,
                    kind: row.kind,
                    region: row.region,
                    prison_code: row.prison_code,
                },
                key: row.key,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Prisons, Region};

    #[test]
    fn prisons_are_in_the_register_and_regions_are_probation_regions() {
        let prisons = Prisons::built_in();
        let places = organisations(1, DateTime::UNIX_EPOCH);
        assert!(places.len() >= 34);
        for place in &places {
            let organisation = &place.organisation;
            if let Some(region) = &organisation.region {
                assert!(Region::from_code(region).is_some(), "{region}");
            }
            let prison = organisation.prison_code.as_deref().map(|code| prisons.get(code).unwrap());
            assert_eq!(prison.is_some(), organisation.kind == OrganisationKind::Prison);
            if let Some(prison) = prison {
                assert!(prison.open && organisation.name.ends_with(&prison.name));
            }
        }
        for kind in OrganisationKind::ALL {
            assert!(places.iter().any(|place| place.organisation.kind == *kind), "{kind}");
        }
        for sector in Sector::ALL {
            assert!(places.iter().any(|place| place.organisation.sector == *sector));
        }
    }
}
