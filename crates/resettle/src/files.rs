//! Files that a command reads and writes.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// Opens a file to be read.
///
/// # Errors
/// When it is not there or may not be read, and when it is a folder.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    // A folder opens without complaint on some systems and only fails when read.
    if path.is_dir() {
        return Err(io::Error::other("it is a folder"));
    }
    File::open(path)
}

/// Writes a file whole or not at all: beside it first, then in its place.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn write(
    path: &Path,
    contents: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = File::create(&beside).and_then(|file| {
        let mut output = BufWriter::new(file);
        contents(&mut output)?;
        output.flush()?;
        fs::rename(&beside, path)
    });
    if written.is_err() {
        // What is left of it is of no use to anybody.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Returns how many bytes of memory can be had without swapping, where the system says so.
pub(crate) fn free_memory() -> Option<u64> {
    let said = fs::read_to_string("/proc/meminfo").ok()?;
    let line = said.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes * 1024)
}

/// Returns how many bytes are free in a folder for whoever runs this, where the system says so.
pub(crate) fn free_disk(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    return rustix::fs::statvfs(folder)
        .ok()
        .map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize));
    #[cfg(not(unix))]
    return None;
}
