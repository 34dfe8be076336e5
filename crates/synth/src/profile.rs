//! Who a person is and how they are doing: the causes of everything else.
//!
//! One *severity* is common to all areas of need, so that needs come together; *motivation* falls
//! with severity. Both are hidden: the record has only the answers, and motivation shows weakly in
//! the area of offending and motivation.

use crate::lists::OffenceRow;
use crate::stream::Stream;
use crate::worker::WOMEN;
use crate::world::World;
use chrono::{Days, Months, NaiveDate};
use domain::{Area, Candidate, OrganisationKind, Region, Sex};

/// How motivation goes with severity: its correlation.
const MOTIVATION_FALLS_WITH_SEVERITY: f64 = -0.3;

/// How far motivation shows in the area of offending and motivation, which is all that the record has
/// of it: an evaluation that adjusts for every area still misses part of the confounding.
const SHOWS: f64 = 0.6;

/// Age in years: from, to, share in per cent. 33 % are 30 to 39 and 20 % are 40 to 49 (HMPPS Offender
/// Equalities Annual Report 2022-23); the others are our own guess.
const AGES: [(u32, u32, f64); 6] =
    [(19, 20, 4.0), (21, 29, 28.0), (30, 39, 33.0), (40, 49, 20.0), (50, 59, 11.0), (60, 78, 4.0)];

/// Where people of a prison go to live: probation regions by share.
const HOMES: [(&str, [(Region, f64); 3]); 3] = [
    ("wales", [(Region::Wales, 0.82), (Region::SouthWest, 0.12), (Region::WestMidlands, 0.06)]),
    ("men", [(Region::SouthWest, 0.66), (Region::Wales, 0.12), (Region::WestMidlands, 0.22)]),
    ("women", [(Region::SouthWest, 0.36), (Region::Wales, 0.44), (Region::WestMidlands, 0.20)]),
];

/// Level at which an area is a need that the worker's assessment rates amber at least.
const NEED: f64 = 0.5;

/// Who a person is and how they are doing.
pub(crate) struct Profile {
    pub(crate) sex: Sex,
    pub(crate) born: NaiveDate,
    pub(crate) home: Region,
    /// Place of the prison in the list of organisations.
    pub(crate) prison: usize,
    /// Place of the probation region in the list of organisations.
    pub(crate) probation: usize,
    /// Hidden, in standard deviations.
    pub(crate) severity: f64,
    /// Hidden, in standard deviations.
    pub(crate) motivation: f64,
    /// Level of need by area in the order of [`Area::ALL`], in standard deviations.
    pub(crate) levels: [f64; 10],
    /// Place of the offence group in the list.
    pub(crate) offence: usize,
    /// Sentences before this one.
    pub(crate) earlier_sentences: u32,
}

impl Profile {
    /// Draws a person.
    pub(crate) fn new(world: &World, stream: &mut Stream) -> Self {
        let sex = if stream.chance(WOMEN) { Sex::Female } else { Sex::Male };
        let prison = prison(world, stream, sex);
        let home = home(world, stream, prison, sex);
        let severity = stream.normal();
        let motivation = MOTIVATION_FALLS_WITH_SEVERITY * severity + 0.954 * stream.normal();
        let mut levels = [0.0; 10];
        for (level, row) in levels.iter_mut().zip(&world.lists.areas) {
            let own = (1.0 - row.loading * row.loading).sqrt() * stream.normal();
            *level = row.loading * severity + own + row.shift;
            if row.area == Area::OffendingAndMotivation {
                *level -= SHOWS * motivation;
            }
        }
        Self {
            sex,
            born: born(world, stream),
            home,
            prison,
            probation: probation(world, home),
            severity,
            motivation,
            levels,
            offence: stream.weighted(world.lists.offences.iter().map(|row| row.share)),
            earlier_sentences: earlier_sentences(stream, severity),
        }
    }

    /// Puts the first person of every region, who can sign in at demonstrations, where there is
    /// something to see: a man in the main prison with needs in the three priorities.
    pub(crate) fn demonstrate(&mut self, world: &World) {
        let prisons = world.of_kind(OrganisationKind::Prison);
        self.sex = Sex::Male;
        self.prison = prisons.first().copied().unwrap_or(self.prison);
        self.home = Region::Wales;
        self.probation = probation(world, self.home);
        self.motivation = 0.8;
        for area in [Area::Accommodation, Area::EmploymentAndTraining, Area::Drugs] {
            self.levels[area as usize] = 1.3;
        }
        self.levels[Area::Education as usize] = -0.8;
    }

    /// Returns the level of need in an area.
    pub(crate) const fn level(&self, area: Area) -> f64 {
        self.levels[area as usize]
    }

    /// Returns whether an area is a need.
    pub(crate) fn needs(&self, area: Area) -> bool {
        self.level(area) > NEED
    }

    /// Returns the offence group and what goes with it.
    pub(crate) fn offence<'w>(&self, world: &'w World) -> &'w OffenceRow {
        &world.lists.offences[self.offence]
    }

    /// Returns what decides which services the person can use.
    pub(crate) fn candidate(&self, world: &World) -> Candidate {
        Candidate {
            sex: Some(self.sex),
            age: world.today().years_since(self.born),
            region: Some(self.home.code().to_owned()),
            offences: vec![self.offence(world).group],
        }
    }
}

fn prison(world: &World, stream: &mut Stream, sex: Sex) -> usize {
    let prisons = world.of_kind(OrganisationKind::Prison);
    let share = |place: &usize| {
        let for_women = world.places[*place].share >= 1.0;
        if for_women == (sex == Sex::Female) { world.places[*place].share } else { 0.0 }
    };
    prisons[stream.weighted(prisons.iter().map(share))]
}

fn home(world: &World, stream: &mut Stream, prison: usize, sex: Sex) -> Region {
    let region = world.places[prison].organisation.region.as_deref();
    let row = match (sex, region) {
        (Sex::Female, _) => 2,
        (_, Some("wales")) => 0,
        _ => 1,
    };
    let shares = HOMES[row].1;
    shares[stream.weighted(shares.iter().map(|(_, share)| *share))].0
}

fn probation(world: &World, home: Region) -> usize {
    world
        .of_kind(OrganisationKind::Probation)
        .into_iter()
        .find(|place| world.places[*place].organisation.region.as_deref() == Some(home.code()))
        .expect("there is a probation region for every home region")
}

fn born(world: &World, stream: &mut Stream) -> NaiveDate {
    let (from, to, _) = AGES[stream.weighted(AGES.iter().map(|(_, _, share)| *share))];
    let years = from + u32::try_from(stream.below((to - from + 1) as usize)).unwrap_or(0);
    world.today() - Months::new(12 * years) - Days::new(stream.below(365) as u64)
}

/// Returns how many sentences came before: each further one is likelier for greater severity.
fn earlier_sentences(stream: &mut Stream, severity: f64) -> u32 {
    let again = crate::stream::logistic(0.6 + 0.6 * severity);
    let mut earlier = 0;
    while earlier < 12 && stream.chance(again) {
        earlier += 1;
    }
    earlier
}
