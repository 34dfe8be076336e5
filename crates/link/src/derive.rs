//! Columns worked out from others: once for each distinct value, never for each pair.

use std::collections::HashMap;
use std::sync::Arc;

use hashbrown::HashTable;

use crate::records::Records;
use crate::refusal::Refusal;
use crate::sql::{Columns, Expression, evaluate, parse};
use crate::value::{Column, Dictionary, NULL, Values, codes_in, mix};

mod text;

use text::Text;

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
        let mut answers = Answers {
            sql,
            expression: &placed,
            columns: &columns,
            texts: Text::joined(&placed, &columns),
            whole: String::new(),
            values: Dictionary::new(),
        };
        let codes = match columns.as_slice() {
            [one] => {
                let of_null = answers.code(&|_| NULL)?;
                let each = 0..one.values.len() as u32;
                let of = each.map(|code| answers.code(&|_| code)).collect::<Result<_, _>>()?;
                mapped(&one.codes, of, of_null)
            }
            many => {
                // Records whose values were seen before have the same answer.
                let (numbers, firsts) = combined(many, self.len());
                let of = firsts.iter().map(|record| answers.code(&|at| many[at].codes[*record]));
                let of: Vec<u32> = of.collect::<Result<_, _>>()?;
                numbers.iter().map(|number| of[*number as usize]).collect()
            }
        };
        Ok(Column { codes, values: answers.values.into_values() })
    }
}

/// What an expression gives, each distinct value once.
struct Answers<'e> {
    sql: &'e str,
    expression: &'e Expression<usize>,
    columns: &'e [&'e Column],
    /// Where it only puts texts together: those.
    texts: Option<Vec<Text<'e>>>,
    whole: String,
    values: Dictionary,
}

impl Answers<'_> {
    /// Works it out where the columns have these codes.
    fn code(&mut self, key: &dyn Fn(usize) -> u32) -> Result<u32, Refusal> {
        let wrong = |problem: String| Refusal::Value { sql: self.sql.to_owned(), problem };
        let known = match self.texts.as_deref() {
            None => {
                let value = |at: &usize| self.columns[*at].values.get(key(*at));
                self.values.code(evaluate(self.expression, &value).map_err(wrong)?)
            }
            Some([one]) => one.get(key).map_or(Ok(NULL), |text| self.values.text(text)),
            Some(many) => {
                self.whole.clear();
                let mut put = |text: &str| self.whole.push_str(text);
                match many.iter().try_for_each(|one| one.get(key).map(&mut put)) {
                    None => Ok(NULL),
                    Some(()) => self.values.text(&self.whole),
                }
            }
        };
        known.map_err(|full| wrong(full.to_string()))
    }
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
