//! Whether a password can be used: long, not one that everybody tries first, and not made of what is
//! known of the account.
//!
//! The rules are those of NIST SP 800-63B §5.1.1.2, OWASP ASVS 5.0 6.2 and the NCSC's "three random
//! words": length and a list of what is tried first, and no demand for capitals, digits or signs, which
//! only makes passwords that people write down. A password is taken as it was typed, to the last space,
//! and lasts until its holder changes it.

use crate::Invalid;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Fewest characters. ASVS 5.0 6.2.1 asks for 8 and recommends 15; with a second factor always there,
/// three short words are let through.
pub const PASSWORD_LEAST: usize = 12;
/// Most characters: hashing takes time for every one, so a form must not be able to ask for more. ASVS
/// 5.0 6.2.9 asks for 64 to be let through.
pub const PASSWORD_MOST: usize = 200;
/// Fewest different characters: what has fewer is a key held down, or a pattern.
const LEAST_DIFFERENT: usize = 5;
/// A part of a name or address that is shorter than this is in many innocent words.
const LEAST_KNOWN: usize = 4;
/// The name of the site, the first thing that a guess about it is made of.
const SITE: &str = "resettle";

/// Words and patterns that guesses start with, by us: what people choose most often, in English and
/// in Welsh, and the words of prisons and probation.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("../data/common_passwords.txt").lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

/// Bytes that are kept of each hash in [`BREACHED`]: enough that no other password is taken for one
/// of them, in any number of tries that there will be.
const BREACHED_BYTES: usize = 8;
/// The 20,000 passwords of 12 characters or more that were stolen most often: the beginnings of their
/// SHA-256, in lower case and sorted. `crates/domain/examples/breached_passwords.rs` says from where
/// they come, and makes the file again.
static BREACHED: &[u8] = include_bytes!("../data/breached_passwords.bin");

/// What is known of whoever chooses a password, and must not be in it.
#[derive(Clone, Copy, Debug)]
pub struct KnownOf<'a> {
    /// The e-mail address that signs in.
    pub email: &'a str,
    /// The holder's name.
    pub name: &'a str,
    /// The organisation's name.
    pub organisation: &'a str,
}

/// Checks a password that somebody chooses for their account.
///
/// # Errors
/// `invalid-password-short`, `-long`, `-common`, `-breached` and `-known`.
pub fn check_password(password: &str, known: KnownOf<'_>) -> Result<(), Invalid> {
    let length = password.chars().count();
    if length < PASSWORD_LEAST {
        return Err(Invalid::new("invalid-password-short").with("least", PASSWORD_LEAST));
    }
    if length > PASSWORD_MOST {
        return Err(Invalid::new("invalid-password-long").with("most", PASSWORD_MOST));
    }
    let lower = password.to_lowercase();
    if holds_what_is_known(&lower, known) {
        return Err(Invalid::new("invalid-password-known"));
    }
    if is_common(&lower) {
        return Err(Invalid::new("invalid-password-common"));
    }
    if is_breached(&lower) {
        return Err(Invalid::new("invalid-password-breached"));
    }
    Ok(())
}

/// Whether it is among those that were stolen most often.
fn is_breached(lower: &str) -> bool {
    let hash = Sha256::digest(lower.as_bytes());
    let (hashes, _) = BREACHED.as_chunks::<BREACHED_BYTES>();
    hash.first_chunk().is_some_and(|start| hashes.binary_search(start).is_ok())
}

fn holds_what_is_known(lower: &str, KnownOf { email, name, organisation }: KnownOf<'_>) -> bool {
    let known = format!("{email} {name} {organisation} {SITE}").to_lowercase();
    let whole = known.split_whitespace();
    let parts = known.split(|c: char| !c.is_alphanumeric());
    whole.chain(parts).any(|part| part.chars().count() >= LEAST_KNOWN && lower.contains(part))
}

fn is_common(lower: &str) -> bool {
    let different: HashSet<char> = lower.chars().collect();
    let squashed: String = lower.chars().filter(|c| c.is_alphanumeric()).collect();
    // "p4ssw0rd2026!" is "password" to every program that guesses.
    let letters: String = squashed.chars().map(as_letter).collect();
    different.len() < LEAST_DIFFERENT
        || is_run(&squashed)
        || [lower, &squashed, &letters].into_iter().any(is_made_of_common)
        || is_made_of_common(squashed.trim_matches(|c: char| c.is_ascii_digit()))
        || is_made_of_common(
            &squashed
                .trim_matches(|c: char| c.is_ascii_digit())
                .chars()
                .map(as_letter)
                .collect::<String>(),
        )
}

/// Whether the text is one common word, or one such word over and over.
fn is_made_of_common(text: &str) -> bool {
    let repeats = |unit: &str| {
        !unit.is_empty()
            && text.len().is_multiple_of(unit.len())
            && text.matches(unit).count() * unit.len() == text.len()
    };
    COMMON.contains(text) || COMMON.iter().any(|word| repeats(word))
}

/// Whether every character is the one after, or every one the one before: `abcdefghijkl`, `987654321`.
fn is_run(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|c| i64::from(u32::from(c))).collect();
    let step = |by: i64| codes.windows(2).all(|pair| pair[1] - pair[0] == by);
    codes.len() > 1 && (step(1) || step(-1))
}

/// Returns the letter that a digit or sign is used for.
const fn as_letter(c: char) -> char {
    match c {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        '8' => 'b',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::check_refused;

    fn check(password: &str) -> Result<(), Invalid> {
        let email = "sian.oneill@probation.example";
        check_password(
            password,
            KnownOf { email, name: "Siân O’Neill", organisation: "Harbour Steps" },
        )
    }

    #[test]
    fn long_and_unlikely_is_enough() {
        for password in [
            "a walk by the river",
            "correct horse battery",
            "tri gair ar hap",
            "ŵyn-ŷd-môr-9-haul",
            "pwllheli bicycle 7",
            "123 a lle mae Carys",
            &"sixty four ".repeat(6)[..64],
            &"x1y2 z3 ".repeat(25),
        ] {
            assert_eq!(check(password), Ok(()), "{password}");
        }
    }

    #[test]
    fn short_and_endless_are_refused() {
        check_refused(check, "", "invalid-password-short");
        check_refused(check, "elevenchars", "invalid-password-short");
        check_refused(check, &"long".repeat(51), "invalid-password-long");
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for password in [
            "password1234",
            "Password2026!",
            "P4ssw0rd!!!!!",
            "passwordpassword",
            "123456789012",
            "abcdefghijklmn",
            "aaaaaaaaaaaa",
            "ababababababab",
            "qwertyuiop123",
            "letmeinletmein",
            "croesocroeso",
            "Probation2026!",
            "liverpool1892",
        ] {
            check_refused(
                check,
                password,
                if password.starts_with("Prob") {
                    "invalid-password-known"
                } else {
                    "invalid-password-common"
                },
            );
        }
    }

    #[test]
    fn what_is_known_of_the_account_is_refused() {
        for password in [
            "my name is Siân indeed",
            "oneill-and-the-sea",
            "resettle-me-please",
            "SIAN.ONEILL@PROBATION.EXAMPLE",
            "a boat in the harbour",
        ] {
            check_refused(check, password, "invalid-password-known");
        }
    }

    /// ASVS 5.0 6.2.4 asks for the first 3,000 that are long enough.
    #[test]
    fn what_was_stolen_often_is_refused() {
        for password in ["mailcreated5240", "Sojdlg123aljg", "unbelievable", "finalfantasy"] {
            check_refused(check, password, "invalid-password-breached");
        }
        let (hashes, rest) = BREACHED.as_chunks::<BREACHED_BYTES>();
        assert!(rest.is_empty() && hashes.len() == 20_000, "{}", hashes.len());
        assert!(hashes.is_sorted_by(|a, b| a < b), "it is searched by halves");
    }

    #[test]
    fn the_list_is_as_it_is_compared() {
        assert!(COMMON.len() > 300, "{}", COMMON.len());
        for word in COMMON.iter() {
            assert_eq!(*word, word.to_lowercase());
            assert!(word.chars().count() > 3, "{word} is in too many innocent passwords");
        }
    }
}
