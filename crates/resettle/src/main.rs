//! The command line.

mod evaluate;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Joins up the agencies around each person leaving prison, and shows which help works
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// What can be done from the command line.
#[derive(Subcommand)]
enum Command {
    Evaluate(evaluate::EvaluateArgs),
}

fn main() -> ExitCode {
    let Command::Evaluate(args) = Arguments::parse().command;
    let Err(error) = evaluate::run(&args) else {
        return ExitCode::SUCCESS;
    };
    let mut message = format!("error: {error:#}\n");
    if let Some(hint) = evaluate::hint(&error) {
        message.push_str(&format!("hint: {hint}\n"));
    }
    // With standard error closed there is nowhere left to say it.
    let _ = std::io::stderr().write_all(message.as_bytes());
    ExitCode::from(evaluate::exit_code(&error))
}
