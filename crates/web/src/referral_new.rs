//! Making a referral: which need, which service, and what it should achieve.

use crate::form::Form;
use crate::person::Header;
use crate::problem::Problem;
use crate::service::ServiceRow;
use crate::visit::{SignedIn, done};
use app::referral::draft::{self, Blank, Words};
use app::referral::offer::{self, Offered};
use app::{Error, referral};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use domain::{Aims, Area, Invalid, Need, NeedId, PersonId, Rating, ReferralId, ServiceId};
use serde::{Deserialize, Serialize};

const WRITE: &str = "referral/write.html";

/// The need, in the address.
#[derive(Deserialize)]
pub(crate) struct ForNeed {
    #[serde(default)]
    need: String,
}

/// A need to find a service for.
#[derive(Serialize)]
pub(crate) struct NeedRow {
    id: String,
    area: &'static str,
    rating: &'static str,
}

impl From<&Need> for NeedRow {
    fn from(need: &Need) -> Self {
        Self {
            id: need.id.to_string(),
            area: Area::key(need.area),
            rating: Rating::key(need.rating),
        }
    }
}

/// One reason, in the reader's words.
fn in_words(page: &SignedIn, reasons: &[Invalid]) -> Vec<String> {
    reasons.iter().map(|why| page.asked.language.invalid(why)).collect()
}

#[derive(Serialize)]
struct OfferRow {
    service: ServiceRow,
    why_not: Vec<String>,
    to_check: Vec<String>,
    /// The open referral for this need, if there is one.
    live: Option<String>,
}

fn offer_row(page: &SignedIn, offer: &Offered) -> OfferRow {
    OfferRow {
        service: ServiceRow::on(&offer.listed, page.ctx.today()),
        why_not: in_words(page, &offer.fit.why_not),
        to_check: in_words(page, &offer.fit.to_check),
        live: offer.live.map(|id| id.to_string()),
    }
}

#[derive(Serialize)]
struct Offers {
    person: Header,
    need: NeedRow,
    usable: Vec<OfferRow>,
    left_out: Vec<OfferRow>,
}

#[derive(Serialize)]
struct ChooseNeed {
    person: Header,
    needs: Vec<NeedRow>,
}

/// Shows which services the person can use for a need; without a need, the needs to choose from.
pub(crate) async fn offers(
    page: SignedIn,
    Path(id): Path<PersonId>,
    Query(asked): Query<ForNeed>,
) -> Result<Response, Problem> {
    let today = page.ctx.today();
    let Ok(need) = asked.need.parse::<NeedId>() else {
        let choice = offer::choose_need(&page.ctx, id).await?;
        let content = ChooseNeed {
            person: Header::on(choice.header, today, "referrals"),
            needs: choice.needs.iter().map(NeedRow::from).collect(),
        };
        return page.render("referral/choose_need.html", content);
    };
    let offers = offer::offers(&page.ctx, id, need).await?;
    let rows = |list: Vec<Offered>| list.iter().map(|offer| offer_row(&page, offer)).collect();
    let content = Offers {
        need: NeedRow::from(&offers.need),
        usable: rows(offers.usable),
        left_out: rows(offers.left_out),
        person: Header::on(offers.header, today, "referrals"),
    };
    page.render("referral/offers.html", content)
}

#[derive(Serialize)]
struct WritePage {
    person: Header,
    need: NeedRow,
    service: ServiceRow,
    why_not: Vec<String>,
    to_check: Vec<String>,
    aims: String,
    background: String,
    /// Where the form goes.
    action: String,
    /// Whether it is a draft that is changed: then it is sent from its own page.
    draft: Option<String>,
    today: NaiveDate,
}

fn write_page(page: &SignedIn, blank: Blank, action: String, draft: Option<String>) -> WritePage {
    let today = page.ctx.today();
    let (aims, background) = match blank.words {
        Some(words) => (words.aims.join("\n"), words.background),
        None => (String::new(), String::new()),
    };
    WritePage {
        person: Header::on(blank.header, today, "referrals"),
        need: NeedRow::from(&blank.need),
        service: ServiceRow::on(&blank.listed, today),
        why_not: in_words(page, &blank.fit.why_not),
        to_check: in_words(page, &blank.fit.to_check),
        aims,
        background,
        action,
        draft,
        today,
    }
}

/// Shows an empty referral to a service.
pub(crate) async fn blank(
    page: SignedIn,
    Path((person, service)): Path<(PersonId, ServiceId)>,
    Query(asked): Query<ForNeed>,
) -> Result<Response, Problem> {
    let Ok(need) = asked.need.parse::<NeedId>() else {
        return Ok(Redirect::to(&format!("/people/{person}/referrals/new")).into_response());
    };
    let blank = draft::blank(&page.ctx, person, need, service).await?;
    let action = format!("/people/{person}/referrals/new/{service}?need={need}");
    page.render(WRITE, write_page(&page, blank, action, None))
}

/// Writes a referral: keeps it as a draft, or sends it.
pub(crate) async fn write(
    page: SignedIn,
    Path((person, service)): Path<(PersonId, ServiceId)>,
    Query(asked): Query<ForNeed>,
    form: Form,
) -> Result<Response, Problem> {
    let need = asked.need.parse::<NeedId>().map_err(|_| Error::NotFound("need"))?;
    let send = form.text("then") == "send";
    let ctx = page.once(&form, &format!("/people/{person}/referrals"));
    let result = match read(&form) {
        Ok(words) => draft::write(&ctx, person, need, service, words, send).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(id) => {
            let key = if send { "done-referral-sent" } else { "done-referral-kept" };
            Ok(done(&format!("/referrals/{id}"), key))
        }
        Err(Error::Invalid(errors)) => {
            let blank = draft::blank(&page.ctx, person, need, service).await?;
            let action = format!("/people/{person}/referrals/new/{service}?need={need}");
            page.render_again(WRITE, write_page(&page, blank, action, None), &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// Shows a draft to be changed.
pub(crate) async fn edit(page: SignedIn, Path(id): Path<ReferralId>) -> Result<Response, Problem> {
    let blank = draft::to_edit(&page.ctx, id).await?;
    let action = format!("/referrals/{id}/edit");
    page.render(WRITE, write_page(&page, blank, action, Some(id.to_string())))
}

/// Changes a draft.
pub(crate) async fn submit_edit(
    page: SignedIn,
    Path(id): Path<ReferralId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/referrals/{id}");
    let result = match read(&form) {
        Ok(words) => draft::edit(&page.once(&form, &path), id, words).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&path, "done-referral-kept")),
        Err(Error::Invalid(errors)) => {
            let blank = draft::to_edit(&page.ctx, id).await?;
            let content = write_page(&page, blank, format!("{path}/edit"), Some(id.to_string()));
            page.render_again(WRITE, content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// Reads what a referral says.
fn read(form: &Form) -> Result<Words, Error> {
    let mut fields = form.fields();
    let aims = fields.read("aims", Aims::parse);
    let background = fields.long_or_empty("background");
    let words = aims
        .zip(background)
        .map(|(aims, background)| Words { aims: aims.into_lines(), background });
    fields.finish(words)
}

#[derive(Serialize)]
struct OfPerson {
    person: Header,
    rows: Vec<crate::referral::Row>,
    needs: Vec<NeedRow>,
    may_refer: bool,
    today: NaiveDate,
}

/// Lists a person's referrals.
pub(crate) async fn of_person(
    page: SignedIn,
    Path(id): Path<PersonId>,
) -> Result<Response, Problem> {
    let found = referral::of_person(&page.ctx, id).await?;
    let today = page.ctx.today();
    let content = OfPerson {
        person: Header::on(found.header, today, "referrals"),
        rows: found.rows.into_iter().map(crate::referral::Row::from).collect(),
        needs: found.needs.iter().map(NeedRow::from).collect(),
        may_refer: found.may_refer,
        today,
    };
    page.render("referral/of_person.html", content)
}
