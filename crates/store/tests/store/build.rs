//! Things to test with: each has defaults that are right, and a test changes only what it is about
//! (`Need { rating: Rating::Amber, ..w.need(Area::Finance) }`).

use chrono::{DateTime, NaiveDate, Utc};
use domain::agreement::Signature;
use domain::*;
use policy::{Action, Actor, Authorised, Relation, authorise};
use store::account::NewAccount;
use store::{Db, Tx, account, agreement, assessment, organisation, person, service};
use uuid::Uuid;

/// Returns a new id.
pub(crate) fn id<T: From<Uuid>>() -> T {
    Uuid::now_v7().into()
}

/// Returns a day, from `YYYY-MM-DD`.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Returns the day on which tests happen: a Monday.
pub(crate) fn today() -> NaiveDate {
    day("2026-03-02")
}

/// Returns a moment, from `YYYY-MM-DDTHH:MM:SSZ`.
pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Returns the moment at which tests happen. Its fraction shows that none is lost.
pub(crate) fn now() -> DateTime<Utc> {
    at("2026-03-02T09:30:00.123456Z")
}

/// Returns the proof that a worker of the organisation that leads the case has.
pub(crate) fn cleared(person: PersonId) -> Authorised<PersonId> {
    cleared_to(Action::ViewPerson, person)
}

/// Returns the proof that a worker has for an action on anything.
pub(crate) fn cleared_to<T>(action: Action, resource: T) -> Authorised<T> {
    let actor = Actor {
        account: id(),
        name: "Test".to_owned(),
        organisation: id(),
        organisation_name: "Test".to_owned(),
        organisation_kind: OrganisationKind::Prison,
        role: Role::ResettlementWorker,
        person: None,
    };
    authorise(&actor, action, Relation::Lead, resource).unwrap()
}

/// Returns a charity in London.
pub(crate) fn organisation() -> Organisation {
    Organisation {
        id: id(),
        name: "A New Start".to_owned(),
        sector: Sector::Voluntary,
        kind: OrganisationKind::Provider,
        region: Some(Region::London.code().to_owned()),
        prison_code: None,
    }
}

/// Returns an account of a worker, not yet of anybody.
pub(crate) fn account(organisation: OrganisationId, name: &str) -> NewAccount {
    NewAccount {
        id: id(),
        email: format!("{}@example.org", Uuid::now_v7()),
        name: name.to_owned(),
        organisation,
        role: Role::ResettlementWorker,
        person: None,
        password_hash: "$argon2id$test".to_owned(),
        totp_secret: "JBSWY3DPEHPK3PXP".to_owned(),
        language: "en".to_owned(),
    }
}

/// Returns a person of 30.
pub(crate) fn person(lead: Owner) -> Person {
    Person {
        id: id(),
        given_name: "Siân".to_owned(),
        family_name: "Example".to_owned(),
        date_of_birth: Some(day("1995-06-15")),
        sex: Some(Sex::Female),
        ethnicity: Some("W1".to_owned()),
        language: "cy".to_owned(),
        home_region: Some(Region::Wales.code().to_owned()),
        lead,
    }
}

/// A person in a prison, a probation region that takes them on, and a charity that serves them.
pub(crate) struct World {
    /// The database.
    pub(crate) db: Db,
    /// The prison's worker, who leads the case.
    pub(crate) worker: Owner,
    /// The probation region's worker.
    pub(crate) probation: Owner,
    /// The charity's worker.
    pub(crate) charity: Owner,
    /// A service of the charity for a home and for money.
    pub(crate) service: Service,
    /// The person, in prison.
    pub(crate) person: Person,
    /// The person's time in custody.
    pub(crate) episode: Episode,
    /// A submitted assessment, for needs to point at.
    pub(crate) assessment: Assessment,
}

impl World {
    /// Saves all of it.
    pub(crate) async fn new(db: &Db) -> Self {
        let mut tx = db.begin().await.unwrap();
        let prison = Organisation {
            name: "Test Prison".to_owned(),
            sector: Sector::Public,
            kind: OrganisationKind::Prison,
            prison_code: Some("TST".to_owned()),
            ..organisation()
        };
        let probation = Organisation {
            name: "Test Probation".to_owned(),
            sector: Sector::Public,
            kind: OrganisationKind::Probation,
            region: Some(Region::Wales.code().to_owned()),
            ..organisation()
        };
        let worker = add_worker(&mut tx, &prison, "Wyn Worker").await;
        let probation = add_worker(&mut tx, &probation, "Pat Probation").await;
        let charity = add_worker(&mut tx, &organisation(), "Chris Charity").await;
        let service = Service {
            id: id(),
            organisation: charity.organisation,
            name: "Keys".to_owned(),
            description: "A tenancy, and help to keep it.".to_owned(),
            areas: vec![Area::Accommodation, Area::Finance],
            eligibility: Eligibility::default(),
            capacity: 10,
            serving: 0,
            wait_days: 7,
            last_verified_on: today(),
        };
        service::save(&mut tx, &service).await.unwrap();
        let agreed = agreement(&[worker, probation, charity]);
        agreement::add(&mut tx, &agreed, now()).await.unwrap();
        let added = Self::person_in_prison(&mut tx, worker).await;
        tx.commit().await.unwrap();
        let (person, episode, assessment) = added;
        Self { db: db.clone(), worker, probation, charity, service, person, episode, assessment }
    }

    /// Saves another person in prison, with an assessment for their needs to point at.
    pub(crate) async fn person_in_prison(
        tx: &mut Tx,
        lead: Owner,
    ) -> (Person, Episode, Assessment) {
        let person = person(lead);
        person::add(tx, &person, None, now()).await.unwrap();
        let episode = Episode {
            id: id(),
            person: person.id,
            kind: EpisodeKind::Custody,
            organisation: lead.organisation,
            started_on: day("2026-02-26"),
            reason: EpisodeReason::NewReception,
            ended_on: None,
        };
        person::add_episode(tx, &episode, now()).await.unwrap();
        let assessment = Assessment {
            id: id(),
            person: person.id,
            voice: Voice::Worker,
            instrument: "needs".to_owned(),
            version: 2,
            answers: Answers::default(),
            by: (lead.account.unwrap(), lead.organisation),
            started_on: today(),
            submitted_at: Some(now()),
        };
        assert!(assessment::start(tx, &assessment).await.unwrap());
        assert!(assessment::submit(tx, assessment.id, &[], now()).await.unwrap());
        (person, episode, assessment)
    }

    /// Returns the proof to read the person's record.
    pub(crate) fn cleared(&self) -> Authorised<PersonId> {
        cleared(self.person.id)
    }

    /// Returns a red need that the prison's worker owns.
    pub(crate) fn need(&self, area: Area) -> Need {
        Need {
            id: id(),
            person: self.person.id,
            area,
            rating: Rating::Red,
            assessment: self.assessment.id,
            owner: self.worker,
            opened_on: today(),
            state: NeedState::NotStarted { since: today() },
        }
    }

    /// Returns a plan that is being written.
    pub(crate) fn plan(&self) -> Plan {
        let (person, owner) = (self.person.id, self.person.lead);
        Plan { id: id(), person, owner, status: PlanStatus::Draft, challenged_on: None }
    }

    /// Returns an open step of the prison's worker towards a goal.
    pub(crate) fn step(&self, goal: &Goal) -> Step {
        Step {
            id: id(),
            goal: goal.id,
            need: goal.need,
            person: self.person.id,
            words: "Apply to the council".to_owned(),
            actor: domain::Actor::Together,
            owner: self.worker,
            due_on: day("2026-03-20"),
            state: StepState::Open,
        }
    }

    /// Returns a draft of a referral to the charity's service.
    pub(crate) fn referral(&self, need: &Need) -> Referral {
        Referral {
            id: id(),
            person: self.person.id,
            need: need.id,
            service: self.service.id,
            sender: self.worker,
            provider: self.charity.organisation,
            aims: vec!["A tenancy".to_owned(), "Rent paid".to_owned()],
            background: "Leaves in April.".to_owned(),
            state: ReferralState::Draft,
            since: today(),
        }
    }

    /// Returns a handover from the prison to probation, not yet accepted.
    pub(crate) fn handover(&self) -> Handover {
        Handover {
            id: id(),
            person: self.person.id,
            kind: HandoverKind::Release,
            giver: self.worker,
            taker: Owner::organisation(self.probation.organisation),
            summary: "Needs a home.".to_owned(),
            effective_on: Some(day("2026-04-07")),
            state: HandoverState::Created,
            since: today(),
        }
    }

    /// Returns the screening of the person's reception.
    pub(crate) fn screening(&self) -> Screening {
        Screening {
            id: id(),
            person: self.person.id,
            episode: self.episode.id,
            owner: self.worker,
            due_on: today(),
            status: ScreeningStatus::Due,
            done_on: None,
            answers: None,
        }
    }

    /// Returns an appointment with the prison's worker.
    pub(crate) fn appointment(&self, at: DateTime<Utc>) -> Appointment {
        Appointment {
            id: id(),
            person: self.person.id,
            referral: None,
            owner: self.worker,
            at,
            kind: MeetingKind::InPrison,
            place: "Wing office".to_owned(),
            attendance: Attendance::Scheduled,
        }
    }

    /// Returns a planned release.
    pub(crate) fn release(&self) -> Release {
        Release {
            id: id(),
            person: self.person.id,
            episode: self.episode.id,
            due_on: day("2026-04-10"),
            route: ReleaseRoute::Automatic,
            release_on: day("2026-04-09"),
            going_to: "A friend in Cardiff".to_owned(),
            status: ReleaseStatus::Planned,
            released_on: None,
        }
    }

    /// Returns an outcome to be recorded by probation.
    pub(crate) fn outcome(&self, release: &Release, measure: Measure) -> Outcome {
        Outcome {
            id: id(),
            person: release.person,
            release: release.id,
            measure,
            day: measure.day(release.released_on.unwrap_or(release.release_on)),
            owner: self.probation,
            recorded: None,
        }
    }
}

/// Returns an agreement about everything that is in force between these organisations, signed for each
/// by its worker.
pub(crate) fn agreement(signed: &[Owner]) -> Agreement {
    let at = at("2026-01-05T09:00:00Z");
    let signature =
        |by: &Owner| Signature { organisation: by.organisation, account: by.account.unwrap(), at };
    let mut parties: Vec<_> = signed.iter().map(|by| by.organisation).collect();
    parties.sort_unstable();
    Agreement {
        id: id(),
        title: "Resettlement in Wales".to_owned(),
        parties,
        purposes: vec![Purpose::Resettlement, Purpose::Service],
        groups: FieldGroup::ALL.to_vec(),
        route: LawfulRoute::PublicTask,
        retention_months: 12,
        starts_on: day("2026-01-12"),
        review_on: day("2026-09-01"),
        ends_on: day("2027-01-11"),
        signatures: signed.iter().map(signature).collect(),
        ended_on: None,
    }
}

/// Saves an organisation with one worker.
pub(crate) async fn add_worker(tx: &mut Tx, at: &Organisation, name: &str) -> Owner {
    organisation::add(tx, at, now()).await.unwrap();
    let account = account(at.id, name);
    account::add(tx, &account, now()).await.unwrap();
    Owner::worker(at.id, account.id)
}

/// Returns the one for whom lists of what waits are made.
pub(crate) fn waiter(owner: Owner) -> store::clock::Waiter {
    let account = owner.account.unwrap();
    store::clock::Waiter { organisation: owner.organisation, account, leads: true }
}
