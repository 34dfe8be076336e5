//! The second verifier (`verify.py`), written apart from the first, agrees with it: on what is sound,
//! and on every deed.

use rand_core::OsRng;
use seal::{Export, Key, PublicKey, Tree, leaf_hash, verify};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("journal-{name}"));
    let _ = fs::remove_dir_all(&folder);
    folder
}

fn export(folder: &Path, entries: u64, key: &Key) {
    let write = |path: &str, data: &[u8]| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder"))?;
        fs::write(path, data)
    };
    let (mut export, mut tree) = (Export::new(write), Tree::default());
    for n in 0..entries {
        let entry = format!("entry {n}");
        export.push(entry.as_bytes()).expect("it is written");
        tree.push(leaf_hash(entry.as_bytes()));
    }
    export.finish(&key.sign(&tree).expect("it signs")).expect("it is written");
}

/// Returns whether each of the two verifiers finds the export sound.
fn both(folder: &Path, key: &PublicKey) -> (bool, bool) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify.py");
    let second = Command::new("python3")
        .arg(script)
        .arg(folder)
        .arg(key.to_string())
        .output()
        .expect("python3 runs");
    (verify(|path| fs::read(folder.join(path)), key, None).is_ok(), second.status.success())
}

#[test]
fn both_verifiers_agree() {
    if Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: python3 is not installed, and the second verifier needs it");
        return;
    }
    let key = Key::generate(&mut OsRng, "resettle-journal-test");
    for entries in [0, 1, 255, 256, 257, 1000, 66_000] {
        let folder = folder(&entries.to_string());
        export(&folder, entries, &key);
        assert_eq!(both(&folder, key.public()), (true, true), "{entries}");
        let other = Key::generate(&mut OsRng, "resettle-journal-test");
        assert_eq!(both(&folder, other.public()), (false, false), "{entries}, another key");
    }
    let files = [
        "checkpoint",
        "tile/entries/000",
        "tile/entries/003.p/232",
        "tile/0/000",
        "tile/0/003.p/232",
        "tile/1/000.p/3",
    ];
    for file in files {
        let folder = folder("deeds");
        export(&folder, 1000, &key);
        let whole = fs::read(folder.join(file)).expect("it is there");
        for place in [0, whole.len() / 2, whole.len() - 1] {
            let mut changed = whole.clone();
            changed[place] ^= 1;
            fs::write(folder.join(file), changed).expect("it is written");
            assert_eq!(both(&folder, key.public()), (false, false), "{file}, byte {place}");
        }
        fs::write(folder.join(file), &whole[..whole.len() - 1]).expect("it is written");
        assert_eq!(both(&folder, key.public()), (false, false), "{file}, cut off");
        fs::remove_file(folder.join(file)).expect("it is there");
        assert_eq!(both(&folder, key.public()), (false, false), "{file}, taken away");
    }
}
