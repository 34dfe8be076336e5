//! Needs: opened by the first assessment that finds them, changed and closed by later ones.

use crate::history::RatedArea;
use crate::writer::{Act, Writer};
use chrono::{DateTime, Utc};
use domain::{AssessmentId, Event, Need, NeedClosure, NeedId, NeedState, Owner, Rating, Subject};

/// Opens, changes or closes needs as an assessment found them.
pub(crate) fn found(
    writer: &mut Writer<'_>,
    assessment: AssessmentId,
    by: Owner,
    at: DateTime<Utc>,
    ratings: &[RatedArea],
) {
    for rated in ratings {
        let Some(rating) = rated.rating.rating() else { continue };
        let area = rated.rating.area;
        let open =
            writer.history.needs.iter().position(|need| {
                need.area == area && !matches!(need.state, NeedState::Closed { .. })
            });
        match (open, rating) {
            (None, Rating::Green) => {}
            (None, Rating::Red | Rating::Amber) => open_need(writer, assessment, by, at, rated),
            (Some(place), Rating::Green) => no_longer_there(writer, place, by, at),
            (Some(place), rating) => {
                let need = &mut writer.history.needs[place];
                if need.rating != rating {
                    *need = need.clone().rated(rating, assessment, at.date_naive());
                    let act = Act { at, by, subject: Subject::Need, id: need.id.0 };
                    writer.journal(&act, Event::NeedChanged { area, rating });
                }
            }
        }
    }
}

fn open_need(
    writer: &mut Writer<'_>,
    assessment: AssessmentId,
    by: Owner,
    at: DateTime<Utc>,
    rated: &RatedArea,
) {
    let (area, Some(rating)) = (rated.rating.area, rated.rating.rating()) else { return };
    let id = NeedId(writer.id(at));
    let person = writer.person();
    writer.history.needs.push(Need {
        id,
        person,
        area,
        rating,
        assessment,
        owner: by,
        opened_on: at.date_naive(),
        state: NeedState::NotStarted { since: at.date_naive() },
    });
    let act = Act { at, by, subject: Subject::Need, id: id.0 };
    writer.journal(&act, Event::NeedOpened { area, rating });
}

/// Closes a need that is no longer there, unless a referral for it is still under way.
fn no_longer_there(writer: &mut Writer<'_>, place: usize, by: Owner, at: DateTime<Utc>) {
    let area = writer.history.needs[place].area;
    let on = at.date_naive();
    let under_way = writer.course.choices.iter().any(|choice| {
        let over = choice.is_closed() && choice.moves.last().is_none_or(|(end, _)| *end < on);
        choice.area == area && !over
    });
    if under_way {
        return;
    }
    let how = NeedClosure::NoLongerThere;
    let need = writer.history.needs[place].clone();
    let id = need.id.0;
    writer.history.needs[place] = need.close(how, on).expect("only open needs are closed");
    let act = Act { at, by, subject: Subject::Need, id };
    writer.journal(&act, Event::NeedClosed { area, how });
}
