//! Invitations: making one, and taking it up.

use crate::form::Form;
use crate::person::Header;
use crate::problem::Problem;
use crate::referral::Choice;
use crate::visit::{SignedIn, Visit};
use app::invitation::{self, Answer, Invited, OfPerson, Offer};
use app::{Error, FormOnce};
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{Email, PASSWORD_LEAST, PersonId, Role, ShortText};
use minijinja::context;
use serde::Serialize;

/// Characters in each group of a key that is typed off a screen.
const GROUP: usize = 4;

/// Returns a key in groups, as it is typed off a screen.
pub(crate) fn in_groups(key: &str) -> String {
    let letters: Vec<char> = key.chars().collect();
    let groups = letters.chunks(GROUP).map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join(" ")
}

/// Returns the whole address of a path, to be handed over.
pub(crate) fn link(page: &SignedIn, headers: &HeaderMap, path: &str) -> String {
    // The site has no name of its own in its settings: it is called what it was asked by.
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let scheme = if page.site.settings.secure_cookies { "https" } else { "http" };
    format!("{scheme}://{host}{path}")
}

#[derive(Serialize)]
struct New {
    roles: Vec<Choice>,
}

/// Shows the form of an invitation.
pub(crate) async fn blank(page: SignedIn) -> Result<Response, Problem> {
    let roles = roles(&page).await?;
    page.render("invitation/new.html", New { roles })
}

async fn roles(page: &SignedIn) -> Result<Vec<Choice>, Error> {
    let roles = invitation::roles(&page.ctx).await?;
    Ok(roles.into_iter().map(Choice::of).collect())
}

/// An invitation that was just made, with its link.
#[derive(Serialize)]
struct Made {
    link: String,
    name: String,
    email: String,
    expires_at: DateTime<Utc>,
    /// The request that a second person has to confirm first, and its last day.
    waits: Option<(String, NaiveDate)>,
    /// Where to go on.
    next: String,
}

/// A code that was just made for a person leaving prison.
#[derive(Serialize)]
struct MadeForPerson {
    code: String,
    /// Where they enter it.
    link: String,
    name: String,
    expires_at: DateTime<Utc>,
    /// Where to go on.
    next: String,
}

fn made(page: &SignedIn, headers: &HeaderMap, invited: Invited, next: String) -> Made {
    Made {
        link: link(page, headers, &invited.key),
        name: invited.name,
        email: invited.email,
        expires_at: invited.expires_at,
        waits: invited.waits.map(|request| (request.id.to_string(), request.ends_on)),
        next,
    }
}

/// Invites somebody to the organisation, and shows the link once.
pub(crate) async fn invite(
    page: SignedIn,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Problem> {
    let mut fields = form.fields();
    let name = fields.read("name", |text| ShortText::parse(text).map(|name| name.to_string()));
    let email = fields.read("email", Email::parse);
    let role = fields.coded::<Role>("role", "invitation-choose-role");
    let whole = name.zip(email).zip(role);
    let result = match fields.finish(whole) {
        Ok(((name, email), role)) => {
            let ctx = page.once(&form, "/accounts?done=done-invited-before");
            invitation::invite(&ctx, email, name, role).await
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(invited) => {
            let made = made(&page, &headers, invited, "/accounts".to_owned());
            page.render("invitation/made.html", made)
        }
        Err(Error::Invalid(errors)) => {
            let roles = roles(&page).await?;
            page.render_again("invitation/new.html", New { roles }, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Serialize)]
struct PersonPage {
    person: Header,
    account: Option<String>,
    open: Option<(String, DateTime<Utc>)>,
    born: bool,
}

fn person_page(page: &SignedIn, found: OfPerson) -> PersonPage {
    PersonPage {
        person: Header::on(found.header, page.ctx.today(), "invite"),
        account: found.account,
        open: found.open,
        born: found.born,
    }
}

/// Shows the form that invites a person to see their own plan.
pub(crate) async fn of_person(
    page: SignedIn,
    Path(id): Path<PersonId>,
) -> Result<Response, Problem> {
    let found = invitation::of_person(&page.ctx, id).await?;
    page.render("invitation/of_person.html", person_page(&page, found))
}

/// Invites a person to see their own plan, and shows the code once.
pub(crate) async fn invite_person(
    page: SignedIn,
    Path(id): Path<PersonId>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/people/{id}");
    let mut fields = form.fields();
    let email = fields.read("email", Email::parse);
    let result = match fields.finish(email) {
        Ok(email) => {
            let ctx = page.once(&form, &format!("{path}/invite?done=done-invited-before"));
            invitation::invite_person(&ctx, id, email).await
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(invited) => {
            let made = MadeForPerson {
                code: invited.key,
                link: link(&page, &headers, "/first-sign-in"),
                name: invited.name,
                expires_at: invited.expires_at,
                next: path,
            };
            page.render("invitation/made_for_person.html", made)
        }
        Err(Error::Invalid(errors)) => {
            let found = invitation::of_person(&page.ctx, id).await?;
            let content = person_page(&page, found);
            page.render_again("invitation/of_person.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Serialize)]
struct Page {
    name: String,
    email: String,
    organisation: String,
    role: &'static str,
    /// The key of the one-time codes, in groups.
    key: String,
    setup_url: String,
    least: usize,
    action: String,
}

fn page_of(offer: Offer, token: &str) -> Page {
    Page {
        key: in_groups(&offer.secret),
        name: offer.name,
        email: offer.email,
        organisation: offer.organisation,
        role: Role::key(offer.role),
        setup_url: offer.setup_url,
        least: PASSWORD_LEAST,
        action: format!("/invitation/{token}"),
    }
}

/// Says that an invitation works no longer. Whether it ever did is not told.
fn gone(visit: &Visit) -> Result<Response, Problem> {
    let page = visit.render("invitation/gone.html", context! {})?;
    Ok((StatusCode::GONE, page).into_response())
}

/// Shows an invitation to whoever has its link.
pub(crate) async fn show(visit: Visit, Path(token): Path<String>) -> Result<Response, Problem> {
    match invitation::open(&visit.site.app, &token).await? {
        Some(offer) => visit.render("invitation/show.html", page_of(offer, &token)),
        None => gone(&visit),
    }
}

/// Takes an invitation up, and signs in.
pub(crate) async fn submit(
    visit: Visit,
    Path(token): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let app = &visit.site.app;
    let answer = Answer {
        password: form.exact("password").to_owned(),
        code: form.text("code").to_owned(),
        language: visit.asked.language.code().to_owned(),
        form: form.token().map(|token| FormOnce { token, leads_to: "/home".to_owned() }),
    };
    match invitation::take(app, &token, answer, visit.asked.request).await {
        Ok(Some(session)) => {
            let cookie = visit.site.set_session(&session);
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/home")).into_response())
        }
        Ok(None) => gone(&visit),
        Err(Error::Invalid(errors)) => match invitation::open(app, &token).await? {
            Some(offer) => {
                let content = page_of(offer, &token);
                visit.render_again("invitation/show.html", content, &form, &errors)
            }
            None => gone(&visit),
        },
        Err(error) => Err(error.into()),
    }
}
