//! `cargo xtask assets`: style sheets, scripts, icons and fixtures made again from the official
//! front-end packages. They are committed, so only someone who updates a package needs this.

use crate::npm;
use crate::process::{command, output, root, run as run_command};
use anyhow::{Result, bail};

/// What the packages are made into.
const MADE: [&str; 2] = ["crates/govuk/assets", "crates/govuk/fixtures"];

/// What to do with what is made.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Fail when what is committed is not what the packages make.
    #[arg(long)]
    check: bool,
}

/// Fetches the packages and makes the files.
///
/// # Errors
/// When npm or a script fails, or, to check, when files changed.
pub(crate) fn run(options: &Options) -> Result<()> {
    npm::install("frontend")?;
    for script in ["build", "fixtures"] {
        let mut npm = command("npm", &["run", "--silent", script]);
        run_command(npm.current_dir(root().join("frontend")))?;
    }
    let mut status = command("git", &["status", "--short", "--"]);
    let changed = output(status.args(MADE))?;
    if changed.is_empty() {
        println!("nothing changed");
    } else if options.check {
        bail!(
            "not what the packages make:\n{changed}run `cargo xtask assets` and commit the result"
        );
    } else {
        println!("changed:\n{changed}");
    }
    Ok(())
}
