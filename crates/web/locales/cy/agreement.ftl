# Cytundebau rhannu, a’r hyn y maent yn ei rannu.

agreement = Cytundeb rhannu
agreements-title = Cytundebau rhannu
agreements-intro = Yr hyn y mae eich sefydliad chi ac eraill yn ei ddweud wrth ei gilydd am bobl, pam, a than pryd. Y tu allan i’r sefydliad sy’n arwain achos, dim ond o dan gytundeb sydd mewn grym y darllenir cofnod.
agreements-caption = Cytundebau eich sefydliad
agreements-none = Nid yw eich sefydliad yn barti i unrhyw gytundeb eto. Tan hynny, ni rennir dim â sefydliadau eraill.
agreement-title = Teitl
agreement-title-hint = Diben y cytundeb, er enghraifft: Ailsefydlu yn y rhanbarth
agreement-standing = Statws
agreement-signatures = Llofnodion
agreement-signed-of = { $signed } o { $parties }
agreement-waits-for-us = Yn aros am eich llofnod
agreement-warning-review = Mae’r diwrnod ar gyfer adolygu “{ $title }” wedi mynd heibio. Mae’n aros mewn grym nes iddo ddod i ben.
agreement-warning-ends = Daw “{ $title }” i ben yn fuan. Lluniwch gytundeb newydd a sicrhewch ei fod wedi’i lofnodi cyn hynny: ar ôl diwrnod olaf hwn, ni rennir dim o dano.

agreement-draw = Llunio cytundeb rhannu
agreement-draw-what = Nid yw llunio yn llofnodi dim. Mae pob parti’n llofnodi drosto’i hun, ac ni rennir dim nes bod dau ohonynt wedi gwneud hynny.
agreement-draw-send = Llunio’r cytundeb hwn
done-agreement-drawn = Lluniwyd y cytundeb. Nid oes neb wedi’i lofnodi eto
agreement-parties = Gyda phwy
agreement-parties-hint = Mae { $organisation } yn barti bob amser, gan mai chi sy’n ei lunio
agreement-choose-parties = Dewiswch o leiaf un sefydliad arall o’r rhestr
agreement-enter-title = Rhowch deitl sy’n dweud beth yw diben y cytundeb
agreement-no-others = Nid oes sefydliad arall eto a allai fod yn barti.
agreement-purposes = Pam y darllenir cofnodion
agreement-purposes-hint = Dewiswch bob un sy’n berthnasol
agreement-choose-purposes = Dewiswch o leiaf un rheswm dros ddarllen cofnodion
agreement-groups = Beth a rennir
agreement-groups-hint = Dewiswch yr hyn sydd ei angen at y diben yn unig. Mae hyn yn rhan ohono bob amser: { $identity }.
agreement-choose-groups = Dewiswch o leiaf un peth a rennir
agreement-route = Ei sail yn y gyfraith
agreement-route-hint = Dewiswch gydsyniad dim ond lle mae gan bobl ddewis go iawn
agreement-choose-route = Dewiswch sail y cytundeb yn y gyfraith
agreement-retention = Am sawl mis y mae parti’n cadw’r hyn a ddywedwyd wrtho
agreement-retention-for = Cedwir am
agreement-retention-hint = Nifer cyfan o fisoedd, er enghraifft 12
agreement-months =
    { $months ->
        [two] { $months } fis
       *[other] { $months } mis
    }
agreement-starts = Diwrnod cyntaf
agreement-review = Adolygu erbyn
agreement-review-hint = Y diwrnod y bydd y partïon yn edrych arno eto erbyn hynny, er enghraifft 27 3 2027. Rhybudd yw adolygiad hwyr, ac nid yw’n dod â’r cytundeb i ben.
agreement-ends = Diwrnod olaf
agreement-ends-hint = Ar ôl y diwrnod hwn, ni rennir dim o dano

agreement-what = Yr hyn y cytunwyd arno
agreement-parties-caption = Partïon
agreement-party = Sefydliad
agreement-signed-by = Llofnodwyd gan
agreement-signed-at = Pryd
agreement-not-signed = Heb lofnodi
agreement-signed-between = Mae mewn grym rhwng y partïon sydd wedi llofnodi. Ni ddywedir dim o dano wrth barti nad yw wedi llofnodi.
agreement-nothing-shared = Ni rennir dim o dan y cytundeb hwn heddiw.
agreement-ended-on = Daeth parti ag ef i ben ar { $on }.
agreement-review-overdue-what = Mae diwrnod ei adolygiad wedi mynd heibio. Mae’n aros mewn grym nes iddo ddod i ben, fel na fydd neb yn colli cymorth oherwydd cyfarfod a fethwyd. Adolygwch ef gyda’r partïon eraill.
agreement-ends-soon-what = Daw i ben ar { $on }. Lluniwch gytundeb newydd a sicrhewch ei fod wedi’i lofnodi cyn hynny.

agreement-sign-for = Llofnodi ar ran { $organisation }
agreement-sign-what = Rydych yn llofnodi ar ran eich sefydliad eich hun, ac ni all neb arall wneud hynny. O’r diwrnod cyntaf ymlaen, caiff pob parti sydd wedi llofnodi ddweud wrth y lleill yr hyn a enwir yma. Cedwir eich enw a’r amser gyda’ch llofnod.
agreement-party-signed = Wedi llofnodi: { $organisation }
agreement-party-unsigned = Heb lofnodi eto: { $organisation }
agreement-sign-send = Llofnodi ar ran { $organisation }
done-agreement-signed = Llofnodwyd y cytundeb ar ran eich sefydliad

agreement-end = Dod â’r cytundeb hwn i ben
agreement-end-what = Mae hyn yn gweithio ar unwaith: o’r dudalen nesaf y bydd unrhyw un yn ei hagor, ni rennir dim mwy o dan y cytundeb hwn.
agreement-end-all = Daw i ben i bob un o’i bartïon, nid i’ch un chi yn unig.
agreement-end-others = Gall gwaith sydd angen yr hyn a rannwyd stopio, oni bai bod cytundeb arall sydd mewn grym yn ei rannu hefyd.
agreement-end-kept =
    { $months ->
        [two] Caniateir cadw’r hyn a ddywedwyd eisoes am { $months } fis, fel y cytunwyd.
       *[other] Caniateir cadw’r hyn a ddywedwyd eisoes am { $months } mis, fel y cytunwyd.
    }
agreement-end-final = Ni ellir ei ailgychwyn. Rhaid llunio cytundeb newydd a’i lofnodi.
agreement-end-send = Dod ag ef i ben nawr
agreement-leave = Ei adael fel y mae
done-agreement-ended = Daethpwyd â’r cytundeb i ben. Ni rennir dim mwy o dano

agreement-ends-first = Rhaid i’r diwrnod olaf fod ar ôl y diwrnod cyntaf
agreement-over = Rhaid i’r diwrnod olaf fod heddiw neu’n hwyrach
agreement-too-long = Rhaid i’r diwrnod olaf fod o fewn { $years } blynedd i’r diwrnod cyntaf
agreement-review-outside = Rhaid i’r adolygiad fod ar ôl y diwrnod cyntaf a heb fod ar ôl y diwrnod olaf

agreement-standing-unsigned = Heb ei lofnodi gan ddau barti
agreement-standing-to-come = Wedi’i lofnodi, heb ddechrau eto
agreement-standing-in-force = Mewn grym
agreement-standing-review-overdue = Mewn grym, adolygiad yn hwyr
agreement-standing-expired = Wedi dod i ben
agreement-standing-ended = Wedi’i derfynu

lawful-route-public-task = Tasg gyhoeddus (GDPR y DU, erthygl 6(1)(e))
lawful-route-legal-duty = Dyletswydd gyfreithiol (GDPR y DU, erthygl 6(1)(c))
lawful-route-offender-management = Deddf Rheoli Troseddwyr 2007, adran 14
lawful-route-crime-and-disorder = Deddf Trosedd ac Anhrefn 1998, adran 115
lawful-route-consent = Cydsyniad yr unigolyn (GDPR y DU, erthygl 6(1)(a))

field-group-identity = Enw, dyddiad geni a manylion cyswllt
field-group-identifiers = Rhif carchar a CRN
field-group-police-numbers = ID PNC a rhif CRO
field-group-ni-number = Rhif Yswiriant Gwladol
field-group-health = Iechyd, gyda rhif y GIG
field-group-sentence = Dedfryd, carchariad a rhyddhau
field-group-convictions = Euogfarnau
field-group-licence-conditions = Amodau trwydded
field-group-needs = Anghenion a’u brys
field-group-risk = Risg o niwed a diogelwch
field-group-accommodation = Ble maent yn byw
field-group-employment = Gwaith a hyfforddiant
field-group-treatment = Triniaeth
field-group-money = Arian, budd-daliadau a dyledion
field-group-equality = Ethnigrwydd, iaith a chydraddoldeb
field-group-case-notes = Y cynllun, a nodiadau o’r gwaith

purpose-resettlement = Help gydag ailsefydlu
purpose-service = Rhoi gwasanaeth
purpose-own-record = Ei gofnod ei hun
purpose-emergency = Argyfwng
purpose-evaluation = Dysgu beth sy’n gweithio
purpose-oversight = Goruchwylio
purpose-administration = Cadw cyfrifon a rhestrau
