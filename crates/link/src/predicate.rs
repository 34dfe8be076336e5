//! A condition over two records, made for many pairs at once: what is asked of one record alone is a
//! column, so that here codes are compared, and likeness and distance looked up.
//!
//! Only whether a condition is *true* matters; a null is as good as false. `not` is pushed inwards
//! when a condition is compiled, by rules that hold in the logic of three values too.

use crate::measure::{Measure, Memory};
use crate::sql::{Expression, evaluate};
use crate::value::{NULL, Values};

/// Pairs looked at together: few enough that everything about them stays near the processor.
pub(crate) const BATCH: usize = 1_024;
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
    Reaches { measure: usize, class: u8, negated: bool },
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

/// Pairs, with the codes of both sides.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) left: Vec<u32>,
    pub(crate) right: Vec<u32>,
    /// By gather, then by pair.
    pub(crate) codes: Vec<Vec<u32>>,
    /// By measure, then by pair.
    classes: Vec<Vec<u8>>,
    memories: Vec<Memory>,
    spare: Vec<Vec<u16>>,
}

impl Batch {
    pub(crate) fn new(gathers: usize, measures: usize) -> Self {
        Self {
            left: Vec::with_capacity(BATCH),
            right: Vec::with_capacity(BATCH),
            codes: vec![vec![0; BATCH]; gathers],
            classes: vec![vec![UNSET; BATCH]; measures],
            memories: (0..measures).map(|_| Memory::new()).collect(),
            spare: Vec::new(),
        }
    }

    /// Forgets what was measured, for other pairs.
    pub(crate) fn renew(&mut self) {
        let pairs = self.left.len();
        for classes in &mut self.classes {
            classes[..pairs].fill(UNSET);
        }
    }

    /// Lends a list.
    pub(crate) fn borrow_list(&mut self) -> Vec<u16> {
        let mut list = self.spare.pop().unwrap_or_else(|| Vec::with_capacity(BATCH));
        list.clear();
        list
    }

    /// Takes a list back.
    pub(crate) fn return_list(&mut self, list: Vec<u16>) {
        self.spare.push(list);
    }
}

impl Predicate {
    /// Appends those of the chosen pairs for which the condition is true.
    pub(crate) fn keep(
        &self,
        batch: &mut Batch,
        measures: &[Measure],
        chosen: &[u16],
        kept: &mut Vec<u16>,
    ) {
        let codes = &batch.codes;
        let filter = |kept: &mut Vec<u16>, is: &dyn Fn(usize) -> bool| {
            kept.extend(chosen.iter().copied().filter(|pair| is(*pair as usize)));
        };
        match self {
            Self::Never => {}
            Self::Always => kept.extend_from_slice(chosen),
            Self::Null(at) => by(chosen, kept, &codes[*at], |code| code == NULL),
            Self::Known(at) => by(chosen, kept, &codes[*at], |code| code != NULL),
            Self::Is(at, value) => by(chosen, kept, &codes[*at], |code| code == *value),
            Self::Same(left, right) => by_two(chosen, kept, (&codes[*left], &codes[*right]), |a, b| {
                a == b && a != NULL
            }),
            Self::Differ(left, right) => {
                by_two(chosen, kept, (&codes[*left], &codes[*right]), |a, b| {
                    a != b && a != NULL && b != NULL
                });
            }
            Self::Near(near) => {
                by_two(chosen, kept, (&codes[near.left], &codes[near.right]), |a, b| near.holds(a, b));
            }
            Self::Reaches { measure, class, negated } => {
                let own = &measures[*measure];
                let (left, right) = (&batch.codes[own.left], &batch.codes[own.right]);
                let (classes, memory) =
                    (&mut batch.classes[*measure], &mut batch.memories[*measure]);
                for pair in chosen {
                    let at = *pair as usize;
                    let (a, b) = (left[at], right[at]);
                    if a == NULL || b == NULL {
                        continue;
                    }
                    if classes[at] == UNSET {
                        classes[at] = own.class(a, b, memory);
                    }
                    if (classes[at] >= *class) != *negated {
                        kept.push(*pair);
                    }
                }
            }
            Self::General(general) => filter(kept, &|pair| general.holds(codes, pair)),
            Self::All(parts) => Self::all(parts, batch, measures, chosen, kept),
            Self::Any(parts) => Self::any(parts, batch, measures, chosen, kept),
        }
    }

    fn all(
        parts: &[Self],
        batch: &mut Batch,
        measures: &[Measure],
        chosen: &[u16],
        kept: &mut Vec<u16>,
    ) {
        let mut left = batch.borrow_list();
        left.extend_from_slice(chosen);
        for part in parts {
            if left.is_empty() {
                break;
            }
            let mut still = batch.borrow_list();
            part.keep(batch, measures, &left, &mut still);
            std::mem::swap(&mut left, &mut still);
            batch.return_list(still);
        }
        kept.extend_from_slice(&left);
        batch.return_list(left);
    }

    fn any(
        parts: &[Self],
        batch: &mut Batch,
        measures: &[Measure],
        chosen: &[u16],
        kept: &mut Vec<u16>,
    ) {
        let mut open = batch.borrow_list();
        open.extend_from_slice(chosen);
        let begin = kept.len();
        for part in parts {
            let from = kept.len();
            part.keep(batch, measures, &open, kept);
            remove(&mut open, &kept[from..]);
        }
        // What is kept stays in the order of the pairs.
        kept[begin..].sort_unstable();
        batch.return_list(open);
    }
}

/// Takes out of a list what is in another: both are in the same order.
pub(crate) fn remove(list: &mut Vec<u16>, taken: &[u16]) {
    if taken.is_empty() {
        return;
    }
    if taken.len() == list.len() {
        list.clear();
        return;
    }
    let mut taken = taken.iter().peekable();
    list.retain(|own| {
        if taken.peek() == Some(&own) {
            taken.next();
            return false;
        }
        true
    });
}

#[inline]
fn by(chosen: &[u16], kept: &mut Vec<u16>, codes: &[u32], is: impl Fn(u32) -> bool) {
    kept.extend(chosen.iter().copied().filter(|pair| is(codes[*pair as usize])));
}

#[inline]
fn by_two(
    chosen: &[u16],
    kept: &mut Vec<u16>,
    (left, right): (&[u32], &[u32]),
    is: impl Fn(u32, u32) -> bool,
) {
    kept.extend(chosen.iter().copied().filter(|pair| {
        let at = *pair as usize;
        is(left[at], right[at])
    }));
}

impl Near {
    #[inline]
    fn holds(&self, left: u32, right: u32) -> bool {
        if left == NULL || right == NULL {
            return false;
        }
        let apart =
            (self.left_numbers[left as usize] - self.right_numbers[right as usize]).abs();
        let near = if self.strict { apart < self.limit } else { apart <= self.limit };
        near != self.negated
    }
}

impl General {
    fn holds(&self, codes: &[Vec<u32>], pair: usize) -> bool {
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
