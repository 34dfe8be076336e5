# Plans, goals and steps.

need-closure-met = Diwallwyd
need-closure-declined = Gwrthodwyd cymorth
need-closure-no-longer-there = Ddim yno mwyach
need-closure-died = Bu farw’r person
step-closure-completed = Wedi’i wneud
step-closure-cannot-be-done-yet = Ni ellir ei wneud eto
step-closure-no-longer-needed = Nid oes ei angen mwyach
plan-status-draft = Drafft
plan-status-agreed = Cytunwyd
plan-status-under-review = Dan adolygiad
plan-view-agree = Rwy’n cytuno â’r cynllun hwn
plan-view-challenge = Rwyf am i rywbeth newid
actor-person = Y person
actor-organisation = Y sefydliad
actor-together = Y ddau gyda’i gilydd
