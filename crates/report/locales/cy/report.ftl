# Yr adroddiad: beth a ofynnwyd, beth a gafwyd, a beth na ellir ei gasglu ohono.

title = A weithiodd? { $outcome }
skip = Neidio i’r adroddiad
other-language = English
contents = Cynnwys

asked-title = Beth a ofynnwyd
asked-observed = A oedd yr hyn a fesurir fel “{ $outcome }” yn wahanol i bobl a gymerodd ran o’i gymharu â phobl debyg na wnaethant?
asked-lot = A oedd yr hyn a fesurir fel “{ $outcome }” yn wahanol i bobl a gafodd le ar hap o’i gymharu â phobl na chafodd le?
asked-unadjusted = Sut mae’r hyn a fesurir fel “{ $outcome }” yn wahanol rhwng pobl a gymerodd ran a phobl na wnaethant? Ni wnaed y ddau grŵp yn debyg i’w gilydd.
asked-others = Edrychwyd ar y rhain hefyd. Nid amdanynt hwy y mae’r dyfarniad:
asked-sealed = Pennwyd pwy a gymherir â phwy cyn i’r feddalwedd allu darllen unrhyw ganlyniad. Mae’r sêl ar ddiwedd yr adroddiad hwn yn profi hynny.

said-title = Beth y gellir ei ddweud, a beth na ellir
can-title = Beth y gellir ei ddweud
cannot-title = Beth na ellir ei ddweud
verdict-withheld = Ni ellir cyhoeddi dim am y prif ganlyniad: rhy ychydig o bobl a’i cafodd, neu na chafodd. Mae’r ffigurau gan bwy bynnag sy’n dal y data.
cannot-withheld = A wnaeth y rhaglen wahaniaeth, i’r naill gyfeiriad neu’r llall.
cannot-no-effect = Nad yw’r rhaglen yn gwneud gwahaniaeth. Ni allai’r astudiaeth hon ddweud, ac mae hynny’n rhywbeth arall.
cannot-unbalanced = Bod y rhaglen wedi gwneud gwahaniaeth, na’i bod heb wneud un: nid oedd y ddau grŵp yn ddigon tebyg i ddweud.
cannot-disagree = Bod y rhaglen wedi gwneud gwahaniaeth, na’i bod heb wneud un: nid yw dulliau a ddylai gytuno yn cytuno.
cannot-descriptive = Mai’r rhaglen a achosodd y gwahaniaeth. Efallai fod y bobl a gymerodd ran yn wahanol cyn iddynt ddechrau.
cannot-unrecorded = Nad oes dim byd arall yn esbonio’r hyn a gafwyd. Dim ond yr hyn a gofnodwyd am bobl y gellid ei wneud yn debyg; anaml y cofnodir cymhelliant, er enghraifft.
cannot-elsewhere = Y byddai’r un peth yn wir am bobl eraill, mewn lle arall neu ar adeg arall.
cannot-person = Beth a ddaw o unrhyw un person. Am grwpiau y mae’r holl ffigurau yma.
could-show-points = Mae astudiaeth o’r maint hwn yn dod o hyd i wahaniaeth o { $size } pwynt canran neu fwy bedair gwaith o bob pump. Byddai’n aml yn methu un llai.
could-show-amount = Mae astudiaeth o’r maint hwn yn dod o hyd i wahaniaeth o { $size } neu fwy bedair gwaith o bob pump. Byddai’n aml yn methu un llai.

people-title = Pwy sy’n cael eu cymharu
people-intro = Am { $treated } o bobl a gymerodd ran y mae’r canlyniad. Fe’u cymherir â { $pool } o bobl y gronfa.
people-worth = Mae rhai o’r rhain yn cyfrif yn amlach na’i gilydd: gyda’i gilydd maent yn werth cymaint â { $worth } o bobl sy’n cyfrif yn gyfartal.
people-caption = Faint o bobl oedd ar ôl wedi pob cam
people-step = Cam
people-treated = Cymerodd ran
people-pool = Cronfa
overlap-heading = A oes pobl i gymharu â nhw?
overlap-intro = Mae’r hyn a oedd yn hysbys ymlaen llaw yn rhoi i bawb siawns o fod wedi cymryd rhan. Gellir cymharu pobl sydd â thua’r un siawns, felly dylai’r ddau grŵp fod i’w gweld ar draws holl led y ffigur.

alike-title = Pa mor debyg ydynt
alike-intro = Cyn cymharu dim, rhaid i’r ddau grŵp fod yn debyg yn yr hyn a oedd yn hysbys amdanynt ymlaen llaw. Mae gwahaniaeth o hyd at 0.05 gwyriad safonol yn dda, ac o hyd at 0.10 yn dderbyniol. Os oes un mwy ar ôl paru, ni honnir unrhyw effaith.

result-title = Beth sy’n wahanol wedyn
outcome-primary = Y prif ganlyniad: { $outcome }
outcome-other = Edrychwyd hefyd ar: { $outcome }
outcome-withheld = Nid yw’r ffigurau’n cael eu cyhoeddi. Cafodd llai na 10 o bobl yn un o’r grwpiau y canlyniad hwn, neu roedd llai na 10 hebddo, a gellid adnabod pobl.
outcome-known = Mae’n hysbys ar gyfer { $treated } o bobl a gymerodd ran a { $pool } o bobl yn y gymhariaeth.
outcome-left-out = Ni ddangosir yr amcangyfrifon hyn. Maent am ychydig mwy o bobl na’r prif un, a byddai gosod y ddau ochr yn ochr yn dweud beth a ddaeth o’r ychydig hynny:
result-not-effect = Ni ellir darllen y ffigurau isod fel effaith.
result-of-100 = O bob 100 o bobl a gymerodd ran, cafodd tua { $treated } y canlyniad “{ $outcome }”. O bob 100 o bobl yn y gymhariaeth, fe’i cafodd tua { $comparison }.
result-fewer = Yr amcangyfrif yw { $difference } yn llai o bob 100. Mae unrhyw beth o { $near } i { $far } yn llai yn gyson â’r hyn a welwyd.
result-more = Yr amcangyfrif yw { $difference } yn fwy o bob 100. Mae unrhyw beth o { $near } i { $far } yn fwy yn gyson â’r hyn a welwyd.
result-fewer-or-more = Yr amcangyfrif yw { $difference } yn llai o bob 100, ond mae unrhyw beth o { $far } yn llai i { $near } yn fwy yn gyson â’r hyn a welwyd.
result-more-or-fewer = Yr amcangyfrif yw { $difference } yn fwy o bob 100, ond mae unrhyw beth o { $near } yn llai i { $far } yn fwy yn gyson â’r hyn a welwyd.
result-means = { $outcome }: { $treated } ar gyfartaledd ymhlith pobl a gymerodd ran, a { $comparison } yn y gymhariaeth.
result-counts = { $outcome }: { $treated } ar gyfartaledd am bob person a gymerodd ran, a { $comparison } am bob person yn y gymhariaeth.
result-amount = Y gwahaniaeth a amcangyfrifir yw { $estimate }. Mae unrhyw beth o { $low } i { $high } yn gyson â’r hyn a welwyd.
result-descriptive = Disgrifiad o ddau grŵp yw hwn. Nid effaith ydyw.
forest-heading = Yr un cwestiwn â phob dull
forest-intro = Dewiswyd y prif amcangyfrif ymlaen llaw. Mae’r lleill yn dangos faint sy’n dibynnu ar y dewis hwnnw; ni ellir dewis yr un ohonynt am ei fod yn plesio’n fwy.
survival-heading = Pryd y digwyddodd
survival-intro = Mae’r cromliniau’n dangos y gyfran o bob grŵp nad oedd wedi cael y canlyniad eto. Po bellaf oddi wrth ei gilydd ydynt, mwyaf gwahanol yw’r grwpiau.
survival-withheld = Nid yw’r cromliniau’n cael eu cyhoeddi: cafodd llai na 10 o bobl yn un o’r grwpiau y canlyniad.

refused-title = Beth na ellid ei gyfrifo
refused-intro = Gofynnwyd am yr amcangyfrifynnau hyn a’u gwrthod, am y byddai eu hateb wedi camarwain:
refused-do = Beth i’w wneud:
refused-none = Ni wrthodwyd dim.

caveats-title = Beth i’w gadw mewn cof
caveat-small-numbers = Nid yw ffigurau sy’n dibynnu ar lai na 10 o bobl â’r canlyniad, neu hebddo, yn yr adroddiad hwn.

method-title = Sut y’i gwnaed
method-radius = Cymherir pob person a gymerodd ran â phawb yn y gronfa y mae eu sgôr, sef log ods amcangyfrifedig cymryd rhan, o fewn { $caliper } gwyriad safonol i’w sgôr, a phawb â’r un pwysau.
method-radius-score = Cymherir pob person a gymerodd ran â phawb yn y gronfa y mae eu siawns amcangyfrifedig o gymryd rhan o fewn { $caliper } i’w siawns, a phawb â’r un pwysau.
method-nearest = Cymherir pob person a gymerodd ran â’r bobl yn y gronfa y mae eu sgôr, sef y siawns amcangyfrifedig o gymryd rhan, agosaf at eu sgôr. Nifer y cymdogion i bob un: { $k }. Gellir defnyddio’r un person eto.
method-nearest-once = Cymherir pob person a gymerodd ran â’r bobl yn y gronfa y mae eu sgôr, sef y siawns amcangyfrifedig o gymryd rhan, agosaf at eu sgôr. Nifer y cymdogion i bob un: { $k }. Ni ddefnyddir neb ddwywaith.
method-caliper = Ni ddefnyddir neb sydd ymhellach i ffwrdd na { $caliper } gwyriad safonol o’r log ods.
method-caliper-score = Ni ddefnyddir neb y mae ei siawns yn wahanol o fwy na { $caliper }.
method-row-order = Rhwng pobl â’r un sgôr, y drefn yn y ffeil sy’n penderfynu.
method-odds = Cymherir pawb; mae pobl y gronfa’n cyfrif yn ôl yr ods o gymryd rhan y mae’r hyn a oedd yn hysbys ymlaen llaw yn eu rhoi iddynt.
method-entropy = Cymherir pawb; mae gan bobl y gronfa y pwysau mwyaf gwastad sy’n gwneud pob cymedr yr un fath yn y ddau grŵp.
method-aipw = Cymherir pawb: mae model o’r canlyniad ymhlith y gronfa’n dweud beth fyddai wedi digwydd, ac fe’i cywirir gan ods cymryd rhan.
method-cem = Cymherir pob person a gymerodd ran â phawb yn y gronfa sy’n syrthio i’r un ystod ym mhopeth a oedd yn hysbys.
method-regression = Cymherir pawb, gan dynnu’r gwahaniaethau yn yr hyn a oedd yn hysbys ymlaen llaw allan drwy fodel llinell syth.
method-lot = Cymherir pawb fel y’u dyrannwyd ar hap.
method-none = Cymherir pawb fel y maent, heb wneud y grwpiau’n debyg i’w gilydd.
method-covariates = Gwnaed y grwpiau’n debyg yn y rhain, neu addaswyd ar eu cyfer:
method-exact = Dim ond pobl sydd yr un fath yn y rhain a gymharwyd:
method-intervals = Gwneir cyfwng 95% fel bod y gwir wahaniaeth yng nghyfwng tua 95 o bob 100 o astudiaethau o’r fath. Mae pob prawf yn edrych i’r ddau gyfeiriad, fel y deuir o hyd i niwed mor rhwydd â budd.
study-title = Ffeil yr astudiaeth

repeat-title = I bwy bynnag sydd am ei ailadrodd
repeat-intro = Gyda’r un data a ffeil yr astudiaeth uchod, mae’r gorchymyn hwn yn rhoi’r un ffigurau a’r un sêl:
repeat-command = Gorchymyn
repeat-seal = Sêl y gymhariaeth (SHA-256 y dull a phwysau pawb)
repeat-version = Fersiwn Resettle
repeat-schema = Fersiwn ffurf results.json

cannot-placebo = Bod y rhaglen wedi gwneud gwahaniaeth: mae rhywbeth na all fod wedi’i newid yn wahanol hefyd.
hazard-ratio = Ar unrhyw adeg roedd y bobl a gymerodd ran ac nad oeddent wedi cael y canlyniad eto { $ratio } gwaith mor debygol o’i gael â’r gymhariaeth. Mae unrhyw beth o { $low } i { $high } gwaith yn gyson â’r hyn a welwyd.
frequency-heading = Pa mor aml y digwyddodd
frequency-ratio = Am bob uned o amser cafodd y bobl a gymerodd ran { $ratio } gwaith cymaint o ddigwyddiadau â’r gymhariaeth. Mae unrhyw beth o { $low } i { $high } gwaith cymaint yn gyson â’r hyn a welwyd.
ratio-descriptive = Disgrifio dau grŵp y mae’r gymhareb hon. Nid effaith ydyw.
sensitivity-title = Faint y byddai ei angen i fod yn anghywir
sensitivity-e-value = Gallai rhywbeth na chofnodwyd esbonio’r amcangyfrif cyfan pe bai’n cyd-fynd â chymryd rhan ac â’r canlyniad { $estimate } gwaith drosodd (cymhareb risg, a elwir yr E-werth). I symud y cyfwng at ddim gwahaniaeth byddai angen { $limit } gwaith.
sensitivity-e-value-none = Mae’r cyfwng eisoes yn cynnwys dim gwahaniaeth, felly nid oes angen dim heb ei gofnodi i esbonio’r amcangyfrif.
sensitivity-leave-one-out = Pan adewir pob peth a oedd yn hysbys ymlaen llaw allan yn ei dro, mae’r amcangyfrif rhwng { $lowest } a { $highest }. Heb “{ $name }” y mae’n newid fwyaf.
sensitivity-gamma = O fewn setiau wedi’u paru byddai’r canfyddiad yn dal pe bai rhywbeth na chofnodwyd yn gwneud un person hyd at { $gamma } gwaith mor debygol o gymryd rhan â’r llall (ffin Rosenbaum).
sensitivity-gamma-none = O fewn setiau wedi’u paru nid yw’r canfyddiad yn dal hyd yn oed os tybir nad oes dim heb ei gofnodi (ffin Rosenbaum).
sensitivity-placebo-differs = Mae “{ $outcome }”, na all y rhaglen fod wedi’i newid, yn wahanol rhwng y grwpiau: o { $estimate } ({ $low } i { $high }). Rhybudd yw hynny.
sensitivity-placebo = Nid yw “{ $outcome }”, na all y rhaglen fod wedi’i newid, yn amlwg yn wahanol rhwng y grwpiau: { $estimate } ({ $low } i { $high }).
