# The directory of services, and its upkeep.

services-title = Gwasanaethau
service-search-area = Maes angen
service-search-any-area = Pob maes
service-search-words = Geiriau
service-search-words-hint = Rhan o enw, sefydliad, neu’r hyn rydych yn chwilio amdano
service-search-region = Y rhanbarth lle mae’n cael ei gynnig
service-search-any-region = Pob rhanbarth
service-search = Chwilio
services-found = Gwasanaethau a gafwyd
services-none = Nid oes unrhyw wasanaeth yn cyfateb i’ch chwiliad. Rhowch gynnig ar lai o eiriau, neu faes neu ranbarth arall.
services-none-yet = Nid oes unrhyw wasanaeth wedi’i ychwanegu eto.
services-for-person = I weld beth y gall un person ei ddefnyddio, agorwch atgyfeiriadau’r person hwnnw a dewiswch angen.
service-add = Ychwanegu gwasanaeth
service-organisation = Sefydliad
service-areas = Meysydd angen
service-room = Lle
service-places = Lleoedd wedi’u llenwi: { $serving } o { $capacity }
service-wait =
    { $days ->
        [one] Yn llawn nawr: tua { $days } diwrnod o aros
        [two] Yn llawn nawr: tua { $days } ddiwrnod o aros
        [few] Yn llawn nawr: tua { $days } diwrnod o aros
        [many] Yn llawn nawr: tua { $days } diwrnod o aros
       *[other] Yn llawn nawr: tua { $days } diwrnod o aros
    }
service-checked = Gwiriwyd ddiwethaf
service-stale = Heb ei wirio ers dros 6 mis
service-who = Pwy all ei ddefnyddio
service-who-anyone = Unrhyw un
service-who-sex =
    { $sex ->
        [female] Menywod yn unig
       *[male] Dynion yn unig
    }
service-who-ages = Rhwng { $least } a { $most } oed
service-who-least = { $least } oed neu hŷn
service-who-most = { $most } oed neu iau
service-who-regions = Pobl a fydd yn byw yn: { $regions }
service-who-excludes-brief = Mae rhai euogfarnau’n rhwystr
service-who-excludes = Mae rhai euogfarnau yn golygu na all person ei ddefnyddio. Mae Resettle yn gwirio hyn pan fyddwch yn chwilio am wasanaethau i berson.
service-excluded = Euogfarnau sy’n cadw pobl allan
service-excluded-shown = Dim ond eich sefydliad chi sy’n gweld y rhestr hon. Dywedir wrth eraill a all person ddefnyddio’r gwasanaeth, ond nid pa euogfarn sy’n ei rwystro.

# Why a person cannot use a service, and what to check. No offence is ever named.
service-only-sex =
    { $sex ->
        [female] Mae ar gyfer menywod yn unig
       *[male] Mae ar gyfer dynion yn unig
    }
service-too-young = Mae ar gyfer pobl { $age } oed neu hŷn
service-too-old = Mae ar gyfer pobl { $age } oed neu iau
service-out-of-area = Nid yw’n cael ei gynnig yn y rhanbarth lle bydd y person yn byw
service-offence-excluded = Mae ei reolau ar euogfarnau yn golygu na all y person hwn ei ddefnyddio
service-full =
    { $days ->
        [one] Mae’n llawn nawr. Holwch am yr amser aros, sef tua { $days } diwrnod
        [two] Mae’n llawn nawr. Holwch am yr amser aros, sef tua { $days } ddiwrnod
        [few] Mae’n llawn nawr. Holwch am yr amser aros, sef tua { $days } diwrnod
        [many] Mae’n llawn nawr. Holwch am yr amser aros, sef tua { $days } diwrnod
       *[other] Mae’n llawn nawr. Holwch am yr amser aros, sef tua { $days } diwrnod
    }
service-not-known = Mae ei reolau’n dibynnu ar rywbeth nad yw ar gofnod y person hwn. Gofynnwch i’r person neu i’r gwasanaeth

# Upkeep.
service-edit = Newid y gwasanaeth hwn
service-new-title = Ychwanegu gwasanaeth
service-edit-title = Newid { $service }
service-name = Enw’r gwasanaeth
service-description = Beth mae’n ei wneud
service-description-hint = Dwy neu dair brawddeg y gall gweithiwr a’r person ill dau eu darllen
service-areas-hint = Dewiswch bob maes y mae’n helpu ag ef
service-no-area = Dewiswch o leiaf un maes angen
service-sex = Ar gyfer pwy y mae?
service-sex-any = Unrhyw un
service-sex-female = Menywod yn unig
service-sex-male = Dynion yn unig
service-choose-sex = Dewiswch ar gyfer pwy y mae’r gwasanaeth
service-min-age = Oedran ieuengaf
service-max-age = Oedran hynaf
service-age-hint = Gadewch yn wag os nad oes terfyn
service-ages-crossed = Rhaid i’r oedran hynaf fod yn { $least } neu’n fwy: gwiriwch y ddau oedran
service-regions = Rhanbarthau lle mae’n cael ei gynnig
service-regions-hint = Yn ôl ble bydd y person yn byw. Gadewch y cyfan yn wag os yw’n cael ei gynnig ym mhobman
service-offences-hint = Dim ond yr hyn na all y gwasanaeth ei dderbyn mewn gwirionedd. Gadewch y cyfan yn wag os yw’n derbyn pawb
service-capacity = Nifer y bobl y gall eu gwasanaethu ar unwaith
service-wait-days = Diwrnodau i aros am ddechrau pan fydd yn llawn
service-verified = Rwyf wedi gwirio’r cofnod cyfan heddiw
service-verified-hint = Caiff cofnod nad oes neb wedi’i wirio ers 6 mis ei nodi’n hen
service-save = Cadw’r gwasanaeth
done-service-saved = Cadwyd y gwasanaeth
