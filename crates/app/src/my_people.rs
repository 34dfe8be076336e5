//! My people: who leaves soonest, what is late, what is dropped, what waits for me.

use crate::{Ctx, Error};
use domain::{Event, Role, Subject};
use policy::Action;
use store::{clock, person};

/// What the page shows.
#[derive(Clone, Debug)]
pub struct MyPeople {
    /// The people who leave prison soonest.
    pub releases: Vec<person::Listed>,
    /// What is past its day, the longest late first.
    pub late: Vec<clock::Listed>,
    /// How many are late in all.
    pub late_count: i64,
    /// People with a red need and no owned, dated step.
    pub dropped: Vec<person::Listed>,
    /// What waits for this organisation to act.
    pub waiting: Vec<clock::Listed>,
    /// The people whom this worker leads, one page by name.
    pub people: Vec<person::Listed>,
    /// Where the next page of people begins, if there is one.
    pub next: Option<String>,
    /// Whether this role leads people, or only serves them.
    pub leads_people: bool,
}

/// Returns the page, from a name key on.
///
/// # Errors
/// When policy refuses, or the database fails.
pub async fn list(ctx: &Ctx, after: &str) -> Result<MyPeople, Error> {
    ctx.allow(Action::ListMyPeople).await?;
    let account = ctx.actor.account;
    let mut conn = ctx.read().await?;
    let releases = person::next_releases(&mut conn, account, ctx.today()).await?;
    let late = clock::late(&mut conn, account, ctx.today()).await?;
    let late_count = clock::count_late(&mut conn, account, ctx.today()).await?;
    let dropped = person::dropped(&mut conn, account).await?;
    // A person who challenged their plan waits for this worker.
    let mut waiting = clock::challenged(&mut conn, account).await?;
    waiting.extend(clock::waiting(&mut conn, ctx.actor.organisation).await?);
    if ctx.actor.role == Role::ServiceWorker {
        // Cases are offered to those who lead them: a service worker could not even open these.
        waiting.retain(|row| row.subject != Subject::Handover && row.subject != Subject::Person);
    }
    let mut people = person::led_by(&mut conn, account, after).await?;
    drop(conn);
    let page = usize::try_from(person::PAGE).unwrap_or(usize::MAX);
    let more = people.len() > page;
    people.truncate(page);
    let next = people.last().filter(|_| more).map(|last| last.name_key.clone());
    let count = releases.len() + late.len() + dropped.len() + waiting.len() + people.len();
    let leads_people = ctx.actor.role == Role::ResettlementWorker;
    let event = Event::PeopleListed { page: "/my-people".to_owned(), count };
    ctx.journal_read(event, None).await?;
    Ok(MyPeople { releases, late, late_count, dropped, waiting, people, next, leads_people })
}
