# What every page shows.

site-name = Resettle
skip-to-content = Neidio i’r prif gynnwys
language-navigation = Iaith
menu = Dewislen
service-information = Gwybodaeth am y gwasanaeth
demo-tag = Arddangosiad
demo-banner = Mae pob person yma wedi’i ddyfeisio. Peidiwch â rhoi manylion pobl go iawn i mewn.
signed-in-as = Wedi mewngofnodi fel { $name }, { $organisation }
sign-out = Allgofnodi
footer = Mae Resettle yn cysylltu’r asiantaethau o amgylch pob person sy’n gadael carchar, ac yn dangos pa gymorth sy’n gweithio.
error-word = Gwall
error-prefix = Gwall:
error-summary-title = Mae problem
done-title = Llwyddiant
back = Yn ôl
continue = Parhau
save = Cadw
choose = Dewis
warning = Rhybudd
not-known = Ddim yn hysbys
next-page = Tudalen nesaf
pagination = Tudalennau
date-hint = Er enghraifft, 27 3 2026
date-day = Diwrnod
date-month = Mis
date-year = Blwyddyn
choose-reason = Dewiswch reswm
choose-worker = Dewiswch weithiwr o’r rhestr
choose-organisation = Dewiswch sefydliad o’r rhestr
choose-prison = Dewiswch garchar o’r rhestr
choose-referral = Dewiswch yr atgyfeiriad y mae’r apwyntiad yn perthyn iddo
refused-no-relation = Nid yw’r cofnod hwn wedi’i rannu â’ch sefydliad
refused-no-agreement = Nid oes cytundeb rhannu sy’n gadael i’ch sefydliad weld hyn
refused-role = Nid yw eich rôl yn cynnwys hyn

# Navigation.
navigation-my-people = Fy mhobl
navigation-referrals = Atgyfeiriadau
navigation-handovers = Trosglwyddiadau
navigation-services = Gwasanaethau
navigation-screenings = Sgrinio
navigation-pilots = Cynlluniau peilot
navigation-board = Bwrdd
navigation-accounts = Cyfrifon
navigation-role-requests = Rolau i’w cadarnhau
navigation-agreements = Cytundebau rhannu
navigation-retention = Am faint y cedwir cofnodion
navigation-who-sees-what = Pwy sy’n gweld beth
navigation-my-plan = Fy nghynllun
navigation-my-needs = Fy anghenion

# Problems.
problem-not-found = Ni allwn ddangos y dudalen hon
problem-not-found-what-to-do = Nid yw’n bodoli, neu nid yw wedi’i rhannu â’ch sefydliad. Gwiriwch y cyfeiriad. Os oes angen i chi weld cofnod person, gofynnwch i’r sefydliad sy’n arwain ei achos.
problem-forbidden = Ni allwch wneud hyn
problem-forbidden-what-to-do = Nid yw eich rôl yn cynnwys hyn ar gyfer y person hwn. Ni newidiwyd dim.
problem-no-agreement = Ni chaiff eich sefydliad weld hyn nawr
problem-no-agreement-what-to-do = Nid oes cytundeb rhannu mewn grym rhwng eich sefydliad a’r un sy’n arwain yr achos hwn. Gofynnwch i’ch swyddog diogelu data lofnodi un. Mae’r gwaith sydd gennych ar agor yn aros ar eich rhestr.
problem-moved-on = Mae hyn wedi symud ymlaen
problem-moved-on-what-to-do = Newidiodd rhywun ef ar ôl i chi agor y dudalen. Ni chadwyd dim o’ch gwaith chi. Ewch yn ôl, edrychwch ble mae’n sefyll nawr, a rhowch gynnig arall arni os oes ei angen o hyd.
problem-too-large = Roedd hynny’n ormod ar unwaith
problem-too-large-what-to-do = Gwnewch y testun neu’r ffeil yn llai a’i anfon eto. Ni chadwyd dim.
problem-method = Nid yw’r dudalen hon yn gweithio felly
problem-method-what-to-do = Ewch yn ôl a defnyddiwch y botymau ar y dudalen.
problem-too-fast = Rydych yn mynd yn gyflymach nag y mae’r wefan hon yn ei ganiatáu i neb
problem-too-fast-what-to-do = Ni wnaed yr hyn y gofynnoch amdano, ac ni chollwyd dim a gadwyd o’r blaen. Arhoswch, ac yna ail-lwythwch y dudalen hon: mae’r hyn a anfonoch yn dal gan eich porwr, a bydd yn gofyn a ddylid ei anfon eto.
problem-busy = Mae’r wefan hon yn brysur
problem-busy-what-to-do = Ni wnaed yr hyn y gofynnoch amdano, ac ni chollwyd dim a gadwyd o’r blaen. Arhoswch, ac yna ail-lwythwch y dudalen hon: mae’r hyn a anfonoch yn dal gan eich porwr, a bydd yn gofyn a ddylid ei anfon eto.
problem-wait =
    { $seconds ->
        [one] Arhoswch 1 eiliad.
        [two] Arhoswch 2 eiliad.
       *[other] Arhoswch { $seconds } eiliad.
    }
problem-wait-minutes = Arhoswch { $minutes } munud.
problem-many-records = Rydych wedi agor cofnodion llawer iawn o bobl
problem-many-records-what-to-do = Ni ddangosir rhagor am y tro. Dangosir y rhai a agoroch o fewn yr awr ddiwethaf o hyd. Rhoddwyd gwybod i’ch sefydliad, a bydd yn gofyn i chi at ba ddiben yr oedd. Ni chollwyd dim a gadwyd. Os oes angen cofnod person arall arnoch ar unwaith, gofynnwch i gydweithiwr.
problem-bad-request = Ni allem ddarllen yr hyn a anfonwyd
problem-bad-request-what-to-do = Ewch yn ôl ac anfonwch y ffurflen eto. Os yw hyn yn parhau, rhowch y cyfeirnod isod i’ch gweinyddwr.
problem-ours = Mae’n ddrwg gennym, mae problem gyda’r gwasanaeth
problem-ours-what-to-do = Ni newidiwyd dim. Rhowch gynnig arall arni ymhen ychydig funudau. Os yw hyn yn parhau, rhowch y cyfeirnod isod i’ch gweinyddwr.
problem-home = Ewch i’ch tudalen gyntaf
problem-reference = Cyfeirnod: { $reference }
