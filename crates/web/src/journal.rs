//! Journal entries in words, for the timeline; and the journal's last signed checkpoint.

use crate::language::Language;
use crate::problem::Problem;
use crate::template;
use crate::visit::Visit;
use axum::response::{IntoResponse, Response};
use domain::{DetailChange, Event, FieldGroup, PersonDetail};

/// Returns the last signed checkpoint, for anybody to keep: it says how many entries there are and
/// what they were, and nothing of anyone.
pub(crate) async fn checkpoint(visit: Visit) -> Result<Response, Problem> {
    Ok(app::journal::checkpoint(&visit.site.app).await?.into_response())
}

/// Returns what happened, as one sentence.
pub(crate) fn in_words(event: &Event, language: Language) -> String {
    let key = format!("event-{}", event.code().replace('_', "-"));
    let label = |key: &str| language.text(key, &[]);
    let day = |day| template::in_words(language, day);
    let status = |code: &str| label(&format!("referral-status-{}", code.replace('_', "-")));
    let args: Vec<(&str, String)> = match event {
        Event::PersonChanged { changes } => {
            let all: Vec<_> = changes.iter().map(|change| changed(change, language)).collect();
            vec![("details", all.join("; "))]
        }
        Event::RecoveryBegun { name } => vec![("name", name.clone())],
        Event::RecordExported { form } => vec![("form", label(form.key()))],
        Event::WorkerNamed { worker } => vec![("worker", worker.clone())],
        Event::Received { on } | Event::AppointmentMade { on } | Event::Released { on } => {
            vec![("on", day(*on))]
        }
        Event::Screened { late } => vec![("late", late.to_string())],
        Event::AssessmentStarted { voice } => vec![("voice", voice.code().to_owned())],
        Event::AssessmentSubmitted { voice, ratings } => {
            let red = ratings.iter().filter(|(_, rating)| *rating == domain::Rating::Red).count();
            vec![("voice", voice.code().to_owned()), ("red", red.to_string())]
        }
        Event::AreaRated { area, rating, reason } => vec![
            ("area", label(area.key())),
            ("rating", label(rating.key())),
            ("reason", label(reason.key())),
        ],
        Event::AreaRatingRemoved { area } => vec![("area", label(area.key()))],
        Event::NeedOpened { area, rating } | Event::NeedChanged { area, rating } => {
            vec![("area", label(area.key())), ("rating", label(rating.key()))]
        }
        Event::NeedClosed { area, how } => {
            vec![("area", label(area.key())), ("how", label(how.key()))]
        }
        Event::GoalAdded { words } => vec![("words", words.clone())],
        Event::StepAdded { words, due_on } => {
            vec![("words", words.clone()), ("on", day(*due_on))]
        }
        Event::StepClosed { words, how } => {
            vec![("words", words.clone()), ("how", label(how.key()))]
        }
        Event::StepGiven { words, to } => vec![("words", words.clone()), ("to", to.clone())],
        Event::StepTaken { words, worker } => {
            vec![("words", words.clone()), ("worker", worker.clone())]
        }
        Event::ConcernRaised { kind } | Event::ConcernAnswered { kind } => {
            vec![("kind", kind.code().to_owned())]
        }
        Event::PlanAnswered { view } => vec![("view", view.code().to_owned())],
        Event::ReferralMoved { service, to, .. } => {
            vec![("service", service.clone()), ("to", status(to))]
        }
        Event::MessageSent { service } | Event::ReferralChanged { service } => {
            vec![("service", service.clone())]
        }
        Event::ReferralConcluded { service, how } => {
            vec![("service", service.clone()), ("how", label(how.key()))]
        }
        Event::HandoverMoved { kind, to, taker } => vec![
            ("kind", label(kind.key())),
            ("to", label(&format!("handover-status-{}", to.replace('_', "-")))),
            ("taker", taker.clone()),
        ],
        Event::AttendanceRecorded { attendance } => vec![("attendance", label(attendance.key()))],
        Event::ReleasePlanned { release_on } => vec![("on", day(*release_on))],
        Event::OutcomeRecorded { measure, status } => {
            vec![("measure", label(measure.key())), ("status", label(status.key()))]
        }
        _ => said_to_sharing(event, language),
    };
    language.text(&key, &args)
}

/// Returns the arguments of what was said and done about the sharing of a person's details; none of anything
/// else.
fn said_to_sharing(event: &Event, language: Language) -> Vec<(&'static str, String)> {
    let about = |organisation: &String, group: &FieldGroup| {
        let group = language.text(group.key(), &[]);
        vec![("organisation", organisation.clone()), ("group", group)]
    };
    match event {
        Event::ConsentRecorded { organisation, group, granted } => {
            let mut args = about(organisation, group);
            args.push(("granted", granted.to_string()));
            args
        }
        Event::ConsentWithdrawn { organisation, group } => about(organisation, group),
        Event::GlassBroken { organisation, reason, groups } => {
            let groups: Vec<_> =
                groups.iter().map(|group| language.text(group.key(), &[])).collect();
            vec![
                ("organisation", organisation.clone()),
                ("reason", language.text(reason.key(), &[])),
                ("groups", groups.join(", ")),
            ]
        }
        Event::GivenToJusticeDataLab { organisation, agreement } => {
            vec![("organisation", organisation.clone()), ("agreement", agreement.clone())]
        }
        Event::JoinMoved { agency, act, .. } => {
            vec![("agency", agency.clone()), ("act", language.text(act.key(), &[]))]
        }
        Event::JoinSampleAnswered { agency, answer } => {
            vec![("agency", agency.clone()), ("answer", language.text(answer.key(), &[]))]
        }
        Event::GlassReviewed { organisation, verdict } => vec![
            ("organisation", organisation.clone()),
            ("verdict", language.text(verdict.key(), &[])),
        ],
        _ => Vec::new(),
    }
}

/// Returns what changed and what it was before.
fn changed(change: &DetailChange, language: Language) -> String {
    let detail = language.text(change.detail.key(), &[]);
    let Some(was) = &change.was else { return detail };
    let list = match change.detail {
        PersonDetail::Sex => Some("sex"),
        PersonDetail::Ethnicity => Some("ethnicity"),
        PersonDetail::Language => Some("language"),
        PersonDetail::HomeRegion => Some("region"),
        _ => None,
    };
    let was = match list {
        Some(list) => {
            language.text(&format!("{list}-{}", was.to_lowercase().replace('_', "-")), &[])
        }
        None => was.parse().map_or_else(|_| was.clone(), |day| template::in_words(language, day)),
    };
    language.text("person-detail-was", &[("detail", detail), ("was", was)])
}
