//! Files out, whole or not at all: beside it first, then in its place.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use link::refusal::Refusal;

use super::Format;

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
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = File::create(&beside).and_then(|file| {
        let mut output = BufWriter::new(file);
        contents(&mut output)?;
        output.flush()?;
        fs::rename(&beside, path)
    });
    written.map_err(|error| {
        // What is left of it is of no use to anybody.
        let _ = fs::remove_file(&beside);
        failed(path, &error.to_string())
    })
}

fn failed(path: &Path, problem: &str) -> Refusal {
    Refusal::Writing { file: path.display().to_string(), problem: problem.to_owned() }
}
