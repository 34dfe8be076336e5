//! Rows that share a key, brought next to each other: by the key, scattered, first into parts and then
//! within each part, which is so small that it stays in a cache while it is sorted.

use std::ops::Range;

use fearless_simd::{Level, Simd, dispatch};

use crate::records::Records;
use crate::value::NULL;

/// The key of a row that has none, as a value of it is not known.
const UNKNOWN: u64 = u64::MAX;
/// Entries of a part, about: 128 KiB. With smaller ones there are more, and to write to so many places at
/// once is slower.
const PART: usize = 1 << 14;
/// Most parts.
const MOST_PARTS: usize = 1 << 8;
/// Bits of a key looked at in one of the two passes of sorting a part.
const DIGIT: u32 = 8;
/// Bytes of each row while its key is made and sorted: the key, and its entry, twice where all are in one part,
/// and then the bits of whoever may be a partner (at most four bytes).
pub(crate) const BYTES: u64 = 3 * 8 + 4;

/// The entries of rows: of each whose key is known the key, scattered, and the row's place below it.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    /// By place: the rows of one side after those of the other.
    keys: Vec<u64>,
    /// Places on the left.
    lefts: usize,
    /// Lowest bits of an entry, which hold a place.
    place_bits: u32,
    entries: Vec<u64>,
    partners: Partners,
    /// Those of a part while it is sorted.
    sorted: Vec<u64>,
}

impl Entries {
    /// Puts the entries of the rows that share a key next to each other, in room that is left from those
    /// before. The columns of the key are given by side; equal keys are equal across the sides.
    pub(crate) fn gather(&mut self, sides: &[&[usize]], rows: &Records) {
        let places = sides.len() * rows.len();
        self.keys.clear();
        self.keys.resize(places, 0);
        self.place_bits = width(places as u64);
        self.lefts = rows.len();
        // Those on the right are told by the codes of the left.
        let last = |column: &usize| rows.at(*column).values.len().saturating_sub(1) as u64;
        let widths: Vec<u32> = sides[0].iter().map(|column| width(last(column))).collect();
        let (mut from, mut bits) = (0, 0);
        while from < widths.len() {
            let mut to = from;
            while to < widths.len() && bits + widths[to] < u64::BITS {
                bits += widths[to];
                to += 1;
            }
            for (keys, columns) in self.keys.chunks_mut(rows.len().max(1)).zip(sides) {
                lengthen(keys, &columns[from..to], &widths[from..to], rows);
            }
            if to < widths.len() {
                bits = self.condense();
            }
            from = to;
        }
        self.sort(true);
        if bits + self.place_bits > u64::BITS {
            self.tell_apart();
        }
    }

    /// Returns the entries of each key.
    pub(crate) fn of_each_key(&self) -> impl Iterator<Item = &[u64]> {
        self.entries.chunk_by(|a, b| *a >> self.place_bits == *b >> self.place_bits)
    }

    /// Returns the place of an entry.
    pub(crate) fn place(&self, entry: u64) -> usize {
        (entry & ((1 << self.place_bits) - 1)) as usize
    }

    /// Puts entries of one key next to each other, and in their order. Whoever has no partner may be left out.
    fn sort(&mut self, partnered: bool) {
        let ends = self.divide();
        let divided = ends.len().trailing_zeros();
        let first_right = (self.lefts < self.keys.len()).then_some(self.lefts as u64);
        let (mut start, mut kept) = (0, 0);
        for end in ends {
            let part = &mut self.entries[start..end as usize];
            let wanted = if partnered {
                self.partners.keep(part, divided..64 - self.place_bits, first_right)
            } else {
                part.len()
            };
            self.sorted.resize(wanted.max(self.sorted.len()), 0);
            let sorted = &mut self.sorted[..wanted];
            put_in_order(&part[..wanted], sorted, divided + DIGIT);
            // Those that were left out leave room before the part.
            let part = &mut self.entries[kept..kept + wanted];
            put_in_order(sorted, part, divided);
            finish(part, divided + 2 * DIGIT);
            (start, kept) = (end as usize, kept + wanted);
        }
        self.entries.truncate(kept);
    }

    /// Makes the entries of all whose key is known, divided by the bits at the top, and returns where each
    /// part ends. No two keys that fit beside the place are scattered to one.
    fn divide(&mut self) -> Vec<u32> {
        let Self { keys, place_bits, entries, .. } = self;
        let parts = (keys.len() / PART).next_power_of_two().clamp(2, MOST_PARTS);
        let shift = 64 - parts.trailing_zeros();
        let entry = |place: usize, key: u64| scattered(key) << *place_bits | place as u64;
        // Those that are not known go to a part of their own: whether one is cannot be foreseen.
        let part =
            |key: u64, entry: u64| if key == UNKNOWN { parts } else { (entry >> shift) as usize };
        let mut places = vec![0_u32; parts + 1];
        keys.iter().for_each(|key| places[part(*key, entry(0, *key))] += 1);
        starts(&mut places);
        entries.resize(keys.len(), 0);
        for (place, key) in keys.iter().enumerate() {
            let entry = entry(place, *key);
            let next = &mut places[part(*key, entry)];
            entries[*next as usize] = entry;
            *next += 1;
        }
        places.truncate(parts);
        places
    }

    /// Tells keys apart that do not fit beside the place and were scattered to one, and numbers all.
    fn tell_apart(&mut self) {
        let Self { keys, entries, place_bits, .. } = self;
        let place = |entry: &u64| *entry & ((1 << *place_bits) - 1);
        let key = |entry: &u64| keys[place(entry) as usize];
        let mut number = 0;
        for same in entries.chunk_by_mut(|a, b| *a >> *place_bits == *b >> *place_bits) {
            let mut last = key(&same[0]);
            if same.iter().any(|entry| key(entry) != last) {
                same.sort_unstable_by_key(|entry| (key(entry), *entry));
                last = key(&same[0]);
            }
            for entry in same {
                number += u64::from(key(entry) != last);
                last = key(entry);
                *entry = number << *place_bits | place(entry);
            }
            number += 1;
        }
    }

    /// Numbers the keys that occur, so that they need few bits; returns how many.
    fn condense(&mut self) -> u32 {
        self.sort(false);
        self.tell_apart();
        let mut numbers = vec![UNKNOWN; self.keys.len()];
        for entry in &self.entries {
            numbers[self.place(*entry)] = *entry >> self.place_bits;
        }
        self.keys = numbers;
        width(self.entries.last().map_or(0, |entry| *entry >> self.place_bits))
    }
}

/// Returns how many bits a number needs.
const fn width(number: u64) -> u32 {
    u64::BITS - number.leading_zeros()
}

/// Lengthens the keys of one side by the codes of columns, each of so many bits.
fn lengthen(keys: &mut [u64], columns: &[usize], widths: &[u32], rows: &Records) {
    #[inline(always)]
    fn by<S: Simd>(_: S, keys: &mut [u64], codes: &[u32], width: u32) {
        for (key, code) in keys.iter_mut().zip(codes) {
            let longer = *key << width | u64::from(*code);
            *key = if (*code == NULL) | (*key == UNKNOWN) { UNKNOWN } else { longer };
        }
    }
    let level = Level::new();
    for (at, keys) in keys.chunks_mut(PART).enumerate() {
        for (column, width) in columns.iter().zip(widths) {
            let codes = &rows.at(*column).codes[at * PART..];
            dispatch!(level, simd => by(simd, keys, codes, *width));
        }
    }
}

/// Puts entries in order of one digit, below so many bits. Those that have the same stay in their order.
fn put_in_order(entries: &[u64], ordered: &mut [u64], above: u32) {
    let digit = |entry: u64| (entry << above >> (64 - DIGIT)) as usize;
    let mut places = [0_u32; 1 << DIGIT];
    entries.iter().for_each(|entry| places[digit(*entry)] += 1);
    starts(&mut places);
    for entry in entries {
        let next = &mut places[digit(*entry)];
        ordered[*next as usize] = *entry;
        *next += 1;
    }
}

/// Puts entries in order that are so by their first bits: few are not by the others.
fn finish(entries: &mut [u64], sorted: u32) {
    let mut rest = entries;
    while let Some(at) = rest.windows(2).position(|two| two[0] > two[1]) {
        let is_other = |entry: &u64| (entry ^ rest[at]) >> (64 - sorted) != 0;
        let from = rest[..at].iter().rposition(is_other).map_or(0, |before| before + 1);
        let to = rest[at..].iter().position(is_other).map_or(rest.len(), |after| at + after);
        rest[from..to].sort_unstable();
        rest = &mut rest[to..];
    }
}

/// Turns how many there are of each into where each begins.
fn starts(counts: &mut [u32]) {
    let mut sum = 0;
    for count in counts {
        (*count, sum) = (sum, sum + *count);
    }
}

/// Returns a key whose bits at the top depend on all of it; no two keys become one (the factor is odd:
/// that of Fibonacci hashing, Knuth, The Art of Computer Programming 3, 6.4).
const fn scattered(key: u64) -> u64 {
    key.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Which keys may be those of two rows of a part: a bit for each key, which some share. Who is alone need
/// not be sorted.
#[derive(Debug, Default)]
struct Partners {
    /// Keys of the left and of the right; where there is one side: those that come, and come again.
    seen: [Vec<u64>; 2],
}

impl Partners {
    /// Moves the entries of a part that may have a partner to its front, and returns how many they are. Given
    /// are the bits of an entry, from the top, by which their keys may differ, and the first place on the right,
    /// where that is another side.
    fn keep(&mut self, part: &mut [u64], differing: Range<u32>, first_right: Option<u64>) -> usize {
        // Eight bits for each, so that few are those of two keys.
        let bits = (8 * part.len()).next_power_of_two().trailing_zeros();
        let bits = bits.clamp(6, differing.len() as u32);
        let bit = |entry: u64| {
            let bit = entry << differing.start >> (64 - bits);
            (bit as usize / 64, 1_u64 << (bit % 64))
        };
        let place = |entry: u64| entry << differing.end >> differing.end;
        let is_right = |entry: u64| first_right.is_some_and(|first| place(entry) >= first);
        for seen in &mut self.seen {
            seen.clear();
            seen.resize(1 << (bits - 6), 0);
        }
        let [first, second] = &mut self.seen;
        for entry in &*part {
            let (word, bit) = bit(*entry);
            if first_right.is_none() {
                second[word] |= first[word] & bit;
                first[word] |= bit;
            } else if is_right(*entry) {
                second[word] |= bit;
            } else {
                first[word] |= bit;
            }
        }
        let mut kept = 0;
        for at in 0..part.len() {
            let entry = part[at];
            let (word, bit) = bit(entry);
            let others = if is_right(entry) { &*first } else { &*second };
            // Written in any case: whether it is kept cannot be foreseen, and to wait for it is slower.
            part[kept] = entry;
            kept += usize::from(others[word] & bit != 0);
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use proptest::prelude::*;

    /// Returns the places of each key that two share, in order, as they are gathered and as they are found by
    /// a map.
    fn gathered(keys: &[u64], lefts: usize, condensed: bool) -> [Vec<Vec<usize>>; 2] {
        let place_bits = width(keys.len() as u64);
        let mut entries = Entries { keys: keys.to_vec(), lefts, place_bits, ..Entries::default() };
        if condensed {
            entries.condense();
        }
        entries.sort(true);
        entries.tell_apart();
        let found = entries.of_each_key();
        let found = found.map(|own| own.iter().map(|entry| entries.place(*entry)).collect());
        let mut expected: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (place, key) in keys.iter().enumerate().filter(|(_, key)| **key != UNKNOWN) {
            expected.entry(*key).or_default().push(place);
        }
        let is_crossed = lefts < keys.len();
        let is_shared = |own: &Vec<usize>| {
            own.len() > 1 && (!is_crossed || own[0] < lefts && own[own.len() - 1] >= lefts)
        };
        [found.collect(), expected.into_values().collect()].map(|mut groups: Vec<Vec<usize>>| {
            groups.retain(is_shared);
            groups.sort();
            groups
        })
    }

    proptest! {
        /// Rows of one key are next to each other and in their order, also where keys do not fit beside the
        /// place, and those of which the other side has none may be left out.
        #[test]
        fn rows_of_one_key_are_gathered(
            few in prop::collection::vec(prop::option::of(0_u64..6), 2..40),
            wide in any::<bool>(),
            condensed in any::<bool>(),
            crossed in any::<bool>(),
        ) {
            let far = if wide { 1_u64 << 60 } else { 1 };
            let key = |few: &Option<u64>| few.map_or(UNKNOWN, |few| few * far + few % 2);
            let keys: Vec<u64> = few.iter().map(key).collect();
            let lefts = if crossed { keys.len() / 2 } else { keys.len() };
            let [found, expected] = gathered(&keys, lefts, condensed);
            prop_assert_eq!(found, expected);
        }
    }

    /// Also of so many that there are several parts, of which one has most.
    #[test]
    fn rows_of_one_key_are_gathered_from_all_parts() {
        let rows = 5 * PART as u64;
        for (keys, often) in [(rows / 3, 0), (rows, 2), (100, 0)] {
            let key = |row: u64| if row % 3 < often { 7 } else { scattered(row) % keys };
            let keys: Vec<u64> = (0..rows).map(key).collect();
            for lefts in [keys.len(), keys.len() / 3] {
                let [found, expected] = gathered(&keys, lefts, false);
                assert!(found == expected, "{} and {}", found.len(), expected.len());
            }
        }
    }
}
