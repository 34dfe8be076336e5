//! Ethnicity in the groups of the census and "not stated" (known as "18+1"), by the codes that prison
//! and probation use. Asked of the person, for equality monitoring; never derived.

crate::coded_enum! {
    /// Ethnic group, as the person stated it.
    pub enum Ethnicity("ethnicity") {
        /// Asian or Asian British: Indian.
        Indian = "A1",
        /// Asian or Asian British: Pakistani.
        Pakistani = "A2",
        /// Asian or Asian British: Bangladeshi.
        Bangladeshi = "A3",
        /// Asian or Asian British: Chinese.
        Chinese = "A4",
        /// Asian or Asian British: any other background.
        OtherAsian = "A9",
        /// Black or Black British: Caribbean.
        Caribbean = "B1",
        /// Black or Black British: African.
        African = "B2",
        /// Black or Black British: any other background.
        OtherBlack = "B9",
        /// Mixed: White and Black Caribbean.
        WhiteAndBlackCaribbean = "M1",
        /// Mixed: White and Black African.
        WhiteAndBlackAfrican = "M2",
        /// Mixed: White and Asian.
        WhiteAndAsian = "M3",
        /// Mixed: any other background.
        OtherMixed = "M9",
        /// White: English, Welsh, Scottish, Northern Irish or British.
        WhiteBritish = "W1",
        /// White: Irish.
        WhiteIrish = "W2",
        /// White: Gypsy or Irish Traveller.
        GypsyOrIrishTraveller = "W3",
        /// White: Roma.
        Roma = "W5",
        /// White: any other background.
        OtherWhite = "W9",
        /// Arab.
        Arab = "O2",
        /// Any other ethnic group.
        Other = "O9",
        /// The person chose not to say.
        NotStated = "NS",
        /// Chinese, before it moved to `A4`: on old records only.
        HistoricChinese = "O1",
        /// Gypsy or Irish Traveller, before `W3`: on old records only.
        HistoricTraveller = "W4",
        /// Irish Traveller or Gypsy, an earlier code still: on old records only.
        HistoricIrishTraveller = "W8",
        /// Never asked or not recorded: on old records only.
        Unknown = "UN",
    }
}

crate::coded_enum! {
    /// The five groups of the census's first question in which small numbers are counted together, and those of whom
    /// none is known (ONS, Census 2021, ethnic group, 6a).
    pub enum EthnicGroup("ethnic-group") {
        /// Asian or Asian British.
        Asian = "asian",
        /// Black or Black British.
        Black = "black",
        /// Mixed.
        Mixed = "mixed",
        /// White, Gypsy, Roma and Irish Traveller among them.
        White = "white",
        /// Arab, or any other.
        Other = "other",
        /// Not stated, or not recorded.
        NotKnown = "not_known",
    }
}

impl Ethnicity {
    /// Returns the larger group that it is part of.
    #[must_use]
    pub const fn group(self) -> EthnicGroup {
        match self {
            Self::Indian
            | Self::Pakistani
            | Self::Bangladeshi
            | Self::Chinese
            | Self::OtherAsian
            | Self::HistoricChinese => EthnicGroup::Asian,
            Self::Caribbean | Self::African | Self::OtherBlack => EthnicGroup::Black,
            Self::WhiteAndBlackCaribbean
            | Self::WhiteAndBlackAfrican
            | Self::WhiteAndAsian
            | Self::OtherMixed => EthnicGroup::Mixed,
            Self::WhiteBritish
            | Self::WhiteIrish
            | Self::GypsyOrIrishTraveller
            | Self::Roma
            | Self::OtherWhite
            | Self::HistoricTraveller
            | Self::HistoricIrishTraveller => EthnicGroup::White,
            Self::Arab | Self::Other => EthnicGroup::Other,
            Self::NotStated | Self::Unknown => EthnicGroup::NotKnown,
        }
    }

    /// Whether the code is only on old records and is not offered for a new answer.
    #[must_use]
    pub const fn is_historic(self) -> bool {
        self.current().is_none()
            || matches!(
                self,
                Self::HistoricChinese | Self::HistoricTraveller | Self::HistoricIrishTraveller
            )
    }

    /// Returns the group that the code is counted in today, or `None` where none was recorded.
    #[must_use]
    pub const fn current(self) -> Option<Self> {
        match self {
            Self::HistoricChinese => Some(Self::Chinese),
            Self::HistoricTraveller | Self::HistoricIrishTraveller => {
                Some(Self::GypsyOrIrishTraveller)
            }
            Self::Unknown => None,
            current => Some(current),
        }
    }

    /// Returns the groups offered for a new answer.
    pub fn offered() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|ethnicity| !ethnicity.is_historic())
    }

    /// Reads a code in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::from_code(&text.trim().to_ascii_uppercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_in_both_languages() {
        crate::coded::check_list::<Ethnicity>("reference");
        crate::coded::check_list::<EthnicGroup>("reference");
    }

    /// The list has 19 groups since Roma was added to the census's 18; "18+1" is its old name.
    #[test]
    fn nineteen_groups_and_not_stated_are_offered() {
        assert_eq!(Ethnicity::offered().count(), 19 + 1);
        assert!(Ethnicity::offered().all(|ethnicity| ethnicity.current() == Some(ethnicity)));
    }

    #[test]
    fn an_old_code_is_in_the_group_of_todays() {
        for ethnicity in Ethnicity::ALL {
            let group = ethnicity.current().map_or(EthnicGroup::NotKnown, Ethnicity::group);
            assert_eq!(ethnicity.group(), group, "{ethnicity}");
        }
    }

    #[test]
    fn old_codes_are_counted_in_the_group_of_today() {
        assert_eq!(Ethnicity::parse("o1").and_then(Ethnicity::current), Some(Ethnicity::Chinese));
        assert_eq!(Ethnicity::Unknown.current(), None);
        assert!(Ethnicity::Unknown.is_historic());
    }
}
