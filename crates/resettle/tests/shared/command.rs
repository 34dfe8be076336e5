//! Running the program as its users do.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of a test's own, empty at the start.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs a command in a folder, and looks at the code that it ends with.
#[track_caller]
pub(crate) fn run(command: &str, folder: &Path, args: &[&str], code: i32) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_resettle"))
        .arg(command)
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(code), "{}", said(&output.stderr));
    output
}

/// Returns what a command wrote.
pub(crate) fn said(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}
