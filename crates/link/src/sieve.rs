//! Which pairs of a block can reach a weight at all. Most pairs of a loose blocking rule cannot, which
//! bounds of what each comparison can add show for many of them at once; only the others are compared.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use crate::abreast::{Abreast, Ladders};
use crate::lanes::{self, Addend, Bits, LANES, STEP};
use crate::program::Program;

/// What bounds may be off by, because they are added up in single precision and in another order.
const SLACK: f32 = 1e-3;

/// What is done with the pairs of large blocks, many at once.
pub(crate) trait Sift: Sync {
    /// Returns what one thread sifts a portion with.
    fn sifting(&self) -> Sifting;

    /// Takes the records of a block.
    fn load(&self, sifting: &mut Sifting, records: &[u32]);

    /// Deals with some others in the block beside one record, whose place and number are given; only
    /// those in `open` are asked about. Returns those that have to be compared one by one.
    fn open(
        &self,
        sifting: &mut Sifting,
        record: (usize, u32),
        others: &Range<usize>,
        open: Bits,
    ) -> Bits;

    /// Takes what is left of a portion.
    fn end(&self, _sifting: Sifting) {}
}

/// A weight to be reached, and what tells that it cannot be.
pub(crate) struct Sieve<'p> {
    program: &'p Program,
    ladders: Ladders,
    /// Comparisons, those first that are told by equalities alone, and the most that all after each add.
    order: Vec<(usize, f32)>,
    /// What has to be reached, less the prior.
    least: f32,
}

/// What one thread sifts with.
pub(crate) struct Sifting {
    pub(crate) abreast: Abreast,
    addends: Vec<Addend>,
    sums: [f32; LANES],
    /// By comparison: levels, and the pairs that are at them.
    levels: Vec<Vec<(u64, Bits)>>,
    /// How often each pattern of levels comes up.
    patterns: Vec<u64>,
}

impl Sifting {
    fn new(ladders: &Ladders) -> Self {
        Self {
            abreast: Abreast::new(ladders),
            addends: Vec::new(),
            sums: [0.0; LANES],
            levels: Vec::new(),
            patterns: Vec::new(),
        }
    }
}

impl<'p> Sieve<'p> {
    pub(crate) fn new(program: &'p Program, least: f64) -> Self {
        let mut comparisons: Vec<usize> = (0..program.comparisons.len()).collect();
        let ladders = program.ladders(&comparisons);
        comparisons.sort_by_key(|comparison| ladders.guesses(*comparison));
        let mut rest = 0.0;
        let mut order = Vec::with_capacity(comparisons.len());
        for comparison in comparisons.into_iter().rev() {
            order.push((comparison, rest as f32));
            rest += program.comparisons[comparison].most();
        }
        order.reverse();
        Self { program, ladders, order, least: (least - program.prior) as f32 - SLACK }
    }
}

impl Sift for Sieve<'_> {
    fn sifting(&self) -> Sifting {
        Sifting::new(&self.ladders)
    }

    fn load(&self, sifting: &mut Sifting, records: &[u32]) {
        self.program.load(&self.ladders, &mut sifting.abreast, records);
    }

    /// Returns those that may reach the weight.
    fn open(
        &self,
        sifting: &mut Sifting,
        (left, record): (usize, u32),
        others: &Range<usize>,
        mut open: Bits,
    ) -> Bits {
        let Sifting { abreast, addends, sums, .. } = sifting;
        let level = abreast.level;
        abreast.begin(left, others);
        sums[..others.len().next_multiple_of(STEP)].fill(0.0);
        for (comparison, after) in &self.order {
            addends.clear();
            let mut rest = open;
            abreast.levels(&self.ladders, *comparison, |at, exact, lanes| {
                let lanes = lanes & rest;
                if !lanes.is_empty() {
                    let number = self.program.most_beside(*comparison, at, record) as f32;
                    addends.push(Addend { lanes, number });
                }
                if exact {
                    rest &= !lanes;
                }
                !rest.is_empty()
            });
            if !rest.is_empty() {
                // No level says nothing.
                addends.push(Addend { lanes: rest, number: 0.0 });
            }
            open &= lanes::add(level, addends, sums, others.len(), self.least - after);
            if open.is_empty() {
                break;
            }
        }
        open
    }
}

/// Counts patterns of levels as far as lanes tell them.
pub(crate) struct Tally<'p> {
    program: &'p Program,
    ladders: Ladders,
    /// By comparison: its levels, and one for where none holds.
    sizes: &'p [u64],
    /// By pattern.
    pub(crate) counts: Mutex<Vec<u64>>,
}

impl<'p> Tally<'p> {
    /// Counts the patterns of some comparisons with so many levels each, and one for none.
    pub(crate) fn new(program: &'p Program, comparisons: &[usize], sizes: &'p [u64]) -> Self {
        let counts = Mutex::new(no_patterns(sizes));
        Self { program, ladders: program.ladders(comparisons), sizes, counts }
    }

    /// Counts the pairs of some lanes by the levels of this comparison and those after it.
    fn count(&self, levels: &[Vec<(u64, Bits)>], own: Bits, before: u64, patterns: &mut [u64]) {
        let at = self.sizes.len() - levels.len();
        let Some((first, others)) = levels.split_first() else {
            patterns[before as usize] += own.count();
            return;
        };
        for (level, lanes) in first {
            let own = own & *lanes;
            if !own.is_empty() {
                self.count(others, own, before * self.sizes[at] + level, patterns);
            }
        }
    }
}

impl Sift for Tally<'_> {
    fn sifting(&self) -> Sifting {
        let levels = vec![Vec::new(); self.sizes.len()];
        let patterns = no_patterns(self.sizes);
        Sifting { levels, patterns, ..Sifting::new(&self.ladders) }
    }

    fn load(&self, sifting: &mut Sifting, records: &[u32]) {
        self.program.load(&self.ladders, &mut sifting.abreast, records);
    }

    /// Counts those of which all levels are told, and returns the others.
    fn open(
        &self,
        sifting: &mut Sifting,
        (left, _): (usize, u32),
        others: &Range<usize>,
        open: Bits,
    ) -> Bits {
        let Sifting { abreast, levels, patterns, .. } = sifting;
        abreast.begin(left, others);
        let mut told = open;
        for (comparison, levels) in levels.iter_mut().enumerate() {
            levels.clear();
            let mut rest = told;
            abreast.levels(&self.ladders, comparison, |at, exact, lanes| {
                let lanes = lanes & rest;
                rest &= !lanes;
                if exact {
                    levels.push((at as u64, lanes));
                } else {
                    told &= !lanes;
                }
                !rest.is_empty()
            });
            levels.push((self.sizes[comparison] - 1, rest));
        }
        self.count(levels, told, 0, patterns);
        open & !told
    }

    fn end(&self, sifting: Sifting) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.iter_mut().zip(&sifting.patterns).for_each(|(sum, count)| *sum += count);
    }
}

/// Returns a count of nothing for each pattern.
fn no_patterns(sizes: &[u64]) -> Vec<u64> {
    vec![0; sizes.iter().product::<u64>() as usize]
}
