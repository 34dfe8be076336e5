//! Who is compared with whom: for each treated person, stretches of the pool and the weight that
//! each person in a stretch gets.
//!
//! The pool is kept in order of cell and score, so the people within a radius, or the k nearest
//! with their ties, are a few stretches and not a list of thousands.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::tree::Tree;

/// One stretch of the ordered pool.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// First place in the ordered pool.
    pub start: usize,
    /// One past the last place.
    pub end: usize,
    /// Weight of each person in the stretch.
    pub weight: f64,
}

/// The comparison of one treated person. Its weights add up to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    /// The treated person.
    pub treated: usize,
    /// Their comparison.
    pub parts: Vec<Part>,
}

/// The pool in its order: by cell, then score, then row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Order {
    pub(crate) pool: Vec<u32>,
    /// Place of each on the scale that distances are measured on; empty for comparisons made
    /// elsewhere.
    pub(crate) at: Vec<f64>,
    /// Exact cell of each; empty with `at`.
    pub(crate) cell: Vec<u32>,
    /// The stretch of those nearest to each, found when first asked for: it is the same for every
    /// outcome that is known of all.
    pub(crate) near: OnceLock<Vec<(u32, u32)>>,
}

/// All the comparisons of a study.
#[derive(Clone, Debug, Default)]
pub struct Sets {
    pub(crate) order: Arc<Order>,
    pub(crate) sets: Vec<Set>,
    /// Times that the order of rows in the file decided between equals.
    pub(crate) decided_by_row: usize,
    /// What [`Sets::reused`] is when every set is in use as it was made.
    pub(crate) reused: OnceLock<Vec<f64>>,
}

/// What the comparison of one treated person comes to on one outcome.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gap {
    /// Which of the sets.
    pub(crate) set: usize,
    /// Own outcome minus the weighted mean of the comparison.
    pub(crate) gap: f64,
    /// What the weights of the set are multiplied by, so that those of the people with a known
    /// outcome add up to 1.
    pub(crate) scale: f64,
}

/// What one set comes to on an outcome of 0 and 1.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted {
    /// The treated person's outcome.
    pub(crate) own: f64,
    /// Others whose outcome is known.
    pub(crate) known: usize,
    /// Those of them with a 1.
    pub(crate) events: usize,
}

impl Set {
    /// Returns how many people the treated person is compared with.
    fn others(&self) -> usize {
        self.parts.iter().map(|part| part.end - part.start).sum()
    }
}

impl Sets {
    /// Returns each treated person in use with their comparison, as (person, weight).
    pub fn each(&self) -> impl Iterator<Item = (usize, impl Iterator<Item = (usize, f64)>)> {
        self.sets.iter().map(|set| (set.treated, self.members(set)))
    }

    /// Builds sets from lists of members who share equally, for comparisons made elsewhere.
    #[must_use]
    pub fn from_members(lists: impl Iterator<Item = (usize, Vec<usize>)>) -> Self {
        let (mut pool, mut sets) = (Vec::new(), Vec::new());
        let mut places = HashMap::new();
        for (treated, members) in lists {
            let weight = 1.0 / members.len() as f64;
            let part = |person: &usize| {
                let start = *places.entry(*person).or_insert_with(|| {
                    // A table has far fewer rows than this can count (see read::MOST_ROWS).
                    pool.push(*person as u32);
                    pool.len() - 1
                });
                Part { start, end: start + 1, weight }
            };
            sets.push(Set { treated, parts: members.iter().map(part).collect() });
        }
        Self { order: Arc::new(Order { pool, ..Order::default() }), sets, ..Self::default() }
    }

    /// Returns how often the order of rows decided between people with the same score.
    #[must_use]
    pub fn decided_by_row(&self) -> usize {
        self.decided_by_row
    }

    /// Returns everyone's weight: 1 for a treated person in use, the sum of the weights received
    /// for a person in the pool.
    pub(crate) fn weights(&self, people: usize) -> Vec<f64> {
        self.weights_in_use(people, self.sets.iter().map(|set| (set, 1.0)))
    }

    /// The same among those whose outcome is known.
    pub(crate) fn weights_of_known(&self, values: &[f64]) -> Vec<f64> {
        let gaps = self.gaps(values);
        let uses = gaps.iter().map(|found| (&self.sets[found.set], found.scale));
        let mut weights = self.weights_in_use(values.len(), uses);
        for (weight, _) in weights.iter_mut().zip(values).filter(|(_, value)| value.is_nan()) {
            *weight = 0.0;
        }
        weights
    }

    fn weights_in_use<'a>(
        &self,
        people: usize,
        uses: impl Iterator<Item = (&'a Set, f64)> + Clone,
    ) -> Vec<f64> {
        let mut weights = vec![0.0; people];
        for (place, received) in self.received(uses.clone(), |weight| weight).iter().enumerate() {
            weights[self.order.pool[place] as usize] += received;
        }
        uses.for_each(|(set, _)| weights[set.treated] = 1.0);
        weights
    }

    /// Returns the sum over sets of `part` of the scaled weight that each place of the pool gets.
    pub(crate) fn received<'a>(
        &self,
        uses: impl Iterator<Item = (&'a Set, f64)>,
        part: impl Fn(f64) -> f64,
    ) -> Vec<f64> {
        let mut tree = Tree::zeros(self.order.pool.len());
        for (set, scale) in uses {
            for stretch in &set.parts {
                tree.add(stretch.start, stretch.end, part(stretch.weight * scale));
            }
        }
        tree.spread()
    }

    /// Returns the outcome of everyone in the pool, in its order.
    pub(crate) fn of_pool(&self, values: &[f64]) -> Vec<f64> {
        self.order.pool.iter().map(|person| values[*person as usize]).collect()
    }

    /// Returns of each place of the pool the square of the sum of the weights it received less the
    /// sum of their squares: 0 for whoever was used once.
    pub(crate) fn reused(&self, gaps: &[Gap]) -> Cow<'_, [f64]> {
        let reused = || {
            let uses = || gaps.iter().map(|found| (&self.sets[found.set], found.scale));
            let mut sums = self.received(uses(), |weight| weight);
            let squares = self.received(uses(), |weight| weight * weight);
            sums.iter_mut().zip(squares).for_each(|(sum, square)| *sum = *sum * *sum - square);
            sums
        };
        if gaps.len() == self.sets.len() && gaps.iter().all(|found| found.scale == 1.0) {
            Cow::Borrowed(self.reused.get_or_init(reused))
        } else {
            Cow::Owned(reused())
        }
    }

    /// Returns the gap of every treated person whose outcome is known and whose comparison has
    /// somebody whose outcome is known.
    pub(crate) fn gaps(&self, values: &[f64]) -> Vec<Gap> {
        self.gaps_to(values, &self.of_pool(values))
    }

    /// The same, with the outcomes of the pool in its order.
    pub(crate) fn gaps_to(&self, values: &[f64], pool: &[f64]) -> Vec<Gap> {
        let known = |value: &f64| if value.is_nan() { 0.0 } else { *value };
        let sums = Tree::of(pool.iter().map(known));
        let known = pool
            .iter()
            .any(|value| value.is_nan())
            .then(|| Tree::of(pool.iter().map(|value| f64::from(u8::from(!value.is_nan())))));
        let mut gaps = Vec::with_capacity(self.sets.len());
        for (at, set) in self.sets.iter().enumerate() {
            let own = values[set.treated];
            let over = |tree: &Tree| -> f64 {
                let parts = set.parts.iter();
                parts.map(|part| part.weight * tree.sum(part.start, part.end)).sum()
            };
            let scale = known.as_ref().map_or(1.0, |known| 1.0 / over(known));
            if !own.is_nan() && scale.is_finite() {
                gaps.push(Gap { set: at, gap: own - over(&sums) * scale, scale });
            }
        }
        gaps
    }

    /// Returns how many people the largest set compares its treated person with.
    pub(crate) fn largest(&self) -> usize {
        self.sets.iter().map(Set::others).max().unwrap_or(0)
    }

    /// Returns how many people all sets compare with together, each counted as often as used.
    pub(crate) fn places(&self) -> usize {
        self.sets.iter().map(Set::others).sum()
    }

    /// Counts each set's people and events, for outcomes of 0 and 1.
    pub(crate) fn counts<'a>(&'a self, values: &'a [f64]) -> impl Iterator<Item = Counted> + 'a {
        let of_pool = || self.order.pool.iter().map(|person| values[*person as usize]);
        let (mut known, mut events) = (vec![0], vec![0]);
        for value in of_pool() {
            known.push(known[known.len() - 1] + usize::from(!value.is_nan()));
            events.push(events[events.len() - 1] + usize::from(value == 1.0));
        }
        self.sets.iter().map(move |set| {
            let over = |sums: &[usize]| {
                set.parts.iter().map(|part| sums[part.end] - sums[part.start]).sum()
            };
            Counted { own: values[set.treated], known: over(&known), events: over(&events) }
        })
    }

    fn members(&self, set: &Set) -> impl Iterator<Item = (usize, f64)> {
        set.parts.iter().flat_map(|part| {
            let pool = self.order.pool[part.start..part.end].iter();
            pool.map(|person| (*person as usize, part.weight))
        })
    }
}
