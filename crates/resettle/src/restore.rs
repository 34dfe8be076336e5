//! `resettle restore`: a new database from a backup, compared with what the backup says of itself before
//! anything of it counts.

use crate::backup::{counting, say};
use crate::journal::public;
use crate::serve::runtime;
use age::x25519::Identity;
use age::{DecryptError, Decryptor};
use anyhow::{Context, anyhow, bail};
use app::backup::{Reading, Restored, restore};
use clap::Args;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// Restores a backup into a new database, SQLite or PostgreSQL, and verifies it
#[derive(Args)]
pub(crate) struct RestoreArgs {
    /// The backup
    file: PathBuf,
    /// The file of the secret key
    #[arg(long, value_name = "FILE")]
    identity: PathBuf,
    /// Address of a database with nothing in it: sqlite:FILE or postgres://USER@HOST/NAME
    #[arg(long)]
    database: String,
    /// Public key of the journal, or a file that has it: its signatures are checked too
    #[arg(long, value_name = "KEY")]
    public_key: Option<String>,
    /// Restore a journal that does not verify
    #[arg(long)]
    even_altered: bool,
}

/// Runs the command.
pub(crate) fn run(args: &RestoreArgs) -> anyhow::Result<()> {
    let key = args.public_key.as_deref().map(public).transpose()?;
    let identity = identity(&args.identity)?;
    let file = File::open(&args.file)
        .with_context(|| format!("the backup {} cannot be read", args.file.display()))?;
    let reading = Reading::start(BufReader::new(decrypt(BufReader::new(file), &identity)?))?;
    let made = made_by_this(&args.database);
    let progress = counting();
    let restored = runtime()?.block_on(restore(
        &args.database,
        reading,
        key.as_ref(),
        args.even_altered,
        |rows| say(&progress, rows),
    ));
    progress.finish_and_clear();
    if restored.is_err() {
        for path in made {
            let _ = fs::remove_file(path);
        }
    }
    say_what(&restored?);
    Ok(())
}

fn say_what(restored: &Restored) {
    let manifest = &restored.manifest;
    println!(
        "Restored {} rows of {} tables, as they were on {}.",
        manifest.rows(),
        manifest.tables.len(),
        restored.made_at.format("%-d %B %Y, %H:%M UTC")
    );
    println!(
        "The {} entries of its journal were compared; {} signatures were checked.",
        manifest.journal_size, restored.checkpoints
    );
    println!(
        "Everybody signs in anew. Put the journal's key back beside the database before you serve it."
    );
}

/// Returns the files that exist after a restoration and did not before: what a failed one leaves.
fn made_by_this(database: &str) -> Vec<PathBuf> {
    let file = database.strip_prefix("sqlite:").map(|file| file.trim_start_matches("//"));
    let Some(file) = file.and_then(|file| file.split('?').next()) else { return Vec::new() };
    let all = ["", "-wal", "-shm"].map(|end| PathBuf::from(format!("{file}{end}")));
    all.into_iter().filter(|path| !path.exists()).collect()
}

/// Reads the secret key.
fn identity(path: &Path) -> anyhow::Result<Identity> {
    let text = fs::read_to_string(path)
        .with_context(|| format!("the key {} cannot be read", path.display()))?;
    let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    let identity = line.and_then(|line| line.parse().ok());
    identity.ok_or_else(|| {
        anyhow!(
            "{} is not the key of a backup; name the file that `resettle backup key` made",
            path.display()
        )
    })
}

/// Begins to decrypt. What was changed or cut off further on is found when it is read.
fn decrypt<R: BufRead>(
    input: R,
    identity: &Identity,
) -> anyhow::Result<impl std::io::Read + use<R>> {
    let decryptor = match Decryptor::new_buffered(input) {
        Ok(decryptor) => decryptor,
        Err(DecryptError::UnknownFormat) => {
            bail!(
                "the backup was encrypted by a later version of age; use a later version of this program"
            )
        }
        Err(_) => bail!(
            "this is not a backup, or its first bytes are damaged; use another copy, or an earlier backup"
        ),
    };
    decryptor.decrypt(std::iter::once(identity as &dyn age::Identity)).map_err(|error| match error {
        DecryptError::NoMatchingKeys => {
            anyhow!("the backup was not made for this key; name the --identity of one of its recipients")
        }
        _ => anyhow!("the backup is damaged at its beginning; use another copy, or an earlier backup"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};

    fn encrypted(identity: &Identity, text: &[u8]) -> Vec<u8> {
        let recipient = identity.to_public();
        let to = std::iter::once(&recipient as &dyn age::Recipient);
        let mut out = age::Encryptor::with_recipients(to).unwrap().wrap_output(Vec::new()).unwrap();
        out.write_all(text).unwrap();
        out.finish().unwrap()
    }

    fn read(bytes: &[u8], identity: &Identity) -> anyhow::Result<Vec<u8>> {
        let mut out = Vec::new();
        decrypt(bytes, identity)?.read_to_end(&mut out)?;
        Ok(out)
    }

    /// Three parts of an encrypted stream, of 64 KiB each.
    fn text() -> Vec<u8> {
        (0..150_000_u32).map(|n| n.to_le_bytes()[0]).collect()
    }

    #[test]
    fn every_byte_that_is_changed_and_every_cut_is_found() {
        let identity = Identity::generate();
        let whole = encrypted(&identity, &text());
        assert_eq!(read(&whole, &identity).unwrap(), text());
        // Every byte of the header, and some of the rest.
        for at in (0..400).chain((400..whole.len()).step_by(997)) {
            let mut changed = whole.clone();
            changed[at] ^= 1 << (at % 8);
            assert!(read(&changed, &identity).is_err(), "byte {at}");
        }
        for cut in (0..400).chain((400..whole.len()).step_by(997)) {
            assert!(read(&whole[..cut], &identity).is_err(), "cut at {cut}");
        }
    }

    #[test]
    fn another_key_is_named() {
        let whole = encrypted(&Identity::generate(), &text());
        let error = read(&whole, &Identity::generate()).unwrap_err().to_string();
        assert!(error.contains("was not made for this key"), "{error}");
        let error = read(b"a file of something else", &Identity::generate()).unwrap_err();
        assert!(error.to_string().contains("this is not a backup"), "{error}");
    }

    #[test]
    fn a_file_that_was_there_is_not_removed() {
        let file = std::env::temp_dir().join(format!("resettle-made-{}", uuid::Uuid::now_v7()));
        let address = format!("sqlite:{}", file.display());
        assert_eq!(made_by_this(&address).len(), 3);
        fs::write(&file, "").unwrap();
        let made = made_by_this(&address);
        assert!(made.len() == 2 && !made.contains(&file));
        fs::remove_file(&file).unwrap();
        assert!(made_by_this("postgres://user@host/name").is_empty());
    }
}
