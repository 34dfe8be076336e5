//! The expressions in which levels, blocking rules and derived columns are written: the closed part
//! of DuckDB's SQL that Splink's own library emits, and what people write beside it. Whatever else
//! comes is refused by its name and its place.
//!
//! In a level a column of the left record ends in `_l` and one of the right in `_r`; in a blocking
//! rule they are `l.name` and `r.name`; in a derived column there is one record and no mark.

mod date;
mod evaluate;
mod function;
mod lexer;
mod parser;

pub(crate) use evaluate::{
    evaluate, matched, split_part, substring, text_of, truth, without_accent,
};
pub(crate) use function::Function;
pub(crate) use parser::{Columns, parse};

/// One of the two records of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Side {
    Left,
    Right,
}

/// A column as an expression names it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Named {
    pub(crate) side: Option<Side>,
    pub(crate) name: String,
}

/// What stands between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Concatenate,
    Add,
    Subtract,
    Multiply,
    Divide,
    DivideWhole,
    Remainder,
}

/// What a cast makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Integer,
    Real,
    Day,
    Moment,
    Yes,
}

/// An expression over columns of kind `C`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression<C> {
    Column(C),
    Null,
    Yes(bool),
    Integer(i64),
    Real(f64),
    Text(String),
    Not(Box<Self>),
    Minus(Box<Self>),
    Between(Box<Self>, Box<Self>, Box<Self>),
    IsNull(Box<Self>),
    In(Box<Self>, Vec<Self>),
    Binary(Operator, Box<Self>, Box<Self>),
    Call(Function, Vec<Self>),
    Cast {
        of: Box<Self>,
        to: Kind,
        or_null: bool,
    },
    Case {
        arms: Vec<(Self, Self)>,
        otherwise: Option<Box<Self>>,
    },
    Item(Box<Self>, Box<Self>),
    List(Vec<Self>),
    /// A list of what an expression gives for each item of a list.
    Transform {
        of: Box<Self>,
        each: Box<Self>,
    },
    /// The item of a list of which it is asked: of that within which this stands, or of one around it.
    Bound(usize),
}

impl<C> Expression<C> {
    /// Returns the parts of which this is made, one step down.
    pub(crate) fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Column(_)
            | Self::Null
            | Self::Yes(_)
            | Self::Integer(_)
            | Self::Real(_)
            | Self::Text(_)
            | Self::Bound(_) => Vec::new(),
            Self::Not(of) | Self::Minus(of) | Self::IsNull(of) | Self::Cast { of, .. } => vec![of],
            Self::Binary(_, a, b) | Self::Item(a, b) => vec![a, b],
            Self::Transform { of, each } => vec![of, each],
            Self::Between(of, from, to) => vec![of, from, to],
            Self::In(of, list) => std::iter::once(&**of).chain(list).collect(),
            Self::Call(_, parts) | Self::List(parts) => parts.iter().collect(),
            Self::Case { arms, otherwise } => arms
                .iter()
                .flat_map(|(when, then)| [when, then])
                .chain(otherwise.as_deref())
                .collect(),
        }
    }

    /// Calls a function with each column.
    pub(crate) fn each_column<'e>(&'e self, see: &mut impl FnMut(&'e C)) {
        if let Self::Column(column) = self {
            see(column);
        }
        for part in self.parts() {
            part.each_column(see);
        }
    }

    /// Returns whether it asks of no item of a list that is taken apart around it.
    pub(crate) fn is_closed(&self) -> bool {
        self.is_closed_within(0)
    }

    fn is_closed_within(&self, lists: usize) -> bool {
        match self {
            Self::Bound(around) => *around < lists,
            Self::Transform { of, each } => {
                of.is_closed_within(lists) && each.is_closed_within(lists + 1)
            }
            _ => self.parts().into_iter().all(|part| part.is_closed_within(lists)),
        }
    }

    /// Returns the same expression with other columns.
    pub(crate) fn map<D>(&self, with: &mut impl FnMut(&C) -> D) -> Expression<D> {
        let mut boxed = |part: &Self| Box::new(part.map(with));
        match self {
            Self::Column(column) => Expression::Column(with(column)),
            Self::Null => Expression::Null,
            Self::Yes(yes) => Expression::Yes(*yes),
            Self::Integer(number) => Expression::Integer(*number),
            Self::Real(number) => Expression::Real(*number),
            Self::Text(text) => Expression::Text(text.clone()),
            Self::Not(of) => Expression::Not(boxed(of)),
            Self::Minus(of) => Expression::Minus(boxed(of)),
            Self::IsNull(of) => Expression::IsNull(boxed(of)),
            Self::Between(of, from, to) => Expression::Between(boxed(of), boxed(from), boxed(to)),
            Self::Binary(operator, a, b) => Expression::Binary(*operator, boxed(a), boxed(b)),
            Self::Item(of, at) => Expression::Item(boxed(of), boxed(at)),
            Self::Transform { of, each } => {
                Expression::Transform { of: boxed(of), each: boxed(each) }
            }
            Self::Bound(around) => Expression::Bound(*around),
            Self::List(parts) => {
                Expression::List(parts.iter().map(|part| part.map(with)).collect())
            }
            Self::In(of, list) => {
                let of = boxed(of);
                Expression::In(of, list.iter().map(|part| part.map(with)).collect())
            }
            Self::Call(function, parts) => {
                Expression::Call(*function, parts.iter().map(|part| part.map(with)).collect())
            }
            Self::Cast { of, to, or_null } => {
                Expression::Cast { of: boxed(of), to: *to, or_null: *or_null }
            }
            Self::Case { arms, otherwise } => Expression::Case {
                arms: arms.iter().map(|(when, then)| (when.map(with), then.map(with))).collect(),
                otherwise: otherwise.as_ref().map(|part| Box::new(part.map(with))),
            },
        }
    }
}
