//! The twelve probation regions of England and Wales.

crate::coded_enum! {
    /// A nation: housing law, health services and language differ between the two.
    pub enum Nation("nation") {
        /// England.
        England = "england",
        /// Wales.
        Wales = "wales",
    }
}

crate::coded_enum! {
    /// A probation region.
    pub enum Region("region") {
        /// North East.
        NorthEast = "north-east",
        /// North West.
        NorthWest = "north-west",
        /// Greater Manchester.
        GreaterManchester = "greater-manchester",
        /// Yorkshire and the Humber.
        YorkshireAndTheHumber = "yorkshire-and-the-humber",
        /// Wales.
        Wales = "wales",
        /// West Midlands.
        WestMidlands = "west-midlands",
        /// East Midlands.
        EastMidlands = "east-midlands",
        /// East of England.
        EastOfEngland = "east-of-england",
        /// London.
        London = "london",
        /// Kent, Surrey and Sussex.
        KentSurreyAndSussex = "kent-surrey-and-sussex",
        /// South Central.
        SouthCentral = "south-central",
        /// South West.
        SouthWest = "south-west",
    }
}

impl Region {
    /// Returns the region's code in Delius, the case system of probation.
    #[must_use]
    pub const fn delius(self) -> &'static str {
        match self {
            Self::NorthEast => "N54",
            Self::NorthWest => "N51",
            Self::GreaterManchester => "N50",
            Self::YorkshireAndTheHumber => "N55",
            Self::Wales => "N03",
            Self::WestMidlands => "N52",
            Self::EastMidlands => "N53",
            Self::EastOfEngland => "N56",
            Self::London => "N07",
            Self::KentSurreyAndSussex => "N57",
            Self::SouthCentral => "N59",
            Self::SouthWest => "N58",
        }
    }

    /// Returns the region with a code in Delius.
    #[must_use]
    pub fn from_delius(code: &str) -> Option<Self> {
        let code = code.trim().to_ascii_uppercase();
        Self::ALL.iter().copied().find(|region| region.delius() == code)
    }

    /// Returns the nation that the region is in.
    #[must_use]
    pub const fn nation(self) -> Nation {
        match self {
            Self::Wales => Nation::Wales,
            _ => Nation::England,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_in_both_languages() {
        crate::coded::check_list::<Region>("reference");
        crate::coded::check_list::<Nation>("reference");
    }

    #[test]
    fn twelve_regions_are_known_by_their_codes() {
        assert_eq!(Region::ALL.len(), 12);
        for region in Region::ALL {
            assert_eq!(Region::from_delius(region.delius()), Some(*region));
        }
        assert_eq!(Region::from_delius("n07"), Some(Region::London));
        assert_eq!(Region::from_delius("N00"), None);
    }

    #[test]
    fn one_region_is_wales() {
        let wales: Vec<_> = Region::ALL.iter().filter(|r| r.nation() == Nation::Wales).collect();
        assert_eq!(wales, [&Region::Wales]);
    }
}
