//! One request, as handlers see it: the site, the language, and who is asking.

use crate::form::Form;
use crate::language::Language;
use crate::problem::Problem;
use crate::state::Site;
use app::{Ctx, Error, FieldErrors, FormOnce};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::{OrganisationKind, PersonId, Role, Session, Subject};
use minijinja::value::Serde;
use minijinja::{Value, context};
use policy::Actor;
use serde::Serialize;
use std::net::IpAddr;
use std::ops::Deref;
use uuid::Uuid;

/// What the layers found out about a request.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The request's id, which journal and log share.
    pub(crate) request: Uuid,
    /// The page's language.
    pub(crate) language: Language,
    /// Where it comes from, as limits count it.
    pub(crate) place: IpAddr,
    /// The one-time word that lets the page's own script run.
    pub(crate) nonce: String,
}

/// A request by anybody.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    /// The site.
    pub(crate) site: Site,
    /// What the layers found out.
    pub(crate) asked: Asked,
    /// The path asked for.
    pub(crate) path: String,
    /// The session's token, complete or not.
    pub(crate) token: Option<String>,
    /// What the browser keeps of a sign-in at its organisation's provider.
    pub(crate) through: Option<String>,
    /// The message key of what was just done, from the redirect.
    done: Option<String>,
    /// What the page was asked for besides, so that another language shows the same.
    query: String,
}

impl FromRequestParts<Site> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let asked = parts
            .extensions
            .get::<Asked>()
            .cloned()
            .ok_or_else(|| StatusCode::INTERNAL_SERVER_ERROR.into_response())?;
        Ok(Self {
            site: site.clone(),
            asked,
            path: parts.uri.path().to_owned(),
            token: cookie(parts, site.session_cookie()),
            through: cookie(parts, site.through_cookie()),
            done: query(&parts.uri, "done").filter(|key| is_done(key)),
            query: query_without_language(&parts.uri),
        })
    }
}

/// Whether this says what was done. Anybody can write a link: it must not put other words than ours
/// into the box that people trust.
fn is_done(key: &str) -> bool {
    key.starts_with("done-") && Language::En.has(key)
}

/// Returns the value of a cookie.
pub(crate) fn cookie(parts: &Parts, name: &str) -> Option<String> {
    parts
        .headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// Returns a parameter of the query.
pub(crate) fn query(uri: &Uri, name: &str) -> Option<String> {
    query_pairs(uri).into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// Returns the parameters of the query; none where it cannot be read.
fn query_pairs(uri: &Uri) -> Vec<(String, String)> {
    uri.query().and_then(|query| serde_urlencoded::from_str(query).ok()).unwrap_or_default()
}

/// Returns the query without the language and what was just done, ready for one parameter more.
fn query_without_language(uri: &Uri) -> String {
    let mut pairs = query_pairs(uri);
    pairs.retain(|(name, _)| name != "lang" && name != "done");
    let mut rest = serde_urlencoded::to_string(pairs).unwrap_or_default();
    if !rest.is_empty() {
        rest.push('&');
    }
    rest
}

/// A request by somebody who has signed in. Anybody else is led to the sign-in page.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    visit: Visit,
    /// The context for actions.
    pub(crate) ctx: Ctx,
    /// The session that it came by.
    pub(crate) session: Session,
}

impl Deref for SignedIn {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl FromRequestParts<Site> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        // A layer has found out who asks, and counted the request.
        if let Some(page) = parts.extensions.get::<Self>() {
            return Ok(page.clone());
        }
        let visit = Visit::from_request_parts(parts, site).await?;
        let who = match &visit.token {
            Some(token) => app::sign_in::who(&site.app, token)
                .await
                .map_err(|error| Problem(error).into_response())?,
            None => None,
        };
        let Some((session, actor)) = who else {
            return Err(Redirect::to("/sign-in").into_response());
        };
        let ctx = site.app.context(actor, visit.asked.request);
        Ok(Self { visit, ctx, session })
    }
}

impl Visit {
    /// Renders a page.
    pub(crate) fn render(&self, template: &str, page: impl Serialize) -> Result<Response, Problem> {
        self.page(template, page, None, Value::UNDEFINED)
    }

    /// Renders a form again, filled in, with its errors.
    pub(crate) fn render_again(
        &self,
        template: &str,
        page: impl Serialize,
        form: &Form,
        errors: &FieldErrors,
    ) -> Result<Response, Problem> {
        self.refused(template, page, None, form, errors)
    }

    /// Renders a form filled in with what it was asked for.
    pub(crate) fn render_filled(
        &self,
        template: &str,
        page: impl Serialize,
        form: &Form,
    ) -> Result<Response, Problem> {
        self.filled(template, page, None, form, &FieldErrors::new())
    }

    fn refused(
        &self,
        template: &str,
        page: impl Serialize,
        actor: Option<&Actor>,
        form: &Form,
        errors: &FieldErrors,
    ) -> Result<Response, Problem> {
        let response = self.filled(template, page, actor, form, errors)?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, response).into_response())
    }

    fn filled(
        &self,
        template: &str,
        page: impl Serialize,
        actor: Option<&Actor>,
        form: &Form,
        errors: &FieldErrors,
    ) -> Result<Response, Problem> {
        self.page(template, page, actor, form.state(errors, self.asked.language))
    }

    fn page(
        &self,
        template: &str,
        page: impl Serialize,
        actor: Option<&Actor>,
        form: Value,
    ) -> Result<Response, Problem> {
        let context = context! {
            page => Value::from(Serde(page)),
            lang => self.asked.language.code(),
            nonce => self.asked.nonce.as_str(),
            path => self.path.as_str(),
            query => self.query.as_str(),
            demo => self.site.settings.demo,
            done => self.done.as_deref(),
            form,
            actor => actor.map(|actor| context! {
                name => actor.name.as_str(),
                organisation => actor.organisation_name.as_str(),
                role => actor.role.code(),
            }),
            navigation => actor.map_or_else(Vec::new, navigation),
            skipLinkText => self.asked.language.text("skip-to-content", &[]),
        };
        let html = self
            .site
            .templates
            .get_template(template)
            .and_then(|template| template.render(context))
            .map_err(|error| {
                tracing::error!(template, error = format!("{error:#}"), "page cannot be rendered");
                Problem(Error::Internal("the page cannot be rendered"))
            })?;
        Ok(Html(html).into_response())
    }
}

impl SignedIn {
    /// Renders a page.
    pub(crate) fn render(&self, template: &str, page: impl Serialize) -> Result<Response, Problem> {
        self.visit.page(template, page, Some(&self.ctx.actor), Value::UNDEFINED)
    }

    /// Renders a form again, filled in, with its errors.
    pub(crate) fn render_again(
        &self,
        template: &str,
        page: impl Serialize,
        form: &Form,
        errors: &FieldErrors,
    ) -> Result<Response, Problem> {
        self.visit.refused(template, page, Some(&self.ctx.actor), form, errors)
    }

    /// Renders a form filled in with what is on record.
    pub(crate) fn render_filled(
        &self,
        template: &str,
        page: impl Serialize,
        form: &Form,
    ) -> Result<Response, Problem> {
        self.visit.filled(template, page, Some(&self.ctx.actor), form, &FieldErrors::new())
    }

    /// Returns the context for a change by a form that leads on to a path: a second submit of the
    /// same form changes nothing and leads there too.
    pub(crate) fn once(&self, form: &Form, leads_to: &str) -> Ctx {
        let mut ctx = self.ctx.clone();
        ctx.form = form.token().map(|token| FormOnce { token, leads_to: leads_to.to_owned() });
        ctx
    }
}

/// Returns the first page of a role.
pub(crate) const fn home(role: Role) -> &'static str {
    match role {
        Role::ResettlementWorker => "/my-people",
        Role::ServiceWorker => "/referrals",
        Role::Evaluator => "/pilots",
        Role::BoardMember => "/board",
        Role::Administrator => "/accounts",
        Role::DataProtectionOfficer => "/agreements",
        Role::Person => "/my-plan",
    }
}

/// Returns the page on which a clock's work is done.
pub(crate) fn path_to(subject: Subject, id: Uuid, person: PersonId) -> String {
    match subject {
        Subject::Referral => format!("/referrals/{id}"),
        Subject::Handover => format!("/handovers/{id}"),
        Subject::Screening => format!("/screenings/{id}"),
        Subject::Need | Subject::Step | Subject::Plan => format!("/people/{person}/plan"),
        Subject::Concern => format!("/people/{person}/concerns/{id}"),
        Subject::BreakGlass => format!("/break-glass/{id}"),
        Subject::Join => format!("/joins/{id}"),
        Subject::Appointment => format!("/people/{person}/appointments"),
        Subject::Outcome => format!("/people/{person}/outcomes"),
        Subject::Person => format!("/people/{person}/worker"),
    }
}

/// Leads on after a change, and says what was done by message key.
pub(crate) fn done(path: &str, key: &str) -> Response {
    let (path, fragment) = path.split_once('#').unwrap_or((path, ""));
    let hash = if fragment.is_empty() { "" } else { "#" };
    Redirect::to(&format!("{path}?done={key}{hash}{fragment}")).into_response()
}

/// Returns the links at the top of each page: path and message key.
fn navigation(actor: &Actor) -> Vec<Value> {
    let links: &[(&str, &str)] = match actor.role {
        Role::ResettlementWorker => &[
            ("/my-people", "navigation-my-people"),
            ("/people", "navigation-people"),
            ("/referrals", "navigation-referrals"),
            ("/handovers", "navigation-handovers"),
            ("/services", "navigation-services"),
            ("/screenings/late", "navigation-screenings"),
            ("/joins", "navigation-joins"),
            ("/feeds", "navigation-feeds"),
            ("/pilots", "navigation-pilots"),
        ],
        Role::ServiceWorker => &[
            ("/referrals", "navigation-referrals"),
            ("/my-people", "navigation-my-people"),
            ("/people", "navigation-people"),
            ("/services", "navigation-services"),
            ("/feeds", "navigation-feeds"),
        ],
        Role::Evaluator => {
            &[("/pilots", "navigation-pilots"), ("/joins/quality", "navigation-join-quality")]
        }
        Role::BoardMember => &[("/board", "navigation-board"), ("/pilots", "navigation-pilots")],
        Role::Administrator => &[
            ("/accounts", "navigation-accounts"),
            ("/role-requests", "navigation-role-requests"),
            ("/services", "navigation-services"),
            ("/agreements", "navigation-agreements"),
            ("/read-alerts", "navigation-read-alerts"),
            ("/retention", "navigation-retention"),
            ("/joins/quality", "navigation-join-quality"),
        ],
        Role::DataProtectionOfficer => &[
            ("/agreements", "navigation-agreements"),
            ("/read-alerts", "navigation-read-alerts"),
            ("/retention", "navigation-retention"),
            ("/role-requests", "navigation-role-requests"),
            ("/who-sees-what", "navigation-who-sees-what"),
            ("/break-glass", "navigation-break-glass"),
            ("/joins/quality", "navigation-join-quality"),
        ],
        Role::Person => &[
            ("/my-plan", "navigation-my-plan"),
            ("/my-needs", "navigation-my-needs"),
            ("/my-record/consents", "navigation-consents"),
        ],
    };
    // An employer has nothing to send (`feed.cedar`).
    let employer = actor.organisation_kind == OrganisationKind::Employer;
    let links = links.iter().filter(|(path, _)| !(employer && *path == "/feeds"));
    links.map(|(path, key)| context! { path => *path, key => *key }).collect()
}
