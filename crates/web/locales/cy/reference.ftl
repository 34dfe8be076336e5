# Labeli gwerthoedd y rhestrau caeedig. Enw’r rhestr a’r cod sydd wedi’i storio yw’r allwedd.

month-january = Ionawr
month-february = Chwefror
month-march = Mawrth
month-april = Ebrill
month-may = Mai
month-june = Mehefin
month-july = Gorffennaf
month-august = Awst
month-september = Medi
month-october = Hydref
month-november = Tachwedd
month-december = Rhagfyr

sex-female = Benyw
sex-male = Gwryw
sex-not-known = Ddim yn hysbys

ethnicity-a1 = Asiaidd neu Asiaidd Prydeinig: Indiaidd
ethnicity-a2 = Asiaidd neu Asiaidd Prydeinig: Pacistanaidd
ethnicity-a3 = Asiaidd neu Asiaidd Prydeinig: Bangladeshaidd
ethnicity-a4 = Asiaidd neu Asiaidd Prydeinig: Tsieineaidd
ethnicity-a9 = Asiaidd neu Asiaidd Prydeinig: unrhyw gefndir arall
ethnicity-b1 = Du neu Ddu Prydeinig: Caribïaidd
ethnicity-b2 = Du neu Ddu Prydeinig: Affricanaidd
ethnicity-b9 = Du neu Ddu Prydeinig: unrhyw gefndir arall
ethnicity-m1 = Cymysg: Gwyn a Du Caribïaidd
ethnicity-m2 = Cymysg: Gwyn a Du Affricanaidd
ethnicity-m3 = Cymysg: Gwyn ac Asiaidd
ethnicity-m9 = Cymysg: unrhyw gefndir arall
ethnicity-w1 = Gwyn: Cymreig, Seisnig, Albanaidd, Gwyddelig Gogledd Iwerddon neu Brydeinig
ethnicity-w2 = Gwyn: Gwyddelig
ethnicity-w3 = Gwyn: Sipsi neu Deithiwr Gwyddelig
ethnicity-w5 = Gwyn: Roma
ethnicity-w9 = Gwyn: unrhyw gefndir arall
ethnicity-o2 = Arabaidd
ethnicity-o9 = Unrhyw grŵp ethnig arall
ethnicity-ns = Gwell peidio â dweud
ethnicity-o1 = Tsieineaidd (hen god)
ethnicity-w4 = Gwyn: Sipsi neu Deithiwr Gwyddelig (hen god)
ethnicity-w8 = Gwyn: Teithiwr Gwyddelig neu Sipsi (hen god)
ethnicity-un = Ddim yn hysbys (hen god)
ethnic-group-asian = Asiaidd neu Asiaidd Prydeinig
ethnic-group-black = Du neu Ddu Prydeinig
ethnic-group-mixed = Cymysg
ethnic-group-white = Gwyn
ethnic-group-other = Arabaidd neu unrhyw un arall
ethnic-group-not-known = Heb ei ddweud neu ddim yn hysbys

offence-group-violence = Trais yn erbyn y person
offence-group-sexual = Troseddau rhywiol
offence-group-robbery = Lladrad
offence-group-burglary = Byrgleriaeth
offence-group-vehicle = Troseddau cerbydau
offence-group-theft = Dwyn
offence-group-arson-and-criminal-damage = Llosgi bwriadol a difrod troseddol
offence-group-drug = Troseddau cyffuriau
offence-group-public-order = Troseddau trefn gyhoeddus
offence-group-weapons = Meddu ar arfau
offence-group-miscellaneous = Troseddau amrywiol yn erbyn cymdeithas
offence-group-fraud = Twyll
offence-group-summary-motoring = Troseddau diannod: moduro
offence-group-summary-other = Troseddau diannod: heblaw moduro

offence-category-arson = Llosgi bwriadol
offence-category-driving = Troseddau gyrru
offence-category-murder = Llofruddiaeth
offence-category-sexual = Troseddau rhywiol
offence-category-terrorism = Terfysgaeth
offence-category-other = Trosedd arall

nation-england = Lloegr
nation-wales = Cymru

region-north-east = Gogledd-ddwyrain Lloegr
region-north-west = Gogledd-orllewin Lloegr
region-greater-manchester = Manceinion Fwyaf
region-yorkshire-and-the-humber = Swydd Efrog a’r Humber
region-wales = Cymru
region-west-midlands = Gorllewin Canolbarth Lloegr
region-east-midlands = Dwyrain Canolbarth Lloegr
region-east-of-england = Dwyrain Lloegr
region-london = Llundain
region-kent-surrey-and-sussex = Caint, Surrey a Sussex
region-south-central = Canol De Lloegr
region-south-west = De-orllewin Lloegr

prison-kind-hmp = Carchar
prison-kind-hmp-yoi = Carchar a sefydliad troseddwyr ifanc
prison-kind-yoi = Sefydliad troseddwyr ifanc
prison-kind-stc = Canolfan hyfforddi ddiogel

prison-sex-male = Dynion
prison-sex-female = Menywod
prison-sex-both = Dynion a menywod

reception-reason-remand = Ar remand
reception-reason-sentence = Wedi’i ddedfrydu neu ei dedfrydu
reception-reason-recall = Galwyd yn ôl o drwydded
reception-reason-transfer = Symudwyd o garchar arall
reception-reason-return = Wedi dychwelyd o’r llys, yr ysbyty neu gyfnod i ffwrdd

release-route-automatic = Rhyddhau awtomatig
release-route-hdc = Cyrffyw cadw yn y cartref
release-route-parole-board = Drwy gyfarwyddyd y Bwrdd Parôl
release-route-indeterminate = O ddedfryd amhenodol

# Camau cyfrifo’r diwrnod rhyddhau. Dyddiadau wedi’u hysgrifennu’n llawn yw $from a $to.
release-date-weekend = Mae { $from } ar benwythnos, felly mae’r rhyddhau’n symud i’r diwrnod gwaith cynt, { $to }
release-date-bank-holiday = Mae { $from } yn ŵyl banc, felly mae’r rhyddhau’n symud i’r diwrnod gwaith cynt, { $to }
release-date-friday = Mae { $from } yn ddydd Gwener, felly mae’r rhyddhau’n symud i { $to }, gydag amser i gyrraedd gwasanaethau cyn y penwythnos
release-date-bank-holiday-eve = Mae { $from } y diwrnod cyn gŵyl banc, felly mae’r rhyddhau’n symud i { $to }, gydag amser i gyrraedd gwasanaethau
release-date-not-for-hdc = Mae’r rhyddhau’n aros ar { $to }: nid yw dyddiadau cyrffyw cadw yn y cartref yn symud oherwydd dydd Gwener neu ŵyl banc
release-date-not-for-parole-board = Mae’r rhyddhau’n aros ar { $to }: nid yw dyddiadau a gyfarwyddir gan y Bwrdd Parôl yn symud oherwydd dydd Gwener neu ŵyl banc
release-date-not-for-indeterminate = Mae’r rhyddhau’n aros ar { $to }: nid yw dyddiadau rhyddhau o ddedfryd amhenodol yn symud oherwydd dydd Gwener neu ŵyl banc
release-date-served-too-few-days = Mae’r rhyddhau’n aros ar { $to }: llai na 28 diwrnod yn y ddalfa
release-date-before-scheme = Mae’r rhyddhau’n aros ar { $to }: nid oedd y cynllun rhyddhau’n gynt oherwydd dydd Gwener a gwyliau banc wedi dechrau
release-date-unchanged = Mae { $to } yn ddiwrnod gwaith, ac felly hefyd y diwrnod wedyn: nid yw’r dyddiad yn symud

licence-condition-kind-standard = Safonol
licence-condition-kind-additional = Ychwanegol
licence-condition-kind-bespoke = Pwrpasol

rosh-level-low = Isel
rosh-level-medium = Canolig
rosh-level-high = Uchel
rosh-level-very-high = Uchel iawn

rosh-group-children = Plant
rosh-group-public = Y cyhoedd
rosh-group-known-adult = Oedolyn hysbys
rosh-group-staff = Staff
rosh-group-people-in-prison = Pobl yn y carchar

mappa-category-1 = Categori 1: wedi’i gofrestru am drosedd rywiol
mappa-category-2 = Categori 2: trosedd dreisgar neu drosedd rywiol arall
mappa-category-3 = Categori 3: trosedd beryglus arall
mappa-category-4 = Categori 4: terfysgaeth

mappa-level-1 = Lefel 1: rheolaeth arferol
mappa-level-2 = Lefel 2: sawl asiantaeth
mappa-level-3 = Lefel 3: uwch staff sawl asiantaeth

risk-flag-self-harm = Hunan-niweidio
risk-flag-suicide = Hunanladdiad
risk-flag-vulnerable = Mewn perygl oddi wrth eraill
risk-flag-domestic-abuse-victim = Cam-drin domestig: mewn perygl oddi wrth rywun
risk-flag-domestic-abuse = Cam-drin domestig: yn berygl i rywun
risk-flag-child-protection = Amddiffyn plant
risk-flag-stalking = Stelcio neu aflonyddu
risk-flag-sexual-harm = Niwed rhywiol
risk-flag-arson = Cynnau tanau
risk-flag-staff = Perygl i staff
risk-flag-weapons = Arfau
risk-flag-hate = Niwed oherwydd casineb
risk-flag-extremism = Eithafiaeth
risk-flag-gangs = Gangiau neu droseddu cyfundrefnol
risk-flag-substance-harm = Gorddos neu niwed o gyffuriau neu alcohol
