//! Front-end packages: exactly those of the lock file, fetched again only when it changed.

use crate::process::{command, root, run};
use anyhow::{Context, Result};
use std::fs;

/// Fetches the packages of a folder of the checkout, unless they are there already.
///
/// # Errors
/// When npm is missing or fails.
pub(crate) fn install(folder: &str) -> Result<()> {
    let folder_path = root().join(folder);
    let lock = fs::read(folder_path.join("package-lock.json"))
        .with_context(|| format!("{folder}/package-lock.json cannot be read"))?;
    // The stamp is a copy of the lock that the packages were installed from.
    let stamp = folder_path.join("node_modules/.installed-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        println!("{folder}: packages are those of the lock file");
        return Ok(());
    }
    run(command("npm", &["ci", "--no-audit", "--no-fund"]).current_dir(&folder_path))
        .context("install Node 20 or later, which brings npm")?;
    fs::write(&stamp, lock).context("stamping the installed packages")
}
