//! Who is compared with whom: for each treated person, stretches of the pool and the weight that
//! each person in a stretch gets.
//!
//! The pool is kept in order of score, so the people within a radius, or the k nearest with their
//! ties, are a few stretches and not a list of thousands.

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

/// All the comparisons of a study.
#[derive(Clone, Debug, Default)]
pub struct Sets {
    pub(crate) pool: Vec<usize>,
    pub(crate) sets: Vec<Set>,
    /// Times that the order of rows in the file decided between equals.
    pub(crate) decided_by_row: usize,
}

impl Sets {
    /// Returns each treated person in use with their comparison, as (person, weight).
    pub fn each(&self) -> impl Iterator<Item = (usize, impl Iterator<Item = (usize, f64)>)> {
        self.sets.iter().map(|set| (set.treated, self.members(set)))
    }

    /// Builds sets from lists of members who share equally, for comparisons made elsewhere.
    #[must_use]
    pub fn from_members(lists: impl Iterator<Item = (usize, Vec<usize>)>) -> Self {
        let mut made = Self::default();
        for (treated, members) in lists {
            let start = made.pool.len();
            made.pool.extend(&members);
            let weight = 1.0 / members.len() as f64;
            let parts = vec![Part { start, end: made.pool.len(), weight }];
            made.sets.push(Set { treated, parts });
        }
        made
    }

    /// Returns how often the order of rows decided between people with the same score.
    #[must_use]
    pub fn decided_by_row(&self) -> usize {
        self.decided_by_row
    }

    /// Returns everyone's weight, and for the pool the sum of squares of the weights received.
    pub(crate) fn weights(&self, people: usize) -> (Vec<f64>, Vec<f64>) {
        let (mut sums, mut squares) = (vec![0.0; people], vec![0.0; people]);
        for set in &self.sets {
            sums[set.treated] = 1.0;
            for (person, weight) in self.members(set) {
                sums[person] += weight;
                squares[person] += weight * weight;
            }
        }
        (sums, squares)
    }

    fn members(&self, set: &Set) -> impl Iterator<Item = (usize, f64)> {
        set.parts.iter().flat_map(|part| {
            self.pool[part.start..part.end].iter().map(|person| (*person, part.weight))
        })
    }
}
