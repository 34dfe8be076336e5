//! Recovery: how the holder of an account comes back into it who has lost a password or a phone.
//!
//! Somebody else begins it, never the holder: the administrator of their organisation, or for a person
//! leaving prison the worker who leads the case. It makes a link that works once and for half an hour,
//! to be handed over to somebody who is known. Whoever begins it must not be able to become the holder:
//! the holder has to give what they still have, the password or a code of the old app (OWASP ASVS 5.0
//! 6.4.3), every session ends, and what was done is the first thing that the holder sees. A person
//! leaving prison often has neither any more, and whoever leads their case reads their record anyway:
//! they are let in by the link alone. So is whom the machine's own operator lets in.

use crate::account::relation;
use crate::invitation::{check_set_up, hashed};
use crate::journal::entry;
use crate::person::{Header, header};
use crate::sign_in::{
    is_locked, new_token, new_totp_secret, password_matches, refuse, setup_url, time_step,
    token_hash,
};
use crate::{App, Ctx, Error, FieldErrors, FormOnce};
use chrono::{DateTime, TimeDelta, Utc};
use domain::life_cycle::IllegalMove;
use domain::{AccountId, Event, Invalid, KnownOf, PersonId, RecoveryId, Role};
use policy::Action;
use store::account::{Credentials, Listed};
use store::journal::Entry;
use store::recovery::{self, Recovery};
use store::{Conn, Tx, account, organisation, session, single_sign_on};
use uuid::Uuid;

/// Minutes for which a recovery works: it is used while both sit together or speak to each other.
pub const MINUTES: i64 = 30;

/// A recovery that was begun. Its link can be shown once: only a hash of its token is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The path of the link.
    pub path: String,
    /// Whose account.
    pub name: String,
    /// The address that signs in.
    pub email: String,
    /// Until when the link works.
    pub expires_at: DateTime<Utc>,
}

/// Finds an account of the actor's organisation for which they may begin a recovery.
///
/// # Errors
/// When there is no such account, it is the actor's own or was deactivated, policy refuses, or the read
/// could not be journalled.
pub async fn of_account(ctx: &Ctx, id: AccountId) -> Result<Listed, Error> {
    let mut conn = ctx.read().await?;
    let found = find(ctx, &mut conn, id).await?;
    drop(conn);
    ctx.journal_read(Event::AccountsListed, None).await?;
    Ok(found)
}

async fn find(ctx: &Ctx, conn: &mut Conn, id: AccountId) -> Result<Listed, Error> {
    let found = account::find(conn, id).await?.ok_or(Error::NotFound("account"))?;
    let relation = relation(ctx, found.organisation, found.role);
    let found = ctx.allow_as(Action::Invite, relation, found).await?.into_resource();
    if found.id == ctx.actor.account {
        return Err(IllegalMove { noun: "account", from: "own", attempted: "recover" }.into());
    }
    check_active(&found)?;
    Ok(found)
}

fn check_active(found: &Listed) -> Result<(), Error> {
    if found.active {
        return Ok(());
    }
    Err(IllegalMove { noun: "account", from: "inactive", attempted: "recover" }.into())
}

/// Begins a recovery of an account of the actor's organisation.
///
/// # Errors
/// As [`of_account`].
pub async fn begin(ctx: &Ctx, id: AccountId) -> Result<Begun, Error> {
    let mut tx = ctx.begin().await?;
    let found = find(ctx, &mut tx, id).await?;
    begin_for(ctx, tx, found, None).await
}

/// Finds the account of a person leaving prison, for a recovery.
///
/// # Errors
/// When there is no such person, they have no account that may sign in, policy refuses, or the read
/// could not be journalled.
pub async fn of_person(ctx: &Ctx, id: PersonId) -> Result<(Header, Listed), Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::InvitePerson, id).await?;
    let found = account::of_person(&mut conn, &allowed).await?;
    let found = found.ok_or(Error::NotFound("account"))?;
    check_active(&found)?;
    let header = header(ctx, &mut conn, &allowed).await?;
    drop(conn);
    let event = Event::person_read("/people/{id}/recover");
    ctx.journal_read(event, Some(id)).await?;
    Ok((header, found))
}

/// Begins a recovery of the account of a person leaving prison.
///
/// # Errors
/// As [`of_person`].
pub async fn begin_for_person(ctx: &Ctx, id: PersonId) -> Result<Begun, Error> {
    let mut tx = ctx.begin().await?;
    let allowed = ctx.person(&mut tx, Action::InvitePerson, id).await?;
    let found = account::of_person(&mut tx, &allowed).await?;
    let found = found.ok_or(Error::NotFound("account"))?;
    check_active(&found)?;
    begin_for(ctx, tx, found, Some(id)).await
}

async fn begin_for(
    ctx: &Ctx,
    mut tx: Tx,
    found: Listed,
    person: Option<PersonId>,
) -> Result<Begun, Error> {
    let begun = add(&mut tx, &found, Some(ctx.actor.account), ctx.now).await?;
    let event = Event::RecoveryBegun { name: found.name };
    ctx.journal(&mut tx, event, person, Some(found.id.0));
    tx.commit().await?;
    Ok(begun)
}

/// Adds a recovery of an account that begins now.
async fn add(
    tx: &mut Tx,
    found: &Listed,
    begun_by: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<Begun, Error> {
    let token = new_token();
    let recovery = Recovery {
        id: RecoveryId(Uuid::now_v7()),
        account: found.id,
        totp_secret: new_totp_secret(),
        begun_by,
        expires_at: now + TimeDelta::minutes(MINUTES),
    };
    recovery::add(tx, &token_hash(&token), &recovery, now).await?;
    Ok(Begun {
        path: format!("/recovery/{token}"),
        name: found.name.clone(),
        email: found.email.clone(),
        expires_at: recovery.expires_at,
    })
}

/// Begins a recovery from the command line of the machine itself: whoever can run it has the database
/// anyway. For an organisation whose only administrator is locked out.
///
/// # Errors
/// When no account that may sign in has the address, or the database fails.
pub async fn bootstrap(app: &App, email: &str) -> Result<Begun, Error> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    let known = account::credentials(&mut tx, email).await?.ok_or(Error::NotFound("account"))?;
    let found = account::find(&mut tx, known.id).await?.ok_or(Error::NotFound("account"))?;
    check_active(&found)?;
    let begun = add(&mut tx, &found, None, now).await?;
    let event = Event::RecoveryBegun { name: found.name };
    let entry = Entry {
        organisation: Some(found.organisation),
        subject: Some(found.id.0),
        ..entry(now, Uuid::now_v7(), event)
    };
    store::journal::write(&mut tx, entry);
    tx.commit().await?;
    Ok(begun)
}

/// What somebody who opens a recovery sees.
#[derive(Clone)]
pub struct Offer {
    /// Whose account.
    pub name: String,
    /// The address that signs in.
    pub email: String,
    /// The key of the new one-time codes, in base 32.
    pub secret: String,
    /// The address that sets up an authenticator app.
    pub setup_url: String,
    /// Whether something that they still have is asked for.
    pub needs_proof: bool,
}

/// A recovery that still works, and the account that it is for.
struct Open {
    recovery: Recovery,
    account: Listed,
    known: Credentials,
}

impl Open {
    /// Whether the holder has to give what they still have.
    fn needs_proof(&self) -> bool {
        self.recovery.begun_by.is_some() && self.account.role != Role::Person
    }
}

async fn find_open(conn: &mut Conn, hash: &str, now: DateTime<Utc>) -> Result<Option<Open>, Error> {
    let Some(recovery) = recovery::find(conn, hash, now).await? else { return Ok(None) };
    let account = account::find(conn, recovery.account).await?;
    let known = account::credentials_of(conn, recovery.account).await?;
    Ok(account.zip(known).map(|(account, known)| Open { recovery, account, known }))
}

/// Returns what a recovery offers, or `None` when it was used, has run out or never was.
///
/// # Errors
/// When the database fails.
pub async fn open(app: &App, token: &str) -> Result<Option<Offer>, Error> {
    let mut conn = app.db.read().await?;
    let Some(open) = find_open(&mut conn, &token_hash(token), app.now()).await? else {
        return Ok(None);
    };
    Ok(Some(Offer {
        setup_url: setup_url(&open.recovery.totp_secret, &open.account.email)?,
        needs_proof: open.needs_proof(),
        name: open.account.name,
        email: open.account.email,
        secret: open.recovery.totp_secret,
    }))
}

/// What is typed to take a recovery up.
#[derive(Clone)]
pub struct Answer {
    /// What they still have: the password, or a code of the old app.
    pub proof: String,
    /// The password that they choose.
    pub password: String,
    /// The code that the new app shows now.
    pub code: String,
    /// The form, which leads on once.
    pub form: Option<FormOnce>,
}

/// Takes a recovery up: a new password, a new second factor, and every session has ended. The holder then
/// signs in as always. Returns false when the recovery was used, has run out or never was.
///
/// # Errors
/// What is wrong, by field, or when the form was taken before, or the database fails.
pub async fn take(app: &App, token: &str, answer: Answer, request: Uuid) -> Result<bool, Error> {
    let now = app.now();
    let hash = token_hash(token);
    let mut conn = app.db.read().await?;
    let found = find_open(&mut conn, &hash, now).await?;
    let Some(open) = found else {
        drop(conn);
        FormOnce::take(answer.form.as_ref(), &mut app.db.begin().await?, None, now).await?;
        return Ok(false);
    };
    let of = organisation::find(&mut conn, open.account.organisation).await?;
    drop(conn);
    let organisation = of.map(|found| found.name).unwrap_or_default();
    let step = check(app, &open, &organisation, &answer, request).await?;
    let password_hash = hashed(answer.password).await?;
    let mut tx = app.db.begin().await?;
    FormOnce::take(answer.form.as_ref(), &mut tx, None, now).await?;
    if !recovery::take(&mut tx, &hash, now).await? {
        return Ok(false);
    }
    let id = open.account.id;
    account::set_password(&mut tx, id, &password_hash).await?;
    account::set_factor(&mut tx, id, &open.recovery.totp_secret, step).await?;
    account::wake(&mut tx, id, now).await?;
    // Whoever had got hold of the account may have tied it to themselves.
    single_sign_on::untie(&mut tx, id).await?;
    session::end_all(&mut tx, id, None).await?;
    let recovered = Entry {
        account: Some(id),
        organisation: Some(open.account.organisation),
        role: Some(open.account.role),
        subject: Some(id.0),
        ..entry(now, request, Event::Recovered)
    };
    store::journal::write(&mut tx, recovered);
    tx.commit().await?;
    Ok(true)
}

/// Checks what was typed. Returns the time step of the new app's code, which is then used up.
async fn check(
    app: &App,
    open: &Open,
    organisation: &str,
    answer: &Answer,
    request: Uuid,
) -> Result<i64, Error> {
    let mut errors = FieldErrors::new();
    if open.needs_proof() && !proves(app, &open.known, &answer.proof, request).await? {
        errors.push(("proof-password".to_owned(), Invalid::new("recovery-proof-refused")));
    }
    let Listed { email, name, .. } = &open.account;
    let chosen = (answer.password.as_str(), KnownOf { email, name, organisation });
    check_set_up(errors, chosen, (&open.recovery.totp_secret, &answer.code), app.now())
}

/// Whether it is the password, or a code of the old app that was not used. Wrong tries count like those
/// of signing in.
async fn proves(app: &App, known: &Credentials, proof: &str, request: Uuid) -> Result<bool, Error> {
    let now = app.now();
    if is_locked(known, now) {
        return Ok(false);
    }
    let step = time_step(&known.totp_secret, proof, now)?;
    let by_code = step.is_some_and(|step| step > known.totp_last_step);
    let matches = password_matches(known.password_hash.clone(), proof.to_owned()).await?;
    if by_code || matches {
        return Ok(true);
    }
    refuse(app, known, now, request).await?;
    Ok(false)
}
