//! The records of one file or several, column by column, in the order of their ids, so that the
//! order of the rows and of the files changes nothing.

use std::sync::Arc;

use crate::read::{self, Input};
use crate::refusal::{Refusal, unknown};
use crate::value::{Column, Dictionary, NULL, Texts, Value, Values};

/// What is between the source and the id of a record where two files are told apart, as in Splink.
const BETWEEN: &str = "-__-";
/// Most records: their numbers have one bit to spare.
const MOST_RECORDS: usize = 1 << 31;

/// Which columns to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Column of ids.
    pub id: String,
    /// Column that names the source of a record; where it is not in a file, the file's name does.
    pub source: String,
    /// The other columns that are needed.
    pub columns: Vec<String>,
    /// Names under which a column goes where a file does not have it under its own, the likeliest
    /// first.
    pub also: Vec<(String, Vec<String>)>,
}

impl Layout {
    /// Returns the place of a column in a heading, under its own name or another. Where it has others,
    /// spaces and marks in them do not matter: `Last Name` is `last_name`.
    pub(crate) fn place(&self, heading: &[String], name: &str) -> Option<usize> {
        let known = self.also.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let others: Vec<&String> =
            known.flat_map(|(own, others)| others.iter().chain([own])).collect();
        let alike = |other: &&String| heading.iter().position(|own| letters(own) == letters(other));
        place(heading, name)
            .or_else(|| others.iter().find_map(|own| place(heading, own)))
            .or_else(|| others.iter().find_map(alike))
    }
}

/// Returns the letters and figures of a name, in small letters.
fn letters(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns the place of a name: SQL looks away from upper and lower case.
pub(crate) fn place(heading: &[String], name: &str) -> Option<usize> {
    let same = heading.iter().position(|known| known == name);
    same.or_else(|| heading.iter().position(|known| known.eq_ignore_ascii_case(name)))
}

/// The ids as they came.
#[derive(Clone, Debug)]
pub(crate) enum Ids {
    Numbers(Vec<i64>),
    Texts(Texts),
}

/// Records, sorted by id.
#[derive(Clone, Debug)]
pub struct Records {
    pub(crate) ids: Ids,
    /// Where there is more than one source: which one each record is from.
    pub(crate) source: Column,
    columns: Vec<(String, Column)>,
    len: usize,
}

impl Records {
    /// Reads files of one kind of record.
    ///
    /// # Errors
    /// A file that cannot be read, a column that is not there, or an id that comes twice.
    pub fn read(inputs: Vec<Input<'_>>, layout: &Layout) -> Result<Self, Refusal> {
        let mut columns: Vec<(Dictionary, Vec<u32>)> =
            layout.columns.iter().map(|_| (Dictionary::new(), Vec::new())).collect();
        let mut source = (Dictionary::new(), Vec::new());
        let mut ids = (Dictionary::of_ids(), Vec::new());
        for input in inputs {
            let file = input.name.clone();
            let named = input.source.clone();
            let broken = |problem: String| Refusal::File { file: file.clone(), problem };
            let known = read::table(input, layout, &mut ids, &mut source, &mut columns)?;
            if !known {
                let code = source.0.text(&named).map_err(|full| broken(full.to_string()))?;
                source.1.resize(ids.1.len(), code);
            }
            if ids.1.len() >= MOST_RECORDS {
                return Err(broken(format!("more than {MOST_RECORDS} records")));
            }
        }
        let column = |(values, codes): (Dictionary, Vec<u32>)| Column {
            codes,
            values: values.into_values(),
        };
        let columns = layout.columns.iter().cloned().zip(columns.into_iter().map(column)).collect();
        Self::sorted(column(ids), column(source), columns, layout)
    }

    /// Returns one of the records alone.
    #[must_use]
    pub fn only(&self, record: u32) -> Self {
        let one = |column: &Column| {
            let mut values = Dictionary::new();
            // What there was room for among others has room alone.
            let code = values.code(column.of(record)).unwrap_or(NULL);
            Column { codes: vec![code], values: values.into_values() }
        };
        let ids = match &self.ids {
            Ids::Numbers(numbers) => Ids::Numbers(vec![numbers[record as usize]]),
            Ids::Texts(texts) => Ids::Texts(texts.only(record)),
        };
        let columns = self.columns.iter().map(|(name, column)| (name.clone(), one(column)));
        Self { ids, source: one(&self.source), columns: columns.collect(), len: 1 }
    }

    /// Makes records of columns of one length, whose ids are their numbers.
    pub(crate) fn numbered(columns: Vec<(String, Column)>, len: usize) -> Self {
        let source = Column { codes: vec![0; len], values: Dictionary::new().into_values() };
        Self { ids: Ids::Numbers((0..len as i64).collect()), source, columns, len }
    }

    /// Puts records in the order of their ids.
    fn sorted(
        ids: Column,
        source: Column,
        mut columns: Vec<(String, Column)>,
        layout: &Layout,
    ) -> Result<Self, Refusal> {
        let len = ids.codes.len();
        let one = source.values.len() <= 1;
        let numbers = numbers(&ids.values).filter(|_| one);
        let mut order: Vec<u32> = (0..len as u32).collect();
        let twice = if let Some(numbers) = &numbers {
            let key = |at: u32| numbers[ids.codes[at as usize] as usize];
            if !order.is_sorted_by_key(|at| key(*at)) {
                order.sort_unstable_by_key(|at| key(*at));
            }
            order.windows(2).find(|two| key(two[0]) == key(two[1])).map(|two| two[0])
        } else {
            let key = |at: u32| full(&ids, &source, one, at);
            if !order.is_sorted_by_key(|at| key(*at)) {
                order.sort_by_cached_key(|at| key(*at));
            }
            order.windows(2).find(|two| key(two[0]) == key(two[1])).map(|two| two[0])
        };
        if let Some(at) = twice {
            let id = shown(&ids.of(at));
            return Err(Refusal::SameId { column: layout.id.clone(), id });
        }
        let moved = |codes: &[u32]| order.iter().map(|at| codes[*at as usize]).collect();
        let ids = if let Some(numbers) = numbers {
            let numbers = order.iter().map(|at| numbers[ids.codes[*at as usize] as usize]);
            Ids::Numbers(numbers.collect())
        } else {
            let mut texts = Texts::default();
            for at in &order {
                texts.push(&shown(&ids.of(*at))).map_err(|full| Refusal::File {
                    file: layout.id.clone(),
                    problem: full.to_string(),
                })?;
            }
            Ids::Texts(texts)
        };
        for (_, column) in &mut columns {
            column.codes = moved(&column.codes);
        }
        let source = Column { codes: moved(&source.codes), values: source.values };
        Ok(Self { ids, source, columns, len })
    }

    /// Returns the number of records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Returns how many bytes they take.
    pub(crate) fn bytes(&self) -> u64 {
        let ids = match &self.ids {
            Ids::Numbers(numbers) => numbers.capacity() as u64 * 8,
            Ids::Texts(texts) => texts.bytes(),
        };
        let columns = || self.columns.iter().map(|(_, column)| column).chain([&self.source]);
        let codes: usize = columns().map(|own| own.codes.capacity() * size_of::<u32>()).sum();
        // Columns share values.
        let mut values: Vec<_> = columns().map(|own| &own.values).collect();
        values.sort_by_key(|own| Arc::as_ptr(own));
        values.dedup_by(|a, b| Arc::ptr_eq(a, b));
        ids + codes as u64 + values.into_iter().map(|own| own.bytes()).sum::<u64>()
    }

    /// Returns the id of a record.
    #[must_use]
    pub fn id(&self, record: u32) -> String {
        match &self.ids {
            Ids::Numbers(numbers) => numbers[record as usize].to_string(),
            Ids::Texts(texts) => texts.get(record).to_owned(),
        }
    }

    /// Returns the id of a record, with its source before it where there is more than one, as Splink
    /// writes it.
    #[must_use]
    pub fn full_id(&self, record: u32) -> String {
        if self.source.values.len() <= 1 {
            return self.id(record);
        }
        format!("{}{BETWEEN}{}", self.source(record), self.id(record))
    }

    /// Returns the name of the source of a record.
    #[must_use]
    pub fn source(&self, record: u32) -> String {
        shown(&self.source.of(record))
    }

    /// Returns whether the ids are numbers.
    #[must_use]
    pub fn has_number_ids(&self) -> bool {
        matches!(self.ids, Ids::Numbers(_))
    }

    /// Returns the record with an id, which may have its source and `:` before it.
    ///
    /// # Errors
    /// [`Refusal::NoRecord`].
    pub fn find(&self, id: &str) -> Result<u32, Refusal> {
        let is = |record: u32| {
            self.id(record) == id || id == format!("{}:{}", self.source(record), self.id(record))
        };
        (0..self.len as u32)
            .find(|record| is(*record))
            .ok_or_else(|| Refusal::NoRecord(id.to_owned()))
    }

    /// Returns the names of the columns.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(name, _)| name.as_str())
    }

    /// Returns what a record holds in a column, as text, if anything.
    ///
    /// # Errors
    /// [`Refusal::UnknownColumn`].
    pub fn value(&self, record: u32, column: &str) -> Result<Option<String>, Refusal> {
        let column = self.column(column)?;
        let value = column.of(record);
        Ok(if value == Value::Null { None } else { Some(shown(&value)) })
    }

    /// Returns the group that each record is in by the values of a column: `None` where it has none.
    ///
    /// # Errors
    /// [`Refusal::UnknownColumn`].
    pub fn groups(&self, column: &str) -> Result<Vec<Option<u32>>, Refusal> {
        let codes = &self.column(column)?.codes;
        Ok(codes
            .iter()
            .map(|code| Some(*code).filter(|code| *code != crate::value::NULL))
            .collect())
    }

    pub(crate) fn column(&self, name: &str) -> Result<&Column, Refusal> {
        let at = self.position(name)?;
        Ok(&self.columns[at].1)
    }

    /// Returns the place of a column: SQL looks away from upper and lower case.
    pub(crate) fn position(&self, name: &str) -> Result<usize, Refusal> {
        let same = |(own, _): &(String, Column)| own == name;
        let alike = |(own, _): &(String, Column)| own.eq_ignore_ascii_case(name);
        let at = self.columns.iter().position(same);
        at.or_else(|| self.columns.iter().position(alike)).ok_or_else(|| {
            unknown(name, self.columns().filter(|known| !known.starts_with('=')), "what was read")
        })
    }

    /// Adds a column.
    pub(crate) fn add(&mut self, name: String, column: Column) {
        match self.columns.iter_mut().find(|(known, _)| *known == name) {
            Some(known) => known.1 = column,
            None => self.columns.push((name, column)),
        }
    }

    pub(crate) fn at(&self, column: usize) -> &Column {
        &self.columns[column].1
    }

    pub(crate) fn name(&self, column: usize) -> &str {
        &self.columns[column].0
    }
}

/// Returns the values as whole numbers, where they are; text that reads as one is one.
fn numbers(values: &Values) -> Option<Vec<i64>> {
    match values {
        Values::Integer(numbers) => Some(numbers.clone()),
        Values::Text(texts) => (0..texts.len() as u32)
            .map(|at| {
                let text = texts.get(at);
                text.parse().ok().filter(|number: &i64| number.to_string() == text)
            })
            .collect(),
        _ => None,
    }
}

/// Returns what Splink sorts a record by.
fn full(ids: &Column, source: &Column, one: bool, at: u32) -> String {
    let id = shown(&ids.of(at));
    if one {
        return id;
    }
    format!("{}{BETWEEN}{id}", shown(&source.of(at)))
}

/// Returns a value as text.
pub(crate) fn shown(value: &Value<'_>) -> String {
    match value {
        Value::List(items) => {
            format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", "))
        }
        other => crate::sql::text_of(other),
    }
}
