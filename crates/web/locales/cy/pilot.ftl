# Pilots: who is served, how far they have come, what came of it; and the rows below the figures.

pilot = Cynllun peilot
pilots-title = Cynlluniau peilot
pilots-intro = Mae cynllun peilot yn gofyn cwestiwn am rai gwasanaethau. Mae ei ffigurau’n cynnwys pawb a ddechreuodd un ohonynt.
pilots-none = Nid oes cynllun peilot wedi’i sefydlu eto.
pilot-add = Sefydlu cynllun peilot
pilot-add-send = Sefydlu’r cynllun peilot hwn
done-pilot-added = Sefydlwyd y cynllun peilot.
pilot-name = Enw
pilot-question = Beth mae’n ei ofyn
pilot-question-hint = Un cwestiwn y gall ffigurau ei ateb, megis: a oes gan fwy o bobl gartref sefydlog dri mis ar ôl eu rhyddhau?
pilot-starts = Y dechrau cyntaf sy’n cyfrif
pilot-starts-hint = Er enghraifft, 1 4 2026. Nid yw pwy bynnag a ddechreuodd wasanaeth cyn y diwrnod hwn yn y cynllun peilot.
pilot-services = Gwasanaethau
pilot-services-hint = Y garfan yw pawb sy’n dechrau un o’r rhain
pilot-no-services = Nid oes gwasanaeth eto y gallai cynllun peilot ei enwi.
pilot-service = Gwasanaeth
pilot-service-of = { $service } ({ $organisation })
choose-services = Dewiswch rhwng 1 a { $limit } o wasanaethau

no-effect-title = Nid yw hyn yn effaith eto
no-effect-comparison = Nid oes grŵp cymharu yma: nid oes neb yn gwybod beth fyddai wedi digwydd heb y gwasanaeth.
no-effect-worst = Mae pobl yn dechrau gwasanaeth pan fydd pethau ar eu gwaethaf, felly byddai rhai ohonynt wedi dod yn nes at wyrdd beth bynnag.
no-effect-seen = Gall y rhai sy’n cael eu hasesu eto, neu y mae eu canlyniad yn hysbys, fod yn wahanol i’r rhai y collwyd golwg arnynt. Dyna pam y dangosir y rheini wrth ymyl pob ffigur.
no-effect-what-would = Beth fyddai’n dangos effaith: pobl debyg i’r rhain na chawsant y gwasanaeth, wedi’u dewis yn ôl cynllun a bennwyd cyn edrych ar unrhyw ganlyniad, a’r gwahaniaeth rhwng y ddau gyda’i gyfwng. Tan hynny, nid oes yr un ffigur yma’n dweud bod y gwasanaeth yn gweithio neu nad yw’n gweithio.

cohort-title = Pwy sy’n cael gwasanaeth
cohort-people = Pobl yn y garfan
cohort-nobody = Neb eto
cohort-who = Cyfrifir pawb a ddechreuodd un o’r gwasanaethau, gan gynnwys y rhai a roddodd y gorau iddi’n gynnar, a phob person unwaith, o’i ddechrau cyntaf.

pilot-outcomes = Beth ddaeth ohono
pilot-distance = Pa mor bell y mae pobl wedi dod
pilot-better-share = Gwell, o’r rhai y gellir eu cymharu
pilot-change = Newid cymedrig yn y sgôr angen
pilot-change-by = { $mean } ({ $low } i { $high })
pilot-distance-how = Cyfrifir pob maes o asesiad olaf gweithiwr cyn y dechrau, neu’r cyntaf ar ei ôl, hyd at y diweddaraf. Mae’r sgôr angen yn mynd o 0 i 100 ac mae llai yn well, felly mae newid o dan sero yn welliant.

records-title = Y rhesi oddi tano: { $topic }
records-intro = Un person yn y garfan yw pob rhes, heb enw. Mae’r rhesi yn nhrefn yr wythnos ac yn cael eu rhifo o’r newydd ar bob tudalen, fel nad yw rhif yn cysylltu dim â’i gilydd.
records-not-published = Ar gyfer gwerthuswyr yn unig. Ni thynnir niferoedd bach allan yma, felly ni cheir cyhoeddi dim ar y dudalen hon.
records-too-few = Mae gan y garfan lai na 10 o bobl, felly ni ddangosir rhesi.
records-caption = Pobl yn y garfan
records-row = Rhes
records-week = Wythnos y dechrau
came-yes = Ie
came-no = Na
came-unknown = Anhysbys
came-not-applicable = Ddim yn berthnasol
came-not-recorded = Heb ei gofnodi eto
came-not-due = Ddim yn ddyledus eto
