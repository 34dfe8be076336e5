//! Whatever is done to an export is found: to its files, to its entries, and by whoever has the key.

use proptest::prelude::*;
use rand_core::OsRng;
use seal::{Checkpoint, Export, Key, Tampered, Tree, include, leaf_hash, verify};
use std::collections::BTreeMap;
use std::io;

type Files = BTreeMap<String, Vec<u8>>;

fn key() -> Key {
    Key::generate(&mut OsRng, "resettle-journal-test")
}

fn entries(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|n| format!("entry {n} of somebody").into_bytes()).collect()
}

fn sign(key: &Key, entries: &[Vec<u8>]) -> String {
    let mut tree = Tree::default();
    for entry in entries {
        tree.push(leaf_hash(entry));
    }
    key.sign(&tree).expect("the key signs")
}

/// Writes an export of these entries under a checkpoint that may be another's.
fn export(entries: &[Vec<u8>], checkpoint: &str) -> Files {
    let mut files = Files::new();
    let mut export = Export::new(|path: &str, data: &[u8]| {
        files.insert(path.to_owned(), data.to_vec());
        Ok(())
    });
    for entry in entries {
        export.push(entry).expect("it fits");
    }
    export.finish(checkpoint).expect("it is written");
    files
}

fn reader(files: &Files) -> impl Fn(&str) -> io::Result<Vec<u8>> {
    |path| files.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
}

fn read(note: &str, key: &Key) -> Checkpoint {
    Checkpoint::read(note, key.public()).expect("it is signed")
}

#[test]
fn what_was_sealed_is_verified_at_every_size() {
    let key = key();
    for count in [0, 1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 66_000] {
        let entries = entries(count);
        let note = sign(&key, &entries);
        let files = export(&entries, &note);
        let verified = verify(reader(&files), key.public(), None).expect("nothing was changed");
        assert_eq!(verified.size, count as u64);
        for position in [0, count / 2, count.saturating_sub(1)] {
            let proof = include(reader(&files), &read(&note, &key), position as u64);
            if count == 0 {
                assert!(matches!(proof, Err(Tampered::NotIncluded(0))));
            } else {
                let proof = proof.expect("it is there");
                assert_eq!(proof.leaf, entries[position]);
                proof.check(&read(&note, &key)).expect("it holds");
            }
        }
    }
}

#[test]
fn a_proof_holds_for_its_entry_and_its_journal_only() {
    let key = key();
    let entries = entries(700);
    let note = sign(&key, &entries);
    let files = export(&entries, &note);
    let checkpoint = read(&note, &key);
    let proof = include(reader(&files), &checkpoint, 300).expect("it is there");
    for wrong in [
        seal::Inclusion { leaf: b"entry 301 of somebody".to_vec(), ..proof.clone() },
        seal::Inclusion { position: 301, ..proof.clone() },
        seal::Inclusion { proof: proof.proof[1..].to_vec(), ..proof.clone() },
    ] {
        assert!(wrong.check(&checkpoint).is_err());
    }
    assert!(proof.check(&read(&sign(&key, &entries[..699]), &key)).is_err());
    assert!(include(reader(&files), &checkpoint, 700).is_err());
}

#[test]
fn another_key_signs_nothing() {
    let (key, other) = (key(), key());
    let entries = entries(10);
    let files = export(&entries, &sign(&other, &entries));
    let found = verify(reader(&files), key.public(), None);
    assert!(matches!(found, Err(Tampered::NotSigned(_))), "{found:?}");
    assert!(Key::read(&key.to_text()).is_ok());
    let mixed = format!("{}\n{}", key.to_text().lines().next().expect("a line"), other.public());
    assert!(Key::read(&mixed).is_err(), "a pair that does not belong together");
    assert!(Key::read("nothing").is_err());
}

#[test]
fn whoever_has_the_key_cannot_rewrite_what_others_keep() {
    let key = key();
    let before = entries(300);
    let kept = read(&sign(&key, &before), &key);
    let mut after = entries(500);
    let honest = export(&after, &sign(&key, &after));
    verify(reader(&honest), key.public(), Some(&kept)).expect("it goes on");
    after[299] = b"nothing happened".to_vec();
    let rewritten = export(&after, &sign(&key, &after));
    verify(reader(&rewritten), key.public(), None).expect("it is consistent in itself");
    for files in [rewritten, export(&before[..299], &sign(&key, &before[..299]))] {
        let found = verify(reader(&files), key.public(), Some(&kept));
        assert!(matches!(found, Err(Tampered::Rewritten { .. })), "{found:?}");
    }
}

/// What somebody without the key does to the entries.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Change,
    Delete,
    Swap,
    Insert,
    Repeat,
    Truncate,
}

fn done(deed: Deed, mut entries: Vec<Vec<u8>>, at: usize, with: usize, bit: usize) -> Vec<Vec<u8>> {
    match deed {
        Deed::Change => {
            let byte = bit / 8 % entries[at].len();
            entries[at][byte] ^= 1 << (bit % 8);
        }
        Deed::Delete => drop(entries.remove(at)),
        Deed::Swap => entries.swap(at, with),
        Deed::Insert => entries.insert(at, b"it was somebody else".to_vec()),
        Deed::Repeat => entries.insert(at, entries[at].clone()),
        Deed::Truncate => entries.truncate(at),
    }
    entries
}

fn deeds() -> impl Strategy<Value = Deed> {
    use Deed as D;
    prop_oneof![
        Just(D::Change),
        Just(D::Delete),
        Just(D::Swap),
        Just(D::Insert),
        Just(D::Repeat),
        Just(D::Truncate)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_deed_on_the_entries_goes_unnoticed(
        count in 2_usize..800,
        deed in deeds(),
        at in any::<prop::sample::Index>(),
        with in any::<prop::sample::Index>(),
        bit in any::<usize>(),
    ) {
        let key = key();
        let before = entries(count);
        let after = done(deed, before.clone(), at.index(count), with.index(count), bit);
        prop_assume!(after != before);
        // Everything but the signature is made to fit.
        let files = export(&after, &sign(&key, &before));
        prop_assert!(verify(reader(&files), key.public(), None).is_err(), "{deed:?}");
    }

    #[test]
    fn no_bit_of_any_file_can_be_flipped(
        count in 1_usize..800,
        file in any::<prop::sample::Index>(),
        bit in any::<prop::sample::Index>(),
    ) {
        let key = key();
        let entries = entries(count);
        let mut files = export(&entries, &sign(&key, &entries));
        let paths: Vec<String> = files.keys().cloned().collect();
        let path = &paths[file.index(paths.len())];
        let data = files.get_mut(path).expect("it is there");
        let bit = bit.index(data.len() * 8);
        data[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(verify(reader(&files), key.public(), None).is_err(), "{path}, bit {bit}");
    }

    #[test]
    fn no_file_can_be_taken_away(count in 1_usize..800, file in any::<prop::sample::Index>()) {
        let key = key();
        let entries = entries(count);
        let mut files = export(&entries, &sign(&key, &entries));
        let paths: Vec<String> = files.keys().cloned().collect();
        files.remove(&paths[file.index(paths.len())]);
        prop_assert!(verify(reader(&files), key.public(), None).is_err());
    }
}

#[test]
fn in_a_million_entries_one_bit_is_found() {
    let key = key();
    let before = entries(1_000_000);
    let note = sign(&key, &before);
    let whole = export(&before, &note);
    verify(reader(&whole), key.public(), None).expect("nothing was changed");
    for (deed, at) in [
        (Deed::Change, 0),
        (Deed::Change, 999_999),
        (Deed::Delete, 654_321),
        (Deed::Swap, 123_456),
        (Deed::Insert, 1),
        (Deed::Truncate, 999_999),
    ] {
        let after = done(deed, before.clone(), at, 500_000, at);
        let files = export(&after, &note);
        assert!(verify(reader(&files), key.public(), None).is_err(), "{deed:?} at {at}");
    }
}
