//! Everything on screen is said in English and in Welsh, in files of the same name, with the same
//! arguments: neither language is an afterthought.

use super::fluent::{self, Message};
use super::tree::File;
use super::{Findings, Rule, Tree};
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule { name: "every message is in English and in Welsh", check };

pub(super) const ENGLISH: &str = "crates/web/locales/en/";
pub(super) const WELSH: &str = "crates/web/locales/cy/";

/// Messages by file name and key.
type Messages<'a> = BTreeMap<(&'a str, String), (&'a File, Message)>;

fn check(tree: &Tree, findings: &mut Findings) {
    let english = read(tree, ENGLISH, findings);
    let welsh = read(tree, WELSH, findings);
    compare(&english, &welsh, WELSH, findings);
    compare(&welsh, &english, ENGLISH, findings);
    for (place, (file, message)) in &english {
        if let Some((_, other)) = welsh.get(place)
            && message.arguments != other.arguments
        {
            let asks = |message: &Message| Vec::from_iter(message.arguments.clone()).join(", ");
            let wrong = format!(
                "`{}` asks for ({}) in English and ({}) in Welsh",
                message.key,
                asks(message),
                asks(other)
            );
            findings.add(&file.path, message.line, &wrong, "use the same arguments in both");
        }
    }
}

fn read<'a>(tree: &'a Tree, folder: &str, findings: &mut Findings) -> Messages<'a> {
    let mut found = Messages::new();
    let mut first_file = BTreeMap::new();
    for file in tree.with_extension("ftl") {
        let Some(name) = file.path.strip_prefix(folder) else {
            continue;
        };
        let (messages, unreadable) = fluent::read(&file.text);
        for line in unreadable {
            findings.add(
                &file.path,
                line,
                "not a message",
                "write `key = text`, and indent the rest",
            );
        }
        for message in messages {
            if message.value.is_empty() {
                let wrong = format!("`{}` says nothing", message.key);
                findings.add(&file.path, message.line, &wrong, "write the message");
            }
            if let Some(first) = first_file.insert(message.key.clone(), &file.path) {
                let wrong = format!("`{}` is in {first} too", message.key);
                findings.add(&file.path, message.line, &wrong, "keep one of them");
            }
            found.insert((name, message.key.clone()), (file, message));
        }
    }
    found
}

fn compare(one: &Messages, other: &Messages, folder: &str, findings: &mut Findings) {
    for (place, (file, message)) in one {
        if !other.contains_key(place) {
            let wrong = format!("`{}` is not in {folder}{}", message.key, place.0);
            findings.add(&file.path, message.line, &wrong, "say it there too, or take it out here");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tidy::check_rule;

    fn check(english: &str, welsh: &str, expected: &[&str]) {
        let files =
            [("crates/web/locales/cy/a.ftl", welsh), ("crates/web/locales/en/a.ftl", english)];
        check_rule(&super::RULE, &files, expected);
    }

    #[test]
    fn both_languages_say_the_same() {
        check("a = A { $n }\nb = B", "b = B\na = { $n } A", &[]);
        check("a = A\nb = B", "a = A", &["crates/web/locales/en/a.ftl:2"]);
        check("a = A", "a = A\nb = B", &["crates/web/locales/cy/a.ftl:2"]);
        check("a = { $n }", "a = { $m }", &["crates/web/locales/en/a.ftl:1"]);
    }

    #[test]
    fn messages_are_readable_and_said_once() {
        check("a =\n", "a = A", &["crates/web/locales/en/a.ftl:1"]);
        check("a = A\na = A", "a = A", &["crates/web/locales/en/a.ftl:2"]);
        check("a = A\noops", "a = A", &["crates/web/locales/en/a.ftl:2"]);
    }

    #[test]
    fn files_have_the_same_names() {
        let files =
            [("crates/web/locales/cy/b.ftl", "a = A"), ("crates/web/locales/en/a.ftl", "a = A")];
        let expected = ["crates/web/locales/en/a.ftl:1", "crates/web/locales/cy/b.ftl:1"];
        check_rule(&super::RULE, &files, &expected);
    }
}
