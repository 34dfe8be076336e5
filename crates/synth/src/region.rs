//! The region: small and made at once, with its people one by one.

use crate::agreement::agreements;
use crate::course::Course;
use crate::history::PersonHistory;
use crate::pilot::pilots;
use crate::settings::Settings;
use crate::truth::{Tally, Truth};
use crate::worker::Worker;
use crate::world::World;
use crate::writer::write;
use domain::{Agreement, Organisation, Pilot, PilotPlan, Service};

/// An invented region.
pub struct Region {
    /// Its organisations.
    pub organisations: Vec<Organisation>,
    /// Its services, with how many people are in each this morning.
    pub services: Vec<Service>,
    /// What its organisations agreed to share.
    pub agreements: Vec<Agreement>,
    /// Its pilots, with what was planned.
    pub pilots: Vec<(Pilot, PilotPlan)>,
    /// Everyone who can sign in; the demonstration accounts have fixed e-mail addresses.
    pub workers: Vec<Worker>,
    /// What is true of the services and never seen by anyone in the region.
    pub truth: Truth,
    world: World,
}

/// Makes a region. Each person is gone through once, without their paperwork, for the truth and for
/// how full the services are: about ten microseconds a person.
#[must_use]
pub fn region(settings: &Settings) -> Region {
    let mut world = World::new(*settings);
    let mut tally = Tally::new(&world);
    for index in 0..settings.people() {
        tally.add(&world, &Course::new(&world, index));
    }
    for (offer, serving) in world.offers.iter_mut().zip(tally.serving()) {
        offer.service.serving = *serving;
        offer.service.capacity = capacity(*serving, offer.load);
    }
    let truth = tally.truth(&world);
    let demonstration = write(&world, &Course::new(&world, 0)).person;
    Region {
        organisations: world.places.iter().map(|place| place.organisation.clone()).collect(),
        services: world.offers.iter().map(|offer| offer.service.clone()).collect(),
        agreements: agreements(&world),
        pilots: pilots(&world),
        workers: world.roster.workers(&world, &demonstration),
        truth,
        world,
    }
}

impl Region {
    /// Iterates over the people, from the first. Each is made when it is asked for and shares
    /// nothing with the others; a slice of them can be had with `skip` and `take`, which is slow
    /// for large numbers: use [`Region::person`].
    pub fn people(&self) -> impl Iterator<Item = PersonHistory> {
        (0..self.world.settings.people()).map(|index| self.make(index))
    }

    /// Returns one person by number from 0, or `None` if the region has not so many.
    #[must_use]
    pub fn person(&self, index: u32) -> Option<PersonHistory> {
        (index < self.world.settings.people()).then(|| self.make(index))
    }

    pub(crate) const fn world(&self) -> &World {
        &self.world
    }

    fn make(&self, index: u32) -> PersonHistory {
        write(&self.world, &Course::new(&self.world, index))
    }
}

/// Returns how many people a service can have at once, from how many it has and how full it is.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a positive number of at most ten million"
)]
fn capacity(serving: u32, load: f64) -> u32 {
    ((f64::from(serving) / load).round() as u32).max(4)
}
