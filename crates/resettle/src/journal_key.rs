//! The file of the key that signs the journal. It is made at the first start, and stands beside the
//! database and not in it: whoever can write the database alone cannot sign another history.

use anyhow::Context;
use rand_core::{OsRng, RngCore};
use seal::Key;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Returns where the key of a database is, if nothing else is said.
pub(crate) fn default_path(database: &str) -> PathBuf {
    let file = database.strip_prefix("sqlite:").map(|file| file.trim_start_matches("//"));
    let name = file.and_then(|file| file.split('?').next()).unwrap_or("resettle");
    PathBuf::from(format!("{name}.journal-key"))
}

/// Reads the key, or makes one where there is none.
pub(crate) fn open(path: &Path) -> anyhow::Result<Key> {
    match std::fs::read_to_string(path) {
        Ok(_) => read(path),
        Err(error) if error.kind() == ErrorKind::NotFound => make(path),
        Err(error) => {
            Err(error).with_context(|| format!("the journal key {} cannot be read", path.display()))
        }
    }
}

/// Reads the key.
pub(crate) fn read(path: &Path) -> anyhow::Result<Key> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("the journal key {} cannot be read", path.display()))?;
    Key::read(&text)
        .with_context(|| format!("{} is not a journal key; restore it from a copy", path.display()))
}

fn make(path: &Path) -> anyhow::Result<Key> {
    // A name of its own for each journal, so that one cannot be taken for another.
    let key = Key::generate(&mut OsRng, &format!("resettle-journal-{:08x}", OsRng.next_u32()));
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| {
            file.write_all(key.to_text().as_bytes())?;
            file.sync_all()
        })
        .with_context(|| format!("the journal key {} cannot be made", path.display()))?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_stands_beside_the_database() {
        for (address, path) in [
            ("sqlite:data/a.db", "data/a.db.journal-key"),
            ("sqlite:///var/a.db?mode=rwc", "/var/a.db.journal-key"),
            ("postgres://user@host/name", "resettle.journal-key"),
        ] {
            assert_eq!(default_path(address), PathBuf::from(path), "{address}");
        }
    }
}
