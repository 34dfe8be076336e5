//! What an organisation may read of a person, one by one and as a list: the same answer.

use crate::build::{World, add_worker, agreement, at, day, id, now, organisation, today};
use domain::{
    Appointment, Area, Attendance, FieldGroup, FieldGroups, Goal, Handover, Need, Organisation,
    OrganisationKind, Owner, PersonId, Purpose, Referral, ReferralState, Role, Step,
};
use policy::{Action, Actor, Condition, Relation, Shown, authorise, disclosure};
use store::visible::{self, Reader};
use store::{
    Conn, Tx, agreement as agreements, appointment, handover, need, person, plan, referral,
};
use store::{relation, sharing};

/// What somebody has to do with a person.
#[derive(Clone, Copy, Debug)]
enum Work {
    Nothing,
    Draft,
    Sent,
    Withdrawn,
    Appointment,
    PastAppointment,
    Step,
    Offered,
}

const WORK: [Work; 8] = [
    Work::Nothing,
    Work::Draft,
    Work::Sent,
    Work::Withdrawn,
    Work::Appointment,
    Work::PastAppointment,
    Work::Step,
    Work::Offered,
];

/// Saves a person whom somebody leads, and gives an organisation its work with them.
async fn somebody(tx: &mut Tx, w: &World, lead: Owner, work: Work) -> PersonId {
    let (person, _, assessment) = World::person_in_prison(tx, lead).await;
    let need = Need {
        person: person.id,
        assessment: assessment.id,
        owner: lead,
        ..w.need(Area::Accommodation)
    };
    need::save(tx, &need).await.unwrap();
    let refer = |state| Referral { person: person.id, sender: lead, state, ..w.referral(&need) };
    match work {
        Work::Nothing => {}
        Work::Draft => referral::save(tx, &refer(ReferralState::Draft), today()).await.unwrap(),
        Work::Sent => referral::save(tx, &refer(ReferralState::Sent), today()).await.unwrap(),
        Work::Withdrawn => {
            let withdrawn = ReferralState::Withdrawn {
                reason: domain::referral::WithdrawReason::PersonDeclined,
                sent: true,
                after_contact: false,
                started_on: None,
            };
            referral::save(tx, &refer(withdrawn), today()).await.unwrap();
        }
        Work::Appointment | Work::PastAppointment => {
            let attendance = match work {
                Work::Appointment => Attendance::Scheduled,
                _ => Attendance::Attended,
            };
            let meeting = w.appointment(at("2026-03-04T10:00:00Z"));
            let meeting =
                Appointment { person: person.id, owner: w.charity, attendance, ..meeting };
            appointment::save(tx, &meeting).await.unwrap();
        }
        Work::Step => {
            let plan = domain::Plan { person: person.id, owner: lead, ..w.plan() };
            plan::add(tx, &plan, today()).await.unwrap();
            let goal = Goal { id: id(), plan: plan.id, need: need.id, words: "A home".to_owned() };
            plan::add_goal(tx, &goal, today()).await.unwrap();
            let step = Step { person: person.id, owner: w.charity, ..w.step(&goal) };
            plan::save_step(tx, &step, today()).await.unwrap();
        }
        Work::Offered => {
            let taker = Owner::organisation(w.charity.organisation);
            let offer = Handover { person: person.id, giver: lead, taker, ..w.handover() };
            handover::save(tx, &offer).await.unwrap();
        }
    }
    person.id
}

/// Asks policy about one person.
async fn sees(conn: &mut Conn, actor: &Actor, person: PersonId) -> bool {
    let relation = relation::to_person(conn, actor, person).await.unwrap().unwrap();
    let asks = (actor.organisation, actor.purpose());
    let standing = sharing::standing(conn, relation, asks, person, today()).await.unwrap();
    authorise(actor, Action::ViewPerson, standing, ()).is_ok()
        && disclosure(actor, standing, FieldGroup::Identity).shown == Shown::Full
}

both! {
    async fn a_list_shows_whom_policy_shows_one_by_one(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let apart = Organisation {
            kind: OrganisationKind::Prison,
            name: "Prison without an agreement".to_owned(),
            ..organisation()
        };
        let apart = add_worker(&mut tx, &apart, "Ada Apart").await;
        let mut people = vec![w.person.id];
        for lead in [w.worker, apart, w.charity] {
            for work in WORK {
                people.push(somebody(&mut tx, &w, lead, work).await);
            }
        }
        let mut seen = 0;
        for owner in [w.worker, w.probation, w.charity, apart] {
            for role in [Role::ResettlementWorker, Role::ServiceWorker, Role::Administrator] {
                for kind in [OrganisationKind::Provider, OrganisationKind::Employer] {
                    let actor = Actor::anybody(role, owner.organisation, kind);
                    let condition = Condition::on_records(&actor, Action::ViewPerson).unwrap();
                    let named = Condition::on_reading(&actor, FieldGroup::Identity).unwrap();
                    let condition = condition.and(named);
                    let reader = Reader::of(&actor, today());
                    let listed = visible::among(&mut tx, &condition, reader, &people).await.unwrap();
                    for one in &people {
                        let alone = sees(&mut tx, &actor, *one).await;
                        assert_eq!(listed.contains(one), alone, "{role} {kind} {owner:?} {one}");
                    }
                    seen += listed.len();
                    let all = person::by_name(&mut tx, (&condition, reader), "example").await;
                    assert_eq!(all.unwrap().len(), listed.len().min(25), "{role} {kind}");
                }
            }
        }
        assert!(seen > 30, "too little was compared: {seen}");
    }
}

both! {
    async fn an_agreement_counts_between_those_who_signed_and_while_it_lasts(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let reader = add_worker(&mut tx, &organisation(), "Nia Newcomer").await;
        let asks = (reader.organisation, Purpose::Service);
        let agreed = async |tx: &mut Tx, on| {
            sharing::standing(tx, Relation::Provider, asks, w.person.id, on).await.unwrap().agreed
        };
        assert_eq!(agreed(&mut tx, today()).await, FieldGroups::NONE);
        let unsigned = domain::Agreement {
            signatures: vec![agreement(&[w.worker]).signatures[0]],
            groups: vec![FieldGroup::Identity, FieldGroup::Needs],
            purposes: vec![Purpose::Service],
            ..agreement(&[w.worker, reader])
        };
        agreements::add(&mut tx, &unsigned, now()).await.unwrap();
        assert_eq!(agreed(&mut tx, today()).await, FieldGroups::NONE);
        let signature = agreement(&[reader]).signatures[0];
        assert!(agreements::sign(&mut tx, unsigned.id, &signature).await.unwrap());
        let both: FieldGroups = [FieldGroup::Identity, FieldGroup::Needs].into_iter().collect();
        for (on, expected) in [
            ("2026-01-11", FieldGroups::NONE),
            ("2026-01-12", both),
            ("2027-01-11", both),
            ("2027-01-12", FieldGroups::NONE),
        ] {
            assert_eq!(agreed(&mut tx, day(on)).await, expected, "{on}");
        }
        let other = (reader.organisation, Purpose::Resettlement);
        let for_other =
            sharing::standing(&mut tx, Relation::Provider, other, w.person.id, today()).await;
        assert_eq!(for_other.unwrap().agreed, FieldGroups::NONE, "for another purpose");

        let parties = (w.worker.organisation, reader.organisation);
        let behind = sharing::behind(&mut tx, parties, Purpose::Service, today()).await.unwrap();
        assert_eq!((behind.len(), behind[0].in_force, behind[0].groups), (1, true, both));
        assert!(agreements::end(&mut tx, unsigned.id, today()).await.unwrap());
        assert_eq!(agreed(&mut tx, today()).await, FieldGroups::NONE, "on the very day");
        let behind = sharing::behind(&mut tx, parties, Purpose::Service, today()).await.unwrap();
        assert_eq!((behind.len(), behind[0].in_force), (1, false));
    }
}

both! {
    async fn everybody_who_stands_to_a_person_is_found(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        let person = somebody(&mut tx, &w, w.worker, Work::Sent).await;
        let standing = relation::of_all(&mut tx, person).await.unwrap();
        let found: Vec<_> = standing.iter().map(|one| (one.organisation, one.relation)).collect();
        let expected =
            [(w.charity.organisation, Relation::Provider), (w.worker.organisation, Relation::Lead)];
        assert_eq!(found, expected);
    }
}

both! {
    async fn a_council_is_asked_for_in_england_and_not_in_wales(db: Db) {
        let w = World::new(&db).await;
        let mut tx = db.begin().await.unwrap();
        for (region, asked) in [("south-west", true), ("wales", false)] {
            let council = Organisation {
                kind: OrganisationKind::Council,
                region: Some(region.to_owned()),
                ..organisation()
            };
            let council = add_worker(&mut tx, &council, "Cai Council").await;
            let asks = (council.organisation, Purpose::Service);
            let standing =
                sharing::standing(&mut tx, Relation::Provider, asks, w.person.id, today()).await;
            let told = standing.unwrap().consented.contains(FieldGroup::Accommodation);
            assert_eq!(told, !asked, "{region}");
        }
    }
}
