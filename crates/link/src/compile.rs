//! Conditions into predicates: what is asked of one record becomes a column, and what is left over
//! both is compared by code, looked up as a measure or a distance, or worked out pair by pair.

use std::sync::Arc;

use crate::measure::{Measure, Outline, Threshold};
use crate::predicate::{Gather, General, Near, Predicate};
use crate::records::Records;
use crate::refusal::Refusal;
use crate::sql::{Expression, Function, Named, Operator, Side, evaluate};
use crate::value::{Value, Values};

type Condition = Expression<Named>;

/// A column of one side, of which pairs need the codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gathered {
    pub(crate) side: Side,
    pub(crate) column: usize,
}

/// Compiles conditions over the same records.
pub(crate) struct Compiler<'r> {
    pub(crate) records: &'r mut Records,
    pub(crate) gathered: Vec<Gathered>,
    pub(crate) measures: Vec<Measure>,
    /// Outlines of the columns of which they were needed.
    outlines: Vec<(usize, Arc<Vec<Outline>>)>,
    sql: String,
}

/// Of which records an expression asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    None,
    One(Side),
    Both,
}

impl<'r> Compiler<'r> {
    pub(crate) fn new(records: &'r mut Records) -> Self {
        let (gathered, measures, outlines) = (Vec::new(), Vec::new(), Vec::new());
        Self { records, gathered, measures, outlines, sql: String::new() }
    }

    /// Compiles a condition, which messages show as it was written.
    pub(crate) fn condition(
        &mut self,
        condition: &Condition,
        sql: &str,
    ) -> Result<Predicate, Refusal> {
        sql.clone_into(&mut self.sql);
        self.compile(condition, false)
    }

    fn compile(&mut self, condition: &Condition, negated: bool) -> Result<Predicate, Refusal> {
        match condition {
            Expression::Not(of) => return self.compile(of, !negated),
            Expression::Binary(operator @ (Operator::And | Operator::Or), a, b) => {
                let parts = vec![self.compile(a, negated)?, self.compile(b, negated)?];
                return Ok(if (*operator == Operator::And) != negated {
                    Predicate::All(flat(parts, |part| match part {
                        Predicate::All(inner) => Ok(inner),
                        other => Err(other),
                    }))
                } else {
                    Predicate::Any(flat(parts, |part| match part {
                        Predicate::Any(inner) => Ok(inner),
                        other => Err(other),
                    }))
                });
            }
            _ => {}
        }
        match asks(condition) {
            Asks::None => self.constant(condition, negated),
            Asks::One(side) => self.one_sided(condition, side, negated),
            Asks::Both => self.two_sided(condition, negated),
        }
    }

    fn constant(&self, condition: &Condition, negated: bool) -> Result<Predicate, Refusal> {
        let found =
            evaluate(condition, &|_| Value::Null).and_then(|found| crate::sql::truth(&found));
        let found = found.map_err(|problem| self.wrong(problem))?;
        let holds = found.is_some_and(|holds| holds != negated);
        Ok(if holds { Predicate::Always } else { Predicate::Never })
    }

    fn wrong(&self, problem: impl Into<String>) -> Refusal {
        Refusal::Value { sql: self.sql.clone(), problem: problem.into() }
    }

    fn one_sided(
        &mut self,
        condition: &Condition,
        side: Side,
        negated: bool,
    ) -> Result<Predicate, Refusal> {
        if let Expression::IsNull(of) = condition {
            let gather = self.gather(of, side)?;
            return Ok(if negated { Predicate::Known(gather) } else { Predicate::Null(gather) });
        }
        let column = self.derived(condition)?;
        let values = self.records.at(column).values.clone();
        let wanted = (0..values.len() as u32).find(|code| {
            let truth = crate::sql::truth(&values.get(*code));
            truth == Ok(Some(!negated))
        });
        let gather = self.gathered(side, column);
        Ok(wanted.map_or(Predicate::Never, |code| Predicate::Is(gather, code)))
    }

    fn two_sided(&mut self, condition: &Condition, negated: bool) -> Result<Predicate, Refusal> {
        if let Expression::Binary(operator, a, b) = condition {
            if let Some(same) = self.equality(*operator, a, b, negated)? {
                return Ok(same);
            }
            if let Some(ordered) = self.ordered(*operator, a, b, negated)? {
                return Ok(ordered);
            }
        }
        self.general(condition, negated)
    }

    /// Compiles that something of one record equals something of the other.
    fn equality(
        &mut self,
        operator: Operator,
        a: &Condition,
        b: &Condition,
        negated: bool,
    ) -> Result<Option<Predicate>, Refusal> {
        let differ = match operator {
            Operator::Equal => negated,
            Operator::NotEqual => !negated,
            _ => return Ok(None),
        };
        let Some((left, right)) = sides(a, b) else { return Ok(None) };
        let (left, right) = (self.derived(left)?, self.derived(right)?);
        if differ && left != right {
            // A translated column does not tell what is not known from what the other has not.
            return Ok(None);
        }
        let right = self.records.translated(right, left)?;
        let (left, right) = (self.gathered(Side::Left, left), self.gathered(Side::Right, right));
        Ok(Some(if differ { Predicate::Differ(left, right) } else { Predicate::Same(left, right) }))
    }

    /// Compiles a measure or a distance against a limit.
    fn ordered(
        &mut self,
        operator: Operator,
        a: &Condition,
        b: &Condition,
        negated: bool,
    ) -> Result<Option<Predicate>, Refusal> {
        let turned = match operator {
            Operator::Less => Operator::Greater,
            Operator::LessOrEqual => Operator::GreaterOrEqual,
            Operator::Greater => Operator::Less,
            Operator::GreaterOrEqual => Operator::LessOrEqual,
            _ => return Ok(None),
        };
        let (operator, of, limit) = match (limit_of(a), limit_of(b)) {
            (None, Some(limit)) => (operator, a, limit),
            (Some(limit), None) => (turned, b, limit),
            _ => return Ok(None),
        };
        let at_most = matches!(operator, Operator::Less | Operator::LessOrEqual);
        let strict = matches!(operator, Operator::Less | Operator::Greater);
        let Expression::Call(function, parts) = of else { return Ok(None) };
        if let (Function::Abs, [Expression::Binary(Operator::Subtract, a, b)]) =
            (function, parts.as_slice())
        {
            return self.near((a, b), limit, (at_most, strict), negated);
        }
        if !is_measure(*function) {
            return Ok(None);
        }
        let (left, right) = match (asks(&parts[0]), asks(&parts[1])) {
            (Asks::One(Side::Left), Asks::One(Side::Right)) => (&parts[0], &parts[1]),
            // The measures are not the same both ways round to the last digit.
            _ => return Ok(None),
        };
        // `> limit` of a distance is that `<= limit` does not hold.
        let turned = Measure::is_distance(*function) != at_most;
        let threshold = Threshold { limit, strict: strict != turned };
        let (left, right) = (self.derived(left)?, self.derived(right)?);
        self.reaches(*function, (left, right), threshold, negated != turned).map(Some)
    }

    fn near(
        &mut self,
        (a, b): (&Condition, &Condition),
        limit: f64,
        (at_most, strict): (bool, bool),
        negated: bool,
    ) -> Result<Option<Predicate>, Refusal> {
        let Some((left, right)) = sides(a, b) else { return Ok(None) };
        let (left, left_numbers) = self.numbers(left)?;
        let (right, right_numbers) = self.numbers(right)?;
        let (left, right) = (self.gathered(Side::Left, left), self.gathered(Side::Right, right));
        let strict = strict == at_most;
        let near = Near {
            left,
            right,
            left_numbers,
            right_numbers,
            limit,
            strict,
            negated: negated == at_most,
        };
        Ok(Some(Predicate::Near(Box::new(near))))
    }

    /// Returns a column as numbers: text is read as such.
    fn numbers(&mut self, of: &Condition) -> Result<(usize, Arc<Vec<f64>>), Refusal> {
        let column = self.derived(of)?;
        let values = &self.records.at(column).values;
        if let Some(numbers) = values.numbers() {
            return Ok((column, Arc::new(numbers)));
        }
        let cast = Expression::Cast {
            of: Box::new(of.clone()),
            to: crate::sql::Kind::Real,
            or_null: false,
        };
        let column = self.derived(&cast)?;
        let numbers = self.records.at(column).values.numbers().unwrap_or_default();
        Ok((column, Arc::new(numbers)))
    }

    fn reaches(
        &mut self,
        function: Function,
        (left, right): (usize, usize),
        threshold: Threshold,
        negated: bool,
    ) -> Result<Predicate, Refusal> {
        for column in [left, right] {
            let values = &self.records.at(column).values;
            if values.texts().is_none() && values.len() > 0 {
                let name = self.records.name(column).trim_start_matches('=');
                let problem =
                    format!("\"{name}\" is {}, where text is needed", values.get(0).kind());
                return Err(self.wrong(problem));
            }
        }
        let gathers = (self.gathered(Side::Left, left), self.gathered(Side::Right, right));
        let same = |own: &Measure| own.function == function && (own.left, own.right) == gathers;
        let measure = if let Some(at) = self.measures.iter().position(same) {
            at
        } else {
            let of = |own: &mut Self, gather: Gather, column: usize| {
                (gather, own.records.at(column).values.clone(), own.outlines(column))
            };
            let (left, right) = (of(self, gathers.0, left), of(self, gathers.1, right));
            self.measures.push(Measure::new(function, left, right));
            self.measures.len() - 1
        };
        let thresholds = &mut self.measures[measure].thresholds;
        if !thresholds.contains(&threshold) {
            thresholds.push(threshold);
        }
        // The class is filled in by `settle`, when all thresholds are known; until then it is the
        // place of the threshold.
        let class = thresholds.iter().position(|known| *known == threshold).unwrap_or(0) as u8;
        Ok(Predicate::Reaches { measure, class, negated })
    }

    fn outlines(&mut self, column: usize) -> Arc<Vec<Outline>> {
        if let Some((_, known)) = self.outlines.iter().find(|(known, _)| *known == column) {
            return known.clone();
        }
        let made = Arc::new(Outline::of_all(&self.records.at(column).values));
        self.outlines.push((column, made.clone()));
        made
    }

    /// Puts the thresholds of each measure in order, and tells the predicates their classes.
    pub(crate) fn settle<'p>(&mut self, predicates: impl Iterator<Item = &'p mut Predicate>) {
        let mut classes = Vec::new();
        for measure in &mut self.measures {
            let less = Measure::is_distance(measure.function);
            let before = measure.thresholds.clone();
            measure.thresholds.sort_by(|a, b| {
                let limits = a.limit.total_cmp(&b.limit);
                let limits = if less { limits.reverse() } else { limits };
                limits.then(a.strict.cmp(&b.strict))
            });
            let class = |old: &Threshold| {
                measure.thresholds.iter().position(|new| new == old).unwrap_or(0) as u8 + 1
            };
            classes.push(before.iter().map(class).collect::<Vec<u8>>());
            measure.settle();
        }
        for predicate in predicates {
            predicate.settle(&classes);
        }
    }

    /// Compiles what none of the quick ways fits.
    fn general(&mut self, condition: &Condition, negated: bool) -> Result<Predicate, Refusal> {
        let mut columns = Vec::new();
        let expression = self.placed(condition, &mut columns)?;
        let expression = if negated { Expression::Not(Box::new(expression)) } else { expression };
        // One value of each column shows whether the kinds fit together.
        let first = |column: &usize| {
            let values: &Values = &columns[*column].1;
            if values.len() == 0 { Value::Null } else { values.get(0).owned() }
        };
        let tried = evaluate(&expression, &first).and_then(|found| crate::sql::truth(&found));
        tried.map_err(|problem| self.wrong(problem))?;
        Ok(Predicate::General(Box::new(General { expression, columns })))
    }

    /// Puts the largest parts that ask of one record in the place of columns.
    fn placed(
        &mut self,
        condition: &Condition,
        columns: &mut Vec<(Gather, Arc<Values>)>,
    ) -> Result<Expression<usize>, Refusal> {
        if let Asks::One(side) = asks(condition)
            && condition.is_closed()
        {
            let column = self.derived(condition)?;
            let gather = self.gathered(side, column);
            columns.push((gather, self.records.at(column).values.clone()));
            return Ok(Expression::Column(columns.len() - 1));
        }
        let mut one = |part: &Condition| self.placed(part, columns);
        let boxed = |part: Expression<usize>| Box::new(part);
        Ok(match condition {
            Expression::Not(of) => Expression::Not(boxed(one(of)?)),
            Expression::Minus(of) => Expression::Minus(boxed(one(of)?)),
            Expression::IsNull(of) => Expression::IsNull(boxed(one(of)?)),
            Expression::Binary(operator, a, b) => {
                Expression::Binary(*operator, boxed(one(a)?), boxed(one(b)?))
            }
            Expression::Item(of, at) => Expression::Item(boxed(one(of)?), boxed(one(at)?)),
            Expression::Transform { of, each } => {
                Expression::Transform { of: boxed(one(of)?), each: boxed(one(each)?) }
            }
            Expression::List(parts) => {
                Expression::List(parts.iter().map(one).collect::<Result<_, _>>()?)
            }
            Expression::Between(of, from, to) => {
                Expression::Between(boxed(one(of)?), boxed(one(from)?), boxed(one(to)?))
            }
            Expression::In(of, list) => {
                let of = boxed(one(of)?);
                Expression::In(of, list.iter().map(one).collect::<Result<_, _>>()?)
            }
            Expression::Call(function, parts) => {
                Expression::Call(*function, parts.iter().map(one).collect::<Result<_, _>>()?)
            }
            Expression::Cast { of, to, or_null } => {
                Expression::Cast { of: boxed(one(of)?), to: *to, or_null: *or_null }
            }
            Expression::Case { arms, otherwise } => {
                let mut placed = Vec::with_capacity(arms.len());
                for (when, then) in arms {
                    placed.push((one(when)?, one(then)?));
                }
                let otherwise = otherwise.as_deref().map(one).transpose()?.map(boxed);
                Expression::Case { arms: placed, otherwise }
            }
            // Without columns, so there is nothing to put in place.
            other => other.map(&mut |_| 0),
        })
    }

    /// Returns the place of the column of what is asked of one record.
    pub(crate) fn derived(&mut self, of: &Condition) -> Result<usize, Refusal> {
        self.records.derived(&of.map(&mut |column| column.name.clone()))
    }

    fn gather(&mut self, of: &Condition, side: Side) -> Result<Gather, Refusal> {
        let column = self.derived(of)?;
        Ok(self.gathered(side, column))
    }

    pub(crate) fn gathered(&mut self, side: Side, column: usize) -> Gather {
        let wanted = Gathered { side, column };
        let known = self.gathered.iter().position(|known| *known == wanted);
        known.unwrap_or_else(|| {
            self.gathered.push(wanted);
            self.gathered.len() - 1
        })
    }
}

impl Predicate {
    fn settle(&mut self, classes: &[Vec<u8>]) {
        match self {
            Self::Reaches { measure, class, .. } => *class = classes[*measure][*class as usize],
            Self::All(parts) | Self::Any(parts) => {
                parts.iter_mut().for_each(|part| part.settle(classes));
            }
            _ => {}
        }
    }
}

/// Returns of which records an expression asks.
fn asks(expression: &Condition) -> Asks {
    let mut found = Asks::None;
    expression.each_column(&mut |column| {
        found = match (found, column.side) {
            (Asks::None, Some(side)) => Asks::One(side),
            (Asks::One(one), Some(side)) if one != side => Asks::Both,
            (found, _) => found,
        };
    });
    found
}

fn is_measure(function: Function) -> bool {
    matches!(
        function,
        Function::Jaro
            | Function::JaroWinkler
            | Function::Levenshtein
            | Function::DamerauLevenshtein
            | Function::Jaccard
    )
}

/// Returns a number that is written out.
fn limit_of(expression: &Condition) -> Option<f64> {
    match expression {
        Expression::Integer(number) => Some(*number as f64),
        Expression::Real(number) => Some(*number),
        Expression::Minus(of) => limit_of(of).map(|number| -number),
        _ => None,
    }
}

/// Returns parts with the inner ones of those of the same kind in their place.
fn flat(
    parts: Vec<Predicate>,
    inner: impl Fn(Predicate) -> Result<Vec<Predicate>, Predicate>,
) -> Vec<Predicate> {
    parts.into_iter().flat_map(|part| inner(part).unwrap_or_else(|other| vec![other])).collect()
}

/// Returns what is asked of the left record and what of the right, where each is asked of one.
fn sides<'c>(a: &'c Condition, b: &'c Condition) -> Option<(&'c Condition, &'c Condition)> {
    match (asks(a), asks(b)) {
        (Asks::One(Side::Left), Asks::One(Side::Right)) => Some((a, b)),
        (Asks::One(Side::Right), Asks::One(Side::Left)) => Some((b, a)),
        _ => None,
    }
}

/// Returns the parts of a condition that all have to hold.
pub(crate) fn conjuncts(condition: &Condition) -> Vec<&Condition> {
    match condition {
        Expression::Binary(Operator::And, a, b) => {
            let mut parts = conjuncts(a);
            parts.extend(conjuncts(b));
            parts
        }
        other => vec![other],
    }
}

/// Returns the two sides of an equality of something of the left and something of the right.
pub(crate) fn equality(condition: &Condition) -> Option<(&Condition, &Condition)> {
    let Expression::Binary(Operator::Equal, a, b) = condition else { return None };
    sides(a, b)
}
