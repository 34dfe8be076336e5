//! Takes out of free text what is about others: the names of workers, and ways to reach somebody that
//! are not the person's own. Each is replaced by a mark.
//!
//! Every worker's full name is looked for. Of workers who had to do with the record their given and
//! family names alone are looked for too, as words that begin with a capital, unless the person has the
//! same name. It finds nothing else: the names of other people cannot be told from other words by a
//! machine, which is why a worker reads an export before they hand it over (docs/export.md).

use aho_corasick::{AhoCorasick, BuildError, MatchKind};
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use store::export::{Own, WorkerName};
use uuid::Uuid;

/// Letters of a name that is looked for alone at least: shorter ones are words as often as names.
const LETTERS: usize = 3;
/// Digits of a telephone number: from ten, with the area code, to thirteen, with that of a country.
const DIGITS: usize = 10;
const MOST_DIGITS: usize = 13;

/// An e-mail address, or what may be a telephone number: it begins with 0 or with a country's code.
static CONTACT: LazyLock<Regex> = LazyLock::new(|| {
    let contact = r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+|(?:\+\d|\b0|\(0)[\d ()-]{8,}\d";
    Regex::new(contact).unwrap_or_else(|_| unreachable!("a literal"))
});

/// What is written in place of what was taken out.
#[derive(Clone, Debug)]
pub struct Marks {
    /// In place of a worker's name.
    pub worker: String,
    /// In place of a way to reach somebody else.
    pub contact: String,
}

/// Takes out of one person's record what is about others.
#[derive(Debug)]
pub(super) struct Redactor {
    names: AhoCorasick,
    /// How many of the patterns are full names; the rest are single ones.
    full: usize,
    /// The person's own numbers and addresses, as they are compared.
    own: BTreeSet<String>,
    marks: Marks,
}

impl Redactor {
    /// # Errors
    /// When there are more names than can be looked for at once.
    pub(super) fn new(workers: &[WorkerName], own: &Own, marks: Marks) -> Result<Self, BuildError> {
        let own_words: BTreeSet<String> =
            own.names.iter().flat_map(|name| words(name)).map(str::to_lowercase).collect();
        let own_names: BTreeSet<String> = own.names.iter().map(|n| n.to_lowercase()).collect();
        let mut patterns: Vec<&str> = workers
            .iter()
            .map(|worker| worker.name.trim())
            .filter(|name| !name.is_empty() && !own_names.contains(&name.to_lowercase()))
            .collect();
        let full = patterns.len();
        let acted = workers.iter().filter(|worker| worker.acted);
        let single: BTreeSet<&str> = acted
            .flat_map(|worker| words(&worker.name))
            .filter(|word| word.chars().count() >= LETTERS)
            .filter(|word| !own_words.contains(&word.to_lowercase()))
            .collect();
        patterns.extend(single);
        let names = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            // The whole name, and not the given name that it begins with.
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns)?;
        let own = own.contacts.iter().map(|contact| compared(contact)).collect();
        Ok(Self { names, full, own, marks })
    }

    /// Returns a text with what is about others taken out.
    pub(super) fn text(&self, text: &str) -> String {
        let contacts = CONTACT.replace_all(text, |found: &regex::Captures<'_>| {
            let found = &found[0];
            let is_contact = found.contains('@') || (DIGITS..=MOST_DIGITS).contains(&digits(found));
            if is_contact && !self.own.contains(&compared(found)) {
                self.marks.contact.clone()
            } else {
                found.to_owned()
            }
        });
        let mut left = String::with_capacity(contacts.len());
        let mut from = 0;
        for found in self.names.find_iter(&*contacts) {
            let whole = is_end(contacts[..found.start()].chars().next_back())
                && is_end(contacts[found.end()..].chars().next());
            let name = &contacts[found.range()];
            let capital = name.starts_with(char::is_uppercase);
            if whole && (found.pattern().as_usize() < self.full || capital) {
                left.push_str(&contacts[from..found.start()]);
                left.push_str(&self.marks.worker);
                from = found.end();
            }
        }
        left.push_str(&contacts[from..]);
        left
    }

    /// Takes out of every text in a value what is about others, and what stands for a worker.
    pub(super) fn json(&self, value: &mut Value) {
        match value {
            // An id may look as if it began with a number.
            Value::String(text) if Uuid::parse_str(text).is_ok() => {}
            Value::String(text) => *text = self.text(text),
            Value::Array(values) => values.iter_mut().for_each(|value| self.json(value)),
            Value::Object(fields) => {
                for (name, value) in fields.iter_mut() {
                    // Life cycles and events call a worker so: by id or by name.
                    let worker = matches!(name.as_str(), "by" | "worker" | "account");
                    if worker && value.is_string() {
                        *value = Value::String(self.marks.worker.clone());
                    } else {
                        self.json(value);
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphabetic() && !matches!(c, '\'' | '’' | '-'))
        .filter(|word| !word.is_empty())
}

/// Returns whether a name ends at a character.
fn is_end(beside: Option<char>) -> bool {
    beside.is_none_or(|c| !c.is_alphanumeric())
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// Returns a contact as it is compared: a number by its last digits, so that `+44 7…` is `07…`.
fn compared(contact: &str) -> String {
    if contact.contains('@') {
        return contact.trim().to_lowercase();
    }
    let digits: Vec<char> = contact.chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(DIGITS)..].iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let worker = |name: &str, acted| WorkerName { name: name.to_owned(), acted };
        let workers =
            [worker("Will Penhaligon", true), worker("Siân Bright", true), worker("Jo Far", false)];
        let own = Own {
            names: vec!["Siân O’Neill".to_owned()],
            contacts: vec!["07700 900123".to_owned(), "sian@example.org".to_owned()],
        };
        let marks = Marks { worker: "[W]".to_owned(), contact: "[C]".to_owned() };
        let redactor = Redactor::new(&workers, &own, marks).unwrap();
        assert_eq!(redactor.text(text), expected);
    }

    #[test]
    fn workers_are_taken_out_in_full_and_by_one_name() {
        check("Will Penhaligon rang.", "[W] rang.");
        check("will penhaligon rang", "[W] rang");
        check("Mr Penhaligon’s note; ask Will", "Mr [W]’s note; ask [W]");
        check("I will go", "I will go");
        check("Willow and Penhaligonshire", "Willow and Penhaligonshire");
        check("Jo Far and Jo", "[W] and Jo");
        check("Siân met Siân Bright", "Siân met [W]");
    }

    #[test]
    fn only_the_persons_own_contacts_stay() {
        check("ring +44 7700 900123 or 0770 090 0123", "ring +44 7700 900123 or 0770 090 0123");
        check("her mother: 029 2018 0000.", "her mother: [C].");
        check("a.b@example.com, Sian@example.org", "[C], Sian@example.org");
        check("on 2026-11-25, cell 12, 1234567", "on 2026-11-25, cell 12, 1234567");
    }

    #[test]
    fn whoever_moved_a_thing_is_taken_out_of_its_state() {
        let marks = Marks { worker: "[W]".to_owned(), contact: "[C]".to_owned() };
        let redactor = Redactor::new(&[], &Own::default(), marks).unwrap();
        let mut state = serde_json::json!({
            "state": "meeting_held", "by": "0198-…", "results": [{"aim": "ring 01632 960 001"}],
            "person_attended": true
        });
        redactor.json(&mut state);
        let expected = serde_json::json!({
            "state": "meeting_held", "by": "[W]", "results": [{"aim": "ring [C]"}],
            "person_attended": true
        });
        assert_eq!(state, expected);
    }
}
