//! An export: the entries and the tree as files that anybody's tools read (tlog-tiles).

use crate::{CHECKPOINT, Hash, TILE_HEIGHT, TILE_WIDTH, Tree, leaf_hash};
use std::io;
use tlog_tiles::Tile;

/// Writes entries, in the order of the journal, as bundles of entries and tiles of hashes. Every
/// file is full when it is written, but for the last of each level.
#[derive(Debug)]
pub struct Export<W> {
    write: W,
    tree: Tree,
    /// The hashes of the tile that is being filled, by level.
    tiles: Vec<Vec<Hash>>,
    bundle: Vec<u8>,
}

impl<W: FnMut(&str, &[u8]) -> io::Result<()>> Export<W> {
    /// Begins an export whose files are written by `write`, by their paths.
    pub fn new(write: W) -> Self {
        Self { write, tree: Tree::default(), tiles: Vec::new(), bundle: Vec::new() }
    }

    /// Returns the tree so far.
    pub const fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// When a file cannot be written, or the entry is longer than 65,535 bytes.
    pub fn push(&mut self, leaf: &[u8]) -> io::Result<()> {
        let length = u16::try_from(leaf.len())
            .map_err(|_| io::Error::other("an entry is longer than 65,535 bytes"))?;
        self.bundle.extend(length.to_be_bytes());
        self.bundle.extend(leaf);
        let hash = leaf_hash(leaf);
        self.tree.push(hash);
        if self.tree.size().is_multiple_of(TILE_WIDTH as u64) {
            let path = entries_path(self.tree.size() / TILE_WIDTH as u64 - 1, TILE_WIDTH);
            (self.write)(&path, &std::mem::take(&mut self.bundle))?;
        }
        self.push_hash(0, hash)
    }

    fn push_hash(&mut self, level: u8, hash: Hash) -> io::Result<()> {
        let place = usize::from(level);
        if self.tiles.len() == place {
            self.tiles.push(Vec::with_capacity(TILE_WIDTH));
        }
        self.tiles[place].push(hash);
        if self.tiles[place].len() < TILE_WIDTH {
            return Ok(());
        }
        let data = bytes(&std::mem::take(&mut self.tiles[place]));
        let number = (self.tree.size() >> (TILE_HEIGHT * (level + 1))) - 1;
        (self.write)(&tile_path(level, number, TILE_WIDTH), &data)?;
        self.push_hash(level + 1, Tile::subtree_hash(&data))
    }

    /// Writes what is not full yet, and last the checkpoint: an export without one was cut short.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn finish(mut self, checkpoint: &str) -> io::Result<Tree> {
        let rest = (self.tree.size() % TILE_WIDTH as u64) as usize;
        if rest > 0 {
            let path = entries_path(self.tree.size() / TILE_WIDTH as u64, rest);
            (self.write)(&path, &self.bundle)?;
        }
        for (level, hashes) in (0_u8..).zip(&self.tiles) {
            if !hashes.is_empty() {
                let number = self.tree.size() >> (TILE_HEIGHT * (level + 1));
                (self.write)(&tile_path(level, number, hashes.len()), &bytes(hashes))?;
            }
        }
        (self.write)(CHECKPOINT, checkpoint.as_bytes())?;
        Ok(self.tree)
    }
}

fn bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// Returns the path of a tile of hashes that holds `width` of them.
pub(crate) fn tile_path(level: u8, number: u64, width: usize) -> String {
    path(&level.to_string(), number, width)
}

/// Returns the path of a bundle of entries.
pub(crate) fn entries_path(number: u64, width: usize) -> String {
    path("entries", number, width)
}

/// `tile/0/x001/x234/067.p/12` is tile 1,234,067 of level 0, with 12 hashes so far.
fn path(level: &str, number: u64, width: usize) -> String {
    let mut name = format!("{:03}", number % 1000);
    let mut rest = number / 1000;
    while rest > 0 {
        name = format!("x{:03}/{name}", rest % 1000);
        rest /= 1000;
    }
    let part = if width == TILE_WIDTH { String::new() } else { format!(".p/{width}") };
    format!("tile/{level}/{name}{part}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_specification() {
        assert_eq!(tile_path(0, 1_234_067, 256), "tile/0/x001/x234/067");
        assert_eq!(tile_path(1, 0, 5), "tile/1/000.p/5");
        assert_eq!(entries_path(999, 256), "tile/entries/999");
        assert_eq!(entries_path(1000, 1), "tile/entries/x001/000.p/1");
    }
}
