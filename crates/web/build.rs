//! Templates, messages and our own assets are in the binary: a change to one builds it again.

#![expect(clippy::print_stdout, reason = "a build script speaks to cargo this way")]

fn main() {
    for folder in ["templates", "locales", "assets"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
