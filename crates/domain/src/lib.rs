//! The nouns of resettlement and their life cycles.
//!
//! This room knows no clock, randomness, file, SQL or HTTP: today's date, new ids and reference
//! data come in as arguments. Values are parsed at the edge into types that cannot be wrong
//! (`PrisonNumber::parse`), and life cycles are enums whose moves say who, when, for which
//! organisation and why.

mod area;
mod bank_holiday;
mod coded;
mod crn;
mod cro_number;
mod date;
mod distance_travelled;
mod ethnicity;
mod instrument;
mod invalid;
mod licence_condition;
#[cfg(test)]
mod messages;
mod month;
mod name;
mod nhs_number;
mod ni_number;
mod offence_group;
mod parsed;
mod pnc_id;
mod postcode;
mod prison;
mod prison_number;
mod rating;
mod reception;
mod reference_file;
mod region;
mod release_date;
mod risk_flag;
mod sex;
mod text;
mod uprn;
mod working_day;

pub use area::Area;
pub use bank_holiday::{BankHoliday, BankHolidays};
pub use crn::Crn;
pub use cro_number::CroNumber;
pub use date::{age_on, date_of_birth, parse_date, parse_iso_or_uk};
pub use distance_travelled::{
    AreaDistance, AreaReading, BetterWhen, DatedReading, Direction, DirectionCounts, DistanceError,
    PersonChange, RatedAssessment, ReliableChange, Spread, distance_travelled, expected_drift,
    reliable_change,
};
pub use ethnicity::Ethnicity;
pub use licence_condition::{LicenceCondition, LicenceConditionKind};
pub use month::Month;
pub use name::Name;
pub use nhs_number::{NhsNumber, nhs_check_digit};
pub use ni_number::NiNumber;
pub use offence_group::{OffenceCategory, OffenceGroup};
pub use pnc_id::PncId;
pub use postcode::Postcode;
pub use prison::{Prison, PrisonKind, PrisonSex, Prisons};
pub use prison_number::PrisonNumber;
pub use rating::{AreaRating, OVERRIDE_NOTE_CHARS, OverrideReason, Rating, RatingOverride};
pub use reception::{ReceptionReason, screening_due, screening_is_late};
pub use region::{Nation, Region};
pub use release_date::{
    EARLY_RELEASE_POLICIES, EarlyReleasePolicy, ReleaseCase, ReleaseDate, ReleaseDateReason,
    ReleaseDateStep, ReleaseRoute,
};
pub use risk_flag::{MappaCategory, MappaLevel, RiskFlag, RoshGroup, RoshLevel};
pub use sex::Sex;
pub use text::{LongText, ShortText};
pub use uprn::Uprn;
pub use working_day::is_weekend;
pub use coded::{Coded, ascii, kebab};
pub use instrument::{
    Answer, Answers, AreaQuestions, Bilingual, ComputedRating, FollowUp, Instrument,
    InstrumentError, InstrumentKind, InstrumentRef, Instruments, Question, Raised, Severity,
    Unscored, Weight,
};
pub use invalid::Invalid;
