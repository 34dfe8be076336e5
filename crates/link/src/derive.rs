//! Columns worked out from others: once for each distinct value, never for each pair.

use std::collections::HashMap;
use std::sync::Arc;

use hashbrown::HashTable;

use crate::records::Records;
use crate::refusal::Refusal;
use crate::sql::{Columns, Expression, evaluate, parse};
use crate::value::{Column, Dictionary, NULL, Values, codes_in, mix};

/// An expression over the columns of one record.
pub(crate) type OneSided = Expression<String>;

impl Records {
    /// Adds a column that is worked out from others, such as `first_name || ' ' || surname`.
    ///
    /// # Errors
    /// An expression that is not understood, or that makes no sense on the values that are there.
    pub fn derive(&mut self, name: &str, sql: &str) -> Result<(), Refusal> {
        let parsed = parse(sql, Columns::Plain)?.map(&mut |column| column.name.clone());
        let column = self.worked_out(&parsed, sql)?;
        self.add(name.to_owned(), column);
        Ok(())
    }

    /// Returns the place of the column of an expression, which is added where it is not there yet.
    pub(crate) fn derived(&mut self, expression: &OneSided) -> Result<usize, Refusal> {
        if let Expression::Column(name) = expression {
            return self.position(name);
        }
        let name = format!("={expression:?}");
        if let Ok(at) = self.position(&name) {
            return Ok(at);
        }
        let column = self.worked_out(expression, &readable(expression))?;
        self.add(name.clone(), column);
        self.position(&name)
    }

    /// Returns the place of a column whose codes are those of another column's values, so that the
    /// two can be compared; what the other does not hold is not known in it.
    pub(crate) fn translated(&mut self, from: usize, into: usize) -> Result<usize, Refusal> {
        if from == into {
            return Ok(from);
        }
        let name = format!("={from} in {into}");
        if let Ok(at) = self.position(&name) {
            return Ok(at);
        }
        let (source, target) = (self.at(from), self.at(into));
        let codes = codes_in(&source.values, &target.values);
        let code = |own: &u32| if *own == NULL { NULL } else { codes[*own as usize] };
        let codes = source.codes.iter().map(code).collect();
        let column = Column { codes, values: Arc::new(Values::Integer(Vec::new())) };
        self.add(name.clone(), column);
        self.position(&name)
    }

    fn worked_out(&self, expression: &OneSided, sql: &str) -> Result<Column, Refusal> {
        let mut names: Vec<&String> = Vec::new();
        expression.each_column(&mut |name| {
            if !names.contains(&name) {
                names.push(name);
            }
        });
        let columns: Vec<&Column> =
            names.iter().map(|name| self.column(name)).collect::<Result<_, _>>()?;
        let places: HashMap<&String, usize> =
            names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
        let placed = expression.map(&mut |name| places[name]);
        let wrong = |problem: String| Refusal::Value { sql: sql.to_owned(), problem };
        let mut values = Dictionary::new();
        let mut work = |key: &[u32]| -> Result<u32, Refusal> {
            let value = |at: &usize| columns[*at].values.get(key[*at]);
            let found = evaluate(&placed, &value).map_err(wrong)?;
            values.code(found).map_err(|full| wrong(full.to_string()))
        };
        let codes = match columns.as_slice() {
            [one] => {
                let of_null = work(&[NULL])?;
                let of: Vec<u32> = (0..one.values.len() as u32)
                    .map(|code| work(&[code]))
                    .collect::<Result<_, _>>()?;
                let code = |own: &u32| if *own == NULL { of_null } else { of[*own as usize] };
                one.codes.iter().map(code).collect()
            }
            many => {
                // Records whose values were seen before have the same answer.
                let mut seen: HashTable<(u64, u32)> = HashTable::new();
                let mut codes: Vec<u32> = Vec::with_capacity(self.len());
                let mut key = vec![0; many.len()];
                for record in 0..self.len() {
                    for (own, column) in key.iter_mut().zip(many) {
                        *own = column.codes[record];
                    }
                    let hashed = key.iter().fold(0, |hash, code| mix(hash, u64::from(*code)));
                    let same = |(own, other): &(u64, u32)| {
                        *own == hashed
                            && many
                                .iter()
                                .zip(&key)
                                .all(|(column, code)| column.codes[*other as usize] == *code)
                    };
                    let code = if let Some((_, other)) = seen.find(hashed, same) {
                        codes[*other as usize]
                    } else {
                        seen.insert_unique(hashed, (hashed, record as u32), |(own, _)| *own);
                        work(&key)?
                    };
                    codes.push(code);
                }
                codes
            }
        };
        Ok(Column { codes, values: values.into_values() })
    }
}

/// Returns an expression as it might be written, for messages.
fn readable(expression: &OneSided) -> String {
    let mut names = Vec::new();
    expression.each_column(&mut |name| {
        if !names.contains(name) {
            names.push(name.clone());
        }
    });
    format!("an expression of {}", names.join(", "))
}
