//! Words into an expression, by precedence climbing (Pratt, "Top down operator precedence", 1973).

use super::lexer::{Word, words};
use super::{Expression, Function, Kind, Named, Operator, Side};
use crate::refusal::Refusal;

/// Deepest nesting.
const DEEPEST: usize = 64;

/// How an expression says which record a column is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Columns {
    /// `name_l` and `name_r`.
    Suffixed,
    /// `l.name` and `r.name`.
    Prefixed,
    /// There is one record.
    Plain,
}

type Parsed = Expression<Named>;

/// Parses an expression.
pub(crate) fn parse(sql: &str, columns: Columns) -> Result<Parsed, Refusal> {
    let mut parser =
        Parser { sql, columns, words: words(sql)?, at: 0, depth: 0, bound: Vec::new() };
    let parsed = parser.expression(0)?;
    parser.sign(";");
    match parser.peek() {
        Word::End => Ok(parsed),
        _ => Err(parser.refused("this is left over")),
    }
}

struct Parser<'s> {
    sql: &'s str,
    columns: Columns,
    words: Vec<(usize, Word)>,
    at: usize,
    depth: usize,
    /// What the items of lists that are being taken apart are called, the innermost last.
    bound: Vec<String>,
}

impl Parser<'_> {
    fn peek(&self) -> &Word {
        &self.words[self.at.min(self.words.len() - 1)].1
    }

    fn refused(&self, problem: impl Into<String>) -> Refusal {
        let at = self.words[self.at.min(self.words.len() - 1)].0;
        Refusal::Expression { sql: self.sql.to_owned(), at, problem: problem.into() }
    }

    /// Takes a sign if it comes next.
    fn sign(&mut self, sign: &str) -> bool {
        let is = matches!(self.peek(), Word::Sign(own) if *own == sign);
        self.at += usize::from(is);
        is
    }

    /// Takes a keyword if it comes next.
    fn keyword(&mut self, keyword: &str) -> bool {
        let is = self.is_keyword(keyword);
        self.at += usize::from(is);
        is
    }

    fn is_keyword(&self, keyword: &str) -> bool {
        matches!(self.peek(), Word::Name(own) if own.eq_ignore_ascii_case(keyword))
    }

    fn expect_sign(&mut self, sign: &str) -> Result<(), Refusal> {
        if self.sign(sign) { Ok(()) } else { Err(self.refused(format!("\"{sign}\" is missing"))) }
    }

    fn expect_keyword(&mut self, keyword: &str) -> Result<(), Refusal> {
        if self.keyword(keyword) {
            Ok(())
        } else {
            Err(self.refused(format!("\"{keyword}\" is missing")))
        }
    }

    /// Parses what binds at least as tightly as `least`.
    fn expression(&mut self, least: u8) -> Result<Parsed, Refusal> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.refused(format!("more than {DEEPEST} levels of brackets")));
        }
        let mut left = self.operand()?;
        loop {
            if least <= 4
                && (self.is_keyword("is")
                    || self.is_keyword("in")
                    || self.is_keyword("between")
                    || self.is_keyword("not"))
            {
                left = self.test(left)?;
                continue;
            }
            let Some((operator, power)) = self.operator() else { break };
            if power < least {
                break;
            }
            self.at += 1;
            let right = self.expression(power + 1)?;
            left = Expression::Binary(operator, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Ok(left)
    }

    /// Returns the operator that comes next and how tightly it binds.
    fn operator(&self) -> Option<(Operator, u8)> {
        Some(match self.peek() {
            Word::Name(name) if name.eq_ignore_ascii_case("or") => (Operator::Or, 1),
            Word::Name(name) if name.eq_ignore_ascii_case("and") => (Operator::And, 2),
            Word::Sign("=" | "==") => (Operator::Equal, 4),
            Word::Sign("<>" | "!=") => (Operator::NotEqual, 4),
            Word::Sign("<") => (Operator::Less, 4),
            Word::Sign("<=") => (Operator::LessOrEqual, 4),
            Word::Sign(">") => (Operator::Greater, 4),
            Word::Sign(">=") => (Operator::GreaterOrEqual, 4),
            Word::Sign("||") => (Operator::Concatenate, 5),
            Word::Sign("+") => (Operator::Add, 6),
            Word::Sign("-") => (Operator::Subtract, 6),
            Word::Sign("*") => (Operator::Multiply, 7),
            Word::Sign("/") => (Operator::Divide, 7),
            Word::Sign("//") => (Operator::DivideWhole, 7),
            Word::Sign("%") => (Operator::Remainder, 7),
            _ => return None,
        })
    }

    /// Parses `is null`, `in (…)`, `between … and …`, and each with `not`.
    fn test(&mut self, left: Parsed) -> Result<Parsed, Refusal> {
        let left = Box::new(left);
        if self.keyword("is") {
            let not = self.keyword("not");
            self.expect_keyword("null")?;
            return Ok(negated(not, Expression::IsNull(left)));
        }
        let not = self.keyword("not");
        if self.keyword("in") {
            self.expect_sign("(")?;
            let list = self.list(")")?;
            return Ok(negated(not, Expression::In(left, list)));
        }
        self.expect_keyword("between")?;
        let from = Box::new(self.expression(5)?);
        self.expect_keyword("and")?;
        let to = Box::new(self.expression(5)?);
        Ok(negated(not, Expression::Between(left, from, to)))
    }

    fn list(&mut self, end: &str) -> Result<Vec<Parsed>, Refusal> {
        let mut parts = Vec::new();
        if self.sign(end) {
            return Ok(parts);
        }
        loop {
            parts.push(self.expression(0)?);
            if self.sign(end) {
                return Ok(parts);
            }
            self.expect_sign(",")?;
        }
    }

    /// Parses an operand and what is attached to it.
    fn operand(&mut self) -> Result<Parsed, Refusal> {
        let mut operand = self.bare_operand()?;
        loop {
            if self.sign("[") {
                let at = self.expression(0)?;
                self.expect_sign("]")?;
                operand = Expression::Item(Box::new(operand), Box::new(at));
            } else if self.sign("::") {
                let to = self.kind()?;
                operand = Expression::Cast { of: Box::new(operand), to, or_null: false };
            } else {
                return Ok(operand);
            }
        }
    }

    fn bare_operand(&mut self) -> Result<Parsed, Refusal> {
        match self.peek().clone() {
            Word::Integer(number) => {
                self.at += 1;
                Ok(Expression::Integer(number))
            }
            Word::Real(number) => {
                self.at += 1;
                Ok(Expression::Real(number))
            }
            Word::Text(text) => {
                self.at += 1;
                Ok(Expression::Text(text))
            }
            Word::Quoted(name) => {
                self.at += 1;
                self.column(name)
            }
            Word::Name(name) => self.word(&name),
            Word::Sign("(") => {
                self.at += 1;
                let inner = self.expression(0)?;
                self.expect_sign(")")?;
                Ok(inner)
            }
            Word::Sign("[") => {
                self.at += 1;
                Ok(Expression::List(self.list("]")?))
            }
            Word::Sign("-") => {
                self.at += 1;
                Ok(Expression::Minus(Box::new(self.expression(8)?)))
            }
            Word::Sign("+") => {
                self.at += 1;
                self.expression(8)
            }
            Word::End => Err(self.refused("something is missing at the end")),
            Word::Sign(sign) => Err(self.refused(format!("\"{sign}\" makes no sense here"))),
        }
    }

    /// Parses what begins with a name: a keyword, a function or a column.
    fn word(&mut self, name: &str) -> Result<Parsed, Refusal> {
        let start = self.at;
        self.at += 1;
        let bound = self.bound.iter().rev().position(|own| own.eq_ignore_ascii_case(name));
        if let Some(around) = bound.filter(|_| !matches!(self.peek(), Word::Sign("("))) {
            return Ok(Expression::Bound(around));
        }
        let lower = name.to_lowercase();
        match lower.as_str() {
            "null" => return Ok(Expression::Null),
            "true" | "false" => return Ok(Expression::Yes(lower == "true")),
            "not" => return Ok(Expression::Not(Box::new(self.expression(3)?))),
            "case" => return self.case(),
            "cast" | "try_cast" => return self.cast(lower == "try_cast"),
            "date" | "timestamp" if matches!(self.peek(), Word::Text(_)) => {
                let to = if lower == "date" { Kind::Day } else { Kind::Moment };
                let of = Box::new(self.bare_operand()?);
                return Ok(Expression::Cast { of, to, or_null: false });
            }
            _ => {}
        }
        if !self.sign("(") {
            return self.column(name.to_owned());
        }
        if ["list_transform", "array_transform", "list_apply", "array_apply"].contains(&&*lower) {
            return self.transform();
        }
        let Some(function) = Function::named(&lower) else {
            self.at = start;
            return Err(self.refused(format!("the function {lower} is not known here")));
        };
        let parts = self.list(")")?;
        let (fewest, most) = function.arguments();
        if parts.len() < fewest || parts.len() > most {
            self.at = start;
            let problem = format!("{lower} takes {fewest} to {most} values, not {}", parts.len());
            return Err(self.refused(problem));
        }
        Ok(Expression::Call(function, parts))
    }

    /// Parses a list, and what is made of each item: `x -> …` or, as DuckDB has it since 1.3, `lambda x: …`.
    fn transform(&mut self) -> Result<Parsed, Refusal> {
        let of = Box::new(self.expression(0)?);
        self.expect_sign(",")?;
        let sign = if self.keyword("lambda") { ":" } else { "->" };
        let Word::Name(item) = self.peek().clone() else {
            return Err(self.refused("what an item is called is missing"));
        };
        self.at += 1;
        self.expect_sign(sign)?;
        self.bound.push(item);
        let each = Box::new(self.expression(0)?);
        self.bound.pop();
        self.expect_sign(")")?;
        Ok(Expression::Transform { of, each })
    }

    fn case(&mut self) -> Result<Parsed, Refusal> {
        let mut arms = Vec::new();
        while self.keyword("when") {
            let when = self.expression(0)?;
            self.expect_keyword("then")?;
            arms.push((when, self.expression(0)?));
        }
        let otherwise =
            if self.keyword("else") { Some(Box::new(self.expression(0)?)) } else { None };
        self.expect_keyword("end")?;
        Ok(Expression::Case { arms, otherwise })
    }

    fn cast(&mut self, or_null: bool) -> Result<Parsed, Refusal> {
        self.expect_sign("(")?;
        let of = Box::new(self.expression(0)?);
        self.expect_keyword("as")?;
        let to = self.kind()?;
        self.expect_sign(")")?;
        Ok(Expression::Cast { of, to, or_null })
    }

    fn kind(&mut self) -> Result<Kind, Refusal> {
        let Word::Name(name) = self.peek().clone() else {
            return Err(self.refused("a type is missing"));
        };
        let kind = match name.to_lowercase().as_str() {
            "text" | "varchar" | "string" | "char" => Kind::Text,
            "int" | "integer" | "bigint" | "smallint" | "tinyint" | "int4" | "int8" => {
                Kind::Integer
            }
            "double" | "float" | "float8" | "float4" | "real" | "decimal" | "numeric" => Kind::Real,
            "date" => Kind::Day,
            "timestamp" | "datetime" => Kind::Moment,
            "boolean" | "bool" => Kind::Yes,
            _ => return Err(self.refused(format!("the type {name} is not known here"))),
        };
        self.at += 1;
        Ok(kind)
    }

    /// Makes a column of a name, and of what follows a dot.
    fn column(&mut self, name: String) -> Result<Parsed, Refusal> {
        self.at -= 1;
        let (side, name) = match self.columns {
            Columns::Plain => (None, name),
            Columns::Suffixed => {
                let side = match name.get(name.len().saturating_sub(2)..) {
                    Some("_l" | "_L") => Side::Left,
                    Some("_r" | "_R") => Side::Right,
                    _ => {
                        let problem = format!(
                            "{name} ends neither in _l nor in _r, so it is not clear of which record it is"
                        );
                        return Err(self.refused(problem));
                    }
                };
                (Some(side), name[..name.len() - 2].to_owned())
            }
            Columns::Prefixed => {
                let side = match name.as_str() {
                    "l" | "L" => Side::Left,
                    "r" | "R" => Side::Right,
                    _ => {
                        let problem = format!(
                            "{name} is neither of l. nor of r., so it is not clear of which record it is"
                        );
                        return Err(self.refused(problem));
                    }
                };
                self.at += 1;
                self.expect_sign(".")?;
                let (Word::Name(name) | Word::Quoted(name)) = self.peek().clone() else {
                    return Err(self.refused("the name of a column is missing"));
                };
                (Some(side), name)
            }
        };
        self.at += 1;
        Ok(Expression::Column(Named { side, name }))
    }
}

fn negated(not: bool, of: Parsed) -> Parsed {
    if not { Expression::Not(Box::new(of)) } else { of }
}
