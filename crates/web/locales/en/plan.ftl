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
