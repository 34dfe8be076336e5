//! A column of numbers. What is known of people is mostly yes and no and small counts, so a column
//! of nothing but whole numbers below 255 is kept in a byte each, and any other as it is: people
//! with thirty columns then take a fifth of the memory, and a pass over them a fifth of the
//! reading.

use std::ops::Index;

/// The byte of a value that is missing.
const MISSING: u8 = 255;

/// The numbers that bytes stand for.
static NUMBERS: [f64; 256] = {
    let (mut numbers, mut at, mut number) = ([f64::NAN; 256], 0, 0.0);
    while at < MISSING as usize {
        numbers[at] = number;
        (at, number) = (at + 1, number + 1.0);
    }
    numbers
};

/// One number for each person, NaN where it is missing. Minus zero is zero.
#[derive(Clone, Debug)]
pub struct Values(Kept);

/// How they are kept.
#[derive(Clone, Debug)]
enum Kept {
    /// Whole numbers below [`MISSING`].
    Bytes(Vec<u8>),
    Wide(Vec<f64>),
}

/// What is kept, to be read at full speed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Seen<'a> {
    /// Whole numbers.
    Bytes(&'a [u8]),
    /// Any numbers.
    Wide(&'a [f64]),
}

impl Default for Values {
    fn default() -> Self {
        Self(Kept::Bytes(Vec::new()))
    }
}

impl Values {
    /// Returns how many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Kept::Bytes(bytes) => bytes.len(),
            Kept::Wide(wide) => wide.len(),
        }
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the numbers one after the other.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &f64> + Clone {
        (0..self.len()).map(|at| &self[at])
    }

    /// Returns a copy of the numbers.
    #[must_use]
    pub fn to_vec(&self) -> Vec<f64> {
        self.iter().copied().collect()
    }

    /// Adds a number.
    #[inline]
    pub fn push(&mut self, value: f64) {
        match (&mut self.0, byte_of(value)) {
            (Kept::Bytes(bytes), Some(byte)) => bytes.push(byte),
            (Kept::Wide(wide), _) => wide.push(value),
            (Kept::Bytes(bytes), None) => {
                let mut wide = widened(bytes);
                wide.push(value);
                self.0 = Kept::Wide(wide);
            }
        }
    }

    /// Adds a whole number, which has to be below 255: most of what is read is one digit.
    #[inline]
    pub(crate) fn push_whole(&mut self, byte: u8) {
        match &mut self.0 {
            Kept::Bytes(bytes) => bytes.push(byte),
            Kept::Wide(wide) => wide.push(f64::from(byte)),
        }
    }

    /// Returns whether any of them is missing.
    pub(crate) fn has_missing(&self) -> bool {
        match &self.0 {
            Kept::Bytes(bytes) => bytes.contains(&MISSING),
            Kept::Wide(wide) => wide.iter().any(|value| value.is_nan()),
        }
    }

    /// Returns the lowest and the highest number, of none the ends of the scale.
    pub(crate) fn range(&self) -> (f64, f64) {
        match &self.0 {
            Kept::Bytes(bytes) => range(each_number(&counts(bytes)).map(|(value, _)| value)),
            Kept::Wide(wide) => range(wide.iter().copied()),
        }
    }

    /// Adds the numbers of another column.
    pub(crate) fn append(&mut self, mut other: Self) {
        match (&mut self.0, &mut other.0) {
            (Kept::Bytes(bytes), Kept::Bytes(more)) => bytes.append(more),
            (Kept::Bytes(bytes), Kept::Wide(more)) => {
                let mut wide = widened(bytes);
                wide.append(more);
                self.0 = Kept::Wide(wide);
            }
            (Kept::Wide(wide), Kept::Bytes(more)) => wide.extend(numbers(more)),
            (Kept::Wide(wide), Kept::Wide(more)) => wide.append(more),
        }
    }

    /// Takes the number that was added last away again.
    pub(crate) fn drop_last(&mut self) {
        match &mut self.0 {
            Kept::Bytes(bytes) => bytes.truncate(bytes.len().saturating_sub(1)),
            Kept::Wide(wide) => wide.truncate(wide.len().saturating_sub(1)),
        }
    }

    /// Keeps the numbers of the people who are to stay.
    pub(crate) fn retain(&mut self, stays: &[bool]) {
        self.retain_from(0, stays);
    }

    /// Keeps of the numbers from a place on those of the people who are to stay.
    pub(crate) fn retain_from(&mut self, first: usize, stays: &[bool]) {
        match &mut self.0 {
            Kept::Bytes(bytes) => retain_from(bytes, first, stays),
            Kept::Wide(wide) => retain_from(wide, first, stays),
        }
    }

    /// Returns the numbers of these people.
    pub(crate) fn pick(&self, people: &[usize]) -> Self {
        Self(match &self.0 {
            Kept::Bytes(bytes) => Kept::Bytes(people.iter().map(|at| bytes[*at]).collect()),
            Kept::Wide(wide) => Kept::Wide(people.iter().map(|at| wide[*at]).collect()),
        })
    }

    /// Returns what is kept.
    pub(crate) fn seen(&self) -> Seen<'_> {
        match &self.0 {
            Kept::Bytes(bytes) => Seen::Bytes(bytes),
            Kept::Wide(wide) => Seen::Wide(wide),
        }
    }
}

impl Index<usize> for Values {
    type Output = f64;

    fn index(&self, at: usize) -> &f64 {
        match &self.0 {
            Kept::Bytes(bytes) => number(bytes[at]),
            Kept::Wide(wide) => &wide[at],
        }
    }
}

impl From<Vec<f64>> for Values {
    fn from(values: Vec<f64>) -> Self {
        let bytes: Option<Vec<u8>> = values.iter().map(|value| byte_of(*value)).collect();
        Self(bytes.map_or(Kept::Wide(values), Kept::Bytes))
    }
}

impl FromIterator<f64> for Values {
    fn from_iter<T: IntoIterator<Item = f64>>(values: T) -> Self {
        let mut column = Self::default();
        for value in values {
            column.push(value);
        }
        column
    }
}

/// Returns the byte that stands for a number, if one does.
#[inline]
fn byte_of(value: f64) -> Option<u8> {
    // The cast of what is too large is 255, and of what is not a number 0.
    let byte = value as u8;
    if value.is_nan() {
        Some(MISSING)
    } else {
        (byte != MISSING && f64::from(byte) == value).then_some(byte)
    }
}

/// Returns the number that a byte stands for.
pub(crate) fn number(byte: u8) -> &'static f64 {
    &NUMBERS[usize::from(byte)]
}

/// Returns how often each whole number is there.
pub(crate) fn counts(bytes: &[u8]) -> [f64; 256] {
    // In four lists, because a count waits for the one before it in the same place.
    let mut lists = [[0_u32; 256]; 4];
    for four in bytes.chunks(4) {
        for (list, byte) in lists.iter_mut().zip(four) {
            list[usize::from(*byte)] += 1;
        }
    }
    std::array::from_fn(|at| lists.iter().map(|list| f64::from(list[at])).sum())
}

/// Returns the whole numbers that are there, with how often or with what weight they are.
pub(crate) fn each_number(tally: &[f64; 256]) -> impl Iterator<Item = (f64, f64)> + Clone {
    let each = NUMBERS.iter().zip(tally).filter(|(_, weight)| **weight > 0.0);
    each.map(|(value, weight)| (*value, *weight))
}

fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let ends = (f64::INFINITY, f64::NEG_INFINITY);
    values.fold(ends, |(low, high), value| (low.min(value), high.max(value)))
}

fn retain_from<T: Copy>(all: &mut Vec<T>, first: usize, stays: &[bool]) {
    let mut place = first;
    for (at, stay) in (first..all.len()).zip(stays) {
        if *stay {
            all[place] = all[at];
            place += 1;
        }
    }
    all.truncate(place);
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = f64> {
    bytes.iter().map(|byte| *number(*byte))
}

/// The same numbers with room for as many more, as a list that grows has.
fn widened(bytes: &[u8]) -> Vec<f64> {
    let mut wide = Vec::with_capacity(bytes.len().max(4) * 2);
    wide.extend(numbers(bytes));
    wide
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = f64> {
        prop_oneof![
            8 => (0_u16..=256).prop_map(f64::from),
            1 => Just(f64::NAN),
            1 => prop_oneof![Just(-1.0), Just(0.5), Just(1e300), Just(-0.0)],
        ]
    }

    fn same(found: &Values, expected: &[f64]) -> bool {
        let pairs = found.iter().zip(expected);
        found.len() == expected.len()
            && pairs.into_iter().all(|(a, b)| a == b || a.is_nan() && b.is_nan())
    }

    proptest! {
        #[test]
        fn a_column_is_the_numbers_put_in(
            first in proptest::collection::vec(value(), 0..40),
            second in proptest::collection::vec(value(), 0..40),
            stays in proptest::collection::vec(any::<bool>(), 40),
        ) {
            let mut column: Values = first.iter().copied().collect();
            prop_assert!(same(&column, &first));
            prop_assert!(same(&Values::from(first.clone()), &first));
            prop_assert_eq!(column.has_missing(), first.iter().any(|value| value.is_nan()));
            column.append(Values::from(second.clone()));
            let both: Vec<f64> = first.iter().chain(&second).copied().collect();
            prop_assert!(same(&column, &both));
            let mut left: Values = first.iter().copied().collect();
            left.retain(&stays);
            let expected = first.iter().zip(&stays).filter(|(_, stay)| **stay);
            prop_assert!(same(&left, &expected.map(|(value, _)| *value).collect::<Vec<f64>>()));
        }
    }

    #[test]
    fn small_whole_numbers_take_a_byte() {
        let kept = |values: &[f64]| Values::from(values.to_vec()).0;
        assert!(matches!(kept(&[0.0, 254.0, f64::NAN]), Kept::Bytes(_)));
        assert!(matches!(kept(&[0.0, 255.0]), Kept::Wide(_)));
        assert!(matches!(kept(&[0.5]), Kept::Wide(_)));
    }
}
