//! Appointments: making one, saying whether the person came, and what becomes of those of a service
//! that has ended.

use crate::person::{Header, header};
use crate::{Ctx, Error, custody, moment_of};
use chrono::{Days, NaiveDate, NaiveTime};
use domain::{
    Appointment, AppointmentId, Attendance, Event, Invalid, MeetingKind, Owner, PersonId, Referral,
    ReferralId,
};
use policy::{Action, Authorised, Relation};
use store::appointment::Listed;
use store::{Conn, Tx, appointment, referral, relation};

/// Days back for which a meeting that was held can still be written down. Convention of the product:
/// later than that it is a note and no appointment.
const DAYS_BACK: u64 = 28;
/// Days ahead for which an appointment can be made. Convention of the product: two years, so that a
/// slip in the year is caught.
const DAYS_AHEAD: u64 = 730;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct View {
    /// Who it is about.
    pub header: Header,
    /// Still to come, the soonest first.
    pub upcoming: Vec<Listed>,
    /// Past, the latest first.
    pub past: Vec<Listed>,
    /// The referrals to which an appointment can belong, by the service's name.
    pub referrals: Vec<(ReferralId, String)>,
    /// Whether an appointment must belong to one: a provider sees the person for no other reason.
    pub needs_referral: bool,
}

/// Returns the appointments of a person: all for whoever leads, its own for a provider.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, id: PersonId) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::KeepAppointments, id).await?;
    let ours = |listed: &Listed| {
        allowed.relation() == Relation::Lead
            || listed.appointment.owner.organisation == ctx.actor.organisation
    };
    let mut upcoming = appointment::upcoming(&mut conn, &allowed, ctx.now).await?;
    upcoming.retain(ours);
    let mut past = appointment::past(&mut conn, &allowed, ctx.now).await?;
    past.retain(ours);
    let mut referrals = Vec::new();
    for open in served(ctx, &mut conn, &allowed).await? {
        referrals.push((open.id, referral::service_name(&mut conn, &open).await?));
    }
    let view = View {
        header: header(ctx, &mut conn, &allowed).await?,
        upcoming,
        past,
        referrals,
        needs_referral: allowed.relation() != Relation::Lead,
    };
    drop(conn);
    let event = Event::PersonRead { page: "/people/{id}/appointments".to_owned() };
    ctx.journal_read(event, Some(id)).await?;
    Ok(view)
}

/// Returns the open referrals to which the actor's appointments can belong.
async fn served(
    ctx: &Ctx,
    conn: &mut Conn,
    allowed: &Authorised<PersonId>,
) -> Result<Vec<Referral>, Error> {
    let mut open = referral::open_of_person(conn, allowed).await?;
    open.retain(|referral| {
        allowed.relation() == Relation::Lead || referral.provider == ctx.actor.organisation
    });
    Ok(open)
}

/// An appointment as it is made.
#[derive(Clone, Debug)]
pub struct NewAppointment {
    /// The day, in England and Wales.
    pub day: NaiveDate,
    /// The time of day there.
    pub time: NaiveTime,
    /// How they meet.
    pub kind: MeetingKind,
    /// Where.
    pub place: String,
    /// The referral it belongs to, if any.
    pub referral: Option<ReferralId>,
}

/// Makes an appointment, which the actor keeps.
///
/// # Errors
/// When a field is wrong, policy refuses, or the database fails.
pub async fn make(ctx: &Ctx, id: PersonId, new: NewAppointment) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let allowed = ctx.person(&mut tx, Action::KeepAppointments, id).await?;
    let refuse = |field: &str, key| Err(Error::field(field, Invalid::new(key)));
    let at = moment_of(new.day.and_time(new.time)).map_err(|why| Error::field("time", why))?;
    if new.day + Days::new(DAYS_BACK) < ctx.today() {
        return refuse("on-day", "appointment-too-long-ago");
    }
    if new.day > ctx.today() + Days::new(DAYS_AHEAD) {
        return refuse("on-day", "appointment-too-far");
    }
    let served = served(ctx, &mut tx, &allowed).await?;
    let known = |id: ReferralId| served.iter().any(|open| open.id == id);
    if !new.referral.map_or(allowed.relation() == Relation::Lead, known) {
        return refuse("referral", "choose-referral");
    }
    let appointment = Appointment {
        id: ctx.new_id(),
        person: id,
        referral: new.referral,
        owner: Owner::worker(ctx.actor.organisation, ctx.actor.account),
        at,
        kind: new.kind,
        place: new.place,
        attendance: Attendance::Scheduled,
    };
    appointment::save(&mut tx, &appointment).await?;
    let event = Event::AppointmentMade { on: new.day };
    ctx.journal(&mut tx, event, Some(id), Some(appointment.id.0));
    Ok(tx.commit().await?)
}

/// Finds an appointment and asks policy about keeping it. Whoever leads keeps any; a provider, its own.
async fn find(
    ctx: &Ctx,
    conn: &mut Conn,
    id: AppointmentId,
) -> Result<Authorised<Appointment>, Error> {
    let found = appointment::find(conn, id).await?.ok_or(Error::NotFound("appointment"))?;
    let ours = found.owner.organisation == ctx.actor.organisation;
    let relation = match relation::to_person(conn, &ctx.actor, found.person).await? {
        Some(Relation::Lead) => Relation::Lead,
        Some(Relation::Provider) if ours => Relation::Provider,
        _ => Relation::None,
    };
    let person = found.person;
    ctx.allow_in(conn, Action::KeepAppointments, relation, person, found).await
}

/// Returns whose appointment it is, for the page on which its form comes back.
///
/// # Errors
/// When there is no such appointment, policy refuses, or the database fails.
pub async fn person_of(ctx: &Ctx, id: AppointmentId) -> Result<PersonId, Error> {
    let mut conn = ctx.read().await?;
    Ok(find(ctx, &mut conn, id).await?.resource().person)
}

/// Records whether the person came, with a note if there is one.
///
/// # Errors
/// When it is too early, attendance is recorded already, policy refuses, or the database fails.
pub async fn record(
    ctx: &Ctx,
    id: AppointmentId,
    attendance: Attendance,
    note: &str,
) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let found = find(ctx, &mut tx, id).await?;
    let recorded = found.into_resource().record_at(attendance, ctx.now)?;
    appointment::save(&mut tx, &recorded).await?;
    if !note.is_empty() {
        appointment::set_note(&mut tx, id, note).await?;
    }
    let event = Event::AttendanceRecorded { attendance };
    ctx.journal(&mut tx, event, Some(recorded.person), Some(id.0));
    Ok(tx.commit().await?)
}

/// Leaves no appointment with a provider whose referral is closed, and who sees the person no longer:
/// what was to come is cancelled, and what nobody recorded goes to whoever leads the case.
pub(crate) async fn referral_closed(
    ctx: &Ctx,
    tx: &mut Tx,
    referral: &Authorised<Referral>,
) -> Result<(), Error> {
    let (closed, person) = (referral.resource().id, referral.resource().person);
    let provider = referral.resource().provider;
    let allowed = referral.clone().map(|referral| referral.person);
    let lead = custody::lead(tx, &allowed).await?;
    for open in appointment::scheduled_of_person(tx, &allowed).await? {
        if open.referral != Some(closed)
            || open.owner.organisation != provider
            || provider == lead.organisation
        {
            continue;
        }
        if open.at > ctx.now {
            let attendance = Attendance::Cancelled;
            let cancelled = open.record_at(attendance, ctx.now)?;
            appointment::save(tx, &cancelled).await?;
            let event = Event::AttendanceRecorded { attendance };
            ctx.journal(tx, event, Some(person), Some(cancelled.id.0));
        } else {
            appointment::save(tx, &Appointment { owner: lead, ..open }).await?;
        }
    }
    Ok(())
}
