//! A person's appointments, and whether they came.

use crate::form::Form;
use crate::person::Header;
use crate::problem::Problem;
use crate::referral::{Choice, choices, choices_of};
use crate::visit::{SignedIn, done};
use app::Error;
use app::appointment::NewAppointment;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::{
    AppointmentId, Attendance, Invalid, MeetingKind, PersonId, ReferralId, parse_time_of_day,
};
use serde::Serialize;
use store::appointment::Listed;

#[derive(Serialize)]
struct Page {
    person: Header,
    upcoming: Vec<Row>,
    past: Vec<Row>,
    referrals: Vec<(String, String)>,
    needs_referral: bool,
    kinds: Vec<Choice>,
    attendances: Vec<Choice>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    at: DateTime<Utc>,
    kind: &'static str,
    place: String,
    with: String,
    worker: Option<String>,
    attendance: &'static str,
    note: Option<String>,
    /// Whether attendance is still to be recorded.
    open: bool,
}

impl Row {
    fn to_come(listed: Listed) -> Self {
        let attendance = listed.appointment.attendance.key();
        Self::new(listed, attendance)
    }

    fn past(listed: Listed) -> Self {
        let attendance = match listed.appointment.attendance {
            Attendance::Scheduled => "attendance-not-recorded",
            recorded => recorded.key(),
        };
        Self::new(listed, attendance)
    }

    fn new(listed: Listed, attendance: &'static str) -> Self {
        let appointment = listed.appointment;
        Self {
            id: appointment.id.to_string(),
            at: appointment.at,
            kind: appointment.kind.key(),
            place: appointment.place,
            with: listed.organisation,
            worker: listed.worker,
            attendance,
            note: listed.note,
            open: appointment.attendance == Attendance::Scheduled,
        }
    }
}

async fn content(page: &SignedIn, id: PersonId) -> Result<Page, Error> {
    let view = app::appointment::view(&page.ctx, id).await?;
    let recorded: Vec<Attendance> =
        Attendance::ALL.iter().copied().filter(|one| *one != Attendance::Scheduled).collect();
    Ok(Page {
        person: Header::on(view.header, page.ctx.today(), "appointments"),
        upcoming: view.upcoming.into_iter().map(Row::to_come).collect(),
        past: view.past.into_iter().map(Row::past).collect(),
        referrals: view.referrals.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        needs_referral: view.needs_referral,
        kinds: choices::<MeetingKind>(),
        attendances: choices_of(&recorded),
    })
}

/// Lists a person's appointments.
pub(crate) async fn list(page: SignedIn, Path(id): Path<PersonId>) -> Result<Response, Problem> {
    let content = content(&page, id).await?;
    page.render("appointment/list.html", content)
}

/// Lists the appointments at the address of one, where a form with a mistake in it was left: the
/// links to the other language lead here.
pub(crate) async fn list_of(
    page: SignedIn,
    Path(id): Path<AppointmentId>,
) -> Result<Response, Problem> {
    let person = app::appointment::person_of(&page.ctx, id).await?;
    let content = content(&page, person).await?;
    page.render("appointment/list.html", content)
}

/// Makes an appointment.
pub(crate) async fn make(
    page: SignedIn,
    Path(id): Path<PersonId>,
    form: Form,
) -> Result<Response, Problem> {
    let path = format!("/people/{id}/appointments");
    let result = match read_appointment(&form) {
        Ok(new) => app::appointment::make(&page.once(&form, &path), id, new).await,
        Err(error) => Err(error),
    };
    answer(&page, id, &form, result, "done-appointment-made").await
}

fn read_appointment(form: &Form) -> Result<NewAppointment, Error> {
    let mut fields = form.fields();
    let day = fields.date("on");
    let time = fields.read("time", parse_time_of_day);
    let kind = fields.coded("kind", "choose-meeting-kind");
    let place = fields.short_or("place", "appointment-place-missing");
    let referral = match form.text("referral") {
        "" => Some(None),
        _ => fields.read("referral", |text| {
            text.parse::<ReferralId>().map(Some).map_err(|_| Invalid::new("choose-referral"))
        }),
    };
    let whole = match (day, time, kind, place, referral) {
        (Some(day), Some(time), Some(kind), Some(place), Some(referral)) => {
            Some(NewAppointment { day, time, kind, place, referral })
        }
        _ => None,
    };
    fields.finish(whole)
}

/// Records whether the person came. Each form on the page has the appointment's id in its fields.
pub(crate) async fn record(
    page: SignedIn,
    Path(id): Path<AppointmentId>,
    form: Form,
) -> Result<Response, Problem> {
    let person = app::appointment::person_of(&page.ctx, id).await?;
    let path = format!("/people/{person}/appointments");
    let mut fields = form.fields();
    let name = format!("attendance-{id}");
    let attendance = fields.coded::<Attendance>(&name, "choose-attendance");
    if attendance == Some(Attendance::Scheduled) {
        fields.refuse(&name, Invalid::new("choose-attendance"));
    }
    let note = fields.long_or_empty(&format!("note-{id}"));
    let result = match fields.finish(attendance.zip(note)) {
        Ok((attendance, note)) => {
            let ctx = page.once(&form, &path);
            app::appointment::record(&ctx, id, attendance, &note).await
        }
        Err(error) => Err(error),
    };
    answer(&page, person, &form, result, "done-attendance-recorded").await
}

async fn answer(
    page: &SignedIn,
    id: PersonId,
    form: &Form,
    result: Result<(), Error>,
    key: &str,
) -> Result<Response, Problem> {
    match result {
        Ok(()) => Ok(done(&format!("/people/{id}/appointments"), key)),
        Err(Error::Invalid(errors)) => {
            let content = content(page, id).await?;
            page.render_again("appointment/list.html", content, form, &errors)
        }
        Err(error) => Err(error.into()),
    }
}
