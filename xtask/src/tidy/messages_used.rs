//! Every message key that code or a template names exists, and no message is left that nobody
//! names.
//!
//! A key is named by `Invalid::new("…")`, `language.text("…")` or any literal that begins with
//! `invalid-`, by `t("…")` in a template, by an address with `done=…`, by another message that has it
//! in braces, and by a closed list (`coded_enum!`), whose keys are made of its name and codes.
//! Keys that are put together at run time can't be followed: a literal with `{}` in it, or one that
//! ends or begins with `-`, counts for all keys that fit. So an unused message is only warned of.

use super::messages_paired::ENGLISH;
use super::tree::File;
use super::{Findings, Rule, Tree, fluent};
use crate::rust_source::RustSource;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULE: Rule = Rule { name: "every message that is named exists", check };

const TEMPLATES: &str = "crates/web/templates/";

fn check(tree: &Tree, findings: &mut Findings) {
    let mut messages = Messages::new();
    for file in tree.with_extension("ftl").filter(|file| file.path.starts_with(ENGLISH)) {
        for message in fluent::read(&file.text).0 {
            messages.insert(message.key, (file, message.line));
        }
    }
    let mut named = Named::default();
    for file in tree.with_extension("ftl").filter(|file| file.path.starts_with(ENGLISH)) {
        let braced = file.text.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        named.maybe.extend(braced.map(str::trim).filter(|text| is_key(text)).map(str::to_owned));
    }
    // The report has messages of its own, and tests that hold to the same.
    let elsewhere = |file: &File| matches!(file.room(), Some("report" | "xtask"));
    for (file, rust) in tree.product_rust().filter(|(file, _)| !elsewhere(file)) {
        named.read_rust(file, rust);
    }
    for file in tree.files.iter().filter(|file| file.path.starts_with(TEMPLATES)) {
        named.read_template(file);
    }
    for file in tree.with_extension("toml").filter(|file| file.path.contains("/data/")) {
        named.maybe.extend(quoted(&file.text, '"').map(|(_, text)| text.to_owned()));
    }
    named.check_lists(&messages, findings);
    for (file, at, key) in &named.certain {
        if !messages.contains_key(key) {
            let wrong = format!("there is no message `{key}`");
            let what_to_do = "write it in the .ftl files of both languages";
            findings.add(&file.path, file.line(*at), &wrong, what_to_do);
        }
    }
    for (key, (file, line)) in &messages {
        if !named.names(key) {
            let wrong = format!("nothing seems to use `{key}`");
            findings.warn(&file.path, *line, &wrong, "take it out of both languages, or use it");
        }
    }
}

/// English messages by key: where each is.
type Messages<'a> = BTreeMap<String, (&'a File, usize)>;

/// The keys that files name.
#[derive(Default)]
struct Named<'a> {
    /// Keys that must exist, and where they are named.
    certain: Vec<(&'a File, usize, String)>,
    /// Keys of the values of each closed list, and where they are named.
    lists: BTreeMap<String, Vec<(&'a File, usize, String)>>,
    /// Texts that may be keys or parts of keys.
    maybe: BTreeSet<String>,
}

impl<'a> Named<'a> {
    fn read_rust(&mut self, file: &'a File, rust: &RustSource) {
        for literal in rust.product_literals() {
            let before = rust.code[..literal.at].trim_end_matches(['"', ' ', '\n']);
            let is_shown = ["language.text(", "lang.text(", "Invalid::new("]
                .iter()
                .any(|call| before.ends_with(call));
            let is_whole = is_key(&literal.text);
            if is_whole && (is_shown || literal.text.starts_with("invalid-")) {
                self.certain.push((file, literal.at, literal.text.clone()));
            }
            if let Some((_, key)) = literal.text.split_once("done=")
                && is_key(key)
            {
                self.certain.push((file, literal.at, key.to_owned()));
            }
            // A column of an export names the messages of its values by what they begin with.
            if before.ends_with("Code") {
                self.maybe.insert(format!("{}-", literal.text));
            }
            self.maybe.insert(literal.text.clone());
        }
        self.read_lists(file, rust);
    }

    /// Reads the closed lists: `enum Rating("rating") { Red = "red" }` names `rating-red`.
    fn read_lists(&mut self, file: &'a File, rust: &RustSource) {
        let mut list: Option<&str> = None;
        for literal in rust.product_literals() {
            let before = rust.code[..literal.at].trim_end_matches('"');
            let line = before.rsplit('\n').next().unwrap_or_default().trim_start();
            if line.contains("enum ") && before.ends_with('(') {
                list = Some(&literal.text);
            } else if let Some(list) = list.filter(|_| is_variant(line)) {
                let key = format!("{list}-{}", literal.text.to_lowercase().replace('_', "-"));
                let values = self.lists.entry(list.to_owned()).or_default();
                values.push((file, literal.at, key));
            } else {
                list = None;
            }
        }
    }

    fn read_template(&mut self, file: &'a File) {
        for quote in ['"', '\''] {
            for (at, text) in quoted(&file.text, quote) {
                let before = file.text[..at - 1].trim_end();
                let after = file.text[at + text.len() + 1..].trim_start();
                let call = before.ends_with("t(")
                    && !before[..before.len() - 2]
                        .ends_with(|c: char| c.is_alphanumeric() || c == '_');
                if call && is_key(text) && after.starts_with([')', ',']) {
                    self.certain.push((file, at, text.to_owned()));
                }
                self.maybe.insert(text.to_owned());
            }
        }
    }

    /// A list is shown as a whole or not at all: codes that only programs read need no messages.
    fn check_lists(&mut self, messages: &Messages, findings: &mut Findings) {
        for (list, values) in std::mem::take(&mut self.lists) {
            if values.iter().any(|(_, _, key)| messages.contains_key(key)) {
                self.certain.extend(values);
            } else if let Some((file, at, _)) = values.first() {
                let wrong = format!("no value of the list `{list}` has a message");
                let what_to_do = "write them, if the list is ever shown";
                findings.warn(&file.path, file.line(*at), &wrong, what_to_do);
            }
        }
    }

    fn names(&self, key: &str) -> bool {
        let message = key.split('.').next().unwrap_or(key);
        let is_named = |key: &str| {
            self.maybe.contains(key) || self.certain.iter().any(|(_, _, certain)| certain == key)
        };
        is_named(message) || self.maybe.iter().any(|part| fits(part, message, &is_named))
    }
}

/// Returns whether a part of a key, put together at run time, may give this key.
fn fits(part: &str, key: &str, is_named: &dyn Fn(&str) -> bool) -> bool {
    if let (Some((start, _)), Some((_, end))) = (part.split_once('{'), part.rsplit_once('}')) {
        let enough = start.ends_with('-') || end.starts_with('-');
        return enough
            && is_key_part(start)
            && is_key_part(end)
            && key.starts_with(start)
            && key.ends_with(end);
    }
    if !is_key_part(part) || part.len() < 3 {
        return false;
    }
    // A suffix counts only on a key that is named itself, such as `-about` on `area-health`.
    (part.ends_with('-') && key.starts_with(part))
        || (part.starts_with('-') && key.strip_suffix(part).is_some_and(is_named))
}

fn is_variant(line: &str) -> bool {
    line.strip_suffix("= \"").or_else(|| line.strip_suffix("= ")).is_some_and(|name| {
        let name = name.trim_end();
        name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.chars().all(char::is_alphanumeric)
    })
}

fn is_key_part(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn is_key(text: &str) -> bool {
    is_key_part(text) && !text.is_empty() && !text.starts_with('-') && !text.ends_with('-')
}

/// Returns the texts between quotes on one line, and where each begins.
fn quoted(text: &str, quote: char) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').flat_map(move |line| {
        let mut found = Vec::new();
        let mut inside = false;
        for part in line.split(quote) {
            if inside {
                found.push((at, part));
            }
            inside = !inside;
            at += part.len() + 1;
        }
        // One quote fewer than parts.
        at -= 1;
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::check_rule;

    const MESSAGES: &str = "invalid-name = N\nsex-male = M\nsex-not-known = ?\nrole-worker = W\n";

    fn check(path: &str, text: &str, expected: &[&str]) {
        check_rule(
            &super::RULE,
            &[(path, text), ("crates/web/locales/en/a.ftl", MESSAGES)],
            expected,
        );
    }

    #[test]
    fn keys_in_code_exist() {
        let path = "crates/domain/src/a.rs";
        check(path, "fn a() { Invalid::new(\"invalid-name\") }", &[]);
        check(path, "fn a() {\n Invalid::new(\"invalid-nam\") }", &["crates/domain/src/a.rs:2"]);
        check(path, "const A: &str = \"invalid-nam\";", &["crates/domain/src/a.rs:1"]);
        check(path, "fn a() { format!(\"invalid-{}\", b) }", &[]);
    }

    #[test]
    fn keys_of_closed_lists_exist() {
        let text = "coded_enum! {\n/// Doc.\npub enum Sex(\"sex\") {\n  Male = \"male\",\n  NotKnown = \"NOT_KNOWN\",\n  Female = \"female\",\n}\npub enum Code(\"code\") {\n A = \"a\" }\n}\nconst NAME: &str = \"other\";";
        check("crates/domain/src/a.rs", text, &["crates/domain/src/a.rs:6"]);
    }

    #[test]
    fn keys_in_templates_exist() {
        let path = "crates/web/templates/a.html";
        check(path, "{{ t(\"sex-male\") }} {{ t('role-worker', n=1) }}", &[]);
        check(path, "{{ t(\"role-\" ~ role) }} {{ start(\"sex\") }}", &[]);
        check(path, "line\n{{ t(\"sex-mal\") }}", &["crates/web/templates/a.html:2"]);
    }

    #[test]
    fn unused_messages_are_warned_of() {
        let files = [
            (
                "crates/domain/src/a.rs",
                "fn a() { format!(\"sex-{}\", b); Invalid::new(\"invalid-name\") }",
            ),
            ("crates/web/locales/en/a.ftl", MESSAGES),
        ];
        let mut findings = Findings::default();
        super::check(&Tree::of(&files), &mut findings);
        assert_eq!(findings.warnings.len(), 1, "{:?}", findings.warnings);
        assert!(findings.warnings[0].contains("role-worker"));
        let export = ("crates/store/src/a.rs", "sections! { role: Code \"role\", }");
        let mut findings = Findings::default();
        super::check(&Tree::of(&[&files[..], &[export]].concat()), &mut findings);
        assert!(findings.warnings.is_empty(), "{:?}", findings.warnings);
    }
}
