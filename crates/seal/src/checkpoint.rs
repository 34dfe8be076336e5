//! Signed checkpoints: the size and the root of the tree, by whom.

use crate::{Hash, Tree};
use rand_core::CryptoRngCore;
use signed_note::{Note, StandardSigner, StandardVerifier, VerifierList, generate_key};
use tlog_tiles::Checkpoint as Text;

/// What signs checkpoints. It belongs outside the database: whoever can write both can write
/// another history.
#[derive(Clone)]
pub struct Key {
    secret: String,
    public: PublicKey,
}

/// What checks them. Public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(String);

/// A key that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a key of a journal: {0}")]
pub struct KeyError(String);

/// Why a checkpoint counts for nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the checkpoint is not signed by this key: {0}")]
pub struct NotSigned(String);

impl Key {
    /// Makes a key for a journal of this name, which may have no spaces and no `+`.
    #[must_use]
    pub fn generate(random: &mut impl CryptoRngCore, name: &str) -> Self {
        let (secret, public) = generate_key(random, name);
        Self { secret, public: PublicKey(public) }
    }

    /// Reads a key as [`Key::to_text`] wrote it.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(text: &str) -> Result<Self, KeyError> {
        let wrong =
            || KeyError("it needs the secret key and, on a second line, the public one".into());
        let (secret, public) = text.trim().split_once('\n').ok_or_else(wrong)?;
        let key = Self { secret: secret.trim().to_owned(), public: PublicKey::read(public)? };
        // A pair that does not belong together would sign what nobody can check.
        key.sign(&Tree::default()).and_then(|note| {
            Checkpoint::read(&note, &key.public).map_err(|wrong| KeyError(wrong.to_string()))
        })?;
        Ok(key)
    }

    /// Returns the text to keep, of which the first line is secret.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{}\n{}\n", self.secret, self.public.0)
    }

    /// Returns the key that checks what this one signs.
    #[must_use]
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Signs a tree as it is: returns the checkpoint as text.
    ///
    /// # Errors
    /// When the key cannot sign.
    pub fn sign(&self, tree: &Tree) -> Result<String, KeyError> {
        let wrong = |why: String| KeyError(why);
        let signer = StandardSigner::new(&self.secret).map_err(|error| wrong(error.to_string()))?;
        let text = Text::new(self.public.name(), tree.size(), tree.root(), "")
            .map_err(|error| wrong(error.to_string()))?;
        let mut note =
            Note::new(&text.to_bytes(), &[]).map_err(|error| wrong(error.to_string()))?;
        note.add_sigs(&[&signer]).map_err(|error| wrong(error.to_string()))?;
        String::from_utf8(note.to_bytes()).map_err(|error| wrong(error.to_string()))
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Key").field("public", &self.public).finish_non_exhaustive()
    }
}

impl PublicKey {
    /// Reads a public key, like `resettle-journal-1a2b3c4d+1f2e3d4c+AbCd…`.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        StandardVerifier::new(text).map_err(|error| KeyError(error.to_string()))?;
        Ok(Self(text.to_owned()))
    }

    /// Returns the name of the journal that it checks.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.split('+').next().unwrap_or_default()
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A checkpoint whose signature was checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    /// Leaves of the tree.
    pub size: u64,
    /// Its root.
    pub root: Hash,
}

impl Checkpoint {
    /// Reads a checkpoint, and checks who signed it and for which journal.
    ///
    /// # Errors
    /// When it is no checkpoint, or this key did not sign it.
    pub fn read(note: &str, by: &PublicKey) -> Result<Self, NotSigned> {
        let wrong = |why: String| NotSigned(why);
        let verifier = StandardVerifier::new(&by.0).map_err(|error| wrong(error.to_string()))?;
        let note = Note::from_bytes(note.as_bytes()).map_err(|error| wrong(error.to_string()))?;
        note.verify(&VerifierList::new(vec![Box::new(verifier)]))
            .map_err(|error| wrong(error.to_string()))?;
        let text = Text::from_bytes(note.text()).map_err(|error| wrong(error.to_string()))?;
        if text.origin() != by.name() {
            return Err(wrong(format!("it is of another journal, {}", text.origin())));
        }
        Ok(Self { size: text.size(), root: *text.hash() })
    }
}
