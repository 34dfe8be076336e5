//! What every request shares.

use crate::address::Network;
use crate::rate_limit::{Limiter, Limits};
use crate::template;
use app::App;
use app::single_sign_on::SingleSignOn;
use domain::{Measure, ServiceId};
use minijinja::Environment;
use policy::Actor;
use std::sync::Arc;
use std::time::Duration;

/// How long a page of a served site waits for a study: what takes longer shows how far it is.
pub const PATIENCE: Duration = Duration::from_secs(1);

/// How a site is set up.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Whether everyone here is invented, which every page then says; the sign-in page also shows
    /// the one-time code, so never set it on a real site.
    pub demo: bool,
    /// Whether cookies are only sent over TLS. Off for a demo on one's own machine.
    pub secure_cookies: bool,
    /// How much is let through; `None` lets everything through, for measurements and tests only.
    pub limits: Option<Limits>,
    /// The proxies that are believed when they say whom they ask for.
    pub trusted_proxies: Vec<Network>,
    /// How long a page waits for a study before it shows how far it is; `None` waits for its end.
    pub patience: Option<Duration>,
    /// What services do to people in an invented region, whose maker knows. Nobody does elsewhere.
    pub invented_effects: Arc<[InventedEffect]>,
}

/// What a service of an invented region does to those who start it.
#[derive(Clone, Debug)]
pub struct InventedEffect {
    /// The service.
    pub service: ServiceId,
    /// Its name.
    pub name: String,
    /// What it changes.
    pub measure: Measure,
    /// By how much it makes that likelier for those who started, from -1 to 1.
    pub difference: f64,
}

/// The site: the application, its templates and its settings.
#[derive(Clone, Debug)]
pub struct Site {
    /// The application.
    pub app: App,
    /// Its templates.
    pub templates: Arc<Environment<'static>>,
    /// Its settings.
    pub settings: Settings,
    pub(crate) limiter: Option<Arc<Limiter>>,
    /// The providers through which people of some organisations sign in, if any.
    pub single_sign_on: Option<SingleSignOn>,
}

impl Site {
    /// Returns a site on an application.
    #[must_use]
    pub fn new(app: App, settings: Settings) -> Self {
        let limiter = settings.limits.map(|limits| Arc::new(Limiter::new(limits, app.now())));
        let templates = template::environment();
        Self { app, templates, settings, limiter, single_sign_on: None }
    }

    /// Returns whether somebody's organisation has a provider through which they sign in.
    pub(crate) fn has_provider_for(&self, actor: &Actor) -> bool {
        self.single_sign_on.as_ref().is_some_and(|all| all.serves(actor))
    }

    /// Returns the site with the providers of its organisations.
    #[must_use]
    pub fn through(self, providers: Option<SingleSignOn>) -> Self {
        Self { single_sign_on: providers, ..self }
    }
}
