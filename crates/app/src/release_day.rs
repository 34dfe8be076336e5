//! The weeks before a release and the day itself: what is there, and what is missing.
//!
//! The gate is where people are lost: released without an address, a first appointment or anybody
//! who has taken the case on. Each of these is looked up in the record itself, so that the list
//! cannot say "done" of what was not done.

use crate::custody::{self, Stay};
use crate::{Ctx, Error, local_time};
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    AddressKind, Attendance, HandoverKind, MeetingKind, OrganisationKind, PersonId, Release,
    ScreeningStatus, coded_enum,
};
use policy::Authorised;
use store::appointment::Listed;
use store::{Conn, appointment, handover, organisation, person_detail, referral, screening};
use uuid::Uuid;

/// Days before release that the page shows: the last four weeks, in which the pre-release
/// inventory of CATS is worked through (`case-management.md` §2.3).
const DAYS_BEFORE: u64 = 28;
/// Days after release that the page shows, for first appointments.
const DAYS_AFTER: u64 = 14;

/// Something on the way to the gate.
#[derive(Clone, Debug)]
pub struct Moment {
    /// The day.
    pub on: NaiveDate,
    /// The moment, where it has a time of day.
    pub at: Option<DateTime<Utc>>,
    /// What it is.
    pub what: What,
}

/// What a moment is.
#[derive(Clone, Debug)]
pub enum What {
    /// The person leaves prison.
    Release,
    /// The screening is due, or was done.
    Screening {
        /// Its id.
        id: Uuid,
        /// Where it stands.
        status: ScreeningStatus,
    },
    /// The case is offered, or has been taken on.
    Handover {
        /// Its id.
        id: Uuid,
        /// The state's code.
        status: &'static str,
        /// To whom.
        taker: String,
    },
    /// A referral is due for its next step.
    Referral {
        /// Its id.
        id: Uuid,
        /// The service.
        service: String,
        /// The state's code.
        status: String,
    },
    /// An appointment.
    Appointment {
        /// Who keeps it.
        organisation: String,
        /// How they meet.
        kind: MeetingKind,
        /// Where.
        place: String,
        /// Where it stands.
        attendance: Attendance,
    },
}

coded_enum! {
    /// Something that should be there by the day of release.
    pub enum Missing("release-missing") {
        /// The screening on reception.
        Screening = "screening",
        /// An address to go to.
        Address = "address",
        /// Somebody outside prison who has taken the case on.
        Handover = "handover",
        /// A first appointment with probation.
        Probation = "probation",
        /// An answer to every referral.
        Referrals = "referrals",
    }
}

/// Loads the way to a release, and what is missing from it.
pub(crate) async fn load(
    ctx: &Ctx,
    conn: &mut Conn,
    allowed: &Authorised<PersonId>,
    release: &Release,
    stay: Option<&Stay>,
) -> Result<(Vec<Moment>, Vec<Missing>), Error> {
    let mut day = Day {
        release_on: release.release_on,
        since: stay.map_or(release.release_on, |stay| stay.since),
        moments: vec![Moment { on: release.release_on, at: None, what: What::Release }],
        missing: Vec::new(),
    };
    day.screenings(conn, allowed).await?;
    day.addresses(conn, allowed, ctx.today()).await?;
    day.handovers(conn, allowed).await?;
    day.appointments(conn, allowed).await?;
    day.referrals(conn, allowed).await?;
    let (from, to) = (release.release_on - Days::new(DAYS_BEFORE), release.release_on);
    let to = to + Days::new(DAYS_AFTER);
    day.moments.retain(|moment| (from..=to).contains(&moment.on));
    // On one day the release comes before what is only a date, and times follow each other.
    day.moments.sort_by_key(|moment| (moment.on, !matches!(moment.what, What::Release), moment.at));
    Ok((day.moments, day.missing))
}

/// What is gathered about a release.
struct Day {
    release_on: NaiveDate,
    since: NaiveDate,
    moments: Vec<Moment>,
    missing: Vec<Missing>,
}

impl Day {
    fn add(&mut self, on: NaiveDate, what: What) {
        self.moments.push(Moment { on, at: None, what });
    }

    async fn screenings(
        &mut self,
        conn: &mut Conn,
        allowed: &Authorised<PersonId>,
    ) -> Result<(), Error> {
        for one in screening::of_person(conn, allowed).await? {
            if one.status == ScreeningStatus::Due {
                self.missing.push(Missing::Screening);
            }
            let on = one.done_on.unwrap_or(one.due_on);
            self.add(on, What::Screening { id: one.id.0, status: one.status });
        }
        Ok(())
    }

    async fn addresses(
        &mut self,
        conn: &mut Conn,
        allowed: &Authorised<PersonId>,
        today: NaiveDate,
    ) -> Result<(), Error> {
        let known = person_detail::addresses(conn, allowed).await?.into_iter().any(|address| {
            matches!(address.kind, AddressKind::Main | AddressKind::Proposed)
                && address.to_on.is_none_or(|to| to >= today)
        });
        if !known {
            self.missing.push(Missing::Address);
        }
        Ok(())
    }

    async fn handovers(
        &mut self,
        conn: &mut Conn,
        allowed: &Authorised<PersonId>,
    ) -> Result<(), Error> {
        let lead = custody::lead(conn, allowed).await?.organisation;
        let mut taken = custody::kind_of(conn, lead).await? != Some(OrganisationKind::Prison);
        for one in handover::of_person(conn, allowed).await? {
            if one.kind == HandoverKind::Release && one.since >= self.since {
                taken |= one.is_accepted();
                let taker = organisation::find(conn, one.taker.organisation).await?;
                let taker = taker.map(|taker| taker.name).unwrap_or_default();
                self.add(
                    one.since,
                    What::Handover { id: one.id.0, status: one.state.code(), taker },
                );
            }
        }
        if !taken {
            self.missing.push(Missing::Handover);
        }
        Ok(())
    }

    async fn appointments(
        &mut self,
        conn: &mut Conn,
        allowed: &Authorised<PersonId>,
    ) -> Result<(), Error> {
        let from = self.release_on - Days::new(DAYS_BEFORE);
        let from = from.and_time(chrono::NaiveTime::MIN).and_utc();
        let mut with_probation = false;
        for Listed { appointment, organisation, .. } in
            appointment::upcoming(conn, allowed, from).await?
        {
            let on = local_time(appointment.at).date();
            let to_come = appointment.attendance == Attendance::Scheduled;
            if to_come && on >= self.release_on && !with_probation {
                let keeper = custody::kind_of(conn, appointment.owner.organisation).await?;
                with_probation = keeper == Some(OrganisationKind::Probation);
            }
            let what = What::Appointment {
                organisation,
                kind: appointment.kind,
                place: appointment.place,
                attendance: appointment.attendance,
            };
            self.moments.push(Moment { on, at: Some(appointment.at), what });
        }
        if !with_probation {
            self.missing.push(Missing::Probation);
        }
        Ok(())
    }

    async fn referrals(
        &mut self,
        conn: &mut Conn,
        allowed: &Authorised<PersonId>,
    ) -> Result<(), Error> {
        for one in referral::of_person(conn, allowed).await? {
            let unanswered = ["draft", "sent", "received", "returned"].contains(&&*one.status);
            if unanswered && !self.missing.contains(&Missing::Referrals) {
                self.missing.push(Missing::Referrals);
            }
            if let Some(due_on) = one.due_on {
                let (service, status) = (one.service_name, one.status);
                self.add(due_on, What::Referral { id: one.id.0, service, status });
            }
        }
        Ok(())
    }
}
