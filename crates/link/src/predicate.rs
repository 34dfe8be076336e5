//! A condition over two records, made for many pairs at once: what is asked of one record alone is a
//! column, so that here codes are compared, and likeness and distance looked up.
//!
//! Only whether a condition is *true* matters; a null is as good as false. `not` is pushed inwards
//! when a condition is compiled, by rules that hold in the logic of three values too.

use crate::measure::{Measure, Memory};
use crate::sql::{Expression, evaluate};
use crate::value::{NULL, Values};

/// Pairs looked at together: few enough that everything about them stays near the processor.
pub(crate) const BATCH: usize = 256;
/// A class that is not worked out yet.
const UNSET: u8 = u8::MAX;

/// Where a predicate finds the code of one side: its place in [`Batch::codes`].
pub(crate) type Gather = usize;

/// A compiled condition.
#[derive(Clone, Debug)]
pub(crate) enum Predicate {
    Never,
    Always,
    Null(Gather),
    Known(Gather),
    Same(Gather, Gather),
    Differ(Gather, Gather),
    /// A column of this side has this value.
    Is(Gather, u32),
    /// A measure reaches a class, or is known not to.
    Reaches {
        measure: usize,
        class: u8,
        negated: bool,
    },
    /// Two numbers are at most so far apart, or are known to be further.
    Near(Box<Near>),
    All(Vec<Self>),
    Any(Vec<Self>),
    General(Box<General>),
}

/// The distance of two numbers, and its limit.
#[derive(Clone, Debug)]
pub(crate) struct Near {
    pub(crate) left: Gather,
    pub(crate) right: Gather,
    pub(crate) left_numbers: std::sync::Arc<Vec<f64>>,
    pub(crate) right_numbers: std::sync::Arc<Vec<f64>>,
    pub(crate) limit: f64,
    /// Whether the limit itself is too far.
    pub(crate) strict: bool,
    pub(crate) negated: bool,
}

/// Whatever else: worked out pair by pair.
#[derive(Clone, Debug)]
pub(crate) struct General {
    pub(crate) expression: Expression<usize>,
    /// For each column of the expression: where its code is, and the values.
    pub(crate) columns: Vec<(Gather, std::sync::Arc<Values>)>,
}

/// One byte a pair: 1 where something is so, 0 where it is not.
pub(crate) type Mask = [u8; BATCH];

/// Pairs, with the codes of both sides.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) left: Vec<u32>,
    pub(crate) right: Vec<u32>,
    /// By gather, then by pair.
    pub(crate) codes: Vec<[u32; BATCH]>,
    /// By gather: whether its codes are those of these pairs.
    pub(crate) fetched: Vec<bool>,
    /// By measure, then by pair.
    classes: Vec<Mask>,
    memories: Vec<Memory>,
}

impl Batch {
    pub(crate) fn new(gathers: usize, measures: usize) -> Self {
        Self {
            left: Vec::with_capacity(BATCH),
            right: Vec::with_capacity(BATCH),
            codes: (0..gathers).map(|_| [NULL; BATCH]).collect(),
            fetched: vec![false; gathers],
            classes: (0..measures).map(|_| [UNSET; BATCH]).collect(),
            memories: (0..measures).map(|_| Memory::new()).collect(),
        }
    }

    /// Takes other pairs, and forgets what was known of those before.
    pub(crate) fn fill(&mut self, left: &[u32], right: &[u32]) {
        self.left.clear();
        self.left.extend_from_slice(left);
        self.right.clear();
        self.right.extend_from_slice(right);
        self.fetched.fill(false);
        for classes in &mut self.classes {
            classes.fill(UNSET);
        }
    }

    /// Returns a mask of all pairs that there are.
    pub(crate) fn all_pairs(&self) -> Mask {
        let mut mask = [0; BATCH];
        mask[..self.left.len()].fill(1);
        mask
    }
}

impl Predicate {
    /// Adds the gathers whose codes are needed.
    pub(crate) fn needs(&self, measures: &[Measure], needed: &mut Vec<Gather>) {
        match self {
            Self::Never | Self::Always => {}
            Self::Null(at) | Self::Known(at) | Self::Is(at, _) => needed.push(*at),
            Self::Same(left, right) | Self::Differ(left, right) => needed.extend([*left, *right]),
            Self::Near(near) => needed.extend([near.left, near.right]),
            Self::Reaches { measure, .. } => {
                needed.extend([measures[*measure].left, measures[*measure].right]);
            }
            Self::General(general) => {
                needed.extend(general.columns.iter().map(|(gather, _)| *gather));
            }
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.needs(measures, needed));
            }
        }
    }
}

/// Returns whether a mask is 1 nowhere.
pub(crate) fn is_empty(mask: &Mask) -> bool {
    mask.iter().fold(0, |any, own| any | own) == 0
}

impl Predicate {
    /// Says for which of the asked pairs the condition is true. What it says of others means nothing.
    ///
    /// Codes are compared for all pairs of the batch at once, which is quicker than to pick some out;
    /// whatever takes longer is done for those that are asked about.
    pub(crate) fn holds(
        &self,
        batch: &mut Batch,
        measures: &[Measure],
        asked: &Mask,
        out: &mut Mask,
    ) {
        let codes = &batch.codes;
        match self {
            Self::Never => out.fill(0),
            Self::Always => out.fill(1),
            Self::Null(at) => by(&codes[*at], out, |code| code == NULL),
            Self::Known(at) => by(&codes[*at], out, |code| code != NULL),
            Self::Is(at, value) => by(&codes[*at], out, |code| code == *value),
            Self::Same(left, right) => {
                by_two(&codes[*left], &codes[*right], out, |a, b| (a == b) & (a != NULL));
            }
            Self::Differ(left, right) => by_two(&codes[*left], &codes[*right], out, |a, b| {
                (a != b) & (a != NULL) & (b != NULL)
            }),
            Self::Near(near) => {
                let (left, right) = (&codes[near.left], &codes[near.right]);
                each(asked, out, |at| near.holds(left[at], right[at]));
            }
            Self::Reaches { measure, class, negated } => {
                let own = &measures[*measure];
                let (left, right) = (&batch.codes[own.left], &batch.codes[own.right]);
                let (classes, memory) =
                    (&mut batch.classes[*measure], &mut batch.memories[*measure]);
                each(asked, out, |at| {
                    let (a, b) = (left[at], right[at]);
                    if a == NULL || b == NULL {
                        return false;
                    }
                    if classes[at] == UNSET {
                        classes[at] = own.class(a, b, memory);
                    }
                    (classes[at] >= *class) != *negated
                });
            }
            Self::General(general) => each(asked, out, |at| general.holds(codes, at)),
            Self::All(parts) => Self::all(parts, batch, measures, asked, out),
            Self::Any(parts) => Self::any(parts, batch, measures, asked, out),
        }
    }

    fn all(parts: &[Self], batch: &mut Batch, measures: &[Measure], asked: &Mask, out: &mut Mask) {
        *out = *asked;
        let mut one = [0; BATCH];
        for part in parts {
            part.holds(batch, measures, out, &mut one);
            out.iter_mut().zip(one.iter()).for_each(|(out, one)| *out &= one);
            if is_empty(out) {
                break;
            }
        }
    }

    fn any(parts: &[Self], batch: &mut Batch, measures: &[Measure], asked: &Mask, out: &mut Mask) {
        let (mut one, mut open) = ([0; BATCH], *asked);
        out.fill(0);
        for part in parts {
            part.holds(batch, measures, &open, &mut one);
            for ((out, open), one) in out.iter_mut().zip(open.iter_mut()).zip(one.iter()) {
                *out |= *one & *open;
                *open &= 1 ^ one;
            }
        }
    }
}

#[inline]
fn by(codes: &[u32; BATCH], out: &mut Mask, is: impl Fn(u32) -> bool) {
    for (out, code) in out.iter_mut().zip(codes) {
        *out = u8::from(is(*code));
    }
}

#[inline]
fn by_two(
    left: &[u32; BATCH],
    right: &[u32; BATCH],
    out: &mut Mask,
    is: impl Fn(u32, u32) -> bool,
) {
    for ((out, left), right) in out.iter_mut().zip(left).zip(right) {
        *out = u8::from(is(*left, *right));
    }
}

/// Asks about one pair after the other.
#[inline]
fn each(asked: &Mask, out: &mut Mask, mut is: impl FnMut(usize) -> bool) {
    out.fill(0);
    // Few are asked about, one byte of a word that is 1 for each.
    for (word, asked) in asked.as_chunks().0.iter().enumerate() {
        let mut asked = u64::from_le_bytes(*asked);
        while asked != 0 {
            let at = 8 * word + asked.trailing_zeros() as usize / 8;
            out[at] = u8::from(is(at));
            asked &= asked - 1;
        }
    }
}

impl Near {
    #[inline]
    fn holds(&self, left: u32, right: u32) -> bool {
        if left == NULL || right == NULL {
            return false;
        }
        let apart = (self.left_numbers[left as usize] - self.right_numbers[right as usize]).abs();
        let near = if self.strict { apart < self.limit } else { apart <= self.limit };
        near != self.negated
    }
}

impl General {
    fn holds(&self, codes: &[[u32; BATCH]], pair: usize) -> bool {
        let value = |column: &usize| {
            let (gather, values) = &self.columns[*column];
            values.get(codes[*gather][pair]).owned()
        };
        // What cannot be worked out was refused when the model was compiled, for a value of each
        // column; one that still cannot is not true.
        let found = evaluate(&self.expression, &value);
        found.is_ok_and(|found| crate::sql::truth(&found) == Ok(Some(true)))
    }
}
