//! A row about somebody who is here already: what it says that is new, with what it takes the
//! place of kept on record. An empty cell says nothing, and takes nothing away.

use super::person::{add_sentence, plan_release, receive, sentence_dates, set_dates};
use super::{Importer, Row};
use crate::Error;
use chrono::NaiveDate;
use domain::{
    DetailChange, Event, Handover, HandoverId, HandoverKind, HandoverState, NameKind, OffenceGroup,
    Owner, PersonDetail, ReceptionReason, Region, Release, ReleaseId, ReleaseStatus,
};
use store::import::Standing;
use store::person_detail::{self, OtherName};
use store::{Tx, handover, organisation, person};
use uuid::Uuid;

/// Applies a row; returns whether it said anything new.
pub(super) async fn apply(
    importer: &Importer,
    tx: &mut Tx,
    row: &Row,
    standing: &Standing,
    release_on: Option<NaiveDate>,
) -> Result<bool, Error> {
    let id = standing.person.id;
    let mut changes = details(importer, tx, row, standing).await?;
    for (kind, value) in &row.numbers {
        if person::add_identifier(tx, id, *kind, value, importer.now).await? {
            changes.push(DetailChange::added(PersonDetail::Identifier));
        }
    }
    let (moved, episode) = custody(importer, tx, row, standing).await?;
    let planned = release(importer, tx, row, standing, (release_on, episode)).await?;
    if sentence(importer, tx, row, standing).await? {
        changes.push(DetailChange::added(PersonDetail::Sentence));
    }
    let said = !changes.is_empty();
    if said {
        importer.journal(tx, Event::PersonChanged { changes }, Some(id));
    }
    person_detail::set_import_hash(tx, id, &row.hash(), importer.now).await?;
    Ok(said || moved || planned)
}

/// Changes who the person is; an earlier name stays beside the new one.
async fn details(
    importer: &Importer,
    tx: &mut Tx,
    row: &Row,
    standing: &Standing,
) -> Result<Vec<DetailChange>, Error> {
    let was = &standing.person;
    let mut now = was.clone();
    now.given_name = row.given_name.to_string();
    now.family_name = row.family_name.to_string();
    now.date_of_birth = row.date_of_birth.or(was.date_of_birth);
    now.sex = row.sex.or(was.sex);
    now.ethnicity =
        row.ethnicity.map(|code| code.code().to_owned()).or_else(|| was.ethnicity.clone());
    now.language = row.language.map_or_else(|| was.language.clone(), str::to_owned);
    now.home_region = row
        .home_region
        .map(|code| Region::code(code).to_owned())
        .or_else(|| was.home_region.clone());
    let changes = crate::person::differences(was, &now);
    if changes.is_empty() {
        return Ok(changes);
    }
    if was.full_name() != now.full_name() {
        let former = OtherName {
            id: Uuid::now_v7(),
            kind: NameKind::Former,
            given_name: was.given_name.clone(),
            family_name: was.family_name.clone(),
        };
        person_detail::add_name(tx, was.id, &former, importer.now).await?;
    }
    person_detail::update_details(tx, &now, importer.now).await?;
    Ok(changes)
}

/// Follows the person to where the list says that they are. Returns whether that is new, and the
/// stay that they are in.
async fn custody(
    importer: &Importer,
    tx: &mut Tx,
    row: &Row,
    standing: &Standing,
) -> Result<(bool, domain::EpisodeId), Error> {
    let person = &standing.person;
    let open = standing.custody.as_ref().filter(|custody| custody.ended_on.is_none());
    if let Some(open) = open {
        let recalled =
            row.reception == ReceptionReason::Recall && row.received_on > open.started_on;
        if open.organisation == row.organisation && !recalled {
            // The same stay: a later day at the same prison is a return to it.
            return Ok((false, open.id));
        }
        person_detail::end_episode(tx, open.id, row.received_on).await?;
    }
    let mut row = row.clone();
    if open.is_some() && row.reception != ReceptionReason::Recall {
        // Whoever was in another prison until today was not received anew: the first screening's
        // clock runs on.
        row.reception = ReceptionReason::Transfer;
    }
    if let Some(supervised) = standing.community.as_ref().filter(|stay| stay.ended_on.is_none()) {
        person_detail::end_episode(tx, supervised.id, row.received_on).await?;
    }
    let episode = receive(importer, tx, &row, person.id, person.lead).await?;
    if person.lead.organisation != row.organisation && !standing.offered {
        offer(importer, tx, &row, standing).await?;
    }
    Ok((true, episode.id))
}

/// Offers a person who moved to the prison that they moved to. Until it accepts, the giver leads:
/// a list never takes anybody away from whoever answers for them.
async fn offer(
    importer: &Importer,
    tx: &mut Tx,
    row: &Row,
    standing: &Standing,
) -> Result<(), Error> {
    let person = &standing.person;
    let kind = HandoverKind::Transfer;
    let offered = Handover {
        id: HandoverId(Uuid::now_v7()),
        person: person.id,
        kind,
        giver: person.lead,
        taker: Owner::organisation(row.organisation),
        summary: String::new(),
        effective_on: Some(row.received_on),
        state: HandoverState::Created,
        since: importer.today(),
    };
    handover::save(tx, &offered).await?;
    let taker = organisation::find(tx, row.organisation).await?;
    let taker = taker.map(|taker| taker.name).unwrap_or_default();
    let to = offered.state.code().to_owned();
    importer.journal(tx, Event::HandoverMoved { kind, to, taker }, Some(person.id));
    Ok(())
}

/// Plans the release, or changes its day.
async fn release(
    importer: &Importer,
    tx: &mut Tx,
    row: &Row,
    standing: &Standing,
    (release_on, episode): (Option<NaiveDate>, domain::EpisodeId),
) -> Result<bool, Error> {
    let (Some(due_on), Some(release_on)) = (row.release_due_on, release_on) else {
        return Ok(false);
    };
    let going_to = row.going_to.as_ref().map(ToString::to_string);
    let planned = match &standing.release {
        Some(was) => Release {
            episode,
            due_on,
            route: row.release_route,
            release_on,
            going_to: going_to.unwrap_or_else(|| was.going_to.clone()),
            ..was.clone()
        },
        None => Release {
            id: ReleaseId(Uuid::now_v7()),
            person: standing.person.id,
            episode,
            due_on,
            route: row.release_route,
            release_on,
            going_to: going_to.unwrap_or_default(),
            status: ReleaseStatus::Planned,
            released_on: None,
        },
    };
    if standing.release.as_ref() == Some(&planned) {
        return Ok(false);
    }
    plan_release(importer, tx, &planned).await?;
    Ok(true)
}

/// Records the dates of the sentence; another group of offence is another sentence.
async fn sentence(
    importer: &Importer,
    tx: &mut Tx,
    row: &Row,
    standing: &Standing,
) -> Result<bool, Error> {
    let dates = sentence_dates(row);
    let group = row.offence_group.map(OffenceGroup::code);
    let same = |known: &Option<String>| group.is_none() || known.as_deref() == group;
    let (id, is_new) = match &standing.sentence {
        Some((id, known)) if same(known) => (*id, false),
        None if dates.is_empty() && group.is_none() => return Ok(false),
        _ => (add_sentence(importer, tx, row, standing.person.id).await?, true),
    };
    Ok(set_dates(importer, tx, standing.person.id, id, &dates).await? || is_new)
}
