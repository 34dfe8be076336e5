//! What a person said where they have a choice: for the worker who leads their case, and for
//! themself. What is shared without asking stands beside it, so that neither is taken for the other.

use crate::agreement::group_keys;
use crate::form::Form;
use crate::person::Header;
use crate::problem::Problem;
use crate::visit::{SignedIn, done};
use app::Error;
use app::consent::{BeforeWithdrawal, ToldAnyway, View, Whose};
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use domain::consent::asked_of;
use domain::{
    Agreement, ConsentId, ConsentStanding, FieldGroup, Invalid, Organisation, OrganisationId,
    OrganisationKind, PersonId,
};
use serde::{Deserialize, Serialize};
use store::consent::Listed;

/// Which organisation a form is about.
#[derive(Deserialize)]
pub(crate) struct About {
    organisation: Option<String>,
}

#[derive(Serialize)]
struct Page {
    person: Header,
    /// Where the forms lead.
    base: String,
    answers: Vec<Row>,
    /// Of whom consent is asked: id and name.
    organisations: Vec<(String, String)>,
    /// The organisation that was chosen, with what is asked.
    chosen: Option<Chosen>,
    told: Vec<Told>,
    public_task: Vec<SharedRow>,
}

/// An answer as pages show it.
#[derive(Serialize)]
struct Row {
    id: String,
    organisation: String,
    group: &'static str,
    standing: &'static str,
    colour: &'static str,
    answered_on: NaiveDate,
    expires_on: NaiveDate,
    /// When it was withdrawn or superseded.
    ended_at: Option<DateTime<Utc>>,
    recorded_by: String,
    /// Whether the reader wrote it down themself.
    by_reader: bool,
    holds: bool,
}

impl Row {
    fn of(page: &SignedIn, listed: &Listed) -> Self {
        use ConsentStanding as S;
        let standing = listed.consent.standing(page.ctx.today());
        Self {
            id: listed.consent.id.to_string(),
            organisation: listed.organisation.name.clone(),
            group: listed.consent.group.key(),
            standing: standing.key(),
            colour: match standing {
                S::Granted => "green",
                S::Refused => "red",
                S::Expired => "yellow",
                S::Withdrawn => "orange",
                S::Superseded => "grey",
            },
            answered_on: listed.consent.answered_on,
            expires_on: listed.consent.expires_on,
            ended_at: listed.consent.ended.map(|(_, at)| at),
            recorded_by: listed.recorded_by.clone(),
            by_reader: listed.consent.recorded_by == page.ctx.actor.account,
            holds: standing == S::Granted,
        }
    }
}

#[derive(Serialize)]
struct Chosen {
    id: String,
    name: String,
    /// Why it is asked, by message key.
    why: &'static str,
    /// The same, said to the person.
    why_own: &'static str,
    groups: Vec<Asked>,
}

/// A group of details that is asked about, with how the last answer stands.
#[derive(Serialize)]
struct Asked {
    code: &'static str,
    key: &'static str,
    standing: Option<&'static str>,
}

/// What an organisation is told whatever the person answers.
#[derive(Serialize)]
struct Told {
    organisation: String,
    under: Vec<(String, Vec<&'static str>)>,
}

impl Told {
    fn of(organisation: String, told: ToldAnyway) -> Self {
        let keys = |groups: Vec<FieldGroup>| groups.into_iter().map(FieldGroup::key).collect();
        let under = told.under.into_iter().map(|(title, groups)| (title, keys(groups)));
        Self { organisation, under: under.collect() }
    }
}

/// An agreement under which details are shared without asking.
#[derive(Serialize)]
struct SharedRow {
    title: String,
    route: &'static str,
    parties: usize,
    groups: Vec<&'static str>,
    ends_on: NaiveDate,
}

impl From<Agreement> for SharedRow {
    fn from(agreement: Agreement) -> Self {
        Self {
            groups: group_keys(&agreement),
            route: agreement.route.key(),
            parties: agreement.signatures.len(),
            ends_on: agreement.ends_on,
            title: agreement.title,
        }
    }
}

fn base(whose: Whose) -> String {
    match whose {
        Whose::Own => "/my-record/consents".to_owned(),
        Whose::Of(id) => format!("/people/{id}/consents"),
    }
}

const fn template(whose: Whose) -> &'static str {
    match whose {
        Whose::Own => "consent/own.html",
        Whose::Of(_) => "consent/of_person.html",
    }
}

fn chosen(page: &SignedIn, view: &View, id: &str) -> Option<Chosen> {
    let id: OrganisationId = id.parse().ok()?;
    let organisation: &Organisation = view.organisations.iter().find(|one| one.id == id)?;
    let last = |group: FieldGroup| {
        let of_group =
            |listed: &&Listed| listed.consent.organisation == id && listed.consent.group == group;
        let found = view.answers.iter().find(of_group)?;
        Some(found.consent.standing(page.ctx.today()).key())
    };
    let asked = |group: &FieldGroup| Asked {
        code: FieldGroup::code(*group),
        key: group.key(),
        standing: last(*group),
    };
    let (why, why_own) = match organisation.kind {
        OrganisationKind::Council => ("consent-why-council", "consent-why-council-own"),
        _ => ("consent-why-employer", "consent-why-employer-own"),
    };
    Some(Chosen {
        id: id.to_string(),
        name: organisation.name.clone(),
        why,
        why_own,
        groups: asked_of(organisation).iter().map(asked).collect(),
    })
}

async fn content(page: &SignedIn, whose: Whose, about: &str) -> Result<Page, Error> {
    let view = app::consent::view(&page.ctx, whose).await?;
    let chosen = chosen(page, &view, about);
    let organisation = |one: Organisation| (one.id.to_string(), one.name);
    let told = |(one, told): (Organisation, ToldAnyway)| Told::of(one.name, told);
    Ok(Page {
        person: Header::on(view.header, page.ctx.today(), "consents"),
        base: base(whose),
        answers: view.answers.iter().map(|listed| Row::of(page, listed)).collect(),
        organisations: view.organisations.into_iter().map(organisation).collect(),
        chosen,
        told: view.told.into_iter().map(told).collect(),
        public_task: view.public_task.into_iter().map(SharedRow::from).collect(),
    })
}

async fn list(page: &SignedIn, whose: Whose, about: &About) -> Result<Response, Problem> {
    let content = content(page, whose, about.organisation.as_deref().unwrap_or("")).await?;
    page.render(template(whose), content)
}

/// Shows a person's answers to the worker who leads their case.
pub(crate) async fn of_person(
    page: SignedIn,
    Path(id): Path<PersonId>,
    Query(about): Query<About>,
) -> Result<Response, Problem> {
    list(&page, Whose::Of(id), &about).await
}

/// Shows a person their own answers.
pub(crate) async fn own(page: SignedIn, Query(about): Query<About>) -> Result<Response, Problem> {
    list(&page, Whose::Own, &about).await
}

async fn save(page: &SignedIn, whose: Whose, form: &Form) -> Result<Response, Problem> {
    let path = base(whose);
    let result = match read(form) {
        Ok((to, said)) => app::consent::answer(&page.once(form, &path), whose, to, &said).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&path, "done-consent-recorded")),
        Err(Error::Invalid(errors)) => {
            let content = content(page, whose, form.text("organisation")).await?;
            page.render_again(template(whose), content, form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

fn read(form: &Form) -> Result<(OrganisationId, Vec<(FieldGroup, bool)>), Error> {
    let mut fields = form.fields();
    let organisation = fields.read("organisation", |text| {
        text.parse().map_err(|_| Invalid::new("consent-choose-organisation"))
    });
    let answers = form.starting("answer-").map(|(code, answer)| {
        let granted = match answer {
            "yes" => true,
            "no" => false,
            _ => return None,
        };
        Some((FieldGroup::from_code(code)?, granted))
    });
    // What is neither yes nor no, or about nothing that there is, was not on the page.
    let said = answers.collect::<Option<Vec<_>>>().unwrap_or_default();
    if organisation.is_some() && said.is_empty() {
        fields.refuse("answer", Invalid::new("consent-choose-answer"));
    }
    fields.finish(organisation.map(|organisation| (organisation, said)))
}

/// Writes down what a person said.
pub(crate) async fn record(
    page: SignedIn,
    Path(id): Path<PersonId>,
    form: Form,
) -> Result<Response, Problem> {
    save(&page, Whose::Of(id), &form).await
}

/// Takes a person's own answer.
pub(crate) async fn give(page: SignedIn, form: Form) -> Result<Response, Problem> {
    save(&page, Whose::Own, &form).await
}

#[derive(Serialize)]
struct WithdrawPage {
    person: Header,
    base: String,
    answer: Row,
    /// Whether it is a council's, whose referral then has to be taken back.
    is_council: bool,
    told: Told,
}

async fn before(page: &SignedIn, whose: Whose, id: ConsentId) -> Result<Response, Problem> {
    let found: BeforeWithdrawal = app::consent::before_withdrawal(&page.ctx, whose, id).await?;
    let organisation = &found.answer.organisation;
    let content = WithdrawPage {
        person: Header::on(found.header, page.ctx.today(), "consents"),
        base: base(whose),
        answer: Row::of(page, &found.answer),
        is_council: organisation.kind == OrganisationKind::Council,
        told: Told::of(organisation.name.clone(), found.told),
    };
    let template = match whose {
        Whose::Own => "consent/withdraw_own.html",
        Whose::Of(_) => "consent/withdraw.html",
    };
    page.render(template, content)
}

async fn take_back(
    page: &SignedIn,
    whose: Whose,
    id: ConsentId,
    form: &Form,
) -> Result<Response, Problem> {
    let path = base(whose);
    app::consent::withdraw(&page.once(form, &path), whose, id).await?;
    Ok(done(&path, "done-consent-withdrawn"))
}

/// Shows a worker what a withdrawal stops and what it does not.
pub(crate) async fn withdrawing(
    page: SignedIn,
    Path((person, id)): Path<(PersonId, ConsentId)>,
) -> Result<Response, Problem> {
    before(&page, Whose::Of(person), id).await
}

/// Writes down that a person withdrew.
pub(crate) async fn withdraw(
    page: SignedIn,
    Path((person, id)): Path<(PersonId, ConsentId)>,
    form: Form,
) -> Result<Response, Problem> {
    take_back(&page, Whose::Of(person), id, &form).await
}

/// Shows a person what their withdrawal stops and what it does not.
pub(crate) async fn withdrawing_own(
    page: SignedIn,
    Path(id): Path<ConsentId>,
) -> Result<Response, Problem> {
    before(&page, Whose::Own, id).await
}

/// Withdraws one's own consent.
pub(crate) async fn withdraw_own(
    page: SignedIn,
    Path(id): Path<ConsentId>,
    form: Form,
) -> Result<Response, Problem> {
    take_back(&page, Whose::Own, id, &form).await
}
