# What happened, as the timeline says it.

event-person-added = Ychwanegwyd at Resettle
event-person-changed = Newidiwyd manylion: { $details }
event-record-exported = Rhoddwyd popeth sydd ar gof a chadw ({ $form })
event-worker-named = Enwyd { $worker } yn weithiwr
event-received = Derbyniwyd i garchar ar { $on }
event-screened =
    { $late ->
        [true] Gwnaed y sgrinio sylfaenol, ar ôl ei derfyn
       *[false] Gwnaed y sgrinio sylfaenol
    }
event-assessment-started =
    { $voice ->
        [person] Dechreuodd y person ddweud beth sydd ei angen arno
       *[worker] Dechreuwyd asesiad
    }
event-assessment-answered = Cadwyd atebion yr asesiad
event-area-rated = { $area }: gradd y gweithiwr yw { $rating } ({ $reason })
event-area-rating-removed = { $area }: tynnwyd gradd y gweithiwr yn ôl
event-assessment-submitted =
    { $voice ->
        [person] Dywedodd y person beth sydd ei angen arno
       *[worker] Cyflwynwyd asesiad; meysydd coch: { $red }
    }
event-need-opened = Agorwyd angen: { $area } ({ $rating })
event-need-changed = Angen nawr: { $area } ({ $rating })
event-need-closed = Caewyd angen: { $area } ({ $how })
event-goal-added = Ychwanegwyd nod: { $words }
event-step-added = Ychwanegwyd cam: { $words }, erbyn { $on }
event-step-closed = Caewyd cam: { $words } ({ $how })
event-step-given = Rhoddwyd cam i { $to }: { $words }
event-step-taken = Cymerodd { $worker } gyfrifoldeb am gam: { $words }
event-challenge-answered = Atebwyd her y person i’r cynllun
event-plan-answered =
    { $view ->
        [agree] Cytunodd y person â’r cynllun
       *[challenge] Heriodd y person y cynllun
    }
event-concern-raised =
    { $kind ->
        [complaint] Cwynodd y person am y ffordd y defnyddir ei fanylion
       *[wrong] Dywedodd y person fod rhywbeth o’i le yn ei gofnod
    }
event-concern-answered =
    { $kind ->
        [complaint] Atebwyd cwyn y person
       *[wrong] Atebwyd y person am yr hyn sydd o’i le yn ei gofnod
    }
event-referral-moved = Atgyfeiriad i { $service }: { $to }
event-message-sent = Neges am { $service }
event-referral-concluded = Daeth yr atgyfeiriad i { $service } i ben ({ $how })
event-handover-moved = Trosglwyddo i { $taker } ({ $kind }): { $to }
event-appointment-made = Gwnaed apwyntiad ar gyfer { $on }
event-attendance-recorded = Apwyntiad: { $attendance }
event-release-planned = Cynlluniwyd rhyddhau ar { $on }
event-released = Gadawodd y carchar ar { $on }
event-outcome-recorded = Canlyniad: { $measure } ({ $status })
event-consent-recorded =
    { $granted ->
        [true] Cytunodd y caiff y sefydliad hwn wybod rhywbeth: { $organisation } ({ $group })
       *[false] Ni chytunodd y caiff y sefydliad hwn wybod rhywbeth: { $organisation } ({ $group })
    }
event-consent-withdrawn = Tynnodd ei gydsyniad yn ôl: { $organisation } ({ $group })

event-referral-changed = Newidiwyd drafft yr atgyfeiriad i { $service }
event-invited = Gwahoddwyd i weld ei gynllun ei hun
event-invitation-opened = Rhoddodd y person ei god a’i ddyddiad geni
event-invitation-accepted = Sefydlodd y person ei gyfrif ei hun
event-recovery-begun = Gwnaed ffordd yn ôl i gyfrif { $name }
event-hold-placed = Rhoddwyd ataliad cyfreithiol: ni chaiff y cofnod ei ddileu tra bydd mewn grym
event-hold-lifted = Codwyd yr ataliad cyfreithiol
event-glass-broken = Agorodd { $organisation } y cofnod hwn mewn argyfwng. { $reason }: { $groups }
event-given-to-justice-data-lab = Rhoddodd { $organisation } enw, dyddiad geni a’r rhifau sydd ganddo i Labordy Data Cyfiawnder y Weinyddiaeth Gyfiawnder, i ganfod a yw cymorth yn gweithio. Cytundeb: { $agreement }
event-glass-reviewed = Adolygwyd a agorodd { $organisation } y cofnod hwn yn gywir mewn argyfwng: { $verdict }
