//! Nobody is dropped: whoever offers, accepts, releases, receives, meets, serves or withdraws, in any
//! order, everything open in a person's record has one clock, and its owner is an organisation that
//! can see the person.
//!
//! Seeded random walks over the actions themselves, each by somebody who may or may not be allowed
//! to; what policy and the life cycles refuse must change nothing either.

use crate::harness::{World, account, now, on_both, organisation, received};
use app::custody::Reception;
use app::handover::NewHandover;
use app::release::NewPlan;
use app::{App, Error};
use chrono::{Days, NaiveDate, TimeDelta};
use domain::referral::{DeclineReason, ReferralMove, WithdrawReason};
use domain::*;
use policy::{Authorised, Relation};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::{
    Conn, appointment, break_glass, clock, concern, handover, need, outcome, plan, referral,
    screening,
};
use uuid::Uuid;

/// Walks on each database, each with its own seed.
const WALKS: u64 = 6;
/// Moves of one walk.
const MOVES: usize = 90;
/// Open things of one kind at most, so that what is open fits on the list that is compared.
const OPEN: usize = 12;

#[test]
fn every_open_thing_has_an_owner_who_sees_the_person() {
    on_both(async |world| {
        let mut done = BTreeMap::new();
        let mut walk = Walk::new(&world).await;
        for seed in 1..=WALKS {
            walk.chance = Chance(seed);
            walk.record_every_outcome().await;
            for _ in 0..MOVES {
                let (name, result) = walk.make().await;
                match result {
                    Ok(()) => *done.entry(name).or_insert(0) += 1,
                    Err(
                        Error::Invalid(_)
                        | Error::Refused(_)
                        | Error::NotFound(_)
                        | Error::Moved(_),
                    ) => {}
                    Err(error) => panic!("{name} with seed {seed}: {error:?}"),
                }
                walk.assert_nobody_is_dropped(seed, name).await;
            }
        }
        // A walk that is always refused would prove nothing.
        for name in [
            "accept",
            "released",
            "received",
            "appointment",
            "attendance",
            "withdraw",
            "concern",
            "break",
            "review",
        ] {
            assert!(done.get(name).is_some_and(|count| *count > 0), "{name}: {done:?}");
        }
    });
}

/// A small generator whose sequence is the same everywhere.
struct Chance(u64);

impl Chance {
    /// Returns a number below a limit (`SplitMix64`).
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(limit).unwrap()).unwrap()
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        if of.is_empty() { None } else { of.get(self.below(of.len())) }
    }
}

struct Walk<'a> {
    world: &'a World,
    app: App,
    minutes: Arc<AtomicI64>,
    chance: Chance,
    accounts: Vec<AccountId>,
    organisations: Vec<OrganisationId>,
    assessment: AssessmentId,
    goal: GoalId,
    service: ServiceId,
    allowed: Authorised<PersonId>,
    /// Who reviews what the stranger's worker broke.
    stranger_officer: AccountId,
}

impl<'a> Walk<'a> {
    async fn new(world: &'a World) -> Self {
        let minutes = Arc::new(AtomicI64::new(0));
        let passed = minutes.clone();
        let app = App::with_clock(world.db.clone(), move || {
            now() + TimeDelta::minutes(passed.load(Ordering::Relaxed))
        });
        received(world, "2026-09-01").await;
        let allowed = crate::release::cleared(world).await;
        let role = Role::ResettlementWorker;
        let mut tx = world.db.begin().await.unwrap();
        let second = organisation(&mut tx, "Second Probation", OrganisationKind::Probation).await;
        let accounts = vec![
            world.prison_worker,
            world.probation_worker,
            world.service_worker,
            world.stranger_worker,
            account(&mut tx, "prison-2", world.prison, role, None).await,
            account(&mut tx, "probation-2", world.probation, role, None).await,
            account(&mut tx, "second", second, role, None).await,
            account(&mut tx, "provider-2", world.provider, role, None).await,
        ];
        let officer = Role::DataProtectionOfficer;
        let stranger_officer =
            account(&mut tx, "stranger-officer", world.stranger, officer, None).await;
        let found = need::find(&mut tx, world.need).await.unwrap().unwrap();
        let plan = Plan {
            id: id(),
            person: world.person,
            owner: found.owner,
            status: PlanStatus::Draft,
            challenged_on: None,
        };
        plan::add(&mut tx, &plan, World::today()).await.unwrap();
        let goal = Goal { id: id(), plan: plan.id, need: found.id, words: "A home".to_owned() };
        plan::add_goal(&mut tx, &goal, World::today()).await.unwrap();
        tx.commit().await.unwrap();
        let sent = crate::referral::sent(world).await;
        let mut conn = world.db.read().await.unwrap();
        let service = referral::find(&mut conn, sent).await.unwrap().unwrap().service;
        let organisations = vec![world.prison, world.probation, world.provider, second];
        Self {
            world,
            app,
            minutes,
            chance: Chance(0),
            accounts,
            organisations,
            assessment: found.assessment,
            goal: goal.id,
            service,
            allowed,
            stranger_officer,
        }
    }

    async fn conn(&self) -> Conn {
        self.world.db.read().await.unwrap()
    }

    fn today(&self) -> NaiveDate {
        app::local_time(self.app.now()).date()
    }

    /// Returns a day some weeks around today.
    fn about_now(&mut self) -> NaiveDate {
        self.today() - Days::new(20) + Days::new(u64::try_from(self.chance.below(40)).unwrap())
    }

    /// Returns mostly who leads the case, so that walks get far; often anybody.
    fn somebody(&mut self, lead: Owner) -> AccountId {
        match (self.chance.below(3), lead.account) {
            (0, _) | (_, None) => *self.chance.one(&self.accounts).unwrap(),
            (_, Some(account)) => account,
        }
    }

    /// Makes somebody do something.
    async fn make(&mut self) -> (&'static str, Result<(), Error>) {
        let lead = person_lead(&mut self.conn().await, &self.allowed).await;
        let account = self.somebody(lead);
        let actor = store::account::actor(&mut self.conn().await, account).await.unwrap().unwrap();
        let ctx = self.app.context(actor, Uuid::now_v7());
        let person = self.world.person;
        match self.chance.below(18) {
            0 => {
                let minutes = i64::try_from(self.chance.below(10 * 24 * 60)).unwrap();
                self.minutes.fetch_add(minutes, Ordering::Relaxed);
                ("wait", Ok(()))
            }
            1 | 2 => {
                let new = self.handover(account).await;
                ("offer", app::handover::create(&ctx, person, new).await.map(|_| ()))
            }
            3..=5 => self.move_handover().await,
            6 => {
                let plan = NewPlan {
                    due_on: self.about_now(),
                    route: ReleaseRoute::Automatic,
                    going_to: "Home".to_owned(),
                };
                ("plan", app::release::plan(&ctx, person, plan).await)
            }
            7 => ("released", app::custody::released(&ctx, person, self.today()).await),
            8 => {
                let reception = Reception {
                    on: self.today(),
                    prison: self.world.prison,
                    reason: EpisodeReason::Recall,
                    summary: "Recalled".to_owned(),
                };
                ("received", app::custody::received(&ctx, person, reception).await)
            }
            9 => ("appointment", self.make_appointment(&ctx).await),
            10 => ("attendance", self.record_attendance(&ctx).await),
            11 => ("outcome", self.record_outcome(&ctx).await),
            12 => self.move_referral().await,
            13 => ("refer", self.refer(lead).await),
            14 | 15 => self.speak(&ctx).await,
            16 => self.break_or_review().await,
            _ => ("step", self.add_or_close_step(lead).await),
        }
    }

    async fn handover(&mut self, account: AccountId) -> NewHandover {
        let taker = *self.chance.one(&self.organisations).unwrap();
        let own = store::account::actor(&mut self.conn().await, account).await.unwrap().unwrap();
        let inside = own.organisation == taker;
        let workers =
            store::organisation::case_workers(&mut self.conn().await, taker).await.unwrap();
        let worker = self.chance.one(&workers).map(|(account, _)| *account);
        let outside = [HandoverKind::Release, HandoverKind::Transfer];
        NewHandover {
            kind: if inside { HandoverKind::ChangeOfWorker } else { outside[self.chance.below(2)] },
            taker,
            worker: worker.filter(|_| inside),
            summary: "What to know".to_owned(),
            effective_on: (!inside).then(|| self.about_now()),
        }
    }

    /// Moves an open handover, as anybody.
    async fn move_handover(&mut self) -> (&'static str, Result<(), Error>) {
        let open = handover::open_of_person(&mut self.conn().await, &self.allowed).await.unwrap();
        let Some(open) = self.chance.one(&open) else { return ("no handover", Ok(())) };
        let steps = [
            ("accept", HandoverMove::Accept),
            ("accept", HandoverMove::Accept),
            ("meet", HandoverMove::Meet { on: self.today(), person_attended: true }),
            ("complete", HandoverMove::Complete),
            ("abandon", HandoverMove::Abandon { reason: AbandonReason::Other }),
        ];
        let (name, step) = self.chance.one(&steps).unwrap().clone();
        let mut result = Err(Error::NotFound("account"));
        // Everybody tries: whoever may not changes nothing.
        for account in self.accounts.clone() {
            let actor = store::account::actor(&mut self.conn().await, account).await;
            let ctx = self.app.context(actor.unwrap().unwrap(), Uuid::now_v7());
            let tried = app::handover::make_move(&ctx, open.id, step.clone()).await;
            if tried.is_ok() || matches!(tried, Err(Error::Store(_) | Error::Internal(_))) {
                result = tried;
                break;
            }
        }
        (name, result)
    }

    async fn make_appointment(&mut self, ctx: &app::Ctx) -> Result<(), Error> {
        let mut conn = self.conn().await;
        let made = appointment::scheduled_of_person(&mut conn, &self.allowed).await.unwrap();
        let open = referral::open_of_person(&mut conn, &self.allowed).await.unwrap();
        drop(conn);
        if made.len() > OPEN {
            return Err(Error::NotFound("room"));
        }
        let new = app::appointment::NewAppointment {
            day: self.about_now(),
            time: chrono::NaiveTime::from_hms_opt(10, 0, 0).unwrap(),
            kind: MeetingKind::Phone,
            place: "By phone".to_owned(),
            referral: self.chance.one(&open).map(|referral| referral.id),
        };
        let by_provider = self.chance.below(2) == 0;
        let account = if by_provider { self.world.service_worker } else { ctx.actor.account };
        let actor = store::account::actor(&mut self.conn().await, account).await.unwrap().unwrap();
        let ctx = self.app.context(actor, Uuid::now_v7());
        app::appointment::make(&ctx, self.world.person, new).await
    }

    async fn record_attendance(&mut self, ctx: &app::Ctx) -> Result<(), Error> {
        let mut conn = self.conn().await;
        let open = appointment::scheduled_of_person(&mut conn, &self.allowed).await.unwrap();
        drop(conn);
        let Some(open) = self.chance.one(&open) else { return Err(Error::NotFound("any")) };
        app::appointment::record(ctx, open.id, Attendance::Attended, "").await
    }

    /// Leaves no outcome due from the walk before.
    async fn record_every_outcome(&self) {
        let mut tx = self.world.db.begin().await.unwrap();
        for mut due in outcome::due_of_person(&mut tx, &self.allowed).await.unwrap() {
            due.recorded = Some(Recorded {
                status: OutcomeStatus::Unknown,
                source: OutcomeSource::Person,
                home: None,
                on: due.day,
            });
            outcome::save(&mut tx, &due).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    async fn record_outcome(&mut self, ctx: &app::Ctx) -> Result<(), Error> {
        let due = outcome::due_of_person(&mut self.conn().await, &self.allowed).await.unwrap();
        let Some(due) = self.chance.one(&due) else { return Err(Error::NotFound("any")) };
        let status = app::outcome::Status {
            status: OutcomeStatus::ALL[self.chance.below(4)],
            source: OutcomeSource::Person,
            home: None,
        };
        app::outcome::record(ctx, due.id, status).await
    }

    /// Moves an open referral, as its sender or its provider.
    async fn move_referral(&mut self) -> (&'static str, Result<(), Error>) {
        let open = referral::open_of_person(&mut self.conn().await, &self.allowed).await.unwrap();
        let Some(open) = self.chance.one(&open) else { return ("no referral", Ok(())) };
        let (name, by, step) = match self.chance.below(6) {
            0 | 1 => ("serve", self.world.service_worker, ReferralMove::Accept),
            2 | 3 => (
                "serve",
                self.world.service_worker,
                ReferralMove::Assign { worker: self.world.service_worker },
            ),
            4 => (
                "decline",
                self.world.service_worker,
                ReferralMove::Decline { reason: DeclineReason::NoCapacity },
            ),
            _ => (
                "withdraw",
                open.sender.account.unwrap_or(self.world.service_worker),
                ReferralMove::Withdraw { reason: WithdrawReason::Moved },
            ),
        };
        let actor = store::account::actor(&mut self.conn().await, by).await.unwrap().unwrap();
        let ctx = self.app.context(actor, Uuid::now_v7());
        (name, app::referral::make_move(&ctx, open.id, step, None).await)
    }

    /// Sends a referral, as the page of referrals does.
    async fn refer(&mut self, lead: Owner) -> Result<(), Error> {
        let today = self.today();
        let mut tx = self.world.db.begin().await.unwrap();
        let found = need::open_in_area(&mut tx, &self.allowed, Area::Accommodation).await.unwrap();
        let Some(found) = found else {
            let found = Need {
                id: id(),
                person: self.world.person,
                area: Area::Accommodation,
                rating: Rating::Red,
                assessment: self.assessment,
                owner: lead,
                opened_on: today,
                state: NeedState::NotStarted { since: today },
            };
            need::save(&mut tx, &found).await.unwrap();
            return Ok(tx.commit().await?);
        };
        // One at a time, so that the provider loses sight of the person whenever it is closed.
        let open = referral::open_of_person(&mut tx, &self.allowed).await.unwrap();
        if !open.is_empty() {
            return Err(Error::NotFound("room"));
        }
        let sent = Referral {
            id: id(),
            person: self.world.person,
            need: found.id,
            service: self.service,
            sender: lead,
            provider: self.world.provider,
            aims: vec!["A tenancy".to_owned()],
            background: String::new(),
            state: ReferralState::Sent,
            since: today,
        };
        referral::save(&mut tx, &sent, today).await.unwrap();
        Ok(tx.commit().await?)
    }

    /// Says what the person thinks of the plan, as their own page does.
    async fn challenge_or_agree(&mut self) -> Result<(), Error> {
        let mut tx = self.world.db.begin().await.unwrap();
        let found = plan::hold(&mut tx, &self.allowed).await.unwrap().unwrap();
        let view = PlanView::ALL[self.chance.below(2)];
        plan::save(&mut tx, &found.with_view(view, self.today())).await.unwrap();
        Ok(tx.commit().await?)
    }

    /// Opens the record in an emergency, as a service worker who may do nothing for the person; or reviews
    /// that, as anybody.
    async fn break_or_review(&mut self) -> (&'static str, Result<(), Error>) {
        let open = break_glass::waiting_of_person(&mut self.conn().await, &self.allowed).await;
        let by = match open.unwrap().first() {
            Some(open) => {
                let who = [self.stranger_officer, self.world.prison_officer, open.glass.account];
                let who = *self.chance.one(&who).unwrap();
                let actor = store::account::actor(&mut self.conn().await, who).await;
                let ctx = self.app.context(actor.unwrap().unwrap(), Uuid::now_v7());
                let words = LongText::parse("Rightly").unwrap();
                let verdict = BreakGlassVerdict::Justified;
                let id = open.glass.id;
                return ("review", app::break_glass::review(&ctx, id, verdict, &words).await);
            }
            None => self.world.stranger_worker,
        };
        let actor = store::account::actor(&mut self.conn().await, by).await.unwrap().unwrap();
        let ctx = self.app.context(actor, Uuid::now_v7());
        let asked = app::break_glass::Asked {
            who: "Siân O’Neill".to_owned(),
            born: NaiveDate::from_ymd_opt(1990, 5, 17).unwrap(),
            reason: BreakGlassReason::LifeAtRisk,
            words: LongText::parse("He said that he took tablets").unwrap(),
            groups: vec![FieldGroup::Health],
        };
        ("break", app::break_glass::begin(&ctx, ctx.new_id(), asked).await)
    }

    /// Says something, as the person does.
    async fn speak(&mut self, ctx: &app::Ctx) -> (&'static str, Result<(), Error>) {
        if self.chance.below(2) == 0 {
            ("challenge", self.challenge_or_agree().await)
        } else {
            ("concern", self.raise_or_answer(ctx).await)
        }
    }

    /// Says that something is wrong, as the person; or tries to answer it, as anybody.
    async fn raise_or_answer(&mut self, ctx: &app::Ctx) -> Result<(), Error> {
        let mut conn = self.conn().await;
        let open = concern::open_of_person(&mut conn, &self.allowed).await.unwrap();
        let own = store::account::actor(&mut conn, self.world.person_account).await;
        drop(conn);
        if let Some(open) = self.chance.one(&open).cloned()
            && self.chance.below(2) == 0
        {
            return app::concern::answer(ctx, open.person, open.id, "Put right").await;
        }
        let own = self.app.context(own.unwrap().unwrap(), Uuid::now_v7());
        app::concern::raise(&own, ConcernKind::Wrong, "Not so").await
    }

    /// Adds a step for somebody, or closes one, as the page of the plan does.
    async fn add_or_close_step(&mut self, lead: Owner) -> Result<(), Error> {
        let today = self.today();
        let mut tx = self.world.db.begin().await.unwrap();
        let open = plan::open_steps(&mut tx, &self.allowed).await.unwrap();
        if let Some(step) = self.chance.one(&open).cloned()
            && (open.len() > OPEN || self.chance.below(2) == 0)
        {
            let closed = step.close(StepClosure::Completed, None, today).unwrap();
            plan::save_step(&mut tx, &closed, today).await.unwrap();
            return Ok(tx.commit().await?);
        }
        let owners = [lead, Owner::organisation(self.world.stranger)];
        let step = Step {
            id: id(),
            goal: self.goal,
            need: self.world.need,
            person: self.world.person,
            words: "Apply".to_owned(),
            actor: domain::Actor::Together,
            owner: *self.chance.one(&owners).unwrap(),
            due_on: today,
            state: StepState::Open,
        };
        plan::save_step(&mut tx, &step, today).await.unwrap();
        Ok(tx.commit().await?)
    }

    async fn assert_nobody_is_dropped(&self, seed: u64, after: &str) {
        let at = format!("after {after} with seed {seed}");
        let mut conn = self.conn().await;
        let expected = open_things(&mut conn, &self.allowed).await;
        let listed = clock::of_person(&mut conn, self.world.person).await.unwrap();
        let running: BTreeMap<Uuid, Clock> =
            listed.iter().map(|one| (one.subject_id, one.clock)).collect();
        assert_eq!(running.len(), listed.len(), "{at}");
        assert_eq!(running, expected, "{at}");
        // Who broke the glass need not stand to the person otherwise; who reviews it sees it by that.
        let is_review = |clock: &&Clock| clock.due == Due::ReviewBreakGlass;
        let owners: BTreeSet<OrganisationId> = running
            .values()
            .filter(|clock| !is_review(clock))
            .map(|clock| clock.owner.organisation)
            .collect();
        for owner in owners {
            let relation = store::relation::of_organisation(&mut conn, owner, self.world.person);
            assert_ne!(relation.await.unwrap(), Some(Relation::None), "{at}: {owner}");
        }
    }
}

/// Returns the clock of everything that is open, as each life cycle says.
async fn open_things(conn: &mut Conn, allowed: &Authorised<PersonId>) -> BTreeMap<Uuid, Clock> {
    let mut open = BTreeMap::new();
    let mut add =
        |id: Uuid, clock: Option<Clock>| assert_eq!(open.insert(id, clock.unwrap()), None);
    for one in need::open_of_person(conn, allowed).await.unwrap() {
        add(one.id.0, one.clock());
    }
    for one in plan::open_steps(conn, allowed).await.unwrap() {
        add(one.id.0, one.clock());
    }
    for (id, clock) in unanswered(conn, allowed).await {
        add(id, clock);
    }
    for one in referral::open_of_person(conn, allowed).await.unwrap() {
        add(one.id.0, one.clock());
    }
    for one in handover::open_of_person(conn, allowed).await.unwrap() {
        add(one.id.0, one.clock());
    }
    for one in appointment::scheduled_of_person(conn, allowed).await.unwrap() {
        add(one.id.0, one.clock());
    }
    for one in outcome::due_of_person(conn, allowed).await.unwrap() {
        add(one.id.0, one.clock());
    }
    for one in screening::of_person(conn, allowed).await.unwrap() {
        if one.status == ScreeningStatus::Due {
            add(one.id.0, one.clock());
        }
    }
    open
}

/// Returns the clock of what waits for an answer in words.
async fn unanswered(conn: &mut Conn, allowed: &Authorised<PersonId>) -> Vec<(Uuid, Option<Clock>)> {
    let plan = plan::of_person(conn, allowed).await.unwrap();
    let challenged = plan.filter(|plan| plan.challenged_on.is_some());
    let concerns = concern::open_of_person(conn, allowed).await.unwrap();
    let broken = break_glass::waiting_of_person(conn, allowed).await.unwrap();
    let challenged = challenged.into_iter().map(|one| (one.id.0, one.clock()));
    let concerns = concerns.into_iter().map(|one| (one.id.0, one.clock()));
    challenged
        .chain(concerns)
        .chain(broken.into_iter().map(|one| (one.glass.id.0, one.glass.clock())))
        .collect()
}

async fn person_lead(conn: &mut Conn, allowed: &Authorised<PersonId>) -> Owner {
    store::person::load(conn, allowed).await.unwrap().unwrap().lead
}

fn id<T: From<Uuid>>() -> T {
    Uuid::now_v7().into()
}
