//! Text into words.

use crate::refusal::Refusal;

/// A word of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    /// A name or a keyword, as written.
    Name(String),
    /// A name in double quotes.
    Quoted(String),
    Text(String),
    Integer(i64),
    Real(f64),
    Sign(&'static str),
    End,
}

/// Signs, the longer first.
const SIGNS: [&str; 25] = [
    "<>", "!=", "<=", ">=", "==", "||", "//", "::", "->", "=", "<", ">", "+", "-", "*", "/", "%",
    "(", ")", ",", ".", "[", "]", ";", ":",
];

/// Returns the words, each with its place in characters from 1.
pub(super) fn words(sql: &str) -> Result<Vec<(usize, Word)>, Refusal> {
    let mut found = Vec::new();
    let mut rest = sql;
    loop {
        rest = rest.trim_start();
        let at = sql.chars().count() - rest.chars().count() + 1;
        let refused = |problem: String| Refusal::Expression { sql: sql.to_owned(), at, problem };
        let Some(first) = rest.chars().next() else {
            found.push((at, Word::End));
            return Ok(found);
        };
        let (word, after) = if first.is_alphabetic() || first == '_' {
            let is_part = |c: char| c.is_alphanumeric() || c == '_';
            let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            (Word::Name(rest[..end].to_owned()), &rest[end..])
        } else if first.is_ascii_digit() {
            number(rest).ok_or_else(|| refused("this is not a number".into()))?
        } else if first == '\'' || first == '"' {
            let (text, after) = quoted(rest, first)
                .ok_or_else(|| refused(format!("what begins with {first} does not end")))?;
            (if first == '"' { Word::Quoted(text) } else { Word::Text(text) }, after)
        } else {
            let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
            let sign = sign.ok_or_else(|| refused(format!("\"{first}\" is not understood")))?;
            (Word::Sign(sign), &rest[sign.len()..])
        };
        found.push((at, word));
        rest = after;
    }
}

fn number(rest: &str) -> Option<(Word, &str)> {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let mut end = digits(rest);
    let mut is_real = false;
    if rest[end..].starts_with('.') {
        is_real = true;
        end += 1 + digits(&rest[end + 1..]);
    }
    if rest[end..].starts_with(['e', 'E']) {
        let sign = usize::from(rest[end + 1..].starts_with(['+', '-']));
        let power = digits(&rest[end + 1 + sign..]);
        if power > 0 {
            is_real = true;
            end += 1 + sign + power;
        }
    }
    let (text, after) = rest.split_at(end);
    let word =
        if is_real { Word::Real(text.parse().ok()?) } else { Word::Integer(text.parse().ok()?) };
    Some((word, after))
}

/// Returns what is in quotes, in which two quotes stand for one.
fn quoted(rest: &str, quote: char) -> Option<(String, &str)> {
    let mut text = String::new();
    let mut rest = &rest[1..];
    loop {
        let end = rest.find(quote)?;
        text.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        if !rest.starts_with(quote) {
            return Some((text, rest));
        }
        text.push(quote);
        rest = &rest[1..];
    }
}
