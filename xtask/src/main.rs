//! The commands of the README (`demo`, `test`) and of daily work (`tidy`, `assets`).
//!
//! Deliberately small, because a newcomer waits for it to compile before anything else happens: it
//! depends on nothing but the argument parser and the error type.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "what these commands print is for a person at a terminal"
)]

mod assets;
mod counts;
mod demo;
mod fuzz;
mod npm;
mod postgres;
mod process;
mod report;
mod rust_source;
mod supply;
mod test;
mod tidy;
mod tools;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Set up, try, test and tidy Resettle.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds the program, loads an invented region and starts the server.
    Demo(demo::Options),
    /// Runs every test: Rust on both databases, browser journeys, and the rules of the house.
    Test(test::Options),
    /// Checks the rules of the house.
    Tidy,
    /// Refreshes the style sheets, scripts and fixtures that come from front-end packages.
    Assets(assets::Options),
    /// Writes the bill of materials: every package that the program is built from (CycloneDX).
    Sbom,
}

fn main() -> ExitCode {
    let ended = match Arguments::parse().task {
        Task::Demo(options) => demo::run(&options),
        Task::Test(options) => test::run(&options),
        Task::Tidy => tidy::run(),
        Task::Assets(options) => assets::run(&options),
        Task::Sbom => supply::bill().map(|path| println!("{}", path.display())),
    };
    let Err(error) = ended else {
        return ExitCode::SUCCESS;
    };
    eprintln!("{error:#}");
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        super::Arguments::command().debug_assert();
    }
}
