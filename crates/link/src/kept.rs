//! Pairs that are kept, in the order of their records: in memory or, where that is not enough, in
//! sorted runs of one file, which are merged whenever they are gone through. The file has no name, so
//! that the system frees it however the run ends.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::iter;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::bytes::Bytes;
use crate::linker::Pair;
use crate::refusal::Refusal;

/// Bytes of a pair, in memory and in a file.
const PAIR: u64 = 16;
/// Pairs that a thread gathers before it waits for its turn to hand them over.
pub(crate) const HANDED_OVER: usize = 1 << 12;
/// Bytes that are left free in the folder, so that others can still write.
const RESERVE: u64 = 64 << 20;
/// Least and most bytes of a run that are read at a time.
const READ: (u64, u64) = (1 << 12, 1 << 20);

/// The folder into which pairs are spilled.
#[derive(Clone, Debug)]
pub struct SpillFolder {
    path: PathBuf,
    free: fn(&Path) -> Option<u64>,
}

impl SpillFolder {
    /// Takes a folder, and what says how many bytes are free in it, where that can be known.
    ///
    /// # Errors
    /// A folder that is not there, or may not be written to.
    pub fn new(path: &Path, free: fn(&Path) -> Option<u64>) -> Result<Self, Refusal> {
        let own = Self { path: path.to_owned(), free };
        if !path.is_dir() {
            return Err(own.unwritable("there is no such folder"));
        }
        own.file()?;
        Ok(own)
    }

    fn file(&self) -> Result<File, Refusal> {
        tempfile::tempfile_in(&self.path).map_err(|error| self.unwritable(&error.to_string()))
    }

    fn unwritable(&self, problem: &str) -> Refusal {
        Refusal::Spilling { folder: self.shown(), problem: problem.to_owned() }
    }

    fn shown(&self) -> String {
        self.path.display().to_string()
    }

    /// Looks whether there is room for so many bytes more, with so many pairs kept so far.
    fn check(&self, needed: u64, kept: u64) -> Result<(), Refusal> {
        match (self.free)(&self.path) {
            Some(free) if free < needed + RESERVE => Err(self.full(needed, kept, free)),
            _ => Ok(()),
        }
    }

    fn full(&self, needed: u64, kept: u64, free: u64) -> Refusal {
        Refusal::DiskFull {
            folder: self.shown(),
            kept,
            needed: Bytes(needed + RESERVE),
            free: Bytes(free),
        }
    }
}

/// What becomes of pairs that are kept when there are too many of them.
#[derive(Clone, Debug)]
pub struct Spill {
    /// Where they go.
    pub folder: SpillFolder,
    /// Bytes that they may take in memory while they are gathered, and as many while they are sorted
    /// or read back.
    pub held: Bytes,
}

impl Spill {
    /// Returns how many pairs are held.
    fn pairs(&self) -> u64 {
        // Sorting counts them in 32 bits.
        (self.held.0 / PAIR).clamp(1, u32::MAX.into())
    }

    /// Looks whether there is room for as many pairs as are spilled first; returns what to say where
    /// there is none for all that could be kept.
    pub(crate) fn check(&self, most: u64) -> Result<Option<String>, Refusal> {
        let first = self.pairs();
        if most <= first {
            return Ok(None);
        }
        self.folder.check(first * PAIR, 0)?;
        let bytes = most.saturating_mul(PAIR);
        let free = (self.folder.free)(&self.folder.path).unwrap_or(u64::MAX);
        Ok((free < bytes).then(|| {
            let (bytes, free, folder) = (Bytes(bytes), Bytes(free), self.folder.shown());
            format!(
                "if all pairs that are compared were kept, they would take {bytes}, and {folder} has {free} free"
            )
        }))
    }
}

/// Pairs that were kept, each once, in the order of their records.
#[derive(Debug)]
pub struct Kept(Held);

#[derive(Debug)]
enum Held {
    Memory(Vec<Pair>),
    Runs(Runs),
}

/// Pairs in a file.
#[derive(Debug)]
struct Runs {
    /// Whoever reads moves it first.
    file: Mutex<File>,
    /// The pairs of each run; one follows the other.
    lengths: Vec<u64>,
    spill: Spill,
}

impl From<Vec<Pair>> for Kept {
    /// Takes pairs that are in the order of their records.
    fn from(pairs: Vec<Pair>) -> Self {
        Self(Held::Memory(pairs))
    }
}

impl Kept {
    /// Returns how many there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        match &self.0 {
            Held::Memory(pairs) => pairs.len() as u64,
            Held::Runs(runs) => runs.lengths.iter().sum(),
        }
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Goes through the pairs, in the order of their records. Those in a file may turn out not to be
    /// readable.
    #[must_use]
    pub fn each(&self) -> Box<dyn Iterator<Item = io::Result<Pair>> + '_> {
        match &self.0 {
            Held::Memory(pairs) => Box::new(pairs.iter().copied().map(Ok)),
            Held::Runs(runs) => match Merge::new(runs) {
                Ok(merge) => Box::new(merge),
                Err(error) => Box::new(iter::once(Err(error))),
            },
        }
    }

    /// Returns the pairs side by side.
    ///
    /// # Errors
    /// Pairs in a file that cannot be read.
    pub fn into_pairs(self) -> Result<Vec<Pair>, Refusal> {
        match self.0 {
            Held::Memory(pairs) => Ok(pairs),
            Held::Runs(_) => {
                self.each().collect::<io::Result<_>>().map_err(|error| self.unreadable(&error))
            }
        }
    }

    /// Returns the folder to which they were spilled, if they were, and the bytes that they take there.
    #[must_use]
    pub fn spilled(&self) -> Option<(&Path, Bytes)> {
        match &self.0 {
            Held::Memory(_) => None,
            Held::Runs(runs) => Some((&runs.spill.folder.path, Bytes(self.len() * PAIR))),
        }
    }

    /// Says that a pair could not be read.
    pub(crate) fn unreadable(&self, error: &io::Error) -> Refusal {
        let folder = self.spilled().map(|(path, _)| path.display().to_string());
        let problem = format!("they cannot be read back: {error}");
        Refusal::Spilling { folder: folder.unwrap_or_default(), problem }
    }
}

/// What gathers the pairs that threads keep.
pub(crate) struct Gathering {
    spill: Option<Spill>,
    records: usize,
    gathered: Mutex<Gathered>,
    has_failed: AtomicBool,
}

/// What is gathered so far.
#[derive(Default)]
struct Gathered {
    pairs: Vec<Pair>,
    /// Room for them in order, which one run leaves to the next.
    ordered: Vec<Pair>,
    file: Option<File>,
    lengths: Vec<u64>,
    refusal: Option<Refusal>,
}

impl Gathering {
    /// Gathers pairs of so many records; all are held where they are not to be spilled.
    pub(crate) fn new(spill: Option<Spill>, records: usize) -> Self {
        Self { spill, records, gathered: Mutex::default(), has_failed: AtomicBool::new(false) }
    }

    /// Returns what says whether there is no use in going on.
    pub(crate) fn has_failed(&self) -> &AtomicBool {
        &self.has_failed
    }

    /// Takes the pairs of a thread, in any order.
    pub(crate) fn take(&self, pairs: &mut Vec<Pair>) {
        let mut gathered = locked(&self.gathered);
        if gathered.refusal.is_none()
            && let Err(refusal) = self.add(&mut gathered, pairs)
        {
            gathered.refusal = Some(refusal);
            self.has_failed.store(true, Ordering::Relaxed);
        }
        pairs.clear();
    }

    fn add(&self, gathered: &mut Gathered, mut pairs: &[Pair]) -> Result<(), Refusal> {
        let Some(spill) = &self.spill else {
            gathered.pairs.extend_from_slice(pairs);
            return Ok(());
        };
        let most = spill.pairs() as usize;
        loop {
            let fitting = pairs.len().min(most - gathered.pairs.len());
            let (now, later) = pairs.split_at(fitting);
            if gathered.pairs.capacity() - gathered.pairs.len() < fitting {
                // It grows by doubling, but never beyond what it may take.
                let more = gathered.pairs.len().max(fitting);
                gathered.pairs.reserve_exact(more.min(most - gathered.pairs.len()));
            }
            gathered.pairs.extend_from_slice(now);
            if later.is_empty() {
                return Ok(());
            }
            self.write_run(spill, gathered)?;
            pairs = later;
        }
    }

    /// Writes what is held to the end of the file, in order.
    fn write_run(&self, spill: &Spill, gathered: &mut Gathered) -> Result<(), Refusal> {
        let Gathered { pairs, ordered, file, lengths, .. } = gathered;
        let needed = pairs.len() as u64 * PAIR;
        let kept = lengths.iter().sum::<u64>() + pairs.len() as u64;
        spill.folder.check(needed, kept)?;
        let file = match file {
            Some(file) => file,
            None => file.insert(spill.folder.file()?),
        };
        order(pairs, self.records, ordered);
        written(ordered, file).map_err(|error| match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => spill.folder.full(
                needed,
                kept,
                (spill.folder.free)(&spill.folder.path).unwrap_or(0),
            ),
            _ => spill.folder.unwritable(&error.to_string()),
        })?;
        lengths.push(ordered.len() as u64);
        pairs.clear();
        Ok(())
    }

    /// Returns all pairs, with the last of each thread.
    pub(crate) fn finish(self, last: impl Iterator<Item = Vec<Pair>>) -> Result<Kept, Refusal> {
        last.for_each(|mut pairs| self.take(&mut pairs));
        let mut gathered = std::mem::take(&mut *locked(&self.gathered));
        if let Some(refusal) = gathered.refusal.take() {
            return Err(refusal);
        }
        match self.spill.clone() {
            Some(spill) if gathered.file.is_some() => {
                self.write_run(&spill, &mut gathered)?;
                let Gathered { file, lengths, .. } = gathered;
                let file = file.map(Mutex::new);
                Ok(Kept(file.map_or(Held::Memory(Vec::new()), |file| {
                    Held::Runs(Runs { file, lengths, spill })
                })))
            }
            _ => {
                order(&gathered.pairs, self.records, &mut gathered.ordered);
                Ok(gathered.ordered.into())
            }
        }
    }
}

/// A thread that panics ends the run, so nobody sees what it left.
fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

fn written(pairs: &[Pair], file: &File) -> io::Result<()> {
    let mut output = BufWriter::with_capacity(READ.1 as usize, file);
    for pair in pairs {
        output.write_all(&pair.left.to_le_bytes())?;
        output.write_all(&pair.right.to_le_bytes())?;
        output.write_all(&pair.weight.to_le_bytes())?;
    }
    output.flush()
}

/// Puts pairs in the order of their records. The order in which rules find them follows the codes of
/// values, and those the rows.
fn order(made: &[Pair], records: usize, ordered: &mut Vec<Pair>) {
    let mut ends = vec![0_u32; records + 1];
    made.iter().for_each(|pair| ends[pair.left as usize + 1] += 1);
    for at in 0..records {
        ends[at + 1] += ends[at];
    }
    ordered.resize(made.len(), Pair { left: 0, right: 0, weight: 0.0 });
    for pair in made {
        let place = &mut ends[pair.left as usize];
        ordered[*place as usize] = *pair;
        *place += 1;
    }
    ordered.chunk_by_mut(|a, b| a.left == b.left).for_each(|of_one| {
        of_one.sort_unstable_by_key(|pair| pair.right);
    });
}

/// Runs being merged.
struct Merge<'k> {
    file: &'k Mutex<File>,
    /// Bytes of a run that are read at a time.
    at_once: u64,
    runs: Vec<Run>,
    /// The next pair of each run, its weight in bits, and the run.
    next: BinaryHeap<Reverse<(u32, u32, u64, usize)>>,
}

/// What is left of a run.
struct Run {
    /// Bytes of the file that are not read yet.
    from: u64,
    to: u64,
    /// Those that are, and how many of them were handed out.
    read: Vec<u8>,
    taken: usize,
}

impl<'k> Merge<'k> {
    fn new(runs: &'k Runs) -> io::Result<Self> {
        let each = runs.spill.held.0 / runs.lengths.len().max(1) as u64;
        let at_once = each.clamp(READ.0, READ.1).next_multiple_of(PAIR);
        let mut from = 0;
        let run = |length: &u64| {
            let start = from;
            from += length * PAIR;
            Run { from: start, to: from, read: Vec::new(), taken: 0 }
        };
        let left = runs.lengths.iter().map(run).collect();
        let mut merge = Self { file: &runs.file, at_once, runs: left, next: BinaryHeap::new() };
        (0..merge.runs.len()).try_for_each(|run| merge.advance(run))?;
        Ok(merge)
    }

    /// Fetches the next pair of a run, if it has one.
    fn advance(&mut self, number: usize) -> io::Result<()> {
        let run = &mut self.runs[number];
        if run.taken == run.read.len() {
            let bytes = (run.to - run.from).min(self.at_once);
            run.read.resize(bytes as usize, 0);
            let mut file = locked(self.file);
            file.seek(SeekFrom::Start(run.from))?;
            file.read_exact(&mut run.read)?;
            (run.from, run.taken) = (run.from + bytes, 0);
        }
        let (words, _) = run.read[run.taken..].as_chunks::<4>();
        if let [left, right, low, high, ..] = words {
            let [left, right, low, high] =
                [left, right, low, high].map(|word| u32::from_le_bytes(*word));
            self.next.push(Reverse((left, right, u64::from(high) << 32 | u64::from(low), number)));
            run.taken += PAIR as usize;
        }
        Ok(())
    }
}

impl Iterator for Merge<'_> {
    type Item = io::Result<Pair>;

    fn next(&mut self) -> Option<Self::Item> {
        let Reverse((left, right, weight, run)) = self.next.pop()?;
        let pair = Pair { left, right, weight: f64::from_bits(weight) };
        Some(self.advance(run).map(|()| pair))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn spill(bytes: u64, free: fn(&Path) -> Option<u64>) -> Spill {
        let folder = SpillFolder::new(&std::env::temp_dir(), free).unwrap();
        Spill { folder, held: Bytes(bytes) }
    }

    fn all(kept: &Kept) -> Vec<Pair> {
        kept.each().map(Result::unwrap).collect()
    }

    proptest! {
        /// With room for four pairs or a few hundred: the runs are short, or longer than what is read
        /// of them at a time.
        #[test]
        fn what_is_spilled_is_read_back_in_order_and_again(
            (records, pairs) in (2_u32..60, prop_oneof![0_usize..12, 300_usize..1_500]),
            held in prop::sample::select(vec![64_u64, 6_400]),
            portion in 1_usize..200,
            seed in any::<u64>(),
        ) {
            // Pairs in no order, each once.
            let mut number = seed;
            let mut next = || {
                number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (number >> 33) as u32
            };
            let mut made: BTreeMap<u32, Pair> = BTreeMap::new();
            let mut seen = BTreeMap::new();
            for _ in 0..pairs {
                let (a, b) = (next() % records, next() % records);
                let pair = Pair { left: a.min(b), right: a.max(b), weight: f64::from(next()) / 7.0 };
                if seen.insert((pair.left, pair.right), ()).is_none() {
                    made.insert(next(), pair);
                }
            }
            let made: Vec<Pair> = made.into_values().collect();
            let mut expected = made.clone();
            expected.sort_by_key(|pair| (pair.left, pair.right));
            let gathering = Gathering::new(Some(spill(held, |_| None)), records as usize);
            for pairs in made.chunks(portion) {
                gathering.take(&mut pairs.to_vec());
            }
            let kept = gathering.finish(iter::empty()).unwrap();
            prop_assert_eq!(kept.spilled().is_some(), made.len() as u64 * PAIR > held);
            prop_assert_eq!(kept.len(), made.len() as u64);
            prop_assert_eq!(all(&kept), &expected[..]);
            // Two that go through them at once are not in each other's way.
            let mut both = kept.each().zip(kept.each());
            prop_assert!(both.all(|(one, other)| one.unwrap() == other.unwrap()));
            drop(both);
            prop_assert_eq!(kept.into_pairs().unwrap(), expected);
        }
    }

    #[test]
    fn a_disk_that_is_too_small_is_said_before_and_while_it_fills() {
        let refused = spill(1 << 20, |_| Some(RESERVE)).check(1 << 30).unwrap_err();
        let said = refused.to_string();
        assert!(said.contains("has 64 MiB free, and 65 MiB are needed"), "{said}");
        assert!(refused.hint().contains("--spill-to"), "{}", refused.hint());
        // Few enough to be held.
        assert_eq!(spill(1 << 20, |_| Some(0)).check(1 << 16), Ok(None));
        let doubt = spill(1 << 20, |_| Some(2 << 30)).check(1 << 30).unwrap().unwrap();
        assert!(
            doubt.contains("they would take 16 GiB") && doubt.ends_with("has 2 GiB free"),
            "{doubt}"
        );
        assert_eq!(spill(1 << 20, |_| Some(20 << 30)).check(1 << 30), Ok(None));

        let gathering = Gathering::new(Some(spill(64, |_| Some(RESERVE))), 9);
        let pair = |right| Pair { left: 0, right, weight: 1.0 };
        gathering.take(&mut (1..9).map(pair).collect());
        assert!(gathering.has_failed().load(Ordering::Relaxed));
        let refused = gathering.finish(iter::once(vec![pair(9)])).unwrap_err();
        assert!(matches!(refused, Refusal::DiskFull { kept: 4, .. }), "{refused}");
    }

    #[test]
    fn a_folder_has_to_be_there() {
        let refused = SpillFolder::new(Path::new("no/such"), |_| None).unwrap_err();
        assert_eq!(refused.to_string(), "cannot spill pairs to no/such: there is no such folder");
    }
}
