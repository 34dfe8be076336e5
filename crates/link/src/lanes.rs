//! One word held against many others in the widest steps that the processor knows.

use std::ops::{BitAnd, BitAndAssign, BitOr, Not, Range};

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch, f32x8, mask32x8, u32x8};

use crate::agreement::{Agreement, PLACES};
use crate::value::NULL;

/// Others that one word is held against at once.
pub(crate) const LANES: usize = 256;
/// Lanes in a step.
pub(crate) const STEP: usize = 8;
/// Steps in a word of bits.
const STEPS: usize = 64 / STEP;

/// A bit for each lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bits([u64; LANES / 64]);

impl Bits {
    pub(crate) const NONE: Self = Self([0; LANES / 64]);

    /// Sets those of the first so many lanes.
    pub(crate) fn first(lanes: usize) -> Self {
        let of = |word: usize| match lanes.saturating_sub(64 * word) {
            0 => 0,
            some @ 1..64 => (1 << some) - 1,
            _ => !0,
        };
        Self(std::array::from_fn(of))
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0.iter().fold(0, |any, word| any | word) == 0
    }

    pub(crate) fn count(self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// Returns the lanes whose bit is set.
    pub(crate) fn lanes(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().flat_map(|(at, word)| {
            // Each step takes the lowest bit away.
            let rest = std::iter::successors(Some(word), |word| Some(word & word.wrapping_sub(1)));
            rest.take_while(|word| *word != 0)
                .map(move |word| 64 * at + word.trailing_zeros() as usize)
        })
    }

    #[inline(always)]
    fn step(&self, step: usize) -> u64 {
        self.0[step / STEPS] >> (STEP * (step % STEPS))
    }
}

impl BitAnd for Bits {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] & other.0[at]))
    }
}

impl BitAndAssign for Bits {
    fn bitand_assign(&mut self, other: Self) {
        *self = *self & other;
    }
}

impl BitOr for Bits {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] | other.0[at]))
    }
}

impl Not for Bits {
    type Output = Self;

    fn not(self) -> Self {
        Self(self.0.map(|word| !word))
    }
}

/// Puts words side by side, with room for the last step.
pub(crate) fn lay(words: &mut Vec<u32>, own: impl Iterator<Item = u32>) {
    words.clear();
    words.extend(own);
    words.extend([NULL; STEP]);
}

/// Words of others, in steps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Others<'w>(&'w [[u32; STEP]]);

impl<'w> Others<'w> {
    /// Takes some of the words that were laid side by side.
    #[inline(always)]
    pub(crate) fn of(words: &'w [u32], others: &Range<usize>) -> Self {
        Self(&words[others.start..].as_chunks().0[..others.len().div_ceil(STEP)])
    }
}

/// Gathers the bits of steps.
#[inline(always)]
fn bits<S: Simd>(steps: usize, mut of: impl FnMut(usize) -> mask32x8<S>) -> Bits {
    let mut bits = Bits::NONE;
    for step in 0..steps {
        bits.0[step / STEPS] |= of(step).to_bitmask() << (STEP * (step % STEPS));
    }
    bits
}

/// Returns the others that are this word.
pub(crate) fn same(level: Level, word: u32, others: Others<'_>) -> Bits {
    #[inline(always)]
    fn of<S: Simd>(simd: S, word: u32, others: &[[u32; STEP]]) -> Bits {
        let word = u32x8::splat(simd, word);
        bits(others.len(), |step| u32x8::from_slice(simd, &others[step]).simd_eq(word))
    }
    dispatch!(level, simd => of(simd, word, others.0))
}

/// Returns the others that have none of the words of one, by planes of the one and of the others.
pub(crate) fn none_same(
    level: Level,
    (left, others): (usize, &Range<usize>),
    planes: &[Vec<u32>],
    sides: &[(usize, usize)],
) -> Bits {
    #[inline(always)]
    fn of<S: Simd>(
        simd: S,
        (left, others): (usize, &Range<usize>),
        planes: &[Vec<u32>],
        sides: &[(usize, usize)],
    ) -> Bits {
        let mut any = Bits::NONE;
        for (lefts, rights) in sides {
            let word = u32x8::splat(simd, planes[*lefts][left]);
            let others = Others::of(&planes[*rights], others).0;
            let same = |step: usize| u32x8::from_slice(simd, &others[step]).simd_eq(word);
            any = any | bits(others.len(), same);
        }
        any
    }
    Bits::first(others.len()) & !dispatch!(level, simd => of(simd, (left, others), planes, sides))
}

/// Codes of records, in rows, and at the end room for a step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rows<'r> {
    pub(crate) codes: &'r [u32],
    pub(crate) width: usize,
    /// The first codes of a row, which are compared.
    pub(crate) compared: usize,
}

/// Adds the agreement of each pair of records.
pub(crate) fn agree(
    level: Level,
    rows: Rows<'_>,
    (left, right): (&[u32], &[u32]),
    agreements: &mut Vec<Agreement>,
) {
    #[inline(always)]
    fn of<S: Simd>(simd: S, left: &[[u32; STEP]], right: &[[u32; STEP]]) -> Agreement {
        let mut own = Agreement::default();
        for step in 0..left.len() {
            let left = u32x8::from_slice(simd, &left[step]);
            let right = u32x8::from_slice(simd, &right[step]);
            let at = STEP * step;
            own.same |= (left.simd_eq(right).to_bitmask() as u32) << at;
            own.left_null |= (left.simd_eq(NULL).to_bitmask() as u32) << at;
            own.right_null |= (right.simd_eq(NULL).to_bitmask() as u32) << at;
        }
        own
    }
    #[inline(always)]
    fn all<S: Simd>(
        simd: S,
        rows: Rows<'_>,
        (left, right): (&[u32], &[u32]),
        agreements: &mut Vec<Agreement>,
    ) {
        let places = rows.compared.min(PLACES);
        let (whole, own) = (places.next_multiple_of(STEP), u32::MAX >> (PLACES - places.max(1)));
        // A loop, because what an iterator calls does not know the processor's steps.
        for (left, right) in left.iter().zip(right) {
            let row =
                |record: u32| rows.codes[record as usize * rows.width..][..whole].as_chunks().0;
            agreements.push(of(simd, row(*left), row(*right)).only(own));
        }
    }
    dispatch!(level, simd => all(simd, rows, (left, right), agreements));
}

/// Returns the others, numbers in single precision, that are at most so far.
pub(crate) fn near(level: Level, number: f32, others: Others<'_>, limit: f32) -> Bits {
    #[inline(always)]
    fn of<S: Simd>(simd: S, number: f32, others: &[[u32; STEP]], limit: f32) -> Bits {
        bits(others.len(), |step| {
            let other: f32x8<S> = u32x8::from_slice(simd, &others[step]).bitcast();
            (other - number).abs().simd_le(limit)
        })
    }
    dispatch!(level, simd => of(simd, number, others.0, limit))
}

/// The length of a text with its first byte above, and a bit for each letter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letters<W> {
    pub(crate) shape: W,
    pub(crate) letters: W,
}

/// Three times the Jaro likeness that is needed, less one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Needed {
    /// Where the first letters differ.
    pub(crate) apart: f32,
    /// Where they do not.
    pub(crate) together: f32,
}

/// Lengths in shapes.
const LENGTH: u32 = 0xFFFF;

/// What lengths and letters tell of one text and some others.
struct Glance<S: Simd> {
    /// Whether it is known what the others are.
    known: mask32x8<S>,
    /// Whether the first bytes are the same.
    together: mask32x8<S>,
    length: f32,
    lengths: f32x8<S>,
    /// How many letters the other does not have.
    own_only: f32x8<S>,
    other_only: f32x8<S>,
}

impl<S: Simd> Glance<S> {
    #[inline(always)]
    fn new(simd: S, own: Letters<u32>, others: Letters<Others<'_>>, step: usize) -> Self {
        let shape = u32x8::from_slice(simd, &others.shape.0[step]);
        let letters = u32x8::from_slice(simd, &others.letters.0[step]);
        let own_letters = u32x8::splat(simd, own.letters);
        Self {
            known: !shape.simd_eq(NULL),
            together: (shape >> 16).simd_eq(own.shape >> 16),
            length: (own.shape & LENGTH) as f32,
            lengths: (shape & LENGTH).to_float(),
            own_only: (own_letters & !letters).count_ones().to_float(),
            other_only: (letters & !own_letters).count_ones().to_float(),
        }
    }
}

/// Returns the others that are alike enough by their lengths and letters.
pub(crate) fn alike(
    level: Level,
    own: Letters<u32>,
    others: Letters<Others<'_>>,
    needed: Needed,
) -> Bits {
    #[inline(always)]
    fn of<S: Simd>(
        simd: S,
        own: Letters<u32>,
        others: Letters<Others<'_>>,
        needed: Needed,
    ) -> Bits {
        bits(others.shape.0.len(), |step| {
            let seen = Glance::new(simd, own, others, step);
            // No more match than one text has letters of the other.
            let matched = (seen.length - seen.own_only).min(seen.lengths - seen.other_only);
            let [apart, together] =
                [needed.apart, needed.together].map(|needed| f32x8::splat(simd, needed));
            let needed = seen.together.select(together, apart);
            // What is added up in another order may differ in the last digits.
            let enough = needed * seen.lengths * (seen.length * 0.9999);
            (matched * (seen.lengths + seen.length)).simd_ge(enough) & seen.known
        })
    }
    dispatch!(level, simd => of(simd, own, others, needed))
}

/// Returns the others that may be at most so many changes away, by their lengths and letters.
pub(crate) fn changed(
    level: Level,
    own: Letters<u32>,
    others: Letters<Others<'_>>,
    most: f32,
) -> Bits {
    #[inline(always)]
    fn of<S: Simd>(simd: S, own: Letters<u32>, others: Letters<Others<'_>>, most: f32) -> Bits {
        bits(others.shape.0.len(), |step| {
            let seen = Glance::new(simd, own, others, step);
            // Each change takes away at most one letter that the other does not have.
            let letters = seen.own_only.max(seen.other_only);
            letters.max((seen.lengths - seen.length).abs()).simd_le(most) & seen.known
        })
    }
    dispatch!(level, simd => of(simd, own, others, most))
}

/// The shape of a text, and the lower half of each of its first sixteen bytes in two words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Halves<W> {
    pub(crate) shape: W,
    pub(crate) low: W,
    pub(crate) high: W,
}

/// Returns the others that may be at most one change away, where no text is longer than sixteen bytes.
pub(crate) fn changed_once(level: Level, own: Halves<u32>, others: Halves<Others<'_>>) -> Bits {
    /// Returns the lowest bit of each half byte in which two differ.
    #[inline(always)]
    fn differing<S: Simd>(own: u32, others: u32x8<S>) -> u32x8<S> {
        let bits = others ^ own;
        (bits | bits >> 1 | bits >> 2 | bits >> 3) & 0x1111_1111
    }
    #[inline(always)]
    fn of<S: Simd>(simd: S, own: Halves<u32>, others: Halves<Others<'_>>) -> Bits {
        let length = own.shape & LENGTH;
        bits(others.shape.0.len(), |step| {
            let shape = u32x8::from_slice(simd, &others.shape.0[step]);
            let low = differing(own.low, u32x8::from_slice(simd, &others.low.0[step]));
            let high = differing(own.high, u32x8::from_slice(simd, &others.high.0[step]));
            let most_one = ((low & (low - 1)) | (high & (high - 1))).simd_eq(0)
                & (low.simd_eq(0) | high.simd_eq(0));
            // Of texts that are as long as each other, one change is one place that differs.
            let other = shape & LENGTH;
            let longer = other.simd_eq(length + 1) | (other + 1).simd_eq(length);
            (other.simd_eq(length) & most_one | longer) & !shape.simd_eq(NULL)
        })
    }
    dispatch!(level, simd => of(simd, own, others))
}

/// What is added to the sums of some lanes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Addend {
    pub(crate) lanes: Bits,
    pub(crate) number: f32,
}

/// Adds to the sum of each of the first so many lanes the most that is for it, and returns the lanes
/// whose sum is at least so much.
pub(crate) fn add(
    level: Level,
    addends: &[Addend],
    sums: &mut [f32; LANES],
    lanes: usize,
    least: f32,
) -> Bits {
    #[inline(always)]
    fn of<S: Simd>(simd: S, addends: &[Addend], sums: &mut [[f32; STEP]], least: f32) -> Bits {
        bits(sums.len(), |step| {
            let none = f32x8::splat(simd, f32::NEG_INFINITY);
            let mut most = none;
            for addend in addends {
                let taken = mask32x8::from_bitmask(simd, addend.lanes.step(step));
                most = most.max(taken.select(f32x8::splat(simd, addend.number), none));
            }
            let sum = f32x8::from_slice(simd, &sums[step]) + most;
            sum.store_slice(&mut sums[step]);
            sum.simd_ge(least)
        })
    }
    let sums = &mut sums.as_chunks_mut().0[..lanes.div_ceil(STEP)];
    dispatch!(level, simd => of(simd, addends, sums, least))
}
