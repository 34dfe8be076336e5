//! Columns worked out from others: once for each distinct value, never for each pair.

use std::collections::HashMap;
use std::sync::Arc;

use hashbrown::HashTable;

use crate::records::Records;
use crate::refusal::Refusal;
use crate::sql::{Columns, Expression, Operator, evaluate, parse};
use crate::value::{Column, Dictionary, Full, NULL, Texts, Values, codes_in, mix};

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
        let codes = mapped(&source.codes, codes, NULL);
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
        let joined = joined(&placed, &columns);
        let mut values = Dictionary::new();
        let mut text = String::new();
        let mut work = |key: &dyn Fn(usize) -> u32| -> Result<u32, Refusal> {
            let full = |full: Full| wrong(full.to_string());
            if let Some(joined) = &joined {
                text.clear();
                return match joined.iter().try_for_each(|part| part.put(key, &mut text)) {
                    Some(()) => values.text(&text).map_err(full),
                    None => Ok(NULL),
                };
            }
            let value = |at: &usize| columns[*at].values.get(key(*at));
            values.code(evaluate(&placed, &value).map_err(wrong)?).map_err(full)
        };
        let codes = match columns.as_slice() {
            [one] => {
                let of_null = work(&|_| NULL)?;
                let each = 0..one.values.len() as u32;
                let of = each.map(|code| work(&|_| code)).collect::<Result<_, _>>()?;
                mapped(&one.codes, of, of_null)
            }
            many => {
                // Records whose values were seen before have the same answer.
                let (numbers, firsts) = combined(many, self.len());
                let answers = firsts.iter().map(|record| work(&|at| many[at].codes[*record]));
                let answers: Vec<u32> = answers.collect::<Result<_, _>>()?;
                numbers.iter().map(|number| answers[*number as usize]).collect()
            }
        };
        Ok(Column { codes, values: values.into_values() })
    }
}

/// A part of a text that is put together of texts of columns and others.
enum Part<'e> {
    Column(usize, &'e Texts),
    Text(&'e str),
}

impl Part<'_> {
    /// Puts it behind others, unless it is not known.
    fn put(&self, key: &dyn Fn(usize) -> u32, text: &mut String) -> Option<()> {
        text.push_str(match self {
            Self::Text(own) => own,
            Self::Column(at, texts) => match key(*at) {
                NULL => return None,
                code => texts.get(code),
            },
        });
        Some(())
    }
}

/// Takes apart what only puts texts together, as full names are: most of them come up once, so that
/// each is worked out, which takes longer as an expression.
fn joined<'e>(of: &'e Expression<usize>, columns: &[&'e Column]) -> Option<Vec<Part<'e>>> {
    Some(match of {
        Expression::Binary(Operator::Concatenate, a, b) => {
            let mut parts = joined(a, columns)?;
            parts.extend(joined(b, columns)?);
            parts
        }
        Expression::Column(at) => vec![Part::Column(*at, columns[*at].values.texts()?)],
        Expression::Text(text) => vec![Part::Text(text)],
        _ => return None,
    })
}

/// Numbers the combinations of codes that come up; returns the number of each record, and for each
/// combination a record that has it.
fn combined(columns: &[&Column], records: usize) -> (Vec<u32>, Vec<usize>) {
    let Some((first, others)) = columns.split_first() else {
        return (vec![0; records], vec![0; records.min(1)]);
    };
    let (mut numbers, mut firsts) = (first.codes.clone(), Vec::new());
    for column in others {
        firsts.clear();
        let mut known: HashTable<(u64, u32)> = HashTable::new();
        for (record, (number, code)) in numbers.iter_mut().zip(&column.codes).enumerate() {
            let both = u64::from(*number) << 32 | u64::from(*code);
            let hash = mix(0, both);
            let next = (both, firsts.len() as u32);
            let entry = known.entry(hash, |(own, _)| *own == both, |(own, _)| mix(0, *own));
            *number = entry
                .or_insert_with(|| {
                    firsts.push(record);
                    next
                })
                .get()
                .1;
        }
    }
    (numbers, firsts)
}

/// Returns what each code becomes: the last of all is that of what is not known, so that nothing is
/// decided record by record.
fn mapped(codes: &[u32], mut of: Vec<u32>, of_null: u32) -> Vec<u32> {
    of.push(of_null);
    codes.iter().map(|code| of[(*code as usize).min(of.len() - 1)]).collect()
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
