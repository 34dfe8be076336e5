//! An invented release cohort: who takes part, what was known of them, what they did and what they
//! would have done. The model is that of the cohort in `tests/data` (`cohort_small.csv`): 26
//! covariates, records of offending that hang together, and the same things that make people take
//! part and keep them from reoffending, so that the plain difference is wrong by a dozen points.

use std::fmt::Write;

use crate::chance::Chance;
use crate::record::Record;

/// What the programme does to the log of the rate at which people reoffend.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Effect {
    /// The same for everyone; nothing for 0.
    Same(f64),
    /// Twice as much for people with a drug need or under 30, and nothing for others.
    Differs(f64),
}

impl Effect {
    pub(crate) fn scaled(self, by: f64) -> Self {
        match self {
            Self::Same(_) => Self::Same(by),
            Self::Differs(_) => Self::Differs(by),
        }
    }
}

/// How a cohort is made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recipe {
    pub(crate) treated: usize,
    pub(crate) pool: usize,
    pub(crate) effect: Effect,
    /// By how much something unrecorded makes people take part and keeps them from reoffending,
    /// for one standard deviation of it.
    pub(crate) hidden: f64,
    /// Whether taking part also hangs on squares and products of what is recorded.
    pub(crate) bent: bool,
}

/// A cohort.
pub(crate) struct Cohort {
    people: Vec<Person>,
    took_part: Vec<bool>,
    /// Mean effect on those who took part, as a share: what any method should find.
    pub(crate) truth: f64,
}

struct Person {
    known: [f64; 26],
    /// Has a drug need or is under 30.
    responds: bool,
    /// Score for taking part, and log rate of reoffending without the programme.
    score: f64,
    log_rate: f64,
    /// Draw that decides whether they reoffend.
    draw: f64,
}

impl Cohort {
    /// Makes the cohort numbered `stream` of a seed.
    pub(crate) fn new(recipe: &Recipe, seed: u64, stream: u64) -> Self {
        let mut chance = Chance::new(seed, stream);
        let everyone = recipe.treated + recipe.pool;
        let people: Vec<Person> = (0..everyone).map(|_| Person::new(recipe, &mut chance)).collect();
        let mut order: Vec<usize> = (0..everyone).collect();
        order.sort_by(|a, b| people[*b].score.total_cmp(&people[*a].score));
        let mut took_part = vec![false; everyone];
        for person in &order[..recipe.treated] {
            took_part[*person] = true;
        }
        let effects = people.iter().zip(&took_part).filter(|(_, on)| **on);
        let truth = effects.map(|(person, _)| person.truth(recipe.effect)).sum::<f64>();
        Self { people, took_part, truth: truth / recipe.treated as f64 }
    }

    /// Mean effect on those who took part if the programme did something else.
    pub(crate) fn truth_of(&self, effect: Effect) -> f64 {
        let on = self.people.iter().zip(&self.took_part).filter(|(_, on)| **on);
        let (sum, count) = on.fold((0.0, 0.0), |(sum, count), (person, _)| {
            (sum + person.truth(effect), count + 1.0)
        });
        sum / count
    }

    /// Writes the cohort as the file that a study reads.
    pub(crate) fn csv(&self, effect: Effect) -> String {
        let mut text = format!("treated,reoffend,{}\n", crate::record::COVARIATES.join(","));
        for (person, on) in self.people.iter().zip(&self.took_part) {
            let away = if *on { person.effect(effect) } else { 0.0 };
            // Weibull times within the year: the draw is an exponential.
            let reoffends = person.draw <= (person.log_rate + away).exp();
            let _ = write!(text, "{},{}", u8::from(*on), u8::from(reoffends));
            for value in person.known {
                if value.fract() == 0.0 {
                    let _ = write!(text, ",{}", value as i64);
                } else {
                    let _ = write!(text, ",{value:.5}");
                }
            }
            text.push('\n');
        }
        text
    }
}

impl Person {
    fn effect(&self, effect: Effect) -> f64 {
        match effect {
            Effect::Same(size) => size,
            Effect::Differs(size) if self.responds => 2.0 * size,
            Effect::Differs(_) => 0.0,
        }
    }

    /// The change in the chance to reoffend within a year.
    fn truth(&self, effect: Effect) -> f64 {
        let chance = |log_rate: f64| 1.0 - (-log_rate.exp()).exp();
        chance(self.log_rate + self.effect(effect)) - chance(self.log_rate)
    }

    fn new(recipe: &Recipe, chance: &mut Chance) -> Self {
        let record = Record::new(chance);
        let hidden = recipe.hidden * chance.normal();
        let bend = if recipe.bent { record.bend() } else { 0.0 };
        Self {
            known: record.columns(),
            responds: record.need == 1.0 || record.age < 30.0,
            score: record.score() + hidden + bend + chance.gumbel(),
            log_rate: record.log_rate() - hidden,
            draw: chance.exponential(),
        }
    }
}
