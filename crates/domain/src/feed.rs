//! A feed: what an agency says of the people whom it knows, under its own numbers.
//!
//! Each row is kept as it came and is never written over. A later row with the same own number takes the
//! place of the one before, and both stay until retention removes them. A row is no record of a person here:
//! whether it is of one says a [`crate::Join`].

use crate::{FeedId, IdentifierKind, Invalid, Name, OrganisationId, Postcode, Sex, ShortText};
use chrono::{DateTime, NaiveDate, Utc};

/// Rows of a file at most: they are held in memory, and each is looked up while the sender waits.
pub const MOST_ROWS: usize = 20_000;
/// Characters of an agency's own number at most. The longest that are in use have some thirty.
pub const OWN_NUMBER_CHARS: usize = 40;
/// Days for which a page says what changed.
pub const CHANGES_DAYS: u64 = 30;
/// Dates of birth that systems put where none is known (`case-management.md` §9): they say nothing.
const PLACEHOLDERS: [(i32, u32, u32); 3] = [(1900, 1, 1), (1901, 1, 1), (1970, 1, 1)];

/// A file as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Its id.
    pub id: FeedId,
    /// Who sent it.
    pub organisation: OrganisationId,
    /// 1 for the first of the organisation.
    pub number: u32,
    /// What it is, in the sender's words.
    pub title: String,
    /// SHA-256 of the file, in hexadecimal.
    pub hash: String,
    /// Rows in the file.
    pub rows: u32,
    /// Rows that were refused.
    pub refused: u32,
    /// When.
    pub at: DateTime<Utc>,
}

/// What an agency said of somebody, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRecord {
    /// The agency's own number.
    pub own_number: String,
    /// Given name or names.
    pub given_name: Name,
    /// Family name.
    pub family_name: Name,
    /// Date of birth, if given.
    pub date_of_birth: Option<NaiveDate>,
    /// Sex, if given.
    pub sex: Option<Sex>,
    /// Postcode, if given and a place.
    pub postcode: Option<Postcode>,
    /// Address in words, if given.
    pub address: Option<ShortText>,
    /// Numbers of other agencies.
    pub numbers: Vec<(IdentifierKind, String)>,
    /// Whether the agency marks that there is a risk: then nothing is joined without two people.
    pub risk_marker: bool,
}

/// Reads an agency's own number: what it is, with one space where there were several.
///
/// # Errors
/// `feed-own-number-empty` and `feed-own-number-long`.
pub fn own_number(text: &str) -> Result<String, Invalid> {
    let number = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if number.is_empty() {
        return Err(Invalid::new("feed-own-number-empty"));
    }
    if number.chars().count() > OWN_NUMBER_CHARS {
        return Err(Invalid::new("feed-own-number-long").with("most", OWN_NUMBER_CHARS));
    }
    Ok(number)
}

/// Returns whether a date of birth stands where none is known.
#[must_use]
pub fn is_placeholder(born: NaiveDate) -> bool {
    PLACEHOLDERS.iter().any(|(year, month, day)| {
        NaiveDate::from_ymd_opt(*year, *month, *day).is_some_and(|placeholder| placeholder == born)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        for key in ["feed-own-number-empty", "feed-own-number-long"] {
            crate::messages::assert_message("feed", key);
        }
    }

    #[test]
    fn an_own_number_is_kept_as_it_is_written() {
        assert_eq!(own_number("  HB  00012/x "), Ok("HB 00012/x".to_owned()));
        assert_eq!(own_number(" ").unwrap_err().key, "feed-own-number-empty");
        assert!(own_number(&"9".repeat(40)).is_ok());
        assert_eq!(own_number(&"9".repeat(41)).unwrap_err().key, "feed-own-number-long");
    }

    #[test]
    fn the_first_day_of_a_century_is_nobodys_birthday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert!(is_placeholder(day("1900-01-01")) && is_placeholder(day("1970-01-01")));
        assert!(!is_placeholder(day("1970-01-02")));
    }
}
