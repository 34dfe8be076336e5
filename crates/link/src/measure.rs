//! A likeness or a distance of two columns, in classes: how many of the thresholds that the model
//! asks about are reached. Most pairs are far from all of them, which lengths and letters show
//! without comparing; the others are remembered.

use std::sync::Arc;

use crate::predicate::Gather;
use crate::similarity;
use crate::sql::Function;
use crate::value::{Values, mix};

/// Places for what is remembered of one measure.
const PLACES: usize = 1 << 14;
/// Codes that fit the place of a pair.
const MOST_CODES: usize = (1 << 28) - 1;

/// Lengths of which a table says how much two texts must have in common.
const LONG: usize = 32;

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
    /// For texts of given lengths that begin alike: the fewest characters in common with which the
    /// easiest threshold can be reached. See [`Measure::needed_at`].
    needed: Vec<u8>,
    /// Whether no threshold is reached by more than one change.
    only_one_change: bool,
    /// The class of a text and itself.
    class_of_same: u8,
    /// Of two texts with no change, one, and more than one, where only one reaches any threshold.
    classes_of_changes: [u8; 3],
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
    /// The first sixteen bytes.
    text: [u64; 2],
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
        let mut first = [0; 16];
        for (own, byte) in first.iter_mut().zip(text.bytes()) {
            *own = byte;
        }
        let (low, high) = first.split_at(8);
        let word =
            |half: &[u8]| half.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
        Self { letters, text: [word(low), word(high)], length, ascii: text.is_ascii() }
    }

    /// Returns a bit for each of its characters, two of the many sharing one.
    pub(crate) fn letters(&self) -> u32 {
        self.letters as u32 | (self.letters >> 32) as u32
    }

    /// Returns the number of characters.
    pub(crate) fn length(&self) -> u16 {
        self.length
    }

    /// Returns the first byte.
    pub(crate) fn first(&self) -> u32 {
        self.text[0] as u32 & 0xFF
    }

    /// Returns the lower half of each of the first eight bytes, or of the eight after them.
    pub(crate) fn halves(&self, word: usize) -> u32 {
        (0..8).fold(0, |halves, byte| {
            halves | ((self.text[word] >> (8 * byte)) as u32 & 0xF) << (4 * byte)
        })
    }

    /// Returns whether a text is all in its outline.
    #[inline]
    pub(crate) fn is_whole(&self) -> bool {
        self.ascii && self.length <= 16
    }

    /// Returns how many of the bytes differ, of two texts that are as long as each other: 0, 1 or 2,
    /// which stands for more.
    #[inline]
    fn differing(&self, other: &Self) -> usize {
        let in_word = |a: u64, b: u64| {
            // The lowest bit of each byte says whether any of its bits is set.
            let mut bits = a ^ b;
            bits |= bits >> 4;
            bits |= bits >> 2;
            bits |= bits >> 1;
            bits & 0x0101_0101_0101_0101
        };
        let bits = in_word(self.text[0], other.text[0]) | in_word(self.text[1], other.text[1]) << 1;
        usize::from(bits != 0) + usize::from(bits & bits.wrapping_sub(1) != 0)
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
            needed: Vec::new(),
            only_one_change: false,
            class_of_same: 0,
            classes_of_changes: [0; 3],
            left_values,
            right_values,
            left_outlines,
            right_outlines,
        }
    }

    /// Returns how many bytes what is seen of texts takes.
    pub(crate) fn bytes(&self) -> u64 {
        let is_same = Arc::ptr_eq(&self.left_outlines, &self.right_outlines);
        let right = if is_same { 0 } else { self.right_outlines.len() };
        ((self.left_outlines.len() + right) * size_of::<Outline>()) as u64
    }

    /// Returns whether less is more alike.
    pub(crate) fn is_distance(function: Function) -> bool {
        matches!(function, Function::Levenshtein | Function::DamerauLevenshtein)
    }

    /// Returns whether no threshold is reached by more than one change.
    pub(crate) fn is_of_one_change(&self) -> bool {
        self.only_one_change
    }

    /// Returns whether all that there is of every text can be seen at a glance.
    pub(crate) fn are_whole(&self) -> bool {
        self.left_outlines.iter().chain(&*self.right_outlines).all(Outline::is_whole)
    }

    /// Returns what can be seen of the texts on one side.
    pub(crate) fn outlines(&self, left: bool) -> &[Outline] {
        if left { &self.left_outlines } else { &self.right_outlines }
    }

    /// Returns the number of thresholds that two texts reach.
    #[inline]
    pub(crate) fn class(&self, left: u32, right: u32, memory: &mut Memory) -> u8 {
        let (a, b) = (&self.left_outlines[left as usize], &self.right_outlines[right as usize]);
        // Nothing is more like a text than itself; of one that is empty nothing is said here.
        if left == right && a.length > 0 && Arc::ptr_eq(&self.left_values, &self.right_values) {
            return self.class_of_same;
        }
        // Of texts that are as long as each other, one change is one place that differs.
        if self.only_one_change && a.length == b.length && a.is_whole() && b.is_whole() {
            return self.classes_of_changes[a.differing(b)];
        }
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

    /// Works out, once all thresholds are known, what lengths alone say.
    pub(crate) fn settle(&mut self) {
        let easiest = self.thresholds.first().map_or(0.0, |threshold| threshold.limit);
        self.class_of_same = self.class_of(f64::from(u8::from(!Self::is_distance(self.function))));
        // A swap of neighbours is one change too, but to Levenshtein it is two.
        self.only_one_change = self.function == Function::Levenshtein && easiest < 2.0;
        self.classes_of_changes = [self.class_of(0.0), self.class_of(1.0), 0];
        if !matches!(self.function, Function::Jaro | Function::JaroWinkler) {
            return;
        }
        self.needed = vec![0; LONG * LONG * 5];
        for (long, short, shared) in
            (0..LONG).flat_map(|a| (0..LONG).flat_map(move |b| (0..5).map(move |s| (a, b, s))))
        {
            let reached = |matched: usize| {
                // What is added up in another order may differ in the last digit.
                self.most_alike(matched, long, short, shared) >= easiest - 1e-9
            };
            let most = long.min(short);
            // One more than there can be where it is out of reach.
            let needed = (0..=most).find(|matched| reached(*matched)).unwrap_or(most + 1);
            let place = self.needed_at(long as u32, short as u32, shared as u32);
            self.needed[place] = needed as u8;
        }
    }

    /// Returns the greatest likeness of texts with so many characters in common, all in order.
    fn most_alike(&self, matched: usize, a: usize, b: usize, shared: usize) -> f64 {
        if matched == 0 {
            return 0.0;
        }
        let most = matched as f64;
        let jaro = (most / a as f64 + most / b as f64 + 1.0) / 3.0;
        if self.function == Function::Jaro || jaro <= 0.7 {
            return jaro;
        }
        jaro + shared as f64 * 0.1 * (1.0 - jaro)
    }

    /// Returns the place in the table of [`Measure::needed`]; beyond its end for long texts.
    #[inline]
    fn needed_at(&self, a: u32, b: u32, shared: u32) -> usize {
        if (a.max(b) as usize) < LONG {
            (a as usize * LONG + b as usize) * 5 + shared as usize
        } else {
            usize::MAX
        }
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
                let shared = if a.ascii & b.ascii {
                    (a.text[0] as u32 ^ b.text[0] as u32).trailing_zeros() / 8
                } else {
                    4
                };
                let place = self.needed_at(long, short, shared);
                let Some(needed) = self.needed.get(place) else { return false };
                let needed = u32::from(*needed);
                (long < needed + only_a) | (short < needed + only_b)
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
        self.class_of(found)
    }

    /// Returns the number of thresholds that a likeness or a distance reaches.
    #[inline]
    fn class_of(&self, found: f64) -> u8 {
        let less = Self::is_distance(self.function);
        let reaches = |threshold: &&Threshold| {
            let (found, limit) =
                if less { (threshold.limit, found) } else { (found, threshold.limit) };
            if threshold.strict { found > limit } else { found >= limit }
        };
        self.thresholds.iter().take_while(reaches).count() as u8
    }
}
