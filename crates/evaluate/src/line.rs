//! The pool as a line: in order of cell, score and row, so that whoever is near stands in one
//! stretch. Sees the score and nothing of what happened afterwards.

use std::sync::Arc;

use crate::design::Design;
use crate::matching::{Nearest, Ties};
use crate::sets::{Order, Part, Set, Sets};

/// Scores this close are the same score. Equal covariates give equal bits; sums in another order
/// differ by less than this.
pub(crate) const SAME_SCORE: f64 = 1e-12;

/// The pool in order of (cell, position, row), and the treated who look for matches in it.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Place of each person on the scale.
    pub(crate) position: Arc<Vec<f64>>,
    order: Arc<Order>,
    /// Treated people by descending position, then row, with the stretch of the pool that is in
    /// their cell.
    seekers: Vec<(usize, usize, usize)>,
}

impl Line {
    pub(crate) fn new(design: &Design, position: Arc<Vec<f64>>) -> Self {
        let side = |on: bool| (0..design.treated.len()).filter(move |at| design.treated[*at] == on);
        let mut treated: Vec<usize> = side(true).collect();
        // Sorted by value with its keys beside it: looking keys up while sorting a million people
        // takes five times as long.
        let key = |at: usize| (design.cell[at], ascending(position[at]), at as u32);
        let mut keyed: Vec<(u32, u64, u32)> = side(false).map(key).collect();
        keyed.sort_unstable();
        treated.sort_unstable_by_key(|at| (!ascending(position[*at]), *at));
        let cell_bounds = |person: usize| {
            let cell = design.cell[person];
            let start = keyed.partition_point(|(other, ..)| *other < cell);
            (person, start, keyed.partition_point(|(other, ..)| *other <= cell))
        };
        let seekers = treated.into_iter().map(cell_bounds).collect();
        let order = Order {
            at: keyed.iter().map(|(.., person)| position[*person as usize]).collect(),
            cell: keyed.iter().map(|(cell, ..)| *cell).collect(),
            pool: keyed.into_iter().map(|(.., person)| person).collect(),
            ..Order::default()
        };
        Self { position, order: Arc::new(order), seekers }
    }

    /// Returns where a person stands: on the scale, then by row.
    fn place(&self, person: u32) -> (f64, usize) {
        (self.position[person as usize], person as usize)
    }

    /// Returns the part of `start..end` whose positions lie within `reach` of `from`.
    fn within(&self, from: f64, reach: f64, (start, end): (usize, usize)) -> (usize, usize) {
        let stretch = &self.order.at[start..end];
        // Written as a difference, because that is how the caliper is defined to the last bit.
        let first = stretch.partition_point(|at| from - at > reach);
        let past = stretch.partition_point(|at| at - from <= reach);
        (start + first, start + past.max(first))
    }

    /// Everyone within `reach`, sharing equally.
    pub(crate) fn radius(&self, reach: f64) -> Sets {
        let sets = self.seekers.iter().filter_map(|&(treated, start, end)| {
            let (first, past) = self.within(self.position[treated], reach, (start, end));
            let weight = 1.0 / (past - first) as f64;
            (past > first)
                .then(|| Set { treated, parts: vec![Part { start: first, end: past, weight }] })
        });
        self.sets(sets.collect(), 0)
    }

    /// The nearest, with replacement.
    pub(crate) fn with_replacement(&self, nearest: &Nearest, limit: f64) -> Sets {
        let (mut sets, mut decided_by_row) = (Vec::new(), 0);
        for &(treated, start, end) in &self.seekers {
            let from = self.position[treated];
            let allowed = self.within(from, limit, (start, end));
            let (first, past) = self.nearest_window(treated, nearest.k, allowed);
            if past == first {
                continue;
            }
            let farthest = (from - self.order.at[first]).max(self.order.at[past - 1] - from);
            let tied = self.within(from, farthest + SAME_SCORE, allowed);
            let whole = Part { start: first, end: past, weight: 1.0 / (past - first) as f64 };
            let parts = if tied == (first, past) {
                vec![whole]
            } else if nearest.ties == Ties::RowOrder {
                decided_by_row += 1;
                vec![whole]
            } else {
                self.shared(from, farthest, nearest.k, tied)
            };
            sets.push(Set { treated, parts });
        }
        self.sets(sets, decided_by_row)
    }

    /// Splits the tied stretch: those nearer than the k-th keep 1/k each, and those at the k-th
    /// distance, on either side, share the rest equally.
    fn shared(&self, from: f64, farthest: f64, k: usize, tied: (usize, usize)) -> Vec<Part> {
        let (first, past) = tied;
        let stretch = &self.order.at[first..past];
        let nearer = farthest - SAME_SCORE;
        let inner = first + stretch.partition_point(|at| from - at >= nearer);
        let inner_end = (first + stretch.partition_point(|at| at - from < nearer)).max(inner);
        let each = 1.0 / k as f64;
        let rest = 1.0 - (inner_end - inner) as f64 * each;
        let share = rest / ((past - first) - (inner_end - inner)) as f64;
        [(first, inner, share), (inner, inner_end, each), (inner_end, past, share)]
            .into_iter()
            .filter(|(start, end, _)| end > start)
            .map(|(start, end, weight)| Part { start, end, weight })
            .collect()
    }

    /// Returns the `k` nearest as one stretch, walking outward from where the treated person would
    /// stand in the order of (position, row). Below, a later row comes first; above, an earlier.
    fn nearest_window(&self, treated: usize, k: usize, allowed: (usize, usize)) -> (usize, usize) {
        let from = self.position[treated];
        let (low, high) = allowed;
        let own = self.order.pool[low..high]
            .partition_point(|other| self.place(*other) < (from, treated));
        let (mut first, mut past) = (low + own, low + own);
        while past - first < k && (first > low || past < high) {
            let below = if first > low { from - self.order.at[first - 1] } else { f64::INFINITY };
            let above = if past < high { self.order.at[past] - from } else { f64::INFINITY };
            if below <= above { first -= 1 } else { past += 1 }
        }
        (first, past)
    }

    /// The treated take turns by descending score, one neighbour a round, k rounds; whoever is
    /// taken is gone.
    pub(crate) fn without_replacement(&self, k: usize, limit: f64) -> Sets {
        let mut free = Free::new(self.order.pool.len());
        let mut taken: Vec<Vec<usize>> = vec![Vec::new(); self.seekers.len()];
        let mut decided_by_row = 0;
        for _ in 0..k {
            for (turn, &(treated, start, end)) in self.seekers.iter().enumerate() {
                let Some((place, tied)) =
                    self.nearest_free(treated, (start, end), limit, &mut free)
                else {
                    continue;
                };
                free.take(place);
                decided_by_row += usize::from(tied);
                taken[turn].push(place);
            }
        }
        let turns = self.seekers.iter().zip(taken).filter(|(_, places)| !places.is_empty());
        let sets = turns.map(|(&(treated, ..), places)| {
            let weight = 1.0 / places.len() as f64;
            let part = |start: usize| Part { start, end: start + 1, weight };
            Set { treated, parts: places.into_iter().map(part).collect() }
        });
        self.sets(sets.collect(), decided_by_row)
    }

    fn sets(&self, sets: Vec<Set>, decided_by_row: usize) -> Sets {
        Sets { order: Arc::clone(&self.order), sets, decided_by_row, ..Sets::default() }
    }

    /// Returns the place of the nearest free pool person, and whether another was as near.
    fn nearest_free(
        &self,
        treated: usize,
        (start, end): (usize, usize),
        limit: f64,
        free: &mut Free,
    ) -> Option<(usize, bool)> {
        let from = self.position[treated];
        let own = start
            + self.order.pool[start..end]
                .partition_point(|other| self.place(*other) < (from, treated));
        let below = free.below(own).filter(|place| *place >= start);
        let above = free.above(own).filter(|place| *place < end);
        let distance = |place: usize| (self.order.at[place] - from).abs();
        let place = match (below, above) {
            (Some(below), Some(above)) if distance(below) <= distance(above) => below,
            (_, Some(above)) => above,
            (below, None) => below?,
        };
        if distance(place) > limit {
            return None;
        }
        let beyond = free.below(place).filter(|next| *next >= start);
        let after = free.above(place + 1).filter(|next| *next < end);
        let as_near = |other: &usize| (distance(*other) - distance(place)).abs() <= SAME_SCORE;
        let tied = [below, above, beyond, after].into_iter().flatten();
        Some((place, tied.filter(|other| *other != place).any(|other| as_near(&other))))
    }
}

/// Returns bits that order as numbers do ([`f64::total_cmp`]).
pub(crate) fn ascending(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// Which places of the pool are still free: two forests that skip over stretches already taken,
/// so that a million picks stay fast.
struct Free {
    /// Next free place at or after each place.
    up: Vec<usize>,
    /// One past the next free place before each place.
    down: Vec<usize>,
}

impl Free {
    fn new(places: usize) -> Self {
        Self { up: (0..=places).collect(), down: (0..=places).collect() }
    }

    fn above(&mut self, place: usize) -> Option<usize> {
        let root = root(&mut self.up, place);
        (root + 1 < self.up.len()).then_some(root)
    }

    fn below(&mut self, place: usize) -> Option<usize> {
        root(&mut self.down, place).checked_sub(1)
    }

    fn take(&mut self, place: usize) {
        self.up[place] = place + 1;
        self.down[place + 1] = place;
    }
}

/// Follows a chain to its end, shortening it on the way.
fn root(next: &mut [usize], mut place: usize) -> usize {
    while next[place] != place {
        next[place] = next[next[place]];
        place = next[place];
    }
    place
}
