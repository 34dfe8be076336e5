//! The tree while it grows: of all its hashes only its right edge is needed to add a leaf.

use tlog_tiles::Hash;
use tlog_tiles::tlog::{EMPTY_HASH, HASH_SIZE, node_hash, record_hash};

/// Returns the hash of a leaf.
#[must_use]
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    record_hash(leaf)
}

/// A tree by its size and its right edge: the roots of its complete subtrees, the largest first. There
/// is one for each bit that is set in the size.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    size: u64,
    edge: Vec<Hash>,
}

/// A kept tree that cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the right edge of the tree does not fit its size")]
pub struct Malformed;

impl Tree {
    /// Returns a tree as it was kept.
    ///
    /// # Errors
    /// When the edge does not fit the size.
    pub fn restore(size: u64, edge: &[u8]) -> Result<Self, Malformed> {
        let (hashes, rest) = edge.as_chunks::<HASH_SIZE>();
        if !rest.is_empty() || hashes.len() != size.count_ones() as usize {
            return Err(Malformed);
        }
        Ok(Self { size, edge: hashes.iter().map(|hash| Hash(*hash)).collect() })
    }

    /// Returns its leaves.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Returns its edge, to be kept.
    #[must_use]
    pub fn edge(&self) -> Vec<u8> {
        self.edge.iter().flat_map(|hash| hash.0).collect()
    }

    /// Adds a leaf by its hash.
    pub fn push(&mut self, leaf: Hash) {
        let mut root = leaf;
        // As in adding one to a binary number: each carry joins two subtrees of the same size.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.edge.pop() {
                root = node_hash(left, root);
            }
        }
        self.edge.push(root);
        self.size += 1;
    }

    /// Returns the root hash.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut subtrees = self.edge.iter().rev();
        let Some(last) = subtrees.next() else { return EMPTY_HASH };
        subtrees.fold(*last, |right, left| node_hash(*left, right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tlog_tiles::tlog::{Error, HashReader, stored_hashes_for_record_hash, tree_hash};

    struct Stored(Vec<Hash>);

    impl HashReader for Stored {
        fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
            Ok(indexes.iter().map(|index| self.0[*index as usize]).collect())
        }
    }

    #[test]
    fn it_is_the_tree_of_the_library_at_every_size() {
        let (mut tree, mut stored) = (Tree::default(), Stored(Vec::new()));
        assert_eq!(tree.root(), tree_hash(0, &stored).expect("it is there"));
        for n in 0..600_u64 {
            let leaf = leaf_hash(&n.to_be_bytes());
            let more = stored_hashes_for_record_hash(n, leaf, &stored).expect("it is there");
            stored.0.extend(more);
            tree.push(leaf);
            assert_eq!(tree.root(), tree_hash(n + 1, &stored).expect("it is there"), "{n}");
            assert_eq!(Tree::restore(tree.size(), &tree.edge()), Ok(tree.clone()));
        }
        assert_eq!(Tree::restore(599, &tree.edge()), Err(Malformed));
    }

    #[test]
    fn it_has_the_roots_of_rfc_6962() {
        // The test vectors of certificate transparency: leaves and the roots at sizes 0, 1 and 8.
        let leaves: [&[u8]; 8] = [
            b"",
            b"\x00",
            b"\x10",
            b"\x20\x21",
            b"\x30\x31",
            b"\x40\x41\x42\x43",
            b"\x50\x51\x52\x53\x54\x55\x56\x57",
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        ];
        let hex = |hash: Hash| hash.0.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let mut tree = Tree::default();
        assert_eq!(
            hex(tree.root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        tree.push(leaf_hash(leaves[0]));
        assert_eq!(
            hex(tree.root()),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
        for leaf in &leaves[1..] {
            tree.push(leaf_hash(leaf));
        }
        assert_eq!(
            hex(tree.root()),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
        );
    }
}
