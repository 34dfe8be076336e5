//! The command line: one binary for the site and its tools.

#![expect(clippy::print_stderr, clippy::print_stdout, reason = "the command line speaks here")]

mod backup;
mod config;
mod confirm_role;
mod demo;
mod evaluate;
mod feeds;
mod files;
mod import;
mod invite;
mod journal;
mod journal_key;
mod link;
mod load;
mod metric;
mod power;
mod recover;
mod restore;
mod retention;
mod serve;
mod single_sign_on;
mod tls;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

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
    Serve(serve::ServeArgs),
    Demo(demo::DemoArgs),
    Evaluate(evaluate::EvaluateArgs),
    Power(power::PowerArgs),
    Link(Box<link::LinkArgs>),
    Invite(invite::InviteArgs),
    Recover(recover::RecoverArgs),
    ConfirmRole(confirm_role::ConfirmRoleArgs),
    Import(import::ImportArgs),
    Journal(journal::JournalArgs),
    Backup(backup::BackupArgs),
    Restore(restore::RestoreArgs),
    Retention(retention::RetentionArgs),
    /// Prints the OpenAPI document of the site
    Openapi,
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Serve(args) => said(serve::run(&args)),
        Command::Demo(args) => said(demo::run(&args)),
        Command::Invite(args) => said(invite::run(&args)),
        Command::Recover(args) => said(recover::run(&args)),
        Command::ConfirmRole(args) => said(confirm_role::run(&args)),
        Command::Journal(args) => said(journal::run(&args)),
        Command::Backup(args) => said(backup::run(&args)),
        Command::Retention(args) => said(retention::run(&args)),
        Command::Restore(args) => said(restore::run(&args)),
        Command::Openapi => {
            println!("{:#}", web::openapi());
            ExitCode::SUCCESS
        }
        Command::Import(args) => match import::run(&args) {
            Ok(false) => ExitCode::FAILURE,
            result => said(result.map(|_| ())),
        },
        Command::Evaluate(args) => answered(evaluate::run(&args)),
        Command::Power(args) => answered(power::run(&args)),
        Command::Link(args) => answered(link::run(&args)),
    }
}

/// Says what went wrong, and what to do about it where that is known.
fn answered(result: anyhow::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", causes(&error));
            if let Some(hint) = evaluate::hint(&error).or_else(|| link::hint(&error)) {
                eprintln!("hint: {hint}");
            }
            let code = link::exit_code(&error).unwrap_or_else(|| evaluate::exit_code(&error));
            ExitCode::from(code)
        }
    }
}

/// Returns an error and what lies under it. A driver often repeats its own cause word for word: it
/// is said once.
fn causes(error: &anyhow::Error) -> String {
    error.chain().skip(1).fold(error.to_string(), |said, cause| {
        let cause = cause.to_string();
        if said.ends_with(&cause) { said } else { format!("{said}: {cause}") }
    })
}

/// Says what went wrong: its human cause first, what lies under it after.
fn said(result: anyhow::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", causes(&error));
            ExitCode::FAILURE
        }
    }
}
