//! An e-mail address that somebody signs in with.

use crate::Invalid;
use crate::parsed::parsed_text;

/// An address in lower case, so that one person cannot have two accounts by a capital letter.
///
/// Only its form is checked. Whether it reaches anybody is known when a message has arrived there,
/// and no rule about letters can tell before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

parsed_text!(Email, Email::parse);

impl Email {
    /// The most characters of an address that mail servers carry (RFC 5321 §4.5.3.1.3).
    pub const LIMIT: usize = 254;

    /// Parses an address and writes it in lower case.
    ///
    /// # Errors
    /// `invalid-email-empty`, `-long` and `-form`.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let address = text.trim().to_lowercase();
        if address.is_empty() {
            return Err(Invalid::new("invalid-email-empty"));
        }
        if address.chars().count() > Self::LIMIT {
            return Err(Invalid::new("invalid-email-long").with("limit", Self::LIMIT));
        }
        if !has_form(&address) {
            return Err(Invalid::new("invalid-email-form"));
        }
        Ok(Self(address))
    }
}

/// One name, one `@`, and a host of at least two parts. Rarer forms that the standard allows, such
/// as names in quotation marks, are typing mistakes far more often than addresses.
fn has_form(address: &str) -> bool {
    let Some((name, host)) = address.split_once('@') else { return false };
    let in_names = |c: char| c.is_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    let dots = |text: &str| text.starts_with('.') || text.ends_with('.') || text.contains("..");
    let part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    !name.is_empty()
        && name.chars().all(in_names)
        && !dots(name)
        && host.contains('.')
        && host.split('.').all(part)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::messages::check_refused;
    use crate::parsed::check_round_trip;

    #[test]
    fn capitals_and_spaces_make_no_second_address() {
        let address = Email::parse(" Siân.O'Neill+work@Probation.Example ").unwrap();
        assert_eq!(address.as_str(), "siân.o'neill+work@probation.example");
        check_round_trip(&address, "nobody");
    }

    #[test]
    fn refuses_with_a_reason() {
        check_refused(Email::parse, " ", "invalid-email-empty");
        let long = format!("{}@example.org", "x".repeat(250));
        check_refused(Email::parse, &long, "invalid-email-long");
        for text in [
            "nobody",
            "a@b",
            "@example.org",
            "a@",
            "a@@example.org",
            "a b@example.org",
            "a@exa mple.org",
            ".a@example.org",
            "a..b@example.org",
            "a@-example.org",
            "a@example..org",
            "a@example.org.",
            "a,b@example.org",
            "<a@example.org>",
            "a@example.org\nBcc: b@example.org",
        ] {
            check_refused(Email::parse, text, "invalid-email-form");
        }
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_one_line_and_parses_to_itself(text in "\\PC{0,20}@?\\PC{0,20}") {
            if let Ok(email) = Email::parse(&text) {
                prop_assert!(!email.as_str().contains(char::is_whitespace));
                prop_assert_eq!(Email::parse(email.as_str()).unwrap(), email);
            }
        }
    }
}
