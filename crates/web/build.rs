//! Templates, messages and our own assets are in the binary: a change to one builds it again.

fn main() {
    for folder in ["templates", "locales", "assets"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
