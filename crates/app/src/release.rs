//! Planning a release: the date as supplied, the date by the rules, and the working between them.

use crate::custody::{self, Stay};
use crate::person::{Header, header};
use crate::release_day::{self, Missing, Moment};
use crate::{Ctx, Error};
use chrono::{Datelike, NaiveDate, Weekday};
use domain::{
    BankHolidays, Event, Invalid, OrganisationId, OrganisationKind, PersonId, Release, ReleaseCase,
    ReleaseDate, ReleaseRoute, ReleaseStatus,
};
use policy::{Action, Relation};
use std::sync::LazyLock;
use store::{organisation, person, release};

static CALENDAR: LazyLock<BankHolidays> = LazyLock::new(BankHolidays::built_in);

/// A planned release with its working.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The release.
    pub release: Release,
    /// How its day came about; `None` where the bank holidays of its year are not known.
    pub working: Option<ReleaseDate>,
    /// Whether most services are shut on the day after it.
    pub closes_after: bool,
    /// The days before it and the day itself, the earliest first.
    pub moments: Vec<Moment>,
    /// What should be there by the day, and is not.
    pub missing: Vec<Missing>,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct View {
    /// Who it is about.
    pub header: Header,
    /// The time in prison that has not ended, if there is one.
    pub stay: Option<Stay>,
    /// The name of the prison.
    pub prison: Option<String>,
    /// The planned release, if there is one.
    pub planned: Option<Planned>,
    /// Releases that happened, the latest first.
    pub past: Vec<Release>,
    /// Prisons by name, to be received into.
    pub prisons: Vec<(OrganisationId, String)>,
    /// Whether the actor may plan and record.
    pub may_plan: bool,
}

/// Returns the page of a person's release.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, id: PersonId) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::ViewRelease, id).await?;
    let stay = custody::stay(&person::episodes(&mut conn, &allowed).await?);
    let releases = release::of_person(&mut conn, &allowed).await?;
    let planned = match release::next_planned(&mut conn, &allowed).await? {
        Some(release) => {
            let working = working(&release, stay.as_ref());
            let closes_after = closes_after(release.release_on);
            let day = release_day::load(ctx, &mut conn, &allowed, &release, stay.as_ref()).await?;
            let (moments, missing) = day;
            Some(Planned { release, working, closes_after, moments, missing })
        }
        None => None,
    };
    let all = organisation::list(&mut conn).await?;
    let name = |id| all.iter().find(|one| one.id == id).map(|one| one.name.clone());
    let view = View {
        header: header(ctx, &mut conn, &allowed).await?,
        prison: stay.as_ref().and_then(|stay| name(stay.episode.organisation)),
        stay,
        planned,
        past: releases.into_iter().filter(|one| one.status == ReleaseStatus::Released).collect(),
        prisons: all
            .into_iter()
            .filter(|one| one.kind == OrganisationKind::Prison)
            .map(|one| (one.id, one.name))
            .collect(),
        may_plan: allowed.relation() == Relation::Lead,
    };
    drop(conn);
    let event = Event::PersonRead { page: "/people/{id}/release".to_owned() };
    ctx.journal_read(event, Some(id)).await?;
    Ok(view)
}

/// Works the day of a release out again, to show how it came about.
fn working(release: &Release, stay: Option<&Stay>) -> Option<ReleaseDate> {
    let since = stay.map_or(release.due_on, |stay| stay.since);
    work_out(release.due_on, release.route, since).ok()
}

fn work_out(due: NaiveDate, route: ReleaseRoute, since: NaiveDate) -> Result<ReleaseDate, Invalid> {
    let days_served = u32::try_from((due - since).num_days()).unwrap_or(0);
    ReleaseDate::work_out(&ReleaseCase { due, route, days_served }, &CALENDAR)
}

/// Whether most services are shut on the day after: a Friday, or the eve of a bank holiday.
fn closes_after(day: NaiveDate) -> bool {
    let next_is_shut =
        day.succ_opt().is_some_and(|next| CALENDAR.is_working_day(next) == Ok(false));
    day.weekday() == Weekday::Fri || next_is_shut
}

/// A release as it is planned.
#[derive(Clone, Debug)]
pub struct NewPlan {
    /// The day due, as supplied by the prison.
    pub due_on: NaiveDate,
    /// How the release comes about.
    pub route: ReleaseRoute,
    /// Where the person will go.
    pub going_to: String,
}

/// Plans a release, or changes the plan; the handover on release follows its day.
///
/// # Errors
/// When the person is not in prison, the day is before reception or beyond the calendar, policy
/// refuses, or the database fails.
pub async fn plan(ctx: &Ctx, id: PersonId, plan: NewPlan) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let allowed = ctx.person_alone(&mut tx, Action::PlanRelease, id).await?;
    let stay = custody::must_be_in_prison(&mut tx, &allowed, "plan_release").await?;
    if plan.due_on < stay.since {
        return Err(Error::field("due-day", Invalid::new("release-due-before-reception")));
    }
    let worked = work_out(plan.due_on, plan.route, stay.since)
        .map_err(|why| Error::field("due-day", why))?;
    let was = release::next_planned(&mut tx, &allowed).await?;
    let release = Release {
        id: was.map_or_else(|| ctx.new_id(), |was| was.id),
        person: id,
        episode: stay.episode.id,
        due_on: plan.due_on,
        route: plan.route,
        // Never before the person came: a short stay that began at a weekend.
        release_on: worked.release.max(stay.since),
        going_to: plan.going_to,
        status: ReleaseStatus::Planned,
        released_on: None,
    };
    release::save(&mut tx, &release).await?;
    custody::move_effective_day(&mut tx, &allowed, release.release_on).await?;
    let event = Event::ReleasePlanned { release_on: release.release_on };
    ctx.journal(&mut tx, event, Some(id), Some(release.id.0));
    Ok(tx.commit().await?)
}
