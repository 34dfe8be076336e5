//! What every person of a region shares: lists, calendar, organisations, services and workers.

use crate::lists::Lists;
use crate::organisation::{Place, organisations};
use crate::service::{Offer, services};
use crate::settings::Settings;
use crate::worker::Roster;
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{BankHolidays, OrganisationId, OrganisationKind, Owner};

/// What every person of a region shares.
pub(crate) struct World {
    pub(crate) settings: Settings,
    pub(crate) lists: Lists,
    pub(crate) holidays: BankHolidays,
    pub(crate) places: Vec<Place>,
    pub(crate) offers: Vec<Offer>,
    pub(crate) roster: Roster,
}

impl World {
    /// Builds it from the built-in lists.
    pub(crate) fn new(settings: Settings) -> Self {
        let created_at = created_at(settings.today());
        let places = organisations(settings.seed(), created_at);
        Self {
            settings,
            lists: Lists::built_in(),
            holidays: BankHolidays::built_in(),
            offers: services(settings.seed(), created_at, settings.today(), &places),
            roster: Roster::new(&settings, &places, created_at),
            places,
        }
    }

    /// Returns the day it is.
    pub(crate) const fn today(&self) -> NaiveDate {
        self.settings.today()
    }

    /// Returns the first day of history: the day the region began to use the product.
    pub(crate) fn first_day(&self) -> NaiveDate {
        self.today() - Days::new(365)
    }

    /// Returns the moment at which organisations, services and workers were set up.
    pub(crate) fn created_at(&self) -> DateTime<Utc> {
        created_at(self.today())
    }

    /// Returns the day itself if services are open, otherwise the next day on which they are.
    pub(crate) fn working_day(&self, day: NaiveDate) -> NaiveDate {
        match self.holidays.is_working_day(day) {
            Ok(false) => self.holidays.working_day_after(day).unwrap_or(day),
            _ => day,
        }
    }

    /// Returns the places of every organisation of a kind.
    pub(crate) fn of_kind(&self, kind: OrganisationKind) -> Vec<usize> {
        (0..self.places.len())
            .filter(|place| self.places[*place].organisation.kind == kind)
            .collect()
    }

    /// Returns the id of an organisation.
    pub(crate) fn organisation(&self, place: usize) -> OrganisationId {
        self.places[place].organisation.id
    }

    /// Returns the organisation with its worker to whom a person falls.
    pub(crate) fn owner(&self, place: usize, person: u32) -> Owner {
        Owner::worker(self.organisation(place), self.roster.worker(place, person))
    }
}

/// A month before the first day of history.
fn created_at(today: NaiveDate) -> DateTime<Utc> {
    (today - Days::new(396)).and_time(chrono::NaiveTime::MIN).and_utc()
}
