//! Tables and pictures out: where they go, and what is said when they cannot.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use link::refusal::Refusal;

use super::Format;
use crate::files;

/// Returns where a table goes and how it is written, having looked whether there is such a folder.
pub(super) fn target(path: &Path) -> Result<(&Path, Format), Refusal> {
    let format = Format::of(&path.display().to_string())?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match folder {
        Some(folder) if !folder.is_dir() => Err(failed(path, "there is no such folder")),
        _ => Ok((path, format)),
    }
}

/// Writes a file.
pub(super) fn write(
    path: &Path,
    contents: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> Result<(), Refusal> {
    files::write(path, contents).map_err(|error| failed(path, &error.to_string()))
}

fn failed(path: &Path, problem: &str) -> Refusal {
    Refusal::Writing { file: path.display().to_string(), problem: problem.to_owned() }
}
