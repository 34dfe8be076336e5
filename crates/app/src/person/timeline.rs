//! Everything that happened to a person, page by page: drawn from the journal.

use crate::person::{Header, header};
use crate::{Ctx, Error};
use domain::{Event, PersonId};
use policy::Action;
use store::journal::{self, Happened, TIMELINE_LIMIT};
use uuid::Uuid;

/// A page of what happened.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// Who it is about.
    pub header: Header,
    /// What happened, newest first.
    pub happened: Vec<Happened>,
    /// The entry before which the next page begins, if there is one.
    pub next: Option<Uuid>,
}

/// Returns what happened before an entry, or up to now.
///
/// # Errors
/// When there is no such person, policy refuses, or the read could not be journalled.
pub async fn timeline(ctx: &Ctx, id: PersonId, before: Option<Uuid>) -> Result<Timeline, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::ViewRecord, id).await?;
    let header = header(ctx, &mut conn, &allowed).await?;
    let mut happened = journal::timeline(&mut conn, id, before, TIMELINE_LIMIT + 1).await?;
    drop(conn);
    let rows = usize::try_from(TIMELINE_LIMIT).unwrap_or(usize::MAX);
    let more = happened.len() > rows;
    happened.truncate(rows);
    let next = happened.last().filter(|_| more).map(|last| last.id);
    let event = Event::PersonRead { page: "/people/{id}/timeline".to_owned() };
    ctx.journal_read(event, Some(id)).await?;
    Ok(Timeline { header, happened, next })
}
