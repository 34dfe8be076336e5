//! `cargo xtask demo`: from a fresh clone to a running service with an invented region in it.
//!
//! Needs no Node: the style sheets and scripts that pages use are in the repository.

use crate::process::{self, built, cargo, root};
use crate::report::shown;
use anyhow::{Context, Result};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

/// A build shorter than this had nothing much to do, and is not worth a line.
const WORTH_TELLING: Duration = Duration::from_secs(5);

/// What `resettle demo` is told.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Start over with a new database.
    #[arg(long)]
    fresh: bool,
    /// How many people the region has.
    #[arg(long, value_name = "N")]
    people: Option<u32>,
    /// The port to listen on.
    #[arg(long)]
    port: Option<u16>,
    /// The folder that keeps the database.
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
}

/// Builds the program, then becomes it.
///
/// # Errors
/// When the build fails.
pub(crate) fn run(options: &Options) -> Result<()> {
    let started = Instant::now();
    if !built("resettle")?.exists() {
        println!("Building Resettle. The first build takes some minutes; later ones take seconds.");
    }
    process::run(&mut cargo(&["build", "--package", "resettle"]))?;
    let took = started.elapsed();
    if took > WORTH_TELLING {
        println!("Built in {}.", shown(took));
    }
    let mut demo = Command::new(built("resettle")?);
    demo.arg("demo").args(arguments(options)).current_dir(root());
    Err(demo.exec()).context("cannot start resettle")
}

fn arguments(options: &Options) -> Vec<String> {
    let mut arguments = Vec::new();
    if options.fresh {
        arguments.push("--fresh".to_owned());
    }
    let mut pass = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            arguments.extend([name.to_owned(), value]);
        }
    };
    pass("--people", options.people.map(|people| people.to_string()));
    pass("--port", options.port.map(|port| port.to_string()));
    pass("--data", options.data.as_ref().map(|folder| folder.display().to_string()));
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_passed_through() {
        let options =
            Options { fresh: true, people: Some(60), port: None, data: Some("elsewhere".into()) };
        assert_eq!(arguments(&options), ["--fresh", "--people", "60", "--data", "elsewhere"]);
    }
}
