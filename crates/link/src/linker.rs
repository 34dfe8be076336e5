//! A model and records, ready to be scored, trained and explained.

use std::collections::BTreeMap;

use crate::agreement::{Agreements, OPEN};
use crate::block::Room;
use crate::bytes::Bytes;
use crate::kept::{Gathering, HANDED_OVER, Kept, Spill, SpillFolder};
use crate::predicate::{BATCH, Batch, Mask};
use crate::program::{NO_LEVEL, Program};
use crate::records::{Layout, Records};
use crate::refusal::Refusal;
use crate::settings::{LinkType, Rule, Settings};
use crate::sieve::{Sieve, Sift};
use crate::sql::{Columns, parse};
use crate::stream::{RuleSet, Streaming};

/// Most pairs that share one value of a blocking rule, unless told otherwise: twenty thousand
/// records.
pub const LARGEST_BLOCK: u64 = 200_000_000;

/// Least memory for pairs: a million of them, half gathered and half in order. With less, there would be
/// so many runs that most of the time went into merging them.
pub const LEAST_FOR_PAIRS: Bytes = Bytes(16 << 20);

/// How to go about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Threads to use. Results do not depend on it.
    pub threads: usize,
    /// Most pairs that share one value of a blocking rule.
    pub largest_block: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { threads: 1, largest_block: LARGEST_BLOCK }
    }
}

/// Two records, and how much speaks for their being one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The record whose id comes first, by number.
    pub left: u32,
    /// The other.
    pub right: u32,
    /// Match weight, in bits.
    pub weight: f64,
}

impl Pair {
    /// Returns the probability that they are one person.
    #[must_use]
    pub fn probability(&self) -> f64 {
        probability(self.weight)
    }
}

/// Returns the probability of a match weight in bits.
#[must_use]
pub fn probability(weight: f64) -> f64 {
    // As Splink has it, so that neither side of the fraction overflows.
    if weight >= 0.0 {
        1.0 / (1.0 + (-weight).exp2())
    } else {
        weight.exp2() / (1.0 + weight.exp2())
    }
}

/// Returns the match weight, in bits, of a probability.
#[must_use]
pub fn weight_of(probability: f64) -> f64 {
    (probability / (1.0 - probability)).log2()
}

/// What was scored.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicted<P = Vec<Pair>> {
    /// The pairs at or above the threshold.
    pub pairs: P,
    /// Pairs that each blocking rule added to those before it.
    pub by_rule: Vec<u64>,
}

impl<P> Predicted<P> {
    /// Returns how many pairs were scored.
    #[must_use]
    pub fn scored(&self) -> u64 {
        self.by_rule.iter().sum()
    }
}

/// What a blocking rule would make, before it is run.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSize {
    /// The rule.
    pub rule: String,
    /// Pairs that it makes by itself.
    pub pairs: u64,
    /// What the records of its largest block share.
    pub largest_key: Option<String>,
    /// Pairs of that block.
    pub largest: u64,
}

/// A model and records.
pub struct Linker {
    pub(crate) settings: Settings,
    pub(crate) records: Records,
    pub(crate) program: Program,
    pub(crate) options: Options,
    /// By comparison, the m of each session and level.
    pub(crate) trained: BTreeMap<usize, Vec<Vec<Option<f64>>>>,
    /// What sorting for one purpose leaves to the next.
    pub(crate) room: Room,
}

/// What one thread works with.
pub(crate) struct Worker {
    pub(crate) batch: Batch,
    /// The levels of the pairs in one comparison.
    pub(crate) levels: Mask,
    pub(crate) weights: Vec<f64>,
    pub(crate) agreements: Agreements,
    /// Pairs that are asked about.
    pub(crate) asked: Vec<usize>,
    /// Those of them whose level is not told by their agreement, their records and then their levels.
    open: Vec<usize>,
    lefts: Vec<u32>,
    rights: Vec<u32>,
    found: Mask,
}

impl Worker {
    /// Finds the level of each of the asked pairs in one comparison. Their agreements have been seen.
    pub(crate) fn find(
        &mut self,
        program: &Program,
        comparison: usize,
        (left, right): (&[u32], &[u32]),
        asked: &[usize],
    ) {
        self.open.clear();
        for pair in asked {
            self.levels[*pair] = self.agreements.of(*pair)[comparison].level;
            if self.levels[*pair] == OPEN {
                self.open.push(*pair);
            }
        }
        if self.open.is_empty() {
            return;
        }
        for (own, records) in [(&mut self.lefts, left), (&mut self.rights, right)] {
            own.clear();
            own.extend(self.open.iter().map(|pair| records[*pair]));
        }
        self.batch.fill(&self.lefts, &self.rights);
        let all = self.batch.all_pairs();
        program.levels(comparison, &mut self.batch, &all, &mut self.found);
        self.open.iter().zip(&self.found).for_each(|(pair, level)| self.levels[*pair] = *level);
    }
}

impl Settings {
    /// Returns the columns that are compared, each once.
    pub(crate) fn compared(&self) -> Result<Vec<String>, Refusal> {
        let mut compared: Vec<String> = Vec::new();
        let mut see = |name: &str| {
            if !compared.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                compared.push(name.to_owned());
            }
        };
        for level in self.comparisons.iter().flat_map(|comparison| &comparison.comparison_levels) {
            if !level.is_else() {
                let condition = parse(&level.sql_condition, Columns::Suffixed)?;
                condition.each_column(&mut |column| see(&column.name));
            }
            if let Some(name) = &level.tf_adjustment_column {
                see(&crate::program::unquoted(name));
            }
        }
        Ok(compared)
    }

    /// Returns the columns that the model needs, with some more.
    ///
    /// # Errors
    /// An expression that is not understood.
    pub fn layout(&self, more: &[&str]) -> Result<Layout, Refusal> {
        self.layout_with(more, &[])
    }

    /// Returns the columns that the model needs where some of them are derived by expressions.
    ///
    /// # Errors
    /// An expression that is not understood.
    pub fn layout_with(
        &self,
        more: &[&str],
        derived: &[(String, String)],
    ) -> Result<Layout, Refusal> {
        let mut columns: Vec<String> = Vec::new();
        let is_derived = |name: &str| derived.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
        let mut add = |name: &str| {
            let known = columns.iter().any(|known| known.eq_ignore_ascii_case(name));
            if !known && !is_derived(name) {
                columns.push(name.to_owned());
            }
        };
        self.compared()?.iter().for_each(|name| add(name));
        for rule in &self.blocking_rules_to_generate_predictions {
            parse(&rule.blocking_rule, Columns::Prefixed)?
                .each_column(&mut |column| add(&column.name));
        }
        for (_, sql) in derived {
            parse(sql, Columns::Plain)?.each_column(&mut |column| add(&column.name));
        }
        more.iter().for_each(|name| add(name));
        Ok(Layout {
            id: self.unique_id_column_name.clone(),
            // Of one file nobody asks where a record is from.
            source: if self.link_type == LinkType::DedupeOnly {
                String::new()
            } else {
                self.source_dataset_column_name.clone()
            },
            columns,
            also: Vec::new(),
        })
    }
}

impl Linker {
    /// Compiles a model for records.
    ///
    /// # Errors
    /// A model whose columns are not there, or whose conditions cannot be worked out.
    pub fn new(
        settings: Settings,
        mut records: Records,
        options: Options,
    ) -> Result<Self, Refusal> {
        let program = Program::new(&settings, &[], &mut records)?;
        Ok(Self {
            settings,
            records,
            program,
            options,
            trained: BTreeMap::new(),
            room: Room::default(),
        })
    }

    /// Returns the model, with what was learned.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns how many bytes of a record comparing looks at.
    #[must_use]
    pub fn bytes_compared(&self) -> usize {
        self.program.row_bytes()
    }

    /// Returns the records.
    #[must_use]
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// Returns the number of pairs that there are to compare, if all were.
    #[must_use]
    pub fn possible_pairs(&self) -> u64 {
        let all = |n: u64| n * n.saturating_sub(1) / 2;
        let every = all(self.records.len() as u64);
        if self.settings.link_type != LinkType::LinkOnly {
            return every;
        }
        let counts = self.records.source.counts();
        every - counts.into_iter().map(|count| all(count.into())).sum::<u64>()
    }

    pub(crate) fn workers(&self) -> Vec<Worker> {
        let one = || Worker {
            batch: self.program.batch(),
            levels: [NO_LEVEL; BATCH],
            weights: Vec::new(),
            agreements: Agreements::default(),
            asked: Vec::new(),
            open: Vec::new(),
            lefts: Vec::new(),
            rights: Vec::new(),
            found: [NO_LEVEL; BATCH],
        };
        (0..self.options.threads.max(1)).map(|_| one()).collect()
    }

    pub(crate) fn streaming(&self) -> Streaming<'_> {
        let apart = (self.settings.link_type == LinkType::LinkOnly)
            .then_some(self.records.source.codes.as_slice());
        Streaming {
            apart,
            largest_block: self.options.largest_block,
            sieve: None,
            has_failed: None,
        }
    }

    /// Returns what each blocking rule would make by itself, before anything is run.
    ///
    /// # Errors
    /// A rule that cannot be compiled.
    pub fn rule_sizes(&mut self) -> Result<Vec<RuleSize>, Refusal> {
        let rules = self.settings.blocking_rules_to_generate_predictions.clone();
        let set = RuleSet::new(&rules, &mut self.records)?;
        let sizes = set.sizes(&self.records).into_iter().enumerate();
        Ok(sizes
            .map(|(at, (pairs, largest))| RuleSize {
                rule: set.sql(at).to_owned(),
                pairs,
                largest_key: largest.map(|(_, record)| set.key(at, record, &self.records)),
                largest: largest.map_or(0, |(pairs, _)| pairs),
            })
            .collect())
    }

    /// Returns how many bytes the records and what is compiled of them take: the sum of their tables,
    /// without what the allocator adds.
    #[must_use]
    pub fn bytes(&self) -> Bytes {
        Bytes(self.records.bytes() + self.program.bytes())
    }

    /// Shares out memory: what records and the sorting of their keys leave of it is for pairs, which are
    /// spilled to a folder when there are more. Also returns what there is to say about the folder.
    ///
    /// # Errors
    /// [`Refusal::Memory`] where that is less than [`LEAST_FOR_PAIRS`], [`Refusal::DiskFull`] where not
    /// even the first pairs could be spilled, and a rule that cannot be compiled.
    pub fn spill(
        &mut self,
        memory: Bytes,
        folder: SpillFolder,
    ) -> Result<(Spill, Option<String>), Refusal> {
        let rules = self.settings.blocking_rules_to_generate_predictions.clone();
        let set = RuleSet::new(&rules, &mut self.records)?;
        let taken = self.bytes().0 + set.bytes(&self.records);
        let for_pairs = memory.0.saturating_sub(taken);
        if for_pairs < LEAST_FOR_PAIRS.0 {
            let (taken, enough) = (Bytes(taken), Bytes(taken + LEAST_FOR_PAIRS.0));
            return Err(Refusal::Memory { taken, memory, enough });
        }
        // While some are gathered, as many are sorted.
        let spill = Spill { folder, held: Bytes(for_pairs / 2) };
        let most = set.sizes(&self.records).iter().map(|(pairs, _)| pairs).sum();
        let doubt = spill.check(most)?;
        Ok((spill, doubt))
    }

    /// Scores the pairs of the blocking rules, and keeps those of at least a match weight.
    ///
    /// # Errors
    /// A rule that cannot be compiled, or a block that is too large.
    pub fn predict(&mut self, least_weight: f64) -> Result<Predicted, Refusal> {
        let Predicted { pairs, by_rule } = self.predict_spilling(least_weight, None)?;
        Ok(Predicted { pairs: pairs.into_pairs()?, by_rule })
    }

    /// Scores the pairs of the blocking rules, and keeps those of at least a match weight, in memory or
    /// where they are to be spilled.
    ///
    /// # Errors
    /// A rule that cannot be compiled, a block that is too large, or pairs that cannot be spilled.
    pub fn predict_spilling(
        &mut self,
        least_weight: f64,
        spill: Option<Spill>,
    ) -> Result<Predicted<Kept>, Refusal> {
        let rules = self.settings.blocking_rules_to_generate_predictions.clone();
        let set = RuleSet::new(&rules, &mut self.records)?;
        let mut workers: Vec<_> =
            self.workers().into_iter().map(|worker| (worker, Vec::new())).collect();
        // Nothing is sorted after this.
        let mut room = std::mem::take(&mut self.room);
        let gathering = Gathering::new(spill, self.records.len());
        let see = |(worker, kept): &mut (Worker, Vec<Pair>), left: &[u32], right: &[u32]| {
            self.score(worker, left, right, least_weight);
            let pairs = left.iter().zip(right).zip(&worker.weights);
            kept.extend(pairs.filter(|(_, weight)| **weight >= least_weight).map(
                |((left, right), weight)| Pair { left: *left, right: *right, weight: *weight },
            ));
            if kept.len() >= HANDED_OVER {
                gathering.take(kept);
            }
        };
        let sieve = least_weight.is_finite().then(|| Sieve::new(&self.program, least_weight));
        let sieve = sieve.as_ref().map(|sieve| sieve as &dyn Sift);
        let has_failed = Some(gathering.has_failed());
        let how = Streaming { sieve, has_failed, ..self.streaming() };
        let by_rule = set.stream(&self.records, how, &mut room, &mut workers, &see)?;
        drop(room);
        let pairs = gathering.finish(workers.into_iter().map(|(_, kept)| kept))?;
        Ok(Predicted { pairs, by_rule })
    }

    /// Works out the weights of some pairs. One that cannot reach the least gets a weight below all,
    /// as soon as that is clear.
    pub(crate) fn score(&self, worker: &mut Worker, left: &[u32], right: &[u32], least: f64) {
        let program = &self.program;
        let add = |weight: &mut f64, (own, rarity): (f64, f64)| {
            *weight += own;
            *weight += rarity;
        };
        worker.agreements.see(program, left, right);
        let mut weights = std::mem::take(&mut worker.weights);
        weights.clear();
        weights.resize(left.len(), program.prior);
        let mut asked = std::mem::take(&mut worker.asked);
        asked.clear();
        for (pair, weight) in weights.iter_mut().enumerate() {
            if worker.agreements.is_whole(pair) {
                for (comparison, told) in worker.agreements.of(pair).iter().enumerate() {
                    add(weight, program.parts(comparison, told.level, left[pair], right[pair]));
                }
            } else {
                asked.push(pair);
            }
        }
        // What is added up in another order may differ in the last digits.
        let enough = least - 1e-6;
        for comparison in 0..program.comparisons.len() {
            let agreements = &worker.agreements;
            asked.retain(|pair| {
                let can = weights[*pair] + agreements.of(*pair)[comparison].most_from >= enough;
                weights[*pair] = if can { weights[*pair] } else { f64::NEG_INFINITY };
                can
            });
            worker.find(program, comparison, (left, right), &asked);
            for pair in &asked {
                let level = worker.levels[*pair];
                let parts = program.parts(comparison, level, left[*pair], right[*pair]);
                add(&mut weights[*pair], parts);
            }
        }
        worker.asked = asked;
        worker.weights = weights;
    }

    /// Returns the match weights of given pairs.
    #[must_use]
    pub fn weights(&self, pairs: &[(u32, u32)]) -> Vec<f64> {
        let mut worker = self.workers().swap_remove(0);
        let mut weights = Vec::with_capacity(pairs.len());
        for chunk in pairs.chunks(BATCH) {
            let left: Vec<u32> = chunk.iter().map(|(a, b)| *a.min(b)).collect();
            let right: Vec<u32> = chunk.iter().map(|(a, b)| *a.max(b)).collect();
            self.score(&mut worker, &left, &right, f64::NEG_INFINITY);
            weights.extend_from_slice(&worker.weights);
        }
        weights
    }

    /// Returns, for one pair, the level of each comparison (`None` where none holds), its weight, and
    /// what the rarity of the value adds.
    pub(crate) fn levels_of(&self, left: u32, right: u32) -> Vec<(Option<usize>, f64, f64)> {
        let mut batch = self.program.batch();
        batch.fill(&[left.min(right)], &[left.max(right)]);
        let mut levels = [NO_LEVEL; BATCH];
        (0..self.program.comparisons.len())
            .map(|comparison| {
                let asked = batch.all_pairs();
                self.program.levels(comparison, &mut batch, &asked, &mut levels);
                let (weight, rarity) =
                    self.program.parts(comparison, levels[0], left.min(right), left.max(right));
                let level = Some(levels[0]).filter(|level| *level != NO_LEVEL);
                (level.map(usize::from), weight, rarity)
            })
            .collect()
    }

    /// Counts the pairs that rules find together.
    pub(crate) fn count(&mut self, rules: &[Rule]) -> Result<u64, Refusal> {
        let set = RuleSet::new(rules, &mut self.records)?;
        let mut workers = vec![(); self.options.threads.max(1)];
        let see = |(): &mut (), _: &[u32], _: &[u32]| {};
        let mut room = std::mem::take(&mut self.room);
        let by_rule = set.stream(&self.records, self.streaming(), &mut room, &mut workers, &see)?;
        self.room = room;
        Ok(by_rule.into_iter().sum())
    }
}
