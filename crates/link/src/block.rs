//! Which pairs are looked at: records that share a key, found by sorting, and streamed. Where a rule
//! takes lists apart, a record has a key for each item.

use std::ops::Range;

use crate::compile::{Compiler, conjuncts, equality};
use crate::explode::Rows;
use crate::records::Records;
use crate::refusal::Refusal;
use crate::settings::Rule;
use crate::sql::{Columns, Expression, Named, Operator, Side, parse};
use crate::value::NULL;

/// Marks the key of a record that shares it with no other: the rest is the record's own number.
const ALONE: u32 = 1 << 31;
/// Bits of a key looked at in one pass of sorting, and passes: four million places to sort into.
const DIGIT: u32 = 11;
const DIGITS: u32 = 2;
/// Bytes of each key while keys are sorted, as [`Room`] and [`Blocks`] hold them: the key, its entry twice,
/// the bits of whoever may be a partner (at most four bytes), and the record, its key and half a block.
const SORTING_BYTES: u64 = 3 * 8 + 4 + 4 + 4 + 8;

/// A blocking rule, taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Parted {
    pub(crate) sql: String,
    /// What has to be equal: a column of the left record and one of the right.
    equalities: Vec<(Expression<Named>, Expression<Named>)>,
    /// What has to hold besides.
    pub(crate) filter: Option<Expression<Named>>,
    /// Columns of lists that are taken apart.
    lists: Vec<String>,
}

/// Columns whose codes make the key of a record, by side.
#[derive(Clone, Debug)]
pub(crate) struct Keyed {
    left: Vec<usize>,
    right: Vec<usize>,
    rows: Rows,
}

impl Parted {
    /// Takes a rule apart.
    pub(crate) fn new(rule: &Rule) -> Result<Self, Refusal> {
        let sql = rule.blocking_rule.clone();
        let condition = parse(&sql, Columns::Prefixed)?;
        let (mut equalities, mut filter) = (Vec::new(), None);
        for part in conjuncts(&condition) {
            if let Some((left, right)) = equality(part) {
                equalities.push((left.clone(), right.clone()));
                continue;
            }
            let part = part.clone();
            filter = Some(match filter {
                None => part,
                Some(before) => Expression::Binary(Operator::And, Box::new(before), Box::new(part)),
            });
        }
        if equalities.is_empty() {
            return Err(Refusal::NoEquality(sql));
        }
        let lists = rule.arrays_to_explode.clone().unwrap_or_default();
        let mut asked = false;
        if let Some(filter) = &filter {
            let is_list = |name: &str| lists.iter().any(|list| list.eq_ignore_ascii_case(name));
            filter.each_column(&mut |column| asked |= is_list(&column.name));
        }
        if asked {
            // Of two lists several pairs of items would have to be tried.
            return Err(Refusal::Setting(format!(
                "the rule `{sql}` takes a list apart, of whose items it can only ask that they are equal"
            )));
        }
        Ok(Self { sql, equalities, filter, lists })
    }

    /// Returns the names of the columns that the rule uses.
    pub(crate) fn columns(&self) -> Vec<String> {
        let mut names = Vec::new();
        let mut see = |column: &Named| {
            if !names.contains(&column.name) {
                names.push(column.name.clone());
            }
        };
        for (left, right) in &self.equalities {
            left.each_column(&mut see);
            right.each_column(&mut see);
        }
        if let Some(filter) = &self.filter {
            filter.each_column(&mut see);
        }
        names
    }

    /// Returns how many columns have to be the same as a whole.
    pub(crate) fn whole_equalities(&self) -> usize {
        let is_whole = |pair: &&(Expression<Named>, Expression<Named>)| match pair {
            (Expression::Column(left), Expression::Column(right)) => left.name == right.name,
            _ => false,
        };
        self.equalities.iter().filter(is_whole).count()
    }

    fn rows(&self, records: &Records) -> Result<Rows, Refusal> {
        Rows::new(records, &self.columns(), &self.lists)
    }

    /// Makes the columns of one side's key, and returns them with the rows that have them.
    pub(crate) fn keys_of(
        &self,
        side: Side,
        records: &mut Records,
    ) -> Result<(Vec<usize>, Rows), Refusal> {
        let mut rows = self.rows(records)?;
        let mut compiler = Compiler::new(rows.table_mut(records));
        let each = self.equalities.iter();
        let columns: Result<_, _> = each
            .map(|(left, right)| compiler.derived(if side == Side::Left { left } else { right }))
            .collect();
        Ok((columns?, rows))
    }

    /// Makes the columns of the rule's key.
    pub(crate) fn keyed(&self, records: &mut Records) -> Result<Keyed, Refusal> {
        let mut rows = self.rows(records)?;
        let table = rows.table_mut(records);
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for (one, other) in &self.equalities {
            let mut compiler = Compiler::new(table);
            let (one, other) = (compiler.derived(one)?, compiler.derived(other)?);
            left.push(one);
            right.push(table.translated(other, one)?);
        }
        Ok(Keyed { left, right, rows })
    }
}

/// The keys of the records by one rule: those on the left, and those on the right where they are others.
#[derive(Debug)]
pub(crate) struct SideKeys {
    pub(crate) left: Keys,
    pub(crate) right: Option<Keys>,
}

impl SideKeys {
    /// Returns the first key that a record on the left shares with one on the right.
    #[inline]
    pub(crate) fn first_shared(&self, left: u32, right: u32) -> Option<u32> {
        self.left.first_shared(left, self.right.as_ref().unwrap_or(&self.left), right)
    }
}

/// The keys of each record on one side.
#[derive(Debug)]
pub(crate) enum Keys {
    /// One each: that of whoever shares it with nobody is the record's own.
    One(Vec<u32>),
    /// As many as there are, in order.
    Many(Vec<Vec<u32>>),
}

impl Keys {
    fn none(records: usize, many: bool) -> Self {
        if many {
            return Self::Many(vec![Vec::new(); records]);
        }
        Self::One((0..records as u32).map(|record| record | ALONE).collect())
    }

    fn add(&mut self, records: &[u32], key: u32) {
        match self {
            Self::One(keys) => records.iter().for_each(|record| keys[*record as usize] = key),
            Self::Many(keys) => records.iter().for_each(|record| keys[*record as usize].push(key)),
        }
    }

    /// Returns the first key that a record shares with one on the other side.
    #[inline]
    fn first_shared(&self, left: u32, rights: &Self, right: u32) -> Option<u32> {
        match (self, rights) {
            (Self::One(left_keys), Self::One(right_keys)) => {
                let key = left_keys[left as usize];
                (key == right_keys[right as usize]).then_some(key)
            }
            (Self::Many(left_keys), Self::Many(right_keys)) => {
                let others = &right_keys[right as usize];
                left_keys[left as usize]
                    .iter()
                    .find(|key| others.binary_search(key).is_ok())
                    .copied()
            }
            _ => None,
        }
    }
}

/// Records by key: those of a block share one.
#[derive(Debug)]
pub(crate) struct Blocks {
    pub(crate) keys: SideKeys,
    /// Records, block by block, and within one in their order; where left and right have other keys,
    /// those on the left and then those on the right.
    records: Vec<u32>,
    /// Where each block begins and, where left and right have other keys, where its right begins.
    blocks: Vec<Block>,
}

#[derive(Clone, Copy, Debug)]
struct Block {
    start: u32,
    /// Where the records on the right begin: at the start where they are the same.
    middle: u32,
    end: u32,
    /// The first of the rows that have the key.
    row: u32,
}

/// Some of the pairs of a rule: whole blocks, or some records of a large one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Portion {
    from: u32,
    to: u32,
    rows: Option<(u32, u32)>,
}

/// A block, and its records on the left that are looked at.
#[derive(Clone, Debug)]
pub(crate) struct Part<'b> {
    /// The number of the block.
    pub(crate) number: u32,
    /// Where it begins among the records of all blocks.
    pub(crate) start: usize,
    /// Those on the left and then, where they are others, those on the right.
    pub(crate) records: &'b [u32],
    middle: usize,
    /// Places of records on the left.
    pub(crate) lefts: Range<usize>,
}

impl Block {
    fn pairs(self) -> u64 {
        if self.is_crossed() {
            u64::from(self.middle - self.start) * u64::from(self.end - self.middle)
        } else {
            let size = u64::from(self.end - self.start);
            size * (size - 1) / 2
        }
    }

    fn is_crossed(self) -> bool {
        self.middle != self.start
    }

    /// Returns the number of records on the left.
    fn rows(self) -> u32 {
        if self.is_crossed() { self.middle - self.start } else { self.end - self.start }
    }
}

impl Blocks {
    /// Sorts records into blocks, in room that is left from those of another rule.
    pub(crate) fn new(keyed: &Keyed, records: &Records, room: &mut Room) -> Self {
        let crossed = keyed.left != keyed.right;
        let sides: &[&[usize]] =
            if crossed { &[&keyed.left, &keyed.right] } else { &[&keyed.left] };
        let table = keyed.rows.table(records);
        room.gather_keys(sides, table);
        let none = || Keys::none(records.len(), !keyed.rows.are_records());
        let mut blocks = Self {
            keys: SideKeys { left: none(), right: crossed.then(none) },
            records: std::mem::take(&mut room.records),
            blocks: std::mem::take(&mut room.blocks),
        };
        let is_plain = keyed.is_plain();
        // Most are alone.
        for block in room.gathered().filter(|block| block.len() > 1) {
            let places = block.iter().map(|entry| room.place(*entry));
            if is_plain {
                blocks.add_plain(places);
            } else {
                blocks.add(places, table.len(), &keyed.rows);
            }
        }
        if let Some(Keys::One(keys)) = &mut blocks.keys.right {
            // One who is alone on the left is not the same as one who is alone on the right.
            keys.iter_mut().filter(|key| **key & ALONE != 0).for_each(|key| *key = NULL);
        }
        blocks
    }

    /// Leaves the room to the blocks of another rule, and returns the keys.
    pub(crate) fn leave(mut self, room: &mut Room) -> SideKeys {
        self.records.clear();
        self.blocks.clear();
        (room.records, room.blocks) = (self.records, self.blocks);
        self.keys
    }

    /// Adds a block of two records or more that share a key, which is the same on both sides.
    fn add_plain(&mut self, records: impl Iterator<Item = usize>) {
        let (start, key) = (self.records.len(), self.blocks.len() as u32);
        self.records.extend(records.map(|record| record as u32));
        let own = &self.records[start..];
        self.keys.left.add(own, key);
        let (start, row) = (start as u32, own[0]);
        self.blocks.push(Block { start, middle: start, end: self.records.len() as u32, row });
    }

    /// Adds a block of rows that share a key, unless it has no pairs. Those on the right have places
    /// after all on the left, of which there are so many.
    fn add(&mut self, places: impl Iterator<Item = usize> + Clone, lefts: usize, rows: &Rows) {
        let crossed = self.keys.right.is_some();
        let owned = |place: usize| {
            let (right, row) = if place < lefts { (false, place) } else { (true, place - lefts) };
            (right, rows.owner(row as u32))
        };
        let (start, first) = (self.records.len() as u32, places.clone().next().unwrap_or(0));
        let (mut middle, mut last) = (start, None);
        for (right, record) in places.map(owned) {
            // The rows of a record follow each other, and one item may be in its list twice.
            if last.replace((right, record)) != Some((right, record)) {
                self.records.push(record);
                middle += u32::from(crossed && !right);
            }
        }
        // The left come first, because their places do.
        let block = Block { start, middle, end: self.records.len() as u32, row: first as u32 };
        if block.end - start < 2 || (crossed && (middle == start || middle == block.end)) {
            self.records.truncate(start as usize);
            return;
        }
        let key = self.blocks.len() as u32;
        let (left, right) = self.records[start as usize..].split_at((middle - start) as usize);
        match &mut self.keys.right {
            Some(keys) => {
                self.keys.left.add(left, key);
                keys.add(right, key);
            }
            None => self.keys.left.add(right, key),
        }
        self.blocks.push(block);
    }

    /// Returns the records of all blocks, one block after the other.
    pub(crate) fn records(&self) -> &[u32] {
        &self.records
    }

    /// Returns the pairs of all blocks; where sides have other keys, both ways round.
    pub(crate) fn pairs(&self) -> u64 {
        self.blocks.iter().map(|block| block.pairs()).sum()
    }

    /// Returns the pairs of the largest block, and a row of it.
    pub(crate) fn largest(&self) -> Option<(u64, u32)> {
        let largest = self.blocks.iter().max_by_key(|block| block.pairs())?;
        Some((largest.pairs(), largest.row))
    }

    /// Returns whether a pair that is in some block has this one for its first.
    #[inline]
    pub(crate) fn is_first(&self, block: u32, left: u32, right: u32) -> bool {
        matches!(self.keys.left, Keys::One(_)) || self.keys.first_shared(left, right) == Some(block)
    }

    /// Divides the pairs into portions of about the same size.
    pub(crate) fn portions(&self, size: u64) -> Vec<Portion> {
        let mut portions = Vec::new();
        let (mut from, mut pairs) = (0_u32, 0);
        for (at, block) in self.blocks.iter().enumerate() {
            let at = at as u32;
            if block.pairs() > 2 * size {
                if from < at {
                    portions.push(Portion { from, to: at, rows: None });
                }
                let parts = (block.pairs() / size).min(u64::from(block.rows())) as u32;
                let rows = block.rows().div_ceil(parts);
                let starts = (0..block.rows()).step_by(rows as usize);
                portions.extend(starts.map(|row| Portion {
                    from: at,
                    to: at + 1,
                    rows: Some((row, (row + rows).min(block.rows()))),
                }));
                (from, pairs) = (at + 1, 0);
                continue;
            }
            pairs += block.pairs();
            if pairs >= size {
                portions.push(Portion { from, to: at + 1, rows: None });
                (from, pairs) = (at + 1, 0);
            }
        }
        if from < self.blocks.len() as u32 {
            portions.push(Portion { from, to: self.blocks.len() as u32, rows: None });
        }
        portions
    }

    /// Returns the blocks of a portion, and which of their records are on the left in it.
    pub(crate) fn parts(&self, portion: Portion) -> impl Iterator<Item = Part<'_>> {
        (portion.from..portion.to).map(move |number| {
            let block = self.blocks[number as usize];
            let (from, to) = portion.rows.unwrap_or((0, block.rows()));
            Part {
                number,
                start: block.start as usize,
                records: &self.records[block.start as usize..block.end as usize],
                middle: (block.middle - block.start) as usize,
                lefts: from as usize..to as usize,
            }
        })
    }
}

impl Part<'_> {
    /// Returns whether the records on the right are others than those on the left.
    pub(crate) fn is_crossed(&self) -> bool {
        self.middle > 0
    }

    /// Returns the places of those that a record on the left is to be compared with, the smaller first.
    pub(crate) fn others(&self, left: usize) -> Range<usize> {
        let end = self.records.len();
        if !self.is_crossed() {
            return left + 1..end;
        }
        // They are in order, so those after the record are at the end.
        let own = self.records[left];
        let before = self.records[self.middle..].partition_point(|other| *other <= own);
        self.middle + before..end
    }
}

/// Room for the keys of one rule after the other, so that memory is asked for once.
#[derive(Debug, Default)]
pub(crate) struct Room {
    /// By place: the records of one side after those of the other.
    keys: Vec<u64>,
    /// Lowest bits of an entry, which hold a place.
    place_bits: u32,
    /// Of records whose key is known: the key, scattered, and the record's place below it.
    entries: Vec<u64>,
    sorted: Vec<u64>,
    records: Vec<u32>,
    blocks: Vec<Block>,
}

impl Room {
    /// Puts the entries of the records that share a key next to each other. Equal keys are equal across
    /// the sides.
    fn gather_keys(&mut self, sides: &[&[usize]], records: &Records) {
        let places = sides.len() * records.len();
        self.place_bits = 64 - (places as u64).leading_zeros();
        self.keys.clear();
        self.keys.resize(places, 0);
        let mut bits = 0;
        for part in 0..sides[0].len() {
            // Those on the right are told by the codes of the left.
            let most = records.at(sides[0][part]).values.len().saturating_sub(1) as u64;
            let own = 64 - most.leading_zeros();
            if bits + own > 63 {
                bits = self.condense();
            }
            for (keys, columns) in self.keys.chunks_mut(records.len().max(1)).zip(sides) {
                for (key, code) in keys.iter_mut().zip(&records.at(columns[part]).codes) {
                    let longer = *key << own | u64::from(*code);
                    *key = if *code == NULL || *key == u64::MAX { u64::MAX } else { longer };
                }
            }
            bits += own;
        }
        let partners = Partners::new(&self.keys, records.len());
        self.enter(|place, key| partners.may_have_one(place, key));
        self.gather();
        if bits + self.place_bits > 64 {
            self.tell_apart();
        }
    }

    /// Makes an entry of each record whose key is known and wanted: the key, scattered, and below it
    /// the record's place. No two keys that fit beside the place are scattered to one.
    fn enter(&mut self, is_wanted: impl Fn(usize, u64) -> bool) {
        self.entries.resize(self.keys.len(), 0);
        let mut count = 0;
        for (place, key) in self.keys.iter().enumerate() {
            // Written in any case: whether it is wanted cannot be foreseen, and to wait for it is slower.
            self.entries[count] = scattered(*key) << self.place_bits | place as u64;
            count += usize::from((*key != u64::MAX) & is_wanted(place, *key));
        }
        self.entries.truncate(count);
    }

    /// Puts entries of one key next to each other: by the bits at the top, digit by digit from the
    /// last, and those that still differ by all. Entries of one key stay in their order.
    fn gather(&mut self) {
        self.sorted.resize(self.entries.len(), 0);
        for digit in (0..DIGITS).rev() {
            let digit =
                |entry: &u64| (entry >> (64 - DIGIT * (digit + 1))) as usize & ((1 << DIGIT) - 1);
            let mut places = [0_u32; 1 << DIGIT];
            self.entries.iter().for_each(|entry| places[digit(entry)] += 1);
            let mut sum = 0;
            for place in &mut places {
                (*place, sum) = (sum, sum + *place);
            }
            for entry in &self.entries {
                let place = &mut places[digit(entry)];
                self.sorted[*place as usize] = *entry;
                *place += 1;
            }
            std::mem::swap(&mut self.entries, &mut self.sorted);
        }
        let top = |entry: &u64| entry >> (64 - DIGITS * DIGIT);
        let mixed = |some: &&mut [u64]| some.len() > 2 || some.len() == 2 && some[0] > some[1];
        self.entries
            .chunk_by_mut(|a, b| top(a) == top(b))
            .filter(mixed)
            .for_each(<[u64]>::sort_unstable);
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

    /// Returns the place of an entry.
    fn place(&self, entry: u64) -> usize {
        (entry & ((1 << self.place_bits) - 1)) as usize
    }

    /// Returns the entries of each key.
    fn gathered(&self) -> impl Iterator<Item = &[u64]> {
        self.entries.chunk_by(|a, b| *a >> self.place_bits == *b >> self.place_bits)
    }

    /// Numbers the keys that occur, so that they need few bits; returns how many.
    fn condense(&mut self) -> u32 {
        self.enter(|_, _| true);
        self.gather();
        self.tell_apart();
        let mut numbers = vec![u64::MAX; self.keys.len()];
        for entry in &self.entries {
            numbers[self.place(*entry)] = *entry >> self.place_bits;
        }
        self.keys = numbers;
        let last = self.entries.last().map_or(0, |entry| *entry >> self.place_bits);
        64 - last.leading_zeros()
    }
}

/// Returns a key whose bits at the top depend on all of it; no two keys become one (the factor is odd:
/// that of Fibonacci hashing, Knuth, The Art of Computer Programming 3, 6.4).
const fn scattered(key: u64) -> u64 {
    key.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Which keys may be those of two records: a bit for each key, which some share. Who is alone need not be
/// sorted.
struct Partners {
    /// Places on the left.
    lefts: usize,
    /// Keys of the left and of the right; where there is one side: those that come, and come again.
    seen: [Vec<u64>; 2],
    shift: u32,
}

impl Partners {
    /// Looks at the keys of the left and, where they are others, those of the right after them.
    fn new(keys: &[u64], lefts: usize) -> Self {
        // Eight bits for each record, so that few are those of two keys.
        let bits = (8 * lefts).next_power_of_two().max(64);
        let shift = 64 - bits.trailing_zeros();
        let mut own = Self { lefts, seen: [0, 1].map(|_| vec![0; bits / 64]), shift };
        let (left, right) = keys.split_at(lefts);
        let is_crossed = !right.is_empty();
        for key in left {
            let (word, bit) = own.bit(*key);
            let seen = own.seen[0][word];
            own.seen[0][word] = seen | bit;
            own.seen[1][word] |= if is_crossed { 0 } else { seen & bit };
        }
        for key in right {
            let (word, bit) = own.bit(*key);
            own.seen[1][word] |= bit;
        }
        own
    }

    fn bit(&self, key: u64) -> (usize, u64) {
        let bit = scattered(key) >> self.shift;
        (bit as usize / 64, 1 << (bit % 64))
    }

    /// Returns whether a record may have one to be compared with.
    fn may_have_one(&self, place: usize, key: u64) -> bool {
        let (word, bit) = self.bit(key);
        self.seen[usize::from(place < self.lefts)][word] & bit != 0
    }
}

impl Keyed {
    /// Returns whether both sides have the same key, and every record one.
    pub(crate) fn is_plain(&self) -> bool {
        self.left == self.right && self.rows.are_records()
    }

    /// Returns how many bytes sorting by the keys takes.
    pub(crate) fn sorting_bytes(&self, records: &Records) -> u64 {
        let sides = if self.left == self.right { 1 } else { 2 };
        sides * self.rows.table(records).len() as u64 * SORTING_BYTES
    }

    /// Returns what the rows of a block share, as one of them has it.
    pub(crate) fn shown(&self, row: u32, records: &Records) -> String {
        let table = self.rows.table(records);
        let value = |column: &usize| {
            let shown = crate::records::shown(&table.at(*column).of(row));
            format!("\"{shown}\"")
        };
        self.left.iter().map(value).collect::<Vec<_>>().join(" and ")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Records of one key are next to each other and in their order, also where keys do not fit
        /// beside the place, and those of which the other side has none may be left out.
        #[test]
        fn records_of_one_key_are_gathered(
            few in prop::collection::vec(prop::option::of(0_u64..6), 2..40),
            wide in any::<bool>(),
            condensed in any::<bool>(),
            crossed in any::<bool>(),
        ) {
            let far = if wide { 1_u64 << 60 } else { 1 };
            let key = |few: &Option<u64>| few.map_or(u64::MAX, |few| few * far + few % 2);
            let keys: Vec<u64> = few.iter().map(key).collect();
            let (left, right) = keys.split_at(if crossed { keys.len() / 2 } else { keys.len() });
            let mut room = Room { keys: keys.clone(), place_bits: 8, ..Room::default() };
            if condensed {
                room.condense();
            }
            let partners = Partners::new(&room.keys, left.len());
            room.enter(|place, key| partners.may_have_one(place, key));
            room.gather();
            room.tell_apart();
            let mut found: Vec<Vec<usize>> = room
                .gathered()
                .map(|block| block.iter().map(|entry| room.place(*entry)).collect())
                .collect();
            found.sort();
            let mut expected: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
            for (place, key) in keys.iter().enumerate().filter(|(_, key)| **key != u64::MAX) {
                expected.entry(*key).or_default().push(place);
            }
            let is_shared = |block: &&Vec<usize>| {
                block.len() > 1 && (right.is_empty() || block[0] < left.len() && block[block.len() - 1] >= left.len())
            };
            let mut shared: Vec<Vec<usize>> = expected.values().filter(is_shared).cloned().collect();
            shared.sort();
            found.retain(|block| is_shared(&block));
            prop_assert_eq!(found, shared);
        }
    }
}
