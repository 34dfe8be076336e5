//! What of an entry is sealed: one line of text, ids and codes without personal detail.

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Bytes of a salt: a commitment to a short detail must not be guessed by trying.
pub const SALT_BYTES: usize = 16;
/// The first field of a leaf, so that a later layout can be told from this one.
const LAYOUT: &str = "resettle-journal-1";

/// An entry as it is sealed. `None` is written as `-`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The entry's id.
    pub id: String,
    /// When, in microseconds since 1970 (UTC).
    pub at_micros: i64,
    /// Who, by id.
    pub account: Option<String>,
    /// For which organisation, by id.
    pub organisation: Option<String>,
    /// In what role, by code.
    pub role: Option<String>,
    /// For what purpose, by code.
    pub purpose: String,
    /// What, by code.
    pub event: String,
    /// Whose record, by id.
    pub person: Option<String>,
    /// Which thing in it, by id.
    pub subject: Option<String>,
    /// The request it came with, by id.
    pub request: String,
    /// The commitment to its detail.
    pub commitment: [u8; 32],
}

impl Leaf {
    /// Returns the sealed text: twelve fields with tabs between them.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let or_none = |field: &Option<String>| field.clone().unwrap_or_else(|| "-".to_owned());
        let fields = [
            LAYOUT.to_owned(),
            self.id.clone(),
            self.at_micros.to_string(),
            or_none(&self.account),
            or_none(&self.organisation),
            or_none(&self.role),
            self.purpose.clone(),
            self.event.clone(),
            or_none(&self.person),
            or_none(&self.subject),
            self.request.clone(),
            hex(&self.commitment),
        ];
        fields.join("\t").into_bytes()
    }
}

/// Returns the commitment to a detail: SHA-256 of its salt and its canonical text.
#[must_use]
pub fn commitment(salt: &[u8], detail: &Value) -> [u8; 32] {
    Sha256::new().chain_update(salt).chain_update(canonical(detail)).finalize().into()
}

/// Writes a JSON value in the one way that does not depend on how a database keeps it: without
/// spaces, the members of objects in order of their names.
#[must_use]
pub fn canonical(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            let members: Vec<String> = members
                .into_iter()
                .map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), canonical(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        plain => plain.to_string(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detail_has_one_text_however_it_was_kept() {
        let kept: Value = serde_json::from_str(r#"{ "b": [1, {"z":"é\n", "a":null}], "a":true }"#)
            .expect("it is JSON");
        assert_eq!(canonical(&kept), r#"{"a":true,"b":[1,{"a":null,"z":"é\n"}]}"#);
    }

    #[test]
    fn a_commitment_depends_on_salt_and_detail() {
        let detail = Value::from("red");
        assert_eq!(commitment(&[1; SALT_BYTES], &detail), commitment(&[1; SALT_BYTES], &detail));
        assert_ne!(commitment(&[1; SALT_BYTES], &detail), commitment(&[2; SALT_BYTES], &detail));
        assert_ne!(
            commitment(&[1; SALT_BYTES], &detail),
            commitment(&[1; SALT_BYTES], &"amber".into())
        );
    }
}
