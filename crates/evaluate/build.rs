//! Gives the engine a fingerprint of its own source, which goes into every bundle as a part of the
//! version: between two releases the code changes and the version does not.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// Figures of the fingerprint that are kept: as many as tell any two commits apart.
const FIGURES: usize = 12;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=src");
    let mut files = Vec::new();
    add(Path::new("src"), &mut files)?;
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.to_string_lossy().replace('\\', "/"));
        // A checkout may have the ends of lines of its system.
        hash.update(fs::read_to_string(&file)?.replace("\r\n", "\n"));
    }
    let figures: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=EVALUATE_CODE={}", &figures[..FIGURES]);
    Ok(())
}

fn add(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            add(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
