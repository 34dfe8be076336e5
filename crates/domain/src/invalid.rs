//! Why a value was refused: a message key and its arguments, so that the page or the command line
//! can say it in the reader's language. The key exists in `crates/web/locales/{en,cy}`, which
//! `cargo xtask tidy` checks.

use std::fmt;

/// One reason a value was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// Message key, for example `invalid-nhs-number-check`.
    pub key: &'static str,
    /// Named arguments of the message, in the order given.
    pub args: Vec<(&'static str, String)>,
}

impl Invalid {
    /// Returns a reason without arguments.
    #[must_use]
    pub const fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// Adds a named argument to the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key)?;
        for (name, value) in &self.args {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Invalid {}
