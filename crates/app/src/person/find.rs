//! Finding a person by name or number, among the people whom policy lets the reader see.

use super::shared::group_of;
use crate::sharing::visible;
use crate::{Ctx, Error};
use chrono::NaiveDate;
use domain::{Event, FieldGroup, IdentifierKind};
use policy::Action;
use store::person::{self, Listed};
use store::visible::Reader;

/// Characters of a search at most: the longest name and some.
const LONGEST: usize = 200;

/// Finds people by the start of their family name, by both names in either order, or by a whole
/// number. Nothing asked for finds nobody.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn find(ctx: &Ctx, asked: &str) -> Result<Vec<Listed>, Error> {
    ctx.allow(Action::FindPerson).await?;
    let asked: String = asked.trim().chars().take(LONGEST).collect();
    let mut found = Vec::new();
    if !asked.is_empty() {
        let mut conn = ctx.read().await?;
        let reader = Reader::of(&ctx.actor, ctx.today());
        let who = visible(ctx, FieldGroup::Identity)?;
        for (kind, value) in numbers(&asked, ctx.today()) {
            // Whoever may not read a number must not learn whose it is by asking for it.
            let seen = who.clone().and(visible(ctx, group_of(kind))?);
            add(&mut found, person::by_number(&mut conn, (&seen, reader), kind, &value).await?);
        }
        for start in starts(&asked) {
            add(&mut found, person::by_name(&mut conn, (&who, reader), &start).await?);
        }
    }
    let event = Event::PeopleListed { page: "/people".to_owned(), count: found.len() };
    ctx.journal_read(event, None).await?;
    Ok(found)
}

fn add(found: &mut Vec<Listed>, more: Vec<Listed>) {
    for one in more {
        if found.iter().all(|known| known.id != one.id) {
            found.push(one);
        }
    }
}

/// Returns every number that the text could be.
pub(crate) fn numbers(text: &str, today: NaiveDate) -> Vec<(IdentifierKind, String)> {
    let number = |kind: &IdentifierKind| Some((*kind, kind.parse_number(text, today).ok()?));
    IdentifierKind::ALL.iter().filter_map(number).collect()
}

/// Returns the starts of a name key that the text could mean: keys are the family name, a space and
/// the given name, in lower case. Both apostrophes are tried, because people type one and write the
/// other.
pub(crate) fn starts(text: &str) -> Vec<String> {
    let plain = text.replace(',', " ").to_lowercase();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let mut starts = vec![words.join(" ")];
    if let [given @ .., family] = words.as_slice()
        && !given.is_empty()
    {
        starts.push(format!("{family} {}", given.join(" ")));
    }
    let both = |start: String| [start.replace('’', "'"), start.replace('\'', "’")];
    let mut all: Vec<String> = starts.into_iter().flat_map(both).collect();
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(starts(text), expected, "{text}");
    }

    #[test]
    fn names_are_found_in_either_order() {
        check("Jones", &["jones"]);
        check("Jones, Siân", &["jones siân", "siân jones"]);
        check("O'Neill", &["o'neill", "o’neill"]);
    }

    #[test]
    fn a_text_is_every_number_it_could_be() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        let kinds = |text| numbers(text, today).iter().map(|found| found.0).collect::<Vec<_>>();
        assert_eq!(kinds("a1234bc"), [IdentifierKind::PrisonNumber]);
        assert_eq!(kinds("943 476 5919"), [IdentifierKind::NhsNumber]);
        assert_eq!(kinds("Jones"), []);
    }
}
