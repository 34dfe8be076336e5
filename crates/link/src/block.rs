//! Which pairs are looked at: records that share a key, found by sorting, and streamed. Where a rule
//! takes lists apart, a record has a key for each item.

use std::ops::Range;

use crate::compile::{Compiler, conjuncts, equality};
use crate::entry::{self, Entries};
use crate::explode::Rows;
use crate::records::Records;
use crate::refusal::Refusal;
use crate::settings::Rule;
use crate::sql::{Columns, Expression, Named, Operator, Side, parse};
use crate::value::NULL;

/// Marks the key of a record that shares it with no other: the rest is the record's own number.
const ALONE: u32 = 1 << 31;
/// Bytes of each key while keys are sorted, as [`Room`] and [`Blocks`] hold them: the entry's, and the record,
/// its key and half a block.
const SORTING_BYTES: u64 = entry::BYTES + 4 + 4 + 8;

/// Returns the key of a record that shares it with no other.
pub(crate) fn alone(record: u32) -> u32 {
    record | ALONE
}

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
    /// Returns whether each record has one on each side.
    pub(crate) fn are_one(&self) -> bool {
        let is_one = |keys: &Keys| matches!(keys, Keys::One(_));
        is_one(&self.left) && self.right.as_ref().is_none_or(is_one)
    }

    /// Adds the key of a block; where both sides have the same keys, all of its records are on the right.
    fn add(&mut self, left: &[u32], right: &[u32], key: u32) {
        match &mut self.right {
            None => self.left.add(right, key),
            Some(rights) => {
                self.left.add(left, key);
                rights.add(right, key);
            }
        }
    }

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
    /// The keys of each record, where it has as many as there are items in its lists. The others have one on
    /// each side, which is the number of its block.
    many: Option<SideKeys>,
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
        let crossed = keyed.is_crossed();
        let sides: &[&[usize]] =
            if crossed { &[&keyed.left, &keyed.right] } else { &[&keyed.left] };
        let table = keyed.rows.table(records);
        room.entries.gather(sides, table);
        let none = || Keys::Many(vec![Vec::new(); records.len()]);
        let many = || SideKeys { left: none(), right: crossed.then(none) };
        let mut blocks = Self {
            many: (!keyed.rows.are_records()).then(many),
            records: std::mem::take(&mut room.records),
            blocks: std::mem::take(&mut room.blocks),
        };
        let is_plain = keyed.is_plain();
        // Most are alone.
        for block in room.entries.of_each_key().filter(|block| block.len() > 1) {
            let places = block.iter().map(|entry| room.entries.place(*entry));
            if is_plain {
                blocks.add_plain(places);
            } else {
                blocks.add(places, table.len(), keyed);
            }
        }
        blocks
    }

    /// Leaves the room to the blocks of another rule, and returns the keys of so many records.
    pub(crate) fn into_keys(mut self, keyed: &Keyed, records: usize, room: &mut Room) -> SideKeys {
        let many = self.many.take();
        let keys = many.unwrap_or_else(|| self.one_each(keyed.is_crossed(), records));
        self.leave(room);
        keys
    }

    fn one_each(&self, crossed: bool, records: usize) -> SideKeys {
        let left = Keys::One((0..records as u32).map(alone).collect());
        // One who is alone on the left is not the same as one who is alone on the right.
        let right = crossed.then(|| Keys::One(vec![NULL; records]));
        let mut keys = SideKeys { left, right };
        for ((number, own), block) in self.numbered().zip(&self.blocks) {
            let (left, right) = own.split_at((block.middle - block.start) as usize);
            keys.add(left, right, number);
        }
        keys
    }

    /// Leaves the room to the blocks of another rule.
    pub(crate) fn leave(mut self, room: &mut Room) {
        self.records.clear();
        self.blocks.clear();
        (room.records, room.blocks) = (self.records, self.blocks);
    }

    /// Returns the number of each block, and its records.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (u32, &[u32])> {
        let records = |block: &Block| &self.records[block.start as usize..block.end as usize];
        (0..).zip(self.blocks.iter().map(records))
    }

    /// Adds a block of two records or more that share a key, which is the same on both sides.
    fn add_plain(&mut self, records: impl Iterator<Item = usize>) {
        let start = self.records.len();
        self.records.extend(records.map(|record| record as u32));
        let (start, row) = (start as u32, self.records[start]);
        self.blocks.push(Block { start, middle: start, end: self.records.len() as u32, row });
    }

    /// Adds a block of rows that share a key, unless it has no pairs. Those on the right have places
    /// after all on the left, of which there are so many.
    fn add(&mut self, places: impl Iterator<Item = usize> + Clone, lefts: usize, keyed: &Keyed) {
        let crossed = keyed.is_crossed();
        let owned = |place: usize| {
            let (right, row) = if place < lefts { (false, place) } else { (true, place - lefts) };
            (right, keyed.rows.owner(row as u32))
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
        if let Some(many) = &mut self.many {
            let (left, right) = self.records[start as usize..].split_at((middle - start) as usize);
            many.add(left, right, self.blocks.len() as u32);
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

    /// Returns whether each record has one key on each side.
    pub(crate) fn are_of_one_key(&self) -> bool {
        self.many.is_none()
    }

    /// Returns whether a pair that is in some block has this one for its first.
    #[inline]
    pub(crate) fn is_first(&self, block: u32, left: u32, right: u32) -> bool {
        self.many.as_ref().is_none_or(|many| many.first_shared(left, right) == Some(block))
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
    entries: Entries,
    records: Vec<u32>,
    blocks: Vec<Block>,
}

impl Keyed {
    /// Returns whether both sides have the same key, and every record one.
    pub(crate) fn is_plain(&self) -> bool {
        !self.is_crossed() && self.rows.are_records()
    }

    /// Returns whether each side has another key.
    pub(crate) fn is_crossed(&self) -> bool {
        self.left != self.right
    }

    /// Returns how many bytes sorting by the keys takes.
    pub(crate) fn sorting_bytes(&self, records: &Records) -> u64 {
        let sides = if self.is_crossed() { 2 } else { 1 };
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
