//! ID tokens: what a provider says about who signed in, believed only after every check (OpenID Connect
//! Core 1.0 §3.1.3.7, RFC 8725).
//!
//! Two algorithms and no choice of the token's: RS256 takes an RSA key of 2,048 bits or more, ES256 a key
//! on P-256, and each key is used for its own kind alone. Pure: keys, expectations and time come in.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::Deserialize;

/// Bytes of a token at most: providers send some hundreds to a few thousand.
const TOKEN_BYTES: usize = 16 * 1024;
/// Keys of a provider at most: a handful are in use while they are changed.
const KEYS: usize = 50;
/// Seconds that two clocks may differ (RFC 7519 §4.1.4: "usually no more than a few minutes").
const SKEW_SECONDS: i64 = 60;
/// Hours for which two factors that were given to the provider count: as long as a session lasts.
const TWO_FACTORS_HOURS: i64 = 12;
/// Characters of a subject at most (OpenID Connect Core 1.0 §2).
const SUBJECT_CHARS: usize = 255;
/// Bytes of a coordinate on P-256.
const P256_BYTES: usize = 32;

/// Why a token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is no token, or says a thing twice.
    #[error("it is not a signed token")]
    Malformed,
    /// It is a token for something else, or has an extension that must be understood.
    #[error("it is another type of token")]
    Type,
    /// It is not signed, or by another algorithm.
    #[error("it is not signed by RS256 or ES256")]
    Algorithm,
    /// The provider has no such key.
    #[error("the provider has no such key")]
    Key,
    /// The signature is not the provider's.
    #[error("the signature is wrong")]
    Signature,
    /// Another provider made it.
    #[error("another provider made it")]
    Issuer,
    /// It was made for another client.
    #[error("it was made for another site")]
    Audience,
    /// It has run out.
    #[error("it has run out")]
    Expired,
    /// It was made in the future.
    #[error("it is from the future")]
    NotYet,
    /// It belongs to another sign-in.
    #[error("it belongs to another sign-in")]
    Nonce,
    /// It names nobody.
    #[error("it names nobody")]
    Subject,
}

/// What a token has to say.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The provider, to the letter.
    pub issuer: &'a str,
    /// This site, as the provider knows it.
    pub client_id: &'a str,
    /// The word of this sign-in.
    pub nonce: &'a str,
    /// Classes of authentication that stand for two factors.
    pub two_factor_classes: &'a [String],
    /// The moment.
    pub now: DateTime<Utc>,
}

/// What a believed token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Who signed in, as the provider knows them for good.
    pub subject: String,
    /// When they gave two factors, if they did.
    pub two_factors_at: Option<DateTime<Utc>>,
}

/// The public keys of a provider.
#[derive(Clone, Debug)]
pub struct Keys(Vec<Key>);

#[derive(Clone, Debug, Deserialize)]
struct Key {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    for_use: Option<String>,
    alg: Option<String>,
    n: Option<String>,
    e: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Algorithm {
    Rs256,
    Es256,
}

impl Algorithm {
    fn read(name: &str) -> Result<Self, TokenError> {
        match name {
            "RS256" => Ok(Self::Rs256),
            "ES256" => Ok(Self::Es256),
            _ => Err(TokenError::Algorithm),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
        }
    }
}

#[derive(Deserialize)]
struct Head {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Body {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    nonce: Option<String>,
    auth_time: Option<i64>,
    amr: Option<Vec<String>>,
    acr: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Keys {
    /// Reads the keys that a provider publishes (RFC 7517). A key of another kind is passed over.
    ///
    /// # Errors
    /// When it is no list of keys, or too long a one.
    pub fn read(json: &[u8]) -> Result<Self, TokenError> {
        #[derive(Deserialize)]
        struct Set {
            keys: Vec<serde_json::Value>,
        }
        let set: Set = serde_json::from_slice(json).map_err(|_| TokenError::Malformed)?;
        if set.keys.len() > KEYS {
            return Err(TokenError::Malformed);
        }
        let known = set.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok());
        Ok(Self(known.collect()))
    }

    /// Returns the one key that a token names; of a provider with a single key, that one.
    fn find(&self, algorithm: Algorithm, kid: Option<&str>) -> Result<&Key, TokenError> {
        let mut fits = self.0.iter().filter(|key| {
            key.fits(algorithm) && kid.is_none_or(|kid| key.kid.as_deref() == Some(kid))
        });
        match (fits.next(), fits.next()) {
            (Some(key), None) => Ok(key),
            _ => Err(TokenError::Key),
        }
    }
}

impl Key {
    fn fits(&self, algorithm: Algorithm) -> bool {
        let kind = match algorithm {
            Algorithm::Rs256 => self.kty == "RSA",
            Algorithm::Es256 => self.kty == "EC" && self.crv.as_deref() == Some("P-256"),
        };
        kind && self.for_use.as_deref().is_none_or(|one| one == "sig")
            && self.alg.as_deref().is_none_or(|one| one == algorithm.name())
    }

    fn check(&self, algorithm: Algorithm, said: &[u8], signature: &[u8]) -> Result<(), TokenError> {
        let part = |part: &Option<String>| part.as_deref().map_or(Err(TokenError::Key), bytes);
        let checked = match algorithm {
            Algorithm::Rs256 => {
                let key = RsaPublicKeyComponents { n: part(&self.n)?, e: part(&self.e)? };
                key.verify(&RSA_PKCS1_2048_8192_SHA256, said, signature)
            }
            Algorithm::Es256 => {
                let (x, y) = (part(&self.x)?, part(&self.y)?);
                if (x.len(), y.len()) != (P256_BYTES, P256_BYTES) {
                    return Err(TokenError::Key);
                }
                // An uncompressed point (SEC 1 §2.3.3).
                let point: Vec<u8> = [4].into_iter().chain(x).chain(y).collect();
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(said, signature)
            }
        };
        checked.map_err(|_| TokenError::Signature)
    }
}

/// Decodes base64url without padding; anything else is refused, so that a token has one spelling.
fn bytes(text: &str) -> Result<Vec<u8>, TokenError> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| TokenError::Malformed)
}

fn json<T: for<'a> Deserialize<'a>>(part: &str) -> Result<T, TokenError> {
    // A name that stands twice is refused by the reader.
    serde_json::from_slice(&bytes(part)?).map_err(|_| TokenError::Malformed)
}

/// Checks an ID token, and returns what it says.
///
/// # Errors
/// When anything in it is not as expected; its signature is looked at before what it says.
pub fn verify(token: &str, keys: &Keys, expected: &Expected<'_>) -> Result<Claims, TokenError> {
    let parts: Vec<&str> = token.split('.').collect();
    let [head, body, signature] = parts[..] else { return Err(TokenError::Malformed) };
    if token.len() > TOKEN_BYTES {
        return Err(TokenError::Malformed);
    }
    let head_of: Head = json(head)?;
    if head_of.crit.is_some() || head_of.typ.is_some_and(|typ| !typ.eq_ignore_ascii_case("JWT")) {
        return Err(TokenError::Type);
    }
    let algorithm = Algorithm::read(&head_of.alg)?;
    let key = keys.find(algorithm, head_of.kid.as_deref())?;
    let said = &token[..head.len() + 1 + body.len()];
    key.check(algorithm, said.as_bytes(), &bytes(signature)?)?;
    check_claims(json(body)?, expected)
}

fn check_claims(body: Body, expected: &Expected<'_>) -> Result<Claims, TokenError> {
    if body.iss != expected.issuer {
        return Err(TokenError::Issuer);
    }
    check_audience(&body, expected.client_id)?;
    let now = expected.now.timestamp();
    if body.exp.saturating_add(SKEW_SECONDS) <= now {
        return Err(TokenError::Expired);
    }
    let latest = now.saturating_add(SKEW_SECONDS);
    if body.iat > latest || body.nbf.is_some_and(|from| from > latest) {
        return Err(TokenError::NotYet);
    }
    if body.nonce.as_deref() != Some(expected.nonce) {
        return Err(TokenError::Nonce);
    }
    let two_factors_at = two_factors_at(&body, expected);
    let is_one = (1..=SUBJECT_CHARS).contains(&body.sub.len()) && body.sub.is_ascii();
    if !is_one {
        return Err(TokenError::Subject);
    }
    Ok(Claims { subject: body.sub, two_factors_at })
}

fn check_audience(body: &Body, client_id: &str) -> Result<(), TokenError> {
    let (ours, only) = match &body.aud {
        Audience::One(one) => (one == client_id, true),
        Audience::Many(many) => (many.iter().any(|one| one == client_id), many.len() == 1),
    };
    // Of several audiences, the token says which of them it was made for.
    let party = body.azp.as_deref().map_or(only, |party| party == client_id);
    if ours && party { Ok(()) } else { Err(TokenError::Audience) }
}

/// Returns when two factors were given, if the provider says that they were (RFC 8176): two different
/// kinds of proof, its word for more than one, or a class that the settings name. Without the time of it
/// they count from as long ago as makes the session not fresh.
fn two_factors_at(body: &Body, expected: &Expected<'_>) -> Option<DateTime<Utc>> {
    let methods = body.amr.as_deref().unwrap_or_default();
    let has = |some: &[&str]| methods.iter().any(|method| some.contains(&method.as_str()));
    let known = has(&["pwd", "pin", "kba"]);
    let held = has(&["otp", "hwk", "swk", "sc", "sms", "tel", "pop"]);
    let is_them = has(&["face", "fpt", "iris", "retina", "vbm"]);
    let kinds = [known, held, is_them].into_iter().filter(|kind| *kind).count();
    let class = body.acr.as_ref().is_some_and(|acr| expected.two_factor_classes.contains(acr));
    if !(kinds > 1 || has(&["mfa"]) || class) {
        return None;
    }
    let stale = expected.now - TimeDelta::hours(1);
    let at = body.auth_time.and_then(|at| DateTime::from_timestamp(at, 0)).unwrap_or(stale);
    // What was given before the working day began is asked for again, here.
    let lately = expected.now - at < TimeDelta::hours(TWO_FACTORS_HOURS);
    lately.then_some(at.min(expected.now))
}
