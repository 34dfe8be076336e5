//! People out of pairs: records that are joined, one after the other, by pairs above a threshold.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::convert::Infallible;
use std::io;

use crate::kept::Kept;
use crate::linker::{Linker, Pair, probability, weight_of};
use crate::refusal::Refusal;

/// Most records of one person, unless told otherwise.
pub const LARGEST_CLUSTER: usize = 1_000;

/// Which records are one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clusters {
    /// By record: the first record of its person.
    pub of: Vec<u32>,
}

/// What one cluster looks like.
#[derive(Clone, Debug, PartialEq)]
pub struct Quality {
    /// Its first record.
    pub first: u32,
    /// Its records.
    pub size: usize,
    /// Pairs above the threshold among them.
    pub pairs: usize,
    /// Pairs, divided by those that there could be.
    pub density: f64,
    /// Pairs without which it would fall apart.
    pub bridges: usize,
    /// The least weight of a pair in it.
    pub least_weight: f64,
}

/// Sets that can be joined (Galler and Fischer, 1964), each known by its smallest member.
struct Joined {
    parent: Vec<u32>,
    size: Vec<u32>,
}

impl Joined {
    fn new(records: usize) -> Self {
        Self { parent: (0..records as u32).collect(), size: vec![1; records] }
    }

    fn find(&mut self, mut record: u32) -> u32 {
        while self.parent[record as usize] != record {
            let above = self.parent[self.parent[record as usize] as usize];
            self.parent[record as usize] = above;
            record = above;
        }
        record
    }

    /// Joins two sets; returns the size of what is then one.
    fn join(&mut self, a: u32, b: u32) -> u32 {
        let (a, b) = (self.find(a), self.find(b));
        if a == b {
            return self.size[a as usize];
        }
        let (first, second) = (a.min(b), a.max(b));
        self.parent[second as usize] = first;
        self.size[first as usize] += self.size[second as usize];
        self.size[first as usize]
    }

    fn into_clusters(mut self) -> Clusters {
        Clusters { of: (0..self.parent.len() as u32).map(|record| self.find(record)).collect() }
    }
}

impl Clusters {
    /// Joins the records of pairs of at least a weight.
    #[must_use]
    pub fn connected(records: usize, pairs: &[Pair], least_weight: f64) -> Self {
        let pairs = pairs.iter().copied().map(Ok::<Pair, Infallible>);
        let Ok(clusters) = Self::joined(records, pairs, least_weight);
        clusters
    }

    fn joined<E>(
        records: usize,
        pairs: impl Iterator<Item = Result<Pair, E>>,
        least_weight: f64,
    ) -> Result<Self, E> {
        let mut joined = Joined::new(records);
        for pair in pairs {
            let pair = pair?;
            if pair.weight >= least_weight {
                joined.join(pair.left, pair.right);
            }
        }
        Ok(joined.into_clusters())
    }

    /// Joins the surest pairs first, and leaves out one that would bring two records of one source
    /// together: for sources without duplicates.
    #[must_use]
    pub fn one_of_each(pairs: &[Pair], least_weight: f64, sources: &[u32]) -> Self {
        let mut chosen: Vec<&Pair> =
            pairs.iter().filter(|pair| pair.weight >= least_weight).collect();
        chosen.sort_by(|a, b| {
            b.weight.total_cmp(&a.weight).then((a.left, a.right).cmp(&(b.left, b.right)))
        });
        let mut joined = Joined::new(sources.len());
        let mut held: HashMap<u32, Vec<u32>> = HashMap::new();
        for pair in chosen {
            let (a, b) = (joined.find(pair.left), joined.find(pair.right));
            if a == b {
                continue;
            }
            let of = |held: &HashMap<u32, Vec<u32>>, root: u32| {
                held.get(&root).cloned().unwrap_or_else(|| vec![sources[root as usize]])
            };
            let (mut own, other) = (of(&held, a), of(&held, b));
            if own.iter().any(|source| other.contains(source)) {
                continue;
            }
            own.extend(other);
            joined.join(a, b);
            held.insert(a.min(b), own);
        }
        joined.into_clusters()
    }

    /// Returns the number of people.
    #[must_use]
    pub fn count(&self) -> usize {
        self.of.iter().enumerate().filter(|(at, first)| *at as u32 == **first).count()
    }

    /// Returns the number of people with more than one record.
    #[must_use]
    pub fn shared(&self) -> usize {
        self.sizes().into_iter().filter(|size| *size > 1).count()
    }

    /// Returns the size of the largest cluster and its first record; of several the one that comes
    /// first.
    #[must_use]
    pub fn largest(&self) -> Option<(usize, u32)> {
        let sizes = self.sizes().into_iter().enumerate();
        let (first, size) = sizes.max_by_key(|(first, size)| (*size, Reverse(*first)))?;
        Some((size as usize, first as u32))
    }

    /// Returns the pairs of records that are one person.
    #[must_use]
    pub fn pairs(&self) -> u64 {
        self.sizes().into_iter().map(|size| size * size.saturating_sub(1) / 2).sum()
    }

    fn sizes(&self) -> Vec<u64> {
        let mut sizes = vec![0_u64; self.of.len()];
        for first in &self.of {
            sizes[*first as usize] += 1;
        }
        sizes
    }

    /// Returns what each cluster of more than one record looks like, the largest first.
    #[must_use]
    pub fn quality(&self, pairs: &[Pair], least_weight: f64) -> Vec<Quality> {
        let sizes = self.sizes();
        let mut of: HashMap<u32, Vec<&Pair>> = HashMap::new();
        let kept = pairs.iter().filter(|pair| {
            pair.weight >= least_weight
                && self.of[pair.left as usize] == self.of[pair.right as usize]
        });
        for pair in kept {
            of.entry(self.of[pair.left as usize]).or_default().push(pair);
        }
        let mut found: Vec<Quality> = of
            .into_iter()
            .map(|(first, pairs)| {
                let size = sizes[first as usize] as usize;
                let possible = size * (size - 1) / 2;
                Quality {
                    first,
                    size,
                    pairs: pairs.len(),
                    density: pairs.len() as f64 / possible as f64,
                    bridges: bridges(&pairs),
                    least_weight: pairs.iter().map(|own| own.weight).fold(f64::MAX, f64::min),
                }
            })
            .collect();
        found.sort_by_key(|own| (Reverse(own.size), own.first));
        found
    }
}

impl Linker {
    /// Joins the records of pairs of at least a weight, unless more than so many would be one person.
    ///
    /// # Errors
    /// [`Refusal::Monster`], with the weight that would keep them apart, and pairs that were spilled and
    /// cannot be read back.
    pub fn clusters(
        &self,
        pairs: &Kept,
        least_weight: f64,
        largest: usize,
    ) -> Result<Clusters, Refusal> {
        let unreadable = |error| pairs.unreadable(&error);
        let records = self.records.len();
        let clusters = Clusters::joined(records, pairs.each(), least_weight).map_err(unreadable)?;
        match clusters.largest() {
            Some((size, first)) if size > largest => Err(Refusal::Monster {
                threshold: shown(least_weight),
                size,
                limit: largest,
                example: self.records.id(first),
                splits_at: splits_at(records, pairs, largest).map_err(unreadable)?.map(shown),
            }),
            _ => Ok(clusters),
        }
    }
}

/// Returns the lowest weight, rounded up to a hundredth, at which no cluster is too large, where there is
/// one. Pairs that are not held cannot be sorted, so it is searched for: a cluster that is too large at
/// some weight is at every lower one.
fn splits_at(records: usize, pairs: &Kept, largest: usize) -> io::Result<Option<f64>> {
    let (mut low, mut high) = (f64::MAX, f64::MIN);
    for pair in pairs.each() {
        let weight = pair?.weight;
        if weight.is_finite() {
            (low, high) = (low.min(weight), high.max(weight));
        }
    }
    let is_too_large = |hundredths: f64| {
        let clusters = Clusters::joined(records, pairs.each(), hundredths / 100.0)?;
        io::Result::Ok(clusters.largest().is_some_and(|(size, _)| size > largest))
    };
    let (mut low, mut high) = ((low * 100.0).floor() - 1.0, (high * 100.0).floor() + 1.0);
    if low > high || is_too_large(high)? {
        return Ok(None);
    }
    while high - low > 1.0 {
        let middle = ((low + high) / 2.0).floor();
        if is_too_large(middle)? {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(Some(high / 100.0))
}

/// Returns a threshold as it is asked for, a probability, and in bits. It has as few digits as tell it, and
/// is rounded up, so that it does not ask for less.
fn shown(weight: f64) -> String {
    let of_digits = |digits: i32| {
        let tens = 10_f64.powi(digits);
        // What a probability was made of comes back a little off.
        (probability(weight) * tens - 1e-6).ceil() / tens
    };
    let is_near = |share: &f64| *share < 1.0 && (weight_of(*share) - weight).abs() < 0.05;
    let share = (1..=12).map(of_digits).find(is_near).unwrap_or_else(|| probability(weight));
    format!("{share} ({weight:.2} bits)")
}

/// Counts the pairs without which their records would not hang together (Tarjan, 1974), without
/// recursion, because clusters can be long chains.
fn bridges(pairs: &[&Pair]) -> usize {
    let mut places: HashMap<u32, usize> = HashMap::new();
    let mut next: Vec<Vec<(usize, usize)>> = Vec::new();
    for (edge, pair) in pairs.iter().enumerate() {
        let mut place = |record: u32| {
            let fresh = places.len();
            let at = *places.entry(record).or_insert(fresh);
            if at == next.len() {
                next.push(Vec::new());
            }
            at
        };
        let (a, b) = (place(pair.left), place(pair.right));
        next[a].push((b, edge));
        next[b].push((a, edge));
    }
    let unseen = usize::MAX;
    let (mut order, mut lowest) = (vec![unseen; next.len()], vec![unseen; next.len()]);
    let mut clock = 0;
    let mut found = 0;
    for root in 0..next.len() {
        if order[root] != unseen {
            continue;
        }
        // A record, the pair by which it was reached, and the neighbour to look at next.
        let mut path = vec![(root, unseen, 0)];
        while let Some((at, by, turn)) = path.last_mut() {
            let (at, by) = (*at, *by);
            if order[at] == unseen {
                (order[at], lowest[at]) = (clock, clock);
                clock += 1;
            }
            if let Some((other, edge)) = next[at].get(*turn).copied() {
                *turn += 1;
                if edge != by && order[other] == unseen {
                    path.push((other, edge, 0));
                } else if edge != by {
                    lowest[at] = lowest[at].min(order[other]);
                }
                continue;
            }
            path.pop();
            if let Some((above, _, _)) = path.last() {
                lowest[*above] = lowest[*above].min(lowest[at]);
                found += usize::from(lowest[at] > order[*above]);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pair((left, right, weight): (u32, u32, f64)) -> Pair {
        Pair { left: left.min(right), right: left.max(right), weight }
    }

    fn pairs(of: &[(u32, u32, f64)]) -> Vec<Pair> {
        of.iter().copied().map(pair).collect()
    }

    #[test]
    fn a_cluster_is_known_by_its_first_record_and_its_bridges() {
        let pairs = pairs(&[(3, 1, 9.0), (1, 2, 8.0), (2, 3, 7.0), (3, 4, 6.0), (5, 6, 1.0)]);
        let clusters = Clusters::connected(7, &pairs, 5.0);
        assert_eq!(clusters.of, [0, 1, 1, 1, 1, 5, 6]);
        let quality = clusters.quality(&pairs, 5.0);
        assert_eq!(quality.len(), 1);
        assert_eq!((quality[0].size, quality[0].pairs, quality[0].bridges), (4, 4, 1));
        assert_eq!((clusters.shared(), clusters.largest()), (1, Some((4, 1))));
        assert_eq!(splits_at(7, &pairs.into(), 3).unwrap(), Some(6.01));
    }

    #[test]
    fn sources_without_duplicates_give_a_person_one_record_each() {
        let pairs = pairs(&[(0, 2, 9.0), (1, 2, 8.0), (1, 3, 7.0)]);
        let clusters = Clusters::one_of_each(&pairs, 5.0, &[0, 0, 1, 1]);
        assert_eq!(clusters.of, [0, 1, 0, 1]);
    }

    #[test]
    fn a_threshold_is_shown_as_it_is_asked_for() {
        assert_eq!(shown(weight_of(0.95)), "0.95 (4.25 bits)");
        assert_eq!(shown(weight_of(0.0001)), "0.0001 (-13.29 bits)");
        assert_eq!(shown(12.0), "0.99976 (12.00 bits)");
        assert_eq!(shown(-3.29), "0.093 (-3.29 bits)");
        assert_eq!(shown(60.0), "1 (60.00 bits)");
    }

    /// As `splits_at`, by joining the surest pairs first until a cluster is too large.
    fn splits_by_sorting(records: usize, pairs: &[Pair], largest: usize) -> Option<f64> {
        let mut order: Vec<&Pair> = pairs.iter().collect();
        order.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let mut joined = Joined::new(records);
        let breaking =
            order.into_iter().find(|pair| joined.join(pair.left, pair.right) as usize > largest)?;
        Some(((breaking.weight * 100.0).floor() + 1.0) / 100.0)
    }

    proptest! {
        #[test]
        fn the_weight_that_splits_is_that_of_joining_the_surest_first(
            edges in prop::collection::vec((0_u32..12, 0_u32..12, -2_000_i32..4_000), 1..40),
            largest in 1_usize..6,
        ) {
            // Between hundredths, where rounding is no question.
            let weight = |thousandths: i32| f64::from(thousandths / 10 * 10 + 5) / 1_000.0;
            let all: Vec<Pair> = edges
                .iter()
                .filter(|(a, b, _)| a != b)
                .map(|(a, b, thousandths)| pair((*a, *b, weight(*thousandths))))
                .collect();
            if let Some(expected) = splits_by_sorting(12, &all, largest) {
                prop_assert_eq!(splits_at(12, &all.into(), largest).unwrap(), Some(expected));
            }
        }

        /// A bridge is a pair without which there are more people.
        #[test]
        fn bridges_are_what_holds_a_cluster_together(
            edges in prop::collection::btree_set((0_u32..7, 0_u32..7), 1..14)
        ) {
            let edges: std::collections::BTreeSet<(u32, u32)> = edges
                .into_iter()
                .filter(|(a, b)| a != b)
                .map(|(a, b)| (a.min(b), a.max(b)))
                .collect();
            let all: Vec<Pair> = edges.iter().map(|(a, b)| pair((*a, *b, 1.0))).collect();
            let people = Clusters::connected(7, &all, 0.0).count();
            let expected = (0..all.len())
                .filter(|out| {
                    let mut rest = all.clone();
                    rest.remove(*out);
                    Clusters::connected(7, &rest, 0.0).count() > people
                })
                .count();
            prop_assert_eq!(bridges(&all.iter().collect::<Vec<_>>()), expected);
        }
    }
}
