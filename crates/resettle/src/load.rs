//! Loads an invented region into a database, person by person, through the same functions that
//! keep real records, so that what a demo shows is what the product would have stored.

use anyhow::Context;
use chrono::{DateTime, NaiveTime, Utc};
use domain::{AccountId, FixedPlan, PlanOfPilot, PlanView, Role, Subject};
use indicatif::ProgressBar;
use std::sync::Arc;
use store::account::NewAccount;
use store::assessment::RatedArea;
use store::journal::Entry;
use store::sentence::{Sentence, SentenceDate};
use store::{Db, Tx, assessment, journal, person, person_detail, plan, plan_view, referral};
use synth::{PersonHistory, Region, View, Worker};
use tokio::sync::mpsc;
use uuid::Uuid;

/// People in one transaction: enough that the disk is not waited for at every person, and that a
/// statement is full of rows.
const BATCH: u64 = 200;
/// People who are made on another core while earlier ones are written.
const AHEAD: usize = 64;

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
    region: &Arc<Region>,
    secrets: &Secrets,
    now: DateTime<Utc>,
    progress: &ProgressBar,
) -> anyhow::Result<()> {
    let (people, workers): (Vec<_>, Vec<_>) =
        region.workers.iter().partition(|worker| worker.person.is_some());
    let mut tx = db.begin().await?;
    for organisation in &region.organisations {
        store::organisation::add(&mut tx, organisation, now).await?;
    }
    for service in &region.services {
        store::service::save(&mut tx, service).await?;
    }
    add_workers(&mut tx, &workers, secrets, now).await?;
    add_pilots(&mut tx, region, now).await?;
    for agreement in &region.agreements {
        store::agreement::add(&mut tx, agreement, now).await?;
    }
    tx.commit().await?;

    add_people(db, region, progress).await?;

    let mut tx = db.begin().await?;
    add_workers(&mut tx, &people, secrets, now).await?;
    Ok(tx.commit().await?)
}

/// Loads the pilots, whose plans the evaluator fixed on their first day.
async fn add_pilots(tx: &mut Tx, region: &Region, now: DateTime<Utc>) -> anyhow::Result<()> {
    let evaluator = region.workers.iter().find(|worker| worker.role == Role::Evaluator);
    let by = evaluator.context("the region has no evaluator")?.id;
    for (pilot, plan) in &region.pilots {
        store::pilot::add(tx, pilot, now).await?;
        let text = app::pilot::text(pilot, plan)?;
        let hash = app::pilot::hash(&text);
        let at = pilot.starts_on.and_time(NaiveTime::MIN).and_utc();
        let fixed = Some(FixedPlan { text, hash, at, by });
        let plan = PlanOfPilot { plan: plan.clone(), fixed };
        store::pilot::save_plan(tx, pilot.id, &plan).await?;
    }
    Ok(())
}

/// Loads the people, while those who come next are made.
async fn add_people(db: &Db, region: &Arc<Region>, progress: &ProgressBar) -> anyhow::Result<()> {
    let (sender, mut people) = mpsc::channel(AHEAD);
    let made = Arc::clone(region);
    let maker = tokio::task::spawn_blocking(move || {
        for history in made.people() {
            // Nobody takes them any more when the load has failed.
            if sender.blocking_send(history).is_err() {
                break;
            }
        }
    });
    let mut tx = begin(db).await?;
    let mut in_batch = 0;
    while let Some(history) = people.recv().await {
        add_person(&mut tx, &history)
            .await
            .with_context(|| format!("person {} cannot be loaded", history.index))?;
        in_batch += 1;
        if in_batch == BATCH {
            tx.commit().await?;
            tx = begin(db).await?;
            progress.inc(in_batch);
            in_batch = 0;
        }
    }
    tx.commit().await?;
    progress.inc(in_batch);
    maker.await.context("a person could not be made")
}

/// Begins a batch: everybody in it is new.
async fn begin(db: &Db) -> anyhow::Result<Tx> {
    let mut tx = db.begin().await?;
    tx.only_adds();
    Ok(tx)
}

async fn add_workers(
    tx: &mut Tx,
    workers: &[&Worker],
    secrets: &Secrets,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    for worker in workers {
        store::account::add(tx, &account_of(worker, secrets), now).await?;
    }
    Ok(())
}

fn account_of(worker: &Worker, secrets: &Secrets) -> NewAccount {
    NewAccount {
        id: worker.id,
        email: worker.email.clone(),
        name: worker.name.clone(),
        organisation: worker.organisation,
        role: worker.role,
        person: worker.person,
        password_hash: secrets.password_hash.clone(),
        totp_secret: secrets.totp_secret.clone(),
        language: worker.language.clone(),
    }
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
    for consent in &history.consents {
        store::consent::add(tx, consent).await?;
    }
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
        for date in &sentence.dates {
            let row = SentenceDate {
                id: date.id,
                sentence: sentence.id,
                kind: date.kind,
                on: Some(date.on_date),
                recorded_at: date.recorded_at,
                superseded_at: date.superseded_at,
            };
            store::sentence::load_date(tx, id, &row).await?;
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
        let areas: Vec<RatedArea> = assessed
            .ratings
            .iter()
            .map(|area| RatedArea {
                rating: area.rating.clone(),
                need_score: Some(area.need_score),
            })
            .collect();
        assessment::load(tx, &assessed.assessment, &areas).await?;
    }
    Ok(())
}

async fn add_plan(tx: &mut Tx, history: &PersonHistory) -> anyhow::Result<()> {
    let Some(dated) = &history.plan else { return Ok(()) };
    plan::add(tx, &dated.row, dated.created_on).await?;
    for (view, reply) in history.plan_views.iter().zip(replies(&history.plan_views)) {
        let said = (view.view, view.words.as_deref());
        let by = (view.account, view.at);
        plan_view::load(tx, view.id, &dated.row, by, said, reply).await?;
    }
    for goal in &history.goals {
        plan::add_goal(tx, &goal.row, goal.created_on).await?;
    }
    for step in &history.steps {
        plan::save_step(tx, &step.row, step.created_on).await?;
    }
    Ok(())
}

/// Returns the answer that each view got: one stands for every challenge since the person last
/// agreed that had none yet, as `plan_view::reply` has it.
fn replies(views: &[View]) -> Vec<Option<(&str, AccountId, DateTime<Utc>)>> {
    let mut replies = vec![None; views.len()];
    for (place, view) in views.iter().enumerate() {
        let Some(reply) = &view.reply else { continue };
        let so_far = &views[..=place];
        let agreed = so_far.iter().filter(|view| view.view == PlanView::Agree);
        let agreed_at = agreed.map(|view| view.at).max();
        for (view, standing) in so_far.iter().zip(&mut replies) {
            let open = view.view == PlanView::Challenge && standing.is_none();
            if open && agreed_at.is_none_or(|at| at <= view.at) {
                *standing = Some((reply.words.as_str(), reply.account, reply.at));
            }
        }
    }
    replies
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
            // Invented details need no secret: the same region is the same bytes.
            salt: entry.id.into_bytes(),
        };
        journal::write(tx, row);
    }
    Ok(())
}
