//! What is true of each service and never seen by anyone in the region: its effects, how strongly
//! people are drawn into it, and what a naive comparison would say instead.

use crate::course::Course;
use crate::world::World;
use domain::{Measure, coded_enum};
use serde::{Deserialize, Serialize};

coded_enum! {
    /// What services have an effect on. The first five are the measures of the product.
    pub enum Endpoint("endpoint") {
        /// Not homeless on the night of release.
        HousedFirstNight = "housed_first_night",
        /// In settled accommodation three months on.
        SettledThreeMonths = "settled_three_months",
        /// In work six weeks on.
        EmployedSixWeeks = "employed_six_weeks",
        /// In work six months on.
        EmployedSixMonths = "employed_six_months",
        /// Structured treatment started within three weeks.
        TreatmentThreeWeeks = "treatment_three_weeks",
        /// A proven reoffence within a year of release.
        ReoffendedOneYear = "reoffended_one_year",
    }
}

impl Endpoint {
    /// Returns the measure of the product, or `None` for reoffending.
    #[must_use]
    pub fn measure(self) -> Option<Measure> {
        Measure::from_code(self.code())
    }
}

/// The truth of a region, to be written to `truth.json` beside it and kept from those who evaluate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// The seed of the region.
    pub seed: u64,
    /// How many people it has.
    pub people: u32,
    /// The day it is.
    pub today: chrono::NaiveDate,
    /// People who were released in the year before.
    pub released: u32,
    /// Share of all those for whom each endpoint comes true, with services as they were.
    pub rates: Vec<(Endpoint, f64)>,
    /// Every service, in the order of [`Region::services`](crate::Region::services).
    pub services: Vec<ServiceTruth>,
}

/// The truth of a service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServiceTruth {
    /// Its id in the region.
    pub service: domain::ServiceId,
    /// Its name in the lists of the region.
    pub key: String,
    /// Its name.
    pub name: String,
    /// How much greater need draws people in: a standard deviation of need multiplies the odds of
    /// being referred here by the exponential of this.
    pub need_pull: f64,
    /// The same for motivation, which no record holds. Besides, motivation carries people from
    /// acceptance to the start of any service.
    pub motivation_pull: f64,
    /// Its effects, by endpoint.
    pub effects: Vec<EffectTruth>,
}

/// The truth of a service about an endpoint. Differences are of shares, from -1 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EffectTruth {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// The effect in log-odds, the same for everyone.
    pub log_odds: f64,
    /// Released people who started the service early enough for it to count.
    pub started: u32,
    /// Effect on those who started: the mean over them of the probability with the service less
    /// the probability without it, all else as it was. The answer an evaluation should find.
    pub on_starters: Option<f64>,
    /// The same from the outcomes that those very people have with it and without it. Differs
    /// from the last by chance only.
    pub on_starters_realised: Option<f64>,
    /// Effect if everyone released had it: the mean over all of them.
    pub on_everyone: Option<f64>,
    /// The share among those who started less the share among those who did not: what a naive
    /// comparison finds.
    pub naive_difference: Option<f64>,
}

/// Sums over people, from which the truth is averaged.
pub(crate) struct Tally {
    serving: Vec<u32>,
    released: u32,
    everyone: [Count; 6],
    services: Vec<[Sums; 6]>,
}

#[derive(Clone, Copy, Default)]
struct Count {
    people: u32,
    true_for: u32,
}

#[derive(Clone, Copy, Default)]
struct Sums {
    started: Count,
    expected: f64,
    realised: i32,
    everyone: f64,
}

impl Tally {
    /// Starts with nobody.
    pub(crate) fn new(world: &World) -> Self {
        let services = world.offers.len();
        Self {
            serving: vec![0; services],
            released: 0,
            everyone: [Count::default(); 6],
            services: vec![[Sums::default(); 6]; services],
        }
    }

    /// Adds a person.
    pub(crate) fn add(&mut self, world: &World, course: &Course) {
        for choice in course.choices.iter().filter(|choice| choice.is_in_delivery()) {
            self.serving[choice.offer] += 1;
        }
        if course.outlook.is_some() {
            self.released += 1;
            for endpoint in Endpoint::ALL {
                self.add_endpoint(world, course, *endpoint);
            }
        }
    }

    /// Returns how many people are in each service this morning.
    pub(crate) fn serving(&self) -> &[u32] {
        &self.serving
    }

    /// Returns the averages.
    pub(crate) fn truth(&self, world: &World) -> Truth {
        let services = world.offers.iter().zip(&self.services).map(|(offer, sums)| ServiceTruth {
            service: offer.service.id,
            key: offer.key.clone(),
            name: offer.service.name.clone(),
            need_pull: offer.need_pull,
            motivation_pull: offer.motivation_pull,
            effects: Endpoint::ALL
                .iter()
                .map(|endpoint| {
                    let place = *endpoint as usize;
                    let log_odds = offer.effects.on(*endpoint);
                    sums[place].effect(*endpoint, log_odds, self.everyone[place])
                })
                .collect(),
        });
        let rate = |endpoint: &Endpoint| self.everyone[*endpoint as usize].share();
        Truth {
            seed: world.settings.seed(),
            people: world.settings.people(),
            today: world.today(),
            released: self.released,
            rates: Endpoint::ALL
                .iter()
                .filter_map(|endpoint| Some((*endpoint, rounded(rate(endpoint)?))))
                .collect(),
            services: services.collect(),
        }
    }

    fn add_endpoint(&mut self, world: &World, course: &Course, endpoint: Endpoint) {
        let Some(outlook) = course.outlook.as_ref().filter(|outlook| outlook.applies(endpoint))
        else {
            return;
        };
        let place = endpoint as usize;
        let choices = &course.choices;
        let effect = outlook.effect(world, endpoint, choices, None);
        let happens = outlook.happens(endpoint, effect);
        self.everyone[place].add(happens);
        let probability = outlook.probability(endpoint, effect);
        for (number, (offer, sums)) in world.offers.iter().zip(&mut self.services).enumerate() {
            let own = offer.effects.on(endpoint);
            let started = choices
                .iter()
                .any(|choice| choice.offer == number && outlook.counts(endpoint, choice));
            let sums = &mut sums[place];
            if started {
                let without = outlook.effect(world, endpoint, choices, Some(number));
                let difference = probability - outlook.probability(endpoint, without);
                sums.started.add(happens);
                sums.expected += difference;
                sums.realised += i32::from(happens) - i32::from(outlook.happens(endpoint, without));
                sums.everyone += difference;
            } else if own != 0.0 {
                sums.everyone += outlook.probability(endpoint, effect + own) - probability;
            }
        }
    }
}

impl Count {
    fn add(&mut self, happens: bool) {
        self.people += 1;
        self.true_for += u32::from(happens);
    }

    fn share(self) -> Option<f64> {
        (self.people > 0).then(|| f64::from(self.true_for) / f64::from(self.people))
    }
}

impl Sums {
    fn effect(&self, endpoint: Endpoint, log_odds: f64, everyone: Count) -> EffectTruth {
        let started = self.started.people;
        let others = Count {
            people: everyone.people - started,
            true_for: everyone.true_for - self.started.true_for,
        };
        let mean = |sum: f64, people: u32| (people > 0).then(|| rounded(sum / f64::from(people)));
        let naive = || Some(rounded(self.started.share()? - others.share()?));
        EffectTruth {
            endpoint,
            log_odds,
            started,
            on_starters: mean(self.expected, started),
            on_starters_realised: mean(f64::from(self.realised), started),
            on_everyone: mean(self.everyone, everyone.people),
            naive_difference: naive(),
        }
    }
}

/// Rounds to six places: the last bits of a logarithm differ between machines and mean nothing.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
