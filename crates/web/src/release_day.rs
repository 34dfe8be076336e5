//! The way to the gate, as rows of a timeline and of a list of what should be there.

use crate::language::Language;
use crate::referral::status_key;
use app::release_day::{Missing, Moment, What};
use chrono::{DateTime, NaiveDate, Utc};
use domain::PersonId;
use serde::Serialize;

/// One moment of the timeline.
#[derive(Serialize)]
pub(crate) struct MomentRow {
    on: NaiveDate,
    at: Option<DateTime<Utc>>,
    title: String,
    words: String,
    /// Where more is said, if anywhere.
    path: Option<String>,
}

/// Something that should be there by the day.
#[derive(Serialize)]
pub(crate) struct CheckRow {
    key: &'static str,
    missing: bool,
    /// Where it can be mended, for whoever may.
    path: Option<String>,
}

/// Returns the moments in words, with links for whoever leads the case.
pub(crate) fn moment_rows(language: Language, leads: bool, moments: Vec<Moment>) -> Vec<MomentRow> {
    let row = |moment| {
        let row = moment_row(language, moment);
        MomentRow { path: row.path.filter(|_| leads), ..row }
    };
    moments.into_iter().map(row).collect()
}

fn moment_row(language: Language, moment: Moment) -> MomentRow {
    let text = |key: &str| language.text(key, &[]);
    let (title, words, path) = match moment.what {
        What::Release => (text("release-day-leaves"), String::new(), None),
        What::Screening { id, status } => {
            let path = Some(format!("/screenings/{id}"));
            (text("release-day-screening"), text(status.key()), path)
        }
        What::Handover { id, status, taker } => {
            let title = language.text("release-day-handover", &[("taker", taker)]);
            let status = text(&format!("handover-status-{}", status.replace('_', "-")));
            (title, status, Some(format!("/handovers/{id}")))
        }
        What::Referral { id, service, status } => {
            let title = language.text("release-day-referral", &[("service", service)]);
            (title, text(&status_key(&status)), Some(format!("/referrals/{id}")))
        }
        What::Appointment { organisation, kind, place, attendance } => {
            let title = language.text("release-day-appointment", &[("with", organisation)]);
            let args =
                [("kind", text(kind.key())), ("place", place), ("status", text(attendance.key()))];
            (title, language.text("release-day-meeting", &args), None)
        }
    };
    MomentRow { on: moment.on, at: moment.at, title, words, path }
}

/// Returns everything that should be there, and whether it is.
pub(crate) fn check_rows(id: PersonId, may_mend: bool, missing: &[Missing]) -> Vec<CheckRow> {
    let row = |check: &Missing| {
        let path = match check {
            Missing::Screening => None,
            Missing::Address => Some(format!("/people/{id}")),
            Missing::Handover => Some(format!("/people/{id}/handover")),
            Missing::Probation => Some(format!("/people/{id}/appointments")),
            Missing::Referrals => Some(format!("/people/{id}/referrals")),
        };
        let missing = missing.contains(check);
        CheckRow { key: check.key(), missing, path: path.filter(|_| missing && may_mend) }
    };
    Missing::ALL.iter().map(row).collect()
}
