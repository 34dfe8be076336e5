//! Lists taken apart: a row for each item, so that a blocking rule finds records with one in common.

use std::ops::Range;
use std::sync::Arc;

use crate::records::Records;
use crate::refusal::Refusal;
use crate::value::{Column, Dictionary, NULL, Value, Values};

/// Most rows: their places have one bit to spare, on both sides of a rule.
const MOST_ROWS: usize = 1 << 30;

/// A row for each item of the lists of each record; of several lists, for each item of one with each of
/// the others. A record without items has none, as in DuckDB's `unnest`.
#[derive(Clone, Debug)]
pub(crate) struct Exploded {
    pub(crate) rows: Records,
    /// The record of each row, in order.
    pub(crate) owners: Vec<u32>,
}

impl Exploded {
    /// Takes lists apart, for a rule of these columns.
    pub(crate) fn new(
        records: &Records,
        columns: &[String],
        lists: &[String],
    ) -> Result<Self, Refusal> {
        let mut owners: Vec<u32> = (0..records.len() as u32).collect();
        let mut done: Vec<(String, Vec<u32>, Arc<Values>)> = Vec::new();
        for list in lists {
            let Items { ends, codes, values } = Items::of(records, list)?;
            let items = |record: u32| {
                let record = record as usize;
                let start = if record == 0 { 0 } else { ends[record - 1] };
                &codes[start..ends[record]]
            };
            let rows = |owners: &[u32]| owners.iter().map(|own| items(*own).len()).sum::<usize>();
            if rows(&owners) > MOST_ROWS {
                let problem = format!("\"{list}\" has more than {MOST_ROWS} items in all");
                return Err(Refusal::Setting(problem));
            }
            let repeated = |of: &[u32]| -> Vec<u32> {
                let each = of.iter().zip(&owners);
                each.flat_map(|(own, owner)| items(*owner).iter().map(|_| *own)).collect()
            };
            for (_, codes, _) in &mut done {
                *codes = repeated(codes);
            }
            let own = owners.iter().flat_map(|owner| items(*owner)).copied().collect();
            owners = repeated(&owners);
            done.push((list.clone(), own, values));
        }
        let mut made = Vec::with_capacity(columns.len());
        for name in columns {
            let taken = done.iter().find(|(list, ..)| list.eq_ignore_ascii_case(name));
            let column = if let Some((_, codes, values)) = taken {
                Column { codes: codes.clone(), values: values.clone() }
            } else {
                let whole = records.column(name)?;
                let codes = owners.iter().map(|owner| whole.codes[*owner as usize]).collect();
                Column { codes, values: whole.values.clone() }
            };
            made.push((name.clone(), column));
        }
        Ok(Self { rows: Records::numbered(made, owners.len()), owners })
    }

    /// Returns the rows of a record.
    pub(crate) fn rows_of(&self, record: u32) -> Range<u32> {
        let before = |record: u32| self.owners.partition_point(|owner| *owner < record) as u32;
        before(record)..before(record + 1)
    }
}

/// The items of a column of lists, record by record.
struct Items {
    ends: Vec<usize>,
    codes: Vec<u32>,
    values: Arc<Values>,
}

impl Items {
    fn of(records: &Records, list: &str) -> Result<Self, Refusal> {
        let column = records.column(list)?;
        let wrong = |problem: String| Refusal::Setting(format!("\"{list}\" {problem}"));
        let Values::List(lists) = &*column.values else {
            if column.values.len() == 0 {
                let ends = vec![0; records.len()];
                return Ok(Self { ends, codes: Vec::new(), values: column.values.clone() });
            }
            let kind = column.values.get(0).kind();
            return Err(wrong(format!("is {kind}, where a rule takes a list apart")));
        };
        let mut values = Dictionary::new();
        let mut code = |item: &Value<'static>| values.code(item.clone());
        let of: Vec<Vec<u32>> = lists
            .iter()
            .map(|items| items.iter().map(&mut code).collect())
            .collect::<Result<_, _>>()
            .map_err(|full| wrong(full.to_string()))?;
        let (mut ends, mut codes) = (Vec::with_capacity(records.len()), Vec::new());
        for own in &column.codes {
            if *own != NULL {
                codes.extend_from_slice(&of[*own as usize]);
            }
            ends.push(codes.len());
        }
        Ok(Self { ends, codes, values: values.into_values() })
    }
}
