//! Red, amber or green for one area of need, as computed from answers and as the worker sees it.
//!
//! Meanings follow `domain.md` §4.1: red is an immediate barrier that must have an action with an
//! owner and a date; amber needs work; green is no current barrier. "Not assessed" is not a fourth
//! colour: it is the absence of a rating (`Option<Rating>`), so that it is never counted as green.

use crate::{Area, Invalid, coded_enum};
use serde::{Deserialize, Serialize};

/// The longest note to an override, in characters.
pub const OVERRIDE_NOTE_CHARS: usize = 1_000;

coded_enum! {
    /// How serious the need in an area is. Ordered by how well things are: `Red < Amber < Green`,
    /// so the worst of several is their minimum.
    pub enum Rating("rating") {
        /// An immediate barrier.
        Red = "red",
        /// Needs work.
        Amber = "amber",
        /// No current barrier.
        Green = "green",
    }
}

coded_enum! {
    /// Why a worker's rating is not the computed one.
    pub enum OverrideReason("override-reason") {
        /// Something was learnt that no question asks about.
        NewInformation = "new_information",
        /// The worker weighs the same facts differently.
        ProfessionalJudgement = "professional_judgement",
        /// The person does not agree with what the answers say.
        PersonDisagrees = "person_disagrees",
        /// An answer was true when given and no longer is.
        AnswerOutOfDate = "answer_out_of_date",
        /// None of these; needs a note.
        Other = "other",
    }
}

impl Rating {
    /// Returns the steps from an earlier rating to this one: red to green is +2, amber to red −1.
    #[must_use]
    pub const fn steps_since(self, earlier: Self) -> i8 {
        self.position() - earlier.position()
    }

    const fn position(self) -> i8 {
        match self {
            Self::Red => 0,
            Self::Amber => 1,
            Self::Green => 2,
        }
    }
}

/// A rating by the worker that stands in place of the computed one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingOverride {
    /// The worker's rating.
    pub rating: Rating,
    /// Why it differs.
    pub reason: OverrideReason,
    /// More about the reason.
    pub note: Option<String>,
}

/// The rating of one area in one assessment. Both views stay on the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaRating {
    /// The area.
    pub area: Area,
    /// What the answers gave; `None` where they do not settle it.
    pub computed: Option<Rating>,
    /// The worker's rating, where it differs.
    pub overridden: Option<RatingOverride>,
}

impl AreaRating {
    /// Returns the area as computed, without an override.
    #[must_use]
    pub const fn computed(area: Area, computed: Option<Rating>) -> Self {
        Self { area, computed, overridden: None }
    }

    /// Returns the rating that counts: the worker's if there is one.
    #[must_use]
    pub fn rating(&self) -> Option<Rating> {
        self.overridden.as_ref().map_or(self.computed, |by_worker| Some(by_worker.rating))
    }

    /// Puts the worker's rating in place of the computed one.
    ///
    /// # Errors
    ///
    /// A rating equal to the computed one (`invalid-override-same`), the reason "other" without a
    /// note (`invalid-override-note`), or a note over [`OVERRIDE_NOTE_CHARS`]
    /// (`invalid-override-note-long`).
    pub fn overridden(
        self,
        rating: Rating,
        reason: OverrideReason,
        note: Option<&str>,
    ) -> Result<Self, Invalid> {
        if self.computed == Some(rating) {
            return Err(Invalid::new("invalid-override-same"));
        }
        let note = note.map(str::trim).filter(|note| !note.is_empty());
        if reason == OverrideReason::Other && note.is_none() {
            return Err(Invalid::new("invalid-override-note"));
        }
        if note.is_some_and(|note| note.chars().count() > OVERRIDE_NOTE_CHARS) {
            return Err(Invalid::new("invalid-override-note-long").with("max", OVERRIDE_NOTE_CHARS));
        }
        Ok(Self {
            overridden: Some(RatingOverride { rating, reason, note: note.map(str::to_owned) }),
            ..self
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_codes_and_messages() {
        crate::coded::check_list::<Rating>("area");
        crate::coded::check_list::<OverrideReason>("area");
        crate::messages::assert_message("area", "rating-not-assessed");
        assert!(Rating::Red < Rating::Amber && Rating::Amber < Rating::Green);
    }

    #[test]
    fn steps_go_both_ways() {
        assert_eq!(Rating::Green.steps_since(Rating::Red), 2);
        assert_eq!(Rating::Red.steps_since(Rating::Amber), -1);
        assert_eq!(Rating::Amber.steps_since(Rating::Amber), 0);
    }

    #[test]
    fn an_override_keeps_both_views() {
        let computed = AreaRating::computed(Area::Health, Some(Rating::Green));
        let rating =
            computed.overridden(Rating::Red, OverrideReason::NewInformation, Some("  ")).unwrap();
        assert_eq!(rating.rating(), Some(Rating::Red));
        assert_eq!(rating.computed, Some(Rating::Green));
        assert_eq!(rating.overridden.unwrap().note, None);
    }

    #[test]
    fn a_worker_may_rate_what_the_answers_leave_open() {
        let open = AreaRating::computed(Area::Drugs, None);
        assert_eq!(open.rating(), None);
        let rated =
            open.overridden(Rating::Amber, OverrideReason::ProfessionalJudgement, None).unwrap();
        assert_eq!(rated.rating(), Some(Rating::Amber));
    }

    #[test]
    fn an_override_needs_a_difference_and_a_reason() {
        let check = |rating, reason, note: Option<&str>, expected| {
            let computed = AreaRating::computed(Area::Health, Some(Rating::Green));
            let invalid = computed.overridden(rating, reason, note).unwrap_err();
            assert_eq!(invalid.key, expected);
            crate::messages::assert_message("area", invalid.key);
        };
        let long = "ŵ".repeat(OVERRIDE_NOTE_CHARS + 1);
        let reason = OverrideReason::PersonDisagrees;
        check(Rating::Green, reason, None, "invalid-override-same");
        check(Rating::Red, OverrideReason::Other, Some(" "), "invalid-override-note");
        check(Rating::Red, reason, Some(&long), "invalid-override-note-long");
    }
}
