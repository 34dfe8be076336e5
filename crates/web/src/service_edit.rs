//! Upkeep of an organisation's services by its administrator.

use crate::form::Form;
use crate::problem::Problem;
use crate::referral::{Choice, choices};
use crate::visit::{SignedIn, done};
use app::service::Entry;
use app::{Error, service};
use axum::extract::Path;
use axum::response::Response;
use domain::{
    Area, Coded, Eligibility, Invalid, OffenceGroup, Region, Service, ServiceId, Sex, parse_whole,
    parse_whole_optional,
};
use serde::Serialize;

const TEMPLATE: &str = "service/edit.html";

#[derive(Serialize)]
struct Page {
    /// Where the form goes.
    action: String,
    /// Whether it is a new service.
    new: bool,
    areas: Vec<Choice>,
    regions: Vec<Choice>,
    offences: Vec<Choice>,
    /// What the entry says now, by field.
    entry: Values,
}

/// What an entry says, as a form shows it.
#[derive(Default, Serialize)]
struct Values {
    name: String,
    description: String,
    areas: Vec<&'static str>,
    sex: &'static str,
    min_age: Option<u32>,
    max_age: Option<u32>,
    regions: Vec<String>,
    offences: Vec<&'static str>,
    capacity: Option<u32>,
    wait_days: Option<u32>,
}

impl From<Service> for Values {
    fn from(service: Service) -> Self {
        let rules = service.eligibility;
        Self {
            name: service.name,
            description: service.description,
            areas: service.areas.iter().map(|area| area.code()).collect(),
            sex: rules.sex.map_or("any", Sex::code),
            min_age: rules.min_age,
            max_age: rules.max_age,
            regions: rules.regions,
            offences: rules.excluded_offences.iter().map(|group| group.code()).collect(),
            capacity: Some(service.capacity),
            wait_days: Some(service.wait_days),
        }
    }
}

fn content(action: String, new: bool, entry: Values) -> Page {
    Page {
        action,
        new,
        areas: choices::<Area>(),
        regions: choices::<Region>(),
        offences: choices::<OffenceGroup>(),
        entry,
    }
}

/// Shows an empty entry.
pub(crate) async fn blank(page: SignedIn) -> Result<Response, Problem> {
    service::may_add(&page.ctx).await?;
    page.render(TEMPLATE, content("/services/new".to_owned(), true, Values::default()))
}

/// Adds a service.
pub(crate) async fn add(page: SignedIn, form: Form) -> Result<Response, Problem> {
    let result = match read(&form) {
        Ok(entry) => service::add(&page.once(&form, "/services"), entry).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(id) => Ok(done(&format!("/services/{id}"), "done-service-saved")),
        Err(Error::Invalid(errors)) => {
            service::may_add(&page.ctx).await?;
            let content = content("/services/new".to_owned(), true, Values::default());
            page.render_again(TEMPLATE, content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// Shows an entry to be changed.
pub(crate) async fn show(page: SignedIn, Path(id): Path<ServiceId>) -> Result<Response, Problem> {
    let entry = service::to_edit(&page.ctx, id).await?.into();
    page.render(TEMPLATE, content(format!("/services/{id}/edit"), false, entry))
}

/// Changes a service.
pub(crate) async fn submit(
    page: SignedIn,
    Path(id): Path<ServiceId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/services/{id}");
    let result = match read(&form) {
        Ok(entry) => service::edit(&page.once(&form, &path), id, entry).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(done(&path, "done-service-saved")),
        Err(Error::Invalid(errors)) => {
            let entry = service::to_edit(&page.ctx, id).await?.into();
            let content = content(format!("{path}/edit"), false, entry);
            page.render_again(TEMPLATE, content, &form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// Reads an entry.
fn read(form: &Form) -> Result<Entry, Error> {
    let mut fields = form.fields();
    let name = fields.short("name");
    let description = fields.long("description");
    if form.all("areas").next().is_none() {
        fields.refuse("areas", Invalid::new("service-no-area"));
    }
    // "Anyone" is an answer, and no sex.
    let sex = fields.read("sex", |code| match code {
        "any" => Ok(None),
        code => match Sex::from_code(code) {
            Some(sex) if sex != Sex::NotKnown => Ok(Some(sex)),
            _ => Err(Invalid::new("service-choose-sex")),
        },
    });
    let min_age = fields.read("min-age", |text| parse_whole_optional(text, Eligibility::AGES));
    let max_age = fields.read("max-age", |text| parse_whole_optional(text, Eligibility::AGES));
    let capacity = fields.read("capacity", |text| parse_whole(text, Service::CAPACITY));
    let wait_days = fields.read("wait-days", |text| parse_whole(text, Service::WAIT_DAYS));
    let entry = (|| {
        Some(Entry {
            name: name?,
            description: description?,
            areas: ticked(form, "areas"),
            sex: sex?,
            min_age: min_age?,
            max_age: max_age?,
            regions: ticked(form, "regions"),
            excluded_offences: ticked(form, "offences"),
            capacity: capacity?,
            wait_days: wait_days?,
            verified: form.text("verified") == "yes",
        })
    })();
    fields.finish(entry)
}

/// Returns the values of a list that are ticked, in the list's order. A code that is not on the list
/// cannot come from the page, and is nothing.
fn ticked<T: Coded>(form: &Form, name: &str) -> Vec<T> {
    let ticked: Vec<&str> = form.all(name).collect();
    T::ALL.iter().copied().filter(|value| ticked.contains(&value.code())).collect()
}
