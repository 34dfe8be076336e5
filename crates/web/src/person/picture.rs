//! A person at one look, as their first page shows it to who leads the case.

use super::timeline::TimelineRow;
use crate::visit::SignedIn;
use app::person::AreaPicture;
use chrono::NaiveDate;
use domain::Direction;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Picture {
    areas: Vec<AreaRow>,
    plan: Option<&'static str>,
    steps: usize,
    open_steps: usize,
    latest: Vec<TimelineRow>,
}

#[derive(Serialize)]
struct AreaRow {
    key: &'static str,
    /// The code of the workers' latest rating.
    rating: Option<&'static str>,
    rating_key: &'static str,
    on: Option<NaiveDate>,
    own_key: Option<&'static str>,
    direction: Option<&'static str>,
    /// Whether there is a red need and no step that somebody owns.
    dropped: bool,
}

impl Picture {
    pub(super) fn of(page: &SignedIn, picture: app::person::Picture) -> Self {
        Self {
            areas: picture.areas.iter().map(AreaRow::of).collect(),
            plan: picture.plan.map(|plan| plan.status.key()),
            steps: picture.steps.0,
            open_steps: picture.steps.1,
            latest: picture.latest.into_iter().map(|row| TimelineRow::of(page, row)).collect(),
        }
    }
}

impl AreaRow {
    fn of(area: &AreaPicture) -> Self {
        let compared = matches!(
            area.direction,
            Direction::Better | Direction::Same | Direction::Worse | Direction::NotComparable
        );
        Self {
            key: area.area.key(),
            rating: area.worker.map(|(rating, _)| rating.code()),
            rating_key: area.worker.map_or("rating-not-assessed", |(rating, _)| rating.key()),
            on: area.worker.map(|(_, on)| on),
            own_key: area.own.map(|(rating, _)| rating.key()),
            direction: compared.then(|| area.direction.key()),
            dropped: area.need.as_ref().is_some_and(domain::Need::is_dropped),
        }
    }
}
