//! A likeness or a distance of two columns, in classes: how many of the thresholds that the model
//! asks about are reached. Most pairs are far from all of them, which lengths and letters show
//! without comparing; the others are remembered.

use std::sync::Arc;

use crate::predicate::Gather;
use crate::similarity;
use crate::sql::Function;
use crate::value::{Values, mix};

/// Places for what is remembered of one measure.
const PLACES: usize = 1 << 16;
/// Codes that fit the place of a pair.
const MOST_CODES: usize = (1 << 28) - 1;

/// A threshold: it is reached by a likeness of at least, or a distance of at most, so much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Threshold {
    pub(crate) limit: f64,
    /// Whether the limit itself does not reach it.
    pub(crate) strict: bool,
}

/// A measure of two columns.
#[derive(Clone, Debug)]
pub(crate) struct Measure {
    pub(crate) function: Function,
    pub(crate) left: Gather,
    pub(crate) right: Gather,
    /// From the easiest to reach to the hardest.
    pub(crate) thresholds: Vec<Threshold>,
    left_values: Arc<Values>,
    right_values: Arc<Values>,
    left_outlines: Arc<Vec<Outline>>,
    right_outlines: Arc<Vec<Outline>>,
}

/// What can be seen of a text at a glance.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outline {
    /// One bit for each of its characters, some of which share one.
    letters: u64,
    /// The first four characters, or nothing that equals any.
    first: [u8; 4],
    length: u16,
    ascii: bool,
}

impl Outline {
    fn of(text: &str) -> Self {
        let mut letters = 0;
        let mut length = 0_u16;
        for letter in text.chars() {
            letters |= 1 << (letter as u32 & 63);
            length = length.saturating_add(1);
        }
        let mut first = [0; 4];
        for (own, byte) in first.iter_mut().zip(text.bytes()) {
            *own = byte;
        }
        Self { letters, first, length, ascii: text.is_ascii() }
    }

    /// Returns the outlines of the texts of a column.
    pub(crate) fn of_all(values: &Values) -> Vec<Self> {
        values.texts().map_or_else(Vec::new, |texts| {
            (0..texts.len() as u32).map(|code| Self::of(texts.get(code))).collect()
        })
    }
}

/// What was measured lately: pairs of codes, and their class in the low bits.
#[derive(Debug)]
pub(crate) struct Memory(Vec<u64>);

impl Memory {
    pub(crate) fn new() -> Self {
        // No pair of codes that fit has all bits set.
        Self(vec![u64::MAX; PLACES])
    }
}

impl Measure {
    pub(crate) fn new(
        function: Function,
        (left, left_values, left_outlines): (Gather, Arc<Values>, Arc<Vec<Outline>>),
        (right, right_values, right_outlines): (Gather, Arc<Values>, Arc<Vec<Outline>>),
    ) -> Self {
        Self {
            function,
            left,
            right,
            thresholds: Vec::new(),
            left_values,
            right_values,
            left_outlines,
            right_outlines,
        }
    }

    /// Returns whether less is more alike.
    pub(crate) fn is_distance(function: Function) -> bool {
        matches!(function, Function::Levenshtein | Function::DamerauLevenshtein)
    }

    /// Returns the number of thresholds that two texts reach.
    #[inline]
    pub(crate) fn class(&self, left: u32, right: u32, memory: &mut Memory) -> u8 {
        let (a, b) = (&self.left_outlines[left as usize], &self.right_outlines[right as usize]);
        if self.is_far(a, b) {
            return 0;
        }
        if (left.max(right) as usize) >= MOST_CODES {
            return self.compared(left, right);
        }
        let key = u64::from(left) << 28 | u64::from(right);
        let place = &mut memory.0[(mix(key, 0) as usize) & (PLACES - 1)];
        if *place >> 8 == key {
            return *place as u8;
        }
        let class = self.compared(left, right);
        *place = key << 8 | u64::from(class);
        class
    }

    /// Returns whether two texts cannot reach even the easiest threshold.
    #[inline]
    fn is_far(&self, a: &Outline, b: &Outline) -> bool {
        let easiest = self.thresholds[0].limit;
        let only_a = (a.letters & !b.letters).count_ones();
        let only_b = (b.letters & !a.letters).count_ones();
        let (long, short) = (u32::from(a.length), u32::from(b.length));
        match self.function {
            // Each change takes away at most one letter that the other does not have.
            Function::Levenshtein | Function::DamerauLevenshtein => {
                let least = only_a.max(only_b).max(long.abs_diff(short));
                f64::from(least) > easiest
            }
            Function::Jaro | Function::JaroWinkler => {
                if long == 0 || short == 0 {
                    return easiest > 0.0;
                }
                let most = f64::from((long - only_a.min(long)).min(short - only_b.min(short)));
                let jaro = (most / f64::from(long) + most / f64::from(short) + 1.0) / 3.0;
                let shared = if !(a.ascii && b.ascii) {
                    4
                } else {
                    a.first.iter().zip(b.first).take_while(|(a, b)| **a == *b).count()
                };
                let raised = if self.function == Function::Jaro || jaro <= 0.7 {
                    jaro
                } else {
                    jaro + shared as f64 * 0.1 * (1.0 - jaro)
                };
                // What is added up in another order may differ in the last digit.
                raised < easiest - 1e-9
            }
            _ => false,
        }
    }

    fn compared(&self, left: u32, right: u32) -> u8 {
        let (Some(a), Some(b)) = (self.left_values.texts(), self.right_values.texts()) else {
            return 0;
        };
        let (a, b) = (a.get(left), b.get(right));
        let found = match self.function {
            Function::Jaro => similarity::jaro(a, b),
            Function::JaroWinkler => similarity::jaro_winkler(a, b),
            Function::Levenshtein => similarity::levenshtein(a, b) as f64,
            Function::DamerauLevenshtein => similarity::damerau_levenshtein(a, b) as f64,
            _ => match similarity::jaccard(a, b) {
                Some(alike) => alike,
                None => return 0,
            },
        };
        let less = Self::is_distance(self.function);
        let reaches = |threshold: &&Threshold| {
            let (found, limit) =
                if less { (threshold.limit, found) } else { (found, threshold.limit) };
            if threshold.strict { found > limit } else { found >= limit }
        };
        self.thresholds.iter().take_while(reaches).count() as u8
    }
}
