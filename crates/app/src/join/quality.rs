//! How good the joins are, in figures without names.

use crate::figure::{Share, Shown, parts_of_a_whole, share};
use crate::{Ctx, Error, join_sample};
use domain::{Event, JoinReason, JoinState};
use policy::Action;
use store::join;

/// How the joins of one agency stand.
#[derive(Clone, Debug)]
pub struct OfAgency {
    /// Its name.
    pub agency: String,
    /// How many there are in each state, in the order of the list.
    pub states: Vec<(JoinState, Shown)>,
}

/// How many were found right and how many were not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Right.
    pub right: Shown,
    /// Not right.
    pub wrong: Shown,
    /// The share that was right, with its interval, where it can be shown.
    pub share: Option<Share>,
}

impl Found {
    fn of(all: u64, right: u64) -> Self {
        let shown = parts_of_a_whole(&[right, all.saturating_sub(right)]);
        let (right, wrong) = (shown[0], shown[1]);
        Self { right, wrong, share: share(right, wrong) }
    }
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct Quality {
    /// By agency.
    pub agencies: Vec<OfAgency>,
    /// Of what one person confirmed and a second answered, how many the second confirmed too.
    pub twice: Found,
    /// Of what the weight alone joined, how many nobody split first of all.
    pub alone: Found,
    /// Splits by their reason.
    pub splits: Vec<(JoinReason, Shown)>,
    /// What a sample says.
    pub sample: join_sample::View,
}

/// Returns how good the joins are. Small numbers are not shown.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn quality(ctx: &Ctx) -> Result<Quality, Error> {
    ctx.allow(Action::ViewJoinQuality).await?;
    let mut conn = ctx.read().await?;
    let counted = join::by_agency(&mut conn).await?;
    let agreement = join::agreement(&mut conn).await?;
    let sample = join_sample::view(ctx, &mut conn).await?;
    drop(conn);
    let page = "/joins/quality".to_owned();
    ctx.journal_read(Event::FiguresRead { page }, None).await?;
    let mut agencies: Vec<OfAgency> = Vec::new();
    for (agency, state, count) in counted {
        if agencies.last().is_none_or(|last| last.agency != agency) {
            let states = JoinState::ALL.iter().map(|state| (*state, Shown::of(0))).collect();
            agencies.push(OfAgency { agency, states });
        }
        let states = agencies.last_mut().map(|last| last.states.iter_mut());
        if let Some((_, shown)) = states.into_iter().flatten().find(|(one, _)| *one == state) {
            *shown = Shown::of(count);
        }
    }
    Ok(Quality {
        agencies,
        twice: Found::of(agreement.seen_twice, agreement.agreed),
        alone: Found::of(agreement.matched, agreement.matched - agreement.matched_then_split),
        splits: agreement.splits.into_iter().map(|(why, count)| (why, Shown::of(count))).collect(),
        sample,
    })
}
