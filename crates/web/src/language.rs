//! The two languages, with Fluent messages by key.
//!
//! Welsh has six plural forms and mutates the first letters of words, so messages are whole
//! sentences with arguments and never glued together. `cargo xtask tidy` checks that every key is
//! in both languages.

use domain::{Invalid, coded_enum};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use include_dir::{Dir, include_dir};
use std::sync::LazyLock;
use unic_langid::{LanguageIdentifier, langid};

coded_enum! {
    /// A language of the pages.
    pub enum Language("language") {
        /// English.
        En = "en",
        /// Welsh.
        Cy = "cy",
    }
}

static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");
static ENGLISH: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle(langid!("en-GB"), "en"));
static WELSH: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle(langid!("cy-GB"), "cy"));

fn bundle(language: LanguageIdentifier, folder: &str) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Isolation marks are for text in two directions; here they would only break searches.
    bundle.set_use_isolating(false);
    let files = LOCALES.get_dir(folder).into_iter().flat_map(Dir::files);
    for file in files {
        let text = file.contents_utf8().unwrap_or_default().to_owned();
        // A message that does not parse is left out, and shows as its key; tests find it.
        let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

impl Language {
    /// Returns a message in this language, or its key in brackets when there is none.
    #[must_use]
    pub fn text(self, key: &str, args: &[(&str, String)]) -> String {
        let mut named = FluentArgs::new();
        for (name, value) in args {
            // Numbers choose a plural form.
            let value = match value.parse::<i64>() {
                // Not a code with a leading zero.
                Ok(number) if number.to_string() == *value => FluentValue::from(number),
                _ => FluentValue::from(value.clone()),
            };
            named.set(*name, value);
        }
        self.message(key, &named).unwrap_or_else(|| format!("[{key}]"))
    }

    /// Returns whether there is such a message.
    #[must_use]
    pub fn has(self, key: &str) -> bool {
        self.message(key, &FluentArgs::new()).is_some()
    }

    /// Returns why a value was refused, in this language.
    #[must_use]
    pub fn invalid(self, why: &Invalid) -> String {
        self.text(why.key, &why.args)
    }

    fn message(self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let bundle = match self {
            Self::En => &*ENGLISH,
            Self::Cy => &*WELSH,
        };
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        Some(bundle.format_pattern(pattern, Some(args), &mut errors).into_owned())
    }

    /// Returns the language of a code, English for any other.
    #[must_use]
    pub fn of(code: &str) -> Self {
        Self::from_code(code).unwrap_or(Self::En)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Coded;

    #[test]
    fn a_missing_message_shows_its_key() {
        assert_eq!(Language::En.text("no-such-key", &[]), "[no-such-key]");
    }

    #[test]
    fn every_message_file_parses() {
        for folder in ["en", "cy"] {
            for file in LOCALES.get_dir(folder).into_iter().flat_map(Dir::files) {
                let text = file.contents_utf8().unwrap_or_default().to_owned();
                let parsed = FluentResource::try_new(text);
                assert!(parsed.is_ok(), "{}: {:?}", file.path().display(), parsed.err());
            }
        }
    }

    #[test]
    fn every_coded_label_of_the_life_cycles_is_there() {
        fn check<T: Coded>() {
            for value in T::ALL {
                for language in Language::ALL {
                    let text = language.text(value.key(), &[]);
                    assert!(!text.starts_with('['), "{} in {language}", value.key());
                }
            }
        }
        check::<domain::Due>();
        check::<domain::Subject>();
        check::<domain::Role>();
        check::<domain::Attendance>();
        check::<domain::MeetingKind>();
        check::<domain::HandoverKind>();
        check::<domain::AbandonReason>();
        check::<domain::NeedClosure>();
        check::<domain::StepClosure>();
        check::<domain::PlanStatus>();
        check::<domain::PlanView>();
        check::<domain::Actor>();
        check::<domain::ScreeningStatus>();
        check::<domain::ReleaseStatus>();
        check::<domain::Measure>();
        check::<domain::Priority>();
        check::<domain::OutcomeStatus>();
        check::<domain::OutcomeSource>();
        check::<domain::OrganisationKind>();
        check::<domain::Sector>();
        check::<domain::IdentifierKind>();
        check::<domain::EpisodeKind>();
        check::<domain::EpisodeReason>();
        check::<domain::referral::DeclineReason>();
        check::<domain::referral::WithdrawReason>();
        check::<domain::referral::Achieved>();
        check::<domain::Conclusion>();
        check::<domain::Voice>();
        check::<domain::AreaProgress>();
        check::<domain::ScreeningStanding>();
    }
}
