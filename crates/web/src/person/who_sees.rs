//! Who sees what of one record, side by side, and why. Whoever may not open the record has the same pages
//! without anything of it.

use super::Header;
use super::why::{AgreementRow, grounds};
use crate::problem::Problem;
use crate::referral::{Choice, choices, choices_of};
use crate::visit::SignedIn;
use app::person::{Answer, Question, Reader, Who};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{FieldGroup, Organisation, OrganisationKind, PersonId, Role};
use policy::{Shown, Withheld};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct WhoSees {
    /// Who it is about, where the reader may know.
    person: Option<Header>,
    id: String,
    readers: Vec<ReaderColumn>,
    rows: Vec<GroupRow>,
    ask: Ask,
}

/// Somebody who reads or might, as the head of a column.
#[derive(Serialize)]
struct ReaderColumn {
    /// Who, as an address has it.
    who: String,
    /// The organisation's name, where it is one.
    organisation: Option<String>,
    /// What the column is called where it is none.
    name: &'static str,
    role: &'static str,
    role_code: &'static str,
    /// How they stand to the record, or that they do not yet.
    stands: &'static str,
}

impl ReaderColumn {
    fn of(reader: &Reader) -> Self {
        Self {
            who: reader.who.code(),
            organisation: reader.organisation.clone(),
            name: match reader.who {
                Who::Person => "who-sees-person",
                Who::Stranger => "who-sees-stranger",
                Who::Organisation(_) | Who::Any(_) | Who::BreakGlass(_) => {
                    reader.kind.map_or("not-known", OrganisationKind::key)
                }
            },
            role: reader.role.key(),
            role_code: reader.role.code(),
            stands: match reader.who {
                Who::Any(_) => "who-sees-any",
                _ => reader.standing.relation.key(),
            },
        }
    }
}

/// A group, and what each reader sees of it.
#[derive(Serialize)]
pub(crate) struct GroupRow {
    group: &'static str,
    code: &'static str,
    cells: Vec<Cell>,
}

impl GroupRow {
    /// Returns every group, with a cell for each reader.
    pub(crate) fn all<T>(readers: &[T], cell: impl Fn(&T, FieldGroup) -> Cell) -> Vec<Self> {
        let row = |group: &FieldGroup| Self {
            group: group.key(),
            code: group.code(),
            cells: readers.iter().map(|reader| cell(reader, *group)).collect(),
        };
        FieldGroup::ALL.iter().map(row).collect()
    }
}

/// What one reader sees of one group, and what there is to say of it.
#[derive(Serialize)]
pub(crate) struct Cell {
    shown: &'static str,
    code: &'static str,
    withheld: Option<&'static str>,
}

impl Cell {
    /// Returns a cell, with the message that is said below.
    pub(crate) const fn of(shown: Shown, withheld: Option<&'static str>) -> Self {
        Self { shown: shown.key(), code: shown.code(), withheld }
    }
}

/// The form that asks about anybody, and what was asked.
#[derive(Serialize)]
struct Ask {
    organisations: Vec<(String, String)>,
    roles: Vec<Choice>,
    groups: Vec<Choice>,
    who: String,
    role: String,
    group: String,
}

impl Ask {
    fn of(organisations: Vec<Organisation>, asked: Asked) -> Self {
        let roles: Vec<_> =
            Role::ALL.iter().copied().filter(|role| *role != Role::Person).collect();
        let Asked { who, role, group } = asked;
        Self {
            organisations: organisations
                .into_iter()
                .map(|one| (one.id.to_string(), one.name))
                .collect(),
            roles: choices_of(&roles),
            groups: choices::<FieldGroup>(),
            who,
            role,
            group,
        }
    }
}

/// Shows who sees what of a record.
pub(crate) async fn who_sees(
    page: SignedIn,
    Path(id): Path<PersonId>,
) -> Result<Response, Problem> {
    let found = app::person::who_sees(&page.ctx, id).await?;
    let cell = |reader: &Reader, group| {
        let withheld = reader.disclosures.withheld(group).map(Withheld::key);
        Cell::of(reader.disclosures.shown(group), withheld)
    };
    let today = page.ctx.today();
    let content = WhoSees {
        id: id.to_string(),
        rows: GroupRow::all(&found.readers, cell),
        readers: found.readers.iter().map(ReaderColumn::of).collect(),
        ask: Ask::of(found.organisations, Asked::default()),
        person: found.header.map(|header| Header::on(header, today, "who-sees-what")),
    };
    let template =
        if content.person.is_some() { "person/who_sees.html" } else { "officer/who_sees.html" };
    page.render(template, content)
}

/// A question about a record, as an address has it.
#[derive(Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    who: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    group: String,
}

impl Asked {
    /// Returns the question, if it is whole. Nobody in an organisation reads as the person.
    fn question(&self) -> Option<Question> {
        let (who, role) = (Who::from_code(&self.who)?, Role::from_code(&self.role)?);
        let fits = (who == Who::Person) == (role == Role::Person);
        Some((who, role, FieldGroup::from_code(&self.group)?)).filter(|_| fits)
    }
}

#[derive(Serialize)]
struct WhyOf {
    person: Option<Header>,
    id: String,
    lead: String,
    ask: Ask,
    answer: Option<AnswerRow>,
}

/// Why a reader sees a group, or does not.
#[derive(Serialize)]
struct AnswerRow {
    group: &'static str,
    reader: ReaderColumn,
    /// The answer in a sentence, by key.
    says: String,
    grounds: Vec<(String, String)>,
    kind: Option<&'static str>,
    purpose: &'static str,
    /// What the person said, by key, of which consent is asked or not.
    consent: &'static str,
    /// Whether agreements count: not for who leads the case, nor for the person.
    by_agreement: bool,
    /// Whether it is asked of somebody who is not there.
    supposed: bool,
    agreements: Vec<AgreementRow>,
}

impl AnswerRow {
    fn of(answer: Answer) -> Self {
        use policy::Relation as R;
        let Answer { reader, disclosure, behind } = answer;
        let says = match disclosure.withheld {
            Some(why) => format!("{}-of", why.key()),
            None => format!("{}-of", disclosure.shown.key()),
        };
        let consented = reader.standing.consented.contains(disclosure.group);
        Self {
            group: disclosure.group.key(),
            says,
            grounds: grounds(disclosure.grounds),
            kind: reader.kind.map(OrganisationKind::key),
            purpose: reader.purpose.key(),
            consent: match reader.asked.contains(disclosure.group) {
                true if consented => "who-sees-consented",
                true => "who-sees-not-consented",
                false => "who-sees-not-asked",
            },
            by_agreement: !matches!(reader.standing.relation, R::Lead | R::Own | R::Breaker),
            supposed: matches!(reader.who, Who::Any(_) | Who::Stranger),
            reader: ReaderColumn::of(&reader),
            agreements: behind.into_iter().map(AgreementRow::from).collect(),
        }
    }
}

/// Shows why somebody sees a group of a record, or does not; without a whole question, the form.
pub(crate) async fn why_of(
    page: SignedIn,
    Path(id): Path<PersonId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let found = app::person::why_of(&page.ctx, id, asked.question()).await?;
    let today = page.ctx.today();
    let content = WhyOf {
        id: id.to_string(),
        lead: found.lead,
        ask: Ask::of(found.organisations, asked),
        answer: found.answer.map(AnswerRow::of),
        person: found.header.map(|header| Header::on(header, today, "who-sees-what")),
    };
    let template =
        if content.person.is_some() { "person/why_of.html" } else { "officer/why_of.html" };
    page.render(template, content)
}

/// A number of a record.
#[derive(Deserialize)]
pub(crate) struct Number {
    #[serde(default)]
    number: String,
}

#[derive(Serialize)]
struct FindPage {
    asked: String,
}

/// Leads a data protection officer to who sees what of the record that a number is of.
pub(crate) async fn find_sharing(
    page: SignedIn,
    Query(Number { number }): Query<Number>,
) -> Result<Response, Problem> {
    match app::person::find_sharing(&page.ctx, &number).await? {
        Some(id) => Ok(Redirect::to(&format!("/people/{id}/who-sees-what")).into_response()),
        None => page.render("officer/find.html", FindPage { asked: number.trim().to_owned() }),
    }
}
