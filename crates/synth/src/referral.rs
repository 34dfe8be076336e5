//! Referrals, taken along their way by the product's own life cycle, with their messages.

use crate::choice::{Choice, Made};
use crate::history::{Dated, Message};
use crate::writer::{Act, Writer};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::referral::{Achieved, AimResult, ReferralMove, Side};
use domain::{Conclusion, Event, NeedId, Owner, Referral, ReferralId, ReferralState, Subject};

/// Writes every referral.
pub(crate) fn write(writer: &mut Writer<'_>) {
    let course = writer.course;
    for choice in &course.choices {
        let need = writer
            .history
            .needs
            .iter()
            .find(|need| need.area == choice.area && need.opened_on <= choice.drafted_on);
        if let Some(need) = need.map(|need| need.id) {
            refer(writer, choice, need);
        }
    }
}

fn refer(writer: &mut Writer<'_>, choice: &Choice, need: NeedId) {
    let offer = &writer.world.offers[choice.offer];
    let provider = writer.world.owner(offer.organisation, writer.course.index);
    let sender = writer.worker(choice.drafted_on);
    let at = writer.moment(choice.drafted_on, 40);
    let mut referral = Referral {
        id: ReferralId(writer.id(at)),
        person: writer.person(),
        need,
        service: offer.service.id,
        sender,
        provider: provider.organisation,
        aims: aims(writer),
        background: writer.words("background"),
        state: ReferralState::Draft,
        since: choice.drafted_on,
    };
    journal(writer, &referral, sender, at, None);
    let mut order = 42;
    let mut last_day = choice.drafted_on;
    for (on, made) in &choice.moves {
        // Several moves of one day are written one after the other.
        order = if *on == last_day { order + 4 } else { 42 };
        last_day = *on;
        let step = step(writer, *made, &referral, provider, *on);
        let reason = reason(&step);
        let by = match step.side() {
            Side::Sender => writer.worker(*on),
            Side::Provider => provider,
        };
        let account = by.account.expect("a worker is never without an account");
        referral = referral
            .after(step, account, *on)
            .expect("moves are made in the order that the life cycle has");
        let at = writer.moment(*on, order);
        journal(writer, &referral, by, at, reason);
        message(writer, &referral, *made, by, at);
    }
    if !referral.state.is_closed() {
        // Whoever leads the case now has it from whoever sent it.
        referral.sender = writer.leads.last().map_or(sender, |(_, lead)| *lead);
    }
    writer.history.referrals.push(Dated { created_on: choice.drafted_on, row: referral });
}

fn aims(writer: &mut Writer<'_>) -> Vec<String> {
    let first = writer.words("aim");
    let second = writer.words("aim");
    if first == second { vec![first] } else { vec![first, second] }
}

fn step(
    writer: &mut Writer<'_>,
    made: Made,
    referral: &Referral,
    provider: Owner,
    on: NaiveDate,
) -> ReferralMove {
    match made {
        Made::Sent | Made::Answered => ReferralMove::Send,
        Made::Received => ReferralMove::Receive,
        Made::Returned => ReferralMove::Return { question: writer.words("question") },
        Made::Declined(reason) => ReferralMove::Decline { reason },
        Made::Accepted => ReferralMove::Accept,
        Made::Assigned => ReferralMove::Assign {
            worker: provider.account.expect("a worker is never without an account"),
        },
        Made::Contacted => ReferralMove::Contact { on },
        Made::Started { complete_by } => ReferralMove::Start { on, complete_by },
        Made::Reported(how) => ReferralMove::Report {
            how,
            results: results(writer, referral, how),
            summary: writer.words("summary"),
        },
        Made::Concluded => ReferralMove::Conclude,
        Made::Withdrawn(reason) => ReferralMove::Withdraw { reason },
    }
}

fn results(writer: &mut Writer<'_>, referral: &Referral, how: Conclusion) -> Vec<AimResult> {
    let weights = match how {
        Conclusion::Completed => [0.55, 0.3, 0.15],
        Conclusion::EndedEarly => [0.1, 0.3, 0.6],
    };
    let aims = referral.aims.iter();
    aims.map(|aim| AimResult {
        aim: aim.clone(),
        achieved: Achieved::ALL[writer.stream.weighted(weights.into_iter())],
    })
    .collect()
}

/// Returns the message key of a move's reason.
fn reason(step: &ReferralMove) -> Option<String> {
    match step {
        ReferralMove::Decline { reason } => Some(reason.key().to_owned()),
        ReferralMove::Withdraw { reason } => Some(reason.key().to_owned()),
        _ => None,
    }
}

fn journal(
    writer: &mut Writer<'_>,
    referral: &Referral,
    by: Owner,
    at: DateTime<Utc>,
    reason: Option<String>,
) {
    let service = service(writer, referral);
    let act = Act { at, by, subject: Subject::Referral, id: referral.id.0 };
    let event = match &referral.state {
        ReferralState::Concluded { how, .. } => Event::ReferralConcluded { service, how: *how },
        state => Event::ReferralMoved { service, to: state.code().to_owned(), reason },
    };
    writer.journal(&act, event);
}

/// Writes the message that goes with a move, if there is one.
fn message(writer: &mut Writer<'_>, referral: &Referral, made: Made, by: Owner, at: DateTime<Utc>) {
    let purpose = match made {
        Made::Answered => "answer",
        Made::Accepted | Made::Contacted if writer.stream.chance(0.35) => "message",
        Made::Started { .. } if writer.stream.chance(0.5) => "message",
        _ => return,
    };
    let Some(account) = by.account else { return };
    let at = at + TimeDelta::minutes(2);
    let id = writer.id(at);
    let words = writer.words(purpose);
    writer.history.messages.push(Message {
        id,
        referral: referral.id,
        account,
        organisation: by.organisation,
        words,
        at,
    });
    let service = service(writer, referral);
    let act = Act { at, by, subject: Subject::Referral, id: referral.id.0 };
    writer.journal(&act, Event::MessageSent { service });
}

fn service(writer: &Writer<'_>, referral: &Referral) -> String {
    let offers = &writer.world.offers;
    let offer = offers.iter().find(|offer| offer.service.id == referral.service);
    offer.map_or_else(String::new, |offer| offer.service.name.clone())
}
