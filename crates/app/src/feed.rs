//! Feeds: an agency sends what it knows of people under its own numbers, and sees what became of each record:
//! joined with somebody here, and who leads their case; waiting; or nobody. Nothing else of anybody.

mod file;

pub use file::{FeedColumn, first_line};

use crate::import::Mistakes;
use crate::join::{Hand, look_up};
use crate::{Ctx, Error, upload};
use chrono::TimeDelta;
use domain::feed::CHANGES_DAYS;
use domain::{Event, Feed, FeedId, Invalid, OrganisationId, ShortText, SourceRecordId};
use file::Good;
use policy::{Action, Relation};
use std::fs::File;
use store::feed::{self, Came, Sent, Tally};
use store::join::{self, Change};
use store::{Conn, Tx, candidate};
use uuid::Uuid;

/// Records of one transaction: few enough that somebody else's change never waits long.
const BATCH: usize = 100;

/// A change of a join, as one of the two organisations is told of it.
#[derive(Clone, Debug)]
pub struct Told {
    /// The change. The lead's name is empty where no agreement in force lets the agency know it.
    pub change: Change,
    /// Whether the reader's organisation leads the case, and so can look at the join.
    pub leads: bool,
}

/// The feeds of an organisation.
#[derive(Clone, Debug)]
pub struct Feeds {
    /// Its files, the latest first.
    pub feeds: Vec<Feed>,
    /// What became of the people in them.
    pub tally: Tally,
    /// With how many organisations that lead cases here an agreement in force lets them be compared.
    pub agreed: usize,
    /// How many organisations lead cases here, but for this one.
    pub leads: usize,
    /// What changed in the last days.
    pub changes: Vec<Told>,
}

async fn allowed(ctx: &Ctx) -> Result<(), Error> {
    ctx.allow_as(Action::SendFeeds, Relation::Own, ()).await.map(|_| ())
}

/// Returns the feeds of the actor's organisation.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn list(ctx: &Ctx) -> Result<Feeds, Error> {
    allowed(ctx).await?;
    let own = ctx.actor.organisation;
    let mut conn = ctx.read().await?;
    let feeds = Feeds {
        feeds: feed::list(&mut conn, own).await?,
        tally: feed::tally(&mut conn, own).await?,
        agreed: candidate::agreed_with(&mut conn, own, ctx.today()).await?.len(),
        leads: usize::try_from(candidate::leads(&mut conn, own).await?).unwrap_or(0),
        changes: changes(ctx, &mut conn).await?,
    };
    drop(conn);
    let page = "/feeds".to_owned();
    ctx.journal_read(Event::FiguresRead { page }, None).await?;
    Ok(feeds)
}

/// Returns what changed in the last days of joins in which the actor's organisation has a part.
pub(crate) async fn changes(ctx: &Ctx, conn: &mut Conn) -> Result<Vec<Told>, Error> {
    let own = ctx.actor.organisation;
    let days = i64::try_from(CHANGES_DAYS).unwrap_or(0);
    let changes = join::changes(conn, own, ctx.now - TimeDelta::days(days)).await?;
    let agreed = candidate::agreed_with(conn, own, ctx.today()).await?;
    let told = |mut change: Change| {
        let leads = change.lead.0 == own;
        if !leads && !agreed.iter().any(|(one, _)| *one == change.lead.0) {
            change.lead.1.clear();
            change.by = None;
        }
        Told { change, leads }
    };
    Ok(changes.into_iter().map(told).collect())
}

/// A file, with what became of its records.
#[derive(Clone, Debug)]
pub struct OneFeed {
    /// The file.
    pub feed: Feed,
    /// Rows that said something new.
    pub kept: u64,
    /// The records of this page, by line.
    pub records: Vec<Sent>,
    /// Whether there is another page.
    pub more: bool,
}

/// Returns a file of the actor's organisation with its records, after some. Others' files look as if there were
/// none.
///
/// # Errors
/// When there is no such file, policy refuses, or the read could not be journalled.
pub async fn one(ctx: &Ctx, id: FeedId, skip: i64) -> Result<OneFeed, Error> {
    allowed(ctx).await?;
    let own = ctx.actor.organisation;
    let mut conn = ctx.read().await?;
    let found = feed::find(&mut conn, id).await?.filter(|feed| feed.organisation == own);
    let found = found.ok_or(Error::NotFound("feed"))?;
    let mut records = feed::records(&mut conn, id, skip).await?;
    let page = usize::try_from(feed::PAGE).unwrap_or(0);
    let more = records.len() > page;
    records.truncate(page);
    // Who leads a case says where somebody is: it is told while an agreement is in force.
    let agreed = candidate::agreed_with(&mut conn, own, ctx.today()).await?;
    let told = |lead: OrganisationId| lead == own || agreed.iter().any(|(one, _)| *one == lead);
    for record in &mut records {
        if record.lead.as_ref().is_some_and(|(lead, _)| !told(*lead)) {
            (record.lead, record.state, record.is_compared) = (None, None, false);
        }
    }
    let kept = feed::kept(&mut conn, id).await?;
    drop(conn);
    let event = Event::PeopleListed { page: "/feeds/{id}".to_owned(), count: records.len() };
    ctx.journal_read(event, None).await?;
    Ok(OneFeed { feed: found, kept, records, more })
}

/// Refuses whoever may not send feeds: of them no file is received.
///
/// # Errors
/// When policy refuses.
pub async fn may_send(ctx: &Ctx) -> Result<(), Error> {
    allowed(ctx).await
}

/// Returns the page from which a file is sent.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn blank(ctx: &Ctx) -> Result<(), Error> {
    allowed(ctx).await?;
    let page = "/feeds/new".to_owned();
    ctx.journal_read(Event::FiguresRead { page }, None).await
}

/// Takes a file: each row is kept as it came and looked up at once, a hundred to a transaction. A file that was
/// stopped half-way is simply sent again: rows that say nothing new change nothing. The inner error says what is
/// wrong in it; nothing of it is kept then, unless the rows that are right were asked for.
///
/// # Errors
/// When policy refuses, another file came at the same moment, or the database fails.
pub async fn send(
    ctx: &Ctx,
    id: FeedId,
    title: &ShortText,
    accept_good: bool,
    file: &mut File,
) -> Result<Result<(), Mistakes>, Error> {
    allowed(ctx).await?;
    upload::check(ctx, file).await?;
    // Read before anything is held: nobody waits for a long file.
    let read = file::read(&mut *file, ctx.today());
    if !read.is_fit(accept_good) {
        return Ok(Err(read.mistakes));
    }
    let hash = crate::upload::hash_of(file)?;
    let mut tx = ctx.begin().await?;
    let before = feed::list(&mut tx, ctx.actor.organisation).await?;
    let count = |rows: u64| u32::try_from(rows).unwrap_or(u32::MAX);
    let sent = Feed {
        id,
        organisation: ctx.actor.organisation,
        number: before.first().map_or(0, |last| last.number) + 1,
        title: title.to_string(),
        hash,
        rows: count(read.rows),
        refused: count(read.refused),
        at: ctx.now,
    };
    if !feed::add(&mut tx, &sent, ctx.actor.account).await? {
        return Err(Error::field("file", Invalid::new("feed-meanwhile")));
    }
    let event = Event::FeedSent { rows: sent.rows, refused: sent.refused, hash: sent.hash };
    ctx.journal(&mut tx, event, None, Some(id.0));
    let hand = Hand::of(ctx);
    let (first, rest) = read.good.split_at(read.good.len().min(BATCH));
    // The first with the file, which is then on record; the others after it.
    for row in first {
        keep(ctx, &mut tx, (&hand, id), row).await?;
    }
    tx.commit().await?;
    for batch in rest.chunks(BATCH) {
        let mut tx = ctx.app.db.begin().await?;
        for row in batch {
            keep(ctx, &mut tx, (&hand, id), row).await?;
        }
        tx.commit().await?;
    }
    Ok(Ok(()))
}

/// Keeps a row, where it says something new, and looks for whom it means.
async fn keep(
    ctx: &Ctx,
    tx: &mut Tx,
    (hand, feed): (&Hand, FeedId),
    row: &Good,
) -> Result<(), Error> {
    let own = ctx.actor.organisation;
    let number = row.record.own_number.as_str();
    let source = match feed::source(tx, own, number).await? {
        Some((source, hash)) => {
            feed::seen(tx, source, ctx.now).await?;
            if hash.as_deref() == Some(&row.hash) {
                return Ok(());
            }
            source
        }
        None => {
            let source = ctx.new_id();
            feed::add_source(tx, source, (own, number), ctx.now).await?;
            source
        }
    };
    let came = Came {
        id: SourceRecordId(Uuid::now_v7()),
        feed,
        line: row.line,
        hash: row.hash.clone(),
        as_sent: row.as_sent.clone(),
        at: ctx.now,
    };
    feed::add_record(tx, source, &row.record, &came).await?;
    look_up(hand, tx, source).await
}
