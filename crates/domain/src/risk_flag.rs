//! What is known of risk, in lists that are kept apart because each says something else: how serious
//! the harm could be, who manages the person, and what to watch for. None is derived from another.

crate::coded_enum! {
    /// Risk of serious harm: how likely a life-threatening or traumatic event is. Ordered.
    pub enum RoshLevel("rosh-level") {
        /// No sign of a likelihood now.
        Low = "low",
        /// Signs are there, but harm is unlikely unless circumstances change.
        Medium = "medium",
        /// Could happen at any time, and the impact would be serious.
        High = "high",
        /// More likely than not to happen imminently.
        VeryHigh = "very-high",
    }
}

impl RoshLevel {
    /// Returns the headline level: the highest of the levels for each group at risk, or `None` where
    /// no group was assessed.
    pub fn headline(levels: impl IntoIterator<Item = Self>) -> Option<Self> {
        levels.into_iter().max()
    }
}

crate::coded_enum! {
    /// Who could be harmed; a risk of serious harm is assessed for each.
    pub enum RoshGroup("rosh-group") {
        /// Children.
        Children = "children",
        /// The public.
        Public = "public",
        /// An adult who is known.
        KnownAdult = "known-adult",
        /// Staff.
        Staff = "staff",
        /// Others in prison.
        PeopleInPrison = "people-in-prison",
    }
}

crate::coded_enum! {
    /// Category under multi-agency public protection arrangements (Criminal Justice Act 2003 s.325):
    /// who the person is. Says nothing of how they are managed.
    pub enum MappaCategory("mappa-category") {
        /// Registered for a sexual offence.
        One = "1",
        /// Violent or other sexual offence with 12 months or more, or a hospital order.
        Two = "2",
        /// Other dangerous offence.
        Three = "3",
        /// Terrorist offence or risk.
        Four = "4",
    }
}

crate::coded_enum! {
    /// Level under multi-agency public protection arrangements: how the person is managed. Says
    /// nothing of who they are.
    pub enum MappaLevel("mappa-level") {
        /// Ordinary management by one agency.
        One = "1",
        /// Active management by several agencies.
        Two = "2",
        /// Active management by senior staff of several agencies.
        Three = "3",
    }
}

crate::coded_enum! {
    /// Something to watch for when meeting, housing or referring a person: to them or from them.
    pub enum RiskFlag("risk-flag") {
        /// May harm themself.
        SelfHarm = "self-harm",
        /// May take their own life.
        Suicide = "suicide",
        /// May be harmed, exploited or bullied by others.
        Vulnerable = "vulnerable",
        /// Has been or may be a victim of domestic abuse.
        DomesticAbuseVictim = "domestic-abuse-victim",
        /// May abuse a partner or family member.
        DomesticAbuse = "domestic-abuse",
        /// A child may be at risk from them, or is in need of protection.
        ChildProtection = "child-protection",
        /// May stalk or harass someone.
        Stalking = "stalking",
        /// May cause sexual harm.
        SexualHarm = "sexual-harm",
        /// May set fires: matters for where they can live.
        Arson = "arson",
        /// May be violent to staff: no visits alone.
        Staff = "staff",
        /// May use or carry a weapon.
        Weapons = "weapons",
        /// May harm someone out of hate for who they are.
        Hate = "hate",
        /// May be drawn into or draw others into extremism.
        Extremism = "extremism",
        /// Part of, or at risk from, a gang or serious organised crime.
        Gangs = "gangs",
        /// Overdose or other harm from drugs or alcohol, above all in the first days after release.
        SubstanceHarm = "substance-harm",
    }
}

impl RiskFlag {
    /// Whether the flag is of harm to the person themself, which they should always be told of.
    #[must_use]
    pub const fn is_to_self(self) -> bool {
        matches!(
            self,
            Self::SelfHarm
                | Self::Suicide
                | Self::Vulnerable
                | Self::DomesticAbuseVictim
                | Self::SubstanceHarm
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_in_both_languages() {
        crate::coded::check_list::<RoshLevel>("reference");
        crate::coded::check_list::<RoshGroup>("reference");
        crate::coded::check_list::<MappaCategory>("reference");
        crate::coded::check_list::<MappaLevel>("reference");
        crate::coded::check_list::<RiskFlag>("reference");
    }

    #[test]
    fn the_headline_is_the_highest_level() {
        use RoshLevel::{High, Low, Medium, VeryHigh};
        assert_eq!(RoshLevel::headline([Medium, High, Low]), Some(High));
        assert_eq!(RoshLevel::headline(RoshLevel::ALL.iter().copied()), Some(VeryHigh));
        assert_eq!(RoshLevel::headline([]), None);
    }
}
