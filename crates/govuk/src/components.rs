//! The list of components: the name of each function, and the template behind it.

/// A component of GOV.UK Frontend or MoJ Frontend.
#[derive(Debug, Clone, Copy)]
pub struct Component {
    /// The template's name, such as `govuk/error-message.html`.
    pub template: &'static str,
    /// The template's text.
    pub source: &'static str,
}

impl Component {
    /// Returns the function that pages call it by, such as `govuk_error_message`.
    pub fn function(&self) -> String {
        self.template.trim_end_matches(".html").replace(['/', '-'], "_")
    }
}

macro_rules! components {
    ($($name:literal)*) => {
        &[$(Component {
            template: concat!($name, ".html"),
            source: include_str!(concat!("../templates/", $name, ".html")),
        }),*]
    };
}

/// The page skeleton that pages extend.
pub(crate) const PAGE_TEMPLATE: &str = include_str!("../templates/template.html");

/// Parts that several components include.
pub(crate) const PARTIALS: &[(&str, &str)] = &[
    ("govuk/_crown.html", include_str!("../templates/govuk/_crown.html")),
    ("govuk/_hint_and_error.html", include_str!("../templates/govuk/_hint_and_error.html")),
];

/// Every component there is a function for.
pub const COMPONENTS: &[Component] = components![
    "govuk/accordion"
    "govuk/back-link"
    "govuk/breadcrumbs"
    "govuk/button"
    "govuk/character-count"
    "govuk/checkboxes"
    "govuk/cookie-banner"
    "govuk/date-input"
    "govuk/details"
    "govuk/error-message"
    "govuk/error-summary"
    "govuk/exit-this-page"
    "govuk/feedback"
    "govuk/fieldset"
    "govuk/file-upload"
    "govuk/footer"
    "govuk/generic-header"
    "govuk/header"
    "govuk/hint"
    "govuk/input"
    "govuk/inset-text"
    "govuk/label"
    "govuk/language-navigation"
    "govuk/notification-banner"
    "govuk/pagination"
    "govuk/panel"
    "govuk/password-input"
    "govuk/phase-banner"
    "govuk/radios"
    "govuk/select"
    "govuk/service-navigation"
    "govuk/skip-link"
    "govuk/summary-list"
    "govuk/table"
    "govuk/tabs"
    "govuk/tag"
    "govuk/task-list"
    "govuk/textarea"
    "govuk/warning-text"
    "moj/alert"
    "moj/badge"
    "moj/button-menu"
    "moj/date-picker"
    "moj/filter"
    "moj/identity-bar"
    "moj/messages"
    "moj/notification-badge"
    "moj/organisation-switcher"
    "moj/page-header-actions"
    "moj/primary-navigation"
    "moj/progress-bar"
    "moj/search"
    "moj/side-navigation"
    "moj/sub-navigation"
    "moj/ticket-panel"
    "moj/timeline"
];
