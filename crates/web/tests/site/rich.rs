//! A world with one thing of every kind in two cases that have nothing to do with each other, and an
//! organisation for each way of standing to the first. Each has an account of every role.

use crate::harness::{World, account, agreement, named, need, now, organisation};
use chrono::{Days, TimeDelta};
use domain::{
    AccountId, Actor, AddressKind, Agreement, AgreementId, Appointment, AppointmentId, Attendance,
    BreakGlass, BreakGlassId, BreakGlassReason, Comparison, ContactKind, Eligibility, Episode,
    EpisodeId, EpisodeKind, EpisodeReason, Feed, FeedId, FieldGroup, Goal, GoalId, Handover,
    HandoverId, HandoverKind, HandoverState, Held, Join, JoinId, Measure, MeetingKind, Need,
    NeedId, OrganisationId, OrganisationKind, Outcome, OutcomeId, Owner, PersonId, Pilot, PilotId,
    PilotPlan, Plan, PlanId, PlanOfPilot, PlanStatus, ReadAlert, ReadAlertId, ReadAlertKind,
    Referral, ReferralId, ReferralState, Release, ReleaseId, ReleaseRoute, ReleaseStatus, RiskFlag,
    Role, RoleRequest, RoleRequestId, Screening, ScreeningId, Service, ServiceId, SourceId,
    SourceRecord, SourceRecordId, Step, StepId, StepState,
};
use policy::Relation;
use store::Tx;
use store::person_detail::{Address, Contact};
use store::risk_flag::Flag;
use store::role_request::Whom;
use uuid::Uuid;

/// An organisation, and how it stands to the person of the world.
pub(crate) struct Place {
    pub(crate) name: &'static str,
    pub(crate) id: OrganisationId,
    pub(crate) kind: OrganisationKind,
    /// How it stands to the person, unless a role says otherwise.
    pub(crate) relation: Relation,
    /// Whether an agreement about everything is in force between it and who leads the case.
    pub(crate) agreed: bool,
    pub(crate) accounts: Vec<(Role, AccountId)>,
    /// The person whose account is here.
    pub(crate) own: PersonId,
}

impl Place {
    pub(crate) fn account(&self, role: Role) -> AccountId {
        self.accounts.iter().find(|(of, _)| *of == role).unwrap().1
    }
}

/// What a route is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noun {
    Person,
    Screening,
    Assessment,
    Need,
    Goal,
    Step,
    Handover,
    Appointment,
    Outcome,
    Referral,
    Service,
    Account,
    Agreement,
    RoleRequest,
    BreakGlass,
    Pilot,
    ReadAlert,
    Feed,
    Join,
    SamplePair,
}

/// A thing that is there, and who stands to it by itself.
pub(crate) struct Thing {
    pub(crate) noun: Noun,
    pub(crate) id: Uuid,
    pub(crate) holders: Vec<(OrganisationId, Relation)>,
}

impl Thing {
    /// Returns how an organisation stands to this thing by itself.
    pub(crate) fn held(&self, by: OrganisationId, relation: Relation) -> bool {
        self.holders.contains(&(by, relation))
    }
}

/// A case: who leads it, whose it is, and everything in it.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) lead: OrganisationId,
    pub(crate) person: PersonId,
    pub(crate) need: NeedId,
    pub(crate) service: ServiceId,
    /// An address, a contact and a risk flag, as they are ended.
    pub(crate) details: [(&'static str, Uuid); 3],
    pub(crate) things: Vec<Thing>,
}

/// Everything.
pub(crate) struct Rich {
    pub(crate) places: Vec<Place>,
    pub(crate) cases: Vec<Case>,
}

impl Rich {
    pub(crate) fn place(&self, name: &str) -> &Place {
        self.places.iter().find(|place| place.name == name).unwrap()
    }

    /// Builds it in a world.
    pub(crate) async fn build(world: &World) -> Self {
        // The site has started, and so has rules that wait for officers.
        app::life::started(&world.app).await.unwrap();
        let mut tx = world.db.begin().await.unwrap();
        let places = places(world, &mut tx).await;
        let of = |name: &str| places.iter().find(|place| place.name == name).unwrap();
        let owner = |name: &str, role| {
            let place = of(name);
            Owner::worker(place.id, place.account(role))
        };
        let worker = Role::ResettlementWorker;
        let first = Parties {
            lead: Owner::worker(world.prison, world.prison_worker),
            taker: owner("taker", worker),
            giver: owner("giver", worker),
            sender: owner("sender", worker),
            providers: vec![
                owner("provider", Role::ServiceWorker),
                owner("unagreed", Role::ServiceWorker),
                owner("employer", Role::ServiceWorker),
            ],
            step_owner: owner("step owner", Role::ServiceWorker),
            clerk: of("provider").account(Role::ServiceWorker),
            breaker: owner("stranger", Role::ServiceWorker),
        };
        let other = owner("other case", worker);
        let second = Parties {
            lead: other,
            taker: Owner::organisation(other.organisation),
            giver: other,
            sender: other,
            providers: vec![other],
            step_owner: other,
            clerk: of("other case").account(Role::ServiceWorker),
            breaker: owner("other case", Role::ServiceWorker),
        };
        let person = named(&mut tx, ("Gwenllian", "Prydderch"), other).await;
        let need = need(&mut tx, person, other).await;
        let cases = vec![
            case(&mut tx, "first", (world.person, world.need), first).await,
            case(&mut tx, "second", (person, need), second).await,
        ];
        for place in &places {
            let with_case = cases.iter().any(|case| case.person == place.own);
            if !with_case {
                plan(&mut tx, place.own, Owner::organisation(place.id)).await;
            }
        }
        tx.commit().await.unwrap();
        Self { places, cases }
    }
}

const PLACES: [(&str, OrganisationKind, Relation, bool); 10] = [
    ("lead", OrganisationKind::Prison, Relation::Lead, true),
    ("taker", OrganisationKind::Probation, Relation::Taker, true),
    ("provider", OrganisationKind::Provider, Relation::Provider, true),
    ("stranger", OrganisationKind::Provider, Relation::None, true),
    ("sender", OrganisationKind::Provider, Relation::Sender, true),
    ("giver", OrganisationKind::Probation, Relation::None, true),
    ("step owner", OrganisationKind::Council, Relation::StepOwner, true),
    ("unagreed", OrganisationKind::Health, Relation::Provider, false),
    ("employer", OrganisationKind::Employer, Relation::Provider, true),
    ("other case", OrganisationKind::Probation, Relation::None, true),
];

async fn places(world: &World, tx: &mut Tx) -> Vec<Place> {
    let mut places = Vec::new();
    for (name, kind, relation, agreed) in PLACES {
        let id = match name {
            "lead" => world.prison,
            "taker" => world.probation,
            "provider" => world.provider,
            "stranger" => world.stranger,
            _ => organisation(tx, &format!("The {name}"), kind).await,
        };
        let mut accounts = Vec::new();
        let mut own = world.person;
        if name != "lead" {
            own = named(tx, ("Owain", "Ownrecord"), Owner::organisation(id)).await;
        }
        for role in Role::ALL {
            let of = (*role == Role::Person).then_some(own);
            let by = if of == Some(world.person) {
                world.person_account
            } else {
                account(tx, &format!("{}.{role}", name.replace(' ', ".")), id, *role, of).await
            };
            accounts.push((*role, by));
        }
        places.push(Place { name, id, kind, relation, agreed, accounts, own });
    }
    let officers = places.iter().filter(|place| place.agreed);
    let signed: Vec<_> =
        officers.map(|place| (place.id, place.account(Role::DataProtectionOfficer))).collect();
    store::agreement::add(tx, &agreement(&signed), now()).await.unwrap();
    places
}

/// Who has part in a case.
struct Parties {
    lead: Owner,
    taker: Owner,
    giver: Owner,
    sender: Owner,
    providers: Vec<Owner>,
    step_owner: Owner,
    /// Who opened the record in an emergency.
    breaker: Owner,
    /// An account that its administrator can deactivate.
    clerk: AccountId,
}

/// Puts a thing on the list.
fn thing(noun: Noun, id: Uuid, holders: &[(OrganisationId, Relation)]) -> Thing {
    Thing { noun, id, holders: holders.to_vec() }
}

async fn case(
    tx: &mut Tx,
    name: &'static str,
    (person, need): (PersonId, NeedId),
    parties: Parties,
) -> Case {
    let lead = parties.lead;
    let mut things = vec![
        thing(Noun::Person, person.0, &[]),
        thing(Noun::Need, need.0, &[]),
        thing(Noun::Account, parties.clerk.0, &[]),
    ];
    let draft = assessment_of(tx, need).await;
    things.push(thing(Noun::Assessment, draft, &[]));
    things.extend(stay(tx, person, lead).await);
    things.extend(planned(tx, person, need, &parties).await);
    let service = service(tx, parties.providers[0].organisation).await;
    things.push(thing(
        Noun::Service,
        service.0,
        &[(parties.providers[0].organisation, Relation::Own)],
    ));
    things.extend(referrals(tx, person, need, service, &parties).await);
    things.extend(handovers(tx, person, &parties).await);
    things.extend(appointments(tx, person, &parties).await);
    things.push(emergency(tx, person, parties.breaker).await);
    things.push(pilot(tx, service, parties.providers[0].organisation).await);
    things.push(read_alert(tx, lead).await);
    let agency = parties.providers[0];
    things.extend(fed(tx, (agency.organisation, agency.account.unwrap()), person).await);
    things.push(role_request(tx, name, parties.providers[0].organisation).await);
    things.push(unsigned(tx, lead.organisation, parties.providers[0].organisation).await);
    let holder = parties.providers[0].organisation;
    if let Some(clerk) = things.iter_mut().find(|thing| thing.noun == Noun::Account) {
        clerk.holders = vec![(holder, Relation::Own)];
    }
    let details = details(tx, person).await;
    Case { name, lead: lead.organisation, person, need, service, details, things }
}

/// Returns the assessment from which a need came.
async fn assessment_of(tx: &mut Tx, id: NeedId) -> Uuid {
    let need: Option<Need> = store::need::hold(tx, id).await.unwrap();
    need.unwrap().assessment.0
}

/// A stay in prison that began, with its screening, and a release a week ago with an outcome to record.
async fn stay(tx: &mut Tx, person: PersonId, lead: Owner) -> Vec<Thing> {
    let episode = Episode {
        id: EpisodeId(Uuid::now_v7()),
        person,
        kind: EpisodeKind::Custody,
        organisation: lead.organisation,
        started_on: World::today() - Days::new(100),
        reason: EpisodeReason::NewReception,
        ended_on: Some(World::today() - Days::new(7)),
    };
    store::person::add_episode(tx, &episode, now()).await.unwrap();
    let screening = Screening::on_reception(ScreeningId(Uuid::now_v7()), &episode, lead).unwrap();
    store::screening::save(tx, &screening, None).await.unwrap();
    let release = Release {
        id: ReleaseId(Uuid::now_v7()),
        person,
        episode: episode.id,
        due_on: World::today() - Days::new(7),
        route: ReleaseRoute::Automatic,
        release_on: World::today() - Days::new(7),
        going_to: "A hostel".to_owned(),
        status: ReleaseStatus::Released,
        released_on: Some(World::today() - Days::new(7)),
    };
    store::release::save(tx, &release).await.unwrap();
    let outcome = Outcome {
        id: OutcomeId(Uuid::now_v7()),
        person,
        release: release.id,
        measure: Measure::HousedFirstNight,
        day: World::today() - Days::new(7),
        owner: lead,
        recorded: None,
    };
    store::outcome::save(tx, &outcome).await.unwrap();
    vec![thing(Noun::Screening, screening.id.0, &[]), thing(Noun::Outcome, outcome.id.0, &[])]
}

async fn plan(tx: &mut Tx, person: PersonId, owner: Owner) -> PlanId {
    let plan = Plan {
        id: PlanId(Uuid::now_v7()),
        person,
        owner,
        status: PlanStatus::UnderReview,
        challenged_on: Some(World::today()),
    };
    store::plan::add(tx, &plan, World::today()).await.unwrap();
    plan.id
}

/// A plan with a goal, and a step of the lead's and one of another organisation's.
async fn planned(tx: &mut Tx, person: PersonId, need: NeedId, parties: &Parties) -> Vec<Thing> {
    let plan = plan(tx, person, parties.lead).await;
    let goal =
        Goal { id: GoalId(Uuid::now_v7()), plan, need, words: "A place of my own".to_owned() };
    store::plan::add_goal(tx, &goal, World::today()).await.unwrap();
    let mut things = vec![thing(Noun::Goal, goal.id.0, &[])];
    for owner in [parties.lead, parties.step_owner] {
        let step = Step {
            id: StepId(Uuid::now_v7()),
            goal: goal.id,
            need,
            person,
            words: "Ask the council".to_owned(),
            actor: Actor::Organisation,
            owner,
            due_on: World::today() + Days::new(30),
            state: StepState::Open,
        };
        store::plan::save_step(tx, &step, World::today()).await.unwrap();
        things.push(thing(Noun::Step, step.id.0, &[(owner.organisation, Relation::StepOwner)]));
    }
    things
}

async fn service(tx: &mut Tx, organisation: OrganisationId) -> ServiceId {
    let service = Service {
        id: ServiceId(Uuid::now_v7()),
        organisation,
        name: "Rent deposits".to_owned(),
        description: "Deposits and first month’s rent".to_owned(),
        areas: vec![domain::Area::Accommodation],
        eligibility: Eligibility::default(),
        capacity: 10,
        serving: 0,
        wait_days: 7,
        last_verified_on: World::today(),
    };
    store::service::save(tx, &service).await.unwrap();
    service.id
}

/// A referral that each provider was sent, a draft of the lead's, and one that another sent.
async fn referrals(
    tx: &mut Tx,
    person: PersonId,
    need: NeedId,
    service: ServiceId,
    parties: &Parties,
) -> Vec<Thing> {
    let sent = ReferralState::Sent;
    let mut all: Vec<_> =
        parties.providers.iter().map(|by| (parties.lead, by.organisation, sent.clone())).collect();
    let first = parties.providers[0].organisation;
    all.push((parties.lead, first, ReferralState::Draft));
    all.push((parties.sender, first, sent));
    let mut things = Vec::new();
    for (sender, provider, state) in all {
        let referral = Referral {
            id: ReferralId(Uuid::now_v7()),
            person,
            need,
            service,
            sender,
            provider,
            aims: vec!["A tenancy signed".to_owned()],
            background: String::new(),
            state,
            since: World::today(),
        };
        store::referral::save(tx, &referral, World::today()).await.unwrap();
        let mut holders = vec![(sender.organisation, Relation::Sender)];
        if referral.state.reached_provider() {
            holders.push((provider, Relation::Provider));
        }
        things.push(thing(Noun::Referral, referral.id.0, &holders));
    }
    things
}

/// One that waits for its taker, and one by which the lead came to the case.
async fn handovers(tx: &mut Tx, person: PersonId, parties: &Parties) -> Vec<Thing> {
    let by = parties.lead.account.unwrap();
    let mut things = Vec::new();
    for (giver, taker, state) in [
        (parties.lead, Owner::organisation(parties.taker.organisation), HandoverState::Created),
        (parties.giver, parties.lead, HandoverState::Accepted { by }),
    ] {
        let handover = Handover {
            id: HandoverId(Uuid::now_v7()),
            person,
            kind: HandoverKind::Release,
            giver,
            taker,
            summary: "Needs a home first".to_owned(),
            effective_on: Some(World::today()),
            state,
            since: World::today(),
        };
        store::handover::save(tx, &handover).await.unwrap();
        let holders =
            [(giver.organisation, Relation::Giver), (taker.organisation, Relation::Taker)];
        things.push(thing(Noun::Handover, handover.id.0, &holders));
    }
    things
}

/// One of the lead's and one of the provider's, both past.
async fn appointments(tx: &mut Tx, person: PersonId, parties: &Parties) -> Vec<Thing> {
    let mut things = Vec::new();
    for owner in [parties.lead, parties.providers[0]] {
        let appointment = Appointment {
            id: AppointmentId(Uuid::now_v7()),
            person,
            referral: None,
            owner,
            at: now() - TimeDelta::days(1),
            kind: MeetingKind::AtOffice,
            place: "12 Quay Street".to_owned(),
            attendance: Attendance::Scheduled,
        };
        store::appointment::save(tx, &appointment).await.unwrap();
        let holders = [(owner.organisation, Relation::Provider)];
        things.push(thing(Noun::Appointment, appointment.id.0, &holders));
    }
    things
}

/// One that is open, and waits to be reviewed.
async fn emergency(tx: &mut Tx, person: PersonId, breaker: Owner) -> Thing {
    let glass = BreakGlass {
        id: BreakGlassId(Uuid::now_v7()),
        person,
        account: breaker.account.unwrap(),
        organisation: breaker.organisation,
        reason: BreakGlassReason::LifeAtRisk,
        groups: [FieldGroup::Identity, FieldGroup::Risk].into_iter().collect(),
        at: now(),
        began_on: World::today(),
        verdict: None,
    };
    store::break_glass::add(tx, &glass, "He said that he took tablets").await.unwrap();
    thing(Noun::BreakGlass, glass.id.0, &[(breaker.organisation, Relation::Breaker)])
}

/// A plan that everything can be kept of.
pub(crate) fn pilot_plan() -> PilotPlan {
    PilotPlan {
        served: "Men who leave to no home".to_owned(),
        theory: "A home first".to_owned(),
        comparison: Comparison::NotServed,
        people: 200,
        compared: 1_000,
        expected: 40,
        worthwhile: 6,
        measures: vec![Measure::HousedFirstNight],
    }
}

async fn pilot(tx: &mut Tx, service: ServiceId, provider: OrganisationId) -> Thing {
    let pilot = Pilot {
        id: PilotId(Uuid::now_v7()),
        name: "Keys".to_owned(),
        question: "Do more people have a home?".to_owned(),
        services: vec![service],
        starts_on: World::today() - Days::new(300),
    };
    store::pilot::add(tx, &pilot, now()).await.unwrap();
    let plan = PlanOfPilot { plan: pilot_plan(), fixed: None };
    assert!(store::pilot::save_plan(tx, pilot.id, &plan).await.unwrap());
    // Whoever gives the help that it counts may make a file of those whom it helped.
    thing(Noun::Pilot, pilot.id.0, &[(provider, Relation::Own)])
}

/// An alert that the lead's worker read many records.
/// A file of another organisation with one record, which waits to be decided whether it is of the person.
async fn fed(
    tx: &mut Tx,
    (agency, sender): (OrganisationId, AccountId),
    person: PersonId,
) -> [Thing; 3] {
    let name = |text: &str| domain::Name::parse(text).unwrap();
    let record = SourceRecord {
        own_number: "HB 1".to_owned(),
        given_name: name("Sian"),
        family_name: name("Oneill"),
        date_of_birth: None,
        sex: None,
        postcode: None,
        address: None,
        numbers: Vec::new(),
        risk_marker: false,
    };
    let feed = Feed {
        id: FeedId(Uuid::now_v7()),
        organisation: agency,
        number: 1,
        title: "Register".to_owned(),
        hash: "0".to_owned(),
        rows: 1,
        refused: 0,
        at: now(),
    };
    store::feed::add(tx, &feed, sender).await.unwrap();
    let source = SourceId(Uuid::now_v7());
    store::feed::add_source(tx, source, (agency, "HB 1"), now()).await.unwrap();
    let came = store::feed::Came {
        id: SourceRecordId(Uuid::now_v7()),
        feed: feed.id,
        line: 2,
        hash: "0".to_owned(),
        as_sent: store::feed::AsSent::new(),
        at: now(),
    };
    store::feed::add_record(tx, source, &record, &came).await.unwrap();
    // Who owns it is read from the person.
    let about = (source, person, Owner::organisation(agency));
    let begun =
        Join::begin(JoinId(Uuid::now_v7()), about, Some(Held::Weight), (now(), World::today()));
    let id = begun.id;
    let kept = store::join::Kept { join: begun, bits: 9.0, held: Some(Held::Weight) };
    let calendar = domain::BankHolidays::built_in();
    store::join::save(tx, &kept, &calendar).await.unwrap();
    // The clock is of who leads the case, as it is when the record is looked up.
    let kept = store::join::find(tx, id).await.unwrap().unwrap();
    store::join::save(tx, &kept, &calendar).await.unwrap();
    let pair = domain::SamplePairId(Uuid::now_v7());
    let stratum = domain::JoinStratum::Waiting;
    let about = domain::join_sample::Pair { stratum, source, person };
    let groups = store::join_sample::Groups::of(None, None);
    let sample = store::join_sample::Sample {
        id: domain::JoinSampleId(Uuid::now_v7()),
        seed: 1,
        drawn_on: World::today(),
        due_on: World::today(),
        drawn_at: now(),
        pairs: 1,
        unjoined: 1,
        looked_through: 1,
    };
    let sizes = [(stratum, groups, 1)];
    store::join_sample::add(tx, (&sample, sender), &sizes, &[(pair, about, groups)]).await.unwrap();
    [
        thing(Noun::Feed, feed.id.0, &[(agency, Relation::Own)]),
        thing(Noun::Join, id.0, &[]),
        thing(Noun::SamplePair, pair.0, &[]),
    ]
}

async fn read_alert(tx: &mut Tx, reader: Owner) -> Thing {
    let alert = ReadAlert {
        id: ReadAlertId(Uuid::now_v7()),
        account: reader.account.unwrap(),
        organisation: reader.organisation,
        kind: ReadAlertKind::Many,
        people: 61,
        at: now(),
        seen: false,
    };
    store::read_alert::add(tx, &alert).await.unwrap();
    thing(Noun::ReadAlert, alert.id.0, &[(reader.organisation, Relation::Own)])
}

/// An invitation that waits for a second person, asked for by an account that does nothing else.
async fn role_request(tx: &mut Tx, name: &str, by: OrganisationId) -> Thing {
    let asker = account(tx, &format!("asker.{name}"), by, Role::Administrator, None).await;
    let id = RoleRequestId(Uuid::now_v7());
    let what = (by, Role::Administrator, None);
    let request = RoleRequest::ask(id, what, (asker, now()), World::today()).unwrap();
    let whom = Whom {
        name: "Asked For".to_owned(),
        email: format!("asked.for.{name}@demo.example"),
        token_hash: Some(format!("hash of {name}")),
    };
    store::role_request::add(tx, &request, &whom).await.unwrap();
    thing(Noun::RoleRequest, id.0, &[(by, Relation::Own)])
}

/// An agreement that nobody has signed yet.
async fn unsigned(tx: &mut Tx, one: OrganisationId, other: OrganisationId) -> Thing {
    let id = AgreementId(Uuid::now_v7());
    let mut parties = vec![one, other];
    parties.dedup();
    let holders: Vec<_> = parties.iter().map(|party| (*party, Relation::Own)).collect();
    let agreement = Agreement { id, parties, ..agreement(&[]) };
    store::agreement::add(tx, &agreement, now()).await.unwrap();
    thing(Noun::Agreement, id.0, &holders)
}

async fn details(tx: &mut Tx, person: PersonId) -> [(&'static str, Uuid); 3] {
    let [address, contact, flag] = [Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7()];
    let from_on = Some(World::today() - Days::new(30));
    let lived = Address {
        id: address,
        kind: AddressKind::Main,
        words: "1 Harbour Row".to_owned(),
        postcode: None,
        from_on,
        to_on: None,
    };
    store::person_detail::add_address(tx, person, &lived, now()).await.unwrap();
    let reached = Contact {
        id: contact,
        kind: ContactKind::Phone,
        value: "07700 900111".to_owned(),
        from_on,
        to_on: None,
    };
    store::person_detail::add_contact(tx, person, &reached, now()).await.unwrap();
    let flagged = Flag {
        id: flag,
        kind: RiskFlag::Vulnerable,
        note: None,
        from_on: World::today() - Days::new(30),
        to_on: None,
    };
    store::risk_flag::add(tx, person, &flagged, now()).await.unwrap();
    [("address", address), ("contact", contact), ("flag", flag)]
}
