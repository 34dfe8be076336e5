//! The fuzzer: every reader of what comes from outside is given bytes that it finds its way by, from what
//! the readers read rightly. `crates/resettle/tests/readers.rs` runs the same readers at every test run.

use crate::counts::Counts;
use crate::process::{command, run as run_command, target};
use crate::tools::CargoTool;
use anyhow::{Context, Result};

const FUZZ: CargoTool = CargoTool { name: "cargo-fuzz", version: "0.13.2" };

/// How long the fuzzer looks, when `RESETTLE_FUZZ_RUNS` does not say how many inputs it tries.
#[derive(Clone, Copy)]
pub(crate) enum Length {
    /// Asked for by name.
    Alone,
    /// In a run of all the tests.
    AmongOthers,
}

impl Length {
    fn runs(self) -> u64 {
        match self {
            Self::Alone => 500_000,
            Self::AmongOthers => 50_000,
        }
    }
}

/// Bytes of the longest input: nearly twice the longest of what is read rightly, 35 kB.
const LONGEST_BYTES: u32 = 64 * 1024;

/// Builds the fuzzer and runs it to its end.
///
/// # Errors
/// When it can't be built, or found something; it prints the input and where it keeps it.
pub(crate) fn run(length: Length) -> Result<Counts> {
    let program = FUZZ.ensure()?;
    let asked = std::env::var("RESETTLE_FUZZ_RUNS").ok().and_then(|runs| runs.parse().ok());
    let runs: u64 = asked.unwrap_or_else(|| length.runs());
    // What is found is kept for the next run; what is built does not mix with the tests' own.
    let folder = target().join("fuzz");
    let corpus = folder.join("corpus");
    std::fs::create_dir_all(&corpus).with_context(|| format!("making {}", corpus.display()))?;
    // Without a sanitizer of memory: those need a nightly compiler, and the readers have no unsafe code.
    let mut fuzzer =
        command(&program.to_string_lossy(), &["run", "--sanitizer", "none", "readers"]);
    fuzzer
        .arg(&corpus)
        .args(["--", "-print_final_stats=1"])
        .arg(format!("-runs={runs}"))
        .arg(format!("-max_len={LONGEST_BYTES}"))
        .env("CARGO_TARGET_DIR", &folder)
        .env("RESETTLE_SEEDS", &corpus);
    run_command(&mut fuzzer)?;
    Ok(Counts::ONE_PASSED)
}
