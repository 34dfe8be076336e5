//! Workers and their caseloads. Each organisation numbers its workers, and people fall to them in
//! blocks of the same size, so that more people mean more workers and never other ones.

use crate::name::worker_name;
use crate::organisation::Place;
use crate::settings::Settings;
use crate::stream::{Lane, Stream};
use crate::world::World;
use chrono::{DateTime, Utc};
use domain::{AccountId, OrganisationId, OrganisationKind, Person, PersonId, Role};

/// People that a worker of a prison or probation region has over the year. About a third are with
/// them at one time, as in the 25 to 40 of a resettlement worker.
const PEOPLE_A_WORKER: f64 = 90.0;

/// People of the region for each worker of any other organisation.
const PEOPLE_A_SERVICE_WORKER: f64 = 2_000.0;

/// Share of women among people in custody: 4 % (HMPPS Offender Equalities Annual Report 2022-23), a
/// little more among those leaving, as their sentences are shorter.
pub(crate) const WOMEN: f64 = 0.05;

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker {
    /// Their account.
    pub id: AccountId,
    /// Their organisation.
    pub organisation: OrganisationId,
    /// Their name.
    pub name: String,
    /// The e-mail address that signs in.
    pub email: String,
    /// Their role.
    pub role: Role,
    /// `en` or `cy`.
    pub language: String,
    /// The person, for the account of a person leaving prison.
    pub person: Option<PersonId>,
    /// Whether the address is a fixed one, for demonstrations.
    pub demonstration: bool,
}

/// The accounts of every organisation that hold cases or give services, by number.
pub(crate) struct Roster {
    ids: Vec<Vec<AccountId>>,
    per_worker: Vec<f64>,
}

impl Roster {
    /// Numbers the workers that a region of this size needs.
    pub(crate) fn new(settings: &Settings, places: &[Place], created_at: DateTime<Utc>) -> Self {
        let per_worker: Vec<f64> = places.iter().map(people_per_worker).collect();
        let last = settings.people() - 1;
        let ids = per_worker
            .iter()
            .enumerate()
            .map(|(place, per_worker)| {
                (0..=number(last, *per_worker))
                    .map(|worker| AccountId(stream(settings.seed(), place, worker).id(created_at)))
                    .collect()
            })
            .collect();
        Self { ids, per_worker }
    }

    /// Returns the worker of an organisation to whom a person falls.
    pub(crate) fn worker(&self, place: usize, person: u32) -> AccountId {
        self.ids[place][number(person, self.per_worker[place])]
    }

    /// Returns the worker of an organisation to whom an earlier block of people falls, if any: who
    /// had the case before a change of worker.
    pub(crate) fn earlier_worker(&self, place: usize, person: u32) -> Option<AccountId> {
        let earlier = number(person, self.per_worker[place]).checked_sub(1)?;
        Some(self.ids[place][earlier])
    }

    /// Returns every worker, and the demonstration accounts.
    pub(crate) fn workers(&self, world: &World, demonstration: &Person) -> Vec<Worker> {
        let mut workers = Vec::new();
        for (place, ids) in self.ids.iter().enumerate() {
            for (number, id) in ids.iter().enumerate() {
                workers.push(worker(world, place, number, *id));
            }
        }
        let created_at = world.created_at();
        for (place, entry) in world.places.iter().enumerate() {
            for Extra { role, email, person, demonstration: fixed } in
                extra_accounts(entry, demonstration.id)
            {
                let mut stream = extra_stream(world, place, role);
                workers.push(Worker {
                    id: AccountId(stream.id(created_at)),
                    organisation: entry.organisation.id,
                    name: match person {
                        Some(_) => demonstration.full_name(),
                        None => worker_name(world, &mut stream, is_welsh(entry)),
                    },
                    email,
                    role,
                    language: "en".to_owned(),
                    person,
                    demonstration: fixed,
                });
            }
        }
        workers
    }
}

/// Returns the name of the worker of an organisation to whom a person falls.
pub(crate) fn name_of(world: &World, place: usize, person: u32) -> String {
    let number = number(person, world.roster.per_worker[place]);
    let id = world.roster.ids[place][number];
    worker(world, place, number, id).name
}

/// Returns the role of an organisation's workers.
pub(crate) const fn role(kind: OrganisationKind) -> Role {
    match kind {
        OrganisationKind::Prison | OrganisationKind::Probation => Role::ResettlementWorker,
        OrganisationKind::Partnership => Role::Administrator,
        _ => Role::ServiceWorker,
    }
}

fn worker(world: &World, place: usize, number: usize, id: AccountId) -> Worker {
    let entry = &world.places[place];
    let mut stream = stream(world.settings.seed(), place, number);
    stream.id(world.created_at());
    let welsh = is_welsh(entry);
    let name = worker_name(world, &mut stream, welsh);
    let role = role(entry.organisation.kind);
    let fixed = entry.main.as_ref().filter(|_| number == 0).map(|main| match role {
        Role::ResettlementWorker => format!("worker.{main}@demo.example"),
        Role::Administrator => "admin@demo.example".to_owned(),
        _ => format!("service.{main}@demo.example"),
    });
    Worker {
        id,
        organisation: entry.organisation.id,
        name,
        demonstration: fixed.is_some(),
        email: fixed.unwrap_or_else(|| format!("worker.{number}@{}.example", entry.key)),
        role,
        language: if welsh && stream.chance(0.2) { "cy" } else { "en" }.to_owned(),
        person: None,
    }
}

/// An account of an organisation that neither leads cases nor gives services.
struct Extra {
    role: Role,
    email: String,
    person: Option<PersonId>,
    demonstration: bool,
}

/// Returns the accounts of an organisation besides its workers: whoever signs what it shares, and the
/// demonstration accounts of a main one.
fn extra_accounts(place: &Place, demonstration: PersonId) -> Vec<Extra> {
    let fixed = |role, name: &str| Extra {
        role,
        email: format!("{name}@demo.example"),
        person: None,
        demonstration: true,
    };
    let officer = Role::DataProtectionOfficer;
    let kind = place.organisation.kind;
    let signs = match &place.main {
        // Two, because rules and grants wait for a second person.
        Some(main) if matches!(kind, OrganisationKind::Prison | OrganisationKind::Probation) => {
            fixed(officer, &format!("dpo.{main}"))
        }
        _ => Extra {
            email: format!("dpo@{}.example", place.key),
            demonstration: false,
            ..fixed(officer, "")
        },
    };
    let mut extras = vec![signs];
    let Some(main) = &place.main else { return extras };
    if kind == OrganisationKind::Partnership {
        extras.extend([fixed(Role::Evaluator, "evaluator"), fixed(Role::BoardMember, "board")]);
        return extras;
    }
    if kind == OrganisationKind::Provider {
        extras.push(fixed(Role::ResettlementWorker, &format!("worker.{main}")));
    }
    extras.push(fixed(Role::Administrator, &format!("admin.{main}")));
    if kind == OrganisationKind::Prison {
        extras.push(Extra { person: Some(demonstration), ..fixed(Role::Person, "person") });
    }
    extras
}

/// Returns the account of an organisation's data protection officer.
pub(crate) fn officer(world: &World, place: usize) -> AccountId {
    AccountId(extra_stream(world, place, Role::DataProtectionOfficer).id(world.created_at()))
}

/// Opens the stream of an account besides the workers, above every worker number.
fn extra_stream(world: &World, place: usize, role: Role) -> Stream {
    stream(world.settings.seed(), place, (1 << 30) + role as usize)
}

fn is_welsh(place: &Place) -> bool {
    place.organisation.region.as_deref() == Some(domain::Region::Wales.code())
}

fn people_per_worker(place: &Place) -> f64 {
    let of_people = match place.organisation.kind {
        // The one prison with every woman, and those that share the men.
        OrganisationKind::Prison if place.share >= 1.0 => WOMEN,
        OrganisationKind::Prison => place.share * (1.0 - WOMEN),
        OrganisationKind::Probation => place.share,
        OrganisationKind::Partnership => return f64::INFINITY,
        _ => return PEOPLE_A_SERVICE_WORKER,
    };
    PEOPLE_A_WORKER / of_people
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "people are at most a million and the divisor is positive"
)]
fn number(person: u32, per_worker: f64) -> usize {
    (f64::from(person) / per_worker) as usize
}

fn stream(seed: u64, place: usize, number: usize) -> Stream {
    Stream::new(seed, Lane::Worker, ((place as u64) << 32) | number as u64)
}
