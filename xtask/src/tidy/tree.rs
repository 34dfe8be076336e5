//! The checkout as the rules see it: every file that is tracked or about to be, as text.

use crate::process::{command, output, root};
use crate::rust_source::RustSource;
use anyhow::{Context, Result};
use std::collections::HashSet;
use std::path::Path;

/// A checkout.
pub(super) struct Tree {
    /// Its text files, by path.
    pub(super) files: Vec<File>,
}

/// A text file.
pub(super) struct File {
    /// Its path from the top, with `/`.
    pub(super) path: String,
    /// What it holds.
    pub(super) text: String,
    /// The same, split, if it is Rust.
    pub(super) rust: Option<RustSource>,
    /// Whether all of it is compiled or read for tests only.
    pub(super) is_test: bool,
}

impl Tree {
    /// Reads the checkout. Files that aren't text are left out.
    ///
    /// # Errors
    /// When git or the disk fails.
    pub(super) fn read() -> Result<Self> {
        let list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        let paths = output(&mut command("git", &list)).context("tidy reads a git checkout")?;
        let mut files = Vec::new();
        for path in paths.split('\0').filter(|path| !path.is_empty()) {
            // A file may be deleted and still tracked.
            if let Ok(bytes) = std::fs::read(root().join(path))
                && let Ok(text) = String::from_utf8(bytes)
            {
                files.push((path.to_owned(), text));
            }
        }
        Ok(Self::new(files))
    }

    /// Makes a checkout for a test.
    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        Self::new(files.iter().map(owned).collect())
    }

    fn new(mut files: Vec<(String, String)>) -> Self {
        files.sort();
        let mut files: Vec<File> = files
            .into_iter()
            .map(|(path, text)| File {
                rust: has_extension(&path, "rs").then(|| RustSource::new(&text)),
                is_test: is_test_path(&path),
                path,
                text,
            })
            .collect();
        let test_modules: HashSet<String> = files.iter().flat_map(File::test_modules).collect();
        for file in &mut files {
            file.is_test |= test_modules.contains(&file.path);
        }
        Self { files }
    }

    /// Returns the files whose path has an extension.
    pub(super) fn with_extension(&self, extension: &str) -> impl Iterator<Item = &File> {
        self.files.iter().filter(move |file| has_extension(&file.path, extension))
    }

    /// Returns the Rust files that are part of the product, split.
    pub(super) fn product_rust(&self) -> impl Iterator<Item = (&File, &RustSource)> {
        self.files
            .iter()
            .filter(|file| !file.is_test)
            .filter_map(|file| Some((file, file.rust.as_ref()?)))
    }

    /// Returns whether there is such a file.
    pub(super) fn has(&self, path: &str) -> bool {
        self.files.binary_search_by(|file| file.path.as_str().cmp(path)).is_ok()
    }
}

impl File {
    /// Returns the crate it is in, if it is in one.
    pub(super) fn room(&self) -> Option<&str> {
        if let Some(rest) = self.path.strip_prefix("crates/") {
            return rest.split('/').next();
        }
        self.path.starts_with("xtask/").then_some("xtask")
    }

    /// Returns the number of the line that an offset is on.
    pub(super) fn line(&self, at: usize) -> usize {
        crate::rust_source::line_of(&self.text, at)
    }

    /// Returns the paths that its modules for tests may have.
    fn test_modules(&self) -> Vec<String> {
        let Some(rust) = &self.rust else {
            return Vec::new();
        };
        let (folder, name) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        let folder = match name {
            "lib.rs" | "main.rs" | "mod.rs" => folder.to_owned(),
            _ => format!("{folder}/{}", name.trim_end_matches(".rs")),
        };
        rust.test_modules.iter().map(|module| format!("{folder}/{module}.rs")).collect()
    }
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|own| own == extension)
}

/// Returns whether a file is no part of the product, by where it is.
fn is_test_path(path: &str) -> bool {
    path.split('/').any(|part| matches!(part, "tests" | "benches" | "examples"))
        || path.starts_with("e2e/")
        || path.ends_with("/tests.rs")
        || path.ends_with("_tests.rs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_for_tests_are_known() {
        let tree = Tree::of(&[
            ("crates/a/src/lib.rs", "#[cfg(test)]\nmod messages;\nmod b;"),
            ("crates/a/src/messages.rs", ""),
            ("crates/a/src/b.rs", "#[cfg(test)]\nmod example;"),
            ("crates/a/src/b/example.rs", ""),
            ("crates/a/tests/main.rs", ""),
        ]);
        let product: Vec<&str> = tree.product_rust().map(|(file, _)| file.path.as_str()).collect();
        assert_eq!(product, ["crates/a/src/b.rs", "crates/a/src/lib.rs"]);
        assert!(tree.has("crates/a/tests/main.rs"));
        assert_eq!(tree.files[0].room(), Some("a"));
    }
}
