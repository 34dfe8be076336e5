//! A journal that nobody can alter unnoticed.
//!
//! Every entry of the journal becomes a leaf of a Merkle tree (RFC 6962, section 2.1), in the order in
//! which it was sealed. A *checkpoint* is the tree's size and root, signed; whoever keeps one can
//! prove later that nothing before it was changed, taken out, put in or moved. The layout of an
//! export is [tlog-tiles], a checkpoint is a [signed note], so that other people's tools read both.
//!
//! A leaf holds ids and codes only. What may be personal, the detail of an entry, is in it as a salted
//! commitment: when the detail and its salt are erased the leaf stays as it is, and says nothing.
//!
//! [tlog-tiles]: https://c2sp.org/tlog-tiles
//! [signed note]: https://c2sp.org/signed-note

mod checkpoint;
mod export;
mod leaf;
mod tree;
mod verify;

pub use checkpoint::{Checkpoint, Key, KeyError, NotSigned, PublicKey};
pub use export::Export;
pub use leaf::{Leaf, SALT_BYTES, canonical, commitment};
pub use tlog_tiles::Hash;
pub use tree::{Malformed, Tree, leaf_hash};
pub use verify::{Inclusion, Tampered, Verified, include, verify};

/// Hashes in a full tile, and entries in a full bundle: 2⁸, as tlog-tiles has it.
pub const TILE_WIDTH: usize = 256;
/// log₂ of [`TILE_WIDTH`].
const TILE_HEIGHT: u8 = 8;
/// The file of the checkpoint in an export.
pub const CHECKPOINT: &str = "checkpoint";
