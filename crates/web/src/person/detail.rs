//! Adding to a person's record and ending what is on it: other names, addresses, ways to reach
//! them, licence conditions, risk flags.

use super::edit::answer;
use crate::form::{Fields, Form};
use crate::problem::Problem;
use crate::visit::SignedIn;
use app::Error;
use app::person::{Added, Ended};
use axum::extract::Path;
use axum::response::Response;
use domain::{Invalid, LicenceCondition, LongText, Name, PersonId, Postcode, ShortText};
use store::licence_condition::Listed;
use store::person_detail::{Address, Contact, OtherName};
use store::risk_flag::Flag;
use uuid::Uuid;

/// Adds to a person's record what the path names.
pub(crate) async fn add_detail(
    page: SignedIn,
    Path((id, what)): Path<(PersonId, String)>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/people/{id}/details");
    let result = match read(&page, &form, &what) {
        Ok(added) => app::person::add_detail(&page.once(&form, &path), id, &added).await,
        Err(error) => Err(error),
    };
    // The rule about two days is the record's; which boxes they were in only the form knows.
    let result = result.map_err(|error| match error {
        Error::Invalid(errors) => Error::Invalid(
            errors
                .into_iter()
                .map(|(field, why)| match field.as_str() {
                    "to-day" => (format!("{what}-to-day"), why),
                    _ => (field, why),
                })
                .collect(),
        ),
        other => other,
    });
    answer(&page, id, &form, result, "done-person-changed").await
}

/// Ends something on a person's record.
pub(crate) async fn end_detail(
    page: SignedIn,
    Path((id, what, item)): Path<(PersonId, String, Uuid)>,
    form: Form,
) -> Result<Response, Problem> {
    let ended = match what.as_str() {
        "address" => Ended::Address(item),
        "contact" => Ended::Contact(item),
        "flag" => Ended::RiskFlag(item),
        _ => return Err(Error::NotFound("page").into()),
    };
    let path = format!("/people/{id}/details");
    let result = app::person::end_detail(&page.once(&form, &path), id, ended).await;
    answer(&page, id, &form, result, "done-person-changed").await
}

/// Reads what is added; an unknown name is a page that is not there.
fn read(page: &SignedIn, form: &Form, what: &str) -> Result<Added, Error> {
    let mut fields = form.fields();
    let added = match what {
        "name" => read_name(page, &mut fields).map(Added::Name),
        "address" => read_address(page, &mut fields).map(Added::Address),
        "contact" => read_contact(page, &mut fields).map(Added::Contact),
        "condition" => read_condition(page, &mut fields).map(Added::LicenceCondition),
        "flag" => read_flag(page, &mut fields).map(Added::RiskFlag),
        _ => return Err(Error::NotFound("page")),
    };
    fields.finish(added)
}

fn read_name(page: &SignedIn, fields: &mut Fields<'_>) -> Option<OtherName> {
    let kind = fields.coded("name-kind", "choose-kind");
    let given_name = fields.read("name-given", Name::parse);
    let family_name = fields.read("name-family", Name::parse);
    Some(OtherName {
        id: page.ctx.new_id(),
        kind: kind?,
        given_name: given_name?.to_string(),
        family_name: family_name?.to_string(),
    })
}

fn read_address(page: &SignedIn, fields: &mut Fields<'_>) -> Option<Address> {
    let kind = fields.coded("address-kind", "choose-kind");
    let words = fields.long("address-words");
    let postcode = fields.optional("address-postcode", Postcode::parse);
    let from_on = fields.date_or_empty("address-from");
    let to_on = fields.date_or_empty("address-to");
    Some(Address {
        id: page.ctx.new_id(),
        kind: kind?,
        words: words?,
        postcode: postcode?,
        from_on: from_on?,
        to_on: to_on?,
    })
}

fn read_contact(page: &SignedIn, fields: &mut Fields<'_>) -> Option<Contact> {
    let kind = fields.coded("contact-kind", "choose-kind");
    let value = fields.read("contact-value", |text| reachable(kind, text));
    let from_on = fields.date_or_empty("contact-from");
    let to_on = fields.date_or_empty("contact-to");
    Some(Contact {
        id: page.ctx.new_id(),
        kind: kind?,
        value: value?,
        from_on: from_on?,
        to_on: to_on?,
    })
}

/// Reads a telephone number or an e-mail address, as far as a slip can be seen.
fn reachable(kind: Option<domain::ContactKind>, text: &str) -> Result<String, Invalid> {
    let text = ShortText::parse(text)?.to_string();
    let right = match kind {
        Some(domain::ContactKind::Phone) => {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            let marks = |c: char| c.is_ascii_digit() || " +-()".contains(c);
            // The longest number has 15 digits (E.164); the shortest that is not a short code, 7.
            (7..=15).contains(&digits) && text.chars().all(marks)
        }
        Some(domain::ContactKind::Email) => text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !text.contains(' ')
        }),
        None => true,
    };
    let key = match kind {
        Some(domain::ContactKind::Email) => "invalid-contact-email",
        _ => "invalid-contact-phone",
    };
    if right { Ok(text) } else { Err(Invalid::new(key)) }
}

fn read_condition(page: &SignedIn, fields: &mut Fields<'_>) -> Option<Listed> {
    let kind = fields.coded("condition-kind", "choose-kind");
    let text = fields.read("condition-words", LongText::parse);
    let from_on = fields.date_or_empty("condition-from");
    let to_on = fields.date_or_empty("condition-to");
    Some(Listed {
        id: page.ctx.new_id(),
        condition: LicenceCondition { kind: kind?, text: text? },
        from_on: from_on?,
        to_on: to_on?,
    })
}

fn read_flag(page: &SignedIn, fields: &mut Fields<'_>) -> Option<Flag> {
    let kind = fields.coded("flag-kind", "choose-kind");
    let note = fields.optional("flag-note", LongText::parse);
    let from_on = fields.date("flag-from");
    Some(Flag {
        id: page.ctx.new_id(),
        kind: kind?,
        note: note?.map(|note| note.to_string()),
        from_on: from_on?,
        to_on: None,
    })
}
