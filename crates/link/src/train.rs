//! Learning a model from records without labels: the prior from rules that are nearly always right,
//! u from random pairs, m by expectation–maximisation on the pairs of a rule.
//!
//! Source: Splink 5.0, `estimate_u.py`, `em_training_session.py`, `expectation_maximisation.py`: the
//! same estimators, and the same m to rounding where u is the same.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::abreast::{Abreast, Ladders};
use crate::block::Parted;
use crate::lanes::{self, Bits, LANES, Others, lay};
use crate::linker::{Linker, Worker, probability, weight_of};
use crate::predicate::BATCH;
use crate::program::{NO_LEVEL, exact_columns, m_and_u};
use crate::refusal::Refusal;
use crate::settings::{Comparison, LinkType, Rule};
use crate::sieve::{Sift, Tally};
use crate::stream::{RuleSet, Streaming, in_parallel};

/// The m or u of a level that training never saw, as in Splink.
const NOT_SEEN: f64 = 1e-6;
/// Records on the left that one thread takes at a time when u is estimated.
const ROWS: usize = 64;
/// Weights that are counted, in bits on both sides of 0, and counts for each bit.
const WEIGHTS: usize = 64;
const STEPS: usize = 16;
/// Rounds in which the prior settles at most, and the change that is none.
const SETTLING_ROUNDS: usize = 200;
const SETTLED: f64 = 1e-4;
/// Patterns of levels that each portion of pairs is counted by for itself.
const FEW: u64 = 1 << 16;
/// Least probability that a weight is made of.
const LEAST: f64 = 1e-300;

/// What one session of training found.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// The rule whose pairs were looked at.
    pub rule: String,
    /// How many pairs.
    pub pairs: u64,
    /// Rounds until nothing changed.
    pub rounds: usize,
    /// Largest change of the last round.
    pub change: f64,
    /// Whether that is as little as the model asks for.
    pub converged: bool,
    /// Share of the rule's pairs that are one person.
    pub share: f64,
    /// Comparisons that were learned about.
    pub trained: Vec<String>,
    /// What to look at.
    pub warnings: Vec<String>,
}

/// What came of estimating u.
#[derive(Clone, Debug, PartialEq)]
pub struct RandomPairs {
    /// Random pairs looked at.
    pub pairs: u64,
    /// What to look at.
    pub warnings: Vec<String>,
}

/// How often each pattern of levels occurs: levels by comparison, and the count.
type Patterns = Vec<(Vec<u8>, u64)>;

/// A comparison being learned about.
struct Learned<'s> {
    /// Its place in the model.
    at: usize,
    comparison: &'s Comparison,
    m: Vec<f64>,
    u: Vec<f64>,
    /// Levels that the pairs have at all.
    seen: Vec<bool>,
}

impl Linker {
    /// Estimates the prior: the pairs that strict rules find, divided by the share of all true pairs
    /// that they are thought to find.
    ///
    /// # Errors
    /// Rules that find nothing, or a recall that is too low for what they find, or is no share.
    pub fn estimate_prior(&mut self, rules: &[Rule], recall: f64) -> Result<f64, Refusal> {
        if !(recall > 0.0 && recall <= 1.0) {
            return Err(Refusal::Setting(format!(
                "a recall of {recall} is not above 0 and at most 1"
            )));
        }
        let found = self.count(rules)?;
        let possible = self.possible_pairs();
        if found == 0 {
            return Err(Refusal::NothingFound { possible });
        }
        if found as f64 > possible as f64 * recall {
            let recall = recall.to_string();
            return Err(Refusal::Recall { found, possible, recall });
        }
        let prior = found as f64 / recall / possible as f64;
        self.settings.probability_two_random_records_match = prior;
        self.program.weigh(&self.settings)?;
        Ok(prior)
    }

    /// Settles the prior at the share of all pairs that the model takes for one person: what it
    /// expects among the pairs of blocking rules, divided by all pairs, until that changes nothing.
    /// It looks at the first rules that make `most_pairs` together, and never lowers the prior, because
    /// pairs that no rule finds are not seen. Splink does not do this.
    ///
    /// # Errors
    /// A rule that cannot be compiled.
    pub fn settle_prior(&mut self, most_pairs: u64) -> Result<f64, Refusal> {
        let mut left = most_pairs;
        let sizes = self.rule_sizes()?;
        let rules = self.settings.blocking_rules_to_generate_predictions.iter().zip(&sizes);
        let rules: Vec<Rule> = rules
            .take_while(|(_, size)| {
                let fits = size.pairs <= left;
                left = left.saturating_sub(size.pairs);
                fits
            })
            .map(|(rule, _)| rule.clone())
            .collect();
        let before = self.settings.probability_two_random_records_match;
        let counts = self.weight_counts(&rules)?;
        let possible = self.possible_pairs().max(1) as f64;
        let mut prior = before;
        for _ in 0..SETTLING_ROUNDS {
            let moved = weight_of(prior) - weight_of(before);
            let expected: f64 = counts
                .iter()
                .enumerate()
                .map(|(at, count)| *count as f64 * probability(middle(at) + moved))
                .sum();
            let next = (expected / possible).clamp(before, before.max(0.5));
            let change = (next / prior - 1.0).abs();
            prior = next;
            if change < SETTLED {
                break;
            }
        }
        self.settings.probability_two_random_records_match = prior;
        self.program.weigh(&self.settings)?;
        Ok(prior)
    }

    /// Counts the pairs of rules by their match weight.
    fn weight_counts(&mut self, rules: &[Rule]) -> Result<Vec<u64>, Refusal> {
        let set = RuleSet::new(rules, &mut self.records)?;
        let mut workers: Vec<(Worker, Vec<u64>)> = self
            .workers()
            .into_iter()
            .map(|worker| (worker, vec![0; 2 * WEIGHTS * STEPS]))
            .collect();
        let mut room = std::mem::take(&mut self.room);
        let see = |(worker, counts): &mut (Worker, Vec<u64>), left: &[u32], right: &[u32]| {
            self.score(worker, left, right, f64::NEG_INFINITY);
            for weight in &worker.weights {
                let at = ((weight + WEIGHTS as f64) * STEPS as f64).max(0.0) as usize;
                counts[at.min(2 * WEIGHTS * STEPS - 1)] += 1;
            }
        };
        set.stream(&self.records, self.streaming(), &mut room, &mut workers, &see)?;
        self.room = room;
        let mut sums = vec![0; 2 * WEIGHTS * STEPS];
        for (_, counts) in &workers {
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        Ok(sums)
    }

    /// Estimates u: how often records of two people agree, as all pairs of a random sample of
    /// records do, so few of which are one person that it does not matter.
    ///
    /// # Errors
    /// A model whose weights cannot be worked out.
    pub fn estimate_u(&mut self, most_pairs: u64, seed: u64) -> Result<RandomPairs, Refusal> {
        let sample = self.sample(most_pairs, seed);
        let (counts, pairs) = self.random_counts(&sample);
        let mut warnings = Vec::new();
        for (comparison, counts) in self.settings.comparisons.iter_mut().zip(&counts) {
            let known = comparison.comparison_levels.iter().zip(counts);
            let total: u64 =
                known.filter(|(level, _)| !level.is_null_level).map(|(_, count)| count).sum();
            for (level, count) in comparison.comparison_levels.iter_mut().zip(counts) {
                if level.is_null_level || level.fix_u_probability {
                    continue;
                }
                let label = level.label().to_owned();
                let name = &comparison.output_column_name;
                level.u_probability = (*count > 0).then(|| *count as f64 / total as f64);
                if *count == 0 {
                    warnings.push(format!(
                        "no random pair is at \"{label}\" of \"{name}\": its u is left at a default"
                    ));
                }
            }
        }
        self.program.weigh(&self.settings)?;
        Ok(RandomPairs { pairs, warnings })
    }

    /// Draws records of which all pairs are about as many as asked for.
    fn sample(&self, most_pairs: u64, seed: u64) -> Vec<u32> {
        let len = self.records.len();
        let wanted = if self.settings.link_type == LinkType::LinkOnly {
            let share = (most_pairs as f64 / (self.possible_pairs().max(1)) as f64).sqrt();
            share * len as f64
        } else {
            f64::midpoint((8.0 * most_pairs as f64 + 1.0).sqrt(), 1.0)
        };
        let wanted = (wanted.round() as usize).min(len);
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut all: Vec<u32> = (0..len as u32).collect();
        for at in 0..wanted {
            // The bias of the remainder is under one in 10^9 for any number of records here.
            let other = at + (random.next_u64() % (len - at) as u64) as usize;
            all.swap(at, other);
        }
        all.truncate(wanted);
        all.sort_unstable();
        all
    }

    /// Counts the levels of all pairs of some records, by comparison.
    fn random_counts(&self, sample: &[u32]) -> (Vec<Vec<u64>>, u64) {
        let every: Vec<usize> = (0..self.program.comparisons.len()).collect();
        let ladders = self.program.ladders(&every);
        let mut workers: Vec<Counting<'_>> = self
            .workers()
            .into_iter()
            .map(|worker| Counting::new(self, &ladders, worker, sample))
            .collect();
        in_parallel(&mut workers, sample.len().div_ceil(ROWS), |worker, at| {
            (at * ROWS..((at + 1) * ROWS).min(sample.len())).for_each(|row| worker.row(row));
        });
        let mut pairs = 0;
        let mut counts: Vec<Vec<u64>> = Vec::new();
        for mut worker in workers {
            (0..ladders.len()).for_each(|comparison| worker.compare(comparison));
            pairs += worker.pairs;
            if counts.is_empty() {
                counts = worker.counts;
                continue;
            }
            for (sum, own) in counts.iter_mut().flatten().zip(worker.counts.iter().flatten()) {
                *sum += own;
            }
        }
        (counts, pairs)
    }

    /// Estimates m of the comparisons that a rule leaves open, by expectation–maximisation on its
    /// pairs; u stays as it is. The m of the model is the median of all sessions so far.
    ///
    /// # Errors
    /// A rule that finds no pairs, or that fixes every comparison.
    pub fn estimate_m(&mut self, rule: &Rule) -> Result<Session, Refusal> {
        let parted = Parted::new(rule)?;
        let used = parted.columns();
        let open = self.open_comparisons(&used)?;
        if open.is_empty() {
            return Err(Refusal::NothingLeftToTrain(rule.blocking_rule.clone()));
        }
        let share = self.share_of(&used);
        self.session(rule, &open, share, self.settings.max_iterations)
    }

    /// Takes m from records of which it is known who is who: how often those of one person agree.
    ///
    /// # Errors
    /// A column that is not there, or whose values no two records share.
    pub fn estimate_m_from_labels(&mut self, column: &str) -> Result<Session, Refusal> {
        self.records.column(column)?;
        let rule = Rule::of(format!("l.\"{column}\" = r.\"{column}\""));
        let every: Vec<usize> = (0..self.settings.comparisons.len()).collect();
        // All of the pairs are one person, so counting them once settles it.
        self.session(&rule, &every, 1.0, 1)
    }

    /// Learns about some comparisons from the pairs of a rule, of which a share is thought to be one
    /// person.
    fn session(
        &mut self,
        rule: &Rule,
        open: &[usize],
        mut share: f64,
        most_rounds: usize,
    ) -> Result<Session, Refusal> {
        let is_labelled = share >= 1.0;
        let patterns = self.patterns(rule, open)?;
        let pairs = patterns.iter().map(|(_, count)| count).sum();
        if pairs == 0 {
            return Err(Refusal::NothingToTrainOn(rule.blocking_rule.clone()));
        }
        let settings = self.settings.clone();
        let mut learned: Vec<Learned<'_>> =
            open.iter().map(|at| Learned::new(*at, &settings.comparisons[*at])).collect();
        let (mut rounds, mut change) = (0, f64::INFINITY);
        while rounds < most_rounds && change >= settings.em_convergence {
            rounds += 1;
            change = round(&mut learned, &patterns, &mut share);
        }
        let mut session = Session {
            rule: rule.blocking_rule.clone(),
            pairs,
            rounds,
            change,
            converged: is_labelled || change < settings.em_convergence,
            share,
            trained: learned.iter().map(|own| own.comparison.output_column_name.clone()).collect(),
            warnings: Vec::new(),
        };
        if !session.converged {
            session.warnings.push(format!("after {rounds} rounds the largest change is still {change:.6}: allow more with max_iterations, or train on another rule"));
        }
        for own in &learned {
            session.warnings.extend(own.unseen());
        }
        self.remember(&learned);
        self.program.weigh(&self.settings)?;
        Ok(session)
    }

    /// Returns the comparisons of which a rule uses no column.
    fn open_comparisons(&self, used: &[String]) -> Result<Vec<usize>, Refusal> {
        let mut open = Vec::new();
        for (at, comparison) in self.settings.comparisons.iter().enumerate() {
            if comparison.is_open(used)? {
                open.push(at);
            }
        }
        Ok(open)
    }

    /// Returns the share of a rule's pairs that are one person, to start from: the prior raised by
    /// what the rule says of them.
    fn share_of(&self, used: &[String]) -> f64 {
        let mut left: Vec<String> = used.iter().map(|name| name.to_lowercase()).collect();
        let mut exact = Vec::new();
        for comparison in &self.settings.comparisons {
            let levels = comparison.comparison_levels.iter().zip(comparison.level_numbers());
            for (level, number) in levels.filter(|(level, _)| !level.is_else()) {
                if let Some(columns) = exact_columns(&level.sql_condition) {
                    exact.push((columns, m_and_u(comparison, level, number)));
                }
            }
        }
        // The level of most columns first: it knows how they go together.
        exact.sort_by_key(|(columns, _)| std::cmp::Reverse(columns.len()));
        let mut weight = weight_of(self.settings.probability_two_random_records_match);
        for (columns, (m, u)) in exact {
            if columns.iter().all(|column| left.contains(column)) {
                left.retain(|column| !columns.contains(column));
                weight += (m / u).log2();
            }
        }
        probability(weight)
    }

    /// Counts the patterns of levels among the pairs of a rule.
    fn patterns(&mut self, rule: &Rule, open: &[usize]) -> Result<Patterns, Refusal> {
        let set = RuleSet::new(std::slice::from_ref(rule), &mut self.records)?;
        let mut workers: Vec<(Worker, Vec<u64>, BTreeMap<u64, u64>)> = self
            .workers()
            .into_iter()
            .map(|worker| (worker, Vec::new(), BTreeMap::new()))
            .collect();
        // One more than the levels, for where none holds.
        let sizes: Vec<u64> = open.iter().map(|at| self.program.count(*at) as u64 + 1).collect();
        let many = sizes.iter().try_fold(1_u64, |many, size| many.checked_mul(*size));
        let Some(many) = many else {
            return Err(Refusal::Model("it has too many comparisons to train at once".into()));
        };
        let dense = many <= 1 << 20;
        for (_, counts, _) in &mut workers {
            counts.resize(if dense { many as usize } else { 0 }, 0);
        }
        let mut room = std::mem::take(&mut self.room);
        let every: [usize; BATCH] = std::array::from_fn(|pair| pair);
        let see = |(worker, counts, sparse): &mut (Worker, Vec<u64>, BTreeMap<u64, u64>),
                   left: &[u32],
                   right: &[u32]| {
            worker.agreements.see(&self.program, left, right);
            let mut packed = [0_u64; BATCH];
            for (at, size) in open.iter().zip(&sizes) {
                worker.find(&self.program, *at, (left, right), &every[..left.len()]);
                for (own, level) in packed.iter_mut().zip(worker.levels.iter()) {
                    *own = *own * size + u64::from(*level).min(size - 1);
                }
            }
            for own in &packed[..left.len()] {
                if dense {
                    counts[*own as usize] += 1;
                } else {
                    *sparse.entry(*own).or_default() += 1;
                }
            }
        };
        let tally = (many <= FEW).then(|| Tally::new(&self.program, open, &sizes));
        let sieve = tally.as_ref().map(|tally| tally as &dyn Sift);
        let how = Streaming { sieve, ..self.streaming() };
        set.stream(&self.records, how, &mut room, &mut workers, &see)?;
        self.room = room;
        let mut sums: BTreeMap<u64, u64> = BTreeMap::new();
        let told = tally.map_or_else(Vec::new, |tally| {
            tally.counts.into_inner().unwrap_or_else(PoisonError::into_inner)
        });
        let none = BTreeMap::new();
        let counted = workers.iter().map(|(_, counts, sparse)| (counts, sparse));
        for (counts, sparse) in counted.chain([(&told, &none)]) {
            let dense = counts.iter().enumerate().map(|(own, count)| (own as u64, *count));
            let sparse = sparse.iter().map(|(own, count)| (*own, *count));
            for (own, count) in dense.chain(sparse).filter(|(_, count)| *count > 0) {
                *sums.entry(own).or_default() += count;
            }
        }
        Ok(sums.into_iter().map(|(own, count)| (unpacked(own, &sizes), count)).collect())
    }

    /// Keeps what a session learned, and takes the median of all sessions as m.
    fn remember(&mut self, learned: &[Learned<'_>]) {
        for own in learned {
            let comparison = &mut self.settings.comparisons[own.at];
            let sessions = self.trained.entry(own.at).or_default();
            sessions
                .push(own.m.iter().zip(&own.seen).map(|(m, seen)| seen.then_some(*m)).collect());
            for (at, level) in comparison.comparison_levels.iter_mut().enumerate() {
                if level.is_null_level || level.fix_m_probability {
                    continue;
                }
                let found: Vec<f64> = sessions.iter().filter_map(|session| session[at]).collect();
                level.m_probability = median(found);
            }
        }
    }
}

/// Returns the weight in the middle of a count.
fn middle(at: usize) -> f64 {
    (at as f64 + 0.5) / STEPS as f64 - WEIGHTS as f64
}

/// Takes a pattern apart again.
fn unpacked(mut own: u64, sizes: &[u64]) -> Vec<u8> {
    let mut levels: Vec<u8> = sizes
        .iter()
        .rev()
        .map(|size| {
            let level = own % size;
            own /= size;
            level as u8
        })
        .collect();
    levels.reverse();
    levels
}

fn median(mut found: Vec<f64>) -> Option<f64> {
    found.sort_by(f64::total_cmp);
    let middle = found.len() / 2;
    match found.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(found[middle]),
        _ => Some(f64::midpoint(found[middle - 1], found[middle])),
    }
}

impl<'s> Learned<'s> {
    fn new(at: usize, comparison: &'s Comparison) -> Self {
        let numbers = comparison.level_numbers();
        let levels = comparison.comparison_levels.iter().zip(numbers);
        let (m, u) = levels.map(|(level, number)| m_and_u(comparison, level, number)).unzip();
        let seen = vec![true; comparison.comparison_levels.len()];
        Self { at, comparison, m, u, seen }
    }

    fn weight(&self, level: u8) -> f64 {
        match self.comparison.comparison_levels.get(level as usize) {
            Some(known) if !known.is_null_level => {
                let at = level as usize;
                (self.m[at].max(LEAST) / self.u[at].max(LEAST)).log2()
            }
            _ => 0.0,
        }
    }

    /// Takes the m that the matches have, and returns the largest change.
    fn update(&mut self, matches: &[f64], seen: &[bool]) -> f64 {
        let levels = &self.comparison.comparison_levels;
        let known = || levels.iter().enumerate().filter(|(_, level)| !level.is_null_level);
        let total: f64 = known().map(|(at, _)| matches[at]).sum();
        let mut change = 0.0_f64;
        for (at, level) in known() {
            if level.fix_m_probability {
                continue;
            }
            self.seen[at] = seen[at];
            let m = if seen[at] { matches[at] / total } else { NOT_SEEN };
            change = change.max((m - self.m[at]).abs());
            self.m[at] = m;
        }
        change
    }

    fn unseen(&self) -> Vec<String> {
        let levels = self.comparison.comparison_levels.iter().zip(&self.seen);
        levels
            .filter(|(level, seen)| !**seen && !level.is_null_level)
            .map(|(level, _)| {
                let name = &self.comparison.output_column_name;
                format!("no pair of the rule is at \"{}\" of \"{name}\"", level.label())
            })
            .collect()
    }
}

/// One round of expectation and maximisation; returns the largest change.
fn round(learned: &mut [Learned<'_>], patterns: &Patterns, share: &mut f64) -> f64 {
    let prior = weight_of(*share);
    let mut matches: Vec<Vec<f64>> =
        learned.iter().map(|own| vec![0.0; own.comparison.comparison_levels.len()]).collect();
    let mut seen: Vec<Vec<bool>> =
        learned.iter().map(|own| vec![false; own.comparison.comparison_levels.len()]).collect();
    let (mut matched, mut pairs) = (0.0, 0.0);
    for (levels, count) in patterns {
        let weight: f64 =
            learned.iter().zip(levels).fold(prior, |sum, (own, level)| sum + own.weight(*level));
        let count = *count as f64;
        let own = probability(weight) * count;
        matched += own;
        pairs += count;
        for ((level, matches), seen) in levels.iter().zip(&mut matches).zip(&mut seen) {
            if let Some(sum) = matches.get_mut(*level as usize) {
                *sum += own;
                seen[*level as usize] = true;
            }
        }
    }
    let before = *share;
    *share = matched / pairs;
    let mut change = (*share - before).abs();
    for ((own, matches), seen) in learned.iter_mut().zip(&matches).zip(&seen) {
        change = change.max(own.update(matches, seen));
    }
    change
}
/// Counts the levels of pairs of a sample. What lanes do not tell is compared in full.
struct Counting<'l> {
    linker: &'l Linker,
    ladders: &'l Ladders,
    sample: &'l [u32],
    abreast: Abreast,
    /// Where only records of two sources are compared: the source of each.
    sources: Option<Vec<u32>>,
    worker: Worker,
    /// By comparison: pairs that are to be compared in full.
    open: Vec<(Vec<u32>, Vec<u32>)>,
    /// By comparison, then by level.
    counts: Vec<Vec<u64>>,
    pairs: u64,
}

impl<'l> Counting<'l> {
    fn new(linker: &'l Linker, ladders: &'l Ladders, worker: Worker, sample: &'l [u32]) -> Self {
        let mut abreast = Abreast::new(ladders);
        linker.program.load(ladders, &mut abreast, sample);
        let sources = linker.streaming().apart.map(|of| {
            let mut words = Vec::new();
            lay(&mut words, sample.iter().map(|record| of[*record as usize]));
            words
        });
        let comparisons = 0..ladders.len();
        Self {
            linker,
            ladders,
            sample,
            abreast,
            sources,
            worker,
            open: comparisons.clone().map(|_| Default::default()).collect(),
            counts: comparisons.map(|at| vec![0; linker.program.count(at)]).collect(),
            pairs: 0,
        }
    }

    /// Counts the pairs of one record of the sample with those after it.
    fn row(&mut self, row: usize) {
        let end = self.sample.len();
        for from in (row + 1..end).step_by(LANES) {
            let others = from..(from + LANES).min(end);
            let mut all = Bits::first(others.len());
            if let Some(sources) = &self.sources {
                let others = Others::of(sources, &others);
                all &= !lanes::same(self.abreast.level, sources[row], others);
            }
            self.pairs += all.count();
            self.abreast.begin(row, &others);
            for comparison in 0..self.ladders.len() {
                let (counts, open) = (&mut self.counts[comparison], &mut self.open[comparison]);
                let (sample, mut rest) = (self.sample, all);
                self.abreast.levels(self.ladders, comparison, |at, exact, lanes| {
                    let lanes = lanes & rest;
                    rest &= !lanes;
                    if exact {
                        counts[at] += lanes.count();
                    } else {
                        open.0.extend(lanes.lanes().map(|_| sample[row]));
                        open.1.extend(lanes.lanes().map(|lane| sample[from + lane]));
                    }
                    !rest.is_empty()
                });
                if open.0.len() >= BATCH {
                    self.compare(comparison);
                }
            }
        }
    }

    /// Compares the pairs of which lanes did not tell the level.
    fn compare(&mut self, comparison: usize) {
        let Worker { batch, levels, .. } = &mut self.worker;
        let (lefts, rights) = &mut self.open[comparison];
        for (left, right) in lefts.chunks(BATCH).zip(rights.chunks(BATCH)) {
            batch.fill(left, right);
            let asked = batch.all_pairs();
            self.linker.program.levels(comparison, batch, &asked, levels);
            let known = levels[..left.len()].iter().filter(|level| **level != NO_LEVEL);
            known.for_each(|level| self.counts[comparison][*level as usize] += 1);
        }
        lefts.clear();
        rights.clear();
    }
}
