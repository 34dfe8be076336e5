//! Consent: what a person said to one organisation's being told one group of details.
//!
//! It is asked for only where the person has a real choice, which is little: an employer's knowing of
//! them, and a council's being told in England that they may be homeless (`domain.md` §8.1, §8.3, §3.3).
//! Everything else is shared as a public task under an agreement, and calling that optional would be
//! untrue. An answer is never changed but ended: withdrawn by the person, or superseded by a new answer.

use crate::agreement::AgreementStanding;
use crate::life_cycle::IllegalMove;
use crate::{
    AccountId, Agreement, ConsentId, FieldGroup, LawfulRoute, Nation, Organisation, OrganisationId,
    OrganisationKind, PersonId, Purpose, Region, coded_enum,
};
use chrono::{DateTime, Days, Months, NaiveDate, Utc};

/// Months that an answer holds at most: consent has to be refreshed, and a year is the longest after
/// which the ICO's guidance on consent would not ask whether it still stands.
pub const LONGEST_MONTHS: u32 = 12;

/// What those of whom it is asked read records for.
pub const PURPOSE: Purpose = Purpose::Service;

/// An employer learns who the person is and what the work needs, by consent alone (`domain.md` §8.3).
const EMPLOYER: &[FieldGroup] =
    &[FieldGroup::Identity, FieldGroup::NiNumber, FieldGroup::Employment];

/// Housing Act 1996 section 213B(3): a public authority notifies the council only if the person agrees.
const DUTY_TO_REFER: &[FieldGroup] = &[FieldGroup::Accommodation];

coded_enum! {
    /// How an answer ended.
    pub enum ConsentEnd("consent-end") {
        /// The person took it back.
        Withdrawn = "withdrawn",
        /// The person gave a new answer.
        Superseded = "superseded",
    }
}

coded_enum! {
    /// How an answer stands on a day.
    pub enum ConsentStanding("consent-standing") {
        /// The person agreed, and it holds.
        Granted = "granted",
        /// The person did not agree.
        Refused = "refused",
        /// The person agreed, too long ago.
        Expired = "expired",
        /// The person took it back.
        Withdrawn = "withdrawn",
        /// The person gave a new answer since.
        Superseded = "superseded",
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Its id.
    pub id: ConsentId,
    /// Who answered.
    pub person: PersonId,
    /// Who may be told.
    pub organisation: OrganisationId,
    /// What for.
    pub purpose: Purpose,
    /// What may be told.
    pub group: FieldGroup,
    /// Whether the person agreed.
    pub granted: bool,
    /// The day of the answer.
    pub answered_on: NaiveDate,
    /// The last day on which it holds.
    pub expires_on: NaiveDate,
    /// How and when it ended.
    pub ended: Option<(ConsentEnd, DateTime<Utc>)>,
    /// Who wrote it down: the person, or the worker to whom they said it.
    pub recorded_by: AccountId,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
}

impl Consent {
    /// Returns how it stands on a day.
    #[must_use]
    pub fn standing(&self, today: NaiveDate) -> ConsentStanding {
        use ConsentStanding as S;
        match self.ended {
            Some((ConsentEnd::Withdrawn, _)) => S::Withdrawn,
            Some((ConsentEnd::Superseded, _)) => S::Superseded,
            // Saying no does not wear off: silence after it is no as well.
            None if !self.granted => S::Refused,
            None if today > self.expires_on => S::Expired,
            None => S::Granted,
        }
    }

    /// Withdraws it.
    ///
    /// # Errors
    /// When nothing is granted by it.
    pub fn withdraw(self, at: DateTime<Utc>, today: NaiveDate) -> Result<Self, IllegalMove> {
        let standing = self.standing(today);
        if standing != ConsentStanding::Granted {
            return Err(illegal(standing, "withdraw"));
        }
        Ok(Self { ended: Some((ConsentEnd::Withdrawn, at)), ..self })
    }

    /// Puts a new answer in its place.
    ///
    /// # Errors
    /// When it has ended.
    pub fn supersede(self, at: DateTime<Utc>, today: NaiveDate) -> Result<Self, IllegalMove> {
        if self.ended.is_some() {
            return Err(illegal(self.standing(today), "supersede"));
        }
        Ok(Self { ended: Some((ConsentEnd::Superseded, at)), ..self })
    }
}

const fn illegal(from: ConsentStanding, attempted: &'static str) -> IllegalMove {
    IllegalMove { noun: "consent", from: from.code(), attempted }
}

/// Returns the last day on which an answer holds.
#[must_use]
pub fn last_day(answered_on: NaiveDate) -> NaiveDate {
    answered_on
        .checked_add_months(Months::new(LONGEST_MONTHS))
        .and_then(|day| day.checked_sub_days(Days::new(1)))
        .unwrap_or(answered_on)
}

/// Returns what an organisation is told only by consent: nothing of most.
#[must_use]
pub fn asked_of(organisation: &Organisation) -> &'static [FieldGroup] {
    match organisation.kind {
        OrganisationKind::Employer => EMPLOYER,
        // Wales has no duty to refer. A council of which the nation is not known is asked about.
        OrganisationKind::Council if nation(organisation) != Some(Nation::Wales) => DUTY_TO_REFER,
        _ => &[],
    }
}

fn nation(organisation: &Organisation) -> Option<Nation> {
    Some(Region::from_code(organisation.region.as_deref()?)?.nation())
}

/// Returns what an organisation is told at most whatever the person answers: what agreements with
/// whoever leads the case name, each with its agreement, without what is told by consent alone. An
/// employer is told nothing of the kind (`domain.md` §8.3).
pub fn told_anyway<'a>(
    agreements: &'a [Agreement],
    lead: OrganisationId,
    organisation: &'a Organisation,
    today: NaiveDate,
) -> impl Iterator<Item = (&'a Agreement, Vec<FieldGroup>)> {
    let asked = asked_of(organisation);
    agreements
        .iter()
        .filter(move |_| organisation.kind != OrganisationKind::Employer)
        .filter(move |agreement| is_public_task(agreement, lead, today))
        .filter(move |agreement| agreement.allows(lead, organisation.id, today))
        .map(move |agreement| {
            let told =
                |group: &FieldGroup| agreement.groups.contains(group) && !asked.contains(group);
            (agreement, FieldGroup::ALL.iter().copied().filter(told).collect())
        })
}

/// Returns whether an organisation shares under an agreement on a day, and not by consent.
#[must_use]
pub fn is_public_task(agreement: &Agreement, us: OrganisationId, today: NaiveDate) -> bool {
    let standing: AgreementStanding = agreement.standing(today);
    standing.in_force() && agreement.signed_by(us) && agreement.route != LawfulRoute::Consent
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Sector;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn moment(on: NaiveDate) -> DateTime<Utc> {
        on.and_time(chrono::NaiveTime::MIN).and_utc()
    }

    fn answer(granted: bool, on: NaiveDate) -> Consent {
        Consent {
            id: ConsentId(Uuid::from_u128(1)),
            person: PersonId(Uuid::from_u128(2)),
            organisation: OrganisationId(Uuid::from_u128(3)),
            purpose: PURPOSE,
            group: FieldGroup::Identity,
            granted,
            answered_on: on,
            expires_on: last_day(on),
            ended: None,
            recorded_by: AccountId(Uuid::from_u128(4)),
            recorded_at: moment(on),
        }
    }

    fn organisation(kind: OrganisationKind, region: Option<&str>) -> Organisation {
        Organisation {
            id: OrganisationId(Uuid::from_u128(3)),
            name: "Test".to_owned(),
            sector: Sector::Public,
            kind,
            region: region.map(str::to_owned),
            prison_code: None,
        }
    }

    #[test]
    fn labels() {
        crate::coded::check_list::<ConsentStanding>("consent");
        crate::coded::check_list::<ConsentEnd>("consent");
    }

    #[test]
    fn it_holds_for_a_year_at_most() {
        use ConsentStanding as S;
        let granted = answer(true, day("2026-11-25"));
        for (on, standing) in
            [("2026-11-25", S::Granted), ("2027-11-24", S::Granted), ("2027-11-25", S::Expired)]
        {
            assert_eq!(granted.standing(day(on)), standing, "{on}");
            assert_eq!(answer(false, day("2026-11-25")).standing(day(on)), S::Refused);
        }
        assert_eq!(last_day(day("2024-02-29")), day("2025-02-27"));
    }

    #[test]
    fn only_what_is_granted_is_withdrawn() {
        let on = day("2026-11-25");
        let granted = answer(true, on);
        let withdrawn = granted.clone().withdraw(moment(on), on).unwrap();
        assert_eq!(withdrawn.standing(on), ConsentStanding::Withdrawn);
        assert!(withdrawn.clone().withdraw(moment(on), on).is_err());
        assert!(withdrawn.supersede(moment(on), on).is_err());
        assert!(answer(false, on).withdraw(moment(on), on).is_err());
        assert!(granted.withdraw(moment(on), day("2028-01-01")).is_err());
    }

    #[test]
    fn consent_is_asked_only_where_there_is_a_choice() {
        use OrganisationKind as K;
        for kind in OrganisationKind::ALL {
            for region in [Some("wales"), Some("south-west"), None] {
                let asked = asked_of(&organisation(*kind, region));
                let expected = match (kind, region) {
                    (K::Employer, _) => EMPLOYER,
                    (K::Council, Some("south-west") | None) => DUTY_TO_REFER,
                    _ => &[],
                };
                assert_eq!(asked, expected, "{kind} {region:?}");
            }
        }
    }

    #[test]
    fn what_is_told_anyway_has_its_agreement_and_nothing_that_is_asked_for() {
        use crate::agreement::Signature;
        let (lead, today) = (OrganisationId(Uuid::from_u128(9)), day("2026-11-25"));
        let them = organisation(OrganisationKind::Council, Some("south-west"));
        let signature = |organisation| Signature {
            organisation,
            account: AccountId(Uuid::from_u128(4)),
            at: moment(today),
        };
        let agreement = Agreement {
            id: crate::AgreementId(Uuid::from_u128(5)),
            title: "Test".to_owned(),
            parties: vec![lead, them.id],
            purposes: vec![PURPOSE],
            groups: vec![FieldGroup::Identity, FieldGroup::Accommodation],
            route: LawfulRoute::PublicTask,
            retention_months: 12,
            starts_on: today,
            review_on: day("2027-05-01"),
            ends_on: day("2027-11-24"),
            signatures: vec![signature(lead), signature(them.id)],
            ended_on: None,
        };
        let check = |agreement: &Agreement, them: &Organisation, expected: &[FieldGroup]| {
            let agreements = std::slice::from_ref(agreement);
            let told = told_anyway(agreements, lead, them, today).flat_map(|told| told.1);
            assert_eq!(told.collect::<Vec<_>>(), expected);
        };
        check(&agreement, &them, &[FieldGroup::Identity]);
        let wales = organisation(OrganisationKind::Council, Some("wales"));
        check(&agreement, &wales, &[FieldGroup::Identity, FieldGroup::Accommodation]);
        check(&agreement, &organisation(OrganisationKind::Employer, None), &[]);
        check(&Agreement { route: LawfulRoute::Consent, ..agreement.clone() }, &them, &[]);
        check(&Agreement { ended_on: Some(today), ..agreement.clone() }, &them, &[]);
        check(&Agreement { signatures: vec![signature(lead)], ..agreement }, &them, &[]);
    }

    #[derive(Clone, Copy, Debug)]
    enum Deed {
        Answer(bool),
        Withdraw,
        Wait(u64),
    }

    fn deed() -> impl Strategy<Value = Deed> {
        prop_oneof![
            any::<bool>().prop_map(Deed::Answer),
            Just(Deed::Withdraw),
            (0_u64..500).prop_map(Deed::Wait),
        ]
    }

    proptest! {
        /// Whatever is said and in whatever order: one answer stands at most, it is the last one, and
        /// what was withdrawn, superseded or refused grants nothing on any day.
        #[test]
        fn the_last_word_counts(deeds in prop::collection::vec(deed(), 0..30)) {
            let mut today = day("2026-01-01");
            let mut answers: Vec<Consent> = Vec::new();
            let mut last: Option<(bool, NaiveDate)> = None;
            for deed in deeds {
                match deed {
                    Deed::Wait(days) => today = today + Days::new(days),
                    Deed::Answer(granted) => {
                        if let Some(current) = answers.iter_mut().find(|it| it.ended.is_none()) {
                            *current = current.clone().supersede(moment(today), today).unwrap();
                        }
                        answers.push(answer(granted, today));
                        last = Some((granted, today));
                    }
                    Deed::Withdraw => {
                        let current = answers.iter_mut().find(|it| it.ended.is_none());
                        let withdrawn = current.map(|it| (it.clone().withdraw(moment(today), today), it));
                        if let Some((Ok(withdrawn), current)) = withdrawn {
                            *current = withdrawn;
                            last = None;
                        }
                    }
                }
                let holds = last.is_some_and(|(granted, on)| granted && today <= last_day(on));
                let granting =
                    answers.iter().filter(|it| it.standing(today) == ConsentStanding::Granted);
                prop_assert_eq!(granting.count(), usize::from(holds));
                prop_assert!(answers.iter().filter(|it| it.ended.is_none()).count() <= 1);
                for ended in answers.iter().filter(|it| it.ended.is_some()) {
                    for on in [ended.answered_on, today, ended.expires_on] {
                        prop_assert_ne!(ended.standing(on), ConsentStanding::Granted);
                    }
                }
            }
        }
    }
}
