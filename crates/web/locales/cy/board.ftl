# The board's figures, and how every figure is shown.

board-title = Bwrdd
board-period = Canlyniadau yr oedd eu diwrnod rhwng { $from } a { $to }.
board-no-effect = Mae’r ffigurau hyn yn dweud beth ddigwyddodd, nid pam. Ni all yr un gwasanaeth gael y clod na’r bai amdanynt: mae angen cymhariaeth ar gyfer hynny.
board-measure = Mesur
board-empty = Nid oedd dim yn ddyledus yn y cyfnod hwn.
board-by-month = Fesul mis
board-by-region = Fesul rhanbarth
board-month = Mis
board-region = Rhanbarth
board-whole = Pob un
board-regions-differ = Rhanbarth y sefydliad sy’n atebol am y canlyniad yw hwn. Mae pobl wahanol ynddynt, felly nid yw gwahaniaeth rhwng dau ranbarth yn wahaniaeth o ran pa mor dda y maent yn gweithio.
region-everywhere = Yn gweithio ym mhobman

definition-housed-first-night = O’r rhyddhadau y mae’r statws ar y noson yn hysbys ar eu cyfer: y rhai lle nad oedd y person yn ddigartref ar noson y rhyddhau. Mae mangreoedd cymeradwy a chartrefi tymor byr yn cyfrif fel cartref. Mae pob rhyddhad yn cyfrif.
definition-settled-three-months = O’r rhyddhadau y mae’r statws ar y diwrnod yn hysbys ar eu cyfer: y rhai lle’r oedd y person mewn llety sefydlog dri mis ar ôl y rhyddhau. Nid yw mangreoedd cymeradwy, cartrefi tymor byr na hosteli yn sefydlog.
definition-employed-six-weeks = O’r rhyddhadau y mae’r statws ar y diwrnod yn hysbys ar eu cyfer: y rhai lle’r oedd y person mewn gwaith chwe wythnos ar ôl y rhyddhau. Mae hunangyflogaeth, gwaith asiantaeth a chontractau dim oriau yn cyfrif; nid yw gwaith ar ddiwrnod rhydd cyn hynny. Nid yw’n berthnasol i’r rhai nad ydynt ar gael i weithio.
definition-employed-six-months = O’r rhyddhadau y mae’r statws ar y diwrnod yn hysbys ar eu cyfer: y rhai lle’r oedd y person mewn gwaith chwe mis ar ôl y rhyddhau. Mae hunangyflogaeth, gwaith asiantaeth a chontractau dim oriau yn cyfrif. Nid yw’n berthnasol i’r rhai nad ydynt ar gael i weithio.
definition-treatment-three-weeks = O’r rhyddhadau yr oedd angen triniaeth strwythuredig am gyffuriau neu alcohol ar y person wedyn ac y mae’n hysbys: y rhai lle dechreuodd o fewn tair wythnos i’r rhyddhau. Nid yw’n berthnasol i’r rhai nad oedd angen dim arnynt.

figure-yes = Ie (rhifiadur)
figure-known = Hysbys (enwadur)
figure-share-title = Cyfran, gyda’i chyfwng 95%
figure-share = { $share }% ({ $low }% i { $high }%)
figure-no-share = Rhy ychydig i’w dangos
figure-unknown = Anhysbys
figure-not-applicable = Ddim yn berthnasol
figure-not-recorded = Heb ei gofnodi eto
figure-not-due = Ddim yn ddyledus eto
figure-few = Llai na 10
figure-withheld = Ni ddangosir
figure-how-title = Sut i ddarllen y ffigurau hyn
figure-how-known = Yr enwadur yw pawb y mae’n hysbys mai ie neu na yw eu statws. Mae anhysbys, ddim yn berthnasol a heb ei gofnodi eto y tu allan iddo, ac fe’u dangosir bob amser wrth ei ymyl: lle maent yn niferus, gall y gyfran fod ymhell ohoni.
figure-how-interval = Mae’r cyfwng yn dweud pa mor bell y gallai hap yn unig fod wedi symud y gyfran. Nid yw’n dweud dim am bobl sydd ar goll.
figure-how-few = Ni ddangosir rhifau islaw 10, fel na ellir adnabod neb. Lle gellid cyfrifo un o’r lleill, ni ddangosir ail un chwaith.
