//! What every request shares.

use crate::template;
use app::App;
use minijinja::Environment;
use std::sync::Arc;

/// How a site is set up.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Whether everyone here is invented, which every page then says; the sign-in page also shows
    /// the one-time code, so never set it on a real site.
    pub demo: bool,
    /// Whether cookies are only sent over TLS. Off for a demo on one's own machine.
    pub secure_cookies: bool,
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
}

impl Site {
    /// Returns a site on an application.
    #[must_use]
    pub fn new(app: App, settings: Settings) -> Self {
        Self { app, templates: Arc::new(template::environment()), settings }
    }
}
