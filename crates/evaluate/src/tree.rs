//! Sums over stretches of an ordered pool, and amounts added to whole stretches, in as many steps
//! as the logarithm of the pool. A comparison of thousands for each of thousands of treated people
//! would otherwise be their product.
//!
//! Nothing is ever subtracted, so what was not touched stays exactly zero.

/// A binary tree over the places of a pool; node 1 is the root and leaves come last.
pub(crate) struct Tree {
    places: usize,
    nodes: Vec<f64>,
}

impl Tree {
    /// Builds a tree in which every place holds zero.
    pub(crate) fn zeros(places: usize) -> Self {
        Self { places, nodes: vec![0.0; 2 * places.max(1)] }
    }

    /// Builds a tree of sums.
    pub(crate) fn of(values: impl ExactSizeIterator<Item = f64>) -> Self {
        let mut tree = Self::zeros(values.len());
        for (place, value) in values.enumerate() {
            tree.nodes[tree.places + place] = value;
        }
        for node in (1..tree.places).rev() {
            tree.nodes[node] = tree.nodes[2 * node] + tree.nodes[2 * node + 1];
        }
        tree
    }

    /// Returns the sum over `start..end`.
    pub(crate) fn sum(&self, start: usize, end: usize) -> f64 {
        let mut sum = 0.0;
        cover(self.places, start, end, |node| sum += self.nodes[node]);
        sum
    }

    /// Adds an amount to every place of `start..end`, to be read with [`Tree::spread`].
    pub(crate) fn add(&mut self, start: usize, end: usize, amount: f64) {
        cover(self.places, start, end, |node| self.nodes[node] += amount);
    }

    /// Returns what was added to each place.
    pub(crate) fn spread(mut self) -> Vec<f64> {
        for node in 1..self.places {
            let amount = self.nodes[node];
            self.nodes[2 * node] += amount;
            self.nodes[2 * node + 1] += amount;
        }
        self.nodes.drain(..self.nodes.len() - self.places);
        // It may be kept for long, and half of it is not needed any more.
        self.nodes.shrink_to_fit();
        self.nodes
    }
}

/// Visits the fewest nodes that together cover `start..end`.
fn cover(places: usize, start: usize, end: usize, mut visit: impl FnMut(usize)) {
    let (mut low, mut high) = (start + places, end + places);
    while low < high {
        if low % 2 == 1 {
            visit(low);
            low += 1;
        }
        if high % 2 == 1 {
            high -= 1;
            visit(high);
        }
        low /= 2;
        high /= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_tree_of_nobody_is_empty() {
        assert_eq!(Tree::of([].into_iter()).sum(0, 0), 0.0);
        assert_eq!(Tree::zeros(0).spread(), [0.0; 0]);
    }

    proptest! {
        #[test]
        fn a_tree_is_a_quick_way_to_the_same_sums(
            values in prop::collection::vec(-100i32..100, 1..70),
            stretches in prop::collection::vec((0usize..70, 0usize..70, 1i32..9), 0..20),
        ) {
            let sums = Tree::of(values.iter().map(|value| f64::from(*value)));
            let mut added = Tree::zeros(values.len());
            let mut expected = vec![0.0; values.len()];
            for (a, b, amount) in stretches {
                let (start, end) = (a.min(values.len()), b.min(values.len()));
                let direct: i32 = values.get(start..end).unwrap_or_default().iter().sum();
                prop_assert_eq!(sums.sum(start, end), f64::from(direct));
                added.add(start, end, f64::from(amount));
                for place in expected.get_mut(start..end).unwrap_or_default() {
                    *place += f64::from(amount);
                }
            }
            prop_assert_eq!(added.spread(), expected);
        }
    }
}
