//! When a person came into prison, when they leave or left, and whether they came back.

use crate::profile::Profile;
use crate::stream::{Stream, logistic};
use crate::world::World;
use chrono::{Days, NaiveDate, TimeDelta};
use domain::{ReleaseCase, ReleaseDate, ReleaseRoute};

/// Days in custody after a fixed-term recall: the 56 days in force since 31 March 2026.
const RECALL_DAYS: u64 = 56;

/// Leaving prison.
pub(crate) struct Leaving {
    /// The day due, as supplied.
    pub(crate) due: NaiveDate,
    /// The day by the date rules.
    pub(crate) on: NaiveDate,
    /// How it comes about.
    pub(crate) route: ReleaseRoute,
    /// An earlier day that was planned and given up.
    pub(crate) cancelled: Option<NaiveDate>,
}

/// One stay in prison.
pub(crate) struct Stay {
    /// The first day.
    pub(crate) reception: NaiveDate,
    /// Whether it is a recall.
    pub(crate) recall: bool,
    /// How it ends; unknown on remand.
    pub(crate) leaving: Option<Leaving>,
}

/// The dates of a person.
pub(crate) struct Timeline {
    /// One stay, or two after a recall.
    pub(crate) stays: Vec<Stay>,
    /// A move to another prison in the first stay: the day, and the place of the prison left.
    pub(crate) transfer: Option<(NaiveDate, usize)>,
    /// The day of the worker's first assessment, if it is over.
    pub(crate) assessed_on: Option<NaiveDate>,
    /// Length of the sentence in days, half of it in custody.
    pub(crate) sentence_days: i64,
}

impl Stay {
    /// Returns the day the person left, if they have.
    pub(crate) fn left_on(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.leaving.as_ref().map(|leaving| leaving.on).filter(|on| *on < today)
    }
}

impl Timeline {
    /// Draws the first stay, and when the needs are assessed.
    pub(crate) fn new(world: &World, profile: &Profile, stream: &mut Stream) -> Self {
        let today = world.today();
        let short = stream.chance(profile.offence(world).short);
        let served = if short { stream.days(18..=180) } else { stream.days(180..=720) };
        let kind = stream.weighted([0.05, 0.04, 0.24, 0.67].into_iter());
        let (reception, due) = match kind {
            // Received in the last ten days.
            0 => {
                let reception = today - stream.days(1..=10);
                (reception, Some(reception + served))
            }
            // On remand, without a date.
            1 => (today - stream.days(5..=120), None),
            // Inside, to be released within five months.
            2 => {
                let due = today + stream.days(0..=150);
                ((due - served).min(today - stream.days(11..=40)), Some(due))
            }
            _ => {
                let due = today - stream.days(1..=350);
                (due - served, Some(due))
            }
        };
        let route = route(stream);
        let leaving = due.map(|due| leaving(world, stream, reception, due, route));
        let stay = Stay { reception, recall: false, leaving };
        let assessed_on = assessed_on(world, stream, &stay);
        let transfer = transfer(world, stream, profile, &stay);
        let sentence_days = due.map_or(0, |due| 2 * (due - reception).num_days());
        Self { stays: vec![stay], transfer, assessed_on, sentence_days }
    }

    /// Puts the first person of every region a few weeks before release.
    pub(crate) fn demonstrate(&mut self, world: &World, stream: &mut Stream) {
        let today = world.today();
        let reception = today - Days::new(150);
        let due = today + Days::new(19);
        let leaving = leaving(world, stream, reception, due, ReleaseRoute::Automatic);
        self.stays = vec![Stay {
            reception,
            recall: false,
            leaving: Some(Leaving { cancelled: None, ..leaving }),
        }];
        self.transfer = None;
        self.assessed_on = Some(world.working_day(today - Days::new(120)));
        self.sentence_days = 338;
    }

    /// Returns the first day of the record: reception, or the day the region began.
    pub(crate) fn begins(&self, world: &World) -> NaiveDate {
        self.stays[0].reception.max(world.first_day())
    }

    /// Returns the day of the first release, if it is over.
    pub(crate) fn released_on(&self, world: &World) -> Option<NaiveDate> {
        self.stays[0].left_on(world.today())
    }

    /// Draws a recall that has nothing to do with a new offence, and returns its day.
    pub(crate) fn recall_without_offence(
        &self,
        world: &World,
        profile: &Profile,
        stream: &mut Stream,
    ) -> Option<NaiveDate> {
        let probability = logistic(-2.1 + 0.5 * profile.severity - 0.4 * profile.motivation);
        let wait = stream.days(9..=240);
        let recalled = stream.chance(probability);
        let on = self.released_on(world)? + wait;
        (recalled && on < world.today()).then_some(on)
    }

    /// Adds the stay that a recall begins.
    pub(crate) fn recall(&mut self, world: &World, stream: &mut Stream, on: NaiveDate) {
        let due = on + Days::new(RECALL_DAYS);
        let leaving = leaving(world, stream, on, due, ReleaseRoute::Automatic);
        let leaving = Leaving { cancelled: None, ..leaving };
        self.stays.push(Stay { reception: on, recall: true, leaving: Some(leaving) });
    }

    /// Returns whether the person is in custody on a day.
    pub(crate) fn in_custody(&self, on: NaiveDate) -> bool {
        self.stays.iter().any(|stay| {
            let left = stay.leaving.as_ref().is_some_and(|leaving| leaving.on <= on);
            stay.reception <= on && !left
        })
    }
}

fn route(stream: &mut Stream) -> ReleaseRoute {
    let routes = [
        (ReleaseRoute::Automatic, 0.83),
        (ReleaseRoute::HomeDetentionCurfew, 0.12),
        (ReleaseRoute::ParoleBoard, 0.05),
    ];
    routes[stream.weighted(routes.iter().map(|(_, share)| *share))].0
}

fn leaving(
    world: &World,
    stream: &mut Stream,
    reception: NaiveDate,
    due: NaiveDate,
    route: ReleaseRoute,
) -> Leaving {
    let days_served = u32::try_from((due - reception).num_days()).unwrap_or(0);
    let case = ReleaseCase { due, route, days_served };
    let on = ReleaseDate::work_out(&case, &world.holidays).map_or(due, |date| date.release);
    let earlier = due - stream.days(20..=60);
    let moved = stream.chance(0.04) && earlier > reception + TimeDelta::days(30);
    Leaving { due, on: on.max(reception), route, cancelled: moved.then_some(earlier) }
}

/// Draws the day of the first assessment: two to five weeks in, or for those already inside when
/// the region began, within two months of that. Whoever leaves before is assessed outside.
fn assessed_on(world: &World, stream: &mut Stream, stay: &Stay) -> Option<NaiveDate> {
    let begins = stay.reception.max(world.first_day());
    let wait = if begins == stay.reception { stream.days(9..=32) } else { stream.days(3..=55) };
    let outside = stream.days(2..=14);
    let mut on = begins + wait;
    if let Some(leaving) = &stay.leaving
        && on + TimeDelta::days(2) > leaving.on
    {
        on = leaving.on + outside;
    }
    let on = world.working_day(on);
    (on < world.today()).then_some(on)
}

fn transfer(
    world: &World,
    stream: &mut Stream,
    profile: &Profile,
    stay: &Stay,
) -> Option<(NaiveDate, usize)> {
    let moved = stream.chance(0.08);
    let on = stay.reception.max(world.first_day()) + stream.days(40..=70);
    let from = world
        .of_kind(domain::OrganisationKind::Prison)
        .into_iter()
        .find(|place| *place != profile.prison && world.places[*place].share < 1.0)?;
    let leaves = stay.leaving.as_ref().map(|leaving| leaving.on);
    let fits = on < world.today() && leaves.is_none_or(|leaves| on + TimeDelta::days(20) < leaves);
    (moved && fits && profile.sex == domain::Sex::Male).then_some((on, from))
}
