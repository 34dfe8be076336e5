//! The two languages of a report. Messages are whole sentences in Fluent, as on the site: Welsh
//! changes the first letters of words, so nothing is glued together from parts.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::{LanguageIdentifier, langid};

/// A language of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// Welsh.
    Cy,
}

const ENGLISH_FILES: [&str; 3] = [
    include_str!("../locales/en/figure.ftl"),
    include_str!("../locales/en/report.ftl"),
    include_str!("../locales/en/said.ftl"),
];
const WELSH_FILES: [&str; 3] = [
    include_str!("../locales/cy/figure.ftl"),
    include_str!("../locales/cy/report.ftl"),
    include_str!("../locales/cy/said.ftl"),
];

static ENGLISH: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle(langid!("en-GB"), &ENGLISH_FILES));
static WELSH: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle(langid!("cy-GB"), &WELSH_FILES));

fn bundle(language: LanguageIdentifier, files: &[&str]) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Isolation marks are for text in two directions.
    bundle.set_use_isolating(false);
    for file in files {
        // A message that does not parse is left out, and shows as its key; tests find it.
        let parsed = FluentResource::try_new((*file).to_owned());
        bundle.add_resource_overriding(parsed.unwrap_or_else(|(resource, _)| resource));
    }
    bundle
}

impl Language {
    /// Both, English first.
    pub const ALL: [Self; 2] = [Self::En, Self::Cy];

    /// Returns its code, as in the `lang` of a page.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Cy => "cy",
        }
    }

    /// Returns the other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::En => Self::Cy,
            Self::Cy => Self::En,
        }
    }

    /// Returns a message in this language, or its key in brackets where there is none. An argument
    /// that is a whole number chooses a plural form.
    #[must_use]
    pub fn text(self, key: &str, args: &[(&str, &str)]) -> String {
        let mut named = FluentArgs::new();
        for (name, value) in args {
            let whole = value.parse::<i64>().ok().filter(|number| number.to_string() == *value);
            let value =
                whole.map_or_else(|| FluentValue::from((*value).to_owned()), FluentValue::from);
            named.set(*name, value);
        }
        self.message(key, &named).unwrap_or_else(|| format!("[{key}]"))
    }

    /// Returns whether there is such a message.
    #[must_use]
    pub fn has(self, key: &str) -> bool {
        self.message(key, &FluentArgs::new()).is_some()
    }

    fn message(self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let bundle = match self {
            Self::En => &*ENGLISH,
            Self::Cy => &*WELSH,
        };
        let pattern = bundle.get_message(key)?.value()?;
        Some(bundle.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(files: &[&str]) -> Vec<(String, Vec<String>)> {
        let lines = files.iter().flat_map(|file| file.lines());
        let mut found: Vec<(String, Vec<String>)> = Vec::new();
        for line in lines.filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
                found.push((key.to_owned(), Vec::new()));
            }
            let names = line.split('$').skip(1).map(|rest| {
                rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
            });
            if let Some((_, arguments)) = found.last_mut() {
                arguments.extend(names);
                arguments.sort();
                arguments.dedup();
            }
        }
        found.sort();
        found
    }

    #[test]
    fn every_message_parses_and_is_in_both_languages_with_the_same_arguments() {
        for file in ENGLISH_FILES.iter().chain(&WELSH_FILES) {
            assert!(FluentResource::try_new((*file).to_owned()).is_ok(), "{file}");
        }
        let (english, welsh) = (keys(&ENGLISH_FILES), keys(&WELSH_FILES));
        for (english, welsh) in english.iter().zip(&welsh) {
            assert_eq!(english, welsh);
        }
        assert_eq!(english.len(), welsh.len());
        assert!(english.len() > 100);
        for pair in english.windows(2) {
            assert_ne!(pair[0].0, pair[1].0, "said twice");
        }
    }

    /// The code and the templates, from which messages are asked for by the literal of their key.
    fn everything() -> String {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/");
        let mut asking = String::new();
        let mut folders = vec![format!("{folder}src"), format!("{folder}templates")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
                let path = entry.path().display().to_string();
                if entry.path().is_dir() {
                    folders.push(path);
                } else {
                    asking.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        asking
    }

    #[test]
    fn no_message_is_left_that_nobody_asks_for() {
        let asking = everything();
        for (key, _) in keys(&ENGLISH_FILES) {
            assert!(asking.contains(&format!("\"{key}\"")), "nobody asks for {key}");
        }
    }

    #[test]
    fn every_message_that_is_asked_for_is_there() {
        let asking = everything();
        let is_key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let mut found = 0;
        let calls: Vec<&str> = asking.split("t(").collect();
        for call in calls.windows(2) {
            let (before, rest) = (call[0], call[1]);
            // Not `get(` and the like.
            if before.ends_with(|c: char| c.is_alphanumeric()) && !before.ends_with("tex") {
                continue;
            }
            let literal = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'));
            if let Some((key, _)) = literal.filter(|(key, _)| key.chars().all(is_key)) {
                assert!(Language::En.has(key), "there is no {key}");
                found += 1;
            }
        }
        assert!(found > 100, "only {found} were found");
    }
}
