//! The directory of services, and the page of one.

use crate::problem::Problem;
use crate::referral::{Choice, choices};
use crate::visit::SignedIn;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use domain::{Area, OffenceGroup, PersonId, Region, ServiceId, Sex};
use serde::{Deserialize, Serialize};
use store::service::{Listed, Search};

/// Characters of the words that are searched for: more is a paste by mistake.
const WORDS: usize = 200;

/// What is asked for in the address.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    area: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    region: String,
    #[serde(default)]
    page: String,
    #[serde(default)]
    person: String,
}

/// A service on a page.
#[derive(Serialize)]
pub(crate) struct ServiceRow {
    pub(crate) id: String,
    name: String,
    organisation: String,
    description: String,
    areas: Vec<&'static str>,
    capacity: u32,
    serving: u32,
    free: u32,
    wait_days: u32,
    last_verified_on: NaiveDate,
    stale: bool,
    sex: Option<&'static str>,
    min_age: Option<u32>,
    max_age: Option<u32>,
    regions: Vec<&'static str>,
    /// Whether some convictions keep people out. Which ones is for the organisation alone to see:
    /// beside a person's name the list would say what they were convicted of.
    excludes: bool,
}

impl ServiceRow {
    /// Returns the service as it stands on a day.
    pub(crate) fn on(listed: &Listed, today: NaiveDate) -> Self {
        let service = &listed.service;
        let rules = &service.eligibility;
        let region = |code: &String| Region::from_code(code).map(Region::key);
        Self {
            id: service.id.to_string(),
            name: service.name.clone(),
            organisation: listed.organisation.clone(),
            description: service.description.clone(),
            areas: service.areas.iter().map(|area| area.key()).collect(),
            capacity: service.capacity,
            serving: service.serving,
            free: service.capacity.saturating_sub(service.serving),
            wait_days: service.days_to_wait(),
            last_verified_on: service.last_verified_on,
            stale: service.is_stale(today),
            sex: rules.sex.map(Sex::code),
            min_age: rules.min_age,
            max_age: rules.max_age,
            regions: rules.regions.iter().filter_map(region).collect(),
            excludes: !rules.excluded_offences.is_empty(),
        }
    }
}

#[derive(Serialize)]
struct Directory {
    rows: Vec<ServiceRow>,
    areas: Vec<Choice>,
    regions: Vec<Choice>,
    area: String,
    words: String,
    region: String,
    /// Addresses of the pages before and after, if there are any.
    before: Option<String>,
    after: Option<String>,
    /// Whether anything was looked for.
    searched: bool,
    may_add: bool,
}

/// Searches the directory. For a person, the page of what that person can use is the one to see.
pub(crate) async fn list(page: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    if let Ok(person) = asked.person.parse::<PersonId>() {
        return Ok(Redirect::to(&format!("/people/{person}/referrals/new")).into_response());
    }
    let words: String = asked.words.trim().chars().take(WORDS).collect();
    let search = Search {
        area: Area::from_code(&asked.area),
        region: Region::from_code(&asked.region).map(|region| region.code().to_owned()),
        words: words.clone(),
    };
    let number = asked.page.parse::<u32>().unwrap_or(1).clamp(1, 1_000);
    let found = app::service::search(&page.ctx, &search, number - 1).await?;
    let today = page.ctx.today();
    let link = |number: u32| {
        let pairs = [
            ("area", &asked.area),
            ("words", &words),
            ("region", &asked.region),
            ("page", &number.to_string()),
        ];
        serde_urlencoded::to_string(pairs).map(|query| format!("/services?{query}")).ok()
    };
    let content = Directory {
        rows: found.services.iter().map(|listed| ServiceRow::on(listed, today)).collect(),
        areas: choices::<Area>(),
        regions: choices::<Region>(),
        searched: search != Search::default(),
        before: (number > 1).then(|| link(number - 1)).flatten(),
        after: found.more.then(|| link(number + 1)).flatten(),
        area: asked.area.clone(),
        region: asked.region.clone(),
        words: words.clone(),
        may_add: page.ctx.actor.role == domain::Role::Administrator,
    };
    page.render("service/list.html", content)
}

#[derive(Serialize)]
struct Page {
    service: ServiceRow,
    keeps: bool,
    /// The convictions that keep people out, for whoever keeps the entry.
    excluded: Vec<&'static str>,
}

/// Shows one service.
pub(crate) async fn show(page: SignedIn, Path(id): Path<ServiceId>) -> Result<Response, Problem> {
    let view = app::service::view(&page.ctx, id).await?;
    let groups = &view.listed.service.eligibility.excluded_offences;
    let excluded = if view.keeps {
        groups.iter().copied().map(OffenceGroup::key).collect()
    } else {
        Vec::new()
    };
    let service = ServiceRow::on(&view.listed, page.ctx.today());
    page.render("service/show.html", Page { service, keeps: view.keeps, excluded })
}
