//! The plan: goals, steps with an owner and a date, and what the person said of it. Some needs are
//! forgotten, and found weeks later: these are the dropped ones that the product must show.

use crate::history::{Dated, Reply, View};
use crate::lists::StepRow;
use crate::stream::FOUND_AFTER;
use crate::writer::{Act, Writer};
use chrono::{NaiveDate, TimeDelta};
use domain::{
    Event, Goal, GoalId, Need, NeedClosure, NeedState, Owner, Plan, PlanId, PlanStatus, PlanView,
    Step, StepClosure, StepId, StepState, Subject,
};

/// Share of needs that nobody plans for until somebody looks.
const DROPPED: f64 = 0.05;
/// Share of needs that are met once a step is done and none is left.
const MET: f64 = 0.75;
/// Share of challenges that nobody answers in time.
const LATE_ANSWERS: f64 = 0.1;

/// Writes the plan, if there is anything to plan for.
pub(crate) fn write(writer: &mut Writer<'_>) {
    let Some(assessed_on) = writer.course.timeline.assessed_on else { return };
    let wait = writer.stream.days(0..=6);
    let created_on = writer.world.working_day(assessed_on + wait);
    if writer.history.needs.is_empty() || created_on >= writer.today() {
        return;
    }
    let at = writer.moment(created_on, 30);
    let plan = PlanId(writer.id(at));
    for place in 0..writer.history.needs.len() {
        let need = writer.history.needs[place].clone();
        if !writer.stream.chance(DROPPED) {
            goal(writer, plan, &need, created_on);
        }
        let need = settle(writer, plan, need);
        writer.history.needs[place] = need;
    }
    let person = writer.history.person.id;
    let planner = writer.worker(created_on);
    let owner = current_owner(writer, planner);
    let draft = Plan { id: plan, person, owner, status: PlanStatus::Draft, challenged_on: None };
    let row = views(writer, draft, created_on);
    writer.history.plan = Some(Dated { created_on, row });
}

/// Writes a goal for a need, with one to three steps.
fn goal(writer: &mut Writer<'_>, plan: PlanId, need: &Need, planned_on: NaiveDate) {
    let wait = writer.stream.days(0..=4);
    let created_on = planned_on.max(need.opened_on) + wait;
    let ended_on = match need.state {
        NeedState::Closed { on, .. } => on,
        _ => writer.today(),
    };
    if created_on >= ended_on.min(writer.today()) {
        return;
    }
    let id = add_goal(writer, plan, need, created_on);
    let mut from = created_on;
    for number in 0..3 {
        if from >= ended_on.min(writer.today()) || (number > 0 && writer.stream.chance(0.4)) {
            return;
        }
        step(writer, id, need, from, ended_on);
        from += writer.stream.days(7..=45);
    }
}

fn add_goal(writer: &mut Writer<'_>, plan: PlanId, need: &Need, created_on: NaiveDate) -> GoalId {
    let at = writer.moment(created_on, 32);
    let id = GoalId(writer.id(at));
    let words = writer.stream.pick(writer.world.lists.goals(need.area)).clone();
    let by = writer.worker(created_on);
    let act = Act { at, by, subject: Subject::Need, id: need.id.0 };
    writer.journal(&act, Event::GoalAdded { words: words.clone() });
    let row = Goal { id, plan, need: need.id, words };
    writer.history.goals.push(Dated { created_on, row });
    id
}

fn step(
    writer: &mut Writer<'_>,
    goal: GoalId,
    need: &Need,
    created_on: NaiveDate,
    need_ends_on: NaiveDate,
) {
    let at = writer.moment(created_on, 34);
    let template = template(writer, need);
    let due_on = created_on + writer.stream.days(7..=50);
    let mut step = Step {
        id: StepId(writer.id(at)),
        goal,
        need: need.id,
        person: writer.history.person.id,
        words: template.words.clone(),
        actor: template.actor,
        owner: writer.worker(created_on),
        due_on,
        state: StepState::Open,
    };
    let act = Act { at, by: step.owner, subject: Subject::Step, id: step.id.0 };
    writer.journal(&act, Event::StepAdded { words: step.words.clone(), due_on });
    match closed(writer, created_on, due_on, need_ends_on) {
        Some((how, on)) => {
            let at = writer.moment(on, 48);
            let by = writer.worker(on);
            let act = Act { at, by, subject: Subject::Step, id: step.id.0 };
            writer.journal(&act, Event::StepClosed { words: step.words.clone(), how });
            step = step.close(how, None, on).expect("the step is open");
        }
        // Whoever leads the case now has it from whoever planned it.
        None => step.owner = current_owner(writer, step.owner),
    }
    writer.history.steps.push(Dated { created_on, row: step });
}

/// Picks a step that the need has not had, or any once it had them all.
fn template<'w>(writer: &mut Writer<'w>, need: &Need) -> &'w StepRow {
    let all = writer.world.lists.steps(need.area);
    let first = writer.stream.below(all.len());
    let had = |words: &str| {
        let steps = writer.history.steps.iter().map(|step| &step.row);
        steps.filter(|step| step.need == need.id).any(|step| step.words == words)
    };
    let turns = (0..all.len()).map(|turn| &all[(first + turn) % all.len()]);
    turns.into_iter().find(|row| !had(&row.words)).unwrap_or(&all[first])
}

/// Draws how a step was closed and when, or `None` if it is open: most of those due are done, some
/// of them late, one in eight is found weeks later, and a need that is closed leaves no step open.
fn closed(
    writer: &mut Writer<'_>,
    created_on: NaiveDate,
    due_on: NaiveDate,
    need_ends_on: NaiveDate,
) -> Option<(StepClosure, NaiveDate)> {
    let length = (due_on - created_on).num_days();
    let forgotten = writer.stream.chance(0.12);
    let on = match forgotten {
        true => due_on + writer.stream.days(FOUND_AFTER),
        false => created_on + writer.stream.days(2..=length + 12),
    };
    let on = writer.world.working_day(on);
    let how = match writer.stream.weighted([0.84, 0.1, 0.06].into_iter()) {
        0 => StepClosure::Completed,
        1 => StepClosure::CannotBeDoneYet,
        _ => StepClosure::NoLongerNeeded,
    };
    let in_time = (on < writer.today() && on < need_ends_on).then_some((how, on));
    let with_need =
        (need_ends_on < writer.today()).then_some((StepClosure::NoLongerNeeded, need_ends_on));
    in_time.or(with_need)
}

fn current_owner(writer: &Writer<'_>, planner: Owner) -> Owner {
    writer.leads.last().map_or(planner, |(_, lead)| *lead)
}

/// Puts a need where its steps leave it: met once all is done, declined by a few, otherwise open with
/// the dates of its open steps. One that nothing is planned for is found within weeks.
fn settle(writer: &mut Writer<'_>, plan: PlanId, mut need: Need) -> Need {
    if matches!(need.state, NeedState::Closed { .. }) {
        return need;
    }
    need.owner = current_owner(writer, need.owner);
    let need = standing(writer, need);
    let NeedState::NotStarted { since } = need.state else { return need };
    if let Some((how, on)) = closure(writer, &need) {
        let at = writer.moment(on, 98);
        let by = writer.worker(on);
        let act = Act { at, by, subject: Subject::Need, id: need.id.0 };
        writer.journal(&act, Event::NeedClosed { area: need.area, how });
        return need.close(how, on).expect("the need is open");
    }
    if since + TimeDelta::days(*FOUND_AFTER.end()) < writer.today() {
        go_on(writer, plan, &need);
    }
    standing(writer, need)
}

/// Returns an open need as its steps leave it.
fn standing(writer: &Writer<'_>, need: Need) -> Need {
    let (mut open, mut closed) = (None, None);
    for step in writer.history.steps.iter().map(|step| &step.row) {
        match &step.state {
            _ if step.need != need.id => {}
            StepState::Open => open = open.max(Some(step.due_on)),
            StepState::Closed { on, .. } => closed = closed.max(Some(*on)),
        }
    }
    let planned = need.with_steps(open.or(closed), writer.today());
    match (open, closed) {
        (None, Some(closed_on)) => planned.with_steps(None, closed_on),
        _ => planned,
    }
}

/// Draws how and when a need without open steps was closed, if it was. None is closed while a
/// referral for it is under way.
fn closure(writer: &mut Writer<'_>, need: &Need) -> Option<(NeedClosure, NaiveDate)> {
    let done_on = writer.history.steps.iter().map(|step| &step.row).filter_map(|step| {
        let ours = step.need == need.id;
        match step.state {
            StepState::Closed { how: StepClosure::Completed, on, .. } if ours => Some(on),
            _ => None,
        }
    });
    let (how, on) = match (done_on.max(), writer.stream.unit()) {
        (Some(done_on), draw) if draw < MET => (NeedClosure::Met, done_on),
        (None, draw) if draw < 0.25 => (NeedClosure::Declined, need.opened_on + TimeDelta::days(3)),
        _ => return None,
    };
    let choices = &writer.course.choices;
    let mut referred = choices.iter().filter(|choice| choice.area == need.area);
    if referred.clone().any(|choice| !choice.is_closed()) {
        return None;
    }
    let over = referred.by_ref().filter_map(|choice| choice.moves.last()).map(|(on, _)| *on).max();
    let on = over.map_or(on, |over| over.max(on));
    (on < writer.today()).then_some((how, on))
}

/// Adds a step to a need that somebody found without one.
fn go_on(writer: &mut Writer<'_>, plan: PlanId, need: &Need) {
    let yesterday = writer.today().pred_opt().unwrap_or(need.opened_on);
    let ago = writer.stream.days(3..=21);
    let created_on = writer.world.working_day(writer.today() - ago).min(yesterday);
    let goal = writer.history.goals.iter().find(|goal| goal.row.need == need.id);
    let goal = match goal.map(|goal| goal.row.id) {
        Some(goal) => goal,
        None => add_goal(writer, plan, need, created_on),
    };
    step(writer, goal, need, created_on, writer.today());
}

/// Writes what the person said of the plan and what was answered, and returns where that leaves it.
fn views(writer: &mut Writer<'_>, mut plan: Plan, created_on: NaiveDate) -> Plan {
    let mut on = created_on;
    for _ in 0..2 {
        on = writer.world.working_day(on + writer.stream.days(1..=9));
        if on >= writer.today() || writer.stream.chance(0.1) {
            break;
        }
        let view = if writer.stream.chance(0.2) { PlanView::Challenge } else { PlanView::Agree };
        let at = writer.moment(on, 38);
        let by = writer.worker(on);
        let Some(account) = by.account else { break };
        let id = writer.id(at);
        let words = writer.words(view.code());
        let words = (view == PlanView::Challenge || writer.stream.chance(0.4)).then_some(words);
        let act = Act { at, by, subject: Subject::Plan, id: plan.id.0 };
        writer.journal(&act, Event::PlanAnswered { view });
        plan = plan.with_view(view, on);
        let reply = reply(writer, &mut plan, &mut on);
        let plan = plan.id;
        writer.history.plan_views.push(View { id, plan, view, words, account, at, reply });
        if view == PlanView::Agree {
            break;
        }
    }
    plan
}

/// Answers a challenge within the week, except the latest ones and a few that are late.
fn reply(writer: &mut Writer<'_>, plan: &mut Plan, on: &mut NaiveDate) -> Option<Reply> {
    plan.challenged_on?;
    let forgotten = writer.stream.chance(LATE_ANSWERS);
    let wait = writer.stream.days(if forgotten { FOUND_AFTER } else { 1..=6 });
    let answered_on = writer.world.working_day(*on + wait);
    if answered_on >= writer.today() {
        return None;
    }
    let at = writer.moment(answered_on, 40);
    let by = writer.worker(answered_on);
    let account = by.account?;
    *plan = plan.clone().answer_challenge().ok()?;
    *on = answered_on;
    let act = Act { at, by, subject: Subject::Plan, id: plan.id.0 };
    writer.journal(&act, Event::ChallengeAnswered);
    Some(Reply { words: writer.words("reply"), account, at })
}
