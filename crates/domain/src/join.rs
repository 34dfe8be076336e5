//! A join: that what another agency knows under its own number, and a person here, are one and the same person.
//!
//! A weight says how likely it is: the logarithm to base two of the odds (Fellegi and Sunter, 1969). At
//! [`JOINS_AT`] and above nobody has to look, unless something in [`Held`] stands against it; from
//! [`PROPOSES_AT`] up somebody decides; below, nothing is kept. What somebody decided stands over every later
//! run. A join writes nothing over, so that undoing it leaves exactly what was there before.
//!
//! Acts are added and never changed. Each keeps the state that it led to, and an undo goes back to the one
//! before: [`Join::of`] works out from them how the join stands.

use crate::life_cycle::{By, IllegalMove};
use crate::{
    AccountId, BankHolidays, Clock, Due, JoinId, OrganisationId, Owner, PersonId, SourceId,
    coded_enum,
};
use chrono::{DateTime, NaiveDate, Utc};

/// Bits from which a record is joined without anybody's looking: where both names, date of birth, sex and postcode are
/// the same and the family name is not a common one. Among 100,000 records of invented people 34,190 pairs weigh as
/// much, and all are of one person, as are the 48,265 from 12 bits on (`docs/feeds.md`). HMPPS joins at 20
/// (`case-management.md` §9), by weights of its own.
pub const JOINS_AT: f64 = 18.0;
/// Bits below which a join that nobody decided on is doubted again, once the record says something else: as far below
/// as where HMPPS breaks one is below where it joins (§9: 14 and 20). Between the two nothing changes, so that no join
/// comes and goes.
pub const BREAKS_AT: f64 = 12.0;
/// Bits from which somebody is asked: as likely as not, or likelier. HMPPS calls possible what weighs -10 and
/// more, but that is what a search shows; here each is work for somebody.
pub const PROPOSES_AT: f64 = 0.0;
/// Bits by which the best candidate has to be ahead of the next to be joined without anybody's looking: as far as
/// it is from joining to breaking.
pub const AHEAD_BY: f64 = JOINS_AT - BREAKS_AT;
/// Working days in which somebody decides. No rule names a number: it is a week, in which a release may fall.
pub const DECIDE_WORKING_DAYS: u32 = 5;
/// Working days in which a second person confirms.
pub const CONFIRM_WORKING_DAYS: u32 = 2;
/// Working days in which whoever was not sure asks the agency and decides.
pub const UNSURE_WORKING_DAYS: u32 = 10;

coded_enum! {
    /// How a join stands.
    pub enum JoinState("join-state") {
        /// It waits for somebody's decision.
        Proposed = "proposed",
        /// Somebody looked and was not sure: it waits.
        Unsure = "unsure",
        /// Somebody confirmed, and a second person has to.
        AwaitingSecond = "awaiting_second",
        /// They are one person.
        Joined = "joined",
        /// They are two people.
        Split = "split",
    }
}

impl JoinState {
    /// Returns whether somebody has to decide.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Proposed | Self::Unsure | Self::AwaitingSecond)
    }
}

coded_enum! {
    /// What was done with a join.
    pub enum JoinAct("join-act") {
        /// Its weight was enough to ask somebody.
        Proposed = "proposed",
        /// Its weight was enough by itself.
        Matched = "matched",
        /// The record says something else now, and its weight is no longer enough by itself.
        Doubted = "doubted",
        /// Somebody confirmed that they are one person.
        Confirmed = "confirmed",
        /// Somebody found that they are two.
        Split = "split",
        /// Somebody was not sure.
        Unsure = "unsure",
        /// Somebody took back the last decision.
        Undone = "undone",
    }
}

impl JoinAct {
    /// Returns whether it is somebody's decision that can be taken back.
    #[must_use]
    pub const fn is_decision(self) -> bool {
        matches!(self, Self::Confirmed | Self::Split | Self::Unsure)
    }
}

coded_enum! {
    /// Why somebody is asked although the weight may be enough by itself.
    pub enum Held("join-held") {
        /// The weight is not enough by itself.
        Weight = "weight",
        /// The record carries a risk marker: two people decide.
        RiskMarker = "risk_marker",
        /// They may be twins: one family name, date of birth and address, and two given names.
        Twins = "twins",
        /// Somebody else here is nearly as likely.
        Near = "near",
        /// Only numbers speak for it: a number may be written down wrongly, or be somebody else's.
        NumberAlone = "number_alone",
        /// Another record of that agency is joined with the person.
        Another = "another",
    }
}

coded_enum! {
    /// Why somebody decided as they did.
    pub enum JoinReason("join-reason") {
        /// Numbers say it.
        Numbers = "numbers",
        /// Names, dates and addresses say it.
        Details = "details",
        /// The agency was asked.
        AskedAgency = "asked_agency",
        /// The person was asked.
        AskedPerson = "asked_person",
        /// They are relatives or live together.
        Relatives = "relatives",
        /// There is too little to go by.
        TooLittle = "too_little",
        /// It was a mistake.
        Mistake = "mistake",
        /// No agreement lets the two organisations compare any more.
        NoAgreement = "no_agreement",
    }
}

coded_enum! {
    /// What somebody decides.
    pub enum JoinMove("join-decision") {
        /// They are one person.
        Confirm = "confirm",
        /// They are two.
        Split = "split",
        /// They may be one.
        Unsure = "unsure",
        /// The last decision is taken back.
        Undo = "undo",
    }
}

impl JoinMove {
    /// Returns the act that it is.
    #[must_use]
    pub const fn act(self) -> JoinAct {
        match self {
            Self::Confirm => JoinAct::Confirmed,
            Self::Split => JoinAct::Split,
            Self::Unsure => JoinAct::Unsure,
            Self::Undo => JoinAct::Undone,
        }
    }
}

/// Why a decision was not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JoinProblem {
    /// Whoever confirmed first confirms again.
    #[error("who confirms second is not who confirmed first")]
    SamePerson,
    /// It does not stand as the decision needs it.
    #[error(transparent)]
    Moved(#[from] IllegalMove),
}

/// What was done with a join: added, and never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinDecision {
    /// 1 for the first of a join.
    pub number: u32,
    /// What was done.
    pub act: JoinAct,
    /// How the join stood after it.
    pub to: JoinState,
    /// The day of it in England and Wales.
    pub on: NaiveDate,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, for which organisation; nobody where the weight alone did it.
    pub by: Option<(AccountId, OrganisationId)>,
    /// Why.
    pub reason: Option<JoinReason>,
    /// Why, in words.
    pub words: String,
}

/// Whether a source and a person are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// Its id.
    pub id: JoinId,
    /// Somebody as an agency knows them.
    pub source: SourceId,
    /// The person here.
    pub person: PersonId,
    /// Who decides: whoever leads the person's case.
    pub owner: Owner,
    /// Whether two people have to confirm.
    pub takes_two: bool,
    /// What was done, the earliest first. Never empty.
    pub decisions: Vec<JoinDecision>,
}

impl Join {
    /// Returns the places of the acts that stand, the earliest first: an undo takes away itself and what it undid.
    fn standing(&self) -> Vec<&JoinDecision> {
        let mut standing = Vec::with_capacity(self.decisions.len());
        for decision in &self.decisions {
            match decision.act {
                JoinAct::Undone => drop(standing.pop()),
                _ => standing.push(decision),
            }
        }
        standing
    }

    /// Returns how it stands.
    #[must_use]
    pub fn state(&self) -> JoinState {
        self.standing().last().map_or(JoinState::Proposed, |last| last.to)
    }

    /// Returns who confirmed first, while a second person has to.
    #[must_use]
    pub fn first(&self) -> Option<AccountId> {
        let standing = self.standing();
        let last = standing.last().filter(|last| last.to == JoinState::AwaitingSecond)?;
        last.by.map(|(account, _)| account)
    }

    /// Returns the decision that an undo would take back: the last that stands, if somebody made it.
    #[must_use]
    pub fn undoable(&self) -> Option<&JoinDecision> {
        self.standing().pop().filter(|last| last.act.is_decision())
    }

    /// Returns whether somebody decided, and not the weight alone: then no later run changes it.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        self.standing().last().is_some_and(|last| last.act.is_decision())
    }

    /// Returns whether it came about by the weight alone and stands so.
    #[must_use]
    pub fn is_automatic(&self) -> bool {
        self.standing().last().is_some_and(|last| last.act == JoinAct::Matched)
    }

    /// Returns the last day on which a decision is in time, while one waits: counted from the last act, also from
    /// an undo, which gives whoever decides anew the time for it.
    #[must_use]
    pub fn due_on(&self, calendar: &BankHolidays) -> Option<NaiveDate> {
        let days = match self.state() {
            JoinState::Proposed => DECIDE_WORKING_DAYS,
            JoinState::Unsure => UNSURE_WORKING_DAYS,
            JoinState::AwaitingSecond => CONFIRM_WORKING_DAYS,
            JoinState::Joined | JoinState::Split => return None,
        };
        let since = self.decisions.last()?.on;
        Some(calendar.due_after(since, days))
    }

    /// Returns the clock, which runs until it is decided.
    #[must_use]
    pub fn clock(&self, calendar: &BankHolidays) -> Option<Clock> {
        let due_on = self.due_on(calendar)?;
        let due = match self.state() {
            JoinState::AwaitingSecond => Due::ConfirmJoin,
            _ => Due::DecideJoin,
        };
        Some(Clock { owner: self.owner, waiting_on: self.owner.organisation, due, due_on })
    }

    /// Proposes a join, or joins by the weight alone.
    #[must_use]
    pub fn begin(
        id: JoinId,
        (source, person, owner): (SourceId, PersonId, Owner),
        held: Option<Held>,
        (at, on): (DateTime<Utc>, NaiveDate),
    ) -> Self {
        let (act, to) = match held {
            Some(_) => (JoinAct::Proposed, JoinState::Proposed),
            None => (JoinAct::Matched, JoinState::Joined),
        };
        let takes_two = held == Some(Held::RiskMarker);
        let first = JoinDecision {
            number: 1,
            act,
            to,
            on,
            at,
            by: None,
            reason: None,
            words: String::new(),
        };
        Self { id, source, person, owner, takes_two, decisions: vec![first] }
    }

    /// Doubts what the weight alone joined: the record says something else now, or carries a risk marker.
    ///
    /// # Errors
    /// When somebody decided on it, or it is not joined.
    pub fn doubt(
        mut self,
        takes_two: bool,
        (at, on): (DateTime<Utc>, NaiveDate),
    ) -> Result<Self, IllegalMove> {
        if !self.is_automatic() {
            return Err(self.illegal("doubt"));
        }
        self.takes_two |= takes_two;
        self.push(JoinAct::Doubted, JoinState::Proposed, (at, on), None, (None, String::new()));
        Ok(self)
    }

    /// Makes a decision, on a day of the calendar in England and Wales.
    ///
    /// # Errors
    /// When it does not stand so that it can be made, or the second person is the first.
    pub fn after(
        mut self,
        decision: JoinMove,
        by: By,
        on: NaiveDate,
        why: (JoinReason, String),
    ) -> Result<Self, JoinProblem> {
        use JoinState as S;
        let state = self.state();
        let to = match (decision, state) {
            (JoinMove::Confirm, S::Proposed | S::Unsure) if self.takes_two => S::AwaitingSecond,
            (JoinMove::Confirm, S::Proposed | S::Unsure) => S::Joined,
            (JoinMove::Confirm, S::AwaitingSecond) if self.first() == Some(by.account) => {
                return Err(JoinProblem::SamePerson);
            }
            (JoinMove::Confirm, S::AwaitingSecond) => S::Joined,
            (JoinMove::Split, S::Proposed | S::Unsure | S::AwaitingSecond | S::Joined) => S::Split,
            (JoinMove::Unsure, S::Proposed | S::AwaitingSecond) => S::Unsure,
            (JoinMove::Undo, _) => self.before().ok_or_else(|| self.illegal("undo"))?,
            (JoinMove::Confirm, _) => return Err(self.illegal("confirm").into()),
            (JoinMove::Split, _) => return Err(self.illegal("split").into()),
            (JoinMove::Unsure, _) => return Err(self.illegal("leave unsure").into()),
        };
        let (reason, words) = why;
        let who = Some((by.account, by.organisation));
        self.push(decision.act(), to, (by.at, on), who, (Some(reason), words));
        Ok(self)
    }

    /// Returns which moves can be made by somebody.
    #[must_use]
    pub fn moves(&self, by: AccountId) -> Vec<JoinMove> {
        use JoinState as S;
        let state = self.state();
        let can = |one: &JoinMove| match one {
            JoinMove::Confirm => {
                matches!(state, S::Proposed | S::Unsure)
                    || (state == S::AwaitingSecond && self.first() != Some(by))
            }
            JoinMove::Split => state != S::Split,
            JoinMove::Unsure => matches!(state, S::Proposed | S::AwaitingSecond),
            JoinMove::Undo => self.undoable().is_some(),
        };
        JoinMove::ALL.iter().copied().filter(can).collect()
    }

    /// Returns the state to which an undo goes back.
    fn before(&self) -> Option<JoinState> {
        let mut standing = self.standing();
        standing.pop().filter(|last| last.act.is_decision())?;
        standing.last().map(|before| before.to)
    }

    fn push(
        &mut self,
        act: JoinAct,
        to: JoinState,
        (at, on): (DateTime<Utc>, NaiveDate),
        by: Option<(AccountId, OrganisationId)>,
        (reason, words): (Option<JoinReason>, String),
    ) {
        let number = self.decisions.last().map_or(1, |last| last.number + 1);
        self.decisions.push(JoinDecision { number, act, to, on, at, by, reason, words });
    }

    fn illegal(&self, attempted: &'static str) -> IllegalMove {
        IllegalMove { noun: "join", from: self.state().code(), attempted }
    }
}

#[cfg(test)]
#[path = "join_tests.rs"]
mod tests;
