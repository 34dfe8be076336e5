//! The whole record of a person as its page shows it: for who leads the case.

use super::Header;
use super::shared::because;
use crate::problem::Problem;
use crate::visit::SignedIn;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use domain::spent::Spent;
use domain::{EpisodeReason, FieldGroup, OffenceGroup, PersonId};
use policy::Withheld;
use serde::Serialize;

/// Shows a person's record.
pub(crate) async fn show_record(
    page: SignedIn,
    Path(id): Path<PersonId>,
) -> Result<Response, Problem> {
    let record = app::person::record(&page.ctx, id).await?;
    page.render("person/record.html", Record::of(page.ctx.today(), record))
}

#[derive(Serialize)]
struct Record {
    person: Header,
    ethnicity: Option<String>,
    language: String,
    home_region: Option<String>,
    names: Vec<NameRow>,
    addresses: Vec<Dated>,
    contacts: Vec<Dated>,
    episodes: Vec<EpisodeRow>,
    convictions: Vec<ConvictionRow>,
    /// Whether spent convictions are left out, if there are any.
    spent_withheld: bool,
    dates: Vec<DateRow>,
    conditions: Vec<Dated>,
    flags: Vec<Dated>,
    /// Groups that are not shown in full: their key, why, and their code.
    not_full: Vec<(&'static str, String, &'static str)>,
}

#[derive(Serialize)]
pub(super) struct NameRow {
    kind: &'static str,
    name: String,
}

/// Something with its first and its last day.
#[derive(Serialize)]
pub(super) struct Dated {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) words: String,
    pub(super) from: Option<NaiveDate>,
    pub(super) to: Option<NaiveDate>,
}

/// A conviction: its offence, and when it is spent, by message key and the day if there is one.
#[derive(Serialize)]
struct ConvictionRow {
    offence: &'static str,
    spent: &'static str,
    on: Option<NaiveDate>,
    /// The fact that is missing to know it.
    missing: Option<&'static str>,
}

impl ConvictionRow {
    fn of(offence: OffenceGroup, spent: Spent, today: NaiveDate) -> Self {
        let row = Self { offence: offence.key(), spent: "spent-never", on: None, missing: None };
        match spent {
            Spent::Never => row,
            Spent::Immediately => Self { spent: "spent-immediately", ..row },
            Spent::WhenPaid => Self { spent: "spent-when-paid", ..row },
            Spent::WhenItCeases => Self { spent: "spent-when-it-ceases", ..row },
            Spent::On(day) if spent.is_spent(today) => {
                Self { spent: "spent-since", on: Some(day), ..row }
            }
            Spent::On(day) => Self { spent: "spent-from", on: Some(day), ..row },
            Spent::NotKnown(missing) => {
                Self { spent: "spent-not-known", missing: Some(missing.key()), ..row }
            }
        }
    }
}

#[derive(Serialize)]
struct EpisodeRow {
    kind: &'static str,
    reason: &'static str,
    from: NaiveDate,
    to: Option<NaiveDate>,
}

#[derive(Serialize)]
struct DateRow {
    kind: &'static str,
    on: Option<NaiveDate>,
    recorded_on: NaiveDate,
    /// The day from which another took its place.
    until: Option<NaiveDate>,
}

impl Record {
    fn of(today: NaiveDate, record: app::person::Record) -> Self {
        let person = &record.header.person;
        let local = |at| app::local_time(at).date();
        Self {
            ethnicity: person.ethnicity.as_ref().map(|code| key("ethnicity", code)),
            language: key("language", &person.language),
            home_region: person.home_region.as_ref().map(|code| key("region", code)),
            names: record.names.into_iter().map(name_row).collect(),
            addresses: record.addresses.into_iter().map(Dated::address).collect(),
            contacts: record.contacts.into_iter().map(Dated::contact).collect(),
            episodes: record
                .episodes
                .iter()
                .map(|episode| EpisodeRow {
                    kind: episode.kind.key(),
                    reason: EpisodeReason::key(episode.reason),
                    from: episode.started_on,
                    to: episode.ended_on,
                })
                .collect(),
            spent_withheld: record.convictions.spent_withheld,
            convictions: record
                .convictions
                .shown
                .into_iter()
                .filter_map(|(sentence, spent)| Some((sentence.offence_group?, spent)))
                .map(|(offence, spent)| ConvictionRow::of(offence, spent, today))
                .collect(),
            dates: record
                .dates
                .iter()
                .map(|date| DateRow {
                    kind: date.kind.key(),
                    on: date.on,
                    recorded_on: local(date.recorded_at),
                    until: date.superseded_at.map(local),
                })
                .collect(),
            conditions: record.conditions.into_iter().map(Dated::condition).collect(),
            flags: record.flags.into_iter().map(Dated::flag).collect(),
            not_full: record.header.disclosures.not_full().map(not_full).collect(),
            person: Header::on(record.header, today, "details"),
        }
    }
}

fn not_full(
    (group, withheld): (FieldGroup, Option<Withheld>),
) -> (&'static str, String, &'static str) {
    let why = withheld.map_or_else(|| "shown-summary-what".to_owned(), |why| because(why, true));
    (group.key(), why, group.code())
}

/// Returns the message key of a stored code.
pub(super) fn key(list: &str, code: &str) -> String {
    format!("{list}-{}", code.to_lowercase().replace(['_', ' '], "-"))
}

pub(super) fn name_row(name: store::person_detail::OtherName) -> NameRow {
    NameRow { kind: name.kind.key(), name: format!("{} {}", name.given_name, name.family_name) }
}

impl Dated {
    pub(super) fn address(address: store::person_detail::Address) -> Self {
        let postcode = address.postcode.map(|postcode| format!("\n{postcode}"));
        Self {
            id: address.id.to_string(),
            kind: address.kind.key(),
            words: address.words + &postcode.unwrap_or_default(),
            from: address.from_on,
            to: address.to_on,
        }
    }

    pub(super) fn contact(contact: store::person_detail::Contact) -> Self {
        Self {
            id: contact.id.to_string(),
            kind: contact.kind.key(),
            words: contact.value,
            from: contact.from_on,
            to: contact.to_on,
        }
    }

    pub(super) fn condition(listed: store::licence_condition::Listed) -> Self {
        Self {
            id: listed.id.to_string(),
            kind: listed.condition.kind.key(),
            words: listed.condition.text.to_string(),
            from: listed.from_on,
            to: listed.to_on,
        }
    }

    pub(super) fn flag(flag: store::risk_flag::Flag) -> Self {
        Self {
            id: flag.id.to_string(),
            kind: flag.kind.key(),
            words: flag.note.unwrap_or_default(),
            from: Some(flag.from_on),
            to: flag.to_on,
        }
    }
}
