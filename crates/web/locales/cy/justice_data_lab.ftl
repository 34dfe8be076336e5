# Y ffeil i’r Labordy Data Cyfiawnder: y rhai y mae un sefydliad wedi’u helpu, wrth eu henwau.

justice-data-lab-title = Anfon carfan i’r Labordy Data Cyfiawnder
justice-data-lab-link = Gwneud ffeil o’r bobl y mae eich sefydliad wedi’u helpu, i’r Weinyddiaeth Gyfiawnder chwilio amdanynt yng nghofnod yr heddlu
justice-data-lab-what = Mae Labordy Data Cyfiawnder y Weinyddiaeth Gyfiawnder yn canfod a wnaeth y bobl y mae sefydliad wedi’u helpu aildroseddu’n llai na phobl debyg iddynt. Mae’n cymryd rhestr ohonynt, yn chwilio amdanynt yng nghofnod yr heddlu, ac yn ateb â ffigurau’r grŵp cyfan yn unig: nid yw’n dweud wrth neb pwy a aildroseddodd.
justice-data-lab-names = Mae’r ffeil yn cynnwys enwau, dyddiadau geni a rhifau. Cadwch hi dim ond nes iddi gael ei hanfon, a’i hanfon dim ond yn y ffordd y mae’r labordy’n ei dweud wrthych.
justice-data-lab-holds = Beth sydd yn y ffeil
justice-data-lab-holds-who = Enw, dyddiad geni a rhyw pob person y dechreuwyd un o wasanaethau eich sefydliad yn y peilot hwn ar ei gyfer, ers diwrnod cyntaf y peilot. Nid yw’r rhai a gafodd eu hatgyfeirio’n unig ynddi, na neb y mae sefydliad arall wedi’i helpu.
justice-data-lab-holds-numbers = ID PNC a rhif carchar, lle maent ar gofnod a lle caiff eich sefydliad eu darllen heddiw.
justice-data-lab-holds-index = Y dyddiad mynegai: y diwrnod y gadawsant y carchar ar ôl y cyfnod pan ddechreuodd y cymorth, neu ar ôl yr un olaf cyn hynny. Gwag tra byddant yn dal i mewn.
justice-data-lab-holds-help = Y diwrnod y dechreuodd y cymorth, a’r diwrnod y daeth i ben. Mae’r diwedd yn wag tra bydd rhywfaint ohono’n parhau.
justice-data-lab-people = Pobl rydych wedi’u helpu
justice-data-lab-empty = Nid oes gwasanaeth gan eich sefydliad yn y peilot hwn wedi’i ddechrau ar gyfer neb eto.
justice-data-lab-ready = Yn y ffeil
justice-data-lab-without-number = Ohonynt, heb ID PNC a heb rif carchar
justice-data-lab-no-date-of-birth = Wedi’u gadael allan: dim dyddiad geni ar gofnod
justice-data-lab-no-sex = Wedi’u gadael allan: dim rhyw ar gofnod
justice-data-lab-withheld = Wedi’u gadael allan: heb eu rhannu â’ch sefydliad
justice-data-lab-left-out = Ni cheir hyd i neb yng nghofnod yr heddlu heb ddyddiad geni. Mae’r rhai nad ydynt wedi’u rhannu mewn achos y mae sefydliad arall yn ei arwain, ac nid oes cytundeb rhannu mewn grym sy’n gadael i’ch un chi wybod pwy ydynt. Dywedwch yn yr hyn rydych yn ei gyhoeddi faint o bobl a adawyd allan a pham.
justice-data-lab-lacks =
    { $more ->
        [zero] Mae’r labordy’n cymryd { $fewest } o bobl neu fwy.
        [one] Mae’r labordy’n cymryd { $fewest } o bobl neu fwy. Rhaid cael 1 arall cyn y gellir gwneud ffeil.
        [two] Mae’r labordy’n cymryd { $fewest } o bobl neu fwy. Rhaid cael 2 arall cyn y gellir gwneud ffeil.
        [few] Mae’r labordy’n cymryd { $fewest } o bobl neu fwy. Rhaid cael { $more } arall cyn y gellir gwneud ffeil.
        [many] Mae’r labordy’n cymryd { $fewest } o bobl neu fwy. Rhaid cael { $more } arall cyn y gellir gwneud ffeil.
       *[other] Mae’r labordy’n cymryd { $fewest } o bobl neu fwy. Rhaid cael { $more } arall cyn y gellir gwneud ffeil.
    }
justice-data-lab-make = Gwneud y ffeil
justice-data-lab-agreement = Cytundeb â’r Weinyddiaeth Gyfiawnder
justice-data-lab-agreement-hint = Cyfeirnod eich cytundeb rhannu data. Er enghraifft: JDL/2026/014
justice-data-lab-agreement-missing = Rhowch gyfeirnod eich cytundeb â’r Weinyddiaeth Gyfiawnder
justice-data-lab-told = Beth mae’r bobl hyn yn ei wybod
justice-data-lab-told-yes = Rydym wedi dweud wrth y bobl hyn y gellir rhoi eu manylion i’r Weinyddiaeth Gyfiawnder ar gyfer ymchwil, ac mae gennym sail gyfreithlon dros hynny
justice-data-lab-confirm = Cadarnhewch y dywedwyd wrth y bobl hyn a bod gennych sail gyfreithlon. Heb hynny, peidiwch ag anfon eu manylion
justice-data-lab-written-down = Caiff ei nodi pwy a wnaeth y ffeil, pryd, o faint o bobl ac o dan ba gytundeb, ac felly hefyd yng nghofnod pob person sydd ynddi, a all ei weld. Dywedir wrth eich swyddog diogelu data a’ch gweinyddwr. Agorwch y dudalen hon eto i weld y ffeil yn y rhestr isod.
justice-data-lab-send = Gwneud a lawrlwytho’r ffeil
justice-data-lab-too-few =
    { $more ->
        [zero] Mae’r labordy’n cymryd { $fewest } o bobl neu fwy
        [one] Mae’r labordy’n cymryd { $fewest } o bobl neu fwy, a { $people } fyddai yn y ffeil. Rhaid cael 1 arall
        [two] Mae’r labordy’n cymryd { $fewest } o bobl neu fwy, a { $people } fyddai yn y ffeil. Rhaid cael 2 arall
        [few] Mae’r labordy’n cymryd { $fewest } o bobl neu fwy, a { $people } fyddai yn y ffeil. Rhaid cael { $more } arall
        [many] Mae’r labordy’n cymryd { $fewest } o bobl neu fwy, a { $people } fyddai yn y ffeil. Rhaid cael { $more } arall
       *[other] Mae’r labordy’n cymryd { $fewest } o bobl neu fwy, a { $people } fyddai yn y ffeil. Rhaid cael { $more } arall
    }
justice-data-lab-next = Beth sy’n digwydd nesaf
justice-data-lab-next-send = Rydych yn anfon y ffeil i’r labordy, ac yn dileu eich copi. Mae collnod o flaen enw y byddai taenlen yn ei redeg fel fformiwla.
justice-data-lab-next-wait = Mae’n hysbys a wnaeth rhywun aildroseddu o fewn blwyddyn 18 mis ar ôl iddynt adael y carchar: deuddeg i aildroseddu, a chwech i’r llysoedd. Anfonwch y ffeil pan fydd yr amser hwnnw ar ben i’r rhan fwyaf ohonynt.
justice-data-lab-next-link = Mae’r labordy’n chwilio am bob person. Ni cheir hyd i bawb, ac ni ellir cymharu pawb y ceir hyd iddynt: o 60 a anfonir, mae llai yn yr ateb.
justice-data-lab-next-answer = Mae’r labordy’n cyhoeddi adroddiad am y grŵp cyfan. Lle nad yw’n canfod gwahaniaeth, efallai mai dim ond bod rhy ychydig o bobl y mae hynny’n ei olygu.
justice-data-lab-files = Ffeiliau a wnaed o’r blaen
justice-data-lab-files-none = Nid yw eich sefydliad wedi gwneud ffeil o’r peilot hwn eto.
justice-data-lab-file-by = Gwnaed gan
justice-data-lab-file-by-gone = Cyfrif sydd wedi mynd
justice-data-lab-file-people = Pobl ynddi
justice-data-lab-file-agreement = Cytundeb
justice-data-lab-file-hash = SHA-256 y ffeil
