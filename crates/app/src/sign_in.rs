//! Signing in: a password, then a one-time code. Without the second there is no session.
//!
//! An unknown address and a wrong password look the same and take as long. After ten refused
//! attempts an account is locked for a quarter of an hour. A code works once. How long a session lasts
//! is in `domain::session_limits`.

use crate::{App, Error, journal};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    AccountId, Event, Invalid, Session, SessionId, dormant_after, is_dormant, session_limits,
};
use policy::Actor;
use rand::Rng;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::LazyLock;
use store::account::Credentials;
use store::journal::Entry;
use store::{Tx, account, session};
use totp_rs::{Builder, Secret, Totp};
use uuid::Uuid;

/// Refused attempts before an account is locked.
const ATTEMPTS: i64 = 10;
/// Minutes for which it is then locked.
const LOCK_MINUTES: i64 = 15;
/// Minutes to give the second factor.
const CODE_MINUTES: i64 = 10;
/// Seconds between two notes that a session was used.
const TOUCH_SECONDS: i64 = 60;
/// The issuer that an authenticator app shows.
const ISSUER: &str = "Resettle";

/// A hash to verify against when there is no such account, so that it takes as long.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_password("nobody").unwrap_or_default());

/// Hashes a password with argon2id.
///
/// # Errors
/// When the machine has no randomness.
pub fn hash_password(password: &str) -> Result<String, Error> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|_| Error::Internal("the password could not be hashed"))
}

/// Returns a new secret for one-time codes, in base 32.
#[must_use]
pub fn new_totp_secret() -> String {
    Secret::generate().to_base32()
}

/// Returns the secret of one-time codes that a form brings back, if it is one of ours in length.
pub(crate) fn totp_secret(text: &str) -> Option<String> {
    let bytes = Secret::try_from_base32(text).ok()?;
    (bytes.to_base32().len() == new_totp_secret().len()).then(|| bytes.to_base32())
}

/// Returns the one-time code of a moment: for the demo, which prints it.
///
/// # Errors
/// When the secret is not one.
pub fn code_at(secret: &str, now: DateTime<Utc>) -> Result<String, Error> {
    Ok(totp(secret, "demo")?.generate(seconds(now)).to_string())
}

/// Returns the address that sets up an authenticator app.
///
/// # Errors
/// When the secret is not one.
pub fn setup_url(secret: &str, email: &str) -> Result<String, Error> {
    totp(secret, email)?.to_url().map_err(|_| Error::Internal("the set-up address cannot be made"))
}

/// Returns the time step for which a one-time code is right now, if there is one. Spaces in a code
/// are let through.
pub(crate) fn time_step(
    secret: &str,
    code: &str,
    now: DateTime<Utc>,
) -> Result<Option<i64>, Error> {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let step = totp(secret, "account")?.check(&digits, seconds(now));
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

fn totp(secret: &str, email: &str) -> Result<Totp, Error> {
    let bad = |_| Error::Internal("a stored secret of one-time codes is not one");
    let secret = Secret::try_from_base32(secret)
        .map_err(|_| Error::Internal("a stored secret of one-time codes is not one"))?;
    Builder::new()
        .with_secret(secret)
        .with_account_name(email.replace(':', ""))
        .with_issuer(Some(ISSUER))
        .build()
        .map_err(bad)
}

fn seconds(now: DateTime<Utc>) -> u64 {
    u64::try_from(now.timestamp()).unwrap_or(0)
}

/// Returns a random token of 256 bits, in hexadecimal.
#[must_use]
pub fn new_token() -> String {
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    hexadecimal(&bytes)
}

/// Returns the hash under which a token is kept.
#[must_use]
pub fn token_hash(token: &str) -> String {
    hexadecimal(&Sha256::digest(token.as_bytes()))
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Checks the password. Returns the token of a session that still wants its second factor.
///
/// # Errors
/// `sign-in-refused` on the password field, whatever was wrong; `sign-in-dormant` for whoever has the
/// right password of an account that has fallen dormant.
pub async fn password(
    app: &App,
    email: &str,
    password: &str,
    request: Uuid,
) -> Result<String, Error> {
    let now = app.now();
    let email = email.trim().to_lowercase();
    let found = account::credentials(&mut app.db.read().await?, &email).await?;
    let stored = found.as_ref().map_or_else(|| NOBODY.clone(), |known| known.password_hash.clone());
    let matches = password_matches(stored, password.to_owned()).await?;
    let id = found.as_ref().map(|known| known.id);
    match found {
        Some(known) if known.active && !is_locked(&known, now) => {
            if !matches {
                refuse(app, &known, now, request).await?;
                return Err(refused("password"));
            }
            if !is_dormant(known.role, known.awake_at, now) {
                return start(app, known.id, now).await;
            }
            note_refused(app, id, now, request).await?;
            let days = dormant_after(known.role).num_days();
            Err(Error::field("password", Invalid::new("sign-in-dormant").with("days", days)))
        }
        // Noted like the others, so that it is known and takes as long.
        _ => {
            note_refused(app, id, now, request).await?;
            Err(refused("password"))
        }
    }
}

/// Returns whether a password is the one of a hash, away from the threads that serve pages: it takes
/// tens of milliseconds of processor.
pub(crate) async fn password_matches(hash: String, password: String) -> Result<bool, Error> {
    tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await
    .map_err(|_| Error::Internal("the password could not be checked"))
}

/// Checks the one-time code. Returns the token of the complete session, a new one.
///
/// # Errors
/// `sign-in-code-refused` on the code field, or `sign-in-again` when it took too long.
pub async fn code(app: &App, token: &str, code: &str, request: Uuid) -> Result<String, Error> {
    let now = app.now();
    let again = || Error::field("code", Invalid::new("sign-in-again"));
    let hash = token_hash(token);
    let mut tx = app.db.begin().await?;
    let found = session::find(&mut tx, &hash).await?.ok_or_else(again)?;
    if found.is_complete() || now - found.began_at >= TimeDelta::minutes(CODE_MINUTES) {
        return Err(again());
    }
    let known = account::credentials_of(&mut tx, found.account).await?.ok_or_else(again)?;
    if is_locked(&known, now) {
        return Err(again());
    }
    let fresh = match time_step(&known.totp_secret, code, now)? {
        Some(step) => account::use_step(&mut tx, known.id, step).await?,
        None => false,
    };
    if !fresh {
        drop(tx);
        refuse(app, &known, now, request).await?;
        return Err(refused("code"));
    }
    session::end(&mut tx, &hash).await?;
    let token = begin(&mut tx, &known, now, (now, request)).await?;
    tx.commit().await?;
    Ok(token)
}

/// Signs somebody in who gave their second factor at a moment, here or at their organisation's provider.
/// Returns the token of the session.
pub(crate) async fn begin(
    tx: &mut Tx,
    known: &Credentials,
    factor_at: DateTime<Utc>,
    (now, request): (DateTime<Utc>, Uuid),
) -> Result<String, Error> {
    let limits = session_limits(known.role);
    let (began_before, seen_before) = (now - limits.absolute, now - limits.idle);
    session::forget_ended(tx, known.id, began_before, seen_before).await?;
    account::wake(tx, known.id, now).await?;
    let token = add_session(tx, known.id, Some(factor_at), now).await?;
    store::journal::write(tx, entry(known.id, Event::SignedIn, now, request));
    Ok(token)
}

/// Returns the one-time code that a half-complete session waits for: for a demo site only, where
/// everyone is invented.
///
/// # Errors
/// When the database fails.
pub async fn demo_code(app: &App, token: &str) -> Result<Option<String>, Error> {
    let mut conn = app.db.read().await?;
    let Some(found) = session::find(&mut conn, &token_hash(token)).await? else { return Ok(None) };
    let Some(known) = account::credentials_of(&mut conn, found.account).await? else {
        return Ok(None);
    };
    Ok(Some(code_at(&known.totp_secret, app.now())?))
}

/// Finds the session of a token and who it belongs to, if it is complete and has not ended.
///
/// # Errors
/// When the database fails.
pub async fn who(app: &App, token: &str) -> Result<Option<(Session, Actor)>, Error> {
    let now = app.now();
    let hash = token_hash(token);
    let mut conn = app.db.read().await?;
    let found = session::find_actor(&mut conn, &hash).await?;
    drop(conn);
    let Some((found, actor)) = found else { return Ok(None) };
    if !found.is_complete() || found.has_ended(session_limits(actor.role), now) {
        return Ok(None);
    }
    if now - found.seen_at > TimeDelta::seconds(TOUCH_SECONDS) {
        let mut tx = app.db.begin().await?;
        session::touch(&mut tx, &hash, now).await?;
        tx.commit().await?;
    }
    Ok(Some((found, actor)))
}

/// Returns whether a token is of a session that is over, and not of one that waits for its code: its
/// holder is told why they have to sign in again.
///
/// # Errors
/// When the database fails.
pub async fn is_over(app: &App, token: &str) -> Result<bool, Error> {
    let found = session::find(&mut app.db.read().await?, &token_hash(token)).await?;
    match found {
        Some(found) if !found.is_complete() => Ok(false),
        _ => Ok(who(app, token).await?.is_none()),
    }
}

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(app: &App, token: &str, actor: &Actor, request: Uuid) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    session::end(&mut tx, &token_hash(token)).await?;
    store::journal::write(&mut tx, entry(actor.account, Event::SignedOut, app.now(), request));
    Ok(tx.commit().await?)
}

fn refused(field: &str) -> Error {
    let key = if field == "code" { "sign-in-code-refused" } else { "sign-in-refused" };
    Error::field(field, Invalid::new(key))
}

pub(crate) fn is_locked(known: &Credentials, now: DateTime<Utc>) -> bool {
    known.locked_until.is_some_and(|until| until > now)
}

async fn start(app: &App, id: AccountId, now: DateTime<Utc>) -> Result<String, Error> {
    let mut tx = app.db.begin().await?;
    let token = add_session(&mut tx, id, None, now).await?;
    tx.commit().await?;
    Ok(token)
}

/// Adds a session that begins now, with the moment of its second factor or without one, and returns its token.
pub(crate) async fn add_session(
    tx: &mut Tx,
    account: AccountId,
    factor_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let token = new_token();
    let begun = Session::begin(SessionId(Uuid::now_v7()), account, false, now);
    let begun = Session { factor_at, ..begun };
    session::add(tx, &token_hash(&token), &begun).await?;
    Ok(token)
}

/// Journals an attempt that changes nothing else.
async fn note_refused(
    app: &App,
    account: Option<AccountId>,
    now: DateTime<Utc>,
    request: Uuid,
) -> Result<(), Error> {
    let entry = Entry { account, ..journal::entry(now, request, Event::SignInRefused) };
    let mut tx = app.db.begin().await?;
    store::journal::write(&mut tx, entry);
    Ok(tx.commit().await?)
}

/// Counts a refused attempt, and locks the account when there were too many.
pub(crate) async fn refuse(
    app: &App,
    known: &Credentials,
    now: DateTime<Utc>,
    request: Uuid,
) -> Result<(), Error> {
    let locked =
        (known.failed_attempts + 1 >= ATTEMPTS).then(|| now + TimeDelta::minutes(LOCK_MINUTES));
    let mut tx = app.db.begin().await?;
    account::refuse(&mut tx, known.id, locked).await?;
    store::journal::write(&mut tx, entry(known.id, Event::SignInRefused, now, request));
    Ok(tx.commit().await?)
}

fn entry(account: AccountId, event: Event, now: DateTime<Utc>, request: Uuid) -> Entry {
    Entry { account: Some(account), ..journal::entry(now, request, event) }
}
