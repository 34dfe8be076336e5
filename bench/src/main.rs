//! What Resettle's pages are measured beside: a bare axum handler that reads the same rows with
//! sqlx and does nothing else. No session, no policy, no journal, no template.
//!
//! `bench requests` writes a script for `wrk` with signed-in requests to many people's pages, and
//! `bench bare` serves the bare handler. `bench/pages.sh` runs both against both.
//!
//! `bench list` writes an invented custody list, and `bench prisons` makes a database with the prisons
//! that it names. `bench/import.sh` imports it, and lets SQLite's command line do the same.
//!
//! `bench appends` and `bench fill` are for `bench/journal.sh`, `bench visible` for `bench/visible.sh`,
//! `bench people` and `bench lookup` for `bench/lookup.sh`, and `bench replicates` for `bench/evaluate.sh`.

#![expect(clippy::print_stdout, reason = "a program for the command line")]

mod bare;
mod journal;
mod list;
mod lookup;
mod replicates;
mod requests;
mod visible;

use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Measures pages beside a bare handler
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the same rows from a bare handler
    Bare {
        /// The SQLite file.
        #[arg(long)]
        file: String,
        /// The port.
        #[arg(long)]
        port: u16,
    },
    /// Writes requests for wrk, as a Lua script
    Requests {
        /// The SQLite file.
        #[arg(long)]
        file: String,
        /// Which page: my-people or person.
        #[arg(long)]
        page: requests::Page,
    },
    /// Writes an invented custody list to standard output
    List {
        /// How many people are on it.
        #[arg(long)]
        rows: u64,
    },
    /// Writes entries of the journal, and plain rows, each of them synced
    Appends {
        /// The folder of the files.
        #[arg(long)]
        folder: PathBuf,
        /// Seconds of each round.
        #[arg(long, default_value_t = 5)]
        seconds: u64,
    },
    /// Fills the journal of a new database
    Fill {
        /// The SQLite file.
        #[arg(long)]
        file: String,
        /// How many entries.
        #[arg(long)]
        entries: u64,
    },
    /// Lists people filtered by policy, and by SQL written by hand
    Visible {
        /// The SQLite file.
        #[arg(long)]
        file: String,
    },
    /// Fills a new database with invented people
    People {
        /// The address of the database.
        #[arg(long)]
        database: String,
        /// How many.
        #[arg(long)]
        people: u64,
    },
    /// Sends records one after another, each looked up among everybody
    Lookup {
        /// The address of the database.
        #[arg(long)]
        database: String,
        /// How many people are in it.
        #[arg(long)]
        people: u64,
        /// How many records.
        #[arg(long)]
        records: u64,
        /// The folder for the file of a record.
        #[arg(long)]
        folder: PathBuf,
    },
    /// Draws a cohort anew and compares it, over and over
    Replicates {
        /// The cohort, as CSV.
        #[arg(long)]
        file: PathBuf,
        /// How often.
        #[arg(long, default_value_t = 1000)]
        count: u64,
        /// How many at a time.
        #[arg(long, default_value_t = 2)]
        threads: u64,
    },
    /// Makes a database with the prisons of the list
    Prisons {
        /// The SQLite file.
        #[arg(long)]
        file: String,
    },
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Bare { file, port } => bare::serve(&file, port).await,
        Command::Requests { file, page } => {
            println!("{}", requests::lua(&file, page).await?);
            Ok(())
        }
        Command::List { rows } => list::write(rows),
        Command::Appends { folder, seconds } => journal::appends(&folder, seconds).await,
        Command::Fill { file, entries } => journal::fill(&file, entries).await,
        Command::Visible { file } => visible::lists(&file).await,
        Command::People { database, people } => lookup::fill(&database, people).await,
        Command::Lookup { database, people, records, folder } => {
            lookup::measure(&database, people, records, &folder).await
        }
        Command::Replicates { file, count, threads } => replicates::run(&file, count, threads),
        Command::Prisons { file } => list::add_prisons(&file).await,
    }
}
