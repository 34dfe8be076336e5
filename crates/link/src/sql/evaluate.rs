//! Works out an expression, with DuckDB's answers: null in, null out, except where said.

use std::borrow::Cow;
use std::cell::RefCell;
use std::cmp::Ordering;

use regex::Regex;

use super::date::{DAY, SECOND, civil, is_known, moment};
use super::{Expression, Function, Kind, Operator};
use crate::similarity;
use crate::value::Value;

/// What an expression gives, or why it gives nothing.
type Answer<'v> = Result<Value<'v>, String>;

/// Bytes that another text put behind two may have: most names are shorter.
const JOINED: usize = 16;

thread_local! {
    /// Patterns are literals of a model, so there are few of them.
    /// Few, so that looking at each is quicker than to hash.
    static PATTERNS: RefCell<Vec<(String, Regex)>> = const { RefCell::new(Vec::new()) };
}

/// Works out an expression for given values of its columns.
pub(crate) fn evaluate<'v, C>(
    expression: &'v Expression<C>,
    column: &dyn Fn(&C) -> Value<'v>,
) -> Answer<'v> {
    within(expression, column, &[])
}

/// Works it out within lists that are taken apart, of each of which this is the item.
fn within<'v, C>(
    expression: &'v Expression<C>,
    column: &dyn Fn(&C) -> Value<'v>,
    items: &[Value<'v>],
) -> Answer<'v> {
    let one = |part: &'v Expression<C>| within(part, column, items);
    Ok(match expression {
        Expression::Column(own) => column(own),
        Expression::Null => Value::Null,
        Expression::Yes(yes) => Value::Yes(*yes),
        Expression::Integer(number) => Value::Integer(*number),
        Expression::Real(number) => Value::Real(*number),
        Expression::Text(text) => Value::Text(Cow::Borrowed(text)),
        Expression::Not(of) => truth(&one(of)?)?.map_or(Value::Null, |yes| Value::Yes(!yes)),
        Expression::Minus(of) => match one(of)? {
            Value::Integer(number) => Value::Integer(-number),
            Value::Null => Value::Null,
            other => Value::Real(-real(&other)?),
        },
        Expression::IsNull(of) => Value::Yes(one(of)? == Value::Null),
        Expression::Between(of, from, to) => {
            let of = one(of)?;
            let from = compared(&of, &one(from)?)?.map(Ordering::is_ge);
            let to = compared(&of, &one(to)?)?.map(Ordering::is_le);
            both(from, to)
        }
        Expression::In(of, list) => {
            let of = one(of)?;
            let mut any = Some(false);
            for part in list {
                let same = compared(&of, &one(part)?)?.map(Ordering::is_eq);
                any = either(any, same);
            }
            yes(any)
        }
        Expression::Binary(operator, a, b) => binary(*operator, one(a)?, || one(b))?,
        Expression::Call(function, parts) => call(*function, parts, &one)?,
        Expression::Cast { of, to, or_null } => match cast(one(of)?, *to) {
            Err(_) if *or_null => Value::Null,
            cast => cast?,
        },
        Expression::Case { arms, otherwise } => {
            for (when, then) in arms {
                if truth(&one(when)?)? == Some(true) {
                    return one(then);
                }
            }
            otherwise.as_deref().map_or(Ok(Value::Null), one)?
        }
        Expression::Item(of, at) => item(one(of)?, &one(at)?)?,
        Expression::List(parts) => Value::List(parts.iter().map(one).collect::<Result<_, _>>()?),
        Expression::Bound(around) => {
            items.iter().rev().nth(*around).cloned().unwrap_or(Value::Null)
        }
        Expression::Transform { of, each } => match one(of)? {
            Value::Null => Value::Null,
            of => {
                let made = list(of)?.into_iter().map(|item| {
                    let items: Vec<Value<'v>> = items.iter().cloned().chain([item]).collect();
                    within(each, column, &items)
                });
                Value::List(made.collect::<Result<_, _>>()?)
            }
        },
    })
}

fn yes<'v>(answer: Option<bool>) -> Value<'v> {
    answer.map_or(Value::Null, Value::Yes)
}

fn both<'v>(a: Option<bool>, b: Option<bool>) -> Value<'v> {
    yes(if a == Some(false) || b == Some(false) { Some(false) } else { a.zip(b).map(|_| true) })
}

fn either(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    if a == Some(true) || b == Some(true) { Some(true) } else { a.zip(b).map(|_| false) }
}

/// Reads a value as yes or no.
pub(crate) fn truth(value: &Value<'_>) -> Result<Option<bool>, String> {
    match value {
        Value::Null => Ok(None),
        Value::Yes(yes) => Ok(Some(*yes)),
        Value::Integer(number) => Ok(Some(*number != 0)),
        other => Err(format!("{} is neither true nor false", other.kind())),
    }
}

fn binary<'v>(operator: Operator, a: Value<'v>, b: impl FnOnce() -> Answer<'v>) -> Answer<'v> {
    let a_truth = |a: &Value<'v>| truth(a);
    match operator {
        Operator::And => {
            let a = a_truth(&a)?;
            return Ok(if a == Some(false) { yes(a) } else { both(a, truth(&b()?)?) });
        }
        Operator::Or => {
            let a = a_truth(&a)?;
            return Ok(if a == Some(true) { yes(a) } else { yes(either(a, truth(&b()?)?)) });
        }
        _ => {}
    }
    let b = b()?;
    if a == Value::Null || b == Value::Null {
        return Ok(Value::Null);
    }
    let ordered = || compared(&a, &b);
    Ok(match operator {
        Operator::And | Operator::Or => Value::Null,
        Operator::Equal => yes(ordered()?.map(Ordering::is_eq)),
        Operator::NotEqual => yes(ordered()?.map(Ordering::is_ne)),
        Operator::Less => yes(ordered()?.map(Ordering::is_lt)),
        Operator::LessOrEqual => yes(ordered()?.map(Ordering::is_le)),
        Operator::Greater => yes(ordered()?.map(Ordering::is_gt)),
        Operator::GreaterOrEqual => yes(ordered()?.map(Ordering::is_ge)),
        Operator::Concatenate => Value::Text(Cow::Owned(match (a, &b) {
            (Value::Text(Cow::Owned(mut a)), Value::Text(b)) => {
                a.push_str(b);
                a
            }
            (Value::Text(a), Value::Text(b)) => {
                // More often than not something is put behind it.
                let mut joined = String::with_capacity(a.len() + b.len() + JOINED);
                joined.push_str(&a);
                joined.push_str(b);
                joined
            }
            (a, b) => text_of(&a) + &text_of(b),
        })),
        Operator::Add | Operator::Subtract | Operator::Multiply => arithmetic(operator, &a, &b)?,
        Operator::Divide => Value::Real(real(&a)? / real(&b)?),
        Operator::DivideWhole | Operator::Remainder => match (&a, &b) {
            (_, Value::Integer(0)) => Value::Null,
            (Value::Integer(a), Value::Integer(b)) if operator == Operator::Remainder => {
                Value::Integer(a.wrapping_rem(*b))
            }
            (Value::Integer(a), Value::Integer(b)) => Value::Integer(a.wrapping_div(*b)),
            _ => return Err("whole numbers are needed on both sides".into()),
        },
    })
}

fn arithmetic(operator: Operator, a: &Value<'_>, b: &Value<'_>) -> Answer<'static> {
    let whole = |a: i64, b: i64| match operator {
        Operator::Add => a.checked_add(b),
        Operator::Subtract => a.checked_sub(b),
        _ => a.checked_mul(b),
    };
    let sum = |a: f64, b: f64| match operator {
        Operator::Add => a + b,
        Operator::Subtract => a - b,
        _ => a * b,
    };
    match (a, b) {
        (Value::Integer(a), Value::Integer(b)) | (Value::Day(a), Value::Day(b)) => {
            whole(*a, *b).map(Value::Integer).ok_or_else(|| "the number is too large".to_owned())
        }
        (Value::Day(day), Value::Integer(more)) => {
            whole(*day, *more).map(Value::Day).ok_or_else(|| "the date is too far away".to_owned())
        }
        (a, b) => Ok(Value::Real(sum(real(a)?, real(b)?))),
    }
}

/// Reads a value as a number: text too, where it is one, because a CSV file holds only text.
fn real(value: &Value<'_>) -> Result<f64, String> {
    match value {
        Value::Integer(number) => Ok(*number as f64),
        Value::Real(number) => Ok(*number),
        Value::Text(text) => text.trim().parse().map_err(|_| format!("\"{text}\" is not a number")),
        other => Err(format!("{} is not a number", other.kind())),
    }
}

/// Compares two values; `None` where one is not known.
fn compared(a: &Value<'_>, b: &Value<'_>) -> Result<Option<Ordering>, String> {
    Ok(Some(match (a, b) {
        (Value::Null, _) | (_, Value::Null) => return Ok(None),
        (Value::Text(a), Value::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
        (Value::Integer(a), Value::Integer(b))
        | (Value::Day(a), Value::Day(b))
        | (Value::Moment(a), Value::Moment(b)) => a.cmp(b),
        (Value::Yes(a), Value::Yes(b)) => a.cmp(b),
        (Value::Day(a), Value::Moment(b)) => (a * DAY).cmp(b),
        (Value::Moment(a), Value::Day(b)) => a.cmp(&(b * DAY)),
        (Value::List(a), Value::List(b)) => {
            if a == b {
                Ordering::Equal
            } else {
                format!("{a:?}").cmp(&format!("{b:?}"))
            }
        }
        (a, b) => real(a)?.total_cmp(&real(b)?),
    }))
}

fn item<'v>(of: Value<'v>, at: &Value<'_>) -> Answer<'v> {
    let Value::Integer(at) = at else { return Err("a place in a list is a whole number".into()) };
    match of {
        Value::Null => Ok(Value::Null),
        Value::List(mut items) => {
            let place = if *at < 0 { items.len() as i64 + at } else { at - 1 };
            let place = usize::try_from(place).ok().filter(|place| *place < items.len());
            Ok(place.map_or(Value::Null, |place| items.swap_remove(place)))
        }
        text @ Value::Text(_) => Ok(part(text, |text| substring(text, *at, Some(1)))),
        other => Err(format!("{} is not a list", other.kind())),
    }
}

fn call<'v, C>(
    function: Function,
    parts: &'v [Expression<C>],
    one: &dyn Fn(&'v Expression<C>) -> Answer<'v>,
) -> Answer<'v> {
    if function == Function::Coalesce {
        for part in parts {
            let value = one(part)?;
            if value != Value::Null {
                return Ok(value);
            }
        }
        return Ok(Value::Null);
    }
    let mut values = Vec::with_capacity(parts.len());
    for part in parts {
        values.push(one(part)?);
    }
    match function {
        Function::Concat => {
            let known = values.iter().filter(|value| **value != Value::Null);
            return Ok(Value::Text(Cow::Owned(known.map(text_of).collect())));
        }
        Function::NullIf => {
            let same = compared(&values[0], &values[1])? == Some(Ordering::Equal);
            return Ok(if same { Value::Null } else { values.swap_remove(0) });
        }
        Function::Greatest | Function::Least => return extreme(function, values),
        _ => {}
    }
    if values.contains(&Value::Null) {
        // A list has nothing in common with one that is not known, says DuckDB, but not the other way round.
        let is_list = function == Function::ArrayIntersect && values[0] != Value::Null;
        return Ok(if is_list { Value::List(Vec::new()) } else { Value::Null });
    }
    match function {
        Function::Abs
        | Function::Acos
        | Function::Cos
        | Function::Sin
        | Function::Radians
        | Function::Ln
        | Function::Sqrt
        | Function::Round => numeric(function, &values),
        Function::Epoch
        | Function::DateDifference
        | Function::Parse
        | Function::Year
        | Function::Month
        | Function::DayOfMonth => of_time(function, &values),
        Function::ArrayIntersect
        | Function::ArrayLength
        | Function::Cosine
        | Function::Flatten
        | Function::ListMaximum
        | Function::ListMinimum => of_list(function, values),
        _ => of_text(function, &mut values),
    }
}

/// Returns the greatest or the least of the values that are known.
fn extreme<'v>(function: Function, values: Vec<Value<'v>>) -> Answer<'v> {
    let wanted = if function == Function::Greatest { Ordering::Greater } else { Ordering::Less };
    let mut best = Value::Null;
    for value in values {
        if best == Value::Null || compared(&value, &best)? == Some(wanted) {
            best = value;
        }
    }
    Ok(best)
}

fn numeric(function: Function, values: &[Value<'_>]) -> Answer<'static> {
    if let (Function::Abs, Value::Integer(number)) = (function, &values[0]) {
        return Ok(Value::Integer(number.saturating_abs()));
    }
    let number = real(&values[0])?;
    Ok(Value::Real(match function {
        Function::Abs => number.abs(),
        Function::Acos => number.acos(),
        Function::Cos => number.cos(),
        Function::Sin => number.sin(),
        Function::Ln => number.ln(),
        Function::Sqrt => number.sqrt(),
        Function::Round => {
            let tens = 10_f64.powf(values.get(1).map_or(Ok(0.0), real)?);
            (number * tens).round() / tens
        }
        _ => number.to_radians(),
    }))
}

/// Returns the microseconds of a day or a time.
fn micros(value: &Value<'_>) -> Result<i64, String> {
    match value {
        Value::Day(day) => Ok(day * DAY),
        Value::Moment(at) => Ok(*at),
        other => Err(format!("{} is not a date", other.kind())),
    }
}

fn of_time(function: Function, values: &[Value<'_>]) -> Answer<'static> {
    let calendar = |value: &Value<'_>| micros(value).map(|at| civil(at.div_euclid(DAY)));
    Ok(match function {
        Function::Epoch => Value::Real(micros(&values[0])? as f64 / SECOND as f64),
        Function::Parse => {
            let (text, format) = (word(&values[0])?, word(&values[1])?);
            if !is_known(format) {
                return Err(format!("the format {format} is not known here"));
            }
            moment(text, format).map_or(Value::Null, Value::Moment)
        }
        Function::Year => Value::Integer(calendar(&values[0])?.0),
        Function::Month => Value::Integer(calendar(&values[0])?.1),
        Function::DayOfMonth => Value::Integer(calendar(&values[0])?.2),
        _ => {
            let (from, to) = (&values[1], &values[2]);
            let ((from_year, from_month, _), (to_year, to_month, _)) =
                (calendar(from)?, calendar(to)?);
            let (from, to) = (micros(from)?, micros(to)?);
            Value::Integer(match word(&values[0])?.to_lowercase().as_str() {
                "day" => to.div_euclid(DAY) - from.div_euclid(DAY),
                "week" => {
                    (to.div_euclid(DAY) + 3).div_euclid(7)
                        - (from.div_euclid(DAY) + 3).div_euclid(7)
                }
                "month" => (to_year - from_year) * 12 + to_month - from_month,
                "year" => to_year - from_year,
                "hour" => to.div_euclid(3_600 * SECOND) - from.div_euclid(3_600 * SECOND),
                "second" => to.div_euclid(SECOND) - from.div_euclid(SECOND),
                part => return Err(format!("datediff by {part} is not known here")),
            })
        }
    })
}

/// Reads a value that has to be a list.
fn list(value: Value<'_>) -> Result<Vec<Value<'_>>, String> {
    match value {
        Value::List(items) => Ok(items),
        other => Err(format!("{} is not a list", other.kind())),
    }
}

fn of_list<'v>(function: Function, values: Vec<Value<'v>>) -> Answer<'v> {
    let mut values = values.into_iter().map(list);
    let items = values.next().unwrap_or_else(|| Ok(Vec::new()))?;
    match function {
        Function::ArrayLength => return Ok(Value::Integer(items.len() as i64)),
        Function::ListMaximum => return extreme(Function::Greatest, items),
        Function::ListMinimum => return extreme(Function::Least, items),
        Function::Flatten => {
            let known = items.into_iter().filter(|item| *item != Value::Null);
            let lists = known.map(list).collect::<Result<Vec<_>, _>>()?;
            return Ok(Value::List(lists.into_iter().flatten().collect()));
        }
        _ => {}
    }
    let others = values.next().unwrap_or_else(|| Ok(Vec::new()))?;
    if function == Function::Cosine {
        return cosine(&items, &others);
    }
    let mut both: Vec<Value<'v>> = Vec::new();
    for item in items {
        if item != Value::Null && others.contains(&item) && !both.contains(&item) {
            both.push(item);
        }
    }
    Ok(Value::List(both))
}

/// Returns the cosine of the angle between two lists of numbers.
fn cosine(a: &[Value<'_>], b: &[Value<'_>]) -> Answer<'static> {
    if a.len() != b.len() {
        return Err("lists of numbers that are as long as each other are needed".into());
    }
    let numbers = |list: &[Value<'_>]| list.iter().map(real).collect::<Result<Vec<f64>, _>>();
    let (a, b) = (numbers(a)?, numbers(b)?);
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    if a.is_empty() {
        return Ok(Value::Null);
    }
    let cosine = product(&a, &b) / (product(&a, &a) * product(&b, &b)).sqrt();
    // What is rounded may be beyond what a cosine can be. What is no number (a list of nothing but 0) is above all
    // others in DuckDB, as one without a sign is here.
    Ok(Value::Real(if cosine.is_nan() { f64::NAN } else { cosine.clamp(-1.0, 1.0) }))
}

/// Reads a value that has to be text.
fn word<'t>(value: &'t Value<'_>) -> Result<&'t str, String> {
    match value {
        Value::Text(text) => Ok(text),
        other => Err(format!("{} is not text", other.kind())),
    }
}

fn whole(value: &Value<'_>) -> Result<i64, String> {
    match value {
        Value::Integer(number) => Ok(*number),
        other => Err(format!("{} is not a whole number", other.kind())),
    }
}

fn of_text<'v>(function: Function, values: &mut [Value<'v>]) -> Answer<'v> {
    let first = std::mem::replace(&mut values[0], Value::Null);
    let text = word(&first)?;
    let second = || word(&values[1]);
    let made = |text: String| Ok(Value::Text(Cow::Owned(text)));
    match function {
        Function::Lower => made(text.to_lowercase()),
        Function::Upper => made(text.to_uppercase()),
        Function::Trim => made(text.trim_matches(' ').to_owned()),
        Function::Reverse => made(text.chars().rev().collect()),
        Function::Length => Ok(Value::Integer(text.chars().count() as i64)),
        Function::StripAccents => made(text.chars().map(without_accent).collect()),
        Function::Contains => Ok(Value::Yes(text.contains(second()?))),
        Function::StartsWith => Ok(Value::Yes(text.starts_with(second()?))),
        Function::Replace => made(text.replace(second()?, word(&values[2])?)),
        Function::Substring => {
            let length = values.get(2).map(whole).transpose()?;
            let start = whole(&values[1])?;
            Ok(part(first, |text| substring(text, start, length)))
        }
        Function::Left => made(kept(text, whole(&values[1])?, true)),
        Function::Right => made(kept(text, whole(&values[1])?, false)),
        Function::SplitPart => {
            let (by, at) = (second()?, whole(&values[2])?);
            Ok(part(first, |text| split_part(text, by, at)))
        }
        Function::RegexpExtract => {
            let group = values.get(2).map_or(Ok(0), whole)? as usize;
            // The whole is found without the groups in it, which is quicker.
            with_pattern(second()?, |pattern| {
                part(first, |text| match group {
                    0 => matched(pattern, text),
                    _ => pattern
                        .captures(text)
                        .and_then(|found| found.get(group))
                        .map_or("", |found| found.as_str()),
                })
            })
        }
        Function::RegexpReplace => {
            let with = regex::NoExpand(word(&values[2])?);
            let all = values.get(3).map_or(Ok(""), word)?.contains('g');
            let replaced = with_pattern(second()?, |pattern| {
                pattern.replacen(text, usize::from(!all), with).into_owned()
            });
            made(replaced?)
        }
        _ => similar(function, text, second()?),
    }
}

fn similar(function: Function, a: &str, b: &str) -> Answer<'static> {
    Ok(match function {
        Function::Jaro => Value::Real(similarity::jaro(a, b)),
        Function::JaroWinkler => Value::Real(similarity::jaro_winkler(a, b)),
        Function::Levenshtein => Value::Integer(similarity::levenshtein(a, b) as i64),
        Function::DamerauLevenshtein => {
            Value::Integer(similarity::damerau_levenshtein(a, b) as i64)
        }
        Function::Jaccard => similarity::jaccard(a, b).map_or(Value::Null, Value::Real),
        other => return Err(format!("{other:?} is not a function of texts")),
    })
}

/// Returns a part of a text, which is not copied where the text is known elsewhere.
fn part<'v>(text: Value<'v>, of: impl for<'t> FnOnce(&'t str) -> &'t str) -> Value<'v> {
    match text {
        Value::Text(Cow::Borrowed(text)) => Value::Text(Cow::Borrowed(of(text))),
        Value::Text(Cow::Owned(text)) => Value::Text(Cow::Owned(of(&text).to_owned())),
        other => other,
    }
}

/// Returns what a pattern finds first in a text: nothing where that is nowhere.
pub(crate) fn matched<'t>(pattern: &Regex, text: &'t str) -> &'t str {
    pattern.find(text).map_or("", |found| found.as_str())
}

/// Does something with a pattern, which is compiled once.
fn with_pattern<T>(pattern: &str, work: impl FnOnce(&Regex) -> T) -> Result<T, String> {
    PATTERNS.with_borrow_mut(|patterns| {
        let known = patterns.iter().position(|(known, _)| known == pattern);
        let at = if let Some(at) = known {
            at
        } else {
            let regex = Regex::new(pattern)
                .map_err(|_| format!("the pattern {pattern} is not understood"))?;
            patterns.push((pattern.to_owned(), regex));
            patterns.len() - 1
        };
        Ok(work(&patterns[at].1))
    })
}

/// Returns a part of a text, in characters from 1; from the end where the start is below 0.
pub(crate) fn substring(text: &str, start: i64, length: Option<i64>) -> &str {
    let count = if text.is_ascii() { text.len() } else { text.chars().count() } as i64;
    let from = if start < 0 { (count + start).max(0) } else { start - 1 };
    let to = length.map_or(count, |length| from.saturating_add(length.max(0)));
    let to = usize::try_from(to.max(0)).unwrap_or(0);
    let from = usize::try_from(from.max(0)).unwrap_or(0).min(to);
    let byte = |character: usize| {
        if text.is_ascii() {
            return character.min(text.len());
        }
        text.char_indices().nth(character).map_or(text.len(), |(byte, _)| byte)
    };
    &text[byte(from)..byte(to)]
}

/// Returns the characters at one end of a text; all but so many of the other end where below 0.
fn kept(text: &str, most: i64, front: bool) -> String {
    let count = text.chars().count() as i64;
    let most = if most < 0 { (count + most).max(0) } else { most.min(count) };
    let skip = if front { 0 } else { count - most };
    text.chars().skip(skip as usize).take(most as usize).collect()
}

/// Returns a part of a text between separators, from 1; from the end where below 0.
pub(crate) fn split_part<'t>(text: &'t str, by: &str, at: i64) -> &'t str {
    let count = || if by.is_empty() { 1 } else { text.split(by).count() as i64 };
    let place = if at < 0 { count() + at } else { at - 1 };
    let Ok(place) = usize::try_from(place) else { return "" };
    if by.is_empty() {
        return if place == 0 { text } else { "" };
    }
    text.split(by).nth(place).unwrap_or_default()
}

/// Returns a letter of Latin-1 and the Welsh ŵ and ŷ without its accent.
pub(crate) fn without_accent(letter: char) -> char {
    match letter {
        'À'..='Å' => 'A',
        'Ç' => 'C',
        'È'..='Ë' => 'E',
        'Ì'..='Ï' => 'I',
        'Ñ' => 'N',
        'Ò'..='Ö' => 'O',
        'Ù'..='Ü' => 'U',
        'Ý' | 'Ŷ' | 'Ÿ' => 'Y',
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' => 'o',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'Ŵ' => 'W',
        'ŵ' => 'w',
        other => other,
    }
}

fn cast(value: Value<'_>, to: Kind) -> Answer<'_> {
    let refused =
        |value: &Value<'_>, what: &str| Err(format!("\"{}\" is not {what}", text_of(value)));
    Ok(match (to, value) {
        (_, Value::Null) => Value::Null,
        (Kind::Text, Value::Text(text)) => Value::Text(text),
        (Kind::Text, other) => Value::Text(Cow::Owned(text_of(&other))),
        (Kind::Integer, Value::Integer(number)) => Value::Integer(number),
        (Kind::Integer, Value::Yes(yes)) => Value::Integer(i64::from(yes)),
        (Kind::Integer, other) => match real(&other) {
            Ok(number) if number.abs() < 9e15 => Value::Integer(number.round_ties_even() as i64),
            _ => return refused(&other, "a whole number"),
        },
        (Kind::Real, other) => match real(&other) {
            Ok(number) => Value::Real(number),
            Err(_) => return refused(&other, "a number"),
        },
        (Kind::Day, Value::Moment(at)) => Value::Day(at.div_euclid(DAY)),
        (Kind::Day, Value::Day(day)) => Value::Day(day),
        (Kind::Day, Value::Text(text)) => match moment(&text, "%Y-%m-%d") {
            Some(at) => Value::Day(at.div_euclid(DAY)),
            None => return refused(&Value::Text(text), "a date"),
        },
        (Kind::Moment, Value::Day(day)) => Value::Moment(day * DAY),
        (Kind::Moment, Value::Moment(at)) => Value::Moment(at),
        (Kind::Moment, Value::Text(text)) => {
            let formats = ["%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"];
            match formats.iter().find_map(|format| moment(&text, format)) {
                Some(at) => Value::Moment(at),
                None => return refused(&Value::Text(text), "a time"),
            }
        }
        (Kind::Yes, other) => yes(truth(&other)?),
        (_, other) => return refused(&other, "a date"),
    })
}

/// Returns a value as DuckDB writes it.
pub(crate) fn text_of(value: &Value<'_>) -> String {
    match value {
        Value::Null => String::new(),
        Value::Yes(yes) => yes.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.1}")
        }
        Value::Real(number) if number.is_infinite() => {
            if *number > 0.0 {
                "inf".into()
            } else {
                "-inf".into()
            }
        }
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Day(day) => {
            let (year, month, day) = civil(*day);
            format!("{year:04}-{month:02}-{day:02}")
        }
        Value::Moment(at) => {
            let (day, rest) = (at.div_euclid(DAY), at.rem_euclid(DAY) / SECOND);
            let clock = format!("{:02}:{:02}:{:02}", rest / 3_600, rest / 60 % 60, rest % 60);
            format!("{} {clock}", text_of(&Value::Day(day)))
        }
        Value::List(items) => items.iter().map(text_of).collect::<Vec<_>>().join(","),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Columns, parse};
    use super::*;

    /// Works out an expression without columns; a null is shown as `null`.
    fn answer(sql: &str) -> String {
        let parsed = parse(sql, Columns::Plain).unwrap();
        match evaluate(&parsed, &|_| Value::Null).unwrap() {
            Value::Null => "null".into(),
            value => text_of(&value),
        }
    }

    #[test]
    fn answers_are_those_of_duckdb() {
        let goldens: Vec<(String, Option<String>)> =
            serde_json::from_str(include_str!("../../tests/golden/expressions.json")).unwrap();
        assert!(goldens.len() > 60);
        for (sql, expected) in goldens {
            assert_eq!(answer(&sql), expected.unwrap_or_else(|| "null".into()), "{sql}");
        }
    }

    #[test]
    fn what_is_not_known_is_refused_by_name_and_place() {
        let refused = |sql: &str| parse(sql, Columns::Suffixed).unwrap_err().to_string();
        let said = refused("soundex(a_l) = soundex(a_r)");
        assert_eq!(
            said,
            "in `soundex(a_l) = soundex(a_r)`, at character 1: the function soundex is not known here"
        );
        assert!(refused("a_l = b").contains("at character 7: b ends neither in _l nor in _r"));
        assert!(refused("a_l =").contains("something is missing at the end"));
        assert!(refused("a_l = 'x").contains("does not end"));
    }
}
