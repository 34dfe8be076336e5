//! Sharing agreements: the list, a new one, one of them, signing it and ending it.

use crate::break_glass::GlassRow;
use crate::form::Form;
use crate::problem::Problem;
use crate::referral::{Choice, choices_of};
use crate::visit::{SignedIn, done};
use app::Error;
use app::agreement::{NewAgreement, View};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use domain::agreement::{LONGEST_RETENTION_MONTHS, PURPOSES};
use domain::{
    Agreement, AgreementId, AgreementStanding, Coded, FieldGroup, Invalid, LawfulRoute,
    Organisation, OrganisationId, ShortText, parse_whole,
};
use serde::Serialize;

/// An agreement as pages show it.
#[derive(Serialize)]
struct Row {
    id: String,
    title: String,
    standing: Standing,
    starts_on: NaiveDate,
    review_on: NaiveDate,
    ends_on: NaiveDate,
    /// Whether it is in force and ends within weeks.
    ends_soon: bool,
    /// Whether the reader's own organisation can still sign it.
    waits_for_us: bool,
    parties: usize,
    signed: usize,
}

/// How an agreement stands: message key, and the colour of its tag.
#[derive(Serialize)]
struct Standing {
    key: &'static str,
    colour: &'static str,
    in_force: bool,
    review_overdue: bool,
    over: bool,
}

impl From<AgreementStanding> for Standing {
    fn from(standing: AgreementStanding) -> Self {
        use AgreementStanding as S;
        Self {
            key: standing.key(),
            colour: match standing {
                S::Unsigned => "yellow",
                S::ToCome => "blue",
                S::InForce => "green",
                S::ReviewOverdue => "orange",
                S::Expired | S::Ended => "grey",
            },
            in_force: standing.in_force(),
            review_overdue: standing == S::ReviewOverdue,
            over: standing.over(),
        }
    }
}

impl Row {
    fn of(page: &SignedIn, agreement: &Agreement) -> Self {
        let today = page.ctx.today();
        Self {
            id: agreement.id.to_string(),
            title: agreement.title.clone(),
            standing: agreement.standing(today).into(),
            starts_on: agreement.starts_on,
            review_on: agreement.review_on,
            ends_on: agreement.ends_on,
            ends_soon: agreement.ends_soon(today),
            waits_for_us: agreement.waits_for(page.ctx.actor.organisation, today),
            parties: agreement.parties.len(),
            signed: agreement.signatures.len(),
        }
    }
}

#[derive(Serialize)]
struct ListPage {
    alerts: Vec<GlassRow>,
    rules_wait: bool,
    agreements: Vec<Row>,
    /// Those in force that somebody has to look at: their review is overdue, or their end near.
    warnings: Vec<Row>,
    may_edit: bool,
}

/// Lists the agreements of the organisation.
pub(crate) async fn list(page: SignedIn) -> Result<Response, Problem> {
    let found = app::agreement::list(&page.ctx).await?;
    let row = |agreement| Row::of(&page, agreement);
    let content = ListPage {
        rules_wait: found.rules_wait,
        alerts: found.alerts.into_iter().map(|one| GlassRow::of(&page, one)).collect(),
        agreements: found.agreements.iter().map(row).collect(),
        warnings: found
            .agreements
            .iter()
            .map(row)
            .filter(|row| row.ends_soon || row.standing.review_overdue)
            .collect(),
        may_edit: found.may_edit,
    };
    page.render("agreement/list.html", content)
}

#[derive(Serialize)]
struct NewPage {
    /// The organisation that draws it up, which is always a party.
    us: String,
    /// The others: id, name and kind.
    others: Vec<(String, String, &'static str)>,
    purposes: Vec<Choice>,
    /// The groups that can be chosen; who it is about always belongs to it.
    groups: Vec<Choice>,
    identity: &'static str,
    routes: Vec<Choice>,
}

async fn new_page(page: &SignedIn) -> Result<NewPage, Error> {
    let others = app::agreement::others(&page.ctx).await?.into_iter();
    let other = |one: Organisation| (one.id.to_string(), one.name, one.kind.key());
    let is_chosen = |group: &&FieldGroup| **group != FieldGroup::Identity;
    let groups: Vec<_> = FieldGroup::ALL.iter().filter(is_chosen).copied().collect();
    Ok(NewPage {
        us: page.ctx.actor.organisation_name.clone(),
        others: others.map(other).collect(),
        purposes: choices_of(&PURPOSES),
        groups: choices_of(&groups),
        identity: FieldGroup::Identity.key(),
        routes: choices_of(LawfulRoute::ALL),
    })
}

/// Shows the form of a new agreement.
pub(crate) async fn blank(page: SignedIn) -> Result<Response, Problem> {
    let content = new_page(&page).await?;
    page.render("agreement/new.html", content)
}

/// Draws up an agreement.
pub(crate) async fn draw(page: SignedIn, form: Form) -> Result<Response, Problem> {
    let id: AgreementId = page.ctx.new_id();
    let path = format!("/agreements/{id}");
    let result = match read(&form) {
        Ok(new) => app::agreement::draw(&page.once(&form, &path), id, new).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&path, "done-agreement-drawn")),
        Err(Error::Invalid(errors)) => {
            let content = new_page(&page).await?;
            page.render_again("agreement/new.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// Returns the values of a list that were ticked. What is not of the list was not on the page.
fn ticked<T: Coded>(form: &Form, name: &str) -> Vec<T> {
    form.all(name).filter_map(T::from_code).collect()
}

fn read(form: &Form) -> Result<NewAgreement, Error> {
    let mut fields = form.fields();
    let title = fields.read("title", |text| match text {
        "" => Err(Invalid::new("agreement-enter-title")),
        text => ShortText::parse(text),
    });
    // An id that is no id is an organisation that is not there, which is refused.
    let others: Vec<OrganisationId> =
        form.all("parties").filter_map(|text| text.parse().ok()).collect();
    if others.is_empty() {
        fields.refuse("parties", Invalid::new("agreement-choose-parties"));
    }
    let purposes = ticked(form, "purposes");
    if purposes.is_empty() {
        fields.refuse("purposes", Invalid::new("agreement-choose-purposes"));
    }
    let groups = ticked(form, "groups");
    if groups.is_empty() {
        fields.refuse("groups", Invalid::new("agreement-choose-groups"));
    }
    let route = fields.coded("route", "agreement-choose-route");
    let retention_months =
        fields.read("retention", |text| parse_whole(text, 1..=LONGEST_RETENTION_MONTHS));
    let starts_on = fields.date("starts");
    let review_on = fields.date("review");
    let ends_on = fields.date("ends");
    let whole = (|| {
        Some(NewAgreement {
            title: title?,
            others,
            purposes,
            groups,
            route: route?,
            retention_months: retention_months?,
            starts_on: starts_on?,
            review_on: review_on?,
            ends_on: ends_on?,
        })
    })();
    fields.finish(whole)
}

#[derive(Serialize)]
struct Page {
    agreement: Row,
    purposes: Vec<&'static str>,
    groups: Vec<&'static str>,
    route: &'static str,
    retention_months: u32,
    ended_on: Option<NaiveDate>,
    parties: Vec<PartyRow>,
    may_sign: bool,
    may_end: bool,
    /// The reader's organisation.
    us: String,
}

#[derive(Serialize)]
struct PartyRow {
    name: String,
    signed_by: Option<String>,
    signed_at: Option<DateTime<Utc>>,
}

/// Returns what an agreement names, in the order of the list and not of the codes.
pub(crate) fn group_keys(agreement: &Agreement) -> Vec<&'static str> {
    let named = |group: &&FieldGroup| agreement.groups.contains(group);
    FieldGroup::ALL.iter().filter(named).map(|group| group.key()).collect()
}

impl Page {
    fn of(page: &SignedIn, view: View) -> Self {
        let agreement = &view.agreement;
        let party = |party: store::agreement::Party| {
            let (signed_by, signed_at) = party.signed.unzip();
            PartyRow { name: party.name, signed_by, signed_at }
        };
        Self {
            agreement: Row::of(page, agreement),
            purposes: PURPOSES
                .iter()
                .filter(|purpose| agreement.purposes.contains(purpose))
                .map(|purpose| purpose.key())
                .collect(),
            groups: group_keys(agreement),
            route: agreement.route.key(),
            retention_months: agreement.retention_months,
            ended_on: agreement.ended_on,
            parties: view.parties.into_iter().map(party).collect(),
            may_sign: view.may_sign,
            may_end: view.may_end,
            us: page.ctx.actor.organisation_name.clone(),
        }
    }
}

/// Shows an agreement.
pub(crate) async fn show(page: SignedIn, Path(id): Path<AgreementId>) -> Result<Response, Problem> {
    let view = app::agreement::view(&page.ctx, id).await?;
    let content = Page::of(&page, view);
    page.render("agreement/show.html", content)
}

/// Shows what signing means, before it is done.
pub(crate) async fn signing(
    page: SignedIn,
    Path(id): Path<AgreementId>,
) -> Result<Response, Problem> {
    let view = app::agreement::view_before(&page.ctx, id, false).await?;
    let content = Page::of(&page, view);
    page.render("agreement/sign.html", content)
}

/// Signs an agreement for one's own organisation.
pub(crate) async fn sign(
    page: SignedIn,
    Path(id): Path<AgreementId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/agreements/{id}");
    app::agreement::sign(&page.once(&form, &path), id).await?;
    Ok(done(&path, "done-agreement-signed"))
}

/// Shows what ending means, before it is done.
pub(crate) async fn ending(
    page: SignedIn,
    Path(id): Path<AgreementId>,
) -> Result<Response, Problem> {
    let view = app::agreement::view_before(&page.ctx, id, true).await?;
    let content = Page::of(&page, view);
    page.render("agreement/end.html", content)
}

/// Ends an agreement for all its parties.
pub(crate) async fn end(
    page: SignedIn,
    Path(id): Path<AgreementId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/agreements/{id}");
    app::agreement::end(&page.once(&form, &path), id).await?;
    Ok(done(&path, "done-agreement-ended"))
}
