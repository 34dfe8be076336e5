//! Choosing the comparison group: nearest neighbours or everyone within a radius, inside exact
//! cells. Sees the score and nothing of what happened afterwards.

use crate::design::Design;
use crate::interval::mean_and_variance;
use crate::refusal::Refusal;
use crate::score::Score;
use crate::sets::{Part, Set, Sets};

/// Scores this close are the same score. Equal covariates give equal bits; sums in another order
/// differ by less than this.
const SAME_SCORE: f64 = 1e-12;

/// How the comparison is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Method {
    /// Everyone against everyone, unadjusted.
    None,
    /// Everyone against everyone, adjusted for the covariates by least squares.
    Regression,
    /// The nearest pool people of each treated person.
    Nearest(Nearest),
    /// All pool people within a distance of each treated person.
    Radius(Radius),
}

/// Nearest neighbour matching.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearest {
    /// Neighbours for each treated person, at least 1.
    pub k: usize,
    /// Whether a pool person may be used more than once.
    pub replace: bool,
    /// Farthest neighbour allowed: in sd of the log odds over everyone on [`Scale::Logit`],
    /// absolute on [`Scale::Score`]. `None` for no limit.
    pub caliper: Option<f64>,
    /// Scale distances are measured on.
    pub scale: Scale,
    /// What to do with equal distances, with replacement.
    pub ties: Ties,
}

/// Radius matching.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Radius {
    /// Radius: in sd of the log odds over everyone on [`Scale::Logit`], absolute on
    /// [`Scale::Score`].
    pub caliper: f64,
    /// Scale distances are measured on.
    pub scale: Scale,
}

/// Scale distances are measured on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Log odds of taking part.
    Logit,
    /// Probability of taking part.
    Score,
}

/// What to do when several pool people are equally far away, at the k-th place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// All of them share what weight is left, so that the order of rows changes nothing.
    Share,
    /// The order of rows decides, exactly as MatchIt 4.7 does it. For comparing with it.
    RowOrder,
}

/// What a method comes to.
pub(crate) struct Choice {
    pub(crate) score: Option<Score>,
    /// Place of each person on the scale that distances are measured on.
    pub(crate) position: Option<Vec<f64>>,
    pub(crate) sets: Option<Sets>,
    pub(crate) weights: Vec<f64>,
}

/// Applies the method.
pub(crate) fn choose(design: &Design, method: &Method) -> Result<Choice, Refusal> {
    let (scale, caliper) = match method {
        Method::None => return Ok(everyone(design)),
        Method::Regression if design.covariates.is_empty() => return Err(Refusal::NoCovariates),
        Method::Regression => return Ok(everyone(design)),
        Method::Nearest(nearest) => (nearest.scale, nearest.caliper),
        Method::Radius(radius) => (radius.scale, Some(radius.caliper)),
    };
    let score = Score::fit(&design.treated, &design.covariates)?;
    let (position, unit) = match scale {
        Scale::Logit => {
            let spread =
                mean_and_variance(&score.logit).map_or(0.0, |(_, variance)| variance.sqrt());
            (score.logit.clone(), spread)
        }
        Scale::Score => (score.probability(), 1.0),
    };
    let limit = caliper.map_or(f64::INFINITY, |caliper| caliper * unit);
    let line = Line::new(design, &position);
    let sets = match method {
        Method::Nearest(nearest) if nearest.replace => line.with_replacement(nearest, limit),
        Method::Nearest(nearest) => line.without_replacement(nearest.k, limit),
        _ => line.radius(limit),
    };
    if sets.sets.is_empty() {
        return Err(Refusal::NobodyMatched);
    }
    let (weights, _) = sets.weights(design.treated.len());
    Ok(Choice { score: Some(score), position: Some(position), sets: Some(sets), weights })
}

fn everyone(design: &Design) -> Choice {
    Choice { score: None, position: None, sets: None, weights: vec![1.0; design.treated.len()] }
}

/// The pool in order of (cell, position, row), and the treated who look for matches in it.
struct Line<'a> {
    position: &'a [f64],
    pool: Vec<usize>,
    /// Positions of the pool, in its order.
    at: Vec<f64>,
    /// Treated people by descending position, then row, with the stretch of the pool that is in
    /// their cell.
    seekers: Vec<(usize, usize, usize)>,
}

impl<'a> Line<'a> {
    fn new(design: &Design, position: &'a [f64]) -> Self {
        let place = |a: &usize, b: &usize| {
            let by_cell = design.cell[*a].cmp(&design.cell[*b]);
            by_cell.then(position[*a].total_cmp(&position[*b])).then(a.cmp(b))
        };
        let people = 0..design.treated.len();
        let (mut treated, mut pool): (Vec<usize>, Vec<usize>) =
            people.partition(|person| design.treated[*person]);
        pool.sort_unstable_by(place);
        treated.sort_unstable_by(|a, b| position[*b].total_cmp(&position[*a]).then(a.cmp(b)));
        let cell_bounds = |person: usize| {
            let cell = design.cell[person];
            let start = pool.partition_point(|other| design.cell[*other] < cell);
            (person, start, pool.partition_point(|other| design.cell[*other] <= cell))
        };
        let seekers = treated.into_iter().map(cell_bounds).collect();
        Self { position, at: pool.iter().map(|person| position[*person]).collect(), seekers, pool }
    }

    /// Returns the part of `start..end` whose positions lie within `reach` of `from`.
    fn within(&self, from: f64, reach: f64, (start, end): (usize, usize)) -> (usize, usize) {
        let stretch = &self.at[start..end];
        // Written as a difference, because that is how the caliper is defined to the last bit.
        let first = stretch.partition_point(|at| from - at > reach);
        let past = stretch.partition_point(|at| at - from <= reach);
        (start + first, start + past.max(first))
    }

    fn radius(self, reach: f64) -> Sets {
        let sets = self.seekers.iter().filter_map(|&(treated, start, end)| {
            let (first, past) = self.within(self.position[treated], reach, (start, end));
            let weight = 1.0 / (past - first) as f64;
            (past > first)
                .then(|| Set { treated, parts: vec![Part { start: first, end: past, weight }] })
        });
        Sets { sets: sets.collect(), pool: self.pool, decided_by_row: 0 }
    }

    fn with_replacement(self, nearest: &Nearest, limit: f64) -> Sets {
        let mut sets = Sets::default();
        for &(treated, start, end) in &self.seekers {
            let from = self.position[treated];
            let allowed = self.within(from, limit, (start, end));
            let (first, past) = self.nearest_window(treated, nearest.k, allowed);
            if past == first {
                continue;
            }
            let farthest = (from - self.at[first]).max(self.at[past - 1] - from);
            let tied = self.within(from, farthest + SAME_SCORE, allowed);
            let whole = Part { start: first, end: past, weight: 1.0 / (past - first) as f64 };
            let parts = if tied == (first, past) {
                vec![whole]
            } else if nearest.ties == Ties::RowOrder {
                sets.decided_by_row += 1;
                vec![whole]
            } else {
                self.shared(from, farthest, nearest.k, tied)
            };
            sets.sets.push(Set { treated, parts });
        }
        Sets { pool: self.pool, ..sets }
    }

    /// Splits the tied stretch: those nearer than the k-th keep 1/k each, and those at the k-th
    /// distance, on either side, share the rest equally.
    fn shared(&self, from: f64, farthest: f64, k: usize, tied: (usize, usize)) -> Vec<Part> {
        let (first, past) = tied;
        let stretch = &self.at[first..past];
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
        let own = self.pool[low..high]
            .partition_point(|other| (self.position[*other], *other) < (from, treated));
        let (mut first, mut past) = (low + own, low + own);
        while past - first < k && (first > low || past < high) {
            let below = if first > low { from - self.at[first - 1] } else { f64::INFINITY };
            let above = if past < high { self.at[past] - from } else { f64::INFINITY };
            if below <= above { first -= 1 } else { past += 1 }
        }
        (first, past)
    }

    /// The treated take turns by descending score, one neighbour a round, k rounds; whoever is
    /// taken is gone.
    fn without_replacement(self, k: usize, limit: f64) -> Sets {
        let mut free = Free::new(self.pool.len());
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
        Sets { sets: sets.collect(), pool: self.pool, decided_by_row }
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
            + self.pool[start..end]
                .partition_point(|other| (self.position[*other], *other) < (from, treated));
        let below = free.below(own).filter(|place| *place >= start);
        let above = free.above(own).filter(|place| *place < end);
        let distance = |place: usize| (self.at[place] - from).abs();
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
