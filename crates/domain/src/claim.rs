//! What a claim about reoffending says, or leaves unsaid, of how it was counted.

crate::coded_enum! {
    /// How it is known who reoffended.
    pub enum ClaimMeasured("claim-measured") {
        /// The claim does not say.
        Unsaid = "unsaid",
        /// From the police record of everybody, as national figures are.
        PoliceRecord = "police_record",
        /// From the organisation's own files, or from what people say.
        OwnRecord = "own_record",
    }
}

crate::coded_enum! {
    /// Who is counted.
    pub enum ClaimCounted("claim-counted") {
        /// The claim does not say.
        Unsaid = "unsaid",
        /// Everybody who started.
        Started = "started",
        /// Those who finished, or were still in touch.
        Stayed = "stayed",
    }
}
