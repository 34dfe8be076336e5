//! The first sign-in of a person leaving prison: a code from their worker and their date of birth, then
//! they set up a password and one-time codes of their own.
//!
//! The code can be written on paper, read out and typed at a shared computer. It is worth nothing to
//! whoever finds it without the date of birth, which is no secret and so is asked for a few times only.
//! Both together open the invitation for a short while; nothing is shown of anybody before.

use crate::journal::entry;
use crate::sign_in::{new_token, token_hash};
use crate::{App, Error};
use chrono::{NaiveDate, TimeDelta};
use domain::{Event, Invalid};
use rand::seq::IndexedRandom;
use store::invitation;
use store::journal::Entry;
use uuid::Uuid;

/// Characters of a code: none that is taken for another on paper, and no vowel, so that no code is a
/// word. 13 of these 27 are 61 bits.
const ALPHABET: &[u8] = b"23456789BCDFGHJKMNPQRSTVWXZ";
/// Characters of a code, in groups.
const GROUPS: [usize; 3] = [4, 4, 5];
/// Wrong dates of birth before a code works no longer.
const TRIES: i64 = 5;
/// Minutes for which a code that was given with the date of birth opens the invitation: to choose a
/// password and to set up an app.
const PASS_MINUTES: i64 = 60;

/// Returns a new code, in groups.
pub(crate) fn new_code() -> String {
    let mut random = rand::rng();
    let groups = GROUPS.map(|length| {
        let letters = (0..length).filter_map(|_| ALPHABET.choose(&mut random));
        letters.map(|letter| char::from(*letter)).collect::<String>()
    });
    groups.join("-")
}

/// Returns a code as it counts, however it was typed.
pub(crate) fn as_typed(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// Takes a code and a date of birth. Returns the path at which the invitation is open for an hour.
///
/// # Errors
/// `first-sign-in-refused` on the code field, whatever was wrong; or when the database fails.
pub async fn begin(app: &App, code: &str, born: NaiveDate, request: Uuid) -> Result<String, Error> {
    let now = app.now();
    let hash = token_hash(&as_typed(code));
    let mut tx = app.db.begin().await?;
    let person = match invitation::count_try(&mut tx, &hash, TRIES, now).await? {
        true => invitation::of_person_born(&mut tx, &hash, born).await?,
        false => None,
    };
    let pass = new_token();
    let event = match person {
        Some(_) => {
            let until = now + TimeDelta::minutes(PASS_MINUTES);
            invitation::give_pass(&mut tx, &hash, &token_hash(&pass), until).await?;
            Event::InvitationOpened
        }
        None => Event::SignInRefused,
    };
    store::journal::write(&mut tx, Entry { person, ..entry(now, request, event) });
    tx.commit().await?;
    match person {
        Some(_) => Ok(format!("/invitation/{pass}")),
        None => Err(Error::field("code", Invalid::new("first-sign-in-refused"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_code_is_its_own_and_is_read_however_it_was_typed() {
        let codes: HashSet<String> = (0..1_000).map(|_| new_code()).collect();
        assert_eq!(codes.len(), 1_000);
        for code in codes {
            let typed = as_typed(&code);
            assert_eq!(typed.len(), GROUPS.iter().sum::<usize>(), "{code}");
            assert_eq!(as_typed(&format!(" {} ", code.to_lowercase().replace('-', " "))), typed);
        }
    }
}
