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

# Y cynllun, fel y mae’r rhai sy’n arwain yr achos yn ei weld.
plan-title = Cynllun
plan-status-label = Statws y cynllun
plan-not-begun = Nid oes cynllun eto. Y nod cyntaf sy’n ei ddechrau.
plan-no-needs = Ni chafwyd hyd i unrhyw anghenion eto. Daw anghenion o asesiad.
plan-add-goal = Ychwanegu nod
plan-print-passport = Argraffu’r pasbort
plan-challenged = Heriodd y person y cynllun hwn ar { $on }. Atebwch erbyn { $by }.
plan-challenge-answer = Eich ateb i’r person
plan-challenge-answer-hint = Dywedwch beth rydych wedi’i newid, neu pam nad ydych wedi’i newid. Bydd y person yn ei ddarllen.
plan-challenge-answer-send = Ateb y person
plan-dropped = Wedi’u colli
plan-dropped-warning =
    { $count ->
        [one] Mae { $count } angen coch heb gam y mae rhywun yn berchen arno. Ychwanegwch gam nawr.
        [two] Mae { $count } angen coch heb gam y mae rhywun yn berchen arno. Ychwanegwch gam at bob un nawr.
       *[other] Mae { $count } angen coch heb gam y mae rhywun yn berchen arno. Ychwanegwch gam at bob un nawr.
    }
plan-dropped-first = Ychwanegu nod a cham: { $area }
plan-dropped-step = Ychwanegu cam: { $area }
plan-dropped-next = Ar ôl yr un hwn, nifer y rhai eraill sydd wedi’u colli: { $count }
plan-open-needs = Anghenion agored
plan-no-open-needs = Nid oes anghenion agored.
plan-closed-needs = Anghenion wedi’u cau ({ $count })
plan-need-opened = Agorwyd ar { $on }
plan-need-closed = { $how } ar { $on }
plan-need-words = Dywedodd y person: { $words }
plan-need-close = Cau’r angen hwn
plan-no-goals = Dim nodau eto.
plan-goal = Nod: { $words }
plan-no-steps = Dim camau eto.
plan-add-step = Ychwanegu cam
plan-for = { $what }: { $for }
plan-steps-caption = Camau i gyrraedd: { $goal }
plan-column-step = Cam
plan-column-actor = Pwy sy’n gweithredu
plan-column-change = Newid
step-take = Cymryd cyfrifoldeb
step-close = Cau
step-give = Newid y perchennog
plan-views = Beth mae’r person yn ei ddweud am y cynllun
plan-no-views = Nid yw’r person wedi dweud dim am y cynllun eto.
plan-view-agreed = Cytunwyd ar { $at }
plan-view-challenged = Heriwyd ar { $at }
plan-view-answered = Atebodd { $by } ar { $at }:
plan-view-not-answered = Heb ei ateb eto.
plan-views-earlier = Sylwadau cynharach ({ $count })
plan-shared-reason = Wedi’i rannu â’ch sefydliad: y camau y mae’n berchen arnynt. Mae gweddill y cynllun yn aros gyda { $lead }.
plan-own-steps = Camau y mae eich sefydliad yn berchen arnynt
plan-no-own-steps = Nid yw eich sefydliad yn berchen ar unrhyw gam o’r cynllun hwn.

# Ffurflenni.
goal-title = Ychwanegu nod
goal-need = Ar gyfer pa angen y mae’r nod?
goal-words = Beth mae’r person am ei gyrraedd?
goal-words-hint = Yn eu geiriau eu hunain lle bo modd, er enghraifft “Fy nghartref fy hun”
goal-first-step = Y cam cyntaf (dewisol)
goal-first-step-hint = Gadewch y cyfan yn wag os nad yw’n hysbys eto.
goal-add = Ychwanegu nod
goal-no-needs = Nid oes anghenion agored, felly nid oes dim i ychwanegu nod ato.
goal-step-add = Ychwanegu nod a cham
step-title = Ychwanegu cam
step-words = Beth fydd yn cael ei wneud?
step-words-hint = Er enghraifft “Gofyn i’r cyngor am asesiad tai”
step-actor = Pwy fydd yn ei wneud?
step-owner = Pa sefydliad sy’n atebol amdano?
step-owner-hint = Os sefydliad arall ydyw, bydd yn enwi ei weithiwr ei hun pan fydd yn cymryd cyfrifoldeb am y cam.
step-worker = Pwy sy’n atebol amdano yn eich sefydliad chi? (dewisol)
step-worker-hint = Gadewch hwn fel y mae os yw sefydliad arall yn berchen ar y cam.
step-nobody-named = Neb wedi’i enwi eto
step-due = Erbyn pryd?
step-due-hint = Heddiw neu’n hwyrach, er enghraifft 27 3 2027
step-add = Ychwanegu cam
step-close-title = Cau cam
step-close-submit = Cau’r cam
step-close-how = Sut y daeth i ben?
step-close-note = Nodyn (dewisol)
step-close-note-hint = Beth ddaeth ohono, neu beth sy’n sefyll yn y ffordd
step-owner-title = Newid pwy sy’n berchen ar gam
step-owner-now = { $organisation } sy’n berchen arno nawr.
step-owner-save = Newid y perchennog
need-close-title = Cau angen: { $area }
need-close-how = Pam y mae’n cael ei gau?
need-close-words = Beth ddywedodd y person?
need-close-words-hint = Mae ei angen os yw’r person yn gwrthod cymorth. Mae’r geiriau’n aros ar y cofnod.
need-close-steps = Nifer y camau agored a fydd yn cael eu cau gydag ef, gan nad oes eu hangen mwyach: { $count }
need-close-save = Cau’r angen

# Beth oedd o’i le.
invalid-step-day-past = Mae’r diwrnod yn y gorffennol. Rhowch heddiw neu ddiwrnod hwyrach
invalid-step-day-far = Mae’r diwrnod fwy na { $months } mis i ffwrdd. Gwiriwch y flwyddyn
invalid-plan-full = Mae’r cynllun yn llawn. Caewch gamau sydd wedi’u gwneud, neu newidiwch yr hyn sydd yno
choose-need = Dewiswch angen agored o’r rhestr
choose-actor = Dewiswch pwy fydd yn ei wneud
choose-owner = Dewiswch sefydliad o’r rhestr
choose-step-closure = Dewiswch sut y daeth y cam i ben
choose-need-closure = Dewiswch pam y mae’r angen yn cael ei gau
need-declined-without-words = Rhowch yr hyn a ddywedodd y person wrth wrthod
step-worker-elsewhere = Mae sefydliad arall yn enwi ei weithiwr ei hun. Gadewch y gweithiwr yn wag, neu dewiswch eich sefydliad eich hun
challenge-answer-missing = Rhowch eich ateb i’r person

# Beth a wnaed.
done-goal-added = Ychwanegwyd y nod
done-step-added = Ychwanegwyd y cam
done-step-closed = Caewyd y cam
done-step-given = Newidiwyd perchennog y cam
done-step-taken = Rydych wedi cymryd cyfrifoldeb am y cam
done-need-closed = Caewyd yr angen
done-challenge-answered = Anfonwyd eich ateb at y person
