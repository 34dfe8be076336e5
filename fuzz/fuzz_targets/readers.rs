//! Fuzzes every reader of the list, or only the one that `RESETTLE_READER` names a part of. Where
//! `RESETTLE_SEEDS` names a folder, what the readers read rightly is put there to begin with.

#![no_main]

#[path = "../targets.rs"]
mod targets;

use libfuzzer_sys::fuzz_target;
use std::path::Path;
use std::sync::LazyLock;
use targets::{TARGETS, Target};

static CHOSEN: LazyLock<Vec<&'static Target>> = LazyLock::new(|| {
    let part = std::env::var("RESETTLE_READER").unwrap_or_default();
    let chosen: Vec<_> = TARGETS.iter().filter(|target| target.reader.contains(&part)).collect();
    assert!(!chosen.is_empty(), "no reader is called {part}");
    assert!(chosen.len() <= 256, "a byte chooses the reader");
    chosen
});

fn seed(folder: &Path) -> std::io::Result<()> {
    for (which, target) in (0_u8..).zip(CHOSEN.iter()) {
        for (number, sample) in (target.samples)().iter().enumerate() {
            let bytes = [&[which], sample.as_bytes()].concat();
            std::fs::write(folder.join(format!("{which}-{number}")), bytes)?;
        }
    }
    Ok(())
}

fuzz_target!(
    init: {
        if let Some(folder) = std::env::var_os("RESETTLE_SEEDS") {
            seed(Path::new(&folder)).expect("the seeds cannot be written");
        }
    },
    |bytes: &[u8]| {
        if let Some((which, rest)) = bytes.split_first() {
            (CHOSEN[usize::from(*which) % CHOSEN.len()].read)(rest);
        }
    }
);
