//! What a referral should achieve: a few lines, each answered in the end-of-service report.

use crate::{Invalid, ShortText};

/// One to five aims, one line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aims(Vec<String>);

impl Aims {
    /// The most aims of one referral. Convention of the product: what is asked of a service must fit
    /// on a page, and each aim is answered by itself at the end.
    pub const LIMIT: usize = 5;

    /// Parses aims, one a line; empty lines and marks of a list at the start of a line are dropped.
    ///
    /// # Errors
    /// `invalid-aims-empty`, `-many`, `-long` and `-twice`, which name the line, and those of
    /// [`ShortText`] for characters that cannot be kept.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let mut aims: Vec<String> = Vec::new();
        for line in text.replace('\u{FEFF}', "").lines() {
            let line = line
                .trim_start_matches(|c: char| c.is_whitespace() || "-–•*".contains(c))
                .trim_end();
            if line.is_empty() {
                continue;
            }
            let number = aims.len() + 1;
            let aim = ShortText::parse(line).map_err(|why| match why.key {
                "invalid-text-long" => Invalid::new("invalid-aims-long")
                    .with("line", number)
                    .with("limit", ShortText::LIMIT),
                _ => why,
            })?;
            if aims.iter().any(|earlier| earlier == aim.as_str()) {
                return Err(Invalid::new("invalid-aims-twice").with("line", number));
            }
            aims.push(aim.to_string());
        }
        match aims.len() {
            0 => Err(Invalid::new("invalid-aims-empty").with("limit", Self::LIMIT)),
            count if count > Self::LIMIT => Err(Invalid::new("invalid-aims-many")
                .with("limit", Self::LIMIT)
                .with("count", count)),
            _ => Ok(Self(aims)),
        }
    }

    /// Returns the aims in the order written.
    #[must_use]
    pub fn into_lines(self) -> Vec<String> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::messages::check_refused;

    #[test]
    fn one_line_is_one_aim() {
        let aims = Aims::parse("- A tenancy signed\r\n\r\n •  Rent  paid on time \n").unwrap();
        assert_eq!(aims.into_lines(), ["A tenancy signed", "Rent paid on time"]);
    }

    #[test]
    fn refuses_with_a_reason() {
        check_refused(Aims::parse, " \n - \n", "invalid-aims-empty");
        check_refused(Aims::parse, "1\n2\n3\n4\n5\n6", "invalid-aims-many");
        check_refused(Aims::parse, &format!("a\n{}", "x".repeat(201)), "invalid-aims-long");
        check_refused(Aims::parse, "a\nb\na", "invalid-aims-twice");
        check_refused(Aims::parse, "a\u{202e}b", "invalid-text-character");
    }

    proptest! {
        #[test]
        fn what_is_accepted_parses_to_itself(text in "(\\PC{0,30}\n?){0,7}") {
            if let Ok(aims) = Aims::parse(&text) {
                let lines = aims.clone().into_lines();
                prop_assert!((1..=Aims::LIMIT).contains(&lines.len()));
                prop_assert_eq!(Aims::parse(&lines.join("\n")), Ok(aims));
            }
        }
    }
}
