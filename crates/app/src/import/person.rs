//! A row about somebody new: the person, their stay in prison, and the clocks that it starts.

use super::{Importer, Row};
use crate::Error;
use chrono::{Days, NaiveDate};
use domain::{
    Clock, Due, Episode, EpisodeKind, EpisodeReason, Event, IdentifierKind, Owner, Person,
    PersonId, ReceptionReason, Region, Release, ReleaseStatus, Screening, ScreeningStatus,
    SentenceDateKind, Subject,
};
use store::{Tx, clock, person, release, screening, sentence};
use uuid::Uuid;

/// Days to name a worker, from the day of the import: as long as the basic screening has from
/// reception, because somebody must do it. Counted from the import, so that the first list of a
/// prison does not begin with everybody late.
const DAYS_TO_NAME: u64 = 4;

/// Adds the person of a row.
pub(super) async fn add(
    importer: &Importer,
    tx: &mut Tx,
    row: &Row,
    release_on: Option<NaiveDate>,
) -> Result<PersonId, Error> {
    let lead = Owner::organisation(row.organisation);
    let added = Person {
        id: PersonId(Uuid::now_v7()),
        given_name: row.given_name.to_string(),
        family_name: row.family_name.to_string(),
        date_of_birth: row.date_of_birth,
        sex: row.sex,
        ethnicity: row.ethnicity.map(|ethnicity| ethnicity.code().to_owned()),
        language: row.language.unwrap_or("en").to_owned(),
        home_region: row.home_region.map(|region| Region::code(region).to_owned()),
        lead,
    };
    person::add(tx, &added, Some(&row.hash()), importer.now).await?;
    let number = row.prison_number.as_str();
    person::add_identifier(tx, added.id, IdentifierKind::PrisonNumber, number, importer.now)
        .await?;
    for (kind, value) in &row.numbers {
        person::add_identifier(tx, added.id, *kind, value, importer.now).await?;
    }
    let name_worker = Clock {
        owner: lead,
        waiting_on: row.organisation,
        due: Due::NameWorker,
        due_on: importer.today() + Days::new(DAYS_TO_NAME),
    };
    clock::set(tx, added.id, Subject::Person, added.id.0, Some(name_worker)).await?;
    importer.journal(tx, Event::PersonAdded, Some(added.id));
    let episode = receive(importer, tx, row, added.id, lead).await?;
    if let (Some(due_on), Some(release_on)) = (row.release_due_on, release_on) {
        let planned = Release {
            id: domain::ReleaseId(Uuid::now_v7()),
            person: added.id,
            episode: episode.id,
            due_on,
            route: row.release_route,
            release_on,
            going_to: row.going_to.as_ref().map(ToString::to_string).unwrap_or_default(),
            status: ReleaseStatus::Planned,
            released_on: None,
        };
        plan_release(importer, tx, &planned).await?;
    }
    let dates = sentence_dates(row);
    if !dates.is_empty() || row.offence_group.is_some() {
        let id = add_sentence(importer, tx, row, added.id).await?;
        for (kind, on) in dates {
            let (date, entry) = ((kind, Some(on)), Uuid::now_v7());
            sentence::add_date(tx, entry, added.id, id, date, importer.now).await?;
        }
    }
    Ok(added.id)
}

/// Adds a stay in prison, with its screening where the reception is a new one. Whoever leads the
/// case answers for the screening, also while it is being offered to the prison.
pub(super) async fn receive(
    importer: &Importer,
    tx: &mut Tx,
    row: &Row,
    person: PersonId,
    owner: Owner,
) -> Result<Episode, Error> {
    let reason = match row.reception {
        ReceptionReason::Remand | ReceptionReason::Sentence => EpisodeReason::NewReception,
        ReceptionReason::Recall => EpisodeReason::Recall,
        ReceptionReason::Transfer | ReceptionReason::Return => EpisodeReason::Transfer,
    };
    let episode = Episode {
        id: domain::EpisodeId(Uuid::now_v7()),
        person,
        kind: EpisodeKind::Custody,
        organisation: row.organisation,
        started_on: row.received_on,
        reason,
        ended_on: None,
    };
    person::add_episode(tx, &episode, importer.now).await?;
    importer.journal(tx, Event::Received { on: row.received_on }, Some(person));
    let opened = Screening::on_reception(domain::ScreeningId(Uuid::now_v7()), &episode, owner);
    if let Some(mut due) = opened {
        if row.screened_on.is_some() {
            due.status = ScreeningStatus::Done;
            due.done_on = row.screened_on;
        }
        screening::save(tx, &due, None).await?;
        if let Some(done_on) = row.screened_on {
            let late = done_on > due.due_on;
            importer.journal(tx, Event::Screened { late }, Some(person));
        }
    }
    Ok(episode)
}

/// Saves a planned release.
pub(super) async fn plan_release(
    importer: &Importer,
    tx: &mut Tx,
    planned: &Release,
) -> Result<(), Error> {
    release::save(tx, planned).await?;
    let event = Event::ReleasePlanned { release_on: planned.release_on };
    importer.journal(tx, event, Some(planned.person));
    Ok(())
}

/// Returns the dates of the sentence that a row gives, the day due for release among them.
pub(super) fn sentence_dates(row: &Row) -> Vec<(SentenceDateKind, NaiveDate)> {
    let due = row.release_due_on.map(|due| (SentenceDateKind::ReleaseDate, due));
    row.dates.iter().copied().chain(due).collect()
}

/// Adds the sentence that a row's dates belong to.
pub(super) async fn add_sentence(
    importer: &Importer,
    tx: &mut Tx,
    row: &Row,
    person: PersonId,
) -> Result<Uuid, Error> {
    let added = sentence::Sentence {
        id: Uuid::now_v7(),
        kind: None,
        offence_group: row.offence_group,
        imposed_on: None,
        length_days: None,
    };
    sentence::add(tx, person, &added, importer.now).await?;
    Ok(added.id)
}

/// Records the dates of a sentence; returns whether any is new. Those that they take the place of
/// stay on record.
pub(super) async fn set_dates(
    importer: &Importer,
    tx: &mut Tx,
    person: PersonId,
    sentence: Uuid,
    dates: &[(SentenceDateKind, NaiveDate)],
) -> Result<bool, Error> {
    let mut changed = false;
    for (kind, on) in dates {
        let date = (*kind, Some(*on));
        changed |=
            sentence::set_date(tx, Uuid::now_v7(), person, sentence, date, importer.now).await?;
    }
    Ok(changed)
}
