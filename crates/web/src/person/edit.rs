//! Adding a person, and changing who they are.

use super::Header;
use super::record::{Dated, NameRow, name_row};
use crate::form::Form;
use crate::problem::Problem;
use crate::referral::{Choice, choices};
use crate::visit::{SignedIn, done};
use app::person::{Details, EditView, Reception};
use app::{Error, FieldErrors};
use axum::extract::Path;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use domain::{
    AddressKind, Coded, ContactKind, Ethnicity, Event, IdentifierKind, LicenceConditionKind, Name,
    NameKind, PersonId, ReceptionReason, Region, RiskFlag, Sex, date_of_birth,
};
use serde::Serialize;

/// The lists that the form chooses from: codes with message keys.
#[derive(Serialize)]
struct Lists {
    sexes: Vec<Choice>,
    ethnicities: Vec<Choice>,
    languages: Vec<Choice>,
    regions: Vec<Choice>,
    receptions: Vec<Choice>,
}

#[derive(Serialize)]
struct NewPage {
    lists: Lists,
    /// Whether the organisation is a prison, which receives people.
    in_prison: bool,
}

/// What the page on which a person is changed shows.
#[derive(Serialize)]
pub(super) struct EditPage {
    person: Header,
    lists: Lists,
    names: Vec<NameRow>,
    addresses: Vec<Dated>,
    contacts: Vec<Dated>,
    name_kinds: Vec<Choice>,
    address_kinds: Vec<Choice>,
    contact_kinds: Vec<Choice>,
    condition_kinds: Vec<Choice>,
    flag_kinds: Vec<Choice>,
}

fn lists() -> Lists {
    let offered: Vec<&str> = Ethnicity::offered().map(Ethnicity::code).collect();
    let mut ethnicities = choices::<Ethnicity>();
    ethnicities.retain(|choice| offered.contains(&choice.code()));
    Lists {
        sexes: choices::<Sex>(),
        ethnicities,
        languages: choices::<crate::language::Language>(),
        regions: choices::<Region>(),
        receptions: choices::<ReceptionReason>(),
    }
}

/// Shows the form for somebody new.
pub(crate) async fn show_new(page: SignedIn) -> Result<Response, Problem> {
    let in_prison = app::person::may_add(&page.ctx).await?;
    let event = Event::FiguresRead { page: "/people/new".to_owned() };
    page.ctx.journal_read(event, None).await?;
    page.render("person/new.html", NewPage { lists: lists(), in_prison })
}

/// Adds somebody.
pub(crate) async fn add(page: SignedIn, form: Form) -> Result<Response, Problem> {
    let in_prison = app::person::may_add(&page.ctx).await?;
    let id: PersonId = page.ctx.new_id();
    let path = format!("/people/{id}");
    let result = match read_new(&form, page.ctx.today(), in_prison) {
        Ok((details, reception)) => {
            app::person::add(&page.once(&form, &path), id, &details, reception).await
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&path, "done-person-added")),
        Err(Error::Invalid(errors)) => {
            let content = NewPage { lists: lists(), in_prison };
            page.render_again("person/new.html", content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// Shows the form for changing somebody.
pub(crate) async fn show_edit(
    page: SignedIn,
    Path(id): Path<PersonId>,
) -> Result<Response, Problem> {
    let (content, on_record) = edit_page(&page, id).await?;
    page.render_filled("person/edit.html", content, &on_record)
}

/// Changes somebody.
pub(crate) async fn change(
    page: SignedIn,
    Path(id): Path<PersonId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/people/{id}/details");
    let result = match read_details(&form, page.ctx.today()) {
        Ok(details) => app::person::change(&page.once(&form, &path), id, &details).await,
        Err(error) => Err(error),
    };
    answer(&page, id, &form, result, "done-person-changed").await
}

/// Leads on after a change of a person, or shows the page again with what is wrong.
pub(super) async fn answer(
    page: &SignedIn,
    id: PersonId,
    form: &Form,
    result: Result<(), Error>,
    key: &str,
) -> Result<Response, Problem> {
    match result {
        Ok(()) => Ok(done(&format!("/people/{id}/details"), key)),
        Err(Error::Invalid(errors)) => again(page, id, form, &errors).await,
        Err(error) => Err(error.into()),
    }
}

async fn again(
    page: &SignedIn,
    id: PersonId,
    form: &Form,
    errors: &FieldErrors,
) -> Result<Response, Problem> {
    let (content, on_record) = edit_page(page, id).await?;
    page.render_again("person/edit.html", content, &form.over(&on_record), errors)
}

/// Loads the page, and the form as it is on record.
async fn edit_page(page: &SignedIn, id: PersonId) -> Result<(EditPage, Form), Error> {
    let view = app::person::edit_view(&page.ctx, id).await?;
    let on_record = filled(&view);
    let content = EditPage {
        person: Header::on(view.header, page.ctx.today(), "overview"),
        lists: lists(),
        names: view.names.into_iter().map(name_row).collect(),
        addresses: view.addresses.into_iter().map(Dated::address).collect(),
        contacts: view.contacts.into_iter().map(Dated::contact).collect(),
        name_kinds: choices::<NameKind>(),
        address_kinds: choices::<AddressKind>(),
        contact_kinds: choices::<ContactKind>(),
        condition_kinds: choices::<LicenceConditionKind>(),
        flag_kinds: choices::<RiskFlag>(),
    };
    Ok((content, on_record))
}

/// Returns the form as the record fills it.
fn filled(view: &EditView) -> Form {
    let person = &view.header.person;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let part = |part: fn(&NaiveDate) -> String| {
        person.date_of_birth.as_ref().map(part).unwrap_or_default()
    };
    let mut pairs = vec![
        ("given-name".to_owned(), person.given_name.clone()),
        ("family-name".to_owned(), person.family_name.clone()),
        ("date-of-birth-day".to_owned(), part(|day| day.day().to_string())),
        ("date-of-birth-month".to_owned(), part(|day| day.month().to_string())),
        ("date-of-birth-year".to_owned(), part(|day| day.year().to_string())),
        ("sex".to_owned(), person.sex.map(|sex| sex.code().to_owned()).unwrap_or_default()),
        ("ethnicity".to_owned(), text(&person.ethnicity)),
        ("language".to_owned(), person.language.clone()),
        ("home-region".to_owned(), text(&person.home_region)),
    ];
    for kind in IdentifierKind::ALL {
        // The latest of several stands in the form; the others stay on record.
        let number = view.header.identifiers.iter().rev().find(|(known, _)| known == kind);
        let value = number.map(|(_, value)| value.clone()).unwrap_or_default();
        pairs.push((field(*kind), value));
    }
    Form::of(pairs)
}

/// Returns the name of the field of a number: `pnc-id`.
fn field(kind: IdentifierKind) -> String {
    kind.code().replace('_', "-")
}

fn read_new(
    form: &Form,
    today: NaiveDate,
    in_prison: bool,
) -> Result<(Details, Option<Reception>), Error> {
    let details = read_details(form, today);
    let mut fields = form.fields();
    let on = if in_prison { fields.date_or_empty("received") } else { Some(None) };
    let reception = match on {
        None => None,
        Some(None) => Some(None),
        Some(Some(on)) => fields
            .coded::<ReceptionReason>("reception", "choose-reason")
            .map(|reason| Some(Reception { on, reason })),
    };
    match (details, fields.finish(reception)) {
        (Ok(details), Ok(reception)) => Ok((details, reception)),
        (Err(Error::Invalid(mut errors)), Err(Error::Invalid(more))) => {
            errors.extend(more);
            Err(Error::Invalid(errors))
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

fn read_details(form: &Form, today: NaiveDate) -> Result<Details, Error> {
    let mut fields = form.fields();
    let given_name = fields.read("given-name", Name::parse);
    let family_name = fields.read("family-name", Name::parse);
    let born = fields.date_or_empty("date-of-birth");
    let born = match born.flatten().map(|born| date_of_birth(born, today)) {
        Some(Err(why)) => {
            fields.refuse("date-of-birth-day", why);
            None
        }
        Some(Ok(born)) => Some(Some(born)),
        None => born,
    };
    let mut numbers = Vec::new();
    for kind in IdentifierKind::ALL {
        let parse = |text: &str| kind.parse_number(text, today);
        if let Some(Some(number)) = fields.optional(&field(*kind), parse) {
            numbers.push((*kind, number));
        }
    }
    let sex = fields.coded_or_empty::<Sex>("sex");
    let ethnicity = fields.coded_or_empty::<Ethnicity>("ethnicity");
    let home_region = fields.coded_or_empty::<Region>("home-region");
    let language =
        fields.coded::<crate::language::Language>("language", "choose-language").map(Coded::code);
    let whole = (|| {
        Some(Details {
            given_name: given_name?,
            family_name: family_name?,
            date_of_birth: born?,
            sex,
            ethnicity,
            language: language?,
            home_region,
            numbers,
        })
    })();
    fields.finish(whole)
}
