# Plans, goals and steps.

need-closure-met = Met
need-closure-declined = Support declined
need-closure-no-longer-there = No longer there
need-closure-died = The person died
step-closure-completed = Done
step-closure-cannot-be-done-yet = Cannot be done yet
step-closure-no-longer-needed = No longer needed
plan-status-draft = Draft
plan-status-agreed = Agreed
plan-status-under-review = Under review
plan-view-agree = I agree with this plan
plan-view-challenge = I want something changed
actor-person = The person
actor-organisation = The organisation
actor-together = Both together

# The plan, as those who lead the case see it.
plan-title = Plan
plan-status-label = Status of the plan
plan-not-begun = There is no plan yet. The first goal begins it.
plan-no-needs = No needs have been found yet. Needs come from an assessment.
plan-add-goal = Add a goal
plan-print-passport = Print the passport
plan-challenged = The person challenged this plan on { $on }. Answer them by { $by }.
plan-challenge-answer = Your answer to the person
plan-challenge-answer-hint = Say what you changed, or why not. The person will read it.
plan-challenge-answer-send = Answer the person
plan-dropped = Dropped
plan-dropped-warning =
    { $count ->
        [one] { $count } red need has no step that somebody owns. Add a step now.
       *[other] { $count } red needs have no step that somebody owns. Add a step to each now.
    }
plan-dropped-first = Add a goal and a step: { $area }
plan-dropped-step = Add a step: { $area }
plan-dropped-next =
    { $count ->
        [one] After this one, { $count } more is dropped.
       *[other] After this one, { $count } more are dropped.
    }
plan-open-needs = Open needs
plan-no-open-needs = No needs are open.
plan-closed-needs = Closed needs ({ $count })
plan-need-opened = Opened on { $on }
plan-need-closed = { $how } on { $on }
plan-need-words = The person said: { $words }
plan-need-close = Close this need
plan-no-goals = No goals yet.
plan-goal = Goal: { $words }
plan-no-steps = No steps yet.
plan-add-step = Add a step
plan-for = { $what }: { $for }
plan-steps-caption = Steps to reach: { $goal }
plan-column-step = Step
plan-column-actor = Who acts
plan-column-change = Change
step-take = Take on
step-close = Close
step-give = Change owner
plan-views = What the person says of the plan
plan-no-views = The person has not said anything of the plan yet.
plan-view-agreed = Agreed on { $at }
plan-view-challenged = Challenged on { $at }
plan-view-answered = { $by } answered on { $at }:
plan-view-not-answered = Not answered yet.
plan-views-earlier = Earlier views ({ $count })
plan-shared-reason = Shared with your organisation: the steps it owns. The rest of the plan stays with { $lead }.
plan-own-steps = Steps that your organisation owns
plan-no-own-steps = Your organisation owns no step of this plan.

# Forms.
goal-title = Add a goal
goal-need = Which need is the goal for?
goal-words = What does the person want to reach?
goal-words-hint = In their own words where possible, for example “A place of my own”
goal-first-step = The first step (optional)
goal-first-step-hint = Leave all of it empty if it is not known yet.
goal-add = Add goal
goal-no-needs = No needs are open, so there is nothing to add a goal for.
goal-step-add = Add goal and step
step-title = Add a step
step-words = What will be done?
step-words-hint = For example “Ask the council for a housing assessment”
step-actor = Who will do it?
step-owner = Which organisation answers for it?
step-owner-hint = If it is another organisation, it names its own worker when it takes the step on.
step-worker = Who answers for it in your organisation? (optional)
step-worker-hint = Leave this as it is if another organisation owns the step.
step-nobody-named = Nobody named yet
step-due = By when?
step-due-hint = Today or later, for example 27 3 2027
step-add = Add step
step-close-title = Close a step
step-close-submit = Close the step
step-close-how = How did it end?
step-close-note = Note (optional)
step-close-note-hint = What came of it, or what stands in the way
step-owner-title = Change who owns a step
step-owner-now = { $organisation } owns it now.
step-owner-save = Change owner
need-close-title = Close a need: { $area }
need-close-how = Why is it closed?
need-close-words = What did the person say?
need-close-words-hint = Needed if they decline support. Their words stand on the record.
need-close-steps =
    { $count ->
        [one] { $count } open step will be closed with it, as no longer needed:
       *[other] { $count } open steps will be closed with it, as no longer needed:
    }
need-close-save = Close need

# What was wrong.
invalid-step-day-past = The day is in the past. Enter today or a later day
invalid-step-day-far = The day is more than { $months } months ahead. Check the year
invalid-plan-full = The plan is full. Close steps that are done, or change what is there
choose-need = Choose an open need from the list
choose-actor = Choose who will do it
choose-owner = Choose an organisation from the list
choose-step-closure = Choose how the step ended
choose-need-closure = Choose why the need is closed
need-declined-without-words = Enter what the person said when they declined
step-worker-elsewhere = Another organisation names its own worker. Leave the worker empty, or choose your own organisation
challenge-answer-missing = Enter your answer to the person

# What was done.
done-goal-added = The goal was added
done-step-added = The step was added
done-step-closed = The step was closed
done-step-given = The owner of the step was changed
done-step-taken = You have taken the step on
done-need-closed = The need was closed
done-challenge-answered = Your answer was sent to the person
