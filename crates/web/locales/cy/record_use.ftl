# Pwy edrychodd ar fy nghofnod, a pham.

my-record = Fy nghofnod
my-record-reads-link = Gweld pwy edrychodd ar fy nghofnod, a pham

record-use-title = Pwy edrychodd ar fy nghofnod
record-use-what = Bob tro y bydd rhywun yn agor eich cofnod neu’n ysgrifennu ynddo, caiff hynny ei nodi, ac ni all neb ei newid wedyn heb i hynny ddod i’r golwg. Mae’r dudalen hon yn ei ddangos fesul diwrnod: pa sefydliad, ym mha rôl, pam, a pha mor aml.
record-use-not-shown = Yr hyn nad yw’n cael ei ddangos yma
record-use-no-names = Enwau gweithwyr. Mae hyn yn cadw staff yn ddiogel. Os oes angen i chi wybod pwy oedd, gofynnwch i’r sefydliad sy’n arwain eich achos. Rhaid iddynt bwyso a mesur hynny a’ch ateb.
record-use-exempt = Gall y gyfraith ddweud bod rhai achosion o edrych yn cael eu gadael allan, er enghraifft pe bai eu dangos yn rhwystro atal troseddu.
record-use-lists = Rhestrau o enwau, lle gallech fod wedi bod yn un o lawer.
record-use-by-day = Fesul diwrnod
record-use-column-who = Pwy
record-use-column-why = Pam
record-use-column-what = Beth wnaethant
record-use-you = Chi
record-use-service = Y gwasanaeth ei hun
record-use-looked =
    { $count ->
        [zero] Heb edrych
        [one] Edrych unwaith
        [two] Edrych ddwywaith
        [few] Edrych { $count } gwaith
        [many] Edrych { $count } gwaith
       *[other] Edrych { $count } gwaith
    }
record-use-wrote =
    { $count ->
        [zero] Heb ysgrifennu dim
        [one] Ysgrifennu rhywbeth unwaith
        [two] Ysgrifennu rhywbeth ddwywaith
        [few] Ysgrifennu rhywbeth { $count } gwaith
        [many] Ysgrifennu rhywbeth { $count } gwaith
       *[other] Ysgrifennu rhywbeth { $count } gwaith
    }
record-use-opened =
    { $count ->
        [zero] Heb agor dim sydd wedi’i ddal yn ôl
        [one] Agor yr hyn sydd wedi’i ddal yn ôl unwaith, mewn argyfwng
        [two] Agor yr hyn sydd wedi’i ddal yn ôl ddwywaith, mewn argyfwng
        [few] Agor yr hyn sydd wedi’i ddal yn ôl { $count } gwaith, mewn argyfwng
        [many] Agor yr hyn sydd wedi’i ddal yn ôl { $count } gwaith, mewn argyfwng
       *[other] Agor yr hyn sydd wedi’i ddal yn ôl { $count } gwaith, mewn argyfwng
    }
record-use-copied =
    { $count ->
        [zero] Heb gymryd copi
        [one] Cymryd copi o bopeth unwaith
        [two] Cymryd copi o bopeth ddwywaith
        [few] Cymryd copi o bopeth { $count } gwaith
        [many] Cymryd copi o bopeth { $count } gwaith
       *[other] Cymryd copi o bopeth { $count } gwaith
    }
record-use-given =
    { $count ->
        [zero] Heb anfon eich enw i Labordy Data Cyfiawnder y Weinyddiaeth Gyfiawnder
        [one] Anfon eich enw, eich dyddiad geni a’ch rhifau i Labordy Data Cyfiawnder y Weinyddiaeth Gyfiawnder unwaith, i ganfod a yw cymorth yn gweithio
        [two] Anfon eich enw, eich dyddiad geni a’ch rhifau i Labordy Data Cyfiawnder y Weinyddiaeth Gyfiawnder ddwywaith, i ganfod a yw cymorth yn gweithio
        [few] Anfon eich enw, eich dyddiad geni a’ch rhifau i Labordy Data Cyfiawnder y Weinyddiaeth Gyfiawnder { $count } gwaith, i ganfod a yw cymorth yn gweithio
        [many] Anfon eich enw, eich dyddiad geni a’ch rhifau i Labordy Data Cyfiawnder y Weinyddiaeth Gyfiawnder { $count } gwaith, i ganfod a yw cymorth yn gweithio
       *[other] Anfon eich enw, eich dyddiad geni a’ch rhifau i Labordy Data Cyfiawnder y Weinyddiaeth Gyfiawnder { $count } gwaith, i ganfod a yw cymorth yn gweithio
    }
record-use-none = Nid oes neb wedi edrych ar eich cofnod eto. Pan fydd rhywun yn gwneud hynny, bydd yn ymddangos yma.
record-use-none-earlier = Nid edrychodd neb ar eich cofnod cyn y diwrnod hwnnw.
record-use-newest = Yn ôl at y diweddaraf
record-use-earlier = Cynharach
