//! Columns of numbers read by name, and outcomes set aside where matching cannot see them.
//! A missing value is NaN, so that it is counted and never mistaken for a number.

use std::collections::HashSet;

use ::table::nearest::nearest;

use crate::refusal::Refusal;
use crate::values::Values;

/// Named columns of equal length; one row is one person.
#[derive(Clone, Debug, Default)]
pub struct Table {
    names: Vec<String>,
    columns: Vec<Values>,
}

/// Outcome columns taken out of a [`Table`]. Nothing outside this crate can read them, and inside
/// it only a sealed comparison does.
#[derive(Clone, Debug, Default)]
pub struct Outcomes(Table);

impl Table {
    /// Builds a table from names and columns.
    ///
    /// # Errors
    /// [`Refusal::NamedTwice`] and [`Refusal::UnevenColumn`].
    pub fn new<V: Into<Values>>(columns: Vec<(String, V)>) -> Result<Self, Refusal> {
        let columns: Vec<(String, Values)> =
            columns.into_iter().map(|(name, values)| (name, values.into())).collect();
        let rows = columns.first().map_or(0, |(_, values)| values.len());
        let mut seen = HashSet::new();
        for (name, values) in &columns {
            if !seen.insert(name.as_str()) {
                return Err(Refusal::NamedTwice(name.clone()));
            }
            if values.len() != rows {
                return Err(Refusal::UnevenColumn(name.clone()));
            }
        }
        let (names, columns) = columns.into_iter().unzip();
        Ok(Self { names, columns })
    }

    /// Returns the number of people.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Values::len)
    }

    /// Returns one column by name.
    ///
    /// # Errors
    /// [`Refusal::UnknownColumn`] with the nearest name there is.
    pub fn column(&self, name: &str) -> Result<&Values, Refusal> {
        self.position(name).map(|at| &self.columns[at])
    }

    /// Returns a table of only these columns, each once.
    ///
    /// # Errors
    /// [`Refusal::UnknownColumn`].
    pub(crate) fn pick<'a>(&self, names: impl Iterator<Item = &'a str>) -> Result<Self, Refusal> {
        let mut picked = Self::default();
        for name in names {
            if picked.position(name).is_err() {
                picked.push(name, self.column(name)?.clone());
            }
        }
        Ok(picked)
    }

    /// Takes one column out of the table.
    ///
    /// # Errors
    /// [`Refusal::UnknownColumn`].
    pub(crate) fn take(&mut self, name: &str) -> Result<Values, Refusal> {
        let at = self.position(name)?;
        self.names.remove(at);
        Ok(self.columns.remove(at))
    }

    /// Moves the named columns out of the table, so that what is left holds no outcome. A name
    /// given twice is moved once.
    ///
    /// # Errors
    /// [`Refusal::UnknownColumn`].
    pub fn set_aside(&mut self, names: &[&str]) -> Result<Outcomes, Refusal> {
        let mut aside = Self::default();
        for &name in names {
            if aside.position(name).is_ok() {
                continue;
            }
            let at = self.position(name)?;
            aside.names.push(self.names.remove(at));
            aside.columns.push(self.columns.remove(at));
        }
        Ok(Outcomes(aside))
    }

    /// Adds the rows of another table with the same columns below this one.
    pub(crate) fn append(&mut self, other: Self) {
        for (mine, theirs) in self.columns.iter_mut().zip(other.columns) {
            mine.append(theirs);
        }
    }

    /// Adds a column that this crate made itself.
    pub(crate) fn push(&mut self, name: &str, values: Values) {
        self.names.push(name.to_owned());
        self.columns.push(values);
    }

    fn position(&self, name: &str) -> Result<usize, Refusal> {
        self.names
            .iter()
            .position(|known| known == name)
            .ok_or_else(|| unknown(name, &self.names, ""))
    }
}

impl Outcomes {
    /// Returns one outcome. Only `estimate` calls this, and only for a sealed comparison.
    pub(crate) fn column(&self, name: &str) -> Result<&Values, Refusal> {
        self.0.column(name)
    }
}

/// Builds the refusal for a column that is not there, with the nearest name if one is near.
pub(crate) fn unknown(name: &str, known: &[String], file: &str) -> Refusal {
    let nearest = nearest(name, known.iter().map(String::as_str));
    Refusal::UnknownColumn { name: name.to_owned(), nearest, file: file.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_name_is_answered_with_the_nearest() {
        let table =
            Table::new(vec![("age".into(), Vec::new()), ("prior_offences".into(), Vec::new())])
                .unwrap();
        let refusal = table.column("prior_offenses").unwrap_err();
        assert_eq!(refusal.to_string(), "there is no column \"prior_offenses\"");
        assert_eq!(refusal.hint(), "did you mean \"prior_offences\"?");
        assert_eq!(table.column("aeg").unwrap_err().hint(), "did you mean \"age\"?");
        assert_eq!(table.column("sex").unwrap_err().hint(), "check the heading line of the file");
    }

    #[test]
    fn an_outcome_set_aside_is_gone_from_the_table() {
        let mut table =
            Table::new(vec![("age".into(), vec![30.0]), ("reoffend".into(), vec![1.0])]).unwrap();
        let outcomes = table.set_aside(&["reoffend", "reoffend"]).unwrap();
        assert!(table.column("reoffend").is_err());
        assert_eq!(outcomes.column("reoffend").unwrap().to_vec(), [1.0]);
    }
}
