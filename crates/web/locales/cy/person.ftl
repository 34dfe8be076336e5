# A person’s page.

years-old =
    { $age ->
        [one] { $age } flwydd oed
        [two] { $age } flwydd oed
       *[other] { $age } oed
    }
person-sex = Rhyw
open-title = Beth sydd ar agor
nothing-open = Nid oes dim ar agor ar gyfer y person hwn.
referrals-title = Atgyfeiriadau
timeline-title = Llinell amser
timeline-by = gan
timeline-empty = Nid oes dim wedi digwydd eto.
identifier-kind-prison-number = Rhif carchar
identifier-kind-crn = CRN
identifier-kind-pnc-id = Rhif PNC
identifier-kind-cro-number = Rhif CRO
identifier-kind-ni-number = Rhif Yswiriant Gwladol
identifier-kind-nhs-number = Rhif GIG
episode-kind-custody = Yn y carchar
episode-kind-community = Yn y gymuned
episode-reason-new-reception = Derbyniwyd i garchar
episode-reason-recall = Galwyd yn ôl
episode-reason-transfer = Trosglwyddwyd
episode-reason-release = Rhyddhawyd
voice-worker = Asesiad y gweithiwr
voice-person = Barn y person ei hun

person-pages = Tudalennau’r person hwn
person-born = Ganwyd { $on }
person-led-by = Arweinir gan { $lead }
person-release-on = Rhyddhau { $on }
section-overview = Trosolwg
section-assessments = Asesiadau
section-plan = Cynllun
section-referrals = Atgyfeiriadau
section-appointments = Apwyntiadau
section-release = Rhyddhau
section-outcomes = Canlyniadau
section-handover = Trosglwyddo
person-offered = Cynigiwyd yr achos hwn i { $taker } ac mae’n aros lle mae nes iddynt ei dderbyn.
person-offered-link = Gweld y trosglwyddiad
person-no-worker = Nid oes neb yn eich sefydliad wedi’i enwi ar gyfer y person hwn.
person-name-worker = Enwi gweithiwr
