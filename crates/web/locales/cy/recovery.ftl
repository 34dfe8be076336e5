# Adfer: ffordd yn ôl i gyfrif.

recovery-link = Helpu { $name } i ddychwelyd i’w gyfrif
recovery-title = Helpu { $name } i ddychwelyd i’w gyfrif
recovery-begin-what = Cewch ddolen sy’n gweithio unwaith ac am { $minutes } munud. Gyda hi byddant yn dewis cyfrinair newydd ac yn sefydlu codau untro newydd. Cânt eu hallgofnodi ym mhobman, a byddant yn gweld mai chi a wnaeth hyn.
recovery-be-sure = Gwnewch yn siŵr mai nhw sy’n gofyn: gwelwch nhw, neu ffoniwch rif rydych yn ei adnabod eisoes. Mae angen hefyd yr hyn sydd ganddynt o hyd: eu cyfrinair, neu god eu hen ap. Os nad oes ganddynt y naill na’r llall, dadactifadwch y cyfrif hwn a’u gwahodd gyda chyfeiriad arall.
recovery-be-sure-person = Gwnewch yn siŵr mai’r person ei hun sy’n gofyn: gwelwch ef neu hi wyneb yn wyneb.
recovery-begin = Gwneud y ddolen
recovery-made-title = Dolen i { $name }
recovery-hand-over = Rhowch y ddolen hon iddynt eich hun, ac i neb arall. Peidiwch â’i hagor.
recovery-link-once = Dangosir y ddolen unwaith yn unig, ac mae’n gweithio unwaith, tan { $until }.
recovery-show-title = Dychwelyd i’ch cyfrif
recovery-welcome = { $name }, mae’r ddolen hon yn gadael i chi ddewis cyfrinair newydd a sefydlu codau untro newydd.
recovery-code-what = Ychwanegwch yr allwedd hon at ap dilysu ar eich ffôn, neu at raglen sy’n gwneud codau o’r fath. Bydd yr hen godau’n peidio â gweithio.
recovery-step-proof = 4. Dangoswch mai chi ydyw
recovery-proof = Eich hen gyfrinair, neu god eich hen ap
recovery-proof-hint = Un o’r ddau. Os nad oes gennych y naill na’r llall, dywedwch wrth eich gweinyddwr.
recovery-proof-refused = Nid dyna eich hen gyfrinair na chod y mae eich hen ap yn ei ddangos nawr. Ar ôl deg cynnig anghywir mae cyfrif yn cael ei gloi am 15 munud
recovery-take = Cadw a mewngofnodi
recovery-gone-title = Nid yw’r ddolen hon yn gweithio
recovery-gone-what = Cafodd ei defnyddio eisoes, mae wedi dod i ben, neu mae un fwy newydd wedi cymryd ei lle. Gofynnwch am un newydd i’r sawl a’i rhoddodd i chi.
done-recovered = Mae eich cyfrinair a’ch codau newydd wedi’u cadw. Mewngofnodwch gyda nhw
done-recovery-before = Gwnaed y ddolen hon eisoes ac fe’i dangoswyd unwaith. Os yw ar goll, gwnewch un arall: yna bydd yr hen un yn peidio â gweithio
