//! Running other programs from the top of the checkout, with failures that name the command.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// Returns the top folder of the checkout.
pub(crate) fn root() -> PathBuf {
    // Cargo says so at run time; what it said at build time is wrong once the checkout has moved.
    let own = std::env::var("CARGO_MANIFEST_DIR").unwrap_or(env!("CARGO_MANIFEST_DIR").to_owned());
    let own = Path::new(&own);
    own.parent().unwrap_or(own).to_owned()
}

/// Returns the path of a program that `cargo build` puts beside this one.
///
/// # Errors
/// When the system can't say where this program is.
pub(crate) fn built(program: &str) -> Result<PathBuf> {
    let own = std::env::current_exe().context("where is this program?")?;
    Ok(own.with_file_name(program))
}

/// Returns the folder that cargo builds in, where what is fetched for tests is kept too.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Returns a command that starts at the top of the checkout.
pub(crate) fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    command
}

/// Returns a command of the cargo that started this program.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let program = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    command(&program, arguments)
}

/// Runs a command whose output goes to the terminal.
///
/// # Errors
/// When it can't be started or says that it failed.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", shown(command)))?;
    check(command, status)
}

/// Runs a command and hands on each line of its output; errors go to the terminal.
///
/// Returns how it ended, because a test run that failed still has counts to add up.
///
/// # Errors
/// When it can't be started.
pub(crate) fn run_by_line(
    command: &mut Command,
    mut on_line: impl FnMut(&str),
) -> Result<ExitStatus> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", shown(command)))?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            on_line(&String::from_utf8_lossy(&line.context("reading its output")?));
        }
    }
    child.wait().with_context(|| format!("waiting for {}", shown(command)))
}

/// Runs a command and returns what it printed.
///
/// # Errors
/// When it can't be started or says that it failed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {}", shown(command)))?;
    check(command, output.status)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Returns whether a command can be started and ends well; prints nothing.
pub(crate) fn works(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Fails when a program ended badly.
///
/// # Errors
/// Names the command and its exit code.
pub(crate) fn check(command: &Command, status: ExitStatus) -> Result<()> {
    if !status.success() {
        bail!("{} failed ({status})", shown(command));
    }
    Ok(())
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_name_the_command() {
        let error = run(&mut command("false", &["--really"])).unwrap_err();
        assert_eq!(error.to_string(), "false --really failed (exit status: 1)");
    }

    #[test]
    fn lines_are_handed_on_even_when_the_command_fails() {
        let mut lines = Vec::new();
        let mut command = command("sh", &["-c", "echo one; echo two; exit 3"]);
        let status = run_by_line(&mut command, |line| lines.push(line.to_owned())).unwrap();
        assert_eq!(lines, ["one", "two"]);
        assert_eq!(status.code(), Some(3));
    }
}
