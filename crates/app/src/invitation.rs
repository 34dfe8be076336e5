//! Invitations: how anybody comes to an account.
//!
//! An administrator makes a link that works once and for a week. Whoever opens it sets up the one-time
//! codes, chooses a password and proves both before the account exists. A person leaving prison is
//! given a code by the worker who leads their case instead: see [`crate::first_sign_in`].

use crate::first_sign_in::{as_typed, new_code};
use crate::journal::entry;
use crate::person::{Header, header};
use crate::sign_in::{
    add_session, hash_password, new_token, new_totp_secret, setup_url, time_step, token_hash,
};
use crate::{App, Ctx, Error, FieldErrors, FormOnce, role_request};
use chrono::{DateTime, Days, Utc};
use domain::{
    AccountId, Email, Event, Invalid, KnownOf, OrganisationId, Person, PersonId, Role, RoleRequest,
    check_password,
};
use policy::{Action, Authorised, Relation};
use store::account::NewAccount;
use store::invitation::Invitation;
use store::journal::Entry;
use store::role_request::Listed;
use store::{Conn, Tx, account, invitation, organisation};
use uuid::Uuid;

/// Days for which an invitation works: a week of leave must not lock anybody out, and a forgotten
/// e-mail must not open a door for ever.
pub const DAYS: u64 = 7;

/// An invitation that was made. Its link can be shown once: only a hash of its token is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// The path of the link, or the code for a person leaving prison.
    pub key: String,
    /// Who is invited.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Until when the link works.
    pub expires_at: DateTime<Utc>,
    /// The request that a second person has to confirm before the link opens anything.
    pub waits: Option<RoleRequest>,
}

/// Asks whether the actor may invite, and returns the roles that fit their organisation.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn roles(ctx: &Ctx) -> Result<Vec<Role>, Error> {
    ctx.allow_as(Action::Invite, Relation::Own, ()).await?;
    ctx.journal_read(Event::AccountsListed, None).await?;
    let kind = ctx.actor.organisation_kind;
    Ok(Role::ALL.iter().copied().filter(|role| role.fits(kind)).collect())
}

/// Invites somebody to the actor's organisation. In a role that takes two people to grant, the link opens
/// nothing until a second one has confirmed it.
///
/// # Errors
/// When the role does not fit the organisation or the address has an account, policy refuses, or the
/// database fails.
pub async fn invite(ctx: &Ctx, email: Email, name: String, role: Role) -> Result<Invited, Error> {
    let mut tx = ctx.begin().await?;
    ctx.allow_as(Action::Invite, Relation::Own, ()).await?;
    if !role.fits(ctx.actor.organisation_kind) {
        return Err(Error::field("role", Invalid::new("invitation-role-does-not-fit")));
    }
    check_free(&mut tx, &email).await?;
    let token = new_token();
    let invitation = new_invitation(ctx.now, &token, email, name, ctx.actor.organisation, role);
    let invited = invited(&invitation, format!("/invitation/{token}"));
    if role.takes_two() {
        let waits = role_request::ask_for_invitation(ctx, tx, &invitation).await?;
        return Ok(Invited { waits: Some(waits), ..invited });
    }
    save(ctx, tx, Invitation { invited_by: Some(ctx.actor.account), ..invitation }).await?;
    Ok(invited)
}

/// Lets the link of a request that was confirmed open its invitation, for as long as any other.
pub(crate) async fn open_confirmed(
    tx: &mut Tx,
    found: &Listed,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let hash = found.whom.token_hash.clone();
    let email = Email::parse(&found.whom.email)
        .map_err(|_| Error::Internal("a request's address is not one"))?;
    check_free(tx, &email).await?;
    let (name, by) = (found.whom.name.clone(), found.request.organisation);
    let invitation = new_invitation(now, "", email, name, by, found.request.role);
    let invitation = Invitation {
        token_hash: hash.ok_or(Error::Internal("a request for an invitation has no link"))?,
        invited_by: Some(found.request.asked_by),
        ..invitation
    };
    Ok(invitation::add(tx, &invitation, now).await?)
}

/// What is known of a person's own way to their plan.
#[derive(Clone, Debug)]
pub struct OfPerson {
    /// Who it is about.
    pub header: Header,
    /// The address of the account that they have.
    pub account: Option<String>,
    /// The address of an invitation that still works, and until when.
    pub open: Option<(String, DateTime<Utc>)>,
    /// Whether their date of birth is known, without which a code opens nothing.
    pub born: bool,
}

/// Returns whether a person has an account or an invitation.
///
/// # Errors
/// When there is no such person, policy refuses, or the read could not be journalled.
pub async fn of_person(ctx: &Ctx, id: PersonId) -> Result<OfPerson, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::InvitePerson, id).await?;
    let header = header(ctx, &mut conn, &allowed).await?;
    let found = OfPerson {
        born: header.person.date_of_birth.is_some(),
        header,
        account: account::of_person(&mut conn, &allowed).await?.map(|account| account.email),
        open: invitation::open_of_person(&mut conn, &allowed, ctx.now)
            .await?
            .map(|open| (open.email, open.expires_at)),
    };
    drop(conn);
    let event = Event::person_read("/people/{id}/invite");
    ctx.journal_read(event, Some(id)).await?;
    Ok(found)
}

/// Invites a person leaving prison to see their own plan: makes the code that they are given.
///
/// # Errors
/// When they or the address have an account, their date of birth is not known, there is no such person,
/// policy refuses, or the database fails.
pub async fn invite_person(ctx: &Ctx, id: PersonId, email: Email) -> Result<Invited, Error> {
    let mut tx = ctx.begin().await?;
    let allowed = ctx.person(&mut tx, Action::InvitePerson, id).await?;
    let person = load(&mut tx, &allowed).await?;
    if account::of_person(&mut tx, &allowed).await?.is_some() {
        return Err(Error::field("email", Invalid::new("invitation-person-has-account")));
    }
    if person.date_of_birth.is_none() {
        return Err(Error::field("email", Invalid::new("invitation-person-not-born")));
    }
    check_free(&mut tx, &email).await?;
    let (code, name, by) = (new_code(), person.full_name(), ctx.actor.organisation);
    let invitation = new_invitation(ctx.now, &as_typed(&code), email, name, by, Role::Person);
    let invited = invited(&invitation, code);
    let invitation =
        Invitation { invited_by: Some(ctx.actor.account), person: Some(id), ..invitation };
    save(ctx, tx, invitation).await?;
    Ok(invited)
}

async fn load(conn: &mut Conn, person: &Authorised<PersonId>) -> Result<Person, Error> {
    store::person::load(conn, person).await?.ok_or(Error::NotFound("person"))
}

async fn check_free(conn: &mut Conn, email: &Email) -> Result<(), Error> {
    match account::credentials(conn, email.as_str()).await? {
        Some(_) => Err(Error::field("email", Invalid::new("invitation-email-has-account"))),
        None => Ok(()),
    }
}

async fn save(ctx: &Ctx, mut tx: Tx, invitation: Invitation) -> Result<(), Error> {
    invitation::add(&mut tx, &invitation, ctx.now).await?;
    let event = Event::Invited { role: invitation.role };
    ctx.journal(&mut tx, event, invitation.person, None);
    Ok(tx.commit().await?)
}

fn invited(invitation: &Invitation, key: String) -> Invited {
    Invited {
        key,
        name: invitation.name.clone(),
        email: invitation.email.clone(),
        expires_at: invitation.expires_at,
        waits: None,
    }
}

fn new_invitation(
    now: DateTime<Utc>,
    token: &str,
    email: Email,
    name: String,
    organisation: OrganisationId,
    role: Role,
) -> Invitation {
    Invitation {
        token_hash: token_hash(token),
        email: email.to_string(),
        name,
        organisation,
        role,
        person: None,
        totp_secret: new_totp_secret(),
        invited_by: None,
        expires_at: now + Days::new(DAYS),
    }
}

/// Invites the first administrator of an organisation, from the command line of the machine itself:
/// whoever can run it has the database anyway.
///
/// # Errors
/// When the address has an account, or the database fails.
pub async fn bootstrap(
    app: &App,
    organisation: &domain::Organisation,
    email: Email,
    name: String,
    role: Role,
) -> Result<Invited, Error> {
    let now = app.now();
    let mut tx = app.db.begin().await?;
    if organisation::find(&mut tx, organisation.id).await?.is_none() {
        organisation::add(&mut tx, organisation, now).await?;
    }
    check_free(&mut tx, &email).await?;
    let token = new_token();
    let invitation = new_invitation(now, &token, email, name, organisation.id, role);
    let invited = invited(&invitation, format!("/invitation/{token}"));
    invitation::add(&mut tx, &invitation, now).await?;
    let event = Event::Invited { role };
    let entry = Entry { organisation: Some(organisation.id), ..entry(now, Uuid::now_v7(), event) };
    store::journal::write(&mut tx, entry);
    tx.commit().await?;
    Ok(invited)
}

/// What somebody who opens an invitation sees.
#[derive(Clone)]
pub struct Offer {
    /// Who is invited.
    pub name: String,
    /// The address that will sign in.
    pub email: String,
    /// To which organisation.
    pub organisation: String,
    /// In what role.
    pub role: Role,
    /// The key of the one-time codes, in base 32.
    pub secret: String,
    /// The address that sets up an authenticator app.
    pub setup_url: String,
}

/// Returns what an invitation offers, or `None` when it was used, has run out or never was.
///
/// # Errors
/// When the database fails.
pub async fn open(app: &App, token: &str) -> Result<Option<Offer>, Error> {
    let mut conn = app.db.read().await?;
    let Some(found) = invitation::find(&mut conn, &token_hash(token), app.now()).await? else {
        return Ok(None);
    };
    let organisation = organisation::find(&mut conn, found.organisation).await?;
    Ok(Some(Offer {
        setup_url: setup_url(&found.totp_secret, &found.email)?,
        name: found.name,
        email: found.email,
        organisation: organisation.map(|found| found.name).unwrap_or_default(),
        role: found.role,
        secret: found.totp_secret,
    }))
}

/// What is typed to take an invitation up.
#[derive(Clone)]
pub struct Answer {
    /// The password that they choose.
    pub password: String,
    /// The code that their app shows now.
    pub code: String,
    /// `en` or `cy`: the language of the page.
    pub language: String,
    /// The form, which leads on once.
    pub form: Option<FormOnce>,
}

/// Takes an invitation up: the account exists, and the token of its first session is returned.
/// `None` when the invitation was used, has run out or never was.
///
/// # Errors
/// When the password or the code is not right, the form was taken before, or the database fails.
pub async fn take(
    app: &App,
    token: &str,
    answer: Answer,
    request: Uuid,
) -> Result<Option<String>, Error> {
    let now = app.now();
    let hash = token_hash(token);
    let Some(found) = invitation::find(&mut app.db.read().await?, &hash, now).await? else {
        FormOnce::take(answer.form.as_ref(), &mut app.db.begin().await?, None, now).await?;
        return Ok(None);
    };
    let organisation = organisation::find(&mut app.db.read().await?, found.organisation).await?;
    let organisation = organisation.map(|found| found.name).unwrap_or_default();
    let step = check(&found, &organisation, &answer, now)?;
    let password_hash = hashed(answer.password).await?;
    let mut tx = app.db.begin().await?;
    FormOnce::take(answer.form.as_ref(), &mut tx, None, now).await?;
    if !invitation::take(&mut tx, &hash, now).await? {
        return Ok(None);
    }
    let email = Email::parse(&found.email)
        .map_err(|_| Error::Internal("an invitation's address is not one"))?;
    check_free(&mut tx, &email).await?;
    let account = NewAccount {
        id: AccountId(Uuid::now_v7()),
        email: found.email,
        name: found.name,
        organisation: found.organisation,
        role: found.role,
        person: found.person,
        password_hash,
        totp_secret: found.totp_secret,
        language: answer.language,
    };
    account::add(&mut tx, &account, now).await?;
    account::use_step(&mut tx, account.id, step).await?;
    let token = add_session(&mut tx, account.id, Some(now), now).await?;
    let accepted = Entry {
        account: Some(account.id),
        organisation: Some(account.organisation),
        role: Some(account.role),
        person: account.person,
        ..entry(now, request, Event::InvitationAccepted)
    };
    store::journal::write(&mut tx, accepted);
    tx.commit().await?;
    Ok(Some(token))
}

/// Checks a password and a code. Returns the time step of the code, which is then used up.
fn check(
    found: &Invitation,
    organisation: &str,
    answer: &Answer,
    now: DateTime<Utc>,
) -> Result<i64, Error> {
    let known = KnownOf { email: &found.email, name: &found.name, organisation };
    let chosen = (answer.password.as_str(), known);
    check_set_up(FieldErrors::new(), chosen, (&found.totp_secret, &answer.code), now)
}

/// Checks the password that somebody chooses and a code of the app that they set up, after what else may
/// be wrong. Returns the time step of the code, which is then used up.
///
/// # Errors
/// Everything that is wrong, by field.
pub(crate) fn check_set_up(
    mut errors: FieldErrors,
    (password, of): (&str, KnownOf<'_>),
    (secret, code): (&str, &str),
    now: DateTime<Utc>,
) -> Result<i64, Error> {
    if let Err(why) = check_password(password, of) {
        errors.push(("password".to_owned(), why));
    }
    let step = time_step(secret, code, now)?;
    if step.is_none() {
        errors.push(("code".to_owned(), Invalid::new("invitation-code-refused")));
    }
    match step {
        Some(step) if errors.is_empty() => Ok(step),
        _ => Err(Error::Invalid(errors)),
    }
}

/// Hashes a password away from the threads that serve pages.
pub(crate) async fn hashed(password: String) -> Result<String, Error> {
    tokio::task::spawn_blocking(move || hash_password(&password))
        .await
        .map_err(|_| Error::Internal("the password could not be hashed"))?
}
