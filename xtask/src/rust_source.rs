//! Rust text split into code, literals and tests, well enough for the rules of the house.
//!
//! Not a parser: it knows comments, strings, characters and braces, and nothing of grammar. That
//! keeps this program quick to compile.

use std::ops::Range;

/// One Rust file.
pub(crate) struct RustSource {
    /// The text with comments and the insides of literals blanked; offsets are as in the file.
    pub(crate) code: String,
    /// The string literals that aren't in comments.
    pub(crate) literals: Vec<Literal>,
    /// The offsets of what is compiled for tests only.
    tests: Vec<Range<usize>>,
    /// Names of modules that are declared for tests only, each in a file of its own.
    pub(crate) test_modules: Vec<String>,
}

/// A string literal.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Literal {
    /// Where the text in it begins.
    pub(crate) at: usize,
    /// The text in it, with escapes as written.
    pub(crate) text: String,
}

impl RustSource {
    /// Splits a file.
    pub(crate) fn new(text: &str) -> Self {
        let (code, literals) = split(text);
        let (tests, test_modules) = find_tests(&code);
        Self { code, literals, tests, test_modules }
    }

    /// Returns whether what stands at an offset is compiled for tests only.
    pub(crate) fn is_test(&self, at: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&at))
    }

    /// Returns the string literals outside tests.
    pub(crate) fn product_literals(&self) -> impl Iterator<Item = &Literal> {
        self.literals.iter().filter(|literal| !self.is_test(literal.at))
    }

    /// Returns where a word or path stands in code outside tests, whole.
    pub(crate) fn product_uses<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        self.code.match_indices(word).map(|(at, _)| at).filter(move |&at| {
            let starts = !self.code[..at].ends_with(is_word);
            let ends = word.ends_with(|c| !is_word(c))
                || !self.code[at + word.len()..].starts_with(is_word);
            starts && ends && !self.is_test(at)
        })
    }
}

/// Returns the number of the line that an offset is on, from 1.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at].iter().filter(|&&byte| byte == b'\n').count() + 1
}

fn split(text: &str) -> (String, Vec<Literal>) {
    let mut code = String::with_capacity(text.len());
    let mut literals = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let (kind, length) = token(rest, code.chars().next_back());
        match kind {
            Kind::Code => code.push_str(&rest[..length]),
            Kind::Comment => blank(&mut code, &rest[..length]),
            Kind::Text { open, close } => {
                let inside = &rest[open..length - close];
                literals.push(Literal { at: at + open, text: inside.to_owned() });
                code.push_str(&rest[..open]);
                blank(&mut code, inside);
                code.push_str(&rest[length - close..length]);
            }
        }
        at += length;
    }
    (code, literals)
}

enum Kind {
    Code,
    Comment,
    /// Lengths of the opening and the closing quote.
    Text {
        open: usize,
        close: usize,
    },
}

/// Returns what the text begins with, and its length in bytes.
fn token(rest: &str, before: Option<char>) -> (Kind, usize) {
    let first = rest.chars().next().map_or(1, char::len_utf8);
    if rest.starts_with("//") {
        return (Kind::Comment, rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return (Kind::Comment, block_comment(rest));
    }
    if let Some(after) = rest.strip_prefix('"') {
        let length = 1 + quoted(after, '"');
        let close = usize::from(length > 1 && rest[..length].ends_with('"'));
        return (Kind::Text { open: 1, close }, length);
    }
    let in_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if rest.starts_with('r')
        && (!in_word || before == Some('b'))
        && let Some((open, length, close)) = raw(rest)
    {
        return (Kind::Text { open, close }, length);
    }
    if rest.starts_with('\'') {
        return (Kind::Code, character(rest).unwrap_or(1));
    }
    (Kind::Code, first)
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        if rest.as_bytes()[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest.as_bytes()[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// Returns the length up to and with the closing quote.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote {
            return at + 1;
        }
    }
    rest.len()
}

/// Returns the lengths of the opening, the whole and the closing of a raw string.
fn raw(rest: &str) -> Option<(usize, usize, usize)> {
    let hashes = rest[1..].bytes().take_while(|&byte| byte == b'#').count();
    let open = hashes + 2;
    if rest.as_bytes().get(open - 1) != Some(&b'"') {
        return None;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let inside = rest[open..].find(&end)?;
    Some((open, open + inside + end.len(), end.len()))
}

/// Returns the length of a character literal; none when the quote begins a lifetime.
fn character(rest: &str) -> Option<usize> {
    let inside = &rest[1..];
    let first = inside.chars().next()?;
    if first == '\\' {
        return Some(1 + quoted(inside, '\''));
    }
    inside[first.len_utf8()..].starts_with('\'').then_some(2 + first.len_utf8())
}

fn blank(code: &mut String, text: &str) {
    code.extend(text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
}

fn find_tests(code: &str) -> (Vec<Range<usize>>, Vec<String>) {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut modules = Vec::new();
    for (at, mark) in code.match_indices("#[cfg(test)]") {
        let item = &code[at + mark.len()..];
        let length = item_length(item);
        let item = &item[..length];
        if item.ends_with(';')
            && let Some((_, name)) = item[..length - 1].rsplit_once("mod ")
        {
            modules.push(name.trim().to_owned());
        }
        ranges.push(at..at + mark.len() + length);
    }
    (ranges, modules)
}

/// Returns the length of an item: to its semicolon, or to the end of its braces.
fn item_length(item: &str) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in item.bytes().enumerate() {
        match byte {
            b';' if depth == 0 => return at + 1,
            b'{' => depth += 1,
            b'}' if depth <= 1 => return at + 1,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    item.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_literals(text: &str, expected: &[&str]) {
        let source = RustSource::new(text);
        assert_eq!(source.code.len(), text.len(), "offsets must stay");
        let found: Vec<&str> =
            source.literals.iter().map(|literal| literal.text.as_str()).collect();
        assert_eq!(found, expected, "{text}");
        for literal in &source.literals {
            assert!(text[literal.at..].starts_with(&literal.text));
        }
    }

    #[test]
    fn literals_are_told_from_comments_and_characters() {
        check_literals(r#"let a = "one"; // "no""#, &["one"]);
        check_literals(r#"/* "no" /* "no" */ "no" */ "yes""#, &["yes"]);
        check_literals(r#"let q = '"'; let s: &'static str = "a\"b";"#, &[r#"a\"b"#]);
        check_literals(
            r##"r#"raw "inside""#, b"bytes", br"b""##,
            &[r#"raw "inside""#, "bytes", "b"],
        );
        check_literals(r#"'\'' "é" '\u{e9}' "Cymraeg: ŵ""#, &["é", "Cymraeg: ŵ"]);
        check_literals("", &[]);
        check_literals("\"never closed", &["never closed"]);
    }

    #[test]
    fn tests_are_told_from_the_product() {
        let source = RustSource::new(
            "#[cfg(test)]\nmod messages;\nfn a() { now() }\n#[cfg(test)]\nmod tests { fn b() { now() } }\nfn c() { now(); known() }",
        );
        let uses: Vec<usize> = source.product_uses("now").collect();
        assert_eq!(uses.len(), 2, "one in a test, and one inside another word");
        assert_eq!(line_of(&source.code, uses[1]), 6);
        assert_eq!(source.test_modules, ["messages"]);
    }
}
