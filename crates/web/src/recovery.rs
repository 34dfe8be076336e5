//! Recovery: beginning it for somebody, and taking it up.

use crate::form::Form;
use crate::invitation::{in_groups, link};
use crate::person::Header;
use crate::problem::Problem;
use crate::visit::{SignedIn, Visit};
use app::recovery::{self, Answer, Begun, MINUTES, Offer};
use app::{Error, FormOnce};
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use domain::{AccountId, PASSWORD_LEAST, PersonId};
use minijinja::context;
use serde::Serialize;
use store::account::Listed;

/// Where a recovery that was taken up leads.
const TAKEN: &str = "/sign-in?done=done-recovered";

#[derive(Serialize)]
struct BeginPage {
    /// Who it is about, for a person leaving prison.
    person: Option<Header>,
    name: String,
    email: String,
    action: String,
    minutes: i64,
}

impl BeginPage {
    fn of(person: Option<Header>, found: Listed, action: String) -> Self {
        Self { person, name: found.name, email: found.email, action, minutes: MINUTES }
    }
}

/// Shows what a recovery of an account does, before it is begun.
pub(crate) async fn of_account(
    page: SignedIn,
    Path(id): Path<AccountId>,
) -> Result<Response, Problem> {
    let found = recovery::of_account(&page.ctx, id).await?;
    let content = BeginPage::of(None, found, format!("/accounts/{id}/recover"));
    page.render("recovery/begin.html", content)
}

/// Begins a recovery of an account, and shows the link once.
pub(crate) async fn begin(
    page: SignedIn,
    Path(id): Path<AccountId>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Problem> {
    let ctx = page.once(&form, "/accounts?done=done-recovery-before");
    made(&page, &headers, recovery::begin(&ctx, id).await?, "/accounts")
}

/// Shows what a recovery of a person's account does, before it is begun.
pub(crate) async fn of_person(
    page: SignedIn,
    Path(id): Path<PersonId>,
) -> Result<Response, Problem> {
    let (header, found) = recovery::of_person(&page.ctx, id).await?;
    let person = Header::on(header, page.ctx.today(), "invite");
    let content = BeginPage::of(Some(person), found, format!("/people/{id}/recover"));
    page.render("recovery/begin_for_person.html", content)
}

/// Begins a recovery of a person's account, and shows the link once.
pub(crate) async fn begin_for_person(
    page: SignedIn,
    Path(id): Path<PersonId>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Problem> {
    let person = format!("/people/{id}");
    let ctx = page.once(&form, &format!("{person}/invite?done=done-recovery-before"));
    made(&page, &headers, recovery::begin_for_person(&ctx, id).await?, &person)
}

/// A recovery that was just begun, with its link.
#[derive(Serialize)]
struct Made {
    link: String,
    name: String,
    expires_at: DateTime<Utc>,
    /// Where to go on.
    next: String,
}

fn made(
    page: &SignedIn,
    headers: &HeaderMap,
    begun: Begun,
    next: &str,
) -> Result<Response, Problem> {
    let made = Made {
        link: link(page, headers, &begun.path),
        name: begun.name,
        expires_at: begun.expires_at,
        next: next.to_owned(),
    };
    page.render("recovery/made.html", made)
}

#[derive(Serialize)]
struct Page {
    name: String,
    email: String,
    /// The key of the one-time codes, in groups.
    key: String,
    setup_url: String,
    least: usize,
    action: String,
    /// Whether something that they still have is asked for.
    needs_proof: bool,
}

fn page_of(offer: Offer, token: &str) -> Page {
    Page {
        key: in_groups(&offer.secret),
        name: offer.name,
        email: offer.email,
        setup_url: offer.setup_url,
        least: PASSWORD_LEAST,
        action: format!("/recovery/{token}"),
        needs_proof: offer.needs_proof,
    }
}

/// Says that a recovery works no longer. Whether it ever did is not told.
fn gone(visit: &Visit) -> Result<Response, Problem> {
    let page = visit.render("recovery/gone.html", context! {})?;
    Ok((StatusCode::GONE, page).into_response())
}

/// Shows a recovery to whoever has its link.
pub(crate) async fn show(visit: Visit, Path(token): Path<String>) -> Result<Response, Problem> {
    match recovery::open(&visit.site.app, &token).await? {
        Some(offer) => visit.render("recovery/show.html", page_of(offer, &token)),
        None => gone(&visit),
    }
}

/// Takes a recovery up, and leads to signing in.
pub(crate) async fn submit(
    visit: Visit,
    Path(token): Path<String>,
    form: Form,
) -> Result<Response, Problem> {
    let app = &visit.site.app;
    let answer = Answer {
        proof: form.exact("proof-password").to_owned(),
        password: form.exact("password").to_owned(),
        code: form.text("code").to_owned(),
        form: form.token().map(|token| FormOnce { token, leads_to: TAKEN.to_owned() }),
    };
    match recovery::take(app, &token, answer, visit.asked.request).await {
        Ok(true) => Ok(Redirect::to(TAKEN).into_response()),
        Ok(false) => gone(&visit),
        Err(Error::Invalid(errors)) => match recovery::open(app, &token).await? {
            Some(offer) => {
                let content = page_of(offer, &token);
                visit.render_again("recovery/show.html", content, &form, &errors)
            }
            None => gone(&visit),
        },
        Err(error) => Err(error.into()),
    }
}
