//! Nobody is dropped: whatever is done to a person's record, in any order, everything open in it
//! has at every moment exactly one clock with an owner and a day, and nothing closed has one.
//!
//! Random walks over every life cycle are saved through the store, each move in a transaction of
//! its own, as the product does it. After each move the open things are read from their own tables,
//! and compared with the running clocks and with what the life cycles say.

use crate::build::{World, at, id, now, today};
use crate::harness::{self, TestDb};
use domain::referral::{DeclineReason, ReferralMove, WithdrawReason};
use domain::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeMap;
use store::{
    Db, Tx, appointment, break_glass, clock, concern, handover, need, outcome, plan, referral,
    release, screening,
};
use uuid::Uuid;

/// Walks on each database: enough for every pair of moves on one thing many times over.
const WALKS: u32 = 24;
/// Moves of one walk.
const MOVES: std::ops::Range<usize> = 1..60;

#[test]
fn sqlite() {
    check(harness::sqlite());
}

#[test]
fn postgres() {
    if let Some(database) = harness::postgres() {
        check(database);
    }
}

fn check(database: TestDb) {
    let w = database.block_on(World::new(&database.db));
    let config = Config { cases: WALKS, failure_persistence: None, ..Config::default() };
    let moves = proptest::collection::vec(any::<Move>(), MOVES);
    let walked = TestRunner::new(config).run(&moves, |moves| {
        database.block_on(walk(&w, &moves));
        Ok(())
    });
    walked.unwrap();
    database.remove();
}

/// A move: what is done, to which of the things there are, and how.
type Move = (u8, u8, u8);

/// Everything in one person's record, as the life cycles have it.
#[derive(Default)]
struct Record {
    screenings: Vec<Screening>,
    needs: Vec<Need>,
    plans: Vec<Plan>,
    goals: Vec<Goal>,
    steps: Vec<Step>,
    referrals: Vec<Referral>,
    handovers: Vec<Handover>,
    appointments: Vec<Appointment>,
    releases: Vec<Release>,
    outcomes: Vec<Outcome>,
    concerns: Vec<Concern>,
    glasses: Vec<BreakGlass>,
}

async fn walk(w: &World, moves: &[Move]) {
    let mut tx = w.db.begin().await.unwrap();
    let (person, episode, assessment) = World::person_in_prison(&mut tx, w.worker).await;
    tx.commit().await.unwrap();
    let w =
        World { db: w.db.clone(), service: w.service.clone(), person, episode, assessment, ..*w };
    let mut record = Record { plans: vec![w.plan()], ..Record::default() };
    let mut tx = w.db.begin().await.unwrap();
    plan::add(&mut tx, &record.plans[0], today()).await.unwrap();
    tx.commit().await.unwrap();
    for step in moves {
        let mut tx = w.db.begin().await.unwrap();
        record.make(&w, &mut tx, *step).await;
        tx.commit().await.unwrap();
        record.assert_nothing_is_dropped(&w).await;
    }
}

/// Picks one of the things there are.
fn pick<T>(things: &mut [T], which: u8) -> Option<&mut T> {
    let count = things.len();
    (count > 0).then(|| &mut things[usize::from(which) % count])
}

impl Record {
    /// Makes a move where the life cycle allows it, and saves what came of it.
    async fn make(&mut self, w: &World, tx: &mut Tx, (what, which, how): Move) {
        match what % 17 {
            0 => self.screen(w, tx, which, how).await,
            1 | 2 => self.open_need(w, tx, how).await,
            3 => self.close_need(tx, which, how).await,
            4 | 5 => self.add_step(w, tx, which, how).await,
            6 => self.close_step(tx, which, how).await,
            7 => self.refer(w, tx, which).await,
            8 | 9 => self.move_referral(w, tx, which, how).await,
            10 => self.hand_over(w, tx, which, how).await,
            11 => self.meet(w, tx, which, how).await,
            12 => self.release(w, tx, how).await,
            13 => self.answer_plan(tx, how).await,
            14 => self.raise_or_answer(w, tx, which, how).await,
            15 => self.break_or_review(w, tx, which, how).await,
            _ => self.record_outcome(tx, which, how).await,
        }
    }

    async fn screen(&mut self, w: &World, tx: &mut Tx, which: u8, how: u8) {
        if how.is_multiple_of(3) {
            let due = w.screening();
            screening::save(tx, &due, None).await.unwrap();
            self.screenings.push(due);
            return;
        }
        let Some(screening) = pick(&mut self.screenings, which) else { return };
        if screening.status == ScreeningStatus::Due {
            screening.status =
                [ScreeningStatus::Done, ScreeningStatus::LeftBefore][usize::from(how) % 2];
            screening.done_on = Some(today());
            screening::save(tx, screening, None).await.unwrap();
        }
    }

    async fn open_need(&mut self, w: &World, tx: &mut Tx, how: u8) {
        let area = Area::ALL[usize::from(how) % Area::ALL.len()];
        let cleared = w.cleared();
        if need::open_in_area(tx, &cleared, area).await.unwrap().is_none() {
            let rating = [Rating::Red, Rating::Amber][usize::from(how / 10) % 2];
            let owner = [w.worker, Owner::organisation(w.worker.organisation)];
            let need = Need { rating, owner: owner[usize::from(how / 20) % 2], ..w.need(area) };
            need::save(tx, &need).await.unwrap();
            self.needs.push(need);
        }
    }

    async fn close_need(&mut self, tx: &mut Tx, which: u8, how: u8) {
        let Some(need) = pick(&mut self.needs, which) else { return };
        let how = NeedClosure::ALL[usize::from(how) % NeedClosure::ALL.len()];
        if let Ok(closed) = need.clone().close(how, today()) {
            *need = closed;
            need::save(tx, need).await.unwrap();
        }
    }

    async fn add_step(&mut self, w: &World, tx: &mut Tx, which: u8, how: u8) {
        let Some(need) = pick(&mut self.needs, which) else { return };
        let goal =
            Goal { id: id(), plan: self.plans[0].id, need: need.id, words: "Goal".to_owned() };
        plan::add_goal(tx, &goal, today()).await.unwrap();
        let owner = [w.worker, Owner::organisation(w.charity.organisation), w.probation];
        let step = Step { owner: owner[usize::from(how) % 3], ..w.step(&goal) };
        plan::save_step(tx, &step, today()).await.unwrap();
        bring_up_to_date(tx, need).await;
        self.goals.push(goal);
        self.steps.push(step);
    }

    async fn close_step(&mut self, tx: &mut Tx, which: u8, how: u8) {
        let Some(step) = pick(&mut self.steps, which) else { return };
        let how = StepClosure::ALL[usize::from(how) % StepClosure::ALL.len()];
        let Ok(closed) = step.clone().close(how, None, today()) else { return };
        *step = closed;
        plan::save_step(tx, step, today()).await.unwrap();
        for need in self.needs.iter_mut().filter(|need| need.id == step.need) {
            bring_up_to_date(tx, need).await;
        }
    }

    async fn answer_plan(&mut self, tx: &mut Tx, how: u8) {
        let plan = &mut self.plans[0];
        *plan = match how % 3 {
            0 => plan.clone().with_view(PlanView::Challenge, today()),
            1 => plan.clone().with_view(PlanView::Agree, today()),
            _ => plan.clone().answer_challenge().unwrap_or_else(|_| plan.clone().with_change()),
        };
        plan::save(tx, plan).await.unwrap();
    }

    async fn raise_or_answer(&mut self, w: &World, tx: &mut Tx, which: u8, how: u8) {
        if how.is_multiple_of(2) {
            let raised = Concern {
                id: id(),
                person: w.person.id,
                owner: w.person.lead,
                kind: ConcernKind::ALL[usize::from(how / 2) % 2],
                said_on: today(),
                answered: false,
            };
            concern::add(tx, &raised, "Not so", now()).await.unwrap();
            self.concerns.push(raised);
            return;
        }
        let Some(open) = pick(&mut self.concerns, which) else { return };
        let Ok(answered) = open.clone().answer() else { return };
        *open = answered;
        let by = w.worker.account.unwrap();
        assert!(concern::answer(tx, open, "Put right", by, now()).await.unwrap());
        assert!(!concern::answer(tx, open, "Again", by, now()).await.unwrap());
    }

    async fn break_or_review(&mut self, w: &World, tx: &mut Tx, which: u8, how: u8) {
        let by = w.charity.account.unwrap();
        let waits = self.glasses.iter().any(|glass| glass.verdict.is_none());
        if how.is_multiple_of(2) && !waits {
            let glass = BreakGlass {
                id: id(),
                person: w.person.id,
                account: by,
                organisation: w.charity.organisation,
                reason: BreakGlassReason::ALL[usize::from(how / 2) % 3],
                groups: [FieldGroup::Identity, FieldGroup::Risk].into_iter().collect(),
                at: now(),
                began_on: today(),
                verdict: None,
            };
            // What an earlier walk left open is closed first: one account has one at a time.
            if let Some(left) = break_glass::last_of(tx, by).await.unwrap()
                && left.glass.verdict.is_none()
            {
                review(tx, left.glass, w.worker.account.unwrap()).await;
            }
            break_glass::add(tx, &glass, "In danger").await.unwrap();
            self.glasses.push(glass);
            return;
        }
        let Some(open) = pick(&mut self.glasses, which) else { return };
        if open.verdict.is_none() {
            *open = review(tx, open.clone(), w.worker.account.unwrap()).await;
        }
    }

    async fn refer(&mut self, w: &World, tx: &mut Tx, which: u8) {
        let Some(need) = pick(&mut self.needs, which) else { return };
        let referral = w.referral(need);
        referral::save(tx, &referral, today()).await.unwrap();
        self.referrals.push(referral);
    }

    async fn move_referral(&mut self, w: &World, tx: &mut Tx, which: u8, how: u8) {
        let Some(referral) = pick(&mut self.referrals, which) else { return };
        let worker = w.charity.account.unwrap();
        let steps = [
            ReferralMove::Send,
            ReferralMove::Receive,
            ReferralMove::Return { question: "When?".to_owned() },
            ReferralMove::Accept,
            ReferralMove::Decline { reason: DeclineReason::NoCapacity },
            ReferralMove::Assign { worker },
            ReferralMove::Contact { on: today() },
            ReferralMove::Start { on: today(), complete_by: today() },
            ReferralMove::Report {
                how: Conclusion::Completed,
                results: Vec::new(),
                summary: "Done".to_owned(),
            },
            ReferralMove::Conclude,
            ReferralMove::Withdraw { reason: WithdrawReason::Moved },
        ];
        // The first that is allowed from a place in the list: most walks get far that way.
        let from = usize::from(how) % steps.len();
        let in_turn = steps.iter().cycle().skip(from).take(steps.len());
        let moved = in_turn
            .filter_map(|step| referral.clone().after(step.clone(), worker, today()).ok())
            .next();
        if let Some(moved) = moved {
            *referral = moved;
            referral::save(tx, referral, today()).await.unwrap();
        }
    }

    async fn hand_over(&mut self, w: &World, tx: &mut Tx, which: u8, how: u8) {
        let offered = self.handovers.iter().any(|one| one.state == HandoverState::Created);
        if how.is_multiple_of(4) && !offered {
            let created = w.handover();
            handover::save(tx, &created).await.unwrap();
            self.handovers.push(created);
        }
        let Some(handover) = pick(&mut self.handovers, which) else { return };
        let steps = [
            HandoverMove::Accept,
            HandoverMove::Meet { on: today(), person_attended: true },
            HandoverMove::Complete,
            HandoverMove::Abandon { reason: AbandonReason::DateChanged },
        ];
        let step = &steps[usize::from(how / 4) % 4];
        let account = w.probation.account.unwrap();
        if let Ok(moved) = handover.clone().after(step, account, today()) {
            *handover = moved;
            handover::save(tx, handover).await.unwrap();
        }
    }

    async fn meet(&mut self, w: &World, tx: &mut Tx, which: u8, how: u8) {
        if how.is_multiple_of(2) {
            let appointment = w.appointment(at("2026-03-05T10:00:00Z"));
            appointment::save(tx, &appointment).await.unwrap();
            self.appointments.push(appointment);
        }
        let Some(appointment) = pick(&mut self.appointments, which) else { return };
        let attendance = Attendance::ALL[usize::from(how) % Attendance::ALL.len()];
        if let Ok(recorded) = appointment.clone().record(attendance) {
            *appointment = recorded;
            appointment::save(tx, appointment).await.unwrap();
        }
    }

    async fn release(&mut self, w: &World, tx: &mut Tx, how: u8) {
        let days = u64::from(how);
        let released = w.release().happen(today() - chrono::Days::new(days)).unwrap();
        release::save(tx, &released).await.unwrap();
        for measure in Measure::ALL {
            let outcome = w.outcome(&released, *measure);
            outcome::save(tx, &outcome).await.unwrap();
            self.outcomes.push(outcome);
        }
        self.releases.push(released);
    }

    async fn record_outcome(&mut self, tx: &mut Tx, which: u8, how: u8) {
        let Some(outcome) = pick(&mut self.outcomes, which) else { return };
        let status = OutcomeStatus::ALL[usize::from(how) % OutcomeStatus::ALL.len()];
        if let Ok(recorded) = outcome.clone().record(status, OutcomeSource::Person, today()) {
            *outcome = recorded;
            outcome::save(tx, outcome).await.unwrap();
        }
    }

    /// Returns the clock of each open thing, as the life cycles say.
    fn clocks(&self) -> BTreeMap<Uuid, (Subject, Clock)> {
        let mut clocks = BTreeMap::new();
        let mut add = |subject, id, clock: Option<Clock>| {
            if let Some(clock) = clock {
                clocks.insert(id, (subject, clock));
            }
        };
        self.screenings.iter().for_each(|one| add(Subject::Screening, one.id.0, one.clock()));
        self.needs.iter().for_each(|one| add(Subject::Need, one.id.0, one.clock()));
        self.plans.iter().for_each(|one| add(Subject::Plan, one.id.0, one.clock()));
        self.steps.iter().for_each(|one| add(Subject::Step, one.id.0, one.clock()));
        self.referrals.iter().for_each(|one| add(Subject::Referral, one.id.0, one.clock()));
        self.handovers.iter().for_each(|one| add(Subject::Handover, one.id.0, one.clock()));
        self.appointments.iter().for_each(|one| add(Subject::Appointment, one.id.0, one.clock()));
        self.concerns.iter().for_each(|one| add(Subject::Concern, one.id.0, one.clock()));
        self.glasses.iter().for_each(|one| add(Subject::BreakGlass, one.id.0, one.clock()));
        self.outcomes.iter().for_each(|one| add(Subject::Outcome, one.id.0, one.clock()));
        clocks
    }

    async fn assert_nothing_is_dropped(&self, w: &World) {
        let person = w.person.id.0;
        assert_eq!(count(&w.db, OPEN_WITHOUT_CLOCK, person).await, 0, "open, without a clock");
        assert_eq!(count(&w.db, CLOCK_OF_CLOSED, person).await, 0, "closed, with a clock");
        let expected = self.clocks();
        let running = count(&w.db, RUNNING, person).await;
        assert_eq!(usize::try_from(running).unwrap(), expected.len());
        let mut conn = w.db.read().await.unwrap();
        // A list is bounded; a walk that makes more than it shows has been compared by count.
        for listed in clock::of_person(&mut conn, w.person.id).await.unwrap() {
            assert_eq!(expected.get(&listed.subject_id), Some(&(listed.subject, listed.clock)));
        }
    }
}

/// Reviews a glass, once.
async fn review(tx: &mut Tx, glass: BreakGlass, by: AccountId) -> BreakGlass {
    let reviewed = glass.review(BreakGlassVerdict::Justified, by).unwrap();
    assert!(break_glass::review(tx, &reviewed, "Rightly", by, now()).await.unwrap());
    assert!(!break_glass::review(tx, &reviewed, "Again", by, now()).await.unwrap());
    reviewed
}

/// Tells a need of its open steps, as the product does after each change of one.
async fn bring_up_to_date(tx: &mut Tx, need: &mut Need) {
    let last = plan::last_step_on(tx, need.id).await.unwrap();
    *need = need.clone().with_steps(last, today());
    need::save(tx, need).await.unwrap();
}

/// What is open, from the tables of the things themselves.
macro_rules! open_things {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            "(select id from screening where person_id = $1 and status = 'due' \
             union all select id from need where person_id = $1 and status <> 'closed' \
             union all select id from step where person_id = $1 and status = 'open' \
             union all select id from plan where person_id = $1 and challenged_on is not null \
             union all select id from referral where person_id = $1 \
             and status not in ('declined', 'concluded', 'withdrawn') \
             union all select id from handover where person_id = $1 \
             and status not in ('complete', 'abandoned') \
             union all select id from appointment where person_id = $1 \
             and attendance = 'scheduled' \
             union all select id from concern where person_id = $1 and answered_at is null \
             union all select id from break_glass where person_id = $1 and reviewed_at is null \
             union all select id from outcome where person_id = $1 and status is null)",
            $after
        )
    };
}

const OPEN_WITHOUT_CLOCK: &str = open_things!(
    "select count(*) from ",
    " o left join clock c on c.subject_id = o.id and c.person_id = $1 \
     where c.due_on is null or c.owner_organisation_id is null"
);
const CLOCK_OF_CLOSED: &str = open_things!(
    "select count(*) from clock c where c.person_id = $1 and c.subject_id not in ",
    ""
);
const RUNNING: &str = "select count(*) from clock where person_id = $1";

async fn count(db: &Db, sql: &'static str, person: Uuid) -> i64 {
    match db {
        Db::Sqlite { read, .. } => sqlx::query_scalar(sql).bind(person).fetch_one(read).await,
        Db::Postgres(pool) => sqlx::query_scalar(sql).bind(person).fetch_one(pool).await,
    }
    .unwrap()
}
