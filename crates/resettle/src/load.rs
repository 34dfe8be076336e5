//! Loads an invented region into a database, person by person, through the same functions that
//! keep real records, so that what a demo shows is what the product would have stored.

use anyhow::Context;
use chrono::{DateTime, Utc};
use domain::Subject;
use indicatif::ProgressBar;
use store::account::NewAccount;
use store::assessment::RatedArea;
use store::journal::Entry;
use store::sentence::Sentence;
use store::{Db, Tx, assessment, journal, person, person_detail, plan, plan_view, referral};
use synth::{PersonHistory, Region, Worker};
use uuid::Uuid;

/// People in one transaction: enough that the disk is not waited for at every person.
const BATCH: usize = 200;

/// What every account of a demo signs in with.
#[derive(Clone, Debug)]
pub(crate) struct Secrets {
    /// Argon2id hash of the password.
    pub(crate) password_hash: String,
    /// Secret of the one-time codes, in base 32.
    pub(crate) totp_secret: String,
}

/// Loads a region.
pub(crate) async fn region(
    db: &Db,
    region: &Region,
    secrets: &Secrets,
    now: DateTime<Utc>,
    progress: &ProgressBar,
) -> anyhow::Result<()> {
    let mut tx = db.begin().await?;
    for organisation in &region.organisations {
        store::organisation::add(&mut tx, organisation, now).await?;
    }
    for service in &region.services {
        store::service::save(&mut tx, service).await?;
    }
    for pilot in &region.pilots {
        store::pilot::add(&mut tx, pilot, now).await?;
    }
    for worker in region.workers.iter().filter(|worker| worker.person.is_none()) {
        add_worker(&mut tx, worker, secrets, now).await?;
    }
    tx.commit().await?;

    let mut people = region.people();
    loop {
        let mut tx = db.begin().await?;
        let mut loaded = 0;
        for history in people.by_ref().take(BATCH) {
            add_person(&mut tx, &history)
                .await
                .with_context(|| format!("person {} cannot be loaded", history.index))?;
            loaded += 1;
        }
        tx.commit().await?;
        progress.inc(loaded);
        if loaded < BATCH as u64 {
            break;
        }
    }

    let mut tx = db.begin().await?;
    for worker in region.workers.iter().filter(|worker| worker.person.is_some()) {
        add_worker(&mut tx, worker, secrets, now).await?;
    }
    Ok(tx.commit().await?)
}

async fn add_worker(
    tx: &mut Tx,
    worker: &Worker,
    secrets: &Secrets,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let account = NewAccount {
        id: worker.id,
        email: worker.email.clone(),
        name: worker.name.clone(),
        organisation: worker.organisation,
        role: worker.role,
        person: worker.person,
        password_hash: secrets.password_hash.clone(),
        totp_secret: secrets.totp_secret.clone(),
        language: worker.language.clone(),
    };
    Ok(store::account::add(tx, &account, now).await?)
}

/// Loads one person, each row after the rows that it refers to.
async fn add_person(tx: &mut Tx, history: &PersonHistory) -> anyhow::Result<()> {
    person::add(tx, &history.person, None, history.added_at).await?;
    add_details(tx, history).await?;
    for episode in &history.episodes {
        person::add_episode(tx, episode, history.added_at).await?;
    }
    add_sentences(tx, history).await?;
    for routed in &history.releases {
        store::release::save(tx, &routed.release).await?;
    }
    add_assessments(tx, history).await?;
    for need in &history.needs {
        store::need::save(tx, need).await?;
    }
    add_plan(tx, history).await?;
    add_referrals(tx, history).await?;
    add_movements(tx, history).await?;
    add_journal(tx, history).await
}

async fn add_referrals(tx: &mut Tx, history: &PersonHistory) -> anyhow::Result<()> {
    for dated in &history.referrals {
        referral::save(tx, &dated.row, dated.created_on).await?;
    }
    for message in &history.messages {
        let by = (message.account, message.organisation);
        referral::load_message(tx, message.id, message.referral, by, &message.words, message.at)
            .await?;
    }
    Ok(())
}

async fn add_movements(tx: &mut Tx, history: &PersonHistory) -> anyhow::Result<()> {
    for handover in &history.handovers {
        store::handover::save(tx, handover).await?;
    }
    for appointment in &history.appointments {
        store::appointment::save(tx, appointment).await?;
    }
    for outcome in &history.outcomes {
        store::outcome::save(tx, outcome).await?;
    }
    Ok(())
}

async fn add_details(tx: &mut Tx, history: &PersonHistory) -> anyhow::Result<()> {
    let id = history.person.id;
    for name in &history.aliases {
        let row = person_detail::OtherName {
            id: name.id,
            kind: name.kind,
            given_name: name.given_name.clone(),
            family_name: name.family_name.clone(),
        };
        person_detail::add_name(tx, id, &row, name.recorded_at).await?;
    }
    for number in &history.identifiers {
        person::add_identifier(tx, id, number.kind, &number.value, number.recorded_at).await?;
    }
    for address in &history.addresses {
        let row = person_detail::Address {
            id: address.id,
            kind: address.kind,
            words: address.words.clone(),
            postcode: address.postcode.clone(),
            from_on: address.from_on,
            to_on: address.to_on,
        };
        person_detail::add_address(tx, id, &row, address.recorded_at).await?;
    }
    for contact in &history.contacts {
        let row = person_detail::Contact {
            id: contact.id,
            kind: contact.kind,
            value: contact.value.clone(),
            from_on: contact.from_on,
            to_on: contact.to_on,
        };
        person_detail::add_contact(tx, id, &row, contact.recorded_at).await?;
    }
    Ok(())
}

async fn add_sentences(tx: &mut Tx, history: &PersonHistory) -> anyhow::Result<()> {
    let id = history.person.id;
    for sentence in &history.sentences {
        let row = Sentence {
            id: sentence.id,
            kind: Some(sentence.kind.clone()),
            offence_group: Some(sentence.offence_group),
            imposed_on: sentence.imposed_on,
            length_days: sentence.length_days,
        };
        store::sentence::add(tx, id, &row, sentence.recorded_at).await?;
        // In the order in which they were recorded: a later date supersedes an earlier one.
        let mut dates: Vec<_> = sentence.dates.iter().collect();
        dates.sort_by_key(|date| date.recorded_at);
        for date in dates {
            let given = (date.kind, Some(date.on_date));
            store::sentence::set_date(tx, date.id, id, sentence.id, given, date.recorded_at)
                .await?;
        }
    }
    for term in &history.licence_conditions {
        let row = store::licence_condition::Listed {
            id: term.id,
            condition: term.condition.clone(),
            from_on: Some(term.from_on),
            to_on: term.to_on,
        };
        store::licence_condition::add(tx, id, &row, term.recorded_at).await?;
    }
    for flag in &history.risk_flags {
        let row = store::risk_flag::Flag {
            id: flag.id,
            kind: flag.kind,
            note: None,
            from_on: flag.from_on,
            to_on: flag.to_on,
        };
        store::risk_flag::add(tx, id, &row, flag.recorded_at).await?;
    }
    Ok(())
}

async fn add_assessments(tx: &mut Tx, history: &PersonHistory) -> anyhow::Result<()> {
    for screening in &history.screenings {
        let day = screening.done_on.unwrap_or(screening.due_on);
        let instruments = domain::Instruments::built_in();
        let instrument = instruments
            .current(domain::InstrumentKind::Screening, day)
            .map(domain::Instrument::reference);
        let done = screening.answers.is_some();
        store::screening::save(tx, screening, instrument.as_ref().filter(|_| done)).await?;
    }
    for assessed in &history.assessments {
        assessment::start(tx, &assessed.assessment).await?;
        if let Some(at) = assessed.assessment.submitted_at {
            let areas: Vec<RatedArea> = assessed
                .ratings
                .iter()
                .map(|area| RatedArea {
                    rating: area.rating.clone(),
                    need_score: Some(area.need_score),
                })
                .collect();
            assessment::submit(tx, assessed.assessment.id, &areas, at).await?;
        }
    }
    Ok(())
}

async fn add_plan(tx: &mut Tx, history: &PersonHistory) -> anyhow::Result<()> {
    let Some(dated) = &history.plan else { return Ok(()) };
    plan::add(tx, &dated.row, dated.created_on).await?;
    for view in &history.plan_views {
        let said = (view.view, view.words.as_deref());
        plan_view::add(tx, view.id, &dated.row, view.account, said, view.at).await?;
        if let Some(reply) = &view.reply {
            plan_view::reply(tx, &dated.row, reply.account, &reply.words, reply.at).await?;
        }
    }
    for goal in &history.goals {
        plan::add_goal(tx, &goal.row, goal.created_on).await?;
    }
    for step in &history.steps {
        plan::save_step(tx, &step.row, step.created_on).await?;
    }
    Ok(())
}

async fn add_journal(tx: &mut Tx, history: &PersonHistory) -> anyhow::Result<()> {
    for entry in &history.events {
        let row = Entry {
            id: entry.id,
            at: entry.at,
            account: Some(entry.account),
            organisation: Some(entry.organisation),
            role: Some(entry.role),
            purpose: entry.purpose,
            event: entry.event.clone(),
            person: Some(entry.person),
            subject: (entry.subject != Subject::Person).then_some(entry.subject_id),
            request: Uuid::nil(),
        };
        journal::write(tx, &row).await?;
    }
    Ok(())
}
