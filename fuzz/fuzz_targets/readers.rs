//! Fuzzes every reader of the list, or only the one that `RESETTLE_READER` names a part of:
//! `RESETTLE_READER=pnc_id cargo +nightly fuzz run readers`.

#![no_main]

#[path = "../targets.rs"]
mod targets;

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use targets::{TARGETS, Target};

static CHOSEN: LazyLock<Vec<&'static Target>> = LazyLock::new(|| {
    let part = std::env::var("RESETTLE_READER").unwrap_or_default();
    let chosen: Vec<_> = TARGETS.iter().filter(|target| target.reader.contains(&part)).collect();
    assert!(!chosen.is_empty(), "no reader is called {part}");
    chosen
});

fuzz_target!(|bytes: &[u8]| {
    if let Some((which, rest)) = bytes.split_first() {
        (CHOSEN[usize::from(*which) % CHOSEN.len()].read)(rest);
    }
});
