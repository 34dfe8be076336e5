//! The ten areas of need that assessment, plan, services and distance travelled are arranged by.
//!
//! Nine are named in public needs analyses of the original assessment system (`domain.md` §4.1).
//! The tenth is not published in anything found: "offending and motivation" is ours. The codes
//! follow the project's own spelling and are stored, so they never change.

use crate::coded_enum;

coded_enum! {
    /// An area of need. The message `<key>-about` describes it in one line.
    pub enum Area("area") {
        /// A home to go to and keep.
        Accommodation = "accommodation",
        /// Work, and training for work.
        EmploymentAndTraining = "employment_and_training",
        /// Reading, numbers, language and learning.
        Education = "education",
        /// Income, debt, accounts and identity documents.
        Finance = "finance",
        /// Use of drugs and treatment for it.
        Drugs = "drugs",
        /// Use of alcohol and treatment for it.
        Alcohol = "alcohol",
        /// Physical and mental health and disability.
        Health = "health",
        /// Partner, family, children and friends, and safety among them.
        Relationships = "relationships",
        /// Solving problems, strong feelings and running daily life.
        AttitudesAndLifeSkills = "attitudes_and_life_skills",
        /// What leads to offending and the wish to stop. The tenth area, ours.
        OffendingAndMotivation = "offending_and_motivation",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_ten_with_a_name_and_a_description_in_both_languages() {
        crate::coded::check_list::<Area>("area");
        assert_eq!(Area::ALL.len(), 10);
        for area in Area::ALL {
            crate::messages::assert_message("area", &format!("{}-about", area.key()));
        }
    }
}
