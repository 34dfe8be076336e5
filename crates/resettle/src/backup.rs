//! `resettle backup`: everything in one file that only the holder of a key can read. The key that signs
//! the journal is not in it: whoever has a backup must not be able to sign another history.

use crate::serve::runtime;
use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};
use anyhow::{Context, anyhow, bail};
use app::App;
use app::backup::Manifest;
use clap::{Args, Subcommand};
use indicatif::ProgressBar;
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use store::Db;

/// Rows between two movements of the progress line.
const SAY_EVERY: u64 = 1_000;

/// Writes an encrypted backup of everything, or makes the key for one
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct BackupArgs {
    #[command(subcommand)]
    command: Option<Command>,
    /// Address of the database: sqlite:FILE or postgres://USER@HOST/NAME
    #[arg(long, env = "RESETTLE_DATABASE")]
    database: Option<String>,
    /// A file that is not there yet
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Public key of whoever may restore it, as `resettle backup key` prints it; more than one may be named
    #[arg(long, value_name = "age1…")]
    recipient: Vec<String>,
    /// Back up a journal that does not verify
    #[arg(long)]
    even_altered: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Make a key: its secret half in a file, its public half printed
    Key {
        /// A file that is not there yet. Keep it away from the machine and from its backups
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
}

/// Runs the command.
pub(crate) fn run(args: &BackupArgs) -> anyhow::Result<()> {
    if let Some(Command::Key { to }) = &args.command {
        return make_key(to);
    }
    let Some(database) = &args.database else {
        bail!("no database was named; use --database sqlite:FILE or postgres://USER@HOST/NAME");
    };
    let Some(to) = &args.to else { bail!("no file was named; use --to FILE.age") };
    let recipients = recipients(&args.recipient)?;
    if to.exists() {
        bail!("{} is there already; name a file that is not there yet", to.display());
    }
    let part = PathBuf::from(format!("{}.part", to.display()));
    let written = write(database, &recipients, args.even_altered, &part);
    let manifest = match written {
        Ok(manifest) => manifest,
        Err(error) => {
            let _ = fs::remove_file(&part);
            return Err(error);
        }
    };
    // It has its name only when it is whole and on the disk.
    fs::rename(&part, to)
        .with_context(|| format!("the backup cannot be put in its place, {}", to.display()))?;
    println!(
        "Backed up {} rows of {} tables to {}.",
        manifest.rows(),
        manifest.tables.len(),
        to.display()
    );
    println!(
        "The journal in it has {} entries. Root: {}",
        manifest.journal_size, manifest.journal_root
    );
    println!("The key that signs the journal is not in it; keep a copy of that apart.");
    Ok(())
}

fn recipients(given: &[String]) -> anyhow::Result<Vec<Recipient>> {
    if given.is_empty() {
        bail!("nobody could read the backup; name a --recipient, made by `resettle backup key`");
    }
    let read = |text: &String| {
        text.trim().parse().map_err(|_| {
            anyhow!("{text} is not a public key for backups; it begins with age1 and is one line")
        })
    };
    given.iter().map(read).collect()
}

fn write(
    database: &str,
    recipients: &[Recipient],
    even_altered: bool,
    part: &Path,
) -> anyhow::Result<Manifest> {
    runtime()?.block_on(async {
        let db = Db::open(database).await?;
        let app = App::new(db.clone());
        let file = create(part)?;
        let to = recipients.iter().map(|recipient| recipient as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(to).context("the keys cannot be used")?;
        let unwritten = || format!("{} cannot be written", part.display());
        let mut out = encryptor.wrap_output(BufWriter::new(file)).with_context(unwritten)?;
        let progress = counting();
        let names = recipients.iter().map(ToString::to_string).collect();
        let seen = |rows| say(&progress, rows);
        let manifest = app::backup::write(&app, names, even_altered, &mut out, seen).await;
        progress.finish_and_clear();
        db.close().await;
        let manifest = manifest?;
        let file = out.finish().and_then(|buffer| Ok(buffer.into_inner()?));
        file.and_then(|file| file.sync_all()).with_context(unwritten)?;
        Ok(manifest)
    })
}

pub(crate) fn counting() -> ProgressBar {
    ProgressBar::new_spinner().with_message("rows")
}

pub(crate) fn say(progress: &ProgressBar, rows: u64) {
    if rows.is_multiple_of(SAY_EVERY) {
        progress.set_position(rows);
    }
}

/// Makes a file that only its owner can read.
fn create(path: &Path) -> anyhow::Result<File> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("{} cannot be made; is it there already?", path.display()))
}

/// Makes a key, in the form that `age` and its kin read.
fn make_key(to: &Path) -> anyhow::Result<()> {
    let identity = Identity::generate();
    let public = identity.to_public();
    let secret = identity.to_string();
    let mut file = create(to)?;
    write!(file, "# public key: {public}\n{}\n", secret.expose_secret())
        .and_then(|()| file.sync_all())
        .with_context(|| format!("the key cannot be written to {}", to.display()))?;
    println!("{public}");
    eprintln!("Its secret half is in {}. Without it no backup can be restored.", to.display());
    eprintln!("Keep it where neither this machine nor its backups are.");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(args: BackupArgs, why: &str) {
        let error = run(&args).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }

    fn args(recipient: &[&str]) -> BackupArgs {
        BackupArgs {
            command: None,
            database: Some("sqlite:/nowhere/at/all.db".to_owned()),
            to: Some(PathBuf::from("/nowhere/at/all.age")),
            recipient: recipient.iter().map(|text| (*text).to_owned()).collect(),
            even_altered: false,
        }
    }

    #[test]
    fn a_slip_is_named_before_anything_is_opened() {
        refused(args(&[]), "name a --recipient");
        refused(args(&["AGE-SECRET-KEY-1"]), "is not a public key for backups");
        refused(BackupArgs { to: None, ..args(&[]) }, "use --to");
        refused(BackupArgs { database: None, ..args(&[]) }, "use --database");
    }
}
