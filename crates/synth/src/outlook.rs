//! What becomes of a person after release, with and without each service.
//!
//! For each endpoint a person has fixed log-odds from severity, need, motivation and record, one
//! even draw, and for reoffending the day on which it would come to a head. A service adds its
//! effect if it started before the endpoint's day. Because the draw and the day do not depend on
//! services, the outcome with a service and without it are both known for the same person: these
//! are the potential outcomes that no real record ever holds together.

use crate::choice::Choice;
use crate::profile::Profile;
use crate::stream::{Stream, logistic};
use crate::truth::Endpoint;
use crate::world::World;
use chrono::{Days, NaiveDate, TimeDelta};
use domain::Area;

/// What becomes of a person.
pub(crate) struct Outlook {
    released_on: NaiveDate,
    log_odds: [f64; 6],
    draws: [f64; 6],
    /// Days after release on which reoffending would come to a head, within the year.
    head_days: i64,
    needs_treatment: bool,
}

impl Outlook {
    /// Draws the outlook of a person from the day of their first release.
    pub(crate) fn new(
        world: &World,
        profile: &Profile,
        stream: &mut Stream,
        released_on: NaiveDate,
    ) -> Self {
        let mut draws = [0.0; 6];
        for draw in &mut draws {
            *draw = stream.unit();
        }
        Self {
            released_on,
            log_odds: log_odds(world, profile, released_on),
            draws,
            head_days: head_days(stream),
            needs_treatment: profile.needs(Area::Drugs) || profile.needs(Area::Alcohol),
        }
    }

    /// Moves what would come to a head during a recall to after it; it may then be past the year.
    pub(crate) fn recalled(&mut self, from: NaiveDate, to: NaiveDate) {
        let head = self.released_on + TimeDelta::days(self.head_days);
        if head >= from && head <= to {
            self.head_days += (to - from).num_days() + 1;
        }
    }

    /// Returns whether the endpoint has a meaning for the person.
    pub(crate) fn applies(&self, endpoint: Endpoint) -> bool {
        endpoint != Endpoint::TreatmentThreeWeeks || self.needs_treatment
    }

    /// Returns the last day on which a service can start and still have its effect.
    pub(crate) fn counts_until(&self, endpoint: Endpoint) -> NaiveDate {
        endpoint.measure().map_or_else(
            || self.released_on + TimeDelta::days(self.head_days),
            |measure| measure.day(self.released_on),
        )
    }

    /// Returns whether a referral came to a service in time for the endpoint.
    pub(crate) fn counts(&self, endpoint: Endpoint, choice: &Choice) -> bool {
        choice.started_on().is_some_and(|on| on <= self.counts_until(endpoint))
    }

    /// Returns the effect, in log-odds, of every service that came in time, but one left out.
    pub(crate) fn effect(
        &self,
        world: &World,
        endpoint: Endpoint,
        choices: &[Choice],
        without: Option<usize>,
    ) -> f64 {
        choices
            .iter()
            .filter(|choice| Some(choice.offer) != without && self.counts(endpoint, choice))
            .map(|choice| world.offers[choice.offer].effects.on(endpoint))
            .sum()
    }

    /// Returns the probability of the endpoint under an effect.
    pub(crate) fn probability(&self, endpoint: Endpoint, effect: f64) -> f64 {
        if endpoint == Endpoint::ReoffendedOneYear && self.head_days > 365 {
            return 0.0;
        }
        logistic(self.log_odds[endpoint as usize] + effect)
    }

    /// Returns whether the endpoint comes true under an effect.
    pub(crate) fn happens(&self, endpoint: Endpoint, effect: f64) -> bool {
        self.draws[endpoint as usize] < self.probability(endpoint, effect)
    }

    /// Returns the day of the first proven reoffence within a year of release, if there is one. It
    /// may still be to come.
    pub(crate) fn reoffends_on(&self, world: &World, choices: &[Choice]) -> Option<NaiveDate> {
        let endpoint = Endpoint::ReoffendedOneYear;
        let effect = self.effect(world, endpoint, choices, None);
        self.happens(endpoint, effect).then(|| self.counts_until(endpoint))
    }
}

/// Returns the log-odds of each endpoint without any service. The constants are chosen so that the
/// averages come near the national figures, which a test checks.
fn log_odds(world: &World, profile: &Profile, released_on: NaiveDate) -> [f64; 6] {
    let (severity, motivation) = (profile.severity, profile.motivation);
    let home = profile.level(Area::Accommodation);
    let work = profile.level(Area::EmploymentAndTraining);
    let age = f64::from(released_on.years_since(profile.born).unwrap_or(35));
    let record = 0.1 * f64::from(profile.earlier_sentences.min(8)) - 0.2;
    Endpoint::ALL.iter().fold([0.0; 6], |mut all, endpoint| {
        all[*endpoint as usize] = match endpoint {
            Endpoint::HousedFirstNight => 2.1 - 0.9 * home - 0.2 * severity + 0.2 * motivation,
            Endpoint::SettledThreeMonths => 1.15 - 0.8 * home - 0.2 * severity + 0.3 * motivation,
            Endpoint::EmployedSixWeeks => -2.0 - 0.5 * work - 0.2 * severity + 1.1 * motivation,
            Endpoint::EmployedSixMonths => -1.15 - 0.5 * work - 0.2 * severity + 1.1 * motivation,
            Endpoint::TreatmentThreeWeeks => -0.6 + 0.6 * motivation - 0.2 * severity,
            Endpoint::ReoffendedOneYear => {
                let own = 0.6 * severity - 0.8 * motivation + profile.offence(world).reoffending;
                -0.65 + own + record - 0.03 * (age.min(65.0) - 35.0)
            }
        };
        all
    })
}

/// Draws the day on which reoffending comes to a head: half of it in the first four months, as in
/// every published curve it is quick at first.
#[expect(clippy::cast_possible_truncation, reason = "at most 365")]
fn head_days(stream: &mut Stream) -> i64 {
    let share = stream.unit();
    1 + (364.0 * share * share.sqrt()) as i64
}

/// Returns the day after which a recall for a new offence comes, if it comes at all.
pub(crate) fn recall_after(stream: &mut Stream, reoffends_on: NaiveDate) -> Option<NaiveDate> {
    let wait = Days::new(3 + stream.below(20) as u64);
    stream.chance(0.55).then(|| reoffends_on + wait)
}
