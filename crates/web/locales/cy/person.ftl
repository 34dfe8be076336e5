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
timeline-latest = Beth a ddigwyddodd ddiwethaf
timeline-all = Gweld popeth a ddigwyddodd
timeline-earlier = Cynharach
timeline-newest = Yn ôl at y diweddaraf
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
section-details = Manylion
section-timeline = Llinell amser
person-offered = Cynigiwyd yr achos hwn i { $taker } ac mae’n aros lle mae nes iddynt ei dderbyn.
person-offered-link = Gweld y trosglwyddiad
person-no-worker = Nid oes neb yn eich sefydliad wedi’i enwi ar gyfer y person hwn.
person-name-worker = Enwi gweithiwr

# Finding and adding people.
navigation-people = Dod o hyd i berson
find-title = Dod o hyd i berson
find-what = Enw neu rif
find-hint = Dechrau cyfenw, y ddau enw, neu rif cyfan megis rhif carchar neu CRN
find-send = Chwilio
find-found =
    { $count ->
        [0] Heb ddod o hyd i neb
        [one] Daethpwyd o hyd i { $count } person
        [two] Daethpwyd o hyd i { $count } berson
       *[other] Daethpwyd o hyd i { $count } o bobl
    }
find-nobody = Nid oes gan neb y cewch eu gweld yr enw neu’r rhif hwn. Gwiriwch y sillafu. Rydych yn gweld y bobl y mae eich sefydliad yn eu harwain neu’n gweithio gyda nhw.
find-add-title = Rhywun newydd
person-add = Ychwanegu person
person-add-intro = Eich sefydliad chi fydd yn arwain achos pwy bynnag a ychwanegwch, a chi fydd yn cael eich enwi’n weithiwr iddynt.
person-add-send = Ychwanegu’r person hwn
person-edit-title = Newid manylion { $name }
person-edit-intro = Mae’r hyn oedd yno o’r blaen yn aros ar gofnod: ni chollir byth enw, rhif na chyfeiriad cynharach.
person-edit-link = Newid y manylion hyn
done-person-added = Ychwanegwyd y person.
done-person-changed = Newidiwyd y manylion.

# Who a person is.
not-recorded = Heb ei gofnodi
details-title = Manylion
person-given-name = Enw neu enwau cyntaf
person-family-name = Cyfenw
person-date-of-birth = Dyddiad geni
person-date-of-birth-hint = Er enghraifft, 27 3 1990. Gadewch yn wag os nad yw’n hysbys.
person-ethnicity = Ethnigrwydd
person-ethnicity-hint = Fel y dywedodd y person
person-language = Yr iaith sydd orau ganddynt
person-home-region = Ble byddant yn byw ar ôl eu rhyddhau
person-numbers = Rhifau
person-numbers-hint = Gadewch rif yn wag os nad yw’n hysbys.
person-reception = Derbyn i’ch carchar
person-received = Y diwrnod y’u derbyniwyd
person-received-hint = Er enghraifft, 27 3 2026. Rhaid gwneud y sgrinio sylfaenol erbyn diwedd y pedwerydd diwrnod wedyn. Gadewch yn wag os nad ydynt yn eich carchar.
person-reception-why = Pam y’u derbyniwyd
person-received-future = Mae’r diwrnod derbyn yn y dyfodol: gwiriwch y dyddiad
person-number-taken = Mae gan rywun arall yma’r rhif hwn: gwiriwch ef, neu dewch o hyd i’r person hwnnw
person-names = Enwau eraill
person-kind-of-name = Math o enw
person-addresses = Cyfeiriadau
person-kind-of-address = Math o gyfeiriad
person-address = Cyfeiriad
person-address-hint = Mewn llinellau, neu “dim cartref sefydlog”
person-postcode = Cod post (dewisol)
person-contacts = Sut i gysylltu â nhw
person-kind-of-contact = Math
person-contact = Rhif ffôn neu gyfeiriad e-bost
person-conditions = Amodau’r drwydded
person-kind-of-condition = Math o amod
person-condition = Yr amod
person-condition-hint = Air am air fel y mae wedi’i argraffu ar y drwydded
person-flags = Baneri risg
person-flags-apart = Fe’u cedwir ar wahân i weddill y cofnod. Mae carchardai a’r gwasanaeth prawf yn eu gweld o dan gytundeb rhannu; dim ond a ddylent ofyn cyn cwrdd â’r person a ddywedir wrth bawb arall.
person-kind-of-flag = Beth i’w wylio
person-flag-note = Mwy amdano (dewisol)
person-from = Diwrnod cyntaf
person-to = Diwrnod olaf, os yw wedi dod i ben
person-part-add = Ychwanegu
person-part-end = Dod i ben heddiw
person-to-before-from = Mae’r diwrnod olaf cyn y cyntaf: gwiriwch y ddau ddyddiad
person-no-address = Nid oes cyfeiriad wedi’i gofnodi.
person-no-contact = Nid oes ffordd o gysylltu â nhw wedi’i chofnodi.
person-no-condition = Nid oes amod trwydded wedi’i gofnodi.
person-no-flag = Nid oes baner risg wedi’i chofnodi.
choose-kind = Dewiswch fath o’r rhestr
choose-language = Dewiswch yr iaith sydd orau ganddynt
invalid-contact-phone = Rhowch rif ffôn, fel 029 2018 0982
invalid-contact-email = Rhowch gyfeiriad e-bost, fel enw@example.com
language-en = Saesneg
language-cy = Cymraeg
name-kind-alias = Adwaenir hefyd fel
name-kind-former = Enw blaenorol
address-kind-main = Ble maent yn byw
address-kind-proposed = Ble byddant yn byw ar ôl eu rhyddhau
address-kind-previous = Ble roeddent yn byw
address-kind-postal = I ble mae’r post yn mynd
contact-kind-phone = Ffôn
contact-kind-email = E-bost
person-detail-was = { $detail } (gynt: { $was })
person-detail-name = Enw
person-detail-date-of-birth = Dyddiad geni
person-detail-sex = Rhyw
person-detail-ethnicity = Ethnigrwydd
person-detail-language = Iaith
person-detail-home-region = Rhanbarth cartref
person-detail-identifier = Rhif
person-detail-other-name = Enw arall
person-detail-address = Cyfeiriad
person-detail-contact = Ffordd o gysylltu â nhw
person-detail-licence-condition = Amod trwydded
person-detail-risk-flag = Baner risg
person-detail-sentence = Y ddedfryd
column-kind = Math
column-words = Beth sydd wedi’i gofnodi
column-from-day = O
column-to-day = Hyd
column-where = Ble
column-why = Pam
column-which-date = Dyddiad
column-day = Diwrnod
column-recorded = Cofnodwyd
column-standing = Statws
still-so = Yn parhau
flag-since = ers { $from }
flag-ended = o { $from } hyd { $to }

# The picture of need.
picture-title = Anghenion mewn deg maes
picture-direction = Ers y cyntaf: { $direction }
picture-own = Dywed y person: { $rating }
picture-link = Mynd i’r asesiadau
picture-dropped = Wedi’i ollwng: dim cam â pherchennog
plan-summary = Cynllun: { $status }. Mae { $open } o’r { $steps } cam ar agor.
plan-none = Nid oes cynllun eto.
plan-link = Mynd i’r cynllun

# Where they have been, and their sentence.
stays-title = Ble maent wedi bod
stays-none = Nid oes cyfnod mewn carchar nac yn y gymuned wedi’i gofnodi.
sentence-title = Dedfryd
sentence-supplied = Mae’r dyddiadau fel y’u rhoddwyd gan y carchar. Ni chânt byth eu cyfrifo yma.
sentence-dates = Dyddiadau’r ddedfryd
sentence-no-date = Dim un bellach
sentence-until = Disodlwyd ar { $on }
sentence-stands = Yn sefyll
sentence-none = Nid oes dyddiad dedfryd wedi’i gofnodi.
sentence-date-release-date = Dyddiad rhyddhau
sentence-date-hdc-eligibility = Dyddiad cymhwyster cyrffyw cadw gartref
sentence-date-parole-eligibility = Dyddiad cymhwyster parôl
sentence-date-licence-expiry = Dyddiad diwedd y drwydded
sentence-date-sentence-expiry = Dyddiad diwedd y ddedfryd

# What another organisation sees, and why not more.
own-steps-title = Camau y mae eich sefydliad yn berchen arnynt
own-step = { $words }, erbyn { $on }
not-shared-provider = Rydych yn gweld pwy yw’r person hwn a’r hyn y mae eich sefydliad yn ei wneud drosto, oherwydd bod atgyfeiriad i’ch sefydliad ar agor.
not-shared-taker = Rydych yn gweld pwy yw’r person hwn, oherwydd bod yr achos yn cael ei drosglwyddo i’ch sefydliad. Derbyniwch y trosglwyddiad i weld y cofnod.
not-shared-step-owner = Rydych yn gweld pwy yw’r person hwn a’r camau y mae eich sefydliad yn berchen arnynt, oherwydd ei fod yn berchen ar gam o’r cynllun.
not-shared-sender = Rydych yn gweld pwy yw’r person hwn a’r atgyfeiriadau a anfonodd eich sefydliad, oherwydd bod un ohonynt ar agor.
