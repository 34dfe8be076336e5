//! Single sign-on: an organisation's own provider says who somebody is (OpenID Connect, authorization code
//! flow with PKCE).
//!
//! An account is found by issuer and subject alone, and these are tied to it by its holder, who is signed
//! in with their password and a code. The e-mail address that a provider tells is never looked at: whoever
//! runs a provider could write anybody's there. A provider is believed for accounts of its own organisation
//! only. What belongs to one sign-in stands in a cookie of that browser and nowhere else.

mod provider;
mod token;

pub use provider::{Provider, ProviderError};
pub use token::{Claims, Expected, Keys, TokenError, verify};

use crate::sign_in::{add_session, begin, is_locked, new_token, token_hash};
use crate::{App, Ctx, Error, journal};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use domain::life_cycle::IllegalMove;
use domain::{AccountId, Event, OrganisationId, Role, is_dormant};
use policy::{Action, Actor};
use provider::{Description, Exchange};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::journal::Entry;
use store::single_sign_on::{self, Tie};
use store::{StoreError, account};
use uuid::Uuid;

/// Minutes for which a sign-in at the provider can be brought back here.
pub const MINUTES: i64 = 10;
/// Minutes for which a provider's description is kept, so that visitors do not make this site call it.
const DESCRIPTION_MINUTES: i64 = 10;

/// What each provider said of itself, and when.
type Described = HashMap<OrganisationId, (DateTime<Utc>, Description)>;

/// The providers of a site.
#[derive(Clone, Debug)]
pub struct SingleSignOn {
    /// Address of the site, without a slash at its end.
    site: String,
    providers: Arc<Vec<Provider>>,
    described: Arc<Mutex<Described>>,
}

/// Why single sign-on did not go on.
#[derive(Debug, thiserror::Error)]
pub enum NotSignedIn {
    /// The organisation has no provider here.
    #[error("this organisation has no provider")]
    NoProvider,
    /// It is not the sign-in that this browser began, or it took too long.
    #[error("it is not the sign-in that was begun here")]
    NotBegun,
    /// The provider cannot be used.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// What the provider said is not believed.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// Nobody here is tied to whoever signed in there, or their account cannot be used.
    #[error("no account here is tied to it")]
    NotTied,
    /// Somebody else here is tied to it.
    #[error("another account is tied to it")]
    TiedAlready,
    /// Something of our own failed.
    #[error(transparent)]
    App(#[from] Error),
}

impl From<StoreError> for NotSignedIn {
    fn from(error: StoreError) -> Self {
        Self::App(error.into())
    }
}

/// What a browser keeps while its holder is at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    organisation: OrganisationId,
    /// Who ties their account, or nobody who signs in.
    ties: Option<AccountId>,
    at: DateTime<Utc>,
    secret: String,
}

impl Begun {
    fn new(organisation: OrganisationId, ties: Option<AccountId>, at: DateTime<Utc>) -> Self {
        Self { organisation, ties, at, secret: new_token() }
    }

    /// Reads what a browser brought back.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        let [organisation, ties, at, secret] = parts[..] else { return None };
        let ties = if ties.is_empty() { None } else { Some(ties.parse().ok()?) };
        let at = DateTime::from_timestamp(at.parse().ok()?, 0)?;
        let is_ours = secret.len() == 64 && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
        let organisation = organisation.parse().ok()?;
        is_ours.then(|| Self { organisation, ties, at, secret: secret.to_owned() })
    }

    /// Returns what the browser keeps.
    #[must_use]
    pub fn write(&self) -> String {
        let ties = self.ties.map(|account| account.to_string()).unwrap_or_default();
        format!("{}.{ties}.{}.{}", self.organisation, self.at.timestamp(), self.secret)
    }

    /// Returns whether the account of somebody who is signed in is to be tied.
    #[must_use]
    pub const fn ties(&self) -> bool {
        self.ties.is_some()
    }

    /// Returns a word that only this browser's sign-in gives, for one use: who knows one of them knows
    /// none of the others.
    fn word(&self, for_use: &str) -> String {
        token_hash(&format!("{for_use} {}", self.write()))
    }
}

/// What came back from the provider.
#[derive(Clone, Copy, Debug)]
pub struct Back<'a> {
    /// The code to be exchanged.
    pub code: &'a str,
    /// The word that the provider was given.
    pub state: &'a str,
    /// Who the provider says it is (RFC 9207), where it says so; empty where not.
    pub issuer: &'a str,
}

/// A session that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedInThrough {
    /// Its token.
    pub token: String,
    /// Whether the provider asked for two factors; our own code is asked for otherwise.
    pub complete: bool,
}

impl SingleSignOn {
    /// Returns the providers of a site at an address.
    #[must_use]
    pub fn new(site: &str, providers: Vec<Provider>) -> Self {
        let site = site.trim_end_matches('/').to_owned();
        Self { site, providers: Arc::new(providers), described: Arc::default() }
    }

    /// Returns whose people sign in through a provider, by name.
    pub fn organisations(&self) -> impl Iterator<Item = (OrganisationId, &str)> {
        self.providers.iter().map(|one| (one.organisation, one.name.as_str()))
    }

    /// Returns whether somebody's organisation has a provider for them. A person leaving prison has none:
    /// who leads their case is not who employs them.
    #[must_use]
    pub fn serves(&self, actor: &Actor) -> bool {
        actor.role != Role::Person && self.find(actor.organisation).is_ok()
    }

    fn find(&self, organisation: OrganisationId) -> Result<&Provider, NotSignedIn> {
        let mut all = self.providers.iter();
        all.find(|one| one.organisation == organisation).ok_or(NotSignedIn::NoProvider)
    }

    fn redirect_uri(&self) -> String {
        format!("{}/sign-in/through", self.site)
    }

    /// Returns how a provider describes itself, asked for at most every few minutes.
    async fn describe(
        &self,
        provider: &Provider,
        now: DateTime<Utc>,
    ) -> Result<Description, NotSignedIn> {
        if let Some(known) = self.described_lately(provider.organisation, now) {
            return Ok(known);
        }
        let asked = provider.clone();
        let found = away(move || asked.describe()).await?;
        let mut kept = self.described.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(provider.organisation, (now, found.clone()));
        Ok(found)
    }

    fn described_lately(&self, of: OrganisationId, now: DateTime<Utc>) -> Option<Description> {
        let kept = self.described.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, known) = kept.get(&of)?;
        (now - *at < TimeDelta::minutes(DESCRIPTION_MINUTES)).then(|| known.clone())
    }

    /// Begins a sign-in, or the tying of an account. Returns the address at the provider to go to, and what
    /// the browser keeps meanwhile.
    ///
    /// # Errors
    /// When the organisation has no provider, or it cannot be used.
    pub async fn begin(
        &self,
        app: &App,
        organisation: OrganisationId,
        ties: Option<AccountId>,
    ) -> Result<(String, Begun), NotSignedIn> {
        let now = app.now();
        let provider = self.find(organisation)?;
        let at = self.describe(provider, now).await?;
        let begun = Begun::new(organisation, ties, now);
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(begun.word("verifier")));
        let pairs: [(&str, &str); 8] = [
            ("response_type", "code"),
            ("scope", "openid"),
            ("client_id", &provider.client_id),
            ("redirect_uri", &self.redirect_uri()),
            ("state", &begun.word("state")),
            ("nonce", &begun.word("nonce")),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let query = serde_urlencoded::to_string(pairs)
            .map_err(|_| Error::Internal("the address of the provider cannot be made"))?;
        let mark = if at.authorization_endpoint.contains('?') { '&' } else { '?' };
        Ok((format!("{}{mark}{query}", at.authorization_endpoint), begun))
    }

    /// Exchanges the code and checks what the provider says. Returns the provider, and who it is.
    async fn learn(
        &self,
        begun: &Begun,
        back: Back<'_>,
        now: DateTime<Utc>,
    ) -> Result<(&Provider, Claims), NotSignedIn> {
        let in_time = begun.at <= now && now - begun.at < TimeDelta::minutes(MINUTES);
        if !in_time || back.code.is_empty() || back.state != begun.word("state") {
            return Err(NotSignedIn::NotBegun);
        }
        let provider = self.find(begun.organisation)?;
        // What another provider sends back is not handed to this one.
        if !back.issuer.is_empty() && back.issuer != provider.issuer {
            return Err(NotSignedIn::NotBegun);
        }
        let at = self.describe(provider, now).await?;
        let (asked, code) = (provider.clone(), back.code.to_owned());
        let (verifier, redirect_uri) = (begun.word("verifier"), self.redirect_uri());
        let (token, keys) = away(move || {
            let (code, verifier, redirect_uri) = (&*code, &*verifier, &*redirect_uri);
            asked.exchange(&at, Exchange { code, verifier, redirect_uri })
        })
        .await?;
        let expected = Expected {
            issuer: &provider.issuer,
            client_id: &provider.client_id,
            nonce: &begun.word("nonce"),
            two_factor_classes: &provider.two_factor_classes,
            now,
        };
        Ok((provider, verify(&token, &keys, &expected)?))
    }

    /// Signs somebody in who comes back from their provider.
    ///
    /// # Errors
    /// When it was not begun by this browser, what the provider says is not believed, or no account of the
    /// organisation that may sign in is tied to it. What was refused is journalled.
    pub async fn finish(
        &self,
        app: &App,
        begun: &Begun,
        back: Back<'_>,
        request: Uuid,
    ) -> Result<SignedInThrough, NotSignedIn> {
        let result = self.sign_in(app, begun, back, request).await;
        if let Err(why) = &result
            && !matches!(why, NotSignedIn::App(_))
        {
            let entry = journal::entry(app.now(), request, Event::SignInRefused);
            let mut tx = app.db.begin().await?;
            let organisation = self.find(begun.organisation).ok().map(|one| one.organisation);
            store::journal::write(&mut tx, Entry { organisation, ..entry });
            tx.commit().await?;
        }
        result
    }

    async fn sign_in(
        &self,
        app: &App,
        begun: &Begun,
        back: Back<'_>,
        request: Uuid,
    ) -> Result<SignedInThrough, NotSignedIn> {
        if begun.ties() {
            return Err(NotSignedIn::NotBegun);
        }
        let now = app.now();
        let (provider, claims) = self.learn(begun, back, now).await?;
        let mut tx = app.db.begin().await?;
        let tied = single_sign_on::find(&mut tx, &provider.issuer, &claims.subject).await?;
        let id = tied.ok_or(NotSignedIn::NotTied)?;
        let found = account::find(&mut tx, id).await?;
        let known = account::credentials_of(&mut tx, id).await?;
        let (Some(found), Some(known)) = (found, known) else { return Err(NotSignedIn::NotTied) };
        let usable = found.active
            && found.organisation == begun.organisation
            && !is_locked(&known, now)
            && !is_dormant(found.role, found.awake_at, now);
        if !usable {
            return Err(NotSignedIn::NotTied);
        }
        let token = match claims.two_factors_at {
            Some(factor_at) => begin(&mut tx, &known, factor_at, (now, request)).await?,
            None => add_session(&mut tx, id, None, now).await?,
        };
        tx.commit().await?;
        Ok(SignedInThrough { token, complete: claims.two_factors_at.is_some() })
    }

    /// Ties the actor's account to whoever signed in at the provider: from then on that signs them in.
    ///
    /// # Errors
    /// When the actor did not begin it in this browser, what the provider says is not believed, or somebody
    /// else is tied to it.
    pub async fn tie(&self, ctx: &Ctx, begun: &Begun, back: Back<'_>) -> Result<(), NotSignedIn> {
        ctx.allow(Action::UseAccount).await?;
        let ours = begun.organisation == ctx.actor.organisation && self.serves(&ctx.actor);
        if begun.ties != Some(ctx.actor.account) || !ours {
            return Err(NotSignedIn::NotBegun);
        }
        let (provider, claims) = self.learn(begun, back, ctx.now).await?;
        let mut tx = ctx.begin().await?;
        let tie = Tie {
            issuer: provider.issuer.clone(),
            subject: claims.subject,
            account: ctx.actor.account,
            tied_at: ctx.now,
        };
        if !single_sign_on::tie(&mut tx, &tie).await? {
            return Err(NotSignedIn::TiedAlready);
        }
        ctx.journal(&mut tx, Event::SingleSignOnTied, None, None);
        tx.commit().await?;
        Ok(())
    }
}

/// Runs a call to a provider away from the threads that serve pages.
async fn away<T: Send + 'static>(
    call: impl FnOnce() -> Result<T, ProviderError> + Send + 'static,
) -> Result<T, NotSignedIn> {
    let called = tokio::task::spawn_blocking(call).await;
    Ok(called.map_err(|_| Error::Internal("the provider could not be called"))??)
}

/// Returns when the actor's account was tied to their organisation's provider, if it is.
///
/// # Errors
/// When the database fails, or the read could not be journalled.
pub async fn own_tie(ctx: &Ctx) -> Result<Option<DateTime<Utc>>, Error> {
    ctx.allow(Action::UseAccount).await?;
    let tied = single_sign_on::of_account(&mut ctx.read().await?, ctx.actor.account).await?;
    ctx.journal_read(Event::AccountRead, None).await?;
    Ok(tied.map(|tie| tie.tied_at))
}

/// Unties the actor's account: only their password signs them in from then on.
///
/// # Errors
/// When it is not tied, or the database fails.
pub async fn untie(ctx: &Ctx) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    ctx.allow(Action::UseAccount).await?;
    if !single_sign_on::untie(&mut tx, ctx.actor.account).await? {
        return Err(IllegalMove { noun: "account", from: "not tied", attempted: "untie" }.into());
    }
    ctx.journal(&mut tx, Event::SingleSignOnUntied, None, None);
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn begun(ties: Option<AccountId>) -> Begun {
        let at = "2026-11-25T14:30:00Z".parse().unwrap();
        Begun::new(OrganisationId(Uuid::from_u128(1)), ties, at)
    }

    #[test]
    fn what_a_browser_keeps_comes_back_as_it_was_or_not_at_all() {
        for ties in [None, Some(AccountId(Uuid::from_u128(2)))] {
            let one = begun(ties);
            assert_eq!(Begun::read(&one.write()), Some(one));
        }
        let text = begun(None).write();
        for wrong in ["", "a.b.c.d", &text[1..], &text[..text.len() - 1], &format!("{text}.")] {
            assert_eq!(Begun::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_words_of_a_sign_in_are_its_own() {
        let (one, other) = (begun(None), begun(None));
        let tying = Begun { ties: Some(AccountId(Uuid::from_u128(2))), ..one.clone() };
        let uses = ["state", "nonce", "verifier"];
        let mut words: Vec<_> = [&one, &other, &tying]
            .into_iter()
            .flat_map(|begun| uses.map(|for_use| begun.word(for_use)))
            .collect();
        words.sort();
        words.dedup();
        assert_eq!(words.len(), 9);
        // A verifier has 43 to 128 characters (RFC 7636 §4.1).
        assert!(words.iter().all(|word| word.len() == 64));
    }

    proptest! {
        /// Whatever a browser brings back, it ends; and what is taken is written in that way only.
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,120}", at in 0_usize..200, new in any::<char>()) {
            prop_assert_eq!(Begun::read(&text).map(|begun| begun.write()), None);
            let mut right: Vec<char> = begun(None).write().chars().collect();
            let place = at % right.len();
            right[place] = new;
            let spoilt: String = right.into_iter().collect();
            if let Some(taken) = Begun::read(&spoilt) {
                prop_assert!(Begun::read(&taken.write()) == Some(taken));
            }
        }
    }
}
