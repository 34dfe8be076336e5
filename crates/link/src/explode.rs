//! Lists taken apart: a row for each item, so that a blocking rule finds records with one in common.

use std::ops::Range;

use crate::records::Records;
use crate::refusal::Refusal;
use crate::value::{Column, Dictionary, NULL, Value, Values};

/// Most rows: their places have one bit to spare, on both sides of a rule.
const MOST_ROWS: usize = 1 << 30;

/// What has the keys of a rule: the records, or a row for each item of the lists that it takes apart.
#[derive(Clone, Debug)]
pub(crate) struct Rows(Option<Exploded>);

impl Rows {
    /// Makes the rows of a rule of these columns, some of them lists to be taken apart.
    pub(crate) fn new(
        records: &Records,
        columns: &[String],
        lists: &[String],
    ) -> Result<Self, Refusal> {
        let exploded = (!lists.is_empty()).then(|| Exploded::new(records, columns, lists));
        Ok(Self(exploded.transpose()?))
    }

    /// Returns whether they are the records.
    pub(crate) fn are_records(&self) -> bool {
        self.0.is_none()
    }

    /// Returns the columns of the rows.
    pub(crate) fn table<'r>(&'r self, records: &'r Records) -> &'r Records {
        self.0.as_ref().map_or(records, |own| &own.rows)
    }

    /// Returns them, to add others.
    pub(crate) fn table_mut<'r>(&'r mut self, records: &'r mut Records) -> &'r mut Records {
        self.0.as_mut().map_or(records, |own| &mut own.rows)
    }

    /// Returns the record of a row.
    #[inline]
    pub(crate) fn owner(&self, row: u32) -> u32 {
        self.0.as_ref().map_or(row, |own| own.owners[row as usize])
    }

    /// Returns the rows of a record.
    pub(crate) fn of(&self, record: u32) -> Range<u32> {
        let Some(Exploded { owners, .. }) = &self.0 else { return record..record + 1 };
        let before = |record: u32| owners.partition_point(|owner| *owner < record) as u32;
        before(record)..before(record + 1)
    }
}

/// A row for each item of the lists of each record; of several lists, for each item of one with each of
/// the others. A record without items has none, as in DuckDB's `unnest`.
#[derive(Clone, Debug)]
struct Exploded {
    rows: Records,
    /// The record of each row, in order.
    owners: Vec<u32>,
}

impl Exploded {
    fn new(records: &Records, columns: &[String], lists: &[String]) -> Result<Self, Refusal> {
        let mut owners: Vec<u32> = (0..records.len() as u32).collect();
        let mut taken: Vec<(&String, Column)> = Vec::new();
        for list in lists {
            let Items { ends, items } = Items::of(records, list)?;
            let of = |record: u32| {
                let record = record as usize;
                let start = if record == 0 { 0 } else { ends[record - 1] };
                &items.codes[start..ends[record]]
            };
            if owners.iter().map(|owner| of(*owner).len()).sum::<usize>() > MOST_ROWS {
                let problem = format!("\"{list}\" has more than {MOST_ROWS} items in all");
                return Err(Refusal::Setting(problem));
            }
            let repeated = |codes: &[u32]| -> Vec<u32> {
                let each = codes.iter().zip(&owners);
                each.flat_map(|(code, owner)| of(*owner).iter().map(|_| *code)).collect()
            };
            for (_, before) in &mut taken {
                before.codes = repeated(&before.codes);
            }
            let codes = owners.iter().flat_map(|owner| of(*owner)).copied().collect();
            owners = repeated(&owners);
            taken.push((list, Column { codes, values: items.values }));
        }
        let mut made = Vec::with_capacity(columns.len());
        for name in columns {
            let column = match taken.iter().find(|(list, _)| list.eq_ignore_ascii_case(name)) {
                Some((_, items)) => items.clone(),
                None => {
                    let whole = records.column(name)?;
                    let codes = owners.iter().map(|owner| whole.codes[*owner as usize]).collect();
                    Column { codes, values: whole.values.clone() }
                }
            };
            made.push((name.clone(), column));
        }
        Ok(Self { rows: Records::numbered(made, owners.len()), owners })
    }
}

/// The items of a column of lists, record by record.
struct Items {
    ends: Vec<usize>,
    items: Column,
}

impl Items {
    fn of(records: &Records, list: &str) -> Result<Self, Refusal> {
        let column = records.column(list)?;
        let wrong = |problem: String| Refusal::Setting(format!("\"{list}\" {problem}"));
        let Values::List(lists) = &*column.values else {
            if column.values.len() == 0 {
                let ends = vec![0; records.len()];
                let items = Column { codes: Vec::new(), values: column.values.clone() };
                return Ok(Self { ends, items });
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
        Ok(Self { ends, items: Column { codes, values: values.into_values() } })
    }
}
