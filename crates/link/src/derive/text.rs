//! Texts put together of texts of columns and parts of them, as full names, initials and districts are.
//! Most columns that are worked out are such, and of names and postcodes there are many, so none is
//! copied before it is looked up; as an expression each takes three times as long.

use regex::Regex;

use crate::sql::{Expression, Function, Operator, matched, split_part, substring};
use crate::value::{Column, NULL, Texts};

/// A text that is worked out.
pub(super) enum Text<'e> {
    Column(usize, &'e Texts),
    Literal(&'e str),
    Part(Box<Self>, Part<'e>),
}

/// What is taken of a text.
pub(super) enum Part<'e> {
    Substring(i64, Option<i64>),
    Between(&'e str, i64),
    Matched(Regex),
    /// All of it, unless it is this.
    Unless(&'e str),
}

impl<'e> Text<'e> {
    /// Takes apart what only puts texts together: those that follow each other.
    pub(super) fn joined(of: &'e Expression<usize>, columns: &[&'e Column]) -> Option<Vec<Self>> {
        if let Expression::Binary(Operator::Concatenate, a, b) = of {
            let mut texts = Self::joined(a, columns)?;
            texts.extend(Self::joined(b, columns)?);
            return Some(texts);
        }
        Some(vec![Self::of(of, columns)?])
    }

    fn of(of: &'e Expression<usize>, columns: &[&'e Column]) -> Option<Self> {
        use Expression::{Call, Column, Integer, Text};
        let (of, part) = match of {
            Column(at) => return Some(Self::Column(*at, columns[*at].values.texts()?)),
            Text(text) => return Some(Self::Literal(text)),
            Call(function, parts) => match (function, parts.as_slice()) {
                (Function::Substring, [of, Integer(start)]) => (of, Part::Substring(*start, None)),
                (Function::Substring, [of, Integer(start), Integer(length)]) => {
                    (of, Part::Substring(*start, Some(*length)))
                }
                (Function::SplitPart, [of, Text(by), Integer(at)]) => (of, Part::Between(by, *at)),
                (
                    Function::RegexpExtract,
                    [of, Text(pattern)] | [of, Text(pattern), Integer(0)],
                ) => (of, Part::Matched(Regex::new(pattern).ok()?)),
                (Function::NullIf, [of, Text(not)]) => (of, Part::Unless(not)),
                _ => return None,
            },
            _ => return None,
        };
        Some(Self::Part(Box::new(Self::of(of, columns)?), part))
    }

    /// Returns the text where the columns have these codes; none where it is not known.
    pub(super) fn get(&self, key: &dyn Fn(usize) -> u32) -> Option<&'e str> {
        match self {
            Self::Literal(text) => Some(text),
            Self::Column(at, texts) => match key(*at) {
                NULL => None,
                code => Some(texts.get(code)),
            },
            Self::Part(of, part) => {
                let text = of.get(key)?;
                match part {
                    Part::Substring(start, length) => Some(substring(text, *start, *length)),
                    Part::Between(by, at) => Some(split_part(text, by, *at)),
                    Part::Matched(pattern) => Some(matched(pattern, text)),
                    Part::Unless(not) => (text != *not).then_some(text),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::{Columns, evaluate, parse};
    use crate::value::{Dictionary, Value};
    use proptest::prelude::*;

    proptest! {
        /// A text that is taken apart is the one that the expression gives.
        #[test]
        fn texts_are_those_of_the_expression(
            own in prop::option::of("[A-Cé ]{0,6}"),
            start in -3_i64..8,
            length in -1_i64..8,
            at in -2_i64..4,
        ) {
            let mut values = Dictionary::new();
            let code = own.as_deref().map_or(Ok(NULL), |own| values.text(own)).unwrap();
            let values = values.into_values();
            if values.texts().is_none_or(|texts| texts.len() == 0) {
                return Ok(());
            }
            let column = Column { codes: vec![code], values };
            for sql in [
                "a".to_owned(),
                "'x'".to_owned(),
                "a || ' ' || a".to_owned(),
                format!("substr(a, {start})"),
                format!("substring(a, {start}, {length})"),
                format!("split_part(a, ' ', {at})"),
                "split_part(a, '', 1)".to_owned(),
                "regexp_extract(a, '^[A-B]+é?')".to_owned(),
                "regexp_extract(a, '(A)(B)', 0)".to_owned(),
                "nullif(regexp_extract(a, 'B.', 0), '')".to_owned(),
                "nullif(a, 'A') || substr(a, 1, 2)".to_owned(),
            ] {
                let expression = parse(&sql, Columns::Plain).unwrap().map(&mut |_| 0);
                let expected = evaluate(&expression, &|_| column.of(0)).unwrap();
                // A number below 0 is an expression of its own.
                let Some(texts) = Text::joined(&expression, &[&column]) else {
                    prop_assert!(sql.contains('-'), "{}", sql);
                    continue;
                };
                let parts: Option<String> = texts.iter().map(|one| one.get(&|_| code)).collect();
                let found = parts.map_or(Value::Null, |text| Value::Text(text.into()));
                prop_assert_eq!(found, expected, "{}", sql);
            }
        }
    }
}
