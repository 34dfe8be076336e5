//! My people: who leaves soonest, what is late, what is dropped, what waits for me.

use crate::sharing::withhold_names;
use crate::{Ctx, Error, break_glass};
use domain::{Event, PersonId, Role};
use policy::Action;
use store::{clock, person};

/// Rows of a list on the first page: enough to begin with. The whole list has pages of its own.
const FIRST_ROWS: usize = 10;
const FIRST_CLOCKS: clock::Part = clock::Part { skip: 0, rows: FIRST_ROWS as i64 };

/// What a worker's day begins with.
#[derive(Clone, Debug)]
pub struct Today {
    /// Records that were opened in an emergency, where that was not reviewed yet.
    pub alerts: Vec<store::break_glass::Found>,
    /// Red needs that no open step has an owner and a date for.
    pub dropped: Vec<clock::Listed>,
    /// How many are dropped in all.
    pub dropped_count: i64,
    /// What is past its day, the longest late first.
    pub late: Vec<clock::Listed>,
    /// How many are late in all.
    pub late_count: i64,
    /// What waits for this worker or their organisation to act.
    pub waiting: Page<clock::Listed>,
    /// The people who leave prison soonest.
    pub releases: Page<person::Listed>,
}

/// Some rows of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Whether there are more.
    pub more: bool,
}

impl<T> Page<T> {
    fn of(mut rows: Vec<T>, limit: usize) -> Self {
        let more = rows.len() > limit;
        rows.truncate(limit);
        Self { rows, more }
    }
}

/// Returns whether a role leads people, or only serves them.
#[must_use]
pub fn leads_people(role: Role) -> bool {
    role == Role::ResettlementWorker
}

/// Returns what the day begins with.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn today(ctx: &Ctx) -> Result<Today, Error> {
    ctx.allow(Action::ListMyPeople).await?;
    let account = ctx.actor.account;
    let mut conn = ctx.read().await?;
    let mut late = clock::late(&mut conn, account, ctx.today(), FIRST_CLOCKS).await?;
    late.truncate(FIRST_ROWS);
    let mut waiting = clock::waiting(&mut conn, waiter(ctx), FIRST_CLOCKS).await?;
    let both = late.iter_mut().chain(waiting.iter_mut());
    withhold_names(ctx, &mut conn, both).await?;
    let releases = person::next_releases(&mut conn, account, ctx.today()).await?;
    let today = Today {
        alerts: break_glass::alerts(ctx, &mut conn).await?,
        dropped: clock::dropped(&mut conn, account).await?,
        dropped_count: clock::count_dropped(&mut conn, account).await?,
        late,
        late_count: clock::count_late(&mut conn, account, ctx.today()).await?,
        waiting: Page::of(waiting, FIRST_ROWS),
        releases: Page::of(releases, FIRST_ROWS),
    };
    drop(conn);
    let clocks =
        today.alerts.len() + today.dropped.len() + today.late.len() + today.waiting.rows.len();
    listed(ctx, "/my-people", clocks + today.releases.rows.len()).await?;
    Ok(today)
}

/// Returns what is past its day, the longest late first, after some rows.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn late(ctx: &Ctx, skip: i64) -> Result<Page<clock::Listed>, Error> {
    ctx.allow(Action::ListMyPeople).await?;
    let mut conn = ctx.read().await?;
    let part = clock::Part { skip, ..clock::Part::FIRST };
    let mut rows = clock::late(&mut conn, ctx.actor.account, ctx.today(), part).await?;
    withhold_names(ctx, &mut conn, rows.iter_mut()).await?;
    drop(conn);
    let page = Page::of(rows, rows_of(clock::LIST_LIMIT));
    listed(ctx, "/my-people?list=late", page.rows.len()).await?;
    Ok(page)
}

/// Returns what waits for this worker or their organisation to act, after some rows.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn waiting(ctx: &Ctx, skip: i64) -> Result<Page<clock::Listed>, Error> {
    ctx.allow(Action::ListMyPeople).await?;
    let mut conn = ctx.read().await?;
    let part = clock::Part { skip, ..clock::Part::FIRST };
    let mut rows = clock::waiting(&mut conn, waiter(ctx), part).await?;
    withhold_names(ctx, &mut conn, rows.iter_mut()).await?;
    drop(conn);
    let page = Page::of(rows, rows_of(clock::LIST_LIMIT));
    listed(ctx, "/my-people?list=waiting", page.rows.len()).await?;
    Ok(page)
}

/// Returns the people whom this worker leads, by name, after the last one of the page before.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn everyone(
    ctx: &Ctx,
    after: Option<(&str, PersonId)>,
) -> Result<Page<person::Listed>, Error> {
    ctx.allow(Action::ListMyPeople).await?;
    let mut conn = ctx.read().await?;
    let rows = person::led_by(&mut conn, ctx.actor.account, after).await?;
    drop(conn);
    let page = Page::of(rows, rows_of(person::PAGE));
    listed(ctx, "/my-people?list=everyone", page.rows.len()).await?;
    Ok(page)
}

fn waiter(ctx: &Ctx) -> clock::Waiter {
    let (organisation, account) = (ctx.actor.organisation, ctx.actor.account);
    clock::Waiter { organisation, account, leads: leads_people(ctx.actor.role) }
}

/// Returns a limit of the store as a number of rows.
fn rows_of(limit: i64) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}

async fn listed(ctx: &Ctx, page: &str, count: usize) -> Result<(), Error> {
    ctx.journal_read(Event::PeopleListed { page: page.to_owned(), count }, None).await
}
