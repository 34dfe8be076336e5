//! Services: the directory, and its upkeep by the organisations that offer them.

use crate::{Ctx, Error, FieldErrors};
use domain::{
    Area, Coded, Eligibility, Event, Invalid, OffenceGroup, OrganisationId, Region, Service,
    ServiceId, Sex,
};
use policy::{Action, Authorised, Relation};
use store::service::{Listed, Search};
use store::{Conn, service};

/// Pages of the directory that can be asked for: more is not looking, but copying it.
const PAGES: u32 = 100;

/// One page of the directory.
#[derive(Clone, Debug)]
pub struct Found {
    /// The services, by name.
    pub services: Vec<Listed>,
    /// Whether there is a next page.
    pub more: bool,
}

/// Searches the directory. The first page is 0.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn search(ctx: &Ctx, search: &Search, page: u32) -> Result<Found, Error> {
    ctx.allow(Action::SearchServices).await?;
    let mut services = service::search(&mut ctx.read().await?, search, page.min(PAGES)).await?;
    let limit = usize::try_from(service::PAGE).unwrap_or(usize::MAX);
    let more = services.len() > limit && page < PAGES;
    services.truncate(limit);
    ctx.journal_read(Event::ServicesListed, None).await?;
    Ok(Found { services, more })
}

/// The page of one service.
#[derive(Clone, Debug)]
pub struct View {
    /// The service.
    pub listed: Listed,
    /// Whether the actor keeps its entry.
    pub keeps: bool,
}

/// Returns the page of one service.
///
/// # Errors
/// When there is no such service, policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, id: ServiceId) -> Result<View, Error> {
    ctx.allow(Action::SearchServices).await?;
    let listed =
        service::find(&mut ctx.read().await?, id).await?.ok_or(Error::NotFound("service"))?;
    let relation = relation(ctx, listed.service.organisation);
    let keeps = policy::authorise(&ctx.actor, Action::EditServices, relation, ()).is_ok();
    ctx.journal_read(Event::ServicesListed, None).await?;
    Ok(View { listed, keeps })
}

/// Returns how the actor stands to what belongs to an organisation.
fn relation(ctx: &Ctx, organisation: OrganisationId) -> Relation {
    if ctx.actor.organisation == organisation { Relation::Own } else { Relation::None }
}

/// What an organisation says of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// What it does.
    pub description: String,
    /// The areas of need it is for.
    pub areas: Vec<Area>,
    /// Only people of this sex.
    pub sex: Option<Sex>,
    /// Youngest age in years.
    pub min_age: Option<u32>,
    /// Oldest age in years.
    pub max_age: Option<u32>,
    /// Only people who will live in these regions; empty for all.
    pub regions: Vec<Region>,
    /// Not people with a conviction in these groups.
    pub excluded_offences: Vec<OffenceGroup>,
    /// People it can serve at once.
    pub capacity: u32,
    /// Days to wait for a start once it is full.
    pub wait_days: u32,
    /// Whether the whole entry was checked today.
    pub verified: bool,
}

/// Asks whether the actor may add a service.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn may_add(ctx: &Ctx) -> Result<(), Error> {
    ctx.allow_as(Action::EditServices, Relation::Own, ()).await?;
    ctx.journal_read(Event::ServicesListed, None).await
}

/// Returns a service to be changed.
///
/// # Errors
/// When there is no such service, policy refuses, or the read could not be journalled.
pub async fn to_edit(ctx: &Ctx, id: ServiceId) -> Result<Service, Error> {
    let found = find(ctx, &mut ctx.read().await?, id).await?;
    ctx.journal_read(Event::ServicesListed, None).await?;
    Ok(found.into_resource())
}

async fn find(ctx: &Ctx, conn: &mut Conn, id: ServiceId) -> Result<Authorised<Service>, Error> {
    let found = service::find(conn, id).await?.ok_or(Error::NotFound("service"))?;
    let relation = relation(ctx, found.service.organisation);
    ctx.allow_as(Action::EditServices, relation, found.service).await
}

/// Adds a service of the actor's organisation.
///
/// # Errors
/// When the entry contradicts itself, policy refuses, or the database fails.
pub async fn add(ctx: &Ctx, entry: Entry) -> Result<ServiceId, Error> {
    let mut tx = ctx.begin().await?;
    ctx.allow_as(Action::EditServices, Relation::Own, ()).await?;
    let blank = Service {
        id: ctx.new_id(),
        organisation: ctx.actor.organisation,
        name: String::new(),
        description: String::new(),
        areas: Vec::new(),
        eligibility: Eligibility::default(),
        capacity: 0,
        serving: 0,
        wait_days: 0,
        // Whoever writes an entry has just checked it.
        last_verified_on: ctx.today(),
    };
    let added = written(blank, entry, ctx)?;
    service::save(&mut tx, &added).await?;
    let event = Event::ServiceChanged { name: added.name };
    ctx.journal(&mut tx, event, None, Some(added.id.0));
    tx.commit().await?;
    Ok(added.id)
}

/// Changes a service of the actor's organisation.
///
/// # Errors
/// When there is no such service, the entry contradicts itself, policy refuses, or the database
/// fails.
pub async fn edit(ctx: &Ctx, id: ServiceId, entry: Entry) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let allowed = find(ctx, &mut tx, id).await?;
    let changed = written(allowed.into_resource(), entry, ctx)?;
    service::save(&mut tx, &changed).await?;
    let event = Event::ServiceChanged { name: changed.name };
    ctx.journal(&mut tx, event, None, Some(id.0));
    Ok(tx.commit().await?)
}

/// Returns the service with what its organisation says of it now.
fn written(mut service: Service, entry: Entry, ctx: &Ctx) -> Result<Service, Error> {
    let mut errors = FieldErrors::new();
    if entry.areas.is_empty() {
        errors.push(("areas".to_owned(), Invalid::new("service-no-area")));
    }
    let eligibility = Eligibility {
        sex: entry.sex,
        min_age: entry.min_age,
        max_age: entry.max_age,
        regions: entry.regions.iter().map(|region| region.code().to_owned()).collect(),
        excluded_offences: entry.excluded_offences,
    };
    if let Err(why) = eligibility.check() {
        errors.push(("max-age".to_owned(), why));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    if entry.verified {
        service.last_verified_on = ctx.today();
    }
    Ok(Service {
        name: entry.name,
        description: entry.description,
        areas: entry.areas,
        // All regions ticked says the same as none, and stays true when a region is added.
        eligibility: if eligibility.regions.len() == <Region as Coded>::ALL.len() {
            Eligibility { regions: Vec::new(), ..eligibility }
        } else {
            eligibility
        },
        capacity: entry.capacity,
        wait_days: entry.wait_days,
        ..service
    })
}
