//! Verification of an export, from its files and the public key alone.

use crate::export::{entries_path, tile_path};
use crate::{
    CHECKPOINT, Checkpoint, Hash, NotSigned, PublicKey, TILE_HEIGHT, TILE_WIDTH, Tree, leaf_hash,
};
use std::io;
use tlog_tiles::tlog::{HASH_SIZE, RecordProof, check_record, prove_record};
use tlog_tiles::{Error, Tile, TileHashReader, TileReader};

/// What a verified export holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// Entries.
    pub size: u64,
    /// The root of their tree.
    pub root: Hash,
}

/// How an export is not what was sealed.
#[derive(Debug, thiserror::Error)]
pub enum Tampered {
    /// A file that must be there is not, or cannot be read.
    #[error("{path} is missing or cannot be read: entries were cut off or the export is not whole")]
    Missing {
        /// The file.
        path: String,
        /// Why.
        #[source]
        error: io::Error,
    },
    /// The checkpoint is not signed by the key.
    #[error("{0}")]
    NotSigned(#[from] NotSigned),
    /// A file does not hold what it must.
    #[error("{path} does not hold what it must: entries in it were changed, put in or taken out")]
    Malformed {
        /// The file.
        path: String,
    },
    /// A tile of hashes is not that of the entries.
    #[error("{path} does not belong to the entries: an entry or a hash was changed")]
    Changed {
        /// The file.
        path: String,
    },
    /// The tree is not the one that was signed.
    #[error(
        "the entries are not those that were signed: one was changed, moved, put in or taken out"
    )]
    OtherRoot,
    /// An earlier checkpoint is not of this journal's past.
    #[error(
        "the first {size} entries are not those of the checkpoint that was kept: the past was rewritten"
    )]
    Rewritten {
        /// Entries of the kept checkpoint.
        size: u64,
    },
    /// A proof cannot be made or does not hold.
    #[error("entry {0} cannot be proved to be in the journal")]
    NotIncluded(u64),
}

/// Verifies an export: every entry, every hash, and the signature. With a checkpoint that was kept
/// earlier, also that the export goes on from it.
///
/// # Errors
/// Says what is not as it was sealed.
pub fn verify(
    read: impl Fn(&str) -> io::Result<Vec<u8>>,
    key: &PublicKey,
    kept: Option<&Checkpoint>,
) -> Result<Verified, Tampered> {
    let read = |path: String| {
        read(&path)
            .map(|data| (path.clone(), data))
            .map_err(|error| Tampered::Missing { path, error })
    };
    let (_, note) = read(CHECKPOINT.to_owned())?;
    let note = String::from_utf8_lossy(&note);
    let signed = Checkpoint::read(&note, key)?;
    if kept.is_some_and(|kept| kept.size > signed.size) {
        return Err(Tampered::Rewritten { size: signed.size });
    }
    let mut tree = Tree::default();
    check_kept(&tree, kept)?;
    // The hashes of the next tile, by level: what each file must be.
    let mut level: Vec<Hash> = Vec::new();
    for (number, width) in tiles(signed.size) {
        let (path, bundle) = read(entries_path(number, width))?;
        let leaves = entries(&bundle, width).ok_or(Tampered::Malformed { path })?;
        let mut tile = Vec::with_capacity(width * HASH_SIZE);
        for leaf in leaves {
            let hash = leaf_hash(leaf);
            tree.push(hash);
            check_kept(&tree, kept)?;
            tile.extend(hash.0);
        }
        let (path, data) = read(tile_path(0, number, width))?;
        if data != tile {
            return Err(Tampered::Changed { path });
        }
        if width == TILE_WIDTH {
            level.push(Tile::subtree_hash(&tile));
        }
    }
    for height in 1_u8.. {
        if level.is_empty() {
            break;
        }
        let mut above = Vec::new();
        for (number, width) in tiles(level.len() as u64) {
            let start = number as usize * TILE_WIDTH;
            let tile: Vec<u8> =
                level[start..start + width].iter().flat_map(|hash| hash.0).collect();
            let (path, data) = read(tile_path(height, number, width))?;
            if data != tile {
                return Err(Tampered::Changed { path });
            }
            if width == TILE_WIDTH {
                above.push(Tile::subtree_hash(&tile));
            }
        }
        level = above;
    }
    if tree.root() != signed.root {
        return Err(Tampered::OtherRoot);
    }
    Ok(Verified { size: tree.size(), root: tree.root() })
}

fn check_kept(tree: &Tree, kept: Option<&Checkpoint>) -> Result<(), Tampered> {
    match kept {
        Some(kept) if kept.size == tree.size() && kept.root != tree.root() => {
            Err(Tampered::Rewritten { size: kept.size })
        }
        _ => Ok(()),
    }
}

/// Lists the tiles of a level that has so many hashes: their numbers and widths.
fn tiles(size: u64) -> impl Iterator<Item = (u64, usize)> {
    let width = TILE_WIDTH as u64;
    (0..size.div_ceil(width))
        .map(move |number| (number, (size - number * width).min(width) as usize))
}

/// Divides a bundle into its entries, if it has just so many.
fn entries(mut bundle: &[u8], count: usize) -> Option<Vec<&[u8]>> {
    let mut entries = Vec::with_capacity(count);
    while let Some((length, rest)) = bundle.split_first_chunk::<2>() {
        let (entry, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        entries.push(entry);
        bundle = rest;
    }
    (bundle.is_empty() && entries.len() == count).then_some(entries)
}

/// A proof that one entry is in the journal of a checkpoint, without any other entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Inclusion {
    /// The entry's place.
    pub position: u64,
    /// The entry.
    pub leaf: Vec<u8>,
    /// The hashes beside its way to the root, the lowest first.
    pub proof: RecordProof,
}

impl Inclusion {
    /// Checks the proof against a checkpoint.
    ///
    /// # Errors
    /// When it does not hold.
    pub fn check(&self, checkpoint: &Checkpoint) -> Result<(), Tampered> {
        let hash = leaf_hash(&self.leaf);
        check_record(&self.proof, checkpoint.size, checkpoint.root, self.position, hash)
            .map_err(|_| Tampered::NotIncluded(self.position))
    }
}

/// Makes the proof for one entry of an export, from the few tiles that it takes.
///
/// # Errors
/// When there is no such entry, or the export is not what was signed.
pub fn include(
    read: impl Fn(&str) -> io::Result<Vec<u8>>,
    checkpoint: &Checkpoint,
    position: u64,
) -> Result<Inclusion, Tampered> {
    let gone = || Tampered::NotIncluded(position);
    let number = position / TILE_WIDTH as u64;
    let (_, width) = tiles(checkpoint.size).find(|tile| tile.0 == number).ok_or_else(gone)?;
    let path = entries_path(number, width);
    let bundle = read(&path).map_err(|error| Tampered::Missing { path: path.clone(), error })?;
    let leaves = entries(&bundle, width).ok_or(Tampered::Malformed { path })?;
    let place = (position % TILE_WIDTH as u64) as usize;
    let leaf = leaves.get(place).ok_or_else(gone)?.to_vec();
    let tiles = Tiles(&read);
    let hashes = TileHashReader::new(checkpoint.size, checkpoint.root, &tiles);
    let proof = prove_record(checkpoint.size, position, &hashes).map_err(|_| gone())?;
    Ok(Inclusion { position, leaf, proof })
}

struct Tiles<'a, R>(&'a R);

impl<R: Fn(&str) -> io::Result<Vec<u8>>> TileReader for Tiles<'_, R> {
    fn height(&self) -> u8 {
        TILE_HEIGHT
    }

    fn read_tiles(&self, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, Error> {
        let path = |tile: &Tile| tile_path(tile.level(), tile.level_index(), tile.width() as usize);
        tiles.iter().map(|tile| (self.0)(&path(tile)).map_err(|_| Error::InvalidTile)).collect()
    }

    fn save_tiles(&self, _: &[Tile], _: &[Vec<u8>]) {}
}
