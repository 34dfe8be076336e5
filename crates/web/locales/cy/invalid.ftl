# Pam y gwrthodwyd gwerth: beth sydd o’i le a beth i’w wneud.

invalid-code = Nid yw “{ $code }” ar y rhestr: dewiswch ateb o’r rhestr

invalid-prison-number-empty = Rhowch rif carchar
invalid-prison-number-form = Rhowch rif carchar yn y fformat cywir, fel A1234BC: un llythyren, 4 digid a 2 lythyren

invalid-crn-empty = Rhowch CRN
invalid-crn-form = Rhowch CRN yn y fformat cywir, fel X123456: un llythyren a 6 digid
invalid-crn-two-letters = Un llythyren a 6 digid sydd mewn CRN, fel X123456: gwiriwch yr ail lythyren

invalid-pnc-id-empty = Rhowch ID PNC
invalid-pnc-id-form = Rhowch ID PNC yn y fformat cywir, fel 2002/0073319Z: blwyddyn, blaenslaes, hyd at 7 digid a llythyren
invalid-pnc-id-year = Mae’r flwyddyn { $year } yn yr ID PNC yn rhy gynnar neu yn y dyfodol: gwiriwch y flwyddyn
invalid-pnc-id-check = Nid yw’r ID PNC yn gywir: gwiriwch y digidau a’r llythyren olaf
invalid-pnc-id-slash = Gellid darllen yr ID PNC mewn dwy ffordd: rhowch flaenslaes ar ôl y flwyddyn, fel 02/73319Z
invalid-pnc-id-placeholder = Dim ond seroau sydd yn yr ID PNC hwn ac nid yw’n perthyn i neb: gadewch y blwch yn wag os nad yw’n hysbys

invalid-cro-number-empty = Rhowch rif CRO
invalid-cro-number-form = Rhowch rif CRO yn y fformat cywir, fel 065656/91H neu SF83/50058Z
invalid-cro-number-check = Nid yw’r rhif CRO yn gywir: gwiriwch y digidau a’r llythyren olaf
invalid-cro-number-placeholder = Dim ond seroau sydd yn y rhif CRO hwn ac nid yw’n perthyn i neb: gadewch y blwch yn wag os nad yw’n hysbys

invalid-ni-number-empty = Rhowch rif Yswiriant Gwladol
invalid-ni-number-form = Rhowch rif Yswiriant Gwladol yn y fformat cywir, fel AB 12 34 56 C: 2 lythyren, 6 digid ac un llythyren
invalid-ni-number-prefix = Nid oes rhif Yswiriant Gwladol yn dechrau â { $prefix }: gwiriwch y ddwy lythyren gyntaf
invalid-ni-number-suffix = Mae rhif Yswiriant Gwladol yn gorffen ag A, B, C neu D: gwiriwch y llythyren olaf

invalid-nhs-number-empty = Rhowch rif GIG
invalid-nhs-number-form = Rhowch rif GIG o 10 digid, fel 943 476 5919
invalid-nhs-number-check = Nid yw’r rhif GIG yn gywir: gwiriwch y digidau
invalid-nhs-number-placeholder = Nid yw’r rhif GIG hwn yn perthyn i neb: gadewch y blwch yn wag os nad yw’n hysbys

invalid-postcode-empty = Rhowch god post
invalid-postcode-form = Rhowch god post llawn yn y DU, fel CF10 1BH
invalid-postcode-no-fixed-abode = Ystyr y cod post hwn yw dim cartref sefydlog: gadewch y cod post yn wag a chofnodwch nad oes cartref sefydlog

invalid-uprn-empty = Rhowch UPRN
invalid-uprn-form = Rhowch UPRN o hyd at 12 digid, fel 100023336956

invalid-name-empty = Rhowch enw
invalid-name-long = Mae { $length } nod yn yr enw: rhaid ei fyrhau i { $limit } neu lai
invalid-name-no-letter = Rhowch enw sydd ag o leiaf un llythyren
invalid-name-character = Tynnwch “{ $character }”: nid yw’n cael ei ddefnyddio mewn enwau
invalid-name-hidden = Mae nod cudd yn yr enw: teipiwch yr enw eto yn lle ei ludo
invalid-name-garbled = Cafodd rhai o lythrennau’r enw eu difetha ar y ffordd: teipiwch yr enw eto, neu cadwch y ffeil fel UTF-8

invalid-text-empty = Rhowch destun
invalid-text-long = Mae’r testun { $over } nod yn rhy hir: rhaid ei fyrhau i { $limit } neu lai
invalid-text-character = Nod cudd yw nod { $position } yn y testun: teipiwch y rhan honno eto yn lle ei gludo
invalid-text-garbled = Cafodd rhai o lythrennau’r testun eu difetha ar y ffordd: teipiwch y testun eto, neu cadwch y ffeil fel UTF-8

invalid-date-empty = Rhowch ddyddiad
invalid-date-missing-day = Rhaid i’r dyddiad gynnwys diwrnod
invalid-date-missing-month = Rhaid i’r dyddiad gynnwys mis
invalid-date-missing-year = Rhaid i’r dyddiad gynnwys blwyddyn
invalid-date-missing-day-month = Rhaid i’r dyddiad gynnwys diwrnod a mis
invalid-date-missing-day-year = Rhaid i’r dyddiad gynnwys diwrnod a blwyddyn
invalid-date-missing-month-year = Rhaid i’r dyddiad gynnwys mis a blwyddyn
invalid-date-day = Rhaid i’r diwrnod fod yn rhif o 1 i 31
invalid-date-month = Rhaid i’r mis fod yn rhif o 1 i 12, neu’n enw mis
invalid-date-year = Rhaid i’r flwyddyn fod â 4 digid, fel 1990
invalid-date-year-range = Rhaid i’r flwyddyn fod rhwng { $first } a { $last }: gwiriwch y flwyddyn
invalid-date-impossible =
    Nid yw { $day } { $month ->
        [april] Ebrill
        [february] Chwefror
        [june] Mehefin
        [november] Tachwedd
       *[september] Medi
    } { $year } yn bod, oherwydd { $last } diwrnod sydd yn y mis: gwiriwch y dyddiad
invalid-date-file = Ysgrifennwch y dyddiad fel DD/MM/BBBB neu BBBB-MM-DD, â blwyddyn o 4 digid
invalid-date-month-first = Mae’r mis lle dylai’r diwrnod fod: ysgrifennwch y dyddiad fel DD/MM/BBBB neu BBBB-MM-DD
invalid-date-beyond-calendar = Dim ond o { $first } i { $last } y mae’r gwyliau banc yn hysbys: dewiswch ddyddiad yn y blynyddoedd hynny, neu gofynnwch am ddiweddaru’r rhestr
invalid-date-of-birth-future = Mae’r dyddiad geni yn y dyfodol: gwiriwch y flwyddyn
invalid-date-of-birth-young = Yn ôl y dyddiad geni mae’r person yn iau na { $youngest }: gwiriwch y flwyddyn
invalid-date-of-birth-old = Yn ôl y dyddiad geni mae’r person yn hŷn na { $oldest }: gwiriwch y flwyddyn, neu gadewch y blwch yn wag os nad yw’n hysbys

invalid-time-empty = Rhowch amser
invalid-time-form = Rhowch yr amser fel oriau a munudau ar y cloc 24 awr, fel 09:30 neu 14:15
invalid-time-skipped = Mae’r clociau’n mynd ymlaen y noson honno ac yn neidio dros yr amser hwn: rhowch amser cyn 01:00 neu o 02:00 ymlaen
invalid-time-twice = Mae’r clociau’n mynd yn ôl y noson honno a daw’r amser hwn ddwywaith: rhowch amser cyn 01:00 neu o 02:00 ymlaen

invalid-reference-columns = Rhaid i linell gyntaf y ffeil enwi’r colofnau hyn yn y drefn hon: { $columns }
invalid-reference-row = Ni ellir darllen llinell { $line }: gwiriwch fod ganddi gynifer o gelloedd â’r llinell gyntaf, a chadwch y ffeil fel UTF-8
invalid-reference-cell = Llinell { $line }, colofn { $column }: ni ellir defnyddio “{ $value }”. Cywirwch hyn a llwythwch y ffeil eto
invalid-reference-empty = Nid oes rhesi yn y ffeil: gwiriwch mai dyma’r ffeil gywir

invalid-email-empty = Rhowch gyfeiriad e-bost
invalid-email-long = Mae’r cyfeiriad e-bost yn rhy hir: gwiriwch mai un cyfeiriad o { $limit } nod neu lai ydyw
invalid-email-form = Rhowch gyfeiriad e-bost yn y fformat cywir, fel enw@enghraifft.cymru

invalid-number-empty = Rhowch rif
invalid-number-form = Rhowch rif cyfan mewn digidau, fel 12
invalid-decimal-form = Rhowch rif mewn digidau, fel 12 neu 12.5
invalid-number-range = Rhowch rif o { $first } i { $last }

invalid-aims-empty = Rhowch o leiaf un nod, a dim mwy na { $limit }, pob un ar ei linell ei hun
invalid-aims-many = Nifer y nodau yw { $count }: gadewch y { $limit } sydd bwysicaf
invalid-aims-long = Mae nod { $line } yn rhy hir: cwtogwch ef i { $limit } o lythrennau neu lai
invalid-aims-twice = Mae nod { $line } yn dweud yr un peth ag un cynharach: tynnwch ef allan neu newidiwch ef

invalid-password-short = Dewiswch gyfrinair o { $least } nod neu fwy
invalid-password-long = Dewiswch gyfrinair o { $most } nod neu lai
invalid-password-common = Mae llawer o bobl yn defnyddio’r cyfrinair hwnnw, felly rhoddir cynnig arno yn gyntaf. Dewiswch un arall, fel tri gair heb gysylltiad â’i gilydd
invalid-password-breached = Cafodd y cyfrinair hwn ei ddwyn o wefan arall ac mae ar restrau y rhoddir cynnig arnynt yn gyntaf. Dewiswch un arall, fel tri gair heb gysylltiad â’i gilydd
invalid-password-known = Mae eich enw, eich cyfeiriad e-bost, enw eich sefydliad neu enw’r wefan hon yn y cyfrinair. Dewiswch un hebddynt
