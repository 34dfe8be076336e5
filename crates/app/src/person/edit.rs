//! Adding a person, and changing who they are. What was there before stays on record.

use super::Header;
use crate::join::{self, Hand};
use crate::screening::open_on_reception;
use crate::{Ctx, Error};
use chrono::NaiveDate;
use domain::{
    DetailChange, Episode, EpisodeKind, EpisodeReason, Ethnicity, Event, IdentifierKind, Invalid,
    Name, NameKind, OrganisationKind, Owner, Person, PersonDetail, PersonId, ReceptionReason,
    Region, Sex,
};
use policy::{Action, Authorised, Relation};
use store::person_detail::{self, Address, Contact, OtherName};
use store::{Conn, Tx, person};

/// Who a person is, as a form gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// Given name or names.
    pub given_name: Name,
    /// Family name.
    pub family_name: Name,
    /// Date of birth, if known.
    pub date_of_birth: Option<NaiveDate>,
    /// Sex, if known.
    pub sex: Option<Sex>,
    /// Ethnicity, if they said.
    pub ethnicity: Option<Ethnicity>,
    /// The language they prefer: `en` or `cy`.
    pub language: &'static str,
    /// Where they will live after release, if known.
    pub home_region: Option<Region>,
    /// Their numbers. One that is left out stays on record.
    pub numbers: Vec<(IdentifierKind, String)>,
}

/// A reception into the prison that adds the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reception {
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub reason: ReceptionReason,
}

/// What the page on which a person is changed shows.
#[derive(Clone, Debug)]
pub struct EditView {
    /// Who it is about.
    pub header: Header,
    /// Earlier and other names.
    pub names: Vec<OtherName>,
    /// Addresses.
    pub addresses: Vec<Address>,
    /// Ways to reach them.
    pub contacts: Vec<Contact>,
}

/// Returns whether the actor may add people, and whether their organisation is a prison.
///
/// # Errors
/// When policy refuses.
pub async fn may_add(ctx: &Ctx) -> Result<bool, Error> {
    // Whoever adds a person leads their case.
    ctx.allow_as(Action::EditPerson, Relation::Lead, ()).await?;
    Ok(ctx.actor.organisation_kind == OrganisationKind::Prison)
}

/// Returns the page on which a person is changed.
///
/// # Errors
/// When there is no such person, policy refuses, or the read could not be journalled.
pub async fn edit_view(ctx: &Ctx, id: PersonId) -> Result<EditView, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::EditPerson, id).await?;
    let view = EditView {
        header: super::header(ctx, &mut conn, &allowed).await?,
        names: person_detail::names(&mut conn, &allowed).await?,
        addresses: person_detail::addresses(&mut conn, &allowed).await?,
        contacts: person_detail::contacts(&mut conn, &allowed).await?,
    };
    drop(conn);
    let event = Event::person_read("/people/{id}/edit");
    ctx.journal_read(event, Some(id)).await?;
    Ok(view)
}

/// Adds a person, whose case the actor then leads.
///
/// # Errors
/// When a number is another person's, policy refuses, or the database fails.
pub async fn add(
    ctx: &Ctx,
    id: PersonId,
    details: &Details,
    reception: Option<Reception>,
) -> Result<(), Error> {
    let in_prison = may_add(ctx).await?;
    let mut tx = ctx.begin().await?;
    refuse_taken(&mut tx, id, &details.numbers).await?;
    let lead = Owner::worker(ctx.actor.organisation, ctx.actor.account);
    let added = with_details(Person { id, lead, ..nobody(lead) }, details);
    person::add(&mut tx, &added, None, ctx.now).await?;
    for (kind, value) in &details.numbers {
        person::add_identifier(&mut tx, id, *kind, value, ctx.now).await?;
    }
    ctx.journal(&mut tx, Event::PersonAdded, Some(id), None);
    if let Some(reception) = reception.filter(|_| in_prison) {
        if reception.on > ctx.today() {
            let why = Invalid::new("person-received-future");
            return Err(Error::field("received-day", why));
        }
        receive(ctx, &mut tx, (id, lead), reception).await?;
    }
    join::person_added(&Hand::of(ctx), &mut tx, id).await?;
    Ok(tx.commit().await?)
}

/// Starts a stay in prison, with its screening where the reception is a new one.
async fn receive(
    ctx: &Ctx,
    tx: &mut Tx,
    (person, owner): (PersonId, Owner),
    reception: Reception,
) -> Result<(), Error> {
    let reason = match reception.reason {
        ReceptionReason::Remand | ReceptionReason::Sentence => EpisodeReason::NewReception,
        ReceptionReason::Recall => EpisodeReason::Recall,
        ReceptionReason::Transfer | ReceptionReason::Return => EpisodeReason::Transfer,
    };
    let episode = Episode {
        id: ctx.new_id(),
        person,
        kind: EpisodeKind::Custody,
        organisation: owner.organisation,
        started_on: reception.on,
        reason,
        ended_on: None,
    };
    person::add_episode(tx, &episode, ctx.now).await?;
    ctx.journal(tx, Event::Received { on: reception.on }, Some(person), None);
    open_on_reception(ctx, tx, &episode, owner).await?;
    Ok(())
}

/// Changes who a person is. A name that was there before stays as a former name.
///
/// # Errors
/// When a number is another person's, policy refuses, or the database fails.
pub async fn change(ctx: &Ctx, id: PersonId, details: &Details) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let allowed = ctx.person(&mut tx, Action::EditPerson, id).await?;
    let was = person::load(&mut tx, &allowed).await?.ok_or(Error::NotFound("person"))?;
    refuse_taken(&mut tx, id, &details.numbers).await?;
    let now = with_details(was.clone(), details);
    let mut changes = differences(&was, &now);
    if !changes.is_empty() {
        person_detail::update_details(&mut tx, &now, ctx.now).await?;
    }
    if was.full_name() != now.full_name() {
        let former = OtherName {
            id: uuid::Uuid::now_v7(),
            kind: NameKind::Former,
            given_name: was.given_name,
            family_name: was.family_name,
        };
        person_detail::add_name(&mut tx, id, &former, ctx.now).await?;
    }
    for (kind, value) in &details.numbers {
        if person::add_identifier(&mut tx, id, *kind, value, ctx.now).await? {
            changes.push(DetailChange::added(PersonDetail::Identifier));
        }
    }
    if !changes.is_empty() {
        ctx.journal(&mut tx, Event::PersonChanged { changes }, Some(id), None);
    }
    Ok(tx.commit().await?)
}

/// Refuses a number that is another person's where such a number is never shared. A PNC id may be
/// on two records by mistake at its source, so it joins nobody and stops nothing.
async fn refuse_taken(
    conn: &mut Conn,
    id: PersonId,
    numbers: &[(IdentifierKind, String)],
) -> Result<(), Error> {
    for (kind, value) in numbers {
        let field = match kind {
            IdentifierKind::PrisonNumber => "prison-number",
            IdentifierKind::Crn => "crn",
            _ => continue,
        };
        let holder = person::by_identifier(conn, *kind, value).await?;
        if holder.is_some_and(|holder| holder != id) {
            return Err(Error::field(field, Invalid::new("person-number-taken")));
        }
    }
    Ok(())
}

/// Returns the person as the details say.
fn with_details(person: Person, details: &Details) -> Person {
    Person {
        given_name: details.given_name.to_string(),
        family_name: details.family_name.to_string(),
        date_of_birth: details.date_of_birth,
        sex: details.sex,
        ethnicity: details.ethnicity.map(|code| code.code().to_owned()),
        language: details.language.to_owned(),
        home_region: details.home_region.map(|region| Region::code(region).to_owned()),
        ..person
    }
}

/// Returns a person of whom nothing is known yet.
fn nobody(lead: Owner) -> Person {
    Person {
        id: PersonId(uuid::Uuid::nil()),
        given_name: String::new(),
        family_name: String::new(),
        date_of_birth: None,
        sex: None,
        ethnicity: None,
        language: "en".to_owned(),
        home_region: None,
        lead,
    }
}

/// Returns what differs, with what it was, for the journal.
pub(crate) fn differences(was: &Person, now: &Person) -> Vec<DetailChange> {
    use PersonDetail as D;
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    let sex = |sex: Option<Sex>| sex.map(|sex| sex.code().to_owned());
    [
        (D::Name, Some(was.full_name()), Some(now.full_name())),
        (D::DateOfBirth, day(was.date_of_birth), day(now.date_of_birth)),
        (D::Sex, sex(was.sex), sex(now.sex)),
        (D::Ethnicity, was.ethnicity.clone(), now.ethnicity.clone()),
        (D::Language, Some(was.language.clone()), Some(now.language.clone())),
        (D::HomeRegion, was.home_region.clone(), now.home_region.clone()),
    ]
    .into_iter()
    .filter(|(_, was, now)| was != now)
    .map(|(detail, was, _)| DetailChange { detail, was })
    .collect()
}

/// Clears a change of one of a person's details.
pub(super) async fn cleared(
    ctx: &Ctx,
    tx: &mut Tx,
    id: PersonId,
) -> Result<Authorised<PersonId>, Error> {
    ctx.person(tx, Action::EditPerson, id).await
}
