//! Handovers: offering a person, the page that both sides see, and the moves.

use crate::form::{Fields, Form};
use crate::person::Header;
use crate::problem::Problem;
use crate::referral::{Choice, choices};
use crate::visit::{SignedIn, done};
use app::handover::{NewHandover, Party};
use app::{Error, FieldErrors};
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::NaiveDate;
use domain::{
    AbandonReason, AccountId, Handover, HandoverId, HandoverKind, HandoverMove, Invalid,
    OrganisationId, PersonId,
};
use policy::Relation;
use serde::{Deserialize, Serialize};

/// A handover on a list.
#[derive(Serialize)]
struct Row {
    id: String,
    person: Option<String>,
    kind: &'static str,
    giver: String,
    status: String,
    effective_on: Option<NaiveDate>,
    due_on: NaiveDate,
    days_late: i64,
}

/// Returns the message key of a state.
fn status_key(code: &str) -> String {
    format!("handover-status-{}", code.replace('_', "-"))
}

#[derive(Serialize)]
struct Inbox {
    rows: Vec<Row>,
}

/// Lists the handovers to the organisation.
pub(crate) async fn incoming(page: SignedIn) -> Result<Response, Problem> {
    let today = page.ctx.today();
    let row = |listed: store::handover::Listed| Row {
        id: listed.id.to_string(),
        person: listed.person_name,
        kind: listed.kind.key(),
        giver: listed.giver_name,
        status: status_key(&listed.status),
        effective_on: listed.effective_on,
        due_on: listed.due_on,
        days_late: (today - listed.due_on).num_days(),
    };
    let rows = app::handover::incoming(&page.ctx).await?.into_iter().map(row).collect();
    page.render("handover/incoming.html", Inbox { rows })
}

/// Which taker was chosen on the first half of the form.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    #[serde(default)]
    taker: String,
}

#[derive(Serialize)]
struct OfferPage {
    person: Header,
    offered: bool,
    takers: Vec<(String, String)>,
    taker: Option<(String, String)>,
    workers: Vec<(String, String)>,
    same_organisation: bool,
    kinds: Vec<(&'static str, &'static str)>,
    release_on: Option<NaiveDate>,
    handovers: Vec<PastRow>,
}

/// A handover of the person, on the page where the next is offered.
#[derive(Serialize)]
struct PastRow {
    id: String,
    kind: &'static str,
    taker: String,
    status: String,
    since: NaiveDate,
}

impl PastRow {
    fn of((handover, taker): (Handover, Party)) -> Self {
        Self {
            id: handover.id.to_string(),
            kind: handover.kind.key(),
            taker: taker.organisation,
            status: status_key(handover.state.code()),
            since: handover.since,
        }
    }
}

async fn offer_content(page: &SignedIn, id: PersonId, taker: &str) -> Result<OfferPage, Error> {
    let chosen = taker.parse::<OrganisationId>().ok();
    let offer = app::handover::offer(&page.ctx, id, chosen).await?;
    let names = |list: Vec<(OrganisationId, String)>| {
        list.into_iter().map(|(id, name)| (id.to_string(), name)).collect()
    };
    let (taker, workers) = match offer.taker {
        Some(taker) => (Some((taker.id.to_string(), taker.name)), taker.workers),
        None => (None, Vec::new()),
    };
    Ok(OfferPage {
        offered: offer.header.offered.is_some(),
        person: Header::on(offer.header, page.ctx.today(), "handover"),
        takers: names(offer.takers),
        taker,
        workers: workers.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        same_organisation: offer.same_organisation,
        kinds: vec![
            (HandoverKind::Release.code(), "offer-kind-release"),
            (HandoverKind::Transfer.code(), "offer-kind-transfer"),
        ],
        release_on: offer.release_on,
        handovers: offer.handovers.into_iter().map(PastRow::of).collect(),
    })
}

/// Shows the form by which a person is offered.
pub(crate) async fn show_offer(
    page: SignedIn,
    Path(id): Path<PersonId>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Problem> {
    let content = offer_content(&page, id, &chosen.taker).await?;
    page.render("handover/offer.html", content)
}

/// Offers a person.
pub(crate) async fn create(
    page: SignedIn,
    Path(id): Path<PersonId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/people/{id}");
    let result = match read_offer(&form) {
        Ok(new) => app::handover::create(&page.once(&form, &path), id, new).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(id) => Ok(done(&format!("/handovers/{id}"), "done-handover-offered")),
        Err(Error::Invalid(errors)) => {
            let content = offer_content(&page, id, form.text("taker")).await?;
            page.render_again("handover/offer.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

fn read_offer(form: &Form) -> Result<NewHandover, Error> {
    let mut fields = form.fields();
    let taker = fields.read("taker", |text| {
        text.parse::<OrganisationId>().map_err(|_| Invalid::new("choose-organisation"))
    });
    let kind = fields.coded("kind", "choose-handover-kind");
    let summary = fields.long_or("summary", "handover-summary-missing");
    let worker = read_worker(&mut fields, form);
    let effective_on = if kind.is_none_or(|kind| kind == HandoverKind::ChangeOfWorker) {
        None
    } else {
        fields.date("effective")
    };
    let whole = match (taker, kind, summary) {
        (Some(taker), Some(kind), Some(summary)) => {
            Some(NewHandover { kind, taker, worker, summary, effective_on })
        }
        _ => None,
    };
    fields.finish(whole)
}

fn read_worker(fields: &mut Fields<'_>, form: &Form) -> Option<AccountId> {
    if form.text("worker").is_empty() {
        return None;
    }
    fields
        .read("worker", |text| text.parse::<AccountId>().map_err(|_| Invalid::new("choose-worker")))
}

#[derive(Serialize)]
struct Page {
    id: String,
    person: Header,
    person_id: String,
    kind: &'static str,
    status: String,
    giver: PartyRow,
    taker: PartyRow,
    summary: String,
    effective_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    /// What travels: message key, how many, and the place on the person's pages.
    travels: Vec<(&'static str, usize, &'static str)>,
    /// Whether this organisation leads the case, and so can follow the links.
    leads: bool,
    /// Whether this organisation has given the person, and sees nothing else of them now.
    gave: bool,
    moves: Vec<&'static str>,
    reasons: Vec<Choice>,
}

#[derive(Serialize)]
struct PartyRow {
    organisation: String,
    worker: Option<String>,
}

impl From<Party> for PartyRow {
    fn from(party: Party) -> Self {
        Self { organisation: party.organisation, worker: party.worker }
    }
}

async fn content(page: &SignedIn, id: HandoverId) -> Result<Page, Error> {
    let view = app::handover::view(&page.ctx, id).await?;
    let travels = view.travels;
    Ok(Page {
        id: id.to_string(),
        person_id: view.handover.person.to_string(),
        person: Header::on(view.header, page.ctx.today(), "handover"),
        kind: view.handover.kind.key(),
        status: status_key(view.handover.state.code()),
        giver: view.giver.into(),
        taker: view.taker.into(),
        due_on: view.handover.clock().map(|clock| clock.due_on),
        effective_on: view.handover.effective_on,
        summary: view.handover.summary,
        travels: vec![
            ("travels-needs", travels.needs, "plan"),
            ("travels-steps", travels.steps, "plan"),
            ("travels-referrals", travels.referrals, "referrals"),
            ("travels-appointments", travels.appointments, "appointments"),
            ("travels-outcomes", travels.outcomes, "outcomes"),
        ],
        leads: view.relation == Relation::Lead,
        gave: view.relation == Relation::Giver,
        moves: view.moves,
        reasons: choices::<AbandonReason>(),
    })
}

/// Shows one handover.
pub(crate) async fn show(page: SignedIn, Path(id): Path<HandoverId>) -> Result<Response, Problem> {
    let content = content(&page, id).await?;
    page.render("handover/show.html", content)
}

/// Shows one handover at the address of a move, where a form with a mistake in it was left: the
/// links to the other language lead here.
pub(crate) async fn show_move(
    page: SignedIn,
    Path((id, _)): Path<(HandoverId, String)>,
) -> Result<Response, Problem> {
    let content = content(&page, id).await?;
    page.render("handover/show.html", content)
}

/// Makes a move of a handover, named in the path.
pub(crate) async fn make_move(
    page: SignedIn,
    Path((id, name)): Path<(HandoverId, String)>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/handovers/{id}");
    let result = match read_move(&form, &name)? {
        Ok(step) => app::handover::make_move(&page.once(&form, &path), id, step).await,
        Err(errors) => {
            app::handover::may_move(&page.ctx, id, &name).await?;
            Err(Error::Invalid(errors))
        }
    };
    match result {
        Ok(()) => Ok(done(&path, "done-handover-moved")),
        Err(Error::Invalid(errors)) => {
            let content = content(&page, id).await?;
            page.render_again("handover/show.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// Reads a move from its form; an unknown name is a page that is not there.
fn read_move(form: &Form, name: &str) -> Result<Result<HandoverMove, FieldErrors>, Error> {
    let mut fields = form.fields();
    let step = match name {
        "accept" => Some(HandoverMove::Accept),
        "complete" => Some(HandoverMove::Complete),
        "meet" => {
            let on = fields.date("met");
            let attended = fields.read("attended", |text| match text {
                "yes" => Ok(true),
                "no" => Ok(false),
                _ => Err(Invalid::new("choose-attended")),
            });
            on.zip(attended).map(|(on, person_attended)| HandoverMove::Meet { on, person_attended })
        }
        "abandon" => fields
            .coded("abandon-reason", "choose-reason")
            .map(|reason| HandoverMove::Abandon { reason }),
        _ => return Err(Error::NotFound("page")),
    };
    Ok(match fields.finish(step) {
        Ok(step) => Ok(step),
        Err(Error::Invalid(errors)) => Err(errors),
        Err(error) => return Err(error),
    })
}
