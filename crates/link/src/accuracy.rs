//! How right it is, where the truth is known: out of all true pairs in the file, whether or not a
//! blocking rule found them.

use std::collections::HashMap;

use crate::cluster::Clusters;
use crate::linker::Pair;

/// How right pairs are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy {
    /// Pairs found that are one person.
    pub right: u64,
    /// Pairs found.
    pub found: u64,
    /// Pairs that are one person.
    pub of: u64,
}

impl Accuracy {
    /// Returns the share of what was found that is right.
    #[must_use]
    pub fn precision(&self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    /// Returns the share of what is right that was found.
    #[must_use]
    pub fn recall(&self) -> f64 {
        self.right as f64 / self.of.max(1) as f64
    }

    /// Returns the harmonic mean of both.
    #[must_use]
    pub fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.found + self.of).max(1) as f64
    }
}

/// Who each record really is, where that is known.
#[derive(Clone, Debug)]
pub struct Truth {
    of: Vec<Option<u32>>,
    pairs: u64,
}

impl Truth {
    /// Takes the groups that [`crate::records::Records::groups`] returns.
    #[must_use]
    pub fn new(of: Vec<Option<u32>>) -> Self {
        let mut sizes: HashMap<u32, u64> = HashMap::new();
        of.iter().flatten().for_each(|group| *sizes.entry(*group).or_default() += 1);
        let pairs = sizes.values().map(|size| size * (size - 1) / 2).sum();
        Self { of, pairs }
    }

    fn same(&self, left: u32, right: u32) -> bool {
        let (left, right) = (self.of[left as usize], self.of[right as usize]);
        left.is_some() && left == right
    }

    /// Returns how right the pairs of at least a weight are.
    #[must_use]
    pub fn of_pairs(&self, pairs: &[Pair], least_weight: f64) -> Accuracy {
        let kept = || pairs.iter().filter(|pair| pair.weight >= least_weight);
        let right = kept().filter(|pair| self.same(pair.left, pair.right)).count() as u64;
        Accuracy { right, found: kept().count() as u64, of: self.pairs }
    }

    /// Returns how right all pairs within clusters are.
    #[must_use]
    pub fn of_clusters(&self, clusters: &Clusters) -> Accuracy {
        let mut sizes: HashMap<(u32, u32), u64> = HashMap::new();
        for (cluster, truth) in clusters.of.iter().zip(&self.of) {
            if let Some(truth) = truth {
                *sizes.entry((*cluster, *truth)).or_default() += 1;
            }
        }
        let right = sizes.values().map(|size| size * (size - 1) / 2).sum();
        Accuracy { right, found: clusters.pairs(), of: self.pairs }
    }
}
