//! An appointment and whether the person attended. Attendance is recorded the same day; the clock
//! runs until it is.

use crate::life_cycle::IllegalMove;
use crate::{AppointmentId, Clock, Due, Owner, PersonId, ReferralId, coded_enum};
use chrono::{DateTime, Utc};

coded_enum! {
    /// How people meet.
    pub enum MeetingKind("meeting-kind") {
        /// In prison.
        InPrison = "in_prison",
        /// At the organisation.
        AtOffice = "at_office",
        /// By telephone.
        Phone = "phone",
        /// By video.
        Video = "video",
        /// Somewhere else.
        Elsewhere = "elsewhere",
    }
}

coded_enum! {
    /// Where an appointment stands.
    pub enum Attendance("attendance") {
        /// Still to come, or not yet recorded.
        Scheduled = "scheduled",
        /// Attended.
        Attended = "attended",
        /// Attended late.
        AttendedLate = "attended_late",
        /// Did not attend, for a good reason.
        AcceptableAbsence = "acceptable_absence",
        /// Did not attend, without a good reason.
        UnacceptableAbsence = "unacceptable_absence",
        /// Cancelled by the organisation.
        Cancelled = "cancelled",
    }
}

/// An appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// Its id.
    pub id: AppointmentId,
    /// Who it is with.
    pub person: PersonId,
    /// The referral it belongs to, if any.
    pub referral: Option<ReferralId>,
    /// Who keeps it.
    pub owner: Owner,
    /// When it starts.
    pub at: DateTime<Utc>,
    /// How.
    pub kind: MeetingKind,
    /// Where, in words.
    pub place: String,
    /// Where it stands.
    pub attendance: Attendance,
}

impl Appointment {
    /// Returns the clock, or `None` once attendance is recorded.
    #[must_use]
    pub fn clock(&self) -> Option<Clock> {
        (self.attendance == Attendance::Scheduled).then(|| Clock {
            owner: self.owner,
            waiting_on: self.owner.organisation,
            due: Due::RecordAttendance,
            due_on: self.at.date_naive(),
        })
    }

    /// Records attendance at a moment.
    ///
    /// # Errors
    /// Nobody can have attended, or stayed away, before the time; it can be cancelled before. And as
    /// [`Appointment::record`].
    pub fn record_at(
        self,
        attendance: Attendance,
        now: DateTime<Utc>,
    ) -> Result<Self, IllegalMove> {
        if now < self.at && attendance != Attendance::Cancelled {
            return Err(IllegalMove {
                noun: "appointment",
                from: "to_come",
                attempted: attendance.code(),
            });
        }
        self.record(attendance)
    }

    /// Records attendance.
    ///
    /// # Errors
    /// Attendance is recorded once; a mistake is mended by a new appointment with a note.
    pub fn record(mut self, attendance: Attendance) -> Result<Self, IllegalMove> {
        if self.attendance != Attendance::Scheduled || attendance == Attendance::Scheduled {
            return Err(IllegalMove {
                noun: "appointment",
                from: self.attendance.code(),
                attempted: attendance.code(),
            });
        }
        self.attendance = attendance;
        Ok(self)
    }
}
