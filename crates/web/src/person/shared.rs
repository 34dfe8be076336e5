//! What an organisation that does not lead the case sees of a record, group by group.

use app::person::{Fact, Says, Section};
use chrono::NaiveDate;
use policy::{Shown, Withheld};
use serde::Serialize;

/// A group of fields.
#[derive(Serialize)]
pub(crate) struct SectionRow {
    /// Its message key.
    group: &'static str,
    /// Its code, for the page that says why.
    code: &'static str,
    shown: &'static str,
    full: bool,
    withheld: Option<String>,
    facts: Vec<FactRow>,
}

/// One thing that is shown: words, a message by key, or days.
#[derive(Default, Serialize)]
struct FactRow {
    label: &'static str,
    words: Option<String>,
    message: Option<&'static str>,
    on: Option<NaiveDate>,
    between: Option<(Option<NaiveDate>, Option<NaiveDate>)>,
}

impl From<Section> for SectionRow {
    fn from(section: Section) -> Self {
        let disclosure = section.disclosure;
        Self {
            group: disclosure.group.key(),
            code: disclosure.group.code(),
            shown: disclosure.shown.key(),
            full: disclosure.shown == Shown::Full,
            withheld: disclosure.withheld.map(|why| because(why, false)),
            facts: section.facts.into_iter().map(FactRow::from).collect(),
        }
    }
}

/// Returns the message that says why a group is withheld. Whoever leads the case is not told to ask who
/// leads it.
pub(super) fn because(withheld: Withheld, leads: bool) -> String {
    let because = if leads { "-because-lead" } else { "-because" };
    format!("{}{because}", withheld.key())
}

impl From<Fact> for FactRow {
    fn from(fact: Fact) -> Self {
        let row = Self { label: fact.label, ..Self::default() };
        match fact.says {
            Says::Words(words) => Self { words: Some(words), ..row },
            Says::Message(key) => Self { message: Some(key), ..row },
            Says::On(on) => Self { on: Some(on), ..row },
            Says::MessageOn(key, on) => Self { message: Some(key), on: Some(on), ..row },
            Says::Between(from, to) => Self { between: Some((from, to)), ..row },
        }
    }
}
