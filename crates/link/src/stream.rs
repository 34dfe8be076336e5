//! The pairs of blocking rules, one after the other and each once: a pair that an earlier rule has
//! found is left out by comparing keys, as Splink leaves it out, so the counts of each rule are its.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::thread;

use crate::block::{self, Blocks, Keyed, Keys, Part, Parted, Room, SideKeys};
use crate::lanes::{self, Bits, LANES, lay};
use crate::predicate::{BATCH, Batch};
use crate::program::Program;
use crate::records::Records;
use crate::refusal::Refusal;
use crate::settings::{Rule, Settings};
use crate::sieve::{Sift, Sifting};

/// Pairs that one thread takes at a time.
const PORTION: u64 = 1 << 17;
/// Fewest records of a block that are worth to be put side by side.
const FEW: usize = 20;

/// Records whose keys are fetched together: few enough that they stay nearby.
const FETCHED: usize = 512;

/// Rules, compiled for the same records.
pub(crate) struct RuleSet {
    rules: Vec<Parted>,
    keyed: Vec<Keyed>,
    /// The filter of each rule, by its place in `filters`.
    filter_of: Vec<Option<usize>>,
    filters: Program,
}

/// How to stream.
#[derive(Clone, Copy)]
pub(crate) struct Streaming<'s> {
    /// Where only records of two sources are compared: the source of each.
    pub(crate) apart: Option<&'s [u32]>,
    /// Most pairs that share one key.
    pub(crate) largest_block: u64,
    /// What deals with most pairs of large blocks, so that only the others are handed on.
    pub(crate) sieve: Option<&'s dyn Sift>,
    /// Where what is made of pairs can fail: whether it has, so that there is no use in going on.
    pub(crate) has_failed: Option<&'s AtomicBool>,
}

impl Streaming<'_> {
    fn is_over(&self) -> bool {
        self.has_failed.is_some_and(|failed| failed.load(Ordering::Relaxed))
    }
}

/// Keys that lie side by side: those of so many rules are compared at once.
const ABREAST: usize = 4;

/// The keys of rules before this one.
#[derive(Default)]
struct Earlier {
    /// Keys that are the same on both sides, a few rules each, by record.
    groups: Vec<Vec<[u32; ABREAST]>>,
    /// Rules whose keys are there.
    filled: usize,
    /// Rules with another key on each side, with several, or with a filter.
    special: Vec<Special>,
}

struct Special {
    keys: SideKeys,
    filter: Option<usize>,
}

impl Special {
    #[inline]
    fn shares(&self, left: u32, right: u32) -> bool {
        self.keys.first_shared(left, right).is_some()
    }
}

impl Earlier {
    /// Adds the keys of a rule whose blocks are these.
    fn add(&mut self, blocks: &Blocks, records: usize) {
        let at = self.filled % ABREAST;
        if at == 0 {
            // The key of one who shares it with no other, as that of a rule that is not there yet.
            let alone = (0..records as u32).map(|record| [block::alone(record); ABREAST]);
            self.groups.push(alone.collect());
        }
        if let Some(group) = self.groups.last_mut() {
            for (number, own) in blocks.numbered() {
                own.iter().for_each(|record| group[*record as usize][at] = number);
            }
        }
        self.filled += 1;
    }

    /// Returns the key of a record by one of the rules whose keys are side by side.
    #[inline]
    fn key(&self, record: u32, at: usize) -> u32 {
        self.groups[at / ABREAST][record as usize][at % ABREAST]
    }

    /// Fetches the keys of a block and those after it, unless they are there. To wait for the memory of
    /// each record in turn is what takes longest; fetched together they come at once.
    fn fetch(&self, fetched: &mut Fetched, blocks: &Blocks, part: &Part<'_>) {
        let (start, end) = (part.start, part.start + part.records.len());
        if fetched.places.start <= start && end <= fetched.places.end {
            return;
        }
        fetched.places = start..end.max((start + FETCHED).min(blocks.records().len()));
        fetched.groups.resize(self.groups.len(), Vec::new());
        let records = &blocks.records()[fetched.places.clone()];
        for (own, group) in fetched.groups.iter_mut().zip(&self.groups) {
            own.clear();
            own.extend(records.iter().map(|record| group[*record as usize]));
        }
    }
}

/// Keys of earlier rules, of blocks that follow each other.
#[derive(Default)]
struct Fetched {
    places: Range<usize>,
    /// As those are, by place.
    groups: Vec<Vec<[u32; ABREAST]>>,
}

impl Fetched {
    /// Returns whether the records at two places share a key.
    #[inline]
    fn share(&self, left: usize, right: usize) -> bool {
        let (left, right) = (left - self.places.start, right - self.places.start);
        // Every key is looked at: that is quicker than to stop at the first.
        self.groups.iter().fold(false, |share, group| {
            let same = group[left].iter().zip(&group[right]).map(|(left, right)| left == right);
            share | same.fold(false, |share, same| share | same)
        })
    }
}

impl RuleSet {
    /// Compiles rules.
    pub(crate) fn new(rules: &[Rule], records: &mut Records) -> Result<Self, Refusal> {
        let rules = rules.iter().map(Parted::new).collect::<Result<Vec<_>, _>>()?;
        let keyed = rules.iter().map(|rule| rule.keyed(records)).collect::<Result<_, _>>()?;
        let mut conditions = Vec::new();
        let filter_of = rules
            .iter()
            .map(|rule| {
                let filter = rule.filter.as_ref()?;
                conditions.push((filter.clone(), rule.sql.clone()));
                Some(conditions.len() - 1)
            })
            .collect();
        let filters = Program::new(&nothing(), &conditions, records)?;
        Ok(Self { rules, keyed, filter_of, filters })
    }

    /// Returns how many pairs each rule makes by itself, before it is run.
    pub(crate) fn sizes(&self, records: &Records) -> Vec<(u64, Option<(u64, u32)>)> {
        let mut room = Room::default();
        let of = |keyed: &Keyed| {
            let blocks = Blocks::new(keyed, records, &mut room);
            let (pairs, largest) = (blocks.pairs(), blocks.largest());
            blocks.leave(&mut room);
            // Where each side has another key, a pair comes both ways round; where lists are taken
            // apart, it comes for each item that both have.
            (if keyed.is_crossed() { pairs / 2 } else { pairs }, largest)
        };
        self.keyed.iter().map(of).collect()
    }

    /// Returns how many bytes the keys of records take while rules are run.
    pub(crate) fn bytes(&self, records: &Records) -> u64 {
        let sorting = self.keyed.iter().map(|keyed| keyed.sorting_bytes(records)).max();
        let earlier = self.rules.len().next_multiple_of(ABREAST) * records.len() * size_of::<u32>();
        sorting.unwrap_or(0) + earlier as u64
    }

    /// Returns the rule as it was written.
    pub(crate) fn sql(&self, rule: usize) -> &str {
        &self.rules[rule].sql
    }

    /// Returns what the records of a block share.
    pub(crate) fn key(&self, rule: usize, record: u32, records: &Records) -> String {
        self.keyed[rule].shown(record, records)
    }

    /// Streams the pairs of all rules: `see` is handed up to [`BATCH`] of them, with a worker of the
    /// thread. Returns how many pairs each rule has that no earlier one has.
    pub(crate) fn stream<W: Send>(
        &self,
        records: &Records,
        how: Streaming<'_>,
        room: &mut Room,
        workers: &mut [W],
        see: &(impl Fn(&mut W, &[u32], &[u32]) + Sync),
    ) -> Result<Vec<u64>, Refusal> {
        let mut earlier = Earlier::default();
        let mut streamed = Vec::with_capacity(self.rules.len());
        for (at, keyed) in self.keyed.iter().enumerate() {
            let blocks = Blocks::new(keyed, records, room);
            self.check_largest(at, &blocks, records, how.largest_block)?;
            let run = Run { set: self, rule: at, blocks: &blocks, earlier: &earlier, how };
            streamed.push(run.all(workers, see));
            if at + 1 == self.rules.len() || how.is_over() {
                break;
            }
            let filter = self.filter_of[at];
            if filter.is_none() && keyed.is_plain() {
                earlier.add(&blocks, records.len());
                blocks.leave(room);
            } else {
                let keys = blocks.into_keys(keyed, records.len(), room);
                earlier.special.push(Special { keys, filter });
            }
        }
        Ok(streamed)
    }

    fn check_largest(
        &self,
        rule: usize,
        blocks: &Blocks,
        records: &Records,
        limit: u64,
    ) -> Result<(), Refusal> {
        match blocks.largest() {
            Some((pairs, record)) if pairs > limit => Err(Refusal::LargeBlock {
                rule: self.sql(rule).to_owned(),
                key: self.keyed[rule].shown(record, records),
                pairs,
                limit,
            }),
            _ => Ok(()),
        }
    }
}

/// One rule being run.
struct Run<'r> {
    set: &'r RuleSet,
    rule: usize,
    blocks: &'r Blocks,
    earlier: &'r Earlier,
    how: Streaming<'r>,
}

impl Run<'_> {
    fn all<W: Send>(
        &self,
        workers: &mut [W],
        see: &(impl Fn(&mut W, &[u32], &[u32]) + Sync),
    ) -> u64 {
        let portions = self.blocks.portions(PORTION);
        let pairs = AtomicU64::new(0);
        in_parallel(workers, portions.len(), |worker, at| {
            if self.how.is_over() {
                return;
            }
            let (mut lists, mut fetched) = (Lists::new(self), Fetched::default());
            let mut see = |left: &[u32], right: &[u32]| see(worker, left, right);
            let mut sifter = self.how.sieve.and_then(|sieve| Sifter::new(self, sieve));
            for part in self.blocks.parts(portions[at]) {
                match &mut sifter {
                    Some(sifter) if part.records.len() >= FEW && !part.is_crossed() => {
                        sifter.pairs(self, &part, &mut lists, &mut see);
                    }
                    _ => self.pairs(&part, (&mut lists, &mut fetched), &mut see),
                }
            }
            lists.hand_on(self, &mut see);
            if let Some(sifter) = sifter {
                sifter.sieve.end(sifter.sifting);
            }
            pairs.fetch_add(lists.pairs, Ordering::Relaxed);
        });
        pairs.into_inner()
    }

    /// Lists the pairs of a block.
    fn pairs(
        &self,
        part: &Part<'_>,
        (lists, fetched): (&mut Lists, &mut Fetched),
        see: &mut impl FnMut(&[u32], &[u32]),
    ) {
        self.earlier.fetch(fetched, self.blocks, part);
        let special = |left: u32, right: u32| {
            let of = self.earlier.special.iter();
            of.filter(|special| special.filter.is_none()).any(|special| special.shares(left, right))
        };
        for own in part.lefts.clone() {
            let left = part.records[own];
            for other in part.others(own) {
                let right = part.records[other];
                if fetched.share(part.start + own, part.start + other)
                    || special(left, right)
                    || !self.blocks.is_first(part.number, left, right)
                    || self.how.apart.is_some_and(|of| of[left as usize] == of[right as usize])
                {
                    continue;
                }
                lists.push(self, (left, right), see);
            }
        }
    }
}

/// What sifts the pairs of a rule, block by block.
struct Sifter<'r> {
    sieve: &'r dyn Sift,
    sifting: Sifting,
    /// Keys of earlier rules and sources, record by record of a block.
    keys: Vec<Vec<u32>>,
    /// Which of them are held against which: those of the left against those of the right.
    sides: Vec<(usize, usize)>,
}

impl<'r> Sifter<'r> {
    /// Returns nothing for a rule of which keys alone do not tell whether a pair is its own.
    fn new(run: &Run<'r>, sieve: &'r dyn Sift) -> Option<Self> {
        let plain = |special: &Special| special.filter.is_none() && special.keys.are_one();
        let tells = run.set.filter_of[run.rule].is_none()
            && run.blocks.are_of_one_key()
            && run.earlier.special.iter().all(plain);
        let plain = run.earlier.filled + usize::from(run.how.apart.is_some());
        let crossed = (plain..).step_by(2).take(run.earlier.special.len());
        tells.then(|| Self {
            sieve,
            sifting: sieve.sifting(),
            keys: vec![Vec::new(); plain + 2 * run.earlier.special.len()],
            sides: (0..plain).map(|at| (at, at)).chain(crossed.map(|at| (at, at + 1))).collect(),
        })
    }

    /// Lists those pairs of a block that may reach the weight, and counts the others.
    fn pairs(
        &mut self,
        run: &Run<'_>,
        part: &Part<'_>,
        lists: &mut Lists,
        see: &mut impl FnMut(&[u32], &[u32]),
    ) {
        self.load_keys(run, part.records);
        let mut is_loaded = false;
        for left in part.lefts.clone() {
            let all = part.others(left);
            for from in all.clone().step_by(LANES) {
                let others = from..(from + LANES).min(all.end);
                let own = self.own(left, &others);
                let mut listed = 0;
                if !own.is_empty() {
                    if !std::mem::replace(&mut is_loaded, true) {
                        self.sieve.load(&mut self.sifting, part.records);
                    }
                    let record = part.records[left];
                    let (sieve, sifting) = (self.sieve, &mut self.sifting);
                    let open = sieve.open(sifting, (left, record), &others, own);
                    listed = open.count();
                    for lane in open.lanes() {
                        lists.push(run, (record, part.records[from + lane]), see);
                    }
                }
                lists.pairs += own.count() - listed;
            }
        }
    }

    /// Puts the keys of earlier rules side by side.
    fn load_keys(&mut self, run: &Run<'_>, records: &[u32]) {
        let earlier = run.earlier;
        let mut planes = self.keys.iter_mut();
        let mut next = |of: &dyn Fn(u32) -> u32| {
            if let Some(words) = planes.next() {
                lay(words, records.iter().map(|record| of(*record)));
            }
        };
        for at in 0..earlier.filled {
            next(&|record| earlier.key(record, at));
        }
        if let Some(sources) = run.how.apart {
            next(&|record| sources[record as usize]);
        }
        for special in &earlier.special {
            if let SideKeys { left: Keys::One(left), right: Some(Keys::One(right)) } = &special.keys
            {
                next(&|record| left[record as usize]);
                next(&|record| right[record as usize]);
            }
        }
    }

    /// Returns the others that no earlier rule has with one record.
    fn own(&self, left: usize, others: &Range<usize>) -> Bits {
        lanes::none_same(self.sifting.abreast.level, (left, others), &self.keys, &self.sides)
    }
}

/// Pairs gathered to be handed on.
struct Lists {
    /// Pairs of the rule, handed on or not.
    pairs: u64,
    left: Vec<u32>,
    right: Vec<u32>,
    /// For filters, where there are any.
    batch: Option<Batch>,
}

impl Lists {
    fn new(run: &Run<'_>) -> Self {
        let filtered = run.set.filter_of[run.rule].is_some()
            || run.earlier.special.iter().any(|special| special.filter.is_some());
        Self {
            pairs: 0,
            left: Vec::with_capacity(BATCH),
            right: Vec::with_capacity(BATCH),
            batch: filtered.then(|| run.set.filters.batch()),
        }
    }

    fn push(
        &mut self,
        run: &Run<'_>,
        (left, right): (u32, u32),
        see: &mut impl FnMut(&[u32], &[u32]),
    ) {
        self.left.push(left);
        self.right.push(right);
        if self.left.len() == BATCH {
            self.hand_on(run, see);
        }
    }

    /// Hands the pairs on that pass the filters, and counts them.
    fn hand_on(&mut self, run: &Run<'_>, see: &mut impl FnMut(&[u32], &[u32])) {
        if let Some(batch) = &mut self.batch {
            let kept = filtered(batch, run, &self.left, &self.right);
            let taken = |of: &[u32]| kept.iter().map(|pair| of[*pair as usize]).collect();
            (self.left, self.right) = (taken(&self.left), taken(&self.right));
        }
        if !self.left.is_empty() {
            see(&self.left, &self.right);
        }
        self.pairs += self.left.len() as u64;
        self.left.clear();
        self.right.clear();
    }
}

/// Returns the pairs that pass the filter of the rule, and that no earlier rule with a filter has.
fn filtered(batch: &mut Batch, run: &Run<'_>, left: &[u32], right: &[u32]) -> Vec<u16> {
    let filters = &run.set.filters;
    batch.fill(left, right);
    let mut open = batch.all_pairs();
    let mut one = [0; BATCH];
    if let Some(filter) = run.set.filter_of[run.rule] {
        filters.filter(filter, batch, &open, &mut one);
        open.iter_mut().zip(one.iter()).for_each(|(open, one)| *open &= one);
    }
    for special in &run.earlier.special {
        let Some(filter) = special.filter else { continue };
        let mut sharing = open;
        for ((sharing, left), right) in sharing.iter_mut().zip(left).zip(right) {
            *sharing &= u8::from(special.shares(*left, *right));
        }
        filters.filter(filter, batch, &sharing, &mut one);
        for ((open, one), sharing) in open.iter_mut().zip(one.iter()).zip(sharing.iter()) {
            *open &= 1 ^ (one & sharing);
        }
    }
    (0..left.len() as u16).filter(|pair| open[*pair as usize] == 1).collect()
}

/// Does each piece of work on some thread.
pub(crate) fn in_parallel<W: Send>(
    workers: &mut [W],
    pieces: usize,
    work: impl Fn(&mut W, usize) + Sync,
) {
    let next = AtomicUsize::new(0);
    let take = |worker: &mut W| {
        loop {
            let piece = next.fetch_add(1, Ordering::Relaxed);
            if piece >= pieces {
                return;
            }
            work(worker, piece);
        }
    };
    if workers.len() <= 1 || pieces <= 1 {
        return workers.iter_mut().take(1).for_each(take);
    }
    thread::scope(|scope| {
        let take = &take;
        let threads: Vec<_> =
            workers.iter_mut().map(|worker| scope.spawn(move || take(worker))).collect();
        for thread in threads {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        }
    });
}

/// Returns a model that compares nothing.
fn nothing() -> Settings {
    Settings {
        link_type: crate::settings::LinkType::default(),
        probability_two_random_records_match: 0.5,
        blocking_rules_to_generate_predictions: Vec::new(),
        comparisons: Vec::new(),
        unique_id_column_name: String::new(),
        source_dataset_column_name: String::new(),
        em_convergence: 0.0,
        max_iterations: 0,
        other: serde_json::Map::new(),
    }
}
