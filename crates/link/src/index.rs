//! New records against many, one at a time as they come: an index finds those that the blocking rules
//! would pair each with, and the model weighs them as a run over all of them would.
//!
//! Of each rule there is one list: the key of every record, hashed, beside its number, in order. What
//! the keys of a new record find there is compared value by value, so that no hash decides. Those that
//! are left and the new record are a small table of their own, for which the model is compiled anew:
//! that costs less than a thousandth of a second, and what is not known before, such as the codes of
//! new values, needs no place in the large one. Only how common a value is is taken from there.

use std::mem::discriminant;

use crate::block::Parted;
use crate::explode::Rows;
use crate::linker::{Linker, Options};
use crate::program::unquoted;
use crate::records::Records;
use crate::refusal::Refusal;
use crate::settings::{LinkType, Settings};
use crate::sql::{Named, Side, evaluate, truth};
use crate::value::{Codes, Column, Dictionary, NULL, Value, mix};

/// Bits of a list's entry that are the number of a record.
const RECORD: u32 = 32;

/// Records, to be searched for whoever is like a new one.
pub struct Index {
    settings: Settings,
    records: Records,
    rules: Vec<Keys>,
    frequencies: Vec<Frequency>,
    /// The columns that are compared.
    compared: Vec<String>,
}

/// The keys of all records by one rule.
struct Keys {
    rule: Parted,
    columns: Vec<usize>,
    rows: Rows,
    /// The upper half of the hash of a key, and the number of the row that has it.
    entries: Vec<u64>,
}

/// How often each value of a column is there.
struct Frequency {
    column: String,
    codes: Codes,
    counts: Vec<u32>,
    known: u32,
}

/// A record that a new one may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Its number among the records of the index.
    pub record: u32,
    /// Match weight, in bits.
    pub weight: f64,
}

impl Index {
    /// Makes an index of the records of a linker, by the blocking rules of its model.
    ///
    /// # Errors
    /// A rule or a comparison whose columns are not there.
    pub fn new(linker: Linker) -> Result<Self, Refusal> {
        let Linker { settings, mut records, .. } = linker;
        let rules = settings.blocking_rules_to_generate_predictions.iter();
        let rules = rules.map(|rule| Keys::new(Parted::new(rule)?, &mut records));
        let rules = rules.collect::<Result<_, _>>()?;
        let compared = settings.compared()?;
        let levels = settings.comparisons.iter().flat_map(|own| &own.comparison_levels);
        let mut rare: Vec<String> = levels
            .filter_map(|level| level.tf_adjustment_column.as_deref())
            .map(unquoted)
            .collect();
        rare.sort_unstable();
        rare.dedup();
        let frequencies = rare.into_iter().map(|name| Frequency::new(name, &records));
        let frequencies = frequencies.collect::<Result<_, _>>()?;
        Ok(Self { settings, records, rules, frequencies, compared })
    }

    /// Returns the records that are searched.
    #[must_use]
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// Returns, for each of some new records, those of at least a match weight, the likeliest first:
    /// the same as in a run over all of them and this one, if its id came last. New records are read
    /// by the same layout, cleaned and given derived columns in the same way.
    ///
    /// # Errors
    /// A column that is not there, or that holds values of another kind.
    pub fn find(&self, new: &Records, least_weight: f64) -> Result<Vec<Vec<Found>>, Refusal> {
        for name in &self.compared {
            self.same_kind(name, new)?;
        }
        let mut new = new.clone();
        let keys = self.rules.iter().map(|own| own.rule.keys_of(Side::Right, &mut new));
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        let one = |at: u32| {
            let candidates = self.candidates(&keys, &new, at);
            self.weighed(&candidates, &new, at, least_weight)
        };
        (0..new.len() as u32).map(one).collect()
    }

    fn same_kind(&self, name: &str, new: &Records) -> Result<(), Refusal> {
        let (own, other) = (&self.records.column(name)?.values, &new.column(name)?.values);
        if other.len() == 0 || own.len() == 0 || discriminant(&**own) == discriminant(&**other) {
            return Ok(());
        }
        let kinds = (own.get(0).kind(), other.get(0).kind());
        let problem = format!("\"{name}\" is {} in the index and {} here", kinds.0, kinds.1);
        Err(Refusal::Setting(problem))
    }

    /// Returns the records that some rule pairs with a new one, each once and in order.
    fn candidates(&self, keys: &[(Vec<usize>, Rows)], new: &Records, at: u32) -> Vec<u32> {
        let mut found = Vec::new();
        for (own, (columns, rows)) in self.rules.iter().zip(keys) {
            for row in rows.of(at) {
                let value = |column: &usize| rows.table(new).at(*column).of(row);
                let key: Vec<Value<'_>> = columns.iter().map(value).collect();
                found.extend(own.of(&key, &self.records).filter(|record| {
                    self.are_apart(*record, new, at) && own.passes(&self.records, *record, new, at)
                }));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns whether two records may be compared: of two files that are linked, only across.
    fn are_apart(&self, record: u32, new: &Records, at: u32) -> bool {
        self.settings.link_type != LinkType::LinkOnly
            || self.records.source(record) != new.source(at)
    }

    fn weighed(
        &self,
        candidates: &[u32],
        new: &Records,
        at: u32,
        least_weight: f64,
    ) -> Result<Vec<Found>, Refusal> {
        if candidates.is_empty() {
            return Ok(Vec::new());
        }
        let small = self.beside(candidates, new, at)?;
        let mut linker = Linker::new(self.settings.clone(), small, Options::default())?;
        let own = |column: &str| new.column(column).map(|own| own.of(at));
        let share = |column: &str, value: &Value<'_>| {
            let known = self.frequencies.iter().find(|own| own.column.eq_ignore_ascii_case(column));
            let new = own(column).unwrap_or(Value::Null);
            known.map_or(0.0, |known| known.share(value, &new, &self.records))
        };
        let shares = |column: &Column, name: &str| {
            (0..column.values.len() as u32)
                .map(|code| share(name, &column.values.get(code)))
                .collect()
        };
        linker.program.share(&linker.records, &linker.settings, shares)?;
        let last = candidates.len() as u32;
        let pairs: Vec<(u32, u32)> = (0..last).map(|own| (own, last)).collect();
        let weights = linker.weights(&pairs);
        let mut found: Vec<Found> = candidates
            .iter()
            .zip(weights)
            .filter(|(_, weight)| *weight >= least_weight)
            .map(|(record, weight)| Found { record: *record, weight })
            .collect();
        found.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        Ok(found)
    }

    /// Makes a table of some records and, at its end, a new one.
    fn beside(&self, candidates: &[u32], new: &Records, at: u32) -> Result<Records, Refusal> {
        let mut columns = Vec::with_capacity(self.compared.len());
        for name in &self.compared {
            let (own, other) = (self.records.column(name)?, new.column(name)?);
            let known = candidates.iter().map(|at| own.of(*at));
            let each = known.chain([other.of(at)]);
            let mut values = Dictionary::new();
            let codes: Result<Vec<u32>, _> = each.map(|value| values.code(value)).collect();
            let codes = codes.map_err(|full| Refusal::Setting(format!("\"{name}\": {full}")))?;
            columns.push((name.clone(), Column { codes, values: values.into_values() }));
        }
        Ok(Records::numbered(columns, candidates.len() + 1))
    }
}

fn entry_of(hash: u64) -> u64 {
    hash >> RECORD << RECORD
}

impl Keys {
    fn new(rule: Parted, records: &mut Records) -> Result<Self, Refusal> {
        let (columns, rows) = rule.keys_of(Side::Left, records)?;
        let table = rows.table(records);
        let mut hashes = vec![Some(0); table.len()];
        for column in &columns {
            let column = table.at(*column);
            let of: Vec<u64> = (0..column.values.len() as u32)
                .map(|code| column.values.get(code).hash())
                .collect();
            for (hash, code) in hashes.iter_mut().zip(&column.codes) {
                let own = (*code != NULL).then(|| of[*code as usize]);
                *hash = hash.zip(own).map(|(hash, own)| mix(hash, own));
            }
        }
        let entry = |(hash, record): (&Option<u64>, u64)| hash.map(|hash| entry_of(hash) | record);
        let mut entries: Vec<u64> = hashes.iter().zip(0..).filter_map(entry).collect();
        entries.sort_unstable();
        entries.shrink_to_fit();
        Ok(Self { rule, columns, rows, entries })
    }

    /// Returns the records that have a key.
    fn of<'k>(
        &'k self,
        key: &'k [Value<'_>],
        records: &'k Records,
    ) -> impl Iterator<Item = u32> + 'k {
        let hash = key.iter().fold(0, |hash, value| mix(hash, value.hash()));
        let entry = entry_of(hash);
        let first = self.entries.partition_point(|own| *own < entry);
        let of_hash = self.entries[first..].iter().take_while(move |own| entry_of(**own) == entry);
        let known = !key.contains(&Value::Null);
        let table = self.rows.table(records);
        // Another key may have the same half of a hash.
        let same = move |row: &u32| {
            self.columns.iter().zip(key).all(|(column, key)| table.at(*column).of(*row) == *key)
        };
        let rows = of_hash.filter(move |_| known).map(|own| *own as u32).filter(same);
        rows.map(|row| self.rows.owner(row))
    }

    /// Returns whether what the rule asks besides its equalities holds.
    fn passes(&self, records: &Records, record: u32, new: &Records, at: u32) -> bool {
        let Some(filter) = &self.rule.filter else { return true };
        let side = |column: &Named| {
            let (of, at) = match column.side {
                Some(Side::Right) => (new, at),
                _ => (records, record),
            };
            let known = of.column(&column.name).ok();
            known.map_or(Value::Null, |own| own.of(at))
        };
        evaluate(filter, &side).is_ok_and(|found| truth(&found) == Ok(Some(true)))
    }
}

impl Frequency {
    fn new(column: String, records: &Records) -> Result<Self, Refusal> {
        let own = records.column(&column)?;
        let (codes, counts) = (Codes::new(&own.values), own.counts());
        let known = counts.iter().sum();
        Ok(Self { column, codes, counts, known })
    }

    /// Returns the logarithm of a value's share, the new record's own value counted with it.
    fn share(&self, value: &Value<'_>, new: &Value<'_>, records: &Records) -> f64 {
        let values = records.column(&self.column).map(|own| &own.values);
        let code = values.ok().and_then(|own| self.codes.of(value, own));
        let count = code.map_or(0, |code| self.counts[code as usize]) + u32::from(value == new);
        let known = self.known + u32::from(*new != Value::Null);
        (f64::from(count) / f64::from(known)).log2()
    }
}
