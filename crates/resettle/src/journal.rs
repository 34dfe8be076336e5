//! `resettle journal`: the sealed journal, its key, its export, and proof that nobody altered it.

use crate::journal_key;
use crate::serve::runtime;
use anyhow::{Context, bail};
use app::App;
use app::journal::ExportError;
use clap::{Args, Subcommand};
use indicatif::ProgressBar;
use seal::{CHECKPOINT, Checkpoint, PublicKey};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use store::Db;

/// The sealed journal: its key, its export, and proof that nobody altered it
#[derive(Args)]
pub(crate) struct JournalArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Print the public key that checks what a key signs
    Key {
        /// The file of the key.
        #[arg(long, value_name = "FILE", env = "RESETTLE_JOURNAL_KEY")]
        journal_key: PathBuf,
    },
    /// Write the journal as files that anybody can verify (C2SP tlog-tiles)
    Export {
        /// Address of the database: sqlite:FILE or postgres://USER@HOST/NAME
        #[arg(long, env = "RESETTLE_DATABASE")]
        database: String,
        /// The file of the key [default: beside the database]
        #[arg(long, value_name = "FILE", env = "RESETTLE_JOURNAL_KEY")]
        journal_key: Option<PathBuf>,
        /// A folder that is not there yet
        #[arg(long, value_name = "FOLDER")]
        to: PathBuf,
    },
    /// Check that nothing was altered, in an export or in a database
    Verify {
        /// The folder of an export; without one, the database is verified
        export: Option<PathBuf>,
        /// Address of the database: sqlite:FILE or postgres://USER@HOST/NAME
        #[arg(long, env = "RESETTLE_DATABASE")]
        database: Option<String>,
        /// The public key, or a file that has it
        #[arg(long, value_name = "KEY")]
        public_key: String,
        /// A checkpoint that was kept earlier: the export must go on from it
        #[arg(long, value_name = "FILE")]
        kept: Option<PathBuf>,
    },
    /// Prove that one entry is in an export, without the others
    Prove {
        /// The folder of an export
        export: PathBuf,
        /// The entry's place, from 0
        position: u64,
        /// The public key, or a file that has it
        #[arg(long, value_name = "KEY")]
        public_key: String,
    },
}

/// Runs the command.
pub(crate) fn run(args: &JournalArgs) -> anyhow::Result<()> {
    match &args.command {
        Command::Key { journal_key } => {
            println!("{}", journal_key::read(journal_key)?.public());
            Ok(())
        }
        Command::Export { database, journal_key, to } => {
            let path = journal_key.clone().unwrap_or_else(|| journal_key::default_path(database));
            export(database, &path, to)
        }
        Command::Verify { export: Some(folder), public_key, kept, .. } => {
            verify_export(folder, &public(public_key)?, kept.as_deref())
        }
        Command::Verify { database: Some(database), public_key, .. } => {
            verify_database(database, &public(public_key)?)
        }
        Command::Verify { .. } => bail!("name the folder of an export, or --database"),
        Command::Prove { export, position, public_key } => {
            prove(export, *position, &public(public_key)?)
        }
    }
}

/// Reads a public key, given as it is or as a file.
pub(crate) fn public(given: &str) -> anyhow::Result<PublicKey> {
    let text = if given.contains('+') {
        given.to_owned()
    } else {
        fs::read_to_string(given)
            .with_context(|| format!("the public key {given} cannot be read"))?
    };
    // A whole key file does too: its last line is the public one.
    let line = text.trim().lines().last().unwrap_or_default();
    PublicKey::read(line).with_context(|| "this is not the public key of a journal".to_owned())
}

fn reader(folder: &Path) -> impl Fn(&str) -> io::Result<Vec<u8>> {
    move |path| fs::read(folder.join(path))
}

fn export(database: &str, key: &Path, to: &Path) -> anyhow::Result<()> {
    let key = journal_key::read(key)?;
    if to.exists() {
        bail!("{} is there already; name a folder that is not there yet", to.display());
    }
    runtime()?.block_on(async {
        let db = Db::open(database).await?;
        let app = App::new(db.clone());
        let write = |path: &str, data: &[u8]| {
            let path = to.join(path);
            fs::create_dir_all(path.parent().unwrap_or(to))?;
            fs::write(path, data)
        };
        let progress = counting();
        let written = app::journal::export(&app, &key, write, |n| progress.set_position(n)).await;
        progress.finish_and_clear();
        db.close().await;
        let entries = match written {
            Err(ExportError::Altered) => bail!(ExportError::Altered),
            written => written.with_context(|| format!("{} is not whole", to.display()))?,
        };
        println!("Exported {entries} entries to {}.", to.display());
        println!("Public key: {}", key.public());
        Ok(())
    })
}

fn counting() -> ProgressBar {
    ProgressBar::new_spinner().with_message("entries")
}

fn verify_export(folder: &Path, key: &PublicKey, kept: Option<&Path>) -> anyhow::Result<()> {
    let kept = kept.map(|path| checkpoint(path, key)).transpose()?;
    let verified = seal::verify(reader(folder), key, kept.as_ref())?;
    println!("{} entries are as they were sealed. Root: {}", verified.size, verified.root);
    if let Some(kept) = kept {
        println!("They go on from the {} entries of the checkpoint that was kept.", kept.size);
    }
    Ok(())
}

fn checkpoint(path: &Path, key: &PublicKey) -> anyhow::Result<Checkpoint> {
    let note = fs::read_to_string(path)
        .with_context(|| format!("the checkpoint {} cannot be read", path.display()))?;
    Ok(Checkpoint::read(&note, key)?)
}

fn verify_database(database: &str, key: &PublicKey) -> anyhow::Result<()> {
    runtime()?.block_on(async {
        let db = Db::open(database).await?;
        let progress = counting();
        let found = store::sealed::verify(&db, key, |n| progress.set_position(n)).await;
        progress.finish_and_clear();
        db.close().await;
        let sound = found??;
        println!(
            "{} entries are as they were sealed; {} signed checkpoints fit.",
            sound.entries, sound.checkpoints
        );
        Ok(())
    })
}

fn prove(folder: &Path, position: u64, key: &PublicKey) -> anyhow::Result<()> {
    let signed = checkpoint(&folder.join(CHECKPOINT), key)?;
    let inclusion = seal::include(reader(folder), &signed, position)?;
    inclusion.check(&signed)?;
    println!("{}", String::from_utf8_lossy(&inclusion.leaf));
    for hash in &inclusion.proof {
        println!("{hash}");
    }
    println!("Entry {position} is one of the {} entries that were signed.", signed.size);
    Ok(())
}
