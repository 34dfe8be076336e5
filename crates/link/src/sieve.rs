//! Which pairs of a block can reach a weight at all. Most pairs of a loose blocking rule cannot, which
//! bounds of what each comparison can add show for many of them at once; only the others are compared.

use std::ops::Range;

use crate::abreast::{Abreast, Ladders};
use crate::lanes::{self, Addend, Bits, LANES, STEP};
use crate::program::Program;

/// What bounds may be off by, because they are added up in single precision and in another order.
const SLACK: f32 = 1e-3;

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
}

impl<'p> Sieve<'p> {
    pub(crate) fn new(program: &'p Program, least: f64) -> Self {
        let ladders = program.ladders();
        let mut comparisons: Vec<usize> = (0..program.comparisons.len()).collect();
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

    pub(crate) fn sifting(&self) -> Sifting {
        Sifting { abreast: Abreast::new(&self.ladders), addends: Vec::new(), sums: [0.0; LANES] }
    }

    /// Takes the records of a block.
    pub(crate) fn load(&self, sifting: &mut Sifting, records: &[u32]) {
        self.program.load(&self.ladders, &mut sifting.abreast, records);
    }

    /// Returns which of some others in the block may reach the weight with one record, whose place and
    /// number are given; only those in `open` are asked about.
    pub(crate) fn open(
        &self,
        sifting: &mut Sifting,
        (left, record): (usize, u32),
        others: &Range<usize>,
        mut open: Bits,
    ) -> Bits {
        let Sifting { abreast, addends, sums } = sifting;
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
